//! Cells into slots, and tables that only arrange the page taken apart.

use super::super::{At, Cell, Line, Part, Table};

/// The most columns a row may take before those that no cell begins in are dropped.
const MOST_COLUMNS: usize = 10_000;

/// A cell with more lines holds an article beside a menu. The longest honest one has the 31 rows of table 3 in one cell.
const MOST_LINES: usize = 60;

/// A cell as it was read; what it holds is already taken apart.
#[derive(Debug)]
pub(super) struct Held {
    row: usize,
    column: usize,
    rowspan: usize,
    colspan: usize,
    parts: Vec<Part>,
}

/// The cells of one table, placed as a browser places them.
///
/// **Source.** WHATWG HTML, section 4.9.12 (forming a table). Where that leaves two cells over one another, the later one
/// is made narrower.
#[derive(Debug, Default)]
pub(super) struct Grid {
    cells: Vec<Held>,
    /// Rows begun.
    rows: usize,
    /// The first row after which each column is free again.
    free_from: Vec<usize>,
    cursor: usize,
    /// Where the row group and the row begin.
    group: (usize, usize),
    row: usize,
    /// Cells of the first heading.
    head: Option<(usize, usize)>,
    is_head: bool,
}

impl Grid {
    /// Begins a row.
    pub fn begin_row(&mut self) {
        self.rows += 1;
        self.cursor = 0;
        self.row = self.cells.len();
    }

    /// Ends a row; a blank row without height is not seen, and there is none.
    pub fn end_row(&mut self, flat: bool) {
        if flat && self.cells[self.row..].iter().all(|cell| cell.parts.is_empty()) {
            self.cells.truncate(self.row);
        }
        self.row = self.cells.len();
    }

    /// Sets a cell into the next free slot of the row; `rowspan` 0 reaches to the end of the row group. `false` if the row is too wide.
    pub fn place(&mut self, rowspan: usize, colspan: usize, parts: Vec<Part>) -> bool {
        let row = self.rows - 1;
        let free = |column: usize| self.free_from.get(column).is_none_or(|from| *from <= row);
        let column = (self.cursor..).find(|column| free(*column)).unwrap_or(self.cursor);
        let end = (column + 1..column + colspan).find(|column| !free(*column)).unwrap_or(column + colspan);
        if end > MOST_COLUMNS {
            return false;
        }
        let rowspan = if rowspan == 0 { usize::MAX - row } else { rowspan };
        if rowspan > 1 {
            if self.free_from.len() < end {
                self.free_from.resize(end, 0);
            }
            self.free_from[column..end].fill(row + rowspan);
        }
        self.cursor = end;
        self.cells.push(Held { row, column, rowspan, colspan: end - column, parts });
        true
    }

    /// Begins a group of rows: `<thead>`, `<tbody>` or `<tfoot>`. No cell reaches from one into the next.
    pub fn begin_group(&mut self, is_head: bool) {
        let (rows, cells) = self.group;
        for cell in &mut self.cells[cells..] {
            cell.rowspan = cell.rowspan.min(self.rows - cell.row);
        }
        self.free_from.clear();
        if self.is_head && cells < self.cells.len() {
            self.close_head(rows, cells);
        }
        self.group = (self.rows, self.cells.len());
        self.row = self.cells.len();
        self.is_head = is_head;
    }

    /// A heading that says what the first one said was repeated for a new page.
    fn close_head(&mut self, rows: usize, cells: usize) {
        let Some((from, until)) = self.head else {
            self.head = Some((cells, self.cells.len()));
            return;
        };
        let first = self.cells[from].row;
        let same = |(one, two): (&Held, &Held)| {
            (one.row - first, one.column, one.rowspan, one.colspan)
                == (two.row - rows, two.column, two.rowspan, two.colspan)
                && one.parts == two.parts
        };
        if until - from == self.cells.len() - cells
            && self.cells[from..until].iter().zip(&self.cells[cells..]).all(same)
        {
            self.cells.truncate(cells);
        }
    }

    /// The table, or the tables and lines it comes apart into; answers how many slots there are in tables.
    pub fn finish(mut self, parts: &mut Vec<Part>) -> usize {
        self.begin_group(false);
        let mut slots = 0;
        let mut held: Vec<Held> = Vec::with_capacity(self.cells.len());
        let mut cells = self.cells.into_iter().peekable();
        while let Some(row) = cells.peek().map(|cell| cell.row) {
            let begins = held.len();
            while let Some(cell) = cells.next_if(|cell| cell.row == row) {
                held.push(cell);
            }
            if held[begins..].iter().any(Held::arranges_the_page) {
                let apart = held.split_off(begins);
                for cell in &mut held {
                    cell.rowspan = cell.rowspan.min(row - cell.row);
                }
                slots += table(std::mem::take(&mut held), parts);
                parts.extend(apart.into_iter().flat_map(|cell| cell.parts));
            }
        }
        slots + table(held, parts)
    }
}

impl Held {
    fn arranges_the_page(&self) -> bool {
        self.parts.len() > MOST_LINES || self.parts.iter().any(|part| matches!(part, Part::Table(_)))
    }

    fn text(mut self) -> String {
        if let [Part::Line(line)] = &mut self.parts[..] {
            return std::mem::take(&mut line.text);
        }
        let lines = self.parts.iter().filter_map(|part| match part {
            Part::Line(line) => Some(line.text.as_str()),
            Part::Table(_) => None,
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// Cells without tables in them, as a table or, of one column or one cell, as lines.
///
/// Rows and columns that no cell begins in are not seen: they come from spans that reach further than the table.
fn table(cells: Vec<Held>, parts: &mut Vec<Part>) -> usize {
    let begins = |of: fn(&Held) -> usize| {
        let mut all: Vec<usize> = cells.iter().map(of).collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    let (rows, columns) = (begins(|cell| cell.row), begins(|cell| cell.column));
    let is_blank = cells.iter().all(|cell| cell.parts.is_empty());
    if is_blank || columns.len() == 1 || cells.len() == 1 {
        parts.extend(cells.into_iter().flat_map(|cell| cell.parts));
        return 0;
    }
    let until = |all: &[usize], end: usize| all.partition_point(|begin| *begin < end);
    let cells = cells.into_iter().map(|cell| {
        let (row, column) = (until(&rows, cell.row), until(&columns, cell.column));
        Cell {
            row,
            column,
            rowspan: until(&rows, cell.row + cell.rowspan) - row,
            colspan: until(&columns, cell.column + cell.colspan) - column,
            text: cell.text(),
            at: At::default(),
        }
    });
    parts.push(Part::Table(Table { cells: cells.collect(), rows: rows.len(), columns: columns.len() }));
    rows.len() * columns.len()
}

/// A line whose number is not yet known.
pub(super) fn line(text: String) -> Part {
    Part::Line(Line { text, at: At::default() })
}
