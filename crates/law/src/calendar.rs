//! Working days: which days count, and which years the calendar knows.
//!
//! A calendar is one long prefix sum over days, so every question is two look-ups whatever the span.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::day_number::{from_number, in_words, number};

/// A date that was computed, and whether a notice still to come may move it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Dated {
    /// The date.
    pub date: Date,
    /// True when a year on the way has no holiday notice yet: weekends only were taken as days off.
    pub provisional: bool,
}

/// A number of working days, and whether a notice still to come may change it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// Working days; negative when the second date lies before the first.
    pub count: i64,
    /// True when a year on the way has no holiday notice yet.
    pub provisional: bool,
}

/// What kind of day a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayStatus<'a> {
    /// An ordinary working day.
    Working,
    /// A Saturday or Sunday worked in exchange for a holiday (调休上班), with the holiday's name.
    MakeUp(&'a str),
    /// A day off named by a notice.
    Holiday(&'a str),
    /// A plain Saturday or Sunday.
    Weekend,
}

impl DayStatus<'_> {
    /// Whether the day counts as a working day.
    pub const fn is_working(self) -> bool {
        matches!(self, DayStatus::Working | DayStatus::MakeUp(_))
    }
}

/// A span of days off as a notice names it, both ends included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OffSpan {
    /// The holiday, e.g. 春节.
    pub name: String,
    /// First day off.
    pub from: Date,
    /// Last day off.
    pub to: Date,
}

/// One named day, e.g. a make-up working day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedDay {
    /// The holiday it belongs to.
    pub name: String,
    /// The day.
    pub on: Date,
}

/// One year's holiday notice of the General Office of the State Council.
///
/// A year without any day off is an unpublished year: the calendar treats it as unknown.
/// A notice may reach into the last days of the year before (2022-12-31 belongs to the notice for 2023).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HolidayYear {
    /// The year the notice is for.
    pub year: i16,
    /// Title and number of the notice.
    pub source: String,
    /// Days off.
    #[serde(default)]
    pub off: Vec<OffSpan>,
    /// Weekend days that are worked.
    #[serde(default)]
    pub worked: Vec<NamedDay>,
}

/// Why a year's holiday table cannot be taken over; a sentence for the administrator who typed it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HolidayError {
    /// The text is not a table of the expected shape.
    #[error("节假日文件格式不正确：{detail}")]
    Shape {
        /// What the reader stumbled over, with its line.
        detail: String,
    },
    /// A span whose end lies before its start.
    #[error("“{name}”的结束日期{to}早于开始日期{from}，请核对通知原文", to = in_words(.to), from = in_words(.from))]
    Reversed {
        /// The holiday.
        name: String,
        /// The stated first day.
        from: Date,
        /// The stated last day.
        to: Date,
    },
    /// A day that belongs to neither the year nor the last week of the year before.
    #[error("“{name}”的日期{date}不在{year}年（可包括上一年12月最后一周），请核对年份", date = in_words(.date))]
    OtherYear {
        /// The holiday.
        name: String,
        /// The stray day.
        date: Date,
        /// The year of the notice.
        year: i16,
    },
    /// A make-up working day that is an ordinary weekday.
    #[error("调休上班日{date}不是周六或周日，请核对日期", date = in_words(.date))]
    WorkedWeekday {
        /// The day.
        date: Date,
    },
    /// A day listed both as off and as worked.
    #[error("{date}同时列为放假和上班，请核对通知原文", date = in_words(.date))]
    Both {
        /// The day.
        date: Date,
    },
}

impl HolidayYear {
    /// Reads a year from TOML, in the form of `src/holidays/2025.toml`, and checks it.
    ///
    /// # Errors
    /// Every [`HolidayError`] found, so that one correction round suffices.
    pub fn from_toml(text: &str) -> Result<Self, Vec<HolidayError>> {
        let year: HolidayYear =
            toml::from_str(text).map_err(|e| vec![HolidayError::Shape { detail: e.to_string() }])?;
        let errors = year.errors();
        if errors.is_empty() { Ok(year) } else { Err(errors) }
    }

    /// What is wrong with the table; empty when it can be used.
    pub fn errors(&self) -> Vec<HolidayError> {
        let mut errors = Vec::new();
        let mut off_days = BTreeSet::new();
        let belongs = |date: Date| {
            date.year() == self.year || (date.year() == self.year - 1 && date.month() == 12 && date.day() >= LAST_WEEK)
        };
        for span in &self.off {
            let stray = [span.from, span.to].into_iter().find(|date| !belongs(*date));
            if span.to < span.from {
                errors.push(HolidayError::Reversed { name: span.name.clone(), from: span.from, to: span.to });
            } else if let Some(date) = stray {
                errors.push(HolidayError::OtherYear { name: span.name.clone(), date, year: self.year });
            } else {
                off_days.extend(number(span.from)..=number(span.to));
            }
        }
        for day in &self.worked {
            if !belongs(day.on) {
                errors.push(HolidayError::OtherYear { name: day.name.clone(), date: day.on, year: self.year });
            } else if !is_weekend(number(day.on)) {
                errors.push(HolidayError::WorkedWeekday { date: day.on });
            } else if off_days.contains(&number(day.on)) {
                errors.push(HolidayError::Both { date: day.on });
            }
        }
        errors
    }
}

/// A region's own days: extra holidays of minority areas (全国年节及纪念日放假办法第四条), ordered closures
/// (February 2020), or days worked when the rest of the country rests. It prevails over the national notice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Overlay {
    /// Days off here only.
    pub closed: Vec<NamedDay>,
    /// Days worked here only.
    pub worked: Vec<NamedDay>,
}

/// The calendar of working days.
///
/// Rule for a date no notice names: Saturday and Sunday off, other days worked. A year without notice is
/// never guessed at: its answers are marked `provisional`.
///
/// ```
/// use jiff::civil::date;
/// use law::calendar::Calendar;
/// let calendar = Calendar::builtin();
/// // The worked Sunday 2025-01-26 counts, the eight days of the Spring Festival do not.
/// let due = calendar.working_day_after(date(2025, 1, 20), 20);
/// assert_eq!((due.date, due.provisional), (date(2025, 2, 21), false));
/// assert_eq!(calendar.working_days_between(date(2025, 1, 20), date(2025, 2, 21)).count, 20);
/// assert!(calendar.working_day_after(date(2029, 12, 20), 20).provisional);
/// ```
#[derive(Clone, Debug)]
pub struct Calendar {
    years: BTreeMap<i16, HolidayYear>,
    overlay: Overlay,
    table: Table,
}

/// Answers by look-up: everything below is derived from the years and the overlay.
#[derive(Clone, Debug)]
struct Table {
    /// Day number of the first row.
    first: i32,
    /// Per day: working days and unknown days from `first` up to and including it.
    sums: Vec<Sums>,
    /// Day number of the k-th working day.
    working: Vec<i32>,
    /// Named days and why.
    named: BTreeMap<i32, Named>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    working: i32,
    unknown: i32,
}

#[derive(Clone, Debug)]
struct Named {
    name: String,
    off: bool,
}

/// From this day of December on, a year depends on the next year's notice too: 2018-12-29 was worked and
/// 2022-12-31 off by the notice of the year that followed.
const LAST_WEEK: i8 = 25;

/// How far beyond the last known year the look-up table reaches; later dates are computed by weekdays.
const YEARS_AHEAD: i16 = 6;

static BUILTIN: LazyLock<Calendar> = LazyLock::new(|| {
    let files = [
        include_str!("holidays/2019.toml"),
        include_str!("holidays/2020.toml"),
        include_str!("holidays/2021.toml"),
        include_str!("holidays/2022.toml"),
        include_str!("holidays/2023.toml"),
        include_str!("holidays/2024.toml"),
        include_str!("holidays/2025.toml"),
        include_str!("holidays/2026.toml"),
    ];
    let years = files
        .iter()
        .map(|text| HolidayYear::from_toml(text).expect("the holiday files of the house are read by its tests"))
        .map(|year| (year.year, year))
        .collect();
    Calendar::build(years, Overlay::default())
});

impl Calendar {
    /// The calendar of the notices for 2019 to 2026, built once.
    pub fn builtin() -> &'static Calendar {
        &BUILTIN
    }

    /// This calendar with a year added or replaced, as an administrator does each autumn.
    ///
    /// # Errors
    /// What [`HolidayYear::errors`] finds; the calendar is not changed then.
    pub fn with_year(&self, year: HolidayYear) -> Result<Calendar, Vec<HolidayError>> {
        let errors = year.errors();
        if !errors.is_empty() {
            return Err(errors);
        }
        let mut years = self.years.clone();
        years.insert(year.year, year);
        Ok(Self::build(years, self.overlay.clone()))
    }

    /// This calendar with a region's own days on top, replacing an earlier overlay.
    pub fn with_overlay(&self, overlay: Overlay) -> Calendar {
        Self::build(self.years.clone(), overlay)
    }

    /// Whether the notice of this year is known.
    pub fn knows(&self, year: i16) -> bool {
        self.years.get(&year).is_some_and(|known| !known.off.is_empty())
    }

    /// The years whose notice is known, in order.
    pub fn years(&self) -> impl Iterator<Item = &HolidayYear> {
        self.years.values().filter(|year| !year.off.is_empty())
    }

    /// Whether the date counts as a working day.
    pub fn is_working_day(&self, date: Date) -> bool {
        let day = number(date);
        self.working_until(day) > self.working_until(day - 1)
    }

    /// What kind of day a date is, with the holiday's name where a notice names one.
    pub fn status(&self, date: Date) -> DayStatus<'_> {
        let day = number(date);
        match self.table.named.get(&day) {
            Some(named) if named.off => DayStatus::Holiday(&named.name),
            Some(named) if is_weekend(day) => DayStatus::MakeUp(&named.name),
            Some(_) => DayStatus::Working,
            None if is_weekend(day) => DayStatus::Weekend,
            None => DayStatus::Working,
        }
    }

    /// The `n`-th working day after `from`; `from` itself is not counted (民法典第二百零一条). For `n = 0` it is `from`.
    ///
    /// A date beyond year 9999 is cut to the last day of that year.
    pub fn working_day_after(&self, from: Date, n: u32) -> Dated {
        let start = number(from);
        let end = self.nth_after(start, i64::from(n));
        Dated { date: from_number(end), provisional: self.is_provisional(start, end) }
    }

    /// Working days after `after`, up to and including `to`; negative when `to` lies before `after`.
    pub fn working_days_between(&self, after: Date, to: Date) -> Counted {
        let (a, b) = (number(after), number(to));
        Counted {
            count: self.working_until(b) - self.working_until(a),
            provisional: self.is_provisional(a.min(b), a.max(b)),
        }
    }

    /// The end of a period of calendar days: the start is not counted, and an end on a day off moves to the next
    /// working day.
    ///
    /// Source: 民法典第二百零一条、第二百零三条; the same in 民事诉讼法第八十五条.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::calendar::Calendar;
    /// // Day 60 is Sunday 9 June, and Monday is the Dragon Boat Festival.
    /// assert_eq!(Calendar::builtin().days_after(date(2024, 4, 10), 60).date, date(2024, 6, 11));
    /// ```
    pub fn days_after(&self, from: Date, days: u32) -> Dated {
        let start = number(from);
        self.rolled(start, i64::from(start) + i64::from(days))
    }

    /// The end of a period of months: the matching date, or the month's last day, moved to the next working day
    /// when it is a day off.
    ///
    /// Source: 民法典第二百零二条、第二百零三条.
    pub fn months_after(&self, from: Date, months: u32) -> Dated {
        let span = jiff::Span::new().try_months(months).ok();
        let end = span.and_then(|span| from.checked_add(span).ok()).unwrap_or(Date::MAX);
        self.rolled(number(from), i64::from(number(end)))
    }

    fn rolled(&self, start: i32, end: i64) -> Dated {
        let end = i32::try_from(end).unwrap_or(i32::MAX - 1).min(number(Date::MAX));
        let end = self.nth_after(end - 1, 1);
        Dated { date: from_number(end), provisional: self.is_provisional(start, end) }
    }

    /// Working days up to and including a day, measured from the table's first row.
    pub(crate) fn working_until(&self, day: i32) -> i64 {
        let Table { first, sums, .. } = &self.table;
        match usize::try_from(day - first) {
            Ok(row) if row < sums.len() => i64::from(sums[row].working),
            Ok(_) => {
                let last = first + sums.len() as i32 - 1;
                self.table.working.len() as i64 + weekdays_until(day) - weekdays_until(last)
            }
            Err(_) => weekdays_until(day) - weekdays_until(first - 1),
        }
    }

    /// Day number of the `n`-th working day after a day; the day itself for `n <= 0`.
    pub(crate) fn nth_after(&self, day: i32, n: i64) -> i32 {
        if n <= 0 {
            return day;
        }
        let Table { first, sums, working, .. } = &self.table;
        let wanted = self.working_until(day) + n;
        match usize::try_from(wanted - 1) {
            Ok(index) if index < working.len() => working[index],
            Ok(_) => {
                let last = first + sums.len() as i32 - 1;
                nth_weekday(wanted - working.len() as i64 + weekdays_until(last))
            }
            Err(_) => nth_weekday(wanted + weekdays_until(first - 1)),
        }
    }

    /// Whether a day after `after`, up to and including `to`, waits for a notice.
    pub(crate) fn is_provisional(&self, after: i32, to: i32) -> bool {
        let Table { first, sums, .. } = &self.table;
        if to <= after {
            return false;
        }
        let row = |day: i32| usize::try_from(day - first).ok().and_then(|row| sums.get(row));
        // Whatever lies outside the table is unknown.
        match (row(after + 1), row(after), row(to)) {
            (Some(_), Some(before), Some(end)) => end.unknown > before.unknown,
            (Some(_), None, Some(end)) => end.unknown > 0,
            _ => true,
        }
    }

    fn build(years: BTreeMap<i16, HolidayYear>, overlay: Overlay) -> Calendar {
        let mut named = BTreeMap::new();
        for year in years.values() {
            for span in &year.off {
                for day in number(span.from)..=number(span.to) {
                    named.insert(day, Named { name: span.name.clone(), off: true });
                }
            }
            for day in &year.worked {
                named.insert(number(day.on), Named { name: day.name.clone(), off: false });
            }
        }
        for (days, off) in [(&overlay.closed, true), (&overlay.worked, false)] {
            for day in days {
                named.insert(number(day.on), Named { name: day.name.clone(), off });
            }
        }
        let known: BTreeSet<i16> = years.values().filter(|year| !year.off.is_empty()).map(|year| year.year).collect();
        let table = Table::build(named, &known);
        Calendar { years, overlay, table }
    }
}

impl Table {
    fn build(named: BTreeMap<i32, Named>, known: &BTreeSet<i16>) -> Table {
        let from_year = known.first().copied().unwrap_or(2019).max(2);
        let to_year = known.last().copied().unwrap_or(from_year).min(9000) + YEARS_AHEAD;
        let first = number(jiff::civil::date(from_year - 1, 1, 1));
        let last = number(jiff::civil::date(to_year, 12, 31));
        // An overlay may lie outside the known years, and still has to be obeyed.
        let first = named.keys().next().map_or(first, |day| first.min(*day));
        let last = named.keys().next_back().map_or(last, |day| last.max(*day));
        let mut sums = Vec::with_capacity((last - first + 1) as usize);
        let mut working = Vec::new();
        let mut sum = Sums::default();
        for day in first..=last {
            let date = from_number(day);
            let off = named.get(&day).map_or_else(|| is_weekend(day), |named| named.off);
            if !off {
                sum.working += 1;
                working.push(day);
            }
            let year = date.year();
            let open_end = date.month() == 12 && date.day() >= LAST_WEEK && !known.contains(&(year + 1));
            if !known.contains(&year) || open_end {
                sum.unknown += 1;
            }
            sums.push(sum);
        }
        Table { first, sums, working, named }
    }
}

/// Days since a Monday, with the epoch 1970-01-01 being a Thursday.
const fn since_monday(day: i32) -> i64 {
    day as i64 + 3
}

fn is_weekend(day: i32) -> bool {
    since_monday(day).rem_euclid(7) >= 5
}

/// Weekdays (Monday to Friday) up to and including a day, from the Monday of the epoch's week.
fn weekdays_until(day: i32) -> i64 {
    let days = since_monday(day);
    days.div_euclid(7) * 5 + (days.rem_euclid(7) + 1).min(5)
}

/// The day number at which [`weekdays_until`] first reaches `count`, cut to the years a date can hold.
fn nth_weekday(count: i64) -> i32 {
    let index = count - 1;
    let day = index.div_euclid(5) * 7 + index.rem_euclid(5) - 3;
    day.clamp(i64::from(number(Date::MIN)), i64::from(number(Date::MAX))) as i32
}
