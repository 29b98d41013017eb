use crate::error::Error;
use crate::page::words::percent_encoded;
use crate::visit::Visit;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use civic::{FileId, Permission};
use publishing::visibility::{Place, Reader, Shown, shown};
use store::files::Files;

/// Shown in the browser; everything else is saved first, so that nothing in it runs with our address above it.
const INLINE: [&str; 3] = ["application/pdf", "image/png", "image/jpeg"];

/// `/files/{hash}/{name}`: a file of a publication, only for those who may see that publication. A known hash alone opens
/// nothing, and a file of a withdrawn publication is gone.
///
/// # Errors
/// [`Error::NotFound`] for a file that does not exist or that the one asking may not see; the two look the same.
pub async fn download(
    visit: Visit,
    Path((id, name)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let id = FileId::from(id);
    let owners = visit.app.store.owners_of(&id).await?;
    let may_see = owners.iter().filter(|owner| owner.name == name).any(|owner| {
        let reader = if visit.can(Permission::ReadDrafts, &owner.body) { Reader::Staff } else { Reader::Visitor };
        shown(owner.stage, reader, Place::Attachment) == Shown::Full
    });
    if !may_see {
        return Err(Error::NotFound);
    }
    let kept = visit.app.store.file(&id).await?.ok_or(Error::NotFound)?;
    let inline = INLINE.contains(&kept.media.as_str());
    let disposition = format!(
        "{}; filename*=UTF-8''{}",
        if inline { "inline" } else { "attachment" },
        percent_encoded(&name).replace('/', "%2F")
    );
    // A browser's own viewer of PDFs does not start inside a sandbox; it runs no script of ours either way.
    let policy = match kept.media.as_str() {
        "application/pdf" => "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        _ => "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'",
    };
    let tag = format!("\"{id}\"");
    let known = headers.get(header::IF_NONE_MATCH).is_some_and(|value| value.as_bytes() == tag.as_bytes());
    let about = [
        (header::CONTENT_TYPE, kept.media.clone()),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CONTENT_SECURITY_POLICY, policy.to_owned()),
        (header::ETAG, tag),
        // Asked again each time: a withdrawal takes effect at once.
        (header::CACHE_CONTROL, "private, no-cache".to_owned()),
    ];
    if known {
        return Ok((StatusCode::NOT_MODIFIED, about).into_response());
    }
    let files = Files::under(&visit.app.settings.data_dir);
    let Some(bytes) = files.read(&id).await? else {
        return Err(Error::Document(format!("the bytes of file {id} are missing")));
    };
    Ok((about, bytes).into_response())
}
