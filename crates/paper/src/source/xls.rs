//! Excel workbooks of 1997 to 2003 (XLS, the format BIFF8), and those that WPS saves alike.
//!
//! **Source.** \[MS-XLS\]: records (2.1.4), the globals and the sheets of a workbook (2.1.7.20), shared strings (2.5.293, 2.4.265).

use std::collections::{HashMap, HashSet};
use std::io::{Cursor, Read};

use super::draft::Flow;
use super::format;
use super::sheet::{Kept, Sheet};
use super::{Measure, ReadError, Source};
use crate::limits::FILE_BYTES;

/// The most merged cells that are remembered of a sheet; one more than a sheet may have.
const MOST_MERGED: usize = 50_001;

/// Kinds of records.
mod kind {
    pub const FORMULA: u16 = 0x0006;
    pub const END: u16 = 0x000a;
    pub const FROM_1904: u16 = 0x0022;
    pub const PASSWORD: u16 = 0x002f;
    pub const CONTINUED: u16 = 0x003c;
    pub const COLUMNS: u16 = 0x007d;
    pub const SHEET: u16 = 0x0085;
    pub const MANY_NUMBERS: u16 = 0x00bd;
    pub const MANY_BLANKS: u16 = 0x00be;
    pub const RICH_LABEL: u16 = 0x00d6;
    pub const LOOK: u16 = 0x00e0;
    pub const MERGED: u16 = 0x00e5;
    pub const STRINGS: u16 = 0x00fc;
    pub const SHARED_LABEL: u16 = 0x00fd;
    pub const BLANK: u16 = 0x0201;
    pub const NUMBER: u16 = 0x0203;
    pub const LABEL: u16 = 0x0204;
    pub const TRUTH: u16 = 0x0205;
    pub const FORMULA_TEXT: u16 = 0x0207;
    pub const ROW: u16 = 0x0208;
    pub const SHORT_NUMBER: u16 = 0x027e;
    pub const FORMAT: u16 = 0x041e;
    pub const BEGIN: u16 = 0x0809;
}

/// Reads all visible sheets of a workbook in their order, as [`xlsx::read`](super::xlsx::read) does.
///
/// # Errors
/// [`ReadError::Encrypted`]; [`ReadError::Unsupported`] for Excel 5 and 95; [`ReadError::Damaged`]; [`ReadError::OverLimit`];
/// [`ReadError::Empty`].
pub fn read(bytes: &[u8]) -> Result<Source, ReadError> {
    if bytes.len() > FILE_BYTES {
        return Err(ReadError::OverLimit { what: Measure::Bytes, limit: FILE_BYTES as u64 });
    }
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| ReadError::Damaged)?;
    if file.is_stream("/EncryptedPackage") {
        return Err(ReadError::Encrypted);
    }
    let name = if file.is_stream("/Workbook") { "/Workbook" } else { "/Book" };
    let mut stream = Vec::new();
    let content = file.open_stream(name).map_err(|_| ReadError::Damaged)?;
    content.take(FILE_BYTES as u64).read_to_end(&mut stream).map_err(|_| ReadError::Damaged)?;
    let workbook = Workbook::read(&stream)?;
    let (mut flow, mut cells, mut kept) = (Flow::default(), 0, Kept::default());
    // Honest sheets stand behind one another; hostile ones begin in each other a thousand times.
    let mut left = stream.len();
    for at in &workbook.sheets {
        workbook
            .sheet(stream.get(*at..).ok_or(ReadError::Damaged)?, &mut kept, &mut left)?
            .draw(&mut flow, &mut cells)?;
    }
    if flow.is_empty() { Err(ReadError::Empty) } else { Ok(flow.finish()) }
}

/// A record, and the stream behind it.
struct Record<'s> {
    kind: u16,
    data: &'s [u8],
    rest: &'s [u8],
}

impl<'s> Record<'s> {
    /// The record a stream begins with; `None` at its end.
    fn first(stream: &'s [u8]) -> Result<Option<Record<'s>>, ReadError> {
        let (Some(kind), Some(length)) = (u16_at(stream, 0), u16_at(stream, 2)) else { return Ok(None) };
        let end = 4 + usize::from(length);
        let data = stream.get(4..end).ok_or(ReadError::Damaged)?;
        Ok(Some(Record { kind, data, rest: &stream[end..] }))
    }

    /// Its bytes and those of the records that go on with them.
    fn whole(&self) -> Result<Bytes<'s>, ReadError> {
        let mut parts = vec![self.data];
        let mut rest = self.rest;
        while let Some(next) = Record::first(rest)?.filter(|next| next.kind == kind::CONTINUED) {
            parts.push(next.data);
            rest = next.rest;
        }
        Ok(Bytes { parts, part: 0, at: 0 })
    }
}

/// Bytes that stand in several records.
struct Bytes<'s> {
    parts: Vec<&'s [u8]>,
    part: usize,
    at: usize,
}

impl<'s> Bytes<'s> {
    fn rest(&mut self) -> &'s [u8] {
        while let Some(part) = self.parts.get(self.part) {
            if self.at < part.len() {
                return &part[self.at..];
            }
            (self.part, self.at) = (self.part + 1, 0);
        }
        &[]
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = *self.rest().first()?;
        self.at += 1;
        Some(byte)
    }

    fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    fn u32(&mut self) -> Option<u32> {
        Some(u32::from(self.u16()?) | u32::from(self.u16()?) << 16)
    }

    fn skip(&mut self, mut count: usize) {
        while count > 0 {
            let here = self.rest().len().min(count);
            if here == 0 {
                return;
            }
            self.at += here;
            count -= here;
        }
    }

    /// A text: its length, how it is written, its characters; those behind a break say again how they are written.
    fn text(&mut self) -> Option<String> {
        let length = usize::from(self.u16()?);
        let how = self.byte()?;
        let runs = if how & 0x08 != 0 { usize::from(self.u16()?) } else { 0 };
        let more = if how & 0x04 != 0 { self.u32()? as usize } else { 0 };
        let mut wide = how & 0x01 != 0;
        let mut units: Vec<u16> = Vec::with_capacity(length.min(4_096));
        while units.len() < length {
            let part = self.part;
            let rest = self.rest();
            if rest.is_empty() {
                return None;
            }
            // Between the parts of one text stands how the next is written.
            if self.part != part {
                wide = self.byte()? & 0x01 != 0;
                continue;
            }
            let width = 1 + usize::from(wide);
            let here = (rest.len() / width).min(length - units.len());
            if here == 0 {
                return None;
            }
            units.extend(rest[..here * width].chunks_exact(width).map(|unit| match *unit {
                [low, high] => u16::from_le_bytes([low, high]),
                _ => u16::from(unit[0]),
            }));
            self.at += here * width;
        }
        self.skip(runs * 4);
        self.skip(more);
        Some(String::from_utf16_lossy(&units))
    }
}

/// What stands before the sheets.
#[derive(Default)]
struct Workbook {
    /// Where the visible sheets begin.
    sheets: Vec<usize>,
    strings: Vec<String>,
    codes: HashMap<u16, String>,
    /// By look of a cell: its format, and whether it has a border.
    looks: Vec<(u16, bool)>,
    from_1904: bool,
}

impl Workbook {
    fn read(stream: &[u8]) -> Result<Self, ReadError> {
        let mut workbook = Self::default();
        let mut known: HashSet<usize> = HashSet::new();
        let first = Record::first(stream)?.ok_or(ReadError::Damaged)?;
        match (first.kind, u16_at(first.data, 0)) {
            (kind::BEGIN, Some(0x0600)) => {}
            (kind::BEGIN | 0x0009 | 0x0209 | 0x0409, _) => return Err(ReadError::Unsupported),
            _ => return Err(ReadError::Damaged),
        }
        let mut rest = first.rest;
        while let Some(record) = Record::first(rest)? {
            rest = record.rest;
            let data = record.data;
            match record.kind {
                kind::END => return Ok(workbook),
                kind::PASSWORD => return Err(ReadError::Encrypted),
                kind::FROM_1904 => workbook.from_1904 = u16_at(data, 0) == Some(1),
                kind::SHEET => {
                    // Not hidden, and no chart or macros.
                    let seen = matches!(data.get(4..6), Some([state, 0]) if state & 3 == 0);
                    if let (true, Some(at)) = (seen, u32_at(data, 0))
                        && known.insert(at as usize)
                    {
                        workbook.sheets.push(at as usize);
                    }
                }
                kind::FORMAT => {
                    let mut bytes = record.whole()?;
                    if let (Some(id), Some(code)) = (bytes.u16(), bytes.text())
                        && code.len() <= 256
                    {
                        workbook.codes.insert(id, code);
                    }
                }
                kind::LOOK => {
                    let lined = u16_at(data, 10).is_some_and(|lines| lines != 0);
                    workbook.looks.push((u16_at(data, 2).unwrap_or(0), lined));
                }
                kind::STRINGS => {
                    let mut bytes = record.whole()?;
                    bytes.skip(8);
                    while let Some(text) = bytes.text() {
                        workbook.strings.push(text);
                    }
                }
                _ => {}
            }
        }
        Err(ReadError::Damaged)
    }

    fn sheet(&self, mut rest: &[u8], kept: &mut Kept, left: &mut usize) -> Result<Sheet, ReadError> {
        let mut sheet = Sheet::default();
        let mut cells = Cells { workbook: self, kept };
        // Charts that stand in a sheet begin and end like one.
        let mut depth = 0_usize;
        let mut formula = None;
        while let Some(record) = Record::first(rest)? {
            *left = left.checked_sub(record.data.len() + 4).ok_or(ReadError::Damaged)?;
            rest = record.rest;
            let data = record.data;
            let word = |at: usize| u16_at(data, at);
            match record.kind {
                kind::BEGIN => depth += 1,
                kind::END if depth <= 1 => return Ok(sheet),
                kind::END => depth -= 1,
                _ if depth > 1 => {}
                kind::COLUMNS => {
                    if let (Some(first), Some(last), Some(width), Some(flags)) = (word(0), word(2), word(4), word(8))
                        && (flags & 1 != 0 || width == 0)
                    {
                        sheet.hidden_columns.push((u32::from(first), u32::from(last)));
                    }
                }
                kind::ROW => {
                    if let (Some(row), Some(flags)) = (word(0), word(12))
                        && flags & 0x20 != 0
                    {
                        sheet.hidden_rows.push(u32::from(row));
                    }
                }
                kind::MERGED => {
                    for area in data.get(2..).unwrap_or_default().chunks_exact(8) {
                        let side = |at: usize| u32::from(u16::from_le_bytes([area[at], area[at + 1]]));
                        let (top, down, left, right) = (side(0), side(2), side(4), side(6));
                        if top <= down && left <= right && sheet.merged.len() < MOST_MERGED {
                            sheet.merged.push([top, left, down, right]);
                        }
                    }
                }
                kind::MANY_NUMBERS => {
                    for (n, cell) in data.get(4..).unwrap_or_default().chunks_exact(6).enumerate() {
                        if let (Some(place), Some(number)) = (Place::nth(data, n, cell), u32_at(cell, 2)) {
                            cells.number(&mut sheet, place, short(number))?;
                        }
                    }
                }
                kind::MANY_BLANKS => {
                    let end = data.len().saturating_sub(2);
                    for (n, look) in data.get(4..end).unwrap_or_default().chunks_exact(2).enumerate() {
                        if let Some(place) = Place::nth(data, n, look) {
                            cells.text(&mut sheet, place, String::new())?;
                        }
                    }
                }
                kind::FORMULA_TEXT => {
                    if let (Some(place), Some(text)) = (formula.take(), record.whole()?.text()) {
                        cells.text(&mut sheet, place, text)?;
                    }
                }
                of_cell => {
                    let Some(place) = Place::of(data) else { continue };
                    match of_cell {
                        kind::SHARED_LABEL => {
                            let text = u32_at(data, 6).and_then(|n| self.strings.get(n as usize));
                            cells.text(&mut sheet, place, text.cloned().unwrap_or_default())?;
                        }
                        kind::LABEL | kind::RICH_LABEL => {
                            let mut bytes = record.whole()?;
                            bytes.skip(6);
                            cells.text(&mut sheet, place, bytes.text().unwrap_or_default())?;
                        }
                        kind::NUMBER => {
                            if let Some(number) = f64_at(data, 6) {
                                cells.number(&mut sheet, place, number)?;
                            }
                        }
                        kind::SHORT_NUMBER => {
                            if let Some(number) = u32_at(data, 6) {
                                cells.number(&mut sheet, place, short(number))?;
                            }
                        }
                        kind::BLANK => cells.text(&mut sheet, place, String::new())?,
                        kind::TRUTH => {
                            if let Some([truth, 0]) = data.get(6..8) {
                                cells.text(&mut sheet, place, if *truth == 1 { "TRUE" } else { "FALSE" }.to_owned())?;
                            }
                        }
                        kind::FORMULA => match data.get(6..14) {
                            // A text follows in a record of its own.
                            Some([0, .., 0xff, 0xff]) => formula = Some(place),
                            Some([1, _, truth, .., 0xff, 0xff]) => {
                                cells.text(&mut sheet, place, if *truth == 1 { "TRUE" } else { "FALSE" }.to_owned())?;
                            }
                            Some([.., 0xff, 0xff]) => cells.text(&mut sheet, place, String::new())?,
                            _ => {
                                if let Some(number) = f64_at(data, 6) {
                                    cells.number(&mut sheet, place, number)?;
                                }
                            }
                        },
                        _ => {}
                    }
                }
            }
        }
        Err(ReadError::Damaged)
    }
}

/// Where a cell stands, and its look.
#[derive(Clone, Copy)]
struct Place {
    row: u16,
    column: u16,
    look: u16,
}

impl Place {
    fn of(data: &[u8]) -> Option<Place> {
        Some(Place { row: u16_at(data, 0)?, column: u16_at(data, 2)?, look: u16_at(data, 4)? })
    }

    /// The n-th cell of several side by side, which begins with its look.
    fn nth(data: &[u8], n: usize, cell: &[u8]) -> Option<Place> {
        let column = u16_at(data, 2)?.checked_add(u16::try_from(n).ok()?)?;
        Some(Place { row: u16_at(data, 0)?, column, look: u16_at(cell, 0)? })
    }
}

/// The cells of a sheet while they are read.
struct Cells<'w, 'k> {
    workbook: &'w Workbook,
    kept: &'k mut Kept,
}

impl Cells<'_, '_> {
    fn look(&self, place: Place) -> (u16, bool) {
        self.workbook.looks.get(usize::from(place.look)).copied().unwrap_or_default()
    }

    fn number(&mut self, sheet: &mut Sheet, place: Place, number: f64) -> Result<(), ReadError> {
        let id = self.look(place).0;
        let code = self.workbook.codes.get(&id).map_or_else(|| format::built_in(u32::from(id)), String::as_str);
        let text = format::shown(number, code, self.workbook.from_1904);
        self.text(sheet, place, text)
    }

    fn text(&mut self, sheet: &mut Sheet, place: Place, text: String) -> Result<(), ReadError> {
        let lined = self.look(place).1;
        self.kept.keep(sheet, u32::from(place.row), u32::from(place.column), text, lined)
    }
}

/// A number in four bytes: the upper bits of a long one, or a whole one; the lowest bits tell which, and whether it is in hundredths.
fn short(number: u32) -> f64 {
    let value = match number & 2 {
        0 => f64::from_bits(u64::from(number & !3) << 32),
        _ => f64::from(number.cast_signed() >> 2),
    };
    if number & 1 == 0 { value } else { value / 100.0 }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn f64_at(bytes: &[u8], at: usize) -> Option<f64> {
    Some(f64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cut_in_two_says_again_how_it_is_written() {
        // 规章ab: two wide characters, then a break, then two narrow ones; behind it another text.
        let first = [4, 0, 1, 0xc4, 0x89, 0xe0, 0x7a];
        let second = [0, b'a', b'b', 1, 0, 0, b'x'];
        let mut bytes = Bytes { parts: vec![&first, &second], part: 0, at: 0 };
        assert_eq!(bytes.text().as_deref(), Some("规章ab"));
        assert_eq!(bytes.text().as_deref(), Some("x"));
        assert_eq!(bytes.text(), None);
    }

    #[test]
    fn numbers_in_four_bytes() {
        assert_eq!(short(0x3ff0_0000), 1.0);
        assert_eq!(short((123_u32 << 2) | 2), 123.0);
        assert_eq!(short((9798_u32 << 2) | 3), 97.98);
        assert_eq!(short((-44_i32 << 2).cast_unsigned() | 2), -44.0);
    }
}
