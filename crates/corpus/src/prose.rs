//! What offices write around the tables.
//!
//! Every template is a sentence of our own in the manner of many offices. `{n|件}` prints a number with its unit and
//! remembers that the text states it; `{n}` prints it without remembering.

mod filler;
mod matters;

use std::collections::HashMap;

use report::form::Edition;

use crate::body::{Body, Size};
use crate::chance::Chance;
use crate::numbers::Numbers;

/// A number that the text states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// The number.
    pub value: i64,
    /// 件, 条, 次 …
    pub unit: String,
    /// Whether it is named as a part of another one.
    pub part: bool,
}

/// What the text says about the tables: true to them unless a fault changes it.
#[derive(Clone, Debug)]
pub struct Said {
    /// Applications newly received.
    pub received: i64,
    /// Applications carried in.
    pub carried_in: i64,
    /// Applications answered.
    pub answered: i64,
    /// Normative documents made.
    pub documents: i64,
    /// Reconsiderations.
    pub reviews: i64,
    /// Suits.
    pub suits: i64,
    /// Fees in 万元, if the text tells them.
    pub fees: Option<String>,
    /// Whether reconsiderations and suits are left out although there are some.
    pub silent_on_remedies: bool,
    /// How the list of publications is wrong.
    pub list: ListFault,
    /// Whether part five names no problem, only praise.
    pub no_problems: bool,
}

/// How a list of parts is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListFault {
    /// It is not.
    None,
    /// A closed list leaves something out.
    Short,
    /// The parts exceed the total.
    Over,
}

impl Said {
    /// The truth.
    pub fn of(numbers: &Numbers) -> Said {
        Said {
            received: numbers.total("new_received"),
            carried_in: numbers.total("carried_over_in"),
            answered: numbers.total("results.total"),
            documents: numbers.at("proactive.normative_docs.made"),
            reviews: numbers.cases("reconsideration"),
            suits: numbers.suits(),
            fees: None,
            silent_on_remedies: false,
            list: ListFault::None,
            no_problems: false,
        }
    }
}

/// The text parts of a report, paragraph by paragraph.
#[derive(Clone, Debug, Default)]
pub struct Prose {
    /// Before part one.
    pub lead: Vec<String>,
    /// Part one.
    pub overview: Vec<String>,
    /// Part five.
    pub problems: Vec<String>,
    /// Part six.
    pub other: Vec<String>,
    /// Under the table of part four; seldom.
    pub remedies: Vec<String>,
    /// The numbers stated.
    pub stated: Vec<Stated>,
    /// Whether the lead states the period.
    pub period: bool,
}

/// A writer with his habits.
struct Writer<'a> {
    chance: &'a mut Chance,
    body: &'a Body,
    year: i16,
    /// Thousands separators in the text.
    separators: bool,
    /// Blanks around numbers, as converted files have them.
    spaced: bool,
    stated: Vec<Stated>,
    used: Vec<&'static str>,
}

/// The text of a report.
pub fn write(chance: &mut Chance, body: &Body, year: i16, edition: Edition, said: &Said) -> Prose {
    let (separators, spaced) = (chance.hit(8), chance.hit(8));
    let mut writer = Writer { chance, body, year, separators, spaced, stated: Vec::new(), used: Vec::new() };
    let mut prose = Prose::default();
    writer.lead(&mut prose, edition);
    writer.overview(&mut prose, said);
    writer.problems(&mut prose, said);
    writer.other(&mut prose);
    prose.stated = writer.stated;
    prose
}

impl Writer<'_> {
    fn lead(&mut self, prose: &mut Prose, edition: Edition) {
        if self.chance.hit(12) {
            return;
        }
        let mut text = self.say(filler::LEAD, &[]);
        let basis = match edition {
            Edition::E2019 => "国办公开办函〔2019〕60号",
            Edition::E2021 => "国办公开办函〔2021〕30号",
        };
        text = text.replace("{basis}", basis);
        if self.chance.hit(70) {
            prose.period = true;
            text.push_str(&self.say(filler::PERIOD, &[]));
        }
        if self.chance.hit(60) {
            text.push_str(&self.say(filler::CONTACT, &[]));
        }
        prose.lead.push(text);
    }

    fn overview(&mut self, prose: &mut Prose, said: &Said) {
        let mut parts: Vec<(&str, String)> = Vec::new();
        let first = self.say(filler::OPENING, &[]);
        let mut publishing = self.publishing(said);
        if said.documents > 0 && self.chance.hit(55) {
            publishing.push_str(&self.say(matters::DOCUMENTS, &[("n", said.documents)]));
        }
        if let Some(fees) = &said.fees {
            publishing.push_str(&self.say(matters::FEES, &[]).replace("{fees}", fees));
        }
        parts.push(("主动公开", publishing));
        let mut applications = self.applications(said);
        let cases = said.reviews + said.suits;
        let before = self.stated.len();
        let told = self.remedies(said);
        if said.silent_on_remedies {
            self.stated.truncate(before);
        }
        let place = if cases == 0 && self.chance.hit(50) { 3 } else { self.chance.below(3) };
        match place {
            _ if said.silent_on_remedies => {}
            0 => applications.push_str(&told),
            1 => prose.other.push(told),
            2 => parts.push(("复议诉讼", told)),
            _ => {}
        }
        parts.insert(1, ("依申请公开", applications));
        let management = self.fill(filler::MANAGEMENT, 2);
        parts.push(("政府信息管理", management));
        let mut platform = self.fill(filler::PLATFORM, 1);
        let platform_numbers = self.numbers();
        platform.push_str(&self.say(matters::PLATFORM, &platform_numbers));
        parts.push(("平台建设", platform));
        let mut control = self.fill(filler::CONTROL, 1);
        let training = self.numbers();
        control.push_str(&self.say(matters::TRAINING, &training));
        parts.push(("监督保障", control));
        let style = self.chance.below(5);
        prose.overview.push(first);
        for (i, (name, text)) in parts.into_iter().enumerate() {
            let numeral = crate::page::NUMERALS[i];
            let name =
                if name == "复议诉讼" { "行政复议、行政诉讼情况".to_owned() } else { name.to_owned() };
            match style {
                0 => {
                    prose.overview.push(format!("（{numeral}）{name}"));
                    prose.overview.push(text);
                }
                1 => prose.overview.push(format!("（{numeral}）{name}。{text}")),
                2 => prose.overview.push(format!(
                    "{numeral}是{}{text}",
                    self.chance.pick(&["抓实抓细。", "扎实推进。", "规范有序。"])
                )),
                3 => prose.overview.push(format!("{}.{name}情况。{text}", i + 1)),
                _ => prose.overview.push(text),
            }
        }
        if self.chance.hit(40) {
            let extra = self.numbers();
            let text = self.say(matters::ABOUT, &extra);
            prose.overview.push(text);
        }
    }

    fn numbers(&mut self) -> Vec<(&'static str, i64)> {
        vec![
            ("n", self.chance.between(2, 60)),
            ("m", self.chance.between(100, 9_000)),
            ("k", self.chance.between(1, 30)),
        ]
    }

    fn publishing(&mut self, said: &Said) -> String {
        let most = match self.body.size {
            Size::Township => 600,
            Size::Department => 3_000,
            _ => 40_000,
        };
        let count = 2 + self.chance.below(3);
        let mut total = self.chance.between(20, most);
        let mut parts = self.chance.split(total, count);
        if parts.contains(&0) {
            parts.iter_mut().for_each(|part| *part += 1);
            total += count as i64;
        }
        let closed = said.list == ListFault::Short || self.chance.hit(50);
        match said.list {
            ListFault::None if !closed && self.chance.hit(30) => total += self.chance.between(1, 50),
            ListFault::None => {}
            ListFault::Short => total += self.chance.between(3, 40),
            ListFault::Over => parts[0] += self.chance.between(3, 40),
        }
        if said.list == ListFault::None && self.chance.hit(15) {
            return self.say(matters::PUBLISHED, &[("t", total)]);
        }
        let unit = *self.chance.pick(&["条", "条", "条", "篇", "件"]);
        let channels: Vec<&str> = self.chance.some(matters::CHANNELS, count).into_iter().copied().collect();
        let glue = *self.chance.pick(&["，", "、", "，", "；"]);
        let way = self.chance.below(4);
        let list: Vec<String> = channels
            .iter()
            .zip(&parts)
            .map(|(channel, part)| {
                let number = self.number(*part);
                match way {
                    0 => format!("{channel}{number}{unit}"),
                    1 => format!("通过{channel}公开{number}{unit}"),
                    2 => format!("{channel}发布信息{number}{unit}"),
                    _ => format!("在{channel}发布{number}{unit}"),
                }
            })
            .collect();
        let templates = if closed { matters::CLOSED } else { matters::OF_WHICH };
        let template = *self.chance.pick(templates);
        // 其他 goes last: 通过其他渠道.
        let stated = |value: i64, part| Stated { value, unit: unit.to_owned(), part };
        self.stated.push(stated(total, false));
        self.stated.extend(parts.iter().map(|part| stated(*part, true)));
        let total = self.number(total);
        self.fit(template).replace("{t}", &total).replace("{u}", unit).replace("{list}", &list.join(glue))
    }

    fn applications(&mut self, said: &Said) -> String {
        if said.received == 0 && said.carried_in == 0 {
            return self.say(matters::NO_APPLICATIONS, &[("z", 0)]);
        }
        if said.received == 0 {
            return self.fill(filler::APPLICATIONS, 1);
        }
        let values = [("n", said.received), ("c", said.carried_in), ("a", said.answered)];
        let templates = if said.carried_in > 0 { matters::APPLICATIONS_CARRIED } else { matters::APPLICATIONS };
        let mut text = self.say(templates, &values);
        if self.chance.hit(40) {
            text.push_str(&self.fill(filler::APPLICATIONS, 1));
        }
        text
    }

    fn remedies(&mut self, said: &Said) -> String {
        let values = [("r", said.reviews), ("s", said.suits)];
        match (said.reviews > 0, said.suits > 0) {
            (false, false) => self.say(matters::NO_REMEDIES, &values),
            (true, false) => self.say(matters::REVIEWS_ONLY, &values),
            (false, true) => self.say(matters::SUITS_ONLY, &values),
            (true, true) => self.say(matters::REMEDIES, &values),
        }
    }

    fn problems(&mut self, prose: &mut Prose, said: &Said) {
        let problems = if said.no_problems { filler::PRAISE } else { filler::PROBLEMS };
        let first = self.fill(problems, 1 + usize::from(said.no_problems));
        if said.no_problems {
            prose.problems.push(first);
            return;
        }
        let second = self.fill(filler::IMPROVEMENTS, 1);
        match self.chance.below(3) {
            0 => {
                prose.problems.push(format!("（一）存在的主要问题。{first}"));
                prose.problems.push(format!("（二）改进情况。{second}"));
            }
            1 => prose.problems.push(format!("{first}{second}")),
            _ => prose.problems.extend([first, second]),
        }
    }

    fn other(&mut self, prose: &mut Prose) {
        let numbers = self.numbers();
        let text = self.say(filler::OTHER, &numbers);
        if self.chance.hit(50) { prose.other.insert(0, text) } else { prose.other.push(text) }
    }

    /// Several different sentences that count nothing.
    fn fill(&mut self, from: &'static [&'static str], count: usize) -> String {
        (0..count).map(|_| self.say(from, &[])).collect()
    }

    /// One sentence of a matter, not said before.
    fn say(&mut self, from: &'static [&'static str], values: &[(&'static str, i64)]) -> String {
        let mut template = *self.chance.pick(from);
        for _ in 0..4 {
            if self.used.contains(&template) {
                template = *self.chance.pick(from);
            }
        }
        self.used.push(template);
        let text = self.fit(template);
        self.put(&text, values)
    }

    /// The names and the year.
    fn fit(&mut self, template: &str) -> String {
        let year = self.number_text(self.year.to_string());
        template
            .replace("{Y}", &year)
            .replace("{B}", &self.body.name)
            .replace("{W}", self.body.we)
            .replace("{P}", &self.body.place)
    }

    fn number(&mut self, value: i64) -> String {
        let text = if self.separators { thousands(value) } else { value.to_string() };
        self.number_text(text)
    }

    fn number_text(&mut self, text: String) -> String {
        if self.spaced { format!(" {text} ") } else { text }
    }

    /// The numbers: `{n|件}` is remembered, `{n}` is not.
    fn put(&mut self, template: &str, values: &[(&'static str, i64)]) -> String {
        let values: HashMap<&str, i64> = values.iter().copied().collect();
        let mut out = String::new();
        let mut rest = template;
        while let Some(open) = rest.find('{') {
            out.push_str(&rest[..open]);
            let close = rest[open..].find('}').map_or(rest.len() - 1, |at| at + open);
            let inside = &rest[open + 1..close];
            let (name, unit) = inside.split_once('|').map_or((inside, None), |(name, unit)| (name, Some(unit)));
            match values.get(name) {
                Some(value) => {
                    let number = self.number(*value);
                    out.push_str(&number);
                    if let Some(unit) = unit {
                        out.push_str(unit);
                        self.stated.push(Stated { value: *value, unit: unit.to_owned(), part: false });
                    }
                }
                None => out.push_str(&rest[open..=close]),
            }
            rest = &rest[close + 1..];
        }
        out.push_str(rest);
        out
    }
}

/// `1,234,567`.
pub fn thousands(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if value < 0 { format!("-{out}") } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_matter_can_be_said_in_many_ways() {
        for (name, templates) in matters::ALL {
            assert!(templates.len() >= 25, "{name} has {} templates", templates.len());
            for template in *templates {
                assert_eq!(template.matches('{').count(), template.matches('}').count(), "{template}");
            }
        }
    }

    #[test]
    fn no_placeholder_is_left_in_a_text() {
        for seed in 0..300 {
            let chance = &mut Chance::of(seed);
            let body = crate::body::make(chance);
            let edition = *chance.pick(&Edition::ALL);
            let numbers = crate::numbers::make(chance, edition, body.size);
            let mut said = Said::of(&numbers);
            said.fees = chance.hit(30).then(|| "12.5".to_owned());
            let prose = write(chance, &body, 2022, edition, &said);
            for text in prose.lead.iter().chain(&prose.overview).chain(&prose.problems).chain(&prose.other) {
                assert!(!text.contains(['{', '}', '|']), "{text}");
            }
            assert!(!prose.overview.is_empty() && !prose.problems.is_empty() && !prose.other.is_empty());
        }
    }

    #[test]
    fn thousands_are_parted_by_commas() {
        for (value, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (-1_234_567, "-1,234,567")] {
            assert_eq!(thousands(value), text);
        }
    }
}
