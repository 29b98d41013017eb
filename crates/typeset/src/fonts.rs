//! Fonts: which of those on the machine stand in for 仿宋, 楷体, 黑体, 宋体 and 小标宋.

use std::collections::BTreeSet;

use paper::document::Document;
use paper::visible::visible;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

use crate::Fault;
use crate::sheet;

/// Characters that every Chinese font has and no other.
const PROBE: &str = "政府信息公开条例";
/// What stands for a character that no font has: the mark that printers put where a sort is missing.
pub(crate) const MISSING: char = '〓';

/// Folders in which systems keep fonts; not all of them exist on one machine. Reading the disk is the caller's part:
/// walk those that exist and hand the files that are [`wanted`] to [`Fonts::new`].
pub fn usual_places() -> &'static [&'static str] {
    &["/usr/local/share/fonts", "/usr/share/fonts", "/System/Library/Fonts", "/Library/Fonts", r"C:\Windows\Fonts"]
}

/// Whether a file in one of the [`usual_places`] is worth opening: they hold hundreds of megabytes, of which a Chinese
/// official paper needs a few files. What an office names itself is opened without asking.
///
/// ```
/// assert!(typeset::wanted("simfang.ttf") && typeset::wanted("NotoSerifCJK-Regular.ttc"));
/// assert!(!typeset::wanted("DejaVuSans.ttf") && !typeset::wanted("NotoSerifCJK-Black.ttc"));
/// ```
pub fn wanted(file_name: &str) -> bool {
    let name = file_name.to_lowercase();
    let Some((stem, "ttf" | "otf" | "ttc" | "otc")) = name.rsplit_once('.') else { return false };
    OFFICE.iter().any(|beginning| stem.starts_with(beginning))
        || NAMED.iter().any(|part| stem.contains(part))
        || FREE.iter().any(|(family, weights)| {
            let rest = stem.strip_prefix(family).map(|rest| rest.trim_start_matches(['-', '_']));
            rest.is_some_and(|rest| weights.contains(&rest))
        })
}

/// How the files of the fonts begin that offices and Windows have: 仿宋, 楷体, 黑体, 宋体, 华文 and 方正, Fandol, UMing.
const OFFICE: [&str; 11] =
    ["simfang", "simkai", "simhei", "simsun", "stfangso", "stkaiti", "stsong", "stzhongs", "fandol", "fz", "uming"];
/// What the names of others hold.
const NAMED: [&str; 6] = ["ukai", "songti", "kaiti", "仿宋", "楷体", "小标宋"];
/// The free ones that stand in: text and titles in Song, headings in Hei.
const FREE: [(&str, &[&str]); 10] = [
    ("notoserifcjk", SONG_WEIGHTS),
    ("notoserifcjksc", SONG_WEIGHTS),
    ("notoserifsc", SONG_WEIGHTS),
    ("sourcehanserif", SONG_WEIGHTS),
    ("sourcehanserifsc", SONG_WEIGHTS),
    ("notosanscjk", HEI_WEIGHTS),
    ("notosanscjksc", HEI_WEIGHTS),
    ("notosanssc", HEI_WEIGHTS),
    ("sourcehansans", HEI_WEIGHTS),
    ("sourcehansanssc", HEI_WEIGHTS),
];
const SONG_WEIGHTS: &[&str] = &["", "regular", "bold"];
const HEI_WEIGHTS: &[&str] = &["", "regular"];

/// The families that play one part, best first.
type Stack = Vec<String>;

/// Fonts in memory, with the part each plays. Worth keeping: opening the Noto fonts takes some tenths of a second and 80 MB.
pub struct Fonts {
    pub(crate) book: LazyHash<FontBook>,
    pub(crate) fonts: Vec<Font>,
    pub(crate) stacks: Stacks,
}

/// Which families are set where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Stacks {
    pub(crate) body: Stack,
    pub(crate) kai: Stack,
    pub(crate) hei: Stack,
    pub(crate) song: Stack,
    pub(crate) title: Stack,
}

impl Fonts {
    /// The fonts in these files (TTF, OTF, or collections of them), those an office chose itself first: of two that
    /// could play a part the first one does. Bytes that are no font are passed over.
    ///
    /// # Errors
    /// [`Fault::NoChineseFont`].
    ///
    /// ```
    /// assert!(matches!(typeset::Fonts::new(vec![b"no font".to_vec()]), Err(typeset::Fault::NoChineseFont)));
    /// ```
    pub fn new(files: Vec<Vec<u8>>) -> Result<Self, Fault> {
        let faces = files.into_iter().flat_map(|file| Font::iter(Bytes::new(file)).collect::<Vec<_>>());
        // The collections hold each 汉字 as it is written in five places; the forms of the mainland are the ones wanted.
        let fonts: Vec<Font> = faces.filter(|font| !elsewhere(&font.info().family)).collect();
        let mut chinese: Vec<String> = Vec::new();
        for info in fonts.iter().map(Font::info) {
            if PROBE.chars().all(|c| info.coverage.contains(c as u32)) && !chinese.contains(&info.family) {
                chinese.push(info.family.clone());
            }
        }
        if chinese.is_empty() {
            return Err(Fault::NoChineseFont);
        }
        let stacks = Stacks {
            body: stack(&chinese, &[&["仿宋", "fangso", "fandolfang"], SONG]),
            kai: stack(&chinese, &[&["楷", "kai"], SONG]),
            hei: stack(&chinese, &[&["黑", "hei", "sans"]]),
            song: stack(&chinese, &[SONG]),
            title: stack(&chinese, &[&["小标宋", "xiaobiao", "xbs"], &["中宋", "zhongsong"], SONG]),
        };
        let book = LazyHash::new(FontBook::from_fonts(&fonts));
        Ok(Self { book, fonts, stacks })
    }

    /// The family that the text is set in.
    pub fn body(&self) -> &str {
        self.stacks.body.first().map_or("", String::as_str)
    }

    /// The family that titles are set in.
    pub fn title(&self) -> &str {
        self.stacks.title.first().map_or("", String::as_str)
    }

    /// The characters of the paper that no font has, each once; on paper [`pdf`](crate::pdf) sets 〓 for them.
    ///
    /// Rare 汉字 in names and emoji: whoever signs should be told, and take the DOCX instead.
    pub fn missing(&self, document: &Document) -> Vec<char> {
        let text = document.plain_text();
        let missing: BTreeSet<char> = visible(&text).chars().filter(|&c| !self.has(c)).collect();
        missing.into_iter().collect()
    }

    /// Whether a character can be set: by its sign, or because it has none of its own.
    pub(crate) fn has(&self, c: char) -> bool {
        c.is_whitespace()
            || sheet::is_written_form(c)
            || self.fonts.iter().any(|font| font.info().coverage.contains(c as u32))
    }
}

/// Parts of the names of Song fonts.
const SONG: &[&str] = &["宋", "song", "simsun", "serif", "ming", "sun"];

/// The families of a collection that write 汉字 as in Taiwan, Hong Kong, Japan or Korea.
fn elsewhere(family: &str) -> bool {
    let collection = ["Noto Serif", "Noto Sans", "Source Han", "AR PL UMing", "AR PL UKai"];
    collection.iter().any(|name| family.starts_with(name))
        && ["TC", "HK", "JP", "KR", "TW", "MBE"].iter().any(|place| family.split(' ').any(|word| word == *place))
}

/// All families, those first that match an earlier row of name parts.
fn stack(families: &[String], rows: &[&[&str]]) -> Stack {
    let rank = |family: &String| {
        let name = family.to_lowercase();
        rows.iter().position(|parts| parts.iter().any(|part| name.contains(part))).unwrap_or(rows.len())
    };
    let mut sorted = families.to_vec();
    sorted.sort_by_key(rank); // keeps the order of the files among equals
    sorted
}
