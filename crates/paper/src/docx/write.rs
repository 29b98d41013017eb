//! From parts to paragraphs and tables, in the form of GB/T 9704-2012.

use zip::result::ZipError;

use super::package::{self, EVEN_FOOTER, ODD_FOOTER, Parts, R, W};
use super::styles::{Style, styles};
use super::xml::Xml;
use crate::document::{Align, Block, Cell, Document, Grid, Level, Role, Run, chinese_date};
use crate::pages::{mark_size, sections, signature_from_left};
use crate::standard::*;

/// Word refuses a file with a table wider than this many columns.
const MOST_COLUMNS: usize = 63;

/// Why a paper could not become a DOCX file.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Word opens no table of more than 63 columns.
    #[error("a table has {columns} columns, more than the 63 a word processor opens")]
    TooManyColumns {
        /// How many it has.
        columns: usize,
    },
    /// The archive could not be put together.
    #[error("the archive could not be written")]
    Archive(#[from] ZipError),
}

/// The paper as a DOCX file in the official form.
///
/// A4, 28 characters by 22 lines of 3号 仿宋, title in 2号 小标宋, headings in 黑体, 楷体 and 仿宋, red
/// organ's mark and line, page numbers outside left and right. A table whose numbers would be broken
/// at its width gets pages turned on their side; its head is repeated on every page and no row is
/// torn. The file holds what [`Document`] holds and nothing else: no author, no times, no comments,
/// no tracked changes, no invisible characters. The same paper gives the same bytes.
///
/// **Source.** GB/T 9704-2012; each number stands with its section in `standard.rs`.
///
/// # Errors
/// [`WriteError::TooManyColumns`]; [`WriteError::Archive`] is not expected in memory.
///
/// ```
/// use paper::document::{Block, Document};
///
/// let paper = Document::new("接收回执").with(Block::paragraph("已收到您的申请。"));
/// let bytes = paper::docx::write(&paper)?;
/// assert_eq!(bytes, paper::docx::write(&paper)?); // no clock, no chance
/// # Ok::<(), paper::docx::WriteError>(())
/// ```
pub fn write(document: &Document) -> Result<Vec<u8>, WriteError> {
    for grid in document.grids() {
        if grid.columns() > MOST_COLUMNS {
            return Err(WriteError::TooManyColumns { columns: grid.columns() });
        }
    }
    let parts =
        Parts { document: text(document), styles: styles(), odd_footer: footer("right"), even_footer: footer("left") };
    Ok(package::pack(&document.name, &parts)?)
}

fn text(document: &Document) -> Vec<u8> {
    let sections = sections(document);
    let mut xml = Xml::new();
    xml.element("w:document", &[W, R], |xml| {
        xml.element("w:body", &[], |xml| {
            for (n, section) in sections.iter().enumerate() {
                let mut pages = Pages {
                    xml,
                    width: if section.turned { TEXT_HEIGHT } else { TEXT_WIDTH },
                    left: if section.turned { TURNED_LEFT } else { LEFT },
                    break_before: false,
                };
                for (at, block) in section.blocks.iter().enumerate() {
                    let before = at.checked_sub(1).map(|i| section.blocks[i]);
                    pages.block(before, block, section.blocks.get(at + 1).copied());
                }
                if n + 1 < sections.len() {
                    let last = Shape { section: Some(section.turned), ..Shape::new(Style::Gap) };
                    pages.paragraph(&last, |_| ());
                } else {
                    section_properties(xml, section.turned);
                }
            }
        });
    });
    xml.into_bytes()
}

/// What a paragraph adds to its style.
struct Shape {
    style: Style,
    keep_next: bool,
    before: i32,
    after: i32,
    left: i32,
    right: i32,
    hanging: i32,
    align: Option<&'static str>,
    red_line: bool,
    section: Option<bool>,
}

impl Shape {
    fn new(style: Style) -> Self {
        Self {
            style,
            keep_next: false,
            before: 0,
            after: 0,
            left: 0,
            right: 0,
            hanging: 0,
            align: None,
            red_line: false,
            section: None,
        }
    }
}

struct Pages<'a> {
    xml: &'a mut Xml,
    width: i32,
    left: i32,
    break_before: bool,
}

impl Pages<'_> {
    fn block(&mut self, before: Option<&Block>, block: &Block, after: Option<&Block>) {
        // A signature alone on a page belongs to nothing.
        let keep_next = matches!(after, Some(Block::Signature { .. } | Block::Attachments(_)));
        match block {
            Block::Masthead { organ } => self.masthead(organ),
            Block::Number(number) => {
                let red_line = matches!(before, Some(Block::Masthead { .. }));
                let lines = if red_line { 2 } else { 0 };
                self.words(&Shape { before: lines * LINE, red_line, ..Shape::new(Style::Number) }, number);
            }
            Block::Title(title) => {
                // Two lines under the red line (7.3.1); without one, at the head of the page.
                let lines = if matches!(before, Some(Block::Number(_) | Block::Masthead { .. })) { 2 } else { 0 };
                let shape = Shape { before: lines * LINE, after: LINE, keep_next: true, ..Shape::new(Style::Title) };
                self.words(&shape, title);
            }
            Block::Addressee(name) => self.words(&Shape::new(Style::Flush), &format!("{name}：")),
            Block::Heading { level, text } => {
                let style = match level {
                    Level::One => Style::Heading1,
                    Level::Two => Style::Heading2,
                    Level::Three => Style::Heading3,
                    Level::Four => Style::Heading4,
                };
                self.words(&Shape::new(style), text);
            }
            Block::Paragraph(runs) => {
                self.paragraph(&Shape { keep_next, ..Shape::new(Style::Body) }, |xml| {
                    for Run { text, bold } in runs {
                        run(xml, text, *bold);
                    }
                });
            }
            Block::Grid(grid) => self.grid(grid),
            Block::Attachments(names) => self.attachments(names, keep_next),
            Block::Signature { organ, date } => self.signature(organ, &chinese_date(*date)),
            Block::Imprint { copies_to, printed_by, printed_on } => {
                self.imprint(copies_to, printed_by, &format!("{}印发", chinese_date(*printed_on)));
            }
            Block::PageBreak => self.break_before = true,
            Block::Landscape(inner) => {
                for (at, block) in inner.iter().enumerate() {
                    self.block(at.checked_sub(1).map(|i| &inner[i]), block, inner.get(at + 1));
                }
            }
        }
    }

    fn masthead(&mut self, organ: &str) {
        let half_points = mark_size(organ, self.width);
        self.paragraph(&Shape { before: MARK_BELOW_TOP, ..Shape::new(Style::Masthead) }, |xml| {
            xml.element("w:r", &[], |xml| {
                xml.element("w:rPr", &[], |xml| {
                    xml.empty("w:rFonts", &[("w:hint", "eastAsia")]);
                    xml.val("w:sz", half_points);
                    xml.val("w:szCs", half_points);
                });
                run_text(xml, organ);
            });
        });
    }

    /// 「附件：1.…」, one line under the text, names under each other.
    fn attachments(&mut self, names: &[String], keep_next: bool) {
        const LABEL: i32 = 3;
        const NUMBER: i32 = 1;
        for (n, name) in names.iter().enumerate() {
            let number = if names.len() > 1 { NUMBER } else { 0 };
            let label = if n == 0 { LABEL } else { 0 };
            let shape = Shape {
                before: if n == 0 { LINE } else { 0 },
                left: (2 + LABEL + number) * CHARACTER,
                hanging: (label + number) * CHARACTER,
                keep_next: keep_next || n + 1 < names.len(),
                ..Shape::new(Style::Attachment)
            };
            let label = if n == 0 { "附件：" } else { "" };
            let number = if names.len() > 1 { format!("{}.", n + 1) } else { String::new() };
            self.words(&shape, &format!("{label}{number}{name}"));
        }
    }

    /// The organ's name in the middle over the date, the date four characters from the right edge,
    /// or further in when the name is long.
    fn signature(&mut self, organ: &str, date: &str) {
        let left = signature_from_left(organ, date, self.width);
        let shape = Shape { left, ..Shape::new(Style::Signature) };
        self.words(&Shape { before: LINES_FOR_SEAL * LINE, keep_next: true, ..shape }, organ);
        self.words(&Shape { left, ..Shape::new(Style::Signature) }, date);
    }

    fn words(&mut self, shape: &Shape, text: &str) {
        self.paragraph(shape, |xml| run(xml, text, false));
    }

    fn paragraph(&mut self, shape: &Shape, inside: impl FnOnce(&mut Xml)) {
        let break_before = std::mem::take(&mut self.break_before);
        paragraph(self.xml, shape, break_before, inside);
    }

    fn grid(&mut self, grid: &Grid) {
        if let Some(caption) = grid.caption() {
            self.words(&Shape { keep_next: true, ..Shape::new(Style::Caption) }, caption);
        } else if self.break_before {
            self.paragraph(&Shape::new(Style::Gap), |_| ());
        }
        let columns: Vec<i32> = grid.widths().iter().map(|&w| self.width * i32::from(w) / 100).collect();
        let header_rows = grid.header_rows();
        let looks = TableLooks { width: self.width, caption: grid.caption(), pinned_at: None };
        table(self.xml, &looks, &columns, |xml| {
            for row in 0..grid.rows().len() {
                let is_head = row < header_rows;
                table_row(xml, is_head, |xml| {
                    let mut column = 0;
                    while let Some(placed) = grid.at(row, column) {
                        let across = usize::from(placed.cell.colspan);
                        let width = columns[column..][..across].iter().sum();
                        let merge = match (placed.cell.rowspan, placed.row == row) {
                            (1, _) => Merge::None,
                            (_, true) => Merge::First,
                            (_, false) => Merge::Further,
                        };
                        let style = cell_style(placed.cell.role, grid.columns());
                        grid_cell(xml, &placed.cell, style, width, merge, is_head);
                        column += across;
                    }
                });
            }
        });
        // Word joins two tables that touch.
        self.paragraph(&Shape::new(Style::Gap), |_| ());
    }

    /// 版记: at the foot of the page the text ends on.
    fn imprint(&mut self, copies_to: &[String], printed_by: &str, printed_on: &str) {
        let character = SIZE_4 * 10;
        let width = self.width;
        let right = width * 40 / 100;
        let columns = [width - right, right];
        let looks = TableLooks { width, caption: Some("版记"), pinned_at: Some(self.left) };
        table(self.xml, &looks, &columns, |xml| {
            if !copies_to.is_empty() {
                table_row(xml, false, |xml| {
                    xml.element("w:tc", &[], |xml| {
                        cell_properties(xml, width, 2, Merge::None);
                        // 「抄送：」 is three characters; further lines stand under the first name.
                        let shape = Shape {
                            left: 4 * character,
                            right: character,
                            hanging: 3 * character,
                            ..Shape::new(Style::Imprint)
                        };
                        let names = format!("抄送：{}。", copies_to.join("，"));
                        paragraph(xml, &shape, false, |xml| run(xml, &names, false));
                    });
                });
            }
            table_row(xml, false, |xml| {
                for (words, width, align) in [(printed_by, columns[0], "left"), (printed_on, columns[1], "right")] {
                    xml.element("w:tc", &[], |xml| {
                        cell_properties(xml, width, 1, Merge::None);
                        let (left, right) = if align == "left" { (character, 0) } else { (0, character) };
                        let shape = Shape { left, right, align: Some(align), ..Shape::new(Style::Imprint) };
                        paragraph(xml, &shape, false, |xml| run(xml, words, false));
                    });
                }
            });
        });
        self.paragraph(&Shape::new(Style::Gap), |_| ());
    }
}

fn paragraph(xml: &mut Xml, shape: &Shape, break_before: bool, inside: impl FnOnce(&mut Xml)) {
    xml.element("w:p", &[], |xml| {
        xml.element("w:pPr", &[], |xml| {
            xml.val("w:pStyle", shape.style.id());
            if shape.keep_next {
                xml.empty("w:keepNext", &[]);
            }
            if break_before {
                xml.empty("w:pageBreakBefore", &[]);
            }
            if shape.red_line {
                xml.element("w:pBdr", &[], |xml| {
                    border(xml, "w:bottom", RED_LINE_EIGHTHS, RED_LINE_SPACE_PT, RED);
                });
            }
            if shape.before > 0 || shape.after > 0 {
                let (before, after) = (shape.before.to_string(), shape.after.to_string());
                xml.empty("w:spacing", &[("w:before", &before), ("w:after", &after)]);
            }
            if shape.left != 0 || shape.right != 0 || shape.hanging != 0 {
                let [left, right, hanging] = [shape.left, shape.right, shape.hanging].map(|v| v.to_string());
                xml.empty("w:ind", &[("w:left", &left), ("w:right", &right), ("w:hanging", &hanging)]);
            }
            if let Some(align) = shape.align {
                xml.val("w:jc", align);
            }
            if let Some(turned) = shape.section {
                section_properties(xml, turned);
            }
        });
        inside(xml);
    });
}

fn run(xml: &mut Xml, text: &str, bold: bool) {
    xml.element("w:r", &[], |xml| {
        xml.element("w:rPr", &[], |xml| {
            // Quotation marks and dashes are Chinese ones, as wide as a 汉字.
            xml.empty("w:rFonts", &[("w:hint", "eastAsia")]);
            if bold {
                xml.empty("w:b", &[]);
                xml.empty("w:bCs", &[]);
            }
        });
        run_text(xml, text);
    });
}

fn run_text(xml: &mut Xml, text: &str) {
    for (n, line) in text.split('\n').enumerate() {
        if n > 0 {
            xml.empty("w:br", &[]);
        }
        for (n, piece) in line.split('\t').enumerate() {
            if n > 0 {
                xml.empty("w:tab", &[]);
            }
            if !piece.is_empty() {
                xml.element("w:t", &[("xml:space", "preserve")], |xml| xml.text(piece));
            }
        }
    }
}

struct TableLooks<'a> {
    width: i32,
    caption: Option<&'a str>,
    /// Pinned to the foot of the text block this far from the paper's edge, with the lines of an
    /// imprint.
    pinned_at: Option<i32>,
}

fn table(xml: &mut Xml, looks: &TableLooks<'_>, columns: &[i32], rows: impl FnOnce(&mut Xml)) {
    xml.element("w:tbl", &[], |xml| {
        xml.element("w:tblPr", &[], |xml| {
            if let Some(left) = looks.pinned_at {
                // Measured from the paper: some readers pin no table as wide as the text otherwise.
                xml.empty(
                    "w:tblpPr",
                    &[
                        ("w:vertAnchor", "margin"),
                        ("w:horzAnchor", "page"),
                        ("w:tblpX", &left.to_string()),
                        ("w:tblpYSpec", "bottom"),
                    ],
                );
                xml.val("w:tblOverlap", "never");
            }
            xml.empty("w:tblW", &[("w:w", &looks.width.to_string()), ("w:type", "dxa")]);
            xml.val("w:jc", "center");
            xml.element("w:tblBorders", &[], |xml| {
                let black = "000000";
                if looks.pinned_at.is_some() {
                    border(xml, "w:top", IMPRINT_OUTER_EIGHTHS, 0, black);
                    border(xml, "w:bottom", IMPRINT_OUTER_EIGHTHS, 0, black);
                    border(xml, "w:insideH", IMPRINT_INNER_EIGHTHS, 0, black);
                } else {
                    for edge in ["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"] {
                        border(xml, edge, 4, 0, black);
                    }
                }
            });
            xml.empty("w:tblLayout", &[("w:type", "fixed")]);
            xml.element("w:tblCellMar", &[], |xml| {
                let (high, wide) = if looks.pinned_at.is_some() { (0, 0) } else { (CELL_HEADROOM, CELL_PADDING) };
                for (edge, room) in [("w:top", high), ("w:left", wide), ("w:bottom", high), ("w:right", wide)] {
                    xml.empty(edge, &[("w:w", &room.to_string()), ("w:type", "dxa")]);
                }
            });
            if let Some(caption) = looks.caption {
                // Read out by screen readers.
                xml.val("w:tblCaption", caption);
            }
        });
        xml.element("w:tblGrid", &[], |xml| {
            for column in columns {
                xml.empty("w:gridCol", &[("w:w", &column.to_string())]);
            }
        });
        rows(xml);
    });
}

fn table_row(xml: &mut Xml, is_head: bool, cells: impl FnOnce(&mut Xml)) {
    xml.element("w:tr", &[], |xml| {
        xml.element("w:trPr", &[], |xml| {
            xml.empty("w:cantSplit", &[]);
            if is_head {
                xml.empty("w:tblHeader", &[]);
            }
        });
        cells(xml);
    });
}

#[derive(Clone, Copy)]
enum Merge {
    None,
    First,
    Further,
}

fn cell_style(role: Role, columns: usize) -> Style {
    match (role == Role::ColumnHeader, columns <= ROOMY_COLUMNS) {
        (true, true) => Style::RoomyHeaderCell,
        (true, false) => Style::HeaderCell,
        (false, true) => Style::RoomyCell,
        (false, false) => Style::Cell,
    }
}

fn grid_cell(xml: &mut Xml, cell: &Cell, style: Style, width: i32, merge: Merge, is_head: bool) {
    xml.element("w:tc", &[], |xml| {
        cell_properties(xml, width, usize::from(cell.colspan), merge);
        let align = match cell.align {
            Align::Left => Some("left"),
            Align::Center => None,
            Align::Right => Some("right"),
        };
        paragraph(xml, &Shape { align, keep_next: is_head, ..Shape::new(style) }, false, |xml| {
            if !matches!(merge, Merge::Further) && !cell.text.is_empty() {
                run(xml, &cell.text, false);
            }
        });
    });
}

fn cell_properties(xml: &mut Xml, width: i32, across: usize, merge: Merge) {
    xml.element("w:tcPr", &[], |xml| {
        xml.empty("w:tcW", &[("w:w", &width.to_string()), ("w:type", "dxa")]);
        if across > 1 {
            xml.val("w:gridSpan", across);
        }
        match merge {
            Merge::None => {}
            Merge::First => xml.val("w:vMerge", "restart"),
            Merge::Further => xml.val("w:vMerge", "continue"),
        }
        xml.val("w:vAlign", "center");
    });
}

fn border(xml: &mut Xml, edge: &str, eighths: i32, space: i32, color: &str) {
    xml.empty(
        edge,
        &[("w:val", "single"), ("w:sz", &eighths.to_string()), ("w:space", &space.to_string()), ("w:color", color)],
    );
}

fn section_properties(xml: &mut Xml, turned: bool) {
    let (page, margins, footer) = if turned {
        ((PAGE_HEIGHT, PAGE_WIDTH), [TURNED_TOP, TURNED_RIGHT, TURNED_BOTTOM, TURNED_LEFT], TURNED_FOOTER)
    } else {
        ((PAGE_WIDTH, PAGE_HEIGHT), [TOP, RIGHT, BOTTOM, LEFT], FOOTER)
    };
    xml.element("w:sectPr", &[], |xml| {
        xml.empty("w:footerReference", &[("w:type", "default"), ("r:id", ODD_FOOTER)]);
        xml.empty("w:footerReference", &[("w:type", "even"), ("r:id", EVEN_FOOTER)]);
        xml.val("w:type", "nextPage");
        let (width, height) = (page.0.to_string(), page.1.to_string());
        let mut size = vec![("w:w", width.as_str()), ("w:h", height.as_str())];
        if turned {
            size.push(("w:orient", "landscape"));
        }
        xml.empty("w:pgSz", &size);
        let [top, right, bottom, left] = margins.map(|m| m.to_string());
        xml.empty(
            "w:pgMar",
            &[
                ("w:top", &top),
                ("w:right", &right),
                ("w:bottom", &bottom),
                ("w:left", &left),
                ("w:header", "0"),
                ("w:footer", &footer.to_string()),
                ("w:gutter", "0"),
            ],
        );
        package::line_grid(xml);
    });
}

/// 「— 1 —」, one character in from the outer edge.
fn footer(align: &'static str) -> Vec<u8> {
    let mut xml = Xml::new();
    let character = SIZE_4 * 10;
    let (left, right) = if align == "left" { (character, 0) } else { (0, character) };
    let shape = Shape { left, right, align: Some(align), ..Shape::new(Style::PageNumber) };
    xml.element("w:ftr", &[W], |xml| {
        paragraph(xml, &shape, false, |xml| {
            run(xml, "— ", false);
            xml.element("w:fldSimple", &[("w:instr", "PAGE")], |xml| run(xml, "1", false));
            run(xml, " —", false);
        });
    });
    xml.into_bytes()
}
