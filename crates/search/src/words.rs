//! How the line a visitor typed is read. Nothing in it is ever an error.

use crate::fold::{Glyph, Unit, key, units};

/// Characters of a query that are read; the rest is cut off, and the page says so.
pub const LONGEST_QUERY: usize = 100;

/// Words of a query that are read.
pub const MOST_WORDS: usize = 12;

/// One word or quoted phrase.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    /// As typed, without quotation marks and minus.
    pub text: String,
    pub units: Vec<Unit>,
}

impl Word {
    fn new(text: &str) -> Option<Word> {
        let units = units(text);
        (!units.is_empty()).then(|| Word { text: text.to_owned(), units })
    }

    fn says(&self, other: &Word) -> bool {
        let plain =
            |word: &Word| -> Vec<(usize, Glyph)> { word.units.iter().map(|u| (u.place, u.glyph.clone())).collect() };
        plain(self) == plain(other)
    }
}

/// A line as understood.
#[derive(Debug, Default)]
pub(crate) struct Line {
    pub wanted: Vec<Word>,
    pub unwanted: Vec<Word>,
    /// The whole line as a document number, if nothing is excluded.
    pub key: Option<String>,
    /// What was read of it, if not all.
    pub cut: Option<String>,
}

/// Reads a line: blanks separate words, `"…"` keeps a phrase whole, `-word` excludes.
///
/// A quotation mark counts only around a whole word; a line of nothing but exclusions is
/// taken as plain text, so that `-44` out of a report is found.
pub(crate) fn read(text: &str) -> Line {
    let text = text.trim();
    let (kept, mut whole) = match text.char_indices().nth(LONGEST_QUERY) {
        Some((end, _)) => (text[..end].trim_end(), false),
        None => (text, true),
    };
    let mut line = Line::default();
    let mut rest = kept;
    while let Some((piece, after)) = next(rest) {
        if line.wanted.len() + line.unwanted.len() == MOST_WORDS {
            whole = false;
            break;
        }
        rest = after;
        let (excluded, body) = match piece.strip_prefix(['-', '－']) {
            Some(body) => (true, body),
            None => (false, piece),
        };
        let Some(word) = Word::new(unquoted(body).unwrap_or(body)) else { continue };
        let list = if excluded { &mut line.unwanted } else { &mut line.wanted };
        if !list.iter().any(|seen| seen.says(&word)) {
            list.push(word);
        }
    }
    let read = kept[..kept.len() - rest.len()].trim_end();
    if line.wanted.is_empty() {
        line.wanted = std::mem::take(&mut line.unwanted);
    }
    if line.unwanted.is_empty() {
        line.key = Some(key(read)).filter(|key| !key.is_empty());
    }
    line.cut = (!whole).then(|| read.to_owned());
    line
}

const QUOTES: [(char, char); 5] = [('"', '"'), ('“', '”'), ('＂', '＂'), ('「', '」'), ('『', '』')];

/// The next piece between blanks, quotation marks included, and what follows it.
fn next(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    if text.is_empty() {
        return None;
    }
    let body = text.strip_prefix(['-', '－']).unwrap_or(text);
    let end = match quoted(body) {
        Some(length) => text.len() - body.len() + length,
        None => text.find(char::is_whitespace).unwrap_or(text.len()),
    };
    Some(text.split_at(end))
}

/// How many bytes of `text` are a quoted phrase that ends where a word ends.
fn quoted(text: &str) -> Option<usize> {
    let open = text.chars().next()?;
    let (_, close) = QUOTES.into_iter().find(|&(o, _)| o == open)?;
    let inside = &text[open.len_utf8()..];
    let length = open.len_utf8() + inside.find(close)? + close.len_utf8();
    text[length..].chars().next().is_none_or(char::is_whitespace).then_some(length)
}

fn unquoted(piece: &str) -> Option<&str> {
    if quoted(piece)? != piece.len() {
        return None;
    }
    let mut chars = piece.chars();
    chars.next();
    chars.next_back();
    Some(chars.as_str())
}
