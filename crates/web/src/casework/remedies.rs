//! Reconsiderations and suits: the register behind table 4.

use crate::casework::{found, title_for, typed};
use crate::chance;
use crate::error::Error;
use crate::fields::Fields;
use crate::page::Page;
use crate::page::form::{Choice, FormState};
use crate::page::parts::{Badge, Refused, Tone};
use crate::page::words::list_date;
use crate::visit::Visit;
use askama::Template;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use cases::remedy::{Refusal, Remedy, RemedyKind, Ruling};
use civic::{BodyId, Permission, RemedyId};
use serde::Deserialize;
use store::audit::Outcome;
use store::cases_counted::RemedyLine;

struct Row {
    href: String,
    number: String,
    title: String,
    kind: &'static str,
    filed: String,
    organ: String,
    state: Badge,
    close: Option<String>,
}

#[derive(Template)]
#[template(path = "casework/remedies.html")]
struct Remedies {
    page: Page,
    rows: Vec<Row>,
}

/// What was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Said {
    done: String,
}

fn row(visit: &Visit, body: &BodyId, line: RemedyLine, handles: bool) -> Row {
    let remedy = line.remedy;
    let state = match remedy.closed {
        Some((ruling, on)) => Badge::new(Tone::Done, format!("{}，{}", ruling.label(), list_date(&on))),
        None => Badge::new(Tone::Waiting, "尚未审结"),
    };
    Row {
        href: format!("/desk/cases/{}", remedy.case),
        number: line.number,
        title: title_for(visit, body, &line.title),
        kind: remedy.kind.label(),
        filed: list_date(&remedy.filed_on),
        organ: remedy.organ,
        state,
        close: (handles && remedy.closed.is_none()).then(|| format!("/desk/remedies/{}", remedy.id)),
    }
}

/// `/desk/remedies`: every remedy, pending ones first.
///
/// # Errors
/// A fault when they cannot be read.
pub async fn list(visit: Visit, Query(said): Query<Said>) -> Result<Response, Error> {
    let mut rows = Vec::new();
    for body in visit.bodies(Permission::ReadCases) {
        let handles = visit.can(Permission::HandleCase, &body);
        let lines = visit.app.store.remedies(&body).await?;
        rows.extend(lines.into_iter().map(|line| row(&visit, &body, line, handles)));
    }
    let mut page = visit.desk("复议和诉讼").await?.here("复议和诉讼").wide();
    match said.done.as_str() {
        "filed" => page = page.notice(Tone::Done, "已登记，计入年度报告表四"),
        "closed" => page = page.notice(Tone::Done, "已登记审结结果"),
        _ => {}
    }
    Ok(Html(Remedies { page, rows }.render()?).into_response())
}

#[derive(Template)]
#[template(path = "casework/remedy.html")]
struct RemedyPage {
    page: Page,
    form: FormState,
    action: String,
    back: String,
    title: String,
    kinds: Vec<Choice>,
    rulings: Vec<Choice>,
    refused: Vec<Refused>,
    button: &'static str,
}

fn told(refusals: &[Refusal]) -> Vec<Refused> {
    let one = |refusal: &Refusal| {
        let sentence = refusal.to_string();
        let (says, way_on) = sentence.rsplit_once('；').unwrap_or((&sentence, ""));
        Refused {
            says: says.to_owned(),
            basis: refusal.basis().to_owned(),
            way_on: way_on.trim_start_matches('请').to_owned(),
        }
    };
    refusals.iter().map(one).collect()
}

async fn filing(visit: &Visit, id: &str, form: FormState, refused: Vec<Refused>) -> Result<String, Error> {
    let (found, _) = found(visit, id).await?;
    let page = visit
        .desk("登记行政复议、行政诉讼")
        .await?
        .crumb("办件", "/desk/cases/")
        .crumb(found.number.to_string(), format!("/desk/cases/{id}"))
        .here("登记行政复议、行政诉讼")
        .wide()
        .showing(&form);
    let page = RemedyPage {
        page,
        form,
        action: format!("/desk/cases/{id}/remedies/new"),
        back: format!("/desk/cases/{id}"),
        title: format!("{}　{}", found.number, found.title),
        kinds: RemedyKind::ALL.map(|kind| Choice::new(kind.key(), kind.label())).to_vec(),
        rulings: Vec::new(),
        refused,
        button: "登记",
    };
    Ok(page.render()?)
}

/// `/desk/cases/{id}/remedies/new`.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Denied`].
pub async fn file_form(visit: Visit, Path(id): Path<String>) -> Result<Response, Error> {
    let (found, body) = found(&visit, &id).await?;
    visit.may(Permission::HandleCase, &found.body)?;
    let form = FormState::new()
        .with("kind", RemedyKind::Reconsideration.key())
        .with("organ", body.reconsideration_organ.as_str());
    Ok(Html(filing(&visit, &id, form, Vec::new()).await?).into_response())
}

/// `POST /desk/cases/{id}/remedies/new`.
///
/// # Errors
/// As [`file_form`], and faults of the archive.
pub async fn file(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response, Error> {
    let (found, _) = found(&visit, &id).await?;
    visit.may(Permission::HandleCase, &found.body)?;
    fields.only(&["kind", "filed_on", "organ"])?;
    let mut form = fields.form();
    let kind = RemedyKind::from_key(fields.text("kind"));
    if kind.is_none() {
        form.reject("kind", "请选择行政复议或者行政诉讼");
    }
    let filed_on = typed::date(fields.text("filed_on")).map_err(|wrong| form.reject("filed_on", wrong));
    let organ = fields.text("organ").trim().to_owned();
    if organ.is_empty() || organ.chars().count() > 100 || organ.chars().any(char::is_control) {
        form.reject("organ", "请填写复议机关或者法院的名称，不超过 100 个字");
    }
    let mut refused = Vec::new();
    if let (Some(kind), Ok(filed_on), true) = (kind, filed_on, form.is_clean()) {
        let remedy = Remedy { id: chance::id(), case: found.case.id().clone(), kind, filed_on, organ, closed: None };
        let mut unit = visit.app.store.begin().await?;
        let others = unit.remedies_of(found.case.id()).await?;
        let same = |other: &Remedy| {
            (other.kind, other.filed_on, &other.organ) == (remedy.kind, remedy.filed_on, &remedy.organ)
        };
        if others.iter().any(same) {
            // A double click: table 4 counts it once.
            return Ok(Redirect::to("/desk/remedies?done=filed").into_response());
        }
        match remedy.file(found.case.arrival().1, &others, visit.today) {
            Ok(remedy) => {
                unit.put_remedy(&remedy).await?;
                visit.record(&mut unit, "remedy.file", &found.number.to_string(), Outcome::Done).await?;
                unit.commit().await?;
                return Ok(Redirect::to("/desk/remedies?done=filed").into_response());
            }
            Err(refusals) => {
                visit.record(&mut unit, "remedy.file", &found.number.to_string(), Outcome::Refused).await?;
                unit.commit().await?;
                refused = told(&refusals);
            }
        }
    }
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(filing(&visit, &id, form, refused).await?)).into_response())
}

async fn of_mine(visit: &Visit, id: &str) -> Result<(Remedy, String), Error> {
    let remedy = visit.app.store.remedy(&RemedyId::from(id)).await?.ok_or(Error::NotFound)?;
    let (found, _) = found(visit, remedy.case.as_str()).await?;
    visit.may(Permission::HandleCase, &found.body)?;
    Ok((remedy, found.number.to_string()))
}

async fn closing(
    visit: &Visit,
    remedy: &Remedy,
    number: &str,
    form: FormState,
    refused: Vec<Refused>,
) -> Result<String, Error> {
    let page = visit
        .desk("登记审结结果")
        .await?
        .crumb("复议和诉讼", "/desk/remedies")
        .here("登记审结结果")
        .wide()
        .showing(&form);
    let page = RemedyPage {
        page,
        form,
        action: format!("/desk/remedies/{}", remedy.id),
        back: "/desk/remedies".to_owned(),
        title: format!("{number}　{}，{}，{}受理", remedy.kind.label(), remedy.organ, list_date(&remedy.filed_on)),
        kinds: Vec::new(),
        rulings: Ruling::ALL.map(|ruling| Choice::new(ruling.key(), ruling.label())).to_vec(),
        refused,
        button: "登记审结结果",
    };
    Ok(page.render()?)
}

/// `/desk/remedies/{id}`: how it was decided.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Denied`].
pub async fn close_form(visit: Visit, Path(id): Path<String>) -> Result<Response, Error> {
    let (remedy, number) = of_mine(&visit, &id).await?;
    let form = FormState::new().with("closed_on", visit.today.to_string());
    Ok(Html(closing(&visit, &remedy, &number, form, Vec::new()).await?).into_response())
}

/// `POST /desk/remedies/{id}`.
///
/// # Errors
/// As [`close_form`], and faults of the archive.
pub async fn close(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response, Error> {
    let (remedy, number) = of_mine(&visit, &id).await?;
    fields.only(&["ruling", "closed_on"])?;
    let mut form = fields.form();
    let ruling = Ruling::from_key(fields.text("ruling"));
    if ruling.is_none() {
        form.reject("ruling", "请选择审结结果");
    }
    let closed_on = typed::date(fields.text("closed_on")).map_err(|wrong| form.reject("closed_on", wrong));
    let mut refused = Vec::new();
    if let (Some(ruling), Ok(closed_on), true) = (ruling, closed_on, form.is_clean()) {
        // As it stands now: a ruling that a colleague recorded a moment ago is not overwritten.
        let mut unit = visit.app.store.begin().await?;
        let now = unit.remedies_of(&remedy.case).await?.into_iter().find(|now| now.id == remedy.id);
        match now.ok_or(Error::NotFound)?.close(ruling, closed_on, visit.today) {
            Ok(closed) => {
                unit.put_remedy(&closed).await?;
                visit.record(&mut unit, "remedy.close", &number, Outcome::Done).await?;
                unit.commit().await?;
                return Ok(Redirect::to("/desk/remedies?done=closed").into_response());
            }
            Err(refusals) => {
                visit.record(&mut unit, "remedy.close", &number, Outcome::Refused).await?;
                unit.commit().await?;
                refused = told(&refusals);
            }
        }
    }
    let html = closing(&visit, &remedy, &number, form, refused).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(html)).into_response())
}
