//! What differs between two versions of one report, for whoever signs the newer one.

use crate::form::{CellNo, SectionKey};
use crate::report::Report;
use crate::write::value;

/// Something that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A number of the tables, as the form prints it; empty where it is blank.
    Cell {
        /// Which cell.
        no: CellNo,
        /// As it was.
        before: String,
        /// As it is.
        after: String,
    },
    /// A text.
    Text {
        /// Which part; none for the paragraph before part one.
        part: Option<SectionKey>,
        /// As it was.
        before: String,
        /// As it is.
        after: String,
    },
}

/// Every number and text that differs, in the order of the form. Two editions of the form have no cells in common; then only
/// the texts are compared.
pub fn changes(before: &Report, after: &Report) -> Vec<Change> {
    let mut changes = Vec::new();
    if before.cells.edition() == after.cells.edition() {
        for cell in after.cells.form().official_cells() {
            let (was, is) = (value(&before.cells, cell.no), value(&after.cells, cell.no));
            if was != is {
                changes.push(Change::Cell { no: cell.no, before: was, after: is });
            }
        }
    }
    let lead = |report: &Report| report.lead.clone().unwrap_or_default();
    let parts = SectionKey::ALL.into_iter().filter(|key| key.table().is_none());
    let texts = std::iter::once((None, lead(before), lead(after)))
        .chain(parts.map(|key| (Some(key), before.text(key).to_owned(), after.text(key).to_owned())));
    for (part, was, is) in texts.filter(|(_, was, is)| was.trim() != is.trim()) {
        changes.push(Change::Text { part, before: was, after: is });
    }
    changes
}
