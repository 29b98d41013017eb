use super::year::{self, Year};
use crate::error::Error;
use crate::page::words;
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};
use civic::{Body, Permission};
use paper::document::Document;
use paper::kind::FileKind;
use report::write::{Meta, document};
use store::audit::Outcome;

#[derive(Template)]
#[template(path = "annual/draft.html")]
struct DraftPage {
    name: String,
    /// Escaped by `paper`.
    paper: String,
}

/// `/desk/report/{slug}/{year}/draft.docx`: the year's report as a Word document, its tables filled from the register.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Denied`], or a fault when it cannot be written.
pub async fn docx(visit: Visit, Path((slug, year)): Path<(String, String)>) -> Result<Response, Error> {
    let (draft, file) = draft(&visit, &slug, &year, "docx").await?;
    let bytes = paper::docx::write(&draft).map_err(|fault| Error::Document(fault.to_string()))?;
    Ok((headers(FileKind::Docx.media_type(), &slug, &file, "docx"), bytes).into_response())
}

/// `/desk/report/{slug}/{year}/draft.html`: the same as one page to keep, to read or to print.
///
/// # Errors
/// As [`docx`].
pub async fn html(visit: Visit, Path((slug, year)): Path<(String, String)>) -> Result<Response, Error> {
    let (draft, file) = draft(&visit, &slug, &year, "html").await?;
    let page = DraftPage { paper: paper::html::fragment(&draft), name: draft.name };
    Ok((headers("text/html; charset=utf-8", &slug, &file, "html"), page.render()?).into_response())
}

/// The paper and the name of its file without the ending.
async fn draft(visit: &Visit, slug: &str, year: &str, format: &str) -> Result<(Document, String), Error> {
    let (body, year) = year::named(visit, slug, year, Permission::ReadReport)?;
    let year = Year::read(visit, body, year).await?;
    let body = &year.body;
    let meta = Meta {
        organ: body.name.clone(),
        signed_on: None,
        address: format!("{}/bodies/{}/reports", visit.app.settings.base_url, body.slug),
        contact: contact(body),
    };
    let paper = document(&year.report, &meta);
    let mut unit = visit.app.store.begin().await?;
    let target = format!("{}/{}/{format}", body.slug, year.year);
    visit.record(&mut unit, "report.draft", &target, Outcome::Done).await?;
    unit.commit().await?;
    let file = format!("{}（草稿）", paper.name);
    Ok((paper, file))
}

/// Whom to ask, as far as the guide says it.
fn contact(body: &Body) -> String {
    let contact = &body.contact;
    let parts = [
        ("", &contact.office),
        ("电话：", &contact.phone),
        ("地址：", &contact.address),
        ("邮政编码：", &contact.postcode),
    ];
    let known = parts.into_iter().filter(|(_, text)| !text.trim().is_empty());
    known.map(|(label, text)| format!("{label}{text}")).collect::<Vec<_>>().join("，")
}

/// Always saved, never opened in the site's own pages; a plain name beside the Chinese one for old programs.
fn headers(media: &'static str, slug: &str, file: &str, ending: &str) -> [(HeaderName, String); 2] {
    let encoded = words::percent_encoded(&format!("{file}.{ending}"));
    let disposition = format!("attachment; filename=\"{slug}-draft.{ending}\"; filename*=UTF-8''{encoded}");
    [(header::CONTENT_TYPE, media.to_owned()), (header::CONTENT_DISPOSITION, disposition)]
}
