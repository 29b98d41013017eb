//! A publication: the thing that is cited, whatever edition of it is read today.

use crate::index_number::IndexNumber;
use civic::{BodyId, PublicationId};
use jiff::Timestamp;
use jiff::civil::Date;

/// What stays the same through all editions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publication {
    /// Its identifier.
    pub id: PublicationId,
    /// 发布机构.
    pub body: BodyId,
    /// 索引号, from the day it was first published.
    pub number: Option<IndexNumber>,
}

impl Publication {
    /// A publication that has not been published yet.
    pub fn new(id: PublicationId, body: BodyId) -> Self {
        Self { id, body, number: None }
    }
}

/// The calendar day of a moment in China, which keeps one time (UTC+8, no summer time): 发布日期, and the year of a number.
///
/// ```
/// use jiff::civil::date;
/// // New Year's Eve in Greenwich is already the new year in Beijing.
/// assert_eq!(publishing::publication::day_of("2025-12-31T16:00:00Z".parse().unwrap()), date(2026, 1, 1));
/// ```
pub fn day_of(at: Timestamp) -> Date {
    jiff::tz::offset(8).to_datetime(at).date()
}
