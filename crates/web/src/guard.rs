//! What stands between the network and a page, from the outside in: safe headers, error pages, the session,
//! the cross-site check, and the permission that `site.rs` names for the address.

use crate::app::Shared;
use crate::error::{Error, Problem};
use crate::site::{self, Who};
use crate::visit::{SessionOf, Visit, cookie};
use axum::extract::{FromRequest, MatchedPath, Multipart, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use store::audit::{Line, Outcome};

/// The name of the session cookie; the prefix binds it to this host over TLS.
pub fn session_cookie(app: &Shared) -> &'static str {
    if app.is_secure() { "__Host-gk" } else { "gk" }
}

/// Headers that every answer carries. Nothing inline, nothing from elsewhere, no frames.
pub async fn headers(State(app): State<Shared>, request: Request, next: Next) -> Response {
    let is_read = request.method() == Method::GET || request.method() == Method::HEAD;
    let mut response = next.run(request).await;
    let signed_in = SessionOf::of(response.extensions()).0.is_some();
    let headers = response.headers_mut();
    let mut set = |name, value| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set(
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; \
         frame-ancestors 'none'; base-uri 'none'",
    );
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(header::REFERRER_POLICY, "same-origin");
    set(header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(header::HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()");
    // What answers a form may tell of a person (a receipt, a query code): the next one at this computer must not find it.
    // A page drawn for someone who is signed in is theirs, whatever stands between.
    set(
        header::CACHE_CONTROL,
        if !is_read {
            "no-store"
        } else if signed_in {
            "private, no-cache"
        } else {
            "no-cache"
        },
    );
    if app.is_secure() {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    response
}

/// Turns what went wrong into a page with ways onward, and notes a denied act in the audit.
pub async fn error_pages(State(app): State<Shared>, request: Request, next: Next) -> Response {
    let (headers, uri) = (request.headers().clone(), request.uri().clone());
    let extensions = request.extensions().clone();
    let response = next.run(request).await;
    let problem = response.extensions().get::<Problem>().cloned();
    let status = response.status();
    let error = match problem {
        Some(problem) => problem.0,
        None if status == StatusCode::METHOD_NOT_ALLOWED => Arc::new(Error::WrongMethod),
        None if status == StatusCode::REQUEST_TIMEOUT => Arc::new(Error::TooSlow),
        // The framework could not read the address; its own sentence is for programmers.
        None if status == StatusCode::BAD_REQUEST => Arc::new(Error::BadForm),
        None => return response,
    };
    let mut visit = Visit::from_parts(&headers, &extensions, &uri, &app);
    if let Some(session) = response.extensions().get::<SessionOf>() {
        visit.session.clone_from(&session.0);
    }
    if let (Error::Denied(denied), Some(session)) = (&*error, &visit.session) {
        note_denied(&visit, session, &format!("{:?}", denied.permission)).await;
    }
    let mut page = crate::error::page(&visit, &error);
    page.extensions_mut().insert(SessionOf(visit.session.clone()));
    // What the failing handler wanted said in headers (a cookie to clear, when to come back) is kept.
    for name in [header::SET_COOKIE, header::RETRY_AFTER, header::LOCATION] {
        for value in response.headers().get_all(&name) {
            page.headers_mut().append(name.clone(), value.clone());
        }
    }
    page
}

async fn note_denied(visit: &Visit, session: &store::people::Session, permission: &str) {
    let line = Line {
        at: visit.now,
        person: Some(&session.person.id),
        who: &session.person.name,
        address: &visit.address.to_string(),
        act: "denied",
        target: permission,
        result: Outcome::Denied,
    };
    let noted = async {
        let mut unit = visit.app.store.begin().await?;
        unit.audit(&line).await?;
        unit.commit().await
    };
    if let Err(fault) = noted.await {
        tracing::error!(%fault, "a denied act could not be noted");
    }
}

/// Finds the session of the request's cookie.
pub async fn session(State(app): State<Shared>, mut request: Request, next: Next) -> Response {
    let mut found = None;
    if let Some(token) = cookie(request.headers(), session_cookie(&app)) {
        let digest = crate::chance::digest(token);
        match app.store.session(&digest, crate::now::now(), &app.settings.sessions).await {
            Ok(session) => found = session.map(Arc::new),
            Err(fault) => return Error::from(fault).into_response(),
        }
    }
    let session = SessionOf(found);
    request.extensions_mut().insert(session.clone());
    let mut response = next.run(request).await;
    response.extensions_mut().insert(session);
    response
}

/// Refuses an act that another site's page sent in the visitor's name.
///
/// Browsers say where a request comes from in `Sec-Fetch-Site`, older ones in `Origin`. A program that says neither has no
/// cookie of a victim to misuse, unless it sends one: then it is refused too. Forms of staff carry a token besides.
pub async fn same_site(State(app): State<Shared>, request: Request, next: Next) -> Response {
    if request.method() != Method::GET && request.method() != Method::HEAD && !is_from_here(&app, request.headers()) {
        return Error::ForeignForm.into_response();
    }
    next.run(request).await
}

fn is_from_here(app: &Shared, headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    match (text("origin"), text("host")) {
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, from)| from == host),
        (Some(_), None) => false,
        (None, _) => cookie(headers, session_cookie(app)).is_none(),
    }
}

/// Refuses an address with a zero in it: no page has one, and PostgreSQL would take it for a fault.
pub async fn no_zero(request: Request, next: Next) -> Response {
    let uri = request.uri();
    if uri.path().contains("%00") || uri.query().is_some_and(|query| query.contains("%00")) {
        return Error::BadForm.into_response();
    }
    next.run(request).await
}

/// Asks the one table of addresses who may come here. Handlers ask again for the body at hand.
pub async fn gate(State(app): State<Shared>, request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str).to_owned();
    let who = site::who(request.method(), &path);
    if who == Who::Anyone {
        return next.run(request).await;
    }
    let visit = Visit::from_parts(request.headers(), request.extensions(), request.uri(), &app);
    let person = match visit.person() {
        Ok(person) => person,
        Err(_) if request.method() == Method::POST => return carry_over(request).await,
        Err(error) => return error.into_response(),
    };
    if person.must_change && path != "/desk/account" && path != "/desk/sign-out" {
        return Error::MustChangePassword.into_response();
    }
    if let Who::May(permission) = who
        && visit.bodies(permission).is_empty()
    {
        let body = person.appointments.first().map_or_else(|| civic::BodyId::from(""), |a| a.body.clone());
        return Error::Denied(civic::Denied { permission, body, visitor: false }).into_response();
    }
    next.run(request).await
}

/// The session ended while the person was typing: the page that says so carries what was typed.
async fn carry_over(request: Request) -> Response {
    let back = request.uri().path().to_owned();
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut carried: Vec<(String, String)> = Vec::new();
    if kind.starts_with("application/x-www-form-urlencoded") {
        if let Ok(bytes) = axum::body::to_bytes(request.into_body(), CARRIED_BYTES).await {
            carried = crate::fields::pairs(&bytes).unwrap_or_default();
        }
    } else if kind.starts_with("multipart/form-data")
        && let Ok(form) = Multipart::from_request(request, &()).await
    {
        carried = typed(form).await;
    }
    carried.retain(|(name, _)| name != "csrf" && !name.contains("password"));
    Error::SignIn { back, carried }.into_response()
}

/// As much of a form as is carried over a sign-in.
const CARRIED_BYTES: usize = 4 * 1024 * 1024;

/// What was typed in a form that came with files; the files themselves have to be chosen again.
async fn typed(mut form: Multipart) -> Vec<(String, String)> {
    let (mut pairs, mut room) = (Vec::new(), CARRIED_BYTES);
    while let Ok(Some(mut part)) = form.next_field().await {
        let name = part.name().unwrap_or_default().to_owned();
        if part.file_name().is_some() {
            continue;
        }
        // A name costs room too, so that empty fields without end come to an end.
        let Some(left) = room.checked_sub(name.len() + 64) else { return pairs };
        room = left;
        let mut bytes = Vec::new();
        while let Ok(Some(piece)) = part.chunk().await {
            let Some(left) = room.checked_sub(piece.len()) else { return pairs };
            room = left;
            bytes.extend_from_slice(&piece);
        }
        pairs.push((name, String::from_utf8_lossy(&bytes).into_owned()));
    }
    pairs
}
