//! A sheet of a spreadsheet, told apart into lines and tables.
//!
//! A sheet is one endless grid; what a person sees as a table is a stretch of it. An empty row parts two tables. Titles, headings
//! and remarks are rows with one text; borders, where the sheet has any, tell them from the rows of a table.

use std::collections::{HashMap, HashSet};

use super::draft::{DraftCell, DraftTable, Flow, Merge};
use super::{MOST_CELLS, Measure, ReadError};

/// The last column of a sheet of Excel.
const FURTHEST: u32 = 16_383;
/// The most merged cells of a sheet.
const MOST_MERGED: usize = 50_000;

/// The most bytes of text that all sheets may show together: words stand once in the file and may be shown a thousand times.
const MOST_TEXT: usize = 64 << 20;
/// The most cells that are kept of a workbook, blank ones with a border counted.
pub(super) const MOST_FOUND: usize = 2_000_000;

/// What is kept of a workbook so far.
#[derive(Debug, Default)]
pub(super) struct Kept {
    text: usize,
    found: usize,
}

impl Kept {
    /// Adds a cell to a sheet, unless nothing of it is seen.
    pub fn keep(
        &mut self,
        sheet: &mut Sheet,
        row: u32,
        column: u32,
        text: String,
        lined: bool,
    ) -> Result<(), ReadError> {
        if text.is_empty() && !lined {
            return Ok(());
        }
        self.text += text.len();
        self.found += 1;
        if self.text > MOST_TEXT {
            return Err(ReadError::OverLimit { what: Measure::Bytes, limit: MOST_TEXT as u64 });
        }
        if self.found > MOST_FOUND {
            return Err(ReadError::OverLimit { what: Measure::Cells, limit: MOST_FOUND as u64 });
        }
        sheet.cells.push(Found { row, column, text, lined });
        Ok(())
    }
}

/// What a reader found on a sheet; rows and columns are counted from 0, hidden ones counted too.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub cells: Vec<Found>,
    /// First row, first column, last row, last column.
    pub merged: Vec<[u32; 4]>,
    pub hidden_rows: Vec<u32>,
    /// First and last of each hidden stretch.
    pub hidden_columns: Vec<(u32, u32)>,
}

/// A cell that holds something or has a border.
#[derive(Debug)]
pub(super) struct Found {
    pub row: u32,
    pub column: u32,
    pub text: String,
    /// Whether it has a border.
    pub lined: bool,
}

/// A cell in place among the visible ones.
struct Placed {
    column: u32,
    rows: u32,
    columns: u32,
    text: String,
    lined: bool,
}

/// A visible row with something in it.
struct Row {
    at: u32,
    cells: Vec<Placed>,
    /// Some of its slots are covered from above.
    covered: bool,
}

impl Row {
    fn texts(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.text.is_empty()).count()
    }

    fn lined(&self) -> bool {
        self.cells.iter().any(|cell| cell.lined)
    }
}

impl Sheet {
    /// Adds what is seen of the sheet. `cells` counts those of all tables of the file.
    pub fn draw(mut self, flow: &mut Flow, cells: &mut usize) -> Result<(), ReadError> {
        let rows = self.rows()?;
        let borders = rows.iter().flat_map(|row| &row.cells).any(|cell| cell.lined && !cell.text.is_empty());
        let mut block: Vec<Row> = Vec::new();
        let mut reach = 0;
        for row in rows {
            let apart = block.last().is_some_and(|last| row.at > reach.max(last.at + 1));
            if apart {
                table(std::mem::take(&mut block), flow, cells)?;
            }
            if is_text(&row, borders, &block) {
                table(std::mem::take(&mut block), flow, cells)?;
                for cell in &row.cells {
                    cell.text.split('\n').for_each(|line| flow.paragraph(line));
                }
                continue;
            }
            reach = row.cells.iter().map(|cell| row.at + cell.rows).max().unwrap_or(0).max(reach);
            block.push(row);
        }
        table(block, flow, cells)
    }

    /// The visible rows with their visible cells, merged ones with what they cover.
    fn rows(&mut self) -> Result<Vec<Row>, ReadError> {
        self.hidden_rows.sort_unstable();
        self.hidden_rows.dedup();
        self.hidden_columns.sort_unstable();
        let last_column = self.cells.iter().map(|cell| cell.column).max().unwrap_or(0);
        let columns = visible_columns(&self.hidden_columns, last_column);
        let hidden = &self.hidden_rows;
        // The number of visible rows above, and whether the row itself is seen.
        let row_of = |row: u32| {
            let above = hidden.partition_point(|&h| h < row);
            (row - u32::try_from(above).unwrap_or(0), hidden.get(above) != Some(&row))
        };
        let last = columns.len() - 1;
        let column_of = |column: u32| columns[(column as usize).min(last)];
        // Merged cells are drawn where nothing stands in them, too.
        if self.merged.len() > MOST_MERGED {
            return Err(ReadError::OverLimit { what: Measure::Cells, limit: MOST_MERGED as u64 });
        }
        let mut blank: HashSet<(u32, u32)> = self.merged.iter().map(|area| (area[0], area[1])).collect();
        for cell in &self.cells {
            blank.remove(&(cell.row, cell.column));
        }
        let bottom = self.cells.iter().map(|cell| cell.row).max().unwrap_or(0);
        let in_use = blank.into_iter().filter(|(row, column)| *row <= bottom && *column <= last_column);
        self.cells.extend(in_use.map(|(row, column)| Found { row, column, text: String::new(), lined: false }));
        self.cells.sort_by_key(|cell| (cell.row, cell.column));
        // What each merged cell covers among the visible slots, by its first slot.
        let mut spans: HashMap<(u32, u32), (u32, u32)> = HashMap::new();
        let mut covering: Vec<[u32; 4]> = Vec::new();
        for &[top, left, down, right] in &self.merged {
            let (first, left_at) = (row_of(top).0, column_of(left).0);
            let end = row_of(down.min(bottom).saturating_add(1)).0;
            let right_end = column_of(right.saturating_add(1)).0;
            if end > first && right_end > left_at {
                spans.insert((top, left), (end - first, right_end - left_at));
                covering.push([first, left_at, end, right_end]);
            }
        }
        covering.sort_unstable();
        // By column: the first row that no merged cell reaches; and the first that none of the rows above reaches.
        let mut free = vec![0; columns.len()];
        let (mut reached, mut reached_here) = (0, 0);
        let mut next = 0;
        let mut rows: Vec<Row> = Vec::new();
        for cell in self.cells.drain(..) {
            let ((at, seen_row), (column, seen_column)) = (row_of(cell.row), column_of(cell.column));
            let span = spans.get(&(cell.row, cell.column)).copied();
            // A merged cell is seen as long as any of its slots is.
            if !(seen_row && seen_column) && span.is_none() {
                continue;
            }
            if rows.last().is_none_or(|row| row.at != at) {
                reached = reached.max(std::mem::take(&mut reached_here));
                while let Some(&[_, left, end, right]) = covering.get(next).filter(|area| area[0] <= at) {
                    free[left as usize..right as usize].iter_mut().for_each(|until| *until = end.max(*until));
                    reached_here = reached_here.max(end);
                    next += 1;
                }
                let covered = reached > at;
                rows.push(Row { at, cells: Vec::new(), covered });
            }
            if span.is_none() && free[column as usize] > at {
                continue;
            }
            let (high, wide) = span.unwrap_or((1, 1));
            let text = cell.text.trim().to_owned();
            if let Some(row) = rows.last_mut() {
                row.cells.push(Placed { column, rows: high, columns: wide, text, lined: cell.lined });
            }
        }
        rows.retain(|row| !row.cells.is_empty() && (row.texts() > 0 || row.lined() || row.covered));
        Ok(rows)
    }
}

/// For each column up to the last: how many visible ones stand before it, and whether it is one.
fn visible_columns(hidden: &[(u32, u32)], last: u32) -> Vec<(u32, bool)> {
    let last = last.min(FURTHEST);
    let mut visible = vec![true; last as usize + 1];
    for &(first, end) in hidden {
        if first <= last && first <= end {
            visible[first as usize..=end.min(last) as usize].fill(false);
        }
    }
    let mut seen = 0;
    let mut columns: Vec<(u32, bool)> = Vec::with_capacity(visible.len() + 1);
    for visible in visible {
        columns.push((seen, visible));
        seen += u32::from(visible);
    }
    // One more, so that the end of a stretch can be asked for.
    columns.push((seen, false));
    columns
}

/// Whether a row is a title, heading or remark and no row of the table above it.
fn is_text(row: &Row, borders: bool, above: &[Row]) -> bool {
    if row.covered || row.texts() == 0 {
        return false;
    }
    let mut texts = row.cells.iter().filter(|cell| !cell.text.is_empty());
    let only = texts.next().filter(|_| texts.next().is_none());
    if only.is_some_and(|cell| is_running_text(&cell.text)) {
        return true;
    }
    if borders && row.lined() {
        return false;
    }
    if borders && above.is_empty() {
        return true;
    }
    // A text as wide as the table above it is none of its rows; a label beside blank cells is narrower.
    let end = |cell: &Placed| cell.column + cell.columns;
    let as_wide = |cell: &Placed| end(cell) >= above.iter().flat_map(|row| &row.cells).map(end).max().unwrap_or(0);
    only.is_some_and(|cell| borders || as_wide(cell)) && row.cells.iter().all(|cell| cell.rows == 1)
}

/// A sentence; the longest label of the form, with its remark in brackets, has neither.
fn is_running_text(text: &str) -> bool {
    text.chars().count() > 120 || (text.contains('。') && text.chars().count() > 20)
}

/// Adds rows that belong together, without blank rows at the end and blank columns at both sides.
fn table(mut rows: Vec<Row>, flow: &mut Flow, cells: &mut usize) -> Result<(), ReadError> {
    while rows.last().is_some_and(|row| row.texts() == 0 && !row.covered) {
        rows.pop();
    }
    let Some(top) = rows.first().map(|row| row.at) else { return Ok(()) };
    let reach = |row: &Row| row.cells.iter().map(|cell| row.at + cell.rows - 1).max().unwrap_or(row.at);
    let bottom = rows.iter().map(reach).max().unwrap_or(top);
    let shown = || rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.lined || !cell.text.is_empty());
    let with_text = || rows.iter().flat_map(|row| &row.cells).filter(|cell| !cell.text.is_empty());
    let left = shown().map(|cell| cell.column).min().unwrap_or(0);
    // A border without any text beside it is no column.
    let right = with_text().map(|cell| cell.column + cell.columns).max().unwrap_or(0);
    let inner =
        shown().filter(|cell| cell.column < right).map(|cell| cell.column + cell.columns).max().unwrap_or(right);
    let right = inner.max(right);
    let (high, wide) = ((bottom - top + 1) as usize, right.saturating_sub(left) as usize);
    if high.saturating_mul(wide) > 2_000_000 {
        return Err(ReadError::OverLimit { what: Measure::Cells, limit: MOST_CELLS as u64 });
    }
    // Rows that a merged cell spans without holding anything of their own stand between others.
    let mut drafts: Vec<Vec<DraftCell>> = (0..high).map(|_| Vec::new()).collect();
    let mut taken = vec![false; high * wide];
    for row in rows {
        let y = (row.at - top) as usize;
        for cell in row.cells {
            if cell.column < left || cell.column >= right || taken[y * wide + (cell.column - left) as usize] {
                continue;
            }
            let x = (cell.column - left) as usize;
            let colspan = (cell.columns as usize).min(wide - x);
            let rowspan = (cell.rows as usize).min(high - y);
            for r in y..y + rowspan {
                taken[r * wide + x..r * wide + x + colspan].fill(true);
            }
            drafts[y].push(draft(x, rowspan, colspan, &cell.text));
        }
    }
    for (y, row) in drafts.iter_mut().enumerate() {
        let free = taken[y * wide..(y + 1) * wide].iter().filter(|taken| !**taken).count();
        *cells += row.len() + free;
        if *cells > MOST_CELLS {
            return Err(ReadError::OverLimit { what: Measure::Cells, limit: MOST_CELLS as u64 });
        }
        row.extend((0..wide).filter(|x| !taken[y * wide + x]).map(|x| draft(x, 1, 1, "")));
        row.sort_by_key(|cell| cell.column);
    }
    flow.table(DraftTable { rows: drafts, grid: Vec::new() })
}

fn draft(column: usize, rowspan: usize, colspan: usize, text: &str) -> DraftCell {
    let mut flow = Flow::of_cell();
    text.split('\n').for_each(|line| flow.paragraph(line));
    DraftCell { column, colspan, rowspan, merge: Merge::Apart, flow }
}
