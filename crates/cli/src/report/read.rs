//! `report read`: what was understood.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use report::form::{SectionKey, TableNo};
use report::report::Report;
use report::write::{Meta, document};

use super::files::{Depth, Item, walk};
use super::{Wrong, finish, line, print, queue, say};

#[derive(clap::Args)]
pub struct ReadArgs {
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

/// 0 when every file was understood at least in part, else 2.
pub fn run(args: &ReadArgs, english: bool) -> ExitCode {
    let work = |item: Item| {
        let reports = item.reports(Depth::Whole).into_iter();
        reports.map(|report| render(report, args, english)).collect()
    };
    let mut unread = false;
    let done = walk(&args.files).and_then(|files| {
        queue::each(&files, english, work, |(machine, people, bad), progress| {
            unread |= bad;
            progress.aside(|| {
                say(&people);
                print(&machine).map_err(Wrong::Output)
            })
        })
    });
    finish(done, english, if unread { 2 } else { 0 })
}

fn render(mut report: Report, args: &ReadArgs, english: bool) -> (String, String, bool) {
    report::checks::recheck(&mut report);
    report.findings.retain(|finding| finding.code.is_noticed_by_reading());
    let people = summary(&report, english) + &super::print::findings(&report, english);
    let machine = match (args.json, args.text) {
        (true, _) => line(&report),
        (false, true) => document(&report, &Meta::default()).plain_text(),
        (false, false) => String::new(),
    };
    (machine, people, report.is_unread())
}

/// What was understood, in a few lines.
pub fn summary(report: &Report, english: bool) -> String {
    let name = report.file.as_deref().unwrap_or("-");
    if report.is_unread() {
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
