//! The life of one body's report on one year: drawn up, signed and handed in, published, corrected.
//!
//! What is kept are the steps that happened; where a report stands is computed from them by [`Life`], so that no stored
//! state can be wrong. Each signing freezes a version that is never changed: whoever corrects a published report signs
//! another version that says what changed, and the old one stays readable.
//!
//! **Source.** Regulations art. 49 (handed in to the authority and published by a fixed day), art. 50 (what it holds), art. 47
//! (the authority may order correction).

mod change;
mod refusal;
mod remark;

pub use change::{Change, changes};
pub use refusal::Refusal;
pub use remark::{About, Remark, RemarkState, Turn, TurnKind};

use civic::PersonId;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

use crate::finding::Severity;
use crate::form::SectionKey;
use crate::report::Report;

/// Who did something, and when. The name is kept as it was on that day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hand {
    /// Who.
    pub by: PersonId,
    /// The name on that day.
    pub name: String,
    /// When.
    pub at: Timestamp,
}

/// Where a report stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// 编制中.
    Draft,
    /// 已退回: the authority sent it back before it was published.
    Returned,
    /// 已签发报送: locked, handed in, not yet published.
    Signed,
    /// 已公布: locked, and what the public reads.
    Published,
    /// 更正中: a correction is being written; the public goes on reading the published version.
    Correcting,
    /// 更正已签发: the correction is locked and not yet published.
    CorrectionSigned,
}

impl Stage {
    /// Every stage, in the order of a life.
    pub const ALL: [Stage; 6] =
        [Self::Draft, Self::Returned, Self::Signed, Self::Published, Self::Correcting, Self::CorrectionSigned];

    /// The stable key.
    pub fn key(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Returned => "returned",
            Self::Signed => "signed",
            Self::Published => "published",
            Self::Correcting => "correcting",
            Self::CorrectionSigned => "correction_signed",
        }
    }

    /// The words on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "编制中",
            Self::Returned => "已退回修改",
            Self::Signed => "已签发报送，待公布",
            Self::Published => "已公布",
            Self::Correcting => "更正中",
            Self::CorrectionSigned => "更正已签发，待公布",
        }
    }

    /// Whether texts and figures may be changed. Everything else is locked.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Returned | Self::Correcting)
    }
}

/// Something that can be done with a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Act {
    /// 签发, and with it handed in to the authority: makes a version.
    Sign,
    /// 收录: the authority takes in what a body outside the system handed in; makes a version.
    TakeIn,
    /// 撤回签发, before it is published.
    Withdraw,
    /// 退回, by the authority (art. 47).
    SendBack,
    /// 公布.
    Publish,
    /// 开始更正 of what is published.
    Reopen,
    /// 取消更正: what is published stays as it is.
    Close,
}

impl Act {
    /// Every act, in the order of a life.
    pub const ALL: [Act; 7] =
        [Self::Sign, Self::TakeIn, Self::Withdraw, Self::SendBack, Self::Publish, Self::Reopen, Self::Close];

    /// The stable key in databases.
    pub fn key(self) -> &'static str {
        match self {
            Self::Sign => "sign",
            Self::TakeIn => "take_in",
            Self::Withdraw => "withdraw",
            Self::SendBack => "send_back",
            Self::Publish => "publish",
            Self::Reopen => "reopen",
            Self::Close => "close",
        }
    }

    /// The act with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.key() == key)
    }

    /// The words on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Sign => "签发",
            Self::TakeIn => "收录",
            Self::Withdraw => "撤回签发",
            Self::SendBack => "退回修改",
            Self::Publish => "公布",
            Self::Reopen => "开始更正",
            Self::Close => "取消更正",
        }
    }

    /// Whether it makes a version.
    pub fn makes_a_version(self) -> bool {
        matches!(self, Self::Sign | Self::TakeIn)
    }
}

/// The whole life on one screen: from, by which act, to. What is not here is refused.
#[rustfmt::skip]
pub const LIFECYCLE: [(Stage, Act, Stage); 17] = [
    (Stage::Draft,            Act::Sign,     Stage::Signed),
    (Stage::Draft,            Act::TakeIn,   Stage::Signed),
    (Stage::Returned,         Act::Sign,     Stage::Signed),
    (Stage::Returned,         Act::TakeIn,   Stage::Signed),
    (Stage::Signed,           Act::TakeIn,   Stage::Signed),           // a better file for the same year
    (Stage::Signed,           Act::Withdraw, Stage::Draft),
    (Stage::Signed,           Act::SendBack, Stage::Returned),
    (Stage::Signed,           Act::Publish,  Stage::Published),
    (Stage::Published,        Act::Reopen,   Stage::Correcting),
    (Stage::Published,        Act::SendBack, Stage::Correcting),       // art. 47: ordered to correct
    (Stage::Correcting,       Act::Close,    Stage::Published),
    (Stage::Correcting,       Act::Sign,     Stage::CorrectionSigned),
    (Stage::Correcting,       Act::TakeIn,   Stage::CorrectionSigned),
    (Stage::CorrectionSigned, Act::TakeIn,   Stage::CorrectionSigned),
    (Stage::CorrectionSigned, Act::Withdraw, Stage::Correcting),
    (Stage::CorrectionSigned, Act::SendBack, Stage::Correcting),
    (Stage::CorrectionSigned, Act::Publish,  Stage::Published),
];

fn led_to(from: Stage, act: Act) -> Option<Stage> {
    LIFECYCLE.iter().find(|(stage, by, _)| *stage == from && *by == act).map(|(_, _, to)| *to)
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What.
    pub act: Act,
    /// The version it made or concerns.
    pub version: u32,
    /// By whom, and when.
    pub hand: Hand,
    /// Why: of a withdrawal, a sending back, a correction, a signature over errors; empty otherwise.
    pub words: String,
}

/// What is put before the head of the office to sign.
#[derive(Clone, Copy, Debug)]
pub struct Signing<'a> {
    /// The date in China.
    pub today: Date,
    /// The report as it would be frozen, with its findings.
    pub report: &'a Report,
    /// Numbers that the text uses and that nobody has entered, by their names.
    pub unfilled: &'a [String],
    /// Why it is signed although errors were found; may be empty where there are none.
    pub over: &'a str,
    /// What a correction changed; empty for the first signing.
    pub what_changed: &'a str,
    /// The version that the public reads now.
    pub public: Option<&'a Report>,
}

/// How many characters a reason may have.
pub const WORDS: usize = 1000;

/// Everything that happened to a report, and what follows from it.
///
/// ```
/// use report::annual::{Act, Hand, Life, Stage};
/// let hand = |at: &str| Hand { by: "p1".into(), name: "王建国".into(), at: at.parse().unwrap() };
/// let life = Life::default();
/// assert_eq!(life.stage(), Stage::Draft);
/// // Nothing was signed, so there is nothing to publish.
/// let refused = life.publish(hand("2026-01-20T02:00:00Z")).unwrap_err();
/// assert_eq!(refused[0].to_string(), "报告还在编制，不能公布（条例第四十九条）。请先由公开机构负责人签发。");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Life {
    steps: Vec<Step>,
}

impl Life {
    /// The life that these steps make, oldest first.
    ///
    /// # Errors
    /// The first step, from 0, that the lifecycle does not allow where it stands: then something else than this program
    /// wrote it.
    pub fn replay(steps: Vec<Step>) -> Result<Life, usize> {
        let mut stage = Stage::Draft;
        for (at, step) in steps.iter().enumerate() {
            stage = led_to(stage, step.act).ok_or(at)?;
        }
        Ok(Life { steps })
    }

    /// What happened, oldest first.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Where it stands.
    pub fn stage(&self) -> Stage {
        self.steps.iter().fold(Stage::Draft, |stage, step| led_to(stage, step.act).unwrap_or(stage))
    }

    /// The step that locked it: the signature, or the taking in, that stands now.
    pub fn signed(&self) -> Option<&Step> {
        let newest = self.steps.iter().rev().find(|step| step.act.makes_a_version());
        newest.filter(|_| !self.stage().is_open())
    }

    /// The version the public reads.
    pub fn public(&self) -> Option<u32> {
        self.editions().last().map(|step| step.version)
    }

    /// The publishings, oldest first; the public counts its editions by them, from 1.
    pub fn editions(&self) -> Vec<&Step> {
        self.steps.iter().filter(|step| step.act == Act::Publish).collect()
    }

    /// The sending back that waits for mending.
    pub fn returned(&self) -> Option<&Step> {
        let newest = self.steps.last().filter(|step| step.act == Act::SendBack)?;
        self.stage().is_open().then_some(newest)
    }

    /// When it was first handed in; a signature that was taken back handed in nothing.
    pub fn handed_in(&self) -> Option<Timestamp> {
        let kept = |step: &&Step| {
            let ended = self.steps.iter().find(|after| after.version == step.version && after.act == Act::Withdraw);
            step.act.makes_a_version() && ended.is_none()
        };
        self.steps.iter().find(kept).map(|step| step.hand.at)
    }

    /// When it was first published.
    pub fn published(&self) -> Option<Timestamp> {
        self.editions().first().map(|step| step.hand.at)
    }

    /// The number of the next version.
    pub fn next_version(&self) -> u32 {
        self.steps.iter().map(|step| step.version).max().unwrap_or(0) + 1
    }

    /// Whether the stage allows the act; who may do it is asked of [`civic::may`].
    ///
    /// # Errors
    /// [`Refusal::NotNow`], with the way on.
    pub fn allows(&self, act: Act) -> Result<(), Refusal> {
        let stage = self.stage();
        led_to(stage, act).map(drop).ok_or(Refusal::NotNow { stage, wanted: act })
    }

    /// 签发: locks the report as it stands and hands it in.
    ///
    /// # Errors
    /// Everything that stands in the way, at once: a year that is not over, a text part that is not written, a number in the
    /// text that nobody entered, errors without a reason, a correction that changes nothing or does not say what.
    pub fn sign(&self, hand: Hand, signing: &Signing<'_>) -> Result<Step, Vec<Refusal>> {
        let mut refusals: Vec<Refusal> = self.allows(Act::Sign).err().into_iter().collect();
        let (report, over, what) = (signing.report, signing.over.trim(), signing.what_changed.trim());
        if let Some(year) = report.year.filter(|year| signing.today <= date(*year, 12, 31)) {
            refusals.push(Refusal::YearNotOver { year });
        }
        for key in [SectionKey::Overview, SectionKey::Problems, SectionKey::Other] {
            if report.text(key).trim().is_empty() {
                refusals.push(Refusal::NotWritten(key));
            }
        }
        if !signing.unfilled.is_empty() {
            refusals.push(Refusal::Unfilled(signing.unfilled.to_vec()));
        }
        let errors = report.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
        if errors > 0 && over.is_empty() {
            refusals.push(Refusal::ErrorsUnanswered { errors });
        }
        if let Some(public) = signing.public {
            if what.is_empty() {
                refusals.push(Refusal::ChangeNotStated);
            }
            if changes(public, report).is_empty() {
                refusals.push(Refusal::NothingChanged);
            }
        }
        refusals.extend([over, what].into_iter().filter_map(too_long));
        self.step(Act::Sign, self.next_version(), hand, over, refusals)
    }

    /// 收录: the authority takes in a report that was handed in on paper or as a file. What is wrong in it is for
    /// [`Life::send_back`].
    ///
    /// # Errors
    /// [`Refusal::NotNow`]; [`Refusal::ChangeNotStated`] for another version of what is published.
    pub fn take_in(&self, hand: Hand, what_changed: &str) -> Result<Step, Vec<Refusal>> {
        let mut refusals: Vec<Refusal> = self.allows(Act::TakeIn).err().into_iter().collect();
        if self.public().is_some() && what_changed.trim().is_empty() {
            refusals.push(Refusal::ChangeNotStated);
        }
        self.step(Act::TakeIn, self.next_version(), hand, "", refusals)
    }

    /// 撤回签发, with a reason.
    ///
    /// # Errors
    /// [`Refusal::NotNow`] once it is published, [`Refusal::NoReason`].
    pub fn withdraw(&self, hand: Hand, reason: &str) -> Result<Step, Vec<Refusal>> {
        self.with_reason(Act::Withdraw, hand, reason)
    }

    /// 退回修改, by the authority, with reasons.
    ///
    /// # Errors
    /// [`Refusal::NotNow`] while it is being written, [`Refusal::NoReason`].
    pub fn send_back(&self, hand: Hand, reason: &str) -> Result<Step, Vec<Refusal>> {
        self.with_reason(Act::SendBack, hand, reason)
    }

    /// 公布 of the signed version.
    ///
    /// # Errors
    /// [`Refusal::NotNow`] for everything that is not signed.
    pub fn publish(&self, hand: Hand) -> Result<Step, Vec<Refusal>> {
        let refusals = self.allows(Act::Publish).err().into_iter().collect();
        self.step(Act::Publish, self.signed().map_or(0, |step| step.version), hand, "", refusals)
    }

    /// 开始更正 of a published report, with what is to be corrected.
    ///
    /// # Errors
    /// [`Refusal::NotNow`] when it is not published, [`Refusal::NoReason`].
    pub fn reopen(&self, hand: Hand, reason: &str) -> Result<Step, Vec<Refusal>> {
        self.with_reason(Act::Reopen, hand, reason)
    }

    /// 取消更正.
    ///
    /// # Errors
    /// [`Refusal::NotNow`] when none is being written, [`Refusal::Ordered`] when the authority asked for it.
    pub fn close(&self, hand: Hand) -> Result<Step, Vec<Refusal>> {
        let mut refusals: Vec<Refusal> = self.allows(Act::Close).err().into_iter().collect();
        let since = self.steps.iter().rev().take_while(|step| !matches!(step.act, Act::Publish | Act::Close));
        if since.into_iter().any(|step| step.act == Act::SendBack) {
            refusals.push(Refusal::Ordered);
        }
        self.step(Act::Close, self.public().unwrap_or(0), hand, "", refusals)
    }

    fn with_reason(&self, act: Act, hand: Hand, reason: &str) -> Result<Step, Vec<Refusal>> {
        let mut refusals: Vec<Refusal> = self.allows(act).err().into_iter().collect();
        if reason.trim().is_empty() {
            refusals.push(Refusal::NoReason(act));
        }
        refusals.extend(too_long(reason.trim()));
        let version = self.signed().map(|step| step.version).or(self.public()).unwrap_or(0);
        self.step(act, version, hand, reason, refusals)
    }

    fn step(
        &self,
        act: Act,
        version: u32,
        hand: Hand,
        words: &str,
        refusals: Vec<Refusal>,
    ) -> Result<Step, Vec<Refusal>> {
        if refusals.is_empty() {
            Ok(Step { act, version, hand, words: words.trim().to_owned() })
        } else {
            Err(refusals)
        }
    }

    /// The life with one more step.
    ///
    /// # Errors
    /// [`Refusal::NotNow`] when the step was made for another stage.
    pub fn then(&self, step: Step) -> Result<Life, Refusal> {
        self.allows(step.act)?;
        let mut steps = self.steps.clone();
        steps.push(step);
        Ok(Life { steps })
    }
}

fn too_long(words: &str) -> Option<Refusal> {
    let now = words.chars().count();
    (now > WORDS).then_some(Refusal::WordsTooLong { limit: WORDS, now })
}
