#![doc = include_str!("../README.md")]

/// Audit of every staff act, hash-chained.
pub mod audit;
/// Bodies and their tree.
pub mod bodies;
/// Pools, rows, units of work: the few places where the two databases differ.
pub mod db;
/// Numbered migrations.
mod migrate;
/// People, appointments, sessions, lock-out.
pub mod people;
/// Serial numbers that are never used twice.
pub mod serial;

pub use db::{Error, Row, Store, Unit, Value};
