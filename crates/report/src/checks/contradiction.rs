//! Where the text and a table contradict in kind.

use super::Noticed;
use super::clauses::{Clause, clauses, head};
use super::plausible::{group_cases, remedy_cases};
use super::text::{
    is_about_applications, is_in_scope, is_in_scope_as, is_remedy, names_applications, received, without_ways_in,
};
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
    let says_no = |clause: &&Clause| clause.words.contains(['未', '无', '没', '零']);
    let this_year: Vec<(&Clause, String)> = clauses
        .iter()
        .filter(says_no)
        .map(|clause| (clause, without_everyone(&clause.words)))
        .filter(|(clause, words)| is_in_scope_as(words, clause, report))
        .collect();
    let none_received = this_year.iter().any(|(clause, words)| {
        is_about_applications(clause)
            && denied(words, |behind| {
                let apply = clause.of_applications && behind.contains("申请");
                (apply || names_applications(behind)) && !OTHER_APPLICATIONS.iter().any(|other| words.contains(other))
            })
    }) || says_none(&clauses, report, names_applications);
    if let Some(table) = received(report).filter(|count| none_received && *count > 0) {
        noticed.push(
            Notice::Contradiction(Contradiction::NoApplicationsButCounted { table }),
            Place::row(TableNo::Applications, "new_received"),
        );
    }
    let of_something_else =
        ["执法", "处罚", "许可", "征收", "败诉", "纠错", "纠正", "撤销", "超期", "未审结", "尚未审结"];
    let none_of = |subject: &str| {
        this_year.iter().any(|(_, words)| {
            denied(words, |behind| head(behind, 24).contains(subject))
                && !of_something_else.iter().any(|word| words.contains(word))
        }) || says_none(&clauses, report, |words| {
            words.contains(subject) && !of_something_else.iter().any(|word| words.contains(word))
        })
    };
    let groups: Vec<i64> =
        report.cells.form().rows(TableNo::Remedies).map(|row| group_cases(&report.cells, row)).collect();
    let mut denied_remedies = false;
    if let [reconsideration, direct, after] = groups[..] {
        let denied_cases =
            if none_of("复议") { reconsideration } else { 0 } + if none_of("诉讼") { direct + after } else { 0 };
        if denied_cases > 0 {
            denied_remedies = true;
            noticed.push(
                Notice::Contradiction(Contradiction::NoRemediesButCounted { table: denied_cases }),
                Place::table(TableNo::Remedies),
            );
        }
    }
    if cases > 0 && has_text && !denied_remedies && !prose.into_iter().any(in_prose) {
        noticed
            .push(Notice::Contradiction(Contradiction::RemediesUnmentioned { cases }), Place::table(TableNo::Remedies));
    }
    if let Some(cell) = report.cells.form().cell("proactive.fees.amount")
        && report.cells.money(cell.no).is_some_and(|money| !money.amount.is_zero())
        && this_year.iter().any(|(_, words)| denied(words, |behind| head(behind, 14).contains("行政事业性收费")))
    {
        noticed.push(Notice::Contradiction(Contradiction::NoFeesButCounted), Place::cell(cell));
    }
}

/// Applications of which there may be none although some came in.
const OTHER_APPLICATIONS: &[&str] = &[
    "不予",
    "超期",
    "逾期",
    "费",
    "无正当",
    "引发",
    "引起",
    "未办结",
    "未答复",
    "积压",
    "拒绝",
    "结转",
    "不服",
    "无效",
    "重复",
    "撤回",
    "无法",
];

/// The words without those for everyone who may apply, and without the ways in if several are named together:
/// 未收到书面或网络的申请 means none at all, 未收到网络申请 does not.
fn without_everyone(words: &str) -> String {
    let everyone = ["公民、法人或者其他组织", "公民、法人或其他组织", "公民、法人和其他组织"];
    let words = everyone.iter().fold(words.to_owned(), |words, everyone| words.replace(everyone, ""));
    without_ways_in(words)
}

/// Whether there was none of something: 未收到…, 没有…, 无…, …为零.
fn denied(words: &str, of: impl Fn(&str) -> bool) -> bool {
    const NO: &[&str] = &[
        "未收到",
        "没有收到",
        "未接到",
        "未接收",
        "未受理",
        "未发生",
        "没有发生",
        "未出现",
        "未引发",
        "未引起",
        "未产生",
        "未因",
        "未曾",
        "没有",
        "无",
        "未被",
        "未收取",
    ];
    let zero = ["为零", "为0", "均为零"].iter().find_map(|zero| words.strip_suffix(zero)).is_some_and(&of);
    zero || NO.iter().filter_map(|no| words.find(no).map(|at| &words[at + no.len()..])).any(of)
}

/// `依申请公开情况：无`: the subject in one clause, and nothing but a no in the next.
fn says_none(clauses: &[Clause], report: &Report, of: impl Fn(&str) -> bool) -> bool {
    clauses.windows(2).any(|two| {
        let [subject, answer] = two else { return false };
        let ends = ["情况", "数量", "件数", "案件", "申请"].iter().any(|end| subject.words.ends_with(end));
        subject.sentence == answer.sentence
            && ["无", "没有", "零", "0件"].contains(&answer.words.as_str())
            && ends
            && of(&subject.words)
            && is_in_scope(subject, report)
    })
}
