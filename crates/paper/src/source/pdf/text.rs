//! Puts glyphs into lines, and lines into the cells they stand in.

use super::ruling::{self, Grid, Slot};
use super::struck::drop_struck;
use super::unruled::{self, Loose};
use super::{Glyph, Page};
use crate::source::ReadError;

/// A gap from here on parts two columns, in ems.
const COLUMN_GAP: f32 = 1.9;
/// Room left in a line from which on the paragraph surely ended there, in ems beyond the next word.
/// Line breaking may carry a punctuation mark and a character over, no more.
const SURE_END: f32 = 2.2;

/// A page with its tables and lines, from top to bottom.
#[derive(Debug)]
pub(super) struct LaidOut {
    pub number: u32,
    pub height: f32,
    pub width: f32,
    pub pieces: Vec<Piece>,
}

#[derive(Debug)]
pub(super) enum Piece {
    Line(Line),
    Table(Ruled),
    Loose(Loose),
}

impl LaidOut {
    /// How many cells its tables have.
    pub(super) fn cells(&self) -> usize {
        let cells = |piece: &Piece| match piece {
            Piece::Line(_) => 0,
            Piece::Table(table) => table.cells.len(),
            Piece::Loose(loose) => loose.slots(),
        };
        self.pieces.iter().map(cells).sum()
    }
}

/// A line of text as it stands on the page.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Words that a wide gap parts, with left and right edge.
    pub runs: Vec<(f32, f32, String)>,
    pub base: f32,
    pub size: f32,
}

/// A table as it stands on the page.
#[derive(Debug)]
pub(super) struct Ruled {
    pub xs: Vec<f32>,
    pub top: f32,
    pub bottom: f32,
    pub rows: usize,
    pub cells: Vec<RuledCell>,
}

/// A cell with its text.
#[derive(Clone, Debug)]
pub(super) struct RuledCell {
    pub slot: Slot,
    pub text: String,
    /// Its last line fills the cell, so that the text may go on after a page break.
    pub is_full: bool,
}

impl Line {
    pub(super) fn left(&self) -> f32 {
        self.runs.first().map_or(0.0, |run| run.0)
    }

    pub(super) fn right(&self) -> f32 {
        self.runs.last().map_or(0.0, |run| run.1)
    }

    /// The whole line, its columns parted by tabs.
    pub(super) fn text(&self) -> String {
        let words: Vec<&str> = self.runs.iter().map(|run| run.2.as_str()).collect();
        words.join("\t")
    }

    /// How wide the first word is that cannot be broken: one character, or Latin letters and digits.
    fn first_word(&self) -> f32 {
        let Some((left, right, text)) = self.runs.first() else { return 0.0 };
        let latin = text.chars().take_while(|&c| is_latin(c)).count().max(1);
        (right - left) * latin as f32 / text.chars().count().max(1) as f32
    }

    /// Whether the line ends though the next one's first word would have fitted up to `right`.
    pub(super) fn ends_before(&self, right: f32, next: &Line) -> bool {
        right - self.right() > next.first_word() + SURE_END * self.size
    }
}

/// Whether a blank must stand between two words of this kind.
pub(super) fn is_latin(c: char) -> bool {
    c.is_ascii_graphic() || ('\u{c0}'..'\u{250}').contains(&c)
}

/// Finds the tables of a page and the lines around them.
pub(super) fn lay_out(page: Page) -> Result<LaidOut, ReadError> {
    let Page { number, width, height, mut glyphs, horizontal, vertical } = page;
    drop_struck(&mut glyphs, &horizontal);
    let grids = ruling::grids(&horizontal, &vertical)?;
    let mut free = Vec::new();
    let mut held: Vec<Vec<Vec<Glyph>>> = grids.iter().map(|grid| vec![Vec::new(); grid.slots.len()]).collect();
    let mut last: Option<(Glyph, Option<(usize, usize)>)> = None;
    for glyph in glyphs {
        let slot = grids.iter().enumerate().find_map(|(n, grid)| Some((n, grid.slot(glyph.centre())?)));
        // A mark at the end of a full line hangs over into the next cell.
        let place = match last {
            Some((before, place)) if hangs_on(&before, &glyph) => place,
            _ => slot,
        };
        match place {
            Some((grid, slot)) => held[grid][slot].push(glyph),
            None => free.push(glyph),
        }
        last = Some((glyph, place));
    }
    let mut pieces = unruled::pieces(free, number, height);
    for (grid, held) in grids.iter().zip(held) {
        // A drawing, not a table.
        if held.iter().flatten().any(|glyph| !glyph.ch.is_whitespace()) {
            pieces.push(Piece::Table(ruled(grid, held)));
        }
    }
    let top = |piece: &Piece| match piece {
        Piece::Line(line) => line.base - line.size / 2.0,
        Piece::Table(table) => table.top,
        Piece::Loose(loose) => loose.top,
    };
    pieces.sort_by(|a, b| top(a).total_cmp(&top(b)));
    Ok(LaidOut { number, height, width, pieces })
}

/// Whether a punctuation mark was painted right behind a letter.
fn hangs_on(before: &Glyph, mark: &Glyph) -> bool {
    "、，。；：！？）”》".contains(mark.ch)
        && before.ch.is_alphabetic()
        && (mark.base - before.base).abs() < 0.1 * before.size
        && (mark.x - before.right()).abs() < 0.3 * before.size
}

fn ruled(grid: &Grid, held: Vec<Vec<Glyph>>) -> Ruled {
    let cells = grid.slots.iter().zip(held).filter_map(|(slot, glyphs)| {
        let (text, is_full) = cell_text(lines(glyphs), grid.sides(slot));
        (!slot.is_open || !text.is_empty()).then_some(RuledCell { slot: *slot, text, is_full })
    });
    Ruled { xs: grid.xs.clone(), top: grid.top(), bottom: grid.bottom(), rows: grid.rows(), cells: cells.collect() }
}

/// The text of a cell, and whether its last line is full: what was wrapped is one text, what surely was a paragraph of its own
/// stays one.
fn cell_text(lines: Vec<Line>, (left, right): (f32, f32)) -> (String, bool) {
    // The margin of a cell is no wider than the narrowest room beside a line.
    let margin = lines.iter().map(|l| (l.left() - left).min(right - l.right())).fold(6.0, f32::min).max(0.0);
    let room = right - left - 2.0 * margin;
    let mut text = String::new();
    let mut before: Option<&Line> = None;
    for line in &lines {
        let words: Vec<&str> = line.runs.iter().map(|run| run.2.as_str()).collect();
        let words = words.join(" ");
        if let Some(before) = before {
            let is_number = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
            // Wherever the line stands in the cell, its room is what is left beside it.
            let ends = room - (before.right() - before.left()) > line.first_word() + SURE_END * before.size;
            let two_numbers = is_number(text.chars().next_back()) && is_number(words.chars().next());
            // A number is not broken while there is room for one more digit.
            let parts = ends || two_numbers && room - (before.right() - before.left()) > before.size;
            if parts {
                text.push('\n');
                text.push_str(&words);
            } else {
                append(&mut text, &words);
            }
        } else {
            text = words;
        }
        before = Some(line);
    }
    let is_full = before.is_some_and(|last| room - (last.right() - last.left()) < (1.0 + SURE_END) * last.size);
    (text, is_full)
}

/// Joins the next visual line to a text: without a blank between Chinese characters, with one between Latin words.
pub(super) fn append(text: &mut String, next: &str) {
    let (Some(last), Some(first)) = (text.chars().next_back(), next.chars().next()) else {
        text.push_str(next);
        return;
    };
    let letter_before = text.chars().rev().nth(1).is_some_and(char::is_alphabetic);
    if last == '-' && letter_before && is_latin(text.chars().rev().nth(1).unwrap_or(' ')) && first.is_ascii_lowercase()
    {
        text.pop();
    } else if is_latin(last) && is_latin(first) && (last.is_ascii_alphabetic() || first.is_ascii_alphabetic()) {
        text.push(' ');
    }
    text.push_str(next);
}

/// Parts glyphs into lines by their baselines, and lines into words by their gaps.
pub(super) fn lines(mut glyphs: Vec<Glyph>) -> Vec<Line> {
    glyphs.sort_by(|a, b| a.base.total_cmp(&b.base));
    let mut lines = Vec::new();
    let mut rest = glyphs.as_mut_slice();
    while let Some(&first) = rest.first() {
        // The largest glyph gives the baseline; raised and lowered ones belong to it.
        let mut largest = first;
        let len = rest
            .iter()
            .take_while(|glyph| {
                let same = glyph.base - largest.base <= 0.45 * largest.size.max(glyph.size);
                if same && glyph.size > largest.size * 1.05 && !glyph.ch.is_whitespace() {
                    largest = **glyph;
                }
                same
            })
            .count()
            .max(1);
        let (line, after) = rest.split_at_mut(len);
        rest = after;
        line.sort_by(|a, b| a.x.total_cmp(&b.x));
        lines.extend(one_line(line, largest.base));
    }
    lines
}

fn one_line(glyphs: &[Glyph], base: f32) -> Option<Line> {
    let mut sizes: Vec<f32> = glyphs.iter().filter(|g| !g.ch.is_whitespace()).map(|g| g.size).collect();
    sizes.sort_by(f32::total_cmp);
    let size = *sizes.get(sizes.len() / 2)?;
    let mut runs: Vec<(f32, f32, String)> = Vec::new();
    let mut last: Option<Glyph> = None;
    let mut blank: Option<char> = None;
    for &glyph in glyphs {
        if glyph.ch.is_whitespace() {
            blank = Some(if glyph.ch == '\u{3000}' || blank == Some('\u{3000}') { '\u{3000}' } else { ' ' });
            continue;
        }
        let Some((before, run)) = last.zip(runs.last_mut()) else {
            runs.push((glyph.x, glyph.right(), glyph.ch.into()));
            (last, blank) = (Some(glyph), None);
            continue;
        };
        // Painted twice to look bold.
        if glyph.ch == before.ch
            && (glyph.x - before.x).abs() < 0.4 * glyph.width
            && (glyph.base - before.base).abs() < 0.2 * size
        {
            continue;
        }
        let gap = glyph.x - run.1;
        if gap >= COLUMN_GAP * size {
            runs.push((glyph.x, glyph.right(), glyph.ch.into()));
        } else {
            let least = if is_latin(before.ch) && is_latin(glyph.ch) { 0.2 } else { 0.7 };
            // A blank that takes no room is left over from typesetting.
            match blank {
                Some(blank) if gap > 0.05 * size => run.2.push(blank),
                None if gap > least * size => run.2.push(' '),
                _ => {}
            }
            run.1 = run.1.max(glyph.right());
            run.2.push(glyph.ch);
        }
        (last, blank) = (Some(glyph), None);
    }
    (!runs.is_empty()).then_some(Line { runs, base, size })
}
