//! The numbers that a browser writes before the items of a list.

use super::token::Tag;

/// A list that was begun and not ended.
#[derive(Default)]
pub(super) struct List {
    style: Option<Style>,
    next: i64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    /// `1. `
    Decimal,
    /// `a. ` or `A. `
    Letters { upper: bool },
    /// `i. ` or `I. `
    Roman { upper: bool },
    /// `一、`, or what the editor of many offices' sites puts around the numeral.
    Chinese { before: &'static str, after: &'static str },
    /// `1、`, `1)`, `(1)` of the same editor.
    Digits { before: &'static str, after: &'static str },
}

impl List {
    /// A list of an `<ol>`.
    pub fn numbered(tag: &Tag<'_>) -> Self {
        let start = tag.start.and_then(|start| start.trim().parse().ok());
        Self { style: style_of(tag, Some(Style::Decimal)), next: start.unwrap_or(1) }
    }

    /// What stands before the next item, `None` in a list without numbers.
    pub fn next(&mut self, item: &Tag<'_>) -> Option<String> {
        if let Some(value) = item.value.and_then(|value| value.trim().parse().ok()) {
            self.next = value;
        }
        let number = self.next;
        self.next = self.next.saturating_add(1);
        let small = usize::try_from(number).ok();
        match style_of(item, self.style)? {
            Style::Letters { upper } => match small {
                Some(n @ 1..=26) => Some(format!("{}. ", char::from(if upper { b'A' } else { b'a' } + (n - 1) as u8))),
                _ => Some(format!("{number}. ")),
            },
            Style::Roman { upper } => match small.and_then(roman) {
                Some(roman) => Some(format!("{}. ", if upper { roman.to_uppercase() } else { roman })),
                None => Some(format!("{number}. ")),
            },
            Style::Chinese { before, after } => {
                Some(format!("{before}{}{after}", small.and_then(chinese).unwrap_or_else(|| number.to_string())))
            }
            Style::Digits { before, after } => Some(format!("{before}{number}{after}")),
            Style::Decimal => Some(format!("{number}. ")),
        }
    }
}

/// What a list or an item says of its numbers, else what held before.
fn style_of(tag: &Tag<'_>, before: Option<Style>) -> Option<Style> {
    let mut style = match tag.kind {
        Some("1") => Some(Style::Decimal),
        Some("a") => Some(Style::Letters { upper: false }),
        Some("A") => Some(Style::Letters { upper: true }),
        Some("i") => Some(Style::Roman { upper: false }),
        Some("I") => Some(Style::Roman { upper: true }),
        _ => before,
    };
    // The classes that UEditor gives its lists.
    for class in tag.class.unwrap_or_default().split_ascii_whitespace() {
        style = match class {
            "custom_cn" => Some(Style::Chinese { before: "", after: "、" }),
            "custom_cn1" => Some(Style::Chinese { before: "（", after: "）" }),
            "custom_num" => Some(Style::Digits { before: "", after: "、" }),
            "custom_num1" => Some(Style::Digits { before: "", after: ")" }),
            "custom_num2" => Some(Style::Digits { before: "(", after: ")" }),
            _ => style,
        };
    }
    for declaration in tag.style.unwrap_or_default().split(';') {
        let Some((property, value)) = declaration.split_once(':') else { continue };
        if !matches!(property.trim(), "list-style-type" | "list-style") {
            continue;
        }
        for word in value.split_ascii_whitespace() {
            style = match word {
                "none" | "disc" | "circle" | "square" => None,
                "decimal" => Some(Style::Decimal),
                "lower-alpha" | "lower-latin" => Some(Style::Letters { upper: false }),
                "upper-alpha" | "upper-latin" => Some(Style::Letters { upper: true }),
                "lower-roman" => Some(Style::Roman { upper: false }),
                "upper-roman" => Some(Style::Roman { upper: true }),
                "cjk-ideographic" | "simp-chinese-informal" | "trad-chinese-informal" | "cjk-decimal" => {
                    Some(Style::Chinese { before: "", after: "、" })
                }
                _ => style,
            };
        }
    }
    style
}

fn roman(n: usize) -> Option<String> {
    if !(1..=3_999).contains(&n) {
        return None;
    }
    const SIGNS: [(usize, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut left = n;
    let mut roman = String::new();
    for (value, sign) in SIGNS {
        while left >= value {
            roman.push_str(sign);
            left -= value;
        }
    }
    Some(roman)
}

fn chinese(n: usize) -> Option<String> {
    let digit = |n: usize| "零一二三四五六七八九".chars().nth(n);
    let mut numeral = String::new();
    match n {
        1..=9 => numeral.extend(digit(n)),
        10..=99 => {
            let (tens, ones) = (n / 10, n % 10);
            numeral.extend(digit(tens).filter(|_| tens > 1));
            numeral.push('十');
            numeral.extend(digit(ones).filter(|_| ones > 0));
        }
        _ => return None,
    }
    Some(numeral)
}
