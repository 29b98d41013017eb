//! The strip of days a desk page draws: every day from receipt to the last day, and what it counted for.

use jiff::civil::Date;
use serde::Serialize;

use super::State;
use super::act::Act;
use super::policy::Policy;
use super::run::{Asked, Run};
use crate::calendar::{Calendar, DayStatus};
use crate::day_number::{from_number, number};

/// Days on a strip at most, some five years; a longer case is shown from its receipt on.
const LONGEST: i32 = 1_830;

/// Why a day was not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The applicant had not yet confirmed the receipt.
    Confirmation,
    /// The applicant was to correct the application.
    Correction,
    /// A third party was being consulted.
    ThirdParty,
    /// Another maker was being consulted.
    CoMaker,
    /// The applicant was to pay.
    Payment,
    /// The application counts as given up.
    Abandoned,
}

impl Cause {
    /// The words on screen.
    pub const fn label(self) -> &'static str {
        match self {
            Cause::Confirmation => "等待申请人确认",
            Cause::Correction => "等待申请人补正",
            Cause::ThirdParty => "征求第三方意见",
            Cause::CoMaker => "征求共同制作机关意见",
            Cause::Payment => "等待申请人缴费",
            Cause::Abandoned => "视为放弃申请",
        }
    }
}

/// What a day counted for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// Day zero: the receipt, or the day from which the limit is counted anew.
    Receipt,
    /// The n-th counted working day.
    Counted(u32),
    /// The n-th counted working day, a weekend day worked in exchange for a holiday.
    MakeupWorkingDay(u32),
    /// A working day that is not counted.
    Paused(Cause),
    /// A day off; with the holiday's name, or empty for a plain weekend.
    DayOff(String),
}

/// One day of the strip.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Day {
    /// The day.
    pub date: Date,
    /// What it counted for.
    pub kind: DayKind,
    /// The last day for the answer.
    pub due: bool,
    /// Today.
    pub today: bool,
    /// The day the case was closed.
    pub closed: bool,
    /// After the due date.
    pub late: bool,
}

/// The days from receipt to the due date, and on to today when the answer is late or the applicant's turn lasts.
///
/// A page only draws it: counted days carry their number, other days their reason. After a correction or a
/// payment the numbers begin again at 1. Empty when no receipt is on record. Refused acts are left out.
///
/// ```
/// use jiff::civil::date;
/// use law::{calendar::Calendar, clock::{strip, Act, DayKind, Policy}, receipt::Channel};
/// let acts = [Act::Received { on: date(2025, 1, 24), channel: Channel::InPerson, confirmed_on: None }];
/// let days = strip(&acts, date(2025, 1, 27), Calendar::builtin(), &Policy::default());
/// assert_eq!(days[0].kind, DayKind::Receipt);
/// assert_eq!(days[2].kind, DayKind::MakeupWorkingDay(1)); // Sunday 26 January is worked
/// assert_eq!(days[4].kind, DayKind::DayOff("春节".to_owned()));
/// ```
pub fn strip(acts: &[Act], today: Date, calendar: &Calendar, policy: &Policy) -> Vec<Day> {
    let run = Run::of(acts, calendar, policy);
    let today = number(today);
    let Some(first) = acts.iter().find(|act| matches!(act, Act::Received { .. })).map(|act| number(act.on())) else {
        return Vec::new();
    };
    let state = run.state(today);
    let due = if state == State::Abandoned { None } else { run.due() };
    let closed = run.closed_on();
    let last = last_day(&run, state, due, today).clamp(first, first.saturating_add(LONGEST));

    let mut counted = 0;
    (first..=last)
        .map(|day| {
            let stretch = run.stretches.iter().rev().find(|stretch| stretch.began <= day);
            if stretch.is_some_and(|stretch| stretch.began == day) {
                counted = 0;
            }
            let date = from_number(day);
            let status = calendar.status(date);
            let cause = pause(&run, day, state).filter(|_| status.is_working());
            let kind = match stretch {
                // Day zero, and by some readings the days up to the reopening of the office.
                Some(stretch) if stretch.began == day && day <= stretch.start => DayKind::Receipt,
                Some(stretch) if day <= stretch.start && status.is_working() => DayKind::Receipt,
                _ => match (cause, status) {
                    (Some(cause), _) => DayKind::Paused(cause),
                    (None, DayStatus::Working) => {
                        counted += 1;
                        DayKind::Counted(counted)
                    }
                    (None, DayStatus::MakeUp(_)) => {
                        counted += 1;
                        DayKind::MakeupWorkingDay(counted)
                    }
                    (None, DayStatus::Holiday(name)) => DayKind::DayOff(name.to_owned()),
                    (None, DayStatus::Weekend) => DayKind::DayOff(String::new()),
                },
            };
            Day {
                date,
                kind,
                due: due == Some(day),
                today: day == today,
                closed: closed == Some(day),
                late: due.is_some_and(|due| day > due),
            }
        })
        .collect()
}

fn last_day(run: &Run<'_>, state: State, due: Option<i32>, today: i32) -> i32 {
    let end = run.closed_on().unwrap_or(today);
    match (state, due) {
        (State::Closed, Some(due)) => due.max(end),
        (_, Some(due)) => due.max(today),
        (State::WaitingApplicant, None) => {
            let correction = run.correction.as_ref().filter(|c| c.received.is_none()).map(|c| c.limit);
            let payment = run.fee.as_ref().filter(|f| f.paid.is_none()).and_then(|f| f.limit);
            correction.or(payment).unwrap_or(today).max(today)
        }
        (_, None) => end,
    }
}

/// Why a day is not counted, if it is not.
fn pause(run: &Run<'_>, day: i32, state: State) -> Option<Cause> {
    let Some(received) = run.received else { return Some(Cause::Confirmation) };
    if day < received {
        return Some(Cause::Confirmation);
    }
    // The later of two waits wins when both are over; only one can be under way.
    let correction = run.correction.as_ref().filter(|c| c.on < day && c.received.is_none_or(|got| day < got));
    if let Some(correction) = correction {
        let over = state == State::Abandoned && day > correction.limit;
        return Some(if over { Cause::Abandoned } else { Cause::Correction });
    }
    let fee =
        run.fee.as_ref().filter(|f| run.stops_for_payment() && f.on < day && f.paid.is_none_or(|paid| day < paid));
    if let Some(fee) = fee {
        let over = state == State::Abandoned && fee.limit.is_some_and(|limit| day > limit);
        return Some(if over { Cause::Abandoned } else { Cause::Payment });
    }
    if run.fee_pause().is_some_and(|(from, to)| from < day && day <= to) {
        return Some(Cause::Payment);
    }
    let consultation = run.consultations.iter().find(|c| c.pause.0 < day && run.spares(c, day))?;
    Some(match consultation.asked {
        Asked::ThirdParty => Cause::ThirdParty,
        Asked::CoMaker => Cause::CoMaker,
    })
}
