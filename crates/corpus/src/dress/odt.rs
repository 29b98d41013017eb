//! ODT as LibreOffice writes it.

use crate::chance::Chance;
use crate::dress::escape;
use crate::dress::package::pack;
use crate::grid::Grid;
use crate::page::{Page, Piece};

/// The file of a page, and its layout's name.
pub fn write(page: &Page, chance: &mut Chance) -> (Vec<u8>, &'static str) {
    let lists = chance.hit(20);
    let mut body = String::new();
    for (i, piece) in page.pieces.iter().enumerate() {
        match piece {
            Piece::Title(lines) => {
                let text: Vec<String> = lines.iter().map(|line| escape(line)).collect();
                body.push_str(&format!("<text:p text:style-name=\"P1\">{}</text:p>", text.join("<text:line-break/>")));
            }
            Piece::Heading(numeral, words) if lists => body.push_str(&format!(
                "<text:h text:style-name=\"H1\" text:outline-level=\"1\">{}{}</text:h>",
                escape(numeral),
                escape(words)
            )),
            Piece::Heading(numeral, words) => {
                body.push_str(&format!("<text:p text:style-name=\"P2\">{}{}</text:p>", escape(numeral), spans(words)));
            }
            Piece::Text(text) => body.push_str(&format!("<text:p text:style-name=\"P3\">{}</text:p>", spans(text))),
            Piece::Table(grid) => table(grid, i, chance, &mut body),
            Piece::Signature(lines) => {
                for line in lines {
                    body.push_str(&format!(
                        "<text:p text:style-name=\"P4\">{}<text:s text:c=\"2\"/></text:p>",
                        escape(line)
                    ));
                }
            }
        }
    }
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content \
         xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" office:version=\"1.2\"><office:automatic-styles>\
         <style:style style:name=\"P1\" style:family=\"paragraph\"/></office:automatic-styles><office:body><office:text>\
         <text:tracked-changes>\
         <text:changed-region text:id=\"ct1\"><text:deletion><office:change-info><dc:creator>a</dc:creator>\
         <dc:date>2024-01-05T10:00:00</dc:date></office:change-info><text:p>删去的文字九十九件。</text:p></text:deletion>\
         </text:changed-region></text:tracked-changes>{body}</office:text></office:body>\
         </office:document-content>"
    );
    let manifest = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><manifest:manifest \
        xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"><manifest:file-entry \
        manifest:full-path=\"/\" manifest:media-type=\"application/vnd.oasis.opendocument.text\"/><manifest:file-entry \
        manifest:full-path=\"content.xml\" manifest:media-type=\"text/xml\"/></manifest:manifest>";
    let bytes = pack(
        &[
            ("mimetype", "application/vnd.oasis.opendocument.text"),
            ("META-INF/manifest.xml", manifest),
            ("content.xml", &content),
        ],
        true,
    );
    (bytes, if lists { "outline headings" } else { "plain" })
}

/// Digits in spans of their own.
fn spans(text: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in text.chars() {
        if c.is_ascii_digit() != inside {
            out.push_str(if inside { "</text:span>" } else { "<text:span text:style-name=\"T1\">" });
            inside = !inside;
        }
        out.push_str(&escape(&c.to_string()));
    }
    if inside {
        out.push_str("</text:span>");
    }
    out
}

fn table(grid: &Grid, number: usize, chance: &mut Chance, out: &mut String) {
    let places = grid.places();
    let columns = places.edges.len() - 1;
    let repeated = chance.hit(60);
    let typed = chance.hit(30);
    out.push_str(&format!(
        "<table:table table:name=\"表格{number}\"><table:table-column table:number-columns-repeated=\"{columns}\"/>"
    ));
    for r in 0..places.rows {
        if repeated && grid.head > 0 && r == 0 {
            out.push_str("<table:table-header-rows>");
        }
        out.push_str("<table:table-row>");
        let mut column = 0;
        let mut blanks = 0;
        let flush = |blanks: &mut usize, out: &mut String| {
            match *blanks {
                0 => {}
                1 => out.push_str("<table:covered-table-cell/>"),
                more => out.push_str(&format!("<table:covered-table-cell table:number-columns-repeated=\"{more}\"/>")),
            }
            *blanks = 0;
        };
        while column < columns {
            match places.covering(r, column) {
                Some(placed) if placed.row == r && placed.column == column => {
                    flush(&mut blanks, out);
                    let mut attributes = String::new();
                    if placed.colspan > 1 {
                        attributes.push_str(&format!(" table:number-columns-spanned=\"{}\"", placed.colspan));
                    }
                    if placed.boxed.rowspan > 1 {
                        attributes.push_str(&format!(" table:number-rows-spanned=\"{}\"", placed.boxed.rowspan));
                    }
                    if typed && placed.boxed.text.parse::<i64>().is_ok() {
                        attributes
                            .push_str(&format!(" office:value-type=\"float\" office:value=\"{}\"", placed.boxed.text));
                    }
                    let text: String = placed
                        .boxed
                        .text
                        .split('\n')
                        .map(|line| format!("<text:p text:style-name=\"P5\">{}</text:p>", spans(line)))
                        .collect();
                    out.push_str(&format!("<table:table-cell{attributes}>{text}</table:table-cell>"));
                }
                _ => blanks += 1,
            }
            column += 1;
        }
        flush(&mut blanks, out);
        out.push_str("</table:table-row>");
        if repeated && grid.head > 0 && r + 1 == grid.head {
            out.push_str("</table:table-header-rows>");
        }
    }
    out.push_str("</table:table>");
}
