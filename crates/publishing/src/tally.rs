//! What table 2 of the yearly report counts of documents, one predicate a column.
//!
//! **Source.** Report form 2019 (国办公开办函〔2019〕60号) and form 2021 (国办公开办函〔2021〕30号), table 2, 第二十条第（一）项.

use crate::vocabulary::CountedKind;
use jiff::civil::Date;

/// The dates of one document that is public today; a withdrawn one is not counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedDocument {
    /// Rules or normative document.
    pub kind: CountedKind,
    /// 成文日期.
    pub made_on: Option<Date>,
    /// The day on which its first edition was published.
    pub first_published_on: Option<Date>,
    /// 实施日期.
    pub effective_on: Option<Date>,
    /// 有效期至, the last day in force.
    pub expires_on: Option<Date>,
    /// 废止日期, the first day no longer in force.
    pub repealed_on: Option<Date>,
}

/// A column of table 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// 本年新制作数量 (2019), 本年制发件数 (2021): made in the year.
    Made,
    /// 本年新公开数量 (2019): first published in the year.
    Opened,
    /// 对外公开总数量 (2019): public at the end of the year.
    TotalOpen,
    /// 本年废止件数 (2021): ended in the year by decision.
    Repealed,
    /// 现行有效件数 (2021): in force at the end of the year.
    InForce,
}

impl Measure {
    /// Every column, 2019 first.
    pub const ALL: [Measure; 5] = [Self::Made, Self::Opened, Self::TotalOpen, Self::Repealed, Self::InForce];

    /// Whether this column of this year counts the document.
    ///
    /// A document that takes effect next year is already issued but not yet in force; one whose last day is
    /// 31 December is still in force on that day. A document without an effective day is in force from the day it was made.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use publishing::tally::{CountedDocument, Measure};
    /// let measures = CountedDocument {
    ///     kind: publishing::CountedKind::NormativeDocument,
    ///     made_on: Some(date(2025, 12, 20)),
    ///     first_published_on: Some(date(2026, 1, 4)),
    ///     effective_on: Some(date(2026, 2, 1)),
    ///     expires_on: None,
    ///     repealed_on: None,
    /// };
    /// let in_year = |year| Measure::ALL.map(|m| m.counts(&measures, year));
    /// //                        made   opened total  repealed in force
    /// assert_eq!(in_year(2025), [true, false, false, false, false]);
    /// assert_eq!(in_year(2026), [false, true, true, false, true]);
    /// ```
    pub fn counts(self, document: &CountedDocument, year: i16) -> bool {
        let in_year = |day: Option<Date>| day.is_some_and(|day| day.year() == year);
        let by_end = |day: Option<Date>| day.is_some_and(|day| day.year() <= year);
        match self {
            Self::Made => in_year(document.made_on),
            Self::Opened => in_year(document.first_published_on),
            Self::TotalOpen => by_end(document.first_published_on),
            Self::Repealed => in_year(document.repealed_on),
            Self::InForce => {
                let last_day = jiff::civil::date(year, 12, 31);
                by_end(document.effective_on.or(document.made_on))
                    && !by_end(document.repealed_on)
                    && document.expires_on.is_none_or(|last| last >= last_day)
            }
        }
    }
}
