//! Both databases for the stories: SQLite in a temporary folder, PostgreSQL in a cluster of its own.
//!
//! The cluster is made with `initdb` from Debian's package (`apt-get install postgresql`), as user `postgres` when the
//! tests run as root, listens on a socket in its own folder only, and is removed afterwards. Without the package the
//! PostgreSQL story says so and passes, unless GONGKAI_REQUIRE_POSTGRES is set, as CI does.

#![allow(dead_code)] // each story uses its own part

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use store::Store;

/// A store and what must outlive it.
pub struct Database {
    pub store: Store,
    pub address: String,
    _cluster: Option<Cluster>,
    _folder: tempfile::TempDir,
}

pub async fn sqlite() -> Database {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let address = format!("sqlite:{}", folder.path().join("gongkai.db").display());
    let store = Store::open(&address, 2).await.expect("SQLite opens");
    Database { store, address, _cluster: None, _folder: folder }
}

pub async fn postgres() -> Option<Database> {
    let Some(bin) = postgres_programs() else {
        assert!(std::env::var_os("GONGKAI_REQUIRE_POSTGRES").is_none(), "PostgreSQL is required but not installed");
        #[expect(clippy::print_stderr, reason = "whoever runs the tests must see what was left out")]
        {
            eprintln!("PostgreSQL is not installed; this story was told to SQLite only");
        }
        return None;
    };
    let folder = tempfile::Builder::new().prefix("gk-pg").tempdir_in("/tmp").expect("a temporary folder");
    let cluster = Cluster::start(&bin, folder.path());
    let address = format!("postgres://gongkai@localhost/postgres?host={}", cluster.folder.display());
    let store = Store::open(&address, 2).await.expect("PostgreSQL opens");
    Some(Database { store, address, _cluster: Some(cluster), _folder: folder })
}

fn postgres_programs() -> Option<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|version| version.path().join("bin"))
        .filter(|bin| bin.join("initdb").exists())
        .collect();
    found.sort();
    found.pop()
}

struct Cluster {
    bin: PathBuf,
    folder: PathBuf,
}

impl Cluster {
    fn start(bin: &Path, folder: &Path) -> Self {
        let cluster = Self { bin: bin.to_owned(), folder: folder.to_owned() };
        if is_root() {
            // PostgreSQL refuses to run as root.
            assert!(Command::new("chown").arg("postgres").arg(folder).status().is_ok_and(|s| s.success()));
        }
        let data = folder.join("data");
        cluster.run(
            "initdb",
            &["-D", &data.display().to_string(), "-U", "gongkai", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"],
        );
        let options = format!("-c listen_addresses='' -c unix_socket_directories='{}' -c fsync=off", folder.display());
        let log = folder.join("log").display().to_string();
        cluster.run("pg_ctl", &["-D", &data.display().to_string(), "-l", &log, "-o", &options, "-w", "start"]);
        cluster
    }

    fn run(&self, program: &str, args: &[&str]) {
        let program = self.bin.join(program);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(&program);
            command
        } else {
            Command::new(&program)
        };
        let status = command.args(args).current_dir(&self.folder).stdout(Stdio::null()).status();
        assert!(status.is_ok_and(|s| s.success()), "{} failed", program.display());
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let data = self.folder.join("data").display().to_string();
        self.run("pg_ctl", &["-D", &data, "-m", "immediate", "stop"]);
    }
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|out| out.stdout == b"0\n")
}
