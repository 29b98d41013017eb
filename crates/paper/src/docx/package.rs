//! The archive around the text: fixed parts, fixed order, fixed times.
//!
//! The list of parts is the whole list. There is no part for comments, for custom properties or
//! for the names of people, so nothing of the kind can slip out.

use std::io::{Cursor, Write};

use zip::result::ZipError;
use zip::write::{SimpleFileOptions, ZipWriter};
use zip::{CompressionMethod, DateTime};

use super::xml::Xml;
use crate::standard::{FONTS, LINE};

/// Namespace of the text itself.
pub(super) const W: (&str, &str) = ("xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main");
/// Namespace of references between parts.
pub(super) const R: (&str, &str) = ("xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships");
/// Reference of the footer for odd pages.
pub(super) const ODD_FOOTER: &str = "rId4";
/// Reference of the footer for even pages.
pub(super) const EVEN_FOOTER: &str = "rId5";

const KINDS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PARTS: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// The parts that differ from paper to paper.
pub(super) struct Parts {
    pub(super) document: Vec<u8>,
    pub(super) styles: Vec<u8>,
    pub(super) odd_footer: Vec<u8>,
    pub(super) even_footer: Vec<u8>,
}

/// Packs the parts; the same parts give the same bytes on every machine and every day.
pub(super) fn pack(title: &str, parts: &Parts) -> Result<Vec<u8>, ZipError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in [
        ("[Content_Types].xml", &content_types()),
        ("_rels/.rels", &root_relations()),
        ("docProps/core.xml", &core(title)),
        ("word/document.xml", &parts.document),
        ("word/_rels/document.xml.rels", &document_relations()),
        ("word/styles.xml", &parts.styles),
        ("word/settings.xml", &settings()),
        ("word/fontTable.xml", &font_table()),
        ("word/footer1.xml", &parts.odd_footer),
        ("word/footer2.xml", &parts.even_footer),
    ] {
        archive.start_file(name, options)?;
        archive.write_all(bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}

fn content_types() -> Vec<u8> {
    let mut xml = Xml::new();
    let namespace = ("xmlns", "http://schemas.openxmlformats.org/package/2006/content-types");
    xml.element("Types", &[namespace], |xml| {
        let relations = "application/vnd.openxmlformats-package.relationships+xml";
        xml.empty("Default", &[("Extension", "rels"), ("ContentType", relations)]);
        xml.empty("Default", &[("Extension", "xml"), ("ContentType", "application/xml")]);
        for (part, kind) in [
            ("/word/document.xml", format!("{PARTS}.document.main+xml")),
            ("/word/styles.xml", format!("{PARTS}.styles+xml")),
            ("/word/settings.xml", format!("{PARTS}.settings+xml")),
            ("/word/fontTable.xml", format!("{PARTS}.fontTable+xml")),
            ("/word/footer1.xml", format!("{PARTS}.footer+xml")),
            ("/word/footer2.xml", format!("{PARTS}.footer+xml")),
            ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml".into()),
        ] {
            xml.empty("Override", &[("PartName", part), ("ContentType", &kind)]);
        }
    });
    xml.into_bytes()
}

fn relations(list: &[(&str, &str, &str)]) -> Vec<u8> {
    let mut xml = Xml::new();
    let namespace = ("xmlns", "http://schemas.openxmlformats.org/package/2006/relationships");
    xml.element("Relationships", &[namespace], |xml| {
        for (id, kind, target) in list {
            xml.empty("Relationship", &[("Id", id), ("Type", kind), ("Target", target)]);
        }
    });
    xml.into_bytes()
}

fn root_relations() -> Vec<u8> {
    let core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
    relations(&[("rId1", &format!("{KINDS}/officeDocument"), "word/document.xml"), ("rId2", core, "docProps/core.xml")])
}

fn document_relations() -> Vec<u8> {
    relations(&[
        ("rId1", &format!("{KINDS}/styles"), "styles.xml"),
        ("rId2", &format!("{KINDS}/settings"), "settings.xml"),
        ("rId3", &format!("{KINDS}/fontTable"), "fontTable.xml"),
        (ODD_FOOTER, &format!("{KINDS}/footer"), "footer1.xml"),
        (EVEN_FOOTER, &format!("{KINDS}/footer"), "footer2.xml"),
    ])
}

/// The paper's name and language; no person, no times, no counts.
fn core(title: &str) -> Vec<u8> {
    let mut xml = Xml::new();
    let namespaces = [
        ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ];
    xml.element("cp:coreProperties", &namespaces, |xml| {
        xml.element("dc:title", &[], |xml| xml.text(title));
        xml.element("dc:language", &[], |xml| xml.text("zh-CN"));
    });
    xml.into_bytes()
}

fn settings() -> Vec<u8> {
    let mut xml = Xml::new();
    xml.element("w:settings", &[W], |xml| {
        // Page numbers stand right on odd and left on even pages.
        xml.empty("w:evenAndOddHeaders", &[]);
        // Squeezed punctuation would put a 29th character on the line.
        xml.val("w:characterSpacingControl", "doNotCompress");
        xml.element("w:compat", &[], |xml| {
            let uri = ("w:uri", "http://schemas.microsoft.com/office/word");
            xml.empty("w:compatSetting", &[("w:name", "compatibilityMode"), uri, ("w:val", "15")]);
        });
        xml.empty("w:themeFontLang", &[("w:val", "en-US"), ("w:eastAsia", "zh-CN")]);
    });
    xml.into_bytes()
}

fn font_table() -> Vec<u8> {
    let mut xml = Xml::new();
    xml.element("w:fonts", &[W], |xml| {
        for (name, instead, family) in FONTS {
            xml.element("w:font", &[("w:name", name)], |xml| {
                xml.val("w:altName", instead);
                // 134 (hex 86) is the GB 2312 character set.
                xml.val("w:charset", "86");
                xml.val("w:family", family);
            });
        }
    });
    xml.into_bytes()
}

/// The grid of 22 lines, for word processors that show it.
pub(super) fn line_grid(xml: &mut Xml) {
    xml.empty("w:docGrid", &[("w:type", "lines"), ("w:linePitch", &LINE.to_string())]);
}
