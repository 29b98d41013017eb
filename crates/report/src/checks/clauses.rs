//! The text parts as clauses with their numbers: what a rule needs to tell a plain statement from all the rest.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::figures::fold_width;
use crate::form::SectionKey;
use crate::read::{simplified, spoken_number};
use crate::report::Report;

/// A clause of the text with what its sentence says around it.
pub(super) struct Clause {
    /// Its words: no blanks, widths folded, what stood in brackets taken out.
    pub words: String,
    /// What stood in brackets behind it: `含上年结转3件`.
    pub aside: String,
    /// The number of its sentence, from 0.
    pub sentence: usize,
    /// The year its sentence last named up to here.
    pub year: Option<i16>,
    /// Whether it adds up many years: 自《条例》施行以来，累计收到210件.
    pub over_years: bool,
    /// Whether its sentence, or the heading over it, is about applications for disclosure.
    pub of_applications: bool,
    /// Whether its sentence is about disclosure at all.
    pub of_disclosure: bool,
}

/// A number in a clause, with what stands before and behind it.
pub(super) struct Stated<'a> {
    /// Its value.
    pub value: Decimal,
    /// How many decimals it is printed with.
    pub decimals: u32,
    /// The clause up to it.
    pub before: &'a str,
    /// The clause from it on.
    pub behind: &'a str,
}

/// What one thing is counted in: 17件, 3份.
pub(super) const PIECE: &[char] = &['件', '份', '宗', '条', '个', '次', '封', '起', '例', '部', '项'];

/// Longer than this, in bytes, is no plain statement but a text without punctuation.
const LONGEST_CLAUSE: usize = 1000;

/// The clauses of parts one and six, sentence by sentence.
pub(super) fn clauses(report: &Report) -> Vec<Clause> {
    let mut clauses = Vec::new();
    let mut sentences = 0;
    for key in [SectionKey::Overview, SectionKey::Other] {
        let text = plain(report.text(key));
        let mut under_applications = false;
        for sentence in text.split(['。', '；', ';', '\n', '！']).filter(|sentence| !sentence.is_empty()) {
            let names = |names: &[&str]| names.iter().any(|name| sentence.contains(name));
            under_applications = opens_applications(sentence).unwrap_or(under_applications);
            let of_applications = under_applications || names(&["公开申请", "依申请公开", "申请公开"]);
            let of_disclosure = under_applications || names(&["信息公开", "依申请公开", "政务公开"]);
            let mut year = None;
            let mut since = false;
            let (bare, asides) = without_asides(sentence);
            let mut at = 0;
            for words in bare.split(['，', '：', ':']) {
                let here = at..at + words.len() + 1;
                at = here.end;
                if words.is_empty() || words.len() > LONGEST_CLAUSE {
                    continue;
                }
                year = last_year_named(words).or(year);
                since = (since || words.contains("以来")) && last_year_named(words).is_none();
                let aside = asides.iter().filter(|(place, _)| here.contains(place)).map(|(_, aside)| aside.as_str());
                clauses.push(Clause {
                    words: words.to_owned(),
                    aside: aside.collect(),
                    sentence: sentences,
                    year,
                    over_years: since && words.contains("累计"),
                    of_applications,
                    of_disclosure,
                });
            }
            sentences += 1;
        }
    }
    clauses
}

/// The clauses of one sentence after the other.
pub(super) fn sentences(clauses: &[Clause]) -> impl Iterator<Item = &[Clause]> {
    clauses.chunk_by(|one, next| one.sentence == next.sentence)
}

/// Whether a sentence opens the numbered part on applications, or another one; `None` if it opens none.
fn opens_applications(sentence: &str) -> Option<bool> {
    let start = sentence.trim_start_matches(['（', '(']);
    let rest = start.trim_start_matches(|c: char| "一二三四五六七八九十".contains(c) || c.is_ascii_digit());
    let numbered = rest.len() < start.len() && rest.starts_with(['）', ')', '、', '.', '．', '是']);
    let heading = head(rest, 20);
    let another = ["主动公开", "信息管理", "平台", "监督", "保障", "队伍", "解读", "回应"];
    match numbered {
        false => None,
        true if heading.contains("依申请") => Some(true),
        true => another.iter().any(|word| heading.contains(word)).then_some(false),
    }
}

/// A sentence without what stands in round brackets, and that with its place in the rest.
fn without_asides(sentence: &str) -> (String, Vec<(usize, String)>) {
    let (mut bare, mut asides, mut open) = (String::with_capacity(sentence.len()), Vec::new(), None);
    for c in sentence.chars() {
        match (c, &mut open) {
            ('（' | '(', None) => open = Some(String::new()),
            ('）' | ')', Some(_)) => asides.extend(open.take().map(|aside| (bare.len(), aside))),
            (c, Some(aside)) => aside.push(c),
            (c, None) => bare.push(c),
        }
    }
    // A bracket that is never closed is no aside.
    bare.extend(open);
    (bare, asides)
}

/// Without blanks, widths folded but for the comma: a half-width comma that parts no thousands parts clauses.
/// A line that breaks off in the middle of a sentence goes on in the next.
fn plain(text: &str) -> String {
    const TOO_LONG_FOR_A_HEADING: usize = 16;
    let fold = |c: char| if c == '，' { c } else { simplified(fold_width(c)) };
    let mut chars: Vec<char> = Vec::with_capacity(text.len() / 3);
    for line in text.lines() {
        let start = chars.len();
        chars.extend(line.chars().filter(|c| !c.is_whitespace()).map(fold));
        let goes_on = chars.last().is_some_and(|c| c.is_alphanumeric() || ['，', '、', ','].contains(c));
        if !(goes_on && chars.len() - start > TOO_LONG_FOR_A_HEADING) {
            chars.push('\n');
        }
    }
    let is_digit = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii_digit);
    let comma = |(at, c): (usize, &char)| {
        let thousands = is_digit(at.checked_sub(1)) && is_digit(Some(at + 1));
        if *c == ',' && !thousands { '，' } else { *c }
    };
    chars.iter().enumerate().map(comma).collect()
}

fn last_year_named(words: &str) -> Option<i16> {
    words.rmatch_indices('年').find_map(|(at, _)| {
        let digits = tail(&words[..at], 4);
        digits.parse().ok().filter(|year| digits.len() == 4 && (2000..2100).contains(year))
    })
}

/// The numbers of a clause, in digits or (before a measure word) in characters; those said to be about
/// (余, 多, 近, 约) and years are left out.
pub(super) fn numbers(words: &str) -> Vec<Stated<'_>> {
    const IN_CHARACTERS: &str = "零〇一二两三四五六七八九十百千";
    let mut found = Vec::new();
    let mut from = 0;
    let is_number = |c: char| c.is_ascii_digit() || IN_CHARACTERS.contains(c);
    while let Some(start) = words[from..].find(is_number).map(|at| at + from) {
        let digits = words[start..].starts_with(|c: char| c.is_ascii_digit());
        let part =
            |c: char| if digits { c.is_ascii_digit() || c == '.' || c == ',' } else { IN_CHARACTERS.contains(c) };
        let end = words[start..].find(|c| !part(c)).map_or(words.len(), |at| at + start);
        from = end;
        let (before, behind) = (&words[..start], &words[end..]);
        let unit = behind.strip_prefix(PIECE);
        let about = before.ends_with(['近', '约', '超', '逾', '余', '第', '每'])
            || ["超过", "少于", "低于", "至少", "最多", "突破"].iter().any(|word| before.ends_with(word))
            || behind.starts_with(['余', '多', '年', '月', '日', '%', '号', '几', '-', '—', '至'])
            || unit.is_some_and(|rest| ["以上", "以内", "左右"].iter().any(|word| rest.starts_with(word)));
        // What it changed by, and what is no piece: 减少13件, 15个工作日.
        let change = ["增加", "减少", "增长", "下降", "上升", "提高"].iter().any(|word| before.ends_with(word));
        let term = ["个工作日", "个月", "个百分点", "个小时"].iter().any(|word| behind.starts_with(word));
        let value = if digits {
            words[start..end].trim_end_matches(['.', ',']).replace(',', "").parse().ok()
        } else {
            let run: Vec<char> = words[start..end].chars().collect();
            let counted = if run.len() > 1 { unit.is_some() } else { behind.starts_with(['件', '份', '宗']) };
            counted.then(|| spoken_number(&run)).flatten().map(Decimal::from)
        };
        if let Some(value) = value.filter(|_| !about && !change && !term) {
            let decimals = Decimal::scale(&value);
            found.push(Stated { value, decimals, before, behind });
        }
    }
    found
}

/// The shares of a sentence (占…B%), each with the number of pieces that is said to be that share.
pub(super) fn shares(sentence: &str) -> Vec<(Stated<'_>, Stated<'_>)> {
    let mut found = Vec::new();
    for (at, _) in sentence.match_indices('占') {
        let part = numbers(&sentence[..at]).into_iter().next_back();
        let Some(part) = part.filter(|part| part.behind.starts_with(PIECE) && !part.behind.contains(char::is_numeric))
        else {
            continue;
        };
        if let Some(share) = percent(sentence, at) {
            found.push((part, share));
        }
    }
    found
}

/// The percentage that follows soon after a place.
fn percent(sentence: &str, at: usize) -> Option<Stated<'_>> {
    const NEAR: usize = 16;
    let behind = &sentence[at..];
    let range: Range<usize> = {
        let start = behind.find(|c: char| c.is_ascii_digit())?;
        let end = behind[start..].find(|c: char| !c.is_ascii_digit() && c != '.')? + start;
        start..end
    };
    let between = &behind[..range.start];
    let plain =
        !between.ends_with(['近', '约', '超', '逾']) && between.chars().count() <= NEAR && !between.contains('，');
    let value: Decimal = behind[range.clone()].parse().ok()?;
    let rest = behind[range.end..].strip_prefix('%')?;
    (plain && !rest.starts_with(['以', '左', '多'])).then(|| Stated {
        value,
        decimals: value.scale(),
        before: between,
        behind: rest,
    })
}

/// The first characters of a text.
pub(super) fn head(text: &str, chars: usize) -> &str {
    text.char_indices().nth(chars).map_or(text, |(at, _)| &text[..at])
}

/// The last characters of a text.
pub(super) fn tail(text: &str, chars: usize) -> &str {
    let Some(skipped) = chars.checked_sub(1) else { return "" };
    text.char_indices().nth_back(skipped).map_or(text, |(at, _)| &text[at..])
}

/// A clause as a finding quotes it.
pub(super) fn quote(words: &str) -> String {
    const LONGEST: usize = 40;
    if words.chars().count() > LONGEST { format!("{}…", head(words, LONGEST)) } else { words.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_digits_and_in_characters() {
        check("收到申请1,207件", &["1207"]);
        check("收到申请十七件", &["17"]);
        check("收到一百零二件", &["102"]);
        check("收到二十份", &["20"]);
        check("收到零件", &["0"]);
        // A turn of phrase, an ordinal, and numbers that are only about.
        check("坚持一事一审、第三件、近50件、1200余件、12年、30%", &[]);
    }

    #[test]
    fn a_share_belongs_to_the_number_before_it() {
        let found = shares("予以公开258件，占总数的33.9%，约占三成");
        let [(part, share)] = &found[..] else { panic!("one share") };
        assert_eq!((part.value.to_string(), share.value.to_string()), ("258".to_owned(), "33.9".to_owned()));
        assert!(shares("新媒体发布占比约20%").is_empty());
    }

    #[test]
    fn what_stands_in_brackets_is_an_aside() {
        let (bare, asides) = without_asides("收到申请15件（含上年结转3件），均已答复");
        assert_eq!(bare, "收到申请15件，均已答复");
        assert_eq!(asides[0].1, "含上年结转3件");
        assert_eq!(without_asides("（未完").0, "未完");
    }

    #[track_caller]
    fn check(words: &str, expected: &[&str]) {
        let found: Vec<String> = numbers(words).iter().map(|number| number.value.to_string()).collect();
        assert_eq!(found, expected, "{words}");
    }
}
