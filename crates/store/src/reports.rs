//! The yearly form as the register fills it, and the figures that a person enters because no register holds them.

use crate::args;
use crate::db::{Error, Row, Store, Unit, corrupt};
use crate::publications::Line;
use civic::{BodyId, PersonId};
use jiff::Timestamp;
use publishing::CountedKind;
use publishing::tally::{CountedDocument, Measure};
use report::figures;
use report::form::{Cell, Edition, Kind, form};
use report::tally::{DocumentKind, DocumentMeasure, Documents, Figure, FigureValue, Register};

/// A figure as someone entered it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entered {
    /// The address of its cell, e.g. `proactive.licensing.decisions`.
    pub path: String,
    /// Which entry of the cell it is, from 1.
    pub seq: i64,
    /// What was entered; `None` when an earlier value was taken back.
    pub value: Option<FigureValue>,
    /// The unit in which money was typed; `None` for counts.
    pub unit: Option<figures::Unit>,
    /// Where the number comes from.
    pub source: String,
    /// Anything more; may be empty.
    pub note: String,
    /// By whom.
    pub by: PersonId,
    /// The name on that day.
    pub name: String,
    /// When.
    pub at: Timestamp,
}

/// The newest entry of each cell, out of [`Store::figure_history`].
pub fn latest(history: &[Entered]) -> impl Iterator<Item = &Entered> {
    history.iter().filter(|one| !history.iter().any(|other| other.path == one.path && other.seq > one.seq))
}

fn entered(row: &Row, edition: Edition) -> Result<Entered, Error> {
    let (path, unit) = (row.text("path")?, row.text("unit")?);
    let cell = form(edition).cell(&path).ok_or_else(|| corrupt("figure.path", &path))?;
    let value = row.opt_text("value")?.map(|text| value(cell, &text).ok_or_else(|| corrupt("figure.value", &text)));
    let unit = match unit.as_str() {
        "" => None,
        word => {
            let known = figures::Unit::ALL.into_iter().find(|unit| unit.as_str() == word);
            Some(known.ok_or_else(|| corrupt("figure.unit", word))?)
        }
    };
    Ok(Entered {
        value: value.transpose()?,
        path,
        unit,
        seq: row.int("seq")?,
        source: row.text("source")?,
        note: row.text("note")?,
        by: row.text("person")?.into(),
        name: row.text("name")?,
        at: row.parsed("at")?,
    })
}

fn value(cell: &Cell, text: &str) -> Option<FigureValue> {
    match cell.column.kind {
        Kind::Count | Kind::SignedCount => text.parse().ok().map(FigureValue::Count),
        Kind::Money(_) => text.parse().ok().map(FigureValue::Yuan),
    }
}

fn kind_of(kind: CountedKind) -> DocumentKind {
    match kind {
        CountedKind::Rules => DocumentKind::Rules,
        CountedKind::NormativeDocument => DocumentKind::NormativeDocuments,
    }
}

fn measure_of(measure: DocumentMeasure) -> Measure {
    match measure {
        DocumentMeasure::Made => Measure::Made,
        DocumentMeasure::Published => Measure::Opened,
        DocumentMeasure::TotalPublic => Measure::TotalOpen,
        DocumentMeasure::Repealed => Measure::Repealed,
        DocumentMeasure::InForce => Measure::InForce,
    }
}

/// Whether this cell of table 2 counts the document.
fn counts(kind: DocumentKind, measure: DocumentMeasure, document: &CountedDocument, year: i16) -> bool {
    kind_of(document.kind) == kind && measure_of(measure).counts(document, year)
}

impl Unit {
    /// Adds an entry of a cell. `false`: someone else made the entry of that number first, and nothing was recorded.
    ///
    /// # Errors
    /// [`Error`] when it cannot be recorded.
    pub async fn enter_figure(&mut self, body: &BodyId, year: i16, entry: &Entered) -> Result<bool, Error> {
        let value = entry.value.map(|value| match value {
            FigureValue::Count(count) => count.to_string(),
            FigureValue::Yuan(yuan) => yuan.normalize().to_string(),
        });
        let added = self
            .run(
                "INSERT INTO figure (body, year, path, seq, value, unit, source, note, person, name, at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING",
                args![
                    body,
                    i64::from(year),
                    &entry.path,
                    entry.seq,
                    value,
                    entry.unit.map_or("", figures::Unit::as_str),
                    &entry.source,
                    &entry.note,
                    &entry.by,
                    &entry.name,
                    entry.at
                ],
            )
            .await?;
        Ok(added == 1)
    }
}

impl Store {
    /// Every figure that was ever entered for a body and year, the newest first.
    ///
    /// # Errors
    /// [`Error::Corrupt`] when a stored figure belongs to no cell of that year's form.
    pub async fn figure_history(&self, body: &BodyId, year: i16) -> Result<Vec<Entered>, Error> {
        let rows = self
            .rows(
                "SELECT * FROM figure WHERE body = $1 AND year = $2 ORDER BY at DESC, path, seq DESC",
                args![body, i64::from(year)],
            )
            .await?;
        rows.iter().map(|row| entered(row, Edition::for_year(year))).collect()
    }

    /// What the register says today about a body's year: hand it to [`report::tally::tally`].
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn register(&self, body: &BodyId, year: i16) -> Result<Register, Error> {
        let documents = self.counted_documents(body).await?;
        let mut counted = Vec::new();
        for kind in DocumentKind::ALL {
            for measure in DocumentMeasure::ALL {
                let count = documents.iter().filter(|(_, one)| counts(kind, measure, one, year)).count();
                counted.push(Documents { kind, measure, count: u32::try_from(count).unwrap_or(u32::MAX) });
            }
        }
        let history = self.figure_history(body, year).await?;
        let figures = latest(&history)
            .filter_map(|entry| Some(Figure { path: entry.path.clone(), value: entry.value? }))
            .collect();
        Ok(Register {
            applications: self.counted_applications(body, year).await?,
            remedies: self.counted_remedies(body, year).await?,
            documents: counted,
            figures,
        })
    }

    /// The documents behind a cell of table 2, by the day they were made.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn documents_behind(
        &self,
        body: &BodyId,
        year: i16,
        kind: DocumentKind,
        measure: DocumentMeasure,
    ) -> Result<Vec<Line>, Error> {
        let documents = self.counted_documents(body).await?;
        Ok(documents.into_iter().filter(|(_, one)| counts(kind, measure, one, year)).map(|(line, _)| line).collect())
    }
}
