//! A body's year in full: live tables, texts filled with their numbers, what is noticed beside last year's report.

use super::year::Year;
use crate::error::Error;
use crate::visit::Visit;
use cases::act::Act;
use civic::Body;
use jiff::civil::{Date, date};
use law::calendar::Calendar;
use report::annual::{Hand, Life};
use report::checks::{check_against_previous, check_since};
use report::form::{Edition, SectionKey};
use report::narrative::{FactKind, Facts, Handling, Numbers, Part, Published, draft, fill};
use report::report::{Report, Section};
use report::tally::tally;
use report::write::{Meta, lead};
use rust_decimal::Decimal;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use store::Store;
use store::annual::{Version, Written, newest_facts, newest_texts};
use store::annual_facts::Handled;

/// What the desk knows of a body's year.
#[derive(Clone, Debug)]
pub struct Work {
    /// Whose.
    pub body: Body,
    /// On which year.
    pub year: i16,
    /// What happened to the report.
    pub life: Life,
    /// The report as it would be signed now, with its findings.
    pub report: Report,
    /// The newest text of each part, as stored.
    pub texts: Vec<Written>,
    /// The numbers that texts can use.
    pub numbers: Numbers,
    /// Numbers that the texts use and that nobody has entered.
    pub missing: Vec<String>,
    /// The region's sum from which the tables are taken; `None`: from the body's own register.
    pub sum: Option<Hand>,
    /// Last year's report: as published, or else as signed.
    pub last: Option<Report>,
    published: Vec<Published>,
    handling: Handling,
    entered: BTreeMap<FactKind, Decimal>,
}

impl Work {
    /// Counts, fills and checks. `address` is where the electronic version can be had.
    ///
    /// # Errors
    /// [`store::Error`] when the archive cannot answer.
    pub async fn assemble(
        store: &Store,
        calendar: &Calendar,
        body: &Body,
        year: i16,
        address: &str,
    ) -> Result<Self, store::Error> {
        let edition = Edition::for_year(year);
        let sum = store.newest_sum(&body.id, year).await?;
        let cells = match &sum {
            // A government reports for its region once it has adopted the sum (art. 49(2)).
            Some(sum) => sum.cells.cells.clone(),
            None => tally(edition, &store.register(&body.id, year).await?),
        };
        let last = store.standing_report(&body.id, year - 1).await?.map(|version| version.report);
        let columns = store.published_in(&body.id, year).await?;
        let published = columns.into_iter().map(|(column, count)| {
            let (key, label) = (column.key().to_owned(), column.label().to_owned());
            Published { key, label, count }
        });
        let published: Vec<Published> = published.collect();
        let handling = handling(&store.handled_in(&body.id, year).await?, year, calendar);
        let history = store.fact_history(&body.id, year).await?;
        let entered: BTreeMap<FactKind, Decimal> =
            newest_facts(&history).filter_map(|fact| Some((fact.kind, fact.value?))).collect();
        let texts: Vec<Written> = newest_texts(&store.text_history(&body.id, year).await?).cloned().collect();
        let numbers = Numbers::of(&Facts {
            body: &body.name,
            kind: body.kind,
            year,
            cells: &cells,
            last: last.as_ref().map(|report| &report.cells),
            published: published.clone(),
            handling: handling.clone(),
            entered: entered.clone(),
        });
        let mut work = Self {
            body: body.clone(),
            year,
            life: store.report_life(&body.id, year).await?,
            report: Report { cells, ..Report::blank(edition) },
            sum: sum.map(|sum| sum.hand),
            texts,
            numbers,
            missing: Vec::new(),
            last,
            published,
            handling,
            entered,
        };
        work.write(address);
        work.check();
        Ok(work)
    }

    /// As [`Work::assemble`], for a page of the desk.
    pub(super) async fn read(visit: &Visit, body: &Body, year: i16) -> Result<Self, Error> {
        let site = &visit.app.site;
        let address = address(&site.name, &site.domain, &body.slug);
        Ok(Self::assemble(&visit.app.store, visit.app.calendar, body, year, &address).await?)
    }

    /// Fills the texts into the report.
    fn write(&mut self, address: &str) {
        let report = &mut self.report;
        report.title = Some(format!("{}{}年政府信息公开工作年度报告", self.body.name, self.year));
        report.body = Some(self.body.name.clone());
        report.year = Some(self.year);
        report.period = Some((date(self.year, 1, 1), date(self.year, 12, 31)));
        let mut filled = HashMap::new();
        for written in &self.texts {
            let text = fill(&written.text, &self.numbers);
            let new = text.missing.into_iter().filter(|name| !self.missing.contains(name)).collect::<Vec<_>>();
            self.missing.extend(new);
            filled.insert(written.part, text.text);
        }
        let section = |key: SectionKey| Section {
            key,
            title: key.title().to_owned(),
            numeral: Some(key.numeral().to_owned()),
            text: Part::ALL
                .into_iter()
                .find(|part| part.section() == Some(key))
                .and_then(|part| filled.get(&part).cloned())
                .unwrap_or_default(),
            line: None,
        };
        report.sections = SectionKey::ALL.map(section).to_vec();
        report.counts = report::read::counts_of(&report.sections, report.year);
        let meta = Meta {
            organ: self.body.name.clone(),
            signed_on: None,
            address: address.to_owned(),
            contact: contact(&self.body),
        };
        let written = filled.remove(&Part::Lead).filter(|text| !text.trim().is_empty());
        report.lead = Some(written.unwrap_or_else(|| lead(report, &meta)));
    }

    /// Notices what there is to notice, what blocks first.
    fn check(&mut self) {
        // What is signed again, sent back or corrected, is dated anew; late is only who was late the first time.
        let first = self.life.handed_in().map(crate::now::date);
        let mut findings = check_since(&self.report, Some(self.body.kind), first);
        if let Some(last) = &self.last {
            findings.extend(check_against_previous(&self.report, last));
        }
        findings.sort_by_key(|finding| (Reverse(finding.severity), finding.code));
        self.report.findings = findings;
    }

    /// The report as it would be signed on that day.
    #[must_use]
    pub fn signed_on(mut self, day: Date) -> Self {
        self.report.signed_by = Some(self.body.name.clone());
        self.report.signed_on = Some(day);
        self.check();
        self
    }

    /// What is known, for a first draft.
    fn facts(&self) -> Facts<'_> {
        Facts {
            body: &self.body.name,
            kind: self.body.kind,
            year: self.year,
            cells: &self.report.cells,
            last: self.last.as_ref().map(|report| &report.cells),
            published: self.published.clone(),
            handling: self.handling.clone(),
            entered: self.entered.clone(),
        }
    }

    /// A first draft of a part, its numbers bound.
    pub fn draft(&self, part: Part) -> String {
        match part {
            Part::Lead => self.report.lead.clone().unwrap_or_default(),
            part => draft(part, &self.facts(), &self.numbers),
        }
    }

    /// The text of a part as stored.
    pub(super) fn text(&self, part: Part) -> Option<&Written> {
        self.texts.iter().find(|written| written.part == part)
    }

    /// The parts that the form asks for and that nobody has written.
    pub(super) fn unwritten(&self) -> Vec<Part> {
        let asked = Part::ALL.into_iter().filter_map(|part| Some((part, part.section()?)));
        asked.filter(|(_, key)| self.report.text(*key).trim().is_empty()).map(|(part, _)| part).collect()
    }

    /// The year for drawing: live while it is open, as it was signed while it is locked.
    pub(super) fn shown(&self, standing: Option<&Version>) -> Year {
        let report = standing.map_or(&self.report, |version| &version.report);
        Year { body: self.body.clone(), year: self.year, findings: report.findings.clone(), report: report.clone() }
    }

    /// The version that is locked now.
    pub(super) async fn standing(&self, visit: &Visit) -> Result<Option<Version>, Error> {
        match self.life.signed() {
            Some(step) => Ok(visit.app.store.report_version(&self.body.id, self.year, step.version).await?),
            None => Ok(None),
        }
    }
}

/// Where the electronic version can be had, as the paragraph before part one says it: the site, not the machine it runs on.
pub fn address(site: &str, domain: &str, slug: &str) -> String {
    let domain = if domain.is_empty() { String::new() } else { format!("{domain}/") };
    format!("{site}（{domain}bodies/{slug}/reports）")
}

/// Whom to ask, as far as the guide says it.
fn contact(body: &Body) -> String {
    let contact = &body.contact;
    let parts = [
        ("", &contact.office),
        ("电话：", &contact.phone),
        ("地址：", &contact.address),
        ("邮政编码：", &contact.postcode),
    ];
    let known = parts.into_iter().filter(|(_, text)| !text.trim().is_empty());
    known.map(|(label, text)| format!("{label}{text}")).collect::<Vec<_>>().join("，")
}

/// Counts what the dockets tell; an act belongs to the year of its own day.
fn handling(handled: &Handled, year: i16, calendar: &Calendar) -> Handling {
    let mut handling = Handling { online: handled.online, ..Handling::default() };
    let in_year = |day: Date| day.year() == year;
    let mut asked = HashMap::new();
    for (case, act) in &handled.acts {
        match act {
            Act::CorrectionRequested { on, .. } if in_year(*on) => handling.corrections += 1,
            Act::ExtensionApproved { on } if in_year(*on) => handling.extensions += 1,
            Act::Consulted { on, .. } if in_year(*on) => handling.consultations += 1,
            Act::FeeNotified { on, fen, .. } => {
                handling.fee_notices += u32::from(in_year(*on));
                asked.insert(case, *fen);
            }
            Act::FeePaid { on } if in_year(*on) => handling.fees_fen += asked.get(case).copied().unwrap_or(0),
            _ => {}
        }
    }
    for (received, ended) in &handled.spans {
        handling.ended += 1;
        handling.working_days += u64::try_from(calendar.working_days_between(*received, *ended).count).unwrap_or(0);
    }
    handling
}
