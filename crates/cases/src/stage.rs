//! Where a case stands. A stage carries its facts, and a move consumes the stage before it.

use crate::act::{Act, Party};
use jiff::civil::Date;
use law::clock::{Abandonment, Service};
use law::outcome::Outcome;
use law::receipt::Channel;

/// The stage of a case with everything that must be known at that stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// 待登记: it arrived and waits for a clerk, who confirms with the applicant where the channel needs it (art. 31).
    Arrived(Arrived),
    /// 办理中.
    Handling(Handling),
    /// 等待申请人补正 (art. 30).
    AwaitingCorrection(AwaitingCorrection),
    /// 征求意见中 (art. 32, 34).
    Consulting(Consulting),
    /// 等待缴费 (art. 42).
    AwaitingFee(AwaitingFee),
    /// 待签发: decided, the letter lies before the head of the disclosure office.
    AwaitingSignature(AwaitingSignature),
    /// 待送达: signed.
    AwaitingService(AwaitingService),
    /// 已答复: served.
    Answered(Answered),
    /// 已终止: withdrawn, or given up by letting a limit pass.
    Ended(Ended),
    /// 已归档 (art. 45).
    Archived(Archived),
}

/// It arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrived {
    /// How.
    pub channel: Channel,
    /// When.
    pub on: Date,
}

/// It counts as received and is being worked on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handling {
    /// How and when it arrived.
    pub arrived: Arrived,
    /// When both sides confirmed it, for the channels that need it.
    pub confirmed_on: Option<Date>,
    /// Whether more time was asked for.
    pub extension: Extension,
    /// When a correction was asked; it may be asked once (art. 30).
    pub correction_asked_on: Option<Date>,
}

/// Whether more time was asked for (art. 33(2)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extension {
    /// Not, or the head of the disclosure office declined.
    None,
    /// Asked, waits for the head.
    Asked {
        /// When.
        on: Date,
        /// How many working days.
        working_days: u32,
    },
    /// Granted.
    Granted {
        /// When.
        on: Date,
        /// How many working days.
        working_days: u32,
    },
}

/// The applicant has to say more clearly what is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AwaitingCorrection {
    /// What stands so far.
    pub handling: Handling,
    /// The day of the notice.
    pub asked_on: Date,
    /// Working days given.
    pub reply_within: u32,
}

/// Others have been asked; at least one of them has not answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consulting {
    /// What stands so far.
    pub handling: Handling,
    /// Who has not answered; never empty.
    pub open: Vec<Consultation>,
}

/// One consultation without an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Consultation {
    /// Its entry in the docket.
    pub entry: u32,
    /// Whom.
    pub party: Party,
    /// The day the letter was sent.
    pub sent_on: Date,
    /// The day it reached them.
    pub delivered_on: Option<Date>,
}

/// The applicant has to pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AwaitingFee {
    /// What stands so far.
    pub handling: Handling,
    /// The notice's entry in the docket.
    pub entry: u32,
    /// In 分.
    pub fen: u64,
    /// The day of the notice.
    pub notified_on: Date,
    /// The day it reached the applicant.
    pub delivered_on: Option<Date>,
}

/// What the answer is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Its entry in the docket, which holds the letter's facts.
    pub entry: u32,
    /// The day.
    pub on: Date,
    /// The answer.
    pub outcome: Outcome,
}

/// The letter lies before the head of the disclosure office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AwaitingSignature {
    /// What stands so far.
    pub handling: Handling,
    /// The answer.
    pub decision: Decision,
}

/// The letter is signed and not yet served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AwaitingService {
    /// What stands so far.
    pub handling: Handling,
    /// The answer.
    pub decision: Decision,
    /// The letter's date.
    pub signed_on: Date,
    /// The letter's number.
    pub number: String,
}

/// Answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// What stood before.
    pub handling: Handling,
    /// The answer.
    pub decision: Decision,
    /// The letter's date.
    pub signed_on: Date,
    /// The letter's number.
    pub number: String,
    /// The day of service that counts.
    pub served_on: Date,
    /// How.
    pub how: Service,
}

/// Ended without an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// The day.
    pub on: Date,
    /// Why.
    pub why: End,
}

/// Why a case ended without an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The applicant took the application back.
    Withdrawn,
    /// The applicant let a limit pass.
    GivenUp(Abandonment),
}

impl End {
    /// The words on screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Withdrawn => "申请人撤回",
            Self::GivenUp(Abandonment::NotCorrected) => "逾期未补正",
            Self::GivenUp(Abandonment::FeeUnpaid) => "逾期未缴费",
        }
    }

    /// The line of the yearly form in which it is counted.
    pub const fn outcome(self) -> Outcome {
        match self {
            Self::Withdrawn => Outcome::Other,
            Self::GivenUp(Abandonment::NotCorrected) => Outcome::OverdueCorrection,
            Self::GivenUp(Abandonment::FeeUnpaid) => Outcome::OverdueFee,
        }
    }
}

/// In the archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Archived {
    /// The day.
    pub on: Date,
    /// How the case had come to its end.
    pub closed: Closed,
}

/// The two ways in which a case comes to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Closed {
    /// Answered.
    Answered(Answered),
    /// Ended without an answer.
    Ended(Ended),
}

/// A stage without its facts: for lists, filters and the lifecycle table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StageKind {
    /// See [`Stage::Arrived`].
    Arrived,
    /// See [`Stage::Handling`].
    Handling,
    /// See [`Stage::AwaitingCorrection`].
    AwaitingCorrection,
    /// See [`Stage::Consulting`].
    Consulting,
    /// See [`Stage::AwaitingFee`].
    AwaitingFee,
    /// See [`Stage::AwaitingSignature`].
    AwaitingSignature,
    /// See [`Stage::AwaitingService`].
    AwaitingService,
    /// See [`Stage::Answered`].
    Answered,
    /// See [`Stage::Ended`].
    Ended,
    /// See [`Stage::Archived`].
    Archived,
}

impl StageKind {
    /// Every stage, in the order of a case's life.
    pub const ALL: [StageKind; 10] = [
        Self::Arrived,
        Self::Handling,
        Self::AwaitingCorrection,
        Self::Consulting,
        Self::AwaitingFee,
        Self::AwaitingSignature,
        Self::AwaitingService,
        Self::Answered,
        Self::Ended,
        Self::Archived,
    ];

    /// The key in columns and addresses.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Arrived => "arrived",
            Self::Handling => "handling",
            Self::AwaitingCorrection => "awaiting_correction",
            Self::Consulting => "consulting",
            Self::AwaitingFee => "awaiting_fee",
            Self::AwaitingSignature => "awaiting_signature",
            Self::AwaitingService => "awaiting_service",
            Self::Answered => "answered",
            Self::Ended => "ended",
            Self::Archived => "archived",
        }
    }

    /// The stage with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.key() == key)
    }

    /// The office's word.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Arrived => "待登记",
            Self::Handling => "办理中",
            Self::AwaitingCorrection => "等待申请人补正",
            Self::Consulting => "征求意见中",
            Self::AwaitingFee => "等待缴费",
            Self::AwaitingSignature => "待签发",
            Self::AwaitingService => "待送达",
            Self::Answered => "已答复",
            Self::Ended => "已终止",
            Self::Archived => "已归档",
        }
    }

    /// Whether the office still owes something: not answered and not ended.
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Answered | Self::Ended | Self::Archived)
    }
}

/// The whole life of a case, on one screen: what is not here does not happen.
///
/// `entry` is the act's place in the docket. `Err` gives the stage back unchanged.
pub(crate) fn next(stage: Stage, entry: u32, act: &Act) -> Result<Stage, Stage> {
    use Stage::{
        Answered as Ans, Archived as Arc, Arrived as Arr, AwaitingCorrection as Corr, AwaitingFee as Fee,
        AwaitingService as Serve, AwaitingSignature as Sign, Consulting as Cons, Ended as End_, Handling as Hand,
    };
    Ok(match (stage, act) {
        (Arr(arrived), Act::Registered { on }) => Hand(Handling::begin(arrived, Some(*on))),

        (Hand(handling), Act::CorrectionRequested { on, reply_within, .. }) => {
            Corr(handling.asked_to_correct(*on, *reply_within))
        }
        (Corr(waiting), Act::CorrectionReceived { .. }) => Hand(waiting.handling),

        (Hand(handling), act @ Act::Consulted { .. }) => {
            Cons(Consulting { handling, open: Vec::new() }.and(entry, act))
        }
        (Cons(consulting), act @ Act::Consulted { .. }) => Cons(consulting.and(entry, act)),
        (Cons(consulting), Act::Delivered { of, on }) if consulting.awaits_delivery(*of) => {
            Cons(consulting.delivered(*of, *on))
        }
        (Cons(consulting), Act::ConsultationAnswered { of, .. }) if consulting.is_open(*of) => consulting.answered(*of),

        (
            Hand(handling),
            act @ (Act::ExtensionRequested { .. } | Act::ExtensionApproved { .. } | Act::ExtensionDeclined { .. }),
        ) if handling.extension.takes(act) => Hand(handling.extended(act)),
        (
            Cons(c),
            act @ (Act::ExtensionRequested { .. } | Act::ExtensionApproved { .. } | Act::ExtensionDeclined { .. }),
        ) if c.handling.extension.takes(act) => Cons(Consulting { handling: c.handling.extended(act), open: c.open }),

        (Hand(handling), Act::FeeNotified { on, fen, delivered_on }) => {
            Fee(AwaitingFee { handling, entry, fen: *fen, notified_on: *on, delivered_on: *delivered_on })
        }
        (Fee(fee), Act::Delivered { of, on }) if fee.entry == *of && fee.delivered_on.is_none() => {
            Fee(AwaitingFee { delivered_on: Some(*on), ..fee })
        }
        (Fee(fee), Act::FeePaid { .. }) => Hand(fee.handling),

        (Hand(handling) | Cons(Consulting { handling, .. }), Act::Decided { on, outcome, .. }) => {
            Sign(AwaitingSignature { handling, decision: Decision { entry, on: *on, outcome: *outcome } })
        }
        (Sign(waiting), Act::Returned { .. }) => Hand(waiting.handling),
        (Sign(waiting), Act::Signed { on, number }) => Serve(waiting.signed(*on, number)),
        (Serve(waiting), Act::Served { on, how, .. }) => Ans(waiting.served(*on, *how)),

        (Arr(_) | Hand(_) | Corr(_) | Cons(_) | Fee(_) | Sign(_) | Serve(_), Act::Withdrawn { on, .. }) => {
            End_(Ended { on: *on, why: End::Withdrawn })
        }
        (Corr(_), Act::ClosedAsAbandoned { on }) => {
            End_(Ended { on: *on, why: End::GivenUp(Abandonment::NotCorrected) })
        }
        (Fee(_), Act::ClosedAsAbandoned { on }) => End_(Ended { on: *on, why: End::GivenUp(Abandonment::FeeUnpaid) }),

        (Ans(answered), Act::Archived { on }) => Arc(Archived { on: *on, closed: Closed::Answered(answered) }),
        (End_(ended), Act::Archived { on }) => Arc(Archived { on: *on, closed: Closed::Ended(ended) }),

        (stage, Act::Noted { .. }) => stage,
        (stage, _) => return Err(stage),
    })
}

/// The stage after the first act, which opens the case; `None` for any other act.
pub(crate) fn first(act: &Act) -> Option<Stage> {
    match *act {
        Act::Submitted { on, .. } => Some(Stage::Arrived(Arrived { channel: Channel::Online, on })),
        Act::TakenIn { channel, on, confirmed_on, .. } => {
            let arrived = Arrived { channel, on };
            Some(if channel.needs_confirmation() && confirmed_on.is_none() {
                Stage::Arrived(arrived)
            } else {
                Stage::Handling(Handling::begin(arrived, confirmed_on))
            })
        }
        _ => None,
    }
}

impl Stage {
    /// The stage without its facts.
    pub fn kind(&self) -> StageKind {
        match self {
            Self::Arrived(_) => StageKind::Arrived,
            Self::Handling(_) => StageKind::Handling,
            Self::AwaitingCorrection(_) => StageKind::AwaitingCorrection,
            Self::Consulting(_) => StageKind::Consulting,
            Self::AwaitingFee(_) => StageKind::AwaitingFee,
            Self::AwaitingSignature(_) => StageKind::AwaitingSignature,
            Self::AwaitingService(_) => StageKind::AwaitingService,
            Self::Answered(_) => StageKind::Answered,
            Self::Ended(_) => StageKind::Ended,
            Self::Archived(_) => StageKind::Archived,
        }
    }

    /// What stands so far, while the case is in hand.
    pub fn handling(&self) -> Option<&Handling> {
        match self {
            Self::Handling(handling)
            | Self::AwaitingCorrection(AwaitingCorrection { handling, .. })
            | Self::Consulting(Consulting { handling, .. })
            | Self::AwaitingFee(AwaitingFee { handling, .. })
            | Self::AwaitingSignature(AwaitingSignature { handling, .. })
            | Self::AwaitingService(AwaitingService { handling, .. })
            | Self::Answered(Answered { handling, .. })
            | Self::Archived(Archived { closed: Closed::Answered(Answered { handling, .. }), .. }) => Some(handling),
            Self::Arrived(_) | Self::Ended(_) | Self::Archived(Archived { closed: Closed::Ended(_), .. }) => None,
        }
    }

    /// The answer that was served, also from the archive.
    pub fn answered(&self) -> Option<&Answered> {
        match self {
            Self::Answered(answered) | Self::Archived(Archived { closed: Closed::Answered(answered), .. }) => {
                Some(answered)
            }
            _ => None,
        }
    }

    /// How the case came to its end without an answer, also from the archive.
    pub fn ended(&self) -> Option<&Ended> {
        match self {
            Self::Ended(ended) | Self::Archived(Archived { closed: Closed::Ended(ended), .. }) => Some(ended),
            _ => None,
        }
    }

    /// The answer as decided, whether or not it is signed and served.
    pub fn decision(&self) -> Option<&Decision> {
        match self {
            Self::AwaitingSignature(AwaitingSignature { decision, .. })
            | Self::AwaitingService(AwaitingService { decision, .. }) => Some(decision),
            stage => stage.answered().map(|answered| &answered.decision),
        }
    }

    /// The letter's number and date, once signed.
    pub fn signed(&self) -> Option<(&str, Date)> {
        match self {
            Self::AwaitingService(waiting) => Some((&waiting.number, waiting.signed_on)),
            stage => stage.answered().map(|answered| (answered.number.as_str(), answered.signed_on)),
        }
    }
}

impl Handling {
    fn begin(arrived: Arrived, confirmed_on: Option<Date>) -> Self {
        Self { arrived, confirmed_on, extension: Extension::None, correction_asked_on: None }
    }

    fn asked_to_correct(self, asked_on: Date, reply_within: u32) -> AwaitingCorrection {
        AwaitingCorrection { handling: Self { correction_asked_on: Some(asked_on), ..self }, asked_on, reply_within }
    }

    fn extended(self, act: &Act) -> Self {
        let extension = match (self.extension, act) {
            (Extension::None, Act::ExtensionRequested { on, working_days, .. }) => {
                Extension::Asked { on: *on, working_days: *working_days }
            }
            (Extension::Asked { working_days, .. }, Act::ExtensionApproved { on }) => {
                Extension::Granted { on: *on, working_days }
            }
            _ => Extension::None,
        };
        Self { extension, ..self }
    }
}

impl Extension {
    fn takes(self, act: &Act) -> bool {
        match self {
            Self::None => matches!(act, Act::ExtensionRequested { .. }),
            Self::Asked { .. } => matches!(act, Act::ExtensionApproved { .. } | Act::ExtensionDeclined { .. }),
            Self::Granted { .. } => false,
        }
    }
}

impl Consulting {
    fn and(mut self, entry: u32, act: &Act) -> Self {
        if let Act::Consulted { party, on, delivered_on, .. } = act {
            self.open.push(Consultation { entry, party: *party, sent_on: *on, delivered_on: *delivered_on });
        }
        self
    }

    fn is_open(&self, entry: u32) -> bool {
        self.open.iter().any(|one| one.entry == entry)
    }

    fn awaits_delivery(&self, entry: u32) -> bool {
        self.open.iter().any(|one| one.entry == entry && one.delivered_on.is_none())
    }

    fn delivered(mut self, entry: u32, on: Date) -> Self {
        for one in self.open.iter_mut().filter(|one| one.entry == entry) {
            one.delivered_on = Some(on);
        }
        self
    }

    fn answered(mut self, entry: u32) -> Stage {
        self.open.retain(|one| one.entry != entry);
        if self.open.is_empty() { Stage::Handling(self.handling) } else { Stage::Consulting(self) }
    }
}

impl AwaitingSignature {
    fn signed(self, signed_on: Date, number: &str) -> AwaitingService {
        let Self { handling, decision } = self;
        AwaitingService { handling, decision, signed_on, number: number.to_owned() }
    }
}

impl AwaitingService {
    fn served(self, served_on: Date, how: Service) -> Answered {
        let Self { handling, decision, signed_on, number } = self;
        Answered { handling, decision, signed_on, number, served_on, how }
    }
}
