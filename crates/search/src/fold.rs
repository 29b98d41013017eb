//! What counts as the same writing: the one place where text becomes units.
//!
//! The tokenizer, the reader of queries, the key of a document number and the
//! highlighter all start here, so that they cannot disagree.

use std::ops::Range;
use std::sync::LazyLock;

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// A Latin or number run longer than this is cut, on both sides alike.
const LONGEST_RUN: usize = 64;

/// The smallest thing that is found or not found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Glyph {
    /// One Chinese character, kana or enclosed number.
    Han(char),
    /// Letters and digits without a break; found only whole, so that `3号` does not find `13号`.
    Run(String),
}

/// A glyph, where it stands in the original, and its place in the order of reading.
#[derive(Clone, Debug)]
pub(crate) struct Unit {
    pub glyph: Glyph,
    /// Bytes of the original text.
    pub at: Range<usize>,
    /// Counts up by one; a punctuation mark leaves one place empty.
    pub place: usize,
}

impl Unit {
    /// The character, if this is a Chinese one.
    pub fn han(&self) -> Option<char> {
        match self.glyph {
            Glyph::Han(c) => Some(c),
            Glyph::Run(_) => None,
        }
    }
}

/// Text as units: folded, and with every mark of punctuation as one empty place.
///
/// Blanks, quotation marks and brackets leave no trace, because offices set them as they
/// please: `“十四五”规划` is `十四五规划`, `云政发〔2025〕3号` is `云政发[2025] 3号`.
pub(crate) fn units(text: &str) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::with_capacity(text.len() / 3);
    let mut place = 0;
    // length of the run still open, 0 if none is
    let mut run = 0;
    let mut gap = false;
    for (start, c) in text.char_indices() {
        let at = start..start + c.len_utf8();
        fold(c, |folded| {
            let class = class(folded);
            if class != Class::Letter {
                run = 0;
            }
            match class {
                Class::Mark => gap = true,
                Class::Blank => {}
                Class::Han | Class::Letter => {
                    if gap && !units.is_empty() {
                        place += 1;
                    }
                    gap = false;
                    match units.last_mut() {
                        Some(Unit { glyph: Glyph::Run(word), at: whole, .. }) if (1..LONGEST_RUN).contains(&run) => {
                            word.push(folded);
                            whole.end = at.end;
                            run += 1;
                            return;
                        }
                        _ => {}
                    }
                    let glyph = if class == Class::Han {
                        Glyph::Han(folded)
                    } else {
                        run = 1;
                        Glyph::Run(folded.to_string())
                    };
                    units.push(Unit { glyph, at: at.clone(), place });
                    place += 1;
                }
            }
        });
    }
    units
}

/// The units alone, for comparing document numbers: `云政发〔2025〕3号` and `云政发(2025)3号` agree.
pub(crate) fn key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for unit in units(text).iter().take(200) {
        match &unit.glyph {
            Glyph::Han(c) => key.push(*c),
            Glyph::Run(word) => {
                // without the bar, 2025 and 3 would be 20253
                key.push('|');
                key.push_str(word);
            }
        }
    }
    key
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Han,
    Letter,
    Blank,
    Mark,
}

fn class(c: char) -> Class {
    match c {
        'a'..='z' | '0'..='9' => Class::Letter,
        '\u{30fb}' | '·' | '•' | '‧' => Class::Blank,
        '\u{3005}'..='\u{3007}'
        | '\u{3021}'..='\u{3029}'
        | '\u{3040}'..='\u{30ff}'
        | '\u{3100}'..='\u{312f}'
        | '\u{31a0}'..='\u{31bf}'
        | '\u{3200}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3fffd}'
        | '\u{2150}'..='\u{218f}'
        | '\u{2460}'..='\u{24ff}' => Class::Han,
        '"' | '\'' | '\u{2018}'..='\u{201f}' | '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>' => Class::Blank,
        // 〈〉《》「」『』【】 and 〔〕〖〗〘〙〚〛〝〞〟
        '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301b}' | '\u{301d}'..='\u{301f}' => Class::Blank,
        _ if c.is_whitespace() => Class::Blank,
        _ if c.is_alphanumeric() => Class::Letter,
        _ => Class::Mark,
    }
}

/// One character as it is compared: half width, lower case, simplified, without accents.
///
/// It never looks at the neighbours, so a part of a text folds to a part of the folded text.
fn fold(c: char, mut emit: impl FnMut(char)) {
    match c {
        '\0'..='\x7f' => emit(c.to_ascii_lowercase()),
        // soft hyphen, zero-width and direction signs, variation selectors: pasted along unseen
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}'
        | '\u{feff}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{e0100}'..='\u{e01ef}' => {}
        // 二○二五年 is written with whatever circle the keyboard had
        '○' | '◯' => emit('〇'),
        '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{2f7ff}' | '\u{30000}'..='\u{3fffd}' => {
            emit(simplified(c));
        }
        _ if is_combining_mark(c) => {}
        // accents, superscripts, Roman numerals, radicals out of PDF files, full width
        '\u{a8}'..='\u{24f}'
        | '\u{1e00}'..='\u{1eff}'
        | '\u{2070}'..='\u{209f}'
        | '\u{2160}'..='\u{217f}'
        | '\u{2e80}'..='\u{2fdf}'
        | '\u{f900}'..='\u{faff}'
        | '\u{ff00}'..='\u{ffef}'
        | '\u{2f800}'..='\u{2fa1f}' => decompose_compatible(c, |part| {
            if !is_combining_mark(part) {
                emit(simplified(lower(part)));
            }
        }),
        _ => emit(lower(c)),
    }
}

fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

/// Pairs of a traditional character and its simplified form, sorted.
///
/// **Source.** OpenCC, `TSCharacters.txt` (Apache-2.0, <https://github.com/BYVoid/OpenCC>):
/// first choice of every row whose two sides are single characters.
static PAIRS: LazyLock<Vec<(char, char)>> = LazyLock::new(|| {
    let mut chars = include_str!("traditional.txt").chars().filter(|c| !c.is_whitespace());
    std::iter::from_fn(|| Some((chars.next()?, chars.next()?))).collect()
});

const FIRST: u32 = 0x3400;
const LAST: u32 = 0x9fff;

/// The common planes as a table, because indexing asks for every character of every page.
static COMMON: LazyLock<Vec<char>> = LazyLock::new(|| {
    let mut table: Vec<char> = (FIRST..=LAST).filter_map(char::from_u32).collect();
    for &(from, to) in PAIRS.iter() {
        if (FIRST..=LAST).contains(&(from as u32)) {
            table[(from as u32 - FIRST) as usize] = to;
        }
    }
    table
});

fn simplified(c: char) -> char {
    match c as u32 {
        code @ FIRST..=LAST => COMMON[(code - FIRST) as usize],
        0x2_0000.. => match PAIRS.binary_search_by_key(&c, |&(from, _)| from) {
            Ok(found) => PAIRS[found].1,
            Err(_) => c,
        },
        _ => c,
    }
}
