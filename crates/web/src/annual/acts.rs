//! 签发, 撤回签发, 公布, 更正: each act asks who may, then the life of the report; the steps, what they freeze and their audit
//! line are one unit of work.

use super::sheet::{self, changed};
use super::work::Work;
use super::year;
use crate::chance;
use crate::error::Error;
use crate::fields::Fields;
use crate::find;
use crate::page::Page;
use crate::page::form::FormState;
use crate::page::parts::{Fact, Noticed, Refused};
use crate::page::words;
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use civic::{Body, Permission};
use report::annual::{Act, Change, Hand, Life, Refusal, Signing, Stage, Step, changes};
use report::finding::Severity;
use report::report::Report;
use store::annual::{Origin, Version};
use store::audit::Outcome;

/// An act of the body that reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deed {
    Sign,
    Withdraw,
    Publish,
    Reopen,
    Close,
}

impl Deed {
    pub(super) const ALL: [Deed; 5] = [Self::Sign, Self::Publish, Self::Withdraw, Self::Reopen, Self::Close];

    pub(super) fn act(self) -> Act {
        match self {
            Self::Sign => Act::Sign,
            Self::Withdraw => Act::Withdraw,
            Self::Publish => Act::Publish,
            Self::Reopen => Act::Reopen,
            Self::Close => Act::Close,
        }
    }

    pub(super) fn permission(self) -> Permission {
        match self {
            Self::Sign | Self::Withdraw => Permission::SignReport,
            Self::Publish => Permission::PublishReport,
            Self::Reopen | Self::Close => Permission::WriteReport,
        }
    }

    /// The last part of its address.
    pub(super) fn address(self) -> &'static str {
        match self {
            Self::Sign => "sign",
            Self::Withdraw => "act/withdraw",
            Self::Publish => "act/publish",
            Self::Reopen => "act/reopen",
            Self::Close => "act/close",
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().filter(|deed| *deed != Self::Sign).find(|deed| deed.act().key() == name)
    }

    pub(super) fn label(self, stage: Stage) -> &'static str {
        match (self, stage) {
            (Self::Sign, Stage::Correcting) => "签发更正",
            (Self::Publish, Stage::CorrectionSigned) => "公布更正",
            (deed, _) => deed.act().label(),
        }
    }

    pub(super) fn note(self) -> &'static str {
        match self {
            Self::Sign => "签发即锁定，并报送主管部门。",
            Self::Withdraw => "公布以前可以撤回，撤回后可以修改。",
            Self::Publish => "在网站公布，任何人都能看到和下载。",
            Self::Reopen => "更正签发、公布以前，网站上的版本不变。",
            Self::Close => "不更正了，网站上的版本不变。",
        }
    }

    /// Whether it is listed with the reason even when it cannot be done now: on the way to the public the next two always are.
    pub(super) fn is_shown_at(self, stage: Stage) -> bool {
        matches!(self, Self::Sign | Self::Publish) && stage != Stage::Published
    }

    fn asks_why(self) -> bool {
        matches!(self, Self::Withdraw | Self::Reopen)
    }
}

/// As the page draws them: what the way on asks for follows "可以：", what it only explains stands with the reason.
pub(super) fn refused(refusals: &[Refusal]) -> Vec<Refused> {
    let one = |refusal: &Refusal| {
        let way_on = refusal.way_on().trim_end_matches('。');
        let (says, way_on) = match way_on.strip_prefix('请') {
            Some(act) => (refusal.says(), act),
            None => (format!("{}：{way_on}", refusal.says()), ""),
        };
        Refused { says, basis: refusal.basis().unwrap_or_default().into(), way_on: way_on.into() }
    };
    refusals.iter().map(one).collect()
}

/// What the page says when figures or texts of a locked report are sent.
pub(super) fn locked(stage: Stage) -> Refused {
    let way_on = match stage {
        Stage::Published => "先开始更正，再修改",
        _ => "先由公开机构负责人撤回签发，再修改",
    };
    Refused { says: format!("报告{}，已经锁定", stage.label()), basis: String::new(), way_on: way_on.into() }
}

fn hand(visit: &Visit) -> Result<Hand, Error> {
    let person = visit.person()?;
    Ok(Hand { by: person.id.clone(), name: person.name.clone(), at: visit.now })
}

/// How many steps the form was made after.
fn seen(fields: &Fields) -> Result<usize, Error> {
    fields.text("steps").parse().map_err(|_| Error::BadForm)
}

/// Records a step with what it freezes and its audit line. `false`: something else happened to the report meanwhile.
async fn record(visit: &Visit, work: &Work, step: &Step, freezes: Option<&Version>) -> Result<bool, Error> {
    let (body, year) = (&work.body, work.year);
    let mut unit = visit.app.store.begin().await?;
    if !unit.report_step(&body.id, year, &work.life, step).await? {
        return Ok(false);
    }
    if let Some(version) = freezes
        && !unit.freeze_report(version).await?
    {
        return Ok(false);
    }
    if step.act == Act::Publish {
        unit.queue_report(&body.id, year).await?;
    }
    let target = format!("{}/{year}/{}", body.slug, step.version);
    visit.record(&mut unit, &format!("report.{}", step.act.key()), &target, Outcome::Done).await?;
    unit.commit().await?;
    if step.act == Act::Publish {
        find::refresh(&visit.app).await;
    }
    Ok(true)
}

/// Notes a refused try.
async fn record_refused(visit: &Visit, work: &Work, act: Act) -> Result<(), Error> {
    let mut unit = visit.app.store.begin().await?;
    let target = format!("{}/{}", work.body.slug, work.year);
    visit.record(&mut unit, &format!("report.{}", act.key()), &target, Outcome::Refused).await?;
    Ok(unit.commit().await?)
}

/// The answer to a form made before something else happened: done already by the same person (a double click), or told.
async fn overtaken(visit: &Visit, work: &Work, act: Act, seen: usize) -> Result<Response, Error> {
    let fresh = Work::read(visit, &work.body, work.year).await?;
    let person = visit.person()?;
    if let Some(step) = fresh.life.steps().get(seen)
        && step.act == act
        && step.hand.by == person.id
        && fresh.life.steps().len() == seen + 1
    {
        return Ok(done(work, act));
    }
    let says = match fresh.life.steps().last() {
        Some(step) => format!("{}已于{}{}", step.hand.name, words::moment(&step.hand.at), step.act.label()),
        None => "页面打开以后报告有变动".to_owned(),
    };
    let refused = Refused { says, basis: String::new(), way_on: "核对现在的内容后再办理".into() };
    sheet::refusing(visit, &fresh, vec![refused]).await
}

fn done(work: &Work, act: Act) -> Response {
    Redirect::to(&format!("{}?done={}", year::href(&work.body, work.year), act.key())).into_response()
}

#[derive(Template)]
#[template(path = "annual/sign.html")]
struct SignPage {
    page: Page,
    form: FormState,
    csrf: String,
    href: String,
    title: String,
    facts: Vec<Fact>,
    refusals: Vec<Refused>,
    /// Whether the button is there: not where something stands against it that no words on this form can change.
    is_offered: bool,
    is_correction: bool,
    errors: usize,
    noticed: Vec<Noticed>,
    /// What the earlier version is, and what differs from it.
    since: String,
    cells: Vec<sheet::Changed>,
    texts: Vec<ChangedText>,
}

/// A text that differs.
struct ChangedText {
    title: String,
    before: String,
    after: String,
}

/// What the signature would stand under: numbers and texts, so that nobody signs what they have not seen.
fn digest(report: &Report) -> String {
    let content = Report { findings: Vec::new(), ..report.clone() };
    chance::digest(&serde_json::to_string(&content).unwrap_or_default())
}

/// The earlier version that a signer compares with: what the public reads, or else what was signed last.
async fn earlier(visit: &Visit, body: &Body, year: i16, life: &Life) -> Result<Option<Version>, Error> {
    match life.public().or(life.next_version().checked_sub(1).filter(|last| *last > 0)) {
        Some(number) => Ok(visit.app.store.report_version(&body.id, year, number).await?),
        None => Ok(None),
    }
}

/// `/desk/report/{slug}/{year}/sign`: what is put before the head of the office.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Denied`], or a fault of the archive.
pub async fn sign_page(visit: Visit, Path((slug, year)): Path<(String, String)>) -> Result<Response, Error> {
    let (body, year) = year::named(&visit, &slug, &year, Permission::SignReport)?;
    let work = Work::read(&visit, &body, year).await?.signed_on(visit.today);
    if let Err(refusal) = work.life.allows(Act::Sign) {
        return sheet::refusing(&visit, &work, refused(&[refusal])).await;
    }
    let earlier = earlier(&visit, &body, year, &work.life).await?;
    let public = earlier.as_ref().filter(|_| work.life.public().is_some()).map(|version| &version.report);
    // What only the form itself can give is not asked for before it is sent.
    let signing = Signing {
        today: visit.today,
        report: &work.report,
        unfilled: &work.missing,
        over: "-",
        what_changed: "-",
        public,
    };
    let refusals = work.life.sign(hand(&visit)?, &signing).err().unwrap_or_default();
    let form = FormState::new();
    show_signing(&visit, &work, earlier.as_ref(), form, refused(&refusals), StatusCode::OK).await
}

async fn show_signing(
    visit: &Visit,
    work: &Work,
    earlier: Option<&Version>,
    form: FormState,
    refusals: Vec<Refused>,
    status: StatusCode,
) -> Result<Response, Error> {
    let href = year::href(&work.body, work.year);
    let here = format!("{}{}年", work.body.short_name, work.year);
    let label = Deed::Sign.label(work.life.stage());
    let page = visit.desk(label).await?.crumb("年度报告", "/desk/report").crumb(here, &href).here(label);
    let page = page.wide().showing(&form);
    let year = work.shown(None);
    let differs = earlier.map(|version| changes(&version.report, &work.report)).unwrap_or_default();
    let due = year::reporter(work.body.kind).report_due(work.year);
    let signing = SignPage {
        page,
        csrf: visit.csrf().to_owned(),
        title: work.report.title.clone().unwrap_or_default(),
        facts: vec![
            Fact::new("报告单位", &work.body.name),
            Fact::new("落款日期", words::date(&visit.today)),
            Fact::new("公布截止", format!("{}，{}", year::due_words(due), year::left(due, visit.today).0)).across(),
        ],
        is_offered: refusals.is_empty() || status != StatusCode::OK,
        refusals,
        is_correction: work.life.public().is_some(),
        errors: year.findings.iter().filter(|finding| finding.severity == Severity::Error).count(),
        noticed: year.noticed_from(&href),
        since: earlier.map_or_else(String::new, |version| {
            format!("{}（第 {} 稿）", words::moment(&version.hand.at), version.version)
        }),
        cells: changed(&differs, &work.report.cells, &href),
        texts: differs.iter().filter_map(changed_text).collect(),
        form: form.with("steps", work.life.steps().len().to_string()).with("content", digest(&work.report)),
        href,
    };
    Ok((status, Html(signing.render()?)).into_response())
}

fn changed_text(change: &Change) -> Option<ChangedText> {
    let Change::Text { part, before, after } = change else { return None };
    let title = part.map_or("编制说明".to_owned(), |key| format!("{}、{}", key.numeral(), key.title()));
    Some(ChangedText { title, before: before.clone(), after: after.clone() })
}

/// `POST …/sign`: 签发 and handed in.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Denied`], [`Error::BadForm`], or a fault of the archive.
pub async fn sign(visit: Visit, Path((slug, year)): Path<(String, String)>, fields: Fields) -> Result<Response, Error> {
    let (body, year) = year::named(&visit, &slug, &year, Permission::SignReport)?;
    fields.only(&["steps", "content", "over", "what_changed"])?;
    let work = Work::read(&visit, &body, year).await?.signed_on(visit.today);
    let seen = seen(&fields)?;
    if work.life.steps().len() != seen {
        return overtaken(&visit, &work, Act::Sign, seen).await;
    }
    let earlier = earlier(&visit, &body, year, &work.life).await?;
    let (over, what_changed) = (fields.text("over"), fields.text("what_changed"));
    let public = earlier.as_ref().filter(|_| work.life.public().is_some()).map(|version| &version.report);
    let signing =
        Signing { today: visit.today, report: &work.report, unfilled: &work.missing, over, what_changed, public };
    let hand = hand(&visit)?;
    let step = match work.life.sign(hand.clone(), &signing) {
        Ok(step) => step,
        Err(refusals) => {
            record_refused(&visit, &work, Act::Sign).await?;
            let mut form = fields.form();
            for refusal in &refusals {
                match refusal {
                    Refusal::ErrorsUnanswered { .. } => form.reject("over", refusal.way_on().trim_end_matches('。')),
                    Refusal::ChangeNotStated => form.reject("what_changed", refusal.way_on().trim_end_matches('。')),
                    _ => {}
                }
            }
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return show_signing(&visit, &work, earlier.as_ref(), form, refused(&refusals), status).await;
        }
    };
    if fields.text("content") != digest(&work.report) {
        let changed = Refused {
            says: "打开本页以后，表格或者文字有变动".into(),
            basis: String::new(),
            way_on: "核对下面的内容，再次签发".into(),
        };
        let form = fields.form();
        return show_signing(&visit, &work, earlier.as_ref(), form, vec![changed], StatusCode::CONFLICT).await;
    }
    let version = Version {
        body: body.id.clone(),
        year,
        version: step.version,
        origin: Origin::Live,
        report: work.report.clone(),
        what_changed: if public.is_some() { what_changed.trim().to_owned() } else { String::new() },
        hand,
    };
    if !record(&visit, &work, &step, Some(&version)).await? {
        return overtaken(&visit, &work, Act::Sign, seen).await;
    }
    Ok(done(&work, Act::Sign))
}

#[derive(Template)]
#[template(path = "annual/act.html")]
struct ActPage {
    page: Page,
    form: FormState,
    csrf: String,
    href: String,
    address: &'static str,
    title: String,
    label: String,
    note: &'static str,
    facts: Vec<Fact>,
    asks_why: bool,
    why: &'static str,
}

/// `/desk/report/{slug}/{year}/act/{act}`: asks once, and for the reason where there has to be one.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Denied`], or a fault of the archive.
pub async fn act_page(
    visit: Visit,
    Path((slug, year, act)): Path<(String, String, String)>,
) -> Result<Response, Error> {
    let deed = Deed::named(&act).ok_or(Error::NotFound)?;
    let (body, year) = year::named(&visit, &slug, &year, deed.permission())?;
    let work = Work::read(&visit, &body, year).await?;
    if let Err(refusal) = work.life.allows(deed.act()) {
        return sheet::refusing(&visit, &work, refused(&[refusal])).await;
    }
    show_act(&visit, &work, deed, FormState::new(), StatusCode::OK).await
}

async fn show_act(
    visit: &Visit,
    work: &Work,
    deed: Deed,
    form: FormState,
    status: StatusCode,
) -> Result<Response, Error> {
    let href = year::href(&work.body, work.year);
    let here = format!("{}{}年", work.body.short_name, work.year);
    let label = deed.label(work.life.stage()).to_owned();
    let page = visit.desk(&label).await?.crumb("年度报告", "/desk/report").crumb(here, &href).here(&label);
    let mut facts = Vec::new();
    if let Some(step) = work.life.signed() {
        facts.push(Fact::new("签发", format!("{}，{}", step.hand.name, words::moment(&step.hand.at))));
        facts.push(Fact::new("稿次", format!("第 {} 稿", step.version)).to(format!("{href}/v/{}", step.version)));
    }
    let due = year::reporter(work.body.kind).report_due(work.year);
    if deed == Deed::Publish && work.life.public().is_none() {
        facts.push(Fact::new("公布截止", format!("{}，{}", year::due_words(due), year::left(due, visit.today).0)));
    }
    let asked = ActPage {
        page: page.wide().showing(&form),
        csrf: visit.csrf().to_owned(),
        address: deed.address(),
        title: work.report.title.clone().unwrap_or_default(),
        label,
        note: deed.note(),
        facts,
        asks_why: deed.asks_why(),
        why: if deed == Deed::Reopen { "需要更正什么" } else { "撤回理由" },
        form: form.with("steps", work.life.steps().len().to_string()),
        href,
    };
    Ok((status, Html(asked.render()?)).into_response())
}

/// `POST …/act/{act}`: 撤回签发, 公布, 开始更正, 取消更正.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Denied`], [`Error::BadForm`], or a fault of the archive.
pub async fn act(
    visit: Visit,
    Path((slug, year, act)): Path<(String, String, String)>,
    fields: Fields,
) -> Result<Response, Error> {
    let deed = Deed::named(&act).ok_or(Error::NotFound)?;
    let (body, year) = year::named(&visit, &slug, &year, deed.permission())?;
    fields.only(&["steps", "reason"])?;
    let work = Work::read(&visit, &body, year).await?;
    let seen = seen(&fields)?;
    if work.life.steps().len() != seen {
        return overtaken(&visit, &work, deed.act(), seen).await;
    }
    let (life, by, reason) = (&work.life, hand(&visit)?, fields.text("reason"));
    let step = match deed {
        Deed::Withdraw => life.withdraw(by, reason),
        Deed::Publish => life.publish(by),
        Deed::Reopen => life.reopen(by, reason),
        Deed::Close | Deed::Sign => life.close(by),
    };
    let step = match step {
        Ok(step) => step,
        Err(refusals) => {
            record_refused(&visit, &work, deed.act()).await?;
            let about_words =
                |refusal: &Refusal| matches!(refusal, Refusal::NoReason(_) | Refusal::WordsTooLong { .. });
            if refusals.iter().all(about_words) {
                let mut form = fields.form();
                refusals.iter().for_each(|refusal| form.reject("reason", refusal.to_string().trim_end_matches('。')));
                return show_act(&visit, &work, deed, form, StatusCode::UNPROCESSABLE_ENTITY).await;
            }
            return sheet::refusing(&visit, &work, refused(&refusals)).await;
        }
    };
    if !record(&visit, &work, &step, None).await? {
        return overtaken(&visit, &work, deed.act(), seen).await;
    }
    Ok(done(&work, deed.act()))
}
