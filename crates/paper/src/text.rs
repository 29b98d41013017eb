//! Bytes of text or of a page as characters, in whichever charset a Chinese office saved them.
//!
//! What the bytes can be goes before what they are said to be, since declarations are wrong in both directions: pages
//! declared `gb2312` and saved in UTF-8, and pages declared `utf-8` and saved in GBK. So: a mark at the beginning; UTF-8
//! if the bytes are; and otherwise whichever of GB 18030 (with GBK and GB 2312 inside it), Big5, UTF-16 and the declared
//! charset gives fewer broken characters and more of the characters that every Chinese text is made of.
//!
//! chardetng was measured and left out: told that its texts are Chinese (`cn`), it takes Big5 for GB 18030.

use std::sync::LazyLock;

use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

/// Text with the charset it was found to be in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The characters, without a mark of byte order.
    pub text: String,
    /// `UTF-8`, `UTF-16LE`, `UTF-16BE`, `gb18030`, `Big5`, or another that was declared, by its name in the WHATWG Encoding Standard.
    pub charset: &'static str,
    /// Bytes that are no characters in this charset; each stands as U+FFFD in the text.
    pub broken: usize,
}

/// Why bytes are not taken for text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotText {
    /// Longer than the caller allows.
    #[error("the text is longer than {limit} bytes")]
    OverLimit {
        /// The limit, in bytes.
        limit: usize,
    },
    /// More than one character in a hundred is broken in every charset.
    #[error("the bytes are no text in UTF-8, UTF-16, GB 18030 or Big5")]
    Unknown,
}

/// Characters that make up a good third of any Chinese text, in both scripts where they differ.
const COMMON: &str = "的一是在不了有和人这這中大为為上个個国國以要他时時来來用们們生到作地于於出就分对對成会會可主发發年动動同工也能下过過\
    子说說产產种種面而方后後多定行学學法所民得经經十三之进進着等部度家电電力里如水化高自二理起小物现現实實加量都两兩体體制机機当當使点點从從业業本去\
    把性好应應开開它合还還因由其些然前外天政四日那社义義事平形相全表间間样樣与與关關各重新线線内內数數正心反你明看原又么麼利比或但质質气氣第向道命此变變条條\
    公信息府申请請情况況报報告收处處市县縣局复復议議诉訴讼訟单單位";

/// Decodes a text of at most `limit` bytes.
///
/// # Errors
/// [`NotText`] if it is too long or no text at all. It cannot tell the charset of a text with only a
/// handful of Chinese characters for certain; GB 18030 wins then, as the charset of the mainland.
///
/// ```
/// let gbk = b"\xd0\xc5\xcf\xa2\xb9\xab\xbf\xaa"; // 信息公开
/// let decoded = paper::text::decode(gbk, 1_000).unwrap();
/// assert_eq!((decoded.text.as_str(), decoded.charset), ("信息公开", "gb18030"));
/// ```
pub fn decode(bytes: &[u8], limit: usize) -> Result<Decoded, NotText> {
    decode_declared(bytes, None, limit)
}

/// Decodes a text that says of itself, or whose carrier says, which charset it is in.
///
/// The declaration decides where the bytes leave a doubt, and only there.
///
/// # Errors
/// As [`decode`]. A label that nobody knows counts as no declaration.
///
/// ```
/// let page = "公开".as_bytes(); // UTF-8, whatever the page says
/// assert_eq!(paper::text::decode_declared(page, Some("gb2312"), 1_000).unwrap().charset, "UTF-8");
/// ```
pub fn decode_declared(bytes: &[u8], declared: Option<&str>, limit: usize) -> Result<Decoded, NotText> {
    if bytes.len() > limit {
        return Err(NotText::OverLimit { limit });
    }
    if let Some((charset, mark)) = Encoding::for_bom(bytes) {
        let decoded = with(charset, &bytes[mark..]);
        if charset != UTF_8 || sound(&decoded) {
            return accept(decoded);
        }
    }
    if let Some(charset) = utf_16_without_mark(bytes) {
        return accept(with(charset, bytes));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Decoded { text: text.to_owned(), charset: "UTF-8", broken: 0 });
    }
    let declared = declared.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    // Whoever writes gb2312 or gbk means whatever the machine wrote, which may be GB 18030.
    let declared = declared.map(|charset| if charset == GBK { GB18030 } else { charset });
    accept(with(likeliest(bytes, declared), bytes))
}

fn likeliest(bytes: &[u8], declared: Option<&'static Encoding>) -> &'static Encoding {
    let sample = dense(bytes);
    let (mut best, mut most) = (UTF_8, worth(UTF_8, &sample));
    let start = &bytes[..bytes.len().min(4_000) & !1];
    // Of Chinese in UTF-16, nearly every upper byte is one of Chinese characters, their punctuation or ASCII.
    let is_upper = |b: &u8| matches!(b, 0 | 0x20 | 0x30 | 0x4e..=0x9f | 0xff);
    let wide = |odd: usize| start.iter().skip(odd).step_by(2).filter(|b| is_upper(b)).count() * 40 > start.len() * 19;
    let may_be =
        [(GB18030, &sample[..], true), (BIG5, &sample, true), (UTF_16LE, start, wide(1)), (UTF_16BE, start, wide(0))];
    for (charset, sample, _) in may_be.into_iter().filter(|(_, _, may)| *may) {
        let worth = worth(charset, sample);
        if worth > most {
            (best, most) = (charset, worth);
        }
    }
    match declared {
        // A page that declares UTF-16 in its own ASCII letters is not in it.
        Some(declared) if declared != UTF_16LE && declared != UTF_16BE => {
            let worth = worth(declared, &sample);
            if worth >= 0 && worth * 2 + 2 >= most { declared } else { best }
        }
        _ => best,
    }
}

fn with(charset: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, malformed) = charset.decode_without_bom_handling(bytes);
    let broken = if malformed { text.chars().filter(|c| *c == '\u{fffd}').count() } else { 0 };
    Decoded { text: text.into_owned(), charset: charset.name(), broken }
}

/// How well a sample reads in a charset: common characters count for it, broken and private ones against it.
fn worth(charset: &'static Encoding, sample: &[u8]) -> i64 {
    let (text, _) = charset.decode_without_bom_handling(sample);
    // The sample may end within a character.
    let text = text.trim_end_matches('\u{fffd}');
    let strange = |c: char| matches!(c as u32, 0xe000..=0xf8ff | 0xfffd);
    let mut worth = 0;
    for c in text.chars().filter(|c| !c.is_ascii()).take(2_000) {
        worth += match c {
            // Three bytes in a row fit the pattern of UTF-8 by chance about never, so each such character counts.
            c if charset == UTF_8 => {
                if strange(c) {
                    -4
                } else {
                    i64::from(c >= '\u{800}')
                }
            }
            c if strange(c) => -20,
            c => i64::from(is_common(c)),
        };
    }
    worth
}

fn is_common(c: char) -> bool {
    static SORTED: LazyLock<Vec<char>> = LazyLock::new(|| {
        let mut all: Vec<char> = COMMON.chars().collect();
        all.sort_unstable();
        all
    });
    SORTED.binary_search(&c).is_ok()
}

/// The first few thousand bytes without long runs of ASCII: in a page the Chinese may begin far behind scripts.
///
/// Two bytes of each run stay, since the second half of a character may look like ASCII.
fn dense(bytes: &[u8]) -> Vec<u8> {
    let mut sample = Vec::with_capacity(8_000);
    let mut run = 0;
    for &byte in bytes {
        run = if byte.is_ascii() { run + 1 } else { 0 };
        if run <= 2 {
            sample.push(byte);
            if sample.len() == 8_000 {
                break;
            }
        }
    }
    sample
}

/// ASCII in UTF-16 shows as zeros in every other place.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(2_000) & !1];
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    match (even * 10 > head.len(), odd * 10 > head.len()) {
        (true, false) => Some(UTF_16BE),
        (false, true) => Some(UTF_16LE),
        _ => None,
    }
}

fn sound(decoded: &Decoded) -> bool {
    decoded.broken == 0 || decoded.broken * 100 <= decoded.text.chars().count()
}

fn accept(decoded: Decoded) -> Result<Decoded, NotText> {
    if sound(&decoded) { Ok(decoded) } else { Err(NotText::Unknown) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAINLAND: &str = "某县财政局2023年政府信息公开工作年度报告，收到申请3件，均已答复。";
    const TRADITIONAL: &str = "某縣財政局2023年政府信息公開工作年度報告，收到申請3件，均已答覆。";

    #[track_caller]
    fn check(bytes: &[u8], text: &str, charset: &str) {
        let decoded = decode(bytes, 10_000).expect("text");
        assert_eq!((decoded.text.as_str(), decoded.charset, decoded.broken), (text, charset, 0));
    }

    #[test]
    fn the_charset_is_told_by_the_bytes() {
        check(MAINLAND.as_bytes(), MAINLAND, "UTF-8");
        check(&GB18030.encode(MAINLAND).0, MAINLAND, "gb18030");
        check(&GB18030.encode("龘𠮷，政府信息公开").0, "龘𠮷，政府信息公开", "gb18030");
        check(&BIG5.encode(TRADITIONAL).0, TRADITIONAL, "Big5");
        check(&GB18030.encode(TRADITIONAL).0, TRADITIONAL, "gb18030");
        let wide: Vec<u8> = "\u{feff}2023年".encode_utf16().flat_map(u16::to_le_bytes).collect();
        check(&wide, "2023年", "UTF-16LE");
        let marked = [b"\xef\xbb\xbf".as_slice(), MAINLAND.as_bytes()].concat();
        check(&marked, MAINLAND, "UTF-8");
    }

    #[test]
    fn no_declaration_in_either_direction_misleads() {
        let wide = |bytes: fn(u16) -> [u8; 2]| TRADITIONAL.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
        let saved: [(&str, Vec<u8>, &str); 7] = [
            (MAINLAND, MAINLAND.into(), "UTF-8"),
            (TRADITIONAL, TRADITIONAL.into(), "UTF-8"),
            (MAINLAND, GB18030.encode(MAINLAND).0.into(), "gb18030"),
            (TRADITIONAL, GB18030.encode(TRADITIONAL).0.into(), "gb18030"),
            (TRADITIONAL, BIG5.encode(TRADITIONAL).0.into(), "Big5"),
            (TRADITIONAL, wide(u16::to_le_bytes), "UTF-16LE"),
            (TRADITIONAL, wide(u16::to_be_bytes), "UTF-16BE"),
        ];
        let declared =
            ["utf-8", "gb2312", "GBK", "gb18030", "big5", "iso-8859-1", "windows-1252", "utf-16", "unknown", ""];
        for (text, bytes, charset) in saved {
            check(&bytes, text, charset);
            for declared in declared {
                let decoded = decode_declared(&bytes, Some(declared), 10_000).expect("text");
                assert_eq!((decoded.text.as_str(), decoded.charset), (text, charset), "declared {declared}");
            }
        }
    }

    #[test]
    fn a_declaration_decides_where_the_bytes_leave_a_doubt() {
        for (bytes, declared, text) in [
            (&b"caf\xe9 \x96 menu"[..], "windows-1252", "café – menu"),
            (b"\xa4\xbd\xb6\x7d", "big5", "公開"),
            (b"\xb9\xab\xbf\xaa", "gb2312", "公开"),
        ] {
            let decoded = decode_declared(bytes, Some(declared), 100).expect("text");
            assert_eq!(decoded.text, text, "declared {declared}");
        }
    }

    #[test]
    fn a_page_of_utf_8_with_a_summary_cut_within_a_character_stays_utf_8() {
        let mut bytes = MAINLAND.as_bytes()[..20].to_vec();
        bytes.extend(b"\" />".repeat(20));
        bytes.extend(MAINLAND.as_bytes());
        for declared in [None, Some("utf-8"), Some("gb2312")] {
            let decoded = decode_declared(&bytes, declared, 10_000).expect("text");
            assert_eq!((decoded.charset, decoded.broken), ("UTF-8", 1), "{declared:?}");
        }
    }

    #[test]
    fn the_chinese_may_begin_far_behind_scripts() {
        let page = |text: &[u8]| [b"<script>var a = 1;</script>\n".repeat(5_000).as_slice(), text].concat();
        for (bytes, charset) in [(GB18030.encode(MAINLAND), "gb18030"), (BIG5.encode(TRADITIONAL), "Big5")] {
            assert_eq!(decode(&page(&bytes.0), 1 << 20).expect("text").charset, charset);
        }
    }

    #[test]
    fn one_byte_cut_off_at_the_end_loses_one_character_and_not_the_charset() {
        let bytes = GB18030.encode(&MAINLAND.repeat(10)).0.into_owned();
        let decoded = decode(&bytes[..bytes.len() - 1], 100_000).expect("text");
        assert_eq!((decoded.charset, decoded.broken), ("gb18030", 1));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let noise: Vec<u8> = (0..4_000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert_eq!(decode(&noise, 10_000), Err(NotText::Unknown));
        assert_eq!(decode(b"abc", 2), Err(NotText::OverLimit { limit: 2 }));
    }
}
