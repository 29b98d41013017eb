//! Texts and lists without end: what a stranger uploads must not hold up the desk.

use report::checks::{check, check_against_previous};
use report::form::{Edition, SectionKey};
use report::report::{Count, List, Report, Section};

const MANY: usize = 20_000;

#[test]
fn a_sentence_without_end_is_checked_in_passing() {
    let mut report = Report::blank(Edition::E2021);
    report.year = Some(2023);
    report.cells.put("applications.new_received.total", 1);
    report.sections.push(part("收到政府信息公开申请3件，".repeat(MANY)));
    report.sections.push(part("收到政府信息公开申请3件".repeat(MANY)));
    report.sections.push(part("1年1".repeat(MANY)));
    check(&report);
    check_against_previous(&report, &report);
}

#[test]
fn a_list_without_end_is_added_up_in_passing() {
    let mut report = Report::blank(Edition::E2021);
    for i in 0..MANY {
        let label = format!("项目{}", i / 2);
        let part_of = (i % 2 == 1).then(|| label.clone());
        report.counts.push(count(label, part_of.clone()));
        report.counts.push(count("总数".to_owned(), part_of));
        report.counts.push(count("分项".to_owned(), Some("总数".to_owned())));
    }
    check(&report);
}

fn part(text: String) -> Section {
    Section {
        key: SectionKey::Overview,
        title: "总体情况".to_owned(),
        numeral: Some("一".to_owned()),
        text,
        line: None,
    }
}

fn count(label: String, part_of: Option<String>) -> Count {
    Count {
        label,
        value: Some(rust_decimal::Decimal::MAX),
        unit: Some("条".to_owned()),
        section: Some(SectionKey::Overview),
        part_of,
        list: Some(List::Closed),
        about: false,
        line: None,
    }
}
