//! A drawn table: rows of boxes with their widths, as every format then writes it in its own way.

use report::form::CellNo;

/// The whole width of a table; tables 2, 3 and 4 divide it differently, so that one table of all three has
/// irregular columns as in real files.
pub const WIDTH: u32 = 1260;

/// What a box is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A heading above values.
    Head,
    /// A label beside values.
    Label,
    /// A value, of that cell of the form if it is one of the form's.
    Value(Option<CellNo>),
    /// A band over the whole width, or a blank that fills a row.
    Band,
}

/// One box of a row.
#[derive(Clone, Debug)]
pub struct Boxed {
    /// Its words; `\n` parts paragraphs.
    pub text: String,
    /// Its width, in parts of [`WIDTH`].
    pub width: u32,
    /// How many rows it covers.
    pub rowspan: usize,
    /// What it is for.
    pub what: What,
}

impl Boxed {
    /// A box of one row.
    pub fn new(text: impl Into<String>, width: u32, what: What) -> Boxed {
        Boxed { text: text.into(), width, rowspan: 1, what }
    }

    /// The same box over several rows.
    pub fn down(mut self, rows: usize) -> Boxed {
        self.rowspan = rows;
        self
    }
}

/// A table; every row lists the boxes that begin in it, left to right.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    /// Its rows.
    pub rows: Vec<Vec<Boxed>>,
    /// How many rows at its top are headings, repeated after a page break.
    pub head: usize,
}

/// A box with its place among the columns in use.
#[derive(Clone, Debug)]
pub struct Placed<'a> {
    /// The box.
    pub boxed: &'a Boxed,
    /// First row.
    pub row: usize,
    /// First column.
    pub column: usize,
    /// Columns covered.
    pub colspan: usize,
}

/// All boxes placed, row by row, and the left edges of the columns with the right edge of the last.
pub struct Places<'a> {
    /// The boxes, by row and then column.
    pub boxes: Vec<Placed<'a>>,
    /// Column edges, from 0 to the full width.
    pub edges: Vec<u32>,
    /// How many rows.
    pub rows: usize,
}

impl Grid {
    /// Places every box: finds the left edge that rows above leave free, and the columns in use.
    pub fn places(&self) -> Places<'_> {
        let mut spans: Vec<(u32, u32, usize)> = Vec::new(); // left, right, rows still covered
        let mut found: Vec<(usize, u32, u32, &Boxed)> = Vec::new();
        for (r, row) in self.rows.iter().enumerate() {
            let taken = std::mem::take(&mut spans);
            let mut left = 0;
            let covered = |left: u32| taken.iter().find(|(from, to, rows)| *rows > 0 && *from <= left && left < *to);
            for boxed in row {
                while let Some((_, to, _)) = covered(left) {
                    left = *to;
                }
                found.push((r, left, left + boxed.width, boxed));
                if boxed.rowspan > 1 {
                    spans.push((left, left + boxed.width, boxed.rowspan - 1));
                }
                left += boxed.width;
            }
            spans.extend(taken.iter().filter(|(_, _, rows)| *rows > 1).map(|(from, to, rows)| (*from, *to, rows - 1)));
        }
        let mut edges: Vec<u32> = found.iter().flat_map(|(_, left, right, _)| [*left, *right]).collect();
        edges.sort_unstable();
        edges.dedup();
        let at = |edge: u32| edges.iter().position(|other| *other == edge).unwrap_or(0);
        let boxes = found
            .into_iter()
            .map(|(row, left, right, boxed)| Placed { boxed, row, column: at(left), colspan: at(right) - at(left) })
            .collect();
        Places { boxes, edges, rows: self.rows.len() }
    }

    /// One table under the other, as one.
    pub fn append(&mut self, other: Grid) {
        self.rows.extend(other.rows);
    }

    /// A row over the whole width.
    pub fn band(&mut self, text: &str) {
        self.rows.push(vec![Boxed::new(text, WIDTH, What::Band)]);
    }
}

impl Places<'_> {
    /// The slots of every row: the box that begins there, or `None` where one reaches in or nothing is.
    pub fn slots(&self) -> Vec<Vec<Option<&Placed<'_>>>> {
        let columns = self.edges.len().saturating_sub(1);
        let mut slots = vec![vec![None; columns]; self.rows];
        for placed in &self.boxes {
            slots[placed.row][placed.column] = Some(placed);
        }
        slots
    }

    /// Whether a box that began higher up or further left reaches into a slot.
    pub fn covering(&self, row: usize, column: usize) -> Option<&Placed<'_>> {
        self.boxes.iter().find(|placed| {
            (placed.row..placed.row + placed.boxed.rowspan).contains(&row)
                && (placed.column..placed.column + placed.colspan).contains(&column)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_stands_beside_the_one_that_reaches_down_from_above() {
        let label = |text: &str, width| Boxed::new(text, width, What::Label);
        let grid = Grid {
            rows: vec![vec![label("甲", 60).down(2), label("乙", 60)], vec![label("丙", 30), label("丁", 30)]],
            head: 0,
        };
        let places = grid.places();
        let at: Vec<(&str, usize, usize, usize)> =
            places.boxes.iter().map(|p| (p.boxed.text.as_str(), p.row, p.column, p.colspan)).collect();
        assert_eq!(at, [("甲", 0, 0, 1), ("乙", 0, 1, 2), ("丙", 1, 1, 1), ("丁", 1, 2, 1)]);
        assert_eq!(places.covering(1, 0).map(|p| p.boxed.text.as_str()), Some("甲"));
    }
}
