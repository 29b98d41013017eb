//! Lays the tokens of a table along the rows of the form.
//!
//! The form is known, so reading is not guessing what a table says but finding where it says it: of all
//! ways to walk through the tokens and down the rows at once, the one with the best score is taken
//! (dynamic programming). A label printed whole scores by its letters, a label wrapped around its
//! numbers by its pieces, numbers without a label by their place; every row passed over, every number
//! without a row costs. Rows that stand out of order do not fit such a walk; they are found afterwards
//! by their exact label.

use super::labels::contains;
use super::lex::{Blank, Gap, Kind, Token};
use super::value::Value;
use super::words::{Label, Numeral, split_numeral};
use crate::form::{Edition, Role, Row, TableNo, form};

/// A row of the form as the aligner sees it.
pub(super) struct Node {
    pub row: &'static Row,
    pub block: usize,
    /// How many values it has.
    pub columns: usize,
    pub label: Label,
    /// May be absent without a finding: 其他处理 as one row on the form of 2021.
    aside: bool,
    skip_cost: f32,
}

/// The rows of one table and the words around them.
pub(super) struct Template {
    pub nodes: Vec<Node>,
    /// Captions, headings, groups: words that belong to the table and to no row.
    around: Vec<Label>,
}

impl Template {
    /// The rows of table 2 or 3.
    pub fn of(edition: Edition, table: TableNo) -> Template {
        let form = form(edition);
        let mut nodes: Vec<Node> = Vec::new();
        let mut around: Vec<&'static str> = Vec::new();
        for (i, block) in form.table(table).blocks.iter().enumerate() {
            around.extend(block.caption.into_iter().chain([block.corner, "信息内容"]));
            for column in block.columns {
                around.push(column.label);
                around.extend(column.under);
            }
            for row in block.rows {
                around.extend(row.under);
                if row.key.starts_with("results.other.") && nodes.iter().all(|node| !node.aside) {
                    let one_row = form.row_cells(table, "results.other").next().map(|cell| cell.row);
                    nodes.extend(one_row.map(|row| Node::new(row, i, block.columns.len(), 0.0)));
                }
                let split = row.key.starts_with("results.other.");
                nodes.push(Node::new(row, i, block.columns.len(), if split { 1.5 } else { SKIPPED_ROW }));
            }
        }
        around.extend([table.section().title(), "单位件", "数量"]);
        around.sort_unstable();
        around.dedup();
        Template { nodes, around: around.into_iter().map(Label::new).collect() }
    }
}

impl Template {
    /// Whether the letters are, or are part of, words that stand around the rows or in them.
    pub fn knows(&self, letters: &[char]) -> bool {
        let labels = || self.nodes.iter().map(|node| &node.label).chain(&self.around);
        labels().any(|label| label.common(letters) * 2 > letters.len())
    }

    /// Whether the letters are a part of such words, without a gap.
    pub fn has_piece(&self, letters: &[char]) -> bool {
        let labels = || self.nodes.iter().map(|node| &node.label).chain(&self.around);
        let is_heading = self.around.iter().any(|label| label.letters == letters);
        is_heading || labels().any(|label| label.len() > letters.len() && contains(&label.letters, letters))
    }

    /// Whether the letters are those of such words, perhaps with some lost.
    fn holds(&self, letters: &[char]) -> bool {
        let labels = || self.nodes.iter().map(|node| &node.label).chain(&self.around);
        labels().any(|label| label.common(letters) == letters.len()) || self.covered_by_headings(letters) >= 0.0
    }

    /// What a piece is worth that may be several headings in a row, as one line of a PDF is.
    fn covered_by_headings(&self, piece: &[char]) -> f32 {
        let mut covered = vec![false; piece.len()];
        for label in self.around.iter().filter(|label| label.len() > 2 && label.len() <= piece.len()) {
            for at in 0..=piece.len() - label.len() {
                if piece[at..].starts_with(&label.letters) {
                    covered[at..at + label.len()].fill(true);
                }
            }
        }
        let covered = covered.iter().filter(|is| **is).count() as f32;
        0.4 * covered - 1.2 * (piece.len() as f32 - covered)
    }
}

impl Node {
    fn new(row: &'static Row, block: usize, columns: usize, skip_cost: f32) -> Node {
        let aside = row.role == Role::OtherInOneRow;
        Node { row, block, columns, label: Label::new(row.label), aside, skip_cost }
    }

    /// Whether the official form prints it.
    pub fn is_official(&self) -> bool {
        !self.aside
    }
}

/// What was found for one row: indices into the tokens.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    pub words: Vec<usize>,
    pub values: Vec<usize>,
    /// Found by its label, out of order.
    pub out_of_order: bool,
}

/// A label that is not of the form, with the values behind it.
#[derive(Clone, Debug)]
pub(super) struct Stranger {
    pub words: usize,
    pub values: Vec<usize>,
    /// The node after which it stands, counted from 1; 0 is before the first row.
    pub after: usize,
}

/// The result: one [`Found`] per node, the rest in `strangers`.
pub(super) struct Alignment {
    pub found: Vec<Found>,
    pub strangers: Vec<Stranger>,
    /// Tokens of words that belong to headings, captions and groups.
    pub around: Vec<usize>,
    /// Short words that belong to nothing.
    junk: Vec<usize>,
    pub score: f32,
}

const SKIPPED_ROW: f32 = 4.0;
const JUNK_WORDS: f32 = 1.2;
const JUNK_VALUES: f32 = 2.5;
const SECOND_VALUES: f32 = 6.0;
const UNLABELLED_ROW: f32 = 2.0;
const NEVER: f32 = -1.0e9;

enum Item {
    Words {
        token: usize,
        letters: Vec<char>,
        numeral: Option<Numeral>,
    },
    /// A run of values and blanks.
    Values {
        from: usize,
        to: usize,
        filled: usize,
        cells: usize,
    },
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Step {
    Junk,
    Stranger,
    BadValue,
    Around,
    Continue,
    Start,
    Take,
    Append,
    Unlabelled,
    StrangersValues,
}

/// What a row has got so far.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Has {
    Nothing,
    /// Values, fewer than columns.
    Some,
    /// Values, and behind them words in the place of one.
    Words,
    All,
}

/// Row (0 is before the first), what it has, whether a stranger's label is open.
#[derive(Clone, Copy)]
struct State {
    row: usize,
    has: Has,
    stranger: bool,
}

const STATES: usize = 8;

impl State {
    fn index(self) -> usize {
        self.row * STATES + self.has as usize * 2 + usize::from(self.stranger)
    }

    fn at(index: usize) -> State {
        let has = [Has::Nothing, Has::Some, Has::Words, Has::All][index % STATES / 2];
        State { row: index / STATES, has, stranger: index & 1 != 0 }
    }
}

/// Finds the best walk.
pub(super) fn align(template: &Template, tokens: &[Token]) -> Alignment {
    let nodes = &template.nodes;
    let items = items(template, tokens);
    let states = (nodes.len() + 1) * STATES;
    let mut best = vec![NEVER; states];
    best[0] = 0.0;
    let mut trace: Vec<Vec<(u16, Step)>> = Vec::with_capacity(items.len());
    for item in &items {
        let mut next = vec![NEVER; states];
        let mut from = vec![(0_u16, Step::Junk); states];
        let scores = Scores::of(template, item);
        for (index, score) in best.iter().enumerate().filter(|(_, score)| **score > NEVER / 2.0) {
            moves(template, item, &scores, State::at(index), |to, gain, step| {
                let (to, total) = (to.index(), score + gain);
                if total > next[to] {
                    next[to] = total;
                    from[to] = (index as u16, step);
                }
            });
        }
        best = next;
        trace.push(from);
    }
    // Rows after the last one reached are skipped too.
    let rest = |row: usize| nodes[row..].iter().map(|node| node.skip_cost).sum::<f32>();
    let (end, score) = best
        .iter()
        .enumerate()
        .map(|(index, score)| (index, score - rest(State::at(index).row)))
        .fold((0, NEVER), |best, next| if next.1 > best.1 { next } else { best });
    let mut alignment = walk_back(nodes.len(), &items, &trace, end);
    alignment.score = score;
    find_rows_out_of_order(nodes, tokens, &mut alignment);
    find_words_for_values(template, tokens, &mut alignment);
    alignment
}

/// What the words of one item are worth for every row and for the words around.
struct Scores {
    start: Vec<f32>,
    go_on: Vec<f32>,
    around: f32,
    exact: bool,
    numbered: bool,
    length: usize,
}

impl Scores {
    fn of(template: &Template, item: &Item) -> Scores {
        let Item::Words { letters, numeral, .. } = item else {
            return Scores {
                start: Vec::new(),
                go_on: Vec::new(),
                around: 0.0,
                exact: false,
                numbered: false,
                length: 0,
            };
        };
        let length = letters.len();
        let exact_at: Vec<bool> = template.nodes.iter().map(|node| node.label.letters == *letters).collect();
        let exact = exact_at.contains(&true);
        let mut start = Vec::with_capacity(template.nodes.len());
        let mut go_on = Vec::with_capacity(template.nodes.len());
        for (node, is_exact) in template.nodes.iter().zip(&exact_at) {
            let common = node.label.common(letters) as f32;
            let foreign = length as f32 - common;
            let lost = node.label.len() as f32 - common;
            let numeral_fits = match (numeral, node.label.numeral) {
                (Some(printed), Some(form)) if *printed == form => 1.5,
                (Some(printed), Some(form)) if same_kind(*printed, form) => -1.5,
                (Some(_), _) => -2.0,
                (None, _) => 0.0,
            };
            // The letters of another row's label are that row's, whatever they have in common.
            let other_row = if exact && !is_exact { 12.0 } else { 0.0 };
            let known = if begins_alike(letters, &node.label.letters) { common } else { 0.6 * common };
            // Not one letter in common is no misprint.
            let unlike = if length > 0 && common == 0.0 { -NEVER } else { 0.0 };
            start.push(known - 1.5 * foreign - (0.3 * lost).min(2.0) + numeral_fits - other_row - unlike);
            let breaks_in = if numeral.is_some() { 3.0 } else { 0.0 };
            go_on.push(0.7 * common - 1.5 * foreign - breaks_in - other_row);
        }
        let around = template
            .around
            .iter()
            .map(|label| {
                let common = label.common(letters) as f32;
                0.4 * common - 1.2 * (length as f32 - common)
                    + if numeral.is_some() && *numeral == label.numeral { 1.0 } else { 0.0 }
            })
            .fold(NEVER, f32::max)
            .max(template.covered_by_headings(letters));
        Scores { start, go_on, around, exact, numbered: numeral.is_some(), length }
    }
}

/// One of the first two letters may be lost or misprinted; a piece from the middle of a label does not
/// begin a row.
fn begins_alike(piece: &[char], label: &[char]) -> bool {
    let at = |text: &[char], i: usize| text.get(i).copied();
    (0..2).any(|i| (0..2).any(|j| at(piece, i).is_some() && at(piece, i) == at(label, j)))
}

fn same_kind(a: Numeral, b: Numeral) -> bool {
    std::mem::discriminant(&a) == std::mem::discriminant(&b)
}

fn moves(template: &Template, item: &Item, scores: &Scores, at: State, mut to: impl FnMut(State, f32, Step)) {
    let nodes = &template.nodes;
    match item {
        Item::Words { .. } => {
            let exact = if scores.exact { 2.0 } else { 0.0 };
            if scores.length <= 2 && !scores.exact {
                to(at, -1.0, Step::Junk);
            }
            to(State { stranger: true, ..at }, -JUNK_WORDS - exact, Step::Stranger);
            let is_words = !scores.exact && !scores.numbered && scores.length > 0 && scores.around < 0.0;
            let bad = at.row > 0 && !at.stranger && is_words;
            match at.has {
                Has::Nothing if bad => to(at, -1.1, Step::BadValue),
                Has::Some | Has::Words if bad => to(State { has: Has::Words, ..at }, -1.1, Step::BadValue),
                _ => {}
            }
            to(at, scores.around.max(-4.0), Step::Around);
            if at.row > 0 {
                let late = if at.has == Has::Nothing { 0.0 } else { 0.2 };
                to(State { stranger: false, ..at }, scores.go_on[at.row - 1] - late, Step::Continue);
            }
            let mut skipped = 0.0;
            for row in at.row + 1..=nodes.len() {
                to(State { row, has: Has::Nothing, stranger: false }, scores.start[row - 1] - skipped, Step::Start);
                skipped += nodes[row - 1].skip_cost;
            }
        }
        Item::Values { filled, cells, .. } => {
            let full = |row: usize| *cells >= nodes[row - 1].columns;
            let junk = if *filled == 0 { 0.0 } else { JUNK_VALUES + 0.5 * *filled as f32 };
            to(at, -junk, Step::Junk);
            if at.stranger {
                to(State { stranger: false, ..at }, -0.5, Step::StrangersValues);
                return;
            }
            if at.row > 0 && at.has == Has::Nothing {
                let worth = if *filled == 0 {
                    1.0
                } else if full(at.row) {
                    3.0
                } else {
                    2.0
                };
                let has = if full(at.row) { Has::All } else { Has::Some };
                to(State { has, ..at }, worth, Step::Take);
            }
            if at.row > 0 && at.has == Has::Words {
                to(State { has: Has::Some, ..at }, -0.2, Step::Append);
            } else if at.row > 0 && at.has != Has::Nothing && *filled > 0 {
                to(at, -SECOND_VALUES, Step::Append);
            }
            if *filled > 0 {
                let mut skipped = 0.0;
                for row in at.row + 1..=nodes.len() {
                    if full(row) && row > 0 {
                        let state = State { row, has: Has::All, stranger: false };
                        to(state, -UNLABELLED_ROW - skipped, Step::Unlabelled);
                    }
                    skipped += nodes[row - 1].skip_cost;
                    if skipped > 2.0 * SKIPPED_ROW {
                        break;
                    }
                }
            }
        }
    }
}

/// Words one by one; values in runs, cut where a line or a row ends and both sides hold enough.
fn items(template: &Template, tokens: &[Token]) -> Vec<Item> {
    let widest = template.nodes.iter().map(|node| node.columns).max().unwrap_or(1);
    let mut out = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        if let Kind::Words(_) = &tokens[i].kind {
            let (numeral, rest) = split_numeral(&tokens[i].raw);
            let mut letters = super::fold::letters(&without_local_remark(&rest));
            letters.truncate(64);
            out.push(Item::Words { token: i, letters, numeral });
            i += 1;
            continue;
        }
        let ends = |n: &usize| tokens[*n].is_words() && !is_bad_value(template, tokens, *n);
        let end = (i..tokens.len()).find(ends).unwrap_or(tokens.len());
        for (from, to) in cut_runs(&tokens[i..end], widest) {
            let run = &tokens[i + from..i + to];
            let filled = run.iter().filter(|token| token.is_filled()).count();
            let cells = run.iter().filter(|token| token.kind != Kind::Blank(Blank::Pad)).count();
            let glued = run.iter().any(|token| matches!(token.kind, Kind::Value(Value::Glued(_))));
            out.push(Item::Values { from: i + from, to: i + to, filled, cells: if glued { widest } else { cells } });
        }
        i = end;
    }
    out
}

/// Fields of a line beyond which it is no row: a whole table on one line.
const WIDEST_LINE: u32 = 40;

/// Words between the delimiters of a line that has begun its values stand in the place of one, unless
/// they are a label of the form.
fn is_bad_value(template: &Template, tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    let Kind::Words(letters) = &token.kind else { return false };
    let same_line = |other: &&Token| other.line == token.line;
    let after_value = tokens[..at].iter().rev().take_while(same_line).any(Token::is_filled);
    (2..=WIDEST_LINE).contains(&token.fields)
        && after_value
        && template.nodes.iter().all(|node| node.label.likeness(letters) < 0.6)
        && template.covered_by_headings(letters) < 0.0
}

/// `规章(设区的市应提供相关数据)` is 规章 to the aligner; a form label keeps its own brackets.
pub(super) fn without_local_remark(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let open = chars.iter().position(|c| matches!(c, '(' | '（'));
    match open {
        Some(open) if open > 0 && matches!(chars.last(), Some(')' | '）')) => {
            let inside: String = chars[open..].iter().collect();
            if inside.contains("区分处理")
                || inside.contains("單位")
                || inside.contains("单位")
                || chars.len() - open < 8
            {
                text.to_owned()
            } else {
                chars[..open].iter().collect()
            }
        }
        _ => text.to_owned(),
    }
}

/// Where a run of values falls apart into rows: at a line's end if both lines hold several cells, at a
/// row's end, and in halves if it is exactly two or more rows long.
fn cut_runs(run: &[Token], widest: usize) -> Vec<(usize, usize)> {
    let solid = |tokens: &[Token]| tokens.iter().filter(|token| token.kind != Kind::Blank(Blank::Pad)).count();
    if solid(run) <= widest {
        return vec![(0, run.len())];
    }
    let mut bounds = vec![0];
    for i in 1..run.len() {
        let from = bounds[bounds.len() - 1];
        let whole = solid(&run[from..i]) >= widest && solid(&run[i..]) >= widest;
        let several = |tokens: &[Token], line: u32| tokens.iter().filter(|token| token.line == line).count() > 1;
        let lines = run[i].gap >= Gap::Line && several(run, run[i - 1].line) && several(run, run[i].line);
        if (run[i].gap >= Gap::Row && whole) || (lines && run[i..].iter().any(Token::is_filled)) {
            bounds.push(i);
        }
    }
    if bounds.len() == 1 && widest > 1 && run.len().is_multiple_of(widest) && run.iter().all(Token::is_filled) {
        return (0..run.len() / widest).map(|n| (n * widest, (n + 1) * widest)).collect();
    }
    bounds.push(run.len());
    bounds.windows(2).map(|pair| (pair[0], pair[1])).collect()
}

fn walk_back(rows: usize, items: &[Item], trace: &[Vec<(u16, Step)>], end: usize) -> Alignment {
    let mut alignment = Alignment {
        found: vec![Found::default(); rows],
        strangers: Vec::new(),
        around: Vec::new(),
        junk: Vec::new(),
        score: 0.0,
    };
    let mut steps = Vec::with_capacity(items.len());
    let mut state = end;
    for (item, from) in items.iter().zip(trace).rev() {
        let (before, step) = from[state];
        steps.push((item, State::at(state).row, step));
        state = usize::from(before);
    }
    for (item, row, step) in steps.into_iter().rev() {
        match (item, step) {
            (Item::Words { token, .. }, Step::Start | Step::Continue) => alignment.found[row - 1].words.push(*token),
            (Item::Words { token, .. }, Step::BadValue) => alignment.found[row - 1].values.push(*token),
            (Item::Words { token, .. }, Step::Around) => alignment.around.push(*token),
            (Item::Words { token, .. }, Step::Junk) => alignment.junk.push(*token),
            (Item::Words { token, .. }, Step::Stranger) => {
                alignment.strangers.push(Stranger { words: *token, values: Vec::new(), after: row });
            }
            (Item::Values { from, to, .. }, Step::Take | Step::Append | Step::Unlabelled) => {
                alignment.found[row - 1].values.extend(*from..*to);
            }
            (Item::Values { from, to, .. }, Step::StrangersValues) => {
                if let Some(stranger) = alignment.strangers.last_mut() {
                    stranger.values.extend(*from..*to);
                }
            }
            _ => {}
        }
    }
    alignment
}

/// A stranger whose label is exactly that of a row that was not found is that row, out of order.
fn find_rows_out_of_order(nodes: &[Node], tokens: &[Token], alignment: &mut Alignment) {
    let mut strangers = std::mem::take(&mut alignment.strangers);
    strangers.retain(|stranger| {
        let (numeral, rest) = split_numeral(&tokens[stranger.words].raw);
        let letters = super::fold::letters(&without_local_remark(&rest));
        let missing = |i: &usize| alignment.found[*i].words.is_empty() && alignment.found[*i].values.is_empty();
        let mut likely: Vec<usize> = (0..nodes.len()).filter(missing).collect();
        likely.retain(|i| nodes[*i].is_official() && nodes[*i].label.likeness(&letters) > 0.8);
        if likely.len() > 1 {
            likely.retain(|i| nodes[*i].label.letters == letters || nodes[*i].label.numeral == numeral);
        }
        let [row] = likely[..] else { return true };
        let found = &mut alignment.found[row];
        found.words.push(stranger.words);
        found.values.extend(&stranger.values);
        found.out_of_order = true;
        false
    });
    alignment.strangers = strangers;
}

/// Words that belong to nothing stand in the place of values (若干, 见附件) where a row has exactly as many cells with them.
fn find_words_for_values(template: &Template, tokens: &[Token], alignment: &mut Alignment) {
    let strange = |alignment: &Alignment, at: usize| {
        let known = matches!(&tokens[at].kind, Kind::Words(letters) if template.holds(letters));
        let stranger = || alignment.strangers.iter().any(|stranger| stranger.words == at);
        !known && (alignment.junk.contains(&at) || alignment.around.contains(&at) || stranger())
    };
    for (i, node) in template.nodes.iter().enumerate() {
        let found = &alignment.found[i];
        let Some(label) = found.words.last().copied() else { continue };
        let in_order = found.values.iter().all(|value| *value > label);
        if !in_order || found.out_of_order {
            continue;
        }
        let is_ours = |at: &usize| found.values.contains(at) || !tokens[*at].is_words() || strange(alignment, *at);
        let cells: Vec<usize> = (label + 1..tokens.len()).take_while(is_ours).collect();
        let solid: Vec<usize> =
            cells.into_iter().filter(|at| tokens[*at].kind != Kind::Blank(Blank::Pad)).take(node.columns + 1).collect();
        let words: Vec<usize> =
            solid.iter().copied().filter(|at| tokens[*at].is_words() && strange(alignment, *at)).collect();
        if words.is_empty() || solid.len() != node.columns || !found.values.iter().all(|value| solid.contains(value)) {
            continue;
        }
        alignment.found[i].values = solid;
        alignment.junk.retain(|at| !words.contains(at));
        alignment.around.retain(|at| !words.contains(at));
        alignment.strangers.retain(|stranger| !words.contains(&stranger.words));
    }
}
