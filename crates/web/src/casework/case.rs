//! A case on one page: what is asked, by when and why, what happened, what may be done next.

use crate::casework::strip::strip;
use crate::casework::{acts, badge, found, refused, roles_in};
use crate::error::Error;
use crate::page::Page;
use crate::page::parts::{self, Attachment, Badge, Fact, Happened, Stage as At, Tone};
use crate::page::strip::Strip;
use crate::page::words::{date, list_date, moment, money};
use crate::visit::Visit;
use askama::Template;
use axum::extract::{Path, Query};
use axum::response::{Html, IntoResponse, Response};
use cases::act::{Act, ActKind, By};
use cases::application::{Applicant, Application};
use cases::case::Case;
use cases::refusal::Refusal;
use cases::remedy::Remedy;
use cases::stage::StageKind;
use civic::{Body, Denied, Permission};
use law::clock::{State, Timeline};
use rust_decimal::Decimal;
use serde::Deserialize;
use store::cases::Found;

/// A reason for the due date, as a row of the table under the strip.
struct Reason {
    on: String,
    why: String,
    basis: String,
    due: String,
}

/// A limit beside the answer limit.
struct Side {
    what: &'static str,
    due: String,
    met: Badge,
}

#[derive(Template)]
#[template(path = "casework/case.html")]
struct CasePage {
    page: Page,
    id: String,
    title: String,
    stage: Badge,
    wanted: Vec<Fact>,
    strip: Strip,
    reasons: Vec<Reason>,
    sides: Vec<Side>,
    acts: Vec<parts::Act>,
    shut: Vec<parts::Act>,
    shut_names: String,
    others: Vec<(String, String)>,
    may_act: bool,
    happened: Vec<Happened>,
    latest: String,
    letters: Vec<Attachment>,
    draft: bool,
    returned: Option<String>,
    remedies: Vec<Remedy>,
    may_file: bool,
    due_class: &'static str,
    due_day: String,
    due_says: String,
    facts: Vec<Fact>,
    contact: Vec<Fact>,
}

/// What was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Said {
    done: String,
}

/// `/desk/cases/{id}`.
///
/// # Errors
/// [`Error::NotFound`] for a case of a body that is not one's own.
pub async fn page(visit: Visit, Path(id): Path<String>, Query(said): Query<Said>) -> Result<Response, Error> {
    let (found, body) = found(&visit, &id).await?;
    let timeline = found.case.clock(visit.today, visit.rules());
    let mut page = visit.desk(found.title.as_str()).await?.crumb("办件", "/desk/cases/").here(found.number.to_string());
    if let Some(done) = ActKind::from_key(&said.done) {
        page = page.notice(Tone::Done, format!("已记录：{}", done.label()));
    }
    let may_see = visit.can(Permission::SeeApplicant, &found.body);
    let stored = if may_see { visit.app.store.letters(found.case.id()).await? } else { Vec::new() };
    let letters = stored.into_iter().map(|letter| Attachment {
        href: format!("/desk/cases/{id}/letters/{}", letter.id),
        name: format!("{}答复书", letter.number),
        kind: "DOCX".to_owned(),
        size: date(&letter.signed_on),
    });
    let (acts, shut, others) = offered(&visit, &found, &body);
    let may_act = !(acts.is_empty() && shut.is_empty());
    let application = found.application.as_ref().filter(|_| may_see);
    let due = due(&found.case, &timeline);
    let shown = CasePage {
        page,
        id: id.clone(),
        title: found.title.clone(),
        stage: badge(found.case.stage().kind()),
        wanted: wanted(application, &found),
        strip: strip(&visit, &found.case, &timeline),
        reasons: reasons(&timeline),
        sides: sides(&timeline, visit.today),
        shut_names: shut.iter().map(|act| act.name.as_str()).collect::<Vec<_>>().join("、"),
        acts,
        shut,
        others: if may_act { others } else { Vec::new() },
        may_act,
        happened: happened(&found.case, may_see),
        latest: latest(&found.case),
        letters: letters.collect(),
        draft: may_see && found.case.stage().decision().is_some() && found.case.stage().signed().is_none(),
        returned: found.case.return_reason().filter(|_| may_see).map(|reason| reason.shown().to_owned()),
        remedies: visit.app.store.remedies_of(found.case.id()).await?,
        may_file: visit.can(Permission::HandleCase, &found.body) && !found.case.stage().kind().is_open(),
        due_class: due.0,
        due_day: due.1,
        due_says: due.2,
        facts: facts(&visit, &found, &body),
        contact: application.map(contact).unwrap_or_default(),
    };
    Ok(Html(shown.render()?).into_response())
}

/// The box with the last lawful day: class, day, and a line under it.
pub fn due(case: &Case, timeline: &Timeline) -> (&'static str, String, String) {
    if case.stage().kind() == StageKind::Arrived {
        return ("due--held", "期限未起算".to_owned(), "等待登记和双方确认".to_owned());
    }
    let day = timeline.due.map(|due| date(&due)).unwrap_or_default();
    let (class, day, line) = match (timeline.state, timeline.working_days_left, timeline.due) {
        (State::Closed, _, Some(_)) if timeline.overdue => ("due--late", day, "答复期限，已超期办结".to_owned()),
        (State::Closed, _, Some(_)) => ("", day, "答复期限，已按期办结".to_owned()),
        (State::Closed, ..) => ("", "已办结".to_owned(), String::new()),
        (State::Abandoned, ..) => ("due--late", "应当终止办理".to_owned(), "申请人逾期，视为放弃申请".to_owned()),
        (_, Some(left), Some(_)) if left < 0 => ("due--late", day, format!("答复期限，已超期 {} 个工作日", -left)),
        (State::Paused, Some(left), Some(_)) => {
            ("due--held", day, format!("答复期限（征求意见期间不计），剩 {left} 个工作日"))
        }
        (_, Some(left), Some(_)) if left <= 3 => ("due--soon", day, format!("答复期限，还有 {left} 个工作日")),
        (_, Some(left), Some(_)) => ("", day, format!("答复期限，还有 {left} 个工作日")),
        _ => ("due--held", "期限未计算".to_owned(), "等待申请人".to_owned()),
    };
    let provisional = if timeline.provisional { "（暂定：该年度节假日安排尚未公布）" } else { "" };
    (class, day, format!("{line}{provisional}"))
}

fn wanted(application: Option<&Application>, found: &Found) -> Vec<Fact> {
    let Some(application) = application else {
        return vec![Fact::new("所需信息", found.title.as_str()).across()];
    };
    let wanted = &application.wanted;
    let mut facts = Vec::new();
    for (label, text) in [("名称", &wanted.name), ("文号", &wanted.document_number), ("其他特征", &wanted.features)]
    {
        if !text.is_empty() {
            facts.push(Fact::new(label, text.as_str()).across());
        }
    }
    facts.push(Fact::new("提供形式", application.form.label()));
    facts.push(Fact::new("获取途径", application.delivery.label()));
    let corrected = found.case.entries().iter().filter_map(|entry| match &entry.act {
        Act::CorrectionReceived { what, .. } => Some(what.shown()),
        _ => None,
    });
    facts.extend(corrected.map(|what| Fact::new("补正", what).across()));
    facts
}

/// The facts beside the case, without who applied.
pub fn facts(visit: &Visit, found: &Found, body: &Body) -> Vec<Fact> {
    let (channel, arrived_on) = found.case.arrival();
    let mut facts = vec![
        Fact::new("申请编号", found.number.to_string()),
        Fact::new("登记号", found.number.official(&body.code)),
        Fact::new("受理机关", body.name.as_str()),
        Fact::new("提交方式", channel.label()),
        Fact::new("到达日期", date(&arrived_on)),
    ];
    if let Some(on) = found.case.received_on(&visit.app.settings.policy) {
        facts.push(Fact::new("收到申请之日", date(&on)));
    }
    if let Some(decision) = found.case.stage().decision() {
        facts.push(Fact::new("答复结果", decision.outcome.label()));
    }
    if let Some((number, on)) = found.case.stage().signed() {
        facts.push(Fact::new("答复书", format!("{number}（{}）", list_date(&on))));
    }
    facts
}

fn contact(application: &Application) -> Vec<Fact> {
    let applicant = &application.applicant;
    let mut facts = vec![Fact::new("申请人", applicant.name()), Fact::new("类型", applicant.kind().label())];
    match applicant {
        Applicant::Person { proof, .. } => facts.push(Fact::new(proof.kind.label(), proof.masked())),
        Applicant::Organisation { uscc, representative, contact_person, .. } => {
            facts.push(Fact::new("统一社会信用代码", uscc.as_str()));
            facts.push(Fact::new("负责人", representative.as_str()));
            facts.push(Fact::new("联系人", contact_person.as_str()));
        }
    }
    let contact = &application.contact;
    for (label, value) in [
        ("电话", &contact.phone),
        ("电子邮箱", &contact.email),
        ("地址", &contact.address),
        ("邮编", &contact.postcode),
        ("传真", &contact.fax),
    ] {
        if !value.is_empty() {
            facts.push(Fact::new(label, value.as_str()));
        }
    }
    facts
}

fn reasons(timeline: &Timeline) -> Vec<Reason> {
    let row = |step: &law::clock::Step| Reason {
        on: date(&step.on),
        why: step.why.to_string(),
        basis: step.basis.to_string(),
        due: step.due_after.map_or_else(|| "未计算".to_owned(), |due| date(&due)),
    };
    timeline.steps.iter().map(row).collect()
}

fn sides(timeline: &Timeline, today: jiff::civil::Date) -> Vec<Side> {
    let row = |limit: &law::clock::SideLimit| Side {
        what: limit.what.label(),
        due: limit.due.map_or_else(|| "送达日期未登记".to_owned(), |due| date(&due)),
        met: match limit.met {
            Some(true) => Badge::new(Tone::Done, "已办"),
            Some(false) => Badge::new(Tone::Late, "逾期"),
            None if limit.due.is_some_and(|due| due < today) => Badge::new(Tone::Shut, "已过"),
            None => Badge::new(Tone::Waiting, "未到期"),
        },
    };
    timeline.side_limits.iter().map(row).collect()
}

/// What may be done by this person today, what stands in the way of the rest, and by whom other acts are done: the names of
/// those acts under the names of the roles. Acts of other stages come last.
fn offered(visit: &Visit, found: &Found, body: &Body) -> (Vec<parts::Act>, Vec<parts::Act>, Vec<(String, String)>) {
    let roles = roles_in(visit, body);
    let offers = found.case.offers(&roles, visit.today, visit.rules());
    let (mut open, mut shut, mut others) = (Vec::new(), Vec::new(), Vec::<(String, String)>::new());
    for offer in offers {
        if offer.refusals.iter().any(|one| matches!(one, Refusal::WrongHand { .. })) {
            let who = who_does(offer.act, body);
            match others.iter_mut().find(|(roles, _)| *roles == who) {
                Some((_, names)) => *names = format!("{names}、{}", offer.act.label()),
                None => others.push((who, offer.act.label().to_owned())),
            }
            continue;
        }
        let elsewhere = |one: &Refusal| matches!(one, Refusal::WrongStage { .. });
        let list = if offer.refusals.iter().any(elsewhere) { &mut shut } else { &mut open };
        list.push(parts::Act {
            name: offer.act.label().to_owned(),
            href: format!("/desk/cases/{}/{}", found.case.id(), offer.act.key()),
            note: acts::about(offer.act).to_owned(),
            refused: refused(&offer.refusals),
        });
    }
    open.sort_by_key(|act| !act.refused.is_empty());
    (open, shut, others)
}

/// The roles that do an act, as words: `公开机构负责人`.
fn who_does(act: ActKind, body: &Body) -> String {
    match act.line().by {
        By::Staff(permission) => Denied { permission, body: body.id.clone(), visitor: false }.who_may().join("、"),
        By::Applicant => "申请人".to_owned(),
    }
}

/// The docket as the page tells it, the newest first.
pub fn happened(case: &Case, may_see: bool) -> Vec<Happened> {
    let last = case.entries().len().saturating_sub(1);
    let tell = |(place, entry): (usize, &cases::docket::Entry)| Happened {
        what: entry.act.kind().label().to_owned(),
        when: entry.act.on().map(|on| date(&on)).unwrap_or_default(),
        who: format!("{}，{}记录", entry.by.label(), moment(&entry.at)),
        note: note(&entry.act, may_see),
        stage: if place == last { At::Now } else { At::Done },
    };
    case.entries().iter().enumerate().rev().map(tell).collect()
}

/// The last thing that happened, in a line beside the case.
fn latest(case: &Case) -> String {
    let last = case.entries().last();
    last.map(|entry| {
        let on = entry.act.on().map_or_else(|| moment(&entry.at), |on| date(&on));
        format!("{}，{on}", entry.act.kind().label())
    })
    .unwrap_or_default()
}

fn note(act: &Act, may_see: bool) -> String {
    let shown = |words: &cases::docket::Words| {
        if may_see { words.shown().to_owned() } else { "（内容不显示）".to_owned() }
    };
    match act {
        Act::Submitted { .. } => "通过网上申请表提交".to_owned(),
        Act::TakenIn { channel, confirmed_on, .. } => match confirmed_on {
            Some(on) => format!("{}，{}双方确认", channel.label(), date(on)),
            None => channel.label().to_owned(),
        },
        Act::CorrectionRequested { what, reply_within, .. } => {
            format!("{}（{reply_within} 个工作日内补正）", shown(what))
        }
        Act::Consulted { party, whom, delivered_on, .. } => {
            let delivered = delivered_on.map(|on| format!("，{}送达", date(&on))).unwrap_or_default();
            format!("{}：{}{delivered}", party.label(), shown(whom))
        }
        Act::Delivered { of, .. } => format!("第 {} 条记录的文书", of + 1),
        Act::ConsultationAnswered { of, agrees, what, .. } => {
            let agrees = if *agrees { "同意公开" } else { "不同意公开" };
            format!("对第 {} 条记录：{agrees}。{}", of + 1, if what.is_blank() { String::new() } else { shown(what) })
        }
        Act::ExtensionRequested { working_days, reason, .. } => {
            format!("{working_days} 个工作日，理由：{}", shown(reason))
        }
        Act::FeeNotified { fen, .. } => money(&Decimal::new(i64::try_from(*fen).unwrap_or(i64::MAX), 2)),
        Act::Decided { outcome, .. } => outcome.label().to_owned(),
        Act::Signed { number, .. } => number.clone(),
        Act::Served { how, proof, .. } => format!("{}。凭证：{}", how.label(), shown(proof)),
        Act::CorrectionReceived { what: words, .. }
        | Act::ExtensionDeclined { reason: words, .. }
        | Act::Returned { reason: words, .. }
        | Act::Withdrawn { what: words, .. }
        | Act::Noted { text: words } => shown(words),
        Act::Registered { .. }
        | Act::ExtensionApproved { .. }
        | Act::FeePaid { .. }
        | Act::ClosedAsAbandoned { .. }
        | Act::Archived { .. } => String::new(),
    }
}
