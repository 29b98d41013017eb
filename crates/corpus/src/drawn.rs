//! What a reader of files sees beside what was drawn: tables row by row, paragraphs in order. Whether the numbers are then
//! understood is another question, see [`judge`](crate::judge).

use paper::source::{self, Part, ReadError, Source};

use crate::page::{Page, Piece};
use crate::{Format, Sample};

/// Reads a file with the reader of its format, if there is one for it.
pub fn read(sample: &Sample) -> Option<Result<Source, ReadError>> {
    match sample.format {
        Format::Docx => Some(source::docx::read(&sample.bytes)),
        Format::Html => Some(source::html::read(&sample.bytes)),
        Format::Pdf => Some(source::pdf::read(&sample.bytes)),
        Format::Text | Format::Odt | Format::Xlsx => None,
    }
}

/// The first thing that was seen otherwise than it was drawn: a table's row, or a paragraph. Blanks do not count.
pub fn difference(page: &Page, source: &Source) -> Option<String> {
    let plain = |text: &str| text.chars().filter(|c| !c.is_whitespace() && *c != '\u{a0}').collect::<String>();
    let mut drawn: Vec<Vec<String>> = Vec::new();
    for piece in &page.pieces {
        let Piece::Table(grid) = piece else { continue };
        let places = grid.places();
        for row in 0..places.rows {
            let texts = places.boxes.iter().filter(|placed| placed.row == row).map(|placed| plain(&placed.boxed.text));
            drawn.push(texts.collect());
        }
    }
    let mut seen: Vec<Vec<String>> = Vec::new();
    for table in source.tables() {
        for row in 0..table.rows {
            seen.push(table.cells.iter().filter(|cell| cell.row == row).map(|cell| plain(&cell.text)).collect());
        }
    }
    // A band over the whole width may be seen as a line; the box of facts is not part of the page.
    let is_fact = |row: &Vec<String>| page.facts.iter().any(|(name, _)| row[0].trim_end_matches('：') == *name);
    seen.retain(|row| !row.is_empty() && !is_fact(row));
    drawn.retain(|row| row.len() > 1);
    seen.retain(|row| row.len() > 1);
    for (i, row) in drawn.iter().enumerate() {
        match seen.get(i) {
            Some(other) if other == row => {}
            Some(other) => return Some(format!("row {i}: {} was drawn, {} seen", row.join("|"), other.join("|"))),
            None => return Some(format!("row {i}: {} was drawn, the tables end before it", row.join("|"))),
        }
    }
    if let Some(more) = seen.get(drawn.len()) {
        return Some(format!("more rows than drawn: {}", more.join("|")));
    }
    let lines: Vec<String> = source
        .parts
        .iter()
        .filter_map(|part| match part {
            Part::Line(line) => Some(plain(&line.text)),
            Part::Table(_) => None,
        })
        .collect();
    let mut from = 0;
    for piece in &page.pieces {
        let text = match piece {
            // Automatic numerals bring their own mark.
            Piece::Heading(_, words) => plain(words),
            Piece::Text(text) => plain(text),
            _ => continue,
        };
        match lines[from..].iter().position(|line| line.contains(&text)) {
            Some(at) => from += at,
            None => return Some(format!("paragraph not seen as one line: {text}")),
        }
    }
    None
}
