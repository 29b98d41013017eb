//! Which days count, told by the years' own surprises.

use jiff::civil::{Date, date};
use law::calendar::{Calendar, DayStatus, HolidayError, HolidayYear, NamedDay, Overlay};

/// Thirteen limits over holidays, make-up days and year ends: start, working days, last day, what it is about.
const VECTORS: &str = include_str!("fixtures/deadline_vectors.csv");

#[test]
fn every_limit_of_the_reference_list_ends_on_its_day() {
    let mut rows = 0;
    for line in VECTORS.lines().skip(1) {
        let fields: Vec<&str> = line.splitn(6, ',').collect();
        let [from, _, n, last, _, note] = fields[..] else { panic!("six fields: {line}") };
        let (from, last): (Date, Date) = (from.parse().unwrap(), last.parse().unwrap());
        let found = Calendar::builtin().working_day_after(from, n.parse().unwrap());
        assert_eq!((found.date, found.provisional), (last, false), "{note}");
        let counted = Calendar::builtin().working_days_between(from, last);
        assert_eq!(counted.count, n.parse::<i64>().unwrap(), "{note}");
        rows += 1;
    }
    assert_eq!(rows, 13);
}

#[test]
fn each_year_has_its_known_number_of_working_days() {
    for (year, expected) in
        [(2019, 250), (2020, 249), (2021, 250), (2022, 249), (2023, 249), (2024, 251), (2025, 248), (2026, 248)]
    {
        let counted = Calendar::builtin().working_days_between(date(year - 1, 12, 31), date(year, 12, 31));
        assert_eq!(counted.count, expected, "{year}");
    }
}

#[test]
fn a_day_says_why_it_is_off_or_worked() {
    let status = |y, m, d| Calendar::builtin().status(date(y, m, d));
    assert_eq!(status(2025, 1, 26), DayStatus::MakeUp("春节"));
    assert_eq!(status(2025, 1, 28), DayStatus::Holiday("春节"));
    assert_eq!(status(2025, 1, 25), DayStatus::Weekend);
    assert_eq!(status(2025, 1, 27), DayStatus::Working);
    // Named by the notice of the year that follows.
    assert_eq!(status(2022, 12, 31), DayStatus::Holiday("元旦"));
    // The prolonged Spring Festival of 2020 took back a make-up Saturday.
    assert_eq!(status(2020, 2, 1), DayStatus::Holiday("春节"));
}

#[test]
fn a_year_without_notice_is_counted_by_weekends_and_marked() {
    let calendar = Calendar::builtin();
    let end = calendar.working_day_after(date(2029, 12, 20), 20);
    assert_eq!((end.date, end.provisional), (date(2030, 1, 17), true));
    assert!(calendar.working_day_after(date(2018, 12, 20), 1).provisional);
    assert!(!calendar.working_day_after(date(2018, 12, 31), 1).provisional, "the start itself is not counted");
    // The last week of 2026 waits for the notice of 2027, which may take days of it.
    assert!(!calendar.working_day_after(date(2026, 12, 23), 1).provisional);
    assert!(calendar.working_day_after(date(2026, 12, 24), 1).provisional);
}

#[test]
fn dates_far_outside_are_answered_without_harm() {
    let calendar = Calendar::builtin();
    assert_eq!(calendar.working_day_after(Date::MAX, 5).date, Date::MAX);
    assert_eq!(calendar.working_day_after(date(9999, 12, 1), u32::MAX).date, Date::MAX);
    assert_eq!(calendar.working_day_after(date(1900, 1, 1), 5).date, date(1900, 1, 8));
    assert_eq!(calendar.working_day_after(date(1900, 1, 1), 0).date, date(1900, 1, 1));
    let far = calendar.working_days_between(Date::MIN, Date::MAX);
    assert_eq!(calendar.working_days_between(Date::MAX, Date::MIN).count, -far.count);
    assert_eq!(calendar.months_after(Date::MAX, 6).date, Date::MAX);
    assert_eq!(calendar.days_after(date(9999, 12, 30), u32::MAX).date, Date::MAX);
}

#[test]
fn calendar_periods_roll_off_days_off() {
    let calendar = Calendar::builtin();
    assert_eq!(calendar.days_after(date(2024, 4, 10), 60).date, date(2024, 6, 11));
    assert_eq!(calendar.months_after(date(2023, 8, 31), 6).date, date(2024, 2, 29), "the month's last day");
    assert_eq!(
        calendar.months_after(date(2024, 4, 1), 6).date,
        date(2024, 10, 8),
        "1 October to the end of the holiday"
    );
}

#[test]
fn the_office_adds_the_next_year_and_the_answer_is_final() {
    let text = r#"
        year = 2027
        source = "国务院办公厅关于2027年部分节假日安排的通知（示例）"
        [[off]]
        name = "元旦"
        from = "2027-01-01"
        to = "2027-01-03"
    "#;
    let year = HolidayYear::from_toml(text).unwrap();
    let calendar = Calendar::builtin().with_year(year).unwrap();
    let end = calendar.working_day_after(date(2026, 12, 28), 5);
    assert_eq!((end.date, end.provisional), (date(2027, 1, 5), false));
    assert!(calendar.knows(2027) && !Calendar::builtin().knows(2027));
}

#[test]
fn a_mistyped_year_is_refused_with_everything_that_is_wrong() {
    let text = r#"
        year = 2027
        source = "示例"
        off = [
            { name = "元旦", from = "2027-01-03", to = "2027-01-01" },
            { name = "春节", from = "2026-02-06", to = "2027-02-12" },
            { name = "清明节", from = "2027-04-03", to = "2027-04-05" },
        ]
        worked = [{ name = "春节", on = "2027-02-15" }, { name = "清明节", on = "2027-04-03" }]
    "#;
    let errors = HolidayYear::from_toml(text).unwrap_err();
    let name = |text: &str| text.to_owned();
    assert_eq!(
        errors,
        [
            HolidayError::Reversed { name: name("元旦"), from: date(2027, 1, 3), to: date(2027, 1, 1) },
            HolidayError::OtherYear { name: name("春节"), date: date(2026, 2, 6), year: 2027 },
            HolidayError::WorkedWeekday { date: date(2027, 2, 15) },
            HolidayError::Both { date: date(2027, 4, 3) },
        ]
    );
    assert!(matches!(HolidayYear::from_toml("year = 2027").unwrap_err()[..], [HolidayError::Shape { .. }]));
}

#[test]
fn an_unpublished_year_stays_unknown() {
    let empty = HolidayYear { year: 2027, source: "尚未发布".to_owned(), off: vec![], worked: vec![] };
    let calendar = Calendar::builtin().with_year(empty).unwrap();
    assert!(!calendar.knows(2027));
    assert!(calendar.working_day_after(date(2027, 3, 1), 1).provisional);
}

#[test]
fn a_region_closes_or_works_days_of_its_own() {
    // A county ordered shut from 3 to 7 February 2020, and worked on one Saturday.
    let day = |d| NamedDay { name: "疫情防控".to_owned(), on: date(2020, 2, d) };
    let overlay = Overlay { closed: (3..=7).map(day).collect(), worked: vec![day(15)] };
    let calendar = Calendar::builtin().with_overlay(overlay);
    assert_eq!(calendar.status(date(2020, 2, 3)), DayStatus::Holiday("疫情防控"));
    assert_eq!(calendar.working_day_after(date(2020, 1, 23), 1).date, date(2020, 2, 10));
    assert_eq!(calendar.working_day_after(date(2020, 2, 14), 1).date, date(2020, 2, 15));
    assert_eq!(Calendar::builtin().working_day_after(date(2020, 1, 23), 1).date, date(2020, 2, 3));
}
