//! Where the text and a table contradict in kind.

use super::Noticed;
use super::clauses::{Clause, clauses, head};
use super::plausible::{group_cases, remedy_cases};
use super::text::{is_about_applications, is_in_scope, is_remedy, received};
use crate::finding::{Contradiction, Notice, Place};
use crate::form::{SectionKey, TableNo};
use crate::read::simplified;
use crate::report::Report;

/// R132: the text and a table contradict in kind.
///
/// **Source.** 国办公开办函〔2021〕30号. Suits counted and none mentioned; none received beside a table
/// that counts some. Whether a table is right cannot be told, only that the two differ.
pub(super) fn contradictions(report: &Report, noticed: &mut Noticed<'_>) {
    let clauses = clauses(report);
    let cases = remedy_cases(&report.cells);
    let mentions = |text: &str| {
        let text: String = text.chars().map(simplified).collect();
        let text = text.replace("行政复议、行政诉讼情况", "").replace("行政复议行政诉讼情况", "");
        is_remedy(&text) || ["起诉", "应诉", "涉诉", "诉案"].iter().any(|word| text.contains(word))
    };
    let prose = [SectionKey::Overview, SectionKey::Remedies, SectionKey::Problems, SectionKey::Other];
    let has_text = !report.text(SectionKey::Overview).trim().is_empty();
    // The labels of table 4 may have stayed in the text of part four: only whole sentences count there.
    let in_prose = |key: SectionKey| {
        report.text(key).lines().filter(|line| key != SectionKey::Remedies || line.contains('。')).any(mentions)
    };
    if cases > 0 && has_text && !prose.into_iter().any(in_prose) {
        noticed
            .push(Notice::Contradiction(Contradiction::RemediesUnmentioned { cases }), Place::table(TableNo::Remedies));
    }
    let denied = |words: &str, subject: &str| {
        // Who may apply stands between the no and what was not received: 未收到公民、法人或者其他组织的申请.
        let words = ["公民、法人或者其他组织", "公民、法人或其他组织", "公民、法人和其他组织"]
            .iter()
            .fold(words.to_owned(), |words, everyone| words.replace(everyone, ""));
        ["未收到", "没有收到", "未接到", "未受理", "未发生", "没有发生", "未出现", "没有", "无", "未被", "未收取"]
            .iter()
            .filter_map(|no| words.find(no).map(|at| &words[at + no.len()..]))
            .any(|behind| head(behind, 14).contains(subject))
    };
    let says_no = |clause: &&Clause| clause.words.contains(['未', '无', '没']);
    let this_year: Vec<&Clause> = clauses.iter().filter(says_no).filter(|clause| is_in_scope(clause, report)).collect();
    let this_year = || this_year.iter().copied();
    let none_received = this_year().any(|clause| {
        is_about_applications(clause)
            && ["公开申请", "依申请公开", "申请公开"].iter().any(|subject| denied(&clause.words, subject))
            && !["不予", "超期", "逾期", "费", "无正当"].iter().any(|other| clause.words.contains(other))
    });
    if let Some(table) = received(report).filter(|count| none_received && *count > 0) {
        noticed.push(
            Notice::Contradiction(Contradiction::NoApplicationsButCounted { table }),
            Place::row(TableNo::Applications, "new_received"),
        );
    }
    let of_something_else =
        ["执法", "处罚", "许可", "征收", "败诉", "纠错", "纠正", "撤销", "超期", "未审结", "尚未审结"];
    let none_of = |subject: &str| {
        this_year().any(|clause| {
            denied(&clause.words, subject) && !of_something_else.iter().any(|word| clause.words.contains(word))
        })
    };
    let groups: Vec<i64> =
        report.cells.form().rows(TableNo::Remedies).map(|row| group_cases(&report.cells, row)).collect();
    if let [reconsideration, direct, after] = groups[..] {
        let denied_cases =
            if none_of("复议") { reconsideration } else { 0 } + if none_of("诉讼") { direct + after } else { 0 };
        if denied_cases > 0 {
            noticed.push(
                Notice::Contradiction(Contradiction::NoRemediesButCounted { table: denied_cases }),
                Place::table(TableNo::Remedies),
            );
        }
    }
    if let Some(cell) = report.cells.form().cell("proactive.fees.amount")
        && report.cells.money(cell.no).is_some_and(|money| !money.amount.is_zero())
        && this_year().any(|clause| denied(&clause.words, "行政事业性收费"))
    {
        noticed.push(Notice::Contradiction(Contradiction::NoFeesButCounted), Place::cell(cell));
    }
}
