//! The clock itself: acts go through one by one, each accepted or refused against what stands so far.
//!
//! Days are numbers here (see `day_number`). A span `(a, b]` means the days after `a` up to and including `b`.

use jiff::civil::Date;

use super::act::{Act, NextAct};
use super::policy::{AfterPayment, FirstDay, PauseFrom, PauseUntil, Policy};
use super::refusal::{Refusal, Refused};
use super::why::Why;
use super::{
    ANSWER_LIMIT, Abandonment, Barred, CORRECTION_NOTICE_LIMIT, OPINION_LIMIT, PAYMENT_LIMIT, SideLimit, SideLimitKind,
    State, Step, Timeline,
};
use crate::article::{Article, Law};
use crate::calendar::Calendar;
use crate::day_number::{from_number, number};
use crate::receipt::{Channel, received_on};

/// Whose opinion is asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Asked {
    ThirdParty,
    CoMaker,
}

#[derive(Debug)]
pub(super) struct Consultation {
    /// Its place in the list of acts.
    pub(super) index: usize,
    pub(super) asked: Asked,
    pub(super) on: i32,
    pub(super) delivered: Option<Date>,
    /// The last day for the opinion.
    pub(super) limit: i32,
    pub(super) answered: Option<i32>,
    /// Days `(pause.0, pause.1]` are not counted.
    pub(super) pause: (i32, i32),
}

impl Consultation {
    fn is_open(&self, asked: Asked) -> bool {
        self.asked == asked && self.answered.is_none()
    }
}

#[derive(Debug)]
pub(super) struct Correction {
    pub(super) on: i32,
    pub(super) limit: i32,
    pub(super) received: Option<i32>,
}

#[derive(Debug)]
pub(super) struct Fee {
    pub(super) on: i32,
    pub(super) delivered: Option<Date>,
    pub(super) limit: Option<i32>,
    pub(super) paid: Option<i32>,
}

/// A stretch in which the office's days were counted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch {
    /// The day of the receipt, correction or payment that began it.
    pub(super) began: i32,
    /// Days after this one count.
    pub(super) start: i32,
    /// The day the applicant's turn began; `None` while it runs.
    pub(super) stopped: Option<i32>,
}

pub(super) struct Run<'a> {
    pub(super) calendar: &'a Calendar,
    pub(super) policy: &'a Policy,
    pub(super) arrived: Option<(Date, Channel)>,
    pub(super) received: Option<i32>,
    /// Stretches before the last were made void by a correction or a payment.
    pub(super) stretches: Vec<Stretch>,
    /// Working days allowed in the current stretch.
    allowance: i64,
    pub(super) extended: Option<(i32, u32)>,
    /// An extension made before the clock was counted anew does not move the new limit.
    pub(super) extension_spent: bool,
    pub(super) consultations: Vec<Consultation>,
    pub(super) correction: Option<Correction>,
    correction_refused: bool,
    pub(super) fee: Option<Fee>,
    pub(super) closed: Option<i32>,
    pub(super) last_on: i32,
    steps: Vec<Step>,
    refusals: Vec<Refused>,
}

impl<'a> Run<'a> {
    pub(super) fn of(acts: &[Act], calendar: &'a Calendar, policy: &'a Policy) -> Self {
        let mut run = Run {
            calendar,
            policy,
            arrived: None,
            received: None,
            stretches: Vec::new(),
            allowance: i64::from(ANSWER_LIMIT),
            extended: None,
            extension_spent: false,
            consultations: Vec::new(),
            correction: None,
            correction_refused: false,
            fee: None,
            closed: None,
            last_on: i32::MIN,
            steps: Vec::with_capacity(acts.len() + 1),
            refusals: Vec::new(),
        };
        for (index, act) in acts.iter().enumerate() {
            run.take(index, act);
        }
        if acts.is_empty() {
            run.refusals.push(Refused { act_index: 0, refusal: Refusal::NotReceived });
        }
        run
    }

    /// Reads one act: refuses it with every reason, or changes what stands.
    fn take(&mut self, index: usize, act: &Act) {
        let on = number(act.on());
        let before = self.refusals.len();
        self.refusals.extend(
            self.objections(act, on).into_iter().flatten().map(|refusal| Refused { act_index: index, refusal }),
        );
        if self.refusals.len() > before {
            self.correction_refused |= matches!(act, Act::CorrectionRequested { .. }) && self.correction.is_none();
            return;
        }
        self.last_on = self.last_on.max(on);
        let (why, basis) = self.accept(index, act, on);
        // The step of a receipt stands on the day that counts, not on the day of arrival.
        let day = if matches!(act, Act::Received { .. }) { self.received.unwrap_or(on) } else { on };
        self.step(from_number(day), why, basis);
    }

    fn step(&mut self, on: Date, why: Why, basis: Article) {
        let due_after = self.due().map(from_number);
        self.steps.push(Step { on, why, basis, due_after });
    }

    /// Changes what stands by an act nothing stands against.
    fn accept(&mut self, index: usize, act: &Act, on: i32) -> (Why, Article) {
        match *act {
            Act::Received { on: arrived, channel, confirmed_on } => self.receive(arrived, channel, confirmed_on),
            Act::CorrectionRequested { reply_within_working_days, .. } => {
                let days = reply_within_working_days.unwrap_or(self.policy.correction_working_days);
                let limit = self.limit(on, days);
                self.correction = Some(Correction { on, limit, received: None });
                self.stop(on);
                (Why::CorrectionRequested { limit: from_number(limit) }, Article::of(30))
            }
            Act::CorrectionReceived { .. } => {
                if let Some(correction) = &mut self.correction {
                    correction.received = Some(on);
                }
                self.restart(on);
                (Why::CorrectionReceived, Article::of(30))
            }
            Act::ThirdPartyConsulted { delivered_on, .. } => {
                let limit = from_number(self.consult(index, Asked::ThirdParty, on, delivered_on));
                (Why::ThirdPartyConsulted { limit, delivered: delivered_on.is_some() }, Article::of(32))
            }
            Act::CoMakerConsulted { delivered_on, .. } => {
                let limit = from_number(self.consult(index, Asked::CoMaker, on, delivered_on));
                (Why::CoMakerConsulted { limit, delivered: delivered_on.is_some() }, Article::of(34))
            }
            Act::ThirdPartyReplied { to, .. } => {
                let taken_out = self.answer(Asked::ThirdParty, to, on);
                (Why::ThirdPartyReplied { taken_out }, Article::of(33).paragraph(3))
            }
            Act::CoMakerReplied { to, .. } => {
                let taken_out = self.answer(Asked::CoMaker, to, on);
                (Why::CoMakerReplied { taken_out }, Article::of(33).paragraph(3))
            }
            Act::Extended { working_days, .. } => {
                self.extended = Some((on, working_days));
                self.extension_spent = false;
                self.allowance += i64::from(working_days);
                (Why::Extended { working_days }, Article::of(33).paragraph(2))
            }
            Act::FeeNotified { delivered_on, .. } => {
                let limit = delivered_on.map(|day| self.limit(number(day), PAYMENT_LIMIT));
                self.fee = Some(Fee { on, delivered: delivered_on, limit, paid: None });
                if self.policy.after_payment == AfterPayment::Restart {
                    self.stop(on);
                }
                (Why::FeeNotified { limit: limit.map(from_number) }, Article::in_law(Law::FeeMeasures, 6))
            }
            Act::FeePaid { .. } => {
                if let Some(fee) = &mut self.fee {
                    fee.paid = Some(on);
                }
                let restart = self.policy.after_payment == AfterPayment::Restart;
                if restart {
                    self.restart(on);
                }
                (Why::FeePaid { restart }, Article::in_law(Law::FeeMeasures, 6))
            }
            Act::Replied { service, .. } => {
                self.closed = Some(on);
                let late = self.due().is_some_and(|due| on > due);
                (Why::Replied { service, late }, Article::of(36))
            }
            Act::Withdrawn { .. } => {
                self.closed = Some(on);
                (Why::Withdrawn, Article::of(45))
            }
        }
    }

    fn receive(&mut self, arrived: Date, channel: Channel, confirmed_on: Option<Date>) -> (Why, Article) {
        self.arrived = Some((arrived, channel));
        let Some(day) = received_on(channel, arrived, confirmed_on, self.policy) else {
            return (Why::Unconfirmed(channel), channel.article());
        };
        self.received = Some(number(day));
        self.last_on = number(day);
        self.restart(number(day));
        (Why::Received { channel, arrived_on: (day != arrived).then_some(arrived) }, channel.article())
    }

    fn consult(&mut self, index: usize, asked: Asked, on: i32, delivered: Option<Date>) -> i32 {
        let limit = self.limit(delivered.map_or(on, number), OPINION_LIMIT);
        let from = match self.policy.pause_from {
            PauseFrom::DayAfterSending => on,
            PauseFrom::SendingDay => on - 1,
        };
        self.consultations.push(Consultation {
            index,
            asked,
            on,
            delivered,
            limit,
            answered: None,
            pause: (from, limit),
        });
        limit
    }

    /// Ends the consultation that was answered; returns the working days it took out.
    fn answer(&mut self, asked: Asked, to: Option<usize>, on: i32) -> i64 {
        let Some(index) = self.answered_consultation(asked, to, on) else { return 0 };
        let consultation = &mut self.consultations[index];
        consultation.answered = Some(on);
        let until = match self.policy.pause_until {
            PauseUntil::AnswerDay => on,
            PauseUntil::DayBeforeAnswer => on - 1,
        };
        // An opinion after its limit finds the pause already over.
        consultation.pause.1 = until.clamp(consultation.pause.0, consultation.pause.1);
        let (from, to) = consultation.pause;
        self.calendar.working_until(to) - self.calendar.working_until(from)
    }

    pub(super) fn has_open_consultation(&self, asked: Asked) -> bool {
        self.consultations.iter().any(|c| c.is_open(asked))
    }

    /// Which consultation an opinion of that day answers: the one it names; else the oldest that still may be
    /// answered, and after every limit the oldest.
    pub(super) fn answered_consultation(&self, asked: Asked, to: Option<usize>, on: i32) -> Option<usize> {
        let mut open = self.consultations.iter().enumerate().filter(|(_, c)| c.is_open(asked));
        if let Some(to) = to {
            return open.find(|(_, c)| c.index == to).map(|(place, _)| place);
        }
        let in_time = open.clone().find(|(_, c)| on <= c.limit);
        in_time.or_else(|| open.next()).map(|(place, _)| place)
    }

    pub(super) fn waits_for_correction(&self) -> bool {
        self.correction.as_ref().is_some_and(|correction| correction.received.is_none())
    }

    pub(super) fn waits_for_payment(&self) -> bool {
        self.fee.as_ref().is_some_and(|fee| fee.paid.is_none())
    }

    fn stop(&mut self, on: i32) {
        if let Some(stretch) = self.stretches.last_mut() {
            stretch.stopped.get_or_insert(on);
        }
    }

    fn restart(&mut self, on: i32) {
        self.stop(on);
        let start = self.day_zero(on);
        self.stretches.push(Stretch { began: on, start, stopped: None });
        self.allowance = i64::from(ANSWER_LIMIT);
        self.extension_spent = self.extended.is_some();
    }

    /// The day after which a period that begins on `on` is counted.
    fn day_zero(&self, on: i32) -> i32 {
        match self.policy.first_day {
            FirstDay::NextWorkingDay => on,
            FirstDay::SameDay => on - 1,
            FirstDay::AfterReopening => self.calendar.nth_after(on - 1, 1),
        }
    }

    fn limit(&self, on: i32, working_days: u32) -> i32 {
        self.calendar.nth_after(self.day_zero(on), i64::from(working_days))
    }

    pub(super) fn correction_notice_limit(&self) -> Option<i32> {
        Some(self.limit(self.received?, CORRECTION_NOTICE_LIMIT))
    }

    fn running(&self) -> Option<Stretch> {
        self.stretches.last().copied().filter(|stretch| stretch.stopped.is_none())
    }

    /// The spans that are not counted after a day, in order and without overlap.
    pub(super) fn pauses_after(&self, start: i32) -> impl Iterator<Item = (i32, i32)> {
        let mut reached = start;
        // Consultations are recorded in the order of their dates, so the spans come sorted by their beginning;
        // the fee's span is placed among them.
        let fee = self.fee_pause();
        let earlier = self.consultations.iter().map(|c| c.pause).filter(move |p| fee.is_none_or(|f| p.0 <= f.0));
        let later = self.consultations.iter().map(|c| c.pause).filter(move |p| fee.is_some_and(|f| p.0 > f.0));
        earlier.chain(fee).chain(later).filter_map(move |(from, to)| {
            let from = from.max(reached);
            (to > from).then(|| {
                reached = to;
                (from, to)
            })
        })
    }

    pub(super) fn fee_pause(&self) -> Option<(i32, i32)> {
        if self.policy.after_payment != AfterPayment::Resume {
            return None;
        }
        let fee = self.fee.as_ref()?;
        // Unpaid, it is projected to the last day to pay; undelivered, no end is in sight and none is assumed.
        Some((fee.on, fee.paid.or(fee.limit)?))
    }

    /// The last day for the answer as things stand; an open consultation is taken to last its full limit.
    pub(super) fn due(&self) -> Option<i32> {
        let start = self.running()?.start;
        let mut due = self.calendar.nth_after(start, self.allowance);
        if self.consultations.is_empty() && self.fee.is_none() {
            return Some(due);
        }
        let mut wanted = self.calendar.working_until(start) + self.allowance;
        for (from, to) in self.pauses_after(start) {
            if from >= due {
                break;
            }
            wanted += self.calendar.working_until(to) - self.calendar.working_until(from);
            due = self.calendar.nth_after(start, wanted - self.calendar.working_until(start));
        }
        Some(due)
    }

    /// Counted working days from `start` to the end of `day`.
    fn used(&self, start: i32, day: i32) -> i64 {
        if day <= start {
            return 0;
        }
        let due = self.due();
        let paused: i64 = self
            .pauses_after(start)
            // What begins when the limit is over finds nothing left to spare.
            .take_while(|(from, _)| due.is_none_or(|due| *from < due))
            .map(|(from, to)| {
                let (from, to) = (from.min(day), to.min(day));
                self.calendar.working_until(to) - self.calendar.working_until(from)
            })
            .sum();
        self.calendar.working_until(day) - self.calendar.working_until(start) - paused
    }

    fn abandoned_by(&self, today: i32) -> Option<(i32, Abandonment)> {
        let end = self.closed.unwrap_or(today);
        self.abandonment().filter(|(day, _)| *day <= end)
    }

    pub(super) fn state(&self, today: i32) -> State {
        if self.abandoned_by(today).is_some() {
            State::Abandoned
        } else if self.closed.is_some() {
            State::Closed
        } else if self.received.is_none() || self.waits_for_correction() || self.waits_for_payment() {
            State::WaitingApplicant
        } else if self.consultations.iter().any(|c| c.answered.is_none() && c.on <= today && self.spares(c, today)) {
            State::Paused
        } else {
            State::Running
        }
    }

    /// Whether a consultation may keep a day from being counted; one that begins when the limit is over does not.
    pub(super) fn spares(&self, consultation: &Consultation, day: i32) -> bool {
        day <= consultation.pause.1 && self.due().is_none_or(|due| consultation.pause.0 < due)
    }

    /// Whether no limit runs between a fee notice and its payment.
    pub(super) fn stops_for_payment(&self) -> bool {
        self.policy.after_payment == AfterPayment::Restart
    }

    pub(super) fn closed_on(&self) -> Option<i32> {
        self.closed
    }

    pub(super) fn timeline(mut self, today: Date) -> Timeline {
        let today = number(today);
        let state = self.state(today);
        let abandoned = self.abandoned_by(today);
        self.note_silence(today);
        self.note_abandonment(abandoned);
        let due = if abandoned.is_some() { None } else { self.due() };
        let end = self.closed.unwrap_or(today);
        let start = self.running().filter(|_| due.is_some()).map(|stretch| stretch.start);
        let used = start.map(|start| self.used(start, end));
        let side_limits = self.side_limits(end);
        let provisional = self.provisional(start, due, end, &side_limits);
        Timeline {
            received_on: self.received.map(from_number).or(self.arrived.map(|(arrived, _)| arrived)),
            due: due.map(from_number),
            state,
            provisional,
            overdue: due.is_some_and(|due| end > due),
            working_days_used: used,
            working_days_left: used.map(|used| self.allowance - used),
            side_limits,
            next: self.next(state, today),
            closed_on: self.closed.map(from_number),
            abandoned: abandoned.map(|(day, cause)| (from_number(day), cause)),
            extended_by: self.extended.map(|(_, days)| days),
            steps: self.steps,
            refusals: self.refusals,
        }
    }

    /// A limit that passed in silence is a step of its own, on its last day.
    fn note_silence(&mut self, today: i32) {
        let end = self.closed.unwrap_or(today);
        let mut added = false;
        for index in 0..self.consultations.len() {
            let Consultation { asked, limit, answered, pause, .. } = self.consultations[index];
            if end <= limit || answered.is_some_and(|day| day <= limit) {
                continue;
            }
            let taken_out = self.calendar.working_until(pause.1) - self.calendar.working_until(pause.0);
            let (why, basis) = match asked {
                Asked::ThirdParty => (Why::ThirdPartySilent { taken_out }, Article::of(32)),
                Asked::CoMaker => (Why::CoMakerSilent { taken_out }, Article::of(34)),
            };
            let on = from_number(limit);
            // Silence moves nothing: the due date was projected with it.
            let due_after = self.steps.iter().rev().find(|step| step.on <= on).and_then(|step| step.due_after);
            self.steps.push(Step { on, why, basis, due_after });
            added = true;
        }
        if added {
            self.steps.sort_by_key(|step| step.on);
        }
    }

    fn note_abandonment(&mut self, abandoned: Option<(i32, Abandonment)>) {
        let Some((day, cause)) = abandoned else { return };
        let (why, basis) = match cause {
            Abandonment::NotCorrected => (Why::NotCorrected, Article::of(30)),
            Abandonment::FeeUnpaid => (Why::FeeUnpaid, Article::in_law(Law::FeeMeasures, 6)),
        };
        let on = from_number(day);
        let place = self.steps.iter().position(|step| step.on > on || matches!(step.why, Why::Replied { .. }));
        let step = Step { on, why, basis, due_after: None };
        self.steps.insert(place.unwrap_or(self.steps.len()), step);
    }

    fn side_limits(&self, end: i32) -> Vec<SideLimit> {
        let mut limits = Vec::with_capacity(1 + self.consultations.len() + 2);
        let Some(notice) = self.correction_notice_limit() else { return limits };
        let limit = |what, due: Option<i32>, done: Option<i32>| {
            let met = match (due, done) {
                (Some(due), Some(done)) => Some(done <= due),
                (Some(due), None) if end > due => Some(false),
                (None, Some(_)) => Some(true),
                _ => None,
            };
            SideLimit { what, due: due.map(from_number), met }
        };
        let asked = self.correction.as_ref().map(|correction| correction.on);
        let met = match asked {
            Some(_) => Some(true),
            None if self.correction_refused => Some(false),
            None => None,
        };
        limits.push(SideLimit { what: SideLimitKind::CorrectionNotice, due: Some(from_number(notice)), met });
        if let Some(correction) = &self.correction {
            limits.push(limit(SideLimitKind::CorrectionReply, Some(correction.limit), correction.received));
        }
        for consultation in &self.consultations {
            let what = match consultation.asked {
                Asked::ThirdParty => SideLimitKind::ThirdPartyOpinion,
                Asked::CoMaker => SideLimitKind::CoMakerOpinion,
            };
            limits.push(limit(what, Some(consultation.limit), consultation.answered));
        }
        if let Some(fee) = &self.fee {
            limits.push(limit(SideLimitKind::FeePayment, fee.limit, fee.paid));
        }
        limits
    }

    fn provisional(&self, start: Option<i32>, due: Option<i32>, end: i32, side_limits: &[SideLimit]) -> bool {
        let Some(received) = self.received else { return false };
        let shown = side_limits.iter().filter_map(|limit| limit.due).map(number);
        let last = shown.chain(due).chain(start.map(|_| end)).max();
        last.is_some_and(|last| self.calendar.is_provisional(received, last))
    }

    fn next(&self, state: State, today: i32) -> Vec<NextAct> {
        if matches!(state, State::Closed | State::Abandoned) {
            return Vec::new();
        }
        let waiting = state == State::WaitingApplicant;
        let mut next = Vec::with_capacity(NextAct::ALL.len());
        // While the applicant's turn lasts, asking others leads nowhere.
        next.extend(NextAct::ALL.into_iter().filter(|act| {
            !(waiting && matches!(act, NextAct::ConsultThirdParty | NextAct::ConsultCoMaker))
                && self.obstacle(*act, today).is_none()
        }));
        next
    }

    pub(super) fn barred(&self, today: Date) -> Vec<Barred> {
        let today = number(today);
        if matches!(self.state(today), State::Closed | State::Abandoned) || self.arrived.is_none() {
            return Vec::new();
        }
        NextAct::ALL
            .into_iter()
            .filter_map(|act| self.obstacle(act, today).map(|refusal| Barred { act, refusal }))
            .filter(|barred| {
                !matches!(
                    barred.refusal,
                    Refusal::ReceivedTwice { .. }
                        | Refusal::NoCorrectionAsked
                        | Refusal::NoThirdPartyAsked
                        | Refusal::NoCoMakerAsked
                        | Refusal::NoFeeAsked
                )
            })
            .collect()
    }
}
