//! The cast: a clerk, a head of the disclosure office, and what they ordinarily do.
#![allow(dead_code, reason = "each test file uses its part of the town")]

use cases::act::{Act, ActKind, Fact, Party};
use cases::case::{Case, Moment, Rules};
use cases::docket::{Digest, Hand, Salt};
use cases::draft::Draft;
use cases::refusal::Refusal;
use cases::stage::{Stage, StageKind};
use civic::Role;
use jiff::civil::{Date, date};
use law::calendar::Calendar;
use law::clock::{Policy, Service};
use law::outcome::Outcome;
use law::receipt::Channel;

static POLICY: std::sync::LazyLock<Policy> = std::sync::LazyLock::new(Policy::default);

pub fn rules() -> Rules<'static> {
    Rules { calendar: Calendar::builtin(), policy: &POLICY }
}

/// Ten in the morning of that day.
pub fn moment(today: Date) -> Moment {
    let at = format!("{today}T02:00:00Z").parse().expect("a moment");
    Moment { at, today }
}

pub fn salt() -> Salt {
    Salt::new(&[7; 16])
}

fn staff(person: &str, name: &str, role: Role) -> Hand {
    Hand::Staff { person: person.into(), name: name.into(), role }
}

pub fn clerk() -> Hand {
    staff("p1", "李敏", Role::Clerk)
}

pub fn head() -> Hand {
    staff("p2", "赵国强", Role::OfficeHead)
}

pub fn submitted(on: Date) -> Case {
    let application = Draft::sample().parse().expect("the sample is well filled");
    Case::submit("c1".into(), salt(), &application, moment(on)).0
}

/// Confirmed and registered on Friday 6 March 2026.
pub fn registered() -> Case {
    done(submitted(date(2026, 3, 5)), Act::Registered { on: date(2026, 3, 6) }, clerk(), date(2026, 3, 6))
}

pub fn take_in(channel: Channel, on: Date, confirmed_on: Option<Date>, today: Date) -> Result<Case, Vec<Refusal>> {
    let application = Draft::sample().parse().expect("the sample is well filled");
    let arrival = (channel, on, confirmed_on);
    Case::take_in("c2".into(), salt(), &application, arrival, clerk(), moment(today), rules()).map(|(case, _)| case)
}

#[track_caller]
pub fn done(case: Case, act: Act, by: Hand, today: Date) -> Case {
    match case.act(act.clone(), by, moment(today), rules()) {
        Ok((case, _)) => case,
        Err(refusals) => panic!("{act:?} on {today} was refused: {refusals:?}"),
    }
}

pub fn correct(on: Date) -> Act {
    Act::CorrectionRequested { on, what: "请写明所需信息的年度".into(), reply_within: 15 }
}

pub fn consult(party: Party, on: Date, delivered_on: Option<Date>) -> Act {
    Act::Consulted { party, on, whom: "云溪建工有限公司".into(), delivered_on }
}

pub fn answer(of: u32, on: Date) -> Act {
    Act::ConsultationAnswered { of, on, agrees: true, what: "同意公开".into() }
}

pub fn ask_extension(on: Date, working_days: u32) -> Act {
    Act::ExtensionRequested { on, working_days, reason: "需要查阅多年档案".into() }
}

pub fn notify_fee(on: Date, delivered_on: Option<Date>) -> Act {
    Act::FeeNotified { on, fen: 220_000, delivered_on }
}

pub fn decide(on: Date, outcome: Outcome) -> Act {
    let facts = outcome.needs().iter().map(|need| Fact { need: *need, says: "已写明".into() }).collect();
    Act::Decided { on, outcome, facts, online_channel: None }
}

pub fn sign(on: Date) -> Act {
    Act::Signed { on, number: "云财公复〔2026〕3号".into() }
}

pub fn serve(on: Date) -> Act {
    Act::Served { on, how: Service::Electronic, proof: "网上查询页面".into() }
}

/// An act of this kind with ordinary facts, about the letter that is open in this case if one is.
pub fn ordinary(kind: ActKind, case: &Case, on: Date) -> Act {
    let open = match case.stage() {
        Stage::Consulting(consulting) => consulting.open[0].entry,
        Stage::AwaitingFee(fee) => fee.entry,
        _ => 0,
    };
    match kind {
        ActKind::Submitted => Act::Submitted { on, application: Digest::start() },
        ActKind::TakenIn => {
            Act::TakenIn { channel: Channel::InPerson, on, confirmed_on: None, application: Digest::start() }
        }
        ActKind::Registered => Act::Registered { on },
        ActKind::CorrectionRequested => correct(on),
        ActKind::CorrectionReceived => Act::CorrectionReceived { on, what: "2025 年度".into() },
        ActKind::Consulted => consult(Party::CoMaker, on, None),
        ActKind::Delivered => Act::Delivered { of: open, on },
        ActKind::ConsultationAnswered => answer(open, on),
        ActKind::ExtensionRequested => ask_extension(on, 10),
        ActKind::ExtensionApproved => Act::ExtensionApproved { on },
        ActKind::ExtensionDeclined => Act::ExtensionDeclined { on, reason: "可以按期办结".into() },
        ActKind::FeeNotified => notify_fee(on, None),
        ActKind::FeePaid => Act::FeePaid { on },
        ActKind::Decided => decide(on, Outcome::Granted),
        ActKind::Returned => Act::Returned { on, reason: "请补充检索情况".into() },
        ActKind::Signed => sign(on),
        ActKind::Served => serve(on),
        ActKind::Withdrawn => Act::Withdrawn { on, what: "来信撤回".into() },
        ActKind::ClosedAsAbandoned => Act::ClosedAsAbandoned { on },
        ActKind::Archived => Act::Archived { on },
        ActKind::Noted => Act::Noted { text: "已电话联系".into() },
    }
}

/// One case for every stage, none of them past 13 March 2026.
pub fn a_case_at_every_stage() -> Vec<(StageKind, Case)> {
    let day = |d| date(2026, 3, d);
    let correcting = done(registered(), correct(day(9)), clerk(), day(9));
    let consulting = done(registered(), consult(Party::ThirdParty, day(9), None), clerk(), day(9));
    let consulting = done(consulting, ask_extension(day(9), 10), clerk(), day(9));
    let paying = done(registered(), notify_fee(day(9), Some(day(10))), clerk(), day(10));
    let to_sign = done(registered(), decide(day(9), Outcome::NotExist), clerk(), day(9));
    let to_serve = done(to_sign.clone(), sign(day(10)), head(), day(10));
    let answered = done(to_serve.clone(), serve(day(11)), clerk(), day(11));
    let ended = done(registered(), Act::Withdrawn { on: day(9), what: "来信撤回".into() }, clerk(), day(9));
    let archived = done(answered.clone(), Act::Archived { on: day(13) }, clerk(), day(13));
    vec![
        (StageKind::Arrived, submitted(day(5))),
        (StageKind::Handling, registered()),
        (StageKind::AwaitingCorrection, correcting),
        (StageKind::Consulting, consulting),
        (StageKind::AwaitingFee, paying),
        (StageKind::AwaitingSignature, to_sign),
        (StageKind::AwaitingService, to_serve),
        (StageKind::Answered, answered),
        (StageKind::Ended, ended),
        (StageKind::Archived, archived),
    ]
}
