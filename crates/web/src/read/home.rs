use super::listed;
use crate::error::Error;
use crate::page::Page;
use crate::page::parts::Listed;
use crate::visit::Visit;
use askama::Template;
use axum::http::HeaderMap;
use axum::response::Response;
use civic::{Body, BodyKind};
use std::collections::HashMap;

/// How many of the newest publications stand on the home page.
const NEWEST: u32 = 12;

#[derive(Template)]
#[template(path = "read/home.html")]
struct Home {
    page: Page,
    newest: Vec<Listed>,
    groups: Vec<Group>,
    total: u64,
}

/// Bodies of one kind, each with how much it has published.
struct Group {
    label: &'static str,
    bodies: Vec<(Body, u64)>,
}

/// `/`: search first, then what a visitor came to do, what is new, and who publishes.
///
/// # Errors
/// A fault of the archive.
pub async fn page(visit: Visit, headers: HeaderMap) -> Result<Response, Error> {
    let tree = visit.app.tree();
    let newest = visit.app.store.newest(None, NEWEST).await?;
    let counts: HashMap<_, _> = visit.app.store.published_counts().await?.into_iter().collect();
    let newest = newest.iter().map(|line| listed(line, &tree, visit.today, true)).collect();
    let groups = BodyKind::ALL
        .into_iter()
        .map(|kind| Group {
            label: kind.label(),
            bodies: tree
                .all()
                .iter()
                .filter(|body| body.kind == kind)
                .map(|body| (body.clone(), counts.get(&body.id).copied().unwrap_or(0)))
                .collect(),
        })
        .filter(|group| !group.bodies.is_empty())
        .collect();
    let page = visit.portal("首页").description(format!("{}：查找、阅读和申请政府信息", visit.app.site.name));
    let html = Home { page, newest, groups, total: counts.values().sum() }.render()?;
    Ok(super::publication::with_etag(html, &headers))
}
