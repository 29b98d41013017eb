//! Any lines as report objects: those that are, are checked, compared, laid out and added up without a panic, and the sum is one more.
#![no_main]

use gongkai_fuzz::{checked, comes_back};
use libfuzzer_sys::fuzz_target;
use report::report::Report;
use report::sum::{Sum, Wanted};
use report::{checks, diff, sum, table};

fuzz_target!(|bytes: &[u8]| {
    let lines = bytes.split(|byte| *byte == b'\n');
    let reports: Vec<Report> = lines.filter_map(|line| serde_json::from_slice(line).ok()).collect();
    let mut all = Sum::default();
    for report in &reports {
        comes_back(&checked(report.clone()));
        assert!(table::rows(report).count() > 0);
        all.add(report);
    }
    for pair in reports.windows(2) {
        let _ = checks::check_against_previous(&pair[1], &pair[0]);
        let _ = checks::check_against_register(&pair[1], &pair[0]);
        let _ = diff::diff(&pair[0], &pair[1]);
    }
    let total = all.total(&Wanted::default());
    assert_eq!(total.account.given, reports.len());
    assert!(total.account.counted <= reports.len());
    let mut json = Vec::new();
    sum::json(&total, &mut json).expect("memory takes it");
    comes_back(&serde_json::from_slice(&json).expect("a sum is a report object"));
    let _ = sum::document(&total, true);
    let _ = sum::account(&total.account);
});
