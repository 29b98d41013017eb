//! From the register to the form and back: any register balances, and every number opens to what it counts.

use law::applicant::ApplicantKind;
use law::outcome::Outcome;
use proptest::prelude::*;
use report::checks::check;
use report::figures::Cells;
use report::finding::Code;
use report::form::{Edition, TableNo, form};
use report::report::Report;
use report::tally::{
    Applications, Arrival, DocumentKind, DocumentMeasure, Documents, Ending, Figure, FigureValue, Register, Remedies,
    RemedyKind, RemedyState, Selection, Which, behind, entered_cells, tally,
};

proptest! {
    #[test]
    fn any_register_tallies_to_tables_that_add_up(register in any_register()) {
        for edition in Edition::ALL {
            let mut report = Report::blank(edition);
            report.cells = tally(edition, &register);
            let sums = [Code::R101, Code::R102, Code::R103, Code::R104, Code::R105];
            let wrong: Vec<_> = check(&report).into_iter().filter(|finding| sums.contains(&finding.code)).collect();
            prop_assert_eq!(wrong, []);
        }
    }

    #[test]
    fn every_number_is_as_large_as_the_list_behind_it(register in any_register()) {
        for edition in Edition::ALL {
            let cells = tally(edition, &register);
            for cell in form(edition).official_cells() {
                let listed = count(&register, &behind(cell));
                if let Some(listed) = listed {
                    prop_assert_eq!(cells.get(cell.no), Some(listed), "{}", cell.path);
                }
            }
        }
    }
}

#[test]
fn both_kinds_of_unable_stand_in_the_first_row_of_unable() {
    let register = Register {
        applications: vec![
            ended(ApplicantKind::NaturalPerson, Outcome::NotExist, 2),
            ended(ApplicantKind::NaturalPerson, Outcome::NotOurs, 3),
        ],
        ..Register::default()
    };
    let cells = tally(Edition::E2021, &register);
    assert_eq!(cells.at("applications.results.unable.not_held.natural_person"), Some(5));
}

#[test]
fn the_three_other_results_of_2021_are_one_row_in_2019() {
    let others = [Outcome::OverdueCorrection, Outcome::OverdueFee, Outcome::Other];
    let applications = others.map(|outcome| ended(ApplicantKind::Business, outcome, 1)).to_vec();
    let register = Register { applications, ..Register::default() };
    assert_eq!(tally(Edition::E2019, &register).at("applications.results.other.total"), Some(3));
    assert_eq!(tally(Edition::E2021, &register).at("applications.results.other.overdue_fee.total"), Some(1));
}

#[test]
fn what_a_person_enters_stays_blank_until_entered() {
    let entered: Vec<_> = entered_cells(Edition::E2021).map(|cell| cell.path.as_str()).collect();
    assert_eq!(
        entered,
        [
            "proactive.licensing.decisions",
            "proactive.penalty.decisions",
            "proactive.coercion.decisions",
            "proactive.fees.amount",
        ]
    );
    let blank = tally(Edition::E2021, &Register::default());
    assert_eq!(blank.at("proactive.licensing.decisions"), None);
    let figures = vec![
        Figure { path: "proactive.licensing.decisions".to_owned(), value: FigureValue::Count(550) },
        Figure { path: "proactive.fees.amount".to_owned(), value: FigureValue::Yuan("77302800".parse().unwrap()) },
        // A cell that the register counts cannot be overwritten by hand.
        Figure { path: "applications.new_received.total".to_owned(), value: FigureValue::Count(9) },
    ];
    let cells = tally(Edition::E2021, &Register { figures, ..Register::default() });
    assert_eq!(cells.at("proactive.licensing.decisions"), Some(550));
    assert_eq!(cells.at("applications.new_received.total"), Some(0));
    assert_eq!(fees(&cells), "7730.28");
}

#[test]
fn a_purchase_of_2019_names_its_unit_since_the_form_does_not() {
    let path = "proactive.procurement.amount";
    let figures = vec![Figure { path: path.to_owned(), value: FigureValue::Yuan("979800".parse().unwrap()) }];
    let cells = tally(Edition::E2019, &Register { figures, ..Register::default() });
    let money = cells.money(form(Edition::E2019).cell(path).unwrap().no).unwrap();
    assert_eq!((money.raw.as_str(), money.yuan().unwrap().to_string()), ("97.98万元", "979800.00".to_owned()));
}

#[test]
fn every_outcome_stands_behind_exactly_one_row_of_each_edition() {
    for edition in Edition::ALL {
        for outcome in Outcome::ALL {
            let rows = form(edition).result_rows().filter(|row| {
                let cell = form(edition).row_cells(TableNo::Applications, row.key).next().unwrap();
                let Selection::Applications { which: Which::Ended(outcomes), .. } = behind(cell) else { return false };
                outcomes.contains(&outcome)
            });
            assert_eq!(rows.count(), 1, "{outcome:?} in edition {edition}");
        }
    }
}

fn fees(cells: &Cells) -> String {
    let cell = cells.form().cell("proactive.fees.amount").unwrap();
    cells.money(cell.no).unwrap().raw.clone()
}

fn ended(applicant: ApplicantKind, outcome: Outcome, count: u32) -> Applications {
    Applications { applicant, arrival: Arrival::InYear, ending: Ending::Ended(outcome), count }
}

/// Counts the register as a page would that opens the list; `None` for what no register holds.
fn count(register: &Register, selection: &Selection) -> Option<i64> {
    let sum = |counts: &mut dyn Iterator<Item = u32>| Some(counts.map(i64::from).sum());
    match selection {
        Selection::Applications { applicant, which } => sum(&mut register
            .applications
            .iter()
            .filter(|row| applicant.is_none_or(|kind| kind == row.applicant))
            .filter(|row| match (which, row.ending) {
                (Which::ReceivedInYear, _) => row.arrival == Arrival::InYear,
                (Which::CarriedIn, _) => row.arrival == Arrival::CarriedIn,
                (Which::Ended(outcomes), Ending::Ended(outcome)) => outcomes.contains(&outcome),
                (Which::Ended(_), Ending::StillOpen) => false,
                (Which::CarriedForward, ending) => ending == Ending::StillOpen,
            })
            .map(|row| row.count)),
        Selection::Remedies { kind, state } => sum(&mut register
            .remedies
            .iter()
            .filter(|row| row.kind == *kind && state.is_none_or(|state| state == row.state))
            .map(|row| row.count)),
        Selection::Documents { kind, measure } => sum(&mut register
            .documents
            .iter()
            .filter(|row| row.kind == *kind && row.measure == *measure)
            .map(|row| row.count)),
        Selection::Figure => None,
    }
}

fn any_register() -> impl Strategy<Value = Register> {
    let kind = prop::sample::select(ApplicantKind::ALL.to_vec());
    let ending =
        prop_oneof![prop::sample::select(Outcome::ALL.to_vec()).prop_map(Ending::Ended), Just(Ending::StillOpen),];
    let arrival = prop_oneof![Just(Arrival::InYear), Just(Arrival::CarriedIn)];
    let application = (kind, arrival, ending, 0u32..500).prop_map(|(applicant, arrival, ending, count)| Applications {
        applicant,
        arrival,
        ending,
        count,
    });
    let remedy =
        (prop::sample::select(RemedyKind::ALL.to_vec()), prop::sample::select(RemedyState::ALL.to_vec()), 0u32..50)
            .prop_map(|(kind, state, count)| Remedies { kind, state, count });
    let document = (
        prop::sample::select(DocumentKind::ALL.to_vec()),
        prop::sample::select(DocumentMeasure::ALL.to_vec()),
        0u32..50,
    )
        .prop_map(|(kind, measure, count)| Documents { kind, measure, count });
    (
        prop::collection::vec(application, 0..60),
        prop::collection::vec(remedy, 0..20),
        prop::collection::vec(document, 0..20),
    )
        .prop_map(|(applications, remedies, documents)| Register {
            applications,
            remedies,
            documents,
            figures: Vec::new(),
        })
}
