//! The bodies of a region side by side.

use super::{OUTCOMES, Published, group, remedies, row, shown};
use report::figures::Cells;
use report::report::Report;
use std::cmp::Ordering;

/// A column of the comparison: its key in the address, its heading.
pub(crate) struct Head {
    pub key: &'static str,
    pub label: &'static str,
}

const COLUMNS: [Head; 12] = [
    Head { key: "received", label: "新收" },
    Head { key: "carried-in", label: "上年结转" },
    Head { key: "granted", label: "予以公开" },
    Head { key: "partial", label: "部分公开" },
    Head { key: "denied", label: "不予公开" },
    Head { key: "unable", label: "无法提供" },
    Head { key: "not-processed", label: "不予处理" },
    Head { key: "other", label: "其他处理" },
    Head { key: "carried-forward", label: "结转下年" },
    Head { key: "reviews", label: "复议" },
    Head { key: "suits", label: "诉讼" },
    Head { key: "corrected", label: "被纠正" },
];

/// The bodies side by side, sorted as asked.
pub(crate) struct Comparison {
    pub heads: &'static [Head],
    pub lines: Vec<Line>,
    /// The sum, in the same columns.
    pub total: Vec<String>,
    /// As the address says it: a key, after `-` the largest first; empty is the order of the register.
    pub sorted: String,
}

/// A body.
pub(crate) struct Line {
    pub name: String,
    pub href: String,
    pub figures: Vec<String>,
    /// Half the answers took at most so many working days.
    pub median: String,
    /// What is to be known of the report: 逾期公布, 已更正, 全地区汇总; may be empty.
    pub note: String,
    keys: Vec<Option<i64>>,
    days: Option<i64>,
}

impl Line {
    pub(crate) fn of(one: &Published, median: Option<String>, note: String) -> Self {
        let days = median.as_deref().and_then(|median| median.parse::<f64>().ok());
        Self {
            name: one.body.name.clone(),
            href: one.href(),
            figures: figures(&one.cells),
            keys: numbers(&one.cells),
            #[allow(clippy::cast_possible_truncation)] // tenths of some hundred days
            days: days.map(|days| (days * 10.0) as i64),
            median: median.unwrap_or_else(|| "—".to_owned()),
            note,
        }
    }
}

impl Comparison {
    /// Sorts; a key that no column has leaves the order of the register.
    pub(crate) fn new(mut lines: Vec<Line>, total: &Report, asked: &str) -> Self {
        let (key, down) = asked.strip_prefix('-').map_or((asked, false), |key| (key, true));
        let at = COLUMNS.iter().position(|head| head.key == key);
        let value = |line: &Line| at.map_or(line.days, |at| line.keys[at]);
        if at.is_some() || key == "days" {
            lines.sort_by(|a, b| order(value(a), value(b), down));
        }
        let sorted = if at.is_some() || key == "days" { asked.to_owned() } else { String::new() };
        Self { heads: &COLUMNS, lines, total: figures(&total.cells), sorted }
    }

    /// The address that sorts by a column: the largest first, and the other way when it is so already.
    pub(crate) fn href(&self, key: &str) -> String {
        let down = self.sorted.strip_prefix('-') == Some(key);
        format!("?sort={}{key}#compare", if down { "" } else { "-" })
    }

    /// What `aria-sort` says of a column.
    pub(crate) fn direction(&self, key: &str) -> &'static str {
        match (self.sorted.as_str(), self.sorted.strip_prefix('-')) {
            (_, Some(down)) if down == key => "descending",
            (up, _) if up == key => "ascending",
            _ => "",
        }
    }
}

/// A blank stands last, whichever way.
fn order(a: Option<i64>, b: Option<i64>, down: bool) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) if down => b.cmp(&a),
        (Some(a), Some(b)) => a.cmp(&b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

fn numbers(cells: &Cells) -> Vec<Option<i64>> {
    let suits = ["litigation_direct", "litigation_after_reconsideration"];
    let suits = suits.iter().filter_map(|kind| cells.at(&format!("remedies.{kind}.total"))).reduce(i64::saturating_add);
    let mut numbers = vec![row(cells, "new_received"), row(cells, "carried_over_in")];
    numbers.extend(OUTCOMES.iter().map(|(key, _)| group(cells, key, "total")));
    numbers.push(row(cells, "carried_forward"));
    numbers.extend([cells.at("remedies.reconsideration.total"), suits, remedies(cells, "corrected")]);
    numbers
}

fn figures(cells: &Cells) -> Vec<String> {
    let mut figures: Vec<String> = numbers(cells).into_iter().map(shown).collect();
    if let (Some(last), Some(share)) = (figures.last_mut(), corrected_share(cells)) {
        *last = format!("{last}（{share}）");
    }
    figures
}

/// Which share of the reviews and suits that were decided corrected the body; `None` where none was.
fn corrected_share(cells: &Cells) -> Option<String> {
    let decided = ["upheld", "corrected", "other"].iter().filter_map(|outcome| remedies(cells, outcome)).sum::<i64>();
    let corrected = remedies(cells, "corrected")?;
    (decided > 0).then(|| format!("{}%", (corrected * 100 + decided / 2) / decided))
}

#[cfg(test)]
mod tests {
    use super::*;
    use report::form::Edition;

    #[test]
    fn blank_is_last_in_both_directions() {
        let mut counts = [Some(2), None, Some(5), Some(0)];
        counts.sort_by(|a, b| order(*a, *b, true));
        assert_eq!(counts, [Some(5), Some(2), Some(0), None]);
        counts.sort_by(|a, b| order(*a, *b, false));
        assert_eq!(counts, [Some(0), Some(2), Some(5), None]);
    }

    #[test]
    fn the_share_corrected_is_of_those_decided() {
        let mut cells = Cells::blank(Edition::E2021);
        assert_eq!(corrected_share(&cells), None);
        cells.put("remedies.reconsideration.pending", 4);
        cells.put("remedies.reconsideration.corrected", 1);
        cells.put("remedies.litigation_direct.upheld", 2);
        assert_eq!(corrected_share(&cells).as_deref(), Some("33%"));
        assert_eq!(figures(&cells).last().map(String::as_str), Some("1（33%）"));
    }

    #[test]
    fn the_groups_of_the_form_add_up_their_rows_and_blank_stays_blank() {
        let mut cells = Cells::blank(Edition::E2021);
        assert_eq!(group(&cells, "results.denied", "total"), None);
        cells.put("applications.results.denied.state_secret.total", 2);
        cells.put("applications.results.denied.other_law.total", 3);
        assert_eq!(group(&cells, "results.denied", "total"), Some(5));
        cells.set_other_in_one_row(true);
        cells.put("applications.results.other.total", 7);
        assert_eq!(group(&cells, "results.other", "total"), Some(7));
    }
}
