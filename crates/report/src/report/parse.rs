//! The report object as it is read: the tables go straight into their cells, by a tree of the keys of both
//! editions, so that a hundred thousand objects are read in seconds.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::json::MoneyObject;
use super::{Count, Report, Section, Spot};
use crate::figures::{Cells, Money, Unit};
use crate::finding::Finding;
use crate::form::{CellNo, Edition, Kind, SectionKey, form};

/// Who reports on which year, and the figures: what a sum needs. Any key may be missing.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Figures {
    file: Option<String>,
    title: Option<String>,
    body: Option<String>,
    year: Option<i16>,
    edition: Option<Edition>,
    signed_on: Option<Date>,
    index_no: Option<String>,
    published_on: Option<Date>,
    proactive: Proactive,
    applications: Applications,
    remedies: Remedies,
    money: BTreeMap<String, MoneyObject>,
    marks: BTreeMap<String, String>,
}

/// The whole object.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Whole {
    file: Option<String>,
    title: Option<String>,
    body: Option<String>,
    year: Option<i16>,
    edition: Option<Edition>,
    period: Option<(Date, Date)>,
    signed_by: Option<String>,
    signed_on: Option<Date>,
    index_no: Option<String>,
    publisher: Option<String>,
    published_on: Option<Date>,
    lead: Option<String>,
    proactive: Proactive,
    applications: Applications,
    remedies: Remedies,
    money: BTreeMap<String, MoneyObject>,
    marks: BTreeMap<String, String>,
    spots: BTreeMap<String, Spot>,
    sections: Vec<Section>,
    counts: Vec<Count>,
    findings: Vec<Finding>,
}

/// Reads of a report object only who reports on which year, the tables and their marks; text, counts and
/// findings are passed over. For sums over very many reports.
///
/// # Errors
/// What is no JSON object, or holds something that is no number where a number belongs.
///
/// ```
/// use report::report::figures;
/// let line = r#"{"body":"云溪县财政局","year":2023,"remedies":{"reconsideration":{"upheld":2}},"sections":[1]}"#;
/// assert_eq!(figures(line).unwrap().cells.at("remedies.reconsideration.upheld"), Some(2));
/// ```
pub fn figures(object: &str) -> serde_json::Result<Report> {
    let given: Figures = serde_json::from_str(object)?;
    let tables = [given.proactive.0, given.applications.0, given.remedies.0];
    let cells = cells(given.edition, given.year, &tables, &given.money).map_err(serde_json::Error::custom)?;
    Ok(Report {
        file: given.file,
        title: given.title,
        body: given.body,
        year: given.year,
        edition: given.edition,
        signed_on: given.signed_on,
        index_no: given.index_no,
        published_on: given.published_on,
        cells,
        marks: given.marks,
        ..Report::blank(Edition::E2021)
    })
}

impl<'de> Deserialize<'de> for Report {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Report, D::Error> {
        let given = Whole::deserialize(deserializer)?;
        let tables = [given.proactive.0, given.applications.0, given.remedies.0];
        let cells = cells(given.edition, given.year, &tables, &given.money).map_err(D::Error::custom)?;
        Ok(Report {
            file: given.file,
            title: given.title,
            body: given.body,
            year: given.year,
            edition: given.edition,
            period: given.period,
            signed_by: given.signed_by,
            signed_on: given.signed_on,
            index_no: given.index_no,
            publisher: given.publisher,
            published_on: given.published_on,
            lead: given.lead,
            cells,
            marks: given.marks,
            spots: given.spots,
            sections: given.sections,
            counts: given.counts,
            findings: given.findings,
        })
    }
}

/// The leaves of the three tables and the amounts, as cells of the object's edition.
fn cells(
    edition: Option<Edition>,
    year: Option<i16>,
    tables: &[Leaves],
    money: &BTreeMap<String, MoneyObject>,
) -> Result<Cells, String> {
    let edition = edition.or_else(|| year.map(Edition::for_year)).unwrap_or(Edition::E2021);
    let mut cells = Cells::blank(edition);
    let leaves = || tables.iter().flatten();
    cells.set_other_in_one_row(leaves().any(|(leaf, _)| *leaf == TREE.other_in_one_row));
    for (leaf, number) in leaves() {
        let Some(no) = TREE.leaves[usize::from(*leaf)][edition as usize] else { continue };
        let cell = cells.form().at(no);
        match (cell.column.kind, number) {
            (_, Number::Null) => {}
            (Kind::Count | Kind::SignedCount, Number::Whole(count)) => cells.set(no, Some(*count)),
            (Kind::Count | Kind::SignedCount, other) => {
                return Err(format!("{}: {other} is not a whole number", cell.path));
            }
            (Kind::Money(unit), number) => {
                let amount = number.decimal().ok_or_else(|| format!("{}: {number} is not a number", cell.path))?;
                cells.set_money(no, Some(Money { raw: amount.to_string(), amount, unit }));
            }
        }
    }
    for (key, money) in money {
        let cell = cells
            .form()
            .cell(&format!("proactive.{key}"))
            .ok_or_else(|| format!("money: the form of {edition} has no cell {key}"))?;
        cells.set_money(cell.no, Some(read_money(money)?));
    }
    Ok(cells)
}

fn read_money(object: &MoneyObject) -> Result<Money, String> {
    if let Some(money) = Money::parse(&object.raw, object.unit) {
        return Ok(money);
    }
    // The raw text holds more than a number and a unit; the yuan then say what was understood.
    let bad = || format!("money: {:?} cannot be read", object.raw);
    let yuan: Decimal = object.yuan.as_deref().ok_or_else(bad)?.parse().map_err(|_| bad())?;
    let unit = object.unit.unwrap_or(Unit::Yuan);
    let amount = yuan.checked_div(unit.in_yuan()).ok_or_else(bad)?.normalize();
    Ok(Money { raw: object.raw.clone(), amount, unit: Some(unit) })
}

/// What stands at the end of an address.
#[derive(Clone, Debug)]
enum Number {
    Null,
    Whole(i64),
    Float(f64),
    Text(String),
}

impl Number {
    fn decimal(&self) -> Option<Decimal> {
        match self {
            Number::Null => None,
            Number::Whole(count) => Some(Decimal::from(*count)),
            // Printed with the fewest digits that give it back, so 7730.28 stays 7730.28.
            Number::Float(number) => {
                let text = number.to_string();
                text.parse().ok().or_else(|| Decimal::from_scientific(&text).ok())
            }
            Number::Text(text) => text.parse().ok(),
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Number::Null => f.write_str("null"),
            Number::Whole(count) => write!(f, "{count}"),
            Number::Float(number) => write!(f, "{number}"),
            Number::Text(text) => write!(f, "{text:?}"),
        }
    }
}

type Leaves = Vec<(u16, Number)>;

/// The addresses of both editions, step by step.
struct Tree {
    nodes: Vec<Vec<(&'static str, Step)>>,
    /// The cell of an address in each edition.
    leaves: Vec<[Option<CellNo>; 2]>,
    other_in_one_row: u16,
}

#[derive(Clone, Copy)]
enum Step {
    Node(usize),
    Leaf(u16),
}

static TREE: LazyLock<Tree> = LazyLock::new(Tree::build);

impl Tree {
    fn build() -> Tree {
        let mut tree = Tree { nodes: vec![Vec::new()], leaves: Vec::new(), other_in_one_row: 0 };
        let cells = |edition: Edition| form(edition).cells().iter().map(move |cell| (edition, cell));
        for (edition, cell) in Edition::ALL.into_iter().flat_map(cells) {
            let table = tree.step(0, cell.table.section().as_str());
            let row = cell.row.key.split('.').fold(table, |node, key| tree.step(node, key));
            let known = tree.nodes[row].iter().find(|(key, _)| *key == cell.column.key);
            let leaf = match known {
                Some((_, Step::Leaf(leaf))) => *leaf,
                Some((_, Step::Node(_))) => unreachable!("no cell's address is the beginning of another's"),
                None => {
                    let leaf = u16::try_from(tree.leaves.len()).expect("a form has a few hundred cells");
                    tree.leaves.push([None; 2]);
                    tree.nodes[row].push((cell.column.key, Step::Leaf(leaf)));
                    leaf
                }
            };
            tree.leaves[usize::from(leaf)][edition as usize] = Some(cell.no);
            if cell.path == "applications.results.other.total" {
                tree.other_in_one_row = leaf;
            }
        }
        tree
    }

    /// The node behind a key, made if it is new.
    fn step(&mut self, node: usize, key: &'static str) -> usize {
        if let Some((_, Step::Node(next))) = self.nodes[node].iter().find(|(other, _)| *other == key) {
            return *next;
        }
        self.nodes.push(Vec::new());
        let next = self.nodes.len() - 1;
        self.nodes[node].push((key, Step::Node(next)));
        next
    }
}

macro_rules! tables {
    ($($table:ident)+) => {
        $(
            /// The leaves of one table.
            #[derive(Default)]
            struct $table(Leaves);

            impl<'de> Deserialize<'de> for $table {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<$table, D::Error> {
                    let root = TREE.nodes[0].iter().find(|(key, _)| *key == SectionKey::$table.as_str());
                    let Some((_, Step::Node(node))) = root else { unreachable!("every form has three tables") };
                    let mut leaves = Vec::with_capacity(200);
                    Walk { node: *node, leaves: &mut leaves }.deserialize(deserializer)?;
                    Ok($table(leaves))
                }
            }
        )+
    };
}

tables! { Proactive Applications Remedies }

/// Walks an object along the tree and gathers the leaves it comes to.
struct Walk<'a> {
    node: usize,
    leaves: &'a mut Leaves,
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table as an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let steps = &TREE.nodes[self.node];
        // Objects are mostly written in the form's own order, so the next key is looked for first.
        let mut next = 0;
        while let Some(key) = map.next_key::<Key<'de>>()? {
            let found = steps[next..].iter().chain(&steps[..next]).position(|(step, _)| *step == key.0);
            match found.map(|at| (at + next) % steps.len()) {
                Some(at) => {
                    next = at + 1;
                    match steps[at].1 {
                        Step::Node(node) => map.next_value_seed(Walk { node, leaves: &mut *self.leaves })?,
                        Step::Leaf(leaf) => {
                            let number = map.next_value::<Number>()?;
                            self.leaves.push((leaf, number));
                        }
                    }
                }
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }

    // What is no object where one belongs says nothing about the cells under it.
    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }
}

/// A key without a copy where the source allows it.
#[derive(Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Number, D::Error> {
        struct Leaf;
        impl Visitor<'_> for Leaf {
            type Value = Number;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number or null")
            }

            fn visit_unit<E: Error>(self) -> Result<Number, E> {
                Ok(Number::Null)
            }

            fn visit_i64<E: Error>(self, value: i64) -> Result<Number, E> {
                Ok(Number::Whole(value))
            }

            fn visit_u64<E: Error>(self, value: u64) -> Result<Number, E> {
                i64::try_from(value).map(Number::Whole).map_err(|_| E::custom(format!("{value} is too large")))
            }

            fn visit_f64<E: Error>(self, value: f64) -> Result<Number, E> {
                Ok(Number::Float(value))
            }

            fn visit_str<E: Error>(self, value: &str) -> Result<Number, E> {
                Ok(Number::Text(value.to_owned()))
            }
        }
        deserializer.deserialize_any(Leaf)
    }
}
