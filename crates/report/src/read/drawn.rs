//! A file's lines and table rows as lines, so that words inside and outside of tables are read alike.

use std::borrow::Cow;
use std::collections::HashMap;

use paper::source::{Part, Source, Table};

use super::dates::first_day;
use super::lex::Line;
use super::sections::cut_long;
use crate::report::Report;

/// A file's content: its tables, and everything as lines.
pub(super) struct Drawn<'a> {
    pub tables: Vec<&'a Table>,
    source: &'a Source,
    flat: Vec<Flat<'a>>,
    /// The line of each row of each table.
    rows: HashMap<(usize, usize), usize>,
    /// The first line of each page with its number.
    pages: Vec<(u32, u32)>,
}

/// A line, or a row of a table as a line.
struct Flat<'a> {
    no: u32,
    text: Cow<'a, str>,
    /// Table, row, and whether the row has more than one cell.
    row: Option<(usize, usize, bool)>,
}

/// Columns of a table beyond which its blanks are not kept in the line; the form has 15.
const WIDEST: usize = 64;

impl<'a> Drawn<'a> {
    pub fn of(source: &'a Source) -> Drawn<'a> {
        let mut drawn = Drawn { tables: Vec::new(), source, flat: Vec::new(), rows: HashMap::new(), pages: Vec::new() };
        for part in &source.parts {
            match part {
                Part::Line(line) => {
                    drawn.page(line.at.line, line.at.page);
                    let pieces = line.text.split('\n').flat_map(cut_long);
                    drawn.flat.extend(pieces.map(|text| Flat {
                        no: line.at.line,
                        text: Cow::Borrowed(text),
                        row: None,
                    }));
                }
                Part::Table(table) => drawn.table(table),
            }
        }
        drawn
    }

    fn page(&mut self, line: u32, page: Option<u32>) {
        if let Some(page) = page
            && self.pages.last().is_none_or(|(_, last)| *last != page)
        {
            self.pages.push((line, page));
        }
    }

    fn table(&mut self, table: &'a Table) {
        let number = self.tables.len();
        self.tables.push(table);
        for row in table.cells.chunk_by(|a, b| a.row == b.row) {
            let at = row[0].at;
            self.page(at.line, at.page);
            self.rows.insert((number, row[0].row), self.flat.len());
            if let [only] = row {
                let lines = only.text.split('\n').flat_map(cut_long);
                let flat = |text| Flat { no: at.line, text: Cow::Borrowed(text), row: Some((number, only.row, false)) };
                self.flat.extend(lines.map(flat));
                continue;
            }
            let mut text = String::new();
            let mut column = 0;
            for cell in row {
                let blanks =
                    if table.columns > WIDEST { usize::from(column > 0) } else { cell.column.saturating_sub(column) };
                text.extend(std::iter::repeat_n('\t', blanks));
                text.extend(cell.text.chars().map(|c| if c == '\n' || c == '\t' { ' ' } else { c }));
                column = cell.column;
            }
            if table.columns <= WIDEST {
                text.extend(std::iter::repeat_n('\t', table.columns.saturating_sub(column + 1)));
            }
            self.flat.push(Flat { no: at.line, text: Cow::Owned(text), row: Some((number, row[0].row, true)) });
        }
    }

    /// Everything as lines, in reading order; a row is its cells parted by tabs.
    pub fn lines(&self) -> Vec<Line<'_>> {
        self.flat.iter().map(|flat| Line { no: flat.no, text: &flat.text }).collect()
    }

    /// Table and row of a line that is one.
    pub fn row(&self, at: usize) -> Option<(usize, usize)> {
        self.flat[at].row.map(|(table, row, _)| (table, row))
    }

    /// The line of a row, the first if it takes several.
    pub fn line_of_row(&self, table: usize, row: usize) -> Option<usize> {
        self.rows.get(&(table, row)).copied()
    }

    /// Whether a line is running text.
    pub fn is_prose(&self, at: usize) -> bool {
        let text = &self.flat[at].text;
        text.contains('。') || text.len() > 400
    }

    /// How many lines there are.
    pub fn len(&self) -> usize {
        self.flat.len()
    }

    /// Whether the line is a row of more than one cell, and so no paragraph.
    pub fn is_row_of_many(&self, at: usize) -> bool {
        matches!(self.flat[at].row, Some((_, _, true)))
    }

    /// The page on which a line stands.
    pub fn page_of(&self, line: u32) -> Option<u32> {
        let behind = self.pages.partition_point(|(first, _)| *first <= line);
        behind.checked_sub(1).map(|at| self.pages[at].1)
    }

    /// Takes from the facts beside the text what the text itself does not say.
    pub fn facts_into(&self, report: &mut Report) {
        let fact = |names: &[&str]| {
            let named = |(name, value): &&(String, String)| {
                names.iter().any(|known| known.eq_ignore_ascii_case(name)) && !value.trim().is_empty()
            };
            self.source.facts.iter().find(named).map(|(_, value)| value.trim())
        };
        if report.published_on.is_none() {
            report.published_on = fact(&["PubDate", "publishdate", "createDate"]).and_then(first_day);
        }
        if report.title.is_none() {
            let named = fact(&["ArticleTitle"]).or(self.source.title.as_deref());
            report.title = named.filter(|title| title.contains("公开")).map(str::to_owned);
        }
    }
}
