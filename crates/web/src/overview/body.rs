//! One body over the years.

use super::charts::{self, Drawing};
use super::{row, shown};
use crate::error::Error;
use crate::visit::Visit;
use civic::BodyId;
use report::annual::Life;
use report::figures::Cells;
use std::collections::BTreeMap;

/// A body's published years side by side.
pub(crate) struct Years {
    pub lines: Vec<Line>,
    pub drawings: Vec<Drawing>,
}

/// A year, as its newest edition tells it.
pub(crate) struct Line {
    pub year: i16,
    pub figures: Vec<String>,
}

/// The years of a body; `None` where there are not two to compare.
///
/// # Errors
/// A fault of the archive.
pub(crate) async fn over_the_years(
    visit: &Visit,
    body: &BodyId,
    lives: &BTreeMap<i16, Life>,
) -> Result<Option<Years>, Error> {
    let public = lives.iter().filter_map(|(year, life)| Some((*year, life.public()?)));
    let mut reports: Vec<(i16, Cells)> = Vec::new();
    for (year, number) in public {
        let version = visit.app.store.report_version(body, year, number).await?;
        reports.extend(version.map(|version| (year, version.report.cells)));
    }
    if reports.len() < 2 {
        return Ok(None);
    }
    let years: Vec<(i16, &Cells)> = reports.iter().map(|(year, cells)| (*year, cells)).collect();
    let lines = years.iter().rev().map(|(year, cells)| Line { year: *year, figures: figures(cells) });
    let drawings = [Drawing::of(charts::flow_by_year(&years), ""), Drawing::of(charts::remedies_by_year(&years), "")];
    Ok(Some(Years { lines: lines.collect(), drawings: drawings.into_iter().flatten().collect() }))
}

fn figures(cells: &Cells) -> Vec<String> {
    let applications = ["new_received", "carried_over_in", "results.total", "carried_forward"];
    let suits = ["litigation_direct", "litigation_after_reconsideration"];
    let suits = suits.iter().filter_map(|kind| cells.at(&format!("remedies.{kind}.total"))).reduce(i64::saturating_add);
    let remedies = [cells.at("remedies.reconsideration.total"), suits, super::remedies(cells, "corrected")];
    applications.map(|key| row(cells, key)).into_iter().chain(remedies).map(shown).collect()
}
