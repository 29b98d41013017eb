//! The clock a second time, as a clerk with a wall calendar would do it: day by day, default readings only.
//!
//! Slow and obvious on purpose. It shares nothing with the first but the acts and the question whether a single
//! day is worked.

use jiff::ToSpan;
use jiff::civil::Date;
use law::calendar::Calendar;
use law::clock::{Act, State};
use law::receipt::Channel;

/// What both clocks must agree on.
#[derive(Debug, PartialEq, Eq)]
pub struct Answer {
    pub due: Option<Date>,
    pub state: State,
    pub used: Option<i64>,
    pub left: Option<i64>,
    /// Acts refused, by index.
    pub refused: Vec<usize>,
}

struct Letter {
    /// Its place among the acts.
    place: usize,
    third_party: bool,
    on: Date,
    delivered: Date,
    limit: Date,
    answered: Option<Date>,
}

#[derive(Default)]
struct Case {
    arrived: Option<Date>,
    received: Option<Date>,
    /// The day after which days count; none while the applicant has the turn.
    zero: Option<Date>,
    allowed: i64,
    extended: bool,
    letters: Vec<Letter>,
    /// Asked on, limit, corrected.
    correction: Option<(Date, Date, bool)>,
    /// Delivered, limit, paid.
    fee: Option<(Option<Date>, Option<Date>, bool)>,
    closed: Option<Date>,
    last: Option<Date>,
}

pub fn day_by_day(acts: &[Act], today: Date, calendar: &Calendar) -> Answer {
    let mut case = Case { allowed: 20, ..Case::default() };
    let mut refused = Vec::new();
    for (index, act) in acts.iter().enumerate() {
        if !case.try_act(index, act, calendar) {
            refused.push(index);
        }
    }
    if acts.is_empty() {
        refused.push(0);
    }
    let end = case.closed.unwrap_or(today);
    let abandoned = case.given_up(end);
    let due = if abandoned { None } else { case.due(calendar) };
    let mut used = None;
    if let (Some(zero), Some(due)) = (case.zero, due) {
        let mut count = 0;
        let mut day = zero;
        while day < end {
            day = next(day);
            count += i64::from(case.counts(day, due, calendar));
        }
        used = Some(count);
    }
    let asked = |letter: &Letter| {
        letter.answered.is_none()
            && letter.on <= today
            && today <= letter.limit
            && due.is_none_or(|due| letter.on < due)
    };
    let waits = case.received.is_none()
        || case.correction.is_some_and(|(_, _, corrected)| !corrected)
        || case.fee.is_some_and(|(_, _, paid)| !paid);
    let state = if abandoned {
        State::Abandoned
    } else if case.closed.is_some() {
        State::Closed
    } else if waits {
        State::WaitingApplicant
    } else if case.letters.iter().any(asked) {
        State::Paused
    } else {
        State::Running
    };
    Answer { due, state, used, left: used.map(|used| case.allowed - used), refused }
}

impl Case {
    /// Does the act if the law allows it.
    fn try_act(&mut self, index: usize, act: &Act, calendar: &Calendar) -> bool {
        let on = act.on();
        if let Act::Received { channel, confirmed_on, .. } = *act {
            let confirmed_before = confirmed_on.is_some_and(|confirmed| confirmed < on);
            if self.arrived.is_some() || confirmed_before {
                return false;
            }
            self.arrived = Some(on);
            self.received = match channel {
                Channel::InPerson | Channel::RegisteredMail => Some(on),
                _ => confirmed_on,
            };
            self.zero = self.received;
            self.last = self.received.or(Some(on));
            return true;
        }
        if self.arrived.is_none() || self.last.is_some_and(|last| on < last) || self.closed.is_some() {
            return false;
        }
        if self.given_up(on) && !matches!(act, Act::Replied { .. }) {
            return false;
        }
        if self.received.is_none() && !matches!(act, Act::Replied { .. } | Act::Withdrawn { .. }) {
            return false;
        }
        let done = self.do_act(index, act, on, calendar);
        if done {
            self.last = Some(on);
        }
        done
    }

    fn do_act(&mut self, index: usize, act: &Act, on: Date, calendar: &Calendar) -> bool {
        let waits_for_payment = self.fee.is_some_and(|(_, _, paid)| !paid);
        let in_time = self.due(calendar).is_some_and(|due| on <= due);
        match *act {
            Act::Received { .. } => false,
            Act::CorrectionRequested { reply_within_working_days, .. } => {
                let latest = self.received.map(|received| nth(received, 7, calendar));
                let days = reply_within_working_days.unwrap_or(15);
                if self.correction.is_some() || waits_for_payment || days == 0 || Some(on) > latest {
                    return false;
                }
                self.correction = Some((on, nth(on, days, calendar), false));
                self.zero = None;
                true
            }
            Act::CorrectionReceived { .. } => match &mut self.correction {
                Some((_, _, corrected)) if !*corrected => {
                    *corrected = true;
                    self.zero = Some(on);
                    self.allowed = 20;
                    true
                }
                _ => false,
            },
            Act::ThirdPartyConsulted { delivered_on, .. } => self.ask(index, true, on, delivered_on, calendar),
            Act::CoMakerConsulted { delivered_on, .. } => self.ask(index, false, on, delivered_on, calendar),
            Act::ThirdPartyReplied { to, .. } => self.hear(true, to, on),
            Act::CoMakerReplied { to, .. } => self.hear(false, to, on),
            Act::Extended { working_days, approved_by_head, .. } => {
                if self.extended || !in_time || !approved_by_head || working_days == 0 || working_days > 20 {
                    return false;
                }
                self.extended = true;
                self.allowed += i64::from(working_days);
                true
            }
            Act::FeeNotified { delivered_on, .. } => {
                if self.fee.is_some() || !in_time || delivered_on.is_some_and(|delivered| delivered < on) {
                    return false;
                }
                self.fee = Some((delivered_on, delivered_on.map(|delivered| nth(delivered, 20, calendar)), false));
                self.zero = None;
                true
            }
            Act::FeePaid { .. } => match &mut self.fee {
                Some((delivered, _, paid)) if !*paid && delivered.is_none_or(|delivered| delivered <= on) => {
                    *paid = true;
                    self.zero = Some(on);
                    self.allowed = 20;
                    true
                }
                _ => false,
            },
            Act::Replied { .. } | Act::Withdrawn { .. } => {
                self.closed = Some(on);
                true
            }
        }
    }

    fn ask(&mut self, place: usize, third_party: bool, on: Date, delivered: Option<Date>, calendar: &Calendar) -> bool {
        let delivered = delivered.unwrap_or(on);
        if delivered < on {
            return false;
        }
        self.letters.push(Letter {
            place,
            third_party,
            on,
            delivered,
            limit: nth(delivered, 15, calendar),
            answered: None,
        });
        true
    }

    fn hear(&mut self, third_party: bool, to: Option<usize>, on: Date) -> bool {
        let mut waiting: Vec<&mut Letter> = self
            .letters
            .iter_mut()
            .filter(|letter| letter.third_party == third_party && letter.answered.is_none())
            .filter(|letter| to.is_none_or(|to| letter.place == to))
            .collect();
        // Sorted so that letters in time come first; among equals the oldest stays in front.
        waiting.sort_by_key(|letter| on > letter.limit);
        match waiting.first_mut() {
            Some(letter) if letter.delivered <= on => {
                letter.answered = Some(on);
                true
            }
            _ => false,
        }
    }

    fn given_up(&self, on: Date) -> bool {
        let uncorrected = self.correction.is_some_and(|(_, limit, corrected)| !corrected && on > limit);
        let unpaid = self.fee.is_some_and(|(_, limit, paid)| !paid && limit.is_some_and(|limit| on > limit));
        uncorrected || unpaid
    }

    /// Whether a day is one of the office's: worked, and nobody is being consulted.
    fn counts(&self, day: Date, last: Date, calendar: &Calendar) -> bool {
        let consulting = self.letters.iter().any(|letter| {
            // What begins on the last day or later spares nothing.
            letter.on < day
                && letter.on < last
                && day <= letter.limit
                && letter.answered.is_none_or(|answered| day <= answered)
        });
        calendar.status(day).is_working() && !consulting
    }

    fn due(&self, calendar: &Calendar) -> Option<Date> {
        let mut day = self.zero?;
        let mut counted = 0;
        while counted < self.allowed {
            day = next(day);
            counted += i64::from(self.counts(day, day, calendar));
        }
        Some(day)
    }
}

fn next(day: Date) -> Date {
    day.checked_add(1.day()).expect("stories end long before year 9999")
}

/// The n-th working day after a day.
fn nth(from: Date, n: u32, calendar: &Calendar) -> Date {
    let mut day = from;
    let mut counted = 0;
    while counted < n {
        day = next(day);
        counted += u32::from(calendar.status(day).is_working());
    }
    day
}
