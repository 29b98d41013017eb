//! What an official paper says, part by part, with no file format in sight.
//!
//! Letters and yearly reports are made as a [`Document`]; `docx::write`
//! and `html::write` turn the same value into a file or a page. How a part
//! looks (fonts, margins, the red line) is the writers' business; what parts there are,
//! and that a table has no holes, is decided here.
//!
//! **Source.** The parts are those of an official document after GB/T 9704-2012, section 7.

use std::fmt;

use jiff::civil::Date;

/// One paper: a name for lists and window titles, and its parts from top to bottom.
///
/// ```
/// use paper::document::{Block, Document};
///
/// let letter = Document::new("政府信息公开申请答复书")
///     .with(Block::Title("政府信息公开申请答复书".into()))
///     .with(Block::paragraph("经检索，本机关未找到该信息。"));
/// assert_eq!(letter.plain_text(), "政府信息公开申请答复书\n经检索，本机关未找到该信息。\n");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The name by which the paper is known: `<title>` of the page, title of the file.
    pub name: String,
    /// The parts, in reading order.
    pub blocks: Vec<Block>,
}

impl Document {
    /// An empty paper known by `name`.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), blocks: Vec::new() }
    }

    /// The same paper with one more part at its end.
    #[must_use]
    pub fn with(mut self, block: Block) -> Self {
        self.blocks.push(block);
        self
    }

    /// Adds one part at the end.
    pub fn push(&mut self, block: Block) {
        self.blocks.push(block);
    }

    /// Every grid in reading order, those on landscape pages included.
    pub fn grids(&self) -> Vec<&Grid> {
        fn collect<'a>(blocks: &'a [Block], into: &mut Vec<&'a Grid>) {
            for block in blocks {
                match block {
                    Block::Grid(grid) => into.push(grid),
                    Block::Landscape(inner) => collect(inner, into),
                    _ => {}
                }
            }
        }
        let mut grids = Vec::new();
        collect(&self.blocks, &mut grids);
        grids
    }

    /// The words without the form: one line per part, one line per table row with cells parted
    /// by ` | `. For search, previews and tests; spans and fonts are lost.
    pub fn plain_text(&self) -> String {
        let mut text = String::new();
        plain(&self.blocks, &mut text);
        text
    }
}

fn plain(blocks: &[Block], text: &mut String) {
    for block in blocks {
        let mut line = |s: &str| {
            text.push_str(s);
            text.push('\n');
        };
        match block {
            Block::Masthead { organ } => line(organ),
            Block::Number(s) | Block::Title(s) => line(s),
            Block::Addressee(s) => line(&format!("{s}：")),
            Block::Heading { text, .. } => line(text),
            Block::Paragraph(runs) => line(&runs.iter().map(|r| r.text.as_str()).collect::<String>()),
            Block::Grid(grid) => {
                if let Some(caption) = &grid.caption {
                    line(caption);
                }
                for row in grid.rows() {
                    let cells: Vec<_> = row.iter().map(|c| c.cell.text.replace('\n', " ")).collect();
                    line(&cells.join(" | "));
                }
            }
            Block::Attachments(names) => match names.as_slice() {
                [only] => line(&format!("附件：{only}")),
                many => {
                    for (n, name) in many.iter().enumerate() {
                        let label = if n == 0 { "附件：" } else { "" };
                        line(&format!("{label}{}.{name}", n + 1));
                    }
                }
            },
            Block::Signature { organ, date } => {
                line(organ);
                line(&chinese_date(*date));
            }
            Block::Imprint { copies_to, printed_by, printed_on } => {
                if !copies_to.is_empty() {
                    line(&format!("抄送：{}。", copies_to.join("，")));
                }
                line(&format!("{printed_by} {}印发", chinese_date(*printed_on)));
            }
            Block::PageBreak => {}
            Block::Landscape(inner) => plain(inner, text),
        }
    }
}

/// A date as official papers print it: Arabic digits, no leading zeros.
///
/// **Source.** GB/T 9704-2012, 7.3.5.4.
///
/// ```
/// # use jiff::civil::date;
/// assert_eq!(paper::document::chinese_date(date(2026, 3, 9)), "2026年3月9日");
/// ```
pub fn chinese_date(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// One part of a paper. The list is closed: a writer that forgets a part does not build.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// 发文机关标志: the organ's mark in red at the head of the first page.
    Masthead {
        /// The full or standard short name of the organ, as it should be printed.
        organ: String,
    },
    /// 发文字号, e.g. `云溪公复〔2026〕3号`; the red line is drawn under it when there is a masthead.
    Number(String),
    /// 标题. A `\n` is a deliberate line break (titles are broken by sense, not by width).
    Title(String),
    /// 主送机关 or the applicant, **without** the colon; the writer adds it.
    Addressee(String),
    /// A numbered heading; the number (`一、`, `（一）`, `1.`, `（1）`) is part of the text.
    Heading {
        /// How deep.
        level: Level,
        /// The words, number included.
        text: String,
    },
    /// A paragraph, indented by two characters.
    Paragraph(Vec<Run>),
    /// A table.
    Grid(Grid),
    /// 附件说明: the names of the attachments, without numbers or closing marks.
    Attachments(Vec<String>),
    /// 发文机关署名 over 成文日期; space for the seal is the writer's business.
    Signature {
        /// Who signs.
        organ: String,
        /// The day the paper takes effect as a document.
        date: Date,
    },
    /// 版记 at the foot of the last page.
    Imprint {
        /// 抄送机关; may be empty.
        copies_to: Vec<String>,
        /// 印发机关.
        printed_by: String,
        /// 印发日期.
        printed_on: Date,
    },
    /// The next part begins a new page.
    PageBreak,
    /// Parts on pages turned on their side, for tables wider than the text block.
    /// A landscape inside a landscape is the same landscape.
    Landscape(Vec<Block>),
}

impl Block {
    /// A paragraph in plain type.
    pub fn paragraph(text: impl Into<String>) -> Self {
        Self::Paragraph(vec![Run::plain(text)])
    }

    /// A heading; see [`Level`] for which number goes with which level.
    pub fn heading(level: Level, text: impl Into<String>) -> Self {
        Self::Heading { level, text: text.into() }
    }
}

/// How deep a heading stands.
///
/// **Source.** GB/T 9704-2012, 7.3.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// 「一、」, in 黑体.
    One,
    /// 「（一）」, in 楷体.
    Two,
    /// 「1.」, in 仿宋.
    Three,
    /// 「（1）」, in 仿宋.
    Four,
}

/// Words in one kind of type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The words. A `\n` is a line break inside the paragraph.
    pub text: String,
    /// Set for the few words that must not be overlooked.
    pub bold: bool,
}

impl Run {
    /// Words in plain type.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), bold: false }
    }

    /// Words in bold type.
    pub fn bold(text: impl Into<String>) -> Self {
        Self { text: text.into(), bold: true }
    }
}

/// What a cell is for: data, or the heading of a column or a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// A value.
    #[default]
    Data,
    /// Names the columns it stands over.
    ColumnHeader,
    /// Names the rows it stands beside.
    RowHeader,
}

/// Where the words stand in a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// At the left edge: row names, sentences.
    Left,
    /// In the middle: headings and the small numbers of official forms.
    #[default]
    Center,
    /// At the right edge: money.
    Right,
}

/// One cell as its author writes it; where it lands follows from the cells before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The words. A `\n` is a line break.
    pub text: String,
    /// How many rows it covers, 1 or more.
    pub rowspan: u16,
    /// How many columns it covers, 1 or more.
    pub colspan: u16,
    /// Where the words stand.
    pub align: Align,
    /// Value or heading.
    pub role: Role,
}

impl Cell {
    /// A value in the middle of one slot.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), rowspan: 1, colspan: 1, align: Align::Center, role: Role::Data }
    }

    /// A column heading in one slot.
    pub fn column_header(text: impl Into<String>) -> Self {
        Self { role: Role::ColumnHeader, ..Self::new(text) }
    }

    /// A row heading in one slot, at the left edge.
    pub fn row_header(text: impl Into<String>) -> Self {
        Self { role: Role::RowHeader, align: Align::Left, ..Self::new(text) }
    }

    /// The same cell over `rows` rows and `columns` columns.
    #[must_use]
    pub fn span(mut self, rows: u16, columns: u16) -> Self {
        (self.rowspan, self.colspan) = (rows, columns);
        self
    }

    /// The same cell with its words elsewhere.
    #[must_use]
    pub fn align(mut self, align: Align) -> Self {
        self.align = align;
        self
    }
}

/// A cell and the slot of its upper left corner, counted from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Row of the upper left corner.
    pub row: usize,
    /// Column of the upper left corner.
    pub column: usize,
    /// The cell.
    pub cell: Cell,
}

/// A table in which every slot belongs to exactly one cell.
///
/// Only [`Grid::new`] makes one, so a writer need not ask what an overlap means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    caption: Option<String>,
    widths: Vec<u8>,
    rows: Vec<Vec<Placed>>,
    /// For every slot: the row of its cell and the cell's place among that row's own.
    owners: Vec<Vec<(usize, usize)>>,
}

impl Grid {
    /// Lays out `rows` as HTML does: each cell takes the next free slot of its row, and cells
    /// reaching down from above keep their slots.
    ///
    /// `widths` are whole percents of the table's width, one per column, 100 together; see
    /// [`even_widths`].
    ///
    /// # Errors
    /// Every flaw at once, in reading order: overlapping spans, holes, cells past the last column
    /// or row, empty spans, widths that are not 100 together.
    ///
    /// ```
    /// use paper::document::{Cell, Grid, GridFlaw};
    ///
    /// // 「总计」 reaches two rows down, so the second row has room for one more cell only.
    /// let rows = vec![
    ///     vec![Cell::row_header("总计").span(2, 1), Cell::new("12")],
    ///     vec![Cell::new("7"), Cell::new("5")],
    /// ];
    /// assert_eq!(Grid::new(&[40, 60], rows).unwrap_err().flaws, [GridFlaw::PastLastColumn { row: 1, cell: 1 }]);
    /// ```
    pub fn new(widths: &[u8], rows: Vec<Vec<Cell>>) -> Result<Self, GridError> {
        let columns = widths.len();
        let height = rows.len();
        let mut flaws = Vec::new();
        let total: u32 = widths.iter().map(|&w| u32::from(w)).sum();
        if total != 100 || widths.contains(&0) {
            flaws.push(GridFlaw::Widths { total });
        }
        if height == 0 {
            flaws.push(GridFlaw::NoRows);
        }

        let mut owners: Vec<Vec<Option<(usize, usize)>>> = vec![vec![None; columns]; height];
        let mut placed_rows = Vec::with_capacity(height);
        for (row, cells) in rows.into_iter().enumerate() {
            let mut placed = Vec::with_capacity(cells.len());
            for (index, cell) in cells.into_iter().enumerate() {
                let Some(column) = owners[row].iter().position(Option::is_none) else {
                    flaws.push(GridFlaw::PastLastColumn { row, cell: index });
                    continue;
                };
                let (down, across) = (usize::from(cell.rowspan), usize::from(cell.colspan));
                if down == 0 || across == 0 {
                    flaws.push(GridFlaw::EmptySpan { row, cell: index });
                    continue;
                }
                if column + across > columns {
                    flaws.push(GridFlaw::PastLastColumn { row, cell: index });
                }
                if row + down > height {
                    flaws.push(GridFlaw::PastLastRow { row, cell: index });
                }
                let mut overlaps = false;
                for line in owners.iter_mut().skip(row).take(down) {
                    for slot in line.iter_mut().skip(column).take(across) {
                        overlaps |= slot.replace((row, placed.len())).is_some();
                    }
                }
                if overlaps {
                    flaws.push(GridFlaw::Overlap { row, cell: index });
                }
                placed.push(Placed { row, column, cell });
            }
            if let Some(column) = owners[row].iter().position(Option::is_none) {
                flaws.push(GridFlaw::Hole { row, column });
            }
            placed_rows.push(placed);
        }
        if !flaws.is_empty() {
            return Err(GridError { flaws });
        }
        let owners = owners.into_iter().map(|line| line.into_iter().flatten().collect()).collect();
        Ok(Self { caption: None, widths: widths.to_vec(), rows: placed_rows, owners })
    }

    /// The same grid with a name over it.
    #[must_use]
    pub fn captioned(mut self, caption: impl Into<String>) -> Self {
        self.caption = Some(caption.into());
        self
    }

    /// The name over the table, if it has one.
    pub fn caption(&self) -> Option<&str> {
        self.caption.as_deref()
    }

    /// Column widths in whole percents, 100 together.
    pub fn widths(&self) -> &[u8] {
        &self.widths
    }

    /// How many columns.
    pub fn columns(&self) -> usize {
        self.widths.len()
    }

    /// Each row's own cells; slots covered from above are not repeated.
    pub fn rows(&self) -> &[Vec<Placed>] {
        &self.rows
    }

    /// Every cell, row by row.
    pub fn cells(&self) -> impl Iterator<Item = &Placed> {
        self.rows.iter().flatten()
    }

    /// The cell that owns a slot, `None` outside the grid.
    pub fn at(&self, row: usize, column: usize) -> Option<&Placed> {
        let &(owner, cell) = self.owners.get(row)?.get(column)?;
        self.rows.get(owner)?.get(cell)
    }

    /// How many rows at the top hold nothing but column headings: those are repeated on every page.
    /// A grid of headings only has none to repeat, nor has one whose later bands have headings of their own: the first
    /// band's would stand over the numbers of another.
    pub fn header_rows(&self) -> usize {
        let mut rows = 0;
        let mut reach = 0;
        for (row, cells) in self.rows.iter().enumerate() {
            let all_headers = cells.iter().all(|p| p.cell.role == Role::ColumnHeader);
            if !all_headers || (cells.is_empty() && row >= reach) {
                break;
            }
            reach = cells.iter().map(|p| row + usize::from(p.cell.rowspan)).max().unwrap_or(0).max(reach);
            rows = row + 1;
        }
        let headed_again = self.rows[rows..]
            .iter()
            .any(|cells| !cells.is_empty() && cells.iter().all(|p| p.cell.role == Role::ColumnHeader));
        // A heading that reaches into the data rows would be torn by repeating it.
        if rows == self.rows.len() || reach > rows || headed_again { 0 } else { rows }
    }
}

/// Widths for `columns` columns as even as whole percents allow; the first ones take the rest.
///
/// # Panics
/// Never; for 0 columns the answer is empty, and for more than 100 a column would be 0 wide,
/// which [`Grid::new`] reports.
///
/// ```
/// assert_eq!(paper::document::even_widths(3), [34, 33, 33]);
/// ```
pub fn even_widths(columns: usize) -> Vec<u8> {
    (0..columns).map(|n| u8::try_from(100 / columns + usize::from(n < 100 % columns)).unwrap_or(0)).collect()
}

/// Why rows do not make a grid: every flaw, in reading order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GridError {
    /// At least one.
    pub flaws: Vec<GridFlaw>,
}

impl fmt::Display for GridError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, flaw) in self.flaws.iter().enumerate() {
            write!(f, "{}{flaw}", if n == 0 { "" } else { "; " })?;
        }
        Ok(())
    }
}

impl std::error::Error for GridError {}

/// One thing wrong with the rows of a grid. Rows, columns and cells are counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GridFlaw {
    /// A table without rows says nothing.
    #[error("the grid has no rows")]
    NoRows,
    /// Widths must be 100 together and none may be 0.
    #[error("column widths make {total} percent, not 100, or one of them is 0")]
    Widths {
        /// What they make.
        total: u32,
    },
    /// A span of 0 covers nothing.
    #[error("row {row}, cell {cell}: a span is 0")]
    EmptySpan {
        /// The row.
        row: usize,
        /// Which cell of that row's own cells.
        cell: usize,
    },
    /// The cell covers a slot that another cell already holds.
    #[error("row {row}, cell {cell}: covers a slot that is taken")]
    Overlap {
        /// The row.
        row: usize,
        /// Which cell of that row's own cells.
        cell: usize,
    },
    /// No room to the right.
    #[error("row {row}, cell {cell}: reaches past the last column")]
    PastLastColumn {
        /// The row.
        row: usize,
        /// Which cell of that row's own cells.
        cell: usize,
    },
    /// No room below.
    #[error("row {row}, cell {cell}: reaches past the last row")]
    PastLastRow {
        /// The row.
        row: usize,
        /// Which cell of that row's own cells.
        cell: usize,
    },
    /// A slot that no cell holds.
    #[error("row {row}: nothing stands in column {column}")]
    Hole {
        /// The row.
        row: usize,
        /// The first empty column.
        column: usize,
    },
}
