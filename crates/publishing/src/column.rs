//! 栏目: where a publication stands in the portal.
//!
//! **Source.** 国办公开办函〔2019〕61号 names the parts of the disclosure platform: guide, rules, proactively opened content, yearly
//! reports (and the entrance for applications); the content is ordered by 条例第二十条. Notices and policy interpretations are
//! what every real site has beside them.

use law::category::Category;
use serde::{Deserialize, Serialize};

/// One column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Column {
    /// 政府信息公开指南 (条例第十二条).
    Guide,
    /// 政府信息公开制度.
    Rules,
    /// 法定主动公开内容, by the items of 条例第二十条.
    Content(Category),
    /// 政府信息公开年报 (条例第五十条).
    Reports,
    /// 依申请公开: how to apply.
    OnRequest,
    /// 通知公告.
    Notices,
    /// 政策解读.
    Interpretations,
}

/// A door of the portal, which gathers columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Door {
    /// 指南.
    Guide,
    /// 制度.
    Rules,
    /// 法定主动公开内容, with notices and interpretations beside the statutory categories.
    Content,
    /// 年报.
    Reports,
    /// 依申请公开.
    OnRequest,
}

/// The doors in the order of the platform, with their words and their part of the address under `/bodies/{slug}/`.
pub const DOORS: [(Door, &str, &str); 5] = [
    (Door::Guide, "政府信息公开指南", "guide"),
    (Door::Rules, "政府信息公开制度", "rules"),
    (Door::Content, "法定主动公开内容", "content"),
    (Door::Reports, "政府信息公开年报", "reports"),
    (Door::OnRequest, "依申请公开", "apply"),
];

impl Column {
    /// Every column, in the order in which an editor chooses.
    pub fn all() -> Vec<Self> {
        let content = Category::ALL.into_iter().map(Self::Content);
        [Self::Guide, Self::Rules]
            .into_iter()
            .chain(content)
            .chain([Self::Notices, Self::Interpretations, Self::Reports, Self::OnRequest])
            .collect()
    }

    /// The stable key in databases, forms and addresses: `rules`, `A20_07`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Guide => "guide",
            Self::Rules => "rules",
            Self::Content(category) => category.code(),
            Self::Reports => "reports",
            Self::OnRequest => "on_request",
            Self::Notices => "notices",
            Self::Interpretations => "interpretations",
        }
    }

    /// The column with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::all().into_iter().find(|column| column.key() == key)
    }

    /// The name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Guide => "政府信息公开指南",
            Self::Rules => "政府信息公开制度",
            Self::Content(category) => category.label(),
            Self::Reports => "政府信息公开年报",
            Self::OnRequest => "依申请公开",
            Self::Notices => "通知公告",
            Self::Interpretations => "政策解读",
        }
    }

    /// 组配分类, as the metadata box prints it: `法定主动公开内容 > 财政预算、决算`.
    pub fn path(self) -> String {
        match self.door() {
            Door::Content => format!("法定主动公开内容 > {}", self.label()),
            _ => self.label().into(),
        }
    }

    /// The door behind which it stands.
    pub fn door(self) -> Door {
        match self {
            Self::Guide => Door::Guide,
            Self::Rules => Door::Rules,
            Self::Content(_) | Self::Notices | Self::Interpretations => Door::Content,
            Self::Reports => Door::Reports,
            Self::OnRequest => Door::OnRequest,
        }
    }

    /// The item of 条例第二十条, for columns that have one.
    pub fn category(self) -> Option<Category> {
        match self {
            Self::Content(category) => Some(category),
            _ => None,
        }
    }
}

impl Door {
    /// The columns behind this door.
    pub fn columns(self) -> Vec<Column> {
        Column::all().into_iter().filter(|column| column.door() == self).collect()
    }
}

/// A key that names no column.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no column has the key {0:?}")]
pub struct NoSuchColumn(String);

impl TryFrom<String> for Column {
    type Error = NoSuchColumn;

    fn try_from(key: String) -> Result<Self, NoSuchColumn> {
        Self::from_key(&key).ok_or(NoSuchColumn(key))
    }
}

impl From<Column> for String {
    fn from(column: Column) -> Self {
        column.key().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_of_columns_as_the_portal_shows_it() {
        let mut shown = String::new();
        for (door, words, address) in DOORS {
            shown += &format!("{words} /{address}\n");
            for column in door.columns() {
                shown += &format!("    {} {}\n", column.key(), column.path());
            }
        }
        insta::assert_snapshot!(shown);
    }

    #[test]
    fn every_column_is_found_again_by_its_key() {
        for column in Column::all() {
            assert_eq!(Column::from_key(column.key()), Some(column));
        }
    }
}
