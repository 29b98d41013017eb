//! Word files as Word, WPS and converters leave them.

use crate::chance::Chance;
use crate::dress::escape;
use crate::dress::package::pack;
use crate::grid::{Grid, Placed, What};
use crate::page::{Page, Piece};

/// The habits of one file.
#[derive(Clone, Copy, Debug)]
struct Habits {
    /// `w:vMerge w:val="continue"` written out, or bare.
    continued: bool,
    /// Runs cut between digits and letters, as spell checkers and editing leave them.
    torn: bool,
    /// Deleted and inserted text of tracked changes.
    tracked: bool,
    /// Content controls around cells and paragraphs.
    controls: bool,
    /// Numerals of the headings by automatic numbering.
    numbered: bool,
    /// Heading rows marked as repeated.
    header: bool,
    /// WPS: other namespaces, `wps:` text boxes.
    wps: bool,
    /// The title in a text box.
    box_title: bool,
    /// Tables cut in two with their heading rows repeated by hand.
    cut: bool,
    /// Tables inside a layout table.
    nested: bool,
    /// Grid columns of the table left out (`w:gridBefore` is not needed, `w:tblGrid` is empty).
    no_grid: bool,
}

/// What is unusual about a file, for the table of outcomes.
pub struct Written {
    /// The file.
    pub bytes: Vec<u8>,
    /// The most telling habit.
    pub layout: &'static str,
    /// Whether the numerals of the headings are automatic.
    pub numbered: bool,
}

/// The file of a page.
pub fn write(page: &Page, may_number: bool, chance: &mut Chance) -> Written {
    let mut habits = Habits {
        continued: chance.hit(50),
        torn: chance.hit(35),
        tracked: false,
        controls: false,
        numbered: false,
        header: chance.hit(40),
        wps: chance.hit(40),
        box_title: false,
        cut: false,
        nested: false,
        no_grid: chance.hit(15),
    };
    let layout = match chance.below(12) {
        0 => {
            habits.tracked = true;
            "tracked changes"
        }
        1 => {
            habits.controls = true;
            "content controls"
        }
        2 => {
            habits.numbered = may_number;
            "automatic numerals"
        }
        3 => {
            habits.box_title = true;
            "text box"
        }
        4 | 5 => {
            habits.cut = true;
            "cut tables"
        }
        6 => {
            habits.nested = true;
            "nested"
        }
        _ if habits.wps => "wps",
        _ => "word",
    };
    let mut body = String::new();
    for piece in &page.pieces {
        piece_xml(piece, &habits, chance, &mut body);
    }
    let space = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
                 xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
                 xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" \
                 xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\" \
                 xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
                 xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
                 xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\" \
                 xmlns:wpsCustomData=\"http://www.wps.cn/officeDocument/2013/wpsCustomData\"";
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:document {space} mc:Ignorable=\"w14\">\
         <w:body>{body}<w:sectPr><w:footerReference r:id=\"rId9\" w:type=\"default\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
         </w:sectPr></w:body></w:document>"
    );
    let types = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Types \
        xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" \
        ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" \
        ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" \
        ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/><Override \
        PartName=\"/word/numbering.xml\" \
        ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml\"/><Override \
        PartName=\"/word/styles.xml\" \
        ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/><Override \
        PartName=\"/word/footer1.xml\" \
        ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml\"/></Types>";
    let relations = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Relationships \
        xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" \
        Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" \
        Target=\"word/document.xml\"/></Relationships>";
    let parts = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Relationships \
        xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" \
        Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/>\
        <Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering\" \
        Target=\"numbering.xml\"/><Relationship Id=\"rId9\" \
        Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer\" Target=\"footer1.xml\"/>\
        </Relationships>";
    let styles = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:styles \
        xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:style w:type=\"paragraph\" \
        w:default=\"1\" w:styleId=\"a\"><w:name w:val=\"Normal\"/></w:style><w:style w:type=\"paragraph\" \
        w:styleId=\"2\"><w:name w:val=\"heading 1\"/><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr></w:style></w:styles>";
    let numbering = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:numbering \
        xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:abstractNum w:abstractNumId=\"0\">\
        <w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/><w:lvlText w:val=\"%1、\"/></w:lvl>\
        </w:abstractNum><w:num w:numId=\"7\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>";
    let footer = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:ftr \
        xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:p><w:r><w:t>— 1 —</w:t></w:r></w:p>\
        </w:ftr>";
    let bytes = pack(
        &[
            ("[Content_Types].xml", types),
            ("_rels/.rels", relations),
            ("word/document.xml", &document),
            ("word/_rels/document.xml.rels", parts),
            ("word/styles.xml", styles),
            ("word/numbering.xml", numbering),
            ("word/footer1.xml", footer),
        ],
        false,
    );
    Written { bytes, layout, numbered: habits.numbered }
}

fn piece_xml(piece: &Piece, habits: &Habits, chance: &mut Chance, out: &mut String) {
    match piece {
        Piece::Title(lines) if habits.box_title => {
            let inside: String =
                lines.iter().map(|line| format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", escape(line))).collect();
            out.push_str(&format!(
                "<w:p><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wp:anchor><a:graphic><a:graphicData>\
                 <wps:wsp><wps:txbx><w:txbxContent>{inside}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic>\
                 </wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>{inside}</w:txbxContent></w:pict>\
                 </mc:Fallback></mc:AlternateContent></w:r></w:p>"
            ));
        }
        Piece::Title(lines) if chance.hit(50) => {
            let text: Vec<String> = lines.iter().map(|line| format!("<w:t>{}</w:t>", escape(line))).collect();
            out.push_str(&format!(
                "<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:r><w:rPr><w:sz w:val=\"44\"/></w:rPr>{}</w:r></w:p>",
                text.join("<w:br/>")
            ));
        }
        Piece::Title(lines) => {
            for line in lines {
                out.push_str(&paragraph(line, "<w:jc w:val=\"center\"/>", habits));
            }
        }
        Piece::Heading(numeral, words)
            if habits.numbered && numeral.starts_with(['一', '二', '三', '四', '五', '六']) =>
        {
            let properties = "<w:pStyle w:val=\"2\"/><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"7\"/></w:numPr>";
            out.push_str(&paragraph(words, properties, habits));
        }
        Piece::Heading(numeral, words) => {
            out.push_str(&paragraph(&format!("{numeral}{words}"), "<w:pStyle w:val=\"2\"/>", habits));
        }
        Piece::Text(text) => {
            let xml = paragraph(text, "<w:ind w:firstLineChars=\"200\"/>", habits);
            match habits.controls && chance.hit(30) {
                true => out.push_str(&format!("<w:sdt><w:sdtPr/><w:sdtContent>{xml}</w:sdtContent></w:sdt>")),
                false => out.push_str(&xml),
            }
            if habits.tracked && chance.hit(30) {
                out.push_str(
                    "<w:p><w:del w:id=\"5\" w:author=\"a\"><w:r><w:delText>收到政府信息公开申请999件。</w:delText></w:r>\
                     </w:del></w:p>",
                );
            }
        }
        Piece::Table(grid) => tables(grid, habits, chance, out),
        Piece::Signature(lines) => {
            for line in lines {
                out.push_str(&paragraph(line, "<w:jc w:val=\"right\"/>", habits));
            }
        }
    }
}

fn paragraph(text: &str, properties: &str, habits: &Habits) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr>{}</w:p>", runs(text, habits))
}

fn runs(text: &str, habits: &Habits) -> String {
    let font = if habits.wps {
        "<w:rPr><w:rFonts w:hint=\"eastAsia\" w:ascii=\"仿宋_GB2312\"/><w:sz w:val=\"32\"/></w:rPr>"
    } else {
        ""
    };
    let run = |text: &str| format!("<w:r>{font}<w:t xml:space=\"preserve\">{}</w:t></w:r>", escape(text));
    if !habits.torn || text.is_empty() {
        return if text.is_empty() { String::new() } else { run(text) };
    }
    let letters: Vec<char> = text.chars().collect();
    let mut out = String::new();
    for (i, piece) in letters.chunks(5).enumerate() {
        if i % 3 == 1 {
            out.push_str("<w:proofErr w:type=\"spellStart\"/><w:bookmarkStart w:id=\"0\" w:name=\"_GoBack\"/>");
        }
        out.push_str(&run(&piece.iter().collect::<String>()));
    }
    out
}

fn tables(grid: &Grid, habits: &Habits, chance: &mut Chance, out: &mut String) {
    let first = grid.rows.iter().flatten().next();
    if habits.cut && grid.head > 0 && grid.rows.len() > 14 {
        // Cut between two rows, where no label reaches over the cut.
        let places = grid.places();
        let at = (10..grid.rows.len() - 2)
            .find(|r| !places.boxes.iter().any(|p| p.row < *r && p.row + p.boxed.rowspan > *r))
            .filter(|_| first.is_some());
        if let Some(at) = at {
            let head: Vec<_> = grid.rows[..grid.head].to_vec();
            let upper = Grid { rows: grid.rows[..at].to_vec(), head: grid.head };
            let lower =
                Grid { rows: head.into_iter().chain(grid.rows[at..].iter().cloned()).collect(), head: grid.head };
            out.push_str(&table(&upper, habits, chance));
            out.push_str("<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>");
            out.push_str(&table(&lower, habits, chance));
            return;
        }
    }
    let xml = table(grid, habits, chance);
    if habits.nested {
        out.push_str(&format!(
            "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w=\"9000\"/></w:tblGrid><w:tr><w:tc><w:tcPr/>{xml}<w:p/></w:tc></w:tr></w:tbl>\
             <w:p/>"
        ));
    } else {
        out.push_str(&xml);
        if chance.hit(50) {
            out.push_str("<w:p/>");
        }
    }
}

fn table(grid: &Grid, habits: &Habits, chance: &mut Chance) -> String {
    let places = grid.places();
    let columns = places.edges.len() - 1;
    let mut xml =
        String::from("<w:tbl><w:tblPr><w:tblW w:w=\"0\" w:type=\"auto\"/><w:tblBorders/></w:tblPr><w:tblGrid>");
    if !habits.no_grid {
        for edge in places.edges.windows(2) {
            xml.push_str(&format!("<w:gridCol w:w=\"{}\"/>", (edge[1] - edge[0]) * 7));
        }
    }
    xml.push_str("</w:tblGrid>");
    for r in 0..places.rows {
        let header = if habits.header && r < grid.head { "<w:tblHeader/>" } else { "" };
        xml.push_str(&format!("<w:tr><w:trPr>{header}<w:cantSplit/></w:trPr>"));
        let mut column = 0;
        while column < columns {
            match places.covering(r, column) {
                Some(placed) => {
                    let cell = cell(placed, placed.row < r, habits, chance);
                    xml.push_str(&cell);
                    column = placed.column + placed.colspan;
                }
                None => {
                    xml.push_str("<w:tc><w:tcPr/><w:p/></w:tc>");
                    column += 1;
                }
            }
        }
        xml.push_str("</w:tr>");
        if habits.tracked && r + 1 == places.rows && grid.head > 0 {
            // A deleted row stays in the file.
            xml.push_str(
                "<w:tr><w:trPr><w:del w:id=\"3\" w:author=\"a\"/></w:trPr><w:tc><w:p><w:del w:id=\"4\" w:author=\"a\"><w:r>\
                 <w:delText>77</w:delText></w:r></w:del></w:p></w:tc></w:tr>",
            );
        }
    }
    xml.push_str("</w:tbl>");
    xml
}

fn cell(placed: &Placed<'_>, below: bool, habits: &Habits, chance: &mut Chance) -> String {
    let mut properties = String::from("<w:tcW w:w=\"700\" w:type=\"dxa\"/>");
    if placed.colspan > 1 {
        properties.push_str(&format!("<w:gridSpan w:val=\"{}\"/>", placed.colspan));
    }
    if placed.boxed.rowspan > 1 {
        properties.push_str(match (below, habits.continued) {
            (false, _) => "<w:vMerge w:val=\"restart\"/>",
            (true, true) => "<w:vMerge w:val=\"continue\"/>",
            (true, false) => "<w:vMerge/>",
        });
    }
    let text = if below { "" } else { placed.boxed.text.as_str() };
    let is_value = matches!(placed.boxed.what, What::Value(_));
    let mut inside: String = match (habits.tracked && is_value && !text.is_empty() && chance.hit(20), text) {
        (true, text) => format!(
            "<w:p><w:del w:id=\"1\" w:author=\"a\"><w:r><w:delText>99</w:delText></w:r></w:del><w:ins w:id=\"2\" \
             w:author=\"a\">{}</w:ins></w:p>",
            runs(text, habits)
        ),
        (false, text) => {
            let label = matches!(placed.boxed.what, What::Head | What::Label);
            // A label broken by hand: two paragraphs, or a line break.
            let parts: Vec<String> = match (label && text.chars().count() == 4 && chance.hit(15), chance.hit(50)) {
                (true, paragraphs) => {
                    let letters: Vec<char> = text.chars().collect();
                    let (upper, lower): (String, String) =
                        (letters[..2].iter().collect(), letters[2..].iter().collect());
                    match paragraphs {
                        true => vec![runs(&upper, habits), runs(&lower, habits)],
                        false => vec![format!("{}<w:r><w:br/></w:r>{}", runs(&upper, habits), runs(&lower, habits))],
                    }
                }
                _ => text.split('\n').map(|line| runs(line, habits)).collect(),
            };
            parts.iter().map(|runs| format!("<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr>{runs}</w:p>")).collect()
        }
    };
    if habits.controls && is_value && chance.hit(25) {
        inside = format!("<w:sdt><w:sdtPr/><w:sdtContent>{inside}</w:sdtContent></w:sdt>");
    }
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>")
}
