use super::year::{self, Year};
use crate::error::Error;
use crate::page::Page;
use crate::page::parts::{Figure, Noticed, Tone};
use crate::visit::Visit;
use askama::Template;
use axum::extract::{Path, Query};
use axum::response::{Html, IntoResponse, Response};
use civic::Permission;
use report::form::{BodyRow, CellNo, Heading, Layout, SectionKey};
use report::write::value;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "annual/sheet.html")]
struct Sheet {
    page: Page,
    href: String,
    title: String,
    basis: &'static str,
    today: String,
    due: String,
    left: String,
    due_class: &'static str,
    due_basis: String,
    is_running: bool,
    has_below: bool,
    enters: bool,
    missing: usize,
    tables: Vec<Drawn>,
    noticed: Vec<Noticed>,
    before: Option<i16>,
    after: Option<i16>,
    slug: String,
}

/// A table as the office knows it.
struct Drawn {
    number: u8,
    id: String,
    title: String,
    bands: Vec<DrawnBand>,
}

struct DrawnBand {
    head: Vec<Vec<Th>>,
    body: Vec<DrawnRow>,
}

struct DrawnRow {
    labels: Vec<Th>,
    figures: Vec<Figure>,
}

struct Th {
    label: &'static str,
    colspan: usize,
    rowspan: usize,
    scope: &'static str,
    stem: bool,
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

/// How a year's tables are drawn for one reader.
struct Pen<'a> {
    year: &'a Year,
    href: &'a str,
    enters: bool,
}

impl Pen<'_> {
    fn table(&self, key: SectionKey, layout: &Layout) -> Drawn {
        let band = |band: &report::form::Band| DrawnBand {
            head: band.head.iter().map(|row| row.iter().map(Th::over_columns).collect()).collect(),
            body: band.body.iter().map(|row| self.row(row)).collect(),
        };
        Drawn {
            number: layout.table.number(),
            id: year::table_anchor(layout.table),
            title: format!("{}、{}", key.numeral(), key.title()),
            bands: layout.bands.iter().map(band).collect(),
        }
    }

    /// The last label of a row names it; those before it begin groups that reach over the rows below.
    fn row(&self, row: &BodyRow) -> DrawnRow {
        let groups = row.labels.len().saturating_sub(1);
        let labels = row.labels.iter().enumerate();
        DrawnRow {
            labels: labels.map(|(at, label)| Th::of(label, if at < groups { "rowgroup" } else { "row" })).collect(),
            figures: row.values.iter().map(|slot| self.figure(slot.cell, slot.colspan)).collect(),
        }
    }

    fn figure(&self, no: CellNo, span: usize) -> Figure {
        let cells = &self.year.report.cells;
        let cell = cells.form().at(no);
        let (value, href) = match (value(cells, no), self.enters) {
            (blank, true) if blank.is_empty() => {
                ("待填".to_owned(), format!("{}/figures#f-value-{}", self.href, cell.path))
            }
            (blank, false) if blank.is_empty() => ("未填".to_owned(), String::new()),
            (value, _) => (value, format!("{}/cell?path={}", self.href, cell.path)),
        };
        Figure {
            id: year::anchor(cell),
            value,
            href,
            total: cell.is_total(),
            finding: self.year.finding_of(cell),
            span,
        }
    }
}

/// What just happened, for the notice on top.
#[derive(Deserialize)]
pub struct Said {
    #[serde(default)]
    saved: String,
}

/// `/desk/report/{slug}/{year}`: tables 2, 3 and 4 of the year's official form as the register fills them today.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Denied`], or a fault when the register cannot be read.
pub async fn page(
    visit: Visit,
    Path((slug, year)): Path<(String, String)>,
    Query(said): Query<Said>,
) -> Result<Response, Error> {
    let (body, year) = year::named(&visit, &slug, &year, Permission::ReadReport)?;
    let has_below = visit.app.tree().children(&body.id).next().is_some();
    let year = Year::read(&visit, body, year).await?;
    let href = year::href(&year.body, year.year);
    let enters = visit.can(Permission::EnterFigures, &year.body.id);
    let form = year.report.cells.form();
    let pen = Pen { year: &year, href: &href, enters };
    let drawn = SectionKey::ALL.into_iter().filter_map(|key| Some((key, key.table()?)));
    let tables = drawn.map(|(key, table)| pen.table(key, &form.layout(table))).collect();
    let reporter = year::reporter(year.body.kind);
    let due = reporter.report_due(year.year);
    let (left, due_class) = year::left(due, visit.today);
    let here = format!("{}{}年", year.body.short_name, year.year);
    let mut page = visit.desk(format!("{here}年度报告")).await?.crumb("年度报告", "/desk/report").here(here);
    match said.saved.as_str() {
        "" => {}
        "0" => page = page.notice(Tone::Done, "没有改动，原来的数保持不变"),
        saved if saved.len() < 4 && saved.bytes().all(|b| b.is_ascii_digit()) => {
            page = page.notice(Tone::Done, format!("已保存 {saved} 格，表格已按新的数核对"));
        }
        _ => {}
    }
    let known = |other: i16| (year::FIRST..=visit.today.year()).contains(&other).then_some(other);
    let sheet = Sheet {
        page,
        title: format!("{}{}年政府信息公开工作年度报告", year.body.name, year.year),
        basis: form.basis,
        today: crate::page::words::short_date(&visit.today),
        due: year::due_words(due),
        left,
        due_class,
        due_basis: reporter.basis().map_or_else(|| "按惯例，与政府部门相同".to_owned(), |article| article.to_string()),
        is_running: year.year == visit.today.year(),
        has_below,
        enters,
        missing: year.missing().count(),
        tables,
        noticed: year.noticed(),
        before: known(year.year - 1),
        after: known(year.year + 1),
        slug: year.body.slug.clone(),
        href,
    };
    Ok(Html(sheet.render()?).into_response())
}
