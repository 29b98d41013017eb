//! The headings above the columns: which are misprinted, missing or in another order.

use super::align::{Alignment, Template};
use super::columns::Placed;
use super::fold::{fold, letters};
use super::lex::{Kind, Token};
use super::words::Label;
use crate::figures::Unit;
use crate::form::{Cell, Column, Edition, TableNo, form};

/// The headings of one block.
#[derive(Clone, Debug, Default)]
pub(super) struct Header {
    /// Column, as printed, line.
    pub misprinted: Vec<(&'static Column, String, u32)>,
    /// The one column without any heading, if its values are gone as well.
    pub missing: Option<&'static Column>,
    missing_at: usize,
    columns: usize,
    /// Printed order, where it is not the form's: the n-th printed value belongs to column `order[n]`.
    order: Vec<usize>,
    /// Column, the one it stands behind, line.
    pub out_of_order: Option<(&'static Column, &'static Column, u32)>,
    /// First row of the block.
    pub first_row: Option<&'static str>,
}

impl Header {
    /// Headings that say nothing.
    pub fn plain() -> Header {
        Header::default()
    }

    /// The column of the form to which the n-th printed value belongs.
    pub fn column(&self, n: usize) -> usize {
        self.order.get(n).copied().unwrap_or(n)
    }

    /// The columns that are there, left to right, where one is missing.
    pub fn columns_without_missing(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.columns).filter(|column| *column != self.missing_at)
    }

    /// A heading that is not found proves nothing (text from a PDF loses many); a column is missing
    /// only if every row of the block is one value short as well.
    pub fn confirmed(mut self, block: usize, template: &Template, placed: &[Placed]) -> Header {
        let rows = || template.nodes.iter().zip(placed).filter(|(node, _)| node.block == block);
        let has_values = |placed: &Placed| match placed {
            Placed::Cells(cells) => cells.iter().any(Option::is_some),
            Placed::Unsure(_) | Placed::TooMany(_) => true,
        };
        let with_values = rows().filter(|(_, placed)| has_values(placed)).count();
        let one_short = |placed: &Placed, columns: usize| match placed {
            Placed::Unsure(values) => values.len() + 1 == columns,
            other => other.has_blank_end(),
        };
        let all_short =
            rows().filter(|(_, placed)| has_values(placed)).all(|(node, placed)| one_short(placed, node.columns));
        let any_short = rows().any(|(_, placed)| matches!(placed, Placed::Unsure(_)));
        if with_values == 0 || !all_short || !any_short {
            self.missing = None;
        }
        self
    }
}

/// The headings of every block of table 2 or 3.
pub(super) fn headers(
    edition: Edition,
    table: TableNo,
    template: &Template,
    alignment: &Alignment,
    tokens: &[Token],
) -> Vec<Header> {
    let blocks = form(edition).table(table).blocks;
    (0..blocks.len())
        .map(|block| {
            let of = |wanted: usize| {
                let rows = template.nodes.iter().zip(&alignment.found).filter(move |(node, _)| node.block == wanted);
                rows.flat_map(|(_, found)| found.words.iter().chain(&found.values).copied())
            };
            let from = (0..block).flat_map(of).max().map_or(0, |last| last + 1);
            let to = of(block).min().unwrap_or(from);
            let words: Vec<&Token> = tokens[from.min(to)..to].iter().filter(|token| token.is_words()).collect();
            let mut header = header(blocks[block].columns, &words);
            header.first_row = blocks[block].rows.first().map(|row| row.key);
            header
        })
        .collect()
}

fn header(columns: &'static [Column], words: &[&Token]) -> Header {
    let mut header = Header { columns: columns.len(), ..Header::default() };
    let letters_of = |token: &Token| match &token.kind {
        Kind::Words(letters) => letters.clone(),
        _ => Vec::new(),
    };
    let joined: String = words.iter().flat_map(|token| letters_of(token)).collect();
    let joined = joined.replace("法人或其他组织", " ");
    if joined.trim().is_empty() {
        return header;
    }
    let mut absent = Vec::new();
    let mut at = Vec::new();
    for (i, column) in columns.iter().enumerate() {
        let label = Label::new(column.label);
        let short = letters(column.label.split(['（', '(']).next().unwrap_or(column.label));
        let is = |token: &&&Token| {
            let letters = letters_of(token);
            letters == label.letters || letters == short
        };
        let whole = words.iter().position(|token| is(&token));
        at.extend(whole.map(|position| (i, position)));
        let text: String = short.iter().collect();
        // What is another column's heading from end to end is not a piece of this one's.
        let others = |letters: &Vec<char>| columns.iter().any(|other| *letters == self::letters(other.label));
        let all_letters: Vec<char> =
            words.iter().map(|token| letters_of(token)).filter(|of| !others(of)).flatten().collect();
        if whole.is_some()
            || joined.contains(&text)
            || (short.len() > 2 && Label::new(&text).common(&all_letters) == short.len())
        {
            continue;
        }
        let likeness = |token: &Token| Label::new(&text).likeness(&letters_of(token));
        let free = |token: &&&Token| !columns.iter().any(|other| letters_of(token) == letters(other.label));
        let best = words.iter().filter(free).max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
        match best.filter(|token| likeness(token) >= 0.5) {
            Some(token) => header.misprinted.push((column, token.raw.clone(), token.line)),
            None => absent.push(i),
        }
    }
    if let ([missing], true) = (&absent[..], columns.len() > 1) {
        header.missing = Some(&columns[*missing]);
        header.missing_at = *missing;
    }
    order_as_printed(columns, at, words, &mut header);
    header
}

/// Values follow their headings. Only columns side by side under one heading can be told to be
/// exchanged: 总计 and 自然人 stand in other rows of the heading.
fn order_as_printed(columns: &'static [Column], at: Vec<(usize, usize)>, words: &[&Token], header: &mut Header) {
    let together =
        |i: usize| columns.iter().filter(|other| other.under == columns[i].under && !other.total).count() > 1;
    let depth = columns.iter().map(|column| column.under.len()).max().unwrap_or(0);
    let side_by_side: Vec<usize> =
        (0..columns.len()).filter(|i| together(*i) && columns[*i].under.len() == depth && !columns[*i].total).collect();
    let mut printed: Vec<(usize, usize)> = at.into_iter().filter(|(i, _)| side_by_side.contains(i)).collect();
    if printed.len() != side_by_side.len() || printed.is_empty() {
        return;
    }
    printed.sort_by_key(|(_, position)| *position);
    let sequence: Vec<usize> = printed.iter().map(|(i, _)| *i).collect();
    if sequence.is_sorted() {
        return;
    }
    header.order = (0..columns.len()).collect();
    for (slot, column) in side_by_side.iter().zip(&sequence) {
        header.order[*slot] = *column;
    }
    let fall = sequence.windows(2).position(|pair| pair[0] > pair[1]).unwrap_or(0);
    let line = words[printed[fall + 1].1].line;
    header.out_of_order = Some((&columns[sequence[fall + 1]], &columns[sequence[fall]], line));
}

/// The unit printed in the heading of a money column: `采购总金额（万元）`.
pub(super) fn unit_in_heading(tokens: &[Token], cell: &Cell) -> Option<Unit> {
    let word = ["采购总金额", "收费金额"].into_iter().find(|word| cell.column.label.contains(word))?;
    let words = tokens.iter().filter(|token| token.is_words()).map(|token| fold(&token.raw));
    let text: String = words.collect::<String>().split_whitespace().collect();
    let (_, behind) = text.split_once(word)?;
    let near: String = behind.chars().take(10).collect();
    let inside = near.strip_prefix('(')?.split(')').next()?.to_owned();
    Unit::ALL.into_iter().find(|unit| inside.contains(unit.as_str()))
}
