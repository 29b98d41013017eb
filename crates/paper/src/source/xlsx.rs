//! Excel workbooks (XLSX, ECMA-376 part 1, chapter 18).
//!
//! Read by hand and not by calamine: it says nothing of hidden rows, and keeps every slot between the first cell and the last, which
//! a file with one cell in the furthest corner makes some hundred gigabytes.

use std::collections::{HashMap, HashSet};

use super::draft::Flow;
use super::format;
use super::sheet::{Kept, MOST_FOUND, Sheet};
use super::xml::{Next, Xml, attribute, characters, local};
use super::{Measure, ReadError, Source};
use crate::limits::{FILE_BYTES, Package, PackageLimits};

/// The most sheets; a package has no more parts.
const MOST_SHEETS: usize = 4_096;
/// The most styles of cells that are remembered; Excel allows 65,490.
const MOST_STYLES: usize = 65_536;

/// Reads all visible sheets of a workbook in their order, without hidden rows and columns; numbers and dates as they are shown.
///
/// Titles, headings and remarks become lines; rows that follow one another without an empty row between are a table.
///
/// # Errors
/// [`ReadError::Damaged`] if it is no whole package or not well-formed; [`ReadError::OverLimit`]; [`ReadError::Empty`].
pub fn read(bytes: &[u8]) -> Result<Source, ReadError> {
    if bytes.len() > FILE_BYTES {
        return Err(ReadError::OverLimit { what: Measure::Bytes, limit: FILE_BYTES as u64 });
    }
    let mut package = Package::open(bytes, PackageLimits::default())?;
    let mut part = |name: &str, needed: bool| match needed || package.has(name) {
        true => package.part(name).map_err(ReadError::from).and_then(characters),
        false => Ok(String::new()),
    };
    let workbook = Workbook::read(&part("xl/workbook.xml", true)?, &part("xl/_rels/workbook.xml.rels", false)?)?;
    let strings = strings(&part("xl/sharedStrings.xml", false)?)?;
    let looks = Looks::read(&part("xl/styles.xml", false)?)?;
    let mut reader = Reader { strings, looks, from_1904: workbook.from_1904, kept: Kept::default() };
    let mut flow = Flow::default();
    let mut cells = 0;
    for name in workbook.sheets {
        let text = part(&name, false)?;
        reader.sheet(&text)?.draw(&mut flow, &mut cells)?;
    }
    if flow.is_empty() { Err(ReadError::Empty) } else { Ok(flow.finish()) }
}

struct Workbook {
    /// The parts of the visible sheets.
    sheets: Vec<String>,
    from_1904: bool,
}

impl Workbook {
    fn read(workbook: &str, relations: &str) -> Result<Self, ReadError> {
        let mut targets: HashMap<String, String> = HashMap::new();
        let mut xml = Xml::new(relations);
        loop {
            match xml.next()? {
                Next::Start { tag, .. } if local(tag.name().0) == "Relationship" => {
                    if let (Some(id), Some(target)) = (attribute(&tag, "Id"), attribute(&tag, "Target")) {
                        let inside = target.trim_start_matches("./");
                        let path = inside.strip_prefix('/').map_or_else(|| format!("xl/{inside}"), str::to_owned);
                        targets.insert(id.to_owned(), path);
                    }
                }
                Next::Over => break,
                _ => {}
            }
        }
        let (mut sheets, mut from_1904, mut count) = (Vec::new(), false, 0);
        // No two sheets are one part of the package, but a hostile file may name one a million times.
        let mut known: HashSet<String> = HashSet::new();
        let mut xml = Xml::new(workbook);
        loop {
            match xml.next()? {
                Next::Start { tag, .. } => match local(tag.name().0) {
                    "workbookPr" => from_1904 = matches!(attribute(&tag, "date1904"), Some("1" | "true")),
                    "sheet" => {
                        count += 1;
                        let target = attribute(&tag, "id").and_then(|id| targets.remove(id));
                        let target = target.unwrap_or_else(|| format!("xl/worksheets/sheet{count}.xml"));
                        let hidden = matches!(attribute(&tag, "state"), Some("hidden" | "veryHidden"));
                        if !hidden && !target.contains("chartsheets") && known.insert(target.clone()) {
                            sheets.push(target);
                        }
                        if count > MOST_SHEETS {
                            return Err(ReadError::OverLimit { what: Measure::Entries, limit: MOST_SHEETS as u64 });
                        }
                    }
                    _ => {}
                },
                Next::Over => return Ok(Self { sheets, from_1904 }),
                _ => {}
            }
        }
    }
}

/// The texts that cells point to by their place.
fn strings(part: &str) -> Result<Vec<String>, ReadError> {
    let (mut strings, mut text, mut inside) = (Vec::new(), String::new(), false);
    let mut xml = Xml::new(part);
    loop {
        if strings.len() > MOST_FOUND {
            return Err(ReadError::OverLimit { what: Measure::Cells, limit: MOST_FOUND as u64 });
        }
        match xml.next()? {
            Next::Start { tag, open } => match local(tag.name().0) {
                // How the words are spoken.
                "rPh" if open => xml.skip()?,
                "t" => inside = open,
                "si" if !open => strings.push(String::new()),
                _ => {}
            },
            Next::End(tag) => match local(tag.name().0) {
                "t" => inside = false,
                "si" => strings.push(unescaped(std::mem::take(&mut text))),
                _ => {}
            },
            Next::Text(words) if inside => text.push_str(&words),
            Next::Char(c) if inside => text.push(c),
            Next::Text(_) | Next::Char(_) => {}
            Next::Over => return Ok(strings),
        }
    }
}

/// Line ends that old programs wrote as an escape.
fn unescaped(text: String) -> String {
    if text.contains("_x000") { text.replace("_x000D_", "").replace("_x000A_", "\n") } else { text }
}

/// What the styles say that can be seen: formats of numbers, and borders.
#[derive(Default)]
struct Looks {
    /// By style of a cell: the code of its format, and whether it has a border.
    cells: Vec<(String, bool)>,
}

impl Looks {
    fn read(part: &str) -> Result<Self, ReadError> {
        let mut codes: HashMap<u32, String> = HashMap::new();
        let (mut borders, mut in_border, mut in_cells) = (Vec::new(), false, false);
        let mut looks = Self::default();
        let mut xml = Xml::new(part);
        loop {
            match xml.next()? {
                Next::Start { tag, open } => {
                    let number = |name: &str| attribute(&tag, name).and_then(|v| v.parse::<u32>().ok());
                    match local(tag.name().0) {
                        "numFmt" => {
                            if let (Some(id), Some(code)) = (number("numFmtId"), attribute(&tag, "formatCode"))
                                && code.len() <= 256
                            {
                                codes.insert(id, quick_xml::escape::unescape(code).unwrap_or_default().into_owned());
                            }
                        }
                        "border" => {
                            borders.push(false);
                            in_border = open;
                        }
                        "left" | "right" | "top" | "bottom" | "start" | "end" if in_border => {
                            let drawn = attribute(&tag, "style").is_some_and(|style| style != "none");
                            if let Some(border) = borders.last_mut() {
                                *border |= drawn;
                            }
                        }
                        "cellXfs" => in_cells = open,
                        "xf" if in_cells && looks.cells.len() < MOST_STYLES => {
                            let id = number("numFmtId").unwrap_or(0);
                            let code = codes.get(&id).map_or_else(|| format::built_in(id).to_owned(), Clone::clone);
                            let border = number("borderId").and_then(|id| borders.get(id as usize));
                            looks.cells.push((code, border.copied().unwrap_or(false)));
                        }
                        _ => {}
                    }
                }
                Next::End(tag) => match local(tag.name().0) {
                    "border" => in_border = false,
                    "cellXfs" => in_cells = false,
                    _ => {}
                },
                Next::Text(_) | Next::Char(_) => {}
                Next::Over => return Ok(looks),
            }
        }
    }
}

struct Reader {
    strings: Vec<String>,
    looks: Looks,
    from_1904: bool,
    kept: Kept,
}

/// A cell while it is read.
#[derive(Default)]
struct Open {
    row: u32,
    column: u32,
    style: usize,
    kind: String,
    value: String,
    words: String,
}

impl Reader {
    fn sheet(&mut self, part: &str) -> Result<Sheet, ReadError> {
        let mut sheet = Sheet::default();
        let (mut row, mut column) = (0_u32, 0_u32);
        let mut cell = Open::default();
        let (mut in_value, mut in_words) = (false, false);
        let mut xml = Xml::new(part);
        loop {
            match xml.next()? {
                Next::Start { tag, open } => {
                    let number = |name: &str| attribute(&tag, name).and_then(|v| v.parse::<u32>().ok());
                    match local(tag.name().0) {
                        "col" => {
                            let hidden = matches!(attribute(&tag, "hidden"), Some("1" | "true"))
                                || attribute(&tag, "width").and_then(|w| w.parse().ok()) == Some(0.0);
                            if let (true, Some(first), Some(last)) = (hidden, number("min"), number("max")) {
                                sheet.hidden_columns.push((first.saturating_sub(1), last.saturating_sub(1)));
                            }
                        }
                        "row" => {
                            row = number("r").map_or(row + 1, |r| r.clamp(1, 1 << 20));
                            column = 0;
                            let flat = attribute(&tag, "ht").and_then(|h| h.parse().ok()) == Some(0.0);
                            if flat || matches!(attribute(&tag, "hidden"), Some("1" | "true")) {
                                sheet.hidden_rows.push(row - 1);
                            }
                        }
                        "c" => {
                            let place = attribute(&tag, "r").and_then(place);
                            let (at_row, at) = place.unwrap_or((row.saturating_sub(1), column));
                            column = at + 1;
                            let style = number("s").unwrap_or(0) as usize;
                            let kind = attribute(&tag, "t").unwrap_or("n").to_owned();
                            cell = Open { row: at_row, column: at, style, kind, ..Open::default() };
                            if !open {
                                self.keep(std::mem::take(&mut cell), &mut sheet)?;
                            }
                        }
                        "v" => in_value = open,
                        "t" => in_words = open,
                        "rPh" | "f" if open => xml.skip()?,
                        "mergeCell" => sheet.merged.extend(attribute(&tag, "ref").and_then(area)),
                        _ => {}
                    }
                }
                Next::End(tag) => match local(tag.name().0) {
                    "v" => in_value = false,
                    "t" => in_words = false,
                    "c" => self.keep(std::mem::take(&mut cell), &mut sheet)?,
                    _ => {}
                },
                Next::Text(text) if in_value => cell.value.push_str(&text),
                Next::Text(text) if in_words => cell.words.push_str(&text),
                Next::Char(c) if in_value => cell.value.push(c),
                Next::Char(c) if in_words => cell.words.push(c),
                Next::Text(_) | Next::Char(_) => {}
                Next::Over => return Ok(sheet),
            }
        }
    }

    fn keep(&mut self, cell: Open, sheet: &mut Sheet) -> Result<(), ReadError> {
        let (code, lined) = self.looks.cells.get(cell.style).map_or(("General", false), |(code, lined)| (code, *lined));
        let text = match cell.kind.as_str() {
            "s" => cell.value.trim().parse().ok().and_then(|n: usize| self.strings.get(n)).cloned().unwrap_or_default(),
            "inlineStr" => unescaped(cell.words),
            "b" if !cell.value.is_empty() => if cell.value.trim() == "1" { "TRUE" } else { "FALSE" }.to_owned(),
            "n" => match cell.value.trim().parse::<f64>() {
                Ok(number) => format::shown(number, code, self.from_1904),
                Err(_) => cell.value,
            },
            _ => unescaped(cell.value),
        };
        self.kept.keep(sheet, cell.row, cell.column, text, lined)
    }
}

/// `C12` as row and column, counted from 0.
fn place(name: &str) -> Option<(u32, u32)> {
    let name = name.trim_matches('$');
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
    if !(1..=3).contains(&letters) {
        return None;
    }
    let column = name[..letters].bytes().fold(0, |n, b| n * 26 + u32::from(b.to_ascii_uppercase() - b'A') + 1);
    let row: u32 = name[letters..].trim_start_matches('$').parse().ok()?;
    (1..=1 << 20).contains(&row).then_some(())?;
    (column <= 16_384).then_some((row - 1, column - 1))
}

/// `A1:C2` as first row, first column, last row, last column.
fn area(name: &str) -> Option<[u32; 4]> {
    let (first, last) = name.split_once(':')?;
    let ((top, left), (bottom, right)) = (place(first)?, place(last)?);
    (top <= bottom && left <= right).then_some([top, left, bottom, right])
}
