use super::{load, refused, stage_badge};
use crate::error::Error;
use crate::page::Page;
use crate::page::parts::{Badge, Fact, Happened, Refused, Stage as Step, Tone};
use crate::page::words;
use crate::read::address;
use crate::read::doc::{Doc, Imprint};
use crate::visit::Visit;
use askama::Template;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use civic::{Body, Permission};
use law::publish_limit::Matter;
use publishing::edition::allowed;
use publishing::publication::day_of;
use publishing::{Move, Refusal, Stage, StageKind};
use serde::Deserialize;
use store::publications::{Moved, Saved};

#[derive(Template)]
#[template(path = "publications/view.html")]
struct View {
    page: Page,
    saved: Saved,
    badge: Badge,
    refusals: Vec<Refused>,
    said: Vec<(Tone, String, String)>,
    acts: Vec<Act>,
    shut: Vec<Act>,
    others: Vec<(String, String)>,
    facts: Vec<Fact>,
    due: Option<(&'static str, String, String)>,
    doc: Doc,
    history: Vec<Happened>,
}

/// Something that can be done with the edition, or why not now.
struct Act {
    name: &'static str,
    /// A page that asks more, or nothing: then the button does it.
    href: String,
    post: &'static str,
    confirm: String,
    note: &'static str,
    main: bool,
    refused: Vec<Refused>,
    /// The roles that do it, if the reader is none of them.
    by_others: String,
}

/// What was just done, for the notice on top.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Said {
    done: String,
}

/// `/desk/publications/{id}`: one edition: where it stands, what may be done, what the public will see, what happened.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Denied`].
pub async fn page(visit: Visit, Path(id): Path<String>, Query(said): Query<Said>) -> Result<Response, Error> {
    let (saved, body) = load(&visit, &id).await?;
    let notice = match said.done.as_str() {
        "save" | "unsubmitted" => Some("草稿已保存"),
        "submit" => Some("已送审，等待审核人审查"),
        "take_back" => Some("已撤回送审，可以继续修改"),
        "approve" => Some("审核通过，等待经办人发布"),
        "return" => Some("已退回经办人修改"),
        "publish" => Some("已发布，现在可以在网站上查到"),
        "withdraw" => Some("已撤回，网站上不再提供正文和附件，也不再能搜到"),
        "new_edition" => Some("新版本已建立，发布之前网站上仍是原来的版本"),
        _ => None,
    };
    // The draft is kept, only not handed in: what is missing is asked again, so that a page opened later says what still holds.
    let missing = match said.done.as_str() {
        "unsubmitted" => saved.edition.clone().submit(super::signed(&visit)?).err().unwrap_or_default(),
        _ => Vec::new(),
    };
    let notice = match (notice, unsubmitted(&missing)) {
        (_, Some(sentence)) => Some((Tone::Soon, sentence)),
        (Some(notice), None) => Some((Tone::Done, notice.to_owned())),
        (None, None) => None,
    };
    let notice = notice.as_ref().map(|(tone, words)| (*tone, words.as_str()));
    let html = render(&visit, saved, body, &[], notice).await?;
    Ok(Html(html).into_response())
}

/// What keeps a saved draft from its review, in a sentence: what is missing, or each reason.
fn unsubmitted(refusals: &[Refusal]) -> Option<String> {
    let mut missing = Vec::new();
    let mut reasons = Vec::new();
    for refusal in refusals {
        match refusal {
            Refusal::Missing(field) => missing.push(field.label()),
            other => reasons.push(other.says()),
        }
    }
    if !missing.is_empty() {
        reasons.insert(0, format!("缺少：{}", missing.join("、")));
    }
    (!reasons.is_empty()).then(|| format!("草稿已保存，还没有送审，{}", reasons.join("；")))
}

/// The page with what stood in the way of an act.
pub(super) async fn refusing(visit: &Visit, id: &str, refusals: &[Refusal]) -> Result<Response, Error> {
    let (saved, body) = load(visit, id).await?;
    let html = render(visit, saved, body, refusals, None).await?;
    Ok((StatusCode::CONFLICT, Html(html)).into_response())
}

/// The page after someone else was faster: what happened stands in its history.
pub(super) async fn overtaken(visit: &Visit, id: &str) -> Result<Response, Error> {
    let (saved, body) = load(visit, id).await?;
    let notice = "这份稿件刚刚有过变动，刚才的操作没有执行。请看过最新内容和经过后再办理";
    let html = render(visit, saved, body, &[], Some((Tone::Soon, notice))).await?;
    Ok((StatusCode::CONFLICT, Html(html)).into_response())
}

async fn render(
    visit: &Visit,
    saved: Saved,
    body: Body,
    refusals: &[Refusal],
    notice: Option<(Tone, &str)>,
) -> Result<String, Error> {
    let edition = &saved.edition;
    let moves = visit.app.store.moves_of(&saved.publication.id).await?;
    let amended = visit.app.store.related(&saved).await?.iter().any(store::published::Related::amends_this);
    let imprint = Imprint {
        number: saved.publication.number.as_ref(),
        published_on: saved.first_on.or_else(|| edition.published().map(|p| day_of(p.signed.at))),
        amended,
    };
    let doc = Doc::new(&edition.content, &body, imprint, visit.today);
    let mut page = visit
        .desk(&edition.content.title)
        .await?
        .crumb("信息发布", format!("/desk/publications?body={}&stage={}", body.slug, edition.kind().key()))
        .here(&edition.content.title);
    if let Some((tone, notice)) = notice {
        page = page.notice(tone, notice);
    }
    let submitted = moves.iter().any(|m| m.edition == edition.number && m.what == Move::Submit);
    let (others, mine): (Vec<Act>, Vec<Act>) =
        acts(visit, &saved, &body, submitted)?.into_iter().partition(|act| !act.by_others.is_empty());
    let (acts, shut) = mine.into_iter().partition(|act| act.refused.is_empty());
    let view = View {
        page,
        badge: stage_badge(edition.kind()),
        refusals: refused(refusals),
        said: said(&saved),
        acts,
        shut,
        others: by_role(&others),
        facts: facts(&saved, &body),
        due: due(visit, &saved),
        doc,
        history: moves.iter().map(happened).collect(),
        saved,
    };
    Ok(view.render()?)
}

/// What must be known before anything else: why it came back, why it was taken away.
fn said(saved: &Saved) -> Vec<(Tone, String, String)> {
    match &saved.edition.stage {
        Stage::Returned { review } => {
            vec![(Tone::Soon, format!("{}退回修改", review.reviewer.name), review.opinion.clone())]
        }
        Stage::Approved { review } if !review.opinion.is_empty() => {
            vec![(Tone::Done, format!("{}审核通过", review.reviewer.name), review.opinion.clone())]
        }
        Stage::Withdrawn { withdrawn, reason, .. } => {
            let title = format!("{}已由{}撤回公开", words::moment(&withdrawn.at), withdrawn.name);
            vec![(Tone::Shut, title, reason.clone())]
        }
        _ => Vec::new(),
    }
}

fn facts(saved: &Saved, body: &Body) -> Vec<Fact> {
    let edition = &saved.edition;
    let number = match &saved.publication.number {
        Some(number) if edition.kind() == StageKind::Published => {
            Fact::new("索引号", number.as_str()).to(address(number))
        }
        Some(number) => Fact::new("索引号", number.as_str()),
        None => Fact::new("索引号", "发布时编制"),
    };
    vec![
        number,
        Fact::new("发布机构", &body.name),
        Fact::new("栏目", edition.content.column.path()),
        Fact::new("版次", format!("第 {} 版", edition.number)),
        Fact::new("最近变动", words::moment(&saved.changed_at)),
        Fact::new("参与起草", format!("{} 人", edition.writers.len())),
    ]
}

/// 条例第二十六条: twenty working days from the day it was made, while the publication is not public yet.
fn due(visit: &Visit, saved: &Saved) -> Option<(&'static str, String, String)> {
    if saved.publication.number.is_some() {
        return None;
    }
    let made_on = saved.edition.content.made_on?;
    let due = Matter::General.due(made_on, visit.app.calendar).date;
    let left = due.since(visit.today).map_or(0, |span| span.get_days());
    let (class, says) = match left {
        ..0 => ("due--late", "已过公开期限（条例第二十六条），请尽快办理".to_owned()),
        0..=5 => ("due--soon", format!("公开期限最后一日，还有 {left} 天（条例第二十六条）")),
        _ => ("", "公开期限最后一日：成文之日起 20 个工作日（条例第二十六条）".to_owned()),
    };
    Some((class, words::date(&due), says))
}

/// Everything that can be done with an edition, each with what stands in its way now: the role, the stage, the four eyes, or
/// what is still missing.
fn acts(visit: &Visit, saved: &Saved, body: &Body, submitted: bool) -> Result<Vec<Act>, Error> {
    let edition = &saved.edition;
    let (id, stage, title) = (&edition.id, edition.kind(), &edition.content.title);
    let signed = super::signed(visit)?;
    let by_others = |permission: Permission| match visit.may(permission, &body.id) {
        Err(Error::Denied(denied)) => denied.who_may().join("、"),
        _ => String::new(),
    };
    let in_the_way = |wanted: Move| {
        let refusals = match allowed(stage, wanted) {
            Err(refusal) => vec![refusal],
            Ok(_) if wanted == Move::Approve && edition.has_written(&signed.by) => {
                vec![Refusal::OwnText { reviewer: signed.name.clone() }]
            }
            Ok(_) if wanted == Move::Submit => edition.clone().submit(signed.clone()).err().unwrap_or_default(),
            Ok(_) => Vec::new(),
        };
        refused(&refusals)
    };
    let page = |name, wanted, permission, to: &str, note, main| Act {
        name,
        href: format!("/desk/publications/{id}/{to}"),
        post: "",
        confirm: String::new(),
        note,
        main,
        refused: in_the_way(wanted),
        by_others: by_others(permission),
    };
    let button = |name, wanted, permission, post, note, main| Act {
        name,
        href: String::new(),
        post,
        confirm: match wanted {
            Move::Publish => format!("确定发布《{title}》？发布后所有人都能看到。"),
            _ => String::new(),
        },
        note,
        main,
        refused: in_the_way(wanted),
        by_others: by_others(permission),
    };
    let voids = if stage == StageKind::Approved { "修改后原审查结论失效，须重新送审" } else { "" };
    // What cannot be handed in yet is to be mended first.
    let incomplete = allowed(stage, Move::Submit).is_ok() && !in_the_way(Move::Submit).is_empty();
    let mut acts = vec![
        page("修改", Move::Edit, Permission::Draft, "edit", voids, incomplete),
        button("送审", Move::Submit, Permission::Draft, "submit", "交给没有参与起草的审核人审查", true),
        button("撤回送审", Move::TakeBack, Permission::Draft, "take-back", "审查之前可以取回修改", false),
        page("审查", Move::Approve, Permission::Review, "review", "内容、保密、个人信息逐项审查", true),
        button("发布", Move::Publish, Permission::Draft, "publish", "编制索引号并在网站公开", true),
        page("撤回公开", Move::Withdraw, Permission::Withdraw, "withdraw", "网站上留下撤回时间和理由", false),
        button(
            "建立新版本",
            Move::NewEdition,
            Permission::Draft,
            "new-edition",
            "在原内容上修改，重新审查后替换",
            false,
        ),
    ];
    if stage == StageKind::Draft && !submitted && visit.can(Permission::Draft, &body.id) {
        acts.push(Act {
            name: "删除草稿",
            href: String::new(),
            post: "discard",
            confirm: format!("确定删除草稿《{title}》？删除后不能恢复。"),
            note: "从未送审的草稿可以删除",
            main: false,
            refused: Vec::new(),
            by_others: String::new(),
        });
    }
    Ok(acts)
}

/// The names of acts under the names of the roles that do them.
fn by_role(acts: &[Act]) -> Vec<(String, String)> {
    let mut roles: Vec<(String, String)> = Vec::new();
    for act in acts {
        match roles.iter_mut().find(|(who, _)| *who == act.by_others) {
            Some((_, names)) => *names = format!("{names}、{}", act.name),
            None => roles.push((act.by_others.clone(), act.name.to_owned())),
        }
    }
    roles
}

fn happened(moved: &Moved) -> Happened {
    let note = match (&moved.review, moved.reason.as_str()) {
        (Some(review), _) => {
            let checks = [
                review.content.label(),
                review.secrecy.label(),
                review.personal_data.label(),
                &review.basis,
                &review.opinion,
            ];
            checks.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("；")
        }
        (None, reason) => reason.to_owned(),
    };
    Happened {
        what: format!("第 {} 版：{}", moved.edition, what(moved)),
        when: words::moment(&moved.signed.at),
        who: moved.signed.name.clone(),
        note,
        stage: Step::Done,
    }
}

fn what(moved: &Moved) -> &'static str {
    match moved.what {
        Move::NewEdition if moved.edition == 1 => "起草",
        Move::Supersede => "被新版本替换",
        other => other.label(),
    }
}
