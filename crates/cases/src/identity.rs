//! Proof of identity of a natural person (art. 29(2)(1)): which documents there are and when a number can be right.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The document with which a natural person proves who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProofKind {
    /// 居民身份证: 18 characters with a check digit (GB 11643-1999).
    IdCard,
    /// 护照, of any country.
    Passport,
    /// 港澳居民来往内地通行证.
    HongKongMacaoPermit,
    /// 台湾居民来往大陆通行证.
    TaiwanPermit,
    /// 外国人永久居留身份证.
    ForeignerResidence,
    /// 军官证, also 士兵证 and 文职干部证.
    Officer,
}

impl ProofKind {
    /// Every kind, in the order of the form.
    pub const ALL: [ProofKind; 6] = [
        Self::IdCard,
        Self::Passport,
        Self::HongKongMacaoPermit,
        Self::TaiwanPermit,
        Self::ForeignerResidence,
        Self::Officer,
    ];

    /// The key in forms and records.
    pub const fn key(self) -> &'static str {
        match self {
            Self::IdCard => "id_card",
            Self::Passport => "passport",
            Self::HongKongMacaoPermit => "hong_kong_macao_permit",
            Self::TaiwanPermit => "taiwan_permit",
            Self::ForeignerResidence => "foreigner_residence",
            Self::Officer => "officer",
        }
    }

    /// The kind with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// The word on screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::IdCard => "居民身份证",
            Self::Passport => "护照",
            Self::HongKongMacaoPermit => "港澳居民来往内地通行证",
            Self::TaiwanPermit => "台湾居民来往大陆通行证",
            Self::ForeignerResidence => "外国人永久居留身份证",
            Self::Officer => "军官证",
        }
    }
}

/// A document and its number, as far as a number alone can be right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// Which document.
    pub kind: ProofKind,
    /// Its number: upper case, no blanks.
    pub number: String,
}

/// Why a number cannot be the number of such a document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WrongNumber {
    /// An identity card number has 18 characters.
    #[error("请填写 18 位身份证号码，现在是 {found} 位")]
    Length {
        /// How many there are.
        found: usize,
    },
    /// Digits only; the last place may be X.
    #[error("身份证号码第 {place} 位是“{found}”，这里只能是数字（最后一位可以是 X）")]
    Character {
        /// Place, counted from 1.
        place: usize,
        /// What stands there.
        found: char,
    },
    /// Places 7 to 14 are a date of birth.
    #[error("身份证号码第 7 至 14 位“{found}”不是一个日期，请核对出生年月日")]
    BirthDate {
        /// The eight digits.
        found: String,
    },
    /// The last place does not follow from the other seventeen.
    #[error("身份证号码的最后一位与前 17 位对不上，可能有一位写错，请逐位核对")]
    CheckDigit,
    /// A permit number has a fixed shape.
    #[error("请核对{}号码：{}", kind.label(), shape(*kind))]
    Shape {
        /// Which document.
        kind: ProofKind,
    },
}

fn shape(kind: ProofKind) -> &'static str {
    match kind {
        ProofKind::IdCard => "应为 18 位",
        ProofKind::Passport => "应为 5 至 20 位字母和数字",
        ProofKind::HongKongMacaoPermit => "应为字母 H 或 M 加 8 位或 10 位数字",
        ProofKind::TaiwanPermit => "应为 8 位数字，或者 10 位数字加一个字母",
        ProofKind::ForeignerResidence => "应为 18 位数字（2023 版）或者 3 个字母加 12 位数字",
        ProofKind::Officer => "应为 4 至 20 个字，例如“军字第1234567号”",
    }
}

impl Proof {
    /// Whether the number can be the number of such a document; expects width-folded text without blanks.
    ///
    /// **Source** GB 11643-1999 for identity cards; the other shapes are those printed on the documents.
    /// It cannot notice a well-formed number that was never given out.
    ///
    /// # Errors
    /// The first reason why it cannot be right.
    ///
    /// ```
    /// use cases::identity::{Proof, ProofKind, WrongNumber};
    /// assert!(Proof::new(ProofKind::IdCard, "11010519491231002x").is_ok());
    /// // One digit off: length and date are right, and still it is noticed.
    /// assert_eq!(Proof::new(ProofKind::IdCard, "11010519491231003X"), Err(WrongNumber::CheckDigit));
    /// ```
    pub fn new(kind: ProofKind, number: &str) -> Result<Self, WrongNumber> {
        let number = number.to_uppercase();
        let (letters, digits) =
            number.split_at(number.len() - number.trim_start_matches(|c: char| c.is_ascii_uppercase()).len());
        let all_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        let fits = match kind {
            ProofKind::IdCard => return check_id_card(&number).map(|()| Self { kind, number }),
            ProofKind::Passport => {
                (5..=20).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_alphanumeric())
            }
            ProofKind::HongKongMacaoPermit => {
                matches!(letters, "H" | "M") && matches!(digits.len(), 8 | 10) && all_digits(digits)
            }
            ProofKind::TaiwanPermit => {
                (number.len() == 8 && all_digits(&number))
                    || (number.len() == 11
                        && number.is_ascii()
                        && all_digits(&number[..10])
                        && number.ends_with(|c: char| c.is_ascii_uppercase()))
            }
            ProofKind::ForeignerResidence => {
                all_digits(digits) && matches!((letters.len(), digits.len()), (0, 18) | (3, 12))
            }
            ProofKind::Officer => (4..=20).contains(&number.chars().count()),
        };
        if fits { Ok(Self { kind, number }) } else { Err(WrongNumber::Shape { kind }) }
    }

    /// The number as lists show it: first six and last four of a long one, only the last two of a short one.
    ///
    /// ```
    /// # use cases::identity::{Proof, ProofKind};
    /// let proof = Proof::new(ProofKind::IdCard, "11010519491231002X")?;
    /// assert_eq!(proof.masked(), "110105********002X");
    /// # Ok::<(), cases::identity::WrongNumber>(())
    /// ```
    pub fn masked(&self) -> String {
        let length = self.number.chars().count();
        let (head, tail) = if length >= 15 { (6, 4) } else { (0, 2) };
        self.number
            .chars()
            .enumerate()
            .map(|(place, c)| if place < head || place + tail >= length { c } else { '*' })
            .collect()
    }
}

fn check_id_card(number: &str) -> Result<(), WrongNumber> {
    let found = number.chars().count();
    if found != 18 {
        return Err(WrongNumber::Length { found });
    }
    for (place, c) in number.chars().enumerate() {
        if !(c.is_ascii_digit() || place == 17 && c == 'X') {
            return Err(WrongNumber::Character { place: place + 1, found: c });
        }
    }
    let birth = &number[6..14];
    if !is_date(birth) {
        return Err(WrongNumber::BirthDate { found: birth.to_owned() });
    }
    // Weights are 2^(17 - place) mod 11; the whole, check digit included (X = 10), must leave 1.
    let sum: u32 = number
        .chars()
        .enumerate()
        .map(|(place, c)| c.to_digit(10).unwrap_or(10) * ((1_u32 << (17 - place)) % 11))
        .sum();
    if sum % 11 == 1 { Ok(()) } else { Err(WrongNumber::CheckDigit) }
}

fn is_date(eight_digits: &str) -> bool {
    let part = |range: std::ops::Range<usize>| eight_digits[range].parse::<i16>().ok();
    match (part(0..4), part(4..6), part(6..8)) {
        (Some(year @ 1850..), Some(month), Some(day)) => {
            i8::try_from(month).is_ok_and(|m| i8::try_from(day).is_ok_and(|d| Date::new(year, m, d).is_ok()))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(kind: ProofKind, number: &str, expected: Result<(), &str>) {
        let found = Proof::new(kind, number).map(drop).map_err(|e| e.to_string());
        assert_eq!(found, expected.map_err(str::to_owned), "{kind:?} {number}");
    }

    #[test]
    fn an_identity_card_number_is_checked_place_by_place() {
        use ProofKind::IdCard;
        check(IdCard, "11010519491231002X", Ok(()));
        check(IdCard, "440524188001010014", Ok(()));
        check(IdCard, "1101051949123100", Err("请填写 18 位身份证号码，现在是 16 位"));
        check(IdCard, "1101O519491231002X", Err("身份证号码第 5 位是“O”，这里只能是数字（最后一位可以是 X）"));
        check(IdCard, "110105202302310027", Err("身份证号码第 7 至 14 位“20230231”不是一个日期，请核对出生年月日"));
        check(IdCard, "110105194912310021", Err("身份证号码的最后一位与前 17 位对不上，可能有一位写错，请逐位核对"));
    }

    #[test]
    fn other_documents_are_checked_by_their_shape_only() {
        check(ProofKind::Passport, "e12345678", Ok(()));
        check(ProofKind::Passport, "护照", Err("请核对护照号码：应为 5 至 20 位字母和数字"));
        check(ProofKind::HongKongMacaoPermit, "H12345678", Ok(()));
        check(ProofKind::HongKongMacaoPermit, "M0123456789", Ok(()));
        check(
            ProofKind::HongKongMacaoPermit,
            "12345678",
            Err("请核对港澳居民来往内地通行证号码：应为字母 H 或 M 加 8 位或 10 位数字"),
        );
        check(ProofKind::TaiwanPermit, "01234567", Ok(()));
        check(ProofKind::ForeignerResidence, "CHN110019700101", Ok(()));
        check(ProofKind::Officer, "军字第1234567号", Ok(()));
    }

    proptest! {
        /// GB 11643 promises that one wrong digit never passes.
        #[test]
        fn a_single_wrong_digit_is_always_noticed(place in 0..17_usize, other in 0..10_u32) {
            let right = "11010519491231002X";
            let mut digits: Vec<char> = right.chars().collect();
            let wrong = char::from_digit(other, 10).expect("one digit");
            prop_assume!(digits[place] != wrong);
            digits[place] = wrong;
            prop_assert!(Proof::new(ProofKind::IdCard, &digits.iter().collect::<String>()).is_err());
        }

        #[test]
        fn any_text_is_answered_without_a_panic(text in ".{0,30}") {
            for kind in ProofKind::ALL {
                if let Ok(proof) = Proof::new(kind, &text) {
                    prop_assert_eq!(proof.masked().chars().count(), proof.number.chars().count());
                }
            }
        }
    }
}
