//! Publications as the public reads them, and as the yearly form counts them.

use crate::args;
use crate::db::{Error, Row, Store, corrupt};
use crate::publications::{Line, Saved, line, line_sql, lines, saved, saved_sql, window};
use civic::{BodyId, FileId, PublicationId};
use jiff::Timestamp;
use publishing::tally::CountedDocument;
use publishing::{Column, CountedKind, RelationKind, StageKind};

/// Another publication beside the one read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// How they stand to each other.
    pub kind: RelationKind,
    /// Whether the one read says so (`false`: the other one does).
    pub said_here: bool,
    /// The other.
    pub line: Line,
}

impl Related {
    /// Whether the other one changes the one read, which is then 已修改.
    pub fn amends_this(&self) -> bool {
        !self.said_here && self.kind == RelationKind::Amends
    }
}

/// An edition to which a file belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileOwner {
    /// Whose.
    pub body: BodyId,
    /// Where it stands.
    pub stage: StageKind,
    /// The name of the file there.
    pub name: String,
}

/// One address of the sitemap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapped {
    /// 索引号.
    pub number: String,
    /// When its edition last changed.
    pub changed_at: Timestamp,
}

/// Twenty at once, because a statement is fixed text: an empty place asks for nothing.
pub const AT_ONCE: usize = 20;

impl Store {
    /// The edition that answers at a public address: published, or withdrawn. `key` is an index number or an identifier.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn public_edition(&self, key: &str) -> Result<Option<Saved>, Error> {
        let row = self
            .row(saved_sql!("WHERE (p.number = $1 OR p.id = $1) AND e.stage IN ('published', 'withdrawn')"), args![key])
            .await?;
        row.as_ref().map(saved).transpose()
    }

    /// Up to [`AT_ONCE`] published editions by publication, with their texts; in no order. What is not public is left out.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn published_among(&self, ids: &[PublicationId]) -> Result<Vec<Saved>, Error> {
        let places = ids.iter().take(AT_ONCE).map(PublicationId::as_str).chain(std::iter::repeat("")).take(AT_ONCE);
        let rows = self
            .rows(
                saved_sql!(
                    "WHERE e.stage = 'published' AND e.publication IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,
                        $12, $13, $14, $15, $16, $17, $18, $19, $20)"
                ),
                places.map(crate::Value::from),
            )
            .await?;
        rows.iter().map(saved).collect()
    }

    /// What is published, the newest first, of one body or of all.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn newest(&self, body: Option<&BodyId>, limit: u32) -> Result<Vec<Line>, Error> {
        let rows = match body {
            None => {
                self.rows(
                    line_sql!("WHERE e.stage = 'published' ORDER BY e.published_at DESC, e.id LIMIT $1"),
                    args![limit],
                )
                .await?
            }
            Some(body) => {
                self.rows(
                    line_sql!(
                        "WHERE e.body = $1 AND e.stage = 'published' ORDER BY e.published_at DESC, e.id LIMIT $2"
                    ),
                    args![body, limit],
                )
                .await?
            }
        };
        lines(&rows)
    }

    /// A page of a body's column, the newest first.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn in_column(&self, body: &BodyId, column: Column, page: u64, per_page: u64) -> Result<Vec<Line>, Error> {
        let (limit, offset) = window(page, per_page);
        let rows = self
            .rows(
                line_sql!(
                    "WHERE e.body = $1 AND e.stage = 'published' AND e.col = $2
                     ORDER BY e.published_at DESC, e.id LIMIT $3 OFFSET $4"
                ),
                args![body, column.key(), limit, offset],
            )
            .await?;
        lines(&rows)
    }

    /// How many publications a body has in each column; columns without any are left out.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn column_counts(&self, body: &BodyId) -> Result<Vec<(Column, u64)>, Error> {
        let rows = self
            .rows(
                "SELECT col, count(*) AS n FROM edition WHERE body = $1 AND stage = 'published' GROUP BY col",
                args![body],
            )
            .await?;
        rows.iter()
            .map(|row| {
                let key = row.text("col")?;
                let column = Column::from_key(&key).ok_or_else(|| corrupt("edition.col", &key))?;
                Ok((column, u64::try_from(row.int("n")?).unwrap_or(0)))
            })
            .collect()
    }

    /// How many publications each body has, by identifier.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn published_counts(&self) -> Result<Vec<(BodyId, u64)>, Error> {
        let rows =
            self.rows("SELECT body, count(*) AS n FROM edition WHERE stage = 'published' GROUP BY body", []).await?;
        rows.iter().map(|row| Ok((row.text("body")?.into(), u64::try_from(row.int("n")?).unwrap_or(0)))).collect()
    }

    /// What stands beside a publication: what it names, and what names it. Only what is published.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn related(&self, saved: &Saved) -> Result<Vec<Related>, Error> {
        let mut related = Vec::new();
        if let Some(number) = saved.publication.number.as_ref().filter(|_| saved.is_named) {
            let rows = self
                .rows(
                    concat!(
                        "SELECT r.kind AS relation, e.id, e.publication, e.body, e.number, e.stage, e.col, e.title,
                                e.summary, e.doc_no, e.kind, e.made_on, e.effective_on, e.expires_on, e.repealed_on,
                                e.published_at, e.changed_at, p.number AS index_number, p.first_on ",
                        "FROM relation r JOIN edition e ON e.id = r.edition JOIN publication p ON p.id = e.publication
                         WHERE r.number = $1 AND e.stage = 'published' ORDER BY e.published_at DESC, e.id"
                    ),
                    args![number.as_str()],
                )
                .await?;
            for row in &rows {
                related.push(Related { kind: relation(row)?, said_here: false, line: line(row)? });
            }
        }
        if !saved.edition.content.relations.is_empty() {
            let rows = self
                .rows(
                    concat!(
                        "SELECT r.kind AS relation, e.id, e.publication, e.body, e.number, e.stage, e.col, e.title,
                                e.summary, e.doc_no, e.kind, e.made_on, e.effective_on, e.expires_on, e.repealed_on,
                                e.published_at, e.changed_at, p.number AS index_number, p.first_on ",
                        "FROM relation r JOIN publication p ON p.number = r.number JOIN edition e ON e.publication = p.id
                         WHERE r.edition = $1 AND e.stage = 'published' ORDER BY e.published_at DESC, e.id"
                    ),
                    args![&saved.edition.id],
                )
                .await?;
            for row in &rows {
                related.push(Related { kind: relation(row)?, said_here: true, line: line(row)? });
            }
        }
        Ok(related)
    }

    /// The editions to which a file belongs; whoever may see one of them may have the file.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn owners_of(&self, file: &FileId) -> Result<Vec<FileOwner>, Error> {
        let rows = self
            .rows(
                "SELECT e.body, e.stage, f.name FROM edition_file f JOIN edition e ON e.id = f.edition WHERE f.file = $1",
                args![file],
            )
            .await?;
        rows.iter()
            .map(|row| {
                let stage = row.text("stage")?;
                Ok(FileOwner {
                    body: row.text("body")?.into(),
                    stage: StageKind::from_key(&stage).ok_or_else(|| corrupt("edition.stage", &stage))?,
                    name: row.text("name")?,
                })
            })
            .collect()
    }

    /// Addresses for the sitemap, the newest first.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn sitemap(&self, limit: u32) -> Result<Vec<Mapped>, Error> {
        let rows = self
            .rows(
                "SELECT p.number, e.changed_at FROM edition e JOIN publication p ON p.id = e.publication
                 WHERE e.stage = 'published' ORDER BY e.published_at DESC LIMIT $1",
                args![limit],
            )
            .await?;
        rows.iter()
            .map(|row| Ok(Mapped { number: row.text("number")?, changed_at: row.parsed("changed_at")? }))
            .collect()
    }

    /// The documents of a body that table 2 of the yearly form may count, each with its dates: ask
    /// [`publishing::tally::Measure::counts`] which column of which year counts it.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn counted_documents(&self, body: &BodyId) -> Result<Vec<(Line, CountedDocument)>, Error> {
        let rows = self
            .rows(
                line_sql!(
                    "WHERE e.body = $1 AND e.stage = 'published' AND e.kind IS NOT NULL ORDER BY e.made_on, e.id"
                ),
                args![body],
            )
            .await?;
        let mut documents = Vec::new();
        for line in lines(&rows)? {
            let Some(kind) = line.kind else { continue };
            documents.push((line.clone(), counted(&line, kind)));
        }
        Ok(documents)
    }

    /// Publications whose page in the search index is behind, each with the turn to hand back to
    /// [`Unit::index_done`](crate::Unit::index_done).
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn index_jobs(&self, limit: u32) -> Result<Vec<(PublicationId, i64)>, Error> {
        let rows =
            self.rows("SELECT publication, turn FROM index_job ORDER BY publication LIMIT $1", args![limit]).await?;
        rows.iter().map(|row| Ok((row.text("publication")?.into(), row.int("turn")?))).collect()
    }
}

fn relation(row: &Row) -> Result<RelationKind, Error> {
    let key = row.text("relation")?;
    RelationKind::from_key(&key).ok_or_else(|| corrupt("relation.kind", &key))
}

fn counted(line: &Line, kind: CountedKind) -> CountedDocument {
    CountedDocument {
        kind,
        made_on: line.made_on,
        first_published_on: line.first_on,
        effective_on: line.effective_on,
        expires_on: line.expires_on,
        repealed_on: line.repealed_on,
    }
}
