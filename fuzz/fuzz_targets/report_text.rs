//! Any bytes as a report: decoded, read and checked without a panic, and what was read can be written and read again.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let report = report::intake::checked_file(bytes, "任意.txt");
    let json = serde_json::to_string(&report).expect("a report always serialises");
    let again: report::report::Report = serde_json::from_str(&json).expect("and comes back");
    assert_eq!(serde_json::to_string(&again).expect("as before"), json);
});
