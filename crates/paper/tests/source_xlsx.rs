//! Workbooks as a person sees them.

mod reading;

use paper::source::{Measure, ReadError, xlsx};
use proptest::prelude::*;
use reading::{archive, comes_back, drawn, grid, sound};

/// A workbook of these sheets: name and state, and what stands in `worksheet`.
fn workbook(sheets: &[(&str, &str)], strings: &[&str]) -> Vec<u8> {
    let list: String = (1..)
        .zip(sheets)
        .map(|(n, (state, _))| format!("<sheet name=\"表{n}\" sheetId=\"{n}\" state=\"{state}\" r:id=\"rId{n}\"/>"))
        .collect();
    let relations: String = (1..=sheets.len())
        .map(|n| format!("<Relationship Id=\"rId{n}\" Target=\"worksheets/sheet{n}.xml\"/>"))
        .collect();
    let strings: String = strings.iter().map(|text| format!("<si><t>{text}</t></si>")).collect();
    // Style 1: a border. Style 2: a day. Style 3: two decimals and a unit. Style 4: a zero is not shown.
    let styles = "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"0.00&quot;万元&quot;\"/><numFmt numFmtId=\"165\" formatCode=\"0;-0;;@\"/></numFmts>\
        <borders><border><left/></border><border><left style=\"thin\"/></border></borders>\
        <cellStyleXfs><xf numFmtId=\"9\"/></cellStyleXfs>\
        <cellXfs><xf/><xf borderId=\"1\"/><xf numFmtId=\"31\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\" borderId=\"1\"/></cellXfs></styleSheet>";
    let mut parts = vec![
        ("[Content_Types].xml".to_owned(), "<Types/>".to_owned()),
        ("xl/workbook.xml".into(), format!("<workbook xmlns:r=\"r\"><sheets>{list}</sheets></workbook>")),
        ("xl/_rels/workbook.xml.rels".into(), format!("<Relationships>{relations}</Relationships>")),
        ("xl/sharedStrings.xml".into(), format!("<sst>{strings}</sst>")),
        ("xl/styles.xml".into(), styles.into()),
    ];
    for (n, (_, sheet)) in (1..).zip(sheets) {
        parts.push((format!("xl/worksheets/sheet{n}.xml"), format!("<worksheet>{sheet}</worksheet>")));
    }
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    archive(&parts)
}

/// A row with its texts, blank ones left out.
fn row(n: usize, texts: &[&str]) -> String {
    styled(n, 0, texts)
}

fn styled(n: usize, style: usize, texts: &[&str]) -> String {
    let cells: String = ('A'..)
        .zip(texts)
        .filter(|(_, text)| style == 1 || !text.is_empty())
        .map(|(column, text)| match text.is_empty() {
            true => format!("<c r=\"{column}{n}\" s=\"{style}\"/>"),
            false => format!("<c r=\"{column}{n}\" s=\"{style}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"),
        })
        .collect();
    format!("<row r=\"{n}\">{cells}</row>")
}

fn data(rows: &[String], merged: &[&str]) -> String {
    let merged: String = merged.iter().map(|area| format!("<mergeCell ref=\"{area}\"/>")).collect();
    format!("<sheetData>{}</sheetData><mergeCells>{merged}</mergeCells>", rows.concat())
}

#[track_caller]
fn check(sheet: &str, expected: &str) {
    check_file(&workbook(&[("visible", sheet)], &["规章", "许可"]), expected);
}

#[track_caller]
fn check_file(bytes: &[u8], expected: &str) {
    let source = xlsx::read(bytes).expect("a whole workbook");
    sound(&source);
    let expected: String =
        expected.lines().map(str::trim).filter(|l| !l.is_empty()).map(|l| format!("{l}\n")).collect();
    assert_eq!(drawn(&source), expected);
}

#[test]
fn a_report_in_one_sheet_is_headings_and_tables() {
    let rows = [
        row(1, &["云溪县财政局2025年政府信息公开工作年度报告"]),
        row(2, &["一、总体情况"]),
        row(3, &["全年主动公开信息56条。"]),
        row(4, &["二、主动公开政府信息情况"]),
        styled(5, 1, &["信息内容", "本年制发件数", "现行有效件数"]),
        styled(6, 1, &["规章", "0", ""]),
        styled(7, 1, &["规范性文件", "1", "3"]),
        row(8, &["三、收到和处理申请情况"]),
        styled(9, 1, &["", "自然人", "总计"]),
        styled(10, 1, &["一、本年新收", "2", "2"]),
        row(12, &["四、行政复议和诉讼"]),
        row(13, &["填报人：", "李某"]),
        styled(14, 1, &["复议", "诉讼", ""]),
        styled(15, 1, &["1", "0", ""]),
        styled(16, 1, &["", "", ""]),
    ];
    check(
        &data(&rows, &["A1:C1", "A3:C3", "A4:C4"]),
        "云溪县财政局2025年政府信息公开工作年度报告
         一、总体情况
         全年主动公开信息56条。
         二、主动公开政府信息情况
         | 信息内容 | 本年制发件数 | 现行有效件数 |
         | 规章 | 0 |  |
         | 规范性文件 | 1 | 3 |
         三、收到和处理申请情况
         |  | 自然人 | 总计 |
         | 一、本年新收 | 2 | 2 |
         四、行政复议和诉讼
         填报人：
         李某
         | 复议 | 诉讼 |
         | 1 | 0 |",
    );
}

#[test]
fn without_borders_merged_rows_are_text_and_blank_rows_part_tables() {
    let rows = [
        row(1, &["标题"]),
        row(2, &["项目", "本年"]),
        row(3, &["规章", "1"]),
        row(4, &["许可"]),
        row(6, &["甲", "乙"]),
        row(7, &["说明：略"]),
    ];
    check(&data(&rows, &["A1:B1", "A7:B7"]), "标题\n| 项目 | 本年 |\n| 规章 | 1 |\n| 许可 |  |\n| 甲 | 乙 |\n说明：略");
}

#[test]
fn without_borders_a_label_beside_blank_cells_is_a_row_and_a_sentence_is_none() {
    let rows = [
        row(1, &["二、主动公开政府信息情况"]),
        row(2, &["信息内容", "", "本年制发件数", "本年废止件数"]),
        row(3, &["规章"]),
        row(4, &["规范性文件", "", "3", "0"]),
        row(5, &["合计", "", "3", "0"]),
        row(6, &["2023年，我局制发规范性文件3件，没有废止。"]),
    ];
    let merged = ["A1:D1", "A2:B2", "A3:B3", "C3:D3", "A4:B4", "A5:B5"];
    let expected = "二、主动公开政府信息情况
        | 信息内容 | 本年制发件数 | 本年废止件数 |
        | 规章 | →2 |
        | 规范性文件 | 3 | 0 |
        | 合计 | 3 | 0 |
        2023年，我局制发规范性文件3件，没有废止。";
    check(&data(&rows, &merged), expected);
}

#[test]
fn merged_cells_stand_once_and_what_they_cover_is_not_read() {
    let rows = [
        row(1, &["申请人", "", "总计"]),
        row(2, &["自然人", "法人", "unseen"]),
        row(3, &["三、", "予以公开", "1"]),
        row(4, &["unseen", "部分公开", "2"]),
    ];
    check(
        &data(&rows, &["A1:B1", "C1:C2", "A3:A4"]),
        "| 申请人→2 | 总计↓2 |\n| 自然人 | 法人 | ^ |\n| 三、↓2 | 予以公开 | 1 |\n| ^ | 部分公开 | 2 |",
    );
}

#[test]
fn hidden_sheets_rows_and_columns_are_not_read() {
    let secret = data(&[row(1, &["身份证", "号"])], &[]);
    let rows = "<cols><col min=\"2\" max=\"2\" hidden=\"1\"/></cols>".to_owned()
        + &data(
            &[row(1, &["甲", "密", "乙"]), row(2, &["密", "密", "密"]), row(3, &["合", "", "丙"])],
            &["A1:B1", "A2:A3"],
        )
        .replace("<row r=\"2\">", "<row r=\"2\" hidden=\"1\">");
    let file = workbook(&[("hidden", &secret), ("visible", &rows), ("veryHidden", &secret)], &[]);
    // The merged cell over the hidden row is still seen; its first cell has the words.
    check_file(&file, "| 甲 | 乙 |\n| 密 | 丙 |");
}

#[test]
fn numbers_are_read_as_they_are_shown() {
    let rows = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>1</v></c><c r=\"B1\"><v>17</v></c><c r=\"C1\" s=\"2\"><v>45291</v></c></row>\
                <row r=\"2\"><c t=\"str\"><f>A1&amp;\"x\"</f><v>许可x</v></c><c s=\"3\"><v>97.98</v></c><c><v>0.30000000000000004</v></c></row>\
                <row r=\"3\"><c t=\"b\"><v>1</v></c><c t=\"e\"><v>#DIV/0!</v></c><c s=\"4\"><v>0</v></c></row>";
    check(
        &format!("<sheetData>{rows}</sheetData>"),
        "| 许可 | 17 | 2023年12月31日 |\n| 许可x | 97.98万元 | 0.3 |\n| TRUE | #DIV/0! |  |",
    );
}

#[test]
fn a_table_may_stand_anywhere_on_the_sheet() {
    let rows = data(&[row(2, &["", "甲", "乙"]), row(3, &["", "1", "2"])], &[]);
    check(&rows, "| 甲 | 乙 |\n| 1 | 2 |");
}

#[test]
fn hostile_workbooks_are_refused() {
    let refused = |sheet: &str, expected: ReadError| {
        assert_eq!(xlsx::read(&workbook(&[("visible", sheet)], &[])), Err(expected));
    };
    refused("<sheetData/>", ReadError::Empty);
    refused("<sheetData><row><c>", ReadError::Damaged);
    assert_eq!(xlsx::read(b"PK\x03\x04"), Err(ReadError::Damaged));
    // Two cells in opposite corners are two lines, not seventeen milliards of slots.
    let corners = data(
        &[row(1, &["甲"]), "<row r=\"1048576\"><c r=\"XFD1048576\"><v>2</v></c></row>".into()],
        &["A1:XFD1048576"],
    );
    refused(&corners, ReadError::OverLimit { what: Measure::Cells, limit: 200_000 });
    check(&corners.replace("mergeCell ", "x "), "甲\n2");
    let entities = "<!DOCTYPE x [<!ENTITY a \"aaaa\">]>";
    let parts: [(&str, &[u8]); 1] = [("xl/workbook.xml", entities.as_bytes())];
    assert_eq!(xlsx::read(&archive(&parts)), Err(ReadError::Damaged));
    // A text that stands once and is shown very often.
    let long = "长".repeat(100_000);
    let cells = "<c t=\"s\"><v>0</v></c>".repeat(400);
    let file = workbook(&[("visible", &format!("<sheetData><row>{cells}</row></sheetData>"))], &[&long]);
    assert_eq!(xlsx::read(&file), Err(ReadError::OverLimit { what: Measure::Bytes, limit: 64 << 20 }));
    let wide: String = (1..=300)
        .map(|n| format!("<row r=\"{n}\"><c r=\"A{n}\"><v>{n}</v></c><c r=\"XFD{n}\"><v>1</v></c></row>"))
        .collect();
    let found = xlsx::read(&workbook(&[("visible", &format!("<sheetData>{wide}</sheetData>"))], &[]));
    assert_eq!(found, Err(ReadError::OverLimit { what: Measure::Cells, limit: 200_000 }));
}

#[test]
fn a_torn_workbook_is_damaged() {
    let whole = workbook(&[("visible", &data(&[row(1, &["甲", "乙"]), row(2, &["1", "2"])], &[]))], &["规章"]);
    for part in 0..50 {
        assert_eq!(xlsx::read(&whole[..whole.len() * part / 50]), Err(ReadError::Damaged));
    }
}

/// The same grid as Excel writes it.
fn written(grid: &[Vec<usize>]) -> String {
    let name =
        |row: usize, column: usize| format!("{}{}", char::from(b'B' + u8::try_from(column).expect("few")), row + 3);
    let (mut rows, mut merged) = (String::new(), String::new());
    for (r, row) in grid.iter().enumerate() {
        rows.push_str("<row>".replace('>', &format!(" r=\"{}\">", r + 3)).as_str());
        for (c, &cell) in row.iter().enumerate() {
            let first = r * row.len() + c == cell;
            let text = if first { format!("c{cell}") } else { "unseen".into() };
            rows.push_str(&format!("<c r=\"{}\" t=\"str\" s=\"1\"><v>{text}</v></c>", name(r, c)));
            if first {
                let last = (0..grid.len())
                    .flat_map(|r| (0..row.len()).map(move |c| (r, c)))
                    .rfind(|&(r, c)| grid[r][c] == cell);
                let (down, right) = last.expect("itself at least");
                if (down, right) != (r, c) {
                    merged.push_str(&format!("<mergeCell ref=\"{}:{}\"/>", name(r, c), name(down, right)));
                }
            }
        }
        rows.push_str("</row>");
    }
    format!("<sheetData>{rows}</sheetData><mergeCells>{merged}</mergeCells>")
}

proptest! {
    #[test]
    fn any_merged_grid_comes_back_as_it_was(grid in grid()) {
        let file = workbook(&[("visible", &written(&grid))], &[]);
        let source = xlsx::read(&file).expect("whole");
        sound(&source);
        comes_back(&grid, &source);
    }

    #[test]
    fn no_places_make_it_stumble(
        cells in proptest::collection::vec((0..9_u32, 0..9_u32, 0..3_usize), 0..30),
        merged in proptest::collection::vec((0..9_u32, 0..9_u32, 0..5_u32, 0..5_u32), 0..8),
        hidden in proptest::collection::vec(0..9_u32, 0..4),
    ) {
        let name = |row: u32, column: u32| format!("{}{}", char::from(b'A' + column as u8), row + 1);
        let rows: String = cells.iter().map(|&(row, column, kind)| {
            let text = ["", "甲", "1"][kind];
            format!("<row r=\"{}\"><c r=\"{}\" s=\"1\" t=\"str\"><v>{text}</v></c></row>", row + 1, name(row, column))
        }).collect();
        let hidden: String = hidden.iter().map(|row| format!("<row r=\"{}\" hidden=\"1\"/>", row + 1)).collect();
        let merged: String = merged.iter().map(|&(row, column, high, wide)| {
            format!("<mergeCell ref=\"{}:{}\"/>", name(row, column), name(row + high, column + wide))
        }).collect();
        let sheet = format!("<cols><col min=\"2\" max=\"3\" hidden=\"1\"/></cols><sheetData>{rows}{hidden}</sheetData><mergeCells>{merged}</mergeCells>");
        if let Ok(source) = xlsx::read(&workbook(&[("visible", &sheet)], &[])) {
            sound(&source);
        }
    }
}
