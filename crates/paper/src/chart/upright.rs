//! Bars that stand, side by side or on each other.

use super::draw::{Anchor, Drawing, LINE, TEXT, WIDTH, width, wrapped};
use super::{Chart, axis, number};

/// Height of the room for bars.
const HEIGHT: f64 = 190.0;
/// Lines that a name under the bars may take.
const MOST_LINES: usize = 3;
/// Share of a category's room that its bars fill.
const FILLED: f64 = 0.76;

/// Names under the axis are as wide as this leaves.
fn slot(chart: &Chart, stacked: bool) -> (f64, f64) {
    let (low, high, step) = ends(chart, stacked);
    let gutter = steps(low, high, step).map(|line| width(&number(line))).fold(0.0, f64::max) + 8.0;
    (gutter, (WIDTH - gutter) / chart.categories.len().max(1) as f64)
}

/// Whether all names and numbers have room, so that the bars can stand.
pub(super) fn fits(chart: &Chart, stacked: bool) -> bool {
    let (_, slot) = slot(chart, stacked);
    let bars = if stacked { 1 } else { chart.series.len().max(1) };
    let room = if bars == 1 { slot - 4.0 } else { slot * FILLED / bars as f64 };
    let sums = (0..chart.categories.len()).filter_map(|category| chart.sum(category));
    let widest = chart.numbers().chain(sums.filter(|_| stacked)).map(|n| width(&number(n))).fold(TEXT, f64::max);
    let names = chart.categories.iter().all(|name| {
        let lines = wrapped(name, slot - 4.0);
        lines.len() <= MOST_LINES && lines.iter().all(|line| width(line) <= slot)
    });
    names && widest <= room
}

fn ends(chart: &Chart, stacked: bool) -> (f64, f64, f64) {
    if stacked {
        axis((0..chart.categories.len()).filter_map(|category| chart.sum(category)))
    } else {
        axis(chart.numbers())
    }
}

/// The lines of an axis, from its lower end to its upper.
pub(super) fn steps(low: f64, high: f64, step: f64) -> impl Iterator<Item = f64> {
    let count = ((high - low) / step).round().clamp(1.0, 20.0) as u32;
    (0..=count).map(move |n| low + f64::from(n) * step)
}

/// Draws the lines of an upright axis and the names under it, `below` further down; gives the height of a number.
pub(super) fn frame(
    drawing: &mut Drawing<'_>,
    (low, high, step): (f64, f64, f64),
    (gutter, slot): (f64, f64),
    below: f64,
) -> impl Fn(f64) -> f64 + use<> {
    let top = drawing.bottom + LINE;
    let at = move |value: f64| top + HEIGHT * (high - value) / (high - low);
    for line in steps(low, high, step) {
        drawing.rule((gutter, at(line)), (WIDTH, at(line)), line.abs() < step / 2.0);
        drawing.text(gutter - 6.0, at(line) + 5.0, Anchor::End, &number(line));
    }
    let mut lines = 0;
    for (category, name) in drawing.chart.categories.iter().enumerate() {
        let name = wrapped(name, slot - 4.0);
        lines = lines.max(name.len());
        for (n, line) in name.iter().enumerate() {
            let x = gutter + slot * (category as f64 + 0.5);
            drawing.text(x, top + HEIGHT + below + LINE * (n as f64 + 1.0), Anchor::Middle, line);
        }
    }
    drawing.bottom = top + HEIGHT + below + LINE * lines as f64 + 8.0;
    at
}

pub(super) fn draw(drawing: &mut Drawing<'_>, stacked: bool) {
    let chart = drawing.chart;
    let (gutter, slot) = slot(chart, stacked);
    // Numbers stand under bars that hang.
    let below = if chart.numbers().any(|number| number < 0.0) { TEXT } else { 0.0 };
    let at = frame(drawing, ends(chart, stacked), (gutter, slot), below);
    let bars = if stacked { 1 } else { chart.series.len() };
    let bar = slot * FILLED / bars.max(1) as f64;
    for category in 0..chart.categories.len() {
        let left = gutter + slot * category as f64 + slot * (1.0 - FILLED) / 2.0;
        let mut under = 0.0;
        for series in 0..chart.series.len() {
            let x = if stacked { left } else { left + bar * series as f64 };
            let middle = x + bar / 2.0;
            match chart.value(series, category) {
                Some(value) if stacked => {
                    drawing.bar(series, x, at(under + value), bar, at(under) - at(under + value));
                    under += value;
                }
                Some(value) => {
                    drawing.bar(series, x + 1.0, at(value.max(0.0)), bar - 2.0, (at(value) - at(0.0)).abs());
                    let foot = if value < 0.0 { at(value) + TEXT } else { at(value) - 4.0 };
                    drawing.value(middle, foot, Anchor::Middle, value);
                }
                None if stacked => {}
                None => drawing.blank(middle, at(0.0) - 4.0, Anchor::Middle, ""),
            }
        }
        if stacked {
            let middle = left + bar / 2.0;
            match chart.sum(category) {
                Some(sum) => {
                    drawing.value(middle, at(sum) - 4.0, Anchor::Middle, sum);
                    if chart.is_short(category) {
                        drawing.blank(middle, at(sum) - 4.0 - TEXT, Anchor::Middle, "");
                    }
                }
                None => drawing.blank(middle, at(0.0) - 4.0, Anchor::Middle, ""),
            }
        }
    }
}
