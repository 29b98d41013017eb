//! OpenDocument text (ODT, ISO/IEC 26300), as LibreOffice, OpenOffice and WPS write it.

use std::collections::{HashMap, HashSet};

use quick_xml::events::BytesStart;

use super::draft::{DraftCell, DraftTable, Flow, Merge, Spent, WIDEST};
use super::numerals::Numerals;
use super::xml::{Next, Xml, attribute, characters, name_in};
use super::{MOST_CELLS, Measure, ReadError, Source};
use crate::limits::{FILE_BYTES, Package, PackageLimits};

/// The most levels of a list.
const LEVELS: usize = 10;
/// The longest text before or after a number in a list, in bytes.
const LONGEST_LABEL: usize = 64;

/// Reads the text and tables of an ODT file.
///
/// Deleted text of tracked changes, notes, comments and hidden paragraphs are left out; numbers of lists and headings stand in the
/// text. Of a list, only its own numbers are shown, not those of the levels above.
///
/// # Errors
/// [`ReadError::Encrypted`], [`ReadError::Damaged`], [`ReadError::OverLimit`]; [`ReadError::NoText`] if it holds pictures only,
/// [`ReadError::Empty`] if nothing.
pub fn read(bytes: &[u8]) -> Result<Source, ReadError> {
    if bytes.len() > FILE_BYTES {
        return Err(ReadError::OverLimit { what: Measure::Bytes, limit: FILE_BYTES as u64 });
    }
    let mut package = Package::open(bytes, PackageLimits::default())?;
    // An encrypted file is a plain archive of unreadable parts; its manifest says so.
    if package.has("META-INF/manifest.xml") {
        let manifest = package.part("META-INF/manifest.xml")?;
        if manifest.windows(16).any(|window| window == b":encryption-data") {
            return Err(ReadError::Encrypted);
        }
    }
    let content = characters(package.part("content.xml")?)?;
    let mut looks = Looks::default();
    if package.has("styles.xml") {
        looks.read(&characters(package.part("styles.xml")?)?)?;
    }
    looks.read(&content)?;
    Body::new(&looks).read(&content)
}

/// What the styles say that can be seen.
#[derive(Default)]
struct Looks {
    /// Styles whose text, row or column is not shown.
    hidden: HashSet<String>,
    lists: HashMap<String, [Option<Level>; LEVELS]>,
    /// The numbers before headings, by outline level.
    outline: [Option<Level>; LEVELS],
    /// The list that paragraphs of a style belong to.
    list_of: HashMap<String, String>,
}

#[derive(Clone)]
struct Level {
    numerals: Numerals,
    before: String,
    after: String,
    start: u32,
}

impl Looks {
    fn read(&mut self, part: &str) -> Result<(), ReadError> {
        let (mut style, mut list): (Option<String>, Option<String>) = (None, None);
        let mut xml = Xml::new(part);
        loop {
            match xml.next()? {
                Next::Start { tag, open } => match tag.name().0 {
                    "office:body" if open => return Ok(()),
                    "style:style" => {
                        style = name_in(&tag, "name").map(str::to_owned);
                        if let (Some(style), Some(list)) = (&style, name_in(&tag, "list-style-name")) {
                            self.list_of.insert(style.clone(), list.to_owned());
                        }
                    }
                    "style:text-properties" => {
                        if let (Some("none"), Some(style)) = (attribute(&tag, "display"), &style) {
                            self.hidden.insert(style.clone());
                        }
                    }
                    "text:list-style" | "text:outline-style" if open => {
                        list = Some(name_in(&tag, "name").unwrap_or_default().to_owned());
                    }
                    "text:list-level-style-number" | "text:outline-level-style" => {
                        let Some(name) = &list else { continue };
                        let at = number(&tag, "level").unwrap_or(0);
                        if !(1..=LEVELS).contains(&at) {
                            continue;
                        }
                        let levels = match tag.name().0 {
                            "text:outline-level-style" => &mut self.outline,
                            _ => self.lists.entry(name.clone()).or_default(),
                        };
                        levels[at - 1] = level(&tag);
                    }
                    _ => {}
                },
                Next::End(tag) => match tag.name().0 {
                    "style:style" => style = None,
                    "text:list-style" | "text:outline-style" => list = None,
                    _ => {}
                },
                Next::Text(_) | Next::Char(_) => {}
                Next::Over => return Ok(()),
            }
        }
    }

    fn hides(&self, tag: &BytesStart<'_>) -> bool {
        !self.hidden.is_empty() && attribute(tag, "style-name").is_some_and(|style| self.hidden.contains(style))
    }
}

/// How a level counts; `None` if it shows no number.
fn level(tag: &BytesStart<'_>) -> Option<Level> {
    let format = attribute(tag, "num-format").unwrap_or_default();
    let format = quick_xml::escape::unescape(format).unwrap_or_default();
    let words = |name: &str| {
        let text = quick_xml::escape::unescape(attribute(tag, name).unwrap_or_default()).unwrap_or_default();
        if text.len() > LONGEST_LABEL { String::new() } else { text.into_owned() }
    };
    Some(Level {
        numerals: numerals(&format)?,
        before: words("num-prefix"),
        after: words("num-suffix"),
        start: number(tag, "start-value").and_then(|n| u32::try_from(n).ok()).unwrap_or(1),
    })
}

/// The way to count that a format stands for: it is written as its first numbers are.
fn numerals(format: &str) -> Option<Numerals> {
    Some(match format.trim() {
        "" => return None,
        "I" => Numerals::UpperRoman,
        "i" => Numerals::LowerRoman,
        "A" => Numerals::UpperLetter,
        "a" => Numerals::LowerLetter,
        "１, ２, ３, ..." => Numerals::FullWidth,
        "①, ②, ③, ..." => Numerals::Circled,
        format if format.starts_with("一") => Numerals::ChineseThousand,
        format if format.starts_with("壹") || format.starts_with("壱") => Numerals::Legal,
        format if format.starts_with("甲") => Numerals::Stems,
        format if format.starts_with("子") => Numerals::Branches,
        _ => Numerals::Decimal,
    })
}

fn number(tag: &BytesStart<'_>, name: &str) -> Option<usize> {
    attribute(tag, name)?.trim().parse().ok()
}

struct Body<'l> {
    looks: &'l Looks,
    open: Vec<Open>,
    /// What is read of the paragraph; `None` between paragraphs.
    text: Option<String>,
    /// Paragraphs around the one that is read: it stands in a text box inside them.
    outer: Vec<(Option<String>, Flow)>,
    boxes: Flow,
    lists: Vec<List>,
    counts: HashMap<String, [u32; LEVELS]>,
    headings: [u32; LEVELS],
    cells: usize,
    spent: Spent,
    pictures: bool,
}

/// A list that is open.
struct List {
    style: String,
    /// Whether the item has a number still to be shown.
    due: bool,
}

enum Open {
    Flow(Flow),
    Table {
        table: DraftTable,
        hidden_columns: Vec<bool>,
        row: Vec<DraftCell>,
        column: usize,
        repeat_row: usize,
        cell: Span,
    },
}

#[derive(Clone, Copy, Default)]
struct Span {
    rows: usize,
    columns: usize,
    repeat: usize,
}

impl<'l> Body<'l> {
    fn new(looks: &'l Looks) -> Self {
        Self {
            looks,
            open: vec![Open::Flow(Flow::default())],
            text: None,
            outer: Vec::new(),
            boxes: Flow::default(),
            lists: Vec::new(),
            counts: HashMap::new(),
            headings: [0; LEVELS],
            cells: 0,
            spent: Spent::default(),
            pictures: false,
        }
    }

    fn read(mut self, content: &str) -> Result<Source, ReadError> {
        let mut xml = Xml::new(content);
        let mut inside = false;
        loop {
            match xml.next()? {
                Next::Start { tag, open } if inside => {
                    let pass_over = self.start(&tag)?;
                    if open && pass_over {
                        xml.skip()?;
                    } else if !open && !pass_over {
                        self.end(tag.name().0)?;
                    }
                }
                Next::Start { tag, open } => inside = open && tag.name().0 == "office:text",
                Next::End(tag) if tag.name().0 == "office:text" => inside = false,
                Next::End(tag) if inside => self.end(tag.name().0)?,
                Next::Text(words) => self.words(&words),
                Next::Char(c) => self.words(c.encode_utf8(&mut [0; 4])),
                Next::End(_) => {}
                Next::Over => break,
            }
        }
        match self.open.pop() {
            Some(Open::Flow(flow)) if self.open.is_empty() => match (flow.is_empty(), self.pictures) {
                (false, _) => Ok(flow.finish()),
                (true, true) => Err(ReadError::NoText),
                (true, false) => Err(ReadError::Empty),
            },
            _ => Err(ReadError::Damaged),
        }
    }

    /// Adds words to the paragraph; runs of blanks and line ends in the file are one blank on the page.
    fn words(&mut self, words: &str) {
        let Some(text) = &mut self.text else { return };
        if !words.contains(['\n', '\r', '\t']) && !words.contains("  ") {
            return text.push_str(words);
        }
        for c in words.chars() {
            match c {
                ' ' | '\n' | '\r' | '\t' if text.ends_with(' ') => {}
                ' ' | '\n' | '\r' | '\t' => text.push(' '),
                c => text.push(c),
            }
        }
    }

    /// True if all that is in the element is passed over.
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<bool, ReadError> {
        match tag.name().0 {
            "text:p" | "text:h" => {
                if self.looks.hides(tag) {
                    return Ok(true);
                }
                let label = self.label(tag);
                // A paragraph inside another one is none of ours: only boxes hold paragraphs.
                self.text.get_or_insert_default().push_str(&label);
            }
            "text:span" => return Ok(self.looks.hides(tag)),
            "text:s" => {
                if let Some(text) = &mut self.text {
                    let count = number(tag, "c").unwrap_or(1).min(1_000);
                    text.extend(std::iter::repeat_n(' ', count));
                }
            }
            "text:tab" => self.text.iter_mut().for_each(|text| text.push('\t')),
            "text:line-break" => self.text.iter_mut().for_each(|text| text.push('\n')),
            "text:tracked-changes"
            | "text:note"
            | "office:annotation"
            | "text:ruby-text"
            | "office:forms"
            | "text:sequence-decls"
            | "text:variable-decls"
            | "text:user-field-decls"
            | "svg:title"
            | "svg:desc"
            | "text:index-title-template"
            | "text:table-of-content-source"
            | "draw:object" => return Ok(true),
            "text:hidden-text" | "text:hidden-paragraph" => return Ok(true),
            "text:section" => return Ok(attribute(tag, "display") == Some("none")),
            "draw:image" => self.pictures = true,
            "draw:text-box" | "draw:custom-shape" => {
                self.outer.push((self.text.take(), std::mem::take(&mut self.boxes)));
                self.open.push(Open::Flow(Flow::default()));
            }
            "text:list" => {
                let style = name_in(tag, "style-name");
                let above = || self.lists.last().map(|list| list.style.clone());
                let style = style.map(str::to_owned).or_else(above).unwrap_or_default();
                let depth = self.lists.len();
                let goes_on =
                    attribute(tag, "continue-numbering") == Some("true") || attribute(tag, "continue-list").is_some();
                if let (false, true, Some(counts)) = (goes_on, depth < LEVELS, self.counts.get_mut(&style)) {
                    counts[depth..].fill(0);
                }
                self.lists.push(List { style, due: false });
            }
            "text:list-item" => {
                if let Some(list) = self.lists.last_mut() {
                    list.due = true;
                }
            }
            "table:table" => self.open.push(Open::Table {
                table: DraftTable::default(),
                hidden_columns: Vec::new(),
                row: Vec::new(),
                column: 0,
                repeat_row: 1,
                cell: Span::default(),
            }),
            "table:table-column" => {
                if let Some(Open::Table { hidden_columns, .. }) = self.open.last_mut() {
                    let hidden = matches!(attribute(tag, "visibility"), Some("collapse" | "filter"));
                    let repeat = number(tag, "number-columns-repeated").unwrap_or(1).min(WIDEST);
                    if hidden_columns.len() < WIDEST {
                        hidden_columns.extend(std::iter::repeat_n(hidden, repeat));
                    }
                }
            }
            "table:table-row" => {
                if let Some(Open::Table { row, column, repeat_row, .. }) = self.open.last_mut() {
                    row.clear();
                    (*column, *repeat_row) = (0, number(tag, "number-rows-repeated").unwrap_or(1).max(1));
                }
                return Ok(matches!(attribute(tag, "visibility"), Some("collapse" | "filter")));
            }
            "table:covered-table-cell" => {
                if let Some(Open::Table { column, .. }) = self.open.last_mut() {
                    *column = column.saturating_add(number(tag, "number-columns-repeated").unwrap_or(1).min(WIDEST));
                }
                return Ok(true);
            }
            "table:table-cell" => {
                if let Some(Open::Table { cell, .. }) = self.open.last_mut() {
                    let span = |name: &str| number(tag, name).unwrap_or(1).clamp(1, MOST_CELLS);
                    *cell = Span {
                        rows: span("number-rows-spanned"),
                        columns: span("number-columns-spanned").min(WIDEST),
                        repeat: span("number-columns-repeated"),
                    };
                    self.outer.push((self.text.take(), std::mem::take(&mut self.boxes)));
                    self.open.push(Open::Flow(Flow::of_cell()));
                }
            }
            _ => {}
        }
        Ok(false)
    }

    /// The number before a paragraph of a list, or before a heading.
    fn label(&mut self, tag: &BytesStart<'_>) -> String {
        let style = attribute(tag, "style-name");
        let depth = self.lists.len();
        if let Some(list) = self.lists.last_mut() {
            if !std::mem::take(&mut list.due) || depth > LEVELS {
                return String::new();
            }
            let own = style.and_then(|style| self.looks.list_of.get(style));
            let name = if list.style.is_empty() { own.unwrap_or(&list.style) } else { &list.style };
            let level = self.looks.lists.get(name).and_then(|levels| levels[depth - 1].as_ref());
            let counts = self.counts.entry(list.style.clone()).or_default();
            counts[depth..].fill(0);
            counts[depth - 1] = counts[depth - 1].saturating_add(1);
            return level.map_or_else(String::new, |level| level.label(counts[depth - 1]));
        }
        if tag.name().0 != "text:h" {
            return String::new();
        }
        let at = number(tag, "outline-level").unwrap_or(1);
        let Some(Some(level)) = at.checked_sub(1).and_then(|n| self.looks.outline.get(n)) else { return String::new() };
        if matches!(attribute(tag, "is-list-header"), Some("true")) {
            return String::new();
        }
        self.headings[at..].fill(0);
        self.headings[at - 1] = self.headings[at - 1].saturating_add(1);
        level.label(self.headings[at - 1])
    }

    fn end(&mut self, name: &str) -> Result<(), ReadError> {
        match name {
            "text:p" | "text:h" => {
                let text = self.text.take().unwrap_or_default();
                let boxes = std::mem::take(&mut self.boxes);
                if !text.is_empty() {
                    self.spent.line(text.len())?;
                }
                if let Some(Open::Flow(flow)) = self.open.last_mut() {
                    flow.paragraph(&text);
                    flow.append(boxes);
                }
            }
            "draw:text-box" | "draw:custom-shape" => {
                if let Some(flow) = self.close_flow() {
                    match self.text {
                        Some(_) => self.boxes.append(flow),
                        // A frame may stand between paragraphs too.
                        None => {
                            if let Some(Open::Flow(around)) = self.open.last_mut() {
                                around.append(flow);
                            }
                        }
                    }
                }
            }
            "text:list" => {
                self.lists.pop();
            }
            "table:table-cell" => return self.end_cell(),
            "table:table-row" => return self.end_row(),
            "table:table" => {
                if matches!(self.open.last(), Some(Open::Table { .. }))
                    && let Some(Open::Table { table, .. }) = self.open.pop()
                    && let Some(Open::Flow(flow)) = self.open.last_mut()
                {
                    flow.table(table)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn close_flow(&mut self) -> Option<Flow> {
        if self.open.len() == 1 || !matches!(self.open.last(), Some(Open::Flow(_))) {
            return None;
        }
        let Some(Open::Flow(mut flow)) = self.open.pop() else { return None };
        // Boxes that stood in no paragraph.
        flow.append(std::mem::take(&mut self.boxes));
        (self.text, self.boxes) = self.outer.pop().unwrap_or_default();
        Some(flow)
    }

    fn end_cell(&mut self) -> Result<(), ReadError> {
        let Some(flow) = self.close_flow() else { return Ok(()) };
        let Some(Open::Table { row, column, cell, hidden_columns, .. }) = self.open.last_mut() else { return Ok(()) };
        let Span { rows, columns, repeat } = *cell;
        let mut flow = Some(flow);
        for n in 0..repeat {
            self.cells += 1;
            if self.cells > MOST_CELLS {
                return Err(ReadError::OverLimit { what: Measure::Cells, limit: MOST_CELLS as u64 });
            }
            let copy = match flow.as_ref().and_then(Flow::copy_of_text) {
                Some(copy) if n + 1 < repeat => copy,
                _ => flow.take().unwrap_or_default(),
            };
            self.spent.line(copy.text_bytes())?;
            // Hidden columns keep their slots free and are not read.
            if !hidden_columns.get(*column).copied().unwrap_or(false) {
                let merge = Merge::Apart;
                row.push(DraftCell { column: *column, colspan: columns, rowspan: rows, merge, flow: copy });
            }
            *column = column.saturating_add(1);
        }
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), ReadError> {
        let Some(Open::Table { table, row, repeat_row, .. }) = self.open.last_mut() else { return Ok(()) };
        let row = std::mem::take(row);
        if row.is_empty() {
            // All its slots are covered from above: the row is there all the same.
            if !table.rows.is_empty() {
                table.rows.push(row);
            }
            return Ok(());
        }
        'copies: for _ in 1..*repeat_row {
            let mut copy = Vec::with_capacity(row.len());
            for cell in &row {
                // A row with a table in it is no row of a table, and stands once.
                let Some(flow) = cell.flow.copy_of_text() else { break 'copies };
                self.cells += 1;
                self.spent.line(flow.text_bytes())?;
                if self.cells > MOST_CELLS {
                    return Err(ReadError::OverLimit { what: Measure::Cells, limit: MOST_CELLS as u64 });
                }
                copy.push(DraftCell { flow, ..*cell });
            }
            table.rows.push(copy);
        }
        table.rows.push(row);
        Ok(())
    }
}

impl Level {
    fn label(&self, number: u32) -> String {
        let mut label = self.before.clone();
        self.numerals.write(self.start.saturating_add(number - 1), &mut label);
        label.push_str(&self.after);
        if label.ends_with(|c: char| c.is_ascii() || c.is_alphanumeric()) {
            label.push(' ');
        }
        label
    }
}
