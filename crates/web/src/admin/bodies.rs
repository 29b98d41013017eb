use crate::chance;
use crate::error::Error;
use crate::fields::Fields;
use crate::page::Page;
use crate::page::form::{Choice, FormState};
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use civic::body::slug_is_valid;
use civic::{Body, BodyKind, Contact, Tree};
use store::audit::Outcome;

#[derive(Template)]
#[template(path = "admin/bodies.html")]
struct Bodies {
    page: Page,
    bodies: Vec<Row>,
}

struct Row {
    slug: String,
    name: String,
    kind: &'static str,
    parent: String,
    uscc: String,
    missing: String,
}

/// `/desk/bodies`: every body and what its guide still lacks.
///
/// # Errors
/// As [`Visit::desk`].
pub async fn list(visit: Visit) -> Result<Response, Error> {
    let tree = visit.app.tree();
    let bodies = tree
        .all()
        .iter()
        .map(|body| Row {
            slug: body.slug.clone(),
            name: body.name.clone(),
            kind: body.kind.label(),
            parent: body.parent.as_ref().and_then(|id| tree.get(id)).map_or_else(String::new, |b| b.short_name.clone()),
            uscc: body.uscc.clone(),
            missing: body.contact.missing().join("、"),
        })
        .collect();
    let page = visit.desk("单位").await?.here("单位").wide();
    Ok(Html(Bodies { page, bodies }.render()?).into_response())
}

#[derive(Template)]
#[template(path = "admin/body.html")]
struct BodyPage {
    page: Page,
    form: FormState,
    csrf: String,
    action: String,
    is_new: bool,
    kinds: Vec<Choice>,
    parents: Vec<Choice>,
}

const FIELDS: &[&str] = &[
    "slug",
    "name",
    "short_name",
    "code",
    "kind",
    "parent",
    "uscc",
    "office",
    "address",
    "postcode",
    "hours",
    "phone",
    "fax",
    "email",
    "reconsideration_organ",
    "court",
];

fn form_of(body: &Body, tree: &Tree) -> FormState {
    let parent = body.parent.as_ref().and_then(|id| tree.get(id)).map_or("", |b| b.slug.as_str());
    let c = &body.contact;
    FormState::from_pairs([
        ("slug", body.slug.as_str()),
        ("name", &body.name),
        ("short_name", &body.short_name),
        ("code", &body.code),
        ("kind", body.kind.key()),
        ("parent", parent),
        ("uscc", &body.uscc),
        ("office", &c.office),
        ("address", &c.address),
        ("postcode", &c.postcode),
        ("hours", &c.hours),
        ("phone", &c.phone),
        ("fax", &c.fax),
        ("email", &c.email),
        ("reconsideration_organ", &body.reconsideration_organ),
        ("court", &body.court),
    ])
}

fn parse(fields: &Fields, before: Option<&Body>, tree: &Tree) -> Result<Body, FormState> {
    let mut form = fields.form();
    let text = |name: &str| fields.text(name).trim().to_owned();
    for &name in FIELDS {
        let value = text(name);
        if value.chars().count() > 200 || value.chars().any(char::is_control) {
            form.reject(name, "请控制在 200 字以内，不要换行");
        }
    }
    let slug = before.map_or_else(|| text("slug"), |body| body.slug.clone());
    if !slug_is_valid(&slug) {
        form.reject("slug", "网址名请用 2 到 40 个小写字母、数字或连字符，例如 czj");
    } else if before.is_none() && tree.by_slug(&slug).is_some() {
        form.reject("slug", "这个网址名已有单位使用，请换一个");
    }
    let name = text("name");
    if name.is_empty() {
        form.reject("name", "请填写单位全称，例如“云溪县财政局”");
    }
    let kind = BodyKind::from_key(&text("kind"));
    if kind.is_none() {
        form.reject("kind", "请选择单位类别，它决定年度报告的截止日期");
    }
    let parent = text("parent");
    let above = tree.by_slug(&parent);
    if !parent.is_empty() && above.is_none() {
        form.reject("parent", "没有找到这个上级单位，请重新选择");
    }
    if let (Some(above), Some(before)) = (above, before)
        && tree.is_at_or_below(&above.id, &before.id)
    {
        form.reject("parent", "上级单位不能是本单位或其下级");
    }
    let uscc = text("uscc").to_uppercase();
    if !uscc.is_empty()
        && let Err(why) = civic::uscc::Uscc::parse(&uscc)
    {
        form.reject("uscc", format!("统一社会信用代码有误：{why}"));
    }
    let twin = tree.all().iter().find(|b| !uscc.is_empty() && b.uscc == uscc && before.is_none_or(|me| me.id != b.id));
    if let Some(twin) = twin {
        form.reject("uscc", format!("这个代码已是“{}”的代码，索引号会重复，请核对", twin.name));
    }
    let postcode = text("postcode");
    let is_postcode = postcode.len() == 6 && postcode.bytes().all(|b| b.is_ascii_digit());
    if !postcode.is_empty() && !is_postcode {
        form.reject("postcode", "邮政编码请填 6 位数字");
    }
    let (Some(kind), true) = (kind, form.is_clean()) else { return Err(form) };
    let short = text("short_name");
    Ok(Body {
        id: before.map_or_else(chance::id, |body| body.id.clone()),
        slug,
        short_name: if short.is_empty() { name.clone() } else { short },
        name,
        code: text("code"),
        kind,
        parent: above.map(|body| body.id.clone()),
        uscc,
        contact: Contact {
            office: text("office"),
            address: text("address"),
            postcode,
            hours: text("hours"),
            phone: text("phone"),
            fax: text("fax"),
            email: text("email"),
        },
        reconsideration_organ: text("reconsideration_organ"),
        court: text("court"),
    })
}

async fn show(visit: &Visit, before: Option<&Body>, form: FormState) -> Result<Response, Error> {
    let title = if before.is_some() { "修改单位" } else { "新增单位" };
    let page = visit.desk(title).await?.crumb("单位", "/desk/bodies").here(title).wide().showing(&form);
    let status = if form.is_clean() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let mut parents = vec![Choice::new("", "没有（最上级）")];
    parents.extend(visit.app.tree().all().iter().map(|b| Choice::new(b.slug.clone(), b.name.clone())));
    let body = BodyPage {
        page,
        form,
        csrf: visit.csrf().to_owned(),
        action: before.map_or_else(|| "/desk/bodies/new".to_owned(), |body| format!("/desk/bodies/{}", body.slug)),
        is_new: before.is_none(),
        kinds: BodyKind::ALL.iter().map(|kind| Choice::new(kind.key(), kind.label())).collect(),
        parents,
    };
    Ok((status, Html(body.render()?)).into_response())
}

/// `/desk/bodies/new`.
///
/// # Errors
/// As [`Visit::desk`].
pub async fn new(visit: Visit) -> Result<Response, Error> {
    show(&visit, None, FormState::new().with("kind", BodyKind::Department.key())).await
}

/// `/desk/bodies/{slug}`.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn edit(visit: Visit, Path(slug): Path<String>) -> Result<Response, Error> {
    let body = visit.app.body(&slug)?;
    show(&visit, Some(&body), form_of(&body, &visit.app.tree())).await
}

/// `POST /desk/bodies/new`.
///
/// # Errors
/// As [`Visit::desk`].
pub async fn save_new(visit: Visit, fields: Fields) -> Result<Response, Error> {
    keep(visit, None, fields).await
}

/// `POST /desk/bodies/{slug}`.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn save(visit: Visit, Path(slug): Path<String>, fields: Fields) -> Result<Response, Error> {
    let body = visit.app.body(&slug)?;
    keep(visit, Some(body), fields).await
}

async fn keep(visit: Visit, before: Option<Body>, fields: Fields) -> Result<Response, Error> {
    fields.only(FIELDS)?;
    let body = match parse(&fields, before.as_ref(), &visit.app.tree()) {
        Ok(body) => body,
        Err(form) => return show(&visit, before.as_ref(), form).await,
    };
    let mut unit = visit.app.store.begin().await?;
    let act = if before.is_some() { "body.change" } else { "body.create" };
    // The audit line comes first: its lock makes two administrators take turns.
    visit.record(&mut unit, act, body.id.as_str(), Outcome::Done).await?;
    let saved = unit.put_body(&body).await;
    let mended = match saved {
        Err(store::Error::Twice { .. }) => Some(("slug", "这个网址名刚被另一个单位使用，请换一个")),
        Err(fault) => return Err(fault.into()),
        Ok(()) if unit.is_no_tree().await? => Some(("parent", "上级单位刚被改动，这样会互为上下级，请重新选择")),
        Ok(()) => None,
    };
    if let Some((field, message)) = mended {
        drop(unit);
        visit.app.reload_tree().await?;
        let mut form = fields.form();
        form.reject(field, message);
        return show(&visit, before.as_ref(), form).await;
    }
    unit.commit().await?;
    visit.app.reload_tree().await?;
    Ok(Redirect::to("/desk/bodies").into_response())
}
