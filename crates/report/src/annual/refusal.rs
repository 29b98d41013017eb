//! Why a report cannot be signed, sent back or published now, as sentences for the desk.

use std::fmt;

use super::{Act, Stage};
use crate::form::SectionKey;

/// Why an act on a yearly report was not allowed: what stands in the way, the article, and the way on.
///
/// All reasons come at once. Faults (a lost connection, a full disk) never appear here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The stage does not allow the act.
    NotNow {
        /// Where the report stands.
        stage: Stage,
        /// What was wanted.
        wanted: Act,
    },
    /// The year it reports on has not ended.
    YearNotOver {
        /// The year.
        year: i16,
    },
    /// A text part that art. 50 asks for is empty.
    NotWritten(SectionKey),
    /// The text uses numbers that nobody has entered.
    Unfilled(Vec<String>),
    /// Errors were found and no reason is given for signing over them.
    ErrorsUnanswered {
        /// How many.
        errors: usize,
    },
    /// A correction that does not say what it changes.
    ChangeNotStated,
    /// A correction that says what the published version says.
    NothingChanged,
    /// The authority ordered the correction; the body cannot drop it.
    Ordered,
    /// Withdrawn, sent back or reopened without a reason.
    NoReason(Act),
    /// A reason is too long.
    WordsTooLong {
        /// The most characters there may be.
        limit: usize,
        /// How many there are.
        now: usize,
    },
}

impl Refusal {
    /// The article that says so, where one does; the house rules otherwise.
    pub fn basis(&self) -> Option<&'static str> {
        match self {
            Self::NotNow { wanted: Act::Publish, .. } | Self::YearNotOver { .. } => Some("条例第四十九条"),
            Self::NotWritten(_) => Some("条例第五十条"),
            Self::Unfilled(_) | Self::ErrorsUnanswered { .. } => Some("国办公开办函〔2021〕30号"),
            Self::Ordered => Some("条例第四十七条"),
            Self::NotNow { .. }
            | Self::ChangeNotStated
            | Self::NothingChanged
            | Self::NoReason(_)
            | Self::WordsTooLong { .. } => None,
        }
    }

    /// What stands in the way, without article, way on or full stop.
    pub fn says(&self) -> String {
        match self {
            Self::NotNow { stage, wanted } => format!("报告{}，不能{}", standing(*stage), wanted.label()),
            Self::YearNotOver { year } => format!("{year}年还没有结束，统计期限到{year}年12月31日"),
            Self::NotWritten(key) => format!("第{}部分“{}”没有填写", key.numeral(), key.title()),
            Self::Unfilled(names) => format!("正文引用的数还没有填报：{}", names.join("、")),
            Self::ErrorsUnanswered { errors } => format!("核对发现错误 {errors} 处，没有写明仍然签发的理由"),
            Self::ChangeNotStated => "更正没有写明改动了什么".into(),
            Self::NothingChanged => "表格和文字与已公布的版本完全相同".into(),
            Self::Ordered => "主管部门退回要求更正，不能取消更正".into(),
            Self::NoReason(act) => format!("{}没有写明理由", act.label()),
            Self::WordsTooLong { limit, now } => format!("文字最多 {limit} 个字，现在是 {now} 个字"),
        }
    }

    /// What to do instead.
    pub fn way_on(&self) -> &'static str {
        match self {
            Self::NotNow { stage, wanted } => way_on(*stage, *wanted),
            Self::YearNotOver { .. } => "请在统计期限届满后签发；现在可以继续填报和编写。",
            Self::NotWritten(_) => "请在“编写文字”中补写；没有需要报告的，也要写明没有。",
            Self::Unfilled(_) => "请先填报这些数，或者在正文中改写。",
            Self::ErrorsUnanswered { .. } => "请先更正；确实无法更正的，写明理由后签发，理由随本版留存。",
            Self::ChangeNotStated => "请写明更正了哪些数或者哪些文字，网站将一并公布。",
            Self::NothingChanged => "没有需要更正的，请取消更正。",
            Self::Ordered => "请更正后签发；认为不需要更正的，请在退回意见下回复主管部门。",
            Self::NoReason(Act::Reopen) => "请写明需要更正什么。",
            Self::NoReason(_) => "请写明理由，理由随操作留存。",
            Self::WordsTooLong { .. } => "请缩短后再提交。",
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

fn standing(stage: Stage) -> &'static str {
    match stage {
        Stage::Draft => "还在编制",
        Stage::Returned => "已被退回修改",
        Stage::Signed => "已经签发报送",
        Stage::Published => "已经公布",
        Stage::Correcting => "正在更正",
        Stage::CorrectionSigned => "的更正已经签发",
    }
}

fn way_on(stage: Stage, wanted: Act) -> &'static str {
    use Act as A;
    use Stage as S;
    match (stage, wanted) {
        (S::Draft | S::Returned, A::Publish) => "请先由公开机构负责人签发。",
        (S::Correcting, A::Publish) => "请先由公开机构负责人签发更正。",
        (S::Signed | S::CorrectionSigned, A::Sign) => "要改动，请先撤回签发。",
        (S::Published, A::Sign | A::TakeIn) => "要改动已公布的报告，请先开始更正。",
        (S::Published, A::Withdraw) => "要改动已公布的报告，请开始更正，更正后公布新的版本。",
        (S::Published, A::Publish) => "不必再次公布。",
        (S::Draft | S::Returned | S::Correcting, A::Withdraw) => "尚未签发，可以直接修改。",
        (S::Draft | S::Returned | S::Correcting, A::SendBack) => "请等待单位签发报送。",
        (S::Draft | S::Returned | S::Signed, A::Reopen) => "尚未公布，可以撤回签发后修改。",
        (S::Correcting | S::CorrectionSigned, A::Reopen) => "请继续办理正在进行的更正。",
        (S::CorrectionSigned, A::Close) => "请先撤回签发，再取消更正。",
        (S::Draft | S::Returned | S::Signed | S::Published, A::Close) => "没有正在进行的更正。",
        // What the lifecycle allows never gets here.
        (S::Draft | S::Returned | S::Correcting, A::Sign | A::TakeIn)
        | (S::Signed | S::CorrectionSigned, A::TakeIn | A::Withdraw | A::SendBack | A::Publish)
        | (S::Published, A::SendBack | A::Reopen)
        | (S::Correcting, A::Close) => "请刷新页面后重试。",
    }
}
