//! The texts of the county's papers, written from its topics.

pub mod regular;
pub mod rules;
pub mod work;

use super::bodies::House;
use civic::BodyKind;
use jiff::civil::Date;
use paper::document::{Block, Cell, Document, Grid, Level, chinese_date, even_widths};
use publishing::{Column, Content, Genre, Theme};

/// A file to be made and attached: name and paper.
#[derive(Clone, Debug)]
pub struct Attached {
    pub name: String,
    pub file: File,
}

/// What the file is made of.
#[derive(Clone, Debug)]
pub enum File {
    /// A paper, written as DOCX.
    Paper(Document),
    /// Plain text.
    Plain(String),
}

/// A paper with its files.
#[derive(Clone, Debug)]
pub struct Paper {
    pub content: Content,
    pub files: Vec<Attached>,
}

impl Paper {
    fn of(column: Column, title: String, summary: String, theme: &str, genre: Genre, made_on: Date) -> Self {
        let mut content = Content::titled(column, &title);
        content.summary = summary;
        content.theme = Theme::from_key(theme);
        content.genre = Some(genre);
        content.made_on = Some(made_on);
        Self { content, files: Vec::new() }
    }

    fn text(mut self, lines: &[String]) -> Self {
        self.content.text = lines.join("\n");
        self
    }

    fn numbered(mut self, number: String) -> Self {
        self.content.doc_no = number;
        self
    }

    fn keywords(mut self, words: &str) -> Self {
        self.content.keywords = words.to_owned();
        self
    }

    fn with(mut self, name: String, file: File) -> Self {
        self.files.push(Attached { name, file });
        self
    }
}

/// The signature and the date, as the last two lines.
fn signed(house: &House, on: Date) -> [String; 2] {
    [house.body.name.clone(), chinese_date(on)]
}

fn lines<const N: usize>(parts: [&str; N], house: &House, on: Date) -> Vec<String> {
    parts.iter().map(|part| (*part).to_owned()).chain(signed(house, on)).collect()
}

/// A table as a paper of its own.
fn sheet(name: &str, heads: &[&str], rows: &[Vec<String>]) -> Document {
    let head = heads.iter().map(|head| Cell::column_header(*head)).collect();
    let body = rows.iter().map(|row| row.iter().map(|cell| Cell::new(cell.as_str())).collect());
    let widths = even_widths(heads.len());
    let paper = Document::new(name).with(Block::Title(name.to_owned()));
    match Grid::new(&widths, std::iter::once(head).chain(body).collect()) {
        Ok(grid) => paper.with(Block::Grid(grid.captioned(name))),
        // Rows of unequal length are printed as paragraphs rather than lost.
        Err(_) => rows.iter().fold(paper, |paper, row| paper.with(Block::paragraph(row.join("　")))),
    }
}

/// Rows as a table in a text.
fn table(heads: &[&str], rows: &[Vec<String>]) -> String {
    let line = |cells: Vec<&str>| format!("| {} |", cells.join(" | "));
    let mut out = vec![line(heads.to_vec())];
    out.extend(rows.iter().map(|row| line(row.iter().map(String::as_str).collect())));
    out.join("\n")
}

fn addressed(house: &House) -> &'static str {
    match house.body.kind {
        BodyKind::Government => "各镇人民政府、乡人民政府、街道办事处，县政府各部门：",
        BodyKind::Township => "各村（社区）、镇直各单位：",
        BodyKind::Department | BodyKind::Authorised => "各镇、乡、街道有关站所，局属各单位：",
    }
}

/// The text of a publication as a paper to download.
fn as_paper(title: &str, text: &str) -> Document {
    let mut paper = Document::new(title).with(Block::Title(title.to_owned()));
    let lines: Vec<&str> = text.lines().collect();
    for line in &lines {
        let is_heading = line.chars().count() < 20 && (line.starts_with('第') || line.contains('、'));
        let ends = line.ends_with(['。', '：', '；']);
        paper.push(if is_heading && !ends { Block::heading(Level::One, *line) } else { Block::paragraph(*line) });
    }
    paper
}
