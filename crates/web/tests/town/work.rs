//! A year of the finance bureau: applications, a reconsideration, a document.

use super::Town;
use cases::act::Act;
use cases::case::{Case, Moment, Rules};
use cases::docket::{Hand, Salt};
use cases::draft::Draft;
use cases::remedy::{Remedy, RemedyKind};
use civic::{BodyId, EditionId, Role};
use jiff::civil::{Date, date};
use law::receipt::Channel;
use publishing::review::{ContentCheck, PersonalDataCheck, SecrecyCheck, USUAL_BASIS, Verdict};
use publishing::{Column, Content, CountedKind, Edition, Move, Publication, Review, Signed};
use store::cases::NewCase;

/// The last whole year: it has ended, whenever the tests run.
pub fn year() -> i16 {
    web::now::date(web::now::now()).year() - 1
}

/// A finance bureau's year: one application carried in and withdrawn, three received of which one is withdrawn, a
/// reconsideration still pending, one normative document.
pub async fn a_year_of_work() -> Town {
    let town = Town::new().await;
    let body = town.app.body("czj").expect("the bureau");
    let day = |month, day| date(year(), month, day);
    let firm = Draft {
        applicant_kind: "legal_service".into(),
        name: "云溪律师事务所".into(),
        uscc: "91350100M000100Y43".into(),
        representative: "周明".into(),
        contact_person: "吴芳".into(),
        ..Draft::sample()
    };
    let citizen = Draft::sample();
    application(&town, "c1", &firm, date(year() - 1, 12, 29), Some(day(1, 6))).await;
    application(&town, "c2", &citizen, day(3, 5), Some(day(3, 20))).await;
    application(&town, "c3", &citizen, day(12, 30), None).await;
    application(&town, "c4", &firm, day(12, 31), None).await;
    let remedy = Remedy {
        id: "r1".into(),
        case: "c2".into(),
        kind: RemedyKind::Reconsideration,
        filed_on: day(4, 1),
        organ: "云溪县人民政府".into(),
        closed: None,
    };
    let mut unit = town.app.store.begin().await.expect("a unit");
    unit.put_remedy(&remedy).await.expect("recorded");
    unit.commit().await.expect("kept");
    document(&town, &body.id, day(6, 1)).await;
    town
}

pub async fn application(town: &Town, id: &str, draft: &Draft, received: Date, withdrawn: Option<Date>) {
    let policy = law::clock::Policy::default();
    let rules = Rules { calendar: law::calendar::Calendar::builtin(), policy: &policy };
    let moment = |today: Date| Moment { at: format!("{today}T02:00:00.000001Z").parse().expect("a moment"), today };
    let clerk = || Hand::Staff { person: "clerk".into(), name: "经办人".into(), role: Role::Clerk };
    let (salt, application) = (Salt::new(&[7; 16]), draft.parse().expect("well filled"));
    let arrival = (Channel::InPerson, received, None);
    let (case, _) = Case::take_in(id.into(), salt.clone(), &application, arrival, clerk(), moment(received), rules)
        .expect("taken in");
    let body = town.app.body("czj").expect("the bureau");
    let mut unit = town.app.store.begin().await.expect("a unit");
    let new = NewCase {
        case: &case,
        application: &application,
        salt: &salt,
        body: &body,
        year: received.year(),
        token: id,
        code_hash: "",
        policy: &policy,
    };
    unit.open_case(&new).await.expect("opened");
    if let Some(on) = withdrawn {
        let act = Act::Withdrawn { on, what: "申请人来函撤回".into() };
        let (case, _) = case.act(act, clerk(), moment(on), rules).expect("it may be withdrawn");
        assert!(unit.append(&case, &policy).await.expect("recorded"));
    }
    unit.commit().await.expect("kept");
}

async fn document(town: &Town, body: &BodyId, made_on: Date) {
    let signed = |name: &str| Signed { by: name.into(), name: name.into(), at: web::now::now() };
    let content = Content {
        summary: "规定预算公开的程序".into(),
        kind: Some(CountedKind::NormativeDocument),
        doc_no: "云财〔2025〕8号".into(),
        made_on: Some(made_on),
        text: "第一条 为规范预算公开，制定本办法。".into(),
        ..Content::titled(Column::Rules, "预算公开办法")
    };
    let review = Review {
        reviewer: signed("审核人"),
        content: ContentCheck::Sound,
        secrecy: SecrecyCheck::MayBeOpen,
        personal_data: PersonalDataCheck::Absent,
        basis: USUAL_BASIS.into(),
        opinion: String::new(),
        verdict: Verdict::Approve,
    };
    let publication = Publication::new("p1".into(), body.clone());
    let draft = Edition::first("e1".into(), &publication, content, &signed("经办人"));
    let body = town.app.body("czj").expect("the bureau");
    let mut unit = town.app.store.begin().await.expect("a unit");
    unit.add_publication(&publication, &draft, &signed("经办人")).await.expect("added");
    let approved =
        draft.submit(signed("经办人")).expect("filled in").review(review).expect("another person reviewed it");
    assert!(unit.save_edition(&approved, 1, Move::Approve, &signed("审核人")).await.expect("saved"));
    let saved = unit.edition(&EditionId::from("e1")).await.expect("an answer").expect("it is there");
    let template = publishing::index_number::Template::default();
    let done = unit.publish(&saved, &body, &template, &signed("经办人")).await.expect("an answer");
    assert!(matches!(done, store::publications::Publishing::Done(_)), "{done:?}");
    unit.commit().await.expect("kept");
}
