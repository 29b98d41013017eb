#![doc = include_str!("../README.md")]

/// What may happen, who does it, at which stages: the lifecycle as one table.
pub mod act;
/// What the citizen handed in.
pub mod application;
/// One application's handling: acts in, next case or refusals out.
pub mod case;
/// What happened, chained by hash.
pub mod docket;
/// The application form as typed.
pub mod draft;
/// Identity documents and their numbers.
pub mod identity;
/// Letters to the applicant.
pub mod letter;
/// Numbers said aloud.
pub mod number;
/// Why an act was not allowed.
pub mod refusal;
/// Reconsideration and suits.
pub mod remedy;
/// Where a case stands.
pub mod stage;
