//! The closed lists of an editor's words: what may stand in a box of the metadata, and nothing else.

use serde::{Deserialize, Serialize};

/// Writes an enum whose every value has a stable key (database, form) and a word on screen.
macro_rules! closed_list {
    ($(#[$doc:meta])* $name:ident { $($(#[$value_doc:meta])* $value:ident = $key:literal $label:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$value_doc])* #[serde(rename = $key)] $value,)+ }

        impl $name {
            /// Every value, in the order in which lists show them.
            pub const ALL: &'static [$name] = &[$(Self::$value),+];

            /// The stable key in databases and forms.
            pub fn key(self) -> &'static str {
                match self { $(Self::$value => $key),+ }
            }

            /// The word on screen.
            pub fn label(self) -> &'static str {
                match self { $(Self::$value => $label),+ }
            }

            /// The value with this key.
            pub fn from_key(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.key() == key)
            }
        }
    };
}
pub(crate) use closed_list;

closed_list! {
    /// The documents that table 2 of the yearly report counts (form 2021, 第二十条第（一）项).
    CountedKind {
        /// 规章, made by a body that may make rules.
        Rules = "rules" "规章",
        /// 行政规范性文件.
        NormativeDocument = "normative" "行政规范性文件",
    }
}

closed_list! {
    /// 体裁: the kinds of official document (党政机关公文处理工作条例 art. 8, and 命令).
    Genre {
        /// 命令.
        Order = "order" "命令",
        /// 决定.
        Decision = "decision" "决定",
        /// 公告.
        Announcement = "announcement" "公告",
        /// 通告.
        PublicNotice = "public_notice" "通告",
        /// 通知.
        Notice = "notice" "通知",
        /// 通报.
        Bulletin = "bulletin" "通报",
        /// 议案.
        Bill = "bill" "议案",
        /// 报告.
        Report = "report" "报告",
        /// 请示.
        Request = "request" "请示",
        /// 批复.
        Reply = "reply" "批复",
        /// 意见.
        Opinion = "opinion" "意见",
        /// 函.
        Letter = "letter" "函",
        /// 纪要.
        Minutes = "minutes" "纪要",
        /// 决议.
        Resolution = "resolution" "决议",
        /// 公报.
        Gazette = "gazette" "公报",
        /// What no official genre fits: a table, a plan, a list.
        Other = "other" "其他",
    }
}

closed_list! {
    /// 公开方式. Openness is the norm (条例第五条), so a new draft starts as [`Openness::Proactive`].
    Openness {
        /// 主动公开.
        Proactive = "proactive" "主动公开",
        /// 依申请公开: kept as a draft, given out case by case.
        OnRequest = "on_request" "依申请公开",
        /// 不予公开 (条例第十四条至第十六条).
        NotOpen = "not_open" "不予公开",
    }
}

closed_list! {
    /// How one publication stands to another, said from the newer one.
    RelationKind {
        /// 解读: this one explains the other.
        Interprets = "interprets" "解读",
        /// 修改: this one changes the other.
        Amends = "amends" "修改",
        /// 废止: this one ends the other.
        Repeals = "repeals" "废止",
        /// 相关: to be read together.
        SeeAlso = "see_also" "相关信息",
    }
}

impl RelationKind {
    /// The words on the page of the *other* publication.
    ///
    /// ```
    /// use publishing::RelationKind;
    /// assert_eq!(RelationKind::Repeals.seen_from_the_other(), "被以下文件废止");
    /// ```
    pub fn seen_from_the_other(self) -> &'static str {
        match self {
            Self::Interprets => "政策解读",
            Self::Amends => "被以下文件修改",
            Self::Repeals => "被以下文件废止",
            Self::SeeAlso => "相关信息",
        }
    }
}

closed_list! {
    /// 效力状态, asked with today's date and never stored.
    Validity {
        /// 尚未生效.
        NotYet = "not_yet" "尚未生效",
        /// 有效.
        InForce = "in_force" "有效",
        /// 已修改: in force as another document changed it.
        Amended = "amended" "已修改",
        /// 失效: its time ran out.
        Expired = "expired" "失效",
        /// 废止: ended by a decision.
        Repealed = "repealed" "废止",
    }
}

/// 主题分类: a theme of the State Council's list, with one of its sub-themes where the editor chose one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Theme(String);

impl Theme {
    /// The theme with this key, `T02` or `T02/政务公开`, if the list has it.
    ///
    /// ```
    /// use publishing::Theme;
    /// assert_eq!(Theme::from_key("T02/政务公开").unwrap().path(), r"综合政务\政务公开");
    /// assert_eq!(Theme::from_key("T02/财政"), None); // a sub-theme of another theme
    /// ```
    pub fn from_key(key: &str) -> Option<Self> {
        let (code, child) = key.split_once('/').map_or((key, None), |(code, child)| (code, Some(child)));
        let theme = law::theme::from_code(code)?;
        child.is_none_or(|child| theme.children.iter().any(|c| c == child)).then(|| Self(key.to_owned()))
    }

    /// Every key with its path, themes followed by their sub-themes, as a form offers them.
    pub fn choices() -> Vec<Self> {
        law::theme::all()
            .iter()
            .flat_map(|theme| {
                let children = theme.children.iter().map(|child| Self(format!("{}/{child}", theme.code)));
                std::iter::once(Self(theme.code.clone())).chain(children)
            })
            .collect()
    }

    /// The stable key in databases and forms.
    pub fn key(&self) -> &str {
        &self.0
    }

    /// As pages write it: `综合政务\政务公开`.
    pub fn path(&self) -> String {
        let (code, child) = self.0.split_once('/').map_or((self.0.as_str(), None), |(code, child)| (code, Some(child)));
        law::theme::from_code(code).map_or_else(String::new, |theme| law::theme::path(theme, child))
    }
}

/// A key that names no theme.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no theme has the key {0:?}")]
pub struct NoSuchTheme(String);

impl TryFrom<String> for Theme {
    type Error = NoSuchTheme;

    fn try_from(key: String) -> Result<Self, NoSuchTheme> {
        Self::from_key(&key).ok_or(NoSuchTheme(key))
    }
}

impl From<Theme> for String {
    fn from(theme: Theme) -> Self {
        theme.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_offered_theme_is_found_again_by_its_key() {
        let choices = Theme::choices();
        assert!(choices.len() > 100);
        assert!(choices.iter().all(|theme| Theme::from_key(theme.key()).as_ref() == Some(theme)));
    }
}
