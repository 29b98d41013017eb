//! The fonts on this machine, read from the disk for the typesetter.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// Opens the fonts for PDF files: everything in the files and folders that the office named, and after that what is useful in
/// the system's folders. What cannot be read is passed over.
///
/// # Errors
/// [`typeset::Fault::NoChineseFont`].
pub fn open(named: &[PathBuf]) -> Result<typeset::Fonts, typeset::Fault> {
    let mut files: Vec<PathBuf> = named.iter().flat_map(|place| below(place, |_| true)).collect();
    files.extend(typeset::usual_places().iter().flat_map(|place| below(Path::new(place), typeset::wanted)));
    typeset::Fonts::new(files.iter().filter_map(|file| std::fs::read(file).ok()).collect())
}

/// What the server makes PDF files with: the fonts are read when the first file is asked for, since they take 100 MB, and
/// then stay. `None` where the machine has nothing that could hold Chinese.
pub fn typesetter(named: &[PathBuf]) -> Option<web::app::Typesetter> {
    let is_there = |place: &Path| !below(place, typeset::wanted).is_empty();
    let any = named.iter().any(|place| place.exists())
        || typeset::usual_places().iter().any(|place| is_there(Path::new(place)));
    let named = named.to_vec();
    let fonts = OnceLock::new();
    any.then(|| {
        web::app::Typesetter::new(move |paper, dated| {
            let fonts = fonts.get_or_init(|| open(&named)).as_ref().map_err(ToString::to_string)?;
            typeset::pdf(paper, fonts, dated).map_err(|fault| fault.to_string())
        })
    })
}

/// The files under a place, sorted, so that the same machine always chooses the same fonts.
fn below(place: &Path, wanted: impl Fn(&str) -> bool) -> Vec<PathBuf> {
    let mut folders = vec![place.to_path_buf()];
    let mut files = if place.is_file() { vec![place.to_path_buf()] } else { Vec::new() };
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            // A link is not followed into a folder: it could lead back up.
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push(entry.path()),
                Ok(_) if wanted(&entry.file_name().to_string_lossy()) => files.push(entry.path()),
                _ => {}
            }
        }
    }
    files.sort();
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn named_folders_are_searched_to_the_bottom_and_in_the_same_order_each_time() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir_all(folder.path().join("乙/丙")).expect("folders");
        for name in ["simfang.ttf", "乙/丙/FZXBSJW.TTF", "乙/readme.txt"] {
            std::fs::write(folder.path().join(name), b"").expect("written");
        }
        let names = |files: Vec<PathBuf>| -> Vec<String> {
            let relative = |file: &PathBuf| file.strip_prefix(folder.path()).map(|path| path.display().to_string());
            files.iter().map(|file| relative(file).expect("below the folder")).collect()
        };
        assert_eq!(names(below(folder.path(), typeset::wanted)), ["simfang.ttf", "乙/丙/FZXBSJW.TTF"]);
        assert_eq!(names(below(&folder.path().join("simfang.ttf"), |_| true)), ["simfang.ttf"]);
        assert!(below(&folder.path().join("nowhere"), |_| true).is_empty());
    }
}
