//! Small files that were made to take all memory or all day: read quickly or refused.

mod reading;

use paper::source::{Measure, Part, ReadError, Source, docx, odt, read, xlsx};
use reading::{archive, sound};

/// A Word document of this body, with lists and their levels.
fn word(body: &str, numbering: &str) -> Result<Source, ReadError> {
    let document = format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>");
    let numbering = format!("<w:numbering>{numbering}</w:numbering>");
    docx::read(&archive(&[("word/document.xml", document.as_bytes()), ("word/numbering.xml", numbering.as_bytes())]))
}

fn open_document(body: &str) -> Result<Source, ReadError> {
    let content = format!("<office:body><office:text>{body}</office:text></office:body>");
    odt::read(&archive(&[("content.xml", content.as_bytes())]))
}

/// A workbook of these sheets, all in the one part.
fn workbook(sheets: &str, relations: &str, sheet: &str) -> Result<Source, ReadError> {
    xlsx::read(&archive(&[
        ("xl/workbook.xml", format!("<workbook><sheets>{sheets}</sheets></workbook>").as_bytes()),
        ("xl/_rels/workbook.xml.rels", format!("<Relationships>{relations}</Relationships>").as_bytes()),
        ("xl/worksheets/sheet1.xml", format!("<worksheet><sheetData>{sheet}</sheetData></worksheet>").as_bytes()),
    ]))
}

/// That a file is read, and has so many lines and tables.
#[track_caller]
fn check(found: Result<Source, ReadError>, lines: usize, tables: usize) -> Source {
    let source = found.expect("read");
    sound(&source);
    let found = source.parts.iter().filter(|part| matches!(part, Part::Line(_))).count();
    assert_eq!((found, source.tables().count()), (lines, tables));
    source
}

#[track_caller]
fn check_refused(found: Result<Source, ReadError>, over: Measure) {
    assert!(matches!(found, Err(ReadError::OverLimit { what, .. }) if what == over), "{found:.80?}");
}

#[test]
fn a_row_with_a_table_in_it_stands_once_however_often_it_says() {
    let table = |cells: &str| format!("<table:table><table:table-row>{cells}</table:table-row></table:table>");
    let cell = |inside: &str| format!("<table:table-cell>{inside}</table:table-cell>");
    let inner = table(&(cell("<text:p>1</text:p>") + &cell("<text:p>2</text:p>")));
    let outer = table(&cell(&inner)).replacen(
        "<table:table-row>",
        "<table:table-row table:number-rows-repeated=\"99999999999\">",
        1,
    );
    check(open_document(&outer), 0, 1);
}

#[test]
fn wide_tables_of_few_cells_are_counted_with_their_blanks() {
    // Two cells make a table of 1,000 columns and 100 rows.
    let block = |top: usize| {
        let rows: String =
            (top + 1..top + 99).map(|n| format!("<row r=\"{n}\"><c r=\"A{n}\"><v>1</v></c></row>")).collect();
        let bottom = top + 99;
        format!(
            "<row r=\"{top}\"><c r=\"A{top}\"><v>1</v></c><c r=\"ALL{top}\"><v>2</v></c></row>{rows}<row r=\"{bottom}\"><c r=\"A{bottom}\"><v>1</v></c></row>"
        )
    };
    let blocks = |count: usize| (0..count).map(|n| block(1 + n * 200)).collect::<String>();
    check(workbook("<sheet/>", "", &blocks(1)), 0, 1);
    check_refused(workbook("<sheet/>", "", &blocks(40)), Measure::Cells);
}

#[test]
fn a_sheet_named_many_times_is_read_once() {
    let sheets: String = (0..4_000).map(|n| format!("<sheet id=\"i{n}\"/>")).collect();
    let relations: String =
        (0..4_000).map(|n| format!("<Relationship Id=\"i{n}\" Target=\"worksheets/sheet1.xml\"/>")).collect();
    let sheet = format!("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>{}", "<!-- -->".repeat(20_000));
    check(workbook(&sheets, &relations, &sheet), 1, 0);
    check_refused(workbook(&"<sheet/>".repeat(5_000), "", ""), Measure::Entries);
}

#[test]
fn fields_without_end_are_forgotten_from_the_outermost() {
    let field = "<w:fldChar w:fldCharType=\"begin\"/><w:fldChar w:fldCharType=\"separate\"/>".repeat(100_000);
    let body = format!("<w:p>{field}{}</w:p>", "<w:t>1</w:t>".repeat(100_000));
    let source = check(word(&body, ""), 1, 0);
    assert!(matches!(&source.parts[0], Part::Line(line) if line.text.len() == 100_000));
}

#[test]
fn lists_without_end_are_counted_on() {
    let paragraph = |n: usize| format!("<w:p><w:pPr><w:numPr><w:numId w:val=\"{n}\"/></w:numPr></w:pPr></w:p>");
    let list = |n: usize| format!("<w:num w:numId=\"{n}\"><w:abstractNumId w:val=\"1\"/></w:num>");
    let level = |text: &str| {
        format!(
            "<w:abstractNum w:abstractNumId=\"1\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"4294967000\"/><w:lvlText w:val=\"{text}\"/></w:lvl></w:abstractNum>"
        )
    };
    let body: String = (0..50_000).map(paragraph).collect();
    let lists: String = (0..50_000).map(list).collect();
    check(word(&body, &(level("%1、") + &lists)), 50_000, 0);
    let wordy: String = (0..130_000).map(|_| paragraph(1)).collect();
    check_refused(word(&wordy, &(level(&"%1".repeat(60)) + &list(1))), Measure::Bytes);
}

/// A table whose rows have these texts.
fn table(columns: usize, rows: &[Vec<String>]) -> String {
    let cell = |text: &String| format!("<w:tc><w:p><w:t>{text}</w:t></w:p></w:tc>");
    let rows: String =
        rows.iter().map(|row| format!("<w:tr>{}</w:tr>", row.iter().map(cell).collect::<String>())).collect();
    format!("<w:tbl><w:tblGrid>{}</w:tblGrid>{rows}</w:tbl>", "<w:gridCol w:w=\"9\"/>".repeat(columns))
}

#[test]
fn a_long_table_that_says_all_rows_again_is_compared_once() {
    let rows: Vec<Vec<String>> = (0..30_000).map(|n| vec![n.to_string(), "1".into()]).collect();
    let mut more = rows.clone();
    more.push(vec!["总计".into(), "2".into()]);
    let source = check(word(&(table(2, &rows) + &table(2, &more)), ""), 0, 1);
    assert_eq!(source.tables().next().expect("one").rows, 30_001);
}

#[test]
fn tables_are_not_joined_beyond_what_can_be_laid_out() {
    let wide: Vec<String> = (0..8_000).map(|n| n.to_string()).collect();
    let narrow = |n: usize| table(2, &[vec![n.to_string(), "1".into()]]);
    let body = table(2, &[wide]) + &(0..2_000).map(narrow).collect::<String>();
    let source = check(word(&body, ""), 0, 2);
    assert!(source.tables().all(|table| table.rows * table.columns <= 4_000_000));
}

#[test]
fn lines_without_end_are_refused_in_every_format() {
    let lines = 700_000;
    check_refused(read("1\n".repeat(lines).as_bytes()).map(|(_, source)| source), Measure::Bytes);
    check_refused(word(&"<w:p><w:t>1</w:t></w:p>".repeat(lines), ""), Measure::Bytes);
    check_refused(open_document(&"<text:p>1</text:p>".repeat(lines)), Measure::Bytes);
}

#[test]
fn names_of_a_megabyte_are_no_names() {
    let name = "甲".repeat(300_000);
    let deep = format!(
        "<text:list text:style-name=\"{name}\">{}<text:list-item><text:p>1</text:p></text:list-item>{}</text:list>",
        "<text:list>".repeat(200),
        "</text:list>".repeat(200)
    );
    check(open_document(&deep), 1, 0);
}
