//! Lists of parts: how they begin and end, and which of two numbers is the total.

use rust_decimal::Decimal;

use super::number::{Stated, UNITS};
use super::{Char, contains, starts_with, word};
use crate::report::{Count, List};

/// A list whose parts are being told.
#[derive(Clone, Copy)]
pub(super) struct Open {
    /// Its total, by place among the counts.
    pub total: usize,
    pub kind: List,
    /// In how many brackets it stands.
    pub depth: usize,
    /// What its parts come to so far.
    pub sum: Decimal,
    pub parts: usize,
    /// Its first part, by place among the counts.
    pub first: Option<usize>,
    /// Whether it has come to its total; nothing but a 0 can belong to it then.
    pub full: bool,
    /// Whether the list stands right behind its total.
    pub certain: bool,
    /// Whether only what is counted in the total's own unit can be a part.
    pub same_unit: bool,
    /// Whether its total was divided before, otherwise and not to the end.
    pub again: bool,
}

impl Open {
    pub fn of(total: usize, kind: List, depth: usize) -> Open {
        Open {
            total,
            kind,
            depth,
            sum: Decimal::ZERO,
            parts: 0,
            first: None,
            full: false,
            certain: true,
            same_unit: false,
            again: false,
        }
    }
}

/// Whether a list that claims to be the whole begins at `at`, in the text behind its total:
/// `：`, `，分别为`, `信息，包括`, `，各渠道情况为：`.
pub(super) fn opens_closed_list(behind: &[Char], at: usize) -> bool {
    const FAR: usize = 12;
    let between = &behind[..at.min(behind.len())];
    if at > FAR || between.iter().any(|c| ";。(".contains(c.c)) {
        return false;
    }
    let here = &behind[at..];
    let introduced = ["分别", "具体", "渠道", "如下", "几类", "组成", "情况"];
    match behind[at].c {
        ':' => at == 0 || introduced.iter().any(|word| contains(between, word)),
        _ => ["分别为", "分别是", "具体为", "具体是", "具体包括", "包括", "包含"]
            .iter()
            .any(|word| starts_with(here, word)),
    }
}

/// Whether `的4件申请中，` ends at `at`, in the text behind a number: what follows are its parts.
pub(super) fn divides_behind(behind: &[Char], at: usize) -> bool {
    const FAR: usize = 10;
    let next = behind.get(at + 1).map_or(' ', |c| c.c);
    behind[at].c == '中' && at <= FAR && ",:".contains(next) && behind[..at].iter().all(|c| c.c.is_alphabetic())
}

/// What offices do beside publishing: such a clause in a list is another account, unless the list is one of these.
const ACTIVITIES: &[&str] = &[
    "收到", "受理", "办理", "办结", "答复", "回复", "回应", "处理", "开展", "举办", "组织", "召开", "参加", "培训",
    "接待", "接受", "解答", "征集", "制定", "印发", "出台", "修订", "编发", "印制", "发放", "整改", "查处", "通报",
    "建立", "设立", "开设",
];

/// Whether the clause before a number tells of something else than the list it would be in.
pub(super) fn tells_of_something_else(first_part: &str, before: &[Char]) -> bool {
    let words = word(before);
    let mut plain = words.as_str();
    while let Some(rest) = ["已", "共", "均", "全部", "并", "及时", "本年度", "本年", "年内"]
        .iter()
        .find_map(|word| plain.strip_prefix(word))
    {
        plain = rest;
    }
    let activity = ACTIVITIES.iter().find(|activity| plain.starts_with(**activity));
    activity.is_some_and(|activity| !first_part.contains(activity))
}

/// Whether a number is an outcome among parts that are none: 其中自然人15件，予以公开8件，企业5件，予以公开5件.
pub(super) fn is_outcome_among_others(first_part: &str, before: &[Char]) -> bool {
    const OUTCOMES: &[&str] = &["予以公开", "部分公开", "不予公开", "无法提供", "不予处理", "其他处理"];
    let outcome = |words: &str| OUTCOMES.iter().any(|outcome| words.contains(outcome));
    outcome(&word(before)) && !outcome(first_part)
}

/// Whether the clause behind a semicolon at `at` is built like the part before it: 通过网站公开60条；通过微信公开30条.
pub(super) fn is_parallel(text: &[Char], numbers: &[Stated], next: usize, at: usize) -> bool {
    const WAYS: &[&str] = &["通过", "在", "利用", "依托", "借助"];
    let Some(before) = next.checked_sub(1).map(|last| &numbers[last]) else { return false };
    let from = text[..before.from].iter().rposition(|c| ",;:。".contains(c.c)).map_or(0, |at| at + 1);
    let mut one = &text[from..before.from];
    for opening in ["其中", "主要", "包括", "包含", "具体", "分别", "为", "是", "有"] {
        one = one.get(opening.chars().count()..).filter(|_| starts_with(one, opening)).unwrap_or(one);
    }
    let other = &text[at + 1..numbers[next].from];
    let anew = |words: &[Char]| {
        ["全年", "共", "累计"].iter().chain(ACTIVITIES).any(|verb| starts_with(words, verb) && !starts_with(one, verb))
    };
    let same_way = WAYS.iter().all(|way| starts_with(one, way) == starts_with(other, way));
    before.unit == numbers[next].unit && same_way && !anew(other) && !other.iter().any(|c| ",:".contains(c.c))
}

/// Whether two parts are built alike: 网站发布信息, 公报发布信息.
pub(super) fn are_alike(one: &str, other: &str) -> bool {
    one.chars().rev().take(2).eq(other.chars().rev().take(2))
}

/// `咨询、求助3个` is one thing counted; `网站5条、微信3条` are two.
pub(super) fn keeps_together(text: &[Char], at: usize) -> bool {
    !(at > 0
        && (UNITS.iter().any(|unit| unit.ends_with(text[at - 1].c))
            && text[..at].iter().rev().take(8).any(|c| c.c.is_ascii_digit())))
}

/// Percentages, days and money measure; they are no total of pieces.
pub(super) fn is_measure(unit: Option<&str>) -> bool {
    matches!(unit, Some("%" | "天" | "元" | "万元" | "亿元" | "千元" | "人次"))
}

pub(super) fn is_alike(part: Option<&str>, total: Option<&str>) -> bool {
    let people = |unit: Option<&str>| matches!(unit, Some("人" | "名" | "位"));
    part == total || (!is_measure(part) && !is_measure(total) && people(part) == people(total))
}

/// `可以网办事项有236项` names a property that several share, not a part.
pub(super) fn is_property(before: &[Char]) -> bool {
    ["可以", "能够", "能实现", "可实现", "可全程", "可网", "实现了", "支持", "最多跑一次"]
        .iter()
        .any(|word| contains(before, word))
}

/// A total and its part under one name could not be told apart.
pub(super) fn unlike_its_total(label: String, total: Option<&str>) -> String {
    if total == Some(label.as_str()) { format!("其中：{label}") } else { label }
}

/// `收到申请5件，上年结转0件，已办结，其中公开3件、不予公开2件`: where words stand between a number and
/// 其中, and the parts are more than that number, the total is an earlier one that can hold them, or none.
pub(super) fn doubtful_totals(first: usize, parts: &[(usize, usize, bool)], out: &mut [Count]) {
    let mut totals: Vec<usize> = parts.iter().filter(|(.., certain)| !certain).map(|(_, total, _)| *total).collect();
    totals.dedup();
    for total in totals {
        let of_total: Vec<usize> = parts.iter().filter(|(_, of, _)| *of == total).map(|(part, ..)| *part).collect();
        let sum: Decimal = of_total.iter().filter_map(|part| out[*part].value).sum();
        if out[total].value.is_none_or(|value| sum <= value) {
            continue;
        }
        let holds = |i: &usize| {
            out[*i].part_of.is_none()
                && is_alike(out[*i].unit.as_deref(), out[total].unit.as_deref())
                && out[*i].value.is_some_and(|value| value >= sum)
        };
        let other = (first..total).rev().find(holds).map(|i| out[i].label.clone());
        for part in of_total {
            out[part].list = other.is_some().then_some(List::OfWhich);
            out[part].part_of.clone_from(&other);
        }
    }
}

/// `网站60条、微信40条，共计100条`: the sum stands behind its parts.
///
/// Where the clause says 共计 and what (`全年共计公开722篇`), the parts have to be built alike.
pub(super) fn sum_at_the_end(text: &[Char], number: Option<&Stated>, first: usize, out: &mut [Count]) {
    let (Some(number), Some((total, parts))) = (number, out[first..].split_last_mut()) else { return };
    let (Some(value), Some(line)) = (total.value, text.first().map(|c| c.line)) else { return };
    let from = text[..number.from].iter().rposition(|c| ",;、:。".contains(c.c)).map_or(0, |at| at + 1);
    let clause = &text[from..number.from];
    let sums_up = ["共计", "合计", "总计", "总共"].iter().any(|word| contains(clause, word));
    let right_behind = ["共计", "合计", "总计", "总共"].iter().any(|word| starts_with(clause, word));
    let same = |part: &Count| {
        part.unit == total.unit && part.part_of.is_none() && part.value.is_some() && part.line >= Some(line)
    };
    if !sums_up || from == 0 || total.part_of.is_some() || parts.len() < 2 || !parts.iter().all(same) {
        return;
    }
    let alike = parts.windows(2).all(|two| are_alike(&two[0].label, &two[1].label));
    // 网站60条，微博40条，全年共计公开99条: the verb of all of them stands at the end.
    let says_what = |label: &str| ["公开", "发布", "推送", "更新", "制发"].iter().any(|verb| label.contains(verb));
    let does = |label: &str| ACTIVITIES.iter().any(|verb| label.starts_with(verb));
    let bare = says_what(&total.label) && !parts.iter().any(|part| says_what(&part.label) || does(&part.label));
    let sum: Decimal = parts.iter().filter_map(|part| part.value).sum();
    if right_behind || alike || bare || sum == value {
        for part in parts {
            part.label = unlike_its_total(std::mem::take(&mut part.label), Some(&total.label));
            part.part_of = Some(total.label.clone());
            part.list = Some(List::Closed);
        }
    }
}
