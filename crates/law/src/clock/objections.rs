//! What stands against an act: its date, the course of the case, its own facts.

use jiff::civil::Date;

use super::act::{Act, NextAct};
use super::policy::{AfterPayment, ExtensionLatest};
use super::refusal::Refusal;
use super::run::{Asked, Run};
use super::{ANSWER_LIMIT, Abandonment, EXTENSION_LIMIT};
use crate::day_number::{from_number, number};

impl Run<'_> {
    /// Everything that stands against an act: at most one obstacle in the course of the case, then what is
    /// wrong with the act's own facts.
    pub(super) fn objections(&self, act: &Act, on: i32) -> [Option<Refusal>; 4] {
        let date = act.on();
        let mut own = [None; 3];
        match *act {
            Act::Received { confirmed_on: Some(confirmed_on), .. } if confirmed_on < date => {
                own[0] = Some(Refusal::ConfirmedBeforeArrival { arrived_on: date, confirmed_on });
            }
            Act::CorrectionRequested { reply_within_working_days: Some(0), .. } => {
                own[0] = Some(Refusal::NoTimeToCorrect);
            }
            Act::ThirdPartyConsulted { delivered_on: Some(delivered_on), .. }
            | Act::CoMakerConsulted { delivered_on: Some(delivered_on), .. }
            | Act::FeeNotified { delivered_on: Some(delivered_on), .. }
                if delivered_on < date =>
            {
                own[0] = Some(Refusal::DeliveredBeforeSent { on: date, delivered_on });
            }
            Act::ThirdPartyReplied { to, .. } => own[0] = self.opinion_unfit(Asked::ThirdParty, to, date),
            Act::CoMakerReplied { to, .. } => own[0] = self.opinion_unfit(Asked::CoMaker, to, date),
            Act::FeePaid { .. } => {
                own[0] = self.fee.as_ref().filter(|fee| fee.paid.is_none()).and_then(|fee| fee.delivered).and_then(
                    |delivered_on| {
                        (date < delivered_on).then_some(Refusal::PaidBeforeDelivery { on: date, delivered_on })
                    },
                );
            }
            Act::Extended { working_days, approved_by_head, .. } => {
                if !(1..=EXTENSION_LIMIT).contains(&working_days) {
                    own[0] = Some(Refusal::ExtensionLength { asked: working_days });
                }
                if !approved_by_head {
                    own[1] = Some(Refusal::ExtensionNotApproved);
                }
            }
            _ => {}
        }
        let course = self.out_of_place(act, on).or_else(|| self.obstacle(act.kind(), on));
        // An extension may be both late and the second one.
        if let (Act::Extended { .. }, Some(Refusal::ExtensionTwice { .. })) = (act, course) {
            own[2] = self.extension_late(on);
        }
        [course, own[0], own[1], own[2]]
    }

    /// An opinion that names no open letter, or comes before its letter was delivered.
    fn opinion_unfit(&self, asked: Asked, to: Option<usize>, on: Date) -> Option<Refusal> {
        let Some(place) = self.answered_consultation(asked, to, number(on)) else {
            // With no letter out at all, the course of the case says so.
            return self.has_open_consultation(asked).then_some(match asked {
                Asked::ThirdParty => Refusal::NoThirdPartyAsked,
                Asked::CoMaker => Refusal::NoCoMakerAsked,
            });
        };
        let delivered_on = self.consultations[place].delivered?;
        (on < delivered_on).then_some(Refusal::OpinionBeforeDelivery { on, delivered_on })
    }

    /// Whether the date of an act fits what is on record.
    fn out_of_place(&self, act: &Act, on: i32) -> Option<Refusal> {
        if matches!(act, Act::Received { .. }) {
            return None;
        }
        let date = act.on();
        match (self.received, self.arrived) {
            (Some(received), _) if on < received => {
                return Some(Refusal::BeforeReceipt { on: date, received_on: from_number(received) });
            }
            (None, Some((arrived, _))) if date < arrived => {
                return Some(Refusal::BeforeReceipt { on: date, received_on: arrived });
            }
            _ => {}
        }
        (on < self.last_on).then(|| Refusal::OutOfOrder { on: date, previous: from_number(self.last_on) })
    }

    /// The obstacle, if any, that the course of the case puts before an act on a day.
    pub(super) fn obstacle(&self, act: NextAct, on: i32) -> Option<Refusal> {
        let Some((arrived, _)) = self.arrived else {
            return (act != NextAct::Receive).then_some(Refusal::NotReceived);
        };
        if act == NextAct::Receive {
            return Some(Refusal::ReceivedTwice { received_on: self.received.map_or(arrived, from_number) });
        }
        if let Some(closed) = self.closed {
            return Some(Refusal::AfterClose { closed_on: from_number(closed) });
        }
        // A letter that says "no longer handled" may still go out.
        if act != NextAct::Reply
            && let Some(refusal) = self.given_up(act, on)
        {
            return Some(refusal);
        }
        if self.received.is_none() && !matches!(act, NextAct::ConfirmReceipt | NextAct::Reply | NextAct::Withdraw) {
            return Some(Refusal::NotConfirmed);
        }
        match act {
            NextAct::ConfirmReceipt => {
                self.received.map(|day| Refusal::ReceivedTwice { received_on: from_number(day) })
            }
            NextAct::RequestCorrection => self.correction_barred(on),
            NextAct::ReceiveCorrection => (!self.waits_for_correction()).then_some(Refusal::NoCorrectionAsked),
            NextAct::RecordThirdPartyOpinion => {
                (!self.has_open_consultation(Asked::ThirdParty)).then_some(Refusal::NoThirdPartyAsked)
            }
            NextAct::RecordCoMakerOpinion => {
                (!self.has_open_consultation(Asked::CoMaker)).then_some(Refusal::NoCoMakerAsked)
            }
            NextAct::Extend => self.extension_barred(on),
            NextAct::NotifyFee => self.fee_barred(on),
            NextAct::ReceivePayment => (!self.waits_for_payment()).then_some(Refusal::NoFeeAsked),
            NextAct::Receive
            | NextAct::ConsultThirdParty
            | NextAct::ConsultCoMaker
            | NextAct::Reply
            | NextAct::Withdraw => None,
        }
    }

    fn correction_barred(&self, on: i32) -> Option<Refusal> {
        if let Some(correction) = &self.correction {
            return Some(Refusal::CorrectionTwice { asked_on: from_number(correction.on) });
        }
        let limit = self.correction_notice_limit()?;
        if on > limit {
            return Some(Refusal::CorrectionTooLate { limit: from_number(limit) });
        }
        self.waits_for_payment().then_some(Refusal::WaitingForPayment)
    }

    fn extension_barred(&self, on: i32) -> Option<Refusal> {
        if let Some((day, _)) = self.extended
            && !(self.extension_spent && self.policy.extension_again_after_restart)
        {
            return Some(Refusal::ExtensionTwice { extended_on: from_number(day) });
        }
        self.nothing_runs().or_else(|| self.extension_late(on))
    }

    fn extension_late(&self, on: i32) -> Option<Refusal> {
        let latest = match self.policy.extension_latest {
            ExtensionLatest::CurrentDue => self.due()?,
            ExtensionLatest::PlainLimit => {
                self.calendar.nth_after(self.stretches.last()?.start, i64::from(ANSWER_LIMIT))
            }
        };
        (on > latest).then(|| Refusal::ExtensionTooLate { due: from_number(latest) })
    }

    fn fee_barred(&self, on: i32) -> Option<Refusal> {
        if let Some(fee) = &self.fee {
            return Some(Refusal::FeeTwice { notified_on: from_number(fee.on) });
        }
        self.nothing_runs()
            .or_else(|| self.due().filter(|due| on > *due).map(|due| Refusal::FeeTooLate { due: from_number(due) }))
    }

    fn nothing_runs(&self) -> Option<Refusal> {
        if self.waits_for_correction() {
            Some(Refusal::WaitingForCorrection)
        } else if self.waits_for_payment() && self.policy.after_payment == AfterPayment::Restart {
            Some(Refusal::WaitingForPayment)
        } else {
            None
        }
    }

    /// Refuses what comes after the applicant let a limit pass.
    fn given_up(&self, act: NextAct, on: i32) -> Option<Refusal> {
        let (day, cause) = self.abandonment()?;
        if on < day {
            return None;
        }
        let limit = from_number(day - 1);
        match (cause, act) {
            (Abandonment::NotCorrected, NextAct::ReceiveCorrection) if self.policy.accept_late_correction => None,
            (Abandonment::NotCorrected, NextAct::ReceiveCorrection) => Some(Refusal::CorrectionReceivedLate { limit }),
            (Abandonment::NotCorrected, _) => Some(Refusal::AbandonedUncorrected { limit }),
            (Abandonment::FeeUnpaid, NextAct::ReceivePayment) => Some(Refusal::PaidLate { limit }),
            (Abandonment::FeeUnpaid, _) => Some(Refusal::AbandonedUnpaid { limit }),
        }
    }

    /// The first day on which an unanswered request of ours counts as given up, whether reached or not.
    pub(super) fn abandonment(&self) -> Option<(i32, Abandonment)> {
        let correction = self.correction.as_ref().filter(|correction| correction.received.is_none());
        let fee = self.fee.as_ref().filter(|fee| fee.paid.is_none());
        let correction = correction.map(|correction| (correction.limit + 1, Abandonment::NotCorrected));
        let fee = fee.and_then(|fee| fee.limit).map(|limit| (limit + 1, Abandonment::FeeUnpaid));
        correction.or(fee)
    }
}
