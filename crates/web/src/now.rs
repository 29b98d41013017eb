use jiff::civil::Date;
use jiff::{Timestamp, tz};

/// This moment.
#[expect(clippy::disallowed_methods, reason = "the one place in this room that reads the clock")]
pub fn now() -> Timestamp {
    Timestamp::now()
}

/// The date in China at this moment: one zone, eight hours ahead, no summer time.
///
/// ```
/// let late = "2026-03-04T16:30:00Z".parse().unwrap();
/// assert_eq!(web::now::date(late).to_string(), "2026-03-05");
/// ```
pub fn date(at: Timestamp) -> Date {
    at.to_zoned(tz::offset(8).to_time_zone()).date()
}

/// The date and time of day in China at this moment.
pub fn moment(at: Timestamp) -> jiff::civil::DateTime {
    at.to_zoned(tz::offset(8).to_time_zone()).datetime()
}
