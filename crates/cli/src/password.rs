//! `reset-password`: the way back in when the only administrator has forgotten the password.

use crate::config::Config;
use crate::serve;
use anyhow::Context;
use std::path::PathBuf;
use std::process::ExitCode;
use store::audit::{Line, Outcome};

/// `gongkai reset-password LOGIN`.
#[derive(clap::Args)]
pub struct PasswordArgs {
    /// 用户名
    #[arg(value_name = "LOGIN")]
    login: String,
    /// 配置文件，默认为当前目录的 gongkai.toml
    #[arg(long, default_value = "gongkai.toml")]
    config: PathBuf,
}

/// Sets a temporary password and prints it once. Whoever may run this may read the database anyway; the act is in the audit.
#[expect(clippy::print_stdout, reason = "the door speaks to people")]
pub fn reset(args: &PasswordArgs) -> anyhow::Result<ExitCode> {
    let config = Config::load(&args.config, crate::variable)?;
    serve::runtime()?.block_on(async {
        let store = serve::open_store(&config).await?;
        let login = args.login.to_lowercase();
        let person = store.person_by_login(&login).await?.with_context(|| format!("没有用户名是“{login}”的人员"))?;
        let password = web::chance::query_code() + &web::chance::query_code().to_lowercase();
        let mut unit = store.begin().await?;
        unit.reset_password(&person.id, &web::password::hash(&password)).await?;
        unit.log_out_everywhere(&person.id).await?;
        unit.audit(&Line {
            at: web::now::now(),
            person: None,
            who: "命令行",
            address: "",
            act: "person.reset_password",
            target: person.id.as_str(),
            result: Outcome::Done,
        })
        .await?;
        unit.commit().await?;
        println!("{}（{}）的临时密码：{password}", person.name, person.login);
        println!("只显示这一次；登录后必须修改。此人原有的登录已全部退出。");
        if !person.active {
            println!("注意：此账号已停用，仍不能登录；请由管理员在“人员”中恢复在用。");
        }
        Ok(ExitCode::SUCCESS)
    })
}
