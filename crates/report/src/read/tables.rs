//! The three tables: where they stand in the text, on which edition of the form, and what is in them.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use super::align::{Alignment, Found, Template, align};
use super::columns::{Habits, Placed, Row, place};
use super::drawn::Drawn;
use super::fill::{Filler, Unsure, total_of};
use super::fold::{has_characters, letters};
use super::grid::Grids;
use super::header::{Header, headers, unit_in_heading};
use super::labels;
use super::lex::{Blank, Dialect, Kind, Line, PageEdges, Token, tokens};
use super::sections::{Heading, bare};
use crate::figures::Cells;
use crate::finding::{Axis, Finding, Notice, Place};
use crate::form::{Cell, CellNo, Edition, SectionKey, TableNo, form};
use crate::report::Spot;

/// What was read of the three tables.
pub(super) struct Tables {
    pub edition: Option<Edition>,
    pub cells: Cells,
    pub marks: BTreeMap<String, String>,
    pub spots: BTreeMap<String, Spot>,
    pub findings: Vec<Finding>,
    /// For each line whether it is a table's, and no running text.
    pub taken: Vec<bool>,
    /// How many rows of the form were recognised in all.
    pub rows_found: usize,
}

/// Reads the tables: those that are drawn as grids as such, the others from their lines.
///
/// `year` decides the edition only if the labels do not.
pub(super) fn read(
    lines: &[Line<'_>],
    headings: &[Heading],
    (title, year): (Option<&str>, Option<i16>),
    drawn: Option<&Drawn<'_>>,
) -> Tables {
    let regions = regions(lines, headings);
    let grids = drawn.map(|drawn| Grids::of(drawn, headings)).unwrap_or_default();
    let dialect = Dialect::of(regions.iter().flat_map(|region| &lines[region.clone()]));
    let page_edges = PageEdges::of(lines, title);
    let mut prose = Vec::new();
    let mut streams: [Vec<Token>; 3] = Default::default();
    for (n, table) in TableNo::ALL.into_iter().enumerate() {
        if !grids.has(table) {
            streams[n] = tokens(&lines[regions[n].clone()], dialect, &page_edges, &mut prose);
        }
    }
    let edition = edition(&streams, grids.words(), year);
    let used = edition.or(year.map(Edition::for_year)).unwrap_or(Edition::E2021);
    let mut filler = Filler::new(used, repeated_lines_lost(&streams));
    let mut as_text = [true; 3];
    for (n, table) in TableNo::ALL.into_iter().enumerate() {
        if grids.has(table) {
            as_text[n] = !grids.read(table, &mut filler);
            if as_text[n] {
                streams[n] = tokens(&lines[regions[n].clone()], dialect, &page_edges, &mut prose);
            }
        }
        match table {
            _ if !as_text[n] => {}
            TableNo::Remedies => filler.remedies(&streams[n]),
            TableNo::Proactive | TableNo::Applications => filler.rows_of_blocks(table, &streams[n]),
        }
    }
    let prose: HashSet<u32> = prose.into_iter().collect();
    let mut taken = vec![false; lines.len()];
    for (region, as_text) in regions.iter().zip(as_text) {
        for at in region.clone() {
            let row = drawn.is_some_and(|drawn| drawn.is_row_of_many(at));
            taken[at] |= if as_text { !prose.contains(&lines[at].no) } else { row };
        }
    }
    for at in grids.lines() {
        taken[at] = true;
    }
    Tables {
        edition: edition.or_else(|| (filler.rows_found > 5).then_some(used)),
        cells: filler.cells,
        marks: filler.marks,
        spots: filler.spots,
        findings: filler.findings,
        taken,
        rows_found: filler.rows_found,
    }
}

/// The lines of tables 2, 3 and 4: from a heading, or failing that from the table's own first words, to
/// the next heading or table.
fn regions(lines: &[Line<'_>], headings: &[Heading]) -> [Range<usize>; 3] {
    let heading = |key: SectionKey| headings.iter().find(|heading| heading.key == key).map(|heading| heading.at);
    let mut starts = [SectionKey::Proactive, SectionKey::Applications, SectionKey::Remedies].map(heading);
    if starts.contains(&None) {
        let found = first_words(lines, starts);
        for (start, found) in starts.iter_mut().zip(found) {
            *start = start.or(found);
        }
    }
    let mut bounds: Vec<usize> =
        headings.iter().map(|heading| heading.at).chain(starts.into_iter().flatten()).collect();
    bounds.push(lines.len());
    bounds.sort_unstable();
    starts.map(|start| match start {
        Some(start) => {
            let end = bounds.iter().copied().find(|bound| *bound > start).unwrap_or(lines.len());
            start..end
        }
        None => 0..0,
    })
}

/// Where tables without a heading of their own begin.
fn first_words(lines: &[Line<'_>], known: [Option<usize>; 3]) -> [Option<usize>; 3] {
    let mut found = known;
    let mut carried_forward = None;
    for (at, line) in lines.iter().enumerate() {
        if line.text.len() > 2_000 || !has_characters(line.text, 4) {
            continue;
        }
        let words: Vec<char> = letters(&bare(line.text)).into_iter().take(60).collect();
        let words: String = words.into_iter().collect();
        let before = |later: Option<usize>| later.is_none_or(|later| at < later);
        if found[0].is_none()
            && before(found[1])
            && before(found[2])
            && (words.starts_with("第二十条第一项") || words.starts_with("信息内容"))
        {
            found[0] = Some(at);
        } else if found[1].is_none()
            && before(found[2])
            && (words.contains("勾稽关系为")
                || words.starts_with("申请人情况")
                || words.starts_with("一本年新收政府信息公开申请"))
        {
            found[1] = Some(at);
        } else if words.contains("结转下年度继续办理") {
            carried_forward = Some(at);
        } else if found[2].is_none()
            && (words.contains("结果维持") || words.starts_with("行政复议行政诉讼") || words == "行政复议")
            && (carried_forward.is_some() || found[1].is_none())
        {
            found[2] = Some(at);
        }
    }
    found
}

/// Decided by the words of the tables, not by the year: what is printed on one form only.
fn edition(streams: &[Vec<Token>; 3], drawn: &str, year: Option<i16>) -> Option<Edition> {
    const ONLY_2019: &[&str] = &[
        "新制作",
        "新公开",
        "对外公开总",
        "上一年项目",
        "本年增减",
        "其他对外管理服务",
        "采购项目",
        "采购总金额",
        "政府集中采购",
        "集中采购",
    ];
    const ONLY_2021: &[&str] = &[
        "制发件",
        "废止件",
        "现行有效",
        "有效件数",
        "行政规范性文件",
        "本年处理决定",
        "收费金额",
        "逾期不补正",
        "逾期未按收费",
        "按收费通知",
    ];
    let mut words: String = streams[..2]
        .iter()
        .flatten()
        .filter_map(|token| match &token.kind {
            Kind::Words(letters) => Some(letters),
            _ => None,
        })
        .flatten()
        .collect();
    words.push_str(drawn);
    let score = |marks: &[&str]| marks.iter().filter(|mark| words.contains(**mark)).count();
    let (old, new) = (score(ONLY_2019), score(ONLY_2021));
    match old.cmp(&new) {
        std::cmp::Ordering::Greater => Some(Edition::E2019),
        std::cmp::Ordering::Less => Some(Edition::E2021),
        // Without table 2: only the form of 2019 has 其他处理 without the three rows below it, but some print one row still.
        std::cmp::Ordering::Equal => words.contains("其他处理").then(|| year.map_or(Edition::E2019, Edition::for_year)),
    }
}

/// Whether a copying tool has dropped every line that had occurred before. The form repeats 信息内容,
/// 总计 and 结果维持, and its numbers repeat; if nothing at all does, no value can be trusted.
fn repeated_lines_lost(streams: &[Vec<Token>; 3]) -> bool {
    let cells = || streams.iter().flatten().filter(|token| !matches!(token.kind, Kind::Blank(_)));
    let mut seen = HashSet::new();
    cells().count() >= 30 && cells().all(|token| token.fields == 1 && seen.insert(token.raw.as_str()))
}

impl Filler {
    /// Tables 2 and 3.
    fn rows_of_blocks(&mut self, table: TableNo, tokens: &[Token]) {
        let template = Template::of(self.edition, table);
        let alignment = align(&template, tokens);
        let rows = alignment.found.iter().filter(|found| !found.words.is_empty()).count();
        if rows < 2 {
            return self.say(Notice::TableMissing, Place::table(table));
        }
        self.rows_found += rows;
        let one_row = self.other_in_one_row(&template, &alignment, tokens);
        let mut headers = headers(self.edition, table, &template, &alignment, tokens);
        let values: Vec<Vec<Token>> =
            alignment.found.iter().map(|found| found.values.iter().map(|i| tokens[*i].clone()).collect()).collect();
        let rows: Vec<Row<'_>> = values
            .iter()
            .enumerate()
            .map(|(i, tokens_of)| Row {
                tokens: tokens_of,
                columns: template.nodes[i].columns,
                block: template.nodes[i].block,
                label: label_before(&alignment.found[i]).map(|word| &tokens[word]),
                indented: label_before(&alignment.found[i]).is_some_and(|word| is_indented(word, tokens)),
            })
            .collect();
        let habits = Habits::of(&rows, |block| &headers[block].fields);
        let sums = table == TableNo::Applications;
        let placed: Vec<Placed> = rows
            .iter()
            .map(|row| match self.repeated_lines_lost {
                true => Placed::Unsure(row.tokens.iter().filter(|token| token.is_filled()).cloned().collect()),
                false => place(row, sums, &habits),
            })
            .collect();
        let placed = without_missing_columns(rows, placed, &mut headers, sums, &habits);
        for header in &headers {
            self.header_findings(table, header);
        }
        let mut unsure = Unsure::default();
        let mut sure_blanks: Vec<&'static Cell> = Vec::new();
        for (i, node) in template.nodes.iter().enumerate() {
            let found = &alignment.found[i];
            let split = node.row.key.starts_with("results.other.");
            if (split && one_row) || (!node.is_official() && !one_row) {
                continue;
            }
            let place = Place::row(table, node.row.key);
            let empty = found.words.is_empty() && found.values.is_empty();
            if empty {
                self.say(Notice::RowMissing { label: node.row.label.to_owned() }, place);
                continue;
            }
            let line = found.words.iter().chain(&found.values).map(|i| tokens[*i].line).min();
            let place = place.at_line(line);
            if let Some(printed) = labels::misprint(node, found, tokens) {
                let expected = node.row.label.to_owned();
                self.say(Notice::LabelMisprinted { expected, found: printed }, place.clone());
            }
            if found.out_of_order {
                let after = row_before(&alignment, &template, i, tokens);
                self.say(Notice::RowsOutOfOrder { label: node.row.label.to_owned(), after }, place.clone());
            }
            let row: Vec<CellNo> = form(self.edition).row_cells(table, node.row.key).map(|cell| cell.no).collect();
            let is_sure = matches!(placed[i], Placed::Cells(_)) && !found.values.is_empty();
            if found.values.is_empty() && found.words.iter().any(|word| holds_digits(&tokens[*word])) {
                unsure.add(&place, 1, row.len());
                continue;
            }
            self.row(&row, &headers[node.block], &placed[i], &place, &mut unsure, tokens);
            if is_sure {
                let blank = row.iter().map(|no| form(self.edition).at(*no)).filter(|cell| self.is_blank(cell));
                sure_blanks.extend(blank);
            }
        }
        if unsure.rows > 0 && !self.repeated_lines_lost {
            self.blanks(table, &sure_blanks);
        }
        if self.repeated_lines_lost && unsure.rows == 0 {
            let first = Place::row(table, template.nodes[0].row.key);
            unsure = Unsure { rows: template.nodes.len(), first: Some((first, 0, template.nodes[0].columns)) };
        }
        self.strangers(&template, &alignment, tokens, table, &mut unsure);
        self.unsure(unsure);
    }

    /// Edition 2021: whether （六）其他处理 stands there with values of its own and without its three rows.
    fn other_in_one_row(&mut self, template: &Template, alignment: &Alignment, tokens: &[Token]) -> bool {
        let filled = |i: usize| alignment.found[i].values.iter().any(|value| tokens[*value].is_filled());
        let labelled = |i: usize| !alignment.found[i].words.is_empty();
        let mut split = (0..template.nodes.len()).filter(|i| template.nodes[*i].row.key.starts_with("results.other."));
        let Some(aside) = template.nodes.iter().position(|node| !node.is_official()) else { return false };
        let any_split = split.any(|i| labelled(i) || filled(i));
        let one_row = !any_split && (filled(aside) || !alignment.found[aside].values.is_empty() || labelled(aside));
        if one_row {
            self.cells.set_other_in_one_row(true);
            let line = alignment.found[aside].words.first().map(|i| tokens[*i].line);
            let place = Place::row(TableNo::Applications, "results.other").at_line(line);
            self.say(Notice::OtherInOneRow, place);
        }
        one_row
    }

    fn row(
        &mut self,
        row: &[CellNo],
        header: &Header,
        placed: &Placed,
        place: &Place,
        unsure: &mut Unsure,
        tokens: &[Token],
    ) {
        let form = form(self.edition);
        match placed {
            Placed::Cells(values) if header.missing.is_some() && values.len() < row.len() => {
                for (column, value) in header.columns_without_missing().zip(values) {
                    if let Some(value) = value {
                        let cell = form.at(row[column]);
                        self.put(cell, value, unit_in_heading(tokens, cell));
                    }
                }
            }
            Placed::Cells(values) => {
                for (column, value) in values.iter().enumerate() {
                    if let Some(value) = value {
                        let cell = form.at(row[header.column(column)]);
                        self.put(cell, value, unit_in_heading(tokens, cell));
                    }
                }
            }
            Placed::Unsure(values) => {
                unsure.add(place, values.len(), row.len());
                let is_total = |cell: &&Cell| cell.column.total && cell.table == TableNo::Applications;
                let total = row.last().map(|no| form.at(*no)).filter(is_total);
                if let (Some(total), Some(value)) = (total, total_of(values))
                    && !self.repeated_lines_lost
                {
                    self.put(total, value, None);
                }
            }
            Placed::TooMany(values) => {
                let label = values.iter().map(|value| value.raw.as_str()).collect::<Vec<_>>().join(" ");
                self.say(Notice::NotOfTheForm { axis: Axis::Column, label }, place.clone());
                unsure.add(place, values.len(), row.len());
            }
        }
    }

    /// Labels that the form does not have. What a line's end has cut off one that it has is none; then it is only unsure
    /// whose the values are.
    fn strangers(
        &mut self,
        template: &Template,
        alignment: &Alignment,
        tokens: &[Token],
        table: TableNo,
        unsure: &mut Unsure,
    ) {
        for stranger in &alignment.strangers {
            let words = &tokens[stranger.words];
            let filled = stranger.values.iter().filter(|i| tokens[**i].is_filled()).count();
            let long_enough = matches!(&words.kind, Kind::Words(letters) if letters.len() >= 2);
            let cut = words.fields == 1 && matches!(&words.kind, Kind::Words(letters) if template.has_piece(letters));
            if stranger.after > 0 && filled > 0 && cut {
                let node = &template.nodes[stranger.after - 1];
                unsure.add(&Place::row(table, node.row.key).at_line(Some(words.line)), filled, node.columns);
            } else if stranger.after > 0 && filled > 0 && long_enough {
                let place = Place::table(table).at_line(Some(words.line));
                self.say(Notice::NotOfTheForm { axis: Axis::Row, label: words.raw.clone() }, place);
            }
        }
    }

    /// Table 4 is one row of fifteen values; its headings are often in shreds, its order never.
    fn remedies(&mut self, tokens: &[Token]) {
        let form = form(self.edition);
        let all: Vec<CellNo> = form
            .rows(TableNo::Remedies)
            .flat_map(|row| form.row_cells(TableNo::Remedies, row.key))
            .map(|cell| cell.no)
            .collect();
        let words: String = tokens
            .iter()
            .filter_map(|token| if let Kind::Words(letters) = &token.kind { Some(letters) } else { None })
            .flatten()
            .collect();
        let runs = super::remedies::runs(tokens);
        let named = ["结果维持", "维持", "纠正", "复议", "审结", "起诉"].iter().any(|word| words.contains(word));
        if !named || (runs.is_empty() && !words.contains("维持")) {
            return self.say(Notice::TableMissing, Place::table(TableNo::Remedies));
        }
        self.rows_found += 1;
        let first = Place::row(TableNo::Remedies, "reconsideration");
        let line = runs.iter().flatten().map(|token| token.line).next();
        let first = first.at_line(line);
        let mut unsure = Unsure::default();
        if self.repeated_lines_lost {
            unsure = Unsure { rows: 3, first: Some((first, runs.iter().flatten().count(), all.len())) };
        } else if runs.is_empty() && tokens.iter().any(|token| token.is_words() && holds_digits(token)) {
            unsure.add(&first, 1, all.len());
        } else {
            let placed = super::remedies::place_all(&runs, all.len());
            self.row(&all, &Header::plain(), &placed, &first, &mut unsure, tokens);
        }
        self.unsure(unsure);
    }
}

/// Reads the rows of a block once more without the column that has no heading. A heading that is not found proves
/// nothing by itself (text from a PDF loses many): no row may have a value for it, and some row must have all the others.
fn without_missing_columns(
    rows: Vec<Row<'_>>,
    mut placed: Vec<Placed>,
    headers: &mut [Header],
    sums: bool,
    habits: &Habits,
) -> Vec<Placed> {
    for (block, header) in headers.iter_mut().enumerate().filter(|(_, header)| header.missing.is_some()) {
        let of_block = || rows.iter().enumerate().filter(|(_, row)| row.block == block);
        let filled = |row: &Row<'_>| row.tokens.iter().filter(|token| !matches!(token.kind, Kind::Blank(_))).count();
        let at = header.missing_at;
        let by_headings =
            |placed: &Placed| matches!(placed, Placed::Cells(cells) if cells.get(at).is_none_or(Option::is_none));
        let full = |placed: &Placed| matches!(placed, Placed::Cells(cells) if cells.iter().flatten().count() + 1 == cells.len());
        if of_block().all(|(i, _)| by_headings(&placed[i])) && of_block().any(|(i, _)| full(&placed[i])) {
            continue;
        }
        let most = of_block().map(|(_, row)| filled(row)).max().unwrap_or(0);
        let columns = rows.iter().find(|row| row.block == block).map_or(0, |row| row.columns);
        if most + 1 != columns {
            header.missing = None;
            continue;
        }
        for (i, row) in of_block() {
            placed[i] = place(&Row { columns: columns - 1, ..*row }, sums, habits);
        }
    }
    placed
}

/// The last piece of a row's label that stands before its values.
fn label_before(found: &Found) -> Option<usize> {
    let first = found.values.first()?;
    found.words.iter().rev().copied().find(|word| word < first)
}

/// Whether blank fields stand before a label on its line.
fn is_indented(word: usize, tokens: &[Token]) -> bool {
    let line = tokens[word].line;
    tokens[..word].iter().rev().take_while(|token| token.line == line).any(|token| !token.is_words())
}

/// Digits behind the words: values that were glued to a label.
pub(super) fn holds_digits(token: &Token) -> bool {
    let (_, body) = super::words::split_numeral(&token.raw);
    body.chars().any(|c| super::fold::fold_char(c).is_ascii_digit())
}

/// The label of the row that stands before a row out of order.
fn row_before(alignment: &Alignment, template: &Template, row: usize, tokens: &[Token]) -> String {
    let at = alignment.found[row].words.first().copied().unwrap_or(0);
    let before = |i: &usize| alignment.found[*i].words.first().is_some_and(|first| *first < at);
    let last = (0..template.nodes.len())
        .filter(|i| *i != row)
        .filter(before)
        .max_by_key(|i| alignment.found[*i].words.first().copied());
    match last {
        Some(i) => template.nodes[i].row.label.to_owned(),
        None => tokens.first().map(|token| token.raw.clone()).unwrap_or_default(),
    }
}

/// Whether a token takes a place in a row: anything but padding.
pub(super) fn takes_place(token: &Token) -> bool {
    token.kind != Kind::Blank(Blank::Pad)
}
