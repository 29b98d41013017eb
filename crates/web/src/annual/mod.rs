//! Accounting for the year: the official form filled from the register as it stands today.
//!
//! Every number on the form opens the list of exactly what it counts; what no register holds is entered by a person,
//! with its source. The texts of parts one, five and six are not kept here yet: the downloaded draft has a place for them.

mod cell;
mod draft;
mod entry;
mod figures;
mod list;
mod sheet;
mod year;

pub use cell::page as cell_page;
pub use draft::{docx as draft_docx, html as draft_html};
pub use figures::{page as figures_page, save as save_figures};
pub use list::page as list_page;
pub use sheet::page as sheet_page;
