//! How long the arithmetic of a report takes: a province checks ten thousand, a page tallies one at every view.

use divan::{Bencher, black_box};
use law::applicant::ApplicantKind;
use law::outcome::Outcome;
use report::checks::check;
use report::form::{Edition, SectionKey};
use report::report::{Report, Section};
use report::tally::{Applications, Arrival, Ending, Register, tally};

fn main() {
    divan::main();
}

/// A register as the database groups it: every kind of applicant, arrival and ending once.
fn register() -> Register {
    let endings: Vec<Ending> = Outcome::ALL.into_iter().map(Ending::Ended).chain([Ending::StillOpen]).collect();
    let mut register = Register::default();
    for applicant in ApplicantKind::ALL {
        for arrival in [Arrival::InYear, Arrival::CarriedIn] {
            for ending in &endings {
                register.applications.push(Applications { applicant, arrival, ending: *ending, count: 7 });
            }
        }
    }
    register
}

fn full_report() -> Report {
    let mut report = Report::blank(Edition::E2021);
    report.year = Some(2025);
    report.cells = tally(Edition::E2021, &register());
    for key in SectionKey::ALL {
        report.sections.push(Section {
            key,
            title: key.title().to_owned(),
            numeral: Some(key.numeral().to_owned()),
            text: "全年通过门户网站发布信息312条，收到政府信息公开申请1008件，同比增加；存在不足，下一步改进。"
                .repeat(20),
            line: None,
        });
    }
    report
}

#[divan::bench]
fn tally_a_year(bencher: Bencher<'_, '_>) {
    let register = register();
    bencher.bench(|| tally(Edition::E2021, black_box(&register)));
}

#[divan::bench]
fn check_a_report(bencher: Bencher<'_, '_>) {
    let report = full_report();
    bencher.bench(|| check(black_box(&report)));
}

#[divan::bench]
fn write_and_read_the_object(bencher: Bencher<'_, '_>) {
    let report = full_report();
    bencher.bench(|| {
        let json = serde_json::to_string(black_box(&report)).expect("a report serialises");
        serde_json::from_str::<Report>(&json).expect("and comes back")
    });
}
