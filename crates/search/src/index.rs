//! The index on disk: opened, checked, filled, and thrown away when in doubt.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tantivy::directory::error::OpenReadError;
use tantivy::directory::{Directory, INDEX_WRITER_LOCK, MmapDirectory};
use tantivy::index::{SegmentComponent, SegmentMeta};
use tantivy::query::AllQuery;
use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions};
use tantivy::{IndexReader, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, TantivyError, Term};

use crate::bigrams::{Bigrams, TOKENIZER};
use crate::fold::key;

/// What is written into the file `FORMAT` of an index. Raise the number with every change to the
/// fields, to folding or to the terms: an index of another number is rebuilt, never migrated.
pub const FORMAT: &str = "gongkai search 1\n";

const FORMAT_FILE: &str = "FORMAT";

/// Memory for pages not yet committed, in bytes, shared by the writing threads.
const WRITER_MEMORY: usize = 64 << 20;
const WRITER_THREADS: usize = 2;

/// One publication as the index sees it: plain texts, and already cleared for the public.
///
/// Fields may be empty. An empty facet field (`body_slug`, `column`, `theme`, `validity`) is not
/// counted in any facet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Names the page; a second page with this name replaces the first.
    pub id: String,
    /// 标题
    pub title: String,
    /// The text without markup.
    pub body: String,
    /// 发布机构
    pub body_name: String,
    /// 摘要
    pub summary: String,
    /// 文号, in whatever brackets: `云政发〔2025〕3号`.
    pub doc_no: String,
    /// 索引号
    pub index_no: String,
    /// The key of the 栏目.
    pub column: String,
    /// 主题分类
    pub theme: String,
    /// 效力状态
    pub validity: String,
    /// `YYYY-MM-DD`; anything else counts as undated, and stands last among the newest.
    pub published_on: String,
    /// The address part of the publishing body.
    pub body_slug: String,
    /// What sort of page it is, in the caller's own words.
    pub kind: String,
}

/// Why an index cannot be used as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Written by another version of this room; what its `FORMAT` file says, empty if it has none.
    OtherFormat(String),
    /// A file is missing, cut short or altered; the first one noticed.
    Damaged(String),
}

/// Why the index did not do what was asked. No words of a visitor can bring one about.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nothing is lost: call [`Index::create`] and put every page of the store again.
    #[error("the search index has to be rebuilt from the store: {0:?}")]
    Rebuild(Reason),
    /// Another process is writing to this index.
    #[error("another process is writing to the search index")]
    Busy,
    /// Disk full, no permission, or a fault of the engine. Pages put since the last commit
    /// have to be put again.
    #[error("the search index failed")]
    Fault(#[source] TantivyError),
}

impl From<TantivyError> for Error {
    fn from(error: TantivyError) -> Error {
        let damaged = match &error {
            TantivyError::LockFailure(..) => return Error::Busy,
            TantivyError::DataCorruption(what) => format!("{what:?}"),
            TantivyError::IncompatibleIndex(what) => format!("{what:?}"),
            TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(file)) => file.display().to_string(),
            TantivyError::OpenReadError(OpenReadError::IncompatibleIndex(what)) => {
                format!("{what:?}")
            }
            TantivyError::OpenReadError(OpenReadError::IoError { io_error, filepath })
                if is_damage(io_error.kind()) =>
            {
                filepath.display().to_string()
            }
            TantivyError::IoError(io_error) if is_damage(io_error.kind()) => io_error.to_string(),
            _ => return Error::Fault(error),
        };
        Error::Rebuild(Reason::Damaged(damaged))
    }
}

/// A file that ends too early or makes no sense, as against a disk that does not answer.
fn is_damage(kind: std::io::ErrorKind) -> bool {
    matches!(kind, std::io::ErrorKind::UnexpectedEof | std::io::ErrorKind::InvalidData)
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Error {
        Error::Fault(error.into())
    }
}

/// The fields. `text` holds everything to be found, `title` once more for its weight.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields {
    pub id: Field,
    pub text: Field,
    pub title: Field,
    pub key: Field,
    pub body: Field,
    pub column: Field,
    pub theme: Field,
    pub validity: Field,
    pub kind: Field,
    pub day: Field,
}

fn schema() -> (Schema, Fields) {
    let found = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(TOKENIZER)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions),
    );
    let mut schema = Schema::builder();
    let fields = Fields {
        id: schema.add_text_field("id", STRING | FAST),
        text: schema.add_text_field("text", found.clone()),
        title: schema.add_text_field("title", found),
        key: schema.add_text_field("key", STRING),
        body: schema.add_text_field("body", STRING | FAST),
        column: schema.add_text_field("column", STRING | FAST),
        theme: schema.add_text_field("theme", STRING | FAST),
        validity: schema.add_text_field("validity", STRING),
        kind: schema.add_text_field("kind", STRING),
        day: schema.add_u64_field("day", INDEXED | FAST),
    };
    (schema.build(), fields)
}

/// Everything that can be found. Clones share one index; any number may read while one writes.
///
/// Pages put or removed are found, or no longer found, after [`commit`](Index::commit).
/// The first write takes the lock of the directory and keeps it until the last clone is dropped.
#[derive(Clone)]
pub struct Index {
    inner: Arc<Inner>,
}

struct Inner {
    engine: tantivy::Index,
    reader: IndexReader,
    fields: Fields,
    writer: Mutex<Option<IndexWriter>>,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").field("directory", self.inner.engine.directory()).finish()
    }
}

impl Index {
    /// Opens the index in `dir`, or makes an empty one if there is none.
    ///
    /// Reads every file once to compare its checksum (about a second for a gigabyte).
    ///
    /// # Errors
    /// [`Error::Rebuild`] if it was written in another format or is damaged in any way noticed;
    /// the directory is left as it is.
    pub fn open(dir: &Path) -> Result<Index, Error> {
        let is_new = match fs::read_dir(dir) {
            Ok(mut entries) => entries.next().is_none(),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => true,
            Err(error) => return Err(error.into()),
        };
        if is_new {
            return Index::create(dir);
        }
        let format = match fs::read(dir.join(FORMAT_FILE)) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(error.into()),
        };
        if format != FORMAT {
            return Err(Error::Rebuild(Reason::OtherFormat(format)));
        }
        let engine = tantivy::Index::open_in_dir(dir)?;
        if engine.schema() != schema().0 {
            return Err(Error::Rebuild(Reason::OtherFormat(format)));
        }
        if let Some(file) = missing(dir, &engine)? {
            return Err(Error::Rebuild(Reason::Damaged(file)));
        }
        if let Some(file) = engine.validate_checksum()?.into_iter().min() {
            return Err(Error::Rebuild(Reason::Damaged(file.display().to_string())));
        }
        let index = Index::over(engine)?;
        if let Some(segment) = miscounted(&index.searcher())? {
            return Err(Error::Rebuild(Reason::Damaged(segment)));
        }
        Ok(index)
    }

    /// Makes an empty index in `dir`, whatever was there before.
    ///
    /// Only for a directory that belongs to the index: all files in it are removed. Afterwards
    /// put every page and [`commit`](Index::commit) once.
    ///
    /// # Errors
    /// [`Error::Busy`] if someone writes to the index there, in this process or another;
    /// [`Error::Fault`] if the directory cannot be written.
    pub fn create(dir: &Path) -> Result<Index, Error> {
        fs::create_dir_all(dir)?;
        let directory = MmapDirectory::open(dir).map_err(TantivyError::from)?;
        let lock =
            directory.acquire_lock(&INDEX_WRITER_LOCK).map_err(|error| TantivyError::LockFailure(error, None))?;
        for entry in fs::read_dir(dir)? {
            let entry = entry?;
            let is_lock = entry.path().extension().is_some_and(|kind| kind == "lock");
            if entry.file_type()?.is_file() && !is_lock {
                fs::remove_file(entry.path())?;
            }
        }
        drop(lock);
        let index = Index::over(tantivy::Index::create_in_dir(dir, schema().0)?)?;
        // last, so that a half-made index is recognised as such
        fs::write(dir.join(FORMAT_FILE), FORMAT)?;
        Ok(index)
    }

    /// An empty index without a directory, for tests and demonstrations.
    ///
    /// # Errors
    /// [`Error::Fault`] only if the system gives no thread or no memory.
    pub fn in_memory() -> Result<Index, Error> {
        Index::over(tantivy::Index::create_in_ram(schema().0))
    }

    fn over(engine: tantivy::Index) -> Result<Index, Error> {
        engine.tokenizers().register(TOKENIZER, Bigrams);
        let reader = engine.reader_builder().reload_policy(ReloadPolicy::OnCommitWithDelay);
        let reader = reader.try_into()?;
        let (_, fields) = schema();
        Ok(Index { inner: Arc::new(Inner { engine, reader, fields, writer: Mutex::new(None) }) })
    }

    /// Adds pages; a page with a known `id` takes the place of the old one.
    ///
    /// # Errors
    /// [`Error::Busy`], [`Error::Fault`]; then nothing put since the last commit is kept.
    pub fn put(&self, pages: &[Page]) -> Result<(), Error> {
        let fields = self.inner.fields;
        self.write(|writer| {
            for page in pages {
                writer.delete_term(Term::from_field_text(fields.id, &page.id));
                writer.add_document(document(&fields, page))?;
            }
            Ok(())
        })
    }

    /// Takes pages out; an unknown `id` is no error.
    ///
    /// # Errors
    /// As for [`put`](Index::put).
    pub fn remove<S: AsRef<str>>(&self, ids: &[S]) -> Result<(), Error> {
        let id = self.inner.fields.id;
        self.write(|writer| {
            for one in ids {
                writer.delete_term(Term::from_field_text(id, one.as_ref()));
            }
            Ok(())
        })
    }

    /// Takes all pages out. Together with `put` and one `commit` this rebuilds the index while
    /// visitors go on finding the old pages until the new ones are there.
    ///
    /// # Errors
    /// As for [`put`](Index::put).
    pub fn clear(&self) -> Result<(), Error> {
        self.write(|writer| writer.delete_query(Box::new(AllQuery)).map(drop))
    }

    /// Makes all changes so far durable and visible at once, to every clone.
    ///
    /// Costs a few dozen milliseconds however little has changed, so gather changes of about a
    /// second.
    ///
    /// # Errors
    /// [`Error::Fault`]: the changes since the last commit are lost and have to be made again.
    pub fn commit(&self) -> Result<(), Error> {
        self.write(|writer| writer.commit().map(drop))?;
        self.inner.reader.reload()?;
        Ok(())
    }

    /// How many pages can be found.
    pub fn count(&self) -> usize {
        usize::try_from(self.searcher().num_docs()).unwrap_or(usize::MAX)
    }

    pub(crate) fn searcher(&self) -> Searcher {
        self.inner.reader.searcher()
    }

    pub(crate) fn fields(&self) -> &Fields {
        &self.inner.fields
    }

    fn write(&self, change: impl FnOnce(&mut IndexWriter) -> tantivy::Result<()>) -> Result<(), Error> {
        let mut slot: MutexGuard<'_, Option<IndexWriter>> =
            self.inner.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let writer = match &mut *slot {
            Some(writer) => writer,
            None => slot.insert(self.inner.engine.writer_with_num_threads(WRITER_THREADS, WRITER_MEMORY)?),
        };
        let done = change(writer);
        if done.is_err() {
            // a writer that failed once never works again; the next call gets a new one
            *slot = None;
        }
        Ok(done?)
    }
}

/// A file of the index that is not there, or a list of deletions that the index does not know of;
/// the engine's own check passes over both.
fn missing(dir: &Path, engine: &tantivy::Index) -> Result<Option<String>, Error> {
    let metas = engine.load_metas()?;
    let mut parts: Vec<PathBuf> = vec![PathBuf::from(".managed.json")];
    let listed = metas.list_segment_files().into_iter();
    // a list of deletions is there only if something was deleted
    parts.extend(listed.filter(|file| file.extension().is_some_and(|kind| kind != "del")));
    parts.retain(|file| !file.to_string_lossy().ends_with(".temp"));
    let (changed, whole): (Vec<_>, Vec<_>) = metas.segments.iter().partition(|segment| segment.has_deletes());
    parts.extend(changed.iter().map(|s| s.relative_path(SegmentComponent::Delete)));
    parts.sort();
    if let Some(absent) = parts.into_iter().find(|file| !dir.join(file).exists()) {
        return Ok(Some(absent.display().to_string()));
    }
    // better an index built anew for nothing than a withdrawn page that comes back
    for entry in fs::read_dir(dir)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let of_whole = |s: &&SegmentMeta| name.starts_with(&s.id().uuid_string());
        if name.ends_with(".del") && whole.iter().any(of_whole) {
            return Ok(Some(name));
        }
    }
    Ok(None)
}

/// A part whose pages are not as many as the list of parts says; that list has no checksum.
fn miscounted(searcher: &Searcher) -> Result<Option<String>, Error> {
    for segment in searcher.segment_readers() {
        if segment.fast_fields().u64("day")?.num_docs() != segment.max_doc() {
            return Ok(Some(segment.segment_id().uuid_string()));
        }
    }
    Ok(None)
}

fn document(fields: &Fields, page: &Page) -> TantivyDocument {
    let mut document = TantivyDocument::default();
    document.add_text(fields.id, &page.id);
    for text in [&page.title, &page.doc_no, &page.index_no, &page.body_name, &page.summary, &page.body] {
        // between two values the engine leaves a place empty, so no phrase runs across them
        document.add_text(fields.text, text);
    }
    document.add_text(fields.title, &page.title);
    for number in [&page.doc_no, &page.index_no] {
        let key = key(number);
        if !key.is_empty() {
            document.add_text(fields.key, key);
        }
    }
    document.add_text(fields.body, &page.body_slug);
    document.add_text(fields.column, &page.column);
    document.add_text(fields.theme, &page.theme);
    document.add_text(fields.validity, &page.validity);
    document.add_text(fields.kind, &page.kind);
    document.add_u64(fields.day, day(&page.published_on).unwrap_or(0));
    document
}

/// `2025-03-07` as 20250307; `None` for anything else. Only the shape is looked at.
pub(crate) fn day(date: &str) -> Option<u64> {
    let b = date.as_bytes();
    let digits = |range: std::ops::Range<usize>| -> Option<u64> {
        b[range].iter().try_fold(0, |n, c| c.is_ascii_digit().then(|| n * 10 + u64::from(c - b'0')))
    };
    if b.len() != 10 || b[4] != b'-' || b[7] != b'-' {
        return None;
    }
    let (year, month, day) = (digits(0..4)?, digits(5..7)?, digits(8..10)?);
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some(year * 10_000 + month * 100 + day)
}
