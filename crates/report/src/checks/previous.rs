//! This year's report beside last year's.

use super::Noticed;
use crate::finding::{Notice, Place};
use crate::form::{Edition, TableNo};
use crate::report::Report;

/// R140: what was carried in is what last year's report carried forward, column by column.
///
/// **Source.** Table 3 of both editions: 上年结转 is the other end of 结转下年度. Blanks are silent.
pub(super) fn carry_over(report: &Report, previous: &Report, noticed: &mut Noticed<'_>) {
    if !are_consecutive(report, previous) {
        return;
    }
    for cell in report.cells.form().row_cells(TableNo::Applications, "carried_over_in") {
        let forward = format!("applications.carried_forward.{}", cell.column.key);
        if let (Some(this_year), Some(last_year)) = (report.cells.get(cell.no), previous.cells.at(&forward))
            && this_year != last_year
        {
            noticed.push(Notice::CarryOver { last_year, this_year }, Place::cell(cell));
        }
    }
}

/// R141: last year's figures and the changes lead to this year's.
///
/// 2019: items last year + change = this year's items last year. 2021: in force last year + made −
/// repealed = in force. **Source.** Table 2. The two editions count different things and are not compared.
pub(super) fn leads_to_this_year(report: &Report, previous: &Report, noticed: &mut Noticed<'_>) {
    let edition = report.cells.edition();
    if !are_consecutive(report, previous) || previous.cells.edition() != edition {
        return;
    }
    for row in report.cells.form().rows(TableNo::Proactive) {
        let path = |column: &str| format!("proactive.{}.{column}", row.key);
        let now = |column: &str| report.cells.at(&path(column));
        let then = |column: &str| previous.cells.at(&path(column));
        let (notice, column) = match edition {
            Edition::E2019 => {
                let (Some(items), Some(change), Some(found)) = (then("prev_items"), then("change"), now("prev_items"))
                else {
                    continue;
                };
                if items.saturating_add(change) == found {
                    continue;
                }
                (Notice::ItemsLead { items, change, found }, "prev_items")
            }
            Edition::E2021 => {
                let (Some(last_year), Some(made), Some(repealed), Some(found)) =
                    (then("in_force"), now("made"), now("repealed"), now("in_force"))
                else {
                    continue;
                };
                if last_year.saturating_add(made).saturating_sub(repealed) == found {
                    continue;
                }
                (Notice::InForceLead { last_year, made, repealed, found }, "in_force")
            }
        };
        noticed.push(notice, Place { row: Some(row.key.to_owned()), ..Place::column(TableNo::Proactive, column) });
    }
}

/// Years one after the other; unknown years are given the benefit of the doubt.
fn are_consecutive(report: &Report, previous: &Report) -> bool {
    match (report.year, previous.year) {
        (Some(year), Some(before)) => before + 1 == year,
        _ => true,
    }
}
