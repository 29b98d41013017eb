//! A document as it is read: title, metadata box, text, files. The page and the desk's preview draw the same.

use super::validity_badge;
use crate::page::parts::{Attachment, Fact};
use crate::page::words::{self, percent_encoded};
use civic::Body;
use jiff::civil::Date;
use publishing::{Content, IndexNumber, markup};

/// What `read/doc.html` draws.
pub struct Doc {
    /// 名称.
    pub title: String,
    /// 文号; may be empty.
    pub doc_no: String,
    /// The metadata box.
    pub facts: Vec<Fact>,
    /// The text as safe HTML.
    pub html: String,
    /// 附件.
    pub files: Vec<Attachment>,
}

/// When and under which number it was published; empty for a draft.
#[derive(Clone, Copy, Debug, Default)]
pub struct Imprint<'a> {
    /// 索引号.
    pub number: Option<&'a IndexNumber>,
    /// 发布日期.
    pub published_on: Option<Date>,
    /// Whether another publication changes it.
    pub amended: bool,
}

impl Doc {
    /// A document of this body as read on `today`.
    pub fn new(content: &Content, body: &Body, imprint: Imprint<'_>, today: Date) -> Self {
        Self {
            title: content.title.clone(),
            doc_no: content.doc_no.clone(),
            facts: facts(content, body, imprint, today),
            html: markup::html(&markup::parse(&content.text)),
            files: content.attachments.iter().map(attachment).collect(),
        }
    }
}

/// The metadata box (条例第十二条 and what real catalogues add), short facts in pairs, long ones across.
fn facts(content: &Content, body: &Body, imprint: Imprint<'_>, today: Date) -> Vec<Fact> {
    let day = |day: Option<Date>| day.map(|day| words::short_date(&day)).unwrap_or_default();
    let number = imprint.number.map_or("发布时编制", IndexNumber::as_str);
    let theme = content.theme.as_ref().map(publishing::Theme::path).unwrap_or_default();
    let validity = content.validity(today, imprint.amended).map(|v| validity_badge(v).word).unwrap_or_default();
    let mut facts = vec![
        Fact::new("索引号", number),
        Fact::new("主题分类", theme),
        Fact::new("发布机构", &body.name).to(format!("/bodies/{}/", body.slug)),
        Fact::new("体裁", content.genre.map(|genre| genre.label()).unwrap_or_default()),
        Fact::new("成文日期", day(content.made_on)),
        Fact::new("发布日期", day(imprint.published_on)),
        Fact::new("文号", &content.doc_no),
        Fact::new("效力状态", validity),
        Fact::new("公开方式", content.openness.label()),
    ];
    for (label, date) in
        [("实施日期", content.effective_on), ("有效期至", content.expires_on), ("废止日期", content.repealed_on)]
    {
        if date.is_some() {
            facts.push(Fact::new(label, day(date)));
        }
    }
    if let Some(kind) = content.kind {
        facts.push(Fact::new("文件种类", kind.label()));
    }
    if facts.len() % 2 == 1
        && let Some(last) = facts.last_mut()
    {
        last.across = true;
    }
    facts.push(Fact::new("组配分类", content.column.path()).across());
    for (label, value) in
        [("联合发文机关", &content.issuers), ("信息来源", &content.source), ("关键词", &content.keywords)]
    {
        if !value.is_empty() {
            facts.push(Fact::new(label, value).across());
        }
    }
    facts.push(Fact::new("名称", &content.title).across());
    facts.push(Fact::new("内容概述", &content.summary).across());
    facts
}

/// A file with its address, kind and size.
pub fn attachment(file: &publishing::Attachment) -> Attachment {
    let ending = file.name.rsplit_once('.').map(|(_, ending)| ending.to_uppercase()).unwrap_or_default();
    Attachment {
        name: file.name.clone(),
        href: format!("/files/{}/{}", file.file, percent_encoded(&file.name)),
        kind: if (1..=5).contains(&ending.len()) { ending } else { "文件".into() },
        size: words::file_size(&file.size),
    }
}
