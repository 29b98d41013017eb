//! `report`: reads and checks yearly reports as files, and prints the official form. Needs no installation.

use std::fmt::Write as _;
use std::io::{IsTerminal as _, Read as _, Write as _};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use report::checks::check_against_previous;
use report::finding::{Code, Finding, Severity, Unreadable};
use report::form::{Cell, Edition, Form, Kind, SectionKey, TableNo, form};
use report::intake;
use report::report::Report;
use serde_json::{Value, json};

/// 年度报告：读取、检查，查看官方格式
#[derive(clap::Args)]
pub struct ReportArgs {
    #[command(subcommand)]
    command: ReportCommand,
}

#[derive(clap::Subcommand)]
enum ReportCommand {
    /// 读取年度报告，说明读懂了什么、注意到什么
    Read(ReadArgs),
    /// 检查年度报告：表内勾稽、正文与表格、与上一年是否一致
    Check(CheckArgs),
    /// 打印某一年度的官方格式，逐格列出
    Form(FormArgs),
}

#[derive(clap::Args)]
struct ReadArgs {
    /// 报告文件或文件夹；“-”表示从标准输入读取
    #[arg(value_name = "FILE|DIR|-", required = true)]
    files: Vec<PathBuf>,
    /// 每个文件输出一行 JSON，供其他程序使用
    #[arg(long)]
    json: bool,
    /// 把读懂的内容按格式重新输出为纯文本
    #[arg(long, conflicts_with = "json")]
    text: bool,
}

#[derive(clap::Args)]
struct CheckArgs {
    /// 报告文件或文件夹；“-”表示从标准输入读取
    #[arg(value_name = "FILE|DIR|-", required = true)]
    files: Vec<PathBuf>,
    /// 每个文件输出一行 JSON，供其他程序使用
    #[arg(long)]
    json: bool,
    /// 上一年的报告；给文件夹时，按机关名称和年度找对应的一份
    #[arg(long, value_name = "FILE|DIR")]
    previous: Option<PathBuf>,
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

/// Runs one of the three; 0, 1 or 2 as the contract of each says.
pub fn run(args: &ReportArgs, english: bool) -> ExitCode {
    match &args.command {
        ReportCommand::Read(args) => read(args, english),
        ReportCommand::Check(args) => check(args, english),
        ReportCommand::Form(args) => {
            let edition = args.year.map_or(Edition::E2021, Edition::for_year);
            let text = if args.json { form_json(form(edition)) } else { form_text(form(edition)) };
            ending(print(&text), 0)
        }
    }
}

/// `read`: 0 when every file was understood at least in part, else 2.
fn read(args: &ReadArgs, english: bool) -> ExitCode {
    let (json, text) = (args.json, args.text);
    let render = |report: Report| {
        let mut shown = report;
        shown.findings.retain(|finding| finding.code.is_noticed_by_reading());
        let people = summary(&shown, english) + &findings(&shown, english);
        let machine = match (json, text) {
            (true, _) => line(&shown),
            (false, true) => report::write::document(&shown, &report::write::Meta::default()).plain_text(),
            (false, false) => String::new(),
        };
        Rendered { machine, people, unread: is_unread(&shown), worst: None }
    };
    finish(each_file(&args.files, english, &render), english, |all| if all.unread > 0 { 2 } else { 0 })
}

/// `check`: 0 nothing worse than notes, 1 errors or warnings, 2 a file could not be read at all.
fn check(args: &CheckArgs, english: bool) -> ExitCode {
    let previous = match &args.previous {
        None => Previous::None,
        Some(path) => match Previous::read(path) {
            Ok(previous) => previous,
            Err(why) => {
                complain(&why, english);
                return ExitCode::from(2);
            }
        },
    };
    let json = args.json;
    let render = |mut report: Report| {
        if let Some(last_year) = previous.of(&report) {
            let found = check_against_previous(&report, last_year);
            report.findings.extend(found);
        }
        let worst = report.findings.iter().map(|finding| finding.severity).max();
        let machine = if json { line(&report) } else { String::new() };
        Rendered { machine, people: findings(&report, english), unread: is_unread(&report), worst }
    };
    finish(each_file(&args.files, english, &render), english, |all| match (all.unread, all.worst) {
        (1.., _) => 2,
        (0, Some(Severity::Error | Severity::Warning)) => 1,
        (0, Some(Severity::Note) | None) => 0,
    })
}

fn is_unread(report: &Report) -> bool {
    report.findings.iter().any(|finding| finding.code == Code::R190)
}

/// Last year's reports, read once.
enum Previous {
    None,
    One(Box<Report>),
    Folder(Vec<Report>),
}

impl Previous {
    fn read(path: &Path) -> Result<Previous, Wrong> {
        let files = walk(&[path.to_owned()])?;
        let reports: Vec<Report> = files.iter().map(|file| understand(file)).collect();
        if path.is_dir() {
            return Ok(Previous::Folder(reports));
        }
        match reports.into_iter().next() {
            Some(report) if !is_unread(&report) => Ok(Previous::One(Box::new(report))),
            _ => Err(Wrong::PreviousUnread(path.to_owned())),
        }
    }

    /// The one of the same body for the year before; in a folder, found by body and year.
    fn of(&self, report: &Report) -> Option<&Report> {
        match self {
            Previous::None => None,
            Previous::One(previous) => Some(previous),
            Previous::Folder(all) => all.iter().find(|previous| {
                previous.body.is_some()
                    && previous.body == report.body
                    && previous.year.zip(report.year).is_some_and(|(before, year)| before + 1 == year)
            }),
        }
    }
}

/// Why the command line cannot be followed.
#[derive(Debug)]
enum Wrong {
    NotThere(PathBuf, std::io::Error),
    EmptyFolder(PathBuf),
    PreviousUnread(PathBuf),
    Output(std::io::Error),
}

impl Wrong {
    fn say(&self, english: bool) -> String {
        match (self, english) {
            (Wrong::NotThere(path, why), false) => format!("打不开 {}：{}", path.display(), reason(why)),
            (Wrong::NotThere(path, why), true) => format!("cannot open {}: {why}", path.display()),
            (Wrong::EmptyFolder(path), false) => format!("文件夹 {} 里没有文件", path.display()),
            (Wrong::EmptyFolder(path), true) => format!("no file in {}", path.display()),
            (Wrong::PreviousUnread(path), false) => format!("读不出上一年的报告 {}", path.display()),
            (Wrong::PreviousUnread(path), true) => format!("cannot read last year's report {}", path.display()),
            (Wrong::Output(why), false) => format!("写不出结果：{why}"),
            (Wrong::Output(why), true) => format!("cannot write the result: {why}"),
        }
    }
}

/// Deeper than this a tree of folders is a loop or a mistake.
const DEEPEST: usize = 64;

/// The files of the arguments in their order, folders in path order. Hidden files and links to folders are left out.
fn walk(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Wrong> {
    let mut files = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            files.push(path.clone());
            continue;
        }
        if path.is_dir() {
            let before = files.len();
            walk_folder(path, 0, &mut files).map_err(|why| Wrong::NotThere(path.clone(), why))?;
            if files.len() == before {
                return Err(Wrong::EmptyFolder(path.clone()));
            }
        } else {
            // A file that is not there is said in its turn, and the others are read all the same.
            files.push(path.clone());
        }
    }
    Ok(files)
}

fn walk_folder(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    let mut entries = std::fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(std::fs::DirEntry::path);
    for entry in entries {
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        let kind = entry.file_type()?;
        if kind.is_dir() && !hidden && depth < DEEPEST {
            walk_folder(&entry.path(), depth + 1, files)?;
        } else if !hidden && entry.path().is_file() {
            files.push(entry.path());
        }
    }
    Ok(())
}

/// A file read and checked, whatever it is; a fault of ours on one file never stops the rest.
fn understand(path: &Path) -> Report {
    let name = path.to_string_lossy().into_owned();
    let bytes = match bytes_of(path) {
        Ok(bytes) => bytes,
        Err(why) => return intake::unreadable(&name, Unreadable::NoFile { reason: reason(&why) }),
    };
    std::panic::catch_unwind(|| intake::checked_file(&bytes, &name))
        .unwrap_or_else(|_| intake::unreadable(&name, Unreadable::Damaged))
}

/// Why the system does not open a file, in a clerk's words where there are some.
fn reason(why: &std::io::Error) -> String {
    match why.kind() {
        std::io::ErrorKind::NotFound => "没有这个文件".to_owned(),
        std::io::ErrorKind::PermissionDenied => "没有读取的权限".to_owned(),
        _ => why.to_string(),
    }
}

/// The bytes of a file, or of standard input; one byte more than the limit is enough to refuse it.
fn bytes_of(path: &Path) -> std::io::Result<Vec<u8>> {
    let limit = paper::limits::FILE_BYTES as u64 + 1;
    let mut bytes = Vec::new();
    if path.as_os_str() == "-" {
        std::io::stdin().lock().take(limit).read_to_end(&mut bytes)?;
    } else {
        std::fs::File::open(path)?.take(limit).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// What is printed of one file.
struct Rendered {
    machine: String,
    people: String,
    unread: bool,
    worst: Option<Severity>,
}

/// What came of all files.
#[derive(Default)]
struct All {
    unread: usize,
    worst: Option<Severity>,
}

/// Files in hand at once: enough for every core, few enough for the memory of an office PC.
const BATCH: usize = 64;

/// Reads every file on all cores and prints the results in the order of the arguments.
fn each_file(paths: &[PathBuf], english: bool, render: &(impl Fn(Report) -> Rendered + Sync)) -> Result<All, Wrong> {
    let files = walk(paths)?;
    let progress = files.len() > BATCH && std::io::stderr().is_terminal();
    let mut all = All::default();
    for (i, batch) in files.chunks(BATCH).enumerate() {
        for rendered in in_parallel(batch, |file| render(understand(file))) {
            all.unread += usize::from(rendered.unread);
            all.worst = all.worst.max(rendered.worst);
            print(&rendered.machine).map_err(Wrong::Output)?;
            say(&rendered.people);
        }
        if progress {
            let done = (i * BATCH + batch.len()).min(files.len());
            say(&if english {
                format!("\r{done}/{}", files.len())
            } else {
                format!("\r已处理 {done}/{}", files.len())
            });
        }
    }
    if progress {
        say("\n");
    }
    Ok(all)
}

/// One value per file, in order, made on all cores.
fn in_parallel<T: Send>(files: &[PathBuf], work: impl Fn(&Path) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, T)>> = Mutex::new(Vec::with_capacity(files.len()));
    let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get).min(files.len());
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                while let Some((i, file)) =
                    Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|i| Some((i, files.get(i)?)))
                {
                    let value = work(file);
                    done.lock().unwrap_or_else(PoisonError::into_inner).push((i, value));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(i, _)| *i);
    done.into_iter().map(|(_, value)| value).collect()
}

fn finish(all: Result<All, Wrong>, english: bool, status: impl Fn(&All) -> u8) -> ExitCode {
    match all {
        Ok(all) => ExitCode::from(status(&all)),
        // A reader that went away (`| head`) is no fault of ours.
        Err(Wrong::Output(why)) if why.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(wrong) => {
            complain(&wrong, english);
            ExitCode::from(2)
        }
    }
}

fn ending(printed: std::io::Result<()>, status: u8) -> ExitCode {
    finish(printed.map(|()| All::default()).map_err(Wrong::Output), false, |_| status)
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

fn complain(wrong: &Wrong, english: bool) {
    let word = if english { "error: " } else { "错误：" };
    let stop = if english { "" } else { "。" };
    say(&format!("{word}{}{stop}\n", wrong.say(english)));
}

/// One JSON object on one line.
fn line(report: &Report) -> String {
    let mut line = serde_json::to_string(report).expect("a report holds nothing that JSON cannot");
    line.push('\n');
    line
}

/// What was understood, in a few lines.
fn summary(report: &Report, english: bool) -> String {
    let name = report.file.as_deref().unwrap_or("-");
    if is_unread(report) {
        return String::new();
    }
    let none = if english { "not found" } else { "未找到" };
    let or_none = |value: Option<String>| value.unwrap_or_else(|| none.to_owned());
    let filled = |table: TableNo| {
        let cells = report.cells.form().official_cells().filter(|cell| cell.table == table);
        let (mut all, mut filled) = (0, 0);
        for cell in cells {
            all += 1;
            filled += usize::from(!report.cells.is_blank(cell.no));
        }
        format!("{filled}/{all}")
    };
    let parts: Vec<&str> =
        SectionKey::ALL.into_iter().filter(|key| report.section(*key).is_some()).map(SectionKey::numeral).collect();
    let [two, three, four] = TableNo::ALL.map(filled);
    let edition = or_none(report.edition.map(|edition| edition.to_string()));
    let year = or_none(report.year.map(|year| year.to_string()));
    let signed = or_none(report.signed_on.map(|day| day.to_string()));
    let (title, body) = (or_none(report.title.clone()), or_none(report.body.clone()));
    let mut text = String::new();
    let written = if english {
        write!(
            text,
            "{name}\n  title: {title}\n  body: {body}; year: {year}; form: {edition}; signed: {signed}\n  parts: {}; cells filled: table 2 {two}, table 3 {three}, table 4 {four}; numbers in the text: {}\n",
            parts.join(" "),
            report.counts.len()
        )
    } else {
        write!(
            text,
            "{name}\n  题目：{title}\n  机关：{body}；年度：{year}；格式：{edition}；落款日期：{signed}\n  章节：{}；有数的格：第二部分{two}，第三部分{three}，第四部分{four}；正文中的数：{}个\n",
            parts.join("、"),
            report.counts.len()
        )
    };
    debug_assert!(written.is_ok(), "a string takes every write");
    text
}

/// The findings as a compiler prints them: severity and code, place, message, hint, basis.
fn findings(report: &Report, english: bool) -> String {
    let name = report.file.as_deref().unwrap_or("-");
    report.findings.iter().map(|finding| finding_text(name, finding, english)).collect()
}

fn finding_text(name: &str, finding: &Finding, english: bool) -> String {
    let place = &finding.place;
    let line = place.line.map(|line| format!(":{line}")).unwrap_or_default();
    if !english {
        let page = place.page.map(|page| format!("（第{page}页）")).unwrap_or_default();
        return format!(
            "{}[{}] {name}{line}{page}：{}\n  提示：{}\n",
            finding.severity.zh(),
            finding.code,
            finding.message,
            finding.hint
        );
    }
    let mut at = String::new();
    if let Some(table) = place.table {
        at.push_str(&format!(" table {}", table.number()));
    }
    for (word, key) in [("row", &place.row), ("column", &place.column)] {
        if let Some(key) = key {
            at.push_str(&format!(" {word} {key}"));
        }
    }
    let basis = finding.basis.as_ref().map(|basis| format!("  basis: {basis}\n")).unwrap_or_default();
    format!("{}[{}] {name}{line}:{at} {}\n{basis}", finding.severity.as_str(), finding.code, finding.message_en())
}

/// The form as people read it: one line per cell, its address and what it is called.
fn form_text(form: &Form) -> String {
    let mut text = format!("{}（{}，适用于{}）\n", form.title, form.basis, form.edition.years_zh());
    for cell in form.official_cells() {
        let article = cell.row.article.map(|article| format!("\t条例{article}")).unwrap_or_default();
        let sum = if cell.is_total() { "\t合计" } else { "" };
        text.push_str(&format!("{}\t{}{sum}{article}\n", cell.path, cell.place_zh()));
    }
    text
}

fn form_json(form: &Form) -> String {
    let cells: Vec<Value> = form.official_cells().map(|cell| cell_json(form, cell)).collect();
    let object = json!({
        "edition": form.edition,
        "basis": form.basis,
        "title": form.title,
        "sections": SectionKey::ALL.map(|key| json!({"key": key, "numeral": key.numeral(), "title": key.title()})),
        "cells": cells,
    });
    format!("{object}\n")
}

fn cell_json(form: &Form, cell: &Cell) -> Value {
    let (kind, unit) = match cell.column.kind {
        Kind::Count => ("count", None),
        Kind::SignedCount => ("signed_count", None),
        Kind::Money(unit) => ("money", unit),
    };
    let sums: Vec<Vec<&str>> =
        cell.sums.iter().map(|sum| sum.parts.iter().map(|part| form.at(*part).path.as_str()).collect()).collect();
    json!({
        "path": cell.path,
        "table": cell.table,
        "caption": cell.block.caption,
        "row": {"key": cell.row.key, "label": cell.row.label, "under": cell.row.under},
        "column": {"key": cell.column.key, "label": cell.column.label, "under": cell.column.under},
        "kind": kind,
        "unit": unit,
        "sums": sums,
        "article": cell.row.article,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUMS_WRONG: &str = "云溪县财政局2023年政府信息公开工作年度报告\n一、总体情况\n做好公开。\n\
        二、主动公开政府信息情况\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t0\t0\t0\n\
        行政规范性文件\t1\t0\t-4\n五、存在的主要问题及改进情况\n人手不足，将加强。\n六、其他需要报告的事项\n无。\n";

    #[test]
    fn folders_are_walked_in_path_order_and_hidden_files_left_out() {
        let folder = folder(&[("b/2.txt", ""), ("a.txt", ""), ("b/1.txt", ""), (".hidden", ""), ("c/.git/x", "")]);
        let files = walk(&[folder.join("b/2.txt"), folder.clone()]).unwrap();
        let names: Vec<_> = files.iter().map(|file| file.strip_prefix(&folder).unwrap().to_str().unwrap()).collect();
        assert_eq!(names, ["b/2.txt", "a.txt", "b/1.txt", "b/2.txt"]);
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn results_come_in_order_whichever_core_is_first() {
        let files: Vec<PathBuf> = (0..500).map(|i| PathBuf::from(i.to_string())).collect();
        let names = in_parallel(&files, |file| file.to_path_buf());
        assert_eq!(names, files);
    }

    #[test]
    fn a_file_that_is_not_there_is_a_finding_and_stops_nothing() {
        let folder = folder(&[("report.txt", SUMS_WRONG)]);
        let reports = [folder.join("none.txt"), folder.join("report.txt")].map(|path| understand(&path));
        assert!(is_unread(&reports[0]) && reports[0].findings[0].message.contains("没有这个文件"));
        assert!(reports[1].findings.iter().any(|finding| finding.code == Code::R105));
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn last_years_report_is_found_by_body_and_year() {
        let folder = folder(&[
            ("x.txt", &SUMS_WRONG.replace("2023", "2022").replace("1\t0\t-4", "1\t0\t7")),
            ("y.txt", &SUMS_WRONG.replace("财政局", "水利局").replace("2023", "2022")),
        ]);
        let previous = Previous::read(&folder).unwrap();
        let report = intake::checked_file(SUMS_WRONG.as_bytes(), "now.txt");
        let found = previous.of(&report).expect("the finance bureau's report on 2022 is there");
        assert_eq!(found.cells.at("proactive.normative_docs.in_force"), Some(7));
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_finding_is_printed_like_a_compilers() {
        let report = intake::checked_file(SUMS_WRONG.as_bytes(), "report.txt");
        let finding = report.findings.iter().find(|finding| finding.code == Code::R105).unwrap();
        assert_eq!(
            finding_text("report.txt", finding, false),
            "错误[R105] report.txt：第二部分表格“行政规范性文件”行“现行有效件数”列填的是-4，件数应为不小于零的整数\n  \
             提示：改为整数；只有2019年格式的“本年增/减”可以是负数\n"
        );
        assert_eq!(
            finding_text("report.txt", finding, true),
            "error[R105] report.txt: table 2 row normative_docs column in_force a count is negative or not whole (-4)\n  \
             basis: form 2021, table 2\n"
        );
    }

    #[test]
    fn the_form_names_every_cell_once() {
        let text = form_text(form(Edition::E2021));
        assert_eq!(text.lines().count(), 1 + 10 + 175 + 15);
        let object: Value = serde_json::from_str(&form_json(form(Edition::E2019))).unwrap();
        assert_eq!(object["cells"].as_array().unwrap().len(), 22 + 161 + 15);
    }

    /// A folder of its own under the system's temporary one, with these files in it.
    fn folder(files: &[(&str, &str)]) -> PathBuf {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("gongkai-report-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        for (file, text) in files {
            let path = folder.join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        folder
    }
}
