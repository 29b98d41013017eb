use crate::error::Error;
use crate::page::{Page, words};
use crate::visit::Visit;
use askama::Template;
use axum::extract::Query;
use axum::response::{Html, IntoResponse, Response};
use cases::act::ActKind;
use publishing::edition::Move;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "admin/audit.html")]
struct Audit {
    page: Page,
    lines: Vec<Row>,
    older: i64,
    /// Whether the chain held, when it was asked; the number of lines, or the first broken one.
    chain: Option<Result<i64, i64>>,
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
    #[serde(default)]
    verify: String,
}

const LINES: i64 = 100;

/// The act in the office's words; a key without words of its own is shown as it is stored.
fn act_label(key: &str) -> String {
    let (room, act) = key.split_once('.').unwrap_or((key, ""));
    let case = (room == "case").then(|| ActKind::from_key(act)).flatten().map(ActKind::label);
    let publication = (room == "publication").then(|| Move::from_key(act)).flatten().map(Move::label);
    let words = match key {
        "sign_in" => "登录",
        "sign_out" => "退出",
        "denied" => "越权访问",
        "password.change" => "修改密码",
        "person.create" => "新增人员",
        "person.change" => "修改人员",
        "person.reset_password" => "重设密码",
        "body.create" => "新增单位",
        "body.change" => "修改单位",
        "case.taken_in" => "录入书面申请",
        "case.draft_file" => "下载答复书草稿",
        "case.letter_file" => "下载答复书",
        "remedy.file" => "登记复议、诉讼",
        "remedy.close" => "登记复议、诉讼结果",
        "figure.enter" => "填报年度数据",
        "report.draft" => "下载年报草稿",
        "report.write" => "编写年报文字",
        "report.fact" => "填报年报其他情况",
        "report.answer" => "回复年报意见",
        "report.sign" => "签发年报",
        "report.withdraw" => "撤回签发年报",
        "report.publish" => "公布年报",
        "report.reopen" => "开始更正年报",
        "report.close" => "取消更正年报",
        "report.send_back" => "退回年报",
        "report.take_in" => "收录年报",
        "publication.new" => "新建稿件",
        "publication.new_edition" => "新建版本",
        "publication.discard" => "删除草稿",
        "publication.publish" => "发布信息",
        _ => match (case, publication) {
            (Some(label), _) => return format!("办件：{label}"),
            (_, Some(label)) => return format!("稿件：{label}"),
            _ => key,
        },
    };
    words.to_owned()
}

/// `/desk/audit`: who did what, newest first, and whether the chain holds.
///
/// # Errors
/// A fault when the trail cannot be read.
pub async fn page(visit: Visit, Query(part): Query<Part>) -> Result<Response, Error> {
    let recorded = visit.app.store.audit_lines(part.before.max(0), LINES).await?;
    // Every line since the first is read for this, so it is done when asked and not at each look.
    let chain = match part.verify.as_str() {
        "yes" => Some(visit.app.store.verify_audit().await?.map_err(|broken| broken.seq)),
        _ => None,
    };
    let older = recorded.last().filter(|line| line.seq > 1).map_or(0, |line| line.seq);
    let lines = recorded
        .into_iter()
        .map(|line| Row {
            seq: line.seq,
            at: words::moment(&line.at),
            who: if line.who.is_empty() { "（未知用户名）".to_owned() } else { line.who },
            address: line.address,
            act: act_label(&line.act),
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
