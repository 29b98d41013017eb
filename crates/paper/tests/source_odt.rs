//! OpenDocument texts as a person sees them.

mod reading;

use paper::source::{Measure, ReadError, odt};
use proptest::prelude::*;
use reading::{archive, comes_back, drawn, grid, sound};

fn packed(styles: &str, text: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content><office:automatic-styles>{styles}</office:automatic-styles>\
         <office:body><office:text>{text}</office:text></office:body></office:document-content>"
    );
    archive(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", content.as_bytes())])
}

#[track_caller]
fn check(text: &str, expected: &str) {
    check_with("", text, expected);
}

#[track_caller]
fn check_with(styles: &str, text: &str, expected: &str) {
    let source = odt::read(&packed(styles, text)).expect("a whole document");
    sound(&source);
    let expected: String =
        expected.lines().map(str::trim).filter(|l| !l.is_empty()).map(|l| format!("{l}\n")).collect();
    assert_eq!(drawn(&source), expected);
}

fn p(text: &str) -> String {
    format!("<text:p>{text}</text:p>")
}

fn cell(attributes: &str, text: &str) -> String {
    format!("<table:table-cell {attributes}>{}</table:table-cell>", p(text))
}

fn table(rows: &[String]) -> String {
    let rows: String = rows.iter().map(|row| format!("<table:table-row>{row}</table:table-row>")).collect();
    format!("<table:table><table:table-column/>{rows}</table:table>")
}

const COVERED: &str = "<table:covered-table-cell/>";

#[test]
fn merged_cells_stand_once() {
    let rows = [
        cell("table:number-columns-spanned=\"2\" table:number-rows-spanned=\"2\"", "申请人")
            + COVERED
            + &cell("", "总计"),
        format!("<table:covered-table-cell table:number-columns-repeated=\"2\"/>{}", cell("", "2")),
        cell("table:number-columns-repeated=\"3\"", "0"),
    ];
    check(&table(&rows), "| 申请人→2↓2 | 总计 |\n| ^ | 2 |\n| 0 | 0 | 0 |");
    let repeated = table(&[cell("", "甲") + &cell("", "乙")])
        .replace("<table:table-row>", "<table:table-row table:number-rows-repeated=\"2\">");
    check(&repeated, "| 甲 | 乙 |\n| 甲 | 乙 |");
    check(&format!("<table:table-header-rows>{}</table:table-header-rows>", p("x")), "x");
}

#[test]
fn blanks_tabs_and_line_breaks_are_kept_and_the_layout_of_the_file_is_not() {
    check(
        "<text:h>一、<text:s text:c=\"2\"/>总\n     体</text:h><text:p>甲<text:tab/>乙<text:line-break/>丙&amp;<text:span>丁</text:span></text:p>",
        "一、  总 体\n甲⇥乙⏎丙&丁",
    );
}

#[test]
fn what_is_not_seen_is_not_read() {
    let styles = "<style:style style:name=\"T1\"><style:text-properties text:display=\"none\"/></style:style>";
    let text = "<text:tracked-changes><text:changed-region><text:deletion><text:p>旧</text:p></text:deletion></text:changed-region></text:tracked-changes>\
        <text:p>显<text:span text:style-name=\"T1\">隐</text:span><text:note><text:note-body><text:p>注</text:p></text:note-body></text:note>\
        <office:annotation><text:p>批</text:p></office:annotation>示</text:p>\
        <text:p text:style-name=\"T1\">隐</text:p><text:section text:display=\"none\"><text:p>密</text:p></text:section>";
    check_with(styles, text, "显示");
    let rows =
        "<table:table><table:table-column/><table:table-column table:visibility=\"collapse\"/><table:table-column/>";
    let cells = cell("", "甲") + &cell("", "密") + &cell("", "乙");
    let hidden = format!("<table:table-row table:visibility=\"collapse\">{cells}</table:table-row>");
    let found =
        odt::read(&packed("", &format!("{rows}<table:table-row>{cells}</table:table-row>{hidden}</table:table>")));
    let found = drawn(&found.expect("whole"));
    assert!(found.contains('甲') && found.contains('乙') && !found.contains('密'), "{found}");
}

#[test]
fn numbers_of_lists_stand_before_the_text() {
    let styles = "<text:list-style style:name=\"L1\"><text:list-level-style-number text:level=\"1\" style:num-format=\"一, 二, 三, ...\" style:num-suffix=\"、\"/>\
        <text:list-level-style-number text:level=\"2\" style:num-format=\"1\" style:num-prefix=\"（\" style:num-suffix=\"）\"/></text:list-style>\
        <text:list-style style:name=\"L2\"><text:list-level-style-bullet text:level=\"1\"/></text:list-style>";
    let item = |text: &str| format!("<text:list-item>{text}</text:list-item>");
    let list = |style: &str, more: &str, items: &str| {
        format!("<text:list text:style-name=\"{style}\" {more}>{items}</text:list>")
    };
    let inner =
        "<text:list>".to_owned() + &item(&p("主动公开")) + &item(&(p("依申请公开") + &p("说明"))) + "</text:list>";
    let text = list("L1", "", &item(&(p("总体情况") + &inner)))
        + &p("正文")
        + &list("L1", "text:continue-numbering=\"true\"", &item(&p("存在的问题")))
        + &list("L2", "", &item(&p("点")))
        + &list("L1", "", &item(&p("重新")));
    check_with(styles, &text, "一、总体情况\n（1）主动公开\n（2）依申请公开\n说明\n正文\n二、存在的问题\n点\n一、重新");
}

#[test]
fn boxes_and_nested_tables_are_taken_apart() {
    let inner = table(&[cell("", "规章") + &cell("", "0")]);
    check(
        &format!("<text:p>前<draw:frame><draw:text-box>{}{inner}</draw:text-box></draw:frame>后</text:p>", p("框中")),
        "前后\n框中\n| 规章 | 0 |",
    );
    check(&format!("<draw:frame><draw:text-box>{}</draw:text-box></draw:frame>{}", p("框"), p("文")), "框\n文");
    let outer = table(&[format!("<table:table-cell>{}{inner}</table:table-cell>", p("二、"))]);
    check(&outer, "二、\n| 规章 | 0 |");
}

#[test]
fn hostile_texts_are_refused() {
    let refused = |bytes: &[u8], expected: ReadError| assert_eq!(odt::read(bytes), Err(expected));
    refused(b"", ReadError::Damaged);
    refused(&packed("", ""), ReadError::Empty);
    refused(&packed("", "<draw:image/>"), ReadError::NoText);
    refused(&packed("", "<text:p>"), ReadError::Damaged);
    let over = |what, limit| ReadError::OverLimit { what, limit };
    let many = table(&[cell("table:number-columns-repeated=\"4000000000\"", "甲")]);
    refused(&packed("", &many), over(Measure::Cells, 200_000));
    let rows = table(&[cell("", "甲") + &cell("", "乙")])
        .replace("<table:table-row>", "<table:table-row table:number-rows-repeated=\"999999999\">");
    refused(&packed("", &rows), over(Measure::Cells, 200_000));
    let long = table(&[cell("table:number-columns-repeated=\"100000\"", &"长".repeat(10_000))]);
    refused(&packed("", &long), over(Measure::Bytes, 64 << 20));
    let deep = format!("{}{}", "<text:section>".repeat(300), "</text:section>".repeat(300));
    refused(&packed("", &deep), over(Measure::Depth, 256));
    refused(&packed("<!DOCTYPE x [<!ENTITY a \"a\">]>", &p("甲")), ReadError::Damaged);
    let locked = archive(&[
        ("META-INF/manifest.xml", b"<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"),
        ("content.xml", b"\x01\x02"),
    ]);
    refused(&locked, ReadError::Encrypted);
    let whole = packed("", &table(&[cell("", "甲") + &cell("", "乙")]));
    for part in 0..50 {
        refused(&whole[..whole.len() * part / 50], ReadError::Damaged);
    }
}

/// The same grid as LibreOffice writes it.
fn written(grid: &[Vec<usize>]) -> String {
    let columns = grid[0].len();
    let rows: Vec<String> = grid
        .iter()
        .enumerate()
        .map(|(r, row)| {
            let cells = row.iter().enumerate().map(|(c, &id)| {
                if id != r * columns + c {
                    return COVERED.to_owned();
                }
                let wide = row.iter().filter(|&&other| other == id).count();
                let high = grid.iter().filter(|row| row.contains(&id)).count();
                let spans = format!("table:number-columns-spanned=\"{wide}\" table:number-rows-spanned=\"{high}\"");
                cell(&spans, &format!("c{id}"))
            });
            cells.collect()
        })
        .collect();
    table(&rows)
}

proptest! {
    #[test]
    fn any_merged_grid_comes_back_as_it_was(grid in grid()) {
        let source = odt::read(&packed("", &written(&grid))).expect("whole");
        sound(&source);
        comes_back(&grid, &source);
    }

    #[test]
    fn no_order_of_elements_makes_it_stumble(pieces in proptest::collection::vec((0..9_usize, 0..3_usize), 0..60)) {
        const NAMES: [&str; 9] = [
            "table:table", "table:table-row", "table:table-cell", "text:p", "text:h", "text:list", "draw:text-box", "text:list-item", "text:span",
        ];
        let (mut text, mut open) = (String::new(), Vec::new());
        for (name, kind) in pieces {
            match kind {
                0 => if let Some(name) = open.pop() { text.push_str(&format!("</{name}>")) },
                1 => { open.push(NAMES[name]); text.push_str(&format!("<{}>字", NAMES[name])); }
                _ => text.push_str([
                    COVERED, "<table:table-cell table:number-columns-spanned=\"3\" table:number-rows-spanned=\"9\"/>", "<table:table-row/>",
                ][name % 3]),
            }
        }
        open.iter().rev().for_each(|name| text.push_str(&format!("</{name}>")));
        if let Ok(source) = odt::read(&packed("", &text)) {
            sound(&source);
        }
    }
}
