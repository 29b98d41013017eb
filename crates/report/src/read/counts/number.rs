//! Numbers with their units, in digits and in characters.

use rust_decimal::Decimal;

use super::{Char, ends_with, starts_with};
use crate::read::fold::spoken_number;

/// The longest first, so that 人次 is not read as 人.
pub(super) const UNITS: &[&str] = &[
    "个百分点",
    "个工作日",
    "亿元",
    "万元",
    "千元",
    "人(次)",
    "件(次)",
    "条(次)",
    "人次",
    "件次",
    "条次",
    "余次",
    "小时",
    "分钟",
    "项次",
    "户次",
    "课时",
    "学时",
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
    "支",
    "面",
    "座",
    "间",
    "%",
];

/// Units of what is no count of anything: a time allowed, a change in percent.
const NO_COUNT: &[&str] = &["个百分点", "个工作日", "分钟", "小时"];

/// What one case or one piece is counted in; a single character before them may be a count.
const PIECES: &[&str] = &["件", "份", "宗", "起", "例", "篇", "场", "期", "次", "条"];

const DIGITS_IN_CHARACTERS: &str = "零〇一二两三四五六七八九十百千万";

/// A number in the text and where its words begin and end.
pub(super) struct Stated {
    pub from: usize,
    pub to: usize,
    pub value: Option<Decimal>,
    pub unit: Option<&'static str>,
    pub about: bool,
}

/// Every number with a unit, or with 万 or 亿 behind it. What a title or a quotation counts
/// (《二十条措施》, “20条”) is no number of the report.
pub(super) fn numbers(text: &[Char]) -> Vec<Stated> {
    let mut out: Vec<Stated> = Vec::new();
    let mut i = 0;
    while i < text.len() {
        if let Some(end) = end_of_title(text, i) {
            i = end;
            continue;
        }
        let in_digits = text[i].c.is_ascii_digit() && !(i > 0 && text[i - 1].c.is_ascii_alphanumeric());
        let in_characters = DIGITS_IN_CHARACTERS.contains(text[i].c);
        let number = match (in_digits, in_characters) {
            (true, _) => stated(text, i),
            (_, true) => spoken(text, i),
            _ => {
                i += 1;
                continue;
            }
        };
        match number {
            Some(number) => {
                i = number.to.max(i + 1);
                out.push(number);
            }
            None => {
                let same = |c: char| {
                    if in_characters { DIGITS_IN_CHARACTERS.contains(c) } else { c.is_ascii_digit() }
                };
                while i < text.len() && same(text[i].c) {
                    i += 1;
                }
                i += usize::from(i < text.len() && !in_digits && !in_characters);
            }
        }
    }
    out
}

/// The place behind a title or a short quotation that begins at `at`.
fn end_of_title(text: &[Char], at: usize) -> Option<usize> {
    let (close, longest) = match text[at].raw {
        '《' => ('》', 80),
        '“' => ('”', 16),
        _ => return None,
    };
    let inside = text[at + 1..].iter().take(longest).position(|c| c.raw == close)?;
    Some(at + inside + 2)
}

/// A number in digits that begins at `from`.
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
    with_unit(text, from, at, value)
}

/// A number in characters that begins at `from`: 三十二件. A single one is a count only where nothing but a case or
/// a piece can be meant: 受理申请三件, but not 一件事, 每季度一次, 三项制度.
fn spoken(text: &[Char], from: usize) -> Option<Stated> {
    let before = from.checked_sub(1).map_or(' ', |at| text[at].c);
    if "第每逐同某另这那各首末上下本数几跑余".contains(before) || before.is_ascii_digit() {
        return None;
    }
    let mut run: Vec<char> =
        text[from..].iter().map(|c| c.c).take_while(|c| DIGITS_IN_CHARACTERS.contains(*c)).collect();
    if run.len() > 1 && run.last() == Some(&'万') && text.get(from + run.len()).is_some_and(|c| c.c == '元') {
        run.pop();
    }
    let value = Decimal::from(spoken_number(&run)?);
    let number = with_unit(text, from, from + run.len(), Some(value))?;
    let unit = number.unit?;
    let next = text.get(number.to).map_or('。', |c| c.c);
    let alone = PIECES.contains(&unit) && !next.is_alphanumeric() && !(run == ['一'] && unit == "起");
    let habit = ["每", "至少", "不少于", "最多"].iter().any(|word| clause_before(text, from).contains(word));
    let long = run.len() > 1 && (run.contains(&'十') || run.contains(&'百') || run.contains(&'千')) || run == ['十'];
    (long && unit != "%" || run.len() == 1 && alone && !habit).then_some(number)
}

fn clause_before(text: &[Char], to: usize) -> String {
    let from = text[..to].iter().rposition(|c| ",;:。、(".contains(c.c)).map_or(0, |at| at + 1);
    text[from..to].iter().map(|c| c.c).collect()
}

/// What stands around a number: whether it is only about right, its hundreds or ten thousands, its unit.
fn with_unit(text: &[Char], from: usize, to: usize, value: Option<Decimal>) -> Option<Stated> {
    let mut at = to;
    let mut about =
        ["近", "约", "逾", "超", "超过", "不少于", "不低于", "不超过", "不高于", "至少", "最多", "少于", "突破"]
            .iter()
            .any(|word| ends_with(&text[..from], word));
    let mut scale = Decimal::ONE;
    let mut vague = |at: &mut usize| {
        while text.get(*at).is_some_and(|c| "余多几".contains(c.c)) {
            about = true;
            *at += 1;
        }
    };
    vague(&mut at);
    let mut scaled = false;
    for (word, unit, times) in
        [('百', "", 100), ('千', "千元", 1_000), ('万', "万元", 10_000), ('亿', "亿元", 100_000_000)]
    {
        let here = text.get(at).is_some_and(|c| c.c == word) && text[from].c.is_ascii_digit();
        if here && (unit.is_empty() || !starts_with(&text[at..], unit)) && !starts_with(&text[at..], "百分") {
            scale *= Decimal::from(times);
            scaled |= times >= 10_000;
            at += 1;
            vague(&mut at);
        }
    }
    let unit = UNITS.iter().copied().find(|unit| starts_with(&text[at..], unit));
    let unit = match unit {
        Some("个") if starts_with(&text[at..], "个月") || starts_with(&text[at..], "个年") => return None,
        Some("名") if starts_with(&text[at..], "名录") => return None,
        Some("人") if starts_with(&text[at..], "人大") => return None,
        Some(unit) if NO_COUNT.contains(&unit) => return None,
        Some(unit) => Some(unit),
        None if scaled => None,
        None => return None,
    };
    at += unit.map_or(0, |unit| unit.chars().count());
    for word in ["以上", "左右", "以内", "上下"] {
        if starts_with(&text[at..], word) {
            about = true;
            at += 2;
        }
    }
    let unit = unit.map(|unit| match unit {
        "人(次)" => "人次",
        "件(次)" => "件次",
        "条(次)" => "条次",
        unit => unit,
    });
    let value = match value {
        Some(value) => Some(value.checked_mul(scale)?.normalize()),
        None => None,
    };
    Some(Stated { from, to: at, value, unit, about })
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
