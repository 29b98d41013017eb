//! The rows of a grid laid along the rows of the form.

use std::sync::LazyLock;

use super::sheet::{Sheet, What, short};
use crate::form::{self, Edition, Role, TableNo, form};
use crate::read::fold::letters;
use crate::read::value::is_value;
use crate::read::words::{Label, Numeral, split_numeral};

/// The rows of one table of the form, with their labels ready to be compared.
pub(super) struct Known {
    pub nodes: Vec<Node>,
    /// The groups of rows: letters and numeral.
    pub groups: Vec<(Vec<char>, Option<Numeral>)>,
}

/// A row of the form.
pub(super) struct Node {
    pub row: &'static form::Row,
    pub block: usize,
    pub columns: usize,
    pub label: Label,
    short: Option<Label>,
    pub under: Vec<Label>,
    /// Printed by some only: 其他处理 as one row on the form of 2021.
    pub aside: bool,
}

impl Known {
    /// Made once for each edition and table.
    pub fn of(edition: Edition, table: TableNo) -> &'static Known {
        static KNOWN: LazyLock<[[Known; 2]; 2]> = LazyLock::new(|| {
            Edition::ALL
                .map(|edition| [TableNo::Proactive, TableNo::Applications].map(|table| Known::new(edition, table)))
        });
        &KNOWN[usize::from(edition == Edition::E2021)][usize::from(table == TableNo::Applications)]
    }

    fn new(edition: Edition, table: TableNo) -> Known {
        let form = form(edition);
        let mut nodes: Vec<Node> = Vec::new();
        let mut groups = Vec::new();
        for (block, rows) in form.table(table).blocks.iter().enumerate() {
            for row in rows.rows {
                let columns = rows.columns.len();
                if row.key.starts_with("results.other.") && nodes.iter().all(|node| !node.aside) {
                    let aside = form.row_cells(table, "results.other").next().map(|cell| cell.row);
                    nodes.extend(aside.map(|row| Node::new(row, block, columns)));
                }
                nodes.push(Node::new(row, block, columns));
                for group in row.under {
                    let label = Label::new(group);
                    let group = (label.letters, label.numeral);
                    if !groups.contains(&group) {
                        groups.push(group);
                    }
                }
            }
        }
        Known { nodes, groups }
    }
}

impl Node {
    fn new(row: &'static form::Row, block: usize, columns: usize) -> Node {
        Node {
            row,
            block,
            columns,
            label: Label::new(row.label),
            short: Some(short(row.label)).filter(|short| *short != row.label).map(Label::new),
            under: row.under.iter().map(|label| Label::new(label)).collect(),
            aside: row.role == Role::OtherInOneRow,
        }
    }

    fn is(&self, letters: &[char]) -> bool {
        self.label.letters == letters || self.short.as_ref().is_some_and(|short| short.letters == letters)
    }

    fn likeness(&self, letters: &[char]) -> f32 {
        let short = self.short.as_ref().map_or(0.0, |short| short.likeness(letters));
        self.label.likeness(letters).max(short)
    }
}

/// What a row of the form was found in.
#[derive(Clone, Debug)]
pub(super) struct Matched {
    /// Index into the rows of the sheet.
    pub row: usize,
    /// The cell of its own label.
    pub own: Option<usize>,
    /// The label as printed, without values glued to it.
    pub label_text: String,
    /// The cells of the groups to the left that begin in this row.
    pub groups: Vec<usize>,
    /// Slots of the row behind the label.
    pub values: Vec<usize>,
    /// Values in the cell of the label.
    pub tail: Vec<String>,
    pub out_of_order: bool,
    /// More rows under the same label hold values as well.
    pub goes_on: bool,
}

/// The rows found, and those that are not of the form.
pub(super) struct Matching {
    /// One for each row of the form.
    pub found: Vec<Option<Matched>>,
    /// Rows with a label and values of their own invention.
    pub strangers: Vec<(usize, String)>,
    /// Rows of headings, in reading order.
    pub headers: Vec<usize>,
}

impl Matching {
    pub fn count(&self) -> usize {
        self.found.iter().flatten().count()
    }

    /// How many rows have a label and no cell behind it: their values stand in other rows.
    pub fn without_values(&self) -> usize {
        self.found.iter().flatten().filter(|found| found.values.is_empty() && found.tail.is_empty()).count()
    }

    /// The row of the form that stands last before that row of the sheet.
    pub fn before(&self, row: usize) -> Option<usize> {
        let rows = self.found.iter().enumerate().filter_map(|(i, found)| Some((i, found.as_ref()?.row)));
        rows.filter(|(_, other)| *other < row).max_by_key(|(_, other)| *other).map(|(i, _)| i)
    }
}

/// A row of the sheet, taken apart.
struct Reading {
    row: usize,
    own: Option<usize>,
    letters: Vec<char>,
    numeral: Option<Numeral>,
    text: String,
    tail: Vec<String>,
    groups: Vec<usize>,
    new_groups: Vec<usize>,
    values: Vec<usize>,
    /// A second row under a label that covers two.
    goes_on: bool,
    filled: usize,
}

/// Rows of a file beyond which nothing is looked at; a form has 25.
const MOST_ROWS: usize = 2_000;
const SKIPPED_ROW: f32 = 2.0;
const SKIPPED_NODE: f32 = 3.0;
const NEVER: f32 = -1.0e9;
/// A label at least so like that of the form is a misprint of it.
const LIKE: f32 = 0.5;
const LIKE_ASIDE: f32 = 0.7;

/// Lays the rows along those of the form: the best walk through both, then the rows that stand elsewhere.
pub(super) fn matched(sheet: &Sheet, rows: &[usize], known: &Known, table: TableNo) -> Matching {
    let mut headers = Vec::new();
    let mut readings: Vec<Reading> = Vec::new();
    for row in rows.iter().copied().take(MOST_ROWS) {
        match reading(sheet, row, known, table) {
            Seen::Header => headers.push(row),
            Seen::Row(reading) => readings.push(reading),
            Seen::Nothing => {}
        }
    }
    let scores: Vec<Vec<f32>> = readings.iter().map(|reading| scores(sheet, reading, known)).collect();
    let mut node_of = walk(&scores, known);
    settle_unlabelled(&readings, &mut node_of, known);
    let mut out_of_order = vec![false; readings.len()];
    find_out_of_order(&readings, &mut node_of, &mut out_of_order, known);
    let mut found: Vec<Option<Matched>> = vec![None; known.nodes.len()];
    let mut strangers = Vec::new();
    let mut last: Option<usize> = None;
    for (i, reading) in readings.into_iter().enumerate() {
        if reading.goes_on {
            if let Some(found) = last.and_then(|node| found[node].as_mut())
                && reading.filled > 0
            {
                found.goes_on = true;
            }
            continue;
        }
        last = node_of[i];
        match node_of[i] {
            Some(node) => {
                found[node] = Some(Matched {
                    row: reading.row,
                    own: reading.own,
                    label_text: reading.text,
                    groups: reading.new_groups,
                    values: reading.values,
                    tail: reading.tail,
                    out_of_order: out_of_order[i],
                    goes_on: false,
                });
            }
            None if reading.letters.len() >= 2 && reading.filled > 0 => strangers.push((reading.row, reading.text)),
            None => {}
        }
    }
    Matching { found, strangers, headers }
}

enum Seen {
    Header,
    Row(Reading),
    Nothing,
}

/// Takes a row apart: groups, its own label, values.
fn reading(sheet: &Sheet, row: usize, known: &Known, table: TableNo) -> Seen {
    let slots = &sheet.rows[row].slots;
    let item = |n: usize| &sheet.items[slots[n].item];
    let words: Vec<usize> = (0..slots.len()).filter(|n| item(*n).what == What::Words).collect();
    let filled = (0..slots.len()).filter(|n| matches!(item(*n).what, What::Value(_)) && !slots[*n].above).count();
    let is_heading = |n: usize| item(n).means.column(table) && !item(n).means.row(table);
    let headings = words.iter().filter(|n| is_heading(**n)).count();
    if words.first().is_some_and(|first| item(*first).means.corner || is_heading(*first))
        || (filled == 0 && headings >= 2)
    {
        return Seen::Header;
    }
    let first_value = (0..slots.len()).find(|n| matches!(item(*n).what, What::Value(_))).unwrap_or(slots.len());
    // （六）其他处理 may be a row, or the group of the misprinted label behind it.
    let of_group = |n: usize| {
        let own_behind = words.iter().any(|other| *other > n && *other < first_value && !slots[*other].above);
        (slots[n].above || item(n).means.group) && own_behind
    };
    let exact = words.iter().rev().copied().find(|n| item(*n).means.row(table) && !of_group(*n));
    let own = exact.or_else(|| likeliest(sheet, row, &words, known, table));
    let goes_on = own.is_some_and(|own| slots[own].above);
    let own = own.filter(|own| !slots[*own].above);
    let groups: Vec<usize> = words.iter().copied().filter(|n| own.is_none_or(|own| *n < own)).collect();
    let (mut label, mut numeral, mut text, mut tail) = (Vec::new(), None, String::new(), Vec::new());
    if let Some(own) = own {
        let item = item(own);
        (label, numeral, text) = (item.letters.clone(), item.numeral, item.text.clone());
        if exact.is_none()
            && let Some(glued) = glued(&item.text, known)
        {
            (numeral, label, text, tail) = glued;
        }
    }
    let behind = match (own, groups.last()) {
        (Some(own), _) => own + 1,
        (None, Some(group)) => group + 1,
        (None, None) => 0,
    };
    let values: Vec<usize> = (behind..slots.len()).collect();
    if own.is_none() && filled == 0 && !goes_on {
        return Seen::Nothing;
    }
    // A line of words in a table of its own: a note, a heading of the report.
    if slots.len() == 1 && exact.is_none() && tail.is_empty() {
        return Seen::Nothing;
    }
    let new_groups = groups.iter().filter(|n| !slots[**n].above).map(|n| slots[*n].item).collect();
    Seen::Row(Reading {
        row,
        own: own.map(|own| slots[own].item),
        letters: label,
        numeral,
        text,
        filled: filled + tail.len(),
        tail,
        groups: groups.iter().map(|n| slots[*n].item).collect(),
        new_groups,
        values,
        goes_on,
    })
}

/// Of the words before the first value, those most like a row's label. Table 2 has one column of labels.
fn likeliest(sheet: &Sheet, row: usize, words: &[usize], known: &Known, table: TableNo) -> Option<usize> {
    let slots = &sheet.rows[row].slots;
    let item = |n: usize| &sheet.items[slots[n].item];
    let first_value = (0..slots.len()).find(|n| matches!(item(*n).what, What::Value(_))).unwrap_or(slots.len());
    let is_label = |n: &usize| *n < first_value && !slots[*n].above && !item(*n).means.group;
    let mut labels = words.iter().copied().filter(is_label);
    if table == TableNo::Proactive {
        return labels.next();
    }
    let best = |n: usize| {
        let (_, letters) = numeral_and_letters(&item(n).text);
        known.nodes.iter().map(|node| node.likeness(&letters)).fold(0.0, f32::max)
    };
    let likeliest = labels.clone().map(|n| (n, best(n))).max_by(|a, b| a.1.total_cmp(&b.1));
    likeliest.filter(|(_, likeness)| *likeness >= LIKE).map(|(n, _)| n).or_else(|| labels.next_back())
}

fn numeral_and_letters(text: &str) -> (Option<Numeral>, Vec<char>) {
    let (numeral, rest) = split_numeral(text);
    let mut letters = letters(&rest);
    letters.truncate(64);
    (numeral, letters)
}

type Glued = (Option<Numeral>, Vec<char>, String, Vec<String>);

/// `规章 0 0 0`, `规章0`, `（六）5`: a label of the form with values behind it in the same cell.
fn glued(text: &str, known: &Known) -> Option<Glued> {
    let is_label = |text: &str| {
        let (numeral, letters) = numeral_and_letters(text);
        let by_numeral = || letters.is_empty() && matches!(numeral, Some(Numeral::Bracket(_)));
        (known.nodes.iter().any(|node| node.is(&letters)) || by_numeral()).then_some((numeral, letters))
    };
    let parts: Vec<&str> = text.split_whitespace().collect();
    let values = parts.iter().rev().take_while(|part| is_value(part)).count();
    if values > 0 && values < parts.len() {
        let (label, tail) = parts.split_at(parts.len() - values);
        let label = label.join("");
        if let Some((numeral, letters)) = is_label(&label) {
            return Some((numeral, letters, label, tail.iter().map(|part| (*part).to_owned()).collect()));
        }
    }
    let digits = text.chars().rev().take_while(char::is_ascii_digit).count();
    if digits > 0 {
        let (label, tail) = text.split_at(text.len() - digits);
        if let Some((numeral, letters)) = is_label(label).filter(|(_, letters)| !letters.is_empty()) {
            return Some((numeral, letters, label.trim().to_owned(), vec![tail.to_owned()]));
        }
    }
    None
}

/// What a row is worth as each row of the form.
fn scores(sheet: &Sheet, reading: &Reading, known: &Known) -> Vec<f32> {
    let elsewhere = known.nodes.iter().any(|node| node.is(&reading.letters));
    let group = reading.groups.iter().rev().map(|group| &sheet.items[*group]).find(|item| !item.letters.is_empty());
    let worth = |node: &Node| {
        if reading.goes_on {
            return NEVER;
        }
        let numeral = match (reading.numeral, node.label.numeral) {
            (Some(printed), Some(form)) if printed == form => 2.0,
            (Some(_), _) => -1.0,
            (None, _) => 0.0,
        };
        let in_group = match (group, node.under.last()) {
            (Some(item), Some(under)) if under.letters == item.letters => 2.0,
            (Some(item), _) if known.groups.iter().any(|(letters, _)| *letters == item.letters) => -3.0,
            _ => 0.0,
        };
        if node.is(&reading.letters) {
            return 10.0 + numeral + in_group;
        }
        if elsewhere {
            return NEVER;
        }
        if reading.letters.is_empty() {
            // By its numeral, or by its place alone: settled afterwards.
            return if reading.values.is_empty() || node.aside { NEVER } else { 0.5 + numeral + in_group };
        }
        let likeness = node.likeness(&reading.letters);
        // A row that only some print is none that is merely like it: 其他不予处理情形 is another.
        if node.aside && likeness < LIKE_ASIDE {
            return NEVER;
        }
        let enough = if numeral > 0.0 && reading.letters.len() > 2 { LIKE - 0.15 } else { LIKE };
        if likeness >= enough { 10.0 * likeness + numeral + in_group } else { NEVER }
    };
    known.nodes.iter().map(worth).collect()
}

/// The best walk down both: for each row of the sheet the row of the form, if any.
fn walk(scores: &[Vec<f32>], known: &Known) -> Vec<Option<usize>> {
    let nodes = known.nodes.len();
    let cost = |node: usize| if known.nodes[node].aside { 0.0 } else { SKIPPED_NODE };
    let width = nodes + 1;
    let mut best = vec![0.0_f32; (scores.len() + 1) * width];
    for node in 0..nodes {
        best[node + 1] = best[node] - cost(node);
    }
    for (i, row) in scores.iter().enumerate() {
        let (above, here) = (i * width, (i + 1) * width);
        best[here] = best[above] - SKIPPED_ROW;
        for node in 0..nodes {
            let skip_row = best[above + node + 1] - SKIPPED_ROW;
            let skip_node = best[here + node] - cost(node);
            let matched = best[above + node] + row[node];
            best[here + node + 1] = matched.max(skip_row).max(skip_node);
        }
    }
    let mut out = vec![None; scores.len()];
    let (mut i, mut node) = (scores.len(), nodes);
    while i > 0 && node > 0 {
        let here = best[i * width + node];
        if here == best[(i - 1) * width + node - 1] + scores[i - 1][node - 1] {
            out[i - 1] = Some(node - 1);
            (i, node) = (i - 1, node - 1);
        } else if here == best[i * width + node - 1] - cost(node - 1) {
            node -= 1;
        } else {
            i -= 1;
        }
    }
    out
}

/// A row without words is a row of the form only where no other place is left for it.
fn settle_unlabelled(readings: &[Reading], node_of: &mut [Option<usize>], known: &Known) {
    let mut i = 0;
    while i < readings.len() {
        let Some(node) = node_of[i].filter(|_| readings[i].letters.is_empty() && readings[i].numeral.is_none()) else {
            i += 1;
            continue;
        };
        let unlabelled = |n: usize| readings[n].letters.is_empty() && readings[n].numeral.is_none();
        let end = (i..readings.len()).find(|n| !unlabelled(*n)).unwrap_or(readings.len());
        let before = node_of[..i].iter().rev().flatten().next().map_or(0, |node| node + 1);
        let after = node_of[end..].iter().flatten().next().copied().unwrap_or(known.nodes.len());
        let free = (before..after).filter(|node| !known.nodes[*node].aside).count();
        if free != end - i || node < before {
            node_of[i..end].fill(None);
        }
        i = end;
    }
}

/// A row that fits the walk nowhere, whose label is that of a row not found, is that row out of order.
fn find_out_of_order(readings: &[Reading], node_of: &mut [Option<usize>], out_of_order: &mut [bool], known: &Known) {
    for i in 0..readings.len() {
        if node_of[i].is_some() || readings[i].goes_on || readings[i].letters.is_empty() {
            continue;
        }
        let missing = |node: &usize| !node_of.contains(&Some(*node)) && !known.nodes[*node].aside;
        let mut likely: Vec<usize> = (0..known.nodes.len()).filter(missing).collect();
        let exact = |node: &usize| known.nodes[*node].is(&readings[i].letters);
        if likely.iter().any(exact) {
            likely.retain(exact);
        } else {
            let elsewhere = known.nodes.iter().any(|node| node.is(&readings[i].letters));
            likely.retain(|node| !elsewhere && known.nodes[*node].likeness(&readings[i].letters) > 0.8);
        }
        if let [node] = likely[..] {
            node_of[i] = Some(node);
            out_of_order[i] = true;
        }
    }
}
