//! Which papers the county publishes in its two years, and by which moves each of them gets there.

use super::bodies::House;
use super::chance::Chance;
use super::days::{Days, in_hours, plus};
use super::papers::rules::HOUSE_RULES;
use super::papers::{Paper, regular, rules, work};
use super::topics;
use civic::BodyKind;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use law::category::Category;
use publishing::{Column, RelationKind};

/// A paper and what is done with it, in order.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Whose, by its place among the houses.
    pub house: usize,
    pub paper: Paper,
    /// Other plans this one names; by then they are public.
    pub links: Vec<(RelationKind, usize)>,
    pub steps: Vec<(Timestamp, Step)>,
}

/// One move.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    Begin,
    Edit,
    Submit,
    TakeBack,
    Approve,
    Return(&'static str),
    Publish,
    Withdraw(&'static str),
    /// A further edition, changed like this.
    Next(Change),
}

/// What a further edition changes.
#[derive(Clone, Copy, Debug)]
pub enum Change {
    /// A mistake is mended.
    Mended,
    /// It says since when the document is no longer in force.
    Repealed(Date),
}

const RETURNS: [&str; 4] = [
    "附件表格里第二列的合计数与正文不一致，请核对后重新提交。",
    "正文出现了当事人的手机号码，请隐去后重新送审。",
    "标题与正文所称年度不一致，请统一。",
    "内容概述过于简单，看不出与群众有什么关系，请补充。",
];

const WITHDRAWALS: [&str; 5] = [
    "发布后发现统计口径有误，撤回更正。",
    "正文引用的文件已经废止，撤回重新起草。",
    "附件中未完全隐去个人信息，立即撤回处理。",
    "与已发布的信息重复，予以撤回。",
    "项目实施主体调整，原批复撤回。",
];

/// Stands around a number that is not given out yet; no text uses it.
const PROMISE: char = '\u{e000}';

/// The plans in the making.
struct Desk<'a> {
    houses: &'a [House],
    days: Days,
    chance: &'a mut Chance,
    plans: Vec<Plan>,
    /// How many numbers were promised.
    promised: u32,
}

/// Every plan. What is planned for today or later is left undone, so that something always lies on the desk.
pub fn plans(houses: &[House], days: Days, chance: &mut Chance) -> Vec<Plan> {
    let mut desk = Desk { houses, days, chance, plans: Vec::new(), promised: 0 };
    desk.standing();
    for year in days.years() {
        desk.year(year);
    }
    desk.normative();
    desk.upsets();
    desk.on_the_desk();
    desk.keep_promises();
    desk.plans
}

impl Desk<'_> {
    /// 文号: 机关代字, kind, year, and a mark for the serial, which is given out in the order of dates by
    /// [`Desk::keep_promises`].
    fn number(&mut self, house: usize, kind: &'static str, on: Date) -> String {
        self.promised += 1;
        format!("{}{kind}〔{}〕{PROMISE}{}{PROMISE}号", self.houses[house].body.code, on.year(), self.promised)
    }

    fn keep_promises(&mut self) {
        let mut order: Vec<usize> = (0..self.plans.len()).collect();
        order.sort_by_key(|plan| (self.plans[*plan].paper.content.made_on, *plan));
        let mut given: std::collections::HashMap<String, u32> = std::collections::HashMap::new();
        for plan in order {
            let content = &mut self.plans[plan].paper.content;
            let Some((series, rest)) = content.doc_no.split_once(PROMISE) else { continue };
            let Some((promised, _)) = rest.split_once(PROMISE) else { continue };
            let serial = given.entry(series.to_owned()).or_insert(0);
            *serial += 1;
            let (mark, serial) = (format!("{PROMISE}{promised}{PROMISE}"), serial.to_string());
            content.text = content.text.replace(&mark, &serial);
            content.doc_no = content.doc_no.replace(&mark, &serial);
        }
    }

    /// Adds a paper that was made on this day, and takes it to the public within the twenty working days of art. 26.
    fn publish(&mut self, house: usize, made: Date, paper: Paper) -> usize {
        let mut steps = Vec::new();
        let mut day = self.days.after(made, self.chance.between(0, 3));
        self.step(&mut steps, day, Step::Begin);
        self.bring_out(&mut steps, &mut day);
        self.add(house, paper, steps)
    }

    fn bring_out(&mut self, steps: &mut Vec<(Timestamp, Step)>, day: &mut Date) {
        self.step(steps, *day, Step::Submit);
        *day = self.days.after(*day, self.chance.between(1, 2));
        if self.chance.percent(8) {
            let why = *self.chance.pick(&RETURNS);
            self.step(steps, *day, Step::Return(why));
            *day = self.days.after(*day, 1);
            self.step(steps, *day, Step::Edit);
            self.step(steps, *day, Step::Submit);
            *day = self.days.after(*day, 1);
        } else if self.chance.percent(4) {
            self.step(steps, *day, Step::TakeBack);
            self.step(steps, *day, Step::Edit);
            self.step(steps, *day, Step::Submit);
            *day = self.days.after(*day, 1);
        }
        self.step(steps, *day, Step::Approve);
        *day = self.days.after(*day, self.chance.between(0, 2));
        self.step(steps, *day, Step::Publish);
    }

    /// Appends a step in the hours of a day, never before the step before it.
    fn step(&mut self, steps: &mut Vec<(Timestamp, Step)>, day: Date, step: Step) {
        let mut at = in_hours(self.days.open(day), self.chance);
        if let Some((last, _)) = steps.last()
            && at <= *last
        {
            at = *last + jiff::Span::new().minutes(7);
        }
        steps.push((at, step));
    }

    fn add(&mut self, house: usize, paper: Paper, steps: Vec<(Timestamp, Step)>) -> usize {
        self.plans.push(Plan { house, paper, links: Vec::new(), steps });
        self.plans.len() - 1
    }

    fn working_day(&mut self, year: i16, month: i8) -> Date {
        let day = self.days.in_month(year, month, self.chance);
        self.days.open(day)
    }

    /// What every body has from the first month on: guide, duties, rules.
    fn standing(&mut self) {
        let houses = self.houses;
        for (place, house) in houses.iter().enumerate() {
            let made = self.days.after(self.days.first, 2 + u32::try_from(place).unwrap_or(0) % 6);
            self.publish(place, made, regular::guide(house, made));
            self.publish(place, made, regular::organ(house, &topics::of(&house.body.slug), made));
            let own =
                if house.body.kind == BodyKind::Government { 0..HOUSE_RULES.len() } else { place % 4..place % 4 + 1 };
            for rule in own {
                let made = self.days.after(made, self.chance.between(3, 30));
                let number = self.number(place, "办发", made);
                self.publish(place, made, rules::house_rule(house, rule, number, made));
            }
            if house.body.kind == BodyKind::Government {
                self.publish(place, made, regular::how_to_apply(house, made));
            }
        }
    }

    /// What comes every year.
    fn year(&mut self, year: i16) {
        let houses = self.houses;
        for (place, house) in houses.iter().enumerate() {
            let made = self.days.open(date(year, 2, i8::try_from(self.chance.between(10, 24)).unwrap_or(10)));
            let budget = regular::money(house, year, false, made, self.chance);
            self.publish(place, made, budget);
            let made = self.days.open(date(year, 8, i8::try_from(self.chance.between(18, 28)).unwrap_or(20)));
            let accounts = regular::money(house, year - 1, true, made, self.chance);
            self.publish(place, made, accounts);
            for topic in topics::of(&house.body.slug) {
                self.year_of(place, house, topic, year);
            }
            if ["rsj", "yjj"].contains(&house.body.slug.as_str()) {
                let made = self.working_day(year, 6);
                let paper = regular::recruitment(house, year, made, self.chance);
                self.publish(place, made, paper);
            }
            if house.body.slug == "fgj" {
                for (quarter, month) in [4, 7, 10].into_iter().enumerate() {
                    let made = self.days.open(date(year, month, 22));
                    let paper = regular::statistics(house, year, quarter, made, self.chance);
                    self.publish(place, made, paper);
                }
            }
            if house.body.slug == "yjj" {
                for month in [3, 5, 6, 7, 8, 12] {
                    let made = self.working_day(year, month);
                    let paper = regular::warning(house, made, self.chance);
                    self.publish_at_once(place, made, paper);
                }
            }
        }
    }

    /// A warning is reviewed and published within the day.
    fn publish_at_once(&mut self, house: usize, made: Date, paper: Paper) {
        let mut steps = Vec::new();
        for step in [Step::Begin, Step::Submit, Step::Approve, Step::Publish] {
            self.step(&mut steps, made, step);
        }
        self.add(house, paper, steps);
    }

    fn year_of(&mut self, place: usize, house: &House, topic: &topics::Topic, year: i16) {
        let made = self.working_day(year, 3);
        let number = self.number(place, "发", made);
        let paper = work::plan(house, topic, year, number, made, self.chance);
        self.publish(place, made, paper);

        let made = self.working_day(year, 7);
        let paper = work::progress(house, topic, &format!("{year}年上半年"), 48, made, self.chance);
        self.publish(place, made, paper);

        match topic.category {
            Category::Supervision => {
                let made = self.working_day(year, 5);
                let number = self.number(place, "通", made);
                let paper = work::inspection(house, topic, year, number, made, self.chance);
                self.publish(place, made, paper);
                for month in [2, 6, 9, 11] {
                    let made = self.working_day(year, month);
                    let number = self.number(place, "罚决", made);
                    let paper = work::penalty(house, topic, number, made, self.chance);
                    self.publish(place, made, paper);
                }
            }
            Category::Projects => {
                let made = self.working_day(year, 4);
                let number = self.number(place, "批", made);
                let paper = work::project(house, topic, year, number, made, self.chance);
                self.publish(place, made, paper);
            }
            Category::Welfare | Category::Budget => {
                for (when, month) in [("第一季度", 4), ("第三季度", 10)] {
                    let made = self.working_day(year, month);
                    let paper = work::recipients(house, topic, &format!("{year}年{when}"), made, self.chance);
                    self.publish(place, made, paper);
                }
            }
            _ => {
                let made = self.working_day(year, 10);
                let paper = work::progress(house, topic, &format!("{year}年前三季度"), 76, made, self.chance);
                self.publish(place, made, paper);
            }
        }
        if year == self.days.first.year() {
            let made = self.working_day(year, 2);
            self.publish(place, made, work::service(house, topic, made));
        }
    }

    /// Normative documents with their interpretations, and the decision that ends two of them.
    fn normative(&mut self) {
        let houses = self.houses;
        let mut of_government = Vec::new();
        let years: Vec<i16> = self.days.years().collect();
        for (turn, topic) in topics::TOPICS.iter().enumerate() {
            let Some(own) = houses.iter().position(|house| house.body.slug == topic.body) else { continue };
            // What binds everyone is issued by the county's government, whoever drafted it.
            let place = if turn % 3 == 0 || houses[own].body.kind == BodyKind::Township { own } else { 0 };
            let year = years[turn % years.len()];
            let month = i8::try_from(2 + turn % 9).unwrap_or(2);
            let made = self.working_day(year, month);
            let number = self.number(place, "规", made);
            let document = self.publish(place, made, rules::measures(&houses[place], topic, number, made));
            let made = self.days.after(made, 6 + self.chance.between(0, 2));
            let told = self.publish(own, made, rules::interpretation(&houses[own], topic, made));
            self.plans[told].links.push((RelationKind::Interprets, document));
            if place == 0 && year == years[0] {
                of_government.push((document, rules::measures_title(topic)));
            }
        }
        self.repeal(&of_government);
    }

    fn repeal(&mut self, documents: &[(usize, String)]) {
        let ended: Vec<_> = documents.iter().take(2).collect();
        // In the second May if it has come, else in the first December: never before the documents themselves.
        let made = [date(self.days.first.year() + 1, 5, 12), date(self.days.first.year(), 12, 8)]
            .into_iter()
            .map(|day| self.days.open(day))
            .find(|day| plus(*day, 40) < self.days.today);
        let Some(made) = made else { return };
        let titles: Vec<String> = ended.iter().map(|(_, title)| title.clone()).collect();
        let number = self.number(0, "发", made);
        let decision = self.publish(0, made, rules::repeal(&self.houses[0], &titles, number, made));
        for (document, _) in ended {
            self.plans[decision].links.push((RelationKind::Repeals, *document));
            self.again(*document, self.days.after(made, 12), Change::Repealed(made));
        }
    }

    /// A further edition of a publication.
    fn again(&mut self, plan: usize, from: Date, change: Change) {
        let mut steps = std::mem::take(&mut self.plans[plan].steps);
        let mut day = from;
        self.step(&mut steps, day, Step::Next(change));
        self.bring_out(&mut steps, &mut day);
        self.plans[plan].steps = steps;
    }

    /// What goes wrong: withdrawals, mended editions, one that is published again.
    fn upsets(&mut self) {
        let candidates: Vec<usize> = (0..self.plans.len())
            .filter(|plan| {
                let content = &self.plans[*plan].paper.content;
                if content.kind.is_some() || !matches!(content.column, Column::Content(_) | Column::Notices) {
                    return false;
                }
                let last = self.plans[*plan].steps.last();
                let long_ago = last.is_some_and(|(at, _)| super::days::at(plus(self.days.today, -60), 0, 0) > *at);
                long_ago && self.plans[*plan].steps.len() == 4
            })
            .collect();
        for (turn, why) in WITHDRAWALS.into_iter().enumerate() {
            let plan = candidates[(turn * 37 + 11) % candidates.len()];
            let after = self.ended(plan);
            let day = self.days.after(after, self.chance.between(2, 9));
            let mut steps = std::mem::take(&mut self.plans[plan].steps);
            self.step(&mut steps, day, Step::Withdraw(why));
            self.plans[plan].steps = steps;
            if turn == 0 {
                self.again(plan, self.days.after(day, 3), Change::Mended);
            }
        }
        for turn in 0..6 {
            let plan = candidates[(turn * 53 + 29) % candidates.len()];
            if self.plans[plan].steps.len() == 4 {
                let after = self.ended(plan);
                let day = self.days.after(after, self.chance.between(4, 20));
                self.again(plan, day, Change::Mended);
            }
        }
    }

    fn ended(&self, plan: usize) -> Date {
        self.plans[plan].steps.last().map_or(self.days.first, |(at, _)| publishing::publication::day_of(*at))
    }

    /// What lies on the desks today: something at every stage before the public.
    fn on_the_desk(&mut self) {
        let houses = self.houses;
        let stages: [&[Step]; 5] = [
            &[Step::Begin],
            &[Step::Begin, Step::Submit],
            &[Step::Begin, Step::Submit, Step::Return(RETURNS[1])],
            &[Step::Begin, Step::Submit, Step::Approve],
            &[Step::Begin, Step::Submit],
        ];
        for (turn, stage) in stages.iter().cycle().take(15).enumerate() {
            // Every second one at the county's government, whose log-ins are printed.
            let place = if turn % 2 == 0 { 0 } else { turn % houses.len() };
            let own = topics::of(&houses[place].body.slug);
            let topic = own[turn % own.len()];
            let made = self.days.before_today(4 + u32::try_from(turn).unwrap_or(0) % 3);
            let when = format!("{}年{}月", made.year(), made.month());
            let paper = match turn % 3 {
                0 => work::progress(&houses[place], topic, &when, 9, made, self.chance),
                1 => work::recipients(&houses[place], topic, &when, made, self.chance),
                _ => work::service(&houses[place], topic, made),
            };
            let mut steps = Vec::new();
            for (later, step) in (0..).zip(*stage) {
                let day = self.days.after(made, later);
                self.step(&mut steps, day, *step);
            }
            self.add(place, paper, steps);
        }
    }
}
