//! How long a report takes as PDF. The aim is 15 ms for six pages, so that one core reads 4,000 a minute.

use std::path::Path;

fn main() {
    divan::main();
}

/// Every PDF beside the tests, and the published ones where they are.
fn files() -> Vec<String> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders =
        [here.join("tests/pdf_files"), here.join("../../../shared/reports"), here.join("../../../../shared/reports")];
    let entries = folders.iter().filter_map(|folder| std::fs::read_dir(folder).ok()).flatten().flatten();
    let mut files: Vec<String> =
        entries.map(|entry| entry.path().display().to_string()).filter(|path| path.ends_with(".pdf")).collect();
    files.sort();
    files
}

#[divan::bench(args = files())]
fn read(bencher: divan::Bencher<'_, '_>, path: &String) {
    let bytes = std::fs::read(path).expect("it was listed a moment ago");
    bencher.bench(|| paper::source::pdf::read(divan::black_box(&bytes)));
}
