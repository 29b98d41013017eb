#![doc = include_str!("../README.md")]

pub mod body;
pub mod chance;
pub mod draft;
pub mod drawn;
pub mod dress;
pub mod faults;
pub mod grid;
pub mod judge;
pub mod layout;
pub mod numbers;
pub mod page;
pub mod plan;
pub mod prose;
pub mod script;
pub mod special;
pub mod truth;

use report::finding::Code;
use report::form::TableNo;

use crate::draft::{Draft, PartFault, Wish};
use crate::dress::{docx, html, odt, pdf, text, xlsx};
use crate::page::Page;
use crate::truth::Truth;

/// A file format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Plain text.
    Text,
    /// A web page.
    Html,
    /// Word.
    Docx,
    /// PDF with a text layer.
    Pdf,
    /// OpenDocument.
    Odt,
    /// Excel.
    Xlsx,
}

impl Format {
    /// All of them.
    pub const ALL: [Format; 6] = [Format::Text, Format::Html, Format::Docx, Format::Pdf, Format::Odt, Format::Xlsx];

    /// The ending of its files, which is also its name.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Text => "txt",
            Format::Html => "html",
            Format::Docx => "docx",
            Format::Pdf => "pdf",
            Format::Odt => "odt",
            Format::Xlsx => "xlsx",
        }
    }
}

/// A made-up file with its truth.
#[derive(Clone, Debug)]
pub struct Sample {
    /// `00711-html-site.html`: the seed, the format, the layout.
    pub name: String,
    /// Its format.
    pub format: Format,
    /// How it is laid out, in a few words.
    pub layout: &'static str,
    /// Its other habits.
    pub traits: Vec<&'static str>,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The page before its format was put on: what a reader of files should see again.
    pub page: Page,
    /// What it says.
    pub truth: Truth,
}

/// The file of a seed: the same on every machine.
///
/// ```
/// use corpus::{Format, draft::Wish, make};
/// let (one, other) = (make(711, Format::Docx, Wish::default()), make(711, Format::Docx, Wish::default()));
/// assert_eq!(one.bytes, other.bytes);
/// ```
pub fn make(seed: u64, format: Format, wish: Wish) -> Sample {
    dress(draft::make(seed, wish, None), seed, format, wish)
}

/// Two reports of one body on consecutive years; the second may break with the first (R140, R141) or repeat it (R160).
/// The codes that have to be found beside the other report are named apart.
pub fn make_pair(seed: u64, format: Format) -> (Sample, Sample, Option<Code>) {
    let wish = Wish { clean: true };
    let past = draft::make(seed, wish, None);
    let mut now = draft::make(seed.wrapping_add(1 << 40), wish, Some(&past));
    let broken = faults::between_years(&past, &mut now);
    (dress(past, seed, format, wish), dress(now, seed.wrapping_add(1 << 40), format, wish), broken)
}

fn dress(mut draft: Draft, seed: u64, format: Format, wish: Wish) -> Sample {
    let mut page = layout::page(&mut draft, wish);
    let traditional = !wish.clean && draft.chance.hit(4);
    let (bytes, layout) = match format {
        Format::Text => as_text(&mut draft, &mut page, traditional, wish),
        Format::Html => as_html(&mut draft, &mut page, traditional, wish),
        Format::Docx => {
            to_script(&mut page, traditional);
            // Word counts headings only where they are paragraphs, and counts them rightly.
            let merged = draft.traits.contains(&"all tables in one");
            let may_number = !merged && !matches!(draft.parts, PartFault::Numeral(..));
            let written = docx::write(&page, may_number, &mut draft.chance);
            (written.bytes, written.layout)
        }
        Format::Pdf => {
            to_script(&mut page, traditional);
            pdf::write(&page, &mut draft.chance)
        }
        Format::Odt => {
            to_script(&mut page, traditional);
            odt::write(&page, &mut draft.chance)
        }
        Format::Xlsx => {
            to_script(&mut page, traditional);
            xlsx::write(&page, &mut draft.chance)
        }
    };
    if traditional {
        draft.traits.push("traditional");
    }
    let name = format!("{seed:05}-{}.{}", layout.replace(' ', "-"), format.ending());
    Sample { name, format, layout, traits: draft.traits, bytes, page, truth: draft.truth }
}

fn to_script(page: &mut Page, traditional: bool) {
    if traditional {
        script::traditional(page);
    }
}

fn as_text(draft: &mut Draft, page: &mut Page, traditional: bool, wish: Wish) -> (Vec<u8>, &'static str) {
    let mut style = draft.chance.weigh(text::Style::ALL);
    if wish.clean && style.ruins() {
        style = text::Style::Pipes;
    }
    if draft.chance.hit(20) {
        layout::facts(draft, page);
    }
    to_script(page, traditional);
    if style.ruins() {
        draft.truth.ruined = true;
        draft.truth.must_find.retain(|must| must.table.is_none() && must.section.is_none());
        let lost = Code::ALL.iter().filter(|code| (101..=150).contains(&code.number()));
        draft.truth.may_find.extend(lost);
    }
    if style.loses_blanks() && TableNo::ALL.iter().any(|table| has_blanks(draft, *table)) {
        draft.truth.unsure = true;
    }
    (text::write(page, style, &mut draft.chance), style.name())
}

fn has_blanks(draft: &Draft, table: TableNo) -> bool {
    let cells = &draft.truth.report.cells;
    cells.form().official_cells().any(|cell| cell.table == table && cells.is_blank(cell.no))
}

fn as_html(draft: &mut Draft, page: &mut Page, traditional: bool, wish: Wish) -> (Vec<u8>, &'static str) {
    use html::Charset;
    let mut style = draft.chance.weigh(html::Style::ALL);
    if wish.clean && style == html::Style::Divs {
        style = html::Style::Site;
    }
    if style.has_facts() {
        layout::facts(draft, page);
    }
    to_script(page, traditional);
    let charset = draft.chance.weigh(&[
        (50, Charset::Utf8),
        (16, Charset::Gbk),
        (14, Charset::Gb18030AsGb2312),
        (6, Charset::Utf8AsGbk),
        (8, Charset::GbkSilent),
    ]);
    let charset = if traditional && draft.chance.hit(50) { Charset::Big5 } else { charset };
    (html::write(page, style, charset, &mut draft.chance), style.name())
}
