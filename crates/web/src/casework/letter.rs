//! The reply of a case: its draft, its preview, and the file as it was signed.

use crate::apply::{DOCX, saved};
use crate::casework::found;
use crate::error::Error;
use crate::page::parts::Refused;
use crate::visit::Visit;
use axum::extract::Path;
use axum::response::Response;
use cases::act::{Act, Fact};
use cases::letter::{LetterError, ReplyFacts, UNNUMBERED, reply};
use civic::{Body, BodyKind, Permission};
use jiff::civil::Date;
use law::outcome::Outcome;
use law::remedies::{self, Gap};
use paper::document::Document;
use store::audit::Outcome as Ended;
use store::cases::Found;
use store::files::Files;

/// What kind of organ a body is to the law of reconsideration.
fn kind_of(body: &Body) -> remedies::BodyKind {
    match body.kind {
        BodyKind::Government | BodyKind::Township => remedies::BodyKind::LocalGovernment,
        BodyKind::Department | BodyKind::Authorised => remedies::BodyKind::LocalDepartment,
    }
}

/// What a letter says, beside the case.
pub struct Wording<'a> {
    /// The answer.
    pub outcome: Outcome,
    /// Its facts.
    pub facts: &'a [Fact],
    /// Where reconsideration can be asked for online.
    pub online_channel: Option<&'a str>,
}

impl<'a> Wording<'a> {
    /// The wording as last decided.
    pub fn decided(found: &'a Found) -> Option<Self> {
        let outcome = found.case.stage().decision()?.outcome;
        let online_channel = found.case.online_channel();
        Some(Self { outcome, facts: found.case.letter_facts(), online_channel })
    }
}

/// What was asked for, as a letter restates it: no closing mark.
fn request(found: &Found) -> String {
    let Some(application) = &found.application else { return String::new() };
    let wanted = &application.wanted;
    let mut parts: Vec<String> = Vec::new();
    if !wanted.name.is_empty() {
        let number = &wanted.document_number;
        parts.push(if number.is_empty() { wanted.name.clone() } else { format!("{}（{number}）", wanted.name) });
    } else if !wanted.document_number.is_empty() {
        parts.push(wanted.document_number.clone());
    }
    parts.extend(wanted.features.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned));
    parts.join("；").trim_end_matches(['。', '；']).to_owned()
}

/// The letter as a paper.
///
/// # Errors
/// Everything that is missing; nothing at all can be written once the application is erased.
pub fn paper(
    visit: &Visit,
    found: &Found,
    body: &Body,
    wording: &Wording<'_>,
    number: &str,
    signed_on: Date,
) -> Result<Document, Vec<LetterError>> {
    let (channel, arrived_on) = found.case.arrival();
    let corrected_on = found.case.entries().iter().rev().find_map(|entry| match entry.act {
        Act::CorrectionReceived { on, .. } => Some(on),
        _ => None,
    });
    let facts = wording.facts.iter().filter_map(|fact| Some((fact.need, fact.says.text()?.to_owned())));
    let named = |name: &str| (!name.is_empty()).then(|| name.to_owned());
    reply(&ReplyFacts {
        organ: body.name.clone(),
        body: kind_of(body),
        number: number.to_owned(),
        applicant: found.application.as_ref().map(|one| one.applicant.name().to_owned()).unwrap_or_default(),
        applicant_kind: found.applicant_kind,
        application_number: found.number.to_string(),
        received_on: found.case.received_on(&visit.app.settings.policy).unwrap_or(arrived_on),
        channel,
        corrected_on,
        request: request(found),
        outcome: wording.outcome,
        facts: facts.collect(),
        signed_on,
        review_organ: body.reconsideration_organ.clone(),
        court: named(&body.court),
        served_electronically: wording.online_channel.is_some(),
        online_channel: wording.online_channel.map(str::to_owned),
        withdrawn: false,
    })
}

/// The paper of a case that waits for its signature; for the preview.
pub fn draft(visit: &Visit, found: &Found, body: &Body) -> Option<Result<Document, Vec<LetterError>>> {
    let wording = Wording::decided(found)?;
    Some(paper(visit, found, body, &wording, UNNUMBERED, visit.today))
}

/// What stands in the way of signing, said before anything is drafted: whatever the answer, its last paragraph names where to
/// ask for reconsideration. The online channel is typed with the answer, so it is not asked for here.
pub fn missing_beforehand(visit: &Visit, body: &Body) -> Vec<Refused> {
    let decision = remedies::Decision {
        outcome: Outcome::Granted,
        decided_on: visit.today,
        body: kind_of(body),
        review_organ: &body.reconsideration_organ,
        court: None,
        served_electronically: false,
        online_channel: None,
        withdrawn: false,
    };
    let gaps = remedies::notice(&decision).map(|notice| notice.gaps).unwrap_or_default();
    gaps.into_iter().map(|gap| unwritable(&LetterError::Remedies(gap))).collect()
}

/// Why a letter cannot be written, as a refusal that says who can help.
pub fn unwritable(error: &LetterError) -> Refused {
    let (says, basis, way_on) = match error {
        LetterError::Remedies(Gap::ReviewOrgan) => (
            "没有填写行政复议机关的名称，答复书不能签发；没有写明的，复议期限最长按一年计算".to_owned(),
            "行政复议法第二十条第三款",
            "请管理员在“单位”中填写行政复议机关",
        ),
        LetterError::Remedies(Gap::OnlineChannel) => (
            "没有写明网上申请行政复议的渠道，电子送达的答复书不能签发".to_owned(),
            "行政复议法第二十二条第二款",
            "退回经办人，在“拟定答复”中填写这个渠道",
        ),
        other => (other.to_string(), "", "退回经办人补充后再签发"),
    };
    Refused { says, basis: basis.to_owned(), way_on: way_on.to_owned() }
}

fn fault(errors: &[LetterError]) -> Error {
    Error::Document(errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("；"))
}

/// The bytes of a paper.
///
/// # Errors
/// [`Error::Document`].
pub fn docx(paper: &Document) -> Result<Vec<u8>, Error> {
    paper::docx::write(paper).map_err(|wrong| Error::Document(wrong.to_string()))
}

/// Who took a paper with an applicant's name out of the house is on record.
async fn note_taken(visit: &Visit, act: &str, found: &Found) -> Result<(), Error> {
    let mut unit = visit.app.store.begin().await?;
    visit.record(&mut unit, act, &found.number.to_string(), Ended::Done).await?;
    Ok(unit.commit().await?)
}

/// `/desk/cases/{id}/draft.docx`: the letter before it is signed, without a number.
///
/// # Errors
/// [`Error::NotFound`] while nothing is decided.
pub async fn draft_file(visit: Visit, Path(id): Path<String>) -> Result<Response, Error> {
    let (found, body) = found(&visit, &id).await?;
    visit.may(Permission::SeeApplicant, &found.body)?;
    let paper = draft(&visit, &found, &body).ok_or(Error::NotFound)?.map_err(|errors| fault(&errors))?;
    note_taken(&visit, "case.draft_file", &found).await?;
    Ok(saved(&format!("{}答复书（送签稿）.docx", found.number), DOCX, docx(&paper)?))
}

/// `/desk/cases/{id}/letters/{letter}`: a letter as it was signed.
///
/// # Errors
/// [`Error::NotFound`] for a letter of another case.
pub async fn letter_file(visit: Visit, Path((id, letter)): Path<(String, String)>) -> Result<Response, Error> {
    let (found, _) = found(&visit, &id).await?;
    visit.may(Permission::SeeApplicant, &found.body)?;
    let letters = visit.app.store.letters(found.case.id()).await?;
    let letter = letters.into_iter().find(|one| one.id.as_str() == letter).ok_or(Error::NotFound)?;
    let bytes = Files::under(&visit.app.settings.data_dir).read(&letter.file).await?;
    let bytes = bytes.ok_or_else(|| Error::Document(format!("the bytes of file {} are missing", letter.file)))?;
    note_taken(&visit, "case.letter_file", &found).await?;
    Ok(saved(&format!("{}答复书.docx", letter.number), DOCX, bytes))
}
