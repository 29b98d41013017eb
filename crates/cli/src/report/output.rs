//! A file that a command writes: whole, or not at all.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::Wrong;

/// What a file is to be, by its extension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Json,
    Csv,
    Xlsx,
    Docx,
    Html,
    Pdf,
    Parquet,
}

impl Format {
    const ALL: [Format; 7] =
        [Format::Json, Format::Csv, Format::Xlsx, Format::Docx, Format::Html, Format::Pdf, Format::Parquet];

    pub fn extension(self) -> &'static str {
        match self {
            Format::Json => "json",
            Format::Csv => "csv",
            Format::Xlsx => "xlsx",
            Format::Docx => "docx",
            Format::Html => "html",
            Format::Pdf => "pdf",
            Format::Parquet => "parquet",
        }
    }
}

/// Where to write, and what.
pub struct Output {
    pub format: Format,
    path: PathBuf,
}

impl Output {
    /// The extension decides; an unknown one is said with those that are known.
    pub fn of(path: &Path, formats: &'static [Format]) -> Result<Output, Wrong> {
        let extension = path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
        let wanted = Format::ALL.into_iter().find(|format| extension.as_deref() == Some(format.extension()));
        match wanted.filter(|format| formats.contains(format)) {
            Some(format) => Ok(Output { format, path: path.to_owned() }),
            None => Err(Wrong::UnknownFormat(path.to_owned(), formats)),
        }
    }

    pub fn bytes(self, bytes: &[u8]) -> Result<(), Wrong> {
        self.stream(|mut file| file.write_all(bytes))
    }

    /// Writes beside the place and moves the file there when it is whole.
    pub fn stream(self, write: impl FnOnce(File) -> std::io::Result<()>) -> Result<(), Wrong> {
        let wrong = |why| Wrong::NotWritten(self.path.clone(), why);
        let mut beside = self.path.clone().into_os_string();
        beside.push(".part");
        let beside = PathBuf::from(beside);
        let written = File::create(&beside).and_then(write).and_then(|()| std::fs::rename(&beside, &self.path));
        written.map_err(|why| {
            let _ = std::fs::remove_file(&beside);
            wrong(why)
        })
    }
}
