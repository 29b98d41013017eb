//! From the statute's days to the strip that the page draws.

use crate::page::strip::{Day, DayKind, Strip};
use crate::page::words::{date, short_date};
use crate::visit::Visit;
use cases::act::Act;
use cases::case::Case;
use cases::stage::StageKind;
use jiff::civil::Date;
use law::calendar::DayStatus;
use law::clock::{self, Cause, State, Timeline};

/// The clock of a case as a strip of days.
pub fn strip(visit: &Visit, case: &Case, timeline: &Timeline) -> Strip {
    let (calendar, policy) = (visit.app.calendar, &visit.app.settings.policy);
    let mut over = 0;
    let days = clock::strip(&case.law_acts(), visit.today, calendar, policy);
    let waiting =
        if case.stage().kind() == StageKind::Arrived { "等待登记和双方确认" } else { "等待双方确认" };
    let ended_on = case.result().map(|(_, on)| on);
    let days = days
        .into_iter()
        .map(|day| {
            let after_the_end = ended_on.is_some_and(|on| day.date > on);
            let counted = |n: u32, over: &mut u32| {
                if day.late {
                    *over += 1;
                    DayKind::Over(*over)
                } else if day.date > visit.today {
                    DayKind::Ahead(n)
                } else {
                    DayKind::Counted(n)
                }
            };
            let kind = match &day.kind {
                _ if after_the_end => DayKind::Outside,
                clock::DayKind::Receipt => DayKind::Start,
                clock::DayKind::Counted(n) | clock::DayKind::MakeupWorkingDay(n) => counted(*n, &mut over),
                clock::DayKind::Paused(Cause::Confirmation) => DayKind::NotBegun(waiting.to_owned()),
                clock::DayKind::Paused(cause) => DayKind::Paused(cause.label().to_owned()),
                clock::DayKind::DayOff(name) if name.is_empty() => DayKind::Off("周末".to_owned()),
                clock::DayKind::DayOff(name) => DayKind::Off(name.clone()),
            };
            let make_up = matches!(calendar.status(day.date), DayStatus::MakeUp(_));
            Day { date: day.date, kind, make_up, event: events(case, day.date) }
        })
        .collect();
    Strip { says: says(case, timeline), days, today: visit.today, due: timeline.due }
}

/// What happened on a day, in a few words.
fn events(case: &Case, day: Date) -> String {
    let on_the_day = case.entries().iter().filter(|entry| entry.act.on() == Some(day));
    let words: Vec<_> = on_the_day.map(|entry| word(&entry.act)).collect();
    words.join("、")
}

fn word(act: &Act) -> &'static str {
    match act {
        Act::Submitted { .. } | Act::TakenIn { .. } => "收到申请",
        act => act.kind().label(),
    }
}

/// Where the clock stands, in a sentence.
fn says(case: &Case, timeline: &Timeline) -> String {
    if case.stage().kind() == StageKind::Arrived {
        return "期限未起算：等待登记和双方确认".to_owned();
    }
    let provisional =
        if timeline.provisional { "（该年度节假日安排尚未公布，日期可能调整）" } else { "" };
    let left = |due: &Date| match timeline.working_days_left {
        Some(left) if left < 0 => format!("期限已于{}届满，超期 {} 个工作日", date(due), -left),
        Some(left) => {
            format!("期限到{}，已用 {} 个工作日，还剩 {left} 个", date(due), timeline.working_days_used.unwrap_or(0))
        }
        None => format!("期限到{}", date(due)),
    };
    let sentence = match (timeline.state, &timeline.due) {
        (State::Closed, Some(due)) if timeline.overdue => format!("已办结，超过了期限（{}）", short_date(due)),
        (State::Closed, Some(due)) => format!("已在期限内办结（期限到{}）", short_date(due)),
        (State::Closed, None) => "已办结".to_owned(),
        (State::Abandoned, _) => "申请人逾期未补正或者未缴费，视为放弃申请，应当终止办理".to_owned(),
        (State::WaitingApplicant, None) => "期限没有计算：等待申请人".to_owned(),
        (State::Paused, Some(due)) => format!("{}；征求意见期间不计入", left(due)),
        (_, Some(due)) => left(due),
        (_, None) => "期限没有起算".to_owned(),
    };
    format!("{sentence}{provisional}")
}
