use crate::args;
use crate::db::{Error, Store};

/// Every change of the schema, in order. A migration that has landed is never edited; a new one is added below it.
const MIGRATIONS: &[&str] = &[
    include_str!("../migrations/0001_bodies.sql"),
    include_str!("../migrations/0002_people.sql"),
    include_str!("../migrations/0003_publications.sql"),
    include_str!("../migrations/0004_cases.sql"),
    include_str!("../migrations/0005_reports.sql"),
    include_str!("../migrations/0006_annual.sql"),
    include_str!("../migrations/0007_collection.sql"),
];

/// Runs the migrations that this database has not seen, each with its mark in one unit of work.
pub(crate) async fn up(store: &Store) -> Result<(), Error> {
    let mut unit = store.begin().await?;
    unit.lock_schema().await?;
    unit.run("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT PRIMARY KEY)", []).await?;
    let row = unit.row("SELECT coalesce(max(version), 0) AS n FROM schema_version", []).await?;
    let found = row.map_or(Ok(0), |row| row.int("n"))?;
    let known = MIGRATIONS.len() as i64;
    if found > known {
        return Err(Error::Newer { found, known });
    }
    for (version, sql) in (1_i64..).zip(MIGRATIONS).skip(found as usize) {
        unit.script(sql).await?;
        unit.run("INSERT INTO schema_version (version) VALUES ($1)", args![version]).await?;
    }
    unit.commit().await
}
