//! Findings as a compiler prints them, and the cells they are about laid out below.

use report::figures::Cells;
use report::finding::{Code, Finding};
use report::form::{Cell, Role, TableNo};
use report::report::Report;
use report::write::value;

/// Every finding of a report.
pub fn findings(report: &Report, english: bool) -> String {
    report.findings.iter().map(|finding| finding_text(report, finding, english)).collect()
}

/// One finding: what, where, the cells, the rule, what to do.
pub fn finding_text(report: &Report, finding: &Finding, english: bool) -> String {
    let name = report.file.as_deref().unwrap_or("-");
    let (severity, message) = match english {
        true => (finding.severity.as_str(), finding.message_en()),
        false => (finding.severity.zh(), finding.message.clone()),
    };
    let colon = if english { ": " } else { "：" };
    let mut text = format!("{severity}[{}]{colon}{message}\n  --> {name}{}\n", finding.code, place(finding, english));
    for line in cells(report, finding) {
        text.push_str("   | ");
        text.push_str(line.trim_end());
        text.push('\n');
    }
    match (english, &finding.basis, finding.basis_zh()) {
        (true, Some(basis), _) => text.push_str(&format!("  = rule: {basis}\n")),
        (false, _, Some(basis)) => text.push_str(&format!("  = 依据：{basis}\n")),
        _ => {}
    }
    if !english {
        text.push_str(&format!("  = 提示：{}\n", finding.hint));
    }
    text.push('\n');
    text
}

/// `:表三第12行（第2页）`, or in English `:12 (page 2), table 3`.
fn place(finding: &Finding, english: bool) -> String {
    let place = &finding.place;
    let mut text = String::new();
    if english {
        text.extend(place.line.map(|line| format!(":{line}")));
        text.extend(place.page.map(|page| format!(" (page {page})")));
        text.extend(place.table.map(|table| format!(", table {}", table.number())));
        text.extend(place.row.as_ref().map(|row| format!(", row {row}")));
        text.extend(place.column.as_ref().map(|column| format!(", column {column}")));
        return text;
    }
    let table = place.table.map(|table| table.short_zh());
    let section = place.section.map(|key| format!("第{}部分", key.numeral()));
    let part = table.map(str::to_owned).or(section).unwrap_or_default();
    let line = place.line.map(|line| format!("第{line}行")).unwrap_or_default();
    let page = place.page.map(|page| format!("（第{page}页）")).unwrap_or_default();
    if part.is_empty() && line.is_empty() && page.is_empty() { text } else { format!("：{part}{line}{page}") }
}

/// The cells a finding of arithmetic is about, with a mark under or beside the one it names.
fn cells(report: &Report, finding: &Finding) -> Vec<String> {
    let (Some(table), Some(column)) = (finding.place.table, finding.place.column.as_deref()) else { return Vec::new() };
    let cells = &report.cells;
    let in_table = cells.form().cells().iter().filter(|cell| cell.table == table);
    match (finding.code, finding.place.row.as_deref()) {
        (Code::R101 | Code::R104 | Code::R140, Some(row)) => {
            across(cells, &in_table.filter(|cell| cell.row.key == row).collect::<Vec<_>>(), column)
        }
        (Code::R102, _) => {
            let is_row = |cell: &&Cell| match cell.row.role {
                Role::Result => cells.get(cell.no).is_some_and(|count| count != 0),
                Role::OtherInOneRow => cells.other_in_one_row(),
                role => role == Role::ResultTotal,
            };
            down(
                cells,
                &in_table.filter(|cell| cell.column.key == column).filter(is_row).collect::<Vec<_>>(),
                "results.total",
            )
        }
        (Code::R103, _) => {
            let ends = [Role::Received, Role::CarriedIn, Role::ResultTotal, Role::CarriedForward];
            let is_end = |cell: &&Cell| cell.column.key == column && ends.contains(&cell.row.role);
            down(cells, &in_table.filter(is_end).collect::<Vec<_>>(), "")
        }
        (Code::R133 | Code::R141, Some(row)) if table == TableNo::Proactive => {
            across(cells, &in_table.filter(|cell| cell.row.key == row).collect::<Vec<_>>(), column)
        }
        _ => Vec::new(),
    }
}

/// A row: labels over values, the named cell underlined.
fn across(cells: &Cells, row: &[&Cell], named: &str) -> Vec<String> {
    let mut lines = [const { String::new() }; 3];
    for cell in row {
        let value = shown(cells, cell);
        let wide = width(cell.column.label).max(width(&value));
        let mark = if cell.column.key == named { "^".repeat(wide) } else { " ".repeat(wide) };
        for (line, text) in lines.iter_mut().zip([cell.column.label, &value, &mark]) {
            line.push_str(&" ".repeat(wide - width(text)));
            line.push_str(text);
            line.push_str("  ");
        }
    }
    lines.into()
}

/// A column: labels beside values, the named row marked.
fn down(cells: &Cells, column: &[&Cell], named: &str) -> Vec<String> {
    let labels: Vec<String> = column.iter().map(|cell| cell.row.name_zh()).collect();
    let values: Vec<String> = column.iter().map(|cell| shown(cells, cell)).collect();
    let widest = |texts: &[String]| texts.iter().map(|text| width(text)).max().unwrap_or(0);
    let (left, right) = (widest(&labels), widest(&values));
    let line = |((label, value), cell): ((&String, &String), &&Cell)| {
        let mark = if cell.row.key == named { "  <" } else { "" };
        format!("{label}{}  {}{value}{mark}", " ".repeat(left - width(label)), " ".repeat(right - width(value)))
    };
    labels.iter().zip(&values).zip(column).map(line).collect()
}

fn shown(cells: &Cells, cell: &Cell) -> String {
    let value = value(cells, cell.no);
    if value.is_empty() { "空".to_owned() } else { value }
}

/// Columns of a terminal: a Chinese character and its punctuation take two.
pub fn width(text: &str) -> usize {
    text.chars()
        .map(|c| if matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{ffdc}' | '\u{20000}'..) { 2 } else { 1 })
        .sum()
}

/// A table for people: columns as wide as their widest cell.
pub fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widest: Vec<usize> = (0..columns)
        .map(|i| rows.iter().filter_map(|row| row.get(i)).map(|text| width(text)).max().unwrap_or(0))
        .collect();
    let mut text = String::new();
    for row in rows {
        let mut line = String::from("  ");
        for (i, cell) in row.iter().enumerate() {
            let fill = " ".repeat(widest[i] - width(cell));
            // Labels stand left, numbers right.
            let number = cell.starts_with(|c: char| c.is_ascii_digit() || "+-".contains(c)) || cell == "空";
            line.push_str(&if number { format!("{fill}{cell}  ") } else { format!("{cell}{fill}  ") });
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use report::checks::check;
    use report::form::Edition;

    #[test]
    fn a_row_is_laid_out_with_the_wrong_cell_underlined() {
        check_text(
            &[("applications.new_received.natural_person", 12), ("applications.new_received.total", 14)],
            Code::R101,
            "错误[R101]：第三部分表格“一、本年新收政府信息公开申请数量”行“总计”列填的是14，六类申请人相加为12\n\
             \x20 --> 年报.docx：表三\n\
             \x20  | 自然人  商业企业  科研机构  社会公益组织  法律服务机构  其他  总计\n\
             \x20  |     12        空        空            空            空    空    14\n\
             \x20  |                                                               ^^^^\n\
             \x20 = 依据：报告格式第三部分表格\n\
             \x20 = 提示：核对本行各类申请人的数，再改总计\n\n",
        );
    }

    #[test]
    fn a_column_is_laid_out_from_top_to_bottom() {
        check_text(
            &[
                ("applications.new_received.total", 12),
                ("applications.results.total.total", 11),
                ("applications.carried_forward.total", 3),
            ],
            Code::R103,
            "错误[R103]：第三部分表格“总计”列不平：本年新收12＋上年结转0＝12，办理结果总计11＋结转下年度3＝14\n\
             \x20 --> 年报.docx：表三\n\
             \x20  | 一、本年新收政府信息公开申请数量  12\n\
             \x20  | 二、上年结转政府信息公开申请数量  空\n\
             \x20  | （七）总计                        11\n\
             \x20  | 四、结转下年度继续办理             3\n\
             \x20 = 依据：报告格式第三部分表格的勾稽关系\n\
             \x20 = 提示：第一项加第二项应等于第三项加第四项；先对照台账核对结转下年度的件数\n\n",
        );
    }

    #[test]
    fn in_english_the_place_is_named_by_its_keys() {
        let report = filled(&[("proactive.penalty.decisions", -4)]);
        let finding = check(&report).into_iter().find(|finding| finding.code == Code::R105).unwrap();
        assert_eq!(
            finding_text(&report, &finding, true),
            "error[R105]: a count is negative or not whole (-4)\n  \
             --> 年报.docx, table 2, row penalty, column decisions\n  = rule: form 2021, table 2\n\n"
        );
    }

    fn filled(values: &[(&str, i64)]) -> Report {
        let mut report = Report::blank(Edition::E2021);
        report.file = Some("年报.docx".to_owned());
        for (path, value) in values {
            assert!(report.cells.put(path, *value), "{path}");
        }
        report
    }

    #[track_caller]
    fn check_text(values: &[(&str, i64)], code: Code, expected: &str) {
        let report = filled(values);
        let finding = check(&report).into_iter().find(|finding| finding.code == code).expect("noticed");
        assert_eq!(finding_text(&report, &finding, false), expected);
    }
}
