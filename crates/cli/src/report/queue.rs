//! Many files on every core, with the results in order and never many in memory.

use std::collections::BTreeMap;
use std::io::IsTerminal as _;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError, mpsc};

use indicatif::{ProgressBar, ProgressStyle};
use report::finding::Unreadable;

use super::files::{Item, open};

/// Pieces of work between the file being opened and the last result taken: enough for every core, few enough for
/// the memory of an office PC.
const IN_HAND: usize = 32;

/// Opens every file, works on its pieces on all cores, and gives the results to `take` in the order of the files.
/// Stops at the first error of `take`.
pub fn each<T: Send, E>(
    files: &[PathBuf],
    english: bool,
    work: impl Fn(Item) -> Vec<T> + Sync,
    mut take: impl FnMut(T, &Progress) -> Result<(), E>,
) -> Result<(), E> {
    let progress = Progress::over(files.len(), english);
    let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    std::thread::scope(|scope| {
        let (work, progress) = (&work, &progress);
        // A permit is taken for each piece before it is read and given back when its result is taken.
        let (permits, returned) = mpsc::sync_channel::<()>(IN_HAND);
        let (jobs, waiting) = mpsc::sync_channel::<(usize, Item)>(cores);
        let (results, done) = mpsc::channel::<(usize, Vec<T>)>();
        let waiting = std::sync::Arc::new(Mutex::new(waiting));
        scope.spawn(move || {
            let mut no = 0;
            for file in files {
                let go_on = open(file, |item| {
                    let given = permits.send(()).is_ok() && jobs.send((no, item)).is_ok();
                    no += 1;
                    given
                });
                progress.file_opened();
                if !go_on {
                    return;
                }
            }
        });
        for _ in 0..cores {
            let (waiting, results) = (waiting.clone(), results.clone());
            scope.spawn(move || {
                loop {
                    let job = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok((no, item)) = job else { return };
                    let name = item.name().to_owned();
                    // A piece that makes the program stumble is told like a file that cannot be read; the rest goes on.
                    let worked = catch_unwind(AssertUnwindSafe(|| work(item)));
                    let values = worked.unwrap_or_else(|_| work(Item::Unreadable { name, why: Unreadable::Damaged }));
                    if results.send((no, values)).is_err() {
                        return;
                    }
                }
            });
        }
        drop((waiting, results));
        let (mut early, mut next) = (BTreeMap::new(), 0);
        for (no, values) in &done {
            early.insert(no, values);
            while let Some(values) = early.remove(&next) {
                next += 1;
                for value in values {
                    if let Err(why) = take(value, progress) {
                        progress.end();
                        return Err(why);
                    }
                }
                let _ = returned.recv();
            }
        }
        progress.end();
        Ok(())
    })
}

/// How far the work is; drawn on a terminal when there are many files.
pub struct Progress(Option<ProgressBar>);

impl Progress {
    const MANY: usize = 8;

    fn over(files: usize, english: bool) -> Progress {
        if files < Self::MANY || !std::io::stderr().is_terminal() {
            return Progress(None);
        }
        let template = match english {
            true => "{bar:30} {pos}/{len} files, {eta} left",
            false => "{bar:30} 已处理 {pos}/{len} 个文件，约剩 {eta}",
        };
        let bar = ProgressBar::new(files as u64);
        Progress(Some(match ProgressStyle::with_template(template) {
            Ok(style) => bar.with_style(style),
            Err(_) => bar,
        }))
    }

    fn file_opened(&self) {
        if let Some(bar) = &self.0 {
            bar.inc(1);
        }
    }

    fn end(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }

    /// Prints while the bar stands aside.
    pub fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        match &self.0 {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    #[test]
    fn results_come_in_order_whichever_core_is_first() {
        let files: Vec<PathBuf> = (0..500).map(|i| PathBuf::from(format!("/nonexistent/{i}"))).collect();
        let name = |item| match item {
            Item::Unreadable { name, .. } => vec![PathBuf::from(name)],
            Item::Document { .. } | Item::Objects { .. } => Vec::new(),
        };
        let mut names = Vec::new();
        let done: Result<(), Infallible> = each(&files, false, name, |name, _| {
            names.push(name);
            Ok(())
        });
        assert!(done.is_ok());
        assert_eq!(names, files);
    }

    #[test]
    fn whoever_stops_listening_stops_the_work() {
        let files = vec![PathBuf::from("/nonexistent"); 10_000];
        let mut taken = 0;
        let done = each(
            &files,
            false,
            |_| vec![()],
            |(), _| {
                taken += 1;
                if taken == 3 { Err("enough") } else { Ok(()) }
            },
        );
        assert_eq!((done, taken), (Err("enough"), 3));
    }
}
