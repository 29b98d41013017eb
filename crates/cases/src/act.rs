//! What may happen to a case: the acts, and the one table of who may do which of them at which stage.

use crate::docket::{Digest, Words};
use crate::stage::StageKind::{self, *};
use civic::Permission;
use jiff::civil::Date;
use law::need::Need;
use law::outcome::Outcome;
use law::receipt::Channel;
use serde::{Deserialize, Serialize};

/// One act, with the facts that belong to it. All dates are days on which something happened, not days of typing.
///
/// The JSON of an act is what the docket hashes: a member is never renamed, and a new one is optional and left out
/// when empty. A snapshot holds the JSON of every act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Act {
    /// The applicant sent the form on the public pages.
    Submitted {
        /// The day it arrived.
        on: Date,
        /// Stands for the application, which lies beside the docket.
        application: Digest,
    },
    /// A clerk typed in an application that came another way: handed in, by post, by fax, spoken (art. 29(1)).
    TakenIn {
        /// How it came.
        channel: Channel,
        /// The day it arrived.
        on: Date,
        /// The day on which both sides confirmed, for the channels that need it (art. 31).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        confirmed_on: Option<Date>,
        /// Stands for the application.
        application: Digest,
    },
    /// A clerk registered an application that came in on the public pages: the day of confirmation by both sides is
    /// the day of receipt (art. 31(3)).
    Registered {
        /// The day of confirmation.
        on: Date,
    },
    /// The applicant was asked, once, to say more clearly what is wanted (art. 30).
    CorrectionRequested {
        /// The day the notice went out.
        on: Date,
        /// What is to be corrected.
        what: Words,
        /// The time given, in working days.
        reply_within: u32,
    },
    /// The corrected application came in; the clock starts anew (art. 30).
    CorrectionReceived {
        /// The day it came in.
        on: Date,
        /// What was corrected.
        what: Words,
    },
    /// A third party was asked in writing (art. 32), or a body that made the information jointly (art. 34).
    Consulted {
        /// Whom.
        party: Party,
        /// The day the letter was sent.
        on: Date,
        /// The name.
        whom: Words,
        /// The day it reached them, if known already.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        delivered_on: Option<Date>,
    },
    /// The letter of an earlier entry reached its addressee.
    Delivered {
        /// The entry of the letter: a consultation or a fee notice.
        of: u32,
        /// The day.
        on: Date,
    },
    /// The one who was consulted answered.
    ConsultationAnswered {
        /// The entry of the consultation.
        of: u32,
        /// The day the answer came in.
        on: Date,
        /// Whether they agree to disclosure.
        agrees: bool,
        /// What they said.
        #[serde(default)]
        what: Words,
    },
    /// A clerk asked for more time (art. 33(2)).
    ExtensionRequested {
        /// The day.
        on: Date,
        /// Working days, 1 to 20.
        working_days: u32,
        /// Why.
        reason: Words,
    },
    /// The head of the disclosure office agreed; the applicant is told (art. 33(2)).
    ExtensionApproved {
        /// The day.
        on: Date,
    },
    /// The head of the disclosure office did not agree.
    ExtensionDeclined {
        /// The day.
        on: Date,
        /// Why.
        reason: Words,
    },
    /// The applicant was told the processing fee (art. 42, 国办函〔2020〕109号).
    FeeNotified {
        /// The day the notice was sent.
        on: Date,
        /// In 分.
        fen: u64,
        /// The day it reached the applicant, if known already.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        delivered_on: Option<Date>,
    },
    /// The fee was paid; the clock starts anew.
    FeePaid {
        /// The day.
        on: Date,
    },
    /// What the answer will be, put before the head of the disclosure office with its letter.
    Decided {
        /// The day.
        on: Date,
        /// The answer.
        outcome: Outcome,
        /// What the letter states beside the facts of the case, in the order of [`Outcome::needs`].
        facts: Vec<Fact>,
        /// Where reconsideration can be asked for online; a letter served electronically names it (ARL art. 22(2)).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        online_channel: Option<String>,
    },
    /// The head of the disclosure office gave the letter back.
    Returned {
        /// The day.
        on: Date,
        /// Why.
        reason: Words,
    },
    /// The head of the disclosure office signed the letter.
    Signed {
        /// The day, which is the letter's date (成文日期).
        on: Date,
        /// The letter's number.
        number: String,
    },
    /// The letter was served on the applicant.
    Served {
        /// The day that counts (国办公开办函〔2016〕235号): signed for, handed to the post, or sent.
        on: Date,
        /// How.
        how: law::clock::Service,
        /// Receipt number, signature, address: what proves it.
        proof: Words,
    },
    /// The applicant took the application back.
    Withdrawn {
        /// The day.
        on: Date,
        /// How the applicant said so.
        what: Words,
    },
    /// Closed because the applicant let a limit pass (art. 30; fee rules art. 6).
    ClosedAsAbandoned {
        /// The day.
        on: Date,
    },
    /// Put into the archive (art. 45).
    Archived {
        /// The day.
        on: Date,
    },
    /// A note for the file.
    Noted {
        /// What.
        text: Words,
    },
}

/// One fact of a letter: which, and what it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// Which.
    pub need: Need,
    /// What it says.
    pub says: Words,
}

/// Whom one consults.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    /// One whose lawful rights disclosure may harm (art. 32). Silence leaves the decision to the organ.
    ThirdParty,
    /// A body that made the information jointly (art. 34). Silence is consent.
    CoMaker,
}

impl Party {
    /// Both.
    pub const ALL: [Party; 2] = [Self::ThirdParty, Self::CoMaker];

    /// The key in forms.
    pub const fn key(self) -> &'static str {
        match self {
            Self::ThirdParty => "third_party",
            Self::CoMaker => "co_maker",
        }
    }

    /// The one with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|party| party.key() == key)
    }

    /// The words on screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::ThirdParty => "第三方",
            Self::CoMaker => "共同制作机关",
        }
    }
}

/// An act without its facts: for buttons, addresses and the lifecycle table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActKind {
    /// See [`Act::Submitted`].
    Submitted,
    /// See [`Act::TakenIn`].
    TakenIn,
    /// See [`Act::Registered`].
    Registered,
    /// See [`Act::CorrectionRequested`].
    CorrectionRequested,
    /// See [`Act::CorrectionReceived`].
    CorrectionReceived,
    /// See [`Act::Consulted`].
    Consulted,
    /// See [`Act::Delivered`].
    Delivered,
    /// See [`Act::ConsultationAnswered`].
    ConsultationAnswered,
    /// See [`Act::ExtensionRequested`].
    ExtensionRequested,
    /// See [`Act::ExtensionApproved`].
    ExtensionApproved,
    /// See [`Act::ExtensionDeclined`].
    ExtensionDeclined,
    /// See [`Act::FeeNotified`].
    FeeNotified,
    /// See [`Act::FeePaid`].
    FeePaid,
    /// See [`Act::Decided`].
    Decided,
    /// See [`Act::Returned`].
    Returned,
    /// See [`Act::Signed`].
    Signed,
    /// See [`Act::Served`].
    Served,
    /// See [`Act::Withdrawn`].
    Withdrawn,
    /// See [`Act::ClosedAsAbandoned`].
    ClosedAsAbandoned,
    /// See [`Act::Archived`].
    Archived,
    /// See [`Act::Noted`].
    Noted,
}

/// Who does an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The applicant, on the public pages.
    Applicant,
    /// A member of staff who holds this permission in the body.
    Staff(Permission),
}

/// One line of the lifecycle.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// The act.
    pub act: ActKind,
    /// What the office calls it.
    pub label: &'static str,
    /// Who does it.
    pub by: By,
    /// The article it rests on.
    pub article: &'static str,
    /// At which stages it is done; empty for the acts that open a case.
    pub from: &'static [StageKind],
    /// Where it leads; empty when the stage stays as it is.
    pub to: &'static [StageKind],
}

const fn line(
    act: ActKind,
    label: &'static str,
    by: By,
    article: &'static str,
    from: &'static [StageKind],
    to: &'static [StageKind],
) -> Line {
    Line { act, label, by, article, from, to }
}

const CLERK: By = By::Staff(Permission::HandleCase);
const HEAD_EXTENDS: By = By::Staff(Permission::ApproveExtension);
const HEAD_SIGNS: By = By::Staff(Permission::SignReply);
const IN_HAND: &[StageKind] =
    &[Arrived, Handling, AwaitingCorrection, Consulting, AwaitingFee, AwaitingSignature, AwaitingService];

/// The lifecycle on one screen: every act, who does it, at which stages, and where it leads.
///
/// A test holds it against what really happens at every stage.
#[rustfmt::skip]
pub const LIFECYCLE: &[Line] = &[
    line(ActKind::Submitted,            "网上提交申请",     By::Applicant, "条例第二十九条",         &[],                      &[Arrived]),
    line(ActKind::TakenIn,              "录入书面申请",     CLERK,         "条例第二十九条",         &[],                      &[Arrived, Handling]),
    line(ActKind::Registered,           "登记收到申请",     CLERK,         "条例第三十一条",         &[Arrived],               &[Handling]),
    line(ActKind::CorrectionRequested,  "告知补正",         CLERK,         "条例第三十条",           &[Handling],              &[AwaitingCorrection]),
    line(ActKind::CorrectionReceived,   "登记补正材料",     CLERK,         "条例第三十条",           &[AwaitingCorrection],    &[Handling]),
    line(ActKind::Consulted,            "征求意见",         CLERK,         "条例第三十二条、第三十四条", &[Handling, Consulting],   &[Consulting]),
    line(ActKind::Delivered,            "登记送达日期",     CLERK,         "条例第三十二条、第三十四条", &[Consulting, AwaitingFee], &[]),
    line(ActKind::ConsultationAnswered, "登记收到的意见",   CLERK,         "条例第三十二条、第三十四条", &[Consulting],            &[Consulting, Handling]),
    line(ActKind::ExtensionRequested,   "申请延长答复期限", CLERK,         "条例第三十三条第二款",   &[Handling, Consulting],  &[]),
    line(ActKind::ExtensionApproved,    "同意延长答复期限", HEAD_EXTENDS,  "条例第三十三条第二款",   &[Handling, Consulting],  &[]),
    line(ActKind::ExtensionDeclined,    "不同意延长",       HEAD_EXTENDS,  "条例第三十三条第二款",   &[Handling, Consulting],  &[]),
    line(ActKind::FeeNotified,          "告知收费",         CLERK,         "条例第四十二条",         &[Handling],              &[AwaitingFee]),
    line(ActKind::FeePaid,              "登记缴费",         CLERK,         "条例第四十二条",         &[AwaitingFee],           &[Handling]),
    line(ActKind::Decided,              "拟定答复",         CLERK,         "条例第三十六条",         &[Handling, Consulting],  &[AwaitingSignature]),
    line(ActKind::Returned,             "退回修改",         HEAD_SIGNS,    "条例第四十五条",         &[AwaitingSignature],     &[Handling]),
    line(ActKind::Signed,               "签发",             HEAD_SIGNS,    "条例第四十五条",         &[AwaitingSignature],     &[AwaitingService]),
    line(ActKind::Served,               "登记送达",         CLERK,         "国办公开办函〔2016〕235号", &[AwaitingService],        &[Answered]),
    line(ActKind::Withdrawn,            "登记撤回申请",     CLERK,         "条例第四十五条",         IN_HAND,                  &[Ended]),
    line(ActKind::ClosedAsAbandoned,    "终止办理",         CLERK,         "条例第三十条、信息处理费管理办法第六条", &[AwaitingCorrection, AwaitingFee], &[Ended]),
    line(ActKind::Archived,             "归档",             CLERK,         "条例第四十五条",         &[Answered, Ended],       &[StageKind::Archived]),
    line(ActKind::Noted,                "添加备注",         CLERK,         "条例第四十五条",         &StageKind::ALL,          &[]),
];

impl ActKind {
    /// Its line of the lifecycle.
    pub fn line(self) -> &'static Line {
        LIFECYCLE.iter().find(|line| line.act == self).expect("the lifecycle lists every act, as a test shows")
    }

    /// What the office calls it.
    pub fn label(self) -> &'static str {
        self.line().label
    }

    /// The key in addresses: that of [`Act`]'s JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::TakenIn => "taken_in",
            Self::Registered => "registered",
            Self::CorrectionRequested => "correction_requested",
            Self::CorrectionReceived => "correction_received",
            Self::Consulted => "consulted",
            Self::Delivered => "delivered",
            Self::ConsultationAnswered => "consultation_answered",
            Self::ExtensionRequested => "extension_requested",
            Self::ExtensionApproved => "extension_approved",
            Self::ExtensionDeclined => "extension_declined",
            Self::FeeNotified => "fee_notified",
            Self::FeePaid => "fee_paid",
            Self::Decided => "decided",
            Self::Returned => "returned",
            Self::Signed => "signed",
            Self::Served => "served",
            Self::Withdrawn => "withdrawn",
            Self::ClosedAsAbandoned => "closed_as_abandoned",
            Self::Archived => "archived",
            Self::Noted => "noted",
        }
    }

    /// The act with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        LIFECYCLE.iter().map(|line| line.act).find(|act| act.key() == key)
    }
}

impl Act {
    /// The act without its facts.
    pub fn kind(&self) -> ActKind {
        match self {
            Self::Submitted { .. } => ActKind::Submitted,
            Self::TakenIn { .. } => ActKind::TakenIn,
            Self::Registered { .. } => ActKind::Registered,
            Self::CorrectionRequested { .. } => ActKind::CorrectionRequested,
            Self::CorrectionReceived { .. } => ActKind::CorrectionReceived,
            Self::Consulted { .. } => ActKind::Consulted,
            Self::Delivered { .. } => ActKind::Delivered,
            Self::ConsultationAnswered { .. } => ActKind::ConsultationAnswered,
            Self::ExtensionRequested { .. } => ActKind::ExtensionRequested,
            Self::ExtensionApproved { .. } => ActKind::ExtensionApproved,
            Self::ExtensionDeclined { .. } => ActKind::ExtensionDeclined,
            Self::FeeNotified { .. } => ActKind::FeeNotified,
            Self::FeePaid { .. } => ActKind::FeePaid,
            Self::Decided { .. } => ActKind::Decided,
            Self::Returned { .. } => ActKind::Returned,
            Self::Signed { .. } => ActKind::Signed,
            Self::Served { .. } => ActKind::Served,
            Self::Withdrawn { .. } => ActKind::Withdrawn,
            Self::ClosedAsAbandoned { .. } => ActKind::ClosedAsAbandoned,
            Self::Archived { .. } => ActKind::Archived,
            Self::Noted { .. } => ActKind::Noted,
        }
    }

    /// The day on which it happened; a note has none but that of its recording.
    pub fn on(&self) -> Option<Date> {
        match *self {
            Self::Submitted { on, .. }
            | Self::TakenIn { on, .. }
            | Self::Registered { on }
            | Self::CorrectionRequested { on, .. }
            | Self::CorrectionReceived { on, .. }
            | Self::Consulted { on, .. }
            | Self::Delivered { on, .. }
            | Self::ConsultationAnswered { on, .. }
            | Self::ExtensionRequested { on, .. }
            | Self::ExtensionApproved { on }
            | Self::ExtensionDeclined { on, .. }
            | Self::FeeNotified { on, .. }
            | Self::FeePaid { on }
            | Self::Decided { on, .. }
            | Self::Returned { on, .. }
            | Self::Signed { on, .. }
            | Self::Served { on, .. }
            | Self::Withdrawn { on, .. }
            | Self::ClosedAsAbandoned { on }
            | Self::Archived { on } => Some(on),
            Self::Noted { .. } => None,
        }
    }

    /// The running texts, in a fixed order.
    pub fn words(&self) -> Vec<&Words> {
        match self {
            Self::CorrectionRequested { what, .. }
            | Self::CorrectionReceived { what, .. }
            | Self::ConsultationAnswered { what, .. }
            | Self::Withdrawn { what, .. } => vec![what],
            Self::Consulted { whom, .. } => vec![whom],
            Self::ExtensionRequested { reason, .. }
            | Self::ExtensionDeclined { reason, .. }
            | Self::Returned { reason, .. } => vec![reason],
            Self::Served { proof, .. } => vec![proof],
            Self::Noted { text } => vec![text],
            Self::Decided { facts, .. } => facts.iter().map(|fact| &fact.says).collect(),
            Self::Submitted { .. }
            | Self::TakenIn { .. }
            | Self::Registered { .. }
            | Self::Delivered { .. }
            | Self::ExtensionApproved { .. }
            | Self::FeeNotified { .. }
            | Self::FeePaid { .. }
            | Self::Signed { .. }
            | Self::ClosedAsAbandoned { .. }
            | Self::Archived { .. } => Vec::new(),
        }
    }

    /// The same texts, to be sealed or laid back after loading.
    pub fn words_mut(&mut self) -> Vec<&mut Words> {
        match self {
            Self::CorrectionRequested { what, .. }
            | Self::CorrectionReceived { what, .. }
            | Self::ConsultationAnswered { what, .. }
            | Self::Withdrawn { what, .. } => vec![what],
            Self::Consulted { whom, .. } => vec![whom],
            Self::ExtensionRequested { reason, .. }
            | Self::ExtensionDeclined { reason, .. }
            | Self::Returned { reason, .. } => vec![reason],
            Self::Served { proof, .. } => vec![proof],
            Self::Noted { text } => vec![text],
            Self::Decided { facts, .. } => facts.iter_mut().map(|fact| &mut fact.says).collect(),
            Self::Submitted { .. }
            | Self::TakenIn { .. }
            | Self::Registered { .. }
            | Self::Delivered { .. }
            | Self::ExtensionApproved { .. }
            | Self::FeeNotified { .. }
            | Self::FeePaid { .. }
            | Self::Signed { .. }
            | Self::ClosedAsAbandoned { .. }
            | Self::Archived { .. } => Vec::new(),
        }
    }
}
