//! A publication's life, told as small stories. The table at the end is the whole of it.

use jiff::civil::date;
use publishing::review::{ContentCheck, PersonalDataCheck, SecrecyCheck, USUAL_BASIS, Verdict};
use publishing::{
    Column, Content, Edition, IndexNumber, Move, Openness, Publication, Refusal, Review, Signed, Stage, StageKind,
};

const AUTHOR: &str = "李敏";
const REVIEWER: &str = "王建国";

#[test]
fn a_draft_is_reviewed_by_another_person_and_then_published() {
    let edition = draft().submit(signed(AUTHOR)).expect("everything is filled in");
    let edition = edition.review(approval(REVIEWER)).expect("another person reviewed it");
    let edition = edition.publish(number(), signed(AUTHOR)).expect("it is approved");
    let published = edition.published().expect("it is public");
    assert_eq!((published.review.reviewer.name.as_str(), published.number.clone()), (REVIEWER, number()));
}

#[test]
fn an_author_can_never_review_even_when_someone_else_submitted_it() {
    let edition = draft().submit(signed("赵强")).expect("everything is filled in");
    for name in [AUTHOR, "赵强"] {
        let refused = edition.clone().review(approval(name)).expect_err("they had a hand in it");
        assert_eq!(refused, [Refusal::OwnText { reviewer: name.into() }]);
    }
}

#[test]
fn whoever_mends_an_approved_text_voids_the_approval_and_becomes_an_author() {
    let approved = in_review().review(approval(REVIEWER)).expect("reviewed");
    let content = approved.content.clone();
    let mended = approved.edit(content, &signed(REVIEWER)).expect("an approved text may be mended");
    assert_eq!(mended.stage, Stage::Draft);
    let again = mended.submit(signed(AUTHOR)).expect("submitted again");
    assert_eq!(again.review(approval(REVIEWER)), Err(vec![Refusal::OwnText { reviewer: REVIEWER.into() }]));
}

#[test]
fn everything_that_is_missing_is_said_at_once() {
    let content = Content { openness: Openness::OnRequest, ..Content::titled(Column::Rules, "") };
    let refused = first(content).submit(signed(AUTHOR)).expect_err("there is nothing in it");
    insta::assert_snapshot!(refused.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
}

#[test]
fn an_approval_must_carry_every_check() {
    let review = Review {
        content: ContentCheck::NeedsWork,
        secrecy: SecrecyCheck::Unsure,
        personal_data: PersonalDataCheck::Present,
        basis: " ".into(),
        ..approval(AUTHOR)
    };
    let refused = in_review().review(review).expect_err("no check carries it");
    insta::assert_snapshot!(refused.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
}

#[test]
fn a_return_needs_its_reasons() {
    let review = Review { verdict: Verdict::Return, opinion: String::new(), ..approval(REVIEWER) };
    assert_eq!(in_review().review(review), Err(vec![Refusal::NoReason(Move::Return)]));
}

#[test]
fn a_withdrawal_needs_a_reason_that_the_public_can_read() {
    let refused = published().withdraw(" \n", signed(REVIEWER)).expect_err("no reason");
    assert_eq!(refused, [Refusal::NoReason(Move::Withdraw)]);
    let refused = published().withdraw(&"长".repeat(1001), signed(REVIEWER)).expect_err("too long");
    assert_eq!(refused, [Refusal::WordsTooLong { limit: 1000, now: 1001 }]);
}

#[test]
fn a_new_edition_starts_over_while_the_old_one_stays_public() {
    let old = published();
    let new = Edition::next("e2".into(), &old, &signed("赵强")).expect("the latest edition is public");
    assert_eq!((new.number, new.stage.clone(), new.writers.len()), (2, Stage::Draft, 2));
    assert!(new.has_written(&signed(AUTHOR).by), "the text is still theirs, so its author cannot review it now either");
    assert_eq!(Edition::next("e3".into(), &new, &signed(AUTHOR)), Err(vec![Refusal::AnotherInWork { edition: 2 }]),);
    // Once the new one is out, the old one steps back and cannot be withdrawn any more.
    let old = old.supersede("e2".into(), signed(AUTHOR).at).expect("a published edition can be superseded");
    assert_eq!(
        old.withdraw("有误", signed(AUTHOR)),
        Err(vec![Refusal::NotNow { stage: StageKind::Superseded, wanted: Move::Withdraw }]),
    );
}

#[test]
fn the_whole_life_every_stage_times_every_move() {
    let mut shown = String::new();
    for edition in one_of_each_stage() {
        shown += &format!("{}\n", edition.kind().tab());
        for wanted in Move::ALL {
            let answer = match attempt(edition.clone(), wanted) {
                Ok(next) => format!("→ {}", next.kind().tab()),
                Err(refusals) => refusals.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
            };
            shown += &format!("    {}：{answer}\n", wanted.label());
        }
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn the_moves_do_exactly_what_the_table_says() {
    for edition in one_of_each_stage() {
        for wanted in Move::ALL {
            let table = publishing::edition::allowed(edition.kind(), wanted).ok();
            let moved = attempt(edition.clone(), wanted).ok().map(|next| next.kind());
            assert_eq!(moved, table, "{:?} {wanted:?}", edition.kind());
        }
    }
}

#[test]
fn a_stage_with_all_its_facts_survives_being_written_down() {
    for edition in one_of_each_stage() {
        // JSON is not this crate's business; any serde format shows that no fact is lost.
        let kept = serde_json::to_string(&edition.stage).expect("stages are plain values");
        assert_eq!(serde_json::from_str::<Stage>(&kept).expect("and read back"), edition.stage);
    }
}

fn attempt(edition: Edition, wanted: Move) -> Result<Edition, Vec<Refusal>> {
    let content = edition.content.clone();
    match wanted {
        Move::Edit => edition.edit(content, &signed(AUTHOR)),
        Move::Submit => edition.submit(signed(AUTHOR)),
        Move::TakeBack => edition.take_back(),
        Move::Approve => edition.review(approval(REVIEWER)),
        Move::Return => edition.review(Review {
            verdict: Verdict::Return,
            opinion: "附件中的身份证号码没有遮盖".into(),
            ..approval(REVIEWER)
        }),
        Move::Publish => edition.publish(number(), signed(AUTHOR)),
        Move::Withdraw => edition.withdraw("数据有误，更正后重新公开", signed(REVIEWER)),
        Move::NewEdition => Edition::next("e2".into(), &edition, &signed(AUTHOR)),
        Move::Supersede => edition.supersede("e2".into(), signed(AUTHOR).at),
    }
}

fn one_of_each_stage() -> Vec<Edition> {
    let approved = in_review().review(approval(REVIEWER)).expect("reviewed");
    let returned = attempt(in_review(), Move::Return).expect("returned with a reason");
    let withdrawn = attempt(published(), Move::Withdraw).expect("withdrawn with a reason");
    let superseded = attempt(published(), Move::Supersede).expect("superseded");
    let all = vec![draft(), in_review(), returned, approved, published(), superseded, withdrawn];
    assert_eq!(all.iter().map(Edition::kind).collect::<Vec<_>>(), StageKind::ALL);
    all
}

fn first(content: Content) -> Edition {
    Edition::first("e1".into(), &Publication::new("p1".into(), "czj".into()), content, &signed(AUTHOR))
}

fn draft() -> Edition {
    first(Content {
        summary: "规定审查的程序和责任".into(),
        made_on: Some(date(2026, 3, 2)),
        text: "第一条 为规范政府信息公开审查，制定本办法。".into(),
        ..Content::titled(Column::Rules, "云溪县政府信息公开审查办法")
    })
}

fn in_review() -> Edition {
    draft().submit(signed(AUTHOR)).expect("the sample draft is whole")
}

fn published() -> Edition {
    let approved = in_review().review(approval(REVIEWER)).expect("reviewed");
    approved.publish(number(), signed(AUTHOR)).expect("approved")
}

fn approval(reviewer: &str) -> Review {
    Review {
        reviewer: signed(reviewer),
        content: ContentCheck::Sound,
        secrecy: SecrecyCheck::MayBeOpen,
        personal_data: PersonalDataCheck::Absent,
        basis: USUAL_BASIS.into(),
        opinion: String::new(),
        verdict: Verdict::Approve,
    }
}

fn signed(name: &str) -> Signed {
    Signed { by: name.into(), name: name.into(), at: "2026-03-05T01:30:00Z".parse().expect("a moment") }
}

fn number() -> IndexNumber {
    IndexNumber::new("11441700007280420Y/2026-00001").expect("a number in the main form")
}
