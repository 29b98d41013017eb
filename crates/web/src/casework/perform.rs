//! Doing an act: its form, every mistake and every refusal at once, and two clerks who act at the same time.

use crate::casework::acts::{self, Control, Input};
use crate::casework::case::{due, facts, happened};
use crate::casework::fee;
use crate::casework::letter::{self, Wording};
use crate::casework::{found, refused, roles_in};
use crate::chance;
use crate::error::Error;
use crate::fields::Fields;
use crate::page::Page;
use crate::page::form::{Choice, FormState};
use crate::page::parts::{Fact, Happened, Refused};
use crate::visit::Visit;
use askama::Template;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use cases::act::{Act, ActKind, By};
use cases::case::Case;
use cases::docket::Hand;
use civic::{Actor, Appointment, Body, Permission};
use law::outcome::Outcome;
use serde::Deserialize;
use store::audit::Outcome as Ended;
use store::cases::{Found, Letter};
use store::files::{Files, Kept};

#[derive(Template)]
#[template(path = "casework/act.html")]
struct ActPage {
    page: Page,
    form: FormState,
    id: String,
    action: String,
    about: &'static str,
    inputs: Vec<Input>,
    outcome: Option<Outcome>,
    choosing: bool,
    outcomes: Vec<Choice>,
    seen: usize,
    refused: Vec<Refused>,
    unsignable: Vec<Refused>,
    calculator: Option<String>,
    shown: bool,
    conflict: Vec<Happened>,
    asked: Option<String>,
    preview_html: String,
    label: &'static str,
    confirm: String,
    due_class: &'static str,
    due_day: String,
    due_says: String,
    facts: Vec<Fact>,
}

/// The act of an address, if the desk does it, with who may.
fn on_the_desk(key: &str) -> Result<(ActKind, Permission), Error> {
    let kind = ActKind::from_key(key).filter(|kind| !kind.line().from.is_empty()).ok_or(Error::NotFound)?;
    match kind.line().by {
        By::Staff(permission) => Ok((kind, permission)),
        By::Applicant => Err(Error::NotFound),
    }
}

/// The answers that a clerk decides; the others come about by themselves.
fn outcomes() -> Vec<Choice> {
    let by_themselves = [Outcome::OverdueCorrection, Outcome::OverdueFee];
    let decided = Outcome::ALL.into_iter().filter(|outcome| !by_themselves.contains(outcome));
    decided.map(|outcome| Choice::new(outcome.key(), outcome.label())).collect()
}

/// What a page of an act shows beside its form.
#[derive(Default)]
struct Shown {
    refused: Vec<Refused>,
    conflict: Vec<Happened>,
    hide_form: bool,
    calculator: Option<fee::Calculator>,
}

async fn act_page(
    visit: &Visit,
    found: &Found,
    body: &Body,
    kind: ActKind,
    outcome: Option<Outcome>,
    form: FormState,
    shown: Shown,
) -> Result<String, Error> {
    let may_see = visit.can(Permission::SeeApplicant, &found.body);
    let timeline = found.case.clock(visit.today, visit.rules());
    let id = found.case.id().to_string();
    let choosing = kind == ActKind::Decided && outcome.is_none();
    let (due_class, due_day, due_says) = due(&found.case, &timeline);
    let (mut preview, mut unsignable) = (None, Vec::new());
    match kind {
        ActKind::Decided => unsignable = letter::missing_beforehand(visit, body),
        ActKind::Signed | ActKind::Returned if may_see => match letter::draft(visit, found, body) {
            Some(Ok(paper)) => preview = Some(paper),
            Some(Err(errors)) => unsignable = errors.iter().map(letter::unwritable).collect(),
            None => {}
        },
        _ => {}
    }
    // The page has its own first heading.
    let preview_html =
        preview.map(|paper| paper::html::fragment(&paper).replace("<h1 ", "<h2 ").replace("</h1>", "</h2>"));
    let page = visit
        .desk(kind.label())
        .await?
        .crumb("办件", "/desk/cases/")
        .crumb(found.number.to_string(), format!("/desk/cases/{id}"))
        .here(kind.label())
        .showing(&form);
    let action = format!("/desk/cases/{id}/{}", kind.key());
    let calculator = match kind {
        ActKind::FeeNotified => shown.calculator.or_else(|| Some(fee::Typed::default().compute(&action).0)),
        _ => None,
    };
    let title = &found.title;
    let confirm = match kind {
        ActKind::Signed => format!("确定签发对“{title}”的答复书？签发后内容不能再改。"),
        ActKind::Withdrawn | ActKind::ClosedAsAbandoned => format!("确定终止办理“{title}”？"),
        ActKind::Archived => format!("确定将“{title}”归档？归档后只能添加备注。"),
        _ => String::new(),
    };
    // What cannot be signed is not offered for signing. Said once: a try refused for the same reason says it already.
    let signable = kind != ActKind::Signed || unsignable.is_empty();
    let offered = signable && !shown.hide_form;
    let unsignable = if shown.refused.is_empty() { unsignable } else { Vec::new() };
    let act = ActPage {
        page,
        form,
        action,
        id,
        about: acts::about(kind),
        inputs: acts::inputs(kind, found, outcome),
        outcome,
        choosing,
        outcomes: if choosing { outcomes() } else { Vec::new() },
        seen: found.case.entries().len(),
        calculator: calculator.map(|calculator| calculator.render()).transpose()?,
        unsignable,
        refused: shown.refused,
        shown: offered,
        conflict: shown.conflict,
        asked: acts::asked(found)
            .filter(|_| may_see && matches!(kind, ActKind::ExtensionApproved | ActKind::ExtensionDeclined)),
        preview_html: preview_html.unwrap_or_default(),
        label: kind.label(),
        confirm,
        due_class,
        due_day,
        due_says,
        facts: facts(visit, found, body),
    };
    Ok(act.render()?)
}

/// The answer chosen on the first of the two pages of a decision.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Chosen {
    outcome: String,
    /// How the fee is charged, for the calculator of 告知收费.
    by: String,
    /// Pages, or which item of the month.
    count: String,
}

/// `/desk/cases/{id}/{act}`: the form of an act, or why it cannot be done.
///
/// # Errors
/// [`Error::NotFound`] for an unknown act or a foreign case, [`Error::Denied`] when it is somebody else's to do.
pub async fn act_form(
    visit: Visit,
    Path((id, key)): Path<(String, String)>,
    Query(chosen): Query<Chosen>,
) -> Result<Response, Error> {
    let (kind, permission) = on_the_desk(&key)?;
    let (found, body) = found(&visit, &id).await?;
    visit.may(permission, &found.body)?;
    let outcome = Outcome::from_key(&chosen.outcome).filter(|_| kind == ActKind::Decided);
    let offers = found.case.offers(&roles_in(&visit, &body), visit.today, visit.rules());
    let refusals = offers.into_iter().find(|offer| offer.act == kind).map(|offer| offer.refusals).unwrap_or_default();
    let hide_form = !refusals.is_empty();
    let mut form = acts::initial(kind, &visit, &found);
    let (calculator, amount) =
        fee::Typed { by: chosen.by, count: chosen.count }.compute(&format!("/desk/cases/{id}/{key}"));
    if let (ActKind::FeeNotified, Some(amount)) = (kind, amount) {
        form = form.with("amount", amount);
    }
    if let (ActKind::Decided, Some(before)) = (kind, last_outcome(&found)) {
        form = form.with("outcome", before.key());
    }
    let shown = Shown { refused: refused(&refusals), hide_form, calculator: Some(calculator), ..Shown::default() };
    Ok(Html(act_page(&visit, &found, &body, kind, outcome, form, shown).await?).into_response())
}

fn last_outcome(found: &Found) -> Option<Outcome> {
    found.case.entries().iter().rev().find_map(|entry| match entry.act {
        Act::Decided { outcome, .. } => Some(outcome),
        _ => None,
    })
}

/// The hand of the person signed in, in the role that may do this here.
fn hand(visit: &Visit, body: &Body, permission: Permission) -> Result<Hand, Error> {
    let person = visit.person()?;
    let tree = visit.app.tree();
    let role = roles_in(visit, body).into_iter().find(|role| {
        let alone = vec![Appointment { body: body.id.clone(), role: *role }];
        civic::may(&Actor::person(person.id.clone(), &person.name, alone), permission, &body.id, &tree).is_ok()
    });
    let denied = civic::Denied { permission, body: body.id.clone(), visitor: false };
    let role = role.ok_or(Error::Denied(denied))?;
    Ok(Hand::Staff { person: person.id.clone(), name: person.name.clone(), role })
}

/// `POST /desk/cases/{id}/{act}`: done, or the same form with what needs mending, what the law refuses, or what a
/// colleague did meanwhile; nothing typed is lost.
///
/// # Errors
/// As [`act_form`], and faults of the archive.
pub async fn act(visit: Visit, Path((id, key)): Path<(String, String)>, fields: Fields) -> Result<Response, Error> {
    let (kind, permission) = on_the_desk(&key)?;
    let (found_now, body) = found(&visit, &id).await?;
    visit.may(permission, &found_now.body)?;
    let outcome = Outcome::from_key(fields.text("outcome")).filter(|_| kind == ActKind::Decided);
    let inputs = acts::inputs(kind, &found_now, outcome);
    let known: Vec<&str> = inputs.iter().map(|input| input.name).chain(["seen", "outcome"]).collect();
    fields.only(&known)?;
    let mut form = fields.form();
    if kind == ActKind::Decided && outcome.is_none() {
        form.reject("outcome", "请选择答复结果");
    }
    let act = acts::parse(kind, &fields, &mut form, &found_now, outcome);
    let answer = |status, html: String| Ok((status, Html(html)).into_response());

    // The form was opened on an older state: say what happened since, keep what was typed, let the person look again.
    let seen: usize = fields.text("seen").parse().unwrap_or(0);
    if seen != found_now.case.entries().len() {
        let html = conflict(&visit, &found_now, &body, kind, outcome, form, seen).await?;
        return answer(StatusCode::CONFLICT, html);
    }
    let Some(act) = act.filter(|_| form.is_clean()) else {
        let html = act_page(&visit, &found_now, &body, kind, outcome, form, Shown::default()).await?;
        return answer(StatusCode::UNPROCESSABLE_ENTITY, html);
    };
    let by = hand(&visit, &body, permission)?;
    match perform(&visit, &found_now, &body, act, by).await? {
        Done::Recorded => Ok(Redirect::to(&format!("/desk/cases/{id}?done={}", kind.key())).into_response()),
        Done::Refused(refused) => {
            let mut unit = visit.app.store.begin().await?;
            visit.record(&mut unit, &audit_key(kind), &found_now.number.to_string(), Ended::Refused).await?;
            unit.commit().await?;
            let shown = Shown { refused, ..Shown::default() };
            answer(
                StatusCode::UNPROCESSABLE_ENTITY,
                act_page(&visit, &found_now, &body, kind, outcome, form, shown).await?,
            )
        }
        Done::SomebodyWasFirst => {
            let (later, body) = found(&visit, &id).await?;
            let html = conflict(&visit, &later, &body, kind, outcome, form, seen).await?;
            answer(StatusCode::CONFLICT, html)
        }
    }
}

fn audit_key(kind: ActKind) -> String {
    format!("case.{}", kind.key())
}

async fn conflict(
    visit: &Visit,
    found: &Found,
    body: &Body,
    kind: ActKind,
    outcome: Option<Outcome>,
    form: FormState,
    seen: usize,
) -> Result<String, Error> {
    let may_see = visit.can(Permission::SeeApplicant, &found.body);
    let mut since = happened(&found.case, may_see);
    since.truncate(found.case.entries().len().saturating_sub(seen));
    let refusals = found.case.offers(&roles_in(visit, body), visit.today, visit.rules());
    let refusals = refusals.into_iter().find(|offer| offer.act == kind).map(|offer| offer.refusals).unwrap_or_default();
    let shown = Shown { conflict: since, refused: refused(&refusals), ..Shown::default() };
    // The hidden number of entries is what the page writes, not what was sent.
    act_page(visit, found, body, kind, outcome, form, shown).await
}

/// What came of an act.
enum Done {
    Recorded,
    Refused(Vec<Refused>),
    SomebodyWasFirst,
}

/// Does the act in one unit of work: entry, letter and audit together, or none of them.
async fn perform(visit: &Visit, found: &Found, body: &Body, act: Act, by: Hand) -> Result<Done, Error> {
    let kind = act.kind();
    let mut unit = visit.app.store.begin().await?;
    let act = match act {
        Act::Signed { on, .. } => {
            let serial = unit.next_reply_serial(&body.id, on.year()).await?;
            Act::Signed { on, number: cases::number::reply_number(&body.code, on.year(), serial) }
        }
        other => other,
    };
    let (case, entry) = match found.case.clone().act(act, by, visit.moment(), visit.rules()) {
        Ok(done) => done,
        Err(refusals) => return Ok(Done::Refused(refused(&refusals))),
    };
    if let Act::Signed { on, number } = &entry.act {
        let Some(wording) = Wording::decided(found) else { return Err(Error::NotFound) };
        let paper = match letter::paper(visit, found, body, &wording, number, *on) {
            Ok(paper) => paper,
            Err(errors) => return Ok(Done::Refused(errors.iter().map(letter::unwritable).collect())),
        };
        keep_letter(visit, &mut unit, &case, number, *on, letter::docx(&paper)?).await?;
    }
    if !unit.append(&case, &visit.app.settings.policy).await? {
        return Ok(Done::SomebodyWasFirst);
    }
    visit.record(&mut unit, &audit_key(kind), &found.number.to_string(), Ended::Done).await?;
    unit.commit().await?;
    Ok(Done::Recorded)
}

async fn keep_letter(
    visit: &Visit,
    unit: &mut store::Unit,
    case: &Case,
    number: &str,
    signed_on: jiff::civil::Date,
    bytes: Vec<u8>,
) -> Result<(), Error> {
    let size = bytes.len() as u64;
    let file = Files::under(&visit.app.settings.data_dir).keep(bytes).await?;
    let added_by = visit.person()?.id.clone();
    let kept = Kept { id: file.clone(), size, media: crate::apply::DOCX.to_owned(), added_by };
    unit.put_file(&kept, visit.now).await?;
    let letter = Letter { id: chance::id(), case: case.id().clone(), number: number.to_owned(), signed_on, file };
    unit.put_letter(&letter).await?;
    Ok(())
}
