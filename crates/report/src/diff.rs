//! Two reports side by side: what changed in the cells, the counts and the text.

use std::collections::{HashMap, HashSet, VecDeque};

use rust_decimal::Decimal;
use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::checks::copied;
use crate::form::{Cell, Edition, Kind, SectionKey, TableNo, form};
use crate::report::json::number;
use crate::report::{Count, Report};

/// What changed from one report to another, in the order of the form.
///
/// Meant for two years of one body; it says no more than that two things differ, and judges nothing.
/// Its JSON is the line of `gongkai report diff --json`; numbers are numbers, a blank is `null`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diff {
    /// The earlier report.
    pub old: Side,
    /// The later one.
    pub new: Side,
    /// Cells whose value differs; cells of only one edition's form are here if they are filled in.
    pub cells: Vec<CellChange>,
    /// Numbers named in the text that came, went or changed, matched by label, unit and part.
    pub counts: Vec<CountChange>,
    /// Parts whose text differs, paragraph by paragraph.
    pub sections: Vec<SectionChange>,
    /// How much of the new text repeats the old one, in percent; `null` if either is too short to say.
    pub copied: Option<u32>,
}

/// Which report stands on a side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Side {
    /// The file it was read from.
    pub file: Option<String>,
    /// The body.
    pub body: Option<String>,
    /// The year.
    pub year: Option<i16>,
    /// The edition of the form.
    pub edition: Option<Edition>,
}

/// One cell with both values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CellChange {
    /// Its address in the report object.
    pub path: String,
    /// Its table.
    pub table: TableNo,
    /// The row's label, with its group.
    pub row: String,
    /// The column's label.
    pub column: &'static str,
    /// The unit of money both values are in; `null` for counts, and for money without a unit.
    pub unit: Option<&'static str>,
    /// The earlier value; `null` is blank.
    #[serde(with = "number")]
    pub old: Option<Decimal>,
    /// The later value; `null` is blank.
    #[serde(with = "number")]
    pub new: Option<Decimal>,
    /// New − old; `null` if either is blank.
    #[serde(with = "number")]
    pub difference: Option<Decimal>,
}

/// A number named in the text, with both values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CountChange {
    /// What is counted.
    pub label: String,
    /// In which unit.
    pub unit: Option<String>,
    /// In which part.
    pub section: Option<SectionKey>,
    /// The earlier number; `null` if it was not named.
    #[serde(with = "number")]
    pub old: Option<Decimal>,
    /// The later number; `null` if it is no longer named.
    #[serde(with = "number")]
    pub new: Option<Decimal>,
}

/// The text of one part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SectionChange {
    /// Which part.
    pub key: SectionKey,
    /// Its title in the form.
    pub title: &'static str,
    /// How many paragraphs stayed as they were.
    pub kept: usize,
    /// The others, in the order of the new text.
    pub paragraphs: Vec<ParagraphChange>,
}

/// A paragraph that came, went or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum ParagraphChange {
    /// Only in the new report.
    Added {
        /// Its text.
        new: String,
    },
    /// Only in the old report.
    Removed {
        /// Its text.
        old: String,
    },
    /// In both, with other words or numbers.
    Changed {
        /// As it was.
        old: String,
        /// As it is.
        new: String,
        /// How alike the two are, in percent.
        alike: u32,
    },
}

/// Compares two reports.
///
/// Cells are matched by their address, so two editions of the form are compared as far as both have the cell.
/// A blank that became a number is a change without a difference.
///
/// ```
/// use report::{diff::diff, form::Edition, report::Report};
/// let (mut old, mut new) = (Report::blank(Edition::E2021), Report::blank(Edition::E2021));
/// old.cells.put("remedies.reconsideration.upheld", 2);
/// new.cells.put("remedies.reconsideration.upheld", 5);
/// new.cells.put("remedies.reconsideration.total", 5);
/// let changes = diff(&old, &new).cells;
/// assert_eq!(changes[0].difference, Some(3.into()));
/// assert_eq!((changes[1].old, changes[1].difference), (None, None)); // blank before, not 0
/// ```
pub fn diff(old: &Report, new: &Report) -> Diff {
    Diff {
        old: Side::of(old),
        new: Side::of(new),
        cells: cells(old, new),
        counts: counts(&old.counts, &new.counts),
        sections: SectionKey::ALL.into_iter().filter_map(|key| section(old, new, key)).collect(),
        copied: copied::share(new, old).map(|share| share.percent),
    }
}

impl Diff {
    /// Whether nothing differs but who and when.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty() && self.counts.is_empty() && self.sections.is_empty()
    }
}

impl Side {
    fn of(report: &Report) -> Side {
        Side { file: report.file.clone(), body: report.body.clone(), year: report.year, edition: report.edition }
    }
}

fn cells(old: &Report, new: &Report) -> Vec<CellChange> {
    let (old_form, new_form) = (old.cells.form(), new.cells.form());
    let only_old = form(old_form.edition).cells().iter().filter(|cell| new_form.cell(&cell.path).is_none());
    new_form.cells().iter().chain(only_old).filter_map(|cell| change(old, new, cell)).collect()
}

fn change(old: &Report, new: &Report, cell: &Cell) -> Option<CellChange> {
    let in_both = |same: fn(&Report, &Cell) -> Option<Decimal>| {
        let of = |report: &Report| same(report, report.cells.form().cell(&cell.path)?);
        (of(old), of(new))
    };
    let money = matches!(cell.column.kind, Kind::Money(_));
    let count: fn(&Report, &Cell) -> Option<Decimal> = |report, cell| report.cells.get(cell.no).map(Decimal::from);
    let yuan: fn(&Report, &Cell) -> Option<Decimal> = |report, cell| report.cells.money(cell.no)?.yuan();
    let bare: fn(&Report, &Cell) -> Option<Decimal> = |report, cell| Some(report.cells.money(cell.no)?.amount);
    let (mut values, mut unit) = (in_both(if money { yuan } else { count }), money.then_some("元"));
    let amounts = in_both(bare);
    // One amount without a unit cannot be brought to yuan; then both are given as they are printed.
    if money && (values.0.is_some(), values.1.is_some()) != (amounts.0.is_some(), amounts.1.is_some()) {
        (values, unit) = (amounts, None);
    }
    let (old, new) = values;
    (old != new).then(|| CellChange {
        path: cell.path.clone(),
        table: cell.table,
        row: cell.row.name_zh(),
        column: cell.column.label,
        unit,
        old,
        new,
        difference: old.zip(new).and_then(|(old, new)| new.checked_sub(old)),
    })
}

/// Counts matched by label, unit and part; of several alike the first with the first.
fn counts(old: &[Count], new: &[Count]) -> Vec<CountChange> {
    type Key<'a> = (String, Option<&'a str>, Option<SectionKey>);
    fn key(count: &Count) -> Key<'_> {
        let label = count.label.chars().filter(|c| !c.is_whitespace() && !c.is_ascii_digit()).collect();
        (label, count.unit.as_deref(), count.section)
    }
    let mut before: HashMap<Key<'_>, VecDeque<usize>> = HashMap::new();
    for (i, count) in old.iter().enumerate() {
        before.entry(key(count)).or_default().push_back(i);
    }
    let row = |count: &Count, old, new| CountChange {
        label: count.label.clone(),
        unit: count.unit.clone(),
        section: count.section,
        old,
        new,
    };
    let mut changes = Vec::new();
    for count in new {
        let was = before.get_mut(&key(count)).and_then(VecDeque::pop_front).map(|i| &old[i]);
        let old = was.and_then(|was| was.value);
        if was.is_none() || old != count.value {
            changes.push(row(count, old, count.value));
        }
    }
    let gone: HashSet<usize> = before.into_values().flatten().collect();
    let gone = old.iter().enumerate().filter(|(i, _)| gone.contains(i));
    changes.extend(gone.map(|(_, count)| row(count, count.value, None)));
    changes
}

/// Paragraphs that are this alike are one paragraph rewritten, not one gone and one come.
const REWRITTEN: u32 = 40;

fn section(old: &Report, new: &Report, key: SectionKey) -> Option<SectionChange> {
    let (before, after) = (paragraphs(old.text(key)), paragraphs(new.text(key)));
    let mut kept = 0;
    let mut changes = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &before, &after) {
        match op {
            DiffOp::Equal { len, .. } => kept += len,
            DiffOp::Delete { old_index, old_len, .. } => {
                changes.extend(removed(&before[old_index..old_index + old_len]))
            }
            DiffOp::Insert { new_index, new_len, .. } => changes.extend(added(&after[new_index..new_index + new_len])),
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                replaced(&before[old_index..old_index + old_len], &after[new_index..new_index + new_len], &mut changes);
            }
        }
    }
    (!changes.is_empty()).then(|| SectionChange { key, title: key.title(), kept, paragraphs: changes })
}

fn paragraphs(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect()
}

fn added<'a>(new: &'a [&'a str]) -> impl Iterator<Item = ParagraphChange> + 'a {
    new.iter().map(|new| ParagraphChange::Added { new: (*new).to_owned() })
}

fn removed<'a>(old: &'a [&'a str]) -> impl Iterator<Item = ParagraphChange> + 'a {
    old.iter().map(|old| ParagraphChange::Removed { old: (*old).to_owned() })
}

/// Each new paragraph with the old one most like it, in order: a paragraph is not compared with one before
/// the last that was matched.
fn replaced(old: &[&str], new: &[&str], changes: &mut Vec<ParagraphChange>) {
    let mut from = 0;
    for paragraph in new {
        let alike = old[from..].iter().enumerate().map(|(i, other)| (alike(other, paragraph), i + from));
        let best = alike.max_by_key(|(alike, i)| (*alike, std::cmp::Reverse(*i)));
        match best.filter(|(alike, _)| *alike >= REWRITTEN) {
            Some((alike, i)) => {
                changes.extend(removed(&old[from..i]));
                changes.push(ParagraphChange::Changed { old: old[i].to_owned(), new: (*paragraph).to_owned(), alike });
                from = i + 1;
            }
            None => changes.push(ParagraphChange::Added { new: (*paragraph).to_owned() }),
        }
    }
    changes.extend(removed(&old[from..]));
}

/// How alike two paragraphs are, in percent: the share of pairs of letters they have in common. Linear.
fn alike(one: &str, other: &str) -> u32 {
    let pairs = |text: &str| {
        let letters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
        let mut pairs: Vec<(char, char)> = letters.windows(2).map(|pair| (pair[0], pair[1])).collect();
        pairs.sort_unstable();
        pairs
    };
    let (one, other) = (pairs(one), pairs(other));
    let (mut i, mut j, mut common) = (0, 0, 0usize);
    while let (Some(a), Some(b)) = (one.get(i), other.get(j)) {
        match a.cmp(b) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, common) = (i + 1, j + 1, common + 1),
        }
    }
    let all = one.len() + other.len();
    (common * 200).checked_div(all).map_or(0, |percent| u32::try_from(percent).unwrap_or(100))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::{Money, Unit};
    use crate::report::Section;

    fn report(year: i16, text: &str) -> Report {
        let mut report = Report::blank(Edition::for_year(year));
        report.year = Some(year);
        report.sections.push(Section {
            key: SectionKey::Overview,
            title: String::new(),
            numeral: None,
            text: text.to_owned(),
            line: None,
        });
        report
    }

    #[test]
    fn paragraphs_come_go_and_change() {
        let old = "认真组织学习条例。\n全年发布信息120条，比上年多。\n开展培训两次。";
        let new = "认真组织学习条例。\n全年发布信息312条，比上年多。\n邀请群众走进机关。\n开展培训两次。";
        let diff = diff(&report(2022, old), &report(2023, new));
        let [section] = &diff.sections[..] else { panic!("one part") };
        assert_eq!(section.kept, 2);
        assert!(matches!(&section.paragraphs[0], ParagraphChange::Changed { alike, .. } if *alike > 70));
        assert_eq!(section.paragraphs[1], ParagraphChange::Added { new: "邀请群众走进机关。".to_owned() });
        assert_eq!(section.paragraphs.len(), 2);
    }

    #[test]
    fn two_editions_are_compared_as_far_as_both_have_the_cell() {
        let (mut old, mut new) = (report(2020, ""), report(2021, ""));
        old.cells.put("proactive.licensing.prev_items", 40);
        old.cells.put("proactive.licensing.decisions", 600);
        new.cells.put("proactive.licensing.decisions", 550);
        let changes = diff(&old, &new).cells;
        let shown: Vec<_> = changes.iter().map(|change| (change.path.as_str(), change.difference)).collect();
        assert_eq!(
            shown,
            [("proactive.licensing.decisions", Some((-50).into())), ("proactive.licensing.prev_items", None)]
        );
    }

    #[test]
    fn money_is_compared_in_yuan_if_both_have_a_unit() {
        let (mut old, mut new) = (report(2022, ""), report(2023, ""));
        let fees = old.cells.form().cell("proactive.fees.amount").unwrap().no;
        let wan = Some(Unit::TenThousandYuan);
        old.cells.set_money(fees, Money::parse("15.279", wan));
        new.cells.set_money(fees, Money::parse("152790元", wan));
        assert!(diff(&old, &new).is_empty());
        new.cells.set_money(fees, Money::parse("16", wan));
        let changes = diff(&old, &new).cells;
        assert_eq!((changes[0].unit, changes[0].difference), (Some("元"), Some(7210.into())));
    }

    #[test]
    fn counts_are_matched_by_what_they_count() {
        let count = |label: &str, value: i64| Count {
            label: label.to_owned(),
            value: Some(value.into()),
            unit: Some("条".to_owned()),
            section: Some(SectionKey::Overview),
            part_of: None,
            list: None,
            about: false,
            line: None,
        };
        let (mut old, mut new) = (report(2022, ""), report(2023, ""));
        old.counts = vec![count("网站发布", 120), count("公众号", 30)];
        new.counts = vec![count("网站发布", 312), count("短视频", 4)];
        let shown: Vec<_> = diff(&old, &new).counts.into_iter().map(|c| (c.label, c.old, c.new)).collect();
        let n = |n: i64| Some(Decimal::from(n));
        assert_eq!(
            shown,
            [
                ("网站发布".to_owned(), n(120), n(312)),
                ("短视频".to_owned(), None, n(4)),
                ("公众号".to_owned(), n(30), None)
            ]
        );
    }
}
