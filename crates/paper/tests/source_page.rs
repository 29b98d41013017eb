//! What stands beside the form while a clerk corrects it: the file as it looks, with a place to point at for each figure.

use paper::source::{At, Cell, Line, Part, Source, Table, page, plain};

fn line(line: u32, page: u32, text: &str) -> Part {
    Part::Line(Line { text: text.into(), at: At { line, page: Some(page) } })
}

fn cell(row: usize, column: usize, rowspan: usize, at: (u32, u32), text: &str) -> Cell {
    let at = At { line: at.0, page: Some(at.1) };
    Cell { row, column, rowspan, colspan: 1, text: text.into(), at }
}

/// A table whose second row lacks its first slots, torn by a page break under a cell of two rows.
fn torn() -> Source {
    let cells = vec![
        cell(0, 0, 1, (2, 1), "项目"),
        cell(0, 2, 1, (2, 1), "<总计>"),
        cell(1, 2, 2, (3, 1), "本年\n3"),
        cell(2, 1, 1, (4, 2), "受理"),
        cell(3, 0, 1, (5, 2), "收费"),
    ];
    let table = Part::Table(Table { rows: 4, columns: 3, cells });
    Source { parts: vec![line(1, 1, "一、总体情况"), table, line(6, 3, "尾\"&'")], ..Source::default() }
}

#[test]
fn each_line_and_cell_has_its_anchor_and_each_page_its_number() {
    let expected = "<p class=\"page\">第1页</p>
<p id=\"l1\">一、总体情况</p>
<table>
<tr><td id=\"l2c1\">项目</td><td></td><td id=\"l2c3\">&lt;总计&gt;</td></tr>
<tr><td></td><td></td><td id=\"l3c3\" rowspan=\"2\">本年<br>3</td></tr>
<tr><td></td><td id=\"l4c2\">受理</td></tr>
<tr class=\"page\"><td colspan=\"3\">第2页</td></tr>
<tr><td id=\"l5c1\">收费</td></tr>
</table>
<hr class=\"page\">
<p class=\"page\">第3页</p>
<p id=\"l6\">尾&quot;&amp;&#39;</p>
";
    assert_eq!(page(&torn()), expected);
}

#[test]
fn as_text_each_line_stands_at_its_number() {
    let text = plain(&torn());
    assert_eq!(text, "一、总体情况\n项目\t\t<总计>\n\t\t本年 3\n\t受理\t\n收费\t\t\n尾\"&'\n");
    for part in &torn().parts {
        let Part::Line(line) = part else { continue };
        assert_eq!(text.lines().nth(line.at.line as usize - 1), Some(line.text.as_str()));
    }
}
