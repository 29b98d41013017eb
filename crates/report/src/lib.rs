#![doc = include_str!("../README.md")]

pub mod annual;
pub mod checks;
pub mod diff;
pub mod figures;
pub mod finding;
pub mod form;
pub mod intake;
pub mod mend;
pub mod name;
pub mod narrative;
pub mod read;
pub mod report;
pub mod sum;
pub mod table;
pub mod tally;
pub mod write;
