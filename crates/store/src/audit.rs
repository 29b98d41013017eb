use crate::args;
use crate::db::{Error, Row, Store, Unit};
use civic::PersonId;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

/// How an act of staff ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Done.
    Done,
    /// The law or the procedure said no.
    Refused,
    /// The person may not do this.
    Denied,
    /// A wrong password, or a fault of ours.
    Failed,
}

impl Outcome {
    /// The stable key.
    pub fn key(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Denied => "denied",
            Self::Failed => "failed",
        }
    }
}

/// One line of the audit before it is chained: who, when, from where, what, to what, with what result.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    /// When.
    pub at: Timestamp,
    /// Who, if known.
    pub person: Option<&'a PersonId>,
    /// The name at that time.
    pub who: &'a str,
    /// The client's network address.
    pub address: &'a str,
    /// What was done, as a stable key such as `case.sign`.
    pub act: &'a str,
    /// To what: a number or an identifier, never personal data.
    pub target: &'a str,
    /// How it ended.
    pub result: Outcome,
}

/// A line as it stands in the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Its place, from 1.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub who: String,
    /// From where.
    pub address: String,
    /// What.
    pub act: String,
    /// To what.
    pub target: String,
    /// With what result.
    pub result: String,
}

/// The first place at which a chain is broken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the audit chain is broken at line {seq}")]
pub struct Broken {
    /// The line whose hash does not follow from it and from the line before.
    pub seq: i64,
}

#[allow(clippy::too_many_arguments)] // one argument for each column under the seal
fn seal(
    prev: &str,
    seq: i64,
    at: &str,
    person: &str,
    who: &str,
    address: &str,
    act: &str,
    target: &str,
    result: &str,
) -> String {
    let mut hash = Sha256::new();
    for part in [prev, &seq.to_string(), at, person, who, address, act, target, result] {
        // Lengths keep two fields from borrowing each other's characters.
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().iter().map(|b| format!("{b:02x}")).collect()
}

fn recorded(row: &Row) -> Result<Recorded, Error> {
    Ok(Recorded {
        seq: row.int("seq")?,
        at: row.parsed("at")?,
        who: row.text("who")?,
        address: row.text("address")?,
        act: row.text("act")?,
        target: row.text("target")?,
        result: row.text("result")?,
    })
}

impl Unit {
    /// Appends a line to the audit, in the same unit as the act it tells of.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn audit(&mut self, line: &Line<'_>) -> Result<(), Error> {
        let head = self.row("UPDATE chain SET seq = seq + 1 WHERE name = 'audit' RETURNING seq, hash", []).await?;
        let (seq, prev) = match head {
            Some(row) => (row.int("seq")?, row.text("hash")?),
            None => return Err(crate::db::corrupt("chain", "audit")),
        };
        let at = format!("{:.6}", line.at);
        let person = line.person.map_or("", PersonId::as_str);
        let result = line.result.key();
        let hash = seal(&prev, seq, &at, person, line.who, line.address, line.act, line.target, result);
        self.run(
            "INSERT INTO audit (seq, at, person, who, address, act, target, result, prev, hash)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            args![seq, at, line.person, line.who, line.address, line.act, line.target, result, prev, &hash],
        )
        .await?;
        self.run("UPDATE chain SET hash = $1 WHERE name = 'audit'", args![&hash]).await?;
        Ok(())
    }
}

impl Store {
    /// The latest lines before `before` (0 for the end), newest first.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn audit_lines(&self, before: i64, limit: i64) -> Result<Vec<Recorded>, Error> {
        let rows = self
            .rows("SELECT * FROM audit WHERE $1 = 0 OR seq < $1 ORDER BY seq DESC LIMIT $2", args![before, limit])
            .await?;
        rows.iter().map(recorded).collect()
    }

    /// Recomputes the audit chain from its first line. `Ok(Ok(n))`: all `n` lines hold.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn verify_audit(&self) -> Result<Result<i64, Broken>, Error> {
        let (mut prev, mut last) = (String::new(), 0);
        loop {
            let rows = self.rows("SELECT * FROM audit WHERE seq > $1 ORDER BY seq LIMIT 1000", args![last]).await?;
            if rows.is_empty() {
                break;
            }
            for row in rows {
                let seq = row.int("seq")?;
                let hash = seal(
                    &prev,
                    seq,
                    &row.text("at")?,
                    &row.opt_text("person")?.unwrap_or_default(),
                    &row.text("who")?,
                    &row.text("address")?,
                    &row.text("act")?,
                    &row.text("target")?,
                    &row.text("result")?,
                );
                if seq != last + 1 || row.text("prev")? != prev || row.text("hash")? != hash {
                    return Ok(Err(Broken { seq: last + 1 }));
                }
                (prev, last) = (hash, seq);
            }
        }
        let head = self.row("SELECT seq, hash FROM chain WHERE name = 'audit'", []).await?;
        let held =
            head.map_or(Ok(false), |row| Ok::<_, Error>(row.int("seq")? == last && row.text("hash")? == prev))?;
        Ok(if held { Ok(last) } else { Err(Broken { seq: last + 1 }) })
    }
}
