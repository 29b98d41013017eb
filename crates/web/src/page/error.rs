//! Pages for when something is in the way: what happened, what was not lost, and the ways on.

use askama::Template;

use crate::page::Page;

/// What stands in the way of a page, each with its HTTP status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// 400: the request cannot be read.
    BadRequest,
    /// 400: the form came with a field that the page does not have.
    UnknownField {
        /// Its name.
        name: String,
    },
    /// 403: signed in, but this is not theirs to do; or a form from another site.
    Forbidden,
    /// 403: the form is stale or came from elsewhere.
    StaleForm,
    /// 404: no such page.
    NotFound,
    /// 405: the address exists, but not for this.
    MethodNotAllowed,
    /// 410: it was here and was taken back.
    Gone {
        /// The day in words.
        withdrawn_on: String,
        /// Why; may be empty.
        reason: String,
    },
    /// 413: too much was sent.
    TooLarge {
        /// The limit as [`crate::page::words::file_size`] says it.
        limit: String,
    },
    /// 429: too often.
    TooMany {
        /// Whole minutes to wait, at least 1.
        wait_minutes: u64,
    },
    /// 500: our fault.
    Fault {
        /// What to name on the telephone, so that we find it in the log; may be empty.
        trace: String,
    },
    /// 503: not ready now.
    Unavailable,
}

/// A way on from an error page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// The words.
    pub label: String,
    /// Where it leads.
    pub href: String,
}

impl Way {
    /// A way on.
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Way { label: label.into(), href: href.into() }
    }
}

/// The page for an obstacle.
#[derive(Template)]
#[template(path = "page/error.html")]
pub struct ErrorPage {
    /// The frame.
    pub page: Page,
    /// What stands in the way.
    pub obstacle: Obstacle,
    /// The ways on.
    pub ways: Vec<Way>,
    /// Whether to offer the search box: for what was not found or was taken back.
    pub with_search: bool,
}

impl Obstacle {
    /// The HTTP status.
    pub fn status(&self) -> u16 {
        match self {
            Obstacle::BadRequest | Obstacle::UnknownField { .. } => 400,
            Obstacle::Forbidden | Obstacle::StaleForm => 403,
            Obstacle::NotFound => 404,
            Obstacle::MethodNotAllowed => 405,
            Obstacle::Gone { .. } => 410,
            Obstacle::TooLarge { .. } => 413,
            Obstacle::TooMany { .. } => 429,
            Obstacle::Fault { .. } => 500,
            Obstacle::Unavailable => 503,
        }
    }

    /// The heading: what happened, in a few words.
    pub fn title(&self) -> &'static str {
        match self {
            Obstacle::BadRequest => "网页没有看懂这次请求",
            Obstacle::UnknownField { .. } => "表单里多出了一项，没有办理",
            Obstacle::Forbidden => "没有查看或办理这一内容的权限",
            Obstacle::StaleForm => "这张表单已经过期",
            Obstacle::NotFound => "没有找到这个网页",
            Obstacle::MethodNotAllowed => "这个网址不能这样使用",
            Obstacle::Gone { .. } => "这条信息已经撤回",
            Obstacle::TooLarge { .. } => "提交的文件太大",
            Obstacle::TooMany { .. } => "操作太频繁，请稍候",
            Obstacle::Fault { .. } => "系统出了故障",
            Obstacle::Unavailable => "系统暂时不能使用",
        }
    }

    /// What happened and what now, a paragraph each.
    pub fn says(&self) -> Vec<String> {
        let one = |text: &str| vec![text.to_owned()];
        match self {
            Obstacle::BadRequest => one("网址或提交的内容不完整，可能是复制网址时少了几个字。请从下面的入口重新进入。"),
            Obstacle::UnknownField { name } => vec![format!(
                "提交的内容里有这张表单没有的一项“{name}”，为了安全没有办理，也没有改动任何记录。请返回上一页，已填写的内容仍在；\
                 如果用了自动填表的工具，请关闭后再提交。"
            )],
            Obstacle::Forbidden => {
                one("这一内容属于其他单位，或者需要其他岗位的人员办理。确需办理的，请联系本单位管理员调整权限。")
            }
            Obstacle::StaleForm => one(
                "打开表单的时间太长，或者已在别处退出登录，为了安全没有提交。请返回上一页，刷新后再提交；返回后已填内容一般仍在。",
            ),
            Obstacle::NotFound => one("网址可能写错了，也可能网页已经移到别处。可以用标题、文号或索引号搜索。"),
            Obstacle::MethodNotAllowed => {
                one("可能是在提交之后刷新或收藏了网页。请从下面的入口重新进入；已经提交成功的内容不会丢失。")
            }
            Obstacle::Gone { withdrawn_on, reason } => {
                let mut says = vec![format!("这条信息曾经公开，已于{withdrawn_on}撤回，不再提供正文和附件。")];
                if !reason.is_empty() {
                    says.push(format!("撤回原因：{reason}"));
                }
                says
            }
            Obstacle::TooLarge { limit } => {
                vec![format!("一次最多提交 {limit}。请压缩图片或者分次提交，表单里的文字可以返回上一页取回。")]
            }
            Obstacle::TooMany { wait_minutes } => {
                vec![format!(
                    "为防止恶意操作，暂时停止了这项操作。请在 {wait_minutes} 分钟后再试，已经提交成功的内容不受影响。"
                )]
            }
            Obstacle::Fault { trace } => {
                let mut says =
                    one("这是我们的问题，与填写的内容无关，已经记录下来。请过几分钟再试；已经收到回执的申请不会丢失。");
                if !trace.is_empty() {
                    says.push(format!("来电说明情况时，请报出故障编号：{trace}"));
                }
                says
            }
            Obstacle::Unavailable => one(
                "系统正在维护、启动或者存储空间不足，一般很快恢复。如果刚才是在提交，内容还没有记录，请返回上一页，已填写的内容仍在，稍后再提交。急需办理的，可以拨打页面下方的电话，或者当面、邮寄提交申请。",
            ),
        }
    }

    fn ways(&self, signed_in: bool) -> Vec<Way> {
        let mut ways = match self {
            Obstacle::TooMany { .. } | Obstacle::Unavailable | Obstacle::Fault { .. } => Vec::new(),
            Obstacle::Gone { .. } => vec![Way::new("依申请公开：申请获取需要的信息", "/apply/")],
            _ => vec![Way::new("查询申请进度", "/track/"), Way::new("依申请公开", "/apply/")],
        };
        if signed_in {
            ways.insert(0, Way::new("回到工作台", "/desk/"));
        }
        ways.push(Way::new("回到首页", "/"));
        ways
    }
}

impl ErrorPage {
    /// The page for `obstacle`, framed by `page` (its title is replaced, and search engines are kept out).
    pub fn new(page: Page, obstacle: Obstacle) -> Self {
        let ways = obstacle.ways(page.staff.is_some());
        let with_search = matches!(obstacle, Obstacle::NotFound | Obstacle::Gone { .. });
        let page = Page { title: obstacle.title().to_owned(), has_aside: false, notice: None, ..page.unlisted() };
        ErrorPage { page, obstacle, ways, with_search }
    }

    /// The same page with another way on, put first.
    pub fn way(mut self, label: impl Into<String>, href: impl Into<String>) -> Self {
        self.ways.insert(0, Way::new(label, href));
        self
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::page::sample;

    /// One of each, for the tests here and for the samples.
    fn each() -> Vec<Obstacle> {
        vec![
            Obstacle::BadRequest,
            Obstacle::UnknownField { name: "is_admin".into() },
            Obstacle::Forbidden,
            Obstacle::StaleForm,
            Obstacle::NotFound,
            Obstacle::MethodNotAllowed,
            Obstacle::Gone {
                withdrawn_on: "2026年3月5日（星期四）".into(), reason: "附件含有个人信息".into()
            },
            Obstacle::TooLarge { limit: "20.0 MB".into() },
            Obstacle::TooMany { wait_minutes: 5 },
            Obstacle::Fault { trace: "7f3a-91".into() },
            Obstacle::Unavailable,
        ]
    }

    #[test]
    fn every_obstacle_says_what_happened_and_leads_home() {
        let site = Arc::new(sample::site());
        for obstacle in each() {
            let html = ErrorPage::new(Page::portal(&site, ""), obstacle.clone()).render().unwrap();
            assert!(html.contains(&format!("<h1>{}</h1>", obstacle.title())), "{obstacle:?}");
            for paragraph in obstacle.says() {
                assert!(html.contains(&paragraph), "{obstacle:?} leaves out: {paragraph}");
            }
            assert!(html.contains(r#"<a href="/">回到首页</a>"#), "{obstacle:?}");
            assert!(html.contains(r#"<meta name="robots" content="noindex">"#), "{obstacle:?}");
        }
    }

    #[test]
    fn a_withdrawn_publication_says_when_and_why_and_how_to_ask_for_it() {
        let site = Arc::new(sample::site());
        let gone =
            Obstacle::Gone { withdrawn_on: "2026年3月5日（星期四）".into(), reason: "<附件>有误".into() };
        let html = ErrorPage::new(Page::portal(&site, ""), gone).render().unwrap();
        assert!(html.contains("已于2026年3月5日（星期四）撤回"));
        assert!(html.contains("撤回原因：&#60;附件&#62;有误"), "the reason is text, not markup");
        assert!(html.contains(r#"href="/apply/""#));
    }

    #[test]
    fn whoever_is_signed_in_finds_the_way_back_to_the_desk() {
        let site = Arc::new(sample::site());
        let page = Page::desk(&site, sample::staff(), "");
        let html = ErrorPage::new(page, Obstacle::Forbidden).way("看本单位的办件", "/desk/cases/").render().unwrap();
        assert!(html.contains("看本单位的办件") && html.contains("回到工作台"));
    }
}
