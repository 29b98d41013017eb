//! `gongkai.toml`: one documented file, overridable by `GONGKAI_…` variables.

use anyhow::{Context, bail};
use serde::Deserialize;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use store::people::SessionRules;
use web::limits::Rates;

/// The file that `gongkai init` writes, with every setting and its default.
pub const TEMPLATE: &str = include_str!("gongkai.toml");

/// What the file says. Every key may be left out; an unknown key is an error that names it.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    pub database: String,
    pub data_dir: PathBuf,
    pub listen: SocketAddr,
    pub base_url: String,
    pub trusted_proxies: Vec<IpAddr>,
    pub readers: u32,
    /// Files and folders of the office's own fonts, for PDF files.
    pub fonts: Vec<PathBuf>,
    pub site: Site,
    pub session: Session,
    pub limits: Limits,
    pub index_number: publishing::index_number::Template,
    pub policy: law::clock::Policy,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Site {
    pub name: String,
    pub domain: String,
    pub id_code: String,
    pub icp: String,
    pub police: String,
    pub organiser: String,
    pub contact: String,
    pub report_error: String,
    /// The slug of the body that runs the site.
    pub body: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Session {
    pub idle_minutes: i64,
    pub longest_hours: i64,
    pub failures: i64,
    pub lock_minutes: i64,
}

impl Default for Session {
    fn default() -> Self {
        let SessionRules { idle_minutes, longest_hours, failures, lock_minutes } = SessionRules::default();
        Self { idle_minutes, longest_hours, failures, lock_minutes }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    pub sign_in_per_minute: u32,
    pub apply_per_minute: u32,
    pub track_per_minute: u32,
    pub search_per_minute: u32,
    pub upload_mib: usize,
}

impl Default for Limits {
    fn default() -> Self {
        let Rates { sign_in, apply, track, search } = Rates::default();
        Self {
            sign_in_per_minute: sign_in,
            apply_per_minute: apply,
            track_per_minute: track,
            search_per_minute: search,
            upload_mib: 20,
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            database: String::new(),
            data_dir: PathBuf::from("gongkai-data"),
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            base_url: "http://127.0.0.1:8080".to_owned(),
            trusted_proxies: Vec::new(),
            readers: 4,
            fonts: Vec::new(),
            site: Site::default(),
            session: Session::default(),
            limits: Limits::default(),
            index_number: publishing::index_number::Template::default(),
            policy: law::clock::Policy::default(),
        }
    }
}

impl Config {
    /// Reads the file, then the variables `GONGKAI_DATABASE`, `GONGKAI_DATA_DIR`, `GONGKAI_LISTEN`, `GONGKAI_BASE_URL`.
    pub fn load(path: &Path, variable: impl Fn(&str) -> Option<String>) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("读不到配置文件 {}；首次安装请先运行 gongkai init", path.display()))?;
        let mut config: Self = toml::from_str(&text).with_context(|| format!("配置文件 {} 有误", path.display()))?;
        if let Some(value) = variable("GONGKAI_DATABASE") {
            config.database = value;
        }
        if let Some(value) = variable("GONGKAI_DATA_DIR") {
            config.data_dir = value.into();
        }
        if let Some(value) = variable("GONGKAI_LISTEN") {
            config.listen = value.parse().context("环境变量 GONGKAI_LISTEN 应为“地址:端口”")?;
        }
        if let Some(value) = variable("GONGKAI_BASE_URL") {
            config.base_url = value;
        }
        config.base_url = config.base_url.trim_end_matches('/').to_owned();
        if !config.base_url.starts_with("http://") && !config.base_url.starts_with("https://") {
            bail!("base_url 应以 http:// 或 https:// 开头，现在是“{}”", config.base_url);
        }
        Ok(config)
    }

    /// Where the database is: as written, or an SQLite file in the data folder.
    pub fn database(&self) -> String {
        if self.database.is_empty() {
            format!("sqlite:{}", self.data_dir.join("gongkai.db").display())
        } else {
            self.database.clone()
        }
    }

    /// The same for people's eyes and logs: without the password that may stand before the `@`.
    pub fn database_shown(&self) -> String {
        let address = self.database();
        let Some((scheme, rest)) = address.split_once("://") else { return address };
        let Some((who, place)) = rest.rsplit_once('@') else { return address };
        let user = who.split(':').next().unwrap_or_default();
        format!("{scheme}://{user}@{place}")
    }

    /// Where the search index is.
    pub fn index_dir(&self) -> PathBuf {
        self.data_dir.join("index")
    }

    /// The settings as the server takes them.
    pub fn settings(&self, tree: &civic::Tree, demo: bool) -> web::Settings {
        let main = tree.by_slug(&self.site.body).or_else(|| tree.roots().next());
        let name = |written: &str, otherwise: String| if written.is_empty() { otherwise } else { written.to_owned() };
        let organiser = main.map_or_else(String::new, |body| body.name.clone());
        web::Settings {
            data_dir: self.data_dir.clone(),
            base_url: self.base_url.clone(),
            trusted_proxies: self.trusted_proxies.clone(),
            site: web::page::Site {
                name: name(&self.site.name, format!("{organiser}信息公开平台")),
                domain: self.site.domain.clone(),
                id_code: self.site.id_code.clone(),
                icp: self.site.icp.clone(),
                police: self.site.police.clone(),
                organiser: name(&self.site.organiser, organiser),
                contact: self.site.contact.clone(),
                report_error: self.site.report_error.clone(),
                body: main.map_or_else(web::page::BodyName::default, |body| web::page::BodyName {
                    slug: body.slug.clone(),
                    name: body.name.clone(),
                }),
                demo,
            },
            sessions: SessionRules {
                idle_minutes: self.session.idle_minutes,
                longest_hours: self.session.longest_hours,
                failures: self.session.failures,
                lock_minutes: self.session.lock_minutes,
            },
            rates: Rates {
                sign_in: self.limits.sign_in_per_minute,
                apply: self.limits.apply_per_minute,
                track: self.limits.track_per_minute,
                search: self.limits.search_per_minute,
            },
            upload_bytes: self.limits.upload_mib * 1024 * 1024,
            typesetter: crate::fonts::typesetter(&self.fonts),
            index_number: self.index_number.clone(),
            policy: self.policy,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_that_init_writes_says_just_the_defaults() {
        let written: Config = toml::from_str(TEMPLATE).expect("the template is valid");
        assert_eq!(format!("{written:?}"), format!("{:?}", Config::default()));
    }

    #[test]
    fn the_password_of_the_database_is_never_shown() {
        for (written, shown) in [
            ("postgres://gk:p@ss:word@db.local/gk", "postgres://gk@db.local/gk"),
            ("postgres://gk@db.local/gk", "postgres://gk@db.local/gk"),
            ("sqlite:/srv/gongkai.db", "sqlite:/srv/gongkai.db"),
        ] {
            let config = Config { database: written.into(), ..Config::default() };
            assert_eq!(config.database_shown(), shown);
        }
    }

    #[test]
    fn a_misspelt_key_is_named() {
        let error = toml::from_str::<Config>("databse = 'x'").expect_err("an unknown key");
        assert!(error.to_string().contains("databse"), "{error}");
    }

    #[test]
    fn a_variable_outranks_the_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("gongkai.toml");
        std::fs::write(&path, "database = 'sqlite:a.db'\nbase_url = 'https://www.example.gov.cn/'").expect("written");
        let config =
            Config::load(&path, |name| (name == "GONGKAI_DATABASE").then(|| "postgres://b".to_owned())).expect("loads");
        assert_eq!(
            (config.database().as_str(), config.base_url.as_str()),
            ("postgres://b", "https://www.example.gov.cn")
        );
    }
}
