//! The report object as it is written: nested by the steps of each cell's address.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Number, Value};

use super::{Count, Report, Section, Spot};
use crate::figures::{Cells, Money, Unit};
use crate::finding::Finding;
use crate::form::{Cell, Edition, Kind, TableNo};

/// The object as it is written; field order is the order of the output.
#[derive(Serialize)]
struct Object {
    file: Option<String>,
    title: Option<String>,
    body: Option<String>,
    year: Option<i16>,
    edition: Option<Edition>,
    period: Option<(Date, Date)>,
    signed_by: Option<String>,
    signed_on: Option<Date>,
    index_no: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<String>,
    published_on: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lead: Option<String>,
    proactive: Map<String, Value>,
    money: BTreeMap<String, MoneyObject>,
    applications: Map<String, Value>,
    remedies: Map<String, Value>,
    sections: Vec<Section>,
    counts: Vec<Count>,
    marks: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    spots: BTreeMap<String, Spot>,
    findings: Vec<Finding>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct MoneyObject {
    pub raw: String,
    #[serde(default)]
    pub yuan: Option<String>,
    #[serde(default)]
    pub unit: Option<Unit>,
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
            spots: self.spots.clone(),
            findings: self.findings.clone(),
        }
        .serialize(serializer)
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
pub(crate) mod number {
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
