//! What can happen to an application, as the docket records it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::receipt::Channel;

/// How an answer was served, which fixes the day it counts as made.
///
/// Source: 国办公开办函〔2016〕235号; electronic service is not covered there and counts on the day of sending.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Service {
    /// Handed over, directly or through another organ: the day the recipient signs.
    InPerson,
    /// Through the postal enterprise: the day it is handed to the post.
    Post,
    /// By e-mail or on the platform: the day of sending.
    Electronic,
}

impl Service {
    /// Every way, in the order of the form.
    pub const ALL: [Service; 3] = [Service::InPerson, Service::Post, Service::Electronic];

    /// The key used in JSON, columns and form fields.
    pub const fn key(self) -> &'static str {
        match self {
            Service::InPerson => "in_person",
            Service::Post => "post",
            Service::Electronic => "electronic",
        }
    }

    /// The way with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|service| service.key() == key)
    }

    /// The words on screen, with the day that counts.
    pub const fn label(self) -> &'static str {
        match self {
            Service::InPerson => "当面送达，以签收之日为准",
            Service::Post => "邮寄送达，以交邮之日为准",
            Service::Electronic => "电子送达，以发出之日为准",
        }
    }
}

/// Something that happened to an application, with its date.
///
/// The JSON form is the contract of `gongkai clock`: a tag `act` in snake case and the fields below. Unknown
/// fields are refused, so that a misspelt date is never silently left out.
///
/// ```
/// use law::clock::Act;
/// let act: Act = serde_json::from_str(r#"{"act":"fee_paid","on":"2025-03-03"}"#).unwrap();
/// assert_eq!(act.key(), "fee_paid");
/// assert!(serde_json::from_str::<Act>(r#"{"act":"fee_paid","on":"2025-03-03","paid":1}"#).is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
pub enum Act {
    /// The application arrived (article 31).
    Received {
        /// Day of arrival.
        on: Date,
        /// How it came.
        channel: Channel,
        /// Day both sides confirmed it; decides the date of receipt for letters nobody signs for, online forms,
        /// fax and e-mail.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        confirmed_on: Option<Date>,
    },
    /// The applicant was asked to correct the application (article 30).
    CorrectionRequested {
        /// Day of the notice.
        on: Date,
        /// Working days given for the correction; by the policy when left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reply_within_working_days: Option<u32>,
    },
    /// The corrected application came in (article 30).
    CorrectionReceived {
        /// Day it came in.
        on: Date,
    },
    /// A third party was asked for its opinion (article 32).
    ThirdPartyConsulted {
        /// Day the letter was sent.
        on: Date,
        /// Day the third party received it; taken as the day of sending while unknown.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        delivered_on: Option<Date>,
    },
    /// The third party answered.
    ThirdPartyReplied {
        /// Day the opinion came in.
        on: Date,
        /// The letter it answers, by its place in the list of acts, from 0. Left out, it answers the oldest letter whose
        /// limit has not passed (decision 0012).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<usize>,
    },
    /// Another organ that made the information was asked (article 34).
    CoMakerConsulted {
        /// Day the letter was sent.
        on: Date,
        /// Day the organ received it; taken as the day of sending while unknown.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        delivered_on: Option<Date>,
    },
    /// The other organ answered.
    CoMakerReplied {
        /// Day the opinion came in.
        on: Date,
        /// The letter it answers, by its place in the list of acts, from 0. Left out, it answers the oldest letter whose
        /// limit has not passed (decision 0012).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<usize>,
    },
    /// The answer was postponed (article 33(2)).
    Extended {
        /// Day the applicant was told.
        on: Date,
        /// By how many working days, at most 20.
        working_days: u32,
        /// Whether the head of the disclosure office consented.
        approved_by_head: bool,
    },
    /// A fee notice was issued (fee measures, article 6).
    FeeNotified {
        /// Day of the notice.
        on: Date,
        /// Day the applicant received it; the payment limit runs from there, and not before it is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        delivered_on: Option<Date>,
    },
    /// The fee was paid.
    FeePaid {
        /// Day of the payment.
        on: Date,
    },
    /// The application was answered.
    Replied {
        /// The day that counts for the way of service, see [`Service`].
        on: Date,
        /// How the answer was served.
        service: Service,
    },
    /// The applicant withdrew the application.
    Withdrawn {
        /// Day of the statement.
        on: Date,
    },
}

impl Act {
    /// The day of the act.
    pub const fn on(&self) -> Date {
        match *self {
            Act::Received { on, .. }
            | Act::CorrectionRequested { on, .. }
            | Act::CorrectionReceived { on }
            | Act::ThirdPartyConsulted { on, .. }
            | Act::ThirdPartyReplied { on, .. }
            | Act::CoMakerConsulted { on, .. }
            | Act::CoMakerReplied { on, .. }
            | Act::Extended { on, .. }
            | Act::FeeNotified { on, .. }
            | Act::FeePaid { on }
            | Act::Replied { on, .. }
            | Act::Withdrawn { on } => on,
        }
    }

    /// The tag in JSON.
    pub const fn key(&self) -> &'static str {
        match self {
            Act::Received { .. } => "received",
            Act::CorrectionRequested { .. } => "correction_requested",
            Act::CorrectionReceived { .. } => "correction_received",
            Act::ThirdPartyConsulted { .. } => "third_party_consulted",
            Act::ThirdPartyReplied { .. } => "third_party_replied",
            Act::CoMakerConsulted { .. } => "co_maker_consulted",
            Act::CoMakerReplied { .. } => "co_maker_replied",
            Act::Extended { .. } => "extended",
            Act::FeeNotified { .. } => "fee_notified",
            Act::FeePaid { .. } => "fee_paid",
            Act::Replied { .. } => "replied",
            Act::Withdrawn { .. } => "withdrawn",
        }
    }

    /// The kind of act a desk offers for it.
    pub(crate) const fn kind(&self) -> NextAct {
        match self {
            Act::Received { .. } => NextAct::Receive,
            Act::CorrectionRequested { .. } => NextAct::RequestCorrection,
            Act::CorrectionReceived { .. } => NextAct::ReceiveCorrection,
            Act::ThirdPartyConsulted { .. } => NextAct::ConsultThirdParty,
            Act::ThirdPartyReplied { .. } => NextAct::RecordThirdPartyOpinion,
            Act::CoMakerConsulted { .. } => NextAct::ConsultCoMaker,
            Act::CoMakerReplied { .. } => NextAct::RecordCoMakerOpinion,
            Act::Extended { .. } => NextAct::Extend,
            Act::FeeNotified { .. } => NextAct::NotifyFee,
            Act::FeePaid { .. } => NextAct::ReceivePayment,
            Act::Replied { .. } => NextAct::Reply,
            Act::Withdrawn { .. } => NextAct::Withdraw,
        }
    }
}

/// What may be done next on a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NextAct {
    /// Register the receipt: nothing is on record yet.
    Receive,
    /// Confirm the receipt with the applicant; recorded in [`Act::Received`].
    ConfirmReceipt,
    /// Ask for a correction.
    RequestCorrection,
    /// Register the corrected application.
    ReceiveCorrection,
    /// Ask a third party.
    ConsultThirdParty,
    /// Register the third party's opinion.
    RecordThirdPartyOpinion,
    /// Ask another maker.
    ConsultCoMaker,
    /// Register the other maker's opinion.
    RecordCoMakerOpinion,
    /// Postpone the answer.
    Extend,
    /// Issue a fee notice.
    NotifyFee,
    /// Register the payment.
    ReceivePayment,
    /// Answer.
    Reply,
    /// Register the applicant's withdrawal.
    Withdraw,
}

impl NextAct {
    /// Every act, in the order of the desk.
    pub const ALL: [NextAct; 13] = [
        NextAct::Receive,
        NextAct::ConfirmReceipt,
        NextAct::RequestCorrection,
        NextAct::ReceiveCorrection,
        NextAct::ConsultThirdParty,
        NextAct::RecordThirdPartyOpinion,
        NextAct::ConsultCoMaker,
        NextAct::RecordCoMakerOpinion,
        NextAct::Extend,
        NextAct::NotifyFee,
        NextAct::ReceivePayment,
        NextAct::Reply,
        NextAct::Withdraw,
    ];

    /// The key used in JSON and form fields.
    pub const fn key(self) -> &'static str {
        match self {
            NextAct::Receive => "receive",
            NextAct::ConfirmReceipt => "confirm_receipt",
            NextAct::RequestCorrection => "request_correction",
            NextAct::ReceiveCorrection => "receive_correction",
            NextAct::ConsultThirdParty => "consult_third_party",
            NextAct::RecordThirdPartyOpinion => "record_third_party_opinion",
            NextAct::ConsultCoMaker => "consult_co_maker",
            NextAct::RecordCoMakerOpinion => "record_co_maker_opinion",
            NextAct::Extend => "extend",
            NextAct::NotifyFee => "notify_fee",
            NextAct::ReceivePayment => "receive_payment",
            NextAct::Reply => "reply",
            NextAct::Withdraw => "withdraw",
        }
    }

    /// The act with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.key() == key)
    }

    /// The words on a button.
    pub const fn label(self) -> &'static str {
        match self {
            NextAct::Receive => "登记收到申请",
            NextAct::ConfirmReceipt => "与申请人确认收到",
            NextAct::RequestCorrection => "告知补正",
            NextAct::ReceiveCorrection => "登记补正材料",
            NextAct::ConsultThirdParty => "征求第三方意见",
            NextAct::RecordThirdPartyOpinion => "登记第三方意见",
            NextAct::ConsultCoMaker => "征求共同制作机关意见",
            NextAct::RecordCoMakerOpinion => "登记共同制作机关意见",
            NextAct::Extend => "延长答复期限",
            NextAct::NotifyFee => "告知收费",
            NextAct::ReceivePayment => "登记缴费",
            NextAct::Reply => "答复",
            NextAct::Withdraw => "登记撤回申请",
        }
    }
}
