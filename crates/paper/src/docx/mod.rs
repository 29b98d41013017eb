//! DOCX: what Word and WPS open.

mod package;
mod standard;
mod styles;
mod write;
mod xml;

pub use write::{WriteError, write};
