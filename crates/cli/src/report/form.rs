//! `report form`: the official form, cell by cell.

use report::form::{Cell, Form, Kind, SectionKey};
use serde_json::{Value, json};

/// The form as people read it: one line per cell, its address and what it is called.
pub fn form_text(form: &Form) -> String {
    let mut text = format!("{}（{}，适用于{}）\n", form.title, form.basis, form.edition.years_zh());
    for cell in form.official_cells() {
        let article = cell.row.article.map(|article| format!("\t条例{article}")).unwrap_or_default();
        let sum = if cell.is_total() { "\t合计" } else { "" };
        text.push_str(&format!("{}\t{}{sum}{article}\n", cell.path, cell.place_zh()));
    }
    text
}

/// The form for programs.
pub fn form_json(form: &Form) -> String {
    let cells: Vec<Value> = form.official_cells().map(|cell| cell_json(form, cell)).collect();
    let object = json!({
        "edition": form.edition,
        "basis": form.basis,
        "title": form.title,
        "sections": SectionKey::ALL.map(|key| json!({"key": key, "numeral": key.numeral(), "title": key.title()})),
        "cells": cells,
    });
    format!("{object}\n")
}

fn cell_json(form: &Form, cell: &Cell) -> Value {
    let (kind, unit) = match cell.column.kind {
        Kind::Count => ("count", None),
        Kind::SignedCount => ("signed_count", None),
        Kind::Money(unit) => ("money", unit),
    };
    let sums: Vec<Vec<&str>> =
        cell.sums.iter().map(|sum| sum.parts.iter().map(|part| form.at(*part).path.as_str()).collect()).collect();
    json!({
        "path": cell.path,
        "table": cell.table,
        "caption": cell.block.caption,
        "row": {"key": cell.row.key, "label": cell.row.label, "under": cell.row.under},
        "column": {"key": cell.column.key, "label": cell.column.label, "under": cell.column.under},
        "kind": kind,
        "unit": unit,
        "sums": sums,
        "article": cell.row.article,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use report::form::{Edition, form};

    #[test]
    fn the_form_names_every_cell_once() {
        let text = form_text(form(Edition::E2021));
        assert_eq!(text.lines().count(), 1 + 10 + 175 + 15);
        let object: Value = serde_json::from_str(&form_json(form(Edition::E2019))).unwrap();
        assert_eq!(object["cells"].as_array().unwrap().len(), 22 + 161 + 15);
    }
}
