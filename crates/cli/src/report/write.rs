//! `report write`: a report object as a paper.

use std::path::PathBuf;
use std::process::ExitCode;

use paper::xlsx::{Sheet, Workbook};
use report::report::Report;
use report::write::{Meta, document, sheets};

use super::diff::one;
use super::output::{Format, Output};
use super::{Wrong, finish, line};

#[derive(clap::Args)]
pub struct WriteArgs {
    /// 报告对象的 JSON 文件（read --json 的一行），或任何读得懂的报告
    #[arg(value_name = "FILE.json")]
    file: PathBuf,
    /// 写到哪里；格式由扩展名决定：docx、pdf、html、xlsx、json
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
}

const FORMATS: &[Format] = &[Format::Docx, Format::Pdf, Format::Html, Format::Xlsx, Format::Json];

/// 0 written, 2 not.
pub fn run(args: &WriteArgs, english: bool) -> ExitCode {
    finish(write(args), english, 0)
}

fn write(args: &WriteArgs) -> Result<(), Wrong> {
    let output = Output::of(&args.output, FORMATS)?;
    let report = one(&args.file)?;
    let fault = |why: &dyn std::fmt::Display| Wrong::Written(why.to_string());
    let bytes = match output.format {
        Format::Json => line(&report).into_bytes(),
        Format::Html => paper::html::write(&document(&report, &Meta::default())).into_bytes(),
        Format::Xlsx => paper::xlsx::write(&workbook(&report)).map_err(|why| fault(&why))?,
        Format::Pdf => {
            let fonts = crate::fonts::open(&[]).map_err(|why| fault(&why))?;
            let dated = report.signed_on.unwrap_or_else(|| web::now::date(web::now::now()));
            typeset::pdf(&document(&report, &Meta::default()), &fonts, dated).map_err(|why| fault(&why))?
        }
        Format::Docx => paper::docx::write(&document(&report, &Meta::default())).map_err(|why| fault(&why))?,
        Format::Csv | Format::Parquet => return Err(Wrong::UnknownFormat(args.output.clone(), FORMATS)),
    };
    output.bytes(&bytes)
}

/// A sheet for each of the three tables, and one for the text.
fn workbook(report: &Report) -> Workbook {
    let paper = document(report, &Meta::default());
    let mut sheets = sheets(&report.cells, &paper.name);
    let text = report.sections.iter().flat_map(|section| {
        let heading = format!("{}、{}", section.key.numeral(), section.key.title());
        std::iter::once(heading).chain(section.text.lines().map(str::to_owned))
    });
    sheets.push(Sheet {
        name: "正文".to_owned(),
        titles: vec![paper.name.clone()],
        widths: vec![100],
        rows: text.map(|line| vec![paper::xlsx::Cell::text(line)]).collect(),
        ..Sheet::default()
    });
    Workbook { name: paper.name, sheets }
}
