//! `report sum`: many reports as one.

use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use report::finding::Code;
use report::sum::{Part, Sum, Total, Wanted, account, document, json, rows, workbook};

use super::files::{Depth, Item, walk};
use super::output::{Format, Output};
use super::{Wrong, finish, queue, say};

#[derive(clap::Args)]
pub struct SumArgs {
    /// 报告文件或文件夹，或每行一份报告的 JSON 文件；“-”表示从标准输入读取
    #[arg(value_name = "FILE|DIR|-", required = true)]
    files: Vec<PathBuf>,
    /// 写到哪里；格式由扩展名决定：json、csv、xlsx、docx、html
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
    /// 汇总机关的名称
    #[arg(long, value_name = "NAME")]
    body: Option<String>,
    /// 汇总哪一年度；省略时为报告最多的年度
    #[arg(long, value_name = "YEAR")]
    year: Option<i16>,
    /// 应当报告的机关名单，每行一个；没有报告的会列出
    #[arg(long, value_name = "FILE")]
    expected: Option<PathBuf>,
}

const FORMATS: &[Format] = &[Format::Json, Format::Csv, Format::Xlsx, Format::Docx, Format::Html];

/// 0 all counted, 1 something a person has to look at, 2 a file could not be read or nothing could be written.
pub fn run(args: &SumArgs, english: bool) -> ExitCode {
    let mut status = 0;
    let done = sum(args, english).map(|total| {
        let account = &total.account;
        let doubtful = !(account.duplicates.is_empty()
            && account.missing.is_empty()
            && account.unmapped.is_empty()
            && account.no_unit.is_empty()
            && account.unsound.is_empty());
        let unread = account.unread.iter().any(|unread| unread.code == Code::R190);
        status = if unread { 2 } else { u8::from(doubtful || !account.unread.is_empty()) };
    });
    finish(done, english, status)
}

fn sum(args: &SumArgs, english: bool) -> Result<Total, Wrong> {
    let output = Output::of(&args.output, FORMATS)?;
    let expected = match &args.expected {
        None => Vec::new(),
        Some(path) => std::fs::read_to_string(path)
            .map_err(|why| Wrong::NotThere(path.clone(), why))?
            .lines()
            .map(|line| line.trim_start_matches('\u{feff}').trim().to_owned())
            .filter(|line| !line.is_empty())
            .collect(),
    };
    let files = walk(&args.files)?;
    let mut sum = Sum::default();
    let work = |item: Item| item.reports(Depth::Figures).iter().map(Part::of).collect();
    queue::each(&files, english, work, |part, _| {
        sum.push(part);
        Ok::<(), Wrong>(())
    })?;
    let total = sum.total(&Wanted { body: args.body.clone(), year: args.year, expected });
    if total.account.counted == 0 {
        return Err(Wrong::NothingToSum);
    }
    write(&total, output, &args.output)?;
    if english {
        let account = &total.account;
        say(&format!("{} reports given, {} counted\n", account.given, account.counted));
        let lists = [
            ("bodies with more than one report", account.duplicates.len()),
            ("bodies without a report", account.missing.len()),
            ("reports on other years, not counted", account.other_years.len()),
            ("reports on the other edition of the form", account.other_editions.len()),
            ("cells without a place in the sum", account.unmapped.len()),
            ("amounts without a unit", account.no_unit.len()),
            ("reports whose own numbers do not add up", account.unsound.len()),
            ("reports that name no body", account.unnamed.len()),
            ("files that could not be read", account.unread.len()),
        ];
        for (what, count) in lists.into_iter().filter(|(_, count)| *count > 0) {
            say(&format!("{what}: {count}\n"));
        }
    }
    for line in account(&total.account).iter().filter(|_| !english) {
        say(&format!("{line}\n"));
    }
    Ok(total)
}

fn write(total: &Total, output: Output, path: &Path) -> Result<(), Wrong> {
    match output.format {
        Format::Json => output.stream(|file| json(total, BufWriter::new(file))),
        Format::Csv => output.stream(|file| csv(total, file)),
        Format::Xlsx => {
            output.bytes(&paper::xlsx::write(&workbook(total)).map_err(|why| Wrong::Written(why.to_string()))?)
        }
        Format::Docx => {
            output.bytes(&paper::docx::write(&document(total, false)).map_err(|why| Wrong::Written(why.to_string()))?)
        }
        Format::Html => output.bytes(paper::html::write(&document(total, true)).as_bytes()),
        Format::Parquet | Format::Pdf => Err(Wrong::UnknownFormat(path.to_owned(), FORMATS)),
    }
}

/// Each cell as one row, and its bodies under it.
fn csv(total: &Total, file: std::fs::File) -> std::io::Result<()> {
    let mut table = paper::csv::Rows::new(BufWriter::new(file))?;
    table.push(["path", "table", "row", "column", "body", "value", "unit", "filled"])?;
    for row in rows(total) {
        let number = row.cell.table.number().to_string();
        let name = row.cell.row.name_zh();
        let mut push = |body: &str, value: String, filled: String| {
            let unit = row.unit.unwrap_or("");
            table.push([&row.cell.path, &number, &name, row.cell.column.label, body, &value, unit, &filled])
        };
        push("合计", row.value.map(|value| value.to_string()).unwrap_or_default(), row.filled.to_string())?;
        for part in &row.parts {
            push(part.body, part.value.to_string(), String::new())?;
        }
    }
    table.finish()
}
