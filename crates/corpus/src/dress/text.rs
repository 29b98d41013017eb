//! Plain text that was once a page, a document or a PDF: every way of flattening a table that was seen.

use crate::chance::Chance;
use crate::grid::{Grid, Placed, Places, What};
use crate::page::{Page, Piece};

/// A way of flattening tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// A row on a line, cells parted by pipes, padded to the column count.
    Pipes,
    /// A table of Markdown, a line of dashes under its first row.
    Markdown,
    /// `X |` line by line, the row ended by pipes only.
    CellPerLine,
    /// A line of pipes before each row.
    LeadingPipe,
    /// `|` on a line of its own behind each cell.
    PipeLines,
    /// Cells indented on new lines.
    Indented,
    /// A paragraph for each cell, blank cells gone.
    Paragraphs,
    /// Tabs between cells, covered cells blank, columns shifting from row to row.
    Tabs,
    /// Each cell on a line behind a tab.
    TabLines,
    /// As a PDF is turned into text: columns by blanks, wrapped labels beside their numbers.
    Layout,
    /// Cells glued together.
    Glued,
    /// Repeated lines removed.
    Unique,
}

impl Style {
    /// All of them with how often they are met.
    pub const ALL: &[(u32, Style)] = &[
        (16, Style::Pipes),
        (5, Style::Markdown),
        (14, Style::CellPerLine),
        (6, Style::LeadingPipe),
        (5, Style::PipeLines),
        (7, Style::Indented),
        (18, Style::Paragraphs),
        (10, Style::Tabs),
        (8, Style::TabLines),
        (10, Style::Layout),
        (2, Style::Glued),
        (2, Style::Unique),
    ];

    /// Its name in the table of outcomes.
    pub fn name(self) -> &'static str {
        match self {
            Style::Pipes => "pipes",
            Style::Markdown => "markdown",
            Style::CellPerLine => "cell per line",
            Style::LeadingPipe => "leading pipe",
            Style::PipeLines => "pipe lines",
            Style::Indented => "indented",
            Style::Paragraphs => "paragraphs",
            Style::Tabs => "tabs",
            Style::TabLines => "tab lines",
            Style::Layout => "pdf text",
            Style::Glued => "glued",
            Style::Unique => "unique lines",
        }
    }

    /// Whether blank cells leave no trace.
    pub fn loses_blanks(self) -> bool {
        matches!(self, Style::Paragraphs | Style::Layout)
    }

    /// Whether numbers are lost that nobody can get back.
    pub fn ruins(self) -> bool {
        matches!(self, Style::Glued | Style::Unique)
    }
}

/// The text of a page.
pub fn write(page: &Page, style: Style, chance: &mut Chance) -> Vec<u8> {
    let mut out = String::new();
    if !page.facts.is_empty() {
        facts(page, &mut out);
    }
    let gap = if style == Style::Paragraphs || chance.hit(30) { "\n\n" } else { "\n" };
    let indent = if chance.hit(40) { "\u{3000}\u{3000}" } else { "" };
    for piece in &page.pieces {
        match piece {
            Piece::Title(lines) => out.push_str(&format!("{}{gap}", lines.join("\n"))),
            Piece::Heading(numeral, words) => out.push_str(&format!("{indent}{numeral}{words}{gap}")),
            Piece::Text(text) if style == Style::Layout => {
                out.push_str(&wrapped(&format!("\u{3000}\u{3000}{text}"), 32));
                out.push('\n');
            }
            Piece::Text(text) => out.push_str(&format!("{indent}{text}{gap}")),
            Piece::Table(grid) => {
                table(grid, style, &mut out);
                out.push_str(if style == Style::Glued { "\n" } else { gap });
            }
            Piece::Signature(lines) => {
                let indent = if chance.hit(50) { "                                " } else { "" };
                for line in lines {
                    out.push_str(&format!("{indent}{line}\n"));
                }
            }
        }
    }
    if !page.facts.is_empty() {
        out.push_str("扫一扫在手机打开当前页\n");
    }
    if style == Style::Unique {
        out = unique(&out);
    }
    if style == Style::Layout {
        out = paged(&out);
    }
    match chance.below(12) {
        0 => [0xef, 0xbb, 0xbf].into_iter().chain(out.into_bytes()).collect(),
        1 => out.replace('\n', "\r\n").into_bytes(),
        2 => [0xff, 0xfe].into_iter().chain(out.encode_utf16().flat_map(u16::to_le_bytes)).collect(),
        3 | 4 => encoding_rs::GB18030.encode(&out).0.into_owned(),
        _ => out.into_bytes(),
    }
}

fn facts(page: &Page, out: &mut String) {
    for pair in page.facts.chunks(2) {
        let cells: Vec<String> = pair.iter().map(|(name, value)| format!("[{name}] | {value}")).collect();
        out.push_str(&format!("{} |\n", cells.join(" | ")));
    }
}

fn unique(text: &str) -> String {
    let mut seen = std::collections::HashSet::new();
    text.lines().filter(|line| line.trim().is_empty() || seen.insert(line.trim().to_owned())).fold(
        String::new(),
        |mut out, line| {
            out.push_str(line);
            out.push('\n');
            out
        },
    )
}

/// Page numbers and page breaks every fifty lines.
fn paged(text: &str) -> String {
    let mut out = String::new();
    for (i, line) in text.lines().enumerate() {
        if i > 0 && i.is_multiple_of(50) {
            out.push_str(&format!("\n                         - {} -\n\u{c}", i / 50));
        }
        out.push_str(line);
        out.push('\n');
    }
    out
}

fn wrapped(text: &str, width: usize) -> String {
    let letters: Vec<char> = text.chars().collect();
    letters.chunks(width).map(|line| line.iter().collect::<String>()).collect::<Vec<_>>().join("\n")
}

fn table(grid: &Grid, style: Style, out: &mut String) {
    let places = grid.places();
    let columns = places.edges.len() - 1;
    let mut rows: Vec<Vec<&Placed<'_>>> = vec![Vec::new(); places.rows];
    for placed in &places.boxes {
        rows[placed.row].push(placed);
    }
    let flat = |placed: &Placed<'_>| placed.boxed.text.replace('\n', "");
    for (r, row) in rows.iter().enumerate() {
        let pad = "|".repeat(columns.saturating_sub(row.len()));
        match style {
            Style::Pipes | Style::Markdown => {
                let cells: Vec<String> = row.iter().map(|placed| flat(placed)).collect();
                let pad = if pad.is_empty() { String::new() } else { format!(" {pad}") };
                if style == Style::Markdown {
                    out.push_str(&format!("| {} |{}\n", cells.join(" | "), " |".repeat(columns - row.len())));
                    if r == 0 {
                        out.push_str(&format!("|{}\n", "---|".repeat(columns)));
                    }
                } else {
                    out.push_str(&format!("{} |{pad}\n", cells.join(" | ")));
                }
            }
            Style::CellPerLine | Style::LeadingPipe | Style::PipeLines | Style::Indented => {
                if style == Style::LeadingPipe {
                    out.push_str("|\n");
                }
                for (i, placed) in row.iter().enumerate() {
                    let text = flat(placed);
                    let last = i + 1 == row.len();
                    match style {
                        Style::PipeLines => out.push_str(&format!("{text}\n|\n")),
                        Style::Indented => out.push_str(&format!("{text}\n   |\n")),
                        _ if last => out.push_str(&format!("{text} | {pad}\n")),
                        _ if text.is_empty() => out.push_str("|\n"),
                        _ => out.push_str(&format!("{text} |\n")),
                    }
                }
                if style == Style::Indented {
                    out.push_str(&format!("{pad}\n"));
                }
            }
            Style::Paragraphs | Style::Unique => {
                let cells = row.iter().map(|placed| placed.boxed.text.as_str()).filter(|text| !text.trim().is_empty());
                for text in cells {
                    out.push_str(&format!("{text}\n\n"));
                }
            }
            Style::Tabs => {
                let cells: Vec<String> = spread(&places, r);
                out.push_str(&format!("{}\n", cells.join("\t")));
            }
            Style::TabLines => {
                for placed in row {
                    let text = flat(placed);
                    out.push_str(&format!("\t{}\n", if text.is_empty() { "\u{3000}" } else { &text }));
                }
                out.push('\n');
            }
            Style::Layout => laid_out(&places, row, r, out),
            Style::Glued => {
                let cells: String = row.iter().map(|placed| flat(placed)).collect();
                out.push_str(&format!("{cells}\n"));
            }
        }
    }
}

/// A row with blanks where a cell is covered or reaches over several columns.
fn spread(places: &Places<'_>, row: usize) -> Vec<String> {
    let slots = places.slots();
    slots[row].iter().map(|slot| slot.map_or(String::new(), |placed| placed.boxed.text.replace('\n', ""))).collect()
}

/// One row by blanks: its labels wrapped, its numbers on the middle line of the label.
fn laid_out(places: &Places<'_>, row: &[&Placed<'_>], r: usize, out: &mut String) {
    let mut labels: Vec<String> = Vec::new();
    let mut values = String::new();
    let mut group = String::new();
    for placed in row {
        let text = placed.boxed.text.replace('\n', "");
        match placed.boxed.what {
            What::Value(_) => values.push_str(&format!("  {text:>6}")),
            What::Head => values.push_str(&format!("  {text}")),
            What::Label if placed.boxed.rowspan > 1 => group.push_str(&format!("{text}  ")),
            What::Label => labels = wrapped(&text, 17).lines().map(str::to_owned).collect(),
            What::Band if places.boxes.iter().filter(|other| other.row == r).count() == 1 => {
                labels = vec![format!("          {text}")];
            }
            What::Band => {}
        }
    }
    if !group.is_empty() && labels.len() > 1 {
        out.push_str(&format!("{group}\n"));
        group.clear();
    }
    let middle = labels.len() / 2;
    if labels.is_empty() {
        out.push_str(&format!("{}\n", values.trim_end()));
    }
    for (i, label) in labels.iter().enumerate() {
        let numbers = if i == middle { values.as_str() } else { "" };
        let lead = if i == 0 { group.as_str() } else { "" };
        out.push_str(&format!("   {lead}{label}{numbers}\n").replace("   \n", "\n"));
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grid::Boxed;

    #[test]
    fn a_row_is_flattened_as_scrapers_flatten_it() {
        let boxed = |text: &str, width| Boxed::new(text, width, What::Label);
        let grid = Grid {
            rows: vec![vec![boxed("第二十条", 4)], vec![boxed("行政许可", 1), boxed("", 1), boxed("7", 2)]],
            head: 0,
        };
        for (style, text) in [
            (Style::Pipes, "第二十条 | ||\n行政许可 |  | 7 |\n"),
            (Style::CellPerLine, "第二十条 | ||\n行政许可 |\n|\n7 | \n"),
            (Style::LeadingPipe, "|\n第二十条 | ||\n|\n行政许可 |\n|\n7 | \n"),
            (Style::Paragraphs, "第二十条\n\n行政许可\n\n7\n\n"),
            (Style::Tabs, "第二十条\t\t\n行政许可\t\t7\n"),
            (Style::Glued, "第二十条\n行政许可7\n"),
        ] {
            let mut out = String::new();
            table(&grid, style, &mut out);
            assert_eq!(out, text, "{style:?}");
        }
    }
}
