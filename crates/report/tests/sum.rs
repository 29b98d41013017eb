//! A district adds up its bodies' reports, and every number opens to the bodies it comes from.

use jiff::civil::{Date, date};
use proptest::prelude::*;
use report::figures::{Money, Unit};
use report::finding::{Code, Unreadable};
use report::form::{CellNo, Edition, Kind};
use report::report::{Report, figures};
use report::sum::{Sum, Total, Wanted, document, json, rows, workbook};
use rust_decimal::Decimal;
use serde_json::Value;

#[test]
fn blank_and_number_is_the_number_and_blanks_alone_stay_blank() {
    let total = sum(&[
        body("云溪县财政局", &[("remedies.reconsideration.upheld", 2)]),
        body("云溪县水利局", &[("remedies.reconsideration.upheld", 3), ("proactive.penalty.decisions", 0)]),
        body("云溪县教育局", &[]),
    ]);
    assert_eq!(at(&total, "remedies.reconsideration.upheld"), (Some(5), 2));
    assert_eq!(at(&total, "proactive.penalty.decisions"), (Some(0), 1));
    assert_eq!(at(&total, "proactive.coercion.decisions"), (None, 0));
}

#[test]
fn a_body_that_reported_twice_is_counted_once_by_the_day_it_signed() {
    let signed = |cases: i64, day: Date, file: &str| {
        let mut report = body("云溪县 财政局", &[("proactive.penalty.decisions", cases)]);
        (report.signed_on, report.file) = (Some(day), Some(file.to_owned()));
        report
    };
    let total = sum(&[
        signed(5, date(2024, 1, 20), "first.docx"),
        signed(7, date(2024, 2, 3), "corrected.docx"),
        signed(6, date(2024, 1, 25), "between.docx"),
        body("云溪县水利局", &[("proactive.penalty.decisions", 1)]),
    ]);
    assert_eq!(at(&total, "proactive.penalty.decisions"), (Some(8), 2));
    let [twice] = &total.account.duplicates[..] else { panic!("one body reported twice") };
    assert_eq!(twice.counted.as_deref(), Some("corrected.docx"));
    assert_eq!(twice.left_out.len(), 2);
    assert_eq!((total.account.given, total.account.counted), (4, 2));
}

#[test]
fn a_government_and_its_office_are_two_bodies() {
    let total = sum(&[body("云溪县人民政府", &[]), body("云溪县人民政府办公室", &[])]);
    assert_eq!((total.account.counted, total.account.duplicates.len()), (2, 0));
}

#[test]
fn who_has_not_reported_is_named() {
    let mut last_year = body("云溪县审计局", &[]);
    last_year.year = Some(2022);
    let mut sum = Sum::default();
    [body("云溪县财政局", &[]), body("青州市云溪县发展和改革局", &[]), last_year]
        .iter()
        .for_each(|report| sum.add(report));
    let expected = ["云溪县财政局", "云溪县发改局", "云溪县教育局"].map(str::to_owned).to_vec();
    let total = sum.total(&Wanted { expected, ..Wanted::default() });
    assert_eq!(total.report.year, Some(2023)); // two of three
    assert_eq!(total.account.missing, ["云溪县教育局", "云溪县审计局"]);
    assert_eq!(total.account.other_years.len(), 1);
}

#[test]
fn the_form_of_2019_is_counted_as_far_as_it_fits_and_the_rest_is_named() {
    let mut old = Report::blank(Edition::E2019);
    (old.body, old.year) = (Some("云溪县水利局".to_owned()), Some(2023));
    old.cells.put("proactive.licensing.decisions", 40);
    old.cells.put("proactive.licensing.prev_items", 12);
    old.cells.put("applications.results.other.total", 2);
    let new =
        body("云溪县财政局", &[("proactive.licensing.decisions", 60), ("applications.results.other.misc.total", 1)]);
    let total = sum(&[new, old]);
    assert_eq!(at(&total, "proactive.licensing.decisions"), (Some(100), 2));
    let unmapped: Vec<_> = total.account.unmapped.iter().map(|cell| (cell.path.as_str(), cell.sum)).collect();
    assert_eq!(unmapped, [("proactive.licensing.prev_items", 12), ("applications.results.other.total", 2)]);
    assert_eq!(total.account.other_editions.len(), 1);
}

#[test]
fn one_row_of_other_results_throughout_stays_one_row() {
    let mut one = body("云溪县水利局", &[("applications.results.other.total", 2)]);
    one.cells.set_other_in_one_row(true);
    let total = sum(&[one.clone(), Report { body: Some("云溪县财政局".to_owned()), ..one }]);
    assert!(total.report.cells.other_in_one_row());
    assert_eq!(at(&total, "applications.results.other.total"), (Some(4), 2));
}

#[test]
fn money_is_added_in_yuan_and_without_a_unit_not_at_all() {
    let fees = |name: &str, raw: &str, unit: Option<Unit>| {
        let mut report = body(name, &[]);
        let cell = report.cells.form().cell("proactive.fees.amount").unwrap().no;
        report.cells.set_money(cell, Money::parse(raw, unit));
        report
    };
    let wan = Some(Unit::TenThousandYuan);
    let total =
        sum(&[fees("甲县财政局", "15.279", wan), fees("乙县财政局", "152790元", wan), fees("丙县财政局", "88", None)]);
    let cell = total.report.cells.form().cell("proactive.fees.amount").unwrap().no;
    assert_eq!(total.report.cells.money(cell).unwrap().raw, "30.558");
    assert_eq!(total.account.no_unit[0].body.as_deref(), Some("丙县财政局"));
    let shares = total.shares(cell).unwrap();
    assert_eq!(shares[1].value, Decimal::new(15279, 3));
}

#[test]
fn marks_are_kept_where_nobody_has_a_number() {
    let marked = |name: &str| {
        let mut report = body(name, &[]);
        report.marks.insert("proactive.penalty.decisions".to_owned(), "/".to_owned());
        report
    };
    let only_marks = sum(&[marked("甲县财政局"), marked("乙县财政局")]);
    assert_eq!(only_marks.report.marks["proactive.penalty.decisions"], "/");
    let beside = sum(&[marked("甲县财政局"), body("乙县财政局", &[("proactive.penalty.decisions", 3)])]);
    assert!(beside.report.marks.is_empty());
}

#[test]
fn parts_that_do_not_add_up_are_named_and_so_is_the_sum() {
    let total = sum(&[
        body("甲县财政局", &[("remedies.reconsideration.upheld", 10), ("remedies.reconsideration.total", 0)]),
        body("乙县财政局", &[("remedies.reconsideration.upheld", 1), ("remedies.reconsideration.total", 1)]),
    ]);
    let [unsound] = &total.account.unsound[..] else { panic!("one of the two") };
    assert_eq!((unsound.body.as_deref(), unsound.findings[0].0), (Some("甲县财政局"), Code::R104));
    assert_eq!(total.report.findings[0].code, Code::R104);
}

#[test]
fn the_json_is_a_report_object_with_its_account_and_its_parts() {
    let mut sum = Sum::default();
    sum.add(&body("云溪县财政局", &[("proactive.penalty.decisions", 4)]));
    sum.add(&body("云溪县水利局", &[("proactive.penalty.decisions", 0)]));
    sum.add(&report::intake::unreadable("scan.pdf", Unreadable::NoTextLayer));
    let total = sum.total(&Wanted { body: Some("云溪县".to_owned()), ..Wanted::default() });
    let mut text = Vec::new();
    json(&total, &mut text).unwrap();
    let object: Value = serde_json::from_slice(&text).unwrap();
    assert_eq!(object["proactive"]["penalty"]["decisions"], 4);
    assert_eq!(object["sum"]["filled"]["proactive.penalty.decisions"], 2);
    assert_eq!(object["sum"]["unread"][0]["file"], "scan.pdf");
    assert_eq!(object["parts"]["proactive.penalty.decisions"]["云溪县财政局"], 4);
    assert_eq!(serde_json::from_slice::<Report>(&text).unwrap().cells, total.report.cells);
    // A sum can be summed again.
    assert_eq!(figures(str::from_utf8(&text).unwrap()).unwrap().cells, total.report.cells);
}

#[test]
fn the_paper_and_the_workbook_say_where_the_numbers_come_from() {
    let total = sum(&[body("云溪县财政局", &[("proactive.penalty.decisions", 4)]), body("云溪县水利局", &[])]);
    let paper = document(&total, true);
    assert_eq!(paper.grids().len(), 4);
    let text = paper.plain_text();
    assert!(text.contains("共收到2份报告，汇总2份。") && text.contains("云溪县财政局 4"), "{text}");
    let book = workbook(&total);
    assert_eq!(book.sheets.len(), 5);
    assert!(paper::xlsx::write(&book).is_ok());
}

proptest! {
    #[test]
    fn every_cell_is_the_sum_of_its_parts(seeds in proptest::collection::vec(any::<u64>(), 1..9)) {
        let reports: Vec<Report> = seeds.iter().enumerate().map(|(i, seed)| filled(i, *seed)).collect();
        let total = sum(&reports);
        for row in rows(&total) {
            let of: Vec<Option<i64>> = reports.iter().map(|report| report.cells.get(row.cell.no)).collect();
            if let Kind::Count | Kind::SignedCount = row.cell.column.kind {
                let sum = of.iter().flatten().copied().reduce(|a, b| a + b);
                prop_assert_eq!(row.value, sum.map(Decimal::from), "{}", row.cell.path);
                prop_assert_eq!(row.filled as usize, of.iter().flatten().count());
                let parts: Decimal = row.parts.iter().map(|part| part.value).sum();
                prop_assert_eq!(parts, Decimal::from(sum.unwrap_or(0)));
            }
        }
    }
}

fn filled(i: usize, seed: u64) -> Report {
    let mut report = body(&format!("第{i}局"), &[]);
    for no in 0..200u16 {
        let value = seed.rotate_left(u32::from(no)) % 7;
        report.cells.set(CellNo(no), (value > 2).then_some(value as i64 - 3));
    }
    report
}

fn sum(reports: &[Report]) -> Total {
    let mut sum = Sum::default();
    reports.iter().for_each(|report| sum.add(report));
    sum.total(&Wanted::default())
}

fn at(total: &Total, path: &str) -> (Option<i64>, u32) {
    let no = total.report.cells.form().cell(path).unwrap().no;
    (total.report.cells.get(no), total.filled[usize::from(no.0)])
}

fn body(name: &str, cells: &[(&str, i64)]) -> Report {
    let mut report = Report::blank(Edition::E2021);
    (report.body, report.year) = (Some(name.to_owned()), Some(2023));
    for (path, value) in cells {
        assert!(report.cells.put(path, *value), "{path}");
    }
    report
}
