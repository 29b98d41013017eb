//! A table that is drawn is read as the grid it is.
//!
//! 1. [`sheet`]: every row with the cells that stand in it or reach into it from above, each told to be
//!    words, a value or blank, the words looked up among those of the form;
//! 2. here: which rows belong to which of the three tables, wherever the file cuts or joins them;
//! 3. [`rows`]: the rows laid along those of the form, by label and by place;
//! 4. [`columns`]: the columns by their headings and by the rows that are full, and each value given to its
//!    column, or said to be unsure;
//! 5. [`remedies`]: table 4, whose rows are columns on paper.

mod columns;
mod remedies;
mod rows;
mod sheet;

use std::collections::HashSet;

use super::drawn::Drawn;
use super::fill::{Filler, Unsure, total_of};
use super::labels;
use super::lex::{Gap, Kind, Token};
use super::sections::Heading;
use crate::finding::{Axis, Notice, Place};
use crate::form::{Cell, CellNo, SectionKey, TableNo, form};
use crate::report::Spot;
use columns::{Heads, Outcome, Values};
use rows::{Known, Matched, Matching};
use sheet::{Sheet, What};

/// The grids of a file that belong to the form.
#[derive(Default)]
pub(super) struct Grids {
    sheet: Sheet,
    /// The rows of tables 2, 3 and 4, in reading order.
    rows: [Vec<usize>; 3],
    /// The lines they take.
    lines: Vec<usize>,
    words: String,
}

impl Grids {
    /// Finds them.
    pub fn of(drawn: &Drawn<'_>, headings: &[Heading]) -> Grids {
        let mut sheet = Sheet::default();
        for (number, table) in drawn.tables.iter().enumerate() {
            sheet.add(number, table);
        }
        let mut rows = segments(&sheet, drawn, headings);
        for (n, rows) in rows.iter_mut().enumerate() {
            drop_second_copy(&sheet, TableNo::ALL[n], rows);
        }
        let ours: HashSet<(usize, usize)> =
            rows.iter().flatten().map(|row| (sheet.rows[*row].table, sheet.rows[*row].number)).collect();
        let takes = |at: &usize| {
            drawn.row(*at).is_some_and(|row| ours.contains(&row)) && (drawn.is_row_of_many(*at) || !drawn.is_prose(*at))
        };
        let lines = if ours.is_empty() { Vec::new() } else { (0..drawn.len()).filter(takes).collect() };
        let mut words = String::new();
        for row in rows[..2].iter().flatten() {
            for slot in sheet.rows[*row].slots.iter().filter(|slot| !slot.above) {
                words.extend(&sheet.items[slot.item].letters);
                words.push(' ');
            }
        }
        Grids { sheet, rows, lines, words }
    }

    /// Whether any drawn row may belong to that table.
    pub fn has(&self, table: TableNo) -> bool {
        !self.rows[index(table)].is_empty()
    }

    /// The words in tables 2 and 3.
    pub fn words(&self) -> &str {
        &self.words
    }

    /// The lines that are rows of these grids.
    pub fn lines(&self) -> impl Iterator<Item = usize> + '_ {
        self.lines.iter().copied()
    }

    /// Reads one table. Answers `false`, having said nothing, if it makes no sense as a grid.
    pub fn read(&self, table: TableNo, filler: &mut Filler) -> bool {
        let rows = &self.rows[index(table)];
        if table == TableNo::Remedies {
            return remedies::read(&self.sheet, rows, filler) || {
                let turned = self.sheet.turned(rows);
                turned.is_some_and(|turned| remedies::read(&turned, &turned.all(), filler))
            };
        }
        let known = Known::of(filler.edition, table);
        let upright = rows::matched(&self.sheet, rows, known, table);
        if upright.without_values() * 2 > upright.count() {
            return false;
        }
        if upright.count() * 10 >= known.nodes.len() * 6 {
            fill(&self.sheet, known, table, &upright, filler);
            return true;
        }
        let turned = self.sheet.turned(rows).map(|sheet| (rows::matched(&sheet, &sheet.all(), known, table), sheet));
        match turned {
            Some((turned, sheet)) if turned.count() > upright.count().max(1) => {
                fill(&sheet, known, table, &turned, filler);
                true
            }
            _ if upright.count() >= 2 => {
                fill(&self.sheet, known, table, &upright, filler);
                true
            }
            _ => false,
        }
    }
}

fn index(table: TableNo) -> usize {
    TableNo::ALL.iter().position(|other| *other == table).unwrap_or(0)
}

/// Which rows belong to which table: a row with words of one table, and the rows up to the next such row.
fn segments(sheet: &Sheet, drawn: &Drawn<'_>, headings: &[Heading]) -> [Vec<usize>; 3] {
    let mut at_home: [Vec<usize>; 3] = Default::default();
    let mut elsewhere: [Vec<usize>; 3] = Default::default();
    let parts = [SectionKey::Proactive, SectionKey::Applications, SectionKey::Remedies];
    let any_part = headings.iter().any(|heading| parts.contains(&heading.key));
    let line_of = |row: usize| {
        let row = &sheet.rows[row];
        drawn.line_of_row(row.table, row.number)
    };
    for rows in sheet.tables() {
        let hits: Vec<Option<TableNo>> = rows.clone().map(|row| sheet.table_of(row)).collect();
        let Some(mut current) = hits.iter().copied().flatten().next() else { continue };
        for (row, hit) in rows.zip(hits) {
            current = hit.unwrap_or(current);
            let line = line_of(row).unwrap_or(0);
            let part = headings.iter().rev().find(|heading| heading.at <= line).map(|heading| heading.key);
            let home = !any_part || part.is_some_and(|part| parts.contains(&part));
            let segments = if home { &mut at_home } else { &mut elsewhere };
            segments[index(current)].push(row);
        }
    }
    for (home, away) in at_home.iter_mut().zip(elsewhere) {
        if home.is_empty() {
            *home = away;
        }
    }
    at_home
}

/// Tables that repeat most rows of those before (the departments' after the county's) are another report's.
fn drop_second_copy(sheet: &Sheet, table: TableNo, rows: &mut Vec<usize>) {
    let mut seen: HashSet<&[char]> = HashSet::new();
    let mut keep = rows.len();
    for piece in rows.chunk_by(|a, b| sheet.rows[*a].table == sheet.rows[*b].table) {
        let labels: Vec<&[char]> = piece
            .iter()
            .flat_map(|row| &sheet.rows[*row].slots)
            .filter(|slot| !slot.above && sheet.items[slot.item].means.row(table))
            .map(|slot| sheet.items[slot.item].letters.as_slice())
            .collect();
        let again = labels.iter().filter(|label| seen.contains(*label)).count();
        if again >= 3 && again * 2 > labels.len() {
            keep = rows.iter().position(|row| *row == piece[0]).unwrap_or(keep);
            break;
        }
        seen.extend(labels);
    }
    rows.truncate(keep);
}

/// Puts what was matched into the cells, and says what is wrong with it.
fn fill(sheet: &Sheet, known: &'static Known, table: TableNo, matching: &Matching, filler: &mut Filler) {
    let form = form(filler.edition);
    filler.rows_found += matching.count();
    let one_row = other_in_one_row(sheet, known, matching, filler);
    let blocks = form.table(table).blocks;
    let mut heads = columns::heads(sheet, known, matching, blocks);
    let outcomes = columns::place(sheet, known, matching, &heads);
    for (n, heads) in heads.iter_mut().enumerate() {
        let of_block = |(i, _): &(usize, &Outcome)| known.nodes[*i].block == n && matching.found[*i].is_some();
        heads.confirm(blocks[n].columns, outcomes.iter().enumerate().filter(of_block).map(|(_, outcome)| outcome));
        filler.header_findings(table, &heads.header);
        for (label, line) in &heads.extra {
            let notice = Notice::NotOfTheForm { axis: Axis::Column, label: label.clone() };
            filler.say(notice, Place::table(table).at_line(Some(*line)));
        }
    }
    let mut unsure = Unsure::default();
    let mut sure_blanks: Vec<&'static Cell> = Vec::new();
    let mut groups_said: HashSet<usize> = HashSet::new();
    for (i, node) in known.nodes.iter().enumerate() {
        let split = node.row.key.starts_with("results.other.");
        if (split && one_row) || (node.aside && !one_row) {
            continue;
        }
        let place = Place::row(table, node.row.key);
        let Some(found) = &matching.found[i] else {
            filler.say(Notice::RowMissing { label: node.row.label.to_owned() }, place);
            continue;
        };
        let place = place.at_line(Some(sheet.rows[found.row].line));
        say_labels(sheet, known, i, found, &place, &mut groups_said, filler);
        if found.out_of_order {
            let after = matching.before(found.row).map_or(String::new(), |i| known.nodes[i].row.label.to_owned());
            filler.say(Notice::RowsOutOfOrder { label: node.row.label.to_owned(), after }, place.clone());
        }
        let row: Vec<CellNo> = form.row_cells(table, node.row.key).map(|cell| cell.no).collect();
        let head = &heads[node.block];
        let outcome = &outcomes[i];
        spots(sheet, found, &row, outcome, filler);
        let open = put_row(&row, head, outcome, &place, &mut unsure, filler);
        if !open && !outcome.values.is_empty() {
            let blank = row.iter().map(|no| form.at(*no)).filter(|cell| filler.is_blank(cell));
            sure_blanks.extend(blank);
        }
    }
    if unsure.rows > 0 {
        filler.blanks(table, &sure_blanks);
    }
    filler.unsure(unsure);
    for (row, label) in &matching.strangers {
        let place = Place::table(table).at_line(Some(sheet.rows[*row].line));
        filler.say(Notice::NotOfTheForm { axis: Axis::Row, label: label.clone() }, place);
    }
}

/// Fills one row. Answers whether anything in it is unsure.
fn put_row(
    row: &[CellNo],
    head: &Heads,
    outcome: &Outcome,
    place: &Place,
    unsure: &mut Unsure,
    filler: &mut Filler,
) -> bool {
    let form = form(filler.edition);
    let standing = || outcome.values.standing();
    if outcome.whole_row_unsure {
        unsure.add(place, standing().count(), row.len());
        let is_total = |cell: &&Cell| cell.column.total && cell.table == TableNo::Applications;
        let total = row.last().map(|no| form.at(*no)).filter(is_total);
        let values: Vec<Token> = standing().cloned().collect();
        if let (Some(total), Some(value)) = (total, total_of(&values)) {
            filler.put(total, value, None);
        }
        return true;
    }
    let mut open = 0;
    for (column, cell) in outcome.cells.iter().enumerate() {
        match cell {
            columns::Held::Blank => {}
            columns::Held::Value(at) => {
                filler.put(form.at(row[column]), &outcome.values.tokens[*at].token, head.units[column]);
            }
            columns::Held::Unsure => open += 1,
        }
    }
    if open > 0 {
        unsure.add(place, standing().count(), row.len());
    }
    open > 0
}

/// Where each cell of a row stands, blank ones too.
fn spots(sheet: &Sheet, found: &Matched, row: &[CellNo], outcome: &Outcome, filler: &mut Filler) {
    let line = Some(sheet.rows[found.row].line);
    for (column, no) in row.iter().enumerate() {
        let cell = form(filler.edition).at(*no);
        let drawn = outcome.columns.get(column).copied().flatten().map(|column| column as u32 + 1);
        filler.spots.insert(cell.path.clone(), Spot { line, page: None, column: drawn });
    }
}

/// R111 of a row's own label and of the groups that begin in it.
fn say_labels(
    sheet: &Sheet,
    known: &Known,
    i: usize,
    found: &Matched,
    place: &Place,
    said: &mut HashSet<usize>,
    filler: &mut Filler,
) {
    let node = &known.nodes[i];
    if let Some(own) = found.own {
        let item = &sheet.items[own];
        let exact = item.numeral == node.label.numeral && item.letters == node.label.letters;
        if !exact && let Some(printed) = labels::misprinted(&node.label, node.row, &[&found.label_text]) {
            let expected = node.row.label.to_owned();
            filler.say(Notice::LabelMisprinted { expected, found: printed }, place.clone());
        }
    }
    for group in &found.groups {
        let item = &sheet.items[*group];
        let is_known = |(label, numeral): &(Vec<char>, _)| {
            *label == item.letters && (item.numeral.is_none() || *numeral == item.numeral)
        };
        if item.letters.is_empty() || known.groups.iter().any(is_known) || !said.insert(*group) {
            continue;
        }
        // The group that this one stands for: the likest of the row's own.
        let likest = node.under.iter().max_by(|a, b| a.likeness(&item.letters).total_cmp(&b.likeness(&item.letters)));
        let Some(at) = likest.and_then(|label| node.under.iter().position(|other| std::ptr::eq(other, label))) else {
            continue;
        };
        if node.under[at].likeness(&item.letters) >= 0.5 {
            let expected = node.row.under[at].to_owned();
            filler.say(Notice::LabelMisprinted { expected, found: item.text.clone() }, place.clone());
        }
    }
}

/// Edition 2021: whether （六）其他处理 stands there as a row of its own and without its three rows.
fn other_in_one_row(sheet: &Sheet, known: &Known, matching: &Matching, filler: &mut Filler) -> bool {
    let Some(aside) = known.nodes.iter().position(|node| node.aside) else { return false };
    let split = |i: &usize| known.nodes[*i].row.key.starts_with("results.other.");
    let any_split = (0..known.nodes.len()).filter(split).any(|i| matching.found[i].is_some());
    let Some(found) = matching.found[aside].as_ref().filter(|_| !any_split) else { return false };
    filler.cells.set_other_in_one_row(true);
    let place = Place::row(TableNo::Applications, "results.other").at_line(Some(sheet.rows[found.row].line));
    filler.say(Notice::OtherInOneRow, place);
    true
}

/// A token as the text reader makes them, so that one place turns it into a cell.
fn token(what: &What, text: &str, line: u32) -> Token {
    let kind = match what {
        What::Blank => Kind::Blank(super::lex::Blank::Cell),
        What::Value(value) => Kind::Value(value.clone()),
        What::Words => Kind::Words(Vec::new()),
    };
    Token { kind, raw: text.trim().to_owned(), line, field: 0, fields: 2, gap: Gap::Cell }
}

impl Values {
    /// The tokens in which something stands.
    pub fn standing(&self) -> impl Iterator<Item = &Token> {
        self.tokens.iter().map(|value| &value.token).filter(|token| !matches!(token.kind, Kind::Blank(_)))
    }

    fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }
}
