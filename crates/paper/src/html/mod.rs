//! HTML: what a browser and a screen reader open.

mod write;

pub use write::{fragment, write};
