//! A report in long form: one row for each cell, for spreadsheets and data tools.

use crate::form::{Cell, Kind};
use crate::report::Report;

/// The columns of the long form, in order.
pub const COLUMNS: [&str; 14] = [
    "file",
    "body",
    "year",
    "edition",
    "table",
    "row",
    "row_label",
    "column",
    "column_label",
    "value",
    "mark",
    "unit",
    "line",
    "page",
];

/// One cell of one report.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// The report.
    pub report: &'a Report,
    /// The cell.
    pub cell: &'static Cell,
    /// What is stated: a whole number, or an amount in the unit of [`Row::unit`]; `None` is blank.
    pub value: Option<String>,
    /// The mark that stands there instead of a number.
    pub mark: Option<&'a str>,
    /// The unit of an amount, if one is stated.
    pub unit: Option<&'static str>,
    /// Line of the source, from 1.
    pub line: Option<u32>,
    /// Page of the source, from 1.
    pub page: Option<u32>,
}

/// Every cell the document prints, in the order of the form; a blank is a row without a value.
///
/// ```
/// use report::{form::Edition, report::Report, table::rows};
/// let mut report = Report::blank(Edition::E2021);
/// report.cells.put("remedies.reconsideration.upheld", 2);
/// let rows: Vec<_> = rows(&report).collect();
/// assert_eq!(rows.len(), 10 + 175 + 15);
/// assert_eq!(rows.iter().filter(|row| row.value.is_some()).count(), 1);
/// ```
pub fn rows(report: &Report) -> impl Iterator<Item = Row<'_>> {
    let one_row = report.cells.other_in_one_row();
    let printed = move |cell: &&Cell| match cell.row.key.strip_prefix("results.other") {
        Some(rest) => rest.is_empty() == (one_row || report.cells.edition() == crate::form::Edition::E2019),
        None => true,
    };
    report.cells.form().cells().iter().filter(printed).map(move |cell| row(report, cell))
}

fn row<'a>(report: &'a Report, cell: &'static Cell) -> Row<'a> {
    let cells = &report.cells;
    let (value, unit) = match cell.column.kind {
        Kind::Count | Kind::SignedCount => (cells.get(cell.no).map(|count| count.to_string()), None),
        Kind::Money(_) => match cells.money(cell.no) {
            Some(money) => (Some(money.amount.to_string()), money.unit.map(|unit| unit.as_str())),
            None => (None, None),
        },
    };
    let mark = report.marks.get(&cell.path).map(String::as_str);
    let spot = report.spots.get(&cell.path).copied().unwrap_or_default();
    Row { report, cell, value, mark, unit, line: spot.line, page: spot.page }
}

impl Row<'_> {
    /// The fields as words, in the order of [`COLUMNS`]; what is not known is empty.
    pub fn fields(&self) -> [String; 14] {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
        [
            text(&self.report.file),
            text(&self.report.body),
            self.report.year.map(|year| year.to_string()).unwrap_or_default(),
            self.report.edition.map(|edition| edition.to_string()).unwrap_or_default(),
            self.cell.table.number().to_string(),
            self.cell.row.key.to_owned(),
            self.cell.row.name_zh(),
            self.cell.column.key.to_owned(),
            self.cell.column.label.to_owned(),
            text(&self.value),
            self.mark.unwrap_or_default().to_owned(),
            self.unit.unwrap_or_default().to_owned(),
            number(self.line),
            number(self.page),
        ]
    }
}
