//! Typing in an application that came on paper, by fax or by word of mouth.

use crate::apply::{Choices, code_hash, draft_of, expectation, is_token, known, query_code, switched};
use crate::casework::{refused, typed};
use crate::chance;
use crate::error::Error;
use crate::fields::Fields;
use crate::page::Page;
use crate::page::form::{Choice, FormState};
use crate::page::parts::{Fact, Refused};
use crate::page::words::date;
use crate::visit::Visit;
use askama::Template;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use cases::application::{Delivery, Form};
use cases::case::Case;
use cases::docket::{Hand, Salt};
use civic::{Body, CaseId, Permission, Role};
use law::applicant::ApplicantKind;
use law::receipt::Channel;
use serde::Deserialize;
use store::audit::Outcome;
use store::cases::{Found, NewCase};

/// Who applies.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct As {
    r#as: String,
}

#[derive(Template)]
#[template(path = "casework/new.html")]
struct New {
    page: Page,
    form: FormState,
    choices: Choices,
    bodies: Vec<Choice>,
    channels: Vec<Choice>,
    token: String,
    refused: Vec<Refused>,
}

/// The bodies in which the person signed in may take applications in.
fn bodies(visit: &Visit) -> Vec<Body> {
    let tree = visit.app.tree();
    visit.bodies(Permission::HandleCase).iter().filter_map(|id| tree.get(id).cloned()).collect()
}

/// The ways an application comes that is typed in here; what is handed in online has its case already.
fn channels() -> impl Iterator<Item = Channel> {
    Channel::ALL.into_iter().filter(|channel| *channel != Channel::Online)
}

async fn new_page(
    visit: &Visit,
    organisation: bool,
    form: FormState,
    token: String,
    refused: Vec<Refused>,
) -> Result<String, Error> {
    let channel = |channel: &Channel| {
        let choice = Choice::new(channel.key(), channel.label());
        if channel.needs_confirmation() { choice.hint("以双方确认之日为收到申请之日") } else { choice }
    };
    let page =
        visit.desk("录入书面申请").await?.crumb("办件", "/desk/cases/").here("录入书面申请").wide().showing(&form);
    let new = New {
        page,
        form,
        choices: Choices::new(organisation),
        bodies: bodies(visit).iter().map(|body| Choice::new(body.slug.as_str(), body.name.as_str())).collect(),
        channels: channels().map(|one| channel(&one)).collect(),
        token,
        refused,
    };
    Ok(new.render()?)
}

/// `/desk/cases/new`.
///
/// # Errors
/// A fault of the template.
pub async fn new(visit: Visit, Query(who): Query<As>) -> Result<Response, Error> {
    let mut form = FormState::new()
        .with("channel", Channel::InPerson.key())
        .with("arrived_on", visit.today.to_string())
        .with("form", Form::Paper.key())
        .with("delivery", Delivery::Post.key());
    if let [only] = bodies(&visit).as_slice() {
        form = form.with("body", only.slug.as_str());
    }
    let organisation = who.r#as == "organisation";
    Ok(Html(new_page(&visit, organisation, form, chance::token(), Vec::new()).await?).into_response())
}

#[derive(Template)]
#[template(path = "casework/taken_in.html")]
struct TakenIn {
    page: Page,
    href: String,
    number: String,
    code: String,
    facts: Vec<Fact>,
    when: String,
    late: String,
    again: bool,
}

/// `POST /desk/cases/new`: the form for the other kind of applicant, or the case, with the number and code to hand to the applicant.
///
/// # Errors
/// [`Error::Denied`] for a body that is not one's own, or a fault.
pub async fn create(visit: Visit, fields: Fields) -> Result<Response, Error> {
    fields.only(&known(&["token", "body", "channel", "arrived_on", "confirmed_on", "as"]))?;
    let draft = draft_of(&fields);
    let mut form = fields.form();
    if let Some(organisation) = switched(&fields) {
        let token =
            Some(fields.text("token")).filter(|token| is_token(token)).map_or_else(chance::token, str::to_owned);
        return Ok(Html(new_page(&visit, organisation, form, token, Vec::new()).await?).into_response());
    }
    let body = visit.app.tree().by_slug(fields.text("body")).cloned();
    if let Some(body) = &body {
        visit.may(Permission::HandleCase, &body.id)?;
    } else {
        form.reject("body", "请选择受理机关");
    }
    let channel = channels().find(|channel| channel.key() == fields.text("channel"));
    if channel.is_none() {
        form.reject("channel", "请选择申请是怎样收到的");
    }
    let arrived_on = typed::date(fields.text("arrived_on")).map_err(|wrong| form.reject("arrived_on", wrong));
    let confirmed_on =
        typed::date_if_any(fields.text("confirmed_on")).map_err(|wrong| form.reject("confirmed_on", wrong));
    let application = draft.parse().map_err(|errors| {
        for error in errors {
            form.reject(error.field.key(), error.to_string());
        }
    });
    let token = fields.text("token").to_owned();
    if !is_token(&token) {
        form.reject("", "这份申请表已经过期，填写的内容都还在，请再次提交");
    }
    let organisation = ApplicantKind::from_key(&draft.applicant_kind) != Some(ApplicantKind::NaturalPerson);
    let (Some(body), Some(channel), Ok(arrived_on), Ok(confirmed_on), Ok(application), true) =
        (body, channel, arrived_on, confirmed_on, application, form.is_clean())
    else {
        let token = if is_token(&token) { token } else { chance::token() };
        let html = new_page(&visit, organisation, form, token, Vec::new()).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(html)).into_response());
    };
    let person = visit.person()?;
    let by = Hand::Staff { person: person.id.clone(), name: person.name.clone(), role: Role::Clerk };
    let (id, salt): (CaseId, Salt) = (chance::id(), Salt::from(chance::id::<String>()));
    let arrival = (channel, arrived_on, confirmed_on);
    let taken = Case::take_in(id, salt.clone(), &application, arrival, by, visit.moment(), visit.rules());
    let case = match taken {
        Ok((case, _)) => case,
        Err(refusals) => {
            let mut unit = visit.app.store.begin().await?;
            visit.record(&mut unit, "case.taken_in", &body.slug, Outcome::Refused).await?;
            unit.commit().await?;
            let html = new_page(&visit, organisation, form, token, refused(&refusals)).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(html)).into_response());
        }
    };
    let kept_token = chance::digest(&token);
    let code_hash = code_hash(case.id(), &query_code(&token));
    let new = NewCase {
        case: &case,
        application: &application,
        salt: &salt,
        body: &body,
        year: visit.today.year(),
        token: &kept_token,
        code_hash: &code_hash,
        policy: &visit.app.settings.policy,
    };
    let mut unit = visit.app.store.begin().await?;
    match unit.open_case(&new).await {
        Ok(number) => {
            visit.record(&mut unit, "case.taken_in", &number.to_string(), Outcome::Done).await?;
            unit.commit().await?;
        }
        // A double click: the case is there, its page is shown again.
        Err(store::Error::Twice { .. }) => drop(unit),
        Err(fault) => return Err(fault.into()),
    }
    let found = visit.app.store.case_by_token(&kept_token).await?.ok_or(Error::NotFound)?;
    let again = found.case.id() != case.id();
    Ok((StatusCode::CREATED, Html(taken_in(&visit, &body, &found, &token, again).await?)).into_response())
}

async fn taken_in(visit: &Visit, body: &Body, found: &Found, token: &str, again: bool) -> Result<String, Error> {
    let (channel, arrived_on) = found.case.arrival();
    let timeline = found.case.clock(visit.today, visit.rules());
    let late = match timeline.working_days_left {
        Some(left) if left < 0 => format!("答复期限已过，本件已超期 {} 个工作日", -left),
        _ => String::new(),
    };
    let page = visit.desk("申请已经录入").await?.crumb("办件", "/desk/cases/").here(found.number.to_string()).wide();
    let taken_in = TakenIn {
        page,
        href: format!("/desk/cases/{}", found.case.id()),
        number: found.number.to_string(),
        code: query_code(token),
        facts: vec![
            Fact::new("受理机关", body.name.as_str()),
            Fact::new("登记号", found.number.official(&body.code)),
            Fact::new("提交方式", channel.label()),
            Fact::new("到达日期", date(&arrived_on)),
            Fact::new("申请内容", found.title.as_str()).across(),
        ],
        when: expectation(visit, found),
        late,
        again,
    };
    Ok(taken_in.render()?)
}
