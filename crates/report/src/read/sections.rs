//! The lines of a document, and the headings of the six parts among them.

use std::sync::LazyLock;

use super::fold::{fold_char, has_characters, is_silent, letters};
use super::lex::Line;
use super::words::{Label, Numeral, other_titles, split_numeral};
use crate::form::SectionKey;

/// A heading as found.
#[derive(Clone, Debug)]
pub(super) struct Heading {
    pub key: SectionKey,
    /// Index into the lines.
    pub at: usize,
    pub numeral: Option<String>,
    pub title: String,
    /// What stands behind the heading on its own line.
    pub rest: String,
    /// How surely it is a heading of that part: 2 for the form's own words, 1 for other names, 0 under a numeral in brackets.
    rank: u8,
}

/// A line longer than this is looked through for headings in its middle.
const LONG_LINE: usize = 300;

/// A report has six, and six more in its table of contents.
const MOST_HEADINGS: usize = 1_000;

/// Cuts a text into lines with their numbers. A page that arrived as one enormous line is cut again
/// before each heading; its parts keep the number of the line.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut out = Vec::new();
    let mut no = 0_u32;
    for line in text.split('\n') {
        let line = line.strip_suffix('\r').unwrap_or(line);
        for line in line.split(['\r', '\u{2028}', '\u{2029}', '\u{c}', '\u{b}', '\u{85}']) {
            no = no.saturating_add(1);
            out.extend(cut_long(line).into_iter().map(|text| Line { no, text }));
        }
    }
    out
}

/// A line, cut before each heading if it is very long.
pub(super) fn cut_long(line: &str) -> Vec<&str> {
    if line.len() < LONG_LINE * 3 { vec![line] } else { cut_at_headings(line).collect() }
}

fn cut_at_headings(line: &str) -> impl Iterator<Item = &str> {
    let mut cuts = vec![0];
    let mut before = ' ';
    let mut last = ' ';
    for (at, c) in line.char_indices() {
        if c == '、' && "一二三四五六".contains(last) && !"第、和".contains(before) {
            let ahead: String = line[at + c.len_utf8()..].chars().take(40).collect();
            let ahead = letters(&ahead);
            let titled = TITLES.iter().any(|(_, own, _)| ahead.starts_with(&own.letters));
            if titled {
                cuts.push(at - last.len_utf8());
            }
        }
        before = last;
        last = c;
    }
    cuts.push(line.len());
    cuts.dedup();
    let pairs: Vec<(usize, usize)> = cuts.windows(2).map(|pair| (pair[0], pair[1])).collect();
    pairs.into_iter().map(|(from, to)| &line[from..to])
}

/// A line without the delimiters, marks of emphasis and blanks around its words.
pub(super) fn bare(text: &str) -> String {
    let kept: String = text.chars().filter(|c| !is_silent(*c)).collect();
    kept.trim_matches(|c: char| c.is_whitespace() || matches!(fold_char(c), '|' | '#' | '*' | ' ')).to_owned()
}

/// The headings in the order of the document, at most one for each part.
pub(super) fn headings(lines: &[Line<'_>]) -> Vec<Heading> {
    let mut all: Vec<Heading> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        // The longest heading with room for blanks between its characters.
        if line.text.len() > 20_000 || !has_characters(line.text, 2) {
            continue;
        }
        all.extend(heading(line.text, at));
        if all.len() >= MOST_HEADINGS {
            break;
        }
    }
    drop_table_of_contents(&mut all);
    let mut out: Vec<Heading> = Vec::new();
    for key in SectionKey::ALL {
        let of_key: Vec<&Heading> = all.iter().filter(|heading| heading.key == key).collect();
        // The form's own words go before other names, and among these the form's own numeral before others.
        let worth =
            |heading: &Heading| (heading.rank, heading.rank == 1 && heading.numeral.as_deref() == Some(key.numeral()));
        let best = of_key.iter().map(|heading| worth(heading)).max();
        out.extend(of_key.into_iter().find(|heading| Some(worth(heading)) == best).cloned());
    }
    out.sort_by_key(|heading| heading.at);
    out
}

/// Headings with nothing between them are a table of contents if every one of them comes again.
fn drop_table_of_contents(all: &mut Vec<Heading>) {
    let last_of = |key: SectionKey| all.iter().rev().find(|heading| heading.key == key).map_or(0, |last| last.at);
    let last = SectionKey::ALL.map(last_of);
    let comes_again = |i: usize| last[all[i].key as usize] > all[i].at + 3;
    let close = |i: usize| all.get(i + 1).is_some_and(|next| next.at - all[i].at <= 3);
    let contents: Vec<bool> =
        (0..all.len()).map(|i| comes_again(i) && (close(i) || i > 0 && all[i].at - all[i - 1].at <= 3)).collect();
    if contents.iter().filter(|is| **is).count() >= 3 {
        let mut contents = contents.into_iter();
        all.retain(|_| !contents.next().unwrap_or(false));
    }
}

/// The form's own name of a part, and the letters of others.
type Titles = (SectionKey, Label, Vec<Vec<char>>);

static TITLES: LazyLock<Vec<Titles>> = LazyLock::new(|| {
    let title = |key: SectionKey| {
        (key, Label::new(key.title()), other_titles(key).iter().map(|title| letters(title)).collect())
    };
    SectionKey::ALL.into_iter().map(title).collect()
});

fn heading(line: &str, at: usize) -> Option<Heading> {
    let text = first_cell(line);
    let (numeral, body) = numeral_of(&text);
    let chapter = matches!(numeral, Some((_, Numeral::Chapter(_))));
    let word = || numeral.as_ref().map(|(word, _)| word.clone());
    // No heading is longer; of a line that goes on behind it this is enough.
    let start: String = body.chars().take(80).collect();
    let folded = letters(&start);
    if folded.is_empty() {
        return None;
    }
    let mut best: Option<(f32, SectionKey, u8)> = None;
    for (key, own, others) in TITLES.iter() {
        let key = *key;
        let likeness = own.likeness(&folded);
        let exact = own.letters == folded;
        // A short title without its numeral, or under （一）, may be the heading of something else.
        let sure = exact && (own.len() >= 8 || numeral.is_none() || !is_bracket(&numeral));
        let enough = match numeral {
            Some((_, Numeral::Chapter(_))) => likeness >= 0.7,
            Some((_, Numeral::Digit(_))) => likeness >= 0.75,
            Some((_, Numeral::Bracket(_))) => false,
            None => likeness >= 0.88 && own.len() >= 8,
        };
        if (sure || enough) && best.is_none_or(|(score, ..)| likeness > score) {
            best = Some((likeness, key, 2));
        }
        let other = others.contains(&folded);
        if other && (chapter || (folded.len() >= 9 && !is_bracket(&numeral))) && best.is_none() {
            best = Some((0.7, key, 1));
        }
    }
    if let Some((_, key, rank)) = best {
        // `（一）主动公开政府信息情况` is a passage of part one; `（二）…` may be part two where no other heading is.
        let own_number = numeral.as_ref().is_none_or(|(_, n)| *n == Numeral::Bracket(key as u32 + 1));
        let rank = if is_bracket(&numeral) { 0 } else { rank };
        if rank == 0 && !own_number {
            return None;
        }
        return Some(Heading { key, at, numeral: word(), title: body.trim().to_owned(), rest: String::new(), rank });
    }
    // `一、总体情况 2023年，我局……`: heading and text on one line.
    if !matches!(numeral, Some((_, Numeral::Chapter(_) | Numeral::Digit(_)))) {
        return None;
    }
    for (key, own, _) in TITLES.iter() {
        let key = *key;
        if folded.starts_with(&own.letters) {
            let end = end_of_letters(&body, own.len());
            let rest = body[end..].trim_start_matches(|c: char| !c.is_alphanumeric() && c != '（' && c != '(');
            return Some(Heading {
                key,
                at,
                numeral: word(),
                title: body[..end].trim().to_owned(),
                rest: rest.to_owned(),
                rank: 2,
            });
        }
    }
    None
}

fn is_bracket(numeral: &Option<(String, Numeral)>) -> bool {
    matches!(numeral, Some((_, Numeral::Bracket(_))))
}

/// The words of the first cell that has any, if the others are empty; else of the whole line.
fn first_cell(line: &str) -> String {
    let is_delimiter = |c: char| c == '\t' || fold_char(c) == '|';
    let mut cells = line.split(is_delimiter).map(bare).filter(|cell| !cell.is_empty());
    let first = cells.next().unwrap_or_default();
    first.trim_start_matches('#').trim().to_owned()
}

fn numeral_of(text: &str) -> (Option<(String, Numeral)>, String) {
    for (i, numeral) in ["一", "二", "三", "四", "五", "六"].into_iter().enumerate() {
        for unit in ["部分", "章"] {
            if let Some(rest) = text.strip_prefix(&format!("第{numeral}{unit}")) {
                let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '、' | '：' | ':'));
                return (Some((numeral.to_owned(), Numeral::Chapter(i as u32 + 1))), rest.to_owned());
            }
        }
    }
    let (numeral, rest) = split_numeral(text);
    let word = |chars: &str| text.chars().filter(|c| !c.is_whitespace()).take_while(|c| chars.contains(*c)).collect();
    match numeral {
        Some(Numeral::Chapter(_)) => (numeral.map(|numeral| (word("一二三四五六七八九十"), numeral)), rest),
        Some(Numeral::Digit(_)) => (numeral.map(|numeral| (word("0123456789０１２３４５６７８９"), numeral)), rest),
        Some(Numeral::Bracket(_)) => {
            let inside = text.chars().skip_while(|c| matches!(fold_char(*c), '(' | ' '));
            let word = inside.take_while(|c| c.is_alphanumeric()).collect();
            (numeral.map(|numeral| (word, numeral)), rest)
        }
        None => (None, text.to_owned()),
    }
}

/// The byte at which the first `count` letters of `text` end.
fn end_of_letters(text: &str, count: usize) -> usize {
    let mut seen = 0;
    for (at, c) in text.char_indices() {
        if fold_char(c).is_alphanumeric() {
            seen += 1;
            if seen == count {
                return at + c.len_utf8();
            }
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(SectionKey, Option<&str>)]) {
        let lines = lines(text);
        let found = headings(&lines);
        let found: Vec<_> = found.iter().map(|heading| (heading.key, heading.numeral.as_deref())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn headings_in_many_hands() {
        use SectionKey::*;
        check(
            "一、总体情况\n（一）主动公开\n二、主动公开政府信息情况",
            &[(Overview, Some("一")), (Proactive, Some("二"))],
        );
        check("1、 总体情况\n5、 存在的主要问题及改进情况", &[(Overview, Some("1")), (Problems, Some("5"))]);
        check("\t三、收到和处理政府信息公开申请情况", &[(Applications, Some("三"))]);
        check("三、收到和处理政府信息公开申请情况 | ||||", &[(Applications, Some("三"))]);
        check("五、存在的主要問題及改進情況", &[(Problems, Some("五"))]);
        check("一、总体情况2023年，我局认真做好公开工作。", &[(Overview, Some("一"))]);
        check("第六部分  其他需要报告的事项", &[(Other, Some("六"))]);
    }

    #[test]
    fn what_only_looks_like_a_heading() {
        check("本报告由总体情况、主动公开政府信息情况等六部分组成。", &[]);
        check("一、本年新收政府信息公开申请数量", &[]);
        check("四、结转下年度继续办理", &[]);
        check("（二）依申请公开情况", &[]);
        check(
            "一、总体情况\n（一）主动公开政府信息情况\n甲。\n二、主动公开情况",
            &[(SectionKey::Overview, Some("一")), (SectionKey::Proactive, Some("二"))],
        );
    }

    #[test]
    fn a_table_of_contents_is_not_the_report() {
        let contents = "一、总体情况\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n";
        let text = format!(
            "{contents}\n引言\n\n\n一、总体情况\n甲\n乙\n丙\n丁\n二、主动公开政府信息情况\n1\n2\n3\n4\n三、收到和处理政府信息公开申请情况"
        );
        let lines = lines(&text);
        assert!(headings(&lines).iter().all(|heading| heading.at > 5));
    }

    #[test]
    fn a_page_on_one_line_is_cut_at_its_headings() {
        let text = format!("某局报告 一、总体情况 {} 二、主动公开政府信息情况 第二十条", "我局认真工作。".repeat(60));
        assert_eq!(lines(&text).len(), 3);
    }
}
