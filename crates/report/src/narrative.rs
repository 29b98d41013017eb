//! The text parts of a live report: drafted from facts, edited by people, their numbers bound to where they come from.
//!
//! A stored text holds tokens such as `{{applications.new_received.total}}`; they are filled from the facts when the text is
//! shown and when it is signed. Whoever wants another number types it in the token's place, and the checks then say if it
//! disagrees (R130). People see `{{新收申请：12}}`: the name and the number as it stands; see [`for_people`] and [`from_people`].
//!
//! **Source.** 国办公开办函〔2021〕30号 names the five aspects of part one and the fees of part six; Regulations art. 50.

mod draft;
mod facts;
mod numbers;

pub use draft::{draft, questions};
pub use facts::{FactKind, Facts, Handling, Published};
pub use numbers::{Number, Numbers};

/// A text that people write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The paragraph before part one.
    Lead,
    /// 一、总体情况.
    Overview,
    /// 五、存在的主要问题及改进情况.
    Problems,
    /// 六、其他需要报告的事项.
    Other,
}

impl Part {
    /// All four, in the order of the form.
    pub const ALL: [Part; 4] = [Self::Lead, Self::Overview, Self::Problems, Self::Other];

    /// The stable key in databases and addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Lead => "lead",
            Self::Overview => "overview",
            Self::Problems => "problems",
            Self::Other => "other",
        }
    }

    /// The part with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.key() == key)
    }

    /// The heading as the form prints it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Lead => "编制说明",
            Self::Overview => "一、总体情况",
            Self::Problems => "五、存在的主要问题及改进情况",
            Self::Other => "六、其他需要报告的事项",
        }
    }

    /// The part of the form it fills; none for the paragraph before part one.
    pub fn section(self) -> Option<crate::form::SectionKey> {
        use crate::form::SectionKey;
        match self {
            Self::Lead => None,
            Self::Overview => Some(SectionKey::Overview),
            Self::Problems => Some(SectionKey::Problems),
            Self::Other => Some(SectionKey::Other),
        }
    }
}

/// A stretch of a text: words, or a bound number by its token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// As it stands.
    Words(&'a str),
    /// What stands between `{{` and `}}`.
    Token(&'a str),
}

/// A text in its pieces. Braces that are never closed are words.
///
/// ```
/// use report::narrative::{Piece, pieces};
/// let found: Vec<_> = pieces("收到{{applications.new_received.total}}件").collect();
/// assert_eq!(found[1], Piece::Token("applications.new_received.total"));
/// assert_eq!(pieces("a{{b").collect::<Vec<_>>(), [Piece::Words("a{{b")]);
/// ```
pub fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let opens = rest.find("{{").filter(|at| rest[*at..].contains("}}"));
        let (piece, after) = match opens {
            Some(0) => {
                let end = rest.find("}}").unwrap_or(rest.len());
                (Piece::Token(&rest[2..end]), &rest[end + 2..])
            }
            Some(at) => (Piece::Words(&rest[..at]), &rest[at..]),
            None => (Piece::Words(rest), ""),
        };
        rest = after;
        Some(piece)
    })
}

/// A text with its numbers filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    /// The text to read. A number nobody entered stands as [`MISSING`].
    pub text: String,
    /// The names of the numbers that are missing, each once; a token that names nothing is among them as it stands.
    pub missing: Vec<String>,
}

/// What stands where a number is not there yet.
pub const MISSING: &str = "（未填）";

/// Fills the tokens of a stored text.
pub fn fill(text: &str, numbers: &Numbers) -> Filled {
    let mut filled = Filled::default();
    for piece in pieces(text) {
        match piece {
            Piece::Words(words) => filled.text.push_str(words),
            Piece::Token(token) => {
                let number = numbers.get(token);
                match number.and_then(|number| number.value.as_deref()) {
                    Some(value) => filled.text.push_str(value),
                    None => {
                        filled.text.push_str(MISSING);
                        let name = number.map_or(token, |number| number.label.as_str()).to_owned();
                        if !filled.missing.contains(&name) {
                            filled.missing.push(name);
                        }
                    }
                }
            }
        }
    }
    filled
}

/// A stored text as it is put before a person for editing: `收到{{新收申请：12}}件`.
pub fn for_people(text: &str, numbers: &Numbers) -> String {
    pieces(text)
        .map(|piece| match piece {
            Piece::Words(words) => words.to_owned(),
            Piece::Token(token) => numbers.get(token).map_or_else(|| format!("{{{{{token}}}}}"), Number::for_people),
        })
        .collect()
}

/// Something in an edited text that has to be mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mistake {
    /// Braces with a name that no number has.
    Unknown {
        /// What stands between them.
        typed: String,
    },
    /// The number inside the braces was changed by hand; what is bound cannot be.
    Overwritten {
        /// The number's name.
        label: String,
        /// What was typed.
        typed: String,
        /// What the facts say.
        stands: String,
    },
}

impl std::fmt::Display for Mistake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unknown { typed } => {
                write!(f, "“{{{{{typed}}}}}”不是可以引用的数，请从“可以引用的数”中选用，或者删去花括号直接写")
            }
            Self::Overwritten { label, typed, stands } => write!(
                f,
                "“{label}”由台账自动填写，现在是 {stands}；要写成 {typed}，请连同两边的花括号一起改成 {typed}"
            ),
        }
    }
}

/// An edited text as it is stored. `shown` is the text the person was given, so that a number which the register changed
/// meanwhile is not taken for one changed by hand.
///
/// # Errors
/// Everything that has to be mended.
pub fn from_people(typed: &str, shown: &str, numbers: &Numbers) -> Result<String, Vec<Mistake>> {
    let given: Vec<&str> =
        pieces(shown).filter_map(|piece| if let Piece::Token(inner) = piece { Some(inner) } else { None }).collect();
    let (mut stored, mut mistakes) = (String::new(), Vec::new());
    for piece in pieces(typed) {
        let inner = match piece {
            Piece::Words(words) => {
                stored.push_str(words);
                continue;
            }
            Piece::Token(inner) => inner,
        };
        let (name, value) = inner.split_once(['：', ':']).map_or((inner, None), |(name, value)| (name, Some(value)));
        let Some(number) = numbers.named(name.trim()) else {
            mistakes.push(Mistake::Unknown { typed: inner.to_owned() });
            continue;
        };
        let stands = number.value.as_deref().unwrap_or(MISSING);
        if let Some(value) = value.map(str::trim)
            && !value.is_empty()
            && value != stands
            && !given.contains(&inner)
        {
            let (label, typed, stands) = (number.label.clone(), value.to_owned(), stands.to_owned());
            mistakes.push(Mistake::Overwritten { label, typed, stands });
            continue;
        }
        stored.push_str(&format!("{{{{{}}}}}", number.token));
    }
    if mistakes.is_empty() { Ok(stored) } else { Err(mistakes) }
}
