//! Cells left blank.

use std::collections::BTreeMap;

use super::Noticed;
use crate::finding::{Code, Notice, Place};
use crate::form::{Cell, Role, TableNo};
use crate::report::Report;

/// R120: blank, or a mark such as `/`, where a number belongs: one finding per table and cause.
///
/// **Source.** Form 2019 and 2021: nothing to report is 0. Cells that reading has already explained
/// (a missing row, column or table, values without a column, a word in place of a number) are left out.
pub(super) fn blank(report: &Report, noticed: &mut Noticed<'_>) {
    for table in TableNo::ALL {
        if report.findings.iter().any(|f| f.code == Code::R120 && f.place.table == Some(table)) {
            continue;
        }
        let printed: Vec<&Cell> = report
            .cells
            .form()
            .cells()
            .iter()
            .filter(|cell| cell.table == table && is_printed(report, cell) && !is_explained(report, cell))
            .collect();
        let mut causes: BTreeMap<Option<&str>, Vec<&Cell>> = BTreeMap::new();
        for cell in printed.iter().filter(|cell| report.cells.is_blank(cell.no)) {
            causes.entry(report.marks.get(&cell.path).map(String::as_str)).or_default().push(cell);
        }
        for (mark, blanks) in causes {
            noticed.push(
                Notice::Blank { count: blanks.len(), cells: names(&printed, &blanks), mark: mark.map(str::to_owned) },
                Place::table(table),
            );
        }
    }
}

/// Of （六）其他处理 a document prints either one row or three.
fn is_printed(report: &Report, cell: &Cell) -> bool {
    if report.cells.other_in_one_row() {
        !cell.row.key.starts_with("results.other.")
    } else {
        cell.row.role != Role::OtherInOneRow
    }
}

fn is_explained(report: &Report, cell: &Cell) -> bool {
    report.findings.iter().filter(|finding| finding.place.table == Some(cell.table)).any(|finding| {
        let place = &finding.place;
        let row = place.row.as_deref().is_none_or(|row| row == cell.row.key);
        let column = place.column.as_deref().is_none_or(|column| column == cell.column.key);
        match finding.code {
            Code::R115 => true,
            // One finding stands for every row of the table whose only value went to the total.
            Code::R116 => !cell.column.total,
            Code::R110 => place.row.is_some() && row,
            Code::R114 => place.column.is_some() && column && (row || is_in_block_of(report, place, cell)),
            Code::R105 | Code::R121 => place.row.is_some() && place.column.is_some() && row && column,
            _ => false,
        }
    })
}

/// A missing column is placed at the first row of its block.
fn is_in_block_of(report: &Report, place: &Place, cell: &Cell) -> bool {
    let first = place.row.as_deref().and_then(|row| report.cells.form().row_cells(cell.table, row).next());
    first.is_some_and(|first| std::ptr::eq(first.block, cell.block))
}

/// The blank cells by name: a column or row that is blank throughout is named once, rows with the same
/// blank columns are named together.
pub(crate) fn names(printed: &[&Cell], blanks: &[&Cell]) -> Vec<String> {
    if blanks.len() == printed.len() {
        return vec!["整张表格".to_owned()];
    }
    let all_blank = |same: &dyn Fn(&Cell) -> bool| {
        let of = |cells: &[&Cell]| cells.iter().filter(|cell| same(cell)).count();
        of(blanks) > 1 && of(blanks) == of(printed)
    };
    let mut names: Vec<String> = Vec::new();
    let mut rows: Vec<(&Cell, Vec<&str>)> = Vec::new();
    for cell in blanks {
        let (row, column) = (cell.row.key, cell.column.key);
        // Columns of table 2 and 4 repeat from block to block; only table 3 has columns of its own.
        let whole = if cell.table == TableNo::Applications && all_blank(&|other| other.column.key == column) {
            format!("“{}”整列", cell.column.label)
        } else if all_blank(&|other| other.row.key == row) {
            format!("“{}”整行", cell.row.name_zh())
        } else {
            match rows.last_mut() {
                Some((first, columns)) if first.row.key == row => columns.push(cell.column.label),
                _ => rows.push((*cell, vec![cell.column.label])),
            }
            continue;
        };
        if !names.contains(&whole) {
            names.push(whole);
        }
    }
    while let Some((first, columns)) = rows.first().cloned() {
        let alike = rows.iter().filter(|(_, others)| *others == columns).count();
        rows.retain(|(_, others)| *others != columns);
        let more = if alike > 1 { format!("等{alike}行") } else { String::new() };
        let kinds = first.table == TableNo::Applications && columns.len() == 6 && !columns.contains(&"总计");
        let columns = if kinds { "六类申请人".to_owned() } else { columns.join("、") };
        names.push(format!("“{}”{more}的{columns}", first.row.name_zh()));
    }
    names
}
