//! From the register to the form: rows already grouped by a database become cells, and a cell can say
//! what it counts.
//!
//! Applications come as *how they arrived × how they ended*, so that the balance of table 3 holds by
//! construction: every application received or carried in is either answered or carried forward.

use law::applicant::ApplicantKind;
use law::outcome::Outcome;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::figures::{Cells, Money, Unit};
use crate::form::{Cell, Edition, Kind, Role, TableNo, form};

/// What the register of one body says about one year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Register {
    /// Applications, grouped.
    pub applications: Vec<Applications>,
    /// Reconsiderations and suits, grouped.
    pub remedies: Vec<Remedies>,
    /// Rules and normative documents, grouped.
    pub documents: Vec<Documents>,
    /// Figures that a person entered.
    pub figures: Vec<Figure>,
}

/// So many applications of one kind of applicant that arrived and ended alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Applications {
    /// Who applied.
    pub applicant: ApplicantKind,
    /// When it arrived.
    pub arrival: Arrival,
    /// How it ended in the year, if it did.
    pub ending: Ending,
    /// How many.
    pub count: u32,
}

/// When an application counts as received (Regulations, art. 31).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Arrival {
    /// In the year.
    InYear,
    /// Before it, and still open when it began.
    CarriedIn,
}

/// Where an application stands at the end of the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ending {
    /// Ended within the year.
    Ended(Outcome),
    /// Without a final answer on 31 December, those waiting for correction, consultation or a fee included.
    StillOpen,
}

/// The three groups of table 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RemedyKind {
    /// 行政复议.
    Reconsideration,
    /// 行政诉讼: 未经复议直接起诉.
    LitigationDirect,
    /// 行政诉讼: 复议后起诉.
    LitigationAfterReconsideration,
}

impl RemedyKind {
    /// All three, in the order of the form.
    pub const ALL: [RemedyKind; 3] =
        [RemedyKind::Reconsideration, RemedyKind::LitigationDirect, RemedyKind::LitigationAfterReconsideration];

    /// The key of its row.
    pub fn key(self) -> &'static str {
        match self {
            RemedyKind::Reconsideration => "reconsideration",
            RemedyKind::LitigationDirect => "litigation_direct",
            RemedyKind::LitigationAfterReconsideration => "litigation_after_reconsideration",
        }
    }
}

/// The four outcomes of table 4, as of 31 December.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RemedyState {
    /// 结果维持.
    Upheld,
    /// 结果纠正.
    Corrected,
    /// 其他结果.
    Other,
    /// 尚未审结.
    Pending,
}

impl RemedyState {
    /// All four, in the order of the form.
    pub const ALL: [RemedyState; 4] =
        [RemedyState::Upheld, RemedyState::Corrected, RemedyState::Other, RemedyState::Pending];

    /// The key of its column.
    pub fn key(self) -> &'static str {
        match self {
            RemedyState::Upheld => "upheld",
            RemedyState::Corrected => "corrected",
            RemedyState::Other => "other",
            RemedyState::Pending => "pending",
        }
    }
}

/// So many reconsiderations or suits of one kind and state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remedies {
    /// Which group.
    pub kind: RemedyKind,
    /// How it stands on 31 December.
    pub state: RemedyState,
    /// How many.
    pub count: u32,
}

/// The documents table 2 counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// 规章.
    Rules,
    /// 行政规范性文件.
    NormativeDocuments,
}

impl DocumentKind {
    /// Both, in the order of the form.
    pub const ALL: [DocumentKind; 2] = [DocumentKind::Rules, DocumentKind::NormativeDocuments];

    /// The key of its row.
    pub fn key(self) -> &'static str {
        match self {
            DocumentKind::Rules => "rules",
            DocumentKind::NormativeDocuments => "normative_docs",
        }
    }
}

/// What is counted of documents; each edition prints three of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentMeasure {
    /// Made and issued in the year (both editions).
    Made,
    /// Opened to the public in the year (2019).
    Published,
    /// Open to the public on 31 December (2019).
    TotalPublic,
    /// Repealed in the year (2021).
    Repealed,
    /// In force on 31 December (2021).
    InForce,
}

impl DocumentMeasure {
    /// All five.
    pub const ALL: [DocumentMeasure; 5] = [
        DocumentMeasure::Made,
        DocumentMeasure::Published,
        DocumentMeasure::TotalPublic,
        DocumentMeasure::Repealed,
        DocumentMeasure::InForce,
    ];

    /// The key of its column.
    pub fn key(self) -> &'static str {
        match self {
            DocumentMeasure::Made => "made",
            DocumentMeasure::Published => "published",
            DocumentMeasure::TotalPublic => "total_public",
            DocumentMeasure::Repealed => "repealed",
            DocumentMeasure::InForce => "in_force",
        }
    }
}

/// So many documents of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Documents {
    /// Which documents.
    pub kind: DocumentKind,
    /// What is counted of them.
    pub measure: DocumentMeasure,
    /// How many.
    pub count: u32,
}

/// A figure that no register holds: a person enters it once a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// The cell's address, e.g. `proactive.licensing.decisions`; see [`entered_cells`].
    pub path: String,
    /// Its value.
    pub value: FigureValue,
}

/// The value of a [`Figure`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FigureValue {
    /// A number of pieces; negative only for 本年增/减.
    Count(i64),
    /// An amount in yuan.
    Yuan(Decimal),
}

/// The cells that a person enters: licences, penalties, compulsion, fees, purchases.
pub fn entered_cells(edition: Edition) -> impl Iterator<Item = &'static Cell> {
    form(edition).official_cells().filter(|cell| matches!(behind(cell), Selection::Figure))
}

/// The register as the year's tables 2, 3 and 4, totals included.
///
/// What the register holds is counted, so nothing found is 0. What a person has to enter stays blank
/// until entered, and the check says so (R120). Figures of another edition's cells are left out.
///
/// ```
/// use law::{applicant::ApplicantKind, outcome::Outcome};
/// use report::{form::Edition, tally::{Applications, Arrival, Ending, Register, tally}};
/// let register = Register {
///     applications: vec![Applications {
///         applicant: ApplicantKind::Business,
///         arrival: Arrival::CarriedIn,
///         ending: Ending::Ended(Outcome::OverdueFee),
///         count: 2,
///     }],
///     ..Register::default()
/// };
/// let cells = tally(Edition::E2021, &register);
/// assert_eq!(cells.at("applications.carried_over_in.business"), Some(2));
/// assert_eq!(cells.at("applications.results.other.overdue_fee.total"), Some(2));
/// assert_eq!(cells.at("applications.new_received.total"), Some(0));
/// assert_eq!(cells.at("proactive.licensing.decisions"), None); // not entered yet
/// ```
pub fn tally(edition: Edition, register: &Register) -> Cells {
    let mut cells = Cells::blank(edition);
    for cell in form(edition).official_cells() {
        if !matches!(behind(cell), Selection::Figure) {
            cells.set(cell.no, Some(0));
        }
    }
    for row in &register.applications {
        let column = row.applicant.key();
        let arrival = match row.arrival {
            Arrival::InYear => "new_received",
            Arrival::CarriedIn => "carried_over_in",
        };
        add(&mut cells, &format!("applications.{arrival}.{column}"), row.count);
        match row.ending {
            Ending::Ended(outcome) => {
                let result = result_row(edition, outcome);
                add(&mut cells, &format!("applications.results.{result}.{column}"), row.count);
            }
            Ending::StillOpen => add(&mut cells, &format!("applications.carried_forward.{column}"), row.count),
        }
    }
    for row in &register.remedies {
        add(&mut cells, &format!("remedies.{}.{}", row.kind.key(), row.state.key()), row.count);
    }
    for row in &register.documents {
        add(&mut cells, &format!("proactive.{}.{}", row.kind.key(), row.measure.key()), row.count);
    }
    for figure in &register.figures {
        enter(&mut cells, figure);
    }
    cells.compute_totals();
    cells
}

fn add(cells: &mut Cells, path: &str, count: u32) {
    let sum = cells.at(path).unwrap_or(0) + i64::from(count);
    cells.put(path, sum);
}

fn enter(cells: &mut Cells, figure: &Figure) {
    let Some(cell) = cells.form().cell(&figure.path).filter(|cell| matches!(behind(cell), Selection::Figure)) else {
        return;
    };
    match (cell.column.kind, figure.value) {
        (Kind::Count | Kind::SignedCount, FigureValue::Count(count)) => cells.set(cell.no, Some(count)),
        (Kind::Money(unit), FigureValue::Yuan(yuan)) => {
            let printed = unit.unwrap_or(Unit::TenThousandYuan);
            let amount = (yuan / printed.in_yuan()).normalize();
            // Without a unit in the heading the cell has to name it (R122).
            let raw = if unit.is_some() { amount.to_string() } else { format!("{amount}{}", printed.as_str()) };
            cells.set_money(cell.no, Some(Money { raw, amount, unit: Some(printed) }));
        }
        (Kind::Money(_), FigureValue::Count(_)) | (Kind::Count | Kind::SignedCount, FigureValue::Yuan(_)) => {}
    }
}

/// The row under `results` that an outcome is counted in.
fn result_row(edition: Edition, outcome: Outcome) -> &'static str {
    match edition {
        Edition::E2019 => outcome.row_2019(),
        Edition::E2021 => outcome.row_2021(),
    }
}

/// What a cell counts, so that a page can open the list behind a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// Applications.
    Applications {
        /// Of this kind of applicant; `None` in the column 总计 is all six.
        applicant: Option<ApplicantKind>,
        /// Which of them.
        which: Which,
    },
    /// Reconsiderations or suits.
    Remedies {
        /// Which group.
        kind: RemedyKind,
        /// In which state; `None` in the column 总计 is all four.
        state: Option<RemedyState>,
    },
    /// Rules or normative documents.
    Documents {
        /// Which documents.
        kind: DocumentKind,
        /// What is counted of them.
        measure: DocumentMeasure,
    },
    /// Nothing in the register: a person enters it.
    Figure,
}

/// Which applications of a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// Received in the year.
    ReceivedInYear,
    /// Received before it and still open when it began.
    CarriedIn,
    /// Ended in the year with one of these outcomes.
    Ended(Vec<Outcome>),
    /// Received by 31 December and without a final answer then.
    CarriedForward,
}

/// What the cell counts.
///
/// ```
/// use law::outcome::Outcome;
/// use report::{form::{Edition, form}, tally::{Selection, Which, behind}};
/// let cell = form(Edition::E2021).cell("applications.results.unable.not_held.total").unwrap();
/// // Both "does not exist" and "not ours" stand in the first row of （四）无法提供.
/// assert_eq!(behind(cell), Selection::Applications {
///     applicant: None,
///     which: Which::Ended(vec![Outcome::NotExist, Outcome::NotOurs]),
/// });
/// ```
pub fn behind(cell: &Cell) -> Selection {
    match cell.table {
        TableNo::Proactive => documents_behind(cell),
        TableNo::Applications => applications_behind(cell),
        TableNo::Remedies => remedies_behind(cell),
    }
}

fn documents_behind(cell: &Cell) -> Selection {
    let kind = DocumentKind::ALL.into_iter().find(|kind| kind.key() == cell.row.key);
    let measure = DocumentMeasure::ALL.into_iter().find(|measure| measure.key() == cell.column.key);
    match (kind, measure) {
        (Some(kind), Some(measure)) => Selection::Documents { kind, measure },
        _ => Selection::Figure,
    }
}

fn applications_behind(cell: &Cell) -> Selection {
    let outcomes = |row: &str| {
        let counted = |outcome: &Outcome| {
            // The two editions share their rows but for （六）, so a row is looked up in both.
            let rows = [outcome.row_2019(), outcome.row_2021()];
            rows.iter().any(|key| row.strip_prefix("results.") == Some(key))
        };
        Outcome::ALL.into_iter().filter(counted).collect()
    };
    let which = match cell.row.role {
        Role::Received => Which::ReceivedInYear,
        Role::CarriedIn => Which::CarriedIn,
        Role::Result | Role::OtherInOneRow => Which::Ended(outcomes(cell.row.key)),
        Role::ResultTotal => Which::Ended(Outcome::ALL.to_vec()),
        Role::CarriedForward => Which::CarriedForward,
        Role::Figure => return Selection::Figure,
    };
    Selection::Applications { applicant: ApplicantKind::from_key(cell.column.key), which }
}

fn remedies_behind(cell: &Cell) -> Selection {
    let state = RemedyState::ALL.into_iter().find(|state| state.key() == cell.column.key);
    match RemedyKind::ALL.into_iter().find(|kind| kind.key() == cell.row.key) {
        Some(kind) => Selection::Remedies { kind, state },
        None => Selection::Figure,
    }
}
