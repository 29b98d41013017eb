//! The authority's side of the yearly reports (条例第四十七条、第四十九条): who has handed in, who is late, whose numbers do not add up;
//! files taken in with a person looking; what is sent back; the region's sum.
//!
//! A body that works in this installation signs its report itself (`annual`). What comes as a file is read, mended beside the document,
//! and taken in here; from then on both are versions of one report and go the same way.

mod hand_in;
mod list;
mod mend;
mod remarks;
mod sum;

pub use hand_in::{page as hand_in_page, receive};
pub use list::page as list_page;
pub use mend::{file as upload_file, page as mend_page, save as save_mendings, settle as settle_upload};
pub use remarks::{act as remark_act, page as body_page};
pub use sum::{adopt as adopt_sum, cell as sum_cell, download as sum_file, page as sum_page};

use crate::annual::tables::{Drawn, drawn};
use crate::annual::year::{FIRST, Year, reporter};
use crate::error::Error;
use crate::page::parts::{Badge, Figure, Tone};
use crate::visit::Visit;
use civic::{Body, Permission};
use jiff::Timestamp;
use jiff::civil::Date;
use report::annual::{Life, RemarkState, Stage};
use report::finding::Severity;
use report::form::{CellNo, SectionKey};
use report::report::Report;
use std::collections::HashMap;
use store::annual::Origin;

/// A body below and its report on a year, as the authority sees it.
pub(crate) struct Standing {
    pub body: Body,
    pub year: i16,
    pub life: Life,
    /// The version that stands: signed or taken in, or else the one that was published before a correction began.
    pub version: Option<u32>,
    pub report: Option<Report>,
    is_upload: bool,
    pub due: Date,
    pub handed_in: Option<Timestamp>,
    /// The version that the public reads.
    pub public: Option<u32>,
    /// When a file came that nobody has taken in yet.
    pub waits: Option<Timestamp>,
    /// Not handed in, not even as a file, and the last day has passed.
    pub is_late: bool,
    pub errors: usize,
    pub warnings: usize,
    /// Remarks that are not settled.
    pub open_remarks: usize,
}

impl Standing {
    fn is_returned(&self) -> bool {
        self.life.returned().is_some()
    }

    fn badge(&self) -> Badge {
        let handed_in_late = || self.handed_in.is_some_and(|at| crate::now::date(at) > self.due);
        match self.life.stage() {
            Stage::Draft | Stage::Returned if self.waits.is_some() => Badge::new(Tone::Soon, "文件待收录"),
            Stage::Draft if self.is_late => Badge::new(Tone::Late, "逾期未报送"),
            Stage::Draft => Badge::new(Tone::Waiting, "未报送"),
            Stage::Returned => Badge::new(Tone::Held, "已退回修改"),
            Stage::Published if handed_in_late() => Badge::new(Tone::Done, "已公布（逾期报送）"),
            Stage::Published => Badge::new(Tone::Done, "已公布"),
            Stage::Signed if handed_in_late() => Badge::new(Tone::Doing, "已报送（逾期）"),
            Stage::Signed => Badge::new(Tone::Doing, "已报送"),
            Stage::Correcting => Badge::new(Tone::Held, "更正中"),
            Stage::CorrectionSigned => Badge::new(Tone::Doing, "更正已报送"),
        }
    }

    /// How the report came.
    fn origin(&self) -> &'static str {
        match (self.version, self.is_upload) {
            (None, _) => "—",
            (_, true) => "文件录入",
            (_, false) => "在线编制",
        }
    }
}

/// Every body that this person collects from, in the order of lists, with the state of its report. The governments whose own report
/// the sum becomes are not among those below them.
///
/// # Errors
/// A fault of the archive.
pub(crate) async fn standings(visit: &Visit, year: i16) -> Result<Vec<Standing>, Error> {
    let tree = visit.app.tree();
    let own = governments(visit);
    let below = visit.bodies(Permission::CollectReports).into_iter().filter(|body| !own.contains(body));
    let store = &visit.app.store;
    let mut lives = store.report_lives(year).await?;
    let mut versions: HashMap<_, _> =
        store.report_versions_of(year).await?.into_iter().map(|v| ((v.body.clone(), v.version), v)).collect();
    let uploads = store.uploads(year).await?.into_iter().filter(|line| line.ended.is_none());
    let waiting: HashMap<_, _> = uploads.map(|line| (line.body, line.hand.at)).collect();
    let mut open = HashMap::new();
    for (body, remark) in store.remarks_on(year).await? {
        *open.entry(body).or_insert(0) += usize::from(remark.state() != RemarkState::Settled);
    }
    let standing = |id: civic::BodyId| {
        let body = tree.get(&id)?.clone();
        let life = lives.remove(&id).unwrap_or_default();
        let number = life.signed().map(|step| step.version).or(life.public());
        let version = number.and_then(|number| versions.remove(&(id.clone(), number)));
        let found = |severity| {
            let of = |report: &Report| report.findings.iter().filter(|one| one.severity == severity).count();
            version.as_ref().map_or(0, |version| of(&version.report))
        };
        let (due, handed_in) = (reporter(body.kind).report_due(year), life.handed_in());
        let waits = waiting.get(&id).copied();
        Some(Standing {
            year,
            version: version.as_ref().map(|version| version.version),
            is_upload: version.as_ref().is_some_and(|version| matches!(version.origin, Origin::Upload(_))),
            errors: found(Severity::Error),
            warnings: found(Severity::Warning),
            public: life.public(),
            waits,
            is_late: handed_in.is_none() && waits.is_none() && visit.today > due,
            open_remarks: open.get(&id).copied().unwrap_or(0),
            report: version.map(|version| version.report),
            body,
            life,
            due,
            handed_in,
        })
    };
    Ok(below.filter_map(standing).collect())
}

/// The governments for which this person collects: their own reports are made of the sum, and never handed in as a file.
fn governments(visit: &Visit) -> Vec<civic::BodyId> {
    let actor = visit.actor();
    let supervised = actor.appointments().iter().filter(|at| at.role == civic::Role::Supervisor);
    supervised.map(|at| at.body.clone()).collect()
}

/// Reads what someone handed in, away from the threads that answer, and no more than two files at once.
async fn reading<T: Send + 'static>(visit: &Visit, read: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
    let fault = |fault: String| Error::Document(fault);
    let turn = visit.app.reading.clone().acquire_owned().await.map_err(|why| fault(why.to_string()))?;
    let task = tokio::task::spawn_blocking(move || {
        // The turn ends with the reading, also when nobody waits for it any more.
        let _turn = turn;
        read()
    });
    task.await.map_err(|why| fault(why.to_string()))
}

/// A year with a form, as an address or a form field names it.
fn year_of(visit: &Visit, text: &str) -> Option<i16> {
    text.parse().ok().filter(|year| text.len() == 4 && (FIRST..=visit.today.year()).contains(year))
}

/// A report that was handed in, for drawing.
fn shown(body: &Body, year: i16, report: &Report) -> Year {
    Year { body: body.clone(), year, findings: report.findings.clone(), report: report.clone() }
}

/// The three tables of a form.
fn tables(report: &Report, figure: impl Fn(CellNo, usize) -> Figure) -> Vec<Drawn> {
    let form = report.cells.form();
    let table = |key: SectionKey| Some(drawn(key, &form.layout(key.table()?), &figure));
    SectionKey::ALL.into_iter().filter_map(table).collect()
}
