//! `report diff`: year against year.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use report::diff::{CellChange, Diff, ParagraphChange, Side, diff};
use report::report::Report;
use rust_decimal::Decimal;

use super::files::{Depth, open};
use super::print::table;
use super::{Wrong, finish, print, say};

#[derive(clap::Args)]
pub struct DiffArgs {
    /// 较早的报告
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// 较晚的报告
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// 输出一行 JSON，供其他程序使用
    #[arg(long)]
    json: bool,
}

/// 0 both were read, 2 one could not be.
pub fn run(args: &DiffArgs, english: bool) -> ExitCode {
    let done = one(&args.old).and_then(|old| Ok((old, one(&args.new)?))).and_then(|(old, new)| {
        let diff = diff(&old, &new);
        if args.json {
            let line = serde_json::to_string(&diff).expect("a comparison holds nothing that JSON cannot") + "\n";
            return print(&line).map_err(Wrong::Output);
        }
        say(&for_people(&diff, english));
        Ok(())
    });
    finish(done, english, 0)
}

/// The only report of a file.
pub fn one(path: &Path) -> Result<Report, Wrong> {
    let mut report = None;
    open(path, |item| {
        report = report.take().or_else(|| item.reports(Depth::Whole).into_iter().next());
        false
    });
    report.filter(|report| !report.is_unread()).ok_or_else(|| Wrong::Unread(path.to_owned()))
}

fn for_people(diff: &Diff, english: bool) -> String {
    let say = |zh: &'static str, en: &'static str| if english { en } else { zh };
    let side = |side: &Side| {
        let year = side.year.map(|year| format!("{year}{}", say("年", ""))).unwrap_or_default();
        format!("{}{year}", side.body.clone().unwrap_or_default())
    };
    let mut text = format!("{}  →  {}\n", side(&diff.old), side(&diff.new));
    if diff.is_empty() {
        text.push_str(say("没有不同\n", "no difference\n"));
        return text;
    }
    if !diff.cells.is_empty() {
        text.push_str(&format!("{}（{}）\n", say("单元格", "cells"), diff.cells.len()));
        let head = [
            say("表", "table"),
            say("行", "row"),
            say("列", "column"),
            say("原", "old"),
            say("新", "new"),
            say("增减", "difference"),
        ];
        let mut lines = vec![head.map(str::to_owned).to_vec()];
        lines.extend(diff.cells.iter().map(|change| cell_line(change, english)));
        text.push_str(&table(&lines));
    }
    if !diff.counts.is_empty() {
        text.push_str(&format!("{}（{}）\n", say("正文中的数", "numbers in the text"), diff.counts.len()));
        let lines: Vec<Vec<String>> = diff
            .counts
            .iter()
            .map(|count| {
                let unit = count.unit.clone().unwrap_or_default();
                vec![count.label.clone(), number(count.old), "→".to_owned(), number(count.new), unit]
            })
            .collect();
        text.push_str(&table(&lines));
    }
    for section in &diff.sections {
        text.push_str(&format!("第{}部分 {}\n", section.key.numeral(), section.title));
        for change in &section.paragraphs {
            match change {
                ParagraphChange::Added { new } => text.push_str(&format!("  + {}\n", short(new))),
                ParagraphChange::Removed { old } => text.push_str(&format!("  - {}\n", short(old))),
                ParagraphChange::Changed { old, new, alike } => {
                    text.push_str(&format!("  - {}\n  + {}  ({alike}%)\n", short(old), short(new)));
                }
            }
        }
    }
    if let Some(percent) = diff.copied {
        text.push_str(&match english {
            true => format!("{percent}% of the new text repeats the old one\n"),
            false => format!("正文有{percent}%与较早的报告相同\n"),
        });
    }
    text
}

fn cell_line(change: &CellChange, english: bool) -> Vec<String> {
    let unit = change.unit.filter(|_| !english).unwrap_or("");
    let with_unit = |value: Option<Decimal>| if value.is_some() { number(value) + unit } else { number(value) };
    let difference = change.difference.map(|difference| {
        let sign = if difference.is_sign_positive() { "+" } else { "" };
        format!("{sign}{}{unit}", difference.normalize())
    });
    let table = change.table.short_zh().to_owned();
    vec![
        if english { change.table.number().to_string() } else { table },
        change.row.clone(),
        change.column.to_owned(),
        with_unit(change.old),
        with_unit(change.new),
        difference.unwrap_or_default(),
    ]
}

fn number(value: Option<Decimal>) -> String {
    value.map_or_else(|| "空".to_owned(), |value| value.normalize().to_string())
}

fn short(text: &str) -> String {
    const SHOWN: usize = 60;
    let start: String = text.chars().take(SHOWN).collect();
    if start.len() < text.len() { start + "…" } else { start }
}
