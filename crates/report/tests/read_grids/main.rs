//! However a table is drawn, every cell is read right or said to be unsure.

mod draw;
#[allow(dead_code)]
#[path = "../read_variants/render.rs"]
mod render;
mod spoilt;

use draw::{Row, source, whole};
use proptest::prelude::*;
use render::{Dice, Figures, Sheet};
use report::figures::Cells;
use report::finding::{Code, Finding};
use report::form::{Cell, Edition, Kind, TableNo};
use report::read;
use report::report::Report;

/// A report whose tables were changed in some way, read back.
pub struct Read {
    /// What was drawn.
    pub sheet: Sheet,
    /// What was read.
    pub report: Report,
    /// How it was drawn.
    pub rows: [Vec<Vec<Row>>; 3],
}

/// Draws thrown figures, lets `change` spoil the drawing, and reads it.
pub fn read(
    edition: Edition,
    figures: Figures,
    seed: u64,
    change: impl FnOnce(&mut [Vec<Vec<Row>>; 3], &mut Dice),
) -> Read {
    let mut dice = Dice::new(seed);
    let sheet = Sheet::thrown(edition, figures, &mut dice);
    let mut rows = whole(&sheet);
    change(&mut rows, &mut dice);
    let report = read::source(&source(edition, &rows), "drawn.docx");
    Read { sheet, report, rows }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, max_shrink_iters: 0, ..ProptestConfig::with_cases(16) })]

    #[test]
    fn the_form_as_it_is_drawn_is_read_cell_by_cell(
        seed in any::<u64>(), blank in 0..11_u64, marked in 0..3_u64, sums in any::<bool>(),
    ) {
        for edition in Edition::ALL {
            let read = read(edition, Figures { blank, marked, sums }, seed, |_, _| {});
            prop_assert_eq!(read.report.edition, Some(edition));
            let wrong = differences(&read.sheet.cells, &read.report, true);
            prop_assert!(wrong.is_empty(), "{:?} seed {}\n{}\n{}", edition, seed, wrong.join("\n"), show(&read));
            prop_assert_eq!(read.report.sections.len(), 6);
            prop_assert_eq!(&read.report.sections[1].text, "");
        }
    }
}

/// The drawing and what was said of it.
pub fn show(read: &Read) -> String {
    let mut out = String::new();
    for finding in &read.report.findings {
        out.push_str(&format!(
            "{} {:?} {:?} {}\n",
            finding.code, finding.place.row, finding.place.column, finding.message
        ));
    }
    for rows in read.rows.iter().flatten() {
        for row in rows {
            for cell in &row.cells {
                out.push_str(&format!("[{} {}x{}]", cell.text, cell.rowspan, cell.colspan));
            }
            out.push('\n');
        }
        out.push('\n');
    }
    out
}

/// The cells read wrong, or lost without a word; with `every`, all that is not as it was drawn.
pub fn differences(truth: &Cells, report: &Report, every: bool) -> Vec<String> {
    let mut wrong = Vec::new();
    for cell in truth.form().official_cells() {
        let (expected, found) = (number(truth, cell), number(&report.cells, cell));
        if expected == found {
            continue;
        }
        let said = report.findings.iter().any(|finding| speaks_of(finding, cell));
        // By contract the value of an unsure row goes to its total.
        let given_to_total = cell.column.total && said && cell.table == TableNo::Applications;
        if every || !said || !(found.is_none() || given_to_total) {
            wrong.push(format!("{}: expected {expected:?}, found {found:?}", cell.path));
        }
    }
    if every {
        wrong.extend(report.findings.iter().map(|finding| format!("{} {}", finding.code, finding.message)));
    }
    wrong
}

fn number(cells: &Cells, cell: &Cell) -> Option<String> {
    match cell.column.kind {
        Kind::Money(_) => cells.money(cell.no).map(|money| money.raw.clone()),
        Kind::Count | Kind::SignedCount => cells.get(cell.no).map(|count| count.to_string()),
    }
}

/// Whether a finding warns the reader of that cell.
fn speaks_of(finding: &Finding, cell: &Cell) -> bool {
    let place = &finding.place;
    let row = place.row.as_deref().is_none_or(|row| row == cell.row.key);
    let column = place.column.as_deref().is_none_or(|column| column == cell.column.key);
    place.table == Some(cell.table)
        && match finding.code {
            Code::R115 | Code::R116 => true,
            Code::R110 | Code::R121 | Code::R105 => row,
            Code::R114 => column,
            _ => false,
        }
}
