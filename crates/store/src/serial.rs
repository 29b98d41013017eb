use crate::args;
use crate::db::{Error, Unit};
use civic::BodyId;

impl Unit {
    /// The next number of a series of a body and year, from 1. Taken inside the unit: if the unit is forgotten, so is the
    /// number, and the next unit gets it; once committed it is never given again.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn next_serial(&mut self, body: &BodyId, series: &'static str, year: i16) -> Result<i64, Error> {
        let row = self
            .row(
                "INSERT INTO serial (scope, series, year, last) VALUES ($1, $2, $3, 1)
                 ON CONFLICT (scope, series, year) DO UPDATE SET last = serial.last + 1
                 RETURNING last",
                args![body, series, i64::from(year)],
            )
            .await?;
        row.map_or(Err(crate::db::corrupt("serial", series)), |row| row.int("last"))
    }
}
