//! The report object: nested by the steps of each cell's address.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Number, Value};

use super::{Count, Report, Section};
use crate::figures::{Cells, Money, Unit};
use crate::finding::Finding;
use crate::form::{Cell, Edition, Kind, TableNo};

/// The object as it stands in JSON; field order is the order of the output.
#[derive(Serialize, Deserialize)]
struct Object {
    #[serde(default)]
    file: Option<String>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    body: Option<String>,
    #[serde(default)]
    year: Option<i16>,
    #[serde(default)]
    edition: Option<Edition>,
    #[serde(default)]
    period: Option<(Date, Date)>,
    #[serde(default)]
    signed_by: Option<String>,
    #[serde(default)]
    signed_on: Option<Date>,
    #[serde(default)]
    index_no: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    publisher: Option<String>,
    #[serde(default)]
    published_on: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lead: Option<String>,
    #[serde(default)]
    proactive: Map<String, Value>,
    #[serde(default)]
    money: BTreeMap<String, MoneyObject>,
    #[serde(default)]
    applications: Map<String, Value>,
    #[serde(default)]
    remedies: Map<String, Value>,
    #[serde(default)]
    sections: Vec<Section>,
    #[serde(default)]
    counts: Vec<Count>,
    #[serde(default)]
    marks: BTreeMap<String, String>,
    #[serde(default)]
    findings: Vec<Finding>,
}

#[derive(Serialize, Deserialize)]
struct MoneyObject {
    raw: String,
    yuan: Option<String>,
    unit: Option<Unit>,
}

impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let table = |number| table_object(&self.cells, number);
        Object {
            file: self.file.clone(),
            title: self.title.clone(),
            body: self.body.clone(),
            year: self.year,
            edition: self.edition,
            period: self.period,
            signed_by: self.signed_by.clone(),
            signed_on: self.signed_on,
            index_no: self.index_no.clone(),
            publisher: self.publisher.clone(),
            published_on: self.published_on,
            lead: self.lead.clone(),
            proactive: table(TableNo::Proactive),
            money: money_objects(&self.cells),
            applications: table(TableNo::Applications),
            remedies: table(TableNo::Remedies),
            sections: self.sections.clone(),
            counts: self.counts.clone(),
            marks: self.marks.clone(),
            findings: self.findings.clone(),
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Report {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Report, D::Error> {
        let object = Object::deserialize(deserializer)?;
        let edition = object.edition.or_else(|| object.year.map(Edition::for_year)).unwrap_or(Edition::E2021);
        let mut cells = Cells::blank(edition);
        let other = object.applications.get("results").and_then(|results| results.get("other"));
        cells.set_other_in_one_row(other.is_some_and(|other| other.get("total").is_some()));
        for cell in cells.form().cells() {
            let table = match cell.table {
                TableNo::Proactive => &object.proactive,
                TableNo::Applications => &object.applications,
                TableNo::Remedies => &object.remedies,
            };
            let Some(value) = lookup(table, cell).filter(|value| !value.is_null()) else { continue };
            match cell.column.kind {
                Kind::Count | Kind::SignedCount => {
                    let count = value
                        .as_i64()
                        .ok_or_else(|| D::Error::custom(format!("{}: {value} is not a whole number", cell.path)))?;
                    cells.set(cell.no, Some(count));
                }
                Kind::Money(unit) => {
                    let amount = decimal(value)
                        .ok_or_else(|| D::Error::custom(format!("{}: {value} is not a number", cell.path)))?;
                    cells.set_money(cell.no, Some(Money { raw: amount.to_string(), amount, unit }));
                }
            }
        }
        for (key, money) in &object.money {
            let cell = cells
                .form()
                .cell(&format!("proactive.{key}"))
                .ok_or_else(|| D::Error::custom(format!("money: the form of {edition} has no cell {key}")))?;
            let no = cell.no;
            cells.set_money(no, Some(read_money(money).map_err(D::Error::custom)?));
        }
        Ok(Report {
            file: object.file,
            title: object.title,
            body: object.body,
            year: object.year,
            edition: object.edition,
            period: object.period,
            signed_by: object.signed_by,
            signed_on: object.signed_on,
            index_no: object.index_no,
            publisher: object.publisher,
            published_on: object.published_on,
            lead: object.lead,
            cells,
            marks: object.marks,
            sections: object.sections,
            counts: object.counts,
            findings: object.findings,
        })
    }
}

/// The cells of a table as nested maps. Of （六）其他处理 either the one row or the three are written.
fn table_object(cells: &Cells, number: TableNo) -> Map<String, Value> {
    let mut root = Map::new();
    let merged = cells.other_in_one_row();
    let in_table = cells.form().cells().iter().filter(|cell| cell.table == number);
    for cell in in_table {
        let written = if cell.row.key.starts_with("results.other.") { !merged } else { cell.is_official() || merged };
        if !written {
            continue;
        }
        let mut map = &mut root;
        for step in cell.row.key.split('.') {
            let inner = map.entry(step).or_insert_with(|| Value::Object(Map::new()));
            map = inner.as_object_mut().expect("no cell's address is the beginning of another's");
        }
        map.insert(cell.column.key.to_owned(), cell_value(cells, cell));
    }
    root
}

fn cell_value(cells: &Cells, cell: &Cell) -> Value {
    match cell.column.kind {
        Kind::Count | Kind::SignedCount => cells.get(cell.no).map_or(Value::Null, Value::from),
        Kind::Money(unit) => cells.money(cell.no).map_or(Value::Null, |money| number_value(money.in_unit(unit))),
    }
}

/// Amounts that need more than a bare number: always where the form fixes no unit, and where a cell names its own.
fn money_objects(cells: &Cells) -> BTreeMap<String, MoneyObject> {
    let worth_saying = |cell: &Cell, money: &Money| cell.column.kind == Kind::Money(None) || money.names_its_unit();
    cells
        .all_money()
        .map(|(no, money)| (cells.form().at(no), money))
        .filter(|(cell, money)| worth_saying(cell, money))
        .map(|(cell, money)| {
            let yuan = money.yuan().map(|yuan| yuan.to_string());
            let key = format!("{}.{}", cell.row.key, cell.column.key);
            (key, MoneyObject { raw: money.raw.clone(), yuan, unit: money.unit })
        })
        .collect()
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

fn lookup<'a>(table: &'a Map<String, Value>, cell: &Cell) -> Option<&'a Value> {
    let mut map = table;
    for step in cell.row.key.split('.') {
        map = map.get(step)?.as_object()?;
    }
    map.get(cell.column.key)
}

fn decimal(value: &Value) -> Option<Decimal> {
    match value {
        // serde_json prints the shortest text that gives the number back, so 7730.28 stays 7730.28.
        Value::Number(number) => {
            let text = number.to_string();
            text.parse().ok().or_else(|| Decimal::from_scientific(&text).ok())
        }
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

fn number_value(number: Decimal) -> Value {
    let number = number.normalize();
    if number.is_integer()
        && let Some(whole) = number.to_i64()
    {
        return Value::from(whole);
    }
    number.to_f64().and_then(Number::from_f64).map_or(Value::Null, Value::Number)
}

/// A decimal as a plain JSON number, `null` for none.
pub(super) mod number {
    use super::{Decimal, Deserialize, Deserializer, Serialize, Serializer, Value, decimal, number_value};
    use serde::de::Error as _;

    pub(crate) fn serialize<S: Serializer>(value: &Option<Decimal>, serializer: S) -> Result<S::Ok, S::Error> {
        value.map_or(Value::Null, number_value).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Decimal>, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::Null => Ok(None),
            value => decimal(&value).map(Some).ok_or_else(|| D::Error::custom(format!("{value} is not a number"))),
        }
    }
}
