//! A file as it lies on a disk: read as a report, or the reason why it cannot be.
//!
//! What a file is, its bytes say; its name is never asked.

use paper::kind::FileKind;
use paper::limits::FILE_BYTES;
use paper::source::{self, Measure, ReadError, Source};
use paper::text::{NotText, decode};

use crate::finding::Unreadable;
use crate::report::Report;
use crate::{checks, read};

/// Reads a file of any kind. `name` is the file as given on the command line.
///
/// Never fails: a file that cannot be read is an empty report with one finding, R190, that says what to do. Text
/// may be in any charset of a Chinese office. What reading alone cannot see (blanks, units, dates) is left to [`checks`].
///
/// ```
/// let report = report::intake::file(b"%PDF-1.7\n...\n%%EOF", "2023.txt"); // the name does not count
/// assert_eq!(report.findings[0].code.as_str(), "R190");
/// assert_eq!(report.cells.at("applications.new_received.total"), None); // unread is blank, never 0
/// ```
pub fn file(bytes: &[u8], name: &str) -> Report {
    match content(bytes) {
        Ok(Content::Text(text)) => read::text(&text, name),
        Ok(Content::Drawn(source)) => read::source(&source, name),
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

/// What a file holds.
enum Content {
    /// Text without tables.
    Text(String),
    /// Lines and tables.
    Drawn(Source),
}

fn content(bytes: &[u8]) -> Result<Content, Unreadable> {
    match source::read(bytes) {
        // The text reader looks at the blank lines too, which a source does not keep.
        Ok((FileKind::Text, _)) => text(bytes).map(Content::Text),
        Ok((_, source)) => Ok(Content::Drawn(source)),
        Err(error) => Err(why(FileKind::of(&bytes[..bytes.len().min(FILE_BYTES)]), error)),
    }
}

/// Text in any charset. A page break of a former PDF (form feed) is a line break.
fn text(bytes: &[u8]) -> Result<String, Unreadable> {
    match decode(bytes, FILE_BYTES) {
        Ok(decoded) => Ok(decoded.text.replace('\u{c}', "\n")),
        Err(NotText::OverLimit { limit }) => Err(Unreadable::OverLimit { what: Measure::Bytes, limit: limit as u64 }),
        Err(NotText::Unknown) => Err(Unreadable::Unknown),
    }
}

/// The reason in the words of a clerk.
fn why(kind: FileKind, error: ReadError) -> Unreadable {
    match error {
        ReadError::Encrypted => Unreadable::Encrypted,
        ReadError::NoText => Unreadable::NoTextLayer,
        ReadError::Empty => Unreadable::Empty,
        ReadError::OverLimit { what, limit } => Unreadable::OverLimit { what, limit },
        ReadError::Damaged if kind == FileKind::Doc => Unreadable::Format { name: OLD_WORD },
        ReadError::Damaged => Unreadable::Damaged,
        ReadError::Unsupported => match kind {
            FileKind::Png | FileKind::Jpeg => Unreadable::NoTextLayer,
            FileKind::Doc => Unreadable::Format { name: OLD_WORD },
            FileKind::Xls => Unreadable::Format { name: "Excel 5.0/95（.xls）" },
            FileKind::Ofd => Unreadable::Format { name: "OFD" },
            _ => Unreadable::Unknown,
        },
    }
}

const OLD_WORD: &str = "Word 97—2003或WPS（.doc、.wps）";

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "云溪县财政局2023年政府信息公开工作年度报告\n一、总体情况\n公开。\n六、其他需要报告的事项\n无。\n";

    #[test]
    fn a_file_is_what_its_bytes_say() {
        check(b"%PDF-1.4\n cut off", Some("损坏"));
        check(b"PK\x03\x04 cut off", Some("损坏"));
        check(b"\x89PNG\r\n\x1a\nIEND\xaeB`\x82", Some("只有图片"));
        check(b"  \r\n", Some("空的"));
        check(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0>\0\x01\0\0\0", Some("不是文本"));
        check(&vec![b'a'; FILE_BYTES + 1], Some("50兆字节"));
    }

    #[test]
    fn text_is_text_in_any_charset() {
        check(TEXT.as_bytes(), None);
        check(format!("\u{feff}{TEXT}").as_bytes(), None);
        check(TEXT.replace("一、", "\u{c}一、").as_bytes(), None);
        let wide: Vec<u8> = [0xfeff].into_iter().chain(TEXT.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        check(&wide, None);
    }

    #[test]
    fn a_page_is_read_as_a_page() {
        let lines = TEXT.lines().map(|line| format!("<p>{line}</p>"));
        check(format!("<!DOCTYPE html><html><body>{}</body></html>", lines.collect::<String>()).as_bytes(), None);
    }

    #[track_caller]
    fn check(bytes: &[u8], refused: Option<&str>) {
        let report = file(bytes, "x.txt");
        match refused {
            None => assert!(report.section(crate::form::SectionKey::Other).is_some(), "{:?}", report.findings),
            Some(words) => {
                assert_eq!(report.findings[0].code.as_str(), "R190");
                let message = &report.findings[0].message;
                assert!(message.contains(words), "{message}");
            }
        }
    }
}
