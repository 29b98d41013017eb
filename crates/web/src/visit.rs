use crate::app::Shared;
use crate::error::Error;
use crate::limits::Kind;
use crate::page::{self, Page};
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, header};
use civic::{Actor, BodyId, Permission, Role};
use jiff::Timestamp;
use jiff::civil::Date;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use store::Unit;
use store::audit::{Line, Outcome};
use store::people::{Person, Session};

/// The session that `guard` found for this request, if any.
#[derive(Clone, Default)]
pub struct SessionOf(pub Option<Arc<Session>>);

impl SessionOf {
    /// The session of a request's extensions.
    pub fn of(extensions: &Extensions) -> Self {
        extensions.get::<Self>().cloned().unwrap_or_default()
    }
}

/// Who is asking, from where, when: what a handler needs to know of a request beside its form.
#[derive(Clone)]
pub struct Visit {
    /// What the server holds.
    pub app: Shared,
    /// The session, when signed in.
    pub session: Option<Arc<Session>>,
    /// The client's network address.
    pub address: IpAddr,
    /// Path and query as asked.
    pub path: String,
    /// Whether the reader chose 长辈版.
    pub large_type: bool,
    /// The moment of this request.
    pub now: Timestamp,
    /// Its date in China.
    pub today: Date,
}

impl FromRequestParts<Shared> for Visit {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Self::Rejection> {
        Ok(Self::from_parts(&parts.headers, &parts.extensions, &parts.uri, app))
    }
}

impl Visit {
    /// The visit that a request makes.
    pub fn from_parts(headers: &HeaderMap, extensions: &Extensions, uri: &axum::http::Uri, app: &Shared) -> Self {
        let now = crate::now::now();
        Self {
            session: SessionOf::of(extensions).0,
            address: address(headers, extensions, &app.settings.trusted_proxies),
            path: uri.path_and_query().map_or("/", |p| p.as_str()).to_owned(),
            large_type: cookie(headers, "gk_type") == Some("large"),
            app: Arc::clone(app),
            now,
            today: crate::now::date(now),
        }
    }

    /// The person signed in.
    ///
    /// # Errors
    /// [`Error::SignIn`], which leads to the sign-in page and back here.
    pub fn person(&self) -> Result<&Person, Error> {
        match &self.session {
            Some(session) => Ok(&session.person),
            None => Err(Error::SignIn { back: self.path.clone(), carried: Vec::new() }),
        }
    }

    /// The one asking, as the permission table knows them.
    pub fn actor(&self) -> Actor {
        self.session.as_ref().map_or(Actor::Visitor, |session| session.person.actor())
    }

    /// Whether the one asking may do this in this body: the one question that pages, downloads, feeds and search ask.
    ///
    /// # Errors
    /// [`Error::SignIn`] for a visitor, [`Error::Denied`] for staff.
    pub fn may(&self, permission: Permission, body: &BodyId) -> Result<(), Error> {
        civic::may(&self.actor(), permission, body, &self.app.tree()).map_err(|denied| {
            if denied.visitor {
                Error::SignIn { back: self.path.clone(), carried: Vec::new() }
            } else {
                Error::Denied(denied)
            }
        })
    }

    /// Whether the one asking may do this there, for what a page shows or leaves out.
    pub fn can(&self, permission: Permission, body: &BodyId) -> bool {
        self.may(permission, body).is_ok()
    }

    /// The bodies in which the one asking may do this, in the order of lists.
    pub fn bodies(&self, permission: Permission) -> Vec<BodyId> {
        civic::permission::bodies_where(&self.actor(), permission, &self.app.tree())
    }

    /// Counts one try of a limited kind.
    ///
    /// # Errors
    /// [`Error::TooMany`] with the seconds to wait.
    pub fn count(&self, kind: Kind) -> Result<(), Error> {
        self.app.limits.count(kind, self.address).map_err(|seconds| Error::TooMany { seconds })
    }

    /// A page of the portal for this reader.
    pub fn portal(&self, title: impl Into<String>) -> Page {
        let mut page = Page::portal(&self.app.site, title).read_by(self.large_type, &self.path);
        page.staff = self.session.as_ref().map(|session| self.staff(&session.person, &session.csrf));
        page
    }

    /// A page of the desk for the person signed in, with what waits for them.
    ///
    /// # Errors
    /// [`Error::SignIn`], or a fault when the counts cannot be read.
    pub async fn desk(&self, title: impl Into<String>) -> Result<Page, Error> {
        let person = self.person()?;
        let mut staff = self.staff(person, self.csrf());
        staff.waiting = crate::desk::waiting(self).await?;
        staff.rooms = crate::desk::rooms(self);
        Ok(Page::desk(&self.app.site, staff, title).read_by(self.large_type, &self.path))
    }

    /// The token for forms of this session; empty for a visitor.
    pub fn csrf(&self) -> &str {
        self.session.as_ref().map_or("", |session| &session.csrf)
    }

    fn staff(&self, person: &Person, csrf: &str) -> page::Staff {
        let tree = self.app.tree();
        let mut roles: Vec<Role> = person.appointments.iter().map(|a| a.role).collect();
        roles.sort();
        roles.dedup();
        let bodies = person.appointments.first().and_then(|a| tree.get(&a.body)).map_or("", |b| &b.short_name);
        page::Staff {
            name: person.name.clone(),
            role: roles.iter().map(|role| role.label()).collect::<Vec<_>>().join("、"),
            body: bodies.to_owned(),
            csrf: csrf.to_owned(),
            ..page::Staff::default()
        }
    }

    /// Notes in the audit what the person does, in the same unit as the act itself.
    ///
    /// `act` is a stable key such as `case.sign`; `target` a number or identifier, never personal data.
    ///
    /// # Errors
    /// [`Error::SignIn`] without a session; a fault when it cannot be recorded.
    pub async fn record(&self, unit: &mut Unit, act: &str, target: &str, result: Outcome) -> Result<(), Error> {
        let person = self.person()?;
        unit.audit(&Line {
            at: self.now,
            person: Some(&person.id),
            who: &person.name,
            address: &self.address.to_string(),
            act,
            target,
            result,
        })
        .await?;
        Ok(())
    }
}

/// A cookie's value.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

/// The client's address: the peer's, or what a trusted proxy says it was.
fn address(headers: &HeaderMap, extensions: &Extensions, trusted: &[IpAddr]) -> IpAddr {
    // A server that listens on [::] sees 10.0.0.1 as ::ffff:10.0.0.1.
    let is_ours = |address: &IpAddr| trusted.iter().any(|proxy| proxy.to_canonical() == address.to_canonical());
    let peer = extensions.get::<ConnectInfo<SocketAddr>>().map_or(IpAddr::from([0, 0, 0, 0]), |info| info.0.ip());
    let peer = peer.to_canonical();
    if !is_ours(&peer) {
        return peer;
    }
    // Read from the end: everything before the last that is not one of our own proxies was written by the client itself,
    // and so was everything before an entry that is no address. Then the proxy alone is certain.
    let all = headers.get_all("x-forwarded-for").iter().map(|value| value.to_str().unwrap_or_default());
    let parts: Vec<&str> = all.flat_map(|value| value.split(',')).map(str::trim).collect();
    parts.into_iter().rev().map(forwarded).find(|read| !read.is_some_and(|ip| is_ours(&ip))).flatten().unwrap_or(peer)
}

/// An address as proxies write it: alone, or with the port behind it.
fn forwarded(part: &str) -> Option<IpAddr> {
    let alone = part.parse::<IpAddr>().ok();
    let address = alone.or_else(|| part.parse::<SocketAddr>().ok().map(|with_port| with_port.ip()));
    address.map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forged_forwarding_header_is_believed_only_from_a_trusted_proxy() {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "6.6.6.6, 203.0.113.9, 10.0.0.2".parse().expect("a header"));
        let mut extensions = Extensions::new();
        extensions.insert(ConnectInfo(SocketAddr::from(([10, 0, 0, 1], 4000))));
        let proxies = [IpAddr::from([10, 0, 0, 1]), IpAddr::from([10, 0, 0, 2])];
        assert_eq!(address(&headers, &extensions, &[]).to_string(), "10.0.0.1");
        assert_eq!(address(&headers, &extensions, &proxies).to_string(), "203.0.113.9");
        // What stands before an entry that cannot be read is the client's own invention.
        for (sent, found) in [
            ("6.6.6.6, 203.0.113.9:4711", "203.0.113.9"),
            ("6.6.6.6, [2001:db8::1]:4711, 10.0.0.2", "2001:db8::1"),
            ("6.6.6.6, unknown", "10.0.0.1"),
            ("6.6.6.6, ", "10.0.0.1"),
        ] {
            headers.insert("x-forwarded-for", sent.parse().expect("a header"));
            assert_eq!(address(&headers, &extensions, &proxies).to_string(), found, "{sent}");
        }
        // The same proxy seen by a server that listens on both families.
        let mapped: SocketAddr = "[::ffff:10.0.0.1]:4000".parse().expect("an address");
        extensions.insert(ConnectInfo(mapped));
        headers.insert("x-forwarded-for", "203.0.113.9".parse().expect("a header"));
        assert_eq!(address(&headers, &extensions, &proxies).to_string(), "203.0.113.9");
    }

    #[test]
    fn a_cookie_is_found_among_others_and_not_by_its_ending() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, "not_gk_type=small; gk_type=large".parse().expect("a header"));
        assert_eq!(cookie(&headers, "gk_type"), Some("large"));
        assert_eq!(cookie(&headers, "type"), None);
    }
}
