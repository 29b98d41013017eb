//! What the applicant may do against a decision (救济途径), by the law in force on the day it was made.

use jiff::civil::{Date, date};

/// The day the revised 行政复议法 of 2023 came into force (its article 90).
pub const RECONSIDERATION_LAW_2023: Date = date(2024, 1, 1);
/// The day 法释〔2025〕8号 came into force.
pub const INTERPRETATION_2025: Date = date(2025, 6, 1);
