//! Unified social credit codes (统一社会信用代码, GB 32100-2015).

/// The 31 signs of a code, in the order of their values: no I, O, S, V, Z, which look like digits.
const SIGNS: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Why a text cannot be a unified social credit code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// A code has 18 characters.
    #[error("应为 18 位，现在是 {found} 位")]
    Length {
        /// How many there are.
        found: usize,
    },
    /// Digits and capital letters without I, O, S, V, Z.
    #[error("第 {place} 位是“{found}”，只能是数字和大写字母，并且不用 I、O、S、V、Z")]
    Sign {
        /// Place, counted from 1.
        place: usize,
        /// What stands there.
        found: char,
    },
    /// Characters 9 to 17 are an organisation code (GB 11714) whose own check character does not fit.
    #[error("第 9 至 17 位（主体标识码）的校验位不对，可能有一位写错，请逐位核对")]
    OrganisationCheck,
    /// The last character does not follow from the other seventeen.
    #[error("最后一位与前 17 位对不上，可能有一位写错，请逐位核对")]
    Check,
}

/// Whether a text can be a unified social credit code, both check characters included.
///
/// **Source** GB 32100-2015 (weights 3^i mod 31) and GB 11714-1997 for characters 9 to 17. Capital letters are expected;
/// fold before asking. It cannot notice a well-formed code that was never given out.
///
/// # Errors
/// The first reason why it cannot be one.
///
/// ```
/// use civic::uscc::{Wrong, check};
/// assert_eq!(check("12610800MB2939070N"), Ok(()));
/// // Two characters exchanged: every sign is allowed and the length is right.
/// assert!(check("12610800MB2930970N").is_err());
/// assert_eq!(check("12610800"), Err(Wrong::Length { found: 8 }));
/// ```
pub fn check(code: &str) -> Result<(), Wrong> {
    let found = code.chars().count();
    if found != 18 {
        return Err(Wrong::Length { found });
    }
    let mut values = [0_u32; 18];
    for (place, found) in code.chars().enumerate() {
        let value = SIGNS.iter().position(|sign| char::from(*sign) == found);
        let Some(value) = value else { return Err(Wrong::Sign { place: place + 1, found }) };
        values[place] = value as u32;
    }
    // Only signs of the list are left, so every character is one byte.
    if organisation_check(&code[8..16]) != code.as_bytes()[16] {
        return Err(Wrong::OrganisationCheck);
    }
    let mut weight = 1;
    let mut sum = 0;
    for value in &values[..17] {
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    if (31 - sum % 31) % 31 == values[17] { Ok(()) } else { Err(Wrong::Check) }
}

/// The check character of an organisation code: digits and all 26 letters count, A = 10.
fn organisation_check(eight: &str) -> u8 {
    const WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
    let values = eight.chars().map(|c| c.to_digit(36).unwrap_or_default());
    let sum: u32 = values.zip(WEIGHTS).map(|(value, weight)| value * weight).sum();
    match 11 - sum % 11 {
        10 => b'X',
        11 => b'0',
        digit => b'0' + digit as u8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn codes_of_real_bodies_pass_and_a_known_exception_does_not() {
        for code in ["12610800MB2939070N", "11441700007280420Y", "91350100M000100Y43"] {
            assert_eq!(check(code), Ok(()), "{code}");
        }
        // Given out in spite of its check character; libraries list it by hand.
        assert!(check("91350203M0001QAY9B").is_err());
    }

    #[test]
    fn every_reason_is_a_sentence_that_says_where_to_look() {
        for (code, expected) in [
            ("12610800MB2939070", "应为 18 位，现在是 17 位"),
            ("12610800MB293907ON", "第 17 位是“O”，只能是数字和大写字母，并且不用 I、O、S、V、Z"),
            ("12610800mB2939070N", "第 9 位是“m”，只能是数字和大写字母，并且不用 I、O、S、V、Z"),
            ("12610800MB2939071N", "第 9 至 17 位（主体标识码）的校验位不对，可能有一位写错，请逐位核对"),
            ("12610800MB2939070M", "最后一位与前 17 位对不上，可能有一位写错，请逐位核对"),
        ] {
            assert_eq!(check(code).map_err(|wrong| wrong.to_string()), Err(expected.to_owned()), "{code}");
        }
    }

    proptest! {
        #[test]
        fn a_single_wrong_character_is_always_noticed(place in 0..18_usize, other in 0..31_usize) {
            let mut code = *b"12610800MB2939070N";
            prop_assume!(code[place] != SIGNS[other]);
            code[place] = SIGNS[other];
            prop_assert!(check(&String::from_utf8_lossy(&code)).is_err());
        }

        #[test]
        fn any_text_is_answered(text in ".{0,24}") {
            let _ = check(&text);
        }
    }
}
