use super::{Standing, shown, standings, tables, year_of};
use crate::annual::tables::Drawn;
use crate::annual::year;
use crate::error::Error;
use crate::fields::Fields;
use crate::find;
use crate::page::form::{Choice, FormState};
use crate::page::parts::{Badge, Fact, Figure, Happened, Noticed, Stage as Step, Tone};
use crate::page::{Page, words};
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use civic::{Body, Permission};
use report::annual::{About, Act, Hand, Remark, RemarkState, Turn, TurnKind, WORDS};
use report::form::{CellNo, Edition, SectionKey, TableNo};
use report::report::Report;
use report::write::value;
use std::collections::BTreeSet;
use store::annual::Origin;
use store::audit::Outcome;

#[derive(Template)]
#[template(path = "collect/body.html")]
struct BodyPage {
    page: Page,
    form: FormState,
    href: String,
    title: String,
    state: Badge,
    facts: Vec<Fact>,
    remarks: Vec<Said>,
    abouts: Vec<Choice>,
    noticed: Vec<Noticed>,
    parts: Vec<Part>,
    happened: Vec<Happened>,
    has_report: bool,
    is_returned: bool,
    /// A file came that nobody has taken in yet.
    waits: bool,
    /// How many steps of its life this page knows of.
    steps: usize,
    /// Whether it can be sent back now.
    sends_back: bool,
    /// Whether this authority publishes it: it came as a file and waits.
    publishes: bool,
}

/// A remark and what was said after it.
struct Said {
    no: u32,
    about: String,
    words: String,
    who: String,
    state: Badge,
    is_settled: bool,
    turns: Vec<String>,
}

/// A part of the report: its table, which bears the heading, and its words.
struct Part {
    title: String,
    table: Option<Drawn>,
    paragraphs: Vec<String>,
}

/// The report in the order of the form; parts without table and words are left out.
fn parts(shown: &year::Year) -> Vec<Part> {
    let mut tables = tables(&shown.report, |no, span| figure(shown, no, span)).into_iter();
    let part = |key: SectionKey| {
        let table = TableNo::ALL.iter().any(|table| table.section() == key).then(|| tables.next()).flatten();
        let paragraphs: Vec<String> = shown.report.text(key).lines().map(str::to_owned).collect();
        let title = format!("{}、{}", key.numeral(), key.title());
        (table.is_some() || !paragraphs.is_empty()).then_some(Part { title, table, paragraphs })
    };
    SectionKey::ALL.into_iter().filter_map(part).collect()
}

fn said(remark: &Remark, edition: Edition) -> Said {
    let state = remark.state();
    let tone = match state {
        RemarkState::Open => Tone::Waiting,
        RemarkState::Answered => Tone::Doing,
        RemarkState::Settled => Tone::Done,
    };
    let hand = |hand: &Hand| format!("{}，{}", hand.name, words::moment(&hand.at));
    let turn = |turn: &Turn| match turn.words.as_str() {
        "" => format!("{}（{}）", turn.kind.label(), hand(&turn.hand)),
        words => format!("{}：{words}（{}）", turn.kind.label(), hand(&turn.hand)),
    };
    Said {
        no: remark.no,
        about: remark.about.words(edition),
        words: remark.words.clone(),
        who: hand(&remark.hand),
        state: Badge::new(tone, state.label()),
        is_settled: state == RemarkState::Settled,
        turns: remark.turns.iter().map(turn).collect(),
    }
}

/// What a remark can be about: the whole, its parts, whatever was found and every cell with a finding.
fn abouts(report: Option<&Report>) -> Vec<Choice> {
    let mut all = vec![Choice::new("", About::Whole.words(Edition::E2021))];
    let section = |key: SectionKey| Choice::new(key.as_str(), About::Section(key).words(Edition::E2021));
    all.extend(SectionKey::ALL.map(section));
    let Some(report) = report else { return all };
    let edition = report.cells.edition();
    let codes: BTreeSet<_> = report.findings.iter().map(|finding| finding.code).collect();
    all.extend(codes.iter().map(|code| Choice::new(code.as_str(), About::Finding(*code).words(edition))));
    all.extend(report.cells.form().official_cells().map(|cell| Choice::new(cell.path.as_str(), cell.place_zh())));
    all
}

/// A number as it was handed in; it opens to nothing here, for the register behind it is the body's.
fn figure(year: &year::Year, no: CellNo, span: usize) -> Figure {
    let cells = &year.report.cells;
    let cell = cells.form().at(no);
    Figure {
        id: year::anchor(cell),
        value: value(cells, no),
        total: cell.is_total(),
        finding: year.finding_of(cell),
        span,
        ..Figure::default()
    }
}

struct Opened {
    standing: Standing,
    remarks: Vec<Remark>,
}

impl Opened {
    async fn read(visit: &Visit, slug: &str, year: &str) -> Result<Self, Error> {
        let body = visit.app.body(slug)?;
        visit.may(Permission::CollectReports, &body.id)?;
        let year = year_of(visit, year).ok_or(Error::NotFound)?;
        let all = standings(visit, year).await?;
        let standing = all.into_iter().find(|one| one.body.id == body.id).ok_or(Error::NotFound)?;
        let remarks = visit.app.store.remarks(&body.id, year).await?;
        Ok(Self { standing, remarks })
    }

    fn href(&self) -> String {
        format!("/desk/collect/{}/{}", self.standing.body.slug, self.standing.year)
    }
}

async fn show(visit: &Visit, opened: &Opened, form: FormState, status: StatusCode) -> Result<Response, Error> {
    let Opened { standing, remarks } = opened;
    let Standing { body, year, life, report, .. } = standing;
    let edition = report.as_ref().map_or(Edition::for_year(*year), |report| report.cells.edition());
    let version = match standing.version {
        Some(number) => visit.app.store.report_version(&body.id, *year, number).await?,
        None => None,
    };
    let mut facts = vec![
        Fact::new("报送截止", words::date(&standing.due)),
        Fact::new("报送时间", standing.handed_in.as_ref().map_or_else(|| "还没有报送".to_owned(), words::moment)),
        Fact::new("来源", standing.origin()),
    ];
    if let Some(version) = &version {
        facts.push(Fact::new("版本", format!("第 {} 版，{}", version.version, version.hand.name)));
        if let Origin::Upload(upload) = &version.origin {
            facts.push(Fact::new("原件", "核对页").to(format!("/desk/collect/files/{upload}")));
        }
    }
    if standing.public.is_some() {
        facts.push(Fact::new("公布", "门户网站上的报告").to(format!("/bodies/{}/reports/{year}", body.slug)));
    }
    let happened = life.steps().iter().rev().map(|step| Happened {
        what: step.act.label().to_owned(),
        when: words::moment(&step.hand.at),
        who: step.hand.name.clone(),
        note: step.words.clone(),
        stage: Step::Done,
    });
    let shown = report.as_ref().map(|report| shown(body, *year, report));
    let name = format!("{}{year}年", body.short_name);
    let page = visit.desk(format!("{name}年度报告")).await?.crumb("年度报告", "/desk/report");
    let body_page = BodyPage {
        page: page.crumb("下级单位年报", format!("/desk/collect?year={year}")).here(name).showing(&form),
        href: opened.href(),
        title: format!("{}{year}年政府信息公开工作年度报告", body.name),
        state: standing.badge(),
        facts,
        remarks: remarks.iter().map(|remark| said(remark, edition)).collect(),
        abouts: abouts(report.as_ref()),
        noticed: shown.as_ref().map_or_else(Vec::new, |year| year.noticed()),
        parts: shown.as_ref().map(parts).unwrap_or_default(),
        happened: happened.collect(),
        has_report: report.is_some(),
        is_returned: standing.is_returned() && standing.waits.is_none(),
        waits: standing.waits.is_some(),
        steps: life.steps().len(),
        sends_back: life.allows(Act::SendBack).is_ok(),
        publishes: life.allows(Act::Publish).is_ok()
            && version.is_some_and(|version| matches!(version.origin, Origin::Upload(_))),
        form,
    };
    Ok((status, Html(body_page.render()?)).into_response())
}

/// `/desk/collect/{slug}/{year}`: one body's report as the authority sees it, with what was remarked.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Denied`], or a fault of the archive.
pub async fn page(visit: Visit, Path((slug, year)): Path<(String, String)>) -> Result<Response, Error> {
    let opened = Opened::read(&visit, &slug, &year).await?;
    show(&visit, &opened, FormState::new(), StatusCode::OK).await
}

/// `POST /desk/collect/{slug}/{year}`: a remark, what is said after one, sending back, or publishing what came as a file.
///
/// # Errors
/// As [`page`].
pub async fn act(visit: Visit, Path((slug, year)): Path<(String, String)>, fields: Fields) -> Result<Response, Error> {
    fields.only(&["act", "about", "words", "no", "turn", "steps"])?;
    let opened = Opened::read(&visit, &slug, &year).await?;
    let person = visit.person()?;
    let hand = Hand { by: person.id.clone(), name: person.name.clone(), at: visit.now };
    let words = fields.text("words").trim();
    let mut form = fields.form();
    if words.chars().count() > WORDS {
        form.reject("words", format!("最多 {WORDS} 字"));
        return show(&visit, &opened, form, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let what = match fields.text("act") {
        "remark" => remark(&visit, &opened, &fields, words, hand, &mut form).await?,
        "turn" => turn(&visit, &opened, &fields, words, hand, &mut form).await?,
        "send-back" => step(&visit, &opened, Act::SendBack, &fields, hand, &mut form).await?,
        "publish" => step(&visit, &opened, Act::Publish, &fields, hand, &mut form).await?,
        _ => return Err(Error::BadForm),
    };
    match what {
        Done::Yes => Ok(Redirect::to(&opened.href()).into_response()),
        Done::No(status) => {
            // What others did meanwhile is shown together with what was typed.
            let opened = Opened::read(&visit, &slug, &year).await?;
            show(&visit, &opened, form, status).await
        }
    }
}

enum Done {
    Yes,
    No(StatusCode),
}

async fn remark(
    visit: &Visit,
    opened: &Opened,
    fields: &Fields,
    words: &str,
    hand: Hand,
    form: &mut FormState,
) -> Result<Done, Error> {
    let (body, year) = (&opened.standing.body, opened.standing.year);
    let edition = Edition::for_year(year);
    let about = About::from_key(fields.text("about"), edition);
    if about.is_none() {
        form.reject("about", "请选择意见针对的位置");
    }
    if words.is_empty() {
        form.reject("words", "请写明意见");
    }
    let Some(about) = about.filter(|_| form.is_clean()) else { return Ok(Done::No(StatusCode::UNPROCESSABLE_ENTITY)) };
    let no = u32::try_from(opened.remarks.len()).unwrap_or(u32::MAX).saturating_add(1);
    let remark =
        Remark { no, version: opened.standing.version, about, words: words.to_owned(), hand, turns: Vec::new() };
    let mut unit = visit.app.store.begin().await?;
    if !unit.add_remark(&body.id, year, &remark).await? {
        form.reject("words", "刚才有人也提了意见，请看过后再提交一次");
        return Ok(Done::No(StatusCode::CONFLICT));
    }
    record(visit, unit, "report.remark", body, year).await
}

async fn turn(
    visit: &Visit,
    opened: &Opened,
    fields: &Fields,
    words: &str,
    hand: Hand,
    form: &mut FormState,
) -> Result<Done, Error> {
    let (body, year) = (&opened.standing.body, opened.standing.year);
    let no: u32 = fields.text("no").parse().map_err(|_| Error::BadForm)?;
    let remark = opened.remarks.iter().find(|remark| remark.no == no).ok_or(Error::NotFound)?;
    let kind = match fields.text("turn") {
        "settle" => TurnKind::Settle,
        "insist" => TurnKind::Insist,
        _ => return Err(Error::BadForm),
    };
    if remark.state() == RemarkState::Settled {
        form.reject("", format!("第 {no} 条意见已经解决"));
        return Ok(Done::No(StatusCode::CONFLICT));
    }
    if kind == TurnKind::Insist && words.is_empty() {
        form.reject("", format!("第 {no} 条意见：请写明还需要怎样处理"));
        return Ok(Done::No(StatusCode::UNPROCESSABLE_ENTITY));
    }
    let seq = u32::try_from(remark.turns.len()).unwrap_or(u32::MAX).saturating_add(1);
    let turn = Turn { kind, words: words.to_owned(), hand };
    let mut unit = visit.app.store.begin().await?;
    if !unit.add_turn(&body.id, year, no, seq, &turn).await? {
        form.reject("", format!("第 {no} 条意见刚才有新的回复，请看过后再处理"));
        return Ok(Done::No(StatusCode::CONFLICT));
    }
    record(visit, unit, "report.turn", body, year).await
}

async fn step(
    visit: &Visit,
    opened: &Opened,
    act: Act,
    fields: &Fields,
    hand: Hand,
    form: &mut FormState,
) -> Result<Done, Error> {
    let (body, year) = (&opened.standing.body, opened.standing.year);
    let words = fields.text("words").trim();
    if act == Act::Publish {
        // A body that works here publishes its own report.
        let versions = visit.app.store.report_versions(&body.id, year).await?;
        if versions.iter().any(|version| version.origin == Origin::Live) {
            visit.may(Permission::PublishReport, &body.id)?;
        }
    }
    let mut unit = visit.app.store.begin().await?;
    let life = unit.report_life(&body.id, year).await?;
    if fields.text("steps") != life.steps().len().to_string() {
        form.reject("", "打开这一页以后报告又有变动，请看过后再办");
        return Ok(Done::No(StatusCode::CONFLICT));
    }
    let made = match act {
        Act::SendBack => life.send_back(hand, words),
        _ => life.publish(hand),
    };
    let step = match made {
        Ok(step) => step,
        Err(refusals) => {
            for refusal in refusals {
                form.reject(if words.is_empty() && act == Act::SendBack { "words" } else { "" }, refusal.to_string());
            }
            return Ok(Done::No(StatusCode::UNPROCESSABLE_ENTITY));
        }
    };
    if !unit.report_step(&body.id, year, &life, &step).await? {
        form.reject("", "刚才有人处理了这份报告，请看过后再办");
        return Ok(Done::No(StatusCode::CONFLICT));
    }
    if act == Act::Publish {
        unit.queue_report(&body.id, year).await?;
    }
    let done = record(visit, unit, &format!("report.{}", act.key()), body, year).await?;
    if act == Act::Publish {
        find::refresh(&visit.app).await;
    }
    Ok(done)
}

async fn record(visit: &Visit, mut unit: store::Unit, act: &str, body: &Body, year: i16) -> Result<Done, Error> {
    visit.record(&mut unit, act, &format!("{}/{year}", body.slug), Outcome::Done).await?;
    unit.commit().await?;
    Ok(Done::Yes)
}
