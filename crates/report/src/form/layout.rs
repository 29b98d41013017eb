//! The tables as the office draws them: headings, labels and values with their spans.

use super::{Block, CellNo, Column, Form, Row, TableNo};

/// A table ready to be drawn; the desk page, DOCX and HTML all draw this one.
#[derive(Clone, Debug)]
pub struct Layout {
    /// Which table.
    pub table: TableNo,
    /// Width of the drawn table in grid columns, labels included.
    pub columns: usize,
    /// One band per caption: five or four in table 2, one in tables 3 and 4.
    pub bands: Vec<Band>,
}

/// Heading rows and the value rows under them.
#[derive(Clone, Debug)]
pub struct Band {
    /// Heading rows, top to bottom; a caption over the whole width is one of them.
    pub head: Vec<Vec<Heading>>,
    /// Value rows, top to bottom.
    pub body: Vec<BodyRow>,
}

/// A heading or label with the grid columns and rows it covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Its words, as the form prints them.
    pub label: &'static str,
    /// Grid columns covered, at least 1.
    pub colspan: usize,
    /// Grid rows covered, at least 1.
    pub rowspan: usize,
}

/// One row of values behind the labels that begin in it.
#[derive(Clone, Debug)]
pub struct BodyRow {
    /// Labels that start here; a label begun higher up covers this row without being named again.
    pub labels: Vec<Heading>,
    /// The values, left to right.
    pub values: Vec<Slot>,
}

/// A value's place in the drawn table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The cell shown there.
    pub cell: CellNo,
    /// Grid columns covered, at least 1.
    pub colspan: usize,
}

const LABEL_COLUMNS_3: usize = 3;

pub(super) fn of(form: &Form, table: TableNo) -> Layout {
    let blocks = form.table(table).blocks;
    match table {
        TableNo::Proactive => proactive(form, blocks),
        TableNo::Applications => applications(form, &blocks[0]),
        TableNo::Remedies => remedies(form, &blocks[0]),
    }
}

fn heading(label: &'static str, colspan: usize, rowspan: usize) -> Heading {
    Heading { label, colspan, rowspan }
}

/// Table 2: every block is as wide as the widest; the last column of a narrow block covers the rest.
fn proactive(form: &Form, blocks: &'static [Block]) -> Layout {
    let widest = blocks.iter().map(|block| block.columns.len()).max().unwrap_or(1);
    let bands = blocks.iter().map(|block| {
        let span = |i: usize| {
            if i + 1 == block.columns.len() { widest + 1 - block.columns.len() } else { 1 }
        };
        let headings = block.columns.iter().enumerate().map(|(i, column)| heading(column.label, span(i), 1));
        let mut head = Vec::new();
        if let Some(caption) = block.caption {
            head.push(vec![heading(caption, widest + 1, 1)]);
        }
        head.push(std::iter::once(heading(block.corner, 1, 1)).chain(headings).collect());
        let body = block.rows.iter().map(|row| BodyRow {
            labels: vec![heading(row.label, 1, 1)],
            values: form
                .row_cells(TableNo::Proactive, row.key)
                .enumerate()
                .map(|(i, cell)| Slot { cell: cell.no, colspan: span(i) })
                .collect(),
        });
        Band { head, body: body.collect() }
    });
    Layout { table: TableNo::Proactive, columns: widest + 1, bands: bands.collect() }
}

/// Table 3: a corner over three heading rows, labels on up to three levels.
fn applications(form: &Form, block: &'static Block) -> Layout {
    let depth = 1 + block.columns.iter().map(|column| column.under.len()).max().unwrap_or(0);
    let mut head = column_headings(block.columns, depth);
    head[0].insert(0, heading(block.corner, LABEL_COLUMNS_3, depth));
    let body = block.rows.iter().enumerate().map(|(i, row)| BodyRow {
        labels: row_labels(block.rows, i),
        values: form.row_cells(TableNo::Applications, row.key).map(|cell| Slot { cell: cell.no, colspan: 1 }).collect(),
    });
    let columns = LABEL_COLUMNS_3 + block.columns.len();
    Layout { table: TableNo::Applications, columns, bands: vec![Band { head, body: body.collect() }] }
}

/// The labels that begin in row `i`: its groups, if it is their first row, and its own.
fn row_labels(rows: &'static [Row], i: usize) -> Vec<Heading> {
    let row = &rows[i];
    let mut labels = Vec::new();
    for (level, label) in row.under.iter().enumerate() {
        let group = &row.under[..=level];
        let in_group = |other: &Row| other.under.starts_with(group);
        if i == 0 || !in_group(&rows[i - 1]) {
            let rowspan = rows[i..].iter().take_while(|other| in_group(other)).count();
            labels.push(heading(label, 1, rowspan));
        }
    }
    labels.push(heading(row.label, LABEL_COLUMNS_3 - row.under.len(), 1));
    labels
}

/// The tree of column headings as rows; a heading without children reaches down to the last row.
fn column_headings(columns: &'static [Column], depth: usize) -> Vec<Vec<Heading>> {
    let mut head = vec![Vec::new(); depth];
    for (i, column) in columns.iter().enumerate() {
        for (level, label) in column.under.iter().enumerate() {
            let group = &column.under[..=level];
            let in_group = |other: &Column| other.under.starts_with(group);
            if i == 0 || !in_group(&columns[i - 1]) {
                let colspan = columns[i..].iter().take_while(|other| in_group(other)).count();
                head[level].push(heading(label, colspan, 1));
            }
        }
        let own = column.under.len();
        head[own].push(heading(column.label, 1, depth - own));
    }
    head
}

/// Table 4: the three groups side by side over one row of fifteen values.
fn remedies(form: &Form, block: &'static Block) -> Layout {
    let width = block.columns.len();
    let mut head: Vec<Vec<Heading>> = vec![Vec::new(); 3];
    for (i, group) in block.rows.iter().enumerate() {
        let outcomes = block.columns.iter().map(|column| column.label);
        match group.under {
            [] => {
                head[0].push(heading(group.label, width, 1));
                head[1].extend(outcomes.map(|label| heading(label, 1, 2)));
            }
            [above, ..] => {
                if i == 0 || block.rows[i - 1].under != group.under {
                    let siblings = block.rows[i..].iter().take_while(|row| row.under == group.under).count();
                    head[0].push(heading(above, width * siblings, 1));
                }
                head[1].push(heading(group.label, width, 1));
                head[2].extend(outcomes.map(|label| heading(label, 1, 1)));
            }
        }
    }
    let values = block.rows.iter().flat_map(|row| form.row_cells(TableNo::Remedies, row.key));
    let body =
        vec![BodyRow { labels: Vec::new(), values: values.map(|cell| Slot { cell: cell.no, colspan: 1 }).collect() }];
    Layout { table: TableNo::Remedies, columns: width * block.rows.len(), bands: vec![Band { head, body }] }
}
