//! What the law does not allow, as sentences for the person at the desk.

use jiff::civil::Date;
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::{CORRECTION_NOTICE_LIMIT, EXTENSION_LIMIT};
use crate::article::{Article, Law};
use crate::day_number::in_words;

/// Why an act on an application was not allowed: what stands in the way, and the way on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No act at all, or an act before the receipt is on record.
    #[error("还没有登记收到申请；请先登记收到申请的日期和方式，再登记其他事项")]
    NotReceived,
    /// A second receipt of one application.
    #[error("该申请已于{received_on}登记收到，一件申请只登记一次；如是另一件申请，请另行登记", received_on = in_words(.received_on))]
    ReceivedTwice {
        /// The receipt on record.
        received_on: Date,
    },
    /// Confirmed before it arrived.
    #[error("确认日期{confirmed_on}早于申请到达日期{arrived_on}；请核对这两个日期", confirmed_on = in_words(.confirmed_on), arrived_on = in_words(.arrived_on))]
    ConfirmedBeforeArrival {
        /// Day of arrival.
        arrived_on: Date,
        /// Stated day of confirmation.
        confirmed_on: Date,
    },
    /// The clock has not started.
    #[error("尚未与申请人确认收到申请，答复期限还没有起算；请先联系申请人确认并登记确认日期")]
    NotConfirmed,
    /// Dated before the receipt.
    #[error("日期{on}早于收到申请之日{received_on}；请核对日期", on = in_words(.on), received_on = in_words(.received_on))]
    BeforeReceipt {
        /// The act's day.
        on: Date,
        /// The date of receipt.
        received_on: Date,
    },
    /// Dated before the act recorded before it.
    #[error("日期{on}早于上一事项的日期{previous}；请按发生的先后顺序登记，或核对日期", on = in_words(.on), previous = in_words(.previous))]
    OutOfOrder {
        /// The act's day.
        on: Date,
        /// The previous act's day.
        previous: Date,
    },
    /// Delivered before it was sent.
    #[error("送达日期{delivered_on}早于发出日期{on}；请核对这两个日期", delivered_on = in_words(.delivered_on), on = in_words(.on))]
    DeliveredBeforeSent {
        /// Day of sending.
        on: Date,
        /// Stated day of delivery.
        delivered_on: Date,
    },
    /// An opinion dated before the letter was delivered.
    #[error("收到意见的日期{on}早于征求意见书的送达日期{delivered_on}；请核对这两个日期", on = in_words(.on), delivered_on = in_words(.delivered_on))]
    OpinionBeforeDelivery {
        /// Day of the opinion.
        on: Date,
        /// Day of delivery.
        delivered_on: Date,
    },
    /// A payment dated before the fee notice was delivered.
    #[error("缴费日期{on}早于收费通知的送达日期{delivered_on}；请核对这两个日期", on = in_words(.on), delivered_on = in_words(.delivered_on))]
    PaidBeforeDelivery {
        /// Day of the payment.
        on: Date,
        /// Day of delivery.
        delivered_on: Date,
    },
    /// The case is closed.
    #[error("该申请已于{closed_on}办结，不能再登记新的事项；如有新的请求，请申请人另行提出申请", closed_on = in_words(.closed_on))]
    AfterClose {
        /// Day of the answer or withdrawal.
        closed_on: Date,
    },
    /// Given up: not corrected in time.
    #[error("补正期限已于{limit}届满，申请视为放弃、不再处理；可以告知申请人不再处理，申请人可以另行提出申请", limit = in_words(.limit))]
    AbandonedUncorrected {
        /// Last day of the correction.
        limit: Date,
    },
    /// Given up: not paid in time.
    #[error("缴费期限已于{limit}届满，申请视为放弃、不再处理；可以告知申请人不再处理，申请人可以另行提出申请", limit = in_words(.limit))]
    AbandonedUnpaid {
        /// Last day to pay.
        limit: Date,
    },
    /// Correction asked after its limit.
    #[error(
        "告知补正应当在收到申请之日起{CORRECTION_NOTICE_LIMIT}个工作日内作出，最迟{limit}，现已超过；请按现有申请内容办理并答复", limit = in_words(.limit)
    )]
    CorrectionTooLate {
        /// Last day to ask.
        limit: Date,
    },
    /// Correction asked twice.
    #[error("已于{asked_on}告知过补正，补正事项应当一次性告知，不能再次要求补正；请按现有申请内容办理并答复", asked_on = in_words(.asked_on))]
    CorrectionTwice {
        /// Day of the first notice.
        asked_on: Date,
    },
    /// A correction notice that leaves no day.
    #[error("补正期限不能为0个工作日，应当给申请人合理的补正期限；请填写补正期限")]
    NoTimeToCorrect,
    /// A correction nobody asked for.
    #[error("没有正在等待的补正，不能登记收到补正；申请人自行补充材料的，请作为附件归入本件")]
    NoCorrectionAsked,
    /// Correction after its limit.
    #[error(
        "补正最迟应当于{limit}提交，逾期视为放弃申请；申请人有正当理由的，请登记理由并按“接受有正当理由的逾期补正”办理，否则请申请人另行提出申请", limit = in_words(.limit)
    )]
    CorrectionReceivedLate {
        /// Last day of the correction.
        limit: Date,
    },
    /// An opinion nobody asked for.
    #[error("没有等待答复的第三方征求意见，不能登记第三方意见；请先登记征求意见书")]
    NoThirdPartyAsked,
    /// An opinion nobody asked for.
    #[error("没有等待答复的共同制作机关征求意见，不能登记该意见；请先登记征求意见书")]
    NoCoMakerAsked,
    /// Nothing runs that could be postponed or shared.
    #[error("正在等待申请人补正，答复期限尚未重新起算；请在收到补正的申请后再办理这一事项")]
    WaitingForCorrection,
    /// Nothing runs that could be postponed or shared.
    #[error("正在等待申请人缴费，答复期限尚未重新起算；请在申请人缴费后再办理这一事项")]
    WaitingForPayment,
    /// Extended after the due date.
    #[error("延长答复期限应当在期限届满前作出，期限已于{due}届满；请尽快答复", due = in_words(.due))]
    ExtensionTooLate {
        /// The due date that was missed.
        due: Date,
    },
    /// Extended twice.
    #[error("已于{extended_on}延长过一次，答复期限只能延长一次；请在现有期限内答复", extended_on = in_words(.extended_on))]
    ExtensionTwice {
        /// Day of the first extension.
        extended_on: Date,
    },
    /// Extended by too much, or by nothing.
    #[error("延长{asked}个工作日不符合规定，应当为1至{EXTENSION_LIMIT}个工作日；请修改延长的天数")]
    ExtensionLength {
        /// Stated working days.
        asked: u32,
    },
    /// Extended without consent.
    #[error("延长答复期限应当经政府信息公开工作机构负责人同意；请先取得负责人同意并登记")]
    ExtensionNotApproved,
    /// Fee notice after the due date.
    #[error("收费通知应当在答复期限内发出，期限已于{due}届满；不能再收费，请尽快答复", due = in_words(.due))]
    FeeTooLate {
        /// The due date that was missed.
        due: Date,
    },
    /// Two fee notices.
    #[error("已于{notified_on}发出收费通知，一件申请只收一次；请等待缴费或者按现有情况办理", notified_on = in_words(.notified_on))]
    FeeTwice {
        /// Day of the first notice.
        notified_on: Date,
    },
    /// A payment nobody asked for.
    #[error("没有等待缴费的收费通知，不能登记缴费；请先登记收费通知，误缴的款项按财政规定退还")]
    NoFeeAsked,
    /// Paid after the limit.
    #[error("缴费期限已于{limit}届满，申请视为放弃；所缴款项按财政规定退还，请申请人另行提出申请", limit = in_words(.limit))]
    PaidLate {
        /// Last day to pay.
        limit: Date,
    },
}

impl Refusal {
    /// The provision that stands in the way.
    pub const fn basis(&self) -> Article {
        match self {
            Refusal::NotReceived | Refusal::ReceivedTwice { .. } | Refusal::BeforeReceipt { .. } => Article::of(31),
            Refusal::ConfirmedBeforeArrival { .. } | Refusal::NotConfirmed => Article::of(31),
            // The register must show the stages in their order.
            Refusal::OutOfOrder { .. } | Refusal::DeliveredBeforeSent { .. } | Refusal::AfterClose { .. } => {
                Article::of(45)
            }
            Refusal::OpinionBeforeDelivery { .. } => Article::of(33).paragraph(3),
            Refusal::CorrectionTooLate { .. }
            | Refusal::CorrectionTwice { .. }
            | Refusal::NoTimeToCorrect
            | Refusal::NoCorrectionAsked
            | Refusal::CorrectionReceivedLate { .. }
            | Refusal::AbandonedUncorrected { .. }
            | Refusal::WaitingForCorrection => Article::of(30),
            Refusal::NoThirdPartyAsked => Article::of(32),
            Refusal::NoCoMakerAsked => Article::of(34),
            Refusal::ExtensionTooLate { .. }
            | Refusal::ExtensionTwice { .. }
            | Refusal::ExtensionLength { .. }
            | Refusal::ExtensionNotApproved => Article::of(33).paragraph(2),
            Refusal::WaitingForPayment
            | Refusal::AbandonedUnpaid { .. }
            | Refusal::PaidBeforeDelivery { .. }
            | Refusal::FeeTooLate { .. }
            | Refusal::FeeTwice { .. }
            | Refusal::NoFeeAsked
            | Refusal::PaidLate { .. } => Article::in_law(Law::FeeMeasures, 6),
        }
    }
}

/// A refusal and the act it concerns. It serializes as `{act_index, message, basis}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Position in the list of acts, from 0.
    pub act_index: usize,
    /// Why.
    pub refusal: Refusal,
}

impl Serialize for Refused {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Refused", 3)?;
        object.serialize_field("act_index", &self.act_index)?;
        object.serialize_field("message", &self.refusal.to_string())?;
        object.serialize_field("basis", &self.refusal.basis())?;
        object.end()
    }
}
