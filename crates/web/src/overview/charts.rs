//! The drawings, from the same cells as the tables beside them.

use super::{OUTCOMES, Published, group, row};
use paper::chart::{Chart, Kind, Series};
use report::figures::Cells;
use report::form::TableNo;
use report::tally::{RemedyKind, RemedyState};

/// How many bodies are drawn; the table holds all.
pub(crate) const MOST_BARS: usize = 30;

/// A drawing with the same numbers as a table.
pub(crate) struct Drawing {
    pub id: String,
    pub title: String,
    /// What it is made of, and what to know about it; may be empty.
    pub note: String,
    /// SVG written by [`paper::chart::svg`], which escapes every word.
    pub svg: String,
    /// What one of the numbers is.
    pub unit: String,
    pub heads: Vec<String>,
    /// Empty where another table of the page holds these numbers already; the note says which.
    pub rows: Vec<(String, Vec<String>)>,
}

impl Drawing {
    /// The same without its own table.
    pub(crate) fn without_table(self) -> Self {
        Self { rows: Vec::new(), ..self }
    }

    /// Draws; `None` where there is no number at all.
    pub(crate) fn of(chart: Chart, note: impl Into<String>) -> Option<Self> {
        let known = |series: &Series| series.values.iter().any(Option::is_some);
        if !chart.series.iter().any(known) {
            return None;
        }
        let value =
            |series: &Series, at: usize| series.values.get(at).copied().flatten().map(words).unwrap_or_default();
        let rows = chart.categories.iter().enumerate();
        let rows = rows.map(|(at, name)| (name.clone(), chart.series.iter().map(|one| value(one, at)).collect()));
        Some(Self {
            rows: rows.collect(),
            heads: chart.series.iter().map(|series| series.name.clone()).collect(),
            svg: paper::chart::svg(&chart),
            note: note.into(),
            unit: chart.unit,
            title: chart.title,
            id: chart.id,
        })
    }
}

fn words(number: f64) -> String {
    let text = format!("{number:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

#[allow(clippy::cast_precision_loss)] // counts of applications are far below 2^52
pub(crate) fn number(count: Option<i64>) -> Option<f64> {
    count.map(|count| count as f64)
}

fn chart(id: &str, title: &str, kind: Kind, categories: Vec<String>, series: Vec<Series>) -> Chart {
    let sentence = largest(&categories, &series);
    Chart {
        id: id.to_owned(),
        title: title.to_owned(),
        description: sentence,
        kind,
        unit: "件".to_owned(),
        categories,
        series,
    }
}

/// What stands out, in a sentence for those who hear the drawing.
fn largest(categories: &[String], series: &[Series]) -> String {
    let sum = |at: usize| series.iter().filter_map(|one| one.values.get(at).copied().flatten()).reduce(|a, b| a + b);
    let sums = categories.iter().enumerate().filter_map(|(at, name)| Some((name, sum(at)?)));
    let most = sums.max_by(|(_, a), (_, b)| a.total_cmp(b));
    most.filter(|(_, sum)| *sum > 0.0)
        .map_or_else(|| "都是 0 件。".to_owned(), |(name, sum)| format!("最多的是{name}，{} 件。", words(sum)))
}

/// How applications ended.
pub(crate) fn outcomes(cells: &Cells) -> Chart {
    let values = OUTCOMES.iter().map(|(key, _)| number(group(cells, key, "total"))).collect();
    let names = OUTCOMES.iter().map(|(_, name)| (*name).to_owned()).collect();
    let series = vec![Series { name: "办理结果".to_owned(), values }];
    chart("outcomes", "申请的办理结果", Kind::Horizontal, names, series)
}

/// Who applied.
pub(crate) fn applicants(cells: &Cells) -> Chart {
    let form = cells.form();
    let received = form.row_cells(TableNo::Applications, "new_received").filter(|cell| !cell.column.total);
    let (names, values) = received
        .map(|cell| {
            let name = if cell.column.key == "other_org" { "其他组织" } else { cell.column.label };
            (name.to_owned(), number(cells.get(cell.no)))
        })
        .unzip();
    let series = vec![Series { name: "新收申请".to_owned(), values }];
    chart("applicants", "谁提出申请", Kind::Horizontal, names, series)
}

/// The words of table 4's groups, short enough for a drawing.
pub(crate) fn remedy_words(kind: RemedyKind) -> &'static str {
    match kind {
        RemedyKind::Reconsideration => "行政复议",
        RemedyKind::LitigationDirect => "直接起诉",
        RemedyKind::LitigationAfterReconsideration => "复议后起诉",
    }
}

/// The words of table 4's outcomes.
pub(crate) fn state_words(state: RemedyState) -> &'static str {
    match state {
        RemedyState::Upheld => "结果维持",
        RemedyState::Corrected => "结果纠正",
        RemedyState::Other => "其他结果",
        RemedyState::Pending => "尚未审结",
    }
}

/// How reconsiderations and suits ended.
pub(crate) fn remedies(cells: &Cells) -> Chart {
    let at = |kind: RemedyKind, state: RemedyState| cells.at(&format!("remedies.{}.{}", kind.key(), state.key()));
    let series = RemedyState::ALL.map(|state| Series {
        name: state_words(state).to_owned(),
        values: RemedyKind::ALL.iter().map(|kind| number(at(*kind, state))).collect(),
    });
    let names = RemedyKind::ALL.iter().map(|kind| remedy_words(*kind).to_owned()).collect();
    chart("remedies", "复议和诉讼的结果", Kind::Stacked, names, series.to_vec())
}

/// Outcomes year by year.
pub(crate) fn outcomes_by_year(years: &[(i16, &Cells)]) -> Chart {
    let series = OUTCOMES.map(|(key, name)| Series {
        name: name.to_owned(),
        values: years.iter().map(|(_, cells)| number(group(cells, key, "total"))).collect(),
    });
    yearly("outcomes-by-year", "历年办理结果", Kind::Stacked, years, series.to_vec())
}

/// Received, handled and carried forward year by year.
pub(crate) fn flow_by_year(years: &[(i16, &Cells)]) -> Chart {
    let series = [("new_received", "新收"), ("results.total", "办结"), ("carried_forward", "结转下年")];
    let series = series.map(|(key, name)| Series {
        name: name.to_owned(),
        values: years.iter().map(|(_, cells)| number(row(cells, key))).collect(),
    });
    let mut chart = yearly("flow-by-year", "历年收到和办结的申请", Kind::Lines, years, series.to_vec());
    chart.description = trend(years);
    chart
}

/// Reconsiderations and suits year by year.
pub(crate) fn remedies_by_year(years: &[(i16, &Cells)]) -> Chart {
    let series = RemedyState::ALL.map(|state| Series {
        name: state_words(state).to_owned(),
        values: years.iter().map(|(_, cells)| number(super::remedies(cells, state.key()))).collect(),
    });
    yearly("remedies-by-year", "历年复议和诉讼", Kind::Stacked, years, series.to_vec())
}

/// Years side by side. Under a bar stands the bare number: it has no room for more on a phone.
fn yearly(id: &str, title: &str, kind: Kind, years: &[(i16, &Cells)], series: Vec<Series>) -> Chart {
    let said: Vec<String> = years.iter().map(|(year, _)| format!("{year}年")).collect();
    let description = largest(&said, &series);
    let names = years.iter().map(|(year, _)| year.to_string()).collect();
    Chart { description, ..chart(id, title, kind, names, series) }
}

fn trend(years: &[(i16, &Cells)]) -> String {
    let known: Vec<(i16, i64)> =
        years.iter().filter_map(|(year, cells)| Some((*year, row(cells, "new_received")?))).collect();
    match (known.first(), known.last()) {
        (Some((from, first)), Some((to, last))) if from != to => {
            format!("新收申请从{from}年的 {first} 件到{to}年的 {last} 件。")
        }
        _ => String::new(),
    }
}

/// How many applications each body received, the most first.
pub(crate) fn bodies(counted: &[&Published]) -> Chart {
    let mut received: Vec<(&str, i64)> = counted
        .iter()
        .filter_map(|one| Some((one.body.short_name.as_str(), row(&one.cells, "new_received")?)))
        .collect();
    received.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    received.truncate(MOST_BARS);
    let (names, values) = received.iter().map(|(name, count)| ((*name).to_owned(), number(Some(*count)))).unzip();
    let series = vec![Series { name: "新收申请".to_owned(), values }];
    chart("bodies", "各单位新收申请", Kind::Horizontal, names, series)
}

/// How long answers took, in working days.
pub(crate) fn days(buckets: &[(&'static str, usize)]) -> Chart {
    #[allow(clippy::cast_precision_loss)]
    let values = buckets.iter().map(|(_, count)| Some(*count as f64)).collect();
    let names = buckets.iter().map(|(name, _)| (*name).to_owned()).collect();
    let series = vec![Series { name: "办结的申请".to_owned(), values }];
    chart("days", "答复用了多久", Kind::Horizontal, names, series)
}
