//! Who can log in, told once to each database.

mod databases;

use civic::{Appointment, Body, BodyKind, Role};
use jiff::{Span, Timestamp};
use store::Store;
use store::audit::{Line, Outcome};
use store::people::{Person, SessionRules};

#[tokio::test]
async fn people_log_in_are_locked_out_and_leave_on_sqlite() {
    let database = databases::sqlite().await;
    story(&database.store).await;
    let again = Store::open(&database.address, 2).await.expect("the database opens a second time");
    assert_eq!(again.tree().await.expect("the tree is there").all().len(), 2);
}

#[tokio::test]
async fn people_log_in_are_locked_out_and_leave_on_postgresql() {
    if let Some(database) = databases::postgres().await {
        story(&database.store).await;
    }
}

async fn story(store: &Store) {
    let now: Timestamp = "2026-03-05T01:00:00Z".parse().expect("a time");
    let rules = SessionRules::default();

    let county = Body::sample("yunxi", "云溪县人民政府", BodyKind::Government, None);
    let finance = Body::sample("czj", "云溪县财政局", BodyKind::Department, Some(&county.id));
    let clerk = Person {
        id: "p1".into(),
        login: "limin".into(),
        name: "李敏".into(),
        password: "phc".into(),
        must_change: true,
        failures: 0,
        locked_until: None,
        active: true,
        appointments: vec![Appointment { body: finance.id.clone(), role: Role::Clerk }],
    };
    let mut unit = store.begin().await.expect("a unit begins");
    unit.put_body(&county).await.expect("the county is recorded");
    unit.put_body(&finance).await.expect("the department is recorded");
    unit.put_person(&clerk, now).await.expect("the clerk is recorded");
    unit.commit().await.expect("the unit is kept");
    assert_eq!(store.tree().await.expect("a tree").by_slug("czj"), Some(&finance));
    assert_eq!(store.person_by_login("limin").await.expect("an answer"), Some(clerk.clone()));

    // A unit that is dropped leaves nothing behind.
    let mut unit = store.begin().await.expect("a unit begins");
    unit.put_person(&Person { id: "p2".into(), login: "ghost".into(), ..clerk.clone() }, now).await.expect("recorded");
    drop(unit);
    assert_eq!(store.person_by_login("ghost").await.expect("an answer"), None);

    // The fifth wrong password in a row locks the account; a right one after the lock begins a session.
    let mut locked = None;
    for _ in 0..5 {
        let mut unit = store.begin().await.expect("a unit begins");
        assert_eq!(locked, None);
        locked = unit.log_in_failed(&clerk.id, now, &rules).await.expect("counted");
        unit.commit().await.expect("kept");
    }
    assert_eq!(locked, now.checked_add(Span::new().minutes(15)).ok());
    assert_eq!(store.person(&clerk.id).await.expect("an answer").and_then(|p| p.locked_until), locked);

    let mut unit = store.begin().await.expect("a unit begins");
    unit.log_in(&clerk.id, "token-1", "csrf-1", None, "127.0.0.1", now).await.expect("a session");
    unit.log_in(&clerk.id, "token-2", "csrf-2", Some("token-1"), "127.0.0.1", now).await.expect("rotated");
    unit.commit().await.expect("kept");
    assert!(store.session("token-1", now, &rules).await.expect("an answer").is_none(), "the old token is ended");
    let session = store.session("token-2", now, &rules).await.expect("an answer").expect("a live session");
    assert_eq!((session.person.name.as_str(), session.csrf.as_str()), ("李敏", "csrf-2"));

    // Every request keeps it alive; half an hour of silence ends it.
    let later = |minutes: i64| now.checked_add(Span::new().minutes(minutes)).expect("a time");
    assert!(store.session("token-2", later(29), &rules).await.expect("an answer").is_some());
    assert!(store.session("token-2", later(58), &rules).await.expect("an answer").is_some());
    assert!(store.session("token-2", later(89), &rules).await.expect("an answer").is_none());

    // Whoever has left cannot come back with an old session.
    let mut unit = store.begin().await.expect("a unit begins");
    unit.log_in(&clerk.id, "token-3", "csrf-3", None, "127.0.0.1", now).await.expect("a session");
    unit.put_person(&Person { active: false, ..clerk.clone() }, now).await.expect("recorded");
    unit.commit().await.expect("kept");
    assert!(store.session("token-3", now, &rules).await.expect("an answer").is_none());

    // The audit is a chain.
    for target in ["甲", "乙", "丙"] {
        let mut unit = store.begin().await.expect("a unit begins");
        let line = Line {
            at: now,
            person: Some(&clerk.id),
            who: "李敏",
            address: "127.0.0.1",
            act: "test.act",
            target,
            result: Outcome::Done,
        };
        unit.audit(&line).await.expect("recorded");
        unit.commit().await.expect("kept");
    }
    assert_eq!(store.verify_audit().await.expect("an answer"), Ok(3));
    assert_eq!(
        store.audit_lines(0, 2).await.expect("lines").iter().map(|l| l.target.as_str()).collect::<Vec<_>>(),
        ["丙", "乙"]
    );
    let mut unit = store.begin().await.expect("a unit begins");
    unit.run("UPDATE audit SET target = '丁' WHERE seq = 2", []).await.expect("an attacker's hand");
    unit.commit().await.expect("kept");
    assert_eq!(store.verify_audit().await.expect("an answer").map_err(|b| b.seq), Err(2));
    let mut unit = store.begin().await.expect("a unit begins");
    unit.run("UPDATE audit SET target = '乙' WHERE seq = 2", []).await.expect("mended");
    unit.run("DELETE FROM audit WHERE seq = 3", []).await.expect("the last line cut off");
    unit.commit().await.expect("kept");
    assert_eq!(store.verify_audit().await.expect("an answer").map_err(|b| b.seq), Err(3));

    // Serial numbers: a forgotten unit gives its number back, a kept one never.
    for (keep, expected) in [(true, 1), (false, 2), (true, 2), (true, 3)] {
        let mut unit = store.begin().await.expect("a unit begins");
        assert_eq!(unit.next_serial(&finance.id, "test", 2026).await.expect("a number"), expected);
        if keep {
            unit.commit().await.expect("kept");
        }
    }
}

#[tokio::test]
async fn a_file_that_is_no_database_is_named_and_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("gongkai.db");
    std::fs::write(&path, "这不是数据库".repeat(500)).expect("written");
    let address = format!("sqlite:{}", path.display());
    let error = Store::open(&address, 1).await.expect_err("it must not open");
    assert!(matches!(error, store::Error::Damaged(_)), "{error}");
    assert!(std::fs::read_to_string(&path).expect("still there").starts_with("这不是数据库"));
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_refused() {
    let database = databases::sqlite().await;
    let mut unit = database.store.begin().await.expect("a unit begins");
    unit.run("INSERT INTO schema_version (version) VALUES (9999)", []).await.expect("the future came");
    unit.commit().await.expect("kept");
    let error = Store::open(&database.address, 1).await.expect_err("it must not open");
    assert!(matches!(error, store::Error::Newer { found: 9999, .. }), "{error}");
}

#[tokio::test]
async fn on_a_full_disk_nothing_half_is_recorded_and_work_goes_on_afterwards() {
    let database = databases::sqlite().await;
    let store = &database.store;
    let now: Timestamp = "2026-03-05T01:00:00Z".parse().expect("a time");
    let long = "一行很长的记录".repeat(200);
    let record = async || {
        let mut unit = store.begin().await?;
        let line =
            Line {
                at: now, person: None, who: "李敏", address: "", act: "test", target: &long, result: Outcome::Done
            };
        unit.audit(&line).await?;
        unit.commit().await
    };
    record().await.expect("there is room");

    // SQLite says "full" as soon as the file would have to grow.
    let mut unit = store.begin().await.expect("a unit begins");
    unit.run("PRAGMA max_page_count = 1", []).await.expect("the disk is full");
    unit.commit().await.expect("kept");
    let mut kept = 1;
    let fault = loop {
        match record().await {
            Ok(()) => kept += 1,
            Err(fault) => break fault,
        }
        assert!(kept < 1000, "the disk is never full");
    };
    assert!(matches!(fault, store::Error::DiskFull), "{fault}");
    assert_eq!(store.verify_audit().await.expect("an answer"), Ok(kept), "whole lines only");

    let mut unit = store.begin().await.expect("a unit begins");
    unit.run("PRAGMA max_page_count = 1073741823", []).await.expect("somebody made room");
    unit.commit().await.expect("kept");
    record().await.expect("there is room again");
    assert_eq!(store.verify_audit().await.expect("an answer"), Ok(kept + 1));
}
