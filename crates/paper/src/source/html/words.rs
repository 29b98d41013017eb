//! From the text between tags to the words a person sees: blanks drawn together, character references replaced.

use std::borrow::Cow;

use quick_xml::escape::resolve_html5_entity;

use crate::visible::visible;

/// The line that is being written.
#[derive(Default)]
pub(super) struct Words {
    text: String,
    blank: bool,
}

impl Words {
    /// Appends text as a browser shows it.
    ///
    /// A line feed in the source between two Chinese characters is no blank: Word breaks its lines there.
    /// **Source.** CSS Text Level 3, section 4.1.3, applied within one run of text only: between two elements, as
    /// in a box of metadata, the line feed parts what stands side by side.
    pub fn push(&mut self, raw: &str) {
        let bytes = raw.as_bytes();
        let mut at = 0;
        let mut line_feed = false;
        while at < bytes.len() {
            let run = bytes[at..].iter().take_while(|b| !is_special(**b)).count();
            if run > 0 {
                let words = &raw[at..at + run];
                if line_feed && ends_wide(&self.text) && words.starts_with(is_wide) {
                    self.blank = false;
                }
                line_feed = false;
                self.word(words);
                at += run;
                continue;
            }
            let first = at == 0;
            match bytes[at] {
                b'&' => {
                    at += self.reference(&raw[at..]);
                }
                0 => at += 1,
                _ => {
                    let blanks = bytes[at..].iter().take_while(|b| is_blank(**b)).count();
                    line_feed = !first && !self.blank && bytes[at..at + blanks].contains(&b'\n');
                    self.blank = true;
                    at += blanks;
                }
            }
        }
    }

    /// Appends text of which every blank is seen, without line feeds.
    pub fn push_preformatted(&mut self, mut raw: &str) {
        while let Some(n) = raw.find('&') {
            self.word(&raw[..n]);
            raw = &raw[n..];
            raw = &raw[self.reference(raw)..];
        }
        self.word(raw);
    }

    /// Appends what the character reference at the beginning stands for, or the `&`; answers its length in the source.
    fn reference(&mut self, rest: &str) -> usize {
        let name = &rest[1..];
        if let Some(digits) = name.strip_prefix('#') {
            let (digits, radix, mark) = match digits.strip_prefix(['x', 'X']) {
                Some(digits) => (digits, 16, 3),
                None => (digits, 10, 2),
            };
            let length = digits.bytes().take_while(|b| char::from(*b).is_digit(radix)).count();
            if length == 0 {
                self.word("&");
                return 1;
            }
            match numbered(u32::from_str_radix(&digits[..length], radix).unwrap_or(u32::MAX)) {
                c if c.is_ascii_whitespace() => self.blank = true,
                c => self.word(c.encode_utf8(&mut [0; 4])),
            }
            return mark + length + usize::from(digits[length..].starts_with(';'));
        }
        // The longest name has 32 letters.
        let length = name.bytes().take(40).take_while(u8::is_ascii_alphanumeric).count();
        if name[length..].starts_with(';')
            && let Some(words) = resolve_html5_entity(&name[..length])
        {
            match words {
                "\n" | "\t" => self.blank = true,
                words => self.word(words),
            }
            return length + 2;
        }
        // Old pages leave the semicolon out; `&copyright` is © and `right` to a browser, too.
        match BARE.iter().find(|(bare, _)| name.starts_with(bare)) {
            Some((bare, words)) => {
                self.word(words);
                1 + bare.len()
            }
            None => {
                self.word("&");
                1
            }
        }
    }

    /// Appends words that hold no reference.
    pub fn word(&mut self, words: &str) {
        if words.is_empty() {
            return;
        }
        if self.blank && !self.text.is_empty() {
            self.text.push(' ');
        }
        self.blank = false;
        self.text.push_str(words);
    }

    /// A blank, if something follows.
    pub fn blank(&mut self) {
        self.blank = true;
    }

    /// The line as it is read, and a new one; `None` if nothing is to be seen in it.
    pub fn take(&mut self) -> Option<String> {
        self.blank = false;
        let line = clean(&self.text);
        let line = (!line.is_empty()).then(|| line.into_owned());
        self.text.clear();
        line
    }
}

/// Blanks at both ends cut off, hidden marks taken out.
fn clean(text: &str) -> Cow<'_, str> {
    match visible(text) {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}

/// The text of an attribute or of a title: one line.
pub(super) fn plain(raw: &str) -> Option<String> {
    let mut words = Words::default();
    words.push(raw);
    words.take()
}

/// Names that count without their semicolon and are met in pages. **Source.** WHATWG HTML, section 13.5.
const BARE: [(&str, &str); 14] = [
    ("nbsp", "\u{a0}"),
    ("lt", "<"),
    ("gt", ">"),
    ("amp", "&"),
    ("quot", "\""),
    ("copy", "©"),
    ("reg", "®"),
    ("middot", "·"),
    ("times", "×"),
    ("divide", "÷"),
    ("yen", "¥"),
    ("sect", "§"),
    ("deg", "°"),
    ("plusmn", "±"),
];

/// The character of a number. Numbers from 128 to 159 mean Windows' characters.
/// **Source.** WHATWG HTML, section 13.2.5.80.
fn numbered(number: u32) -> char {
    const WINDOWS: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match number {
        0 => char::REPLACEMENT_CHARACTER,
        128..=159 => WINDOWS[number as usize - 128],
        _ => char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER),
    }
}

fn is_blank(b: u8) -> bool {
    matches!(b, b' ' | b'\t' | b'\n' | b'\r' | 0x0c)
}

fn is_special(b: u8) -> bool {
    is_blank(b) || matches!(b, b'&' | 0)
}

fn ends_wide(text: &str) -> bool {
    text.ends_with(is_wide)
}

/// Chinese characters and the punctuation that takes their width.
fn is_wide(c: char) -> bool {
    matches!(c as u32, 0x2e80..=0x9fff | 0xf900..=0xfaff | 0xfe30..=0xfe4f | 0xff01..=0xff60 | 0xffe0..=0xffe6 | 0x20000..=0x3ffff)
}
