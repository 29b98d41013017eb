//! A region's published reports on a year, read once and kept until something happens to one of them.

use super::days;
use crate::app::{App, Shared};
use crate::error::Error;
use civic::{Body, BodyKind, Tree};
use jiff::civil::Date;
use report::figures::Cells;
use report::report::Report;
use report::sum::{Sum, Total, Wanted};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use store::annual::{Origin, Version};
use tokio::sync::{Mutex, OnceCell};

/// A published report of a year: what is shown beside others, without its text.
#[derive(Debug)]
pub(crate) struct Published {
    pub body: Body,
    pub year: i16,
    /// The tables of the edition that the public reads.
    pub cells: Cells,
    /// The day on which this edition was published.
    pub on: Date,
    /// The day on which the first edition was published.
    pub first_on: Date,
    /// Whether it was computed here, so that a register stands behind it.
    pub is_live: bool,
    /// Whether it tells of the whole region and not of the body alone, so that adding it to the others would count twice.
    pub is_region: bool,
}

impl Published {
    pub(crate) fn href(&self) -> String {
        crate::read::report::address(&self.body.slug, self.year)
    }
}

/// A year of the region.
#[derive(Debug)]
pub(crate) struct Region {
    /// The published reports, in the order of the register.
    pub published: Vec<Published>,
    /// The sum of those that are [`counted`]; blanks add nothing.
    pub sum: Total,
    took: OnceCell<Vec<Option<Vec<i64>>>>,
    tree: Arc<Tree>,
    steps: i64,
}

impl Region {
    async fn read(app: &App, year: i16, tree: Arc<Tree>, steps: i64) -> Result<Self, Error> {
        let published = published(app, &tree, year).await?;
        let sum = total(&counted(&published), year);
        Ok(Self { published, sum, took: OnceCell::new(), tree, steps })
    }

    /// For each published report the working days its answers took, as [`days::of`] tells them.
    ///
    /// # Errors
    /// A fault of the archive.
    pub(crate) async fn took(&self, app: &Shared) -> Result<&[Option<Vec<i64>>], Error> {
        let read = async || {
            let mut took = Vec::with_capacity(self.published.len());
            for one in &self.published {
                took.push(days::of(app, one).await?);
            }
            Ok::<_, Error>(took)
        };
        Ok(self.took.get_or_try_init(read).await?)
    }
}

/// The years asked for last. A year is read again when a report of that year was signed, published or corrected, and when the
/// bodies were read again, every half minute; the days that answers took are no older than that either.
#[derive(Debug, Default)]
pub struct Regions {
    /// Whoever asks for a year that is being read waits for it, so that a rush reads it once.
    years: Mutex<BTreeMap<i16, Arc<Region>>>,
}

impl Regions {
    /// The region's year as it stands.
    ///
    /// # Errors
    /// A fault of the archive.
    pub(crate) async fn year(&self, app: &App, year: i16) -> Result<Arc<Region>, Error> {
        let mut years = self.years.lock().await;
        let (tree, steps) = (app.tree(), app.store.report_steps(year).await?);
        if let Some(kept) = years.get(&year).filter(|kept| kept.steps == steps && Arc::ptr_eq(&kept.tree, &tree)) {
            return Ok(Arc::clone(kept));
        }
        let read = Arc::new(Region::read(app, year, tree, steps).await?);
        years.insert(year, Arc::clone(&read));
        Ok(read)
    }
}

async fn published(app: &App, tree: &Tree, year: i16) -> Result<Vec<Published>, Error> {
    let store = &app.store;
    let lives = store.report_lives(year).await?;
    let public = |version: &Version| lives.get(&version.body).and_then(|life| life.public()) == Some(version.version);
    let versions = store.report_versions_of(year).await?.into_iter().filter(public);
    let mut versions: HashMap<_, _> = versions.map(|version| (version.body.clone(), version)).collect();
    let mut found = Vec::new();
    for body in tree.all() {
        let Some(version) = versions.remove(&body.id) else { continue };
        let editions = lives.get(&body.id).map(|life| life.editions()).unwrap_or_default();
        let (Some(first), Some(last)) = (editions.first(), editions.last()) else { continue };
        let is_live = version.origin == Origin::Live;
        found.push(Published {
            body: body.clone(),
            year,
            on: crate::now::date(last.hand.at),
            first_on: crate::now::date(first.hand.at),
            is_live,
            is_region: governs(tree, body)
                && (!is_live || store.sum_at(&body.id, year, version.hand.at).await?.is_some()),
            cells: version.report.cells,
        });
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

fn total(counted: &[&Published], year: i16) -> Total {
    let mut sum = Sum::default();
    for one in counted {
        let mut part = Report::blank(one.cells.edition());
        (part.body, part.year) = (Some(one.body.name.clone()), Some(year));
        part.cells = one.cells.clone();
        sum.add(&part);
    }
    sum.total(&Wanted { body: None, year: Some(year), expected: Vec::new() })
}
