//! Whether a row's label is printed as the form has it.

use super::align::{Found, Node};
use super::fold::letters;
use super::lex::Token;
use super::words::{Label, split_numeral};
use crate::form::Row;

/// The label as printed, if it is not the form's.
///
/// Forgiven, because the meaning is not touched: blanks, width, script, punctuation, a numeral left
/// out, a label broken into pieces that add up, a remark in brackets behind it, and the form's own
/// remark left out (`（二）部分公开`).
pub(super) fn misprint(node: &Node, found: &Found, tokens: &[Token]) -> Option<String> {
    let pieces: Vec<&str> = found.words.iter().map(|i| tokens[*i].raw.as_str()).collect();
    misprinted(&node.label, node.row, &pieces)
}

/// As [`misprint`], of the pieces of a label; `label` is that of the row.
pub(super) fn misprinted(label: &Label, row: &Row, pieces: &[&str]) -> Option<String> {
    let printed = pieces.join("");
    let form = &label.letters;
    let bodies: Vec<Vec<char>> = pieces.iter().map(|piece| letters(&split_numeral(piece).1)).collect();
    let numerals = pieces.iter().filter_map(|piece| split_numeral(piece).0);
    let wrong_numeral = numerals.clone().count() > 0 && !numerals.clone().any(|numeral| Some(numeral) == label.numeral);
    let joined: Vec<char> = bodies.concat();
    // A letter or two of the group to the left, broken down its cell (不予处 / 理), is not the label's.
    let of_group = |body: &Vec<char>| {
        let body: String = body.iter().collect();
        body.chars().count() <= 2 && row.under.iter().any(|group| group.contains(&body))
    };
    let own: Vec<char> = bodies.iter().filter(|body| !of_group(body)).flatten().copied().collect();
    let mut deduplicated = bodies.clone();
    deduplicated.dedup();
    let stripped = |body: &Vec<char>| letters(&without_brackets(&body.iter().collect::<String>()));
    let raw_body = letters(&without_brackets(&split_numeral(&printed).1));
    let short_form = letters(&without_brackets(&split_numeral(row.label).1));
    let right = bodies.iter().any(|body| body == form)
        || joined == *form
        || own == *form
        || deduplicated.concat() == *form
        || (!raw_body.is_empty() && (raw_body == *form || joined == short_form))
        || bodies.iter().any(|body| stripped(body) == *form);
    (!right || wrong_numeral).then_some(printed)
}

fn without_brackets(text: &str) -> String {
    let mut out = String::new();
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}
