//! From parts to elements: meaning in the tags, looks in class names, nothing else.

use crate::document::{Align, Block, Document, Grid, Level, Placed, Role, Run, chinese_date};
use crate::visible::visible;

/// The paper as a complete page that stands by itself.
///
/// No style, no script, no address: the page can be kept as a file, mailed, or served under the
/// strictest content security policy. Every word is escaped; invisible characters stay behind. There is
/// always exactly one `h1`: the title, or the paper's name where it has no title.
///
/// ```
/// use paper::document::{Block, Document};
///
/// let page = paper::html::write(&Document::new("<答复>").with(Block::paragraph("甲 & 乙")));
/// assert!(page.contains("<h1 class=\"title\">&lt;答复&gt;</h1>"));
/// assert!(page.contains("<p>甲 &amp; 乙</p>"));
/// ```
pub fn write(document: &Document) -> String {
    let mut html = String::from("<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n");
    html.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    one_line(&mut html, &document.name);
    html.push_str("</title>\n</head>\n<body>\n<main>\n");
    html.push_str(&fragment(document));
    html.push_str("</main>\n</body>\n</html>\n");
    html
}

/// The paper as one `article`, to be set into a page; see [`write`](fn@write).
pub fn fragment(document: &Document) -> String {
    let mut html = String::from("<article class=\"paper\">\n");
    if !has_title(&document.blocks) {
        element(&mut html, "h1", "title", &document.name);
    }
    blocks(&mut html, &document.blocks);
    html.push_str("</article>\n");
    html
}

fn has_title(blocks: &[Block]) -> bool {
    blocks.iter().any(|block| match block {
        Block::Title(_) => true,
        Block::Landscape(inner) => has_title(inner),
        _ => false,
    })
}

fn blocks(html: &mut String, blocks: &[Block]) {
    for block in blocks {
        match block {
            Block::Masthead { organ } => element(html, "p", "masthead", organ),
            Block::Number(number) => element(html, "p", "number", number),
            Block::Title(title) => element(html, "h1", "title", title),
            Block::Addressee(name) => element(html, "p", "addressee", &format!("{name}：")),
            Block::Heading { level, text } => {
                let tag = match level {
                    Level::One => "h2",
                    Level::Two => "h3",
                    Level::Three => "h4",
                    Level::Four => "h5",
                };
                element(html, tag, "", text);
            }
            Block::Paragraph(runs) => paragraph(html, runs),
            Block::Grid(grid) => table(html, grid),
            Block::Attachments(names) => attachments(html, names),
            Block::Signature { organ, date } => {
                html.push_str("<div class=\"signature\">\n");
                element(html, "p", "organ", organ);
                html.push_str(&format!("<p><time datetime=\"{date}\">{}</time></p>\n</div>\n", chinese_date(*date)));
            }
            Block::Imprint { copies_to, printed_by, printed_on } => {
                html.push_str("<footer class=\"imprint\">\n");
                if !copies_to.is_empty() {
                    element(html, "p", "", &format!("抄送：{}。", copies_to.join("，")));
                }
                html.push_str("<p>");
                text(html, printed_by);
                let day = chinese_date(*printed_on);
                html.push_str(&format!(" <time datetime=\"{printed_on}\">{day}</time>印发</p>\n</footer>\n"));
            }
            // A sheet of paper ends; a page on a screen does not.
            Block::PageBreak => {}
            Block::Landscape(inner) => {
                html.push_str("<div class=\"landscape\">\n");
                self::blocks(html, inner);
                html.push_str("</div>\n");
            }
        }
    }
}

fn paragraph(html: &mut String, runs: &[Run]) {
    html.push_str("<p>");
    for run in runs {
        if run.bold {
            html.push_str("<strong>");
        }
        text(html, &run.text);
        if run.bold {
            html.push_str("</strong>");
        }
    }
    html.push_str("</p>\n");
}

fn attachments(html: &mut String, names: &[String]) {
    match names {
        [] => {}
        [only] => element(html, "p", "attachments", &format!("附件：{only}")),
        many => {
            html.push_str("<div class=\"attachments\">\n<p>附件：</p>\n<ol>\n");
            for name in many {
                element(html, "li", "", name);
            }
            html.push_str("</ol>\n</div>\n");
        }
    }
}

fn table(html: &mut String, grid: &Grid) {
    // A region that takes the focus can be moved with the keyboard when it is wider than a phone.
    let name = grid.caption().unwrap_or("表格");
    html.push_str("<div class=\"table-scroll\" role=\"region\" tabindex=\"0\" aria-label=\"");
    one_line(html, name);
    html.push_str("\">\n<table>\n");
    if let Some(caption) = grid.caption() {
        element(html, "caption", "", caption);
    }
    html.push_str("<colgroup>");
    for width in grid.widths() {
        html.push_str(&format!("<col class=\"w-{width}\">"));
    }
    html.push_str("</colgroup>\n");
    let (head, body) = grid.rows().split_at(grid.header_rows());
    for (tag, rows) in [("thead", head), ("tbody", body)] {
        if rows.is_empty() {
            continue;
        }
        html.push_str(&format!("<{tag}>\n"));
        for row in rows {
            html.push_str("<tr>");
            for placed in row {
                cell(html, placed);
            }
            html.push_str("</tr>\n");
        }
        html.push_str(&format!("</{tag}>\n"));
    }
    html.push_str("</table>\n</div>\n");
}

fn cell(html: &mut String, placed: &Placed) {
    let cell = &placed.cell;
    let (tag, scope) = match cell.role {
        Role::Data => ("td", ""),
        Role::ColumnHeader if cell.colspan > 1 => ("th", " scope=\"colgroup\""),
        Role::ColumnHeader => ("th", " scope=\"col\""),
        Role::RowHeader if cell.rowspan > 1 => ("th", " scope=\"rowgroup\""),
        Role::RowHeader => ("th", " scope=\"row\""),
    };
    html.push_str(&format!("<{tag}{scope}"));
    if cell.rowspan > 1 {
        html.push_str(&format!(" rowspan=\"{}\"", cell.rowspan));
    }
    if cell.colspan > 1 {
        html.push_str(&format!(" colspan=\"{}\"", cell.colspan));
    }
    html.push_str(match cell.align {
        Align::Left => " class=\"left\">",
        Align::Center => ">",
        Align::Right => " class=\"right\">",
    });
    text(html, &cell.text);
    html.push_str(&format!("</{tag}>"));
}

fn element(html: &mut String, tag: &str, class: &str, words: &str) {
    html.push_str(&format!("<{tag}"));
    if !class.is_empty() {
        html.push_str(&format!(" class=\"{class}\""));
    }
    html.push('>');
    text(html, words);
    html.push_str(&format!("</{tag}>\n"));
}

/// Words between tags; a line feed is a line break.
pub(crate) fn text(html: &mut String, words: &str) {
    for (n, line) in words.split('\n').enumerate() {
        if n > 0 {
            html.push_str("<br>");
        }
        escaped(html, line);
    }
}

/// Words in an attribute or in the name of a window, where no tag may stand.
fn one_line(html: &mut String, words: &str) {
    escaped(html, &words.replace('\n', " "));
}

fn escaped(html: &mut String, words: &str) {
    for c in visible(words).chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            c => html.push(c),
        }
    }
}
