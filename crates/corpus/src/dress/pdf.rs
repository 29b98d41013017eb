//! PDF with a text layer, as printers and exporters draw it: glyphs at their places, ruling lines, pages.
//!
//! A small writer of our own: what no library of the readers has a hand in.

mod draw;
mod file;

use crate::chance::Chance;
use crate::grid::{Grid, Places};
use crate::page::{Page, Piece};

use draw::{Canvas, Lines};
use file::Fonts;
pub use file::scanned;

const LEFT: f32 = 70.0;
const RIGHT: f32 = 525.0;
const TOP: f32 = 770.0;
const BOTTOM: f32 = 75.0;

/// What is drawn how.
#[derive(Clone, Copy, Debug)]
struct Habits {
    lines: Lines,
    repeat: bool,
    /// A row may be cut by the end of a page.
    cut_rows: bool,
    size: f32,
}

/// The file of a page, and its layout's name.
pub fn write(page: &Page, chance: &mut Chance) -> (Vec<u8>, &'static str) {
    let (lines, layout) = chance.weigh(&[
        (30, (Lines::Strokes, "strokes")),
        (25, (Lines::Boxes, "boxes")),
        (25, (Lines::Fills, "thin fills")),
        (8, (Lines::None, "borderless")),
    ]);
    let habits = Habits {
        lines,
        repeat: chance.hit(40),
        cut_rows: chance.hit(25),
        size: if chance.hit(30) { 8.0 } else { 9.0 },
    };
    let fonts = chance.weigh(&[(45, Fonts::Identity), (25, Fonts::UniGb), (30, Fonts::LatinApart)]);
    let numbered = chance.hit(80);
    let running = chance.hit(15).then(|| page.site.clone());
    let mut canvas = Canvas::new(fonts, chance.below(3), numbered, running);
    for piece in &page.pieces {
        match piece {
            Piece::Title(lines) => {
                canvas.space(12.0);
                for line in lines {
                    canvas.paragraph(line, 18.0, draw::Place::Centre);
                }
                canvas.space(12.0);
            }
            Piece::Heading(numeral, words) => {
                canvas.paragraph(&format!("\u{3000}\u{3000}{numeral}{words}"), 14.0, draw::Place::Left)
            }
            Piece::Text(text) => canvas.paragraph(&format!("\u{3000}\u{3000}{text}"), 12.0, draw::Place::Left),
            Piece::Table(grid) => {
                canvas.space(8.0);
                table(grid, &habits, &mut canvas);
                canvas.space(14.0);
            }
            Piece::Signature(lines) => {
                canvas.space(20.0);
                for line in lines {
                    canvas.paragraph(&format!("{line}\u{3000}"), 12.0, draw::Place::Right);
                }
            }
        }
    }
    (canvas.finish(), layout)
}

/// A cell's text in lines of its width.
fn wrap(text: &str, width: f32, size: f32) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        let mut used = 0.0;
        for c in paragraph.chars() {
            let wide = draw::advance(c) * size;
            // A number is not torn unless it has to be.
            if used + wide > width
                && !line.is_empty()
                && !(c.is_ascii_digit() && line.ends_with(|c: char| c.is_ascii_digit()))
            {
                lines.push(std::mem::take(&mut line));
                used = 0.0;
            }
            line.push(c);
            used += wide;
        }
        lines.push(line);
    }
    lines
}

fn table(grid: &Grid, habits: &Habits, canvas: &mut Canvas) {
    let places = grid.places();
    let scale = (RIGHT - LEFT) / (*places.edges.last().unwrap_or(&1) as f32);
    let edge = |column: usize| LEFT + places.edges[column] as f32 * scale;
    let size = habits.size;
    let leading = size * 1.3;
    let mut heights = vec![leading + 6.0; places.rows];
    for placed in places.boxes.iter().filter(|placed| placed.boxed.rowspan == 1) {
        let width = edge(placed.column + placed.colspan) - edge(placed.column) - 4.0;
        let lines = wrap(&placed.boxed.text, width, size).len() as f32;
        heights[placed.row] = heights[placed.row].max(lines * leading + 6.0);
    }
    // A label over several rows needs its room too.
    for placed in places.boxes.iter().filter(|placed| placed.boxed.rowspan > 1) {
        let width = edge(placed.column + placed.colspan) - edge(placed.column) - 4.0;
        let needed = wrap(&placed.boxed.text, width, size).len() as f32 * leading + 6.0;
        let last = (placed.row + placed.boxed.rowspan - 1).min(places.rows - 1);
        let there: f32 = heights[placed.row..=last].iter().sum();
        heights[last] += (needed - there).max(0.0);
    }
    canvas.rest.clear();
    let mut from = 0;
    while from < places.rows {
        let repeated = if from > 0 && habits.repeat { grid.head } else { 0 };
        let room = canvas.room() - heights[..repeated].iter().sum::<f32>();
        let mut to = from;
        let mut used = 0.0;
        while to < places.rows && used + heights[to] <= room {
            used += heights[to];
            to += 1;
        }
        // No page ends inside the heading of a table, or right behind it.
        if to == from || (from == 0 && to <= grid.head && to < places.rows) {
            canvas.new_page();
            continue;
        }
        let mut y = canvas.y;
        if repeated > 0 {
            y = rows(&places, &heights, 0..repeated, y, &edge, habits, canvas, 0.0);
        }
        // The next row begins on this page and ends on the next one.
        let rest = room - used;
        let tall = to < places.rows && heights[to] > leading * 2.0 + 5.0 && rest > leading + 4.0;
        let cut = if habits.cut_rows && tall && (to + 1 < places.rows) { rest.min(leading + 4.0) } else { 0.0 };
        canvas.y = rows(&places, &heights, from..to, y, &edge, habits, canvas, cut);
        from = to;
        if from < places.rows {
            canvas.new_page();
            if cut > 0.0 {
                let mut y = canvas.y;
                if habits.repeat && grid.head > 0 {
                    y = rows(&places, &heights, 0..grid.head, y, &edge, habits, canvas, 0.0);
                }
                canvas.y = cut_row(&places, &heights, from, y, cut, &edge, habits, canvas);
                from += 1;
            }
        }
    }
}

/// Draws some rows from `y` downwards, and of the row after them the first `cut` points.
#[allow(clippy::too_many_arguments, reason = "one drawing routine with its page")]
fn rows(
    places: &Places<'_>,
    heights: &[f32],
    range: std::ops::Range<usize>,
    top: f32,
    edge: &dyn Fn(usize) -> f32,
    habits: &Habits,
    canvas: &mut Canvas,
    cut: f32,
) -> f32 {
    let size = habits.size;
    let leading = size * 1.3;
    let y_of = |row: usize| top - heights[range.start..row.clamp(range.start, range.end)].iter().sum::<f32>();
    let end = range.end + usize::from(cut > 0.0);
    for placed in &places.boxes {
        let last = placed.row + placed.boxed.rowspan;
        if placed.row >= end || last <= range.start {
            continue;
        }
        let (left, right) = (edge(placed.column), edge(placed.column + placed.colspan));
        let upper = y_of(placed.row.max(range.start));
        let reaches_cut = last > range.end && cut > 0.0;
        let lower = y_of(last.min(range.end)) - if reaches_cut { cut } else { 0.0 };
        canvas.cell(left, lower, right, upper, habits.lines);
        // What began on the page before has its words there, as far as they found room.
        let mut lines = match placed.row < range.start {
            true => canvas.rest.remove(&(placed.row, placed.column)).unwrap_or_default(),
            false => wrap(&placed.boxed.text, right - left - 4.0, size),
        };
        if placed.row >= range.end {
            lines.truncate(1);
        } else if last > range.end {
            let fit = ((upper - lower) / leading) as usize;
            let rest = lines.split_off(fit.min(lines.len()));
            canvas.rest.insert((placed.row, placed.column), rest);
        }
        let middle = f32::midpoint(upper, lower) + lines.len() as f32 * leading / 2.0;
        let start = if placed.row >= range.end { upper - 2.0 } else { middle.min(upper - 1.0) };
        for (i, line) in lines.iter().enumerate() {
            let width: f32 = line.chars().map(|c| draw::advance(c) * size).sum();
            let x = f32::midpoint(left, right) - width / 2.0;
            canvas.text(line, x.max(left + 1.0), start - leading * (i as f32 + 0.8), size);
        }
    }
    y_of(range.end) - cut
}

/// The rest of a row that the page before began: the lines of its labels but the first.
#[allow(clippy::too_many_arguments, reason = "one drawing routine with its page")]
fn cut_row(
    places: &Places<'_>,
    heights: &[f32],
    row: usize,
    top: f32,
    cut: f32,
    edge: &dyn Fn(usize) -> f32,
    habits: &Habits,
    canvas: &mut Canvas,
) -> f32 {
    let leading = habits.size * 1.3;
    let bottom = top - (heights[row] - cut).max(leading + 4.0);
    for placed in places.boxes.iter().filter(|p| p.row <= row && p.row + p.boxed.rowspan > row) {
        let (left, right) = (edge(placed.column), edge(placed.column + placed.colspan));
        canvas.cell(left, bottom, right, top, habits.lines);
        if placed.row < row {
            continue; // What is left of its words comes with the rows below.
        }
        let lines = wrap(&placed.boxed.text, right - left - 4.0, habits.size);
        for (i, line) in lines.iter().skip(1).enumerate() {
            canvas.text(line, left + 2.0, top - 2.0 - leading * (i as f32 + 0.8), habits.size);
        }
    }
    bottom
}
