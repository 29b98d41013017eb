use crate::error::Error;
use crate::page::{Page, words};
use crate::visit::Visit;
use askama::Template;
use axum::extract::Query;
use axum::response::{Html, IntoResponse, Response};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "admin/audit.html")]
struct Audit {
    page: Page,
    lines: Vec<Row>,
    older: i64,
    chain: Result<i64, i64>,
}

struct Row {
    seq: i64,
    at: String,
    who: String,
    address: String,
    act: String,
    target: String,
    result: &'static str,
}

/// Which part of the trail.
#[derive(Deserialize)]
pub struct Part {
    #[serde(default)]
    before: i64,
}

const LINES: i64 = 100;

/// `/desk/audit`: who did what, newest first, and whether the chain holds.
///
/// # Errors
/// A fault when the trail cannot be read.
pub async fn page(visit: Visit, Query(part): Query<Part>) -> Result<Response, Error> {
    let recorded = visit.app.store.audit_lines(part.before.max(0), LINES).await?;
    let chain = visit.app.store.verify_audit().await?.map_err(|broken| broken.seq);
    let older = recorded.last().filter(|line| line.seq > 1).map_or(0, |line| line.seq);
    let lines = recorded
        .into_iter()
        .map(|line| Row {
            seq: line.seq,
            at: words::moment(&line.at),
            who: if line.who.is_empty() { "（未知用户名）".to_owned() } else { line.who },
            address: line.address,
            act: line.act,
            target: line.target,
            result: match line.result.as_str() {
                "done" => "完成",
                "refused" => "依法不予办理",
                "denied" => "没有权限",
                _ => "未成功",
            },
        })
        .collect();
    let page = visit.desk("操作日志").await?.here("操作日志").wide();
    Ok(Html(Audit { page, lines, older, chain }.render()?).into_response())
}
