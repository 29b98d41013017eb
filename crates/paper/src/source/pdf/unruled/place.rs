//! Which slot of a table each cell without ruling lines takes.

use super::super::pages::starts_item;
use super::super::ruling::Slot;
use super::super::text::{RuledCell, append};
use super::{Loose, LooseCell, LooseRow};

/// The most columns of values; the form has 15.
pub(super) const MOST_COLUMNS: usize = 40;
/// The most rows of a table; the form has 30.
const MOST_ROWS: usize = 2_000;

/// A part of a table that has its own columns.
pub(in super::super) struct Decided {
    pub columns: usize,
    pub rows: usize,
    pub cells: Vec<RuledCell>,
    pub pages: Vec<u32>,
}

/// A table, or what stands between tables.
pub(in super::super) enum Outcome {
    Table(Decided),
    Words { text: String, page: u32 },
}

impl Loose {
    /// Whether the part on the next page may go on with this one.
    pub(in super::super) fn takes(&self, next: &Loose) -> bool {
        let of = |loose: &Loose| loose.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        of(self) > 1 && of(next) > 1
    }

    /// The tables, if every value has its place, or else the rows as lines; `None` if it is running text.
    pub(in super::super) fn outcomes(&self) -> Option<Vec<Outcome>> {
        let several = self.rows.iter().filter(|row| row.cells.len() > 1).count();
        let widest = self.rows.iter().map(|row| row.cells.len()).max()?;
        let ends = |row: &&LooseRow| row.cells.len() > 1 && row.cells.last().is_some_and(|cell| cell.is_number);
        let numbered = self.rows.iter().filter(ends).count();
        if several < 2 || numbered == 0 || widest < 5 && numbered * 3 < several {
            return None;
        }
        if self.rows.len() > MOST_ROWS {
            return None;
        }
        let mut out = Vec::new();
        let mut section: Vec<Vec<LooseRow>> = Vec::new();
        for (n, row) in self.rows.iter().enumerate() {
            let part = section.last();
            let is_heading = row.cells.len() == 1 && !row.has_number() && self.reaches_values(n);
            let after_heading = part.is_none_or(|part| is_words(part));
            // A row that begins as the first one is a heading again.
            let begins = |first: &LooseRow| first.cells[0].text == row.cells[0].text && !first.has_number();
            let again = row.cells.len() > 1
                && !row.has_number()
                && part.is_some_and(|part| part.first().is_some_and(begins) && part.iter().any(LooseRow::has_number));
            if is_heading && starts_item(&row.cells[0].text) {
                close(std::mem::take(&mut section), &mut out);
            }
            match section.last_mut() {
                Some(part) if !is_heading && !after_heading && !again => part.push(row.clone()),
                _ => section.push(vec![row.clone()]),
            }
            if is_heading && let Some(heading) = section.last_mut() {
                heading[0].is_heading = true;
            }
        }
        close(section, &mut out);
        Some(out)
    }

    /// Whether the only cell of a row reaches into the columns of the values above or below, or stands right of the labels there.
    fn reaches_values(&self, n: usize) -> bool {
        let cell = &self.rows[n].cells[0];
        let reaches = |row: &&LooseRow| {
            let values = row.cells.iter().position(|cell| cell.is_number).unwrap_or(0);
            let label = values.checked_sub(1).map(|label| row.cells[label].right);
            cell.right > row.cells[values].left || label.is_some_and(|right| cell.middle() > right)
        };
        let near = |rows: &mut dyn Iterator<Item = &LooseRow>| {
            rows.filter(|row| row.has_number()).take(3).any(|row| reaches(&row))
        };
        near(&mut self.rows[..n].iter().rev()) || near(&mut self.rows[n..].iter())
    }
}

impl LooseRow {
    /// How many labels it begins with, left of all values.
    fn labels(&self, columns: &Columns) -> usize {
        let start = columns.spans[0].0;
        self.cells.iter().take_while(|cell| !cell.is_number && cell.right < start + 0.5 * cell.size).count()
    }
}

/// Whether a part is a heading between tables.
fn is_words(part: &[LooseRow]) -> bool {
    part[0].is_heading
}

/// Ends a section: its tables if every value has its place, else all its rows as lines, since half a table is read worse than none.
fn close(section: Vec<Vec<LooseRow>>, out: &mut Vec<Outcome>) {
    let words = |row: &LooseRow| Outcome::Words { text: row.text("\t"), page: row.page };
    let outcome = |part: &Vec<LooseRow>| {
        if is_words(part) { Some(words(&part[0])) } else { decide(part.clone()).map(Outcome::Table) }
    };
    match section.iter().map(outcome).collect::<Option<Vec<Outcome>>>() {
        Some(outcomes) => out.extend(outcomes),
        None => out.extend(section.iter().flatten().map(words)),
    }
}

/// Gives every cell of a part its slot.
fn decide(mut rows: Vec<LooseRow>) -> Option<Decided> {
    join_broken_numbers(&mut rows);
    let head = head(&rows);
    drop_repeated_head(&mut rows, head);
    let columns = Columns::of(&rows, head)?;
    let labels = join_cut_labels(&mut rows, head, &columns)?;
    in_order(&rows[head..], &columns)?;
    let width = labels.len() + columns.spans.len();
    let mut grid = Grid { width, rows: rows.len(), is_taken: vec![false; width * rows.len()], cells: Vec::new() };
    for (n, cell, columns) in columns.headings(&rows[..head], !labels.is_empty())? {
        match columns {
            Some((first, last, rowspan)) => grid.put(n, labels.len() + first, rowspan, last - first + 1, &cell.text)?,
            None if n > 0 && grid.is_taken[n * width] => grid.append(&cell.text),
            None => grid.put(n, 0, head - n, labels.len(), &cell.text)?,
        }
    }
    for n in head..rows.len() {
        let row = &rows[n];
        let labelled = row.labels(&columns);
        let mut from = 0;
        for (nth, cell) in row.cells[..labelled].iter().enumerate() {
            let covers = |span: &(f32, f32)| cell.overlaps(*span);
            let first = labels.iter().position(covers).unwrap_or(labels.len() - 1).max(from);
            let last = labels.iter().rposition(covers).unwrap_or(first).max(first);
            let last = if nth + 1 == labelled { labels.len() - 1 } else { last };
            let is_group = last + 1 < labels.len();
            let begins_here = |other: &LooseRow| other.cells.first().is_some_and(|cell| cell.left < labels[last].1);
            let below = rows[n + 1..].iter().take_while(|row| !begins_here(row)).count();
            grid.put(n, first, if is_group { 1 + below } else { 1 }, last + 1 - first, &cell.text)?;
            from = last + 1;
        }
        let mut before = None;
        for cell in &row.cells[labelled..] {
            let column = columns.of_value(cell)?;
            if before.is_some_and(|before| before >= column) {
                return None;
            }
            before = Some(column);
            grid.put(n, labels.len() + column, 1, 1, &cell.text)?;
        }
        // What is blank, is blank: said by a cell without words.
        for column in 0..width {
            if !grid.is_taken[n * width + column] && (column >= labels.len() || labelled > 0 && column >= from) {
                grid.put(n, column, 1, 1, "")?;
            }
        }
    }
    let pages = rows.iter().map(|row| row.page).collect();
    Some(Decided { columns: width, rows: rows.len(), cells: grid.cells, pages })
}

/// Numbers too long for their column are broken where it ends: all after as many digits, and none without a break has more. Where every
/// cell of a row holds as many lines, these are rows.
fn join_broken_numbers(rows: &mut [LooseRow]) {
    let numbers = || rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.is_number);
    let whole = numbers().filter(|cell| !cell.text.contains('\n')).map(|cell| cell.text.chars().count()).max();
    let line = |cell: &LooseCell| cell.text.split('\n').next().map_or(0, |line| line.chars().count());
    let mut broken = numbers().filter(|cell| cell.text.contains('\n')).map(line);
    let Some(first) = broken.next().filter(|first| broken.all(|other| other == *first)) else { return };
    if whole.is_none_or(|whole| whole > first) {
        return;
    }
    for row in rows {
        if row.cells.iter().all(|cell| !cell.is_number || cell.text.contains('\n')) && first < 2 {
            continue;
        }
        for cell in row.cells.iter_mut().filter(|cell| cell.is_number) {
            let lines: Vec<&str> = cell.text.split('\n').collect();
            let (last, full) = lines.split_last().unwrap_or((&"", &[]));
            if full.iter().all(|line| line.chars().count() == first) && last.chars().count() <= first {
                cell.text = lines.concat();
            }
        }
    }
}

/// How many rows are headings: those above the first number, or above the first label without one.
fn head(rows: &[LooseRow]) -> usize {
    let numbers = rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.is_number);
    let first = numbers.map(|cell| cell.left).fold(f32::MAX, f32::min);
    let is_head = |row: &LooseRow| !row.has_number() && (row.cells.len() > 1 || row.cells[0].right > first);
    rows.iter().position(|row| !is_head(row)).unwrap_or(rows.len())
}

/// A page that begins with the heading rows of the table repeats them.
fn drop_repeated_head(rows: &mut Vec<LooseRow>, head: usize) {
    let mut n = head + 1;
    while head > 0 && n + head <= rows.len() {
        let again = rows[n].page != rows[n - 1].page
            && rows[..head].iter().zip(&rows[n..n + head]).all(|(first, other)| first.is_same(other));
        if again {
            rows.drain(n..n + head);
        }
        n += 1;
    }
}

/// A heading: its row, its cell, and first column, last column and how many rows it covers; without them what stands above the labels.
type Heading<'a> = (usize, &'a LooseCell, Option<(usize, usize, usize)>);

/// The columns of values.
struct Columns {
    /// From where to where their values and headings reach.
    spans: Vec<(f32, f32)>,
    /// Row and place of the heading right above the values.
    heads: Vec<Option<(usize, usize)>>,
}

impl Columns {
    /// By the numbers, and by the headings above them.
    fn of(rows: &[LooseRow], head: usize) -> Option<Columns> {
        let numbers: Vec<Vec<&LooseCell>> =
            rows[head..].iter().map(|row| row.cells.iter().filter(|cell| cell.is_number).collect()).collect();
        let mut spans = by_overlap(&numbers)?;
        let first_number = spans.first().map_or(f32::MAX, |span| span.0);
        // What stands left of all numbers, in the rows that have any, is a label.
        let labels = rows[head..].iter().flat_map(|row| &row.cells).filter(|cell| cell.right < first_number);
        let label_end = labels.map(|cell| cell.right).fold(f32::MIN, f32::max);
        // Without any number, what stands below the headings are labels.
        let only_labels = head < rows.len() && numbers.iter().all(Vec::is_empty);
        let mut heads: Vec<Option<(usize, usize)>> = vec![None; spans.len()];
        for (n, row) in rows[..head].iter().enumerate().rev() {
            for (nth, cell) in row.cells.iter().enumerate() {
                let is_near_labels = cell.left - label_end < first_number - cell.right;
                if nth == 0 && (cell.right <= first_number && is_near_labels || only_labels) {
                    continue;
                }
                let under: Vec<usize> = (0..spans.len()).filter(|n| cell.overlaps(spans[*n])).collect();
                match under[..] {
                    [] => {
                        let at = spans.partition_point(|span| span.0 < cell.left);
                        spans.insert(at, (cell.left, cell.right));
                        heads.insert(at, Some((n, nth)));
                    }
                    [one] => match heads[one] {
                        None if !is_over(cell, spans[one]) => return None,
                        None => heads[one] = Some((n, nth)),
                        // Two headings over one column: it is two.
                        Some((other, _)) if other == n => return None,
                        Some(_) => {}
                    },
                    _ => {}
                }
            }
        }
        if spans.is_empty() || spans.len() > MOST_COLUMNS || spans.windows(2).any(|pair| pair[0].1 > pair[1].0) {
            return None;
        }
        // A column without a heading may be half of another, or two.
        let all_full = numbers.iter().all(|row| row.is_empty() || row.len() == spans.len());
        if heads.iter().any(Option::is_none) && !(all_full && heads.iter().all(Option::is_none)) {
            return None;
        }
        Some(Columns { spans, heads })
    }

    /// The cells of the heading rows, each with its row, first and last column and how many rows it covers; without columns what
    /// stands above the labels. A heading over several columns shares those of the heading above it with its neighbours.
    fn headings<'a>(&self, rows: &'a [LooseRow], has_labels: bool) -> Option<Vec<Heading<'a>>> {
        let count = self.spans.len();
        let mut above = vec![0; count];
        let mut groups = 0;
        let mut out = Vec::new();
        for (n, row) in rows.iter().enumerate() {
            let mut over: Vec<&LooseCell> = Vec::new();
            for (nth, cell) in row.cells.iter().enumerate() {
                if let Some(column) = self.heads.iter().position(|head| *head == Some((n, nth))) {
                    out.push((n, cell, Some((column, column, rows.len() - n))));
                } else if nth == 0 && has_labels && cell.middle() < self.spans[0].0 {
                    out.push((n, cell, None));
                } else {
                    over.push(cell);
                }
            }
            let nearest = |cell: &LooseCell| {
                let away = |n: &usize| {
                    let (left, right) = self.spans[*n];
                    (left - cell.middle()).max(cell.middle() - right).max(0.0)
                };
                (0..count).min_by(|a, b| away(a).total_cmp(&away(b))).unwrap_or(0)
            };
            let parents = above.clone();
            for shared in over.chunk_by(|a, b| parents[nearest(a)] == parents[nearest(b)]) {
                let parent = above[nearest(shared[0])];
                let is_free = |c: &usize| above[*c] == parent && self.heads[*c].is_none_or(|(row, _)| row > n);
                let free: Vec<usize> = (0..count).filter(is_free).collect();
                let parts = self.split(&free, shared)?;
                for (cell, (first, last)) in shared.iter().zip(parts) {
                    groups += 1;
                    above[first..=last].fill(groups);
                    out.push((n, cell, Some((first, last, 1))));
                }
            }
        }
        Some(out)
    }

    /// Shares columns out to the headings above them, so that each stands over the middle or the beginning of its own.
    fn split(&self, free: &[usize], headings: &[&LooseCell]) -> Option<Vec<(usize, usize)>> {
        if free.len() < headings.len() || free.windows(2).any(|pair| pair[0] + 1 != pair[1]) {
            return None;
        }
        let cost = |from: usize, to: usize, cell: &LooseCell| {
            let (left, right) = (self.spans[free[from]].0, self.spans[free[to - 1]].1);
            ((left + right) / 2.0 - cell.middle()).abs().min((left - cell.left).abs())
        };
        // The best way for the first headings to take the first columns.
        let mut best: Vec<Option<(f32, Vec<usize>)>> = vec![None; free.len() + 1];
        best[0] = Some((0.0, vec![0]));
        for heading in headings {
            let mut next: Vec<Option<(f32, Vec<usize>)>> = vec![None; free.len() + 1];
            for (to, slot) in next.iter_mut().enumerate() {
                for (from, before) in best.iter().enumerate().take(to) {
                    let Some((sum, ends)) = before else { continue };
                    let sum = sum + cost(from, to, heading);
                    if slot.as_ref().is_none_or(|(least, _)| sum < *least) {
                        *slot = Some((sum, ends.iter().copied().chain([to]).collect()));
                    }
                }
            }
            best = next;
        }
        let (_, ends) = best.pop()??;
        Some(ends.windows(2).map(|pair| (free[pair[0]], free[pair[1] - 1])).collect())
    }

    fn under<'a>(&'a self, cell: &'a LooseCell) -> impl Iterator<Item = usize> + 'a {
        (0..self.spans.len()).filter(|n| cell.overlaps(self.spans[*n]))
    }

    fn of_value(&self, cell: &LooseCell) -> Option<usize> {
        let mut under = self.under(cell);
        under.next().filter(|_| under.next().is_none())
    }
}

/// Whether a heading stands as the values below it do: their left edges, middles or right edges below its own, or one within the other.
fn is_over(heading: &LooseCell, (left, right): (f32, f32)) -> bool {
    let em = heading.size;
    (heading.left - left).abs() < em
        || (heading.right - right).abs() < em
        || (heading.left + heading.right - left - right).abs() < 2.0 * em
        || heading.left < left && right < heading.right
        || left < heading.left && heading.right < right
}

/// Columns as far as numbers overlap.
fn by_overlap(rows: &[Vec<&LooseCell>]) -> Option<Vec<(f32, f32)>> {
    let mut spans: Vec<(f32, f32)> = rows.iter().flatten().map(|cell| (cell.left, cell.right)).collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut columns: Vec<(f32, f32)> = Vec::new();
    for span in spans {
        match columns.last_mut() {
            Some(column) if span.0 < column.1 - 0.1 => column.1 = column.1.max(span.1),
            _ => columns.push(span),
        }
    }
    if columns.len() > MOST_COLUMNS {
        return None;
    }
    let apart = |row: &Vec<&LooseCell>| {
        let mut before = None;
        row.iter().all(|cell| {
            let column = columns.iter().position(|column| cell.middle() < column.1);
            let apart = column > before;
            before = column;
            apart
        })
    };
    // Numbers of one column have their left edges, their middles or their right edges below each other.
    let is_straight = |column: &(f32, f32)| {
        let held = || rows.iter().flatten().filter(|cell| cell.overlaps(*column));
        let spread = |of: fn(&LooseCell) -> f32| {
            let places = || held().map(|cell| of(cell));
            places().fold(f32::MIN, f32::max) - places().fold(f32::MAX, f32::min)
        };
        let em = held().map(|cell| cell.size).fold(0.0, f32::max);
        spread(|cell| cell.left).min(spread(LooseCell::middle)).min(spread(|cell| cell.right)) < 0.8 * em
    };
    (rows.iter().all(apart) && columns.iter().all(is_straight)).then_some(columns)
}

/// Where each column of labels stands; labels that a page break cut are made whole.
fn join_cut_labels(rows: &mut Vec<LooseRow>, head: usize, columns: &Columns) -> Option<Vec<(f32, f32)>> {
    let count = |row: &LooseRow| row.labels(columns);
    let mut all: Vec<&LooseCell> = rows[head..].iter().flat_map(|row| &row.cells[..count(row)]).collect();
    // From the narrowest on: what stands over two columns is as wide as both.
    all.sort_by(|a, b| (a.right - a.left).total_cmp(&(b.right - b.left)));
    let mut labels: Vec<(f32, f32)> = Vec::new();
    for cell in all {
        let covered: Vec<usize> = (0..labels.len()).filter(|n| cell.overlaps(labels[*n])).collect();
        match covered[..] {
            [] => labels.push((cell.left, cell.right)),
            [one] => labels[one] = (labels[one].0.min(cell.left), labels[one].1.max(cell.right)),
            _ => {}
        }
    }
    labels.sort_by(|a, b| a.0.total_cmp(&b.0));
    let most = labels.len();
    let mut n = head + 1;
    while n < rows.len() {
        if rows[n].page == rows[n - 1].page {
            n += 1;
            continue;
        }
        let mut k = 0;
        while k < count(&rows[n]) {
            let cell = &rows[n].cells[k];
            let has_values = rows[n].cells.len() > count(&rows[n]);
            let column = labels.iter().position(|span| cell.overlaps(*span));
            let is_own = k + 1 == count(&rows[n]) && (has_values || column == Some(most - 1));
            if starts_item(&cell.text) || is_own && has_values {
                k += 1;
                continue;
            }
            let upper = rows[..n].iter().rposition(|row| {
                row.cells.iter().take(count(row)).any(|other| other.overlaps((cell.left, cell.right)))
            });
            let Some(upper) = upper.filter(|upper| *upper >= head) else {
                k += 1;
                continue;
            };
            let cell = rows[n].cells.remove(k);
            let others = count(&rows[upper]);
            let above = rows[upper].cells[..others].iter_mut().find(|other| other.overlaps((cell.left, cell.right)))?;
            append(&mut above.text, &cell.text);
        }
        if rows[n].cells.is_empty() {
            rows.remove(n);
        } else {
            n += 1;
        }
    }
    Some(labels)
}

/// Whether each row stands below the one before, its values beside its label.
fn in_order(rows: &[LooseRow], columns: &Columns) -> Option<()> {
    let mut before: Option<(u32, f32, f32)> = None;
    // The least room between two labels that have values; one nearer to the label above may be its rest.
    let mut least = f32::MAX;
    let mut least_without = f32::MAX;
    for row in rows {
        let labelled = row.labels(columns);
        let values = &row.cells[labelled..];
        let own = row.cells[..labelled].last();
        let em = row.cells[0].size;
        let (top, bottom) = match (own, values.first()) {
            (Some(own), _) => (own.first, own.last),
            (None, Some(value)) => (value.first, value.last),
            (None, None) => continue,
        };
        let is_beside = |value: &LooseCell| value.last > top - 0.9 * em && value.first < bottom + 0.9 * em;
        if !values.iter().all(is_beside) {
            return None;
        }
        // All numbers of a row stand on one line.
        let single = || values.iter().filter(|value| value.first == value.last);
        if single().any(|a| single().any(|b| (a.first - b.first).abs() > 0.7 * em)) {
            return None;
        }
        let line = values.first().map_or(top, |value| value.first);
        if before.is_some_and(|(page, line_before, bottom_before)| {
            page == row.page && (line < line_before + 0.7 * em || top < bottom_before + 0.5 * em)
        }) {
            return None;
        }
        if let Some((page, _, bottom_before)) = before
            && page == row.page
        {
            let of = if values.is_empty() { &mut least_without } else { &mut least };
            *of = of.min(top - bottom_before);
        }
        before = Some((row.page, line, bottom));
    }
    (least_without > 0.75 * least || least == f32::MAX).then_some(())
}

struct Grid {
    width: usize,
    rows: usize,
    is_taken: Vec<bool>,
    cells: Vec<RuledCell>,
}

impl Grid {
    /// The rest of a heading above the labels, behind a page break.
    fn append(&mut self, text: &str) {
        if let Some(corner) = self.cells.iter_mut().rev().find(|cell| cell.slot.column == 0) {
            append(&mut corner.text, text);
        }
    }

    /// Puts a cell into slots that are free; as much of them as there are.
    fn put(&mut self, row: usize, column: usize, rowspan: usize, colspan: usize, text: &str) -> Option<()> {
        let is_free = |row: usize, column: usize| {
            row < self.rows && column < self.width && !self.is_taken[row * self.width + column]
        };
        if !is_free(row, column) {
            return None;
        }
        let colspan = (1..colspan).take_while(|n| is_free(row, column + n)).count() + 1;
        let below = |n: &usize| (column..column + colspan).all(|column| is_free(row + n, column));
        let rowspan = (1..rowspan).take_while(below).count() + 1;
        for row in row..row + rowspan {
            self.is_taken[row * self.width + column..][..colspan].fill(true);
        }
        let slot = Slot { row, column, rowspan, colspan, is_open: false };
        self.cells.push(RuledCell { slot, text: text.to_owned(), is_full: false });
        Some(())
    }
}
