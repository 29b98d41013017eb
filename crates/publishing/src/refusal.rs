//! Why a move was not allowed, as sentences for the desk.

use crate::content::Field;
use crate::edition::{Move, StageKind};
use crate::vocabulary::Openness;
use std::fmt;

/// Why an editor's or reviewer's move was not allowed: what stands in the way, the article, and the way on.
///
/// All reasons come at once. Faults (a lost connection, a full disk) never appear here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The stage does not allow the move.
    NotNow {
        /// Where the edition stands.
        stage: StageKind,
        /// What was wanted.
        wanted: Move,
    },
    /// A box that 条例第十二条 asks for is empty.
    Missing(Field),
    /// Only what is opened proactively is published.
    NotProactive(Openness),
    /// The reviewer wrote in the text, or submitted it.
    OwnText {
        /// The reviewer's name.
        reviewer: String,
    },
    /// Approved although the content needs work.
    ContentNotSound,
    /// Approved although it holds what must not be opened.
    MustNotBeOpen,
    /// Approved although secrecy could not be settled.
    SecrecyUnsettled,
    /// Approved although personal data or trade secrets are still in it.
    PersonalDataPresent,
    /// No basis of the review.
    NoBasis,
    /// Returned or withdrawn without a reason.
    NoReason(Move),
    /// A reason, basis or opinion is too long.
    WordsTooLong {
        /// The most characters there may be.
        limit: usize,
        /// How many there are.
        now: usize,
    },
    /// The body lacks a part of its index numbers.
    NoIndexNumber {
        /// The number as far as it could be written.
        tried: String,
    },
    /// A new edition while another one is still being worked on.
    AnotherInWork {
        /// The number of that edition.
        edition: u32,
    },
}

impl Refusal {
    /// The article that says so, where one does; the house rules otherwise.
    pub fn basis(&self) -> Option<&'static str> {
        match self {
            Self::Missing(_) => Some("条例第十二条"),
            Self::NotProactive(Openness::OnRequest) => Some("条例第二十七条"),
            Self::NotProactive(_) => Some("条例第十四条至第十六条"),
            Self::OwnText { .. } | Self::ContentNotSound | Self::NoBasis => Some("条例第十七条"),
            Self::NotNow { wanted: Move::Publish, .. } => Some("条例第十七条"),
            Self::MustNotBeOpen => Some("条例第十四条"),
            Self::SecrecyUnsettled => Some("条例第十七条第三款"),
            Self::PersonalDataPresent => Some("条例第十五条"),
            Self::NoIndexNumber { .. } => Some("条例第十二条"),
            Self::NotNow { .. } | Self::NoReason(_) | Self::WordsTooLong { .. } | Self::AnotherInWork { .. } => None,
        }
    }

    /// What to do instead.
    pub fn way_on(&self) -> &'static str {
        match self {
            Self::NotNow { stage, wanted } => way_on(*stage, *wanted),
            Self::Missing(_) => "请补填后再送审。",
            Self::NotProactive(_) => "请保留为草稿；确需主动公开的，先把公开方式改为主动公开并说明理由。",
            Self::OwnText { .. } => "请由没有参与起草的另一名审核人审查。",
            Self::ContentNotSound => "请退回修改，或者把内容审查改为“可以公开”。",
            Self::MustNotBeOpen => "请退回修改：删去不得公开的内容，或者改为不予公开。",
            Self::SecrecyUnsettled => "请先报有关主管部门或者保密行政管理部门确定，再作审查结论。",
            Self::PersonalDataPresent => "请退回修改：删去或者遮盖后重新送审。",
            Self::NoBasis => "请写明所依据的法律、法规或者制度。",
            Self::NoReason(Move::Withdraw) => "请写明撤回理由，网站将把理由和时间告知访问者。",
            Self::NoReason(_) => "请写明需要修改什么，便于经办人一次改好。",
            Self::WordsTooLong { .. } => "请缩短后再提交。",
            Self::NoIndexNumber { .. } => "请管理员在单位资料中补全统一社会信用代码后再发布。",
            Self::AnotherInWork { .. } => "请继续处理该版本。",
        }
    }
}

impl Refusal {
    /// What stands in the way, without article, way on or full stop.
    pub fn says(&self) -> String {
        match self {
            Self::NotNow { stage, wanted } => format!("本稿{}，不能{}", stage.label(), wanted.label()),
            Self::Missing(Field::Text) => "正文和附件都是空的".into(),
            Self::Missing(field) => format!("{}没有填写", field.label()),
            Self::NotProactive(openness) => format!("公开方式是“{}”，不能送审发布", openness.label()),
            Self::OwnText { reviewer } => format!("{reviewer}起草或者提交了本稿，不能审查本稿"),
            Self::ContentNotSound => "内容审查结论是“需要修改”，不能审核通过".into(),
            Self::MustNotBeOpen => "保密审查结论是“涉及不得公开的内容”，不能审核通过".into(),
            Self::SecrecyUnsettled => "保密审查尚不能确定，不能审核通过".into(),
            Self::PersonalDataPresent => "仍含有不应公开的个人信息或者商业秘密，不能审核通过".into(),
            Self::NoBasis => "没有写明审查依据".into(),
            Self::NoReason(Move::Withdraw) => "撤回没有写明理由".into(),
            Self::NoReason(_) => "退回没有写明理由".into(),
            Self::WordsTooLong { limit, now } => format!("文字最多 {limit} 个字，现在是 {now} 个字"),
            Self::NoIndexNumber { tried } => format!("索引号只能编成“{tried}”，缺少统一社会信用代码"),
            Self::AnotherInWork { edition } => format!("第 {edition} 版还在办理，不能再建新版本"),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.says())?;
        if let Some(basis) = self.basis() {
            write!(f, "（{basis}）")?;
        }
        write!(f, "。{}", self.way_on())
    }
}

fn way_on(stage: StageKind, wanted: Move) -> &'static str {
    use Move as M;
    use StageKind as S;
    match (stage, wanted) {
        (S::InReview, M::Edit) => "要修改，请先撤回送审。",
        (S::Draft | S::Returned, M::Publish) => "请先送审，审核通过后才能发布。",
        (S::InReview, M::Publish) => "请等待审核人审查。",
        (S::Returned, M::Submit) => "请先按退回意见修改，再送审。",
        (S::Draft | S::Returned, M::Approve | M::Return) => "请等待经办人送审。",
        (S::Approved, M::Approve | M::Return) => "已有审查结论；要重新审查，请先修改。",
        (S::Approved, M::Submit | M::TakeBack) => "可以发布；要修改，请直接修改，原审查结论随之失效。",
        (S::Published, M::Edit | M::Submit) => "要改动已公开的内容，请建立新版本。",
        (S::Withdrawn, M::Edit | M::Submit | M::Publish) => "要重新公开，请建立新版本并重新送审。",
        (S::Superseded, _) => "请看最新版本。",
        (S::Draft | S::InReview | S::Returned | S::Approved, M::Withdraw) => "尚未公开，不需要撤回。",
        (S::Draft | S::InReview | S::Returned | S::Approved, M::NewEdition) => "请在本稿上继续办理。",
        (S::Published | S::Withdrawn, M::Approve | M::Return | M::TakeBack) => "审查已经结束。",
        (S::Published, M::Publish) => "已经公开，不必再次发布。",
        (S::Withdrawn, M::Withdraw) => "已经撤回，不必再次撤回。",
        (S::InReview, M::Submit) => "已经送审，请等待审核人审查。",
        (S::Draft | S::Returned, M::TakeBack) => "尚未送审，可以直接修改。",
        // What the lifecycle allows never gets here; the next edition supersedes by itself.
        (_, M::Supersede) => "新版本发布时自动替换旧版本。",
        (S::Draft | S::Returned | S::Approved, M::Edit)
        | (S::Draft, M::Submit)
        | (S::InReview, M::TakeBack | M::Approve | M::Return)
        | (S::Approved, M::Publish)
        | (S::Published, M::Withdraw)
        | (S::Published | S::Withdrawn, M::NewEdition) => "请刷新页面后重试。",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_reads_as_a_sentence_with_its_article_and_the_way_on() {
        let all = [
            Refusal::NotNow { stage: StageKind::Draft, wanted: Move::Publish },
            Refusal::Missing(Field::Summary),
            Refusal::Missing(Field::Text),
            Refusal::NotProactive(Openness::OnRequest),
            Refusal::NotProactive(Openness::NotOpen),
            Refusal::OwnText { reviewer: "李敏".into() },
            Refusal::ContentNotSound,
            Refusal::MustNotBeOpen,
            Refusal::SecrecyUnsettled,
            Refusal::PersonalDataPresent,
            Refusal::NoBasis,
            Refusal::NoReason(Move::Return),
            Refusal::NoReason(Move::Withdraw),
            Refusal::WordsTooLong { limit: 1000, now: 1001 },
            Refusal::NoIndexNumber { tried: "/2026-00001".into() },
            Refusal::AnotherInWork { edition: 2 },
        ];
        insta::assert_snapshot!(all.map(|r| r.to_string()).join("\n"));
    }
}
