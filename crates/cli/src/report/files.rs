//! The files of a command line: folders walked, and what is in each, report by report.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use paper::source::Measure;
use report::finding::Unreadable;
use report::intake;
use report::report::Report;

use super::Wrong;

/// Deeper than this a tree of folders is a loop or a mistake.
const DEEPEST: usize = 64;

/// The files of the arguments in their order, folders in path order. Hidden files and links to folders are left out.
pub fn walk(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Wrong> {
    let mut files = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            files.push(path.clone());
            continue;
        }
        if path.is_dir() {
            let before = files.len();
            walk_folder(path, 0, &mut files).map_err(|why| Wrong::NotThere(path.clone(), why))?;
            if files.len() == before {
                return Err(Wrong::EmptyFolder(path.clone()));
            }
        } else {
            // A file that is not there is said in its turn, and the others are read all the same.
            files.push(path.clone());
        }
    }
    Ok(files)
}

fn walk_folder(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    let mut entries = std::fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(std::fs::DirEntry::path);
    for entry in entries {
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        let kind = entry.file_type()?;
        if kind.is_dir() && !hidden && depth < DEEPEST {
            // A folder inside that may not be opened is passed over like a hidden one.
            let _ = walk_folder(&entry.path(), depth + 1, files);
        } else if !hidden && entry.path().is_file() {
            files.push(entry.path());
        }
    }
    Ok(())
}

/// A piece of work: a document, or some lines of report objects.
pub enum Item {
    /// A document as bytes.
    Document { name: String, bytes: Vec<u8> },
    /// Lines of one file, each a report object; the first has this number, from 1.
    Objects { name: String, first: usize, lines: Vec<String> },
    /// A file of which nothing can be read.
    Unreadable { name: String, why: Unreadable },
}

impl Item {
    /// The file it is from.
    pub fn name(&self) -> &str {
        match self {
            Item::Document { name, .. } | Item::Objects { name, .. } | Item::Unreadable { name, .. } => name,
        }
    }
}

/// Lines of objects handed out together, in bytes: enough that handing out costs nothing.
const BATCH: usize = 256 << 10;
/// The longest line of a file of objects, in bytes.
const LONGEST_LINE: u64 = 64 << 20;

/// Gives every piece of work in a file to `give`, until it says to stop; answers whether to go on.
///
/// A file that begins with `{` or `[{` holds report objects, one to a line or as one piece of JSON; it may be
/// longer than memory. Everything else is a document.
pub fn open(path: &Path, mut give: impl FnMut(Item) -> bool) -> bool {
    let name = path.to_string_lossy().into_owned();
    let opened: std::io::Result<Box<dyn Read>> = match path.as_os_str() == "-" {
        true => Ok(Box::new(std::io::stdin())),
        false => std::fs::File::open(path).map(|file| Box::new(file) as Box<dyn Read>),
    };
    let mut unreadable = |why: &std::io::Error| {
        give(Item::Unreadable { name: name.clone(), why: Unreadable::NoFile { reason: reason(why) } })
    };
    let mut reader = match opened {
        Ok(file) => BufReader::with_capacity(1 << 16, file),
        Err(why) => return unreadable(&why),
    };
    let objects = match reader.fill_buf() {
        Ok(start) => holds_objects(start),
        Err(why) => return unreadable(&why),
    };
    if objects {
        return read_objects(reader, &name, &mut give);
    }
    let mut bytes = Vec::new();
    // One byte more than the limit is enough to refuse it.
    match reader.take(paper::limits::FILE_BYTES as u64 + 1).read_to_end(&mut bytes) {
        Ok(_) => give(Item::Document { name, bytes }),
        Err(why) => unreadable(&why),
    }
}

fn holds_objects(start: &[u8]) -> bool {
    let text = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
    // A copied page may well begin with a bracket: [索引号].
    text.starts_with(b"{") || text.strip_prefix(b"[").is_some_and(|rest| rest.trim_ascii_start().starts_with(b"{"))
}

fn read_objects(mut reader: impl BufRead, name: &str, give: &mut impl FnMut(Item) -> bool) -> bool {
    let (mut first, mut no, mut held, mut lines) = (1, 0, 0, Vec::new());
    loop {
        let mut line = Vec::new();
        let read = (&mut reader).take(LONGEST_LINE).read_until(b'\n', &mut line);
        let why = match read {
            Ok(0) => break,
            Ok(_) if line.len() as u64 == LONGEST_LINE => {
                Unreadable::OverLimit { what: Measure::Bytes, limit: LONGEST_LINE }
            }
            Ok(_) => {
                no += 1;
                let text = String::from_utf8_lossy(&line);
                let text = text.trim_start_matches('\u{feff}').trim();
                if no == 1 && !(text.starts_with('{') && text.ends_with('}')) {
                    return read_json(text.to_owned(), reader, name, give);
                }
                held += text.len();
                lines.push(text.to_owned());
                if held < BATCH {
                    continue;
                }
                held = 0;
                let item = Item::Objects { name: name.to_owned(), first, lines: std::mem::take(&mut lines) };
                first = no + 1;
                if !give(item) {
                    return false;
                }
                continue;
            }
            Err(why) => Unreadable::NoFile { reason: reason(&why) },
        };
        return give(Item::Objects { name: name.to_owned(), first, lines })
            && give(Item::Unreadable { name: name.to_owned(), why });
    }
    lines.is_empty() || give(Item::Objects { name: name.to_owned(), first, lines })
}

/// Objects that spread over lines, one after the other or in a list.
fn read_json(start: String, rest: impl BufRead, name: &str, give: &mut impl FnMut(Item) -> bool) -> bool {
    let mut text = start + "\n";
    let limit = LONGEST_LINE;
    let unreadable = |why| Item::Unreadable { name: name.to_owned(), why };
    match rest.take(limit).read_to_string(&mut text) {
        Ok(read) if read as u64 == limit => {
            return give(unreadable(Unreadable::OverLimit { what: Measure::Bytes, limit }));
        }
        Ok(_) => {}
        Err(why) => return give(unreadable(Unreadable::NoFile { reason: reason(&why) })),
    }
    let mut lines = Vec::new();
    for value in serde_json::Deserializer::from_str(&text).into_iter::<serde_json::Value>() {
        match value {
            Ok(serde_json::Value::Array(values)) => lines.extend(values.iter().map(ToString::to_string)),
            Ok(value) => lines.push(value.to_string()),
            Err(_) => {
                return (lines.is_empty() || give(Item::Objects { name: name.to_owned(), first: 1, lines }))
                    && give(unreadable(Unreadable::Damaged));
            }
        }
    }
    give(Item::Objects { name: name.to_owned(), first: 1, lines })
}

/// Why the system does not open a file, in a clerk's words where there are some.
pub fn reason(why: &std::io::Error) -> String {
    match why.kind() {
        std::io::ErrorKind::NotFound => "没有这个文件".to_owned(),
        std::io::ErrorKind::PermissionDenied => "没有权限".to_owned(),
        std::io::ErrorKind::StorageFull => "磁盘已满".to_owned(),
        std::io::ErrorKind::IsADirectory => "这是文件夹".to_owned(),
        _ => why.to_string(),
    }
}

/// How much of an object a command needs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// Everything.
    Whole,
    /// Who reports, and the figures.
    Figures,
}

impl Item {
    /// The reports of a piece of work as they were read, without the checks. A fault of ours on one never stops
    /// the rest.
    pub fn reports(self, depth: Depth) -> Vec<Report> {
        match self {
            Item::Unreadable { name, why } => vec![intake::unreadable(&name, why)],
            Item::Document { name, bytes } => vec![safely(&name, || intake::file(&bytes, &name))],
            Item::Objects { name, first, lines } => {
                let numbered = lines.iter().enumerate().filter(|(_, line)| !line.is_empty());
                numbered.map(|(i, line)| object(line, &format!("{name}:{}", first + i), depth)).collect()
            }
        }
    }
}

fn object(line: &str, name: &str, depth: Depth) -> Report {
    let read = match depth {
        Depth::Whole => serde_json::from_str::<Report>(line),
        Depth::Figures => report::report::figures(line),
    };
    match read {
        Ok(mut report) => {
            report.file.get_or_insert_with(|| name.to_owned());
            report
        }
        Err(_) => intake::unreadable(name, Unreadable::Damaged),
    }
}

/// What a piece of our code makes of a file; should it panic, the file is taken for damaged.
pub fn safely(name: &str, read: impl FnOnce() -> Report) -> Report {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(read))
        .unwrap_or_else(|_| intake::unreadable(name, Unreadable::Damaged))
}
