use crate::args;
use crate::db::{Error, Store, Unit, corrupt};
use civic::{FileId, PersonId};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// The folder of uploaded and made files, `data_dir/files/ab/cdef…`: each under the hash of its bytes, so that the same file
/// is kept once and none can be replaced unnoticed. It lies outside any web root.
#[derive(Clone, Debug)]
pub struct Files {
    folder: PathBuf,
}

/// A file that is kept, as the archive knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The hash of its bytes.
    pub id: FileId,
    /// Bytes.
    pub size: u64,
    /// Media type, told by content when it came in.
    pub media: String,
    /// Who brought it in last: the one person who may attach it by its hash alone.
    pub added_by: PersonId,
}

/// The identifier of these bytes.
///
/// ```
/// let empty = store::files::id_of(b"");
/// assert!(empty.as_str().starts_with("e3b0c442") && empty.as_str().len() == 64);
/// ```
pub fn id_of(bytes: &[u8]) -> FileId {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>().into()
}

impl Files {
    /// The files under `data_dir`.
    pub fn under(data_dir: &Path) -> Self {
        Self { folder: data_dir.join("files") }
    }

    fn path(&self, id: &FileId) -> Option<PathBuf> {
        let name = id.as_str();
        let is_hash = name.len() == 64 && name.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        is_hash.then(|| self.folder.join(&name[..2]).join(&name[2..]))
    }

    /// Writes the bytes where they survive power loss, and names them. Writing the same bytes twice is harmless.
    ///
    /// # Errors
    /// [`Error::DiskFull`], [`Error::File`].
    pub async fn keep(&self, bytes: Vec<u8>) -> Result<FileId, Error> {
        let files = self.clone();
        let write = tokio::task::spawn_blocking(move || {
            let id = id_of(&bytes);
            let path = files.path(&id).ok_or_else(|| corrupt("file.id", id.as_str()))?;
            match write_once(&path, &bytes) {
                Ok(()) => Ok(id),
                Err(fault) if fault.kind() == std::io::ErrorKind::StorageFull => Err(Error::DiskFull),
                Err(fault) => Err(Error::File(fault)),
            }
        });
        write.await.map_err(|fault| Error::File(std::io::Error::other(fault)))?
    }

    /// The bytes of a file, or `None` when there is no such file.
    ///
    /// # Errors
    /// [`Error::Corrupt`] when the bytes on disk are not those that were kept, [`Error::File`].
    pub async fn read(&self, id: &FileId) -> Result<Option<Vec<u8>>, Error> {
        let Some(path) = self.path(id) else { return Ok(None) };
        match tokio::fs::read(path).await {
            Ok(bytes) if id_of(&bytes) == *id => Ok(Some(bytes)),
            Ok(_) => Err(corrupt("file", id.as_str())),
            Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(fault) => Err(Error::File(fault)),
        }
    }
}

/// Under another name first, then renamed: a reader sees the whole file or none.
fn write_once(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    static TURN: AtomicU64 = AtomicU64::new(0);
    if path.metadata().is_ok_and(|found| found.len() == bytes.len() as u64) {
        return Ok(());
    }
    let folder = path.parent().unwrap_or(path);
    std::fs::create_dir_all(folder)?;
    let turn = TURN.fetch_add(1, Ordering::Relaxed);
    let unfinished = path.with_extension(format!("{}-{turn}.part", std::process::id()));
    let written = (|| {
        let mut file = std::fs::File::create_new(&unfinished)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&unfinished, path)?;
        // The new name is in the folder, and the folder in the one above it.
        std::fs::File::open(folder)?.sync_all()?;
        folder.parent().map_or(Ok(()), |above| std::fs::File::open(above)?.sync_all())
    })();
    if written.is_err() {
        let _ = std::fs::remove_file(&unfinished);
    }
    written
}

impl Unit {
    /// Notes a file whose bytes are on disk.
    ///
    /// # Errors
    /// [`Error`] when it cannot be recorded.
    pub async fn put_file(&mut self, file: &Kept, at: Timestamp) -> Result<(), Error> {
        let size = i64::try_from(file.size).unwrap_or(i64::MAX);
        self.run(
            "INSERT INTO file (id, size, media, added_by, added_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (id) DO UPDATE SET added_by = excluded.added_by, added_at = excluded.added_at",
            args![&file.id, size, &file.media, &file.added_by, at],
        )
        .await?;
        Ok(())
    }
}

impl Store {
    /// What is known of a file.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn file(&self, id: &FileId) -> Result<Option<Kept>, Error> {
        let row = self.row("SELECT size, media, added_by FROM file WHERE id = $1", args![id]).await?;
        row.map(|row| {
            Ok(Kept {
                id: id.clone(),
                size: u64::try_from(row.int("size")?).unwrap_or(0),
                media: row.text("media")?,
                added_by: row.text("added_by")?.into(),
            })
        })
        .transpose()
    }
}
