//! Any bytes as an ODT file, or as the parts of one: read or refused without a panic, and the source is sound.
#![no_main]

use gongkai_fuzz::{package, sound};
use libfuzzer_sys::fuzz_target;

/// In this order in the input, parted by zero bytes; with what stands there if the input ends before.
const PARTS: &[(&str, &str)] = &[("content.xml", ""), ("styles.xml", ""), ("META-INF/manifest.xml", "")];

fuzz_target!(|bytes: &[u8]| {
    if let Ok(source) = paper::source::odt::read(&package(bytes, PARTS)) {
        sound(&source);
    }
});
