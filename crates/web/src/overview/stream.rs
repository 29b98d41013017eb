//! Open data on its way out: one report after the other is read, written and sent, so that memory does not grow with the archive.

use super::open;
use crate::app::Shared;
use axum::BoxError;
use axum::body::{Body as HttpBody, Bytes, HttpBody as Chunks};
use civic::{Body, BodyId};
use hyper::body::Frame;
use jiff::civil::Date;
use paper::csv::Rows;
use paper::parquet::{Column, Value, Writer};
use report::report::Report;
use report::table::{Row, rows};
use std::io::{self, Write};
use std::mem::take;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use tokio::sync::mpsc;

/// Bytes that are gathered before they are sent.
const CHUNK: usize = 64 * 1024;

/// What the data is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// Long rows for spreadsheets.
    Csv,
    /// One report object a line.
    Json,
    /// Long rows for data tools.
    Parquet,
}

/// A column of the long rows.
pub(super) struct Field {
    /// Its name in the file.
    pub key: &'static str,
    /// Its name in words.
    pub label: &'static str,
    /// What it says.
    pub says: &'static str,
    /// Whether it holds whole numbers.
    pub is_number: bool,
    value: fn(&Line<'_>) -> Option<String>,
}

/// A cell of a published report.
struct Line<'a> {
    row: &'a Row<'a>,
    published_on: Date,
    href: &'a str,
}

macro_rules! fields {
    ($($key:literal $label:literal $is_number:literal $says:literal $value:expr;)*) => {
        /// The columns, in order: those of `gongkai report table` that mean something outside the house, and where the report is.
        pub(super) const FIELDS: &[Field] = &[$(
            Field { key: $key, label: $label, says: $says, is_number: $is_number, value: $value }
        ),*];
    };
}

fields! {
    "body" "单位" false "公布报告的单位的全称" |line| line.row.report.body.clone();
    "year" "年度" true "报告的是哪一年" |line| line.row.report.year.map(|year| year.to_string());
    "edition" "报告格式" false "报告使用的格式：2019（国办公开办函〔2019〕60号）或者 2021（国办公开办函〔2021〕30号）"
        |line| line.row.report.edition.map(|edition| edition.to_string());
    "table" "表" true "第几部分的表格：2 主动公开，3 申请，4 复议和诉讼" |line| Some(line.row.cell.table.number().to_string());
    "row" "行" false "行的代码" |line| Some(line.row.cell.row.key.to_owned());
    "row_label" "行名" false "行在表格里的名称" |line| Some(line.row.cell.row.name_zh());
    "column" "列" false "列的代码" |line| Some(line.row.cell.column.key.to_owned());
    "column_label" "列名" false "列在表格里的名称" |line| Some(line.row.cell.column.label.to_owned());
    "path" "单元格地址" false "表、行、列合成的地址，与数据说明中的地址一致" |line| Some(line.row.cell.path.clone());
    "value" "数" false "报告中的数；空白表示报告没有填写，空白不是零" |line| line.row.value.clone();
    "mark" "符号" false "报告在这一格写的不是数而是符号（如“/”“—”）时，原样列在这里" |line| line.row.mark.map(str::to_owned);
    "unit" "金额单位" false "金额的单位；件数没有单位" |line| line.row.unit.map(str::to_owned);
    "published_on" "公布日期" false "本版报告公布的日期，如 2026-01-20" |line| Some(line.published_on.to_string());
    "report" "报告网址" false "报告全文的网址" |line| Some(line.href.to_owned());
}

/// A file that takes the bytes which are sent next.
#[derive(Clone, Default)]
struct Drain(Arc<Mutex<Vec<u8>>>);

impl Drain {
    fn take(&self) -> Vec<u8> {
        take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn len(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}

impl Write for Drain {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes reports in a format.
enum Pen {
    Csv(Box<Rows<Drain>>),
    Json(Drain),
    Parquet(Box<Writer<Drain>>),
}

impl Pen {
    fn new(format: Format, into: Drain) -> Result<Self, BoxError> {
        Ok(match format {
            Format::Csv => {
                let mut rows = Rows::new(into)?;
                rows.push(FIELDS.iter().map(|field| field.key))?;
                Self::Csv(Box::new(rows))
            }
            Format::Json => Self::Json(into),
            Format::Parquet => {
                let column = |field: &Field| match field.is_number {
                    true => Column::int32(field.key).optional(),
                    false => Column::text(field.key).optional(),
                };
                let columns: Vec<Column> = FIELDS.iter().map(column).collect();
                Self::Parquet(Box::new(Writer::new(into, &columns)?))
            }
        })
    }

    fn add(&mut self, report: &Report, published_on: Date, href: &str) -> Result<(), BoxError> {
        if let Self::Json(into) = self {
            serde_json::to_writer(&mut *into, report)?;
            into.write_all(b"\n")?;
            return Ok(());
        }
        for row in rows(report) {
            let line = Line { row: &row, published_on, href };
            let values: Vec<Option<String>> = FIELDS.iter().map(|field| (field.value)(&line)).collect();
            match self {
                Self::Csv(rows) => rows.push(values.iter().map(|value| value.as_deref().unwrap_or_default()))?,
                Self::Parquet(writer) => {
                    let typed = values.iter().zip(FIELDS).map(|(value, field)| match value {
                        None => Value::Null,
                        Some(text) if field.is_number => text.parse().map_or(Value::Null, Value::Int32),
                        Some(text) => Value::Text(text),
                    });
                    writer.push(&typed.collect::<Vec<_>>())?;
                }
                Self::Json(_) => {}
            }
        }
        Ok(())
    }

    fn finish(self) -> Result<(), BoxError> {
        match self {
            Self::Csv(rows) => rows.finish()?,
            Self::Parquet(writer) => drop(writer.finish()?),
            Self::Json(_) => {}
        }
        Ok(())
    }
}

/// The newest editions of these reports as one file. A fault on the way ends the transfer, so that no half file is taken for whole.
pub(super) fn body(app: Shared, reports: Vec<(BodyId, i16)>, format: Format) -> HttpBody {
    let (into, chunks) = mpsc::channel(2);
    tokio::spawn(async move {
        if let Err(fault) = write(&app, &reports, format, &into).await {
            tracing::error!(%fault, "open data ended early");
            // Whoever asked may be gone by now.
            let _ = into.send(Err(fault)).await;
        }
    });
    HttpBody::new(Sent(chunks))
}

async fn write(
    app: &Shared,
    reports: &[(BodyId, i16)],
    format: Format,
    into: &mpsc::Sender<Result<Bytes, BoxError>>,
) -> Result<(), BoxError> {
    let drain = Drain::default();
    let mut pen = Pen::new(format, drain.clone())?;
    for (id, year) in reports {
        let Some(body) = app.tree().get(id).cloned() else { continue };
        let Some((report, on)) = published(app, &body, *year).await? else { continue };
        let href = format!("{}{}", app.settings.base_url, crate::read::report::address(&body.slug, *year));
        pen.add(&report, on, &href)?;
        if drain.len() >= CHUNK && into.send(Ok(drain.take().into())).await.is_err() {
            return Ok(()); // nobody is listening any more
        }
    }
    pen.finish()?;
    let _ = into.send(Ok(drain.take().into())).await;
    Ok(())
}

/// The newest edition of a report as others may have it, and the day of its publishing.
async fn published(app: &Shared, body: &Body, year: i16) -> Result<Option<(Report, Date)>, store::Error> {
    let life = app.store.report_life(&body.id, year).await?;
    let Some(edition) = life.editions().last().copied() else { return Ok(None) };
    let version = app.store.report_version(&body.id, year, edition.version).await?;
    let on = crate::now::date(edition.hand.at);
    Ok(version.map(|version| (open(body, &version, on), on)))
}

/// Chunks as the network takes them.
struct Sent(mpsc::Receiver<Result<Bytes, BoxError>>);

impl Chunks for Sent {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        self.0.poll_recv(context).map(|chunk| chunk.map(|chunk| chunk.map(Frame::data)))
    }
}
