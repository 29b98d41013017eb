//! The values of one row, given to the columns of the form.
//!
//! A value whose column cannot be told is never guessed into one: the row is then [`Placed::Unsure`].

use std::collections::{BTreeSet, HashMap};

use rust_decimal::Decimal;

use super::lex::{Blank, Gap, Kind, Token};
use super::value::Value;

/// Where the values of a row stand.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Placed {
    /// One entry per column; `None` is a blank cell.
    Cells(Vec<Option<Token>>),
    /// Some values, and no telling which columns are theirs.
    Unsure(Vec<Token>),
    /// More values than the form has columns.
    TooMany(Vec<Token>),
}

impl PartialEq for Token {
    fn eq(&self, other: &Token) -> bool {
        self.kind == other.kind && self.line == other.line && self.field == other.field
    }
}

/// A row with what is around its values.
pub(super) struct Row<'a> {
    /// Its values and blanks, in order.
    pub tokens: &'a [Token],
    pub columns: usize,
    /// Rows of one block stand under the same headings.
    pub block: usize,
    /// The last piece of its label, where one stands before the values.
    pub label: Option<&'a Token>,
    /// Blank fields before the label keep the place of what reaches down from the rows above.
    pub indented: bool,
}

/// What the whole table shows about its own flattening.
#[derive(Debug, Default)]
pub(super) struct Habits {
    /// For each block and lines of so many fields: where its columns are.
    slots: HashMap<(usize, u32), Slots>,
    /// Blank cells are kept as cells: some row has one between two values.
    keeps_blanks: bool,
    /// In each row of a line with its label, the values are within so many fields behind it.
    within_label: bool,
    /// Rows of glued digits: how many, and whether one is too short to have every cell filled.
    glued: usize,
    glued_with_blanks: bool,
}

/// Where the columns of a block are among the fields of its lines.
#[derive(Debug, Default)]
struct Slots {
    /// The fields in which something stands in some row.
    used: BTreeSet<u32>,
    /// The first field that no label takes.
    behind_labels: u32,
    /// The field of the first column, if they stand side by side. Each row leaves some room; it is
    /// known where all rows together leave one place.
    first: Option<(u32, u32)>,
    /// In some row the first and the last of as many fields as there are columns, counted from the label, hold something.
    follows_label: bool,
    /// The column whose heading stands in each field, if in each row values stand under headings only.
    headings: Vec<Option<usize>>,
}

impl Slots {
    /// The field of each column, if all rows of the block agree.
    fn of(&self, columns: usize) -> Option<Vec<u32>> {
        let free = |first: Option<&u32>| first.is_some_and(|first| *first >= self.behind_labels);
        if self.used.len() == columns && free(self.used.first()) {
            return Some(self.used.iter().copied().collect());
        }
        let (lowest, highest) = self.first?;
        (lowest == highest).then(|| (lowest..lowest + columns as u32).collect())
    }
}

impl Habits {
    /// Learns from all rows of a table. `headings` tells for each block the column whose heading stands in each field
    /// of its line.
    pub fn of<'a>(rows: &[Row<'a>], headings: impl Fn(usize) -> &'a [Option<usize>]) -> Habits {
        let mut habits = Habits { within_label: true, ..Habits::default() };
        for row in rows {
            let record = record_of_values(row.tokens);
            let filled: Vec<&Token> = record.iter().filter(|token| stands(token)).collect();
            let (Some(first), Some(last)) = (filled.first(), filled.last()) else { continue };
            if let ([only], true) = (&filled[..], row.columns > 2)
                && only.raw.len() > 1
                && only.raw.bytes().all(|b| b.is_ascii_digit())
            {
                habits.glued += 1;
                habits.glued_with_blanks |= only.raw.len() < row.columns;
            }
            let is_between = |token: &&Token| token.field > first.field && token.field < last.field;
            habits.keeps_blanks |= record.iter().filter(is_between).any(|token| token.kind == Kind::Blank(Blank::Cell));
            let columns = row.columns as u32;
            if first.fields < columns || first.fields < 2 || record.iter().any(|token| token.line != first.line) {
                continue;
            }
            let slots = habits.slots.entry((row.block, first.fields)).or_default();
            if let Some(label) = row.label.filter(|label| label.line == first.line) {
                habits.within_label &= !row.indented && last.field <= label.field + columns;
                slots.follows_label |= first.field == label.field + 1 && last.field == label.field + columns;
                slots.behind_labels = slots.behind_labels.max(label.field + 1);
            }
            slots.used.extend(filled.iter().map(|token| token.field));
            let lowest = record[0].field.max((last.field + 1).saturating_sub(columns));
            let highest = first.field.min(first.fields.saturating_sub(columns));
            let room = slots.first.get_or_insert((lowest, highest));
            *room = (room.0.max(lowest), room.1.min(highest));
        }
        for ((block, fields), slots) in &mut habits.slots {
            let columns = headings(*block);
            let is_under = |field: &u32| columns.get(*field as usize).is_some_and(Option::is_some);
            let behind_labels = columns.iter().take(slots.behind_labels as usize).all(Option::is_none);
            if columns.len() == *fields as usize && behind_labels && slots.used.iter().all(is_under) {
                slots.headings = columns.to_vec();
            }
        }
        habits
    }

    /// The cells of a row by the headings above them.
    fn under_headings(&self, row: &Row<'_>, record: &[Token]) -> Option<Vec<Option<Token>>> {
        let line = record.first()?;
        let headings = &self.slots.get(&(row.block, line.fields))?.headings;
        // Padding may stand for a cell that is gone.
        let is_padding = |token: &Token| token.kind == Kind::Blank(Blank::Pad);
        if record
            .iter()
            .any(|token| is_padding(token) && headings.get(token.field as usize).is_some_and(Option::is_some))
        {
            return None;
        }
        let mut cells: Vec<Option<Token>> = vec![None; row.columns];
        for token in record.iter().filter(|token| stands(token)) {
            let column = headings.get(token.field as usize).copied().flatten().filter(|_| token.line == line.line)?;
            match cells.get_mut(column)? {
                cell @ None => *cell = Some(token.clone()),
                Some(other) if other.raw == token.raw => {}
                Some(_) => return None,
            }
        }
        Some(cells)
    }

    /// The cells of a row by their place in the line, if all rows of the block stand in one grid.
    fn by_field(&self, row: &Row<'_>, record: &[Token]) -> Option<Vec<Option<Token>>> {
        let line = record.first()?;
        let slots = self.slots.get(&(row.block, line.fields))?.of(row.columns)?;
        let padded = record.iter().any(|token| token.kind == Kind::Blank(Blank::Pad));
        // A row filled up with pipes begins behind its own label, and labels take one field or two.
        if padded && (!self.keeps_blanks || Some(&line.field) != slots.first()) {
            return None;
        }
        cells_at(record, &slots)
    }

    /// The cells of a row as they follow its label, if in this table they do.
    fn behind_label(&self, row: &Row<'_>, record: &[Token]) -> Option<Vec<Option<Token>>> {
        let label = row.label.filter(|_| self.within_label && self.keeps_blanks)?;
        self.slots.get(&(row.block, label.fields)).filter(|slots| slots.follows_label)?;
        let slots: Vec<u32> = (1..=row.columns as u32).map(|column| label.field + column).collect();
        let on_its_line = record.iter().all(|token| token.line == label.line);
        (on_its_line && slots.last().is_some_and(|last| *last < label.fields)).then(|| cells_at(record, &slots))?
    }
}

/// What stands in these fields of a line, if nothing stands beside them.
fn cells_at(record: &[Token], slots: &[u32]) -> Option<Vec<Option<Token>>> {
    let line = record.first()?.line;
    let column = |token: &Token| slots.iter().position(|slot| *slot == token.field);
    let last = record.iter().rfind(|token| column(token).is_some() && stands(token));
    let mut cells = vec![None; slots.len()];
    for token in record.iter().filter(|token| stands(token)) {
        match column(token) {
            _ if token.line != line => return None,
            Some(column) if cells[column].is_none() => cells[column] = Some(token.clone()),
            // A cell over several columns may have been repeated in each of them.
            None if last.is_some_and(|last| last.raw == token.raw && token.field > last.field) => {}
            _ => return None,
        }
    }
    Some(cells)
}

/// Whether something stands in the cell, be it a number, a mark or a word.
fn stands(token: &Token) -> bool {
    !matches!(token.kind, Kind::Blank(_))
}

/// Gives the values of a row to its columns. `sums` says that the last column is the sum of the others, which
/// decides between places that the delimiters leave open.
pub(super) fn place(row: &Row<'_>, sums: bool, habits: &Habits) -> Placed {
    let columns = row.columns;
    // Words that begin with a label of the form are the next row, whatever is glued behind them, and no value of this one.
    let end = row.tokens.iter().skip(1).position(begins_a_row).map_or(row.tokens.len(), |at| at + 1);
    let tokens = unglued(&row.tokens[..end], columns, sums, habits);
    let tokens = tokens.as_slice();
    let filled: Vec<Token> = tokens.iter().filter(|token| stands(token)).cloned().collect();
    if filled.is_empty() {
        return Placed::Cells(vec![None; columns]);
    }
    let record = record_of_values(tokens);
    if let Some(cells) = habits.under_headings(row, record) {
        return Placed::Cells(cells);
    }
    if filled.len() == columns {
        return Placed::Cells(filled.into_iter().map(Some).collect());
    }
    // Words before the full number of values are debris of the label.
    let debris = record.iter().take_while(|token| token.is_words()).count();
    let behind: Vec<Token> = solid(&record[debris..]);
    if debris > 0 && behind.len() == columns && behind.iter().any(stands) {
        return Placed::Cells(behind.iter().map(cell).collect());
    }
    if filled.len() > columns {
        return too_many(tokens, columns);
    }
    let mut open: Vec<Vec<Option<Token>>> = Vec::new();
    open.extend(habits.by_field(row, record));
    if open.is_empty() {
        open.extend(by_count(tokens, record, columns, sums));
    }
    open.extend(habits.behind_label(row, record));
    if open.is_empty() && habits.keeps_blanks && record.len() >= columns && stands(&record[0]) {
        // Pipes without blanks between them are cells where the table keeps its blank cells elsewhere.
        open.extend((!record[columns..].iter().any(stands)).then(|| record[..columns].iter().map(cell).collect()));
    }
    open.dedup();
    if open.len() > 1 {
        open.retain(|cells| sums && adds_up(cells));
        open.dedup();
    }
    match <[_; 1]>::try_from(open) {
        Ok([cells]) => Placed::Cells(cells),
        Err(_) => Placed::Unsure(filled),
    }
}

/// The cells of a row of which as many are left as there are columns.
fn by_count(tokens: &[Token], record: &[Token], columns: usize, sums: bool) -> Option<Vec<Option<Token>>> {
    let readings = [solid(record), solid(tokens), hard(record), hard(tokens)];
    // Padding behind and blanks before leave open which of them are cells.
    let padded = |cells: &Vec<Token>| cells.len() < record.len() && !stands(&cells[0]);
    if let Some(exact) = readings.iter().find(|cells| cells.len() == columns && !padded(cells)) {
        return Some(exact.iter().map(cell).collect());
    }
    // Two equal values at the end of a line may be one over two columns.
    let ends = |cells: &Vec<Token>| {
        let mut last = cells.iter().rev().filter(|token| stands(token));
        matches!((last.next(), last.next()), (Some(a), Some(b)) if a.raw == b.raw && a.line == b.line && a.fields > 1)
    };
    let mut open = readings.iter().filter(|cells| cells.len() > columns && !padded(cells));
    open.find_map(|cells| window(cells, columns, sums).filter(|_| columns > 2 || !ends(cells)))
        .map(|window| window.iter().map(cell).collect())
}

/// All but padding.
fn solid(tokens: &[Token]) -> Vec<Token> {
    tokens.iter().filter(|token| token.kind != Kind::Blank(Blank::Pad)).cloned().collect()
}

/// All but padding and lines of blanks.
fn hard(tokens: &[Token]) -> Vec<Token> {
    tokens.iter().filter(|token| !matches!(token.kind, Kind::Blank(Blank::Soft | Blank::Pad))).cloned().collect()
}

fn begins_a_row(token: &Token) -> bool {
    let Kind::Words(letters) = &token.kind else { return false };
    (4..=letters.len()).any(|length| super::words::is_row_label(&letters[..length]))
}

fn cell(token: &Token) -> Option<Token> {
    stands(token).then(|| token.clone())
}

/// The stretch between two row ends that holds all values, if one does. Blanks of the row before, or
/// of labels that span several rows, stay outside.
fn record_of_values(tokens: &[Token]) -> &[Token] {
    let mut from = 0;
    let mut bounds = Vec::new();
    for i in 1..tokens.len() {
        let new_line = tokens[i].gap >= Gap::Line && (tokens[i].fields > 1 || tokens[i - 1].fields > 1);
        if tokens[i].gap >= Gap::Paragraph || new_line {
            bounds.push((from, i));
            from = i;
        }
    }
    bounds.push((from, tokens.len()));
    let mut holding = bounds.iter().filter(|(from, to)| tokens[*from..*to].iter().any(stands));
    match (holding.next(), holding.next()) {
        (Some((from, to)), None) => &tokens[*from..*to],
        _ => tokens,
    }
}

/// Of more cells than columns, the stretch that holds every value, if it can be told.
fn window(cells: &[Token], columns: usize, sums: bool) -> Option<&[Token]> {
    let first = cells.iter().position(stands)?;
    let last = cells.iter().rposition(stands)?;
    let lowest = (last + 1).saturating_sub(columns);
    let highest = first.min(cells.len() - columns);
    let at = |offset: usize| &cells[offset..offset + columns];
    if lowest > highest {
        return None;
    }
    if lowest == highest {
        return Some(at(lowest));
    }
    if sums && first < last {
        let adds_up = |offset: &usize| adds_up(&at(*offset).iter().map(cell).collect::<Vec<_>>());
        let mut fitting = (lowest..=highest).filter(adds_up);
        if let (Some(offset), None) = (fitting.next(), fitting.next()) {
            return Some(at(offset));
        }
    }
    None
}

fn adds_up(cells: &[Option<Token>]) -> bool {
    let Some((total, parts)) = cells.split_last() else { return false };
    let sum = parts.iter().flatten().filter_map(amount).sum::<Decimal>();
    total.as_ref().and_then(amount).is_some_and(|total| total == sum)
}

/// The number in a cell.
pub(super) fn amount(token: &Token) -> Option<Decimal> {
    match &token.kind {
        Kind::Value(Value::Number { amount, .. }) => Some(*amount),
        _ => None,
    }
}

/// A cell over several columns that a converter has repeated in each of them counts once.
fn too_many(tokens: &[Token], columns: usize) -> Placed {
    let filled: Vec<Token> = tokens.iter().filter(|token| stands(token)).cloned().collect();
    let repeated = &filled[columns - 1..];
    let one_line = repeated.iter().all(|token| token.line == repeated[0].line && token.fields > 1);
    if one_line && repeated.iter().all(|token| token.raw == repeated[0].raw) {
        return Placed::Cells(filled[..columns].iter().cloned().map(Some).collect());
    }
    Placed::TooMany(filled)
}

/// Digits without blanks between them, cut into numbers where only one cut is possible.
///
/// `000` over three columns is three zeros. `026` may be 0, 2, 6 or a blank, 0 and 26, and stays whole.
fn unglued(tokens: &[Token], columns: usize, sums: bool, habits: &Habits) -> Vec<Token> {
    let filled: Vec<&Token> = tokens.iter().filter(|token| stands(token)).collect();
    let [only] = filled[..] else { return tokens.to_vec() };
    let digits = match &only.kind {
        Kind::Value(Value::Glued(digits)) => digits.clone(),
        Kind::Value(Value::Number { .. }) if sums && only.raw.len() >= columns => only.raw.clone(),
        _ => return tokens.to_vec(),
    };
    let whole = |digits: &str| -> Option<Decimal> {
        let plain = digits.bytes().all(|b| b.is_ascii_digit()) && (digits.len() == 1 || !digits.starts_with('0'));
        (plain && digits.len() < 10).then(|| digits.parse().ok()).flatten()
    };
    let one = |amount: Decimal, raw: &str| Token {
        kind: Kind::Value(Value::Number { amount, remark: false }),
        raw: raw.to_owned(),
        ..only.clone()
    };
    if columns == 1 {
        return whole(&digits).map_or_else(|| tokens.to_vec(), |amount| vec![one(amount, &digits)]);
    }
    // One digit for each cell: sure for zeros; for others where the sum is right and no row of the table
    // is too short to be full, so that no blank cell has vanished.
    let zeros = digits.bytes().all(|b| b == b'0');
    let full = sums && habits.glued > 2 && !habits.glued_with_blanks;
    let single: Vec<Token> = digits
        .char_indices()
        .map(|(i, c)| (&digits[i..i + c.len_utf8()], c))
        .map(|(part, c)| one(Decimal::from(c.to_digit(10).unwrap_or_default()), part))
        .collect();
    let right = || adds_up(&single.iter().map(cell).collect::<Vec<_>>());
    if single.len() == columns && (zeros || (full && right())) { single } else { tokens.to_vec() }
}
