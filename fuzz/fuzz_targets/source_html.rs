//! Any bytes as a page: read without a panic, no two cells over one another, each line at its number.
#![no_main]

use libfuzzer_sys::fuzz_target;
use paper::source::{Part, html, page, plain};

fuzz_target!(|bytes: &[u8]| {
    let Ok(source) = html::read(bytes) else { return };
    let mut lines = 0;
    for part in &source.parts {
        let table = match part {
            Part::Line(line) => {
                lines += 1;
                assert!(line.at.line == lines && !line.text.trim().is_empty());
                continue;
            }
            Part::Table(table) => table,
        };
        let mut taken = vec![false; table.rows * table.columns];
        for cell in &table.cells {
            assert_eq!(cell.at.line, lines + 1 + cell.row as u32);
            for row in cell.row..cell.row + cell.rowspan {
                for slot in &mut taken[row * table.columns..][cell.column..cell.column + cell.colspan] {
                    assert!(!std::mem::replace(slot, true));
                }
            }
        }
        lines += table.rows as u32;
    }
    assert_eq!(plain(&source).lines().count(), lines as usize);
    let shown = page(&source);
    assert!(shown.is_char_boundary(shown.len()) && !shown.contains("<script"));
    let again = html::read(shown.as_bytes()).expect("what was shown is a page");
    assert_eq!(again.tables().count(), source.tables().count());
});
