//! `report check`: what can be noticed.

use std::path::PathBuf;
use std::process::ExitCode;

use report::checks::copied::{Fingerprint, Texts};
use report::checks::recheck;
use report::finding::Severity;
use report::report::Report;

use super::files::{Depth, Item, safely, walk};
use super::previous::{Previous, Registers};
use super::{Wrong, finish, line, print, queue, say};

#[derive(clap::Args)]
pub struct CheckArgs {
    /// 报告文件或文件夹，或每行一份报告的 JSON 文件；“-”表示从标准输入读取
    #[arg(value_name = "FILE|DIR|-", required = true)]
    files: Vec<PathBuf>,
    /// 每份报告输出一行 JSON，供其他程序使用
    #[arg(long)]
    json: bool,
    /// 上一年的报告；给文件夹时，按机关名称和年度找对应的一份，并与同一年度其他机关的报告比对雷同
    #[arg(long, value_name = "FILE|DIR")]
    previous: Option<PathBuf>,
    /// 台账统计的 JSON（与报告对象相同的键，含机关和年度），逐格核对
    #[arg(long, value_name = "FILE")]
    register: Option<PathBuf>,
}

/// 0 nothing worse than notes, 1 errors or warnings, 2 a file could not be read at all.
pub fn run(args: &CheckArgs, english: bool) -> ExitCode {
    let mut status = 0;
    let done = check(args, english, &mut status);
    finish(done, english, status)
}

/// A report checked by itself and beside what was given; whether another body has the same text is seen in order.
struct Checked {
    report: Report,
    text: Option<Fingerprint>,
    machine: String,
    people: String,
}

fn check(args: &CheckArgs, english: bool, status: &mut u8) -> Result<(), Wrong> {
    let files = walk(&args.files)?;
    let mut texts = Texts::default();
    let previous = match &args.previous {
        None => Previous::None,
        Some(path) => Previous::read(path, english, &mut texts)?,
    };
    let registers = match &args.register {
        None => None,
        Some(path) => Some(Registers::read(path, english)?),
    };
    let work = |item: Item| -> Vec<Checked> {
        let alone = files.len() == 1 && matches!(item, Item::Document { .. }) && !matches!(previous, Previous::Many(_));
        let reports = item.reports(Depth::Whole).into_iter();
        let checked = reports.map(|report| {
            let name = report.file.clone().unwrap_or_default();
            let report = safely(&name, || {
                let mut report = report;
                recheck(&mut report);
                if !report.is_unread() {
                    let beside = previous.check(&report);
                    report.findings.extend(beside);
                    if let Some(registers) = &registers {
                        let differing = registers.check(&report);
                        report.findings.extend(differing);
                    }
                }
                report
            });
            let text = (!alone && !report.is_unread()).then(|| Fingerprint::of(&report));
            let mut checked = Checked { report, text, machine: String::new(), people: String::new() };
            checked.render(args.json, english);
            checked
        });
        checked.collect()
    };
    queue::each(&files, english, work, |mut checked: Checked, progress| {
        if let Some(text) = checked.text.take() {
            if let Some(repeated) = texts.repeated_by(&text, checked.report.cells.edition()) {
                checked.report.findings.push(repeated);
                checked.render(args.json, english);
            }
            texts.add(&text);
        }
        let worst = checked.report.findings.iter().map(|finding| finding.severity).max();
        *status = (*status).max(match (checked.report.is_unread(), worst) {
            (true, _) => 2,
            (false, Some(Severity::Error | Severity::Warning)) => 1,
            (false, Some(Severity::Note) | None) => 0,
        });
        progress.aside(|| {
            say(&checked.people);
            print(&checked.machine).map_err(Wrong::Output)
        })
    })
}

impl Checked {
    fn render(&mut self, json: bool, english: bool) {
        self.machine = if json { line(&self.report) } else { String::new() };
        self.people = super::print::findings(&self.report, english);
    }
}
