use super::entry::as_typed;
use super::year::{self, Year};
use crate::error::Error;
use crate::page::parts::{Badge, Fact, Pager, Tone};
use crate::page::{Page, words};
use crate::visit::Visit;
use askama::Template;
use axum::extract::{Path, Query};
use axum::response::{Html, IntoResponse, Response};
use cases::stage::StageKind;
use civic::{BodyId, Permission};
use jiff::civil::Date;
use report::form::Cell;
use report::tally::{DocumentMeasure, RemedyState, Selection, Which, behind};
use report::write::value;
use serde::Deserialize;
use store::cases::CaseLine;
use store::cases_counted::RemedyLine;
use store::publications::Line;
use store::reports::Entered;

#[derive(Template)]
#[template(path = "annual/cell.html")]
struct CellPage {
    page: Page,
    facts: Vec<Fact>,
    counts: String,
    listed: Listed,
    /// Whether this reader may see who applied and for what.
    sees_applicant: bool,
    enters: bool,
    href: String,
    path: String,
    pager: Pager,
}

/// What stands behind a number.
enum Listed {
    Cases(Vec<Case>),
    Remedies(Vec<Remedy>),
    Documents(Vec<Document>),
    Entries(Vec<Entry>),
}

struct Case {
    href: String,
    number: String,
    kind: &'static str,
    /// Masked; empty for whoever may not see it.
    applicant: String,
    title: String,
    stage: Badge,
    received: String,
    closed: String,
    outcome: &'static str,
}

struct Remedy {
    href: String,
    number: String,
    kind: &'static str,
    organ: String,
    filed: String,
    closed: String,
    ruling: &'static str,
}

struct Document {
    href: String,
    title: String,
    doc_no: String,
    made: String,
    published: String,
    repealed: String,
}

struct Entry {
    value: String,
    source: String,
    note: String,
    who: String,
    at: String,
    is_current: bool,
}

/// Which cell, which page.
#[derive(Deserialize)]
pub struct Part {
    #[serde(default)]
    path: String,
    #[serde(default)]
    page: String,
}

const PER_PAGE: u64 = 50;

/// `/desk/report/{slug}/{year}/cell?path=…`: exactly what a number of the form counts.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Denied`], or a fault when the register cannot be read.
pub async fn page(
    visit: Visit,
    Path((slug, year)): Path<(String, String)>,
    Query(part): Query<Part>,
) -> Result<Response, Error> {
    let (body, year) = year::named(&visit, &slug, &year, Permission::ReadReport)?;
    let year = Year::read(&visit, body, year).await?;
    let cells = &year.report.cells;
    let cell = cells.form().cell(&part.path).filter(|cell| cell.is_official()).ok_or(Error::NotFound)?;
    let sees_applicant = visit.can(Permission::SeeApplicant, &year.body.id);
    let page = part.page.parse().unwrap_or(1).max(1);
    let (listed, total) = listed(&visit, &year, cell, sees_applicant, page).await?;
    let href = year::href(&year.body, year.year);
    let number = match value(cells, cell.no) {
        blank if blank.is_empty() => "未填".to_owned(),
        number => number,
    };
    let here = format!("{}{}年", year.body.short_name, year.year);
    let name = year::name(cell);
    let cell_page = CellPage {
        page: visit
            .desk(&name)
            .await?
            .crumb("年度报告", "/desk/report")
            .crumb(here, format!("{href}#{}", year::anchor(cell)))
            .here(name)
            .wide(),
        facts: vec![
            Fact::new("单位", &year.body.name),
            Fact::new("年度", format!("{}年", year.year)),
            Fact::new("位置", cell.place_zh()),
            Fact::new("数", number),
        ],
        counts: counts(cell, year.year, visit.today),
        listed,
        sees_applicant,
        enters: visit.can(Permission::EnterFigures, &year.body.id),
        pager: Pager { page, total, per_page: PER_PAGE, base: format!("?path={}&", cell.path) },
        path: cell.path.clone(),
        href,
    };
    Ok(Html(cell_page.render()?).into_response())
}

/// A page of what stands behind the cell, and how much there is in all.
async fn listed(
    visit: &Visit,
    year: &Year,
    cell: &Cell,
    sees_applicant: bool,
    page: u64,
) -> Result<(Listed, u64), Error> {
    let (store, body, of) = (&visit.app.store, &year.body.id, year.year);
    let opens = visit.can(Permission::ReadCases, body);
    Ok(match behind(cell) {
        Selection::Applications { applicant, which } => {
            let lines = store.cases_behind(body, of, applicant, &which).await?;
            let shown = shown(&lines, page).map(|line| case(line, opens, sees_applicant));
            (Listed::Cases(shown.collect()), lines.len() as u64)
        }
        Selection::Remedies { kind, state } => {
            let lines = store.remedies_behind(body, of, kind, state).await?;
            (Listed::Remedies(shown(&lines, page).map(|line| remedy(line, opens)).collect()), lines.len() as u64)
        }
        Selection::Documents { kind, measure } => {
            let lines = store.documents_behind(body, of, kind, measure).await?;
            (Listed::Documents(shown(&lines, page).map(document).collect()), lines.len() as u64)
        }
        Selection::Figure => (Listed::Entries(entries(visit, body, of, cell).await?), 0),
    })
}

fn shown<T>(all: &[T], page: u64) -> impl Iterator<Item = &T> {
    let skipped = usize::try_from((page - 1).saturating_mul(PER_PAGE)).unwrap_or(usize::MAX);
    all.iter().skip(skipped).take(PER_PAGE as usize)
}

fn day(day: Option<Date>) -> String {
    day.map_or_else(|| "—".to_owned(), |day| words::list_date(&day))
}

fn case(line: &CaseLine, opens: bool, sees_applicant: bool) -> Case {
    let shown = |text: &str| if sees_applicant { text.to_owned() } else { String::new() };
    Case {
        href: if opens { format!("/desk/cases/{}", line.id) } else { String::new() },
        number: line.number.clone(),
        kind: line.applicant_kind.label(),
        applicant: shown(&line.masked_name),
        title: shown(&line.title),
        stage: Badge::new(tone(line.stage), line.stage.label()),
        received: day(line.received_on),
        closed: day(line.result.map(|(_, on)| on)),
        outcome: line.result.map_or("—", |(outcome, _)| outcome.label()),
    }
}

fn tone(stage: StageKind) -> Tone {
    match stage {
        StageKind::Arrived => Tone::Waiting,
        StageKind::AwaitingCorrection | StageKind::Consulting | StageKind::AwaitingFee => Tone::Held,
        StageKind::Handling | StageKind::AwaitingSignature | StageKind::AwaitingService => Tone::Doing,
        StageKind::Answered => Tone::Done,
        StageKind::Ended | StageKind::Archived => Tone::Shut,
    }
}

fn remedy(line: &RemedyLine, opens: bool) -> Remedy {
    let remedy = &line.remedy;
    Remedy {
        href: if opens { format!("/desk/cases/{}", remedy.case) } else { String::new() },
        number: line.number.clone(),
        kind: remedy.kind.label(),
        organ: remedy.organ.clone(),
        filed: day(Some(remedy.filed_on)),
        closed: day(remedy.closed.map(|(_, on)| on)),
        ruling: remedy.closed.map_or("尚未审结", |(ruling, _)| ruling.label()),
    }
}

fn document(line: &Line) -> Document {
    let address = line.index_number.as_ref().map_or_else(|| line.publication.to_string(), |number| number.to_string());
    Document {
        href: format!("/p/{}", words::percent_encoded(&address)),
        title: line.title.clone(),
        doc_no: line.doc_no.clone(),
        made: day(line.made_on),
        published: day(line.first_on),
        repealed: day(line.repealed_on.or(line.expires_on)),
    }
}

async fn entries(visit: &Visit, body: &BodyId, year: i16, cell: &Cell) -> Result<Vec<Entry>, Error> {
    let history = visit.app.store.figure_history(body, year).await?;
    let of_cell = history.iter().filter(|entry| entry.path == cell.path);
    let mut entries: Vec<Entry> = of_cell.map(|one| entry(one, cell)).collect();
    if let Some(newest) = entries.first_mut() {
        newest.is_current = true;
    }
    Ok(entries)
}

fn entry(entered: &Entered, cell: &Cell) -> Entry {
    let typed = as_typed(cell, entered);
    Entry {
        value: if typed.value.is_empty() { "清空".to_owned() } else { format!("{}{}", typed.value, typed.unit) },
        source: typed.source,
        note: typed.note,
        who: entered.name.clone(),
        at: words::moment(&entered.at),
        is_current: false,
    }
}

/// What the cell counts, in a sentence.
pub(crate) fn counts(cell: &Cell, year: i16, today: Date) -> String {
    // A year that is still running is counted up to today.
    let end = if year == today.year() {
        format!("截至{}", words::short_date(&today))
    } else {
        format!("截至{year}年12月31日")
    };
    match behind(cell) {
        Selection::Applications { which, .. } => match which {
            Which::ReceivedInYear => format!("收到日期（条例第三十一条）在{year}年内的申请。"),
            Which::CarriedIn => format!("{year}年1月1日以前收到、当时尚未办结的申请。"),
            Which::Ended(outcomes) if outcomes.len() == law::outcome::Outcome::ALL.len() => {
                format!("{year}年内办结的全部申请。")
            }
            Which::Ended(outcomes) => {
                let labels: Vec<_> = outcomes.iter().map(|outcome| outcome.label()).collect();
                format!("{year}年内办结、办理结果为“{}”的申请。", labels.join("”或“"))
            }
            Which::CarriedForward => format!("{end}已经收到、尚未办结的申请，包括等待补正、征求意见、等待缴费的。"),
        },
        Selection::Remedies { state, .. } => {
            let of_year = format!("{year}年内受理，以及以前受理、{year}年初尚未审结的案件");
            let state = match state {
                None => return format!("{of_year}。"),
                Some(RemedyState::Upheld) => "结果为维持",
                Some(RemedyState::Corrected) => "结果为纠正",
                Some(RemedyState::Other) => "为其他结果",
                Some(RemedyState::Pending) => "尚未审结",
            };
            format!("{of_year}中，{end}{state}的。")
        }
        Selection::Documents { measure, .. } => match measure {
            DocumentMeasure::Made => format!("成文日期在{year}年内、现在公开的文件。"),
            DocumentMeasure::Published => format!("首次公开日期在{year}年内的文件。"),
            DocumentMeasure::TotalPublic => format!("{end}已经公开的文件。"),
            DocumentMeasure::Repealed => format!("废止日期在{year}年内的文件。"),
            DocumentMeasure::InForce => format!("{end}已经施行、没有废止也没有过有效期的文件。"),
        },
        Selection::Figure => "台账中没有这个数，由经办人填报。每次填报都保留，以最新一次为准。".to_owned(),
    }
}
