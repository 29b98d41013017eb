//! The form itself: how many cells, what they are called, and that each table is drawn without holes.

use report::form::{Edition, Form, Kind, Layout, Role, Rule, TableNo, form};

#[test]
fn each_edition_has_as_many_cells_as_its_paper() {
    let count = |edition, table| form(edition).official_cells().filter(|cell| cell.table == table).count();
    let cells = |edition| TableNo::ALL.map(|table| count(edition, table));
    assert_eq!(cells(Edition::E2019), [6 + 6 + 6 + 2 + 2, 23 * 7, 15]);
    assert_eq!(cells(Edition::E2021), [6 + 1 + 2 + 1, 25 * 7, 15]);
    assert_eq!(form(Edition::E2019).result_rows().count(), 19);
    assert_eq!(form(Edition::E2021).result_rows().count(), 21);
}

#[test]
fn a_cell_is_found_by_the_address_it_has_in_the_report_object() {
    for edition in Edition::ALL {
        for cell in form(edition).cells() {
            assert_eq!(form(edition).cell(&cell.path).map(|found| found.no), Some(cell.no), "{}", cell.path);
        }
    }
}

#[test]
fn the_totals_of_table_3_are_sums_both_ways() {
    let form = form(Edition::E2021);
    let corner = form.cell("applications.results.total.total").expect("table 3 has a corner");
    let sums: Vec<_> = corner.sums.iter().map(|sum| (sum.rule, sum.parts.len())).collect();
    assert_eq!(sums, [(Rule::ApplicantKinds, 6), (Rule::ResultRows, 21)]);
    let row = form.cell("applications.carried_forward.total").expect("it has a total");
    assert_eq!(row.sums.len(), 1);
}

#[test]
fn only_money_and_yearly_changes_are_no_plain_counts() {
    let odd = |edition: Edition| -> Vec<String> {
        let form = form(edition);
        form.cells().iter().filter(|cell| cell.column.kind != Kind::Count).map(|cell| cell.path.clone()).collect()
    };
    assert_eq!(odd(Edition::E2021), ["proactive.fees.amount"]);
    assert_eq!(
        odd(Edition::E2019),
        [
            "proactive.licensing.change",
            "proactive.other_services.change",
            "proactive.penalty.change",
            "proactive.coercion.change",
            "proactive.fees.change",
            "proactive.procurement.amount",
        ]
    );
}

#[test]
fn part_three_of_table_3_spans_twenty_rows_in_2019_and_twenty_two_since() {
    let span = |edition| {
        let layout = form(edition).layout(TableNo::Applications);
        let labels = layout.bands[0].body.iter().flat_map(|row| row.labels.clone());
        labels.into_iter().find(|label| label.label.starts_with("三、")).map(|label| label.rowspan)
    };
    assert_eq!(span(Edition::E2019), Some(20));
    assert_eq!(span(Edition::E2021), Some(22));
}

#[test]
fn the_corner_of_table_3_covers_three_by_three() {
    let corner = form(Edition::E2021).layout(TableNo::Applications).bands[0].head[0][0].clone();
    assert_eq!((corner.colspan, corner.rowspan), (3, 3));
}

/// Lays the spans out as HTML would and asks that every slot is covered exactly once.
#[test]
fn every_table_is_drawn_without_holes_or_overlaps() {
    for edition in Edition::ALL {
        for table in TableNo::ALL {
            let layout = form(edition).layout(table);
            assert_eq!(holes(&layout), Vec::<String>::new(), "edition {edition}, table {}", table.number());
            let shown: usize = layout.bands.iter().flat_map(|band| &band.body).map(|row| row.values.len()).sum();
            let official = form(edition).official_cells().filter(|cell| cell.table == table).count();
            assert_eq!(shown, official);
        }
    }
}

fn holes(layout: &Layout) -> Vec<String> {
    let mut rows: Vec<Vec<(usize, usize)>> = Vec::new();
    for band in &layout.bands {
        for head in &band.head {
            rows.push(head.iter().map(|heading| (heading.colspan, heading.rowspan)).collect());
        }
        for row in &band.body {
            let labels = row.labels.iter().map(|label| (label.colspan, label.rowspan));
            rows.push(labels.chain(row.values.iter().map(|slot| (slot.colspan, 1))).collect());
        }
    }
    let mut covered = vec![vec![0; layout.columns]; rows.len()];
    let mut wrong = Vec::new();
    for (r, row) in rows.iter().enumerate() {
        for (colspan, rowspan) in row {
            let Some(c) = covered[r].iter().position(|times| *times == 0) else {
                wrong.push(format!("row {r} is too long"));
                continue;
            };
            for line in covered.iter_mut().skip(r).take(*rowspan) {
                line.iter_mut().skip(c).take(*colspan).for_each(|times| *times += 1);
            }
        }
        let uncovered = covered[r].iter().filter(|times| **times != 1).count();
        if uncovered > 0 {
            wrong.push(format!("row {r} has {uncovered} slots not covered once"));
        }
    }
    wrong
}

#[test]
fn the_form_reads_as_it_is_printed() {
    insta::assert_snapshot!(Edition::ALL.map(|edition| outline(form(edition))).join("\n"));
}

fn outline(form: &Form) -> String {
    let mut text = format!("{} {}（{}）\n", form.edition, form.title, form.basis);
    for table in form.tables {
        text.push_str(&format!("{}\n", table.number.section().title()));
        for block in table.blocks {
            let columns: Vec<_> = block.columns.iter().map(|column| column.label).collect();
            text.push_str(&format!("  {} {} | {}\n", block.caption.unwrap_or(""), block.corner, columns.join(" | ")));
            for row in block.rows {
                let role = if row.role == Role::Result { "+" } else { " " };
                text.push_str(&format!("  {role} {} — {} — {}\n", row.name_zh(), row.key, row.article.unwrap_or("")));
            }
        }
    }
    text
}
