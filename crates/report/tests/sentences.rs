//! Sentences as offices write them, each with the numbers that a careful reader takes from it.
//!
//! A sentence stands at the left margin, its numbers indented below it: `label = 60条`, `~` before a number that is only
//! about right, `?` for a range, `< total` for a part of a list that may leave a remainder, `= total` for one that may not.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use report::checks::check;
use report::figures::{Money, Unit};
use report::form::{Edition, SectionKey};
use report::read::counts_of;
use report::report::{Count, List, Report, Section};

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

/// A report whose tables count: 17 received (15 by persons, 2 by businesses), 2 carried in, 18 answered (10 granted, 2 in part,
/// 3 denied, 2 unable, 1 not processed), 1 carried forward; 2 reconsiderations, 1 suit; 3 documents made, 1 repealed, 40 in
/// force; fees of 12.5 万元.
fn with_tables(sentence: &str) -> Report {
    let mut report = Report::blank(Edition::E2021);
    report.year = Some(2023);
    report.body = Some("云溪县财政局".to_owned());
    report.title = Some("云溪县财政局2023年政府信息公开工作年度报告".to_owned());
    for cell in report.cells.form().official_cells() {
        report.cells.set(cell.no, Some(0));
    }
    let counts = [
        ("applications.new_received.natural_person", 15),
        ("applications.new_received.business", 2),
        ("applications.carried_over_in.natural_person", 2),
        ("applications.results.granted.natural_person", 9),
        ("applications.results.granted.business", 1),
        ("applications.results.partial.natural_person", 2),
        ("applications.results.denied.third_party.natural_person", 1),
        ("applications.results.denied.process_info.natural_person", 2),
        ("applications.results.unable.not_held.natural_person", 1),
        ("applications.results.unable.not_held.business", 1),
        ("applications.results.not_processed.repeat.natural_person", 1),
        ("applications.carried_forward.natural_person", 1),
        ("remedies.reconsideration.upheld", 1),
        ("remedies.reconsideration.other", 1),
        ("remedies.litigation_direct.upheld", 1),
        ("proactive.normative_docs.made", 3),
        ("proactive.normative_docs.repealed", 1),
        ("proactive.normative_docs.in_force", 40),
    ];
    for (path, count) in counts {
        assert!(report.cells.form().cell(path).is_some(), "{path}");
        report.cells.put(path, count);
    }
    report.cells.compute_totals();
    let fees = report.cells.form().cell("proactive.fees.amount").expect("the fees of 2021");
    report.cells.set_money(fees.no, Money::parse("12.5", Some(Unit::TenThousandYuan)));
    let text = |key| match key {
        SectionKey::Overview => sentence.replace("\\n", "\n"),
        SectionKey::Problems => "存在的问题是解读形式单一。下一步将丰富形式。".to_owned(),
        SectionKey::Other => "复议、诉讼的情况见第四部分。".to_owned(),
        _ => String::new(),
    };
    report.sections = SectionKey::ALL
        .map(|key| Section {
            key,
            title: key.title().to_owned(),
            numeral: Some(key.numeral().to_owned()),
            text: text(key),
            line: None,
        })
        .to_vec();
    report.counts = counts_of(&report.sections, report.year);
    report
}

#[test]
fn every_sentence_beside_the_tables_is_judged_as_a_careful_reader_would() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/beside_tables.txt");
    let text = fs::read_to_string(path).expect("sentences are UTF-8");
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')).collect();
    let mut wrong = String::new();
    for (at, sentence) in lines.iter().enumerate().filter(|(_, line)| !line.starts_with(' ')) {
        let expected: Vec<&str> =
            lines[at + 1..].iter().take_while(|line| line.starts_with(' ')).map(|line| line.trim()).collect();
        let found: Vec<String> = check(&with_tables(sentence))
            .iter()
            .map(|finding| {
                let value = |value: &Option<String>| value.clone().unwrap_or_default();
                let (table, text) = (value(&finding.values.expected), value(&finding.values.found));
                format!("{} {table} {text}", finding.code).trim_end().to_owned()
            })
            .collect();
        if found != expected {
            let _ = writeln!(wrong, "\n{sentence}\n  expected {expected:?}\n  found {found:?}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
