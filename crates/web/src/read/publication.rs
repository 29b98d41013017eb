use super::doc::{Doc, Imprint};
use super::{address, line_address};
use crate::error::Error;
use crate::page::parts::Crumb;
use crate::page::{Article, Column, Door, Page, words};
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use publishing::column;
use publishing::publication::day_of;
use publishing::visibility::{Place, Reader, Shown, shown};
use publishing::{RelationKind, Stage};
use store::published::Related;

#[derive(Template)]
#[template(path = "read/publication.html")]
struct PublicationPage {
    page: Page,
    doc: Doc,
    related: Vec<Group>,
}

/// Related publications under one heading.
struct Group {
    heading: &'static str,
    links: Vec<Crumb>,
}

/// `/p/{number or identifier}`: one publication, or where and why it went.
///
/// # Errors
/// [`Error::NotFound`] for what never was public, [`Error::Gone`] for what was withdrawn.
pub async fn page(visit: Visit, Path(key): Path<String>, headers: HeaderMap) -> Result<Response, Error> {
    let saved = visit.app.store.public_edition(&key).await?.ok_or(Error::NotFound)?;
    let edition = &saved.edition;
    match shown(edition.kind(), Reader::Visitor, Place::Page) {
        Shown::Full => {}
        Shown::Nothing => return Err(Error::NotFound),
        Shown::Tombstone => {
            let Stage::Withdrawn { withdrawn, reason, .. } = &edition.stage else { return Err(Error::NotFound) };
            return Err(Error::Gone { on: day_of(withdrawn.at), reason: reason.clone() });
        }
    }
    let published = edition.published().ok_or(Error::NotFound)?;
    if key != published.number.as_str() {
        return Ok(Redirect::permanent(&address(&published.number)).into_response());
    }
    let related = visit.app.store.related(&saved).await?;
    let amended = related.iter().any(Related::amends_this);
    let tree = visit.app.tree();
    let body = tree.get(&saved.publication.body).ok_or(Error::NotFound)?;
    let content = &edition.content;
    let imprint = Imprint {
        number: Some(&published.number),
        published_on: saved.first_on.or(Some(day_of(published.signed.at))),
        amended,
    };
    let doc = Doc::new(content, body, imprint, visit.today);
    let (door, room_name, room) = door(content.column);
    let page = visit
        .portal(&content.title)
        .about(&body.slug, &body.name)
        .behind(door)
        .description(&content.summary)
        .crumb("首页", "/")
        .crumb(&body.short_name, format!("/bodies/{}/", body.slug))
        .crumb(room_name, format!("/bodies/{}/{room}", body.slug))
        .here(content.column.label())
        .column(column_tags(content.column, &body.name))
        .article(Article {
            title: content.title.clone(),
            published: words::tag_moment(&published.signed.at),
            source: if content.source.is_empty() { body.name.clone() } else { content.source.clone() },
            author: String::new(),
            keywords: content.keywords.clone(),
        });
    let groups = groups(&related);
    let page = if groups.is_empty() { page } else { page.with_aside() };
    let html = PublicationPage { page, doc, related: groups }.render()?;
    Ok(with_etag(html, &headers))
}

/// The frame's door of a column, its name and its part of the address.
pub fn door(column: publishing::Column) -> (Door, &'static str, &'static str) {
    let here = column.door();
    let (_, name, room) = column::DOORS.into_iter().find(|(door, _, _)| *door == here).unwrap_or(column::DOORS[2]);
    match here {
        column::Door::Guide => (Door::Guide, name, room),
        column::Door::Rules => (Door::Rules, name, room),
        column::Door::Content => (Door::Content, name, room),
        column::Door::Reports => (Door::Reports, name, room),
        column::Door::OnRequest => (Door::Apply, name, "guide"),
    }
}

/// The page tags of a column.
pub fn column_tags(column: publishing::Column, body: &str) -> Column {
    Column {
        name: column.label().into(),
        description: format!("{body}发布的{}", column.label()),
        keywords: format!("{body},{}", column.label()),
        kind: column.path(),
    }
}

fn groups(related: &[Related]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for one in related {
        let heading = match (one.said_here, one.kind) {
            (false, kind) => kind.seen_from_the_other(),
            (true, RelationKind::Interprets) => "解读的文件",
            (true, RelationKind::Amends) => "修改的文件",
            (true, RelationKind::Repeals) => "废止的文件",
            (true, RelationKind::SeeAlso) => "相关信息",
        };
        let link = Crumb { label: one.line.title.clone(), href: Some(line_address(&one.line)) };
        match groups.iter_mut().find(|group| group.heading == heading) {
            Some(group) if group.links.contains(&link) => {}
            Some(group) => group.links.push(link),
            None => groups.push(Group { heading, links: vec![link] }),
        }
    }
    groups
}

/// The page with a mark of its content; a browser that has it already is told so and nothing more.
pub fn with_etag(html: String, headers: &HeaderMap) -> Response {
    let tag = format!("W/\"{}\"", &crate::chance::digest(&html)[..32]);
    let known = headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|value| value.split(',').any(|known| known.trim() == tag));
    let mut response = if known { StatusCode::NOT_MODIFIED.into_response() } else { Html(html).into_response() };
    if let Ok(value) = HeaderValue::try_from(tag) {
        response.headers_mut().insert(header::ETAG, value);
    }
    // Type size and the name of whoever is signed in come from cookies.
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("cookie"));
    response
}
