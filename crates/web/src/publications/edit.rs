use super::acts::{Done, answer, record};
use super::view::refusing;
use super::{load, seen, signed};
use crate::chance;
use crate::error::Error;
use crate::fields::{Fields, Upload};
use crate::page::Page;
use crate::page::form::{Choice, FormState};
use crate::page::parts::Tone;
use crate::page::words;
use crate::visit::Visit;
use askama::Template;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use civic::{Body, FileId, Permission, PublicationId};
use paper::kind::FileKind;
use publishing::content::{Problem, SUMMARY, TEXT, TITLE};
use publishing::edition::allowed;
use publishing::{
    Attachment, Column, Content, CountedKind, Edition, Field, FieldError, Genre, Move, Openness, Publication, Theme,
    Typed,
};
use serde::Deserialize;
use store::audit::Outcome;
use store::files::{Files, Kept};
use store::publications::Saved;

/// The fields of the form beside those of [`Typed`].
const KNOWN: [&str; 27] = [
    "column",
    "title",
    "summary",
    "kind",
    "genre",
    "theme",
    "doc_no",
    "issuers",
    "source",
    "keywords",
    "made_on",
    "effective_on",
    "expires_on",
    "repealed_on",
    "openness",
    "text",
    "interprets",
    "amends",
    "repeals",
    "see_also",
    "revision",
    "publication",
    "body",
    "attached",
    "remove",
    "files",
    "do",
];

#[derive(Template)]
#[template(path = "publications/edit.html")]
struct EditPage {
    page: Page,
    heading: &'static str,
    form: FormState,
    body: Body,
    action: String,
    back: String,
    /// Empty for a saved edition.
    publication: String,
    /// Empty for a new one.
    revision: String,
    attached: Vec<Attached>,
    differs: Vec<(&'static str, String)>,
    choices: Choices,
    limits: (usize, usize, usize),
    /// Whether the two groups that few texts need are open: something stands in them, or is to be mended.
    more: (bool, bool),
    upload: String,
    accept: String,
}

/// A file on the form: it comes back with the form, so that a mistake elsewhere loses no upload.
struct Attached {
    value: String,
    name: String,
    size: String,
}

struct Choices {
    columns: Vec<Choice>,
    kinds: Vec<Choice>,
    genres: Vec<Choice>,
    themes: Vec<Choice>,
    openness: Vec<Choice>,
}

impl Choices {
    fn all() -> Self {
        let or_none = |label: &str, rest: Vec<Choice>| {
            let mut choices = vec![Choice::new("", label)];
            choices.extend(rest);
            choices
        };
        Self {
            columns: or_none("请选择栏目", Column::all().into_iter().map(|c| Choice::new(c.key(), c.path())).collect()),
            kinds: or_none(
                "不计入年报表二",
                CountedKind::ALL.iter().map(|k| Choice::new(k.key(), k.label())).collect(),
            ),
            genres: or_none("未选择", Genre::ALL.iter().map(|g| Choice::new(g.key(), g.label())).collect()),
            themes: or_none("未选择", Theme::choices().iter().map(|t| Choice::new(t.key(), t.path())).collect()),
            openness: Openness::ALL.iter().map(|o| Choice::new(o.key(), o.label())).collect(),
        }
    }
}

/// What the form is about: a publication to be, or a saved edition.
enum About<'a> {
    New { publication: PublicationId },
    Saved(&'a Saved),
}

async fn show(
    visit: &Visit,
    body: &Body,
    about: About<'_>,
    form: FormState,
    attachments: &[Attachment],
    differs: Vec<(&'static str, String)>,
) -> Result<Html<String>, Error> {
    let (heading, action, back, publication, revision) = match &about {
        About::New { publication } => (
            "新建稿件",
            "/desk/publications/new".to_owned(),
            format!("/desk/publications?body={}", body.slug),
            publication.to_string(),
            String::new(),
        ),
        About::Saved(saved) => {
            let view = format!("/desk/publications/{}", saved.edition.id);
            ("修改稿件", format!("{view}/edit"), view, String::new(), saved.revision.to_string())
        }
    };
    let mut page = visit.desk(heading).await?.crumb("信息发布", format!("/desk/publications?body={}", body.slug));
    if let About::Saved(saved) = &about {
        page = page.crumb(&saved.edition.content.title, back.clone());
    }
    let in_use = |names: &[&str]| names.iter().any(|name| !form.value(name).is_empty() || form.error(name).is_some());
    let more = (
        in_use(&["effective_on", "expires_on", "repealed_on"]),
        in_use(&["interprets", "amends", "repeals", "see_also"]),
    );
    let kinds = FileKind::ALL.iter().filter(|kind| is_taken(**kind)).map(|kind| kind.extension());
    let view = EditPage {
        page: page.here(heading).wide().showing(&form),
        heading,
        form,
        body: body.clone(),
        action,
        back,
        publication,
        revision,
        attached: attachments.iter().map(attached).collect(),
        differs,
        choices: Choices::all(),
        limits: (TITLE, SUMMARY, TEXT),
        more,
        upload: words::file_size(&(visit.app.settings.upload_bytes as u64)),
        accept: kinds.map(|ending| format!(".{ending}")).collect::<Vec<_>>().join(","),
    };
    Ok(Html(view.render()?))
}

fn attached(file: &Attachment) -> Attached {
    Attached {
        value: format!("{}/{}", file.file, file.name),
        name: file.name.clone(),
        size: words::file_size(&file.size),
    }
}

/// Which body the new text is for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct For {
    body: String,
}

fn body_for(visit: &Visit, slug: &str) -> Result<Body, Error> {
    let body = match slug {
        "" => {
            let tree = visit.app.tree();
            let first = visit.bodies(Permission::Draft).into_iter().next().ok_or(Error::NotFound)?;
            tree.get(&first).cloned().ok_or(Error::NotFound)?
        }
        slug => visit.app.body(slug)?,
    };
    visit.may(Permission::Draft, &body.id)?;
    Ok(body)
}

/// `/desk/publications/new`.
///
/// # Errors
/// [`Error::Denied`] for a body they may not draft for.
pub async fn new(visit: Visit, Query(chosen): Query<For>) -> Result<Response, Error> {
    let body = body_for(&visit, &chosen.body)?;
    // A column is chosen, never left as it was found: it decides where readers look.
    let empty = Typed { column: String::new(), ..Typed::of(&Content::titled(Column::Notices, "")) };
    let about = About::New { publication: chance::id() };
    Ok(show(&visit, &body, about, form_of(&empty), &[], Vec::new()).await?.into_response())
}

/// `POST /desk/publications/new`. The form carries the identifier of the publication to be, so that a double click makes one.
///
/// # Errors
/// [`Error::Denied`], a fault.
pub async fn create(visit: Visit, fields: Fields) -> Result<Response, Error> {
    fields.only(&KNOWN)?;
    let body = body_for(&visit, fields.text("body"))?;
    let proposed = fields.text("publication");
    let is_ours = proposed.len() == 26 && proposed.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_lowercase());
    let publication: PublicationId = if is_ours { proposed.into() } else { chance::id() };
    let mut form = fields.form();
    let attachments = attachments(&visit, &fields, None, &mut form).await?;
    let content = read(&visit, &fields, &attachments, &mut form).await?;
    let Some(content) = content else {
        let page = show(&visit, &body, About::New { publication }, form, &attachments, Vec::new()).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let by = signed(&visit)?;
    let publication = Publication::new(publication, body.id.clone());
    let first = Edition::first(chance::id(), &publication, content, &by);
    let mut unit = visit.app.store.begin().await?;
    match unit.add_publication(&publication, &first, &by).await {
        Err(store::Error::Twice { .. }) => {
            drop(unit);
            let editions = visit.app.store.editions_of(&publication.id).await?;
            let there = editions.first().ok_or(Error::NotFound)?;
            return Ok(Redirect::to(&format!("/desk/publications/{}", there.edition)).into_response());
        }
        added => added?,
    }
    visit.record(&mut unit, "publication.new", first.id.as_str(), Outcome::Done).await?;
    unit.commit().await?;
    after_saving(&visit, first.id.as_str(), fields.text("do")).await
}

/// `/desk/publications/{id}/edit`.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Denied`].
pub async fn edit(visit: Visit, Path(id): Path<String>) -> Result<Response, Error> {
    let (saved, body) = load(&visit, &id).await?;
    visit.may(Permission::Draft, &body.id)?;
    if let Err(refusal) = allowed(saved.edition.kind(), Move::Edit) {
        return refusing(&visit, &id, &[refusal]).await;
    }
    let content = &saved.edition.content;
    let form = form_of(&Typed::of(content));
    Ok(show(&visit, &body, About::Saved(&saved), form, &content.attachments, Vec::new()).await?.into_response())
}

/// `POST /desk/publications/{id}/edit`. Whoever saves over someone else's change sees it first and loses nothing typed.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Denied`].
pub async fn save(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response, Error> {
    fields.only(&KNOWN)?;
    let (saved, body) = load(&visit, &id).await?;
    visit.may(Permission::Draft, &body.id)?;
    let mut form = fields.form();
    let attachments = attachments(&visit, &fields, Some(&saved), &mut form).await?;
    let content = read(&visit, &fields, &attachments, &mut form).await?;
    let Some(content) = content else {
        let page = show(&visit, &body, About::Saved(&saved), form, &attachments, Vec::new()).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    if seen(&fields)? != saved.revision && allowed(saved.edition.kind(), Move::Edit).is_ok() {
        return stale(&visit, &saved, &body, form, &attachments, &content).await;
    }
    let moved = saved.edition.clone().edit(content.clone(), &signed(&visit)?);
    match record(&visit, &saved, saved.revision, Move::Edit, moved).await? {
        Done::Recorded => after_saving(&visit, &id, fields.text("do")).await,
        Done::Overtaken => {
            let (saved, body) = load(&visit, &id).await?;
            stale(&visit, &saved, &body, form, &attachments, &content).await
        }
        refused => answer(&visit, &id, refused, "save").await,
    }
}

async fn stale(
    visit: &Visit,
    saved: &Saved,
    body: &Body,
    form: FormState,
    attachments: &[Attachment],
    content: &Content,
) -> Result<Response, Error> {
    let differs = differences(&saved.edition.content, content);
    let page = show(visit, body, About::Saved(saved), form, attachments, differs).await?;
    Ok((StatusCode::CONFLICT, page).into_response())
}

/// Where the saved edition says something else than the form, in the words of the form.
fn differences(saved: &Content, typed: &Content) -> Vec<(&'static str, String)> {
    let (theirs, mine) = (form_of(&Typed::of(saved)), form_of(&Typed::of(typed)));
    let labels = KNOWN.iter().take(20).filter_map(|key| Some((*key, label_of(key)?)));
    labels
        .filter(|(key, _)| theirs.value(key) != mine.value(key))
        .map(|(key, label)| {
            let value = theirs.value(key);
            let cut: String = value.chars().take(300).collect();
            (label, if cut.len() < value.len() { cut + "…" } else { cut })
        })
        .collect()
}

fn label_of(key: &str) -> Option<&'static str> {
    use publishing::RelationKind as R;
    let fields = [
        Field::Column,
        Field::Title,
        Field::Summary,
        Field::Kind,
        Field::Genre,
        Field::Theme,
        Field::DocNo,
        Field::Issuers,
        Field::Source,
        Field::Keywords,
        Field::MadeOn,
        Field::EffectiveOn,
        Field::ExpiresOn,
        Field::RepealedOn,
        Field::Openness,
        Field::Text,
        Field::Relation(R::Interprets),
        Field::Relation(R::Amends),
        Field::Relation(R::Repeals),
        Field::Relation(R::SeeAlso),
    ];
    fields.into_iter().find(|field| field.key() == key).map(Field::label)
}

async fn after_saving(visit: &Visit, id: &str, then: &str) -> Result<Response, Error> {
    match then {
        "submit" => {
            let (saved, _) = load(visit, id).await?;
            let moved = saved.edition.clone().submit(signed(visit)?);
            match record(visit, &saved, saved.revision, Move::Submit, moved).await? {
                // The draft is saved at its own address; going back or loading again sends nothing twice.
                Done::Refused(_) => {
                    Ok(Redirect::to(&format!("/desk/publications/{id}?done=unsubmitted")).into_response())
                }
                done => answer(visit, id, done, "submit").await,
            }
        }
        "attach" => Ok(Redirect::to(&format!("/desk/publications/{id}/edit#f-files")).into_response()),
        _ => Ok(Redirect::to(&format!("/desk/publications/{id}?done=save")).into_response()),
    }
}

/// The typed form, whole and checked, or `None` with everything to mend noted on the form.
async fn read(
    visit: &Visit,
    fields: &Fields,
    attachments: &[Attachment],
    form: &mut FormState,
) -> Result<Option<Content>, Error> {
    let reject = |form: &mut FormState, error: FieldError| form.reject(error.field.key(), error.to_string());
    match typed(fields).read(attachments.to_vec(), visit.today) {
        Ok(content) => {
            for relation in &content.relations {
                if visit.app.store.public_edition(relation.to.as_str()).await?.is_none() {
                    let problem = Problem::NoSuchPublication(relation.to.to_string());
                    reject(form, FieldError { field: Field::Relation(relation.kind), problem });
                }
            }
            Ok(form.is_clean().then_some(content))
        }
        Err(errors) => {
            errors.into_iter().for_each(|error| reject(form, error));
            Ok(None)
        }
    }
}

fn typed(fields: &Fields) -> Typed {
    let text = |name| fields.text(name).to_owned();
    Typed {
        column: text("column"),
        title: text("title"),
        summary: text("summary"),
        kind: text("kind"),
        genre: text("genre"),
        theme: text("theme"),
        doc_no: text("doc_no"),
        issuers: text("issuers"),
        source: text("source"),
        keywords: text("keywords"),
        made_on: text("made_on"),
        effective_on: text("effective_on"),
        expires_on: text("expires_on"),
        repealed_on: text("repealed_on"),
        openness: text("openness"),
        text: text("text"),
        interprets: text("interprets"),
        amends: text("amends"),
        repeals: text("repeals"),
        see_also: text("see_also"),
    }
}

fn form_of(typed: &Typed) -> FormState {
    FormState::from_pairs([
        ("column", &typed.column),
        ("title", &typed.title),
        ("summary", &typed.summary),
        ("kind", &typed.kind),
        ("genre", &typed.genre),
        ("theme", &typed.theme),
        ("doc_no", &typed.doc_no),
        ("issuers", &typed.issuers),
        ("source", &typed.source),
        ("keywords", &typed.keywords),
        ("made_on", &typed.made_on),
        ("effective_on", &typed.effective_on),
        ("expires_on", &typed.expires_on),
        ("repealed_on", &typed.repealed_on),
        ("openness", &typed.openness),
        ("text", &typed.text),
        ("interprets", &typed.interprets),
        ("amends", &typed.amends),
        ("repeals", &typed.repeals),
        ("see_also", &typed.see_also),
    ])
}

/// The files that stay, and the new ones, whose bytes are on disk when this returns.
async fn attachments(
    visit: &Visit,
    fields: &Fields,
    saved: Option<&Saved>,
    form: &mut FormState,
) -> Result<Vec<Attachment>, Error> {
    let known = saved.map_or(&[][..], |saved| &saved.edition.content.attachments);
    let removed: Vec<&str> = fields.all("remove").collect();
    let mut attachments: Vec<Attachment> = Vec::new();
    for value in fields.all("attached").filter(|value| !removed.contains(value)) {
        let Some((file, name)) = value.split_once('/') else { return Err(Error::BadForm) };
        let file = FileId::from(file);
        match known.iter().find(|a| a.file == file && a.name == name) {
            Some(there) => attachments.push(there.clone()),
            None => match uploaded_by_me(visit, file, name).await? {
                Some(mine) => attachments.push(mine),
                None => form.reject("files", format!("附件“{name}”没有保存下来，请重新选择")),
            },
        }
    }
    for upload in &fields.files {
        if let Some(new) = keep(visit, upload, form).await?
            && !attachments.iter().any(|a| a.file == new.file && a.name == new.name)
        {
            attachments.push(new);
        }
    }
    Ok(attachments)
}

/// A file that this person handed in with an earlier try of the same form. A hash seen elsewhere attaches nothing.
async fn uploaded_by_me(visit: &Visit, file: FileId, name: &str) -> Result<Option<Attachment>, Error> {
    let person = visit.person()?;
    let kept = visit.app.store.file(&file).await?.filter(|kept| kept.added_by == person.id);
    // A file handed in elsewhere is attached only if it might have been handed in here.
    let kept = kept.filter(|kept| FileKind::ALL.iter().any(|kind| is_taken(*kind) && kind.media_type() == kept.media));
    let kind = |kept: &Kept| FileKind::ALL.into_iter().find(|kind| kind.media_type() == kept.media);
    // The name comes from the form again: it is worth no more than at the first time.
    Ok(kept.map(|kept| Attachment {
        name: named(name, kind(&kept).unwrap_or(FileKind::Unknown)),
        file,
        size: kept.size,
        media: kept.media,
    }))
}

/// Whether a file of this kind may be attached: pages could run in a visitor's browser, and few can open an ODT.
fn is_taken(kind: FileKind) -> bool {
    !matches!(kind, FileKind::Unknown | FileKind::Html | FileKind::Odt)
}

async fn keep(visit: &Visit, upload: &Upload, form: &mut FormState) -> Result<Option<Attachment>, Error> {
    let kind = FileKind::of(&upload.bytes);
    if !is_taken(kind) {
        form.reject(
            "files",
            format!(
                "“{}”不是可以公开的文件：只收 PDF、Word、Excel、OFD、PNG、JPG 和纯文本，不收加密、带宏或者已损坏的文件",
                upload.name
            ),
        );
        return Ok(None);
    }
    let size = upload.bytes.len() as u64;
    let id = Files::under(&visit.app.settings.data_dir).keep(upload.bytes.clone()).await?;
    let person = visit.person()?;
    let kept = Kept { id: id.clone(), size, media: kind.media_type().into(), added_by: person.id.clone() };
    let mut unit = visit.app.store.begin().await?;
    unit.put_file(&kept, visit.now).await?;
    unit.commit().await?;
    Ok(Some(Attachment { file: id, name: named(&upload.name, kind), size, media: kept.media }))
}

/// The name with the ending of what the file is: a PDF called `名单.exe` is saved as `名单.exe.pdf`.
fn named(name: &str, kind: FileKind) -> String {
    let name = crate::page::words::file_name(name);
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    if ending == kind.extension() || (kind == FileKind::Jpeg && ending == "jpeg") {
        name
    } else {
        format!("{name}.{}", kind.extension())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_saved_under_what_it_is_and_not_under_what_it_says() {
        for (name, kind, saved) in [
            ("预算表.xlsx", FileKind::Xlsx, "预算表.xlsx"),
            ("名单.exe", FileKind::Pdf, "名单.exe.pdf"),
            ("照片.JPEG", FileKind::Jpeg, "照片.JPEG"),
            ("../..\u{202e}fdp.exe", FileKind::Pdf, ".._..fdp.exe.pdf"),
            ("", FileKind::Png, "附件.png"),
        ] {
            assert_eq!(named(name, kind), saved);
        }
    }

    #[test]
    fn a_stale_form_is_told_what_the_other_clerk_changed() {
        let theirs =
            Content { doc_no: "云财〔2026〕2号".into(), ..Content::titled(Column::Notices, "通知（修改）") };
        let mine = Content::titled(Column::Notices, "通知");
        assert_eq!(
            differences(&theirs, &mine),
            [("名称", "通知（修改）".to_owned()), ("文号", "云财〔2026〕2号".to_owned())]
        );
    }
}
