use super::{governments, reading, shown, tables};
use crate::annual::entry::whole;
use crate::annual::tables::Drawn;
use crate::annual::year;
use crate::error::Error;
use crate::fields::Fields;
use crate::page::form::FormState;
use crate::page::parts::{Badge, Fact, Figure, Noticed, Tone};
use crate::page::{Page, words};
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use civic::{Body, Permission};
use report::annual::{Hand, WORDS};
use report::checks::{check_against_previous, check_since};
use report::figures::Money;
use report::finding::Severity;
use report::form::{Cell, Kind};
use report::mend::{mended, misplaced};
use report::report::Report;
use report::tally::FigureValue;
use report::write::value;
use std::cmp::Reverse;
use std::collections::HashMap;
use store::annual::{Origin, Version};
use store::audit::Outcome;
use store::collection::{Ended, Mending, Upload, newest_mendings};
use store::files::Files;

#[derive(Template)]
#[template(path = "collect/mend.html")]
struct MendPage {
    page: Page,
    form: FormState,
    title: String,
    href: String,
    facts: Vec<Fact>,
    sections: Vec<String>,
    /// What does not fit where the file was put.
    misplaced: Vec<String>,
    /// The document as a person sees it, escaped by `paper`; empty when it cannot be read.
    original: String,
    tables: Vec<Drawn>,
    cells: HashMap<String, Asked>,
    noticed: Vec<Noticed>,
    errors: usize,
    /// How many mendings this page knows of.
    seen: usize,
    ended: Option<Badge>,
    takes_in: bool,
    hint: &'static str,
}

/// A cell to be looked at.
struct Asked {
    path: String,
    name: String,
    /// Its place in the document, for the link beside it; empty where reading found none.
    original: String,
    mended: bool,
}

impl MendPage {
    /// What is asked about the cell that stands at this place of the page.
    fn cell(&self, id: &str) -> &Asked {
        &self.cells[id]
    }
}

/// An upload with everything that was done to it.
struct Opened {
    body: Body,
    upload: Upload,
    mendings: Vec<Mending>,
    ended: Option<Ended>,
    report: Report,
}

impl Opened {
    async fn read(visit: &Visit, id: &str) -> Result<Self, Error> {
        let store = &visit.app.store;
        let upload = store.upload(id).await?.ok_or(Error::NotFound)?;
        // Another body's file looks as if there were none.
        visit.may(Permission::HandInReport, &upload.body).map_err(|_| Error::NotFound)?;
        let body = visit.app.tree().get(&upload.body).cloned().ok_or(Error::NotFound)?;
        let (mendings, ended) = (store.mendings(id).await?, store.upload_end(id).await?);
        let mut report = mended(&upload.report, values(&mendings));
        // Of two files of one year the first says whether the body was late.
        let first = store.report_life(&body.id, upload.year).await?.handed_in().map(crate::now::date);
        report.findings.extend(check_since(&report, Some(body.kind), first));
        if let Some(last) = store.standing_report(&body.id, upload.year - 1).await? {
            report.findings.extend(check_against_previous(&report, &last.report));
        }
        report.findings.sort_by_key(|finding| (Reverse(finding.severity), finding.code));
        Ok(Self { body, upload, mendings, ended, report })
    }

    fn href(&self) -> String {
        format!("/desk/collect/files/{}", self.upload.id)
    }

    /// The report as it stood when that many mendings were known.
    fn as_seen(&self, seen: usize) -> Report {
        let known = &self.mendings[self.mendings.len().saturating_sub(seen)..];
        mended(&self.upload.report, values(known))
    }
}

fn values(mendings: &[Mending]) -> impl Iterator<Item = (&str, Option<FigureValue>)> {
    newest_mendings(mendings).map(|one| (one.path.as_str(), one.value))
}

/// What stands in a cell as a person types it: the unit goes along where the form prints none.
fn typed(report: &Report, cell: &Cell) -> String {
    value(&report.cells, cell.no)
}

fn filled(report: &Report) -> FormState {
    FormState::from_pairs(report.cells.form().official_cells().map(|cell| (cell.path.clone(), typed(report, cell))))
}

/// What was typed into a cell, or what to do about it.
fn parse(cell: &Cell, text: &str) -> Result<Option<FigureValue>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    match cell.column.kind {
        Kind::Count | Kind::SignedCount => match whole(text) {
            Some(count) => Ok(Some(FigureValue::Count(count))),
            None => Err("请填整数；原件上是空的，留空".to_owned()),
        },
        Kind::Money(printed) => match Money::parse(text, printed).and_then(|money| money.yuan()) {
            Some(yuan) if !yuan.is_sign_negative() => Ok(Some(FigureValue::Yuan(yuan))),
            _ => Err("请填金额和单位，例如 97.98万元；原件上是空的，留空".to_owned()),
        },
    }
}

async fn show(visit: &Visit, opened: &Opened, form: FormState, status: StatusCode) -> Result<Response, Error> {
    let Opened { body, upload, mendings, ended, report } = opened;
    let original = original(visit, upload).await?;
    let year = shown(body, upload.year, report);
    let asked = |cell: &'static Cell| {
        let spot = upload.report.spots.get(&cell.path);
        let anchor = spot.and_then(|spot| Some((spot.line?, spot.column)));
        Asked {
            name: cell.place_zh(),
            original: anchor.map_or_else(String::new, |(line, column)| match column {
                Some(column) => format!("#l{line}c{column}"),
                None => format!("#l{line}"),
            }),
            mended: newest_mendings(mendings).any(|one| one.path == cell.path),
            path: cell.path.clone(),
        }
    };
    let said = |found: &Option<String>| found.clone().unwrap_or_else(|| "没有读出".to_owned());
    let date =
        |date: Option<jiff::civil::Date>| date.map_or_else(|| "没有读出".to_owned(), |date| words::short_date(&date));
    let facts = vec![
        Fact::new("单位", &body.name),
        Fact::new("年度", format!("{}年", upload.year)),
        Fact::new("文件", &upload.file_name).to(format!("{}/original", opened.href())),
        Fact::new("提交", format!("{}，{}", upload.hand.name, words::moment(&upload.hand.at))),
        Fact::new("文中题目", said(&report.title)),
        Fact::new("文中单位", said(&report.body)),
        Fact::new("落款日期", date(report.signed_on)),
    ];
    let wrong = misplaced(report, &body.name, upload.year);
    let misplaced = [
        wrong.body.map(|found| format!("文件写的单位是“{found}”，录入的是“{}”", body.name)),
        wrong.year.map(|found| format!("文件报告的是{found}年，录入的是{}年", upload.year)),
    ];
    let life = visit.app.store.report_life(&body.id, upload.year).await?;
    let figure = |no, span| {
        let cell = report.cells.form().at(no);
        Figure { id: year::anchor(cell), finding: year.finding_of(cell), span, ..Figure::default() }
    };
    let page = visit.desk(format!("核对{}{}年报告文件", body.short_name, upload.year)).await?;
    let mend = MendPage {
        page: page
            .crumb("年度报告", "/desk/report")
            .crumb("报来的文件", "/desk/collect/hand-in")
            .here(format!("{}{}年", body.short_name, upload.year))
            .wide()
            .showing(&form),
        title: format!("核对{}{}年报告文件", body.name, upload.year),
        href: opened.href(),
        facts,
        sections: report
            .sections
            .iter()
            .map(|part| match part.text.chars().count() {
                0 => format!("{}（没有文字）", part.title),
                long => format!("{}（{long} 字）", part.title),
            })
            .collect(),
        misplaced: misplaced.into_iter().flatten().collect(),
        original,
        tables: tables(report, figure),
        cells: report.cells.form().official_cells().map(|cell| (year::anchor(cell), asked(cell))).collect(),
        noticed: year.noticed(),
        errors: report.findings.iter().filter(|one| one.severity == Severity::Error).count(),
        seen: mendings.len(),
        ended: ended.as_ref().map(|ended| match ended.version {
            Some(version) => Badge::new(Tone::Done, format!("已由{}收录为第 {version} 版", ended.hand.name)),
            None => Badge::new(Tone::Shut, format!("已由{}搁置：{}", ended.hand.name, ended.words)),
        }),
        takes_in: visit.can(Permission::CollectReports, &body.id),
        hint: match life.public() {
            Some(_) => "这一年度已经公布过报告，收录更正件须写明改了什么；搁置须写明原因",
            None => "搁置须写明原因；收录可以不填",
        },
        form,
    };
    Ok((status, Html(mend.render()?)).into_response())
}

/// The longest document that is shown beside the form, in bytes of HTML; a report of two hundred pages takes half of it.
const LONGEST_ORIGINAL: usize = 2 << 20;

/// The document as `paper` shows it; empty when it cannot be opened or is too long to be shown.
async fn original(visit: &Visit, upload: &Upload) -> Result<String, Error> {
    let files = Files::under(&visit.app.settings.data_dir);
    let Some(bytes) = files.read(&upload.file).await? else {
        return Err(Error::Document(format!("the bytes of file {} are missing", upload.file)));
    };
    let read = move || paper::source::read(&bytes).map(|(_, source)| paper::source::page(&source)).unwrap_or_default();
    let page = reading(visit, read).await?;
    Ok(if page.len() <= LONGEST_ORIGINAL { page } else { String::new() })
}

/// `/desk/collect/files/{id}`: what was read from a file, beside the file.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Denied`], or a fault of the archive.
pub async fn page(visit: Visit, Path(id): Path<String>) -> Result<Response, Error> {
    let opened = Opened::read(&visit, &id).await?;
    let form = filled(&opened.report);
    show(&visit, &opened, form, StatusCode::OK).await
}

/// `POST /desk/collect/files/{id}`: each cell that differs from what the page showed is one mending more.
///
/// # Errors
/// As [`page`].
pub async fn save(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response, Error> {
    let opened = Opened::read(&visit, &id).await?;
    let person = visit.person()?;
    let cells: Vec<&Cell> = opened.report.cells.form().official_cells().collect();
    let known: Vec<&str> = cells.iter().map(|cell| cell.path.as_str()).chain(["seen"]).collect();
    fields.only(&known)?;
    let mut form = fields.form();
    if opened.ended.is_some() {
        form.reject("", "这个文件已经处理完毕，不能再改；数据有误的，请重新录入文件");
        return show(&visit, &opened, form, StatusCode::CONFLICT).await;
    }
    let seen: usize = fields.text("seen").parse().unwrap_or(0);
    let before = opened.as_seen(seen);
    let mut mendings = Vec::new();
    let mut overtaken = false;
    for cell in cells {
        let text = fields.text(&cell.path).trim();
        if text == typed(&before, cell) || text == typed(&opened.report, cell) {
            continue;
        }
        if typed(&before, cell) != typed(&opened.report, cell) {
            overtaken = true;
            let theirs = typed(&opened.report, cell);
            form.reject(&cell.path, format!("刚才有人把这一格改成了“{theirs}”，请核对后再保存一次"));
            continue;
        }
        match parse(cell, text) {
            Ok(value) => {
                let seq = newest_mendings(&opened.mendings).find(|one| one.path == cell.path).map_or(0, |one| one.seq);
                let hand = Hand { by: person.id.clone(), name: person.name.clone(), at: visit.now };
                mendings.push(Mending { path: cell.path.clone(), seq: seq + 1, value, hand });
            }
            Err(what) => form.reject(&cell.path, format!("{}：{what}", cell.place_zh())),
        }
    }
    if !form.is_clean() {
        let status = if overtaken { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
        return show(&visit, &opened, form, status).await;
    }
    let mut unit = visit.app.store.begin().await?;
    for mending in &mendings {
        if !unit.mend(&id, mending).await? {
            drop(unit);
            let opened = Opened::read(&visit, &id).await?;
            let mut form = fields.form();
            form.reject("", "刚才有人也改了其中的格子，请核对后再保存一次");
            return show(&visit, &opened, form, StatusCode::CONFLICT).await;
        }
        let target = format!("{}/{}/{}", opened.body.slug, opened.upload.year, mending.path);
        visit.record(&mut unit, "report.mend", &target, Outcome::Done).await?;
    }
    unit.commit().await?;
    Ok(Redirect::to(&format!("{}#tables", opened.href())).into_response())
}

/// `POST /desk/collect/files/{id}/settle`: takes the report in as it stands now, or puts the file aside.
///
/// # Errors
/// As [`page`].
pub async fn settle(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response, Error> {
    fields.only(&["act", "words", "seen"])?;
    let opened = Opened::read(&visit, &id).await?;
    let (body, year) = (&opened.body, opened.upload.year);
    let person = visit.person()?;
    let hand = Hand { by: person.id.clone(), name: person.name.clone(), at: visit.now };
    let words = fields.text("words").trim();
    let mut form = filled(&opened.report).with("words", words);
    let takes_in = fields.text("act") == "take-in";
    // Whoever handed it in may put it aside again; only the authority takes in.
    visit.may(if takes_in { Permission::CollectReports } else { Permission::HandInReport }, &body.id)?;
    if opened.ended.is_some() {
        form.reject("", "这个文件已经处理完毕");
    }
    if words.chars().count() > WORDS {
        form.reject("words", format!("最多 {WORDS} 字"));
    }
    if !takes_in && words.is_empty() {
        form.reject("words", "请写明为什么搁置，例如：文件放错了单位");
    }
    if takes_in && fields.text("seen") != opened.mendings.len().to_string() {
        form.reject("", "打开这一页以后有人改过数，请核对后再收录");
    }
    if takes_in && governments(&visit).contains(&body.id) {
        form.reject("", "本级政府的报告在线编制、签发，不由文件收录");
    }
    if takes_in {
        let versions = visit.app.store.report_versions(&body.id, year).await?;
        if versions.iter().any(|version| version.origin == Origin::Live) {
            form.reject("", "这个单位在线签发过这一年度的报告，由单位自己修改；有问题的，请退回单位");
        }
    }
    if takes_in && opened.report.is_unread() && opened.mendings.is_empty() {
        form.reject("", "这个文件没有读出内容，请先对照原件填写表格，再收录");
    }
    if !form.is_clean() {
        return show(&visit, &opened, form, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let mut unit = visit.app.store.begin().await?;
    let version = if takes_in {
        let life = unit.report_life(&body.id, year).await?;
        let step = match life.take_in(hand.clone(), words) {
            Ok(step) => step,
            Err(refusals) => {
                drop(unit);
                for refusal in refusals {
                    form.reject("", refusal.to_string());
                }
                return show(&visit, &opened, form, StatusCode::CONFLICT).await;
            }
        };
        let version = Version {
            body: body.id.clone(),
            year,
            version: step.version,
            origin: Origin::Upload(opened.upload.id.clone()),
            report: Report { file: None, year: Some(year), ..opened.report.clone() },
            what_changed: words.to_owned(),
            hand: hand.clone(),
        };
        let kept = unit.report_step(&body.id, year, &life, &step).await? && unit.freeze_report(&version).await?;
        if !kept {
            drop(unit);
            form.reject("", "刚才有人也处理了这个单位的报告，请刷新后再看");
            return show(&visit, &opened, form, StatusCode::CONFLICT).await;
        }
        Some(step.version)
    } else {
        None
    };
    let ended = Ended { version, words: words.to_owned(), hand };
    if !unit.end_upload(&id, &ended).await? {
        drop(unit);
        form.reject("", "刚才有人已经处理了这个文件，请刷新后再看");
        return show(&visit, &opened, form, StatusCode::CONFLICT).await;
    }
    let act = if takes_in { "report.take_in" } else { "report.put_aside" };
    visit.record(&mut unit, act, &format!("{}/{year}", body.slug), Outcome::Done).await?;
    unit.commit().await?;
    Ok(Redirect::to(&match visit.can(Permission::CollectReports, &body.id) {
        true => format!("/desk/collect/{}/{year}", body.slug),
        false => opened.href(),
    })
    .into_response())
}

/// `/desk/collect/files/{id}/original`: the file as it was handed in; always saved, never opened with our address above it.
///
/// # Errors
/// As [`page`].
pub async fn file(visit: Visit, Path(id): Path<String>) -> Result<Response, Error> {
    let upload = visit.app.store.upload(&id).await?.ok_or(Error::NotFound)?;
    visit.may(Permission::HandInReport, &upload.body).map_err(|_| Error::NotFound)?;
    let files = Files::under(&visit.app.settings.data_dir);
    let Some(bytes) = files.read(&upload.file).await? else {
        return Err(Error::Document(format!("the bytes of file {} are missing", upload.file)));
    };
    let name = words::percent_encoded(&upload.file_name).replace('/', "%2F");
    let about = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename*=UTF-8''{name}")),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox; frame-ancestors 'none'".to_owned()),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((about, bytes).into_response())
}
