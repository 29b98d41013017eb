//! CSV that opens in Excel and WPS with its characters right and runs nothing.
//!
//! **Two rules beyond RFC 4180.** The file begins with the mark of UTF-8, or Excel in China takes it for GBK. And a field
//! that a spreadsheet would take for a formula gets a `'` before it (the guard known from OWASP's note on CSV injection):
//! one that begins with `=`, `+`, `-`, `@`, their full-width forms, a tab or a carriage return. Plain numbers such as
//! `-5` or `+3.2` are no formula and stay as they are.

use std::borrow::Cow;
use std::io::{self, Write};

use crate::visible::visible;

/// What the file begins with: U+FEFF in UTF-8.
pub const MARK: &[u8] = b"\xEF\xBB\xBF";

/// Rows as a CSV file; the first is the head.
///
/// ```
/// let rows = [["事项", "件数"], ["=HYPERLINK(\"http://x\")", "-5"]];
/// let file = String::from_utf8(paper::csv::write(rows)).unwrap();
/// assert_eq!(file, "\u{feff}事项,件数\r\n\"'=HYPERLINK(\"\"http://x\"\")\",-5\r\n");
/// ```
pub fn write<R, C>(rows: impl IntoIterator<Item = R>) -> Vec<u8>
where
    R: IntoIterator<Item = C>,
    C: AsRef<str>,
{
    let mut file = Vec::new();
    let mut table = Rows::new(&mut file).expect("memory takes every byte");
    for row in rows {
        table.push(row).expect("memory takes every byte");
    }
    table.finish().expect("memory takes every byte");
    file
}

/// Rows written one by one, for tables too long to be held at once.
pub struct Rows<W: Write> {
    file: ::csv::Writer<W>,
}

impl<W: Write> Rows<W> {
    /// Begins the file.
    ///
    /// # Errors
    /// What `into` says.
    pub fn new(mut into: W) -> io::Result<Self> {
        into.write_all(MARK)?;
        let mut form = ::csv::WriterBuilder::new();
        form.terminator(::csv::Terminator::CRLF).flexible(true);
        Ok(Self { file: form.from_writer(into) })
    }

    /// Adds a row.
    ///
    /// # Errors
    /// What the file says, a full disk for instance.
    pub fn push<C: AsRef<str>>(&mut self, row: impl IntoIterator<Item = C>) -> io::Result<()> {
        for field in row {
            self.file.write_field(guarded(&visible(field.as_ref())).as_bytes())?;
        }
        Ok(self.file.write_record(None::<&[u8]>)?)
    }

    /// Writes out what is still held back.
    ///
    /// # Errors
    /// What the file says.
    pub fn finish(mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn guarded(field: &str) -> Cow<'_, str> {
    let risky = field.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r']);
    if risky && !is_number(field) { Cow::Owned(format!("'{field}")) } else { Cow::Borrowed(field) }
}

/// A sign, digits, and perhaps a point with more digits: nothing that a spreadsheet could call.
fn is_number(field: &str) -> bool {
    let digits = field.strip_prefix(['+', '-']).unwrap_or(field);
    let (whole, places) = digits.split_once('.').unwrap_or((digits, "0"));
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    plain(whole) && plain(places)
}
