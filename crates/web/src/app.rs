mod pdf;

pub use pdf::{Shelf, Typesetter};

use crate::error::Error;
use crate::limits::{Limits, Rates};
use crate::overview::Regions;
use crate::page::Site;
use civic::Tree;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::{Arc, RwLock};
use store::Store;
use store::people::SessionRules;

/// What an installation decides; read from its configuration file by `cli`.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where uploaded files and the search index live; outside any web root.
    pub data_dir: PathBuf,
    /// The public address without a final slash, `https://www.example.gov.cn`; decides whether cookies are `Secure`.
    pub base_url: String,
    /// Reverse proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// The site's marks.
    pub site: Site,
    /// How long sessions last, when log-in locks.
    pub sessions: SessionRules,
    /// How often one address may ask.
    pub rates: Rates,
    /// Largest upload in bytes.
    pub upload_bytes: usize,
    /// How index numbers are made.
    pub index_number: publishing::index_number::Template,
    /// What makes PDF files; `None` where the machine has no Chinese font, and then none are offered.
    pub typesetter: Option<Typesetter>,
    /// Where readings of the law differ (LAW.md 12; `docs/decisions`).
    pub policy: law::clock::Policy,
}

/// What the running server holds.
pub struct App {
    /// The installation's settings.
    pub settings: Settings,
    /// The site's marks, shared by all pages.
    pub site: Arc<Site>,
    /// What is remembered.
    pub store: Store,
    /// What can be found.
    pub index: search::Index,
    /// Working days.
    pub calendar: &'static law::calendar::Calendar,
    /// How often one address may ask.
    pub limits: Limits,
    /// Passwords are hashed two at a time: each takes 19 MiB.
    pub hashing: tokio::sync::Semaphore,
    /// Files that people hand in are read two at a time: a large one takes some hundred megabytes while it is read.
    pub reading: Arc<tokio::sync::Semaphore>,
    /// PDF files of published reports.
    pub shelf: Shelf,
    /// The region's years, added up.
    pub regions: Regions,
    tree: RwLock<Arc<Tree>>,
}

/// The server's state as handlers get it.
pub type Shared = Arc<App>;

impl App {
    /// Opens the counter over an archive and an index.
    ///
    /// # Errors
    /// [`store::Error`] when the bodies cannot be read.
    pub async fn new(settings: Settings, store: Store, index: search::Index) -> Result<Shared, store::Error> {
        let tree = RwLock::new(Arc::new(store.tree().await?));
        Ok(Arc::new(Self {
            site: Arc::new(settings.site.clone()),
            limits: Limits::new(&settings.rates),
            calendar: law::calendar::Calendar::builtin(),
            hashing: tokio::sync::Semaphore::new(2),
            reading: Arc::new(tokio::sync::Semaphore::new(2)),
            shelf: Shelf::default(),
            regions: Regions::default(),
            settings,
            store,
            index,
            tree,
        }))
    }

    /// The bodies as last read. A change by this server is seen at once, by another within half a minute.
    pub fn tree(&self) -> Arc<Tree> {
        Arc::clone(&self.tree.read().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    /// Reads the bodies again, after a change.
    ///
    /// # Errors
    /// [`store::Error`] when they cannot be read; then the old ones stay.
    pub async fn reload_tree(&self) -> Result<(), store::Error> {
        let tree = Arc::new(self.store.tree().await?);
        *self.tree.write().unwrap_or_else(std::sync::PoisonError::into_inner) = tree;
        Ok(())
    }

    /// Whether the site is served over TLS, as its public address says.
    pub fn is_secure(&self) -> bool {
        self.settings.base_url.starts_with("https://")
    }

    /// The body with this slug.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn body(&self, slug: &str) -> Result<civic::Body, Error> {
        self.tree().by_slug(slug).cloned().ok_or(Error::NotFound)
    }
}
