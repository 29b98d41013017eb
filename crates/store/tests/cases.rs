//! An application's life, remembered: told once to each database.

mod databases;

use cases::act::{Act, Fact};
use cases::case::{Case, Moment, Rules};
use cases::docket::{Hand, Salt};
use cases::draft::Draft;
use cases::remedy::{Remedy, RemedyKind, Ruling};
use cases::stage::StageKind;
use civic::{Body, BodyKind, Role};
use jiff::civil::{Date, date};
use law::applicant::ApplicantKind;
use law::clock::{Policy, Service};
use law::outcome::Outcome;
use law::receipt::Channel;
use report::form::{Edition, form};
use report::tally::{Register, Selection, Which, behind, tally};
use store::cases::{Letter, Narrowed, NewCase};
use store::{Error, Store};

#[tokio::test]
async fn an_application_is_remembered_on_sqlite() {
    let database = databases::sqlite().await;
    story(&database.store).await;
}

#[tokio::test]
async fn an_application_is_remembered_on_postgresql() {
    if let Some(database) = databases::postgres().await {
        story(&database.store).await;
    }
}

static POLICY: std::sync::LazyLock<Policy> = std::sync::LazyLock::new(Policy::default);

fn rules() -> Rules<'static> {
    Rules { calendar: law::calendar::Calendar::builtin(), policy: &POLICY }
}

fn moment(today: Date) -> Moment {
    Moment { at: format!("{today}T02:00:00.000001Z").parse().expect("a moment"), today }
}

fn hand(role: Role) -> Hand {
    Hand::Staff { person: "p1".into(), name: "李敏".into(), role }
}

async fn opened(
    store: &Store,
    body: &Body,
    case: &Case,
    draft: &Draft,
    salt: &Salt,
    token: &str,
) -> Result<String, Error> {
    let application = draft.parse().expect("well filled");
    let mut unit = store.begin().await.expect("a unit begins");
    let new = NewCase {
        case,
        application: &application,
        salt,
        body,
        year: 2026,
        token,
        code_hash: "hash of the code",
        policy: &POLICY,
    };
    let number = unit.open_case(&new).await?;
    unit.commit().await.expect("kept");
    Ok(number.to_string())
}

async fn act(store: &Store, case: Case, act: Act, role: Role, today: Date) -> Case {
    let (case, _) = case.act(act, hand(role), moment(today), rules()).expect("the law allows it");
    let mut unit = store.begin().await.expect("a unit begins");
    assert!(unit.append(&case, &POLICY).await.expect("recorded"), "nobody else was first");
    unit.commit().await.expect("kept");
    case
}

async fn story(store: &Store) {
    let finance = Body::sample("czj", "云溪县财政局", BodyKind::Department, None);
    let mut unit = store.begin().await.expect("a unit begins");
    unit.put_body(&finance).await.expect("the department is recorded");
    unit.commit().await.expect("kept");

    // A double click sends the same form twice and makes one application; the second is shown the first's receipt.
    let (salt, draft) = (Salt::new(&[7; 16]), Draft::sample());
    let application = draft.parse().expect("well filled");
    let (case, _) = Case::submit("c1".into(), salt.clone(), &application, moment(date(2026, 3, 5)));
    assert_eq!(opened(store, &finance, &case, &draft, &salt, "token-1").await.expect("opened"), "CZJ-2026-0001");
    let (twin, _) = Case::submit("c2".into(), salt.clone(), &application, moment(date(2026, 3, 5)));
    let twice = opened(store, &finance, &twin, &draft, &salt, "token-1").await;
    assert!(matches!(twice, Err(Error::Twice { ref constraint }) if constraint.contains("token")), "{twice:?}");
    let first = store.case_by_token("token-1").await.expect("an answer").expect("the first one");
    assert_eq!((first.number.to_string().as_str(), first.code_hash.as_str()), ("CZJ-2026-0001", "hash of the code"));
    assert_eq!(first.case, case, "what is read is what was written");
    assert_eq!(first.application, Some(application));
    assert_eq!(first.case.stage().kind(), StageKind::Arrived);

    // Two clerks act on the same state: the first is recorded, the second learns of it and nothing of theirs is kept.
    let day = |d| date(2026, 3, d);
    let (second, _) = case
        .clone()
        .act(Act::Noted { text: "第二个人的备注".into() }, hand(Role::Clerk), moment(day(6)), rules())
        .expect("allowed");
    let case = act(store, case, Act::Registered { on: day(6) }, Role::Clerk, day(6)).await;
    let mut unit = store.begin().await.expect("a unit begins");
    assert!(!unit.append(&second, &POLICY).await.expect("an answer"));
    drop(unit);
    let open = store.open_cases(&finance.id).await.expect("open cases");
    assert_eq!(open.len(), 1);
    assert_eq!(open[0].case, case);
    assert_eq!(open[0].case.clock(day(6), rules()).due, Some(date(2026, 4, 3)));

    // An unfinished unit leaves neither entry nor stage behind.
    let (lost, _) = case
        .clone()
        .act(Act::Noted { text: "停电".into() }, hand(Role::Clerk), moment(day(9)), rules())
        .expect("allowed");
    let mut unit = store.begin().await.expect("a unit begins");
    assert!(unit.append(&lost, &POLICY).await.expect("written, not kept"));
    drop(unit);
    assert_eq!(store.case(case.id()).await.expect("an answer").expect("there").case, case);

    // Decided, signed with its letter, served.
    let facts = Outcome::NotExist.needs().iter().map(|need| Fact { need: *need, says: "已写明".into() }).collect();
    let case = act(
        store,
        case,
        Act::Decided { on: day(16), outcome: Outcome::NotExist, facts, online_channel: None },
        Role::Clerk,
        day(16),
    )
    .await;
    let mut unit = store.begin().await.expect("a unit begins");
    let serial = unit.next_reply_serial(&finance.id, 2026).await.expect("a number");
    let number = cases::number::reply_number("云财", 2026, serial);
    assert_eq!(number, "云财公复〔2026〕1号");
    let signing = Act::Signed { on: day(17), number: number.clone() };
    let (case, _) = case.act(signing, hand(Role::OfficeHead), moment(day(17)), rules()).expect("signed");
    assert!(unit.append(&case, &POLICY).await.expect("recorded"));
    let file = store::files::Kept {
        id: store::files::id_of(b"letter"),
        size: 6,
        media: "application/octet-stream".into(),
        added_by: "p1".into(),
    };
    unit.put_file(&file, moment(day(17)).at).await.expect("the file is noted");
    let letter = Letter { id: "l1".into(), case: case.id().clone(), number, signed_on: day(17), file: file.id };
    unit.put_letter(&letter).await.expect("the letter is recorded");
    unit.commit().await.expect("kept");
    assert_eq!(store.letters(case.id()).await.expect("letters"), [letter]);
    let case = act(
        store,
        case,
        Act::Served { on: day(18), how: Service::Post, proof: "挂号信 XA123".into() },
        Role::Clerk,
        day(18),
    )
    .await;
    assert!(store.open_cases(&finance.id).await.expect("open cases").is_empty());
    let read = store.case(case.id()).await.expect("an answer").expect("there");
    assert_eq!(read.case, case, "the running texts come back too");

    // A law firm's letter of last year is still open; another of this year waits for confirmation.
    let firm = Draft {
        applicant_kind: "legal_service".into(),
        name: "云溪律师事务所".into(),
        uscc: "91350100M000100Y43".into(),
        representative: "周明".into(),
        contact_person: "吴芳".into(),
        wanted_name: "100%_\\ 的处罚决定".into(),
        ..Draft::sample()
    };
    let their = firm.parse().expect("well filled");
    for (id, arrival) in
        [("c3", (Channel::InPerson, date(2025, 12, 30), None)), ("c4", (Channel::Fax, date(2026, 1, 5), None))]
    {
        let (case, _) =
            Case::take_in(id.into(), salt.clone(), &their, arrival, hand(Role::Clerk), moment(day(6)), rules())
                .expect("taken in");
        opened(store, &finance, &case, &firm, &salt, id).await.expect("opened");
    }
    let counts = store.open_counts().await.expect("counts");
    let mut counts = counts[&finance.id].clone();
    counts.sort();
    assert_eq!(counts, [(StageKind::Arrived, 1), (StageKind::Handling, 1)]);

    // The yearly form: what came in and what went out balance, and every cell opens to its cases.
    let applications = store.counted_applications(&finance.id, 2026).await.expect("counts");
    let cells = tally(Edition::E2021, &Register { applications, ..Register::default() });
    for (path, expected) in [
        ("applications.new_received.natural_person", 1),
        ("applications.new_received.legal_service", 0),
        ("applications.carried_over_in.legal_service", 1),
        ("applications.results.unable.not_held.total", 1),
        ("applications.carried_forward.total", 1),
    ] {
        assert_eq!(cells.at(path), Some(expected), "{path}");
    }
    for cell in form(Edition::E2021).official_cells() {
        if let Selection::Applications { applicant, which } = behind(cell) {
            let listed = store.cases_behind(&finance.id, 2026, applicant, &which).await.expect("a list");
            assert_eq!(cells.get(cell.no), Some(listed.len() as i64), "{which:?} {applicant:?}");
        }
    }
    let carried = store
        .cases_behind(&finance.id, 2026, Some(ApplicantKind::LegalService), &Which::CarriedIn)
        .await
        .expect("a list");
    assert_eq!(carried[0].masked_name, "云溪律师事务所");
    assert!(store.counted_applications(&finance.id, 2024).await.expect("counts").is_empty());

    // What the text of the report tells: one came over the network, and it took from the 6th to the 18th.
    let handled = store.handled_in(&finance.id, 2026).await.expect("an answer");
    assert_eq!((handled.online, handled.acts.len()), (1, 0));
    assert_eq!(handled.spans, [(day(6), day(18))]);

    // Lists: what people type in the search field means itself.
    let closed = |words: &str| Narrowed { words: words.into(), by_applicant: true, ..Narrowed::default() };
    let (lines, total) = store.closed_cases(&finance.id, &closed("养护"), 1, 20).await.expect("a list");
    assert_eq!((lines.len(), total, lines[0].masked_name.as_str()), (1, 1, "王**"));
    assert_eq!(store.closed_cases(&finance.id, &closed("%"), 1, 20).await.expect("a list").1, 0);
    let watching = Narrowed { words: "养护".into(), ..Narrowed::default() };
    assert_eq!(store.closed_cases(&finance.id, &watching, 1, 20).await.expect("a list").1, 0, "a supervisor's search");
    let archived = Narrowed { stage: Some(StageKind::Archived), ..Narrowed::default() };
    assert_eq!(store.closed_cases(&finance.id, &archived, 1, 20).await.expect("a list").1, 0);

    // Remedies, as they stood on the last day of each year.
    let filed = Remedy {
        id: "r1".into(),
        case: case.id().clone(),
        kind: RemedyKind::Reconsideration,
        filed_on: date(2026, 5, 6),
        organ: "云溪县人民政府".into(),
        closed: None,
    };
    let filed = filed.file(day(5), &[], date(2026, 5, 6)).expect("filed");
    let ruled = filed.clone().close(Ruling::Corrected, date(2027, 1, 8), date(2027, 1, 8)).expect("ruled");
    for remedy in [&filed, &ruled] {
        let mut unit = store.begin().await.expect("a unit begins");
        unit.put_remedy(remedy).await.expect("recorded");
        unit.commit().await.expect("kept");
    }
    assert_eq!(store.remedies_of(case.id()).await.expect("a list"), std::slice::from_ref(&ruled));
    assert_eq!(store.remedy(&ruled.id).await.expect("an answer"), Some(ruled));
    for (year, path, expected) in [
        (2026, "remedies.reconsideration.pending", 1),
        (2027, "remedies.reconsideration.corrected", 1),
        (2027, "remedies.reconsideration.pending", 0),
        (2028, "remedies.reconsideration.total", 0),
    ] {
        let remedies = store.counted_remedies(&finance.id, year).await.expect("counts");
        let cells = tally(Edition::E2021, &Register { remedies, ..Register::default() });
        assert_eq!(cells.at(path), Some(expected), "{year} {path}");
        let Selection::Remedies { kind, state } = behind(form(Edition::E2021).cell(path).expect("a cell")) else {
            unreachable!("a cell of table 4")
        };
        let listed = store.remedies_behind(&finance.id, year, kind, state).await.expect("a list");
        assert_eq!(listed.len() as i64, expected, "{year} {path}");
    }

    tampering_is_found(store).await;
}

/// Whatever hand reaches into the database: `gongkai verify` names the case.
async fn tampering_is_found(store: &Store) {
    assert_eq!(store.verify_dockets().await.expect("an answer"), Ok(3));
    for (change, undo, how) in [
        (
            "UPDATE entry SET act = replace(act, '2026-03-06', '2026-03-16') WHERE cases = 'c1' AND seq = 1",
            "UPDATE entry SET act = replace(act, '2026-03-16', '2026-03-06') WHERE cases = 'c1' AND seq = 1",
            "第 2 条记录的内容与当时写下的不一致",
        ),
        (
            "UPDATE entry SET words = replace(words, 'XA123', 'XA124') WHERE cases = 'c1'",
            "UPDATE entry SET words = replace(words, 'XA124', 'XA123') WHERE cases = 'c1'",
            "第 5 条记录所附文字与当时写下的不一致",
        ),
        (
            "UPDATE application SET content = replace(content, '公路', '铁路') WHERE cases = 'c1'",
            "UPDATE application SET content = replace(content, '铁路', '公路') WHERE cases = 'c1'",
            "申请内容与提交时不一致",
        ),
        (
            "UPDATE entry SET act = 'x' || act WHERE cases = 'c1' AND seq = 4",
            "UPDATE entry SET act = substr(act, 2) WHERE cases = 'c1' AND seq = 4",
            "第 5 条记录无法读出",
        ),
        (
            "UPDATE cases SET entries = 6 WHERE id = 'c1'",
            "UPDATE cases SET entries = 5 WHERE id = 'c1'",
            "最后的记录缺失",
        ),
    ] {
        let hand = async |sql| {
            let mut unit = store.begin().await.expect("a unit begins");
            unit.run(sql, []).await.expect("an attacker's hand");
            unit.commit().await.expect("kept");
        };
        hand(change).await;
        let broken = store.verify_dockets().await.expect("an answer").expect_err("it must be found");
        assert_eq!(broken.to_string(), format!("办件 CZJ-2026-0001：{how}"));
        hand(undo).await;
    }
    assert_eq!(store.verify_dockets().await.expect("an answer"), Ok(3));
}
