//! XLSX: tables that Excel and WPS open, with A4 pages that print as they stand.
//!
//! A [`Workbook`] is a plain value and becomes a file with [`write`](fn@write). A table too long to be held at once goes
//! row by row through [`LongTable`].
//!
//! **What both agree on.** Words are never a formula, whatever they begin with: they are stored as words and marked so,
//! and stay words when a clerk edits the cell. A blank is blank, never 0. A figure with more than 15 digits is
//! stored as words, because a spreadsheet would round it. No author, no times, no hidden rows, columns or characters.

use std::collections::HashSet;
use std::io::Write;

use rust_xlsxwriter as excel;
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, FormatBorder, XlsxError};

use crate::document::{Align, Grid, Role};
use crate::visible::visible;

/// A spreadsheet opens no more rows than this, 2^20.
pub const MOST_ROWS: usize = 1_048_576;
/// A spreadsheet opens no more columns than this, 2^14.
pub const MOST_COLUMNS: usize = 16_384;
/// A cell holds no more than this many UTF-16 units.
pub const MOST_CHARACTERS: usize = 32_767;
/// Digits a spreadsheet keeps; further ones are rounded to 0 when the file is opened.
const MOST_DIGITS: usize = 15;
/// Characters in the name of a sheet.
const LONGEST_NAME: usize = 31;

const FONT: &str = "宋体";
/// 5号, in points: as in the tables of official papers.
const SIZE: f64 = 10.5;
/// 四号, in points.
const TITLE_SIZE: f64 = 14.0;
/// One line of 5号, in points.
const LINE: f64 = 14.25;
/// The highest row a spreadsheet takes, in points.
const HIGHEST: f64 = 409.0;
/// Half-width characters of 5号 between the margins of an A4 page.
const ACROSS_PORTRAIT: usize = 88;
const ACROSS_LANDSCAPE: usize = 136;
/// Left, right, top, bottom margins and the room of page head and foot, in inches.
const MARGINS: [f64; 6] = [0.6, 0.6, 0.75, 0.75, 0.3, 0.3];

/// A file of sheets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workbook {
    /// The title the file bears.
    pub name: String,
    /// The sheets, left to right; at least one.
    pub sheets: Vec<Sheet>,
}

/// One sheet: titles over a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The name on its tab. What a spreadsheet does not allow there is mended: `[]:*?/\` become their full-width
    /// forms, more than 31 characters are cut, a name used before gets a number.
    pub name: String,
    /// Lines over the table, each as wide as it: the first large, the others small (unit, body, year).
    pub titles: Vec<String>,
    /// Width of each column in half-width characters; a column without one is 9 wide.
    pub widths: Vec<u16>,
    /// How many of the rows are headings: they stay in sight and are repeated on every printed page.
    pub header_rows: usize,
    /// The cells; slots covered by a merge are there and blank.
    pub rows: Vec<Vec<Cell>>,
    /// Cells that cover several slots.
    pub merges: Vec<Merge>,
    /// How the paper lies.
    pub page: Page,
}

/// How the A4 paper lies when the sheet is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Page {
    /// Upright.
    #[default]
    Portrait,
    /// On its side.
    Landscape,
}

/// What a slot holds and how it looks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// What it says.
    pub value: Value,
    /// Value or heading.
    pub role: Role,
    /// Where it stands.
    pub align: Align,
}

/// What a cell says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Value {
    /// Nothing; not 0.
    #[default]
    Blank,
    /// Words, never a formula.
    Text(String),
    /// A whole number that can be summed.
    Integer(i64),
    /// A number as written, with as many places as it has: `2200.00`. What is no plain decimal number stays words.
    Decimal(String),
}

/// A rectangle of slots that is one cell. Rows and columns are counted from 0, without the titles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merge {
    /// Row of the upper left slot.
    pub row: usize,
    /// Column of the upper left slot.
    pub column: usize,
    /// How many rows, 1 or more.
    pub rows: usize,
    /// How many columns, 1 or more; not both 1.
    pub columns: usize,
}

/// Why a table could not become a file. Rows and columns are counted from 1 as on the sheet, titles among the rows.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// A file without a sheet is not opened.
    #[error("a workbook needs a sheet")]
    NoSheets,
    /// More than [`MOST_ROWS`] or [`MOST_COLUMNS`].
    #[error("sheet {sheet}: {rows} rows and {columns} columns are more than a spreadsheet opens")]
    TooLarge {
        /// The sheet's name.
        sheet: String,
        /// How many rows.
        rows: usize,
        /// How many columns.
        columns: usize,
    },
    /// More than [`MOST_CHARACTERS`] in a cell.
    #[error("sheet {sheet}, row {row}, column {column}: {characters} characters are more than a cell holds")]
    TextTooLong {
        /// The sheet's name.
        sheet: String,
        /// The row.
        row: usize,
        /// The column.
        column: usize,
        /// How many.
        characters: usize,
    },
    /// A merge of one slot, over another merge, or over words that it would hide.
    #[error("sheet {sheet}, row {row}, column {column}: cells cannot be merged so")]
    BadMerge {
        /// The sheet's name.
        sheet: String,
        /// The row.
        row: usize,
        /// The column.
        column: usize,
    },
    /// The file could not be put together or written.
    #[error("the spreadsheet could not be written")]
    Library(#[from] XlsxError),
}

impl Cell {
    /// Words at the left edge.
    pub fn text(words: impl Into<String>) -> Self {
        Self { value: Value::Text(words.into()), role: Role::Data, align: Align::Left }
    }

    /// A whole number in the middle.
    pub fn integer(number: i64) -> Self {
        Self { value: Value::Integer(number), ..Self::default() }
    }

    /// A number with places at the right edge, as money stands.
    pub fn decimal(number: impl Into<String>) -> Self {
        Self { value: Value::Decimal(number.into()), role: Role::Data, align: Align::Right }
    }

    /// Nothing.
    pub fn blank() -> Self {
        Self::default()
    }

    /// A column heading in the middle.
    pub fn heading(words: impl Into<String>) -> Self {
        Self { value: Value::Text(words.into()), role: Role::ColumnHeader, align: Align::Center }
    }
}

impl Sheet {
    /// The sheet that says what the grid says: spans, headings and widths kept; the caption becomes the title.
    ///
    /// Values that are plain numbers (`12`, `-3`, `2200.00`) can be summed; what only looks like one (`007`, `1,234`, `5%`)
    /// stays words.
    ///
    /// ```
    /// use paper::document::{Cell, Grid};
    /// use paper::xlsx::{Sheet, Value};
    ///
    /// let rows = vec![vec![Cell::row_header("总计"), Cell::new("12"), Cell::new(""), Cell::new("007")]];
    /// let sheet = Sheet::from_grid("表三", &Grid::new(&[40, 20, 20, 20], rows)?);
    /// let values: Vec<_> = sheet.rows[0].iter().map(|cell| cell.value.clone()).collect();
    /// assert_eq!(values, [Value::Text("总计".into()), Value::Integer(12), Value::Blank, Value::Text("007".into())]);
    /// # Ok::<(), paper::document::GridError>(())
    /// ```
    pub fn from_grid(name: impl Into<String>, grid: &Grid) -> Self {
        let columns = grid.columns();
        let mut rows = vec![vec![Cell::blank(); columns]; grid.rows().len()];
        let mut merges = Vec::new();
        for placed in grid.cells() {
            let cell = &placed.cell;
            let value = match cell.role {
                Role::Data => Value::of(&cell.text),
                Role::ColumnHeader | Role::RowHeader => Value::words(&cell.text),
            };
            let (down, across) = (usize::from(cell.rowspan), usize::from(cell.colspan));
            for row in &mut rows[placed.row..placed.row + down] {
                for slot in &mut row[placed.column..placed.column + across] {
                    *slot = Cell { value: Value::Blank, role: cell.role, align: cell.align };
                }
            }
            rows[placed.row][placed.column].value = value;
            if down * across > 1 {
                merges.push(Merge { row: placed.row, column: placed.column, rows: down, columns: across });
            }
        }
        let page = if columns > 8 { Page::Landscape } else { Page::Portrait };
        let across = match page {
            Page::Portrait => ACROSS_PORTRAIT,
            Page::Landscape => ACROSS_LANDSCAPE,
        };
        let width = |percent: &u8| u16::try_from((usize::from(*percent) * across / 100).max(4)).unwrap_or(u16::MAX);
        Self {
            name: name.into(),
            titles: grid.caption().map(str::to_owned).into_iter().collect(),
            widths: grid.widths().iter().map(width).collect(),
            header_rows: grid.header_rows(),
            rows,
            merges,
            page,
        }
    }
}

impl Value {
    /// Words as they stand, blank where there are none.
    fn words(text: &str) -> Self {
        if text.is_empty() { Self::Blank } else { Self::Text(text.to_owned()) }
    }

    /// A number where the text is one and would read the same as a number.
    fn of(text: &str) -> Self {
        match text.parse::<i64>() {
            Ok(number) if number.to_string() == text => Self::Integer(number),
            _ if text.contains('.') && decimal(text).is_some() => Self::Decimal(text.to_owned()),
            _ => Self::words(text),
        }
    }
}

/// The number of a plain decimal with a digit on both sides of the point, and how many places it has.
/// `None` for what a spreadsheet would show otherwise than it is written.
fn decimal(text: &str) -> Option<(f64, usize)> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, places) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let zeros = whole.len() > 1 && whole.starts_with('0');
    if whole.is_empty() || !plain(whole) || !plain(places) || zeros || digits.ends_with('.') {
        return None;
    }
    let short = whole.len() + places.len() <= MOST_DIGITS;
    text.parse().ok().filter(|_| short).map(|number| (number, places.len()))
}

/// The workbook as an XLSX file.
///
/// 宋体 of 5号 in every cell, thin lines around each, headings bold; A4, as wide as one page, page numbers at the foot. The same
/// workbook gives the same bytes.
///
/// # Errors
/// [`WriteError`]: what a spreadsheet does not open, named by sheet, row and column.
///
/// ```
/// use paper::xlsx::{Cell, Sheet, Workbook, write};
///
/// let rows = vec![vec![Cell::heading("事项"), Cell::heading("件数")], vec![Cell::text("=1+1"), Cell::integer(2)]];
/// let sheet = Sheet { name: "台账".into(), header_rows: 1, widths: vec![30, 10], rows, ..Sheet::default() };
/// let file = write(&Workbook { name: "台账".into(), sheets: vec![sheet] })?;
/// assert_eq!(paper::kind::FileKind::of(&file), paper::kind::FileKind::Xlsx); // and `=1+1` in it is four characters
/// # Ok::<(), paper::xlsx::WriteError>(())
/// ```
pub fn write(workbook: &Workbook) -> Result<Vec<u8>, WriteError> {
    if workbook.sheets.is_empty() {
        return Err(WriteError::NoSheets);
    }
    let mut file = new_file(&workbook.name);
    let mut names = HashSet::new();
    for sheet in &workbook.sheets {
        let name = tab_name(&sheet.name, &mut names);
        check(sheet, &name)?;
        let tab = file.add_worksheet();
        set_up(tab, &name, sheet)?;
        let top = sheet.titles.len();
        let mut hidden = HashSet::new();
        for merge in &sheet.merges {
            let format = format(&sheet.rows[merge.row][merge.column]);
            let (row, column) = (top + merge.row, merge.column);
            let (last_row, last_column) = (row + merge.rows - 1, column + merge.columns - 1);
            tab.merge_range(at_row(row), at_column(column), at_row(last_row), at_column(last_column), "", &format)?;
            let slots = (merge.row..merge.row + merge.rows)
                .flat_map(|row| (merge.column..merge.column + merge.columns).map(move |column| (row, column)));
            hidden.extend(slots.skip(1));
        }
        for (number, row) in sheet.rows.iter().enumerate() {
            for (column, cell) in row.iter().enumerate() {
                if !hidden.contains(&(number, column)) {
                    put(tab, &name, top + number, column, cell)?;
                }
            }
        }
        for (row, height) in heights(sheet).into_iter().enumerate() {
            tab.set_row_height(at_row(top + row), height)?;
        }
    }
    Ok(file.save_to_buffer()?)
}

/// A table written row by row, with memory that does not grow with its length.
///
/// The rows wait in a temporary file until [`LongTable::finish`].
///
/// ```
/// use paper::xlsx::{Cell, LongTable, Sheet};
///
/// let heads = Sheet { name: "明细".into(), widths: vec![12, 8], header_rows: 1, rows: vec![vec![Cell::heading("单位"), Cell::heading("件数")]], ..Sheet::default() };
/// let mut table = LongTable::new("明细", &heads)?;
/// for n in 0..1000 {
///     table.push(&[Cell::text(format!("第{n}号")), Cell::integer(n)])?;
/// }
/// let mut file = Vec::new();
/// table.finish(&mut file)?;
/// assert_eq!(paper::kind::FileKind::of(&file), paper::kind::FileKind::Xlsx);
/// # Ok::<(), paper::xlsx::WriteError>(())
/// ```
pub struct LongTable {
    file: excel::Workbook,
    sheet: String,
    row: usize,
}

impl LongTable {
    /// A file titled `title` with one sheet, begun with all that `head` has: titles, headings, widths and perhaps first rows.
    ///
    /// # Errors
    /// As [`write`](fn@write); [`WriteError::Library`] when no temporary file can be made.
    pub fn new(title: &str, head: &Sheet) -> Result<Self, WriteError> {
        let mut file = new_file(title);
        let sheet = tab_name(&head.name, &mut HashSet::new());
        check(head, &sheet)?;
        if let Some(merge) = head.merges.first() {
            return Err(WriteError::BadMerge { sheet, row: merge.row + 1, column: merge.column + 1 });
        }
        let tab = file.add_worksheet_with_constant_memory()?;
        set_up(tab, &sheet, head)?;
        let mut table = Self { file, sheet, row: head.titles.len() };
        for row in &head.rows {
            table.push(row)?;
        }
        Ok(table)
    }

    /// Adds a row.
    ///
    /// # Errors
    /// [`WriteError::TooLarge`], [`WriteError::TextTooLong`]; [`WriteError::Library`] for a full disk.
    pub fn push(&mut self, cells: &[Cell]) -> Result<(), WriteError> {
        if self.row >= MOST_ROWS || cells.len() > MOST_COLUMNS {
            return Err(WriteError::TooLarge { sheet: self.sheet.clone(), rows: self.row + 1, columns: cells.len() });
        }
        let tab = self.file.worksheet_from_index(0)?;
        for (column, cell) in cells.iter().enumerate() {
            put(tab, &self.sheet, self.row, column, cell)?;
        }
        self.row += 1;
        Ok(())
    }

    /// Packs the rows into `into`.
    ///
    /// # Errors
    /// [`WriteError::Library`] when `into` takes no more.
    pub fn finish(mut self, into: impl Write + Send) -> Result<(), WriteError> {
        Ok(self.file.save_to_writer(into)?)
    }
}

fn new_file(title: &str) -> excel::Workbook {
    let mut file = excel::Workbook::new();
    // The day that the entries of the archive bear too, and the first that such an entry can: no real one.
    let no_day = ExcelDateTime::from_ymd(1980, 1, 1).expect("a day after 1899");
    let facts = excel::DocProperties::new().set_title(visible(title)).set_creation_datetime(&no_day);
    file.set_properties(&facts);
    file
}

/// Everything that can be wrong with a sheet, before a byte of it is written.
fn check(sheet: &Sheet, name: &str) -> Result<(), WriteError> {
    let top = sheet.titles.len();
    let rows = top + sheet.rows.len();
    let columns = columns(sheet);
    if rows > MOST_ROWS || columns > MOST_COLUMNS {
        return Err(WriteError::TooLarge { sheet: name.to_owned(), rows, columns });
    }
    for (row, title) in sheet.titles.iter().enumerate() {
        fits(title, name, row, 0)?;
    }
    let mut covered = HashSet::new();
    for merge in &sheet.merges {
        let bad =
            || WriteError::BadMerge { sheet: name.to_owned(), row: top + merge.row + 1, column: merge.column + 1 };
        if merge.rows.saturating_mul(merge.columns) < 2 {
            return Err(bad());
        }
        for row in merge.row..merge.row.saturating_add(merge.rows) {
            for column in merge.column..merge.column.saturating_add(merge.columns) {
                let cell = sheet.rows.get(row).and_then(|row| row.get(column)).ok_or_else(bad)?;
                let first = (row, column) == (merge.row, merge.column);
                if !covered.insert((row, column)) || (!first && cell.value != Value::Blank) {
                    return Err(bad());
                }
            }
        }
    }
    Ok(())
}

fn columns(sheet: &Sheet) -> usize {
    sheet.rows.iter().map(Vec::len).max().unwrap_or(0).max(sheet.widths.len()).max(1)
}

fn fits(text: &str, sheet: &str, row: usize, column: usize) -> Result<(), WriteError> {
    match text.encode_utf16().count() {
        characters if characters > MOST_CHARACTERS => {
            Err(WriteError::TextTooLong { sheet: sheet.to_owned(), row: row + 1, column: column + 1, characters })
        }
        _ => Ok(()),
    }
}

/// The name as a tab may bear it, unlike all before it.
fn tab_name(name: &str, used: &mut HashSet<String>) -> String {
    let allowed: String = visible(name)
        .chars()
        .map(|c| match c {
            '[' => '［',
            ']' => '］',
            ':' => '：',
            '*' => '＊',
            '?' => '？',
            '/' => '／',
            '\\' => '＼',
            '\'' => '’',
            '\n' | '\t' => ' ',
            c => c,
        })
        .collect();
    let allowed = if allowed.trim().is_empty() { "表".to_owned() } else { allowed.trim().to_owned() };
    let mut number = 1;
    loop {
        let ending = if number == 1 { String::new() } else { format!("（{number}）") };
        let mut name = allowed.clone();
        while name.encode_utf16().count() + ending.encode_utf16().count() > LONGEST_NAME {
            name.pop();
        }
        name.push_str(&ending);
        if used.insert(name.to_lowercase()) {
            return name;
        }
        number += 1;
    }
}

fn set_up(tab: &mut excel::Worksheet, name: &str, sheet: &Sheet) -> Result<(), WriteError> {
    tab.set_name(name)?;
    tab.set_paper_size(9); // A4
    match sheet.page {
        Page::Portrait => tab.set_portrait(),
        Page::Landscape => tab.set_landscape(),
    };
    tab.set_print_fit_to_pages(1, 0).set_print_center_horizontally(true);
    let [left, right, top, bottom, head, foot] = MARGINS;
    tab.set_margins(left, right, top, bottom, head, foot);
    tab.set_footer("&C&\"宋体,Regular\"&9第 &P 页，共 &N 页");
    for (column, width) in sheet.widths.iter().enumerate() {
        tab.set_column_width(at_column(column), f64::from(*width))?;
    }
    let titles = sheet.titles.len();
    let last = at_column(columns(sheet) - 1);
    for (row, title) in sheet.titles.iter().enumerate() {
        let format = font(Format::new()).set_align(FormatAlign::VerticalCenter).set_text_wrap();
        let (format, height) = if row == 0 {
            (format.set_font_size(TITLE_SIZE).set_bold().set_align(FormatAlign::Center), 2.0 * LINE)
        } else {
            (format.set_align(FormatAlign::Left), LINE * 1.2)
        };
        let format = guard(format, title);
        let (row, title) = (at_row(row), visible(title));
        if last > 0 {
            tab.merge_range(row, 0, row, last, &title, &format)?;
        } else {
            tab.write_string_with_format(row, 0, title, &format)?;
        }
        tab.set_row_height(row, height)?;
    }
    let header_rows = sheet.header_rows.min(sheet.rows.len());
    if header_rows > 0 {
        tab.set_freeze_panes(at_row(titles + header_rows), 0)?;
        tab.set_repeat_rows(at_row(titles), at_row(titles + header_rows - 1))?;
    }
    Ok(())
}

fn put(tab: &mut excel::Worksheet, sheet: &str, row: usize, column: usize, cell: &Cell) -> Result<(), WriteError> {
    let format = format(cell);
    let (at, across) = (at_row(row), at_column(column));
    let words = match &cell.value {
        Value::Blank => {
            tab.write_blank(at, across, &format)?;
            return Ok(());
        }
        Value::Integer(number) => {
            let digits = number.to_string();
            if digits.trim_start_matches('-').len() <= MOST_DIGITS {
                tab.write_number_with_format(at, across, *number as f64, &format.set_num_format("0"))?;
                return Ok(());
            }
            digits
        }
        Value::Decimal(text) => match decimal(text) {
            Some((number, places)) => {
                let zeros = if places == 0 { "0".to_owned() } else { format!("0.{}", "0".repeat(places)) };
                tab.write_number_with_format(at, across, number, &format.set_num_format(zeros))?;
                return Ok(());
            }
            None => text.clone(),
        },
        Value::Text(text) => visible(text).into_owned(),
    };
    fits(&words, sheet, row, column)?;
    let format = guard(format, &words);
    tab.write_string_with_format(at, across, words, &format)?;
    Ok(())
}

fn font(format: Format) -> Format {
    format.set_font_name(FONT).set_font_size(SIZE)
}

fn format(cell: &Cell) -> Format {
    let format = font(Format::new())
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::VerticalCenter)
        .set_align(match cell.align {
            Align::Left => FormatAlign::Left,
            Align::Center => FormatAlign::Center,
            Align::Right => FormatAlign::Right,
        })
        .set_text_wrap();
    if cell.role == Role::ColumnHeader { format.set_bold() } else { format }
}

/// Words that begin like a formula keep being words when someone opens the cell and leaves it again.
fn guard(format: Format, words: &str) -> Format {
    if words.starts_with(['=', '+', '-', '@', '\'']) { format.set_quote_prefix() } else { format }
}

/// How high each row must be, in points: spreadsheets find it out by themselves only where nothing is merged.
fn heights(sheet: &Sheet) -> Vec<f64> {
    let width = |column: usize| usize::from(sheet.widths.get(column).copied().unwrap_or(9));
    let mut lines = vec![1; sheet.rows.len()];
    let mut tall = Vec::new();
    for (row, cells) in sheet.rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let Value::Text(text) = &cell.value else { continue };
            let merge = sheet.merges.iter().find(|merge| (merge.row, merge.column) == (row, column));
            let (down, across) = merge.map_or((1, 1), |merge| (merge.rows, merge.columns));
            let room: usize = (column..column + across).map(width).sum();
            let needed = text.split('\n').map(|line| half_widths(line).div_ceil(room.saturating_sub(1).max(2)).max(1));
            let needed: usize = needed.sum();
            if down == 1 {
                lines[row] = lines[row].max(needed);
            } else {
                tall.push((row, down, needed));
            }
        }
    }
    for (row, down, needed) in tall {
        let covered: usize = lines[row..row + down].iter().sum();
        lines[row + down - 1] += needed.saturating_sub(covered);
    }
    lines.into_iter().map(|lines| (lines as f64 * LINE + 4.0).min(HIGHEST)).collect()
}

fn half_widths(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

fn at_row(row: usize) -> u32 {
    u32::try_from(row).expect("the number of rows was checked")
}

fn at_column(column: usize) -> u16 {
    u16::try_from(column).expect("the number of columns was checked")
}
