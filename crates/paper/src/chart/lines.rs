//! Points joined by lines, for what changes from year to year.

use super::draw::{Anchor, Drawing, LINE, TEXT, WIDTH, width};
use super::upright::{frame, steps};
use super::{Chart, axis, number};

/// Words at one place stand at least this far apart.
const APART: f64 = 15.0;
/// Numbers of more series than this would hide each other; they are left to the table.
const MOST_NUMBERED: usize = 3;

pub(super) fn draw(drawing: &mut Drawing<'_>) {
    let chart = drawing.chart;
    let (low, high, step) = axis(chart.numbers());
    let gutter = steps(low, high, step).map(|line| width(&number(line))).fold(0.0, f64::max) + 8.0;
    let slot = (WIDTH - gutter) / chart.categories.len().max(1) as f64;
    let top = drawing.bottom + LINE;
    // Under the lowest point a number may stand.
    let at = frame(drawing, (low, high, step), (gutter, slot), TEXT);
    let x = |category: usize| gutter + slot * (category as f64 + 0.5);
    for series in 0..chart.series.len() {
        let mut run = Vec::new();
        for category in 0..chart.categories.len() {
            match chart.value(series, category) {
                Some(value) => run.push((x(category), at(value))),
                None => drawing.stroke(series, &std::mem::take(&mut run)),
            }
        }
        drawing.stroke(series, &run);
    }
    for category in 0..chart.categories.len() {
        let mut points: Vec<_> =
            (0..chart.series.len()).filter_map(|s| chart.value(s, category).map(|v| (at(v), s, v))).collect();
        for (y, series, _) in &points {
            drawing.mark(*series, x(category), *y);
        }
        points.sort_by(|a, b| b.0.total_cmp(&a.0));
        if is_numbered(chart, category, slot) {
            numbers(drawing, x(category), &points, top);
        }
        blanks(drawing, category, x(category), &points, (top, at(low)));
    }
}

/// Numbers that would touch their neighbours are left to the table; the last always stands.
fn is_numbered(chart: &Chart, category: usize, slot: f64) -> bool {
    let widest = chart.numbers().map(|n| width(&number(n))).fold(TEXT, f64::max);
    let every = (widest / slot).ceil().max(1.0) as usize;
    let last = chart.categories.len() - 1;
    chart.series.len() <= MOST_NUMBERED
        && (category == last || category.is_multiple_of(every) && category + every <= last)
}

/// Over each point its number, from the lowest up; the lowest goes under its point where the next one is near.
fn numbers(drawing: &mut Drawing<'_>, x: f64, points: &[(f64, usize, f64)], top: f64) {
    let mut free = f64::INFINITY;
    for (n, (y, _, value)) in points.iter().enumerate() {
        let crowded = points.get(n + 1).is_some_and(|(next, ..)| y - next < 2.0 * APART);
        if n == 0 && crowded {
            drawing.value(x, y + APART + 2.0, Anchor::Middle, *value);
            continue;
        }
        let foot = (y - 7.0).min(free - APART).max(top);
        drawing.value(x, foot, Anchor::Middle, *value);
        free = foot;
    }
}

/// 缺 with the name of its series, at the foot of the drawing or, where a point is there, at its head.
fn blanks(drawing: &mut Drawing<'_>, category: usize, x: f64, points: &[(f64, usize, f64)], (head, foot): (f64, f64)) {
    let chart = drawing.chart;
    let blanks: Vec<usize> = (0..chart.series.len()).filter(|s| chart.value(*s, category).is_none()).collect();
    let height = APART * (blanks.len() as f64 + 2.0);
    let taken = points.iter().any(|(y, ..)| *y > foot - height);
    for (n, series) in blanks.iter().enumerate() {
        let y = if taken { head + APART * n as f64 } else { foot - 6.0 - APART * n as f64 };
        let name = &chart.series[*series].name;
        let whose = chart.series.len() > 1 && width(name) + TEXT <= WIDTH / chart.categories.len() as f64;
        drawing.blank(x, y, Anchor::Middle, if whose { name } else { "" });
    }
}
