//! How long the arithmetic of a report takes: a province checks ten thousand, a page tallies one at every view.

use divan::{Bencher, black_box};
use law::applicant::ApplicantKind;
use law::outcome::Outcome;
use paper::source::{At, Cell, Part, Source, Table};
use report::checks::check;
use report::checks::copied::{Fingerprint, Texts};
use report::diff::diff;
use report::form::{Edition, SectionKey, TableNo};
use report::report::{Report, Section, figures};
use report::sum::{self, Sum, Wanted};
use report::tally::{Applications, Arrival, Ending, Register, tally};

fn main() {
    divan::main();
}

/// A register as the database groups it: every kind of applicant, arrival and ending once.
fn register() -> Register {
    let endings: Vec<Ending> = Outcome::ALL.into_iter().map(Ending::Ended).chain([Ending::StillOpen]).collect();
    let mut register = Register::default();
    for applicant in ApplicantKind::ALL {
        for arrival in [Arrival::InYear, Arrival::CarriedIn] {
            for ending in &endings {
                register.applications.push(Applications { applicant, arrival, ending: *ending, count: 7 });
            }
        }
    }
    register
}

fn full_report() -> Report {
    let mut report = Report::blank(Edition::E2021);
    report.year = Some(2025);
    report.cells = tally(Edition::E2021, &register());
    for key in SectionKey::ALL {
        report.sections.push(Section {
            key,
            title: key.title().to_owned(),
            numeral: Some(key.numeral().to_owned()),
            text: "全年通过门户网站发布信息312条，收到政府信息公开申请1008件，同比增加；存在不足，下一步改进。"
                .repeat(20),
            line: None,
        });
    }
    report
}

#[divan::bench]
fn tally_a_year(bencher: Bencher<'_, '_>) {
    let register = register();
    bencher.bench(|| tally(Edition::E2021, black_box(&register)));
}

/// A report in which everything stands, as a reader of files hands it over.
fn drawn_report() -> Source {
    let mut report = full_report();
    report.cells.compute_totals();
    let line = |source: &mut Source, text: &str| {
        let at = At { line: source.parts.len() as u32 * 40 + 1, page: None };
        source.parts.push(Part::Line(paper::source::Line { text: text.to_owned(), at }));
    };
    let mut source = Source::default();
    line(&mut source, "云溪县财政局2025年政府信息公开工作年度报告");
    for key in SectionKey::ALL {
        line(&mut source, &format!("{}、{}", key.numeral(), key.title()));
        match key.table() {
            Some(table) => source.parts.push(Part::Table(drawn(&report.cells, table, source.parts.len() as u32 * 40))),
            None => line(&mut source, report.text(key)),
        }
    }
    source
}

/// A table of the form, every cell where a browser would lay it.
fn drawn(cells: &report::figures::Cells, number: TableNo, line: u32) -> Table {
    let mut table = Table::default();
    let mut taken = std::collections::HashSet::new();
    for (row, slots) in report::write::grid(cells, number).rows().iter().enumerate() {
        let mut column = 0;
        for slot in slots.iter().map(|placed| &placed.cell) {
            while taken.contains(&(row, column)) {
                column += 1;
            }
            let (rowspan, colspan) = (usize::from(slot.rowspan), usize::from(slot.colspan));
            taken.extend((row..row + rowspan).flat_map(|y| (column..column + colspan).map(move |x| (y, x))));
            let at = At { line: line + row as u32, page: None };
            table.cells.push(Cell { row, column, rowspan, colspan, text: slot.text.clone(), at });
            column += colspan;
            table.columns = table.columns.max(column);
        }
        table.rows = row + 1;
    }
    table
}

#[divan::bench]
fn read_a_drawn_report(bencher: Bencher<'_, '_>) {
    let source = drawn_report();
    bencher.bench(|| report::read::source(black_box(&source), "report.docx"));
}

#[divan::bench]
fn check_a_report(bencher: Bencher<'_, '_>) {
    let report = full_report();
    bencher.bench(|| check(black_box(&report)));
}

#[divan::bench]
fn write_and_read_the_object(bencher: Bencher<'_, '_>) {
    let report = full_report();
    bencher.bench(|| {
        let json = serde_json::to_string(black_box(&report)).expect("a report serialises");
        serde_json::from_str::<Report>(&json).expect("and comes back")
    });
}

/// Ten thousand reports, all different, as their JSON lines.
fn lines(count: usize) -> Vec<String> {
    let full = full_report();
    let line = |i: usize| {
        let mut report = full.clone();
        report.body = Some(format!("第{i}局"));
        report.cells.put("proactive.penalty.decisions", i as i64);
        serde_json::to_string(&report).expect("a report serialises")
    };
    (0..count).map(line).collect()
}

#[divan::bench(sample_count = 3)]
fn check_ten_thousand_read_reports(bencher: Bencher<'_, '_>) {
    let lines = lines(10_000);
    bencher.bench(|| {
        let checked = lines.iter().map(|line| {
            let report: Report = serde_json::from_str(line).expect("an object");
            check(&report).len()
        });
        checked.sum::<usize>()
    });
}

#[divan::bench]
fn sum_a_report_of_json_lines(bencher: Bencher<'_, '_>) {
    let lines = lines(1);
    bencher.bench(|| sum::Part::of(&figures(black_box(&lines[0])).expect("an object")));
}

#[divan::bench(sample_count = 3)]
fn sum_ten_thousand_parts(bencher: Bencher<'_, '_>) {
    let parts: Vec<_> = lines(10_000).iter().map(|line| sum::Part::of(&figures(line).expect("an object"))).collect();
    bencher.with_inputs(|| parts.clone()).bench_values(|parts| {
        let mut sum = Sum::default();
        parts.into_iter().for_each(|part| sum.push(part));
        let total = sum.total(&Wanted::default());
        report::sum::json(&total, std::io::sink()).expect("nothing is in the way");
    });
}

#[divan::bench]
fn set_two_years_side_by_side(bencher: Bencher<'_, '_>) {
    let (mut old, new) = (full_report(), full_report());
    for section in &mut old.sections {
        section.text = section.text.replace("312", "98").replace("同比增加", "与上年持平");
    }
    bencher.bench(|| diff(black_box(&old), black_box(&new)));
}

#[divan::bench]
fn look_for_a_copied_text(bencher: Bencher<'_, '_>) {
    let report = full_report();
    let mut texts = Texts::default();
    texts.add(&Fingerprint::of(&report));
    bencher.bench(|| texts.repeated_by(&Fingerprint::of(black_box(&report)), Edition::E2021));
}
