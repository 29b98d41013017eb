//! The statutory clock: from receipt to due date, with the reasons.
//!
//! What happened goes in as [`Act`]s with their dates; [`timeline`] answers with the due date, the limits beside
//! it, the steps that led there, what may lawfully be done next, and every refusal at once. Nothing here reads
//! the time: `today` is an argument. Where the sources allow more than one reading, [`Policy`] chooses and
//! its documentation says what the default is and why.

mod act;
mod objections;
mod policy;
mod refusal;
mod run;
mod strip;
mod why;

use jiff::civil::Date;
use serde::{Serialize, Serializer};

pub use act::{Act, NextAct, Service};
pub use policy::{AfterPayment, ElectronicReceipt, ExtensionLatest, FirstDay, PauseFrom, PauseUntil, Policy};
pub use refusal::{Refusal, Refused};
pub use strip::{Cause, Day, DayKind, strip};
pub use why::Why;

use crate::article::Article;
use crate::calendar::Calendar;
use crate::outcome::Outcome;

/// Working days the office has for an answer.
///
/// Source: article 33(2).
pub const ANSWER_LIMIT: u32 = 20;
/// The most working days by which the answer may be postponed, once.
///
/// Source: article 33(2).
pub const EXTENSION_LIMIT: u32 = 20;
/// Working days after receipt within which a correction may be asked.
///
/// Source: article 30.
pub const CORRECTION_NOTICE_LIMIT: u32 = 7;
/// Working days a third party or another maker has for an opinion, from receipt of the letter.
///
/// Source: articles 32 and 34.
pub const OPINION_LIMIT: u32 = 15;
/// Working days the applicant has to pay, from the day after receipt of the fee notice.
///
/// Source: 政府信息公开信息处理费管理办法 article 6.
pub const PAYMENT_LIMIT: u32 = 20;

/// Where a case stands at the end of `today`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// The office's days are being counted.
    Running,
    /// A consultation is under way; its days are not counted.
    Paused,
    /// The applicant has to confirm, correct or pay first.
    WaitingApplicant,
    /// Answered or withdrawn.
    Closed,
    /// Not corrected or not paid in time: the law takes the application as given up.
    Abandoned,
}

impl State {
    /// The words on screen.
    pub const fn label(self) -> &'static str {
        match self {
            State::Running => "办理中",
            State::Paused => "征求意见中（不计入期限）",
            State::WaitingApplicant => "等待申请人",
            State::Closed => "已办结",
            State::Abandoned => "视为放弃申请",
        }
    }
}

/// A limit that runs beside the answer limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SideLimitKind {
    /// By when a correction may be asked (article 30).
    CorrectionNotice,
    /// By when the applicant has to correct (article 30).
    CorrectionReply,
    /// By when the third party has to speak (article 32).
    ThirdPartyOpinion,
    /// By when the other maker has to speak (article 34).
    CoMakerOpinion,
    /// By when the fee has to be paid (fee measures, article 6).
    FeePayment,
}

impl SideLimitKind {
    /// The words on screen.
    pub const fn label(self) -> &'static str {
        match self {
            SideLimitKind::CorrectionNotice => "告知补正",
            SideLimitKind::CorrectionReply => "申请人补正",
            SideLimitKind::ThirdPartyOpinion => "第三方提出意见",
            SideLimitKind::CoMakerOpinion => "共同制作机关提出意见",
            SideLimitKind::FeePayment => "申请人缴费",
        }
    }
}

/// One side limit with its last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct SideLimit {
    /// Which limit.
    pub what: SideLimitKind,
    /// Its last day; `None` while the letter's delivery is not on record.
    pub due: Option<Date>,
    /// Kept, missed, or not yet known (`None`). A correction nobody asked for is never "missed".
    pub met: Option<bool>,
}

/// One line of the reasons: what happened, on what basis, and where it put the due date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// The day.
    pub on: Date,
    /// What happened, in words on `Display`.
    #[serde(serialize_with = "as_text")]
    pub why: Why,
    /// The provision.
    pub basis: Article,
    /// The due date after it; `None` while no limit runs.
    pub due_after: Option<Date>,
}

fn as_text<S: Serializer>(why: &Why, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(why)
}

/// Why an application counts as given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Abandonment {
    /// Not corrected in time (article 30).
    NotCorrected,
    /// Fee not paid in time (fee measures, article 6).
    FeeUnpaid,
}

/// The answer of the clock. It serializes to the object of the command line (`gongkai clock --json`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Timeline {
    /// The date of receipt (article 31); the day of arrival while the confirmation it needs is missing, and
    /// `None` when no receipt is on record.
    pub received_on: Option<Date>,
    /// The last day for the answer; `None` while no limit runs: not yet confirmed, waiting for a correction or
    /// a payment, given up.
    pub due: Option<Date>,
    /// Where the case stands.
    pub state: State,
    /// True when a shown date or count depends on a holiday notice that is not yet known.
    pub provisional: bool,
    /// Answered after the due date, or not yet answered and past it.
    pub overdue: bool,
    /// Working days counted at the end of `today`, or of the day the case was closed; `None` while no limit runs.
    pub working_days_used: Option<i64>,
    /// Working days left then; negative when overdue.
    pub working_days_left: Option<i64>,
    /// The limits beside the answer limit.
    pub side_limits: Vec<SideLimit>,
    /// The reasons, oldest first.
    pub steps: Vec<Step>,
    /// What may lawfully be done today, in the order of the desk.
    pub next: Vec<NextAct>,
    /// What the law does not allow, all at once. A refused act is left out of everything above.
    pub refusals: Vec<Refused>,
    /// The day of the answer or withdrawal.
    #[serde(skip)]
    pub closed_on: Option<Date>,
    /// The first day on which the application counted as given up, and why.
    #[serde(skip)]
    pub abandoned: Option<(Date, Abandonment)>,
    /// Working days by which the answer was postponed.
    #[serde(skip)]
    pub extended_by: Option<u32>,
}

impl Timeline {
    /// The outcome the clock alone decides: an application given up is no longer handled.
    pub fn forced_outcome(&self) -> Option<Outcome> {
        Some(match self.abandoned?.1 {
            Abandonment::NotCorrected => Outcome::OverdueCorrection,
            Abandonment::FeeUnpaid => Outcome::OverdueFee,
        })
    }
}

/// Computes a case's dates from what happened.
///
/// Acts are read in the order given, which must be the order of their dates. An act the law does not allow is
/// refused, left out, and the rest is still computed, so that every refusal comes out at once.
///
/// Source: articles 30 to 35, the fee measures, and for the date of an answer 国办公开办函〔2016〕235号; the
/// readings are those of [`Policy`].
///
/// ```
/// use jiff::civil::date;
/// use law::{calendar::Calendar, clock::{timeline, Act, Policy}, receipt::Channel};
/// let acts = [
///     Act::Received { on: date(2024, 3, 1), channel: Channel::InPerson, confirmed_on: None },
///     Act::ThirdPartyConsulted { on: date(2024, 3, 11), delivered_on: Some(date(2024, 3, 12)) },
///     Act::ThirdPartyReplied { on: date(2024, 3, 22), to: None },
/// ];
/// let answer = timeline(&acts, date(2024, 3, 25), Calendar::builtin(), &Policy::default());
/// // Nine working days of consultation are not counted: 29 March becomes 12 April.
/// assert_eq!(answer.due, Some(date(2024, 4, 12)));
/// assert_eq!(answer.steps[0].why.to_string(), "收到申请（当面提交）");
/// ```
pub fn timeline(acts: &[Act], today: Date, calendar: &Calendar, policy: &Policy) -> Timeline {
    run::Run::of(acts, calendar, policy).timeline(today)
}

/// An act that cannot be done on a day, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Barred {
    /// The act.
    pub act: NextAct,
    /// What stands in the way.
    pub refusal: Refusal,
}

/// The acts of an open case that the law does not allow on `today`, each with its reason, so that a desk can
/// list them greyed out instead of hiding them.
///
/// Acts that answer something nobody asked (a payment without a fee notice) are left out.
pub fn barred(acts: &[Act], today: Date, calendar: &Calendar, policy: &Policy) -> Vec<Barred> {
    run::Run::of(acts, calendar, policy).barred(today)
}
