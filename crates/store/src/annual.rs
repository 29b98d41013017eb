//! The yearly report as people write, sign and publish it: texts and facts with their history, frozen versions, the steps
//! of its life, remarks. Rows are inserted and never changed.

use crate::args;
use crate::db::{Error, Row, Store, Unit, Value, corrupt};
use civic::BodyId;
use report::annual::{About, Act, Hand, Life, Remark, Step, Turn, TurnKind};
use report::form::Edition;
use report::narrative::{FactKind, Part};
use report::report::Report;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// A text part as someone saved it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Which part.
    pub part: Part,
    /// Which saving of the part it is, from 1.
    pub seq: i64,
    /// The text, its numbers as tokens.
    pub text: String,
    /// By whom, and when.
    pub hand: Hand,
}

/// A fact for the text as someone entered it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Which fact.
    pub kind: FactKind,
    /// Which entry of the fact it is, from 1.
    pub seq: i64,
    /// What was entered; `None` when an earlier value was taken back.
    pub value: Option<Decimal>,
    /// Where the number comes from.
    pub source: String,
    /// Anything more; may be empty.
    pub note: String,
    /// By whom, and when.
    pub hand: Hand,
}

/// Where a version comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// From the register of this installation.
    Live,
    /// From a file that a body outside the system handed in; its identifier.
    Upload(String),
}

/// A report as it was signed or taken in, frozen whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    /// Whose.
    pub body: BodyId,
    /// On which year.
    pub year: i16,
    /// From 1.
    pub version: u32,
    /// Where it comes from.
    pub origin: Origin,
    /// The report with its findings on that day.
    pub report: Report,
    /// What a correction changed; empty for the first.
    pub what_changed: String,
    /// Who signed it or took it in, and when.
    pub hand: Hand,
}

/// The newest of each part, out of [`Store::text_history`].
pub fn newest_texts(history: &[Written]) -> impl Iterator<Item = &Written> {
    history.iter().filter(|one| !history.iter().any(|other| other.part == one.part && other.seq > one.seq))
}

/// The newest of each fact, out of [`Store::fact_history`].
pub fn newest_facts(history: &[Fact]) -> impl Iterator<Item = &Fact> {
    history.iter().filter(|one| !history.iter().any(|other| other.kind == one.kind && other.seq > one.seq))
}

pub(crate) fn hand(row: &Row) -> Result<Hand, Error> {
    Ok(Hand { by: row.text("person")?.into(), name: row.text("name")?, at: row.parsed("at")? })
}

/// A column that holds a small number from 0.
pub(crate) fn number(row: &Row, column: &'static str) -> Result<u32, Error> {
    let found = row.int(column)?;
    u32::try_from(found).map_err(|_| corrupt(column, &found.to_string()))
}

pub(crate) fn year_of(row: &Row) -> Result<i16, Error> {
    let found = row.int("year")?;
    i16::try_from(found).map_err(|_| corrupt("year", &found.to_string()))
}

/// A column that holds the key of a closed list.
fn keyed<T>(row: &Row, column: &'static str, from_key: impl FnOnce(&str) -> Option<T>) -> Result<T, Error> {
    let key = row.text(column)?;
    from_key(&key).ok_or_else(|| corrupt(column, &key))
}

fn written(row: &Row) -> Result<Written, Error> {
    let part = keyed(row, "part", Part::from_key)?;
    Ok(Written { part, seq: row.int("seq")?, text: row.text("text")?, hand: hand(row)? })
}

fn fact(row: &Row) -> Result<Fact, Error> {
    Ok(Fact {
        kind: keyed(row, "fact", FactKind::from_key)?,
        seq: row.int("seq")?,
        value: row.opt_parsed("value")?,
        source: row.text("source")?,
        note: row.text("note")?,
        hand: hand(row)?,
    })
}

fn version(row: &Row) -> Result<Version, Error> {
    let origin = match (row.text("origin")?.as_str(), row.opt_text("upload")?) {
        ("live", None) => Origin::Live,
        ("upload", Some(file)) => Origin::Upload(file),
        (other, _) => return Err(corrupt("report_version.origin", other)),
    };
    Ok(Version {
        body: row.text("body")?.into(),
        year: year_of(row)?,
        version: number(row, "version")?,
        origin,
        report: row.json("report")?,
        what_changed: row.text("what_changed")?,
        hand: hand(row)?,
    })
}

fn step(row: &Row) -> Result<Step, Error> {
    Ok(Step {
        act: keyed(row, "act", Act::from_key)?,
        version: number(row, "version")?,
        hand: hand(row)?,
        words: row.text("words")?,
    })
}

fn life(rows: &[Row]) -> Result<Life, Error> {
    let steps = rows.iter().map(step).collect::<Result<Vec<_>, _>>()?;
    Life::replay(steps).map_err(|at| corrupt("report_step", &format!("step {}", at + 1)))
}

fn remark(row: &Row) -> Result<Remark, Error> {
    let (about, edition) = (row.text("about")?, Edition::for_year(year_of(row)?));
    let version = row.opt_int("version")?.map(|found| u32::try_from(found).map_err(|_| corrupt("version", "")));
    Ok(Remark {
        no: number(row, "no")?,
        version: version.transpose()?,
        about: About::from_key(&about, edition).ok_or_else(|| corrupt("report_remark.about", &about))?,
        words: row.text("words")?,
        hand: hand(row)?,
        turns: Vec::new(),
    })
}

fn turn(row: &Row) -> Result<Turn, Error> {
    Ok(Turn { kind: keyed(row, "kind", TurnKind::from_key)?, words: row.text("words")?, hand: hand(row)? })
}

/// Remarks with their turns put under them; both ordered.
fn with_turns(remarks: &[Row], turns: &[Row]) -> Result<Vec<(BodyId, Remark)>, Error> {
    let mut all = Vec::new();
    for row in remarks {
        all.push((BodyId::from(row.text("body")?), remark(row)?));
    }
    let place: BTreeMap<(BodyId, u32), usize> =
        all.iter().enumerate().map(|(at, (body, remark))| ((body.clone(), remark.no), at)).collect();
    for row in turns {
        if let Some(at) = place.get(&(BodyId::from(row.text("body")?), number(row, "no")?)) {
            all[*at].1.turns.push(turn(row)?);
        }
    }
    Ok(all)
}

/// Who and when, as the last three values of a row.
pub(crate) fn by(hand: &Hand) -> [Value; 3] {
    args![&hand.by, &hand.name, hand.at]
}

impl Unit {
    /// Saves a text part once more. `false`: someone else made the saving of that number first, and nothing was recorded.
    ///
    /// # Errors
    /// [`Error`] when it cannot be recorded.
    pub async fn write_text(&mut self, body: &BodyId, year: i16, written: &Written) -> Result<bool, Error> {
        let values = args![body, i64::from(year), written.part.key(), written.seq, &written.text];
        let added = self
            .run(
                "INSERT INTO report_text (body, year, part, seq, text, person, name, at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
                values.into_iter().chain(by(&written.hand)),
            )
            .await?;
        Ok(added == 1)
    }

    /// Adds an entry of a fact. `false` as in [`Unit::write_text`].
    ///
    /// # Errors
    /// [`Error`] when it cannot be recorded.
    pub async fn enter_fact(&mut self, body: &BodyId, year: i16, fact: &Fact) -> Result<bool, Error> {
        let value = fact.value.map(|value| value.normalize().to_string());
        let values = args![body, i64::from(year), fact.kind.key(), fact.seq, value, &fact.source, &fact.note];
        let added = self
            .run(
                "INSERT INTO report_fact (body, year, fact, seq, value, source, note, person, name, at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING",
                values.into_iter().chain(by(&fact.hand)),
            )
            .await?;
        Ok(added == 1)
    }

    /// What happened to a body's report on a year, seen inside this unit.
    ///
    /// # Errors
    /// [`Error::Corrupt`] when the steps are none that the lifecycle allows.
    pub async fn report_life(&mut self, body: &BodyId, year: i16) -> Result<Life, Error> {
        let sql = "SELECT * FROM report_step WHERE body = $1 AND year = $2 ORDER BY seq";
        life(&self.rows(sql, args![body, i64::from(year)]).await?)
    }

    /// Records the next step of a life. `false`: something else happened to this report meanwhile, and nothing was recorded.
    ///
    /// # Errors
    /// [`Error`] when it cannot be recorded.
    pub async fn report_step(&mut self, body: &BodyId, year: i16, after: &Life, step: &Step) -> Result<bool, Error> {
        let seq = after.steps().len() as i64 + 1;
        let values = args![body, i64::from(year), seq, step.act.key(), step.version, &step.words];
        let added = self
            .run(
                "INSERT INTO report_step (body, year, seq, act, version, words, person, name, at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING",
                values.into_iter().chain(by(&step.hand)),
            )
            .await?;
        Ok(added == 1)
    }

    /// Freezes a version, with the step that makes it ([`Unit::report_step`]) in the same unit. `false`: that version is
    /// there already.
    ///
    /// # Errors
    /// [`Error`] when it cannot be recorded.
    pub async fn freeze_report(&mut self, version: &Version) -> Result<bool, Error> {
        let json = serde_json::to_string(&version.report).map_err(|_| corrupt("report_version.report", "…"))?;
        let (origin, upload) = match &version.origin {
            Origin::Live => ("live", None),
            Origin::Upload(file) => ("upload", Some(file.as_str())),
        };
        let (body, year) = (&version.body, i64::from(version.year));
        let values = args![body, year, version.version, origin, upload, json, &version.what_changed];
        let added = self
            .run(
                "INSERT INTO report_version (body, year, version, origin, upload, report, what_changed, person, name, at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING",
                values.into_iter().chain(by(&version.hand)),
            )
            .await?;
        Ok(added == 1)
    }

    /// Records a remark; its turns are not written. `false`: another remark took its number, and nothing was recorded.
    ///
    /// # Errors
    /// [`Error`] when it cannot be recorded.
    pub async fn add_remark(&mut self, body: &BodyId, year: i16, remark: &Remark) -> Result<bool, Error> {
        let version = remark.version.map(i64::from);
        let values = args![body, i64::from(year), remark.no, version, remark.about.key(), &remark.words];
        let added = self
            .run(
                "INSERT INTO report_remark (body, year, no, version, about, words, person, name, at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING",
                values.into_iter().chain(by(&remark.hand)),
            )
            .await?;
        Ok(added == 1)
    }

    /// Records what is said after a remark as its turn `seq`, from 1. `false`: someone else spoke first, and nothing was
    /// recorded.
    ///
    /// # Errors
    /// [`Error`] when it cannot be recorded.
    pub async fn add_turn(&mut self, body: &BodyId, year: i16, no: u32, seq: u32, turn: &Turn) -> Result<bool, Error> {
        let values = args![body, i64::from(year), no, seq, turn.kind.key(), &turn.words];
        let added = self
            .run(
                "INSERT INTO report_turn (body, year, no, seq, kind, words, person, name, at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING",
                values.into_iter().chain(by(&turn.hand)),
            )
            .await?;
        Ok(added == 1)
    }
}

impl Store {
    /// Every saving of every text part of a body's year, the newest first.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn text_history(&self, body: &BodyId, year: i16) -> Result<Vec<Written>, Error> {
        let sql = "SELECT * FROM report_text WHERE body = $1 AND year = $2 ORDER BY at DESC, part, seq DESC";
        self.rows(sql, args![body, i64::from(year)]).await?.iter().map(written).collect()
    }

    /// Every fact that was ever entered for a body's year, the newest first.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn fact_history(&self, body: &BodyId, year: i16) -> Result<Vec<Fact>, Error> {
        let sql = "SELECT * FROM report_fact WHERE body = $1 AND year = $2 ORDER BY at DESC, fact, seq DESC";
        self.rows(sql, args![body, i64::from(year)]).await?.iter().map(fact).collect()
    }

    /// What happened to a body's report on a year.
    ///
    /// # Errors
    /// [`Error::Corrupt`] when the steps are none that the lifecycle allows.
    pub async fn report_life(&self, body: &BodyId, year: i16) -> Result<Life, Error> {
        let sql = "SELECT * FROM report_step WHERE body = $1 AND year = $2 ORDER BY seq";
        life(&self.rows(sql, args![body, i64::from(year)]).await?)
    }

    /// What happened to the reports of a body, by year; years in which nothing happened are left out.
    ///
    /// # Errors
    /// As [`Store::report_life`].
    pub async fn report_lives_of(&self, body: &BodyId) -> Result<BTreeMap<i16, Life>, Error> {
        let rows = self.rows("SELECT * FROM report_step WHERE body = $1 ORDER BY year, seq", args![body]).await?;
        lives(rows, year_of)
    }

    /// What happened to the reports on a year, by body; bodies to which nothing happened are left out.
    ///
    /// # Errors
    /// As [`Store::report_life`].
    pub async fn report_lives(&self, year: i16) -> Result<BTreeMap<BodyId, Life>, Error> {
        let sql = "SELECT * FROM report_step WHERE year = $1 ORDER BY body, seq";
        lives(self.rows(sql, args![i64::from(year)]).await?, |row| Ok(row.text("body")?.into()))
    }

    /// How many acts the reports on a year have seen. Acts are only ever added, so that the same number means that nothing
    /// happened since.
    ///
    /// # Errors
    /// [`Error`] when the archive does not answer.
    pub async fn report_steps(&self, year: i16) -> Result<i64, Error> {
        self.count("SELECT count(*) AS n FROM report_step WHERE year = $1", args![i64::from(year)]).await
    }

    /// One frozen version.
    ///
    /// # Errors
    /// [`Error::Corrupt`] when it is no report.
    pub async fn report_version(&self, body: &BodyId, year: i16, number: u32) -> Result<Option<Version>, Error> {
        let sql = "SELECT * FROM report_version WHERE body = $1 AND year = $2 AND version = $3";
        self.row(sql, args![body, i64::from(year), number]).await?.as_ref().map(version).transpose()
    }

    /// Every frozen version of a body's report on a year, the oldest first.
    ///
    /// # Errors
    /// As [`Store::report_version`].
    pub async fn report_versions(&self, body: &BodyId, year: i16) -> Result<Vec<Version>, Error> {
        let sql = "SELECT * FROM report_version WHERE body = $1 AND year = $2 ORDER BY version";
        self.rows(sql, args![body, i64::from(year)]).await?.iter().map(version).collect()
    }

    /// Every frozen version of every body's report on a year, by body, the oldest first. Which of them stands is a question
    /// to [`Store::report_lives`].
    ///
    /// # Errors
    /// As [`Store::report_version`].
    pub async fn report_versions_of(&self, year: i16) -> Result<Vec<Version>, Error> {
        let sql = "SELECT * FROM report_version WHERE year = $1 ORDER BY body, version";
        self.rows(sql, args![i64::from(year)]).await?.iter().map(version).collect()
    }

    /// The version of a body's report on a year that stands: published, or else signed.
    ///
    /// # Errors
    /// As [`Store::report_version`].
    pub async fn standing_report(&self, body: &BodyId, year: i16) -> Result<Option<Version>, Error> {
        let life = self.report_life(body, year).await?;
        match life.public().or(life.signed().map(|step| step.version)) {
            Some(number) => self.report_version(body, year, number).await,
            None => Ok(None),
        }
    }

    /// What the authority remarked on a body's year, with what was said after it; the oldest first.
    ///
    /// # Errors
    /// [`Error::Corrupt`] when a remark is about nothing on that year's form.
    pub async fn remarks(&self, body: &BodyId, year: i16) -> Result<Vec<Remark>, Error> {
        let of = || args![body, i64::from(year)];
        let remarks = self.rows("SELECT * FROM report_remark WHERE body = $1 AND year = $2 ORDER BY no", of()).await?;
        let turns = "SELECT * FROM report_turn WHERE body = $1 AND year = $2 ORDER BY no, seq";
        let turns = self.rows(turns, of()).await?;
        Ok(with_turns(&remarks, &turns)?.into_iter().map(|(_, remark)| remark).collect())
    }

    /// What the authority remarked on the reports on a year, by body.
    ///
    /// # Errors
    /// As [`Store::remarks`].
    pub async fn remarks_on(&self, year: i16) -> Result<Vec<(BodyId, Remark)>, Error> {
        let of = || args![i64::from(year)];
        let remarks = self.rows("SELECT * FROM report_remark WHERE year = $1 ORDER BY body, no", of()).await?;
        let turns = self.rows("SELECT * FROM report_turn WHERE year = $1 ORDER BY body, no, seq", of()).await?;
        with_turns(&remarks, &turns)
    }
}

/// Lives out of the steps of several, which come one life after the other.
fn lives<K: Ord>(rows: Vec<Row>, key: impl Fn(&Row) -> Result<K, Error>) -> Result<BTreeMap<K, Life>, Error> {
    let mut grouped: BTreeMap<K, Vec<Row>> = BTreeMap::new();
    for row in rows {
        grouped.entry(key(&row)?).or_default().push(row);
    }
    grouped.into_iter().map(|(key, rows)| Ok((key, life(&rows)?))).collect()
}
