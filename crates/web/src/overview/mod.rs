//! Seeing: what the published yearly reports of a region say together, and the same as open data.
//!
//! Only published versions are read here ([`report::annual::Life::public`]); a draft, a signed report that waits, and an
//! edition that was corrected stay outside. A blank is shown as blank and never counted as 0.

mod body;
mod charts;
mod compare;
mod data;
pub(crate) mod days;
mod dictionary;
mod region;
mod stream;
mod year;
mod years;

pub(crate) use body::{Years, over_the_years};
pub use data::{file, page as data_page};
pub use region::Regions;
pub(crate) use region::{Published, counted};
pub use year::page as year_page;
pub use years::page as years_page;

use axum::response::{IntoResponse, Redirect, Response};
use civic::Body;
use jiff::civil::Date;
use report::figures::Cells;
use report::form::CellNo;
use report::report::Report;
use std::collections::BTreeMap;
use store::annual::Version;

/// What the licence line says of the open data.
pub(crate) const LICENCE: &str = "本数据由各单位依法公布，可以免费下载、使用和转载；转载、引用请注明出处和数据日期。";

/// A published version as others may have it: without findings, file names and places in the file it came from.
pub(crate) fn open(body: &Body, version: &Version, on: Date) -> Report {
    let report = &version.report;
    let mut open = Report {
        file: None,
        findings: Vec::new(),
        spots: BTreeMap::new(),
        body: Some(body.name.clone()),
        year: Some(version.year),
        published_on: report.published_on.or(Some(on)),
        ..report.clone()
    };
    open.sections.iter_mut().for_each(|section| section.line = None);
    open.counts.iter_mut().for_each(|count| count.line = None);
    open
}

/// The six ways in which an application ends, as the form groups them: the beginning of the rows' keys, the words.
pub(crate) const OUTCOMES: [(&str, &str); 6] = [
    ("results.granted", "予以公开"),
    ("results.partial", "部分公开"),
    ("results.denied", "不予公开"),
    ("results.unable", "无法提供"),
    ("results.not_processed", "不予处理"),
    ("results.other", "其他处理"),
];

/// Table 3: the rows at or below this key in a column, added up; `None` where all are blank.
pub(crate) fn group(cells: &Cells, key: &str, column: &str) -> Option<i64> {
    let in_group = |row: &str| row.strip_prefix(key).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    let form = cells.form();
    let parts = form.cells().iter().filter(|cell| {
        cell.table == report::form::TableNo::Applications && cell.column.key == column && in_group(cell.row.key)
    });
    cells.sum(parts.map(|cell| cell.no).collect::<Vec<CellNo>>())
}

/// Table 3: a row's total.
pub(crate) fn row(cells: &Cells, key: &str) -> Option<i64> {
    cells.at(&format!("applications.{key}.total"))
}

/// Table 4: one outcome of all three groups, added up.
pub(crate) fn remedies(cells: &Cells, outcome: &str) -> Option<i64> {
    let groups = report::tally::RemedyKind::ALL.iter();
    groups.filter_map(|kind| cells.at(&format!("remedies.{}.{outcome}", kind.key()))).reduce(i64::saturating_add)
}

/// A number in a list; a blank has no number.
pub(crate) fn shown(count: Option<i64>) -> String {
    count.map_or_else(|| "—".to_owned(), |count| count.to_string())
}

/// `/reports` and `/reports/data`: the same with a slash.
pub async fn with_slash(uri: axum::http::Uri) -> Response {
    Redirect::permanent(&format!("{}/", uri.path())).into_response()
}
