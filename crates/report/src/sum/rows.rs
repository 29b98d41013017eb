//! A sum as long rows: each cell, then its parts.

use rust_decimal::Decimal;

use super::Total;
use crate::form::{Cell, CellNo, Kind};

/// A cell of a sum with the bodies it comes from.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// The cell.
    pub cell: &'static Cell,
    /// Its value; `None` is blank. Money is in [`Row::unit`].
    pub value: Option<Decimal>,
    /// The unit of money.
    pub unit: Option<&'static str>,
    /// How many parts filled it.
    pub filled: u32,
    /// The bodies that added something to it.
    pub parts: Vec<super::Share<'a>>,
}

/// Cells held at once while their parts are gathered.
const AT_ONCE: usize = 25;

/// Every cell of the sum's form in order; parts are gathered for some cells at a time, so that a sum of very
/// many reports needs little memory.
pub fn rows(total: &Total) -> impl Iterator<Item = Row<'_>> {
    let cells = &total.report.cells;
    let printed: Vec<CellNo> = cells
        .form()
        .cells()
        .iter()
        .filter(|cell| match cells.other_in_one_row() {
            true => !cell.row.key.starts_with("results.other."),
            false => cell.is_official(),
        })
        .map(|cell| cell.no)
        .collect();
    let groups: Vec<Vec<CellNo>> = printed.chunks(AT_ONCE).map(<[CellNo]>::to_vec).collect();
    groups.into_iter().flat_map(move |group| {
        let shares = total.shares_of(&group);
        group.into_iter().zip(shares).map(move |(no, parts)| {
            let cell = cells.form().at(no);
            let money = matches!(cell.column.kind, Kind::Money(_));
            let value = match money {
                true => cells.money(no).map(|money| money.amount),
                false => cells.get(no).map(Decimal::from),
            };
            let unit = money.then(|| total.unit(no).as_str());
            Row { cell, value, unit, filled: total.filled[usize::from(no.0)], parts }
        })
    })
}
