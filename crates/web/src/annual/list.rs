use super::year::{self, Year};
use crate::error::Error;
use crate::page::Page;
use crate::page::parts::{Badge, Pager, Tab, Tone};
use crate::visit::Visit;
use askama::Template;
use axum::extract::Query;
use axum::response::{Html, IntoResponse, Response};
use civic::{Body, Permission};
use report::annual::Life;
use report::finding::Severity;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "annual/list.html")]
struct List {
    page: Page,
    tabs: Vec<Tab>,
    lines: Vec<Line>,
    pager: Pager,
}

struct Line {
    body: String,
    year: i16,
    href: String,
    due: String,
    left: String,
    soon: bool,
    /// 新收, 办结, 结转下年度.
    counted: [String; 3],
    missing: usize,
    /// Nothing at all is on record.
    blank: bool,
    /// Whether this person may fill in what is missing.
    enters: bool,
    state: Badge,
    /// Where the report stands.
    stage: Badge,
}

impl Line {
    fn of(year: &Year, life: &Life, visit: &Visit) -> Self {
        let due = year::reporter(year.body.kind).report_due(year.year);
        let (left, class) = year::left(due, visit.today);
        let count = |row: &str| year.report.cells.at(&format!("applications.{row}.total")).unwrap_or(0).to_string();
        let found = |severity| year.findings.iter().filter(|finding| finding.severity == severity).count();
        let state = match (year.is_blank(), found(Severity::Error), found(Severity::Warning)) {
            (true, ..) => Badge::new(Tone::Waiting, "没有登记"),
            (_, 0, 0) => Badge::new(Tone::Done, "未发现问题"),
            (_, 0, warnings) => Badge::new(Tone::Soon, format!("警告 {warnings} 处")),
            (_, errors, 0) => Badge::new(Tone::Late, format!("错误 {errors} 处")),
            (_, errors, warnings) => Badge::new(Tone::Late, format!("错误 {errors} 处，警告 {warnings} 处")),
        };
        Self {
            body: year.body.name.clone(),
            year: year.year,
            href: year::href(&year.body, year.year),
            due: due.to_string(),
            soon: class == "soon" && life.published().is_none(),
            left: if life.published().is_some() { "已公布".to_owned() } else { left },
            counted: ["new_received", "results.total", "carried_forward"].map(count),
            missing: year.missing().count(),
            blank: year.is_blank(),
            enters: visit.can(Permission::EnterFigures, &year.body.id),
            state,
            stage: super::sheet::state(life.stage()),
        }
    }
}

/// Years before the first one with anything on record: the installation was not in use, nothing is asked of them here. The
/// running year and the one whose report is due in it are never among them, for their figures may still be entered.
fn before_use(lines: &mut [Line], this_year: i16) {
    let first = lines.iter().filter(|line| !line.blank).map(|line| line.year).min().unwrap_or(this_year);
    for line in lines.iter_mut().filter(|line| line.year < first.min(this_year - 1)) {
        line.missing = 0;
        line.left = "—".to_owned();
        line.soon = false;
        line.state = Badge::new(Tone::Shut, "启用前");
        line.stage = Badge::new(Tone::Shut, "启用前");
    }
}

/// Which year, which page.
#[derive(Deserialize)]
pub struct Part {
    #[serde(default)]
    year: String,
    #[serde(default)]
    page: String,
}

const PER_PAGE: u64 = 20;

/// `/desk/report`: the bodies whose report this person may see, by year, with the last day and what is noticed.
///
/// Whoever sees one body sees its years one under the other; whoever sees many sees one year of all.
///
/// # Errors
/// A fault when the counts cannot be read.
pub async fn page(visit: Visit, Query(part): Query<Part>) -> Result<Response, Error> {
    let tree = visit.app.tree();
    let bodies: Vec<Body> =
        visit.bodies(Permission::ReadReport).iter().filter_map(|id| tree.get(id)).cloned().collect();
    let offered = year::offered(visit.today);
    let chosen = part.year.parse().ok().filter(|year| offered.contains(year));
    let chosen = chosen.unwrap_or_else(|| year::current(visit.today));
    let page = part.page.parse().unwrap_or(1).max(1);
    let pager = Pager { page, total: bodies.len() as u64, per_page: PER_PAGE, base: format!("?year={chosen}&") };
    let (wanted, tabs): (Vec<(Body, i16)>, Vec<Tab>) = match bodies.as_slice() {
        [only] => (offered.iter().map(|year| (only.clone(), *year)).collect(), Vec::new()),
        many => {
            let skipped = usize::try_from((page - 1).saturating_mul(PER_PAGE)).unwrap_or(usize::MAX);
            let shown = many.iter().skip(skipped).take(PER_PAGE as usize);
            let tab = |year: &i16| Tab {
                label: format!("{year}年"),
                href: format!("/desk/report?year={year}"),
                count: None,
                current: *year == chosen,
            };
            (shown.map(|body| (body.clone(), chosen)).collect(), offered.iter().map(tab).collect())
        }
    };
    let mut lines = Vec::new();
    let by_body = match bodies.as_slice() {
        [_] => BTreeMap::new(),
        _ => visit.app.store.report_lives(chosen).await?,
    };
    let by_year = match bodies.as_slice() {
        [only] => visit.app.store.report_lives_of(&only.id).await?,
        _ => BTreeMap::new(),
    };
    for (body, year) in wanted {
        let life = by_year.get(&year).or(by_body.get(&body.id)).cloned().unwrap_or_default();
        lines.push(Line::of(&Year::read(&visit, body, year).await?, &life, &visit));
    }
    if let [_] = bodies.as_slice() {
        before_use(&mut lines, visit.today.year());
    }
    let page = visit.desk("年度报告").await?.here("年度报告").wide();
    Ok(Html(List { page, tabs, lines, pager }.render()?).into_response())
}
