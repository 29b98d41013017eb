//! Help in Chinese, and in English with `--lang en` or an English `LANG`.
//!
//! The Chinese text stands beside each command and argument; the English one in [`ENGLISH`], by the path of commands and the
//! argument's name. A test asks that none is missing.

use clap::error::ErrorKind;
use clap::{Arg, ArgAction, Command, CommandFactory};
use std::ffi::OsString;
use std::process::ExitCode;

const TEMPLATE_ZH: &str = "{about}\n\n用法：{usage}\n\n{all-args}{after-help}";
const TEMPLATE_EN: &str = "{about}\n\nUsage: {usage}\n\n{all-args}{after-help}";

/// Whether the person asked for English: `--lang en`, `--lang=en`, or a `LANG` that begins with `en`.
pub fn wants_english(mut args: impl Iterator<Item = OsString>, variable: impl Fn(&str) -> Option<String>) -> bool {
    while let Some(arg) = args.next() {
        let arg = arg.to_string_lossy();
        if let Some(lang) = arg.strip_prefix("--lang=") {
            return lang == "en";
        }
        if arg == "--lang" {
            return args.next().is_some_and(|lang| lang == "en");
        }
    }
    variable("LANG").is_some_and(|lang| lang.starts_with("en"))
}

/// The command tree in the chosen language, with `help` as a command.
pub fn localised<T: CommandFactory>(english: bool) -> Command {
    let heading = if english { "Commands" } else { "命令" };
    let about = if english { "show help for a command" } else { "显示某个命令的帮助" };
    let help = Command::new("help").about(about).arg(
        Arg::new("command").num_args(0..).value_name("COMMAND").help(if english { "the command" } else { "命令名" }),
    );
    dress(T::command().subcommand(help), "", english).subcommand_help_heading(heading)
}

fn dress(mut command: Command, path: &str, english: bool) -> Command {
    if english && let Some(text) = english_for(path) {
        command = command.about(text).long_about(None);
    }
    let (template, options, arguments, value) = if english {
        (TEMPLATE_EN, "Options", "Arguments", "COMMAND")
    } else {
        (TEMPLATE_ZH, "选项", "参数", "命令")
    };
    command = command.help_template(template).disable_help_flag(true).subcommand_value_name(value);
    let names: Vec<String> = command.get_arguments().map(|arg| arg.get_id().to_string()).collect();
    for name in names {
        command = command.mut_arg(&name, |arg| {
            let heading = if arg.is_positional() { arguments } else { options };
            let arg = arg.help_heading(heading);
            // The Chinese texts name choices and defaults themselves; clap would add them in English.
            let quiet = !english && arg.get_action().takes_values();
            let arg = if quiet { arg.hide_possible_values(true).hide_default_value(true) } else { arg };
            match english_for(&format!("{path} {name}")) {
                Some(text) if english => arg.help(text).long_help(None),
                _ => arg,
            }
        });
    }
    let text = if english { "show this help" } else { "显示帮助" };
    command = command.arg(
        Arg::new("help")
            .short('h')
            .long("help")
            .action(ArgAction::HelpShort)
            .help(text)
            .help_heading(options)
            .global(false),
    );
    let children: Vec<String> = command.get_subcommands().map(|child| child.get_name().to_owned()).collect();
    for child in children {
        let deeper = format!("{path} {child}");
        command = command.mut_subcommand(&child, |child| dress(child, deeper.trim(), english));
    }
    if command.get_version().is_some() {
        let text = if english { "show the version" } else { "显示版本" };
        command = command.disable_version_flag(true).arg(
            Arg::new("version").short('V').long("version").action(ArgAction::Version).help(text).help_heading(options),
        );
    }
    command
}

fn english_for(path: &str) -> Option<&'static str> {
    let path = path.trim();
    ENGLISH.iter().find(|(key, _)| *key == path).map(|(_, text)| *text)
}

/// Prints what clap wants to say, its usual errors in Chinese, and gives the exit status: 0 for help, 2 for a wrong line.
#[expect(clippy::print_stdout, clippy::print_stderr, reason = "the door speaks to people")]
pub fn explain(error: &clap::Error, english: bool) -> ExitCode {
    let text = error.render().to_string();
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        print!("{text}");
        return ExitCode::SUCCESS;
    }
    if english {
        eprint!("{text}");
        return ExitCode::from(2);
    }
    use clap::error::ContextKind::{InvalidArg, InvalidSubcommand, InvalidValue, SuggestedArg, SuggestedSubcommand};
    let part = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let (argument, value) = (part(InvalidArg), part(InvalidValue));
    let says = match error.kind() {
        ErrorKind::InvalidSubcommand => format!("没有“{}”这个命令", part(InvalidSubcommand)),
        ErrorKind::UnknownArgument => format!("没有“{argument}”这个选项或参数"),
        ErrorKind::InvalidValue if value.is_empty() => format!("“{argument}”需要一个值"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => format!("“{argument}”的值“{value}”不对"),
        ErrorKind::MissingRequiredArgument => format!("缺少“{argument}”"),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            eprint!("{text}");
            return ExitCode::from(2);
        }
        ErrorKind::ArgumentConflict => format!("“{argument}”不能与其他选项同时使用"),
        _ => text.trim().to_owned(),
    };
    eprintln!("错误：{says}。");
    let suggestion = format!("{}{}", part(SuggestedArg), part(SuggestedSubcommand));
    if !suggestion.is_empty() {
        eprintln!("您要找的可能是：{suggestion}");
    }
    eprintln!("运行 gongkai help 查看全部命令，gongkai help 命令 查看某个命令的用法。");
    ExitCode::from(2)
}

/// `gongkai help COMMAND…`: the help of the command named, or of the program.
#[expect(clippy::print_stdout, clippy::print_stderr, reason = "the door speaks to people")]
pub fn about(mut command: Command, asked: &clap::ArgMatches, english: bool) -> ExitCode {
    command.build();
    let mut here = &mut command;
    for name in asked.get_many::<String>("command").into_iter().flatten() {
        match here.find_subcommand_mut(name) {
            Some(found) => here = found,
            None => {
                eprintln!(
                    "{}",
                    if english {
                        format!("error: no command {name:?}")
                    } else {
                        format!("错误：没有“{name}”这个命令。")
                    }
                );
                return ExitCode::from(2);
            }
        }
    }
    print!("{}", here.render_help());
    ExitCode::SUCCESS
}

/// Prints why a command could not do its work, cause by cause.
#[expect(clippy::print_stderr, reason = "the door speaks to people")]
pub fn say_error(error: &anyhow::Error) {
    eprintln!("错误：{error}");
    for cause in error.chain().skip(1) {
        eprintln!("  原因：{cause}");
    }
}

/// English help by the path of commands and the argument's name.
const ENGLISH: &[(&str, &str)] = &[
    ("", "Gongkai: open government information for Chinese public bodies (publish, answer, account)"),
    ("lang", "language of help and messages: zh or en"),
    ("help", "show help for a command"),
    ("help command", "the command"),
    ("demo", "a demonstration: a fictional county with two years of data on this machine, to try everything on"),
    ("demo port", "port; 0 picks a free one"),
    ("demo dir", "folder for the demonstration's data; the user's cache by default"),
    ("demo keep", "use the demonstration made before instead of making it anew"),
    ("init", "first installation: write the configuration, create the database, the first body and administrator"),
    ("init config", "which configuration file to write; an existing one is left alone"),
    ("init body", "name of the first body"),
    ("init slug", "its part of public addresses: lower-case letters and digits"),
    ("init login", "log-in name of the administrator"),
    ("init name", "name of the administrator"),
    ("serve", "start the server"),
    ("serve config", "configuration file"),
    ("doctor", "what is configured, what is missing, what to do"),
    ("doctor config", "configuration file"),
    ("reset-password", "a temporary password for somebody, shown once"),
    ("reset-password login", "the log-in name"),
    ("reset-password config", "configuration file"),
    ("backup", "write the database and the files into one consistent file, while serving"),
    ("backup file", "where to write; an existing file is not overwritten"),
    ("backup config", "configuration file"),
    ("restore", "check a backup and put it into the data folder; a damaged one is refused"),
    ("restore file", "the backup"),
    ("restore config", "configuration file; its data folder is restored to"),
    ("reindex", "rebuild the search index from the database"),
    ("reindex config", "configuration file"),
    ("verify", "recompute every docket and audit chain and name the first broken entry"),
    ("verify config", "configuration file"),
    ("report", "yearly reports: read, check, compare, sum, export, show the form"),
    ("report read", "read yearly reports: what was understood and what was noticed"),
    ("report read files", "report files or folders; \"-\" reads standard input"),
    ("report read json", "print one JSON object per line per file"),
    ("report read text", "print the text of the sections as well"),
    ("report check", "read and check yearly reports"),
    ("report check files", "report files, folders, or files of report objects; \"-\" reads standard input"),
    ("report check json", "print one JSON object per line per report"),
    (
        "report check previous",
        "last year's reports, a file or a folder, to check year against year; other bodies' of the same year are compared too",
    ),
    ("report check register", "the figures of the register as JSON, compared cell by cell"),
    ("report sum", "add reports up; every number opens to the bodies it comes from"),
    ("report sum files", "report files, folders, or files of report objects; \"-\" reads standard input"),
    ("report sum output", "where to write; the extension decides: json, csv, xlsx, docx, html"),
    ("report sum body", "name of the body that sums"),
    ("report sum year", "which year; the one most reports are of when left out"),
    ("report sum expected", "the bodies that should have reported, one to a line; those missing are named"),
    ("report diff", "compare two reports, cell by cell and paragraph by paragraph"),
    ("report diff old", "the earlier report"),
    ("report diff new", "the later report"),
    ("report diff json", "print one line of JSON for other programs"),
    ("report table", "one row per report and cell"),
    ("report table files", "report files, folders, or files of report objects; \"-\" reads standard input"),
    ("report table output", "where to write; the extension decides: csv, xlsx, parquet"),
    ("report write", "write a report object as a document"),
    ("report write file", "a report object as JSON (a line of read --json), or any report that can be read"),
    ("report write output", "where to write; the extension decides: docx, pdf, html, xlsx, json"),
    ("report form", "the official form of a year as a table of cells"),
    ("report form year", "the reported year; the form in force when left out"),
    ("report form json", "print JSON for other programs"),
    ("clock", "compute the statutory dates of one application, with the reason for each"),
    ("clock file", "what happened, as JSON; \"-\" or nothing reads standard input"),
    ("clock json", "print JSON for other programs"),
    ("workdays", "the N-th working day after a date, or the working days between two dates"),
    ("workdays from", "the day that is not counted"),
    ("workdays n_or_to", "a number of working days, or with --count a date"),
    ("workdays count", "count the working days up to and including the second date"),
    ("workdays json", "print JSON for other programs"),
    ("fee", "compute the information processing fee"),
    ("fee items", "the applicant's items in the calendar month"),
    ("fee pages", "pages of one application"),
    ("fee json", "print JSON for other programs"),
    ("uscc", "check unified social credit codes (GB 32100-2015) and say why one is wrong"),
    ("uscc codes", "codes of 18 characters, as many as you like"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(command: &Command, path: &str, found: &mut Vec<String>) {
        found.push(path.to_owned());
        for arg in command.get_arguments().filter(|arg| !["help", "version"].contains(&arg.get_id().as_str())) {
            if !path.is_empty() && arg.get_id() == "lang" {
                continue;
            }
            found.push(format!("{path} {}", arg.get_id()).trim().to_owned());
        }
        for child in command.get_subcommands() {
            paths(child, format!("{path} {}", child.get_name()).trim(), found);
        }
    }

    #[test]
    fn every_command_and_argument_is_explained_in_both_languages() {
        let chinese = localised::<crate::Door>(false);
        let mut found = Vec::new();
        paths(&chinese, "", &mut found);
        for path in &found {
            assert!(english_for(path).is_some(), "help.rs has no English for {path:?}");
        }
        for (path, _) in ENGLISH {
            assert!(found.iter().any(|known| known == path), "help.rs explains {path:?}, which does not exist");
        }
    }

    #[test]
    fn the_tree_of_commands_is_sound_in_both_languages() {
        localised::<crate::Door>(false).debug_assert();
        localised::<crate::Door>(true).debug_assert();
    }

    #[test]
    fn english_is_chosen_by_the_option_before_the_environment() {
        let ask =
            |args: &[&str], lang: Option<&str>| wants_english(args.iter().map(Into::into), |_| lang.map(str::to_owned));
        assert!(!ask(&["gongkai"], None));
        assert!(ask(&["gongkai"], Some("en_US.UTF-8")));
        assert!(!ask(&["gongkai", "--lang", "zh"], Some("en_US.UTF-8")));
        assert!(ask(&["gongkai", "clock", "--lang=en"], None));
    }
}
