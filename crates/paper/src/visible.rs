//! Only what a reader can see leaves the house.

use std::borrow::Cow;

/// The text without characters that no reader sees and no file should carry.
///
/// Taken out: characters XML 1.0 forbids (most control characters, U+FFFE, U+FFFF), and marks
/// that hide or reorder words: zero-width spaces and joiners, byte order marks, soft hyphens,
/// bidirectional overrides, tag characters. Kept: tab, line feed, and variation selectors,
/// which tell apart the written forms of rare 汉字 in names. A carriage return is dropped.
///
/// **Source.** XML 1.0 (fifth edition), production 2 `Char`; Unicode, general category Cf.
///
/// ```
/// use paper::visible::visible;
///
/// assert_eq!(visible("予以公开\u{0}\u{202e}"), "予以公开");
/// assert_eq!(visible("葛\u{e0100}城"), "葛\u{e0100}城"); // a written form, not a hidden mark
/// ```
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_visible) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().filter(|&c| is_visible(c)).collect())
    }
}

fn is_visible(c: char) -> bool {
    match c {
        '\t' | '\n' => true,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' => false,
        '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => false,
        '\u{e0000}'..='\u{e007f}' => false,
        c => !c.is_control(),
    }
}
