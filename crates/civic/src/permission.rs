//! The one table of who may do what.
//!
//! Read [`TABLE`] from top to bottom; [`may`] is the only function that reads it.

use crate::actor::{Actor, Role};
use crate::id::BodyId;
use crate::tree::Tree;

/// Something that a member of staff may be allowed to do in a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Permission {
    /// See the list of cases and their progress, without who the applicant is.
    ReadCases,
    /// See who the applicant is and what was handed in.
    SeeApplicant,
    /// Register, ask for correction, consult, charge, decide, serve, archive.
    HandleCase,
    /// Consent to an extension (art. 33(2): the head of the disclosure office).
    ApproveExtension,
    /// Sign a reply.
    SignReply,
    /// See drafts and their reviews.
    ReadDrafts,
    /// Write and submit drafts, attach files, publish what has been approved.
    Draft,
    /// Review content and secrecy (art. 17); the author is refused elsewhere, by `publishing`.
    Review,
    /// Take a publication back with a reason.
    Withdraw,
    /// See the live yearly report and what its cells count.
    ReadReport,
    /// Enter the yearly figures that no register holds.
    EnterFigures,
    /// Write the texts of the yearly report, and begin or drop a correction of it.
    WriteReport,
    /// Sign the yearly report, which hands it in, and take the signature back.
    SignReport,
    /// Publish the yearly report that has been signed.
    PublishReport,
    /// Hand in a yearly report as a file, and set right what was read from it.
    HandInReport,
    /// Collect the yearly reports of a region (art. 47, 49): take in files, remark, send back, add up.
    CollectReports,
    /// Create and change bodies.
    ManageBodies,
    /// Create people, appoint them, reset passwords.
    ManagePeople,
    /// Read the audit trail.
    ReadAudit,
}

/// How far an appointment reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The body of the appointment only.
    Own,
    /// That body and every body below it.
    Below,
    /// The whole installation.
    Everywhere,
}

use Permission::*;
use Reach::*;
use Role::*;

/// Who may do what, and how far it reaches. What is not here is not allowed.
pub const TABLE: &[(Permission, &[(Role, Reach)])] = &[
    (ReadCases, &[(Clerk, Own), (OfficeHead, Own), (Supervisor, Below)]),
    (SeeApplicant, &[(Clerk, Own), (OfficeHead, Own)]),
    (HandleCase, &[(Clerk, Own)]),
    (ApproveExtension, &[(OfficeHead, Own)]),
    (SignReply, &[(OfficeHead, Own)]),
    (ReadDrafts, &[(Clerk, Own), (Reviewer, Own), (OfficeHead, Own)]),
    (Draft, &[(Clerk, Own)]),
    (Review, &[(Reviewer, Own)]),
    (Withdraw, &[(Clerk, Own), (Reviewer, Own), (OfficeHead, Own)]),
    (ReadReport, &[(Clerk, Own), (OfficeHead, Own), (Supervisor, Below)]),
    (EnterFigures, &[(Clerk, Own)]),
    (WriteReport, &[(Clerk, Own)]),
    (SignReport, &[(OfficeHead, Own)]),
    (PublishReport, &[(Clerk, Own), (OfficeHead, Own)]),
    (HandInReport, &[(Clerk, Own), (Supervisor, Below)]),
    (CollectReports, &[(Supervisor, Below)]),
    (ManageBodies, &[(Admin, Everywhere)]),
    (ManagePeople, &[(Admin, Everywhere)]),
    (ReadAudit, &[(Admin, Everywhere)]),
];

/// The answer "no", with what would have been needed, for the page that says so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{permission:?} is not allowed to this actor in body {body}")]
pub struct Denied {
    /// What was asked.
    pub permission: Permission,
    /// Where.
    pub body: BodyId,
    /// Whether logging in could change the answer.
    pub visitor: bool,
}

impl Denied {
    /// The roles that may do it, as words for the page: `公开机构负责人`.
    pub fn who_may(&self) -> Vec<&'static str> {
        roles(self.permission).iter().map(|(role, _)| role.label()).collect()
    }
}

fn roles(permission: Permission) -> &'static [(Role, Reach)] {
    TABLE.iter().find(|(p, _)| *p == permission).map_or(&[], |(_, roles)| roles)
}

/// Whether this actor may do this in this body.
///
/// # Errors
/// [`Denied`] when no appointment of the actor reaches the body with a role that the table names.
pub fn may(actor: &Actor, permission: Permission, body: &BodyId, tree: &Tree) -> Result<(), Denied> {
    let allowed = actor.appointments().iter().any(|appointment| {
        roles(permission).iter().any(|&(role, reach)| {
            role == appointment.role
                && match reach {
                    Own => appointment.body == *body,
                    Below => tree.is_at_or_below(body, &appointment.body),
                    Everywhere => true,
                }
        })
    });
    if allowed { Ok(()) } else { Err(Denied { permission, body: body.clone(), visitor: *actor == Actor::Visitor }) }
}

/// The bodies in which the actor may do this, in the tree's order.
pub fn bodies_where(actor: &Actor, permission: Permission, tree: &Tree) -> Vec<BodyId> {
    tree.all()
        .iter()
        .filter(|body| may(actor, permission, &body.id, tree).is_ok())
        .map(|body| body.id.clone())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Appointment, Body, BodyKind};

    fn town() -> Tree {
        let county = Body::sample("county", "云溪县人民政府", BodyKind::Government, None);
        let finance = Body::sample("finance", "云溪县财政局", BodyKind::Department, Some(&county.id));
        let other = Body::sample("other", "南岭县人民政府", BodyKind::Government, None);
        Tree::new(vec![county, finance, other]).expect("the sample tree is sound")
    }

    #[test]
    fn the_table_read_by_a_lawyer() {
        let tree = town();
        let mut shown = String::new();
        for (permission, _) in TABLE {
            shown += &format!("{permission:?}:");
            for role in Role::ALL {
                let actor = Actor::person("p", "某人", vec![Appointment { body: "county".into(), role }]);
                for place in ["county", "finance", "other"] {
                    if may(&actor, *permission, &place.into(), &tree).is_ok() {
                        shown += &format!(" {}@{place}", role.key());
                    }
                }
            }
            shown += "\n";
        }
        insta::assert_snapshot!(shown);
    }

    #[test]
    fn a_visitor_may_do_nothing_on_the_desk() {
        for (permission, _) in TABLE {
            let denied = may(&Actor::Visitor, *permission, &"county".into(), &town());
            assert!(denied.is_err_and(|d| d.visitor && !d.who_may().is_empty()));
        }
    }
}
