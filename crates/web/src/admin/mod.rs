//! Running the installation: people and their roles, bodies and their guides, the audit trail.

mod audit;
mod bodies;
mod people;

pub use audit::page as audit_page;
pub use bodies::{edit as edit_body, list as bodies, new as new_body, save as save_body, save_new as create_body};
pub use people::{
    edit as edit_person, list as people, new as new_person, reset as reset_password, save as save_person,
    save_new as create_person,
};
