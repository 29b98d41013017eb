//! The yearly figures that people enter, and the yearly reports, drawn up from the register as it then stands.

use super::bodies::House;
use super::chance::Chance;
use super::days::{Days, in_hours};
use super::papers::{Attached, File, Paper};
use super::publications::{Plan, Step};
use anyhow::bail;
use civic::BodyKind;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use paper::document::chinese_date;
use publishing::{Column, Content, Genre, Theme};
use report::checks::check_as;
use report::figures::{Cells, Unit};
use report::finding::Severity;
use report::form::{Cell, Edition, Kind, SectionKey, TableNo};
use report::report::{Report, Section};
use report::tally::{FigureValue, entered_cells, tally};
use report::write::{Meta, document};
use rust_decimal::Decimal;
use store::Store;
use store::reports::Entered;

/// When a body enters the figures of a year, and when it draws up the report: in time for art. 49.
pub fn days(kind: BodyKind, year: i16, place: usize, days: Days) -> (Date, Date) {
    let spread = i8::try_from(place % 5).unwrap_or(0);
    let month = if kind == BodyKind::Government { 3 } else { 1 };
    (days.open(date(year + 1, month, 5 + spread)), days.open(date(year + 1, month, 12 + spread)))
}

/// What a body enters into a cell: the offices that check others punish, the others do not.
fn figure(house: &House, cell: &Cell, chance: &mut Chance) -> FigureValue {
    const PUNISH: [&str; 6] = ["zrj", "zjj", "jtj", "wjj", "yjj", "scj"];
    const LICENSE: [&str; 8] = ["zrj", "zjj", "jtj", "wjj", "yjj", "scj", "jyj", "mzj"];
    let slug = house.body.slug.as_str();
    let is_one = |slugs: &[&str]| slugs.contains(&slug);
    if let Kind::Money(_) = cell.column.kind {
        let hundreds = if is_one(&["zrj", "zjj", "jyj"]) { chance.between(400, 9_000) } else { 0 };
        return FigureValue::Yuan(Decimal::from(hundreds) * Decimal::from(100));
    }
    let count = match cell.row.key {
        "licensing" if is_one(&LICENSE) => chance.between(120, 2_400),
        "penalty" if is_one(&PUNISH) => chance.between(12, 180),
        "coercion" if is_one(&PUNISH) => chance.between(0, 9),
        _ => 0,
    };
    FigureValue::Count(count.into())
}

/// Enters the year's figures.
pub async fn enter(
    unit: &mut store::Unit,
    house: &House,
    year: i16,
    at: Timestamp,
    chance: &mut Chance,
) -> anyhow::Result<()> {
    for cell in entered_cells(Edition::for_year(year)) {
        let value = figure(house, cell, chance);
        let entered = Entered {
            path: cell.path.clone(),
            seq: 1,
            value: Some(value),
            unit: matches!(value, FigureValue::Yuan(_)).then_some(Unit::TenThousandYuan),
            source: "业务科室年度台账".to_owned(),
            note: String::new(),
            by: house.clerk.id.clone(),
            name: house.clerk.name.clone(),
            at,
        };
        if !unit.enter_figure(&house.body.id, year, &entered).await? {
            bail!("the figure {} of {} was entered twice", cell.path, house.body.slug);
        }
    }
    Ok(())
}

/// The year's report as a publication: counted, checked, and on its way to the public.
pub async fn plan(
    store: &Store,
    houses: &[House],
    place: usize,
    year: i16,
    days: Days,
    chance: &mut Chance,
) -> anyhow::Result<Plan> {
    let house = &houses[place];
    let (_, made) = self::days(house.body.kind, year, place, days);
    let register = store.register(&house.body.id, year).await?;
    let report = report(house, year, made, tally(Edition::for_year(year), &register));
    for finding in check_as(&report, Some(house.body.kind)) {
        if finding.severity == Severity::Error {
            bail!("the report of {} on {year}: {}", house.body.slug, finding.message);
        }
    }
    let meta = Meta {
        organ: house.body.name.clone(),
        signed_on: Some(made),
        address: format!("云溪县政府信息公开平台（/bodies/{}/reports）", house.body.slug),
        contact: format!("{}，电话：{}", house.body.contact.office, house.body.contact.phone),
    };
    let file = document(&report, &meta);
    let title = file.name.clone();
    let mut content = Content::titled(Column::Reports, &title);
    content.summary = format!("{}{year}年政府信息公开工作的总体情况、三张统计表、问题和改进。", house.body.short_name);
    content.genre = Some(Genre::Report);
    content.theme = Theme::from_key("T02/政务公开");
    content.made_on = Some(made);
    content.keywords = format!("年度报告 {year}年");
    content.text = text(&report, house, made);
    let paper = Paper { content, files: vec![Attached { name: format!("{title}.docx"), file: File::Paper(file) }] };
    let mut steps = Vec::new();
    for (step, later) in [(Step::Begin, 0), (Step::Submit, 0), (Step::Approve, 1), (Step::Publish, 1)] {
        let soonest = steps.last().map_or(Timestamp::MIN, |(at, _): &(Timestamp, Step)| *at);
        let at = in_hours(days.after(made, later + 1), chance)
            .max(soonest.saturating_add(jiff::SignedDuration::from_mins(8))?);
        steps.push((at, step));
    }
    Ok(Plan { house: place, paper, links: Vec::new(), steps })
}

fn report(house: &House, year: i16, made: Date, cells: Cells) -> Report {
    let at = |path: &str| cells.at(path).unwrap_or(0);
    let received = at("applications.new_received.total");
    let carried = at("applications.carried_over_in.total");
    let answered = at("applications.results.total");
    let name = &house.body.name;
    let overview = format!(
        "{year}年，{name}坚持以公开为常态、不公开为例外，认真落实政府信息公开条例。\n\
         主动公开方面，按照目录及时公布文件、财政、检查和民生信息，重要文件同步发布解读。\n\
         依申请公开方面，全年收到政府信息公开申请{received}件，上年结转{carried}件，办结{answered}件，均依法登记、按时答复或者按规定结转。\n\
         管理方面，落实起草、审核分开的要求，每条信息都有审查记录；平台建设方面，设立统一的公开专栏，支持手机和大字版阅读。\n\
         监督方面，接受县政务公开主管部门检查，对发现的差错当日更正。"
    );
    let problems = "存在的问题：一是部分信息公开后缺少后续进展，群众需要再次询问；二是个别答复说理不够充分。\n\
                    改进措施：一是对重点事项按季度补充进展；二是加强经办人员培训，完善答复文书审核，提升说理质量。";
    let other = "本年度没有收取信息处理费。没有其他需要报告的事项。";
    let section = |key: SectionKey| Section {
        key,
        title: key.title().to_owned(),
        numeral: Some(key.numeral().to_owned()),
        text: match key {
            SectionKey::Overview => overview.clone(),
            SectionKey::Problems => problems.to_owned(),
            SectionKey::Other => other.to_owned(),
            SectionKey::Proactive | SectionKey::Applications | SectionKey::Remedies => String::new(),
        },
        line: None,
    };
    Report {
        body: Some(name.clone()),
        year: Some(year),
        period: Some((date(year, 1, 1), date(year, 12, 31))),
        signed_by: Some(name.clone()),
        signed_on: Some(made),
        sections: SectionKey::ALL.into_iter().map(section).collect(),
        cells,
        ..Report::blank(Edition::for_year(year))
    }
}

/// The report as a page: its texts, and of its tables every row that is not empty.
fn text(report: &Report, house: &House, made: Date) -> String {
    let mut lines = Vec::new();
    for key in SectionKey::ALL {
        lines.push(format!("{}、{}", key.numeral(), key.title()));
        match key.table() {
            None => lines.push(report.text(key).to_owned()),
            Some(table) => lines.push(rows(&report.cells, table)),
        }
    }
    lines.push("完整的统计表格见附件。".to_owned());
    lines.extend([house.body.name.clone(), chinese_date(made)]);
    lines.join("\n")
}

/// Rows with a value, one a line: in table 2 each cell, in the others the totals.
fn rows(cells: &Cells, table: TableNo) -> String {
    let mut out = vec!["| 项目 | 数量 |".to_owned()];
    for cell in cells.form().cells().iter().filter(|cell| cell.table == table) {
        let shown = report::write::value(cells, cell.no);
        let is_total = cell.column.total || table == TableNo::Proactive;
        if is_total && !shown.is_empty() && shown != "0" {
            let label = match table {
                TableNo::Proactive => format!("{} {}", cell.row.label, cell.column.label),
                TableNo::Applications | TableNo::Remedies => {
                    cell.row.under.iter().chain([&cell.row.label]).copied().collect::<Vec<_>>().join(" ")
                }
            };
            out.push(format!("| {label} | {shown} |"));
        }
    }
    if out.len() == 1 { "本年度各项均为0。".to_owned() } else { out.join("\n") }
}
