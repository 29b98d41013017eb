use super::charts::{self, Drawing};
use super::compare::{Comparison, Line};
use super::{Published, counted, days};
use crate::annual::year::{FIRST, reporter};
use crate::error::Error;
use crate::limits::Kind;
use crate::page::parts::{Fact, Tab};
use crate::page::{Door, Page, words};
use crate::read::publication::with_etag;
use crate::visit::Visit;
use askama::Template;
use axum::extract::{Path, Query};
use axum::http::HeaderMap;
use axum::response::Response;
use civic::Body;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "overview/year.html")]
struct YearPage {
    page: Page,
    year: i16,
    years: Vec<Tab>,
    facts: Vec<Fact>,
    /// How the sum was made.
    notes: Vec<String>,
    drawings: Vec<Drawing>,
    comparison: Comparison,
    bodies: Option<Drawing>,
    missing: Missing,
}

/// The bodies whose report on the year is not here.
struct Missing {
    title: String,
    says: String,
    /// How many of them the law's day has passed for; 0 of years that this installation may never have been told of.
    late: usize,
    bodies: Vec<(String, String)>,
}

/// How the comparison is sorted.
#[derive(Deserialize)]
pub struct Sorting {
    #[serde(default)]
    sort: String,
}

/// `/reports/{year}`: the region's published reports on a year together, and body beside body.
///
/// # Errors
/// [`Error::NotFound`] for a year without a form, or a fault of the archive.
pub async fn page(
    visit: Visit,
    Path(year): Path<String>,
    Query(sorting): Query<Sorting>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    visit.count(Kind::Search)?;
    let last = visit.today.year();
    let year: i16 = year.parse().ok().filter(|_| year.len() == 4).ok_or(Error::NotFound)?;
    if !(FIRST..=last).contains(&year) {
        return Err(Error::NotFound);
    }
    let region = visit.app.regions.year(&visit.app, year).await?;
    let (all, sum) = (&region.published, &region.sum);
    let cells = &sum.report.cells;
    let (mut lines, mut took, mut registers) = (Vec::new(), Vec::new(), 0);
    for (one, own) in all.iter().zip(region.took(&visit.app).await?) {
        lines.push(Line::of(one, own.as_deref().and_then(days::median), note(one)));
        registers += usize::from(own.as_ref().is_some_and(|days| !days.is_empty()));
        took.extend(own.iter().flatten());
    }
    let days_note = format!(
        "按 {registers} 个在本平台办理申请的单位的登记台账统计，从收到申请到答复的工作日，包括等待补正和征求意见的时间。",
    );
    let drawings = [
        Drawing::of(charts::outcomes(cells), "不含结转下年继续办理的申请。"),
        Drawing::of(charts::applicants(cells), ""),
        Drawing::of(charts::remedies(cells), "截至当年年底。"),
        if took.len() < days::FEWEST { None } else { Drawing::of(charts::days(&days::buckets(&took)), days_note) },
    ];
    let page = visit
        .portal(format!("{year}年政府信息公开年报"))
        .behind(Door::Reports)
        .description(format!("{}各单位{year}年政府信息公开工作年度报告的汇总和比较", visit.app.site.organiser))
        .crumb("首页", "/")
        .crumb("政府信息公开年报", "/reports/")
        .here(format!("{year}年"));
    let missing = missing(&visit, all, year);
    let view = YearPage {
        page,
        years: tabs(&visit, year).await?,
        facts: facts(all, sum, &missing),
        notes: notes(all, sum),
        drawings: drawings.into_iter().flatten().collect(),
        bodies: bodies(&counted(all)),
        comparison: Comparison::new(lines, &sum.report, &sorting.sort),
        missing,
        year,
    };
    Ok(with_etag(view.render()?, &headers))
}

/// The bodies by what they received; one alone is compared with nobody.
fn bodies(parts: &[&Published]) -> Option<Drawing> {
    let note = match parts.len() {
        0 | 1 => return None,
        2..=charts::MOST_BARS => "数与上表“新收”一列相同。".to_owned(),
        _ => format!("收到申请最多的 {} 个单位；全部单位的数见上表“新收”一列。", charts::MOST_BARS),
    };
    Drawing::of(charts::bodies(parts), note).map(Drawing::without_table)
}

fn facts(all: &[Published], sum: &report::sum::Total, missing: &Missing) -> Vec<Fact> {
    let cells = &sum.report.cells;
    let absent = match (missing.bodies.len(), missing.late) {
        (bodies, 0) => format!("{bodies} 个单位"),
        (bodies, late) => format!("{bodies} 个单位，其中逾期 {late} 个"),
    };
    let count = |path: &str| match cells.at(path) {
        Some(count) => format!("{count} 件"),
        None => "未填".to_owned(),
    };
    vec![
        Fact::new("已公布", format!("{} 个单位", all.len())),
        Fact::new("未公布", absent),
        Fact::new("新收申请", count("applications.new_received.total")),
        Fact::new("办结", count("applications.results.total.total")),
        Fact::new("结转下年", count("applications.carried_forward.total")),
        Fact::new("行政复议", count("remedies.reconsideration.total")),
    ]
}

/// Which reports the sum counts, and what it could not count.
fn notes(all: &[Published], sum: &report::sum::Total) -> Vec<String> {
    let mut notes = Vec::new();
    let counted = sum.account.counted;
    if counted > 0 {
        notes.push(format!("以下合计由 {counted} 份已公布的报告相加；报告里没有填的不作零计算。"));
    }
    let regions: Vec<&str> = all.iter().filter(|one| one.is_region).map(|one| one.body.name.as_str()).collect();
    if !regions.is_empty() && counted + regions.len() == all.len() {
        notes.push(format!("{}的报告是本地区的汇总，没有重复相加。", regions.join("、")));
    }
    let blank = |path: &str| {
        let cell = sum.report.cells.form().cell(path)?;
        counted.checked_sub(sum.filled[usize::from(cell.no.0)] as usize).filter(|blank| *blank > 0)
    };
    if let Some(blank) = blank("applications.new_received.total").filter(|blank| *blank < counted) {
        notes.push(format!("有 {blank} 份报告没有填写新收申请总数。"));
    }
    if !sum.account.unsound.is_empty() {
        notes
            .push(format!("有 {} 份报告自身的数不相符，按公布的数相加，合计可能因此不平。", sum.account.unsound.len()));
    }
    notes
}

/// What is to be known of a body's report.
fn note(one: &Published) -> String {
    let mut notes = Vec::new();
    if one.is_region {
        notes.push("本地区汇总");
    }
    // A file that was taken in may have been published elsewhere in time.
    if one.is_live && one.first_on > reporter(one.body.kind).report_due(one.year) {
        notes.push("逾期公布");
    }
    if one.on != one.first_on {
        notes.push("已更正");
    }
    notes.join("，")
}

/// Bodies without a published report. Of the year that is reported on now it is said who is late; of earlier years this
/// installation may never have been told.
fn missing(visit: &Visit, all: &[Published], year: i16) -> Missing {
    let tree = visit.app.tree();
    let absent = tree.all().iter().filter(|body| !all.iter().any(|one| one.body.id == body.id));
    let absent: Vec<&Body> = absent.collect();
    let due = |body: &Body| reporter(body.kind).report_due(year);
    let says = |body: &Body| match visit.today > due(body) {
        true => format!("应于{}前公布，已经过期", words::short_date(&due(body))),
        false => format!("应于{}前公布", words::short_date(&due(body))),
    };
    let is_now = year >= visit.today.year() - 1;
    let late = absent.iter().filter(|body| is_now && visit.today > due(body)).count();
    let title = format!("还没有公布的单位（{}）", absent.len());
    let bodies = absent.iter().map(|body| {
        let words = if is_now { says(body) } else { String::new() };
        (format!("/bodies/{}/reports", body.slug), format!("{}{}", body.name, bracketed(&words)))
    });
    let says = match (is_now, late) {
        (true, 0) => "还在法定期限以内。".to_owned(),
        (true, late) => format!("其中 {late} 个单位已经过了法定期限（条例第四十九条）。"),
        (false, _) => "这些单位当年的报告没有收录在本平台，可能公布在别处。".to_owned(),
    };
    Missing { title, says, late, bodies: bodies.collect() }
}

fn bracketed(words: &str) -> String {
    if words.is_empty() { String::new() } else { format!("（{words}）") }
}

/// The years that have a published report, the newest first, with the one shown among them.
pub(super) async fn tabs(visit: &Visit, year: i16) -> Result<Vec<Tab>, Error> {
    let reports = visit.app.store.public_reports().await?;
    let mut years: Vec<i16> = reports.iter().map(|report| report.year).chain([year]).collect();
    years.sort_unstable_by(|a, b| b.cmp(a));
    years.dedup();
    let count = |year: i16| reports.iter().filter(|report| report.year == year).count() as u64;
    let tab = |other: i16| Tab {
        label: format!("{other}年"),
        href: format!("/reports/{other}"),
        count: Some(count(other)),
        current: other == year,
    };
    Ok(years.into_iter().map(tab).collect())
}
