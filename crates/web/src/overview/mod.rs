//! Seeing: what the published yearly reports of a region say together, and the same as open data.
//!
//! Only published versions are read here ([`report::annual::Life::public`]); a draft, a signed report that waits, and an
//! edition that was corrected stay outside. A blank is shown as blank and never counted as 0.

mod body;
mod charts;
mod compare;
mod data;
mod days;
mod dictionary;
mod stream;
mod year;
mod years;

pub(crate) use body::{Years, over_the_years};
pub use data::{file, page as data_page};
pub use year::page as year_page;
pub use years::page as years_page;

use crate::app::Shared;
use crate::error::Error;
use axum::response::{IntoResponse, Redirect, Response};
use civic::{Body, BodyKind, Tree};
use jiff::civil::Date;
use report::figures::Cells;
use report::form::CellNo;
use report::report::Report;
use report::sum::{Sum, Total, Wanted};
use std::collections::{BTreeMap, HashMap};
use store::annual::{Origin, Version};

/// What the licence line says of the open data.
pub(crate) const LICENCE: &str = "本数据由各单位依法公布，可以免费下载、使用和转载；转载、引用请注明出处和数据日期。";

/// A published report of a year.
pub(crate) struct Published {
    pub body: Body,
    /// The version that the public reads.
    pub version: Version,
    /// The day on which this edition was published.
    pub on: Date,
    /// The day on which the first edition was published.
    pub first_on: Date,
    /// Whether it tells of the whole region and not of the body alone, so that adding it to the others would count twice.
    pub is_region: bool,
}

impl Published {
    pub(crate) fn is_live(&self) -> bool {
        self.version.origin == Origin::Live
    }

    pub(crate) fn cells(&self) -> &Cells {
        &self.version.report.cells
    }

    pub(crate) fn href(&self) -> String {
        crate::read::report::address(&self.body.slug, self.version.year)
    }
}

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

/// The published reports on a year, in the order of the register.
///
/// # Errors
/// A fault of the archive.
pub(crate) async fn published(app: &Shared, year: i16) -> Result<Vec<Published>, Error> {
    let (store, tree) = (&app.store, app.tree());
    let lives = store.report_lives(year).await?;
    let public = |version: &Version| lives.get(&version.body).and_then(|life| life.public()) == Some(version.version);
    let versions = store.report_versions_of(year).await?.into_iter().filter(public);
    let mut versions: HashMap<_, _> = versions.map(|version| (version.body.clone(), version)).collect();
    let mut found = Vec::new();
    for body in tree.all() {
        let Some(version) = versions.remove(&body.id) else { continue };
        let editions = lives.get(&body.id).map(|life| life.editions()).unwrap_or_default();
        let (Some(first), Some(last)) = (editions.first(), editions.last()) else { continue };
        let (first_on, on) = (crate::now::date(first.hand.at), crate::now::date(last.hand.at));
        let is_region = governs(&tree, body)
            && (version.origin != Origin::Live || store.sum_at(&body.id, year, version.hand.at).await?.is_some());
        found.push(Published { body: body.clone(), version, on, first_on, is_region });
    }
    Ok(found)
}

/// Whether its report may be that of a region: a government with bodies below.
///
/// **Source.** 条例第四十九条: the authority's report covers the bodies of its level; a government's report that was taken in
/// as a file is such a one.
fn governs(tree: &Tree, body: &Body) -> bool {
    body.kind == BodyKind::Government && tree.children(&body.id).next().is_some()
}

/// The reports that a region's sum is made of: each body once. A region's own report counts only where no other is there.
pub(crate) fn counted(published: &[Published]) -> Vec<&Published> {
    let single: Vec<&Published> = published.iter().filter(|one| !one.is_region).collect();
    if single.is_empty() { published.iter().collect() } else { single }
}

/// The sum of these reports; blanks add nothing.
pub(crate) fn total(counted: &[&Published], year: i16) -> Total {
    let mut sum = Sum::default();
    for one in counted {
        let mut part = Report::blank(one.cells().edition());
        (part.body, part.year) = (Some(one.body.name.clone()), Some(year));
        part.cells = one.cells().clone();
        sum.add(&part);
    }
    sum.total(&Wanted { body: None, year: Some(year), expected: Vec::new() })
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
