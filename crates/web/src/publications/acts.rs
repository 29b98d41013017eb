use super::view::{overtaken, refusing};
use super::{load, refused, seen, signed};
use crate::error::Error;
use crate::fields::Fields;
use crate::page::Page;
use crate::page::form::FormState;
use crate::page::parts::Refused;
use crate::visit::Visit;
use crate::{chance, find};
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use civic::Permission;
use publishing::{Edition, Move, Refusal, StageKind};
use store::audit::Outcome;
use store::publications::{Publishing, Saved};

/// How an act on an edition ended.
pub(super) enum Done {
    /// Recorded.
    Recorded,
    /// The procedure said no.
    Refused(Vec<Refusal>),
    /// Someone changed the edition since the form was made.
    Overtaken,
}

/// Records a move and its audit line in one unit, if the form was made from the edition as it is.
pub(super) async fn record(
    visit: &Visit,
    saved: &Saved,
    revision: i64,
    what: Move,
    moved: Result<Edition, Vec<Refusal>>,
) -> Result<Done, Error> {
    if saved.revision != revision {
        return Ok(Done::Overtaken);
    }
    let act = format!("publication.{}", what.key());
    let mut unit = visit.app.store.begin().await?;
    let done = match moved {
        Ok(edition) => {
            if !unit.save_edition(&edition, revision, what, &signed(visit)?).await? {
                return Ok(Done::Overtaken);
            }
            visit.record(&mut unit, &act, edition.id.as_str(), Outcome::Done).await?;
            Done::Recorded
        }
        Err(refusals) => {
            visit.record(&mut unit, &act, saved.edition.id.as_str(), Outcome::Refused).await?;
            Done::Refused(refusals)
        }
    };
    unit.commit().await?;
    Ok(done)
}

/// The answer after an act: back to the edition, or the edition with what stood in the way.
pub(super) async fn answer(visit: &Visit, id: &str, done: Done, what: &str) -> Result<Response, Error> {
    match done {
        Done::Recorded => Ok(Redirect::to(&format!("/desk/publications/{id}?done={what}")).into_response()),
        Done::Refused(refusals) => refusing(visit, id, &refusals).await,
        Done::Overtaken => overtaken(visit, id).await,
    }
}

/// `POST …/submit`: 送审.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Denied`].
pub async fn submit(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response, Error> {
    fields.only(&["revision"])?;
    let (saved, body) = load(&visit, &id).await?;
    visit.may(Permission::Draft, &body.id)?;
    let moved = saved.edition.clone().submit(signed(&visit)?);
    let done = record(&visit, &saved, seen(&fields)?, Move::Submit, moved).await?;
    answer(&visit, &id, done, "submit").await
}

/// `POST …/take-back`: 撤回送审.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Denied`].
pub async fn take_back(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response, Error> {
    fields.only(&["revision"])?;
    let (saved, body) = load(&visit, &id).await?;
    visit.may(Permission::Draft, &body.id)?;
    let moved = saved.edition.clone().take_back();
    let done = record(&visit, &saved, seen(&fields)?, Move::TakeBack, moved).await?;
    answer(&visit, &id, done, "take_back").await
}

/// `POST …/publish`: 发布. Number, edition, outbox and audit are one unit; then the index follows at once.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Denied`].
pub async fn publish(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response, Error> {
    fields.only(&["revision"])?;
    let (saved, body) = load(&visit, &id).await?;
    visit.may(Permission::Draft, &body.id)?;
    if saved.revision != seen(&fields)? {
        return overtaken(&visit, &id).await;
    }
    let mut unit = visit.app.store.begin().await?;
    match unit.publish(&saved, &body, &visit.app.settings.index_number, &signed(&visit)?).await? {
        Publishing::Done(number) => {
            visit.record(&mut unit, "publication.publish", number.as_str(), Outcome::Done).await?;
            unit.commit().await?;
            find::refresh(&visit.app).await;
            answer(&visit, &id, Done::Recorded, "publish").await
        }
        Publishing::Refused(refusals) => {
            drop(unit);
            let refused = record(&visit, &saved, saved.revision, Move::Publish, Err(refusals)).await?;
            answer(&visit, &id, refused, "publish").await
        }
        Publishing::NoNumber(why) => {
            drop(unit);
            let refusal = Refusal::NoIndexNumber { tried: why.0 };
            let refused = record(&visit, &saved, saved.revision, Move::Publish, Err(vec![refusal])).await?;
            answer(&visit, &id, refused, "publish").await
        }
        Publishing::Stale => {
            drop(unit);
            overtaken(&visit, &id).await
        }
    }
}

#[derive(Template)]
#[template(path = "publications/withdraw.html")]
struct Withdraw {
    page: Page,
    form: FormState,
    saved: Saved,
    refusals: Vec<Refused>,
}

async fn asking(visit: &Visit, saved: Saved, form: FormState, refusals: &[Refusal]) -> Result<Html<String>, Error> {
    let title = &saved.edition.content.title;
    let page = visit
        .desk("撤回公开")
        .await?
        .crumb("信息发布", "/desk/publications")
        .crumb(title, format!("/desk/publications/{}", saved.edition.id))
        .here("撤回公开")
        .wide()
        .showing(&form);
    Ok(Html(Withdraw { page, form, refusals: refused(refusals), saved }.render()?))
}

/// `/desk/publications/{id}/withdraw`: asks for the reason.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Denied`].
pub async fn withdraw_page(visit: Visit, Path(id): Path<String>) -> Result<Response, Error> {
    let (saved, body) = load(&visit, &id).await?;
    visit.may(Permission::Withdraw, &body.id)?;
    if saved.edition.kind() != StageKind::Published {
        let refusal = Refusal::NotNow { stage: saved.edition.kind(), wanted: Move::Withdraw };
        return refusing(&visit, &id, &[refusal]).await;
    }
    Ok(asking(&visit, saved, FormState::new(), &[]).await?.into_response())
}

/// `POST …/withdraw`: 撤回公开. Gone from the page at once and from the index before the answer.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Denied`].
pub async fn withdraw(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response, Error> {
    fields.only(&["revision", "reason"])?;
    let (saved, body) = load(&visit, &id).await?;
    visit.may(Permission::Withdraw, &body.id)?;
    let reason = fields.text("reason");
    let moved = saved.edition.clone().withdraw(reason, signed(&visit)?);
    let done = record(&visit, &saved, seen(&fields)?, Move::Withdraw, moved).await?;
    if let Done::Recorded = done {
        find::refresh(&visit.app).await;
    }
    if let Done::Refused(refusals) = &done
        && saved.edition.kind() == StageKind::Published
    {
        // The reason as typed comes back with what is wrong with it.
        let mut form = fields.form();
        refusals.iter().for_each(|refusal| form.reject("reason", refusal.to_string().trim_end_matches('。')));
        let page = asking(&visit, saved, form, &[]).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    answer(&visit, &id, done, "withdraw").await
}

/// `POST …/new-edition`: 建立新版本.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Denied`].
pub async fn new_edition(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response, Error> {
    fields.only(&["revision"])?;
    let (saved, body) = load(&visit, &id).await?;
    visit.may(Permission::Draft, &body.id)?;
    let editions = visit.app.store.editions_of(&saved.publication.id).await?;
    if let Some(latest) = editions.first()
        && latest.edition != saved.edition.id
    {
        return not_another(&visit, &id, &[Refusal::AnotherInWork { edition: latest.number }]).await;
    }
    let by = signed(&visit)?;
    let next = match Edition::next(chance::id(), &saved.edition, &by) {
        Ok(next) => next,
        Err(refusals) => return not_another(&visit, &id, &refusals).await,
    };
    let mut unit = visit.app.store.begin().await?;
    match unit.add_edition(&next, &body.id, &by).await {
        // A double click: the edition is there already.
        Err(store::Error::Twice { .. }) => return overtaken(&visit, &id).await,
        added => added?,
    }
    visit.record(&mut unit, "publication.new_edition", next.id.as_str(), Outcome::Done).await?;
    unit.commit().await?;
    answer(&visit, next.id.as_str(), Done::Recorded, "new_edition").await
}

/// The edition with why there cannot be another now; the try is recorded.
async fn not_another(visit: &Visit, id: &str, refusals: &[Refusal]) -> Result<Response, Error> {
    let mut unit = visit.app.store.begin().await?;
    visit.record(&mut unit, "publication.new_edition", id, Outcome::Refused).await?;
    unit.commit().await?;
    refusing(visit, id, refusals).await
}

/// `POST …/discard`: removes a draft that was never submitted.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Denied`].
pub async fn discard(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response, Error> {
    fields.only(&["revision"])?;
    let (saved, body) = load(&visit, &id).await?;
    visit.may(Permission::Draft, &body.id)?;
    if saved.revision != seen(&fields)? {
        return overtaken(&visit, &id).await;
    }
    let mut unit = visit.app.store.begin().await?;
    if !unit.discard_draft(&saved).await? {
        drop(unit);
        return overtaken(&visit, &id).await;
    }
    visit.record(&mut unit, "publication.discard", &id, Outcome::Done).await?;
    unit.commit().await?;
    Ok(Redirect::to(&format!("/desk/publications?body={}&stage=draft&done=discard", body.slug)).into_response())
}
