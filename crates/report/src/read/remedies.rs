//! Table 4: fifteen values in a row.

use rust_decimal::Decimal;

use super::columns::{Habits, Placed, Row, amount, place};
use super::lex::{Kind, Token};
use super::tables::takes_place;

/// The stretches of values and blanks between words, leaving out those without any value.
pub(super) fn runs(tokens: &[Token]) -> Vec<Vec<Token>> {
    tokens.split(Token::is_words).filter(|run| run.iter().any(Token::is_filled)).map(<[Token]>::to_vec).collect()
}

/// Puts the values in order. Three stretches of five, or fifteen of one, are a table written downwards;
/// otherwise the fullest stretch is the row of values.
pub(super) fn place_all(runs: &[Vec<Token>], columns: usize) -> Placed {
    let solid = |run: &Vec<Token>| run.iter().filter(|token| takes_place(token)).count();
    for (count, each) in [(3, columns / 3), (columns, 1)] {
        if runs.len() == count && runs.iter().all(|run| solid(run) == each) {
            return in_order(&runs.concat(), columns);
        }
    }
    let filled = |run: &Vec<Token>| run.iter().filter(|token| token.is_filled()).count();
    let Some(row) = runs.iter().max_by_key(|run| filled(run)) else {
        return Placed::Cells(vec![None; columns]);
    };
    match in_order(row, columns) {
        Placed::Cells(cells) => Placed::Cells(cells),
        open => by_sums(row, columns).unwrap_or(open),
    }
}

fn in_order(tokens: &[Token], columns: usize) -> Placed {
    place(&Row { tokens, columns, block: 0, label: None, indented: false }, false, &Habits::default())
}

/// Of more than fifteen values, the fifteen in which all three totals are right, if only one such
/// stretch exists and not everything in it is zero.
fn by_sums(row: &[Token], columns: usize) -> Option<Placed> {
    let cells: Vec<&Token> = row.iter().filter(|token| takes_place(token)).collect();
    let mut fitting = cells.windows(columns).filter(|window| {
        let groups = window.chunks(columns / 3);
        let right = groups.clone().all(|group| {
            let (total, parts) = (group[group.len() - 1], &group[..group.len() - 1]);
            parts.iter().filter_map(|token| amount(token)).sum::<Decimal>() == amount(total).unwrap_or_default()
        });
        right && window.iter().any(|token| amount(token).is_some_and(|amount| !amount.is_zero()))
    });
    let window = fitting.next()?;
    let filled = |token: &&Token| (!matches!(token.kind, Kind::Blank(_))).then(|| (*token).clone());
    fitting.next().is_none().then(|| Placed::Cells(window.iter().map(filled).collect()))
}
