//! `report`: reads, checks, compares and sums yearly reports as files, and prints the official form. Needs no installation.

mod check;
mod diff;
mod files;
mod form;
mod output;
mod previous;
mod print;
mod queue;
mod read;
mod sum;
mod table;
mod write;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use report::form::Edition;
use report::report::Report;

use files::reason;
use output::Format;

/// 年度报告：读取、检查、比较、汇总、导出，查看官方格式
#[derive(clap::Args)]
pub struct ReportArgs {
    #[command(subcommand)]
    command: ReportCommand,
}

#[derive(clap::Subcommand)]
enum ReportCommand {
    /// 读取年度报告，说明读懂了什么、注意到什么
    Read(read::ReadArgs),
    /// 检查年度报告：表内勾稽、正文与表格、与上一年和台账是否一致、是否雷同
    Check(check::CheckArgs),
    /// 汇总多份年度报告，每个数都能打开看来源
    Sum(sum::SumArgs),
    /// 比较两份年度报告：逐格、逐段
    Diff(diff::DiffArgs),
    /// 导出明细：每份报告每个单元格一行
    Table(table::TableArgs),
    /// 把报告对象写成文档
    Write(write::WriteArgs),
    /// 打印某一年度的官方格式，逐格列出
    Form(FormArgs),
}

#[derive(clap::Args)]
struct FormArgs {
    /// 报告年度（报告的是哪一年），省略时为现行格式
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i16).range(2019..=2100))]
    year: Option<i16>,
    /// 输出 JSON，供其他程序使用
    #[arg(long)]
    json: bool,
}

/// Runs one of the seven; 0, 1 or 2 as the contract of each says.
pub fn run(args: &ReportArgs, english: bool) -> ExitCode {
    match &args.command {
        ReportCommand::Read(args) => read::run(args, english),
        ReportCommand::Check(args) => check::run(args, english),
        ReportCommand::Sum(args) => sum::run(args, english),
        ReportCommand::Diff(args) => diff::run(args, english),
        ReportCommand::Table(args) => table::run(args, english),
        ReportCommand::Write(args) => write::run(args, english),
        ReportCommand::Form(args) => {
            let form = report::form::form(args.year.map_or(Edition::E2021, Edition::for_year));
            let text = if args.json { form::form_json(form) } else { form::form_text(form) };
            finish(print(&text).map_err(Wrong::Output), english, 0)
        }
    }
}

/// Why the command line cannot be followed.
#[derive(Debug)]
enum Wrong {
    NotThere(PathBuf, std::io::Error),
    EmptyFolder(PathBuf),
    Unread(PathBuf),
    PreviousUnread(PathBuf),
    RegisterUnread(PathBuf),
    NothingToSum,
    UnknownFormat(PathBuf, &'static [Format]),
    NotWritten(PathBuf, std::io::Error),
    Written(String),
    Output(std::io::Error),
}

impl Wrong {
    fn say(&self, english: bool) -> String {
        let known = |formats: &[Format], comma: &str| {
            formats.iter().map(|format| format.extension()).collect::<Vec<_>>().join(comma)
        };
        match (self, english) {
            (Wrong::NotThere(path, why), false) => format!("打不开 {}：{}", path.display(), reason(why)),
            (Wrong::NotThere(path, why), true) => format!("cannot open {}: {why}", path.display()),
            (Wrong::EmptyFolder(path), false) => format!("文件夹 {} 里没有文件", path.display()),
            (Wrong::EmptyFolder(path), true) => format!("no file in {}", path.display()),
            (Wrong::Unread(path), false) => format!("读不出 {}，可用 gongkai report read 查看原因", path.display()),
            (Wrong::Unread(path), true) => format!("cannot read {}; gongkai report read says why", path.display()),
            (Wrong::PreviousUnread(path), false) => format!("读不出上一年的报告 {}", path.display()),
            (Wrong::PreviousUnread(path), true) => format!("cannot read last year's report {}", path.display()),
            (Wrong::RegisterUnread(path), false) => {
                format!("读不出台账 {}；它应当是 JSON，键与 read --json 的输出相同", path.display())
            }
            (Wrong::RegisterUnread(path), true) => {
                format!("cannot read the register {}; it has to be JSON with the keys of read --json", path.display())
            }
            (Wrong::NothingToSum, false) => "没有一份报告可以汇总".to_owned(),
            (Wrong::NothingToSum, true) => "no report to sum".to_owned(),
            (Wrong::UnknownFormat(path, formats), false) => {
                format!("不知道怎样写 {}，扩展名可以是 {}", path.display(), known(formats, "、"))
            }
            (Wrong::UnknownFormat(path, formats), true) => {
                format!("cannot write {}; the extension may be {}", path.display(), known(formats, ", "))
            }
            (Wrong::NotWritten(path, why), false) => format!("写不了 {}：{}", path.display(), reason(why)),
            (Wrong::NotWritten(path, why), true) => format!("cannot write {}: {why}", path.display()),
            (Wrong::Written(why), false) => format!("写不成文件：{why}"),
            (Wrong::Written(why), true) => format!("cannot make the file: {why}"),
            (Wrong::Output(why), false) => format!("写不出结果：{}", reason(why)),
            (Wrong::Output(why), true) => format!("cannot write the result: {why}"),
        }
    }
}

fn finish(done: Result<(), Wrong>, english: bool, status: u8) -> ExitCode {
    match done {
        Ok(()) => ExitCode::from(status),
        // A reader that went away (`| head`) is no fault of ours.
        Err(Wrong::Output(why)) if why.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(wrong) => {
            let word = if english { "error: " } else { "错误：" };
            let stop = if english { "" } else { "。" };
            say(&format!("{word}{}{stop}\n", wrong.say(english)));
            ExitCode::from(2)
        }
    }
}

fn print(text: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// For people, on standard error; that nobody listens there is no reason to stop.
fn say(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

/// One JSON object on one line.
fn line(report: &Report) -> String {
    let mut line = serde_json::to_string(report).expect("a report holds nothing that JSON cannot");
    line.push('\n');
    line
}
