//! Our handling of one application: acts in, the next case and its docket entry out, or every refusal at once.

use crate::act::{Act, ActKind, By, Fact, LIFECYCLE, Party};
use crate::application::Application;
use crate::docket::{Broken, Entry, Hand, Mismatch, Salt, Words};
use crate::refusal::{Part, Refusal};
use crate::stage::{Closed, Extension, Stage, StageKind, first, next};
use civic::permission::TABLE;
use civic::{CaseId, Permission, Role};
use jiff::Timestamp;
use jiff::civil::Date;
use law::calendar::Calendar;
use law::clock::{self, OPINION_LIMIT, Policy, SideLimitKind, Timeline};
use law::outcome::Outcome;
use law::receipt::Channel;

/// The moment of an act, read by the counter: nothing here reads a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The instant, for the docket.
    pub at: Timestamp,
    /// The date at the office.
    pub today: Date,
}

/// The law as this installation reads it.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'a> {
    /// Working days.
    pub calendar: &'a Calendar,
    /// Where readings differ.
    pub policy: &'a Policy,
}

/// One case: what happened so far, and where it stands because of that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    id: CaseId,
    salt: Option<Salt>,
    entries: Vec<Entry>,
    stage: Stage,
}

/// An act that the page lists: possible now, or with every reason why not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The act.
    pub act: ActKind,
    /// Empty when it may be done.
    pub refusals: Vec<Refusal>,
}

impl Case {
    /// Opens a case for an application that was sent on the public pages.
    pub fn submit(id: CaseId, salt: Salt, application: &Application, moment: Moment) -> (Self, Entry) {
        let arrived = crate::stage::Arrived { channel: Channel::Online, on: moment.today };
        let act = Act::Submitted { on: moment.today, application: application.digest(&salt) };
        Self::begin(id, salt, Stage::Arrived(arrived), act, Hand::Applicant, moment)
    }

    /// Opens a case for an application that came another way and was typed in by a clerk.
    ///
    /// A channel that needs a confirmation may be taken in without one; it then waits for registration.
    ///
    /// # Errors
    /// Every [`Refusal`]: a date after today, a confirmation before the arrival, the wrong hand.
    pub fn take_in(
        id: CaseId,
        salt: Salt,
        application: &Application,
        arrival: (Channel, Date, Option<Date>),
        by: Hand,
        moment: Moment,
        rules: Rules<'_>,
    ) -> Result<(Self, Entry), Vec<Refusal>> {
        let (channel, on, confirmed_on) = arrival;
        let act = Act::TakenIn { channel, on, confirmed_on, application: application.digest(&salt) };
        let mut refusals = Vec::new();
        refusals.extend(wrong_hand(ActKind::TakenIn, &by));
        for day in [Some(on), confirmed_on].into_iter().flatten().filter(|day| *day > moment.today) {
            refusals.push(Refusal::InFuture { on: day });
        }
        let received = clock::Act::Received { on, channel, confirmed_on };
        let timeline = clock::timeline(&[received], moment.today, rules.calendar, rules.policy);
        refusals.extend(timeline.refusals.iter().map(|refused| Refusal::Clock(refused.refusal)));
        match first(&act) {
            Some(stage) if refusals.is_empty() => Ok(Self::begin(id, salt, stage, act, by, moment)),
            _ => Err(refusals),
        }
    }

    fn begin(id: CaseId, salt: Salt, stage: Stage, act: Act, by: Hand, moment: Moment) -> (Self, Entry) {
        let entry = Entry::append(&id, None, moment.at, by, act);
        (Self { id, salt: Some(salt), entries: vec![entry.clone()], stage }, entry)
    }

    /// Does an act: the case as it then stands and the entry to append, or every reason why not.
    ///
    /// **Source** the lifecycle ([`LIFECYCLE`]) and the statutory clock (art. 30–35).
    ///
    /// # Errors
    /// All [`Refusal`]s at once. Whether the person is appointed in this body at all is asked of [`civic::may`].
    ///
    /// ```
    /// use cases::{act::Act, case::{Case, Moment, Rules}, docket::{Hand, Salt}, draft::Draft, refusal::Refusal};
    /// use jiff::civil::date;
    ///
    /// let moment = |today| Moment { at: "2026-03-05T02:00:00Z".parse().unwrap(), today };
    /// let policy = law::clock::Policy::default();
    /// let rules = Rules { calendar: law::calendar::Calendar::builtin(), policy: &policy };
    /// let application = Draft::sample().parse().unwrap();
    /// let (case, _) = Case::submit("c1".into(), Salt::new(&[7; 16]), &application, moment(date(2026, 3, 5)));
    ///
    /// // A clerk may register it, but not with a day that is still to come.
    /// let clerk = Hand::Staff { person: "p1".into(), name: "李敏".into(), role: civic::Role::Clerk };
    /// let refused = case.clone().act(Act::Registered { on: date(2026, 3, 9) }, clerk.clone(), moment(date(2026, 3, 6)), rules);
    /// assert_eq!(refused.unwrap_err(), [Refusal::InFuture { on: date(2026, 3, 9) }]);
    ///
    /// // The day of confirmation counts as received, not the day of sending (art. 31(3)).
    /// let (case, _) = case.act(Act::Registered { on: date(2026, 3, 6) }, clerk, moment(date(2026, 3, 6)), rules).unwrap();
    /// assert_eq!(case.clock(date(2026, 3, 6), rules).due, Some(date(2026, 4, 3)));
    /// ```
    pub fn act(
        mut self,
        mut act: Act,
        by: Hand,
        moment: Moment,
        rules: Rules<'_>,
    ) -> Result<(Self, Entry), Vec<Refusal>> {
        let refusals = self.refusals(&act, &by, moment.today, rules);
        let (Some(salt), []) = (&self.salt, refusals.as_slice()) else { return Err(refusals) };
        for words in act.words_mut() {
            words.seal(salt);
        }
        let before = self.entries.last();
        let entry = Entry::append(&self.id, before, moment.at, by, act);
        match next(self.stage, entry.seq, &entry.act) {
            Ok(stage) => {
                self.entries.push(entry.clone());
                Ok((Self { stage, ..self }, entry))
            }
            Err(stage) => Err(vec![Refusal::WrongStage { act: entry.act.kind(), stage: stage.kind() }]),
        }
    }

    /// The case that these entries lead to. Nothing is judged again: what is on record happened.
    ///
    /// # Errors
    /// [`Broken`] when the entries are no life of a case, or not in their order.
    pub fn replay(id: CaseId, salt: Option<Salt>, entries: Vec<Entry>) -> Result<Self, Broken> {
        let mut stage = None;
        for (place, entry) in (0_u32..).zip(&entries) {
            let moved = match stage.take() {
                None => first(&entry.act),
                Some(stage) => next(stage, entry.seq, &entry.act).ok(),
            };
            if entry.seq != place || moved.is_none() {
                return Err(Broken { seq: place, how: Mismatch::Order });
            }
            stage = moved;
        }
        match stage {
            Some(stage) => Ok(Self { id, salt, entries, stage }),
            None => Err(Broken { seq: 0, how: Mismatch::Order }),
        }
    }

    /// Every act that the office may do at some stage, in the order of the lifecycle, with what stands in its way today
    /// for a person who holds these roles in the body.
    pub fn offers(&self, roles: &[Role], today: Date, rules: Rules<'_>) -> Vec<Offer> {
        let offered = LIFECYCLE.iter().filter(|line| !line.from.is_empty());
        offered
            .map(|line| {
                let mut refusals = self.in_the_way(line.act, today, rules);
                if let By::Staff(permission) = line.by
                    && !roles.iter().any(|role| holds(*role, permission))
                {
                    refusals.insert(0, Refusal::WrongHand { act: line.act });
                }
                // Where the procedure says no, the clock is not asked as well.
                if refusals.iter().all(|one| matches!(one, Refusal::WrongHand { .. })) {
                    let probe = self.probe(line.act, today);
                    refusals.extend(probe.map(|act| self.clock_refusals(&act, today, rules)).unwrap_or_default());
                }
                Offer { act: line.act, refusals }
            })
            .collect()
    }

    /// The dates of the case and their reasons, from what happened (art. 30–35). Today decides what is still running.
    pub fn clock(&self, today: Date, rules: Rules<'_>) -> Timeline {
        clock::timeline(&self.law_acts(), today, rules.calendar, rules.policy)
    }

    /// What happened, in the words of the statutory clock.
    pub fn law_acts(&self) -> Vec<clock::Act> {
        law_acts(self.entries.iter().map(|entry| (entry.seq, &entry.act)))
    }

    /// Its identifier.
    pub fn id(&self) -> &CaseId {
        &self.id
    }

    /// Where it stands.
    pub fn stage(&self) -> &Stage {
        &self.stage
    }

    /// What happened.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// How and when the application arrived.
    pub fn arrival(&self) -> (Channel, Date) {
        match self.entries.first().map(|entry| &entry.act) {
            Some(Act::TakenIn { channel, on, .. }) => (*channel, *on),
            Some(Act::Submitted { on, .. }) => (Channel::Online, *on),
            _ => unreachable!("a case begins with one of the two acts that open it: see `stage::first`"),
        }
    }

    /// The date of receipt (art. 31), the year's column of table 3; `None` while it waits for registration.
    pub fn received_on(&self, policy: &Policy) -> Option<Date> {
        self.law_acts().iter().find_map(|act| match *act {
            clock::Act::Received { on, channel, confirmed_on } => {
                law::receipt::received_on(channel, on, confirmed_on, policy)
            }
            _ => None,
        })
    }

    /// How it is counted in the yearly form, once it has come to its end, and on which day that was.
    pub fn result(&self) -> Option<(Outcome, Date)> {
        let answered = self.stage.answered().map(|answered| (answered.decision.outcome, answered.served_on));
        answered.or_else(|| self.stage.ended().map(|ended| (ended.why.outcome(), ended.on)))
    }

    /// The facts of the letter as last decided.
    pub fn letter_facts(&self) -> &[Fact] {
        self.entries
            .iter()
            .rev()
            .find_map(|entry| match &entry.act {
                Act::Decided { facts, .. } => Some(facts.as_slice()),
                _ => None,
            })
            .unwrap_or_default()
    }

    /// Where the letter as last decided says that reconsideration can be asked for online.
    pub fn online_channel(&self) -> Option<&str> {
        let decided = self.entries.iter().rev().find_map(|entry| match &entry.act {
            Act::Decided { online_channel, .. } => Some(online_channel.as_deref()),
            _ => None,
        });
        decided.flatten()
    }

    /// Why the head of the disclosure office gave the letter back, if that was the last thing done with it.
    pub fn return_reason(&self) -> Option<&Words> {
        self.entries
            .iter()
            .rev()
            .find_map(|entry| match &entry.act {
                Act::Returned { reason, .. } => Some(Some(reason)),
                Act::Decided { .. } => Some(None),
                _ => None,
            })
            .flatten()
    }

    /// Everything in the way of this very act.
    fn refusals(&self, act: &Act, by: &Hand, today: Date, rules: Rules<'_>) -> Vec<Refusal> {
        let kind = act.kind();
        let mut refusals: Vec<_> = wrong_hand(kind, by).into_iter().collect();
        // What a limit allows is asked of the day of the act, which may be typed in later.
        let day = act.on().map_or(today, |on| on.min(today));
        refusals.extend(self.in_the_way(kind, day, rules));
        let wrong_stage = refusals.iter().any(|one| matches!(one, Refusal::WrongStage { .. }));
        refusals.extend(self.unfit(act, today));
        if !wrong_stage {
            let of_the_clock = self.clock_refusals(act, today, rules);
            refusals.extend(self.out_of_order(act, &of_the_clock));
            refusals.extend(of_the_clock);
        }
        refusals
    }

    /// What stands in the way of any act of this kind on a day, whatever its facts.
    fn in_the_way(&self, kind: ActKind, day: Date, rules: Rules<'_>) -> Vec<Refusal> {
        let mut refusals = Vec::new();
        if self.salt.is_none() {
            refusals.push(Refusal::Erased);
        }
        if !kind.line().from.contains(&self.stage.kind()) {
            refusals.push(Refusal::WrongStage { act: kind, stage: self.stage.kind() });
            return refusals;
        }
        let extension = self.stage.handling().map_or(Extension::None, |handling| handling.extension);
        match (kind, &self.stage, extension) {
            (ActKind::ExtensionRequested, _, Extension::Asked { on, working_days }) => {
                refusals.push(Refusal::ExtensionPending { on, working_days });
            }
            (
                ActKind::ExtensionApproved | ActKind::ExtensionDeclined,
                _,
                Extension::None | Extension::Granted { .. },
            ) => {
                refusals.push(Refusal::NoExtensionAsked);
            }
            (ActKind::Delivered, Stage::Consulting(consulting), _)
                if consulting.open.iter().all(|one| one.delivered_on.is_some()) =>
            {
                refusals.push(Refusal::NothingToDeliver);
            }
            (ActKind::Delivered, Stage::AwaitingFee(fee), _) if fee.delivered_on.is_some() => {
                refusals.push(Refusal::NothingToDeliver);
            }
            (ActKind::Decided, Stage::Consulting(consulting), _) => {
                refusals.extend(consulting.open.iter().filter_map(|one| {
                    let Some(delivered_on) = one.delivered_on else {
                        return Some(Refusal::ConsultationNotDelivered { party: one.party });
                    };
                    let until = rules.calendar.working_day_after(delivered_on, OPINION_LIMIT).date;
                    (day <= until).then_some(Refusal::ConsultationOpen { party: one.party, until })
                }));
            }
            (ActKind::ClosedAsAbandoned, _, _) => {
                let timeline = self.clock(day, rules);
                if timeline.abandoned.is_none() {
                    let applicants = |kind| matches!(kind, SideLimitKind::CorrectionReply | SideLimitKind::FeePayment);
                    let limit = timeline.side_limits.iter().rev().find(|limit| applicants(limit.what));
                    refusals.push(Refusal::NotAbandoned { limit: limit.and_then(|limit| limit.due) });
                }
            }
            _ => {}
        }
        refusals
    }

    /// What is wrong with the facts of an act, apart from its order.
    fn unfit(&self, act: &Act, today: Date) -> Vec<Refusal> {
        let mut refusals = Vec::new();
        let delivered = match act {
            Act::Consulted { delivered_on, .. } | Act::FeeNotified { delivered_on, .. } => *delivered_on,
            _ => None,
        };
        for day in [act.on(), delivered].into_iter().flatten().filter(|day| *day > today) {
            refusals.push(Refusal::InFuture { on: day });
        }
        refusals.extend(unsaid(act).map(|part| Refusal::Unsaid { part }));
        match act {
            Act::Delivered { of, .. } | Act::ConsultationAnswered { of, .. } => {
                let open = match &self.stage {
                    Stage::Consulting(consulting) => consulting.open.iter().any(|one| one.entry == *of),
                    Stage::AwaitingFee(fee) => fee.entry == *of,
                    _ => true, // the stage is wrong, which is said already
                };
                refusals.extend((!open).then_some(Refusal::NoSuchLetter { entry: *of }));
            }
            Act::FeeNotified { fen: 0, .. } => refusals.push(Refusal::NoFee),
            Act::Decided { outcome, facts, .. } => {
                if matches!(outcome, Outcome::OverdueCorrection | Outcome::OverdueFee) {
                    refusals.push(Refusal::NotAnAnswer { outcome: *outcome });
                }
                let asked = self.stage.handling().is_some_and(|handling| handling.correction_asked_on.is_some());
                if *outcome == Outcome::UnclearAfterCorrection && !asked {
                    refusals.push(Refusal::NeverAskedToCorrect);
                }
                refusals.extend(missing_facts(*outcome, facts));
            }
            _ => {}
        }
        refusals
    }

    /// The act is dated before something on record; what the clock says about it itself is not said twice.
    fn out_of_order(&self, act: &Act, of_the_clock: &[Refusal]) -> Option<Refusal> {
        // A day of delivery is often learnt late; the clock compares it with the day of sending.
        let learnt_late = |act: &Act| matches!(act, Act::Delivered { .. });
        let on = act.on().filter(|_| !learnt_late(act))?;
        let dated = self.entries.iter().map(|entry| &entry.act).filter(|act| !learnt_late(act));
        let last = dated.filter_map(Act::on).max()?;
        let said = of_the_clock.iter().any(|refusal| {
            matches!(
                refusal,
                Refusal::Clock(
                    clock::Refusal::OutOfOrder { .. }
                        | clock::Refusal::BeforeReceipt { .. }
                        | clock::Refusal::ConfirmedBeforeArrival { .. }
                )
            )
        });
        (on < last && !said).then_some(Refusal::BeforeLast { on, last })
    }

    /// What the statutory clock refuses about this act, were it the next entry.
    fn clock_refusals(&self, act: &Act, today: Date, rules: Rules<'_>) -> Vec<Refusal> {
        let seq = self.entries.len() as u32;
        let as_if = match act {
            // The clock knows an extension only once it is granted; asking for one is judged as if it were.
            Act::ExtensionRequested { on, .. } => {
                vec![(seq, act.clone()), (seq + 1, Act::ExtensionApproved { on: *on })]
            }
            other => vec![(seq, other.clone())],
        };
        let before = self.clock(today, rules).refusals;
        let acts =
            self.entries.iter().map(|entry| (entry.seq, &entry.act)).chain(as_if.iter().map(|(seq, act)| (*seq, act)));
        let after = clock::timeline(&law_acts(acts), today, rules.calendar, rules.policy).refusals;
        after.into_iter().filter(|one| !before.contains(one)).map(|one| Refusal::Clock(one.refusal)).collect()
    }

    /// The act as it would be done today with ordinary facts; `None` where the clock has no say.
    fn probe(&self, kind: ActKind, today: Date) -> Option<Act> {
        let words = Words::default;
        Some(match kind {
            ActKind::Registered => Act::Registered { on: today },
            ActKind::CorrectionRequested => Act::CorrectionRequested { on: today, what: words(), reply_within: 15 },
            ActKind::CorrectionReceived => Act::CorrectionReceived { on: today, what: words() },
            ActKind::Consulted => {
                Act::Consulted { party: Party::ThirdParty, on: today, whom: words(), delivered_on: None }
            }
            ActKind::ExtensionRequested => Act::ExtensionRequested { on: today, working_days: 1, reason: words() },
            ActKind::ExtensionApproved => Act::ExtensionApproved { on: today },
            ActKind::FeeNotified => Act::FeeNotified { on: today, fen: 1, delivered_on: None },
            ActKind::FeePaid => Act::FeePaid { on: today },
            ActKind::Served => Act::Served { on: today, how: clock::Service::Electronic, proof: words() },
            ActKind::Withdrawn => Act::Withdrawn { on: today, what: words() },
            ActKind::Submitted
            | ActKind::TakenIn
            | ActKind::Delivered
            | ActKind::ConsultationAnswered
            | ActKind::ExtensionDeclined
            | ActKind::Decided
            | ActKind::Returned
            | ActKind::Signed
            | ActKind::ClosedAsAbandoned
            | ActKind::Archived
            | ActKind::Noted => return None,
        })
    }
}

impl Stage {
    /// The stage before the archive, if it is there; else the stage itself.
    pub fn kind_before_archive(&self) -> StageKind {
        match self {
            Self::Archived(archived) => match archived.closed {
                Closed::Answered(_) => StageKind::Answered,
                Closed::Ended(_) => StageKind::Ended,
            },
            stage => stage.kind(),
        }
    }
}

/// Whether the one table of permissions gives this permission to this role.
fn holds(role: Role, permission: Permission) -> bool {
    TABLE.iter().any(|(one, roles)| *one == permission && roles.iter().any(|(holder, _)| *holder == role))
}

/// The facts that a letter with this outcome must state and does not.
fn missing_facts(outcome: Outcome, facts: &[Fact]) -> impl Iterator<Item = Refusal> {
    let stated = |need| facts.iter().any(|fact| fact.need == need && !fact.says.is_blank());
    let needs = outcome.needs().iter().copied();
    needs.filter(move |need| !need.is_optional() && !stated(*need)).map(|need| Refusal::FactMissing { need })
}

fn wrong_hand(kind: ActKind, by: &Hand) -> Option<Refusal> {
    let right = match (kind.line().by, by) {
        (By::Applicant, Hand::Applicant) => true,
        (By::Staff(permission), Hand::Staff { role, .. }) => holds(*role, permission),
        _ => false,
    };
    (!right).then_some(Refusal::WrongHand { act: kind })
}

/// The text that the act needs and does not have.
fn unsaid(act: &Act) -> Option<Part> {
    let (words, part) = match act {
        Act::CorrectionRequested { what, .. } => (what, Part::CorrectionItems),
        Act::CorrectionReceived { what, .. } => (what, Part::CorrectedContent),
        Act::Consulted { whom, .. } => (whom, Part::Consulted),
        Act::ExtensionRequested { reason, .. } => (reason, Part::ExtensionReason),
        Act::ExtensionDeclined { reason, .. } => (reason, Part::DeclineReason),
        Act::Returned { reason, .. } => (reason, Part::ReturnReason),
        Act::Served { proof, .. } => (proof, Part::ServiceProof),
        Act::Withdrawn { what, .. } => (what, Part::Withdrawal),
        Act::Noted { text } => (text, Part::Note),
        Act::Signed { number, .. } => return number.trim().is_empty().then_some(Part::LetterNumber),
        // What a consulted party said may be nothing but yes or no; facts are asked for one by one.
        Act::ConsultationAnswered { .. }
        | Act::Decided { .. }
        | Act::Submitted { .. }
        | Act::TakenIn { .. }
        | Act::Registered { .. }
        | Act::Delivered { .. }
        | Act::ExtensionApproved { .. }
        | Act::FeeNotified { .. }
        | Act::FeePaid { .. }
        | Act::ClosedAsAbandoned { .. }
        | Act::Archived { .. } => return None,
    };
    words.is_blank().then_some(part)
}

/// The docket in the words of the clock: what is learnt later (a confirmation, a delivery, a consent) goes to the act
/// that it completes.
fn law_acts<'a>(acts: impl Iterator<Item = (u32, &'a Act)>) -> Vec<clock::Act> {
    let mut told: Vec<clock::Act> = Vec::new();
    let mut letters: Vec<(u32, usize)> = Vec::new();
    let mut asked = 0;
    for (seq, act) in acts {
        match *act {
            Act::Submitted { on, .. } => {
                told.push(clock::Act::Received { on, channel: Channel::Online, confirmed_on: None });
            }
            Act::TakenIn { channel, on, confirmed_on, .. } => {
                told.push(clock::Act::Received { on, channel, confirmed_on });
            }
            Act::Registered { on } => {
                if let Some(clock::Act::Received { confirmed_on, .. }) = told.first_mut() {
                    *confirmed_on = Some(on);
                }
            }
            Act::CorrectionRequested { on, reply_within, .. } => {
                told.push(clock::Act::CorrectionRequested { on, reply_within_working_days: Some(reply_within) });
            }
            Act::CorrectionReceived { on, .. } => told.push(clock::Act::CorrectionReceived { on }),
            Act::Consulted { party, on, delivered_on, .. } => {
                letters.push((seq, told.len()));
                told.push(match party {
                    Party::ThirdParty => clock::Act::ThirdPartyConsulted { on, delivered_on },
                    Party::CoMaker => clock::Act::CoMakerConsulted { on, delivered_on },
                });
            }
            Act::FeeNotified { on, delivered_on, .. } => {
                letters.push((seq, told.len()));
                told.push(clock::Act::FeeNotified { on, delivered_on });
            }
            Act::Delivered { of, on } => {
                let place = letters.iter().find(|(letter, _)| *letter == of).map(|(_, place)| *place);
                if let Some(
                    clock::Act::ThirdPartyConsulted { delivered_on, .. }
                    | clock::Act::CoMakerConsulted { delivered_on, .. }
                    | clock::Act::FeeNotified { delivered_on, .. },
                ) = place.and_then(|place| told.get_mut(place))
                {
                    *delivered_on = Some(on);
                }
            }
            Act::ConsultationAnswered { of, on, .. } => {
                let place = letters.iter().find(|(letter, _)| *letter == of).map(|(_, place)| *place);
                told.push(match place.and_then(|place| told.get(place)) {
                    Some(clock::Act::CoMakerConsulted { .. }) => clock::Act::CoMakerReplied { on, to: place },
                    _ => clock::Act::ThirdPartyReplied { on, to: place },
                });
            }
            Act::ExtensionRequested { working_days, .. } => asked = working_days,
            Act::ExtensionApproved { on } => {
                told.push(clock::Act::Extended { on, working_days: asked, approved_by_head: true });
            }
            Act::FeePaid { on } => told.push(clock::Act::FeePaid { on }),
            Act::Served { on, how, .. } => told.push(clock::Act::Replied { on, service: how }),
            Act::Withdrawn { on, .. } => told.push(clock::Act::Withdrawn { on }),
            Act::ExtensionDeclined { .. }
            | Act::Decided { .. }
            | Act::Returned { .. }
            | Act::Signed { .. }
            | Act::ClosedAsAbandoned { .. }
            | Act::Archived { .. }
            | Act::Noted { .. } => {}
        }
    }
    told
}
