//! What the citizen handed in. It never changes; everything that happens afterwards is in the docket.

use crate::docket::{Digest, Salt};
use crate::identity::Proof;
use law::applicant::ApplicantKind;
use serde::{Deserialize, Serialize};

/// An application (申请) with the fields that art. 29 asks for, and no others.
///
/// There is no field for a purpose: the 2019 Regulations dropped it. Made by [`crate::draft::Draft::parse`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    /// Who asks.
    pub applicant: Applicant,
    /// Where answers and questions reach the applicant.
    pub contact: Contact,
    /// What is asked for.
    pub wanted: Wanted,
    /// On what carrier it is wanted (art. 29(2)(3), art. 40).
    pub form: Form,
    /// By which way it is to arrive.
    pub delivery: Delivery,
}

/// Who asks: a citizen, or a legal person or other organisation (art. 27).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Applicant {
    /// A natural person.
    Person {
        /// Name as in the document.
        name: String,
        /// The document and its number.
        proof: Proof,
    },
    /// An organisation.
    Organisation {
        /// One of the five kinds of the yearly form; never [`ApplicantKind::NaturalPerson`].
        kind: ApplicantKind,
        /// Registered name.
        name: String,
        /// Unified social credit code.
        uscc: String,
        /// Legal representative or person in charge.
        representative: String,
        /// The person to speak to.
        contact_person: String,
    },
}

impl Applicant {
    /// The column of the yearly form's table 3.
    pub fn kind(&self) -> ApplicantKind {
        match self {
            Self::Person { .. } => ApplicantKind::NaturalPerson,
            Self::Organisation { kind, .. } => *kind,
        }
    }

    /// The full name; for pages and letters of those who may see it.
    pub fn name(&self) -> &str {
        match self {
            Self::Person { name, .. } | Self::Organisation { name, .. } => name,
        }
    }

    /// The name as lists show it: a person's surname and stars, an organisation in full.
    pub fn masked_name(&self) -> String {
        match self {
            Self::Person { name, .. } => mask_name(name),
            Self::Organisation { name, .. } => name.clone(),
        }
    }

    /// The number of the proof of identity as lists show it.
    pub fn masked_number(&self) -> String {
        match self {
            Self::Person { proof, .. } => proof.masked(),
            Self::Organisation { uscc, .. } => uscc.clone(),
        }
    }
}

/// Where the applicant is reached. At least one of address, phone and e-mail is filled.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Postal address.
    pub address: String,
    /// Six digits.
    pub postcode: String,
    /// Telephone.
    pub phone: String,
    /// Fax.
    pub fax: String,
    /// E-mail.
    pub email: String,
}

/// The information asked for: at least one of the three is filled (art. 29(2)(2)).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// Its name.
    pub name: String,
    /// Its document number (文号).
    pub document_number: String,
    /// Any other feature by which it can be found.
    pub features: String,
}

impl Wanted {
    /// One line for lists and headings: the name, else the document number, else the beginning of the features.
    pub fn title(&self) -> String {
        [&self.name, &self.document_number, &self.features]
            .into_iter()
            .find(|text| !text.is_empty())
            .map(|text| shorten(text, 60))
            .unwrap_or_default()
    }
}

/// The first `limit` characters of the first line, with `…` where something was left out.
fn shorten(text: &str, limit: usize) -> String {
    let line = text.lines().next().unwrap_or_default();
    let mut short: String = line.chars().take(limit).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// The carrier on which the information is wanted (提供方式).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// 纸质.
    Paper,
    /// 电子文件.
    Electronic,
}

impl Form {
    /// Every form, in the order of the application form.
    pub const ALL: [Form; 2] = [Self::Paper, Self::Electronic];

    /// The key in forms and records.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Paper => "paper",
            Self::Electronic => "electronic",
        }
    }

    /// The form with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.key() == key)
    }

    /// The word on screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Paper => "纸质",
            Self::Electronic => "电子文件",
        }
    }
}

/// The way by which the information is to arrive (获取信息的途径).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// Downloaded on the tracking page with receipt number and query code.
    Online,
    /// By post.
    Post,
    /// By e-mail.
    Email,
    /// By fax.
    Fax,
    /// Fetched at the office.
    PickUp,
    /// Read or copied out at the office.
    ReadOnSite,
}

impl Delivery {
    /// Every way, in the order of the application form.
    pub const ALL: [Delivery; 6] = [Self::Online, Self::Post, Self::Email, Self::Fax, Self::PickUp, Self::ReadOnSite];

    /// The key in forms and records.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Post => "post",
            Self::Email => "email",
            Self::Fax => "fax",
            Self::PickUp => "pick_up",
            Self::ReadOnSite => "read_on_site",
        }
    }

    /// The way with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.key() == key)
    }

    /// The words on screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Online => "网上查询下载",
            Self::Post => "邮寄",
            Self::Email => "电子邮件",
            Self::Fax => "传真",
            Self::PickUp => "自行领取",
            Self::ReadOnSite => "当场查阅、抄录",
        }
    }

    /// Whether a thing in this form can travel this way at all.
    ///
    /// ```
    /// use cases::application::{Delivery, Form};
    /// assert!(!Delivery::Email.carries(Form::Paper));
    /// ```
    pub const fn carries(self, form: Form) -> bool {
        match (self, form) {
            (Self::Online | Self::Email, Form::Paper) | (Self::Fax, Form::Electronic) => false,
            (Self::Online | Self::Email | Self::Fax | Self::Post | Self::PickUp | Self::ReadOnSite, _) => true,
        }
    }
}

impl Application {
    /// The digest that stands in the docket for the whole application, so that the application itself can be
    /// erased by rule while the chain still proves which one it was.
    pub fn digest(&self, salt: &Salt) -> Digest {
        salt.digest(&serde_json::to_string(self).expect("plain structs of strings always serialise"))
    }
}

/// A person's name as lists show it: the first character, a star for each other.
///
/// ```
/// assert_eq!(cases::application::mask_name("王小明"), "王**");
/// ```
pub fn mask_name(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().into_iter().chain(letters.map(|_| '*').take(2)).collect()
}
