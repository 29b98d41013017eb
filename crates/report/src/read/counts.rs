//! Numbers named in the running text: what is counted, how many, in which unit, as a part of what.

use rust_decimal::Decimal;

use super::fold::{fold_char, is_silent};
use crate::form::SectionKey;
use crate::report::{Count, List};

/// A paragraph of a part, with the number of its line.
pub(super) struct Paragraph<'a> {
    pub section: SectionKey,
    pub line: u32,
    pub text: &'a str,
}

/// Counts kept of one report; a long one names about 150.
const MOST_COUNTS: usize = 2_000;

/// Lists inside lists; two are usual.
const DEEPEST_LIST: usize = 8;

/// The longest first, so that 人次 is not read as 人.
const UNITS: &[&str] = &[
    "个百分点",
    "个工作日",
    "亿元",
    "万元",
    "千元",
    "人次",
    "件次",
    "条次",
    "余次",
    "小时",
    "分钟",
    "项次",
    "户次",
    "元",
    "条",
    "篇",
    "件",
    "个",
    "项",
    "次",
    "份",
    "期",
    "则",
    "部",
    "宗",
    "起",
    "封",
    "例",
    "场",
    "人",
    "名",
    "家",
    "户",
    "幅",
    "本",
    "册",
    "批",
    "类",
    "张",
    "组",
    "台",
    "栏",
    "块",
    "处",
    "所",
    "套",
    "门",
    "天",
    "页",
    "位",
    "字",
    "款",
    "轮",
    "辆",
    "通",
    "步",
    "%",
];

/// Units of what is no count of anything: a time allowed, a change in percent.
const NO_COUNT: &[&str] = &["个百分点", "个工作日", "分钟", "小时"];

#[derive(Clone, Copy)]
struct Char {
    c: char,
    raw: char,
    line: u32,
}

/// Every count of the text in its order.
pub(super) fn counts(paragraphs: &[Paragraph<'_>]) -> Vec<Count> {
    let mut out = Vec::new();
    let mut from = 0;
    while from < paragraphs.len() {
        let section = paragraphs[from].section;
        let to = paragraphs[from..].iter().position(|p| p.section != section).map_or(paragraphs.len(), |n| from + n);
        let text = running_text(&paragraphs[from..to]);
        for sentences in stories(&text) {
            story(sentences, section, &mut out);
            if out.len() >= MOST_COUNTS {
                return out;
            }
        }
        from = to;
    }
    out
}

/// The paragraphs as one run without blanks; a line that was only wrapped goes on, a paragraph ends
/// with a full stop.
fn running_text(paragraphs: &[Paragraph<'_>]) -> Vec<Char> {
    let mut out: Vec<Char> = Vec::new();
    for paragraph in paragraphs {
        let mut short = 0;
        for raw in paragraph.text.chars().filter(|c| !is_silent(*c) && !c.is_whitespace()) {
            out.push(Char { c: fold_char(raw), raw, line: paragraph.line });
            short += 1;
        }
        let ended = out.last().is_none_or(|last| "。;:!?,".contains(last.c));
        if !ended && short < 24 {
            out.push(Char { c: '。', raw: '。', line: paragraph.line });
        }
    }
    out
}

/// Sentences that belong together: `共发布信息100条。其中，……` is one story over two sentences.
fn stories(text: &[Char]) -> Vec<&[Char]> {
    let mut out: Vec<&[Char]> = Vec::new();
    let mut from = 0;
    for i in 0..text.len() {
        let ends = "。!?".contains(text[i].c);
        let of_which = ends && starts_with(&text[i + 1..], "其中");
        if ends && !of_which {
            out.push(&text[from..=i]);
            from = i + 1;
        }
    }
    if from < text.len() {
        out.push(&text[from..]);
    }
    out
}

fn starts_with(text: &[Char], word: &str) -> bool {
    let mut chars = text.iter().map(|c| c.c);
    word.chars().all(|c| chars.next() == Some(c))
}

fn contains(text: &[Char], word: &str) -> bool {
    (0..text.len()).any(|i| starts_with(&text[i..], word))
}

fn word(text: &[Char]) -> String {
    text.iter().map(|c| c.raw).collect()
}

/// A number in the text and where its words begin and end.
struct Stated {
    from: usize,
    to: usize,
    value: Option<Decimal>,
    unit: Option<&'static str>,
    about: bool,
}

fn story(text: &[Char], section: SectionKey, out: &mut Vec<Count>) {
    let first = out.len();
    out.extend(denials(text, section));
    let numbers = numbers(text);
    let mut clause_from = 0;
    let mut lists: Vec<Open> = Vec::new();
    let mut last: Option<usize> = None;
    let mut depth = 0_usize;
    let mut parts: Vec<(usize, usize, bool)> = Vec::new();
    let mut at = 0;
    for (n, number) in numbers.iter().enumerate().take(MOST_COUNTS) {
        // What was said between the last number and this one: lists open and close here.
        for i in at..number.from {
            let c = text[i].c;
            match c {
                '(' => depth += 1,
                ')' => {
                    depth = depth.saturating_sub(1);
                    lists.retain(|list| list.depth <= depth);
                }
                ';' | '。' => {
                    clause_from = i + 1;
                    // 其中：网站60条；微信30条 goes on if the next clause is built like the last one.
                    let goes_on = |list: &Open| list.kind == List::Closed || list.has_parts;
                    if c == ';' && !(lists.iter().any(goes_on) && is_parallel(text, &numbers, n, i)) {
                        lists.clear();
                    }
                }
                ',' | ':' | '、' | '?' => {
                    clause_from = if c == '、' && keeps_together(text, i) { clause_from } else { i + 1 }
                }
                _ => {}
            }
            let Some(total) = last else { continue };
            let after_last = i >= numbers[n.saturating_sub(1)].to;
            if starts_with(&text[i..], "其中") && after_last && n > 0 {
                lists.retain(|list| list.depth < depth);
                lists.truncate(DEEPEST_LIST);
                let told = numbers[n - 1].to.min(i);
                let certain = text[told..i].iter().all(|c| !c.c.is_alphanumeric());
                lists.push(Open { certain, ..Open::of(total, List::OfWhich, depth) });
            } else if after_last
                && lists.is_empty()
                && n > 0
                && opens_closed_list(&text[numbers[n - 1].to..], i - numbers[n - 1].to)
            {
                lists.push(Open::of(total, List::Closed, depth));
            }
        }
        at = number.to;
        let from = clause_from.min(number.from);
        let behind = &text[number.to..(number.to + 14).min(text.len())];
        let before = &text[from..number.from];
        // A number of its own sentence ends every list: 全年, 共计, 累计 begin another account.
        if depth == 0 && ["全年", "共计", "累计", "合计", "总计", "另"].iter().any(|word| starts_with(before, word))
        {
            lists.clear();
        }
        let label = match label(before, behind) {
            label if label.is_empty() => label_elsewhere(text, number.from),
            label => label,
        };
        if label.is_empty() {
            clause_from = number.to;
            continue;
        }
        let list = lists.last().copied();
        let part = list.filter(|list| is_alike(number.unit, out[list.total].unit.as_deref()) && !is_property(before));
        let label = unlike_its_total(label, part.map(|part| out[part.total].label.as_str()));
        out.push(Count {
            label,
            value: number.value,
            unit: number.unit.map(str::to_owned),
            section: Some(section),
            part_of: part.map(|part| out[part.total].label.clone()),
            list: part.map(|part| part.kind),
            about: number.about,
            line: Some(text[number.from].line),
        });
        if let (Some(part), Some(open)) = (part, lists.last_mut()) {
            parts.push((out.len() - 1, part.total, part.certain));
            open.sum = open.sum.checked_add(number.value.unwrap_or_default()).unwrap_or(open.sum);
            open.has_parts = true;
            // A list that has come to its total is over: what follows divides the same total otherwise.
            if out[part.total].value == Some(open.sum) {
                lists.pop();
            }
        }
        // A part becomes a total of its own only where its brackets say so.
        let opens_brackets = depth == 0 && starts_with(&text[number.to..], "(其中");
        if !is_measure(number.unit) && (part.is_none() || opens_brackets) {
            last = Some(out.len() - 1);
        }
        clause_from = number.to;
    }
    doubtful_totals(first, &parts, out);
    sum_at_the_end(text, first, out);
}

/// `收到申请5件，上年结转0件，已办结，其中公开3件、不予公开2件`: where words stand between a number and
/// 其中, and the parts are more than that number, the total is an earlier one that can hold them, or none.
fn doubtful_totals(first: usize, parts: &[(usize, usize, bool)], out: &mut [Count]) {
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

#[derive(Clone, Copy)]
struct Open {
    total: usize,
    kind: List,
    depth: usize,
    /// What its parts come to so far.
    sum: Decimal,
    /// Whether the list stands right behind its total.
    certain: bool,
    has_parts: bool,
}

impl Open {
    fn of(total: usize, kind: List, depth: usize) -> Open {
        Open { total, kind, depth, sum: Decimal::ZERO, certain: true, has_parts: false }
    }
}

/// Whether a list that claims to be the whole begins at `at`, in the text behind its total:
/// `：`, `，分别为`, `信息，包括`, `，各渠道情况为：`.
fn opens_closed_list(behind: &[Char], at: usize) -> bool {
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

/// Whether the clause behind a semicolon at `at` is built like the part before it: 通过网站公开60条；通过微信公开30条.
fn is_parallel(text: &[Char], numbers: &[Stated], next: usize, at: usize) -> bool {
    const VERBS: &[&str] =
        &["全年", "共", "累计", "收到", "办理", "开展", "举办", "组织", "召开", "回复", "受理", "制定", "印发"];
    let Some(before) = next.checked_sub(1).map(|last| &numbers[last]) else { return false };
    let clause = |to: usize, number: &Stated| {
        let from = text[..to].iter().rposition(|c| ",;:。".contains(c.c)).map_or(0, |at| at + 1);
        text.get(from..number.from.max(from)).unwrap_or_default()
    };
    let (one, other) = (clause(before.from, before), &text[at + 1..numbers[next].from]);
    let has_verb = |words: &[Char]| VERBS.iter().any(|verb| starts_with(words, verb));
    let first = |words: &[Char], way: &str| starts_with(words, way);
    let same_way = ["通过", "在", "利用", "依托", "借助"].iter().all(|way| first(one, way) == first(other, way));
    before.unit == numbers[next].unit && same_way && !has_verb(other) && !other.iter().any(|c| ",:".contains(c.c))
}

/// `咨询、求助3个` is one thing counted; `网站5条、微信3条` are two.
fn keeps_together(text: &[Char], at: usize) -> bool {
    !(at > 0
        && (UNITS.iter().any(|unit| unit.ends_with(text[at - 1].c))
            && text[..at].iter().rev().take(8).any(|c| c.c.is_ascii_digit())))
}

/// Percentages, days and money measure; they are no total of pieces.
fn is_measure(unit: Option<&str>) -> bool {
    matches!(unit, Some("%" | "天" | "元" | "万元" | "亿元" | "千元" | "人次"))
}

fn is_alike(part: Option<&str>, total: Option<&str>) -> bool {
    part == total || (!is_measure(part) && !is_measure(total) && part != Some("人") && total != Some("人"))
}

/// `可以网办事项有236项` names a property that several share, not a part.
fn is_property(before: &[Char]) -> bool {
    ["可以", "能够", "能实现", "可实现", "可全程", "可网", "实现了", "支持"].iter().any(|word| contains(before, word))
}

/// A total and its part under one name could not be told apart.
fn unlike_its_total(label: String, total: Option<&str>) -> String {
    if total == Some(label.as_str()) { format!("其中：{label}") } else { label }
}

/// `网站60条、微信40条，共计100条`: the sum stands behind its parts.
fn sum_at_the_end(text: &[Char], first: usize, out: &mut [Count]) {
    let Some((total, parts)) = out[first..].split_last_mut() else { return };
    let Some(line) = text.first().map(|c| c.line) else { return };
    let plain: String = text.iter().map(|c| c.c).collect();
    let Some(value) = total.value else { return };
    let introduced = ["共计", "合计", "总计"].iter().any(|word| {
        plain.match_indices(word).any(|(at, _)| {
            let behind = plain[at + word.len()..].trim_start_matches(['为', '是', '有', '达']);
            let behind = behind.replace(',', "");
            behind.starts_with(&value.to_string()) && plain[..at].ends_with([',', '、', ';'])
        })
    });
    let same = |part: &Count| {
        part.unit == total.unit && part.part_of.is_none() && part.value.is_some() && part.line >= Some(line)
    };
    if introduced && total.part_of.is_none() && parts.len() >= 2 && parts.iter().all(same) {
        for part in parts {
            part.label = unlike_its_total(std::mem::take(&mut part.label), Some(&total.label));
            part.part_of = Some(total.label.clone());
            part.list = Some(List::Closed);
        }
    }
}

/// `未收到政府信息公开申请` is a count too: none.
fn denials(text: &[Char], section: SectionKey) -> Vec<Count> {
    const NOTHING: &[(&[&str], &[&str], &str, &str)] = &[
        (
            &["未收到", "没有收到", "未接到", "未曾收到", "未受理", "无收到"],
            &["政府信息公开申请", "信息公开申请", "依申请公开", "公开政府信息申请", "公开政府信息的申请", "公开申请"],
            "收到政府信息公开申请",
            "件",
        ),
        (
            &["未收取", "没有收取", "不收取", "未产生", "未发生", "无收取"],
            &["信息处理费", "收费", "费用"],
            "信息处理费",
            "元",
        ),
    ];
    let mut out = Vec::new();
    for clause in text.split(|c| matches!(c.c, ',' | ';' | '。')) {
        for (denied, things, label, unit) in NOTHING {
            let at = denied.iter().find_map(|word| (0..clause.len()).find(|i| starts_with(&clause[*i..], word)));
            let Some(at) = at else { continue };
            let digits = clause[at..].iter().any(|c| c.c.is_ascii_digit());
            if !digits && clause.len() - at <= 40 && things.iter().any(|thing| contains(&clause[at..], thing)) {
                out.push(Count {
                    label: (*label).to_owned(),
                    value: Some(Decimal::ZERO),
                    unit: Some((*unit).to_owned()),
                    section: Some(section),
                    part_of: None,
                    list: None,
                    about: false,
                    line: clause.first().map(|c| c.line),
                });
            }
        }
    }
    out.dedup_by(|a, b| a.label == b.label);
    out
}

/// Every number with a unit, or with 万 or 亿 behind it.
fn numbers(text: &[Char]) -> Vec<Stated> {
    let mut out: Vec<Stated> = Vec::new();
    let mut i = 0;
    while i < text.len() {
        if !text[i].c.is_ascii_digit() || (i > 0 && text[i - 1].c.is_ascii_alphanumeric()) {
            i += 1;
            continue;
        }
        match stated(text, i) {
            Some(number) => {
                i = number.to.max(i + 1);
                out.push(number);
            }
            None => {
                while i < text.len() && text[i].c.is_ascii_digit() {
                    i += 1;
                }
            }
        }
    }
    out
}

fn stated(text: &[Char], from: usize) -> Option<Stated> {
    let before = |n: usize| from.checked_sub(n).map_or(' ', |at| text[at].c);
    // 公众号503条 counts pieces of an account; 18号3楼 and 第3次 count nothing.
    let account =
        ["公众号", "头条号", "视频号", "订阅号", "服务号", "微信号", "抖音号", "账号", "帐号", "企鹅号", "百家号"]
            .iter()
            .any(|account| ends_with(&text[..from], account));
    if "第〔[-.号".contains(before(1)) && !account {
        return None;
    }
    let (number, mut at) = digits(text, from)?;
    let mut value = Some(number);
    if text.get(at).is_some_and(|c| "-~至".contains(c.c)) && text.get(at + 1).is_some_and(|c| c.c.is_ascii_digit()) {
        let (_, end) = digits(text, at + 1)?;
        value = None;
        at = end;
    }
    let mut about =
        ["近", "约", "逾", "超", "大约", "将近", "超过", "达到近"].iter().any(|word| ends_with(&text[..from], word));
    let mut scale = Decimal::ONE;
    let mut vague = |at: &mut usize| {
        while text.get(*at).is_some_and(|c| "余多几".contains(c.c)) {
            about = true;
            *at += 1;
        }
    };
    vague(&mut at);
    let scaled = match text.get(at).map(|c| c.c) {
        Some('万') if !starts_with(&text[at..], "万元") => Some(10_000),
        Some('亿') if !starts_with(&text[at..], "亿元") => Some(100_000_000),
        _ => None,
    };
    if let Some(times) = scaled {
        scale = Decimal::from(times);
        at += 1;
        vague(&mut at);
    }
    let unit = UNITS.iter().copied().find(|unit| starts_with(&text[at..], unit));
    let unit = match unit {
        Some("个") if starts_with(&text[at..], "个月") || starts_with(&text[at..], "个年") => return None,
        Some("名") if starts_with(&text[at..], "名录") => return None,
        Some(unit) if NO_COUNT.contains(&unit) => return None,
        Some(unit) => Some(unit),
        None if scaled.is_some() => None,
        None => return None,
    };
    at += unit.map_or(0, |unit| unit.chars().count());
    if starts_with(&text[at..], "以上") || starts_with(&text[at..], "左右") || starts_with(&text[at..], "以内") {
        about = true;
        at += 2;
    }
    let value = match value {
        Some(value) => Some(value.checked_mul(scale)?.normalize()),
        None => None,
    };
    Some(Stated { from, to: at, value, unit, about })
}

fn ends_with(text: &[Char], word: &str) -> bool {
    let count = word.chars().count();
    text.len() >= count && starts_with(&text[text.len() - count..], word)
}

/// `1,234.5` and `1234`; a year, a telephone number and a document number are no counts of anything.
fn digits(text: &[Char], from: usize) -> Option<(Decimal, usize)> {
    let mut at = from;
    let mut plain = String::new();
    while let Some(c) = text.get(at).map(|c| c.c) {
        let digit = |n: usize| text.get(at + n).is_some_and(|c| c.c.is_ascii_digit());
        if c.is_ascii_digit() {
            plain.push(c);
        } else if c == ','
            && text[at].raw != '、'
            && digit(1)
            && digit(2)
            && digit(3)
            && !digit(4)
            && plain.len() <= 3 + plain.len() / 4 * 4
        {
            // A thousands separator: three digits behind it.
        } else if c == '.' && digit(1) && !plain.contains('.') {
            plain.push('.');
        } else {
            break;
        }
        at += 1;
        if plain.len() > 15 {
            return None;
        }
    }
    plain.parse().ok().map(|number: Decimal| (number, at))
}

/// The words that say what is counted: those before the number, or behind it if there are none.
fn label(before: &[Char], behind: &[Char]) -> String {
    let front = trim_front(&word(before));
    let front = trim_back(&front);
    let letters = front.chars().filter(|c| c.is_alphanumeric()).count();
    let back: String = word(behind).chars().take_while(|c| c.is_alphabetic() || matches!(c, '“' | '”' | '"')).collect();
    if letters >= 2 {
        // `推送信息97篇` and `开展活动3场`: a bare verb needs its object.
        let bare_verb =
            letters <= 2 && ["发布", "公开", "收到", "办理", "组织", "开展", "举办", "召开"].contains(&front.as_str());
        return if bare_verb && !back.is_empty() { format!("{front}{back}") } else { front };
    }
    let back = back.trim_start_matches(['的', '是']).to_owned();
    if back.chars().count() >= 2 { back } else { front }
}

/// What a number counts whose clause does not say it: `，合计100条` sums up, `答复（含结转2件）84件` says it before the
/// brackets.
fn label_elsewhere(text: &[Char], from: usize) -> String {
    let before = &text[..from];
    if let Some(sum) = ["合计", "共计", "总计"].iter().find(|sum| ends_with(before, sum)) {
        return (*sum).to_owned();
    }
    let Some(open) = before.iter().rposition(|c| c.c == '(').filter(|_| ends_with(before, ")")) else {
        return String::new();
    };
    let start = before[..open].iter().rposition(|c| ",;:。、".contains(c.c)).map_or(0, |at| at + 1);
    label(&before[start..open], &[])
}

fn trim_front(text: &str) -> String {
    let mut text = text.trim_start_matches(|c: char| !c.is_alphanumeric() && !"“《\"".contains(c));
    loop {
        let before = text;
        for numeral in ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"] {
            for close in ["）", ")", "、", "."] {
                text = text.strip_prefix(&format!("{numeral}{close}")).unwrap_or(text);
            }
        }
        for word in [
            "我局",
            "我办",
            "我委",
            "我院",
            "我厅",
            "我县",
            "我市",
            "我区",
            "我镇",
            "我乡",
            "我街道",
            "本机关",
            "本单位",
            "本局",
            "其中",
            "具体包括",
            "具体为",
            "具体是",
            "分别为",
            "分别是",
            "包括",
            "包含",
            "同时",
            "另外",
            "此外",
            "以及",
            "并且",
            "全年",
            "本年度",
            "本年",
            "截至目前",
            "目前",
            "和",
            "及",
            "并",
            "对",
            "共有",
            "共",
        ] {
            text = text.strip_prefix(word).unwrap_or(text);
        }
        // 一是, 2023年, 12月
        for (numerals, marks) in
            [("一二三四五六七八九十", "是"), ("0123456789", "年"), ("0123456789", "月"), ("0123456789", "日")]
        {
            let rest = text.trim_start_matches(|c| numerals.contains(c));
            if rest.len() < text.len() && rest.starts_with(marks) {
                text = rest.strip_prefix(marks).unwrap_or(rest).trim_start_matches('度');
            }
        }
        text = text.trim_start_matches(['，', ',', '：', ':', '（', '(', '）', ')', '。', '、']);
        if text == before {
            return text.chars().take(40).collect();
        }
    }
}

fn trim_back(text: &str) -> String {
    let mut text = text;
    loop {
        let before = text;
        for word in [
            "累计达到",
            "累计",
            "共计",
            "合计",
            "总计",
            "总数",
            "达到",
            "已达",
            "突破",
            "超过",
            "大约",
            "将近",
            "分别为",
            "更新",
            "共",
            "达",
            "为",
            "有",
            "是",
            "近",
            "约",
            "逾",
            "超",
            "各",
            "了",
            "至",
            "得到",
            "的",
            "中",
        ] {
            text = text.strip_suffix(word).unwrap_or(text);
        }
        if text == before {
            return text.to_owned();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `label value unit < total`, with ~ for about and ? for a range.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found = counts(&[Paragraph { section: SectionKey::Overview, line: 1, text }]);
        let found: Vec<String> = found
            .iter()
            .map(|count| {
                let value = count.value.map_or("?".to_owned(), |value| value.to_string());
                let about = if count.about { "~" } else { "" };
                let part = count.part_of.as_ref().map_or(String::new(), |total| {
                    format!(" {} {total}", if count.list == Some(List::Closed) { "=" } else { "<" })
                });
                format!("{} {about}{value}{}{part}", count.label, count.unit.as_deref().unwrap_or(""))
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_total_and_its_parts() {
        check(
            "全年通过网站共发布信息100条。其中，工作动态60条，通知公告30条。微信公众号发布20篇。",
            &[
                "通过网站共发布信息 100条",
                "工作动态 60条 < 通过网站共发布信息",
                "通知公告 30条 < 通过网站共发布信息",
                "微信公众号发布 20篇",
            ],
        );
        check(
            "主动公开信息50条：网站30条、微信20条。",
            &["主动公开信息 50条", "网站 30条 = 主动公开信息", "微信 20条 = 主动公开信息"],
        );
    }

    #[test]
    fn lists_are_introduced_and_parted_in_many_ways() {
        check(
            "发布信息共2802条，其中：通过网站公开2069条；通过大厅公开772条。",
            &["发布信息 2802条", "通过网站公开 2069条 < 发布信息", "通过大厅公开 772条 < 发布信息"],
        );
        check(
            "公开信息10件，具体包括微信公众号发布信息4件，公示栏6件。",
            &["公开信息 10件", "微信公众号发布信息 4件 = 公开信息", "公示栏 6件 = 公开信息"],
        );
        check(
            "发布信息1,010条，各渠道情况为：微信10条，微博1,000条。",
            &["发布信息 1010条", "微信 10条 = 发布信息", "微博 1000条 = 发布信息"],
        );
        check(
            "网站公开60条；微信公开30条；公示栏公开9条，总计99条。",
            &["网站公开 60条 = 总计", "微信公开 30条 = 总计", "公示栏公开 9条 = 总计", "总计 99条"],
        );
        // The next account begins behind the semicolon.
        check(
            "公开信息100条，其中网站60条；全年培训3次；收到留言200条。",
            &["公开信息 100条", "网站 60条 < 公开信息", "培训 3次", "收到留言 200条"],
        );
    }

    #[test]
    fn what_is_counted_stands_before_the_brackets() {
        check("全年答复（含上年结转10件）114件。", &["答复（含上年结转 10件", "答复 114件"]);
    }

    #[test]
    fn the_total_is_the_one_that_can_hold_the_parts() {
        check(
            "我局收到申请5件，上年结转0件，已全部办结，其中予以公开3件，不予公开2件。",
            &["收到申请 5件", "上年结转 0件", "予以公开 3件 < 收到申请", "不予公开 2件 < 收到申请"],
        );
        check(
            "收到申请5件，其中自然人3件、企业2件，予以公开4件，部分公开1件。",
            &["收到申请 5件", "自然人 3件 < 收到申请", "企业 2件 < 收到申请", "予以公开 4件", "部分公开 1件"],
        );
    }

    #[test]
    fn properties_overlap_and_are_no_parts() {
        check(
            "涉及服务类事项共计346项。其中，可以网办事项有236项，能实现“最多跑一次”事项有345项。",
            &["涉及服务类事项 346项", "可以网办事项 236项", "能实现“最多跑一次”事项 345项"],
        );
    }

    #[test]
    fn about_is_kept_and_a_range_is_no_number() {
        check(
            "收到贴文1200余条，总浏览量近14万人次，满意率90%以上。",
            &["收到贴文 ~1200条", "总浏览量 ~140000人次", "满意率 ~90%"],
        );
        check("平均办理天数2-3天，回复率100%。", &["平均办理天数 ?天", "回复率 100%"]);
    }

    #[test]
    fn what_is_no_count() {
        check(
            "根据国办公开办函〔2021〕30号和第711号令，2023年1月5日我局召开第3次会议，在20个工作日内答复，电话0912-8130015。",
            &[],
        );
        check("受理“12345”热线，增长5个百分点。", &[]);
    }

    #[test]
    fn nothing_received_is_a_count_of_none() {
        check("2023年，我局未收到政府信息公开申请。", &["收到政府信息公开申请 0件"]);
        check("本年度未收取信息处理费。", &["信息处理费 0元"]);
    }

    #[test]
    fn thousands_and_wide_digits() {
        check("公开信息１，２３４条，点击2.5万次。", &["公开信息 1234条", "点击 25000次"]);
    }
}
