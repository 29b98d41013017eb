//! From pages to one text: what every page repeats is dropped, what a page break cut is mended, lines become paragraphs.

use std::collections::{HashMap, HashSet};

use super::ruling::Slot;
use super::text::{LaidOut, Line, Piece, Ruled, RuledCell, append};
use super::unruled::{Decided, Loose, Outcome, is_number};
use crate::source::{At, Cell, Line as Paragraph, Part, Table};

/// The share of the page at its top and foot where page numbers and running titles stand.
const MARGIN_ZONE: f32 = 0.13;
/// How far the edges of two halves of a table may be apart, in points.
const SAME_EDGE: f32 = 4.0;

/// Puts the pages together.
pub(super) fn join(mut pages: Vec<LaidOut>) -> Vec<Part> {
    drop_running(&mut pages);
    let margins = Margins::new(&pages);
    let mut writer = Writer::default();
    for n in 0..pages.len() {
        let continues = pages.get(n + 1).and_then(|next| match next.pieces.first() {
            Some(Piece::Table(table)) => Some(table.xs.clone()),
            _ => None,
        });
        if let Some(next) = continues {
            take_overflow(&mut pages[n].pieces, &next);
        }
    }
    join_loose(&mut pages);
    for page in pages {
        let (number, width, height) = (page.number, page.width, page.height);
        for (nth, piece) in page.pieces.into_iter().enumerate() {
            match piece {
                Piece::Line(line) => writer.line(line, number, margins.of(width)),
                Piece::Table(table) => writer.table(table, number, nth == 0, height),
                Piece::Loose(loose) => writer.loose(loose, margins.of(width)),
            }
        }
    }
    writer.finish()
}

/// Puts what may be a table together with what goes on with it on the next page.
fn join_loose(pages: &mut [LaidOut]) {
    for n in (1..pages.len()).rev() {
        let (before, after) = pages.split_at_mut(n);
        let (Some(Piece::Loose(above)), Some(Piece::Loose(below))) =
            (before[n - 1].pieces.last_mut(), after[0].pieces.first_mut())
        else {
            continue;
        };
        if above.takes(below) {
            above.rows.append(&mut below.rows);
            above.lines.append(&mut below.lines);
            after[0].pieces.remove(0);
        }
    }
}

/// Drops page numbers, and what stands at the same place of the margin on half of the pages.
fn drop_running(pages: &mut [LaidOut]) {
    let in_margin = |page: &LaidOut, line: &Line| {
        line.base < MARGIN_ZONE * page.height || line.base > (1.0 - MARGIN_ZONE) * page.height
    };
    let key = |line: &Line| {
        let text: String = line.text().chars().filter(|c| !c.is_ascii_digit() && !c.is_whitespace()).collect();
        (text, (line.base / 4.0).round() as i32)
    };
    let mut seen: HashMap<(String, i32), HashSet<u32>> = HashMap::new();
    let mut offsets: HashMap<i64, usize> = HashMap::new();
    for page in pages.iter() {
        for piece in &page.pieces {
            if let Piece::Line(line) = piece
                && in_margin(page, line)
            {
                // A line may fall to either side of a rounding step.
                let (text, base) = key(line);
                for base in [base - 1, base, base + 1] {
                    seen.entry((text.clone(), base)).or_default().insert(page.number);
                }
                if let Some(PageNumber::Bare(number)) = page_number(&line.text()) {
                    *offsets.entry(number - i64::from(page.number)).or_default() += 1;
                }
            }
        }
    }
    let count = pages.len();
    for page in pages {
        let (height, number) = (page.height, i64::from(page.number));
        page.pieces.retain(|piece| {
            let Piece::Line(line) = piece else { return true };
            if !(line.base < MARGIN_ZONE * height || line.base > (1.0 - MARGIN_ZONE) * height) {
                return true;
            }
            let is_number = match page_number(&line.text()) {
                Some(PageNumber::Dressed) => true,
                // A bare number counts pages if it is this page's, or stands as far from it on another page too.
                Some(PageNumber::Bare(n)) => n == number || offsets.get(&(n - number)).is_some_and(|&times| times >= 2),
                None => false,
            };
            let times = seen.get(&key(line)).map_or(0, HashSet::len);
            let repeats = times >= 2 && times * 2 >= count && !key(line).0.is_empty();
            !is_number && !repeats
        });
    }
}

/// Gives a cell the lines that a page break pushed out below the border of its table. Some programs cut the border, not the text.
fn take_overflow(pieces: &mut Vec<Piece>, next: &[f32]) {
    let Some(n) = pieces.iter().rposition(|piece| matches!(piece, Piece::Table(_))) else { return };
    let (before, after) = pieces.split_at_mut(n + 1);
    let Some(Piece::Table(table)) = before.last_mut() else { return };
    if !same_grid(&table.xs, next) {
        return;
    }
    let mut taken = Vec::new();
    for piece in &*after {
        let Piece::Line(line) = piece else { return };
        if line.base > table.bottom + 3.5 * line.size || line.runs.len() > 20 || taken.len() > 20 {
            return;
        }
        for (left, right, text) in &line.runs {
            let holds = |cell: &RuledCell| {
                let Slot { row, rowspan, column, colspan, .. } = cell.slot;
                let ends_below = row + rowspan == table.rows && reads_on(cell, text);
                ends_below && table.xs[column] - 1.0 < *left && table.xs[column + colspan] + 1.0 > *right
            };
            match table.cells.iter().position(holds) {
                Some(n) => taken.push((n, text.clone())),
                None => return,
            }
        }
    }
    for (n, text) in taken {
        append(&mut table.cells[n].text, &text);
    }
    pieces.truncate(n + 1);
}

/// Whether a line is a page number.
pub(super) fn is_page_number(text: &str) -> bool {
    page_number(text).is_some()
}

enum PageNumber {
    /// `- 3 -`, `第3页 共5页`, `3/5`.
    Dressed,
    /// `3`
    Bare(i64),
}

fn page_number(text: &str) -> Option<PageNumber> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let bare = |s: &str| (!s.is_empty() && s.len() <= 4).then(|| s.parse::<i64>().ok()).flatten();
    if let Some(number) = bare(&text) {
        return Some(PageNumber::Bare(number));
    }
    let stripped = text.trim_matches(|c: char| "-—–－―─·•~～".contains(c));
    let is_dressed = stripped.len() < text.len() && bare(stripped).is_some()
        || stripped.split_once(['/', '／']).is_some_and(|(a, b)| bare(a).is_some() && bare(b).is_some())
        || {
            let rest: String = stripped.chars().filter(|c| !c.is_ascii_digit()).collect();
            rest.len() < stripped.len()
                && matches!(
                    rest.as_str(),
                    "第页"
                        | "第页共页"
                        | "第页，共页"
                        | "第页,共页"
                        | "第页/共页"
                        | "共页第页"
                        | "共页，第页"
                        | "第页（共页）"
                        | "Page"
                        | "Pageof"
                        | "页"
                )
        };
    is_dressed.then_some(PageNumber::Dressed)
}

/// Between which edges the text of a page runs.
#[derive(Clone, Copy, Debug)]
struct Margin {
    left: f32,
    right: f32,
    /// The size of most of the text.
    size: f32,
}

/// The margins of pages of each width: turned pages have their own.
struct Margins(HashMap<i32, Margin>);

impl Margins {
    fn new(pages: &[LaidOut]) -> Self {
        let mut by_width: HashMap<i32, Vec<&Line>> = HashMap::new();
        for page in pages {
            let lines =
                page.pieces.iter().filter_map(|piece| if let Piece::Line(line) = piece { Some(line) } else { None });
            by_width.entry(page.width.round() as i32).or_default().extend(lines);
        }
        let margin = |(width, lines): (i32, Vec<&Line>)| {
            let page = width as f32;
            let mut sizes: HashMap<i32, f32> = HashMap::new();
            for line in &lines {
                *sizes.entry((line.size * 4.0).round() as i32).or_default() += line.right() - line.left();
            }
            let size = sizes
                .into_iter()
                .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
                .map_or(12.0, |size| size.0 as f32 / 4.0);
            let left = lines.iter().map(|line| line.left()).fold(f32::MAX, f32::min).min(page / 3.0);
            // Punctuation may hang over the edge, so the edge is where two lines end, or else mirrors the left one.
            let mut rights: Vec<f32> = lines.iter().map(|line| line.right()).collect();
            rights.sort_by(|a, b| b.total_cmp(a));
            let shared = rights.windows(2).find(|pair| pair[0] - pair[1] < 6.0).map(|pair| pair[1]);
            let right = shared.filter(|&right| right > page / 2.0).unwrap_or(page - left);
            // A page number hangs out now and then; the text begins where full lines begin.
            let full = lines.iter().filter(|line| line.right() > right - 1.5 * line.size);
            let left = full.map(|line| line.left()).fold(f32::MAX, f32::min);
            let left = if left == f32::MAX { page - right } else { left };
            // Of a short text all full lines may be first ones, indented by two characters.
            let outer = lines.iter().filter(|line| (line.size - size).abs() < 0.12 * size).map(|line| line.left());
            let left = outer.filter(|x| ((left - x) / size - 2.0).abs() < 0.3).fold(left, f32::min);
            (width, Margin { left, right, size })
        };
        Self(by_width.into_iter().map(margin).collect())
    }

    fn of(&self, width: f32) -> Margin {
        self.0.get(&(width.round() as i32)).copied().unwrap_or(Margin { left: 0.0, right: width, size: 12.0 })
    }
}

/// Writes the parts in reading order.
#[derive(Default)]
struct Writer {
    parts: Vec<Part>,
    lines: u32,
    /// The last part, while it may go on.
    open: Option<Open>,
}

enum Open {
    Paragraph { text: String, at: At, last: Line, page: u32, count: usize },
    Table(Box<Growing>),
}

/// A table that may go on, on the next page.
struct Growing {
    xs: Vec<f32>,
    rows: usize,
    cells: Vec<RuledCell>,
    /// The page of each row.
    pages: Vec<u32>,
    /// Whether it reaches down far enough to have been cut.
    reaches_down: bool,
}

impl Writer {
    fn next_line(&mut self) -> u32 {
        self.lines += 1;
        self.lines
    }

    fn line(&mut self, line: Line, number: u32, margin: Margin) {
        if let Some(Open::Paragraph { text, last, page, count, .. }) = &mut self.open
            && goes_on(last, &line, *page == number, margin, *count, text)
        {
            append(text, &line.text());
            (*last, *page) = (line, number);
            *count += 1;
            return;
        }
        self.close();
        let text = line.text();
        let at = At { line: self.next_line(), page: Some(number) };
        self.open = Some(Open::Paragraph { text, at, last: line, page: number, count: 1 });
    }

    fn table(&mut self, table: Ruled, number: u32, is_first: bool, height: f32) {
        let reaches_down = table.bottom > height / 2.0;
        if let Some(Open::Table(growing)) = &mut self.open
            && is_first
            && growing.reaches_down
            && growing.pages.last().is_some_and(|&page| page + 1 == number)
            && same_grid(&growing.xs, &table.xs)
        {
            growing.add(table, number);
            growing.reaches_down = reaches_down;
            return;
        }
        self.close();
        let Ruled { xs, rows, cells, .. } = table;
        let pages = vec![number; rows];
        self.open = Some(Open::Table(Box::new(Growing { xs, rows, cells, pages, reaches_down })));
    }

    /// What may be a table: tables, or else lines.
    fn loose(&mut self, loose: Loose, margin: Margin) {
        let Some(outcomes) = loose.outcomes() else {
            for (line, page) in loose.lines {
                self.line(line, page, margin);
            }
            return;
        };
        for outcome in outcomes {
            self.close();
            match outcome {
                Outcome::Words { text, page } => {
                    let at = At { line: self.next_line(), page: Some(page) };
                    self.parts.push(Part::Line(Paragraph { text, at }));
                }
                Outcome::Table(Decided { columns, rows, cells, pages }) => {
                    let xs = (0..=columns).map(|n| n as f32).collect();
                    self.open = Some(Open::Table(Box::new(Growing { xs, rows, cells, pages, reaches_down: false })));
                }
            }
        }
        self.close();
    }

    fn close(&mut self) {
        match self.open.take() {
            Some(Open::Paragraph { text, at, .. }) => {
                let text = text.trim();
                if !text.is_empty() {
                    self.parts.push(Part::Line(Paragraph { text: text.into(), at }));
                }
            }
            Some(Open::Table(growing)) => {
                let Growing { xs, rows, cells, pages, .. } = *growing;
                let at: Vec<At> = pages.iter().map(|&page| At { line: self.next_line(), page: Some(page) }).collect();
                let cell = |RuledCell { slot, text, .. }: RuledCell| Cell {
                    row: slot.row,
                    column: slot.column,
                    rowspan: slot.rowspan,
                    colspan: slot.colspan,
                    text: text.trim().into(),
                    at: at[slot.row],
                };
                let mut cells: Vec<Cell> = cells.into_iter().map(cell).collect();
                cells.sort_by_key(|cell| (cell.row, cell.column));
                self.parts.push(Part::Table(Table { rows, columns: xs.len() - 1, cells }));
            }
            None => {}
        }
    }

    fn finish(mut self) -> Vec<Part> {
        self.close();
        self.parts
    }
}

/// Whether a line continues the paragraph of the line before it.
fn goes_on(last: &Line, next: &Line, same_page: bool, margin: Margin, count: usize, text: &str) -> bool {
    let em = last.size;
    if last.runs.len() > 1 || next.runs.len() > 1 || (last.size - next.size).abs() > 0.12 * em {
        return false;
    }
    if same_page && next.base - last.base > 2.6 * em {
        return false;
    }
    let full = margin.right - margin.left;
    let is_centred = |line: &Line| {
        let (before, after) = (line.left() - margin.left, margin.right - line.right());
        before > 1.5 * em && (before - after).abs() < 1.2 * em
    };
    // A title over several lines, each in the middle; its first line may be full.
    if is_centred(next) && (is_centred(last) || em > 1.15 * margin.size) {
        return !starts_item(&next.text()) && full - (last.right() - last.left()) < 4.0 * em;
    }
    if last.ends_before(margin.right, next) {
        return false;
    }
    let is_indented = next.left() > margin.left + 1.2 * em;
    // A block that is indented as a whole goes on at the same indent; its first line stood further out or in.
    let keeps_indent = count > 1 && (next.left() - last.left()).abs() < 0.4 * em;
    if is_indented && !keeps_indent {
        return false;
    }
    !(starts_item(&next.text()) && text.ends_with(['。', '；', '：', '！', '？', '.', ';', ':']))
}

/// `一、`, `（一）`, `1.`: what begins an item of a list or a heading.
pub(super) fn starts_item(text: &str) -> bool {
    let is_number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let text = text.trim_start();
    let inner = text.strip_prefix(['（', '(']);
    let after = inner.unwrap_or(text).trim_start_matches(is_number);
    after.len() < inner.unwrap_or(text).len()
        && if inner.is_some() { after.starts_with(['）', ')']) } else { after.starts_with(['、', '.', '．']) }
}

/// Whether a table on the next page has the columns of one: the same outer edges, and no inner edge that the finer of both lacks.
fn same_grid(above: &[f32], below: &[f32]) -> bool {
    let (few, many) = if above.len() > below.len() { (below, above) } else { (above, below) };
    let places = places_in(few, many);
    let near = places.iter().zip(few).all(|(&n, &x)| (many[n] - x).abs() <= SAME_EDGE);
    let covers = places.first() == Some(&0) && places.last() == Some(&(many.len() - 1));
    near && covers && places.is_sorted_by(|a, b| a < b)
}

/// Which edge of a finer grid each edge is.
fn places_in(few: &[f32], many: &[f32]) -> Vec<usize> {
    let nearest = |&x: &f32| {
        let after = many.partition_point(|&edge| edge < x).min(many.len() - 1);
        let before = after.saturating_sub(1);
        if (many[before] - x).abs() < (many[after] - x).abs() { before } else { after }
    };
    few.iter().map(nearest).collect()
}

impl Growing {
    fn add(&mut self, table: Ruled, page: u32) {
        let mut cells = table.cells;
        let mut rows = table.rows;
        // Both halves get the columns of the finer one.
        if table.xs.len() > self.xs.len() {
            refine(&mut self.cells, &self.xs, &table.xs);
            self.xs = table.xs;
        } else {
            refine(&mut cells, &table.xs, &self.xs);
        }
        let head = self.repeated_head(&cells, rows);
        cells.retain(|cell| cell.slot.row >= head);
        cells.iter_mut().for_each(|cell| cell.slot.row -= head);
        rows -= head;

        let last_row = self.last_row();
        let is_rest = self.is_rest(&cells, &last_row);
        // The first row of this page becomes part of the last row above, or follows it.
        let base = self.rows - usize::from(is_rest);
        let labels = cells.iter().filter(|cell| cell.slot.row == 0 && is_label(&cell.text));
        let last_label = labels.map(|cell| cell.slot.column).max();
        for mut cell in cells {
            let above = last_row.get(&(cell.slot.column, cell.slot.colspan)).filter(|_| cell.slot.row == 0);
            if let Some(&n) = above
                && (is_rest || self.spans_on(n, &cell, last_label))
            {
                let upper = &mut self.cells[n];
                upper.slot.rowspan += cell.slot.rowspan - usize::from(is_rest);
                if upper.text.is_empty() {
                    upper.text = cell.text;
                } else if !cell.text.is_empty() {
                    append(&mut upper.text, &cell.text);
                }
                upper.is_full = cell.is_full;
            } else {
                cell.slot.row += base;
                self.cells.push(cell);
            }
        }
        self.rows = base + rows;
        self.pages.resize(self.rows, page);
    }

    /// The cells that reach the last row, by their columns.
    fn last_row(&self) -> HashMap<(usize, usize), usize> {
        let reaches = |cell: &RuledCell| cell.slot.row + cell.slot.rowspan == self.rows;
        let cells = self.cells.iter().enumerate().filter(|(_, cell)| reaches(cell));
        cells.map(|(n, cell)| ((cell.slot.column, cell.slot.colspan), n)).collect()
    }

    /// How many rows repeat the head of the table.
    fn repeated_head(&self, cells: &[RuledCell], rows: usize) -> usize {
        let up_to = |cells: &[RuledCell], row: usize| {
            let mut head: Vec<HeadCell> = cells
                .iter()
                .filter(|cell| cell.slot.row < row)
                .map(|RuledCell { slot: s, text, .. }| {
                    (s.row, s.column, s.rowspan, s.colspan, text.split_whitespace().collect())
                })
                .collect();
            head.sort();
            head
        };
        let is_head = |&row: &usize| {
            let (first, second) = (up_to(&self.cells, row), up_to(cells, row));
            // A head of fixed height may leave out the end of its words where it is repeated.
            let same = |(a, b): (&HeadCell, &HeadCell)| {
                (a.0, a.1, a.2, a.3) == (b.0, b.1, b.2, b.3)
                    && (a.4 == b.4 || b.4.chars().count() > 8 && a.4.starts_with(&b.4))
            };
            first.len() == second.len()
                && first.iter().zip(&second).all(same)
                && first.iter().all(|cell| cell.0 + cell.2 <= row)
                && first.iter().any(|cell| is_label(&cell.4))
        };
        (1..self.rows.min(rows).min(6)).rev().find(is_head).unwrap_or(0)
    }

    /// Whether the first row of the next page is the rest of the last row of this one. It is if each of its cells continues one above,
    /// and no cell has text in both halves that does not read on.
    fn is_rest(&self, cells: &[RuledCell], last_row: &HashMap<(usize, usize), usize>) -> bool {
        let mut first = cells.iter().filter(|cell| cell.slot.row == 0).peekable();
        first.peek().is_some()
            && first.all(|lower| {
                last_row.get(&(lower.slot.column, lower.slot.colspan)).is_some_and(|&n| {
                    let upper = &self.cells[n];
                    upper.text.is_empty() || lower.text.is_empty() || reads_on(upper, &lower.text)
                })
            })
    }

    /// Whether a cell at the top of the next page is the same cell as one above: a group label that spans the break.
    fn spans_on(&self, above: usize, lower: &RuledCell, last_label: Option<usize>) -> bool {
        let upper = &self.cells[above];
        let stands_before_label = last_label.is_some_and(|column| lower.slot.column < column);
        stands_before_label && is_label(&upper.text) && (lower.text.is_empty() || reads_on(upper, &lower.text))
    }
}

/// Whether the text of a cell at the top of a page is the rest of the one above: that one was full, and no new item begins.
fn reads_on(upper: &RuledCell, lower: &str) -> bool {
    upper.is_full && is_label(&upper.text) && is_label(lower) && !starts_item(lower)
}

/// Place, size and words of a cell.
type HeadCell = (usize, usize, usize, usize, String);

/// Text that is no number (with its unit or without), no dash and not blank.
fn is_label(text: &str) -> bool {
    text.chars().any(|c| c.is_alphabetic()) && !is_number(text)
}

/// Gives cells the column numbers of a finer grid.
fn refine(cells: &mut [RuledCell], from: &[f32], to: &[f32]) {
    let places = places_in(from, to);
    for RuledCell { slot, .. } in cells {
        let end = places[slot.column + slot.colspan];
        slot.column = places[slot.column];
        slot.colspan = end - slot.column;
    }
}
