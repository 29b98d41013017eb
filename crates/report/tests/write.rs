//! The report as a paper.

use jiff::civil::date;
use report::figures::Money;
use report::form::{Edition, SectionKey, TableNo, form};
use report::report::{Report, Section};
use report::tally::{Register, tally};
use report::write::{Meta, UNWRITTEN, document, grid};

#[test]
fn a_draft_has_everything_but_what_a_person_writes() {
    let mut report = Report::blank(Edition::E2021);
    report.year = Some(2025);
    report.cells = tally(Edition::E2021, &Register::default());
    report.cells.put("remedies.reconsideration.upheld", 2);
    report.sections.push(Section {
        key: SectionKey::Overview,
        title: "总体情况".to_owned(),
        numeral: Some("一".to_owned()),
        text: "（一）主动公开。发布信息312条。\n（二）依申请公开。".to_owned(),
        line: None,
    });
    let meta = Meta {
        organ: "云溪县财政局".to_owned(),
        signed_on: Some(date(2026, 1, 20)),
        address: "云溪县人民政府网站".to_owned(),
        contact: "云溪县财政局办公室（电话0000-1234567）".to_owned(),
    };
    insta::assert_snapshot!(document(&report, &meta).plain_text());
}

#[test]
fn what_was_stated_is_printed_as_it_was_stated() {
    let mut report = Report::blank(Edition::E2019);
    let cell = form(Edition::E2019).cell("proactive.procurement.amount").unwrap();
    report.cells.set_money(cell.no, Money::parse("97.98 万元", None));
    report.cells.put("proactive.penalty.change", -44);
    let text: Vec<_> = grid(&report.cells, TableNo::Proactive).cells().map(|placed| placed.cell.text.clone()).collect();
    assert!(text.contains(&"97.98 万元".to_owned()) && text.contains(&"-44".to_owned()));
    let zeros = text.iter().filter(|text| *text == "0").count();
    assert_eq!(zeros, 0, "a blank cell is printed blank");
}

#[test]
fn every_table_of_both_editions_can_be_drawn() {
    for edition in Edition::ALL {
        let report = Report::blank(edition);
        for table in TableNo::ALL {
            // Table 2 has headings of its own in each band; those of the first must not be repeated over the others.
            let repeated = grid(&report.cells, table).header_rows() > 0;
            assert_eq!(repeated, table != TableNo::Proactive, "edition {edition}, table {}", table.number());
        }
        let text = document(&report, &Meta::default()).plain_text();
        assert_eq!(text.matches(UNWRITTEN).count(), 3);
    }
}
