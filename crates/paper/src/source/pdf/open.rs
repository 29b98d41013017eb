//! Opening a PDF under limits. The library that parses it has none, so nothing is unpacked by it that was not weighed before.

use std::borrow::Cow;
use std::io::Read;

use flate2::bufread::ZlibDecoder;
use hayro_syntax::object::{Dict, Object, Stream};
use hayro_syntax::{Filter, LoadPdfError, Pdf};

use super::MOST_PAGES;
use crate::limits::FILE_BYTES;
use crate::source::{Measure, ReadError};

/// Bytes that all object streams may unpack to; the library keeps them in memory. A report of 300 pages has about 5 MB.
const OBJECT_BYTES: u64 = 48 << 20;
/// Bytes that all cross-reference streams may unpack to; each byte may become an entry of about 30 bytes.
const TABLE_BYTES: u64 = 4 << 20;
/// Bytes of one page's drawing operators or of one font's tables.
const STREAM_BYTES: u64 = 32 << 20;
/// Bytes of drawing operators that are run for the whole file, counted again each time a form is drawn.
/// A page full of table has about 100 kB.
pub(super) const CONTENT_BYTES: u64 = 64 << 20;
/// How far before `stream` its dictionary is looked for.
const DICTIONARY_REACH: usize = 64 << 10;

/// Opens a file, mending what can be mended.
pub(super) fn open(bytes: &[u8]) -> Result<Pdf, ReadError> {
    if bytes.len() > FILE_BYTES {
        return Err(ReadError::OverLimit { what: Measure::Bytes, limit: FILE_BYTES as u64 });
    }
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    weigh(bytes)?;
    let pdf = match Pdf::new(bytes.to_vec()) {
        Ok(pdf) => pdf,
        Err(LoadPdfError::Decryption(_)) => return Err(ReadError::Encrypted),
        Err(LoadPdfError::Invalid) => {
            // Cut off before its catalogue: with a catalogue that leads nowhere, the library looks for pages one by one.
            let mut mended = bytes.to_vec();
            mended.extend_from_slice(b"\nendstream endobj 8388607 0 obj <</Type/Catalog/Pages 8388606 0 R>> endobj\n");
            Pdf::new(mended).map_err(|_| ReadError::Damaged)?
        }
    };
    match pdf.pages().len() {
        0 => Err(ReadError::Damaged),
        n if n > MOST_PAGES => Err(ReadError::OverLimit { what: Measure::Pages, limit: MOST_PAGES as u64 }),
        _ => Ok(pdf),
    }
}

/// Refuses bombs among the streams that the library unpacks by itself: those that hold objects or the cross-reference table.
/// They are told by the keys that it needs to use them as such, whatever else they claim to be.
fn weigh(bytes: &[u8]) -> Result<(), ReadError> {
    let over = ReadError::OverLimit { what: Measure::Bytes, limit: OBJECT_BYTES };
    let (mut objects, mut tables) = (0, 0);
    let (mut at, mut last_end) = (0, 0);
    while let Some(found) = find(&bytes[at..], b"stream") {
        let keyword = at + found;
        at = keyword + b"stream".len();
        if bytes[..keyword].ends_with(b"end") {
            last_end = at;
            continue;
        }
        let before = &bytes[keyword.saturating_sub(DICTIONARY_REACH).max(last_end)..keyword];
        // The dictionary begins after the last `obj`; if that is no dictionary, something is hidden, and all before it counts.
        let own = before.windows(4).rposition(|window| window == b" obj").map(|n| before[n + 4..].trim_ascii_start());
        let dictionary = own.filter(|own| own.starts_with(b"<<")).unwrap_or(before);
        let escaped = hides_letters(dictionary);
        let holds_objects =
            escaped || (value_of(dictionary, b"/N").is_some() && value_of(dictionary, b"/First").is_some());
        let holds_table =
            escaped || (value_of(dictionary, b"/W").is_some() && value_of(dictionary, b"/Size").is_some());
        if !holds_objects && !holds_table {
            continue;
        }
        let filter = value_of(dictionary, b"/Filter").or_else(|| value_of(dictionary, b"/F"));
        // One filter is enough for an honest file; a filter named elsewhere hides something.
        if filter.is_some_and(|f| match f.first() {
            Some(b'[') => f.iter().take_while(|&&b| b != b']').filter(|&&b| b == b'/').count() > 1,
            first => first != Some(&b'/'),
        }) {
            return Err(over);
        }
        let data = &bytes[at..];
        let data = &data[data.iter().take(2).take_while(|&&b| b == b'\r' || b == b'\n').count()..];
        let data = &data[..find(data, b"endstream").unwrap_or(data.len())];
        let is_flate =
            data.len() > 2 && data[0] & 0x0f == 8 && u16::from_be_bytes([data[0], data[1]]).is_multiple_of(31);
        objects += match filter {
            None => data.len() as u64,
            Some(_) if is_flate => unpacked_len(data, OBJECT_BYTES),
            // Encrypted, or packed by a filter that cannot be weighed here.
            Some(_) => data.len() as u64 * 128,
        };
        tables += if holds_table { unpacked_len(data, TABLE_BYTES).max(data.len() as u64) } else { 0 };
        if objects > OBJECT_BYTES || tables > TABLE_BYTES {
            return Err(over);
        }
    }
    Ok(())
}

/// Whether a name is written with an escaped letter (`/#4e` for `/N`), so that it could be any. Chinese font names and blanks
/// are escaped by honest programs, letters never.
fn hides_letters(dictionary: &[u8]) -> bool {
    dictionary.windows(3).any(|window| {
        let letter = window.strip_prefix(b"#").and_then(|hex| std::str::from_utf8(hex).ok());
        letter.and_then(|hex| u8::from_str_radix(hex, 16).ok()).is_some_and(|byte| byte.is_ascii_alphabetic())
    })
}

/// How many bytes packed data becomes, or one more than `most`.
fn unpacked_len(data: &[u8], most: u64) -> u64 {
    let mut decoder = ZlibDecoder::new(data).take(most + 1);
    let mut sink = [0; 16 << 10];
    let mut total = 0;
    while let Ok(n @ 1..) = decoder.read(&mut sink) {
        total += n as u64;
    }
    total
}

/// What follows a key in the text of a dictionary.
fn value_of<'a>(dictionary: &'a [u8], key: &[u8]) -> Option<&'a [u8]> {
    let mut rest = dictionary;
    loop {
        rest = &rest[find(rest, key)? + key.len()..];
        if !rest.first().is_some_and(u8::is_ascii_alphanumeric) {
            return Some(rest.trim_ascii_start());
        }
    }
}

/// What may still be unpacked and run.
#[derive(Debug)]
pub(super) struct Budget {
    left: u64,
}

impl Budget {
    pub(super) fn new() -> Self {
        Self { left: CONTENT_BYTES }
    }

    /// Takes something out; an error when nothing is left.
    pub(super) fn spend(&mut self, bytes: u64) -> Result<(), ReadError> {
        self.left =
            self.left.checked_sub(bytes).ok_or(ReadError::OverLimit { what: Measure::Bytes, limit: CONTENT_BYTES })?;
        Ok(())
    }

    /// A stream unpacked, as far as it is whole; `None` for pictures and for what cannot be unpacked.
    pub(super) fn unpack<'a>(&mut self, stream: &Stream<'a>) -> Result<Option<Cow<'a, [u8]>>, ReadError> {
        let most = STREAM_BYTES.min(self.left);
        let filters = stream.filters();
        let raw = stream.raw_data();
        let over = ReadError::OverLimit { what: Measure::Bytes, limit: STREAM_BYTES };
        let data = match filters.as_slice() {
            [] => raw,
            [Filter::FlateDecode] if !has_predictor(stream.dict()) => {
                let mut data = Vec::with_capacity(raw.len().saturating_mul(4).min(1 << 20));
                // A stream cut off is read as far as it goes.
                let _ = ZlibDecoder::new(raw.as_ref()).take(most + 1).read_to_end(&mut data);
                Cow::Owned(data)
            }
            _ => {
                let grows = filters.iter().try_fold(1_u64, |product, filter| {
                    Some(product.saturating_mul(match filter {
                        Filter::FlateDecode => 1032,
                        Filter::LzwDecode => 2600,
                        Filter::RunLengthDecode => 64,
                        Filter::AsciiHexDecode | Filter::Ascii85Decode | Filter::Crypt => 1,
                        _ => return None,
                    }))
                });
                match grows {
                    None => return Ok(None),
                    Some(grows) if (raw.len() as u64).saturating_mul(grows) > most.saturating_mul(4) => {
                        return Err(over);
                    }
                    Some(_) => match stream.decoded_data() {
                        Ok(data) => data,
                        Err(_) => return Ok(None),
                    },
                }
            }
        };
        if data.len() as u64 > most {
            return Err(over);
        }
        self.spend(data.len() as u64)?;
        Ok(Some(data))
    }
}

fn has_predictor(dict: &Dict<'_>) -> bool {
    [&b"DecodeParms"[..], b"DP"].into_iter().any(|key| match dict.get::<Object<'_>>(key) {
        None | Some(Object::Null(_)) => false,
        Some(Object::Dict(parms)) => parms.get::<i32>(b"Predictor").is_some_and(|p| p > 1),
        Some(_) => true,
    })
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    let first = needle[0];
    let mut at = 0;
    loop {
        at += haystack.get(at..)?.iter().position(|&b| b == first)?;
        if haystack[at..].starts_with(needle) {
            return Some(at);
        }
        at += 1;
    }
}
