//! The columns of a grid, and the values of each row given to them.
//!
//! Three things tell a column: its heading, the place in the row, and the rows that are full. Where they do not
//! agree on one reading, the row is unsure. What is sure of a row with a merged value is kept.

use std::collections::HashMap;

use super::rows::{Known, Matched, Matching};
use super::sheet::{Sheet, Slot, What, short};
use super::token;
use crate::figures::Unit;
use crate::form::{Block, Column, Kind as ColumnKind};
use crate::read::fold::{fold, letters};
use crate::read::header::Header;
use crate::read::lex::{Kind, Token};
use crate::read::value::{Value, value};
use crate::read::words::Label;

/// Grid columns from the first to before the last.
pub(super) type Span = (usize, usize);

/// The headings of one block of the form.
#[derive(Default)]
pub(super) struct Heads {
    /// What is wrong with them.
    pub header: Header,
    /// The unit that the heading of a money column names.
    pub units: Vec<Option<Unit>>,
    /// Columns whose heading is blank.
    unnamed: Vec<usize>,
    /// Headings the form does not have, with values under them or not.
    pub extra: Vec<(String, u32)>,
    /// For each table of the file in which the block begins: where its columns stand.
    spans: HashMap<usize, Spans>,
    /// The n-th printed column is column `order[n]` of the form.
    order: Vec<usize>,
}

/// Where the columns of a block stand.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Spans {
    /// One for each column of the form; `None` for one that is missing.
    pub columns: Vec<Option<Span>>,
    pub extra: Vec<Span>,
}

impl Spans {
    pub fn from(&self) -> usize {
        self.columns.iter().flatten().map(|span| span.0).min().unwrap_or(0)
    }

    fn to(&self) -> usize {
        self.columns.iter().flatten().map(|span| span.1).max().unwrap_or(0)
    }

    /// Under the heading of a column that the form does not have.
    fn is_extra(&self, span: Span) -> bool {
        self.extra.iter().any(|extra| overlap(*extra, span))
            && !self.columns.iter().flatten().any(|own| overlap(*own, span))
    }

    fn bounds(&self, at: usize) -> bool {
        self.columns.iter().flatten().any(|span| span.0 == at || span.1 == at)
    }
}

/// A heading less like a column's than this is another column's.
const UNLIKE: f32 = 0.3;

/// A heading without others below it.
pub(super) struct Leaf {
    pub item: usize,
    pub span: Span,
    /// The heading above that covers the same columns: 本年新 over 制作数量.
    pub above: Option<usize>,
}

/// The headings of every block.
pub(super) fn heads(sheet: &Sheet, known: &Known, matching: &Matching, blocks: &'static [Block]) -> Vec<Heads> {
    let mut out: Vec<Heads> = Vec::new();
    let mut from = 0;
    for (n, block) in blocks.iter().enumerate() {
        let rows: Vec<usize> = known
            .nodes
            .iter()
            .zip(&matching.found)
            .filter(|(node, _)| node.block == n)
            .filter_map(|(_, found)| found.as_ref().filter(|found| !found.out_of_order).map(|found| found.row))
            .collect();
        let Some(first) = rows.first().copied() else {
            out.push(Heads::plain(block));
            continue;
        };
        let mut heads = Heads::plain(block);
        let mut tables: Vec<(usize, usize)> = Vec::new();
        for row in rows.iter().copied() {
            let table = sheet.rows[row].table;
            if tables.iter().all(|(known, _)| *known != table) {
                tables.push((table, row));
            }
        }
        for (table, row) in tables {
            let above: Vec<usize> = matching
                .headers
                .iter()
                .copied()
                .filter(|header| (from..row).contains(header) && sheet.rows[*header].width == sheet.rows[row].width)
                .collect();
            // Of several pieces' headings those that stand last before the row.
            let last = above.last().map(|header| sheet.rows[*header].table);
            let above: Vec<usize> =
                above.into_iter().filter(|header| Some(sheet.rows[*header].table) == last).collect();
            let said = row == first;
            let of_row = |found: &&Matched| found.row == row;
            let found = matching.found.iter().flatten().find(of_row);
            let label_end = found.and_then(|found| Some(sheet.rows[row].slots[*found.values.first()?].from));
            if let Some(spans) = heads.read(sheet, &above, label_end.unwrap_or(0), block.columns, said) {
                heads.spans.insert(table, spans);
            }
        }
        heads.header.first_row = block.rows.first().map(|row| row.key);
        // A block without headings of its own stands under those of the block before, if they are the same.
        let same = |a: &[Column], b: &[Column]| a.iter().map(|c| c.label).eq(b.iter().map(|c| c.label));
        if heads.spans.is_empty()
            && let Some(before) = n.checked_sub(1).filter(|before| same(blocks[*before].columns, block.columns))
        {
            heads.spans = out[before].spans.clone();
            heads.order = out[before].order.clone();
        }
        from = rows.iter().max().map_or(from, |last| last + 1);
        out.push(heads);
    }
    out
}

impl Heads {
    /// A blank heading over nothing but blanks is no column. `outcomes` are those of the block's rows.
    pub fn confirm<'o>(&mut self, columns: &'static [Column], outcomes: impl Iterator<Item = &'o Outcome> + Clone) {
        let is_blank = |column: &usize| {
            let mut held = outcomes.clone().map(|outcome| outcome.cells.get(*column));
            held.clone().next().is_some() && held.all(|held| held == Some(&Held::Blank))
        };
        if let ([column], None) = (&self.unnamed[..], self.header.missing)
            && is_blank(column)
        {
            self.header.missing = Some(&columns[*column]);
        }
    }

    /// Where the columns stand in a table of the file; a piece without headings goes by those of the only other piece.
    fn spans_in(&self, table: usize) -> Option<&Spans> {
        self.spans.get(&table).or_else(|| self.spans.values().next().filter(|_| self.spans.len() == 1))
    }

    /// Headings that say nothing.
    pub fn plain(block: &Block) -> Heads {
        Heads {
            header: Header::default(),
            units: vec![None; block.columns.len()],
            order: (0..block.columns.len()).collect(),
            ..Heads::default()
        }
    }

    /// Reads the heading rows of one table, whose labels end at the grid column `label_end`. `said` says that what is wrong
    /// with them has to be kept.
    fn read(
        &mut self,
        sheet: &Sheet,
        rows: &[usize],
        label_end: usize,
        columns: &'static [Column],
        said: bool,
    ) -> Option<Spans> {
        let mut leaves = leaves(sheet, rows);
        let labels: Vec<[Vec<char>; 2]> =
            columns.iter().map(|column| [letters(column.label), letters(short(column.label))]).collect();
        let words = |leaf: &Leaf| letters(short(&sheet.items[leaf.item].text));
        let joined = |leaf: &Leaf| {
            let above = leaf.above.map(|above| letters(&sheet.items[above].text)).unwrap_or_default();
            [above, letters(&sheet.items[leaf.item].text)].concat()
        };
        let is = |leaf: &Leaf, column: usize| {
            let (own, both, whole) = (words(leaf), joined(leaf), letters(&sheet.items[leaf.item].text));
            labels[column].iter().any(|label| *label == own || *label == whole || (*label == both && !label.is_empty()))
        };
        let mut column_of: Vec<Option<usize>> = vec![None; leaves.len()];
        let exact = |leaf: &Leaf, n: usize, taken: &[Option<usize>]| {
            let free = |column: &usize| is(leaf, *column) && !taken.contains(&Some(*column));
            Some(n).filter(|n| *n < columns.len()).filter(free).or_else(|| (0..columns.len()).find(free))
        };
        let likeness = |leaf: &Leaf, column: usize| {
            let label = Label::new(short(columns[column].label));
            label.likeness(&words(leaf)).max(label.likeness(&joined(leaf)))
        };
        // What stands to the left of the first column's heading, and is like none, is the corner over the labels.
        let first = leaves.iter().position(|leaf| (0..columns.len()).any(|column| is(leaf, column)))?;
        let sure_corner = |leaf: &&Leaf| sheet.items[leaf.item].means.corner || leaf.span.1 <= label_end;
        let corner = |leaf: &&Leaf| {
            let unlike = || (0..columns.len()).all(|column| likeness(leaf, column) < UNLIKE);
            sure_corner(leaf) || (sheet.items[leaf.item].letters.is_empty() && leaf.span.0 == 0) || unlike()
        };
        let spare = leaves.len().saturating_sub(columns.len());
        let skip = leaves.iter().take(first).take_while(corner).count();
        let known_corner = leaves.iter().take(first).take_while(sure_corner).count();
        leaves.drain(..skip.min(spare.max(known_corner)));
        column_of.truncate(leaves.len());
        for (n, leaf) in leaves.iter().enumerate() {
            column_of[n] = exact(leaf, n, &column_of);
        }
        let free_columns: Vec<usize> =
            (0..columns.len()).filter(|column| !column_of.contains(&Some(*column))).collect();
        let free_leaves: Vec<usize> = (0..leaves.len()).filter(|n| column_of[*n].is_none()).collect();
        let named = |n: usize| !sheet.items[leaves[n].item].letters.is_empty();
        let mut misprinted = Vec::new();
        let in_place = leaves.len() == columns.len()
            && column_of.iter().enumerate().all(|(n, column)| column.is_none_or(|column| column == n))
            && free_leaves.iter().all(|n| !named(*n) || likeness(&leaves[*n], *n) >= UNLIKE);
        if in_place {
            for (leaf, column) in free_leaves.iter().zip(&free_columns) {
                column_of[*leaf] = Some(*column);
                match named(*leaf) {
                    true => misprinted.push((*column, *leaf)),
                    false if said => self.unnamed.push(*column),
                    false => {}
                }
            }
        } else {
            // Like enough, and like no other.
            for column in &free_columns {
                let like = |n: &&usize| column_of[**n].is_none() && likeness(&leaves[**n], *column) >= 0.5;
                let mut likely = free_leaves.iter().filter(like);
                if let (Some(leaf), None) = (likely.next(), likely.next()) {
                    column_of[*leaf] = Some(*column);
                    misprinted.push((*column, *leaf));
                }
            }
        }
        let missing: Vec<usize> = (0..columns.len()).filter(|column| !column_of.contains(&Some(*column))).collect();
        let one_missing = missing.len() == 1 && columns.len() > 2;
        if !missing.is_empty() && !one_missing {
            return None;
        }
        let line = |leaf: usize| sheet.items[leaves[leaf].item].line;
        let text = |leaf: usize| {
            let above = leaves[leaf].above.map_or("", |above| sheet.items[above].text.as_str());
            format!("{above}{}", sheet.items[leaves[leaf].item].text)
        };
        let printed: Vec<usize> = column_of.iter().flatten().copied().collect();
        if said {
            self.order = if printed.len() == columns.len() { printed.clone() } else { self.order.clone() };
            self.header.misprinted =
                misprinted.iter().map(|(column, leaf)| (&columns[*column], text(*leaf), line(*leaf))).collect();
            self.header.missing = missing.first().map(|column| &columns[*column]);
            if let Some(fall) = printed.windows(2).position(|pair| pair[0] > pair[1]) {
                let leaf = column_of.iter().position(|column| *column == Some(printed[fall + 1])).unwrap_or(0);
                self.header.out_of_order = Some((&columns[printed[fall + 1]], &columns[printed[fall]], line(leaf)));
            }
            for (leaf, column) in column_of.iter().enumerate() {
                match column {
                    None if named(leaf) => self.extra.push((text(leaf), line(leaf))),
                    Some(column) if matches!(columns[*column].kind, ColumnKind::Money(_)) => {
                        self.units[*column] = unit(&text(leaf));
                    }
                    _ => {}
                }
            }
        }
        let mut spans = Spans { columns: vec![None; columns.len()], extra: Vec::new() };
        for (leaf, column) in leaves.iter().zip(&column_of) {
            match column {
                Some(column) => spans.columns[*column] = Some(leaf.span),
                None => spans.extra.push(leaf.span),
            }
        }
        Some(spans)
    }
}

/// The lowest headings, left to right.
pub(super) fn leaves(sheet: &Sheet, rows: &[usize]) -> Vec<Leaf> {
    // Item, span, first and last of the heading rows in which it stands.
    let mut cells: Vec<(usize, Span, usize, usize)> = Vec::new();
    for (y, row) in rows.iter().enumerate() {
        for slot in &sheet.rows[*row].slots {
            match cells.iter_mut().rev().find(|(item, ..)| *item == slot.item) {
                Some(cell) => cell.3 = y,
                None => cells.push((slot.item, (slot.from, slot.to), y, y)),
            }
        }
    }
    let overlaps = |a: Span, b: Span| a.0 < b.1 && b.0 < a.1;
    let mut leaves: Vec<Leaf> = Vec::new();
    for (item, span, top, bottom) in &cells {
        if cells.iter().any(|(_, other, other_top, _)| other_top > bottom && overlaps(*span, *other)) {
            continue;
        }
        let over = |(_, other, _, other_bottom): &&(usize, Span, usize, usize)| {
            other == span && other_bottom < top && span.1 - span.0 < 4
        };
        let above = cells.iter().filter(over).max_by_key(|cell| cell.3).map(|cell| cell.0);
        leaves.push(Leaf { item: *item, span: *span, above });
    }
    leaves.sort_by_key(|leaf| leaf.span.0);
    leaves
}

/// The unit in a heading: `采购总金额（万元）`.
fn unit(heading: &str) -> Option<Unit> {
    let heading: String = fold(heading).split_whitespace().collect();
    let inside = heading.split_once('(')?.1;
    Unit::ALL.into_iter().find(|unit| inside.contains(unit.as_str()))
}

/// The values of one row with the columns of the grid they cover.
#[derive(Default)]
pub(super) struct Values {
    pub tokens: Vec<Placed>,
}

/// A value in the grid.
pub(super) struct Placed {
    pub token: Token,
    span: Span,
    /// The cell reaches over several rows of the form.
    shared: bool,
    column: usize,
}

/// What a column of a row holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Held {
    Blank,
    /// Index into the values of the row.
    Value(usize),
    /// A value stands here that may be another column's or row's as well.
    Unsure,
}

/// One row's values, given to its columns.
#[derive(Default)]
pub(super) struct Outcome {
    pub values: Values,
    pub cells: Vec<Held>,
    /// Column of the table as drawn, for each column of the form.
    pub columns: Vec<Option<usize>>,
    pub whole_row_unsure: bool,
}

/// Gives the values of every row to their columns.
pub(super) fn place(sheet: &Sheet, known: &Known, matching: &Matching, heads: &[Heads]) -> Vec<Outcome> {
    let mut uses: HashMap<usize, usize> = HashMap::new();
    for found in matching.found.iter().flatten() {
        for slot in &found.values {
            *uses.entry(sheet.rows[found.row].slots[*slot].item).or_default() += 1;
        }
    }
    let rows: Vec<Option<Values>> = matching
        .found
        .iter()
        .zip(&known.nodes)
        .map(|(found, node)| found.as_ref().map(|found| values(sheet, found, node.columns, &uses)))
        .collect();
    // What the full rows of each block and table of the file show.
    let mut grids: HashMap<(usize, usize), Grid> = HashMap::new();
    let keys: Vec<Option<(usize, usize)>> = matching
        .found
        .iter()
        .zip(&known.nodes)
        .map(|(found, node)| found.as_ref().map(|found| (node.block, sheet.rows[found.row].table)))
        .collect();
    for (key, values) in keys.iter().zip(&rows) {
        if let (Some(key), Some(values)) = (key, values) {
            let heads = &heads[key.0];
            grids.entry(*key).or_default().learn(values, heads.order.len(), heads.spans_in(key.1));
        }
    }
    for (key, grid) in &mut grids {
        grid.decide(&heads[key.0], key.1);
    }
    let outcome = |(i, values): (usize, Option<Values>)| {
        let (Some(values), Some(key), Some(found)) = (values, keys[i], &matching.found[i]) else {
            return Outcome::default();
        };
        let columns = known.nodes[i].columns;
        let mut outcome = grids[&key].place(values, columns, &heads[key.0].order);
        outcome.whole_row_unsure |= found.goes_on && outcome.values.tokens.iter().any(stands);
        outcome
    };
    rows.into_iter().enumerate().map(outcome).collect()
}

fn stands(value: &Placed) -> bool {
    !matches!(value.token.kind, Kind::Blank(_))
}

/// The values of a row: its cells, those glued to its label, several in one cell.
fn values(sheet: &Sheet, found: &Matched, columns: usize, uses: &HashMap<usize, usize>) -> Values {
    let row = &sheet.rows[found.row];
    let label_end = found.values.first().map_or(0, |slot| row.slots[*slot].from);
    let mut tokens: Vec<Placed> = Vec::new();
    for text in &found.tail {
        let what = match value(text) {
            Value::Words | Value::Blank => What::Words,
            value => What::Value(value),
        };
        let token = token(&what, text, row.line);
        tokens.push(Placed { token, span: (label_end, label_end), shared: false, column: label_end.saturating_sub(1) });
    }
    let slots: Vec<Slot> = found.values.iter().map(|slot| row.slots[*slot]).collect();
    let mut behind = Values::of(sheet, &slots, columns);
    if tokens.is_empty() {
        for (value, slot) in behind.tokens.iter_mut().zip(&slots) {
            value.shared = uses.get(&slot.item).is_some_and(|uses| *uses > 1);
        }
        return behind;
    }
    tokens.append(&mut behind.tokens);
    Values { tokens }
}

impl Values {
    /// The values in some cells of a row; several in the only one that is filled are taken apart.
    pub fn of(sheet: &Sheet, slots: &[Slot], columns: usize) -> Values {
        let placed = |slot: &Slot| {
            let item = &sheet.items[slot.item];
            let token = token(&item.what, &item.text, item.line);
            Placed { token, span: (slot.from, slot.to), shared: false, column: item.column }
        };
        let tokens: Vec<Placed> = slots.iter().map(placed).collect();
        let mut standing = tokens.iter().filter(|value| stands(value));
        if let (Some(only), None) = (standing.next(), standing.next()) {
            let parts = parts(&only.token, columns);
            if parts.len() > 1 {
                let (span, column) = (only.span, only.column);
                let placed = |token| Placed { token, span, shared: false, column };
                return Values { tokens: parts.into_iter().map(placed).collect() };
            }
        }
        Values { tokens }
    }
}

/// `0 0 0`, or zeros glued together: as many values as there are columns in one cell.
fn parts(token: &Token, columns: usize) -> Vec<Token> {
    let one = |text: &str| Token { kind: Kind::Value(value(text)), raw: text.to_owned(), ..token.clone() };
    let glued = matches!(&token.kind, Kind::Value(Value::Glued(digits)) if digits.bytes().all(|b| b == b'0') && digits.len() == columns);
    if glued {
        return vec![one("0"); columns];
    }
    let texts: Vec<&str> = token.raw.split(|c: char| c.is_whitespace() || c == '、' || c == '|').collect();
    let texts: Vec<&str> = texts.into_iter().filter(|text| !text.is_empty()).collect();
    let all_values = texts.len() == columns && texts.iter().all(|text| crate::read::value::is_value(text));
    if all_values { texts.into_iter().map(one).collect() } else { Vec::new() }
}

/// Whether several values stand in the one cell, or digits that are no one number.
fn is_several(token: &Token) -> bool {
    match &token.kind {
        Kind::Value(Value::Glued(_)) => true,
        Kind::Words(_) => {
            let mut values = token.raw.split_whitespace();
            values.clone().count() > 1 && values.all(crate::read::value::is_value)
        }
        _ => false,
    }
}

/// What all rows of a block show in one table of the file.
#[derive(Default)]
pub(super) struct Grid {
    /// The columns as the headings have them, if the full rows agree; else as those have them.
    spans: Option<Spans>,
    /// Where the values of the full rows stand.
    full: Vec<Vec<Span>>,
    /// First and last grid column of rows with as many cells as columns, some blank.
    as_many: usize,
    rows: usize,
}

impl Grid {
    pub fn learn(&mut self, values: &Values, columns: usize, heads: Option<&Spans>) {
        self.rows += 1;
        let ours = |value: &&Placed| heads.is_none_or(|heads| !heads.is_extra(value.span));
        self.as_many += usize::from(values.tokens.iter().filter(ours).count() == columns);
        let standing: Vec<Span> =
            values.tokens.iter().filter(ours).filter(|value| stands(value)).map(|value| value.span).collect();
        if standing.len() == columns && standing.windows(2).all(|pair| pair[0].1 <= pair[1].0) {
            self.full.push(standing);
        }
    }

    fn decide(&mut self, heads: &Heads, table: usize) {
        self.spans =
            heads.spans_in(table).filter(|spans| self.fits(spans)).cloned().or_else(|| self.of_full_rows(&heads.order));
    }

    /// Takes the spans of the headings, if the full rows fit under them.
    pub fn take(&mut self, spans: &Spans) {
        self.spans = Some(spans).filter(|spans| self.fits(spans)).cloned();
    }

    fn fits(&self, spans: &Spans) -> bool {
        self.full.iter().all(|row| {
            let under_one = |value: &Span| {
                let covered = |span: &&Option<Span>| span.is_some_and(|span| overlap(span, *value));
                let in_extra = spans.extra.iter().any(|span| overlap(*span, *value));
                spans.columns.iter().filter(covered).count() == 1 || in_extra
            };
            let over_one = |span: &Span| row.iter().filter(|value| overlap(*span, **value)).count() == 1;
            row.iter().all(under_one) && spans.columns.iter().flatten().all(over_one)
        })
    }

    /// Where the columns stand if all full rows have them in the same places.
    fn of_full_rows(&self, order: &[usize]) -> Option<Spans> {
        let first = self.full.first().filter(|first| first.len() == order.len())?;
        if self.full.iter().any(|row| row != first) {
            return None;
        }
        let mut columns = vec![None; first.len()];
        for (n, span) in first.iter().enumerate() {
            columns[order[n]] = Some(*span);
        }
        Some(Spans { columns, extra: Vec::new() })
    }

    pub fn place(&self, values: Values, columns: usize, order: &[usize]) -> Outcome {
        let drawn = |cells: &[Held]| -> Vec<Option<usize>> {
            let of = |held: &Held| if let Held::Value(at) = held { Some(values.tokens[*at].column) } else { None };
            let blank = |n: usize| {
                let span = self.spans.as_ref()?.columns[n]?;
                values.tokens.iter().find(|value| overlap(span, value.span)).map(|value| value.column)
            };
            cells.iter().enumerate().map(|(n, held)| of(held).or_else(|| blank(n))).collect()
        };
        let cells = self.cells(&values, columns, order);
        match cells {
            Some(mut cells) => {
                let doubt = |held: &mut Held| {
                    if let Held::Value(at) = held
                        && (values.tokens[*at].shared || is_several(&values.tokens[*at].token))
                    {
                        *held = Held::Unsure;
                    }
                };
                cells.iter_mut().for_each(doubt);
                let columns = drawn(&cells);
                Outcome { values, cells, columns, whole_row_unsure: false }
            }
            None => {
                let columns = vec![None; columns];
                Outcome { values, cells: Vec::new(), columns, whole_row_unsure: true }
            }
        }
    }

    /// One entry for each column, `None` if the row cannot be told.
    fn cells(&self, values: &Values, columns: usize, order: &[usize]) -> Option<Vec<Held>> {
        let tokens = &values.tokens;
        let ours = |n: &usize| self.spans.as_ref().is_none_or(|spans| !spans.is_extra(tokens[*n].span));
        let all: Vec<usize> = (0..tokens.len()).filter(ours).collect();
        let standing: Vec<usize> = all.iter().copied().filter(|n| stands(&tokens[*n])).collect();
        if standing.is_empty() {
            return Some(vec![Held::Blank; columns]);
        }
        let by_spans = self.spans.as_ref().and_then(|spans| by_spans(values, spans));
        if let Some((cells, true)) = &by_spans {
            return Some(cells.clone());
        }
        let in_order = |indices: &[usize], order: &[usize]| {
            let mut cells = vec![Held::Blank; columns];
            for (n, index) in indices.iter().enumerate() {
                if stands(&tokens[*index]) {
                    cells[order[n]] = Held::Value(*index);
                }
            }
            cells
        };
        if standing.len() == columns {
            return Some(in_order(&standing, order));
        }
        if all.len() == columns && self.may_go_by_order(values) {
            return Some(in_order(&all, order));
        }
        if let Some((cells, _)) = by_spans {
            return Some(cells);
        }
        // Where a column is missing: as many values, side by side from the first, as there are headings.
        let spans = self.spans.as_ref()?;
        let mut present: Vec<usize> = (0..columns).filter(|column| spans.columns[*column].is_some()).collect();
        present.sort_by_key(|column| spans.columns[*column]);
        let side_by_side = present.len() < columns && present.len() == standing.len() && all.starts_with(&standing);
        side_by_side.then(|| in_order(&standing, &present))
    }

    /// A row with as many cells as columns goes by their order if it is as wide as the others.
    fn may_go_by_order(&self, values: &Values) -> bool {
        let (Some(first), Some(last)) = (values.tokens.first(), values.tokens.last()) else { return false };
        let ends = (first.span.0, last.span.1);
        let as_head = self.spans.as_ref().is_some_and(|spans| ends == (spans.from(), spans.to()));
        let as_full = self
            .full
            .iter()
            .any(|row| row.first().map(|s| s.0) == Some(ends.0) && row.last().map(|s| s.1) == Some(ends.1));
        let nothing_known = self.spans.is_none() && self.full.is_empty() && self.as_many * 2 > self.rows;
        as_head || as_full || stands(first) || nothing_known
    }
}

fn overlap(a: Span, b: Span) -> bool {
    a.0 < b.1 && b.0 < a.1
}

/// Each value to the column under whose heading it stands; the flag says that every cell stands under one
/// heading and every heading over one cell. `None` if a value stands under none, or the row is too short.
fn by_spans(values: &Values, spans: &Spans) -> Option<(Vec<Held>, bool)> {
    let columns = spans.columns.len();
    let mut cells = vec![Held::Blank; columns];
    let mut over = vec![0_usize; columns];
    let mut clean = true;
    for (n, value) in values.tokens.iter().enumerate() {
        let under: Vec<usize> =
            (0..columns).filter(|c| spans.columns[*c].is_some_and(|span| overlap(span, value.span))).collect();
        under.iter().for_each(|c| over[*c] += 1);
        let in_extra = spans.extra.iter().any(|span| overlap(*span, value.span));
        let outside = value.span.0 < spans.from() && !under.is_empty();
        clean &= under.len() == 1 || (under.is_empty() && (in_extra || !stands(value)));
        match under[..] {
            _ if outside || (in_extra && !under.is_empty()) => return None,
            [] if stands(value) && !in_extra => return None,
            _ if !stands(value) => {}
            [] => {}
            [column] => cells[column] = if cells[column] == Held::Blank { Held::Value(n) } else { Held::Unsure },
            _ if !spans.bounds(value.span.0) || !spans.bounds(value.span.1) => return None,
            // A mark over several columns is said of each of them; a number belongs to one.
            _ => {
                let mark = value.token.kind == Kind::Value(Value::Mark);
                under.iter().for_each(|column| cells[*column] = if mark { Held::Value(n) } else { Held::Unsure });
            }
        }
    }
    let missing = |c: usize| spans.columns[c].is_none();
    if (0..columns).any(|c| over[c] == 0 && !missing(c)) {
        return None;
    }
    clean &= (0..columns).all(|c| over[c] == 1 || missing(c));
    Some((cells, clean))
}
