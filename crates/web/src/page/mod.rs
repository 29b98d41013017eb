//! What every page shares: the frame around it, forms, words, and pages for when something is in the way.
//!
//! A slice's template extends `page/portal.html` or `page/desk.html`, imports `page/macros.html as ui`,
//! and its struct carries a [`Page`] in a field named `page`:
//!
//! ```text
//! #[derive(askama::Template)]
//! #[template(path = "apply/form.html")]
//! struct ApplyForm { page: Page, form: FormState }
//! ```
//!
//! The list of macros and class names stands at the top of `macros.html`; `sample_portal.html` and
//! `sample_desk.html` show each of them in use.

pub mod error;
pub mod form;
pub mod parts;
#[cfg(test)]
mod sample;
pub mod strip;
pub mod words;

use std::sync::{Arc, LazyLock};

use crate::page::form::FormState;
use crate::page::parts::{Crumb, Notice, Tone};

/// What the site says about itself on every page.
///
/// **Source.** The marks at the foot and the page tags are those that inspections of government websites ask for
/// (政府网站发展指引). An empty mark is left out of the page rather than shown blank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// Full name: `清河县政府信息公开平台`.
    pub name: String,
    /// English domain without scheme: `www.example.gov.cn`.
    pub domain: String,
    /// 网站标识码, ten characters.
    pub id_code: String,
    /// ICP备案号.
    pub icp: String,
    /// 公安备案号, as written: `X公网安备 61083002000001号`.
    pub police: String,
    /// 主办单位.
    pub organiser: String,
    /// How to reach the organiser: telephone and address in one line.
    pub contact: String,
    /// Where `我为政府网站找错` leads; empty leaves the mark out.
    pub report_error: String,
    /// The body whose guide, rules, content and reports the five doors open when a page is about no body in particular.
    pub body: BodyName,
    /// Whether everything here is made up, which is then said on top of every page.
    pub demo: bool,
}

/// A public body as the frame needs it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BodyName {
    /// The part of its address: `/bodies/{slug}/`.
    pub slug: String,
    /// Its name.
    pub name: String,
}

/// The person at the desk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Staff {
    /// Name, unmasked: it is their own page.
    pub name: String,
    /// The role in words: `经办人`.
    pub role: String,
    /// The body the person acts for.
    pub body: String,
    /// The session's token, for the sign-out form; the macros take it for every other form.
    pub csrf: String,
    /// What waits, by kind, with counts.
    pub waiting: Vec<Waiting>,
    /// The rooms of the desk this person may enter: label and address.
    pub rooms: Vec<(String, String)>,
}

/// One kind of thing that waits for the person at the desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// `待登记`, `待签发`.
    pub label: String,
    /// The list of exactly these things.
    pub href: String,
    /// How many.
    pub count: u64,
    /// How many of them are past their last day.
    pub late: u64,
}

/// The five doors of the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// 政府信息公开指南.
    Guide,
    /// 政府信息公开制度.
    Rules,
    /// 法定主动公开内容.
    Content,
    /// 政府信息公开年报.
    Reports,
    /// 依申请公开.
    Apply,
}

/// What the page tags of a column say; all four are compulsory on column and article pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// ColumnName.
    pub name: String,
    /// ColumnDescription: one sentence on the content.
    pub description: String,
    /// ColumnKeywords.
    pub keywords: String,
    /// ColumnType: `政策文件`, `信息公开指南`.
    pub kind: String,
}

/// What the page tags of an article say; the first three are compulsory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// ArticleTitle.
    pub title: String,
    /// PubDate as [`words::tag_moment`] writes it.
    pub published: String,
    /// ContentSource.
    pub source: String,
    /// Author; may be empty.
    pub author: String,
    /// Keywords; may be empty.
    pub keywords: String,
}

/// What every layout needs. Begin with [`Page::portal`] or [`Page::desk`] and add what the page has.
#[derive(Clone, Debug)]
pub struct Page {
    /// The site's marks, shared by all pages.
    pub site: Arc<Site>,
    /// The page's own title, without the site's name.
    pub title: String,
    /// One sentence for search engines; empty leaves the tag out.
    pub description: String,
    /// The way here, the page itself last.
    pub crumbs: Vec<Crumb>,
    /// Whether the reader chose 长辈版.
    pub large_type: bool,
    /// Path and query of this page, for the switch to come back to.
    pub path: String,
    /// The body the page is about; the five doors then open this body's rooms.
    pub body: BodyName,
    /// The door the page stands behind.
    pub door: Option<Door>,
    /// Page tags of the column.
    pub column: Option<Column>,
    /// Page tags of the article.
    pub article: Option<Article>,
    /// What stands in the search box.
    pub query: String,
    /// The person at the desk, when signed in.
    pub staff: Option<Staff>,
    /// Something that just happened, said once on top.
    pub notice: Option<Notice>,
    /// Whether the page has a right-hand column (block `aside`).
    pub has_aside: bool,
    /// Whether search engines may keep the page.
    pub indexed: bool,
    /// Whether the page shows a form that needs mending, which its title then says first.
    pub needs_mending: bool,
}

impl Page {
    /// A page of the portal: no right-hand column, open to search engines.
    pub fn portal(site: &Arc<Site>, title: impl Into<String>) -> Self {
        Page {
            site: Arc::clone(site),
            title: title.into(),
            description: String::new(),
            crumbs: Vec::new(),
            large_type: false,
            path: "/".to_owned(),
            body: site.body.clone(),
            door: None,
            column: None,
            article: None,
            query: String::new(),
            staff: None,
            notice: None,
            has_aside: false,
            indexed: true,
            needs_mending: false,
        }
    }

    /// A page of the desk: with a right-hand column, closed to search engines.
    pub fn desk(site: &Arc<Site>, staff: Staff, title: impl Into<String>) -> Self {
        Page { staff: Some(staff), has_aside: true, indexed: false, ..Page::portal(site, title) }
    }

    /// One sentence on what the page holds.
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.description = text.into();
        self
    }

    /// Adds a step on the way here that leads somewhere.
    pub fn crumb(mut self, label: impl Into<String>, href: impl Into<String>) -> Self {
        self.crumbs.push(Crumb { label: label.into(), href: Some(href.into()) });
        self
    }

    /// Ends the way here with the page itself.
    pub fn here(mut self, label: impl Into<String>) -> Self {
        self.crumbs.push(Crumb { label: label.into(), href: None });
        self
    }

    /// The reader's choice of type size, and the address to come back to after changing it.
    pub fn read_by(mut self, large_type: bool, path: impl Into<String>) -> Self {
        self.large_type = large_type;
        self.path = path.into();
        self
    }

    /// The body the page is about.
    pub fn about(mut self, slug: impl Into<String>, name: impl Into<String>) -> Self {
        self.body = BodyName { slug: slug.into(), name: name.into() };
        self
    }

    /// The door the page stands behind.
    pub fn behind(mut self, door: Door) -> Self {
        self.door = Some(door);
        self
    }

    /// Page tags of a column.
    pub fn column(mut self, column: Column) -> Self {
        self.column = Some(column);
        self
    }

    /// Page tags of an article.
    pub fn article(mut self, article: Article) -> Self {
        self.article = Some(article);
        self
    }

    /// What stands in the search box.
    pub fn query(mut self, query: impl Into<String>) -> Self {
        self.query = query.into();
        self
    }

    /// Says once, on top, what just happened.
    pub fn notice(mut self, tone: Tone, title: impl Into<String>) -> Self {
        self.notice = Some(Notice { tone, title: title.into(), text: String::new() });
        self
    }

    /// With a right-hand column (block `aside`).
    pub fn with_aside(mut self) -> Self {
        self.has_aside = true;
        self
    }

    /// Without a right-hand column, for wide tables.
    pub fn wide(mut self) -> Self {
        self.has_aside = false;
        self
    }

    /// Kept out of search engines: receipts, tracking, forms.
    pub fn unlisted(mut self) -> Self {
        self.indexed = false;
        self
    }

    /// Takes note of whether the form on the page needs mending.
    pub fn showing(mut self, form: &FormState) -> Self {
        self.needs_mending = !form.is_clean();
        self
    }

    /// The page tags, in the order site, column, article, with empty optional ones left out.
    ///
    /// **Source.** 政府网站发展指引, appendix on page tags: 3 on the home page, 7 on a column's, 10 on an article's.
    pub fn tags(&self) -> Vec<(&'static str, &str)> {
        let mut tags = vec![
            ("SiteName", self.site.name.as_str()),
            ("SiteDomain", &self.site.domain),
            ("SiteIDCode", &self.site.id_code),
        ];
        if let Some(column) = &self.column {
            tags.extend([
                ("ColumnName", column.name.as_str()),
                ("ColumnDescription", &column.description),
                ("ColumnKeywords", &column.keywords),
                ("ColumnType", &column.kind),
            ]);
        }
        if let Some(article) = &self.article {
            tags.extend([
                ("ArticleTitle", article.title.as_str()),
                ("PubDate", &article.published),
                ("ContentSource", &article.source),
                ("Author", &article.author),
                ("Keywords", &article.keywords),
            ]);
        }
        tags.extend([("Description", self.description.as_str())]);
        tags.retain(|(_, content)| !content.is_empty());
        tags
    }

    /// The five doors: label, address, and whether the page stands behind it.
    pub fn doors(&self) -> [(&'static str, String, bool); 5] {
        let room = |room: &str| format!("/bodies/{}/{room}", self.body.slug);
        let at = |door| self.door == Some(door);
        [
            ("政府信息公开指南", room("guide"), at(Door::Guide)),
            ("政府信息公开制度", room("rules"), at(Door::Rules)),
            ("法定主动公开内容", room("content"), at(Door::Content)),
            ("政府信息公开年报", room("reports"), at(Door::Reports)),
            ("依申请公开", "/apply/".to_owned(), at(Door::Apply)),
        ]
    }

    /// Where the switch between normal and large type leads: a GET that sets the cookie and comes back.
    pub fn type_switch(&self) -> String {
        let size = if self.large_type { "normal" } else { "large" };
        format!("/type/{size}?back={}", words::percent_encoded(&self.path))
    }

    /// The session's token for forms; empty for a visitor who is not signed in.
    pub fn csrf(&self) -> &str {
        self.staff.as_ref().map_or("", |staff| &staff.csrf)
    }

    /// Whether `href` is the list or room this page stands in, for the desk's left column.
    pub fn stands_in(&self, href: &str) -> bool {
        let here = self.path.split('?').next().unwrap_or_default();
        if href.contains('?') {
            self.path == href
        } else {
            here == href || (href != "/desk/" && here.starts_with(href))
        }
    }

    /// The stylesheet's address, which changes with its content so that browsers may keep it for a year.
    pub fn css(&self) -> &'static str {
        static HREF: LazyLock<String> =
            LazyLock::new(|| stamped("gongkai.css", include_str!("../../static/gongkai.css")));
        &HREF
    }

    /// The script's address, stamped likewise.
    pub fn js(&self) -> &'static str {
        static HREF: LazyLock<String> =
            LazyLock::new(|| stamped("gongkai.js", include_str!("../../static/gongkai.js")));
        &HREF
    }
}

fn stamped(file: &str, content: &str) -> String {
    use sha2::Digest;
    let digest = sha2::Sha256::digest(content.as_bytes());
    let stamp: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    format!("/static/{file}?v={stamp}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> Arc<Site> {
        Arc::new(sample::site())
    }

    #[test]
    fn page_tags_come_in_threes_sevens_and_tens() {
        let count = |page: Page| page.tags().len();
        let column = Column {
            name: "政策文件".into(),
            description: "县政府制发的规范性文件".into(),
            keywords: "政策,文件".into(),
            kind: "政策文件".into(),
        };
        let article = Article {
            title: "通知".into(),
            published: "2026-03-05 09:00".into(),
            source: "县政府办公室".into(),
            ..Article::default()
        };
        assert_eq!(count(Page::portal(&site(), "首页")), 3);
        assert_eq!(count(Page::portal(&site(), "政策文件").column(column.clone())), 7);
        assert_eq!(count(Page::portal(&site(), "通知").column(column).article(article)), 10);
    }

    #[test]
    fn the_switch_comes_back_to_the_very_page_with_its_query() {
        let page = Page::portal(&site(), "搜索").read_by(false, "/search?q=用水&page=2");
        assert_eq!(page.type_switch(), "/type/large?back=/search%3Fq%3D%E7%94%A8%E6%B0%B4%26page%3D2");
        assert_eq!(Page::portal(&site(), "首页").read_by(true, "/").type_switch(), "/type/normal?back=/");
    }

    #[test]
    fn the_left_column_marks_the_room_and_the_exact_list() {
        let page = Page::portal(&site(), "办件").read_by(false, "/desk/cases/?waiting=register");
        assert!(page.stands_in("/desk/cases/"));
        assert!(page.stands_in("/desk/cases/?waiting=register"));
        assert!(!page.stands_in("/desk/cases/?waiting=sign"));
        assert!(!page.stands_in("/desk/"));
    }

    #[test]
    fn the_doors_open_the_rooms_of_the_body_the_page_is_about() {
        let page = Page::portal(&site(), "指南").about("water", "县水务局").behind(Door::Guide);
        let [(_, guide, here), .., (_, apply, _)] = page.doors();
        assert_eq!((guide.as_str(), here, apply.as_str()), ("/bodies/water/guide", true, "/apply/"));
    }
}
