//! Bars that lie, each under its name: the drawing for long names and many categories.

use super::draw::{Anchor, Drawing, LINE, TEXT, WIDTH, width, wrapped};
use super::number;

/// Height of a bar and of its row.
const BAR: f64 = 16.0;
const ROW: f64 = 20.0;

pub(super) fn draw(drawing: &mut Drawing<'_>, stacked: bool) {
    let chart = drawing.chart;
    let sums: Vec<f64> = (0..chart.categories.len()).filter_map(|category| chart.sum(category)).collect();
    let numbers: Vec<f64> = if stacked { sums } else { chart.numbers().collect() };
    let widest = |sign: fn(&f64) -> bool| {
        numbers.iter().copied().filter(sign).map(|n| width(&number(n)) + 6.0).fold(0.0, f64::max)
    };
    // Beside a sum there may stand 缺.
    let beside = if stacked { TEXT + 8.0 } else { 0.0 };
    let (low, high) = numbers.iter().fold((0.0_f64, 0.0_f64), |(low, high), n| (low.min(*n), high.max(*n)));
    let (left, right) = (widest(|n| *n < 0.0), WIDTH - widest(|n| *n >= 0.0).max(TEXT + 6.0) - beside);
    let scale = if high > low { (right - left) / (high - low) } else { 0.0 };
    let at = |value: f64| left + (value - low) * scale;
    let mut y = drawing.bottom;
    for (category, name) in chart.categories.iter().enumerate() {
        for line in wrapped(name, WIDTH) {
            y += LINE;
            drawing.text(0.0, y - 6.0, Anchor::Start, &line);
        }
        let (mut before, top) = (0.0, y);
        for series in 0..chart.series.len() {
            let foot = y + BAR - 3.0;
            match chart.value(series, category) {
                Some(value) if stacked => {
                    drawing.bar(series, at(before), y, value * scale, BAR);
                    before += value;
                }
                Some(value) => {
                    drawing.bar(series, at(value.min(0.0)), y, value.abs() * scale, BAR);
                    if value < 0.0 {
                        drawing.value(at(value) - 4.0, foot, Anchor::End, value);
                    } else {
                        drawing.value(at(value) + 4.0, foot, Anchor::Start, value);
                    }
                    y += ROW;
                }
                None if stacked => {}
                None => {
                    drawing.blank(at(0.0) + 4.0, foot, Anchor::Start, "");
                    y += ROW;
                }
            }
        }
        if stacked {
            let foot = y + BAR - 3.0;
            match chart.sum(category) {
                Some(sum) => {
                    drawing.value(at(sum) + 4.0, foot, Anchor::Start, sum);
                    if chart.is_short(category) {
                        drawing.blank(at(sum) + 10.0 + width(&number(sum)), foot, Anchor::Start, "");
                    }
                }
                None => drawing.blank(at(0.0) + 4.0, foot, Anchor::Start, ""),
            }
            y += ROW;
        }
        drawing.rule((at(0.0), top - 2.0), (at(0.0), y - ROW + BAR + 2.0), true);
        y += 8.0;
    }
    drawing.bottom = y + 2.0;
}
