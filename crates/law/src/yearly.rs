//! By when the yearly report has to be out.

use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

use crate::article::Article;

/// Who reports, as far as the last day depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reporter {
    /// A department of a government at county level or above, or a body treated like one.
    Department,
    /// A township government. Article 49 names no day for it; practice follows the departments.
    Township,
    /// A local government at county level or above.
    Government,
}

impl Reporter {
    /// The last day for the report on `year`; it falls in the year after and does not move off a day off.
    ///
    /// Source: article 49(1), 31 January, submitted and published; article 49(2), 31 March, published. The text names
    /// fixed days, so a weekend does not move them.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::yearly::Reporter;
    /// assert_eq!(Reporter::Department.report_due(2025), date(2026, 1, 31)); // a Saturday
    /// assert_eq!(Reporter::Government.report_due(2025), date(2026, 3, 31));
    /// ```
    ///
    /// # Panics
    /// For years beyond 9998.
    pub fn report_due(self, year: i16) -> Date {
        match self {
            Reporter::Department | Reporter::Township => date(year + 1, 1, 31),
            Reporter::Government => date(year + 1, 3, 31),
        }
    }

    /// The provision; none for a township, whose day is practice.
    ///
    /// ```
    /// assert_eq!(law::yearly::Reporter::Township.basis(), None);
    /// ```
    pub const fn basis(self) -> Option<Article> {
        match self {
            Reporter::Department => Some(Article::of(49).paragraph(1)),
            Reporter::Township => None,
            Reporter::Government => Some(Article::of(49).paragraph(2)),
        }
    }
}
