//! A body's year: who may see it, by when it is due, what the register makes of it.

use crate::error::Error;
use crate::page::parts::{Noticed, Weight};
use crate::page::words;
use crate::visit::Visit;
use civic::{Body, BodyKind, Permission};
use jiff::civil::Date;
use law::yearly::Reporter;
use report::checks::check_as;
use report::finding::{Code, Finding, Severity};
use report::form::{Cell, Edition, TableNo};
use report::report::Report;
use report::tally::{entered_cells, tally};
use std::cmp::Reverse;

/// The first year whose report has a form of cells (国办公开办函〔2019〕60号).
pub(crate) const FIRST: i16 = 2019;

/// A body and a year as the address names them.
///
/// # Errors
/// [`Error::NotFound`] for an unknown body or a year without a form, [`Error::Denied`] for another's.
pub(crate) fn named(visit: &Visit, slug: &str, year: &str, wanted: Permission) -> Result<(Body, i16), Error> {
    let body = visit.app.body(slug)?;
    visit.may(wanted, &body.id)?;
    let year = year.parse().ok().filter(|_| year.len() == 4).ok_or(Error::NotFound)?;
    if (FIRST..=visit.today.year()).contains(&year) { Ok((body, year)) } else { Err(Error::NotFound) }
}

/// The address of a body's year.
pub(crate) fn href(body: &Body, year: i16) -> String {
    format!("/desk/report/{}/{year}", body.slug)
}

/// Which article of the Regulations says by when this body reports.
pub(crate) fn reporter(kind: BodyKind) -> Reporter {
    match kind {
        BodyKind::Government => Reporter::Government,
        BodyKind::Township => Reporter::Township,
        BodyKind::Department | BodyKind::Authorised => Reporter::Department,
    }
}

/// How far off the last day is, in words, and the tone of its box.
pub(crate) fn left(due: Date, today: Date) -> (String, &'static str) {
    match (due - today).get_days() {
        0 => ("就是今天".to_owned(), "soon"),
        days @ 1..=31 => (format!("还有 {days} 天"), "soon"),
        days if days > 0 => (format!("还有 {days} 天"), "held"),
        _ => ("已过".to_owned(), "held"),
    }
}

/// A body's year as the register fills it today.
pub(crate) struct Year {
    pub body: Body,
    pub year: i16,
    /// Tables 2, 3 and 4; no texts.
    pub report: Report,
    /// What is noticed in the tables, what blocks first.
    pub findings: Vec<Finding>,
}

impl Year {
    /// Counts and checks.
    ///
    /// # Errors
    /// A fault of the archive.
    pub(crate) async fn read(visit: &Visit, body: Body, year: i16) -> Result<Self, Error> {
        let register = visit.app.store.register(&body.id, year).await?;
        let edition = Edition::for_year(year);
        let report = Report {
            year: Some(year),
            body: Some(body.name.clone()),
            cells: tally(edition, &register),
            ..Report::blank(edition)
        };
        // The texts are written later; only what is said of the tables is wanted here.
        let mut findings = check_as(&report, Some(body.kind));
        findings.retain(|finding| finding.place.table.is_some());
        findings.sort_by_key(|finding| (Reverse(finding.severity), finding.code));
        Ok(Self { body, year, report, findings })
    }

    /// The edition of the form of this year.
    pub(crate) fn edition(&self) -> Edition {
        self.report.cells.edition()
    }

    /// Whether nothing at all is on record: no application, remedy or document counted, no figure entered.
    pub(crate) fn is_blank(&self) -> bool {
        let cells = &self.report.cells;
        cells.form().official_cells().all(|cell| cells.get(cell.no).unwrap_or(0) == 0 && cells.money(cell.no).is_none())
    }

    /// The cells that a person still has to enter.
    pub(crate) fn missing(&self) -> impl Iterator<Item = &'static Cell> {
        entered_cells(self.edition()).filter(|cell| self.report.cells.is_blank(cell.no))
    }

    /// The heaviest finding about a cell and its place in the list, from 1.
    pub(crate) fn finding_of(&self, cell: &Cell) -> Option<(Weight, usize)> {
        let at = self.findings.iter().position(|finding| is_about(finding, cell, &self.report))?;
        Some((weight(self.findings[at].severity), at + 1))
    }

    /// The findings as the page shows them.
    pub(crate) fn noticed(&self) -> Vec<Noticed> {
        self.findings.iter().map(|finding| self.notice(finding)).collect()
    }

    /// The findings as another page shows them, whose places lead to the year's own page.
    pub(crate) fn noticed_from(&self, href: &str) -> Vec<Noticed> {
        let leading = |one: Noticed| match one.href.as_str() {
            "" => one,
            anchor => Noticed { href: format!("{href}{anchor}"), ..one },
        };
        self.noticed().into_iter().map(leading).collect()
    }

    fn notice(&self, finding: &Finding) -> Noticed {
        let place = finding.place.zh(self.edition());
        let first = self.report.cells.form().official_cells().find(|cell| is_about(finding, cell, &self.report));
        let href = match (first, finding.place.table) {
            (Some(cell), _) => format!("#{}", anchor(cell)),
            (None, Some(table)) => format!("#{}", table_anchor(table)),
            (None, None) => finding.place.section.map(|key| format!("#part-{}", key.as_str())).unwrap_or_default(),
        };
        // The place stands above the sentence; it need not be said twice.
        let says = finding.message.strip_prefix(place.as_str()).unwrap_or(&finding.message).to_owned();
        Noticed {
            code: finding.code.to_string(),
            weight: weight(finding.severity),
            place,
            href,
            says,
            basis: finding.basis_zh().unwrap_or_default().to_owned(),
            hint: finding.hint.clone(),
        }
    }
}

/// What a cell is called: `行政许可·本年处理决定数量`.
pub(crate) fn name(cell: &Cell) -> String {
    format!("{}·{}", cell.row.name_zh(), cell.column.label)
}

/// What a cell is called among its neighbours: its row, and its column where the block has several.
pub(crate) fn short_name(cell: &Cell) -> String {
    if cell.block.columns.len() > 1 { name(cell) } else { cell.row.name_zh() }
}

/// Where a table stands on the page.
pub(crate) fn table_anchor(table: TableNo) -> String {
    format!("table-{}", table.number())
}

/// Where a cell stands on the page.
pub(crate) fn anchor(cell: &Cell) -> String {
    format!("cell-{}", cell.path)
}

fn weight(severity: Severity) -> Weight {
    match severity {
        Severity::Error => Weight::Error,
        Severity::Warning => Weight::Warning,
        Severity::Note => Weight::Note,
    }
}

/// Whether a finding concerns this cell. One about a whole table is marked where it can be mended: at its blank cells.
fn is_about(finding: &Finding, cell: &Cell, report: &Report) -> bool {
    let place = &finding.place;
    if place.table != Some(cell.table) {
        return false;
    }
    match (&place.row, &place.column) {
        (None, None) => finding.code == Code::R120 && report.cells.is_blank(cell.no),
        (row, column) => {
            row.as_deref().is_none_or(|row| row == cell.row.key)
                && column.as_deref().is_none_or(|column| column == cell.column.key)
        }
    }
}

/// The years worth offering, the newest first.
pub(crate) fn offered(today: Date) -> Vec<i16> {
    (0..5).map(|back| today.year() - back).filter(|year| *year >= FIRST).collect()
}

/// The year whose report is written now: last year's until the last of the two days has passed.
pub(crate) fn current(today: Date) -> i16 {
    let last = today.year() - 1;
    if today <= Reporter::Government.report_due(last) { last } else { today.year() }
}

/// `2026年1月31日（星期六）`.
pub(crate) fn due_words(due: Date) -> String {
    words::date(&due)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn until_the_end_of_march_the_desk_is_about_last_year() {
        assert_eq!(current(date(2026, 3, 31)), 2025);
        assert_eq!(current(date(2026, 4, 1)), 2026);
        assert_eq!(offered(date(2020, 6, 1)), [2020, 2019]);
    }

    #[test]
    fn the_last_day_itself_is_not_past() {
        let due = date(2026, 1, 31);
        let on = |day| left(due, day).0;
        assert_eq!(on(date(2026, 1, 30)), "还有 1 天");
        assert_eq!(on(due), "就是今天");
        assert_eq!(on(date(2026, 2, 1)), "已过");
    }
}
