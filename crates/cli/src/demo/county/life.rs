//! Two years go by: every planned move and act is done, in the order of time, by the functions that the desk uses.

use super::bodies::{self, House, Member};
use super::chance::Chance;
use super::days::{Days, at};
use super::outside::{self, Filing};
use super::papers::{Attached, File};
use super::publications::{self, Change, Plan};
use super::reports;
use super::stories::{self, Story};
use anyhow::{Context, anyhow, bail};
use cases::act::{Act, ActKind, By};
use cases::application::Application;
use cases::case::{Case, Moment, Rules};
use cases::docket::{Hand, Salt};
use cases::letter::{ReplyFacts, reply};
use cases::number::{ApplicationNumber, reply_number};
use cases::remedy::Remedy;
use civic::{BodyKind, CaseId, FileId, LetterId, Permission};
use jiff::Timestamp;
use jiff::civil::Date;
use law::clock::Policy;
use publishing::index_number::Template;
use publishing::publication::day_of;
use publishing::review::{ContentCheck, PersonalDataCheck, SecrecyCheck, USUAL_BASIS, Verdict};
use publishing::{Attachment, Content, Edition, Move, Publication, Relation, Review, Signed};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use store::audit::{Line, Outcome};
use store::cases::{Letter, NewCase};
use store::files::{Files, Kept};
use store::publications::{Publishing, Saved};
use store::{Store, Unit};

/// Something that is due at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    /// A step of a plan.
    Publication(usize, usize),
    /// A step of a story.
    Case(usize, usize),
    /// A remedy of a story is taken up.
    Appealed(usize, usize),
    /// It is decided.
    Ruled(usize, usize),
    /// A body enters the figures of a year.
    Figures(usize, i16),
    /// Something happens to its report on the year.
    Report(usize, i16, reports::Move),
    /// Something happens to its report that comes as a file.
    Filed(usize, i16, Filing),
}

/// A case as it goes.
struct Running {
    case: Case,
    application: Application,
    number: ApplicationNumber,
    remedies: Vec<Remedy>,
}

/// The county while time passes.
pub struct Life<'a> {
    store: &'a Store,
    files: &'a Files,
    houses: &'a [House],
    /// The supervisor who collects the reports.
    authority: &'a Member,
    days: Days,
    policy: &'a Policy,
    chance: Chance,
    plans: Vec<Plan>,
    stories: Vec<Story>,
    due: BinaryHeap<Reverse<(Timestamp, Due)>>,
    running: Vec<Option<Running>>,
    /// The edition in hand of each plan.
    editions: Vec<Option<Saved>>,
    /// Bytes that are noted in the unit and not yet on disk.
    pending: Vec<Vec<u8>>,
}

/// The receipt that is printed for trying out the tracking page.
pub struct Sample {
    pub number: ApplicationNumber,
    pub query_code: String,
}

impl<'a> Life<'a> {
    pub fn new(
        store: &'a Store,
        files: &'a Files,
        (houses, authority): (&'a [House], &'a Member),
        days: Days,
        policy: &'a Policy,
        mut chance: Chance,
        names: &mut bodies::Names,
    ) -> Self {
        let plans = publications::plans(houses, days, &mut chance);
        let stories = stories::stories(houses, days, &mut chance, names);
        let mut life = Self {
            running: stories.iter().map(|_| None).collect(),
            editions: Vec::new(),
            due: BinaryHeap::new(),
            pending: Vec::new(),
            store,
            files,
            houses,
            authority,
            days,
            policy,
            chance,
            plans: Vec::new(),
            stories,
        };
        for plan in plans {
            life.take_up(plan);
        }
        for story in 0..life.stories.len() {
            for (step, (at, _)) in life.stories[story].steps.iter().enumerate() {
                life.due.push(Reverse((*at, Due::Case(story, step))));
            }
            for (appeal, planned) in life.stories[story].remedies.iter().enumerate() {
                life.due.push(Reverse((at(planned.filed_on, 15, 0), Due::Appealed(story, appeal))));
                if let Some((_, on)) = planned.ruling {
                    life.due.push(Reverse((at(on, 16, 0), Due::Ruled(story, appeal))));
                }
            }
        }
        for year in days.years() {
            for (place, house) in houses.iter().enumerate() {
                if house.is_outside() {
                    let filings = outside::filings(house, year, place, days).into_iter();
                    life.due.extend(filings.map(|(at, what)| Reverse((at, Due::Filed(place, year, what)))));
                    continue;
                }
                let (entered, _) = reports::days(house.body.kind, year, place, days);
                life.due.push(Reverse((at(entered, 10, 30), Due::Figures(place, year))));
                for (at, what) in reports::moves(house, year, place, days) {
                    life.due.push(Reverse((at, Due::Report(place, year, what))));
                }
            }
        }
        life
    }

    fn take_up(&mut self, plan: Plan) {
        let place = self.plans.len();
        for (step, (at, _)) in plan.steps.iter().enumerate() {
            self.due.push(Reverse((*at, Due::Publication(place, step))));
        }
        self.plans.push(plan);
        self.editions.push(None);
    }

    fn rules(&self) -> Rules<'a> {
        Rules { calendar: self.days.calendar, policy: self.policy }
    }

    /// Does everything that is due before today.
    ///
    /// # Errors
    /// A refusal of the law or of the procedure is a mistake in the plans, and is told with its sentences.
    pub async fn pass(mut self) -> anyhow::Result<Sample> {
        let midnight = at(self.days.today, 0, 0);
        let mut unit = self.store.begin().await?;
        while let Some(Reverse((at, due))) = self.due.pop() {
            if at >= midnight {
                break;
            }
            match due {
                Due::Publication(plan, step) => self.publication(&mut unit, plan, step, at).await?,
                Due::Case(story, step) => self.case(&mut unit, story, step, at).await?,
                Due::Appealed(story, appeal) => self.filed(&mut unit, story, appeal, at).await?,
                Due::Ruled(story, appeal) => self.ruled(&mut unit, story, appeal, at).await?,
                Due::Figures(house, year) => {
                    reports::enter(&mut unit, &self.houses[house], year, at, &mut self.chance).await?;
                    reports::tell(&mut unit, &self.houses[house], year, at, &mut self.chance).await?;
                    self.audit(
                        &mut unit,
                        &self.houses[house].clerk,
                        at,
                        "figure.enter",
                        &format!("{}/{year}", self.houses[house].body.slug),
                    )
                    .await?;
                }
                Due::Report(house, year, what) => {
                    // The register is read as the desk reads it: from what is committed.
                    self.settle(unit).await?;
                    unit = self.store.begin().await?;
                    let house = &self.houses[house];
                    let who = what.by(house, self.authority);
                    reports::take(self.store, &mut unit, (house, who), year, what, at, &mut self.chance).await?;
                    self.audit(&mut unit, who, at, what.act(), &format!("{}/{year}", house.body.slug)).await?;
                }
                Due::Filed(place, year, what) => {
                    self.settle(unit).await?;
                    unit = self.store.begin().await?;
                    self.filing(&mut unit, (place, year), what, at).await?;
                }
            }
        }
        self.settle(unit).await?;
        let last = self.stories.last().zip(self.running.pop().flatten());
        let (story, running) = last.ok_or_else(|| anyhow!("the sample application did not arrive"))?;
        Ok(Sample { number: running.number, query_code: web::apply::query_code(&story.token) })
    }

    async fn filing(
        &mut self,
        unit: &mut Unit,
        (place, year): (usize, i16),
        what: Filing,
        at: Timestamp,
    ) -> anyhow::Result<()> {
        let (house, authority) = (&self.houses[place], self.authority);
        let desk = outside::Desk { store: self.store, house, authority, year, place, days: self.days };
        if what == Filing::HandIn {
            let (name, bytes) = desk.file()?;
            let id = self.chance.id();
            self.keep(unit, bytes.clone(), &house.clerk, at).await?;
            desk.hand_in(unit, id, (name, &bytes), at).await?;
        } else {
            desk.take(unit, what, at).await?;
        }
        let target = format!("{}/{year}", house.body.slug);
        self.audit(unit, what.by(house, authority), at, what.act(), &target).await.map_err(Into::into)
    }

    /// Writes the files that the unit names, then commits it: a row never points to nothing.
    async fn settle(&mut self, unit: Unit) -> anyhow::Result<()> {
        let mut writes = tokio::task::JoinSet::new();
        for bytes in self.pending.drain(..) {
            let files = self.files.clone();
            writes.spawn(async move { files.keep(bytes).await });
        }
        while let Some(written) = writes.join_next().await {
            written.context("a file could not be written")??;
        }
        unit.commit().await?;
        Ok(())
    }

    async fn audit(
        &self,
        unit: &mut Unit,
        who: &Member,
        at: Timestamp,
        act: &str,
        target: &str,
    ) -> Result<(), store::Error> {
        let line = Line {
            at,
            person: Some(&who.id),
            who: &who.name,
            address: "127.0.0.1",
            act,
            target,
            result: Outcome::Done,
        };
        unit.audit(&line).await
    }

    /// Notes a file and keeps its bytes for [`Life::settle`].
    async fn keep(&mut self, unit: &mut Unit, bytes: Vec<u8>, by: &Member, at: Timestamp) -> anyhow::Result<Kept> {
        let media = paper::kind::FileKind::of(&bytes).media_type().to_owned();
        let kept = Kept { id: store::files::id_of(&bytes), size: bytes.len() as u64, media, added_by: by.id.clone() };
        unit.put_file(&kept, at).await?;
        self.pending.push(bytes);
        Ok(kept)
    }

    // publications

    async fn publication(&mut self, unit: &mut Unit, plan: usize, step: usize, at: Timestamp) -> anyhow::Result<()> {
        use publications::Step;
        let houses = self.houses;
        let house = &houses[self.plans[plan].house];
        let (_, step) = self.plans[plan].steps[step];
        let clerk = signed(&house.clerk, at);
        let (what, who) = match step {
            Step::Begin => {
                let content = self.content(unit, plan, at).await?;
                let publication = Publication::new(self.chance.id(), house.body.id.clone());
                let first = Edition::first(self.chance.id(), &publication, content, &clerk);
                unit.add_publication(&publication, &first, &clerk).await?;
                self.editions[plan] = unit.edition(&first.id).await?;
                (Move::NewEdition, &house.clerk)
            }
            Step::Edit => {
                let edition = self.edition(plan)?.edition;
                let mut content = edition.content.clone();
                mend(&mut content);
                self.save(unit, plan, allowed(edition.edit(content, &clerk))?, Move::Edit, &clerk).await?;
                (Move::Edit, &house.clerk)
            }
            Step::Submit => {
                let edition = allowed(self.edition(plan)?.edition.submit(clerk.clone()))?;
                self.save(unit, plan, edition, Move::Submit, &clerk).await?;
                (Move::Submit, &house.clerk)
            }
            Step::TakeBack => {
                let edition = allowed(self.edition(plan)?.edition.take_back())?;
                self.save(unit, plan, edition, Move::TakeBack, &clerk).await?;
                (Move::TakeBack, &house.clerk)
            }
            Step::Approve => {
                let reviewer = signed(&house.reviewer, at);
                let edition = allowed(self.edition(plan)?.edition.review(review(reviewer.clone(), None)))?;
                self.save(unit, plan, edition, Move::Approve, &reviewer).await?;
                (Move::Approve, &house.reviewer)
            }
            Step::Return(why) => {
                let reviewer = signed(&house.reviewer, at);
                let edition = allowed(self.edition(plan)?.edition.review(review(reviewer.clone(), Some(why))))?;
                self.save(unit, plan, edition, Move::Return, &reviewer).await?;
                (Move::Return, &house.reviewer)
            }
            Step::Publish => {
                let saved = self.edition(plan)?;
                match unit.publish(&saved, &house.body, &Template::default(), &clerk).await? {
                    Publishing::Done(_) => {}
                    other => bail!("“{}” could not be published: {other:?}", saved.edition.content.title),
                }
                self.editions[plan] = unit.edition(&saved.edition.id).await?;
                (Move::Publish, &house.clerk)
            }
            Step::Withdraw(why) => {
                let head = signed(&house.head, at);
                let edition = allowed(self.edition(plan)?.edition.withdraw(why, head.clone()))?;
                self.save(unit, plan, edition, Move::Withdraw, &head).await?;
                (Move::Withdraw, &house.head)
            }
            Step::Next(change) => {
                let latest = self.edition(plan)?.edition;
                let next = allowed(Edition::next(self.chance.id(), &latest, &clerk))?;
                unit.add_edition(&next, &house.body.id, &clerk).await?;
                self.editions[plan] = unit.edition(&next.id).await?;
                let mut content = next.content.clone();
                match change {
                    Change::Mended => mend(&mut content),
                    Change::Repealed(on) => content.repealed_on = Some(on),
                }
                self.save(unit, plan, allowed(next.edit(content, &clerk))?, Move::Edit, &clerk).await?;
                (Move::NewEdition, &house.clerk)
            }
        };
        let target = self.edition(plan)?.publication.id;
        self.audit(unit, who, at, &format!("publication.{}", what.key()), target.as_str()).await?;
        Ok(())
    }

    fn edition(&self, plan: usize) -> anyhow::Result<Saved> {
        self.editions[plan].clone().ok_or_else(|| anyhow!("a step of plan {plan} comes before its beginning"))
    }

    async fn save(
        &mut self,
        unit: &mut Unit,
        plan: usize,
        edition: Edition,
        what: Move,
        by: &Signed,
    ) -> anyhow::Result<()> {
        let revision = self.edition(plan)?.revision;
        if !unit.save_edition(&edition, revision, what, by).await? {
            bail!("“{}” was changed by someone else", edition.content.title);
        }
        self.editions[plan] = unit.edition(&edition.id).await?;
        Ok(())
    }

    /// The content of a plan, its files kept and its links resolved.
    async fn content(&mut self, unit: &mut Unit, plan: usize, at: Timestamp) -> anyhow::Result<Content> {
        let houses = self.houses;
        let Plan { house, paper, links, .. } = self.plans[plan].clone();
        let mut content = paper.content;
        for Attached { name, file } in paper.files {
            let bytes = match file {
                File::Paper(document) => paper::docx::write(&document)?,
                File::Plain(text) => text.into_bytes(),
            };
            let kept = self.keep(unit, bytes, &houses[house].clerk, at).await?;
            content.attachments.push(Attachment { file: kept.id, name, size: kept.size, media: kept.media });
        }
        for (kind, other) in links {
            let number = self.editions[other].as_ref().and_then(|saved| saved.publication.number.clone());
            content.relations.extend(number.map(|to| Relation { kind, to }));
        }
        Ok(content)
    }

    // applications

    async fn case(&mut self, unit: &mut Unit, story: usize, step: usize, at: Timestamp) -> anyhow::Result<()> {
        use stories::Step;
        let houses = self.houses;
        let house = &houses[self.stories[story].house];
        let (_, step) = self.stories[story].steps[step].clone();
        let today = day_of(at);
        let (act, number) = match step {
            Step::Arrive(channel, confirmed) => return self.arrive(unit, story, (channel, confirmed), at).await,
            Step::Do(act) => (act, None),
            Step::Sign(on) => {
                let serial = unit.next_reply_serial(&house.body.id, on.year()).await?;
                let number = reply_number(&house.body.code, on.year(), serial);
                (Act::Signed { on, number: number.clone() }, Some(number))
            }
        };
        let Some(running) = self.running[story].take() else { bail!("story {story} has not begun") };
        let by = doer(house, act.kind());
        let hand = Hand::Staff { person: by.id.clone(), name: by.name.clone(), role: by.role };
        let kind = act.kind();
        let (case, _) = running
            .case
            .act(act, hand, Moment { at, today }, self.rules())
            .map_err(|refusals| anyhow!("{}: {kind:?}: {refusals:?}", running.number))?;
        let running = Running { case, ..running };
        if let Some(number) = number {
            self.letter(unit, house, &running, number, at).await?;
        }
        if !unit.append(&running.case, self.policy).await? {
            bail!("{} was changed by someone else", running.number);
        }
        self.audit(unit, by, at, &format!("case.{}", kind.key()), &running.number.to_string()).await?;
        self.running[story] = Some(running);
        Ok(())
    }

    async fn arrive(
        &mut self,
        unit: &mut Unit,
        story: usize,
        arrival: (law::receipt::Channel, Option<Date>),
        at: Timestamp,
    ) -> anyhow::Result<()> {
        let (channel, confirmed) = arrival;
        let houses = self.houses;
        let told = &self.stories[story];
        let house = &houses[told.house];
        let application = told.form.parse().map_err(|errors| {
            let words: Vec<_> = errors.iter().map(ToString::to_string).collect();
            anyhow!("an application cannot be read: {}", words.join("; "))
        })?;
        let moment = Moment { at, today: day_of(at) };
        let id: CaseId = self.chance.id();
        let salt = Salt::new(&self.chance.bytes());
        let online = channel == law::receipt::Channel::Online;
        let case = if online {
            Case::submit(id, salt.clone(), &application, moment).0
        } else {
            let by = &house.clerk;
            let hand = Hand::Staff { person: by.id.clone(), name: by.name.clone(), role: by.role };
            let arrived = self.arrived_on(story);
            Case::take_in(id, salt.clone(), &application, (channel, arrived, confirmed), hand, moment, self.rules())
                .map_err(|refusals| anyhow!("an application cannot be taken in: {refusals:?}"))?
                .0
        };
        let token = self.stories[story].token.clone();
        let number = unit
            .open_case(&NewCase {
                case: &case,
                application: &application,
                salt: &salt,
                body: &house.body,
                year: moment.today.year(),
                token: &web::chance::digest(&token),
                code_hash: &web::apply::code_hash(case.id(), &web::apply::query_code(&token)),
                policy: self.policy,
            })
            .await?;
        if !online {
            self.audit(unit, &house.clerk, at, "case.taken_in", &number.to_string()).await?;
        }
        self.running[story] = Some(Running { case, application, number, remedies: Vec::new() });
        Ok(())
    }

    /// The day on which a paper application arrived: one working day before the confirmation, where there is one.
    fn arrived_on(&self, story: usize) -> Date {
        match self.stories[story].steps.first() {
            Some((at, stories::Step::Arrive(_, Some(_)))) => {
                let mut day = super::days::plus(day_of(*at), -1);
                while !self.days.calendar.is_working_day(day) {
                    day = super::days::plus(day, -1);
                }
                day
            }
            Some((at, _)) => day_of(*at),
            None => self.days.first,
        }
    }

    /// The letter as signed, kept as the file that is served.
    async fn letter(
        &mut self,
        unit: &mut Unit,
        house: &House,
        running: &Running,
        number: String,
        at: Timestamp,
    ) -> anyhow::Result<()> {
        let facts = reply_facts(house, running, number.clone(), self.policy)
            .with_context(|| format!("{} has no answer to sign", running.number))?;
        let document = reply(&facts).map_err(|errors| {
            let words: Vec<_> = errors.iter().map(ToString::to_string).collect();
            anyhow!("the letter {number} lacks: {}", words.join("; "))
        })?;
        let kept = self.keep(unit, paper::docx::write(&document)?, &house.head, at).await?;
        let id: LetterId = self.chance.id();
        let file: FileId = kept.id;
        let letter = Letter { id, case: running.case.id().clone(), number, signed_on: facts.signed_on, file };
        unit.put_letter(&letter).await?;
        Ok(())
    }

    // remedies

    async fn filed(&mut self, unit: &mut Unit, story: usize, appeal: usize, at: Timestamp) -> anyhow::Result<()> {
        let houses = self.houses;
        let house = &houses[self.stories[story].house];
        let planned = self.stories[story].remedies[appeal].clone();
        let id = self.chance.id();
        let Some(running) = self.running[story].as_mut() else { return Ok(()) };
        let suit = planned.kind != cases::remedy::RemedyKind::Reconsideration;
        let remedy = Remedy {
            id,
            case: running.case.id().clone(),
            kind: planned.kind,
            filed_on: planned.filed_on,
            organ: if suit { house.body.court.clone() } else { house.body.reconsideration_organ.clone() },
            closed: None,
        };
        let remedy = remedy
            .file(running.case.arrival().1, &running.remedies, day_of(at))
            .map_err(|refusals| anyhow!("{}: {refusals:?}", running.number))?;
        unit.put_remedy(&remedy).await?;
        let number = running.number.to_string();
        running.remedies.push(remedy);
        self.audit(unit, &house.clerk, at, "remedy.file", &number).await?;
        Ok(())
    }

    async fn ruled(&mut self, unit: &mut Unit, story: usize, appeal: usize, at: Timestamp) -> anyhow::Result<()> {
        let houses = self.houses;
        let house = &houses[self.stories[story].house];
        let Some((ruling, on)) = self.stories[story].remedies[appeal].ruling else { return Ok(()) };
        let Some(running) = self.running[story].as_mut() else { return Ok(()) };
        let Some(remedy) = running.remedies.get(appeal).cloned() else { return Ok(()) };
        let remedy =
            remedy.close(ruling, on, day_of(at)).map_err(|refusals| anyhow!("{}: {refusals:?}", running.number))?;
        unit.put_remedy(&remedy).await?;
        let number = running.number.to_string();
        running.remedies[appeal] = remedy;
        self.audit(unit, &house.clerk, at, "remedy.close", &number).await?;
        Ok(())
    }
}

/// What the letter of a case says.
fn reply_facts(house: &House, running: &Running, number: String, policy: &Policy) -> Option<ReplyFacts> {
    let Running { case, application, number: application_number, .. } = running;
    let decision = case.stage().decision()?;
    let (_, signed_on) = case.stage().signed()?;
    let says = case.letter_facts().iter();
    let facts: BTreeMap<_, _> = says.map(|fact| (fact.need, fact.says.text().unwrap_or_default().to_owned())).collect();
    Some(ReplyFacts {
        organ: house.body.name.clone(),
        body: match house.body.kind {
            BodyKind::Government | BodyKind::Township => law::remedies::BodyKind::LocalGovernment,
            BodyKind::Department | BodyKind::Authorised => law::remedies::BodyKind::LocalDepartment,
        },
        number,
        applicant: application.applicant.name().to_owned(),
        applicant_kind: application.applicant.kind(),
        application_number: application_number.to_string(),
        received_on: case.received_on(policy)?,
        channel: case.arrival().0,
        corrected_on: case.entries().iter().find_map(|entry| match entry.act {
            Act::CorrectionReceived { on, .. } => Some(on),
            _ => None,
        }),
        request: application.wanted.title(),
        outcome: decision.outcome,
        facts,
        signed_on,
        review_organ: house.body.reconsideration_organ.clone(),
        court: Some(house.body.court.clone()),
        served_electronically: case.online_channel().is_some(),
        online_channel: case.online_channel().map(str::to_owned),
        withdrawn: false,
    })
}

/// Who does an act: the head what only the head may, the clerk the rest.
fn doer(house: &House, kind: ActKind) -> &Member {
    match kind.line().by {
        By::Staff(Permission::ApproveExtension | Permission::SignReply) => &house.head,
        By::Staff(_) | By::Applicant => &house.clerk,
    }
}

fn signed(member: &Member, at: Timestamp) -> Signed {
    Signed { by: member.id.clone(), name: member.name.clone(), at }
}

/// The procedure's answer; a refusal is a mistake in the plans.
fn allowed(done: Result<Edition, Vec<publishing::Refusal>>) -> anyhow::Result<Edition> {
    done.map_err(|refusals| {
        let words: Vec<_> = refusals.iter().map(ToString::to_string).collect();
        anyhow!("refused: {}", words.join("; "))
    })
}

fn review(reviewer: Signed, returned: Option<&str>) -> Review {
    Review {
        reviewer,
        content: if returned.is_some() { ContentCheck::NeedsWork } else { ContentCheck::Sound },
        secrecy: SecrecyCheck::MayBeOpen,
        personal_data: PersonalDataCheck::Absent,
        basis: USUAL_BASIS.to_owned(),
        opinion: returned.unwrap_or("内容准确，可以公开。").to_owned(),
        verdict: if returned.is_some() { Verdict::Return } else { Verdict::Approve },
    }
}

/// A small change of the text, as after a hint.
fn mend(content: &mut Content) {
    const MENDED: &str = "（已按审核意见核对更正。）";
    if !content.summary.ends_with(MENDED) {
        content.summary.push_str(MENDED);
    }
}
