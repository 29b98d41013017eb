//! What a careful clerk reads in a made-up file, and what has to be noticed in it.

use report::finding::Code;
use report::form::{SectionKey, TableNo};
use report::report::Report;
use serde_json::{Value, json};

use crate::prose::Stated;

/// Something that has to be noticed: one of the codes, at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Must {
    /// Any of these will do.
    pub codes: Vec<Code>,
    /// In this part.
    pub section: Option<SectionKey>,
    /// In this table.
    pub table: Option<TableNo>,
    /// At this row.
    pub row: Option<String>,
    /// At this column.
    pub column: Option<String>,
}

impl Must {
    /// Somewhere in the document.
    pub fn find(code: Code) -> Must {
        Must { codes: vec![code], section: None, table: None, row: None, column: None }
    }

    /// Or that one.
    pub fn or(mut self, code: Code) -> Must {
        self.codes.push(code);
        self
    }

    /// In a part.
    pub fn part(mut self, section: SectionKey) -> Must {
        self.section = Some(section);
        self
    }

    /// In a table.
    pub fn table(mut self, table: TableNo) -> Must {
        self.table = Some(table);
        self
    }

    /// At a row.
    pub fn row(mut self, row: &str) -> Must {
        self.row = Some(row.to_owned());
        self
    }

    /// At a column.
    pub fn column(mut self, column: &str) -> Must {
        self.column = Some(column.to_owned());
        self
    }
}

/// The truth of one file.
#[derive(Clone, Debug)]
pub struct Truth {
    /// The object a reader should arrive at: identity, cells, money, marks. Its sections and counts are left empty.
    pub report: Report,
    /// The numbers the text states.
    pub stated: Vec<Stated>,
    /// What has to be noticed.
    pub must_find: Vec<Must>,
    /// What follows from it and is no false alarm; notes are never false alarms.
    pub may_find: Vec<Code>,
    /// Cells whose value the file does not tell for sure: right or blank, never another value.
    pub unsure: bool,
    /// Whether even losing cells is right, as long as it is said (a scraper dropped lines).
    pub ruined: bool,
}

impl Truth {
    /// The truth as JSON: the report object with what has to be found beside it.
    pub fn json(&self) -> Value {
        let mut value = serde_json::to_value(&self.report).unwrap_or(Value::Null);
        let count = |stated: &Stated| json!({ "value": stated.value, "unit": stated.unit, "part_of": stated.part.then_some("?") });
        let must = |must: &Must| {
            let codes: Vec<&str> = must.codes.iter().map(|code| code.as_str()).collect();
            json!({
                "codes": codes,
                "section": must.section.map(SectionKey::as_str),
                "table": must.table.map(TableNo::number),
                "row": must.row,
                "column": must.column,
            })
        };
        let allowed =
            |code: &Code| self.may_find.contains(code) || self.must_find.iter().any(|must| must.codes.contains(code));
        let must_not: Vec<&str> = Code::ALL.iter().filter(|code| !allowed(code)).map(|code| code.as_str()).collect();
        value["counts"] = self.stated.iter().map(count).collect();
        value["must_find"] = self.must_find.iter().map(must).collect();
        value["must_not_find"] = json!(must_not);
        value
    }
}
