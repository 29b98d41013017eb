//! Which rows make a table, and what is said about those that do not.

use paper::document::{Block, Cell, Document, Grid, GridFlaw, even_widths};

/// A table drawn in letters: one letter is one cell, repeated over every slot it covers.
#[track_caller]
fn check_good(grid: &Grid, drawn: &[&str]) {
    for (row, line) in drawn.iter().enumerate() {
        let found: String = (0..grid.columns()).map(|c| grid.at(row, c).expect("no hole").cell.text.as_str()).collect();
        assert_eq!(found, *line, "row {row}");
    }
    assert!(grid.at(drawn.len(), 0).is_none() && grid.at(0, grid.columns()).is_none());
}

#[track_caller]
fn check_flaws(columns: usize, rows: Vec<Vec<Cell>>, expected: &[GridFlaw]) {
    let error = Grid::new(&even_widths(columns), rows).expect_err("flawed");
    assert_eq!(error.flaws, expected);
}

fn cell(text: &str, rows: u16, columns: u16) -> Cell {
    Cell::new(text).span(rows, columns)
}

#[test]
fn cells_fill_the_free_slots_from_left_to_right() {
    let rows =
        vec![vec![cell("a", 2, 1), cell("b", 1, 2), cell("c", 3, 1)], vec![cell("d", 2, 2)], vec![cell("e", 1, 1)]];
    check_good(&Grid::new(&even_widths(4), rows).expect("good"), &["abbc", "addc", "eddc"]);
}

#[test]
fn a_row_wholly_covered_from_above_has_no_cells_of_its_own() {
    let grid = Grid::new(&even_widths(2), vec![vec![cell("a", 2, 1), cell("b", 2, 1)], vec![]]).expect("good");
    check_good(&grid, &["ab", "ab"]);
}

#[test]
fn every_flaw_is_told_at_once() {
    use GridFlaw::*;
    check_flaws(2, vec![], &[NoRows]);
    check_flaws(2, vec![vec![cell("a", 1, 1)]], &[Hole { row: 0, column: 1 }]);
    check_flaws(1, vec![vec![cell("a", 0, 1), cell("b", 1, 1)]], &[EmptySpan { row: 0, cell: 0 }]);
    check_flaws(1, vec![vec![cell("a", 2, 1)]], &[PastLastRow { row: 0, cell: 0 }]);
    check_flaws(2, vec![vec![cell("a", 1, 3)]], &[PastLastColumn { row: 0, cell: 0 }]);
    // b reaches down; c would have to lie across it.
    let rows = vec![
        vec![cell("a", 1, 1), cell("b", 2, 1), cell("x", 1, 1)],
        vec![cell("c", 1, 2), cell("d", 1, 1)],
        vec![cell("e", 1, 1)],
    ];
    check_flaws(3, rows, &[Overlap { row: 1, cell: 0 }, Hole { row: 2, column: 1 }]);
}

#[test]
fn widths_are_whole_percents_and_a_hundred_together() {
    let one_row = |n| vec![vec![Cell::new(""); n]];
    for widths in [&[50, 49][..], &[100, 0], &[60, 60]] {
        let error = Grid::new(widths, one_row(2)).expect_err("not a hundred");
        assert!(matches!(error.flaws[..], [GridFlaw::Widths { .. }]), "{widths:?}");
    }
    for columns in 1..=100 {
        let widths = even_widths(columns);
        assert!(Grid::new(&widths, one_row(columns)).is_ok(), "{columns} columns");
    }
    assert!(even_widths(0).is_empty());
}

#[test]
fn only_leading_rows_of_nothing_but_headings_are_a_head() {
    let head = |text: &str| Cell::column_header(text);
    let count = |rows: Vec<Vec<Cell>>| Grid::new(&even_widths(2), rows).expect("good").header_rows();
    let data = || vec![Cell::new("1"), Cell::new("2")];
    assert_eq!(count(vec![vec![head("a").span(2, 1), head("b")], vec![head("c")], data()]), 2);
    assert_eq!(count(vec![vec![head("a").span(2, 1), head("b").span(2, 1)], vec![], data()]), 2);
    assert_eq!(count(vec![vec![Cell::row_header("a"), head("b")], data()]), 0);
    assert_eq!(count(vec![vec![head("a"), head("b")]]), 0, "headings only: nothing to repeat them over");
    let two_bands = vec![vec![head("a"), head("b")], data(), vec![head("c"), head("d")], data()];
    assert_eq!(count(two_bands), 0, "repeated, the first band's head would stand over the second band's numbers");
    // a heads the data row too: repeated, it would be torn.
    assert_eq!(count(vec![vec![head("a").span(2, 1), head("b")], vec![Cell::new("1")]]), 0);
}

#[test]
fn plain_text_holds_every_word_in_reading_order() {
    let grid = Grid::new(&[50, 50], vec![vec![cell("a\nb", 1, 1), cell("c", 1, 1)]]).expect("good").captioned("表");
    let paper = Document::new("名")
        .with(Block::Landscape(vec![Block::Grid(grid)]))
        .with(Block::Attachments(vec!["甲".into(), "乙".into()]))
        .with(Block::PageBreak)
        .with(Block::Attachments(vec!["丙".into()]));
    assert_eq!(paper.plain_text(), "表\na b | c\n附件：1.甲\n2.乙\n附件：丙\n");
}
