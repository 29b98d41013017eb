//! A file as a person would see it, and as text.

use std::fmt::Write;

use super::{At, Cell, Part, Source, Table};
use crate::html::text;

/// What the file says as a fragment of a page, to be shown beside what was understood of it.
///
/// Each line has the anchor `l12`, each cell `l14c3`: its line ([`At::line`]) and its column, both from 1. Every word is escaped; there
/// is no style, script, class or address of the file's own. Where a page of the file begins, its number stands in `<p class="page">`, behind
/// an `<hr class="page">` unless it is the first; within a table, in a row of class `page`, as soon as no cell reaches over it.
///
/// ```
/// let source = paper::source::html::read("<p>甲 & 乙<table><tr><td>规章<td>1</table>".as_bytes()).unwrap();
/// assert_eq!(
///     paper::source::page(&source),
///     "<p id=\"l1\">甲 &amp; 乙</p>\n<table>\n<tr><td id=\"l2c1\">规章</td><td id=\"l2c2\">1</td></tr>\n</table>\n"
/// );
/// ```
pub fn page(source: &Source) -> String {
    let mut page = Page::default();
    for part in &source.parts {
        match part {
            Part::Line(line) => {
                if let Some(number) = page.turned(line.at) {
                    page.mark(number);
                }
                page.put(format_args!("<p id=\"l{}\">", line.at.line));
                text(&mut page.html, &line.text);
                page.html.push_str("</p>\n");
            }
            Part::Table(table) => page.table(table),
        }
    }
    page.html
}

/// What the file says as text: the line numbered n in [`At::line`] is the nth of it.
///
/// Cells are parted by tabs; the slots that a cell covers besides its first are blank. Line feeds within a line or cell are blanks.
///
/// ```
/// let source = paper::source::html::read("<p>甲<table><tr><td colspan=2>乙<td>1<br>2</table>".as_bytes()).unwrap();
/// assert_eq!(paper::source::plain(&source), "甲\n乙\t1 2\n");
/// ```
pub fn plain(source: &Source) -> String {
    let mut plain = String::new();
    for part in &source.parts {
        match part {
            Part::Line(line) => {
                one_line(&mut plain, &line.text);
                plain.push('\n');
            }
            Part::Table(table) => {
                let mut cells = table.cells.iter().peekable();
                for row in 0..table.rows {
                    let mut column = 0;
                    while let Some(cell) = cells.next_if(|cell| cell.row == row) {
                        plain.extend(std::iter::repeat_n('\t', cell.column.saturating_sub(column)));
                        column = column.max(cell.column);
                        one_line(&mut plain, &cell.text);
                    }
                    plain.extend(std::iter::repeat_n('\t', table.columns.saturating_sub(column + 1)));
                    plain.push('\n');
                }
            }
        }
    }
    plain
}

fn one_line(plain: &mut String, words: &str) {
    plain.extend(words.chars().map(|c| if c.is_ascii_control() { ' ' } else { c }));
}

#[derive(Default)]
struct Page {
    html: String,
    number: Option<u32>,
}

impl Page {
    fn put(&mut self, words: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.html.write_fmt(words);
    }

    /// The number of a page that begins here.
    fn turned(&self, at: At) -> Option<u32> {
        at.page.filter(|number| Some(*number) != self.number)
    }

    fn mark(&mut self, number: u32) {
        if self.number.is_some() {
            self.html.push_str("<hr class=\"page\">\n");
        }
        self.number = Some(number);
        self.put(format_args!("<p class=\"page\">第{number}页</p>\n"));
    }

    fn table(&mut self, table: &Table) {
        if let Some(number) = table.cells.first().and_then(|cell| self.turned(cell.at)) {
            self.mark(number);
        }
        self.html.push_str("<table>\n");
        // The first row in which each column is free again, and in which all are.
        let (mut free_from, mut all_free_from) = (vec![0; table.columns], 0);
        let mut cells = table.cells.iter().peekable();
        for row in 0..table.rows {
            if let Some(cell) = cells.peek()
                && cell.row == row
                && all_free_from <= row
                && let Some(number) = self.turned(cell.at)
            {
                self.number = Some(number);
                let columns = table.columns;
                self.put(format_args!("<tr class=\"page\"><td colspan=\"{columns}\">第{number}页</td></tr>\n"));
            }
            self.html.push_str("<tr>");
            let mut column = 0;
            while let Some(cell) = cells.next_if(|cell| cell.row == row) {
                // A browser would move the cell to the first free slot.
                let until = cell.column.min(table.columns);
                let gaps = free_from.get(column..until).unwrap_or_default().iter().filter(|from| **from <= row).count();
                self.html.extend(std::iter::repeat_n("<td></td>", gaps));
                self.cell(cell);
                column = cell.column + cell.colspan;
                let covered = until..column.min(table.columns);
                free_from.get_mut(covered).unwrap_or_default().fill(row + cell.rowspan);
                all_free_from = all_free_from.max(row + cell.rowspan);
            }
            self.html.push_str("</tr>\n");
        }
        self.html.push_str("</table>\n");
    }

    fn cell(&mut self, cell: &Cell) {
        self.put(format_args!("<td id=\"l{}c{}\"", cell.at.line, cell.column + 1));
        if cell.rowspan > 1 {
            self.put(format_args!(" rowspan=\"{}\"", cell.rowspan));
        }
        if cell.colspan > 1 {
            self.put(format_args!(" colspan=\"{}\"", cell.colspan));
        }
        self.html.push('>');
        text(&mut self.html, &cell.text);
        self.html.push_str("</td>");
    }
}
