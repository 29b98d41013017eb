use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions, PgRow};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteRow, SqliteSynchronous,
};
use sqlx::{Postgres, Row as _, Sqlite, Transaction};
use std::str::FromStr;
use std::time::Duration;

/// Why the archive could not answer: always a fault of ours or of the machine, never of the person asking.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address of the database is neither `sqlite:…` nor `postgres://…`.
    #[error("the database address {0:?} begins with neither sqlite: nor postgres://")]
    Address(String),
    /// The database file is damaged or is no database.
    #[error("the database is damaged or is not a database: {0}")]
    Damaged(String),
    /// The database was made by a newer version of the program.
    #[error("the database has schema {found}, this program knows up to {known}")]
    Newer {
        /// The number of the last migration that the database has seen.
        found: i64,
        /// The number of the last migration that this program knows.
        known: i64,
    },
    /// The disk or the table space is full; nothing was recorded.
    #[error("the disk is full; nothing was recorded")]
    DiskFull,
    /// Another writer held the database for too long; nothing was recorded and trying again is right.
    #[error("the database is busy; nothing was recorded")]
    Busy,
    /// A value that must be unique was there already; `constraint` tells which.
    #[error("a unique value was there already ({constraint})")]
    Twice {
        /// The name of the constraint, or for SQLite the columns, as the database reports it.
        constraint: String,
    },
    /// A stored value does not have the shape that the program wrote; the row needs a human.
    #[error("stored value {column} is not what this program writes: {found:?}")]
    Corrupt {
        /// The column or the kind of record.
        column: &'static str,
        /// What stood there, cut to a few characters.
        found: String,
    },
    /// Bytes could not be read from or written to disk.
    #[error("file storage: {0}")]
    File(#[from] std::io::Error),
    /// Everything else that the driver reports.
    #[error("database: {0}")]
    Driver(sqlx::Error),
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        if let sqlx::Error::Database(db) = &error {
            let code = db.code().unwrap_or_default();
            if db.is_unique_violation() {
                let constraint = db.constraint().unwrap_or_else(|| db.message()).to_owned();
                return Self::Twice { constraint };
            }
            match code.as_ref() {
                // SQLite result codes: 5 BUSY, 6 LOCKED (with extended forms), 11 CORRUPT, 13 FULL, 26 NOTADB.
                "5" | "6" | "261" | "262" | "517" | "40001" | "40P01" | "55P03" => return Self::Busy,
                "11" | "26" | "267" => return Self::Damaged(db.message().to_owned()),
                "13" | "53100" => return Self::DiskFull,
                _ => {}
            }
        }
        Self::Driver(error)
    }
}

/// One value on its way into a statement; only these two kinds of column exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A `TEXT` column.
    Text(Option<String>),
    /// A `BIGINT` column; booleans are 0 and 1.
    Int(Option<i64>),
}

impl From<&str> for Value {
    fn from(v: &str) -> Self {
        Self::Text(Some(v.to_owned()))
    }
}
impl From<String> for Value {
    fn from(v: String) -> Self {
        Self::Text(Some(v))
    }
}
impl From<&String> for Value {
    fn from(v: &String) -> Self {
        Self::Text(Some(v.clone()))
    }
}
impl From<Option<String>> for Value {
    fn from(v: Option<String>) -> Self {
        Self::Text(v)
    }
}
impl From<Option<&str>> for Value {
    fn from(v: Option<&str>) -> Self {
        Self::Text(v.map(str::to_owned))
    }
}
impl From<i64> for Value {
    fn from(v: i64) -> Self {
        Self::Int(Some(v))
    }
}
impl From<u32> for Value {
    fn from(v: u32) -> Self {
        Self::Int(Some(v.into()))
    }
}
impl From<Option<i64>> for Value {
    fn from(v: Option<i64>) -> Self {
        Self::Int(v)
    }
}
impl From<bool> for Value {
    fn from(v: bool) -> Self {
        Self::Int(Some(v.into()))
    }
}
impl From<jiff::civil::Date> for Value {
    fn from(v: jiff::civil::Date) -> Self {
        Self::Text(Some(v.to_string()))
    }
}
impl From<Option<jiff::civil::Date>> for Value {
    fn from(v: Option<jiff::civil::Date>) -> Self {
        Self::Text(v.map(|d| d.to_string()))
    }
}
impl From<jiff::Timestamp> for Value {
    /// Always microseconds, so that text order is time order.
    fn from(v: jiff::Timestamp) -> Self {
        Self::Text(Some(format!("{v:.6}")))
    }
}
impl From<Option<jiff::Timestamp>> for Value {
    fn from(v: Option<jiff::Timestamp>) -> Self {
        Self::Text(v.map(|t| format!("{t:.6}")))
    }
}
macro_rules! id_values {
    ($($id:ty),*) => {$(
        impl From<&$id> for Value {
            fn from(v: &$id) -> Self {
                Self::Text(Some(v.as_str().to_owned()))
            }
        }
        impl From<Option<&$id>> for Value {
            fn from(v: Option<&$id>) -> Self {
                Self::Text(v.map(|id| id.as_str().to_owned()))
            }
        }
    )*};
}
id_values!(
    civic::BodyId,
    civic::PersonId,
    civic::CaseId,
    civic::LetterId,
    civic::PublicationId,
    civic::EditionId,
    civic::FileId,
    civic::RemedyId
);

/// The values of one statement, in the order of `$1`, `$2`, …
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { [$($crate::Value::from($value)),*] };
}

/// One row of an answer, whichever database gave it.
#[derive(Debug)]
pub enum Row {
    /// From SQLite.
    Sqlite(SqliteRow),
    /// From PostgreSQL.
    Postgres(PgRow),
}

impl Row {
    /// A `TEXT` column that is not null.
    ///
    /// # Errors
    /// [`Error::Driver`] when there is no such column, or it is null or of another type.
    pub fn text(&self, column: &str) -> Result<String, Error> {
        Ok(match self {
            Self::Sqlite(row) => row.try_get(column)?,
            Self::Postgres(row) => row.try_get(column)?,
        })
    }

    /// A `TEXT` column that may be null.
    ///
    /// # Errors
    /// [`Error::Driver`] when there is no such column or it is of another type.
    pub fn opt_text(&self, column: &str) -> Result<Option<String>, Error> {
        Ok(match self {
            Self::Sqlite(row) => row.try_get(column)?,
            Self::Postgres(row) => row.try_get(column)?,
        })
    }

    /// A `BIGINT` column that is not null.
    ///
    /// # Errors
    /// As [`Row::text`].
    pub fn int(&self, column: &str) -> Result<i64, Error> {
        Ok(match self {
            Self::Sqlite(row) => row.try_get(column)?,
            Self::Postgres(row) => row.try_get(column)?,
        })
    }

    /// A `BIGINT` column that may be null.
    ///
    /// # Errors
    /// As [`Row::opt_text`].
    pub fn opt_int(&self, column: &str) -> Result<Option<i64>, Error> {
        Ok(match self {
            Self::Sqlite(row) => row.try_get(column)?,
            Self::Postgres(row) => row.try_get(column)?,
        })
    }

    /// A `BIGINT` column that holds 0 or 1.
    ///
    /// # Errors
    /// As [`Row::text`].
    pub fn flag(&self, column: &str) -> Result<bool, Error> {
        Ok(self.int(column)? != 0)
    }

    /// A `TEXT` column read by `T`'s own parser: dates, timestamps, numbers.
    ///
    /// # Errors
    /// [`Error::Corrupt`] when the text is not what the program writes there.
    pub fn parsed<T: FromStr>(&self, column: &'static str) -> Result<T, Error> {
        let text = self.text(column)?;
        text.parse().map_err(|_| corrupt(column, &text))
    }

    /// As [`Row::parsed`], for a column that may be null.
    ///
    /// # Errors
    /// As [`Row::parsed`].
    pub fn opt_parsed<T: FromStr>(&self, column: &'static str) -> Result<Option<T>, Error> {
        self.opt_text(column)?.map(|text| text.parse().map_err(|_| corrupt(column, &text))).transpose()
    }

    /// A `TEXT` column that holds JSON.
    ///
    /// # Errors
    /// [`Error::Corrupt`] when it is not the JSON of a `T`.
    pub fn json<T: serde::de::DeserializeOwned>(&self, column: &'static str) -> Result<T, Error> {
        // What people wrote stands in such columns; a fault that goes to the log must not carry it along.
        serde_json::from_str(&self.text(column)?).map_err(|_| corrupt(column, "…"))
    }
}

/// A stored value that the program would not have written.
pub(crate) fn corrupt(column: &'static str, found: &str) -> Error {
    Error::Corrupt { column, found: found.chars().take(40).collect() }
}

#[derive(Clone, Debug)]
enum Pools {
    /// One writer, because SQLite has one; readers beside it, because WAL lets them.
    Sqlite {
        read: SqlitePool,
        write: SqlitePool,
    },
    Postgres(PgPool),
}

/// The archive: an open database. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    pools: Pools,
}

/// One unit of work: all of it is recorded by [`Unit::commit`], or none of it.
#[derive(Debug)]
pub struct Unit {
    tx: Tx,
}

#[derive(Debug)]
enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// Binds the values and runs the statement on whichever executor is given.
macro_rules! bound {
    ($db:ty, $sql:expr, $args:expr) => {{
        let mut query = sqlx::query::<$db>($sql);
        for value in $args {
            query = match value {
                Value::Text(text) => query.bind(text),
                Value::Int(int) => query.bind(int),
            };
        }
        query
    }};
}

impl Store {
    /// Opens (and for SQLite creates) the database and brings its schema up to date.
    ///
    /// `readers` is the number of connections that read at once; SQLite gets one writer beside them.
    ///
    /// # Errors
    /// [`Error::Address`], [`Error::Damaged`] for a file that is no database, [`Error::Newer`] for a database of a later
    /// version, [`Error::Driver`] when it cannot be reached.
    pub async fn open(address: &str, readers: u32) -> Result<Self, Error> {
        let pools = if let Some(path) = address.strip_prefix("sqlite:") {
            let base = SqliteConnectOptions::new()
                .filename(path.trim_start_matches("//"))
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(10));
            let writer = base
                .clone()
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                // An acknowledged submission survives power loss; NORMAL would lose the last commits.
                .synchronous(SqliteSynchronous::Full);
            let write = SqlitePoolOptions::new().max_connections(1).connect_with(writer).await?;
            let read = SqlitePoolOptions::new().max_connections(readers.max(1)).connect_lazy_with(base.read_only(true));
            Pools::Sqlite { read, write }
        } else if address.starts_with("postgres://") || address.starts_with("postgresql://") {
            let options = PgConnectOptions::from_str(address)?.application_name("gongkai");
            let pool = PgPoolOptions::new().max_connections(readers.max(1) + 1).connect_with(options).await?;
            Pools::Postgres(pool)
        } else {
            // Only the scheme is repeated: what follows it may hold a password.
            return Err(Error::Address(address.split(':').next().unwrap_or_default().to_owned()));
        };
        let store = Self { pools };
        crate::migrate::up(&store).await?;
        Ok(store)
    }

    /// The rows that answer a question, seen at one moment.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn rows(&self, sql: &'static str, args: impl IntoIterator<Item = Value>) -> Result<Vec<Row>, Error> {
        Ok(match &self.pools {
            Pools::Sqlite { read, .. } => {
                bound!(Sqlite, sql, args).fetch_all(read).await?.into_iter().map(Row::Sqlite).collect()
            }
            Pools::Postgres(pool) => {
                bound!(Postgres, sql, args).fetch_all(pool).await?.into_iter().map(Row::Postgres).collect()
            }
        })
    }

    /// The first row of the answer, if there is one.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn row(&self, sql: &'static str, args: impl IntoIterator<Item = Value>) -> Result<Option<Row>, Error> {
        Ok(match &self.pools {
            Pools::Sqlite { read, .. } => bound!(Sqlite, sql, args).fetch_optional(read).await?.map(Row::Sqlite),
            Pools::Postgres(pool) => bound!(Postgres, sql, args).fetch_optional(pool).await?.map(Row::Postgres),
        })
    }

    /// A single number: `SELECT count(*) AS n …`; zero when there is no row.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer or has no column `n`.
    pub async fn count(&self, sql: &'static str, args: impl IntoIterator<Item = Value>) -> Result<i64, Error> {
        self.row(sql, args).await?.map_or(Ok(0), |row| row.int("n"))
    }

    /// Begins a unit of work. On SQLite it takes the one writer at once, so that two units never interleave.
    ///
    /// # Errors
    /// [`Error::Busy`] when another writer holds the database for more than ten seconds.
    pub async fn begin(&self) -> Result<Unit, Error> {
        let tx = match &self.pools {
            Pools::Sqlite { write, .. } => Tx::Sqlite(match write.begin_with("BEGIN IMMEDIATE").await {
                Err(sqlx::Error::InvalidSavePointStatement) => {
                    // On a full disk SQLite forgets the failed unit by itself, and the driver still counts it as open: without a
                    // fresh connection nothing could be recorded again until a restart.
                    let _ = write.acquire().await?.close().await;
                    write.begin_with("BEGIN IMMEDIATE").await?
                }
                begun => begun?,
            }),
            Pools::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        };
        Ok(Unit { tx })
    }

    /// Whether this is SQLite; for `doctor` and `backup`, never for a query.
    pub fn is_sqlite(&self) -> bool {
        matches!(self.pools, Pools::Sqlite { .. })
    }

    /// Writes a whole and consistent copy of an SQLite database beside the running one.
    ///
    /// # Errors
    /// [`Error::Address`] on PostgreSQL, whose own `pg_dump` does this; [`Error::DiskFull`], [`Error::Driver`] when the copy
    /// cannot be written.
    pub async fn copy_to(&self, path: &str) -> Result<(), Error> {
        let Pools::Sqlite { write, .. } = &self.pools else {
            return Err(Error::Address("postgres".to_owned()));
        };
        sqlx::query("VACUUM INTO $1").bind(path).execute(write).await?;
        Ok(())
    }

    /// What SQLite's own check of the file says: `Ok(())`, or the first damage. Reads the whole file.
    ///
    /// # Errors
    /// [`Error::Damaged`].
    pub async fn check_pages(&self) -> Result<(), Error> {
        if let Pools::Sqlite { read, .. } = &self.pools {
            let row = sqlx::query("PRAGMA quick_check").fetch_one(read).await?;
            let said: String = row.try_get(0)?;
            if said != "ok" {
                return Err(Error::Damaged(said));
            }
        }
        Ok(())
    }

    /// Closes every connection, after the work in hand.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }
}

impl Unit {
    /// The rows that answer a question inside this unit.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn rows(&mut self, sql: &'static str, args: impl IntoIterator<Item = Value>) -> Result<Vec<Row>, Error> {
        Ok(match &mut self.tx {
            Tx::Sqlite(tx) => {
                bound!(Sqlite, sql, args).fetch_all(&mut **tx).await?.into_iter().map(Row::Sqlite).collect()
            }
            Tx::Postgres(tx) => {
                bound!(Postgres, sql, args).fetch_all(&mut **tx).await?.into_iter().map(Row::Postgres).collect()
            }
        })
    }

    /// The first row of the answer, if there is one.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn row(
        &mut self,
        sql: &'static str,
        args: impl IntoIterator<Item = Value>,
    ) -> Result<Option<Row>, Error> {
        Ok(match &mut self.tx {
            Tx::Sqlite(tx) => bound!(Sqlite, sql, args).fetch_optional(&mut **tx).await?.map(Row::Sqlite),
            Tx::Postgres(tx) => bound!(Postgres, sql, args).fetch_optional(&mut **tx).await?.map(Row::Postgres),
        })
    }

    /// Runs a statement and says how many rows it changed.
    ///
    /// # Errors
    /// [`Error::Twice`] when a unique value was there already; otherwise as [`Unit::rows`].
    pub async fn run(&mut self, sql: &'static str, args: impl IntoIterator<Item = Value>) -> Result<u64, Error> {
        Ok(match &mut self.tx {
            Tx::Sqlite(tx) => bound!(Sqlite, sql, args).execute(&mut **tx).await?.rows_affected(),
            Tx::Postgres(tx) => bound!(Postgres, sql, args).execute(&mut **tx).await?.rows_affected(),
        })
    }

    /// Runs several statements without values; for migrations.
    pub(crate) async fn script(&mut self, sql: &'static str) -> Result<(), Error> {
        match &mut self.tx {
            Tx::Sqlite(tx) => {
                sqlx::raw_sql(sql).execute(&mut **tx).await?;
            }
            Tx::Postgres(tx) => {
                sqlx::raw_sql(sql).execute(&mut **tx).await?;
            }
        }
        Ok(())
    }

    /// Keeps two starting servers from migrating at once; SQLite's immediate unit does so by itself.
    pub(crate) async fn lock_schema(&mut self) -> Result<(), Error> {
        if let Tx::Postgres(tx) = &mut self.tx {
            sqlx::raw_sql("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT PRIMARY KEY)")
                .execute(&mut **tx)
                .await?;
            sqlx::raw_sql("LOCK TABLE schema_version IN EXCLUSIVE MODE").execute(&mut **tx).await?;
        }
        Ok(())
    }

    /// Records the whole unit. Without it, dropping the unit forgets it.
    ///
    /// # Errors
    /// [`Error::DiskFull`] or [`Error::Driver`]; then nothing was recorded.
    pub async fn commit(self) -> Result<(), Error> {
        match self.tx {
            Tx::Sqlite(tx) => tx.commit().await?,
            Tx::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}
