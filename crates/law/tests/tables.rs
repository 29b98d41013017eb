//! Fees, answers, categories, limits and themes: the tables of the house against their sources.

use std::collections::BTreeSet;

use jiff::civil::date;
use law::applicant::ApplicantKind;
use law::category::{Category, FormEdition};
use law::exemption::Exemption;
use law::fee::{by_items, by_pages, next_item};
use law::need::Need;
use law::outcome::Outcome;
use law::publish_limit::{Draft, Matter};
use proptest::prelude::*;
use rust_decimal::Decimal;

#[test]
fn the_fee_tariffs_reach_the_amounts_of_the_measures() {
    for (items, yuan) in
        [(0, 0), (10, 0), (11, 100), (30, 2000), (31, 2200), (35, 3000), (40, 4000), (41, 4300), (50, 7000)]
    {
        assert_eq!(by_items(items).amount, Decimal::from(yuan), "{items} items");
    }
    for (pages, yuan) in [(0, 0), (30, 0), (31, 10), (100, 700), (200, 2700), (250, 4700)] {
        assert_eq!(by_pages(pages).amount, Decimal::from(yuan), "{pages} pages");
    }
}

#[test]
fn a_fee_shows_its_slices_with_two_places() {
    let text = serde_json::to_string(&by_items(31)).unwrap();
    assert_eq!(
        text,
        concat!(
            r#"{"amount":"2200.00","unit":"元","slices":["#,
            r#"{"from":1,"to":10,"rate":"0.00","count":10,"amount":"0.00"},"#,
            r#"{"from":11,"to":30,"rate":"100.00","count":20,"amount":"2000.00"},"#,
            r#"{"from":31,"to":40,"rate":"200.00","count":1,"amount":"200.00"}]}"#
        )
    );
    assert_eq!(serde_json::to_value(by_pages(201)).unwrap()["slices"][3]["to"], serde_json::Value::Null);
    assert_eq!(by_items(0).amount.to_string(), "0.00");
}

/// The measures read aloud: what the n-th item of a month costs.
fn item_counted_aloud(n: u32) -> u32 {
    let mut rate = 0;
    for item in 1..=n {
        if item == 11 {
            rate = 100;
        }
        if item >= 31 && (item - 31) % 10 == 0 {
            rate += 100;
        }
    }
    rate
}

fn page_counted_aloud(n: u32) -> u32 {
    if n <= 30 {
        0
    } else if n <= 100 {
        10
    } else if n <= 200 {
        20
    } else {
        40
    }
}

proptest! {
    #[test]
    fn fees_are_what_counting_one_by_one_gives(items in 0u16..400, pages in 0u32..1_000) {
        let by_item: u32 = (1..=u32::from(items)).map(item_counted_aloud).sum();
        prop_assert_eq!(by_items(items).amount, Decimal::from(by_item));
        prop_assert_eq!(next_item(items), Decimal::from(item_counted_aloud(u32::from(items) + 1)));
        prop_assert_eq!(by_items(items).amount + next_item(items), by_items(items + 1).amount);
        let by_page: u32 = (1..=pages).map(page_counted_aloud).sum();
        let fee = by_pages(pages);
        prop_assert_eq!(fee.amount, Decimal::from(by_page));
        prop_assert_eq!(fee.slices.iter().map(|slice| slice.count).sum::<u32>(), pages);
    }
}

#[test]
fn the_largest_counts_are_charged_without_overflow() {
    assert_eq!(by_pages(u32::MAX).amount.scale(), 2);
    assert_eq!(by_items(u16::MAX).slices.iter().map(|slice| slice.count).sum::<u32>(), 65_535);
}

/// The rows of the two forms, as the report contract names them.
const ROWS_2019: [&str; 19] = [
    "granted",
    "partial",
    "denied.state_secret",
    "denied.other_law",
    "denied.three_security",
    "denied.third_party",
    "denied.internal_affairs",
    "denied.process_info",
    "denied.enforcement_file",
    "denied.admin_query",
    "unable.not_held",
    "unable.needs_creation",
    "unable.unclear_after_correction",
    "not_processed.petition",
    "not_processed.repeat",
    "not_processed.publication",
    "not_processed.excessive",
    "not_processed.confirm_reissue",
    "other",
];

#[test]
fn the_answers_fill_every_row_of_both_forms_and_no_other() {
    let found: BTreeSet<_> = Outcome::ALL.iter().map(|outcome| outcome.row_2019()).collect();
    assert_eq!(found, ROWS_2019.into_iter().collect());
    let mut rows: BTreeSet<_> = ROWS_2019[..18].iter().copied().collect();
    rows.extend(["other.overdue_correction", "other.overdue_fee", "other.misc"]);
    assert_eq!(rows.len(), 21);
    assert_eq!(Outcome::ALL.iter().map(|outcome| outcome.row_2021()).collect::<BTreeSet<_>>(), rows);
}

#[test]
fn answers_needs_and_kinds_are_found_by_their_keys_and_stored_by_them() {
    for outcome in Outcome::ALL {
        assert_eq!(Outcome::from_key(outcome.key()), Some(outcome));
        assert_eq!(serde_json::to_value(outcome).unwrap(), outcome.key());
    }
    for need in Need::ALL {
        assert_eq!(Need::from_key(need.key()), Some(need));
        assert_eq!(serde_json::to_value(need).unwrap(), need.key());
        assert!(Outcome::ALL.iter().any(|outcome| outcome.needs().contains(&need)), "{need:?} is asked by no letter");
    }
    for kind in ApplicantKind::ALL {
        assert_eq!(ApplicantKind::from_key(kind.key()), Some(kind));
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.key());
    }
    assert_eq!(Outcome::from_key("open"), None);
}

#[test]
fn every_answer_but_a_withdrawal_names_its_article() {
    for outcome in Outcome::ALL {
        assert_eq!(outcome.articles().is_empty(), outcome == Outcome::Other, "{outcome:?}");
        assert!(!outcome.needs().is_empty(), "{outcome:?}");
    }
    assert_eq!(Outcome::AlreadyPublished.articles()[0].to_string(), "条例第三十六条第一项");
    assert_eq!(Outcome::OverdueFee.articles()[1].to_string(), "信息处理费管理办法第六条");
}

#[test]
fn withheld_under_articles_14_to_16_means_seven_kinds_and_the_partial_one() {
    let withheld: Vec<_> = Outcome::ALL.into_iter().filter(|outcome| outcome.withholds()).collect();
    assert_eq!(withheld.len(), 8);
    assert!(!Outcome::AdminQuery.withholds(), "a register with its own law is not a refusal of 14 to 16");
    let by_article = |outcome: &Outcome| {
        outcome.articles().iter().any(|article| ["条例第十四条", "条例第十五条"].contains(&&*article.to_string()))
            || outcome.articles().iter().any(|article| article.to_string().starts_with("条例第十六条"))
    };
    let cited: Vec<_> = Outcome::ALL.into_iter().filter(by_article).collect();
    assert_eq!(cited, withheld.into_iter().filter(|outcome| *outcome != Outcome::Partial).collect::<Vec<_>>());
}

#[test]
fn table_two_counts_five_categories_in_2019_and_four_since() {
    let counted = |edition| {
        let counted = Category::ALL.into_iter().filter(|category| category.counted_in_table_2(edition));
        counted.map(Category::code).collect::<Vec<_>>()
    };
    assert_eq!(counted(FormEdition::Y2019), ["A20_01", "A20_05", "A20_06", "A20_08", "A20_09"]);
    assert_eq!(counted(FormEdition::Y2021), ["A20_01", "A20_05", "A20_06", "A20_08"]);
    for (index, category) in Category::ALL.into_iter().enumerate() {
        assert_eq!(category.code(), format!("A20_{:02}", index + 1));
        assert_eq!(Category::from_code(category.code()), Some(category));
        assert_eq!(serde_json::to_value(category).unwrap(), category.code());
    }
    assert_eq!(Category::Other.article().to_string(), "条例第二十条第十五项");
}

#[test]
fn grounds_for_not_opening_are_found_by_their_codes_and_stand_in_articles_14_to_16() {
    for exemption in Exemption::ALL {
        assert_eq!(Exemption::from_code(exemption.code()), Some(exemption));
        assert_eq!(serde_json::to_value(exemption).unwrap(), exemption.code());
        assert_eq!(exemption.is_binding(), !exemption.article().to_string().starts_with("条例第十六条"));
    }
}

#[test]
fn a_limit_of_another_law_prevails_over_article_26() {
    let due = |matter: Matter, on| matter.due(on, law::calendar::Calendar::builtin()).date;
    assert_eq!(due(Matter::General, date(2025, 9, 30)), date(2025, 11, 4));
    assert_eq!(due(Matter::ProcurementContract, date(2025, 9, 30)), date(2025, 10, 10));
    assert_eq!(due(Matter::LicenceOrPenalty, date(2026, 9, 24)), date(2026, 10, 12));
    assert_eq!(due(Matter::PenaltyWithdrawal, date(2025, 1, 27)), date(2025, 2, 7));
    // Twenty calendar days; 5 October is inside the holiday.
    assert_eq!(due(Matter::DepartmentBudget, date(2025, 9, 15)), date(2025, 10, 9));
    for matter in Matter::ALL {
        assert_eq!(Matter::from_key(matter.key()), Some(matter));
        assert_eq!(serde_json::to_value(matter).unwrap(), matter.key());
    }
    assert_eq!(Matter::GovernmentBudget.limit().basis.to_string(), "预算法第十四条第一款");
    assert_eq!(Draft::Rule.basis().to_string(), "规章制定程序条例第十五条");
}

#[test]
fn the_theme_list_has_twenty_one_themes_and_other() {
    let themes = law::theme::all();
    assert_eq!(themes.len(), 22);
    assert_eq!((themes[1].name.as_str(), themes[1].children.len()), ("综合政务", 9));
    assert_eq!((themes[21].name.as_str(), themes[21].children.len()), ("其他", 0));
    assert!(themes.iter().enumerate().all(|(index, theme)| theme.code == format!("T{:02}", index + 1)));
    assert_eq!(law::theme::from_code("T99"), None);
}
