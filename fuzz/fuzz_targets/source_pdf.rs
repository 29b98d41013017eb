//! Any bytes as a PDF: it is read or refused, nothing panics, and what comes out keeps its promises.
#![no_main]

use libfuzzer_sys::fuzz_target;
use paper::source::{Part, pdf};

fuzz_target!(|bytes: &[u8]| {
    let Ok(source) = pdf::read(bytes) else { return };
    let mut line = 0;
    for part in &source.parts {
        match part {
            Part::Line(next) => {
                assert!(!next.text.is_empty() && next.at.line > line);
                line = next.at.line;
            }
            Part::Table(table) => {
                let mut covered = vec![false; table.rows * table.columns];
                for cell in &table.cells {
                    assert!(cell.at.line > line && cell.rowspan > 0 && cell.colspan > 0);
                    for row in cell.row..cell.row + cell.rowspan {
                        for column in cell.column..cell.column + cell.colspan {
                            let slot = &mut covered[row * table.columns + column];
                            assert!(!*slot, "two cells cover a slot");
                            *slot = true;
                        }
                    }
                }
                line += table.rows as u32;
            }
        }
    }
});
