//! What the text says beside what the tables count.
//!
//! Only plain statements are judged: a verb, a thing, a number, about this year and the whole body. A
//! number about last year, one channel, one kind of applicant or one outcome is left alone, and as soon
//! as one statement about a thing agrees with the table, the others are taken for parts of it.

mod applications;
mod others;
mod outcomes;

use std::collections::HashSet;

use civic::body::BodyKind;
use rust_decimal::Decimal;

use super::Noticed;
use super::clauses::{Clause, clauses, quote};
use super::identity::kind_by_name;
use crate::figures::Cells;
use crate::finding::{Code, Finding, Notice, Place};
use crate::form::{Cell, Role, TableNo};
use crate::report::Report;

/// Words that take a clause out of this year or this body's own total.
const ANOTHER_SCOPE: &[&str] = &[
    "上年",
    "去年",
    "同比",
    "较",
    "比上",
    "以来",
    "历年",
    "往年",
    "近年",
    "其中",
    "网络",
    "网上",
    "网站",
    "平台",
    "在线",
    "信函",
    "邮寄",
    "邮件",
    "当面",
    "现场",
    "传真",
    "自然人",
    "法人",
    "企业",
    "公民",
    "律师",
    "平均",
    "每",
    "季度",
    "月份",
];

/// Words by which a body speaks of all others around it.
const WHOLE_AREA: &[&str] = &["全省", "全市", "全县", "全区", "全州", "全旗", "全系统", "各地"];

/// R130: a number in the text disagrees with a table.
///
/// **Source.** 国办公开办函〔2021〕30号: figures in text and tables have to agree. Compared: applications
/// received, carried over, answered, by outcome, by kind of applicant, and shares of them; rules and
/// normative documents; reconsiderations, suits, and (2021) the fees.
pub(super) fn numbers_against_tables(report: &Report, noticed: &mut Noticed<'_>) {
    let mut clauses = clauses(report);
    // By sentences: what stands beside a number may take it out of scope.
    let counted: HashSet<usize> = clauses
        .iter()
        .filter(|clause| has_number(&clause.words) || has_number(&clause.aside))
        .map(|clause| clause.sentence)
        .collect();
    clauses.retain(|clause| counted.contains(&clause.sentence));
    if clauses.is_empty() {
        return;
    }
    applications::applications(report, &clauses, noticed);
    applications::carried(report, &clauses, noticed);
    if rows_are_sure(report) {
        applications::answered(report, &clauses, noticed);
        outcomes::outcomes(report, &clauses, noticed);
        outcomes::applicants(report, &clauses, noticed);
        outcomes::shares_of_applications(report, &clauses, noticed);
    }
    others::documents(report, &clauses, noticed);
    others::remedies(report, &clauses, noticed);
    others::fees(report, &clauses, noticed);
}

/// Cheap, and enough to pass over most clauses.
fn has_number(words: &str) -> bool {
    words.contains(|c: char| c.is_ascii_digit()) || words.contains(['件', '份', '宗'])
}

/// Whether a clause is about the applications for disclosure and nothing else.
pub(super) fn is_about_applications(clause: &Clause) -> bool {
    const SOMETHING_ELSE: &[&str] = &[
        "复议",
        "诉讼",
        "起诉",
        "举报",
        "投诉",
        "信访",
        "咨询",
        "许可",
        "补正",
        "援助",
        "仲裁",
        "撤销申请",
        "更正",
        "救助",
        "奖",
        "公证",
    ];
    let words = &clause.words;
    let named = names_applications(words)
        || clause.of_applications && (words.contains("申请") || applications::says_only_how_many(words));
    named && !SOMETHING_ELSE.iter().any(|other| words.contains(other))
}

/// Whether applications for disclosure are named: 政府信息公开申请, 依申请公开, 要求公开政府信息的申请.
pub(super) fn names_applications(words: &str) -> bool {
    ["公开申请", "依申请公开", "申请公开"].iter().any(|name| words.contains(name))
        || words.contains("公开政府信息") && words.contains("的申请")
}

/// Says that none of the statements agrees with the table; with its first. Statements on another year or
/// on a part are left out.
fn disagreement(
    what: &str,
    stated: Vec<(Decimal, &Clause)>,
    accepted: &[Option<i64>],
    table: i64,
    cell: &Cell,
    noticed: &mut Noticed<'_>,
) {
    let this_year: Vec<_> = stated.into_iter().filter(|(_, clause)| is_in_scope(clause, noticed.report)).collect();
    disagreement_as_said(what, this_year, accepted, table, Place::cell(cell), noticed);
}

/// As [`disagreement`], for statements whose scope has been judged.
fn disagreement_as_said(
    what: &str,
    stated: Vec<(Decimal, &Clause)>,
    accepted: &[Option<i64>],
    table: i64,
    place: Place,
    noticed: &mut Noticed<'_>,
) {
    let agrees = |value: &Decimal| accepted.iter().flatten().any(|count| Decimal::from(*count) == *value);
    if stated.iter().any(|(value, _)| agrees(value)) {
        return;
    }
    if let Some((text, clause)) = stated.first() {
        noticed.push(
            Notice::TextAgainstTable {
                what: what.to_owned(),
                text: *text,
                table: table.into(),
                quote: quote(&clause.words),
            },
            place,
        );
    }
}

/// 总计 of a row of table 3, or its six kinds added up where it is blank.
fn total_of(report: &Report, row: &str) -> Option<i64> {
    let cells = &report.cells;
    let total = cells.form().cell(&format!("applications.{row}.total"))?;
    cells.get(total.no).or_else(|| cells.sum(total.sums.first()?.parts.iter().copied()))
}

/// 总计 of 本年新收, or the six kinds added up where it is blank.
pub(super) fn received(report: &Report) -> Option<i64> {
    total_of(report, "new_received")
}

/// The total of the results, or the result rows added up where it is blank.
fn handled(report: &Report) -> Option<i64> {
    total_of(report, "results.total").or_else(|| group_total(&report.cells, "", "total"))
}

/// The result rows of a group (`denied` holds eight) added up in one column. A blank 总计 is its six kinds.
fn group_total(cells: &Cells, group: &str, column: &str) -> Option<i64> {
    let rows = cells.form().cells().iter().filter(|cell| is_result(cell, group) && cell.column.key == column);
    let value = |cell: &Cell| cells.get(cell.no).or_else(|| cells.sum(cell.sums.first()?.parts.iter().copied()));
    rows.filter_map(value).reduce(i64::saturating_add)
}

/// Whether reading found every row of table 3 in its place, so that rows may be added up.
fn rows_are_sure(report: &Report) -> bool {
    let doubtful = [Code::R110, Code::R112, Code::R114, Code::R115, Code::R116, Code::R121];
    let in_table = |finding: &&Finding| finding.place.table == Some(TableNo::Applications);
    !report.findings.iter().filter(in_table).any(|finding| doubtful.contains(&finding.code))
}

/// Whether a cell stands in a result row of that group; every result row is of the group of no name.
fn is_result(cell: &Cell, group: &str) -> bool {
    let in_group =
        |row: &str| group.is_empty() || row == group || row.starts_with(group) && row[group.len()..].starts_with('.');
    matches!(cell.row.role, Role::Result | Role::OtherInOneRow)
        && cell.row.key.strip_prefix("results.").is_some_and(in_group)
}

pub(super) fn is_remedy(words: &str) -> bool {
    words.contains("复议") || words.contains("诉讼")
}

/// Ways through which an application comes.
const WAYS_IN: &[&str] = &["网络", "网上", "书面", "信函", "邮寄", "当面", "现场", "传真", "电子邮件", "口头", "在线"];

/// The words without the ways in, if several are named together.
pub(super) fn without_ways_in(words: String) -> String {
    if WAYS_IN.iter().filter(|way| words.contains(*way)).count() < 2 {
        return words;
    }
    WAYS_IN.iter().fold(words, |words, way| words.replace(way, ""))
}

/// This year's, and the whole of it. A text on the years since 2008, on another year, or in a department
/// on the whole county, is out of scope.
pub(super) fn is_in_scope(clause: &Clause, report: &Report) -> bool {
    // The law's words for everyone are no part of the applicants.
    let words = clause.words.replace("公民、法人", "");
    // 通过网上、信函等渠道 means all of them.
    let all_ways = ["等渠道", "等方式", "等途径", "等形式", "等多种"].iter().any(|all| words.contains(all));
    let words = if all_ways { without_ways_in(words) } else { words };
    is_in_scope_as(&words, clause, report)
}

/// As [`is_in_scope`], for a clause of which some words are left out.
pub(super) fn is_in_scope_as(words: &str, clause: &Clause, report: &Report) -> bool {
    let own_area = || kind_by_name(report).is_none_or(|kind| kind == BodyKind::Government);
    (clause.year.is_none() || report.year.is_none() || clause.year == report.year)
        && !clause.over_years
        && !ANOTHER_SCOPE.iter().any(|word| words.contains(word))
        && (!WHOLE_AREA.iter().any(|area| words.contains(area)) || own_area())
}
