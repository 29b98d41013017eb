use super::LICENCE;
use super::dictionary::{self, Entry};
use super::stream::{FIELDS, Field, Format, body};
use crate::annual::file_headers;
use crate::error::Error;
use crate::limits::Kind;
use crate::page::parts::{Attachment, Fact};
use crate::page::{Door, Page, words};
use crate::read::publication::with_etag;
use crate::visit::Visit;
use askama::Template;
use axum::extract::{Path, Query};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use report::form::{SectionKey, TableNo};
use serde::Deserialize;
use store::annual_facts::PublicReport;

#[derive(Template)]
#[template(path = "overview/data.html")]
struct DataPage {
    page: Page,
    year: String,
    years: Vec<i16>,
    facts: Vec<Fact>,
    files: Vec<Attachment>,
    has_reports: bool,
    fields: &'static [Field],
    tables: Vec<(String, String, Vec<Entry>)>,
}

/// Which year; all of them if empty.
#[derive(Deserialize)]
pub struct Part {
    #[serde(default)]
    year: String,
}

impl Part {
    fn year(&self) -> Result<Option<i16>, Error> {
        match self.year.as_str() {
            "" => Ok(None),
            text => text.parse().ok().filter(|_| text.len() == 4).map(Some).ok_or(Error::NotFound),
        }
    }
}

const FILES: [(&str, &str, &str); 3] = [
    ("reports.csv", "CSV", "全部的数，一行一格（用 WPS、Excel 打开）"),
    ("reports.json", "JSON", "全部报告连同文字，一行一份"),
    ("reports.parquet", "Parquet", "全部的数，一行一格（用数据分析软件打开）"),
];

/// `/reports/data/?year=…`: what can be downloaded, and what every column and cell means.
///
/// # Errors
/// [`Error::NotFound`] for what is no year, or a fault of the archive.
pub async fn page(visit: Visit, Query(part): Query<Part>, headers: HeaderMap) -> Result<Response, Error> {
    let all = visit.app.store.public_reports().await?;
    let mut years: Vec<i16> = all.iter().map(|report| report.year).collect();
    years.sort_unstable_by(|a, b| b.cmp(a));
    years.dedup();
    let reports = of_year(all, part.year()?);
    let newest = reports.iter().map(|report| report.at).max().map(crate::now::date);
    let (query, name) = match part.year.as_str() {
        "" => (String::new(), "历年".to_owned()),
        year => (format!("?year={year}"), format!("{year}年")),
    };
    let file = |(file, kind, says): (&str, &str, &str)| Attachment {
        name: format!("{name}政府信息公开年报数据：{says}"),
        href: format!("/reports/data/{file}{query}"),
        kind: kind.to_owned(),
        size: String::new(),
    };
    let dictionary = Attachment {
        name: "数据说明".to_owned(),
        href: "/reports/data/dictionary.csv".to_owned(),
        kind: "CSV".to_owned(),
        size: String::new(),
    };
    let facts = vec![
        Fact::new("收录范围", format!("{name}已公布的报告，共 {} 份", reports.len())),
        Fact::new("数据日期", newest.map(|day| words::short_date(&day)).unwrap_or_default()),
        Fact::new("更新", "报告公布或者更正后，马上更新").across(),
        Fact::new("使用许可", LICENCE).across(),
    ];
    let entries = dictionary::entries();
    let tables = SectionKey::ALL.into_iter().filter_map(|key| Some((key, key.table()?)));
    let tables = tables.map(|(key, table): (SectionKey, TableNo)| {
        let cells = entries.iter().filter(|entry| entry.table == table).cloned().collect();
        (format!("table-{}", table.number()), format!("第{}部分 {}", key.numeral(), key.title()), cells)
    });
    let page = visit
        .portal("年报开放数据")
        .behind(Door::Reports)
        .description("政府信息公开年报的开放数据和数据说明")
        .crumb("首页", "/")
        .crumb("政府信息公开年报", "/reports/")
        .here("开放数据");
    let view = DataPage {
        page,
        year: part.year.clone(),
        years,
        facts,
        files: FILES.into_iter().map(file).chain([dictionary]).collect(),
        has_reports: !reports.is_empty(),
        fields: FIELDS,
        tables: tables.collect(),
    };
    Ok(with_etag(view.render()?, &headers))
}

fn of_year(reports: Vec<PublicReport>, year: Option<i16>) -> Vec<PublicReport> {
    let mut reports: Vec<_> =
        reports.into_iter().filter(|report| year.is_none_or(|year| report.year == year)).collect();
    // The newest year first, and always in the same order: the same reports give the same file.
    reports.sort_by(|a, b| b.year.cmp(&a.year).then_with(|| a.body.as_str().cmp(b.body.as_str())));
    reports
}

/// `/reports/data/{file}?year=…`: a download.
///
/// # Errors
/// [`Error::NotFound`] for another file or what is no year, [`Error::TooMany`], or a fault of the archive.
pub async fn file(
    visit: Visit,
    Path(file): Path<String>,
    Query(part): Query<Part>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let (format, media) = match file.as_str() {
        "dictionary.csv" => {
            let headers = file_headers("text/csv; charset=utf-8", "dictionary", "政府信息公开年报数据说明", "csv");
            return Ok((headers, [(header::CACHE_CONTROL, KEPT)], dictionary::csv()).into_response());
        }
        "reports.csv" => (Format::Csv, "text/csv; charset=utf-8"),
        "reports.json" => (Format::Json, "application/x-ndjson; charset=utf-8"),
        "reports.parquet" => (Format::Parquet, "application/vnd.apache.parquet"),
        _ => return Err(Error::NotFound),
    };
    let year = part.year()?;
    // Megabytes from the whole archive: a machine that asks for them again and again waits like one that searches.
    visit.count(Kind::Search)?;
    let reports = of_year(visit.app.store.public_reports().await?, year);
    let tag = tag(&visit, &reports, &file);
    let newest = reports.iter().map(|report| report.at).max();
    let about: [(HeaderName, String); 2] = [(header::ETAG, tag.clone()), (header::CACHE_CONTROL, KEPT.to_owned())];
    let known = headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|value| value.split(',').any(|known| known.trim() == tag));
    if known {
        return Ok((StatusCode::NOT_MODIFIED, about).into_response());
    }
    let ending = file.rsplit('.').next().unwrap_or_default();
    let years = part.year.as_str();
    let day = newest.map(|at| format!("（截至{}）", crate::now::date(at))).unwrap_or_default();
    let name = format!(
        "{}{}年政府信息公开年报数据{day}",
        visit.app.site.organiser,
        if years.is_empty() { "历" } else { years }
    );
    let plain = if years.is_empty() { "reports".to_owned() } else { format!("reports-{years}") };
    let reports = reports.into_iter().map(|report| (report.body, report.year)).collect();
    let sent = body(visit.app.clone(), reports, format);
    Ok((file_headers(media, &plain, &name, ending), about, sent).into_response())
}

/// A published report changes seldom; five minutes late is soon enough.
const KEPT: &str = "public, max-age=300";

/// Another mark whenever a report is published or corrected, a body is renamed, or the program writes otherwise.
fn tag(visit: &Visit, reports: &[PublicReport], file: &str) -> String {
    let tree = visit.app.tree();
    let mut all = format!("{} {file} {}\n", env!("CARGO_PKG_VERSION"), visit.app.settings.base_url);
    for report in reports {
        let name = tree.get(&report.body).map_or("", |body| body.name.as_str());
        all.push_str(&format!("{name} {} {}\n", report.year, report.at));
    }
    format!("W/\"{}\"", &crate::chance::digest(&all)[..32])
}
