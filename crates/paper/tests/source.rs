//! Files of any kind go to their reader by what they are.

mod reading;

use paper::document::{Block, Document};
use paper::kind::FileKind::{self, *};
use paper::source::{ReadError, read};
use reading::{archive, drawn};

#[track_caller]
fn check(bytes: &[u8], kind: FileKind, text: &str) {
    let (found, source) = read(bytes).expect("read");
    assert_eq!((found, drawn(&source).contains(text)), (kind, true), "{}", drawn(&source));
}

#[track_caller]
fn check_refused(bytes: &[u8], expected: ReadError) {
    assert_eq!(read(bytes), Err(expected));
}

#[test]
fn a_file_is_read_by_what_its_bytes_say() {
    let document = Document::new("年报").with(Block::paragraph("一、总体情况"));
    check(&paper::docx::write(&document).expect("written"), Docx, "一、总体情况\n");
    check(include_bytes!("fixtures/report.doc"), Doc, "六、其他需要报告的事项\n");
    check(include_bytes!("fixtures/report.odt"), Odt, "六、其他需要报告的事项\n");
    check("<!DOCTYPE html><p>一、总体情况".as_bytes(), Html, "一、总体情况\n");
    check("一、总体情况\r\n\r\n  无。\u{c}二、".as_bytes(), Text, "一、总体情况\n无。\n二、\n");
    check(b"\xc4\xea\xb6\xc8\xb1\xa8\xb8\xe6", Text, "年度报告\n");
    let wide: Vec<u8> = [0xfeff].into_iter().chain("年度报告".encode_utf16()).flat_map(u16::to_le_bytes).collect();
    check(&wide, Text, "年度报告\n");
}

#[test]
fn what_is_not_read_says_why() {
    check_refused(b" \n", ReadError::Empty);
    check_refused(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR...\0\0\0\0IEND\xaeB`\x82", ReadError::NoText);
    check_refused(b"PK\x03\x04", ReadError::Damaged);
    check_refused(b"%PDF-1.7 cut off", ReadError::Damaged);
    check_refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ReadError::Damaged);
    check_refused(&archive(&[("readme.txt", b"x")]), ReadError::Unsupported);
    check_refused(&archive(&[("OFD.xml", b"<ofd:OFD/>")]), ReadError::Unsupported);
    check_refused(&[0, 159, 146, 150, 0], ReadError::Unsupported);
}
