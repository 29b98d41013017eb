//! What a DOC file says of its paragraphs and characters: pages of 512 bytes, each with stretches of the text and their properties.

use super::{u16_at, u32_at};

/// The size of a page.
const PAGE: usize = 512;
/// The most pages that are read of one kind; a report of 200 pages has some hundred.
const MOST_PAGES: usize = 20_000;

/// What matters of a paragraph.
#[derive(Clone, Debug, Default)]
pub(super) struct Paragraph {
    /// How deep in tables: 0 outside, 1 in a table, 2 in a table in a table.
    pub depth: usize,
    /// It ends a row of the outer table, and holds nothing itself.
    pub ends_row: bool,
    /// It ends a cell of an inner table.
    pub ends_inner_cell: bool,
    /// It ends a row of an inner table.
    pub ends_inner_row: bool,
    /// The list that counts it, from 1; 0: none.
    pub list: u16,
    /// Its level in the list, from 0.
    pub level: u8,
    /// How the row it ends is divided.
    pub row: Option<Box<Division>>,
}

/// How a row is divided into cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Division {
    /// The left edge of each cell and the right edge of the last, in twentieths of a point.
    pub edges: Vec<i16>,
    /// Per cell: part of the one to its left; begins a cell over several rows; part of the one above.
    pub cells: Vec<Merged>,
}

/// How a cell hangs together with its neighbours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Merged {
    pub with_left: bool,
    pub starts: bool,
    pub with_above: bool,
}

/// The properties of all paragraphs, and the stretches of text nobody sees, by place in the main stream.
#[derive(Debug, Default)]
pub(super) struct Properties {
    paragraphs: Vec<(usize, usize, Paragraph)>,
    hidden: Vec<(usize, usize)>,
}

impl Properties {
    /// Reads what can be read; a damaged page is passed over.
    pub fn read(main: &[u8], data: &[u8], paragraphs: &[u8], runs: &[u8]) -> Self {
        let mut properties = Self::default();
        // An honest file has each list of its data once; a hostile one sends many paragraphs to the same.
        let mut left = data.len();
        for page in pages(main, paragraphs) {
            properties.paragraphs_of(page, data, &mut left);
        }
        for page in pages(main, runs) {
            properties.hidden_of(page);
        }
        properties.paragraphs.sort_by_key(|&(start, ..)| start);
        properties.hidden.sort_unstable();
        properties
    }

    fn paragraphs_of(&mut self, page: &[u8], data: &[u8], left: &mut usize) {
        let count = usize::from(page[PAGE - 1]);
        for n in 0..count {
            let (Some(start), Some(end)) = (u32_at(page, n * 4), u32_at(page, n * 4 + 4)) else { return };
            let Some(&place) = page.get((count + 1) * 4 + n * 13) else { return };
            let at = usize::from(place) * 2;
            // The length stands in halves, in the first byte or, if that is zero, in the second.
            let list = match (at, page.get(at).copied(), page.get(at + 1).copied()) {
                (0, ..) => None,
                (_, Some(0), Some(halves)) => page.get(at + 2..at + 2 + usize::from(halves) * 2),
                (_, Some(halves), _) => page.get(at + 1..at + usize::from(halves) * 2),
                _ => None,
            };
            // The style stands before the properties.
            let list = list.and_then(|list| list.get(2..)).unwrap_or_default();
            let mut paragraph = Paragraph::default();
            paragraph.note(list, data, left);
            if paragraph.row.as_ref().is_some_and(|row| row.edges.is_empty()) {
                paragraph.row = None;
            }
            self.paragraphs.push((start as usize, end as usize, paragraph));
        }
    }

    fn hidden_of(&mut self, page: &[u8]) {
        let count = usize::from(page[PAGE - 1]);
        for n in 0..count {
            let (Some(start), Some(end)) = (u32_at(page, n * 4), u32_at(page, n * 4 + 4)) else { return };
            let Some(&place) = page.get((count + 1) * 4 + n) else { return };
            let at = usize::from(place) * 2;
            let length = page.get(at).copied().map_or(0, usize::from);
            let list = page.get(at + 1..at + 1 + length).filter(|_| at > 0).unwrap_or_default();
            let mut gone = false;
            for (code, operand) in Changes(list) {
                // Hidden; deleted while changes were tracked.
                gone |= matches!((code, operand), (0x083c | 0x0800, [1, ..]));
            }
            if gone && start < end {
                self.hidden.push((start as usize, end as usize));
            }
        }
    }

    /// The properties of the paragraph whose mark stands here.
    pub fn paragraph(&self, at: usize) -> Option<&Paragraph> {
        let after = self.paragraphs.partition_point(|&(start, ..)| start <= at);
        let (_, end, paragraph) = self.paragraphs.get(after.checked_sub(1)?)?;
        (at < *end).then_some(paragraph)
    }

    /// The hidden stretches from here on, to be asked in the order of the places.
    pub fn hidden_from(&self, at: usize) -> Hidden<'_> {
        let first = self.hidden.partition_point(|&(_, end)| end <= at);
        Hidden { rest: &self.hidden[first..] }
    }
}

/// Hidden stretches still ahead.
pub(super) struct Hidden<'p> {
    rest: &'p [(usize, usize)],
}

impl Hidden<'_> {
    /// Whether the character here is hidden.
    pub fn hides(&mut self, at: usize) -> bool {
        while let [(_, end), rest @ ..] = self.rest
            && *end <= at
        {
            self.rest = rest;
        }
        self.rest.first().is_some_and(|&(start, _)| start <= at)
    }
}

impl Paragraph {
    fn note(&mut self, list: &[u8], data: &[u8], left: &mut usize) {
        let mut explicit = None;
        for (code, operand) in Changes(list) {
            let on = operand.first() == Some(&1);
            match code {
                0x2416 => self.depth = self.depth.max(usize::from(on)),
                0x2417 => self.ends_row = on,
                0x260a => self.level = operand.first().copied().unwrap_or(0),
                0x460b => self.list = u16_at(operand, 0).unwrap_or(0),
                0x244b => self.ends_inner_cell = on,
                0x244c => self.ends_inner_row = on,
                0x6649 => explicit = u32_at(operand, 0).map(|depth| depth.min(32) as usize),
                0xd608 => self.row = Division::read(operand).map(Box::new),
                0x5624 => self.merge_sideways(operand),
                0xd62b => self.merge_downwards(operand),
                // Too long for the page: they stand in another stream.
                0x6646 | 0x646b => {
                    let at = u32_at(operand, 0).unwrap_or(u32::MAX) as usize;
                    let length = u16_at(data, at).map_or(0, usize::from);
                    let list = data.get(at.saturating_add(2)..at.saturating_add(2 + length));
                    let list = list.filter(|list| list.len() <= *left).unwrap_or_default();
                    *left -= list.len();
                    self.note(list, &[], left);
                }
                _ => {}
            }
        }
        if let Some(depth) = explicit {
            self.depth = depth;
        }
    }

    fn merge_sideways(&mut self, operand: &[u8]) {
        if let (Some(row), [first, end, ..]) = (&mut self.row, operand) {
            let (first, end) = (usize::from(*first) + 1, usize::from(*end).min(row.cells.len()));
            row.cells.get_mut(first..end).into_iter().flatten().for_each(|cell| cell.with_left = true);
        }
    }

    fn merge_downwards(&mut self, operand: &[u8]) {
        if let (Some(row), [_, cell, how, ..]) = (&mut self.row, operand)
            && let Some(cell) = row.cells.get_mut(usize::from(*cell))
        {
            (cell.starts, cell.with_above) = (*how == 3, *how == 1);
        }
    }
}

impl Division {
    /// Two bytes of length, the count of cells, their edges, then twenty bytes for each cell, where they are given.
    fn read(operand: &[u8]) -> Option<Self> {
        let count = usize::from(*operand.get(2)?).min(64);
        let edges: Vec<i16> =
            (0..=count).map_while(|n| u16_at(operand, 3 + n * 2)).map(|edge| edge.cast_signed()).collect();
        if edges.len() != count + 1 {
            return None;
        }
        let cell = |n: usize| {
            let flags = u16_at(operand, 3 + (count + 1) * 2 + n * 20).unwrap_or(0);
            let downwards = flags & 0x20 != 0;
            let starts = flags & 0x40 != 0;
            Merged { with_left: flags & 0x03 == 0x02, starts, with_above: downwards && !starts }
        };
        Some(Self { edges, cells: (0..count).map(cell).collect() })
    }
}

/// The pages a table of pages points to.
fn pages<'m>(main: &'m [u8], table: &'m [u8]) -> impl Iterator<Item = &'m [u8]> {
    let count = (table.len().saturating_sub(4) / 8).min(main.len() / PAGE).min(MOST_PAGES);
    let all = table.len().saturating_sub(4) / 8;
    (0..count).filter_map(move |n| {
        let number = u32_at(table, (all + 1) * 4 + n * 4)? & 0x003f_ffff;
        let at = (number as usize).checked_mul(PAGE)?;
        main.get(at..at.checked_add(PAGE)?)
    })
}

/// A list of changes to properties: a code each, and an operand whose length the code tells.
struct Changes<'l>(&'l [u8]);

impl<'l> Iterator for Changes<'l> {
    type Item = (u16, &'l [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let code = u16_at(self.0, 0)?;
        let rest = &self.0[2..];
        let length = match (code >> 13, code) {
            (0 | 1, _) => 1,
            (2 | 4 | 5, _) => 2,
            (3, _) => 4,
            (7, _) => 3,
            // The division of a row has two bytes of length, and counts one too few.
            (_, 0xd608) => usize::from(u16_at(rest, 0)?) + 1,
            // Tabs changed one by one; their length is not told.
            (_, 0xc615) if rest.first() == Some(&255) => return None,
            _ => usize::from(*rest.first()?) + 1,
        };
        let operand = rest.get(..length)?;
        self.0 = &rest[length..];
        Some((code, operand))
    }
}
