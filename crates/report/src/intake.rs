//! A file as it lies on a disk: text, or the reason why it is none.
//!
//! What a file is, its bytes say; its name is never asked.

use paper::kind::FileKind;
use paper::limits::FILE_BYTES;

use crate::finding::Unreadable;
use crate::report::Report;
use crate::{checks, read};

/// Reads a file of any kind. `name` is the file as given on the command line.
///
/// Never fails: a file that cannot be read is an empty report with one finding, R190. This version reads
/// plain text (UTF-8, or UTF-16 with its mark); for other formats the finding says how to convert.
/// What reading alone cannot see (blanks, units, dates) is left to [`checks`].
///
/// ```
/// let report = report::intake::file(b"%PDF-1.7\n...\n%%EOF", "2023.txt"); // the name does not count
/// assert_eq!(report.findings[0].code.as_str(), "R190");
/// assert!(report.findings[0].message.contains("PDF"));
/// ```
pub fn file(bytes: &[u8], name: &str) -> Report {
    match text_of(bytes) {
        Ok(text) => read::text(&text, name),
        Err(why) => unreadable(name, why),
    }
}

/// Reads a file and checks what was read: the findings of [`Report::findings`] are then all there are.
pub fn checked_file(bytes: &[u8], name: &str) -> Report {
    let mut report = file(bytes, name);
    let found = checks::check(&report);
    report.findings.extend(found);
    report
}

/// The report object of a file of which nothing can be said but why.
pub fn unreadable(name: &str, why: Unreadable) -> Report {
    read::unreadable(name, why)
}

/// The text of a file that is text.
fn text_of(bytes: &[u8]) -> Result<String, Unreadable> {
    if bytes.len() > FILE_BYTES {
        return Err(Unreadable::OverLimit { limit: FILE_BYTES as u64 });
    }
    if bytes.trim_ascii().is_empty() {
        return Err(Unreadable::Empty);
    }
    let format = |name| Err(Unreadable::Format { name });
    match FileKind::of(bytes) {
        FileKind::Text if bytes.starts_with(b"%PDF-") => Err(Unreadable::Damaged),
        FileKind::Text => plain(bytes).ok_or(Unreadable::Format { name: "GB18030编码的文本" }),
        FileKind::Pdf => format("PDF"),
        FileKind::Docx => format("Word（.docx）"),
        FileKind::Doc if has_utf16(bytes, "EncryptedPackage") => Err(Unreadable::Encrypted),
        FileKind::Doc => format("Word 97—2003或WPS（.doc、.wps）"),
        FileKind::Xlsx => format("Excel（.xlsx）"),
        FileKind::Xls => format("Excel 97—2003（.xls）"),
        FileKind::Ofd => format("OFD"),
        FileKind::Odt => format("ODT"),
        FileKind::Html => format("网页（HTML）"),
        FileKind::Png | FileKind::Jpeg => Err(Unreadable::NoTextLayer),
        FileKind::Unknown => unknown(bytes),
    }
}

/// What the house's list of kinds does not name, or does not trust enough to serve to others.
fn unknown(bytes: &[u8]) -> Result<String, Unreadable> {
    if bytes.starts_with(b"PK\x03\x04") {
        let start = &bytes[..bytes.len().min(200)];
        return Err(match find(start, b"opendocument.text") {
            true => Unreadable::Format { name: "ODT" },
            false => Unreadable::Damaged,
        });
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Err(match has_utf16(bytes, "EncryptedPackage") {
            true => Unreadable::Encrypted,
            false => Unreadable::Format { name: "Word 97—2003或WPS（.doc、.wps）" },
        });
    }
    if bytes.starts_with(b"%PDF-") {
        return Err(Unreadable::Damaged);
    }
    match plain(bytes) {
        Some(text) if is_page(&text) => Err(Unreadable::Format { name: "网页（HTML）" }),
        Some(text) if !text.contains('\0') => Ok(text),
        _ if is_page(&String::from_utf8_lossy(&bytes[..bytes.len().min(4096)])) => {
            Err(Unreadable::Format { name: "网页（HTML）" })
        }
        _ => Err(Unreadable::Unknown),
    }
}

/// UTF-8, or UTF-16 with its mark. A page break of a former PDF (form feed) is a line break.
fn plain(bytes: &[u8]) -> Option<String> {
    let utf16 = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = rest.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
        String::from_utf16(&units).ok()
    };
    let text = match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes)?,
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes)?,
        [0xef, 0xbb, 0xbf, rest @ ..] => str::from_utf8(rest).ok()?.to_owned(),
        rest => str::from_utf8(rest).ok()?.to_owned(),
    };
    Some(if text.contains('\u{c}') { text.replace('\u{c}', "\n") } else { text })
}

/// Whether a text is markup: it opens as a page does. A stray `<` in a report is none.
fn is_page(text: &str) -> bool {
    let start: String = text.trim_start().chars().take(1000).collect::<String>().to_ascii_lowercase();
    start.starts_with('<')
        && ["<!doctype", "<html", "<head", "<body", "<table", "<div", "<p>", "<?xml"]
            .iter()
            .any(|tag| start.contains(tag))
}

fn has_utf16(bytes: &[u8], word: &str) -> bool {
    let wide: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
    find(bytes, &wide)
}

fn find(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "云溪县财政局2023年政府信息公开工作年度报告\n一、总体情况\n公开。\n六、其他需要报告的事项\n无。\n";

    #[test]
    fn a_file_is_what_its_bytes_say() {
        check(b"%PDF-1.4\n%%EOF", Some("PDF"));
        check(b"%PDF-1.4\n cut off", Some("损坏"));
        check(b"PK\x03\x04 cut off", Some("损坏"));
        check("\u{feff}<!DOCTYPE html><html><body>年报</body></html>".as_bytes(), Some("网页"));
        check(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 some old letter", Some("WPS"));
        check(b"\x89PNG\r\n\x1a\nIEND\xaeB`\x82", Some("只有图片"));
        check(b"  \r\n", Some("空的"));
        check(&[0, 159, 146, 150, 0], Some("不是文本"));
        // 年度报告 in GB 18030.
        check(b"\xc4\xea\xb6\xc8\xb1\xa8\xb8\xe6", Some("GB18030"));
        check(&vec![b'a'; FILE_BYTES + 1], Some("50兆字节"));
    }

    #[test]
    fn text_is_text_with_its_mark_its_page_breaks_or_in_utf_16() {
        check(TEXT.as_bytes(), None);
        check(format!("\u{feff}{TEXT}").as_bytes(), None);
        check(TEXT.replace("一、", "\u{c}一、").as_bytes(), None);
        let wide: Vec<u8> = [0xfeff].into_iter().chain(TEXT.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        check(&wide, None);
    }

    #[track_caller]
    fn check(bytes: &[u8], refused: Option<&str>) {
        match (text_of(bytes), refused) {
            (Ok(text), None) => assert!(text.contains("六、其他需要报告的事项")),
            (Err(why), Some(words)) => {
                let report = unreadable("x.txt", why);
                let message = &report.findings[0].message;
                assert!(message.contains(words), "{message}");
            }
            (got, wanted) => panic!("expected {wanted:?}, found {got:?}"),
        }
    }
}
