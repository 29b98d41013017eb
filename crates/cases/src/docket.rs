//! What happened to a case, appended and never edited; each entry is chained to the one before by hash.

use crate::act::Act;
use civic::{CaseId, PersonId, Role};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::fmt;

/// A SHA-256, as 64 lower-case hexadecimal digits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Digest(String);

impl Digest {
    /// The digest of these parts, each followed by a line feed.
    fn of_lines<'a>(parts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update(part);
            hash.update("\n");
        }
        Self(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// What stands before the first entry.
    pub fn start() -> Self {
        Self("0".repeat(64))
    }

    /// The 64 hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for Digest {
    fn from(hex: String) -> Self {
        Self(hex)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// 128 random bits of a case, drawn by the counter. They go into every digest of a text about persons, so that
/// a name cannot be guessed from its digest, and are erased together with the texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Salt(String);

impl Salt {
    /// A salt from random bytes.
    pub fn new(bytes: &[u8; 16]) -> Self {
        Self(civic::id::base32(bytes))
    }

    /// As it is stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The digest of a text of this case.
    pub fn digest(&self, text: &str) -> Digest {
        Digest::of_lines([self.0.as_str(), text])
    }
}

impl From<String> for Salt {
    fn from(stored: String) -> Self {
        Self(stored)
    }
}

/// Running text in an act: who was consulted, why a letter was returned, a note.
///
/// Such text may name persons. The docket therefore holds its digest; the text itself lies beside it and can be
/// erased by rule without breaking the chain. Written into JSON it is its digest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "Digest")]
pub struct Words {
    digest: Digest,
    text: Option<String>,
}

impl Words {
    /// The text; `None` once it has been erased.
    pub fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }

    /// The text for a page, or the words that it has been erased.
    pub fn shown(&self) -> &str {
        self.text().unwrap_or("（内容已按规定删除）")
    }

    /// Whether there is nothing but blanks to read.
    pub fn is_blank(&self) -> bool {
        self.text().is_none_or(|text| text.trim().is_empty())
    }

    pub(crate) fn seal(&mut self, salt: &Salt) {
        self.digest = salt.digest(self.text.as_deref().unwrap_or_default());
    }

    fn is_what_was_sealed(&self, salt: &Salt) -> bool {
        self.text.as_deref().is_none_or(|text| salt.digest(text) == self.digest)
    }

    /// Lays the text back beside its digest; what was changed meanwhile is found by [`verify`].
    pub fn restore(&mut self, text: Option<String>) {
        self.text = text;
    }
}

impl From<Digest> for Words {
    fn from(digest: Digest) -> Self {
        Self { digest, text: None }
    }
}

impl From<&str> for Words {
    fn from(text: &str) -> Self {
        Self { digest: Digest::default(), text: Some(text.trim().to_owned()) }
    }
}

impl Serialize for Words {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.digest.serialize(serializer)
    }
}

/// By whose hand something was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hand {
    /// The applicant, on the public pages.
    Applicant,
    /// A member of staff, in a role.
    Staff {
        /// Who.
        person: PersonId,
        /// The name on that day.
        name: String,
        /// As what.
        role: Role,
    },
    /// The program itself, by rule.
    System,
}

impl Hand {
    /// The words for "by whom" on the page.
    pub fn label(&self) -> String {
        match self {
            Self::Applicant => "申请人".into(),
            Self::Staff { name, role, .. } => format!("{name}（{}）", role.label()),
            Self::System => "系统".into(),
        }
    }
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its place, counted from 0.
    pub seq: u32,
    /// When it was recorded.
    pub at: Timestamp,
    /// By whom.
    pub by: Hand,
    /// What.
    pub act: Act,
    /// The hash of the entry before; [`Digest::start`] for the first.
    pub prev: Digest,
    /// The hash of this one.
    pub hash: Digest,
}

impl Entry {
    /// The next entry of a docket.
    pub(crate) fn append(case: &CaseId, before: Option<&Entry>, at: Timestamp, by: Hand, act: Act) -> Self {
        let (seq, prev) = before.map_or((0, Digest::start()), |entry| (entry.seq + 1, entry.hash.clone()));
        let mut entry = Self { seq, at, by, act, prev, hash: Digest::default() };
        entry.hash = entry.computed_hash(case);
        entry
    }

    /// The act as it is hashed and stored: JSON with digests in the place of running text.
    pub fn record(&self) -> String {
        serde_json::to_string(&self.act).expect("acts are plain values and always serialise")
    }

    fn computed_hash(&self, case: &CaseId) -> Digest {
        let by = serde_json::to_string(&self.by).expect("a hand is a plain value and always serialises");
        Digest::of_lines([
            "gongkai docket 1",
            case.as_str(),
            &self.seq.to_string(),
            self.prev.as_str(),
            &self.at.as_microsecond().to_string(),
            &by,
            &self.record(),
        ])
    }
}

/// The first place where a docket is not what was written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("第 {} 条记录{}", seq + 1, how)]
pub struct Broken {
    /// The entry.
    pub seq: u32,
    /// What does not fit.
    pub how: Mismatch,
}

/// What does not fit in a docket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mismatch {
    /// An entry is missing, doubled or moved.
    Order,
    /// It does not continue the entry before it.
    Link,
    /// Its content gives another hash.
    Content,
    /// A text beside it is not the text that was sealed.
    Text,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Order => "缺失、重复或者次序不对",
            Self::Link => "与上一条记录接不上",
            Self::Content => "的内容与当时写下的不一致",
            Self::Text => "所附文字与当时写下的不一致",
        })
    }
}

/// Recomputes a docket from its first entry.
///
/// Finds every change, insertion and removal between entries. It cannot notice that the newest entries are missing:
/// compare the length and the last hash with those kept elsewhere. Without the salt (erased with the personal data)
/// the chain is still proved, the texts are not.
///
/// # Errors
/// [`Broken`] names the first entry that does not fit.
pub fn verify(case: &CaseId, salt: Option<&Salt>, entries: &[Entry]) -> Result<(), Broken> {
    let mut prev = Digest::start();
    for (place, entry) in (0_u32..).zip(entries) {
        let how = if entry.seq != place {
            Mismatch::Order
        } else if entry.prev != prev {
            Mismatch::Link
        } else if entry.computed_hash(case) != entry.hash {
            Mismatch::Content
        } else if salt.is_some_and(|salt| entry.act.words().iter().any(|words| !words.is_what_was_sealed(salt))) {
            Mismatch::Text
        } else {
            prev = entry.hash.clone();
            continue;
        };
        return Err(Broken { seq: place, how });
    }
    Ok(())
}
