use crate::casework::{badge, title_for};
use crate::error::Error;
use crate::page::form::{Choice, FormState};
use crate::page::parts::{Badge, Pager, Tab, Tone};
use crate::page::words::{list_date, percent_encoded};
use crate::page::{Page, Waiting};
use crate::visit::Visit;
use askama::Template;
use axum::extract::Query;
use axum::response::{Html, IntoResponse, Response};
use cases::stage::{Extension, StageKind};
use civic::{BodyId, Permission};
use jiff::civil::Date;
use law::clock::State;
use serde::Deserialize;
use store::cases::{CaseLine, Found, Narrowed};

/// A day or two before the end a case is "soon due".
const SOON: i64 = 3;
const PER_PAGE: u64 = 50;

/// What the list is narrowed to and sorted by.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    view: String,
    waiting: String,
    stage: String,
    body: String,
    q: String,
    sort: String,
    page: String,
}

/// One row of the list.
#[derive(Clone, Debug)]
struct Row {
    href: String,
    number: String,
    title: String,
    name: String,
    body: String,
    arrived: String,
    due: Option<Date>,
    due_shown: String,
    left_shown: String,
    class: &'static str,
    stage: StageKind,
    badges: Vec<Badge>,
    extension_asked: bool,
    rank: u8,
}

#[derive(Template)]
#[template(path = "casework/list.html")]
struct List {
    page: Page,
    form: FormState,
    tabs: Vec<Tab>,
    bodies: Vec<Choice>,
    stages: Vec<Choice>,
    rows: Vec<Row>,
    sorted: String,
    base: String,
    open: bool,
    pager: Option<Pager>,
    may_take_in: bool,
    narrowed: bool,
}

/// Whether the reader may know who applied.
fn name_for(visit: &Visit, body: &BodyId, masked: &str, kind: &str) -> String {
    if visit.can(Permission::SeeApplicant, body) { masked.to_owned() } else { kind.to_owned() }
}

fn row(visit: &Visit, found: &Found) -> Row {
    let timeline = found.case.clock(visit.today, visit.rules());
    let stage = found.case.stage().kind();
    let mut badges = vec![badge(stage)];
    let left = timeline.working_days_left.filter(|_| timeline.due.is_some());
    let class = match (timeline.state, left) {
        (State::Abandoned, _) => "is-late",
        (_, Some(left)) if left < 0 => "is-late",
        (State::Running, Some(left)) if left <= SOON => "is-soon",
        _ => "",
    };
    if timeline.state == State::Abandoned {
        badges.push(Badge::new(Tone::Late, "应当终止"));
    } else if class == "is-late" {
        badges.push(Badge::new(Tone::Late, "已超期"));
    } else if class == "is-soon" {
        badges.push(Badge::new(Tone::Soon, "即将到期"));
    }
    let extension = found.case.stage().handling().map(|handling| handling.extension);
    let extension_asked = matches!(extension, Some(Extension::Asked { .. }));
    if extension_asked {
        badges.push(Badge::new(Tone::Soon, "延期待批"));
    }
    let left_shown = match (stage, left) {
        (StageKind::Arrived, _) => "待登记".to_owned(),
        (_, Some(left)) if left < 0 => format!("超期 {} 个工作日", -left),
        (_, Some(left)) => format!("{left} 个工作日"),
        (_, None) => "不计".to_owned(),
    };
    Row {
        href: format!("/desk/cases/{}", found.case.id()),
        number: found.number.to_string(),
        title: title_for(visit, &found.body, &found.title),
        name: name_for(visit, &found.body, &found.masked_name, found.applicant_kind.label()),
        body: body_name(visit, &found.body),
        arrived: list_date(&found.case.arrival().1),
        due: timeline.due,
        due_shown: timeline.due.map(|due| list_date(&due)).unwrap_or_default(),
        left_shown,
        class,
        stage,
        badges,
        extension_asked,
        // What has no last day because nobody has registered it comes first; what waits for the applicant comes last.
        rank: match (stage, timeline.state, timeline.due) {
            (StageKind::Arrived, ..) | (_, State::Abandoned, _) => 0,
            (_, _, Some(_)) => 1,
            (_, _, None) => 2,
        },
    }
}

fn closed_row(visit: &Visit, line: &CaseLine) -> Row {
    let mut badges = vec![badge(line.stage)];
    if let Some((outcome, _)) = line.result {
        badges.push(Badge::new(Tone::Shut, outcome.label()));
    }
    Row {
        href: format!("/desk/cases/{}", line.id),
        number: line.number.clone(),
        title: title_for(visit, &line.body, &line.title),
        name: name_for(visit, &line.body, &line.masked_name, line.applicant_kind.label()),
        body: body_name(visit, &line.body),
        arrived: list_date(&line.arrived_on),
        due: line.result.map(|(_, on)| on),
        due_shown: line.result.map(|(_, on)| list_date(&on)).unwrap_or_default(),
        left_shown: String::new(),
        class: "",
        stage: line.stage,
        badges,
        extension_asked: false,
        rank: 0,
    }
}

fn body_name(visit: &Visit, body: &BodyId) -> String {
    visit.app.tree().get(body).map_or_else(String::new, |body| body.short_name.clone())
}

async fn open_rows(visit: &Visit, bodies: &[BodyId]) -> Result<Vec<Row>, Error> {
    let mut rows = Vec::new();
    for body in bodies {
        rows.extend(visit.app.store.open_cases(body).await?.iter().map(|found| row(visit, found)));
    }
    Ok(rows)
}

fn sort(rows: &mut [Row], by: &str) {
    let (key, backwards) = by.strip_prefix('-').map_or((by, false), |key| (key, true));
    match key {
        "number" => rows.sort_by(|a, b| a.number.cmp(&b.number)),
        "arrived" => rows.sort_by(|a, b| a.arrived.cmp(&b.arrived)),
        "stage" => rows.sort_by_key(|row| row.stage),
        _ => rows.sort_by(|a, b| (a.rank, a.due, &a.arrived, &a.number).cmp(&(b.rank, b.due, &b.arrived, &b.number))),
    }
    if backwards {
        rows.reverse();
    }
}

/// `/desk/cases/`: what is open, sorted by the last lawful day; or what is closed.
///
/// # Errors
/// A fault when the cases cannot be read.
pub async fn list(visit: Visit, Query(wanted): Query<Wanted>) -> Result<Response, Error> {
    let all = visit.bodies(Permission::ReadCases);
    let chosen: Vec<BodyId> = match visit.app.tree().by_slug(&wanted.body) {
        Some(body) if all.contains(&body.id) => vec![body.id.clone()],
        _ => all.clone(),
    };
    let stage = StageKind::from_key(&wanted.stage).or_else(|| StageKind::from_key(&wanted.waiting));
    let words = wanted.q.trim().to_owned();
    let open = wanted.view != "closed";
    let per = |view: &str| {
        format!("/desk/cases/?view={view}&body={}&q={}&", percent_encoded(&wanted.body), percent_encoded(&words))
    };
    let base = format!("{}stage={}&", per(&wanted.view), stage.map_or("", StageKind::key));
    let mut pager = None;
    let mut rows;
    let open_count;
    if open {
        rows = open_rows(&visit, &chosen).await?;
        open_count = Some(rows.len() as u64);
        rows.retain(|row| stage.is_none_or(|stage| row.stage == stage));
        rows.retain(|row| wanted.waiting != "extension" || row.extension_asked);
        rows.retain(|row| words.is_empty() || [&row.title, &row.number, &row.name].iter().any(|t| t.contains(&words)));
        sort(&mut rows, &wanted.sort);
    } else {
        let page = wanted.page.parse().unwrap_or(1).clamp(1, 10_000);
        // Closed cases are paged body by body; whoever watches several bodies chooses one of them.
        let body = chosen.first().ok_or(Error::NotFound)?;
        let by_applicant = visit.can(Permission::SeeApplicant, body);
        let narrowed = Narrowed { stage, words: words.clone(), by_applicant };
        let (lines, total) = visit.app.store.closed_cases(body, &narrowed, page, PER_PAGE).await?;
        rows = lines.iter().map(|line| closed_row(&visit, line)).collect();
        pager = Some(Pager { page, total, per_page: PER_PAGE, base: base.clone() });
        open_count = None;
    }
    let tree = visit.app.tree();
    let mut bodies: Vec<Choice> = if open { vec![Choice::new("", "全部单位")] } else { Vec::new() };
    bodies.extend(
        all.iter().filter_map(|id| tree.get(id)).map(|body| Choice::new(body.slug.as_str(), body.short_name.as_str())),
    );
    let mut stages = vec![Choice::new("", "全部状态")];
    stages.extend(
        StageKind::ALL
            .iter()
            .filter(|stage| stage.is_open() == open)
            .map(|stage| Choice::new(stage.key(), stage.label())),
    );
    let tab =
        |label: &str, view: &str, count, current| Tab { label: label.to_owned(), href: per(view), count, current };
    let tabs = vec![tab("在办", "open", open_count, open), tab("已办结", "closed", None, !open)];
    let form = FormState::new()
        .with("view", wanted.view.as_str())
        .with(
            "body",
            if open || !wanted.body.is_empty() {
                wanted.body.clone()
            } else {
                chosen.first().and_then(|id| tree.get(id)).map(|b| b.slug.clone()).unwrap_or_default()
            },
        )
        .with("stage", stage.map_or("", StageKind::key))
        .with("q", words.as_str());
    let page = visit.desk("办件").await?.here("办件").wide();
    let list = List {
        page,
        form,
        tabs,
        bodies,
        stages,
        rows,
        sorted: if wanted.sort.is_empty() { "due".to_owned() } else { wanted.sort.clone() },
        base,
        open,
        pager,
        may_take_in: !visit.bodies(Permission::HandleCase).is_empty(),
        narrowed: !words.is_empty() || stage.is_some() || wanted.waiting == "extension",
    };
    Ok(Html(list.render()?).into_response())
}

/// How many cases are open, and how many of them late, in the bodies that the person signed in watches without acting there.
/// `None` for whoever watches none.
///
/// # Errors
/// A fault when the cases cannot be read.
pub async fn watched(visit: &Visit) -> Result<Option<(u64, u64)>, Error> {
    let acts_in = [visit.bodies(Permission::HandleCase), visit.bodies(Permission::SignReply)].concat();
    let mut bodies = visit.bodies(Permission::ReadCases);
    bodies.retain(|body| !acts_in.contains(body));
    if bodies.is_empty() {
        return Ok(None);
    }
    let rows = open_rows(visit, &bodies).await?;
    let late = rows.iter().filter(|row| row.class == "is-late").count();
    Ok(Some((rows.len() as u64, late as u64)))
}

/// What waits for the person signed in, by kind, with how many are past their last day.
///
/// # Errors
/// A fault when the cases cannot be read.
pub async fn waiting(visit: &Visit) -> Result<Vec<Waiting>, Error> {
    let handles = visit.bodies(Permission::HandleCase);
    let signs = visit.bodies(Permission::SignReply);
    let mut waiting = Vec::new();
    let mut add = |label: &str, key: &str, rows: &[&Row]| {
        if !rows.is_empty() {
            waiting.push(Waiting {
                label: label.to_owned(),
                href: format!("/desk/cases/?waiting={key}"),
                count: rows.len() as u64,
                late: rows.iter().filter(|row| row.class == "is-late").count() as u64,
            });
        }
    };
    let rows = open_rows(visit, &handles).await?;
    for stage in [
        StageKind::Arrived,
        StageKind::Handling,
        StageKind::Consulting,
        StageKind::AwaitingCorrection,
        StageKind::AwaitingFee,
        StageKind::AwaitingService,
    ] {
        add(stage.label(), stage.key(), &rows.iter().filter(|row| row.stage == stage).collect::<Vec<_>>());
    }
    let rows = if signs == handles { rows } else { open_rows(visit, &signs).await? };
    if !signs.is_empty() {
        let to_sign = rows.iter().filter(|row| row.stage == StageKind::AwaitingSignature);
        add("待签发", StageKind::AwaitingSignature.key(), &to_sign.collect::<Vec<_>>());
        add("延期待批", "extension", &rows.iter().filter(|row| row.extension_asked).collect::<Vec<_>>());
    }
    Ok(waiting)
}
