//! Days and times of the county: its two years, its working days, its office hours.

use super::chance::Chance;
use jiff::civil::{Date, date};
use jiff::{Span, Timestamp, tz};
use law::calendar::Calendar;

/// The time told in the demonstration: from the first of a January, about two years ago, up to the evening before today.
#[derive(Clone, Copy, Debug)]
pub struct Days {
    pub first: Date,
    pub today: Date,
    pub calendar: &'static Calendar,
}

impl Days {
    /// There is always one whole calendar year in it, so that there is a yearly report to read.
    pub fn until(today: Date) -> Self {
        let earlier = today.saturating_sub(Span::new().months(18));
        Self { first: date(earlier.year(), 1, 1), today, calendar: Calendar::builtin() }
    }

    /// The calendar years, the last one unfinished.
    pub fn years(&self) -> std::ops::RangeInclusive<i16> {
        self.first.year()..=self.today.year()
    }

    /// The `n`-th working day after a day.
    pub fn after(&self, day: Date, n: u32) -> Date {
        self.calendar.working_day_after(day, n).date
    }

    /// The day itself when it is a working day, else the next one.
    pub fn open(&self, day: Date) -> Date {
        if self.calendar.is_working_day(day) { day } else { self.after(day, 1) }
    }

    /// The working day that lies `n` working days before today.
    pub fn before_today(&self, n: u32) -> Date {
        let mut day = plus(self.today, -1);
        loop {
            if self.calendar.is_working_day(day)
                && self.calendar.working_days_between(day, self.today).count >= i64::from(n)
            {
                return day;
            }
            day = plus(day, -1);
        }
    }

    /// Any day of a month, as far as possible within the time told.
    pub fn in_month(&self, year: i16, month: i8, chance: &mut Chance) -> Date {
        let day = i8::try_from(chance.between(1, 28)).unwrap_or(1);
        date(year, month, day)
    }
}

/// So many calendar days later.
pub fn plus(day: Date, days: i64) -> Date {
    day.saturating_add(Span::new().days(days))
}

/// A moment in China.
pub fn at(day: Date, hour: i8, minute: i8) -> Timestamp {
    tz::offset(8).to_timestamp(day.at(hour, minute, 0, 0)).unwrap_or(Timestamp::MAX)
}

/// A moment in the office hours of a day.
pub fn in_hours(day: Date, chance: &mut Chance) -> Timestamp {
    const HOURS: [i8; 7] = [9, 10, 11, 14, 15, 16, 17];
    at(day, *chance.pick(&HOURS), i8::try_from(chance.between(0, 59)).unwrap_or(0))
}
