//! The date that counts as the receipt of an application (收到申请之日).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::article::Article;
use crate::clock::{ElectronicReceipt, Policy};

/// How an application reached the office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Handed in at the office.
    InPerson,
    /// Registered or express mail: the office signs for it.
    RegisteredMail,
    /// An ordinary letter nobody signs for.
    OrdinaryMail,
    /// The form on the office's site or platform.
    Online,
    /// The fax machine of the disclosure office.
    Fax,
    /// The e-mail address announced in the guide.
    Email,
}

impl Channel {
    /// Every channel, in the order of the register.
    pub const ALL: [Channel; 6] = [
        Channel::InPerson,
        Channel::RegisteredMail,
        Channel::OrdinaryMail,
        Channel::Online,
        Channel::Fax,
        Channel::Email,
    ];

    /// The key used in JSON, columns and form fields.
    pub const fn key(self) -> &'static str {
        match self {
            Channel::InPerson => "in_person",
            Channel::RegisteredMail => "registered_mail",
            Channel::OrdinaryMail => "ordinary_mail",
            Channel::Online => "online",
            Channel::Fax => "fax",
            Channel::Email => "email",
        }
    }

    /// The channel with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.key() == key)
    }

    /// The words on screen.
    pub const fn label(self) -> &'static str {
        match self {
            Channel::InPerson => "当面提交",
            Channel::RegisteredMail => "挂号信或快递",
            Channel::OrdinaryMail => "平常信函",
            Channel::Online => "网上提交",
            Channel::Fax => "传真",
            Channel::Email => "电子邮件",
        }
    }

    /// The item of article 31 that fixes the date of receipt for this channel.
    pub const fn article(self) -> Article {
        match self {
            Channel::InPerson => Article::of(31).item(1),
            Channel::RegisteredMail | Channel::OrdinaryMail => Article::of(31).item(2),
            Channel::Online | Channel::Fax | Channel::Email => Article::of(31).item(3),
        }
    }

    /// Whether the date of receipt is the day of confirmation with the applicant, not the day of arrival.
    ///
    /// Source: article 31(2), second half, and 31(3).
    pub const fn needs_confirmation(self) -> bool {
        !matches!(self, Channel::InPerson | Channel::RegisteredMail)
    }
}

/// The date of receipt, day zero of the clock; `None` while a needed confirmation is missing.
///
/// Source: article 31; for the older reading of e-mail and online forms, 国办公开办函〔2015〕207号
/// (see [`ElectronicReceipt`] and decision 0011). Handing in and signed mail ignore `confirmed_on`.
///
/// ```
/// use jiff::civil::date;
/// use law::{clock::Policy, receipt::{received_on, Channel}};
/// let policy = Policy::default();
/// // Sent on Saturday night, confirmed on Monday: Monday counts.
/// assert_eq!(received_on(Channel::Online, date(2025, 1, 18), Some(date(2025, 1, 20)), &policy), Some(date(2025, 1, 20)));
/// assert_eq!(received_on(Channel::Online, date(2025, 1, 18), None, &policy), None);
/// ```
pub fn received_on(channel: Channel, arrived_on: Date, confirmed_on: Option<Date>, policy: &Policy) -> Option<Date> {
    match channel {
        Channel::InPerson | Channel::RegisteredMail => Some(arrived_on),
        Channel::Online | Channel::Email if policy.electronic_receipt == ElectronicReceipt::Arrival => Some(arrived_on),
        Channel::OrdinaryMail | Channel::Online | Channel::Fax | Channel::Email => confirmed_on,
    }
}
