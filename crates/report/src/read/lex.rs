//! A stretch of lines that holds a table, as a stream of words, values and blanks.
//!
//! Once a table has been flattened to text its grid is told only by delimiters, and every tool uses
//! others. What is certain becomes a token; what is doubtful (is this pipe a blank cell, or padding?)
//! keeps its doubt in [`Blank`] for the rooms that know the form.

use super::fold::{fold_char, is_silent, letters};
use super::value::{Value, is_value, value};
use super::words;

/// One line of the document: its number, from 1, and its text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    pub no: u32,
    pub text: &'a str,
}

/// How sure it is that an empty place is an empty cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Blank {
    /// Between two delimiters: a cell.
    Cell,
    /// A line of blanks only: perhaps a cell.
    Soft,
    /// Pipes glued together at the end of a row: padding, or cells that lost their blanks.
    Pad,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    /// Words: a label, a piece of one, or noise. The letters are those of [`letters`].
    Words(Vec<char>),
    /// A number or a mark.
    Value(Value),
    Blank(Blank),
}

/// What lies between a token and the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// Nothing but a delimiter.
    Cell,
    /// The end of a line.
    Line,
    /// An empty line.
    Paragraph,
    /// A line of pipes only, or padding: the row ended.
    Row,
}

#[derive(Clone, Debug)]
pub(super) struct Token {
    pub kind: Kind,
    pub raw: String,
    pub line: u32,
    /// Which field of its line, from 0; and how many that line has.
    pub field: u32,
    pub fields: u32,
    pub gap: Gap,
}

impl Token {
    pub fn is_words(&self) -> bool {
        matches!(self.kind, Kind::Words(_))
    }

    /// Whether something stands there: a number, a mark or glued digits.
    pub fn is_filled(&self) -> bool {
        matches!(self.kind, Kind::Value(_))
    }
}

/// Tokens kept of one table; a form has about 300. What is beyond is no table of the form.
const MOST_TOKENS: usize = 3_000;
/// Longest label of the form is 38 characters; a longer run of words is prose.
const LONGEST_LABEL: usize = 90;

/// How pipes on lines of their own are meant; see VARIANTS of flattening in the tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LonePipe {
    /// A blank cell.
    Cell,
    /// The beginning of a row.
    RowStart,
    /// The end of the cell above.
    CellEnd,
}

/// How the document uses its delimiters; told from all of its tables together.
#[derive(Clone, Copy)]
pub(super) struct Dialect {
    leading_tab: bool,
    border: bool,
    terminated: bool,
    lone_pipe: LonePipe,
    /// One cell a line, and the pipes that end a row stand behind its last cell.
    row_ends_on_cell: bool,
}

struct Chars {
    no: u32,
    raw: Vec<char>,
    folded: Vec<char>,
}

/// Reads lines into tokens. Prose (anything with a full stop, anything too long) is left out; its line
/// numbers are pushed to `prose`.
pub(super) fn tokens(lines: &[Line<'_>], dialect: Dialect, page_edges: &PageEdges, prose: &mut Vec<u32>) -> Vec<Token> {
    let mut lexer = Lexer { out: Vec::new(), gap: Gap::Row, open: false, pipe: None, dialect };
    for line in lines {
        if lexer.out.len() >= MOST_TOKENS {
            break;
        }
        let line = Chars::of(line);
        if page_edges.has(&line.folded) {
            continue;
        }
        if is_prose(&line.folded) {
            prose.push(line.no);
            lexer.widen(Gap::Paragraph);
        } else {
            lexer.line(&line);
        }
    }
    lexer.out
}

/// What stands at the head and the foot of every printed page, and in flattened text within the tables.
pub(super) struct PageEdges {
    title: Vec<char>,
    /// A browser has printed the pages, which puts date, address and `1/3` on each.
    by_browser: bool,
}

impl PageEdges {
    pub fn of(lines: &[Line<'_>], title: Option<&str>) -> PageEdges {
        let by_browser = lines.iter().any(|line| is_date_with_time(line.text));
        PageEdges { title: title.map(letters).unwrap_or_default(), by_browser }
    }

    /// Whether a line, which no delimiter parts, is such a head or foot.
    fn has(&self, folded: &[char]) -> bool {
        const SHORTEST_TITLE: usize = 4;
        if folded.iter().any(|c| matches!(c, '\t' | '|')) || folded.iter().all(|c| c.is_whitespace()) {
            return false;
        }
        let text: String = trim(folded).iter().collect();
        let words = letters(&text);
        let is_title = words.len() >= SHORTEST_TITLE
            && (self.title.starts_with(&words) || self.title.ends_with(&words) || self.is_longer_title(&words))
            && !words::is_row_label(&words);
        is_title || (self.by_browser && (is_date_with_time(&text) || is_address(&text) || is_page_of_pages(&text)))
    }
}

impl PageEdges {
    /// A browser prints the name of the site behind the title.
    fn is_longer_title(&self, words: &[char]) -> bool {
        self.by_browser && !self.title.is_empty() && words.starts_with(&self.title)
    }
}

/// `11/22/26, 12:30 AM`, `2026/11/22 12:30`: at the beginning of a line.
fn is_date_with_time(line: &str) -> bool {
    let line = line.trim_start();
    let Some((date, rest)) = line.split_once(|c: char| c == ',' || c.is_whitespace()) else { return false };
    let parts: Vec<&str> = date.split(['/', '-']).collect();
    let time = rest.split_whitespace().next().unwrap_or_default();
    let is_number = |part: &str| (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    parts.len() == 3
        && parts.into_iter().all(is_number)
        && time.split(':').count() > 1
        && time.split(':').all(is_number)
}

fn is_address(text: &str) -> bool {
    ["file:///", "http://", "https://"].iter().any(|scheme| text.starts_with(scheme))
}

/// `2/3`: a page of so many.
fn is_page_of_pages(text: &str) -> bool {
    let number = |text: &str| text.parse::<u16>().ok().filter(|page| *page > 0);
    text.split_once('/').and_then(|(page, of)| Some(number(page)? <= number(of)?)).unwrap_or(false)
}

impl Chars {
    fn of(line: &Line<'_>) -> Chars {
        let raw: Vec<char> = line.text.chars().filter(|c| !is_silent(*c)).collect();
        let folded = raw.iter().map(|c| fold_char(*c)).collect();
        Chars { no: line.no, raw, folded }
    }
}

/// Whether a line is running text rather than a row: it has a full stop, or is very long without any
/// delimiter and without values.
fn is_prose(folded: &[char]) -> bool {
    if folded.iter().any(|c| *c == '|' || *c == '\t') {
        let longest = folded.split(|c| *c == '|' || *c == '\t').map(<[char]>::len).max().unwrap_or(0);
        return longest > LONGEST_LABEL && folded.contains(&'。');
    }
    let digits = folded.iter().filter(|c| c.is_ascii_digit()).count();
    let letters = folded.iter().filter(|c| !c.is_whitespace()).count();
    (folded.contains(&'。') && folded.len() > 8) || (letters > LONGEST_LABEL && digits * 4 < letters)
}

/// `- 3 -`, `第3页`, `3/8`: the foot of a printed page.
pub(super) fn is_page_number(folded: &[char]) -> bool {
    let text: Vec<char> = folded.iter().copied().filter(|c| !c.is_whitespace()).collect();
    if folded.iter().any(|c| matches!(c, '\t' | '|'))
        || text.is_empty()
        || text.len() > 12
        || !text.iter().any(char::is_ascii_digit)
    {
        return false;
    }
    // Between dashes stands one number; two are a row of values between marks.
    let numbers = folded.split(|c| !c.is_ascii_digit()).filter(|digits| !digits.is_empty()).count();
    let dashed = text.len() > 2 && text[0] == '-' && text[text.len() - 1] == '-' && numbers == 1;
    let named = text[0] == '第' && text.contains(&'页');
    (dashed || named) && text.iter().all(|c| c.is_ascii_digit() || "-第页共/,".contains(*c))
}

impl Dialect {
    /// Looks at the lines of all tables.
    pub fn of<'a>(lines: impl Iterator<Item = &'a Line<'a>>) -> Dialect {
        Dialect::told_by(lines.take(MOST_TOKENS).map(Chars::of))
    }

    fn told_by(lines: impl Iterator<Item = Chars>) -> Dialect {
        let (mut tabbed, mut leading) = (0_usize, 0_usize);
        let (mut bordered, mut piped, mut unterminated) = (0_usize, 0_usize, 0_usize);
        let (mut single, mut bare, mut lone) = (0_usize, 0_usize, 0_usize);
        let (mut labels, mut labels_after_lone) = (0_usize, 0_usize);
        let mut ended_on_value = 0_usize;
        let mut after_lone = false;
        for line in lines {
            let text = &line.folded;
            let pipes = text.iter().filter(|c| **c == '|').count();
            let has_words = text.iter().any(|c| *c != '|' && !c.is_whitespace());
            if !has_words {
                if pipes == 1 {
                    lone += 1;
                }
                if pipes > 0 || !text.is_empty() {
                    after_lone = pipes == 1;
                }
                continue;
            }
            if text.contains(&'\t') {
                tabbed += 1;
                let at = text.iter().position(|c| *c == '\t');
                if at == Some(0) && text[1..].iter().all(|c| *c != '\t') {
                    leading += 1;
                }
            }
            let trimmed: Vec<char> = trim(text).to_vec();
            if pipes == 0 {
                bare += 1;
            } else {
                piped += 1;
                bordered += usize::from(trimmed[0] == '|');
                let ended = trimmed.last() == Some(&'|');
                unterminated += usize::from(!ended);
                let cells = trimmed.split(|c| *c == '|').filter(|cell| !trim(cell).is_empty()).count();
                single += usize::from(cells == 1 && ended);
                let tail = trimmed.iter().rev().take_while(|c| **c == '|').count();
                let first: String = trimmed[..trimmed.len() - tail].iter().collect();
                ended_on_value += usize::from(cells == 1 && tail > 1 && is_value(&first));
            }
            let cell: String = trimmed.iter().take_while(|c| **c != '|').collect();
            if words::is_row_start(&letters(&cell)) {
                labels += 1;
                labels_after_lone += usize::from(after_lone);
            }
            after_lone = false;
        }
        let lone_pipe = if bare > single && lone * 2 >= bare {
            LonePipe::CellEnd
        } else if labels >= 3 && labels_after_lone * 10 >= labels * 6 {
            LonePipe::RowStart
        } else {
            LonePipe::Cell
        };
        Dialect {
            leading_tab: tabbed > 0 && leading * 10 >= tabbed * 6,
            border: bordered * 2 > piped,
            terminated: unterminated == 0,
            lone_pipe,
            row_ends_on_cell: ended_on_value > 0 && single * 2 > piped && lone_pipe != LonePipe::CellEnd,
        }
    }
}

fn trim(text: &[char]) -> &[char] {
    let from = text.iter().position(|c| !c.is_whitespace()).unwrap_or(text.len());
    let to = text.iter().rposition(|c| !c.is_whitespace()).map_or(from, |at| at + 1);
    &text[from..to]
}

struct Lexer {
    out: Vec<Token>,
    gap: Gap,
    /// Variant `CellEnd`: a cell's text has been read and its pipe has not.
    open: bool,
    /// Variant `RowStart`: the line of a lone pipe that begins a row if words follow, and is a blank cell otherwise.
    pipe: Option<u32>,
    dialect: Dialect,
}

impl Lexer {
    fn widen(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    fn push(&mut self, kind: Kind, raw: &[char], at: (u32, u32, u32)) {
        if self.out.len() >= MOST_TOKENS {
            return;
        }
        let raw = trim(raw).iter().collect();
        self.out.push(Token { kind, raw, line: at.0, field: at.1, fields: at.2, gap: self.gap });
        self.gap = Gap::Cell;
    }

    fn line(&mut self, line: &Chars) {
        self.widen(Gap::Line);
        let text = &line.folded;
        if trim(text).is_empty() {
            return self.empty_line(line);
        }
        if is_page_number(text) || is_rule(text) {
            return;
        }
        if text.contains(&'|') {
            self.piped(line);
        } else if text.contains(&'\t') {
            self.tabbed(line);
        } else if let Some(number) = self.number_of_label(text) {
            let with = |chars: &[char]| [&[number], trim(chars)].concat();
            let line = Chars { no: line.no, raw: with(&line.raw), folded: with(text) };
            self.cell(&line, 0..line.folded.len(), (line.no, 0, 1), false);
            self.open = true;
        } else {
            self.cell(line, 0..text.len(), (line.no, 0, 1), false);
            self.open = true;
        }
    }

    /// The number alone on the line before, of a label that begins with the mark behind its number (`1` / `.属于国家秘密`).
    fn number_of_label(&mut self, text: &[char]) -> Option<char> {
        let [mark, rest @ ..] = trim(text) else { return None };
        let is_rest =
            matches!(mark, '.' | '、') && words::is_label_with_number(&letters(&rest.iter().collect::<String>()));
        let [before @ .., last] = &self.out[..] else { return None };
        let alone = last.fields == 1 && last.is_filled() && before.last().is_none_or(|token| token.line != last.line);
        let mut digits = last.raw.chars();
        let number = digits.next().filter(|c| ('1'..='8').contains(c) && digits.next().is_none());
        let number = number.filter(|_| is_rest && alone)?;
        self.gap = last.gap;
        self.out.pop();
        Some(number)
    }

    fn empty_line(&mut self, line: &Chars) {
        let tabs = line.folded.iter().filter(|c| **c == '\t').count();
        if self.dialect.leading_tab && tabs == 1 {
            self.push(Kind::Blank(Blank::Cell), &[], (line.no, 0, 1));
        } else if tabs == 0 && line.raw.iter().any(|c| *c == '\u{3000}' || *c == '\u{a0}') {
            self.push(Kind::Blank(Blank::Soft), &[], (line.no, 0, 1));
        } else {
            self.widen(Gap::Paragraph);
        }
    }

    fn tabbed(&mut self, line: &Chars) {
        let mut fields = split(&line.folded, '\t');
        if self.dialect.leading_tab && line.folded[0] == '\t' {
            fields.remove(0);
        }
        let count = fields.len() as u32;
        for (i, field) in fields.into_iter().enumerate() {
            self.cell(line, field, (line.no, i as u32, count), true);
        }
    }

    fn piped(&mut self, line: &Chars) {
        let mut fields = split(&line.folded, '|');
        let first: String = line.folded[fields[0].clone()].iter().collect();
        if !first.trim().is_empty()
            && let Some(no) = self.pipe.take()
        {
            match is_value(&first) {
                true => self.push(Kind::Blank(Blank::Cell), &[], (no, 0, 1)),
                false => self.widen(Gap::Row),
            }
        }
        let is_empty = |field: &std::ops::Range<usize>| trim(&line.folded[field.clone()]).is_empty();
        if fields.iter().all(is_empty) {
            return self.pipes_only(line, fields.len() - 1);
        }
        if self.dialect.border && is_empty(&fields[0]) {
            fields.remove(0);
        }
        if fields.len() > 1 && self.dialect.terminated && fields.last().is_some_and(is_empty) {
            fields.pop();
        }
        if self.dialect.row_ends_on_cell && fields[1..].iter().all(is_empty) {
            let row_ends = fields.len() > 1 || line.folded.iter().filter(|c| **c == '|').count() > 1;
            self.cell(line, fields[0].clone(), (line.no, 0, 1), true);
            self.open = false;
            if row_ends {
                self.widen(Gap::Row);
            }
            return;
        }
        let filled = fields.iter().rposition(|field| !is_empty(field)).map_or(0, |at| at + 1);
        let tail = &fields[filled..];
        // `| |` at the end of a row without a border is one column of padding as often as a blank cell.
        let narrow = |field: &Range<usize>| field.len() < 2;
        let padded = tail.iter().any(Range::is_empty)
            || (tail.len() == 1 && filled > 1 && !self.dialect.border && tail.iter().all(narrow));
        let skip = usize::from(tail.len() > 1 && padded && tail.first().is_some_and(|field| !field.is_empty()));
        let count = fields.len() as u32;
        for (i, field) in fields.iter().enumerate() {
            let at = (line.no, i as u32, count);
            if i < filled || !padded {
                self.cell(line, field.clone(), at, true);
            } else if i >= filled + skip {
                self.push(Kind::Blank(Blank::Pad), &[], at);
            }
        }
        self.open = false;
        if padded {
            self.widen(Gap::Row);
        }
    }

    fn pipes_only(&mut self, line: &Chars, pipes: usize) {
        if pipes > 1 {
            self.open = false;
            if self.dialect.row_ends_on_cell {
                if let Some(no) = self.pipe.take() {
                    self.push(Kind::Blank(Blank::Cell), &[], (no, 0, 1));
                }
                self.push(Kind::Blank(Blank::Cell), &[], (line.no, 0, 1));
            }
            return self.widen(Gap::Row);
        }
        match self.dialect.lone_pipe {
            LonePipe::RowStart if self.gap == Gap::Row || !self.dialect.row_ends_on_cell => self.widen(Gap::Row),
            LonePipe::RowStart => {
                if let Some(no) = self.pipe.replace(line.no) {
                    self.push(Kind::Blank(Blank::Cell), &[], (no, 0, 1));
                }
            }
            LonePipe::CellEnd if self.open => {
                self.open = false;
                // A cell ended; a line by itself says no more than that.
            }
            LonePipe::CellEnd | LonePipe::Cell => {
                self.push(Kind::Blank(Blank::Cell), &[], (line.no, 0, 1));
            }
        }
    }

    /// One cell, or one line without delimiters.
    fn cell(&mut self, line: &Chars, range: Range<usize>, at: (u32, u32, u32), delimited: bool) {
        let folded = &line.folded[range.clone()];
        let raw = &line.raw[range];
        if trim(folded).is_empty() {
            return self.push(Kind::Blank(Blank::Cell), &[], at);
        }
        let text: String = trim(raw).iter().collect();
        match value(&text) {
            Value::Words | Value::Blank => {}
            whole => return self.push(Kind::Value(whole), raw, at),
        }
        let parts = split_words(folded);
        let parts = with_their_units(folded, parts);
        let is_value_at = |part: &Range<usize>| is_value(&raw[part.clone()].iter().collect::<String>());
        let values: Vec<bool> = parts.iter().map(is_value_at).collect();
        let trailing = values.iter().rev().take_while(|is| **is).count();
        if parts.len() < 2 || (delimited && trailing < 2) {
            return self.words(folded, raw, at);
        }
        let mut words_from = None;
        for (i, part) in parts.iter().enumerate() {
            // `1 属于国家秘密 0 0 …`: a number that only counts the label after it.
            let counts_label = i == 0 && values[0] && parts.len() > 1 && !values[1] && {
                let end = (1..parts.len()).find(|j| values[*j]).map_or(folded.len(), |j| parts[j].start);
                words::is_label_with_number(&letters(&folded[part.start..end].iter().collect::<String>()))
            };
            if values[i] && !counts_label {
                if let Some(from) = words_from.take() {
                    self.words(&folded[from..part.start], &raw[from..part.start], at);
                }
                let text: String = raw[part.clone()].iter().collect();
                self.push(Kind::Value(value(&text)), &raw[part.clone()], at);
            } else if words_from.is_none() {
                words_from = Some(part.start);
            } else if let Some(from) =
                words_from.filter(|from| !delimited && says_something(&folded[*from..part.start]))
            {
                // Without delimiters a line may hold pieces of two labels side by side.
                self.words(&folded[from..part.start], &raw[from..part.start], at);
                words_from = Some(part.start);
            }
        }
        if let Some(from) = words_from {
            self.words(&folded[from..], &raw[from..], at);
        }
    }

    /// Words, cut before each numeral of a heading; digits glued to a label are cut off it.
    fn words(&mut self, folded: &[char], raw: &[char], at: (u32, u32, u32)) {
        let mut from = 0;
        for cut in ordinal_starts(folded).into_iter().chain([folded.len()]) {
            if cut > from && !trim(&folded[from..cut]).is_empty() {
                self.piece(&folded[from..cut], &raw[from..cut], at);
                from = cut;
            }
        }
    }

    fn piece(&mut self, folded: &[char], raw: &[char], at: (u32, u32, u32)) {
        let end = folded.len() - folded.iter().rev().take_while(|c| c.is_whitespace()).count();
        // An amount brings its unit along: `政府集中采购97.98万元`.
        let unit = ["万元", "亿元", "元"].into_iter().find(|unit| {
            let unit: Vec<char> = unit.chars().collect();
            folded[..end].ends_with(&unit)
        });
        let digits_end = end - unit.map_or(0, |unit| unit.chars().count());
        let tail = folded[..digits_end].iter().rev().take_while(|c| c.is_ascii_digit() || **c == '.').count();
        // `行政强制-3`: the sign is the number's.
        let signed = tail > 0 && digits_end > tail && folded[digits_end - tail - 1] == '-';
        let cut = digits_end - tail - usize::from(signed);
        let has_tail = tail > 0 && cut > 0 && folded[cut..digits_end].iter().any(char::is_ascii_digit);
        if has_tail && words::is_row_label(&letters(&raw[..cut].iter().collect::<String>())) {
            self.piece(&folded[..cut], &raw[..cut], at);
            let digits: String = folded[cut..end].iter().collect();
            let kind = match value(&digits) {
                Value::Number { .. } if unit.is_some() || tail == 1 || digits.contains('.') => value(&digits),
                Value::Words => Value::Words,
                _ => Value::Glued(digits),
            };
            if kind != Value::Words {
                self.push(Kind::Value(kind), &raw[cut..end], at);
            }
            return;
        }
        self.push(Kind::Words(letters(&raw.iter().collect::<String>())), raw, at);
    }
}

use std::ops::Range;

/// Whether there is more than the numeral of a label.
fn says_something(text: &[char]) -> bool {
    let text: String = text.iter().collect();
    !letters(&words::split_numeral(&text).1).is_empty() && !letters(&text).iter().all(char::is_ascii_digit)
}

fn split(text: &[char], at: char) -> Vec<Range<usize>> {
    let mut from = 0;
    let mut out = Vec::new();
    for (i, c) in text.iter().enumerate() {
        if *c == at {
            out.push(from..i);
            from = i + 1;
        }
    }
    out.push(from..text.len());
    out
}

/// Words parted by blanks; a remark in brackets is one word with what it stands behind.
fn split_words(text: &[char]) -> Vec<Range<usize>> {
    const LONGEST_REMARK: usize = 24;
    let mut out = Vec::new();
    let mut from = None;
    let mut remark_until = 0;
    for (i, c) in text.iter().enumerate() {
        let behind_digit = i > 0 && text[i - 1].is_ascii_digit();
        if *c == '(' && behind_digit && i >= remark_until {
            let close = text[i..].iter().take(LONGEST_REMARK).position(|c| *c == ')');
            remark_until = close.map_or(remark_until, |n| i + n);
        }
        match (c.is_whitespace() && i >= remark_until, from) {
            (false, None) => from = Some(i),
            (true, Some(start)) => {
                out.push(start..i);
                from = None;
            }
            _ => {}
        }
    }
    out.extend(from.map(|start| start..text.len()));
    out
}

/// An amount and the unit behind it, parted by a blank, are one: `78.54　万元`.
fn with_their_units(text: &[char], parts: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::with_capacity(parts.len());
    for part in parts {
        let word: String = text[part.clone()].iter().collect();
        let is_unit = ["元", "千元", "万元", "亿元"].contains(&word.as_str());
        match out.last_mut().filter(|last| is_unit && text[last.end - 1].is_ascii_digit()) {
            Some(last) => last.end = part.end,
            None => out.push(part),
        }
    }
    out
}

/// `---|---|---`: the rule under a heading row.
fn is_rule(text: &[char]) -> bool {
    let dashes = text.iter().filter(|c| **c == '-').count();
    dashes >= 3 && text.contains(&'|') && text.iter().all(|c| matches!(c, '-' | '|' | ':' | '+') || c.is_whitespace())
}

/// Where a label begins inside words: before `（三）`, `1.` and `三、`.
fn ordinal_starts(text: &[char]) -> Vec<usize> {
    const NUMERALS: &str = "一二三四五六七";
    let mut out = Vec::new();
    for i in 1..text.len() {
        let before = text[..i].iter().rev().find(|c| !c.is_whitespace()).copied().unwrap_or(' ');
        let next = |n: usize| text.get(i + n).copied().unwrap_or(' ');
        let bracketed =
            text[i] == '(' && NUMERALS.contains(next(1)) && next(2) == ')' && before != '第' && before != '条';
        let numbered = ('1'..='8').contains(&text[i])
            && matches!(next(1), '.' | '、')
            && !next(2).is_ascii_digit()
            && !before.is_ascii_digit()
            && before != '(';
        let listed = "一二三四".contains(text[i]) && next(1) == '、' && before != '第' && !NUMERALS.contains(before);
        if bracketed || numbered || listed {
            out.push(i);
        }
    }
    out
}
