//! A report as a sequence of pieces, before a format writes them.

use crate::grid::Grid;

/// 一 to 十.
pub const NUMERALS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];

/// One piece, in reading order.
#[derive(Clone, Debug)]
pub enum Piece {
    /// The title, line by line.
    Title(Vec<String>),
    /// The heading of one of the six parts: its numeral with the mark behind it (`一、`, or nothing), and its words.
    Heading(String, String),
    /// A paragraph.
    Text(String),
    /// A table.
    Table(Grid),
    /// Who signs and when, line by line, at the right.
    Signature(Vec<String>),
}

/// A whole report.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Its pieces.
    pub pieces: Vec<Piece>,
    /// Names and values of the box above a published page (索引号 …); empty where there is none.
    pub facts: Vec<(String, String)>,
    /// What the site calls the page.
    pub name: String,
    /// Who publishes it.
    pub site: String,
}

impl Page {
    /// The tables with the headings between them as one table, as some offices draw them. Text between them ends it.
    pub fn merge_tables(&mut self) {
        let mut pieces: Vec<Piece> = Vec::new();
        for piece in std::mem::take(&mut self.pieces) {
            let heading = match (pieces.last(), pieces.len().checked_sub(2).and_then(|at| pieces.get(at))) {
                (Some(Piece::Heading(numeral, words)), Some(Piece::Table(_))) => Some(format!("{numeral}{words}")),
                _ => None,
            };
            match (piece, heading) {
                (Piece::Table(grid), Some(heading)) => {
                    pieces.pop();
                    if let Some(Piece::Table(whole)) = pieces.last_mut() {
                        whole.band(&heading);
                        whole.append(grid);
                        whole.head = 0;
                    }
                }
                (piece, _) => pieces.push(piece),
            }
        }
        self.pieces = pieces;
    }
}
