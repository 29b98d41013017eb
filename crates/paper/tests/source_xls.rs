//! Workbooks of the years before 2007. The fixture is a sheet of an office that does not exist, saved by xlwt: a hidden row, column
//! and sheet, merged cells with and without a border, numbers in several writings, and a text so long that it stands in two records.

mod reading;

use std::io::{Cursor, Read, Write};

use paper::kind::FileKind;
use paper::source::{self, ReadError, xls};
use proptest::prelude::*;
use reading::{drawn, sound};

const REPORT: &[u8] = include_bytes!("fixtures/report.xls");

#[test]
fn a_workbook_is_read_as_it_is_seen() {
    let (kind, source) = source::read(REPORT).expect("a whole workbook");
    sound(&source);
    assert_eq!(kind, FileKind::Xls);
    let seen = drawn(&source);
    let long = format!("说明。{}{}完", "政府信息公开工作，".repeat(600), "end of a long text ".repeat(150));
    assert!(seen.contains(&long));
    let expected = "云溪县财政局2023年政府信息公开工作年度报告
        二、主动公开政府信息情况
        | 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |
        | 规章 | 0 | 0 | 0 |
        | 行政规范性文件 | 12 |  | 97.5 |
        | 行政事业性收费 | 97.98万元→3 |
        | 合计 | →3 |
        …
        2024-01-18 ends here
        2024年1月18日
        TRUE
        | 甲 | -44 |
        | 乙 | 1234567 |
        ";
    let expected: String =
        expected.lines().map(str::trim).filter(|l| !l.is_empty()).map(|l| format!("{l}\n")).collect();
    assert_eq!(seen.replace(&long, "…"), expected);
}

fn stream() -> Vec<u8> {
    let mut content = Vec::new();
    let mut file = cfb::CompoundFile::open(Cursor::new(REPORT)).expect("whole");
    file.open_stream("/Workbook").expect("there").read_to_end(&mut content).expect("read");
    content
}

/// A workbook with that stream.
fn with(name: &str, content: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("created");
    file.create_stream(name).expect("new").write_all(content).expect("written");
    file.into_inner().into_inner()
}

#[test]
fn what_cannot_be_read_says_why() {
    let whole = stream();
    let check = |content: &[u8], expected| assert_eq!(xls::read(&with("/Workbook", content)), Err(expected));
    assert_eq!(xls::read(&with("/Workbook", &whole)), xls::read(REPORT));
    assert_eq!(xls::read(&with("/Other", &whole)), Err(ReadError::Damaged));
    check(&[], ReadError::Damaged);
    check(&whole[..whole.len() / 2], ReadError::Damaged);
    // The first record says which Excel wrote it: 5 and 95 are of 0x0500.
    check(&[&[9, 8, 4, 0, 0, 5, 5, 0], &whole[4 + 16..]].concat(), ReadError::Unsupported);
    let globals = 4 + usize::from(u16::from_le_bytes([whole[2], whole[3]]));
    let with_password = [&whole[..globals], &[0x2f, 0, 2, 0, 0, 0], &whole[globals..]].concat();
    check(&with_password, ReadError::Encrypted);
    check(&[&whole[..globals], &[10, 0, 0, 0]].concat(), ReadError::Empty);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn no_byte_makes_it_stumble(at in any::<prop::sample::Index>(), bytes in prop::collection::vec(any::<u8>(), 1..8)) {
        let mut content = stream();
        let at = at.index(content.len() - bytes.len());
        content[at..at + bytes.len()].copy_from_slice(&bytes);
        if let Ok(source) = xls::read(&with("/Workbook", &content)) {
            sound(&source);
        }
    }
}

#[test]
fn sheets_that_begin_in_each_other_are_refused() {
    // 4,000 sheets, each beginning one record behind the one before, in one long list of cells.
    let mut content: Vec<u8> = vec![9, 8, 4, 0, 0, 6, 5, 0];
    let sheets = 4_000_u32;
    let begin = content.len() as u32 + sheets * 13 + 4;
    for n in 0..sheets {
        content.extend([0x85, 0, 9, 0]);
        content.extend((begin + n * 18).to_le_bytes());
        content.extend([0, 0, 0, 0, 0]);
    }
    content.extend([10, 0, 0, 0]);
    for n in 0..60_000_u16 {
        content.extend([3, 2, 14, 0]);
        content.extend(n.to_le_bytes());
        content.extend([0; 12]);
    }
    assert_eq!(xls::read(&with("/Workbook", &content)), Err(ReadError::Damaged));
}
