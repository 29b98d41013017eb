//! The report beside the register of the body.

use super::Noticed;
use crate::figures::Cells;
use crate::finding::{Notice, Place};
use crate::form::Kind;
use crate::report::Report;

/// R134: a figure is not what the register holds.
///
/// **Source.** Regulations, art. 45: applications are registered, so the report can be counted from the
/// register. Cells are matched by their address, so a register kept on the other edition of the form is
/// compared as far as both have the cell. Money is compared in yuan.
pub(super) fn differences(report: &Report, register: &Cells, noticed: &mut Noticed<'_>) {
    for cell in report.cells.form().cells() {
        let Some(registered) = register.form().cell(&cell.path) else { continue };
        let difference = match cell.column.kind {
            Kind::Count | Kind::SignedCount => match (register.get(registered.no), report.cells.get(cell.no)) {
                (None, _) | (Some(0), None) => None,
                (Some(count), found) if found == Some(count) => None,
                (Some(count), found) => Some((count.to_string(), found.map(|found| found.to_string()))),
            },
            Kind::Money(_) => match (register.money(registered.no), report.cells.money(cell.no)) {
                (None, _) => None,
                (Some(money), None) if money.amount.is_zero() => None,
                (Some(money), Some(found)) if money.yuan() == found.yuan() => None,
                // A unit that is missing is a matter of R122.
                (Some(money), Some(found)) if money.yuan().is_none() || found.yuan().is_none() => None,
                (Some(money), found) => Some((money.raw.clone(), found.map(|found| found.raw.clone()))),
            },
        };
        if let Some((register, found)) = difference {
            noticed.push(Notice::NotAsRegistered { register, found }, Place::cell(cell));
        }
    }
}
