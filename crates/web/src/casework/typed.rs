//! Dates, numbers and amounts as people type them.

use jiff::civil::Date;

/// A date typed as `2026-03-05`, `20260305`, `2026/3/5`, `2026.3.5` or `2026年3月5日`, full width or not.
///
/// # Errors
/// A sentence that says what to do.
pub fn date(typed: &str) -> Result<Date, String> {
    let digits: Vec<String> =
        fold(typed).split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).map(str::to_owned).collect();
    let strange = fold(typed).chars().any(|c| !(c.is_ascii_digit() || c.is_whitespace() || "-/.年月日号".contains(c)));
    let parts: Vec<i16> = match digits.as_slice() {
        [whole] if whole.len() == 8 => {
            [&whole[..4], &whole[4..6], &whole[6..]].iter().filter_map(|p| p.parse().ok()).collect()
        }
        parts => parts.iter().filter_map(|part| part.parse().ok()).collect(),
    };
    if typed.trim().is_empty() {
        return Err("请填写日期".to_owned());
    }
    let not_written = || "请按 2026-03-05 或者 20260305 的样子填写日期".to_owned();
    let [year, month, day] = parts[..] else { return Err(not_written()) };
    if strange || digits.len() > 3 || !(1900..=2999).contains(&year) {
        return Err(not_written());
    }
    let small = |n: i16| i8::try_from(n).ok();
    let date = small(month).zip(small(day)).and_then(|(month, day)| Date::new(year, month, day).ok());
    date.ok_or_else(|| format!("{year}年{month}月没有{day}日，请核对日期"))
}

/// A date that may be left out.
///
/// # Errors
/// As [`date`].
pub fn date_if_any(typed: &str) -> Result<Option<Date>, String> {
    if typed.trim().is_empty() { Ok(None) } else { date(typed).map(Some) }
}

/// A whole number of working days.
///
/// # Errors
/// A sentence that says what to do.
pub fn days(typed: &str) -> Result<u32, String> {
    let digits: String = fold(typed).chars().filter(|c| !c.is_whitespace()).collect();
    match digits.trim_end_matches("个工作日").parse() {
        Ok(days @ 1..=250) => Ok(days),
        _ => Err("请填写工作日的天数，例如 15".to_owned()),
    }
}

/// An amount in yuan with at most two places, as 分.
///
/// # Errors
/// A sentence that says what to do.
pub fn fen(typed: &str) -> Result<u64, String> {
    let amount: String = fold(typed).chars().filter(|c| !c.is_whitespace() && *c != ',').collect();
    let amount = amount.trim_end_matches('元');
    let wrong = || "请填写金额，单位为元，最多两位小数，例如 2200.00".to_owned();
    let (yuan, cents) = amount.split_once('.').unwrap_or((amount, ""));
    if yuan.is_empty() || yuan.len() > 9 || cents.len() > 2 {
        return Err(wrong());
    }
    let all_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(yuan) || !all_digits(cents) {
        return Err(wrong());
    }
    format!("{yuan}{cents:0<2}").parse().map_err(|_| wrong())
}

fn fold(typed: &str) -> String {
    typed
        .chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            '\u{3000}' => ' ',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as day;

    #[test]
    fn dates_are_read_as_people_type_them() {
        for typed in ["2026-03-05", "20260305", "2026年3月5日", "２０２６／３／５", " 2026.3.5 ", "2026年03月05号"]
        {
            assert_eq!(date(typed), Ok(day(2026, 3, 5)), "{typed}");
        }
        for (typed, told) in [
            ("", "请填写日期"),
            ("2026-02-31", "2026年2月没有31日，请核对日期"),
            ("2026-13-01", "2026年13月没有1日，请核对日期"),
            ("3月5日", "请按 2026-03-05 或者 20260305 的样子填写日期"),
            ("昨天", "请按 2026-03-05 或者 20260305 的样子填写日期"),
            ("260305", "请按 2026-03-05 或者 20260305 的样子填写日期"),
            ("2026-03-05 08:00:00", "请按 2026-03-05 或者 20260305 的样子填写日期"),
        ] {
            assert_eq!(date(typed), Err(told.to_owned()), "{typed}");
        }
        assert_eq!(date_if_any("  "), Ok(None));
    }

    #[test]
    fn amounts_keep_every_fen() {
        for (typed, expected) in [("2200", 220_000), ("2,200.5 元", 220_050), ("０．０１", 1), ("100.00", 10_000)]
        {
            assert_eq!(fen(typed), Ok(expected), "{typed}");
        }
        for typed in ["", "免费", "-5", "1.234", "1e9", "9999999999"] {
            assert!(fen(typed).is_err(), "{typed}");
        }
        assert_eq!((days("15"), days("１５个工作日")), (Ok(15), Ok(15)));
        assert!(days("0").is_err() && days("十五").is_err());
    }
}
