//! What an uploaded file is, told by its bytes: honest files first, then hostile ones.

use std::io::{Cursor, Write};

use paper::document::{Block, Document};
use paper::kind::FileKind::{self, *};
use paper::limits::{Package, PackageDanger, PackageLimits};
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        archive.start_file(*name, options).expect("a new part");
        archive.write_all(bytes).expect("written");
    }
    archive.finish().expect("closed").into_inner()
}

fn office(main: &str) -> Vec<u8> {
    archive(&[("[Content_Types].xml", b"<Types/>"), (main, b"<x/>")])
}

fn pdf() -> Vec<u8> {
    b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n".to_vec()
}

fn png() -> Vec<u8> {
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR...\0\0\0\0IEND\xaeB`\x82".to_vec()
}

/// A compound file with one stream: header sector, then a directory entry.
fn ole(stream: &str) -> Vec<u8> {
    let mut bytes = vec![0; 512 + 128];
    bytes[..8].copy_from_slice(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    let name: Vec<u8> = stream.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
    bytes[512..512 + name.len()].copy_from_slice(&name);
    bytes[512 + 64] = u8::try_from(name.len()).expect("short");
    bytes[512 + 66] = 2;
    bytes
}

#[track_caller]
fn check(bytes: &[u8], expected: FileKind) {
    assert_eq!(FileKind::of(bytes), expected);
}

#[test]
fn honest_files_are_known_by_their_content() {
    check(&pdf(), Pdf);
    check(&paper::docx::write(&Document::new("函").with(Block::paragraph("甲"))).expect("written"), Docx);
    check(&office("word/document.xml"), Docx);
    check(&office("xl/workbook.xml"), Xlsx);
    check(&archive(&[("OFD.xml", b"<ofd:OFD/>"), ("Doc_0/Document.xml", b"")]), Ofd);
    check(&png(), Png);
    check(b"\xff\xd8\xff\xe0..JFIF..\xff\xd9", Jpeg);
    check(b"\xff\xd8\xff\xe1..Exif..\xff\xd9 what the telephone wrote behind it \0\0", Jpeg);
    check(&ole("WordDocument"), Doc);
    check(&ole("Workbook"), Xls);
    check(&ole("Book"), Xls);
}

#[test]
fn text_may_be_in_utf_8_or_in_the_charset_of_an_old_office() {
    check("申请公开征地批文\r\n".as_bytes(), Text);
    check("\u{feff}带字节序标记".as_bytes(), Text);
    check(b"\xc9\xea\xc7\xeb\xb9\xab\xbf\xaa", Text); // 申请公开 in GBK
    check(b"\x95\x32\x82\x36", Text); // 𠮷 in GB 18030, four bytes
}

#[test]
fn text_that_a_browser_would_run_is_not_text() {
    for hostile in
        ["<script>alert(1)</script>", "  \n<!DOCTYPE html>", "<svg onload=x>", "\u{feff}<?xml?>", "#!/bin/sh\n"]
    {
        let expected = if hostile.contains("html") { Html } else { Unknown };
        check(hostile.as_bytes(), expected);
    }
}

#[test]
fn a_page_is_known_by_how_it_opens() {
    check(b"\xef\xbb\xbf <?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"x\"><html>", Html);
    check("<TABLE><TR><TD>规章</TABLE>".as_bytes(), Html);
    check(b"<p>\xb9\xe6\xd5\xc2</p>", Html); // GBK
    let wide: Vec<u8> = [0xfeff].into_iter().chain("<html>年报".encode_utf16()).flat_map(u16::to_le_bytes).collect();
    check(&wide, Html);
    check(
        b"From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=x\r\n",
        Html,
    );
    check("年报<table>".as_bytes(), Text);
    check(&[b"<html></html>".to_vec(), office("word/document.xml")].concat(), Unknown);
}

#[test]
fn an_opendocument_text_names_itself() {
    let mime: (&str, &[u8]) = ("mimetype", b"application/vnd.oasis.opendocument.text");
    let content: (&str, &[u8]) = ("content.xml", b"<x/>");
    check(&archive(&[mime, content]), Odt);
    check(&archive(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), content]), Unknown);
    check(&archive(&[mime, content, ("Basic/Standard/Module1.xml", b"")]), Unknown);
    check(&archive(&[mime, content, ("META-INF/manifest.xml", b"<manifest:encryption-data/>")]), Unknown);
}

#[test]
fn empty_torn_and_binary_files_are_unknown() {
    check(b"", Unknown);
    check(b"text with \0 in it", Unknown);
    check(b"\xc9\xea\xc7", Unknown); // half a character
    check(b"MZ\x90\0\x03", Unknown);
    for whole in [office("word/document.xml"), pdf(), png()] {
        for length in [1, 9, whole.len() / 2, whole.len() - 1] {
            check_never_trusted(&whole[..length], length);
        }
    }
}

/// A torn file may look like text to its first bytes, but never like what it was.
#[track_caller]
fn check_never_trusted(bytes: &[u8], length: usize) {
    let kind = FileKind::of(bytes);
    let still_whole = kind == Pdf && bytes.ends_with(b"%%EOF");
    assert!(matches!(kind, Unknown | Text) || still_whole, "{length} bytes are taken for {kind:?}");
}

#[test]
fn a_file_that_is_two_things_at_once_is_neither() {
    let document = office("word/document.xml");
    check(&[pdf(), document.clone()].concat(), Unknown); // PDF in front, DOCX behind
    check(&[png(), document.clone()].concat(), Unknown);
    check(&[b"plain words ".to_vec(), document.clone()].concat(), Unknown);
    check(&[pdf(), document, b"%%EOF\n".to_vec()].concat(), Unknown); // and a PDF again at the end
    let both = archive(&[("[Content_Types].xml", b""), ("word/document.xml", b""), ("xl/workbook.xml", b"")]);
    check(&both, Unknown);
}

#[test]
fn packages_with_macros_or_without_a_main_part_are_unknown() {
    let macros = archive(&[("[Content_Types].xml", b""), ("word/document.xml", b""), ("word/vbaProject.bin", b"")]);
    check(&macros, Unknown);
    check(&archive(&[("readme.txt", b"hello")]), Unknown);
    check(&archive(&[("word/document.xml", b"<x/>")]), Unknown); // no table of types
}

#[test]
fn a_locked_office_file_is_unknown() {
    let mut locked = ole("EncryptedPackage");
    locked.extend_from_slice(&ole("WordDocument")[512..]);
    check(&locked, Unknown);
}

#[test]
fn a_bomb_is_recognised_before_anything_is_unpacked() {
    let bomb = archive(&[("[Content_Types].xml", b""), ("word/document.xml", &vec![b' '; 32 << 20])]);
    assert!(bomb.len() < 64 << 10, "it really is small: {}", bomb.len());
    check(&bomb, Unknown);
    let danger = Package::open(&bomb, PackageLimits::default()).err();
    assert_eq!(danger, Some(PackageDanger::Bomb { limit: 200 }));
}

#[test]
fn a_bomb_that_lies_about_its_size_is_stopped_while_unpacking() {
    check_lying(8 << 20);
    // Many small lies are a bomb together.
    check_lying(100_000);
}

#[track_caller]
fn check_lying(bytes: u32) {
    let honest = archive(&[("word/document.xml", &vec![b' '; bytes as usize])]);
    // Sizes stand as 4 bytes each in the local header and in the table of contents.
    let (size, lie) = (bytes.to_le_bytes(), 1000_u32.to_le_bytes());
    let mut lying = honest.clone();
    let places: Vec<usize> = (0..lying.len() - 4).filter(|&at| lying[at..at + 4] == size).collect();
    for at in places {
        lying[at..at + 4].copy_from_slice(&lie);
    }
    assert_ne!(lying, honest);
    let mut package = Package::open(&lying, PackageLimits::default()).expect("looks harmless");
    let danger = package.part("word/document.xml").expect_err("is not");
    assert!(matches!(danger, PackageDanger::Bomb { .. } | PackageDanger::Broken), "{danger:?}");
}

#[test]
fn every_limit_names_itself() {
    let bytes = archive(&[("a", b"12345"), ("b", b"12345"), ("c", b"12345")]);
    let house = PackageLimits::default();
    for (limits, expected) in [
        (PackageLimits { entries: 2, ..house }, PackageDanger::TooManyEntries { entries: 3, limit: 2 }),
        (PackageLimits { part_bytes: 4, ..house }, PackageDanger::TooLarge { limit: 4 }),
        (PackageLimits { total_bytes: 14, ..house }, PackageDanger::TooLarge { limit: 14 }),
    ] {
        assert_eq!(Package::open(&bytes, limits).err(), Some(expected));
    }
    let mut package = Package::open(&bytes, house).expect("harmless");
    assert_eq!(package.part("b").expect("present"), b"12345");
    assert_eq!(package.part("d"), Err(PackageDanger::NoSuchPart));
    assert_eq!(Package::open(b"PK\x03\x04", house).err(), Some(PackageDanger::Broken));
}

#[test]
fn every_kind_has_a_name_a_media_type_and_an_ending_of_its_own() {
    let names: std::collections::BTreeSet<_> =
        FileKind::ALL.iter().map(|k| (k.chinese_name(), k.media_type(), k.extension())).collect();
    assert_eq!(names.len(), FileKind::ALL.len());
    assert!(FileKind::ALL.iter().all(|k| !k.media_type().contains("html")), "nothing runs in a browser");
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_it_stumble(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..600)) {
        let _kind = FileKind::of(&bytes);
        let marked = [b"PK\x03\x04".as_slice(), &bytes].concat();
        let _kind = FileKind::of(&marked);
        let compound = [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &bytes].concat();
        let _kind = FileKind::of(&compound);
    }
}
