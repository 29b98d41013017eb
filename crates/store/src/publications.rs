//! Publications and their editions: what is written, and what the desk reads. What the public reads is in `published.rs`.

use crate::args;
use crate::db::{Error, Row, Store, Unit, corrupt};
use civic::{Body, BodyId, EditionId, PublicationId};
use jiff::Timestamp;
use jiff::civil::Date;
use publishing::index_number::{CannotWrite, Parts, Template};
use publishing::publication::day_of;
use publishing::{
    Column, CountedKind, Edition, IndexNumber, Move, Publication, Refusal, Review, Signed, Stage, StageKind,
};

/// An edition as it is kept, with its publication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// Of which publication.
    pub publication: Publication,
    /// The edition.
    pub edition: Edition,
    /// Counts changes: hand it back when saving, and someone else's change in between is noticed.
    pub revision: i64,
    /// When it last changed.
    pub changed_at: Timestamp,
    /// The day on which the publication first reached the public.
    pub first_on: Option<Date>,
    /// Whether any edition of another publication names it. Most are named by none, and their pages need ask no further.
    pub is_named: bool,
}

/// An edition as a line of a list, without its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The edition.
    pub edition: EditionId,
    /// Its publication.
    pub publication: PublicationId,
    /// 发布机构.
    pub body: BodyId,
    /// 索引号, once published.
    pub index_number: Option<IndexNumber>,
    /// Which edition it is, from 1.
    pub number: u32,
    /// Where it stands.
    pub stage: StageKind,
    /// 栏目.
    pub column: Column,
    /// 名称.
    pub title: String,
    /// 内容概述.
    pub summary: String,
    /// 文号; may be empty.
    pub doc_no: String,
    /// What table 2 counts it as.
    pub kind: Option<CountedKind>,
    /// 成文日期.
    pub made_on: Option<Date>,
    /// 实施日期.
    pub effective_on: Option<Date>,
    /// 有效期至.
    pub expires_on: Option<Date>,
    /// 废止日期.
    pub repealed_on: Option<Date>,
    /// When this edition reached the public.
    pub published_at: Option<Timestamp>,
    /// The day on which the publication first did.
    pub first_on: Option<Date>,
    /// When it last changed.
    pub changed_at: Timestamp,
}

/// Something that was done to an edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The number of the edition.
    pub edition: u32,
    /// What was done.
    pub what: Move,
    /// By whom, when.
    pub signed: Signed,
    /// The review, whole, when it was one.
    pub review: Option<Review>,
    /// The reason, when it was a withdrawal.
    pub reason: String,
}

/// How an attempt to publish ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Publishing {
    /// It is public under this number, once the unit is committed.
    Done(IndexNumber),
    /// The procedure said no; forget the unit.
    Refused(Vec<Refusal>),
    /// The body lacks a part of its numbers; forget the unit.
    NoNumber(CannotWrite),
    /// Someone changed the edition meanwhile; forget the unit.
    Stale,
}

/// Everything of an edition, and the rest of the statement.
macro_rules! saved_sql {
    ($rest:literal) => {
        concat!(
            "SELECT e.id, e.publication, e.body, e.number, e.revision, e.facts, e.writers, e.content, e.changed_at,
                    p.number AS index_number, p.first_on,
                    (SELECT count(*) FROM (SELECT 1 FROM relation r WHERE r.number = p.number LIMIT 1) one) AS named
             FROM edition e JOIN publication p ON p.id = e.publication ",
            $rest
        )
    };
}

/// The columns of a [`Line`], and the rest of the statement.
macro_rules! line_sql {
    ($rest:literal) => {
        concat!(
            "SELECT e.id, e.publication, e.body, e.number, e.stage, e.col, e.title, e.summary, e.doc_no, e.kind, e.made_on,
                    e.effective_on, e.expires_on, e.repealed_on, e.published_at, e.changed_at,
                    p.number AS index_number, p.first_on
             FROM edition e JOIN publication p ON p.id = e.publication ",
            $rest
        )
    };
}
pub(crate) use {line_sql, saved_sql};

fn index_number(row: &Row) -> Result<Option<IndexNumber>, Error> {
    let text = row.opt_text("index_number")?;
    text.map(|text| IndexNumber::new(&text).ok_or_else(|| corrupt("publication.number", &text))).transpose()
}

fn edition_number(row: &Row, column: &'static str) -> Result<u32, Error> {
    let number = row.int(column)?;
    u32::try_from(number).map_err(|_| corrupt("edition.number", &number.to_string()))
}

pub(crate) fn saved(row: &Row) -> Result<Saved, Error> {
    let publication: PublicationId = row.text("publication")?.into();
    Ok(Saved {
        edition: Edition {
            id: row.text("id")?.into(),
            publication: publication.clone(),
            number: edition_number(row, "number")?,
            writers: row.json("writers")?,
            content: row.json("content")?,
            stage: row.json("facts")?,
        },
        publication: Publication { id: publication, body: row.text("body")?.into(), number: index_number(row)? },
        revision: row.int("revision")?,
        changed_at: row.parsed("changed_at")?,
        first_on: row.opt_parsed("first_on")?,
        is_named: row.flag("named")?,
    })
}

pub(crate) fn line(row: &Row) -> Result<Line, Error> {
    let (stage, column, kind) = (row.text("stage")?, row.text("col")?, row.opt_text("kind")?);
    Ok(Line {
        edition: row.text("id")?.into(),
        publication: row.text("publication")?.into(),
        body: row.text("body")?.into(),
        index_number: index_number(row)?,
        number: edition_number(row, "number")?,
        stage: StageKind::from_key(&stage).ok_or_else(|| corrupt("edition.stage", &stage))?,
        column: Column::from_key(&column).ok_or_else(|| corrupt("edition.col", &column))?,
        title: row.text("title")?,
        summary: row.text("summary")?,
        doc_no: row.text("doc_no")?,
        kind: kind
            .map(|kind| CountedKind::from_key(&kind).ok_or_else(|| corrupt("edition.kind", &kind)))
            .transpose()?,
        made_on: row.opt_parsed("made_on")?,
        effective_on: row.opt_parsed("effective_on")?,
        expires_on: row.opt_parsed("expires_on")?,
        repealed_on: row.opt_parsed("repealed_on")?,
        published_at: row.opt_parsed("published_at")?,
        first_on: row.opt_parsed("first_on")?,
        changed_at: row.parsed("changed_at")?,
    })
}

pub(crate) fn lines(rows: &[Row]) -> Result<Vec<Line>, Error> {
    rows.iter().map(line).collect()
}

fn json<T: serde::Serialize>(column: &'static str, value: &T) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|fault| corrupt(column, &fault.to_string()))
}

impl Store {
    /// One edition, whatever its stage.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn edition(&self, id: &EditionId) -> Result<Option<Saved>, Error> {
        self.row(saved_sql!("WHERE e.id = $1"), args![id]).await?.as_ref().map(saved).transpose()
    }

    /// The editions of a publication, the newest first.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn editions_of(&self, publication: &PublicationId) -> Result<Vec<Line>, Error> {
        lines(&self.rows(line_sql!("WHERE e.publication = $1 ORDER BY e.number DESC"), args![publication]).await?)
    }

    /// Everything that was done to a publication, the newest first.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn moves_of(&self, publication: &PublicationId) -> Result<Vec<Moved>, Error> {
        let rows = self
            .rows(
                "SELECT e.number, m.move, m.person, m.name, m.at, m.review, m.reason
                 FROM edition_move m JOIN edition e ON e.id = m.edition
                 WHERE e.publication = $1 ORDER BY m.at DESC, e.number DESC, m.seq DESC",
                args![publication],
            )
            .await?;
        rows.iter().map(moved).collect()
    }

    /// A page of a body's editions in a stage, the longest waiting first while they are on the desk, the newest first after that;
    /// and how many there are in all.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn desk_editions(
        &self,
        body: &BodyId,
        stage: StageKind,
        page: u64,
        per_page: u64,
    ) -> Result<(Vec<Line>, u64), Error> {
        let (limit, offset) = window(page, per_page);
        let args = args![body, stage.key(), limit, offset];
        let rows = match stage {
            StageKind::InReview | StageKind::Returned | StageKind::Approved => {
                self.rows(
                    line_sql!("WHERE e.body = $1 AND e.stage = $2 ORDER BY e.changed_at, e.id LIMIT $3 OFFSET $4"),
                    args,
                )
                .await?
            }
            _ => {
                self.rows(
                    line_sql!("WHERE e.body = $1 AND e.stage = $2 ORDER BY e.changed_at DESC, e.id LIMIT $3 OFFSET $4"),
                    args,
                )
                .await?
            }
        };
        let total = self
            .count("SELECT count(*) AS n FROM edition WHERE body = $1 AND stage = $2", args![body, stage.key()])
            .await?;
        Ok((lines(&rows)?, u64::try_from(total).unwrap_or(0)))
    }

    /// The editions of a body whose title, 文号 or 索引号 contains these words, the last changed first; superseded ones are left out.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn editions_named(&self, body: &BodyId, words: &str, most: u64) -> Result<Vec<Line>, Error> {
        // In LIKE, % and _ stand for anything; who types them means them.
        let words = words.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let rows = self
            .rows(
                line_sql!(
                    "WHERE e.body = $1 AND e.stage <> 'superseded'
                       AND (e.title LIKE $2 ESCAPE '\\' OR e.doc_no LIKE $2 ESCAPE '\\' OR p.number LIKE $2 ESCAPE '\\')
                     ORDER BY e.changed_at DESC, e.id LIMIT $3"
                ),
                args![body, format!("%{words}%"), i64::try_from(most).unwrap_or(50)],
            )
            .await?;
        lines(&rows)
    }

    /// How many editions of a body stand in each stage; stages without any are left out.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn desk_counts(&self, body: &BodyId) -> Result<Vec<(StageKind, u64)>, Error> {
        let rows =
            self.rows("SELECT stage, count(*) AS n FROM edition WHERE body = $1 GROUP BY stage", args![body]).await?;
        rows.iter()
            .map(|row| {
                let stage = row.text("stage")?;
                let kind = StageKind::from_key(&stage).ok_or_else(|| corrupt("edition.stage", &stage))?;
                Ok((kind, u64::try_from(row.int("n")?).unwrap_or(0)))
            })
            .collect()
    }

    /// How many editions wait for this reviewer: in review, and not written by them.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn to_review(&self, body: &BodyId, reviewer: &civic::PersonId) -> Result<u64, Error> {
        let rows =
            self.rows("SELECT writers FROM edition WHERE body = $1 AND stage = 'in_review'", args![body]).await?;
        let mut waiting = 0;
        for row in &rows {
            let writers: Vec<civic::PersonId> = row.json("writers")?;
            waiting += u64::from(!writers.contains(reviewer));
        }
        Ok(waiting)
    }
}

pub(crate) fn window(page: u64, per_page: u64) -> (i64, i64) {
    let offset = page.max(1).saturating_sub(1).saturating_mul(per_page);
    (i64::try_from(per_page).unwrap_or(i64::MAX), i64::try_from(offset).unwrap_or(i64::MAX))
}

fn moved(row: &Row) -> Result<Moved, Error> {
    let what = row.text("move")?;
    let review = row.opt_text("review")?;
    Ok(Moved {
        edition: edition_number(row, "number")?,
        what: Move::from_key(&what).ok_or_else(|| corrupt("edition_move.move", &what))?,
        signed: Signed { by: row.text("person")?.into(), name: row.text("name")?, at: row.parsed("at")? },
        review: review.is_some().then(|| row.json("review")).transpose()?,
        reason: row.text("reason")?,
    })
}

impl Unit {
    /// One edition, seen inside this unit.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn edition(&mut self, id: &EditionId) -> Result<Option<Saved>, Error> {
        self.row(saved_sql!("WHERE e.id = $1"), args![id]).await?.as_ref().map(saved).transpose()
    }

    /// A new publication with its first edition.
    ///
    /// # Errors
    /// [`Error::Twice`] when the identifier is used already: the form was sent twice.
    pub async fn add_publication(
        &mut self,
        publication: &Publication,
        first: &Edition,
        by: &Signed,
    ) -> Result<(), Error> {
        self.run(
            "INSERT INTO publication (id, body, number, first_on) VALUES ($1, $2, NULL, NULL)",
            args![&publication.id, &publication.body],
        )
        .await?;
        self.add_edition(first, &publication.body, by).await
    }

    /// Another edition of a publication.
    ///
    /// # Errors
    /// [`Error::Twice`] when someone else began the same edition first.
    pub async fn add_edition(&mut self, edition: &Edition, body: &BodyId, by: &Signed) -> Result<(), Error> {
        self.run(
            "INSERT INTO edition (id, publication, body, number, revision, stage, facts, writers, content, changed_at,
                                  col, title, summary, doc_no)
             VALUES ($1, $2, $3, $4, 0, 'draft', '', '', '', $5, '', '', '', '')",
            args![&edition.id, &edition.publication, body, edition.number, by.at],
        )
        .await?;
        self.save_edition(edition, 0, Move::NewEdition, by).await?;
        Ok(())
    }

    /// Saves an edition after a move, notes the move, and queues the search index when the public sees a difference.
    /// `false`: someone changed it since `revision`, and nothing was saved.
    ///
    /// # Errors
    /// [`Error`] when it cannot be recorded.
    pub async fn save_edition(
        &mut self,
        edition: &Edition,
        revision: i64,
        what: Move,
        by: &Signed,
    ) -> Result<bool, Error> {
        let content = &edition.content;
        let changed = self
            .run(
                "UPDATE edition SET revision = revision + 1, stage = $3, facts = $4, writers = $5, content = $6,
                        changed_at = $7, col = $8, title = $9, summary = $10, doc_no = $11, kind = $12, made_on = $13,
                        effective_on = $14, expires_on = $15, repealed_on = $16, published_at = $17
                 WHERE id = $1 AND revision = $2",
                args![
                    &edition.id,
                    revision,
                    edition.kind().key(),
                    json("edition.facts", &edition.stage)?,
                    json("edition.writers", &edition.writers)?,
                    json("edition.content", content)?,
                    by.at,
                    content.column.key(),
                    &content.title,
                    &content.summary,
                    &content.doc_no,
                    content.kind.map(CountedKind::key),
                    content.made_on,
                    content.effective_on,
                    content.expires_on,
                    content.repealed_on,
                    edition.published().map(|published| published.signed.at)
                ],
            )
            .await?;
        if changed == 0 {
            return Ok(false);
        }
        if matches!(what, Move::Edit | Move::NewEdition) {
            self.put_links(edition).await?;
        }
        self.note_move(edition, what, by).await?;
        if matches!(what, Move::Publish | Move::Withdraw) {
            self.queue_index(&edition.publication).await?;
        }
        Ok(true)
    }

    /// Files and relations, found from their other side.
    async fn put_links(&mut self, edition: &Edition) -> Result<(), Error> {
        self.run("DELETE FROM edition_file WHERE edition = $1", args![&edition.id]).await?;
        for file in &edition.content.attachments {
            self.run(
                "INSERT INTO edition_file (edition, file, name) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                args![&edition.id, &file.file, &file.name],
            )
            .await?;
        }
        self.run("DELETE FROM relation WHERE edition = $1", args![&edition.id]).await?;
        for relation in &edition.content.relations {
            self.run(
                "INSERT INTO relation (edition, kind, number) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                args![&edition.id, relation.kind.key(), relation.to.as_str()],
            )
            .await?;
        }
        Ok(())
    }

    async fn note_move(&mut self, edition: &Edition, what: Move, by: &Signed) -> Result<(), Error> {
        let review = match (&edition.stage, what) {
            (Stage::Approved { review }, Move::Approve) | (Stage::Returned { review }, Move::Return) => {
                Some(json("edition_move.review", review)?)
            }
            _ => None,
        };
        let reason = match &edition.stage {
            Stage::Withdrawn { reason, .. } => reason.as_str(),
            _ => "",
        };
        self.run(
            "INSERT INTO edition_move (edition, seq, move, person, name, at, review, reason)
             VALUES ($1, (SELECT count(*) + 1 FROM edition_move WHERE edition = $1), $2, $3, $4, $5, $6, $7)",
            args![&edition.id, what.key(), &by.by, &by.name, by.at, review, reason],
        )
        .await?;
        Ok(())
    }

    /// Publishes an approved edition: takes the next index number if the publication has none, steps the edition before it
    /// back, and queues the search index, all in this unit.
    ///
    /// # Errors
    /// [`Error`] when it cannot be recorded; what the procedure refuses is a [`Publishing`], not an error.
    pub async fn publish(
        &mut self,
        saved: &Saved,
        body: &Body,
        template: &Template,
        by: &Signed,
    ) -> Result<Publishing, Error> {
        let today = day_of(by.at);
        let number = match &saved.publication.number {
            Some(number) => number.clone(),
            None => {
                let serial = self.next_serial(&body.id, "index", today.year()).await?;
                let parts = Parts {
                    uscc: &body.uscc,
                    dept: &body.slug,
                    category: saved.edition.content.column.key(),
                    on: today,
                    serial: u32::try_from(serial).map_err(|_| corrupt("serial.last", &serial.to_string()))?,
                };
                match template.write(&parts) {
                    Ok(number) => number,
                    Err(why) => return Ok(Publishing::NoNumber(why)),
                }
            }
        };
        let edition = match saved.edition.clone().publish(number.clone(), by.clone()) {
            Ok(edition) => edition,
            Err(refusals) => return Ok(Publishing::Refused(refusals)),
        };
        if let Some(before) = self
            .row(
                saved_sql!("WHERE e.publication = $1 AND e.stage IN ('published', 'withdrawn')"),
                args![&edition.publication],
            )
            .await?
        {
            let before = self::saved(&before)?;
            match before.edition.clone().supersede(edition.id.clone(), by.at) {
                Ok(superseded) => {
                    if !self.save_edition(&superseded, before.revision, Move::Supersede, by).await? {
                        return Ok(Publishing::Stale);
                    }
                }
                Err(refusals) => return Ok(Publishing::Refused(refusals)),
            }
        }
        self.run(
            "UPDATE publication SET number = $2, first_on = coalesce(first_on, $3) WHERE id = $1",
            args![&edition.publication, number.as_str(), today],
        )
        .await?;
        let saved = self.save_edition(&edition, saved.revision, Move::Publish, by).await?;
        Ok(if saved { Publishing::Done(number) } else { Publishing::Stale })
    }

    /// Removes a draft that nobody but its writers ever saw: it was never submitted. `false`: it was, or someone changed it.
    ///
    /// # Errors
    /// [`Error`] when it cannot be recorded.
    pub async fn discard_draft(&mut self, saved: &Saved) -> Result<bool, Error> {
        let edition = &saved.edition.id;
        let submitted = self
            .row("SELECT count(*) AS n FROM edition_move WHERE edition = $1 AND move = 'submit'", args![edition])
            .await?;
        let submitted = submitted.map_or(Ok(0), |row| row.int("n"))?;
        if saved.edition.kind() != StageKind::Draft || submitted > 0 {
            return Ok(false);
        }
        for sql in [
            "DELETE FROM edition_file WHERE edition = $1",
            "DELETE FROM relation WHERE edition = $1",
            "DELETE FROM edition_move WHERE edition = $1",
        ] {
            self.run(sql, args![edition]).await?;
        }
        let gone =
            self.run("DELETE FROM edition WHERE id = $1 AND revision = $2", args![edition, saved.revision]).await?;
        if gone == 1 && saved.edition.number == 1 {
            self.run("DELETE FROM publication WHERE id = $1", args![&saved.edition.publication]).await?;
        }
        Ok(gone == 1)
    }

    /// Asks that the search index look at this publication again.
    ///
    /// # Errors
    /// [`Error`] when it cannot be recorded.
    pub async fn queue_index(&mut self, publication: &PublicationId) -> Result<(), Error> {
        self.run(
            "INSERT INTO index_job (publication, turn) VALUES ($1, 1)
             ON CONFLICT (publication) DO UPDATE SET turn = index_job.turn + 1",
            args![publication],
        )
        .await?;
        Ok(())
    }

    /// Asks that the search index look at every publication that is or was public, and at every published report; says how
    /// many.
    ///
    /// # Errors
    /// [`Error`] when it cannot be recorded.
    pub async fn queue_whole_index(&mut self) -> Result<u64, Error> {
        let publications = self
            .run(
                "INSERT INTO index_job (publication, turn) SELECT publication, 1 FROM edition WHERE stage IN ('published', 'withdrawn')
                 ON CONFLICT (publication) DO UPDATE SET turn = index_job.turn + 1",
                [],
            )
            .await?;
        let reports = self
            .run(
                "INSERT INTO index_job (publication, turn)
                 SELECT DISTINCT 'report/' || body || '/' || CAST(year AS TEXT), 1 FROM report_step WHERE act = 'publish'
                 ON CONFLICT (publication) DO UPDATE SET turn = index_job.turn + 1",
                [],
            )
            .await?;
        Ok(publications + reports)
    }

    /// Takes a job away once the index has it; a job raised meanwhile stays.
    ///
    /// # Errors
    /// [`Error`] when it cannot be recorded.
    pub async fn index_done(&mut self, publication: &PublicationId, turn: i64) -> Result<(), Error> {
        self.run("DELETE FROM index_job WHERE publication = $1 AND turn = $2", args![publication, turn]).await?;
        Ok(())
    }
}
