#![doc = include_str!("../README.md")]

/// The yearly report as people write, sign and publish it.
pub mod annual;
/// What the text of a yearly report can be made from.
pub mod annual_facts;
/// Audit of every staff act, hash-chained.
pub mod audit;
/// Bodies and their tree.
pub mod bodies;
/// Applications, dockets, letters.
pub mod cases;
/// Cases and remedies as the yearly form counts them.
pub mod cases_counted;
/// Reports handed in as files, and the sums of a region.
pub mod collection;
/// Pools, rows, units of work: the few places where the two databases differ.
pub mod db;
/// Files on disk, by the hash of their bytes.
pub mod files;
/// Numbered migrations.
mod migrate;
/// People, appointments, sessions, lock-out.
pub mod people;
/// Publications and their editions, as the desk writes and reads them.
pub mod publications;
/// Publications as the public reads them, and as the yearly form counts them.
pub mod published;
/// The yearly form as the register fills it, and the figures a person enters.
pub mod reports;
/// Serial numbers that are never used twice.
pub mod serial;

pub use db::{Error, Row, Store, Unit, Value};
