use crate::page::Page;
use crate::page::error::{ErrorPage, Obstacle};
use crate::page::words::{date, file_size};
use crate::visit::Visit;
use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use std::sync::Arc;

/// What stands between the one asking and a page. Only the last few are faults of ours; the rest are answers.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No such page, or none that the one asking may know of.
    #[error("not found")]
    NotFound,
    /// It was published and taken back.
    #[error("withdrawn on {on}")]
    Gone {
        /// When.
        on: jiff::civil::Date,
        /// Why, as the office put it on record.
        reason: String,
    },
    /// Nobody is signed in; the page leads to the sign-in page and comes back.
    #[error("sign in first")]
    SignIn {
        /// The address to come back to.
        back: String,
        /// What was typed when the session ended, to be sent again.
        carried: Vec<(String, String)>,
    },
    /// Signed in, but this is not theirs to do.
    #[error(transparent)]
    Denied(civic::Denied),
    /// The administrator set the password; it must be changed first.
    #[error("change the password first")]
    MustChangePassword,
    /// The form was opened in an earlier session; what was typed is kept and sent again with one click.
    #[error("the form belongs to an earlier session")]
    Resubmit {
        /// Where the form goes.
        path: String,
        /// What was typed.
        pairs: Vec<(String, String)>,
    },
    /// The form came from another site.
    #[error("the form came from another site")]
    ForeignForm,
    /// The form cannot be read.
    #[error("the form cannot be read")]
    BadForm,
    /// The form has a field that the page does not have.
    #[error("unknown field {0:?}")]
    UnknownField(String),
    /// More was sent than is taken.
    #[error("too large")]
    TooLarge,
    /// Asked too often.
    #[error("too many requests")]
    TooMany {
        /// Seconds to wait.
        seconds: u64,
    },
    /// The address exists but not for this method.
    #[error("wrong method")]
    WrongMethod,
    /// The answer took too long.
    #[error("too slow")]
    TooSlow,
    /// The server is shutting down.
    #[error("the server is stopping")]
    Stopping,
    /// The archive could not answer.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The index could not answer.
    #[error(transparent)]
    Search(#[from] search::Error),
    /// A page could not be written.
    #[error("template: {0}")]
    Template(#[from] askama::Error),
    /// A document could not be written.
    #[error("document: {0}")]
    Document(String),
    /// A handler panicked.
    #[error("a handler panicked")]
    Panicked,
}

/// An error on its way out, until [`guard::error_pages`](crate::guard::error_pages) makes a page of it.
#[derive(Clone, Debug)]
pub struct Problem(pub Arc<Error>);

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
        response.extensions_mut().insert(Problem(Arc::new(self)));
        response
    }
}

/// The fallback of the router.
pub async fn not_found() -> Error {
    Error::NotFound
}

/// The answer after a handler panicked; the panic itself is in the log.
pub fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    Error::Panicked.into_response()
}

impl Error {
    fn obstacle(&self, visit: &Visit) -> Obstacle {
        match self {
            Self::NotFound => Obstacle::NotFound,
            Self::Gone { on, reason } => Obstacle::Gone { withdrawn_on: date(on), reason: reason.clone() },
            Self::Denied(_) => Obstacle::Forbidden,
            Self::ForeignForm | Self::SignIn { .. } | Self::Resubmit { .. } | Self::MustChangePassword => {
                Obstacle::StaleForm
            }
            Self::BadForm => Obstacle::BadRequest,
            Self::UnknownField(name) => Obstacle::UnknownField { name: name.clone() },
            Self::TooLarge => Obstacle::TooLarge { limit: file_size(&(visit.app.settings.upload_bytes as u64)) },
            Self::TooMany { seconds } => Obstacle::TooMany { wait_minutes: seconds.div_ceil(60).max(1) },
            Self::WrongMethod => Obstacle::MethodNotAllowed,
            Self::Stopping | Self::TooSlow | Self::Store(store::Error::Busy | store::Error::DiskFull) => {
                Obstacle::Unavailable
            }
            Self::Store(_) | Self::Search(_) | Self::Template(_) | Self::Document(_) | Self::Panicked => {
                // Eight characters to read out on the telephone; the log line carries the same.
                let trace = crate::chance::token()[..8].to_owned();
                tracing::error!(trace, fault = %self, "a page failed");
                Obstacle::Fault { trace }
            }
        }
    }
}

#[derive(Template)]
#[template(path = "account/resubmit.html")]
struct Again {
    page: Page,
    csrf: String,
    path: String,
    pairs: Vec<(String, String)>,
    signed_in: bool,
}

/// The page for an error, with ways onward.
pub fn page(visit: &Visit, error: &Error) -> Response {
    match error {
        Error::SignIn { back, carried } if carried.is_empty() => {
            let to: String = serde_urlencoded::to_string([("back", back)]).unwrap_or_default();
            return Redirect::to(&format!("/sign-in?{to}")).into_response();
        }
        Error::MustChangePassword => return Redirect::to("/desk/account").into_response(),
        Error::SignIn { back: path, carried: pairs } | Error::Resubmit { path, pairs } => {
            let again = Again {
                page: visit.portal("请确认后继续提交").unlisted(),
                csrf: visit.csrf().to_owned(),
                path: path.clone(),
                pairs: pairs.clone(),
                signed_in: visit.session.is_some(),
            };
            if let Ok(html) = again.render() {
                let status = if again.signed_in { StatusCode::CONFLICT } else { StatusCode::UNAUTHORIZED };
                return (status, Html(html)).into_response();
            }
        }
        _ => {}
    }
    if let Error::Store(store::Error::DiskFull) = error {
        tracing::error!("the disk is full; nothing was recorded");
    }
    let obstacle = error.obstacle(visit);
    let status = StatusCode::from_u16(obstacle.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let html =
        ErrorPage::new(visit.portal(""), obstacle).render().unwrap_or_else(|_| "系统出了故障，请稍后再试。".to_owned());
    let mut response = (status, Html(html)).into_response();
    if let Error::TooMany { seconds } = error {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
    }
    response
}
