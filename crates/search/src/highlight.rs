//! The piece of a text to show under its title, with what was found marked.

use std::ops::Range;

use crate::fold::{Unit, units};
use crate::words::{Word, read};

/// A stretch of text, to be printed as it is (the page escapes it).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fragment {
    /// Original characters, or `…` where the text was cut.
    pub text: String,
    /// Whether the visitor asked for this.
    pub hit: bool,
}

/// The best stretch of at most `max_chars` characters, with every hit marked.
///
/// The rules of sameness are those of the index: a query in simplified script marks the
/// traditional characters that are really there. A hit is a whole phrase, as searched. Without a
/// hit the text is shown from its beginning. A cut end shows `…`, which is not counted. With
/// `usize::MAX` the whole text comes back, which suits titles. The fragments without the `…` are
/// always a part of `text`.
///
/// ```
/// let shown = search::highlight("關於印發《政府信息公開條例》的通知", "信息公开", usize::MAX);
/// assert_eq!(shown[1].text, "信息公開");
/// assert!(shown[1].hit);
/// ```
pub fn highlight(text: &str, query_text: &str, max_chars: usize) -> Vec<Fragment> {
    let hits = hits(&units(text), &read(query_text).wanted);
    let window = window(text, &hits, max_chars);
    let mut fragments = Vec::new();
    let mut push = |text: &str, hit: bool| {
        if !text.is_empty() {
            fragments.push(Fragment { text: text.to_owned(), hit });
        }
    };
    if window.start > 0 {
        push("…", false);
    }
    let mut done = window.start;
    for hit in joined(&hits) {
        let (start, end) = (hit.start.clamp(done, window.end), hit.end.clamp(done, window.end));
        push(&text[done..start], false);
        push(&text[start..end], true);
        done = end;
    }
    push(&text[done..window.end], false);
    if window.end < text.len() {
        push("…", false);
    }
    fragments
}

/// Every occurrence: its bytes, and which word it is of. In order of their beginnings.
fn hits(units: &[Unit], words: &[Word]) -> Vec<(Range<usize>, usize)> {
    let mut hits = Vec::new();
    for i in 0..units.len() {
        for (number, word) in words.iter().enumerate() {
            let Some(here) = units.get(i..i + word.units.len()) else { continue };
            let same = here.iter().zip(&word.units).all(|(found, asked)| {
                found.glyph == asked.glyph && found.place - here[0].place == asked.place - word.units[0].place
            });
            if same {
                hits.push((here[0].at.start..here[here.len() - 1].at.end, number));
            }
        }
    }
    hits
}

fn joined(hits: &[(Range<usize>, usize)]) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::new();
    for (hit, _) in hits {
        match joined.last_mut() {
            Some(last) if hit.start <= last.end => last.end = last.end.max(hit.end),
            _ => joined.push(hit.clone()),
        }
    }
    joined
}

/// The stretch holding the most different words, then the most hits, then the earliest.
fn window(text: &str, hits: &[(Range<usize>, usize)], max_chars: usize) -> Range<usize> {
    let Some((first_end, _)) = text.char_indices().nth(max_chars) else { return 0..text.len() };
    let mut best = (0, 0..first_end);
    // a long text that repeats one word need not be weighed to its end
    for (i, (hit, _)) in hits.iter().enumerate().take(500) {
        let start = lead(text, hit.start, max_chars / 3);
        let end = forward(text, start, max_chars);
        let mut seen = 0_u32;
        let mut count = 0;
        for (_, word) in hits[i..].iter().take_while(|(other, _)| other.end <= end) {
            seen |= 1 << word;
            count += 1;
        }
        let worth = seen.count_ones() as usize * 1000 + count.min(999);
        if worth > best.0 {
            best = (worth, start..end);
        }
    }
    let (_, found) = best;
    if found.end == text.len() {
        // the text ended early: show more of what came before
        back(text, text.len(), max_chars)..text.len()
    } else {
        found
    }
}

/// Where to begin so that the hit has something before it, rather at the start of its sentence.
fn lead(text: &str, hit: usize, most: usize) -> usize {
    let mut start = hit;
    for (at, c) in text[..hit].char_indices().rev().take(most) {
        if matches!(c, '。' | '！' | '？' | '；' | '\n') {
            break;
        }
        start = at;
    }
    start
}

fn forward(text: &str, from: usize, chars: usize) -> usize {
    text[from..].char_indices().nth(chars).map_or(text.len(), |(at, _)| from + at)
}

fn back(text: &str, from: usize, chars: usize) -> usize {
    match chars {
        0 => from,
        _ => text[..from].char_indices().rev().nth(chars - 1).map_or(0, |(at, _)| at),
    }
}
