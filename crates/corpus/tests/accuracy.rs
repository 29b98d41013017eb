//! Three hundred made-up files of every format, read and checked as the program does it.
#![allow(clippy::print_stdout, reason = "the table of outcomes is shown when asked for, or when something fails")]

use corpus::draft::Wish;
use corpus::judge::{Verdict, judge, read, table};
use corpus::{Format, Sample, make, make_pair, special};
use report::checks;

/// The first seed; what fails here fails again with `corpus --judge --seed … --files 1 --format …`.
const SEED: u64 = 711;
const FILES: u64 = 312;
/// At most this share of the files may be warned of something that is in order.
const FALSE_ALARMS: f64 = 0.02;
/// At most this share of the cells may be left blank, though it is said.
const LOST: f64 = 0.01;
/// At most this share of the numbers of the text may be overlooked.
const COUNTS_MISSED: f64 = 0.02;

#[test]
fn no_cell_is_wrong_without_a_word_and_no_fault_is_overlooked() {
    let made = |i: u64| make(SEED + i, Format::ALL[i as usize % Format::ALL.len()], Wish::default());
    let verdicts = all(FILES, |i| (SEED + i, made(i)));
    let outcomes: Vec<_> =
        verdicts.iter().map(|(_, sample, verdict)| (sample.format, sample.layout, verdict.clone())).collect();
    let outcomes = table(&outcomes);
    let every = || verdicts.iter().map(|(_, sample, verdict)| (sample, verdict));
    let smallest = |kind: &str, of: &dyn Fn(&Verdict) -> &Vec<String>| {
        let bad = every().filter(|(_, verdict)| !of(verdict).is_empty());
        if let Some((sample, verdict)) = bad.min_by_key(|(sample, _)| sample.bytes.len()) {
            let path = std::env::temp_dir().join(&sample.name);
            std::fs::write(&path, &sample.bytes).expect("the folder for temporary files can be written to");
            panic!("{outcomes}\n{kind}: {} {:?}\n{}", path.display(), sample.traits, of(verdict).join("\n"));
        }
    };
    smallest("wrong without a word", &|verdict| &verdict.silent);
    smallest("overlooked", &|verdict| &verdict.missed);
    let alarmed: Vec<String> = every()
        .filter(|(_, verdict)| !verdict.false_alarms.is_empty())
        .map(|(sample, verdict)| format!("{} {:?} {}", sample.name, sample.traits, verdict.false_alarms.join(" · ")))
        .collect();
    println!("{outcomes}\n{}", alarmed.join("\n"));
    let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
    assert!(share(alarmed.len(), every().count()) < FALSE_ALARMS, "false alarms:\n{}", alarmed.join("\n"));
    let certain = || every().filter(|(sample, _)| !sample.truth.ruined && !sample.truth.unsure);
    let lost = share(certain().map(|(_, v)| v.lost.len()).sum(), certain().map(|(_, v)| v.right).sum());
    assert!(lost < LOST, "{outcomes}\n{lost:.4} of the cells are lost");
    let missed = share(every().map(|(_, v)| v.counts_missed.len()).sum(), every().map(|(_, v)| v.counts).sum());
    assert!(missed < COUNTS_MISSED, "{missed:.4} of the numbers in the text are overlooked");
}

#[test]
fn a_clean_file_is_clean() {
    let wish = Wish { clean: true };
    let verdicts = all(90, |i| (i, make(10_000 + i, Format::ALL[i as usize % Format::ALL.len()], wish)));
    let bad: Vec<String> = verdicts
        .iter()
        .flat_map(|(_, sample, verdict)| {
            let lines = verdict.silent.iter().chain(&verdict.lost).chain(&verdict.false_alarms);
            lines.map(|line| format!("{} {:?} {line}", sample.name, sample.traits))
        })
        .collect();
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

#[test]
fn two_years_beside_each_other_tell_what_one_does_not() {
    let mut wrong = Vec::new();
    for seed in 0..24 {
        let format = Format::ALL[seed as usize % Format::ALL.len()];
        let (past, now, broken) = make_pair(seed, format);
        let found = checks::check_against_previous(&read(&now), &read(&past));
        match broken {
            Some(code) if !found.iter().any(|finding| finding.code == code) => {
                wrong.push(format!("{code} overlooked: {} after {}", now.name, past.name));
            }
            Some(_) => {}
            None => wrong
                .extend(found.iter().map(|f| format!("{} after {}: {} {}", now.name, past.name, f.code, f.message))),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_no_report_is_said_to_be_none() {
    for (name, bytes, code) in special::all() {
        let report = report::intake::checked_file(&bytes, name);
        let codes: Vec<&str> = report.findings.iter().map(|finding| finding.code.as_str()).collect();
        assert_eq!(codes, [code], "{name}");
        assert!(report.cells.is_empty(), "{name}");
    }
}

/// Reads files on all cores.
fn all(files: u64, make: impl Fn(u64) -> (u64, Sample) + Sync) -> Vec<(u64, Sample, Verdict)> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from) as u64;
    let make = &make;
    let some = |thread: u64| -> Vec<(u64, Sample, Verdict)> {
        let samples = (thread..files).step_by(threads as usize).map(make);
        let judged = samples.map(|(seed, sample)| {
            let verdict = judge(&sample, &read(&sample));
            (seed, sample, verdict)
        });
        judged.collect()
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|thread| scope.spawn(move || some(thread))).collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("a reader never panics")).collect()
    })
}
