//! What Excel finds in a table of ours, opened again with another library.

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};
use paper::document::{self, Grid};
use paper::kind::FileKind;
use paper::xlsx::{Cell, LongTable, Merge, Page, Sheet, Value, Workbook, WriteError, write};

fn open(bytes: &[u8]) -> Xlsx<Cursor<&[u8]>> {
    calamine::open_workbook_from_rs(Cursor::new(bytes)).expect("Excel opens it")
}

/// The text of one part inside the file.
fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut text = String::new();
    archive.by_name(name).expect(name).read_to_string(&mut text).expect("UTF-8");
    text
}

fn book(sheets: Vec<Sheet>) -> Workbook {
    Workbook { name: "公开工作台账".into(), sheets }
}

fn one_sheet(rows: Vec<Vec<Cell>>) -> Workbook {
    book(vec![Sheet { name: "表".into(), rows, ..Sheet::default() }])
}

fn read(workbook: &Workbook) -> Vec<Vec<Data>> {
    let bytes = write(workbook).expect("written");
    let range = open(&bytes).worksheet_range_at(0).expect("a sheet").expect("readable");
    range.rows().map(<[Data]>::to_vec).collect()
}

#[test]
fn numbers_are_numbers_blanks_are_blank_and_words_are_words() {
    let cells = vec![
        Cell::integer(0),
        Cell::blank(),
        Cell::decimal("2200.00"),
        Cell::text("007"),
        Cell::integer(-12),
        Cell::decimal("约3"),
    ];
    let expected = [
        Data::Float(0.0),
        Data::Empty,
        Data::Float(2200.0),
        Data::String("007".into()),
        Data::Float(-12.0),
        Data::String("约3".into()),
    ];
    assert_eq!(read(&one_sheet(vec![cells])), [expected.to_vec()]);
}

#[test]
fn what_a_citizen_wrote_never_becomes_a_formula() {
    let hostile = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "{=1}", "http://example.org", "'x"];
    let workbook = one_sheet(hostile.iter().map(|words| vec![Cell::text(*words)]).collect());
    let words: Vec<_> = hostile.iter().map(|words| vec![Data::String((*words).into())]).collect();
    assert_eq!(read(&workbook), words);
    let bytes = write(&workbook).expect("written");
    assert!(!part(&bytes, "xl/worksheets/sheet1.xml").contains("<f>"));
    // Excel would make a formula of the words as soon as the cell is edited, but for this mark.
    assert!(part(&bytes, "xl/styles.xml").contains("quotePrefix=\"1\""));
}

#[test]
fn a_number_with_more_digits_than_a_spreadsheet_keeps_stays_words() {
    let cells = vec![Cell::integer(9_007_199_254_740_993), Cell::decimal("1234567890123.456"), Cell::decimal("0.10")];
    let expected =
        [Data::String("9007199254740993".into()), Data::String("1234567890123.456".into()), Data::Float(0.1)];
    assert_eq!(read(&one_sheet(vec![cells])), [expected.to_vec()]);
}

#[test]
fn the_file_names_nobody_and_no_moment() {
    let workbook = one_sheet(vec![vec![Cell::text("甲")]]);
    let bytes = write(&workbook).expect("written");
    assert_eq!(bytes, write(&workbook).expect("written"), "the same table gives the same bytes");
    let core = part(&bytes, "docProps/core.xml");
    assert!(core.contains("<dc:creator></dc:creator>") && core.contains("公开工作台账"), "{core}");
    assert!(core.contains("1980-01-01T00:00:00Z"), "{core}");
}

#[test]
fn invisible_characters_stay_behind() {
    assert_eq!(read(&one_sheet(vec![vec![Cell::text("甲\u{202e}\u{0}乙")]])), [[Data::String("甲乙".into())]]);
}

#[test]
fn a_grid_keeps_its_merged_cells_its_widths_and_its_headings() {
    let rows = vec![
        vec![document::Cell::column_header("信息内容").span(2, 1), document::Cell::column_header("本年").span(1, 2)],
        vec![document::Cell::column_header("制发件数"), document::Cell::column_header("废止件数")],
        vec![document::Cell::row_header("规章"), document::Cell::new("0"), document::Cell::new("")],
    ];
    let grid = Grid::new(&[50, 25, 25], rows).expect("a grid").captioned("二、主动公开政府信息情况");
    let sheet = Sheet::from_grid("二、主动公开", &grid);
    assert_eq!((sheet.header_rows, sheet.page), (2, Page::Portrait));
    let bytes = write(&book(vec![sheet])).expect("written");
    let mut file = open(&bytes);
    let merges = file.merge_cells_by_sheet_name("二、主动公开").expect("read").to_vec();
    let mut corners: Vec<_> = merges.iter().map(|merge| (merge.start, merge.end)).collect();
    corners.sort_unstable();
    // The caption over all columns, the heading two rows high, the heading two columns wide.
    assert_eq!(corners, [((0, 0), (0, 2)), ((1, 0), (2, 0)), ((1, 1), (1, 2))]);
    let range = file.worksheet_range_at(0).expect("a sheet").expect("readable");
    assert_eq!(range.get_value((3, 1)), Some(&Data::Float(0.0)));
    assert_eq!(range.get_value((3, 2)), Some(&Data::Empty), "a blank is not 0");
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    for set_up in ["paperSize=\"9\"", "fitToHeight=\"0\"", "ySplit=\"3\"", "state=\"frozen\""] {
        assert!(sheet.contains(set_up), "{set_up} is missing");
    }
    assert!(part(&bytes, "xl/workbook.xml").contains("_xlnm.Print_Titles"), "headings on every printed page");
    assert!(part(&bytes, "xl/styles.xml").contains("宋体"));
}

#[test]
fn a_wide_grid_is_printed_on_its_side() {
    let cells = (0..11).map(|n| document::Cell::new(n.to_string())).collect();
    let grid = Grid::new(&document::even_widths(11), vec![cells]).expect("a grid");
    let bytes = write(&book(vec![Sheet::from_grid("三", &grid)])).expect("written");
    assert!(part(&bytes, "xl/worksheets/sheet1.xml").contains("orientation=\"landscape\""));
}

#[test]
fn a_tab_takes_any_name() {
    let names = ["收到[2024]/处理:*?", "收到[2024]/处理:*?", "", &"很".repeat(40), &"很".repeat(41), "'引'"];
    let sheets = names.iter().map(|name| Sheet { name: (*name).into(), ..Sheet::default() }).collect();
    let bytes = write(&book(sheets)).expect("written");
    let tabs = open(&bytes).sheet_names();
    let long = "很".repeat(31);
    let again = format!("{}（2）", "很".repeat(28));
    let expected = ["收到［2024］／处理：＊？", "收到［2024］／处理：＊？（2）", "表", &long, &again, "’引’"];
    assert_eq!(tabs, expected);
}

#[test]
fn what_no_spreadsheet_opens_is_refused_by_place() {
    assert!(matches!(write(&book(vec![])), Err(WriteError::NoSheets)));
    let long = one_sheet(vec![vec![], vec![Cell::blank(), Cell::text("长".repeat(32_768))]]);
    assert!(matches!(write(&long), Err(WriteError::TextTooLong { row: 2, column: 2, characters: 32_768, .. })));
    let wide = one_sheet(vec![vec![Cell::blank(); 16_385]]);
    assert!(matches!(write(&wide), Err(WriteError::TooLarge { columns: 16_385, .. })));
}

#[test]
fn a_merge_hides_nothing() {
    let merged = |merges: Vec<Merge>, rows: Vec<Vec<Cell>>| {
        write(&book(vec![Sheet { name: "表".into(), merges, rows, ..Sheet::default() }]))
    };
    let merge = |row, column, rows, columns| Merge { row, column, rows, columns };
    let blank = || vec![vec![Cell::text("甲"), Cell::blank()], vec![Cell::blank(), Cell::blank()]];
    assert!(merged(vec![merge(0, 0, 2, 2)], blank()).is_ok());
    for bad in [
        vec![merge(0, 0, 1, 1)],
        vec![merge(0, 0, 0, 2)],
        vec![merge(0, 0, 3, 1)],
        vec![merge(0, 1, 1, usize::MAX)],
        vec![merge(0, 0, 1, 2), merge(0, 1, 2, 1)],
    ] {
        assert!(matches!(merged(bad.clone(), blank()), Err(WriteError::BadMerge { .. })), "{bad:?}");
    }
    let covered = vec![vec![Cell::text("甲"), Cell::text("乙")]];
    assert!(matches!(merged(vec![merge(0, 0, 1, 2)], covered), Err(WriteError::BadMerge { row: 1, column: 1, .. })));
}

#[test]
fn a_long_table_is_the_same_file_each_time_and_reads_back_whole() {
    let file = || {
        let head = Sheet {
            name: "明细".into(),
            titles: vec!["全市办件明细".into()],
            widths: vec![10, 30, 10],
            header_rows: 1,
            rows: vec![vec![Cell::heading("序号"), Cell::heading("单位"), Cell::heading("件数")]],
            ..Sheet::default()
        };
        let mut table = LongTable::new("全市办件明细", &head).expect("begun");
        for n in 0..2000 {
            table.push(&[Cell::integer(n), Cell::text(format!("=第{n}号单位")), Cell::blank()]).expect("pushed");
        }
        let mut bytes = Vec::new();
        table.finish(&mut bytes).expect("finished");
        bytes
    };
    let bytes = file();
    assert_eq!(FileKind::of(&bytes), FileKind::Xlsx);
    let range = open(&bytes).worksheet_range_at(0).expect("a sheet").expect("readable");
    assert_eq!(range.height(), 2002);
    assert_eq!(range.get_value((2001, 1)), Some(&Data::String("=第1999号单位".into())));
    assert_eq!(range.get_value((2001, 2)), Some(&Data::Empty));
    assert_eq!(bytes, file());
}

#[test]
fn a_long_table_refuses_merges_because_it_never_looks_back() {
    let merges = vec![Merge { row: 0, column: 0, rows: 1, columns: 2 }];
    let head = Sheet { rows: vec![vec![Cell::heading("甲"), Cell::blank()]], merges, ..Sheet::default() };
    assert!(matches!(LongTable::new("明细", &head), Err(WriteError::BadMerge { .. })));
    assert_eq!(Cell::blank().value, Value::Blank);
}
