//! Dates as day numbers (1970-01-01 = 0), so that a clock is plain integer arithmetic.
//!
//! Proleptic Gregorian calendar; years are shifted to begin in March so that the leap day comes last.

use jiff::civil::Date;

/// The day number of a date.
pub(crate) fn number(date: Date) -> i32 {
    let (year, month, day) = (i32::from(date.year()), i32::from(date.month()), i32::from(date.day()));
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The date of a day number, cut to the first and last day a [`Date`] can hold.
pub(crate) fn from_number(number: i32) -> Date {
    let shifted = number.saturating_add(719_468);
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = era * 400 + year_of_era + i32::from(month <= 2);
    match i16::try_from(year).ok().and_then(|year| Date::new(year, month as i8, day as i8).ok()) {
        Some(date) => date,
        None if number < 0 => Date::MIN,
        None => Date::MAX,
    }
}

/// A date inside a Chinese sentence: 2025年2月21日.
pub(crate) fn in_words(date: &Date) -> impl std::fmt::Display + use<> {
    let date = *date;
    std::fmt::from_fn(move |f| write!(f, "{}年{}月{}日", date.year(), date.month(), date.day()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan;
    use jiff::civil::date;

    #[test]
    fn day_numbers_agree_with_the_date_library_over_every_leap_rule() {
        let epoch = date(1970, 1, 1);
        for start in [date(1899, 12, 1), date(1999, 12, 1), date(2023, 12, 1), date(2399, 12, 1)] {
            for step in 0..800 {
                let day = start.checked_add(step.days()).expect("well inside the range");
                let expected = epoch.until(day).expect("well inside the range").get_days();
                assert_eq!(number(day), expected, "{day}");
                assert_eq!(from_number(expected), day);
            }
        }
    }

    #[test]
    fn numbers_outside_the_range_are_cut_not_wrapped() {
        assert_eq!(from_number(i32::MAX), Date::MAX);
        assert_eq!(from_number(i32::MIN / 2), Date::MIN);
        assert_eq!(from_number(number(Date::MAX)), Date::MAX);
        assert_eq!(from_number(number(Date::MIN)), Date::MIN);
    }
}
