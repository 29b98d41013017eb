//! XML as office packages use it: one part at a time, as a stream of borrowed pieces.

use std::borrow::Cow;

use encoding_rs::{UTF_16BE, UTF_16LE};
use quick_xml::Reader;
use quick_xml::events::{BytesEnd, BytesRef, BytesStart, Event};

use super::{DEEPEST, Measure, ReadError};
use crate::limits::PackageDanger;

impl From<PackageDanger> for ReadError {
    fn from(danger: PackageDanger) -> Self {
        match danger {
            PackageDanger::Encrypted => Self::Encrypted,
            PackageDanger::Broken | PackageDanger::NoSuchPart => Self::Damaged,
            PackageDanger::TooManyEntries { limit, .. } => {
                Self::OverLimit { what: Measure::Entries, limit: limit as u64 }
            }
            PackageDanger::TooLarge { limit } => Self::OverLimit { what: Measure::Bytes, limit },
            // What counts is how far it was unpacked; a bomb has no honest size.
            PackageDanger::Bomb { .. } => {
                Self::OverLimit { what: Measure::Bytes, limit: crate::limits::PackageLimits::default().part_bytes }
            }
        }
    }
}

/// The characters of a part: UTF-8, or UTF-16 with its mark.
pub(super) fn characters(bytes: Vec<u8>) -> Result<String, ReadError> {
    let charset = match bytes[..] {
        [0xff, 0xfe, ..] => UTF_16LE,
        [0xfe, 0xff, ..] => UTF_16BE,
        [0xef, 0xbb, 0xbf, ..] => {
            return std::str::from_utf8(&bytes[3..]).map(str::to_owned).map_err(|_| ReadError::Damaged);
        }
        _ => return String::from_utf8(bytes).map_err(|_| ReadError::Damaged),
    };
    let (text, broken) = charset.decode_with_bom_removal(&bytes);
    if broken { Err(ReadError::Damaged) } else { Ok(text.into_owned()) }
}

/// A part being read, with its nesting watched.
pub(super) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    depth: usize,
}

/// What comes next in a part.
pub(super) enum Next<'a> {
    /// An element with something in it, or nothing: `open` is false if it is closed at once and has no end of its own.
    Start {
        /// Name and attributes.
        tag: BytesStart<'a>,
        /// Whether an [`Next::End`] follows.
        open: bool,
    },
    /// The end of an element.
    End(BytesEnd<'a>),
    /// Characters; an entity comes as a piece of its own.
    Text(Cow<'a, str>),
    /// A character named by number or by one of the five names of XML.
    Char(char),
    /// The part is over, and every element was closed.
    Over,
}

impl<'a> Xml<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { reader: Reader::from_str(text), depth: 0 }
    }

    /// # Errors
    /// Damaged if the XML is not well-formed, declares a document type (no office program writes one; only attackers declare
    /// entities) or breaks off; over the limit beyond [`DEEPEST`].
    #[inline]
    pub fn next(&mut self) -> Result<Next<'a>, ReadError> {
        loop {
            return Ok(match self.reader.read_event().map_err(|_| ReadError::Damaged)? {
                Event::Start(tag) => {
                    self.depth += 1;
                    if self.depth > DEEPEST {
                        return Err(ReadError::OverLimit { what: Measure::Depth, limit: DEEPEST as u64 });
                    }
                    Next::Start { tag, open: true }
                }
                Event::Empty(tag) => Next::Start { tag, open: false },
                Event::End(tag) => {
                    self.depth = self.depth.saturating_sub(1);
                    Next::End(tag)
                }
                Event::Text(text) => Next::Text(text.into_inner()),
                Event::CData(text) => Next::Text(text.into_inner()),
                Event::GeneralRef(reference) => Next::Char(character(&reference)?),
                Event::DocType(_) => return Err(ReadError::Damaged),
                Event::Eof if self.depth > 0 => return Err(ReadError::Damaged),
                Event::Eof => Next::Over,
                Event::Comment(_) | Event::PI(_) | Event::Decl(_) => continue,
            });
        }
    }

    /// Passes over the rest of an element that was opened last.
    pub fn skip(&mut self) -> Result<(), ReadError> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            if let Next::Over = self.next()? {
                return Err(ReadError::Damaged);
            }
        }
        Ok(())
    }
}

/// The character an entity stands for; no others than those of XML itself are known.
fn character(reference: &BytesRef<'_>) -> Result<char, ReadError> {
    match &**reference {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        _ => reference.resolve_char_ref().ok().flatten().ok_or(ReadError::Damaged),
    }
}

/// The value of an attribute, told by its name without the prefix. Entities in it are left as they are: the values that
/// are asked for are numbers and short words.
pub(super) fn attribute<'t>(tag: &'t BytesStart<'_>, name: &str) -> Option<&'t str> {
    let raw = tag.attributes_raw();
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once('=') {
        let after = after.trim_start();
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, next) = after[1..].split_once(quote)?;
        let key = before.trim();
        if key.rsplit_once(':').map_or(key, |(_, local)| local) == name {
            return Some(value);
        }
        rest = next;
    }
    None
}

/// The value of an attribute that names something (a style, a list). Office programs write short names; one that is
/// looked up a million times must be short.
pub(super) fn name_in<'t>(tag: &'t BytesStart<'_>, attribute_name: &str) -> Option<&'t str> {
    const LONGEST: usize = 1_024;
    attribute(tag, attribute_name).filter(|name| !name.is_empty() && name.len() <= LONGEST)
}

/// A name without its prefix.
pub(super) fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}
