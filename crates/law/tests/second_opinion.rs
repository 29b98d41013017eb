//! Two clocks must agree: the fast one of the house and one that walks from day to day.

mod day_by_day;

use std::collections::BTreeSet;

use day_by_day::{Answer, day_by_day};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use law::calendar::{Calendar, DayStatus};
use law::clock::{
    Act, AfterPayment, DayKind, FirstDay, PauseFrom, PauseUntil, Policy, Service, State, strip, timeline,
};
use law::receipt::Channel;
use proptest::prelude::*;

/// A story as it comes: any act may follow any other, mostly forward in time, often against the law.
fn stories() -> impl Strategy<Value = (Vec<Act>, Date)> {
    let steps = prop::collection::vec((0..14_u8, -2..14_i32, prop::option::of(-1..6_i32), 0..26_u32), 0..9);
    (0..4_200_i32, 0..6_usize, prop::option::of(-1..4_i32), steps, 0..70_i32).prop_map(
        |(start, channel, confirmed, steps, later)| {
            let plus = |day: Date, days: i32| day.checked_add(days.days()).unwrap();
            let first = plus(date(2019, 1, 1), start);
            let channel = Channel::ALL[channel];
            let mut acts =
                vec![Act::Received { on: first, channel, confirmed_on: confirmed.map(|days| plus(first, days)) }];
            let mut on = first;
            for (kind, days, delivery, number) in steps {
                on = plus(on, days);
                let delivered_on = delivery.map(|days| plus(on, days));
                let named = |number| (number < 8).then_some(number as usize);
                acts.push(match kind {
                    0 => Act::CorrectionRequested { on, reply_within_working_days: delivery.map(|_| number) },
                    1 | 2 => Act::CorrectionReceived { on },
                    3 | 4 => Act::ThirdPartyConsulted { on, delivered_on },
                    5 => Act::ThirdPartyReplied { on, to: named(number) },
                    6 => Act::CoMakerConsulted { on, delivered_on },
                    7 => Act::CoMakerReplied { on, to: named(number) },
                    8 => Act::Extended { on, working_days: number, approved_by_head: number % 5 != 0 },
                    9 => Act::FeeNotified { on, delivered_on },
                    10 | 11 => Act::FeePaid { on },
                    12 if number < 8 => Act::Replied { on, service: Service::Post },
                    13 if number < 4 => Act::Withdrawn { on },
                    _ => Act::Extended { on, working_days: 10, approved_by_head: true },
                });
            }
            (acts, plus(on, later))
        },
    )
}

/// Any reading the settings allow.
fn readings() -> impl Strategy<Value = Policy> {
    let first_day = prop::sample::select(vec![FirstDay::NextWorkingDay, FirstDay::SameDay, FirstDay::AfterReopening]);
    let from = prop::sample::select(vec![PauseFrom::DayAfterSending, PauseFrom::SendingDay]);
    let until = prop::sample::select(vec![PauseUntil::AnswerDay, PauseUntil::DayBeforeAnswer]);
    let payment = prop::sample::select(vec![AfterPayment::Restart, AfterPayment::Resume, AfterPayment::RunOn]);
    (first_day, from, until, payment, any::<bool>()).prop_map(
        |(first_day, pause_from, pause_until, after_payment, late)| Policy {
            first_day,
            pause_from,
            pause_until,
            after_payment,
            accept_late_correction: late,
            ..Policy::default()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn both_clocks_agree_on_every_story((acts, today) in stories()) {
        let calendar = Calendar::builtin();
        let fast = timeline(&acts, today, calendar, &Policy::default());
        let refused: BTreeSet<usize> = fast.refusals.iter().map(|refused| refused.act_index).collect();
        let found = Answer {
            due: fast.due,
            state: fast.state,
            used: fast.working_days_used,
            left: fast.working_days_left,
            refused: refused.into_iter().collect(),
        };
        prop_assert_eq!(found, day_by_day(&acts, today, calendar));
    }

    #[test]
    fn what_is_offered_next_is_allowed_and_what_is_refused_changes_nothing((acts, today) in stories()) {
        let calendar = Calendar::builtin();
        let answer = timeline(&acts, today, calendar, &Policy::default());
        let kept = |place: usize| answer.refusals.iter().all(|refused| refused.act_index != place);
        // Without the refused acts, a letter named by its place stands further up.
        let moved = |to: Option<usize>| to.map(|to| (0..to).filter(|place| kept(*place)).count());
        let lawful: Vec<Act> = acts
            .iter()
            .enumerate()
            .filter(|(place, _)| kept(*place))
            .map(|(_, act)| match *act {
                Act::ThirdPartyReplied { on, to } => Act::ThirdPartyReplied { on, to: moved(to) },
                Act::CoMakerReplied { on, to } => Act::CoMakerReplied { on, to: moved(to) },
                act => act,
            })
            .collect();
        let again = timeline(&lawful, today, calendar, &Policy::default());
        if !lawful.is_empty() {
            prop_assert_eq!(&again.refusals, &vec![]);
            prop_assert_eq!((again.due, &again.steps, again.state), (answer.due, &answer.steps, answer.state));
        }
        for next in &answer.next {
            let act = match next.key() {
                "request_correction" => Act::CorrectionRequested { on: today, reply_within_working_days: Some(10) },
                "receive_correction" => Act::CorrectionReceived { on: today },
                "consult_third_party" => Act::ThirdPartyConsulted { on: today, delivered_on: None },
                "consult_co_maker" => Act::CoMakerConsulted { on: today, delivered_on: None },
                "extend" => Act::Extended { on: today, working_days: 20, approved_by_head: true },
                "notify_fee" => Act::FeeNotified { on: today, delivered_on: None },
                "reply" => Act::Replied { on: today, service: Service::Post },
                "withdraw" => Act::Withdrawn { on: today },
                // Opinions and payments may still be refused for the day their letter was delivered.
                _ => continue,
            };
            // `today` may lie before the last act of a made-up story.
            if lawful.last().is_some_and(|last| last.on() > today) || answer.received_on > Some(today) {
                continue;
            }
            let tried = timeline(&[&lawful[..], &[act]].concat(), today, calendar, &Policy::default());
            prop_assert_eq!(&tried.refusals, &vec![], "{:?} was offered", next);
        }
    }

    #[test]
    fn the_strip_numbers_its_days_up_to_the_last_one_by_every_reading((acts, today) in stories(), policy in readings()) {
        let calendar = Calendar::builtin();
        let answer = timeline(&acts, today, calendar, &policy);
        let days = strip(&acts, today, calendar, &policy);
        let worked = |date| !matches!(calendar.status(date), DayStatus::Holiday(_) | DayStatus::Weekend);
        for day in &days {
            match &day.kind {
                DayKind::Counted(_) | DayKind::MakeupWorkingDay(_) | DayKind::Paused(_) => prop_assert!(worked(day.date)),
                DayKind::DayOff(_) => prop_assert!(!worked(day.date)),
                DayKind::Receipt => {}
            }
        }
        let Some(due) = answer.due else { return Ok(()) };
        let last = days.iter().find(|day| day.due).expect("the last day is on the strip");
        prop_assert_eq!(last.date, due);
        let allowed = answer.working_days_used.unwrap() + answer.working_days_left.unwrap();
        prop_assert!(
            matches!(last.kind, DayKind::Counted(n) | DayKind::MakeupWorkingDay(n) if i64::from(n) == allowed),
            "{:?}", last
        );
    }

    #[test]
    fn prefix_sums_agree_with_walking(start in 0..12_000_i32, n in 1..60_u32) {
        let calendar = Calendar::builtin();
        let from = date(2012, 1, 1).checked_add(start.days()).unwrap();
        let found = calendar.working_day_after(from, n);
        let mut day = from;
        let mut counted = 0;
        while counted < n {
            day = day.tomorrow().unwrap();
            counted += u32::from(calendar.status(day).is_working());
            prop_assert_eq!(calendar.is_working_day(day), calendar.status(day).is_working());
        }
        prop_assert_eq!(found.date, day);
        prop_assert_eq!(calendar.working_days_between(from, day).count, i64::from(n));
        prop_assert_eq!(calendar.working_days_between(day, from).count, -i64::from(n));
    }
}

#[test]
fn the_stories_reach_every_state_and_both_lawful_and_unlawful_ends() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let (mut states, mut lawful) = (BTreeSet::new(), 0);
    for _ in 0..2_000 {
        let (acts, today) = stories().new_tree(&mut runner).unwrap().current();
        let answer = timeline(&acts, today, Calendar::builtin(), &Policy::default());
        states.insert(answer.state.label());
        lawful += usize::from(answer.refusals.is_empty());
    }
    let all = [State::Running, State::Paused, State::WaitingApplicant, State::Closed, State::Abandoned];
    assert_eq!(states, all.map(State::label).into_iter().collect());
    assert!((100..1_900).contains(&lawful), "{lawful} lawful stories of 2000");
}
