//! Whether a row's label is printed as the form has it.

use super::align::{Found, Node};
use super::fold::letters;
use super::lex::{Kind, Token};
use super::words::{Label, split_numeral};
use crate::form::Row;

/// The label as printed, if it is not the form's.
///
/// Forgiven, because the meaning is not touched: blanks, width, script, punctuation, a numeral left
/// out, a label broken into pieces that add up, a remark in brackets behind it, and the form's own
/// remark left out (`（二）部分公开`).
pub(super) fn misprint(node: &Node, found: &Found, tokens: &[Token]) -> Option<String> {
    let pieces: Vec<&str> = found.words.iter().map(|i| tokens[*i].raw.as_str()).collect();
    misprinted(&node.label, node.row, &pieces).filter(|_| !is_cut(node, found, tokens))
}

/// Whether the label was cut at the end of a line, or put together from several with the words of a neighbour among
/// them: then letters are where the page has them and the text has not, and none need be wrong.
fn is_cut(node: &Node, found: &Found, tokens: &[Token]) -> bool {
    let form = &node.label.letters;
    let words: Vec<&Token> = found.words.iter().map(|i| &tokens[*i]).collect();
    if words.iter().any(|word| word.fields > 1) {
        return false;
    }
    let bodies: Vec<Vec<char>> = words.iter().map(|word| letters(&split_numeral(&word.raw).1)).collect();
    if words.iter().any(|word| word.line != words[0].line) {
        let joined = bodies.concat();
        let mut left = joined.iter();
        let all_there = form.iter().all(|c| left.any(|other| other == c));
        return all_there || bodies.iter().all(|body| body.len() <= 2 || contains(form, body));
    }
    let printed = bodies.concat();
    let rest = match (form.strip_prefix(&printed[..]), form.strip_suffix(&printed[..])) {
        (Some(rest), _) | (None, Some(rest)) => rest,
        (None, None) if node.label.common(&printed) == 0 => form,
        (None, None) => return false,
    };
    let at = || found.words.iter().chain(&found.values).copied();
    let (Some(first), Some(last)) = (at().min(), at().max()) else { return false };
    let near = &tokens[first.saturating_sub(NEAR)..(last + NEAR).min(tokens.len())];
    let whole = |token: &Token| matches!(&token.kind, Kind::Words(_)) && letters(&split_numeral(&token.raw).1) == *form;
    // Where the order of the lines is lost, the beginning is told by its number.
    let beginning = |token: &Token| {
        let (numeral, body) = split_numeral(&token.raw);
        token.fields == 1 && numeral.is_some() && numeral == node.label.numeral && letters(&body) == rest
    };
    if form.ends_with(&printed) && !printed.is_empty() && tokens.iter().any(beginning) {
        return true;
    }
    near.iter().any(|token| if words.is_empty() { whole(token) } else { is_piece_of(rest, token) })
}

/// As many tokens as two rows have.
const NEAR: usize = 16;

/// Whether a token of a line without delimiters is the beginning or the end of these letters.
pub(super) fn is_piece_of(rest: &[char], token: &Token) -> bool {
    let Kind::Words(_) = &token.kind else { return false };
    let piece = letters(&split_numeral(&token.raw).1);
    token.fields == 1 && !piece.is_empty() && (rest.starts_with(&piece) || rest.ends_with(&piece))
}

pub(super) fn contains(text: &[char], piece: &[char]) -> bool {
    piece.is_empty() || text.windows(piece.len()).any(|window| window == piece)
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
