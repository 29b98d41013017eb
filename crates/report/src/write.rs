//! A report as an official paper: title, lead, six parts, the three tables drawn with the form's spans.
//!
//! The same document becomes DOCX or HTML; neither is known here.

use jiff::civil::Date;
use paper::document::{Align, Block, Cell as Slot, Document, Grid, Level};
use paper::xlsx::Sheet;

use crate::figures::Cells;
use crate::form::{Heading, Kind, Layout, SectionKey, TableNo};
use crate::report::Report;

/// What stands where a text part has not been written yet.
pub const UNWRITTEN: &str = "（待填写）";

/// What the paper needs beside the report itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meta {
    /// The body that reports, as it signs; [`Report::signed_by`] or [`Report::body`] if empty.
    pub organ: String,
    /// The day of signing; [`Report::signed_on`] if `None`. Without either there is no signature.
    pub signed_on: Option<Date>,
    /// Where the electronic version can be had, for the lead; left out if empty.
    pub address: String,
    /// Whom to ask, for the lead: office, telephone, address; left out if empty.
    pub contact: String,
}

/// The report as a paper.
///
/// Blank cells stay blank, also in print. A text part that is not written yet says so, see [`UNWRITTEN`];
/// a lead is made from the form's own words if the report has none.
///
/// ```
/// use report::{form::Edition, report::Report, write::{Meta, document}};
/// let mut report = Report::blank(Edition::E2021);
/// report.year = Some(2025);
/// report.cells.put("remedies.reconsideration.upheld", 2);
/// let paper = document(&report, &Meta { organ: "云溪县财政局".into(), ..Meta::default() });
/// assert_eq!(paper.name, "云溪县财政局2025年政府信息公开工作年度报告");
/// assert_eq!(paper.grids().len(), 3);
/// ```
pub fn document(report: &Report, meta: &Meta) -> Document {
    let organ = organ(report, meta);
    let year = report.year.map(|year| format!("{year}年")).unwrap_or_default();
    let title = match &report.title {
        Some(title) => title.clone(),
        None => format!("{organ}{year}政府信息公开工作年度报告"),
    };
    let mut paper = Document::new(title.clone());
    paper.push(Block::Title(title));
    match &report.lead {
        Some(lead) => paragraphs(&mut paper, lead),
        None => paper.push(Block::paragraph(lead(report, meta))),
    }
    for key in SectionKey::ALL {
        paper.push(Block::heading(Level::One, format!("{}、{}", key.numeral(), key.title())));
        let text = report.text(key).trim();
        match (key.table(), text) {
            (None, "") => paper.push(Block::paragraph(UNWRITTEN)),
            (Some(table), "") => paper.push(Block::Grid(grid(&report.cells, table))),
            (None, text) => paragraphs(&mut paper, text),
            (Some(table), text) => {
                paper.push(Block::Grid(grid(&report.cells, table)));
                paragraphs(&mut paper, text);
            }
        }
    }
    if let Some(date) = meta.signed_on.or(report.signed_on) {
        paper.push(Block::Signature { organ, date });
    }
    paper
}

fn organ(report: &Report, meta: &Meta) -> String {
    let given = Some(meta.organ.clone()).filter(|organ| !organ.is_empty());
    given.or_else(|| report.signed_by.clone()).or_else(|| report.body.clone()).unwrap_or_default()
}

/// The lead the form asks for: basis, parts, period, where to get it, whom to ask.
pub fn lead(report: &Report, meta: &Meta) -> String {
    let organ = organ(report, meta);
    let year = report.year.map(|year| format!("{year}年")).unwrap_or_default();
    let form = report.cells.form();
    let titles: Vec<_> = SectionKey::ALL.into_iter().map(SectionKey::title).collect();
    let mut lead = format!(
        "根据《中华人民共和国政府信息公开条例》第五十条和《{}》（{}）的规定，编制{organ}{year}政府信息公开工作年度报告。\
         本报告由{}六部分组成。",
        form.title,
        form.basis,
        titles.join("、"),
    );
    if !year.is_empty() {
        lead.push_str(&format!("所列数据的统计期限自{year}1月1日起至{year}12月31日止。"));
    }
    if !meta.address.is_empty() {
        lead.push_str(&format!("本报告的电子版可在{}下载。", meta.address));
    }
    if !meta.contact.is_empty() {
        lead.push_str(&format!("如对本报告有疑问，请与{}联系。", meta.contact));
    }
    lead
}

fn paragraphs(paper: &mut Document, text: &str) {
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        paper.push(Block::paragraph(line));
    }
}

/// One of the three tables with its values.
///
/// ```
/// use report::{figures::Cells, form::{Edition, TableNo}, write::grid};
/// let grid = grid(&Cells::blank(Edition::E2021), TableNo::Applications);
/// assert_eq!((grid.columns(), grid.rows().len()), (10, 3 + 25));
/// ```
pub fn grid(cells: &Cells, table: TableNo) -> Grid {
    let layout = cells.form().layout(table);
    let mut rows = Vec::new();
    for band in &layout.bands {
        for head in &band.head {
            rows.push(head.iter().map(column_header).collect());
        }
        for row in &band.body {
            let labels = row.labels.iter().map(|label| span(Slot::row_header(label.label), label));
            let values = row.values.iter().map(|slot| {
                let value = Slot::new(value(cells, slot.cell)).span(1, narrow(slot.colspan));
                match cells.form().at(slot.cell).column.kind {
                    Kind::Money(_) => value.align(Align::Right),
                    Kind::Count | Kind::SignedCount => value,
                }
            });
            rows.push(labels.chain(values).collect());
        }
    }
    Grid::new(&widths(&layout), rows).expect("a test shows that every layout covers each slot once")
}

/// What a cell prints: nothing if blank; money in the unit of its heading, or as it was stated.
pub fn value(cells: &Cells, no: crate::form::CellNo) -> String {
    if let Some(money) = cells.money(no) {
        return match cells.form().at(no).column.kind {
            Kind::Money(Some(unit)) => money.in_unit(Some(unit)).to_string(),
            Kind::Money(None) | Kind::Count | Kind::SignedCount => money.raw.clone(),
        };
    }
    cells.get(no).map(|count| count.to_string()).unwrap_or_default()
}

/// The three tables as sheets of a workbook, each under the report's title.
pub fn sheets(cells: &Cells, title: &str) -> Vec<Sheet> {
    let sheet = |table: TableNo| {
        let about = match table {
            TableNo::Proactive => "主动公开",
            TableNo::Applications => "申请",
            TableNo::Remedies => "复议诉讼",
        };
        let mut sheet = Sheet::from_grid(format!("{} {about}", table.short_zh()), &grid(cells, table));
        sheet.titles.insert(0, title.to_owned());
        sheet
    };
    TableNo::ALL.into_iter().map(sheet).collect()
}

fn column_header(heading: &Heading) -> Slot {
    span(Slot::column_header(heading.label), heading)
}

fn span(slot: Slot, heading: &Heading) -> Slot {
    slot.span(narrow(heading.rowspan), narrow(heading.colspan))
}

fn narrow(span: usize) -> u16 {
    u16::try_from(span).unwrap_or(u16::MAX)
}

/// Whole percents per grid column: labels wide, numbers narrow, 100 together.
fn widths(layout: &Layout) -> Vec<u8> {
    match layout.table {
        TableNo::Applications => vec![7, 11, 26, 8, 8, 8, 8, 8, 8, 8],
        TableNo::Proactive | TableNo::Remedies => paper::document::even_widths(layout.columns),
    }
}
