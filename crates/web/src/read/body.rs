use super::listed;
use super::publication::{column_tags, with_etag};
use crate::error::Error;
use crate::page::parts::{Crumb, Fact, Listed, Pager};
use crate::page::{self, Door, Page};
use crate::visit::Visit;
use askama::Template;
use axum::extract::{Path, Query};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use civic::Body;
use law::category::Category;
use publishing::Column;
use serde::Deserialize;
use std::collections::HashMap;

const PER_PAGE: u64 = 20;

#[derive(Template)]
#[template(path = "read/body.html")]
struct BodyPage {
    page: Page,
    body: Body,
    contact: Vec<Fact>,
    rooms: Vec<Room>,
    newest: Vec<Listed>,
    above: Option<Crumb>,
    below: Vec<Crumb>,
}

/// A room of the body with how much is in it.
struct Room {
    label: &'static str,
    href: String,
    count: Option<u64>,
}

/// `/bodies/{slug}/`: who it is, its rooms, what is new.
///
/// # Errors
/// [`Error::NotFound`] for an unknown body.
pub async fn page(visit: Visit, Path(slug): Path<String>, headers: HeaderMap) -> Result<Response, Error> {
    let body = visit.app.body(&slug)?;
    let tree = visit.app.tree();
    let newest = visit.app.store.newest(Some(&body.id), 10).await?;
    let counts: HashMap<Column, u64> = visit.app.store.column_counts(&body.id).await?.into_iter().collect();
    let reports = public_reports(&visit, &body).await?;
    let count_of = |door: publishing::column::Door| {
        let drawn_up = if door == publishing::column::Door::Reports { reports } else { 0 };
        drawn_up + door.columns().iter().map(|column| counts.get(column).copied().unwrap_or(0)).sum::<u64>()
    };
    let rooms = publishing::column::DOORS
        .into_iter()
        .map(|(door, label, room)| match door {
            publishing::column::Door::OnRequest => Room { label, href: format!("/apply/{}", body.slug), count: None },
            publishing::column::Door::Guide => {
                Room { label, href: format!("/bodies/{}/{room}", body.slug), count: None }
            }
            door => Room { label, href: format!("/bodies/{}/{room}", body.slug), count: Some(count_of(door)) },
        })
        .collect();
    let link = |b: &Body| Crumb { label: b.name.clone(), href: Some(format!("/bodies/{}/", b.slug)) };
    let above = body.parent.as_ref().and_then(|id| tree.get(id)).map(link);
    let below = tree.children(&body.id).map(link).collect();
    let page = visit
        .portal(&body.name)
        .about(&body.slug, &body.name)
        .description(format!("{}的政府信息公开", body.name))
        .crumb("首页", "/")
        .here(&body.name)
        .with_aside();
    let newest = newest.iter().map(|line| listed(line, &tree, visit.today, false)).collect();
    let contact = contact(&body);
    let html = BodyPage { page, body, contact, rooms, newest, above, below }.render()?;
    Ok(with_etag(html, &headers))
}

/// How many yearly reports of the body the public can read, beside those published as files.
async fn public_reports(visit: &Visit, body: &Body) -> Result<u64, Error> {
    let lives = visit.app.store.report_lives_of(&body.id).await?;
    Ok(lives.values().filter(|life| life.public().is_some()).count() as u64)
}

/// `/bodies/{slug}`, as people type it.
///
/// # Errors
/// [`Error::NotFound`] for an unknown body.
pub async fn with_slash(visit: Visit, Path(slug): Path<String>) -> Result<Response, Error> {
    let body = visit.app.body(&slug)?;
    Ok(Redirect::permanent(&format!("/bodies/{}/", body.slug)).into_response())
}

/// How to reach the disclosure office (条例第十二条第二款). A channel that is not open is left out.
fn contact(body: &Body) -> Vec<Fact> {
    let contact = &body.contact;
    let always = [
        ("政府信息公开工作机构", &contact.office),
        ("办公地址", &contact.address),
        ("邮政编码", &contact.postcode),
        ("办公时间", &contact.hours),
        ("联系电话", &contact.phone),
    ];
    let open = [("传真", &contact.fax), ("电子邮箱", &contact.email)];
    let mut facts: Vec<Fact> = always
        .into_iter()
        .chain(open.into_iter().filter(|(_, value)| !value.is_empty()))
        .map(|(label, value)| Fact::new(label, value))
        .collect();
    // The box stands in pairs; an odd last one takes the whole width.
    if facts.len() % 2 == 1
        && let Some(last) = facts.last_mut()
    {
        last.across = true;
    }
    facts
}

#[derive(Template)]
#[template(path = "read/guide.html")]
struct Guide {
    page: Page,
    body: Body,
    contact: Vec<Fact>,
    categories: [Category; 15],
    editions: Vec<Listed>,
    missing: Vec<&'static str>,
}

/// `/bodies/{slug}/guide`: the guide, always as current as the body's own entry.
///
/// **Source.** 条例第十二条第二款 names what a guide holds; 第十九条 (channels), 第五十一条 (complaint) and the remedies follow.
///
/// # Errors
/// [`Error::NotFound`] for an unknown body.
pub async fn guide(visit: Visit, Path(slug): Path<String>, headers: HeaderMap) -> Result<Response, Error> {
    let body = visit.app.body(&slug)?;
    let tree = visit.app.tree();
    let editions = visit.app.store.in_column(&body.id, Column::Guide, 1, PER_PAGE).await?;
    let editions = editions.iter().map(|line| listed(line, &tree, visit.today, false)).collect();
    let page = room(&visit, &body, Door::Guide, Column::Guide);
    let (contact, missing) = (contact(&body), body.contact.missing());
    let html = Guide { page, body, contact, categories: Category::ALL, editions, missing }.render()?;
    Ok(with_etag(html, &headers))
}

#[derive(Template)]
#[template(path = "read/column.html")]
struct ColumnPage {
    page: Page,
    heading: &'static str,
    lead: &'static str,
    empty: &'static str,
    listed: Vec<Listed>,
    pager: Pager,
}

/// Which page of a list.
#[derive(Deserialize)]
pub struct Which {
    #[serde(default)]
    page: String,
    #[serde(default)]
    column: String,
}

impl Which {
    fn page(&self) -> u64 {
        self.page.parse().unwrap_or(1).clamp(1, 100_000)
    }
}

/// `/bodies/{slug}/rules`.
///
/// # Errors
/// [`Error::NotFound`] for an unknown body.
pub async fn rules(visit: Visit, Path(slug): Path<String>, Query(which): Query<Which>) -> Result<Response, Error> {
    let lead = "本机关执行的政府信息公开法规、规章、规范性文件和内部制度。";
    column(visit, &slug, Door::Rules, Column::Rules, lead, "发布的制度会列在这里。", which.page()).await
}

async fn column(
    visit: Visit,
    slug: &str,
    door: Door,
    column: Column,
    lead: &'static str,
    empty: &'static str,
    number: u64,
) -> Result<Response, Error> {
    let body = visit.app.body(slug)?;
    let tree = visit.app.tree();
    let lines = visit.app.store.in_column(&body.id, column, number, PER_PAGE).await?;
    let counts = visit.app.store.column_counts(&body.id).await?;
    let total = counts.iter().find(|(c, _)| *c == column).map_or(0, |(_, n)| *n);
    let pager = Pager { page: number, total, per_page: PER_PAGE, base: "?".into() };
    let listed = lines.iter().map(|line| listed(line, &tree, visit.today, false)).collect();
    let page = room(&visit, &body, door, column);
    let html = ColumnPage { page, heading: column.label(), lead, empty, listed, pager }.render()?;
    Ok(with_etag(html, &HeaderMap::new()))
}

#[derive(Template)]
#[template(path = "read/content.html")]
struct ContentPage {
    page: Page,
    heading: String,
    article: String,
    chosen: &'static str,
    columns: Vec<(Column, u64)>,
    /// How many yearly reports there are.
    reports: u64,
    listed: Vec<Listed>,
    pager: Pager,
}

/// `/bodies/{slug}/content`: what must be published, by the fifteen items of 条例第二十条.
///
/// # Errors
/// [`Error::NotFound`] for an unknown body or column.
pub async fn content(visit: Visit, Path(slug): Path<String>, Query(which): Query<Which>) -> Result<Response, Error> {
    let body = visit.app.body(&slug)?;
    let tree = visit.app.tree();
    let counts: HashMap<Column, u64> = visit.app.store.column_counts(&body.id).await?.into_iter().collect();
    let columns: Vec<(Column, u64)> = publishing::column::Door::Content
        .columns()
        .into_iter()
        .map(|column| (column, counts.get(&column).copied().unwrap_or(0)))
        .collect();
    let chosen = match which.column.as_str() {
        "" => None,
        key => Some(columns.iter().find(|(column, _)| column.key() == key).ok_or(Error::NotFound)?.0),
    };
    let number = which.page();
    let (lines, total) = match chosen {
        Some(column) => (
            visit.app.store.in_column(&body.id, column, number, PER_PAGE).await?,
            counts.get(&column).copied().unwrap_or(0),
        ),
        None => (visit.app.store.newest(Some(&body.id), 20).await?, 0),
    };
    let base = chosen.map_or_else(|| "?".to_owned(), |column| format!("?column={}&", column.key()));
    let article = chosen.and_then(Column::category).map(|c| c.article().to_string()).unwrap_or_default();
    let mut page = room(&visit, &body, Door::Content, chosen.unwrap_or(Column::Notices)).with_aside();
    if let Some(column) = chosen {
        page.title = column.label().into();
        page.crumbs.pop();
        page = page.crumb("法定主动公开内容", format!("/bodies/{slug}/content")).here(column.label());
    } else {
        page.column = None;
    }
    let html = ContentPage {
        page,
        heading: chosen.map_or("法定主动公开内容", Column::label).to_owned(),
        article,
        chosen: chosen.map_or("", Column::key),
        columns,
        reports: public_reports(&visit, &body).await? + counts.get(&Column::Reports).copied().unwrap_or(0),
        listed: lines.iter().map(|line| listed(line, &tree, visit.today, false)).collect(),
        pager: Pager { page: number, total, per_page: PER_PAGE, base },
    }
    .render()?;
    Ok(with_etag(html, &HeaderMap::new()))
}

fn room(visit: &Visit, body: &Body, door: Door, column: Column) -> page::Page {
    let label = publishing::column::DOORS
        .into_iter()
        .find(|(d, _, _)| *d == column.door())
        .map_or(column.label(), |(_, label, _)| label);
    visit
        .portal(format!("{label} - {}", body.name))
        .about(&body.slug, &body.name)
        .behind(door)
        .description(format!("{}：{label}", body.name))
        .crumb("首页", "/")
        .crumb(&body.short_name, format!("/bodies/{}/", body.slug))
        .here(label)
        .column(column_tags(column, &body.name))
}
