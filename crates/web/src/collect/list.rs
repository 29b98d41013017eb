use super::{Standing, standings};
use crate::annual::year::{current, offered};
use crate::error::Error;
use crate::page::Page;
use crate::page::parts::{Badge, Tab, Tone};
use crate::page::words;
use crate::visit::Visit;
use askama::Template;
use axum::extract::Query;
use axum::response::{Html, IntoResponse, Response};
use civic::Permission;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "collect/list.html")]
struct List {
    page: Page,
    year: i16,
    years: Vec<Tab>,
    views: Vec<Tab>,
    lines: Vec<Line>,
    uploads: Vec<Waiting>,
}

/// A body and where its report stands.
struct Line {
    body: String,
    href: String,
    due: String,
    state: Badge,
    handed_in: String,
    origin: &'static str,
    found: Option<Badge>,
    counted: [String; 3],
    remarks: usize,
}

/// A file that waits to be taken in.
struct Waiting {
    href: String,
    body: String,
    file: String,
    when: String,
    who: String,
}

/// Which year, which of its bodies.
#[derive(Deserialize)]
pub struct Part {
    #[serde(default)]
    year: String,
    #[serde(default)]
    view: String,
}

/// A view of the list: its key, its words, and which bodies it holds.
type View = (&'static str, &'static str, fn(&Standing) -> bool);

const VIEWS: [View; 6] = [
    ("", "全部", |_| true),
    ("late", "逾期未报送", |one| one.is_late),
    ("missing", "未报送", |one| one.handed_in.is_none()),
    ("wrong", "数据有错误", |one| one.errors > 0),
    ("returned", "已退回", Standing::is_returned),
    ("public", "已公布", |one| one.public.is_some()),
];

impl Line {
    fn of(one: &Standing) -> Self {
        let found = one.report.as_ref().map(|_| match (one.errors, one.warnings) {
            (0, 0) => Badge::new(Tone::Done, "未发现问题"),
            (0, warnings) => Badge::new(Tone::Soon, format!("警告 {warnings} 处")),
            (errors, 0) => Badge::new(Tone::Late, format!("错误 {errors} 处")),
            (errors, warnings) => Badge::new(Tone::Late, format!("错误 {errors} 处，警告 {warnings} 处")),
        });
        let count = |row: &str| {
            let at = |report: &report::report::Report| report.cells.at(&format!("applications.{row}.total"));
            one.report.as_ref().and_then(at).map_or_else(|| "—".to_owned(), |count| count.to_string())
        };
        Self {
            body: one.body.name.clone(),
            href: format!("/desk/collect/{}/{}", one.body.slug, one.year),
            due: one.due.to_string(),
            state: one.badge(),
            handed_in: one.handed_in.as_ref().map_or_else(|| "—".to_owned(), words::moment),
            origin: one.origin(),
            found,
            counted: ["new_received", "results.total", "carried_forward"].map(count),
            remarks: one.open_remarks,
        }
    }
}

/// `/desk/collect?year=…&view=…`: every body below, whether its report has come, and whether its numbers add up.
///
/// # Errors
/// A fault of the archive.
pub async fn page(visit: Visit, Query(part): Query<Part>) -> Result<Response, Error> {
    let years = offered(visit.today);
    let year = part.year.parse().ok().filter(|year| years.contains(year));
    let year = year.unwrap_or_else(|| current(visit.today));
    let all = standings(&visit, year).await?;
    let (view, _, holds) = VIEWS.iter().copied().find(|(key, ..)| *key == part.view).unwrap_or(VIEWS[0]);
    let views = VIEWS.iter().map(|(key, label, holds)| Tab {
        label: (*label).to_owned(),
        href: format!("/desk/collect?year={year}&view={key}"),
        count: Some(all.iter().filter(|one| holds(one)).count() as u64),
        current: *key == view,
    });
    let years = years.iter().map(|other| Tab {
        label: format!("{other}年"),
        href: format!("/desk/collect?year={other}"),
        count: None,
        current: *other == year,
    });
    let tree = visit.app.tree();
    let may_take = |line: &store::collection::UploadLine| visit.can(Permission::CollectReports, &line.body);
    let uploads = visit.app.store.uploads(year).await?;
    let waiting = uploads.into_iter().filter(|line| line.ended.is_none() && may_take(line)).map(|line| Waiting {
        href: format!("/desk/collect/files/{}", line.id),
        body: tree.get(&line.body).map_or_else(String::new, |body| body.name.clone()),
        file: line.file_name,
        when: words::moment(&line.hand.at),
        who: line.hand.name,
    });
    let list = List {
        page: visit.desk("下级单位年报").await?.crumb("年度报告", "/desk/report").here("下级单位年报").wide(),
        year,
        years: years.collect(),
        views: views.collect(),
        lines: all.iter().filter(|one| holds(one)).map(Line::of).collect(),
        uploads: waiting.collect(),
    };
    Ok(Html(list.render()?).into_response())
}
