//! Days and years as reports print and misprint them.

use jiff::civil::{Date, date};

use super::fold::{fold_char, is_silent, small_number};

/// A text folded, without blanks: what dates are looked for in.
pub(super) fn dense(text: &str) -> Vec<char> {
    text.chars().filter(|c| !is_silent(*c) && !c.is_whitespace()).map(fold_char).collect()
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || "〇○零一二三四五六七八九十".contains(c)
}

/// A day printed whole that begins at `at`: `2021年1月18日`, `2021-01-18`, `二〇二一年一月十八日`; and
/// the place behind it.
pub(super) fn day_at(text: &[char], at: usize) -> Option<(Date, usize)> {
    let (year, next) = number_at(text, at, 4)?;
    if !(1990..2100).contains(&year) {
        return None;
    }
    let mark = *text.get(next)?;
    if !matches!(mark, '年' | '-' | '.' | '/') {
        return None;
    }
    let (month, next) = number_at(text, next + 1, 3)?;
    let separated = if mark == '年' { text.get(next) == Some(&'月') } else { text.get(next) == Some(&mark) };
    if !separated {
        return None;
    }
    let (day, next) = number_at(text, next + 1, 3)?;
    let end = if matches!(text.get(next), Some('日' | '号')) { next + 1 } else { next };
    Some((Date::new(year as i16, month as i8, day as i8).ok()?, end))
}

/// The first day in a text.
pub(super) fn first_day(text: &str) -> Option<Date> {
    let first = |text: &str| {
        let text = dense(text);
        (0..text.len()).find_map(|at| starts_number(&text, at).then(|| day_at(&text, at)).flatten()).map(|(day, _)| day)
    };
    // `2024-01-26 10:32` without its blank would end in a day 2610.
    text.split_whitespace().find_map(first).or_else(|| first(text))
}

/// The day with which a line ends, and the words before it.
pub(super) fn day_at_end(line: &str) -> Option<(String, Date)> {
    let text = dense(line);
    if text.len() > 80 {
        return None;
    }
    let at = (0..text.len()).find(|at| {
        starts_number(&text, *at)
            && day_at(&text, *at).is_some_and(|(_, end)| text[end..].iter().all(|c| ")。".contains(*c)))
    })?;
    let (day, _) = day_at(&text, at)?;
    let before: String = text[..at].iter().collect();
    Some((before.trim_end_matches(['(', ':', ',']).to_owned(), day))
}

fn starts_number(text: &[char], at: usize) -> bool {
    is_digit(text[at]) && (at == 0 || !is_digit(text[at - 1]))
}

fn number_at(text: &[char], at: usize, most: usize) -> Option<(u32, usize)> {
    let count = text.get(at..)?.iter().take_while(|c| is_digit(**c)).count();
    (1..=most.max(3)).contains(&count).then(|| small_number(&text[at..at + count])).flatten().map(|n| (n, at + count))
}

/// The first year in a text with 年 or an end of word behind it.
pub(super) fn year_in(text: &str) -> Option<i16> {
    years_in(text).next()
}

/// Every year printed as `2020年` or `二〇二〇年`, in order.
pub(super) fn years_in(text: &str) -> impl Iterator<Item = i16> {
    let text = dense(text);
    let mut years = Vec::new();
    for at in 0..text.len() {
        if starts_number(&text, at)
            && let Some((year, next)) = number_at(&text, at, 4)
            && next - at == 4
            && (2000..2100).contains(&year)
            && matches!(text.get(next), Some('年'))
        {
            years.push(year as i16);
        }
    }
    years.into_iter()
}

/// The statistical period: the first two days of a text that are joined by 至 or a dash.
///
/// Misprints that leave one reading are read: `202111日起至20211231日`, `202020年12月31日`,
/// `2020年1月1日至12月31止`. Only periods are taken that begin on 1 January, span at least ten months or
/// stand beside 统计 or 期限.
pub(super) fn period(text: &str) -> Option<(Date, Date)> {
    let text = dense(text);
    for at in 0..text.len() {
        if !starts_number(&text, at) {
            continue;
        }
        let Some((from, end)) = loose_day(&text, at, None) else { continue };
        let mut next = end;
        while matches!(text.get(next), Some('起' | '日' | ',' | '开' | '始')) && next < end + 3 {
            next += 1;
        }
        if !matches!(text.get(next), Some('至' | '到' | '-' | '~')) {
            continue;
        }
        while matches!(text.get(next), Some('至' | '到' | '-' | '~')) {
            next += 1;
        }
        let Some((to, _)) = loose_day(&text, next, Some(from.year())) else { continue };
        let near: String = text[at.saturating_sub(24)..text.len().min(next + 16)].iter().collect();
        let named = ["统计", "期限", "数据", "止"].iter().any(|word| near.contains(word));
        let long = from < to && to.since(from).is_ok_and(|span| span.get_days() >= 300);
        if long && (named || (from.month() == 1 && from.day() == 1)) {
            return Some((from, to));
        }
    }
    None
}

/// A day that may be misprinted, begin and end of the year being the likely ones; without its own year
/// it is in `year`.
fn loose_day(text: &[char], at: usize, year: Option<i16>) -> Option<(Date, usize)> {
    if let Some(day) = day_at(text, at) {
        return Some(day);
    }
    let digits = text.get(at..)?.iter().take_while(|c| c.is_ascii_digit()).count();
    let run: String = text[at..at + digits].iter().collect();
    let behind = text.get(at + digits).copied().unwrap_or(' ');
    // 202020年: the century twice.
    if digits == 6 && behind == '年' && run.starts_with("20") && run[2..4] == run[4..6] {
        let rest: Vec<char> = run[..4].chars().chain(text[at + digits..].iter().copied().take(8)).collect();
        return day_at(&rest, 0).map(|(day, end)| (day, at + end + 2));
    }
    // 202111日, 20211231日: 年 and 月 lost.
    if (6..=8).contains(&digits) && behind == '日' && run.starts_with("20") {
        let year: i16 = run[..4].parse().ok()?;
        let end = at + digits + 1;
        return match &run[4..] {
            "11" | "0101" => Some((date(year, 1, 1), end)),
            "1231" => Some((date(year, 12, 31), end)),
            _ => None,
        };
    }
    // 12月31止: the year before it holds, 日 lost.
    let year = year?;
    let (month, next) = number_at(text, at, 3)?;
    if text.get(next) != Some(&'月') {
        return None;
    }
    let (day, next) = number_at(text, next + 1, 3)?;
    Some((Date::new(year, month as i8, day as i8).ok()?, next))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_digits_and_in_chinese() {
        for text in ["2021年1月18日", "2021-01-18", "二〇二一年一月十八日", "2021 年 1 月 18 日", "２０２１．１．１８"]
        {
            assert_eq!(first_day(text), Some(date(2021, 1, 18)), "{text}");
        }
        assert_eq!(first_day("2021年13月1日"), None);
    }

    #[test]
    fn a_period_is_read_through_its_misprints() {
        let whole = |year| Some((date(year, 1, 1), date(year, 12, 31)));
        assert_eq!(period("统计期限自 2020年1月1日起至 2020年12月31日止"), whole(2020));
        assert_eq!(period("统计期限自202111日起至20211231日止"), whole(2021));
        assert_eq!(period("自2020年1月1日至202020年12月31日"), whole(2020));
        assert_eq!(period("数据从2021年1月1日到12月31止"), whole(2021));
        assert_eq!(period("2023年1月1日—2023年12月31日"), whole(2023));
        assert_eq!(period("2020年3月1日至3月5日开展检查"), None);
    }

    #[test]
    fn a_signature_ends_with_its_day() {
        assert_eq!(day_at_end("某县财政局 2021年1月18日"), Some(("某县财政局".to_owned(), date(2021, 1, 18))));
        assert_eq!(day_at_end("2021年1月18日我局召开会议"), None);
    }
}
