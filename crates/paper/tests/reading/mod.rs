//! What the tests of the readers share: packages made by hand, and a source drawn as text.
#![allow(dead_code, reason = "each test file takes what it needs")]

use std::io::{Cursor, Write};

use paper::source::{Part, Source, Table};
use proptest::prelude::*;
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

/// An archive of these parts.
pub fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        archive.start_file(*name, options).expect("a new part");
        archive.write_all(bytes).expect("written");
    }
    archive.finish().expect("closed").into_inner()
}

/// Lines as they are; tables with a row a line: `→2` covers two columns, `↓2` two rows, `^` is covered from above, `·` by no cell.
pub fn drawn(source: &Source) -> String {
    let mut text = String::new();
    for part in &source.parts {
        match part {
            Part::Line(line) => {
                text.push_str(&line.text.replace('\n', "⏎").replace('\t', "⇥"));
                text.push('\n');
            }
            Part::Table(table) => text.push_str(&drawn_table(table)),
        }
    }
    text
}

fn drawn_table(table: &Table) -> String {
    let slots = table.slots();
    let mut text = String::new();
    for row in 0..table.rows {
        let mut column = 0;
        while column < table.columns {
            text.push_str("| ");
            match slots.at(row, column) {
                None => text.push('·'),
                Some(cell) => {
                    assert_eq!(Some(cell), table.at(row, column), "both ways to ask agree");
                    if cell.row == row {
                        text.push_str(&cell.text.replace('\n', "⏎").replace('\t', "⇥"));
                    } else {
                        text.push('^');
                    }
                    if cell.colspan > 1 && cell.row == row {
                        text.push_str(&format!("→{}", cell.colspan));
                    }
                    if cell.rowspan > 1 && cell.row == row {
                        text.push_str(&format!("↓{}", cell.rowspan));
                    }
                    column += cell.colspan - 1;
                }
            }
            text.push(' ');
            column += 1;
        }
        text.push_str("|\n");
    }
    text
}

/// What every source keeps to, whatever the file was.
pub fn sound(source: &Source) {
    let mut line = 0;
    for part in &source.parts {
        match part {
            Part::Line(found) => {
                line += 1;
                assert_eq!(found.at.line, line);
                assert!(!found.text.trim().is_empty() && found.text.trim() == found.text, "{:?}", found.text);
            }
            Part::Table(table) => {
                let mut taken = vec![false; table.rows * table.columns];
                let mut last = None;
                for cell in &table.cells {
                    assert!(last < Some((cell.row, cell.column)), "cells stand in order");
                    last = Some((cell.row, cell.column));
                    assert_eq!(cell.at.line as usize, line as usize + 1 + cell.row);
                    for row in cell.row..cell.row + cell.rowspan {
                        for column in cell.column..cell.column + cell.colspan {
                            let slot = &mut taken[row * table.columns + column];
                            assert!(!*slot && column < table.columns, "no two cells on one slot");
                            *slot = true;
                        }
                    }
                }
                assert!(table.columns > 1, "a table of one column is lines");
                line += u32::try_from(table.rows).expect("few");
            }
        }
    }
}

/// A grid of merged cells: which cell covers each slot, cut from rectangles at random places.
pub fn grid() -> impl Strategy<Value = Vec<Vec<usize>>> {
    (1..7_usize, 2..8_usize)
        .prop_flat_map(|(rows, columns)| {
            let cuts = proptest::collection::vec((0..rows, 0..columns, 1..4_usize, 1..4_usize), 0..6);
            (Just((rows, columns)), cuts)
        })
        .prop_map(|((rows, columns), cuts)| {
            let mut grid: Vec<Vec<usize>> =
                (0..rows).map(|r| (0..columns).map(|c| r * columns + c).collect()).collect();
            let mut taken = vec![vec![false; columns]; rows];
            for (row, column, high, wide) in cuts {
                let (bottom, right) = ((row + high).min(rows), (column + wide).min(columns));
                if (row..bottom).all(|r| (column..right).all(|c| !taken[r][c])) {
                    let first = grid[row][column];
                    for r in row..bottom {
                        grid[r][column..right].fill(first);
                        taken[r][column..right].fill(true);
                    }
                }
            }
            grid
        })
}

/// Whether a table with such cells, each with the text `c` and its number, was read slot by slot.
#[track_caller]
pub fn comes_back(grid: &[Vec<usize>], source: &Source) {
    let Some(table) = source.tables().next() else {
        assert!(grid.iter().all(|row| row.iter().all(|cell| *cell == row[0])), "only one column is lines");
        return;
    };
    let slots = table.slots();
    assert_eq!(table.rows, grid.len());
    // Columns that are nowhere parted are one, so slots are looked up by the borders that are left.
    let border = |c: usize| c == 0 || grid.iter().any(|row| row[c - 1] != row[c]);
    let kept: Vec<usize> = (0..grid[0].len()).filter(|&c| border(c)).collect();
    assert_eq!(table.columns, kept.len());
    for (r, row) in grid.iter().enumerate() {
        for (n, &c) in kept.iter().enumerate() {
            let text = slots.at(r, n).map(|cell| cell.text.clone());
            assert_eq!(text, Some(format!("c{}", row[c])));
        }
    }
}
