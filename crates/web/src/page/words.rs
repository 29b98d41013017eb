//! Values in the words of an office: dates, times, money, sizes.
//!
//! Every function takes a reference, because that is how askama hands values over:
//! `{{ words::date(due) }}` works in any template whose Rust file says `use crate::page::words;`.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::{Offset, TimeZone};
use rust_decimal::Decimal;

/// A date in words with its weekday: `2026年3月5日（星期四）`.
pub fn date(day: &Date) -> String {
    format!("{}（{}）", short_date(day), weekday(day))
}

/// A date in words: `2026年3月5日`.
pub fn short_date(day: &Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// A date for lists and tables, where columns must line up: `2026-03-05`.
pub fn list_date(day: &Date) -> String {
    day.to_string()
}

/// The day of the week: `星期四`.
pub fn weekday(day: &Date) -> &'static str {
    match day.weekday() {
        Weekday::Monday => "星期一",
        Weekday::Tuesday => "星期二",
        Weekday::Wednesday => "星期三",
        Weekday::Thursday => "星期四",
        Weekday::Friday => "星期五",
        Weekday::Saturday => "星期六",
        Weekday::Sunday => "星期日",
    }
}

/// A moment on the office's clock (UTC+8): `2026年3月5日 14:05`.
pub fn moment(at: &Timestamp) -> String {
    let local = office_time(at);
    format!("{} {:02}:{:02}", short_date(&local.date()), local.hour(), local.minute())
}

/// A moment as the site's page tags want it, in 24 hours: `2026-03-05 14:05`.
///
/// **Source.** Government website development guide, appendix on page tags (`PubDate`).
pub fn tag_moment(at: &Timestamp) -> String {
    let local = office_time(at);
    format!("{} {:02}:{:02}", local.date(), local.hour(), local.minute())
}

/// All of China keeps one time, eight hours ahead of UTC, without summer time since 1992.
fn office_time(at: &Timestamp) -> DateTime {
    TimeZone::fixed(Offset::constant(8)).to_datetime(*at)
}

/// An amount of money in yuan, with two places and thousands apart: `2,200.00 元`.
pub fn money(yuan: &Decimal) -> String {
    let text = format!("{:.2}", yuan.round_dp(2));
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let (whole, cents) = digits.split_once('.').unwrap_or((digits, "00"));
    format!("{sign}{}.{cents} 元", thousands(whole))
}

/// A count with thousands apart: `12,345`.
pub fn count(n: &u64) -> String {
    thousands(&n.to_string())
}

fn thousands(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The size of a file as people say it: `312 KB`, `1.4 MB`. Never 0 for a file that is not empty.
pub fn file_size(bytes: &u64) -> String {
    const KB: u64 = 1024;
    const MB: u64 = 1024 * KB;
    match *bytes {
        0 => "空文件".to_owned(),
        n if n < KB => "1 KB".to_owned(),
        n if n < MB => format!("{} KB", n / KB),
        n => format!("{}.{} MB", n / MB, n % MB * 10 / MB),
    }
}

/// Text as part of an address: everything but unreserved characters and `/` as two hexadecimal digits a byte.
///
/// `format!("/search?q={}&", percent_encoded(query))` is a safe base for a pager.
pub fn percent_encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// Without characters that a file system or an address gives a meaning to.
pub fn file_name(name: &str) -> String {
    let name: String = name
        .chars()
        .filter(|c| !c.is_control() && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        .map(|c| if "/\\:*?\"<>|".contains(c) { '_' } else { c })
        .take(120)
        .collect();
    if name.trim().is_empty() { "附件".into() } else { name.trim().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as day;

    #[test]
    fn a_date_carries_its_weekday() {
        assert_eq!(date(&day(2026, 3, 5)), "2026年3月5日（星期四）");
        assert_eq!(short_date(&day(2025, 10, 11)), "2025年10月11日");
    }

    #[test]
    fn a_moment_late_in_utc_is_already_the_next_day_at_the_office() {
        let at: Timestamp = "2026-03-04T16:05:00Z".parse().unwrap();
        assert_eq!(moment(&at), "2026年3月5日 00:05");
        assert_eq!(tag_moment(&at), "2026-03-05 00:05");
    }

    #[test]
    fn money_has_two_places_and_thousands_apart() {
        for (yuan, words) in
            [("2200", "2,200.00 元"), ("0", "0.00 元"), ("-1234567.5", "-1,234,567.50 元"), ("999.99", "999.99 元")]
        {
            assert_eq!(money(&yuan.parse().unwrap()), words);
        }
        assert_eq!(count(&1_234_567), "1,234,567");
    }

    #[test]
    fn a_file_is_never_smaller_than_one_kilobyte() {
        for (bytes, words) in [(0, "空文件"), (12, "1 KB"), (319_488, "312 KB"), (1_468_006, "1.3 MB")] {
            assert_eq!(file_size(&bytes), words);
        }
    }
}
