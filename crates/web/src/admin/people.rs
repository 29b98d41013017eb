use crate::error::Error;
use crate::fields::Fields;
use crate::page::Page;
use crate::page::form::{Choice, FormState};
use crate::page::parts::Tone;
use crate::visit::Visit;
use crate::{account, chance};
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use civic::{Appointment, PersonId, Role, Tree};
use store::audit::Outcome;
use store::people::Person;

#[derive(Template)]
#[template(path = "admin/people.html")]
struct People {
    page: Page,
    people: Vec<Row>,
}

struct Row {
    id: String,
    login: String,
    name: String,
    roles: Vec<String>,
    tone: Tone,
    state: &'static str,
}

fn roles(person: &Person, tree: &Tree) -> Vec<String> {
    let name = |a: &Appointment| tree.get(&a.body).map_or_else(String::new, |b| b.short_name.clone());
    person.appointments.iter().map(|a| format!("{}：{}", name(a), a.role.label())).collect()
}

/// `/desk/people`: everyone who can log in.
///
/// # Errors
/// A fault when they cannot be read.
pub async fn list(visit: Visit) -> Result<Response, Error> {
    let tree = visit.app.tree();
    let people = visit.app.store.people().await?;
    let people = people
        .iter()
        .map(|person| {
            let locked = person.locked_until.is_some_and(|until| until > visit.now);
            let (tone, state) = match (person.active, locked, person.must_change) {
                (false, ..) => (Tone::Shut, "已停用"),
                (_, true, _) => (Tone::Late, "已锁定"),
                (_, _, true) => (Tone::Waiting, "待改密码"),
                _ => (Tone::Done, "在用"),
            };
            let (login, name) = (person.login.clone(), person.name.clone());
            Row { id: person.id.to_string(), login, name, roles: roles(person, &tree), tone, state }
        })
        .collect();
    let page = visit.desk("人员").await?.here("人员").wide();
    Ok(Html(People { page, people }.render()?).into_response())
}

#[derive(Template)]
#[template(path = "admin/person.html")]
struct PersonPage {
    page: Page,
    form: FormState,
    csrf: String,
    action: String,
    is_new: bool,
    duties: Vec<Duty>,
    password: String,
}

/// One body's row of role boxes.
struct Duty {
    body: String,
    name: String,
    roles: Vec<Choice>,
}

impl PersonPage {
    /// The password in groups of five, to be read out and typed; the groups are set apart by style, not by blanks.
    fn groups(&self) -> Vec<&str> {
        self.password.as_bytes().chunks(5).filter_map(|group| std::str::from_utf8(group).ok()).collect()
    }
}

impl Duty {
    fn field(&self) -> String {
        format!("role-{}", self.body)
    }
}

fn duties(tree: &Tree) -> Vec<Duty> {
    let roles: Vec<Choice> = Role::ALL.iter().map(|role| Choice::new(role.key(), role.label())).collect();
    tree.all()
        .iter()
        .map(|body| Duty { body: body.slug.clone(), name: body.name.clone(), roles: roles.clone() })
        .collect()
}

fn form_of(person: &Person, tree: &Tree) -> FormState {
    let mut pairs = vec![("login".to_owned(), person.login.clone()), ("name".to_owned(), person.name.clone())];
    if person.active {
        pairs.push(("active".to_owned(), "yes".to_owned()));
    }
    for at in &person.appointments {
        if let Some(body) = tree.get(&at.body) {
            pairs.push((format!("role-{}", body.slug), at.role.key().to_owned()));
        }
    }
    FormState::from_pairs(pairs)
}

/// The person that the form describes, over the one there was, or what needs mending.
fn parse(fields: &Fields, before: &Person, tree: &Tree) -> Result<Person, FormState> {
    let mut form = fields.form();
    let login = fields.text("login").trim().to_lowercase();
    let name = fields.text("name").trim().to_owned();
    if !(2..=40).contains(&login.chars().count())
        || !login.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-_".contains(c))
    {
        form.reject("login", "用户名请用 2 到 40 个小写字母、数字、点、短横或下划线");
    }
    if name.is_empty() || name.chars().count() > 40 || name.chars().any(char::is_control) {
        form.reject("name", "请填写姓名，不超过 40 个字");
    }
    let mut appointments = Vec::new();
    for body in tree.all() {
        for key in fields.all(&format!("role-{}", body.slug)) {
            if let Some(role) = Role::from_key(key) {
                appointments.push(Appointment { body: body.id.clone(), role });
            }
        }
    }
    let active = fields.ticked("active");
    if active && appointments.is_empty() {
        form.reject("", "请至少选择一个岗位；不再使用的账号请取消“在用”");
    }
    if !form.is_clean() {
        return Err(form);
    }
    Ok(Person { login, name, active, appointments, ..before.clone() })
}

fn known(tree: &Tree) -> Vec<String> {
    let mut known = vec!["login".to_owned(), "name".to_owned(), "active".to_owned()];
    known.extend(tree.all().iter().map(|body| format!("role-{}", body.slug)));
    known
}

/// What was done that made a temporary password.
#[derive(Clone, Copy)]
enum Made {
    Nothing,
    Account,
    Password,
}

async fn show(
    visit: &Visit,
    id: Option<&PersonId>,
    form: FormState,
    made: Made,
    password: String,
) -> Result<Response, Error> {
    let title = if id.is_some() { "修改人员" } else { "新增人员" };
    let page = visit.desk(title).await?.crumb("人员", "/desk/people").here(title).wide().showing(&form);
    let once = "下面的临时密码只显示这一次，请当面告知本人";
    let page = match made {
        Made::Nothing => page,
        Made::Account => page.notice(Tone::Done, format!("人员已新增。{once}")),
        Made::Password => page.notice(Tone::Done, format!("密码已重设。{once}")),
    };
    let status = if form.is_clean() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let person = PersonPage {
        page,
        form,
        csrf: visit.csrf().to_owned(),
        action: id.map_or_else(|| "/desk/people/new".to_owned(), |id| format!("/desk/people/{id}")),
        is_new: id.is_none(),
        duties: duties(&visit.app.tree()),
        password,
    };
    Ok((status, Html(person.render()?)).into_response())
}

/// `/desk/people/new`.
///
/// # Errors
/// As [`Visit::desk`].
pub async fn new(visit: Visit) -> Result<Response, Error> {
    show(&visit, None, FormState::new().with("active", "yes"), Made::Nothing, String::new()).await
}

/// `POST /desk/people/new`: the new person gets a password that is shown once and must be changed.
///
/// # Errors
/// As [`Visit::desk`].
pub async fn save_new(visit: Visit, fields: Fields) -> Result<Response, Error> {
    let tree = visit.app.tree();
    let names = known(&tree);
    fields.only(&names.iter().map(String::as_str).collect::<Vec<_>>())?;
    let password = chance::query_code() + &chance::query_code().to_lowercase();
    let blank = Person {
        id: chance::id(),
        login: String::new(),
        name: String::new(),
        password: account::hash(&visit.app, password.clone()).await?,
        must_change: true,
        failures: 0,
        locked_until: None,
        active: true,
        appointments: Vec::new(),
    };
    let person = match parse(&fields, &blank, &tree) {
        Ok(person) => person,
        Err(form) => return show(&visit, None, form, Made::Nothing, String::new()).await,
    };
    match keep(&visit, &person).await {
        Ok(()) => show(&visit, Some(&person.id), form_of(&person, &tree), Made::Account, password).await,
        Err(Error::Store(store::Error::Twice { .. })) => {
            let mut form = fields.form();
            form.reject("login", "这个用户名已有人使用，请换一个");
            show(&visit, None, form, Made::Nothing, String::new()).await
        }
        Err(error) => Err(error),
    }
}

async fn keep(visit: &Visit, person: &Person) -> Result<(), Error> {
    let mut unit = visit.app.store.begin().await?;
    unit.put_person(person, visit.now).await?;
    visit.record(&mut unit, "person.create", person.id.as_str(), Outcome::Done).await?;
    unit.commit().await?;
    Ok(())
}

async fn find(visit: &Visit, id: &str) -> Result<Person, Error> {
    visit.app.store.person(&id.into()).await?.ok_or(Error::NotFound)
}

/// `/desk/people/{id}`.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn edit(visit: Visit, Path(id): Path<String>) -> Result<Response, Error> {
    let person = find(&visit, &id).await?;
    show(&visit, Some(&person.id), form_of(&person, &visit.app.tree()), Made::Nothing, String::new()).await
}

/// `POST /desk/people/{id}`: a change of roles ends the person's sessions, so that it holds at once.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn save(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response, Error> {
    let tree = visit.app.tree();
    let names = known(&tree);
    fields.only(&names.iter().map(String::as_str).collect::<Vec<_>>())?;
    let before = find(&visit, &id).await?;
    let person = match parse(&fields, &before, &tree) {
        Ok(person) => person,
        Err(form) => return show(&visit, Some(&before.id), form, Made::Nothing, String::new()).await,
    };
    let mut unit = visit.app.store.begin().await?;
    // Recorded first: the audit is a queue of one, so two administrators who remove each other are asked one after the other.
    visit.record(&mut unit, "person.change", person.id.as_str(), Outcome::Done).await?;
    match unit.change_person(&person).await {
        Ok(()) => {}
        Err(store::Error::Twice { .. }) => {
            let mut form = fields.form();
            form.reject("login", "这个用户名已有人使用，请换一个");
            return show(&visit, Some(&before.id), form, Made::Nothing, String::new()).await;
        }
        Err(error) => return Err(error.into()),
    }
    if unit.holders(Role::Admin, None).await? == 0 {
        let mut form = fields.form();
        form.reject("", "至少要保留一名在用的管理员，否则没有人能再设置岗位");
        return show(&visit, Some(&before.id), form, Made::Nothing, String::new()).await;
    }
    if person.active != before.active || person.appointments != before.appointments {
        unit.log_out_everywhere(&person.id).await?;
    }
    unit.commit().await?;
    Ok(Redirect::to("/desk/people").into_response())
}

/// `POST /desk/people/{id}/password`: a new temporary password, shown once; unlocks the account and ends its sessions.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn reset(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response, Error> {
    fields.only(&[])?;
    let person = find(&visit, &id).await?;
    let password = chance::query_code() + &chance::query_code().to_lowercase();
    let hash = account::hash(&visit.app, password.clone()).await?;
    let mut unit = visit.app.store.begin().await?;
    unit.reset_password(&person.id, &hash).await?;
    unit.log_out_everywhere(&person.id).await?;
    visit.record(&mut unit, "person.reset_password", person.id.as_str(), Outcome::Done).await?;
    unit.commit().await?;
    show(&visit, Some(&person.id), form_of(&person, &visit.app.tree()), Made::Password, password).await
}
