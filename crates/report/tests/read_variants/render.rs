//! Writes a report on the form and flattens its tables the way copying tools do.

use report::figures::{Cells, Money, Unit};
use report::form::{Cell, Edition, Kind, TableNo, form};

/// A small generator of numbers: the same seed, the same report.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed ^ 0x9e37_79b9_7f4a_7c15)
    }

    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % sides
    }
}

/// How the numbers of a report are.
#[derive(Clone, Copy, Debug)]
pub struct Figures {
    /// Of ten cells, how many are blank.
    pub blank: u64,
    /// Of ten cells, how many hold a mark.
    pub marked: u64,
    /// Whether totals are computed (and right) or thrown like the rest.
    pub sums: bool,
}

/// A report's figures, and the text of each cell.
pub struct Sheet {
    pub cells: Cells,
    texts: Vec<String>,
}

impl Sheet {
    pub fn thrown(edition: Edition, figures: Figures, dice: &mut Dice) -> Sheet {
        let form = form(edition);
        let mut cells = Cells::blank(edition);
        let mut texts = vec![String::new(); form.cells().len()];
        for cell in form.official_cells() {
            if dice.roll(10) < figures.blank {
                continue;
            }
            if dice.roll(10) < figures.marked {
                texts[usize::from(cell.no.0)] = ["/", "—", "-", "无"][dice.roll(4) as usize].to_owned();
                continue;
            }
            let size = [1, 2, 10, 300, 20_000][dice.roll(5) as usize];
            let count = dice.roll(size) as i64;
            match cell.column.kind {
                Kind::Count => cells.set(cell.no, Some(count)),
                Kind::SignedCount => cells.set(cell.no, Some(if dice.roll(2) == 0 { count } else { -count })),
                Kind::Money(unit) => {
                    let raw = format!("{count}.{:02}", dice.roll(100));
                    let raw = if unit.is_none() { format!("{raw}万元") } else { raw };
                    cells.set_money(cell.no, Money::parse(&raw, unit.or(Some(Unit::Yuan))));
                }
            }
        }
        if figures.sums {
            let blank: Vec<bool> = form.cells().iter().map(|cell| cells.is_blank(cell.no)).collect();
            cells.compute_totals();
            // A total may be left blank as well.
            for cell in form.cells().iter().filter(|cell| cell.is_total() && blank[usize::from(cell.no.0)]) {
                cells.set(cell.no, None);
            }
        }
        for cell in form.official_cells() {
            let text = &mut texts[usize::from(cell.no.0)];
            if let Some(count) = cells.get(cell.no) {
                *text = signed(cell, count, dice);
            } else if let Some(money) = cells.money(cell.no) {
                *text = money.raw.clone();
            }
        }
        Sheet { cells, texts }
    }

    pub fn text(&self, cell: &Cell) -> &str {
        &self.texts[usize::from(cell.no.0)]
    }
}

fn signed(cell: &Cell, count: i64, dice: &mut Dice) -> String {
    if cell.column.kind != Kind::SignedCount {
        return count.to_string();
    }
    match dice.roll(3) {
        0 if count > 0 => format!("+{count}"),
        1 if count > 0 => format!("增{count}"),
        0 if count < 0 => format!("减{}", -count),
        _ => count.to_string(),
    }
}

/// A row of a drawn table: its cells with the grid columns they cover, and how many columns to their
/// left are covered from above.
#[derive(Clone, Debug)]
pub struct Row {
    pub covered: usize,
    pub cells: Vec<(String, usize)>,
    /// Where the values begin among `cells`; none for a heading.
    pub values: Option<usize>,
    /// The key of the row of the form.
    pub key: Option<&'static str>,
}

/// The table with all its spans, as an office page draws it.
pub fn drawn(sheet: &Sheet, table: TableNo) -> Vec<Row> {
    let form = sheet.cells.form();
    let layout = form.layout(table);
    let mut rows = Vec::new();
    for band in &layout.bands {
        for line in &band.head {
            let cells: Vec<(String, usize)> =
                line.iter().map(|heading| (heading.label.to_owned(), heading.colspan)).collect();
            let width: usize = cells.iter().map(|(_, span)| span).sum();
            rows.push(Row { covered: layout.columns.saturating_sub(width), cells, values: None, key: None });
        }
        for line in &band.body {
            let mut cells: Vec<(String, usize)> =
                line.labels.iter().map(|heading| (heading.label.to_owned(), heading.colspan)).collect();
            let values = cells.len();
            cells.extend(line.values.iter().map(|slot| (sheet.text(form.at(slot.cell)).to_owned(), slot.colspan)));
            let width: usize = cells.iter().map(|(_, span)| span).sum();
            let key = line.values.first().map(|slot| form.at(slot.cell).row.key);
            rows.push(Row { covered: layout.columns.saturating_sub(width), cells, values: Some(values), key });
        }
    }
    rows
}

/// The ways in which tables are flattened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flat {
    /// `行政许可 | 0 | ||`: one row per line, padded to the column count.
    PaddedPipes,
    /// `| 行政许可 | 0 | | |`: as Markdown writes it.
    Markdown,
    /// `行政许可|0|||`.
    TightPipes,
    /// `0 |` in a line of its own, blank cells a lone `|`, rows ended by `|||`.
    CellPerLine,
    /// Header rows on one line, the rest as [`Flat::CellPerLine`].
    MixedPipes,
    /// A lone `|` before each row; blank cells vanish.
    LeadingPipe,
    /// A lone `|` after each cell.
    PipeAfterCell,
    /// The same, everything indented.
    Indented,
    /// One paragraph per cell; blank cells vanish.
    Paragraphs,
    /// The grid by tabs, a blank for every covered place.
    Tabs,
    /// The same, with two columns too many.
    WideTabs,
    /// A tab before each cell, an empty line between rows, U+3000 for some blanks.
    LeadingTab,
    /// Text of a PDF: blanks between values, long labels wrapped around them; blank cells vanish.
    Pdf,
    /// A cell over several columns repeated in each.
    Repeated,
    /// Cells of a row with nothing between them.
    Glued,
}

impl Flat {
    pub const KEEP_BLANKS: &[Flat] = &[
        Flat::Markdown,
        Flat::CellPerLine,
        Flat::MixedPipes,
        Flat::PipeAfterCell,
        Flat::Indented,
        Flat::Tabs,
        Flat::LeadingTab,
    ];
    pub const LOSE_BLANKS: &[Flat] = &[
        Flat::WideTabs,
        Flat::PaddedPipes,
        Flat::TightPipes,
        Flat::LeadingPipe,
        Flat::Paragraphs,
        Flat::Pdf,
        Flat::Repeated,
        Flat::Glued,
    ];
}

/// The rows as lines.
pub fn flatten(rows: &[Row], flat: Flat) -> String {
    let columns: usize =
        rows.iter().map(|row| row.covered + row.cells.iter().map(|(_, span)| span).sum::<usize>()).max().unwrap_or(0);
    let mut out = String::new();
    for row in rows {
        let texts: Vec<&str> = row.cells.iter().map(|(text, _)| text.as_str()).collect();
        match flat {
            Flat::PaddedPipes => {
                out.push_str(&texts.join(" | "));
                out.push_str(&format!(" | {}\n", "|".repeat(columns.saturating_sub(texts.len()))));
            }
            Flat::Markdown => {
                out.push_str("| ");
                out.push_str(&"| ".repeat(row.covered));
                for (text, span) in &row.cells {
                    let blank = " |".repeat(span - 1);
                    out.push_str(&format!("{text} |{blank} "));
                }
                out.push('\n');
            }
            Flat::TightPipes => {
                for (text, span) in &row.cells {
                    out.push_str(&format!("{text}{}", "|".repeat(*span)));
                }
                out.push('\n');
            }
            Flat::CellPerLine => cell_per_line(&texts, columns, &mut out),
            Flat::MixedPipes if row.values.is_none() => {
                out.push_str(&format!("{} | {}\n", texts.join(" | "), "|".repeat(columns - texts.len())));
            }
            Flat::MixedPipes => cell_per_line(&texts, columns, &mut out),
            Flat::LeadingPipe => {
                out.push_str("|\n");
                for text in texts.iter().filter(|text| !text.is_empty()) {
                    out.push_str(&format!("{text} |\n"));
                }
            }
            Flat::PipeAfterCell => texts.iter().for_each(|text| {
                out.push_str(if text.is_empty() { "|\n".to_owned() } else { format!("{text}\n|\n") }.as_str());
            }),
            Flat::Indented => texts.iter().for_each(|text| {
                out.push_str(
                    if text.is_empty() { "   |\n".to_owned() } else { format!("  {text}\n\n   |\n") }.as_str(),
                );
            }),
            Flat::Paragraphs => {
                for text in texts.iter().filter(|text| !text.is_empty()) {
                    out.push_str(&format!("  {text} \n\n"));
                }
            }
            Flat::Tabs | Flat::WideTabs => {
                out.push_str(&"\t".repeat(row.covered));
                let grid: Vec<String> =
                    row.cells.iter().map(|(text, span)| format!("{text}{}", "\t".repeat(span - 1))).collect();
                out.push_str(&grid.join("\t"));
                out.push_str(if flat == Flat::WideTabs { "\t\t\n" } else { "\n" });
            }
            Flat::LeadingTab => {
                for _ in 0..row.covered.min(1) {
                    out.push_str("\t\n");
                }
                for (i, text) in texts.iter().enumerate() {
                    let text = if text.is_empty() && i % 2 == 0 { "\u{3000}" } else { text };
                    out.push_str(&format!("\t{text}\n"));
                }
                out.push('\n');
            }
            Flat::Pdf => pdf(row, &texts, &mut out),
            Flat::Repeated => {
                let cells: Vec<String> = row.cells.iter().flat_map(|(text, span)| vec![text.clone(); *span]).collect();
                out.push_str(&format!("| {} |\n", cells.join(" | ")));
            }
            Flat::Glued => {
                out.push_str(&texts.concat());
                out.push('\n');
            }
        }
    }
    out
}

fn cell_per_line(texts: &[&str], columns: usize, out: &mut String) {
    for text in texts {
        out.push_str(if text.is_empty() { "|\n".to_owned() } else { format!("{text} |\n") }.as_str());
    }
    out.push_str(&"|".repeat(columns.saturating_sub(texts.len()) + 2));
    out.push('\n');
}

/// The label's first half, the values, the label's second half; short labels stand whole before them.
fn pdf(row: &Row, texts: &[&str], out: &mut String) {
    let Some(values) = row.values else {
        out.push_str(&format!("{}\n", texts.join(" ")));
        return;
    };
    let printed: Vec<&str> = texts[values..].iter().filter(|text| !text.is_empty()).copied().collect();
    for group in &texts[..values.saturating_sub(1)] {
        out.push_str(&format!("{group}\n"));
    }
    let label: Vec<char> = texts[..values].last().map_or(Vec::new(), |label| label.chars().collect());
    if label.len() > 14 {
        let (first, second) = label.split_at(10);
        let (first, second): (String, String) = (first.iter().collect(), second.iter().collect());
        out.push_str(&format!("{first}\n{}\n{second}\n", printed.join(" ")));
    } else {
        let label: String = label.iter().collect();
        out.push_str(&format!("{label} {}\n", printed.join(" ")));
    }
}

/// A whole report around the tables.
pub fn document(edition: Edition, tables: [&str; 3]) -> String {
    let year = if edition == Edition::E2019 { 2020 } else { 2023 };
    let next = year + 1;
    format!(
        "云溪县水务局{year}年政府信息公开工作年度报告\n\n本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。\n\n\
         一、总体情况\n{year}年，我局认真做好政府信息公开工作，发布信息12条。\n\n\
         二、主动公开政府信息情况\n{}\n三、收到和处理政府信息公开申请情况\n{}\n\
         四、政府信息公开行政复议、行政诉讼情况\n{}\n五、存在的主要问题及改进情况\n存在不足，将改进。\n\n\
         六、其他需要报告的事项\n无其他需要报告的事项。\n\n云溪县水务局\n{next}年1月18日\n",
        tables[0], tables[1], tables[2]
    )
}

/// The report with all three tables flattened in one way.
pub fn render(sheet: &Sheet, flat: Flat) -> String {
    let tables = TableNo::ALL.map(|table| flatten(&drawn(sheet, table), flat));
    document(sheet.cells.edition(), [&tables[0], &tables[1], &tables[2]])
}
