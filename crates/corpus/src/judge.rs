//! What was read beside what is true.

use report::finding::{Code, Finding, Severity};
use report::form::{Cell, Kind, Role, TableNo};
use report::report::Report;
use report::{checks, intake};

use crate::Sample;
use crate::script::simplified;
use crate::truth::Must;

/// How a file was read.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// Cells with the right value, blank or not.
    pub right: usize,
    /// Cells left blank although the file has a value, and the report says so.
    pub lost: Vec<String>,
    /// Cells with another value in a row of which the report says that something is wrong.
    pub doubted: Vec<String>,
    /// Cells that are wrong without a word. There must be none.
    pub silent: Vec<String>,
    /// Faults that were not found, or not at their place.
    pub missed: Vec<String>,
    /// Errors and warnings about what is in order.
    pub false_alarms: Vec<String>,
    /// Title, body, year, period, signature that were read otherwise.
    pub identity: Vec<String>,
    /// Numbers of the text that were not read.
    pub counts_missed: Vec<String>,
    /// How many numbers the text states.
    pub counts: usize,
}

/// Reads a file as the program does, with all its checks.
pub fn read(sample: &Sample) -> Report {
    let mut report = intake::file(&sample.bytes, &sample.name);
    let found = checks::check(&report);
    report.findings.extend(found);
    report
}

/// Compares what was read from a file with its truth.
pub fn judge(sample: &Sample, read: &Report) -> Verdict {
    let mut verdict = Verdict::default();
    cells(sample, read, &mut verdict);
    let truth = &sample.truth;
    for must in &truth.must_find {
        if !read.findings.iter().any(|finding| is_at(finding, must)) {
            verdict.missed.push(describe(must));
        }
    }
    let wanted =
        |code: Code| truth.may_find.contains(&code) || truth.must_find.iter().any(|must| must.codes.contains(&code));
    for finding in read.findings.iter().filter(|finding| finding.severity > Severity::Note && !wanted(finding.code)) {
        verdict.false_alarms.push(format!("{} {}", finding.code, finding.message));
    }
    identity(sample, read, &mut verdict);
    let mut counts: Vec<(String, String)> = read
        .counts
        .iter()
        .filter_map(|count| Some((count.value?.normalize().to_string(), count.unit.clone().unwrap_or_default())))
        .collect();
    for stated in &truth.stated {
        verdict.counts += 1;
        let same =
            |(value, unit): &(String, String)| *value == stated.value.to_string() && simplified(unit) == stated.unit;
        match counts.iter().position(same) {
            Some(at) => {
                counts.swap_remove(at);
            }
            None => verdict.counts_missed.push(format!("{}{}", stated.value, stated.unit)),
        }
    }
    verdict
}

fn cells(sample: &Sample, read: &Report, verdict: &mut Verdict) {
    let truth = &sample.truth.report.cells;
    if read.cells.edition() != truth.edition() {
        let value = |table: TableNo| truth.form().official_cells().any(|c| c.table == table && !truth.is_blank(c.no));
        if TableNo::ALL.into_iter().any(value) && !read.is_unread() {
            verdict.silent.push(format!(
                "the form of {} was read as that of {}",
                truth.edition(),
                read.cells.edition()
            ));
        } else {
            verdict.lost.push("every cell".to_owned());
        }
        return;
    }
    for cell in truth.form().cells() {
        if cell.row.role == Role::OtherInOneRow && !truth.other_in_one_row() && !read.cells.other_in_one_row() {
            continue;
        }
        let (wanted, found) = (value(&sample.truth.report, cell), value(read, cell));
        if wanted == found {
            verdict.right += 1;
            continue;
        }
        let line = format!("{}: {} is true, {} was read", cell.path, show(wanted.as_deref()), show(found.as_deref()));
        let said = read.findings.iter().any(|finding| explains(finding, cell, found.is_none()));
        match (said, found.is_none()) {
            (false, _) => verdict.silent.push(line),
            (true, true) => verdict.lost.push(line),
            (true, false) => verdict.doubted.push(line),
        }
    }
}

fn show(value: Option<&str>) -> &str {
    value.unwrap_or("nothing")
}

fn value(report: &Report, cell: &Cell) -> Option<String> {
    match cell.column.kind {
        Kind::Money(_) => report.cells.money(cell.no).map(|money| {
            let unit = money.unit.map_or("", |unit| unit.as_str());
            format!("{}{unit}", money.amount.normalize())
        }),
        Kind::Count | Kind::SignedCount => report.cells.get(cell.no).map(|count| count.to_string()),
    }
}

/// Whether a finding says that a cell may be wrong. That a table has blanks excuses a blank, not another number.
fn explains(finding: &Finding, cell: &Cell, blank: bool) -> bool {
    let place = &finding.place;
    if finding.code == Code::R190 {
        return true;
    }
    let row = place.row.as_deref().is_none_or(|row| row == cell.row.key);
    let column = place.column.as_deref().is_none_or(|column| column == cell.column.key);
    let table = place.table == Some(cell.table);
    match finding.code {
        Code::R120 => table && blank,
        // One finding stands for all such rows of its table.
        Code::R116 => table && (blank || row),
        Code::R110 | Code::R111 | Code::R112 | Code::R113 | Code::R114 | Code::R115 | Code::R121 => {
            table && row && column
        }
        _ => false,
    }
}

fn is_at(finding: &Finding, must: &Must) -> bool {
    let place = &finding.place;
    must.codes.contains(&finding.code)
        && must.section.is_none_or(|section| place.section == Some(section))
        && must.table.is_none_or(|table| place.table == Some(table))
        && must.row.as_ref().is_none_or(|row| place.row.as_ref() == Some(row))
        && must.column.as_ref().is_none_or(|column| place.column.as_ref() == Some(column))
}

fn describe(must: &Must) -> String {
    let codes: Vec<&str> = must.codes.iter().map(|code| code.as_str()).collect();
    let place: Vec<String> = [
        must.section.map(|section| section.as_str().to_owned()),
        must.table.map(|table| format!("table {}", table.number())),
        must.row.clone(),
        must.column.clone(),
    ]
    .into_iter()
    .flatten()
    .collect();
    format!("{} {}", codes.join(" or "), place.join(" "))
}

fn identity(sample: &Sample, read: &Report, verdict: &mut Verdict) {
    let truth = &sample.truth.report;
    let plain = |text: &Option<String>| {
        text.as_ref().map(|text| simplified(&text.chars().filter(|c| !c.is_whitespace()).collect::<String>()))
    };
    let mut compare = |name: &str, wanted: Option<String>, found: Option<String>| {
        if wanted != found {
            let line = format!("{name}: {} is true, {} was read", show(wanted.as_deref()), show(found.as_deref()));
            verdict.identity.push(line);
        }
    };
    compare("title", plain(&truth.title), plain(&read.title));
    compare("body", plain(&truth.body), plain(&read.body));
    compare("signed by", plain(&truth.signed_by), plain(&read.signed_by));
    let text = |value: Option<jiff::civil::Date>| value.map(|date| date.to_string());
    compare("signed on", text(truth.signed_on), text(read.signed_on));
    compare("published on", text(truth.published_on.filter(|_| truth.index_no.is_some())), text(read.published_on));
    compare("index number", truth.index_no.clone(), read.index_no.clone());
    compare("year", truth.year.map(|year| year.to_string()), read.year.map(|year| year.to_string()));
    let span =
        |period: Option<(jiff::civil::Date, jiff::civil::Date)>| period.map(|(from, to)| format!("{from} to {to}"));
    compare("period", span(truth.period), span(read.period));
}

/// The outcomes of many files by format and layout.
pub fn table(verdicts: &[(crate::Format, &'static str, Verdict)]) -> String {
    use std::collections::BTreeMap;
    let mut sums: BTreeMap<(crate::Format, &str), [usize; 9]> = BTreeMap::new();
    for (format, layout, verdict) in verdicts {
        let sum = sums.entry((*format, layout)).or_default();
        let row = [
            1,
            verdict.right,
            verdict.lost.len(),
            verdict.doubted.len(),
            verdict.silent.len(),
            verdict.missed.len(),
            verdict.false_alarms.len(),
            verdict.identity.len(),
            verdict.counts_missed.len(),
        ];
        sum.iter_mut().zip(row).for_each(|(sum, one)| *sum += one);
    }
    let mut out = format!(
        "{:<6}{:<20}{:>7}{:>9}{:>7}{:>9}{:>8}{:>8}{:>7}{:>10}{:>8}\n",
        "format", "layout", "files", "right", "lost", "doubted", "silent", "missed", "alarms", "identity", "counts"
    );
    let mut all = [0; 9];
    let mut line = |format: &str, layout: &str, sum: &[usize; 9]| {
        let [files, right, lost, doubted, silent, missed, alarms, identity, counts] = sum;
        out.push_str(&format!(
            "{format:<6}{layout:<20}{files:>7}{right:>9}{lost:>7}{doubted:>9}{silent:>8}{missed:>8}{alarms:>7}{identity:>10}{counts:>8}\n"
        ));
    };
    for ((format, layout), sum) in &sums {
        line(format.ending(), layout, sum);
        all.iter_mut().zip(sum).for_each(|(all, one)| *all += one);
    }
    line("all", "", &all);
    out
}
