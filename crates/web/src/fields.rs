use crate::app::Shared;
use crate::error::Error;
use crate::page::form::FormState;
use crate::visit::SessionOf;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header;

/// The largest form without files: a text of 200,000 Chinese characters is nine bytes each when it is sent.
const FORM_BYTES: usize = 4 * 1024 * 1024;

/// The largest form of someone who is not signed in: an application is about 30 KiB when every field is full.
const VISITOR_BYTES: usize = 256 * 1024;

/// The most fields that any of our forms has, many times over.
const FIELDS: usize = 500;

/// The pairs of a form. Counted before they are taken apart: four megabytes of `&` are two million fields, and each costs
/// thirty times its length in memory.
///
/// # Errors
/// [`Error::BadForm`].
pub fn pairs(bytes: &[u8]) -> Result<Vec<(String, String)>, Error> {
    if bytes.iter().filter(|byte| **byte == b'&').count() >= FIELDS {
        return Err(Error::BadForm);
    }
    serde_urlencoded::from_bytes(bytes).map_err(|_| Error::BadForm)
}

/// A file that came with a form.
#[derive(Clone, Debug)]
pub struct Upload {
    /// The field it came in.
    pub field: String,
    /// The name it had on the sender's machine, without folders.
    pub name: String,
    /// Its bytes; what they are is told by content, never by the name.
    pub bytes: Vec<u8>,
}

/// What a form sent: the pairs as typed, and files. The form's token has been checked when a handler sees it.
#[derive(Clone, Debug, Default)]
pub struct Fields {
    pairs: Vec<(String, String)>,
    /// Files, empty ones left out.
    pub files: Vec<Upload>,
}

impl Fields {
    /// What was typed in a field; empty when it was not sent.
    pub fn text(&self, name: &str) -> &str {
        self.pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// Everything sent under one name (tick boxes).
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.pairs.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether a box was ticked.
    pub fn ticked(&self, name: &str) -> bool {
        self.all(name).next().is_some()
    }

    /// The form as it was typed, for showing it again with what needs mending.
    pub fn form(&self) -> FormState {
        FormState::from_pairs(self.pairs.iter().cloned())
    }

    /// Refuses a form with fields that the page does not have: they come from a program, not from a person.
    ///
    /// # Errors
    /// [`Error::UnknownField`] with the first such name.
    pub fn only(&self, known: &[&str]) -> Result<(), Error> {
        let sent = self.pairs.iter().map(|(name, _)| name).chain(self.files.iter().map(|file| &file.field));
        for name in sent {
            if name != "csrf" && !known.contains(&name.as_str()) {
                return Err(Error::UnknownField(name.chars().take(40).collect()));
            }
        }
        Ok(())
    }
}

impl FromRequest<Shared> for Fields {
    type Rejection = Error;

    async fn from_request(request: Request, app: &Shared) -> Result<Self, Error> {
        let session = SessionOf::of(request.extensions()).0;
        let from_here = request.headers().get("sec-fetch-site").is_some_and(|site| site == "same-origin");
        let path = request.uri().path().to_owned();
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let mut fields = if kind.starts_with("multipart/form-data") {
            if session.is_none() {
                // Only staff may send files; a visitor's upload is not even read.
                return Err(Error::SignIn { back: path, carried: Vec::new() });
            }
            multipart(request, app).await?
        } else {
            let most = if session.is_some() { FORM_BYTES } else { VISITOR_BYTES };
            let bytes = axum::body::to_bytes(request.into_body(), most).await.map_err(|_| Error::TooLarge)?;
            Self { pairs: pairs(&bytes)?, files: Vec::new() }
        };
        // Nobody can type a zero, and PostgreSQL keeps none: a program sent it.
        if fields.pairs.iter().any(|(name, value)| name.contains('\0') || value.contains('\0')) {
            return Err(Error::BadForm);
        }
        if let Some(session) = &session
            && fields.text("csrf") != session.csrf
        {
            fields.pairs.retain(|(name, _)| name != "csrf");
            // The page was opened before the person signed in again: what was typed is kept, one click sends it.
            return Err(if from_here { Error::Resubmit { path, pairs: fields.pairs } } else { Error::ForeignForm });
        }
        fields.pairs.retain(|(name, _)| name != "csrf");
        Ok(fields)
    }
}

async fn multipart(request: Request, app: &Shared) -> Result<Fields, Error> {
    let too_large = |e: axum::extract::multipart::MultipartError| {
        if e.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE { Error::TooLarge } else { Error::BadForm }
    };
    let mut form = Multipart::from_request(request, app).await.map_err(|_| Error::BadForm)?;
    let mut fields = Fields::default();
    while let Some(part) = form.next_field().await.map_err(too_large)? {
        if fields.pairs.len() + fields.files.len() >= FIELDS {
            return Err(Error::BadForm);
        }
        let field = part.name().unwrap_or_default().to_owned();
        match part.file_name().map(str::to_owned) {
            Some(path) => {
                let bytes = part.bytes().await.map_err(too_large)?.to_vec();
                if bytes.len() > app.settings.upload_bytes {
                    return Err(Error::TooLarge);
                }
                let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
                let name: String = name.chars().filter(|c| !c.is_control()).take(120).collect();
                if !bytes.is_empty() {
                    fields.files.push(Upload { field, name, bytes });
                }
            }
            None => fields.pairs.push((field, part.text().await.map_err(too_large)?)),
        }
    }
    Ok(fields)
}
