//! What a stranger's file says: lines and tables in reading order, each with its place in the file.
//!
//! Every reader of this room (DOCX, ODT, HTML, PDF, XLSX, legacy Word and Excel) answers with the same value, so that nobody above
//! asks what kind of file it was. Nothing is judged here: a table is what the file draws as one, a blank cell is blank.
//!
//! **What the readers agree on.**
//! - Only what a person sees is read: no hidden rows, comments, deletions, scripts, field codes.
//! - A paragraph is one [`Line`], however many lines it takes on the page. Inside a cell, paragraphs and line breaks are `\n`.
//! - A table that only arranges the page is taken apart: a table of one column, or of one cell, becomes lines, and a row
//!   that holds a table in one of its cells becomes what its cells hold, in reading order. The rows before and after stay tables.
//! - A table cut by a page break is one table again; its repeated heading rows are dropped.
//! - Merged cells stand once, at their upper left slot; what they cover is not repeated.
//! - Text is as the file has it, blanks at both ends cut off; no width or script is folded.

pub mod doc;
pub mod docx;
mod draft;
mod format;
pub mod html;
mod numerals;
pub mod odt;
mod page;
pub mod pdf;
mod sheet;
pub mod xls;
pub mod xlsx;
mod xml;

pub use page::{page, plain};

use crate::kind::FileKind;
use crate::limits::{FILE_BYTES, Package, PackageLimits};

/// A file's visible content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// What the file calls itself: `<title>` of a page. Word files seldom have a true one, so theirs is left out.
    pub title: Option<String>,
    /// Named facts beside the text: `<meta name content>` of a page (`ArticleTitle`, `PubDate` …), in file order.
    pub facts: Vec<(String, String)>,
    /// Lines and tables in reading order.
    pub parts: Vec<Part>,
}

/// A paragraph, or a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A paragraph, heading or stray line.
    Line(Line),
    /// A table.
    Table(Table),
}

/// Where something stands in the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct At {
    /// Counted from 1 over all lines and table rows of the file, in reading order.
    pub line: u32,
    /// The page, from 1, if the file has pages (PDF).
    pub page: Option<u32>,
}

/// A paragraph and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The words; never empty.
    pub text: String,
    /// Where.
    pub at: At,
}

/// A table as the file draws it. Slots that no cell covers are possible: many pages have rows of unequal length.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// How many rows.
    pub rows: usize,
    /// How many columns the widest row has.
    pub columns: usize,
    /// The cells, by row and then column; no two cover the same slot.
    pub cells: Vec<Cell>,
}

/// A cell and the slots it covers, counted from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Row of the upper left slot.
    pub row: usize,
    /// Column of the upper left slot.
    pub column: usize,
    /// How many rows it covers, 1 or more.
    pub rowspan: usize,
    /// How many columns it covers, 1 or more.
    pub colspan: usize,
    /// The words, `""` for a blank cell.
    pub text: String,
    /// Where; the cells of one row share the line.
    pub at: At,
}

/// Why a file cannot be read at all. What can be read in part is read in part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// A password is needed.
    #[error("the file is encrypted")]
    Encrypted,
    /// Not what it claims to be, cut off, or broken.
    #[error("the file is damaged")]
    Damaged,
    /// Pictures only: a scan.
    #[error("the file has no text, only pictures")]
    NoText,
    /// Nothing to read in it.
    #[error("the file is empty")]
    Empty,
    /// Bigger, deeper or longer than is opened.
    #[error("over the limit of {limit} {what}")]
    OverLimit {
        /// What there is too much of.
        what: Measure,
        /// The most that is taken.
        limit: u64,
    },
    /// A kind of file that this room does not read.
    #[error("not a kind of file that is read")]
    Unsupported,
}

/// What a limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Bytes, packed or unpacked.
    Bytes,
    /// Table cells.
    Cells,
    /// Elements inside elements.
    Depth,
    /// Pages.
    Pages,
    /// Parts of a package.
    Entries,
}

impl std::fmt::Display for Measure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Measure::Bytes => "bytes",
            Measure::Cells => "cells",
            Measure::Depth => "nested elements",
            Measure::Pages => "pages",
            Measure::Entries => "packed files",
        })
    }
}

/// The most cells that all tables of a file may have together; a long report has about 500.
pub const MOST_CELLS: usize = 200_000;
/// The deepest nesting of elements that is followed.
pub const DEEPEST: usize = 256;

/// Reads a file of any kind that is read, and says what it is. What it is, its bytes say; it has no name here.
///
/// Plain text is a line for each of its lines that is not blank.
///
/// # Errors
/// [`ReadError`]; [`ReadError::NoText`] for pictures, [`ReadError::Unsupported`] for OFD and for what no reader knows.
///
/// ```
/// use paper::kind::FileKind;
/// use paper::source::{ReadError, read};
///
/// let (kind, source) = read("<!DOCTYPE html><p>一、总体情况</p>".as_bytes()).unwrap();
/// assert_eq!((kind, source.parts.len()), (FileKind::Html, 1));
/// assert_eq!(read(b"%PDF-1.7 and no more"), Err(ReadError::Damaged));
/// ```
pub fn read(bytes: &[u8]) -> Result<(FileKind, Source), ReadError> {
    if bytes.len() > FILE_BYTES {
        return Err(ReadError::OverLimit { what: Measure::Bytes, limit: FILE_BYTES as u64 });
    }
    if bytes.trim_ascii().is_empty() {
        return Err(ReadError::Empty);
    }
    let kind = FileKind::of(bytes);
    let source = match kind {
        FileKind::Docx => docx::read(bytes),
        FileKind::Odt => odt::read(bytes),
        FileKind::Xlsx => xlsx::read(bytes),
        FileKind::Xls => xls::read(bytes),
        FileKind::Doc => doc::read(bytes),
        FileKind::Pdf => pdf::read(bytes),
        FileKind::Html => html::read(bytes),
        FileKind::Text if bytes.starts_with(b"%PDF-") => Err(ReadError::Damaged),
        FileKind::Text => text(bytes),
        FileKind::Png | FileKind::Jpeg => Err(ReadError::NoText),
        FileKind::Ofd => Err(ReadError::Unsupported),
        FileKind::Unknown => return unknown(bytes),
    }?;
    Ok((kind, source))
}

/// What is not trusted enough to be passed on to others may still be read: a package with macros, text with control characters.
fn unknown(bytes: &[u8]) -> Result<(FileKind, Source), ReadError> {
    if bytes.starts_with(b"%PDF-") {
        return pdf::read(bytes).map(|source| (FileKind::Pdf, source));
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return doc::read(bytes).map(|source| (FileKind::Doc, source));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        let package = Package::open(bytes, PackageLimits::default())?;
        let main = |name| package.has(name);
        return match (main("word/document.xml"), main("xl/workbook.xml"), main("content.xml")) {
            (true, false, false) => docx::read(bytes).map(|source| (FileKind::Docx, source)),
            (false, true, false) => xlsx::read(bytes).map(|source| (FileKind::Xlsx, source)),
            (false, false, true) => odt::read(bytes).map(|source| (FileKind::Odt, source)),
            _ => Err(ReadError::Unsupported),
        };
    }
    // UTF-16 has a zero byte in every second place; other text has none.
    if bytes.contains(&0) && !matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) {
        return Err(ReadError::Unsupported);
    }
    text(bytes).map(|source| (FileKind::Text, source)).map_err(|_| ReadError::Unsupported)
}

fn text(bytes: &[u8]) -> Result<Source, ReadError> {
    let text = crate::text::decode(bytes, FILE_BYTES).map_err(|_| ReadError::Damaged)?.text;
    let mut flow = draft::Flow::default();
    // A page break of a former PDF (form feed) is a line break.
    let mut spent = draft::Spent::default();
    for line in text.split(['\n', '\r', '\u{c}']).filter(|line| !line.is_empty()) {
        spent.line(line.len())?;
        flow.paragraph(line);
    }
    if flow.is_empty() { Err(ReadError::Empty) } else { Ok(flow.finish()) }
}

impl Source {
    /// Every table in reading order.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.parts.iter().filter_map(|part| match part {
            Part::Table(table) => Some(table),
            Part::Line(_) => None,
        })
    }
}

impl Table {
    /// The cell that covers a slot, `None` where no cell does.
    ///
    /// ```
    /// use paper::source::{At, Cell, Table};
    /// let cell = |row, column, rowspan, text: &str| Cell { row, column, rowspan, colspan: 1, text: text.into(), at: At::default() };
    /// let table = Table { rows: 2, columns: 2, cells: vec![cell(0, 0, 2, "复议"), cell(0, 1, 1, "1"), cell(1, 1, 1, "2")] };
    /// assert_eq!(table.at(1, 0).unwrap().text, "复议"); // covered from above
    /// ```
    ///
    /// It looks through all cells; whoever asks for many slots takes [`Table::slots`] once.
    pub fn at(&self, row: usize, column: usize) -> Option<&Cell> {
        let covers = |cell: &&Cell| {
            (cell.row..cell.row + cell.rowspan).contains(&row)
                && (cell.column..cell.column + cell.colspan).contains(&column)
        };
        self.cells.iter().find(covers)
    }

    /// Every slot with the cell that covers it, for quick answers to many questions.
    ///
    /// The cost is rows × columns, which the readers keep below a few millions.
    pub fn slots(&self) -> Slots<'_> {
        let mut of = vec![None; self.rows * self.columns];
        for cell in &self.cells {
            for row in cell.row..(cell.row + cell.rowspan).min(self.rows) {
                let end = (cell.column + cell.colspan).min(self.columns);
                of[row * self.columns..][cell.column.min(end)..end].fill(Some(cell));
            }
        }
        Slots { columns: self.columns, of }
    }
}

/// The slots of a table; made by [`Table::slots`].
#[derive(Clone, Debug)]
pub struct Slots<'a> {
    columns: usize,
    of: Vec<Option<&'a Cell>>,
}

impl<'a> Slots<'a> {
    /// The cell that covers a slot, `None` where no cell does or the table ends.
    pub fn at(&self, row: usize, column: usize) -> Option<&'a Cell> {
        if column < self.columns { self.of.get(row * self.columns + column).copied().flatten() } else { None }
    }

    /// The slots of one row, from left to right.
    pub fn row(&self, row: usize) -> &[Option<&'a Cell>] {
        self.of.get(row * self.columns..(row + 1) * self.columns).unwrap_or_default()
    }
}
