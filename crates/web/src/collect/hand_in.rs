use super::{reading, year_of};
use crate::annual::year::{current, offered};
use crate::error::Error;
use crate::fields::Fields;
use crate::page::Page;
use crate::page::form::{Choice, FormState};
use crate::visit::Visit;
use crate::{chance, page};
use askama::Template;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use civic::{Body, Permission};
use paper::kind::FileKind;
use report::annual::Hand;
use report::figures::Cells;
use report::form::Edition;
use serde::Deserialize;
use store::audit::Outcome;
use store::collection::Upload;
use store::files::{Files, Kept};

#[derive(Template)]
#[template(path = "collect/hand_in.html")]
struct HandIn {
    page: Page,
    form: FormState,
    bodies: Vec<Choice>,
    years: Vec<Choice>,
    back: &'static str,
}

/// What may be chosen beforehand.
#[derive(Deserialize)]
pub struct Chosen {
    #[serde(default)]
    year: String,
    #[serde(default)]
    body: String,
}

fn bodies(visit: &Visit) -> Vec<Body> {
    let tree = visit.app.tree();
    visit.bodies(Permission::HandInReport).iter().filter_map(|id| tree.get(id)).cloned().collect()
}

async fn show(visit: &Visit, form: FormState, status: StatusCode) -> Result<Response, Error> {
    let collects = !visit.bodies(Permission::CollectReports).is_empty();
    let page = visit.desk("录入报来的文件").await?.crumb("年度报告", "/desk/report");
    let (page, back) = if collects {
        (page.crumb("下级单位年报", "/desk/collect"), "/desk/collect")
    } else {
        (page, "/desk/report")
    };
    let hand_in = HandIn {
        page: page.here("录入报来的文件").showing(&form),
        bodies: bodies(visit).iter().map(|body| Choice::new(&body.slug, &body.name)).collect(),
        years: offered(visit.today).iter().map(|year| Choice::new(year.to_string(), format!("{year}年"))).collect(),
        form,
        back,
    };
    Ok((status, Html(hand_in.render()?)).into_response())
}

/// `/desk/collect/hand-in`: a report that a body wrote outside this installation, as a file.
///
/// # Errors
/// As [`Visit::desk`].
pub async fn page(visit: Visit, Query(chosen): Query<Chosen>) -> Result<Response, Error> {
    let year = year_of(&visit, &chosen.year).unwrap_or_else(|| current(visit.today));
    let form = FormState::from_pairs([("year", year.to_string()), ("body", chosen.body)]);
    show(&visit, form, StatusCode::OK).await
}

/// `POST /desk/collect/hand-in`: keeps the file, reads it, and leads to the page where a person looks at what was read. A file that
/// cannot be read is kept too: the page then asks to type its figures. The same file handed in twice is one.
///
/// # Errors
/// [`Error::Denied`], [`Error::NotFound`], or a fault of the archive.
pub async fn receive(visit: Visit, fields: Fields) -> Result<Response, Error> {
    fields.only(&["year", "body", "file"])?;
    let mut form = fields.form();
    let body = bodies(&visit).into_iter().find(|body| body.slug == fields.text("body"));
    let year = year_of(&visit, fields.text("year"));
    let file = fields.files.iter().find(|file| file.field == "file");
    if body.is_none() {
        form.reject("body", "请选择这份报告是哪个单位的");
    }
    if year.is_none() {
        form.reject("year", "请选择这份报告是哪一年度的");
    }
    if file.is_none() {
        form.reject("file", "请选择报告文件；选好以后如果退回来修改，需要重新选择一次");
    }
    let (Some(body), Some(year), Some(file)) = (body, year, file) else {
        return show(&visit, form, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    visit.may(Permission::HandInReport, &body.id)?;
    let person = visit.person()?;
    let id = Files::under(&visit.app.settings.data_dir).keep(file.bytes.clone()).await?;
    for line in visit.app.store.uploads(year).await? {
        if line.ended.is_some() || line.body != body.id {
            continue;
        }
        if visit.app.store.upload(&line.id).await?.is_some_and(|there| there.file == id) {
            return Ok(Redirect::to(&format!("/desk/collect/files/{}", line.id)).into_response());
        }
    }
    let name = page::words::file_name(&file.name);
    let (bytes, shown, size) = (file.bytes.clone(), name.clone(), file.bytes.len() as u64);
    let read = move || {
        let mut report = report::intake::file(&bytes, &shown);
        if report.edition.is_none() {
            // Nothing was understood: the figures are typed into the form of that year.
            report.cells = Cells::blank(Edition::for_year(year));
        }
        (FileKind::of(&bytes), report)
    };
    let (kind, report) = reading(&visit, read).await?;
    let kept = Kept { id: id.clone(), size, media: kind.media_type().into(), added_by: person.id.clone() };
    let upload = Upload {
        id: chance::id(),
        body: body.id.clone(),
        year,
        file: id,
        file_name: name,
        report,
        hand: Hand { by: person.id.clone(), name: person.name.clone(), at: visit.now },
    };
    let mut unit = visit.app.store.begin().await?;
    unit.put_file(&kept, visit.now).await?;
    unit.keep_upload(&upload).await?;
    visit.record(&mut unit, "report.hand_in", &format!("{}/{year}", body.slug), Outcome::Done).await?;
    unit.commit().await?;
    Ok(Redirect::to(&format!("/desk/collect/files/{}", upload.id)).into_response())
}
