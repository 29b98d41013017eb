//! Published reports against what a careful clerk reads in them.
//!
//! The reports are not part of this repository; where they are not beside it, there is nothing to do.

use std::path::PathBuf;

use report::intake;
use serde_json::Value;

#[test]
fn published_reports_are_read_as_a_clerk_reads_them() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/reports");
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "txt" || extension == "pdf"));
    files.sort();
    let mut wrong = Vec::new();
    for path in files {
        let truth = std::fs::read_to_string(path.with_extension("truth.json")).expect("a truth beside each text");
        let truth: Value = serde_json::from_str(&truth).expect("the truth is JSON");
        let bytes = std::fs::read(&path).expect("a file");
        let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or("?").to_owned();
        wrong.extend(differences(&bytes, &truth).into_iter().map(|line| format!("{name}: {line}")));
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn differences(bytes: &[u8], truth: &Value) -> Vec<String> {
    let report = intake::checked_file(bytes, "report");
    let found = serde_json::to_value(&report).expect("a report serialises");
    let mut wrong = Vec::new();
    let keys = [
        "title",
        "body",
        "year",
        "edition",
        "period",
        "signed_by",
        "signed_on",
        "index_no",
        "published_on",
        "proactive",
        "money",
        "applications",
        "remedies",
    ];
    for key in keys {
        compare(key, &without_blanks(&truth[key]), &without_blanks(&found[key]), &mut wrong);
    }
    let mut counts: Vec<&Value> = found["counts"].as_array().into_iter().flatten().collect();
    for count in truth["counts"].as_array().into_iter().flatten() {
        let same = |other: &&Value| other["value"] == count["value"] && other["unit"] == count["unit"];
        match counts.iter().position(same) {
            Some(at) => {
                let other = counts.remove(at);
                if other["part_of"].is_null() != count["part_of"].is_null() {
                    wrong.push(format!("part of: expected {count}, found {other}"));
                }
            }
            None => wrong.push(format!("count {count} not found")),
        }
    }
    let codes: Vec<&str> = report.findings.iter().map(|finding| finding.code.as_str()).collect();
    let list = |key: &str| truth[key].as_array().into_iter().flatten().filter_map(Value::as_str).collect::<Vec<_>>();
    for code in list("must_find") {
        if !codes.contains(&code) {
            wrong.push(format!("{code} is not noticed"));
        }
    }
    for code in list("must_not_find") {
        for finding in report.findings.iter().filter(|finding| finding.code.as_str() == code) {
            wrong.push(format!("false alarm: {code} {}", finding.message));
        }
    }
    wrong
}

/// A PDF has no blanks of its own, and a clerk puts them where the eye sees some.
fn without_blanks(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(text.split_whitespace().collect()),
        other => other.clone(),
    }
}

fn compare(path: &str, truth: &Value, found: &Value, wrong: &mut Vec<String>) {
    match (truth, found) {
        (Value::Object(truth), Value::Object(_)) => {
            for (key, value) in truth {
                compare(&format!("{path}.{key}"), value, &found[key], wrong);
            }
        }
        _ if truth == found => {}
        _ => wrong.push(format!("{path}: expected {truth}, found {found}")),
    }
}
