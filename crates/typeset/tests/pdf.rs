//! What a reader of PDF files finds in a paper of ours, read back with the reader that strangers' files go through.
//!
//! Needs a Chinese font on the machine (Debian: `fonts-noto-cjk`).

use std::path::PathBuf;
use std::sync::LazyLock;

use jiff::civil::{Date, date};
use paper::document::{Align, Block, Cell, Document, Grid, Level, Run, even_widths};
use paper::source::{self, Line, Part, Source};
use typeset::{Fault, Fonts, pdf, usual_places, wanted};

const DAY: Date = date(2026, 3, 9);

static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let mut folders: Vec<PathBuf> = usual_places().iter().map(PathBuf::from).collect();
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else if wanted(&entry.file_name().to_string_lossy()) {
                files.push(entry.path());
            }
        }
    }
    files.sort();
    let bytes = files.into_iter().map(|file| std::fs::read(file).expect("a readable font")).collect();
    Fonts::new(bytes).expect("a Chinese font: apt install fonts-noto-cjk")
});

fn set(paper: &Document) -> Vec<u8> {
    pdf(paper, &FONTS, DAY).expect("the typesetter sets it")
}

fn read(paper: &Document) -> Source {
    source::pdf::read(&set(paper)).expect("our own reader reads it")
}

fn lines(source: &Source) -> impl Iterator<Item = &Line> {
    source.parts.iter().filter_map(|part| match part {
        Part::Line(line) => Some(line),
        Part::Table(_) => None,
    })
}

/// Everything written on the pages, without blanks: line ends are the typesetter's.
fn written(source: &Source) -> String {
    let mut text = String::new();
    for part in &source.parts {
        match part {
            Part::Line(line) => text.push_str(&line.text),
            Part::Table(table) => table.cells.iter().for_each(|cell| text.push_str(&cell.text)),
        }
    }
    text.replace(char::is_whitespace, "")
}

/// How many pages, by their page numbers' frames: each page has one box.
fn pages(paper: &Document) -> usize {
    String::from_utf8_lossy(&set(paper)).matches("/MediaBox").count()
}

fn letter() -> Document {
    Document::new("政府信息公开申请答复书")
        .with(Block::Masthead { organ: "云溪县财政局".into() })
        .with(Block::Number("云财公复〔2026〕3号".into()))
        .with(Block::Title("云溪县财政局关于\n政府信息公开申请的答复书".into()))
        .with(Block::Addressee("张三".into()))
        .with(Block::paragraph("您于2026年2月10日提出的政府信息公开申请收悉。"))
        .with(Block::heading(Level::One, "一、关于信息是否存在"))
        .with(Block::heading(Level::Two, "（一）检索范围"))
        .with(Block::heading(Level::Three, "1.系统"))
        .with(Block::heading(Level::Four, "（1）子系统"))
        .with(Block::Paragraph(vec![Run::plain("经检索，"), Run::bold("该信息不存在"), Run::plain("。")]))
        .with(Block::Attachments(vec!["检索情况说明".into(), "复议和诉讼须知".into()]))
        .with(Block::Signature { organ: "云溪县财政局".into(), date: DAY })
        .with(Block::Imprint {
            copies_to: vec!["云溪县司法局".into()],
            printed_by: "云溪县财政局办公室".into(),
            printed_on: DAY,
        })
}

/// A table as tall as several pages: two rows of heads, one merged row name for each twenty rows.
fn tall() -> Grid {
    let head = |words: &str| Cell::column_header(words);
    let mut rows =
        vec![vec![head("申请人情况").span(2, 2), head("数量").span(1, 2)], vec![head("自然人"), head("总计")]];
    for group in 0..4 {
        for row in 0..20 {
            let mut cells =
                vec![Cell::row_header(format!("{group}甲{row}")), Cell::new(""), Cell::new(row.to_string())];
            if row == 0 {
                cells.insert(0, Cell::row_header(format!("第{group}类")).span(20, 1));
            }
            rows.push(cells);
        }
    }
    Grid::new(&[20, 40, 20, 20], rows).expect("a grid").captioned("三、收到和处理政府信息公开申请情况")
}

#[test]
fn every_part_of_a_letter_is_on_paper_in_its_order() {
    let text = written(&read(&letter()));
    let mut from = 0;
    for words in [
        "云溪县财政局",
        "云财公复〔2026〕3号",
        "云溪县财政局关于政府信息公开申请的答复书",
        "张三：",
        "您于2026年2月10日提出的政府信息公开申请收悉。",
        "一、关于信息是否存在",
        "（一）检索范围",
        "1.系统",
        "（1）子系统",
        "经检索，该信息不存在。",
        "附件：1.检索情况说明",
        "2.复议和诉讼须知",
        "云溪县财政局",
        "2026年3月9日",
        "抄送：云溪县司法局。",
        "云溪县财政局办公室",
        "2026年3月9日印发",
    ] {
        let at = text[from..].find(words).unwrap_or_else(|| panic!("{words} is not there, or too early, in {text}"));
        from += at + words.len();
    }
}

#[test]
fn the_file_is_tagged_pdf_a_in_chinese_and_names_nobody() {
    let bytes = set(&letter());
    let text = String::from_utf8_lossy(&bytes);
    for mark in ["%PDF-1.7", "/MarkInfo", "/Lang(zh-CN)", "<pdfaid:part>2</pdfaid:part>", "2026-03-09"] {
        assert!(text.contains(mark), "{mark} is missing");
    }
    for nobody in ["/Author", "dc:creator", "Typst"] {
        assert!(!text.contains(nobody), "{nobody} must not be there");
    }
}

#[test]
fn the_same_paper_and_day_give_the_same_bytes() {
    assert_eq!(set(&letter()), set(&letter()));
}

#[test]
fn merged_cells_come_back_as_they_were_drawn() {
    let rows = vec![
        vec![Cell::column_header("行政复议").span(1, 3), Cell::column_header("总计").span(2, 1)],
        vec![Cell::column_header("结果维持"), Cell::column_header("结果纠正"), Cell::column_header("其他")],
        vec![Cell::new("2"), Cell::new("").align(Align::Right), Cell::new("0"), Cell::new("2")],
    ];
    let grid = Grid::new(&even_widths(4), rows).expect("a grid");
    let source = read(&Document::new("表").with(Block::Grid(grid)));
    let table = source.tables().next().expect("a table");
    let cells: Vec<_> = table.cells.iter().map(|c| (c.row, c.column, c.rowspan, c.colspan, c.text.as_str())).collect();
    let expected = [
        (0, 0, 1, 3, "行政复议"),
        (0, 3, 2, 1, "总计"),
        (1, 0, 1, 1, "结果维持"),
        (1, 1, 1, 1, "结果纠正"),
        (1, 2, 1, 1, "其他"),
        (2, 0, 1, 1, "2"),
        (2, 1, 1, 1, ""),
        (2, 2, 1, 1, "0"),
        (2, 3, 1, 1, "2"),
    ];
    assert_eq!(cells, expected);
}

#[test]
fn a_table_over_several_pages_repeats_its_heads_and_loses_no_row() {
    let paper = Document::new("表").with(Block::Grid(tall()));
    assert_eq!(pages(&paper), 3);
    let source = read(&paper);
    // The reader joins the pieces and drops repeated heads, so what is left is the table that went in.
    let tables: Vec<_> = source.tables().map(|table| (table.rows, table.columns)).collect();
    assert_eq!(tables, [(82, 4)]);
    let text = written(&source);
    for (group, row) in (0..4).flat_map(|group| (0..20).map(move |row| (group, row))) {
        assert!(text.contains(&format!("{group}甲{row}")), "row {row} of group {group} is lost");
    }
}

#[test]
fn the_heads_of_a_band_never_stand_last_on_a_page() {
    for lines in 10..21 {
        let mut rows: Vec<_> = (0..lines).map(|n| vec![Cell::row_header(format!("项{n}")), Cell::new("1")]).collect();
        rows.insert(0, vec![Cell::column_header("第一项"), Cell::column_header("数量")]);
        rows.push(vec![Cell::column_header("第八项").span(1, 2)]);
        rows.push(vec![Cell::column_header("内容"), Cell::column_header("金额")]);
        rows.push(vec![Cell::row_header("行政事业性收费"), Cell::new("3")]);
        let grid = Grid::new(&[50, 50], rows).expect("a grid");
        let mut paper = Document::new("表");
        (0..10).for_each(|_| paper.push(Block::paragraph("一行。")));
        let source = read(&paper.with(Block::Grid(grid)));
        let page = |words: &str| {
            let mut cells = source.tables().flat_map(|table| &table.cells);
            cells.find(|cell| cell.text == words).expect(words).at.page
        };
        assert_eq!(page("第八项"), page("行政事业性收费"), "after {lines} rows");
    }
}

#[test]
fn a_heading_never_stands_last_on_a_page() {
    for count in 18..24 {
        let mut paper = Document::new("报告");
        (0..count).for_each(|_| paper.push(Block::paragraph("一行。")));
        let paper = paper.with(Block::heading(Level::One, "二、标题")).with(Block::paragraph("标题下的话。"));
        let source = read(&paper);
        let page = |words: &str| lines(&source).find(|line| line.text.contains(words)).and_then(|line| line.at.page);
        assert_eq!(page("二、标题"), page("标题下的话"), "after {count} lines");
    }
}

#[test]
fn a_page_holds_twenty_two_lines_of_twenty_eight_characters() {
    let fits = |count: usize, characters: usize| {
        let mut paper = Document::new("版心");
        // An addressee is not indented; the colon is the last of its characters, and full.
        (0..count).for_each(|_| paper.push(Block::Addressee("字".repeat(characters - 1))));
        pages(&paper) == 1
    };
    assert!(fits(22, 28), "22 lines of 28 characters fill a page");
    assert!(!fits(23, 28), "the twenty-third line begins a new page");
    assert!(!fits(22, 30), "the thirtieth character begins a new line");
}

#[test]
fn wide_tables_lie_on_their_side_and_the_text_stands_up_again() {
    let wide = Grid::new(&even_widths(20), vec![vec![Cell::new("12345"); 20]; 2]).expect("a grid");
    let paper =
        Document::new("汇总").with(Block::paragraph("如下。")).with(Block::Grid(wide)).with(Block::paragraph("完。"));
    let bytes = set(&paper);
    let text = String::from_utf8_lossy(&bytes);
    let boxes: Vec<_> = text.lines().filter(|line| line.contains("/MediaBox")).map(str::trim).collect();
    assert_eq!(boxes.len(), 3, "{boxes:?}");
    assert!(boxes[1].contains("[0 0 841."), "{boxes:?}");
    let source = source::pdf::read(&bytes).expect("readable");
    assert_eq!(source.tables().map(|table| table.columns).collect::<Vec<_>>(), [20]);
}

#[test]
fn words_are_never_markup() {
    let hostile = [
        "#eval(\"1+1\")",
        "]",
        "$x^2$",
        "*粗*",
        "`raw`",
        "=标题",
        "<label>",
        "@ref",
        "//注释",
        "#pagebreak()",
        "\\u{41}",
        "https://example.org/a?b=c&d",
    ];
    let mut paper = Document::new(hostile[0]);
    for words in hostile {
        paper.push(Block::Title(words.into()));
        paper.push(Block::heading(Level::One, words));
        paper.push(Block::paragraph(words));
        let cells = vec![Cell::column_header(words), Cell::new(words)];
        paper.push(Block::Grid(Grid::new(&[50, 50], vec![cells]).expect("a grid")));
    }
    let text = written(&read(&paper));
    for words in hostile {
        assert!(text.matches(words).count() >= 5, "{words} became something else in {text}");
    }
}

#[test]
fn ten_thousand_characters_without_a_break_stay_on_the_page() {
    for (letter, in_cell) in [("A", 2_000), ("文", 2_000)] {
        let cells = vec![Cell::new("甲"), Cell::new(letter.repeat(in_cell))];
        let paper = Document::new("长")
            .with(Block::paragraph(letter.repeat(10_000)))
            .with(Block::Grid(Grid::new(&[80, 20], vec![cells]).expect("a grid")));
        // The reader leaves out what is painted beside the page.
        let found = written(&read(&paper)).matches(letter).count();
        assert_eq!(found, 10_000 + in_cell, "of {letter}");
    }
}

#[test]
fn rare_characters_are_set_and_what_no_font_has_is_marked_and_named() {
    let paper = Document::new("字").with(Block::paragraph("𠮷𡋾㛃葛\u{e0100}城😀甲\u{202e}乙"));
    assert_eq!(FONTS.missing(&paper), ['😀']);
    let text = written(&read(&paper));
    assert!(text.contains("𠮷𡋾㛃") && text.contains("城〓甲乙"), "{text}");
}

#[test]
fn a_paper_without_parts_is_an_empty_page() {
    assert_eq!(pages(&Document::new("空")), 1);
}

#[test]
fn without_a_chinese_font_the_fault_says_what_to_install() {
    let Err(fault) = Fonts::new(vec![]) else { panic!("there is no font") };
    assert_eq!(fault, Fault::NoChineseFont);
    assert!(fault.to_string().contains("fonts-noto-cjk"), "{fault}");
}
