//! The demonstration's county: alike for the same day, true to the law, and with something at every stage.

#[path = "../src/demo/county/mod.rs"]
mod county;

use cases::stage::StageKind as CaseStage;
use county::Settled;
use jiff::civil::{Date, date};
use law::clock::Policy;
use law::outcome::Outcome;
use publishing::StageKind;
use report::annual::Stage;
use report::checks::check_as;
use report::finding::{Code, Severity};
use report::form::Edition;
use report::report::Report;
use report::tally::tally;
use store::Store;
use store::files::Files;

/// Everything that happened, a line each; hashes stand for the texts they seal.
const TOLD: &[&str] = &[
    "SELECT slug || name || uscc || contact AS line FROM body ORDER BY slug",
    "SELECT login || name || id AS line FROM person ORDER BY login",
    "SELECT id || number AS line FROM publication WHERE number IS NOT NULL ORDER BY id",
    "SELECT id || stage || facts || content AS line FROM edition ORDER BY id",
    "SELECT number || stage || head || code_hash AS line FROM cases ORDER BY number",
    "SELECT masked_name || content || salt AS line FROM application ORDER BY cases",
    "SELECT number || file AS line FROM letter ORDER BY id",
    "SELECT id || kind || filed_on AS line FROM remedy ORDER BY id",
    "SELECT body || path || value AS line FROM figure ORDER BY body, year, path",
    "SELECT body || part || text AS line FROM report_text ORDER BY body, year, part, seq",
    "SELECT body || version || what_changed || report AS line FROM report_version ORDER BY body, year, version",
    "SELECT body || seq || act || at AS line FROM report_step ORDER BY body, year, seq",
    "SELECT act || target || hash AS line FROM audit ORDER BY seq",
];

struct Made {
    store: Store,
    settled: Settled,
    _folder: tempfile::TempDir,
}

/// The county on the morning of a day; it fails if any plan was refused.
async fn made(today: Date) -> Made {
    let folder = tempfile::tempdir().expect("a folder");
    let address = format!("sqlite:{}", folder.path().join("gongkai.db").display());
    let store = Store::open(&address, 2).await.expect("a new database");
    let files = Files::under(folder.path());
    let settled =
        county::settle(&store, &files, today, "-", &Policy::default()).await.expect("nothing planned is refused");
    Made { store, settled, _folder: folder }
}

impl Made {
    async fn told(&self) -> Vec<String> {
        let mut told = Vec::new();
        for sql in TOLD {
            let rows = self.store.rows(sql, []).await.expect("the archive answers");
            assert!(!rows.is_empty(), "{sql}");
            told.extend(rows.iter().map(|row| row.text("line").expect("a line")));
        }
        told
    }

    async fn keys(&self, sql: &'static str) -> Vec<String> {
        let rows = self.store.rows(sql, []).await.expect("the archive answers");
        rows.iter().map(|row| row.text("key").expect("a key")).collect()
    }
}

#[tokio::test]
async fn two_demonstrations_of_one_day_are_alike() {
    let today = date(2026, 11, 20);
    let (one, other) = (made(today).await, made(today).await);
    assert_eq!(one.settled, other.settled);
    let (one, other) = (one.told().await, other.told().await);
    assert_eq!(one.len(), other.len());
    for (one, other) in one.iter().zip(&other) {
        assert_eq!(one, other);
    }
}

#[tokio::test]
async fn something_stands_at_every_stage_and_every_answer_was_given() {
    let county = made(date(2026, 7, 6)).await;
    let stages = county.keys("SELECT DISTINCT stage AS key FROM cases").await;
    for stage in CaseStage::ALL {
        assert!(stages.contains(&stage.key().to_owned()), "no application is {}", stage.label());
    }
    let outcomes = county.keys("SELECT DISTINCT outcome AS key FROM cases WHERE outcome IS NOT NULL").await;
    for outcome in Outcome::ALL {
        assert!(outcomes.contains(&outcome.key().to_owned()), "no application ended as {}", outcome.label());
    }
    let stages = county.keys("SELECT DISTINCT stage AS key FROM edition").await;
    for stage in StageKind::ALL {
        assert!(stages.contains(&stage.key().to_owned()), "no publication is {}", stage.tab());
    }
    let acts = county.keys("SELECT DISTINCT act AS key FROM audit").await;
    for act in ["case.returned", "case.extension_declined", "case.fee_paid", "case.consulted", "case.withdrawn"] {
        assert!(acts.contains(&act.to_owned()), "nobody did {act}");
    }
    let refused = county.keys("SELECT act AS key FROM audit WHERE result <> 'done'").await;
    assert!(refused.is_empty(), "{refused:?}");

    // What is printed for trying out: an answered application with its letter, and a log-in for each role.
    let number = county.settled.receipt.parse().expect("a number");
    let found = county.store.case_by_number(&number).await.expect("read").expect("the sample is there");
    assert_eq!(found.code_hash, web::apply::code_hash(found.case.id(), &county.settled.query_code));
    assert_eq!(found.case.stage().kind(), CaseStage::Answered);
    assert_eq!(county.store.letters(found.case.id()).await.expect("read").len(), 1);
    let roles: Vec<_> = county.settled.log_ins.iter().map(|one| one.role).collect();
    assert_eq!(roles, civic::Role::ALL);
}

#[tokio::test]
async fn every_chain_holds_and_the_years_add_up() {
    let county = made(date(2027, 2, 17)).await;
    let store = &county.store;
    let cases = store.verify_dockets().await.expect("read").expect("every docket holds");
    assert!((200..600).contains(&cases), "{cases} applications");
    assert!(store.verify_audit().await.expect("read").expect("the audit holds") > 2000);
    let published = store.count("SELECT count(*) AS n FROM edition WHERE stage = 'published'", []).await.expect("read");
    assert!((300..900).contains(&published), "{published} publications");

    let tree = store.tree().await.expect("the tree");
    assert!((13..=18).contains(&tree.all().len()));
    let (mut received, mut carried) = (0, 0);
    for body in tree.all().iter().filter(|body| body.kind != civic::BodyKind::Township) {
        assert!(civic::uscc::Uscc::parse(&body.uscc).is_ok() && body.contact.missing().is_empty(), "{}", body.name);
        for year in [2025, 2026] {
            let register = store.register(&body.id, year).await.expect("the register");
            let edition = Edition::for_year(year);
            let report = Report {
                year: Some(year),
                body: Some(body.name.clone()),
                cells: tally(edition, &register),
                ..Report::blank(edition)
            };
            // The texts are not part of the register.
            let of_tables = check_as(&report, Some(body.kind)).into_iter().filter(|one| one.code != Code::R150);
            // The government draws up its figures in March.
            let blank = |code: Code| code.as_str() == "R120" && year == 2026;
            let wrong: Vec<_> = of_tables
                .filter(|one| one.severity == Severity::Error && !blank(one.code))
                .map(|one| one.message)
                .collect();
            assert!(wrong.is_empty(), "{} {year}: {wrong:?}", body.name);
            received += report.cells.at("applications.new_received.total").unwrap_or(0);
            carried += report.cells.at("applications.carried_over_in.total").unwrap_or(0);
        }
    }
    assert!((150..400).contains(&received) && carried > 0, "{received} received, {carried} carried over");
    let sql = "SELECT count(DISTINCT body || year) AS n FROM report_step WHERE act = 'publish'";
    // Everyone's of 2025; of 2026 four departments' and one that came as a file.
    assert_eq!(store.count(sql, []).await.expect("read"), tree.all().len() as i64 + 5);
    let mut stages = std::collections::BTreeSet::new();
    for year in [2025, 2026] {
        for body in tree.all() {
            let life = store.report_life(&body.id, year).await.expect("a life");
            stages.insert(life.stage());
            for version in store.report_versions(&body.id, year).await.expect("versions") {
                let wrong = |one: &report::finding::Finding| one.severity == Severity::Error;
                let is_sent_back = body.slug == "wangxi" && year == 2026;
                assert_eq!(version.report.findings.iter().any(wrong), is_sent_back, "{} {year}", body.name);
            }
        }
    }
    for stage in
        [Stage::Draft, Stage::Returned, Stage::Signed, Stage::Published, Stage::Correcting, Stage::CorrectionSigned]
    {
        assert!(stages.contains(&stage), "no report is {}", stage.label());
    }
}

/// Twelve bodies below the county: eight write their reports here, three send files, one is late.
#[tokio::test]
async fn the_last_finished_year_is_at_every_stage_of_collecting() {
    let county = made(date(2026, 11, 20)).await;
    let store = &county.store;
    let (mut handed_in, mut late) = (0, Vec::new());
    let uploads = store.uploads(2025).await.expect("uploads");
    let waiting: Vec<_> = uploads.iter().filter(|line| line.ended.is_none()).collect();
    let tree = store.tree().await.expect("the tree");
    let below = tree.all().iter().filter(|body| body.parent.is_some());
    assert_eq!(below.clone().count(), 12);
    for body in below {
        let life = store.report_life(&body.id, 2025).await.expect("a life");
        if life.handed_in().is_some() {
            handed_in += 1;
        } else if !waiting.iter().any(|line| line.body == body.id) {
            late.push(body.slug.as_str());
        }
    }
    assert_eq!((handed_in, waiting.len(), uploads.len()), (10, 1, 3));
    assert_eq!(late, ["yjj"]);
    let faulty = store.upload(&waiting[0].id).await.expect("read").expect("the file that waits");
    assert!(check_as(&faulty.report, Some(civic::BodyKind::Township)).iter().any(|one| one.code == Code::R101));
}

/// The plans meet weekends, long holidays and the turn of a year at other places every day.
#[tokio::test]
#[ignore = "takes minutes; for whoever changes the plans"]
async fn on_no_day_is_anything_planned_that_the_law_refuses() {
    let mut today = date(2026, 1, 1);
    while today < date(2027, 7, 1) {
        made(today).await;
        today = today.saturating_add(jiff::Span::new().days(19));
    }
}
