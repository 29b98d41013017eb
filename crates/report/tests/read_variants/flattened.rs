//! A few lines each: what tells the columns where a table is flattened.

use report::finding::Code;
use report::read;
use report::report::Report;

fn read_part(heading: &str, table: &str) -> Report {
    read::text(
        &format!("某县财政局2023年政府信息公开工作年度报告\n{heading}\n{table}\n五、存在的主要问题及改进情况\n无。\n"),
        "t",
    )
}

fn proactive(table: &str) -> Report {
    read_part("二、主动公开政府信息情况", table)
}

#[track_caller]
fn check(report: &Report, cells: &[(&str, Option<i64>)], codes: &[Code]) {
    for (path, value) in cells {
        assert_eq!(report.cells.at(&format!("proactive.{path}")), *value, "{path}: {:?}", report.findings);
    }
    for code in codes {
        assert!(report.findings.iter().any(|finding| finding.code == *code), "{code}: {:?}", report.findings);
    }
}

const HEADS: &str = "信息内容\t本年制发件数\t\t本年废止件数\t\t现行有效件数";

#[test]
fn a_value_stands_under_its_heading_whatever_fields_lie_between() {
    let report = proactive(&format!("{HEADS}\n规章\t\t\t\t\t4\n行政规范性文件\t9\t\t\t\t7\n"));
    let none = [("rules.made", None), ("rules.in_force", Some(4)), ("normative_docs.repealed", None)];
    check(&report, &none, &[]);
    check(&report, &[("normative_docs.made", Some(9)), ("normative_docs.in_force", Some(7))], &[]);
}

#[test]
fn a_column_without_heading_is_missing_and_its_neighbour_keeps_its_values() {
    let all = "第二十条第（一）项\t第二十条第（一）项\t第二十条第（一）项\t第二十条第（一）项";
    let rows = "信息内容\t本年制发件数\t现行有效件数\t现行有效件数\n规章\t0\t0\t0\n行政规范性文件\t9\t102\t102\n";
    let wanted = [("normative_docs.repealed", None), ("normative_docs.in_force", Some(102))];
    check(&proactive(&format!("{all}\n{rows}")), &wanted, &[Code::R114]);
}

#[test]
fn a_heading_behind_those_of_the_form_is_an_extra_column() {
    let report = proactive(
        "信息内容\n\n本年制发件数\n\n本年废止件数\n\n现行有效件数\n\n备注\n\n规章\n\n0\n\n0\n\n0\n\n行政规范性文件\n\n1\n\n2\n\n3\n",
    );
    check(&report, &[("normative_docs.in_force", Some(3))], &[Code::R113]);
}

#[test]
fn words_in_the_place_of_a_number_leave_the_others_in_theirs() {
    let report = proactive(
        "信息内容\n\n本年制发件数\n\n本年废止件数\n\n现行有效件数\n\n规章\n\n0\n\n0\n\n0\n\n行政规范性文件\n\n若干\n\n2\n\n3\n",
    );
    let wanted =
        [("normative_docs.made", None), ("normative_docs.repealed", Some(2)), ("normative_docs.in_force", Some(3))];
    check(&report, &wanted, &[Code::R121]);
}

#[test]
fn fifteen_numbers_on_a_line_of_blanks_are_table_four() {
    let numbers = "3       0       2       1       6".to_owned() + &"       0".repeat(10);
    let table = format!(
        "行政复议  行政诉讼\n\n结果维持  结果纠正  其他结果  尚未审结  总计  未经复议直接起诉  复议后起诉\n\n{numbers}\n"
    );
    let report = read_part("四、政府信息公开行政复议、行政诉讼情况", &format!("{table}\n"));
    assert_eq!(report.cells.at("remedies.reconsideration.total"), Some(6));
    assert_eq!(report.cells.at("remedies.litigation_after_reconsideration.total"), Some(0));
}

#[test]
fn a_lone_number_with_a_fraction_is_the_amount() {
    let report = read::text(
        "某县财政局2020年政府信息公开工作年度报告\n二、主动公开政府信息情况\n第二十条第（八）项\n信息内容  上一年项目数量  本年增/减\n\
         行政事业性收费  3  0\n第二十条第（九）项\n信息内容  采购项目数量  采购总金额\n政府集中采购  97.98 万元\n\
         五、存在的主要问题及改进情况\n无。\n",
        "t",
    );
    let amount = report.cells.form().cell("proactive.procurement.amount").expect("a cell of the form");
    assert_eq!(report.cells.money(amount.no).expect("an amount").raw, "97.98 万元");
    assert_eq!(report.cells.at("proactive.procurement.projects"), None);
}
