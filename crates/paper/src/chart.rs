//! Charts as values: drawn as SVG, and told as a table with the same numbers.
//!
//! A chart never stands alone: the page shows [`table`] beside [`svg`], and the drawing carries its name and description for
//! those who do not see it. A blank is a gap marked 缺, never a bar of height 0.

mod draw;
mod lines;
mod lying;
mod upright;

use crate::document::{Align, Cell, Grid, GridError, even_widths};

use draw::Drawing;

/// A chart: what is compared, in which order, and what it means.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// Names the parts of the drawing; unlike that of any other chart on the page. Small letters, digits and `-`; others are left out.
    pub id: String,
    /// What the drawing is, for those who do not see it. It is not drawn: the page captions it.
    pub title: String,
    /// What the drawing shows, in a sentence: the trend, the largest.
    pub description: String,
    /// Which drawing.
    pub kind: Kind,
    /// What one of the numbers is: 件, 万元. May be empty.
    pub unit: String,
    /// What stands side by side: years, bodies, grounds.
    pub categories: Vec<String>,
    /// What is compared in each category.
    pub series: Vec<Series>,
}

/// One of the things compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Its name in the legend.
    pub name: String,
    /// A number for each category; `None`, a number that is missing, or none that can be drawn is a blank.
    pub values: Vec<Option<f64>>,
}

/// Which drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Bars side by side. They lie down if names or numbers would not fit under and over them.
    Grouped,
    /// Bars on each other, the sum over them; side by side when a number is negative. They lie down like [`Kind::Grouped`].
    Stacked,
    /// Bars that lie: for long names and many categories.
    Horizontal,
    /// Points joined by lines, broken at a blank: for years.
    Lines,
}

/// The chart as an SVG element, to be set into a page or a paper.
///
/// It has no width of its own and fills the column it stands in; its letters are 14 units of 400 high, which is 12 px on a phone of
/// 375 px. Give it a `max-width` of some 36rem. No style attribute, no script, no address: it stands under the strictest
/// content security policy. Series differ by pattern and mark as well as by colour (after Okabe and Ito, told apart with any kind of
/// colour vision, 3:1 at least on white). The same chart gives the same bytes.
///
/// ```
/// use paper::chart::{Chart, Kind, Series, svg};
///
/// let chart = Chart {
///     id: "shouli".into(),
///     title: "近三年受理申请数".into(),
///     description: "逐年增加".into(),
///     kind: Kind::Lines,
///     unit: "件".into(),
///     categories: ["2022年", "2023年", "2024年"].map(String::from).to_vec(),
///     series: vec![Series { name: "受理".into(), values: vec![Some(8.0), None, Some(12.0)] }],
/// };
/// let drawing = svg(&chart);
/// assert!(drawing.contains("<title id=\"shouli-title\">近三年受理申请数</title>"));
/// assert!(drawing.contains("未填报：2023年。") && drawing.contains(">缺</text>")); // a gap with a name, not 0
/// ```
pub fn svg(chart: &Chart) -> String {
    let mut drawing = Drawing::new(chart);
    drawing.legend();
    let stacked = chart.kind == Kind::Stacked && chart.numbers().all(|number| number >= 0.0);
    match chart.kind {
        Kind::Lines => lines::draw(&mut drawing),
        Kind::Grouped | Kind::Stacked if upright::fits(chart, stacked) => upright::draw(&mut drawing, stacked),
        Kind::Grouped | Kind::Stacked | Kind::Horizontal => lying::draw(&mut drawing, stacked),
    }
    drawing.finish()
}

/// The chart as a table: a row for each category, a column for each series; a blank stays blank.
///
/// # Errors
/// [`GridError`] for a hundred series or more, which no page could show.
///
/// ```
/// # use paper::chart::{Chart, Kind, Series, table};
/// let series = vec![Series { name: "受理".into(), values: vec![Some(8.0), None] }];
/// let chart = Chart { id: "a".into(), title: "受理".into(), description: String::new(), kind: Kind::Grouped, unit: "件".into(),
///     categories: vec!["2022年".into(), "2023年".into()], series };
/// let texts: Vec<_> = table(&chart)?.cells().map(|placed| placed.cell.text.clone()).collect();
/// assert_eq!(texts, ["单位：件", "受理", "2022年", "8", "2023年", ""]);
/// # Ok::<(), paper::document::GridError>(())
/// ```
pub fn table(chart: &Chart) -> Result<Grid, GridError> {
    let corner = if chart.unit.is_empty() { "项目".to_owned() } else { format!("单位：{}", chart.unit) };
    let heads = chart.series.iter().map(|series| Cell::column_header(series.name.as_str()));
    let mut rows = vec![std::iter::once(Cell::column_header(corner)).chain(heads).collect::<Vec<_>>()];
    for (category, name) in chart.categories.iter().enumerate() {
        let numbers =
            (0..chart.series.len()).map(|series| chart.value(series, category).map(number).unwrap_or_default());
        let cells = numbers.map(|number| Cell::new(number).align(Align::Right));
        rows.push(std::iter::once(Cell::row_header(name.as_str())).chain(cells).collect());
    }
    Ok(Grid::new(&even_widths(chart.series.len() + 1), rows)?.captioned(chart.title.as_str()))
}

impl Chart {
    /// The number of a series in a category, `None` for a blank.
    fn value(&self, series: usize, category: usize) -> Option<f64> {
        self.series.get(series)?.values.get(category).copied().flatten().filter(|number| number.is_finite())
    }

    /// All numbers that are there.
    fn numbers(&self) -> impl Iterator<Item = f64> + '_ {
        let slots = (0..self.series.len()).flat_map(|s| (0..self.categories.len()).map(move |c| (s, c)));
        slots.filter_map(|(series, category)| self.value(series, category))
    }

    /// The sum of a category, `None` if all of it is blank.
    fn sum(&self, category: usize) -> Option<f64> {
        (0..self.series.len()).filter_map(|series| self.value(series, category)).reduce(|a, b| a + b)
    }

    /// Whether a series is blank in a category, so that its sum says too little.
    fn is_short(&self, category: usize) -> bool {
        (0..self.series.len()).any(|series| self.value(series, category).is_none())
    }

    /// The names of what is blank: of a category where there is one series, of both where there are more.
    fn blanks(&self) -> Vec<String> {
        let mut blanks = Vec::new();
        for (category, name) in self.categories.iter().enumerate() {
            for (series, what) in self.series.iter().enumerate() {
                if self.value(series, category).is_none() {
                    let one = self.series.len() == 1;
                    blanks.push(if one { name.clone() } else { format!("{name}{}", what.name) });
                }
            }
        }
        blanks
    }
}

/// A number as it is printed: whole, or with at most two places.
fn number(number: f64) -> String {
    let text = format!("{number:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Ends of an axis that hold all numbers and 0, and the step of its lines.
fn axis(numbers: impl Iterator<Item = f64>) -> (f64, f64, f64) {
    let (low, high) = numbers.fold((0.0_f64, 0.0_f64), |(low, high), n| (low.min(n), high.max(n)));
    let rough = ((high - low) / 4.0).max(f64::MIN_POSITIVE);
    let power = 10_f64.powf(rough.log10().floor());
    let nice = [1.0, 2.0, 5.0, 10.0].into_iter().find(|nice| nice * power >= rough * 0.999).unwrap_or(10.0);
    let step = if high == low { 1.0 } else { (nice * power).max(if high - low >= 4.0 { 1.0 } else { 0.0 }) };
    ((low / step).floor() * step, (high / step).ceil().max(1.0 - f64::from(low < 0.0)) * step, step)
}
