//! `report table`: every cell of every report as a row.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use paper::parquet::{Column, Value, Writer};
use paper::xlsx::{Cell, LongTable, Sheet};
use report::report::Report;
use report::table::{COLUMNS, Row, rows};

use super::files::{Depth, Item, walk};
use super::output::{Format, Output};
use super::{Wrong, finish, queue, say};

#[derive(clap::Args)]
pub struct TableArgs {
    /// 报告文件或文件夹，或每行一份报告的 JSON 文件；“-”表示从标准输入读取
    #[arg(value_name = "FILE|DIR|-", required = true)]
    files: Vec<PathBuf>,
    /// 写到哪里；格式由扩展名决定：csv、xlsx、parquet
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
}

const FORMATS: &[Format] = &[Format::Csv, Format::Xlsx, Format::Parquet];

/// 0 every file is in the table, 2 one could not be read or nothing could be written.
pub fn run(args: &TableArgs, english: bool) -> ExitCode {
    let mut unread = Vec::new();
    let done = table(args, english, &mut unread);
    for (file, message) in &unread {
        say(&if english { format!("cannot read {file}\n") } else { format!("{file}：{message}\n") });
    }
    finish(done, english, if unread.is_empty() { 0 } else { 2 })
}

fn table(args: &TableArgs, english: bool, unread: &mut Vec<(String, String)>) -> Result<(), Wrong> {
    let files = walk(&args.files)?;
    let output = Output::of(&args.output, FORMATS)?;
    let format = output.format;
    output.stream(|file| {
        let mut sink = Sink::new(format, file)?;
        let work = |item: Item| item.reports(Depth::Whole);
        queue::each(&files, english, work, |report: Report, _| {
            if report.is_unread() {
                let message = report.findings.first().map(|finding| finding.message.clone()).unwrap_or_default();
                unread.push((report.file.clone().unwrap_or_default(), message));
                return Ok(());
            }
            rows(&report).try_for_each(|row| sink.push(&row))
        })?;
        sink.finish()
    })
}

/// The three formats, each written row by row.
enum Sink {
    Csv(Box<paper::csv::Rows<BufWriter<File>>>),
    Xlsx(Box<LongTable>, File),
    Parquet(Box<Writer<BufWriter<File>>>),
}

/// Columns that hold whole numbers.
const NUMBERS: [&str; 4] = ["year", "table", "line", "page"];

impl Sink {
    fn new(format: Format, file: File) -> io::Result<Sink> {
        match format {
            Format::Xlsx => {
                let widths = vec![24, 24, 8, 8, 8, 24, 30, 14, 16, 12, 8, 8, 8, 8];
                let heads = vec![COLUMNS.map(Cell::heading).to_vec()];
                let name = "明细".to_owned();
                let head = Sheet { name, widths, header_rows: 1, rows: heads, ..Sheet::default() };
                Ok(Sink::Xlsx(Box::new(LongTable::new("年度报告明细", &head).map_err(io::Error::other)?), file))
            }
            Format::Parquet => {
                let columns = COLUMNS.map(|name| {
                    let column = if NUMBERS.contains(&name) { Column::int32(name) } else { Column::text(name) };
                    let always = ["table", "row", "row_label", "column", "column_label"].contains(&name);
                    if always { column } else { column.optional() }
                });
                let writer = Writer::new(BufWriter::new(file), &columns).map_err(io::Error::other)?;
                Ok(Sink::Parquet(Box::new(writer)))
            }
            _ => {
                let mut table = paper::csv::Rows::new(BufWriter::new(file))?;
                table.push(COLUMNS)?;
                Ok(Sink::Csv(Box::new(table)))
            }
        }
    }

    fn push(&mut self, row: &Row<'_>) -> io::Result<()> {
        let fields = row.fields();
        let named = || COLUMNS.iter().zip(&fields);
        match self {
            Sink::Csv(table) => table.push(&fields),
            Sink::Xlsx(table, _) => {
                let cell = |(name, field): (&&str, &String)| match (*name, field.parse::<i64>()) {
                    (_, _) if field.is_empty() => Cell::blank(),
                    ("year" | "table" | "line" | "page" | "value", Ok(number)) => Cell::integer(number),
                    ("value", Err(_)) => Cell::decimal(field.as_str()),
                    _ => Cell::text(field.as_str()),
                };
                table.push(&named().map(cell).collect::<Vec<_>>()).map_err(io::Error::other)
            }
            Sink::Parquet(writer) => {
                let value = |(name, field): (&&str, &'_ String)| -> Option<i32> {
                    NUMBERS.contains(name).then(|| field.parse().ok())?
                };
                let numbers: Vec<Option<i32>> = named().map(value).collect();
                let values: Vec<Value<'_>> = named()
                    .zip(numbers)
                    .map(|((name, field), number)| match (NUMBERS.contains(name), number) {
                        (true, Some(number)) => Value::Int32(number),
                        (false, _) if !field.is_empty() => Value::Text(field),
                        _ => Value::Null,
                    })
                    .collect();
                writer.push(&values).map_err(io::Error::other)
            }
        }
    }

    fn finish(self) -> io::Result<()> {
        match self {
            Sink::Csv(table) => table.finish(),
            Sink::Xlsx(table, file) => table.finish(file).map_err(io::Error::other),
            Sink::Parquet(writer) => writer.finish().map_err(io::Error::other)?.flush(),
        }
    }
}
