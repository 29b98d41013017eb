//! The typesetter's view of the world: one template, one value, the fonts, and no clock.

use std::sync::LazyLock;

use jiff::civil::Date;
use paper::document::Document;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Dict, Duration, Smart, Value};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::{Fault, Fonts, sheet};

static TEMPLATE: LazyLock<Source> = LazyLock::new(|| {
    let path = VirtualPath::new("/paper.typ").expect("a plain path");
    let id = FileId::new(RootedPath::new(VirtualRoot::Project, path));
    Source::new(id, include_str!("paper.typ").to_owned())
});

/// The paper as a PDF file in the official form.
///
/// A4, 28 characters by 22 lines, title, headings, red mark and line, page numbers outside left and right, tables with
/// repeated heads; see [`paper::standard`] for each length with its section of GB/T 9704-2012. Tagged PDF 1.7 after PDF/A-2b
/// with the fonts inside, language `zh`, no author. `dated` is the day the file states as its own, the day of signing: there
/// is no clock here, and the same paper, fonts and day give the same bytes.
///
/// A character that no font has becomes 〓; see [`Fonts::missing`].
///
/// # Errors
/// [`Fault::Typesetter`] is not expected, whatever the words.
pub fn pdf(document: &Document, fonts: &Fonts, dated: Date) -> Result<Vec<u8>, Fault> {
    let result = set(document, fonts, dated);
    // Nothing of one paper stays in memory when the next is set.
    comemo::evict(0);
    result
}

fn set(document: &Document, fonts: &Fonts, dated: Date) -> Result<Vec<u8>, Fault> {
    let sheet = sheet::sheet(document, fonts, dated).to_string();
    let inputs = Dict::from_iter([("paper".into(), Value::Bytes(Bytes::from_string(sheet)))]);
    let desk = Desk { library: LazyHash::new(Library::builder().with_inputs(inputs).build()), fonts };
    let pages = typst::compile::<PagedDocument>(&desk).output.map_err(fault)?;
    let standards = PdfStandards::new(&[PdfStandard::V_1_7, PdfStandard::A_2b]);
    let standards = standards.map_err(|error| Fault::Typesetter { messages: vec![error.message().to_string()] })?;
    let options = PdfOptions { standards, creator: Smart::Custom(None), ..PdfOptions::default() };
    typst_pdf::pdf(&pages, &options).map_err(fault)
}

fn fault(errors: impl IntoIterator<Item = SourceDiagnostic>) -> Fault {
    Fault::Typesetter { messages: errors.into_iter().map(|error| error.message.to_string()).collect() }
}

struct Desk<'a> {
    library: LazyHash<Library>,
    fonts: &'a Fonts,
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        TEMPLATE.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == TEMPLATE.id() { Ok(TEMPLATE.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
