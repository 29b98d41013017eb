//! Any acts in any order: the clock answers, refuses or says it is provisional, and never panics.
#![no_main]

use law::calendar::Calendar;
use law::clock::{Act, Policy, strip, timeline};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(acts) = serde_json::from_slice::<Vec<Act>>(bytes) else { return };
    let Some(today) = acts.last().map(Act::on) else { return };
    let answer = timeline(&acts, today, Calendar::builtin(), &Policy::default());
    if let (Some(received), Some(due)) = (answer.received_on, answer.due) {
        assert!(answer.refusals.is_empty() && due >= received || !answer.refusals.is_empty());
    }
    let _ = strip(&acts, today, Calendar::builtin(), &Policy::default());
});
