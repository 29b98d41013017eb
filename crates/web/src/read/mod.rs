//! Reading what is published: the home page, a body's rooms, a publication with its files, feeds and the site map.
//!
//! Everyone gets the same here, staff too: drafts are read on the desk. What a stage shows is asked of
//! [`publishing::visibility`] and of nothing else.

/// A body's rooms: its page, guide, rules, content and reports.
pub mod body;
/// A document as it is read, on its page and in the desk's preview.
pub mod doc;
/// Feeds, site map, robots.
pub mod feeds;
/// Downloads.
pub mod file;
/// The home page.
pub mod home;
/// One publication.
pub mod publication;
/// Yearly reports.
pub mod report;

use crate::page::parts::{Badge, Listed, Tone};
use crate::page::words::percent_encoded;
use civic::Tree;
use jiff::civil::Date;
use publishing::content::Term;
use publishing::publication::day_of;
use publishing::{IndexNumber, Validity};
use store::publications::Line;

/// The public address of a publication.
pub fn address(number: &IndexNumber) -> String {
    format!("/p/{}", percent_encoded(number.as_str()))
}

/// The public address of a line; an edition that never reached the public has none.
pub fn line_address(line: &Line) -> String {
    line.index_number.as_ref().map_or_else(|| format!("/p/{}", line.publication), address)
}

/// 效力状态 as a badge.
pub fn validity_badge(validity: Validity) -> Badge {
    let tone = match validity {
        Validity::InForce => Tone::Done,
        Validity::NotYet => Tone::Waiting,
        Validity::Amended => Tone::Soon,
        Validity::Expired | Validity::Repealed => Tone::Shut,
    };
    Badge::new(tone, validity.label())
}

/// A publication in a list. `with_body` names who published it, where the list is about more than one body.
pub fn listed(line: &Line, tree: &Tree, today: Date, with_body: bool) -> Listed {
    let is_document = line.kind.is_some() || !line.doc_no.is_empty();
    let term = Term { effective_on: line.effective_on, expires_on: line.expires_on, repealed_on: line.repealed_on };
    // Whether another document changed it is not asked here: that is a question for each line, and the page answers it.
    let validity = is_document.then(|| validity_badge(term.validity(today, false)));
    Listed {
        title: line.title.clone(),
        href: line_address(line),
        date: line.published_at.map(|at| day_of(at).to_string()).unwrap_or_default(),
        number: line.doc_no.clone(),
        body: tree.get(&line.body).filter(|_| with_body).map(|body| body.name.clone()).unwrap_or_default(),
        validity,
        excerpt_html: String::new(),
    }
}
