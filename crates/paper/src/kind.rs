//! What a file is, told by its bytes and never by its name.

use crate::limits::{Package, PackageLimits};

/// The kinds of file this house knows; everything else is [`FileKind::Unknown`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FileKind {
    /// PDF.
    Pdf,
    /// Word document, without macros.
    Docx,
    /// Excel workbook, without macros.
    Xlsx,
    /// 版式文档 of GB/T 33190-2016.
    Ofd,
    /// PNG picture.
    Png,
    /// JPEG picture.
    Jpeg,
    /// Text without control characters, in UTF-8 or a Chinese charset, that is not markup.
    Text,
    /// Word document of the years before 2007.
    Doc,
    /// Excel workbook of the years before 2007.
    Xls,
    /// OpenDocument text, without macros.
    Odt,
    /// A web page. It may hold anything that runs in a browser, so it is read and never served.
    Html,
    /// None of these, damaged, locked, with macros, or two things at once.
    Unknown,
}

impl FileKind {
    /// Every kind, in the order of this list.
    pub const ALL: [Self; 12] = [
        Self::Pdf,
        Self::Docx,
        Self::Xlsx,
        Self::Ofd,
        Self::Png,
        Self::Jpeg,
        Self::Text,
        Self::Doc,
        Self::Xls,
        Self::Odt,
        Self::Html,
        Self::Unknown,
    ];

    /// Reads the marks a format carries at fixed places. Nothing is unpacked but the few words that name an OpenDocument file; the cost
    /// grows with the table of contents of a package, not with what it holds.
    ///
    /// A file that is two things at once (a PDF with an archive behind it) is
    /// [`FileKind::Unknown`]: two programs would see two different papers. So is a package with macros,
    /// with a password, or over the limits of [`crate::limits`], and text that a browser
    /// might take for a picture or a script. A page is [`FileKind::Html`] and never text.
    ///
    /// It cannot notice a PDF whose inside is damaged, or a picture that no program can show. Telephones write
    /// notes of their own behind a JPEG picture; those are taken for what they are, part of the photograph.
    ///
    /// ```
    /// use paper::kind::FileKind;
    ///
    /// assert_eq!(FileKind::of("申请公开征地批文".as_bytes()), FileKind::Text);
    /// assert_eq!(FileKind::of(b"<script>alert(1)</script>"), FileKind::Unknown); // not text to a browser
    /// assert_eq!(FileKind::of(b"<!DOCTYPE html><p>2025"), FileKind::Html);
    /// ```
    pub fn of(bytes: &[u8]) -> Self {
        if bytes.starts_with(b"PK\x03\x04") {
            return package(bytes);
        }
        let kind = if bytes.starts_with(b"%PDF-") && find(tail(bytes, 2048), b"%%EOF") {
            Self::Pdf
        } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") && bytes.ends_with(b"IEND\xaeB`\x82") {
            Self::Png
        } else if bytes.starts_with(b"\xff\xd8\xff") && find(bytes, b"\xff\xd9") {
            Self::Jpeg
        } else if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
            ole(bytes)
        } else if is_page(bytes) {
            Self::Html
        } else if is_text(bytes) {
            Self::Text
        } else {
            Self::Unknown
        };
        if ends_as_archive(bytes) { Self::Unknown } else { kind }
    }

    /// The media type to serve the file with, always together with `nosniff`. A page is served as bytes to be saved, as what nobody
    /// knows is: no browser shall show it.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Ofd => "application/ofd",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Text => "text/plain",
            Self::Doc => "application/msword",
            Self::Xls => "application/vnd.ms-excel",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Html | Self::Unknown => "application/octet-stream",
        }
    }

    /// What the screen calls it.
    pub fn chinese_name(self) -> &'static str {
        match self {
            Self::Pdf => "PDF 文件",
            Self::Docx => "Word 文档",
            Self::Xlsx => "Excel 表格",
            Self::Ofd => "OFD 版式文件",
            Self::Png => "PNG 图片",
            Self::Jpeg => "JPEG 图片",
            Self::Text => "纯文本",
            Self::Doc => "Word 97—2003 文档",
            Self::Xls => "Excel 97—2003 表格",
            Self::Odt => "ODT 文档",
            Self::Html => "网页",
            Self::Unknown => "无法识别的文件",
        }
    }

    /// The ending of a file name for this kind, without the dot; empty for [`FileKind::Unknown`].
    pub fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Ofd => "ofd",
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Text => "txt",
            Self::Doc => "doc",
            Self::Xls => "xls",
            Self::Odt => "odt",
            Self::Html => "html",
            Self::Unknown => "",
        }
    }
}

fn package(bytes: &[u8]) -> FileKind {
    let Ok(mut package) = Package::open(bytes, PackageLimits::default()) else {
        return FileKind::Unknown;
    };
    // Macros run on the reader's machine; no official paper needs them.
    let macros = |name: &str| {
        let vba = name.len() >= 14 && name.as_bytes()[name.len() - 14..].eq_ignore_ascii_case(b"vbaproject.bin");
        vba || name.starts_with("Basic/") || name.starts_with("Scripts/")
    };
    if package.names().any(macros) {
        return FileKind::Unknown;
    }
    let office = package.has("[Content_Types].xml");
    let found: Vec<FileKind> = [
        (office && package.has("word/document.xml"), FileKind::Docx),
        (office && package.has("xl/workbook.xml"), FileKind::Xlsx),
        (package.has("OFD.xml"), FileKind::Ofd),
        (package.has("content.xml") && is_odt(&mut package), FileKind::Odt),
    ]
    .into_iter()
    .filter_map(|(is, kind)| is.then_some(kind))
    .collect();
    match found[..] {
        [kind] => kind,
        _ => FileKind::Unknown,
    }
}

/// Whether an OpenDocument package names itself a text, and its parts are not encrypted.
fn is_odt(package: &mut Package<'_>) -> bool {
    let mut part = |name: &str| package.part(name).unwrap_or_default();
    let text = part("mimetype").trim_ascii() == b"application/vnd.oasis.opendocument.text";
    text && !find(&part("META-INF/manifest.xml"), b":encryption-data")
}

/// Names the document inside a compound file by its main stream.
///
/// Entries of the directory are 128 bytes long and stand at multiples of 128; each has its name in
/// UTF-16 at 0, the length of the name with its closing zero at 64, and its kind at 66 (2: a stream).
fn ole(bytes: &[u8]) -> FileKind {
    let has = |name: &str| {
        let mut wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        wide.extend([0, 0]);
        bytes.chunks_exact(128).skip(4).any(|entry| {
            entry.starts_with(&wide)
                && usize::from(u16::from_le_bytes([entry[64], entry[65]])) == wide.len()
                && entry[66] == 2
        })
    };
    // An encrypted DOCX or XLSX is a compound file with this stream, and nothing can be read in it.
    match (has("EncryptedPackage"), has("WordDocument"), has("Workbook") || has("Book")) {
        (false, true, false) => FileKind::Doc,
        (false, false, true) => FileKind::Xls,
        _ => FileKind::Unknown,
    }
}

/// Whether the file opens as pages do: with markup, and soon with an element that only pages have.
fn is_page(bytes: &[u8]) -> bool {
    const MARKS: [&[u8]; 11] = [
        b"<!doctype html",
        b"<html",
        b"<head",
        b"<meta",
        b"<title",
        b"<body",
        b"<table",
        b"<div",
        b"<p>",
        b"<p ",
        b"<h1",
    ];
    let mut start: Vec<u8> = match bytes {
        // UTF-16: every second byte of markup is zero.
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => {
            bytes.iter().take(8192).copied().filter(|&b| b != 0 && b < 0x80).collect()
        }
        _ => bytes.iter().take(4096).copied().collect(),
    };
    start.make_ascii_lowercase();
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&start).trim_ascii_start();
    // A page saved with its pictures as one file is a mail of several parts.
    if find(start, b"mime-version:") && find(start, b"multipart/related") {
        return true;
    }
    start.starts_with(b"<") && MARKS.iter().any(|mark| find(start, mark))
}

/// Text of people: no control characters, no markup, and either UTF-8 or a plausible GB 18030.
fn is_text(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let is_control = |b: &u8| (*b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r')) || *b == 0x7f;
    if bytes.is_empty() || bytes.iter().any(is_control) {
        return false;
    }
    let start = bytes.trim_ascii_start();
    // `<` opens a page, a picture or a script; `%!` and `#!` open programs.
    if [b"<".as_slice(), b"%!", b"#!"].iter().any(|m| start.starts_with(m)) {
        return false;
    }
    std::str::from_utf8(bytes).is_ok() || is_gb18030(bytes)
}

/// Whether the bytes pair up as GB 18030 asks: a lead byte and a second byte, or four bytes.
fn is_gb18030(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    loop {
        rest = match rest {
            [] => return true,
            [0..=0x7f, rest @ ..] => rest,
            [0x81..=0xfe, 0x40..=0x7e | 0x80..=0xfe, rest @ ..] => rest,
            [0x81..=0xfe, b'0'..=b'9', 0x81..=0xfe, b'0'..=b'9', rest @ ..] => rest,
            _ => return false,
        };
    }
}

/// Whether the file ends as a ZIP archive does, so that an unpacker would find one in it.
fn ends_as_archive(bytes: &[u8]) -> bool {
    // The closing record is 22 bytes and a comment of at most 65,535.
    let tail = tail(bytes, 22 + 65_535);
    tail.windows(22).enumerate().any(|(at, record)| {
        record.starts_with(b"PK\x05\x06")
            && at + 22 + usize::from(u16::from_le_bytes([record[20], record[21]])) <= tail.len()
    })
}

fn tail(bytes: &[u8], length: usize) -> &[u8] {
    &bytes[bytes.len().saturating_sub(length)..]
}

fn find(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|w| w == needle)
}
