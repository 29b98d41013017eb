use super::work::Work;
use super::year;
use crate::error::Error;
use crate::page::words;
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};
use civic::Permission;
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
    Ok((headers(FileKind::Docx.media_type(), &format!("{slug}-draft"), &file, "docx"), bytes).into_response())
}

/// `/desk/report/{slug}/{year}/draft.html`: the same as one page to keep, to read or to print.
///
/// # Errors
/// As [`docx`].
pub async fn html(visit: Visit, Path((slug, year)): Path<(String, String)>) -> Result<Response, Error> {
    let (draft, file) = draft(&visit, &slug, &year, "html").await?;
    let page = DraftPage { paper: paper::html::fragment(&draft), name: draft.name };
    Ok((headers("text/html; charset=utf-8", &format!("{slug}-draft"), &file, "html"), page.render()?).into_response())
}

/// The paper and the name of its file without the ending.
async fn draft(visit: &Visit, slug: &str, year: &str, format: &str) -> Result<(Document, String), Error> {
    let (body, year) = year::named(visit, slug, year, Permission::ReadReport)?;
    let work = Work::read(visit, &body, year).await?;
    let standing = work.standing(visit).await?;
    let report = work.shown(standing.as_ref()).report;
    let paper = document(&report, &Meta { organ: body.name.clone(), ..Meta::default() });
    let mut unit = visit.app.store.begin().await?;
    let target = format!("{}/{year}/{format}", body.slug);
    visit.record(&mut unit, "report.draft", &target, Outcome::Done).await?;
    unit.commit().await?;
    let file = if standing.is_some() { paper.name.clone() } else { format!("{}（草稿）", paper.name) };
    Ok((paper, file))
}

/// Always saved, never opened in the site's own pages; a plain name beside the Chinese one for old programs.
pub(crate) fn headers(media: &'static str, plain: &str, file: &str, ending: &str) -> [(HeaderName, String); 2] {
    let encoded = words::percent_encoded(&format!("{file}.{ending}"));
    let disposition = format!("attachment; filename=\"{plain}.{ending}\"; filename*=UTF-8''{encoded}");
    [(header::CONTENT_TYPE, media.to_owned()), (header::CONTENT_DISPOSITION, disposition)]
}
