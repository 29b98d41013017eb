//! Applying for information, and following the application.

mod track;

pub use track::{DOCX, ask, download, receipt_file, saved, show};

use crate::chance;
use crate::error::Error;
use crate::fields::Fields;
use crate::limits::Kind;
use crate::page::form::{Choice, FormState};
use crate::page::parts::Fact;
use crate::page::words::date;
use crate::page::{Door, Page};
use crate::visit::Visit;
use askama::Template;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use cases::application::{Application, Delivery, Form};
use cases::case::{Case, Moment, Rules};
use cases::docket::Salt;
use cases::draft::{Draft, Field};
use cases::identity::ProofKind;
use civic::{Body, BodyKind, CaseId};
use law::applicant::ApplicantKind;
use law::clock::{self, Timeline};
use law::receipt::Channel;
use serde::Deserialize;
use store::cases::{Found, NewCase};

impl Visit {
    /// The moment of this request, for acts on cases.
    pub fn moment(&self) -> Moment {
        Moment { at: self.now, today: self.today }
    }

    /// The law as this installation reads it.
    pub fn rules(&self) -> Rules<'_> {
        Rules { calendar: self.app.calendar, policy: &self.app.settings.policy }
    }
}

/// The choices of the application form, for the public page and for the desk's.
#[derive(Clone, Debug)]
pub struct Choices {
    /// Whether an organisation applies; else a person.
    pub organisation: bool,
    /// The five kinds of organisation.
    pub kinds: Vec<Choice>,
    /// Documents of identity.
    pub proofs: Vec<Choice>,
    /// Carriers.
    pub forms: Vec<Choice>,
    /// Ways of delivery.
    pub ways: Vec<Choice>,
}

impl Choices {
    /// The choices for a person or an organisation.
    pub fn new(organisation: bool) -> Self {
        let kinds = ApplicantKind::ALL.into_iter().filter(|kind| kind.is_organisation());
        Self {
            organisation,
            kinds: kinds.map(|kind| Choice::new(kind.key(), kind.label())).collect(),
            proofs: ProofKind::ALL.iter().map(|kind| Choice::new(kind.key(), kind.label())).collect(),
            forms: Form::ALL.iter().map(|form| Choice::new(form.key(), form.label())).collect(),
            ways: Delivery::ALL.iter().map(|way| Choice::new(way.key(), way.label())).collect(),
        }
    }

    /// The fields that only the other kind of applicant has: what was typed there is carried along, so that nothing is lost by
    /// looking at the other form. An application reads only its own.
    pub fn kept(&self) -> &'static [&'static str] {
        if self.organisation { &["proof_kind", "proof_number"] } else { &["uscc", "representative", "contact_person"] }
    }
}

/// The other kind of applicant, where the button that changes it was pressed: whether it is an organisation.
pub fn switched(fields: &Fields) -> Option<bool> {
    match fields.text("as") {
        "" => None,
        who => Some(who == "organisation"),
    }
}

/// What was typed into the application's fields.
pub fn draft_of(fields: &Fields) -> Draft {
    let mut draft = Draft::default();
    for field in Field::ALL {
        *draft.get_mut(*field) = fields.text(field.key()).to_owned();
    }
    draft
}

/// The names of the application's fields and of these.
pub fn known<'a>(others: &[&'a str]) -> Vec<&'a str> {
    Field::ALL.iter().map(|field| field.key()).chain(others.iter().copied()).collect()
}

/// The query code of a form's token: the same form sent twice leads to the same code, and the archive keeps neither.
///
/// Ten characters of 31 that cannot be taken for another, 49 bits; tries are limited.
pub fn query_code(token: &str) -> String {
    const SIGNS: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    let digest = chance::digest(&format!("query code\n{token}"));
    let mut number = u128::from_str_radix(&digest[..32], 16).unwrap_or_default();
    let mut code = String::with_capacity(11);
    for place in 0..10 {
        if place == 5 {
            code.push('-');
        }
        code.push(char::from(SIGNS[(number % 31) as usize]));
        number /= 31;
    }
    code
}

/// The hash under which a case keeps its query code.
pub fn code_hash(case: &CaseId, code: &str) -> String {
    chance::digest(&format!("{case}\n{}", cases::number::fold_query_code(code)))
}

/// Whether a form's token is one that we gave out: nothing else may choose a query code.
pub fn is_token(token: &str) -> bool {
    token.len() == 64 && token.bytes().all(|b| b.is_ascii_hexdigit())
}

#[derive(Template)]
#[template(path = "apply/choose.html")]
struct Choose {
    page: Page,
    groups: Vec<(&'static str, Vec<Body>)>,
}

/// `/apply/`: to whom.
///
/// # Errors
/// A fault of the template.
pub async fn choose(visit: Visit) -> Result<Response, Error> {
    let tree = visit.app.tree();
    let of = |kind: BodyKind| tree.all().iter().filter(|body| body.kind == kind).cloned().collect::<Vec<_>>();
    let groups = BodyKind::ALL.into_iter().map(|kind| (kind.label(), of(kind))).filter(|(_, all)| !all.is_empty());
    let page = visit
        .portal("依申请公开")
        .here("依申请公开")
        .behind(Door::Apply)
        .description("向行政机关申请获取政府信息：选择机关，填写申请，查询办理进度。");
    Ok(Html(Choose { page, groups: groups.collect() }.render()?).into_response())
}

/// Who applies.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct As {
    r#as: String,
}

#[derive(Template)]
#[template(path = "apply/form.html")]
struct ApplyForm {
    page: Page,
    form: FormState,
    body: Body,
    choices: Choices,
    token: String,
    /// How the office is reached: telephone, else e-mail, else address.
    reach: Option<String>,
}

fn form_page(visit: &Visit, body: Body, organisation: bool, form: FormState, token: String) -> Result<String, Error> {
    let page = visit
        .portal(format!("向{}申请公开政府信息", body.name))
        .crumb("依申请公开", "/apply/")
        .here(body.name.as_str())
        .about(body.slug.as_str(), body.name.as_str())
        .behind(Door::Apply)
        .unlisted()
        .showing(&form);
    let contact = &body.contact;
    let reach = [&contact.phone, &contact.email, &contact.address].into_iter().find(|way| !way.is_empty()).cloned();
    Ok(ApplyForm { page, form, body, choices: Choices::new(organisation), token, reach }.render()?)
}

/// `/apply/{slug}`: the form.
///
/// # Errors
/// [`Error::NotFound`] for an unknown body.
pub async fn form(visit: Visit, Path(slug): Path<String>, Query(who): Query<As>) -> Result<Response, Error> {
    let body = visit.app.body(&slug)?;
    let organisation = who.r#as == "organisation";
    let form = FormState::new().with("form", Form::Electronic.key()).with("delivery", Delivery::Online.key());
    Ok(Html(form_page(&visit, body, organisation, form, chance::token())?).into_response())
}

/// `POST /apply/{slug}`: every mistake at once, or the receipt; or the same form for the other kind of applicant. The same form sent twice opens one case.
///
/// # Errors
/// [`Error::TooMany`], [`Error::UnknownField`], or a fault; an application that was acknowledged is on disk.
pub async fn submit(visit: Visit, Path(slug): Path<String>, fields: Fields) -> Result<Response, Error> {
    let body = visit.app.body(&slug)?;
    fields.only(&known(&["token", "as"]))?;
    let draft = draft_of(&fields);
    let token = fields.text("token").to_owned();
    let mut form = fields.form();
    if let Some(organisation) = switched(&fields) {
        let token = if is_token(&token) { token } else { chance::token() };
        return Ok(Html(form_page(&visit, body, organisation, form, token)?).into_response());
    }
    visit.count(Kind::Apply)?;
    if let Err(errors) = draft.parse() {
        for error in errors {
            form.reject(error.field.key(), error.to_string());
        }
    }
    if !is_token(&token) {
        form.reject("", "这份申请表已经过期，填写的内容都还在，请再次点击“提交申请”");
    }
    let application = match draft.parse() {
        Ok(application) if form.is_clean() => application,
        _ => {
            let organisation = ApplicantKind::from_key(&draft.applicant_kind) != Some(ApplicantKind::NaturalPerson);
            let token = if is_token(&token) { token } else { chance::token() };
            let html = form_page(&visit, body, organisation, form, token)?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(html)).into_response());
        }
    };
    let id: CaseId = chance::id();
    let salt = Salt::from(chance::id::<String>());
    let (case, _) = Case::submit(id, salt.clone(), &application, visit.moment());
    let found = open(&visit, &body, &case, &application, &salt, &token).await?;
    let again = found.case.id() != case.id();
    Ok((StatusCode::CREATED, Html(receipt(&visit, &body, &found, &token, again)?)).into_response())
}

/// Opens the case, or finds the one that this form has opened before.
async fn open(
    visit: &Visit,
    body: &Body,
    case: &Case,
    application: &Application,
    salt: &Salt,
    token: &str,
) -> Result<Found, Error> {
    let kept_token = chance::digest(token);
    let code_hash = code_hash(case.id(), &query_code(token));
    let new = NewCase {
        case,
        application,
        salt,
        body,
        year: visit.today.year(),
        token: &kept_token,
        code_hash: &code_hash,
        policy: &visit.app.settings.policy,
    };
    let mut unit = visit.app.store.begin().await?;
    match unit.open_case(&new).await {
        Ok(_) => unit.commit().await?,
        Err(store::Error::Twice { .. }) => drop(unit),
        Err(fault) => return Err(fault.into()),
    }
    visit.app.store.case_by_token(&kept_token).await?.ok_or(Error::NotFound)
}

#[derive(Template)]
#[template(path = "apply/receipt.html")]
struct Receipt {
    page: Page,
    body: Body,
    number: String,
    code: String,
    facts: Vec<Fact>,
    when: String,
    again: bool,
}

/// What an applicant may expect, in a sentence: the answer's last day, or that it is not counted yet.
pub fn expectation(visit: &Visit, found: &Found) -> String {
    let timeline = found.case.clock(visit.today, visit.rules());
    if let Some(due) = timeline.due {
        return format!("答复期限到{}{}。", date(&due), provisional(&timeline));
    }
    let (channel, arrived_on) = found.case.arrival();
    if found.case.received_on(&visit.app.settings.policy).is_some() {
        return "答复期限现在没有计算，原因见办理进度。".to_owned();
    }
    let if_today = confirmed(visit, channel, arrived_on);
    let due = if_today.due.map(|due| date(&due)).unwrap_or_default();
    format!(
        "本机关将与您联系，双方确认之日为收到申请之日（条例第三十一条第三项）。如在今天确认，答复期限到{due}{}；确认之后，可以凭申请编号和查询码查到准确的日期。",
        provisional(&if_today)
    )
}

fn confirmed(visit: &Visit, channel: Channel, arrived_on: jiff::civil::Date) -> Timeline {
    let received = clock::Act::Received { on: arrived_on, channel, confirmed_on: Some(visit.today) };
    clock::timeline(&[received], visit.today, visit.app.calendar, &visit.app.settings.policy)
}

fn provisional(timeline: &Timeline) -> &'static str {
    if timeline.provisional { "（该年度节假日安排公布后可能调整）" } else { "" }
}

fn receipt(visit: &Visit, body: &Body, found: &Found, token: &str, again: bool) -> Result<String, Error> {
    let (channel, arrived_on) = found.case.arrival();
    let facts = vec![
        Fact::new("受理机关", body.name.as_str()),
        Fact::new("申请人", found.masked_name.as_str()),
        Fact::new("提交日期", date(&arrived_on)),
        Fact::new("提交方式", channel.label()),
        Fact::new("申请内容", found.title.as_str()).across(),
    ];
    let page = visit
        .portal("申请已经提交")
        .crumb("依申请公开", "/apply/")
        .here("接收回执")
        .about(body.slug.as_str(), body.name.as_str())
        .behind(Door::Apply)
        .unlisted();
    let receipt = Receipt {
        page,
        body: body.clone(),
        number: found.number.to_string(),
        code: query_code(token),
        facts,
        when: expectation(visit, found),
        again,
    };
    Ok(receipt.render()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_sent_twice_has_one_code_and_another_form_another() {
        let code = query_code(&"a".repeat(64));
        assert_eq!(code, query_code(&"a".repeat(64)));
        assert_ne!(code, query_code(&"b".repeat(64)));
        assert_eq!((code.len(), code.as_bytes()[5]), (11, b'-'));
        let case = CaseId::from("c1");
        assert_eq!(code_hash(&case, &code), code_hash(&case, &format!(" {} ", code.to_lowercase())));
        assert_ne!(code_hash(&case, &code), code_hash(&"c2".into(), &code));
    }
}
