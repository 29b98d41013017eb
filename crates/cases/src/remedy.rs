//! What an applicant did against an answer: reconsideration (行政复议) and suits (行政诉讼), as table 4 counts them.

use civic::{CaseId, RemedyId};
use jiff::civil::Date;
use paper::document::chinese_date;
use serde::{Deserialize, Serialize};

/// The three column groups of table 4 of the yearly form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RemedyKind {
    /// 行政复议.
    Reconsideration,
    /// 行政诉讼: 未经复议直接起诉.
    DirectSuit,
    /// 行政诉讼: 复议后起诉.
    SuitAfterReconsideration,
}

impl RemedyKind {
    /// Every kind, in the order of the form.
    pub const ALL: [RemedyKind; 3] = [Self::Reconsideration, Self::DirectSuit, Self::SuitAfterReconsideration];

    /// The key in columns and forms.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Reconsideration => "reconsideration",
            Self::DirectSuit => "direct_suit",
            Self::SuitAfterReconsideration => "suit_after_reconsideration",
        }
    }

    /// The kind with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// The words on screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Reconsideration => "行政复议",
            Self::DirectSuit => "行政诉讼（未经复议直接起诉）",
            Self::SuitAfterReconsideration => "行政诉讼（复议后起诉）",
        }
    }
}

/// How a remedy was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ruling {
    /// 结果维持.
    Upheld,
    /// 结果纠正.
    Corrected,
    /// 其他结果: withdrawn, dismissed on form, settled.
    Other,
}

impl Ruling {
    /// Every ruling, in the order of the form.
    pub const ALL: [Ruling; 3] = [Self::Upheld, Self::Corrected, Self::Other];

    /// The key in columns and forms.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Upheld => "upheld",
            Self::Corrected => "corrected",
            Self::Other => "other",
        }
    }

    /// The ruling with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ruling| ruling.key() == key)
    }

    /// The words on screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Upheld => "结果维持",
            Self::Corrected => "结果纠正",
            Self::Other => "其他结果",
        }
    }
}

/// One reconsideration or one suit about one case. Nothing of it changes the case: the answer stays what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedy {
    /// Its identifier.
    pub id: RemedyId,
    /// The case.
    pub case: CaseId,
    /// Which way.
    pub kind: RemedyKind,
    /// The day on which the organ or court took it up.
    pub filed_on: Date,
    /// The organ or court, by name.
    pub organ: String,
    /// How and when it was decided; `None` counts as 尚未审结.
    pub closed: Option<(Ruling, Date)>,
}

/// Why a remedy cannot be recorded like this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Dated after today.
    #[error("{}在今天之后；请填写实际发生的日期", chinese_date(*on))]
    InFuture {
        /// The day given.
        on: Date,
    },
    /// Before there was anything to attack.
    #[error("{}早于收到申请的日期{}；请核对日期", chinese_date(*filed_on), chinese_date(*arrived_on))]
    BeforeArrival {
        /// The day given.
        filed_on: Date,
        /// The day on which the application arrived.
        arrived_on: Date,
    },
    /// Decided before it was filed.
    #[error("审结日期{}早于受理日期{}；请核对这两个日期", chinese_date(*closed_on), chinese_date(*filed_on))]
    ClosedBeforeFiled {
        /// The day of the ruling.
        closed_on: Date,
        /// The day of filing.
        filed_on: Date,
    },
    /// No organ was named.
    #[error("没有填写复议机关或者法院的名称；请填写")]
    NoOrgan,
    /// A suit "after reconsideration" of a case that has none.
    #[error("本件没有登记过行政复议，不能登记为“复议后起诉”；请先登记行政复议，或者选择“未经复议直接起诉”")]
    NoReconsideration,
    /// It is decided already.
    #[error("该项已于{}审结，不能再登记审结结果；登记有误的，请在本件中添加备注说明", chinese_date(*closed_on))]
    ClosedAlready {
        /// When.
        closed_on: Date,
    },
}

impl Refusal {
    /// The source that stands in the way.
    pub const fn basis(&self) -> &'static str {
        match self {
            Self::NoReconsideration => "行政诉讼法第四十五条",
            Self::InFuture { .. }
            | Self::BeforeArrival { .. }
            | Self::ClosedBeforeFiled { .. }
            | Self::NoOrgan
            | Self::ClosedAlready { .. } => "条例第五十条第一款第三项",
        }
    }
}

impl Remedy {
    /// Records that a remedy was taken up.
    ///
    /// `arrived_on` is the day on which the case's application arrived; `others` are the remedies already on record for
    /// the same case. A suit that skipped a compulsory reconsideration is recorded all the same: it happened, and the
    /// court will say so.
    ///
    /// # Errors
    /// Every [`Refusal`] at once.
    ///
    /// ```
    /// use cases::remedy::{Refusal, Remedy, RemedyKind};
    /// use jiff::civil::date;
    /// let suit = Remedy {
    ///     id: "r1".into(), case: "c1".into(), kind: RemedyKind::SuitAfterReconsideration,
    ///     filed_on: date(2026, 5, 6), organ: "云溪县人民法院".into(), closed: None,
    /// };
    /// let refused = suit.file(date(2026, 3, 5), &[], date(2026, 5, 7)).unwrap_err();
    /// assert_eq!(refused, [Refusal::NoReconsideration]);
    /// ```
    pub fn file(self, arrived_on: Date, others: &[Remedy], today: Date) -> Result<Self, Vec<Refusal>> {
        let mut refusals = Vec::new();
        let Self { filed_on, kind, .. } = self;
        if filed_on > today {
            refusals.push(Refusal::InFuture { on: filed_on });
        }
        if filed_on < arrived_on {
            refusals.push(Refusal::BeforeArrival { filed_on, arrived_on });
        }
        if self.organ.trim().is_empty() {
            refusals.push(Refusal::NoOrgan);
        }
        let reconsidered = others.iter().any(|other| other.kind == RemedyKind::Reconsideration);
        if kind == RemedyKind::SuitAfterReconsideration && !reconsidered {
            refusals.push(Refusal::NoReconsideration);
        }
        if refusals.is_empty() { Ok(self) } else { Err(refusals) }
    }

    /// Records how it was decided.
    ///
    /// # Errors
    /// Every [`Refusal`] at once.
    pub fn close(self, ruling: Ruling, on: Date, today: Date) -> Result<Self, Vec<Refusal>> {
        let mut refusals = Vec::new();
        if let Some((_, closed_on)) = self.closed {
            refusals.push(Refusal::ClosedAlready { closed_on });
        }
        if on > today {
            refusals.push(Refusal::InFuture { on });
        }
        if on < self.filed_on {
            refusals.push(Refusal::ClosedBeforeFiled { closed_on: on, filed_on: self.filed_on });
        }
        if refusals.is_empty() { Ok(Self { closed: Some((ruling, on)), ..self }) } else { Err(refusals) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn reconsideration() -> Remedy {
        Remedy {
            id: "r1".into(),
            case: "c1".into(),
            kind: RemedyKind::Reconsideration,
            filed_on: date(2026, 5, 6),
            organ: "云溪县人民政府".into(),
            closed: None,
        }
    }

    #[test]
    fn every_mistake_is_told_at_once() {
        let wrong = Remedy { filed_on: date(2026, 1, 1), organ: " ".into(), ..reconsideration() };
        let told = wrong.file(date(2026, 3, 5), &[], date(2025, 12, 31)).unwrap_err();
        let told: Vec<_> = told.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "2026年1月1日在今天之后；请填写实际发生的日期",
                "2026年1月1日早于收到申请的日期2026年3月5日；请核对日期",
                "没有填写复议机关或者法院的名称；请填写",
            ]
        );
    }

    #[test]
    fn a_suit_after_reconsideration_follows_one_and_a_ruling_is_final() {
        let first = reconsideration().file(date(2026, 3, 5), &[], date(2026, 5, 6)).expect("filed");
        let closed = first.close(Ruling::Upheld, date(2026, 7, 1), date(2026, 7, 2)).expect("decided");
        let suit = Remedy {
            id: "r2".into(),
            kind: RemedyKind::SuitAfterReconsideration,
            filed_on: date(2026, 7, 10),
            organ: "云溪县人民法院".into(),
            ..reconsideration()
        };
        assert!(suit.file(date(2026, 3, 5), std::slice::from_ref(&closed), date(2026, 7, 10)).is_ok());
        let again = closed.close(Ruling::Corrected, date(2026, 7, 3), date(2026, 7, 4));
        assert_eq!(again, Err(vec![Refusal::ClosedAlready { closed_on: date(2026, 7, 1) }]));
    }
}
