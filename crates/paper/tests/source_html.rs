//! Pages as Chinese government sites carry them, and what a person sees in them.
//!
//! A line stands by itself; a row of a table is `| cell | cell |`, with its slots (`{rows×columns}`) where it covers several;
//! a slot that no cell covers is `_`, one that is covered by a cell before or above is left out; `/` is a line feed in a cell.

use paper::source::{Part, ReadError, Source, html};

fn told(source: &Source) -> String {
    let mut told = String::new();
    for part in &source.parts {
        let table = match part {
            Part::Line(line) => {
                told += &format!("{}\n", line.text);
                continue;
            }
            Part::Table(table) => table,
        };
        for row in 0..table.rows {
            told += "|";
            for column in 0..table.columns {
                let Some(cell) = table.at(row, column) else {
                    told += " _ |";
                    continue;
                };
                if (cell.row, cell.column) != (row, column) {
                    continue;
                }
                told += " ";
                if (cell.rowspan, cell.colspan) != (1, 1) {
                    told += &format!("{{{}×{}}}", cell.rowspan, cell.colspan);
                }
                told += &format!("{} |", cell.text.replace('\n', "/"));
            }
            told += "\n";
        }
    }
    told
}

#[track_caller]
fn check(page: &str, expected: &str) {
    let source = html::read(page.as_bytes()).expect("a page");
    let expected: String = expected.lines().map(|line| format!("{}\n", line.trim())).collect();
    assert_eq!(told(&source), expected.trim_start_matches('\n'), "\n{page}");
}

#[test]
fn paragraphs_are_lines_and_the_source_s_own_line_ends_are_not() {
    check("<p>一、总体\n情况</p><p>&nbsp;&nbsp;收到  申请\n3 件</p>", "一、总体情况\n收到 申请 3 件");
    check("<div>索引号：<span>1</span>\n<span>发布机构：某局</span></div>", "索引号：1 发布机构：某局");
    check("甲<br>乙<br/><br>丙</br>丁", "甲\n乙\n丙\n丁");
    check("<p>甲<p>乙<div>丙<div>丁</div>戊", "甲\n乙\n丙\n丁\n戊");
    check("<pre>甲  乙\n丙</pre>", "甲  乙\n丙");
    check("2 < 3 & 4 &gt 1&#24180;&#x62A5;&ldquo;&middot;&nbsp;&#150;", "2 < 3 & 4 > 1年报“·\u{a0}–");
}

#[test]
fn a_form_keeps_its_merged_cells() {
    check(
        "<table><tr><td colspan=3 rowspan=2>（本列数据）<td colspan=2>申请人情况<tr><td>自然人<td>总计\
         <tr><td rowspan=0>三、本年度办理结果<td rowspan=2>（一）<td>予以公开<td>1<td>1<tr><td>部分公开<td>&nbsp;<td></table>",
        "| {2×3}（本列数据） | {1×2}申请人情况 |
         | 自然人 | 总计 |
         | {2×1}三、本年度办理结果 | {2×1}（一） | 予以公开 | 1 | 1 |
         | 部分公开 |  |  |",
    );
}

#[test]
fn rows_of_unequal_length_and_spans_that_reach_too_far_stay_as_drawn() {
    check(
        "<table><tr><td>甲<td>乙<td>丙<tr><td>丁<tr><td colspan=9 rowspan=9>戊</table>",
        "| 甲 | 乙 | 丙 |
         | 丁 | _ | _ |
         | {1×3}戊 |",
    );
    // A published report of 2019: the heading has its wide cell third, the body second.
    check(
        "<table><tr><td>一<td>二<td colspan=2>三<td>四<tr><td>1<td colspan=2>2<td>3<td>4</table>",
        "| 一 | 二 | {1×2}三 | 四 |
         | 1 | {1×2}2 | 3 | 4 |",
    );
    check(
        "<table><tr><td colspan=100000000>甲<tr><td>乙<td rowspan=-3>丙</table>",
        "| {1×2}甲 |
         | 乙 | 丙 |",
    );
    // The second row's wide cell would lie over the first row's tall one.
    check(
        "<table><tr><td>a<td rowspan=2>b<td>c<tr><td colspan=2>d<td>e</table>",
        "| a | {2×1}b | c |
         | d | e |",
    );
}

#[test]
fn cells_hold_paragraphs_and_line_breaks_as_line_feeds() {
    check(
        "<table><tr><td><p class=MsoNormal>本年新<o:p></o:p></p><p>制作数量</p><td>对外<br>公开<br/></td></tr></table>",
        "| 本年新/制作数量 | 对外/公开 |",
    );
}

#[test]
fn a_heading_repeated_for_each_printed_page_is_dropped() {
    check(
        "<table><thead><tr><th>项目<th>数量</thead><tbody><tr><td>规章<td>1</tbody>\
         <thead><tr><th>项目<th>数量</thead><tbody><tr><td>文件<td>2</tbody></table>",
        "| 项目 | 数量 |
         | 规章 | 1 |
         | 文件 | 2 |",
    );
}

#[test]
fn tables_that_only_arrange_the_page_are_taken_apart() {
    check("<table><tr><td>甲<tr><td><p>乙<p>丙</table>", "甲\n乙\n丙");
    check(
        "<table><tr><td>首页<td>政务<tr><td>左栏<td><table><tr><td colspan=2>标题<tr><td>规章<td>1</table>落款\
         <tr><td>主办<td>某县</table>",
        "| 首页 | 政务 |
         左栏
         | {1×2}标题 |
         | 规章 | 1 |
         落款
         | 主办 | 某县 |",
    );
    // An article without tables, beside a menu.
    let article = "<p>段".repeat(61);
    check(
        &format!("<table><tr><td>左栏<td>{article}<tr><td>主办<td>某县</table>"),
        &format!("左栏\n{}| 主办 | 某县 |", "段\n".repeat(61)),
    );
    // A one-cell table in a cell is a frame around a number, and takes nothing apart.
    check("<table><tr><td>规章<td><table><tr><td>5</table></table>", "| 规章 | 5 |");
    check(
        "<table><tr><td rowspan=3>甲<td>乙<tr><td><table><tr><td>1<td>2</table><tr><td>丙<td>丁</table>",
        "| 甲 | 乙 |\n| 1 | 2 |\n| 丙 | 丁 |",
    );
}

#[test]
fn what_is_not_seen_is_not_read() {
    check(
        "<script>document.write('<p>1</p>')</script><style>p{}</style><noscript>2</noscript><template>3</template>\
         <textarea>4</textarea><iframe srcdoc='<p>5</p>'>6</iframe><select><option>7</select><!-- 8 -->\
         <p style='color:red; DISPLAY : none'>9</p><div hidden>10<div>11</div></div><del>12</del><input type=hidden value=13>\
         <span style='visibility:hidden'>14<b style='visibility:visible'>年报</b></span><input value=15><svg><path/><text>16</text></svg>",
        "年报15",
    );
    check(
        "<table><tr style='display:none'><td>1<td>2<tr><td>甲<td style='display:none'>3<td>乙<tr><td>丙<td style='visibility:hidden'>4</table>",
        "| 甲 | 乙 |
         | 丙 |  |",
    );
    // A page that a script shows when it has run.
    check("<div style='display:none'><p>年度报告</p></div>", "年度报告");
}

#[test]
fn numerals_that_word_or_a_browser_writes_are_kept() {
    check(
        "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>一、\
         <span>&nbsp;&nbsp;</span></span><![endif]>总体情况</p><!--[if gte mso 9]><xml><w:View>Normal</w:View></xml><![endif]-->",
        "一、\u{a0}\u{a0}总体情况",
    );
    check(
        "<ol><li>甲<li>乙<ul><li>丙</ul><li value=9><p>丁</p></ol><ol type=A start=2><li>戊</ol>\
         <ol class='custom_cn list-paddingleft-1'><li>总体</ol><ol style='list-style-type: none'><li>己</ol>",
        "1. 甲\n2. 乙\n丙\n9. 丁\nB. 戊\n一、总体\n己",
    );
}

#[test]
fn a_box_of_metadata_keeps_names_beside_values() {
    check(
        "<dl><dt>索 引 号：<dd>12610800MB/2020-1<dt>发布机构</dt>\n<dd><p>某局</p></dd><dt>标题</dt></dl>",
        "索 引 号： 12610800MB/2020-1\n发布机构 某局\n标题",
    );
}

#[test]
fn title_and_named_facts_stand_beside_the_text() {
    let page = "<title> 某局2023年&amp;\n年报 </title><meta name=SiteName content='某县&nbsp;政府'><META NAME=\"PubDate\" CONTENT=\"2024-01-20\">\
                <meta http-equiv=Content-Type content='text/html'><p>正文";
    let source = html::read(page.as_bytes()).expect("a page");
    assert_eq!(source.title.as_deref(), Some("某局2023年& 年报"));
    let facts = [("SiteName", "某县\u{a0}政府"), ("PubDate", "2024-01-20")].map(|(a, b)| (a.to_owned(), b.to_owned()));
    assert_eq!(source.facts, facts);
}

#[test]
fn menus_go_only_if_nothing_in_them_could_be_a_report() {
    check(
        "<header><ul><li>首页<li>政务</ul></header><nav>当前位置</nav><header><h1>2023年度报告</h1></header>\
         <footer><table><tr><td>规章<td>1</table></footer><footer>主办：某县</footer>",
        "2023年度报告
         | 规章 | 1 |",
    );
}

#[test]
fn broken_markup_loses_no_words() {
    check("<table><tr><td>甲<td>乙<table><tr><td>1<td>2</table></b></div>丙", "甲\n乙\n| 1 | 2 |\n丙");
    check("<tr><td>甲<td>乙<tr><td>丙<td>丁</tr><p>尾", "| 甲 | 乙 |\n| 丙 | 丁 |\n尾");
    check(
        "<table><caption>表一</caption>单位：件<tr><td>甲<td>乙</tr>注<tr><td>丙<td>丁</tr><p>尾",
        "表一\n单位：件\n注\n| 甲 | 乙 |\n| 丙 | 丁 |\n尾",
    );
    check("<table><tr><td>甲<td>乙</tr><h2>二</h2><table><tr><td>丙<td>丁</table>", "| 甲 | 乙 |\n二\n| 丙 | 丁 |");
    check("<p>甲<b>乙<p>丙</b>丁</span>戊</p></td></tr></table>己<a href=\"", "甲乙\n丙丁戊\n己");
    check("<!-- a --><!--><p>甲<!--- b ---><!doctype html><?php ?></ x><3", "甲<3");
    check("<script><!-- w('<script></script>') --></script>甲<script>x", "甲");
}

#[test]
fn places_count_lines_and_rows() {
    let source = html::read("<p>甲<table><tr><td>1<td>2<tr><td>3<td>4</table>乙".as_bytes()).expect("a page");
    let lines: Vec<u32> = source.tables().flat_map(|table| &table.cells).map(|cell| cell.at.line).collect();
    assert_eq!(lines, [2, 2, 3, 3]);
    assert!(matches!(&source.parts[2], Part::Line(line) if line.at.line == 4));
}

#[test]
fn a_page_without_words_says_so() {
    for (page, error) in [
        ("", ReadError::Empty),
        ("<div id=app></div><script>run()</script>", ReadError::Empty),
        ("<p><img src=1.jpg></p>", ReadError::NoText),
    ] {
        assert_eq!(html::read(page.as_bytes()), Err(error), "{page}");
    }
}

/// What Word saves as a filtered page: lines of the source cut at a width, attributes without quotes, blank rows that only set widths.
const FILTERED: &str = "<html><head><meta http-equiv=Content-Type content=\"text/html; charset=gb2312\"><title>年报</title></head>\r\n\
    <body lang=ZH-CN><div class=WordSection1><p class=MsoNormal align=center><b><span\r\nstyle='font-size:22.0pt'>某县司法局\r\n政府信息公开\
    工作年度报告</span></b></p><table class=MsoTableGrid border=1 cellspacing=0><tr><td width=277 colspan=2 valign=top>\
    <p class=MsoNormal>第二十条第（五）项</p></td></tr><tr><td><p class=MsoNormal>信息内容</p></td><td><p class=MsoNormal>本年处理\
    <br>决定数量</p></td></tr><tr height=0><td width=138 style='border:none'></td><td width=139 style='border:none'></td></tr></table>";

const FILTERED_READ: &str = "某县司法局政府信息公开工作年度报告
    | {1×2}第二十条第（五）项 |
    | 信息内容 | 本年处理/决定数量 |";

#[test]
fn a_page_that_word_saved_is_read_in_its_charset() {
    check(FILTERED, FILTERED_READ);
    let gbk = encoding_rs::GBK.encode(FILTERED).0;
    let source = html::read(&gbk).expect("a page");
    assert_eq!(source, html::read(FILTERED.as_bytes()).expect("a page"));
    let wide: Vec<u8> = FILTERED.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(html::read(&wide), Ok(source));
}

#[test]
fn a_page_saved_with_its_pictures_as_one_file_is_read() {
    let gbk = encoding_rs::GBK.encode("<p>某县司法局<table><tr><td>规章<td>1</table>").0;
    let quoted: String = gbk
        .iter()
        .map(|b| format!("={b:02X}"))
        .collect::<Vec<_>>()
        .chunks(24)
        .map(|line| line.concat() + "=\r\n")
        .collect();
    let file = format!(
        "From: <Saved by Blink>\r\nSubject: =?utf-8?Q?x?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\
         \tboundary=\"--Part--7\"\r\n\r\n\r\n----Part--7\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n\
         ----Part--7\r\nContent-Type: text/html; charset=\"gb2312\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{quoted}\r\n----Part--7--\r\n"
    );
    let source = html::read(file.as_bytes()).expect("a page");
    assert_eq!(told(&source), "某县司法局\n| 规章 | 1 |\n");

    // <p>年报 in base64, within a part of parts.
    let file = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=a\n\n--a\nContent-Type: multipart/alternative; boundary=b\n\n\
                --b\nContent-Type: text/plain\n\nno\n--b\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\nPHA+5bm0\n5oql\n--b--\n--a--\n";
    assert_eq!(told(&html::read(file.as_bytes()).expect("a page")), "年报\n");
}
