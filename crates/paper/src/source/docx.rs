//! Word documents (DOCX, ECMA-376 part 1, transitional and strict).
//!
//! The body is read as a stream; what Word shows on the page is kept, with the numerals it counts out itself. Headers, footers,
//! notes and comments stand outside the text and are left out.

pub(super) mod numbering;

use self::numbering::{Counters, Numbering, Styles};
use super::draft::{DraftCell, DraftTable, Fields, Flow, Merge, Spent, WIDEST};
use super::xml::{Next, Xml, attribute, characters, local};
use super::{MOST_CELLS, Measure, ReadError, Source};
use crate::limits::{FILE_BYTES, Package, PackageLimits};
use quick_xml::events::BytesStart;

/// Reads the text and tables of a DOCX file.
///
/// Numerals that Word counts out (一、（二）3.) stand in the text as on the page. Of what Word keeps twice (a text box for new and
/// old versions) one is taken. Tracked deletions are gone, insertions are there.
///
/// # Errors
/// [`ReadError::Damaged`] if it is no whole package, not well-formed, or declares entities; [`ReadError::OverLimit`];
/// [`ReadError::NoText`] if it holds pictures only, [`ReadError::Empty`] if nothing.
///
/// ```
/// use paper::document::{Block, Document};
/// use paper::source::{Part, docx};
///
/// let file = paper::docx::write(&Document::new("年报").with(Block::paragraph("一、总体情况")))?;
/// let source = docx::read(&file).unwrap();
/// assert!(matches!(&source.parts[0], Part::Line(line) if line.text == "一、总体情况" && line.at.line == 1));
/// # Ok::<(), paper::docx::WriteError>(())
/// ```
pub fn read(bytes: &[u8]) -> Result<Source, ReadError> {
    if bytes.len() > FILE_BYTES {
        return Err(ReadError::OverLimit { what: Measure::Bytes, limit: FILE_BYTES as u64 });
    }
    let mut package = Package::open(bytes, PackageLimits::default())?;
    let document = characters(package.part("word/document.xml")?)?;
    let mut side = |name: &str| match package.has(name) {
        true => package.part(name).map_err(ReadError::from).and_then(characters),
        false => Ok(String::new()),
    };
    let styles = Styles::read(&side("word/styles.xml")?)?;
    // Most documents count nothing, and their numbering part is large all the same.
    let numbering = match styles.number() || document.contains("numId") {
        true => Numbering::read(&side("word/numbering.xml")?, &styles)?,
        false => Numbering::default(),
    };
    Body::new(&styles, &numbering).read(&document)
}

/// The body while it is read: what is open, from the outside in.
struct Body<'s> {
    /// What stands before the names of the vocabulary of Word, `w:` nearly always; told by the outermost element.
    prefix: Option<String>,
    styles: &'s Styles,
    numbering: &'s Numbering,
    counters: Counters,
    open: Vec<Open>,
    paragraph: Paragraph,
    fields: Fields,
    /// Per open `AlternateContent`: whether a branch was taken.
    branches: Vec<bool>,
    cells: usize,
    spent: Spent,
    pictures: bool,
    in_text: bool,
}

enum Open {
    /// Where paragraphs and tables go; the paragraph around a text box waits in it.
    Flow {
        flow: Flow,
        outer: Paragraph,
        fields: usize,
    },
    Table {
        table: DraftTable,
        row: Row,
        cell: CellMarks,
    },
}

#[derive(Default)]
struct Row {
    cells: Vec<DraftCell>,
    column: usize,
    gone: bool,
}

#[derive(Clone, Copy, Default)]
struct CellMarks {
    colspan: usize,
    merge: Merge,
    goes_on_sideways: bool,
    gone: bool,
}

#[derive(Default)]
struct Paragraph {
    text: String,
    style: Option<String>,
    number: Option<u32>,
    level: Option<usize>,
    in_properties: bool,
    in_run_properties: bool,
    /// The mark at its end was deleted: the next paragraph goes on in this one.
    runs_on: bool,
    /// The run that is read is hidden, or not: it says so itself, or its style, or the paragraph's.
    hidden: bool,
    boxes: Flow,
}

impl<'s> Body<'s> {
    fn new(styles: &'s Styles, numbering: &'s Numbering) -> Self {
        Self {
            prefix: None,
            styles,
            numbering,
            counters: Counters::default(),
            open: vec![Open::Flow { flow: Flow::default(), outer: Paragraph::default(), fields: 0 }],
            paragraph: Paragraph::default(),
            fields: Fields::default(),
            branches: Vec::new(),
            cells: 0,
            spent: Spent::default(),
            pictures: false,
            in_text: false,
        }
    }

    fn read(mut self, document: &str) -> Result<Source, ReadError> {
        let mut xml = Xml::new(document);
        loop {
            match xml.next()? {
                Next::Start { tag, open } => {
                    let pass_over = self.start(&tag)?;
                    if open && pass_over {
                        xml.skip()?;
                    } else if !open && !pass_over {
                        self.end(tag.name().0)?;
                    }
                }
                Next::End(tag) => self.end(tag.name().0)?,
                Next::Text(text) if self.in_text => self.push(&text),
                Next::Char(c) if self.in_text => self.push(c.encode_utf8(&mut [0; 4])),
                Next::Text(_) | Next::Char(_) => {}
                Next::Over => break,
            }
        }
        match self.open.pop() {
            Some(Open::Flow { flow, .. }) if self.open.is_empty() => match (flow.is_empty(), self.pictures) {
                (false, _) => Ok(flow.finish()),
                (true, true) => Err(ReadError::NoText),
                (true, false) => Err(ReadError::Empty),
            },
            _ => Err(ReadError::Damaged),
        }
    }

    fn push(&mut self, text: &str) {
        if !self.paragraph.hidden && !self.fields.hide() {
            self.paragraph.text.push_str(text);
        }
    }

    /// The name without its prefix, if it is of the vocabulary of Word.
    fn of_word<'n>(&self, name: &'n str) -> Option<&'n str> {
        match self.prefix.as_deref() {
            Some("") if name.contains(':') => None,
            prefix => name.strip_prefix(prefix.unwrap_or("w:")),
        }
    }

    /// Takes note of an element that begins. True if all that is in it is passed over.
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<bool, ReadError> {
        let name = tag.name().0;
        if self.prefix.is_none() {
            self.prefix = Some(prefix(tag));
        }
        match self.of_word(name) {
            Some(name) => self.word(name, tag),
            None => Ok(self.other(name)),
        }
    }

    /// Elements of other vocabularies that stand around the text.
    fn other(&mut self, name: &str) -> bool {
        match name {
            "mc:AlternateContent" => self.branches.push(false),
            "mc:Choice" | "mc:Fallback" => match self.branches.last_mut() {
                Some(taken) if *taken => return true,
                Some(taken) => *taken = true,
                None => {}
            },
            "m:t" => self.in_text = true,
            "pic:pic" | "v:imagedata" => self.pictures = true,
            // Drawings have texts of their own (a chart's, a diagram's) that are no part of the document's.
            _ => {}
        }
        false
    }

    fn word(&mut self, name: &str, tag: &BytesStart<'_>) -> Result<bool, ReadError> {
        let value = || attribute(tag, "val");
        let paragraph = &mut self.paragraph;
        match name {
            "t" => self.in_text = true,
            "r" => paragraph.hidden = paragraph.style.as_deref().is_some_and(|style| self.styles.hides(style)),
            "rPr" => paragraph.in_run_properties = true,
            "pPr" => paragraph.in_properties = true,
            "tab" if !paragraph.in_properties => self.push("\t"),
            "br" | "cr" => self.push("\n"),
            "noBreakHyphen" => self.push("-"),
            "sym" => self.symbol(tag),
            "vanish" if paragraph.in_run_properties && !paragraph.in_properties => paragraph.hidden = is_on(value()),
            "rStyle" if !paragraph.in_properties => {
                paragraph.hidden |= value().is_some_and(|style| self.styles.hides(style));
            }
            "pStyle" => paragraph.style = value().map(str::to_owned),
            "numId" => paragraph.number = value().and_then(|v| v.parse().ok()),
            "ilvl" => paragraph.level = value().and_then(|v| v.parse().ok()),
            "del" | "moveFrom" if paragraph.in_properties => paragraph.runs_on = true,
            "fldChar" => self.field(attribute(tag, "fldCharType")),
            "tbl" => {
                self.open.push(Open::Table {
                    table: DraftTable::default(),
                    row: Row::default(),
                    cell: CellMarks::default(),
                });
            }
            "gridCol" => {
                if let Some(Open::Table { table, .. }) = self.open.last_mut()
                    && table.grid.len() < WIDEST
                {
                    table.grid.push(attribute(tag, "w").and_then(|w| w.parse().ok()).unwrap_or(0));
                }
            }
            "tc" | "txbxContent" => self.open_flow(name == "tc"),
            "tr" | "tcPr" | "gridBefore" | "hidden" | "del" | "gridSpan" | "vMerge" | "hMerge" | "cellDel" => {
                return Ok(self.in_table(name, value()));
            }
            "delText" | "instrText" | "delInstrText" | "moveFrom" | "rt" | "sdtPr" | "sectPr" | "tblPr" | "tblPrEx"
            | "rPrChange" | "pPrChange" | "tblPrChange" | "tcPrChange" | "trPrChange" | "tblGridChange"
            | "numberingChange" | "sectPrChange" | "tabs" => return Ok(true),
            _ => {}
        }
        Ok(false)
    }

    /// Elements that say how rows and cells hang together; `del` stands for a row here, and elsewhere for words.
    fn in_table(&mut self, name: &str, value: Option<&str>) -> bool {
        // Marks of a cell stand inside it, so its flow lies above its table.
        let last = self.open.len() - 1;
        let is_cell = matches!(&self.open[last], Open::Flow { flow, .. } if flow.is_cell());
        let at = if is_cell && last > 0 { last - 1 } else { last };
        let Open::Table { row, cell, .. } = &mut self.open[at] else { return name == "del" };
        let number = || value.and_then(|v| v.parse::<usize>().ok()).unwrap_or(0);
        let merge = if value == Some("restart") { Merge::Starts } else { Merge::GoesOn };
        match name {
            "tr" if !is_cell => *row = Row::default(),
            "gridBefore" if !is_cell => row.column = number().min(WIDEST),
            "hidden" if !is_cell => row.gone = is_on(value),
            "del" if !is_cell => row.gone = true,
            "del" => return true,
            "gridSpan" => cell.colspan = number().clamp(1, WIDEST),
            "vMerge" => cell.merge = merge,
            "hMerge" => cell.goes_on_sideways = merge == Merge::GoesOn,
            "cellDel" => cell.gone = true,
            _ => {}
        }
        false
    }

    fn open_flow(&mut self, cell: bool) {
        if let Some(Open::Table { cell, .. }) = self.open.last_mut() {
            *cell = CellMarks { colspan: 1, ..CellMarks::default() };
        }
        let flow = if cell { Flow::of_cell() } else { Flow::default() };
        let outer = std::mem::take(&mut self.paragraph);
        self.open.push(Open::Flow { flow, outer, fields: self.fields.len() });
    }

    /// A field is a code and what the code shows; only the second is read.
    fn field(&mut self, kind: Option<&str>) {
        match kind {
            Some("begin") => self.fields.begin(),
            Some("separate") => self.fields.separate(),
            Some("end") => self.fields.end(),
            _ => {}
        }
    }

    /// A sign of a picture font, as the letter that looks alike.
    fn symbol(&mut self, tag: &BytesStart<'_>) {
        let code = attribute(tag, "char").and_then(|hex| u32::from_str_radix(hex, 16).ok());
        let Some(sign) = code.and_then(char::from_u32) else { return };
        let shown = match (attribute(tag, "font").unwrap_or_default(), u32::from(sign) & 0xff) {
            _ if !('\u{f000}'..='\u{f0ff}').contains(&sign) => sign,
            ("Wingdings", 0x6f | 0x71 | 0xa8) | ("Wingdings 2", 0xa3) => '□',
            ("Wingdings", 0xfe) | ("Wingdings 2", 0x52) => '☑',
            ("Wingdings", 0xfd) | ("Wingdings 2", 0x53 | 0x54) => '☒',
            ("Wingdings", 0xfc) | ("Wingdings 2", 0x50) => '√',
            ("Wingdings", 0x6c) | ("Symbol", 0xb7) => '●',
            ("Wingdings", 0x6e) => '■',
            ("Symbol", 0xb1) => '±',
            ("Symbol", 0xb4) => '×',
            // Fonts with letters in their usual places.
            (_, low @ 0x20..=0x7e) => char::from_u32(low).unwrap_or(sign),
            _ => sign,
        };
        self.push(shown.encode_utf8(&mut [0; 4]));
    }

    fn end(&mut self, name: &str) -> Result<(), ReadError> {
        let Some(word) = self.of_word(name) else {
            match name {
                "m:t" => self.in_text = false,
                "mc:AlternateContent" => {
                    self.branches.pop();
                }
                _ => {}
            }
            return Ok(());
        };
        match word {
            "t" => self.in_text = false,
            "rPr" => self.paragraph.in_run_properties = false,
            "r" => self.paragraph.hidden = false,
            "pPr" => self.paragraph.in_properties = false,
            "p" => return self.end_paragraph(),
            "tc" => return self.end_cell(),
            "tr" => self.end_row(),
            "tbl" => return self.end_table(),
            "txbxContent" => return self.end_box(),
            _ => {}
        }
        Ok(())
    }

    fn end_paragraph(&mut self) -> Result<(), ReadError> {
        self.fields.paragraph_ends();
        let paragraph = &mut self.paragraph;
        if paragraph.runs_on {
            paragraph.runs_on = false;
            return Ok(());
        }
        let style = paragraph.style.as_deref();
        let (number, level) = (paragraph.number, paragraph.level);
        let label = self.numbering.label(self.styles, style, number, level, &mut self.counters);
        let boxes = std::mem::take(&mut paragraph.boxes);
        let text = &mut paragraph.text;
        if let Some(label) = label {
            text.insert_str(0, &label);
        }
        if !text.is_empty() {
            self.spent.line(text.len())?;
        }
        if let Some(Open::Flow { flow, .. }) = self.open.last_mut() {
            flow.paragraph(text);
            flow.append(boxes);
        }
        text.clear();
        let text = std::mem::take(text);
        self.paragraph = Paragraph { text, ..Paragraph::default() };
        Ok(())
    }

    /// Takes the innermost flow away, with whatever a paragraph without an end left behind.
    fn close_flow(&mut self) -> Result<Option<Flow>, ReadError> {
        if !matches!(self.open.last(), Some(Open::Flow { .. })) || self.open.len() == 1 {
            return Ok(None);
        }
        if !self.paragraph.text.is_empty() {
            self.paragraph.runs_on = false;
            self.end_paragraph()?;
        }
        let Some(Open::Flow { flow, outer, fields }) = self.open.pop() else { return Ok(None) };
        self.paragraph = outer;
        self.fields.truncate(fields);
        Ok(Some(flow))
    }

    fn end_cell(&mut self) -> Result<(), ReadError> {
        let Some(flow) = self.close_flow()? else { return Ok(()) };
        let Some(Open::Table { row, cell, .. }) = self.open.last_mut() else { return Ok(()) };
        let CellMarks { colspan, merge, goes_on_sideways, gone } = *cell;
        self.cells += 1;
        if self.cells > MOST_CELLS {
            return Err(ReadError::OverLimit { what: Measure::Cells, limit: MOST_CELLS as u64 });
        }
        if gone {
            return Ok(());
        }
        match row.cells.last_mut() {
            Some(left) if goes_on_sideways => left.colspan = left.colspan.saturating_add(colspan),
            _ => row.cells.push(DraftCell { column: row.column, colspan, rowspan: 1, merge, flow }),
        }
        row.column = row.column.saturating_add(colspan);
        Ok(())
    }

    fn end_row(&mut self) {
        if let Some(Open::Table { table, row, .. }) = self.open.last_mut() {
            let row = std::mem::take(row);
            if !row.gone && !row.cells.is_empty() {
                table.rows.push(row.cells);
            }
        }
    }

    fn end_table(&mut self) -> Result<(), ReadError> {
        if !matches!(self.open.last(), Some(Open::Table { .. })) {
            return Ok(());
        }
        if let Some(Open::Table { table, .. }) = self.open.pop()
            && let Some(Open::Flow { flow, .. }) = self.open.last_mut()
        {
            flow.table(table)?;
        }
        Ok(())
    }

    fn end_box(&mut self) -> Result<(), ReadError> {
        if let Some(flow) = self.close_flow()? {
            self.paragraph.boxes.append(flow);
        }
        Ok(())
    }
}

/// The prefix that the outermost element gives to the vocabulary of Word.
fn prefix(tag: &BytesStart<'_>) -> String {
    let name = tag.name().0;
    name.strip_suffix(local(name)).unwrap_or("w:").to_owned()
}

/// Whether a switch is on: it is when it is there, unless it says no.
fn is_on(value: Option<&str>) -> bool {
    !matches!(value, Some("0" | "false" | "off" | "none"))
}
