//! The editor of a text part: its numbers stand in it with their names and stay bound to the register.

use super::acts::locked;
use super::sheet;
use super::work::Work;
use super::year;
use crate::error::Error;
use crate::fields::Fields;
use crate::page::form::FormState;
use crate::page::parts::Tone;
use crate::page::{Page, words};
use crate::visit::Visit;
use askama::Template;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use civic::Permission;
use report::annual::Hand;
use report::narrative::{Number, Part, fill, for_people, from_people, questions};
use serde::Deserialize;
use store::annual::Written;
use store::audit::Outcome;

/// How long a part may be, in characters; part one should stay under about 1,000.
const LIMIT: usize = 8000;

#[derive(Template)]
#[template(path = "annual/text.html")]
struct TextPage {
    page: Page,
    form: FormState,
    csrf: String,
    href: String,
    part: Part,
    questions: &'static [&'static str],
    /// Whether the field holds a first draft that is not saved yet.
    drafted: bool,
    has_draft: bool,
    groups: Vec<Group>,
    reads: Vec<String>,
    last: Vec<String>,
    saved: Vec<Saving>,
    /// What someone else saved meanwhile.
    theirs: Option<Saving>,
}

/// Numbers of one kind.
struct Group {
    name: &'static str,
    numbers: Vec<Number>,
}

/// An earlier saving.
struct Saving {
    who: String,
    title: String,
    lines: Vec<String>,
}

/// Whether a new first draft is wanted.
#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default)]
    draft: String,
}

fn saving(written: &Written, work: &Work) -> Saving {
    let who = format!("{}，{}", written.hand.name, words::moment(&written.hand.at));
    Saving {
        title: format!("{who}保存的文字"),
        who,
        lines: fill(&written.text, &work.numbers).text.lines().map(str::to_owned).collect(),
    }
}

/// `/desk/report/{slug}/{year}/text/{part}`: the part as it stands, or a first draft from the register.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Denied`], or a fault of the archive.
pub async fn page(
    visit: Visit,
    Path((slug, year, part)): Path<(String, String, String)>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Error> {
    let part = Part::from_key(&part).ok_or(Error::NotFound)?;
    let (body, year) = year::named(&visit, &slug, &year, Permission::WriteReport)?;
    let work = Work::read(&visit, &body, year).await?;
    if !work.life.stage().is_open() {
        return sheet::refusing(&visit, &work, vec![locked(work.life.stage())]).await;
    }
    let newest = work.text(part);
    let drafted = newest.is_none() || !wanted.draft.is_empty();
    let stored = match newest {
        Some(written) if !drafted => written.text.clone(),
        _ => work.draft(part),
    };
    let shown = for_people(&stored, &work.numbers);
    let form = FormState::from_pairs([
        ("text", shown.clone()),
        ("shown", shown),
        ("seq", newest.map_or(0, |written| written.seq).to_string()),
    ]);
    show(&visit, &work, part, form, drafted && !stored.is_empty(), None, StatusCode::OK).await
}

async fn show(
    visit: &Visit,
    work: &Work,
    part: Part,
    form: FormState,
    drafted: bool,
    theirs: Option<Saving>,
    status: StatusCode,
) -> Result<Response, Error> {
    let href = year::href(&work.body, work.year);
    let here = format!("{}{}年", work.body.short_name, work.year);
    let page = visit.desk(format!("编写：{}", part.title())).await?;
    let page = page.crumb("年度报告", "/desk/report").crumb(here, format!("{href}#part-{}", part.key()));
    let mut groups: Vec<Group> = Vec::new();
    for number in work.numbers.all() {
        match groups.iter_mut().find(|group| group.name == number.group) {
            Some(group) => group.numbers.push(number.clone()),
            None => groups.push(Group { name: number.group, numbers: vec![number.clone()] }),
        }
    }
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let last = work.last.as_ref().and_then(|last| match part.section() {
        Some(key) => Some(last.text(key).to_owned()),
        None => last.lead.clone(),
    });
    let history = visit.app.store.text_history(&work.body.id, work.year).await?;
    let page = TextPage {
        page: page.here(part.title()).showing(&form),
        csrf: visit.csrf().to_owned(),
        questions: questions(part),
        drafted,
        has_draft: !work.draft(part).is_empty() && work.text(part).is_some(),
        groups,
        reads: work.text(part).map(|written| saving(written, work).lines).unwrap_or_default(),
        last: last.map(|text| lines(&text)).unwrap_or_default(),
        saved: history.iter().filter(|one| one.part == part).map(|one| saving(one, work)).collect(),
        theirs,
        form,
        part,
        href,
    };
    Ok((status, Html(page.render()?)).into_response())
}

/// `POST …/text/{part}`: one more saving; nothing is overwritten.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Denied`], or a fault of the archive.
pub async fn save(
    visit: Visit,
    Path((slug, year, part)): Path<(String, String, String)>,
    fields: Fields,
) -> Result<Response, Error> {
    let part = Part::from_key(&part).ok_or(Error::NotFound)?;
    let (body, year) = year::named(&visit, &slug, &year, Permission::WriteReport)?;
    fields.only(&["text", "shown", "seq"])?;
    let work = Work::read(&visit, &body, year).await?;
    if !work.life.stage().is_open() {
        return sheet::refusing(&visit, &work, vec![locked(work.life.stage())]).await;
    }
    let typed = fields.text("text").replace("\r\n", "\n");
    let mut form = fields.form();
    let length = typed.chars().count();
    if length > LIMIT {
        form.reject("text", format!("最多 {LIMIT} 个字，现在是 {length} 个字"));
    }
    let shown = fields.text("shown").replace("\r\n", "\n");
    let stored = match from_people(typed.trim(), &shown, &work.numbers) {
        Ok(stored) => stored,
        Err(mistakes) => {
            mistakes.iter().for_each(|mistake| form.reject("text", mistake.to_string()));
            String::new()
        }
    };
    if !form.is_clean() {
        return show(&visit, &work, part, form, false, None, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let newest = work.text(part);
    let href = year::href(&body, year);
    if newest.is_some_and(|written| written.text == stored) || (newest.is_none() && stored.is_empty()) {
        return Ok(Redirect::to(&format!("{href}?saved=0")).into_response());
    }
    let seen: i64 = fields.text("seq").parse().unwrap_or(0);
    let person = visit.person()?;
    let written = Written {
        part,
        seq: newest.map_or(0, |written| written.seq) + 1,
        text: stored,
        hand: Hand { by: person.id.clone(), name: person.name.clone(), at: visit.now },
    };
    if written.seq != seen + 1 {
        return overtaken(&visit, &work, part, form).await;
    }
    let mut unit = visit.app.store.begin().await?;
    if unit.report_life(&body.id, year).await? != work.life {
        drop(unit);
        let fresh = Work::read(&visit, &body, year).await?;
        return sheet::refusing(&visit, &fresh, vec![locked(fresh.life.stage())]).await;
    }
    if !unit.write_text(&body.id, year, &written).await? {
        drop(unit);
        let fresh = Work::read(&visit, &body, year).await?;
        return overtaken(&visit, &fresh, part, form).await;
    }
    visit.record(&mut unit, "report.write", &format!("{}/{year}/{}", body.slug, part.key()), Outcome::Done).await?;
    unit.commit().await?;
    Ok(Redirect::to(&format!("{href}?saved=text#part-{}", part.key())).into_response())
}

/// Someone saved the part since the form was opened: both texts are shown, and saving again goes on top of theirs.
async fn overtaken(visit: &Visit, work: &Work, part: Part, mut form: FormState) -> Result<Response, Error> {
    let theirs = work.text(part).map(|written| saving(written, work));
    if let Some(written) = work.text(part) {
        let (who, at) = (&written.hand.name, words::moment(&written.hand.at));
        form = form.with("seq", written.seq.to_string());
        form.reject(
            "text",
            format!(
                "{who}已于{at}保存了这一部分，内容见下。这里保留了刚才键入的文字，核对后再次保存，即以再次保存的为准"
            ),
        );
    }
    show(visit, work, part, form, false, theirs, StatusCode::CONFLICT).await
}
