//! `corpus`: writes made-up reports with their truth, or reads them straight away and says what went wrong.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for the console")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
use corpus::draft::Wish;
use corpus::judge::{Verdict, judge, read};
use corpus::{Format, Sample, make};

/// Makes yearly reports as offices make them, each with NAME.truth.json beside it.
#[derive(Parser)]
struct Arguments {
    /// The folder to write to; with --judge only the files that were read wrongly.
    out: Option<PathBuf>,
    /// The seed of the first file; the next file has the next seed.
    #[arg(long, default_value_t = 711)]
    seed: u64,
    /// How many files.
    #[arg(long, default_value_t = 100)]
    files: u64,
    /// Formats, in turn: txt, html, docx, odt, xlsx.
    #[arg(long, value_delimiter = ',')]
    format: Vec<String>,
    /// Only files in which nothing is to be noticed.
    #[arg(long)]
    clean: bool,
    /// Read every file and print what was read wrongly.
    #[arg(long)]
    judge: bool,
    /// With --judge: print only outcomes of this kind (silent, missed, alarm, lost, doubted, identity, count), or, before
    /// any understanding, what a reader of files sees otherwise than it was drawn (drawn).
    #[arg(long)]
    only: Option<String>,
    /// With --judge: read in place of each file the PDF of its name in this folder, which another program has made of it.
    #[arg(long)]
    converted: Option<PathBuf>,
    /// Make nothing: read and check every file of OUT on one thread, without a server or a typesetter in the program, and print how
    /// long it took; then check what was read once more.
    #[arg(long, conflicts_with_all = ["judge", "only", "clean"])]
    time: bool,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), String> {
    if arguments.time {
        let folder = arguments.out.as_deref().ok_or("a folder to read is needed")?;
        return time(folder).map_err(|error| format!("{}: {error}", folder.display()));
    }
    let mut formats = Vec::new();
    for name in &arguments.format {
        let format = Format::ALL.into_iter().find(|format| format.ending() == name);
        formats.push(format.ok_or_else(|| format!("no format is called {name}"))?);
    }
    if formats.is_empty() {
        formats = Format::ALL.to_vec();
    }
    if let Some(out) = &arguments.out {
        std::fs::create_dir_all(out).map_err(|error| format!("{}: {error}", out.display()))?;
    } else if !arguments.judge {
        return Err("a folder to write to is needed".to_owned());
    }
    let wish = Wish { clean: arguments.clean };
    let threads = std::thread::available_parallelism().map_or(1, usize::from) as u64;
    let formats = &formats;
    let work = |thread: u64| -> Result<Vec<(Format, &'static str, Verdict)>, String> {
        let mut verdicts = Vec::new();
        for i in (thread..arguments.files).step_by(threads as usize) {
            let mut sample = make(arguments.seed + i, formats[i as usize % formats.len()], wish);
            if let Some(folder) = &arguments.converted {
                let path = folder.join(&sample.name).with_extension("pdf");
                let Ok(bytes) = std::fs::read(&path) else { continue };
                (sample.bytes, sample.name) = (bytes, path.to_string_lossy().into_owned());
            }
            if arguments.only.as_deref() == Some("drawn") {
                let found = match corpus::drawn::read(&sample) {
                    Some(Ok(source)) => corpus::drawn::difference(&sample.page, &source),
                    Some(Err(error)) => Some(error.to_string()),
                    None => None,
                };
                if let Some(found) = found {
                    println!("{} [{}]\n    {found}", sample.name, sample.traits.join(", "));
                    store(arguments, &sample)?;
                }
            } else if arguments.judge {
                let verdict = judge(&sample, &read(&sample));
                let bad = lines(&verdict, arguments.only.as_deref());
                if !bad.is_empty() {
                    println!("{} [{}]", sample.name, sample.traits.join(", "));
                    bad.iter().take(6).for_each(|line| println!("    {line}"));
                    if arguments.converted.is_none() {
                        store(arguments, &sample)?;
                    }
                }
                verdicts.push((sample.format, sample.layout, verdict));
            } else {
                store(arguments, &sample)?;
            }
        }
        Ok(verdicts)
    };
    let verdicts = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|thread| scope.spawn(move || work(thread))).collect();
        threads.into_iter().map(|thread| thread.join().expect("no thread panics")).collect::<Result<Vec<_>, _>>()
    })?;
    if arguments.judge {
        println!("{}", corpus::judge::table(&verdicts.concat()));
    }
    Ok(())
}

/// How many files a minute are read and checked, and how long checking alone takes.
#[allow(clippy::disallowed_methods, reason = "a stopwatch")]
fn time(folder: &Path) -> std::io::Result<()> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)?.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.is_file() && path.extension().is_none_or(|ending| ending != "json"));
    files.sort();
    let start = Instant::now();
    let mut reports = Vec::with_capacity(files.len());
    for path in &files {
        reports.push(report::intake::checked_file(&std::fs::read(path)?, &path.to_string_lossy()));
    }
    let read = start.elapsed().as_secs_f64();
    let start = Instant::now();
    let found: usize = reports.iter().map(|report| report::checks::check(report).len()).sum();
    let checked = start.elapsed().as_secs_f64();
    let (count, each) = (files.len(), files.len() as f64);
    println!(
        "{count} files: read and checked {:.0} a minute; checking alone {:.3} ms each, {found} findings",
        each * 60.0 / read,
        checked * 1000.0 / each
    );
    Ok(())
}

fn lines(verdict: &Verdict, only: Option<&str>) -> Vec<String> {
    let kinds: BTreeMap<&str, &Vec<String>> = BTreeMap::from([
        ("silent", &verdict.silent),
        ("missed", &verdict.missed),
        ("alarm", &verdict.false_alarms),
        ("lost", &verdict.lost),
        ("doubted", &verdict.doubted),
        ("identity", &verdict.identity),
        ("count", &verdict.counts_missed),
    ]);
    let shown = |kind: &str| only.map_or(["silent", "missed", "alarm", "doubted"].contains(&kind), |only| only == kind);
    let chosen = kinds.into_iter().filter(|(kind, _)| shown(kind));
    chosen.flat_map(|(kind, lines)| lines.iter().map(move |line| format!("{kind}: {line}"))).collect()
}

fn store(arguments: &Arguments, sample: &Sample) -> Result<(), String> {
    let Some(out) = &arguments.out else { return Ok(()) };
    let write = |name: String, bytes: &[u8]| {
        let path = out.join(name);
        std::fs::write(&path, bytes).map_err(|error| format!("{}: {error}", path.display()))
    };
    write(sample.name.clone(), &sample.bytes)?;
    let stem = sample.name.rsplit_once('.').map_or(sample.name.as_str(), |(stem, _)| stem);
    write(format!("{stem}.truth.json"), format!("{:#}\n", sample.truth.json()).as_bytes())
}
