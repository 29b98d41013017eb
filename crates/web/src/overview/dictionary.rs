//! The data dictionary: every column of the files and every cell of the form, made from the form itself.

use super::stream::FIELDS;
use report::form::{Cell, Edition, Kind, TableNo, form};

/// A cell, as one edition has it or both alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its address.
    pub path: &'static str,
    pub table: TableNo,
    pub row: &'static str,
    pub row_label: String,
    pub column: &'static str,
    pub column_label: String,
    /// What one of the number is.
    pub unit: &'static str,
    /// The article that asks for it; may be empty.
    pub article: &'static str,
    /// What it is the sum of, or that only some print it; may be empty.
    pub note: &'static str,
    /// `2019`, `2021`, or both.
    pub editions: Vec<Edition>,
}

impl Entry {
    fn of(cell: &'static Cell, edition: Edition) -> Self {
        Self {
            path: &cell.path,
            table: cell.table,
            row: cell.row.key,
            row_label: cell.row.name_zh(),
            column: cell.column.key,
            column_label: cell.column.label.to_owned(),
            unit: unit(cell),
            article: cell.row.article.unwrap_or_default(),
            note: note(cell),
            editions: vec![edition],
        }
    }

    fn says_the_same_as(&self, other: &Self) -> bool {
        Self { editions: Vec::new(), ..self.clone() } == Self { editions: Vec::new(), ..other.clone() }
    }

    /// `2019、2021`.
    pub(super) fn editions(&self) -> String {
        self.editions.iter().map(|edition| edition.as_str()).collect::<Vec<_>>().join("、")
    }
}

fn unit(cell: &Cell) -> &'static str {
    match cell.column.kind {
        Kind::Money(Some(unit)) => unit.as_str(),
        Kind::Money(None) => "报告所写的单位",
        // Items are counted where the form speaks of items: their number, and how it rose or fell.
        Kind::SignedCount => "项",
        Kind::Count if cell.column.label.contains("项目") => "项",
        Kind::Count => "件",
    }
}

fn note(cell: &Cell) -> &'static str {
    match cell.sums.len() {
        _ if !cell.is_official() => "只用于把其他处理写成一行的报告",
        0 if cell.column.kind == Kind::SignedCount => "减少时是负数",
        0 => "",
        _ => "合计",
    }
}

/// Every cell of every edition, in the order of the form; what both editions say alike stands once.
pub(super) fn entries() -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    // The newer form first, as most readers want it.
    for edition in Edition::ALL.into_iter().rev() {
        for cell in form(edition).cells() {
            let entry = Entry::of(cell, edition);
            match entries.iter_mut().find(|known| known.says_the_same_as(&entry)) {
                Some(known) => known.editions.insert(0, edition),
                None => entries.push(entry),
            }
        }
    }
    entries.sort_by_key(|entry| entry.table);
    entries
}

/// The dictionary as a table: first the columns of the files, then the cells.
pub(super) fn csv() -> Vec<u8> {
    let head = ["类别", "地址", "名称", "表", "行", "行名", "列", "列名", "单位", "报告格式", "依据", "说明"];
    let head = head.map(str::to_owned);
    let columns = FIELDS.iter().map(|field| {
        let name = format!("{}（{}）", field.label, if field.is_number { "整数" } else { "文字" });
        let empty = || String::new();
        let says = field.says.to_owned();
        let key = field.key.to_owned();
        ["文件的列".to_owned(), key, name, empty(), empty(), empty(), empty(), empty(), empty(), empty(), empty(), says]
    });
    let cells = entries().into_iter().map(|entry| {
        [
            "单元格".to_owned(),
            entry.path.to_owned(),
            format!("{}·{}", entry.row_label, entry.column_label),
            entry.table.number().to_string(),
            entry.row.to_owned(),
            entry.row_label.clone(),
            entry.column.to_owned(),
            entry.column_label.clone(),
            entry.unit.to_owned(),
            entry.editions(),
            entry.article.to_owned(),
            entry.note.to_owned(),
        ]
    });
    paper::csv::write(std::iter::once(head).chain(columns).chain(cells))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_of_both_editions_stands_in_the_dictionary() {
        let entries = entries();
        for edition in Edition::ALL {
            for cell in form(edition).cells() {
                let of = entries.iter().filter(|one| one.path == cell.path && one.editions.contains(&edition));
                let of: Vec<_> = of.collect();
                assert_eq!(of.len(), 1, "{edition} {}", cell.path);
                assert_eq!(of[0].column_label, cell.column.label);
                assert_eq!(of[0].table, cell.table);
                assert!(!of[0].unit.is_empty());
            }
        }
    }

    #[test]
    fn a_cell_that_changed_its_meaning_between_the_editions_stands_twice() {
        let of = |path: &str| entries().into_iter().filter(|one| one.path == path).map(|one| one.editions()).collect();
        let editions: Vec<String> = of("applications.new_received.total");
        assert_eq!(editions, ["2019、2021"]);
        let editions: Vec<String> = of("applications.results.other.total");
        assert_eq!(editions, ["2021", "2019"], "one row in 2019, in 2021 only where someone prints it so");
    }
}
