//! Many reports as one: cells added up, and every number opening to the bodies it comes from.

mod pack;
mod paper;
mod rows;
mod write;

pub use paper::{account, document, workbook};
pub use rows::{Row, rows};
pub use write::json;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::checks::check_sums;
use crate::figures::{Money, Unit};
use crate::finding::{Code, Finding};
use crate::form::{CellNo, Edition, Kind, form};
use crate::name::{ByBody, key};
use crate::report::Report;
use pack::Packed;

/// Gathers reports, one by one; a few hundred bytes are kept of each.
#[derive(Debug, Default)]
pub struct Sum {
    parts: Vec<Part>,
    unread: Vec<Unread>,
}

/// What is kept of a report: who, when and the figures.
#[derive(Clone, Debug)]
pub struct Part {
    file: Option<Box<str>>,
    body: Option<Box<str>>,
    year: Option<i16>,
    edition: Edition,
    signed_on: Option<Date>,
    cells: Packed,
    /// Amounts in yuan; `Err` holds the text of one whose unit is not stated.
    money: Vec<(CellNo, Result<Decimal, Box<str>>)>,
    marks: Vec<(CellNo, Box<str>)>,
    wrong: Vec<(Code, Box<str>)>,
}

/// What a sum is asked for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// The body that sums, for title and object.
    pub body: Option<String>,
    /// The year; the one most reports are of if `None`, and the latest of several such.
    pub year: Option<i16>,
    /// The bodies that should have reported, if known.
    pub expected: Vec<String>,
}

/// The sum, and everything a person has to know about it.
#[derive(Clone, Debug)]
pub struct Total {
    /// The summed report: body, year and cells; its findings are those of the sums (R101 to R105).
    pub report: Report,
    /// How many parts filled each cell, by its number.
    pub filled: Vec<u32>,
    /// Who is in it and who is not.
    pub account: Account,
    counted: Vec<Part>,
    /// The cell of the sum for each cell of a part's edition.
    into: [Vec<Option<CellNo>>; 2],
}

/// Who is in a sum and who is not, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Account {
    /// Reports given, those that could not be read included.
    pub given: usize,
    /// Reports added up.
    pub counted: usize,
    /// Bodies with more than one report on the year: one is counted.
    pub duplicates: Vec<Duplicate>,
    /// Bodies without a report on the year: those expected, and those with a report on another year.
    pub missing: Vec<String>,
    /// Reports on other years, not counted.
    pub other_years: Vec<Left>,
    /// Reports on the other edition of the form: counted as far as both have the cell.
    pub other_editions: Vec<Left>,
    /// Cells of parts that the sum's form does not have; blanks and zeros are passed over.
    pub unmapped: Vec<Unmapped>,
    /// Amounts that could not be added because their unit is not stated.
    pub no_unit: Vec<NoUnit>,
    /// Reports whose own numbers do not add up; counted as they are.
    pub unsound: Vec<Unsound>,
    /// Reports that do not name their body; counted, since nobody can say whose they are.
    pub unnamed: Vec<Option<String>>,
    /// Files that could not be read, and files that are no report.
    pub unread: Vec<Unread>,
}

/// A body with more than one report on the year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Duplicate {
    /// The body.
    pub body: String,
    /// The file counted: the one signed last.
    pub counted: Option<String>,
    /// The others.
    pub left_out: Vec<Option<String>>,
}

/// A report that is of another year or edition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Left {
    /// Its body.
    pub body: Option<String>,
    /// Its file.
    pub file: Option<String>,
    /// Its year.
    pub year: Option<i16>,
    /// Its edition.
    pub edition: Edition,
}

/// A cell of another edition that has no place in the sum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unmapped {
    /// Its address in its own edition.
    pub path: String,
    /// What it is called there.
    pub label: String,
    /// All of them added up.
    pub sum: i64,
    /// From how many reports.
    pub reports: usize,
}

/// An amount without a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NoUnit {
    /// Whose.
    pub body: Option<String>,
    /// The cell.
    pub path: String,
    /// As printed.
    pub raw: String,
}

/// A report whose numbers do not add up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unsound {
    /// Whose.
    pub body: Option<String>,
    /// Its file.
    pub file: Option<String>,
    /// What is wrong, at most three of them.
    pub findings: Vec<(Code, String)>,
}

/// A file that could not be read, or is no report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unread {
    /// The file.
    pub file: String,
    /// R190, or R191 for a file that is no report.
    pub code: Code,
    /// Why.
    pub message: String,
}

/// One body's share of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share<'a> {
    /// The body, or the file of a report that names none.
    pub body: &'a str,
    /// Its number; for money in the unit of [`Total::unit`].
    pub value: Decimal,
}

impl Sum {
    /// Adds a report. One that could not be read (R190) or is none (R191) is named and not counted.
    pub fn add(&mut self, report: &Report) {
        self.push(Part::of(report));
    }

    /// Adds what [`Part::of`] made of a report, on another core perhaps.
    pub fn push(&mut self, part: Result<Part, Unread>) {
        match part {
            Ok(part) => self.parts.push(part),
            Err(unread) => self.unread.push(unread),
        }
    }

    /// Adds up. Blank and number is the number, blanks alone stay blank; money is added in yuan; of two reports
    /// of one body on the year the one signed last counts. Totals are added like any other cell: where a part's own
    /// numbers do not add up, the sum's do not either, and both are said.
    ///
    /// ```
    /// use report::{form::Edition, report::Report, sum::{Sum, Wanted}};
    /// let mut sum = Sum::default();
    /// for (body, cases) in [("云溪县财政局", Some(2)), ("云溪县水利局", None), ("云溪县教育局", Some(3))] {
    ///     let mut report = Report::blank(Edition::E2021);
    ///     (report.body, report.year) = (Some(body.to_owned()), Some(2023));
    ///     report.cells.put("remedies.reconsideration.upheld", cases);
    ///     sum.add(&report);
    /// }
    /// let total = sum.total(&Wanted::default());
    /// let cell = total.report.cells.form().cell("remedies.reconsideration.upheld").unwrap().no;
    /// assert_eq!(total.report.cells.get(cell), Some(5));
    /// assert_eq!(total.filled[usize::from(cell.0)], 2); // one of three left it blank
    /// assert_eq!(total.shares(cell).unwrap()[1].body, "云溪县教育局");
    /// assert_eq!(total.report.cells.at("remedies.reconsideration.total"), None);
    /// ```
    pub fn total(self, wanted: &Wanted) -> Total {
        let year = wanted.year.or_else(|| self.most_common_year());
        let mut account =
            Account { given: self.parts.len() + self.unread.len(), unread: self.unread, ..Account::default() };
        let (of_year, others): (Vec<Part>, Vec<Part>) =
            self.parts.into_iter().partition(|part| part.year == year || part.year.is_none());
        let counted = newest(of_year, &mut account);
        account.missing = missing(&counted, &others, &wanted.expected);
        account.other_years = others.iter().map(Part::left).collect();
        account.counted = counted.len();
        let edition = year.map_or_else(|| most_common_edition(&counted), Edition::for_year);
        account.other_editions = counted.iter().filter(|part| part.edition != edition).map(Part::left).collect();
        account.unnamed = counted.iter().filter(|part| part.body.is_none()).map(Part::file).collect();
        account.unsound = counted.iter().filter(|part| !part.wrong.is_empty()).map(Part::unsound).collect();
        let mut report = Report::blank(edition);
        report.body.clone_from(&wanted.body);
        report.year = year;
        report.title = wanted.body.as_ref().map(|body| title(body, year));
        let mut total = Total {
            filled: vec![0; report.cells.form().cells().len()],
            report,
            into: Edition::ALL.map(|from| map(from, edition)),
            counted,
            account,
        };
        total.add_counts();
        total.add_money();
        total.keep_marks();
        total.report.findings = check_sums(&total.report);
        total
    }

    fn most_common_year(&self) -> Option<i16> {
        let mut years: BTreeMap<i16, usize> = BTreeMap::new();
        for year in self.parts.iter().filter_map(|part| part.year) {
            *years.entry(year).or_default() += 1;
        }
        years.into_iter().max_by_key(|(year, count)| (*count, *year)).map(|(year, _)| year)
    }
}

fn title(body: &str, year: Option<i16>) -> String {
    let year = year.map(|year| format!("{year}年")).unwrap_or_default();
    format!("{body}{year}政府信息公开工作年度报告汇总")
}

fn most_common_edition(parts: &[Part]) -> Edition {
    let old = parts.iter().filter(|part| part.edition == Edition::E2019).count();
    if old * 2 > parts.len() { Edition::E2019 } else { Edition::E2021 }
}

/// The cell of one edition for each cell of another: the same address, or the one row of （六）其他处理 for the three.
fn map(from: Edition, into: Edition) -> Vec<Option<CellNo>> {
    let cells = form(from).cells().iter();
    let same = |path: &str| form(into).cell(path).map(|cell| cell.no);
    cells
        .map(|cell| {
            let one_row = || {
                let split = into == Edition::E2019 && cell.row.key.starts_with("results.other.");
                split.then(|| same(&format!("applications.results.other.{}", cell.column.key)))?
            };
            same(&cell.path).or_else(one_row)
        })
        .collect()
}

/// One report for each body: the one signed last, and of several such the one given last.
fn newest(parts: Vec<Part>, account: &mut Account) -> Vec<Part> {
    let mut by_body: HashMap<String, usize> = HashMap::with_capacity(parts.len());
    let mut counted: Vec<Option<Part>> = Vec::with_capacity(parts.len());
    let mut left_out: BTreeMap<usize, Vec<Option<String>>> = BTreeMap::new();
    for part in parts {
        let Some(body) = part.body.as_deref().map(key) else {
            counted.push(Some(part));
            continue;
        };
        match by_body.get(&body) {
            Some(at) => {
                let Some(before) = &mut counted[*at] else { continue };
                let older = if part.signed_on >= before.signed_on { std::mem::replace(before, part) } else { part };
                left_out.entry(*at).or_default().push(older.file());
            }
            None => {
                by_body.insert(body, counted.len());
                counted.push(Some(part));
            }
        }
    }
    for (at, left_out) in left_out {
        if let Some(part) = &counted[at] {
            let body = part.body.as_deref().unwrap_or_default().to_owned();
            account.duplicates.push(Duplicate { body, counted: part.file(), left_out });
        }
    }
    counted.into_iter().flatten().collect()
}

/// Those expected, then those with a report on another year, that have none on this.
fn missing(counted: &[Part], others: &[Part], expected: &[String]) -> Vec<String> {
    let keys: BTreeSet<String> = counted.iter().filter_map(|part| part.body.as_deref()).map(key).collect();
    let mut missing: Vec<String> = Vec::new();
    if !expected.is_empty() {
        let mut bodies = ByBody::default();
        for body in counted.iter().filter_map(|part| part.body.as_deref()) {
            bodies.add(body, None, ());
        }
        let absent = |body: &&String| !keys.contains(&key(body)) && bodies.find(body, None, |()| true).is_none();
        missing.extend(expected.iter().filter(absent).cloned());
    }
    let mut named: BTreeSet<String> = missing.iter().map(|body| key(body)).collect();
    for body in others.iter().filter_map(|part| part.body.as_deref()) {
        let key = key(body);
        if !keys.contains(&key) && named.insert(key) {
            missing.push(body.to_owned());
        }
    }
    missing
}

impl Part {
    /// What a sum keeps of a report; a report that could not be read (R190) or is none (R191) is no part.
    ///
    /// # Errors
    /// Which file, and why it could not be read.
    pub fn of(report: &Report) -> Result<Part, Unread> {
        const SHOWN: usize = 3;
        let unread = |finding: &&Finding| matches!(finding.code, Code::R190 | Code::R191);
        if let Some(why) = report.findings.iter().find(unread) {
            let file = report.file.clone().unwrap_or_else(|| "-".to_owned());
            return Err(Unread { file, code: why.code, message: why.message.clone() });
        }
        let cells = &report.cells;
        let money = cells.all_money().map(|(no, money)| {
            let yuan = money.yuan().or_else(|| money.amount.is_zero().then_some(Decimal::ZERO));
            (no, yuan.ok_or_else(|| money.raw.as_str().into()))
        });
        let marks =
            report.marks.iter().filter_map(|(path, mark)| Some((cells.form().cell(path)?.no, mark.as_str().into())));
        let wrong = check_sums(report);
        Ok(Part {
            file: report.file.as_deref().map(Into::into),
            body: report.body.as_deref().map(Into::into),
            year: report.year,
            edition: cells.edition(),
            signed_on: report.signed_on.or(report.published_on),
            cells: Packed::of(cells),
            money: money.collect(),
            marks: marks.collect(),
            wrong: wrong.into_iter().take(SHOWN).map(|finding| (finding.code, finding.message.into())).collect(),
        })
    }

    fn file(&self) -> Option<String> {
        self.file.as_deref().map(str::to_owned)
    }

    fn name(&self) -> &str {
        self.body.as_deref().or(self.file.as_deref()).unwrap_or("-")
    }

    fn left(&self) -> Left {
        Left {
            body: self.body.as_deref().map(str::to_owned),
            file: self.file(),
            year: self.year,
            edition: self.edition,
        }
    }

    fn unsound(&self) -> Unsound {
        let findings = self.wrong.iter().map(|(code, message)| (*code, message.to_string())).collect();
        Unsound { body: self.body.as_deref().map(str::to_owned), file: self.file(), findings }
    }
}

impl Total {
    fn add_counts(&mut self) {
        let cells = &mut self.report.cells;
        let mut sums: Vec<Option<i64>> = vec![None; self.filled.len()];
        let mut unmapped: BTreeMap<(Edition, CellNo), (i64, usize)> = BTreeMap::new();
        let mut last: Vec<usize> = vec![usize::MAX; self.filled.len()];
        for (i, part) in self.counted.iter().enumerate() {
            for (no, value) in part.cells.iter() {
                let Some(into) = self.into[part.edition as usize][usize::from(no.0)] else {
                    if value != 0 {
                        let entry = unmapped.entry((part.edition, no)).or_default();
                        *entry = (entry.0.saturating_add(value), entry.1 + 1);
                    }
                    continue;
                };
                let at = usize::from(into.0);
                sums[at] = Some(sums[at].unwrap_or(0).saturating_add(value));
                // Three rows may go into one cell; that is one part all the same.
                if last[at] != i {
                    last[at] = i;
                    self.filled[at] += 1;
                }
            }
        }
        let is_set = |no: &CellNo| sums[usize::from(no.0)].is_some();
        let one_row: Vec<CellNo> =
            cells.form().cells().iter().filter(|cell| !cell.is_official()).map(|cell| cell.no).collect();
        let split = cells.form().cells().iter().filter(|cell| cell.row.key.starts_with("results.other."));
        let any_split = split.map(|cell| cell.no).any(|no| is_set(&no));
        cells.set_other_in_one_row(one_row.iter().any(is_set) && !any_split);
        for (i, sum) in sums.iter().enumerate() {
            let no = CellNo(u16::try_from(i).unwrap_or(u16::MAX));
            cells.set(no, *sum);
        }
        if any_split {
            // Some parts print （六）其他处理 as one row: it cannot be split, so it is named and kept apart.
            for no in one_row {
                if let Some(sum) = sums[usize::from(no.0)].filter(|sum| *sum != 0) {
                    unmapped.insert((cells.edition(), no), (sum, self.filled[usize::from(no.0)] as usize));
                }
                cells.set(no, None);
            }
        }
        self.account.unmapped = unmapped
            .into_iter()
            .map(|((edition, no), (sum, reports))| {
                let cell = form(edition).at(no);
                Unmapped { path: cell.path.clone(), label: cell.place_zh(), sum, reports }
            })
            .collect();
    }

    fn add_money(&mut self) {
        let mut sums: BTreeMap<CellNo, Decimal> = BTreeMap::new();
        for part in &self.counted {
            for (no, yuan) in &part.money {
                let Some(into) = self.into[part.edition as usize][usize::from(no.0)] else {
                    let cell = form(part.edition).at(*no);
                    if yuan.as_ref().is_ok_and(|yuan| !yuan.is_zero()) {
                        self.account.unmapped.push(Unmapped {
                            path: cell.path.clone(),
                            label: format!("{}（{}，元）", cell.place_zh(), part.name()),
                            sum: yuan
                                .as_ref()
                                .ok()
                                .and_then(|yuan| i64::try_from(yuan.round()).ok())
                                .unwrap_or(i64::MAX),
                            reports: 1,
                        });
                    }
                    continue;
                };
                match yuan {
                    Ok(yuan) => {
                        let sum = sums.entry(into).or_default();
                        *sum = sum.checked_add(*yuan).unwrap_or(Decimal::MAX);
                        self.filled[usize::from(into.0)] += 1;
                    }
                    Err(raw) => self.account.no_unit.push(NoUnit {
                        body: part.body.as_deref().map(str::to_owned),
                        path: form(part.edition).at(*no).path.clone(),
                        raw: raw.to_string(),
                    }),
                }
            }
        }
        for (no, yuan) in sums {
            let unit = self.unit(no);
            let amount = (yuan / unit.in_yuan()).normalize();
            let heading = matches!(self.report.cells.form().at(no).column.kind, Kind::Money(Some(_)));
            let raw = if heading { amount.to_string() } else { format!("{amount}{}", unit.as_str()) };
            self.report.cells.set_money(no, Some(Money { raw, amount, unit: Some(unit) }));
        }
    }

    /// A mark is kept where no part has a number.
    fn keep_marks(&mut self) {
        for part in &self.counted {
            for (no, mark) in &part.marks {
                let Some(into) = self.into[part.edition as usize][usize::from(no.0)] else { continue };
                if self.report.cells.is_blank(into) {
                    let path = self.report.cells.form().at(into).path.clone();
                    self.report.marks.entry(path).or_insert_with(|| mark.to_string());
                }
            }
        }
    }

    /// The unit in which the sum states an amount: its heading's, or 元.
    pub fn unit(&self, no: CellNo) -> Unit {
        match self.report.cells.form().at(no).column.kind {
            Kind::Money(Some(unit)) => unit,
            Kind::Money(None) | Kind::Count | Kind::SignedCount => Unit::Yuan,
        }
    }

    /// The bodies a cell comes from, in the order they were given. Whoever stated 0 added nothing and is not
    /// listed; `None` for a blank cell.
    pub fn shares(&self, no: CellNo) -> Option<Vec<Share<'_>>> {
        (!self.report.cells.is_blank(no)).then(|| self.shares_of(&[no]).remove(0))
    }

    /// As [`Total::shares`], for many cells at one walk over the parts.
    fn shares_of(&self, wanted: &[CellNo]) -> Vec<Vec<Share<'_>>> {
        let mut places = vec![None; self.filled.len()];
        for (i, no) in wanted.iter().enumerate() {
            places[usize::from(no.0)] = Some(i);
        }
        let place = |part: &Part, no: CellNo| -> Option<(CellNo, usize)> {
            let into = self.into[part.edition as usize][usize::from(no.0)]?;
            Some((into, places[usize::from(into.0)]?))
        };
        let mut shares: Vec<Vec<Share<'_>>> = vec![Vec::new(); wanted.len()];
        for part in &self.counted {
            for (no, value) in part.cells.iter().filter(|(_, value)| *value != 0) {
                let Some((_, at)) = place(part, no) else { continue };
                add_share(&mut shares[at], part.name(), value.into());
            }
            for (no, yuan) in &part.money {
                let (Some((into, at)), Ok(yuan)) = (place(part, *no), yuan) else { continue };
                if !yuan.is_zero() {
                    add_share(&mut shares[at], part.name(), (*yuan / self.unit(into).in_yuan()).normalize());
                }
            }
        }
        shares
    }
}

/// Three rows of one body that go into one cell are one share.
fn add_share<'a>(shares: &mut Vec<Share<'a>>, body: &'a str, value: Decimal) {
    match shares.last_mut() {
        Some(last) if std::ptr::eq(last.body, body) => last.value += value,
        _ => shares.push(Share { body, value }),
    }
}
