//! The formats, each written by hand as offices' programs write it.

pub mod docx;
pub mod html;
pub mod odt;
pub mod package;
pub mod pdf;

pub mod text;
pub mod xlsx;

/// `&`, `<`, `>` and quotes for XML and HTML.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
