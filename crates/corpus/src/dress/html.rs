//! Web pages: clean ones, pasted ones, whole pages of content management systems.

use crate::chance::Chance;
use crate::dress::escape;
use crate::grid::{Grid, Placed, What};
use crate::page::{Page, Piece};

/// What kind of page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// An editor's plain page.
    Clean,
    /// Pasted from Word: classes, styles, `o:p`, blanks as entities.
    WordPaste,
    /// A whole page of a site: navigation, box of facts, article, footer.
    Site,
    /// As a site, laid out with tables inside tables.
    NestedTables,
    /// No table element: a `div` for each cell.
    Divs,
    /// Colspans that disagree from row to row.
    Disagreeing,
}

impl Style {
    /// All of them with how often they are met.
    pub const ALL: &[(u32, Style)] = &[
        (14, Style::Clean),
        (26, Style::WordPaste),
        (34, Style::Site),
        (10, Style::NestedTables),
        (6, Style::Divs),
        (10, Style::Disagreeing),
    ];

    /// Its name in the table of outcomes.
    pub fn name(self) -> &'static str {
        match self {
            Style::Clean => "clean",
            Style::WordPaste => "word paste",
            Style::Site => "site",
            Style::NestedTables => "nested tables",
            Style::Divs => "divs",
            Style::Disagreeing => "disagreeing",
        }
    }

    /// Whether the page has a box of facts.
    pub fn has_facts(self) -> bool {
        matches!(self, Style::Site | Style::NestedTables)
    }
}

/// How the bytes are encoded, and what the page claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charset {
    /// UTF-8, said so.
    Utf8,
    /// GBK, said so.
    Gbk,
    /// GB 18030, claimed to be gb2312.
    Gb18030AsGb2312,
    /// UTF-8, claimed to be gb2312.
    Utf8AsGbk,
    /// GBK, nothing claimed.
    GbkSilent,
    /// Big5, said so (traditional script only).
    Big5,
}

/// The bytes of a page.
pub fn write(page: &Page, style: Style, charset: Charset, chance: &mut Chance) -> Vec<u8> {
    let name = match charset {
        Charset::Utf8 => Some("utf-8"),
        Charset::Gbk => Some("GBK"),
        Charset::Gb18030AsGb2312 | Charset::Utf8AsGbk => Some("gb2312"),
        Charset::GbkSilent => None,
        Charset::Big5 => Some("big5"),
    };
    let meta = match name {
        Some(name) if chance.hit(50) => format!("<meta charset=\"{name}\">"),
        Some(name) => format!("<META http-equiv=\"Content-Type\" content=\"text/html; charset={name}\">"),
        None => String::new(),
    };
    let body = article(page, style, chance);
    let html = match style {
        Style::Clean | Style::Disagreeing | Style::Divs => format!(
            "<!DOCTYPE html>\n<html lang=\"zh-CN\"><head>{meta}<title>{}</title></head>\n<body>\n{body}\n</body></html>\n",
            escape(&page.name)
        ),
        Style::WordPaste => format!(
            "<html xmlns:o=\"urn:schemas-microsoft-com:office:office\" xmlns:w=\"urn:schemas-microsoft-com:office:word\">\
             <head>{meta}<meta name=Generator content=\"Microsoft Word 15\">\n<style><!-- p.MsoNormal {{margin:0cm; \
             font-family:宋体}} table.MsoNormalTable {{mso-style-name:普通表格}} --></style>\n<!--[if gte mso 9]><xml>\
             <w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]--></head>\n<body lang=ZH-CN>\n\
             <div class=WordSection1 style='layout-grid:15.6pt'>\n{body}\n</div></body></html>\n"
        ),
        Style::Site | Style::NestedTables => site(page, &meta, &body, style),
    };
    match charset {
        Charset::Utf8 | Charset::Utf8AsGbk => html.into_bytes(),
        Charset::Gbk | Charset::GbkSilent => encoding_rs::GBK.encode(&html).0.into_owned(),
        Charset::Gb18030AsGb2312 => encoding_rs::GB18030.encode(&html).0.into_owned(),
        Charset::Big5 => encoding_rs::BIG5.encode(&html).0.into_owned(),
    }
}

fn site(page: &Page, meta: &str, body: &str, style: Style) -> String {
    let fact = |name: &str| page.facts.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value);
    let head = format!(
        "{meta}\n<title>{}-{}</title>\n<meta name=\"SiteName\" content=\"{}\" />\n<meta name=\"ArticleTitle\" \
         content=\"{}\" />\n<meta name=\"PubDate\" content=\"{} 09:32\" />\n<meta name=\"ContentSource\" content=\"{}\" />\n\
         <style>.nav li{{float:left}}</style><script>var siteId = 35; if (1 < 2) {{ document.title; }}</script>",
        escape(&page.name),
        escape(&page.site),
        escape(&page.site),
        escape(&page.name),
        fact("发文日期"),
        escape(&page.site),
    );
    let nav = "<div class=\"top\"><a href=\"/\">网站首页</a> | <a href=\"#\">设为首页</a></div>\n<ul class=\"nav\"><li><a \
               href=\"/zwgk/\">政务公开</a></li><li><a href=\"/zwfw/\">政务服务</a></li><li><a href=\"/hdjl/\">互动交流</a></li>\
               <li><a href=\"/nb/\">政府信息公开年报</a></li></ul>\n<div class=\"crumb\">当前位置：<a href=\"/\">首页</a>&gt;<a \
               href=\"/nb\">政府信息公开工作年度报告</a>&gt;正文</div>";
    let mut rows = String::new();
    for pair in page.facts.chunks(2) {
        rows.push_str("<tr>");
        for (name, value) in pair {
            rows.push_str(&format!("<th>{name}：</th><td>{}</td>", escape(value)));
        }
        rows.push_str("</tr>\n");
    }
    let facts = if rows.is_empty() { String::new() } else { format!("<table class=\"xxgk\">{rows}</table>") };
    let day = fact("发文日期");
    let foot = "<div class=\"share\">分享到：<a>微信</a><a>微博</a></div><div class=\"qr\">扫一扫在手机打开当前页</div>\n\
                <div class=\"related\"><h3>相关链接</h3><ul><li><a href=\"#\">2018年政府信息公开工作年度报告</a></li><li><a \
                href=\"#\">政府信息公开指南</a></li></ul></div>\n<div class=\"footer\"><p>主办：县人民政府办公室　技术支持：信息中心</p>\
                <p>备案号：陇ICP备12003456号-1　网站标识码：6208230001　电话：0933-1234567</p></div>";
    let article = format!(
        "<div class=\"article\"><h1>{}</h1>\n<div class=\"info\">发布时间：{day} 09:32　来源：{}　浏览次数：<span \
         id=\"hits\">1024</span>　字号：[大 中 小]</div>\n<div class=\"TRS_Editor\" id=\"zoom\">{body}</div></div>",
        escape(&page.name),
        escape(&page.site),
    );
    match style {
        Style::NestedTables => format!(
            "<html><head>{head}</head><body><table width=\"1000\"><tr><td colspan=\"2\">{nav}</td></tr>\n<tr><td \
             width=\"200\" valign=\"top\"><table><tr><td>公开指南</td></tr><tr><td>公开目录</td></tr><tr><td>公开年报</td></tr>\
             </table></td>\n<td>{facts}<table><tr><td>{article}</td></tr></table></td></tr>\n<tr><td \
             colspan=\"2\">{foot}</td></tr></table></body></html>"
        ),
        _ => format!(
            "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\">\n<html><head>{head}</head>\n<body>{nav}\n\
             <div class=\"main\">{facts}\n{article}</div>\n{foot}\n</body></html>"
        ),
    }
}

fn article(page: &Page, style: Style, chance: &mut Chance) -> String {
    let paste = style == Style::WordPaste || (style.has_facts() && chance.hit(60));
    let bold = chance.hit(50);
    let breaks = style == Style::Site && chance.hit(15);
    let mut out = String::new();
    for piece in &page.pieces {
        match piece {
            // A site prints the title above the article.
            Piece::Title(_) if style.has_facts() && bold => {}
            Piece::Title(lines) if paste => {
                for line in lines {
                    let (class, text) = ("MsoNormal align=center style='text-align:center'", escape(line));
                    out.push_str(&format!(
                        "<p class={class}><b><span style='font-size:22.0pt'>{text}<o:p></o:p></span></b></p>\n"
                    ));
                }
            }
            Piece::Title(lines) => out.push_str(&format!("<h1>{}</h1>\n", lines.join("<br/>"))),
            Piece::Heading(numeral, words) => {
                let text = format!("{}{}", escape(numeral), escape(words));
                match (paste, bold) {
                    (true, _) => out.push_str(&format!(
                        "<p class=MsoNormal style='text-indent:32.0pt'><span style='font-family:黑体'>{text}<span \
                         lang=EN-US><o:p></o:p></span></span></p>\n"
                    )),
                    (false, true) => out.push_str(&format!("<p><strong>　　{text}</strong></p>\n")),
                    (false, false) => out.push_str(&format!("<h2>{text}</h2>\n")),
                }
            }
            Piece::Text(text) if paste => {
                out.push_str(&format!("<p class=MsoNormal style='text-indent:32.0pt'>{}<o:p></o:p></p>\n", runs(text)))
            }
            Piece::Text(text) if breaks => out.push_str(&format!("&nbsp;&nbsp;&nbsp;&nbsp;{}<br />\n", escape(text))),
            Piece::Text(text) => out.push_str(&format!("<p>　　{}</p>\n", escape(text))),
            Piece::Table(grid) => table(grid, style, paste, chance, &mut out),
            Piece::Signature(lines) => {
                for line in lines {
                    out.push_str(&format!("<p style=\"text-align: right;\">{}&nbsp;&nbsp;</p>\n", escape(line)));
                }
            }
        }
    }
    out
}

/// Numbers and letters in spans of their own, as Word writes them.
fn runs(text: &str) -> String {
    let mut out = String::new();
    let mut latin = false;
    for c in text.chars() {
        if c.is_ascii_alphanumeric() != latin {
            out.push_str(if latin { "</span>" } else { "<span lang=EN-US>" });
            latin = !latin;
        }
        out.push_str(&escape(&c.to_string()));
    }
    if latin {
        out.push_str("</span>");
    }
    out
}

fn table(grid: &Grid, style: Style, paste: bool, chance: &mut Chance, out: &mut String) {
    let places = grid.places();
    let mut rows: Vec<Vec<&Placed<'_>>> = vec![Vec::new(); places.rows];
    for placed in &places.boxes {
        rows[placed.row].push(placed);
    }
    let blank = *chance.pick(&["", "&nbsp;", "<o:p>&nbsp;</o:p>", "　", "<br/>"]);
    if style == Style::Divs {
        out.push_str("<div class=\"table\">\n");
        for row in &rows {
            out.push_str("<div class=\"row\">");
            for placed in row {
                out.push_str(&format!(
                    "<div class=\"cell\">{}</div>",
                    escape(&placed.boxed.text).replace('\n', "<br>")
                ));
            }
            out.push_str("</div>\n");
        }
        out.push_str("</div>\n");
        return;
    }
    let thead = !paste && grid.head > 0 && chance.hit(35);
    out.push_str(match paste {
        true => "<table class=MsoNormalTable border=1 cellspacing=0 cellpadding=0 style='border-collapse:collapse'>\n",
        false => "<table border=\"1\" cellpadding=\"0\">\n",
    });
    let disagree = style == Style::Disagreeing;
    let mut body = false;
    for (r, row) in rows.iter().enumerate() {
        if thead && r == 0 {
            out.push_str("<thead>");
        } else if thead && r == grid.head && !body {
            out.push_str("</thead><tbody>");
            body = true;
        }
        out.push_str(if paste { " <tr style='height:18.0pt'>\n" } else { "<tr>" });
        for (i, placed) in row.iter().enumerate() {
            let tag = if thead && !body && placed.boxed.what == What::Head { "th" } else { "td" };
            let mut colspan = placed.colspan;
            // Table 2 of some sites: the heading spans 1+1+2+1 columns, its values 1+2+1+1.
            if disagree && row.len() == 4 && places.edges.len() == 5 {
                colspan = if (r + i).is_multiple_of(3) { 2 } else { 1 };
            }
            let mut attributes = String::new();
            if colspan > 1 {
                attributes.push_str(&format!(" colspan={}", quoted(colspan, paste)));
            }
            if placed.boxed.rowspan > 1 {
                attributes.push_str(&format!(" rowspan={}", quoted(placed.boxed.rowspan, paste)));
            }
            let text = &placed.boxed.text;
            let inside = match (text.is_empty(), paste) {
                (true, true) => format!("<p class=MsoNormal><span lang=EN-US>{blank}</span></p>"),
                (true, false) => blank.to_owned(),
                (false, true) => text
                    .split('\n')
                    .map(|line| format!("<p class=MsoNormal align=center><span>{}<o:p></o:p></span></p>", runs(line)))
                    .collect(),
                (false, false) => escape(text).replace('\n', "<br>"),
            };
            let width =
                if paste { " width=73 valign=top style='width:54.9pt;border:solid windowtext 1.0pt'" } else { "" };
            out.push_str(&format!("<{tag}{width}{attributes}>{inside}</{tag}>"));
        }
        // Many editors forget the end tag of a row.
        out.push_str(if disagree { "\n" } else { "</tr>\n" });
    }
    out.push_str(if body { "</tbody></table>\n" } else { "</table>\n" });
}

fn quoted(number: usize, bare: bool) -> String {
    if bare { number.to_string() } else { format!("\"{number}\"") }
}
