//! Word documents as a person sees them, and Word documents that no person made.

mod reading;

use paper::source::{Measure, ReadError, Source, docx};
use proptest::prelude::*;
use reading::{archive, comes_back, drawn, grid, sound};

const NAMESPACES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math""#;

fn document(body: &str) -> String {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>")
}

fn packed(body: &str, others: &[(&str, String)]) -> Vec<u8> {
    let document = document(body);
    let mut parts = vec![("[Content_Types].xml", b"<Types/>".as_slice()), ("word/document.xml", document.as_bytes())];
    parts.extend(others.iter().map(|(name, text)| (*name, text.as_bytes())));
    archive(&parts)
}

fn read(body: &str, others: &[(&str, String)]) -> Source {
    let source = docx::read(&packed(body, others)).expect("a whole document");
    sound(&source);
    source
}

#[track_caller]
fn check(body: &str, expected: &str) {
    check_with(body, &[], expected);
}

#[track_caller]
fn check_with(body: &str, others: &[(&str, String)], expected: &str) {
    let expected: String =
        expected.lines().map(str::trim).filter(|l| !l.is_empty()).map(|l| format!("{l}\n")).collect();
    assert_eq!(drawn(&read(body, others)), expected);
}

#[track_caller]
fn check_refused(bytes: &[u8], expected: ReadError) {
    assert_eq!(docx::read(bytes), Err(expected));
}

/// A paragraph of one run.
fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

/// A table cell with these properties.
fn tc(properties: &str, text: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(text))
}

fn tr(cells: &[String]) -> String {
    format!("<w:tr>{}</w:tr>", cells.concat())
}

fn tbl(rows: &[String]) -> String {
    format!("<w:tbl><w:tblPr/>{}</w:tbl>", rows.concat())
}

/// Rows of plain cells under the same column widths.
fn plain(rows: &[&[&str]]) -> String {
    let grid = "<w:gridCol w:w=\"900\"/>".repeat(rows[0].len());
    let rows: String = rows.iter().map(|row| tr(&row.iter().map(|text| tc("", text)).collect::<Vec<_>>())).collect();
    format!("<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>")
}

const DOWN: &str = "<w:vMerge w:val=\"restart\"/>";
const ON: &str = "<w:vMerge/>";

#[test]
fn cells_merged_downwards_and_sideways_stand_once() {
    let body = tbl(&[
        tr(&[tc(&format!("<w:gridSpan w:val=\"2\"/>{DOWN}"), "申请人情况"), tc("<w:gridSpan w:val=\"2\"/>", "法人")]),
        tr(&[tc(&format!("<w:gridSpan w:val=\"2\"/>{ON}"), "unseen"), tc("", "企业"), tc("", "其他")]),
        tr(&[tc(DOWN, "三、"), tc("", "予以公开"), tc("", "1"), tc("", "")]),
        tr(&[tc("<w:vMerge w:val=\"continue\"/>", ""), tc("", "部分公开"), tc("", "2"), tc("", "0")]),
    ]);
    check(
        &body,
        "| 申请人情况→2↓2 | 法人→2 |
         | ^ | 企业 | 其他 |
         | 三、↓2 | 予以公开 | 1 |  |
         | ^ | 部分公开 | 2 | 0 |",
    );
}

#[test]
fn cells_merged_the_old_way_are_merged() {
    let body = tbl(&[
        tr(&[tc("<w:hMerge w:val=\"restart\"/>", "总计"), tc("<w:hMerge/>", "unseen"), tc("", "5")]),
        tr(&[tc("", "甲"), tc("", "乙"), tc("", "3")]),
    ]);
    check(&body, "| 总计→2 | 5 |\n| 甲 | 乙 | 3 |");
}

#[test]
fn rows_may_begin_and_end_inside_the_table() {
    let late =
        format!("<w:tr><w:trPr><w:gridBefore w:val=\"1\"/><w:gridAfter w:val=\"1\"/></w:trPr>{}</w:tr>", tc("", "中"));
    let body = tbl(&[tr(&[tc("", "甲"), tc("", "乙"), tc("", "丙")]), late]);
    check(&body, "| 甲 | 乙 | 丙 |\n| · | 中 | · |");
}

#[test]
fn a_merged_cell_of_another_width_is_no_part_of_the_one_above() {
    let body = tbl(&[
        tr(&[tc(&format!("<w:gridSpan w:val=\"2\"/>{DOWN}"), "甲"), tc("", "乙")]),
        tr(&[tc(ON, "丙"), tc("", "丁"), tc("", "戊")]),
    ]);
    check(&body, "| 甲→2 | 乙 |\n| 丙 | 丁 | 戊 |");
    // A mark that goes on from nothing is a cell of its own.
    check(&tbl(&[tr(&[tc(ON, "甲"), tc("", "乙")])]), "| 甲 | 乙 |");
}

#[test]
fn columns_that_no_line_parts_are_one() {
    let wide = |text: &str| tc("<w:gridSpan w:val=\"3\"/>", text);
    check(&tbl(&[tr(&[wide("甲"), wide("乙")]), tr(&[wide("1"), wide("2")])]), "| 甲 | 乙 |\n| 1 | 2 |");
}

#[test]
fn tables_that_only_arrange_the_page_are_taken_apart() {
    let inner = plain(&[&["规章", "0"], &["规范性文件", "1"]]);
    let cell = |content: &str| format!("<w:tc><w:tcPr/>{content}</w:tc>");
    // A frame of one cell around everything.
    check(
        &tbl(&[tr(&[cell(&format!("{}{inner}{}", p("二、主动公开"), p("三、依申请")))])]),
        "
        二、主动公开
        | 规章 | 0 |
        | 规范性文件 | 1 |
        三、依申请",
    );
    // Breaks one behind the other are no line of their own.
    let broken = "<w:p><w:r><w:t>前</w:t><w:br/><w:br/><w:t>后</w:t></w:r></w:p>";
    check(&tbl(&[tr(&[cell(&format!("{broken}{inner}"))])]), "前\n后\n| 规章 | 0 |\n| 规范性文件 | 1 |");
    // Two columns, one row of which holds a table: the others stay a table.
    let body = tbl(&[
        tr(&[tc("", "甲"), tc("", "乙")]),
        tr(&[cell(&p("前")), cell(&format!("{inner}{}", p("后")))]),
        tr(&[tc("", "丙"), tc("", "丁")]),
    ]);
    check(
        &body,
        "
        | 甲 | 乙 |
        前
        | 规章 | 0 |
        | 规范性文件 | 1 |
        后
        | 丙 | 丁 |",
    );
    // One column is lines, also inside a cell of a true table.
    let column = tbl(&[tr(&[tc("", "第一段")]), tr(&[tc("", "第二段")])]);
    check(&column, "第一段\n第二段");
    check(&tbl(&[tr(&[cell(&column), tc("", "1")])]), "| 第一段⏎第二段 | 1 |");
}

#[test]
fn a_table_cut_in_two_by_its_author_is_one_again() {
    let head: &[&str] = &["项目", "本年"];
    let (first, second) = (plain(&[head, &["规章", "1"]]), plain(&[head, &["许可", "2"]]));
    let one = "| 项目 | 本年 |\n| 规章 | 1 |\n| 许可 | 2 |";
    check(&format!("{first}{second}"), one);
    check(&format!("{first}<w:p/>{second}"), one);
    check(&format!("{first}{}", plain(&[&["许可", "2"]])), one);
    check(
        &format!("{first}{}{second}", p("三、收到申请")),
        "
        | 项目 | 本年 |\n| 规章 | 1 |\n三、收到申请\n| 项目 | 本年 |\n| 许可 | 2 |",
    );
    let other = second.replacen("900", "901", 1);
    check(&format!("{first}{}", other), "| 项目 | 本年 |\n| 规章 | 1 |\n| 项目 | 本年 |\n| 许可 | 2 |");
    let three = plain(&[&["甲", "乙", "丙"]]);
    check(&format!("{first}{three}"), "| 项目 | 本年 |\n| 规章 | 1 |\n| 甲 | 乙 | 丙 |");
}

#[test]
fn blank_rows_are_no_repeated_heading() {
    let table = plain(&[&["", ""], &["甲", "1"]]);
    check(&format!("{table}{}", plain(&[&["", ""], &["乙", "2"]])), "|  |  |\n| 甲 | 1 |\n|  |  |\n| 乙 | 2 |");
}

#[test]
fn what_stands_in_content_controls_is_read() {
    let wrap = |content: &str| {
        format!(
            "<w:sdt><w:sdtPr><w:alias w:val=\"x\"/><w:rPr><w:vanish/></w:rPr></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"
        )
    };
    let row = wrap(&tr(&[wrap(&tc("", "甲")), tc("", "乙")]));
    check(&wrap(&format!("{}{}", p("一、"), tbl(&[row]))), "一、\n| 甲 | 乙 |");
    check(&format!("<w:p>{}</w:p>", wrap("<w:r><w:t>字</w:t></w:r>")), "字");
}

#[test]
fn of_a_text_box_kept_twice_one_is_read() {
    let content = format!("<w:txbxContent>{}{}</w:txbxContent>", p("框中"), plain(&[&["甲", "1"]]));
    let body = format!(
        "<w:p><w:r><w:t>前</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\">{content}</mc:Choice>\
         <mc:Fallback><w:pict>{content}</w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>后</w:t></w:r></w:p>"
    );
    check(&body, "前后\n框中\n| 甲 | 1 |");
    check(
        &body.replace("Choice", "Fallback2").replace("Fallback2", "Other"),
        "前后\n框中\n| 甲 | 1 |\n框中\n| 甲 | 1 |",
    );
}

#[test]
fn changes_are_read_as_accepted() {
    let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let gone = "<w:del w:id=\"1\"><w:r><w:delText>旧</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>此处</w:t></w:r></w:moveFrom>";
    check(&format!("<w:p>{}{gone}<w:ins>{}</w:ins></w:p>", run("共"), run("3件")), "共3件");
    let cell = format!("<w:tc><w:p>{gone}{}</w:p></w:tc>", run("1"));
    check(&tbl(&[tr(&[cell, tc("", "2")])]), "| 1 | 2 |");
    let row = format!("<w:tr><w:trPr><w:del w:id=\"2\"/></w:trPr>{}{}</w:tr>", tc("", "旧"), tc("", "旧"));
    check(&tbl(&[tr(&[tc("", "甲"), tc("", "乙")]), row]), "| 甲 | 乙 |");
    // The end of a paragraph was deleted: two are one.
    let mark = "<w:pPr><w:rPr><w:del w:id=\"3\"/></w:rPr></w:pPr>";
    check(&format!("<w:p>{mark}{}</w:p>{}", run("上"), p("下")), "上下");
}

#[test]
fn hidden_words_and_rows_are_not_read() {
    let run = |properties: &str, text: &str| format!("<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>");
    let body = format!(
        "<w:p>{}{}{}{}</w:p>",
        run("<w:vanish/>", "隐"),
        run("<w:vanish w:val=\"0\"/>", "显"),
        run("<w:rStyle w:val=\"Secret\"/>", "秘"),
        run("", "示")
    );
    let styles = "<w:styles xmlns:w=\"x\"><w:style w:type=\"character\" w:styleId=\"Base\"><w:rPr><w:vanish/></w:rPr></w:style>\
                  <w:style w:type=\"character\" w:styleId=\"Secret\"><w:basedOn w:val=\"Base\"/></w:style></w:styles>";
    check_with(&body, &[("word/styles.xml", styles.into())], "显示");
    let row = format!("<w:tr><w:trPr><w:hidden/></w:trPr>{}{}</w:tr>", tc("", "身份证"), tc("", "号"));
    check(&tbl(&[tr(&[tc("", "甲"), tc("", "乙")]), row]), "| 甲 | 乙 |");
    // The mark of a paragraph may be hidden while its words are not.
    check(&format!("<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>{}</w:p>", run("", "字")), "字");
}

#[test]
fn fields_show_their_result_and_never_their_code() {
    let mark = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    let code = "<w:r><w:instrText>HYPERLINK \"x\"</w:instrText><w:t>代码</w:t></w:r>";
    let (begin, then, end) = (mark("begin"), mark("separate"), mark("end"));
    let shown = "<w:r><w:t>结果</w:t></w:r>";
    check(&format!("<w:p>{begin}{code}{then}{shown}{end}</w:p>"), "结果");
    check(&format!("<w:p>{begin}{code}{begin}{code}{then}{shown}{end}{then}{shown}{end}</w:p>"), "结果");
    check(&format!("<w:p><w:fldSimple w:instr=\"PAGE\">{shown}</w:fldSimple></w:p>"), "结果");
    // A field that is never closed does not swallow the rest.
    check(&format!("<w:p>{begin}{code}</w:p>{}", p("后文")), "后文");
}

#[test]
fn signs_that_are_no_letters_in_the_file_are_what_they_look_like() {
    let body = "<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:cr/><w:t>12</w:t><w:noBreakHyphen/><w:t>3</w:t>\
                <w:softHyphen/><w:sym w:font=\"Wingdings\" w:char=\"F0FE\"/><w:t>&amp;&lt;&#x4E00;</w:t></w:r>\
                <w:r><w:footnoteReference w:id=\"2\"/></w:r><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>\
                <w:hyperlink><w:r><w:t>网址</w:t></w:r></w:hyperlink>\
                <w:ruby><w:rt><w:r><w:t>pin</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>拼</w:t></w:r></w:rubyBase></w:ruby></w:p>";
    check(body, "甲⇥乙⏎丙⏎12-3☑&<一x网址拼");
}

#[test]
fn a_document_may_name_the_vocabulary_of_word_as_it_likes() {
    for prefix in ["ns0:", ""] {
        let whole = document(&plain(&[&["甲", "1"]])).replace("xmlns:w=", "xmlns:q=").replace("w:", prefix);
        let bytes = archive(&[("word/document.xml", whole.as_bytes())]);
        assert_eq!(drawn(&docx::read(&bytes).expect("whole")), "| 甲 | 1 |\n");
    }
    let utf16: Vec<u8> =
        [0xfeff].into_iter().chain(document(&p("甲")).encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_eq!(drawn(&docx::read(&archive(&[("word/document.xml", &utf16)])).expect("whole")), "甲\n");
}

/// A numbering part: levels as (format, text), all in one definition, and a list 1 that uses it.
fn numbering(levels: &[(&str, &str)], more: &str) -> (&'static str, String) {
    let levels: String = levels
        .iter()
        .enumerate()
        .map(|(n, (format, text))| {
            format!("<w:lvl w:ilvl=\"{n}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:pStyle w:val=\"Heading{n}\"/><w:lvlText w:val=\"{text}\"/></w:lvl>")
        })
        .collect();
    let part = format!(
        "<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId=\"7\">{levels}</w:abstractNum>\
         <w:num w:numId=\"1\"><w:abstractNumId w:val=\"7\"/></w:num>{more}</w:numbering>"
    );
    ("word/numbering.xml", part)
}

fn numbered(list: u32, level: usize, text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
    )
}

const REPORT_LEVELS: [(&str, &str); 3] =
    [("chineseCounting", "%1、"), ("japaneseCounting", "（%2）"), ("decimal", "%3.")];

#[test]
fn numerals_that_word_counts_stand_before_the_text() {
    let body = [
        numbered(1, 0, "总体情况"),
        numbered(1, 1, "主动公开"),
        numbered(1, 1, "依申请公开"),
        numbered(1, 2, "数量"),
        numbered(1, 0, "存在的问题"),
        numbered(1, 1, "不足"),
        numbered(0, 0, "无号"),
        numbered(9, 0, "没有这个列表"),
    ];
    check_with(
        &body.concat(),
        &[numbering(&REPORT_LEVELS, "")],
        "一、总体情况\n（一）主动公开\n（二）依申请公开\n1. 数量\n二、存在的问题\n（一）不足\n无号\n没有这个列表",
    );
}

#[test]
fn headings_are_numbered_by_their_style() {
    let styles = format!(
        "<w:styles {NAMESPACES}>\
         <w:style w:type=\"paragraph\" w:styleId=\"Heading0\"><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>\
         <w:style w:type=\"paragraph\" w:styleId=\"Heading1\"><w:basedOn w:val=\"Heading0\"/></w:style>\
         <w:style w:type=\"paragraph\" w:styleId=\"Mine\"><w:basedOn w:val=\"Heading0\"/></w:style></w:styles>"
    );
    let heading = |style: &str, text: &str| {
        format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
    };
    let body = [
        heading("Heading0", "总体情况"),
        heading("Heading1", "主动公开"),
        heading("Mine", "主动公开政府信息情况"),
        heading("Unknown", "正文"),
    ];
    check_with(
        &body.concat(),
        &[numbering(&REPORT_LEVELS, ""), ("word/styles.xml", styles)],
        "一、总体情况\n（一）主动公开\n二、主动公开政府信息情况\n正文",
    );
}

#[test]
fn a_list_may_begin_anew_or_show_several_levels() {
    let again = "<w:num w:numId=\"2\"><w:abstractNumId w:val=\"7\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"5\"/></w:lvlOverride></w:num>";
    let body = [numbered(1, 0, "甲"), numbered(2, 0, "乙"), numbered(2, 0, "丙"), numbered(1, 1, "丁")];
    check_with(
        &body.concat(),
        &[numbering(&[("decimal", "第%1条"), ("decimal", "%1.%2")], again)],
        "第1条 甲\n第5条 乙\n第6条 丙\n6.1 丁",
    );
}

#[test]
fn serial_numbers_in_a_table_are_its_content_and_bullets_are_not() {
    let row = |text: &str| tr(&[format!("<w:tc>{}</w:tc>", numbered(1, 0, "")), tc("", text)]);
    check_with(&tbl(&[row("规章"), row("许可")]), &[numbering(&[("decimal", "%1")], "")], "| 1 | 规章 |\n| 2 | 许可 |");
    check_with(&numbered(1, 0, "点"), &[numbering(&[("bullet", "\u{f0b7}")], "")], "点");
}

#[test]
fn a_document_of_pictures_has_no_text() {
    check_refused(&packed("<w:p><w:r><w:drawing><pic:pic/></w:drawing></w:r></w:p>", &[]), ReadError::NoText);
    check_refused(&packed("<w:p/>", &[]), ReadError::Empty);
}

#[test]
fn broken_and_hostile_documents_are_refused() {
    let raw = |text: &str| archive(&[("word/document.xml", text.as_bytes())]);
    check_refused(b"", ReadError::Damaged);
    check_refused(&archive(&[("word/other.xml", b"<x/>")]), ReadError::Damaged);
    check_refused(&raw("<w:document><w:body>"), ReadError::Damaged);
    check_refused(&raw("<w:document></w:body>"), ReadError::Damaged);
    check_refused(&raw("<w:document>&unknown;</w:document>"), ReadError::Damaged);
    let entities = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>";
    check_refused(&raw(&format!("{entities}{}", document(&p("&b;")))), ReadError::Damaged);
    check_refused(&raw(&format!("{entities}{}", document(&p("字")))), ReadError::Damaged);
    let deep = format!("{}{}", "<w:tbl><w:tr><w:tc>".repeat(100), "</w:tc></w:tr></w:tbl>".repeat(100));
    check_refused(&packed(&deep, &[]), ReadError::OverLimit { what: Measure::Depth, limit: 256 });
    // So many alike pack too well for an honest file, and are still too many if they do not.
    let many = packed(&tbl(&[tr(&vec!["<w:tc/>".into(); 1_000_000])]), &[]);
    assert!(matches!(docx::read(&many), Err(ReadError::OverLimit { .. })));
    let cells: Vec<String> =
        (0..200_001_u32).map(|n| format!("<w:tc q=\"{:x}\"/>", n.wrapping_mul(2_654_435_761))).collect();
    check_refused(&packed(&tbl(&[tr(&cells)]), &[]), ReadError::OverLimit { what: Measure::Cells, limit: 200_000 });
    let bomb = packed(&p(&" ".repeat(32 << 20)), &[]);
    assert!(matches!(docx::read(&bomb), Err(ReadError::OverLimit { what: Measure::Bytes, .. })));
    // Few cells over very many slots.
    let wide =
        tr(&[tc("<w:gridSpan w:val=\"4000000000\"/>", "甲"), tc("<w:gridSpan w:val=\"99999999999999999999\"/>", "乙")]);
    check(&tbl(&[wide]), "| 甲 | 乙 |");
}

#[test]
fn a_torn_document_is_damaged_wherever_it_was_torn() {
    let bytes = packed(&plain(&[&["甲", "1"], &["乙", "2"]]).repeat(9), &[numbering(&REPORT_LEVELS, "")]);
    for part in 0..50 {
        check_refused(&bytes[..bytes.len() * part / 50], ReadError::Damaged);
    }
}

#[test]
fn xml_torn_anywhere_is_damaged_and_never_a_panic() {
    let whole = document(&plain(&[&["甲", "1"], &["乙", "2"]]).repeat(2));
    for end in (0..whole.len()).filter(|&end| whole.is_char_boundary(end)) {
        let found = docx::read(&archive(&[("word/document.xml", &whole.as_bytes()[..end])]));
        assert!(matches!(found, Err(ReadError::Damaged | ReadError::Empty)), "torn at {end}: {found:?}");
    }
}

/// The same grid as Word writes it.
fn written(grid: &[Vec<usize>]) -> String {
    let rows: Vec<String> = grid
        .iter()
        .enumerate()
        .map(|(r, row)| {
            let mut cells = Vec::new();
            let mut column = 0;
            while column < row.len() {
                let cell = row[column];
                let wide = row.iter().filter(|&&other| other == cell).count();
                let upper = r > 0 && grid[r - 1].contains(&cell);
                let lower = grid.get(r + 1).is_some_and(|next| next.contains(&cell));
                let merge = match (upper, lower) {
                    (true, _) => ON,
                    (false, true) => DOWN,
                    (false, false) => "",
                };
                cells.push(tc(&format!("<w:gridSpan w:val=\"{wide}\"/>{merge}"), &format!("c{cell}")));
                column += wide;
            }
            tr(&cells)
        })
        .collect();
    tbl(&rows)
}

proptest! {
    #[test]
    fn any_merged_grid_comes_back_as_it_was(grid in grid()) {
        comes_back(&grid, &read(&written(&grid), &[]));
    }

    #[test]
    fn no_xml_makes_it_stumble(pieces in proptest::collection::vec(0..24_usize, 0..60)) {
        const PIECES: [&str; 24] = [
            "<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>", "<w:tc>", "</w:tc>", "<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>", "</w:t>",
            "字", "<w:gridSpan w:val=\"3\"/>", "<w:vMerge/>", "<w:vMerge w:val=\"restart\"/>", "<w:txbxContent>", "</w:txbxContent>",
            "<w:fldChar w:fldCharType=\"begin\"/>", "<w:pPr>", "</w:pPr>", "<w:del/>", "<w:gridBefore w:val=\"2\"/>", "<w:hMerge/>",
        ];
        let text: String = pieces.iter().map(|&n| PIECES[n]).collect();
        if let Ok(source) = docx::read(&packed(&text, &[])) {
            sound(&source);
        }
    }

    #[test]
    fn no_order_of_elements_makes_it_stumble(pieces in proptest::collection::vec((0..9_usize, 0..3_usize), 0..60)) {
        const NAMES: [&str; 9] = ["w:tbl", "w:tr", "w:tc", "w:p", "w:r", "w:t", "w:txbxContent", "w:trPr", "w:tcPr"];
        let (mut text, mut open) = (String::new(), Vec::new());
        for (name, kind) in pieces {
            match kind {
                0 => if let Some(name) = open.pop() { text.push_str(&format!("</{name}>")) },
                1 => { open.push(NAMES[name]); text.push_str(&format!("<{}>字", NAMES[name])); }
                _ => text.push_str(["<w:vMerge/>", "<w:gridSpan w:val=\"2\"/>", "<w:hMerge/>"][name % 3]),
            }
        }
        open.iter().rev().for_each(|name| text.push_str(&format!("</{name}>")));
        if let Ok(source) = docx::read(&packed(&text, &[])) {
            sound(&source);
        }
    }
}
