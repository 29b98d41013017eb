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

/// Table 3 with the headings in shreds, the first rows in order and `rows` behind them.
fn applications(heads: &str, rows: &str) -> Report {
    let table = format!(
        "{heads}\n一、本年新收政府信息公开申请数量 3 0 0 0 0 0 3\n二、上年结转政府信息公开申请数量 0 0 0 0 0 0 0\n{rows}\n"
    );
    read_part("三、收到和处理政府信息公开申请情况", &table)
}

const KINDS: &str = "自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计";
const ZEROS: &str = "0 0 0 0 0 0 0";

fn said(report: &Report, code: Code) -> Vec<&str> {
    let of_code = report.findings.iter().filter(|finding| finding.code == code);
    of_code.map(|finding| finding.message.as_str()).collect()
}

#[test]
fn a_label_cut_by_the_end_of_its_line_or_with_its_neighbours_words_is_no_misprint() {
    let rows = format!(
        "（一）予以公开 3 0 0 0 0 0 3\n（二）部分公开（区分处理的，只计这一情\n（三）不予\n形，不计其他情形）\n公开\n{ZEROS}\n1.属于国家秘密 {ZEROS}\n2.其他\n法律行政法规禁止公开 {ZEROS}"
    );
    let report = applications(&KINDS.replace("其他", "其\n他").replace("总计", "总\n计"), &rows);
    assert_eq!(said(&report, Code::R111), Vec::<&str>::new());
    assert_eq!(report.cells.at("applications.results.granted.natural_person"), Some(3));
}

#[test]
fn a_label_that_stands_whole_on_its_line_is_a_misprint_if_it_differs() {
    let report = applications(KINDS, &format!("（一）于以公开 {ZEROS}\n1.属于国家秘 {ZEROS}"));
    assert_eq!(said(&report, Code::R111).len(), 2, "{:?}", report.findings);
}

#[test]
fn what_a_browser_prints_at_the_edges_of_a_page_is_no_row() {
    let edge =
        "file:///tmp/report.html\n\n1/3\n\n11/22/26, 12:30 AM\n\n某县财政局2023年政府信息公开工作年度报告-某县人民政府";
    let report = applications(KINDS, &format!("（一）予以公开 3 0 0 0 0 0 3\n{edge}\n（二）部分公开 {ZEROS}"));
    assert_eq!(said(&report, Code::R113), Vec::<&str>::new());
    assert_eq!(said(&report, Code::R116), Vec::<&str>::new());
    assert_eq!(report.cells.at("applications.results.partial.total"), Some(0));
}

#[test]
fn a_sign_glued_to_a_label_belongs_to_the_number() {
    let report = proactive("信息内容\n本年处理决定数量\n行政处罚12\n行政强制-3\n");
    assert_eq!(report.cells.at("proactive.coercion.decisions"), Some(-3));
    assert!(report::checks::check(&report).iter().any(|finding| finding.code == Code::R105));
}

#[test]
fn the_number_of_a_label_may_stand_alone_on_the_line_before() {
    let cells = ZEROS.replace(' ', "\n");
    let rows = format!("（一）予以公开\n{cells}\n1\n.属于国家秘密\n{cells}\n2\n.其他法律行政法规禁止公开\n{cells}");
    let report = applications(&KINDS.replace(' ', "\n"), &rows);
    for code in [Code::R111, Code::R113, Code::R116] {
        assert_eq!(said(&report, code), Vec::<&str>::new());
    }
    assert_eq!(report.cells.at("applications.results.denied.state_secret.total"), Some(0));
}
