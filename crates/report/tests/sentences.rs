//! Sentences as offices write them, each with the numbers that a careful reader takes from it.
//!
//! A sentence stands at the left margin, its numbers indented below it: `label = 60条`, `~` before a number that is only
//! about right, `?` for a range, `< total` for a part of a list that may leave a remainder, `= total` for one that may not.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use report::form::SectionKey;
use report::read::counts_of;
use report::report::{Count, List, Section};

#[test]
fn every_sentence_gives_its_numbers_and_no_others() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sentences");
    let mut wrong = String::new();
    let mut sentences = 0;
    let mut files: Vec<_> = fs::read_dir(folder).expect("a folder").flatten().map(|file| file.path()).collect();
    files.sort();
    for file in files {
        let text = fs::read_to_string(&file).expect("sentences are UTF-8");
        let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')).collect();
        for (at, sentence) in lines.iter().enumerate().filter(|(_, line)| !line.starts_with(' ')) {
            sentences += 1;
            let expected: Vec<&str> =
                lines[at + 1..].iter().take_while(|line| line.starts_with(' ')).map(|line| line.trim()).collect();
            let found: Vec<String> = read(sentence).iter().map(shown).collect();
            if found != expected {
                let _ = writeln!(wrong, "\n{sentence}\n  expected {expected:#?}\n  found {found:#?}");
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(sentences >= 150, "only {sentences} sentences");
}

fn read(sentence: &str) -> Vec<Count> {
    let section = Section {
        key: SectionKey::Overview,
        title: SectionKey::Overview.title().to_owned(),
        numeral: None,
        text: sentence.replace("\\n", "\n"),
        line: None,
    };
    counts_of(&[section], Some(2023))
}

fn shown(count: &Count) -> String {
    let value = count.value.map_or("?".to_owned(), |value| value.normalize().to_string());
    let about = if count.about { "~" } else { "" };
    let sign = match count.list {
        Some(List::Closed) => "=",
        Some(List::OfWhich) => "<",
        None => "of",
    };
    let part = count.part_of.as_ref().map_or(String::new(), |total| format!(" {sign} {total}"));
    format!("{} = {about}{value}{}{part}", count.label, count.unit.as_deref().unwrap_or(""))
}
