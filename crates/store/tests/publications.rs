//! A publication from draft to withdrawal, told once to each database; and files that survive.

mod databases;

use civic::{Body, BodyId, BodyKind, EditionId};
use jiff::civil::date;
use publishing::index_number::Template;
use publishing::review::{ContentCheck, PersonalDataCheck, SecrecyCheck, USUAL_BASIS, Verdict};
use publishing::tally::Measure;
use publishing::{
    Attachment, Column, Content, CountedKind, Edition, IndexNumber, Move, Publication, Refusal, Relation, RelationKind,
    Review, Signed, Stage, StageKind,
};
use store::Store;
use store::files::{Files, Kept};
use store::publications::{Publishing, Saved};

#[tokio::test]
async fn a_publication_lives_on_sqlite() {
    let database = databases::sqlite().await;
    story(&database.store).await;
}

#[tokio::test]
async fn a_publication_lives_on_postgresql() {
    if let Some(database) = databases::postgres().await {
        story(&database.store).await;
    }
}

#[tokio::test]
async fn the_same_bytes_are_kept_once_and_altered_bytes_are_noticed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let files = Files::under(folder.path());
    let id = files.keep(b"%PDF-1.7 budget".to_vec()).await.expect("written");
    assert_eq!(files.keep(b"%PDF-1.7 budget".to_vec()).await.expect("written again"), id);
    assert_eq!(files.read(&id).await.expect("an answer").as_deref(), Some(&b"%PDF-1.7 budget"[..]));
    assert_eq!(files.read(&"../../etc/passwd".into()).await.expect("an answer"), None);
    assert_eq!(files.read(&store::files::id_of(b"other")).await.expect("an answer"), None);

    let path = folder.path().join("files").join(&id.as_str()[..2]).join(&id.as_str()[2..]);
    std::fs::write(&path, b"%PDF-1.7 BUDGET").expect("altered behind our back");
    assert!(matches!(files.read(&id).await, Err(store::Error::Corrupt { .. })));
    let names = std::fs::read_dir(path.parent().expect("a folder")).expect("listed").count();
    assert_eq!(names, 1, "no unfinished file is left");
}

async fn story(store: &Store) {
    let body = Body {
        uscc: "11441700007280420Y".into(),
        ..Body::sample("czj", "云溪县财政局", BodyKind::Department, None)
    };
    let mut unit = store.begin().await.expect("a unit");
    unit.put_body(&body).await.expect("recorded");
    unit.commit().await.expect("kept");

    // A draft with an attachment; the same form sent twice is one draft.
    let rules = Content {
        summary: "规定预算公开的程序".into(),
        kind: Some(CountedKind::NormativeDocument),
        doc_no: "云财〔2025〕8号".into(),
        made_on: Some(date(2025, 12, 20)),
        text: "第一条 为规范预算公开，制定本办法。".into(),
        attachments: vec![Attachment {
            file: store::files::id_of(b"table"),
            name: "附表.xlsx".into(),
            size: 5,
            media: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".into(),
        }],
        ..Content::titled(Column::Rules, "云溪县预算公开办法")
    };
    let first = add(store, "p1", "e1", rules, &body.id).await;
    assert_eq!((first.revision, first.edition.number, first.edition.kind()), (1, 1, StageKind::Draft));
    let mut unit = store.begin().await.expect("a unit");
    let twice = unit.add_publication(&first.publication, &first.edition, &signed("李敏", 0)).await;
    assert!(matches!(twice, Err(store::Error::Twice { .. })), "{twice:?}");
    drop(unit);

    // Two clerks at once: the second is told, and nothing of the first is lost.
    let retitled = Content { title: "云溪县预算公开管理办法".into(), ..first.edition.content.clone() };
    let edited = first.edition.clone().edit(retitled, &signed("李敏", 1)).expect("a draft may be edited");
    let mut unit = store.begin().await.expect("a unit");
    assert!(unit.save_edition(&edited, first.revision, Move::Edit, &signed("李敏", 1)).await.expect("saved"));
    assert!(!unit.save_edition(&first.edition, first.revision, Move::Edit, &signed("赵强", 1)).await.expect("told"));
    unit.commit().await.expect("kept");
    assert_eq!(load(store, "e1").await.edition.content.title, "云溪县预算公开管理办法");

    // Nothing is published before its review; the refused unit takes no number.
    let mut unit = store.begin().await.expect("a unit");
    let draft = load(store, "e1").await;
    let refused = unit.publish(&draft, &body, &Template::default(), &signed("李敏", 2)).await.expect("an answer");
    assert_eq!(refused, Publishing::Refused(vec![Refusal::NotNow { stage: StageKind::Draft, wanted: Move::Publish }]));
    drop(unit);
    assert_eq!(store.public_edition("p1").await.expect("an answer"), None);

    submit_and_approve(store, "e1", 3).await;
    assert_eq!(store.to_review(&body.id, &"王建国".into()).await.expect("an answer"), 0);
    let number = publish(store, "e1", &body, 5).await;
    assert_eq!(number.as_str(), "11441700007280420Y/2026-00001");
    let public = store.public_edition(number.as_str()).await.expect("an answer").expect("it is public");
    assert_eq!((public.edition.kind(), public.first_on), (StageKind::Published, Some(date(2026, 3, 5))));
    assert_eq!(store.public_edition("p1").await.expect("an answer"), Some(public.clone()));

    // The job for the index stands with the publishing; one that was raised meanwhile stays.
    let jobs = store.index_jobs(10).await.expect("jobs");
    assert_eq!(jobs, [("p1".into(), 1)]);
    let mut unit = store.begin().await.expect("a unit");
    unit.queue_index(&"p1".into()).await.expect("raised");
    unit.index_done(&"p1".into(), 1).await.expect("the old turn is done");
    unit.commit().await.expect("kept");
    assert_eq!(store.index_jobs(10).await.expect("jobs"), [("p1".into(), 2)]);

    // A second publication explains the first; each finds the other.
    let explains = Content {
        summary: "一问一答".into(),
        made_on: Some(date(2026, 3, 5)),
        text: "为什么要公开预算？".into(),
        relations: vec![Relation { kind: RelationKind::Interprets, to: number.clone() }],
        ..Content::titled(Column::Interpretations, "《云溪县预算公开管理办法》解读")
    };
    add(store, "p2", "e2", explains, &body.id).await;
    assert_eq!(store.related(&public).await.expect("an answer"), [], "a draft does not show");
    submit_and_approve(store, "e2", 6).await;
    assert_eq!(publish(store, "e2", &body, 8).await.as_str(), "11441700007280420Y/2026-00002");
    let public = store.public_edition(number.as_str()).await.expect("an answer").expect("it is public");
    let related = store.related(&public).await.expect("an answer");
    assert_eq!(
        related.iter().map(|r| (r.kind, r.said_here, r.line.title.as_str())).collect::<Vec<_>>(),
        [(RelationKind::Interprets, false, "《云溪县预算公开管理办法》解读")],
    );
    let explaining = store.public_edition("p2").await.expect("an answer").expect("it is public");
    let related = store.related(&explaining).await.expect("an answer");
    assert!(related.len() == 1 && related[0].said_here && related[0].line.publication == "p1".into());

    // Lists, the newest first; a page at a time; counted by column.
    let titles = |lines: Vec<store::publications::Line>| lines.into_iter().map(|l| l.publication).collect::<Vec<_>>();
    assert_eq!(titles(store.newest(None, 9).await.expect("lines")), ["p2".into(), "p1".into()]);
    assert_eq!(titles(store.newest(Some(&body.id), 1).await.expect("lines")), ["p2".into()]);
    assert_eq!(titles(store.in_column(&body.id, Column::Rules, 1, 20).await.expect("lines")), ["p1".into()]);
    assert_eq!(titles(store.in_column(&body.id, Column::Rules, 2, 20).await.expect("lines")), []);
    let mut counts = store.column_counts(&body.id).await.expect("counts");
    counts.sort();
    assert_eq!(counts, [(Column::Rules, 1), (Column::Interpretations, 1)]);
    let among = store.published_among(&["p2".into(), "p9".into()]).await.expect("an answer");
    assert_eq!(among.len(), 1);

    // Table 2 counts the document by its own dates; the explanation is no document.
    let documents = store.counted_documents(&body.id).await.expect("documents");
    let count = |measure: Measure, year| documents.iter().filter(|(_, d)| measure.counts(d, year)).count();
    assert_eq!((count(Measure::Made, 2025), count(Measure::Opened, 2025), count(Measure::Opened, 2026)), (1, 0, 1));

    // A new edition keeps the number; the old one steps back and the file has two owners.
    let latest = load(store, "e1").await;
    let next = Edition::next("e3".into(), &latest.edition, &signed("赵强", 10)).expect("the latest is public");
    let mut unit = store.begin().await.expect("a unit");
    unit.add_edition(&next, &body.id, &signed("赵强", 10)).await.expect("added");
    unit.commit().await.expect("kept");
    submit_and_approve(store, "e3", 11).await;
    assert_eq!(publish(store, "e3", &body, 13).await, number);
    let public = store.public_edition(number.as_str()).await.expect("an answer").expect("public");
    assert_eq!((public.edition.number, public.first_on), (2, Some(date(2026, 3, 5))));
    assert!(matches!(load(store, "e1").await.edition.stage, Stage::Superseded { next, .. } if next == "e3".into()));
    let mut owners: Vec<StageKind> =
        store.owners_of(&store::files::id_of(b"table")).await.expect("owners").into_iter().map(|o| o.stage).collect();
    owners.sort();
    assert_eq!(owners, [StageKind::Published, StageKind::Superseded]);

    // Withdrawn: the address still answers, every list forgets it, the index is told.
    let public = load(store, "e3").await;
    let withdrawn = public.edition.clone().withdraw("附表有误", signed("王建国", 20)).expect("it is public");
    let mut unit = store.begin().await.expect("a unit");
    assert!(
        unit.save_edition(&withdrawn, public.revision, Move::Withdraw, &signed("王建国", 20)).await.expect("saved")
    );
    unit.commit().await.expect("kept");
    let gone = store.public_edition(number.as_str()).await.expect("an answer").expect("the address answers");
    assert!(matches!(&gone.edition.stage, Stage::Withdrawn { reason, .. } if reason == "附表有误"));
    assert_eq!(titles(store.newest(None, 9).await.expect("lines")), ["p2".into()]);
    assert_eq!(store.published_among(&["p1".into()]).await.expect("an answer"), []);
    assert_eq!(store.sitemap(10).await.expect("addresses").len(), 1);
    assert_eq!(store.index_jobs(10).await.expect("jobs").len(), 2);

    // Everything that happened is there, with the whole review.
    let moves = store.moves_of(&"p1".into()).await.expect("moves");
    let told: Vec<(u32, Move)> = moves.iter().rev().map(|m| (m.edition, m.what)).collect();
    assert_eq!(
        told,
        [
            (1, Move::NewEdition),
            (1, Move::Edit),
            (1, Move::Submit),
            (1, Move::Approve),
            (1, Move::Publish),
            (2, Move::NewEdition),
            (2, Move::Submit),
            (2, Move::Approve),
            (1, Move::Supersede),
            (2, Move::Publish),
            (2, Move::Withdraw),
        ],
    );
    assert_eq!(moves[0].reason, "附表有误");
    assert!(moves.iter().any(|m| m.review.as_ref().is_some_and(|r| r.reviewer.name == "王建国")));

    // The desk: counts by stage, the editions of a stage, a discarded draft.
    add(store, "p4", "e4", Content::titled(Column::Notices, "误建的草稿"), &body.id).await;
    let (drafts, total) = store.desk_editions(&body.id, StageKind::Draft, 1, 20).await.expect("drafts");
    assert_eq!((drafts.len(), total, drafts[0].title.as_str()), (1, 1, "误建的草稿"));
    let mut unit = store.begin().await.expect("a unit");
    assert!(!unit.discard_draft(&gone).await.expect("an answer"), "what was public is never removed");
    assert!(unit.discard_draft(&load(store, "e4").await).await.expect("an answer"));
    unit.commit().await.expect("kept");
    let mut counts = store.desk_counts(&body.id).await.expect("counts");
    counts.sort();
    assert_eq!(counts, [(StageKind::Published, 1), (StageKind::Superseded, 1), (StageKind::Withdrawn, 1)]);

    // A file is known once its bytes are kept.
    let kept =
        |by: &str| Kept { id: store::files::id_of(b"table"), size: 5, media: "text/plain".into(), added_by: by.into() };
    let mut unit = store.begin().await.expect("a unit");
    unit.put_file(&kept("李敏"), signed("李敏", 0).at).await.expect("noted");
    unit.put_file(&kept("赵强"), signed("赵强", 1).at).await.expect("noted twice");
    unit.commit().await.expect("kept");
    let kept = kept("赵强");
    assert_eq!(store.file(&kept.id).await.expect("an answer"), Some(kept));
}

async fn add(store: &Store, publication: &str, edition: &str, content: Content, body: &BodyId) -> Saved {
    let by = signed("李敏", 0);
    let publication = Publication::new(publication.into(), body.clone());
    let first = Edition::first(edition.into(), &publication, content, &by);
    let mut unit = store.begin().await.expect("a unit");
    unit.add_publication(&publication, &first, &by).await.expect("added");
    unit.commit().await.expect("kept");
    load(store, edition).await
}

async fn load(store: &Store, edition: &str) -> Saved {
    store.edition(&EditionId::from(edition)).await.expect("an answer").expect("the edition is there")
}

async fn submit_and_approve(store: &Store, edition: &str, minute: i64) {
    let saved = load(store, edition).await;
    let submitted = saved.edition.submit(signed("李敏", minute)).expect("everything is filled in");
    let mut unit = store.begin().await.expect("a unit");
    assert!(unit.save_edition(&submitted, saved.revision, Move::Submit, &signed("李敏", minute)).await.expect("saved"));
    unit.commit().await.expect("kept");
    let review = Review {
        reviewer: signed("王建国", minute + 1),
        content: ContentCheck::Sound,
        secrecy: SecrecyCheck::MayBeOpen,
        personal_data: PersonalDataCheck::Absent,
        basis: USUAL_BASIS.into(),
        opinion: String::new(),
        verdict: Verdict::Approve,
    };
    let saved = load(store, edition).await;
    let approved = saved.edition.review(review).expect("another person reviewed it");
    let mut unit = store.begin().await.expect("a unit");
    let by = signed("王建国", minute + 1);
    assert!(unit.save_edition(&approved, saved.revision, Move::Approve, &by).await.expect("saved"));
    unit.commit().await.expect("kept");
}

async fn publish(store: &Store, edition: &str, body: &Body, minute: i64) -> IndexNumber {
    let mut unit = store.begin().await.expect("a unit");
    let saved = load(store, edition).await;
    let done = unit.publish(&saved, body, &Template::default(), &signed("李敏", minute)).await.expect("an answer");
    unit.commit().await.expect("kept");
    match done {
        Publishing::Done(number) => number,
        other => panic!("{other:?}"),
    }
}

fn signed(name: &str, minute: i64) -> Signed {
    let morning: jiff::Timestamp = "2026-03-05T01:00:00Z".parse().expect("a moment");
    let at = morning.checked_add(jiff::Span::new().minutes(minute)).expect("later that morning");
    Signed { by: name.into(), name: name.into(), at }
}
