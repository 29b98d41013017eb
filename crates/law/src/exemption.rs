//! Why information is not opened (articles 14 to 16), for publications; for replies see `outcome`.

use serde::{Deserialize, Serialize};

use crate::article::Article;

/// A ground for not opening information.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Exemption {
    /// A lawfully determined state secret.
    #[serde(rename = "EX_SECRET")]
    StateSecret,
    /// A law or administrative regulation forbids opening.
    #[serde(rename = "EX_LAW")]
    ForbiddenByLaw,
    /// May endanger national, public or economic security or social stability.
    #[serde(rename = "EX_3S1W")]
    ThreeSecurity,
    /// Trade secret, privacy or the like of a third party.
    #[serde(rename = "EX_THIRD")]
    ThirdParty,
    /// Personnel, logistics, internal work flow.
    #[serde(rename = "EX_INTERNAL")]
    InternalAffairs,
    /// Discussion records, drafts, consultation letters, requests and reports.
    #[serde(rename = "EX_PROCESS")]
    ProcessInfo,
    /// Administrative enforcement case files.
    #[serde(rename = "EX_CASEFILE")]
    EnforcementFile,
}

impl Exemption {
    /// Every ground, in the order of the articles.
    pub const ALL: [Exemption; 7] = [
        Exemption::StateSecret,
        Exemption::ForbiddenByLaw,
        Exemption::ThreeSecurity,
        Exemption::ThirdParty,
        Exemption::InternalAffairs,
        Exemption::ProcessInfo,
        Exemption::EnforcementFile,
    ];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Exemption::StateSecret => "EX_SECRET",
            Exemption::ForbiddenByLaw => "EX_LAW",
            Exemption::ThreeSecurity => "EX_3S1W",
            Exemption::ThirdParty => "EX_THIRD",
            Exemption::InternalAffairs => "EX_INTERNAL",
            Exemption::ProcessInfo => "EX_PROCESS",
            Exemption::EnforcementFile => "EX_CASEFILE",
        }
    }

    /// The ground with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|exemption| exemption.code() == code)
    }

    /// The words on screen.
    pub const fn label(self) -> &'static str {
        match self {
            Exemption::StateSecret => "国家秘密",
            Exemption::ForbiddenByLaw => "法律、行政法规禁止公开",
            Exemption::ThreeSecurity => "可能危及国家安全、公共安全、经济安全、社会稳定",
            Exemption::ThirdParty => "商业秘密、个人隐私等会损害第三方合法权益",
            Exemption::InternalAffairs => "内部事务信息",
            Exemption::ProcessInfo => "过程性信息",
            Exemption::EnforcementFile => "行政执法案卷信息",
        }
    }

    /// The provision.
    pub const fn article(self) -> Article {
        match self {
            Exemption::StateSecret | Exemption::ForbiddenByLaw | Exemption::ThreeSecurity => Article::of(14),
            Exemption::ThirdParty => Article::of(15),
            Exemption::InternalAffairs => Article::of(16).paragraph(1),
            Exemption::ProcessInfo | Exemption::EnforcementFile => Article::of(16).paragraph(2),
        }
    }

    /// Whether the information must stay closed, or may: articles 14 and 15 forbid, article 16 leaves it to the organ.
    ///
    /// Article 15 gives way when the third party consents or the public interest weighs heavily.
    ///
    /// ```
    /// use law::exemption::Exemption;
    /// assert!(Exemption::StateSecret.is_binding());
    /// assert!(!Exemption::ProcessInfo.is_binding());
    /// ```
    pub const fn is_binding(self) -> bool {
        !matches!(self, Exemption::InternalAffairs | Exemption::ProcessInfo | Exemption::EnforcementFile)
    }
}
