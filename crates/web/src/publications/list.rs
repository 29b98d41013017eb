use super::{PER_PAGE, stage_badge};
use crate::error::Error;
use crate::page::Page;
use crate::page::form::{Choice, FormState};
use crate::page::parts::{Badge, Pager, Tab};
use crate::page::words;
use crate::visit::Visit;
use askama::Template;
use axum::extract::Query;
use axum::response::{Html, IntoResponse, Response};
use civic::{Body, Permission};
use publishing::StageKind;
use serde::Deserialize;

/// Which body, which stage, which page.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Which {
    body: String,
    stage: String,
    page: String,
    done: String,
}

#[derive(Template)]
#[template(path = "publications/list.html")]
struct List {
    page: Page,
    body: Body,
    form: FormState,
    bodies: Vec<Choice>,
    may_draft: bool,
    tabs: Vec<Tab>,
    stage: StageKind,
    rows: Vec<Row>,
    pager: Pager,
    empty: &'static str,
}

struct Row {
    href: String,
    title: String,
    column: &'static str,
    index_number: String,
    edition: u32,
    changed: String,
    badge: Badge,
}

/// `/desk/publications`: a body's texts by stage.
///
/// # Errors
/// [`Error::Denied`] for a body whose drafts are not theirs to read.
pub async fn page(visit: Visit, Query(which): Query<Which>) -> Result<Response, Error> {
    let tree = visit.app.tree();
    let readable = visit.bodies(Permission::ReadDrafts);
    let body = match which.body.as_str() {
        "" => readable.first().and_then(|id| tree.get(id)).cloned().ok_or(Error::NotFound)?,
        slug => visit.app.body(slug)?,
    };
    visit.may(Permission::ReadDrafts, &body.id)?;
    let store = &visit.app.store;
    let counts = store.desk_counts(&body.id).await?;
    let count = |stage| counts.iter().find(|(s, _)| *s == stage).map_or(0, |(_, n)| *n);
    let stage = StageKind::from_key(&which.stage).unwrap_or_else(|| first_stage(&visit, &body, count));
    let number = which.page.parse().unwrap_or(1).clamp(1, 100_000);
    let (lines, total) = store.desk_editions(&body.id, stage, number, PER_PAGE).await?;
    let base = format!("/desk/publications?body={}&stage=", body.slug);
    let tabs = StageKind::ALL
        .into_iter()
        .filter(|s| *s != StageKind::Superseded || count(*s) > 0)
        .map(|s| Tab {
            label: s.tab().into(),
            href: format!("{base}{}", s.key()),
            count: Some(count(s)),
            current: s == stage,
        })
        .collect();
    let rows = lines
        .into_iter()
        .map(|line| Row {
            href: format!("/desk/publications/{}", line.edition),
            title: line.title,
            column: line.column.label(),
            index_number: line.index_number.map(|n| n.to_string()).unwrap_or_default(),
            edition: line.number,
            changed: words::moment(&line.changed_at),
            badge: stage_badge(line.stage),
        })
        .collect();
    let mut page = visit.desk("信息发布").await?.here("信息发布").wide();
    if which.done == "discard" {
        page = page.notice(crate::page::parts::Tone::Done, "草稿已删除");
    }
    let view = List {
        page,
        form: FormState::from_pairs([("body", body.slug.as_str())]),
        bodies: readable.iter().filter_map(|id| tree.get(id)).map(|b| Choice::new(&b.slug, &b.name)).collect(),
        may_draft: visit.can(Permission::Draft, &body.id),
        tabs,
        stage,
        rows,
        pager: Pager { page: number, total, per_page: PER_PAGE, base: format!("{base}{}&", stage.key()) },
        empty: empty(stage),
        body,
    };
    Ok(Html(view.render()?).into_response())
}

/// What this person most likely came for: the first stage in which something waits for them.
fn first_stage(visit: &Visit, body: &Body, count: impl Fn(StageKind) -> u64) -> StageKind {
    let wanted: &[StageKind] = if visit.can(Permission::Draft, &body.id) {
        &[StageKind::Returned, StageKind::Approved, StageKind::Draft, StageKind::InReview]
    } else {
        &[StageKind::InReview]
    };
    wanted.iter().copied().find(|stage| count(*stage) > 0).unwrap_or(StageKind::Published)
}

fn empty(stage: StageKind) -> &'static str {
    match stage {
        StageKind::Draft => "新建的稿件保存后列在这里。",
        StageKind::InReview => "经办人送审后，稿件列在这里，等待审核人审查。",
        StageKind::Returned => "审核人退回修改的稿件列在这里。",
        StageKind::Approved => "审核通过、等待发布的稿件列在这里。",
        StageKind::Published => "已经对外公开的信息列在这里。",
        StageKind::Superseded => "被新版本替换的旧版本列在这里。",
        StageKind::Withdrawn => "撤回公开的信息列在这里。",
    }
}
