//! The numbers of one report: counts by cell, and money with its unit.
//!
//! Blank is not zero. A cell is `None` when the document leaves it empty or prints a mark such as `/`,
//! and nothing in this crate ever turns that into 0.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::form::{CellNo, Edition, Form, Rule, Sum, form};

/// Every count of one report, in the order of its form.
///
/// ```
/// use report::{figures::Cells, form::Edition};
/// let mut cells = Cells::blank(Edition::E2021);
/// cells.put("remedies.reconsideration.upheld", 10);
/// assert_eq!(cells.at("remedies.reconsideration.upheld"), Some(10));
/// assert_eq!(cells.at("remedies.reconsideration.total"), None); // blank, not 0
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cells {
    edition: Edition,
    counts: Vec<Option<i64>>,
    money: BTreeMap<CellNo, Money>,
    other_in_one_row: bool,
}

impl Cells {
    /// A form of that edition with nothing filled in.
    pub fn blank(edition: Edition) -> Cells {
        Cells {
            edition,
            counts: vec![None; form(edition).cells().len()],
            money: BTreeMap::new(),
            other_in_one_row: false,
        }
    }

    /// The edition these cells belong to.
    pub fn edition(&self) -> Edition {
        self.edition
    }

    /// The form these cells belong to.
    pub fn form(&self) -> &'static Form {
        form(self.edition)
    }

    /// The count in a cell; `None` is blank (and so is a money cell, see [`Cells::money`]).
    pub fn get(&self, no: CellNo) -> Option<i64> {
        self.counts[usize::from(no.0)]
    }

    /// Writes a count, or blanks the cell.
    pub fn set(&mut self, no: CellNo, value: Option<i64>) {
        self.counts[usize::from(no.0)] = value;
    }

    /// The count at an address; `None` also where this edition has no such cell.
    pub fn at(&self, path: &str) -> Option<i64> {
        self.form().cell(path).and_then(|cell| self.get(cell.no))
    }

    /// Writes a count at an address. Answers whether this edition has the cell.
    pub fn put(&mut self, path: &str, value: impl Into<Option<i64>>) -> bool {
        match self.form().cell(path) {
            Some(cell) => {
                self.set(cell.no, value.into());
                true
            }
            None => false,
        }
    }

    /// The money in a cell.
    pub fn money(&self, no: CellNo) -> Option<&Money> {
        self.money.get(&no)
    }

    /// Writes money into a cell, or blanks it.
    pub fn set_money(&mut self, no: CellNo, value: Option<Money>) {
        match value {
            Some(money) => self.money.insert(no, money),
            None => self.money.remove(&no),
        };
    }

    /// All money of the report with the cell it stands in.
    pub fn all_money(&self) -> impl Iterator<Item = (CellNo, &Money)> {
        self.money.iter().map(|(no, money)| (*no, money))
    }

    /// Edition 2021 only: whether （六）其他处理 is one row, as in 2019, instead of three.
    pub fn other_in_one_row(&self) -> bool {
        self.other_in_one_row
    }

    /// Says that （六）其他处理 was printed as one row. Without effect on edition 2019, where it always is.
    pub fn set_other_in_one_row(&mut self, yes: bool) {
        self.other_in_one_row = yes && self.edition == Edition::E2021;
    }

    /// Whether a cell is blank: no count and no money in it.
    pub fn is_blank(&self, no: CellNo) -> bool {
        self.get(no).is_none() && self.money(no).is_none()
    }

    /// Whether nothing at all is filled in.
    pub fn is_empty(&self) -> bool {
        self.money.is_empty() && self.counts.iter().all(Option::is_none)
    }

    /// The sum of some cells: blanks add nothing, and `None` if all of them are blank.
    ///
    /// A form with three applicants under 自然人 and blanks beside it has told a total of 3;
    /// a form with blanks only has told nothing.
    pub fn sum(&self, parts: impl IntoIterator<Item = CellNo>) -> Option<i64> {
        parts.into_iter().filter_map(|no| self.get(no)).reduce(i64::saturating_add)
    }

    /// The cells that a sum of this document is made of: the form's parts, with the one printed row of
    /// （六）其他处理 in the place of the three if that is what the document has.
    pub fn parts_in_use<'a>(&'a self, sum: &'a Sum) -> impl Iterator<Item = CellNo> + 'a {
        let form = self.form();
        let merged = self.other_in_one_row && sum.rule == Rule::ResultRows;
        let is_split = move |no: CellNo| form.at(no).row.key.starts_with("results.other.");
        let one_row = sum.parts.iter().find(|no| merged && is_split(**no)).and_then(|no| {
            let column = form.at(*no).column.key;
            form.cells().iter().find(|cell| !cell.is_official() && cell.column.key == column)
        });
        sum.parts.iter().copied().filter(move |no| !(merged && is_split(*no))).chain(one_row.map(|cell| cell.no))
    }

    /// Fills every cell that the form computes (总计 and （七）总计) from its parts; a total whose parts are
    /// all blank is blank. The form's order reaches every part before its total.
    pub fn compute_totals(&mut self) {
        for cell in self.form().cells() {
            if let Some(sum) = cell.sums.first() {
                let parts: Vec<CellNo> = self.parts_in_use(sum).collect();
                self.set(cell.no, self.sum(parts));
            }
        }
    }
}

/// A unit of money as printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Unit {
    /// 元.
    #[serde(rename = "元")]
    Yuan,
    /// 千元.
    #[serde(rename = "千元")]
    ThousandYuan,
    /// 万元: the unit of the form of 2021.
    #[serde(rename = "万元")]
    TenThousandYuan,
    /// 亿元.
    #[serde(rename = "亿元")]
    HundredMillionYuan,
}

impl Unit {
    /// All units, the longest name first, so that a reader tries 万元 before 元.
    pub const ALL: [Unit; 4] = [Unit::ThousandYuan, Unit::TenThousandYuan, Unit::HundredMillionYuan, Unit::Yuan];

    /// How it is printed.
    pub fn as_str(self) -> &'static str {
        match self {
            Unit::Yuan => "元",
            Unit::ThousandYuan => "千元",
            Unit::TenThousandYuan => "万元",
            Unit::HundredMillionYuan => "亿元",
        }
    }

    /// How many yuan one of it is.
    pub fn in_yuan(self) -> Decimal {
        match self {
            Unit::Yuan => Decimal::ONE,
            Unit::ThousandYuan => Decimal::ONE_THOUSAND,
            Unit::TenThousandYuan => Decimal::from(10_000),
            Unit::HundredMillionYuan => Decimal::from(100_000_000),
        }
    }
}

/// An amount of money as a document states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Money {
    /// The text of the cell, e.g. `97.98 万元`.
    pub raw: String,
    /// The number in it.
    pub amount: Decimal,
    /// The unit printed in the cell or, failing that, in the column's heading; `None` where none is stated.
    pub unit: Option<Unit>,
}

impl Money {
    /// Reads the text of a cell; `heading` is the unit its column states.
    ///
    /// Thousands separators and full-width digits are understood. `None` if there is no number, more
    /// than one, or words around it other than a unit.
    ///
    /// ```
    /// use report::figures::{Money, Unit};
    /// let paid = Money::parse("97.98 万元", None).unwrap();
    /// assert_eq!(paid.yuan().unwrap().to_string(), "979800.00");
    /// // A bare number has no unit, and is not guessed to be in yuan.
    /// assert_eq!(Money::parse("173373602.39", None).unwrap().yuan(), None);
    /// ```
    pub fn parse(raw: &str, heading: Option<Unit>) -> Option<Money> {
        let folded: String =
            raw.chars().filter(|c| !c.is_whitespace()).map(|c| crate::read::simplified(fold_width(c))).collect();
        let (number, unit) = Unit::ALL
            .into_iter()
            .find_map(|unit| folded.strip_suffix(unit.as_str()).map(|number| (number, Some(unit))))
            .unwrap_or((folded.as_str(), heading));
        let amount: Decimal = number.replace(',', "").parse().ok()?;
        Some(Money { raw: raw.trim().to_owned(), amount, unit })
    }

    /// The amount in yuan with two decimals (more only if stated finer); `None` without a unit.
    pub fn yuan(&self) -> Option<Decimal> {
        let mut yuan = self.amount.checked_mul(self.unit?.in_yuan())?.normalize();
        if yuan.scale() < 2 {
            yuan.rescale(2);
        }
        Some(yuan)
    }

    /// The number as it would stand under a heading with this unit; the bare number without any unit.
    pub fn in_unit(&self, heading: Option<Unit>) -> Decimal {
        match (self.yuan(), heading) {
            (Some(yuan), Some(unit)) => (yuan / unit.in_yuan()).normalize(),
            _ => self.amount,
        }
    }

    /// Whether the cell itself names a unit, rather than its column.
    pub fn names_its_unit(&self) -> bool {
        self.raw.contains('元')
    }
}

/// Full-width digits, signs and separators as their plain twins; anything else unchanged.
pub(crate) fn fold_width(c: char) -> char {
    match c {
        '０'..='９' | '．' | '，' | '－' | '＋' | '％' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        other => other,
    }
}
