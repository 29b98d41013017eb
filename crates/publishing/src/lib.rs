#![doc = include_str!("../README.md")]

/// Where a publication stands in the portal.
pub mod column;
/// What an editor fills in, and every mistake in it at once.
pub mod content;
/// Stages, moves, and the whole lifecycle as one table.
pub mod edition;
/// 索引号 and the template it is made from.
pub mod index_number;
/// Plain typed text into safe HTML.
pub mod markup;
/// What stays the same through all editions.
pub mod publication;
/// Why a move was not allowed.
pub mod refusal;
/// The review before publishing, on record.
pub mod review;
/// What table 2 of the yearly report counts.
pub mod tally;
/// What a visitor and staff get to see, as one table.
pub mod visibility;
/// The closed lists of an editor's words.
pub mod vocabulary;

pub use column::Column;
pub use content::{Attachment, Content, Field, FieldError, Relation, Typed};
pub use edition::{Edition, Move, Published, Signed, Stage, StageKind};
pub use index_number::IndexNumber;
pub use publication::Publication;
pub use refusal::Refusal;
pub use review::Review;
pub use vocabulary::{CountedKind, Genre, Openness, RelationKind, Theme, Validity};
