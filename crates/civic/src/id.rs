use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! typed_id {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        ///
        /// Made by the floors that own chance (`web`, `cli`): 26 characters of lower-case base 32, 128 bits, so that
        /// none can be guessed from another.
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The identifier as it is stored and written in addresses.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }
        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

typed_id! {
    /// Names one public body.
    BodyId;
    /// Names one person who can log in.
    PersonId;
    /// Names one case, that is, our handling of one application.
    CaseId;
    /// Names one letter of a case.
    LetterId;
    /// Names one publication.
    PublicationId;
    /// Names one edition of a publication.
    EditionId;
    /// Names one stored file: the hexadecimal SHA-256 of its bytes.
    FileId;
    /// Names one reconsideration or suit.
    RemedyId;
}

/// Writes 16 random bytes as 26 characters of lower-case Crockford base 32.
///
/// ```
/// assert_eq!(civic::id::base32(&[0; 16]), "0".repeat(26));
/// ```
pub fn base32(bytes: &[u8; 16]) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let mut number = u128::from_be_bytes(*bytes);
    let mut text = [0_u8; 26];
    for place in text.iter_mut().rev() {
        *place = ALPHABET[(number & 31) as usize];
        number >>= 5;
    }
    text.iter().map(|&b| b as char).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn two_different_draws_never_share_a_name(a: [u8; 16], b: [u8; 16]) {
            prop_assert_eq!(a == b, base32(&a) == base32(&b));
            prop_assert_eq!(base32(&a).len(), 26);
        }
    }
}
