//! DOCX: what Word and WPS open.

mod package;
mod styles;
mod write;
mod xml;

pub use write::{WriteError, write};
