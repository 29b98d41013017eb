//! The checks: one rule, one function, one code.
//!
//! A false alarm is as bad as a miss: a clerk who is warned of nothing stops reading. So every rule is
//! silent where the document is blank (that is R120, said once per table) and where reading has already
//! said what is wrong with a row, a column or a table.

mod blanks;
mod clauses;
mod contradiction;
pub mod copied;
mod identity;
mod money;
mod parts;
mod plausible;
mod previous;
mod register;
mod skeleton;
mod sums;
mod text;

pub(crate) use blanks::names as blank_names;

use civic::body::BodyKind;
use jiff::civil::Date;

use crate::finding::{Code, Finding, Notice, Place};
use crate::form::Edition;
use crate::report::Report;

/// Everything that can be noticed in a report by itself, in the order of the codes.
///
/// What reading noticed is in [`Report::findings`] and not repeated here. A file that could not be read
/// or is no report has nothing to check.
///
/// ```
/// use report::{checks::check, form::Edition, report::Report};
/// let mut report = Report::blank(Edition::E2021);
/// for (outcome, cases) in [("upheld", 10), ("corrected", 1), ("other", 0), ("pending", 0), ("total", 0)] {
///     report.cells.put(&format!("remedies.reconsideration.{outcome}"), cases);
/// }
/// let wrong = check(&report).into_iter().find(|finding| finding.code.as_str() == "R104").unwrap();
/// assert_eq!(wrong.values.expected.as_deref(), Some("11"));
/// ```
pub fn check(report: &Report) -> Vec<Finding> {
    check_as(report, identity::kind_by_name(report))
}

/// As [`check`], for a body whose kind is known from the register rather than guessed from its name;
/// the kind decides the lawful date (R152). `None` leaves that rule out.
pub fn check_as(report: &Report, kind: Option<BodyKind>) -> Vec<Finding> {
    check_since(report, kind, None)
}

/// As [`check_as`], for a report that was handed in on the day `first` and has been sent back or corrected since:
/// whether it is late (R152) is judged by that day, not by the one it is signed on again.
///
/// ```
/// use civic::body::BodyKind;
/// use jiff::civil::date;
/// use report::{checks::{check_as, check_since}, form::Edition, report::Report};
/// let report = Report { year: Some(2023), signed_on: Some(date(2024, 3, 5)), ..Report::blank(Edition::E2021) };
/// let kind = Some(BodyKind::Department);
/// let is_late = |findings: Vec<report::finding::Finding>| findings.iter().any(|one| one.code.as_str() == "R152");
/// assert!(is_late(check_as(&report, kind)));
/// assert!(!is_late(check_since(&report, kind, Some(date(2024, 1, 20)))));
/// ```
pub fn check_since(report: &Report, kind: Option<BodyKind>, first: Option<Date>) -> Vec<Finding> {
    let mut noticed = Noticed { report, found: Vec::new() };
    if noticed.was_read(Code::R190) || noticed.was_read(Code::R191) {
        return Vec::new();
    }
    for rule in RULES {
        rule(report, &mut noticed);
    }
    identity::late(report, kind, first, &mut noticed);
    let mut found = noticed.placed();
    found.sort_by_key(|finding| finding.code);
    found
}

/// Checks a report again that was read and perhaps checked before: keeps what only reading can notice and finds
/// the rest anew.
///
/// A report object on disk may hold the findings of an older program; they are not believed.
pub fn recheck(report: &mut Report) {
    report.findings.retain(|finding| BY_READING.contains(&finding.code));
    let found = check(report);
    let new: Vec<Finding> = found.into_iter().filter(|finding| !report.findings.contains(finding)).collect();
    report.findings.extend(new);
}

/// What reading notices; R105 and R120 are noticed by the checks as well.
const BY_READING: &[Code] = &[
    Code::R105,
    Code::R110,
    Code::R111,
    Code::R112,
    Code::R113,
    Code::R114,
    Code::R115,
    Code::R116,
    Code::R120,
    Code::R121,
    Code::R190,
    Code::R191,
];

/// What can be noticed beside last year's report of the same body: R140, R141, R160.
///
/// Nothing is said about carried numbers if the two reports are not of consecutive years.
pub fn check_against_previous(report: &Report, previous: &Report) -> Vec<Finding> {
    let mut noticed = Noticed { report, found: Vec::new() };
    previous::carry_over(report, previous, &mut noticed);
    previous::leads_to_this_year(report, previous, &mut noticed);
    copied::repeats_last_year(report, previous, &mut noticed);
    noticed.placed()
}

/// What differs from the register of the body: R134, a cell each.
///
/// The register is a report object of which only the figures are looked at; a cell it leaves blank is not
/// compared, and a blank in the report beside a registered 0 is a matter of R120 alone.
pub fn check_against_register(report: &Report, register: &Report) -> Vec<Finding> {
    let mut noticed = Noticed { report, found: Vec::new() };
    register::differences(report, &register.cells, &mut noticed);
    noticed.placed()
}

/// The arithmetic alone: R101 to R105. For sums, whose parts have no text worth reading.
pub fn check_sums(report: &Report) -> Vec<Finding> {
    let mut noticed = Noticed { report, found: Vec::new() };
    for rule in RULES.iter().take(SUMS) {
        rule(report, &mut noticed);
    }
    noticed.placed()
}

type Rule = fn(&Report, &mut Noticed<'_>);

/// So many of the rules, from the first on, are about the arithmetic of the tables.
const SUMS: usize = 5;

const RULES: &[Rule] = &[
    sums::applicant_kinds,
    sums::result_rows,
    sums::balance,
    sums::remedy_outcomes,
    sums::not_negative,
    blanks::blank,
    money::unit,
    text::numbers_against_tables,
    parts::against_total,
    contradiction::contradictions,
    plausible::remedies_without_refusal,
    plausible::decisions_are_items,
    plausible::documents,
    plausible::rules_by_others,
    plausible::items_below_zero,
    skeleton::sections,
    identity::agreement,
    skeleton::edition,
    skeleton::notice,
    skeleton::problems_and_improvements,
];

/// The findings so far, and what reading already said.
struct Noticed<'a> {
    report: &'a Report,
    found: Vec<Finding>,
}

impl Noticed<'_> {
    fn push(&mut self, notice: Notice, place: Place) {
        self.found.push(notice.at(place, self.edition()));
    }

    /// The findings, each with the line where its cell stands in the document.
    fn placed(mut self) -> Vec<Finding> {
        for finding in &mut self.found {
            self.report.locate(&mut finding.place);
        }
        self.found
    }

    fn edition(&self) -> Edition {
        self.report.cells.edition()
    }

    /// Whether reading noticed this anywhere.
    fn was_read(&self, code: Code) -> bool {
        self.report.findings.iter().any(|finding| finding.code == code)
    }
}
