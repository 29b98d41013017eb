//! Unified social credit codes (GB 32100-2015).
//!
//! Source: GB 32100-2015 for the code, GB 11714-1997 for the organisation code inside it.

use std::fmt;

/// The 31 symbols of a code in the order of their values: no I, O, S, V, Z.
const SYMBOLS: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
/// Powers of 3 modulo 31, for the first 17 places.
const WEIGHTS: [u32; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
/// Weights of the first 8 places of the organisation code.
const ORGANISATION_WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// A unified social credit code whose check characters are right.
///
/// It says that the code was copied without a slip, not that a body bears it.
///
/// ```
/// use civic::uscc::{Uscc, UsccError};
/// let code = Uscc::parse("12610800MB2939070N").unwrap();
/// assert_eq!((code.region(), code.organisation_code()), ("610800", "MB2939070"));
/// // Two digits changed places: nothing else would notice.
/// assert!(matches!(Uscc::parse("12610800MB2993070N"), Err(UsccError::OrganisationCheck { .. })));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Uscc(String);

/// Why a text is not a unified social credit code, as a sentence for the person who typed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UsccError {
    /// Not 18 characters.
    #[error("统一社会信用代码应为18位，现在是{found}位")]
    Length {
        /// Characters found.
        found: usize,
    },
    /// A character outside the 31 symbols.
    #[error("第{place}位“{found}”不是统一社会信用代码可用的字符（数字和大写字母，不含I、O、S、V、Z）")]
    Symbol {
        /// Place, from 1.
        place: usize,
        /// The character.
        found: char,
    },
    /// The registering authority's region is not six digits.
    #[error("第3至8位应为6位数字的登记机关行政区划代码，第{place}位是“{found}”")]
    Region {
        /// Place, from 1.
        place: usize,
        /// The character.
        found: char,
    },
    /// The check character of the organisation code inside (place 17) is wrong.
    #[error("主体标识码（第9至17位）的校验码不符：第17位应为“{expected}”，现在是“{found}”；请核对第9至17位")]
    OrganisationCheck {
        /// What it should be.
        expected: char,
        /// What it is.
        found: char,
    },
    /// The check character of the whole code (place 18) is wrong.
    #[error("校验码不符：第18位应为“{expected}”，现在是“{found}”；请逐位核对")]
    Check {
        /// What it should be.
        expected: char,
        /// What it is.
        found: char,
    },
}

impl Uscc {
    /// Reads a code; blanks around it and small letters are forgiven.
    ///
    /// # Errors
    /// The first thing that is wrong, from left to right, the check characters last.
    pub fn parse(text: &str) -> Result<Self, UsccError> {
        let code = text.trim().to_ascii_uppercase();
        let found = code.chars().count();
        if found != 18 {
            return Err(UsccError::Length { found });
        }
        let mut values = [0; 18];
        for (index, found) in code.chars().enumerate() {
            let value = SYMBOLS.iter().position(|symbol| char::from(*symbol) == found);
            values[index] = value.ok_or(UsccError::Symbol { place: index + 1, found })? as u32;
            if (2..8).contains(&index) && !found.is_ascii_digit() {
                return Err(UsccError::Region { place: index + 1, found });
            }
        }
        let symbols = code.as_bytes();
        let expected = organisation_check(&symbols[8..16]);
        let found = char::from(symbols[16]);
        if found != expected {
            return Err(UsccError::OrganisationCheck { expected, found });
        }
        let sum: u32 = values.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum();
        let expected = char::from(SYMBOLS[((31 - sum % 31) % 31) as usize]);
        let found = char::from(symbols[17]);
        if found != expected {
            return Err(UsccError::Check { expected, found });
        }
        Ok(Uscc(code))
    }

    /// The 18 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The registering authority and the kind of body: the first two characters.
    pub fn kind(&self) -> &str {
        &self.0[..2]
    }

    /// The region of the registering authority, six digits of GB/T 2260.
    pub fn region(&self) -> &str {
        &self.0[2..8]
    }

    /// The organisation code, nine characters with its check character.
    pub fn organisation_code(&self) -> &str {
        &self.0[8..17]
    }
}

/// The check character of an organisation code. Its values run over 0-9 and A-Z, not over the 31 symbols.
fn organisation_check(first_eight: &[u8]) -> char {
    let value = |symbol: u8| char::from(symbol).to_digit(36).unwrap_or(0);
    let sum: u32 = first_eight.iter().zip(ORGANISATION_WEIGHTS).map(|(symbol, weight)| value(*symbol) * weight).sum();
    match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        digit => char::from_digit(digit, 10).unwrap_or('0'),
    }
}

impl fmt::Display for Uscc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_printed_on_real_pages_are_right() {
        for code in ["12610800MB2939070N", "12620600MB0523338C", "11441700007280420Y", "11341702486344515H"] {
            assert_eq!(Uscc::parse(code).map(|code| code.to_string()), Ok(code.to_owned()));
        }
        assert_eq!(Uscc::parse(" 12610800mb2939070n ").unwrap().as_str(), "12610800MB2939070N");
    }

    #[test]
    fn a_slip_is_named_by_its_place() {
        let check = |code: &str, expected: UsccError| assert_eq!(Uscc::parse(code), Err(expected), "{code}");
        check("12610800MB2939070", UsccError::Length { found: 17 });
        check("", UsccError::Length { found: 0 });
        check("12610800MB293907ON", UsccError::Symbol { place: 17, found: 'O' });
        check("1261080０MB2939070N", UsccError::Symbol { place: 8, found: '０' });
        check("12A10800MB2939070N", UsccError::Region { place: 3, found: 'A' });
        check("12610800MB2939071N", UsccError::OrganisationCheck { expected: '0', found: '1' });
        check("12610800MB2939070P", UsccError::Check { expected: 'N', found: 'P' });
    }

    #[test]
    fn a_code_other_programs_let_pass_by_exception_is_refused() {
        assert!(Uscc::parse("91350203M0001QAY9B").is_err());
    }

    #[test]
    fn every_single_slip_and_every_swap_of_neighbours_is_noticed() {
        let code = "12610800MB2939070N";
        for place in 0..18 {
            for symbol in SYMBOLS {
                let mut slip = code.as_bytes().to_vec();
                slip[place] = *symbol;
                let slip = String::from_utf8(slip).expect("ASCII");
                assert_eq!(Uscc::parse(&slip).is_ok(), slip == code, "{slip}");
            }
        }
        for place in 0..17 {
            let mut swap = code.as_bytes().to_vec();
            swap.swap(place, place + 1);
            let swap = String::from_utf8(swap).expect("ASCII");
            assert_eq!(Uscc::parse(&swap).is_ok(), swap == code, "{swap}");
        }
    }
}
