//! What a PDF says, and where it stops being readable.

use std::path::Path;

use paper::source::{Part, ReadError, Source, Table, pdf};

/// A published report, where the folder of published reports lies beside the workspace.
fn published(name: &str) -> Option<Source> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = [here.join("../../../shared/reports"), here.join("../../../../shared/reports")];
    let bytes = folders.iter().find_map(|folder| std::fs::read(folder.join(name)).ok())?;
    Some(pdf::read(&bytes).expect("a published report can be read"))
}

/// The texts of a row, from left to right.
fn row(table: &Table, row: usize) -> Vec<&str> {
    table.cells.iter().filter(|cell| cell.row == row).map(|cell| cell.text.as_str()).collect()
}

#[test]
fn a_published_report_gives_its_three_tables_cell_by_cell() {
    let Some(report) = published("hongze-district-2023.pdf") else { return };
    let tables: Vec<&Table> = report.tables().collect();
    let sizes: Vec<(usize, usize)> = tables.iter().map(|table| (table.rows, table.columns)).collect();
    assert_eq!(sizes, [(14, 4), (26, 10), (4, 15)], "each table was cut by a page break or may be");
    assert_eq!(row(tables[0], 3), ["行政规范性文件", "0", "5", "5"]);
    assert_eq!(row(tables[0], 13), ["行政事业性收费", "7730.28"]);
    assert_eq!(tables[1].at(24, 0).map(|cell| cell.text.as_str()), Some("三、本年度办理结果"), "spans the page break");
    assert_eq!(tables[1].at(17, 1).map(|cell| cell.text.as_str()), Some("（四）无法提供"), "spans the page break");
    assert_eq!(row(tables[1], 16), ["2.没有现成信息需要另行制作", "3", "0", "0", "0", "0", "0", "3"]);
    assert_eq!(row(tables[2], 3), "10 1 0 0 0 0 0 0 0 0 5 0 0 0 0".split(' ').collect::<Vec<_>>());
    let headings = report.parts.iter().filter(|part| matches!(part, Part::Line(line) if line.text.starts_with("五、")));
    assert_eq!(headings.count(), 1);
}

#[test]
fn what_is_no_pdf_is_refused_with_the_reason() {
    assert_eq!(pdf::read(b""), Err(ReadError::Empty));
    assert_eq!(pdf::read(b"%PDF-1.7\nnothing else"), Err(ReadError::Damaged));
}
