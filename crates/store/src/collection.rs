//! Reports handed in as files, what people mended in them, and the sums of a region.

use std::collections::BTreeMap;

use crate::annual::{by, hand, number, year_of};
use crate::args;
use crate::db::{Error, Row, Store, Unit, corrupt};
use civic::{BodyId, FileId};
use jiff::Timestamp;
use report::annual::Hand;
use report::report::Report;
use report::tally::FigureValue;
use rust_decimal::Decimal;

/// A file that was handed in as a body's report on a year.
#[derive(Clone, Debug, PartialEq)]
pub struct Upload {
    /// Random; it stands in addresses of the desk only.
    pub id: String,
    /// Whose report it is.
    pub body: BodyId,
    /// Reported on.
    pub year: i16,
    /// Its bytes.
    pub file: FileId,
    /// The name it had on the sender's machine, tidied.
    pub file_name: String,
    /// What reading it gave, with what reading noticed.
    pub report: Report,
    /// Who handed it in, and when.
    pub hand: Hand,
}

/// A cell that a person set beside the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mending {
    /// The address of the cell.
    pub path: String,
    /// Which mending of the cell it is, from 1.
    pub seq: i64,
    /// What stands there; `None`: the document leaves the cell blank.
    pub value: Option<FigureValue>,
    /// By whom, and when.
    pub hand: Hand,
}

/// How an upload ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// The version it became; `None` when it was put aside.
    pub version: Option<u32>,
    /// Why it was put aside; empty otherwise.
    pub words: String,
    /// By whom, and when.
    pub hand: Hand,
}

/// An upload in a list: everything but the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadLine {
    /// As [`Upload::id`].
    pub id: String,
    /// As [`Upload::body`].
    pub body: BodyId,
    /// As [`Upload::file_name`].
    pub file_name: String,
    /// As [`Upload::hand`].
    pub hand: Hand,
    /// How it ended; `None` while it waits.
    pub ended: Option<Ended>,
}

/// A region's figures added up, as they were frozen.
#[derive(Clone, Debug, PartialEq)]
pub struct RegionSum {
    /// The government whose region it is.
    pub body: BodyId,
    /// Reported on.
    pub year: i16,
    /// Which sum of that year it is, from 1.
    pub seq: i64,
    /// The sum; only its figures count.
    pub cells: Report,
    /// Who drew it up, and when.
    pub hand: Hand,
}

/// What one body brought to a sum.
#[derive(Clone, Debug, PartialEq)]
pub struct SumPart {
    /// Who.
    pub body: BodyId,
    /// Which version of its report; `None` for the government's own register.
    pub version: Option<u32>,
    /// Its figures.
    pub cells: Report,
}

/// The newest mending of each cell, out of [`Store::mendings`].
pub fn newest_mendings(all: &[Mending]) -> impl Iterator<Item = &Mending> {
    all.iter().filter(|one| !all.iter().any(|other| other.path == one.path && other.seq > one.seq))
}

fn upload(row: &Row) -> Result<Upload, Error> {
    Ok(Upload {
        id: row.text("id")?,
        body: row.text("body")?.into(),
        year: year_of(row)?,
        file: row.text("file")?.into(),
        file_name: row.text("file_name")?,
        report: row.json("report")?,
        hand: hand(row)?,
    })
}

fn mending(row: &Row) -> Result<Mending, Error> {
    let read = |text: String| {
        let whole = text.parse().ok().map(FigureValue::Count);
        // An amount is written with its decimals, so that it never reads as a count.
        let amount = || text.parse::<Decimal>().ok().map(FigureValue::Yuan);
        whole.or_else(amount).ok_or_else(|| corrupt("report_mending.value", &text))
    };
    Ok(Mending {
        path: row.text("path")?,
        seq: row.int("seq")?,
        value: row.opt_text("value")?.map(read).transpose()?,
        hand: hand(row)?,
    })
}

fn ended(row: &Row) -> Result<Ended, Error> {
    let version = row.opt_int("version")?.map(|found| u32::try_from(found).map_err(|_| corrupt("version", "")));
    Ok(Ended { version: version.transpose()?, words: row.text("words")?, hand: hand(row)? })
}

fn region_sum(row: &Row) -> Result<RegionSum, Error> {
    Ok(RegionSum {
        body: row.text("body")?.into(),
        year: year_of(row)?,
        seq: row.int("seq")?,
        cells: row.json("cells")?,
        hand: hand(row)?,
    })
}

fn json(report: &Report) -> Result<String, Error> {
    serde_json::to_string(report).map_err(|_| corrupt("report", "…"))
}

impl Unit {
    /// Records a file that was handed in, whose bytes are kept already ([`crate::files`]).
    ///
    /// # Errors
    /// [`Error`] when it cannot be recorded.
    pub async fn keep_upload(&mut self, upload: &Upload) -> Result<(), Error> {
        let values = args![
            &upload.id,
            &upload.body,
            i64::from(upload.year),
            &upload.file,
            &upload.file_name,
            json(&upload.report)?
        ];
        self.run(
            "INSERT INTO report_upload (id, body, year, file, file_name, report, person, name, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            values.into_iter().chain(by(&upload.hand)),
        )
        .await?;
        Ok(())
    }

    /// Records that a cell was set right. `false`: someone else mended that cell first, or the upload has ended, and nothing was
    /// recorded.
    ///
    /// # Errors
    /// [`Error`] when it cannot be recorded.
    pub async fn mend(&mut self, upload: &str, mending: &Mending) -> Result<bool, Error> {
        let value = mending.value.map(|value| match value {
            FigureValue::Count(count) => count.to_string(),
            FigureValue::Yuan(mut yuan) => {
                yuan.rescale(yuan.scale().max(2));
                yuan.to_string()
            }
        });
        let added = self
            .run(
                "INSERT INTO report_mending (upload, path, seq, value, person, name, at)
                 SELECT $1, $2, CAST($3 AS BIGINT), $4, $5, $6, $7
                 WHERE NOT EXISTS (SELECT 1 FROM report_upload_end e WHERE e.upload = $1) ON CONFLICT DO NOTHING",
                args![upload, &mending.path, mending.seq, value].into_iter().chain(by(&mending.hand)),
            )
            .await?;
        Ok(added == 1)
    }

    /// Records how an upload ended. `false`: it had ended already, and nothing was recorded.
    ///
    /// # Errors
    /// [`Error`] when it cannot be recorded.
    pub async fn end_upload(&mut self, upload: &str, ended: &Ended) -> Result<bool, Error> {
        let added = self
            .run(
                "INSERT INTO report_upload_end (upload, version, words, person, name, at)
                 VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
                args![upload, ended.version.map(i64::from), &ended.words].into_iter().chain(by(&ended.hand)),
            )
            .await?;
        Ok(added == 1)
    }

    /// Freezes a region's sum with its parts. `false`: someone else made the sum of that number first, and nothing was
    /// recorded.
    ///
    /// # Errors
    /// [`Error`] when it cannot be recorded.
    pub async fn freeze_sum(&mut self, sum: &RegionSum, parts: &[SumPart]) -> Result<bool, Error> {
        let (body, year) = (&sum.body, i64::from(sum.year));
        let added = self
            .run(
                "INSERT INTO report_sum (body, year, seq, cells, person, name, at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
                args![body, year, sum.seq, json(&sum.cells)?].into_iter().chain(by(&sum.hand)),
            )
            .await?;
        if added != 1 {
            return Ok(false);
        }
        for part in parts {
            self.run(
                "INSERT INTO report_sum_part (body, year, seq, part, version, cells) VALUES ($1, $2, $3, $4, $5, $6)",
                args![body, year, sum.seq, &part.body, part.version.map(i64::from), json(&part.cells)?],
            )
            .await?;
        }
        Ok(true)
    }
}

impl Store {
    /// One upload.
    ///
    /// # Errors
    /// [`Error::Corrupt`] when what was read is no report.
    pub async fn upload(&self, id: &str) -> Result<Option<Upload>, Error> {
        self.row("SELECT * FROM report_upload WHERE id = $1", args![id]).await?.as_ref().map(upload).transpose()
    }

    /// Every mending of an upload, the newest first.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn mendings(&self, upload: &str) -> Result<Vec<Mending>, Error> {
        let sql = "SELECT * FROM report_mending WHERE upload = $1 ORDER BY at DESC, path, seq DESC";
        self.rows(sql, args![upload]).await?.iter().map(mending).collect()
    }

    /// How an upload ended; `None` while it waits.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn upload_end(&self, upload: &str) -> Result<Option<Ended>, Error> {
        let row = self.row("SELECT * FROM report_upload_end WHERE upload = $1", args![upload]).await?;
        row.as_ref().map(ended).transpose()
    }

    /// The uploads on a year, the newest first.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn uploads(&self, year: i16) -> Result<Vec<UploadLine>, Error> {
        let year = i64::from(year);
        let sql = "SELECT e.* FROM report_upload_end e JOIN report_upload u ON u.id = e.upload WHERE u.year = $1";
        let mut ends = BTreeMap::new();
        for row in self.rows(sql, args![year]).await? {
            ends.insert(row.text("upload")?, ended(&row)?);
        }
        let sql =
            "SELECT id, body, file_name, person, name, at FROM report_upload WHERE year = $1 ORDER BY at DESC, id";
        let rows = self.rows(sql, args![year]).await?;
        let line = |row: &Row| {
            let id = row.text("id")?;
            let ended = ends.remove(&id);
            Ok(UploadLine {
                id,
                body: row.text("body")?.into(),
                file_name: row.text("file_name")?,
                hand: hand(row)?,
                ended,
            })
        };
        rows.iter().map(line).collect()
    }

    /// The newest sum that a government drew up for a year.
    ///
    /// # Errors
    /// [`Error::Corrupt`] when it is no report.
    pub async fn newest_sum(&self, body: &BodyId, year: i16) -> Result<Option<RegionSum>, Error> {
        let sql = "SELECT * FROM report_sum WHERE body = $1 AND year = $2 ORDER BY seq DESC LIMIT 1";
        self.row(sql, args![body, i64::from(year)]).await?.as_ref().map(region_sum).transpose()
    }

    /// The sum that was newest at a moment: the one that a report signed then took its tables from.
    ///
    /// # Errors
    /// As [`Store::newest_sum`].
    pub async fn sum_at(&self, body: &BodyId, year: i16, at: Timestamp) -> Result<Option<RegionSum>, Error> {
        let sql = "SELECT * FROM report_sum WHERE body = $1 AND year = $2 AND at <= $3 ORDER BY seq DESC LIMIT 1";
        self.row(sql, args![body, i64::from(year), at]).await?.as_ref().map(region_sum).transpose()
    }

    /// What each body brought to a sum, in no particular order.
    ///
    /// # Errors
    /// [`Error::Corrupt`] when a part is no report.
    pub async fn sum_parts(&self, body: &BodyId, year: i16, seq: i64) -> Result<Vec<SumPart>, Error> {
        let sql = "SELECT * FROM report_sum_part WHERE body = $1 AND year = $2 AND seq = $3 ORDER BY part";
        let part = |row: &Row| {
            let version = match row.opt_int("version")? {
                None => None,
                Some(_) => Some(number(row, "version")?),
            };
            Ok(SumPart { body: row.text("part")?.into(), version, cells: row.json("cells")? })
        };
        self.rows(sql, args![body, i64::from(year), seq]).await?.iter().map(part).collect()
    }
}
