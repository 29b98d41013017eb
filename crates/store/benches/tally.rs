//! The tally of a body's year of 100,000 cases from SQLite, beside the same year counted row by row in Rust.
//!
//! Run with `cargo bench -p store --bench tally`. To reach: under 0.5 s on a quiet machine.

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a bench reads the clock and prints what it read")]

use civic::{Body, BodyId, BodyKind};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use law::applicant::ApplicantKind;
use law::outcome::Outcome;
use report::form::Edition;
use report::tally::{Applications, Arrival, Ending, Register, tally};
use std::time::{Duration, Instant};
use store::{Store, args};

const YEAR: i16 = 2025;
const CASES: i64 = 100_000;
const REMEDIES: i64 = 500;
const ROUNDS: usize = 7;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let address = format!("sqlite:{}", folder.path().join("bench.db").display());
    let store = Store::open(&address, 2).await.expect("SQLite opens");
    let body = seed(&store).await;

    let grouped = tally(Edition::E2021, &store.register(&body, YEAR).await.expect("a register"));
    let one_by_one = tally(Edition::E2021, &row_by_row(&store, &body).await);
    let total = |cells: &report::figures::Cells, path| cells.at(path).expect("counted");
    for path in
        ["applications.new_received.total", "applications.results.total.total", "applications.carried_forward.total"]
    {
        assert_eq!(total(&grouped, path), total(&one_by_one, path), "{path}: both ways count alike");
    }
    println!(
        "{CASES} cases of one body, {} of them received in {YEAR}",
        total(&grouped, "applications.new_received.total")
    );

    let mut ours = Vec::new();
    let mut baseline = Vec::new();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        std::hint::black_box(tally(Edition::E2021, &store.register(&body, YEAR).await.expect("a register")));
        ours.push(start.elapsed());
        let start = Instant::now();
        std::hint::black_box(tally(Edition::E2021, &row_by_row(&store, &body).await));
        baseline.push(start.elapsed());
    }
    let (ours, baseline) = (median(ours), median(baseline));
    println!("tally from the store (grouped SQL)     {ours:>10.1?}   to reach: under 500 ms");
    println!(
        "baseline: rows counted in Rust         {baseline:>10.1?}   ratio {:.1}",
        baseline.as_secs_f64() / ours.as_secs_f64()
    );
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// The baseline: every case of the body is fetched, and counted by the definition of the form.
async fn row_by_row(store: &Store, body: &BodyId) -> Register {
    let rows = store
        .rows("SELECT applicant_kind, received_on, closed_on, outcome FROM cases WHERE body = $1", args![body])
        .await
        .expect("rows");
    let mut applications: Vec<Applications> = Vec::new();
    for row in &rows {
        let received: Option<Date> = row.opt_parsed("received_on").expect("a date");
        let closed: Option<Date> = row.opt_parsed("closed_on").expect("a date");
        let Some(received) = received.filter(|day| day.year() <= YEAR) else { continue };
        if closed.is_some_and(|day| day.year() < YEAR) {
            continue;
        }
        let arrival = if received.year() < YEAR { Arrival::CarriedIn } else { Arrival::InYear };
        let ending = match closed.filter(|day| day.year() == YEAR) {
            Some(_) => Ending::Ended(Outcome::from_key(&row.text("outcome").expect("a key")).expect("an outcome")),
            None => Ending::StillOpen,
        };
        let applicant = ApplicantKind::from_key(&row.text("applicant_kind").expect("a key")).expect("a kind");
        let alike = |one: &&mut Applications| (one.applicant, one.arrival, one.ending) == (applicant, arrival, ending);
        match applications.iter_mut().find(alike) {
            Some(one) => one.count += 1,
            None => applications.push(Applications { applicant, arrival, ending, count: 1 }),
        }
    }
    Register { applications, ..Register::default() }
}

/// Cases over a little more than the year, so that some are carried in and some carried forward. The same every time.
async fn seed(store: &Store) -> BodyId {
    let body = Body::sample("czj", "云溪县财政局", BodyKind::Department, None);
    let mut unit = store.begin().await.expect("a unit begins");
    unit.put_body(&body).await.expect("recorded");
    let first = date(2024, 12, 1);
    for n in 0..CASES {
        let received = first.saturating_add((n * 395 / CASES).days());
        let kind = ApplicantKind::ALL[(n * 7 % 6) as usize];
        let outcome = Outcome::ALL[(n * 11 % 23) as usize];
        let closed = (n % 29 != 0).then(|| received.saturating_add((n * 13 % 40).days()));
        unit.run(
            "INSERT INTO cases (id, body, year, serial, number, token, code_hash, applicant_kind, arrived_on, entries, head,
                 stage, open, received_on, outcome, closed_on)
             VALUES ($1, $2, $3, $4, $5, $1, '', $6, $7, 1, '', $8, $9, $7, $10, $11)",
            args![
                format!("c{n}"),
                &body.id,
                i64::from(received.year()),
                n,
                format!("CZJ-{n}"),
                kind.key(),
                received,
                if closed.is_some() { "answered" } else { "handling" },
                closed.is_none(),
                closed.map(|_| outcome.key()),
                closed
            ],
        )
        .await
        .expect("a case");
        unit.run(
            "INSERT INTO application (cases, content, salt, title, masked_name) VALUES ($1, NULL, NULL, '养护合同', '王**')",
            args![format!("c{n}")],
        )
        .await
        .expect("an application");
    }
    for n in 0..REMEDIES {
        unit.run(
            "INSERT INTO remedy (id, cases, kind, filed_on, organ, ruling, closed_on)
             VALUES ($1, $2, 'reconsideration', '2025-06-02', '云溪县人民政府', NULL, NULL)",
            args![format!("r{n}"), format!("c{}", n * 200)],
        )
        .await
        .expect("a remedy");
    }
    unit.commit().await.expect("kept");
    body.id
}
