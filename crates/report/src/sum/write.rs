//! A sum as JSON, written as it is made.

use std::collections::BTreeMap;
use std::io::{self, Write};

use rust_decimal::prelude::ToPrimitive;
use serde_json::Value;

use super::{Total, rows};

/// The sum as one report object with two keys more: `sum` (the [`Account`](super::Account), and `filled`: how
/// many parts filled each cell) and `parts` (each cell's address with body and number, zeros left out).
///
/// # Errors
/// What `into` says.
pub fn json(total: &Total, mut into: impl Write) -> io::Result<()> {
    let report = serde_json::to_string(&total.report)?;
    let open = report.strip_suffix('}').unwrap_or(&report);
    write!(into, "{open},\"sum\":")?;
    let account = serde_json::to_string(&total.account)?;
    let filled: BTreeMap<&str, u32> = total
        .report
        .cells
        .form()
        .cells()
        .iter()
        .zip(&total.filled)
        .filter(|(_, filled)| **filled > 0)
        .map(|(cell, filled)| (cell.path.as_str(), *filled))
        .collect();
    let open = account.strip_suffix('}').unwrap_or(&account);
    write!(into, "{open},\"filled\":{}}},\"parts\":{{", serde_json::to_string(&filled)?)?;
    let mut first = true;
    for row in rows(total).filter(|row| !row.parts.is_empty()) {
        if !std::mem::take(&mut first) {
            into.write_all(b",")?;
        }
        write!(into, "\n{}:{{", serde_json::to_string(&row.cell.path)?)?;
        for (i, part) in row.parts.iter().enumerate() {
            if i > 0 {
                into.write_all(b",")?;
            }
            serde_json::to_writer(&mut into, part.body)?;
            match part.value.to_i64().filter(|_| part.value.is_integer()) {
                Some(whole) => write!(into, ":{whole}")?,
                None => write!(into, ":{}", Value::String(part.value.to_string()))?,
            }
        }
        into.write_all(b"}")?;
    }
    into.write_all(b"}}\n")
}
