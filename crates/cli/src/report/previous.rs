//! What reports are checked against: last year's, other bodies', and the register.

use std::collections::HashMap;
use std::path::Path;

use report::checks::copied::{Fingerprint, Texts};
use report::checks::{check_against_previous, check_against_register};
use report::finding::Finding;
use report::form::SectionKey;
use report::name::ByBody;
use report::report::Report;

use super::Wrong;
use super::files::{Depth, Item, walk};
use super::queue;

/// Last year's reports, each read once.
pub enum Previous {
    /// None given.
    None,
    /// One file, whoever it is of.
    One(Box<Report>),
    /// Many, found by body and year.
    Many(HashMap<i16, ByBody<Report>>),
}

impl Previous {
    /// Reads a file or a folder. The texts of every report are added to `texts`.
    pub fn read(path: &Path, english: bool, texts: &mut Texts) -> Result<Previous, Wrong> {
        let files = walk(&[path.to_owned()])?;
        let work = |item: Item| -> Vec<(Report, Fingerprint)> {
            let reports = item.reports(Depth::Whole).into_iter().filter(|report| !report.is_unread());
            reports
                .map(|report| (Fingerprint::of(&report), slim(report)))
                .map(|(text, report)| (report, text))
                .collect()
        };
        let mut all = Vec::new();
        queue::each(&files, english, work, |(report, text), _| {
            texts.add(&text);
            all.push(report);
            Ok::<(), Wrong>(())
        })?;
        let single = path.is_file();
        match (single, all.len()) {
            (true, 0) => Err(Wrong::PreviousUnread(path.to_owned())),
            (true, 1) => Ok(all.pop().map_or(Previous::None, |report| Previous::One(Box::new(report)))),
            _ => {
                let mut years: HashMap<i16, ByBody<Report>> = HashMap::new();
                for report in all {
                    let (Some(year), Some(body)) = (report.year, report.body.clone()) else { continue };
                    let code = report.organ_code();
                    years.entry(year).or_default().add(&body, code, report);
                }
                Ok(Previous::Many(years))
            }
        }
    }

    /// What is noticed beside last year's report of the same body, if there is one.
    pub fn check(&self, report: &Report) -> Vec<Finding> {
        self.of(report).map(|previous| check_against_previous(report, previous)).unwrap_or_default()
    }

    /// The one of the same body for the year before.
    pub fn of(&self, report: &Report) -> Option<&Report> {
        match self {
            Previous::None => None,
            Previous::One(previous) => Some(previous),
            Previous::Many(years) => {
                let bodies = years.get(&report.year?.checked_sub(1)?)?;
                let code = report.organ_code();
                bodies.find(report.body.as_deref()?, code.as_deref(), |_| true)
            }
        }
    }
}

/// What is kept of last year's report: figures and the text that is compared.
fn slim(mut report: Report) -> Report {
    report.findings.clear();
    report.counts.clear();
    report.spots.clear();
    report
        .sections
        .retain(|section| [SectionKey::Overview, SectionKey::Problems, SectionKey::Other].contains(&section.key));
    report
}

/// The registers of the bodies.
pub struct Registers(Vec<Report>, ByBody<usize>);

impl Registers {
    /// Reads report objects: one, a list, or one to a line.
    pub fn read(path: &Path, english: bool) -> Result<Registers, Wrong> {
        let mut all = Vec::new();
        let work = |item: Item| match item {
            Item::Objects { .. } => item.reports(Depth::Figures),
            Item::Document { .. } | Item::Unreadable { .. } => Vec::new(),
        };
        queue::each(&[path.to_owned()], english, work, |report, _| {
            all.push(report);
            Ok::<(), Wrong>(())
        })?;
        if all.is_empty() || all.iter().any(Report::is_unread) {
            return Err(Wrong::RegisterUnread(path.to_owned()));
        }
        let mut by_body = ByBody::default();
        for (i, register) in all.iter().enumerate() {
            if let Some(body) = &register.body {
                by_body.add(body, register.organ_code(), i);
            }
        }
        Ok(Registers(all, by_body))
    }

    /// What differs from the register of the same body and year; a register that names no body is anybody's.
    pub fn check(&self, report: &Report) -> Vec<Finding> {
        let of_year = |at: &usize| self.0[*at].year.is_none_or(|year| report.year == Some(year));
        let code = report.organ_code();
        let named = report.body.as_deref().and_then(|body| self.1.find(body, code.as_deref(), of_year));
        let anybodys = || (0..self.0.len()).find(|at| self.0[*at].body.is_none() && of_year(at));
        match named.copied().or_else(anybodys) {
            Some(at) => check_against_register(report, &self.0[at]),
            None => Vec::new(),
        }
    }
}
