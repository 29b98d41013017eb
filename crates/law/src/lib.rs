#![doc = include_str!("../README.md")]

// The clock and what it rests on.
pub mod article;
pub mod calendar;
pub mod clock;
mod day_number;
pub mod receipt;

// Applicants, answers, and what the applicant may do about them.
pub mod applicant;
pub mod need;
pub mod outcome;
pub mod remedies;

// Money.
pub mod fee;

// Publishing and the yearly report.
pub mod category;
pub mod exemption;
pub mod publish_limit;
pub mod theme;
pub mod yearly;
