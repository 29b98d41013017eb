//! What a PDF says, and where it stops being readable.

mod pdf_made;

use std::path::Path;
use std::time::{Duration, Instant};

use paper::source::{Part, ReadError, Source, Table, pdf};
use pdf_made::{Borders, Coding, Page};

fn read(pages: &[Page]) -> Source {
    pdf::read(&pdf_made::pdf(pages)).expect("a file made here can be read")
}

/// The only place that compares prose: these are the lines, from top to bottom.
#[track_caller]
fn check(source: &Source, expected: &[&str]) {
    let text = |part: &Part| match part {
        Part::Line(line) => line.text.clone(),
        Part::Table(table) => format!("[table of {} by {}]", table.rows, table.columns),
    };
    assert_eq!(source.parts.iter().map(text).collect::<Vec<_>>(), expected);
}

/// The texts of a row, from left to right.
fn row(table: &Table, row: usize) -> Vec<&str> {
    table.cells.iter().filter(|cell| cell.row == row).map(|cell| cell.text.as_str()).collect()
}

// Files that other programs wrote.

/// A published report, where the folder of published reports lies beside the workspace.
fn published(name: &str) -> Option<Source> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = [here.join("../../../shared/reports"), here.join("../../../../shared/reports")];
    let bytes = folders.iter().find_map(|folder| std::fs::read(folder.join(name)).ok())?;
    Some(pdf::read(&bytes).expect("a published report can be read"))
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
fn a_browser_and_an_office_program_print_the_same_report() {
    let browser = pdf::read(include_bytes!("pdf_files/chromium.pdf")).expect("readable");
    let office = pdf::read(include_bytes!("pdf_files/libreoffice.pdf")).expect("readable");
    let sentence = "云溪县主动公开政府信息1136条，收到申请21件，上年结转2件，办理22件，结转下年度1件。";
    check(
        &browser,
        &[
            "云溪县2023年政府信息公开工作年度报告",
            &format!("2023年，{sentence}{sentence}"),
            "一、收到申请情况",
            "[table of 14 by 6]",
            "二、其他情况",
            "云溪县不收其他。",
        ],
    );
    let cells = |source: &Source| -> Vec<(usize, usize, usize, usize, String)> {
        let cells = source.tables().flat_map(|table| &table.cells);
        cells.map(|c| (c.row, c.column, c.rowspan, c.colspan, c.text.clone())).collect()
    };
    // One fits the table on a page, the other breaks it over three and repeats its head.
    assert_eq!(cells(&browser), cells(&office));
    let table = office.tables().next().expect("a table");
    assert_eq!(row(table, 2), ["一、本年收到", "20", "1", "", "21"]);
    assert_eq!((table.at(12, 0).map(|c| c.rowspan), table.at(6, 2).map(|c| c.text.as_str())), (Some(9), Some("")));
}

#[test]
fn a_file_that_only_forbids_printing_is_read_and_one_with_a_password_is_not() {
    check(&pdf::read(include_bytes!("pdf_files/no_printing.pdf")).expect("readable"), &["Yunxi County 2023"]);
    assert_eq!(pdf::read(include_bytes!("pdf_files/locked.pdf")), Err(ReadError::Encrypted));
}

// Prose.

#[test]
fn lines_become_paragraphs_by_indent_and_by_where_they_end() {
    let mut page = Page::new();
    // Thirty characters to the line, the first line of a paragraph indented by two.
    page.centred(70.0, 520.0, 60.0, 22.0, "云溪县2023年政府信息公开报告");
    page.text(98.0, 100.0, 14.0, "云溪县人民政府办公室根据有关规定编制本报告，共分六个部分，如有")
        .text(70.0, 128.0, 14.0, "疑问请与办公室联系，电话是零七九九转一二三四，地址是云溪县中山路")
        .text(70.0, 156.0, 14.0, "一号。")
        .text(98.0, 184.0, 14.0, "一、总体情况")
        .text(98.0, 212.0, 14.0, "全县公开信息若干条。")
        .text(98.0, 240.0, 14.0, "收到申请若干件，已经全部办结，没有一件转到下一年去，也没有一件")
        .text(70.0, 268.0, 14.0, "被诉。");
    check(
        &read(&[page]),
        &[
            "云溪县2023年政府信息公开报告",
            "云溪县人民政府办公室根据有关规定编制本报告，共分六个部分，如有疑问请与办公室联系，电话是零七九九转一二三四，地址是云溪县中山路一号。",
            "一、总体情况",
            "全县公开信息若干条。",
            "收到申请若干件，已经全部办结，没有一件转到下一年去，也没有一件被诉。",
        ],
    );
}

#[test]
fn a_paragraph_goes_on_over_the_page_and_what_every_page_repeats_is_dropped() {
    let pages: Vec<Page> = (1..=3)
        .map(|n| {
            let mut page = Page::new();
            page.centred(0.0, 595.0, 40.0, 9.0, "云溪县人民政府公报");
            page.centred(0.0, 595.0, 810.0, 9.0, &format!("第{n}页 共3页"));
            match n {
                1 => page.text(98.0, 760.0, 14.0, "全县各级行政机关共收到申请二十一件，比上年增加两件，办结二十件"),
                2 => page.text(70.0, 80.0, 14.0, "转到下年一件。").text(
                    98.0,
                    108.0,
                    14.0,
                    "第二段第一行到行末为止，一个字也不多，一个字也不少，正好写满一",
                ),
                _ => page.text(98.0, 80.0, 14.0, "第三段。"),
            };
            page
        })
        .collect();
    let source = read(&pages);
    check(
        &source,
        &[
            "全县各级行政机关共收到申请二十一件，比上年增加两件，办结二十件转到下年一件。",
            "第二段第一行到行末为止，一个字也不多，一个字也不少，正好写满一",
            "第三段。",
        ],
    );
    let pages: Vec<Option<u32>> =
        source.parts.iter().map(|part| if let Part::Line(line) = part { line.at.page } else { None }).collect();
    assert_eq!(pages, [Some(1), Some(2), Some(3)]);
}

#[test]
fn blanks_stand_between_latin_words_and_nowhere_else() {
    let mut page = Page::new();
    page.text(90.0, 100.0, 12.0, "开放数据Open").text(168.0, 100.0, 12.0, "Data平台").text(
        90.0,
        140.0,
        12.0,
        "共 2 件",
    );
    check(&read(&[page]), &["开放数据Open Data平台", "共 2 件"]);
}

#[test]
fn a_glyph_painted_twice_for_boldness_is_one_and_a_raised_one_stays_in_its_line() {
    let mut page = Page::new();
    page.text(90.0, 100.0, 16.0, "第11条").text(90.3, 100.0, 16.0, "第11条");
    page.text(90.0, 140.0, 16.0, "面积5m").text(138.0, 133.0, 9.0, "2").text(143.0, 140.0, 16.0, "整");
    check(&read(&[page]), &["第11条", "面积5m2整"]);
}

#[test]
fn radicals_that_a_font_named_by_mistake_become_characters() {
    let mut page = Page::new();
    page.text(90.0, 100.0, 12.0, "⼈⺠政府⼀⽉⻓");
    check(&read(&[page]), &["人民政府一月长"]);
}

#[test]
fn text_in_forms_is_read_and_what_a_clip_hides_is_not() {
    let mut page = Page { coding: Coding::Ucs2, ..Page::new() };
    page.raw("/X0 Do")
        .raw("q 0 0 300 400 re W n")
        .text(90.0, 100.0, 12.0, "看不见")
        .text(90.0, 500.0, 12.0, "看得见")
        .raw("Q");
    let inner = pdf_made::stream(
        "/Type/XObject/Subtype/Form/BBox[0 0 500 500]/Matrix[1 0 0 1 0 300]",
        b"BT /F3 12 Tf 90 400 Td (in a form) Tj ET",
    );
    let bytes = pdf_made::pdf_with(&[page], "/XObject<</X0 10 0 R>>", &[inner]);
    check(&pdf::read(&bytes).expect("readable"), &["in a form", "看得见"]);
}

#[test]
fn invisible_text_is_read_on_a_scanned_page_only() {
    let picture =
        pdf_made::stream("/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8", b"0");
    let read =
        |pages: &[Page]| pdf::read(&pdf_made::pdf_with(pages, "/XObject<</P 10 0 R>>", std::slice::from_ref(&picture)));
    let mut scan = Page::new();
    scan.raw("q 595 0 0 842 0 0 cm /P Do Q").raw("3 Tr").text(90.0, 100.0, 12.0, "识别的文字");
    check(&read(std::slice::from_ref(&scan)).expect("readable"), &["识别的文字"]);
    scan.raw("0 Tr").text(90.0, 200.0, 12.0, "看得见的文字");
    check(&read(&[scan]).expect("readable"), &["看得见的文字"]);
    let mut pictures = Page::new();
    pictures.raw("q 595 0 0 842 0 0 cm /P Do Q");
    assert_eq!(read(&[pictures]), Err(ReadError::NoText));
}

// Broken and hostile files.

fn sample() -> Vec<u8> {
    let mut page = Page::new();
    page.text(90.0, 60.0, 12.0, "云溪县");
    page.table(
        80.0,
        100.0,
        &[100.0, 60.0],
        &[20.0, 20.0],
        &[(0, 0, 1, 1, "规章"), (0, 1, 1, 1, "0"), (1, 0, 1, 1, "许可"), (1, 1, 1, 1, "")],
        Borders::Strokes,
    );
    pdf_made::pdf(&[page])
}

#[test]
fn what_is_no_pdf_is_refused_with_the_reason() {
    assert_eq!(pdf::read(b""), Err(ReadError::Empty));
    assert_eq!(pdf::read(b"%PDF-1.7\nnothing else"), Err(ReadError::Damaged));
    assert_eq!(pdf::read(&pdf_made::pdf(&[Page::new()])), Err(ReadError::Empty), "a white page");
}

#[test]
fn a_broken_directory_and_a_lost_end_are_no_hindrance() {
    let whole = sample();
    let expected = pdf::read(&whole);
    assert!(expected.is_ok());
    let at = whole.windows(9).rposition(|w| w == b"startxref").expect("it is there");
    assert_eq!(pdf::read(&whole[..at]), expected, "the end is lost");
    let mut wrong = whole.clone();
    wrong.truncate(at);
    wrong.extend_from_slice(b"startxref\n17\n%%EOF");
    assert_eq!(pdf::read(&wrong), expected, "the directory is elsewhere");
    let mut no_catalogue = whole;
    no_catalogue[15..26].copy_from_slice(b"<</Type/Cat");
    assert!(matches!(pdf::read(&no_catalogue), Ok(_) | Err(ReadError::Damaged)));
}

#[test]
fn a_file_cut_anywhere_or_with_any_byte_changed_never_stops_the_reader() {
    let whole = sample();
    for cut in (0..whole.len()).step_by(37) {
        let _ = pdf::read(&whole[..cut]);
    }
    for at in (0..whole.len()).step_by(23) {
        let mut changed = whole.clone();
        changed[at] = changed[at].wrapping_add(1 + (at % 251) as u8);
        let _ = pdf::read(&changed);
    }
}

/// Hostile files end soon, with a refusal or with what little they say. The build that runs tests is ten times slower than the one
/// that serves, so its patience is that much longer.
#[track_caller]
fn ends_soon(bytes: &[u8]) -> Result<Source, ReadError> {
    let start = Instant::now();
    let answer = pdf::read(bytes);
    let took = start.elapsed();
    assert!(took < Duration::from_secs(30), "took {took:?}");
    answer
}

#[test]
fn forms_that_draw_each_other_a_thousandfold_are_refused() {
    let level = |n: usize| {
        let next = n + 1;
        let dictionary = format!("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {next} 0 R>>>>");
        pdf_made::stream(&dictionary, "/X Do ".repeat(30).as_bytes())
    };
    let levels: Vec<Vec<u8>> = (10..24).map(level).collect();
    let mut page = Page::new();
    page.raw("/X Do");
    let bytes = pdf_made::pdf_with(&[page.clone()], "/XObject<</X 10 0 R>>", &levels);
    let answer = ends_soon(&bytes);
    assert!(matches!(answer, Err(ReadError::OverLimit { .. })), "{answer:?}");
    // One that draws itself.
    let own =
        pdf_made::stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 10 0 R>>>>", b"/X Do /X Do");
    let bytes = pdf_made::pdf_with(&[page], "/XObject<</X 10 0 R>>", &[own]);
    assert!(ends_soon(&bytes).is_err());
}

#[test]
fn bombs_are_refused_before_they_unpack() {
    // A page of 200 MB of blanks.
    let blanks = pdf_made::bomb(200);
    let page = |content: Vec<u8>| {
        let objects = [
            b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>".to_vec(),
            content,
        ];
        pdf_made::file(&objects)
    };
    assert!(matches!(
        ends_soon(&page(pdf_made::stream("/Filter/FlateDecode", &blanks))),
        Err(ReadError::OverLimit { .. })
    ));
    // Objects in a stream of 200 MB; packed twice; named so that a search does not find it.
    for dictionary in [
        "/Type/ObjStm/N 1/First 5/Filter/FlateDecode",
        "/Type/ObjStm/N 1/First 5/Filter[/FlateDecode/FlateDecode]",
        "/Type/ObjStm/#4e 1/First 5/Filter/FlateDecode",
        "/Type/XRef/W[1 1 1]/Size 9/Filter/FlateDecode",
    ] {
        let bytes = page(pdf_made::stream(dictionary, &blanks));
        assert!(matches!(ends_soon(&bytes), Err(ReadError::OverLimit { .. })), "{dictionary}");
    }
}

#[test]
fn a_million_cells_or_glyphs_or_states_are_refused_or_read_soon() {
    let mut grid = Page::new();
    for n in 0..1000 {
        let at = n as f32 * 0.5;
        grid.stroke(0.0, at, 500.0, at).stroke(at, 0.0, at, 500.0);
    }
    grid.text(90.0, 700.0, 12.0, "网格");
    let _ = ends_soon(&pdf_made::pdf(&[grid]));

    let mut wide = Page { width: 14_400.0, height: 14_400.0, ..Page::new() };
    for n in 0..1000 {
        let at = n as f32 * 14.0;
        wide.stroke(0.0, at, 14_000.0, at).stroke(at, 0.0, at, 14_000.0);
    }
    wide.text(90.0, 10.0, 12.0, "网格");
    assert!(matches!(ends_soon(&pdf_made::pdf(&[wide])), Err(ReadError::OverLimit { .. })));

    let mut glyphs = Page::new();
    glyphs.raw(&format!("BT /F3 1 Tf {} ET", format!("({}) Tj ", "x".repeat(1000)).repeat(1100)));
    let _ = ends_soon(&pdf_made::pdf(&[glyphs]));

    let mut states = Page::new();
    states.raw(&"q ".repeat(100_000));
    assert!(matches!(ends_soon(&pdf_made::pdf(&[states])), Err(ReadError::OverLimit { .. })));

    let pages = vec![Page::new(); 301];
    assert!(matches!(pdf::read(&pdf_made::pdf(&pages)), Err(ReadError::OverLimit { limit: 300, .. })));
}
