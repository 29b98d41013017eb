//! What the targets share: packages made of mutated parts, and what every source keeps to.

use std::io::{Cursor, Write};

use paper::source::{Part, Source, page, plain};
use report::checks::check;
use report::report::Report;
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

/// The input itself if it is a package, else a package whose parts, in the order of `names`, are the stretches of the input between
/// zero bytes; a stretch that is missing or empty is `default`.
///
/// Mutations of a package seldom get past its checksums. Of a bare part each one reaches the reader.
pub fn package(bytes: &[u8], names: &[(&str, &str)]) -> Vec<u8> {
    if bytes.starts_with(b"PK") {
        return bytes.to_vec();
    }
    let mut stretches = bytes.split(|byte| *byte == 0);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, default) in names {
        let part = stretches.next().filter(|part| !part.is_empty()).unwrap_or(default.as_bytes());
        if !part.is_empty() {
            archive.start_file(*name, stored).expect("each name stands once");
            archive.write_all(part).expect("memory takes it");
        }
    }
    archive.finish().expect("memory takes it").into_inner()
}

/// Asserts what every source keeps to, whatever the file was: lines and rows are counted through, nothing is blank that must not
/// be, and no two cells cover one slot.
pub fn sound(source: &Source) {
    let mut line = 0;
    for part in &source.parts {
        match part {
            Part::Line(found) => {
                line += 1;
                assert_eq!(found.at.line, line);
                assert!(!found.text.is_empty() && found.text.trim() == found.text, "{:?}", found.text);
            }
            Part::Table(table) => {
                assert!(table.columns > 1, "a table of one column is lines");
                let mut taken = vec![false; table.rows * table.columns];
                let mut last = None;
                for cell in &table.cells {
                    assert!(last < Some((cell.row, cell.column)), "cells stand in order");
                    last = Some((cell.row, cell.column));
                    assert_eq!(cell.at.line as usize, line as usize + 1 + cell.row);
                    assert!(cell.rowspan > 0 && cell.column + cell.colspan <= table.columns);
                    for row in cell.row..cell.row + cell.rowspan {
                        for slot in &mut taken[row * table.columns + cell.column..][..cell.colspan] {
                            assert!(!std::mem::replace(slot, true), "no two cells on one slot");
                        }
                    }
                }
                line += table.rows as u32;
            }
        }
    }
    assert!(plain(source).lines().count() >= source.parts.len());
    assert!(!page(source).contains("<script"));
}

/// The report with all that can be noticed in it.
pub fn checked(mut report: Report) -> Report {
    let found = check(&report);
    report.findings.extend(found);
    report
}

/// Asserts that a report, written and read again, is written the same.
pub fn comes_back(report: &Report) {
    let json = serde_json::to_string(report).expect("a report always serialises");
    let again: Report = serde_json::from_str(&json).expect("and comes back");
    assert_eq!(serde_json::to_string(&again).expect("as before"), json);
}
