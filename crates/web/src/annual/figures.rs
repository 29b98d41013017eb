use super::acts::locked;
use super::entry::{self, Typed, UNITS, as_typed};
use super::sheet;
use super::work::Work;
use super::year;
use crate::error::Error;
use crate::fields::Fields;
use crate::page::form::{Choice, FormState};
use crate::page::{Page, words};
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use civic::{Body, Permission};
use report::figures::Unit;
use report::form::{Cell, Edition, Kind};
use report::tally::entered_cells;
use store::audit::Outcome;
use store::reports::{Entered, latest};

#[derive(Template)]
#[template(path = "annual/figures.html")]
struct FiguresPage {
    page: Page,
    form: FormState,
    csrf: String,
    href: String,
    units: Vec<Choice>,
    blocks: Vec<Block>,
}

/// The cells under one caption of the form.
struct Block {
    caption: &'static str,
    entries: Vec<Asked>,
}

/// A cell that is asked for.
struct Asked {
    name: String,
    path: String,
    is_money: bool,
    label: &'static str,
    hint: &'static str,
    /// Who entered what stands there, and when.
    entered: String,
}

const PARTS: [&str; 5] = ["value", "unit", "source", "note", "seq"];

fn cells(year: i16) -> impl Iterator<Item = &'static Cell> {
    entered_cells(Edition::for_year(year))
}

fn of_cell<'a>(history: &'a [Entered], cell: &Cell) -> Option<&'a Entered> {
    latest(history).find(|entered| entered.path == cell.path)
}

fn typed(fields: &Fields, cell: &Cell) -> Typed {
    let text = |part| fields.text(&entry::field(part, cell)).trim().to_owned();
    Typed { value: text("value"), unit: text("unit"), source: text("source"), note: text("note") }
}

/// The form as the newest entries fill it.
fn filled(year: i16, history: &[Entered]) -> FormState {
    let mut pairs = Vec::new();
    for cell in cells(year) {
        let newest = of_cell(history, cell);
        let typed =
            newest.map_or_else(|| Typed { unit: UNITS[0].as_str().into(), ..Typed::default() }, |e| as_typed(cell, e));
        let seq = newest.map_or(0, |entered| entered.seq).to_string();
        let values = [typed.value, typed.unit, typed.source, typed.note, seq];
        pairs.extend(PARTS.into_iter().zip(values).map(|(part, value)| (entry::field(part, cell), value)));
    }
    FormState::from_pairs(pairs)
}

fn blocks(year: i16, history: &[Entered]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for cell in cells(year) {
        let caption = cell.block.caption.unwrap_or_default();
        if blocks.last().is_none_or(|block| block.caption != caption) {
            blocks.push(Block { caption, entries: Vec::new() });
        }
        let entered = of_cell(history, cell)
            .map_or_else(String::new, |one| format!("{}于{}填报", one.name, words::moment(&one.at)));
        let (is_money, label, hint) = match cell.column.kind {
            Kind::Count => (false, "数量", "整数，没有的填 0"),
            Kind::SignedCount => (false, "增减", "减少的加减号"),
            Kind::Money(_) => (true, "金额", "没有的填 0"),
        };
        let name = year::name(cell);
        if let Some(block) = blocks.last_mut() {
            block.entries.push(Asked { name, path: cell.path.clone(), is_money, label, hint, entered });
        }
    }
    blocks
}

async fn show(
    visit: &Visit,
    body: &Body,
    year: i16,
    history: &[Entered],
    form: FormState,
    status: StatusCode,
) -> Result<Response, Error> {
    let href = year::href(body, year);
    let here = format!("{}{year}年", body.short_name);
    let page = visit.desk(format!("填报{year}年度数据")).await?;
    let page = page.crumb("年度报告", "/desk/report").crumb(here, &href).here("填报年度数据").wide().showing(&form);
    let figures = FiguresPage {
        page,
        form,
        csrf: visit.csrf().to_owned(),
        units: UNITS.map(|unit: Unit| Choice::new(unit.as_str(), unit.as_str())).to_vec(),
        blocks: blocks(year, history),
        href,
    };
    Ok((status, Html(figures.render()?)).into_response())
}

/// `/desk/report/{slug}/{year}/figures`: the figures of the form that no register holds.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Denied`], or a fault of the archive.
pub async fn page(visit: Visit, Path((slug, year)): Path<(String, String)>) -> Result<Response, Error> {
    let (body, year) = year::named(&visit, &slug, &year, Permission::EnterFigures)?;
    let history = visit.app.store.figure_history(&body.id, year).await?;
    show(&visit, &body, year, &history, filled(year, &history), StatusCode::OK).await
}

/// What someone else did to a cell since the form was opened, told to whoever wants to change it too.
fn overtaken(cell: &Cell, newest: &Entered) -> String {
    let theirs = as_typed(cell, newest);
    let value = if theirs.value.is_empty() { "清空".to_owned() } else { format!("{}{}", theirs.value, theirs.unit) };
    let (name, who, at) = (year::short_name(cell), &newest.name, words::moment(&newest.at));
    format!("{name}：{who}已于{at}把这一格填为“{value}”。这里保留了刚才键入的内容，核对后再次保存，即以再次保存的为准")
}

/// `POST /desk/report/{slug}/{year}/figures`: each changed cell is one more entry; nothing is overwritten.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Denied`], or a fault of the archive.
pub async fn save(visit: Visit, Path((slug, year)): Path<(String, String)>, fields: Fields) -> Result<Response, Error> {
    let (body, year) = year::named(&visit, &slug, &year, Permission::EnterFigures)?;
    let known: Vec<String> = cells(year).flat_map(|cell| PARTS.map(|part| entry::field(part, cell))).collect();
    fields.only(&known.iter().map(String::as_str).collect::<Vec<_>>())?;
    let life = visit.app.store.report_life(&body.id, year).await?;
    if !life.stage().is_open() {
        let work = Work::read(&visit, &body, year).await?;
        return sheet::refusing(&visit, &work, vec![locked(life.stage())]).await;
    }
    let history = visit.app.store.figure_history(&body.id, year).await?;
    let person = visit.person()?;
    let mut form = fields.form();
    let mut is_stale = false;
    let mut entries = Vec::new();
    for cell in cells(year) {
        let newest = of_cell(&history, cell);
        let seen: i64 = fields.text(&entry::field("seq", cell)).parse().unwrap_or(0);
        let typed = typed(&fields, cell);
        // As the form was when it was opened, or as the cell stands now: this cell was not touched.
        let before = history.iter().find(|entered| entered.path == cell.path && entered.seq == seen);
        let untouched = |entered: Option<&Entered>| entered.is_some_and(|entered| as_typed(cell, entered) == typed);
        if untouched(newest) || untouched(before) {
            continue;
        }
        match entry::read(cell, &typed, newest.is_some_and(|entered| entered.value.is_some())) {
            Ok(None) => {}
            Ok(Some(read)) => {
                let seq = newest.map_or(0, |entered| entered.seq);
                if let Some(newest) = newest.filter(|newest| newest.seq != seen) {
                    is_stale = true;
                    form.reject(entry::field("value", cell), overtaken(cell, newest));
                }
                entries.push(Entered {
                    path: cell.path.clone(),
                    seq: seq + 1,
                    value: read.value,
                    unit: read.unit,
                    source: read.source,
                    note: read.note,
                    by: person.id.clone(),
                    name: person.name.clone(),
                    at: visit.now,
                });
            }
            Err(errors) => form.reject_all(errors),
        }
    }
    if !form.is_clean() {
        let status = if is_stale { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
        return show(&visit, &body, year, &history, up_to_date(form, year, &history), status).await;
    }
    let mut unit = visit.app.store.begin().await?;
    for entered in &entries {
        if !unit.enter_figure(&body.id, year, entered).await? {
            // Someone was faster by a moment: nothing of this is kept, and the page says what they entered.
            drop(unit);
            return overtaken_at_last(&visit, &body, year, fields.form(), &entries).await;
        }
        let target = format!("{}/{year}/{}", body.slug, entered.path);
        visit.record(&mut unit, "figure.enter", &target, Outcome::Done).await?;
    }
    unit.commit().await?;
    Ok(Redirect::to(&format!("{}?saved={}", year::href(&body, year), entries.len())).into_response())
}

/// The typed form, knowing which entries it has now been shown beside.
fn up_to_date(mut form: FormState, year: i16, history: &[Entered]) -> FormState {
    for cell in cells(year) {
        let seq = of_cell(history, cell).map_or(0, |entered| entered.seq);
        form = form.with(&entry::field("seq", cell), seq.to_string());
    }
    form
}

async fn overtaken_at_last(
    visit: &Visit,
    body: &Body,
    year: i16,
    mut form: FormState,
    ours: &[Entered],
) -> Result<Response, Error> {
    let history = visit.app.store.figure_history(&body.id, year).await?;
    for cell in cells(year) {
        let clash = |newest: &&Entered| ours.iter().any(|one| one.path == newest.path && one.seq <= newest.seq);
        if let Some(newest) = of_cell(&history, cell).filter(clash) {
            form.reject(entry::field("value", cell), overtaken(cell, newest));
        }
    }
    show(visit, body, year, &history, up_to_date(form, year, &history), StatusCode::CONFLICT).await
}
