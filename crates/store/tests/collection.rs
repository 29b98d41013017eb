//! A report that came as a file, what a person mended in it, and the region's sum. Told to each database.

mod databases;

use civic::{Body, BodyKind, FileId};
use report::annual::Hand;
use report::form::Edition;
use report::report::Report;
use report::tally::FigureValue;
use store::Store;
use store::collection::{Ended, Mending, RegionSum, SumPart, Upload, newest_mendings};
use store::files::Kept;

#[tokio::test]
async fn a_file_is_mended_and_taken_in_on_sqlite() {
    let database = databases::sqlite().await;
    story(&database.store).await;
}

#[tokio::test]
async fn a_file_is_mended_and_taken_in_on_postgresql() {
    if let Some(database) = databases::postgres().await {
        story(&database.store).await;
    }
}

fn hand(second: u32) -> Hand {
    let at = format!("2026-01-20T02:00:{second:02}.000001Z").parse().expect("a moment");
    Hand { by: "p1".into(), name: "李敏".into(), at }
}

fn counted(path: &str, count: i64) -> Report {
    let mut report = Report::blank(Edition::E2021);
    report.cells.put(path, count);
    report
}

async fn story(store: &Store) {
    let county = Body::sample("yunxi", "云溪县人民政府", BodyKind::Government, None);
    let water = Body::sample("swj", "云溪县水务局", BodyKind::Department, Some(&county.id));
    let mut unit = store.begin().await.expect("a unit begins");
    for body in [&county, &water] {
        unit.put_body(body).await.expect("recorded");
    }
    let file = FileId::from("ab".repeat(32));
    let kept = Kept { id: file.clone(), size: 3, media: "text/plain".into(), added_by: "p1".into() };
    unit.put_file(&kept, hand(0).at).await.expect("recorded");
    let upload = Upload {
        id: "u1".into(),
        body: water.id.clone(),
        year: 2025,
        file,
        file_name: "年报.docx".into(),
        report: counted("remedies.reconsideration.upheld", 2),
        hand: hand(1),
    };
    unit.keep_upload(&upload).await.expect("recorded");
    unit.commit().await.expect("kept");
    assert_eq!(store.upload("u1").await.expect("an answer"), Some(upload));
    assert_eq!(store.upload("u2").await.expect("an answer"), None);

    mendings(store).await;
    endings(store).await;
    sums(store, &county, &water).await;
}

async fn mendings(store: &Store) {
    let mending = |seq, path: &str, value| Mending { path: path.into(), seq, value, hand: hand(seq as u32) };
    let (upheld, fees) = ("remedies.reconsideration.upheld", "proactive.fees.amount");
    let all = [
        mending(1, upheld, Some(FigureValue::Count(-3))),
        mending(2, upheld, None),
        // A whole amount in yuan comes back as an amount, not as a count.
        mending(3, fees, Some(FigureValue::Yuan("120000".parse().expect("an amount")))),
    ];
    let mut unit = store.begin().await.expect("a unit begins");
    for one in &all {
        assert!(unit.mend("u1", one).await.expect("an answer"));
    }
    assert!(
        !unit.mend("u1", &mending(2, upheld, Some(FigureValue::Count(9)))).await.expect("an answer"),
        "someone was first"
    );
    unit.commit().await.expect("kept");
    let found = store.mendings("u1").await.expect("a history");
    let mut newest: Vec<_> = newest_mendings(&found).map(|one| (one.path.as_str(), one.value)).collect();
    newest.sort_by_key(|(path, _)| *path);
    assert_eq!(newest, [(fees, all[2].value), (upheld, None)], "blank, not 0");
}

async fn endings(store: &Store) {
    assert_eq!(store.upload_end("u1").await.expect("an answer"), None);
    let waiting = store.uploads(2025).await.expect("a list");
    assert!(waiting.len() == 1 && waiting[0].ended.is_none());
    let ended = Ended { version: Some(1), words: String::new(), hand: hand(9) };
    let mut unit = store.begin().await.expect("a unit begins");
    assert!(unit.end_upload("u1", &ended).await.expect("an answer"));
    let aside = Ended { version: None, words: "放错了单位".into(), hand: hand(10) };
    assert!(!unit.end_upload("u1", &aside).await.expect("an answer"), "an upload ends once");
    let late = Mending { path: "proactive.rules.made".into(), seq: 1, value: None, hand: hand(11) };
    assert!(!unit.mend("u1", &late).await.expect("an answer"), "what was taken in is not mended any more");
    unit.commit().await.expect("kept");
    assert_eq!(store.uploads(2025).await.expect("a list")[0].ended, Some(ended));
    assert!(store.uploads(2024).await.expect("a list").is_empty());
}

async fn sums(store: &Store, county: &Body, water: &Body) {
    let path = "applications.new_received.total";
    let sum = |seq, count| RegionSum {
        body: county.id.clone(),
        year: 2025,
        seq,
        cells: counted(path, count),
        hand: hand(seq as u32),
    };
    let parts = [
        SumPart { body: water.id.clone(), version: Some(1), cells: counted(path, 3) },
        SumPart { body: county.id.clone(), version: None, cells: counted(path, 4) },
    ];
    let mut unit = store.begin().await.expect("a unit begins");
    assert!(unit.freeze_sum(&sum(1, 6), &parts[..1]).await.expect("an answer"));
    assert!(unit.freeze_sum(&sum(2, 7), &parts).await.expect("an answer"));
    assert!(!unit.freeze_sum(&sum(2, 9), &parts).await.expect("an answer"));
    unit.commit().await.expect("kept");
    assert_eq!(store.newest_sum(&county.id, 2025).await.expect("an answer"), Some(sum(2, 7)));
    assert_eq!(store.sum_at(&county.id, 2025, hand(1).at).await.expect("an answer"), Some(sum(1, 6)), "as it was then");
    assert_eq!(store.sum_at(&county.id, 2025, hand(0).at).await.expect("an answer"), None);
    assert_eq!(store.newest_sum(&county.id, 2024).await.expect("an answer"), None);
    let found = store.sum_parts(&county.id, 2025, 2).await.expect("parts");
    assert_eq!(found.len(), 2);
    assert!(parts.iter().all(|part| found.contains(part)), "{found:?}");
}
