//! How fast a register of cases can be computed anew: `cargo bench -p law`.
//!
//! The baseline is the day-by-day clock of the tests; the rest is the clock of the house. Read the items per
//! second: the house asks for 500,000 cases on one core.

#[path = "../tests/day_by_day/mod.rs"]
#[allow(dead_code, missing_docs, reason = "the baseline is shared with the tests")]
mod day_by_day;

use divan::{Bencher, counter::ItemsCount};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use law::calendar::Calendar;
use law::clock::{Act, Policy, Service, strip, timeline};
use law::receipt::Channel;

fn main() {
    divan::main();
}

/// A thousand cases as an office has them over three years: most answered plainly, some corrected, consulted,
/// extended or charged.
fn register() -> Vec<(Vec<Act>, Date)> {
    let day = |start: Date, days: i32| start.checked_add(days.days()).expect("inside the range");
    (0..1_000)
        .map(|n| {
            let start = day(date(2023, 1, 3), n);
            let mut acts = vec![Act::Received { on: start, channel: Channel::Online, confirmed_on: Some(start) }];
            if n % 10 == 0 {
                acts.push(Act::CorrectionRequested { on: day(start, 3), reply_within_working_days: Some(10) });
                acts.push(Act::CorrectionReceived { on: day(start, 9) });
            }
            if n % 5 == 0 {
                acts.push(Act::ThirdPartyConsulted { on: day(start, 12), delivered_on: Some(day(start, 13)) });
                acts.push(Act::ThirdPartyReplied { on: day(start, 20), to: None });
            }
            if n % 7 == 0 {
                acts.push(Act::Extended { on: day(start, 21), working_days: 10, approved_by_head: true });
            }
            if n % 3 != 0 {
                acts.push(Act::Replied { on: day(start, 24), service: Service::Electronic });
            }
            (acts, day(start, 26))
        })
        .collect()
}

#[divan::bench]
fn house(bencher: Bencher<'_, '_>) {
    let (register, calendar, policy) = (register(), Calendar::builtin(), Policy::default());
    bencher.counter(ItemsCount::new(register.len())).bench_local(|| {
        for (acts, today) in &register {
            divan::black_box(timeline(divan::black_box(acts), *today, calendar, &policy));
        }
    });
}

#[divan::bench]
fn baseline_day_by_day(bencher: Bencher<'_, '_>) {
    let (register, calendar) = (register(), Calendar::builtin());
    bencher.counter(ItemsCount::new(register.len())).bench_local(|| {
        for (acts, today) in &register {
            divan::black_box(day_by_day::day_by_day(divan::black_box(acts), *today, calendar));
        }
    });
}

#[divan::bench]
fn strip_of_days(bencher: Bencher<'_, '_>) {
    let (register, calendar, policy) = (register(), Calendar::builtin(), Policy::default());
    bencher.counter(ItemsCount::new(register.len())).bench_local(|| {
        for (acts, today) in &register {
            divan::black_box(strip(divan::black_box(acts), *today, calendar, &policy));
        }
    });
}
