//! A body's year as the official form shows it: entered figures with their history, documents by their dates. Told to each
//! database; what is counted of applications and remedies stands in `cases.rs`.

mod databases;

use civic::{Body, BodyId, BodyKind, EditionId};
use jiff::civil::{Date, date};
use publishing::review::{ContentCheck, PersonalDataCheck, SecrecyCheck, USUAL_BASIS, Verdict};
use publishing::{Column, Content, CountedKind, Edition as Draft, Move, Publication, Review, Signed};
use report::figures::Unit;
use report::form::{Edition, form};
use report::tally::{DocumentKind, DocumentMeasure, FigureValue, Selection, behind, tally};
use store::Store;
use store::reports::{Entered, latest};

#[tokio::test]
async fn a_year_is_filled_in_on_sqlite() {
    let database = databases::sqlite().await;
    story(&database.store).await;
}

#[tokio::test]
async fn a_year_is_filled_in_on_postgresql() {
    if let Some(database) = databases::postgres().await {
        story(&database.store).await;
    }
}

const LICENCES: &str = "proactive.licensing.decisions";
const FEES: &str = "proactive.fees.amount";

fn entry(path: &str, seq: i64, value: Option<FigureValue>) -> Entered {
    Entered {
        path: path.into(),
        seq,
        value,
        unit: (path == FEES).then_some(Unit::TenThousandYuan),
        source: "行政审批系统年度统计".into(),
        note: String::new(),
        by: "p1".into(),
        name: "李敏".into(),
        at: format!("2026-01-05T02:00:00.00000{seq}Z").parse().expect("a moment"),
    }
}

async fn enter(store: &Store, body: &BodyId, year: i16, entry: &Entered) -> bool {
    let mut unit = store.begin().await.expect("a unit begins");
    let added = unit.enter_figure(body, year, entry).await.expect("an answer");
    unit.commit().await.expect("kept");
    added
}

async fn story(store: &Store) {
    let finance = Body {
        uscc: "11441700007280420Y".into(),
        ..Body::sample("czj", "云溪县财政局", BodyKind::Department, None)
    };
    let water = Body::sample("swj", "云溪县水务局", BodyKind::Department, None);
    let mut unit = store.begin().await.expect("a unit begins");
    unit.put_body(&finance).await.expect("recorded");
    unit.put_body(&water).await.expect("recorded");
    unit.commit().await.expect("kept");

    // What was entered is never changed: a better number is one more entry, and both stay.
    let first = entry(LICENCES, 1, Some(FigureValue::Count(1246)));
    let better = entry(LICENCES, 2, Some(FigureValue::Count(1264)));
    assert!(enter(store, &finance.id, 2025, &first).await);
    assert!(enter(store, &finance.id, 2025, &better).await);
    let history = store.figure_history(&finance.id, 2025).await.expect("a history");
    assert_eq!(history, [better.clone(), first.clone()], "what is read is what was written, the newest first");
    assert_eq!(latest(&history).collect::<Vec<_>>(), [&better]);

    // Whoever saw the first entry and not the second is told, and nothing of theirs is recorded.
    assert!(!enter(store, &finance.id, 2025, &entry(LICENCES, 2, Some(FigureValue::Count(9)))).await);

    // Money is kept in yuan, with the unit in which it was typed; another body and another year have their own.
    let fees = entry(FEES, 1, Some(FigureValue::Yuan("979800".parse().expect("yuan"))));
    assert!(enter(store, &finance.id, 2025, &fees).await);
    assert!(enter(store, &water.id, 2025, &entry(LICENCES, 1, Some(FigureValue::Count(5)))).await);
    assert!(enter(store, &finance.id, 2026, &entry(LICENCES, 1, Some(FigureValue::Count(7)))).await);
    let cells = tally(Edition::E2021, &store.register(&finance.id, 2025).await.expect("a register"));
    assert_eq!(cells.at(LICENCES), Some(1264));
    let amount = form(Edition::E2021).cell(FEES).and_then(|cell| cells.money(cell.no)).expect("an amount");
    assert_eq!((amount.amount.to_string().as_str(), amount.unit), ("97.98", Some(Unit::TenThousandYuan)));

    // Taken back, the cell is blank again, not 0.
    assert!(enter(store, &finance.id, 2025, &entry(LICENCES, 3, None)).await);
    let cells = tally(Edition::E2021, &store.register(&finance.id, 2025).await.expect("a register"));
    assert_eq!(cells.at(LICENCES), None);
    assert_eq!(store.figure_history(&finance.id, 2025).await.expect("a history").len(), 4);

    documents(store, &finance).await;

    // A figure that belongs to no cell of its year's form needs a human; no other is read in its place.
    assert!(enter(store, &water.id, 2020, &entry(FEES, 1, None)).await);
    let wrong = store.figure_history(&water.id, 2020).await;
    assert!(matches!(wrong, Err(store::Error::Corrupt { column: "figure.path", .. })), "{wrong:?}");
}

/// Documents of table 2: each number opens to as many documents.
async fn documents(store: &Store, body: &Body) {
    let day = |y, m, d| Some(date(y, m, d));
    publish(store, body, "预算公开办法", day(2024, 12, 20), None).await;
    publish(store, body, "票据管理办法", day(2025, 3, 1), None).await;
    publish(store, body, "采购管理规定", day(2020, 5, 6), day(2025, 8, 1)).await;

    let cells = tally(Edition::E2021, &store.register(&body.id, 2025).await.expect("a register"));
    for (path, expected) in [
        ("proactive.normative_docs.made", 1),
        ("proactive.normative_docs.repealed", 1),
        ("proactive.normative_docs.in_force", 2),
        ("proactive.rules.in_force", 0),
    ] {
        assert_eq!(cells.at(path), Some(expected), "{path}");
        let Selection::Documents { kind, measure } = behind(form(Edition::E2021).cell(path).expect("a cell")) else {
            unreachable!("a cell of table 2")
        };
        let listed = store.documents_behind(&body.id, 2025, kind, measure).await.expect("a list");
        assert_eq!(listed.len() as i64, expected, "{path}");
    }
    let (kind, measure) = (DocumentKind::NormativeDocuments, DocumentMeasure::Repealed);
    let listed = store.documents_behind(&body.id, 2025, kind, measure).await.expect("a list");
    assert_eq!(listed[0].title, "采购管理规定");
    assert!(store.documents_behind(&body.id, 2019, kind, measure).await.expect("a list").is_empty());
}

async fn publish(store: &Store, body: &Body, title: &str, made_on: Option<Date>, repealed_on: Option<Date>) {
    let content = Content {
        summary: "规定程序".into(),
        kind: Some(CountedKind::NormativeDocument),
        doc_no: "云财〔2025〕8号".into(),
        made_on,
        repealed_on,
        text: "第一条 为规范管理，制定本办法。".into(),
        ..Content::titled(Column::Rules, title)
    };
    let signed = |name: &str| Signed {
        by: name.into(),
        name: name.into(),
        at: "2026-01-05T01:00:00Z".parse().expect("a moment"),
    };
    let review = Review {
        reviewer: signed("王建国"),
        content: ContentCheck::Sound,
        secrecy: SecrecyCheck::MayBeOpen,
        personal_data: PersonalDataCheck::Absent,
        basis: USUAL_BASIS.into(),
        opinion: String::new(),
        verdict: Verdict::Approve,
    };
    let publication = Publication::new(title.into(), body.id.clone());
    let id = EditionId::from(title);
    let mut unit = store.begin().await.expect("a unit begins");
    let draft = Draft::first(id.clone(), &publication, content, &signed("李敏"));
    unit.add_publication(&publication, &draft, &signed("李敏")).await.expect("added");
    let approved = draft.submit(signed("李敏")).expect("filled in").review(review).expect("another person reviewed it");
    assert!(unit.save_edition(&approved, 1, Move::Approve, &signed("王建国")).await.expect("saved"));
    let saved = unit.edition(&id).await.expect("an answer").expect("it is there");
    let template = publishing::index_number::Template::default();
    unit.publish(&saved, body, &template, &signed("李敏")).await.expect("published");
    unit.commit().await.expect("kept");
}
