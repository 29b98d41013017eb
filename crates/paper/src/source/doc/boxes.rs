//! The text boxes of a DOC file: where their words begin, and to which character of the body they are tied.

use std::collections::HashMap;

use super::u32_at;

/// A text box.
pub(super) struct Place {
    /// Its first character, counted over those of all boxes.
    pub first: u32,
    /// The character of the body to which it is tied, if its shape is.
    pub anchor: Option<u32>,
}

/// What stands of each box in the table of their texts: \[MS-DOC\] 2.9.104; its shape is named at 14.
const TEXT: usize = 22;
/// What stands of each shape in the table of anchors: 2.9.253; its number comes first.
const SHAPE: usize = 26;

/// The boxes in the order of their texts.
pub(super) fn places(texts: &[u8], anchors: &[u8]) -> Vec<Place> {
    let shapes = count(anchors, SHAPE);
    let anchor = |n: usize| Some((u32_at(anchors, (shapes + 1) * 4 + n * SHAPE)?, u32_at(anchors, n * 4)?));
    let anchor_of: HashMap<u32, u32> = (0..shapes).filter_map(anchor).collect();
    let boxes = count(texts, TEXT);
    let place = |n: usize| {
        let shape = u32_at(texts, (boxes + 1) * 4 + n * TEXT + 14)?;
        Some(Place { first: u32_at(texts, n * 4)?, anchor: anchor_of.get(&shape).copied() })
    };
    (0..boxes).filter_map(place).collect()
}

/// How many entries of that size a table has: places first, one more than entries.
fn count(table: &[u8], size: usize) -> usize {
    table.len().saturating_sub(4) / (4 + size)
}
