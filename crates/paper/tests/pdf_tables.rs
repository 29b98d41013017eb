//! Tables in PDF files: whatever draws the lines, the cells are the same.

mod pdf_made;

use paper::source::{Part, Source, Table, pdf};
use pdf_made::{Borders, Cell, Coding, Page};

const HEAD: [Cell<'static>; 8] = [
    (0, 0, 3, 1, "（本列数据的勾稽关系）"),
    (0, 1, 1, 4, "申请人情况"),
    (1, 1, 2, 1, "自然人"),
    (1, 2, 1, 2, "法人或其他组织"),
    (1, 4, 2, 1, "总计"),
    (2, 2, 1, 1, "商业企业"),
    (2, 3, 1, 1, "科研机构"),
    (3, 0, 1, 1, "一、本年新收政府信息公开申请数量"),
];
const COLUMNS: [f32; 5] = [120.0, 60.0, 60.0, 60.0, 60.0];
const ROWS: [f32; 4] = [20.0, 20.0, 30.0, 40.0];

fn report() -> Vec<Cell<'static>> {
    HEAD.into_iter().chain([(3, 1, 1, 1, "3"), (3, 2, 1, 1, ""), (3, 3, 1, 1, "12"), (3, 4, 1, 1, "15")]).collect()
}

fn read(pages: &[Page]) -> Source {
    pdf::read(&pdf_made::pdf(pages)).expect("a file made here can be read")
}

fn texts(source: &Source) -> Vec<&str> {
    fn text(part: &Part) -> Option<&str> {
        match part {
            Part::Line(line) => Some(&line.text),
            Part::Table(_) => None,
        }
    }
    source.parts.iter().filter_map(text).collect()
}

/// The only place that compares: a table has these cells, no more, no fewer.
#[track_caller]
fn check(table: &Table, expected: &[Cell<'_>]) {
    let cells: Vec<Cell<'_>> =
        table.cells.iter().map(|c| (c.row, c.column, c.rowspan, c.colspan, c.text.as_str())).collect();
    let mut expected = expected.to_vec();
    expected.sort();
    assert_eq!(cells, expected);
}

#[test]
fn merged_and_blank_cells_are_the_same_however_the_lines_are_drawn() {
    use Borders::*;
    for borders in [Strokes, ThinRectangles, Frames, Dashes, Doubled, Short, InnerOnly] {
        let mut page = Page::new();
        page.table(80.0, 100.0, &COLUMNS, &ROWS, &report(), borders);
        let source = read(&[page]);
        let tables: Vec<&Table> = source.tables().collect();
        assert_eq!(tables.len(), 1, "{borders:?}");
        check(tables[0], &report());
    }
}

#[test]
fn a_table_is_the_same_in_every_coding_of_its_text() {
    for coding in [Coding::Identity, Coding::Ucs2, Coding::Gbk] {
        let mut page = Page { coding, ..Page::new() };
        page.table(80.0, 100.0, &COLUMNS, &ROWS, &report(), Borders::Strokes);
        check(read(&[page]).tables().next().expect("a table"), &report());
    }
}

#[test]
fn a_table_on_a_turned_page_and_one_written_sideways_read_upright() {
    let mut turned = Page { width: 842.0, height: 595.0, ..Page::new() };
    turned.table(80.0, 100.0, &COLUMNS, &ROWS, &report(), Borders::Strokes);
    let content = turned.content.clone();
    for (rotate, matrix) in
        [(0, "0 1 -1 0 595 0 cm"), (0, "0 -1 1 0 0 842 cm"), (90, "0 1 -1 0 595 0 cm"), (270, "0 -1 1 0 0 842 cm")]
    {
        let page = Page { rotate, content: format!("{matrix}\n{content}"), ..Page::new() };
        check(read(&[page]).tables().next().expect("a table"), &report());
    }
}

#[test]
fn a_coloured_ground_is_no_line_and_a_white_line_is_none_either() {
    let mut page = Page::new();
    page.raw("0.9 0.9 1 rg").fill(80.0, 100.0, 440.0, 120.0).raw("0 g");
    page.table(80.0, 100.0, &COLUMNS, &ROWS, &report(), Borders::Strokes);
    // A white line through the middle of the lowest row, on white.
    page.raw("1 G").stroke(80.0, 190.0, 440.0, 190.0).raw("0 G");
    check(read(&[page]).tables().next().expect("a table"), &report());
}

#[test]
fn two_tables_that_share_a_border_but_not_their_width_are_two() {
    let narrow = [(0, 0, 1, 1, "规章"), (0, 1, 1, 1, "0")];
    let wide = [(0, 0, 1, 1, "行政许可"), (0, 1, 1, 1, "5"), (0, 2, 1, 1, "7")];
    let mut page = Page::new();
    let y = page.table(80.0, 100.0, &[100.0, 60.0], &[20.0], &narrow, Borders::Strokes);
    page.table(80.0, y, &[80.0, 120.0, 100.0], &[20.0], &wide, Borders::Strokes);
    let source = read(&[page]);
    let tables: Vec<&Table> = source.tables().collect();
    assert_eq!(tables.len(), 2);
    check(tables[0], &narrow);
    check(tables[1], &wide);
}

#[test]
fn a_row_that_holds_a_table_is_taken_apart_and_the_rows_around_it_stay() {
    let inner = [(0, 0, 1, 1, "维持"), (0, 1, 1, 1, "纠正"), (1, 0, 1, 1, "4"), (1, 1, 1, 1, "")];
    let mut page = Page::new();
    let outer = [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙"), (1, 0, 1, 2, ""), (2, 0, 1, 1, "丙"), (2, 1, 1, 1, "丁")];
    page.table(80.0, 100.0, &[150.0, 150.0], &[20.0, 90.0, 20.0], &outer, Borders::Strokes);
    page.table(110.0, 140.0, &[80.0, 80.0], &[20.0, 20.0], &inner, Borders::Strokes);
    let source = read(&[page]);
    let tables: Vec<&Table> = source.tables().collect();
    assert_eq!(tables.len(), 3);
    check(tables[0], &[(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙")]);
    check(tables[1], &inner);
    check(tables[2], &[(0, 0, 1, 1, "丙"), (0, 1, 1, 1, "丁")]);
}

#[test]
fn a_table_of_one_column_is_text_in_a_frame() {
    let mut page = Page::new();
    page.table(
        80.0,
        100.0,
        &[300.0],
        &[30.0, 30.0],
        &[(0, 0, 1, 1, "索引号：云府办"), (1, 0, 1, 1, "发布日期：2024年")],
        Borders::Strokes,
    );
    let source = read(&[page]);
    assert_eq!(source.tables().count(), 0);
    assert_eq!(texts(&source), ["索引号：云府办", "发布日期：2024年"]);
}

#[test]
fn numbers_below_each_other_in_a_cell_do_not_grow_together() {
    let mut page = Page::new();
    page.table(80.0, 100.0, &[120.0, 120.0], &[50.0], &[(0, 0, 1, 1, "合计"), (0, 1, 1, 1, "")], Borders::Strokes);
    page.text(240.0, 118.0, 9.0, "12").text(240.0, 132.0, 9.0, "34");
    check(read(&[page]).tables().next().expect("a table"), &[(0, 0, 1, 1, "合计"), (0, 1, 1, 1, "12\n34")]);
}

#[test]
fn a_table_cut_by_the_page_break_is_one_and_its_repeated_head_is_dropped() {
    let row = |n: usize, label: &'static str| {
        [(n, 0, 1, 1, label), (n, 1, 1, 1, "1"), (n, 2, 1, 1, ""), (n, 3, 1, 1, "0"), (n, 4, 1, 1, "1")]
    };
    let head = &HEAD[..7];
    let (mut first, mut second) = (Page::new(), Page::new());
    let upper: Vec<Cell<'_>> = head.iter().copied().chain(row(3, "一、本年新收")).collect();
    first.table(80.0, 600.0, &COLUMNS, &[20.0, 20.0, 30.0, 20.0], &upper, Borders::Strokes);
    first.text(280.0, 810.0, 9.0, "- 1 -");
    let lower: Vec<Cell<'_>> = head.iter().copied().chain(row(3, "二、上年结转")).collect();
    second.table(80.0, 60.0, &COLUMNS, &[20.0, 20.0, 30.0, 20.0], &lower, Borders::Strokes);
    second.text(280.0, 810.0, 9.0, "- 2 -");
    let source = read(&[first, second]);
    let expected: Vec<Cell<'_>> = upper.into_iter().chain(row(4, "二、上年结转")).collect();
    check(source.tables().next().expect("a table"), &expected);
    assert_eq!((source.tables().count(), texts(&source).len()), (1, 0), "page numbers are no text");
    let pages: Vec<Option<u32>> = source.tables().flat_map(|table| &table.cells).map(|cell| cell.at.page).collect();
    assert_eq!((pages[0], pages[pages.len() - 1]), (Some(1), Some(2)));
}

#[test]
fn a_row_and_a_group_label_cut_by_the_page_break_are_one_again() {
    let columns = [40.0, 100.0, 60.0, 60.0];
    let (mut first, mut second) = (Page::new(), Page::new());
    first.table(
        80.0,
        700.0,
        &columns,
        &[30.0, 30.0],
        &[
            (0, 0, 2, 1, "（三）不"),
            (0, 1, 1, 1, "1.属于国家秘密"),
            (0, 2, 1, 1, "1"),
            (0, 3, 1, 1, ""),
            (1, 1, 1, 1, "2.其他法律行政法规禁"),
            (1, 2, 1, 1, "0"),
            (1, 3, 1, 1, "7"),
        ],
        Borders::Strokes,
    );
    second.table(
        80.0,
        60.0,
        &columns,
        &[20.0, 30.0],
        &[
            (0, 0, 2, 1, "予公开"),
            (0, 1, 1, 1, "止公开"),
            (0, 2, 1, 1, ""),
            (0, 3, 1, 1, ""),
            (1, 1, 1, 1, "3.危及“三安全”"),
            (1, 2, 1, 1, ""),
            (1, 3, 1, 1, "2"),
        ],
        Borders::Strokes,
    );
    check(
        read(&[first, second]).tables().next().expect("a table"),
        &[
            (0, 0, 3, 1, "（三）不予公开"),
            (0, 1, 1, 1, "1.属于国家秘密"),
            (0, 2, 1, 1, "1"),
            (0, 3, 1, 1, ""),
            (1, 1, 1, 1, "2.其他法律行政法规禁止公开"),
            (1, 2, 1, 1, "0"),
            (1, 3, 1, 1, "7"),
            (2, 1, 1, 1, "3.危及“三安全”"),
            (2, 2, 1, 1, ""),
            (2, 3, 1, 1, "2"),
        ],
    );
}

#[test]
fn a_new_row_after_the_page_break_stays_a_row_though_its_numbers_are_blank() {
    let columns = [140.0, 60.0, 60.0];
    let (mut first, mut second) = (Page::new(), Page::new());
    first.table(
        80.0,
        700.0,
        &columns,
        &[30.0],
        &[(0, 0, 1, 1, "规章"), (0, 1, 1, 1, ""), (0, 2, 1, 1, "")],
        Borders::Strokes,
    );
    second.table(
        80.0,
        60.0,
        &columns,
        &[30.0],
        &[(0, 0, 1, 1, "行政规范性文件"), (0, 1, 1, 1, ""), (0, 2, 1, 1, "")],
        Borders::Strokes,
    );
    let source = read(&[first, second]);
    assert_eq!(source.tables().next().map(|table| table.rows), Some(2));
}

#[test]
fn tables_of_other_columns_on_the_next_page_are_others() {
    let (mut first, mut second) = (Page::new(), Page::new());
    first.table(80.0, 700.0, &[100.0, 100.0], &[30.0], &[(0, 0, 1, 1, "规章"), (0, 1, 1, 1, "1")], Borders::Strokes);
    second.table(80.0, 60.0, &[70.0, 130.0], &[30.0], &[(0, 0, 1, 1, "维持"), (0, 1, 1, 1, "2")], Borders::Strokes);
    assert_eq!(read(&[first, second]).tables().count(), 2);
}

#[test]
fn columns_without_any_line_are_a_table_and_in_doubt_lines_with_tabs() {
    let rows: [[&str; 4]; 4] = [
        ["信息内容", "制发", "废止", "有效"],
        ["规章", "0", "0", "0"],
        ["规范性文件", "12", "3", "48"],
        ["行政许可", "5", "", "5"],
    ];
    let mut page = Page::new();
    for (n, row) in rows.iter().enumerate() {
        for (column, text) in row.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            page.text(80.0 + 100.0 * column as f32, 100.0 + 20.0 * n as f32, 10.0, text);
        }
    }
    let expected: Vec<Cell<'_>> = (0..4).flat_map(|r| (0..4).map(move |c| (r, c, 1, 1, rows[r][c]))).collect();
    check(read(&[page.clone()]).tables().next().expect("a table"), &expected);

    // Another label right below a row, painted last: a row without numbers, or the rest of the label above?
    page.text(80.0, 172.0, 10.0, "决定数量");
    let source = read(&[page]);
    assert_eq!(source.tables().count(), 0);
    assert_eq!(texts(&source)[1], "规章\t0\t0\t0");
}

#[test]
fn wrapped_labels_and_blank_columns_without_any_line_are_the_same_table() {
    // 科研机构 is blank in every row.
    let mut cells = HEAD.to_vec();
    cells.extend([(3, 1, 1, 1, "3"), (3, 2, 1, 1, "12"), (3, 4, 1, 1, "15")]);
    cells.extend([(4, 0, 1, 1, "二、上年结转政府信息公开申请数量"), (4, 1, 1, 1, "7"), (4, 4, 1, 1, "7")]);
    let mut page = Page::new();
    page.table(80.0, 100.0, &COLUMNS, &[20.0, 20.0, 30.0, 40.0, 40.0], &cells, Borders::None);
    cells.extend([(3, 3, 1, 1, ""), (4, 2, 1, 1, ""), (4, 3, 1, 1, "")]);
    check(read(&[page]).tables().next().expect("a table"), &cells);
}

#[test]
fn columns_that_cannot_be_told_apart_without_lines_are_no_table() {
    let mut page = Page::new();
    let head = ["信息内容", "上一年项目", "本年增减", "决定数量"];
    for (column, text) in head.iter().enumerate() {
        page.text(80.0 + 70.0 * column as f32, 100.0, 9.0, text);
    }
    // A number between two headings, in the only row that has one there.
    page.text(80.0, 120.0, 9.0, "行政许可").text(185.0, 120.0, 9.0, "123456").text(290.0, 120.0, 9.0, "5");
    page.text(80.0, 140.0, 9.0, "行政处罚").text(290.0, 140.0, 9.0, "8");
    assert_eq!(read(&[page]).tables().count(), 0);
}

#[test]
fn a_table_without_lines_goes_on_behind_the_page_break_with_the_rest_of_its_labels() {
    let columns = [40.0, 100.0, 60.0, 60.0];
    let (mut first, mut second) = (Page::new(), Page::new());
    let upper = [
        (0, 0, 1, 2, "本列数据"),
        (0, 2, 1, 1, "自然人"),
        (0, 3, 1, 1, "总计"),
        (1, 0, 1, 1, "（三）不"),
        (1, 1, 1, 1, "1.属于国家秘密"),
        (1, 2, 1, 1, "1"),
        (1, 3, 1, 1, "1"),
        (2, 1, 1, 1, "2.其他法律行政法规禁"),
        (2, 2, 1, 1, "4"),
        (2, 3, 1, 1, "4"),
    ];
    first.table(80.0, 700.0, &columns, &[25.0, 30.0, 25.0], &upper, Borders::None);
    first.text(280.0, 810.0, 9.0, "- 1 -");
    let lower = [
        (0, 0, 1, 1, "予公开"),
        (0, 1, 1, 1, "止公开"),
        (1, 1, 1, 1, "3.危及“三安全”"),
        (1, 2, 1, 1, "2"),
        (1, 3, 1, 1, "2"),
    ];
    second.table(80.0, 60.0, &columns, &[20.0, 25.0], &lower, Borders::None);
    check(
        read(&[first, second]).tables().next().expect("a table"),
        &[
            (0, 0, 1, 2, "本列数据"),
            (0, 2, 1, 1, "自然人"),
            (0, 3, 1, 1, "总计"),
            (1, 0, 3, 1, "（三）不予公开"),
            (1, 1, 1, 1, "1.属于国家秘密"),
            (1, 2, 1, 1, "1"),
            (1, 3, 1, 1, "1"),
            (2, 1, 1, 1, "2.其他法律行政法规禁止公开"),
            (2, 2, 1, 1, "4"),
            (2, 3, 1, 1, "4"),
            (3, 1, 1, 1, "3.危及“三安全”"),
            (3, 2, 1, 1, "2"),
            (3, 3, 1, 1, "2"),
        ],
    );
}

#[test]
fn what_is_struck_out_is_not_read_and_what_is_underlined_is() {
    let mut page = Page::new();
    page.table(80.0, 100.0, &[120.0, 120.0], &[30.0], &[(0, 0, 1, 1, "合计"), (0, 1, 1, 1, "")], Borders::Strokes);
    page.text(240.0, 118.0, 9.0, "990").stroke(240.0, 115.3, 249.0, 115.3).stroke(249.0, 119.0, 253.5, 119.0);
    check(read(&[page]).tables().next().expect("a table"), &[(0, 0, 1, 1, "合计"), (0, 1, 1, 1, "0")]);
}

#[test]
fn numbers_with_their_unit_do_not_grow_together_over_a_page_break() {
    let columns = [140.0, 60.0, 60.0];
    let (mut first, mut second) = (Page::new(), Page::new());
    let upper = [(0, 0, 1, 1, "（一）予以公开"), (0, 1, 1, 1, "156件"), (0, 2, 1, 1, "156件")];
    first.table(80.0, 700.0, &columns, &[30.0], &upper, Borders::Strokes);
    let lower = [(0, 0, 1, 1, "（二）部分公开"), (0, 1, 1, 1, "35件"), (0, 2, 1, 1, "")];
    second.table(80.0, 60.0, &columns, &[30.0], &lower, Borders::Strokes);
    let expected: Vec<Cell<'_>> = upper
        .into_iter()
        .chain(lower.map(|(_, column, rows, columns, text)| (1, column, rows, columns, text)))
        .collect();
    check(read(&[first, second]).tables().next().expect("a table"), &expected);
}

#[test]
fn a_mark_that_hangs_over_into_the_next_cell_stays_with_its_words() {
    let mut page = Page::new();
    page.table(80.0, 100.0, &[90.0, 90.0], &[40.0], &[(0, 0, 1, 1, ""), (0, 1, 1, 1, "")], Borders::Strokes);
    page.text(80.0, 115.0, 9.0, "无正当理由逾期不补正、")
        .text(82.0, 128.0, 9.0, "不再处理")
        .text(210.0, 120.0, 9.0, "0");
    let expected = [(0, 0, 1, 1, "无正当理由逾期不补正、不再处理"), (0, 1, 1, 1, "0")];
    check(read(&[page]).tables().next().expect("a table"), &expected);
}
