//! The clock, drawn as a strip of days.
//!
//! The slice says of each day what it is ([`DayKind`]); this module only draws: a row of cells for the eye,
//! and runs of like days as a table for those who hear the page or print it. No day is computed here.

use jiff::civil::Date;

use crate::page::words;

/// What a day is to the clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DayKind {
    /// The day from which the clock runs; it is not counted itself.
    Start,
    /// A working day that counted, with its number from 1.
    Counted(u32),
    /// A working day that will count, with its number.
    Ahead(u32),
    /// A working day after the last lawful one, with how many it is too late.
    Over(u32),
    /// A day on which the clock stands, with the cause: `征求第三方意见`.
    Paused(String),
    /// A day before the clock began, with what was waited for: `等待登记和双方确认`.
    NotBegun(String),
    /// A day off, with its name: `周末`, `春节`.
    Off(String),
    /// A day before the clock began or after it ended.
    Outside,
}

/// One day of the strip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// The day.
    pub date: Date,
    /// What it is to the clock.
    pub kind: DayKind,
    /// Whether it is a weekend day worked in exchange for a holiday (调休上班).
    pub make_up: bool,
    /// What happened on it: `收到申请`, `延长 20 个工作日`; may be empty.
    pub event: String,
}

/// The strip: consecutive days, today, and the last lawful day.
///
/// ```
/// # use web::page::strip::{Day, DayKind, Strip};
/// # use jiff::civil::date;
/// let day = |d, kind| Day { date: date(2025, 1, d), kind, make_up: false, event: String::new() };
/// let strip = Strip {
///     says: "已用 1 个工作日".into(),
///     days: vec![day(24, DayKind::Counted(4)), day(25, DayKind::Off("周末".into()))],
///     today: date(2025, 1, 24),
///     due: None,
/// };
/// assert_eq!(strip.runs()[1].counted, "不计：周末");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strip {
    /// The answer in a sentence, above the strip; may be empty.
    pub says: String,
    /// The days, in order, without gaps.
    pub days: Vec<Day>,
    /// Today.
    pub today: Date,
    /// The last lawful day; `None` while the clock has not started.
    pub due: Option<Date>,
}

/// A cell as the macro draws it, or a line of the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Class names.
    pub class: String,
    /// `3月` on the first day of a month and of the strip, else the day: `5`.
    pub date: String,
    /// The number of the working day, or a sign.
    pub inside: String,
    /// Under the cell: `今天`, `⚑到期`.
    pub mark: String,
    /// Everything about the day in a sentence.
    pub title: String,
}

/// A run of like days as the table says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// `2025年1月21日至1月24日`.
    pub dates: String,
    /// `计入：第 1 至 4 个工作日`, `不计：春节`, `暂停：征求第三方意见`.
    pub counted: String,
    /// Today, the last day, make-up days, events.
    pub note: String,
}

impl DayKind {
    fn class(&self) -> &'static str {
        match self {
            DayKind::Start => "day--start",
            DayKind::Counted(_) => "day--counted",
            DayKind::Ahead(_) => "day--ahead",
            DayKind::Over(_) => "day--over",
            DayKind::Paused(_) | DayKind::NotBegun(_) => "day--paused",
            DayKind::Off(_) => "day--off",
            DayKind::Outside => "day--outside",
        }
    }

    fn inside(&self) -> String {
        match self {
            DayKind::Start => "起".to_owned(),
            DayKind::Counted(n) | DayKind::Ahead(n) => n.to_string(),
            DayKind::Over(n) => format!("+{n}"),
            DayKind::Paused(_) => "停".to_owned(),
            DayKind::NotBegun(_) => "待".to_owned(),
            DayKind::Off(_) => "休".to_owned(),
            DayKind::Outside => String::new(),
        }
    }

    /// Whether two neighbouring days belong to one run of the table.
    fn runs_on(&self, next: &DayKind) -> bool {
        match (self, next) {
            (DayKind::Paused(a), DayKind::Paused(b))
            | (DayKind::NotBegun(a), DayKind::NotBegun(b))
            | (DayKind::Off(a), DayKind::Off(b)) => a == b,
            _ => std::mem::discriminant(self) == std::mem::discriminant(next),
        }
    }

    fn counted(&self, last: &DayKind) -> String {
        let span = |first: &u32, last: &u32| {
            if first == last {
                format!("第 {first} 个工作日")
            } else {
                format!("第 {first} 至 {last} 个工作日")
            }
        };
        match (self, last) {
            (DayKind::Counted(a), DayKind::Counted(b)) => format!("计入：{}", span(a, b)),
            (DayKind::Ahead(a), DayKind::Ahead(b)) => format!("将计入：{}", span(a, b)),
            (DayKind::Over(_), DayKind::Over(b)) => format!("超期：累计 {b} 个工作日"),
            (DayKind::Paused(cause), _) => format!("暂停：{cause}"),
            (DayKind::NotBegun(cause), _) => format!("尚未起算：{cause}"),
            (DayKind::Off(name), _) => format!("不计：{name}"),
            (DayKind::Start, _) => "起算日，当日不计".to_owned(),
            _ => "不在期限内".to_owned(),
        }
    }
}

impl Strip {
    /// The days of the week above the columns, three weeks of them; narrow screens show two or one.
    pub fn heads(&self) -> impl Iterator<Item = &'static str> {
        ["一", "二", "三", "四", "五", "六", "日"].into_iter().cycle().take(21)
    }

    /// The cells, in order; the first says under which day of the week it begins.
    pub fn cells(&self) -> Vec<Cell> {
        self.days.iter().enumerate().map(|(at, day)| self.cell(at, day)).collect()
    }

    fn cell(&self, at: usize, day: &Day) -> Cell {
        let month_begins = at == 0 || day.date.day() == 1;
        let (today, due) = (day.date == self.today, Some(day.date) == self.due);
        let mut class = day.kind.class().to_owned();
        for (applies, name) in
            [(month_begins, " day--month"), (today, " day--today"), (due, " day--due"), (day.make_up, " day--make-up")]
        {
            if applies {
                class.push_str(name);
            }
        }
        if at == 0 {
            class.push_str(&format!(" from-{}", day.date.weekday().to_monday_one_offset()));
        }
        let mark = match (today, due) {
            (_, true) => "⚑到期",
            (true, false) => "今天",
            _ if day.make_up => "调班",
            _ => "",
        };
        let mut title = format!("{}：{}", words::date(&day.date), day.kind.counted(&day.kind));
        for note in self.notes(day) {
            title.push('，');
            title.push_str(&note);
        }
        Cell {
            class,
            date: if month_begins {
                format!("{}/{}", day.date.month(), day.date.day())
            } else {
                day.date.day().to_string()
            },
            inside: day.kind.inside(),
            mark: mark.to_owned(),
            title,
        }
    }

    fn notes(&self, day: &Day) -> Vec<String> {
        let mut notes = Vec::new();
        if day.date == self.today {
            notes.push("今天".to_owned());
        }
        if Some(day.date) == self.due {
            notes.push("期限最后一日".to_owned());
        }
        if day.make_up {
            notes.push("调休上班".to_owned());
        }
        if !day.event.is_empty() {
            notes.push(day.event.clone());
        }
        notes
    }

    /// The key: one line for each kind of day that occurs, pauses with their causes.
    pub fn keys(&self) -> Vec<Cell> {
        let mut keys: Vec<Cell> = Vec::new();
        for day in &self.days {
            let title = match &day.kind {
                DayKind::Start => "起算日（不计）".to_owned(),
                DayKind::Counted(_) => "已计入的工作日".to_owned(),
                DayKind::Ahead(_) => "将计入的工作日".to_owned(),
                DayKind::Over(_) => "超期的工作日".to_owned(),
                DayKind::Paused(cause) => format!("暂停计时：{cause}"),
                DayKind::NotBegun(cause) => format!("尚未起算：{cause}"),
                DayKind::Off(_) => "休息日、节假日（不计）".to_owned(),
                DayKind::Outside => continue,
            };
            if keys.iter().all(|key| key.title != title) {
                let inside = match &day.kind {
                    DayKind::Counted(_) | DayKind::Ahead(_) | DayKind::Over(_) => String::new(),
                    other => other.inside(),
                };
                let class = day.kind.class().to_owned();
                keys.push(Cell { class, date: String::new(), inside, mark: String::new(), title });
            }
        }
        keys
    }

    /// Runs of like days, for the table. A day with something to note ends its run, so that the note stands with it.
    pub fn runs(&self) -> Vec<Run> {
        let mut runs = Vec::new();
        let mut first = 0;
        for (at, day) in self.days.iter().enumerate() {
            let ends = self.days.get(at + 1).is_none_or(|next| {
                !day.kind.runs_on(&next.kind) || !self.notes(day).is_empty() || !self.notes(next).is_empty()
            });
            if ends {
                runs.push(self.run(&self.days[first], day));
                first = at + 1;
            }
        }
        runs
    }

    fn run(&self, first: &Day, last: &Day) -> Run {
        let dates = if first.date == last.date {
            words::date(&first.date)
        } else if first.date.year() == last.date.year() {
            format!("{}至{}月{}日", words::short_date(&first.date), last.date.month(), last.date.day())
        } else {
            format!("{}至{}", words::short_date(&first.date), words::short_date(&last.date))
        };
        Run { dates, counted: first.kind.counted(&last.kind), note: self.notes(last).join("；") }
    }
}

#[cfg(test)]
mod tests {
    use crate::page::sample;

    #[test]
    fn the_table_tells_the_spring_festival_in_runs() {
        let told: Vec<String> = sample::strip()
            .runs()
            .into_iter()
            .map(|run| format!("{} | {} | {}", run.dates, run.counted, run.note))
            .collect();
        assert_eq!(
            told[..8],
            [
                "2025年1月20日（星期一） | 起算日，当日不计 | 收到申请",
                "2025年1月21日至1月24日 | 计入：第 1 至 4 个工作日 | ",
                "2025年1月25日（星期六） | 不计：周末 | ",
                "2025年1月26日（星期日） | 计入：第 5 个工作日 | 调休上班",
                "2025年1月27日（星期一） | 计入：第 6 个工作日 | ",
                "2025年1月28日至2月4日 | 不计：春节 | ",
                "2025年2月5日至2月7日 | 计入：第 7 至 9 个工作日 | ",
                "2025年2月8日（星期六） | 计入：第 10 个工作日 | 调休上班",
            ]
        );
    }

    #[test]
    fn today_and_the_last_day_are_marked_in_words_too() {
        let cells = sample::strip().cells();
        let today = cells.iter().find(|cell| cell.class.contains("day--today")).unwrap();
        assert!(today.mark == "今天" && today.title.ends_with("，今天"), "{today:?}");
        let due = cells.iter().find(|cell| cell.class.contains("day--due")).unwrap();
        assert!(due.title.contains("期限最后一日"), "{due:?}");
    }

    #[test]
    fn the_key_names_only_what_occurs_and_every_cause_once() {
        let titles: Vec<String> = sample::strip().keys().into_iter().map(|key| key.title).collect();
        assert_eq!(
            titles,
            [
                "起算日（不计）",
                "已计入的工作日",
                "休息日、节假日（不计）",
                "暂停计时：征求第三方意见",
                "将计入的工作日"
            ]
        );
    }
}
