//! What is known of the tables so far, and the one place where a value becomes a cell.

use std::collections::BTreeMap;

use rust_decimal::prelude::ToPrimitive;

use super::columns::amount;
use super::fold::fold;
use super::header::Header;
use super::lex::{Kind, Token};
use super::value::Value;
use crate::checks::blank_names;
use crate::figures::{Cells, Money, Unit};
use crate::finding::{Axis, Finding, Notice, Place};
use crate::form::{self, Cell, Edition, TableNo};
use crate::report::Spot;

/// What has been read so far.
pub(super) struct Filler {
    pub edition: Edition,
    pub cells: Cells,
    pub marks: BTreeMap<String, String>,
    pub spots: BTreeMap<String, Spot>,
    pub findings: Vec<Finding>,
    pub repeated_lines_lost: bool,
    pub rows_found: usize,
}

/// The rows of one table whose values have no certain column; they become one finding.
#[derive(Default)]
pub(super) struct Unsure {
    pub rows: usize,
    pub first: Option<(Place, usize, usize)>,
}

impl Unsure {
    pub fn add(&mut self, place: &Place, values: usize, columns: usize) {
        self.rows += 1;
        self.first.get_or_insert_with(|| (place.clone(), values, columns));
    }
}

impl Filler {
    /// Nothing read yet, on the form of that edition.
    pub fn new(edition: Edition, repeated_lines_lost: bool) -> Filler {
        Filler {
            edition,
            cells: Cells::blank(edition),
            marks: BTreeMap::new(),
            spots: BTreeMap::new(),
            findings: Vec::new(),
            repeated_lines_lost,
            rows_found: 0,
        }
    }

    pub fn say(&mut self, notice: Notice, place: Place) {
        self.findings.push(notice.at(place, self.edition));
    }

    pub fn header_findings(&mut self, table: TableNo, header: &Header) {
        for (column, printed, line) in &header.misprinted {
            let place = Place::column(table, column.key).at_line(Some(*line));
            let expected = column.label.to_owned();
            self.say(Notice::LabelMisprinted { expected, found: printed.clone() }, place);
        }
        if let Some(column) = header.missing {
            let mut place = Place::column(table, column.key);
            place.row = header.first_row.filter(|_| table == TableNo::Proactive).map(str::to_owned);
            self.say(Notice::ColumnMissing { label: column.label.to_owned() }, place);
        }
        for (label, line) in &header.strange {
            let mut place = Place::table(table).at_line(Some(*line));
            place.row = header.first_row.filter(|_| table == TableNo::Proactive).map(str::to_owned);
            self.say(Notice::NotOfTheForm { axis: Axis::Column, label: label.clone() }, place);
        }
        if let Some((column, after, line)) = header.out_of_order {
            let place = Place::column(table, column.key).at_line(Some(line));
            let (label, after) = (column.label.to_owned(), after.label.to_owned());
            self.say(Notice::RowsOutOfOrder { label, after }, place);
        }
    }

    pub fn is_blank(&self, cell: &Cell) -> bool {
        let noted = |finding: &Finding| {
            finding.place.row.as_deref() == Some(cell.row.key)
                && finding.place.column.as_deref() == Some(cell.column.key)
        };
        self.cells.is_blank(cell.no) && !self.marks.contains_key(&cell.path) && !self.findings.iter().any(noted)
    }

    /// R120 is the business of the checks, but where some rows are unsure (R116) only reading knows which
    /// blanks are really blank in the document.
    pub fn blanks(&mut self, table: TableNo, blanks: &[&'static Cell]) {
        let of_table: Vec<&Cell> = self.cells.form().cells().iter().filter(|cell| cell.table == table).collect();
        let cells = blank_names(&of_table, blanks);
        if !blanks.is_empty() {
            self.say(Notice::Blank { count: blanks.len(), cells, mark: None }, Place::table(table));
        }
    }

    pub fn unsure(&mut self, unsure: Unsure) {
        if let Some((place, values, columns)) = unsure.first {
            self.say(Notice::ValuesWithoutColumn { values, columns, rows: unsure.rows }, place);
        }
    }

    pub fn put(&mut self, cell: &'static Cell, token: &Token, heading: Option<Unit>) {
        let place = || Place::cell(cell).at_line(Some(token.line));
        let value = match &token.kind {
            Kind::Value(value) => value,
            Kind::Words(_) => &Value::Words,
            Kind::Blank(_) => return,
        };
        let spot = Spot { line: Some(token.line), ..Spot::default() };
        self.spots.entry(cell.path.clone()).or_insert(spot);
        if *value == Value::Mark {
            self.marks.insert(cell.path.clone(), token.raw.clone());
            return;
        }
        if let form::Kind::Money(unit) = cell.column.kind {
            match money(&token.raw, heading.or(unit)) {
                Some(money) => self.cells.set_money(cell.no, Some(money)),
                None => self.say(Notice::NotANumber { found: token.raw.clone() }, place()),
            }
            return;
        }
        match amount(token) {
            Some(number) if number.is_integer() && number.to_i64().is_some() => {
                self.cells.set(cell.no, number.to_i64());
            }
            Some(_) => self.say(Notice::NotACount { found: token.raw.clone() }, place()),
            None => self.say(Notice::NotANumber { found: token.raw.clone() }, place()),
        }
    }
}

/// No body receives a million applications: so many digits are several numbers without a space.
const GLUED_FROM: usize = 7;

/// The one value that is surely the row's total: a lone one by the contract of reading, the last of
/// several if it is the sum of the others.
pub(super) fn total_of(values: &[Token]) -> Option<&Token> {
    match values {
        [only] => Some(only).filter(|only| only.raw.chars().count() < GLUED_FROM),
        [parts @ .., last] => {
            let sum: Option<rust_decimal::Decimal> = parts.iter().map(amount).sum();
            (sum.is_some() && sum == amount(last)).then_some(last)
        }
        [] => None,
    }
}

/// The text of a money cell; a remark in brackets and 约 do not hide the number.
fn money(raw: &str, heading: Option<Unit>) -> Option<Money> {
    let plain = |text: &str| Money::parse(text, heading);
    let cut = raw.split(['(', '（']).next().unwrap_or(raw);
    let cut = cut.trim().trim_start_matches(['约', '共', '￥', '¥']);
    plain(raw).or_else(|| plain(cut)).or_else(|| plain(&fold(cut))).map(|money| Money { raw: raw.to_owned(), ..money })
}
