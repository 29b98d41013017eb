//! 索引号: the name by which a publication is cited for ever.
//!
//! **Source.** 条例第十二条 asks for an index; its shape differs from place to place, so it is a template. The shape seen
//! most often is the credit code of the body, the year and a serial: `12610800MB2939070N/2020-00340`.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The number of one publication. Given once, when it is first published, and never to another one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct IndexNumber(String);

impl IndexNumber {
    /// A number as stored or imported, unless it could not stand in an address: 4 to 80 characters, no spaces, no
    /// signs that an address gives a meaning to.
    ///
    /// ```
    /// use publishing::IndexNumber;
    /// assert!(IndexNumber::new("014416330/2018-04736").is_some());
    /// assert!(IndexNumber::new("2018 04736?").is_none());
    /// ```
    pub fn new(text: &str) -> Option<Self> {
        let fits = (4..=80).contains(&text.chars().count())
            && text.chars().all(|c| c.is_alphanumeric() || "/-_.()（）〔〕".contains(c))
            && !text.starts_with('/')
            && !text.ends_with('/')
            && !text.contains("..");
        fits.then(|| Self(text.to_owned()))
    }

    /// The number as it is printed and stands in `/p/{number}`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for IndexNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The parts of a number in the main form, `^([0-9A-HJ-NPQRTUWXY]{18})/(\d{4})-(\d{5,})$`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MainForm<'a> {
    /// Unified social credit code.
    pub uscc: &'a str,
    /// Year of publishing.
    pub year: i16,
    /// Serial within body and year.
    pub serial: u32,
}

impl<'a> MainForm<'a> {
    /// The parts, or `None` when the number follows another scheme (many older ones do).
    ///
    /// ```
    /// use publishing::index_number::MainForm;
    /// let parts = MainForm::of("12620600MB0523338C/2025-04735").unwrap();
    /// assert_eq!((parts.year, parts.serial), (2025, 4735));
    /// assert_eq!(MainForm::of("000014349/2017-00110"), None);
    /// ```
    pub fn of(number: &'a str) -> Option<Self> {
        let (uscc, rest) = number.split_once('/')?;
        let (year, serial) = rest.split_once('-')?;
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        let letters = |text: &str| text.bytes().all(|b| b"0123456789ABCDEFGHJKLMNPQRTUWXY".contains(&b));
        (uscc.len() == 18 && letters(uscc) && year.len() == 4 && digits(year) && serial.len() >= 5 && digits(serial))
            .then_some(())?;
        Some(Self { uscc, year: year.parse().ok()?, serial: serial.parse().ok()? })
    }
}

/// How the numbers of an installation are made.
///
/// Tokens: `{uscc}` credit code · `{orgcode}` its characters 9–17 · `{region}` its characters 3–8 · `{dept}` abbreviation
/// of the body · `{category}` code of the column · `{yyyy}` or `{yyyyMM}` day of publishing · `{serial:05}` serial of body
/// and year, with leading zeros.
///
/// ```
/// use jiff::civil::date;
/// use publishing::index_number::{Parts, Template};
/// let template = Template::parse("{uscc}/{yyyy}-{serial:05}").unwrap();
/// let parts = Parts { uscc: "11441700007280420Y", dept: "yj", category: "A20_01", on: date(2021, 3, 2), serial: 50 };
/// assert_eq!(template.write(&parts).unwrap().as_str(), "11441700007280420Y/2021-00050");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Template(Vec<Token>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Text(String),
    Uscc,
    OrgCode,
    Region,
    Dept,
    Category,
    Year,
    YearMonth,
    Serial { width: usize },
}

/// What a template is filled with.
#[derive(Clone, Debug)]
pub struct Parts<'a> {
    /// Unified social credit code of the body.
    pub uscc: &'a str,
    /// Abbreviation of the body in numbers.
    pub dept: &'a str,
    /// Code of the column.
    pub category: &'a str,
    /// Day of publishing.
    pub on: Date,
    /// Serial within body and year, from 1.
    pub serial: u32,
}

/// Why a template cannot be used, for the person who configures the installation.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadTemplate {
    /// A word in braces that means nothing.
    #[error("索引号模板中有不认识的记号 {{{0}}}；可用：uscc、orgcode、region、dept、category、yyyy、yyyyMM、serial:05")]
    Unknown(String),
    /// A brace without its partner.
    #[error("索引号模板中的花括号不成对")]
    Brace,
    /// Without a serial two publications would share a number.
    #[error("索引号模板必须有且只有一个 {{serial:05}}")]
    Serial,
    /// Serials start again each year, so the year must be in the number.
    #[error("索引号模板必须有 {{yyyy}} 或 {{yyyyMM}}，因为流水号每年从 1 开始")]
    Year,
    /// Serials are counted per body, so the body must be in the number.
    #[error("索引号模板必须有 {{uscc}}、{{orgcode}} 或 {{dept}}，因为流水号按机关编排")]
    Body,
}

/// The number could not be written: the body lacks a part of it, or the result cannot stand in an address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("无法按模板编出索引号“{0}”：请在机关资料中补全统一社会信用代码")]
pub struct CannotWrite(pub String);

impl Default for Template {
    fn default() -> Self {
        Self(vec![
            Token::Uscc,
            Token::Text("/".into()),
            Token::Year,
            Token::Text("-".into()),
            Token::Serial { width: 5 },
        ])
    }
}

impl TryFrom<String> for Template {
    type Error = BadTemplate;

    fn try_from(text: String) -> Result<Self, BadTemplate> {
        Self::parse(&text)
    }
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// [`BadTemplate`] when a token is unknown or two publications could get the same number.
    pub fn parse(text: &str) -> Result<Self, BadTemplate> {
        let mut tokens = Vec::new();
        let mut rest = text;
        while let Some((before, inside)) = rest.split_once('{') {
            let (name, after) = inside.split_once('}').ok_or(BadTemplate::Brace)?;
            if !before.is_empty() {
                tokens.push(Token::Text(before.into()));
            }
            tokens.push(Token::parse(name)?);
            rest = after;
        }
        if !rest.is_empty() {
            tokens.push(Token::Text(rest.into()));
        }
        if tokens.iter().any(|t| matches!(t, Token::Text(text) if text.contains('}'))) {
            return Err(BadTemplate::Brace);
        }
        if tokens.iter().filter(|t| matches!(t, Token::Serial { .. })).count() != 1 {
            return Err(BadTemplate::Serial);
        }
        if !tokens.iter().any(|t| matches!(t, Token::Year | Token::YearMonth)) {
            return Err(BadTemplate::Year);
        }
        if !tokens.iter().any(|t| matches!(t, Token::Uscc | Token::OrgCode | Token::Dept)) {
            return Err(BadTemplate::Body);
        }
        Ok(Self(tokens))
    }

    /// Writes one number.
    ///
    /// # Errors
    /// [`CannotWrite`] when the body has no credit code to cut the part from.
    pub fn write(&self, parts: &Parts<'_>) -> Result<IndexNumber, CannotWrite> {
        let cut = |range| parts.uscc.get(range).unwrap_or("");
        let mut out = String::new();
        let mut whole = true;
        for token in &self.0 {
            let piece = match token {
                Token::Text(text) => text.clone(),
                Token::Uscc => parts.uscc.into(),
                Token::OrgCode => cut(8..17).into(),
                Token::Region => cut(2..8).into(),
                Token::Dept => parts.dept.into(),
                Token::Category => parts.category.into(),
                Token::Year => format!("{:04}", parts.on.year()),
                Token::YearMonth => format!("{:04}{:02}", parts.on.year(), parts.on.month()),
                Token::Serial { width } => format!("{:0width$}", parts.serial),
            };
            whole &= !piece.is_empty();
            out.push_str(&piece);
        }
        IndexNumber::new(&out).filter(|_| whole).ok_or(CannotWrite(out))
    }
}

impl Token {
    fn parse(name: &str) -> Result<Self, BadTemplate> {
        Ok(match name {
            "uscc" => Self::Uscc,
            "orgcode" => Self::OrgCode,
            "region" => Self::Region,
            "dept" => Self::Dept,
            "category" => Self::Category,
            "yyyy" => Self::Year,
            "yyyyMM" => Self::YearMonth,
            "serial" => Self::Serial { width: 1 },
            other => match other.strip_prefix("serial:0").and_then(|width| width.parse().ok()) {
                Some(width @ 1..=9) => Self::Serial { width },
                _ => return Err(BadTemplate::Unknown(other.into())),
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    const SEED: &str = "12610800MB2939070N";

    fn parts(serial: u32) -> Parts<'static> {
        Parts { uscc: SEED, dept: "czj", category: "A20_01", on: date(2020, 1, 17), serial }
    }

    #[test]
    fn the_schemes_seen_on_real_pages_can_all_be_written() {
        let written = [
            "{uscc}/{yyyy}-{serial:05}",
            "{uscc}/{yyyyMM}-{serial:05}",
            "{orgcode}/{yyyy}-{serial:05}",
            "{region}-{dept}-{category}-{yyyy}-{serial:03}",
        ]
        .map(|text| Template::parse(text).map(|t| t.write(&parts(340)).expect("the sample body is whole")));
        insta::assert_snapshot!(written.map(|n| n.expect("a good template").to_string()).join("\n"));
    }

    #[test]
    fn a_template_that_could_number_two_alike_is_refused() {
        for (text, why) in [
            ("{uscc}/{yyyy}", BadTemplate::Serial),
            ("{uscc}/{serial:05}", BadTemplate::Year),
            ("{yyyy}-{serial:05}", BadTemplate::Body),
            ("{uscc}/{yyyy}-{serial:05}{serial}", BadTemplate::Serial),
            ("{uscc}/{yyyy-{serial:05}", BadTemplate::Unknown("yyyy-{serial:05".into())),
            ("{uscc}/{yyyy}-{serial:05", BadTemplate::Brace),
            ("{uscc}}/{yyyy}-{serial:05}", BadTemplate::Brace),
            ("{name}", BadTemplate::Unknown("name".into())),
        ] {
            assert_eq!(Template::parse(text), Err(why), "{text}");
        }
    }

    #[test]
    fn a_body_without_a_credit_code_gets_no_half_number() {
        let nameless = Parts { uscc: "", ..parts(1) };
        assert!(Template::default().write(&nameless).is_err());
    }

    proptest! {
        #[test]
        fn the_main_form_reads_back_what_it_wrote(serial in 1_u32..10_000_000) {
            let number = Template::default().write(&parts(serial)).expect("the sample body is whole");
            prop_assert_eq!(MainForm::of(number.as_str()), Some(MainForm { uscc: SEED, year: 2020, serial }));
        }
    }
}
