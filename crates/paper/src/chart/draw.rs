//! The sheet all drawings share: letters, patterns, legend, and what is said to those who do not see it.

use super::Chart;
use crate::visible::visible;

/// Units across; the drawing is as wide as its column.
pub(super) const WIDTH: f64 = 400.0;
/// Height of the letters.
pub(super) const TEXT: f64 = 14.0;
/// From one line of text to the next.
pub(super) const LINE: f64 = 18.0;

const INK: &str = "#1b1f24";
const PALE: &str = "#d6dadd";
const QUIET: &str = "#474f59";

const RIM: &str = " stroke=\"#fff\" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\"";

/// Colours of the series, after Okabe and Ito, darkened to 3:1 on white.
const COLOURS: [&str; 6] = ["#0072b2", "#c75000", "#007a5a", "#8f4a7e", "#8a6500", "#4d4d4d"];

/// Where the words of a text stand from its point.
#[derive(Clone, Copy)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

pub(super) struct Drawing<'a> {
    pub(super) chart: &'a Chart,
    id: String,
    body: String,
    /// How far down the sheet is used.
    pub(super) bottom: f64,
    has_blank: bool,
}

impl<'a> Drawing<'a> {
    pub(super) fn new(chart: &'a Chart) -> Self {
        let allowed = |c: &char| c.is_ascii_lowercase() || c.is_ascii_digit() || *c == '-';
        let id: String = chart.id.chars().filter(allowed).collect();
        // A name may not begin with a digit in every place it is used.
        let id = if id.starts_with(|c: char| c.is_ascii_lowercase()) { id } else { format!("chart{id}") };
        Self { chart, id, body: String::new(), bottom: 0.0, has_blank: false }
    }

    /// Unit, and which pattern is which series where there are several.
    pub(super) fn legend(&mut self) {
        if !self.chart.unit.is_empty() {
            self.bottom += LINE;
            self.text(0.0, self.bottom - 4.0, Anchor::Start, &format!("单位：{}", self.chart.unit));
        }
        if self.chart.series.len() > 1 {
            let mut x = 0.0;
            self.bottom += LINE;
            for (series, what) in self.chart.series.iter().enumerate() {
                let name = wrapped(&what.name, WIDTH - 24.0);
                let width = 22.0 + name.iter().map(|line| width(line)).fold(0.0, f64::max) + 16.0;
                if x > 0.0 && x + width > WIDTH {
                    x = 0.0;
                    self.bottom += LINE;
                }
                self.key(series, x, self.bottom - 15.0);
                for (n, line) in name.iter().enumerate() {
                    self.bottom += if n > 0 { LINE } else { 0.0 };
                    self.text(x + 22.0, self.bottom - 4.0, Anchor::Start, line);
                }
                x += width;
            }
        }
        self.bottom += 6.0;
    }

    fn key(&mut self, series: usize, x: f64, y: f64) {
        if self.chart.kind == super::Kind::Lines {
            self.stroke(series, &[(x, y + 7.0), (x + 18.0, y + 7.0)]);
            self.mark(series, x + 9.0, y + 7.0);
        } else {
            self.bar(series, x, y, 16.0, 13.0);
        }
    }

    /// A bar in the pattern of its series.
    pub(super) fn bar(&mut self, series: usize, x: f64, y: f64, width: f64, height: f64) {
        let colour = COLOURS[series % COLOURS.len()];
        let fill = if series == 0 { colour.to_owned() } else { format!("url(#{}-p{series})", self.id) };
        self.push(&format!(
            "<rect class=\"series series-{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{fill}\" stroke=\"{colour}\"/>",
            series + 1,
            n(x),
            n(y),
            n(width),
            n(height)
        ));
    }

    /// A line in the dashes of its series.
    pub(super) fn stroke(&mut self, series: usize, points: &[(f64, f64)]) {
        if points.len() < 2 {
            return;
        }
        let colour = COLOURS[series % COLOURS.len()];
        let dashes = ["", " stroke-dasharray=\"7 4\"", " stroke-dasharray=\"2 3\"", " stroke-dasharray=\"9 3 2 3\""];
        let points: Vec<_> = points.iter().map(|(x, y)| format!("{},{}", n(*x), n(*y))).collect();
        self.push(&format!(
            "<polyline class=\"series series-{}\" points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"{}/>",
            series + 1,
            points.join(" "),
            dashes[series % dashes.len()]
        ));
    }

    /// A point in the shape of its series.
    pub(super) fn mark(&mut self, series: usize, x: f64, y: f64) {
        let colour = COLOURS[series % COLOURS.len()];
        let shape = match series % 4 {
            0 => format!("<circle cx=\"{}\" cy=\"{}\" r=\"4\"", n(x), n(y)),
            1 => format!("<rect x=\"{}\" y=\"{}\" width=\"8\" height=\"8\"", n(x - 4.0), n(y - 4.0)),
            2 => format!("<path d=\"M{} {}l5 9h-10z\"", n(x), n(y - 5.0)),
            _ => format!("<path d=\"M{} {}l5 5-5 5-5-5z\"", n(x), n(y - 5.0)),
        };
        self.push(&format!("{shape} class=\"series series-{}\" fill=\"{colour}\"/>", series + 1));
    }

    /// Words; `y` is their foot.
    pub(super) fn text(&mut self, x: f64, y: f64, anchor: Anchor, words: &str) {
        self.words(x, y, anchor, INK, "", words);
    }

    /// A number of a series, on a white rim so that it is read on any pattern and line.
    pub(super) fn value(&mut self, x: f64, y: f64, anchor: Anchor, value: f64) {
        self.words(x, y, anchor, INK, &format!(" class=\"value\"{RIM}"), &super::number(value));
    }

    /// What stands where a number is missing, and of what where the place does not tell.
    pub(super) fn blank(&mut self, x: f64, y: f64, anchor: Anchor, whose: &str) {
        self.has_blank = true;
        self.words(x, y, anchor, QUIET, &format!(" class=\"blank\"{RIM}"), &format!("{whose}缺"));
    }

    fn words(&mut self, x: f64, y: f64, anchor: Anchor, colour: &str, class: &str, words: &str) {
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let (x, y, words) = (n(x), n(y), escaped(words));
        self.push(&format!("<text x=\"{x}\" y=\"{y}\"{anchor}{class} fill=\"{colour}\">{words}</text>"));
    }

    /// A line of the axis; 0 is drawn in ink.
    pub(super) fn rule(&mut self, from: (f64, f64), to: (f64, f64), is_zero: bool) {
        let colour = if is_zero { QUIET } else { PALE };
        let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(n);
        self.push(&format!("<line x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\" stroke=\"{colour}\"/>"));
    }

    fn push(&mut self, element: &str) {
        self.body.push_str(element);
        self.body.push('\n');
    }

    pub(super) fn finish(mut self) -> String {
        if self.has_blank {
            self.bottom += LINE;
            self.words(0.0, self.bottom - 4.0, Anchor::Start, QUIET, "", "缺：该项未填报，不是零。");
        }
        let blanks = self.chart.blanks();
        let blanks = if blanks.is_empty() { String::new() } else { format!("未填报：{}。", blanks.join("、")) };
        let end = if self.chart.description.is_empty() || self.chart.description.ends_with('。') { "" } else { "。" };
        let told = escaped(&format!("{}{end}{blanks}", self.chart.description));
        let mut svg = format!(
            "<svg class=\"chart\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" role=\"img\" \
             aria-labelledby=\"{id}-title {id}-desc\" font-size=\"{}\" font-family=\"sans-serif\">\n\
             <title id=\"{id}-title\">{}</title>\n<desc id=\"{id}-desc\">{told}</desc>\n",
            n(WIDTH),
            n(self.bottom.ceil() + 2.0),
            n(TEXT),
            escaped(&self.chart.title),
            id = self.id
        );
        let patterns = if self.chart.kind == super::Kind::Lines { 0 } else { self.chart.series.len() };
        for series in 1..patterns {
            svg.push_str(&pattern(&self.id, series));
        }
        svg.push_str(&self.body);
        svg.push_str("</svg>\n");
        svg
    }
}

/// Stripes, dots and hatches in the colour of the series; the first series is solid and needs none.
fn pattern(id: &str, series: usize) -> String {
    let colour = COLOURS[series % COLOURS.len()];
    let strokes = match series % 6 {
        1 => "<path d=\"M-2 2l4-4M0 8l8-8M6 10l4-4\"/>",
        2 => "<path d=\"M2 2h3v3h-3zM6 6h2v2h-2z\"/>",
        3 => "<path d=\"M0 4h8\"/>",
        4 => "<path d=\"M0 0l8 8M8 0l-8 8\"/>",
        5 => "<path d=\"M4 0v8\"/>",
        _ => "<path d=\"M-2 6l4 4M0 0l8 8M6-2l4 4\"/>",
    };
    format!(
        "<pattern id=\"{id}-p{series}\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\" stroke=\"{colour}\" \
         stroke-width=\"2\"><rect width=\"8\" height=\"8\" fill=\"#fff\" stroke=\"none\"/>{strokes}</pattern>\n"
    )
}

/// How wide words are, in units.
pub(super) fn width(words: &str) -> f64 {
    words.chars().map(|c| if c.is_ascii() { TEXT * 0.6 } else { TEXT }).sum()
}

/// The words in lines no wider than `room`; figures and Latin words stay together where they fit.
pub(super) fn wrapped(words: &str, room: f64) -> Vec<String> {
    let words = visible(words).replace('\n', " ");
    let mut lines = vec![String::new()];
    let mut rest = words.trim();
    while let Some(first) = rest.chars().next() {
        let solid = |c: char| c.is_ascii() && c != ' ';
        let end = if solid(first) { rest.find(|c| !solid(c)).unwrap_or(rest.len()) } else { first.len_utf8() };
        let end = if width(&rest[..end]) > room { first.len_utf8() } else { end };
        let (piece, after) = rest.split_at(end);
        let full = lines.last().is_some_and(|line| !line.is_empty() && width(line) + width(piece) > room);
        // A closing mark hangs over the edge rather than begin a line.
        if full && !"，。、；：）》”’！？".contains(first) {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut()
            && (first != ' ' || !line.is_empty())
        {
            line.push_str(piece);
        }
        rest = after;
    }
    lines
}

/// A length with at most one place.
fn n(length: f64) -> String {
    let text = format!("{length:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

fn escaped(words: &str) -> String {
    let words = visible(words).replace('\n', " ");
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}
