//! The arithmetic of tables 3 and 4 (勾稽关系).
//!
//! Blanks add nothing. A sum is judged as soon as its total and one part are filled in: three
//! applicants under 自然人, blanks beside them and a total of 3 agree; nothing but blanks says nothing.

use super::Noticed;
use crate::finding::{Notice, Place};
use crate::form::{Cell, CellNo, Kind, Role, Rule};
use crate::report::Report;

/// R101: a row's 总计 is the sum of its six applicant kinds.
///
/// **Source.** Form 2019 and 2021, table 3; checked on published reports.
pub(super) fn applicant_kinds(report: &Report, noticed: &mut Noticed<'_>) {
    wrong_sums(report, Rule::ApplicantKinds, |cell, expected, found| {
        noticed.push(Notice::RowSum { expected, found }, Place::cell(cell));
    });
}

/// R102: （七）总计 of a column is the sum of its result rows.
///
/// **Source.** Form 2019 and 2021, table 3. Where the form of 2021 carries （六）其他处理 as one row,
/// that row is added in the place of the three.
pub(super) fn result_rows(report: &Report, noticed: &mut Noticed<'_>) {
    wrong_sums(report, Rule::ResultRows, |cell, expected, found| {
        noticed.push(Notice::ResultSum { expected, found }, Place::cell(cell));
    });
}

/// R104: the 总计 of reconsiderations, direct suits and suits after reconsideration is the sum of its four outcomes.
///
/// **Source.** Form 2019 and 2021, table 4.
pub(super) fn remedy_outcomes(report: &Report, noticed: &mut Noticed<'_>) {
    wrong_sums(report, Rule::RemedyOutcomes, |cell, expected, found| {
        noticed.push(Notice::RemedySum { expected, found }, Place::cell(cell));
    });
}

fn wrong_sums(report: &Report, rule: Rule, mut wrong: impl FnMut(&Cell, i64, i64)) {
    let cells = &report.cells;
    for cell in cells.form().cells() {
        for sum in cell.sums.iter().filter(|sum| sum.rule == rule) {
            let (Some(found), Some(expected)) = (cells.get(cell.no), cells.sum(cells.parts_in_use(sum))) else {
                continue;
            };
            if found != expected {
                wrong(cell, expected, found);
            }
        }
    }
}

/// R103: in every column, 本年新收 + 上年结转 = 办理结果总计 + 结转下年度.
///
/// **Source.** Printed in the corner of table 3 itself. Where （七）总计 is blank, the result rows
/// are added up in its place.
pub(super) fn balance(report: &Report, noticed: &mut Noticed<'_>) {
    let cells = &report.cells;
    let form = cells.form();
    let ends: Vec<&Cell> = form
        .cells()
        .iter()
        .filter(|cell| matches!(cell.row.role, Role::Received | Role::CarriedIn | Role::CarriedForward))
        .collect();
    let in_column =
        |role: Role, column: &str| ends.iter().find(|cell| cell.row.role == role && cell.column.key == column);
    for total in form.cells().iter().filter(|cell| cell.row.role == Role::ResultTotal) {
        let value = |role| in_column(role, total.column.key).and_then(|cell| cells.get(cell.no));
        let (received, carried_in) = (value(Role::Received), value(Role::CarriedIn));
        let results = || {
            let rule = total.sums.iter().find(|sum| sum.rule == Rule::ResultRows)?;
            cells.sum(cells.parts_in_use(rule))
        };
        let Some(handled) = cells.get(total.no).or_else(results) else { continue };
        if received.or(carried_in).is_none() {
            continue;
        }
        let received = received.unwrap_or(0);
        let carried_in = carried_in.unwrap_or(0);
        let carried_forward = value(Role::CarriedForward).unwrap_or(0);
        if received.saturating_add(carried_in) != handled.saturating_add(carried_forward) {
            noticed.push(Notice::Balance { received, carried_in, handled, carried_forward }, Place::cell(total));
        }
    }
}

/// R105: a count is not negative; only 本年增/减 of 2019 may be.
///
/// **Source.** Form 2019 and 2021. That a value is not whole is noticed by reading: here all counts are.
pub(super) fn not_negative(report: &Report, noticed: &mut Noticed<'_>) {
    for cell in report.cells.form().cells().iter().filter(|cell| cell.column.kind == Kind::Count) {
        if let Some(value) = report.cells.get(cell.no).filter(|value| *value < 0) {
            noticed.push(Notice::NotACount { found: value.to_string() }, Place::cell(cell));
        }
    }
    for (no, money) in report.cells.all_money() {
        if money.amount.is_sign_negative() && !money.amount.is_zero() {
            noticed.push(Notice::NotACount { found: money.raw.clone() }, Place::cell(cell_at(report, no)));
        }
    }
}

fn cell_at(report: &Report, no: CellNo) -> &'static Cell {
    report.cells.form().at(no)
}
