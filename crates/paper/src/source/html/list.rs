//! The numbers that a browser writes before the items of a list.
//!
//! **Source.** WHATWG HTML, sections 4.4.5 (`ol`) and 15.3.8; CSS Counter Styles 3; for the classes, the editor UEditor.

use super::super::numerals::Numerals;
use super::token::Tag;

/// A list that was begun and not ended.
#[derive(Default)]
pub(super) struct List {
    style: Option<Style>,
    next: u32,
}

/// How an item is numbered: what stands before the numeral, the numeral, what stands after it.
type Style = (&'static str, Numerals, &'static str);

impl List {
    /// A list of an `<ol>`.
    pub fn numbered(tag: &Tag<'_>) -> Self {
        Self { style: style_of(tag, Some(("", Numerals::Decimal, ". "))), next: number(tag.start).unwrap_or(1) }
    }

    /// What stands before the next item, `None` in a list without numbers.
    pub fn next(&mut self, item: &Tag<'_>) -> Option<String> {
        let number = number(item.value).unwrap_or(self.next);
        self.next = number.saturating_add(1);
        let (before, numerals, after) = style_of(item, self.style)?;
        let mut text = before.to_owned();
        numerals.write(number, &mut text);
        text.push_str(after);
        Some(text)
    }
}

fn number(attribute: Option<&str>) -> Option<u32> {
    attribute?.trim().parse().ok()
}

/// What a list or an item says of its numbers, else what held before.
fn style_of(tag: &Tag<'_>, before: Option<Style>) -> Option<Style> {
    let mut style = match tag.kind {
        Some("1") => Some(("", Numerals::Decimal, ". ")),
        Some("a") => Some(("", Numerals::LowerLetter, ". ")),
        Some("A") => Some(("", Numerals::UpperLetter, ". ")),
        Some("i") => Some(("", Numerals::LowerRoman, ". ")),
        Some("I") => Some(("", Numerals::UpperRoman, ". ")),
        _ => before,
    };
    for class in tag.class.unwrap_or_default().split_ascii_whitespace() {
        style = match class {
            "custom_cn" => Some(("", Numerals::Chinese, "、")),
            "custom_cn1" => Some(("（", Numerals::Chinese, "）")),
            "custom_num" => Some(("", Numerals::Decimal, "、")),
            "custom_num1" => Some(("", Numerals::Decimal, ")")),
            "custom_num2" => Some(("(", Numerals::Decimal, ")")),
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
                "decimal" => Some(("", Numerals::Decimal, ". ")),
                "decimal-leading-zero" => Some(("", Numerals::DecimalZero, ". ")),
                "lower-alpha" | "lower-latin" => Some(("", Numerals::LowerLetter, ". ")),
                "upper-alpha" | "upper-latin" => Some(("", Numerals::UpperLetter, ". ")),
                "lower-roman" => Some(("", Numerals::LowerRoman, ". ")),
                "upper-roman" => Some(("", Numerals::UpperRoman, ". ")),
                "cjk-ideographic" | "simp-chinese-informal" | "trad-chinese-informal" => {
                    Some(("", Numerals::ChineseThousand, "、"))
                }
                "cjk-decimal" => Some(("", Numerals::ChineseDigits, "、")),
                "cjk-heavenly-stem" => Some(("", Numerals::Stems, "、")),
                "cjk-earthly-branch" => Some(("", Numerals::Branches, "、")),
                _ => style,
            };
        }
    }
    style
}
