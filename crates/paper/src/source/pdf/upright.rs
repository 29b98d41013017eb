//! Which way up a page is read.

use super::{Glyph, Page, Stroke};

/// A glyph before it is known which way up the page is read.
#[derive(Clone, Copy)]
pub(super) struct Painted {
    pub ch: char,
    /// Middle of the glyph on its baseline.
    pub middle: (f32, f32),
    /// Direction of writing, of unit length.
    pub along: (f32, f32),
    pub width: f32,
    pub size: f32,
    pub is_hidden: bool,
}

/// Turns the page so that most of its text runs from left to right, and drops what runs askew (a watermark).
/// Invisible text is kept where it is all there is on a page with pictures.
pub(super) fn upright(page: &mut Page, painted: Vec<Painted>, has_pictures: bool) {
    let is_seen = |g: &Painted| !g.is_hidden && !g.ch.is_whitespace();
    let keeps_hidden = has_pictures && !painted.iter().any(is_seen);
    let mut votes = [0_usize; 4];
    for glyph in &painted {
        if let Some(turn) = quarter(glyph.along) {
            votes[turn] += 1;
        }
    }
    let turn = (0..4).max_by_key(|&turn| (votes[turn], 4 - turn)).unwrap_or(0);
    let (width, height) = (page.width, page.height);
    let place = |(x, y): (f32, f32)| match turn {
        0 => (x, y),
        1 => (y, width - x),
        2 => (width - x, height - y),
        _ => (height - y, x),
    };
    if turn % 2 == 1 {
        (page.width, page.height) = (height, width);
    }
    if turn != 0 {
        let horizontal = std::mem::take(&mut page.horizontal);
        let vertical = std::mem::take(&mut page.vertical);
        let ends = horizontal.iter().map(|s| ((s.from, s.at), (s.to, s.at)));
        for (a, b) in ends.chain(vertical.iter().map(|s| ((s.at, s.from), (s.at, s.to)))) {
            let (a, b) = (place(a), place(b));
            if (a.0 - b.0).abs() >= (a.1 - b.1).abs() {
                page.horizontal.push(Stroke { at: a.1, from: a.0.min(b.0), to: a.0.max(b.0) });
            } else {
                page.vertical.push(Stroke { at: a.0, from: a.1.min(b.1), to: a.1.max(b.1) });
            }
        }
    }
    page.glyphs.reserve(painted.len());
    for glyph in painted {
        if glyph.is_hidden && !keeps_hidden {
            continue;
        }
        let Some(its_turn) = quarter(glyph.along) else { continue };
        let Painted { ch, size, width, .. } = glyph;
        if its_turn == turn {
            let (x, base) = place(glyph.middle);
            page.glyphs.push(Glyph { ch, x: x - width / 2.0, width, base, size });
        } else {
            // Lying on its side: taken as standing where its middle is.
            let up = (glyph.along.1, -glyph.along.0);
            let (x, y) = place((glyph.middle.0 + up.0 * 0.35 * size, glyph.middle.1 + up.1 * 0.35 * size));
            page.glyphs.push(Glyph { ch, x: x - size / 2.0, width: size, base: y + 0.35 * size, size });
        }
    }
}

/// Which way text runs: 0 to the right, 1 down, 2 to the left, 3 up; `None` askew.
fn quarter((x, y): (f32, f32)) -> Option<usize> {
    // Slanted by at most six degrees.
    match () {
        () if y.abs() < 0.1 => Some(if x > 0.0 { 0 } else { 2 }),
        () if x.abs() < 0.1 => Some(if y > 0.0 { 1 } else { 3 }),
        () => None,
    }
}
