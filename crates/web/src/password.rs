use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};

/// Shortest password.
pub const SHORTEST: usize = 10;

/// What a new password lacks, all at once, as sentences for the page.
///
/// **Source.** 等级保护 2.0 (GB/T 22239-2019) asks for complexity and forbids default passwords; length does most of the work.
///
/// ```
/// assert!(web::password::lacks("limin", "limin12345").iter().any(|s| s.contains("用户名")));
/// assert!(web::password::lacks("limin", "云溪的桥2026真长啊啊").is_empty());
/// ```
pub fn lacks(login: &str, password: &str) -> Vec<String> {
    let mut lacks = Vec::new();
    let length = password.chars().count();
    if length < SHORTEST {
        lacks.push(format!("请至少使用 {SHORTEST} 个字符，现在是 {length} 个"));
    }
    if password.len() > 200 {
        lacks.push("密码过长，请控制在 200 个字节以内".to_owned());
    }
    let kinds = [
        password.chars().any(|c| c.is_ascii_lowercase()),
        password.chars().any(|c| c.is_ascii_uppercase()),
        password.chars().any(|c| c.is_ascii_digit()),
        password.chars().any(|c| !c.is_ascii_alphanumeric()),
    ];
    if kinds.iter().filter(|&&kind| kind).count() < 2 {
        lacks.push("请混合使用字母、数字、符号中的至少两类".to_owned());
    }
    if !login.is_empty() && password.to_lowercase().contains(&login.to_lowercase()) {
        lacks.push("密码中请不要包含用户名".to_owned());
    }
    let mut distinct: Vec<char> = password.chars().collect();
    distinct.sort_unstable();
    distinct.dedup();
    if length >= SHORTEST && distinct.len() < 5 {
        lacks.push("密码中重复的字符过多，请换一个".to_owned());
    }
    lacks
}

/// argon2id with a fresh salt, in PHC form. Takes tens of milliseconds and 19 MiB: call it off the async threads.
pub fn hash(password: &str) -> String {
    Argon2::default()
        .hash_password(password.as_bytes())
        .expect("the default parameters are valid and the operating system has randomness")
        .to_string()
}

/// Whether the password fits the stored hash. A damaged hash fits nothing. As slow as [`hash`].
pub fn fits(password: &str, stored: &str) -> bool {
    PasswordHash::new(stored)
        .is_ok_and(|parsed| Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok())
}

/// A hash that no password fits; verifying against it makes an unknown log-in name as slow as a known one.
pub fn nobody() -> &'static str {
    "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_fits_its_own_hash_only_and_two_hashes_differ() {
        let stored = hash("云溪的桥2026");
        assert!(fits("云溪的桥2026", &stored));
        assert!(!fits("云溪的桥2025", &stored));
        assert!(!fits("", nobody()) && !fits("x", "damaged"));
        assert!(PasswordHash::new(nobody()).is_ok(), "it must be slow, so it must parse");
        assert_ne!(stored, hash("云溪的桥2026"));
        assert!(stored.starts_with("$argon2id$"));
    }

    #[test]
    fn everything_a_password_lacks_is_said_at_once() {
        assert_eq!(lacks("admin", "admin").len(), 3);
    }
}
