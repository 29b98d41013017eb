#![doc = include_str!("../README.md")]

pub mod document;
pub mod docx;
pub mod html;
pub mod kind;
pub mod limits;
pub mod source;
pub mod text;
pub mod visible;
