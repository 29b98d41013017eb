//! Handling cases: the list sorted by the last lawful day, the case with its clock, its acts, letters and remedies.

mod acts;
mod case;
mod fee;
mod intake;
mod letter;
mod list;
mod perform;
mod remedies;
mod strip;
mod typed;

pub use case::page;
pub use intake::{create, new};
pub use letter::{draft_file, letter_file};
pub use list::{list, waiting, watched};
pub use perform::{act, act_form};
pub use remedies::{
    close as close_remedy, close_form as close_remedy_form, file as file_remedy, file_form as file_remedy_form,
    list as remedies,
};

use crate::error::Error;
use crate::page::parts::{Badge, Refused, Tone};
use crate::visit::Visit;
use cases::refusal::Refusal;
use cases::stage::StageKind;
use civic::{Body, BodyId, CaseId, Permission, Role};
use store::cases::Found;

/// The case of an address and its body, for whoever may see cases there. A foreign case looks like none.
async fn found(visit: &Visit, id: &str) -> Result<(Found, Body), Error> {
    let mut found = visit.app.store.case(&CaseId::from(id)).await?.ok_or(Error::NotFound)?;
    if !visit.can(Permission::ReadCases, &found.body) {
        return Err(Error::NotFound);
    }
    found.title = title_for(visit, &found.body, &found.title);
    let body = visit.app.tree().get(&found.body).cloned().ok_or(Error::NotFound)?;
    Ok((found, body))
}

/// What was asked for, in the applicant's own words, for readers who may see the applicant; others see that something was.
pub(crate) fn title_for(visit: &Visit, body: &BodyId, title: &str) -> String {
    if visit.can(Permission::SeeApplicant, body) {
        title.to_owned()
    } else {
        "（申请内容仅办理单位可见）".to_owned()
    }
}

/// The roles that the person signed in holds in this body.
fn roles_in(visit: &Visit, body: &Body) -> Vec<Role> {
    let actor = visit.actor();
    actor.appointments().iter().filter(|at| at.body == body.id).map(|at| at.role).collect()
}

/// A stage as a badge.
pub(crate) fn badge(stage: StageKind) -> Badge {
    let tone = match stage {
        StageKind::Arrived => Tone::Waiting,
        StageKind::Handling | StageKind::AwaitingSignature | StageKind::AwaitingService => Tone::Doing,
        StageKind::AwaitingCorrection | StageKind::Consulting | StageKind::AwaitingFee => Tone::Held,
        StageKind::Answered => Tone::Done,
        StageKind::Ended | StageKind::Archived => Tone::Shut,
    };
    Badge::new(tone, stage.label())
}

/// Refusals as the page says them.
fn refused(refusals: &[Refusal]) -> Vec<Refused> {
    let one = |refusal: &Refusal| {
        let (says, way_on) = refusal.parts();
        // The page writes 可以： before it.
        Refused { says, basis: refusal.basis(), way_on: way_on.trim_start_matches('请').to_owned() }
    };
    refusals.iter().map(one).collect()
}
