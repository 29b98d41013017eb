//! The three tables of the form, drawn as the office knows them; on the desk and on the portal alike.

use crate::page::parts::Figure;
use report::form::{Band, BodyRow, CellNo, Heading, Layout, SectionKey};

/// A table as the office knows it.
pub(crate) struct Drawn {
    pub number: u8,
    pub id: String,
    pub title: String,
    pub bands: Vec<DrawnBand>,
}

pub(crate) struct DrawnBand {
    pub head: Vec<Vec<Th>>,
    pub body: Vec<DrawnRow>,
}

pub(crate) struct DrawnRow {
    pub labels: Vec<Th>,
    pub figures: Vec<Figure>,
}

pub(crate) struct Th {
    pub label: &'static str,
    pub colspan: usize,
    pub rowspan: usize,
    pub scope: &'static str,
    pub stem: bool,
}

impl Th {
    fn of(heading: &Heading, scope: &'static str) -> Self {
        let Heading { label, colspan, rowspan } = *heading;
        Self { label, colspan, rowspan, scope, stem: scope == "rowgroup" }
    }

    fn over_columns(heading: &Heading) -> Self {
        Self::of(heading, if heading.colspan > 1 { "colgroup" } else { "col" })
    }
}

/// Draws a table; `figure` knows what stands in a cell that covers so many columns.
pub(crate) fn drawn(key: SectionKey, layout: &Layout, figure: impl Fn(CellNo, usize) -> Figure) -> Drawn {
    let band = |band: &Band| DrawnBand {
        head: band.head.iter().map(|row| row.iter().map(Th::over_columns).collect()).collect(),
        body: band.body.iter().map(|one| row(one, &figure)).collect(),
    };
    Drawn {
        number: layout.table.number(),
        id: super::year::table_anchor(layout.table),
        title: format!("{}、{}", key.numeral(), key.title()),
        bands: layout.bands.iter().map(band).collect(),
    }
}

/// The last label of a row names it; those before it begin groups that reach over the rows below.
fn row(row: &BodyRow, figure: impl Fn(CellNo, usize) -> Figure) -> DrawnRow {
    let groups = row.labels.len().saturating_sub(1);
    let labels = row.labels.iter().enumerate();
    DrawnRow {
        labels: labels.map(|(at, label)| Th::of(label, if at < groups { "rowgroup" } else { "row" })).collect(),
        figures: row.values.iter().map(|slot| figure(slot.cell, slot.colspan)).collect(),
    }
}
