//! Accounting for the year: the official form filled from the register as it stands today, its texts drafted from facts, and
//! the way of the report from draft over signature to the public and, where needed, to its correction.
//!
//! Every number on the form opens the list of exactly what it counts; what no register holds is entered by a person, with its
//! source. Open `work.rs` first: a body's year in full.

mod acts;
mod cell;
mod draft;
pub(crate) mod entry;
mod facts;
mod figures;
mod list;
mod sheet;
pub(crate) mod tables;
mod text;
mod version;
mod waiting;
mod work;
pub(crate) mod year;

pub use acts::{act, act_page, sign, sign_page};
pub(crate) use cell::counts as cell_counts;
pub use cell::page as cell_page;
pub(crate) use draft::headers as file_headers;
pub use draft::{docx as draft_docx, html as draft_html};
pub use facts::{page as facts_page, save as save_facts};
pub use figures::{page as figures_page, save as save_figures};
pub use list::page as list_page;
pub(crate) use sheet::before;
pub use sheet::page as sheet_page;
pub use text::{page as text_page, save as save_text};
pub use version::{answer, page as version_page, preview};
pub use waiting::waiting;
pub use work::{Work, address};
pub(crate) use year::name as cell_name;
