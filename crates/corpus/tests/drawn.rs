//! What a reader of files sees is what was drawn, box by box and paragraph by paragraph.

use corpus::draft::Wish;
use corpus::{Format, drawn, make};

#[test]
fn a_word_file_is_seen_as_it_was_drawn() {
    check(Format::Docx, &[]);
}

#[test]
fn a_web_page_is_seen_as_it_was_drawn() {
    // A page without a table element shows rows of boxes only to the eye.
    check(Format::Html, &["divs"]);
}

fn check(format: Format, but: &[&str]) {
    let mut wrong = Vec::new();
    for seed in 0..60 {
        let sample = make(seed, format, Wish::default());
        if but.contains(&sample.layout) {
            continue;
        }
        let seen = drawn::read(&sample).expect("this format has a reader").expect("the file can be read");
        if let Some(difference) = drawn::difference(&sample.page, &seen) {
            wrong.push(format!("{} {:?}: {difference}", sample.name, sample.traits));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
