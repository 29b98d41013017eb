use crate::id::{BodyId, PersonId};
use serde::{Deserialize, Serialize};

/// What a person is appointed to do in a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 经办人: drafts, registers, handles cases.
    Clerk,
    /// 审核人: reviews content and secrecy before publishing; never the author (art. 17).
    Reviewer,
    /// 公开机构负责人: approves extensions (art. 33), signs replies and the report.
    OfficeHead,
    /// 主管部门: watches all bodies below (art. 3, 46–47).
    Supervisor,
    /// 管理员: bodies, people, audit; sees no case.
    Admin,
}

impl Role {
    /// Every role, in the order of the organisation chart.
    pub const ALL: [Role; 5] = [Self::Clerk, Self::Reviewer, Self::OfficeHead, Self::Supervisor, Self::Admin];

    /// The stable key in databases and forms.
    pub fn key(self) -> &'static str {
        match self {
            Self::Clerk => "clerk",
            Self::Reviewer => "reviewer",
            Self::OfficeHead => "office_head",
            Self::Supervisor => "supervisor",
            Self::Admin => "admin",
        }
    }

    /// The role with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.key() == key)
    }

    /// The word on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Clerk => "经办人",
            Self::Reviewer => "审核人",
            Self::OfficeHead => "公开机构负责人",
            Self::Supervisor => "主管部门",
            Self::Admin => "管理员",
        }
    }
}

/// One person's role in one body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointment {
    /// Where.
    pub body: BodyId,
    /// As what.
    pub role: Role,
}

/// Who is asking: a visitor, or a person with appointments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Anyone who has not logged in (访客、申请人).
    Visitor,
    /// A member of staff.
    Person {
        /// Who.
        id: PersonId,
        /// The name as the docket and the audit show it.
        name: String,
        /// What the person is appointed to do, and where.
        appointments: Vec<Appointment>,
    },
}

impl Actor {
    /// A member of staff.
    pub fn person(id: impl Into<PersonId>, name: &str, appointments: Vec<Appointment>) -> Self {
        Self::Person { id: id.into(), name: name.into(), appointments }
    }

    /// The appointments; none for a visitor.
    pub fn appointments(&self) -> &[Appointment] {
        match self {
            Self::Visitor => &[],
            Self::Person { appointments, .. } => appointments,
        }
    }

    /// The person's identifier, unless a visitor.
    pub fn person_id(&self) -> Option<&PersonId> {
        match self {
            Self::Visitor => None,
            Self::Person { id, .. } => Some(id),
        }
    }
}
