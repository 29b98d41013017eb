//! Reads a PDF: glyphs by their place, tables by their ruling lines, paragraphs by their margins.
//!
//! A PDF knows neither words nor tables; it says where each glyph and each line is painted. The way up:
//! 1. `open` opens the file under limits; what would unpack to more is not unpacked.
//! 2. `content` runs the drawing operators of each page; `font` turns codes into characters, `shapes` keeps what may be a border,
//!    `upright` turns the page the way it is read.
//! 3. `ruling` finds the grids that the lines form and the cells that no line divides.
//! 4. `text` puts glyphs into lines, cells and paragraphs, without those that `struck` finds crossed out; `unruled` finds tables that have no lines.
//! 5. `pages` drops what every page repeats and mends what a page break cut.
//!
//! Nothing is painted: no outline, no picture, no font program is ever decoded, which is why a report of six pages takes
//! some milliseconds, and why a hostile font or picture has nothing to attack.
//!
//! **Source.** ISO 32000-2:2020, sections 7 (files), 8 and 9 (graphics, text).

mod content;
mod font;
mod open;
mod pages;
mod ruling;
mod shapes;
mod struck;
mod text;
mod unruled;
mod upright;

use super::{MOST_CELLS, Measure, ReadError, Source};

/// The most pages that are read; a city's yearly report with annexes has about 60.
pub const MOST_PAGES: usize = 300;

/// What a PDF says, in reading order, each line and cell with its page.
///
/// A page that shows pictures and carries only invisible text was scanned and recognised; that text is read.
/// Visible text on a page makes its invisible text worthless, so it is left out.
///
/// # Errors
/// - [`ReadError::Encrypted`] when a password is needed to open it (one that only forbids printing is no hindrance);
/// - [`ReadError::NoText`] when there are only pictures or drawn outlines, [`ReadError::Empty`] when there is nothing;
/// - [`ReadError::Damaged`] when no page can be found; a file cut off or with a broken directory is read as far as it goes;
/// - [`ReadError::OverLimit`] over 50 MiB, 300 pages, or when it unpacks to more than an honest file can.
pub fn read(bytes: &[u8]) -> Result<Source, ReadError> {
    let pages = content::read_pages(bytes)?;
    let mut cells = 0;
    let mut laid_out = Vec::with_capacity(pages.len());
    for page in pages {
        let page = text::lay_out(page)?;
        cells += page.cells();
        if cells > MOST_CELLS {
            return Err(ReadError::OverLimit { what: Measure::Cells, limit: MOST_CELLS as u64 });
        }
        laid_out.push(page);
    }
    Ok(Source { title: None, facts: Vec::new(), parts: pages::join(laid_out) })
}

/// A character where it is painted. Lengths are in points (1/72 inch) from the upper left corner of the page as it is read.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Glyph {
    /// The character; U+FFFD where the file does not say.
    ch: char,
    /// Left edge.
    x: f32,
    /// Advance width.
    width: f32,
    /// Baseline.
    base: f32,
    /// Font size as painted.
    size: f32,
}

impl Glyph {
    fn right(&self) -> f32 {
        self.x + self.width
    }

    /// Where the glyph counts as being, when a cell is asked for.
    fn centre(&self) -> (f32, f32) {
        (self.x + self.width / 2.0, self.base - 0.35 * self.size)
    }
}

/// A horizontal or vertical stroke.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Stroke {
    /// y of a horizontal stroke, x of a vertical one.
    at: f32,
    /// Where it begins, along the other axis.
    from: f32,
    /// Where it ends.
    to: f32,
}

/// What one page shows.
#[derive(Debug, Default)]
struct Page {
    /// Counted from 1.
    number: u32,
    width: f32,
    height: f32,
    glyphs: Vec<Glyph>,
    horizontal: Vec<Stroke>,
    vertical: Vec<Stroke>,
}
