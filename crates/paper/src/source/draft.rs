//! What a reader has gathered before it is a [`Source`]: paragraphs and rows as the file lists them, not yet laid out.
//!
//! Office files tell of merged cells in three ways (a span, a mark *goes on from above*, both); here they become slots.

use std::rc::Rc;

use super::{At, Cell, Line, MOST_CELLS, Measure, Part, ReadError, Source, Table};

/// The furthest column that is looked at; a sheet of Excel has 16,384.
const FURTHEST: usize = 16_384;
/// The most columns one cell covers; Word allows 63.
pub(super) const WIDEST: usize = 1_024;
/// The most slots one table has, free ones counted.
const MOST_SLOTS: usize = 4_000_000;

/// The most bytes that lines and cells may take together, with what it costs to keep each.
const MOST_BYTES: usize = 64 << 20;
/// What a line or cell takes besides its words.
const LINE_BYTES: usize = 96;
/// The most fields that stand in one another; Word allows 20.
const DEEPEST_FIELD: usize = 64;

/// What has been read so far of what may be read of one file.
#[derive(Debug, Default)]
pub(super) struct Spent(usize);

impl Spent {
    /// Takes note of a line or cell of so many bytes.
    pub fn line(&mut self, bytes: usize) -> Result<(), ReadError> {
        self.0 = self.0.saturating_add(bytes).saturating_add(LINE_BYTES);
        match self.0 > MOST_BYTES {
            true => Err(ReadError::OverLimit { what: Measure::Bytes, limit: MOST_BYTES as u64 }),
            false => Ok(()),
        }
    }
}

/// The fields of Word that are open: a code that is not seen, and then what the code shows.
#[derive(Debug, Default)]
pub(super) struct Fields(Vec<bool>);

impl Fields {
    pub fn begin(&mut self) {
        // Forgetting the outermost keeps what a file full of beginnings costs low.
        if self.0.len() == DEEPEST_FIELD {
            self.0.remove(0);
        }
        self.0.push(true);
    }

    /// The code of the innermost is over.
    pub fn separate(&mut self) {
        self.0.last_mut().into_iter().for_each(|code| *code = false);
    }

    pub fn end(&mut self) {
        self.0.pop();
    }

    /// Whether what is read is code.
    pub fn hide(&self) -> bool {
        self.0.contains(&true)
    }

    /// A code that was never finished hides no more than its own paragraph.
    pub fn paragraph_ends(&mut self) {
        self.0.fill(false);
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn truncate(&mut self, left: usize) {
        self.0.truncate(left);
    }
}

/// A stretch of text and tables: the body of a file, a text box, or what stands in a cell.
#[derive(Debug, Default)]
pub(super) struct Flow {
    pieces: Vec<Piece>,
    /// Paragraphs of a cell, as long as it holds no table.
    text: String,
    in_cell: bool,
}

#[derive(Debug)]
enum Piece {
    Line(String),
    Table(Drawn),
}

/// A table with its cells in place, and the widths of its columns as the file states them.
#[derive(Debug)]
struct Drawn {
    table: Table,
    grid: Rc<[u32]>,
}

/// How a cell hangs together with the one above.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Merge {
    /// Not at all; it may still cover several rows by its own span.
    #[default]
    Apart,
    /// Those below that go on are part of it.
    Starts,
    /// It is part of the one above, and what it holds is not seen.
    GoesOn,
}

/// A cell as the file lists it.
#[derive(Debug)]
pub(super) struct DraftCell {
    pub column: usize,
    pub colspan: usize,
    pub rowspan: usize,
    pub merge: Merge,
    pub flow: Flow,
}

/// A table as the file lists it.
#[derive(Debug, Default)]
pub(super) struct DraftTable {
    pub rows: Vec<Vec<DraftCell>>,
    /// Widths of the columns, in whatever unit; empty if the file has none.
    pub grid: Vec<u32>,
}

impl Flow {
    /// What stands in a cell.
    pub fn of_cell() -> Self {
        Self { in_cell: true, ..Self::default() }
    }

    pub fn is_cell(&self) -> bool {
        self.in_cell
    }

    /// The same text again, unless there is a table in it.
    pub fn copy_of_text(&self) -> Option<Self> {
        let plain = self.pieces.is_empty();
        plain.then(|| Self { pieces: Vec::new(), text: self.text.clone(), in_cell: self.in_cell })
    }

    /// How much text a cell holds.
    pub fn text_bytes(&self) -> usize {
        self.text.len()
    }

    /// Adds a paragraph; a blank one leaves no trace.
    pub fn paragraph(&mut self, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        if self.in_cell {
            if !self.text.is_empty() {
                self.text.push('\n');
            }
            self.text.push_str(text);
        } else {
            self.pieces.push(Piece::Line(text.to_owned()));
        }
    }

    /// Adds a table, or what it holds if it only arranges the page.
    pub fn table(&mut self, draft: DraftTable) -> Result<(), ReadError> {
        let DraftTable { rows, grid } = draft;
        let grid: Rc<[u32]> = grid.into();
        let mut whole: Vec<Vec<DraftCell>> = Vec::with_capacity(rows.len());
        for row in rows {
            if row.iter().all(|cell| cell.flow.pieces.is_empty()) {
                whole.push(row);
                continue;
            }
            self.rows(std::mem::take(&mut whole), &grid)?;
            for cell in row {
                if cell.merge != Merge::GoesOn {
                    self.append(cell.flow);
                }
            }
        }
        self.rows(whole, &grid)
    }

    /// Adds what another flow holds.
    pub fn append(&mut self, mut other: Flow) {
        other.flush();
        if self.is_empty() && !self.in_cell {
            self.pieces = other.pieces;
            return;
        }
        for piece in other.pieces {
            match piece {
                Piece::Line(line) => self.paragraph(&line),
                Piece::Table(drawn) => self.drawn(drawn),
            }
        }
    }

    /// Adds rows none of which holds a table.
    fn rows(&mut self, rows: Vec<Vec<DraftCell>>, grid: &Rc<[u32]>) -> Result<(), ReadError> {
        if rows.is_empty() {
            return Ok(());
        }
        let table = laid_out(rows)?;
        let Some(first) = table.cells.first() else { return Ok(()) };
        if table.cells.iter().all(|cell| cell.column == first.column) {
            for cell in table.cells {
                for line in cell.text.split('\n') {
                    self.paragraph(line);
                }
            }
            return Ok(());
        }
        self.drawn(Drawn { table, grid: Rc::clone(grid) });
        Ok(())
    }

    fn drawn(&mut self, drawn: Drawn) {
        self.flush();
        match self.pieces.last_mut() {
            Some(Piece::Table(above)) if above.takes(&drawn) => above.join(drawn),
            _ => self.pieces.push(Piece::Table(drawn)),
        }
    }

    /// Turns a cell's text into lines, because it stands beside a table.
    fn flush(&mut self) {
        if !self.text.is_empty() {
            let text = std::mem::take(&mut self.text);
            let lines = text.split('\n').map(str::trim).filter(|line| !line.is_empty());
            self.pieces.extend(lines.map(|line| Piece::Line(line.to_owned())));
        }
    }

    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty() && self.text.is_empty()
    }

    /// The finished value: columns that no line parts are one, and every line and row has its number.
    pub fn finish(mut self) -> Source {
        self.flush();
        let mut line = 0;
        let mut parts = Vec::with_capacity(self.pieces.len());
        for piece in self.pieces {
            match piece {
                Piece::Line(text) => {
                    line += 1;
                    parts.push(Part::Line(Line { text, at: At { line, page: None } }));
                }
                Piece::Table(Drawn { mut table, .. }) => {
                    narrow(&mut table);
                    for cell in &mut table.cells {
                        cell.at.line = line + 1 + u32::try_from(cell.row).unwrap_or(u32::MAX - line - 1);
                    }
                    line = line.saturating_add(u32::try_from(table.rows).unwrap_or(u32::MAX));
                    parts.push(Part::Table(table));
                }
            }
        }
        Source { title: None, facts: Vec::new(), parts }
    }
}

impl Drawn {
    /// Whether the next table, with nothing between, is the same one cut in two.
    fn takes(&self, next: &Drawn) -> bool {
        let rows = self.table.rows + next.table.rows;
        let fits = rows.saturating_mul(self.table.columns.max(next.table.columns)) <= MOST_SLOTS;
        let same_grid = !self.grid.is_empty() && self.grid == next.grid;
        fits && same_grid && repeated_rows(&self.table, &next.table) < next.table.rows
    }

    fn join(&mut self, next: Drawn) {
        let repeated = repeated_rows(&self.table, &next.table);
        let above = self.table.rows;
        for mut cell in next.table.cells {
            if cell.row >= repeated {
                cell.row = cell.row - repeated + above;
                self.table.cells.push(cell);
            }
        }
        self.table.rows += next.table.rows - repeated;
        self.table.columns = self.table.columns.max(next.table.columns);
    }
}

/// How many rows at the beginning of `next` say again what `first` begins with. No cell reaches out of them.
fn repeated_rows(first: &Table, next: &Table) -> usize {
    let same = first.cells.iter().zip(&next.cells).take_while(|(a, b)| a == b).count();
    // The row of the first cell that differs is not repeated; nor is a row whose cells are all blank.
    let mut rows = next.cells.get(same).map_or(next.rows, |cell| cell.row);
    if let Some(cell) = first.cells.get(same) {
        rows = rows.min(cell.row);
    }
    let mut blank = vec![true; rows];
    for cell in &next.cells {
        if cell.row < rows && !cell.text.is_empty() {
            blank[cell.row] = false;
        }
    }
    rows = blank.iter().position(|&blank| blank).unwrap_or(rows);
    // From the last cell up, each that reaches out takes its row away.
    for cell in next.cells[..same].iter().rev() {
        if cell.row < rows && cell.row + cell.rowspan > rows {
            rows = cell.row;
        }
    }
    rows
}

/// Gives every cell its slots.
fn laid_out(rows: Vec<Vec<DraftCell>>) -> Result<Table, ReadError> {
    let over = ReadError::OverLimit { what: Measure::Cells, limit: MOST_CELLS as u64 };
    let mut table = Table { rows: rows.len(), columns: 0, cells: Vec::with_capacity(rows.iter().map(Vec::len).sum()) };
    // By column: the first row that is free, and the cell that one below may go on from.
    let mut free: Vec<usize> = Vec::new();
    let mut above: Vec<Option<usize>> = Vec::new();
    for (row, cells) in rows.into_iter().enumerate() {
        for draft in cells {
            let mut column = draft.column;
            let mut colspan = draft.colspan.clamp(1, WIDEST);
            if draft.merge == Merge::GoesOn
                && let Some(&Some(index)) = above.get(column)
                && let upper = &mut table.cells[index]
                && upper.row + upper.rowspan == row
                && upper.colspan <= colspan
            {
                upper.rowspan += 1;
                free[column..column + upper.colspan].fill(row + 1);
                continue;
            }
            // Only a broken file has a cell where another one reaches down; its words move on to the next free slot.
            while free.get(column).is_some_and(|&until| until > row) {
                column += 1;
            }
            if let Some(taken) = (column..column + colspan).find(|&c| free.get(c).is_some_and(|&until| until > row)) {
                colspan = taken - column;
            }
            if column + colspan > FURTHEST {
                return Err(over);
            }
            if free.len() < column + colspan {
                free.resize(column + colspan, 0);
                above.resize(column + colspan, None);
            }
            let rowspan = draft.rowspan.clamp(1, table.rows - row);
            free[column..column + colspan].fill(row + rowspan);
            above[column] = (draft.merge != Merge::Apart).then_some(table.cells.len());
            let text = draft.flow.text;
            table.cells.push(Cell { row, column, rowspan, colspan, text, at: At::default() });
        }
    }
    table.columns = free.len();
    if table.rows.saturating_mul(table.columns) > MOST_SLOTS {
        return Err(over);
    }
    Ok(table)
}

/// Drops the columns at whose border no cell begins or ends: nobody sees them.
fn narrow(table: &mut Table) {
    let mut borders = vec![false; table.columns + 1];
    borders[0] = true;
    for cell in &table.cells {
        borders[cell.column] = true;
        borders[cell.column + cell.colspan] = true;
    }
    if borders.iter().all(|&seen| seen) {
        return;
    }
    let mut seen = 0;
    let narrowed: Vec<usize> = borders
        .iter()
        .map(|&border| {
            let column = seen;
            seen += usize::from(border);
            column
        })
        .collect();
    for cell in &mut table.cells {
        let end = narrowed[cell.column + cell.colspan];
        cell.column = narrowed[cell.column];
        cell.colspan = end - cell.column;
    }
    table.columns = seen - 1;
}
