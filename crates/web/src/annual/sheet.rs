use super::acts::{self, Deed};
use super::tables::{Drawn, drawn};
use super::work::Work;
use super::year::{self, Year};
use crate::error::Error;
use crate::page::Page;
use crate::page::parts::{Act, Badge, Figure, Happened, Noticed, Refused, Stage as Place, Step, Tone};
use crate::page::words;
use crate::visit::Visit;
use askama::Template;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use civic::Permission;
use report::annual::{Change, Remark, RemarkState, Stage, TurnKind, changes};
use report::figures::Cells;
use report::finding::Severity;
use report::form::{CellNo, SectionKey};
use report::narrative::Part;
use report::write::value;
use serde::Deserialize;
use store::annual::{Origin, Version};

#[derive(Template)]
#[template(path = "annual/sheet.html")]
struct Sheet {
    page: Page,
    href: String,
    csrf: String,
    title: String,
    basis: &'static str,
    today: String,
    due: String,
    left: String,
    due_class: &'static str,
    due_basis: String,
    year: i16,
    is_running: bool,
    has_below: bool,
    /// Whether this person sees the region's sum.
    collects: bool,
    /// Who drew up the region's sum that the tables are taken from, and when; empty where they are not.
    sum: String,
    enters: bool,
    writes: bool,
    is_open: bool,
    state: Badge,
    steps: Vec<Step>,
    refusals: Vec<Refused>,
    returned: Option<(String, String)>,
    missing: usize,
    parts: Vec<Piece>,
    has_last: bool,
    noticed: Vec<Noticed>,
    drift: Vec<Changed>,
    drift_title: String,
    acts: Vec<Act>,
    versions: Vec<Stamp>,
    remarks: Vec<Said>,
    public_href: String,
    before: Option<i16>,
    after: Option<i16>,
    slug: String,
}

/// One of the parts of the report on the page.
enum Piece {
    Table(Drawn),
    Text(Text),
}

struct Text {
    id: String,
    title: &'static str,
    paragraphs: Vec<String>,
    href: String,
    who: String,
    /// Whether the form asks for it and nobody has written it.
    wanted: bool,
}

/// A number that differs from the one that was signed.
pub(super) struct Changed {
    pub place: String,
    pub before: String,
    pub after: String,
    pub href: String,
}

/// Something that happened to the report, with the version it made or concerns.
struct Stamp {
    what: &'static str,
    version: u32,
    href: String,
    when: String,
    who: String,
    notes: Vec<String>,
}

struct Said {
    remark: Vec<Happened>,
    no: u32,
    place: String,
    state: Badge,
    answers: bool,
}

/// How a year's cells are drawn for one reader.
struct Pen<'a> {
    year: &'a Year,
    last: Option<&'a Cells>,
    href: &'a str,
    enters: bool,
}

impl Pen<'_> {
    fn figure(&self, no: CellNo, span: usize) -> Figure {
        let cells = &self.year.report.cells;
        let cell = cells.form().at(no);
        let (value, href) = match (value(cells, no), self.enters) {
            (blank, true) if blank.is_empty() => {
                ("待填".to_owned(), format!("{}/figures#f-value-{}", self.href, cell.path))
            }
            (blank, false) if blank.is_empty() => ("未填".to_owned(), String::new()),
            (value, _) => (value, format!("{}/cell?path={}", self.href, cell.path)),
        };
        Figure {
            id: year::anchor(cell),
            before: before(self.last, cells, no),
            value,
            href,
            total: cell.is_total(),
            finding: self.year.finding_of(cell),
            span,
        }
    }
}

/// Last year's number in the same cell, where either year has more than nothing to tell.
pub(crate) fn before(last: Option<&Cells>, cells: &Cells, no: CellNo) -> String {
    let Some(last) = last.filter(|last| last.edition() == cells.edition()) else { return String::new() };
    match (value(last, no), value(cells, no)) {
        (was, is) if was == "0" && (is == "0" || is.is_empty()) => String::new(),
        (was, _) => was,
    }
}

/// What just happened, for the notice on top.
#[derive(Default, Deserialize)]
pub struct Done {
    #[serde(default)]
    saved: String,
    #[serde(default)]
    done: String,
}

impl Done {
    fn notice(&self, page: Page) -> Page {
        let said = match (self.saved.as_str(), self.done.as_str()) {
            ("0", _) => "没有改动，原来的内容保持不变".to_owned(),
            ("text", _) => "文字已保存，以前的稿子都留着".to_owned(),
            (saved, _) if (1..4).contains(&saved.len()) && saved.bytes().all(|b| b.is_ascii_digit()) => {
                format!("已保存 {saved} 格，表格已按新的数核对")
            }
            (_, "sign") => "已签发并报送，报告已锁定".to_owned(),
            (_, "withdraw") => "签发已撤回，可以继续修改".to_owned(),
            (_, "publish") => "已在网站公布".to_owned(),
            (_, "reopen") => "已开始更正，网站上的版本在更正公布以前保持不变".to_owned(),
            (_, "close") => "更正已取消，网站上的版本保持不变".to_owned(),
            (_, "answer") => "回复已记录".to_owned(),
            _ => return page,
        };
        page.notice(Tone::Done, said)
    }
}

/// `/desk/report/{slug}/{year}`: the year's report as it stands, with what is still to do.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Denied`], or a fault when the register cannot be read.
pub async fn page(
    visit: Visit,
    Path((slug, year)): Path<(String, String)>,
    Query(done): Query<Done>,
) -> Result<Response, Error> {
    let (body, year) = year::named(&visit, &slug, &year, Permission::ReadReport)?;
    let work = Work::read(&visit, &body, year).await?;
    show(&visit, &work, &done, Vec::new()).await
}

/// The page with what stood in the way of an act.
pub(super) async fn refusing(visit: &Visit, work: &Work, refusals: Vec<Refused>) -> Result<Response, Error> {
    let page = show(visit, work, &Done::default(), refusals).await?;
    Ok((StatusCode::CONFLICT, page).into_response())
}

async fn show(visit: &Visit, work: &Work, done: &Done, refusals: Vec<Refused>) -> Result<Response, Error> {
    let (body, stage) = (&work.body, work.life.stage());
    let standing = work.standing(visit).await?;
    let year = work.shown(standing.as_ref());
    let href = year::href(body, work.year);
    let is_open = stage.is_open();
    let enters = is_open && visit.can(Permission::EnterFigures, &body.id);
    let writes = is_open && visit.can(Permission::WriteReport, &body.id);
    let form = year.report.cells.form();
    let last = work.last.as_ref().map(|report| &report.cells);
    let pen = Pen { year: &year, last, href: &href, enters };
    let mut parts = vec![Piece::Text(text(work, &year, Part::Lead, &href))];
    parts.extend(SectionKey::ALL.into_iter().map(|key| match key.table() {
        Some(table) => Piece::Table(drawn(key, &form.layout(table), |no, span| pen.figure(no, span))),
        None => {
            let part = Part::ALL.into_iter().find(|part| part.section() == Some(key)).unwrap_or(Part::Overview);
            Piece::Text(text(work, &year, part, &href))
        }
    }));
    let reporter = year::reporter(body.kind);
    let due = reporter.report_due(work.year);
    let (left, due_class) = year::left(due, visit.today);
    let here = format!("{}{}年", body.short_name, work.year);
    let page = visit.desk(format!("{here}年度报告")).await?.crumb("年度报告", "/desk/report").here(here);
    let page = if refusals.is_empty() { done.notice(page) } else { page };
    let known = |other: i16| (year::FIRST..=visit.today.year()).contains(&other).then_some(other);
    let versions = visit.app.store.report_versions(&body.id, work.year).await?;
    let remarks = visit.app.store.remarks(&body.id, work.year).await?;
    let drift = standing.as_ref().map(|version| drift(version, work, &href)).unwrap_or_default();
    let sheet = Sheet {
        page,
        csrf: visit.csrf().to_owned(),
        title: format!("{}{}年政府信息公开工作年度报告", body.name, work.year),
        basis: form.basis,
        today: words::short_date(&visit.today),
        due: year::due_words(due),
        left: if work.life.published().is_some() { "已公布".to_owned() } else { left },
        due_class: if work.life.published().is_some() { "held" } else { due_class },
        due_basis: reporter.basis().map_or_else(|| "按惯例，与政府部门相同".to_owned(), |article| article.to_string()),
        year: work.year,
        is_running: work.year == visit.today.year(),
        sum: work
            .sum
            .as_ref()
            .map_or_else(String::new, |hand| format!("{}于{}生成", hand.name, words::moment(&hand.at))),
        collects: !visit.bodies(Permission::CollectReports).is_empty(),
        has_below: visit.app.tree().children(&body.id).next().is_some(),
        enters,
        writes,
        is_open,
        state: state(stage),
        steps: steps(work, &year),
        refusals,
        returned: work
            .life
            .returned()
            .map(|step| (format!("{}于{}退回", step.hand.name, words::moment(&step.hand.at)), step.words.clone())),
        missing: year.missing().count(),
        parts,
        has_last: last.is_some(),
        noticed: year.noticed(),
        drift_title: format!("台账与已签发的报告有 {} 处不同", drift.len()),
        drift,
        acts: acts_of(visit, work, &href),
        versions: history(work, &versions, &href),
        remarks: remarks.iter().map(|remark| said(remark, work, visit)).collect(),
        public_href: work.life.public().map(|_| public_href(&body.slug, work.year)).unwrap_or_default(),
        before: known(work.year - 1),
        after: known(work.year + 1),
        slug: body.slug.clone(),
        href,
    };
    Ok(Html(sheet.render()?).into_response())
}

fn public_href(slug: &str, year: i16) -> String {
    format!("/bodies/{slug}/reports/{year}")
}

/// The stage as a badge.
pub(super) fn state(stage: Stage) -> Badge {
    let tone = match stage {
        Stage::Draft => Tone::Doing,
        Stage::Returned => Tone::Late,
        Stage::Correcting => Tone::Soon,
        Stage::Signed | Stage::CorrectionSigned => Tone::Held,
        Stage::Published => Tone::Seal,
    };
    Badge::new(tone, stage.label())
}

fn text(work: &Work, year: &Year, part: Part, href: &str) -> Text {
    let shown = match part.section() {
        Some(key) => year.report.text(key),
        None => year.report.lead.as_deref().unwrap_or_default(),
    };
    let paragraphs: Vec<String> =
        shown.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
    let who = work.text(part).map(|written| format!("{}于{}保存", written.hand.name, words::moment(&written.hand.at)));
    Text {
        id: format!("part-{}", part.key()),
        title: part.title(),
        wanted: paragraphs.is_empty(),
        paragraphs,
        href: format!("{href}/text/{}", part.key()),
        who: who.unwrap_or_default(),
    }
}

/// 表格, 文字, 检查, 签发, 公布.
fn steps(work: &Work, year: &Year) -> Vec<Step> {
    let stage = work.life.stage();
    let blank = year.missing().count();
    let unwritten = if stage.is_open() { work.unwritten().len() } else { 0 };
    let errors = year.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    let day = |at: jiff::Timestamp| words::short_date(&crate::now::date(at));
    let signed = work.life.signed().map(|step| format!("{}，{}", step.hand.name, day(step.hand.at)));
    let published = (stage == Stage::Published).then(|| work.life.editions().last().map(|step| day(step.hand.at)));
    let table = if blank == 0 { "已填齐".to_owned() } else { format!("还有 {blank} 格未填") };
    let text = if unwritten == 0 { "已写齐".to_owned() } else { format!("还有 {unwritten} 部分待写") };
    let check = match (errors, year.findings.len()) {
        (0, 0) => "未发现问题".to_owned(),
        (0, others) => format!("没有错误，提示 {others} 处"),
        (errors, _) => format!("错误 {errors} 处"),
    };
    let all = [
        ("表格", table, blank == 0),
        ("文字", text, unwritten == 0),
        ("检查", check, errors == 0 || !stage.is_open()),
        ("签发", signed.clone().unwrap_or_else(|| "由公开机构负责人".to_owned()), signed.is_some()),
        ("公布", published.flatten().unwrap_or_default(), stage == Stage::Published),
    ];
    let now = all.iter().position(|(_, _, done)| !done);
    all.into_iter()
        .enumerate()
        .map(|(at, (label, note, done))| Step {
            label: label.to_owned(),
            note,
            stage: match (done, now == Some(at)) {
                (true, _) => Place::Done,
                (false, true) => Place::Now,
                (false, false) => Place::ToCome,
            },
        })
        .collect()
}

/// Numbers that the register now gives differently from what was signed.
fn drift(version: &Version, work: &Work, href: &str) -> Vec<Changed> {
    if version.origin != Origin::Live {
        return Vec::new();
    }
    changed(&changes(&version.report, &work.report), &work.report.cells, href)
}

/// The changed numbers as lines.
pub(super) fn changed(changes: &[Change], cells: &Cells, href: &str) -> Vec<Changed> {
    let shown = |value: &str| if value.is_empty() { "未填".to_owned() } else { value.to_owned() };
    let cell = |change: &Change| match change {
        Change::Cell { no, before, after } => {
            let cell = cells.form().at(*no);
            let (place, href) = (cell.place_zh(), format!("{href}/cell?path={}", cell.path));
            Some(Changed { place, before: shown(before), after: shown(after), href })
        }
        Change::Text { .. } => None,
    };
    changes.iter().filter_map(cell).collect()
}

/// What this person may do, and why not yet.
fn acts_of(visit: &Visit, work: &Work, href: &str) -> Vec<Act> {
    let mut shown = Vec::new();
    for deed in Deed::ALL {
        let may = visit.can(deed.permission(), &work.body.id);
        let allowed = work.life.allows(deed.act());
        // What belongs to another stage of the life is not worth a line; signing and publishing always are.
        if !may || (allowed.is_err() && !deed.is_shown_at(work.life.stage())) {
            continue;
        }
        shown.push(Act {
            name: deed.label(work.life.stage()).to_owned(),
            href: format!("{href}/{}", deed.address()),
            note: deed.note().to_owned(),
            refused: allowed.err().map(|refusal| acts::refused(&[refusal])).unwrap_or_default(),
        });
    }
    shown
}

/// What happened to the report, the newest first.
fn history(work: &Work, versions: &[Version], href: &str) -> Vec<Stamp> {
    let steps = work.life.steps().iter().rev();
    steps
        .map(|step| {
            let version = versions.iter().find(|version| version.version == step.version);
            let changed = version.map_or("", |version| version.what_changed.as_str());
            let notes = match step.act.makes_a_version() {
                true => [("更正内容：", changed), ("仍有错误，签发理由：", step.words.as_str())],
                false => [("", step.words.as_str()), ("", "")],
            };
            let notes = notes.into_iter().filter(|(_, words)| !words.is_empty());
            Stamp {
                what: step.act.label(),
                version: step.version,
                href: format!("{href}/v/{}", step.version),
                when: words::moment(&step.hand.at),
                who: step.hand.name.clone(),
                notes: notes.map(|(label, words)| format!("{label}{words}")).collect(),
            }
        })
        .collect()
}

fn said(remark: &Remark, work: &Work, visit: &Visit) -> Said {
    let edition = work.report.cells.edition();
    let tone = match remark.state() {
        RemarkState::Open => Tone::Late,
        RemarkState::Answered => Tone::Held,
        RemarkState::Settled => Tone::Done,
    };
    let mut lines = vec![Happened {
        what: remark.words.clone(),
        when: words::moment(&remark.hand.at),
        who: remark.hand.name.clone(),
        note: String::new(),
        stage: Place::Done,
    }];
    lines.extend(remark.turns.iter().map(|turn| Happened {
        what: if turn.words.is_empty() { turn.kind.label().to_owned() } else { turn.words.clone() },
        when: words::moment(&turn.hand.at),
        who: turn.hand.name.clone(),
        note: if turn.kind == TurnKind::Answer || turn.words.is_empty() {
            String::new()
        } else {
            turn.kind.label().to_owned()
        },
        stage: Place::Done,
    }));
    Said {
        remark: lines,
        no: remark.no,
        place: remark.about.words(edition),
        state: Badge::new(tone, remark.state().label()),
        answers: remark.state() == RemarkState::Open && visit.can(Permission::WriteReport, &work.body.id),
    }
}
