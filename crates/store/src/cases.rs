//! Applications, their dockets, letters and remedies. One act is one unit of work.

use crate::args;
use crate::db::{Error, Row, Store, Unit, corrupt};
use cases::act::Act;
use cases::application::Application;
use cases::case::Case;
use cases::docket::{Digest, Entry, Salt, verify};
use cases::number::{ApplicationNumber, Series};
use cases::stage::StageKind;
use civic::{Body, BodyId, CaseId, FileId, LetterId};
use jiff::civil::Date;
use law::applicant::ApplicantKind;
use law::clock::Policy;
use law::outcome::Outcome;
use std::collections::HashMap;

/// A case that is to be opened.
#[derive(Clone, Copy, Debug)]
pub struct NewCase<'a> {
    /// The case with its first entry.
    pub case: &'a Case,
    /// What was handed in.
    pub application: &'a Application,
    /// The salt of its digests.
    pub salt: &'a Salt,
    /// To whom.
    pub body: &'a Body,
    /// The year of its number.
    pub year: i16,
    /// The form's own token: sent twice, it opens one case.
    pub token: &'a str,
    /// The hash of the query code; empty when none is given out.
    pub code_hash: &'a str,
    /// How this installation reads the law, for the date of receipt.
    pub policy: &'a Policy,
}

/// A case as the archive knows it.
#[derive(Clone, Debug)]
pub struct Found {
    /// The case itself.
    pub case: Case,
    /// Whose it is.
    pub body: BodyId,
    /// Its public number.
    pub number: ApplicationNumber,
    /// The column of table 3.
    pub applicant_kind: ApplicantKind,
    /// What was handed in; `None` once erased.
    pub application: Option<Application>,
    /// One line for lists.
    pub title: String,
    /// The applicant for lists.
    pub masked_name: String,
    /// The hash of the query code.
    pub code_hash: String,
}

/// One line of a list of cases, without its docket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseLine {
    /// The case.
    pub id: CaseId,
    /// Whose it is.
    pub body: BodyId,
    /// Its public number.
    pub number: String,
    /// The column of table 3.
    pub applicant_kind: ApplicantKind,
    /// One line on what is asked.
    pub title: String,
    /// The applicant, masked.
    pub masked_name: String,
    /// Where it stands.
    pub stage: StageKind,
    /// When it arrived.
    pub arrived_on: Date,
    /// Its date of receipt, once registered.
    pub received_on: Option<Date>,
    /// How and when it ended.
    pub result: Option<(Outcome, Date)>,
}

/// A signed letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Its identifier.
    pub id: LetterId,
    /// The case.
    pub case: CaseId,
    /// Its number.
    pub number: String,
    /// Its date.
    pub signed_on: Date,
    /// The file as it was signed.
    pub file: FileId,
}

/// The first docket that is not what was written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("办件 {number}：{how}")]
pub struct BrokenDocket {
    /// The case's public number.
    pub number: String,
    /// What does not fit, as a sentence.
    pub how: String,
}

/// What a list of cases is narrowed to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Narrowed {
    /// Only this stage.
    pub stage: Option<StageKind>,
    /// Only numbers that contain this; empty for all.
    pub words: String,
    /// Whether titles and masked names are looked through too. Never for a reader who may not see the applicant: a search
    /// that finds tells the words as well as a column would.
    pub by_applicant: bool,
}

/// `$n` as JSON of a plain value.
fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("plain values always serialise")
}

/// The running texts of an act, to lie beside its digests.
fn words_beside(act: &Act) -> Option<String> {
    let words = act.words();
    (!words.is_empty()).then(|| json(&words.iter().map(|one| one.text()).collect::<Vec<_>>()))
}

/// The columns that follow from the entries.
struct Follows {
    stage: &'static str,
    open: bool,
    received_on: Option<Date>,
    outcome: Option<&'static str>,
    closed_on: Option<Date>,
    entries: u32,
    head: String,
}

impl Follows {
    fn of(case: &Case, policy: &Policy) -> Self {
        let kind = case.stage().kind();
        let result = case.result();
        Self {
            stage: kind.key(),
            open: kind.is_open(),
            received_on: case.received_on(policy),
            outcome: result.map(|(outcome, _)| outcome.key()),
            closed_on: result.map(|(_, on)| on),
            entries: u32::try_from(case.entries().len()).unwrap_or(u32::MAX),
            head: case.entries().last().map_or_else(String::new, |entry| entry.hash.to_string()),
        }
    }
}

impl Unit {
    /// Opens a case: its number, its first entry and the application, in this unit.
    ///
    /// # Errors
    /// [`Error::Twice`] naming `token` when the same form was sent before: look it up with [`Store::case_by_token`].
    pub async fn open_case(&mut self, new: &NewCase<'_>) -> Result<ApplicationNumber, Error> {
        let NewCase { case, application, salt, body, year, token, code_hash, policy } = *new;
        if self.row("SELECT id FROM cases WHERE token = $1", args![token]).await?.is_some() {
            return Err(Error::Twice { constraint: "cases.token".to_owned() });
        }
        let serial = self.next_serial(&body.id, Series::Application.key(), year).await?;
        let number = ApplicationNumber {
            slug: body.slug.clone(),
            year,
            serial: u32::try_from(serial).map_err(|_| corrupt("serial.last", &serial.to_string()))?,
        };
        let follows = Follows::of(case, policy);
        let (_, arrived_on) = case.arrival();
        self.run(
            "INSERT INTO cases (id, body, year, serial, number, token, code_hash, applicant_kind, arrived_on, entries,
                 head, stage, open, received_on, outcome, closed_on)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
            args![
                case.id(),
                &body.id,
                i64::from(year),
                serial,
                number.to_string(),
                token,
                code_hash,
                application.applicant.kind().key(),
                arrived_on,
                follows.entries,
                follows.head,
                follows.stage,
                follows.open,
                follows.received_on,
                follows.outcome,
                follows.closed_on
            ],
        )
        .await?;
        self.run(
            "INSERT INTO application (cases, content, salt, title, masked_name) VALUES ($1, $2, $3, $4, $5)",
            args![
                case.id(),
                json(application),
                salt.as_str(),
                application.wanted.title(),
                application.applicant.masked_name()
            ],
        )
        .await?;
        for entry in case.entries() {
            self.put_entry(case.id(), entry).await?;
        }
        Ok(number)
    }

    async fn put_entry(&mut self, case: &CaseId, entry: &Entry) -> Result<(), Error> {
        self.run(
            "INSERT INTO entry (cases, seq, at, hand, act, words, prev, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            args![
                case,
                entry.seq,
                entry.at,
                json(&entry.by),
                entry.record(),
                words_beside(&entry.act),
                entry.prev.as_str(),
                entry.hash.as_str()
            ],
        )
        .await?;
        Ok(())
    }

    /// Appends the last entry of a case and what follows from it. `false`: somebody else was first, and nothing was
    /// recorded; load the case again and show what happened meanwhile.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn append(&mut self, case: &Case, policy: &Policy) -> Result<bool, Error> {
        let Some(entry) = case.entries().last() else { return Ok(false) };
        let follows = Follows::of(case, policy);
        let changed = self
            .run(
                "UPDATE cases SET entries = $3, head = $4, stage = $5, open = $6, received_on = $7, outcome = $8,
                     closed_on = $9
                 WHERE id = $1 AND entries = $2 AND head = $10",
                args![
                    case.id(),
                    entry.seq,
                    follows.entries,
                    follows.head,
                    follows.stage,
                    follows.open,
                    follows.received_on,
                    follows.outcome,
                    follows.closed_on,
                    entry.prev.as_str()
                ],
            )
            .await?;
        if changed == 0 {
            return Ok(false);
        }
        self.put_entry(case.id(), entry).await?;
        Ok(true)
    }

    /// Records a letter as it was signed. Its file is noted before.
    ///
    /// # Errors
    /// [`Error::Twice`] when the case has a letter of that number.
    pub async fn put_letter(&mut self, letter: &Letter) -> Result<(), Error> {
        self.run(
            "INSERT INTO letter (id, cases, number, signed_on, file) VALUES ($1, $2, $3, $4, $5)",
            args![&letter.id, &letter.case, &letter.number, letter.signed_on, &letter.file],
        )
        .await?;
        Ok(())
    }

    /// The next number of the year's replies of a body, taken in this unit.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn next_reply_serial(&mut self, body: &BodyId, year: i16) -> Result<u32, Error> {
        let serial = self.next_serial(body, Series::Reply.key(), year).await?;
        u32::try_from(serial).map_err(|_| corrupt("serial.last", &serial.to_string()))
    }
}

fn kind_of(row: &Row) -> Result<ApplicantKind, Error> {
    let key = row.text("applicant_kind")?;
    ApplicantKind::from_key(&key).ok_or_else(|| corrupt("cases.applicant_kind", &key))
}

fn outcome_of(row: &Row) -> Result<Option<Outcome>, Error> {
    let Some(key) = row.opt_text("outcome")? else { return Ok(None) };
    Outcome::from_key(&key).map(Some).ok_or_else(|| corrupt("cases.outcome", &key))
}

/// One entry of a row whose columns are those of `entry`.
fn entry_of(row: &Row) -> Result<Entry, Error> {
    let mut act: Act = row.json("act")?;
    let beside: Option<Vec<Option<String>>> = match row.opt_text("words")? {
        Some(text) => Some(serde_json::from_str(&text).map_err(|_| corrupt("entry.words", "…"))?),
        None => None,
    };
    for (words, text) in act.words_mut().into_iter().zip(beside.unwrap_or_default()) {
        words.restore(text);
    }
    let seq = row.int("seq")?;
    Ok(Entry {
        seq: u32::try_from(seq).map_err(|_| corrupt("entry.seq", &seq.to_string()))?,
        at: row.parsed("at")?,
        by: row.json("hand")?,
        act,
        prev: Digest::from(row.text("prev")?),
        hash: Digest::from(row.text("hash")?),
    })
}

fn found(row: &Row, entries: Vec<Entry>) -> Result<Found, Error> {
    let id = CaseId::from(row.text("id")?);
    let salt = row.opt_text("salt")?.map(Salt::from);
    let number = row.text("number")?;
    let application = match row.opt_text("content")? {
        Some(_) => Some(row.json("content")?),
        None => None,
    };
    Ok(Found {
        case: Case::replay(id, salt, entries).map_err(|broken| corrupt("entry", &broken.to_string()))?,
        body: row.text("body")?.into(),
        number: number.parse().map_err(|_| corrupt("cases.number", &number))?,
        applicant_kind: kind_of(row)?,
        application,
        title: row.text("title")?,
        masked_name: row.text("masked_name")?,
        code_hash: row.text("code_hash")?,
    })
}

pub(crate) fn case_line(row: &Row) -> Result<CaseLine, Error> {
    let stage = row.text("stage")?;
    let result = outcome_of(row)?.zip(row.opt_parsed("closed_on")?);
    Ok(CaseLine {
        id: row.text("id")?.into(),
        body: row.text("body")?.into(),
        number: row.text("number")?,
        applicant_kind: kind_of(row)?,
        title: row.text("title")?,
        masked_name: row.text("masked_name")?,
        stage: StageKind::from_key(&stage).ok_or_else(|| corrupt("cases.stage", &stage))?,
        arrived_on: row.parsed("arrived_on")?,
        received_on: row.opt_parsed("received_on")?,
        result,
    })
}

/// The columns of [`case_line`], with whatever follows.
macro_rules! case_lines_sql {
    ($rest:literal) => {
        concat!(
            "SELECT c.id, c.body, c.number, c.applicant_kind, a.title, a.masked_name, c.stage, c.arrived_on,
                 c.received_on, c.outcome, c.closed_on
             FROM cases c JOIN application a ON a.cases = c.id ",
            $rest
        )
    };
}
pub(crate) use case_lines_sql;

macro_rules! case_sql {
    ($rest:literal) => {
        concat!(
            "SELECT c.id, c.body, c.number, c.applicant_kind, c.code_hash, a.content, a.salt, a.title, a.masked_name
             FROM cases c JOIN application a ON a.cases = c.id ",
            $rest
        )
    };
}

impl Store {
    async fn with_docket(&self, row: Option<Row>) -> Result<Option<Found>, Error> {
        let Some(row) = row else { return Ok(None) };
        let entries = self.rows("SELECT * FROM entry WHERE cases = $1 ORDER BY seq", args![row.text("id")?]).await?;
        found(&row, entries.iter().map(entry_of).collect::<Result<_, _>>()?).map(Some)
    }

    /// The case with this identifier.
    ///
    /// # Errors
    /// [`Error::Corrupt`] when its docket is no life of a case.
    pub async fn case(&self, id: &CaseId) -> Result<Option<Found>, Error> {
        let row = self.row(case_sql!("WHERE c.id = $1"), args![id]).await?;
        self.with_docket(row).await
    }

    /// The case with this public number.
    ///
    /// # Errors
    /// As [`Store::case`].
    pub async fn case_by_number(&self, number: &ApplicationNumber) -> Result<Option<Found>, Error> {
        let row = self.row(case_sql!("WHERE c.number = $1"), args![number.to_string()]).await?;
        self.with_docket(row).await
    }

    /// The case that was opened with this form's token.
    ///
    /// # Errors
    /// As [`Store::case`].
    pub async fn case_by_token(&self, token: &str) -> Result<Option<Found>, Error> {
        let row = self.row(case_sql!("WHERE c.token = $1"), args![token]).await?;
        self.with_docket(row).await
    }

    /// Every open case of a body with its docket, in one question; the page sorts them by their last lawful day.
    ///
    /// # Errors
    /// As [`Store::case`].
    pub async fn open_cases(&self, body: &BodyId) -> Result<Vec<Found>, Error> {
        let rows = self
            .rows(
                "SELECT c.id, c.body, c.number, c.applicant_kind, c.code_hash, a.content, a.salt, a.title,
                     a.masked_name, e.seq, e.at, e.hand, e.act, e.words, e.prev, e.hash
                 FROM cases c JOIN application a ON a.cases = c.id JOIN entry e ON e.cases = c.id
                 WHERE c.open = 1 AND c.body = $1 ORDER BY c.id, e.seq",
                args![body],
            )
            .await?;
        let ids = rows.iter().map(|row| row.text("id")).collect::<Result<Vec<_>, _>>()?;
        let mut cases = Vec::new();
        let mut first = 0;
        for place in 1..=rows.len() {
            if place == rows.len() || ids[place] != ids[first] {
                let entries = rows[first..place].iter().map(entry_of).collect::<Result<_, _>>()?;
                cases.push(found(&rows[first], entries)?);
                first = place;
            }
        }
        Ok(cases)
    }

    /// How many open cases stand at each stage, by body.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn open_counts(&self) -> Result<HashMap<BodyId, Vec<(StageKind, u64)>>, Error> {
        let rows =
            self.rows("SELECT body, stage, count(*) AS n FROM cases WHERE open = 1 GROUP BY body, stage", []).await?;
        let mut counts: HashMap<BodyId, Vec<(StageKind, u64)>> = HashMap::new();
        for row in &rows {
            let stage = row.text("stage")?;
            let kind = StageKind::from_key(&stage).ok_or_else(|| corrupt("cases.stage", &stage))?;
            counts.entry(row.text("body")?.into()).or_default().push((kind, row.int("n")?.unsigned_abs()));
        }
        Ok(counts)
    }

    /// The closed cases of a body, the last closed first, a page at a time; and how many there are.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn closed_cases(
        &self,
        body: &BodyId,
        narrowed: &Narrowed,
        page: u64,
        per_page: u64,
    ) -> Result<(Vec<CaseLine>, u64), Error> {
        let stage = narrowed.stage.map_or("", StageKind::key);
        // In LIKE, % and _ stand for anything; who types them means them.
        let words = narrowed.words.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let like = format!("%{words}%");
        let limit = i64::try_from(per_page).unwrap_or(50);
        let offset = i64::try_from(page.saturating_sub(1).saturating_mul(per_page)).unwrap_or(0);
        let rows = self
            .rows(
                case_lines_sql!(
                    "WHERE c.open = 0 AND c.body = $1 AND ($2 = '' OR c.stage = $2)
                       AND (c.number LIKE $3 ESCAPE '\\'
                            OR ($4 = 1 AND (a.title LIKE $3 ESCAPE '\\' OR a.masked_name LIKE $3 ESCAPE '\\')))
                     ORDER BY c.closed_on DESC, c.number DESC LIMIT $5 OFFSET $6"
                ),
                args![body, stage, &like, narrowed.by_applicant, limit, offset],
            )
            .await?;
        let count = self
            .count(
                "SELECT count(*) AS n FROM cases c JOIN application a ON a.cases = c.id
                 WHERE c.open = 0 AND c.body = $1 AND ($2 = '' OR c.stage = $2)
                   AND (c.number LIKE $3 ESCAPE '\\'
                        OR ($4 = 1 AND (a.title LIKE $3 ESCAPE '\\' OR a.masked_name LIKE $3 ESCAPE '\\')))",
                args![body, stage, &like, narrowed.by_applicant],
            )
            .await?;
        Ok((rows.iter().map(case_line).collect::<Result<_, _>>()?, count.unsigned_abs()))
    }

    /// The letters of a case, the oldest first.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn letters(&self, case: &CaseId) -> Result<Vec<Letter>, Error> {
        let rows = self.rows("SELECT * FROM letter WHERE cases = $1 ORDER BY signed_on, id", args![case]).await?;
        rows.iter()
            .map(|row| {
                Ok(Letter {
                    id: row.text("id")?.into(),
                    case: row.text("cases")?.into(),
                    number: row.text("number")?,
                    signed_on: row.parsed("signed_on")?,
                    file: row.text("file")?.into(),
                })
            })
            .collect()
    }

    /// Recomputes every docket from its first entry. `Ok(Ok(n))`: all `n` cases hold.
    ///
    /// Beside the chain it compares the length and the last hash that the case keeps, so that entries cut off at the end are
    /// noticed, and the application with the digest in its first entry.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn verify_dockets(&self) -> Result<Result<u64, BrokenDocket>, Error> {
        let (mut held, mut after) = (0, String::new());
        loop {
            let rows = self
                .rows(
                    "SELECT c.id, c.number, c.entries, c.head, a.content, a.salt
                     FROM cases c JOIN application a ON a.cases = c.id WHERE c.id > $1 ORDER BY c.id LIMIT 200",
                    args![&after],
                )
                .await?;
            let Some(last) = rows.last() else { return Ok(Ok(held)) };
            after = last.text("id")?;
            for row in &rows {
                if let Err(how) = self.verify_docket(row).await? {
                    return Ok(Err(BrokenDocket { number: row.text("number")?, how }));
                }
                held += 1;
            }
        }
    }

    async fn verify_docket(&self, row: &Row) -> Result<Result<(), String>, Error> {
        let id = CaseId::from(row.text("id")?);
        let salt = row.opt_text("salt")?.map(Salt::from);
        let rows = self.rows("SELECT * FROM entry WHERE cases = $1 ORDER BY seq", args![&id]).await?;
        let mut entries = Vec::new();
        for (place, row) in rows.iter().enumerate() {
            // What cannot even be read is not what was written.
            let Ok(entry) = entry_of(row) else { return Ok(Err(format!("第 {} 条记录无法读出", place + 1))) };
            entries.push(entry);
        }
        if let Err(broken) = verify(&id, salt.as_ref(), &entries) {
            return Ok(Err(broken.to_string()));
        }
        let head = entries.last().map_or("", |entry| entry.hash.as_str());
        if row.int("entries")? != entries.len() as i64 || row.text("head")? != head {
            return Ok(Err("最后的记录缺失".to_owned()));
        }
        let sealed = entries.first().and_then(|entry| match &entry.act {
            Act::Submitted { application, .. } | Act::TakenIn { application, .. } => Some(application),
            _ => None,
        });
        let Some(salt) = salt else { return Ok(Ok(())) };
        let handed_in = row.json::<Application>("content").ok().map(|application| application.digest(&salt));
        Ok(if sealed == handed_in.as_ref() { Ok(()) } else { Err("申请内容与提交时不一致".to_owned()) })
    }
}
