//! The values of one row, given to the columns of the form.
//!
//! A value whose column cannot be told is never guessed into one: the row is then [`Placed::Unsure`].

use std::collections::HashMap;

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

impl Placed {
    /// Whether only the last of several cells is blank.
    pub fn has_blank_end(&self) -> bool {
        let Placed::Cells(cells) = self else { return false };
        matches!(&cells[..], [filled @ .., None] if filled.len() > 1 && filled.iter().all(Option::is_some))
    }

    /// The values without a blank last cell, which may be padding.
    pub fn without_blank_end(self) -> Placed {
        match self {
            Placed::Cells(cells) if Placed::Cells(cells.clone()).has_blank_end() => {
                Placed::Unsure(cells.into_iter().flatten().collect())
            }
            other => other,
        }
    }
}

impl PartialEq for Token {
    fn eq(&self, other: &Token) -> bool {
        self.kind == other.kind && self.line == other.line && self.field == other.field
    }
}

/// What the whole table shows about its own flattening.
#[derive(Debug, Default)]
pub(super) struct Habits {
    /// For lines of so many fields: the field of the first column. Each row leaves some room; it is
    /// known where all rows together leave one place.
    first_field: HashMap<u32, (u32, u32)>,
    /// Blank cells are kept as cells: some row has one between two values.
    keeps_blanks: bool,
    /// Rows of glued digits: how many, and whether one is too short to have every cell filled.
    glued: usize,
    glued_with_blanks: bool,
}

impl Habits {
    /// Learns from all rows of a table.
    pub fn of<'a>(rows: impl Iterator<Item = (&'a [Token], usize)>) -> Habits {
        let mut habits = Habits::default();
        for (tokens, columns) in rows {
            let record = record_of_values(tokens);
            let filled: Vec<&Token> = record.iter().filter(|token| stands(token)).collect();
            let (Some(first), Some(last)) = (filled.first(), filled.last()) else { continue };
            if let ([only], true) = (&filled[..], columns > 2)
                && only.raw.len() > 1
                && only.raw.bytes().all(|b| b.is_ascii_digit())
            {
                habits.glued += 1;
                habits.glued_with_blanks |= only.raw.len() < columns;
            }
            let is_between = |token: &&Token| token.field > first.field && token.field < last.field;
            habits.keeps_blanks |= record.iter().filter(is_between).any(|token| token.kind == Kind::Blank(Blank::Cell));
            if first.fields < 2 || record.iter().any(|token| token.line != first.line) {
                continue;
            }
            let columns_here = columns as u32;
            let lowest = record[0].field.max((last.field + 1).saturating_sub(columns_here));
            let highest = first.field.min(first.fields.saturating_sub(columns_here));
            let room = habits.first_field.entry(first.fields).or_insert((lowest, highest));
            *room = (room.0.max(lowest), room.1.min(highest));
        }
        habits.first_field.retain(|_, (lowest, highest)| lowest == highest);
        habits
    }

    /// The cells of a row by their place in the line, if all rows of the table stand in one grid.
    fn by_field(&self, record: &[Token], columns: usize) -> Option<Vec<Option<Token>>> {
        let line = record.first()?;
        let (first, _) = *self.first_field.get(&line.fields)?;
        let within = |token: &&Token| (first..first + columns as u32).contains(&token.field);
        let one_line = record.iter().all(|token| token.line == line.line);
        let padded = record.iter().any(|token| token.kind == Kind::Blank(Blank::Pad));
        // A row filled up with pipes begins behind its own label, and labels take one field or two.
        if !one_line || (padded && (!self.keeps_blanks || line.field != first)) {
            return None;
        }
        // A cell over several columns may have been repeated in each of them.
        let last = record.iter().rfind(|token| within(token) && stands(token));
        let is_repeated = |token: &&Token| last.is_some_and(|last| last.raw == token.raw && token.field > last.field);
        if !record.iter().filter(|token| stands(token)).all(|token| within(&token) || is_repeated(&token)) {
            return None;
        }
        let mut cells = vec![None; columns];
        for token in record.iter().filter(within).filter(|token| stands(token)) {
            let place = &mut cells[(token.field - first) as usize];
            if place.is_some() {
                return None;
            }
            *place = Some(token.clone());
        }
        Some(cells)
    }
}

/// Whether something stands in the cell, be it a number, a mark or a word.
fn stands(token: &Token) -> bool {
    !matches!(token.kind, Kind::Blank(_))
}

/// Gives the values of a row to `columns` columns. `sums` says that the last column is the sum of the
/// others, which decides between places that the delimiters leave open.
pub(super) fn place(tokens: &[Token], columns: usize, sums: bool, habits: &Habits) -> Placed {
    // Words that begin with a label of the form are the next row, whatever is glued behind them, and no value of this one.
    let end = tokens.iter().skip(1).position(begins_a_row).map_or(tokens.len(), |at| at + 1);
    let tokens = unglued(&tokens[..end], columns, sums, habits);
    let tokens = tokens.as_slice();
    if !tokens.iter().any(stands) {
        return Placed::Cells(vec![None; columns]);
    }
    let record = record_of_values(tokens);
    let is_cell = |token: &&Token| token.kind != Kind::Blank(Blank::Pad);
    let solid = |tokens: &[Token]| tokens.iter().filter(is_cell).cloned().collect::<Vec<Token>>();
    let hard = |tokens: &[Token]| {
        let not_soft = |token: &&Token| !matches!(token.kind, Kind::Blank(Blank::Soft | Blank::Pad));
        tokens.iter().filter(not_soft).cloned().collect::<Vec<Token>>()
    };
    if let Some(cells) = habits.by_field(record, columns) {
        return Placed::Cells(cells);
    }
    let readings = [solid(record), solid(tokens), hard(record), hard(tokens)];
    // Padding behind and blanks before leave open which of them are cells.
    let padded = |cells: &Vec<Token>| cells.len() < record.len() && !stands(&cells[0]);
    if let Some(exact) = readings.iter().find(|cells| cells.len() == columns && !padded(cells)) {
        return Placed::Cells(exact.iter().map(cell).collect());
    }
    // Words before the full number of values are debris of the label.
    let debris = record.iter().take_while(|token| token.is_words()).count();
    let behind = solid(&record[debris..]);
    if debris > 0 && behind.len() == columns && behind.iter().any(stands) {
        return Placed::Cells(behind.iter().map(cell).collect());
    }
    let filled = tokens.iter().filter(|token| stands(token)).count();
    if filled > columns {
        return too_many(tokens, columns);
    }
    // Two equal values at the end of a line may be one over two columns.
    let ends = |cells: &Vec<Token>| {
        let mut last = cells.iter().rev().filter(|token| stands(token));
        matches!((last.next(), last.next()), (Some(a), Some(b)) if a.raw == b.raw && a.line == b.line && a.fields > 1)
    };
    for cells in readings.iter().filter(|cells| cells.len() > columns) {
        if !padded(cells)
            && (columns > 2 || !ends(cells))
            && let Some(window) = window(cells, columns, sums)
        {
            return Placed::Cells(window.iter().map(cell).collect());
        }
    }
    // Pipes without blanks between them are cells where the table keeps its blank cells elsewhere.
    if habits.keeps_blanks && record.len() >= columns && stands(&record[0]) {
        return Placed::Cells(record[..columns].iter().map(cell).collect());
    }
    Placed::Unsure(tokens.iter().filter(|token| stands(token)).cloned().collect())
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
        let mut fitting = (lowest..=highest).filter(|offset| adds_up(at(*offset)));
        if let (Some(offset), None) = (fitting.next(), fitting.next()) {
            return Some(at(offset));
        }
    }
    None
}

fn adds_up(cells: &[Token]) -> bool {
    let Some((total, parts)) = cells.split_last() else { return false };
    let sum = parts.iter().filter_map(amount).sum::<Decimal>();
    amount(total).is_some_and(|total| total == sum)
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
    if single.len() == columns && (zeros || (full && adds_up(&single))) { single } else { tokens.to_vec() }
}
