//! Word documents of 1997 to 2003 (DOC) and those of WPS that are built alike (WPS).
//!
//! **Source.** \[MS-DOC\]: the head of the file (2.5), the pieces the text was saved in (2.4.1), the properties of paragraphs and
//! characters (2.4.6), tables (2.4.3, 2.9.313 to 2.9.318).

mod boxes;
mod lists;
mod properties;
mod table;

use std::io::{Cursor, Read};
use std::ops::Range;

use self::boxes::Place;
use self::properties::{Paragraph, Properties};
use self::table::Tables;
use super::docx::numbering::{Counters, Numbering, Styles};
use super::draft::{Fields, Flow, Spent};
use super::{Measure, ReadError, Source};
use crate::limits::FILE_BYTES;

/// Reads the text and tables of a Word 97–2003 document.
///
/// What stands in a text box is read before the paragraph to which the box belongs. Hidden and deleted words, codes of fields, notes
/// and headers are left out. Numerals that Word counts out itself are
/// written before their paragraphs; those of styles are missing.
///
/// # Errors
/// [`ReadError::Encrypted`]; [`ReadError::Unsupported`] for Word 6 and 95; [`ReadError::Damaged`]; [`ReadError::OverLimit`];
/// [`ReadError::NoText`] if it holds pictures only, [`ReadError::Empty`] if nothing.
pub fn read(bytes: &[u8]) -> Result<Source, ReadError> {
    if bytes.len() > FILE_BYTES {
        return Err(ReadError::OverLimit { what: Measure::Bytes, limit: FILE_BYTES as u64 });
    }
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| ReadError::Damaged)?;
    if file.is_stream("/EncryptedPackage") {
        return Err(ReadError::Encrypted);
    }
    let mut stream = |name: &str| {
        let mut content = Vec::new();
        let mut stream = file.open_stream(name).map_err(|_| ReadError::Damaged)?;
        stream.by_ref().take(FILE_BYTES as u64).read_to_end(&mut content).map_err(|_| ReadError::Damaged)?;
        Ok::<_, ReadError>(content)
    };
    let main = stream("/WordDocument")?;
    let head = Head::read(&main)?;
    let tables = stream(if head.second_table_stream { "/1Table" } else { "/0Table" })?;
    // Properties too long for their place stand here; many documents have no such stream.
    let data = stream("/Data").unwrap_or_default();
    let table = part(&tables, head.pieces)?;
    let paragraphs = part(&tables, head.paragraphs).unwrap_or_default();
    let runs = part(&tables, head.runs).unwrap_or_default();
    let properties = Properties::read(&main, &data, paragraphs, runs);
    let numbering = lists::read(&tables, head.definitions, head.lists);
    let boxes = match head.boxes.is_empty() {
        true => Vec::new(),
        false => {
            let boxes = boxes::places(part(&tables, head.box_texts)?, part(&tables, head.box_anchors)?);
            Text::new(&main, &properties, &numbering).boxes(&pieces(table, head.boxes)?, &boxes)?
        }
    };
    Text::new(&main, &properties, &numbering).read(&pieces(table, 0..head.characters)?, boxes)
}

/// What the head of the file says.
struct Head {
    second_table_stream: bool,
    /// Characters of the body, without notes and headers.
    characters: u32,
    /// The characters of the text boxes, behind those of the body, notes and headers.
    boxes: Range<u32>,
    pieces: (u32, u32),
    paragraphs: (u32, u32),
    runs: (u32, u32),
    /// Where the definitions of lists stand, and the lists.
    definitions: usize,
    lists: usize,
    box_texts: (u32, u32),
    box_anchors: (u32, u32),
}

impl Head {
    fn read(main: &[u8]) -> Result<Self, ReadError> {
        let (Some(mark), Some(version), Some(flags)) = (u16_at(main, 0), u16_at(main, 2), u16_at(main, 0x0a)) else {
            return Err(ReadError::Damaged);
        };
        // Word 6 and 95 wrote other marks or lower versions; Word 97 begins with 193.
        match mark {
            0xa5ec if version >= 193 => {}
            0xa5ec | 0xa5dc | 0xa697..=0xa699 => return Err(ReadError::Unsupported),
            _ => return Err(ReadError::Damaged),
        }
        if flags & 0x0100 != 0 {
            return Err(ReadError::Encrypted);
        }
        let count = |at: usize| u32_at(main, at).unwrap_or(0);
        // Body, footnotes, headers, remarks, endnotes.
        let before = [0x4c, 0x50, 0x54, 0x5c, 0x60].into_iter().map(count).fold(0_u32, u32::saturating_add);
        // A table of no length is none, wherever it is said to stand.
        let place = |at: usize| if count(at + 4) == 0 { usize::MAX } else { count(at) as usize };
        let pair = |at: usize| u32_at(main, at).zip(u32_at(main, at + 4)).ok_or(ReadError::Damaged);
        Ok(Self {
            second_table_stream: flags & 0x0200 != 0,
            characters: u32_at(main, 0x4c).ok_or(ReadError::Damaged)?,
            boxes: before..before.saturating_add(count(0x64)),
            pieces: pair(0x1a2)?,
            paragraphs: pair(0x102)?,
            runs: pair(0xfa)?,
            definitions: place(0x2e2),
            lists: place(0x2ea),
            box_texts: pair(0x25a).unwrap_or_default(),
            box_anchors: pair(0x1da).unwrap_or_default(),
        })
    }
}

fn part(stream: &[u8], (at, length): (u32, u32)) -> Result<&[u8], ReadError> {
    let end = at.checked_add(length).ok_or(ReadError::Damaged)?;
    stream.get(at as usize..end as usize).ok_or(ReadError::Damaged)
}

/// A stretch of text as it was saved: where its characters lie in the main stream.
struct Piece {
    /// Its first character, counted over the whole text.
    first: u32,
    at: usize,
    characters: usize,
    /// One byte a character (Windows 1252), or two (UTF-16).
    narrow: bool,
}

/// The pieces that make up some characters of the text, in reading order.
fn pieces(mut table: &[u8], characters: Range<u32>) -> Result<Vec<Piece>, ReadError> {
    // Changes of properties come first; they belong to pieces saved in haste and say nothing that is needed.
    while let [1, low, high, rest @ ..] = table {
        table = rest.get(usize::from(u16::from_le_bytes([*low, *high]))..).ok_or(ReadError::Damaged)?;
    }
    let [2, a, b, c, d, rest @ ..] = table else { return Err(ReadError::Damaged) };
    let table = rest.get(..u32::from_le_bytes([*a, *b, *c, *d]) as usize).ok_or(ReadError::Damaged)?;
    let count = table.len().checked_sub(4).ok_or(ReadError::Damaged)? / 12;
    let mut pieces = Vec::with_capacity(count);
    let mut total = 0_u64;
    for n in 0..count {
        let (Some(start), Some(end)) = (u32_at(table, n * 4), u32_at(table, n * 4 + 4)) else { break };
        let place = u32_at(table, (count + 1) * 4 + n * 8 + 2).ok_or(ReadError::Damaged)?;
        let (first, end) = (start.max(characters.start), end.min(characters.end));
        if end <= first {
            continue;
        }
        let narrow = place & 0x4000_0000 != 0;
        let at = (place & 0x3fff_ffff) as usize;
        let at = if narrow { at / 2 } else { at };
        // Pieces may lie over one another in a hostile file, and make far more text than the file has bytes.
        total += u64::from(end - first);
        if total > FILE_BYTES as u64 {
            return Err(ReadError::OverLimit { what: Measure::Bytes, limit: FILE_BYTES as u64 });
        }
        let at = at.saturating_add((first - start) as usize * if narrow { 1 } else { 2 });
        pieces.push(Piece { first, at, characters: (end - first) as usize, narrow });
    }
    Ok(pieces)
}

/// The body while it is read, character by character.
struct Text<'d> {
    main: &'d [u8],
    properties: &'d Properties,
    numbering: &'d Numbering,
    counters: Counters,
    tables: Tables,
    units: Vec<u16>,
    fields: Fields,
    spent: Spent,
    pictures: bool,
}

impl<'d> Text<'d> {
    fn new(main: &'d [u8], properties: &'d Properties, numbering: &'d Numbering) -> Self {
        let tables = Tables::default();
        Self {
            main,
            properties,
            numbering,
            counters: Counters::default(),
            tables,
            units: Vec::new(),
            fields: Fields::default(),
            spent: Spent::default(),
            pictures: false,
        }
    }

    /// The body, with what stands in text boxes at their anchors.
    fn read(mut self, pieces: &[Piece], boxes: Vec<(u32, Flow)>) -> Result<Source, ReadError> {
        let mut boxes = boxes.into_iter().peekable();
        self.characters(pieces, |text, at| {
            while let Some((_, flow)) = boxes.next_if(|(anchor, _)| *anchor <= at) {
                text.tables.insert(flow);
            }
            Ok(())
        })?;
        boxes.for_each(|(_, flow)| self.tables.insert(flow));
        let pictures = self.pictures;
        let flow = self.finish()?;
        match (flow.is_empty(), pictures) {
            (false, _) => Ok(flow.finish()),
            (true, true) => Err(ReadError::NoText),
            (true, false) => Err(ReadError::Empty),
        }
    }

    /// The text boxes with their anchors, by anchor.
    fn boxes(mut self, pieces: &[Piece], places: &[Place]) -> Result<Vec<(u32, Flow)>, ReadError> {
        let Some(first) = pieces.first().map(|piece| piece.first) else { return Ok(Vec::new()) };
        let mut places = places.iter().peekable();
        let mut boxes: Vec<(u32, Flow)> = Vec::new();
        let mut anchor = 0;
        self.characters(pieces, |text, at| {
            while let Some(place) = places.next_if(|place| place.first <= at - first) {
                let flow = text.cut()?;
                if !flow.is_empty() {
                    boxes.push((anchor, flow));
                }
                anchor = place.anchor.unwrap_or(anchor);
            }
            Ok(())
        })?;
        boxes.push((anchor, self.finish()?));
        boxes.sort_by_key(|(anchor, _)| *anchor);
        Ok(boxes)
    }

    /// Goes through the characters of some pieces; `before` is told the number of each.
    fn characters(
        &mut self,
        pieces: &[Piece],
        mut before: impl FnMut(&mut Self, u32) -> Result<(), ReadError>,
    ) -> Result<(), ReadError> {
        for piece in pieces {
            let width = if piece.narrow { 1 } else { 2 };
            let end = piece.at.saturating_add(piece.characters * width);
            let bytes = self.main.get(piece.at..end).ok_or(ReadError::Damaged)?;
            let mut hidden = self.properties.hidden_from(piece.at);
            for ((n, unit), number) in bytes.chunks_exact(width).enumerate().zip(piece.first..) {
                let at = piece.at + n * width;
                let unit = match *unit {
                    [byte] => narrow(byte),
                    [low, high] => u16::from_le_bytes([low, high]),
                    _ => continue,
                };
                before(self, number)?;
                match unit {
                    0x07 | 0x0c | 0x0d => self.end(unit, at)?,
                    _ if hidden.hides(at) => {}
                    0x13 => self.fields.begin(),
                    0x14 => self.fields.separate(),
                    0x15 => self.fields.end(),
                    _ if self.fields.hide() => {}
                    unit => self.unit(unit),
                }
            }
        }
        Ok(())
    }

    /// What was read since the last cut.
    fn cut(&mut self) -> Result<Flow, ReadError> {
        if !self.units.is_empty() {
            self.end(0x0d, usize::MAX)?;
        }
        std::mem::take(&mut self.tables).finish()
    }

    fn finish(mut self) -> Result<Flow, ReadError> {
        self.cut()
    }

    fn unit(&mut self, unit: u16) {
        match unit {
            0x09 => self.units.push(0x09),
            0x0b | 0x0e => self.units.push(0x0a),
            0x1e => self.units.push(u16::from(b'-')),
            0x01 | 0x08 => self.pictures = true,
            // Marks of notes and comments, soft hyphens and other marks that are no letters.
            0x00..=0x1f => {}
            unit => self.units.push(unit),
        }
    }

    /// A paragraph ends here: with a mark of its own, a cell's, a row's or a page's.
    fn end(&mut self, mark: u16, at: usize) -> Result<(), ReadError> {
        self.fields.paragraph_ends();
        let mut text = String::from_utf16_lossy(&self.units);
        self.units.clear();
        let none = Paragraph::default();
        let paragraph = self.properties.paragraph(at).unwrap_or(&none);
        if paragraph.list > 0 && !paragraph.ends_row {
            let (list, level) = (u32::from(paragraph.list), usize::from(paragraph.level));
            let styles = Styles::default();
            let label = self.numbering.label(&styles, None, Some(list), Some(level), &mut self.counters);
            text.insert_str(0, &label.unwrap_or_default());
        }
        if !text.is_empty() {
            self.spent.line(text.len())?;
        }
        self.tables.paragraph(&text, mark == 0x07, paragraph)
    }
}

/// A character of Windows 1252; what Word saves in one byte is always of it, in Chinese files too.
fn narrow(byte: u8) -> u16 {
    match byte {
        0x80..=0x9f => {
            let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(std::slice::from_ref(&byte));
            text.encode_utf16().next().unwrap_or(0)
        }
        byte => u16::from(byte),
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}
