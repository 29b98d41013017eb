//! Any text that a person may type: marked up, searched for and highlighted without a panic or a tag that was not ours.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let html = publishing::markup::html(&publishing::markup::parse(text));
    assert!(!html.contains("<script") && !html.contains("href=\"javascript"));
    let (shown, sought) = text.split_at(text.floor_char_boundary(text.len() / 2));
    let fragments = search::highlight(shown, sought, 200);
    let whole: String = fragments.iter().map(|fragment| fragment.text.as_str()).collect();
    assert!(whole.chars().count() <= shown.chars().count() + 2);
});
