//! The official form of the yearly report as one table of cells.
//!
//! The form exists in two editions. Each edition is one file of data (blocks, rows, columns); every
//! other room of this crate walks the cells made from it: computing, checking, reading, writing and
//! the help page know no row or column of their own.
//!
//! **Source.** Edition 2019: 国办公开办函〔2019〕60号; edition 2021: 国办公开办函〔2021〕30号.

mod edition_2019;
mod edition_2021;
mod layout;
mod shared;

pub use layout::{Band, BodyRow, Heading, Layout, Slot};

use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::figures::Unit;

/// Which official form a report was written on.
///
/// Serialises as `"2019"` and `"2021"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Edition {
    /// 国办公开办函〔2019〕60号, on trial: reports on 2019 and 2020.
    #[serde(rename = "2019")]
    E2019,
    /// 国办公开办函〔2021〕30号: reports on 2021 and every year since.
    #[serde(rename = "2021")]
    E2021,
}

impl Edition {
    /// Both editions, oldest first.
    pub const ALL: [Edition; 2] = [Edition::E2019, Edition::E2021];

    /// The edition in which the report **on** `year` has to be written (not the year it is published in).
    ///
    /// Years before 2019 had no form of cells; the oldest edition is the nearest answer for them.
    ///
    /// ```
    /// use report::form::Edition;
    /// assert_eq!(Edition::for_year(2020), Edition::E2019);
    /// assert_eq!(Edition::for_year(2025), Edition::E2021); // no newer form was in use for 2025
    /// ```
    pub fn for_year(year: i16) -> Edition {
        if year <= 2020 { Edition::E2019 } else { Edition::E2021 }
    }

    /// `"2019"` or `"2021"`.
    pub fn as_str(self) -> &'static str {
        match self {
            Edition::E2019 => "2019",
            Edition::E2021 => "2021",
        }
    }

    /// The years this edition is meant for, as a clerk would say them.
    pub fn years_zh(self) -> &'static str {
        match self {
            Edition::E2019 => "2019年、2020年",
            Edition::E2021 => "2021年及以后各年",
        }
    }
}

impl fmt::Display for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The six parts of a report, in the order of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SectionKey {
    /// 一、总体情况 (text).
    Overview,
    /// 二、主动公开政府信息情况 (table 2).
    Proactive,
    /// 三、收到和处理政府信息公开申请情况 (table 3).
    Applications,
    /// 四、政府信息公开行政复议、行政诉讼情况 (table 4).
    Remedies,
    /// 五、存在的主要问题及改进情况 (text).
    Problems,
    /// 六、其他需要报告的事项 (text; edition 2021: with the fee income).
    Other,
}

impl SectionKey {
    /// All six, in order.
    pub const ALL: [SectionKey; 6] = [
        SectionKey::Overview,
        SectionKey::Proactive,
        SectionKey::Applications,
        SectionKey::Remedies,
        SectionKey::Problems,
        SectionKey::Other,
    ];

    /// The heading's numeral, `一` to `六`.
    pub fn numeral(self) -> &'static str {
        ["一", "二", "三", "四", "五", "六"][self as usize]
    }

    /// The heading without its numeral; the same words in both editions.
    pub fn title(self) -> &'static str {
        match self {
            SectionKey::Overview => "总体情况",
            SectionKey::Proactive => "主动公开政府信息情况",
            SectionKey::Applications => "收到和处理政府信息公开申请情况",
            SectionKey::Remedies => "政府信息公开行政复议、行政诉讼情况",
            SectionKey::Problems => "存在的主要问题及改进情况",
            SectionKey::Other => "其他需要报告的事项",
        }
    }

    /// The key used in JSON, `"overview"` to `"other"`.
    pub fn as_str(self) -> &'static str {
        match self {
            SectionKey::Overview => "overview",
            SectionKey::Proactive => "proactive",
            SectionKey::Applications => "applications",
            SectionKey::Remedies => "remedies",
            SectionKey::Problems => "problems",
            SectionKey::Other => "other",
        }
    }

    /// The table this part consists of, if it is one of the three.
    pub fn table(self) -> Option<TableNo> {
        match self {
            SectionKey::Proactive => Some(TableNo::Proactive),
            SectionKey::Applications => Some(TableNo::Applications),
            SectionKey::Remedies => Some(TableNo::Remedies),
            SectionKey::Overview | SectionKey::Problems | SectionKey::Other => None,
        }
    }
}

/// One of the three tables, numbered like the part it stands in: 2, 3 or 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub enum TableNo {
    /// Table 2: what was published without being asked for.
    Proactive = 2,
    /// Table 3: applications.
    Applications = 3,
    /// Table 4: reconsideration and litigation.
    Remedies = 4,
}

impl TableNo {
    /// The three tables, in order.
    pub const ALL: [TableNo; 3] = [TableNo::Proactive, TableNo::Applications, TableNo::Remedies];

    /// 2, 3 or 4.
    pub fn number(self) -> u8 {
        self as u8
    }

    /// The part of the report it stands in; its key is also the first step of the path of its cells.
    pub fn section(self) -> SectionKey {
        match self {
            TableNo::Proactive => SectionKey::Proactive,
            TableNo::Applications => SectionKey::Applications,
            TableNo::Remedies => SectionKey::Remedies,
        }
    }

    /// What a clerk calls it: `第三部分表格`.
    pub fn name_zh(self) -> &'static str {
        match self {
            TableNo::Proactive => "第二部分表格",
            TableNo::Applications => "第三部分表格",
            TableNo::Remedies => "第四部分表格",
        }
    }

    /// In lists and on sheets, where there is little room: `表三`.
    pub fn short_zh(self) -> &'static str {
        match self {
            TableNo::Proactive => "表二",
            TableNo::Applications => "表三",
            TableNo::Remedies => "表四",
        }
    }
}

impl From<TableNo> for u8 {
    fn from(table: TableNo) -> u8 {
        table.number()
    }
}

impl TryFrom<u8> for TableNo {
    type Error = String;

    fn try_from(number: u8) -> Result<TableNo, String> {
        TableNo::ALL
            .into_iter()
            .find(|table| table.number() == number)
            .ok_or_else(|| format!("the form has tables 2, 3 and 4, not {number}"))
    }
}

/// What kind of figure a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A whole number, never negative, in pieces (件, 项, 个).
    Count,
    /// A whole number that may be negative: only 本年增/减 of edition 2019.
    SignedCount,
    /// An amount of money in the unit printed in the column's heading, if one is printed.
    Money(Option<Unit>),
}

/// What part a row plays in the arithmetic of its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A figure on its own (tables 2 and 4).
    Figure,
    /// Table 3, first item: applications newly received in the year.
    Received,
    /// Table 3, second item: applications carried over from last year.
    CarriedIn,
    /// Table 3, third item: one of the results.
    Result,
    /// Table 3, third item: the sum of the results.
    ResultTotal,
    /// Table 3, fourth item: applications carried over to next year.
    CarriedForward,
    /// Not in this edition, but printed by some: （六）其他处理 as one row on the form of 2021.
    OtherInOneRow,
}

/// A column of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Last step of the cell's path, e.g. `natural_person`.
    pub key: &'static str,
    /// The heading as the form prints it.
    pub label: &'static str,
    /// The headings above it, outermost first.
    pub under: &'static [&'static str],
    /// What it holds.
    pub kind: Kind,
    /// Whether it is the sum of its neighbours (总计).
    pub total: bool,
}

/// A row of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The steps of the cell's path after the table's, e.g. `results.denied.state_secret`.
    pub key: &'static str,
    /// The label with its numeral, as the form prints it.
    pub label: &'static str,
    /// The labels to its left that span several rows, outermost first.
    pub under: &'static [&'static str],
    /// Its part in the arithmetic.
    pub role: Role,
    /// What the figure rests on: an article of the Regulations, where it has one.
    pub article: Option<&'static str>,
}

/// Rows and columns under one caption; table 2 has several, tables 3 and 4 one each.
#[derive(Clone, Copy, Debug)]
pub struct Block {
    /// The band above it, e.g. `第二十条第（一）项`.
    pub caption: Option<&'static str>,
    /// What stands in the corner above the row labels.
    pub corner: &'static str,
    /// Its columns, left to right.
    pub columns: &'static [Column],
    /// Its rows, top to bottom (for table 4: its three groups, left to right).
    pub rows: &'static [Row],
}

/// One of the three tables with its blocks.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Which of the three.
    pub number: TableNo,
    /// Its blocks, top to bottom.
    pub blocks: &'static [Block],
}

/// The place of a cell in a [`Form`] and in [`Cells`](crate::figures::Cells); dense from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CellNo(pub u16);

/// Which sum a cell has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Table 3: a row's 总计 is the sum of the six applicant kinds.
    ApplicantKinds,
    /// Table 3: a column's （七）总计 is the sum of its result rows.
    ResultRows,
    /// Table 4: a group's 总计 is the sum of its four outcomes.
    RemedyOutcomes,
}

/// A sum that a cell has to be.
#[derive(Clone, Debug)]
pub struct Sum {
    /// Which rule asks for it.
    pub rule: Rule,
    /// What has to be added, in the order of the form.
    pub parts: Vec<CellNo>,
}

/// One cell of the form.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Its number.
    pub no: CellNo,
    /// Its address in the report object, e.g. `applications.results.denied.state_secret.natural_person`.
    pub path: String,
    /// The table it stands in.
    pub table: TableNo,
    /// Its block.
    pub block: &'static Block,
    /// Its row.
    pub row: &'static Row,
    /// Its column.
    pub column: &'static Column,
    /// The sums it has to be; empty where a person fills it in.
    /// The corner of table 3 ((七)总计 × 总计) has two.
    pub sums: Vec<Sum>,
}

impl Cell {
    /// Whether the form computes it from other cells.
    pub fn is_total(&self) -> bool {
        !self.sums.is_empty()
    }

    /// Whether it belongs to the official form (and not to a row that only some print).
    pub fn is_official(&self) -> bool {
        self.row.role != Role::OtherInOneRow
    }

    /// Where it stands, in a clerk's words: `第三部分表格“（一）予以公开”行“总计”列`.
    pub fn place_zh(&self) -> String {
        format!("{}“{}”行“{}”列", self.table.name_zh(), self.row.name_zh(), self.column.label)
    }
}

impl Row {
    /// The label with the group it stands in, so that 3.其他 cannot be mistaken: `（六）其他处理·3.其他`.
    pub fn name_zh(&self) -> String {
        match self.under {
            [] => self.label.to_owned(),
            [.., group] if group.starts_with('三') => self.label.to_owned(),
            [.., group] => format!("{group}·{}", self.label),
        }
    }
}

/// One edition's form: its tables, and every cell of them.
#[derive(Debug)]
pub struct Form {
    /// Which edition.
    pub edition: Edition,
    /// The document that prescribes it.
    pub basis: &'static str,
    /// Its official name.
    pub title: &'static str,
    /// Tables 2, 3 and 4.
    pub tables: &'static [Table],
    cells: Vec<Cell>,
    by_path: HashMap<String, CellNo>,
}

/// The form of an edition. Made once; cheap to ask for.
///
/// ```
/// use report::form::{Edition, form};
/// let cell = form(Edition::E2021).cell("applications.results.other.misc.total").unwrap();
/// assert_eq!(cell.row.label, "3.其他");
/// assert!(form(Edition::E2019).cell(&cell.path).is_none()); // one row of 其他处理 in 2019
/// ```
pub fn form(edition: Edition) -> &'static Form {
    static FORM_2019: LazyLock<Form> =
        LazyLock::new(|| Form::build(Edition::E2019, edition_2019::BASIS, edition_2019::TITLE, edition_2019::TABLES));
    static FORM_2021: LazyLock<Form> =
        LazyLock::new(|| Form::build(Edition::E2021, edition_2021::BASIS, edition_2021::TITLE, edition_2021::TABLES));
    match edition {
        Edition::E2019 => &FORM_2019,
        Edition::E2021 => &FORM_2021,
    }
}

impl Form {
    fn build(edition: Edition, basis: &'static str, title: &'static str, tables: &'static [Table]) -> Form {
        let mut cells = Vec::new();
        let aside = match edition {
            Edition::E2019 => None,
            Edition::E2021 => Some(&shared::OTHER_IN_ONE_ROW_BLOCK),
        };
        let blocks = tables
            .iter()
            .flat_map(|table| table.blocks.iter().map(move |block| (table.number, block)))
            .chain(aside.map(|block| (TableNo::Applications, block)));
        for (table, block) in blocks {
            for row in block.rows {
                for column in block.columns {
                    let no = CellNo(u16::try_from(cells.len()).expect("a form has a few hundred cells"));
                    let path = format!("{}.{}.{}", table.section().as_str(), row.key, column.key);
                    cells.push(Cell { no, path, table, block, row, column, sums: Vec::new() });
                }
            }
        }
        let by_path = cells.iter().map(|cell| (cell.path.clone(), cell.no)).collect();
        let mut form = Form { edition, basis, title, tables, cells, by_path };
        for index in 0..form.cells.len() {
            form.cells[index].sums = form.sums_of(&form.cells[index]);
        }
        form
    }

    fn sums_of(&self, cell: &Cell) -> Vec<Sum> {
        let mut sums = Vec::new();
        if cell.column.total {
            let rule = match cell.table {
                TableNo::Remedies => Rule::RemedyOutcomes,
                TableNo::Applications | TableNo::Proactive => Rule::ApplicantKinds,
            };
            let parts = self
                .cells
                .iter()
                .filter(|part| part.table == cell.table && part.row.key == cell.row.key && !part.column.total);
            sums.push(Sum { rule, parts: parts.map(|part| part.no).collect() });
        }
        if cell.row.role == Role::ResultTotal {
            let parts =
                self.cells.iter().filter(|part| part.row.role == Role::Result && part.column.key == cell.column.key);
            sums.push(Sum { rule: Rule::ResultRows, parts: parts.map(|part| part.no).collect() });
        }
        sums
    }

    /// Every cell in the order of the form; for edition 2021 the seven cells of
    /// （六）其他处理 printed as one row come last (see [`Role::OtherInOneRow`]).
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// The cells the official form prints.
    pub fn official_cells(&self) -> impl Iterator<Item = &Cell> {
        self.cells.iter().filter(|cell| cell.is_official())
    }

    /// The cell with that address, e.g. `remedies.reconsideration.upheld`.
    pub fn cell(&self, path: &str) -> Option<&Cell> {
        self.by_path.get(path).map(|no| self.at(*no))
    }

    /// The cell with that number.
    ///
    /// # Panics
    /// If the number belongs to another edition and this one is shorter.
    pub fn at(&self, no: CellNo) -> &Cell {
        &self.cells[usize::from(no.0)]
    }

    /// One of the three tables.
    pub fn table(&self, number: TableNo) -> &'static Table {
        self.tables.iter().find(|table| table.number == number).expect("every edition has tables 2, 3 and 4")
    }

    /// The rows of a table, top to bottom (table 4: its three groups).
    pub fn rows(&self, number: TableNo) -> impl Iterator<Item = &'static Row> + use<> {
        self.table(number).blocks.iter().flat_map(|block| block.rows)
    }

    /// The rows of table 3 that are results and add up to （七）总计: 19 in 2019, 21 in 2021.
    pub fn result_rows(&self) -> impl Iterator<Item = &'static Row> + use<> {
        self.rows(TableNo::Applications).filter(|row| row.role == Role::Result)
    }

    /// The cells of a row, left to right.
    pub fn row_cells(&self, table: TableNo, row_key: &str) -> impl Iterator<Item = &Cell> {
        self.cells.iter().filter(move |cell| cell.table == table && cell.row.key == row_key)
    }

    /// The table drawn as the office knows it, with all spans.
    pub fn layout(&self, number: TableNo) -> Layout {
        layout::of(self, number)
    }
}
