//! Draws the form's tables as a file has them: cells with spans, in rows, as a page's markup lists them.

use std::collections::HashSet;

use paper::source::{At, Cell, Line, Part, Source, Table};
use report::form::{Edition, Heading, Layout, TableNo};

use crate::render::Sheet;

/// A cell as markup has it: what it covers follows from those before it.
#[derive(Clone, Debug)]
pub struct Drawn {
    pub text: String,
    pub rowspan: usize,
    pub colspan: usize,
    pub what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Heading,
    Label,
    Value,
}

/// A row with the key of its row of the form.
#[derive(Clone, Debug)]
pub struct Row {
    pub cells: Vec<Drawn>,
    pub key: Option<&'static str>,
}

impl Row {
    /// Where its values begin.
    pub fn values(&self) -> usize {
        self.cells.iter().position(|cell| cell.what == What::Value).unwrap_or(self.cells.len())
    }

    /// Its own label: the last before its values.
    pub fn label(&mut self) -> &mut String {
        let at = self.values();
        &mut self.cells[at - 1].text
    }
}

pub fn cell(text: &str, rowspan: usize, colspan: usize, what: What) -> Drawn {
    Drawn { text: text.to_owned(), rowspan, colspan, what }
}

/// A table of the form with the figures in it.
pub fn drawn(sheet: &Sheet, table: TableNo) -> Vec<Row> {
    let form = sheet.cells.form();
    let layout: Layout = form.layout(table);
    let mut rows = Vec::new();
    for band in &layout.bands {
        for head in &band.head {
            let heading = |heading: &Heading| cell(heading.label, heading.rowspan, heading.colspan, What::Heading);
            rows.push(Row { cells: head.iter().map(heading).collect(), key: None });
        }
        for body in &band.body {
            let label = |label: &Heading| cell(label.label, label.rowspan, label.colspan, What::Label);
            let mut cells: Vec<Drawn> = body.labels.iter().map(label).collect();
            cells.extend(
                body.values.iter().map(|slot| cell(sheet.text(form.at(slot.cell)), 1, slot.colspan, What::Value)),
            );
            let key = body.values.first().map(|slot| form.at(slot.cell).row.key);
            rows.push(Row { cells, key });
        }
    }
    rows
}

/// The rows as a table that begins at a line: cells fall into the first free place, as a browser lays them.
pub fn table(rows: &[Row], line: u32) -> Table {
    let mut taken: HashSet<(usize, usize)> = HashSet::new();
    let mut cells = Vec::new();
    let mut columns = 0;
    for (y, row) in rows.iter().enumerate() {
        let mut x = 0;
        for cell in &row.cells {
            while taken.contains(&(y, x)) {
                x += 1;
            }
            let rowspan = cell.rowspan.min(rows.len() - y);
            for dy in 0..rowspan {
                taken.extend((0..cell.colspan).map(|dx| (y + dy, x + dx)));
            }
            let at = At { line: line + y as u32, page: None };
            let (text, colspan) = (cell.text.clone(), cell.colspan);
            cells.push(Cell { row: y, column: x, rowspan, colspan, text, at });
            x += colspan;
            columns = columns.max(x);
        }
    }
    Table { rows: rows.len(), columns, cells }
}

/// A report around tables: each a list of pieces that follow one another.
pub fn source(edition: Edition, tables: &[Vec<Vec<Row>>; 3]) -> Source {
    let year = if edition == Edition::E2019 { 2020 } else { 2023 };
    let mut source = Source::default();
    let mut no = 0;
    let line = |source: &mut Source, no: &mut u32, text: String| {
        *no += 1;
        source.parts.push(Part::Line(Line { text, at: At { line: *no, page: None } }));
    };
    line(&mut source, &mut no, format!("云溪县水务局{year}年政府信息公开工作年度报告"));
    line(&mut source, &mut no, format!("本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。"));
    line(&mut source, &mut no, "一、总体情况".to_owned());
    line(&mut source, &mut no, format!("{year}年，我局认真做好政府信息公开工作，发布信息12条。"));
    for (heading, pieces) in
        ["二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况"]
            .into_iter()
            .zip(tables)
    {
        line(&mut source, &mut no, heading.to_owned());
        for rows in pieces {
            source.parts.push(Part::Table(table(rows, no + 1)));
            no += rows.len() as u32;
        }
    }
    line(&mut source, &mut no, "五、存在的主要问题及改进情况".to_owned());
    line(&mut source, &mut no, "存在不足，将改进。".to_owned());
    line(&mut source, &mut no, "六、其他需要报告的事项".to_owned());
    line(&mut source, &mut no, "无其他需要报告的事项。".to_owned());
    line(&mut source, &mut no, "云溪县水务局".to_owned());
    line(&mut source, &mut no, format!("{}年1月18日", year + 1));
    source
}

/// All three tables, each in one piece.
pub fn whole(sheet: &Sheet) -> [Vec<Vec<Row>>; 3] {
    TableNo::ALL.map(|number| vec![drawn(sheet, number)])
}
