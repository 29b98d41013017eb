//! Cases and remedies as the yearly form counts them, and what stands behind each count.

use crate::args;
use crate::cases::{CaseLine, case_line, case_lines_sql};
use crate::db::{Error, Row, Store, Unit, corrupt};
use cases::remedy::{Remedy, RemedyKind, Ruling};
use civic::{BodyId, CaseId, RemedyId};
use jiff::civil::Date;
use law::applicant::ApplicantKind;
use law::outcome::Outcome;
use report::tally::{self, Applications, Arrival, Ending, Remedies, RemedyState, Which};

/// A remedy with the case it attacks, for lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemedyLine {
    /// The remedy.
    pub remedy: Remedy,
    /// The case's public number.
    pub number: String,
    /// What was asked for.
    pub title: String,
}

/// First and last day of a year.
fn bounds(year: i16) -> Result<(Date, Date), Error> {
    let day = |month, day| Date::new(year, month, day).map_err(|_| corrupt("year", &year.to_string()));
    Ok((day(1, 1)?, day(12, 31)?))
}

fn remedy(row: &Row) -> Result<Remedy, Error> {
    let kind = row.text("kind")?;
    let closed = match (row.opt_text("ruling")?, row.opt_parsed("closed_on")?) {
        (Some(key), Some(on)) => Some((Ruling::from_key(&key).ok_or_else(|| corrupt("remedy.ruling", &key))?, on)),
        _ => None,
    };
    Ok(Remedy {
        id: row.text("id")?.into(),
        case: row.text("cases")?.into(),
        kind: RemedyKind::from_key(&kind).ok_or_else(|| corrupt("remedy.kind", &kind))?,
        filed_on: row.parsed("filed_on")?,
        organ: row.text("organ")?,
        closed,
    })
}

fn remedy_line(row: &Row) -> Result<RemedyLine, Error> {
    Ok(RemedyLine { remedy: remedy(row)?, number: row.text("number")?, title: row.text("title")? })
}

/// How a remedy stood on the last day of a year.
fn state_on(remedy: &Remedy, last: Date) -> RemedyState {
    match remedy.closed {
        Some((ruling, on)) if on <= last => match ruling {
            Ruling::Upheld => RemedyState::Upheld,
            Ruling::Corrected => RemedyState::Corrected,
            Ruling::Other => RemedyState::Other,
        },
        _ => RemedyState::Pending,
    }
}

fn group_of(kind: RemedyKind) -> tally::RemedyKind {
    match kind {
        RemedyKind::Reconsideration => tally::RemedyKind::Reconsideration,
        RemedyKind::DirectSuit => tally::RemedyKind::LitigationDirect,
        RemedyKind::SuitAfterReconsideration => tally::RemedyKind::LitigationAfterReconsideration,
    }
}

/// The remedies of a body. CROSS JOIN keeps SQLite from starting with every case of the body: remedies are far fewer.
macro_rules! remedies_sql {
    ($rest:literal) => {
        concat!(
            "SELECT r.*, c.number, a.title FROM remedy r CROSS JOIN cases c CROSS JOIN application a
             WHERE c.id = r.cases AND a.cases = c.id AND c.body = $1 ",
            $rest
        )
    };
}

impl Unit {
    /// The remedies of a case as they stand in this unit. Until it ends, nobody else who asks this of the same case gets an
    /// answer, so that a form sent twice at once is seen to be there already.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn remedies_of(&mut self, case: &CaseId) -> Result<Vec<Remedy>, Error> {
        self.run("UPDATE cases SET entries = entries WHERE id = $1", args![case]).await?;
        let rows = self.rows("SELECT * FROM remedy WHERE cases = $1 ORDER BY filed_on, id", args![case]).await?;
        rows.iter().map(remedy).collect()
    }

    /// Records a remedy, or how it was decided.
    ///
    /// # Errors
    /// [`Error`] when it cannot be recorded.
    pub async fn put_remedy(&mut self, remedy: &Remedy) -> Result<(), Error> {
        let (ruling, closed_on) = remedy.closed.map_or((None, None), |(ruling, on)| (Some(ruling.key()), Some(on)));
        self.run(
            "INSERT INTO remedy (id, cases, kind, filed_on, organ, ruling, closed_on) VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (id) DO UPDATE SET ruling = excluded.ruling, closed_on = excluded.closed_on",
            args![&remedy.id, &remedy.case, remedy.kind.key(), remedy.filed_on, &remedy.organ, ruling, closed_on],
        )
        .await?;
        Ok(())
    }
}

impl Store {
    /// Table 3 of a body and year: applications grouped by applicant, arrival and ending.
    ///
    /// An application that waits for registration is not yet received and is not counted; one that ended after the year
    /// counts as carried forward.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn counted_applications(&self, body: &BodyId, year: i16) -> Result<Vec<Applications>, Error> {
        let (first, last) = bounds(year)?;
        let rows = self
            .rows(
                "SELECT applicant_kind, CAST(CASE WHEN received_on < $2 THEN 1 ELSE 0 END AS BIGINT) AS carried,
                     CASE WHEN closed_on <= $3 THEN outcome END AS outcome, count(*) AS n
                 FROM cases
                 WHERE body = $1 AND received_on <= $3 AND (closed_on IS NULL OR closed_on >= $2)
                 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
                args![body, first, last],
            )
            .await?;
        rows.iter()
            .map(|row| {
                let kind = row.text("applicant_kind")?;
                let ending = match row.opt_text("outcome")? {
                    Some(key) => Ending::Ended(Outcome::from_key(&key).ok_or_else(|| corrupt("cases.outcome", &key))?),
                    None => Ending::StillOpen,
                };
                Ok(Applications {
                    applicant: ApplicantKind::from_key(&kind).ok_or_else(|| corrupt("cases.applicant_kind", &kind))?,
                    arrival: if row.flag("carried")? { Arrival::CarriedIn } else { Arrival::InYear },
                    ending,
                    count: u32::try_from(row.int("n")?).unwrap_or(u32::MAX),
                })
            })
            .collect()
    }

    /// The cases behind a cell of table 3, by number.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn cases_behind(
        &self,
        body: &BodyId,
        year: i16,
        applicant: Option<ApplicantKind>,
        which: &Which,
    ) -> Result<Vec<CaseLine>, Error> {
        let (first, last) = bounds(year)?;
        let applicant = applicant.map_or("", ApplicantKind::key);
        let rows = match which {
            Which::ReceivedInYear => {
                self.rows(
                    case_lines_sql!(
                        "WHERE c.body = $1 AND ($2 = '' OR c.applicant_kind = $2)
                           AND c.received_on BETWEEN $3 AND $4 ORDER BY c.year, c.serial"
                    ),
                    args![body, applicant, first, last],
                )
                .await?
            }
            Which::CarriedIn => {
                self.rows(
                    case_lines_sql!(
                        "WHERE c.body = $1 AND ($2 = '' OR c.applicant_kind = $2)
                           AND c.received_on < $3 AND (c.closed_on IS NULL OR c.closed_on >= $3)
                         ORDER BY c.year, c.serial"
                    ),
                    args![body, applicant, first],
                )
                .await?
            }
            Which::Ended(_) => {
                self.rows(
                    case_lines_sql!(
                        "WHERE c.body = $1 AND ($2 = '' OR c.applicant_kind = $2)
                           AND c.received_on IS NOT NULL AND c.closed_on BETWEEN $3 AND $4 ORDER BY c.year, c.serial"
                    ),
                    args![body, applicant, first, last],
                )
                .await?
            }
            Which::CarriedForward => {
                self.rows(
                    case_lines_sql!(
                        "WHERE c.body = $1 AND ($2 = '' OR c.applicant_kind = $2)
                           AND c.received_on <= $3 AND (c.closed_on IS NULL OR c.closed_on > $3)
                         ORDER BY c.year, c.serial"
                    ),
                    args![body, applicant, last],
                )
                .await?
            }
        };
        let mut lines = rows.iter().map(case_line).collect::<Result<Vec<_>, _>>()?;
        if let Which::Ended(outcomes) = which {
            lines.retain(|line| line.result.is_some_and(|(outcome, _)| outcomes.contains(&outcome)));
        }
        Ok(lines)
    }

    /// Table 4 of a body and year: what was filed in the year or still pending when it began, as it stood on its last day.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn counted_remedies(&self, body: &BodyId, year: i16) -> Result<Vec<Remedies>, Error> {
        let (_, last) = bounds(year)?;
        let mut counted: Vec<Remedies> = Vec::new();
        for line in self.remedies_of_year(body, year).await? {
            let (kind, state) = (group_of(line.remedy.kind), state_on(&line.remedy, last));
            match counted.iter_mut().find(|row| row.kind == kind && row.state == state) {
                Some(row) => row.count += 1,
                None => counted.push(Remedies { kind, state, count: 1 }),
            }
        }
        Ok(counted)
    }

    /// The remedies behind a cell of table 4.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn remedies_behind(
        &self,
        body: &BodyId,
        year: i16,
        kind: tally::RemedyKind,
        state: Option<RemedyState>,
    ) -> Result<Vec<RemedyLine>, Error> {
        let (_, last) = bounds(year)?;
        let mut lines = self.remedies_of_year(body, year).await?;
        lines.retain(|line| {
            group_of(line.remedy.kind) == kind && state.is_none_or(|state| state_on(&line.remedy, last) == state)
        });
        Ok(lines)
    }

    async fn remedies_of_year(&self, body: &BodyId, year: i16) -> Result<Vec<RemedyLine>, Error> {
        let (first, last) = bounds(year)?;
        let rows = self
            .rows(
                remedies_sql!(
                    "AND r.filed_on <= $3 AND (r.closed_on IS NULL OR r.closed_on >= $2)
                     ORDER BY r.filed_on, r.id"
                ),
                args![body, first, last],
            )
            .await?;
        rows.iter().map(remedy_line).collect()
    }

    /// Every remedy of a body, pending ones first, then the last filed.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn remedies(&self, body: &BodyId) -> Result<Vec<RemedyLine>, Error> {
        let rows = self
            .rows(
                remedies_sql!("ORDER BY CASE WHEN r.closed_on IS NULL THEN 0 ELSE 1 END, r.filed_on DESC, r.id"),
                args![body],
            )
            .await?;
        rows.iter().map(remedy_line).collect()
    }

    /// The remedies of a case, the oldest first.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn remedies_of(&self, case: &CaseId) -> Result<Vec<Remedy>, Error> {
        let rows = self.rows("SELECT * FROM remedy WHERE cases = $1 ORDER BY filed_on, id", args![case]).await?;
        rows.iter().map(remedy).collect()
    }

    /// One remedy.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn remedy(&self, id: &RemedyId) -> Result<Option<Remedy>, Error> {
        let row = self.row("SELECT * FROM remedy WHERE id = $1", args![id]).await?;
        row.as_ref().map(remedy).transpose()
    }
}
