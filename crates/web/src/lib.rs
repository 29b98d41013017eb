#![doc = include_str!("../README.md")]

/// Signing in and out, one's own password.
pub mod account;
/// Running the installation: people, bodies, audit.
pub mod admin;
/// Accounting for the year: the live form, its cells, entered figures, drafts.
pub mod annual;
/// What the running server holds.
pub mod app;
/// Applying, and following the application.
pub mod apply;
/// Handling cases.
pub mod casework;
/// Chance: identifiers and tokens.
pub mod chance;
/// The authority's side of the yearly reports: collecting, mending, remarking, adding up.
pub mod collect;
/// The desk's first page: what waits for me.
pub mod desk;
/// What goes wrong, and what the person asking is told.
pub mod error;
/// What a form sent.
pub mod fields;
/// Finding: the search page, and how the index keeps up.
pub mod find;
/// What stands between the network and a page: headers, sessions, cross-site checks, permissions.
pub mod guard;
/// How often one address may ask.
pub mod limits;
/// The clock.
pub mod now;
/// Seeing the region's yearly reports together: sums, charts, comparison, open data.
pub mod overview;
/// The frame around every page, forms, words, error pages.
pub mod page;
/// Passwords.
pub mod password;
/// The editor's desk: drafts, reviews, publishing, withdrawing.
pub mod publications;
/// Reading what is published.
pub mod read;
/// The server: listening, background work, stopping.
pub mod serve;
/// Every address of the site, on one screen.
pub mod site;
/// Who is asking.
pub mod visit;

pub use app::{App, Settings, Shared};
pub use error::Error;
pub use visit::Visit;
