//! `init` and `serve`: a real installation.

use crate::config::{Config, TEMPLATE};
use anyhow::{Context, bail};
use civic::{Appointment, Body, BodyKind, Role};
use std::io::{BufRead, IsTerminal, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use store::Store;
use store::people::Person;
use tokio::net::TcpListener;
use web::{App, Shared};

/// `gongkai init`.
#[derive(clap::Args)]
pub struct InitArgs {
    /// 写到哪个配置文件；已有的不改动
    #[arg(long, default_value = "gongkai.toml")]
    config: PathBuf,
    /// 第一个单位的名称，例如“云溪县人民政府”
    #[arg(long)]
    body: String,
    /// 该单位的网址名，小写字母和数字
    #[arg(long)]
    slug: String,
    /// 管理员的用户名
    #[arg(long, default_value = "admin")]
    login: String,
    /// 管理员的姓名
    #[arg(long)]
    name: String,
}

/// Writes the configuration, creates the database, the first body and its administrator. The password is read from the
/// terminal or standard input and never from the command line, where other users of the machine could see it.
#[expect(clippy::print_stdout, reason = "the door speaks to people")]
pub fn init(args: &InitArgs) -> anyhow::Result<ExitCode> {
    if !civic::body::slug_is_valid(&args.slug) {
        bail!("网址名“{}”不行：请用 2 到 40 个小写字母、数字或连字符", args.slug);
    }
    if !args.config.exists() {
        std::fs::write(&args.config, TEMPLATE).with_context(|| format!("写不了 {}", args.config.display()))?;
    }
    let config = Config::load(&args.config, crate::variable)?;
    runtime()?.block_on(async {
        let store = open_store(&config).await?;
        let mut unit = store.begin().await?;
        if unit.holders(Role::Admin, None).await? > 0 {
            bail!("这个数据库里已有管理员，不再初始化；忘记密码的，请运行 gongkai reset-password 用户名");
        }
        let password = ask_password()?;
        let lacks = web::password::lacks(&args.login, &password);
        if !lacks.is_empty() {
            bail!("密码不符合要求：{}", lacks.join("；"));
        }
        let body = Body {
            id: web::chance::id(),
            code: String::new(),
            ..Body::sample(&args.slug, &args.body, BodyKind::Government, None)
        };
        let admin = Person {
            id: web::chance::id(),
            login: args.login.to_lowercase(),
            name: args.name.clone(),
            password: web::password::hash(&password),
            must_change: false,
            failures: 0,
            locked_until: None,
            active: true,
            appointments: vec![Appointment { body: body.id.clone(), role: Role::Admin }],
        };
        unit.put_body(&body).await?;
        unit.put_person(&admin, web::now::now()).await?;
        unit.commit().await?;
        println!("已建库：{}", config.database_shown());
        println!("已设立单位“{}”和管理员“{}”。", body.name, admin.login);
        println!(
            "接下来：gongkai serve --config {}，然后登录 {}/sign-in 设立其他单位和人员。",
            args.config.display(),
            config.base_url
        );
        Ok(ExitCode::SUCCESS)
    })
}

#[expect(clippy::print_stderr, reason = "the door speaks to people")]
fn ask_password() -> anyhow::Result<String> {
    if std::io::stdin().is_terminal() {
        eprint!("请输入管理员密码（至少 {} 个字符）：", web::password::SHORTEST);
        std::io::stderr().flush()?;
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// `gongkai serve`.
pub fn serve(path: &Path) -> anyhow::Result<ExitCode> {
    let config = Config::load(path, crate::variable)?;
    log_lines();
    runtime()?.block_on(async {
        let app = open(&config, false).await?;
        let listener = listen(&config).await?;
        tracing::info!(address = %config.listen, "serving");
        web::serve::serve(app, listener, stopped()).await?;
        Ok(ExitCode::SUCCESS)
    })
}

/// The address to listen on, or who is in the way.
pub async fn listen(config: &Config) -> anyhow::Result<TcpListener> {
    TcpListener::bind(config.listen).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => anyhow::anyhow!(
            "端口 {} 已被占用。请先停下占用它的程序，或换一个端口（演示用 --port，正式安装改配置里的 listen）",
            config.listen.port()
        ),
        std::io::ErrorKind::PermissionDenied => {
            anyhow::anyhow!("没有权限监听端口 {}，请改用 1024 以上的端口", config.listen.port())
        }
        _ => anyhow::Error::new(error).context(format!("监听 {} 失败", config.listen)),
    })
}

/// Opens the database with a sentence for each way it can fail.
pub async fn open_store(config: &Config) -> anyhow::Result<Store> {
    // Names and addresses of applicants lie here: nobody else on the machine reads them.
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&config.data_dir)
        .with_context(|| format!("建不了数据目录 {}", config.data_dir.display()))?;
    Store::open(&config.database(), config.readers).await.map_err(|error| match &error {
        store::Error::Damaged(_) => anyhow::Error::new(error)
            .context(format!("数据库 {} 已损坏或不是数据库，没有改动它；请从备份恢复", config.database_shown())),
        store::Error::Newer { .. } => {
            anyhow::Error::new(error).context("数据库由更新的版本建立，没有改动它；请换用新版程序")
        }
        store::Error::Address(_) => {
            anyhow::Error::new(error).context("配置里的 database 应以 sqlite: 或 postgres:// 开头")
        }
        store::Error::DiskFull => anyhow::Error::new(error).context("磁盘已满，请腾出空间后再启动"),
        _ => anyhow::Error::new(error).context(format!("打不开数据库 {}", config.database_shown())),
    })
}

/// Opens the archive and the index. A missing, old or damaged index is rebuilt from the archive.
pub async fn open(config: &Config, demo: bool) -> anyhow::Result<Shared> {
    let store = open_store(config).await?;
    let tree = store.tree().await?;
    if tree.all().is_empty() {
        bail!("数据库里还没有单位；首次安装请先运行 gongkai init");
    }
    let index = open_index(config)?;
    Ok(App::new(config.settings(&tree, demo), store, index).await?)
}

fn open_index(config: &Config) -> anyhow::Result<search::Index> {
    let dir = config.index_dir();
    match search::Index::open(&dir) {
        Ok(index) => Ok(index),
        Err(_) => {
            // An index can always be rebuilt: an unusable one is put aside and the server fills a new one.
            let _ = std::fs::remove_dir_all(&dir);
            search::Index::open(&dir).with_context(|| format!("建不了检索索引 {}", dir.display()))
        }
    }
}

/// The threads that answer requests.
pub fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}

/// Structured lines on standard error, without personal data; `GONGKAI_LOG` chooses how much.
pub fn log_lines() {
    let filter = crate::variable("GONGKAI_LOG").unwrap_or_else(|| "info,sqlx=warn,tantivy=warn".to_owned());
    let _ = tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}

/// Resolves when the machine or a person asks the server to stop.
pub async fn stopped() {
    let interrupt = tokio::signal::ctrl_c();
    match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
        }
        Err(_) => drop(interrupt.await),
    }
}
