//! What the text of a yearly report can be made from, counted from publications and dockets; and reports in the search index.

use crate::args;
use crate::db::{Error, Store, Unit, corrupt};
use cases::act::Act;
use civic::{BodyId, CaseId, PublicationId};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use law::receipt::Channel;
use publishing::Column;

/// What happened to the applications of a body in a year, as their dockets tell it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Handled {
    /// Applications received in the year that came over the network.
    pub online: u32,
    /// Corrections, extensions, consultations, fees: by case, in order. Older acts are among them.
    pub acts: Vec<(CaseId, Act)>,
    /// Receipt and end of every application that ended in the year.
    pub spans: Vec<(Date, Date)>,
}

/// A report that the public reads, for the site map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicReport {
    /// Whose.
    pub body: BodyId,
    /// On which year.
    pub year: i16,
    /// When its newest version was published.
    pub at: Timestamp,
}

/// The name of a report in the search index. Publications have random names without a slash.
pub fn index_name(body: &BodyId, year: i16) -> PublicationId {
    format!("report/{body}/{year}").into()
}

/// The report that a name in the search index stands for; `None` for a publication.
pub fn from_index_name(name: &str) -> Option<(BodyId, i16)> {
    let (body, year) = name.strip_prefix("report/")?.rsplit_once('/')?;
    Some((body.into(), year.parse().ok()?))
}

impl Unit {
    /// Asks that the search index look at this report, in the unit that publishes it.
    ///
    /// # Errors
    /// [`Error`] when it cannot be recorded.
    pub async fn queue_report(&mut self, body: &BodyId, year: i16) -> Result<(), Error> {
        self.queue_index(&index_name(body, year)).await
    }
}

impl Store {
    /// How many publications of each column a body first published in the year and are public now.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn published_in(&self, body: &BodyId, year: i16) -> Result<Vec<(Column, u32)>, Error> {
        let rows = self
            .rows(
                "SELECT e.col, count(*) AS n FROM edition e JOIN publication p ON p.id = e.publication
                 WHERE e.body = $1 AND e.stage = 'published' AND p.first_on BETWEEN $2 AND $3
                 GROUP BY e.col ORDER BY n DESC, e.col",
                args![body, date(year, 1, 1), date(year, 12, 31)],
            )
            .await?;
        rows.iter()
            .map(|row| {
                let key = row.text("col")?;
                let column = Column::from_key(&key).ok_or_else(|| corrupt("edition.col", &key))?;
                Ok((column, u32::try_from(row.int("n")?).unwrap_or(u32::MAX)))
            })
            .collect()
    }

    /// What happened to the applications of a body that were open at any time of the year.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn handled_in(&self, body: &BodyId, year: i16) -> Result<Handled, Error> {
        let (first, last) = (date(year, 1, 1), date(year, 12, 31));
        let rows = self
            .rows(
                "SELECT e.act FROM cases c JOIN entry e ON e.cases = c.id AND e.seq = 0
                 WHERE c.body = $1 AND c.received_on BETWEEN $2 AND $3",
                args![body, first, last],
            )
            .await?;
        let mut handled = Handled::default();
        for row in &rows {
            handled.online += match row.json("act")? {
                Act::Submitted { .. } | Act::TakenIn { channel: Channel::Online, .. } => 1,
                _ => 0,
            };
        }
        // An act is JSON that begins with its kind.
        let rows = self
            .rows(
                r#"SELECT c.id, e.act FROM cases c JOIN entry e ON e.cases = c.id
                 WHERE c.body = $1 AND c.received_on <= $3 AND (c.closed_on IS NULL OR c.closed_on >= $2)
                   AND (e.act LIKE '{"act":"correction_requested"%' OR e.act LIKE '{"act":"extension_approved"%'
                     OR e.act LIKE '{"act":"consulted"%' OR e.act LIKE '{"act":"fee_%')
                 ORDER BY c.id, e.seq"#,
                args![body, first, last],
            )
            .await?;
        for row in &rows {
            handled.acts.push((row.text("id")?.into(), row.json("act")?));
        }
        let rows = self
            .rows(
                "SELECT received_on, closed_on FROM cases
                 WHERE body = $1 AND received_on IS NOT NULL AND closed_on BETWEEN $2 AND $3",
                args![body, first, last],
            )
            .await?;
        for row in &rows {
            handled.spans.push((row.parsed("received_on")?, row.parsed("closed_on")?));
        }
        Ok(handled)
    }

    /// Every report that the public reads, the newest first.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn public_reports(&self) -> Result<Vec<PublicReport>, Error> {
        let rows = self
            .rows(
                "SELECT body, year, max(at) AS at FROM report_step WHERE act = 'publish'
                 GROUP BY body, year ORDER BY 3 DESC, body",
                [],
            )
            .await?;
        rows.iter()
            .map(|row| {
                let year = row.int("year")?;
                let year = i16::try_from(year).map_err(|_| corrupt("report_step.year", &year.to_string()))?;
                Ok(PublicReport { body: row.text("body")?.into(), year, at: row.parsed("at")? })
            })
            .collect()
    }
}
