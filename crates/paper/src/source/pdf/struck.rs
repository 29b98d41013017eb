//! Text that is struck out.

use super::{Glyph, Stroke};

/// The most glyphs that are looked at in all; a page has a few thousand, and few of them have a line near.
const MOST_LOOKS: usize = 1_000_000;

/// Drops what a line is drawn through from its first letter to its last: an office prints its tracked changes now and then, and `99`
/// struck out before `0` is no 990. A line that goes on beyond the words is a border.
pub(super) fn drop_struck(glyphs: &mut Vec<Glyph>, horizontal: &[Stroke]) {
    let mut order: Vec<usize> = (0..glyphs.len()).filter(|&n| !glyphs[n].ch.is_whitespace()).collect();
    order.sort_by(|&a, &b| glyphs[a].base.total_cmp(&glyphs[b].base));
    let largest = order.iter().map(|&n| glyphs[n].size).fold(0.0, f32::max);
    let mut is_struck = vec![false; glyphs.len()];
    let mut any = false;
    let mut looks = 0;
    for stroke in horizontal {
        let first = order.partition_point(|&n| glyphs[n].base < stroke.at);
        let near = order[first..].iter().take_while(|&&n| glyphs[n].base < stroke.at + 0.5 * largest);
        let mut through: Vec<usize> = Vec::new();
        for &n in near {
            looks += 1;
            let Glyph { x, width, base, size, .. } = glyphs[n];
            let is_level = (0.15 * size..0.5 * size).contains(&(base - stroke.at));
            if is_level && x + 0.7 * width > stroke.from && x + 0.3 * width < stroke.to {
                through.push(n);
            }
        }
        if looks > MOST_LOOKS {
            return;
        }
        let left = through.iter().map(|&n| glyphs[n].x).fold(f32::MAX, f32::min);
        let right = through.iter().map(|&n| glyphs[n].right()).fold(f32::MIN, f32::max);
        let em = through.iter().map(|&n| glyphs[n].size).fold(0.0, f32::max);
        let covered: f32 = through.iter().map(|&n| glyphs[n].width).sum();
        let length = stroke.to - stroke.from;
        let ends_with_it = (left - stroke.from).abs() < 0.35 * em && (right - stroke.to).abs() < 0.35 * em;
        if ends_with_it && covered > 0.6 * length {
            through.into_iter().for_each(|n| is_struck[n] = true);
            any = true;
        }
    }
    if any {
        let mut n = 0;
        glyphs.retain(|_| {
            n += 1;
            !is_struck[n - 1]
        });
    }
}
