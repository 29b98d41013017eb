//! What goes into the index for a text, and what is asked of it for a phrase.
//!
//! Every two neighbouring Chinese characters are one term, at the place of the first. A character
//! at an edge of its row (start, end, beside a number, beside a mark) is a term of its own too.
//! With that, any piece of a text of two units or more is an exact sequence of terms, and one
//! single character is every term that begins with it.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::fold::{Glyph, Unit, units};

/// The name under which the tokenizer is registered; part of the format.
pub(crate) const TOKENIZER: &str = "bigrams";

/// A term with its place.
pub(crate) type Placed = (usize, String);

fn neighbours(a: &Unit, b: &Unit) -> bool {
    a.han().is_some() && b.han().is_some() && a.place + 1 == b.place
}

/// All terms of an indexed text.
pub(crate) fn terms(units: &[Unit]) -> Vec<Placed> {
    let mut terms = Vec::with_capacity(units.len() + 8);
    for (i, unit) in units.iter().enumerate() {
        match &unit.glyph {
            Glyph::Run(word) => terms.push((unit.place, word.clone())),
            Glyph::Han(c) => {
                let before = i > 0 && neighbours(&units[i - 1], unit);
                let after = units.get(i + 1).filter(|next| neighbours(unit, next)).and_then(Unit::han);
                if let Some(next) = after {
                    terms.push((unit.place, [*c, next].iter().collect()));
                }
                if !before || after.is_none() {
                    terms.push((unit.place, c.to_string()));
                }
            }
        }
    }
    terms
}

/// What a phrase asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// Any term beginning with this one character.
    Character(char),
    /// These terms at these places, counted from the first.
    Sequence(Vec<Placed>),
}

/// The terms that a phrase of these units needs; `None` if there is nothing to ask.
pub(crate) fn ask(units: &[Unit]) -> Option<Asked> {
    let first = units.first()?;
    if let ([_], Some(c)) = (units, first.han()) {
        return Some(Asked::Character(c));
    }
    let mut sequence = Vec::with_capacity(units.len());
    for (i, unit) in units.iter().enumerate() {
        let place = unit.place - first.place;
        match &unit.glyph {
            Glyph::Run(word) => sequence.push((place, word.clone())),
            Glyph::Han(c) => {
                let before = i > 0 && neighbours(&units[i - 1], unit);
                match units.get(i + 1).filter(|next| neighbours(unit, next)).and_then(Unit::han) {
                    Some(next) => sequence.push((place, [*c, next].iter().collect())),
                    None if before => {}
                    None => sequence.push((place, c.to_string())),
                }
            }
        }
    }
    Some(Asked::Sequence(sequence))
}

/// The above in the shape tantivy asks for.
#[derive(Clone, Default)]
pub(crate) struct Bigrams;

impl Tokenizer for Bigrams {
    type TokenStream<'a> = Terms;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Terms {
        Terms { rest: terms(&units(text)).into_iter(), token: Token::default() }
    }
}

/// Terms on their way into the index.
pub(crate) struct Terms {
    rest: std::vec::IntoIter<Placed>,
    token: Token,
}

impl TokenStream for Terms {
    fn advance(&mut self) -> bool {
        let Some((place, text)) = self.rest.next() else { return false };
        self.token.position = place;
        self.token.position_length = 1;
        self.token.text = text;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
