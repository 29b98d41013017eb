//! A sum as a paper and as a workbook.

use paper::document::{Align, Block, Cell as Slot, Document, Grid, Level};
use paper::xlsx::{Cell, Sheet, Workbook};
use rust_decimal::Decimal;

use super::{Account, Row, Total, rows};
use crate::form::{SectionKey, TableNo};
use crate::write::grid;

/// Names listed in one sentence of the account; the JSON has them all.
const SHOWN: usize = 20;
/// Rows of parts in one workbook or page; the JSON and the CSV have them all.
const MOST_PARTS: usize = 200_000;

/// The sum as a paper: the account, the three tables and, with `parts`, each cell's bodies.
pub fn document(total: &Total, parts: bool) -> Document {
    let title = title(total);
    let mut paper = Document::new(title.clone());
    paper.push(Block::Title(title));
    paper.push(Block::heading(Level::One, "一、汇总说明"));
    for line in account(&total.account) {
        paper.push(Block::paragraph(line));
    }
    for (numeral, table) in ["二", "三", "四"].into_iter().zip(TableNo::ALL) {
        paper.push(Block::heading(Level::One, format!("{numeral}、{}", SectionKey::title(table.section()))));
        paper.push(Block::Grid(grid(&total.report.cells, table)));
    }
    if parts {
        paper.push(Block::heading(Level::One, "五、各格来源"));
        match part_grid(total) {
            Some(grid) => paper.push(Block::Grid(grid)),
            None => paper.push(Block::paragraph("各格都没有大于零的数。")),
        }
    }
    paper
}

/// The sum as a workbook: a sheet for each table, one for where the numbers come from, one for the account.
pub fn workbook(total: &Total) -> Workbook {
    let title = title(total);
    let mut sheets = crate::write::sheets(&total.report.cells, &title);
    sheets.push(parts_sheet(total));
    sheets.push(Sheet {
        name: "汇总说明".to_owned(),
        titles: vec![title.clone()],
        widths: vec![88],
        rows: account(&total.account).into_iter().map(|line| vec![Cell::text(line)]).collect(),
        ..Sheet::default()
    });
    Workbook { name: title, sheets }
}

fn title(total: &Total) -> String {
    let year = total.report.year.map(|year| format!("{year}年")).unwrap_or_default();
    total.report.title.clone().unwrap_or_else(|| format!("{year}政府信息公开工作年度报告汇总"))
}

fn parts_sheet(total: &Total) -> Sheet {
    let heads = ["表", "行", "列", "机关", "数", "单位", "填报机关数"].map(Cell::heading).to_vec();
    let mut body = vec![heads];
    'cells: for row in rows(total) {
        let place = place(&row).map(Cell::text);
        let number = |value: Option<Decimal>| match value {
            None => Cell::blank(),
            Some(value) => i64::try_from(value)
                .ok()
                .filter(|_| value.is_integer())
                .map_or_else(|| Cell::decimal(value.to_string()), Cell::integer),
        };
        let line = |body: &str, value, filled| {
            let rest = [Cell::text(body), number(value), Cell::text(row.unit.unwrap_or("")), filled];
            place.iter().cloned().chain(rest).collect::<Vec<_>>()
        };
        body.push(line("合计", row.value, Cell::integer(i64::from(row.filled))));
        for part in &row.parts {
            if body.len() > MOST_PARTS {
                break 'cells;
            }
            body.push(line(part.body, Some(part.value), Cell::blank()));
        }
    }
    Sheet {
        name: "各格来源".to_owned(),
        titles: Vec::new(),
        widths: vec![8, 34, 16, 30, 12, 8, 12],
        header_rows: 1,
        rows: body,
        ..Sheet::default()
    }
}

fn place(row: &Row<'_>) -> [String; 3] {
    [format!("第{}部分", row.cell.table.section().numeral()), row.cell.row.name_zh(), row.cell.column.label.to_owned()]
}

/// The cells that are not zero with their bodies, as a table; `None` if there is none.
fn part_grid(total: &Total) -> Option<Grid> {
    let mut body: Vec<Vec<Slot>> = vec![["单元格", "合计", "来源"].into_iter().map(Slot::column_header).collect()];
    let mut listed = 0;
    for row in rows(total).filter(|row| !row.parts.is_empty()) {
        let [table, name, column] = place(&row);
        let unit = row.unit.unwrap_or("");
        let mut from: Vec<String> =
            row.parts.iter().take(MOST_PARTS - listed).map(|part| format!("{} {}", part.body, part.value)).collect();
        listed += from.len();
        if from.len() < row.parts.len() {
            from.push(format!("等共{}个机关", row.parts.len()));
        }
        body.push(vec![
            Slot::row_header(format!("{table}：{name}，{column}")).align(Align::Left),
            Slot::new(row.value.map(|value| format!("{value}{unit}")).unwrap_or_default()),
            Slot::new(from.join("；")).align(Align::Left),
        ]);
    }
    (body.len() > 1).then(|| Grid::new(&[34, 14, 52], body).expect("three slots in every row"))
}

/// Who is in the sum and who is not, in sentences.
pub fn account(account: &Account) -> Vec<String> {
    let mut lines = vec![format!("共收到{}份报告，汇总{}份。", account.given, account.counted)];
    let mut list = |what: &str, items: Vec<String>| {
        if items.is_empty() {
            return;
        }
        let more = if items.len() > SHOWN { format!("等{}项", items.len()) } else { String::new() };
        lines.push(format!("{what}：{}{more}。", items[..items.len().min(SHOWN)].join("；")));
    };
    let name = |body: &Option<String>, file: &Option<String>| {
        body.clone().or_else(|| file.clone()).unwrap_or_else(|| "未写明机关的报告".to_owned())
    };
    list("没有报告的机关", account.missing.clone());
    list(
        "同一年度有多份报告、只汇总落款最晚一份的机关",
        account.duplicates.iter().map(|twice| format!("{}（共{}份）", twice.body, twice.left_out.len() + 1)).collect(),
    );
    list(
        "不是本年度、没有汇总的报告",
        account
            .other_years
            .iter()
            .map(|left| format!("{}（{}年）", name(&left.body, &left.file), left.year.unwrap_or_default()))
            .collect(),
    );
    list(
        "所用格式不是本年度格式、只汇总相同单元格的报告",
        account
            .other_editions
            .iter()
            .map(|left| format!("{}（{}年格式）", name(&left.body, &left.file), left.edition))
            .collect(),
    );
    list(
        "本年度格式没有对应位置、没有汇入的数",
        account.unmapped.iter().map(|cell| format!("{}{}（{}份报告）", cell.label, cell.sum, cell.reports)).collect(),
    );
    list(
        "没有写明单位、没有汇入的金额",
        account.no_unit.iter().map(|money| format!("{}“{}”", name(&money.body, &None), money.raw)).collect(),
    );
    list(
        "本身数字不平、按原数汇总的报告",
        account
            .unsound
            .iter()
            .map(|part| {
                let first = part.findings.first().map_or("", |(_, message)| message.as_str());
                format!("{}（{first}）", name(&part.body, &part.file))
            })
            .collect(),
    );
    list("没有写明机关、已计入的报告", account.unnamed.iter().map(|file| name(&None, file)).collect());
    list(
        "读不出的文件",
        account.unread.iter().map(|unread| format!("{}（{}）", unread.file, unread.message)).collect(),
    );
    lines
}
