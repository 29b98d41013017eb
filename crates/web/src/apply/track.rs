use crate::apply::{code_hash, expectation};
use crate::error::Error;
use crate::fields::Fields;
use crate::limits::Kind;
use crate::page::form::FormState;
use crate::page::parts::{Fact, Stage as At, Step, Tone};
use crate::page::words::{date, money, percent_encoded, short_date};
use crate::page::{Door, Page};
use crate::visit::Visit;
use askama::Template;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use cases::act::Act;
use cases::letter::{self, ReceiptFacts, Received};
use cases::number::ApplicationNumber;
use cases::stage::{End, Extension, Stage};
use civic::Body;
use law::clock::SideLimitKind;
use rust_decimal::Decimal;
use store::cases::Found;
use store::files::Files;

#[derive(Template)]
#[template(path = "apply/ask.html")]
struct Ask {
    page: Page,
    form: FormState,
}

fn asking(visit: &Visit, form: FormState) -> Result<String, Error> {
    let page = visit
        .portal("查询申请进度")
        .crumb("依申请公开", "/apply/")
        .here("查询申请进度")
        .behind(Door::Apply)
        .showing(&form);
    Ok(Ask { page, form }.render()?)
}

/// `/track/`: number and query code.
///
/// # Errors
/// A fault of the template.
pub async fn ask(visit: Visit) -> Result<Response, Error> {
    Ok(Html(asking(&visit, FormState::new())?).into_response())
}

/// The case that number and code open together. Which of the two was wrong is told to nobody.
async fn opened(visit: &Visit, fields: &Fields) -> Result<Result<(Found, Body), FormState>, Error> {
    visit.count(Kind::Track)?;
    // The code is not sent back into the page: it might stay on a shared screen.
    let mut form = FormState::new().with("number", fields.text("number"));
    let code = fields.text("code");
    let number = fields.text("number").parse::<ApplicationNumber>();
    if let Err(wrong) = &number {
        form.reject("number", wrong.to_string());
    }
    if code.trim().is_empty() {
        form.reject("code", "请填写查询码");
    }
    let (Ok(number), true) = (number, form.is_clean()) else { return Ok(Err(form)) };
    let found = visit.app.store.case_by_number(&number).await?;
    let fits = |found: &Found| !found.code_hash.is_empty() && found.code_hash == code_hash(found.case.id(), code);
    match found.filter(fits) {
        Some(found) => {
            let body = visit.app.tree().get(&found.body).cloned().ok_or(Error::NotFound)?;
            Ok(Ok((found, body)))
        }
        None => {
            form.reject("code", "没有找到与这个申请编号和查询码相符的申请，请核对后重新输入");
            Ok(Err(form))
        }
    }
}

#[derive(Template)]
#[template(path = "apply/progress.html")]
struct Progress {
    page: Page,
    number: String,
    code: String,
    title: String,
    steps: Vec<Step>,
    tone: Tone,
    now: String,
    details: Vec<String>,
    facts: Vec<Fact>,
    letters: Vec<(String, String)>,
}

/// `POST /track/`: how far the application is, and the letter once it is served.
///
/// # Errors
/// [`Error::TooMany`] for guessing, or a fault.
pub async fn show(visit: Visit, fields: Fields) -> Result<Response, Error> {
    fields.only(&["number", "code"])?;
    let (found, body) = match opened(&visit, &fields).await? {
        Ok(opened) => opened,
        Err(form) => return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(asking(&visit, form)?)).into_response()),
    };
    let served = found.case.stage().answered().is_some();
    let letters = if served { visit.app.store.letters(found.case.id()).await? } else { Vec::new() };
    let (tone, now, details) = told(&visit, &found);
    let page = visit
        .portal(format!("申请 {} 的办理进度", found.number))
        .crumb("依申请公开", "/apply/")
        .crumb("查询申请进度", "/track/")
        .here(found.number.to_string())
        .about(body.slug.as_str(), body.name.as_str())
        .behind(Door::Apply)
        .unlisted();
    let progress = Progress {
        page,
        number: found.number.to_string(),
        code: fields.text("code").to_owned(),
        title: found.title.clone(),
        steps: steps(&visit, &found),
        tone,
        now,
        details,
        facts: facts(&visit, &found, &body),
        letters: letters.into_iter().map(|one| (one.id.to_string(), one.number)).collect(),
    };
    Ok(Html(progress.render()?).into_response())
}

fn facts(visit: &Visit, found: &Found, body: &Body) -> Vec<Fact> {
    let (channel, arrived_on) = found.case.arrival();
    let timeline = found.case.clock(visit.today, visit.rules());
    let mut facts = vec![
        Fact::new("申请编号", found.number.to_string()),
        Fact::new("受理机关", body.name.as_str()),
        Fact::new("申请人", found.masked_name.as_str()),
        Fact::new("提交方式", channel.label()),
        Fact::new("提交日期", date(&arrived_on)),
    ];
    if let Some(on) = found.case.received_on(&visit.app.settings.policy) {
        facts.push(Fact::new("收到申请之日", date(&on)));
    }
    if let Some(due) = timeline.due {
        facts.push(Fact::new("答复期限", date(&due)));
    }
    facts
}

/// The four steps that every applicant knows from other counters.
fn steps(visit: &Visit, found: &Found) -> Vec<Step> {
    let (_, arrived_on) = found.case.arrival();
    let received = found.case.received_on(&visit.app.settings.policy);
    let stage = found.case.stage();
    let step = |label: &str, note: String, stage| Step { label: label.to_owned(), note, stage };
    let day = |on: &jiff::civil::Date| short_date(on);
    if let Some(ended) = stage.ended() {
        return vec![
            step("提交申请", day(&arrived_on), At::Done),
            step("已终止", format!("{}，{}", day(&ended.on), ended.why.label()), At::Now),
        ];
    }
    let registered = received.map(|on| day(&on)).unwrap_or_default();
    let answered = stage.answered();
    vec![
        step("提交申请", day(&arrived_on), At::Done),
        step("登记确认", registered, if received.is_some() { At::Done } else { At::Now }),
        step(
            "办理",
            String::new(),
            match (answered, received) {
                (Some(_), _) => At::Done,
                (None, Some(_)) => At::Now,
                (None, None) => At::ToCome,
            },
        ),
        step(
            "答复",
            answered.map(|one| day(&one.served_on)).unwrap_or_default(),
            if answered.is_some() { At::Done } else { At::ToCome },
        ),
    ]
}

/// Where it stands, in the applicant's words, and what the applicant has to do.
fn told(visit: &Visit, found: &Found) -> (Tone, String, Vec<String>) {
    let case = &found.case;
    let timeline = case.clock(visit.today, visit.rules());
    let limit = |kind: SideLimitKind| {
        let limit = timeline.side_limits.iter().rev().find(|limit| limit.what == kind);
        limit.and_then(|limit| limit.due).map(|due| date(&due))
    };
    let expected = expectation(visit, found);
    let mut details = Vec::new();
    if let Some(Extension::Granted { on, working_days }) = case.stage().handling().map(|handling| handling.extension) {
        details.push(format!("{}经批准延长答复期限 {working_days} 个工作日（条例第三十三条第二款）。", date(&on)));
    }
    let (tone, now) = match case.stage() {
        Stage::Arrived(_) => {
            details.push(expected);
            (Tone::Waiting, "申请已经收到，等待登记".to_owned())
        }
        Stage::Handling(_) | Stage::AwaitingSignature(_) | Stage::AwaitingService(_) => {
            details.push(expected);
            (Tone::Doing, "正在办理".to_owned())
        }
        Stage::AwaitingCorrection(_) => {
            let what = case.entries().iter().rev().find_map(|entry| match &entry.act {
                Act::CorrectionRequested { what, .. } => Some(what.shown().to_owned()),
                _ => None,
            });
            details.push(format!("需要补正：{}", what.unwrap_or_default()));
            details.push("请将补正的内容送交、邮寄或者发送给受理机关。收到补正的申请后，答复期限重新计算；无正当理由逾期不补正的，视为放弃申请（条例第三十条）。".to_owned());
            (
                Tone::Soon,
                limit(SideLimitKind::CorrectionReply)
                    .map_or("请补正申请内容".to_owned(), |day| format!("请最迟于{day}补正申请内容")),
            )
        }
        Stage::Consulting(_) => {
            details.push("征求意见所需的时间不计入答复期限（条例第三十三条第三款）。".to_owned());
            details.push(expected);
            (Tone::Held, "正在征求有关方面的意见".to_owned())
        }
        Stage::AwaitingFee(fee) => {
            details
                .push(format!("信息处理费：{}", money(&Decimal::new(i64::try_from(fee.fen).unwrap_or(i64::MAX), 2))));
            details.push("请按收费通知缴纳。缴费后，答复期限重新计算；逾期未缴纳的，视为放弃申请。".to_owned());
            (
                Tone::Soon,
                limit(SideLimitKind::FeePayment)
                    .map_or("请缴纳信息处理费".to_owned(), |day| format!("请最迟于{day}缴纳信息处理费")),
            )
        }
        Stage::Answered(_) | Stage::Ended(_) | Stage::Archived(_) => {
            match (case.stage().answered(), case.stage().ended()) {
                (Some(answered), _) => {
                    details.push(format!("答复结果：{}", answered.decision.outcome.label()));
                    details.push(format!("答复书{}，{}送达。", answered.number, date(&answered.served_on)));
                    (Tone::Done, "已经答复".to_owned())
                }
                (None, ended) => {
                    details.push(
                        ended.map(|ended| format!("{}，{}。", date(&ended.on), ended.why.label())).unwrap_or_default(),
                    );
                    if ended.is_some_and(|ended| ended.why != End::Withdrawn) {
                        details.push("认为本机关的处理侵犯您的合法权益的，可以向上一级行政机关或者政府信息公开工作主管部门投诉、举报，也可以依法申请行政复议或者提起行政诉讼（条例第五十一条）。".to_owned());
                    }
                    details.push("仍需要该信息的，可以另行提出申请。".to_owned());
                    (Tone::Shut, "已经终止办理".to_owned())
                }
            }
        }
    };
    (tone, now, details)
}

/// A file that is saved, never opened with our address above it.
pub fn saved(name: &str, media: &str, bytes: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename*=UTF-8''{}", percent_encoded(name).replace('/', "%2F"));
    let about = [
        (header::CONTENT_TYPE, media.to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    (about, bytes).into_response()
}

/// The media type of the letters.
pub const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// `POST /track/letter`: the served letter, to whoever has number and code.
///
/// # Errors
/// [`Error::NotFound`] for a letter that is not served or not of this case.
pub async fn download(visit: Visit, fields: Fields) -> Result<Response, Error> {
    fields.only(&["number", "code", "letter"])?;
    let Ok((found, _)) = opened(&visit, &fields).await? else { return Err(Error::NotFound) };
    if found.case.stage().answered().is_none() {
        return Err(Error::NotFound);
    }
    let letters = visit.app.store.letters(found.case.id()).await?;
    let letter = letters.into_iter().find(|one| one.id.as_str() == fields.text("letter")).ok_or(Error::NotFound)?;
    let bytes = Files::under(&visit.app.settings.data_dir).read(&letter.file).await?;
    let bytes = bytes.ok_or_else(|| Error::Document(format!("the bytes of file {} are missing", letter.file)))?;
    Ok(saved(&format!("{}答复书.docx", letter.number), DOCX, bytes))
}

/// `POST /track/receipt`: the receipt as a paper, to whoever has number and code.
///
/// # Errors
/// [`Error::NotFound`] for a wrong code, or a fault of the writer.
pub async fn receipt_file(visit: Visit, fields: Fields) -> Result<Response, Error> {
    fields.only(&["number", "code"])?;
    let Ok((found, body)) = opened(&visit, &fields).await? else { return Err(Error::NotFound) };
    let application = found.application.as_ref().ok_or(Error::NotFound)?;
    let (channel, arrived_on) = found.case.arrival();
    let timeline = found.case.clock(visit.today, visit.rules());
    let received = match (found.case.received_on(&visit.app.settings.policy), timeline.due) {
        (Some(on), Some(answer_by)) => Received::Counted { on, answer_by, provisional: timeline.provisional },
        _ => Received::AwaitingConfirmation { arrived_on },
    };
    let phone = if body.contact.phone.is_empty() {
        "见本机关政府信息公开指南".to_owned()
    } else {
        body.contact.phone.clone()
    };
    let paper = letter::receipt(&ReceiptFacts {
        organ: body.name.clone(),
        applicant: application.applicant.name().to_owned(),
        applicant_kind: found.applicant_kind,
        application_number: found.number.to_string(),
        query_code: fields.text("code").trim().to_uppercase(),
        channel,
        received,
        request: found.title.clone(),
        phone,
        issued_on: visit.today,
    });
    let paper = paper
        .map_err(|errors| Error::Document(errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("；")))?;
    let bytes = paper::docx::write(&paper).map_err(|fault| Error::Document(fault.to_string()))?;
    Ok(saved(&format!("{}接收回执.docx", found.number), DOCX, bytes))
}
