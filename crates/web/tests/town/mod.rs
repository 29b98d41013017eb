//! The cast: a county, two departments, one person for each role, and visitors.
//!
//! `Town::new()` opens a site over a temporary SQLite and an index in memory. `town.visitor()` and `town.clerk()` … are clients
//! that keep cookies as a browser does and send forms with the session's token.

#![allow(dead_code)] // each test file uses its own part of the cast

pub mod work;

use axum::Router;
use axum::body::Body as HttpBody;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode, header};
use civic::{Appointment, Body, BodyKind, Role};
use std::net::SocketAddr;
use store::Store;
use store::people::{Person, SessionRules};
use tower::ServiceExt;
use web::limits::Rates;
use web::page::{BodyName, Site};
use web::{App, Settings, Shared};

pub const PASSWORD: &str = "云溪的桥2026";

pub struct Town {
    pub app: Shared,
    router: Router,
    _folder: tempfile::TempDir,
}

impl Town {
    pub async fn new() -> Self {
        Self::with_rates(Rates { sign_in: 0, apply: 0, track: 0, search: 0 }).await
    }

    pub async fn with_rates(rates: Rates) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let address = format!("sqlite:{}", folder.path().join("town.db").display());
        let store = Store::open(&address, 2).await.expect("the store opens");
        let county = Body::sample("yunxi", "云溪县人民政府", BodyKind::Government, None);
        let mut finance = Body::sample("czj", "云溪县财政局", BodyKind::Department, Some(&county.id));
        finance.uscc = "11610800MB2939070T".into();
        let water = Body::sample("swj", "云溪县水务局", BodyKind::Department, Some(&county.id));
        let password = web::password::hash(PASSWORD);
        let mut unit = store.begin().await.expect("a unit");
        for body in [&county, &finance, &water] {
            unit.put_body(body).await.expect("recorded");
        }
        for role in Role::ALL {
            // The supervisor and the administrator sit in the county government, the others in the finance bureau.
            let at = if matches!(role, Role::Supervisor | Role::Admin) { &county } else { &finance };
            let person = Person {
                id: role.key().into(),
                login: role.key().into(),
                name: role.label().into(),
                password: password.clone(),
                must_change: false,
                failures: 0,
                locked_until: None,
                active: true,
                appointments: vec![Appointment { body: at.id.clone(), role }],
            };
            unit.put_person(&person, web::now::now()).await.expect("recorded");
        }
        unit.commit().await.expect("kept");
        let settings = Settings {
            data_dir: folder.path().to_owned(),
            base_url: "http://localhost".into(),
            trusted_proxies: Vec::new(),
            site: Site {
                name: "云溪县政府信息公开平台".into(),
                domain: "www.example.gov.cn".into(),
                id_code: "6108000001".into(),
                icp: String::new(),
                police: String::new(),
                organiser: county.name.clone(),
                contact: String::new(),
                report_error: String::new(),
                body: BodyName { slug: county.slug.clone(), name: county.name.clone() },
                demo: true,
            },
            sessions: SessionRules::default(),
            rates,
            upload_bytes: 1024 * 1024,
            // The typesetter itself is tested in its own room; here it is enough that what it makes is served.
            typesetter: Some(web::app::Typesetter::new(|paper, dated| {
                Ok(format!("%PDF {} {dated}", paper.name).into_bytes())
            })),
            index_number: publishing::index_number::Template::default(),
            policy: law::clock::Policy::default(),
        };
        let app =
            App::new(settings, store, search::Index::in_memory().expect("an index")).await.expect("the counter opens");
        Self { router: web::site::router(app.clone()), app, _folder: folder }
    }

    pub fn visitor(&self) -> Client {
        Client { router: self.router.clone(), cookies: Vec::new(), csrf: String::new() }
    }

    /// Someone of this role, signed in.
    pub async fn someone(&self, role: Role) -> Client {
        let mut client = self.visitor();
        let answer =
            client.post("/sign-in", &[("login", role.key()), ("password", PASSWORD), ("back", "/desk/")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        client.csrf = client.get("/desk/account").await.csrf();
        client
    }

    pub async fn clerk(&self) -> Client {
        self.someone(Role::Clerk).await
    }

    pub async fn reviewer(&self) -> Client {
        self.someone(Role::Reviewer).await
    }

    pub async fn office_head(&self) -> Client {
        self.someone(Role::OfficeHead).await
    }
}

/// Someone at a browser.
#[derive(Clone)]
pub struct Client {
    router: Router,
    pub cookies: Vec<(String, String)>,
    pub csrf: String,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub location: String,
    pub headers: axum::http::HeaderMap,
    pub bytes: Vec<u8>,
    pub text: String,
}

impl Answer {
    /// The token that stands in the page's forms.
    pub fn csrf(&self) -> String {
        self.value("csrf")
    }

    /// The value of the first input of this name.
    pub fn value(&self, name: &str) -> String {
        let Some((_, rest)) = self.text.split_once(&format!("name=\"{name}\" value=\"")) else { return String::new() };
        rest.split('"').next().unwrap_or_default().to_owned()
    }

    #[track_caller]
    pub fn shows(&self, text: &str) -> &Self {
        assert!(self.text.contains(text), "the page ({}) does not show {text:?}:\n{}", self.status, self.text);
        self
    }

    #[track_caller]
    pub fn hides(&self, text: &str) -> &Self {
        assert!(!self.text.contains(text), "the page ({}) shows {text:?}:\n{}", self.status, self.text);
        self
    }
}

impl Client {
    pub async fn get(&mut self, path: &str) -> Answer {
        let request = Request::get(path).body(HttpBody::empty()).expect("a request");
        self.send(request).await
    }

    /// Sends a form with the session's token, as a browser would from our own page.
    pub async fn post(&mut self, path: &str, pairs: &[(&str, &str)]) -> Answer {
        let mut pairs: Vec<(&str, &str)> = pairs.to_vec();
        let csrf = self.csrf.clone();
        if !csrf.is_empty() && !pairs.iter().any(|(name, _)| *name == "csrf") {
            pairs.push(("csrf", &csrf));
        }
        let body = serde_urlencoded::to_string(&pairs).expect("pairs");
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(HttpBody::from(body))
            .expect("a request");
        self.send(request).await
    }

    /// Sends a form with one file.
    pub async fn upload(
        &mut self,
        path: &str,
        pairs: &[(&str, &str)],
        field: &str,
        name: &str,
        bytes: &[u8],
    ) -> Answer {
        let mut body = Vec::new();
        let csrf = self.csrf.clone();
        for (key, value) in pairs.iter().copied().chain([("csrf", csrf.as_str())]) {
            body.extend(format!("--edge\r\nContent-Disposition: form-data; name=\"{key}\"\r\n\r\n{value}\r\n").bytes());
        }
        let head = format!("--edge\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\r\n");
        body.extend(head.bytes());
        body.extend(bytes);
        body.extend(b"\r\n--edge--\r\n");
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
            .header("sec-fetch-site", "same-origin")
            .body(HttpBody::from(body))
            .expect("a request");
        self.send(request).await
    }

    pub async fn send(&mut self, mut request: Request<HttpBody>) -> Answer {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            request.headers_mut().insert(header::COOKIE, cookies.join("; ").parse().expect("cookies"));
        }
        request.headers_mut().entry(header::HOST).or_insert("localhost".parse().expect("a host"));
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 50000))));
        let response = self.router.clone().oneshot(request).await.expect("the router never fails");
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let pair = cookie.to_str().expect("a cookie").split(';').next().unwrap_or_default();
            let (name, value) = pair.split_once('=').expect("a cookie has a value");
            self.cookies.retain(|(known, _)| known != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        let bytes = axum::body::to_bytes(body, usize::MAX).await.expect("a body").to_vec();
        let location = parts.headers.get(header::LOCATION).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status: parts.status, location, headers: parts.headers, bytes, text }
    }
}
