//! The checks, told as sheets: each case is a report in which everything is in order but for the lines
//! written down, and the expected finding stands under the line it concerns.
//!
//! A sheet starts with `--- what it teaches`. Its lines:
//!
//! ```text
//! edition = 2019            year, title, body, publisher, signed_by, signed_on, published_on, period, money
//! new_received | 3 | . | .  a row's cells in the order of the form; `.` is blank, the rest stays 0
//! mark PATH = /             the mark that stands in a cell
//! text overview = …         the text of a part; `drop KEY`, `numeral KEY = 5`, `move KEY to the end`
//! count LABEL | 543 | 篇    a number in the text; for a part: `| of TOTAL | closed` or `of_which`
//! read R116 table 3 row new_received     what reading has noticed already
//! last year                 the lines below belong to last year's report
//! register                  the lines below belong to the register of the body
//! ^ error R104: …           a finding, word for word, under its row if it has one
//! ```

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use jiff::civil::Date;
use report::checks::{check, check_against_previous, check_against_register};
use report::figures::{Cells, Money};
use report::finding::{Code, Finding, Notice, Place, Severity};
use report::form::{Edition, Kind, SectionKey, TableNo};
use report::read::counts_of;
use report::report::{Count, List, Report, Section};

#[test]
fn every_sheet_finds_what_is_written_under_its_lines_and_nothing_else() {
    let mut failures = String::new();
    let mut seen = Vec::new();
    for (file, text) in sheets() {
        for case in text.split("\n--- ").skip(1) {
            let (name, lines) = case.split_once('\n').expect("a case has a name and lines");
            let sheet = Sheet::parse(lines).unwrap_or_else(|why| panic!("{file}: {name}: {why}"));
            let found = sheet.findings();
            seen.extend(found.iter().map(|finding| finding.code));
            if let Err(difference) = sheet.compare(&found) {
                let _ = writeln!(failures, "\n{file}: {name}\n{difference}");
            }
        }
    }
    assert!(failures.is_empty(), "{failures}");
    let unseen: Vec<_> = CHECKED.iter().filter(|code| !seen.contains(code)).collect();
    assert!(unseen.is_empty(), "no sheet shows {unseen:?}");
}

/// Every code that a check, rather than reading, gives.
const CHECKED: &[Code] = &[
    Code::R101,
    Code::R102,
    Code::R103,
    Code::R104,
    Code::R105,
    Code::R120,
    Code::R122,
    Code::R130,
    Code::R131,
    Code::R132,
    Code::R133,
    Code::R134,
    Code::R140,
    Code::R141,
    Code::R150,
    Code::R151,
    Code::R152,
    Code::R153,
    Code::R154,
    Code::R160,
];

fn sheets() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite");
    let mut files: Vec<_> = fs::read_dir(folder).expect("the suite is a folder").flatten().collect();
    files.sort_by_key(fs::DirEntry::file_name);
    let named = |file: fs::DirEntry| {
        let text = fs::read_to_string(file.path()).expect("a sheet is UTF-8");
        (file.file_name().to_string_lossy().into_owned(), format!("\n{text}"))
    };
    files.into_iter().map(named).collect()
}

struct Sheet {
    report: Report,
    previous: Option<Report>,
    register: Option<Report>,
    /// The row named by the line above, and the expected finding as text.
    expected: Vec<(Option<String>, String)>,
    rows: Vec<String>,
}

impl Sheet {
    fn parse(lines: &str) -> Result<Sheet, String> {
        let mut sheet = Sheet {
            report: in_order(Edition::E2021),
            previous: None,
            register: None,
            expected: Vec::new(),
            rows: Vec::new(),
        };
        let mut above: Option<String> = None;
        for line in lines.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
            if let Some(expected) = line.strip_prefix("^ ") {
                sheet.expected.push((above.clone(), expected.trim().to_owned()));
                continue;
            }
            above = None;
            if line == "last year" {
                let mut previous = in_order(sheet.report.cells.edition());
                previous.year = sheet.report.year.map(|year| year - 1);
                sheet.previous = Some(previous);
                continue;
            }
            if line == "register" {
                sheet.register = Some(Report::blank(sheet.report.cells.edition()));
                continue;
            }
            let in_last_year = sheet.previous.is_some() || sheet.register.is_some();
            let other = sheet.register.as_mut().or(sheet.previous.as_mut());
            let report = other.unwrap_or(&mut sheet.report);
            if let Some(row) = apply(report, line)? {
                if !in_last_year {
                    sheet.rows.push(row.clone());
                }
                above = Some(row).filter(|_| !in_last_year);
            }
        }
        if sheet.report.counts.is_empty() {
            sheet.report.counts = counts_of(&sheet.report.sections, sheet.report.year);
        }
        Ok(sheet)
    }

    fn findings(&self) -> Vec<Finding> {
        let mut found = check(&self.report);
        if let Some(previous) = &self.previous {
            found.extend(check_against_previous(&self.report, previous));
        }
        if let Some(register) = &self.register {
            found.extend(check_against_register(&self.report, register));
        }
        found
    }

    fn compare(&self, found: &[Finding]) -> Result<(), String> {
        let line = |finding: &Finding| {
            let row = finding.place.row.clone().filter(|row| self.rows.contains(row));
            (row, format!("{} {}: {}", finding.severity.as_str(), finding.code, finding.message))
        };
        let mut actual: Vec<_> = found.iter().map(line).collect();
        // A finding on the sheet as a whole may stand anywhere.
        let mut expected: Vec<_> = self
            .expected
            .iter()
            .map(|(row, text)| {
                let placed = actual.iter().any(|(at, other)| at.is_none() && other == text);
                (row.clone().filter(|_| !placed), text.clone())
            })
            .collect();
        actual.sort();
        expected.sort();
        if actual == expected {
            return Ok(());
        }
        let show = |lines: &[(Option<String>, String)], without: &[(Option<String>, String)]| {
            let only = lines.iter().filter(|line| !without.contains(line));
            only.fold(String::new(), |mut text, (row, line)| {
                let _ = writeln!(text, "^ {line}    [{}]", row.as_deref().unwrap_or("any line"));
                text
            })
        };
        Err(format!(
            "found, not expected:\n{}expected, not found:\n{}",
            show(&actual, &expected),
            show(&expected, &actual)
        ))
    }
}

/// One line of a sheet; the row's key if it fills one.
fn apply(report: &mut Report, line: &str) -> Result<Option<String>, String> {
    if let Some(rest) = line.strip_prefix("text ") {
        let (key, text) = pair(rest)?;
        section(report, key)?.text = text.replace("\\n", "\n");
    } else if let Some(rest) = line.strip_prefix("lead =") {
        report.lead = Some(rest.trim().to_owned());
    } else if let Some(rest) = line.strip_prefix("numeral ") {
        let (key, numeral) = pair(rest)?;
        section(report, key)?.numeral = (numeral != ".").then(|| numeral.to_owned());
    } else if let Some(key) = line.strip_prefix("drop ") {
        let key = section(report, key)?.key;
        report.sections.retain(|section| section.key != key);
    } else if let Some(key) = line.strip_prefix("move ").and_then(|rest| rest.strip_suffix(" to the end")) {
        let moved = section(report, key)?.clone();
        report.sections.retain(|section| section.key != moved.key);
        report.sections.push(moved);
    } else if let Some(rest) = line.strip_prefix("mark ") {
        let (path, mark) = pair(rest)?;
        report.cells.put(path, None);
        report.marks.insert(path.to_owned(), mark.to_owned());
    } else if let Some(rest) = line.strip_prefix("count ") {
        report.counts.push(count(rest)?);
    } else if let Some(rest) = line.strip_prefix("read ") {
        report.findings.push(read_finding(rest, report.cells.edition())?);
    } else if line == "other in one row" {
        report.cells.set_other_in_one_row(true);
    } else if line.contains(" | ") {
        return fill(&mut report.cells, line).map(Some);
    } else {
        let (key, value) = pair(line)?;
        fact(report, key, value)?;
    }
    Ok(None)
}

fn pair(line: &str) -> Result<(&str, &str), String> {
    line.split_once(" =").map(|(key, value)| (key.trim(), value.trim())).ok_or(format!("no ` =` in {line:?}"))
}

fn fact(report: &mut Report, key: &str, value: &str) -> Result<(), String> {
    let text = Some(value.to_owned()).filter(|value| value != ".");
    let day = |value: &str| value.parse::<Date>().map_err(|why| why.to_string());
    match key {
        "edition" => {
            let edition = if value == "2019" { Edition::E2019 } else { Edition::E2021 };
            let year = Some(if edition == Edition::E2019 { 2020 } else { 2023 });
            *report = Report { year, ..in_order(edition) };
        }
        "year" => report.year = value.parse().ok(),
        "title" => report.title = text,
        "body" => report.body = text,
        "publisher" => report.publisher = text,
        "signed_by" => report.signed_by = text,
        "signed_on" => report.signed_on = Some(day(value)?),
        "published_on" => report.published_on = Some(day(value)?),
        "period" => {
            let (from, to) = value.split_once(" to ").ok_or("a period is FROM to TO")?;
            report.period = Some((day(from)?, day(to)?));
        }
        "money" => {
            let cells = &mut report.cells;
            let cell = cells.form().cells().iter().find(|cell| matches!(cell.column.kind, Kind::Money(_)));
            let cell = cell.ok_or("no cell of money")?;
            let Kind::Money(heading) = cell.column.kind else { return Err("no cell of money".to_owned()) };
            let money = Money::parse(value, heading).ok_or(format!("{value:?} is no money"))?;
            cells.set_money(cell.no, Some(money));
        }
        other => return Err(format!("{other:?} is no fact of a report")),
    }
    Ok(())
}

fn fill(cells: &mut Cells, line: &str) -> Result<String, String> {
    let mut parts = line.split('|').map(str::trim);
    let row = parts.next().unwrap_or_default();
    let numbers: Vec<_> = cells
        .form()
        .cells()
        .iter()
        .filter(|cell| cell.row.key == row && !matches!(cell.column.kind, Kind::Money(_)))
        .map(|cell| cell.no)
        .collect();
    let values: Vec<Option<i64>> = parts.map(|value| value.parse().ok()).collect();
    if numbers.len() != values.len() {
        return Err(format!("{row} has {} cells, not {}", numbers.len(), values.len()));
    }
    for (no, value) in numbers.into_iter().zip(values) {
        cells.set(no, value);
    }
    Ok(row.to_owned())
}

fn count(line: &str) -> Result<Count, String> {
    let mut parts = line.split('|').map(str::trim);
    let label = parts.next().unwrap_or_default().to_owned();
    let number = parts.next().unwrap_or_default();
    let value = number.trim_end_matches('余');
    let mut count = Count {
        label,
        value: value.parse().ok(),
        unit: parts.next().map(str::to_owned),
        section: Some(SectionKey::Overview),
        part_of: None,
        list: None,
        about: value != number,
        line: None,
    };
    for part in parts {
        match part {
            "closed" => count.list = Some(List::Closed),
            "of_which" => count.list = Some(List::OfWhich),
            of => count.part_of = Some(of.strip_prefix("of ").ok_or(format!("{of:?}?"))?.to_owned()),
        }
    }
    Ok(count)
}

fn read_finding(line: &str, edition: Edition) -> Result<Finding, String> {
    let words: Vec<&str> = line.split(' ').collect();
    let after = |name: &str| words.iter().position(|word| *word == name).map(|at| words[at + 1]);
    let table = after("table").and_then(|number| number.parse::<u8>().ok()).map(TableNo::try_from);
    let table = table.transpose()?;
    let notice = match words[0] {
        "R110" => Notice::RowMissing { label: String::new() },
        "R114" => Notice::ColumnMissing { label: String::new() },
        "R115" => Notice::TableMissing,
        "R116" => Notice::ValuesWithoutColumn { values: 1, columns: 7, rows: 1 },
        "R121" => Notice::NotANumber { found: String::new() },
        "R191" => Notice::NotAReport,
        other => return Err(format!("reading does not notice {other}")),
    };
    let place = Place {
        section: table.map(TableNo::section),
        table,
        row: after("row").map(str::to_owned),
        column: after("column").map(str::to_owned),
        ..Place::document()
    };
    Ok(notice.at(place, edition))
}

fn section<'a>(report: &'a mut Report, key: &str) -> Result<&'a mut Section, String> {
    let found = report.sections.iter_mut().find(|section| section.key.as_str() == key);
    found.ok_or(format!("no part {key:?}"))
}

/// A report in which everything is in order and nothing happened.
fn in_order(edition: Edition) -> Report {
    let mut report = Report::blank(edition);
    let year = if edition == Edition::E2019 { 2020 } else { 2023 };
    report.year = Some(year);
    report.body = Some("云溪县财政局".to_owned());
    report.title = Some(format!("云溪县财政局{year}年政府信息公开工作年度报告"));
    for cell in report.cells.form().official_cells() {
        match cell.column.kind {
            Kind::Count | Kind::SignedCount => report.cells.set(cell.no, Some(0)),
            Kind::Money(heading) => report.cells.set_money(cell.no, Money::parse("0", heading)),
        }
    }
    report.sections = SectionKey::ALL
        .into_iter()
        .map(|key| Section {
            key,
            title: key.title().to_owned(),
            numeral: Some(key.numeral().to_owned()),
            text: match key {
                SectionKey::Overview => "本年度按照条例要求做好主动公开、依申请公开、信息管理、平台建设和监督保障。",
                SectionKey::Problems => "存在的问题是解读形式单一。下一步将丰富解读形式。",
                SectionKey::Other => "本年度未收取信息处理费。",
                SectionKey::Proactive | SectionKey::Applications | SectionKey::Remedies => "",
            }
            .to_owned(),
            line: None,
        })
        .collect();
    report
}

#[test]
fn a_report_in_which_nothing_happened_has_nothing_to_find() {
    for edition in Edition::ALL {
        assert_eq!(check(&in_order(edition)), []);
    }
}

#[test]
fn only_a_remainder_of_qizhong_and_an_old_notice_are_lighter_than_their_codes() {
    let lighter: Vec<Finding> = sheets()
        .iter()
        .flat_map(|(_, text)| text.split("\n--- ").skip(1).map(str::to_owned).collect::<Vec<_>>())
        .filter_map(|case| Sheet::parse(case.split_once('\n')?.1).ok())
        .flat_map(|sheet| sheet.findings())
        .filter(|finding| finding.severity != finding.code.severity())
        .collect();
    assert!(!lighter.is_empty());
    let may = |finding: &Finding| [Code::R131, Code::R153].contains(&finding.code);
    assert!(lighter.iter().all(|finding| may(finding) && finding.severity == Severity::Note));
}
