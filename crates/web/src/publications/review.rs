use super::acts::{answer, record};
use super::view::refusing;
use super::{load, refused, seen, signed};
use crate::error::Error;
use crate::fields::Fields;
use crate::page::Page;
use crate::page::form::{Choice, FormState};
use crate::page::parts::Refused;
use crate::read::doc::{Doc, Imprint};
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use civic::{Body, Permission};
use publishing::edition::allowed;
use publishing::review::{ContentCheck, PersonalDataCheck, SecrecyCheck, USUAL_BASIS, Verdict};
use publishing::{Move, Refusal, Review};
use store::publications::Saved;

#[derive(Template)]
#[template(path = "publications/review.html")]
struct ReviewPage {
    page: Page,
    form: FormState,
    saved: Saved,
    doc: Doc,
    refusals: Vec<Refused>,
    content: Vec<Choice>,
    secrecy: Vec<Choice>,
    personal: Vec<Choice>,
}

async fn asking(
    visit: &Visit,
    saved: Saved,
    body: &Body,
    form: FormState,
    refusals: &[Refusal],
) -> Result<Html<String>, Error> {
    let imprint = Imprint { number: saved.publication.number.as_ref(), published_on: saved.first_on, amended: false };
    let doc = Doc::new(&saved.edition.content, body, imprint, visit.today);
    let page = visit
        .desk("审查稿件")
        .await?
        .crumb("信息发布", format!("/desk/publications?body={}&stage=in_review", body.slug))
        .crumb(&saved.edition.content.title, format!("/desk/publications/{}", saved.edition.id))
        .here("审查")
        .showing(&form);
    let view = ReviewPage {
        page,
        form,
        doc,
        refusals: refused(refusals),
        content: ContentCheck::ALL.iter().map(|c| Choice::new(c.key(), c.label())).collect(),
        secrecy: SecrecyCheck::ALL.iter().map(|c| Choice::new(c.key(), c.label())).collect(),
        personal: PersonalDataCheck::ALL.iter().map(|c| Choice::new(c.key(), c.label())).collect(),
        saved,
    };
    Ok(Html(view.render()?))
}

/// `/desk/publications/{id}/review`: the text beside the checklist. Nothing is ticked beforehand: a review is a decision.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Denied`].
pub async fn page(visit: Visit, Path(id): Path<String>) -> Result<Response, Error> {
    let (saved, body) = load(&visit, &id).await?;
    visit.may(Permission::Review, &body.id)?;
    let person = visit.person()?;
    if let Err(refusal) = allowed(saved.edition.kind(), Move::Approve) {
        return refusing(&visit, &id, &[refusal]).await;
    }
    if saved.edition.has_written(&person.id) {
        return refusing(&visit, &id, &[Refusal::OwnText { reviewer: person.name.clone() }]).await;
    }
    let form = FormState::from_pairs([("basis", USUAL_BASIS)]);
    Ok(asking(&visit, saved, &body, form, &[]).await?.into_response())
}

/// `POST …/review`: approves or returns.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Denied`], [`Error::BadForm`] without a decision.
pub async fn decide(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response, Error> {
    fields.only(&["revision", "content", "secrecy", "personal_data", "basis", "opinion", "verdict"])?;
    let (saved, body) = load(&visit, &id).await?;
    visit.may(Permission::Review, &body.id)?;
    let verdict = Verdict::from_key(fields.text("verdict")).ok_or(Error::BadForm)?;
    let content = ContentCheck::from_key(fields.text("content"));
    let secrecy = SecrecyCheck::from_key(fields.text("secrecy"));
    let personal_data = PersonalDataCheck::from_key(fields.text("personal_data"));
    let (Some(content), Some(secrecy), Some(personal_data)) = (content, secrecy, personal_data) else {
        let mut form = fields.form();
        for (name, chosen, label) in [
            ("content", content.is_some(), "内容审查"),
            ("secrecy", secrecy.is_some(), "保密审查"),
            ("personal_data", personal_data.is_some(), "个人信息审查"),
        ] {
            if !chosen {
                form.reject(name, format!("请选择{label}结论"));
            }
        }
        let page = asking(&visit, saved, &body, form, &[]).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let review = Review {
        reviewer: signed(&visit)?,
        content,
        secrecy,
        personal_data,
        basis: fields.text("basis").trim().into(),
        opinion: fields.text("opinion").trim().into(),
        verdict,
    };
    let (what, said) = match verdict {
        Verdict::Approve => (Move::Approve, "approve"),
        Verdict::Return => (Move::Return, "return"),
    };
    let moved = saved.edition.clone().review(review);
    let done = record(&visit, &saved, seen(&fields)?, what, moved).await?;
    if let super::acts::Done::Refused(refusals) = &done
        && allowed(saved.edition.kind(), what).is_ok()
    {
        // What was ticked and written stays, with every reason above it.
        let page = asking(&visit, saved, &body, fields.form(), refusals).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    answer(&visit, &id, done, said).await
}
