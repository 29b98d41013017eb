#![doc = include_str!("../README.md")]

mod bigrams;
mod find;
mod fold;
mod highlight;
mod index;
mod sift;
mod words;

pub use find::{Facet, Facets, Hit, Hits, Notice, Order, Query};
pub use highlight::{Fragment, highlight};
pub use index::{Error, FORMAT, Index, Page, Reason};
pub use words::{LONGEST_QUERY, MOST_WORDS};
