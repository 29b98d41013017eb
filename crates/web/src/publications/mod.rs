//! The editor's desk: drafts, reviews, publishing, withdrawing.
//!
//! Every act asks [`civic::may`] for the body at hand, then the room `publishing`; what either refuses is shown with its
//! reason. An act names the revision it was decided on, so that nobody approves or publishes a text they have not seen.

mod acts;
mod edit;
mod list;
mod review;
mod view;

pub use acts::{discard, new_edition, publish, submit, take_back, withdraw, withdraw_page};
pub use edit::{create, edit, new, save};
pub use list::page as list;
pub use review::{decide, page as review_page};
pub use view::page as view;

use crate::error::Error;
use crate::fields::Fields;
use crate::page::Waiting;
use crate::page::parts::{Badge, Refused, Tone};
use crate::visit::Visit;
use civic::{Body, EditionId, Permission};
use publishing::{Refusal, Signed, StageKind};
use store::publications::Saved;

/// A page of a list of editions.
const PER_PAGE: u64 = 20;

/// What waits for this person: texts to review, texts to publish, texts that came back.
///
/// # Errors
/// A fault when the counts cannot be read.
pub async fn waiting(visit: &Visit) -> Result<Vec<Waiting>, Error> {
    let tree = visit.app.tree();
    let mut waiting = Vec::new();
    let mut note = |label: &str, body: &Body, stage: StageKind, count: u64| {
        if count > 0 {
            let href = format!("/desk/publications?body={}&stage={}", body.slug, stage.key());
            waiting.push(Waiting { label: label.into(), href, count, late: 0 });
        }
    };
    let person = visit.person()?;
    for id in visit.bodies(Permission::Review) {
        let Some(body) = tree.get(&id) else { continue };
        note("待审核稿件", body, StageKind::InReview, visit.app.store.to_review(&id, &person.id).await?);
    }
    for id in visit.bodies(Permission::Draft) {
        let Some(body) = tree.get(&id) else { continue };
        let counts = visit.app.store.desk_counts(&id).await?;
        let count = |stage| counts.iter().find(|(s, _)| *s == stage).map_or(0, |(_, n)| *n);
        note("待发布稿件", body, StageKind::Approved, count(StageKind::Approved));
        note("退回修改稿件", body, StageKind::Returned, count(StageKind::Returned));
    }
    Ok(waiting)
}

/// The edition, if the one asking may read drafts of its body. Another body's looks like none.
async fn load(visit: &Visit, id: &str) -> Result<(Saved, Body), Error> {
    let saved = visit.app.store.edition(&EditionId::from(id)).await?.ok_or(Error::NotFound)?;
    if !visit.can(Permission::ReadDrafts, &saved.publication.body) {
        return Err(Error::NotFound);
    }
    let tree = visit.app.tree();
    let body = tree.get(&saved.publication.body).cloned().ok_or(Error::NotFound)?;
    Ok((saved, body))
}

/// The person at the desk, now.
fn signed(visit: &Visit) -> Result<Signed, Error> {
    let person = visit.person()?;
    Ok(Signed { by: person.id.clone(), name: person.name.clone(), at: visit.now })
}

/// The revision that the form was made from.
fn seen(fields: &Fields) -> Result<i64, Error> {
    fields.text("revision").parse().map_err(|_| Error::BadForm)
}

pub(crate) fn stage_badge(stage: StageKind) -> Badge {
    let tone = match stage {
        StageKind::Draft => Tone::Waiting,
        StageKind::InReview | StageKind::Approved => Tone::Doing,
        StageKind::Returned => Tone::Soon,
        StageKind::Published => Tone::Seal,
        StageKind::Superseded | StageKind::Withdrawn => Tone::Shut,
    };
    Badge::new(tone, stage.tab())
}

/// As the page draws them: what the way on asks for follows "可以：", what it only explains stands with the reason.
fn refused(refusals: &[Refusal]) -> Vec<Refused> {
    refusals
        .iter()
        .map(|refusal| {
            let way_on = refusal.way_on().trim_end_matches('。');
            let (says, way_on) = match way_on.strip_prefix('请') {
                Some(act) => (refusal.says(), act),
                None => (format!("{}：{way_on}", refusal.says()), ""),
            };
            Refused { says, basis: refusal.basis().unwrap_or_default().into(), way_on: way_on.into() }
        })
        .collect()
}
