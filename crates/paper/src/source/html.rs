//! Pages of government sites, as they are: a report amid menus, pasted from Word, in tables within tables.
//!
//! What the markup means is taken from the tags and from what an element says of itself (`hidden`, `style`); style sheets and scripts
//! are not followed. Every line that is left is kept in order, with the menus around the report, since a report lost is worse than a stray line;
//! only `<nav>`, `<header>` and `<footer>` go, and only if nothing in them could be part of a report. A row counts as one that arranges the page
//! also when one of its cells holds a whole article.
//!
//! **Source.** WHATWG HTML (living standard), sections 4.9.12 (tables), 13.2 (parsing), 15.3 (what is shown).

mod flow;
mod grid;
mod kind;
mod list;
mod mhtml;
mod token;
mod words;

use flow::Flow;

use super::{Measure, Part, ReadError, Source};
use crate::limits::FILE_BYTES;
use crate::text::{self, NotText};

/// Reads a page, or a page that a browser or Word saved as one file (MHTML).
///
/// # Errors
/// [`ReadError::NoText`] if there are only pictures, [`ReadError::Empty`] if not even those, [`ReadError::Damaged`] if the bytes are no text
/// in any charset of a Chinese office, [`ReadError::OverLimit`] for more than is read. Broken markup is no error.
///
/// ```
/// use paper::source::{Part, html};
///
/// // A cell of two rows; the second row says nothing of the first column.
/// let page = "<table><tr><td rowspan=2>行政复议<td>1<tr><td>2</table>";
/// let source = html::read(page.as_bytes()).unwrap();
/// let table = source.tables().next().unwrap();
/// assert_eq!(table.at(1, 0).unwrap().text, "行政复议");
/// assert_eq!(table.at(1, 1).unwrap().text, "2");
/// ```
pub fn read(bytes: &[u8]) -> Result<Source, ReadError> {
    if bytes.len() > FILE_BYTES {
        return Err(ReadError::OverLimit { what: Measure::Bytes, limit: FILE_BYTES as u64 });
    }
    match mhtml::page(bytes) {
        Some((page, charset)) => read_page(&page, charset.as_deref()),
        None => read_page(bytes, None),
    }
}

fn read_page(bytes: &[u8], charset: Option<&str>) -> Result<Source, ReadError> {
    let declared = charset.map(str::to_owned).or_else(|| declared(bytes));
    let page = match text::decode_declared(bytes, declared.as_deref(), FILE_BYTES) {
        Ok(decoded) => decoded.text,
        Err(NotText::OverLimit { limit }) => {
            return Err(ReadError::OverLimit { what: Measure::Bytes, limit: limit as u64 });
        }
        Err(NotText::Unknown) => return Err(ReadError::Damaged),
    };
    let (mut source, mut flow) = Flow::read(&page, true)?;
    // Some sites hide the whole text until a script has run.
    if source.parts.is_empty() && flow.hid {
        (source, flow) = Flow::read(&page, false)?;
    }
    match source.parts[..] {
        [] if flow.pictures => return Err(ReadError::NoText),
        [] => return Err(ReadError::Empty),
        _ => {}
    }
    number(&mut source);
    Ok(source)
}

/// Counts lines and rows.
fn number(source: &mut Source) {
    let mut line = 1;
    for part in &mut source.parts {
        match part {
            Part::Line(one) => {
                one.at.line = line;
                line += 1;
            }
            Part::Table(table) => {
                for cell in &mut table.cells {
                    cell.at.line = line + cell.row as u32;
                }
                line += table.rows as u32;
            }
        }
    }
}

/// The charset a page says it is in: `<meta charset>`, `<meta content="…; charset=…">` or `<?xml encoding=…?>`.
fn declared(bytes: &[u8]) -> Option<String> {
    const WITHIN: usize = 32_768;
    let head = &bytes[..bytes.len().min(WITHIN)];
    // ASCII letters are the same in every charset that can be declared so.
    let head: String =
        head.iter().map(|b| if b.is_ascii() { char::from(b.to_ascii_lowercase()) } else { '?' }).collect();
    let mut tags = head.match_indices('<').map(|(at, _)| &head[at..]).filter_map(|tag| {
        let word = if tag.starts_with("<meta") {
            "charset"
        } else if tag.starts_with("<?xml") {
            "encoding"
        } else {
            return None;
        };
        let tag = &tag[..tag.find('>')?];
        let value = tag[tag.find(word)? + word.len()..].trim_start().strip_prefix('=')?;
        let value = value.trim_start_matches([' ', '"', '\'']);
        let length = value.bytes().take_while(|b| b.is_ascii_alphanumeric() || b"-_:.".contains(b)).count();
        (length > 0).then(|| value[..length].to_owned())
    });
    tags.next()
}
