//! Facts for the text that no register holds: accounts, training, inspections, questions of the public.

use super::acts::locked;
use super::sheet;
use super::work::Work;
use super::year;
use crate::error::Error;
use crate::fields::Fields;
use crate::page::form::FormState;
use crate::page::{Page, words};
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use civic::{Body, Permission};
use report::annual::Hand;
use report::narrative::FactKind;
use rust_decimal::Decimal;
use store::annual::{Fact, newest_facts};
use store::audit::Outcome;

#[derive(Template)]
#[template(path = "annual/facts.html")]
struct FactsPage {
    page: Page,
    form: FormState,
    csrf: String,
    href: String,
    asked: Vec<Asked>,
}

/// A fact that is asked for.
struct Asked {
    key: &'static str,
    label: &'static str,
    /// `数量（条）`.
    counted: String,
    /// What is asked, with last year's number where there is one.
    hint: String,
    /// Who entered what stands there, and when.
    entered: String,
}

const PARTS: [&str; 4] = ["value", "source", "note", "seq"];
const SOURCE_LIMIT: usize = 200;
const NOTE_LIMIT: usize = 500;
/// More than any office counts; a longer number is a slip of the hand.
const MOST: i64 = 9_999_999_999;

fn field(part: &str, kind: FactKind) -> String {
    format!("{part}-{}", kind.key())
}

fn asked_of(body: &Body) -> impl Iterator<Item = FactKind> {
    let kind = body.kind;
    FactKind::ALL.iter().copied().filter(move |fact| fact.is_asked_of(kind))
}

/// An entry as it stands in the form's fields: value, source, note.
fn as_typed(fact: Option<&Fact>) -> [String; 3] {
    let value = fact.and_then(|fact| fact.value).map(|value| value.normalize().to_string());
    let words = |words: fn(&Fact) -> &String| fact.map(|fact| words(fact).clone()).unwrap_or_default();
    [value.unwrap_or_default(), words(|fact| &fact.source), words(|fact| &fact.note)]
}

fn of_kind(history: &[Fact], kind: FactKind) -> Option<&Fact> {
    newest_facts(history).find(|fact| fact.kind == kind)
}

fn filled(body: &Body, history: &[Fact]) -> FormState {
    let mut pairs = Vec::new();
    for kind in asked_of(body) {
        let newest = of_kind(history, kind);
        let [value, source, note] = as_typed(newest);
        let seq = newest.map_or(0, |fact| fact.seq).to_string();
        pairs.extend(PARTS.into_iter().zip([value, source, note, seq]).map(|(part, value)| (field(part, kind), value)));
    }
    FormState::from_pairs(pairs)
}

async fn show(
    visit: &Visit,
    body: &Body,
    year: i16,
    history: &[Fact],
    form: FormState,
    status: StatusCode,
) -> Result<Response, Error> {
    let href = year::href(body, year);
    let before = visit.app.store.fact_history(&body.id, year - 1).await?;
    let asked = asked_of(body).map(|kind| Asked {
        key: kind.key(),
        label: kind.label(),
        counted: format!("数量（{}）", kind.unit()),
        hint: match as_typed(of_kind(&before, kind)) {
            [last, ..] if last.is_empty() => "没有的填 0".to_owned(),
            [last, ..] => format!("上年 {last}"),
        },
        entered: of_kind(history, kind)
            .map_or_else(String::new, |fact| format!("{}于{}填报", fact.hand.name, words::moment(&fact.hand.at))),
    });
    let here = format!("{}{year}年", body.short_name);
    let page = visit.desk(format!("填报{year}年其他情况")).await?;
    let page = page.crumb("年度报告", "/desk/report").crumb(here, &href).here("填报其他情况").wide().showing(&form);
    let page = FactsPage { page, csrf: visit.csrf().to_owned(), asked: asked.collect(), form, href };
    Ok((status, Html(page.render()?)).into_response())
}

/// `/desk/report/{slug}/{year}/facts`: what the text may speak of and no register holds.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Denied`], or a fault of the archive.
pub async fn page(visit: Visit, Path((slug, year)): Path<(String, String)>) -> Result<Response, Error> {
    let (body, year) = year::named(&visit, &slug, &year, Permission::EnterFigures)?;
    let history = visit.app.store.fact_history(&body.id, year).await?;
    show(&visit, &body, year, &history, filled(&body, &history), StatusCode::OK).await
}

/// Reads one entry. `Ok(None)`: nothing is to be kept.
fn read(kind: FactKind, typed: &[String; 3], newest: Option<&Fact>, form: &mut FormState) -> Option<Option<Decimal>> {
    let [value, source, note] = typed;
    let had = newest.is_some_and(|fact| fact.value.is_some());
    let label = kind.label();
    let clean = form.errors().len();
    let read = match (value.as_str(), had) {
        ("", false) if source.is_empty() && note.is_empty() => return None,
        ("", false) => {
            form.reject(field("value", kind), format!("{label}：请填写数；没有发生的填 0"));
            None
        }
        ("", true) => {
            if note.is_empty() {
                form.reject(field("note", kind), format!("{label}：清空已经填报的数，请在备注中写明原因"));
            }
            None
        }
        (text, _) => match text.replace(',', "").parse::<Decimal>() {
            Ok(number) if number.is_sign_negative() || number > MOST.into() || number.scale() > 2 => {
                form.reject(field("value", kind), format!("{label}：请填写不小于 0 的数，最多两位小数"));
                None
            }
            Ok(number) => Some(number),
            Err(_) => {
                form.reject(field("value", kind), format!("{label}：请只填数字，单位是{}", kind.unit()));
                None
            }
        },
    };
    if source.is_empty() && read.is_some() {
        form.reject(field("source", kind), format!("{label}：请填写数据来源"));
    }
    for (part, words, limit) in [("source", source, SOURCE_LIMIT), ("note", note, NOTE_LIMIT)] {
        let now = words.chars().count();
        if now > limit {
            form.reject(field(part, kind), format!("{label}：最多 {limit} 个字，现在是 {now} 个字"));
        }
    }
    (form.errors().len() == clean).then_some(read)
}

/// `POST …/facts`: each changed fact is one more entry; nothing is overwritten.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Denied`], or a fault of the archive.
pub async fn save(visit: Visit, Path((slug, year)): Path<(String, String)>, fields: Fields) -> Result<Response, Error> {
    let (body, year) = year::named(&visit, &slug, &year, Permission::EnterFigures)?;
    let known: Vec<String> = asked_of(&body).flat_map(|kind| PARTS.map(|part| field(part, kind))).collect();
    fields.only(&known.iter().map(String::as_str).collect::<Vec<_>>())?;
    let life = visit.app.store.report_life(&body.id, year).await?;
    if !life.stage().is_open() {
        let work = Work::read(&visit, &body, year).await?;
        return sheet::refusing(&visit, &work, vec![locked(life.stage())]).await;
    }
    let history = visit.app.store.fact_history(&body.id, year).await?;
    let person = visit.person()?;
    let mut form = fields.form();
    let (mut entries, mut is_stale) = (Vec::new(), false);
    for kind in asked_of(&body) {
        let newest = of_kind(&history, kind);
        let typed = ["value", "source", "note"].map(|part| fields.text(&field(part, kind)).trim().to_owned());
        let seen: i64 = fields.text(&field("seq", kind)).parse().unwrap_or(0);
        let before = history.iter().find(|fact| fact.kind == kind && fact.seq == seen);
        if typed == as_typed(newest) || typed == as_typed(before) {
            continue;
        }
        let Some(value) = read(kind, &typed, newest, &mut form) else { continue };
        let seq = newest.map_or(0, |fact| fact.seq);
        if let Some(newest) = newest.filter(|newest| newest.seq != seen) {
            is_stale = true;
            form = form.with(&field("seq", kind), newest.seq.to_string());
            form.reject(field("value", kind), overtaken(newest));
        }
        let [_, source, note] = typed;
        let hand = Hand { by: person.id.clone(), name: person.name.clone(), at: visit.now };
        entries.push(Fact { kind, seq: seq + 1, value, source, note, hand });
    }
    if !form.is_clean() {
        let status = if is_stale { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
        return show(&visit, &body, year, &history, form, status).await;
    }
    let mut unit = visit.app.store.begin().await?;
    for fact in &entries {
        if !unit.enter_fact(&body.id, year, fact).await? {
            // Someone was faster by a moment: nothing of this is kept, and the page says what they entered.
            drop(unit);
            let history = visit.app.store.fact_history(&body.id, year).await?;
            let mut form = fields.form();
            for ours in &entries {
                if let Some(newest) = of_kind(&history, ours.kind).filter(|newest| newest.seq >= ours.seq) {
                    form = form.with(&field("seq", ours.kind), newest.seq.to_string());
                    form.reject(field("value", ours.kind), overtaken(newest));
                }
            }
            return show(&visit, &body, year, &history, form, StatusCode::CONFLICT).await;
        }
        let target = format!("{}/{year}/{}", body.slug, fact.kind.key());
        visit.record(&mut unit, "report.fact", &target, Outcome::Done).await?;
    }
    unit.commit().await?;
    Ok(Redirect::to(&format!("{}?saved={}", year::href(&body, year), entries.len())).into_response())
}

/// What someone else entered since the form was opened.
fn overtaken(newest: &Fact) -> String {
    let [value, ..] = as_typed(Some(newest));
    let value = if value.is_empty() { "清空".to_owned() } else { format!("{value}{}", newest.kind.unit()) };
    let (label, who, at) = (newest.kind.label(), &newest.hand.name, words::moment(&newest.hand.at));
    format!("{label}：{who}已于{at}填为“{value}”。这里保留了刚才键入的内容，核对后再次保存，即以再次保存的为准")
}
