//! Numbers as a sheet shows them: two decimals, percent, a date, a unit behind.
//!
//! **Source.** ECMA-376 part 1, 18.8.30 (built-in formats) and 18.8.31 (format codes). Colours, conditions and fractions are not
//! followed; such a number is shown plainly.

use jiff::ToSpan;
use jiff::civil::{Date, date};

/// The code of a built-in format; those of East Asia as the Chinese edition has them.
pub(super) fn built_in(id: u32) -> &'static str {
    match id {
        1 => "0",
        2 => "0.00",
        3 | 37 | 38 | 41 => "#,##0",
        4 | 39 | 40 | 43 => "#,##0.00",
        9 => "0%",
        10 => "0.00%",
        11 => "0.00E+00",
        14 => "yyyy/m/d",
        15 => "d-mmm-yy",
        16 => "d-mmm",
        17 => "mmm-yy",
        18..=21 | 45..=47 => "h:mm:ss",
        22 => "yyyy/m/d h:mm",
        27 | 36 | 50 | 52 | 57 => "yyyy年m月",
        28 | 29 | 51 | 53 | 54 | 58 => "m月d日",
        30 => "m-d-yy",
        31 => "yyyy年m月d日",
        32 | 33 => "h时mm分",
        49 => "@",
        _ => "General",
    }
}

/// A number under a format code. `from_1904`: dates of old Macintosh sheets are counted from 1904.
pub(super) fn shown(number: f64, code: &str, from_1904: bool) -> String {
    let sections: Vec<&str> = sections(code);
    let negative = number < 0.0;
    let (section, number) = match sections[..] {
        [_, _, zero, ..] if number == 0.0 => (zero, number),
        [_, below, ..] if negative => (below, -number),
        [first, ..] => (first, number),
        [] => ("", number),
    };
    let pieces = pieces(section);
    let is_date = pieces.iter().any(|piece| matches!(piece, Piece::Sign('y' | 'm' | 'd' | 'h' | 's')));
    if section.trim().is_empty() && sections.len() > 1 {
        return String::new();
    }
    if section.is_empty() || section.contains("General") || section.contains('@') || section.contains("E+") {
        return plain(number, section, &pieces);
    }
    if is_date {
        return moment(number, &pieces, from_1904).unwrap_or_else(|| general(number));
    }
    counted(number, &pieces)
}

/// A number without a format: whole numbers without decimals, others with no more digits than are true.
pub(super) fn general(number: f64) -> String {
    if !number.is_finite() {
        return String::new();
    }
    if number == number.trunc() && number.abs() < 1e15 {
        return format!("{:.0}", if number == 0.0 { 0.0 } else { number });
    }
    // Fifteen digits are what the format carries; more are noise of the binary fraction.
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    format!("{rounded}")
}

fn plain(number: f64, section: &str, pieces: &[Piece]) -> String {
    if !section.contains("General") {
        return general(number);
    }
    let mut text = String::new();
    for piece in pieces {
        if let Piece::Word(word) = piece {
            text.push_str(word);
        }
    }
    text.replacen('\u{0}', &general(number), 1)
}

#[derive(Debug, PartialEq)]
enum Piece {
    /// Shown as it is; the place of `General` is a zero character.
    Word(String),
    /// A sign with a meaning.
    Sign(char),
}

/// Sections are parted by semicolons, except inside quotation marks.
fn sections(code: &str) -> Vec<&str> {
    let (mut quoted, mut escaped) = (false, false);
    code.split(|c: char| {
        if std::mem::take(&mut escaped) {
            return false;
        }
        match c {
            '"' => quoted = !quoted,
            '\\' => escaped = true,
            _ => {}
        }
        c == ';' && !quoted
    })
    .collect()
}

fn pieces(section: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut chars = section.chars().peekable();
    let word = |pieces: &mut Vec<Piece>, text: String| pieces.push(Piece::Word(text));
    while let Some(c) = chars.next() {
        match c {
            '"' => word(&mut pieces, chars.by_ref().take_while(|&c| c != '"').collect()),
            '\\' => pieces.extend(chars.next().map(|c| Piece::Word(c.to_string()))),
            // A blank as wide as the next sign, and a sign that fills the cell.
            '_' | '*' => {
                chars.next();
            }
            '[' => {
                let inside: String = chars.by_ref().take_while(|&c| c != ']').collect();
                // [$¥-804] is a currency sign; the rest are colours, conditions, languages.
                if let Some(sign) = inside.strip_prefix('$') {
                    word(&mut pieces, sign.split('-').next().unwrap_or_default().to_owned());
                } else if let Some(unit @ ('h' | 'm' | 's')) = inside.to_ascii_lowercase().chars().next()
                    && inside.chars().all(|c| c.eq_ignore_ascii_case(&unit))
                {
                    pieces.push(Piece::Sign(unit));
                }
            }
            'G' if section.contains("General") => {
                chars.nth(5);
                word(&mut pieces, "\u{0}".to_owned());
            }
            'y' | 'm' | 'd' | 'h' | 's' | 'Y' | 'M' | 'D' | 'H' | 'S' => {
                pieces.push(Piece::Sign(c.to_ascii_lowercase()))
            }
            '0' | '#' | '?' | '.' | ',' | '%' => pieces.push(Piece::Sign(c)),
            c => word(&mut pieces, c.to_string()),
        }
    }
    pieces
}

/// A number by its places, with the words around it.
fn counted(number: f64, pieces: &[Piece]) -> String {
    let percent = pieces.contains(&Piece::Sign('%'));
    let mut places: Vec<char> = Vec::new();
    for piece in pieces {
        if let Piece::Sign(c @ ('0' | '#' | '?' | '.' | ',')) = piece {
            places.push(*c);
        }
    }
    // A comma behind the last place divides by a thousand; one between places parts thousands.
    let scale = places.iter().rev().take_while(|&&c| c == ',').count();
    places.truncate(places.len() - scale);
    let thousands = places.contains(&',');
    let (whole, fraction) = match places.iter().position(|&c| c == '.') {
        Some(at) => (&places[..at], &places[at + 1..]),
        None => (&places[..], &[][..]),
    };
    let value = number * if percent { 100.0 } else { 1.0 } / 1000_f64.powi(i32::try_from(scale).unwrap_or(0));
    let decimals = fraction.len().min(15);
    // Rounded as the digits read, not as the binary fraction lies: 0.125 is 0.13.
    let digits = rounded(value, decimals);
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits.as_str()), |rest| ("-", rest));
    let (mut integer, mut rest) = digits.split_once('.').unwrap_or((digits, ""));
    let needed = fraction.iter().filter(|&&c| c == '0').count();
    while rest.len() > needed && rest.ends_with('0') {
        rest = &rest[..rest.len() - 1];
    }
    if integer == "0" && !whole.contains(&'0') {
        integer = "";
    }
    let at_least = whole.iter().filter(|&&c| c == '0').count();
    let mut text = format!("{}{integer}", "0".repeat(at_least.saturating_sub(integer.len())));
    if thousands {
        for at in (1..text.len()).rev().filter(|at| (text.len() - at) % 3 == 0).collect::<Vec<_>>() {
            text.insert(at, ',');
        }
    }
    if !rest.is_empty() {
        text.push('.');
        text.push_str(rest);
    }
    let mut shown = String::from(sign);
    let mut number = Some(text);
    for piece in pieces {
        match piece {
            Piece::Word(word) => shown.push_str(word),
            Piece::Sign('%') => shown.push('%'),
            Piece::Sign(_) => shown.extend(number.take()),
        }
    }
    shown.trim().to_owned()
}

/// Half away from zero, by the decimal digits.
fn rounded(value: f64, decimals: usize) -> String {
    let exact: f64 = format!("{value:.14e}").parse().unwrap_or(value);
    let text = format!("{exact:.decimals$}");
    let nudged = format!("{:.decimals$}", exact + exact.signum() * exact.abs().max(1e-300) * 1e-15);
    let text = if nudged.trim_start_matches('-') > text.trim_start_matches('-') && nudged.len() == text.len() {
        nudged
    } else {
        text
    };
    if text.bytes().all(|b| matches!(b, b'-' | b'0' | b'.')) { text.trim_start_matches('-').to_owned() } else { text }
}

/// A day and time of day by the signs of the format.
fn moment(number: f64, pieces: &[Piece], from_1904: bool) -> Option<String> {
    if !(0.0..2_958_466.0).contains(&number) {
        return None;
    }
    let (days, part) = (number.floor(), number.fract());
    let mut seconds = (part * 86_400.0).round() as i64;
    let mut days = days as i64;
    if seconds == 86_400 {
        (seconds, days) = (0, days + 1);
    }
    let day: Date = match (from_1904, days) {
        (true, days) => date(1904, 1, 1).checked_add(days.days()).ok()?,
        // Sheets hold 1900 for a leap year, so that days up to February stand one further.
        (false, days @ 0..=60) => date(1899, 12, 31).checked_add(days.days()).ok()?,
        (false, days) => date(1899, 12, 30).checked_add(days.days()).ok()?,
    };
    let (hours, minutes, secs) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let mut shown = String::new();
    let mut before = ' ';
    let mut at = 0;
    while at < pieces.len() {
        let sign = match &pieces[at] {
            Piece::Word(word) => {
                shown.push_str(word);
                at += 1;
                continue;
            }
            Piece::Sign(sign) => *sign,
        };
        let count = pieces[at..].iter().take_while(|piece| **piece == Piece::Sign(sign)).count();
        let then = pieces[at + count..].iter().find_map(|piece| match piece {
            Piece::Sign(sign) => Some(*sign),
            Piece::Word(_) => None,
        });
        at += count;
        let value = match sign {
            'y' if count <= 2 => i64::from(day.year()) % 100,
            'y' => i64::from(day.year()),
            // Beside hours or seconds it is minutes.
            'm' if before == 'h' || then == Some('s') => minutes,
            'm' => i64::from(day.month()),
            'd' => i64::from(day.day()),
            'h' => hours,
            's' => secs,
            _ => continue,
        };
        shown.push_str(&if count == 2 { format!("{value:02}") } else { value.to_string() });
        before = sign;
    }
    Some(shown)
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn numbers_are_shown_as_on_the_sheet() {
        check(17.0, "General", "17");
        check(0.1 + 0.2, "General", "0.3");
        check(-3.5, "General", "-3.5");
        check(0.0, "General", "0");
        check(17.0, "0", "17");
        check(17.4, "0_ ", "17");
        check(2.5, "0", "3");
        check(0.125, "0.00", "0.13");
        check(152_790.0, "#,##0.00", "152,790.00");
        check(97.98, "0.00\"万元\"", "97.98万元");
        check(0.339, "0.0%", "33.9%");
        check(5.0, "000", "005");
        check(0.5, "#.##", ".5");
        check(12_345_678.0, "#,##0,", "12,346");
        check(-21.0, "0;[Red]-0", "-21");
        check(21.0, "+0;-0;0", "+21");
        check(-21.0, "+0;-0;0", "-21");
        check(3.0, "General\"件\"", "3件");
        check(1234.5, "[$¥-804]#,##0.00", "¥1,234.50");
        check(-0.001, "0.00", "0.00");
    }

    #[test]
    fn a_format_may_hide_a_zero() {
        check(0.0, "0;-0;;@", "");
        check(0.0, "0;-0", "0");
        check(5.0, ";;;", "");
    }

    #[test]
    fn days_are_counted_as_sheets_count_them() {
        check(45_291.0, "yyyy年m月d日", "2023年12月31日");
        check(45_291.0, "yyyy\\-mm\\-dd", "2023-12-31");
        check(45_291.5, "yyyy/m/d h:mm", "2023/12/31 12:00");
        check(45_291.0, "[$-804]yyyy\"年\"m\"月\"", "2023年12月");
        check(1.0, "yyyy/m/d", "1900/1/1");
        assert_eq!(shown(0.0, "yyyy/m/d", true), "1904/1/1");
        check(1e12, "yyyy/m/d", "1000000000000");
    }

    #[track_caller]
    fn check(number: f64, code: &str, expected: &str) {
        assert_eq!(shown(number, code, false), expected, "{number} as {code}");
    }
}
