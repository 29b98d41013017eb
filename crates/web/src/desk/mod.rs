//! The desk's first page and the few addresses that belong to no slice.

mod search;

pub use search::page as search_page;

use crate::app::Shared;
use crate::error::Error;
use crate::page::{Page, Waiting};
use crate::visit::Visit;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use civic::Permission;

/// What waits for the person signed in, by kind, over all bodies they act for.
///
/// # Errors
/// A fault when the counts cannot be read.
pub async fn waiting(visit: &Visit) -> Result<Vec<Waiting>, Error> {
    let mut waiting = crate::casework::waiting(visit).await?;
    waiting.extend(crate::publications::waiting(visit).await?);
    waiting.extend(crate::annual::waiting(visit).await?);
    Ok(waiting)
}

/// The rooms of the desk that this person may enter.
///
/// A room stands here once; whoever may do its work in any body sees it.
pub fn rooms(visit: &Visit) -> Vec<(String, String)> {
    const ROOMS: &[(Permission, &str, &str)] = &[
        (Permission::ReadCases, "办件", "/desk/cases/"),
        (Permission::ReadCases, "复议和诉讼", "/desk/remedies"),
        (Permission::ReadDrafts, "信息发布", "/desk/publications"),
        (Permission::ReadReport, "年度报告", "/desk/report"),
        (Permission::CollectReports, "下级单位年报", "/desk/collect"),
        (Permission::ManagePeople, "人员", "/desk/people"),
        (Permission::ManageBodies, "单位", "/desk/bodies"),
        (Permission::ReadAudit, "操作日志", "/desk/audit"),
    ];
    ROOMS
        .iter()
        .filter(|(permission, ..)| !visit.bodies(*permission).is_empty())
        .map(|&(_, label, href)| (label.to_owned(), href.to_owned()))
        .collect()
}

/// Brings the search index up to date with what other servers or an interrupted one have published.
///
/// # Errors
/// A fault of the archive or the index.
pub async fn catch_up(app: &Shared) -> Result<(), Error> {
    crate::find::catch_up(app).await
}

#[derive(Template)]
#[template(path = "desk/home.html")]
struct Home {
    page: Page,
    today: String,
    idle: &'static str,
    /// For a supervisor: the open cases, and how many of them are late.
    watched: Option<(u64, u64)>,
}

/// What the first page says when nothing waits: what would wait here, which depends on what this person does.
fn idle(visit: &Visit) -> &'static str {
    let any = |all: &[Permission]| all.iter().any(|permission| !visit.bodies(*permission).is_empty());
    if any(&[Permission::HandleCase]) {
        "现在没有等您办理的事项。收到新的申请、有稿件待发布或者退回修改时，会出现在这里。"
    } else if any(&[Permission::SignReply, Permission::ApproveExtension]) {
        "现在没有等您办理的事项。有答复书待签发、延期待批时，会出现在这里。"
    } else if any(&[Permission::Review]) {
        "现在没有等您办理的事项。有稿件待审核时，会出现在这里。"
    } else if any(&[Permission::ManagePeople]) {
        "管理员不办理申请和稿件，这里不会有待办事项。人员、单位和操作日志在“全部工作”中。"
    } else {
        "您的岗位只查看，不办理申请和稿件，这里不会有待办事项。可以看的内容在“全部工作”中。"
    }
}

/// `/desk/`: what waits for me.
///
/// # Errors
/// As [`Visit::desk`].
pub async fn home(visit: Visit) -> Result<Response, Error> {
    let page = visit.desk("工作台").await?.wide();
    let today = crate::page::words::date(&visit.today);
    let watched = crate::casework::watched(&visit).await?;
    Ok(Html(Home { page, today, idle: idle(&visit), watched }.render()?).into_response())
}

/// `/healthz`: the process answers.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// `/readyz`: the archive and the index answer.
pub async fn ready(State(app): State<Shared>) -> Response {
    let archive = app.store.count("SELECT count(*) AS n FROM body", []).await;
    match archive {
        Ok(_) => "ready\n".into_response(),
        Err(fault) => {
            tracing::error!(%fault, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "not ready\n").into_response()
        }
    }
}

#[derive(rust_embed::RustEmbed)]
#[folder = "static/"]
struct Assets;

/// `/static/{file}`: stylesheet, script, icon. Their addresses carry a stamp of their content, so they may be kept for a year.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn asset(Path(file): Path<String>) -> Result<Response, Error> {
    let asset = Assets::get(&file).ok_or(Error::NotFound)?;
    let kind = match file.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    };
    let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
    Ok((headers, asset.data.into_owned()).into_response())
}
