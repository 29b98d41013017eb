/// Random bytes from the operating system.
#[expect(clippy::disallowed_methods, reason = "the one place in this room that draws chance")]
fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system has randomness; without it no token is safe");
    bytes
}

/// A new identifier: 26 characters, 128 bits.
pub fn id<T: From<String>>() -> T {
    T::from(civic::id::base32(&bytes()))
}

/// A token for a cookie or a form: 64 hexadecimal digits, 256 bits.
pub fn token() -> String {
    bytes::<32>().iter().map(|b| format!("{b:02x}")).collect()
}

/// A query code for an applicant to copy by hand: ten characters without look-alikes, 50 bits; tries are limited.
///
/// ```
/// assert_eq!(web::chance::query_code().len(), 10);
/// ```
pub fn query_code() -> String {
    const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ+";
    // '+' would be awkward on a phone; a byte that would give it is drawn again.
    let mut code = String::with_capacity(10);
    while code.len() < 10 {
        let letter = ALPHABET[usize::from(bytes::<1>()[0] & 31)];
        if letter != b'+' {
            code.push(char::from(letter));
        }
    }
    code
}

/// Hexadecimal SHA-256: how tokens and codes are stored, so that a stolen database opens nothing.
pub fn digest(text: &str) -> String {
    use sha2::Digest;
    sha2::Sha256::digest(text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect()
}
