//! How each application goes: acts with their days, planned on real working days.
//!
//! A story is planned to its end; what would happen today or later is left undone by [`super::life`], which is how the
//! county's desk comes to have applications at every stage.

use super::bodies::{House, Names};
use super::chance::Chance;
use super::days::{Days, at, in_hours, plus};
use super::requests::{self, Told};
use super::topics::{self, Topic};
use cases::act::{Act, Party};
use cases::draft::Draft;
use cases::remedy::{RemedyKind, Ruling};
use jiff::Timestamp;
use jiff::civil::Date;
use law::clock::Service;
use law::outcome::Outcome;
use law::receipt::Channel;

/// Where reconsideration can be asked for online.
const REVIEW_ONLINE: &str = "云溪县行政复议网上申请平台（http://fuyi.yunxi.example）";

/// One application from its arrival to the archive.
#[derive(Clone, Debug)]
pub struct Story {
    /// To whom, by its place among the houses.
    pub house: usize,
    pub form: Draft,
    /// The form's own token, from which the counter makes the query code.
    pub token: String,
    pub steps: Vec<(Timestamp, Step)>,
    pub remedies: Vec<Appeal>,
}

/// One entry of the docket.
#[derive(Clone, Debug)]
pub enum Step {
    /// It arrives this way; the second date is the confirmation, when a clerk typed it in.
    Arrive(Channel, Option<Date>),
    /// An act whose facts are known beforehand.
    Do(Act),
    /// The head signs, under the next number of the year.
    Sign(Date),
}

/// A reconsideration or a suit.
#[derive(Clone, Debug)]
pub struct Appeal {
    pub kind: RemedyKind,
    pub filed_on: Date,
    pub ruling: Option<(Ruling, Date)>,
}

/// What happens on the way to the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Straight,
    /// The head gives the letter back once.
    LetterReturned,
    Corrected,
    NeverCorrected,
    ThirdParty,
    CoMaker,
    Extended,
    ExtensionDeclined,
    Fee,
    NeverPaid,
    TakenBack,
    /// Answered after the last lawful day.
    Late,
    /// Registered and then forgotten.
    Forgotten,
}

/// What the first applications of every year go through that are granted, so that nothing is left to chance.
const DETOURS: [Way; 8] = [
    Way::Corrected,
    Way::ThirdParty,
    Way::Extended,
    Way::ExtensionDeclined,
    Way::LetterReturned,
    Way::CoMaker,
    Way::Fee,
    Way::Late,
];

/// How often each answer is given in a year of about a hundred applications; each at least once.
const SHARES: [(Outcome, u32); 23] = [
    (Outcome::AlreadyPublished, 13),
    (Outcome::Granted, 30),
    (Outcome::Partial, 8),
    (Outcome::StateSecret, 1),
    (Outcome::ForbiddenByLaw, 1),
    (Outcome::ThreeSecurity, 1),
    (Outcome::ThirdParty, 3),
    (Outcome::InternalAffairs, 2),
    (Outcome::ProcessInfo, 4),
    (Outcome::EnforcementFile, 3),
    (Outcome::AdminQuery, 3),
    (Outcome::NotExist, 11),
    (Outcome::NotOurs, 9),
    (Outcome::NeedsCreation, 3),
    (Outcome::UnclearAfterCorrection, 2),
    (Outcome::Petition, 4),
    (Outcome::Repeat, 2),
    (Outcome::Publication, 1),
    (Outcome::Excessive, 1),
    (Outcome::ConfirmReissue, 1),
    (Outcome::OverdueCorrection, 3),
    (Outcome::OverdueFee, 1),
    (Outcome::Other, 4),
];

/// The stories in the making.
struct Teller<'a> {
    houses: &'a [House],
    days: Days,
    chance: &'a mut Chance,
    names: &'a mut Names,
    stories: Vec<Story>,
}

/// Every story. The last one is the sample whose receipt is printed: just answered, with its letter to download.
pub fn stories(houses: &[House], days: Days, chance: &mut Chance, names: &mut Names) -> Vec<Story> {
    let mut teller = Teller { houses, days, chance, names, stories: Vec::new() };
    for year in days.years() {
        teller.year(year);
    }
    teller.in_hand();
    teller.sample();
    teller.stories
}

impl Teller<'_> {
    fn year(&mut self, year: i16) {
        let mut deck: Vec<Outcome> =
            SHARES.iter().flat_map(|(outcome, share)| std::iter::repeat_n(*outcome, *share as usize)).collect();
        self.chance.shuffle(&mut deck);
        let mut detours = DETOURS.iter();
        for (turn, outcome) in deck.into_iter().enumerate() {
            let month = i8::try_from(1 + turn % 12).unwrap_or(1);
            let arrived = self.days.in_month(year, month, self.chance);
            // The first of January is a day off everywhere; nobody hands anything in.
            let arrived = if arrived == self.days.first { plus(arrived, 4) } else { arrived };
            let house = self.house();
            let way = match outcome {
                Outcome::Granted => detours.next().copied().unwrap_or_else(|| self.way(outcome)),
                _ => self.way(outcome),
            };
            self.tell(house, outcome, way, arrived);
        }
    }

    /// The county's government gets a third, the bodies whose decisions touch property get most of the rest.
    fn house(&mut self) -> usize {
        const BUSY: [&str; 5] = ["zrj", "zjj", "czj", "mzj", "rsj"];
        match self.chance.between(1, 100) {
            1..=34 => 0,
            35..=74 => {
                let slug = *self.chance.pick(&BUSY);
                self.houses.iter().position(|house| house.body.slug == slug).unwrap_or(0)
            }
            _ => {
                let here = self.houses.iter().filter(|house| !house.is_outside()).count();
                self.chance.between(1, u32::try_from(here - 1).unwrap_or(1)) as usize
            }
        }
    }

    fn way(&mut self, outcome: Outcome) -> Way {
        match outcome {
            Outcome::OverdueCorrection => Way::NeverCorrected,
            Outcome::OverdueFee => Way::NeverPaid,
            Outcome::UnclearAfterCorrection => Way::Corrected,
            Outcome::ThirdParty => Way::ThirdParty,
            Outcome::Other if self.chance.percent(60) => Way::TakenBack,
            Outcome::Granted | Outcome::Partial => match self.chance.between(1, 100) {
                1..=6 => Way::Corrected,
                7..=12 => Way::ThirdParty,
                13..=19 => Way::Extended,
                20..=25 => Way::LetterReturned,
                _ => Way::Straight,
            },
            _ => match self.chance.between(1, 100) {
                1..=8 => Way::LetterReturned,
                9..=14 => Way::Extended,
                15..=19 => Way::Corrected,
                _ => Way::Straight,
            },
        }
    }

    /// What lies on the desks: applications at every stage, most of them at the county's government. Each arrived so many
    /// working days ago and is cut off after so many entries.
    #[rustfmt::skip]
    fn in_hand(&mut self) {
        use Outcome::{AlreadyPublished, Granted, NotExist, NotOurs, OverdueCorrection, OverdueFee, Partial, ProcessInfo};
        let hand = [
            // not registered yet
            (Granted, Way::Straight, 0, 1, 1), (NotExist, Way::Straight, 0, 2, 1), (AlreadyPublished, Way::Straight, 4, 1, 1),
            // just registered, in the middle, one day before the last day, past it
            (NotExist, Way::Straight, 0, 4, 2), (Partial, Way::Straight, 6, 5, 2), (Granted, Way::Straight, 0, 8, 2),
            (Granted, Way::Forgotten, 0, 20, 3), (NotOurs, Way::Forgotten, 0, 25, 3), (AlreadyPublished, Way::Forgotten, 8, 16, 3),
            // waiting for a correction, for others, for more time, for the fee
            (OverdueCorrection, Way::NeverCorrected, 0, 9, 3), (OverdueCorrection, Way::NeverCorrected, 4, 11, 3),
            (Granted, Way::ThirdParty, 0, 8, 3), (Outcome::ThirdParty, Way::ThirdParty, 7, 10, 4), (Granted, Way::CoMaker, 0, 11, 4),
            (Granted, Way::Extended, 0, 18, 3), (Partial, Way::Extended, 0, 21, 4),
            (OverdueFee, Way::NeverPaid, 0, 9, 3), (OverdueFee, Way::NeverPaid, 1, 13, 4),
            // taken back, not yet in the archive
            (Outcome::Other, Way::TakenBack, 0, 12, 3),
            // waiting for the head, and for the post
            (ProcessInfo, Way::Straight, 0, 17, 3), (Granted, Way::Straight, 0, 18, 3), (NotOurs, Way::Straight, 9, 17, 3),
            (Partial, Way::Straight, 0, 18, 4), (Granted, Way::Straight, 6, 18, 4),
        ];
        for (outcome, way, house, ago, entries) in hand {
            let arrived = self.days.before_today(ago);
            self.tell_with(house, outcome, way, (Channel::Online, arrived), Some(entries));
        }
    }

    fn sample(&mut self) {
        let arrived = self.days.before_today(18);
        self.tell_with(0, Outcome::Granted, Way::Straight, (Channel::Online, arrived), None);
    }

    fn tell(&mut self, house: usize, outcome: Outcome, way: Way, arrived: Date) {
        let channel = requests::channel(self.chance);
        // Only a form on the web arrives on a day off.
        let arrived = if channel == Channel::Online { arrived } else { self.days.open(arrived) };
        self.tell_with(house, outcome, way, (channel, arrived), None);
    }

    /// `most`: how many entries at most.
    fn tell_with(&mut self, house: usize, outcome: Outcome, way: Way, arrival: (Channel, Date), most: Option<usize>) {
        let (channel, arrived) = arrival;
        let houses = self.houses;
        let own = topics::of(&houses[house].body.slug);
        let topic = *self.chance.pick(&own);
        let wanted = requests::wanted(outcome, topic, arrived.year(), self.chance);
        let asked = wanted.0.clone();
        let kind = requests::kind(self.chance);
        let form = requests::form(kind, channel, wanted, self.names, self.chance);
        let mut telling = Telling { days: self.days, steps: Vec::new(), at: in_hours(arrived, self.chance) };
        let received = telling.open(channel, arrived, self.chance);
        let served = telling.handle(&houses[house], topic, &asked, (outcome, way), received, self.chance);
        let mut steps = telling.steps;
        steps.truncate(most.unwrap_or(usize::MAX));
        let remedies = match (served, most) {
            (Some(served), None) => self.appeals(outcome, served),
            _ => Vec::new(),
        };
        let token = self.chance.id();
        self.stories.push(Story { house, form, token, steps, remedies });
    }

    /// Whether and how the applicant goes against the answer.
    fn appeals(&mut self, outcome: Outcome, served: Date) -> Vec<Appeal> {
        let refuses = !matches!(outcome, Outcome::Granted | Outcome::AlreadyPublished | Outcome::Other);
        if !refuses || !self.chance.percent(18) {
            return Vec::new();
        }
        let days = self.days;
        let ruling = |chance: &mut Chance| match chance.between(1, 10) {
            1..=6 => Ruling::Upheld,
            7..=8 => Ruling::Corrected,
            _ => Ruling::Other,
        };
        if !outcome.reconsideration_first(served) && self.chance.percent(35) {
            let filed_on = days.open(plus(served, i64::from(self.chance.between(20, 120))));
            let closed = days.open(plus(filed_on, i64::from(self.chance.between(70, 170))));
            return vec![Appeal {
                kind: RemedyKind::DirectSuit,
                filed_on,
                ruling: Some((ruling(self.chance), closed)),
            }];
        }
        let filed_on = days.open(plus(served, i64::from(self.chance.between(8, 50))));
        let closed = days.open(plus(filed_on, i64::from(self.chance.between(25, 60))));
        let first = ruling(self.chance);
        let mut appeals = vec![Appeal { kind: RemedyKind::Reconsideration, filed_on, ruling: Some((first, closed)) }];
        if first == Ruling::Upheld && self.chance.percent(45) {
            let filed_on = days.open(plus(closed, i64::from(self.chance.between(4, 13))));
            let closed = days.open(plus(filed_on, i64::from(self.chance.between(80, 180))));
            let kind = RemedyKind::SuitAfterReconsideration;
            appeals.push(Appeal { kind, filed_on, ruling: Some((ruling(self.chance), closed)) });
        }
        appeals
    }
}

/// One story in the making.
struct Telling {
    days: Days,
    steps: Vec<(Timestamp, Step)>,
    at: Timestamp,
}

impl Telling {
    /// Appends an entry in the hours of a day, after the entry before it.
    fn step(&mut self, day: Date, step: Step, chance: &mut Chance) {
        let later = self.at + jiff::Span::new().minutes(9);
        self.at = in_hours(day, chance).max(later);
        self.steps.push((self.at, step));
    }

    fn act(&mut self, act: Act, chance: &mut Chance) {
        let day = act.on().unwrap_or_else(|| publishing::publication::day_of(self.at));
        self.step(day, Step::Do(act), chance);
    }

    /// Which entry comes next.
    fn next(&self) -> u32 {
        u32::try_from(self.steps.len()).unwrap_or(u32::MAX)
    }

    /// Arrival and registration; the day of receipt.
    fn open(&mut self, channel: Channel, arrived: Date, chance: &mut Chance) -> Date {
        if channel == Channel::Online {
            // People fill in forms after supper.
            self.at = at(arrived, 19 + i8::try_from(chance.between(0, 3)).unwrap_or(0), 12);
            self.steps.push((self.at, Step::Arrive(channel, None)));
            let on = self.days.after(arrived, chance.between(1, 2));
            self.act(Act::Registered { on }, chance);
            return on;
        }
        if !channel.needs_confirmation() {
            self.step(arrived, Step::Arrive(channel, None), chance);
            return arrived;
        }
        let confirmed = self.days.after(arrived, 1);
        self.at = in_hours(confirmed, chance);
        self.steps.push((self.at, Step::Arrive(channel, Some(confirmed))));
        confirmed
    }

    /// From the day of receipt to the archive; the day of service, if there is an answer.
    fn handle(
        &mut self,
        house: &House,
        topic: &Topic,
        asked: &str,
        plan: (Outcome, Way),
        received: Date,
        chance: &mut Chance,
    ) -> Option<Date> {
        let days = self.days;
        let (outcome, way) = plan;
        let mut from = received;
        let mut wait = chance.between(4, 13);
        match way {
            Way::Straight | Way::LetterReturned => {}
            Way::Corrected => {
                let on = days.after(received, chance.between(2, 5));
                self.act(correction(on), chance);
                from = days.after(on, chance.between(2, 9));
                self.act(
                    Act::CorrectionReceived {
                        on: from, what: "补充说明了所需信息的大致时间和范围。".into()
                    },
                    chance,
                );
            }
            Way::NeverCorrected => {
                let on = days.after(received, chance.between(2, 5));
                self.act(correction(on), chance);
                let on = days.after(on, 15 + chance.between(2, 4));
                self.act(Act::ClosedAsAbandoned { on }, chance);
                self.archive(on, chance);
                return None;
            }
            Way::ThirdParty | Way::CoMaker => {
                let party = if way == Way::ThirdParty { Party::ThirdParty } else { Party::CoMaker };
                let on = days.after(received, chance.between(3, 5));
                let of = self.next();
                let whom = if party == Party::ThirdParty {
                    "云溪县远山建设有限公司（虚构）"
                } else {
                    "望川市有关主管部门"
                };
                self.act(Act::Consulted { party, on, whom: whom.into(), delivered_on: None }, chance);
                let delivered = days.after(on, 1);
                self.act(Act::Delivered { of, on: delivered }, chance);
                let answered = days.after(delivered, chance.between(4, 10));
                let agrees = outcome != Outcome::ThirdParty;
                let what = if agrees { "同意公开。" } else { "不同意公开，涉及本单位报价组成。" };
                self.act(Act::ConsultationAnswered { of, on: answered, agrees, what: what.into() }, chance);
                from = answered;
                wait = chance.between(2, 6);
            }
            Way::Extended | Way::ExtensionDeclined => {
                let on = days.after(received, chance.between(13, 15));
                let reason = "涉及年份较多，纸质卷宗需要逐卷核对。";
                self.act(Act::ExtensionRequested { on, working_days: 15, reason: reason.into() }, chance);
                let next = days.after(on, 1);
                if way == Way::Extended {
                    self.act(Act::ExtensionApproved { on: next }, chance);
                    wait = chance.between(18, 28);
                } else {
                    let reason = "现有卷宗已经数字化，请在原期限内办结。";
                    self.act(Act::ExtensionDeclined { on: next, reason: reason.into() }, chance);
                    wait = 17;
                }
            }
            Way::Fee | Way::NeverPaid => {
                let on = days.after(received, chance.between(4, 6));
                let of = self.next();
                // 80 pages by volume: 50 beyond the first 30, ten yuan each.
                self.act(Act::FeeNotified { on, fen: 50_000, delivered_on: None }, chance);
                let delivered = days.after(on, 1);
                self.act(Act::Delivered { of, on: delivered }, chance);
                if way == Way::NeverPaid {
                    let on = days.after(delivered, 20 + chance.between(2, 4));
                    self.act(Act::ClosedAsAbandoned { on }, chance);
                    self.archive(on, chance);
                    return None;
                }
                from = days.after(delivered, chance.between(2, 8));
                self.act(Act::FeePaid { on: from }, chance);
            }
            Way::TakenBack => {
                let on = days.after(received, chance.between(2, 6));
                let what = "申请人来电并邮寄书面声明，称已从网站查到，撤回申请。";
                self.act(Act::Withdrawn { on, what: what.into() }, chance);
                self.archive(on, chance);
                return None;
            }
            Way::Late => wait = chance.between(21, 24),
            Way::Forgotten => {
                self.act(Act::Noted { text: "已电话联系业务科室查找，等待回复。".into() }, chance);
                wait = 90;
            }
        }
        let mut decided_on = days.after(from, wait);
        let facts =
            |on| requests::facts(outcome, Told { house, topic, asked, received_on: received, decided_on: on, days });
        let online = matches!(self.steps.first(), Some((_, Step::Arrive(Channel::Online, _))));
        let online_channel = online.then(|| REVIEW_ONLINE.to_owned());
        let decided = |on| Act::Decided { on, outcome, facts: facts(on), online_channel: online_channel.clone() };
        self.act(decided(decided_on), chance);
        if way == Way::LetterReturned {
            let on = days.after(decided_on, 1);
            let reason = "理由部分请再写具体一些，并核对申请人名称。";
            self.act(Act::Returned { on, reason: reason.into() }, chance);
            decided_on = days.after(on, 1);
            self.act(decided(decided_on), chance);
        }
        let signed = days.after(decided_on, 1);
        self.step(signed, Step::Sign(signed), chance);
        let served = days.after(signed, chance.between(0, 1));
        let (how, proof) = match self.steps.first() {
            Some((_, Step::Arrive(Channel::Online, _))) => (Service::Electronic, "平台送达记录"),
            Some((_, Step::Arrive(Channel::InPerson, _))) => (Service::InPerson, "申请人在送达回证上签字"),
            _ => (Service::Post, "挂号信回执"),
        };
        self.act(Act::Served { on: served, how, proof: proof.into() }, chance);
        self.archive(served, chance);
        Some(served)
    }

    fn archive(&mut self, closed: Date, chance: &mut Chance) {
        let on = self.days.after(closed, chance.between(10, 30));
        self.act(Act::Archived { on }, chance);
    }
}

fn correction(on: Date) -> Act {
    Act::CorrectionRequested {
        on,
        what: "请说明所需信息的名称、文号，或者形成的大致时间、制作机关等便于查找的特征。".into(),
        reply_within: 15,
    }
}
