//! The door: one binary `gongkai`, the server and the tools that need none.
//!
//! Each command is a module; here they are only named, explained and called.

mod backup;
mod clock;
mod config;
mod demo;
mod doctor;
mod fee;
mod fonts;
mod help;
mod password;
mod reindex;
mod report;
mod serve;
mod uscc;
mod verify;
mod workdays;

use clap::{FromArgMatches, Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// 公开：公开机关政府信息公开工作的一体化程序（主动公开、依申请公开、年度报告）
#[derive(Parser)]
#[command(name = "gongkai", version, disable_help_subcommand = true)]
struct Door {
    /// 帮助和提示所用的语言：zh 或 en
    #[arg(long, global = true, value_name = "LANG", value_parser = ["zh", "en"])]
    lang: Option<String>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// 演示：在本机建一个虚构的县，带两年的数据，可以逐项试用
    Demo(demo::DemoArgs),
    /// 初次安装：写好配置文件，建库，设立第一个单位和管理员
    Init(serve::InitArgs),
    /// 启动服务
    Serve(ConfigArgs),
    /// 体检：已配置什么、缺什么、怎么办
    Doctor(ConfigArgs),
    /// 忘记密码：给某个用户一个临时密码，只显示一次
    ResetPassword(password::PasswordArgs),
    /// 备份：把数据库和附件一致地写进一个文件，服务不必停
    Backup(backup::BackupArgs),
    /// 恢复：核对备份无误后放回数据目录，损坏的备份拒绝恢复
    Restore(backup::RestoreArgs),
    /// 依据数据库重建检索索引
    Reindex(ConfigArgs),
    /// 核验每一条办件流水和操作日志的哈希链，指出第一处断裂
    Verify(ConfigArgs),
    /// 年度报告：读取、检查、查看格式
    Report(report::ReportArgs),
    /// 计算一件申请的法定期限，说明每个日期的依据
    Clock(clock::ClockArgs),
    /// 推算第 N 个工作日，或数两个日期之间的工作日
    Workdays(workdays::WorkdaysArgs),
    /// 计算信息处理费
    Fee(fee::FeeArgs),
    /// 核对统一社会信用代码
    Uscc(uscc::UsccArgs),
}

#[derive(clap::Args)]
struct ConfigArgs {
    /// 配置文件，默认为当前目录的 gongkai.toml
    #[arg(long, default_value = "gongkai.toml")]
    config: PathBuf,
}

fn main() -> ExitCode {
    let english = help::wants_english(std::env::args_os(), variable);
    let command = help::localised::<Door>(english);
    let matches = match command.try_get_matches() {
        Ok(matches) => matches,
        Err(error) => return help::explain(&error, english),
    };
    if let Some(("help", asked)) = matches.subcommand() {
        return help::about(help::localised::<Door>(english), asked, english);
    }
    let door = match Door::from_arg_matches(&matches) {
        Ok(door) => door,
        Err(error) => return help::explain(&error, english),
    };
    let done = match door.command {
        Command::Demo(args) => demo::run(&args, english),
        Command::Init(args) => serve::init(&args),
        Command::Serve(args) => serve::serve(&args.config),
        Command::Doctor(args) => doctor::run(&args.config),
        Command::ResetPassword(args) => password::reset(&args),
        Command::Backup(args) => backup::backup(&args),
        Command::Restore(args) => backup::restore(&args),
        Command::Reindex(args) => reindex::run(&args.config),
        Command::Verify(args) => verify::run(&args.config),
        Command::Report(args) => Ok(report::run(&args, english)),
        Command::Clock(args) => Ok(clock::run(&args, web::now::date(web::now::now()))),
        Command::Workdays(args) => Ok(workdays::run(&args)),
        Command::Fee(args) => Ok(fee::run(&args)),
        Command::Uscc(args) => Ok(uscc::run(&args)),
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            help::say_error(&error);
            ExitCode::from(2)
        }
    }
}

/// A variable of the environment; this room is where the environment is read.
#[expect(clippy::disallowed_methods, reason = "the environment is read at the door and passed down")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
