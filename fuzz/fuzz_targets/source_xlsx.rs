//! Any bytes as an XLSX file, or as the parts of one: read or refused without a panic, and the source is sound.
#![no_main]

use gongkai_fuzz::{package, sound};
use libfuzzer_sys::fuzz_target;

/// In this order in the input, parted by zero bytes; with what stands there if the input ends before.
const PARTS: &[(&str, &str)] = &[
    ("xl/worksheets/sheet1.xml", ""),
    ("xl/sharedStrings.xml", ""),
    ("xl/styles.xml", ""),
    ("xl/workbook.xml", "<workbook><sheets><sheet name=\"1\"/></sheets></workbook>"),
    ("xl/_rels/workbook.xml.rels", ""),
];

fuzz_target!(|bytes: &[u8]| {
    if let Ok(source) = paper::source::xlsx::read(&package(bytes, PARTS)) {
        sound(&source);
    }
});
