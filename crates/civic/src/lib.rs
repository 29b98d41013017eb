#![doc = include_str!("../README.md")]

/// Who acts: people, their appointments and roles.
pub mod actor;
/// Public bodies: kind, names, contact.
pub mod body;
/// Typed identifiers.
pub mod id;
/// The one table of who may do what.
pub mod permission;
/// The tree of bodies.
pub mod tree;
/// Unified social credit codes (GB 32100-2015).
pub mod uscc;

pub use actor::{Actor, Appointment, Role};
pub use body::{Body, BodyKind, Contact};
pub use id::{BodyId, CaseId, EditionId, FileId, LetterId, PersonId, PublicationId, RemedyId};
pub use permission::{Denied, Permission, may};
pub use tree::Tree;
