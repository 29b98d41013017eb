//! A report that was read from a file, with the cells that a person set right beside the document.

use crate::figures::{Money, Unit};
use crate::finding::Finding;
use crate::form::{Cell, Kind};
use crate::name::is_same;
use crate::report::Report;
use crate::tally::FigureValue;

/// The report as the document states it once a person has looked: each named cell holds what they found there.
///
/// A cell whose value is `None` is blank in the document. An address that the form does not have changes nothing. What
/// reading could not tell about a row or a table (R110–R121) is settled as soon as a person has set one of its cells; everything else that
/// was noticed stays, and the checks are run anew by whoever shows the report.
///
/// ```
/// use report::{mend::mended, read, tally::FigureValue};
/// let text = "某县财政局2023年政府信息公开工作年度报告\n二、主动公开政府信息情况\n\
///     信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t0\t0\t0\n行政规范性文件\t5\n";
/// let report = read::text(text, "report.txt");
/// assert!(report.findings.iter().any(|finding| finding.code.as_str() == "R116")); // which column is the 5 in?
/// let mended = mended(&report, [("proactive.normative_docs.in_force", Some(FigureValue::Count(5)))]);
/// assert_eq!(mended.cells.at("proactive.normative_docs.in_force"), Some(5));
/// assert!(!mended.findings.iter().any(|finding| finding.code.as_str() == "R116"));
/// ```
pub fn mended<'a>(read: &Report, values: impl IntoIterator<Item = (&'a str, Option<FigureValue>)>) -> Report {
    let mut report = read.clone();
    let mut looked_at: Vec<&'static Cell> = Vec::new();
    for (path, value) in values {
        let Some(cell) = report.cells.form().cell(path) else { continue };
        report.marks.remove(path);
        report.cells.set(cell.no, None);
        report.cells.set_money(cell.no, None);
        match (value, cell.column.kind) {
            (Some(FigureValue::Count(count)), Kind::Count | Kind::SignedCount) => {
                report.cells.set(cell.no, Some(count))
            }
            (Some(FigureValue::Yuan(yuan)), Kind::Money(printed)) => {
                let unit = printed.unwrap_or(Unit::Yuan);
                let amount = (yuan / unit.in_yuan()).normalize();
                let raw = if printed.is_some() { amount.to_string() } else { format!("{amount}{}", unit.as_str()) };
                report.cells.set_money(cell.no, Some(Money { raw, amount, unit: Some(unit) }));
            }
            (Some(_) | None, _) => {}
        }
        looked_at.push(cell);
    }
    report.findings.retain(|finding| !looked_at.iter().any(|cell| settles(cell, finding)));
    report
}

/// Whether looking at the cell answers what reading asked.
fn settles(cell: &Cell, finding: &Finding) -> bool {
    let place = &finding.place;
    (110..=121).contains(&finding.code.number())
        && place.table == Some(cell.table)
        && place.row.as_deref().is_none_or(|row| row == cell.row.key)
}

/// What a file says of itself that does not fit where it was put.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Misplaced {
    /// The body that the document names, when it is another.
    pub body: Option<String>,
    /// The year that the document reports on, when it is another.
    pub year: Option<i16>,
}

/// Whether a file handed in as the report of `body` on `year` names another body or year, so that a file put in the wrong
/// place is noticed before its numbers are counted. What the document does not say is not held against it.
///
/// ```
/// use report::{form::Edition, mend::misplaced, report::Report};
/// let mut report = Report::blank(Edition::E2021);
/// (report.body, report.year) = (Some("财政局".into()), Some(2023));
/// assert_eq!(misplaced(&report, "云溪县财政局", 2023), Default::default()); // the county's name is often left out
/// assert_eq!(misplaced(&report, "云溪县水务局", 2024).year, Some(2023));
/// ```
pub fn misplaced(report: &Report, body: &str, year: i16) -> Misplaced {
    Misplaced {
        body: report.body.clone().filter(|found| !is_same(found, body)),
        year: report.year.filter(|found| *found != year),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Code;
    use crate::form::Edition;

    const TEXT: &str = "云溪县财政局2023年政府信息公开工作年度报告\n二、主动公开政府信息情况\n\
        信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t0\t/\t0\n行政规范性文件\t5\n\
        信息内容\t本年收费金额（单位：万元）\n行政事业性收费\t12\n";

    fn check(values: &[(&str, Option<FigureValue>)]) -> Report {
        mended(&crate::read::text(TEXT, "x.txt"), values.iter().copied())
    }

    #[test]
    fn what_a_person_sets_takes_the_place_of_what_was_read() {
        let report = check(&[
            ("proactive.rules.repealed", Some(FigureValue::Count(3))),
            ("proactive.normative_docs.made", None),
            ("proactive.fees.amount", Some(FigureValue::Yuan(120_500.into()))),
            ("no.such.cell", Some(FigureValue::Count(1))),
        ]);
        assert_eq!(report.cells.at("proactive.rules.repealed"), Some(3));
        assert!(report.marks.is_empty(), "{:?}", report.marks);
        assert_eq!(report.cells.at("proactive.normative_docs.made"), None);
        let fees = report.cells.form().cell("proactive.fees.amount").expect("a cell");
        assert_eq!(report.cells.money(fees.no).map(|money| money.raw.as_str()), Some("12.05"));
    }

    #[test]
    fn a_count_is_no_amount_and_an_amount_no_count() {
        let report = check(&[
            ("proactive.fees.amount", Some(FigureValue::Count(5))),
            ("proactive.rules.made", Some(FigureValue::Yuan(5.into()))),
        ]);
        assert_eq!(report.cells.at("proactive.rules.made"), None);
        assert_eq!(report.cells.all_money().count(), 0);
    }

    #[test]
    fn looking_at_one_row_settles_no_other() {
        let codes = |report: &Report| report.findings.iter().map(|finding| finding.code).collect::<Vec<_>>();
        assert!(codes(&check(&[])).contains(&Code::R116));
        assert!(codes(&check(&[("proactive.rules.made", Some(FigureValue::Count(0)))])).contains(&Code::R116));
        assert!(
            !codes(&check(&[("proactive.normative_docs.made", Some(FigureValue::Count(5)))])).contains(&Code::R116)
        );
    }

    #[test]
    fn a_form_without_a_body_or_a_year_is_nowhere_else() {
        assert_eq!(misplaced(&Report::blank(Edition::E2021), "云溪县财政局", 2023), Misplaced::default());
    }
}
