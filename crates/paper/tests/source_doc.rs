//! Word documents of the years before 2007. The fixture is the report of a county that does not exist, saved by LibreOffice.

mod reading;

use std::io::{Cursor, Read, Write};

use paper::source::{ReadError, doc, odt};
use proptest::prelude::*;
use reading::{drawn, sound};

const REPORT: &[u8] = include_bytes!("fixtures/report.doc");

/// The same report, saved as an OpenDocument text.
const SAME: &[u8] = include_bytes!("fixtures/report.odt");

#[test]
fn a_report_is_read_with_its_merged_cells() {
    let source = doc::read(REPORT).expect("a whole document");
    sound(&source);
    insta::assert_snapshot!(drawn(&source));
    assert_eq!(drawn(&odt::read(SAME).expect("whole")), drawn(&source));
}

#[test]
fn text_boxes_are_read_where_they_are_tied_and_numerals_where_they_are_counted() {
    let boxes = doc::read(include_bytes!("fixtures/boxes.doc")).expect("a whole document");
    sound(&boxes);
    let seen = drawn(&boxes);
    assert!(seen.starts_with("云溪县财政局\n2023年政府信息公开工作年度报告\n依据条例编制本报告。\n"), "{seen}");
    let counted =
        "一、总体情况\n（一）主动公开。发布信息12条。\n（二）依申请公开。收到申请3件。\n二、主动公开政府信息情况\n";
    assert!(seen.contains(counted), "{seen}");
    assert!(seen.ends_with("| 盒中⏎规章 | 0 |\n页脚的盒子\n完。\n"), "{seen}");
}

fn stream(name: &str) -> Vec<u8> {
    let mut content = Vec::new();
    let mut file = cfb::CompoundFile::open(Cursor::new(REPORT)).expect("whole");
    file.open_stream(name).expect("there").read_to_end(&mut content).expect("read");
    content
}

/// The same file with streams of other content.
fn with(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("created");
    for name in ["/WordDocument", "/1Table", "/Data"] {
        let content = match streams.iter().find(|(other, _)| *other == name) {
            Some((_, content)) => content.to_vec(),
            None => stream(name),
        };
        file.create_stream(name).expect("new").write_all(&content).expect("written");
    }
    file.into_inner().into_inner()
}

#[track_caller]
fn check_head(at: usize, bytes: &[u8], expected: ReadError) {
    let mut main = stream("/WordDocument");
    main[at..at + bytes.len()].copy_from_slice(bytes);
    assert_eq!(doc::read(&with(&[("/WordDocument", &main)])), Err(expected));
}

#[test]
fn what_cannot_be_read_says_why() {
    assert_eq!(doc::read(&with(&[])).map(|source| drawn(&source)), doc::read(REPORT).map(|source| drawn(&source)));
    let flags = u16::from_le_bytes(stream("/WordDocument")[10..12].try_into().expect("two"));
    check_head(10, &(flags | 0x0100).to_le_bytes(), ReadError::Encrypted);
    check_head(0, &[0xdc, 0xa5], ReadError::Unsupported); // Word 6
    check_head(2, &104_u16.to_le_bytes(), ReadError::Unsupported); // Word 95
    check_head(0, b"MZ", ReadError::Damaged);
    check_head(0x1a2, &u32::MAX.to_le_bytes(), ReadError::Damaged);
    check_head(0x4c, &0_u32.to_le_bytes(), ReadError::Empty);
    assert_eq!(doc::read(b"not a compound file"), Err(ReadError::Damaged));
    let mut locked = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("created");
    locked.create_stream("/EncryptedPackage").expect("new").write_all(b"?").expect("written");
    assert_eq!(doc::read(&locked.into_inner().into_inner()), Err(ReadError::Encrypted));
}

#[test]
fn without_properties_of_paragraphs_rows_are_found_by_their_marks() {
    let mut main = stream("/WordDocument");
    main[0x106..0x10a].copy_from_slice(&0_u32.to_le_bytes());
    let found = drawn(&doc::read(&with(&[("/WordDocument", &main)])).expect("still text"));
    assert!(found.contains("三、收到和处理政府信息公开申请情况") && found.contains("行政规范性文件"), "{found}");
    assert!(found.contains("| 0 | 1 | 2 | 3 |") || found.contains("\n14\n"), "no number is lost: {found}");
}

#[test]
fn a_torn_document_is_damaged_or_read_in_part() {
    for part in 0..50 {
        let torn = &REPORT[..REPORT.len() * part / 50];
        if let Ok(source) = doc::read(torn) {
            sound(&source);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn no_changed_bytes_make_it_stumble(changes in proptest::collection::vec((0..REPORT.len(), any::<u8>()), 1..40)) {
        let mut bytes = REPORT.to_vec();
        changes.into_iter().for_each(|(at, byte)| bytes[at] = byte);
        if let Ok(source) = doc::read(&bytes) {
            sound(&source);
        }
    }
}
