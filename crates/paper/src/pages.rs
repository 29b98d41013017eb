//! What has to be known of a page before it is set, the same for DOCX and PDF: which way it lies, and the few lengths that
//! follow from the words. All lengths are twips, as in [`crate::standard`].

use crate::document::{Block, Document, Grid};
use crate::standard::{
    CELL_PADDING, CHARACTER, DATE_FROM_RIGHT, ROOMY_COLUMNS, SIZE_5, SIZE_MARK, SIZE_MARK_LEAST, SIZE_SMALL_4,
    TEXT_WIDTH, TIGHTER,
};

/// Parts that stand on pages of one direction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section<'a> {
    /// Whether the pages lie on their side.
    pub turned: bool,
    /// The parts, none of them a [`Block::Landscape`].
    pub blocks: Vec<&'a Block>,
}

/// The paper cut where its pages change direction. A table whose numbers would be broken at its width gets pages turned
/// on their side, and so does what stands in a [`Block::Landscape`]; there is always one section.
///
/// ```
/// use paper::document::{Block, Cell, Document, Grid, even_widths};
///
/// let wide = Grid::new(&even_widths(20), vec![vec![Cell::new("12345"); 20]])?;
/// let paper = Document::new("汇总表").with(Block::paragraph("如下。")).with(Block::Grid(wide));
/// let turned: Vec<_> = paper::pages::sections(&paper).iter().map(|section| section.turned).collect();
/// assert_eq!(turned, [false, true]); // five digits do not fit into a twentieth of an upright page
/// # Ok::<(), paper::document::GridError>(())
/// ```
pub fn sections(document: &Document) -> Vec<Section<'_>> {
    fn split<'a>(blocks: &'a [Block], turned: bool, into: &mut Vec<Section<'a>>) {
        for block in blocks {
            let turned = match block {
                Block::Landscape(inner) => {
                    split(inner, true, into);
                    continue;
                }
                Block::Grid(grid) => turned || !fits(grid, TEXT_WIDTH),
                _ => turned,
            };
            match into.last_mut() {
                Some(last) if last.turned == turned => last.blocks.push(block),
                _ => into.push(Section { turned, blocks: vec![block] }),
            }
        }
    }
    let mut sections = Vec::new();
    split(&document.blocks, false, &mut sections);
    // A change of direction begins a new page by itself.
    sections.retain(|s| s.blocks.iter().any(|b| !matches!(b, Block::PageBreak)));
    if sections.is_empty() {
        sections.push(Section { turned: false, blocks: Vec::new() });
    }
    sections
}

/// Whether every number of the table stays on one line; words may be broken, figures may not.
fn fits(grid: &Grid, text_width: i32) -> bool {
    grid.cells().all(|placed| {
        let columns = placed.column..placed.column + usize::from(placed.cell.colspan);
        let percents: i32 = grid.widths()[columns].iter().map(|&w| i32::from(w)).sum();
        let numbers = placed.cell.text.split(|c: char| !(c.is_ascii_digit() || "+-.,%".contains(c)));
        let longest = numbers.map(str::len).max().and_then(|n| i32::try_from(n).ok()).unwrap_or(0);
        // A half-width character takes half the height of the type: 5 twips per half point.
        longest * cell_size(grid) * 5 + 2 * CELL_PADDING <= text_width * percents / 100
    })
}

/// Type of the table's cells, in half points.
pub fn cell_size(grid: &Grid) -> i32 {
    if grid.columns() <= ROOMY_COLUMNS { SIZE_SMALL_4 } else { SIZE_5 }
}

/// Type of the organ's mark over a text `width` wide, in half points: as large as the line holds, within bounds.
pub fn mark_size(organ: &str, width: i32) -> i32 {
    let characters = i32::try_from(organ.chars().count()).unwrap_or(i32::MAX).max(1);
    // A character is as wide as its type is high: 10 twips per half point.
    (width / characters / 10).clamp(SIZE_MARK_LEAST, SIZE_MARK)
}

/// How far from the left edge of a text `width` wide the block of signature and date begins: both are centred in it, the date
/// four characters from the right edge, or further in when the organ's name is long.
pub fn signature_from_left(organ: &str, date: &str, width: i32) -> i32 {
    let with_date = line_width(date) + 2 * DATE_FROM_RIGHT;
    let with_organ = line_width(organ) + 2 * CHARACTER;
    (width - with_date.max(with_organ)).max(0)
}

/// How wide a line of body type is.
fn line_width(text: &str) -> i32 {
    text.chars().map(|c| if c.is_ascii() { 160 + TIGHTER } else { CHARACTER }).sum()
}
