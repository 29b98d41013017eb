//! Applications: how many came in, were carried over, and were answered.

use super::super::Noticed;
use super::super::clauses::{Clause, PIECE, numbers, tail};
use super::{
    disagreement, disagreement_as_said, group_total, handled, is_about_applications, is_remedy, received, total_of,
};
use crate::finding::Place;
use crate::report::Report;

/// Applications received: the new ones, or all there were to answer. A number that says to hold those
/// carried in (含上年结转) has to.
pub(super) fn applications(report: &Report, clauses: &[Clause], noticed: &mut Noticed<'_>) {
    let Some(received) = received(report) else { return };
    let at = |row: &str| total_of(report, row);
    let carried_in = at("carried_over_in");
    let all = received.saturating_add(carried_in.unwrap_or(0));
    let Some(cell) = report.cells.form().cell("applications.new_received.total") else { return };
    let (mut with_carried, mut plain) = (Vec::new(), Vec::new());
    for clause in clauses.iter().filter(|clause| is_about_applications(clause)) {
        let stated = numbers(&clause.words).into_iter().find(|number| {
            let verb = RECEIVED.iter().any(|verb| number.before.contains(verb));
            (verb || is_named_right_before(number.before))
                && !["答复", "办结", "办理", "结转"].iter().any(|verb| number.before.contains(verb))
                && number.behind.starts_with(PIECE)
        });
        let Some(stated) = stated else { continue };
        let without = ["不含", "不包含", "不包括", "未含"].iter().any(|word| clause.aside.contains(word));
        let with = ["含", "包括"].iter().any(|word| clause.aside.contains(word));
        let holds_carried = with && !without && clause.aside.contains("结转");
        if holds_carried { &mut with_carried } else { &mut plain }.push((stated.value, clause));
    }
    if carried_in.is_some() {
        disagreement("收到申请数（含上年结转）", with_carried, &[Some(all)], all, cell, noticed);
    }
    let accepted = [Some(received), Some(all), at("results.total")];
    disagreement("收到申请数", plain, &accepted, received, cell, noticed);
}

/// Whether what was received is named without a verb: 群众申请公开政府信息4件, 依申请公开数量为0件.
fn is_named_right_before(before: &str) -> bool {
    let mut before = before;
    while let Some(rest) = ["共", "计", "总", "为", "是", "有", "达", "数量", "数", "量", "件"]
        .iter()
        .find_map(|word| before.strip_suffix(word))
    {
        before = rest;
    }
    ["申请公开政府信息", "依申请公开", "信息公开申请"].iter().any(|name| before.ends_with(name))
}

/// Verbs of what comes in.
const RECEIVED: &[&str] = &["收到", "受理", "接收", "接到", "新收", "收件", "登记"];

/// Whether a clause says no more than how many came in: `全年收到6件` behind 稳妥处理政府信息公开申请.
pub(super) fn says_only_how_many(words: &str) -> bool {
    const WHEN_AND_WHO: &[&str] = &[
        "全年",
        "本年度",
        "本年",
        "年度",
        "年内",
        "当年",
        "今年",
        "我局",
        "我委",
        "我办",
        "我县",
        "我市",
        "我区",
        "我镇",
        "我乡",
        "本局",
        "本机关",
        "本单位",
        "本级",
        "共",
        "总",
        "累计",
        "已",
        "依法",
        "新",
        "计",
        "件数",
        "数量",
        "到",
        "了",
        "为",
        "有",
        "年",
    ];
    let mut rest = words;
    let mut verb = false;
    loop {
        if let Some(behind) = RECEIVED.iter().find_map(|word| rest.strip_prefix(word)) {
            (rest, verb) = (behind, true);
        } else if let Some(behind) = WHEN_AND_WHO.iter().find_map(|word| rest.strip_prefix(word)) {
            rest = behind;
        } else if !verb && rest.starts_with(|c: char| c.is_ascii_digit()) {
            // 2023年收到
            let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            if !behind.starts_with('年') {
                return false;
            }
            rest = behind;
        } else {
            break;
        }
    }
    verb && rest.starts_with(|c: char| c.is_ascii_digit() || "零一二两三四五六七八九十百".contains(c))
}

/// Applications carried in from last year and carried forward to the next.
pub(super) fn carried(report: &Report, clauses: &[Clause], noticed: &mut Noticed<'_>) {
    let this_year = report.year;
    let (mut carried_in, mut forward) = (Vec::new(), Vec::new());
    for clause in clauses.iter().filter(|clause| clause.of_applications) {
        for words in [&clause.words, &clause.aside] {
            let Some(at) = words.find("结转").filter(|_| !is_remedy(words)) else { continue };
            let Some(number) = numbers(&words[at..]).into_iter().find(|number| number.behind.starts_with(PIECE)) else {
                continue;
            };
            let names = |year: Option<i16>| year.is_some_and(|year| words.contains(&format!("{year}年")));
            let from = ["上年", "上一年", "去年"].iter().any(|word| words.contains(word))
                || names(this_year.map(|year| year.saturating_sub(1)));
            let to = ["下年", "下一年", "明年", "次年"].iter().any(|word| words.contains(word))
                || names(this_year.map(|year| year.saturating_add(1)));
            match (from, to) {
                (true, false) => carried_in.push((number.value, clause)),
                (false, true) => forward.push((number.value, clause)),
                _ => {}
            }
        }
    }
    for (what, row, stated) in
        [("上年结转件数", "carried_over_in", carried_in), ("结转下年度件数", "carried_forward", forward)]
    {
        let cell = report.cells.form().cell(&format!("applications.{row}.total"));
        if let (Some(cell), Some(table)) = (cell, total_of(report, row)) {
            disagreement_as_said(what, stated, &[Some(table)], table, Place::cell(cell), noticed);
        }
    }
}

/// Applications answered in the year: all results, or only those that were an answer.
pub(super) fn answered(report: &Report, clauses: &[Clause], noticed: &mut Noticed<'_>) {
    let Some(handled) = handled(report) else { return };
    let of = |prefix: &str| group_total(&report.cells, prefix, "total");
    let answers = ["granted", "partial", "denied", "unable"].into_iter().filter_map(of).reduce(i64::saturating_add);
    let without = |prefix: &str| of(prefix).map(|count| handled.saturating_sub(count));
    let received = received(report);
    let all = received.map(|count| count.saturating_add(total_of(report, "carried_over_in").unwrap_or(0)));
    let accepted = [Some(handled), answers, without("not_processed"), without("other"), received, all];
    let stated = clauses.iter().filter(|clause| is_about_applications(clause) || says_answered(clause));
    let stated = stated.filter_map(|clause| {
        let number = numbers(&clause.words).into_iter().find(|number| {
            let mut before = number.before;
            while let Some(rest) = ["政府信息公开", "依申请公开", "申请", "信息", "件数", "数量", "共", "计", "为"]
                .iter()
                .find_map(|word| before.strip_suffix(word))
            {
                before = rest;
            }
            let verb = tail(before, 6);
            ["办结", "答复"].iter().any(|word| verb.contains(word)) && number.behind.starts_with(PIECE)
        })?;
        Some((number.value, clause))
    });
    if let Some(cell) = report.cells.form().cell("applications.results.total.total") {
        disagreement("办结申请数", stated.collect(), &accepted, handled, cell, noticed);
    }
}

fn says_answered(clause: &Clause) -> bool {
    let of_something_else = [
        "复议", "诉讼", "咨询", "信访", "投诉", "提案", "建议", "议案", "留言", "热线", "举报", "来信", "超期", "逾期",
    ];
    clause.of_applications
        && !of_something_else.iter().any(|word| clause.words.contains(word))
        && ["办结", "答复"].iter().any(|word| clause.words.contains(word))
}
