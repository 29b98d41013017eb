//! Table 4 as it is drawn: fifteen columns side by side as on the form, or its groups and outcomes as rows.

use std::collections::HashMap;

use super::columns::{Grid, Held, Leaf, Outcome, Spans, Values, leaves};
use super::sheet::{Item, Sheet, Slot, What};
use crate::finding::{Notice, Place};
use crate::form::{Block, CellNo, TableNo, form};
use crate::read::fill::{Filler, Unsure};
use crate::read::fold::letters;
use crate::report::Spot;

/// The three groups and five outcomes of the form.
const GROUPS: usize = 3;
const OUTCOMES: usize = 5;
const CELLS: usize = GROUPS * OUTCOMES;

/// Reads table 4. Answers `false`, having said nothing, if it makes no sense as a grid.
pub(super) fn read(sheet: &Sheet, rows: &[usize], filler: &mut Filler) -> bool {
    let holds = |row: &&usize| sheet.rows[**row].slots.iter().any(|slot| is_value(sheet, slot));
    let mut values: Vec<usize> = rows.iter().filter(holds).copied().collect();
    if values.is_empty() {
        // Nothing filled in: the last row, if it has no words.
        let wordless = |row: &&usize| {
            let slots = &sheet.rows[**row].slots;
            slots.len() > 2 && slots.iter().all(|slot| !sheet.items[slot.item].stands())
        };
        values.extend(rows.last().filter(wordless));
    }
    match values[..] {
        [] => only_headings(sheet, rows, filler),
        [row] => side_by_side(sheet, rows, row, filler) || crosswise(sheet, rows, filler),
        _ => crosswise(sheet, rows, filler),
    }
}

/// The headings of the columns, each told for sure, and no row below them: a table that was left blank.
fn only_headings(sheet: &Sheet, rows: &[usize], filler: &mut Filler) -> bool {
    let leaves = leaves(sheet, rows);
    let addresses: Vec<Option<usize>> = leaves.iter().map(|leaf| address(sheet, rows, leaf)).collect();
    let order: Vec<usize> = addresses.iter().copied().flatten().collect();
    let missing: Vec<usize> = (0..CELLS).filter(|cell| !order.contains(cell)).collect();
    let told = order.len() == leaves.len() && order.len() + missing.len() == CELLS;
    if !told || !(missing.is_empty() || missing_everywhere(&missing)) {
        return false;
    }
    filler.rows_found += 1;
    say_headings(sheet, &leaves, &order, &addresses, &missing, filler);
    true
}

/// The cell of the form that a heading and those above it name.
fn address(sheet: &Sheet, heads: &[usize], leaf: &Leaf) -> Option<usize> {
    let above: Vec<&Item> = heads
        .iter()
        .flat_map(|head| &sheet.rows[*head].slots)
        .filter(|slot| slot.from < leaf.span.1 && leaf.span.0 < slot.to && slot.item != leaf.item)
        .map(|slot| &sheet.items[slot.item])
        .filter(|item| !item.letters.is_empty())
        .collect();
    let own = &sheet.items[leaf.item];
    let broken = leaf.above.map(|above| [sheet.items[above].letters.as_slice(), &own.letters].concat());
    let outcome = outcome(&own.letters).or_else(|| outcome(&broken?))?;
    Some(above.iter().rev().find_map(|item| group(item))? * OUTCOMES + outcome)
}

fn is_value(sheet: &Sheet, slot: &Slot) -> bool {
    !slot.above && matches!(sheet.items[slot.item].what, What::Value(_))
}

/// The group that a heading names, from 0.
fn group(item: &Item) -> Option<usize> {
    let words: String = item.letters.iter().collect();
    if words.contains("复议后") {
        Some(2)
    } else if words.contains("未经复议") || words.contains("直接起诉") {
        Some(1)
    } else {
        (words.contains("行政复议") && !words.contains("诉讼")).then_some(0)
    }
}

/// The outcome that a heading names, from 0.
fn outcome(words: &[char]) -> Option<usize> {
    const NAMES: [&[&str]; OUTCOMES] =
        [&["维持"], &["纠正"], &["其他结果", "其他"], &["审结", "尚未"], &["总计", "合计"]];
    let words: String = words.iter().collect();
    NAMES.iter().position(|names| words.chars().count() <= 6 && names.iter().any(|name| words.contains(name)))
}

/// The form's way: three heading rows, one row of fifteen values.
fn side_by_side(sheet: &Sheet, rows: &[usize], row: usize, filler: &mut Filler) -> bool {
    let heads: Vec<usize> =
        rows.iter().copied().filter(|head| *head < row && sheet.rows[*head].table == sheet.rows[row].table).collect();
    let mut leaves: Vec<Leaf> = leaves(sheet, &heads);
    let address = |leaf: &Leaf| address(sheet, &heads, leaf);
    // A column for the label of the row.
    if leaves.len() == CELLS + 1 && leaves.first().is_some_and(|leaf| address(leaf).is_none()) {
        leaves.remove(0);
    }
    let addresses: Vec<Option<usize>> = leaves.iter().map(address).collect();
    let known: Vec<usize> = addresses.iter().copied().flatten().collect();
    let distinct = (0..CELLS).filter(|cell| known.contains(cell)).count() == known.len();
    let missing: Vec<usize> = (0..CELLS).filter(|cell| !known.contains(cell)).collect();
    let in_place = addresses.iter().enumerate().all(|(n, cell)| cell.is_none_or(|cell| cell == n));
    let order: Vec<usize> = if leaves.len() == CELLS && in_place && known.len() >= OUTCOMES {
        (0..CELLS).collect()
    } else if distinct && known.len() == leaves.len() && (missing.len() <= 1 || missing_everywhere(&missing)) {
        known
    } else {
        return false;
    };
    let mut spans = Spans { columns: vec![None; CELLS], extra: Vec::new() };
    for (leaf, cell) in leaves.iter().zip(&order) {
        spans.columns[*cell] = Some(leaf.span);
    }
    let from = spans.from();
    let of_row: Vec<Slot> = sheet.rows[row].slots.iter().copied().filter(|slot| is_of_row(sheet, slot, from)).collect();
    let values = Values::of(sheet, &of_row, CELLS);
    let mut grid = Grid::default();
    grid.learn(&values, CELLS, Some(&spans));
    grid.take(&spans);
    let mut outcome =
        grid.place(values, CELLS, &if order.len() == CELLS { order.clone() } else { (0..CELLS).collect() });
    let missing: Vec<usize> = (0..CELLS).filter(|cell| !order.contains(cell)).collect();
    if !missing.is_empty() && outcome.cells.is_empty() {
        outcome.whole_row_unsure = true;
    }
    filler.rows_found += 1;
    say_headings(sheet, &leaves, &order, &addresses, &missing, filler);
    put(&outcome, sheet.rows[row].line, filler);
    true
}

/// One outcome is missing in all three groups.
fn missing_everywhere(missing: &[usize]) -> bool {
    missing.len() == GROUPS && missing.iter().all(|cell| cell % OUTCOMES == missing[0] % OUTCOMES)
}

/// Whether a slot of the row of values is one: not the row's own label.
fn is_of_row(sheet: &Sheet, slot: &Slot, from: usize) -> bool {
    let is_label = slot.from < from && sheet.items[slot.item].what == What::Words;
    !is_label && (slot.from >= from || sheet.items[slot.item].stands())
}

/// R111, R112 and R114 of the headings.
fn say_headings(
    sheet: &Sheet,
    leaves: &[Leaf],
    order: &[usize],
    addresses: &[Option<usize>],
    missing: &[usize],
    filler: &mut Filler,
) {
    let block = block(filler);
    let place = |cell: usize, line: u32| {
        let row = Place::row(TableNo::Remedies, block.rows[cell / OUTCOMES].key).at_line(Some(line));
        Place { column: Some(block.columns[cell % OUTCOMES].key.to_owned()), ..row }
    };
    for (n, leaf) in leaves.iter().enumerate() {
        let item = &sheet.items[leaf.item];
        let expected = block.columns[order[n] % OUTCOMES].label;
        let broken = leaf
            .above
            .is_some_and(|above| [sheet.items[above].letters.as_slice(), &item.letters].concat() == letters(expected));
        if !item.letters.is_empty()
            && item.letters != letters(expected)
            && !broken
            && (addresses[n].is_none() || outcome(&item.letters).is_some())
        {
            let notice = Notice::LabelMisprinted { expected: expected.to_owned(), found: item.text.clone() };
            filler.say(notice, place(order[n], item.line));
        }
    }
    if let Some(fall) = order.windows(2).position(|pair| pair[0] > pair[1]) {
        let label = |cell: usize| block.columns[cell % OUTCOMES].label.to_owned();
        let notice = Notice::RowsOutOfOrder { label: label(order[fall + 1]), after: label(order[fall]) };
        filler.say(notice, place(order[fall + 1], sheet.items[leaves[fall + 1].item].line));
    }
    for cell in missing.iter().copied() {
        let line = leaves.first().map_or(1, |leaf| sheet.items[leaf.item].line);
        let label = block.columns[cell % OUTCOMES].label.to_owned();
        filler.say(Notice::ColumnMissing { label }, place(cell, line));
    }
}

fn block(filler: &Filler) -> &'static Block {
    &form(filler.edition).table(TableNo::Remedies).blocks[0]
}

fn cell_numbers(filler: &Filler) -> Vec<CellNo> {
    let form = form(filler.edition);
    let rows = form.rows(TableNo::Remedies);
    rows.flat_map(|row| form.row_cells(TableNo::Remedies, row.key)).map(|cell| cell.no).collect()
}

fn put(outcome: &Outcome, line: u32, filler: &mut Filler) {
    let numbers = cell_numbers(filler);
    let form = form(filler.edition);
    let place = Place::row(TableNo::Remedies, block(filler).rows[0].key).at_line(Some(line));
    for (n, no) in numbers.iter().enumerate() {
        let column = outcome.columns.get(n).copied().flatten().map(|column| column as u32 + 1);
        filler.spots.insert(form.at(*no).path.clone(), Spot { line: Some(line), page: None, column });
    }
    let mut unsure = Unsure::default();
    let standing = outcome.values.standing().count();
    let open = outcome.cells.iter().filter(|held| **held == Held::Unsure).count();
    if outcome.whole_row_unsure || open > 0 {
        unsure.add(&place, standing, CELLS);
    }
    if !outcome.whole_row_unsure {
        for (n, held) in outcome.cells.iter().enumerate() {
            if let Held::Value(at) = held {
                filler.put(form.at(numbers[n]), &outcome.values.tokens[*at].token, None);
            }
        }
    }
    filler.unsure(unsure);
}

/// Groups or outcomes as rows: every cell is told by the words above it and to its left.
fn crosswise(sheet: &Sheet, rows: &[usize], filler: &mut Filler) -> bool {
    let mut cells: HashMap<usize, Vec<(usize, u32, usize)>> = HashMap::new();
    for (n, row) in rows.iter().enumerate() {
        let slots = &sheet.rows[*row].slots;
        for (m, slot) in slots.iter().enumerate() {
            let item = &sheet.items[slot.item];
            if slot.above || item.what == What::Words {
                continue;
            }
            let words = |item: &&Item| item.what == What::Words;
            let left = slots[..m].iter().rev().map(|slot| &sheet.items[slot.item]).filter(words);
            let above = rows[..n]
                .iter()
                .rev()
                .flat_map(|row| &sheet.rows[*row].slots)
                .filter(|other| other.from < slot.to && slot.from < other.to)
                .map(|slot| &sheet.items[slot.item])
                .filter(words);
            let named: Vec<&Item> = left.chain(above).collect();
            let group = named.iter().find_map(|item| group(item));
            let outcome = named.iter().find_map(|item| outcome(&item.letters));
            match (group, outcome) {
                (Some(group), Some(outcome)) => {
                    let address = group * OUTCOMES + outcome;
                    cells.entry(address).or_default().push((slot.item, sheet.rows[*row].line, slot.to - slot.from));
                }
                _ if item.stands() => return false,
                _ => {}
            }
        }
    }
    if cells.len() != CELLS || cells.values().any(|slots| slots.len() != 1) {
        return false;
    }
    filler.rows_found += 1;
    let form = form(filler.edition);
    for (n, no) in cell_numbers(filler).into_iter().enumerate() {
        let (item, line, _) = cells[&n][0];
        let item = &sheet.items[item];
        let cell = form.at(no);
        let spot = Spot { line: Some(line), page: None, column: Some(item.column as u32 + 1) };
        filler.spots.insert(cell.path.clone(), spot);
        filler.put(cell, &super::token(&item.what, &item.text, line), None);
    }
    true
}
