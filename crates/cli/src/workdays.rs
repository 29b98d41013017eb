//! `workdays`: the N-th working day after a date, or how many lie between two dates.

use std::process::ExitCode;

use jiff::civil::Date;
use law::calendar::Calendar;
use serde_json::json;

use crate::clock::{Said, in_words};

/// 推算某日之后的第几个工作日，或者数两个日期之间的工作日（按国务院办公厅放假安排，含调休）
#[derive(clap::Args)]
pub struct WorkdaysArgs {
    /// 起始日期，当日不计入，如 2019-09-27、20190927、2019年9月27日
    #[arg(value_name = "FROM")]
    from: String,
    /// 第几个工作日；与 --count 同用时为截止日期（计入）
    #[arg(value_name = "N|TO", allow_hyphen_values = true)]
    n_or_to: String,
    /// 数起始日期之后、截止日期（含）以前有几个工作日
    #[arg(long)]
    count: bool,
    /// 输出 JSON，供其他程序使用
    #[arg(long)]
    json: bool,
}

/// Computes and prints.
pub fn run(args: &WorkdaysArgs) -> ExitCode {
    compute(&args.from, &args.n_or_to, args.count, args.json).print()
}

/// Working days one may ask for at once: some forty years.
const MOST: u32 = 10_000;

const PROVISIONAL: &str = "提示：所涉年度的放假安排不在本程序已知范围，只按周末计算，结果为暂定。\n";

fn compute(from: &str, n_or_to: &str, count: bool, as_json: bool) -> Said {
    let Some(start) = read_date(from) else { return Said::bad_input(not_a_date(from)) };
    let calendar = Calendar::builtin();
    if count {
        let Some(end) = read_date(n_or_to) else { return Said::bad_input(not_a_date(n_or_to)) };
        if end < start {
            return Said::bad_input(format_args!("截止日期{end}早于起始日期{start}，请核对先后"));
        }
        let counted = calendar.working_days_between(start, end);
        let out = match (as_json, counted.provisional) {
            (true, false) => format!("{}\n", json!({"count": counted.count})),
            (true, true) => format!("{}\n", json!({"count": counted.count, "provisional": true})),
            (false, provisional) => format!(
                "{}之后至{}（含）共{}个工作日。\n{}",
                in_words(start),
                in_words(end),
                counted.count,
                if provisional { PROVISIONAL } else { "" }
            ),
        };
        return Said::answer(out, 0);
    }
    let n = match n_or_to.trim().parse::<u32>() {
        Ok(n) if (1..=MOST).contains(&n) => n,
        _ => {
            return Said::bad_input(format_args!(
                "“{n_or_to}”应当是1至{MOST}之间的整数；要数两个日期之间的工作日，请加 --count"
            ));
        }
    };
    let found = calendar.working_day_after(start, n);
    if found.date == Date::MAX {
        return Said::bad_input("日期超出可以计算的范围");
    }
    let out = if as_json {
        format!(
            "{{\"from\":\"{start}\",\"n\":{n},\"date\":\"{}\",\"provisional\":{}}}\n",
            found.date, found.provisional
        )
    } else {
        let note = if found.provisional { PROVISIONAL } else { "" };
        format!("{}之后第{n}个工作日是{}。\n{note}", in_words(start), in_words(found.date))
    };
    Said::answer(out, 0)
}

fn not_a_date(text: &str) -> String {
    format!("“{text}”不是日期，请写作 2019-09-27、20190927 或者 2019年9月27日")
}

/// A date as people type it: `2019-09-27`, `20190927`, `2019年9月27日`.
fn read_date(text: &str) -> Option<Date> {
    let text = text.trim();
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return new_date(&text[..4], &text[4..6], &text[6..]);
    }
    if let Some((year, rest)) = text.split_once('年') {
        let (month, day) = rest.strip_suffix('日')?.split_once('月')?;
        return new_date(year, month, day);
    }
    let mut parts = text.split(['-', '/', '.']);
    let date = new_date(parts.next()?, parts.next()?, parts.next()?)?;
    parts.next().is_none().then_some(date)
}

fn new_date(year: &str, month: &str, day: &str) -> Option<Date> {
    let number = |text: &str| text.trim().parse::<u16>().ok();
    let year = number(year).filter(|year| (1_000..=9_999).contains(year))?;
    Date::new(i16::try_from(year).ok()?, i8::try_from(number(month)?).ok()?, i8::try_from(number(day)?).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_twentieth_working_day_steps_over_national_day() {
        let said = compute("2019-09-27", "20", false, true);
        assert_eq!(said.out, "{\"from\":\"2019-09-27\",\"n\":20,\"date\":\"2019-10-30\",\"provisional\":false}\n");
        let said = compute("2019年9月27日", "20", false, false);
        assert_eq!(said.out, "2019年9月27日（星期五）之后第20个工作日是2019年10月30日（星期三）。\n");
        assert_eq!(compute("20190927", "20", false, true).out, compute("2019/9/27", "20", false, true).out);
    }

    #[test]
    fn working_days_between_two_dates_are_counted() {
        assert_eq!(compute("2019-09-27", "2019-10-30", true, true), Said::answer("{\"count\":20}\n".into(), 0));
        assert_eq!(compute("2019-09-27", "2019-09-27", true, true).out, "{\"count\":0}\n");
    }

    #[test]
    fn an_unknown_year_is_said_to_be_provisional() {
        assert!(compute("2031-01-02", "5", false, false).out.contains("暂定"));
        assert!(compute("2031-01-02", "5", false, true).out.contains("\"provisional\":true"));
        assert!(compute("2031-01-02", "2031-02-03", true, true).out.contains("\"provisional\":true"));
    }

    #[test]
    fn what_is_no_date_or_number_is_bad_input_and_says_how_to_write_it() {
        let cases =
            [("2019-02-30", "1", false), ("昨天", "1", false), ("2019-09-27", "0", false), ("2019-09-27", "-3", false)];
        for (from, n, count) in cases.into_iter().chain([
            ("2019-09-27", "2019-10-30", false),
            ("2019-09-27", "20", true),
            ("2019-09-27", "2019-09-01", true),
            ("9999-12-01", "500", false),
            ("2019-09-27-1", "5", false),
            ("2019-09-27", "99999999999", false),
        ]) {
            let said = compute(from, n, count, true);
            assert_eq!((said.code, said.out.is_empty(), said.err.is_empty()), (2, true, false), "{from} {n}");
        }
    }
}
