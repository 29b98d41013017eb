#![doc = include_str!("../README.md")]

pub mod chart;
pub mod csv;
pub mod document;
pub mod docx;
pub mod html;
pub mod kind;
pub mod limits;
pub mod pages;
pub mod parquet;
pub mod source;
pub mod standard;
pub mod text;
pub mod visible;
pub mod xlsx;
