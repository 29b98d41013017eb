//! Paragraphs of a DOC file put into the tables they belong to.

use super::super::draft::{DraftCell, DraftTable, Flow, Merge};
use super::super::{MOST_CELLS, Measure, ReadError};
use super::properties::{Division, Merged, Paragraph};

/// Edges nearer than this are one, in twentieths of a point: 0.8 mm. Rows drawn by hand never meet exactly.
const NEAR: i16 = 45;
/// The most cells Word has in a row.
const MOST_IN_ROW: usize = 64;

/// The tables that are open, from the outside in, and the body around them.
#[derive(Default)]
pub(super) struct Tables {
    body: Flow,
    open: Vec<Open>,
    /// Cells of which only their marks are known: nothing says where rows end.
    loose: Vec<String>,
    /// Text boxes that wait for the end of their paragraph, which tells where it stands.
    boxes: Vec<Flow>,
    cells: usize,
}

struct Open {
    rows: Vec<Row>,
    row: Vec<Flow>,
    cell: Flow,
}

struct Row {
    cells: Vec<Flow>,
    division: Option<Division>,
}

impl Tables {
    /// Adds a paragraph; `cell_mark`: it ends with the mark of a cell or row.
    pub fn paragraph(&mut self, text: &str, cell_mark: bool, paragraph: &Paragraph) -> Result<(), ReadError> {
        if cell_mark && paragraph.depth == 0 {
            self.close(0)?;
            self.count()?;
            self.loose.push(text.trim().to_owned());
            return Ok(());
        }
        self.settle_loose()?;
        // A row's end tells the depth of its table.
        self.close(paragraph.depth)?;
        while self.open.len() < paragraph.depth {
            self.open.push(Open { rows: Vec::new(), row: Vec::new(), cell: Flow::of_cell() });
        }
        for flow in self.boxes.drain(..) {
            self.open.last_mut().map_or(&mut self.body, |table| &mut table.cell).append(flow);
        }
        let Some(table) = self.open.last_mut() else {
            self.body.paragraph(text);
            return Ok(());
        };
        let inner = paragraph.depth > 1;
        if if inner { paragraph.ends_inner_row } else { paragraph.ends_row } {
            let cells = std::mem::take(&mut table.row);
            let division = paragraph.row.as_deref().filter(|row| row.cells.len() == cells.len()).cloned();
            if !cells.is_empty() {
                table.rows.push(Row { cells, division });
            }
            return Ok(());
        }
        table.cell.paragraph(text);
        if cell_mark || (inner && paragraph.ends_inner_cell) {
            let cell = std::mem::replace(&mut table.cell, Flow::of_cell());
            table.row.push(cell);
            self.count()?;
        }
        Ok(())
    }

    /// Adds what stands in a text box; it comes before the paragraph that is read.
    pub fn insert(&mut self, flow: Flow) {
        self.boxes.push(flow);
    }

    fn count(&mut self) -> Result<(), ReadError> {
        self.cells += 1;
        match self.cells > MOST_CELLS {
            true => Err(ReadError::OverLimit { what: Measure::Cells, limit: MOST_CELLS as u64 }),
            false => Ok(()),
        }
    }

    /// Ends the tables deeper than this.
    fn close(&mut self, depth: usize) -> Result<(), ReadError> {
        while self.open.len() > depth {
            let Some(Open { mut rows, mut row, cell }) = self.open.pop() else { break };
            // A row without an end, in a broken file.
            if !cell.is_empty() {
                row.push(cell);
            }
            if !row.is_empty() {
                rows.push(Row { cells: row, division: None });
            }
            let table = placed(rows);
            match self.open.last_mut() {
                Some(outer) => outer.cell.table(table)?,
                None => self.body.table(table)?,
            }
        }
        Ok(())
    }

    /// Lays out cells whose rows nothing tells: every row ends with one mark more, before which nothing stands.
    fn settle_loose(&mut self) -> Result<(), ReadError> {
        let cells = std::mem::take(&mut self.loose);
        if cells.is_empty() {
            return Ok(());
        }
        let fits = |width: &usize| {
            cells.len().is_multiple_of(width + 1) && cells.chunks(width + 1).all(|row| row[*width].is_empty())
        };
        let Some(width) = (2..=MOST_IN_ROW).find(fits) else {
            cells.iter().for_each(|text| self.body.paragraph(text));
            return Ok(());
        };
        let flow = |text: &String| {
            let mut flow = Flow::of_cell();
            flow.paragraph(text);
            flow
        };
        let rows =
            cells.chunks(width + 1).map(|row| Row { cells: row[..width].iter().map(flow).collect(), division: None });
        self.body.table(placed(rows.collect()))
    }

    /// The whole body.
    pub fn finish(mut self) -> Result<Flow, ReadError> {
        self.settle_loose()?;
        self.close(0)?;
        self.boxes.into_iter().for_each(|flow| self.body.append(flow));
        Ok(self.body)
    }
}

/// Gives cells their columns by the edges of their rows, or by counting if a row has none.
fn placed(rows: Vec<Row>) -> DraftTable {
    let whole = rows.iter().all(|row| row.division.is_some());
    let edges = if whole { edges(&rows) } else { Vec::new() };
    let column_of = |edge: i16| edges.partition_point(|&known| known <= edge).saturating_sub(1);
    let rows = rows.into_iter().map(|Row { cells, division }| {
        let division = division.filter(|_| whole);
        let mut placed: Vec<DraftCell> = Vec::with_capacity(cells.len());
        let mut next = 0;
        for (n, flow) in cells.into_iter().enumerate() {
            let (start, end, merged) = match &division {
                Some(row) => {
                    let start = column_of(row.edges[n]).max(next);
                    (start, column_of(row.edges[n + 1]).max(start + 1), row.cells[n])
                }
                None => (n, n + 1, Merged::default()),
            };
            next = end;
            let merge = match merged {
                Merged { with_above: true, .. } => Merge::GoesOn,
                Merged { starts: true, .. } => Merge::Starts,
                _ => Merge::Apart,
            };
            match placed.last_mut() {
                Some(left) if merged.with_left => left.colspan = end - left.column,
                _ => placed.push(DraftCell { column: start, colspan: end - start, rowspan: 1, merge, flow }),
            }
        }
        placed
    });
    let rows = rows.collect();
    let grid = edges.iter().map(|&edge| u32::from(edge.cast_unsigned())).collect();
    DraftTable { rows, grid }
}

/// The edges of all rows, near ones taken together.
fn edges(rows: &[Row]) -> Vec<i16> {
    let mut edges: Vec<i16> =
        rows.iter().filter_map(|row| row.division.as_ref()).flat_map(|row| row.edges.clone()).collect();
    edges.sort_unstable();
    edges.dedup_by(|next, kept| next.saturating_sub(*kept) <= NEAR);
    edges
}
