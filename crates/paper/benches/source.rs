//! How fast strangers' files are read: `cargo bench -p paper`.
//!
//! The DOCX is a report as offices write it: five tables of merged cells, every run with its fonts, about 300 KB of XML.

use std::io::{Cursor, Write};

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use zip::write::{SimpleFileOptions, ZipWriter};

fn main() {
    divan::main();
}

#[divan::bench]
fn docx(bencher: Bencher<'_, '_>) {
    let (bytes, xml) = report();
    let source = paper::source::docx::read(&bytes).expect("whole");
    assert_eq!(source.tables().count(), 5);
    bencher.counter(BytesCount::new(xml)).bench(|| paper::source::docx::read(black_box(&bytes)));
}

/// The same without reading what was unpacked.
#[divan::bench]
fn docx_unpacked_only(bencher: Bencher<'_, '_>) {
    let (bytes, xml) = report();
    bencher.counter(BytesCount::new(xml)).bench(|| {
        let mut package = paper::limits::Package::open(black_box(&bytes), Default::default()).expect("whole");
        package.part("word/document.xml").map(|part| part.len())
    });
}

const FONTS: &str = "<w:rPr><w:rFonts w:ascii=\"仿宋_GB2312\" w:eastAsia=\"仿宋_GB2312\" w:hAnsi=\"宋体\" w:cs=\"宋体\" w:hint=\"eastAsia\"/>\
                     <w:color w:val=\"000000\"/><w:kern w:val=\"0\"/><w:sz w:val=\"20\"/><w:szCs w:val=\"20\"/><w:lang w:bidi=\"ar\"/></w:rPr>";

fn paragraph(text: &str, number: usize) -> String {
    format!(
        "<w:p w:rsidR=\"00{number:06X}\" w:rsidRDefault=\"00{:06X}\"><w:pPr><w:widowControl/><w:spacing w:line=\"560\" w:lineRule=\"exact\"/>\
         <w:ind w:firstLine=\"640\"/>{FONTS}</w:pPr><w:r>{FONTS}<w:t>{text}</w:t></w:r></w:p>",
        number * 7919 % 0xff_ffff
    )
}

fn table(rows: usize, columns: usize) -> String {
    let mut text = String::from("<w:tbl><w:tblPr><w:tblW w:w=\"5000\" w:type=\"pct\"/></w:tblPr><w:tblGrid>");
    text.push_str(&"<w:gridCol w:w=\"1234\"/>".repeat(columns));
    text.push_str("</w:tblGrid>");
    for row in 0..rows {
        text.push_str("<w:tr><w:trPr><w:trHeight w:val=\"454\"/><w:jc w:val=\"center\"/></w:trPr>");
        for column in 0..columns {
            let merge = match (column, row % 4) {
                (0, 0) => "<w:vMerge w:val=\"restart\"/>",
                (0, _) => "<w:vMerge/>",
                _ => "",
            };
            text.push_str(&format!(
                "<w:tc><w:tcPr><w:tcW w:w=\"1234\" w:type=\"dxa\"/>{merge}<w:tcBorders><w:top w:val=\"single\" w:sz=\"4\" w:space=\"0\" \
                 w:color=\"000000\"/></w:tcBorders><w:vAlign w:val=\"center\"/></w:tcPr>{}</w:tc>",
                paragraph(&format!("{}", row * columns), row * 131 + column)
            ));
        }
        text.push_str("</w:tr>");
    }
    text + "</w:tbl>"
}

/// The packed file and the bytes of its body.
fn report() -> (Vec<u8>, usize) {
    let mut body = String::new();
    for (n, (rows, columns)) in [(8, 4), (5, 2), (5, 2), (24, 10), (3, 15)].into_iter().enumerate() {
        for line in 0..8 {
            body.push_str(&paragraph(
                "云溪县财政局坚持以公开为常态、不公开为例外，主动公开政府信息。",
                n * 1_000 + line,
            ));
        }
        body.push_str(&table(rows, columns));
    }
    let document = format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
    );
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("word/document.xml", SimpleFileOptions::default()).expect("a new part");
    archive.write_all(document.as_bytes()).expect("written");
    (archive.finish().expect("closed").into_inner(), document.len())
}
