//! What an editor fills in: the metadata box, the text, the attachments and the relations.
//!
//! Typed words come in as [`Typed`] and leave as [`Content`], or as every [`FieldError`] at once.

use crate::column::Column;
use crate::index_number::IndexNumber;
use crate::vocabulary::{CountedKind, Genre, Openness, RelationKind, Theme, Validity};
use civic::FileId;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What one edition says. Everything but the title may be empty while it is a draft; what must not be empty is asked when
/// it is submitted ([`Content::missing`]).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// 栏目; within 法定主动公开内容 it is also the 组配分类.
    pub column: Column,
    /// 名称.
    pub title: String,
    /// 内容概述.
    #[serde(default)]
    pub summary: String,
    /// Whether table 2 of the yearly report counts it.
    #[serde(default)]
    pub kind: Option<CountedKind>,
    /// 体裁.
    #[serde(default)]
    pub genre: Option<Genre>,
    /// 主题分类.
    #[serde(default)]
    pub theme: Option<Theme>,
    /// 文号.
    #[serde(default)]
    pub doc_no: String,
    /// 联合发文机关, when the body does not publish in its own name alone (条例第十条).
    #[serde(default)]
    pub issuers: String,
    /// 信息来源, when it was obtained from another organ.
    #[serde(default)]
    pub source: String,
    /// 关键词.
    #[serde(default)]
    pub keywords: String,
    /// 成文日期: the day from which the 20 working days of 条例第二十六条 run.
    #[serde(default)]
    pub made_on: Option<Date>,
    /// 实施日期.
    #[serde(default)]
    pub effective_on: Option<Date>,
    /// 有效期至: the last day in force.
    #[serde(default)]
    pub expires_on: Option<Date>,
    /// 废止日期: the first day no longer in force.
    #[serde(default)]
    pub repealed_on: Option<Date>,
    /// 公开方式.
    pub openness: Openness,
    /// The text as typed; [`crate::markup`] says how it is read.
    #[serde(default)]
    pub text: String,
    /// 附件.
    #[serde(default)]
    pub attachments: Vec<Attachment>,
    /// How it stands to other publications.
    #[serde(default)]
    pub relations: Vec<Relation>,
}

/// A file that belongs to an edition. Its bytes are kept under its hash, so a guessed name opens nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// SHA-256 of the bytes.
    pub file: FileId,
    /// The name shown and downloaded.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// Media type, told by content when it was handed in.
    pub media: String,
}

/// A relation to another publication, by its index number, which is never given twice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relation {
    /// What this one does to the other.
    pub kind: RelationKind,
    /// The other.
    pub to: IndexNumber,
}

/// Most characters of a title.
pub const TITLE: usize = 200;
/// Most characters of a summary.
pub const SUMMARY: usize = 500;
/// Most characters of a text.
pub const TEXT: usize = 200_000;
/// Most characters of the other lines of the form.
pub const LINE: usize = 100;
/// Most attachments of one edition.
pub const ATTACHMENTS: usize = 50;
/// Most relations of one edition.
pub const RELATIONS: usize = 30;

impl Content {
    /// An empty draft with a title.
    pub fn titled(column: Column, title: &str) -> Self {
        Self {
            column,
            title: title.into(),
            summary: String::new(),
            kind: None,
            genre: None,
            theme: None,
            doc_no: String::new(),
            issuers: String::new(),
            source: String::new(),
            keywords: String::new(),
            made_on: None,
            effective_on: None,
            expires_on: None,
            repealed_on: None,
            openness: Openness::Proactive,
            text: String::new(),
            attachments: Vec::new(),
            relations: Vec::new(),
        }
    }

    /// What 条例第十二条 asks of a catalogue entry and is still empty, in the order of the form. A text may be in its
    /// attachments.
    pub fn missing(&self) -> Vec<Field> {
        [
            (Field::Title, self.title.is_empty()),
            (Field::Summary, self.summary.is_empty()),
            (Field::MadeOn, self.made_on.is_none()),
            (Field::Text, self.text.trim().is_empty() && self.attachments.is_empty()),
        ]
        .into_iter()
        .filter_map(|(field, empty)| empty.then_some(field))
        .collect()
    }

    /// 效力状态 on `today`. `amended` says whether another publication of today changes it. Only documents with a number or
    /// counted by table 2 have one; a table of figures is neither in force nor not.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use publishing::{Column, Content, Validity};
    /// let mut rules = Content::titled(Column::Rules, "云溪县政府信息公开审查办法");
    /// rules.doc_no = "云政办发〔2024〕8号".into();
    /// rules.expires_on = Some(date(2026, 12, 31));
    /// assert_eq!(rules.validity(date(2026, 12, 31), false), Some(Validity::InForce)); // the last day still counts
    /// assert_eq!(rules.validity(date(2027, 1, 1), false), Some(Validity::Expired));
    /// ```
    pub fn validity(&self, today: Date, amended: bool) -> Option<Validity> {
        let is_document = self.kind.is_some() || !self.doc_no.is_empty();
        is_document.then(|| self.term().validity(today, amended))
    }

    /// From when and until when it is in force.
    pub fn term(&self) -> Term {
        Term { effective_on: self.effective_on, expires_on: self.expires_on, repealed_on: self.repealed_on }
    }
}

/// From when and until when a document is in force.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Term {
    /// 实施日期.
    pub effective_on: Option<Date>,
    /// 有效期至, the last day in force.
    pub expires_on: Option<Date>,
    /// 废止日期, the first day no longer in force.
    pub repealed_on: Option<Date>,
}

impl Term {
    /// 效力状态 on `today`; `amended` says whether another publication of today changes it.
    pub fn validity(&self, today: Date, amended: bool) -> Validity {
        if self.repealed_on.is_some_and(|day| day <= today) {
            Validity::Repealed
        } else if self.expires_on.is_some_and(|day| day < today) {
            Validity::Expired
        } else if self.effective_on.is_some_and(|day| day > today) {
            Validity::NotYet
        } else if amended {
            Validity::Amended
        } else {
            Validity::InForce
        }
    }
}

/// A box of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// 栏目.
    Column,
    /// 名称.
    Title,
    /// 内容概述.
    Summary,
    /// 文件种类.
    Kind,
    /// 体裁.
    Genre,
    /// 主题分类.
    Theme,
    /// 文号.
    DocNo,
    /// 联合发文机关.
    Issuers,
    /// 信息来源.
    Source,
    /// 关键词.
    Keywords,
    /// 成文日期.
    MadeOn,
    /// 实施日期.
    EffectiveOn,
    /// 有效期至.
    ExpiresOn,
    /// 废止日期.
    RepealedOn,
    /// 公开方式.
    Openness,
    /// 正文.
    Text,
    /// 附件.
    Attachments,
    /// One kind of relation.
    Relation(RelationKind),
}

impl Field {
    /// The name of the field in a form.
    pub fn key(self) -> &'static str {
        match self {
            Self::Column => "column",
            Self::Title => "title",
            Self::Summary => "summary",
            Self::Kind => "kind",
            Self::Genre => "genre",
            Self::Theme => "theme",
            Self::DocNo => "doc_no",
            Self::Issuers => "issuers",
            Self::Source => "source",
            Self::Keywords => "keywords",
            Self::MadeOn => "made_on",
            Self::EffectiveOn => "effective_on",
            Self::ExpiresOn => "expires_on",
            Self::RepealedOn => "repealed_on",
            Self::Openness => "openness",
            Self::Text => "text",
            Self::Attachments => "attachments",
            Self::Relation(kind) => kind.key(),
        }
    }

    /// The label on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Column => "栏目",
            Self::Title => "名称",
            Self::Summary => "内容概述",
            Self::Kind => "文件种类",
            Self::Genre => "体裁",
            Self::Theme => "主题分类",
            Self::DocNo => "文号",
            Self::Issuers => "联合发文机关",
            Self::Source => "信息来源",
            Self::Keywords => "关键词",
            Self::MadeOn => "成文日期",
            Self::EffectiveOn => "实施日期",
            Self::ExpiresOn => "有效期至",
            Self::RepealedOn => "废止日期",
            Self::Openness => "公开方式",
            Self::Text => "正文",
            Self::Attachments => "附件",
            Self::Relation(RelationKind::Interprets) => "解读的文件",
            Self::Relation(RelationKind::Amends) => "修改的文件",
            Self::Relation(RelationKind::Repeals) => "废止的文件",
            Self::Relation(RelationKind::SeeAlso) => "相关信息",
        }
    }
}

/// A box of the form that needs mending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// Which.
    pub field: Field,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What is wrong with what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Nothing was typed.
    Empty,
    /// Too many characters.
    TooLong {
        /// The most there may be.
        limit: usize,
        /// How many there are.
        now: usize,
    },
    /// A character that cannot be seen, such as one that turns the direction of writing.
    Invisible {
        /// Its place, counted from 1.
        place: usize,
    },
    /// Not a day of the calendar.
    NotADate(String),
    /// A day that has not come.
    InFuture,
    /// A day that must not come before another one of the form.
    Before(Field),
    /// Not one of the offered values.
    NotOffered,
    /// Not an index number at all.
    NotAnIndexNumber(String),
    /// No publication has this index number.
    NoSuchPublication(String),
    /// Too many entries.
    TooMany {
        /// The most there may be.
        limit: usize,
    },
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let label = self.field.label();
        match &self.problem {
            Problem::Empty => write!(f, "请填写{label}"),
            Problem::TooLong { limit, now } => write!(f, "{label}最多 {limit} 个字，现在是 {now} 个字，请缩短"),
            Problem::Invisible { place } => write!(f, "{label}第 {place} 个字是看不见的控制字符，请删去后重新输入"),
            Problem::NotADate(typed) => write!(f, "{label}“{typed}”不是日历上的日期，请按 2026-03-05 的样式填写"),
            Problem::InFuture => write!(f, "{label}不能晚于今天"),
            Problem::Before(other) => write!(f, "{label}不能早于{}", other.label()),
            Problem::NotOffered => write!(f, "请在列表中选择{label}"),
            Problem::NotAnIndexNumber(typed) => {
                write!(f, "{label}中的“{typed}”不是索引号；请填写索引号，多个之间用空格或换行分开")
            }
            Problem::NoSuchPublication(number) => write!(f, "{label}：没有索引号为 {number} 的已公开信息，请核对"),
            Problem::TooMany { limit } => write!(f, "{label}最多 {limit} 个"),
        }
    }
}

/// The form as it was typed, kept word for word so that nothing is lost when something needs mending.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs, reason = "each field is the typed form of the field of Content with its name")]
pub struct Typed {
    pub column: String,
    pub title: String,
    pub summary: String,
    pub kind: String,
    pub genre: String,
    pub theme: String,
    pub doc_no: String,
    pub issuers: String,
    pub source: String,
    pub keywords: String,
    pub made_on: String,
    pub effective_on: String,
    pub expires_on: String,
    pub repealed_on: String,
    pub openness: String,
    pub text: String,
    pub interprets: String,
    pub amends: String,
    pub repeals: String,
    pub see_also: String,
}

impl Typed {
    /// A saved edition back in its form.
    pub fn of(content: &Content) -> Self {
        let day = |day: Option<Date>| day.map(|d| d.to_string()).unwrap_or_default();
        let related = |kind| {
            let numbers = content.relations.iter().filter(|r| r.kind == kind).map(|r| r.to.as_str());
            numbers.collect::<Vec<_>>().join(" ")
        };
        Self {
            column: content.column.key().into(),
            title: content.title.clone(),
            summary: content.summary.clone(),
            kind: content.kind.map(|k| k.key().to_owned()).unwrap_or_default(),
            genre: content.genre.map(|g| g.key().to_owned()).unwrap_or_default(),
            theme: content.theme.as_ref().map(|t| t.key().to_owned()).unwrap_or_default(),
            doc_no: content.doc_no.clone(),
            issuers: content.issuers.clone(),
            source: content.source.clone(),
            keywords: content.keywords.clone(),
            made_on: day(content.made_on),
            effective_on: day(content.effective_on),
            expires_on: day(content.expires_on),
            repealed_on: day(content.repealed_on),
            openness: content.openness.key().into(),
            text: content.text.clone(),
            interprets: related(RelationKind::Interprets),
            amends: related(RelationKind::Amends),
            repeals: related(RelationKind::Repeals),
            see_also: related(RelationKind::SeeAlso),
        }
    }

    /// Reads the whole form; the attachments come from the saved edition, for they are handed in on their own.
    ///
    /// # Errors
    /// Every box that needs mending, in the order of the form.
    pub fn read(&self, attachments: Vec<Attachment>, today: Date) -> Result<Content, Vec<FieldError>> {
        let mut form = Reading { errors: Vec::new() };
        let content = Content {
            column: form.chosen(Field::Column, &self.column, Column::from_key).unwrap_or(Column::Notices),
            title: form.title(&self.title),
            summary: form.line(Field::Summary, &self.summary, SUMMARY),
            kind: form.choice(Field::Kind, &self.kind, CountedKind::from_key),
            genre: form.choice(Field::Genre, &self.genre, Genre::from_key),
            theme: form.choice(Field::Theme, &self.theme, Theme::from_key),
            doc_no: form.line(Field::DocNo, &self.doc_no, LINE),
            issuers: form.line(Field::Issuers, &self.issuers, LINE),
            source: form.line(Field::Source, &self.source, LINE),
            keywords: form.line(Field::Keywords, &self.keywords, LINE),
            made_on: form.day(Field::MadeOn, &self.made_on),
            effective_on: form.day(Field::EffectiveOn, &self.effective_on),
            expires_on: form.day(Field::ExpiresOn, &self.expires_on),
            repealed_on: form.day(Field::RepealedOn, &self.repealed_on),
            openness: form.chosen(Field::Openness, &self.openness, Openness::from_key).unwrap_or(Openness::Proactive),
            text: form.text(&self.text),
            attachments,
            relations: Vec::new(),
        };
        let relations = [
            (RelationKind::Interprets, &self.interprets),
            (RelationKind::Amends, &self.amends),
            (RelationKind::Repeals, &self.repeals),
            (RelationKind::SeeAlso, &self.see_also),
        ]
        .into_iter()
        .flat_map(|(kind, typed)| form.related(kind, typed))
        .collect::<Vec<_>>();
        form.order(&content, today, relations.len());
        if form.errors.is_empty() { Ok(Content { relations, ..content }) } else { Err(form.errors) }
    }
}

/// One pass over the form that collects every error instead of stopping at the first.
struct Reading {
    errors: Vec<FieldError>,
}

impl Reading {
    fn error(&mut self, field: Field, problem: Problem) {
        self.errors.push(FieldError { field, problem });
    }

    fn measured(&mut self, field: Field, typed: &str, limit: usize, lines: bool) {
        let now = typed.chars().count();
        if now > limit {
            self.error(field, Problem::TooLong { limit, now });
        }
        if let Some(place) = typed.chars().position(|c| is_invisible(c) && !(lines && matches!(c, '\n' | '\t'))) {
            self.error(field, Problem::Invisible { place: place + 1 });
        }
    }

    fn line(&mut self, field: Field, typed: &str, limit: usize) -> String {
        // A summary pasted over two lines is still one line of the catalogue.
        let folded = typed.split(['\r', '\n', '\t']).map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>();
        let folded = folded.join(" ");
        self.measured(field, &folded, limit, false);
        folded
    }

    fn title(&mut self, typed: &str) -> String {
        let title = self.line(Field::Title, typed, TITLE);
        if title.is_empty() {
            self.error(Field::Title, Problem::Empty);
        }
        title
    }

    fn text(&mut self, typed: &str) -> String {
        let text = typed.replace("\r\n", "\n").replace('\r', "\n").trim_end().to_owned();
        self.measured(Field::Text, &text, TEXT, true);
        text
    }

    fn choice<T>(&mut self, field: Field, typed: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        if typed.is_empty() { None } else { self.chosen(field, typed, read) }
    }

    fn chosen<T>(&mut self, field: Field, typed: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let value = read(typed);
        if value.is_none() {
            self.error(field, Problem::NotOffered);
        }
        value
    }

    fn day(&mut self, field: Field, typed: &str) -> Option<Date> {
        let typed = typed.trim();
        if typed.is_empty() {
            return None;
        }
        let day = typed_day(typed);
        if day.is_none() {
            self.error(field, Problem::NotADate(typed.chars().take(20).collect()));
        }
        day
    }

    fn related(&mut self, kind: RelationKind, typed: &str) -> Vec<Relation> {
        let mut relations = Vec::new();
        for word in typed.split(|c: char| c.is_whitespace() || "，,、；;".contains(c)).filter(|word| !word.is_empty())
        {
            match IndexNumber::new(word) {
                Some(to) => relations.push(Relation { kind, to }),
                None => {
                    self.error(Field::Relation(kind), Problem::NotAnIndexNumber(word.chars().take(80).collect()));
                }
            }
        }
        relations
    }

    /// What must agree between boxes.
    fn order(&mut self, content: &Content, today: Date, relations: usize) {
        if content.made_on.is_some_and(|made| made > today) {
            self.error(Field::MadeOn, Problem::InFuture);
        }
        for (later, day) in [(Field::ExpiresOn, content.expires_on), (Field::RepealedOn, content.repealed_on)] {
            for (earlier, start) in [(Field::EffectiveOn, content.effective_on), (Field::MadeOn, content.made_on)] {
                if day.zip(start).is_some_and(|(day, start)| day < start) {
                    self.error(later, Problem::Before(earlier));
                    break;
                }
            }
        }
        if content.attachments.len() > ATTACHMENTS {
            self.error(Field::Attachments, Problem::TooMany { limit: ATTACHMENTS });
        }
        if relations > RELATIONS {
            self.error(Field::Relation(RelationKind::SeeAlso), Problem::TooMany { limit: RELATIONS });
        }
    }
}

/// Control characters, and the marks that turn the direction of writing and can make a title read as another.
fn is_invisible(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}' | '\u{feff}')
}

/// A day as people type it: `2026-03-05`, `2026/3/5`, `2026.3.5`, `20260305`, `2026年3月5日`; full-width digits too.
fn typed_day(typed: &str) -> Option<Date> {
    let plain: String = typed
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '０'..='９' => char::from(b'0' + u8::try_from(u32::from(c) - u32::from('０')).unwrap_or(0)),
            '年' | '月' | '/' | '.' | '－' | '／' | '．' => '-',
            other => other,
        })
        .collect();
    let plain = plain.trim_end_matches('日');
    let parts: Vec<&str> = match plain.len() {
        8 if plain.bytes().all(|b| b.is_ascii_digit()) => vec![&plain[..4], &plain[4..6], &plain[6..]],
        _ => plain.split('-').collect(),
    };
    let [year, month, day] = parts[..] else { return None };
    let digits = |text: &str, most: usize| (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if year.len() != 4 || !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok().filter(|d| d.year() >= 1900)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 3, 5);

    fn good() -> Typed {
        Typed {
            column: "rules".into(),
            title: "云溪县政府信息公开审查办法".into(),
            openness: "proactive".into(),
            ..Typed::default()
        }
    }

    #[test]
    fn every_mistake_is_said_at_once_in_the_order_of_the_form() {
        let typed = Typed {
            column: "cellar".into(),
            title: " ".into(),
            summary: "长".repeat(501),
            kind: "law".into(),
            doc_no: "云政\u{202e}办".into(),
            made_on: "2026-03-06".into(),
            effective_on: "2026年2月31日".into(),
            expires_on: "2026.2.1".into(),
            openness: String::new(),
            text: "有\u{7}声".into(),
            repeals: "11441700007280420Y/2021-00050 没有？".into(),
            ..Typed::default()
        };
        let errors = typed.read(Vec::new(), TODAY).expect_err("nearly everything is wrong");
        insta::assert_snapshot!(
            errors.iter().map(|e| format!("{}: {e}", e.field.key())).collect::<Vec<_>>().join("\n")
        );
    }

    #[test]
    fn a_saved_form_opens_as_it_was() {
        let typed = Typed {
            made_on: "20260305".into(),
            effective_on: "２０２６年４月１日".into(),
            interprets: "11441700007280420Y/2021-00050、11441700007280420Y/2021-00051".into(),
            text: "一行\r\n二行\r\n".into(),
            ..good()
        };
        let content = typed.read(Vec::new(), TODAY).expect("a good form");
        assert_eq!((content.made_on, content.effective_on), (Some(TODAY), Some(date(2026, 4, 1))));
        assert_eq!((content.relations.len(), content.text.as_str()), (2, "一行\n二行"));
        assert_eq!(Typed::of(&content).read(Vec::new(), TODAY), Ok(content));
    }

    #[test]
    fn an_end_before_the_beginning_is_said_once() {
        let typed = Typed {
            made_on: "2026-01-05".into(),
            effective_on: "2026-02-01".into(),
            repealed_on: "2026-01-01".into(),
            ..good()
        };
        let errors = typed.read(Vec::new(), TODAY).expect_err("repealed before it was made");
        assert_eq!(errors, [FieldError { field: Field::RepealedOn, problem: Problem::Before(Field::EffectiveOn) }]);
    }

    #[test]
    fn a_draft_needs_only_its_title_and_a_submission_what_article_12_asks() {
        let content = good().read(Vec::new(), TODAY).expect("a title is enough for a draft");
        assert_eq!(content.missing(), [Field::Summary, Field::MadeOn, Field::Text]);
    }
}
