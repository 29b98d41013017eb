use super::charts::{self, Drawing};
use super::{row, shown};
use crate::error::Error;
use crate::limits::Kind;
use crate::page::{Door, Page};
use crate::read::publication::with_etag;
use crate::visit::Visit;
use askama::Template;
use axum::http::HeaderMap;
use axum::response::Response;
use report::figures::Cells;
use std::collections::BTreeSet;

#[derive(Template)]
#[template(path = "overview/years.html")]
struct YearsPage {
    page: Page,
    lines: Vec<Line>,
    drawings: Vec<Drawing>,
}

/// A year.
struct Line {
    year: i16,
    reports: usize,
    figures: Vec<String>,
}

/// `/reports/`: the region's years, the newest first.
///
/// # Errors
/// A fault of the archive.
pub async fn page(visit: Visit, headers: HeaderMap) -> Result<Response, Error> {
    visit.count(Kind::Search)?;
    let years: BTreeSet<i16> = visit.app.store.public_reports().await?.iter().map(|report| report.year).collect();
    let mut regions = Vec::new();
    for year in years {
        regions.push((year, visit.app.regions.year(&visit.app, year).await?));
    }
    let sums: Vec<(i16, &Cells)> = regions.iter().map(|(year, region)| (*year, &region.sum.report.cells)).collect();
    let lines = regions.iter().rev().map(|(year, region)| Line {
        year: *year,
        reports: region.published.len(),
        figures: figures(&region.sum.report.cells),
    });
    let lines = lines.collect();
    let drawings = match sums.len() {
        0 | 1 => Vec::new(),
        _ => vec![
            Drawing::of(
                charts::outcomes_by_year(&sums),
                "当年已经公布的报告相加；各年公布的单位数不同，比较时请留意上表。",
            ),
            Drawing::of(charts::flow_by_year(&sums), ""),
            Drawing::of(charts::remedies_by_year(&sums), "截至各年年底；行政复议和行政诉讼合计。"),
        ],
    };
    let page = visit
        .portal("政府信息公开年报")
        .behind(Door::Reports)
        .description(format!("{}各单位政府信息公开工作年度报告的汇总、比较和开放数据", visit.app.site.organiser))
        .crumb("首页", "/")
        .here("政府信息公开年报");
    let view = YearsPage { page, lines, drawings: drawings.into_iter().flatten().collect() };
    Ok(with_etag(view.render()?, &headers))
}

fn figures(cells: &Cells) -> Vec<String> {
    let applications = ["new_received", "results.total", "carried_forward"].map(|key| row(cells, key));
    let reviews = cells.at("remedies.reconsideration.total");
    applications.into_iter().chain([reviews, super::remedies(cells, "corrected")]).map(shown).collect()
}
