//! One body's yearly report as data: what a document states, nothing repaired.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::figures::Cells;
use crate::finding::{Code, Finding, Place};
use crate::form::{Edition, SectionKey};

pub(crate) mod json;
mod parse;

pub use parse::figures;

/// A report, read from a document or computed from the register.
///
/// Its JSON is the report object of the command line and of the open data; `null` there is `None` here.
/// See [`Cells`] for blank and zero.
///
/// ```
/// use report::{form::Edition, report::Report};
/// let mut report = Report::blank(Edition::E2021);
/// report.cells.put("remedies.reconsideration.upheld", 2);
/// let json = serde_json::to_value(&report).unwrap();
/// assert_eq!(json["remedies"]["reconsideration"]["upheld"], 2);
/// assert!(json["remedies"]["reconsideration"]["total"].is_null());
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The file it was read from, as given on the command line.
    pub file: Option<String>,
    /// The title as printed.
    pub title: Option<String>,
    /// The public body that reports.
    pub body: Option<String>,
    /// The year reported on.
    pub year: Option<i16>,
    /// The edition of the form used **in the document**; `None` if it cannot be told.
    pub edition: Option<Edition>,
    /// The stated statistical period, both days included.
    pub period: Option<(Date, Date)>,
    /// Who signs at the end.
    pub signed_by: Option<String>,
    /// The date at the end.
    pub signed_on: Option<Date>,
    /// The index number (索引号) of the metadata box.
    pub index_no: Option<String>,
    /// The publisher named in the metadata box (发布机构).
    pub publisher: Option<String>,
    /// The date of the metadata box.
    pub published_on: Option<Date>,
    /// The paragraph before section one.
    pub lead: Option<String>,
    /// The figures of tables 2, 3 and 4.
    pub cells: Cells,
    /// Marks printed where a number belongs (`/`, `-`, `—`, `无`), by the address of the cell.
    pub marks: BTreeMap<String, String>,
    /// Where each cell that was found stood in the document, by its address; empty for a computed report.
    pub spots: BTreeMap<String, Spot>,
    /// The six parts as found, in the order found.
    pub sections: Vec<Section>,
    /// Numbers named in the text.
    pub counts: Vec<Count>,
    /// What was noticed.
    pub findings: Vec<Finding>,
}

impl Report {
    /// A report with nothing in it, on the form of that edition.
    pub fn blank(edition: Edition) -> Report {
        Report {
            file: None,
            title: None,
            body: None,
            year: None,
            edition: Some(edition),
            period: None,
            signed_by: None,
            signed_on: None,
            index_no: None,
            publisher: None,
            published_on: None,
            lead: None,
            cells: Cells::blank(edition),
            marks: BTreeMap::new(),
            spots: BTreeMap::new(),
            sections: Vec::new(),
            counts: Vec::new(),
            findings: Vec::new(),
        }
    }

    /// The first part with that key.
    pub fn section(&self, key: SectionKey) -> Option<&Section> {
        self.sections.iter().find(|section| section.key == key)
    }

    /// The code of the body in its index number, if the number begins with one.
    pub fn organ_code(&self) -> Option<String> {
        self.index_no.as_deref().and_then(crate::name::organ_code)
    }

    /// Whether nothing of the document could be read (R190).
    pub fn is_unread(&self) -> bool {
        self.findings.iter().any(|finding| finding.code == Code::R190)
    }

    /// The text of a part, empty if the part is missing.
    pub fn text(&self, key: SectionKey) -> &str {
        self.section(key).map_or("", |section| section.text.as_str())
    }

    /// Completes a place by the line and page where its cell, row or part stands in the document.
    ///
    /// A row stands where its first known cell stands. A place that has its line keeps it.
    pub fn locate(&self, place: &mut Place) {
        if place.line.is_some() {
            return;
        }
        let spot = match (place.table, &place.row) {
            (Some(table), Some(row)) => {
                let row = format!("{}.{row}.", table.section().as_str());
                match &place.column {
                    Some(column) => self.spots.get(&format!("{row}{column}")),
                    None => self
                        .spots
                        .range(row.clone()..)
                        .next()
                        .filter(|(path, _)| path.starts_with(&row))
                        .map(|(_, spot)| spot),
                }
            }
            _ => None,
        };
        if let Some(spot) = spot {
            place.line = spot.line;
            place.page = place.page.or(spot.page);
        } else if let (None, Some(key)) = (place.table, place.section) {
            place.line = self.section(key).and_then(|section| section.line);
        }
    }
}

/// Where a cell of a table stood in a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spot {
    /// Line of the source, from 1; the rows of tables are counted as lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Page of the source, from 1, if it has pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// Column of the table as drawn, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
}

/// One of the six parts as found in a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Which part it is.
    pub key: SectionKey,
    /// Its heading without the numeral, as printed.
    pub title: String,
    /// The numeral as printed, e.g. `一` or `1`; `None` if the heading has none.
    pub numeral: Option<String>,
    /// Its text without the tables, one paragraph per line.
    pub text: String,
    /// Line of the heading in the source, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
}

/// A number named in the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// What is counted, in the words of the text.
    pub label: String,
    /// The number; `None` where the text gives a range.
    #[serde(with = "json::number")]
    pub value: Option<Decimal>,
    /// 条, 篇, 件, 次, %…
    pub unit: Option<String>,
    /// The part of the report it stands in.
    pub section: Option<SectionKey>,
    /// The label of the total it is a part of.
    pub part_of: Option<String>,
    /// For a part: how the list it stands in is introduced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<List>,
    /// Whether the text says about (`余`, `多`, `近`, `约`).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub about: bool,
    /// Line in the source, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
}

/// How a list of parts claims to relate to its total.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum List {
    /// Introduced by 其中: some of the whole, so a remainder is allowed.
    OfWhich,
    /// Claims to be the whole (包括, 分别为, 共计 … or a plain colon).
    Closed,
}
