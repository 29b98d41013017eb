//! The plain values that the macros of `macros.html` draw.
//!
//! A slice maps what it knows into these; nothing here knows a case or a publication.

/// One step of the way here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crumb {
    /// The word.
    pub label: String,
    /// Where it leads; the last step leads nowhere.
    pub href: Option<String>,
}

/// How a state or a notice sounds. Each has a colour *and* a sign, and always stands beside a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Nothing has begun: 待登记.
    Waiting,
    /// In hand: 办理中, 待审核, 待签发.
    Doing,
    /// In others' hands, the clock stands: 等待申请人补正, 征求第三方意见中.
    Held,
    /// Soon due.
    Soon,
    /// Past its last day, or refused.
    Late,
    /// Done: 已答复, 有效.
    Done,
    /// Over: 已归档, 废止, 撤回.
    Shut,
    /// Published, with the office's seal: 已发布.
    Seal,
}

impl Tone {
    /// The ending of the class name: `badge--{class}`, `notice--{class}`.
    pub fn class(&self) -> &'static str {
        match self {
            Tone::Waiting => "waiting",
            Tone::Doing => "doing",
            Tone::Held => "held",
            Tone::Soon => "soon",
            Tone::Late => "late",
            Tone::Done => "done",
            Tone::Shut => "shut",
            Tone::Seal => "seal",
        }
    }

    /// The sign before the word, for eyes that do not tell colours apart.
    pub fn sign(&self) -> &'static str {
        match self {
            Tone::Waiting => "○",
            Tone::Doing => "●",
            Tone::Held => "◇",
            Tone::Soon => "▲",
            Tone::Late => "！",
            Tone::Done => "✓",
            Tone::Shut => "×",
            Tone::Seal => "■",
        }
    }
}

/// A state in the office's own word, with its tone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Badge {
    /// How it sounds.
    pub tone: Tone,
    /// The word.
    pub word: String,
}

impl Badge {
    /// A state.
    pub fn new(tone: Tone, word: impl Into<String>) -> Self {
        Badge { tone, word: word.into() }
    }
}

/// Something that just happened, or must be known before reading on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// How it sounds.
    pub tone: Tone,
    /// What happened, in a sentence.
    pub title: String,
    /// What follows from it; may be empty.
    pub text: String,
}

/// A fact with its name: a row of the metadata box or of the facts beside a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// `索引号`.
    pub label: String,
    /// The value; an empty one is shown as `—` so that the reader sees it was not forgotten by the page.
    pub value: String,
    /// Where the value leads; may be empty.
    pub href: String,
    /// Whether it takes the whole width of the box: titles, summaries.
    pub across: bool,
}

impl Fact {
    /// A fact.
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Fact { label: label.into(), value: value.into(), href: String::new(), across: false }
    }

    /// The same fact, leading somewhere.
    pub fn to(mut self, href: impl Into<String>) -> Self {
        self.href = href.into();
        self
    }

    /// The same fact over the whole width.
    pub fn across(mut self) -> Self {
        self.across = true;
        self
    }
}

/// A file to download.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Its name, as it will be saved.
    pub name: String,
    /// Its address.
    pub href: String,
    /// `PDF`, `DOCX`, `XLSX`.
    pub kind: String,
    /// As [`crate::page::words::file_size`] says it.
    pub size: String,
}

/// A line of a list of documents on the portal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// The title.
    pub title: String,
    /// Its page.
    pub href: String,
    /// `2026-03-05`.
    pub date: String,
    /// 文号; may be empty.
    pub number: String,
    /// Who published it; may be empty.
    pub body: String,
    /// 有效, 废止, 失效, 修改; `None` where validity means nothing.
    pub validity: Option<Badge>,
    /// Escaped HTML with `<mark>` from the search; may be empty. The only value here that is written as it stands.
    pub excerpt_html: String,
}

/// Pages of a long list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pager {
    /// The page shown, from 1.
    pub page: u64,
    /// How many things there are in all.
    pub total: u64,
    /// How many on a page; at least 1.
    pub per_page: u64,
    /// The address without the page: `/search?q=x&`, `/desk/cases/?`. It ends in `?` or `&`.
    pub base: String,
}

impl Pager {
    /// How many pages there are; an empty list has one.
    pub fn pages(&self) -> u64 {
        self.total.div_ceil(self.per_page.max(1)).max(1)
    }

    /// The address of a page.
    pub fn href(&self, page: &u64) -> String {
        format!("{}page={page}", self.base)
    }

    /// The address of the page before, if there is one.
    pub fn before(&self) -> Option<String> {
        (self.page > 1).then(|| self.href(&(self.page - 1)))
    }

    /// The address of the page after, if there is one.
    pub fn after(&self) -> Option<String> {
        (self.page < self.pages()).then(|| self.href(&(self.page + 1)))
    }

    /// The numbers worth showing: first, last, and two around the page; 0 stands for a gap.
    ///
    /// ```
    /// # use web::page::parts::Pager;
    /// let pager = Pager { page: 7, total: 200, per_page: 10, base: "?".into() };
    /// assert_eq!(pager.shown(), [1, 0, 5, 6, 7, 8, 9, 0, 20]);
    /// ```
    pub fn shown(&self) -> Vec<u64> {
        let last = self.pages();
        let mut shown = Vec::new();
        let mut before = 0;
        for page in 1..=last {
            if page == 1 || page == last || page.abs_diff(self.page) <= 2 {
                if page > before + 1 {
                    shown.push(0);
                }
                shown.push(page);
                before = page;
            }
        }
        shown
    }
}

/// One of several views of the same thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab {
    /// The word.
    pub label: String,
    /// Its address.
    pub href: String,
    /// How many things are behind it, where that says something.
    pub count: Option<u64>,
    /// Whether it is the one shown.
    pub current: bool,
}

/// A line of what happened, or of what is still to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happened {
    /// What: `登记收到申请`.
    pub what: String,
    /// When, in words; empty for what is still to come without a date.
    pub when: String,
    /// Who did it; empty on the portal.
    pub who: String,
    /// Anything more, one sentence; may be empty.
    pub note: String,
    /// Where it stands.
    pub stage: Stage,
}

/// Where a step stands on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Behind us.
    Done,
    /// Here we are.
    Now,
    /// Still to come.
    ToCome,
}

impl Stage {
    /// `is-done`, `is-now`, `is-to-come`.
    pub fn class(&self) -> &'static str {
        match self {
            Stage::Done => "is-done",
            Stage::Now => "is-now",
            Stage::ToCome => "is-to-come",
        }
    }

    /// The same in a word, for those who hear the page.
    pub fn word(&self) -> &'static str {
        match self {
            Stage::Done => "已完成",
            Stage::Now => "进行中",
            Stage::ToCome => "未开始",
        }
    }
}

/// A step of the progress that an applicant follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// `已登记`.
    pub label: String,
    /// `3月5日`; may be empty.
    pub note: String,
    /// Where it stands.
    pub stage: Stage,
}

/// Something the law does not allow now: what stands in the way, where that is written, what to do instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// What stands in the way.
    pub says: String,
    /// `条例第三十三条`; may be empty.
    pub basis: String,
    /// What to do instead; may be empty.
    pub way_on: String,
}

/// An act on the desk, possible now or listed with the reason why not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// `延长答复期限`.
    pub name: String,
    /// Where it is done.
    pub href: String,
    /// What it does or until when it may be done; may be empty.
    pub note: String,
    /// Empty when it may be done now.
    pub refused: Vec<Refused>,
}

/// Something noticed in a document or a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noticed {
    /// `R103`; may be empty.
    pub code: String,
    /// Whether it blocks, warns or only notes.
    pub weight: Weight,
    /// Where: `表三 · 总计列`.
    pub place: String,
    /// The cell or field it is about, on this page; may be empty.
    pub href: String,
    /// What is wrong, with both numbers.
    pub says: String,
    /// The rule it rests on; may be empty.
    pub basis: String,
    /// What to do; may be empty.
    pub hint: String,
}

/// How heavy a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// It blocks.
    Error,
    /// It must be looked at.
    Warning,
    /// It is good to know.
    Note,
}

impl Weight {
    /// `error`, `warning`, `note`.
    pub fn class(&self) -> &'static str {
        match self {
            Weight::Error => "error",
            Weight::Warning => "warning",
            Weight::Note => "note",
        }
    }

    /// In a word.
    pub fn word(&self) -> &'static str {
        match self {
            Weight::Error => "错误",
            Weight::Warning => "警告",
            Weight::Note => "提示",
        }
    }

    /// How it sounds.
    pub fn tone(&self) -> Tone {
        match self {
            Weight::Error => Tone::Late,
            Weight::Warning => Tone::Soon,
            Weight::Note => Tone::Waiting,
        }
    }
}

/// A number in a table of the official form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figure {
    /// Its place on the page, for findings to link to; may be empty.
    pub id: String,
    /// The number as the form shows it; blank stays blank.
    pub value: String,
    /// The list of what it counts; may be empty.
    pub href: String,
    /// The same number in last year's report; may be empty.
    pub before: String,
    /// Whether it stands in a total's row or column.
    pub total: bool,
    /// The heaviest finding about it and that finding's place in the list, from 1 (see `ui::findings`).
    pub finding: Option<(Weight, usize)>,
    /// How many grid columns its cell covers; 0 is one, as 1 is.
    pub span: usize,
}

impl Figure {
    /// Class names of its cell.
    pub fn class(&self) -> &'static str {
        match (self.finding, self.total) {
            (Some((Weight::Error, _)), _) => "has-error",
            (Some(_), _) => "has-finding",
            (None, true) => "is-total",
            (None, false) => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pager_shows_the_ends_the_middle_and_its_gaps() {
        let check = |page, total, expected: &[u64]| {
            let pager = Pager { page, total, per_page: 20, base: "/search?q=x&".into() };
            assert_eq!(pager.shown(), expected, "page {page} of {total} things");
        };
        check(1, 0, &[1]);
        check(1, 20, &[1]);
        check(1, 21, &[1, 2]);
        check(1, 400, &[1, 2, 3, 0, 20]);
        check(10, 400, &[1, 0, 8, 9, 10, 11, 12, 0, 20]);
        check(20, 400, &[1, 0, 18, 19, 20]);
    }

    #[test]
    fn the_first_page_has_none_before_it_and_the_last_none_after() {
        let at = |page| Pager { page, total: 50, per_page: 20, base: "?".into() };
        assert_eq!((at(1).before(), at(1).after()), (None, Some("?page=2".into())));
        assert_eq!((at(3).before(), at(3).after()), (Some("?page=2".into()), None));
    }
}
