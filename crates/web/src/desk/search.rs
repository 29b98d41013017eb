use crate::casework::{badge, title_for};
use crate::error::Error;
use crate::limits::Kind;
use crate::page::Page;
use crate::page::parts::Badge;
use crate::publications::stage_badge;
use crate::visit::Visit;
use askama::Template;
use axum::extract::Query;
use axum::response::{Html, IntoResponse, Redirect, Response};
use cases::number::ApplicationNumber;
use civic::{BodyId, Permission};
use serde::Deserialize;
use store::cases::Narrowed;

/// As many of each kind as one screen holds; whoever needs more narrows the words or opens the list.
const MOST: usize = 30;

/// What is sought.
#[derive(Deserialize)]
pub struct Words {
    #[serde(default)]
    q: String,
}

struct Found {
    href: String,
    title: String,
    number: String,
    body: String,
    badge: Badge,
}

#[derive(Template)]
#[template(path = "desk/search.html")]
struct Search {
    page: Page,
    words: String,
    cases: Vec<Found>,
    editions: Vec<Found>,
}

/// `/desk/search`: cases by number or title, publications and drafts by title or number, in the bodies one may read.
///
/// # Errors
/// A fault when the archive cannot answer.
pub async fn page(visit: Visit, Query(words): Query<Words>) -> Result<Response, Error> {
    visit.count(Kind::Search)?;
    let words: String = words.q.trim().chars().filter(|c| !c.is_control()).take(100).collect();
    if let Ok(number) = words.parse::<ApplicationNumber>()
        && let Some(found) = visit.app.store.case_by_number(&number).await?
        && visit.can(Permission::ReadCases, &found.body)
    {
        return Ok(Redirect::to(&format!("/desk/cases/{}", found.case.id())).into_response());
    }
    let (mut cases, mut editions) = (Vec::new(), Vec::new());
    if !words.is_empty() {
        for body in visit.bodies(Permission::ReadCases) {
            cases_of(&visit, &body, &words, &mut cases).await?;
        }
        for body in visit.bodies(Permission::ReadDrafts) {
            editions_of(&visit, &body, &words, &mut editions).await?;
        }
    }
    cases.truncate(MOST);
    editions.truncate(MOST);
    let page = visit.desk("搜索").await?.here("搜索").query(words.as_str()).wide();
    Ok(Html(Search { page, words, cases, editions }.render()?).into_response())
}

fn body_name(visit: &Visit, body: &BodyId) -> String {
    visit.app.tree().get(body).map_or_else(String::new, |body| body.short_name.clone())
}

async fn cases_of(visit: &Visit, body: &BodyId, words: &str, into: &mut Vec<Found>) -> Result<(), Error> {
    let open = visit.app.store.open_cases(body).await?;
    let by_applicant = visit.can(Permission::SeeApplicant, body);
    let fits = |one: &&store::cases::Found| {
        (by_applicant && one.title.contains(words)) || one.number.to_string().contains(words)
    };
    into.extend(open.iter().filter(fits).map(|one| Found {
        href: format!("/desk/cases/{}", one.case.id()),
        title: title_for(visit, body, &one.title),
        number: one.number.to_string(),
        body: body_name(visit, body),
        badge: badge(one.case.stage().kind()),
    }));
    let narrowed = Narrowed { words: words.to_owned(), by_applicant, ..Narrowed::default() };
    let (closed, _) = visit.app.store.closed_cases(body, &narrowed, 1, MOST as u64).await?;
    into.extend(closed.iter().map(|one| Found {
        href: format!("/desk/cases/{}", one.id),
        title: title_for(visit, body, &one.title),
        number: one.number.to_string(),
        body: body_name(visit, body),
        badge: badge(one.stage),
    }));
    Ok(())
}

async fn editions_of(visit: &Visit, body: &BodyId, words: &str, into: &mut Vec<Found>) -> Result<(), Error> {
    let lines = visit.app.store.editions_named(body, words, MOST as u64).await?;
    into.extend(lines.into_iter().map(|line| Found {
        href: format!("/desk/publications/{}", line.edition),
        title: line.title,
        number: line.index_number.map(|number| number.to_string()).unwrap_or(line.doc_no),
        body: body_name(visit, body),
        badge: stage_badge(line.stage),
    }));
    Ok(())
}
