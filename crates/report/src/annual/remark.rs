//! What the authority and a body say to each other about a report. Nothing said is ever edited: an answer is one more turn.

use super::Hand;
use crate::finding::Code;
use crate::form::{Edition, SectionKey, form};

/// What a remark is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// The report as a whole.
    Whole,
    /// One of its six parts.
    Section(SectionKey),
    /// A cell, by its address, e.g. `applications.carried_over_in.total`.
    Cell(String),
    /// Something the checks noticed.
    Finding(Code),
}

impl About {
    /// The stable key in databases and forms: empty, `overview`, a cell's address, `R103`.
    pub fn key(&self) -> String {
        match self {
            Self::Whole => String::new(),
            Self::Section(key) => key.as_str().to_owned(),
            Self::Cell(path) => path.clone(),
            Self::Finding(code) => code.as_str().to_owned(),
        }
    }

    /// What the key names on the form of that edition; `None` if it names nothing there.
    ///
    /// ```
    /// use report::{annual::About, form::Edition};
    /// let about = About::from_key("remedies.reconsideration.total", Edition::E2021).unwrap();
    /// assert_eq!(about.words(Edition::E2021), "第四部分表格“行政复议”行“总计”列");
    /// assert_eq!(About::from_key("proactive.procurement.items", Edition::E2021), None); // of 2019 only
    /// ```
    pub fn from_key(key: &str, edition: Edition) -> Option<Self> {
        if key.is_empty() {
            return Some(Self::Whole);
        }
        let section = SectionKey::ALL.into_iter().find(|section| section.as_str() == key).map(Self::Section);
        let code = || Code::ALL.iter().find(|code| code.as_str() == key).map(|code| Self::Finding(*code));
        section.or_else(code).or_else(|| form(edition).cell(key).map(|cell| Self::Cell(cell.path.clone())))
    }

    /// Where it is, in a clerk's words.
    pub fn words(&self, edition: Edition) -> String {
        match self {
            Self::Whole => "全文".to_owned(),
            Self::Section(key) => format!("第{}部分“{}”", key.numeral(), key.title()),
            Self::Cell(path) => form(edition).cell(path).map_or_else(|| path.clone(), |cell| cell.place_zh()),
            Self::Finding(code) => format!("{}：{}", code.as_str(), code.title_zh()),
        }
    }
}

/// What is said after a remark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TurnKind {
    /// The body answers: mended, or why not.
    Answer,
    /// The authority is content.
    Settle,
    /// The authority is not.
    Insist,
}

impl TurnKind {
    /// All three.
    pub const ALL: [TurnKind; 3] = [Self::Answer, Self::Settle, Self::Insist];

    /// The stable key in databases and forms.
    pub fn key(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Settle => "settle",
            Self::Insist => "insist",
        }
    }

    /// The kind with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// The words on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Answer => "回复",
            Self::Settle => "已解决",
            Self::Insist => "仍需处理",
        }
    }
}

/// One thing said after a remark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// What kind.
    pub kind: TurnKind,
    /// In which words; may be empty where it is settled.
    pub words: String,
    /// By whom, and when.
    pub hand: Hand,
}

/// Where a remark stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RemarkState {
    /// 待处理: it is the body's turn.
    Open,
    /// 已回复: it is the authority's turn.
    Answered,
    /// 已解决.
    Settled,
}

impl RemarkState {
    /// The word on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Open => "待处理",
            Self::Answered => "已回复",
            Self::Settled => "已解决",
        }
    }
}

/// One remark with what was said after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Its number within the body's year, from 1.
    pub no: u32,
    /// The version it was made on; `None` for the draft.
    pub version: Option<u32>,
    /// What it is about.
    pub about: About,
    /// What it says.
    pub words: String,
    /// By whom, and when.
    pub hand: Hand,
    /// What was said after it, oldest first.
    pub turns: Vec<Turn>,
}

impl Remark {
    /// Where it stands: by the last turn.
    pub fn state(&self) -> RemarkState {
        match self.turns.last().map(|turn| turn.kind) {
            None | Some(TurnKind::Insist) => RemarkState::Open,
            Some(TurnKind::Answer) => RemarkState::Answered,
            Some(TurnKind::Settle) => RemarkState::Settled,
        }
    }
}
