//! The words of the form, ready to be recognised in any writing.
//!
//! A label is known by its letters and by its numeral. How much of one is found in a piece of text is
//! the length of their longest common subsequence, computed 64 characters at a time.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::fold::{fold_char, is_silent, letters, small_number};
use crate::form::{Edition, SectionKey, TableNo, form};

/// Which of three kinds of numerals begins a label: `三、`, `（三）`, `3.`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Numeral {
    Chapter(u32),
    Bracket(u32),
    Digit(u32),
}

/// A label of the form.
#[derive(Clone, Debug)]
pub(super) struct Label {
    pub numeral: Option<Numeral>,
    pub letters: Vec<char>,
    masks: Vec<(char, u64)>,
}

impl Label {
    pub fn new(text: &str) -> Label {
        let (numeral, rest) = split_numeral(text);
        let mut letters = letters(&rest);
        letters.truncate(64);
        let mut masks: Vec<(char, u64)> = Vec::new();
        for (i, c) in letters.iter().enumerate() {
            match masks.iter_mut().find(|(known, _)| known == c) {
                Some((_, mask)) => *mask |= 1 << i,
                None => masks.push((*c, 1 << i)),
            }
        }
        Label { numeral, letters, masks }
    }

    pub fn len(&self) -> usize {
        self.letters.len()
    }

    /// How many characters of the label occur in `piece`, in order.
    pub fn common(&self, piece: &[char]) -> usize {
        // Bit i of `rows` is 0 where the common subsequence grows at the label's character i.
        let mut rows = u64::MAX;
        for c in piece {
            if let Some((_, mask)) = self.masks.iter().find(|(known, _)| known == c) {
                let hit = rows & mask;
                rows = rows.wrapping_add(hit) | (rows - hit);
            }
        }
        let used = if self.len() == 64 { u64::MAX } else { (1_u64 << self.len()) - 1 };
        (!rows & used).count_ones() as usize
    }

    /// The part of the label found in `piece`, where `piece` has little else: 0.0 to 1.0.
    pub fn likeness(&self, piece: &[char]) -> f32 {
        let longer = self.len().max(piece.len()).max(1);
        self.common(piece) as f32 / longer as f32
    }
}

/// Cuts the numeral off the beginning of a label. A bracket lost on one side is forgiven (`七）总计`).
pub(super) fn split_numeral(text: &str) -> (Option<Numeral>, String) {
    let chars: Vec<char> = text.chars().filter(|c| !is_silent(*c) && !c.is_whitespace()).collect();
    let folded: Vec<char> = chars.iter().map(|c| fold_char(*c)).collect();
    let bracket = usize::from(folded.first() == Some(&'('));
    let is_numeral = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let digits = folded[bracket..].iter().take(3).take_while(|c| is_numeral(**c)).count();
    let end = bracket + digits;
    let Some(number) = small_number(&folded[bracket..end]) else { return (None, text.to_owned()) };
    let close = folded.get(end).copied().unwrap_or(' ');
    let after = folded.get(end + 1).copied().unwrap_or(' ');
    let rest = || chars[end + 1..].iter().collect::<String>();
    let arabic = folded[bracket].is_ascii_digit();
    if close == ')' && digits <= 2 {
        return (Some(if arabic && bracket == 0 { Numeral::Digit(number) } else { Numeral::Bracket(number) }), rest());
    }
    if bracket == 0 && matches!(close, '、' | '.' | ',' | ':' | '，') && !(arabic && after.is_ascii_digit()) {
        return (Some(if arabic { Numeral::Digit(number) } else { Numeral::Chapter(number) }), rest());
    }
    (None, text.to_owned())
}

struct Known {
    rows: HashSet<Vec<char>>,
    numbered: HashSet<Vec<char>>,
    starts: HashSet<Vec<char>>,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let mut known = Known { rows: HashSet::new(), numbered: HashSet::new(), starts: HashSet::new() };
    for edition in Edition::ALL {
        for number in [TableNo::Proactive, TableNo::Applications] {
            for block in form(edition).table(number).blocks {
                for text in block.caption.into_iter().chain([block.corner]) {
                    known.starts.insert(letters(text));
                }
                for row in block.rows {
                    let label = Label::new(row.label);
                    if matches!(label.numeral, Some(Numeral::Digit(_))) {
                        known.numbered.insert(label.letters.clone());
                    }
                    known.rows.insert(label.letters);
                    known.rows.insert(letters(row.label));
                }
            }
        }
    }
    known.rows.insert(letters("（六）其他处理"));
    known
});

/// Whether these are exactly the letters of a row's label, with or without its numeral.
pub(super) fn is_row_label(letters: &[char]) -> bool {
    KNOWN.rows.contains(letters)
}

/// Whether these are the letters of a row's label that has a number (`1.`) before it on the form.
pub(super) fn is_label_with_number(letters: &[char]) -> bool {
    KNOWN.numbered.contains(letters)
}

/// Whether a row of a table begins with these letters: a label, a caption, 信息内容.
pub(super) fn is_row_start(letters: &[char]) -> bool {
    is_row_label(letters) || KNOWN.starts.contains(letters)
}

/// Other names under which the six parts are known; all seen in published reports.
pub(super) fn other_titles(key: SectionKey) -> &'static [&'static str] {
    match key {
        SectionKey::Overview => {
            &["总体工作情况", "基本情况", "概述", "总体概况", "政府信息公开总体情况", "工作总体情况"]
        }
        SectionKey::Proactive => {
            &["主动公开情况", "政府信息主动公开情况", "行政机关主动公开政府信息情况", "主动公开政府信息的情况"]
        }
        SectionKey::Applications => &[
            "收到和处理政府信息公开申请的情况",
            "行政机关收到和处理政府信息公开申请情况",
            "依申请公开情况",
            "依申请公开政府信息情况",
            "政府信息公开申请情况",
        ],
        SectionKey::Remedies => &[
            "行政复议行政诉讼情况",
            "因政府信息公开工作被申请行政复议提起行政诉讼情况",
            "行政复议和行政诉讼情况",
            "政府信息公开行政复议和行政诉讼情况",
            "政府信息公开行政复议诉讼情况",
        ],
        SectionKey::Problems => &[
            "存在的主要问题及改进措施",
            "存在的问题及改进情况",
            "存在问题及改进措施",
            "主要问题及改进情况",
            "存在的主要问题和改进情况",
            "政府信息公开工作存在的主要问题及改进情况",
            "存在的不足及改进措施",
            "存在的问题及改进措施",
            "存在主要问题及改进情况",
        ],
        SectionKey::Other => {
            &["其他需要报告的情况", "其他需要说明的事项", "其他需要报告事项", "需要报告的其他事项", "其他事项"]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_numeral_is_told_from_the_words_behind_it() {
        let check = |text: &str, numeral, rest: &str| {
            assert_eq!(split_numeral(text), (numeral, rest.to_owned()), "{text}");
        };
        check("（三）不予公开", Some(Numeral::Bracket(3)), "不予公开");
        check("七)总计", Some(Numeral::Bracket(7)), "总计");
        check("2. 其他法律", Some(Numeral::Digit(2)), "其他法律");
        check("四、结转", Some(Numeral::Chapter(4)), "结转");
        check("第二十条第（一）项", None, "第二十条第（一）项");
        check("3.5万元", None, "3.5万元");
    }

    #[test]
    fn a_label_that_lost_characters_is_still_mostly_there() {
        let label = Label::new("2.其他法律行政法规禁止公开");
        let piece = letters("其他法律行政止公开");
        assert_eq!(label.common(&piece), piece.len());
        assert_eq!(label.common(&letters("重复申请")), 0);
    }
}
