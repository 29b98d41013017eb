use crate::id::BodyId;
use serde::{Deserialize, Serialize};

/// What kind of body this is; it decides when the yearly report is due (art. 49) and who reconsiders its answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BodyKind {
    /// A people's government at county level or above (县级以上人民政府): its report is due on 31 March (art. 49(2)).
    Government,
    /// A department of such a government (政府部门): 31 January (art. 49(1)).
    Department,
    /// A township government or subdistrict office (乡镇人民政府、街道办事处): 31 January by practice; art. 49 is silent.
    Township,
    /// An organisation that laws or regulations authorise to manage public affairs (art. 54): as a department.
    Authorised,
}

impl BodyKind {
    /// Every kind, in the order in which lists show them.
    pub const ALL: [BodyKind; 4] = [Self::Government, Self::Department, Self::Township, Self::Authorised];

    /// The stable key in databases and forms.
    pub fn key(self) -> &'static str {
        match self {
            Self::Government => "government",
            Self::Department => "department",
            Self::Township => "township",
            Self::Authorised => "authorised",
        }
    }

    /// The kind with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// The word on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Government => "县级以上人民政府",
            Self::Department => "政府部门",
            Self::Township => "乡镇人民政府、街道办事处",
            Self::Authorised => "法律法规授权的组织",
        }
    }
}

/// How to reach the disclosure office of a body: the contact part of its guide (art. 12).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Contact {
    /// Name of the disclosure office (政府信息公开工作机构).
    pub office: String,
    /// Postal address.
    pub address: String,
    /// Postcode, six digits.
    pub postcode: String,
    /// Office hours in words.
    pub hours: String,
    /// Telephone.
    pub phone: String,
    /// Fax; empty when the channel is not open.
    pub fax: String,
    /// E-mail; empty when the channel is not open.
    pub email: String,
}

impl Contact {
    /// The parts that art. 12 requires and that are still empty, by their words on screen.
    ///
    /// ```
    /// assert!(civic::Contact::default().missing().contains(&"办公地址"));
    /// ```
    pub fn missing(&self) -> Vec<&'static str> {
        [
            (&self.office, "政府信息公开工作机构名称"),
            (&self.address, "办公地址"),
            (&self.hours, "办公时间"),
            (&self.phone, "联系电话"),
        ]
        .into_iter()
        .filter(|(value, _)| value.trim().is_empty())
        .map(|(_, label)| label)
        .collect()
    }
}

/// A public body (行政机关) that owes disclosure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// Its identifier.
    pub id: BodyId,
    /// Its part of public addresses, `/bodies/{slug}/`: lower-case letters, digits and hyphens.
    pub slug: String,
    /// Full official name, as it stands on letters and reports.
    pub name: String,
    /// Short name for narrow columns.
    pub short_name: String,
    /// The letters' abbreviation (机关代字), the `云财` of `云财公复〔2026〕3号`.
    pub code: String,
    /// What kind of body it is.
    pub kind: BodyKind,
    /// The body directly above, if it is in this installation.
    pub parent: Option<BodyId>,
    /// Unified social credit code; the first part of its index numbers.
    pub uscc: String,
    /// Its disclosure office.
    pub contact: Contact,
    /// Who reconsiders its answers (ARL art. 24 f.), by name.
    pub reconsideration_organ: String,
    /// The court a suit goes to, by name.
    pub court: String,
}

impl Body {
    /// A body for examples and tests, with the given slug as its identifier.
    pub fn sample(slug: &str, name: &str, kind: BodyKind, parent: Option<&BodyId>) -> Self {
        Self {
            id: slug.into(),
            slug: slug.into(),
            name: name.into(),
            short_name: name.into(),
            code: "云".into(),
            kind,
            parent: parent.cloned(),
            uscc: String::new(),
            contact: Contact::default(),
            reconsideration_organ: String::new(),
            court: String::new(),
        }
    }
}

/// Whether a slug may stand in an address: 2 to 40 lower-case letters, digits or inner hyphens.
///
/// ```
/// assert!(civic::body::slug_is_valid("czj") && !civic::body::slug_is_valid("财政局"));
/// ```
pub fn slug_is_valid(slug: &str) -> bool {
    (2..=40).contains(&slug.len())
        && slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !slug.starts_with('-')
        && !slug.ends_with('-')
}
