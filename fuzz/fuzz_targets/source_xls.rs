//! Any bytes as an XLS file: read or refused without a panic, and the source is sound.
#![no_main]

use gongkai_fuzz::sound;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(source) = paper::source::xls::read(bytes) {
        sound(&source);
    }
});
