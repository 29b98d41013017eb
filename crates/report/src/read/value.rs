//! The text of one cell as a value.

use rust_decimal::Decimal;

use super::fold::{fold_char, is_silent};

/// What stands in one cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    /// Nothing.
    Blank,
    /// A mark that says nothing is there: `/`, `-`, `—`, `无`.
    Mark,
    /// A number, with its sign if one was printed; `remark` says that words stood beside it.
    Number { amount: Decimal, remark: bool },
    /// Digits without a space between them that cannot be one number (`000`).
    Glued(String),
    /// Anything else.
    Words,
}

/// Reads the text of a cell.
///
/// `增2`, `+2` and `２件` are 2; `-44`, `—44` and `减少44` are −44; `22（其中修订16件）` is 22 with a remark.
/// Words without a number, and a number in the middle of words, are words.
pub(super) fn value(raw: &str) -> Value {
    if raw.len() > 120 {
        return Value::Words;
    }
    let spaced: Vec<char> = raw.trim().chars().filter(|c| !is_silent(*c)).map(fold_char).collect();
    // `0 12` is two numbers, and no number at all.
    let pieces = spaced.split(|c| c.is_whitespace()).filter(|piece| !piece.is_empty());
    let ends: Vec<(char, char)> = pieces.map(|piece| (piece[0], piece[piece.len() - 1])).collect();
    if ends.windows(2).any(|pair| pair[0].1.is_ascii_digit() && pair[1].0.is_ascii_digit()) {
        return Value::Words;
    }
    let text: Vec<char> = spaced.into_iter().filter(|c| !c.is_whitespace()).collect();
    if text.is_empty() {
        return Value::Blank;
    }
    if is_mark(&text) {
        return Value::Mark;
    }
    let (text, remark) = without_remark(&text);
    if text.is_empty() {
        return Value::Words;
    }
    let (negative, text) = sign(text);
    if text == ['零'] || text == ['〇'] {
        return Value::Number { amount: Decimal::ZERO, remark };
    }
    let digits = text.iter().take_while(|c| c.is_ascii_digit() || **c == ',' || **c == '.').count();
    if digits == 0 || !text[0].is_ascii_digit() || !is_unit(&text[digits..]) {
        return Value::Words;
    }
    let number: String = text[..digits].iter().collect();
    if !separators_are_right(&number) {
        return Value::Words;
    }
    let plain = number.replace(',', "");
    if plain.len() > 1 && plain.starts_with('0') && !plain.starts_with("0.") {
        return if plain.bytes().all(|b| b.is_ascii_digit()) { Value::Glued(plain) } else { Value::Words };
    }
    match plain.parse::<Decimal>() {
        Ok(amount) if plain.len() <= 18 => Value::Number { amount: if negative { -amount } else { amount }, remark },
        _ => Value::Words,
    }
}

fn is_mark(text: &[char]) -> bool {
    let all = |marks: &[char]| text.len() <= 6 && text.iter().all(|c| marks.contains(c));
    all(&['-', '_'])
        || all(&['/'])
        || all(&['\\'])
        || text == ['无']
        || text == ['空']
        || all(&['*'])
        || text.iter().collect::<String>().eq_ignore_ascii_case("n/a")
}

/// Cuts `（其中修订16件）` off the end.
fn without_remark(text: &[char]) -> (&[char], bool) {
    if text.last() != Some(&')') {
        return (text, false);
    }
    match text.iter().position(|c| *c == '(') {
        Some(open) if open > 0 => (&text[..open], true),
        _ => (text, false),
    }
}

fn sign(text: &[char]) -> (bool, &[char]) {
    const SIGNS: [(&str, bool); 10] = [
        ("增加", false),
        ("新增", false),
        ("减少", true),
        ("增", false),
        ("减", true),
        ("+", false),
        ("-", true),
        ("↑", false),
        ("↓", true),
        ("负", true),
    ];
    for (word, negative) in SIGNS {
        let n = word.chars().count();
        if text.len() > n && text.iter().take(n).copied().eq(word.chars()) {
            return (negative, &text[n..]);
        }
    }
    (false, text)
}

fn is_unit(text: &[char]) -> bool {
    let word: String = text.iter().collect();
    matches!(
        word.as_str(),
        "" | "件"
            | "项"
            | "个"
            | "条"
            | "份"
            | "次"
            | "起"
            | "宗"
            | "件次"
            | "部"
            | "篇"
            | "人"
            | "元"
            | "万元"
            | "亿元"
            | "千元"
            | "万"
            | "件。"
            | "。"
    )
}

/// `1,234,567.8` is right, `1,23` and `1.2.3` are not.
fn separators_are_right(number: &str) -> bool {
    let (whole, part) = number.split_once('.').map_or((number, None), |(whole, part)| (whole, Some(part)));
    if part.is_some_and(|part| part.is_empty() || !part.bytes().all(|b| b.is_ascii_digit())) {
        return false;
    }
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or("");
    if whole.contains(',') && !(1..=3).contains(&first.len()) {
        return false;
    }
    groups.all(|group| group.len() == 3)
}

/// Whether the text is what stands in a value cell: a number, a mark, glued digits.
pub(super) fn is_value(raw: &str) -> bool {
    matches!(value(raw), Value::Number { .. } | Value::Mark | Value::Glued(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, expected: &str) {
        let found = match value(raw) {
            Value::Blank => "blank".to_owned(),
            Value::Mark => "mark".to_owned(),
            Value::Number { amount, remark: false } => amount.to_string(),
            Value::Number { amount, remark: true } => format!("{amount} with a remark"),
            Value::Glued(digits) => format!("glued {digits}"),
            Value::Words => "words".to_owned(),
        };
        assert_eq!(found, expected, "{raw:?}");
    }

    #[test]
    fn what_offices_write_into_a_cell() {
        check("増2", "2");
        check("增2", "2");
        check("＋２", "2");
        check("-44", "-44");
        check("—44", "-44");
        check("减少 3", "-3");
        check("1,152", "1152");
        check("12,3", "words");
        check("97.98 万元", "97.98");
        check("22（其中修订 16 件）", "22 with a remark");
        check("5件", "5");
        check("\u{3000}", "blank");
        check("——", "mark");
        check("／", "mark");
        check("无", "mark");
        check("本单位未制作规章", "words");
        check("000", "glued 000");
        check("0.5", "0.5");
        check("2-3", "words");
        check("0 12", "words");
        check("14       4", "words");
        check("1.", "words");
    }
}
