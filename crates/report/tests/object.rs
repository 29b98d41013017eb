//! The report object: what is blank stays blank, what is read is written.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use report::checks::check;
use report::figures::{Cells, Money};
use report::finding::{Code, Notice, Place};
use report::form::{Edition, Kind, SectionKey, TableNo, form};
use report::report::{Count, List, Report, Section};
use serde_json::{Value, json};

#[test]
fn other_results_are_one_row_or_three_as_the_document_has_them() {
    let mut report = Report::blank(Edition::E2021);
    report.cells.put("applications.results.other.misc.total", 2);
    let three = serde_json::to_value(&report).unwrap();
    assert_eq!(three["applications"]["results"]["other"]["misc"]["total"], 2);
    report.cells.set_other_in_one_row(true);
    report.cells.put("applications.results.other.total", 3);
    let one = serde_json::to_value(&report).unwrap();
    assert_eq!(one["applications"]["results"]["other"]["total"], 3);
    assert!(one["applications"]["results"]["other"].get("misc").is_none());
}

#[test]
fn money_keeps_its_words_and_is_yuan_only_when_a_unit_says_so() {
    let mut report = Report::blank(Edition::E2019);
    let cell = form(Edition::E2019).cell("proactive.procurement.amount").unwrap().no;
    let mut written = |raw: &str| {
        report.cells.set_money(cell, Money::parse(raw, None));
        serde_json::to_value(&report).unwrap()["money"]["procurement.amount"].clone()
    };
    assert_eq!(written("97.98 万元"), json!({"raw": "97.98 万元", "yuan": "979800.00", "unit": "万元"}));
    assert_eq!(written("14579.271万元")["yuan"], "145792710.00");
    assert_eq!(written("173373602.39"), json!({"raw": "173373602.39", "yuan": null, "unit": null}));
    assert_eq!(written("１，２００元")["yuan"], "1200.00");
}

#[test]
fn the_fees_of_2021_are_a_number_of_ten_thousand_yuan() {
    let mut report = Report::blank(Edition::E2021);
    let cell = form(Edition::E2021).cell("proactive.fees.amount").unwrap();
    let Kind::Money(heading) = cell.column.kind else { panic!("fees are money") };
    report.cells.set_money(cell.no, Money::parse("7730.28", heading));
    assert_eq!(serde_json::to_value(&report).unwrap()["proactive"]["fees"], json!({"amount": 7730.28}));
    // A cell that names another unit is brought to the heading's, and its words are kept.
    report.cells.set_money(cell.no, Money::parse("152790元", heading));
    let object = serde_json::to_value(&report).unwrap();
    assert_eq!(object["proactive"]["fees"], json!({"amount": 15.279}));
    assert_eq!(object["money"]["fees.amount"]["yuan"], "152790.00");
}

#[test]
fn an_object_that_is_no_report_says_which_value_is_wrong() {
    let wrong = json!({"edition": "2021", "remedies": {"reconsideration": {"upheld": 1.5}}});
    let why = serde_json::from_value::<Report>(wrong).unwrap_err().to_string();
    assert!(why.contains("remedies.reconsideration.upheld: 1.5"), "{why}");
    let extreme =
        json!({"year": 32767, "title": "x", "signed_on": "2024-01-01", "period": ["2023-01-01", "2023-12-31"]});
    let report: Report = serde_json::from_value(extreme).unwrap();
    check(&report); // no such year, and no panic
}

/// The hand-read truth beside three text reports and one PDF, where the folder is at hand.
#[test]
fn the_truth_files_are_report_objects_and_their_tables_check_as_a_clerk_says() {
    for path in truth_files() {
        let truth: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let report: Report = serde_json::from_value(truth.clone()).unwrap();
        let ours = serde_json::to_value(&report).unwrap();
        for key in ["proactive", "applications", "remedies"] {
            let wanted = leaves(&truth[key]);
            let written = leaves(&ours[key]);
            // Amounts of 2019 stand beside their count as well as under `money`.
            let written: Vec<_> = written.into_iter().filter(|(path, _)| path != ".procurement.amount").collect();
            assert_eq!(wanted, written, "{}: {key}", path.display());
        }
        assert_eq!(truth["money"], ours["money"], "{}", path.display());
        let codes: Vec<String> = check(&report).iter().map(|finding| finding.code.to_string()).collect();
        for code in truth["must_not_find"].as_array().unwrap() {
            assert!(!codes.contains(&code.as_str().unwrap().to_owned()), "{}: false alarm {code}", path.display());
        }
        // These need the tables alone; the others need the text or the document.
        let by_tables = ["R101", "R102", "R103", "R104", "R120", "R122", "R133"];
        for code in truth["must_find"].as_array().unwrap().iter().filter_map(Value::as_str) {
            assert!(
                !by_tables.contains(&code) || codes.contains(&code.to_owned()),
                "{}: {code} missed",
                path.display()
            );
        }
    }
}

fn truth_files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/reports");
    let files = fs::read_dir(folder).into_iter().flatten().flatten().map(|file| file.path());
    files.filter(|path| path.to_string_lossy().ends_with(".truth.json")).collect()
}

fn leaves(value: &Value) -> Vec<(String, Value)> {
    match value {
        Value::Object(map) => map
            .iter()
            .flat_map(|(key, inner)| leaves(inner).into_iter().map(move |(path, leaf)| (format!(".{key}{path}"), leaf)))
            .collect(),
        leaf => vec![(String::new(), leaf.clone())],
    }
}

proptest! {
    #[test]
    fn any_report_is_read_back_as_it_was_written(report in any_report()) {
        let json = serde_json::to_string(&report).unwrap();
        prop_assert_eq!(serde_json::from_str::<Report>(&json).unwrap(), report);
    }

    #[test]
    fn no_report_makes_the_checks_panic(report in any_report()) {
        check(&report);
    }
}

fn any_report() -> impl Strategy<Value = Report> {
    let edition = prop_oneof![Just(Edition::E2019), Just(Edition::E2021)];
    (edition, any::<bool>(), any::<[u64; 8]>(), ".{0,40}", proptest::option::of(1990i16..2100)).prop_map(
        |(edition, merged, seeds, text, year)| {
            let mut report = Report::blank(edition);
            fill(&mut report.cells, merged, seeds);
            report.year = year;
            report.title = Some(text.clone());
            report.sections.push(Section {
                key: SectionKey::Overview,
                title: text.clone(),
                numeral: None,
                text: format!("收到政府信息公开申请{}件。{text}", seeds[0] % 50),
                line: Some(3),
            });
            report.counts.push(Count {
                label: text.clone(),
                value: Some(rust_decimal::Decimal::new(i64::from(seeds[1] as u32), 2)),
                unit: None,
                section: Some(SectionKey::Other),
                part_of: Some(text),
                list: Some(List::Closed),
                about: true,
                line: None,
            });
            report.findings.push(Notice::TableMissing.at(Place::table(TableNo::Remedies), edition));
            report
        },
    )
}

/// Counts and blanks from a few seeds; of other results only the rows that are written.
fn fill(cells: &mut Cells, merged: bool, seeds: [u64; 8]) {
    cells.set_other_in_one_row(merged);
    for cell in cells.form().cells() {
        let seed = seeds[usize::from(cell.no.0) % 8].rotate_left(u32::from(cell.no.0));
        let written =
            if cells.other_in_one_row() { !cell.row.key.starts_with("results.other.") } else { cell.is_official() };
        if let (true, Kind::Count | Kind::SignedCount) = (written && seed % 3 > 0, cell.column.kind) {
            cells.set(cell.no, Some((seed % 1000) as i64 - 100));
        }
    }
}

#[test]
fn codes_keep_their_names_and_which_command_shows_them() {
    let shown: Vec<_> =
        Code::ALL.iter().filter(|code| code.is_noticed_by_reading()).map(|code| code.number()).collect();
    let reading = [110, 111, 112, 113, 114, 115, 116, 120, 121, 122, 150, 151, 152, 153, 154, 190, 191];
    assert_eq!(shown, reading);
}
