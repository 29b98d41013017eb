//! Whatever way a table was flattened, every cell is read right or said to be unsure.
//!
//! The form's own tables are filled with thrown figures, flattened as copying tools do, and read back.

mod faults;
mod flattened;
mod hostile;
mod render;

use proptest::prelude::*;
use render::{Dice, Figures, Flat, Sheet, render};
use report::figures::Cells;
use report::finding::{Code, Finding};
use report::form::{Cell, Edition, Kind, TableNo};
use report::read;
use report::report::Report;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, max_shrink_iters: 0, ..ProptestConfig::with_cases(4) })]

    #[test]
    fn where_blank_cells_are_kept_every_cell_is_read(
        seed in any::<u64>(), blank in 0..9_u64, marked in 0..3_u64, sums in any::<bool>(),
    ) {
        for edition in Edition::ALL {
            for flat in Flat::KEEP_BLANKS {
                let figures = Figures { blank, marked, sums };
                check(edition, *flat, figures, seed, Certainty::Every)?;
            }
        }
    }

    #[test]
    fn where_blank_cells_are_lost_nothing_is_read_wrong(
        seed in any::<u64>(), blank in 0..9_u64, marked in 0..3_u64, sums in any::<bool>(),
    ) {
        for edition in Edition::ALL {
            for flat in Flat::LOSE_BLANKS {
                let figures = Figures { blank, marked, sums };
                check(edition, *flat, figures, seed, Certainty::NeverWrong)?;
            }
        }
    }

    #[test]
    fn a_full_table_is_read_in_every_flattening(seed in any::<u64>(), sums in any::<bool>()) {
        for edition in Edition::ALL {
            for flat in Flat::KEEP_BLANKS.iter().chain(Flat::LOSE_BLANKS).filter(|flat| **flat != Flat::Glued) {
                check(edition, *flat, Figures { blank: 0, marked: 0, sums }, seed, Certainty::Every)?;
            }
        }
    }
}

/// Thrown reports in which the amount of the next row, glued to its label, was once read as a cell of the row before.
#[test]
fn an_amount_glued_to_its_label_stays_in_its_own_row() {
    for (blank, marked, sums, seed) in [
        (2, 0, true, 4964004406949426781),
        (2, 2, false, 14582720209812627308),
        (1, 1, false, 11295792348678062056),
        (3, 1, false, 1228550909237277671),
    ] {
        let figures = Figures { blank, marked, sums };
        check(Edition::E2019, Flat::Glued, figures, seed, Certainty::NeverWrong).expect("right or named unsure");
    }
}

/// Thrown reports so sparse that a value was once read one column too far to the left.
#[test]
fn a_sparse_row_between_pipes_is_not_shifted() {
    for (blank, marked, sums, flat, seed) in [
        (8, 2, true, Flat::PaddedPipes, 10937740109912419833),
        (8, 1, true, Flat::PaddedPipes, 18000755505142052885),
        (7, 1, false, Flat::Pdf, 15174021895549940457),
    ] {
        let figures = Figures { blank, marked, sums };
        for edition in Edition::ALL {
            check(edition, flat, figures, seed, Certainty::NeverWrong).expect("right or named unsure");
        }
    }
}

/// The characters of the form in traditional script, as a page of Hong Kong or a careless converter has them.
const TRADITIONAL: &str = "总總项項规規范範许許处處罚罰强強业業费費购購采採数數据據类類从從后後复復议議诉訴讼訟结結维維纠糾审審尚尚\
    经經农農单單机機构構会會团團体體组組织織个個条條则則废廢执執制製发發讯訊电電话話办辦关關系係统統计計时時间間过過还還这這进進\
    开開报報务務无無现現对對为為与與应應当當书書没沒号號内內";

fn traditional(text: &str) -> String {
    let chars: Vec<char> = TRADITIONAL.chars().filter(|c| !c.is_whitespace()).collect();
    let pair = |c: char| chars.chunks_exact(2).find(|pair| pair[0] == c).map_or(c, |pair| pair[1]);
    text.chars().map(pair).collect()
}

/// Another way to write the same text.
type Writing = fn(&str) -> String;

fn wide(text: &str) -> String {
    let widened = |c: char| match c {
        '0'..='9' | '+' | '-' | '.' | '/' | '(' | ')' => char::from_u32(c as u32 + 0xfee0).unwrap_or(c),
        _ => c,
    };
    text.chars().map(widened).collect()
}

#[test]
fn traditional_script_wide_digits_and_line_ends_of_windows_make_no_difference() {
    let writings: [(&str, Writing); 4] = [
        ("traditional", traditional),
        ("wide", wide),
        ("windows", |text| text.replace('\n', "\r\n")),
        ("joiners", |text| text.replace('年', "\u{200b}年").replace("申请", "申 请")),
    ];
    for (n, edition) in Edition::ALL.into_iter().enumerate() {
        for flat in [Flat::Tabs, Flat::CellPerLine, Flat::LeadingTab, Flat::Markdown] {
            let sheet = Sheet::thrown(edition, Figures { blank: 2, marked: 1, sums: true }, &mut Dice::new(n as u64));
            for (name, writing) in writings {
                let text = writing(&render(&sheet, flat));
                let report = read::text(&text, "written otherwise");
                assert_eq!(report.edition, Some(edition), "{name} {flat:?}\n{text}");
                assert_eq!(report.year, Some(if edition == Edition::E2019 { 2020 } else { 2023 }), "{name}\n{text}");
                assert_eq!(report.sections.len(), 6, "{name} {flat:?}\n{text}");
                let wrong: Vec<String> = differences(&sheet.cells, &report, Certainty::Every)
                    .into_iter()
                    .filter(|line| !line.contains(".amount"))
                    .collect();
                assert_eq!(wrong, Vec::<String>::new(), "{name} {flat:?}\n{text}");
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Certainty {
    /// Every cell is right and nothing is unsure.
    Every,
    /// A cell is right, or blank and its table has a finding that says so.
    NeverWrong,
}

fn check(edition: Edition, flat: Flat, figures: Figures, seed: u64, certainty: Certainty) -> Result<(), TestCaseError> {
    let sheet = Sheet::thrown(edition, figures, &mut Dice::new(seed));
    let text = render(&sheet, flat);
    let report = read::text(&text, "thrown.txt");
    prop_assert_eq!(report.edition, Some(edition), "{:?}\n{}", flat, text);
    let wrong = differences(&sheet.cells, &report, certainty);
    prop_assert!(
        wrong.is_empty(),
        "{:?} {:?} {:?} seed {}\n{}\nfindings: {:#?}\n{}",
        edition,
        flat,
        figures,
        seed,
        wrong.join("\n"),
        report.findings.iter().map(|finding| (finding.code, &finding.message)).collect::<Vec<_>>(),
        text
    );
    Ok(())
}

/// The cells that were read wrong, or lost without a word.
pub fn differences_of(truth: &Cells, report: &Report) -> Vec<String> {
    differences(truth, report, Certainty::NeverWrong)
}

fn differences(truth: &Cells, report: &Report, certainty: Certainty) -> Vec<String> {
    let mut wrong = Vec::new();
    for cell in truth.form().official_cells() {
        let (expected, found) = (number(truth, cell), number(&report.cells, cell));
        if expected == found {
            continue;
        }
        let said = report.findings.iter().any(|finding| speaks_of(finding, cell));
        // By contract the value of an unsure row goes to its total.
        let given_to_total = cell.column.total && said && cell.table == TableNo::Applications;
        let excused = certainty == Certainty::NeverWrong && said && (found.is_none() || given_to_total);
        if !excused {
            wrong.push(format!("{}: expected {expected:?}, found {found:?}", cell.path));
        }
    }
    if certainty == Certainty::Every {
        wrong.extend(report.findings.iter().map(|finding| format!("{} {}", finding.code, finding.message)));
    }
    wrong
}

fn number(cells: &Cells, cell: &Cell) -> Option<String> {
    match cell.column.kind {
        Kind::Money(_) => cells.money(cell.no).map(|money| money.raw.clone()),
        Kind::Count | Kind::SignedCount => cells.get(cell.no).map(|count| count.to_string()),
    }
}

/// Whether a finding warns the reader of that cell.
fn speaks_of(finding: &Finding, cell: &Cell) -> bool {
    let place = &finding.place;
    let row = place.row.as_deref().is_none_or(|row| row == cell.row.key);
    place.table == Some(cell.table)
        && match finding.code {
            Code::R115 | Code::R116 => true,
            Code::R110 | Code::R121 | Code::R105 => row,
            _ => false,
        }
}
