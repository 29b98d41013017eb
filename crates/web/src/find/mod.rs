//! Finding: the search page, and how the index keeps up with what is published.

mod keep_up;

pub use keep_up::{catch_up, reconcile, refresh};

use crate::error::Error;
use crate::limits::Kind;
use crate::page::Page;
use crate::page::form::{Choice, FormState};
use crate::page::parts::{Listed, Pager, Tab};
use crate::page::words::percent_encoded;
use crate::read::report::Found;
use crate::read::{address, validity_badge};
use crate::visit::Visit;
use askama::Template;
use axum::extract::Query as Asked;
use axum::response::{Html, IntoResponse, Response};
use civic::PublicationId;
use publishing::markup::{self, escape};
use publishing::publication::day_of;
use publishing::visibility::{Place, Reader, Shown, shown};
use publishing::{Column, Validity};
use search::{Facet, Fragment, Hits, Notice, Order, Query};
use serde::Deserialize;
use std::collections::HashMap;
use store::annual_facts::from_index_name;
use store::publications::Saved;
use store::published::AT_ONCE;

/// How long an excerpt is, in characters.
const EXCERPT: usize = 120;

/// What a visitor typed and chose.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    q: String,
    body: String,
    column: String,
    year: String,
    order: String,
    page: String,
}

#[derive(Template)]
#[template(path = "find/find.html")]
struct Find {
    page: Page,
    form: FormState,
    bodies: Vec<Choice>,
    columns: Vec<Choice>,
    years: Vec<Choice>,
    orders: Vec<Tab>,
    total: u64,
    found: Vec<Listed>,
    pager: Pager,
    cut: String,
    milder: Option<(String, String)>,
    narrowed: bool,
    wider: String,
}

/// `/search`: the words anywhere in what is published, narrowed by body, column and year.
///
/// # Errors
/// [`Error::TooMany`], or a fault of the index or the archive. No words of a visitor can bring a fault about.
pub async fn page(visit: Visit, Asked(wanted): Asked<Wanted>) -> Result<Response, Error> {
    visit.count(Kind::Search)?;
    let tree = visit.app.tree();
    let chosen = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let number: usize = wanted.page.parse().unwrap_or(1).clamp(1, 500);
    let query = Query {
        text: wanted.q.chars().take(500).collect(),
        body: chosen(&wanted.body),
        column: chosen(&wanted.column),
        year: wanted.year.parse().ok(),
        order: if wanted.order == "newest" { Order::Newest } else { Order::Relevance },
        page: number,
        per_page: AT_ONCE,
        ..Query::default()
    };
    let (index, asked) = (visit.app.index.clone(), query.clone());
    let hits = tokio::task::spawn_blocking(move || index.find(&asked)).await.map_err(|_| Error::Stopping)??;
    let found = found(&visit, &hits, &query).await?;
    let names: HashMap<&str, &str> =
        tree.all().iter().map(|body| (body.slug.as_str(), body.short_name.as_str())).collect();
    let form = FormState::from_pairs([
        ("q", wanted.q.as_str()),
        ("body", &wanted.body),
        ("column", &wanted.column),
        ("year", &wanted.year),
    ]);
    let total = hits.total as u64;
    let page = visit.portal(if wanted.q.is_empty() { "搜索".into() } else { format!("搜索“{}”", wanted.q) });
    let view = Find {
        page: page.crumb("首页", "/").here("搜索").query(&wanted.q).unlisted(),
        bodies: offers("全部单位", &hits.facets.body, &wanted.body, |slug| {
            names.get(slug).map(|n| (*n).to_owned())
        }),
        columns: offers("全部栏目", &hits.facets.column, &wanted.column, |key| {
            Column::from_key(key).map(|column| column.label().to_owned())
        }),
        years: offers("全部年份", &hits.facets.year, &wanted.year, |year| Some(format!("{year}年"))),
        orders: orders(&wanted),
        total,
        pager: Pager {
            page: number as u64,
            total,
            per_page: AT_ONCE as u64,
            base: link(&wanted, &[("page", "")]) + "&",
        },
        found,
        cut: match &hits.notice {
            Some(Notice::Cut { kept }) => kept.clone(),
            None => String::new(),
        },
        milder: hits.suggestion.map(|words| {
            let to = link(&wanted, &[("q", &words), ("page", "")]);
            (words, to)
        }),
        narrowed: query.body.is_some() || query.column.is_some() || query.year.is_some(),
        wider: link(&wanted, &[("body", ""), ("column", ""), ("year", ""), ("page", "")]),
        form,
    };
    Ok(Html(view.render()?).into_response())
}

/// The hits as lines, each checked against the archive: what was withdrawn a moment ago is not shown, whatever the index says.
async fn found(visit: &Visit, hits: &Hits, query: &Query) -> Result<Vec<Listed>, Error> {
    let ids: Vec<PublicationId> = hits.hits.iter().map(|hit| hit.id.as_str().into()).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut saved: HashMap<PublicationId, Saved> = visit
        .app
        .store
        .published_among(&ids)
        .await?
        .into_iter()
        .filter(|saved| shown(saved.edition.kind(), Reader::Visitor, Place::Search) == Shown::Full)
        .map(|saved| (saved.publication.id.clone(), saved))
        .collect();
    let mut reports: HashMap<PublicationId, Found> = HashMap::new();
    for id in &ids {
        if let Some((body, year)) = from_index_name(id.as_str())
            && let Some(found) = crate::read::report::found(&visit.app, &body, year).await?
        {
            reports.insert(id.clone(), found);
        }
    }
    let tree = visit.app.tree();
    let listed = ids.iter().filter_map(|id| {
        if let Some(report) = reports.remove(id) {
            return Some(Listed {
                title: report.title,
                href: report.href,
                date: report.published.to_string(),
                body: report.body.name,
                excerpt_html: marked(&search::highlight(&report.text, &query.text, EXCERPT)),
                ..Listed::default()
            });
        }
        let saved = saved.remove(id)?;
        let number = saved.publication.number.as_ref()?;
        let content = &saved.edition.content;
        let text = format!("{}\n{}", content.summary, markup::plain(&markup::parse(&content.text)));
        Some(Listed {
            title: content.title.clone(),
            href: address(number),
            date: saved.edition.published().map(|p| day_of(p.signed.at).to_string()).unwrap_or_default(),
            number: content.doc_no.clone(),
            body: tree.get(&saved.publication.body).map(|body| body.name.clone()).unwrap_or_default(),
            validity: content.validity(visit.today, false).filter(|v| *v != Validity::InForce).map(validity_badge),
            excerpt_html: marked(&search::highlight(&text, &query.text, EXCERPT)),
        })
    });
    Ok(listed.collect())
}

/// Escaped, with what was found between `<mark>` and `</mark>`.
fn marked(fragments: &[Fragment]) -> String {
    let mut html = String::new();
    for fragment in fragments {
        let text = escape(&fragment.text);
        if fragment.hit {
            html.push_str(&format!("<mark>{text}</mark>"));
        } else {
            html.push_str(&text);
        }
    }
    html
}

/// The values of a facet as choices of a select, with how many each would give; what is chosen is always among them.
fn offers(all: &str, facet: &[Facet], chosen: &str, name: impl Fn(&str) -> Option<String>) -> Vec<Choice> {
    let mut choices = vec![Choice::new("", all)];
    choices.extend(
        facet
            .iter()
            .filter_map(|one| name(&one.key).map(|name| Choice::new(&one.key, format!("{name}（{}）", one.count)))),
    );
    if !chosen.is_empty() && choices.iter().all(|choice| choice.value != chosen) {
        choices.extend(name(chosen).map(|name| Choice::new(chosen, format!("{name}（0）"))));
    }
    choices
}

fn orders(wanted: &Wanted) -> Vec<Tab> {
    let newest = wanted.order == "newest";
    [("按相关度", "", !newest), ("按时间", "newest", newest)]
        .into_iter()
        .map(|(label, order, current)| Tab {
            label: label.into(),
            href: link(wanted, &[("order", order), ("page", "")]),
            count: None,
            current,
        })
        .collect()
}

/// The address of the same search with some values changed; empty ones are left out.
fn link(wanted: &Wanted, changed: &[(&str, &str)]) -> String {
    let now = [
        ("q", &wanted.q),
        ("body", &wanted.body),
        ("column", &wanted.column),
        ("year", &wanted.year),
        ("order", &wanted.order),
        ("page", &wanted.page),
    ];
    let pairs: Vec<String> = now
        .into_iter()
        .map(|(key, value)| {
            let value = changed.iter().find(|(name, _)| *name == key).map_or(value.as_str(), |(_, value)| value);
            (key, value)
        })
        .filter(|(key, value)| !value.is_empty() || *key == "q")
        .map(|(key, value)| format!("{key}={}", percent_encoded(value)))
        .collect();
    format!("/search?{}", pairs.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_is_marked_and_what_was_published_stays_text() {
        let html = marked(&search::highlight("<b>预算</b>公开", "预算", usize::MAX));
        assert_eq!(html, "&lt;b&gt;<mark>预算</mark>&lt;/b&gt;公开");
    }

    #[test]
    fn a_choice_that_gives_nothing_is_still_offered_so_that_it_can_be_undone() {
        let facet = [Facet { key: "2025".into(), count: 3 }];
        let labels: Vec<String> = offers("全部年份", &facet, "2019", |year| Some(format!("{year}年")))
            .into_iter()
            .map(|choice| choice.label)
            .collect();
        assert_eq!(labels, ["全部年份", "2025年（3）", "2019年（0）"]);
    }

    #[test]
    fn a_link_keeps_the_search_and_changes_only_what_it_names() {
        let wanted = Wanted { q: "预算 & 决算".into(), year: "2025".into(), page: "3".into(), ..Wanted::default() };
        assert_eq!(
            link(&wanted, &[("order", "newest"), ("page", "")]),
            "/search?q=%E9%A2%84%E7%AE%97%20%26%20%E5%86%B3%E7%AE%97&year=2025&order=newest"
        );
    }
}
