//! A yearly report from its first paragraph to its correction, and what the authority says to it. Told to each database.

mod databases;

use civic::{Body, BodyKind};
use report::annual::{About, Act, Hand, Life, Remark, RemarkState, Stage, Step, Turn, TurnKind};
use report::form::Edition;
use report::narrative::{FactKind, Part};
use report::report::Report;
use store::Store;
use store::annual::{Fact, Origin, Version, Written, newest_facts, newest_texts};
use store::annual_facts::{Handled, from_index_name};

#[tokio::test]
async fn a_report_is_written_signed_and_corrected_on_sqlite() {
    let database = databases::sqlite().await;
    story(&database.store).await;
}

#[tokio::test]
async fn a_report_is_written_signed_and_corrected_on_postgresql() {
    if let Some(database) = databases::postgres().await {
        story(&database.store).await;
    }
}

fn hand(second: u32) -> Hand {
    let at = format!("2026-01-20T02:00:{second:02}.000001Z").parse().expect("a moment");
    Hand { by: "p1".into(), name: "李敏".into(), at }
}

async fn story(store: &Store) {
    let finance = Body::sample("czj", "云溪县财政局", BodyKind::Department, None);
    let water = Body::sample("swj", "云溪县水务局", BodyKind::Department, None);
    let mut unit = store.begin().await.expect("a unit begins");
    unit.put_body(&finance).await.expect("recorded");
    unit.put_body(&water).await.expect("recorded");
    unit.commit().await.expect("kept");

    texts_and_facts(store, &finance).await;
    life(store, &finance).await;
    remarks(store, &finance, &water).await;
    found(store, &finance).await;
}

/// Published reports stand in the site map and, beside the publications, in the search index.
async fn found(store: &Store, body: &Body) {
    let public = store.public_reports().await.expect("a list");
    assert_eq!(public.iter().map(|one| (one.body.clone(), one.year)).collect::<Vec<_>>(), [(body.id.clone(), 2025)]);
    let mut unit = store.begin().await.expect("a unit begins");
    unit.queue_report(&body.id, 2025).await.expect("queued");
    assert_eq!(unit.queue_whole_index().await.expect("queued"), 1);
    unit.commit().await.expect("kept");
    let jobs = store.index_jobs(10).await.expect("jobs");
    assert_eq!(jobs.len(), 1, "asked twice, looked at once");
    assert_eq!(from_index_name(jobs[0].0.as_str()), Some((body.id.clone(), 2025)));
    assert_eq!(from_index_name("01h5nq8zq3vw8"), None, "a publication is no report");
    // A year in which nothing was handled or published.
    assert_eq!(store.handled_in(&body.id, 2025).await.expect("an answer"), Handled::default());
    assert!(store.published_in(&body.id, 2025).await.expect("an answer").is_empty());
}

async fn texts_and_facts(store: &Store, body: &Body) {
    // Two people open the same paragraph; the second is told, and the text of neither is lost.
    let text = |seq, text: &str| Written { part: Part::Overview, seq, text: text.into(), hand: hand(seq as u32) };
    let mut unit = store.begin().await.expect("a unit begins");
    assert!(
        unit.write_text(&body.id, 2025, &text(1, "新收{{applications.new_received.total}}件"))
            .await
            .expect("an answer")
    );
    assert!(!unit.write_text(&body.id, 2025, &text(1, "另一个人写的")).await.expect("an answer"));
    assert!(unit.write_text(&body.id, 2025, &text(2, "另一个人写的")).await.expect("an answer"));
    let fact = |seq, value: Option<&str>| Fact {
        kind: FactKind::QuestionsAnswered,
        seq,
        value: value.map(|value| value.parse().expect("a number")),
        source: "12345热线平台".into(),
        note: String::new(),
        hand: hand(seq as u32),
    };
    assert!(unit.enter_fact(&body.id, 2025, &fact(1, Some("1246"))).await.expect("an answer"));
    assert!(unit.enter_fact(&body.id, 2025, &fact(2, None)).await.expect("an answer"));
    assert!(!unit.enter_fact(&body.id, 2025, &fact(2, Some("1"))).await.expect("an answer"));
    unit.commit().await.expect("kept");
    let history = store.text_history(&body.id, 2025).await.expect("a history");
    assert_eq!(history, [text(2, "另一个人写的"), text(1, "新收{{applications.new_received.total}}件")]);
    assert_eq!(newest_texts(&history).map(|one| one.seq).collect::<Vec<_>>(), [2]);
    let facts = store.fact_history(&body.id, 2025).await.expect("a history");
    assert_eq!(facts, [fact(2, None), fact(1, Some("1246"))]);
    assert_eq!(newest_facts(&facts).map(|one| one.value).collect::<Vec<_>>(), [None], "taken back, not 0");
    assert!(store.text_history(&body.id, 2024).await.expect("a history").is_empty());
}

/// Records a step after the life as it stands, freezing `version` with it.
async fn step(store: &Store, body: &Body, step: Step, version: Option<&Version>) -> Life {
    let mut unit = store.begin().await.expect("a unit begins");
    let life = unit.report_life(&body.id, 2025).await.expect("a life");
    assert!(unit.report_step(&body.id, 2025, &life, &step).await.expect("an answer"));
    if let Some(version) = version {
        assert!(unit.freeze_report(version).await.expect("an answer"));
    }
    unit.commit().await.expect("kept");
    life.then(step).expect("allowed")
}

async fn life(store: &Store, body: &Body) {
    let version = |number, received, origin| {
        let mut report = Report { year: Some(2025), ..Report::blank(Edition::E2021) };
        report.cells.put("applications.new_received.total", received);
        report.lead = Some("根据条例编制。".into());
        let what_changed = if number > 1 { "新收申请更正".to_owned() } else { String::new() };
        let (body, hand) = (body.id.clone(), hand(number));
        Version { body, year: 2025, version: number, origin, report, what_changed, hand }
    };
    let made = |act, version, words: &str| Step { act, version, hand: hand(version), words: words.into() };
    let first = version(1, 12, Origin::Live);
    let blank = Life::default();
    assert_eq!(store.report_life(&body.id, 2025).await.expect("a life"), blank);
    step(store, body, made(Act::Sign, 1, ""), Some(&first)).await;
    // A double click signs once: the second finds that something happened meanwhile.
    let mut unit = store.begin().await.expect("a unit begins");
    assert!(!unit.report_step(&body.id, 2025, &blank, &made(Act::Sign, 1, "")).await.expect("an answer"));
    drop(unit);
    assert_eq!(store.standing_report(&body.id, 2025).await.expect("an answer"), Some(first.clone()));
    step(store, body, made(Act::Publish, 1, ""), None).await;
    step(store, body, made(Act::Reopen, 1, "漏计一件"), None).await;
    let second = version(2, 13, Origin::Upload("u1".into()));
    let life = step(store, body, made(Act::TakeIn, 2, ""), Some(&second)).await;
    assert_eq!(life.stage(), Stage::CorrectionSigned);
    assert_eq!(
        store.standing_report(&body.id, 2025).await.expect("an answer"),
        Some(first.clone()),
        "until it is published"
    );
    let life = step(store, body, made(Act::Publish, 2, ""), None).await;

    assert_eq!(store.report_life(&body.id, 2025).await.expect("a life"), life, "what is read is what was written");
    assert_eq!(store.report_lives(2025).await.expect("lives").get(&body.id), Some(&life));
    assert_eq!(store.report_lives_of(&body.id).await.expect("lives").into_keys().collect::<Vec<_>>(), [2025]);
    assert_eq!(store.report_versions(&body.id, 2025).await.expect("versions"), [first.clone(), second.clone()]);
    assert_eq!(store.report_versions_of(2025).await.expect("versions"), [first, second.clone()]);
    assert_eq!(store.standing_report(&body.id, 2025).await.expect("an answer"), Some(second));
    assert_eq!(store.standing_report(&body.id, 2024).await.expect("an answer"), None);
    assert!(store.report_lives(2024).await.expect("lives").is_empty());
}

async fn remarks(store: &Store, finance: &Body, water: &Body) {
    let remark = |no, about: &str, version| Remark {
        no,
        version,
        about: About::from_key(about, Edition::E2021).expect("on the form"),
        words: "与台账不符".into(),
        hand: hand(no),
        turns: Vec::new(),
    };
    let turn = |kind| Turn { kind, words: "已按台账更正".into(), hand: hand(30) };
    let (first, second) = (remark(1, "applications.new_received.total", Some(1)), remark(2, "R130", None));
    let mut unit = store.begin().await.expect("a unit begins");
    assert!(unit.add_remark(&finance.id, 2025, &first).await.expect("an answer"));
    assert!(!unit.add_remark(&finance.id, 2025, &first).await.expect("an answer"), "a double click is one remark");
    assert!(unit.add_remark(&finance.id, 2025, &second).await.expect("an answer"));
    assert!(unit.add_remark(&water.id, 2025, &first).await.expect("an answer"));
    assert!(unit.add_turn(&finance.id, 2025, 1, 1, &turn(TurnKind::Answer)).await.expect("an answer"));
    assert!(unit.add_turn(&finance.id, 2025, 1, 2, &turn(TurnKind::Settle)).await.expect("an answer"));
    assert!(!unit.add_turn(&finance.id, 2025, 1, 2, &turn(TurnKind::Insist)).await.expect("an answer"));
    unit.commit().await.expect("kept");
    let found = store.remarks(&finance.id, 2025).await.expect("remarks");
    assert_eq!(found.iter().map(Remark::state).collect::<Vec<_>>(), [RemarkState::Settled, RemarkState::Open]);
    assert_eq!(found[0].turns, [turn(TurnKind::Answer), turn(TurnKind::Settle)]);
    assert_eq!(found[1], second);
    let all = store.remarks_on(2025).await.expect("remarks");
    assert_eq!(all.len(), 3);
    assert!(all.iter().any(|(body, one)| *body == water.id && one.state() == RemarkState::Open));
}
