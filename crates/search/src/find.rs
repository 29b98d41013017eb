//! From what a visitor typed and chose to the pages found.

use std::collections::BTreeMap;
use std::ops::Bound;

use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EnableScoring, Occur, PhraseQuery, Query as Wanted,
    RangeQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Searcher, TERMINATED, Term};

use crate::bigrams::{Asked, ask};
use crate::fold::units;
use crate::index::{Error, Fields, Index, day};
use crate::sift::{Sift, Sifted};
use crate::words::{Line, Word, read};

/// How much more a word in the title weighs than in the text.
const TITLE_WEIGHT: f32 = 4.0;

/// Above any sum of ordinary weights, so that the paper whose number was typed stands first.
const KEY_WEIGHT: f32 = 100_000.0;

/// Nobody leafs further than this many hits; `total` still counts all.
const DEEPEST: usize = 10_000;
const MOST_PER_PAGE: usize = 200;

/// In which order hits are listed. Equal ones: newer first, then by id.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// 按相关度: a paper whose 文号 or 索引号 was typed first, then by weight of the words.
    #[default]
    Relevance,
    /// 按时间: by `published_on`, undated last.
    Newest,
}

/// What a visitor typed and chose. Empty choices do not narrow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// As typed, whatever it is: blanks separate words that must all occur, `"…"` (also `“…”`)
    /// keeps blanks inside a phrase, `-word` excludes. Everything else is plain text.
    pub text: String,
    /// `body_slug` of the page.
    pub body: Option<String>,
    /// Key of the 栏目.
    pub column: Option<String>,
    /// 主题分类
    pub theme: Option<String>,
    /// 效力状态
    pub validity: Option<String>,
    /// Sort of page.
    pub kind: Option<String>,
    /// Year of `published_on`.
    pub year: Option<u16>,
    /// First day, `YYYY-MM-DD`, inclusive; anything else is passed over.
    pub from: Option<String>,
    /// Last day, `YYYY-MM-DD`, inclusive; anything else is passed over.
    pub to: Option<String>,
    /// A query without words is always listed by date.
    pub order: Order,
    /// From 1. Beyond 10 000 hits there are no more pages.
    pub page: usize,
    /// 1 to 200.
    pub per_page: usize,
}

impl Default for Query {
    fn default() -> Query {
        Query {
            text: String::new(),
            body: None,
            column: None,
            theme: None,
            validity: None,
            kind: None,
            year: None,
            from: None,
            to: None,
            order: Order::Relevance,
            page: 1,
            per_page: 20,
        }
    }
}

/// A page found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// [`Page::id`](crate::Page::id).
    pub id: String,
    /// Higher is better; 0 when listed by date. Not comparable between queries.
    pub score: f32,
}

/// One value of a facet and the number of pages a visitor gets by choosing it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// The stored key, or a year such as `2025`.
    pub key: String,
    /// Pages.
    pub count: usize,
}

/// Values to narrow by. Each list counts as if its own choice had not been made, so that the
/// visitor sees what the other choices would give. Most frequent first; years newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// By `body_slug`.
    pub body: Vec<Facet>,
    /// By `column`.
    pub column: Vec<Facet>,
    /// By year of `published_on`; undated pages are not in it.
    pub year: Vec<Facet>,
    /// By `theme`.
    pub theme: Vec<Facet>,
}

/// Something to tell the visitor about the query itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The query was longer than [`LONGEST_QUERY`](crate::LONGEST_QUERY) characters or
    /// [`MOST_WORDS`](crate::MOST_WORDS) words; only this much of it was searched.
    Cut {
        /// The beginning that was read.
        kept: String,
    },
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hits {
    /// All pages that match, not only those listed.
    pub total: usize,
    /// The page of hits asked for.
    pub hits: Vec<Hit>,
    /// Ways to narrow.
    pub facets: Facets,
    /// With no hits: a milder query that has some, to be offered as a link.
    pub suggestion: Option<String>,
    /// What to say about the query.
    pub notice: Option<Notice>,
}

/// The choices that have a facet of their own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Choice {
    Body,
    Column,
    Theme,
    Year,
}

impl Index {
    /// Finds pages. Without a single word (nothing typed, or only punctuation) all pages match,
    /// the newest first.
    ///
    /// ```
    /// # fn main() -> Result<(), search::Error> {
    /// use search::{Index, Page, Query};
    /// let index = Index::in_memory()?;
    /// index.put(&[Page { id: "1".into(), doc_no: "云政发〔2025〕3号".into(), ..Page::default() }])?;
    /// index.commit()?;
    /// let query = Query { text: "雲政發(2025)3號".into(), ..Query::default() };
    /// assert_eq!(index.find(&query)?.hits[0].id, "1");
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// Never because of the query; [`Error::Fault`] or [`Error::Rebuild`] if the disk fails.
    pub fn find(&self, query: &Query) -> Result<Hits, Error> {
        let searcher = self.searcher();
        let fields = self.fields();
        let line = read(&query.text);
        let per_page = query.per_page.clamp(1, MOST_PER_PAGE);
        let skip = query.page.max(1).saturating_sub(1).saturating_mul(per_page);
        let keep = if skip >= DEEPEST { 0 } else { (skip + per_page).min(DEEPEST) };
        let by_score = query.order == Order::Relevance && !line.wanted.is_empty();

        let wanted = assemble(fields, query, &line, None);
        let found = searcher.search(&wanted, &Sift { keep, by_score, count_facets: true })?;
        let mut facets = facets(&found);
        for choice in chosen(query) {
            let wanted = assemble(fields, query, &line, Some(choice));
            let sift = Sift { keep: 0, by_score: false, count_facets: true };
            let others = self::facets(&searcher.search(&wanted, &sift)?);
            match choice {
                Choice::Body => facets.body = others.body,
                Choice::Column => facets.column = others.column,
                Choice::Theme => facets.theme = others.theme,
                Choice::Year => facets.year = others.year,
            }
        }
        let suggestion = match found.total {
            0 => suggest(&searcher, fields, query, &line)?,
            _ => None,
        };
        let hits = found.best.into_iter().skip(skip);
        Ok(Hits {
            total: found.total,
            hits: hits.map(|best| Hit { id: best.id, score: best.score }).collect(),
            facets,
            suggestion,
            notice: line.cut.map(|kept| Notice::Cut { kept }),
        })
    }
}

fn chosen(query: &Query) -> Vec<Choice> {
    let choices = [
        (Choice::Body, query.body.is_some()),
        (Choice::Column, query.column.is_some()),
        (Choice::Theme, query.theme.is_some()),
        (Choice::Year, query.year.is_some()),
    ];
    choices.into_iter().filter_map(|(choice, set)| set.then_some(choice)).collect()
}

fn facets(found: &Sifted) -> Facets {
    let listed = |counts: &BTreeMap<String, usize>| -> Vec<Facet> {
        let mut listed: Vec<Facet> = counts.iter().map(|(key, &count)| Facet { key: key.clone(), count }).collect();
        // stable, so equal counts stay in the order of their keys
        listed.sort_by_key(|facet| std::cmp::Reverse(facet.count));
        listed
    };
    let [body, column, theme] = &found.facets;
    let years = found.years.iter().rev().filter(|(year, _)| **year > 0);
    Facets {
        body: listed(body),
        column: listed(column),
        year: years.map(|(year, &count)| Facet { key: year.to_string(), count }).collect(),
        theme: listed(theme),
    }
}

type Clause = (Occur, Box<dyn Wanted>);

/// Words and choices as one query of the engine; `without` leaves one choice out.
fn assemble(fields: &Fields, query: &Query, line: &Line, without: Option<Choice>) -> BooleanQuery {
    let mut clauses: Vec<Clause> = vec![(Occur::Must, words(fields, line))];
    for word in &line.unwanted {
        clauses.extend(phrase(fields.text, word).map(|phrase| (Occur::MustNot, phrase)));
    }
    let choices = [
        (fields.body, &query.body, Some(Choice::Body)),
        (fields.column, &query.column, Some(Choice::Column)),
        (fields.theme, &query.theme, Some(Choice::Theme)),
        (fields.validity, &query.validity, None),
        (fields.kind, &query.kind, None),
    ];
    for (field, value, choice) in choices {
        if let Some(value) = value.as_ref().filter(|_| choice.is_none() || choice != without) {
            clauses.push((Occur::Must, silent(term(field, value))));
        }
    }
    let days = |from: Option<u64>, to: Option<u64>| {
        let bound = |day: Option<u64>| {
            day.map_or(Bound::Unbounded, |day| Bound::Included(Term::from_field_u64(fields.day, day)))
        };
        // undated pages are day 0 and belong to no stretch of time
        (Occur::Must, silent(RangeQuery::new(bound(from.or(Some(1))), bound(to))))
    };
    let (from, to) = (query.from.as_deref().and_then(day), query.to.as_deref().and_then(day));
    if from.is_some() || to.is_some() {
        clauses.push(days(from, to));
    }
    if let Some(year) = query.year.map(u64::from).filter(|_| without != Some(Choice::Year)) {
        clauses.push(days(Some(year * 10_000 + 101), Some(year * 10_000 + 1231)));
    }
    BooleanQuery::new(clauses)
}

/// All words must occur somewhere in the page, or the line as a whole must be its number.
fn words(fields: &Fields, line: &Line) -> Box<dyn Wanted> {
    let mut clauses: Vec<Clause> = Vec::new();
    for word in &line.wanted {
        if let (Some(text), Some(title)) = (phrase(fields.text, word), phrase(fields.title, word)) {
            clauses.push((Occur::Must, text));
            clauses.push((Occur::Should, Box::new(BoostQuery::new(title, TITLE_WEIGHT))));
        }
    }
    if clauses.is_empty() {
        return Box::new(AllQuery);
    }
    let words = Box::new(BooleanQuery::new(clauses));
    match &line.key {
        Some(key) => {
            let number = Box::new(ConstScoreQuery::new(Box::new(term(fields.key, key)), KEY_WEIGHT));
            Box::new(BooleanQuery::new(vec![(Occur::Should, words), (Occur::Should, number)]))
        }
        None => words,
    }
}

fn phrase(field: Field, word: &Word) -> Option<Box<dyn Wanted>> {
    Some(match ask(&word.units)? {
        Asked::Character(c) => {
            // the first text that no longer begins with this character
            let end = (c as u32 + 1..).find_map(char::from_u32).unwrap_or(char::MAX);
            let bound = |c: char| Term::from_field_text(field, c.encode_utf8(&mut [0; 4]));
            let range = RangeQuery::new(Bound::Included(bound(c)), Bound::Excluded(bound(end)));
            Box::new(range)
        }
        Asked::Sequence(terms) => match &terms[..] {
            [(_, only)] => {
                let term = Term::from_field_text(field, only);
                Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
            }
            _ => {
                let placed = terms.iter().map(|(at, t)| (*at, Term::from_field_text(field, t)));
                Box::new(PhraseQuery::new_with_offset(placed.collect()))
            }
        },
    })
}

fn term(field: Field, value: &str) -> TermQuery {
    TermQuery::new(Term::from_field_text(field, value), IndexRecordOption::Basic)
}

/// A condition that narrows without weighing.
fn silent(query: impl Wanted) -> Box<dyn Wanted> {
    Box::new(ConstScoreQuery::new(Box::new(query), 0.0))
}

/// How many milder queries are tried before giving up.
const TRIES: usize = 60;

/// Looks for a milder query that finds something.
///
/// The index itself knows which rows of characters occur, so no dictionary is needed: each word
/// is parted into the longest pieces that do. If these never meet on one page, one is left out,
/// rather the last; then each is tried alone.
struct Milder<'a> {
    searcher: &'a Searcher,
    fields: &'a Fields,
    query: &'a Query,
    tries: usize,
}

fn suggest(searcher: &Searcher, fields: &Fields, query: &Query, line: &Line) -> Result<Option<String>, Error> {
    let mut milder = Milder { searcher, fields, query, tries: TRIES };
    let mut pieces = Vec::new();
    for word in &line.wanted {
        pieces.extend(milder.parted(word)?);
    }
    let without = |gone: Option<usize>| {
        let kept = pieces.iter().enumerate().filter(|(i, _)| Some(*i) != gone);
        kept.map(|(_, piece)| *piece).collect::<Vec<_>>().join(" ")
    };
    let excluded: String = line.unwanted.iter().map(|word| format!(" -\"{}\"", word.text)).collect();
    let less = (0..pieces.len()).rev().map(|gone| without(Some(gone)));
    let alone = pieces.iter().map(|piece| (*piece).to_owned());
    for wanted in std::iter::once(without(None)).chain(less).chain(alone) {
        if wanted.is_empty() {
            continue;
        }
        let text = wanted + &excluded;
        if milder.finds(&text)? {
            return Ok(Some(text));
        }
    }
    Ok(None)
}

impl Milder<'_> {
    /// Whether the text has a word in it and finds a page under the choices made.
    fn finds(&mut self, text: &str) -> Result<bool, Error> {
        let line = read(text);
        if self.tries == 0 || line.key.is_none() && line.unwanted.is_empty() {
            return Ok(false);
        }
        self.tries -= 1;
        let wanted = assemble(self.fields, self.query, &line, None);
        let weight = wanted.weight(EnableScoring::disabled_from_searcher(self.searcher))?;
        for segment in self.searcher.segment_readers() {
            // one page is enough, so nothing is counted
            let mut pages = weight.scorer(segment, 1.0)?;
            let mut page = pages.doc();
            while page != TERMINATED {
                if !segment.is_deleted(page) {
                    return Ok(true);
                }
                page = pages.advance();
            }
        }
        Ok(false)
    }

    /// The longest pieces of a word that occur, from left to right; stray characters are dropped.
    fn parted<'w>(&mut self, word: &'w Word) -> Result<Vec<&'w str>, Error> {
        let units = units(&word.text);
        let piece = |from: usize, to: usize| &word.text[units[from].at.start..units[to - 1].at.end];
        let mut pieces = Vec::new();
        let mut from = 0;
        while from < units.len() {
            // if a piece occurs, so does each of its beginnings
            let (mut occurs, mut fails) = (from, units.len() + 1);
            while occurs + 1 < fails {
                let to = occurs.midpoint(fails);
                if self.finds(piece(from, to))? {
                    occurs = to;
                } else {
                    fails = to;
                }
            }
            let is_stray = occurs == from + 1 && units[from].han().is_some() && units.len() > 1;
            if occurs > from && !is_stray {
                pieces.push(piece(from, occurs));
            }
            from = occurs.max(from + 1);
        }
        Ok(pieces)
    }
}
