//! Reads a yearly report: from a file that still has its tables, or flattened to plain text.
//!
//! A table that is drawn is read as the grid it is ([`grid`]): rows by their labels and their place in the
//! form, columns by their headings and by what all rows together show. The words around go the way of text.
//!
//! A report copied from a page, a PDF or an office file has lost its grid: one cell per line, pipes or
//! tabs in some places, labels broken in two, whole headings in shreds. What is left is the form, which
//! is known. So reading looks for the form in the text, never the other way round:
//!
//! 1. [`sections`]: lines, and the headings of the six parts among them;
//! 2. [`lex`]: a table's lines as words, values and blanks, each with its doubt;
//! 3. [`align`]: these laid along the rows of the form, by the best walk through both;
//! 4. [`columns`]: the values of a row given to its columns, or said to be unsure;
//! 5. [`head`], [`counts`]: who reports, and the numbers named in the text.
//!
//! Reading never fails and never guesses: a value whose cell cannot be told stays out of the cells and
//! is named in a finding.

mod align;
mod columns;
mod counts;
mod dates;
mod drawn;
mod fill;
mod fold;
mod grid;
mod head;
mod header;
mod labels;
mod lex;
mod remedies;
mod sections;
mod tables;
mod value;
mod words;

pub use fold::fold;
pub(crate) use fold::{simplified, spoken_number};

use paper::source::{Measure, Source};

use crate::figures::Cells;
use crate::finding::{Finding, Notice, Place, Unreadable};
use crate::form::Edition;
use crate::report::{Count, Report, Section};
use counts::Paragraph;
use drawn::Drawn;
use lex::Line;
use sections::{Heading, bare};

/// The longest text that is read, in bytes. A long report has about 100 000; a page of a whole
/// province's reports is not one report.
pub const LONGEST_TEXT: usize = 64 << 20;

/// Reads a text. `name` is the file as given on the command line; it is kept and not looked at.
///
/// Deterministic, linear in the length of the text, never panicking. Noticed while reading, each with
/// its place and line: R105 (not whole), R110–R116, R121, R190, R191. What follows from the finished
/// report (blanks, units, parts, dates) is left to [`checks`](crate::checks).
///
/// ```
/// let text = "某县财政局2023年政府信息公开工作年度报告\n\
///     二、主动公开政府信息情况\n\
///     信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n\
///     规章\t0\t0\t0\n行政规范性文件\t2\t\t9\n";
/// let report = report::read::text(text, "report.txt");
/// assert_eq!(report.body.as_deref(), Some("某县财政局"));
/// assert_eq!(report.cells.at("proactive.normative_docs.in_force"), Some(9));
/// assert_eq!(report.cells.at("proactive.normative_docs.repealed"), None); // blank, not 0
/// ```
pub fn text(text: &str, name: &str) -> Report {
    if text.len() > LONGEST_TEXT {
        return unreadable(name, Unreadable::OverLimit { what: Measure::Bytes, limit: LONGEST_TEXT as u64 });
    }
    if text.trim().is_empty() {
        return unreadable(name, Unreadable::Empty);
    }
    understood(&sections::lines(text), None, name)
}

/// Reads what a file says, whatever kind of file it was. `name` is the file as given on the command line.
///
/// As [`text`]; a table is read as the grid it is drawn as, and each cell's place is kept in [`Report::spots`]. A
/// table that makes no sense as a grid (one cell a line, everything in one cell) is read as text.
///
/// ```
/// use paper::source::{At, Cell, Part, Source, Table};
/// let rows = [["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"], ["规章", "0", "0", "0"], ["行政规范性文件", "2", "", "9"]];
/// let cell = |row: usize, column: usize| Cell {
///     row, column, rowspan: 1, colspan: 1, text: rows[row][column].into(), at: At { line: row as u32 + 1, page: None },
/// };
/// let cells = (0..3).flat_map(|row| (0..4).map(move |column| cell(row, column))).collect();
/// let source = Source { parts: vec![Part::Table(Table { rows: 3, columns: 4, cells })], ..Source::default() };
/// let report = report::read::source(&source, "report.docx");
/// assert_eq!(report.cells.at("proactive.normative_docs.in_force"), Some(9));
/// assert_eq!(report.cells.at("proactive.normative_docs.repealed"), None); // blank, not 0
/// assert_eq!(report.spots["proactive.normative_docs.in_force"].line, Some(3));
/// ```
pub fn source(source: &Source, name: &str) -> Report {
    let drawn = Drawn::of(source);
    let lines = drawn.lines();
    if lines.iter().all(|line| line.text.trim().is_empty()) {
        return unreadable(name, Unreadable::Empty);
    }
    let mut report = understood(&lines, Some(&drawn), name);
    drawn.facts_into(&mut report);
    for spot in report.spots.values_mut() {
        spot.page = spot.page.or_else(|| drawn.page_of(spot.line?));
    }
    for place in report.findings.iter_mut().map(|finding| &mut finding.place) {
        place.page = place.page.or_else(|| drawn.page_of(place.line?));
    }
    report
}

/// The report object of a file of which nothing can be said but why.
pub(crate) fn unreadable(name: &str, why: Unreadable) -> Report {
    let mut report = Report::blank(Edition::E2021);
    report.edition = None;
    report.file = Some(name.to_owned());
    report.findings.push(Notice::Unreadable(why).at(Place::document(), Edition::E2021));
    report
}

fn understood(lines: &[Line<'_>], drawn: Option<&Drawn<'_>>, name: &str) -> Report {
    let mut report = Report::blank(Edition::E2021);
    report.file = Some(name.to_owned());
    report.edition = None;
    let headings = sections::headings(lines);
    let head = head::read(lines, &headings);
    let tables = tables::read(lines, &headings, (head.title.as_deref(), head.year), drawn);
    let about =
        lines.iter().take(400).any(|line| line.text.contains("信息公开") || fold(line.text).contains("信息公开"));
    if tables.rows_found < 2 && (headings.len() < 2 || !about) {
        let finding: Finding = Notice::NotAReport.at(Place::document(), Edition::E2021);
        report.cells = Cells::blank(head.year.map_or(Edition::E2021, Edition::for_year));
        return Report { findings: vec![finding], title: head.title, year: head.year, ..report };
    }
    let end = head.signature_at.unwrap_or(lines.len());
    let parts = parts(lines, &headings, end, |at| !tables.taken[at]);
    report.sections = parts.iter().map(|(section, _)| section.clone()).collect();
    let paragraphs: Vec<Paragraph<'_>> = parts
        .iter()
        .flat_map(|(section, lines)| {
            lines.iter().map(|(line, text)| Paragraph { section: section.key, line: *line, text })
        })
        .collect();
    report.counts = counts::counts(&paragraphs, head.year);
    Report {
        title: head.title,
        body: head.body,
        year: head.year,
        edition: tables.edition,
        period: head.period,
        signed_by: head.signed_by,
        signed_on: head.signed_on,
        index_no: head.index_no,
        publisher: head.publisher,
        published_on: head.published_on,
        lead: head.lead,
        cells: tables.cells,
        marks: tables.marks,
        spots: tables.spots,
        findings: tables.findings,
        ..report
    }
}

/// The numbers named in the texts of a report on `year` that was written here and not read, for [`Report::counts`].
pub fn counts_of(sections: &[Section], year: Option<i16>) -> Vec<Count> {
    let paragraphs: Vec<Paragraph<'_>> = sections
        .iter()
        .flat_map(|section| section.text.lines().map(|text| Paragraph { section: section.key, line: 0, text }))
        .collect();
    // A line of no document is not worth telling.
    counts::counts(&paragraphs, year).into_iter().map(|count| Count { line: None, ..count }).collect()
}

type Part = (Section, Vec<(u32, String)>);

/// The foot of a web page: from here on nothing belongs to the report.
const PAGE_FOOT: &[&str] = &[
    "扫一扫",
    "打印本页",
    "关闭窗口",
    "上一篇",
    "下一篇",
    "相关附件",
    "相关链接",
    "相关文章",
    "相关信息",
    "相关阅读",
    "版权所有",
    "ICP备",
    "网站标识码",
    "主办单位",
    "分享到",
];

fn is_page_foot(text: &str) -> bool {
    text.chars().count() < 60 && PAGE_FOOT.iter().any(|word| text.contains(word)) && !text.contains('。')
}

/// The parts with their running text, in the order found.
fn parts(lines: &[Line<'_>], headings: &[Heading], end: usize, is_text: impl Fn(usize) -> bool) -> Vec<Part> {
    let mut out: Vec<Part> = Vec::new();
    for (i, heading) in headings.iter().enumerate() {
        let to = headings.get(i + 1).map_or(end.max(heading.at + 1), |next| next.at).min(lines.len());
        let first = (!heading.rest.is_empty()).then(|| (lines[heading.at].no, heading.rest.clone()));
        let rest = (heading.at + 1..to).filter(|at| is_text(*at)).map(|at| (lines[at].no, bare(lines[at].text)));
        let is_last = i + 1 == headings.len();
        let text: Vec<(u32, String)> = first
            .into_iter()
            .chain(rest)
            .filter(|(_, text)| !text.is_empty() && !lex::is_page_number(&fold(text).chars().collect::<Vec<_>>()))
            .take_while(|(_, text)| !(is_last && is_page_foot(text)))
            .collect();
        let section = Section {
            key: heading.key,
            title: heading.title.clone(),
            numeral: heading.numeral.clone(),
            text: text.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("\n"),
            line: Some(lines[heading.at].no),
        };
        out.push((section, text));
    }
    out
}
