//! The headings above the columns: which are misprinted, missing or in another order.

use super::align::{Alignment, Template};
use super::fold::{fold, letters};
use super::labels::is_piece_of;
use super::lex::{Gap, Kind, Token};
use super::words::Label;
use crate::figures::Unit;
use crate::form::{Cell, Column, Edition, TableNo, form};

/// Fields of a line beyond which it is no row of headings.
const MOST_FIELDS: u32 = 64;

/// The headings of one block.
#[derive(Clone, Debug, Default)]
pub(super) struct Header {
    /// Column, as printed, line.
    pub misprinted: Vec<(&'static Column, String, u32)>,
    /// The one column without any heading.
    pub missing: Option<&'static Column>,
    /// Headings behind those of the form that it does not have, with their line.
    pub strange: Vec<(String, u32)>,
    pub missing_at: usize,
    columns: usize,
    /// Printed order, where it is not the form's: the n-th printed value belongs to column `order[n]`.
    order: Vec<usize>,
    /// Column, the one it stands behind, line.
    pub out_of_order: Option<(&'static Column, &'static Column, u32)>,
    /// For lines of as many fields as that of the headings: the column whose heading stands in each.
    pub fields: Vec<Option<usize>>,
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
    let repeats = repeats_cells(tokens);
    (0..blocks.len())
        .map(|block| {
            let of = |wanted: usize| {
                let rows = template.nodes.iter().zip(&alignment.found).filter(move |(node, _)| node.block == wanted);
                // Blanks may have come with the headings of the next block.
                let stands = |at: &usize| !matches!(tokens[*at].kind, Kind::Blank(_));
                rows.flat_map(|(_, found)| found.words.iter().chain(&found.values).copied()).filter(stands)
            };
            let from = (0..block).flat_map(of).max().map_or(0, |last| last + 1);
            let to = of(block).min().unwrap_or(from);
            let words: Vec<&Token> = tokens[from.min(to)..to].iter().filter(|token| token.is_words()).collect();
            let mut header = header(template, blocks[block].columns, &words, repeats);
            header.first_row = blocks[block].rows.first().map(|row| row.key);
            header
        })
        .collect()
}

fn header(template: &Template, columns: &'static [Column], words: &[&Token], repeats: bool) -> Header {
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
    let mut at: Vec<(usize, usize)> = Vec::new();
    let mut open = Vec::new();
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
        if whole.is_none()
            && !joined.contains(&text)
            && (short.len() <= 2 || Label::new(&text).common(&all_letters) < short.len())
        {
            let cut = |token: &&&Token| {
                let piece = letters_of(token);
                let rest = short.strip_prefix(&piece[..]).filter(|rest| token.fields == 1 && rest.len() < short.len());
                rest.is_some_and(|rest| !rest.is_empty() && words.iter().any(|other| is_piece_of(rest, other)))
            };
            if !words.iter().any(|token| cut(&token)) {
                open.push((i, Label::new(&text)));
            }
        }
    }
    // A misprinted heading is the one column's to which it is most like.
    let free = |token: &Token| !columns.iter().any(|other| letters_of(token) == letters(other.label));
    let mut alike: Vec<(f32, usize, usize)> = open
        .iter()
        .flat_map(|(i, label)| {
            let likeness = move |token: &Token| label.likeness(&letters_of(token));
            words.iter().enumerate().map(move |(n, token)| (likeness(token), *i, n))
        })
        .filter(|(likeness, _, n)| *likeness >= 0.5 && free(words[*n]))
        .collect();
    alike.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut misprinted: Vec<(usize, usize)> = Vec::new();
    for (_, i, n) in alike {
        if misprinted.iter().all(|(column, word)| *column != i && *word != n) {
            misprinted.push((i, n));
        }
    }
    misprinted.sort_unstable();
    header.fields = fields(at.iter().chain(&misprinted), words, repeats);
    header.misprinted.extend(misprinted.iter().map(|(i, n)| (&columns[*i], words[*n].raw.clone(), words[*n].line)));
    let last = at.iter().chain(&misprinted).map(|(_, n)| *n).max().unwrap_or(words.len());
    header.strange = words.iter().skip(last + 1).take_while(|token| is_heading(token, template)).map(named).collect();
    let absent: Vec<usize> =
        open.iter().map(|(i, _)| *i).filter(|i| misprinted.iter().all(|(column, _)| column != i)).collect();
    if let ([missing], true) = (&absent[..], columns.len() > 1) {
        header.missing = Some(&columns[*missing]);
        header.missing_at = *missing;
    }
    order_as_printed(columns, at, words, &mut header);
    header
}

fn named(token: &&Token) -> (String, u32) {
    (token.raw.clone(), token.line)
}

/// Whether words behind the headings are one more: short, without digits, and none of the words around the rows.
fn is_heading(token: &Token, template: &Template) -> bool {
    let Kind::Words(letters) = &token.kind else { return false };
    (2..=8).contains(&letters.len())
        && !letters.iter().any(char::is_ascii_digit)
        && token.gap < Gap::Row
        && !template.knows(letters)
}

/// The column of each field, if all headings stand in lines of as many fields and in the order of the form. `repeats`
/// says that a cell over several columns is repeated in each.
fn fields<'a>(at: impl Iterator<Item = &'a (usize, usize)>, words: &[&Token], repeats: bool) -> Vec<Option<usize>> {
    let mut at: Vec<(usize, usize)> = at.copied().collect();
    at.sort_unstable();
    let Some(of) = at.first().map(|(_, n)| words[*n].fields).filter(|of| (2..=MOST_FIELDS).contains(of)) else {
        return Vec::new();
    };
    let in_order = at.is_sorted_by(|a, b| words[a.1].field < words[b.1].field);
    if !in_order || at.iter().any(|(_, n)| words[*n].fields != of) {
        return Vec::new();
    }
    let mut columns = vec![None; of as usize];
    for (column, n) in at {
        let heading = words[n];
        let same = |token: &&&Token| token.line == heading.line && token.raw == heading.raw;
        for token in words.iter().filter(same).filter(|token| repeats || token.field == heading.field) {
            columns[token.field as usize] = Some(column);
        }
    }
    columns
}

/// Whether a cell over all columns is repeated in each, as programs do that go through a table cell by cell.
fn repeats_cells(tokens: &[Token]) -> bool {
    tokens.chunk_by(|a, b| a.line == b.line).any(|line| {
        line.len() > 2 && line.iter().all(|token| token.is_words() && token.fields > 2 && token.raw == line[0].raw)
    })
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
