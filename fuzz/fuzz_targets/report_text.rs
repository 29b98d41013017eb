//! Any text as a report: read and checked without a panic, and what was read can be written and read again.
#![no_main]

use gongkai_fuzz::{checked, comes_back};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    comes_back(&checked(report::read::text(&String::from_utf8_lossy(bytes), "任意.txt")));
});
