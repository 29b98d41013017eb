//! Yearly reports as the public reads them: the list of years, a report with its editions, its data, and what its numbers count.
//!
//! A number opens to counts by month, kind of applicant and outcome; never to a case, a name or what was asked.

use super::listed;
use super::publication::{column_tags, with_etag};
use crate::annual::tables::{Drawn, drawn};
use crate::annual::{before, cell_counts, file_headers};
use crate::error::Error;
use crate::overview::days::FEWEST;
use crate::overview::{Years, open, over_the_years};
use crate::page::parts::{Crumb, Fact, Figure, Listed, Pager, Tone};
use crate::page::{Article, Door, Page, words};
use crate::visit::Visit;
use askama::Template;
use axum::extract::{Path, Query};
use axum::http::{HeaderMap, header};
use axum::response::{Html, IntoResponse, Response};
use civic::Body;
use jiff::civil::Date;
use law::applicant::ApplicantKind;
use paper::kind::FileKind;
use publishing::Column;
use report::annual::Life;
use report::figures::Cells;
use report::form::{Cell, CellNo, Kind, SectionKey, TableNo};
use report::report::Report;
use report::tally::{Selection, behind};
use report::write::{Meta, document, value};
use serde::Deserialize;
use std::collections::BTreeMap;
use store::annual::{Origin, Version};
use store::collection::SumPart;

const PER_PAGE: u64 = 20;

/// The public address of a body's report on a year.
pub fn address(slug: &str, year: i16) -> String {
    format!("/bodies/{slug}/reports/{year}")
}

/// The day on which an edition reached the public.
fn day_of(at: jiff::Timestamp) -> Date {
    crate::now::date(at)
}

#[derive(Template)]
#[template(path = "read/reports.html")]
struct Reports {
    page: Page,
    body: Body,
    years: Vec<Listed>,
    together: Option<Years>,
    others: Vec<Listed>,
    pager: Pager,
}

/// Which page of a list.
#[derive(Deserialize)]
pub struct Part {
    #[serde(default)]
    page: String,
    #[serde(default)]
    path: String,
}

/// `/bodies/{slug}/reports`: the reports of every year, and what was published of older ones.
///
/// # Errors
/// [`Error::NotFound`] for an unknown body.
pub async fn list(
    visit: Visit,
    Path(slug): Path<String>,
    Query(part): Query<Part>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let body = visit.app.body(&slug)?;
    let number = part.page.parse().unwrap_or(1).clamp(1, 100_000);
    let lives = visit.app.store.report_lives_of(&body.id).await?;
    let years = lives.iter().rev().filter_map(|(year, life)| {
        let editions = life.editions();
        let newest = editions.last()?;
        Some(Listed {
            title: title(&body, *year),
            href: address(&body.slug, *year),
            date: day_of(newest.hand.at).to_string(),
            number: if editions.len() > 1 { format!("第 {} 版，已更正", editions.len()) } else { String::new() },
            ..Listed::default()
        })
    });
    let tree = visit.app.tree();
    let lines = visit.app.store.in_column(&body.id, Column::Reports, number, PER_PAGE).await?;
    let counts = visit.app.store.column_counts(&body.id).await?;
    let total = counts.iter().find(|(column, _)| *column == Column::Reports).map_or(0, |(_, n)| *n);
    let page = room(&visit, &body).here("政府信息公开年报");
    let view = Reports {
        page,
        together: if number == 1 { over_the_years(&visit, &body.id, &lives).await? } else { None },
        years: if number == 1 { years.collect() } else { Vec::new() },
        others: lines.iter().map(|line| listed(line, &tree, visit.today, false)).collect(),
        pager: Pager { page: number, total, per_page: PER_PAGE, base: "?".into() },
        body,
    };
    Ok(with_etag(view.render()?, &headers))
}

fn title(body: &Body, year: i16) -> String {
    format!("{}{year}年政府信息公开工作年度报告", body.name)
}

fn room(visit: &Visit, body: &Body) -> Page {
    visit
        .portal(format!("政府信息公开年报 - {}", body.name))
        .about(&body.slug, &body.name)
        .behind(Door::Reports)
        .description(format!("{}：政府信息公开年报", body.name))
        .crumb("首页", "/")
        .crumb(&body.short_name, format!("/bodies/{}/", body.slug))
        .column(column_tags(Column::Reports, &body.name))
}

/// An edition that the public may read.
struct Edition {
    body: Body,
    year: i16,
    life: Life,
    /// From 1; the public counts publishings, not drafts.
    number: usize,
    version: Version,
    published: Date,
}

/// The edition of a body's report on a year: the newest, or the one asked for.
async fn edition(visit: &Visit, slug: &str, year: &str, number: Option<&str>) -> Result<Edition, Error> {
    let body = visit.app.body(slug)?;
    let year: i16 = year.parse().ok().filter(|_| year.len() == 4).ok_or(Error::NotFound)?;
    let life = visit.app.store.report_life(&body.id, year).await?;
    let editions = life.editions();
    let number = match number {
        None => editions.len(),
        Some(text) => text.parse().ok().filter(|n: &usize| n.to_string() == text).ok_or(Error::NotFound)?,
    };
    let step = number.checked_sub(1).and_then(|at| editions.get(at)).ok_or(Error::NotFound)?;
    let (version, published) = (step.version, day_of(step.hand.at));
    let version = visit.app.store.report_version(&body.id, year, version).await?.ok_or(Error::NotFound)?;
    Ok(Edition { body, year, number, version, published, life })
}

impl Edition {
    fn is_newest(&self) -> bool {
        self.number == self.life.editions().len()
    }

    fn href(&self) -> String {
        address(&self.body.slug, self.year)
    }

    /// The address of this very edition.
    fn own_href(&self) -> String {
        if self.is_newest() { self.href() } else { format!("{}/v/{}", self.href(), self.number) }
    }

    /// The report as others may have it: nothing that was said about it inside the house.
    fn report(&self) -> Report {
        open(&self.body, &self.version, self.published)
    }
}

#[derive(Template)]
#[template(path = "read/report.html")]
struct ReportPage {
    page: Page,
    title: String,
    facts: Vec<Fact>,
    newest_href: String,
    corrections: Vec<Correction>,
    parts: Vec<Piece>,
    signature: (String, String),
    files: Vec<Crumb>,
    years: Vec<(i16, String, bool)>,
    has_last: bool,
}

/// What an edition after the first says of its changes.
struct Correction {
    number: usize,
    title: String,
    what: String,
    before_href: String,
}

/// A part of the report on the page.
enum Piece {
    Table(Drawn, Vec<(String, Figure)>),
    Text(&'static str, String, Vec<String>),
}

/// `/bodies/{slug}/reports/{year}`: the newest edition.
///
/// # Errors
/// [`Error::NotFound`] for what was not published.
pub async fn page(
    visit: Visit,
    Path((slug, year)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let edition = edition(&visit, &slug, &year, None).await?;
    show(&visit, &edition, &headers).await
}

/// `/bodies/{slug}/reports/{year}/v/{number}`: an edition that was published, also after it was corrected.
///
/// # Errors
/// [`Error::NotFound`] for what was not published.
pub async fn old_page(
    visit: Visit,
    Path((slug, year, number)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let edition = edition(&visit, &slug, &year, Some(&number)).await?;
    show(&visit, &edition, &headers).await
}

async fn show(visit: &Visit, edition: &Edition, headers: &HeaderMap) -> Result<Response, Error> {
    let (body, report) = (&edition.body, &edition.version.report);
    let title = report.title.clone().unwrap_or_else(|| title(body, edition.year));
    let lives = visit.app.store.report_lives_of(&body.id).await?;
    let last = match lives.get(&(edition.year - 1)).and_then(Life::public) {
        Some(number) => visit.app.store.report_version(&body.id, edition.year - 1, number).await?,
        None => None,
    };
    let last = last.map(|version| version.report);
    let count = edition.life.editions().len();
    let versions = visit.app.store.report_versions(&body.id, edition.year).await?;
    let corrections = edition.life.editions().into_iter().enumerate().skip(1).map(|(at, step)| Correction {
        number: at + 1,
        title: format!("{}更正，公布第 {} 版", words::short_date(&day_of(step.hand.at)), at + 1),
        what: versions.iter().find(|one| one.version == step.version).map_or(String::new(), |v| v.what_changed.clone()),
        before_href: format!("{}/v/{at}", edition.href()),
    });
    let form = report.cells.form();
    let pen = Pen { edition, last: last.as_ref().map(|report| &report.cells) };
    let mut parts = Vec::new();
    if let Some(lead) = report.lead.as_deref().filter(|lead| !lead.trim().is_empty()) {
        parts.push(Piece::Text("", "part-lead".to_owned(), lines(lead)));
    }
    for key in SectionKey::ALL {
        if let Some(table) = key.table() {
            let drawn = drawn(key, &form.layout(table), |no, span| pen.figure(no, span));
            parts.push(Piece::Table(drawn, pen.brief(table)));
        } else {
            parts.push(Piece::Text(heading(key), format!("part-{}", key.as_str()), Vec::new()));
        }
        if !report.text(key).trim().is_empty()
            && let text = lines(report.text(key))
        {
            match parts.last_mut() {
                Some(Piece::Text(_, _, paragraphs)) => *paragraphs = text,
                _ => parts.push(Piece::Text("", String::new(), text)),
            }
        }
    }
    let mut facts = vec![
        Fact::new("发布机构", &body.name),
        Fact::new("公布日期", words::short_date(&edition.published)),
        Fact::new("报告年度", format!("{}年", edition.year)),
        Fact::new("报告格式", form.basis),
    ];
    if count > 1 {
        facts.push(Fact::new("版本", format!("第 {} 版（共 {count} 版）", edition.number)).across());
    }
    let page = room(visit, body).crumb("政府信息公开年报", format!("/bodies/{}/reports", body.slug));
    let page = page.here(format!("{}年", edition.year)).article(Article {
        title: title.clone(),
        published: format!("{} 09:00", edition.published),
        source: body.name.clone(),
        author: String::new(),
        keywords: "年度报告,政府信息公开".to_owned(),
    });
    let page = Page { title: title.clone(), indexed: edition.is_newest(), ..page };
    let offered = |file: &str| visit.app.settings.typesetter.is_some() || file != "report.pdf";
    let files = FILES
        .into_iter()
        .filter(|(file, _)| offered(file))
        .map(|(file, label)| Crumb { label: label.to_owned(), href: Some(format!("{}/{file}", edition.own_href())) });
    let years = lives.iter().rev().filter(|(_, life)| life.public().is_some());
    let view = ReportPage {
        page,
        facts,
        newest_href: if edition.is_newest() { String::new() } else { edition.href() },
        corrections: corrections.collect(),
        parts,
        signature: (
            report.signed_by.clone().unwrap_or_else(|| body.name.clone()),
            report.signed_on.as_ref().map(words::short_date).unwrap_or_default(),
        ),
        files: files.collect(),
        years: years.map(|(year, _)| (*year, address(&body.slug, *year), *year == edition.year)).collect(),
        has_last: last.is_some(),
        title,
    };
    Ok(with_etag(view.render()?, headers))
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn heading(key: SectionKey) -> &'static str {
    match key {
        SectionKey::Overview => "一、总体情况",
        SectionKey::Problems => "五、存在的主要问题及改进情况",
        SectionKey::Other => "六、其他需要报告的事项",
        SectionKey::Proactive | SectionKey::Applications | SectionKey::Remedies => "",
    }
}

/// How the cells of an edition are drawn for the public.
struct Pen<'a> {
    edition: &'a Edition,
    last: Option<&'a Cells>,
}

impl Pen<'_> {
    fn figure(&self, no: CellNo, span: usize) -> Figure {
        let cells = &self.edition.version.report.cells;
        let cell = cells.form().at(no);
        let shown = value(cells, no);
        // What came in as a file has no register behind it, and 0 opens to nothing.
        let opens = self.edition.is_newest()
            && self.edition.version.origin == Origin::Live
            && !shown.is_empty()
            && (shown != "0" || cell.table == TableNo::Proactive);
        Figure {
            id: format!("cell-{}", cell.path),
            href: if opens { format!("{}/cell?path={}", self.edition.href(), cell.path) } else { String::new() },
            before: before(self.last, cells, no),
            value: shown,
            total: cell.is_total(),
            finding: None,
            span,
        }
    }

    /// The table for a narrow screen: each row with its total, and each cell where there are no totals.
    fn brief(&self, table: TableNo) -> Vec<(String, Figure)> {
        let cells = &self.edition.version.report.cells;
        let shown = cells
            .form()
            .official_cells()
            .filter(|cell| cell.table == table && (table != TableNo::Applications || cell.column.total));
        shown
            .map(|cell| {
                let name = match table {
                    TableNo::Applications => cell.row.label.to_owned(),
                    TableNo::Proactive | TableNo::Remedies => format!("{}·{}", cell.row.name_zh(), cell.column.label),
                };
                (name, Figure { id: String::new(), ..self.figure(cell.no, 1) })
            })
            .collect()
    }
}

/// The files of a report: the last part of the address, and what it is.
const FILES: [(&str, &str); 4] = [
    ("report.pdf", "版式文件（PDF）"),
    ("report.docx", "Word 文档（DOCX）"),
    ("report.csv", "表格数据（CSV）"),
    ("report.json", "全部数据（JSON）"),
];

/// `/bodies/{slug}/reports/{year}/{file}`: the newest edition as a file.
///
/// # Errors
/// [`Error::NotFound`] for what was not published and for other files.
pub async fn file(visit: Visit, Path((slug, year, file)): Path<(String, String, String)>) -> Result<Response, Error> {
    let edition = edition(&visit, &slug, &year, None).await?;
    written(&visit, &edition, &file).await
}

/// `/bodies/{slug}/reports/{year}/v/{number}/{file}`: an edition as a file.
///
/// # Errors
/// As [`file`].
pub async fn old_file(
    visit: Visit,
    Path((slug, year, number, file)): Path<(String, String, String, String)>,
) -> Result<Response, Error> {
    let edition = edition(&visit, &slug, &year, Some(&number)).await?;
    written(&visit, &edition, &file).await
}

async fn written(visit: &Visit, edition: &Edition, file: &str) -> Result<Response, Error> {
    let report = edition.report();
    let organ = report.signed_by.clone().unwrap_or_else(|| edition.body.name.clone());
    let (bytes, media) = match file {
        "report.pdf" => {
            let typesetter = visit.app.settings.typesetter.as_ref().ok_or(Error::NotFound)?;
            let paper = document(&report, &Meta { organ, ..Meta::default() });
            let key = format!("{}/{}/{}", edition.body.id, edition.year, edition.version.version);
            let bytes = visit.app.shelf.get(typesetter, key, paper, edition.published).await?;
            (bytes.as_ref().clone(), FileKind::Pdf.media_type())
        }
        "report.docx" => {
            let paper = document(&report, &Meta { organ, ..Meta::default() });
            let bytes = paper::docx::write(&paper).map_err(|fault| Error::Document(fault.to_string()))?;
            (bytes, FileKind::Docx.media_type())
        }
        "report.json" => {
            let json = serde_json::to_vec_pretty(&report).map_err(|fault| Error::Document(fault.to_string()))?;
            (json, "application/json; charset=utf-8")
        }
        "report.csv" => (csv(edition, &report.cells), "text/csv; charset=utf-8"),
        _ => return Err(Error::NotFound),
    };
    let ending = file.rsplit('.').next().unwrap_or_default();
    let name = title(&edition.body, edition.year);
    let plain = format!("{}-{}", edition.body.slug, edition.year);
    let headers = file_headers(media, &plain, &name, ending);
    Ok((headers, [(header::CACHE_CONTROL, "public, max-age=300")], bytes).into_response())
}

/// Every number of the form, one a row; blank stays blank.
fn csv(edition: &Edition, cells: &Cells) -> Vec<u8> {
    let head = ["单位", "年度", "表", "行", "列", "地址", "数", "单位名称"].map(str::to_owned);
    let rows = cells.form().official_cells().map(|cell| {
        let unit = match cell.column.kind {
            Kind::Count | Kind::SignedCount => "件".to_owned(),
            Kind::Money(unit) => unit.map_or_else(String::new, |unit| unit.as_str().to_owned()),
        };
        [
            edition.body.name.clone(),
            edition.year.to_string(),
            cell.table.name_zh().to_owned(),
            cell.row.name_zh(),
            cell.column.label.to_owned(),
            cell.path.clone(),
            value(cells, cell.no),
            unit,
        ]
    });
    paper::csv::write(std::iter::once(head).chain(rows))
}

#[derive(Template)]
#[template(path = "read/cell.html")]
struct CellPage {
    page: Page,
    facts: Vec<Fact>,
    counts: String,
    columns: Vec<&'static str>,
    rows: Vec<Vec<String>>,
    listed: Vec<Listed>,
    says: String,
    /// How many there are now, where that is not what was published.
    drift: String,
    href: String,
}

/// `/bodies/{slug}/reports/{year}/cell?path=…`: what a number of the newest edition counts, without anyone's data.
///
/// # Errors
/// [`Error::NotFound`] for what was not published, for a report that came in as a file, and for no cell of its form.
pub async fn cell(
    visit: Visit,
    Path((slug, year)): Path<(String, String)>,
    Query(part): Query<Part>,
) -> Result<Response, Error> {
    let edition = edition(&visit, &slug, &year, None).await?;
    let cells = &edition.version.report.cells;
    let cell = cells.form().cell(&part.path).filter(|cell| cell.is_official()).ok_or(Error::NotFound)?;
    if edition.version.origin != Origin::Live {
        return Err(Error::NotFound);
    }
    let (body, of) = (&edition.body, edition.year);
    let store = &visit.app.store;
    if let Some(sum) = store.sum_at(&body.id, of, edition.version.hand.at).await? {
        let parts = store.sum_parts(&body.id, of, sum.seq).await?;
        return parts_page(&visit, &edition, cell, &parts).await;
    }
    let (mut columns, mut rows, mut found, mut says, mut count) =
        (Vec::new(), Vec::new(), Vec::new(), String::new(), None);
    match behind(cell) {
        Selection::Applications { applicant, which } => {
            let lines = store.cases_behind(&body.id, of, applicant, &which).await?;
            count = Some(lines.len() as i64);
            columns = vec!["收到月份", "申请人", "办理结果", "件数", "办理天数"];
            rows = applications(&lines, of);
        }
        Selection::Remedies { kind, state } => {
            let lines = store.remedies_behind(&body.id, of, kind, state).await?;
            count = Some(lines.len() as i64);
            columns = vec!["受理月份", "类别", "结果", "件数"];
            let mut counted: BTreeMap<[String; 3], u32> = BTreeMap::new();
            for line in &lines {
                // As it stood when the year ended: what was decided later is told by the next report.
                let closed = line.remedy.closed.filter(|(_, on)| on.year() <= of);
                let ruling = closed.map_or("尚未审结", |(ruling, _)| ruling.label());
                let key = [month(line.remedy.filed_on), line.remedy.kind.label().to_owned(), ruling.to_owned()];
                *counted.entry(key).or_default() += 1;
            }
            rows = counted.into_iter().map(|(key, n)| key.into_iter().chain([n.to_string()]).collect()).collect();
        }
        Selection::Documents { kind, measure } => {
            let lines = store.documents_behind(&body.id, of, kind, measure).await?;
            count = Some(lines.len() as i64);
            let tree = visit.app.tree();
            found = lines.iter().map(|line| listed(line, &tree, visit.today, false)).collect();
        }
        Selection::Figure => {
            let history = store.figure_history(&body.id, of).await?;
            let signed = edition.version.hand.at;
            let mut known = history.iter().filter(|entry| entry.path == cell.path && entry.at <= signed);
            // The newest first: what was entered for a correction that is not published yet is not told.
            let newest = known.next();
            says = newest.map_or_else(String::new, |entry| entry.source.clone());
        }
    }
    let name = crate::annual::cell_name(cell);
    let shown = value(cells, cell.no);
    let view = CellPage {
        page: room(&visit, body)
            .crumb("政府信息公开年报", format!("/bodies/{}/reports", body.slug))
            .crumb(format!("{of}年"), format!("{}#cell-{}", edition.href(), cell.path))
            .here(&name)
            .unlisted(),
        facts: vec![
            Fact::new("报告", title(body, of)).to(edition.href()).across(),
            Fact::new("位置", cell.place_zh()).across(),
            Fact::new("数", if shown.is_empty() { "未填".to_owned() } else { shown }),
        ],
        counts: counted_words(cell, of, visit.today),
        columns,
        rows,
        listed: found,
        says,
        drift: count
            .filter(|count| cells.get(cell.no).is_some_and(|stated| stated != *count))
            .map_or_else(String::new, |now| format!("报告公布以后台账有变动，现在是 {now}")),
        href: edition.href(),
    };
    let title = name;
    let view = CellPage { page: Page { title, ..view.page }, ..view };
    Ok(Html(view.render()?).into_response())
}

#[derive(Template)]
#[template(path = "read/parts.html")]
struct PartsPage {
    page: Page,
    facts: Vec<Fact>,
    rows: Vec<Share>,
    blank: Vec<String>,
    /// Bodies that have handed in and not published yet; their numbers are in the sum.
    unpublished: Vec<String>,
    href: String,
}

/// What a body brought to a number of the region's report.
struct Share {
    body: String,
    /// Its own published report; empty where it has none to open.
    href: String,
    value: String,
}

/// A number of a government's report for its region: what each body brought to it.
async fn parts_page(visit: &Visit, edition: &Edition, cell: &Cell, parts: &[SumPart]) -> Result<Response, Error> {
    let (body, of) = (&edition.body, edition.year);
    let tree = visit.app.tree();
    let lives = visit.app.store.report_lives(of).await?;
    let mut rows = Vec::new();
    let mut blank = Vec::new();
    let mut unpublished = Vec::new();
    let place = |id: &civic::BodyId| tree.all().iter().position(|body| body.id == *id);
    let mut parts: Vec<&SumPart> = parts.iter().collect();
    parts.sort_by_key(|part| place(&part.body));
    for part in parts {
        let Some(owner) = tree.get(&part.body) else { continue };
        let cells = &part.cells.cells;
        let shown = cells.form().cell(&cell.path).map(|cell| value(cells, cell.no)).unwrap_or_default();
        if shown.is_empty() {
            blank.push(owner.name.clone());
            continue;
        }
        // What a body has signed and not published is in the sum, and not for the public to read by itself.
        let was_public = |version: u32| {
            lives.get(&part.body).is_some_and(|life| life.editions().iter().any(|step| step.version == version))
        };
        let public = part.version.is_some_and(was_public);
        if !public && part.version.is_some() {
            unpublished.push(owner.name.clone());
            continue;
        }
        rows.push(Share {
            body: owner.name.clone(),
            href: if public { format!("{}#cell-{}", address(&owner.slug, of), cell.path) } else { String::new() },
            value: shown,
        });
    }
    let name = crate::annual::cell_name(cell);
    let cells = &edition.version.report.cells;
    let page = room(visit, body)
        .crumb("政府信息公开年报", format!("/bodies/{}/reports", body.slug))
        .crumb(format!("{of}年"), format!("{}#cell-{}", edition.href(), cell.path))
        .here(&name)
        .unlisted();
    let view = PartsPage {
        facts: vec![
            Fact::new("报告", title(body, of)).to(edition.href()).across(),
            Fact::new("位置", cell.place_zh()).across(),
            Fact::new("数", value(cells, cell.no)),
        ],
        page: Page { title: name, ..page },
        rows,
        blank,
        unpublished,
        href: edition.href(),
    };
    Ok(Html(view.render()?).into_response())
}

/// What the cell counts; a published number that a person entered is said to be so.
fn counted_words(cell: &Cell, year: i16, today: Date) -> String {
    match behind(cell) {
        Selection::Figure => "业务系统或者台账中的数，由本机关填报。".to_owned(),
        _ => cell_counts(cell, year, today),
    }
}

fn month(day: Date) -> String {
    format!("{}年{:02}月", day.year(), day.month())
}

/// Applications by month, kind of applicant and outcome, with the shortest and the longest time; nothing else of them.
fn applications(lines: &[store::cases::CaseLine], year: i16) -> Vec<Vec<String>> {
    let mut counted: BTreeMap<(String, usize, &'static str), Vec<i32>> = BTreeMap::new();
    let mut open: BTreeMap<(String, usize), usize> = BTreeMap::new();
    for line in lines {
        let received = line.received_on.unwrap_or(line.arrived_on);
        let kind = ApplicantKind::ALL.iter().position(|kind| *kind == line.applicant_kind).unwrap_or(0);
        // As it stood when the year ended.
        match line.result.filter(|(_, on)| on.year() <= year) {
            Some((outcome, on)) => {
                counted.entry((month(received), kind, outcome.label())).or_default().push((on - received).get_days());
            }
            None => *open.entry((month(received), kind)).or_default() += 1,
        }
    }
    let label = |kind: usize| ApplicantKind::ALL.get(kind).map_or("", |kind| kind.label()).to_owned();
    let ended = counted.into_iter().map(|((month, kind, outcome), days)| {
        let (least, most) = (days.iter().min().copied().unwrap_or(0), days.iter().max().copied().unwrap_or(0));
        let days_words = match days.len() {
            // How long one person waited is theirs to tell.
            few if few < FEWEST => "—".to_owned(),
            _ if least == most => format!("{least} 天"),
            _ => format!("{least}—{most} 天"),
        };
        vec![month, label(kind), outcome.to_owned(), days.len().to_string(), days_words]
    });
    let waiting = open
        .into_iter()
        .map(|((month, kind), n)| vec![month, label(kind), "年末尚未办结".to_owned(), n.to_string(), "—".to_owned()]);
    let mut rows: Vec<Vec<String>> = ended.chain(waiting).collect();
    rows.sort_by(|a, b| a[0].cmp(&b[0]));
    rows
}

/// A report in the search results or the index: its newest edition.
pub(crate) struct Found {
    pub title: String,
    pub href: String,
    pub published: Date,
    pub body: Body,
    /// Its texts, for finding and for excerpts.
    pub text: String,
}

/// The newest edition of a report that the public reads, for search.
///
/// # Errors
/// A fault of the archive.
pub(crate) async fn found(
    app: &crate::app::Shared,
    body: &civic::BodyId,
    year: i16,
) -> Result<Option<Found>, store::Error> {
    let Some(body) = app.tree().get(body).cloned() else { return Ok(None) };
    let life = app.store.report_life(&body.id, year).await?;
    let (Some(number), Some(at)) = (life.public(), life.editions().last().map(|step| step.hand.at)) else {
        return Ok(None);
    };
    let Some(version) = app.store.report_version(&body.id, year, number).await? else { return Ok(None) };
    let report = version.report;
    let texts = SectionKey::ALL.into_iter().map(|key| report.text(key));
    let text = report.lead.as_deref().into_iter().chain(texts).collect::<Vec<_>>().join("\n");
    let title = report.title.clone().unwrap_or_else(|| title(&body, year));
    Ok(Some(Found { title, href: address(&body.slug, year), published: day_of(at), text, body }))
}
