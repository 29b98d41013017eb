//! The words of a step. Values are kept and turned into words only when somebody reads them.

use std::fmt;

use jiff::civil::Date;

use super::act::Service;
use crate::day_number::in_words;
use crate::receipt::Channel;

/// What a step of the timeline says; `Display` gives the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Received, and the clock runs.
    Received {
        /// How it came.
        channel: Channel,
        /// Day of arrival where the day of confirmation counts.
        arrived_on: Option<Date>,
    },
    /// Arrived; the confirmation that starts the clock is missing.
    Unconfirmed(
        /// How it came.
        Channel,
    ),
    /// A correction was asked.
    CorrectionRequested {
        /// Last day to correct.
        limit: Date,
    },
    /// The correction came; the limit is counted anew.
    CorrectionReceived,
    /// A third party was asked.
    ThirdPartyConsulted {
        /// Its last day.
        limit: Date,
        /// Whether the day of delivery is on record.
        delivered: bool,
    },
    /// The third party's opinion came.
    ThirdPartyReplied {
        /// Working days this consultation took out.
        taken_out: i64,
    },
    /// The third party kept silent.
    ThirdPartySilent {
        /// Working days this consultation took out.
        taken_out: i64,
    },
    /// Another maker was asked.
    CoMakerConsulted {
        /// Its last day.
        limit: Date,
        /// Whether the day of delivery is on record.
        delivered: bool,
    },
    /// The other maker's opinion came.
    CoMakerReplied {
        /// Working days this consultation took out.
        taken_out: i64,
    },
    /// The other maker kept silent.
    CoMakerSilent {
        /// Working days this consultation took out.
        taken_out: i64,
    },
    /// The answer was postponed.
    Extended {
        /// By how many working days.
        working_days: u32,
    },
    /// A fee notice was issued.
    FeeNotified {
        /// Last day to pay, once delivery is known.
        limit: Option<Date>,
    },
    /// The fee was paid.
    FeePaid {
        /// Whether the limit is counted anew.
        restart: bool,
    },
    /// Answered.
    Replied {
        /// How it was served.
        service: Service,
        /// Whether it came after the due date.
        late: bool,
    },
    /// Withdrawn by the applicant.
    Withdrawn,
    /// Not corrected in time.
    NotCorrected,
    /// Not paid in time.
    FeeUnpaid,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Why::Received { channel, arrived_on: None } => write!(f, "收到申请（{}）", channel.label()),
            Why::Received { channel, arrived_on: Some(day) } => {
                write!(f, "收到申请（{}，{}到达，以双方确认之日为收到之日）", channel.label(), in_words(&day))
            }
            Why::Unconfirmed(channel) => {
                write!(f, "收到申请（{}），尚未与申请人确认，答复期限未起算", channel.label())
            }
            Why::CorrectionRequested { limit } => {
                write!(f, "告知申请人补正，补正期限至{}，答复期限自收到补正的申请后重新计算", in_words(&limit))
            }
            Why::CorrectionReceived => f.write_str("收到补正的申请，答复期限重新计算"),
            Why::ThirdPartyConsulted { limit, delivered } => {
                write!(f, "向第三方征求意见，第三方最迟{}提出，期间不计入答复期限", in_words(&limit))?;
                note_delivery(f, delivered)
            }
            Why::ThirdPartyReplied { taken_out } => {
                write!(f, "收到第三方意见，征求意见的{taken_out}个工作日不计入答复期限")
            }
            Why::ThirdPartySilent { taken_out } => {
                write!(f, "第三方逾期未提出意见，由本机关依法决定；{taken_out}个工作日不计入答复期限")
            }
            Why::CoMakerConsulted { limit, delivered } => {
                write!(f, "向共同制作机关征求意见，该机关最迟{}提出，期间不计入答复期限", in_words(&limit))?;
                note_delivery(f, delivered)
            }
            Why::CoMakerReplied { taken_out } => {
                write!(f, "收到共同制作机关意见，征求意见的{taken_out}个工作日不计入答复期限")
            }
            Why::CoMakerSilent { taken_out } => {
                write!(f, "共同制作机关逾期未提出意见，视为同意公开；{taken_out}个工作日不计入答复期限")
            }
            Why::Extended { working_days } => {
                write!(f, "经公开机构负责人同意，延长答复期限{working_days}个工作日，并已告知申请人")
            }
            Why::FeeNotified { limit: Some(limit) } => {
                write!(f, "告知申请人缴纳信息处理费，缴费期限至{}", in_words(&limit))
            }
            Why::FeeNotified { limit: None } => {
                f.write_str("告知申请人缴纳信息处理费，收费通知的送达日期未登记，缴费期限未起算")
            }
            Why::FeePaid { restart: true } => f.write_str("申请人缴纳信息处理费，答复期限自次日起重新计算"),
            Why::FeePaid { restart: false } => f.write_str("申请人缴纳信息处理费"),
            Why::Replied { service, late } => {
                let late = if late { "，已超过答复期限" } else { "" };
                write!(f, "答复申请人（{}）{late}", service.label())
            }
            Why::Withdrawn => f.write_str("申请人撤回申请"),
            Why::NotCorrected => f.write_str("申请人逾期不补正，视为放弃申请，不再处理"),
            Why::FeeUnpaid => f.write_str("申请人逾期未缴纳信息处理费，视为放弃申请，不再处理"),
        }
    }
}

fn note_delivery(f: &mut fmt::Formatter<'_>, delivered: bool) -> fmt::Result {
    if delivered { Ok(()) } else { f.write_str("（送达日期未登记，暂按发出之日推算）") }
}
