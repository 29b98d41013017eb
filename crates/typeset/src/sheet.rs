//! From parts to the value that the template reads. All that can be decided before the page is known is decided here;
//! words go in as JSON strings and are never read as markup.

use std::ops::Range;

use jiff::civil::Date;
use paper::document::{Align, Block, Document, Grid, Level, Placed, Role, chinese_date};
use paper::pages::{cell_size, mark_size, sections, signature_from_left};
use paper::standard::*;
use paper::visible::visible;
use serde_json::{Value, json};

use crate::fonts::{Fonts, MISSING};

/// What `paper.typ` finds in `sys.inputs`: lengths in points, words as lines of pieces.
pub(crate) fn sheet(document: &Document, fonts: &Fonts, dated: Date) -> Value {
    let setter = Setter { fonts };
    let sections = sections(document).into_iter().map(|section| {
        let width = if section.turned { TEXT_HEIGHT } else { TEXT_WIDTH };
        let blocks = section.blocks.iter().enumerate().map(|(at, block)| {
            let before = at.checked_sub(1).map(|i| section.blocks[i]);
            setter.block(before, block, section.blocks.get(at + 1).copied(), width)
        });
        json!({ "turned": section.turned, "blocks": blocks.collect::<Vec<_>>() })
    });
    let stacks = &fonts.stacks;
    json!({
        "name": visible(&document.name).replace('\n', " "),
        "date": [dated.year(), dated.month(), dated.day()],
        "fonts": { "body": stacks.body, "kai": stacks.kai, "hei": stacks.hei, "song": stacks.song, "title": stacks.title },
        "sizes": { "body": half(SIZE_3), "title": half(SIZE_2), "small": half(SIZE_4), "caption": half(SIZE_SMALL_4) },
        "line": pt(LINE),
        "character": pt(CHARACTER),
        "tighter": pt(TIGHTER),
        "upright": {
            "width": pt(PAGE_WIDTH), "height": pt(PAGE_HEIGHT),
            "top": pt(TOP), "right": pt(RIGHT), "bottom": pt(BOTTOM), "left": pt(LEFT),
        },
        "turned": {
            "width": pt(PAGE_HEIGHT), "height": pt(PAGE_WIDTH),
            "top": pt(TURNED_TOP), "right": pt(TURNED_RIGHT), "bottom": pt(TURNED_BOTTOM), "left": pt(TURNED_LEFT),
        },
        "number_below": pt(PAGE_NUMBER_BELOW),
        "mark_below": pt(MARK_BELOW_TOP),
        "red": format!("#{RED}"),
        "red_line": f64::from(RED_LINE_EIGHTHS) / 8.0,
        "red_line_space": RED_LINE_SPACE_PT,
        "imprint_outer": f64::from(IMPRINT_OUTER_EIGHTHS) / 8.0,
        "imprint_inner": f64::from(IMPRINT_INNER_EIGHTHS) / 8.0,
        "seal_lines": LINES_FOR_SEAL,
        "cell_padding": pt(CELL_PADDING),
        "cell_headroom": pt(CELL_HEADROOM),
        "sections": sections.collect::<Vec<_>>(),
    })
}

/// Points from twips.
fn pt(twips: i32) -> f64 {
    f64::from(twips) / 20.0
}

/// Points from half points.
fn half(half_points: i32) -> f64 {
    f64::from(half_points) / 2.0
}

/// Selectors of a written form: no sign of their own, they choose one of the 汉字 before them.
pub(crate) fn is_written_form(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

struct Setter<'a> {
    fonts: &'a Fonts,
}

impl Setter<'_> {
    fn block(&self, before: Option<&Block>, block: &Block, after: Option<&Block>, width: i32) -> Value {
        // A signature alone on a page belongs to nothing.
        let keep = matches!(after, Some(Block::Signature { .. } | Block::Attachments(_)));
        // Half-width characters that a line of body type holds.
        let room = usize::try_from(2 * width / CHARACTER).unwrap_or_default();
        match block {
            Block::Masthead { organ } => {
                let size = mark_size(organ, width);
                json!({ "kind": "masthead", "words": self.words(organ, room), "size": half(size) })
            }
            Block::Number(number) => {
                let red_line = matches!(before, Some(Block::Masthead { .. }));
                json!({ "kind": "number", "words": self.words(number, room), "red_line": red_line })
            }
            Block::Title(title) => {
                let lowered = matches!(before, Some(Block::Number(_) | Block::Masthead { .. }));
                json!({ "kind": "title", "words": self.words(title, room * 2 / 3), "lowered": lowered })
            }
            Block::Addressee(name) => json!({ "kind": "flush", "words": self.words(&format!("{name}："), room) }),
            Block::Heading { level, text } => {
                let level = match level {
                    Level::One => 2,
                    Level::Two => 3,
                    Level::Three => 4,
                    Level::Four => 5,
                };
                json!({ "kind": "heading", "level": level, "words": self.words(text, room - 4) })
            }
            Block::Paragraph(runs) => {
                let runs: Vec<_> =
                    runs.iter().map(|r| json!({ "bold": r.bold, "words": self.words(&r.text, room) })).collect();
                json!({ "kind": "paragraph", "runs": runs, "keep": keep })
            }
            Block::Grid(grid) => self.grid(grid, width),
            Block::Attachments(names) => {
                let names: Vec<_> = names.iter().map(|name| self.words(name, room - 12)).collect();
                json!({ "kind": "attachments", "names": names, "keep": keep })
            }
            Block::Signature { organ, date } => {
                let date = chinese_date(*date);
                let left = pt(signature_from_left(organ, &date, width));
                json!({ "kind": "signature", "organ": self.words(organ, room), "date": date, "left": left })
            }
            Block::Imprint { copies_to, printed_by, printed_on } => {
                let copies =
                    (!copies_to.is_empty()).then(|| self.words(&format!("抄送：{}。", copies_to.join("，")), room));
                let printed_on = format!("{}印发", chinese_date(*printed_on));
                json!({ "kind": "imprint", "copies": copies, "by": self.words(printed_by, room), "on": printed_on })
            }
            Block::PageBreak => json!({ "kind": "break" }),
            // `sections` has taken it apart.
            Block::Landscape(_) => json!({ "kind": "none" }),
        }
    }

    fn grid(&self, grid: &Grid, width: i32) -> Value {
        let bands = bands(grid).into_iter().map(|(head, rows)| {
            let cells = grid.rows()[rows].iter().flat_map(|row| self.row(grid, row, width));
            json!({ "head": head, "cells": cells.collect::<Vec<_>>() })
        });
        json!({
            "kind": "grid", "size": half(cell_size(grid)), "widths": grid.widths(), "bands": bands.collect::<Vec<_>>(),
            "caption": grid.caption().map(|caption| self.words(caption, 60)),
        })
    }

    fn row(&self, grid: &Grid, row: &[Placed], width: i32) -> Vec<Value> {
        let room = |placed: &Placed| {
            let columns = placed.column..placed.column + usize::from(placed.cell.colspan);
            let percents: i32 = grid.widths()[columns].iter().map(|&w| i32::from(w)).sum();
            let room = (width * percents / 100 - 2 * CELL_PADDING) / (cell_size(grid) * 5);
            usize::try_from(room).unwrap_or_default().max(1)
        };
        let whole = row.iter().all(|placed| lines(&placed.cell.text, room(placed)) <= MOST_LINES_UNTORN);
        let cells = row.iter().map(|placed| {
            let cell = &placed.cell;
            let align = match cell.align {
                Align::Left => "left",
                Align::Center => "center",
                Align::Right => "right",
            };
            json!({
                "x": placed.column, "y": placed.row, "across": cell.colspan, "down": cell.rowspan,
                "align": align, "head": cell.role == Role::ColumnHeader,
                "torn": !whole || cell.rowspan > 1,
                "words": self.words(&cell.text, room(placed)),
            })
        });
        cells.collect()
    }

    /// The words as lines of pieces; between two pieces a line may end, though nothing in the words says so. `room` is how
    /// many half-width characters fit: only what is longer than that without a place to break is cut up.
    fn words(&self, text: &str, room: usize) -> Vec<Vec<String>> {
        let mut previous_missing = false;
        let settable: String = visible(text)
            .chars()
            .filter_map(|c| {
                // The selector after a missing character has nothing to select from.
                let orphan = previous_missing && is_written_form(c);
                previous_missing = !self.fonts.has(c);
                if orphan { None } else { Some(if previous_missing { MISSING } else { c }) }
            })
            .collect();
        settable.replace('\t', " ").split('\n').map(|line| pieces(line, room)).collect()
    }
}

/// A row with more lines than this in a cell may be torn by the end of a page; half a page.
const MOST_LINES_UNTORN: usize = 15;

/// The rows of the table in bands, each either all headings or none; a heading that reaches into the data makes data of its row.
fn bands(grid: &Grid) -> Vec<(bool, Range<usize>)> {
    let rows = grid.rows();
    let mut bands: Vec<(bool, Range<usize>)> = Vec::new();
    let mut row = 0;
    while row < rows.len() {
        let is_head = |row: usize| rows[row].iter().all(|placed| placed.cell.role == Role::ColumnHeader);
        let heads = (row..rows.len()).take_while(|&row| is_head(row) && !rows[row].is_empty()).count();
        let end = row + heads;
        let inside = rows[row..end].iter().flatten().all(|p| p.row + usize::from(p.cell.rowspan) <= end);
        let last = end == rows.len();
        let (head, end) = if heads > 0 && inside && !last { (true, end) } else { (false, end.max(row + 1)) };
        match bands.last_mut() {
            Some((false, before)) if !head => before.end = end,
            _ => bands.push((head, row..end)),
        }
        row = end;
    }
    bands
}

fn lines(text: &str, room: usize) -> usize {
    let half_widths = |line: &str| line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    text.split('\n').map(|line| half_widths(line).div_ceil(room).max(1)).sum()
}

/// The line, with stretches of more than `room` characters that offer no place to break cut into pieces of an eighth of it.
fn pieces(line: &str, room: usize) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let solid = |c: char| c < '\u{2e80}' && !c.is_whitespace();
        let end = rest.find(|c| solid(c) != solid(first)).unwrap_or(rest.len());
        let (stretch, after) = rest.split_at(end);
        if solid(first) && stretch.chars().count() > room {
            let characters: Vec<char> = stretch.chars().collect();
            pieces.extend(characters.chunks((room / 8).max(1)).map(String::from_iter));
            pieces.push(String::new());
        } else if let Some(last) = pieces.last_mut() {
            last.push_str(stretch);
        }
        rest = after;
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_cannot_be_broken_is_cut_up() {
        for (line, room, expected) in [
            ("", 4, vec![]),
            ("信息公开工作年度报告", 4, vec!["信息公开工作年度报告"]),
            ("共 1234 件", 4, vec!["共 1234 件"]),
            ("共12345件", 4, vec!["共", "1", "2", "3", "4", "5", "件"]),
        ] {
            assert_eq!(pieces(line, room), expected, "{line}");
        }
    }
}
