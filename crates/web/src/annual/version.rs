//! A frozen version on the desk, the preview of the next one, and the body's answer to a remark.

use super::sheet::{self, Changed, changed};
use super::tables::{Drawn, drawn};
use super::work::Work;
use super::year;
use crate::error::Error;
use crate::fields::Fields;
use crate::page::Page;
use crate::page::parts::{Badge, Fact, Figure, Noticed, Refused};
use crate::page::words;
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::response::{Html, IntoResponse, Redirect, Response};
use civic::Permission;
use report::annual::{Hand, RemarkState, Turn, TurnKind, changes};
use report::form::{CellNo, SectionKey};
use report::report::Report;
use report::write::{UNWRITTEN, value};
use store::annual::Origin;
use store::audit::Outcome;

#[derive(Template)]
#[template(path = "annual/version.html")]
struct VersionPage {
    page: Page,
    heading: String,
    href: String,
    facts: Vec<Fact>,
    state: Option<Badge>,
    title: String,
    pieces: Vec<Piece>,
    signature: Vec<String>,
    noticed: Vec<Noticed>,
    since: String,
    cells: Vec<Changed>,
}

/// A part of the report as a reader finds it.
enum Piece {
    Table(Drawn),
    Text(String, Vec<String>),
}

/// The parts of a report in the order of the form.
fn pieces(report: &Report) -> Vec<Piece> {
    let lines = |text: &str| -> Vec<String> {
        text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    };
    let cells = &report.cells;
    let figure = |no: CellNo, span: usize| Figure {
        value: value(cells, no),
        total: cells.form().at(no).is_total(),
        span,
        ..Figure::default()
    };
    let mut pieces = vec![Piece::Text(String::new(), lines(report.lead.as_deref().unwrap_or_default()))];
    for key in SectionKey::ALL {
        let text = lines(report.text(key));
        match key.table() {
            Some(table) => {
                pieces.push(Piece::Table(drawn(key, &cells.form().layout(table), figure)));
                pieces.extend((!text.is_empty()).then(|| Piece::Text(String::new(), text)));
            }
            None if text.is_empty() => {
                pieces.push(Piece::Text(format!("{}、{}", key.numeral(), key.title()), vec![UNWRITTEN.to_owned()]));
            }
            None => pieces.push(Piece::Text(format!("{}、{}", key.numeral(), key.title()), text)),
        }
    }
    pieces
}

/// Who signs at the end, and the day; nothing before it is signed.
fn signature(report: &Report) -> Vec<String> {
    let day = report.signed_on.as_ref().map(words::short_date);
    day.map_or_else(Vec::new, |day| vec![report.signed_by.clone().unwrap_or_default(), day])
}

/// `/desk/report/{slug}/{year}/preview`: the report as a reader will find it.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Denied`], or a fault of the archive.
pub async fn preview(visit: Visit, Path((slug, year)): Path<(String, String)>) -> Result<Response, Error> {
    let (body, year) = year::named(&visit, &slug, &year, Permission::ReadReport)?;
    let work = Work::read(&visit, &body, year).await?;
    let standing = work.standing(&visit).await?;
    let shown = work.shown(standing.as_ref());
    let href = year::href(&body, year);
    let here = format!("{}{year}年", body.short_name);
    let page = visit.desk("预览").await?.crumb("年度报告", "/desk/report").crumb(here, &href).here("预览").wide();
    let view = VersionPage {
        page,
        heading: "预览".to_owned(),
        facts: Vec::new(),
        state: Some(sheet::state(work.life.stage())),
        title: shown.report.title.clone().unwrap_or_default(),
        pieces: pieces(&shown.report),
        signature: signature(&shown.report),
        noticed: Vec::new(),
        since: String::new(),
        cells: Vec::new(),
        href,
    };
    Ok(Html(view.render()?).into_response())
}

/// `/desk/report/{slug}/{year}/v/{version}`: a version as it was frozen, and what it changed.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Denied`], or a fault of the archive.
pub async fn page(visit: Visit, Path((slug, year, number)): Path<(String, String, String)>) -> Result<Response, Error> {
    let (body, year) = year::named(&visit, &slug, &year, Permission::ReadReport)?;
    let number: u32 = number.parse().ok().filter(|n: &u32| n.to_string() == number).ok_or(Error::NotFound)?;
    let versions = visit.app.store.report_versions(&body.id, year).await?;
    let at = versions.iter().position(|version| version.version == number).ok_or(Error::NotFound)?;
    let version = &versions[at];
    let before = at.checked_sub(1).and_then(|before| versions.get(before));
    let life = visit.app.store.report_life(&body.id, year).await?;
    let href = year::href(&body, year);
    let mut facts = vec![
        Fact::new("稿次", format!("第 {number} 稿")),
        Fact::new(
            if version.origin == Origin::Live { "签发" } else { "收录" },
            format!("{}，{}", version.hand.name, words::moment(&version.hand.at)),
        ),
    ];
    for step in life.steps().iter().filter(|step| step.version == number) {
        let when = format!("{}，{}", step.hand.name, words::moment(&step.hand.at));
        match step.act.makes_a_version() {
            true if step.words.is_empty() => {}
            true => facts.push(Fact::new("仍有错误，签发理由", &step.words).across()),
            false if step.words.is_empty() => facts.push(Fact::new(step.act.label(), when)),
            false => facts.push(Fact::new(step.act.label(), format!("{when}：{}", step.words)).across()),
        }
    }
    if !version.what_changed.is_empty() {
        facts.push(Fact::new("更正内容", &version.what_changed).across());
    }
    let shown = year::Year {
        body: body.clone(),
        year,
        findings: version.report.findings.clone(),
        report: version.report.clone(),
    };
    let here = format!("{}{year}年", body.short_name);
    let heading = format!("第 {number} 稿");
    let page = visit.desk(&heading).await?.crumb("年度报告", "/desk/report").crumb(here, &href).here(&heading).wide();
    let cells = before.map(|before| changed(&changes(&before.report, &version.report), &version.report.cells, &href));
    let view = VersionPage {
        page,
        heading,
        state: (life.public() == Some(number)).then(|| sheet::state(report::annual::Stage::Published)),
        facts,
        title: version.report.title.clone().unwrap_or_default(),
        pieces: pieces(&version.report),
        signature: signature(&version.report),
        noticed: shown.noticed_from(&href),
        since: before.map_or_else(String::new, |before| format!("第 {} 稿", before.version)),
        cells: cells.unwrap_or_default(),
        href,
    };
    Ok(Html(view.render()?).into_response())
}

/// `POST …/remarks/{no}`: the body answers what the authority remarked.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Denied`], [`Error::BadForm`], or a fault of the archive.
pub async fn answer(
    visit: Visit,
    Path((slug, year, no)): Path<(String, String, String)>,
    fields: Fields,
) -> Result<Response, Error> {
    let (body, year) = year::named(&visit, &slug, &year, Permission::WriteReport)?;
    fields.only(&["words"])?;
    let no: u32 = no.parse().map_err(|_| Error::NotFound)?;
    let remarks = visit.app.store.remarks(&body.id, year).await?;
    let remark = remarks.iter().find(|remark| remark.no == no).ok_or(Error::NotFound)?;
    let words = fields.text("words").trim();
    let length = words.chars().count();
    let wrong = match (remark.state(), length) {
        (RemarkState::Open, 1..=1000) => None,
        (RemarkState::Open, 0) => Some("回复没有填写".to_owned()),
        (RemarkState::Open, now) => Some(format!("回复最多 1000 个字，现在是 {now} 个字")),
        (state, _) => Some(format!("这条意见{}，不需要回复", state.label())),
    };
    if let Some(says) = wrong {
        let work = Work::read(&visit, &body, year).await?;
        let refused = Refused { says, basis: String::new(), way_on: "在意见下面写明怎样处理".into() };
        return sheet::refusing(&visit, &work, vec![refused]).await;
    }
    let person = visit.person()?;
    let hand = Hand { by: person.id.clone(), name: person.name.clone(), at: visit.now };
    let turn = Turn { kind: TurnKind::Answer, words: words.to_owned(), hand };
    let seq = u32::try_from(remark.turns.len()).unwrap_or(u32::MAX).saturating_add(1);
    let mut unit = visit.app.store.begin().await?;
    // A double click finds the turn taken; what was said first stands.
    if unit.add_turn(&body.id, year, no, seq, &turn).await? {
        visit.record(&mut unit, "report.answer", &format!("{}/{year}/{no}", body.slug), Outcome::Done).await?;
        unit.commit().await?;
    }
    Ok(Redirect::to(&format!("{}?done=answer#remark-{no}", year::href(&body, year))).into_response())
}
