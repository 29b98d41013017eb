//! Sentences that belong together, number by number: which number is a total, which are its parts.

use super::denial::denials;
use super::label::{label, label_elsewhere, respective};
use super::list::{self, Open};
use super::number::{Stated, numbers};
use super::{Char, MOST_COUNTS, contains, ends_with, starts_with, word};
use crate::form::SectionKey;
use crate::report::{Count, List};

/// Lists inside lists; two are usual.
const DEEPEST_LIST: usize = 8;

/// What a number is told of: this year as it was, or something a list never holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bearing {
    /// A count of the year.
    Plain,
    /// The difference to another year, another year's number, what is demanded or planned.
    Aside,
}

/// A number with what is said of it.
struct Said<'a> {
    number: &'a Stated,
    /// What it counts.
    what: &'a str,
    /// The clause up to it.
    before: &'a [Char],
    /// Everything since the number before.
    told: &'a [Char],
    bearing: Bearing,
}

/// Where the telling stands.
struct Teller<'a> {
    text: &'a [Char],
    numbers: &'a [Stated],
    /// Where the clause begins.
    clause_from: usize,
    lists: Vec<Open>,
    /// The last count that can be a total.
    last: Option<usize>,
    /// For each open bracket the total outside of it.
    brackets: Vec<Option<usize>>,
    /// The count of the number before, if it stands in `out`.
    before: Option<(usize, Bearing)>,
    /// Totals that a list has divided already: another list divides them otherwise, and its parts overlap with the first's.
    divided: Vec<usize>,
}

/// Adds the counts of one story.
pub(super) fn tell(text: &[Char], section: SectionKey, year: Option<i16>, out: &mut Vec<Count>) {
    let first = out.len();
    out.extend(denials(text, section));
    let numbers = numbers(text);
    let mut teller = Teller {
        text,
        numbers: &numbers,
        clause_from: 0,
        lists: Vec::new(),
        last: None,
        brackets: Vec::new(),
        before: None,
        divided: Vec::new(),
    };
    let mut parts: Vec<(usize, usize, bool)> = Vec::new();
    // Numbers that follow one another with nothing said between: 600条、400条.
    let mut bare: Vec<usize> = Vec::new();
    let mut bare_words = String::new();
    for (n, number) in numbers.iter().enumerate().take(MOST_COUNTS) {
        teller.go_to(n, out);
        let from = teller.clause_from.min(number.from);
        let before = match &text[from..number.from] {
            // 3个方案和2项制度: what stands before is the noun of the number before.
            noun if n > 0 && from == numbers[n - 1].to && noun.last().is_some_and(|c| "和及与".contains(c.c)) => &[],
            before => before,
        };
        let behind = &text[number.to..(number.to + 14).min(text.len())];
        teller.begin_anew(before);
        let own = match label(before, behind, year) {
            label if label.is_empty() => label_elsewhere(text, number.from, year),
            label => label,
        };
        let follows =
            own.is_empty() && teller.before.is_some() && n > 0 && only_joined(&text[numbers[n - 1].to..number.from]);
        if !follows {
            respective(&bare, &bare_words, out);
            bare.clear();
            bare_words = word(before);
        }
        let label =
            if own.is_empty() { out[first..].last().map_or(String::new(), |count| count.label.clone()) } else { own };
        if label.is_empty() {
            teller.clause_from = number.to;
            teller.before = None;
            continue;
        }
        let bearing = bearing(before, &label, year);
        let told = &text[n.checked_sub(1).map_or(0, |last| numbers[last].to)..number.from];
        let part = teller.list_of(&Said { number, what: &label, before, told, bearing }, out);
        let label = list::unlike_its_total(label, part.map(|part| out[part.total].label.as_str()));
        let here = out.len();
        out.push(Count {
            label,
            value: number.value,
            unit: number.unit.map(str::to_owned),
            section: Some(section),
            part_of: part.map(|part| out[part.total].label.clone()),
            list: part.map(|part| part.kind),
            about: number.about,
            line: Some(text[number.from].line),
        });
        bare.push(here);
        if let Some(part) = part {
            parts.push((here, part.total, part.certain));
            teller.add(number, here, out);
            if starts_with(&text[number.to..], "等") {
                teller.leave_open(out);
            }
        }
        let may_be_total = bearing == Bearing::Plain && !matches!(number.unit, Some("%" | "天"));
        if may_be_total && part.is_none() && teller.brackets.is_empty() {
            teller.last = Some(here);
        }
        teller.before = Some((here, bearing));
        teller.clause_from = number.to;
    }
    respective(&bare, &bare_words, out);
    list::doubtful_totals(first, &parts, out);
    list::sum_at_the_end(text, numbers.last(), first, out);
}

impl Teller<'_> {
    /// Walks over the words between the last number and this one: lists open and close there.
    fn go_to(&mut self, n: usize, out: &[Count]) {
        let told = n.checked_sub(1).map_or(0, |last| self.numbers[last].to);
        for i in told..self.numbers[n].from {
            match self.text[i].c {
                '(' => self.open_bracket(i == told && n > 0, out),
                ')' => {
                    self.last = self.brackets.pop().unwrap_or(self.last);
                    let depth = self.brackets.len();
                    self.lists.retain(|list| list.depth <= depth);
                }
                ';' | '。' => {
                    self.clause_from = i + 1;
                    // 其中：网站60条；微信30条 goes on if the next clause is built like the last one.
                    let goes_on = |list: &Open| list.kind == List::Closed || list.parts > 0;
                    let parallel = list::is_parallel(self.text, self.numbers, n, i);
                    if self.text[i].c == ';' && !(self.lists.iter().any(goes_on) && parallel) {
                        self.close_lists();
                    }
                }
                // Behind a number with its noun a new one begins: 12个乡镇、35个部门.
                '、' if list::keeps_together(self.text, i) && !(n > 0 && self.clause_from == told) => {}
                ',' | ':' | '、' | '?' => self.clause_from = i + 1,
                _ => {}
            }
            if n > 0 {
                self.open_list(i, told);
            }
        }
    }

    /// A bracket right behind a number divides that number.
    fn open_bracket(&mut self, behind_number: bool, out: &[Count]) {
        self.brackets.push(self.last);
        let divisible = |at: usize| !list::is_measure(out[at].unit.as_deref());
        if let Some((before, Bearing::Plain)) = self.before.filter(|(at, _)| behind_number && divisible(*at)) {
            self.last = Some(before);
            self.lists.push(Open::of(before, List::OfWhich, self.brackets.len()));
        }
    }

    /// Opens a list if its words stand at `i`: 其中, 分别为, 包括, a colon.
    fn open_list(&mut self, i: usize, told: usize) {
        let Some(total) = self.last else { return };
        let depth = self.brackets.len();
        let (here, between) = (&self.text[i..], &self.text[told..i]);
        if starts_with(here, "其中") {
            let (kept, over): (Vec<Open>, Vec<Open>) = self.lists.drain(..).partition(|list| list.depth < depth);
            self.divided.extend(over.iter().filter(|list| list.parts > 0).map(|list| list.total));
            self.lists = kept;
            self.lists.truncate(DEEPEST_LIST);
            let certain = between.iter().all(|c| !c.c.is_alphanumeric());
            let again = self.divided.contains(&total);
            self.lists.push(Open { certain, again, ..Open::of(total, List::OfWhich, depth) });
        } else if self.lists.is_empty() && list::divides_behind(&self.text[told..], i - told) {
            self.lists.push(Open { same_unit: true, ..Open::of(total, List::OfWhich, depth) });
        } else if self.lists.iter().all(|list| list.full) && list::opens_closed_list(&self.text[told..], i - told) {
            let kind = if ends_with(between, "主要") { List::OfWhich } else { List::Closed };
            let again = self.divided.contains(&total);
            self.lists.push(Open { again, ..Open::of(total, kind, depth) });
        }
    }

    fn close_lists(&mut self) {
        self.divided.extend(self.lists.iter().filter(|list| list.parts > 0).map(|list| list.total));
        self.lists.clear();
    }

    /// A list that ends with 等 names only some of its parts.
    fn leave_open(&mut self, out: &mut [Count]) {
        let Some(open) = self.lists.last_mut().filter(|open| open.kind == List::Closed) else { return };
        open.kind = List::OfWhich;
        for part in out.iter_mut().rev().take(open.parts) {
            part.list = part.list.map(|_| List::OfWhich);
        }
    }

    /// Words that begin another account end every list.
    fn begin_anew(&mut self, before: &[Char]) {
        const ANEW: &[&str] = &["全年", "共计", "累计", "合计", "总计", "另", "此外", "同时"];
        if self.brackets.is_empty() && ANEW.iter().any(|word| starts_with(before, word)) {
            self.close_lists();
        }
    }

    /// The list that this number is a part of.
    fn list_of(&mut self, Said { number, what, before, told, bearing }: &Said<'_>, out: &[Count]) -> Option<Open> {
        let depth = self.brackets.len();
        let open = self.lists.last().copied().filter(|list| list.depth == depth)?;
        if *bearing == Bearing::Aside || !list::is_alike(number.unit, out[open.total].unit.as_deref()) {
            return None;
        }
        // 其中网站发布21件、公报发布15件, of 21 in all: the first part alone fills the list, and the second is one too.
        let joined = told.first().is_some_and(|c| c.c == '、') && !told.iter().any(|c| ",;。:".contains(c.c));
        let goes_on = joined || open.parts == 1 && list::are_alike(self.words_of_first_part(&open, out), what);
        if open.full && !goes_on && number.value.is_none_or(|value| !value.is_zero()) {
            self.divided.extend(self.lists.pop().map(|list| list.total));
            return None;
        }
        if open.same_unit && number.unit != out[open.total].unit.as_deref() {
            return None;
        }
        let first = self.words_of_first_part(&open, out);
        if open.parts > 0 && list::tells_of_something_else(first, before) {
            self.close_lists();
            return None;
        }
        let crosses = open.parts > 0 && list::is_outcome_among_others(first, before);
        (!list::is_property(before) && !open.again && !crosses).then_some(open)
    }

    fn words_of_first_part<'a>(&self, open: &Open, out: &'a [Count]) -> &'a str {
        open.first.and_then(|first| out.get(first)).map_or("", |part| part.label.as_str())
    }

    /// Adds a part to its list; one that has come to its total is over but for parts of which there are none: what
    /// follows divides the same total otherwise.
    fn add(&mut self, number: &Stated, here: usize, out: &[Count]) {
        let Some(open) = self.lists.last_mut() else { return };
        open.sum = open.sum.checked_add(number.value.unwrap_or_default()).unwrap_or(open.sum);
        open.parts += 1;
        open.first.get_or_insert(here);
        open.full = out[open.total].value == Some(open.sum);
    }
}

/// Whether nothing but a sign or 和 joins two numbers.
fn only_joined(between: &[Char]) -> bool {
    !between.is_empty() && between.iter().all(|c| "、,和与及".contains(c.c))
}

fn bearing(before: &[Char], label: &str, year: Option<i16>) -> Bearing {
    const ASIDE: &[&str] = &[
        "较",
        "同比",
        "环比",
        "比上",
        "比去",
        "相比",
        "增幅",
        "降幅",
        "去年",
        "同期",
        "以来",
        "历年",
        "不少于",
        "至少",
        "不超过",
        "不低于",
        "最多",
        "平均",
        "日均",
        "月均",
        "每",
        "明年",
        "下一年",
        "下年度",
        "计划开展",
        "计划举办",
        "计划组织",
    ];
    const CHANGE: &[&str] = &["增加", "减少", "增长", "下降", "提高", "上升", "净增", "增", "减"];
    let of_last_year = contains(before, "上年") || contains(before, "上一年");
    let carried = contains(before, "结转");
    let aside = ASIDE.iter().any(|word| contains(before, word))
        || CHANGE.contains(&label)
        || (of_last_year && !carried)
        || other_year(before, year);
    if aside { Bearing::Aside } else { Bearing::Plain }
}

/// Whether the words name a year, and not the report's.
fn other_year(before: &[Char], year: Option<i16>) -> bool {
    let Some(year) = year else { return false };
    let years = before.iter().enumerate().filter(|(_, c)| c.c == '年').filter_map(|(at, _)| {
        let digits: String = before[at.checked_sub(4)?..at].iter().map(|c| c.c).collect();
        digits.parse::<i16>().ok().filter(|year| (1990..2100).contains(year))
    });
    let named: Vec<i16> = years.collect();
    !named.is_empty() && !named.contains(&year)
}
