use super::line_address;
use crate::error::Error;
use crate::limits::Kind;
use crate::page::Page;
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use civic::Body;
use jiff::Timestamp;
use publishing::IndexNumber;
use publishing::markup::escape;
use std::collections::BTreeSet;
use store::publications::Line;

/// How many entries a feed carries.
const ENTRIES: u32 = 50;

/// The most addresses that one sitemap file may hold (sitemaps.org).
const MAPPED: u32 = 45_000;

/// `/feed.atom`: what all bodies published last.
///
/// # Errors
/// A fault of the archive.
pub async fn everything(visit: Visit) -> Result<Response, Error> {
    let lines = visit.app.store.newest(None, ENTRIES).await?;
    Ok(atom(&visit, &visit.app.site.name.clone(), "/feed.atom", "/", &lines))
}

/// `/bodies/{slug}/feed.atom`: what one body published last.
///
/// # Errors
/// [`Error::NotFound`] for an unknown body.
pub async fn of_body(visit: Visit, Path(slug): Path<String>) -> Result<Response, Error> {
    let body = visit.app.body(&slug)?;
    let lines = visit.app.store.newest(Some(&body.id), ENTRIES).await?;
    let title = format!("{} · {}", body.name, visit.app.site.name);
    Ok(atom(&visit, &title, &format!("/bodies/{slug}/feed.atom"), &format!("/bodies/{slug}/"), &lines))
}

/// An Atom feed (RFC 4287).
fn atom(visit: &Visit, title: &str, own: &str, page: &str, lines: &[Line]) -> Response {
    let base = &visit.app.settings.base_url;
    let tree = visit.app.tree();
    // An empty feed still says when it was written.
    let updated = lines.first().and_then(|line| line.published_at).unwrap_or(visit.now);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"zh-CN\">\n\
         <title>{}</title>\n<id>{base}{own}</id>\n<link rel=\"self\" href=\"{base}{own}\"/>\n<link href=\"{base}{page}\"/>\n\
         <updated>{}</updated>\n<author><name>{}</name></author>\n",
        escape(title),
        second(updated),
        escape(&visit.app.site.organiser),
    );
    for line in lines {
        let href = escape(&format!("{base}{}", line_address(line)));
        let at = second(line.published_at.unwrap_or(line.changed_at));
        let body = tree.get(&line.body).map_or("", |body| &body.name);
        out.push_str(&format!(
            "<entry>\n<title>{}</title>\n<id>{href}</id>\n<link href=\"{href}\"/>\n<updated>{at}</updated>\n\
             <author><name>{}</name></author>\n<category term=\"{}\" label=\"{}\"/>\n<summary>{}</summary>\n</entry>\n",
            escape(&line.title),
            escape(body),
            line.column.key(),
            escape(line.column.label()),
            escape(&line.summary),
        ));
    }
    out.push_str("</feed>\n");
    ([(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")], out).into_response()
}

fn second(at: Timestamp) -> String {
    format!("{at:.0}")
}

/// `/sitemap.xml`: every public page, for search engines.
///
/// # Errors
/// [`Error::TooMany`], or a fault of the archive.
pub async fn sitemap(visit: Visit) -> Result<Response, Error> {
    // Megabytes from the whole archive: a machine that asks for them again and again waits like one that searches.
    visit.count(Kind::Search)?;
    let base = &visit.app.settings.base_url;
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    out.push_str(&format!("<url><loc>{base}/</loc></url>\n"));
    for body in visit.app.tree().all() {
        for room in ["", "guide", "rules", "content", "reports"] {
            out.push_str(&format!("<url><loc>{base}/bodies/{}/{room}</loc></url>\n", body.slug));
        }
    }
    for mapped in visit.app.store.sitemap(MAPPED).await? {
        let Some(number) = IndexNumber::new(&mapped.number) else { continue };
        let (href, day) = (super::address(&number), publishing::publication::day_of(mapped.changed_at));
        out.push_str(&format!("<url><loc>{base}{}</loc><lastmod>{day}</lastmod></url>\n", escape(&href)));
    }
    let tree = visit.app.tree();
    let reports = visit.app.store.public_reports().await?;
    let years: BTreeSet<i16> = reports.iter().map(|report| report.year).collect();
    let years = years.iter().rev().map(i16::to_string);
    for page in ["".to_owned(), "data/".to_owned()].into_iter().chain(years) {
        out.push_str(&format!("<url><loc>{base}/reports/{page}</loc></url>\n"));
    }
    for report in reports {
        let Some(body) = tree.get(&report.body) else { continue };
        let (href, day) = (super::report::address(&body.slug, report.year), publishing::publication::day_of(report.at));
        out.push_str(&format!("<url><loc>{base}{}</loc><lastmod>{day}</lastmod></url>\n", escape(&href)));
    }
    out.push_str("</urlset>\n");
    Ok(([(header::CONTENT_TYPE, "application/xml; charset=utf-8")], out).into_response())
}

/// `/robots.txt`: search engines are welcome to what is published, and have no business at the desk.
pub async fn robots(visit: Visit) -> Response {
    let base = &visit.app.settings.base_url;
    let text =
        format!("User-agent: *\nDisallow: /desk/\nDisallow: /search\nDisallow: /track/\nSitemap: {base}/sitemap.xml\n");
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}

#[derive(Template)]
#[template(path = "read/sitemap.html")]
struct SiteMap {
    page: Page,
    bodies: Vec<Body>,
}

/// `/sitemap`: the same for people.
///
/// # Errors
/// A fault when the page cannot be written.
pub async fn site_map(visit: Visit) -> Result<Response, Error> {
    let page = visit.portal("网站地图").crumb("首页", "/").here("网站地图");
    let bodies = visit.app.tree().all().to_vec();
    Ok(Html(SiteMap { page, bodies }.render()?).into_response())
}
