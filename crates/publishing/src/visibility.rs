//! What anyone gets to see of an edition: one table, asked by pages, attachments, feeds, search and the sitemap alike.

use crate::edition::StageKind;

/// Who looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reader {
    /// Anyone; also a member of staff of another body, who is a visitor here.
    Visitor,
    /// Staff who may read the drafts of this body ([`civic::Permission::ReadDrafts`]).
    Staff,
}

/// Where it would be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Its page, and the lists of columns that link to it.
    Page,
    /// The download of its attachments.
    Attachment,
    /// Feeds.
    Feed,
    /// Search results.
    Search,
    /// The sitemap.
    Sitemap,
}

/// What is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shown {
    /// All of it.
    Full,
    /// That it was withdrawn, when and why; nothing of its content.
    Tombstone,
    /// As if it did not exist.
    Nothing,
}

use Place::*;
use Shown::*;

/// The places in the order of the table's columns.
pub const PLACES: [Place; 5] = [Page, Attachment, Feed, Search, Sitemap];

/// Every stage, what a visitor gets in each place, and what staff get.
///
/// Staff read drafts on the desk only: feeds, search and sitemap are the public's and show everyone the same.
#[rustfmt::skip]
pub const TABLE: [(StageKind, [Shown; 5], [Shown; 5]); 7] = [
    //                       visitor: page, attachment, feed, search, sitemap   staff
    (StageKind::Draft,      [Nothing,   Nothing, Nothing, Nothing, Nothing], [Full, Full, Nothing, Nothing, Nothing]),
    (StageKind::InReview,   [Nothing,   Nothing, Nothing, Nothing, Nothing], [Full, Full, Nothing, Nothing, Nothing]),
    (StageKind::Returned,   [Nothing,   Nothing, Nothing, Nothing, Nothing], [Full, Full, Nothing, Nothing, Nothing]),
    (StageKind::Approved,   [Nothing,   Nothing, Nothing, Nothing, Nothing], [Full, Full, Nothing, Nothing, Nothing]),
    (StageKind::Published,  [Full,      Full,    Full,    Full,    Full   ], [Full, Full, Full,    Full,    Full   ]),
    // The newer edition answers at the same address.
    (StageKind::Superseded, [Nothing,   Nothing, Nothing, Nothing, Nothing], [Full, Full, Nothing, Nothing, Nothing]),
    (StageKind::Withdrawn,  [Tombstone, Nothing, Nothing, Nothing, Nothing], [Full, Full, Nothing, Nothing, Nothing]),
];

/// What `reader` gets of an edition in this stage, at this place.
///
/// ```
/// use publishing::visibility::{Place, Reader, Shown, shown};
/// use publishing::StageKind;
/// // The address of a withdrawn publication still answers, but its attachments are gone.
/// assert_eq!(shown(StageKind::Withdrawn, Reader::Visitor, Place::Page), Shown::Tombstone);
/// assert_eq!(shown(StageKind::Withdrawn, Reader::Visitor, Place::Attachment), Shown::Nothing);
/// ```
pub fn shown(stage: StageKind, reader: Reader, place: Place) -> Shown {
    let column = PLACES.iter().position(|p| *p == place);
    let row = TABLE.iter().find(|(s, _, _)| *s == stage);
    match (row, column) {
        (Some((_, visitor, staff)), Some(column)) => match reader {
            Reader::Visitor => visitor[column],
            Reader::Staff => staff[column],
        },
        _ => Nothing,
    }
}

/// The stages of which a visitor gets the whole in this place: what a list may ask the archive for.
pub fn public_stages(place: Place) -> Vec<StageKind> {
    TABLE.iter().map(|row| row.0).filter(|&stage| shown(stage, Reader::Visitor, place) == Full).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stage_stands_in_the_table_once() {
        for stage in StageKind::ALL {
            assert_eq!(TABLE.iter().filter(|row| row.0 == stage).count(), 1, "{stage:?}");
        }
    }

    #[test]
    fn a_visitor_never_gets_more_than_staff_and_only_what_is_published() {
        for (stage, visitor, staff) in TABLE {
            for (v, s) in visitor.iter().zip(staff) {
                assert!(*v >= s, "{stage:?}");
                assert!(*v != Full || stage == StageKind::Published, "{stage:?}");
            }
        }
    }
}
