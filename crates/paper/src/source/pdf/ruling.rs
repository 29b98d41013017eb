//! Finds tables in strokes: which lines belong together, where they cross, and which cells no line divides.

use super::Stroke;
use crate::source::{MOST_CELLS, Measure, ReadError};

/// Strokes this near to each other are one line, in points: the two of a double line, or a border drawn by both its cells.
const SAME_LINE: f32 = 3.0;
/// A gap this long in a line is closed: dashes, and corners that do not quite meet.
const SMALL_GAP: f32 = 3.0;
/// A line shorter than this is no border; the lowest row that was seen is 8 points high.
const SHORTEST: f32 = 5.0;
/// The most lines of a page in one direction, after joining.
const MOST_LINES: usize = 2_000;
/// The most tables of a page.
const MOST_GRIDS: usize = 100;

/// Lines that form a table.
#[derive(Clone, Debug)]
pub(super) struct Grid {
    /// Where its columns begin, and where the last one ends.
    pub xs: Vec<f32>,
    /// Where its rows begin, and where the last one ends.
    pub ys: Vec<f32>,
    pub slots: Vec<Slot>,
    /// The slot that covers a row and a column, row after row.
    slot_at: Vec<u32>,
}

/// A cell without its text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Slot {
    pub row: usize,
    pub column: usize,
    pub rowspan: usize,
    pub colspan: usize,
    /// No line bounds it on a side where lines bound others: it is outside of the table unless something is written in it.
    pub is_open: bool,
}

impl Grid {
    pub(super) fn columns(&self) -> usize {
        self.xs.len() - 1
    }

    pub(super) fn rows(&self) -> usize {
        self.ys.len() - 1
    }

    pub(super) fn top(&self) -> f32 {
        self.ys[0]
    }

    pub(super) fn bottom(&self) -> f32 {
        self.ys[self.rows()]
    }

    /// The slot in which a point lies.
    pub(super) fn slot(&self, (x, y): (f32, f32)) -> Option<usize> {
        let column = between(&self.xs, x)?;
        let row = between(&self.ys, y)?;
        Some(self.slot_at[row * self.columns() + column] as usize)
    }

    /// Left and right edge of a slot.
    pub(super) fn sides(&self, slot: &Slot) -> (f32, f32) {
        (self.xs[slot.column], self.xs[slot.column + slot.colspan])
    }

    fn holds(&self, other: &Grid) -> Option<usize> {
        let (left, right) = (other.xs[0], other.xs[other.columns()]);
        let upper = self.slot((left + 0.5, other.top() + 0.5))?;
        let lower = self.slot((right - 0.5, other.bottom() - 0.5))?;
        (upper == lower).then_some(upper)
    }
}

fn between(edges: &[f32], at: f32) -> Option<usize> {
    let n = edges.partition_point(|&edge| edge <= at);
    (n > 0 && n < edges.len()).then(|| n - 1)
}

/// The tables of a page, from top to bottom. Those of one column only arrange the page and are left out.
pub(super) fn grids(horizontal: &[Stroke], vertical: &[Stroke]) -> Result<Vec<Grid>, ReadError> {
    let over = ReadError::OverLimit { what: Measure::Cells, limit: MOST_CELLS as u64 };
    let (horizontal, vertical) = (lines(horizontal), lines(vertical));
    if horizontal.len().max(vertical.len()) > MOST_LINES {
        return Err(over);
    }
    let mut grids = Vec::new();
    for (horizontal, vertical) in bridged(groups(&horizontal, &vertical)) {
        build(horizontal, vertical, &mut grids, 0)?;
        if grids.len() > MOST_GRIDS || grids.iter().map(|grid: &Grid| grid.slot_at.len()).sum::<usize>() > MOST_CELLS {
            return Err(over);
        }
    }
    let mut grids = take_apart(grids)?;
    grids.retain(|grid| grid.columns() > 1);
    grids.sort_by(|a, b| a.top().total_cmp(&b.top()).then(a.xs[0].total_cmp(&b.xs[0])));
    Ok(grids)
}

/// Joins strokes that lie on one line and touch.
fn lines(strokes: &[Stroke]) -> Vec<Stroke> {
    let mut strokes: Vec<Stroke> =
        strokes.iter().copied().filter(|s| s.at.is_finite() && s.from.is_finite() && s.to.is_finite()).collect();
    strokes.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut joined = Vec::new();
    let mut rest = strokes.as_mut_slice();
    // Near to the first of them, not to the one before, so that a ladder of near lines is not one line.
    while let Some(&first) = rest.first() {
        let len = rest.iter().take_while(|next| next.at - first.at <= SAME_LINE).count();
        let (same, after) = rest.split_at_mut(len);
        rest = after;
        same.sort_by(|a, b| a.from.total_cmp(&b.from));
        let mut current: Option<(Stroke, f32)> = None;
        for &next in same.iter() {
            let weight = (next.to - next.from).max(0.01);
            match &mut current {
                Some((stroke, sum)) if next.from <= stroke.to + SMALL_GAP => {
                    stroke.at = (stroke.at * *sum + next.at * weight) / (*sum + weight);
                    *sum += weight;
                    stroke.to = stroke.to.max(next.to);
                }
                _ => joined.extend(current.replace((next, weight)).map(|(stroke, _)| stroke)),
            }
        }
        joined.extend(current.map(|(stroke, _)| stroke));
    }
    joined.retain(|s| s.to - s.from >= SHORTEST);
    joined
}

/// Lines that touch each other, by groups.
fn groups(horizontal: &[Stroke], vertical: &[Stroke]) -> Vec<(Vec<Stroke>, Vec<Stroke>)> {
    let count = horizontal.len();
    let mut parent: Vec<usize> = (0..count + vertical.len()).collect();
    fn root(parent: &mut [usize], mut n: usize) -> usize {
        while parent[n] != n {
            parent[n] = parent[parent[n]];
            n = parent[n];
        }
        n
    }
    let reaches = |s: &Stroke, at: f32| at >= s.from - SMALL_GAP && at <= s.to + SMALL_GAP;
    for (h, across) in horizontal.iter().enumerate() {
        for (v, down) in vertical.iter().enumerate() {
            if reaches(across, down.at) && reaches(down, across.at) {
                let (a, b) = (root(&mut parent, h), root(&mut parent, count + v));
                parent[a] = b;
            }
        }
    }
    let mut groups: std::collections::BTreeMap<usize, (Vec<Stroke>, Vec<Stroke>)> = std::collections::BTreeMap::new();
    for (n, &stroke) in horizontal.iter().chain(vertical).enumerate() {
        let group = groups.entry(root(&mut parent, n)).or_default();
        if n < count { group.0.push(stroke) } else { group.1.push(stroke) }
    }
    groups.into_values().filter(|(h, v)| h.len() >= 2 && !v.is_empty()).collect()
}

/// Joins groups that a row without inner borders parts, in a table that has no outer ones: only lines of the same width,
/// one row apart, tell that they belong together.
fn bridged(mut groups: Vec<(Vec<Stroke>, Vec<Stroke>)>) -> Vec<(Vec<Stroke>, Vec<Stroke>)> {
    let fold = |strokes: &[Stroke], of: fn(&Stroke) -> f32, with: fn(f32, f32) -> f32, start: f32| {
        strokes.iter().map(of).fold(start, with)
    };
    let top = |group: &(Vec<Stroke>, Vec<Stroke>)| fold(&group.0, |s| s.at, f32::min, f32::MAX);
    let bottom = |group: &(Vec<Stroke>, Vec<Stroke>)| fold(&group.0, |s| s.at, f32::max, f32::MIN);
    groups.sort_by(|a, b| top(a).total_cmp(&top(b)));
    let mut joined: Vec<(Vec<Stroke>, Vec<Stroke>)> = Vec::new();
    for group in groups {
        let belongs = joined.last().is_some_and(|last| {
            let sides = |group: &(Vec<Stroke>, Vec<Stroke>)| {
                (fold(&group.0, |s| s.from, f32::min, f32::MAX), fold(&group.0, |s| s.to, f32::max, f32::MIN))
            };
            let ((left, right), (other_left, other_right)) = (sides(last), sides(&group));
            let is_open = |group: &(Vec<Stroke>, Vec<Stroke>)| {
                group.1.iter().all(|s| s.at > left + 2.0 * SAME_LINE && s.at < right - 2.0 * SAME_LINE)
            };
            let gap = top(&group) - bottom(last);
            let row = (bottom(last) - top(last)) / (last.0.len() - 1) as f32;
            (left - other_left).abs() < SAME_LINE
                && (right - other_right).abs() < SAME_LINE
                && is_open(last)
                && is_open(&group)
                && gap > SHORTEST
                && gap < 1.5 * row
        });
        match joined.last_mut() {
            Some(last) if belongs => {
                last.0.extend(group.0);
                last.1.extend(group.1);
            }
            _ => joined.push(group),
        }
    }
    joined
}

/// The distinct places of lines, with the ends of the lines that cross them where these reach beyond: a table without outer borders.
fn edges(lines: &[Stroke], across: &[Stroke]) -> Vec<f32> {
    let mut places: Vec<f32> = lines.iter().map(|s| s.at).collect();
    places.sort_by(f32::total_cmp);
    let first = places.first().copied().unwrap_or(0.0);
    let last = places.last().copied().unwrap_or(0.0);
    let from = across.iter().map(|s| s.from).fold(first, f32::min);
    let to = across.iter().map(|s| s.to).fold(last, f32::max);
    let mut edges: Vec<f32> = Vec::with_capacity(places.len() + 2);
    if from < first - 2.0 * SAME_LINE {
        edges.push(from);
    }
    for place in places {
        if edges.last().is_none_or(|&edge| place - edge > SAME_LINE) {
            edges.push(place);
        }
    }
    if to > last + 2.0 * SAME_LINE {
        edges.push(to);
    }
    edges
}

/// For each edge and each stretch between two crossing edges: whether a line lies there.
fn walls(lines: &[Stroke], edges: &[f32], stretches: &[f32]) -> Vec<bool> {
    let count = stretches.len() - 1;
    let mut covered = vec![0.0_f32; edges.len() * count];
    for line in lines {
        let nearest = edges.partition_point(|&edge| edge < line.at);
        let nearest = [nearest.saturating_sub(1), nearest.min(edges.len() - 1)]
            .into_iter()
            .min_by(|&a, &b| (edges[a] - line.at).abs().total_cmp(&(edges[b] - line.at).abs()))
            .unwrap_or(0);
        for n in stretches.partition_point(|&s| s < line.from).saturating_sub(1)..count {
            if stretches[n] >= line.to {
                break;
            }
            let overlap = line.to.min(stretches[n + 1]) - line.from.max(stretches[n]);
            covered[nearest * count + n] += overlap.max(0.0);
        }
    }
    let long = |(n, &covered): (usize, &f32)| covered >= 0.5 * (stretches[n % count + 1] - stretches[n % count]);
    covered.iter().enumerate().map(long).collect()
}

/// Makes a grid of lines that belong together, or several where tables of different width only share a border.
fn build(horizontal: Vec<Stroke>, vertical: Vec<Stroke>, out: &mut Vec<Grid>, depth: usize) -> Result<(), ReadError> {
    let xs = edges(&vertical, &horizontal);
    let ys = edges(&horizontal, &vertical);
    if xs.len() < 2 || ys.len() < 2 {
        return Ok(());
    }
    let (columns, rows) = (xs.len() - 1, ys.len() - 1);
    if columns * rows > MOST_CELLS {
        return Err(ReadError::OverLimit { what: Measure::Cells, limit: MOST_CELLS as u64 });
    }
    let sides = walls(&vertical, &xs, &ys);
    let tops = walls(&horizontal, &ys, &xs);
    let side = |column: usize, row: usize| sides[column * rows + row];
    let top = |row: usize, column: usize| tops[row * columns + column];

    let is_open_left = (0..rows).filter(|&row| side(0, row)).count() * 2 < rows;
    let is_open_right = (0..rows).filter(|&row| side(columns, row)).count() * 2 < rows;
    if !is_open_left && !is_open_right && depth < 8 {
        // Where the outer borders jump, one table ends and another begins.
        let extent = |row: usize| {
            let mut walled = (0..=columns).filter(|&column| side(column, row));
            walled.next().map(|first| (first, walled.next_back().unwrap_or(first)))
        };
        // Beside the narrower one is nothing, so no line may close that corner.
        let is_step = |row: &usize| {
            let (Some(above), Some(below)) = (extent(row - 1), extent(*row)) else { return false };
            let open = |mut columns: std::ops::Range<usize>, edge: usize| columns.all(|column| !top(edge, column));
            above != below
                && open(below.0..above.0, row - 1)
                && open(above.1..below.1, row - 1)
                && open(above.0..below.0, row + 1)
                && open(below.1..above.1, row + 1)
        };
        if let Some(row) = (1..rows).find(is_step) {
            let at = ys[row];
            for (from, to) in [(f32::MIN, at), (at, f32::MAX)] {
                let near = |y: f32| y >= from - SAME_LINE && y <= to + SAME_LINE;
                let horizontal: Vec<Stroke> = horizontal.iter().copied().filter(|s| near(s.at)).collect();
                let vertical: Vec<Stroke> = vertical
                    .iter()
                    .map(|s| Stroke { from: s.from.max(from), to: s.to.min(to), ..*s })
                    .filter(|s| s.to - s.from >= SHORTEST)
                    .collect();
                // The shared border is as wide as the wider table; the narrower one ends at its own sides.
                let (first, last) = vertical.iter().fold((f32::MAX, f32::MIN), |(a, b), s| (a.min(s.at), b.max(s.at)));
                let horizontal = horizontal
                    .into_iter()
                    .map(|s| Stroke { from: s.from.max(first), to: s.to.min(last), ..s })
                    .filter(|s| s.to - s.from >= SHORTEST)
                    .collect();
                build(horizontal, vertical, out, depth + 1)?;
            }
            return Ok(());
        }
    }

    let mut slot_at = vec![u32::MAX; columns * rows];
    let mut slots = Vec::new();
    for row in 0..rows {
        for column in 0..columns {
            if slot_at[row * columns + column] != u32::MAX {
                continue;
            }
            let is_free = |row: usize, column: usize| slot_at[row * columns + column] == u32::MAX;
            let mut end = column + 1;
            while end < columns && !side(end, row) && is_free(row, end) {
                end += 1;
            }
            let mut below = row + 1;
            while below < rows
                && (column..end).all(|c| !top(below, c) && is_free(below, c))
                && (column + 1..end).all(|c| !side(c, below))
            {
                below += 1;
            }
            for r in row..below {
                slot_at[r * columns + column..r * columns + end].fill(slots.len() as u32);
            }
            let is_open = (column == 0 && !is_open_left && !(row..below).any(|r| side(0, r)))
                || (end == columns && !is_open_right && !(row..below).any(|r| side(columns, r)));
            slots.push(Slot { row, column, rowspan: below - row, colspan: end - column, is_open });
        }
    }
    out.push(Grid { xs, ys, slots, slot_at });
    Ok(())
}

/// Takes rows that hold a table in one of their cells out of the outer table.
fn take_apart(grids: Vec<Grid>) -> Result<Vec<Grid>, ReadError> {
    let mut out = Vec::new();
    for (n, grid) in grids.iter().enumerate() {
        let mut is_taken = vec![false; grid.rows()];
        for (other, inner) in grids.iter().enumerate() {
            if other != n
                && inner.columns() > 1
                && let Some(slot) = grid.holds(inner)
            {
                let Slot { row, rowspan, .. } = grid.slots[slot];
                is_taken[row..row + rowspan].fill(true);
            }
        }
        if is_taken.iter().all(|&taken| !taken) {
            out.push(grid.clone());
            continue;
        }
        // A row goes with every row that one of its cells spans.
        for slot in &grid.slots {
            let rows = slot.row..slot.row + slot.rowspan;
            if is_taken[rows.clone()].contains(&true) {
                is_taken[rows].fill(true);
            }
        }
        let mut start = 0;
        while start < grid.rows() {
            let len = is_taken[start..].iter().take_while(|&&taken| taken == is_taken[start]).count();
            if !is_taken[start] {
                out.push(grid.part(start, start + len));
            }
            start += len;
        }
    }
    Ok(out)
}

impl Grid {
    /// Some rows of it; no slot may reach beyond them.
    fn part(&self, start: usize, end: usize) -> Grid {
        let mut slots = Vec::new();
        let mut slot_at = vec![u32::MAX; (end - start) * self.columns()];
        for slot in self.slots.iter().filter(|s| (start..end).contains(&s.row)) {
            let slot = Slot { row: slot.row - start, rowspan: slot.rowspan.min(end - slot.row), ..*slot };
            for row in slot.row..slot.row + slot.rowspan {
                let at = row * self.columns() + slot.column;
                slot_at[at..at + slot.colspan].fill(slots.len() as u32);
            }
            slots.push(slot);
        }
        Grid { xs: self.xs.clone(), ys: self.ys[start..=end].to_vec(), slots, slot_at }
    }
}
