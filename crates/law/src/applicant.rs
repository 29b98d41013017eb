//! The six kinds of applicant of the yearly report (table 3, columns).

use serde::{Deserialize, Serialize};

/// The kind of applicant, as the yearly form divides them.
///
/// Source: 国办公开办函〔2019〕60号 and 〔2021〕30号, table 3 (the same in both editions).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApplicantKind {
    /// A citizen.
    NaturalPerson,
    /// 法人或其他组织: a company.
    Business,
    /// 法人或其他组织: a research institute.
    Research,
    /// 法人或其他组织: a charity or other public-benefit body.
    SocialOrg,
    /// 法人或其他组织: a law firm or legal-aid body.
    LegalService,
    /// 法人或其他组织: any other.
    OtherOrg,
}

impl ApplicantKind {
    /// The kinds in the order of the form's columns.
    pub const ALL: [ApplicantKind; 6] = [
        ApplicantKind::NaturalPerson,
        ApplicantKind::Business,
        ApplicantKind::Research,
        ApplicantKind::SocialOrg,
        ApplicantKind::LegalService,
        ApplicantKind::OtherOrg,
    ];

    /// The key of the form's column.
    pub const fn key(self) -> &'static str {
        match self {
            ApplicantKind::NaturalPerson => "natural_person",
            ApplicantKind::Business => "business",
            ApplicantKind::Research => "research",
            ApplicantKind::SocialOrg => "social_org",
            ApplicantKind::LegalService => "legal_service",
            ApplicantKind::OtherOrg => "other_org",
        }
    }

    /// The label as the form prints it.
    pub const fn label(self) -> &'static str {
        match self {
            ApplicantKind::NaturalPerson => "自然人",
            ApplicantKind::Business => "商业企业",
            ApplicantKind::Research => "科研机构",
            ApplicantKind::SocialOrg => "社会公益组织",
            ApplicantKind::LegalService => "法律服务机构",
            ApplicantKind::OtherOrg => "其他",
        }
    }

    /// The kind with this key.
    ///
    /// ```
    /// use law::applicant::ApplicantKind;
    /// assert_eq!(ApplicantKind::from_key("research"), Some(ApplicantKind::Research));
    /// assert_eq!(ApplicantKind::from_key("total"), None);
    /// ```
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// Whether the form counts it under 法人或其他组织.
    pub const fn is_organisation(self) -> bool {
        !matches!(self, ApplicantKind::NaturalPerson)
    }
}
