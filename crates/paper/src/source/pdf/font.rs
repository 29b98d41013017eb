//! From the bytes of a text operator to characters and their widths. The font program itself is never opened.

use std::collections::HashMap;

use encoding_rs::{BIG5, Encoding, GB18030, MACINTOSH, WINDOWS_1252};
use hayro_cmap::{BfString, CMap, CMapName, CharacterCollection, CidFamily, WritingMode};
use hayro_syntax::object::{Array, Dict, Name, Object, Stream, String as PdfString};
use unicode_normalization::char::decompose_compatible;

use super::open::Budget;
use crate::source::ReadError;

/// The most characters that one code stands for: a ligature has three, a unit like ㎡ spelled out a few more.
const LONGEST_TEXT: usize = 8;
/// The most widths that a font may list; no character collection has half as many glyphs.
const MOST_WIDTHS: usize = 1 << 17;

/// A code as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Shown {
    /// The characters, mostly one; U+FFFD where the file does not say.
    pub text: Box<str>,
    /// How far the pen goes on, in ems: to the right, or upwards in a vertical font.
    pub advance: f32,
    /// The half width of the glyph, which is where a vertical font hangs it up.
    pub half: f32,
    /// A blank of one byte, which word spacing widens.
    pub is_blank: bool,
}

/// A font, as far as reading needs it.
#[derive(Debug)]
pub(super) struct Font {
    to_unicode: Option<CMap>,
    kind: Kind,
    seen: HashMap<(usize, u32), Shown>,
}

#[derive(Debug)]
enum Kind {
    /// One byte, one glyph (Type 1, TrueType, Type 3).
    Simple { chars: Box<[Option<char>; 256]>, widths: Vec<f32>, first: u32, missing: f32 },
    /// Several bytes, one glyph (Type 0).
    Composite(Box<Composite>),
}

/// What a composite font knows of its codes.
#[derive(Debug)]
struct Composite {
    cmap: CMap,
    coding: Coding,
    by_cid: Option<CMap>,
    widths: Widths,
    vertical: bool,
}

/// How the codes of a composite font themselves can be read.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Coding {
    /// Two bytes that mean nothing by themselves.
    TwoBytes,
    /// As the CMap in the file says.
    Embedded,
    /// Unicode, UTF-16BE.
    Utf16,
    /// A national code.
    National(&'static Encoding),
}

impl Font {
    /// Reads a font dictionary; `None` when it is none.
    pub(super) fn new(dict: &Dict<'_>, budget: &mut Budget) -> Result<Option<Self>, ReadError> {
        // Even a font of no size costs something to read.
        budget.spend(4096)?;
        let to_unicode = match dict.get::<Object<'_>>(b"ToUnicode") {
            Some(Object::Stream(stream)) => cmap_in(&stream, budget)?,
            Some(Object::Name(name)) => named(CMapName::from_bytes(name.as_ref())),
            _ => None,
        };
        let kind = match dict.get::<Name<'_>>(b"Subtype").as_deref() {
            Some(b"Type0") => composite(dict, budget)?,
            Some(_) => Some(simple(dict)),
            None => None,
        };
        Ok(kind.map(|kind| Self { to_unicode, kind, seen: HashMap::new() }))
    }

    pub(super) fn is_vertical(&self) -> bool {
        matches!(&self.kind, Kind::Composite(font) if font.vertical)
    }

    /// Calls `show` for each glyph that the bytes stand for.
    pub(super) fn each(&mut self, bytes: &[u8], mut show: impl FnMut(&Shown)) {
        let mut rest = bytes;
        while !rest.is_empty() {
            let len = self.code_len(rest).min(rest.len());
            let (code, after) = rest.split_at(len);
            rest = after;
            let number = code.iter().fold(0_u32, |number, &byte| number << 8 | u32::from(byte));
            // Codes of one and of two bytes may share a number.
            let key = (len, number);
            if let Some(shown) = self.seen.get(&key) {
                show(shown);
                continue;
            }
            let shown = self.look_up(code, number);
            show(&shown);
            self.seen.insert(key, shown);
        }
    }

    fn code_len(&self, bytes: &[u8]) -> usize {
        let Kind::Composite(font) = &self.kind else { return 1 };
        let Composite { cmap, coding, .. } = font.as_ref();
        match coding {
            Coding::TwoBytes => 2,
            Coding::Utf16 if (0xd8..0xdc).contains(&bytes[0]) => 4,
            Coding::Utf16 => 2,
            Coding::National(_) if bytes[0] < 0x80 => 1,
            Coding::National(_)
                if *coding == Coding::National(GB18030) && bytes.get(1).is_some_and(u8::is_ascii_digit) =>
            {
                4
            }
            Coding::National(_) => 2,
            Coding::Embedded => {
                let mut number = 0;
                for (n, &byte) in bytes.iter().take(4).enumerate() {
                    number = number << 8 | u32::from(byte);
                    if cmap.lookup_cid_code(number, n as u8 + 1).is_some() {
                        return n + 1;
                    }
                }
                2
            }
        }
    }

    fn look_up(&self, code: &[u8], number: u32) -> Shown {
        let said = self.to_unicode.as_ref().and_then(|map| map.lookup_bf_string(number)).map(|said| match said {
            BfString::Char(c) => c.to_string(),
            BfString::String(s) => s,
        });
        let said = said.filter(|s| !s.is_empty() && !s.contains(['\0', char::REPLACEMENT_CHARACTER]));
        let is_blank = code == b" ";
        let (text, advance, half) = match &self.kind {
            Kind::Simple { chars, widths, first, missing } => {
                let byte = code[0];
                let text = said.or_else(|| chars[usize::from(byte)].map(String::from));
                let width = u32::from(byte).checked_sub(*first).and_then(|n| widths.get(n as usize)).copied();
                let width = width.unwrap_or(*missing);
                (text, width, width / 2.0)
            }
            Kind::Composite(font) => {
                let Composite { cmap, coding, by_cid, widths, vertical } = font.as_ref();
                let cid = cmap.lookup_cid_code(number, code.len() as u8).unwrap_or(0);
                let text = said.or_else(|| match coding {
                    Coding::Utf16 => {
                        let units = code.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
                        char::decode_utf16(units).collect::<Result<String, _>>().ok()
                    }
                    Coding::National(encoding) => {
                        encoding.decode_without_bom_handling_and_without_replacement(code).map(Into::into)
                    }
                    Coding::TwoBytes | Coding::Embedded => None,
                });
                let text = text.or_else(|| match by_cid.as_ref()?.lookup_bf_string(cid)? {
                    BfString::Char(c) => Some(c.to_string()),
                    BfString::String(s) => Some(s),
                });
                let width = widths.of(cid);
                (text, if *vertical { -1.0 } else { width }, width / 2.0)
            }
        };
        let text = text.unwrap_or_else(|| char::REPLACEMENT_CHARACTER.to_string());
        Shown { text: unradical(&text).into_boxed_str(), advance, half, is_blank }
    }
}

/// Fonts share glyphs between a character and the radical of the same shape, and makers of PDFs often name the radical
/// (U+2F00 ⼀ for U+4E00 一). No text means the radical, so the character is put back.
fn unradical(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for ch in text.chars().take(LONGEST_TEXT) {
        match ch {
            '\u{2e80}'..='\u{2eff}' => {
                // What is not listed has no character of its own.
                let character = RADICALS.chars().skip_while(|&radical| radical != ch).nth(1);
                out.push(character.unwrap_or(ch));
            }
            '\u{2f00}'..='\u{2fdf}' | '\u{fb00}'..='\u{fb06}' => decompose_compatible(ch, |c| out.push(c)),
            '\u{ad}' | '\u{200b}' | '\u{feff}' => {}
            '\u{a0}' => out.push(' '),
            _ => out.push(ch),
        }
    }
    out
}

/// Simplified radicals that are characters too, each followed by the character (Unicode, EquivalentUnifiedIdeograph).
const RADICALS: &str = "⺁厂⺄乙⺈刀⺌小⺎兀⺒巳⺓幺⺛旡⺜日⺝月⺟母⺠民⺧牛⺩王⺬示⺮竹⺶羊⺼月⺽臼⻁虎⻄西⻅见⻆角⻉贝⻋车⻐钅⻑長⻓长⻔门⻗雨⻘青⻙韦⻚页\
    ⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻮齿⻰龙⻳龟";

fn cmap_in(stream: &Stream<'_>, budget: &mut Budget) -> Result<Option<CMap>, ReadError> {
    Ok(budget.unpack(stream)?.and_then(|data| CMap::parse(&data, hayro_cmap::load_embedded)))
}

fn named(name: CMapName<'_>) -> Option<CMap> {
    match name {
        CMapName::IdentityH => Some(CMap::identity_h()),
        CMapName::IdentityV => Some(CMap::identity_v()),
        name => CMap::parse(hayro_cmap::load_embedded(name)?, hayro_cmap::load_embedded),
    }
}

fn composite(dict: &Dict<'_>, budget: &mut Budget) -> Result<Option<Kind>, ReadError> {
    let Some(descendant) = dict.get::<Array<'_>>(b"DescendantFonts").and_then(|a| a.iter::<Dict<'_>>().next()) else {
        return Ok(None);
    };
    let (cmap, coding) = match dict.get::<Object<'_>>(b"Encoding") {
        Some(Object::Stream(stream)) => (cmap_in(&stream, budget)?, Coding::Embedded),
        Some(Object::Name(name)) => {
            let said = name.as_str();
            let coding = match said {
                _ if said.starts_with("Identity") => Coding::TwoBytes,
                _ if said.starts_with("Uni") => Coding::Utf16,
                _ if said.starts_with("GB") => Coding::National(GB18030),
                _ if said.contains("B5") => Coding::National(BIG5),
                _ => Coding::Embedded,
            };
            (named(CMapName::from_bytes(name.as_ref())), coding)
        }
        _ => (None, Coding::TwoBytes),
    };
    let cmap = cmap.unwrap_or_else(CMap::identity_h);
    let collection = cmap.metadata().character_collection.clone();
    let collection = collection.filter(|c| c.family != CidFamily::AdobeIdentity).or_else(|| {
        let info = descendant.get::<Dict<'_>>(b"CIDSystemInfo")?;
        let of = |key: &[u8]| info.get::<PdfString<'_>>(key);
        let family = CidFamily::from_registry_ordering(of(b"Registry")?.as_bytes(), of(b"Ordering")?.as_bytes());
        Some(CharacterCollection { family, supplement: 0 })
    });
    // The large table from glyph numbers to characters is only opened when nothing else can tell.
    let by_cid = match coding {
        Coding::TwoBytes | Coding::Embedded if !dict.contains_key(b"ToUnicode") => {
            collection.and_then(|c| c.family.ucs2_cmap()).and_then(named)
        }
        _ => None,
    };
    let vertical = cmap.metadata().writing_mode == Some(WritingMode::Vertical);
    let widths = Widths::new(&descendant);
    Ok(Some(Kind::Composite(Box::new(Composite { cmap, coding, by_cid, widths, vertical }))))
}

/// The widths of a composite font, in ems, as runs of glyph numbers.
#[derive(Debug)]
struct Widths {
    runs: Vec<(u32, u32, f32)>,
    other: f32,
}

impl Widths {
    fn new(descendant: &Dict<'_>) -> Self {
        let other = descendant.get::<f32>(b"DW").unwrap_or(1000.0) / 1000.0;
        let mut runs = Vec::new();
        if let Some(array) = descendant.get::<Array<'_>>(b"W") {
            let mut items = array.flex_iter();
            // `first [w w w]` or `first last w`.
            while let Some(first) = items.next::<u32>().filter(|_| runs.len() < MOST_WIDTHS) {
                match items.next::<Object<'_>>() {
                    Some(Object::Array(each)) => {
                        let each = each.iter::<f32>().zip(first..).take(1 << 16);
                        runs.extend(each.map(|(width, cid)| (cid, cid, width / 1000.0)));
                    }
                    Some(Object::Number(last)) => {
                        let Some(width) = items.next::<f32>() else { break };
                        runs.push((first, last.as_i64().clamp(0, 0xffff_ffff) as u32, width / 1000.0));
                    }
                    _ => break,
                }
            }
        }
        runs.sort_unstable_by_key(|&(first, ..)| first);
        Self { runs, other }
    }

    fn of(&self, cid: u32) -> f32 {
        let before = self.runs.partition_point(|&(first, ..)| first <= cid);
        match before.checked_sub(1).map(|n| self.runs[n]) {
            Some((_, last, width)) if cid <= last => width,
            _ => self.other,
        }
    }
}

fn simple(dict: &Dict<'_>) -> Kind {
    let is_type3 = dict.get::<Name<'_>>(b"Subtype").as_deref() == Some(b"Type3");
    let scale = if is_type3 { dict.get::<[f32; 6]>(b"FontMatrix").map_or(0.001, |matrix| matrix[0]) } else { 0.001 };
    let encoding = dict.get::<Object<'_>>(b"Encoding");
    let (base, differences) = match &encoding {
        Some(Object::Name(name)) => (Some(name.as_str().to_owned()), None),
        Some(Object::Dict(d)) => {
            (d.get::<Name<'_>>(b"BaseEncoding").map(|n| n.as_str().to_owned()), d.get::<Array<'_>>(b"Differences"))
        }
        _ => (None, None),
    };
    let table = if base.as_deref() == Some("MacRomanEncoding") { MACINTOSH } else { WINDOWS_1252 };
    let mut chars = Box::new([None; 256]);
    // A Type 3 font names all its glyphs itself.
    if !is_type3 {
        for (byte, slot) in (0_u8..=255).zip(chars.iter_mut()) {
            let decoded = table
                .decode_without_bom_handling_and_without_replacement(std::slice::from_ref(&byte))
                .map(|s| s.chars().next());
            *slot = decoded.flatten().filter(|c| !c.is_control());
        }
    }
    if let Some(differences) = differences {
        let mut code = 0_usize;
        let mut items = differences.flex_iter();
        while let Some(item) = items.next::<Object<'_>>() {
            match item {
                Object::Number(n) => code = n.as_i64().clamp(0, 256) as usize,
                Object::Name(name) => {
                    if let Some(slot) = chars.get_mut(code) {
                        *slot = char_named(name.as_str()).or(*slot);
                    }
                    code += 1;
                }
                _ => {}
            }
        }
    }
    let descriptor = dict.get::<Dict<'_>>(b"FontDescriptor");
    let missing = descriptor.and_then(|d| d.get::<f32>(b"MissingWidth")).unwrap_or_else(|| {
        // The fourteen standard fonts may leave out their widths; half an em is near enough to part words.
        let is_fixed = dict.get::<Name<'_>>(b"BaseFont").is_some_and(|n| n.as_str().contains("Courier"));
        if is_fixed { 600.0 } else { 500.0 }
    });
    let widths = dict.get::<Array<'_>>(b"Widths").map(|a| a.iter::<f32>().take(256).map(|w| w * scale).collect());
    Kind::Simple {
        chars,
        widths: widths.unwrap_or_default(),
        first: dict.get::<u32>(b"FirstChar").unwrap_or(0),
        missing: missing * 0.001,
    }
}

/// The character of a glyph name, for the names that numbers, Latin words and Chinese punctuation need
/// (Adobe Glyph List; `uniXXXX` and `uXXXXX` for all others).
fn char_named(name: &str) -> Option<char> {
    const NAMES: [(&str, char); 56] = [
        ("space", ' '),
        ("exclam", '!'),
        ("quotedbl", '"'),
        ("numbersign", '#'),
        ("dollar", '$'),
        ("percent", '%'),
        ("ampersand", '&'),
        ("quotesingle", '\''),
        ("parenleft", '('),
        ("parenright", ')'),
        ("asterisk", '*'),
        ("plus", '+'),
        ("comma", ','),
        ("hyphen", '-'),
        ("period", '.'),
        ("slash", '/'),
        ("zero", '0'),
        ("one", '1'),
        ("two", '2'),
        ("three", '3'),
        ("four", '4'),
        ("five", '5'),
        ("six", '6'),
        ("seven", '7'),
        ("eight", '8'),
        ("nine", '9'),
        ("colon", ':'),
        ("semicolon", ';'),
        ("less", '<'),
        ("equal", '='),
        ("greater", '>'),
        ("question", '?'),
        ("at", '@'),
        ("bracketleft", '['),
        ("backslash", '\\'),
        ("bracketright", ']'),
        ("asciicircum", '^'),
        ("underscore", '_'),
        ("grave", '`'),
        ("braceleft", '{'),
        ("bar", '|'),
        ("braceright", '}'),
        ("asciitilde", '~'),
        ("quoteleft", '‘'),
        ("quoteright", '’'),
        ("quotedblleft", '“'),
        ("quotedblright", '”'),
        ("endash", '–'),
        ("emdash", '—'),
        ("ellipsis", '…'),
        ("bullet", '•'),
        ("periodcentered", '·'),
        ("multiply", '×'),
        ("section", '§'),
        ("degree", '°'),
        ("minus", '−'),
    ];
    let base = name.split('.').next().unwrap_or(name);
    let mut chars = base.chars();
    if let (Some(only), None) = (chars.next(), chars.next()) {
        return only.is_ascii_alphabetic().then_some(only);
    }
    let hex = |digits: &str| u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
    NAMES.iter().find(|(n, _)| *n == base).map(|&(_, c)| c).or_else(|| match base.strip_prefix("uni") {
        Some(digits) if digits.len() == 4 => hex(digits),
        _ => base.strip_prefix('u').filter(|digits| (4..=6).contains(&digits.len())).and_then(hex),
    })
}
