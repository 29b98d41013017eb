//! Numbers that the office and the public say aloud: of applications and letters, and the code with which to ask.

use std::fmt;

/// The number of an application, unique in the installation.
///
/// ```
/// let number = cases::number::ApplicationNumber { slug: "czj".into(), year: 2026, serial: 12 };
/// assert_eq!(number.to_string(), "CZJ-2026-0012");
/// assert_eq!(number.official("云财"), "云财依申〔2026〕12号");
/// // As people type it on a telephone.
/// assert_eq!("ｃｚｊ 2026-12".parse(), Ok(number));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ApplicationNumber {
    /// The body's part of public addresses.
    pub slug: String,
    /// The year in which the application was taken in.
    pub year: i16,
    /// Its place in the year's series of the body, from 1.
    pub serial: u32,
}

/// What was typed is no application number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("申请编号应像 CZJ-2026-0012 这样写：单位代码、年份、序号")]
pub struct NotANumber;

impl ApplicationNumber {
    /// The number in the office's register, with the body's abbreviation (机关代字): no leading zeros, year in 〔〕
    /// (GB/T 9704-2012).
    pub fn official(&self, code: &str) -> String {
        format!("{code}依申〔{}〕{}号", self.year, self.serial)
    }
}

impl fmt::Display for ApplicationNumber {
    /// The public number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{:04}", self.slug.to_ascii_uppercase(), self.year, self.serial)
    }
}

impl std::str::FromStr for ApplicationNumber {
    type Err = NotANumber;

    fn from_str(text: &str) -> Result<Self, NotANumber> {
        let folded: String = text
            .trim()
            .chars()
            .map(|c| match c {
                '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
                '—' | '–' | ' ' | '\u{3000}' | '_' => '-',
                other => other,
            })
            .collect::<String>()
            .to_ascii_lowercase();
        let mut parts = folded.rsplitn(3, '-');
        let (serial, year, slug) = (parts.next(), parts.next(), parts.next());
        let serial = serial.and_then(|s| s.parse().ok()).filter(|n| *n > 0);
        let year = year.and_then(|y| y.parse().ok()).filter(|y| (2000..=9999).contains(y));
        match (slug, year, serial) {
            (Some(slug), Some(year), Some(serial)) if civic::body::slug_is_valid(slug) => {
                Ok(Self { slug: slug.to_owned(), year, serial })
            }
            _ => Err(NotANumber),
        }
    }
}

/// A series of numbers that a body keeps per year. Further kinds of letters will bring further series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Series {
    /// Applications taken in.
    Application,
    /// Replies (答复书).
    Reply,
}

impl Series {
    /// The key under which the store keeps the series.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Application => "application",
            Self::Reply => "reply",
        }
    }
}

/// The number of a reply: `云财公复〔2026〕3号`.
pub fn reply_number(code: &str, year: i16, serial: u32) -> String {
    format!("{code}公复〔{year}〕{serial}号")
}

/// A query code as typed, in the form that is compared: upper case, half width, nothing between the letters.
///
/// ```
/// assert_eq!(cases::number::fold_query_code(" ab2c-ｄ3e "), "AB2CD3E");
/// ```
pub fn fold_query_code(typed: &str) -> String {
    let half_width = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        other => other,
    };
    typed.chars().map(half_width).filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}
