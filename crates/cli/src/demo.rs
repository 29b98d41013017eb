//! `demo`: a fictional county to try everything on; nothing else is needed.

mod county;

use crate::config::Config;
use crate::serve;
use anyhow::{Context, bail};
use county::Settled;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fs::{File, TryLockError};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;
use store::Store;
use store::files::Files;
use tokio::net::TcpListener;
use web::Shared;

/// `gongkai demo`.
#[derive(clap::Args)]
pub struct DemoArgs {
    /// 端口；0 表示任选一个空闲端口
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// 演示数据放在哪个文件夹，默认在用户缓存目录
    #[arg(long)]
    dir: Option<PathBuf>,
    /// 沿用上一次的演示数据，不重新生成
    #[arg(long)]
    keep: bool,
}

/// Everyone's password in the demonstration. It opens nothing else.
pub const PASSWORD: &str = "Yunxi-demo-711";

/// Raised whenever what is generated changes, so that an older demonstration is noticed.
const FORMAT: u32 = 1;

/// Marks a folder as a demonstration's: only such a folder is ever cleared.
const MARK: &str = "gongkai-demo.json";

/// Held while a demonstration runs in the folder.
const LOCK: &str = "gongkai-demo.lock";

/// What [`MARK`] says.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Mark {
    format: u32,
    made_on: Date,
    /// `None` while it is being made: a folder left like this is half-written.
    settled: Option<Settled>,
}

/// What lies in a folder.
#[derive(Debug, PartialEq, Eq)]
enum Found {
    /// Nothing, or no folder.
    Nothing,
    /// A demonstration that can be used.
    Whole(Date, Settled),
    /// One that was interrupted while it was made, or damaged since.
    HalfWritten,
    /// One of another version of the program.
    Stale,
    /// Somebody else's files.
    Foreign,
}

fn found(dir: &Path) -> anyhow::Result<Found> {
    let mark = match std::fs::read(dir.join(MARK)) {
        Ok(bytes) => serde_json::from_slice::<Mark>(&bytes),
        Err(error) if matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory) => {
            let entries = match std::fs::read_dir(dir) {
                Ok(entries) => entries,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Found::Nothing),
                Err(error) => return Err(error).with_context(|| format!("读不了文件夹 {}", dir.display())),
            };
            let others = entries.filter(|entry| !entry.as_ref().is_ok_and(|entry| entry.file_name() == LOCK));
            return Ok(if others.count() == 0 { Found::Nothing } else { Found::Foreign });
        }
        Err(error) => return Err(error).with_context(|| format!("读不了 {}", dir.join(MARK).display())),
    };
    Ok(match mark {
        Ok(Mark { format: FORMAT, made_on, settled: Some(settled) }) if dir.join(DATABASE).is_file() => {
            Found::Whole(made_on, settled)
        }
        Ok(Mark { format: FORMAT, .. }) => Found::HalfWritten,
        Ok(_) => Found::Stale,
        Err(_) => Found::HalfWritten,
    })
}

/// The files that a demonstration makes; nothing else in its folder is touched.
const DATABASE: &str = "gongkai.db";
const SETTINGS: &str = "gongkai.toml";
const FILES: [&str; 5] = [SETTINGS, DATABASE, "gongkai.db-wal", "gongkai.db-shm", "gongkai.db-journal"];
const FOLDERS: [&str; 2] = ["index", "files"];

fn clear(dir: &Path) -> anyhow::Result<()> {
    let gone = |done: std::io::Result<()>| match done {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    };
    for name in FILES {
        gone(std::fs::remove_file(dir.join(name))).with_context(|| format!("删不掉旧的演示数据 {name}"))?;
    }
    for name in FOLDERS {
        gone(std::fs::remove_dir_all(dir.join(name))).with_context(|| format!("删不掉旧的演示数据 {name}"))?;
    }
    Ok(())
}

fn write_mark(dir: &Path, mark: &Mark) -> anyhow::Result<()> {
    let unfinished = dir.join(format!("{MARK}.part"));
    let written = std::fs::write(&unfinished, serde_json::to_vec_pretty(mark)?)
        .and_then(|()| std::fs::rename(&unfinished, dir.join(MARK)));
    written.with_context(|| format!("写不了 {}", dir.join(MARK).display()))
}

/// What the demonstration says, in the language asked for.
struct Says(bool);

impl Says {
    #[expect(clippy::print_stdout, reason = "the door speaks to people")]
    fn line(&self, chinese: &str, english: &str) {
        println!("{}", if self.0 { english } else { chinese });
    }

    /// The sentence in the language asked for.
    fn either(&self, chinese: String, english: String) -> String {
        if self.0 { english } else { chinese }
    }

    fn made(&self, dir: &Path, seconds: f64) {
        let dir = dir.display();
        self.line(
            &format!("演示数据已生成，用时 {seconds:.1} 秒，放在 {dir}"),
            &format!("Demonstration data made in {seconds:.1} s, in {dir}"),
        );
    }

    fn welcome(&self, dir: &Path, address: &str, settled: &Settled) {
        self.line("", "");
        self.line(
            "云溪县政府信息公开平台（演示）：单位、人员、号码和全部内容均为虚构",
            "Disclosure platform of Yunxi County (demonstration): bodies, people, numbers and texts are all made up",
        );
        self.line(&format!("  网址      {address}/"), &format!("  Portal    {address}/"));
        self.line(&format!("  登录      {address}/sign-in"), &format!("  Sign in   {address}/sign-in"));
        self.line(&format!("  密码      {PASSWORD}（所有人相同）"), &format!("  Password  {PASSWORD} (everyone's)"));
        for one in &settled.log_ins {
            let word = one.role.label();
            self.line(
                &format!("  {:<10}{word}　{}（{}）", one.login, one.name, one.body),
                &format!("  {:<10}{} ({word}), {}", one.login, one.role.key().replace('_', " "), one.name),
            );
        }
        self.line(
            "  其他单位的用户名是“单位网址名-角色”，例如 czj-jingban、czj-shenhe、czj-fuzeren",
            "  Other bodies' log-ins are the body's address name and the role: czj-jingban, czj-shenhe, czj-fuzeren",
        );
        let Settled { receipt, query_code, .. } = settled;
        self.line(
            &format!("  查询进度  {address}/track/　申请编号 {receipt}　查询码 {query_code}"),
            &format!("  Tracking  {address}/track/  receipt {receipt}  query code {query_code}"),
        );
        let file = dir.join(SETTINGS);
        let file = file.display();
        self.line(
            &format!("  核验数据  gongkai verify --config {file}"),
            &format!("  Verify    gongkai verify --config {file}"),
        );
        self.line("按 Ctrl-C 停止。", "Press Ctrl-C to stop.");
    }
}

/// Makes or opens the demonstration and serves it until it is stopped.
pub fn run(args: &DemoArgs, english: bool) -> anyhow::Result<ExitCode> {
    let says = Says(english);
    let dir = args.dir.clone().unwrap_or_else(usual_dir);
    quiet_log();
    serve::runtime()?.block_on(async {
        // The port comes first: who cannot serve must not have cleared anything.
        let listener = listen(&says, args.port).await?;
        let address = format!("http://127.0.0.1:{}", listener.local_addr()?.port());
        let (config, settled, _lock) = prepare(&says, &dir, args.keep, &address).await?;
        let app = open(&config).await?;
        says.welcome(&dir, &address, &settled);
        web::serve::serve(app, listener, serve::stopped()).await?;
        says.line("演示已停止。", "Stopped.");
        Ok(ExitCode::SUCCESS)
    })
}

/// The demonstration in its folder, made anew unless it may be kept.
async fn prepare(says: &Says, dir: &Path, keep: bool, address: &str) -> anyhow::Result<(Config, Settled, File)> {
    let before = found(dir)?;
    if before == Found::Foreign {
        bail!(says.either(
            format!("文件夹 {} 里有别的文件，不是演示数据，没有改动它；请用 --dir 指定一个空文件夹", dir.display()),
            format!(
                "{} holds other files and is no demonstration; nothing was changed: give an empty folder with --dir",
                dir.display()
            ),
        ));
    }
    std::fs::create_dir_all(dir).with_context(|| format!("建不了文件夹 {}", dir.display()))?;
    let lock = hold(says, dir)?;
    let config = config(dir, address);
    match before {
        Found::Whole(made_on, settled) if keep => {
            says.line(
                &format!("沿用 {made_on} 生成的演示数据，放在 {}", dir.display()),
                &format!("Using the demonstration made on {made_on}, in {}", dir.display()),
            );
            return Ok((config, settled, lock));
        }
        Found::HalfWritten => says.line(
            "上一次的演示数据没有写完或者已损坏，重新生成。",
            "The last demonstration was not finished or is damaged; making it anew.",
        ),
        Found::Stale => says.line(
            "已有的演示数据是其他版本的程序生成的，重新生成。",
            "The demonstration found is of another version; making it anew.",
        ),
        Found::Nothing | Found::Whole(..) | Found::Foreign => {}
    }
    let begun = Instant::now();
    let settled = make(dir, &config).await?;
    says.made(dir, begun.elapsed().as_secs_f64());
    Ok((config, settled, lock))
}

/// Makes the county in a cleared folder; the mark is finished last.
async fn make(dir: &Path, config: &Config) -> anyhow::Result<Settled> {
    let today = web::now::date(web::now::now());
    write_mark(dir, &Mark { format: FORMAT, made_on: today, settled: None })?;
    clear(dir)?;
    write_settings(dir)?;
    let store: Store = serve::open_store(config).await?;
    let password = tokio::task::spawn_blocking(|| web::password::hash(PASSWORD)).await?;
    let settled = county::settle(&store, &Files::under(dir), today, &password, &config.policy).await?;
    store.close().await;
    let app = open(config).await?;
    web::find::catch_up(&app).await?;
    app.store.close().await;
    write_mark(dir, &Mark { format: FORMAT, made_on: today, settled: Some(settled.clone()) })?;
    Ok(settled)
}

/// A configuration file, so that `verify`, `reindex` and `doctor` can be tried on the demonstration too.
fn write_settings(dir: &Path) -> anyhow::Result<()> {
    let path = dir.join(SETTINGS);
    let whole = std::path::absolute(dir).unwrap_or_else(|_| dir.to_path_buf());
    let data_dir = toml::Value::from(whole.to_string_lossy().into_owned());
    let text = format!("# 演示数据的配置，由 gongkai demo 生成。\ndata_dir = {data_dir}\n");
    std::fs::write(&path, text).with_context(|| format!("写不了 {}", path.display()))
}

async fn open(config: &Config) -> anyhow::Result<Shared> {
    serve::open(config, true).await
}

/// The settings of the demonstration: this machine only, and limits that a class of learners does not meet.
fn config(dir: &Path, address: &str) -> Config {
    let mut config = Config { data_dir: dir.to_path_buf(), base_url: address.to_owned(), ..Config::default() };
    config.site.name = county::SITE_NAME.to_owned();
    config.site.domain = county::SITE_DOMAIN.to_owned();
    config.site.contact = "0000-8100100　云溪县云溪大道1号".to_owned();
    config.site.body = "yunxi".to_owned();
    config.limits.sign_in_per_minute = 600;
    config.limits.apply_per_minute = 600;
    config.limits.track_per_minute = 600;
    config.limits.search_per_minute = 6000;
    config.session.idle_minutes = 240;
    config
}

/// One demonstration a folder: a second one would clear the first one's data under it.
fn hold(says: &Says, dir: &Path) -> anyhow::Result<File> {
    let path = dir.join(LOCK);
    let lock = File::create(&path).with_context(|| format!("写不了 {}", path.display()))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => bail!(says.either(
            format!("文件夹 {} 里的演示正在运行；请先停止它，或者用 --dir 换一个文件夹", dir.display()),
            format!("the demonstration in {} is running; stop it, or give another folder with --dir", dir.display()),
        )),
        // Some network folders know no locks; a demonstration may run there all the same.
        Err(TryLockError::Error(_)) => Ok(lock),
    }
}

async fn listen(says: &Says, port: u16) -> anyhow::Result<TcpListener> {
    let at = |port| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    match TcpListener::bind(at(port)).await {
        Ok(listener) => Ok(listener),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
            for next in (port.saturating_add(1)..=u16::MAX).take(100) {
                if TcpListener::bind(at(next)).await.is_ok() {
                    bail!(says.either(
                        format!("端口 {port} 已被占用；{next} 空闲，可以运行：gongkai demo --port {next}"),
                        format!("port {port} is in use; {next} is free: gongkai demo --port {next}"),
                    ));
                }
            }
            bail!(says.either(
                format!("端口 {port} 已被占用；可以运行 gongkai demo --port 0，由系统任选一个空闲端口"),
                format!("port {port} is in use; gongkai demo --port 0 picks a free one"),
            ))
        }
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
            bail!(says.either(
                format!("没有权限监听端口 {port}，请改用 1024 以上的端口"),
                format!("no permission to listen on port {port}; use one above 1024"),
            ))
        }
        Err(error) => Err(error).with_context(|| format!("监听端口 {port} 失败")),
    }
}

/// In the user's cache, else in the machine's folder for passing things.
fn usual_dir() -> PathBuf {
    let cache = crate::variable("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
        .or_else(|| crate::variable("HOME").map(|home| PathBuf::from(home).join(".cache")));
    cache.unwrap_or_else(std::env::temp_dir).join("gongkai").join("demo")
}

/// Only what goes wrong is worth a line beside the addresses.
fn quiet_log() {
    let filter = crate::variable("GONGKAI_LOG").unwrap_or_else(|| "warn".to_owned());
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_is_not_a_demonstrations_is_never_taken_for_one() {
        let dir = tempfile::tempdir().expect("a folder");
        assert_eq!(found(dir.path()).expect("read"), Found::Nothing);
        assert_eq!(found(&dir.path().join("new")).expect("read"), Found::Nothing);
        std::fs::write(dir.path().join("论文.docx"), "x").expect("written");
        assert_eq!(found(dir.path()).expect("read"), Found::Foreign);
    }

    #[test]
    fn an_interrupted_and_an_older_demonstration_are_noticed() {
        let dir = tempfile::tempdir().expect("a folder");
        let made_on = jiff::civil::date(2026, 3, 5);
        write_mark(dir.path(), &Mark { format: FORMAT, made_on, settled: None }).expect("written");
        assert_eq!(found(dir.path()).expect("read"), Found::HalfWritten);
        write_mark(dir.path(), &Mark { format: FORMAT - 1, made_on, settled: None }).expect("written");
        assert_eq!(found(dir.path()).expect("read"), Found::Stale);
        std::fs::write(dir.path().join(MARK), "{").expect("written");
        assert_eq!(found(dir.path()).expect("read"), Found::HalfWritten);
    }

    #[test]
    fn clearing_takes_only_what_a_demonstration_makes() {
        let dir = tempfile::tempdir().expect("a folder");
        std::fs::write(dir.path().join("我的笔记.txt"), "x").expect("written");
        std::fs::write(dir.path().join(DATABASE), "x").expect("written");
        std::fs::create_dir(dir.path().join("index")).expect("made");
        clear(dir.path()).expect("cleared");
        let left: Vec<_> =
            std::fs::read_dir(dir.path()).expect("read").map(|e| e.expect("entry").file_name()).collect();
        assert_eq!(left, ["我的笔记.txt"]);
    }

    #[test]
    fn the_shared_password_meets_the_policy_for_every_log_in() {
        for login in ["jingban", "shenhe", "fuzeren", "zhuguan", "guanli", "czj-jingban"] {
            assert!(web::password::lacks(login, PASSWORD).is_empty(), "{login}");
        }
    }
}
