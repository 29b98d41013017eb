#![doc = include_str!("../README.md")]

mod fault;
mod fonts;
mod sheet;
mod world;

pub use fault::Fault;
pub use fonts::{Fonts, usual_places, wanted};
pub use world::pdf;
