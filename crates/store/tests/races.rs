//! Many at the same moment, really at once: one is first, the others are told so, and none is a fault of ours.
//! PostgreSQL lets units of work run beside each other, so what holds on SQLite by its one writer is shown there too.

mod databases;

use cases::act::Act;
use cases::case::{Case, Moment, Rules};
use cases::docket::{Hand, Salt};
use cases::draft::Draft;
use cases::remedy::{Remedy, RemedyKind};
use civic::{Body, BodyKind, Role};
use jiff::civil::date;
use law::clock::Policy;
use std::collections::BTreeSet;
use std::sync::Arc;
use store::audit::{Line, Outcome};
use store::cases::NewCase;
use store::{Error, Store, Unit};

const AT_ONCE: u32 = 8;

#[tokio::test(flavor = "multi_thread")]
async fn whoever_comes_second_is_told_so_on_sqlite() {
    let database = databases::sqlite().await;
    races(&database.store).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_comes_second_is_told_so_on_postgresql() {
    if let Some(database) = databases::postgres().await {
        races(&database.store).await;
    }
}

fn moment() -> Moment {
    Moment { at: "2026-03-05T02:00:00.000001Z".parse().expect("a moment"), today: date(2026, 3, 5) }
}

fn submitted(id: &str) -> (Case, Salt) {
    let salt = Salt::new(&[7; 16]);
    let application = Draft::sample().parse().expect("well filled");
    (Case::submit(id.into(), salt.clone(), &application, moment()).0, salt)
}

async fn open(unit: &mut Unit, body: &Body, id: &str, token: &str) -> Result<(), Error> {
    let ((case, salt), application) = (submitted(id), Draft::sample().parse().expect("well filled"));
    let (case, salt, application) = (&case, &salt, &application);
    let new = NewCase { case, application, salt, body, year: 2026, token, code_hash: "", policy: &Policy::default() };
    unit.open_case(&new).await.map(drop)
}

async fn races(store: &Store) {
    let body = Arc::new(Body::sample("czj", "云溪县财政局", BodyKind::Department, None));
    let mut unit = store.begin().await.expect("a unit");
    unit.put_body(&body).await.expect("recorded");
    unit.commit().await.expect("kept");

    // One form sent eight times is one application.
    let sent = all(store, |store, n| {
        let body = Arc::clone(&body);
        async move {
            let mut unit = store.begin().await?;
            open(&mut unit, &body, &format!("c{n}"), "one token").await?;
            unit.commit().await
        }
    })
    .await;
    assert_eq!(sent.iter().filter(|one| one.is_ok()).count(), 1);
    for one in sent.iter().filter_map(|one| one.as_ref().err()) {
        assert!(matches!(one, Error::Twice { constraint } if constraint.contains("token")), "{one:?}");
    }
    let case = store.case_by_token("one token").await.expect("an answer").expect("the one").case;

    // Eight clerks act on the same state: one entry, seven who are told, no fault.
    let acted = all(store, |store, n| {
        let case = case.clone();
        async move {
            let policy = Policy::default();
            let rules = Rules { calendar: law::calendar::Calendar::builtin(), policy: &policy };
            let by = Hand::Staff { person: "p1".into(), name: "李敏".into(), role: Role::Clerk };
            let note = Act::Noted { text: format!("第 {n} 个备注").as_str().into() };
            let (case, _) = case.act(note, by, moment(), rules).expect("the law allows it");
            let mut unit = store.begin().await?;
            let was_first = unit.append(&case, &policy).await?;
            unit.commit().await?;
            Ok(was_first)
        }
    })
    .await;
    let firsts = acted.into_iter().map(|one| one.expect("an answer and not a fault")).filter(|first| *first).count();
    assert_eq!(firsts, 1);
    assert_eq!(store.case(case.id()).await.expect("an answer").expect("there").case.entries().len(), 2);

    // Eight letters of the same moment have eight numbers, and the audit stays one chain.
    let numbers = all(store, |store, n| {
        let body = Arc::clone(&body);
        async move {
            let mut unit = store.begin().await?;
            let serial = unit.next_reply_serial(&body.id, 2026).await?;
            let (at, target) = (moment().at, n.to_string());
            let (who, address, act) = ("李敏", "127.0.0.1", "case.signed");
            unit.audit(&Line { at, person: None, who, address, act, target: &target, result: Outcome::Done }).await?;
            unit.commit().await?;
            Ok(serial)
        }
    })
    .await;
    let numbers: BTreeSet<u32> = numbers.into_iter().map(|one| one.expect("a number")).collect();
    assert_eq!(numbers, (1..=AT_ONCE).collect());
    assert_eq!(store.verify_audit().await.expect("an answer"), Ok(i64::from(AT_ONCE)));

    // Whoever looks whether a remedy is there already waits for whoever is writing it.
    all(store, |store, n| {
        let case = case.id().clone();
        async move {
            let mut unit = store.begin().await?;
            if unit.remedies_of(&case).await?.is_empty() {
                let (kind, organ) = (RemedyKind::Reconsideration, "云溪县人民政府".to_owned());
                let id = format!("r{n}").into();
                let filed_on = date(2026, 3, 5);
                unit.put_remedy(&Remedy { id, case, kind, filed_on, organ, closed: None }).await?;
            }
            unit.commit().await
        }
    })
    .await
    .into_iter()
    .for_each(|one| one.expect("no fault"));
    assert_eq!(store.remedies_of(case.id()).await.expect("a list").len(), 1);
}

/// The same, eight times, on as many threads as there are.
async fn all<T, W>(store: &Store, work: impl Fn(Store, u32) -> W) -> Vec<Result<T, Error>>
where
    T: Send + 'static,
    W: Future<Output = Result<T, Error>> + Send + 'static,
{
    let tasks: Vec<_> = (1..=AT_ONCE).map(|n| tokio::spawn(work(store.clone(), n))).collect();
    let mut done = Vec::new();
    for task in tasks {
        done.push(task.await.expect("no panic"));
    }
    done
}
