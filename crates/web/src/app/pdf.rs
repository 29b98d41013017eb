//! PDF files of published reports: set by whom the door brings along, one at a time, and kept while they are asked for.

use crate::error::Error;
use jiff::civil::Date;
use paper::document::Document;
use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// What sets a paper as PDF: the paper and its date in, the bytes out, or the fault in words for the log.
type Setter = dyn Fn(&Document, Date) -> Result<Vec<u8>, String> + Send + Sync;

/// The typesetter that this installation has. It stands in a room of its own with many libraries; the counter knows it only by what
/// it does.
#[derive(Clone)]
pub struct Typesetter(Arc<Setter>);

impl Typesetter {
    /// A typesetter that works by `set`.
    pub fn new(set: impl Fn(&Document, Date) -> Result<Vec<u8>, String> + Send + Sync + 'static) -> Self {
        Self(Arc::new(set))
    }
}

impl fmt::Debug for Typesetter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Typesetter")
    }
}

/// How many files are kept: about 150 kB each.
const KEPT: usize = 32;

/// The files set last, the newest at the end.
#[derive(Debug)]
pub struct Shelf {
    files: Mutex<VecDeque<(String, Arc<Vec<u8>>)>>,
    turn: tokio::sync::Semaphore,
}

impl Default for Shelf {
    fn default() -> Self {
        Self { files: Mutex::default(), turn: tokio::sync::Semaphore::new(1) }
    }
}

impl Shelf {
    fn find(&self, key: &str) -> Option<Arc<Vec<u8>>> {
        let files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.iter().find(|(known, _)| known == key).map(|(_, bytes)| Arc::clone(bytes))
    }

    /// The file known as `key`, set now unless it is kept. Setting takes tens of milliseconds of a core, so that many who ask at
    /// once wait for each other rather than for everything.
    ///
    /// # Errors
    /// [`Error::Document`] when it cannot be set.
    pub async fn get(
        &self,
        typesetter: &Typesetter,
        key: String,
        paper: Document,
        dated: Date,
    ) -> Result<Arc<Vec<u8>>, Error> {
        if let Some(kept) = self.find(&key) {
            return Ok(kept);
        }
        let _turn = self.turn.acquire().await.map_err(|fault| Error::Document(fault.to_string()))?;
        if let Some(kept) = self.find(&key) {
            return Ok(kept);
        }
        let set = Arc::clone(&typesetter.0);
        let made = tokio::task::spawn_blocking(move || set(&paper, dated)).await;
        let bytes = made.map_err(|fault| Error::Document(fault.to_string()))?.map_err(Error::Document)?;
        let bytes = Arc::new(bytes);
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        if files.len() >= KEPT {
            files.pop_front();
        }
        files.push_back((key, Arc::clone(&bytes)));
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[tokio::test]
    async fn a_report_asked_for_twice_is_set_once_and_old_files_make_room() {
        let set = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&set);
        let typesetter = Typesetter::new(move |paper, _| {
            counted.fetch_add(1, Ordering::Relaxed);
            Ok(paper.name.clone().into_bytes())
        });
        let shelf = Shelf::default();
        let get = |n: usize| shelf.get(&typesetter, n.to_string(), Document::new(n.to_string()), date(2026, 1, 20));
        assert_eq!(*get(1).await.expect("a file"), b"1");
        assert_eq!(*get(1).await.expect("a file"), b"1");
        assert_eq!(set.load(Ordering::Relaxed), 1);
        for n in 2..=KEPT + 1 {
            get(n).await.expect("a file");
        }
        assert_eq!(shelf.files.lock().expect("a shelf").len(), KEPT);
        get(1).await.expect("a file");
        assert_eq!(set.load(Ordering::Relaxed), KEPT + 2);
    }
}
