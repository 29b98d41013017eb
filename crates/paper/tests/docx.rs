//! What a word processor finds in a letter of ours: opened again with a plain XML reader and
//! compared with the paper it was made from.
//!
//! Lengths are twips (567 to the centimetre), sizes half points, as in the file.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use jiff::civil::date;
use paper::document::{Align, Block, Cell, Document, Grid, Level, Run, even_widths};
use paper::docx::{self, WriteError};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// One element with all its attributes and all its descendants' text.
#[derive(Clone, Debug, Default)]
struct Node {
    name: String,
    attributes: BTreeMap<String, String>,
    children: Vec<Node>,
    text: String,
}

impl Node {
    fn parse(xml: &str) -> Self {
        fn open(start: &BytesStart<'_>) -> Node {
            let attributes = start
                .attributes()
                .map(|a| a.expect("attributes are well formed"))
                .map(|a| {
                    let value = quick_xml::escape::unescape(&a.value).expect("known entities").into_owned();
                    (a.key.as_ref().to_string(), value)
                })
                .collect();
            Node { name: start.name().as_ref().to_string(), attributes, ..Node::default() }
        }
        let mut reader = Reader::from_str(xml);
        let mut stack = vec![Node::default()];
        loop {
            match reader.read_event().expect("well-formed XML") {
                Event::Start(start) => stack.push(open(&start)),
                Event::Empty(start) => stack.last_mut().expect("root").children.push(open(&start)),
                Event::End(_) => {
                    let node = stack.pop().expect("balanced");
                    stack.last_mut().expect("root").children.push(node);
                }
                Event::Text(text) => stack.last_mut().expect("root").text.push_str(&text),
                Event::GeneralRef(name) => {
                    let entity = format!("&{};", &*name);
                    let text = quick_xml::escape::unescape(&entity).expect("known entity").into_owned();
                    stack.last_mut().expect("root").text.push_str(&text);
                }
                Event::Eof => break,
                _ => {}
            }
        }
        stack.pop().expect("root")
    }

    fn all<'a>(&'a self, name: &str) -> Vec<&'a Node> {
        let mut found = Vec::new();
        for child in &self.children {
            if child.name == name {
                found.push(child);
            }
            found.extend(child.all(name));
        }
        found
    }

    fn first(&self, name: &str) -> Option<&Node> {
        self.all(name).into_iter().next()
    }

    fn attribute(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }

    fn val(&self, name: &str) -> &str {
        self.first(name).map_or("", |n| n.attribute("w:val"))
    }

    fn number(&self, name: &str) -> i32 {
        self.attribute(name).parse().unwrap_or(0)
    }

    /// The words, with line breaks where the file has them.
    fn words(&self) -> String {
        let own = match self.name.as_str() {
            "w:t" => self.text.clone(),
            "w:br" => "\n".into(),
            _ => String::new(),
        };
        self.children.iter().fold(own, |words, child| words + &child.words())
    }
}

struct Opened {
    parts: BTreeMap<String, String>,
}

impl Opened {
    #[track_caller]
    fn of(document: &Document) -> Self {
        let bytes = docx::write(document).expect("the paper can be written");
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a ZIP archive");
        let mut parts = BTreeMap::new();
        for n in 0..archive.len() {
            let mut part = archive.by_index(n).expect("a part");
            let mut text = String::new();
            part.read_to_string(&mut text).expect("UTF-8");
            parts.insert(part.name().expect("a name").into_owned(), text);
        }
        Self { parts }
    }

    fn part(&self, name: &str) -> Node {
        Node::parse(&self.parts[name])
    }

    fn body(&self) -> Node {
        self.part("word/document.xml")
    }

    /// The last paragraph that says `words`.
    #[track_caller]
    fn paragraph(&self, words: &str) -> Node {
        let body = self.body();
        let found = body.all("w:p").into_iter().rfind(|p| p.words() == words);
        found.unwrap_or_else(|| panic!("no paragraph says {words:?}")).clone()
    }

    fn style(&self, id: &str) -> Node {
        let styles = self.part("word/styles.xml");
        styles.all("w:style").into_iter().find(|s| s.attribute("w:styleId") == id).expect("a known style").clone()
    }
}

fn letter() -> Document {
    Document::new("政府信息公开申请答复书")
        .with(Block::Masthead { organ: "云溪县自然资源局".into() })
        .with(Block::Number("云溪公复〔2026〕3号".into()))
        .with(Block::Title("云溪县自然资源局\n政府信息公开申请答复书".into()))
        .with(Block::Addressee("李某某".into()))
        .with(Block::heading(Level::One, "一、办理经过"))
        .with(Block::heading(Level::Two, "（一）检索"))
        .with(Block::heading(Level::Three, "1.档案室"))
        .with(Block::heading(Level::Four, "（1）纸质档案"))
        .with(Block::Paragraph(vec![Run::plain("经检索，"), Run::bold("未找到"), Run::plain("该信息。")]))
        .with(Block::Attachments(vec!["检索记录".into(), "告知材料".into()]))
        .with(Block::Signature { organ: "云溪县自然资源局".into(), date: date(2026, 3, 9) })
        .with(Block::Imprint {
            copies_to: vec!["云溪县司法局".into()],
            printed_by: "云溪县自然资源局办公室".into(),
            printed_on: date(2026, 3, 9),
        })
}

/// The head of the statutory table on applications, with one line of figures: cells that span
/// columns, rows, and both.
fn applications_table() -> Grid {
    let h = Cell::column_header;
    let figures = ["3", "0", "1", "0", "0", "0", "4"].map(Cell::new);
    Grid::new(
        &[8, 12, 24, 8, 8, 8, 8, 8, 8, 8],
        vec![
            vec![h("本列数据的勾稽关系").span(3, 3), h("申请人情况").span(1, 7)],
            vec![h("自然人").span(2, 1), h("法人或其他组织").span(1, 5), h("总计").span(2, 1)],
            vec![h("商业企业"), h("科研机构"), h("社会公益组织"), h("法律服务机构"), h("其他")],
            [vec![Cell::row_header("一、本年新收").span(1, 3)], figures.to_vec()].concat(),
            [
                vec![Cell::row_header("三、办理结果").span(2, 1), Cell::row_header("（一）予以公开").span(1, 2)],
                figures.to_vec(),
            ]
            .concat(),
            [vec![Cell::row_header("（二）部分公开").span(1, 2)], figures.map(|c| c.align(Align::Right)).to_vec()]
                .concat(),
        ],
    )
    .expect("a grid without holes")
    .captioned("收到和处理政府信息公开申请情况")
}

#[test]
fn a_page_is_a4_with_the_official_margins_and_22_lines() {
    let body = Opened::of(&letter()).body();
    let section = body.first("w:sectPr").expect("page set-up");
    let (size, margins) = (section.first("w:pgSz").expect("size"), section.first("w:pgMar").expect("margins"));
    assert_eq!((size.number("w:w"), size.number("w:h")), (11906, 16838)); // 210 × 297 mm
    assert_eq!((margins.number("w:top"), margins.number("w:left")), (2098, 1587)); // 37 and 28 mm
    let block = (
        size.number("w:w") - margins.number("w:left") - margins.number("w:right"),
        size.number("w:h") - margins.number("w:top") - margins.number("w:bottom"),
    );
    let millimetres = |twips: i32| f64::from(twips) * 25.4 / 1440.0;
    assert!((millimetres(block.0) - 156.0).abs() < 0.1 && (millimetres(block.1) - 225.0).abs() < 0.1, "{block:?}");

    let style = Opened::of(&letter()).style("Body");
    let pitch = style.first("w:spacing").expect("line pitch");
    assert_eq!(pitch.attribute("w:lineRule"), "exact");
    assert_eq!(block.1 / pitch.number("w:line"), 22);
    let tighter: i32 = style.first("w:rPr").expect("type").val("w:spacing").parse().expect("a number");
    assert_eq!(block.0 / (16 * 20 + tighter), 28);
}

#[test]
fn every_part_has_the_font_and_size_the_standard_gives_it() {
    let opened = Opened::of(&letter());
    for (words, font, half_points, align) in [
        ("云溪公复〔2026〕3号", "仿宋_GB2312", "32", "center"),
        ("云溪县自然资源局\n政府信息公开申请答复书", "方正小标宋简体", "44", "center"),
        ("李某某：", "仿宋_GB2312", "32", "both"),
        ("一、办理经过", "黑体", "32", "both"),
        ("（一）检索", "楷体_GB2312", "32", "both"),
        ("1.档案室", "仿宋_GB2312", "32", "both"),
        ("（1）纸质档案", "仿宋_GB2312", "32", "both"),
        ("经检索，未找到该信息。", "仿宋_GB2312", "32", "both"),
        ("抄送：云溪县司法局。", "仿宋_GB2312", "28", "left"),
    ] {
        let style = opened.style(opened.paragraph(words).val("w:pStyle"));
        let fonts = style.first("w:rFonts").expect("fonts");
        let seen = (fonts.attribute("w:eastAsia"), style.val("w:sz"), style.val("w:jc"));
        assert_eq!(seen, (font, half_points, align), "{words}");
    }
}

#[test]
fn the_organs_mark_is_red_and_the_red_line_stands_under_the_number() {
    let opened = Opened::of(&letter());
    assert_eq!(opened.style("Masthead").val("w:color"), "FF0000");
    let number = opened.paragraph("云溪公复〔2026〕3号");
    let line = number.first("w:pBdr").and_then(|b| b.first("w:bottom")).expect("a line");
    assert_eq!(line.attribute("w:color"), "FF0000");
    assert_eq!(line.attribute("w:space"), "11"); // points: 4 mm

    let without = Document::new("便函").with(Block::Number("云溪公复〔2026〕3号".into()));
    let number = Opened::of(&without).paragraph("云溪公复〔2026〕3号");
    assert!(number.first("w:pBdr").is_none(), "no mark, no red line");
}

#[test]
fn a_long_name_of_an_organ_is_set_smaller_until_it_fits_the_line() {
    for (organ, half_points) in [
        ("云溪县人民政府", "90"),
        ("云溪县农业农村和水利局", "80"),
        ("云溪县住房和城乡建设局城市管理综合行政执法大队", "44"),
    ] {
        let paper = Document::new("函").with(Block::Masthead { organ: organ.into() });
        assert_eq!(Opened::of(&paper).paragraph(organ).val("w:sz"), half_points, "{organ}");
    }
}

#[test]
fn headings_can_be_walked_through_and_stay_with_their_text() {
    let opened = Opened::of(&letter());
    for (id, level) in [("Level1", "0"), ("Level2", "1"), ("Level3", "2"), ("Level4", "3")] {
        let style = opened.style(id);
        assert_eq!(style.val("w:outlineLvl"), level);
        assert!(style.first("w:keepNext").is_some());
    }
}

#[test]
fn the_organ_stands_in_the_middle_over_the_date_four_characters_from_the_right() {
    let opened = Opened::of(&letter());
    let (organ, date) = (opened.paragraph("云溪县自然资源局"), opened.paragraph("2026年3月9日"));
    let indent = |p: &Node| p.first("w:ind").map(|i| (i.number("w:left"), i.number("w:right")));
    assert_eq!(indent(&organ), indent(&date), "both are centred in the same strip");
    // 6 digits at half width and 3 characters, with 4 characters on either side.
    let strip = 6 * 155 + 3 * 315 + 8 * 315;
    assert_eq!(indent(&date), Some((8845 - strip, 0)));
    assert!(organ.first("w:keepNext").is_some(), "the organ is never parted from the date");
    let last_words = opened.paragraph("2.告知材料");
    assert!(last_words.first("w:keepNext").is_some(), "nor are both left alone on a page");
}

#[test]
fn one_attachment_has_no_number_and_several_stand_under_each_other() {
    let one = Document::new("函").with(Block::Attachments(vec!["检索记录".into()]));
    Opened::of(&one).paragraph("附件：检索记录");

    let opened = Opened::of(&letter());
    let left = |words| opened.paragraph(words).first("w:ind").expect("indent").number("w:left");
    assert_eq!(left("附件：1.检索记录"), left("2.告知材料"));
}

#[test]
fn page_numbers_stand_outside_between_dashes() {
    let opened = Opened::of(&letter());
    assert!(opened.part("word/settings.xml").first("w:evenAndOddHeaders").is_some());
    for (part, align) in [("word/footer1.xml", "right"), ("word/footer2.xml", "left")] {
        let footer = opened.part(part);
        assert_eq!(footer.words(), "— 1 —");
        assert_eq!(footer.first("w:fldSimple").expect("a field").attribute("w:instr"), "PAGE");
        assert_eq!(footer.val("w:jc"), align);
    }
    let style = opened.style("PageNumber");
    assert_eq!((style.first("w:rFonts").expect("fonts").attribute("w:eastAsia"), style.val("w:sz")), ("宋体", "28"));
}

#[test]
fn the_imprint_lies_at_the_foot_of_the_page() {
    let body = Opened::of(&letter()).body();
    let place = body.first("w:tblpPr").expect("a pinned table");
    assert_eq!((place.attribute("w:vertAnchor"), place.attribute("w:tblpYSpec")), ("margin", "bottom"));
    let cells: Vec<_> = body.all("w:tc").iter().map(|c| c.words()).collect();
    assert_eq!(cells, ["抄送：云溪县司法局。", "云溪县自然资源局办公室", "2026年3月9日印发"]);
}

/// A cell as the file tells it: row, column, rows, columns, words.
type Told = (usize, usize, usize, usize, String);

fn told(table: &Node) -> Vec<Told> {
    let mut cells: Vec<Told> = Vec::new();
    for (row, line) in table.all("w:tr").into_iter().enumerate() {
        let mut column = 0;
        for cell in line.all("w:tc") {
            let across = cell.val("w:gridSpan").parse().unwrap_or(1);
            if cell.val("w:vMerge") == "continue" {
                assert_eq!(cell.words(), "", "a covered cell hides words");
                let above = cells.iter_mut().find(|c| c.1 == column && c.0 + c.2 == row).expect("a cell above");
                assert_eq!(above.3, across);
                above.2 += 1;
            } else {
                cells.push((row, column, 1, across, cell.words()));
            }
            column += across;
        }
    }
    cells
}

#[track_caller]
fn check_round_trip(grid: &Grid) {
    let paper = Document::new("表").with(Block::Landscape(vec![Block::Grid(grid.clone())]));
    let body = Opened::of(&paper).body();
    let written: Vec<Told> = grid
        .cells()
        .map(|p| (p.row, p.column, usize::from(p.cell.rowspan), usize::from(p.cell.colspan), p.cell.text.clone()))
        .collect();
    let table = body.first("w:tbl").expect("a table");
    assert_eq!(told(table), written);
    assert_eq!(table.all("w:gridCol").len(), grid.columns());
}

#[test]
fn every_cell_of_a_statutory_table_comes_back_with_its_spans() {
    check_round_trip(&applications_table());
}

proptest::proptest! {
    #[test]
    fn every_cell_of_any_table_comes_back_with_its_spans(
        columns in 1..8_usize,
        spans in proptest::collection::vec((1..4_u16, 1..4_u16), 1..40),
    ) {
        check_round_trip(&some_grid(columns, &spans));
    }
}

/// A grid without flaws: each span is cut to the room there is.
fn some_grid(columns: usize, spans: &[(u16, u16)]) -> Grid {
    let height = spans.len() / columns + 1;
    let mut taken = vec![vec![false; columns]; height];
    let mut spans = spans.iter().cycle();
    let mut rows = Vec::new();
    for row in 0..height {
        let mut cells = Vec::new();
        while let Some(column) = taken[row].iter().position(|t| !t) {
            let &(down, across) = spans.next().expect("cycled");
            let free = taken[row][column..].iter().take_while(|t| !**t).count();
            let across = free.min(usize::from(across));
            let down = usize::from(down).min(height - row);
            for line in &mut taken[row..row + down] {
                line[column..column + across].fill(true);
            }
            let fit = |n: usize| u16::try_from(n).expect("small");
            cells.push(Cell::new(format!("{row},{column}")).span(fit(down), fit(across)));
        }
        rows.push(cells);
    }
    Grid::new(&even_widths(columns), rows).expect("laid out without flaws")
}

#[test]
fn the_head_of_a_table_is_repeated_and_no_row_is_torn() {
    let body = Opened::of(&Document::new("表").with(Block::Grid(applications_table()))).body();
    let rows = body.all("w:tr");
    let repeated: Vec<_> = rows.iter().map(|r| r.first("w:tblHeader").is_some()).collect();
    assert_eq!(repeated, [true, true, true, false, false, false]);
    assert!(rows.iter().all(|r| r.first("w:cantSplit").is_some()));
    let width: i32 = body.all("w:gridCol").iter().map(|c| c.number("w:w")).sum();
    assert!((8845 - 10..=8845).contains(&width), "the table fills the text block: {width}");
}

#[test]
fn a_table_of_few_columns_is_set_in_larger_type() {
    let sizes = |columns: usize| {
        let grid = Grid::new(&even_widths(columns), vec![vec![Cell::column_header("名"); columns]; 2]).expect("a grid");
        let opened = Opened::of(&Document::new("表").with(Block::Grid(grid)));
        opened.style(opened.paragraph("名").val("w:pStyle")).val("w:sz").to_string()
    };
    assert_eq!((sizes(4), sizes(5)), ("24".into(), "21".into())); // 小4号 and 5号
}

#[test]
fn a_table_whose_numbers_would_break_is_turned_on_its_side_and_the_text_turns_back() {
    let figures = |digits: &str| {
        let rows = vec![vec![Cell::new(digits); 15]];
        Document::new("表")
            .with(Block::paragraph("前"))
            .with(Block::Grid(Grid::new(&even_widths(15), rows).expect("even")))
            .with(Block::paragraph("后"))
    };
    let directions = |paper: &Document| -> Vec<String> {
        let body = Opened::of(paper).body();
        body.all("w:pgSz").iter().map(|s| s.attribute("w:orient").to_string()).collect()
    };
    assert_eq!(directions(&figures("1234")), [""]);
    assert_eq!(directions(&figures("12345")), ["", "landscape", ""]);
    assert_eq!(directions(&figures("https://www.yunxi.example.cn/")), [""], "an address may be broken");
}

#[test]
fn a_page_break_before_a_turned_page_leaves_no_empty_page() {
    let paper = Document::new("表")
        .with(Block::PageBreak)
        .with(Block::Landscape(vec![Block::Grid(applications_table())]))
        .with(Block::PageBreak)
        .with(Block::paragraph("后"));
    let opened = Opened::of(&paper);
    assert_eq!(opened.body().all("w:sectPr").len(), 2);
    let breaks = opened.paragraph("后").first("w:pageBreakBefore").is_some();
    assert!(breaks, "harmless: the paragraph is the first of its page anyway");
}

#[test]
fn a_file_holds_no_person_no_time_no_comment_and_no_change() {
    let opened = Opened::of(&letter());
    let names: Vec<_> = opened.parts.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "[Content_Types].xml",
            "_rels/.rels",
            "docProps/core.xml",
            "word/_rels/document.xml.rels",
            "word/document.xml",
            "word/fontTable.xml",
            "word/footer1.xml",
            "word/footer2.xml",
            "word/settings.xml",
            "word/styles.xml",
        ]
    );
    let core = opened.part("docProps/core.xml");
    let told: Vec<_> = core.children[0].children.iter().map(|n| (n.name.as_str(), n.text.as_str())).collect();
    assert_eq!(told, [("dc:title", "政府信息公开申请答复书"), ("dc:language", "zh-CN")]);
    for (name, xml) in &opened.parts {
        for trace in ["w:ins ", "w:del ", "w:rsid", "w:author", "w:date", "w:vanish", "w:comment"] {
            assert!(!xml.contains(trace), "{name} holds {trace}");
        }
    }
}

#[test]
fn the_same_paper_gives_the_same_bytes_dated_at_the_beginning_of_time() {
    let bytes = docx::write(&letter()).expect("written");
    assert_eq!(bytes, docx::write(&letter()).expect("written"));
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a ZIP archive");
    for n in 0..archive.len() {
        let time = archive.by_index(n).expect("a part").last_modified().expect("a time");
        assert_eq!((time.year(), time.month(), time.day()), (1980, 1, 1));
    }
}

#[test]
fn words_cannot_break_out_and_invisible_characters_stay_behind() {
    let words = "<w:p>&amp;\u{0}\u{b}\u{202e}甲\u{200b}乙\u{fffe}𠮷\u{e0100}";
    let paper = Document::new(words).with(Block::paragraph(words));
    let opened = Opened::of(&paper);
    opened.paragraph("<w:p>&amp;甲乙𠮷\u{e0100}");
    let core = opened.part("docProps/core.xml");
    assert_eq!(core.first("dc:title").expect("title").text, "<w:p>&amp;甲乙𠮷\u{e0100}");
}

#[test]
fn an_empty_paper_is_still_a_page() {
    assert_eq!(Opened::of(&Document::new("空")).body().all("w:sectPr").len(), 1);
}

#[test]
fn a_table_no_word_processor_opens_is_refused() {
    let grid = Grid::new(&even_widths(64), vec![vec![Cell::new(""); 64]]).expect("a grid");
    let error = docx::write(&Document::new("宽").with(Block::Grid(grid))).expect_err("too wide");
    assert!(matches!(error, WriteError::TooManyColumns { columns: 64 }));
}
