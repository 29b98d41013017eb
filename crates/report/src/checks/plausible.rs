//! Relations between figures that are possible but not likely.

use super::Noticed;
use crate::figures::Cells;
use crate::finding::{Implausible, Notice, Place};
use crate::form::{Edition, Role, Row, TableNo};
use crate::read::simplified;
use crate::report::Report;

/// From how many decisions on one changed row is too neat to be chance.
const NEAT_FROM: i64 = 10;

/// R133: reconsiderations or suits, and not one answer that refused anything.
///
/// **Source.** Regulations, art. 51: remedies are sought against answers. Cannot notice that they
/// concern last year's answers; hence a warning. Silent if table 3 is blank.
pub(super) fn remedies_without_refusal(report: &Report, noticed: &mut Noticed<'_>) {
    let cells = &report.cells;
    let cases = remedy_cases(cells);
    let total = |row: &str| cells.at(&format!("applications.{row}.total"));
    let Some(answered) = total("results.total").or_else(|| result_sum(cells)) else { return };
    let granted = total("results.granted").unwrap_or(0);
    let refused = cells
        .form()
        .cells()
        .iter()
        .filter(|cell| matches!(cell.row.role, Role::Result | Role::OtherInOneRow))
        .filter(|cell| cell.row.key != "results.granted")
        .any(|cell| cells.get(cell.no).is_some_and(|count| count > 0));
    if cases > 0 && !refused && answered <= granted {
        noticed.push(
            Notice::Implausible(Implausible::RemediesWithoutRefusal { cases, answered }),
            Place::table(TableNo::Remedies),
        );
    }
}

fn result_sum(cells: &Cells) -> Option<i64> {
    let rows = cells.form().cells().iter().filter(|cell| cell.row.role == Role::Result && cell.column.total);
    cells.sum(rows.map(|cell| cell.no))
}

/// All cases of table 4: its three totals, or their outcomes where a total is blank or smaller.
pub(super) fn remedy_cases(cells: &Cells) -> i64 {
    cells.form().rows(TableNo::Remedies).map(|row| group_cases(cells, row)).sum()
}

/// The cases of one group of table 4. A printed 0 beside 10 + 1 does not make them vanish.
pub(super) fn group_cases(cells: &Cells, group: &Row) -> i64 {
    let of = |total: bool| {
        let group = cells.form().row_cells(TableNo::Remedies, group.key);
        cells.sum(group.filter(|cell| cell.column.total == total).map(|cell| cell.no)).unwrap_or(0)
    };
    of(true).max(of(false))
}

/// R133, edition 2019: in every row of a block the decisions equal items + change.
///
/// **Source.** Form 2019, table 2: 处理决定数量 counts decisions, not items. Silent unless two rows
/// with a change agree, or one and no fewer than ten decisions; a row of zeros counts for nothing.
pub(super) fn decisions_are_items(report: &Report, noticed: &mut Noticed<'_>) {
    let cells = &report.cells;
    for block in cells.form().table(TableNo::Proactive).blocks {
        let mut rows = Vec::new();
        let mut changed = 0;
        let mut decided = 0;
        let mut neat = true;
        for row in block.rows {
            let value = |column: &str| cells.at(&format!("proactive.{}.{column}", row.key));
            let (Some(items), Some(change), Some(decisions)) =
                (value("prev_items"), value("change"), value("decisions"))
            else {
                continue;
            };
            if (items, change, decisions) != (0, 0, 0) {
                rows.push(row);
                changed += u32::from(change != 0);
                decided += decisions;
                neat &= items.saturating_add(change) == decisions;
            }
        }
        let striking = changed > 1 || (changed == 1 && decided >= NEAT_FROM);
        if let [first, ..] = rows.as_slice()
            && neat
            && striking
        {
            noticed.push(
                Notice::Implausible(Implausible::DecisionsAreItems {
                    rows: rows.iter().map(|row| row.label).collect(),
                }),
                Place { row: Some(first.key.to_owned()), ..Place::column(TableNo::Proactive, "decisions") },
            );
        }
    }
}

/// R133: documents. 2019: no more opened in the year than are open in all; 2021: at least those made
/// in the year and not repealed are in force.
///
/// **Source.** Form 2019 and 2021, table 2.
pub(super) fn documents(report: &Report, noticed: &mut Noticed<'_>) {
    let cells = &report.cells;
    for row in ["rules", "normative_docs"] {
        let value = |column: &str| cells.at(&format!("proactive.{row}.{column}"));
        let implausible = match cells.edition() {
            Edition::E2019 => match (value("published"), value("total_public")) {
                (Some(published), Some(total)) if published > total => {
                    Some(Implausible::OpenedMoreThanOpen { published, total })
                }
                _ => None,
            },
            Edition::E2021 => match (value("made"), value("repealed"), value("in_force")) {
                (Some(made), Some(repealed), Some(in_force)) if in_force < made.saturating_sub(repealed) => {
                    Some(Implausible::TooFewInForce { made, repealed, in_force })
                }
                _ => None,
            },
        };
        if let Some(implausible) = implausible {
            noticed.push(Notice::Implausible(implausible), Place::row(TableNo::Proactive, row));
        }
    }
}

/// R133: rules counted by a township, subdistrict, county or bureau of a county, none of which can make any.
///
/// **Source.** The Legislation Law, from memory; each revision numbers its articles anew, so none is named. Rules are made by
/// ministries and by the governments of provinces, of cities with districts and of autonomous prefectures. Judged by the
/// name, so only where the name leaves no doubt.
pub(super) fn rules_by_others(report: &Report, noticed: &mut Noticed<'_>) {
    let Some(body) = &report.body else { return };
    let name: String = body.chars().filter(|c| !c.is_whitespace()).map(simplified).collect();
    let cannot = ["镇人民政府", "乡人民政府", "街道办事处", "县人民政府", "旗人民政府"];
    let of_a_county = name.contains('县') && ["局", "委员会", "办公室", "中心"].iter().any(|end| name.ends_with(end));
    let cells = report.cells.form().row_cells(TableNo::Proactive, "rules");
    let count = cells.filter_map(|cell| report.cells.get(cell.no)).max().unwrap_or(0);
    if count > 0 && (of_a_county || cannot.iter().any(|end| name.ends_with(end))) {
        noticed.push(
            Notice::Implausible(Implausible::RulesByOthers { body: body.clone(), count }),
            Place::row(TableNo::Proactive, "rules"),
        );
    }
}

/// R133, edition 2019: items last year + change is not below zero.
///
/// **Source.** Form 2019, table 2. A decrease is written as a negative number.
pub(super) fn items_below_zero(report: &Report, noticed: &mut Noticed<'_>) {
    for row in report.cells.form().rows(TableNo::Proactive) {
        let value = |column: &str| report.cells.at(&format!("proactive.{}.{column}", row.key));
        if let (Some(prev_items), Some(change)) = (value("prev_items"), value("change"))
            && prev_items.saturating_add(change) < 0
        {
            noticed.push(
                Notice::Implausible(Implausible::ChangeBelowZero { prev_items, change }),
                Place::row(TableNo::Proactive, row.key),
            );
        }
    }
}
