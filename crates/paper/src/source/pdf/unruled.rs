//! Tables without ruling lines: cells by the order in which they are painted, columns by where their numbers stand.
//!
//! Programs paint a table cell after cell: the lines of a cell below each other, then the cell to its right, then the next row. So
//! words that were wrapped hang together though no line is drawn around them. Which column a value belongs to, its place tells,
//! together with the headings: each of them stands over one column, or all rows are full. What does not fit stays lines.

use std::ops::Range;

use super::Glyph;
use super::pages::{is_page_number, starts_item};
use super::text::{Line, Piece, append, lines};

mod place;

pub(super) use place::{Decided, Outcome};

/// The most words apart that a page may have to be looked at; a page full of numbers has 400.
const MOST_WORDS: usize = 1_000;
/// The share of the page at its top and foot in which no table stands.
const EDGE: f32 = 0.06;

/// What may be a table: rows of cells as they were painted.
#[derive(Debug, Default)]
pub(super) struct Loose {
    pub rows: Vec<LooseRow>,
    /// The same as lines, if it is no table.
    pub lines: Vec<(Line, u32)>,
    pub top: f32,
}

/// A row of cells, from left to right.
#[derive(Clone, Debug)]
pub(super) struct LooseRow {
    pub page: u32,
    cells: Vec<LooseCell>,
    /// It stands between tables.
    is_heading: bool,
}

#[derive(Clone, Debug)]
struct LooseCell {
    left: f32,
    right: f32,
    /// Baselines of its first and last line.
    first: f32,
    last: f32,
    size: f32,
    text: String,
    /// Numbers below each other, `\n` between them, are one number or several.
    is_number: bool,
}

impl LooseCell {
    fn middle(&self) -> f32 {
        (self.left + self.right) / 2.0
    }

    fn overlaps(&self, (left, right): (f32, f32)) -> bool {
        let slack = 0.1 * self.size;
        self.left + slack < right && left + slack < self.right
    }
}

impl Loose {
    /// How many slots its tables may have.
    pub(super) fn slots(&self) -> usize {
        let widest = self.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        self.rows.len() * widest.min(place::MOST_COLUMNS)
    }
}

impl LooseRow {
    fn top(&self) -> f32 {
        self.cells.iter().map(|cell| cell.first - cell.size).fold(f32::MAX, f32::min)
    }

    fn bottom(&self) -> f32 {
        self.cells.iter().map(|cell| cell.last).fold(f32::MIN, f32::max)
    }

    fn has_number(&self) -> bool {
        self.cells.iter().any(|cell| cell.is_number)
    }

    fn text(&self, between: &str) -> String {
        let cells: Vec<&str> = self.cells.iter().map(|cell| cell.text.as_str()).collect();
        cells.join(between).replace('\n', "/")
    }

    fn is_same(&self, other: &LooseRow) -> bool {
        let same = |(a, b): (&LooseCell, &LooseCell)| a.text == b.text;
        self.cells.len() == other.cells.len() && self.cells.iter().zip(&other.cells).all(same)
    }
}

/// What is painted in one go on one line.
struct Words {
    glyphs: Vec<Glyph>,
    left: f32,
    right: f32,
    base: f32,
    size: f32,
    text: String,
}

/// Parts the glyphs of a page, in the order painted, into lines and what may be tables.
pub(super) fn pieces(glyphs: Vec<Glyph>, page: u32, height: f32) -> Vec<Piece> {
    let words = words(&glyphs);
    if words.len() > MOST_WORDS || words.len() < 4 {
        return lines(glyphs).into_iter().map(Piece::Line).collect();
    }
    let cells = cells(&words);
    let rows = rows(&cells);
    let mut pieces = Vec::new();
    let mut is_taken = vec![false; words.len()];
    for block in blocks(&rows, height) {
        let of_block = || block.clone().flat_map(|row| rows[row].1.clone());
        let held: Vec<Glyph> =
            of_block().flat_map(|cell| cells[cell].1.clone()).flat_map(|n| words[n].glyphs.iter().copied()).collect();
        of_block().flat_map(|cell| cells[cell].1.clone()).for_each(|n| is_taken[n] = true);
        let top = rows[block.start].0.top();
        let rows = block.map(|row| LooseRow { page, ..rows[row].0.clone() }).collect();
        let lines = lines(held).into_iter().map(|line| (line, page)).collect();
        pieces.push(Piece::Loose(Loose { rows, lines, top }));
    }
    let rest = words.iter().zip(&is_taken).filter(|(_, taken)| !**taken).flat_map(|(words, _)| words.glyphs.iter());
    pieces.extend(lines(rest.copied().collect()).into_iter().map(Piece::Line));
    pieces
}

/// Glyphs painted one after the other beside each other.
fn words(glyphs: &[Glyph]) -> Vec<Words> {
    let mut out: Vec<Vec<Glyph>> = Vec::new();
    let mut last: Option<Glyph> = None;
    let mut blank = false;
    for &glyph in glyphs {
        if glyph.ch.is_whitespace() {
            blank = true;
            if let Some(words) = out.last_mut() {
                words.push(glyph);
            }
            continue;
        }
        let follows = last.is_some_and(|before| {
            let em = before.size.max(glyph.size);
            let is_digit = |c: char| c.is_ascii_graphic();
            let gap = glyph.x - before.right();
            let reach = match (is_digit(before.ch), is_digit(glyph.ch), blank) {
                (true, true, false) => 0.2,
                (false, false, true) => 2.2,
                (false, false, false) => 0.35,
                (true, false, true) | (false, true, true) => 1.0,
                _ => 0.65,
            };
            let is_again = glyph.ch == before.ch && (glyph.x - before.x).abs() < 0.4 * glyph.width;
            (glyph.base - before.base).abs() <= 0.3 * em && (is_again || (-0.3 * em..=reach * em).contains(&gap))
        });
        match out.last_mut() {
            Some(words) if follows => words.push(glyph),
            _ => out.push(vec![glyph]),
        }
        (last, blank) = (Some(glyph), false);
    }
    let mut all: Vec<Words> = Vec::with_capacity(out.len());
    for glyphs in out {
        let seen = || glyphs.iter().filter(|glyph| !glyph.ch.is_whitespace());
        let left = seen().map(|glyph| glyph.x).fold(f32::MAX, f32::min);
        let right = seen().map(Glyph::right).fold(f32::MIN, f32::max);
        let Some(first) = seen().next() else { continue };
        let (base, size) = (first.base, seen().map(|glyph| glyph.size).fold(0.0, f32::max));
        let text: Vec<String> = lines(glyphs.clone()).iter().map(Line::text).collect();
        let text = text.join(" ").replace('\t', " ");
        // Painted twice to look bold.
        let again = all.iter_mut().rev().take(3).find(|words| {
            words.text == text && (words.left - left).abs() < 0.4 * size && (words.base - base).abs() < 0.2 * size
        });
        match again {
            Some(words) => words.glyphs.extend(glyphs),
            None => all.push(Words { glyphs, left, right, base, size, text }),
        }
    }
    join_letters(all)
}

/// Letters may be set apart, as in 总 计; words are not.
fn join_letters(all: Vec<Words>) -> Vec<Words> {
    let mut out: Vec<Words> = Vec::with_capacity(all.len());
    for words in all {
        let is_letter = |words: &Words| words.text.chars().count() == 1 && words.text.chars().all(char::is_alphabetic);
        let belongs = out.last().is_some_and(|before| {
            let near = words.left - before.right < 0.75 * words.size && words.left >= before.right;
            let letters = is_letter(before) || is_letter(&words);
            let word = !is_number(&before.text) && !is_number(&words.text);
            near && letters && word && (words.base - before.base).abs() < 0.2 * words.size
        });
        match out.last_mut() {
            Some(before) if belongs => {
                before.glyphs.extend(words.glyphs);
                before.right = words.right;
                before.text.push_str(&words.text);
            }
            _ => out.push(words),
        }
    }
    out
}

/// A number, perhaps with its unit or a remark, or a mark that stands for none.
pub(super) fn is_number(text: &str) -> bool {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if matches!(text.as_str(), "-" | "--" | "—" | "——" | "–" | "－" | "/" | "／" | "\\" | "无" | "*") {
        return true;
    }
    let signed = text.trim_start_matches(['+', '-', '－', '＋', '增', '加', '减', '少', '约', '¥', '￥']);
    let rest = signed.trim_start_matches(|c: char| c.is_numeric() || ".,．，".contains(c));
    let digits = &signed[..signed.len() - rest.len()];
    digits.starts_with(|c: char| c.is_numeric())
        && !digits.ends_with(['.', '．'])
        && (rest.is_empty()
            || rest.starts_with(['（', '('])
            || rest.chars().count() <= 3 && !rest.starts_with(['、', ')', '）']))
}

/// What counts an item, without the item: `二、`, `3.`
fn is_bare(text: &str) -> bool {
    starts_item(text) && text.trim_end().ends_with(['.', '．', '、', '）', ')']) && text.chars().count() <= 5
}

/// Words painted one below the other, as the lines of one cell.
fn cells(all: &[Words]) -> Vec<(LooseCell, Range<usize>)> {
    let mut out: Vec<(LooseCell, Range<usize>)> = Vec::new();
    for (n, words) in all.iter().enumerate() {
        let Words { left, right, base, size, ref text, .. } = *words;
        let number = is_number(text);
        let stacked = out.last().is_some_and(|(cell, range)| {
            let above = &all[range.end - 1];
            let em = above.size.max(size);
            let below = base - above.base;
            let beside = (left - above.left).abs() < 0.5 * em
                || (above.left - 0.3 * em..above.right + 0.3 * em).contains(&((left + right) / 2.0));
            let near = (0.8 * em..1.9 * em).contains(&below) && beside && (above.size - size).abs() < 0.12 * em;
            let starts_row = out.len() < 2 || cell.left < out[out.len() - 2].0.right - 0.3 * em;
            let is_unit = cell.is_number && !number && text.chars().count() <= 2;
            // A line shorter than the one above ends its cell; with another one below, it begins one.
            let begins = starts_row
                && right - left < above.right - above.left - 2.2 * em
                && all.get(n + 1).is_some_and(|next| {
                    (0.8 * em..1.9 * em).contains(&(next.base - base))
                        && ((next.left - left).abs() < 0.3 * em || (next.left + next.right - left - right).abs() < em)
                        && !starts_item(&next.text)
                });
            // What has a neighbour below the line above begins a row.
            let has_neighbour = all.get(n + 1).is_some_and(|next| {
                (next.base - base).abs() < 0.3 * em && next.left > right && next.left < above.right - 0.5 * em
            });
            near && !starts_item(text)
                && !begins
                && !has_neighbour
                && (number == cell.is_number || is_unit)
                && (!starts_row || number || is_unit || is_bare(&above.text) || is_full(all, above, words))
        });
        match out.last_mut() {
            Some((cell, range)) if stacked => {
                // Digits below each other: nobody can tell whether a number was broken.
                if number {
                    cell.text.push('\n');
                    cell.text.push_str(text);
                } else {
                    append(&mut cell.text, text);
                }
                (cell.left, cell.right) = (cell.left.min(left), cell.right.max(right));
                cell.last = base;
                range.end = n + 1;
            }
            _ => {
                let cell =
                    LooseCell { left, right, first: base, last: base, size, text: text.clone(), is_number: number };
                out.push((cell, n..n + 1));
            }
        }
    }
    join_halves(&mut out);
    out
}

/// Whether a line reaches as far as those that stand in the same column, so that the next one may be its rest.
fn is_full(all: &[Words], line: &Words, next: &Words) -> bool {
    let em = line.size;
    let widest = all
        .iter()
        .filter(|other| {
            let same = (other.left - line.left).abs() < 0.3 * em
                || (other.left + other.right - line.left - line.right).abs() < em;
            same && (other.size - em).abs() < 0.12 * em
        })
        .map(|other| other.right - other.left)
        .fold(0.0, f32::max);
    let width = line.right - line.left;
    width > widest - 2.2 * em && width > next.right - next.left - 2.2 * em
}

/// Short lines below each other look like rows of their own, until the cell to their right stands beside all of them.
fn join_halves(cells: &mut Vec<(LooseCell, Range<usize>)>) {
    let mut n = 1;
    while n + 1 < cells.len() {
        let (cell, right) = (&cells[n].0, &cells[n + 1].0);
        let em = cell.size;
        // As high as the cell to the right begins, or as far above its middle as this one ends below it.
        let is_level = (right.first - cell.first).abs() < 0.6 * em;
        let top = if is_level { cell.first } else { right.first.min(right.first + right.last - cell.last) } - 0.5 * em;
        let is_below = |n: usize| {
            let (above, cell) = (&cells[n - 1].0, &cells[n].0);
            (0.8 * em..1.9 * em).contains(&(cell.first - above.last))
                && ((above.middle() - cell.middle()).abs() < 0.4 * em || (above.left - cell.left).abs() < 0.3 * em)
                && !above.is_number
                && !cell.is_number
                && above.first >= top
                && !starts_item(&cell.text)
        };
        if right.left <= cell.right {
            n += 1;
            continue;
        }
        let mut start = n;
        while start > 0 && is_below(start) {
            start -= 1;
        }
        for (cell, range) in cells.drain(start + 1..=n).collect::<Vec<_>>() {
            let (above, above_range) = &mut cells[start];
            append(&mut above.text, &cell.text);
            (above.left, above.right, above.last) = (above.left.min(cell.left), above.right.max(cell.right), cell.last);
            above_range.end = range.end;
        }
        n = start + 1;
    }
}

/// Cells painted from left to right.
fn rows(cells: &[(LooseCell, Range<usize>)]) -> Vec<(LooseRow, Range<usize>)> {
    let mut out: Vec<(LooseRow, Range<usize>)> = Vec::new();
    for (n, (cell, _)) in cells.iter().enumerate() {
        let goes_on = out.last().is_some_and(|(row, _)| {
            let before = &row.cells[row.cells.len() - 1];
            let em = before.size.max(cell.size);
            cell.left > before.right - 0.1 * em && cell.first < row.bottom() + 1.2 * em
        });
        match out.last_mut() {
            Some((row, range)) if goes_on => {
                row.cells.push(cell.clone());
                range.end = n + 1;
            }
            _ => out.push((LooseRow { page: 0, cells: vec![cell.clone()], is_heading: false }, n..n + 1)),
        }
    }
    out
}

/// Rows near to each other, the first and the last of several cells.
fn blocks(rows: &[(LooseRow, Range<usize>)], height: f32) -> Vec<Range<usize>> {
    // Page numbers and running titles are none.
    let is_row = |n: usize| {
        let row = &rows[n].0;
        let is_inside = row.bottom() > EDGE * height && row.top() < (1.0 - EDGE) * height;
        let is_heading = row.cells.len() == 2 && is_bare(&row.cells[0].text) && !row.has_number();
        row.cells.len() > 1 && is_inside && !is_heading && !is_page_number(&row.text(""))
    };
    let follows = |n: usize| {
        let (above, row) = (&rows[n - 1].0, &rows[n].0);
        let em = row.cells[0].size.max(above.cells[0].size);
        let reach = if is_row(n) && is_row(n - 1) { 5.0 } else { 3.5 };
        row.bottom() > above.top() && row.top() - above.bottom() < reach * em
    };
    let mut out = Vec::new();
    let mut start = 0;
    while start < rows.len() {
        if !is_row(start) {
            start += 1;
            continue;
        }
        let mut end = start + 1;
        let mut next = end;
        while next < rows.len() && next < end + 5 && follows(next) {
            next += 1;
            if is_row(next - 1) {
                end = next;
            }
        }
        // Labels right below, whose values are all blank.
        let first = rows[start..end].iter().flat_map(|row| &row.0.cells).filter(|cell| cell.is_number);
        let first = first.map(|cell| cell.left).fold(f32::MAX, f32::min);
        // Only headings so far: what is left of the second of them is a label.
        let first = if first == f32::MAX { rows[end - 1].0.cells[1].left } else { first };
        while end < rows.len() && follows(end) {
            let (cell, above) = (&rows[end].0.cells[0], &rows[end - 1].0.cells[0]);
            let is_label = cell.right < first && (cell.size - above.size).abs() < 0.08 * cell.size && !cell.is_number;
            if !is_label || rows[end].0.top() - rows[end - 1].0.bottom() > 1.5 * cell.size {
                break;
            }
            end += 1;
        }
        out.push(start..end);
        start = end;
    }
    out
}
