//! The drawn tables as rows of slots, every cell looked at once.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use paper::source::Table;

use crate::form::{Edition, TableNo, form};
use crate::read::fold::letters;
use crate::read::value::{Value, value};
use crate::read::words::{Label, Numeral, split_numeral};

/// All tables of a file, row by row.
#[derive(Default)]
pub(super) struct Sheet {
    pub items: Vec<Item>,
    pub rows: Vec<Row>,
}

/// A cell, read once.
pub(super) struct Item {
    pub text: String,
    pub what: What,
    /// The letters of its words without their numeral.
    pub letters: Vec<char>,
    pub numeral: Option<Numeral>,
    pub means: Means,
    pub line: u32,
    /// Column in the table as drawn, from 0; the row, in a table that was turned.
    pub column: usize,
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum What {
    Blank,
    /// A number, a mark, glued digits.
    Value(Value),
    Words,
}

/// A row and what covers its columns, left to right.
pub(super) struct Row {
    /// Which table of the file, and which row of it.
    pub table: usize,
    pub number: usize,
    /// Columns of that table.
    pub width: usize,
    pub line: u32,
    pub slots: Vec<Slot>,
}

/// The part of a cell that lies in one row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    pub item: usize,
    pub from: usize,
    pub to: usize,
    /// It reaches into this row from the one above.
    pub above: bool,
}

/// How far down a merged cell is followed; the longest of the form covers 23 rows.
const LONGEST_SPAN: usize = 64;
/// Parts of cells kept of all tables together; a form has about 500.
const MOST_SLOTS: usize = 400_000;
/// Rows and columns up to which a table is tried lying on its side.
const LARGEST_TURNED: usize = 64;

impl Sheet {
    /// Adds a table.
    pub fn add(&mut self, number: usize, table: &Table) {
        let first = self.rows.len();
        let mut at: HashMap<usize, usize> = HashMap::new();
        for row in table.cells.chunk_by(|a, b| a.row == b.row) {
            at.insert(row[0].row, self.rows.len());
            self.rows.push(Row {
                table: number,
                number: row[0].row,
                width: table.columns,
                line: row[0].at.line,
                slots: Vec::new(),
            });
        }
        let mut slots = self.rows[..first].iter().map(|row| row.slots.len()).sum::<usize>();
        for cell in &table.cells {
            let item = self.items.len();
            self.items.push(Item::new(&cell.text, cell.at.line, cell.column));
            let (from, to) = (cell.column, cell.column + cell.colspan.max(1));
            for down in 0..cell.rowspan.clamp(1, LONGEST_SPAN) {
                if let Some(row) = at.get(&(cell.row + down))
                    && slots < MOST_SLOTS
                {
                    slots += 1;
                    self.rows[*row].slots.push(Slot { item, from, to, above: down > 0 });
                }
            }
        }
        for row in &mut self.rows[first..] {
            row.slots.sort_by_key(|slot| slot.from);
        }
    }

    /// The rows of each table.
    pub fn tables(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let mut from = 0;
        self.rows.chunk_by(|a, b| a.table == b.table).map(move |rows| {
            let range = from..from + rows.len();
            from = range.end;
            range
        })
    }

    /// Every row.
    pub fn all(&self) -> Vec<usize> {
        (0..self.rows.len()).collect()
    }

    /// The table of the form whose words stand in a row.
    pub fn table_of(&self, row: usize) -> Option<TableNo> {
        let means = |slot: &Slot| self.items[slot.item].means.table;
        self.rows[row].slots.iter().filter(|slot| !slot.above).find_map(means)
    }

    /// These rows with rows and columns exchanged, if they are not too many.
    pub fn turned(&self, rows: &[usize]) -> Option<Sheet> {
        let first = &self.rows[*rows.first()?];
        let one_table = rows.iter().all(|row| self.rows[*row].table == first.table);
        if !one_table || rows.len() > LARGEST_TURNED || first.width > LARGEST_TURNED {
            return None;
        }
        let mut cells: Vec<paper::source::Cell> = Vec::new();
        let mut at: HashMap<usize, usize> = HashMap::new();
        for (y, row) in rows.iter().enumerate() {
            for slot in &self.rows[*row].slots {
                if let Some(known) = at.get(&slot.item) {
                    cells[*known].colspan = y + 1 - cells[*known].column;
                    continue;
                }
                at.insert(slot.item, cells.len());
                let item = &self.items[slot.item];
                cells.push(paper::source::Cell {
                    row: slot.from,
                    column: y,
                    rowspan: slot.to - slot.from,
                    colspan: 1,
                    text: item.text.clone(),
                    at: paper::source::At { line: item.line, page: None },
                });
            }
        }
        let columns: HashMap<(usize, usize), usize> =
            at.iter().map(|(item, cell)| ((cells[*cell].row, cells[*cell].column), self.items[*item].column)).collect();
        cells.sort_by_key(|cell| (cell.row, cell.column));
        let mut turned = Sheet::default();
        turned.add(0, &Table { rows: first.width, columns: rows.len(), cells: cells.clone() });
        for (item, cell) in turned.items.iter_mut().zip(&cells) {
            item.column = columns.get(&(cell.row, cell.column)).copied().unwrap_or(item.column);
        }
        Some(turned)
    }
}

impl Item {
    pub fn new(text: &str, line: u32, column: usize) -> Item {
        let mut item = Item {
            text: text.trim().to_owned(),
            what: What::Words,
            letters: Vec::new(),
            numeral: None,
            means: Means::default(),
            line,
            column,
        };
        item.what = match value(text) {
            Value::Blank => What::Blank,
            Value::Words if text.chars().all(|c| !c.is_alphanumeric()) => What::Words,
            Value::Words => What::Words,
            value => What::Value(value),
        };
        if item.what != What::Words || text.len() > LONGEST_LABEL {
            return item;
        }
        let (numeral, rest) = split_numeral(&item.text);
        item.numeral = numeral;
        item.letters = letters(&crate::read::align::without_local_remark(&rest));
        item.letters.truncate(64);
        item.means = Means::of(&item.letters);
        // `1属于国家秘密`, `三本年度办理结果`: a numeral without its point.
        if item.means.is_nothing() && numeral.is_none() && item.letters.len() > 2 {
            let number = crate::read::fold::small_number(&item.letters[..1]);
            let means = Means::of(&item.letters[1..]);
            if let (Some(number), false) = (number, means.is_nothing()) {
                let arabic = item.letters[0].is_ascii_digit();
                item.numeral = Some(if arabic { Numeral::Digit(number) } else { Numeral::Chapter(number) });
                item.letters.remove(0);
                item.means = means;
            }
        }
        item
    }

    /// Whether anything stands in it.
    pub fn stands(&self) -> bool {
        self.what != What::Blank
    }
}

/// Bytes of a cell beyond which it is no label; the longest of the form, spaced out, has about 200.
const LONGEST_LABEL: usize = 600;

/// What some letters mean on the form, in either edition.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Means {
    /// The label of a row of table 2, of table 3.
    rows: [bool; 2],
    /// A column's heading in table 2, 3.
    columns: [bool; 2],
    /// A corner or caption.
    pub corner: bool,
    /// A group of rows of table 3.
    pub group: bool,
    /// Known anywhere.
    known: bool,
    /// The only table in which it occurs.
    table: Option<TableNo>,
}

impl Means {
    pub fn of(letters: &[char]) -> Means {
        MEANINGS.get(letters).copied().unwrap_or_default()
    }

    /// Whether it is a row's label in that table.
    pub fn row(&self, table: TableNo) -> bool {
        place(table).is_some_and(|n| self.rows[n])
    }

    /// Whether it is a column's heading in that table.
    pub fn column(&self, table: TableNo) -> bool {
        place(table).is_some_and(|n| self.columns[n])
    }

    fn is_nothing(&self) -> bool {
        !self.known
    }
}

fn place(table: TableNo) -> Option<usize> {
    match table {
        TableNo::Proactive => Some(0),
        TableNo::Applications => Some(1),
        TableNo::Remedies => None,
    }
}

static MEANINGS: LazyLock<HashMap<Vec<char>, Means>> = LazyLock::new(|| {
    let mut meanings: HashMap<Vec<char>, (Means, Vec<TableNo>)> = HashMap::new();
    let mut mean = |text: &str, table: TableNo, set: &dyn Fn(&mut Means)| {
        let mut known = |letters: Vec<char>| {
            let (means, tables) = meanings.entry(letters).or_default();
            means.known = true;
            set(means);
            tables.push(table);
        };
        known(Label::new(text).letters);
        let short = short(text);
        if short != text {
            known(Label::new(short).letters);
        }
    };
    for edition in Edition::ALL {
        for table in TableNo::ALL {
            for block in form(edition).table(table).blocks {
                for text in block.caption.into_iter().chain([block.corner]).filter(|text| !text.is_empty()) {
                    mean(text, table, &|means| means.corner = true);
                }
                let n = place(table);
                for column in block.columns {
                    for text in column.under.iter().copied().chain([column.label]) {
                        mean(text, table, &|means| n.into_iter().for_each(|n| means.columns[n] = true));
                    }
                }
                for row in block.rows {
                    mean(row.label, table, &|means| n.into_iter().for_each(|n| means.rows[n] = true));
                    for text in row.under {
                        mean(text, table, &|means| means.group = true);
                    }
                }
            }
        }
    }
    mean("（六）其他处理", TableNo::Applications, &|means| means.rows[1] = true);
    let only = |tables: &[TableNo]| tables.first().copied().filter(|first| tables.iter().all(|table| table == first));
    meanings
        .into_iter()
        .map(|(letters, (means, tables))| {
            let table = only(&tables).filter(|_| letters.len() > 2 || letters == ['规', '章']);
            (letters, Means { table, ..means })
        })
        .collect()
});

/// A label without the remark in brackets behind it.
pub(super) fn short(label: &str) -> &str {
    match label.char_indices().find(|(at, c)| *at > 0 && matches!(c, '（' | '(')) {
        Some((at, _)) if !label.starts_with('第') => label[..at].trim(),
        _ => label,
    }
}
