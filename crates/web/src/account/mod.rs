//! Signing in and out, one's own password, the size of type.

use crate::app::Shared;
use crate::error::Error;
use crate::fields::Fields;
use crate::limits::Kind;
use crate::page::Page;
use crate::page::form::FormState;
use crate::page::parts::Tone;
use crate::visit::{Visit, cookie};
use crate::{chance, guard, password};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use store::audit::{Line, Outcome};
use store::people::Person;

#[derive(Template)]
#[template(path = "account/sign_in.html")]
struct SignIn {
    page: Page,
    form: FormState,
    back: String,
}

/// Where to go afterwards.
#[derive(Deserialize)]
pub struct Back {
    #[serde(default)]
    back: String,
}

/// Only an address of this site may be returned to.
fn inside(back: &str) -> &str {
    let path =
        back.starts_with('/') && !back.starts_with("//") && !back.contains('\\') && !back.contains(char::is_control);
    if path { back } else { "/desk/" }
}

/// `/sign-in`.
pub async fn sign_in_page(visit: Visit, Query(query): Query<Back>) -> Result<Response, Error> {
    let back = inside(&query.back).to_owned();
    if visit.session.is_some() {
        return Ok(Redirect::to(&back).into_response());
    }
    let page = visit.portal("工作人员登录").here("工作人员登录").unlisted();
    Ok(Html(SignIn { page, form: FormState::new(), back }.render()?).into_response())
}

/// `POST /sign-in`.
pub async fn sign_in(
    State(app): State<Shared>,
    headers: HeaderMap,
    visit: Visit,
    fields: Fields,
) -> Result<Response, Error> {
    fields.only(&["login", "password", "back"])?;
    visit.count(Kind::SignIn)?;
    let login = fields.text("login").trim().to_lowercase();
    let back = inside(fields.text("back")).to_owned();
    let person = app.store.person_by_login(&login).await?.filter(|person| person.active);
    let locked = person.as_ref().and_then(|p| p.locked_until).is_some_and(|until| until > visit.now);
    let stored =
        person.as_ref().filter(|_| !locked).map_or_else(|| password::nobody().to_owned(), |p| p.password.clone());
    let fits = verify(&app, fields.text("password").to_owned(), stored).await?;
    let mut unit = app.store.begin().await?;
    let address = visit.address.to_string();
    let Some(person) = person.as_ref().filter(|_| fits) else {
        if let Some(person) = &person
            && !locked
        {
            unit.log_in_failed(&person.id, visit.now, &app.settings.sessions).await?;
        }
        unit.audit(&signing_in(&visit, &address, person.as_ref(), Outcome::Failed)).await?;
        unit.commit().await?;
        let mut form = FormState::new().with("login", fields.text("login"));
        // The same words for an unknown name, a wrong password and a locked account: whoever tries names learns none. The
        // owner of a locked account reads here what may have happened and who helps.
        let rules = &app.settings.sessions;
        form.reject(
            "password",
            format!(
                "用户名或密码不正确，请核对后重新输入。连续输错 {} 次，账号锁定 {} 分钟，锁定期间正确的密码也不能登录；急用的，请管理员重置密码",
                rules.failures, rules.lock_minutes
            ),
        );
        let page = visit.portal("工作人员登录").here("工作人员登录").unlisted().showing(&form);
        let body = Html(SignIn { page, form, back }.render()?);
        return Ok((axum::http::StatusCode::UNAUTHORIZED, body).into_response());
    };
    let token = chance::token();
    let old = cookie(&headers, guard::session_cookie(&app)).map(chance::digest);
    unit.log_in(&person.id, &chance::digest(&token), &chance::token(), old.as_deref(), &address, visit.now).await?;
    unit.audit(&signing_in(&visit, &address, Some(person), Outcome::Done)).await?;
    unit.commit().await?;
    let to = if person.must_change { "/desk/account" } else { &back };
    let mut response = Redirect::to(to).into_response();
    response.headers_mut().append(header::SET_COOKIE, session_cookie(&app, &token, None));
    Ok(response)
}

fn signing_in<'a>(visit: &Visit, address: &'a str, person: Option<&'a Person>, result: Outcome) -> Line<'a> {
    let (id, who) = (person.map(|p| &p.id), person.map_or("", |p| p.name.as_str()));
    Line { at: visit.now, person: id, who, address, act: "sign_in", target: "", result }
}

fn session_cookie(app: &Shared, token: &str, max_age: Option<i64>) -> HeaderValue {
    let name = guard::session_cookie(app);
    let secure = if app.is_secure() { "; Secure" } else { "" };
    let age = max_age.map_or(String::new(), |age| format!("; Max-Age={age}"));
    HeaderValue::try_from(format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax{secure}{age}"))
        .expect("a token is hexadecimal, so the cookie is plain ASCII")
}

async fn verify(app: &Shared, typed: String, stored: String) -> Result<bool, Error> {
    let _turn = app.hashing.acquire().await.map_err(|_| Error::Stopping)?;
    tokio::task::spawn_blocking(move || password::fits(&typed, &stored)).await.map_err(|_| Error::Stopping)
}

/// Hashes a password away from the threads that answer requests, two at a time.
///
/// # Errors
/// [`Error::Stopping`] while the server shuts down.
pub async fn hash(app: &Shared, typed: String) -> Result<String, Error> {
    let _turn = app.hashing.acquire().await.map_err(|_| Error::Stopping)?;
    tokio::task::spawn_blocking(move || password::hash(&typed)).await.map_err(|_| Error::Stopping)
}

/// `POST /desk/sign-out`.
pub async fn sign_out(visit: Visit, fields: Fields) -> Result<Response, Error> {
    fields.only(&[])?;
    if let Some(session) = &visit.session {
        let mut unit = visit.app.store.begin().await?;
        unit.log_out(&session.token_hash).await?;
        visit.record(&mut unit, "sign_out", "", Outcome::Done).await?;
        unit.commit().await?;
    }
    let mut response = Redirect::to("/sign-in").into_response();
    response.headers_mut().append(header::SET_COOKIE, session_cookie(&visit.app, "", Some(0)));
    // The next one at this computer finds neither the pages nor what was typed into their filters.
    response
        .headers_mut()
        .insert(HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"cache\", \"storage\""));
    Ok(response)
}

#[derive(Template)]
#[template(path = "account/account.html")]
struct Account {
    page: Page,
    form: FormState,
    csrf: String,
    must_change: bool,
    roles: Vec<(String, String)>,
}

fn account(visit: &Visit, page: Page, form: FormState) -> Result<Account, Error> {
    let person = visit.person()?;
    let tree = visit.app.tree();
    let roles = person
        .appointments
        .iter()
        .map(|a| (tree.get(&a.body).map_or_else(String::new, |b| b.name.clone()), a.role.label().to_owned()))
        .collect();
    let must_change = person.must_change;
    Ok(Account { page: page.showing(&form).wide(), form, csrf: visit.csrf().to_owned(), must_change, roles })
}

/// What just happened, for the notice on top.
#[derive(Deserialize)]
pub struct Said {
    #[serde(default)]
    done: String,
}

/// `/desk/account`: who I am here, and my password.
pub async fn page(visit: Visit, Query(said): Query<Said>) -> Result<Response, Error> {
    let mut page = visit.desk("我的账号").await?.here("我的账号");
    if said.done == "password" {
        page = page.notice(Tone::Done, "密码已修改，其他设备上的登录已全部退出");
    }
    Ok(Html(account(&visit, page, FormState::new())?.render()?).into_response())
}

/// `POST /desk/account`: a new password ends every other session and rotates this one.
pub async fn change_password(State(app): State<Shared>, visit: Visit, fields: Fields) -> Result<Response, Error> {
    fields.only(&["old_password", "password", "again"])?;
    visit.count(Kind::SignIn)?;
    let person = visit.person()?.clone();
    let (new, again) = (fields.text("password"), fields.text("again"));
    let mut form = FormState::new();
    if !verify(&app, fields.text("old_password").to_owned(), person.password.clone()).await? {
        form.reject("old_password", "现在的密码不正确，请重新输入");
    }
    for lack in password::lacks(&person.login, new) {
        form.reject("password", lack);
    }
    if new == fields.text("old_password") {
        form.reject("password", "新密码请与现在的密码不同");
    }
    if new != again {
        form.reject("again", "两次输入的新密码不一致，请重新输入");
    }
    if !form.is_clean() {
        let page = visit.desk("我的账号").await?.here("我的账号");
        let body = Html(account(&visit, page, form)?.render()?);
        return Ok((axum::http::StatusCode::UNPROCESSABLE_ENTITY, body).into_response());
    }
    let hashed = hash(&app, new.to_owned()).await?;
    let token = chance::token();
    let mut unit = app.store.begin().await?;
    if !unit.change_password(&person.id, &person.password, &hashed).await? {
        // The session was good when this request began; since then the account was closed or its password replaced.
        return Err(Error::SignIn { back: visit.path.clone(), carried: Vec::new() });
    }
    unit.log_out_everywhere(&person.id).await?;
    let address = visit.address.to_string();
    unit.log_in(&person.id, &chance::digest(&token), &chance::token(), None, &address, visit.now).await?;
    visit.record(&mut unit, "password.change", "", Outcome::Done).await?;
    unit.commit().await?;
    let mut response = Redirect::to("/desk/account?done=password").into_response();
    response.headers_mut().append(header::SET_COOKIE, session_cookie(&app, &token, None));
    Ok(response)
}

/// `/type/{size}`: the switch between normal type and 长辈版, kept in a cookie for a year.
pub async fn type_size(
    State(app): State<Shared>,
    Path(size): Path<String>,
    Query(query): Query<Back>,
) -> Result<Response, Error> {
    let age = match size.as_str() {
        "large" => 31_536_000,
        "normal" => 0,
        _ => return Err(Error::NotFound),
    };
    let secure = if app.is_secure() { "; Secure" } else { "" };
    let back = if query.back.is_empty() { "/" } else { inside(&query.back) };
    let mut response = Redirect::to(back).into_response();
    let cookie = format!("gk_type=large; Path=/; SameSite=Lax{secure}; Max-Age={age}");
    response.headers_mut().append(header::SET_COOKIE, HeaderValue::try_from(cookie).expect("plain ASCII"));
    Ok(response)
}
