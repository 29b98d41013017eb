use super::{Standing, governments, shown, standings, tables, year_of};
use crate::annual::tables::Drawn;
use crate::annual::year;
use crate::error::Error;
use crate::fields::Fields;
use crate::page::parts::{Badge, Fact, Figure, Noticed, Tone};
use crate::page::{Page, words};
use crate::visit::Visit;
use askama::Template;
use axum::extract::{Path, Query};
use axum::http::header;
use axum::response::{Html, IntoResponse, Redirect, Response};
use civic::{Body, BodyId};
use paper::kind::FileKind;
use report::annual::Hand;
use report::figures::Cells;
use report::form::Edition;
use report::report::Report;
use report::sum::{Sum, Total, Wanted, account, document, json, workbook};
use report::tally::tally;
use report::write::value;
use serde::Deserialize;
use std::collections::HashMap;
use store::audit::Outcome;
use store::collection::{RegionSum, SumPart};

/// A region added up.
struct Region {
    government: Body,
    year: i16,
    total: Total,
    parts: Vec<SumPart>,
    standings: Vec<Standing>,
}

impl Region {
    /// Adds up what every body below has handed in, and what the government's own register counts.
    async fn read(visit: &Visit, year: i16) -> Result<Self, Error> {
        let tree = visit.app.tree();
        let government = governments(visit).first().and_then(|id| tree.get(id)).cloned().ok_or(Error::NotFound)?;
        let mut standings = standings(visit, year).await?;
        standings.retain(|one| tree.is_at_or_below(&one.body.id, &government.id));
        let register = visit.app.store.register(&government.id, year).await?;
        let edition = Edition::for_year(year);
        let own = Report { year: Some(year), cells: tally(edition, &register), ..Report::blank(edition) };
        let handed_in = standings.iter().filter_map(|one| Some((&one.body, one.version, one.report.as_ref()?)));
        let all: Vec<(&Body, Option<u32>, &Report)> =
            handed_in.chain([(&government, None, &own)]).filter(|(_, _, report)| !report.cells.is_empty()).collect();
        let mut sum = Sum::default();
        let mut parts = Vec::new();
        for (body, version, report) in all {
            // The name of the register, however the document spells it; a sum needs no words.
            let mut part = Report::blank(report.cells.edition());
            (part.body, part.year) = (Some(body.name.clone()), Some(year));
            (part.cells, part.marks) = (report.cells.clone(), report.marks.clone());
            sum.add(&part);
            parts.push(SumPart { body: body.id.clone(), version, cells: part });
        }
        let wanted = Wanted {
            body: Some(government.name.clone()),
            year: Some(year),
            expected: standings.iter().map(|one| one.body.name.clone()).collect(),
        };
        Ok(Self { total: sum.total(&wanted), government, year, parts, standings })
    }

    fn href(&self) -> String {
        format!("/desk/collect/sum?year={}", self.year)
    }
}

#[derive(Template)]
#[template(path = "collect/sum.html")]
struct SumPage {
    page: Page,
    year: i16,
    title: String,
    account: Vec<String>,
    facts: Vec<Fact>,
    tables: Vec<Drawn>,
    noticed: Vec<Noticed>,
    late: Vec<String>,
    frozen: Option<String>,
    adopts: bool,
    body_href: String,
}

/// Which year.
#[derive(Deserialize)]
pub struct Part {
    #[serde(default)]
    year: String,
    #[serde(default)]
    path: String,
}

fn chosen(visit: &Visit, part: &Part) -> Result<i16, Error> {
    match part.year.as_str() {
        "" => Ok(year::current(visit.today)),
        text => year_of(visit, text).ok_or(Error::NotFound),
    }
}

/// `/desk/collect/sum?year=…`: the region's total, who is in it and who is not; every number opens to its parts.
///
/// # Errors
/// [`Error::NotFound`], or a fault of the archive.
pub async fn page(visit: Visit, Query(part): Query<Part>) -> Result<Response, Error> {
    let region = Region::read(&visit, chosen(&visit, &part)?).await?;
    let Region { government, year, total, parts, standings } = &region;
    let drawn = shown(government, *year, &total.report);
    let figure = |no, span| {
        let cells = &total.report.cells;
        let cell = cells.form().at(no);
        let opens = || format!("/desk/collect/sum/cell?year={year}&path={}", cell.path);
        Figure {
            id: year::anchor(cell),
            value: value(cells, no),
            href: if cells.is_blank(no) { String::new() } else { opens() },
            total: cell.is_total(),
            finding: drawn.finding_of(cell),
            span,
            ..Figure::default()
        }
    };
    let missing = standings.iter().filter(|one| one.report.is_none()).count();
    let frozen = visit.app.store.newest_sum(&government.id, *year).await?;
    let life = visit.app.store.report_life(&government.id, *year).await?;
    let page = visit.desk(format!("{year}年汇总")).await?.crumb("年度报告", "/desk/report");
    let sum = SumPage {
        page: page.crumb("下级单位年报", format!("/desk/collect?year={year}")).here(format!("{year}年汇总")),
        year: *year,
        title: format!("{}{year}年政府信息公开工作年度报告汇总", government.name),
        account: account(&total.account),
        facts: vec![
            Fact::new("应报单位", format!("{} 个", standings.len())),
            Fact::new("已计入", format!("{} 个", standings.len() - missing)),
            Fact::new("未报送", format!("{missing} 个")),
            Fact::new(
                "本级登记台账",
                if parts.iter().any(|part| part.version.is_none()) { "已计入" } else { "没有登记" },
            ),
        ],
        tables: tables(&total.report, figure),
        noticed: drawn.noticed(),
        late: standings.iter().filter(|one| one.is_late).map(|one| one.body.name.clone()).collect(),
        frozen: frozen.map(|sum| format!("{}于{}生成", sum.hand.name, words::moment(&sum.hand.at))),
        adopts: life.stage().is_open() && !parts.is_empty(),
        body_href: format!("/desk/report/{}/{year}", government.slug),
    };
    Ok(Html(sum.render()?).into_response())
}

#[derive(Template)]
#[template(path = "collect/sum_cell.html")]
struct SumCell {
    page: Page,
    facts: Vec<Fact>,
    shares: Vec<Share>,
    blank: Vec<String>,
    back: String,
}

struct Share {
    body: String,
    href: String,
    value: String,
    state: Badge,
}

/// `/desk/collect/sum/cell?year=…&path=…`: what each body brought to a number of the sum.
///
/// # Errors
/// [`Error::NotFound`], or a fault of the archive.
pub async fn cell(visit: Visit, Query(part): Query<Part>) -> Result<Response, Error> {
    let region = Region::read(&visit, chosen(&visit, &part)?).await?;
    let Region { government, year, total, parts, standings } = &region;
    let form = total.report.cells.form();
    let cell = form.cell(&part.path).filter(|cell| cell.is_official()).ok_or(Error::NotFound)?;
    let tree = visit.app.tree();
    let states: HashMap<&BodyId, Badge> = standings.iter().map(|one| (&one.body.id, one.badge())).collect();
    let printed = |cells: &Cells| cells.form().cell(&cell.path).map(|cell| value(cells, cell.no)).unwrap_or_default();
    let name = |id: &BodyId| tree.get(id).map_or_else(String::new, |body| body.name.clone());
    let all = parts.iter().map(|part| (part, printed(&part.cells.cells)));
    let (filled, blank): (Vec<_>, Vec<_>) = all.partition(|(_, shown)| !shown.is_empty());
    let share = |(part, shown): (&SumPart, String)| {
        let slug = tree.get(&part.body).map_or_else(String::new, |body| body.slug.clone());
        Share {
            body: name(&part.body),
            href: match part.version {
                Some(_) => format!("/desk/collect/{slug}/{year}#cell-{}", cell.path),
                None => format!("/desk/report/{slug}/{year}/cell?path={}", cell.path),
            },
            value: shown,
            state: match states.get(&part.body) {
                Some(state) => state.clone(),
                None => Badge::new(Tone::Doing, "登记台账"),
            },
        }
    };
    let title = crate::annual::cell_name(cell);
    let sum_cell = SumCell {
        page: visit
            .desk(&title)
            .await?
            .crumb("下级单位年报", format!("/desk/collect?year={year}"))
            .crumb(format!("{year}年汇总"), format!("{}#cell-{}", region.href(), cell.path))
            .here(&title)
            .wide(),
        facts: vec![
            Fact::new("地区", &government.name),
            Fact::new("年度", format!("{year}年")),
            Fact::new("位置", cell.place_zh()),
            Fact::new("合计", value(&total.report.cells, cell.no)),
        ],
        shares: filled.into_iter().map(share).collect(),
        blank: blank.iter().map(|(part, _)| name(&part.body)).collect(),
        back: format!("{}#cell-{}", region.href(), cell.path),
    };
    Ok(Html(sum_cell.render()?).into_response())
}

/// `/desk/collect/sum/{file}?year=…`: the sum with its parts, as a workbook, a document or data.
///
/// # Errors
/// [`Error::NotFound`] for another format, or a fault of the archive.
pub async fn download(visit: Visit, Path(file): Path<String>, Query(part): Query<Part>) -> Result<Response, Error> {
    let region = Region::read(&visit, chosen(&visit, &part)?).await?;
    let total = &region.total;
    let fault = |fault: String| Error::Document(fault);
    let (media, bytes) = match file.as_str() {
        "sum.xlsx" => {
            let bytes = paper::xlsx::write(&workbook(total)).map_err(|why| fault(why.to_string()))?;
            (FileKind::Xlsx.media_type(), bytes)
        }
        "sum.docx" => {
            let bytes = paper::docx::write(&document(total, true)).map_err(|why| fault(why.to_string()))?;
            (FileKind::Docx.media_type(), bytes)
        }
        "sum.json" => {
            let mut bytes = Vec::new();
            json(total, &mut bytes).map_err(|why| fault(why.to_string()))?;
            ("application/json", bytes)
        }
        _ => return Err(Error::NotFound),
    };
    let ending = file.rsplit('.').next().unwrap_or_default();
    let name = format!("{}{}年政府信息公开年报汇总.{ending}", region.government.name, region.year);
    let disposition = format!("attachment; filename=\"{file}\"; filename*=UTF-8''{}", words::percent_encoded(&name));
    Ok(([(header::CONTENT_TYPE, media.to_owned()), (header::CONTENT_DISPOSITION, disposition)], bytes).into_response())
}

/// `POST /desk/collect/sum`: freezes the sum with its parts; the government's own report takes its tables from it.
///
/// # Errors
/// [`Error::NotFound`], or a fault of the archive.
pub async fn adopt(visit: Visit, fields: Fields) -> Result<Response, Error> {
    fields.only(&["year"])?;
    let year = year_of(&visit, fields.text("year")).ok_or(Error::NotFound)?;
    let region = Region::read(&visit, year).await?;
    let person = visit.person()?;
    let store = &visit.app.store;
    let before = store.newest_sum(&region.government.id, year).await?;
    let is_open = store.report_life(&region.government.id, year).await?.stage().is_open();
    let differs = before.as_ref().is_none_or(|before| before.cells.cells != region.total.report.cells);
    if is_open && differs {
        let sum = RegionSum {
            body: region.government.id.clone(),
            year,
            seq: before.map_or(0, |before| before.seq) + 1,
            cells: region.total.report.clone(),
            hand: Hand { by: person.id.clone(), name: person.name.clone(), at: visit.now },
        };
        let mut unit = store.begin().await?;
        // Whoever was first made the same sum: there is nothing to add to it.
        if unit.freeze_sum(&sum, &region.parts).await? {
            let target = format!("{}/{year}", region.government.slug);
            visit.record(&mut unit, "report.sum", &target, Outcome::Done).await?;
            unit.commit().await?;
        }
    }
    Ok(Redirect::to(&region.href()).into_response())
}
