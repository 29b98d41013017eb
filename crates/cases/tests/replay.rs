//! Whatever staff do, in whatever order: the docket tells the same case again, and no entry can be changed unnoticed.

mod town;

use cases::act::{ActKind, LIFECYCLE};
use cases::case::Case;
use cases::docket::verify;
use jiff::ToSpan;
use jiff::civil::date;
use proptest::prelude::*;
use town::*;

/// Tries these acts one after the other, each some days after the one before; what is refused leaves no trace.
fn lived(tries: &[(usize, i64)]) -> Case {
    let mut case = submitted(date(2026, 3, 5));
    let mut today = date(2026, 3, 5);
    for &(which, days) in tries {
        today = today.checked_add(days.days()).expect("within the calendar");
        let line = &LIFECYCLE[which % LIFECYCLE.len()];
        let act = ordinary(line.act, &case, today);
        for by in [clerk(), head()] {
            if let Ok((next, entry)) = case.clone().act(act.clone(), by, moment(today), rules()) {
                assert_eq!(next.entries().last(), Some(&entry));
                assert_eq!(next.entries().len(), case.entries().len() + 1);
                case = next;
                break;
            }
        }
    }
    case
}

fn tries() -> impl Strategy<Value = Vec<(usize, i64)>> {
    proptest::collection::vec((0..LIFECYCLE.len(), 0..9_i64), 1..24)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn the_docket_tells_the_same_case_again(tries in tries()) {
        let case = lived(&tries);
        prop_assert_eq!(verify(case.id(), Some(&salt()), case.entries()), Ok(()));
        let again = Case::replay(case.id().clone(), Some(salt()), case.entries().to_vec());
        prop_assert_eq!(again.as_ref(), Ok(&case));
    }

    #[test]
    fn what_is_offered_to_the_right_person_is_not_refused_for_its_stage(tries in tries()) {
        let case = lived(&tries);
        let today = date(2027, 1, 4);
        for offer in case.offers(&civic::Role::ALL, today, rules()).into_iter().filter(|offer| offer.refusals.is_empty()) {
            let act = ordinary(offer.act, &case, today);
            // These choose among open letters, or among answers, which the offer does not know.
            if matches!(offer.act, ActKind::Delivered | ActKind::ConsultationAnswered) {
                continue;
            }
            let tried: Vec<_> = [clerk(), head()].into_iter().map(|by| case.clone().act(act.clone(), by, moment(today), rules())).collect();
            prop_assert!(tried.iter().any(Result::is_ok), "{:?}: {:?}", offer.act, tried);
        }
    }

    #[test]
    fn a_changed_entry_is_found_at_its_place(tries in tries(), place in any::<prop::sample::Index>(), how in 0..5) {
        let case = lived(&tries);
        let mut entries = case.entries().to_vec();
        let place = place.index(entries.len());
        let found = match how {
            0 => {
                entries[place].at += 1.second();
                place
            }
            1 => {
                entries[place].by = cases::docket::Hand::System;
                place
            }
            2 => {
                entries[place].act = ordinary(ActKind::Registered, &case, date(2020, 2, 3));
                place
            }
            3 if place + 1 < entries.len() => {
                entries.remove(place);
                place
            }
            _ => {
                entries.insert(place, entries[place].clone());
                place + 1
            }
        };
        let broken = verify(case.id(), Some(&salt()), &entries).expect_err("it must be found");
        prop_assert_eq!(broken.seq as usize, found);
    }

    #[test]
    fn the_docket_of_one_case_is_no_docket_of_another(tries in tries()) {
        let case = lived(&tries);
        prop_assert!(verify(&"c9".into(), Some(&salt()), case.entries()).is_err());
    }
}
