//! Any bytes as a page: read or refused without a panic, the source is sound, and what is shown of it is a page with the same tables.
#![no_main]

use gongkai_fuzz::sound;
use libfuzzer_sys::fuzz_target;
use paper::source::{html, page};

fuzz_target!(|bytes: &[u8]| {
    let Ok(source) = html::read(bytes) else { return };
    sound(&source);
    let again = html::read(page(&source).as_bytes()).expect("what was shown is a page");
    assert_eq!(again.tables().count(), source.tables().count());
});
