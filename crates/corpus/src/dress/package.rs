//! Packed files: DOCX, XLSX and ODT are ZIP.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Packs files in that order. `first_plain` leaves the first one unpacked, as ODF wants its `mimetype`.
pub fn pack(files: &[(&str, &str)], first_plain: bool) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (i, (name, text)) in files.iter().enumerate() {
        let way = if i == 0 && first_plain { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let options = SimpleFileOptions::default().compression_method(way);
        zip.start_file(*name, options).expect("writing to memory does not fail");
        zip.write_all(text.as_bytes()).expect("writing to memory does not fail");
    }
    zip.finish().expect("writing to memory does not fail").into_inner()
}
