//! HTML: what a browser and a screen reader open.

mod write;

pub(crate) use write::text;
pub use write::{fragment, write};
