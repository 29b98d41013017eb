//! Drawings that went wrong in the ways that offices' drawings do.

use report::finding::Code;
use report::form::Edition;
use report::report::Report;

use crate::draw::{Drawn, Row, What, cell};
use crate::render::{Dice, Figures};
use crate::{Read, differences, read, show};

const SOUND: Figures = Figures { blank: 0, marked: 0, sums: true };
const SPARSE: Figures = Figures { blank: 5, marked: 1, sums: true };
const SEEDS: std::ops::Range<u64> = 0..8;

type Tables = [Vec<Vec<Row>>; 3];

/// Every thrown report, spoilt, is read without one silent fault.
#[track_caller]
fn never_wrong(change: impl Fn(&mut Tables, &mut Dice)) -> Vec<Read> {
    let mut out = Vec::new();
    for seed in SEEDS {
        for edition in Edition::ALL {
            for figures in [SOUND, SPARSE] {
                let read = read(edition, figures, seed, |tables, dice| change(tables, dice));
                let wrong = differences(&read.sheet.cells, &read.report, false);
                assert!(wrong.is_empty(), "{edition:?} seed {seed} {figures:?}\n{}\n{}", wrong.join("\n"), show(&read));
                out.push(read);
            }
        }
    }
    out
}

/// As [`never_wrong`], and nothing is noticed beyond what may be.
#[track_caller]
fn every_cell(may: &[Code], change: impl Fn(&mut Tables, &mut Dice)) {
    for read in never_wrong(change) {
        let wrong = differences(&read.sheet.cells, &read.report, true);
        let allowed = |line: &String| may.iter().any(|code| line.starts_with(code.as_str()));
        let wrong: Vec<String> = wrong.into_iter().filter(|line| !allowed(line)).collect();
        assert!(wrong.is_empty(), "{}\n{}", wrong.join("\n"), show(&read));
    }
}

fn has(report: &Report, code: Code) -> bool {
    report.findings.iter().any(|finding| finding.code == code)
}

fn all_rows(tables: &mut Tables) -> impl Iterator<Item = &mut Row> {
    tables.iter_mut().flatten().flatten()
}

#[test]
fn tables_cut_by_pages_are_one_table_again() {
    every_cell(&[], |tables, dice| {
        for pieces in &mut tables[..2] {
            let whole = pieces.remove(0);
            // Between rows, never under a merged label's first row: the reader closes spans at the cut.
            let at = 4 + dice.roll(whole.len() as u64 - 5) as usize;
            let (mut first, mut second) = (whole[..at].to_vec(), whole[at..].to_vec());
            close_spans(&mut first, &mut second);
            pieces.push(first);
            pieces.push(second);
        }
    });
}

/// A merged cell that reaches over the cut ends there and begins again, blank, behind it.
fn close_spans(first: &mut [Row], second: &mut [Row]) {
    let height = first.len();
    let mut again: Vec<Drawn> = Vec::new();
    for (y, row) in first.iter_mut().enumerate() {
        for cell in &mut row.cells {
            let below = (y + cell.rowspan).saturating_sub(height);
            if below > 0 {
                again.push(Drawn { text: String::new(), rowspan: below, ..cell.clone() });
                cell.rowspan -= below;
            }
        }
    }
    second[0].cells.splice(0..0, again);
}

#[test]
fn table_two_in_one_piece_for_each_band() {
    every_cell(&[], |tables, _| {
        let whole = tables[0].remove(0);
        tables[0] =
            whole.chunk_by(|_, next| !next.cells[0].text.starts_with("第二十条")).map(<[Row]>::to_vec).collect();
    });
}

#[test]
fn everything_in_one_table_with_the_headings_in_it() {
    every_cell(&[], |tables, _| {
        let mut one = tables[0].remove(0);
        for (n, title) in [(1, "三、收到和处理政府信息公开申请情况"), (2, "四、政府信息公开行政复议、行政诉讼情况")]
        {
            one.push(Row { cells: vec![cell(title, 1, 10, What::Heading)], key: None });
            one.append(&mut tables[n].remove(0));
        }
        tables[0].push(one);
    });
}

#[test]
fn headings_and_labels_without_their_spans() {
    // As a copying editor leaves them: every cell one by one, nothing merged, nothing filled up.
    let reads = never_wrong(|tables, _| {
        all_rows(tables).flat_map(|row| &mut row.cells).for_each(|cell| {
            (cell.rowspan, cell.colspan) = (1, 1);
        })
    });
    for read in reads.iter().step_by(2) {
        assert_eq!(differences(&read.sheet.cells, &read.report, true), Vec::<String>::new(), "{}", show(read));
    }
}

#[test]
fn spans_that_disagree_between_heading_and_rows() {
    // VARIANTS 035: heading 1+1+2+1, rows 1+2+1+1.
    every_cell(&[], |tables, _| {
        for row in &mut tables[0][0][..4] {
            let heading = row.cells[0].what == What::Heading;
            if row.cells.len() == 4 {
                row.cells[if heading { 2 } else { 1 }].colspan = 2;
            }
        }
    });
}

#[test]
fn a_lost_cell_leaves_its_row_unsure() {
    never_wrong(|tables, dice| {
        for pieces in &mut tables[..2] {
            let rows: Vec<&mut Row> = pieces[0].iter_mut().filter(|row| row.key.is_some()).collect();
            let at = dice.roll(rows.len() as u64) as usize;
            let row = rows.into_iter().nth(at).expect("a row");
            let values = row.values();
            let count = row.cells.len() - values;
            let lost = values + dice.roll(count as u64) as usize;
            let mut others = row.cells[values..].iter().enumerate().filter(|(n, _)| values + n != lost);
            if others.any(|(_, cell)| !cell.text.is_empty()) {
                row.cells.remove(lost);
            }
        }
    });
}

#[test]
fn a_number_merged_over_two_columns_belongs_to_neither() {
    never_wrong(|tables, dice| {
        for row in tables[1][0].iter_mut().filter(|row| row.key.is_some()) {
            let at = row.values() + dice.roll(6) as usize;
            let gone = row.cells.remove(at + 1);
            row.cells[at].colspan = 2;
            if row.cells[at].text.is_empty() {
                row.cells[at].text = gone.text;
            }
        }
    });
}

#[test]
fn one_value_for_all_columns() {
    never_wrong(|tables, _| {
        for row in tables[1][0].iter_mut().filter(|row| row.key.is_some()) {
            let at = row.values();
            let total = row.cells.pop().expect("a total");
            row.cells.truncate(at);
            row.cells.push(Drawn { colspan: 7, ..total });
        }
    });
}

#[test]
fn labels_misprinted_cut_and_in_wrong_numerals() {
    for read in never_wrong(|tables, dice| {
        for row in tables[..2].iter_mut().flatten().flatten().filter(|row| row.key.is_some()) {
            let label = row.label();
            let mut chars: Vec<char> = label.chars().collect();
            if chars.len() > 8 && dice.roll(4) == 0 {
                let at = 2 + dice.roll(chars.len() as u64 - 3) as usize;
                chars.remove(at);
                *label = chars.into_iter().collect();
            }
        }
    }) {
        assert!(!has(&read.report, Code::R116) && !has(&read.report, Code::R110), "{}", show(&read));
    }
}

#[test]
fn a_row_too_many_a_row_too_few_and_two_exchanged() {
    for read in never_wrong(|tables, _| {
        let rows = &mut tables[1][0];
        let at = rows.iter().position(|row| row.key == Some("results.denied.other_law")).expect("the row");
        rows.remove(at);
        // The group is one row shorter.
        for row in &mut rows[..at] {
            for cell in row.cells.iter_mut().filter(|cell| cell.what == What::Label && cell.rowspan > 1) {
                cell.rowspan -= 1;
            }
        }
        let rows = &mut tables[0][0];
        let at = rows.iter().position(|row| row.key == Some("normative_docs")).expect("the row");
        let mut own = rows[at].clone();
        *own.label() = "其他主动公开文件".to_owned();
        own.key = None;
        rows.insert(at + 1, own);
        let at = rows.iter().position(|row| row.key == Some("penalty")).expect("the row");
        rows.swap(at, at + 1);
    }) {
        assert!(has(&read.report, Code::R110) && has(&read.report, Code::R112), "{}", show(&read));
    }
}

#[test]
fn columns_that_changed_places_are_read_by_their_headings() {
    for read in never_wrong(|tables, _| {
        for row in &mut tables[1][0] {
            if row.key.is_some() {
                let values = row.values();
                row.cells.swap(values + 1, values + 3);
            } else if row.cells[0].text == "商业企业" {
                row.cells.swap(0, 2);
            }
        }
    }) {
        assert!(has(&read.report, Code::R112), "{}", show(&read));
        assert!(!has(&read.report, Code::R116), "{}", show(&read));
    }
}

#[test]
fn a_column_that_is_missing_is_named_and_the_others_are_read() {
    for read in never_wrong(|tables, _| {
        for row in &mut tables[0][0][1..4] {
            row.cells.remove(2);
        }
    }) {
        let said = |f: &report::finding::Finding| f.code == Code::R114 || f.code == Code::R116;
        assert!(read.report.findings.iter().any(said), "{}", show(&read));
    }
}

#[test]
fn table_four_without_one_outcome_and_without_a_row_of_values() {
    let without_pending = |tables: &mut Tables| {
        for row in &mut tables[2][0] {
            match row.cells[0].text.as_str() {
                "行政复议" => [4, 8].into_iter().enumerate().for_each(|(n, wide)| row.cells[n].colspan = wide),
                "结果维持" if row.cells.len() == 7 => {
                    row.cells[5..].iter_mut().for_each(|cell| cell.colspan = 4);
                    row.cells.remove(3);
                }
                "结果维持" => [8, 3].into_iter().for_each(|at| drop(row.cells.remove(at))),
                _ => [13, 8, 3].into_iter().for_each(|at| drop(row.cells.remove(at))),
            }
        }
    };
    for read in never_wrong(|tables, _| without_pending(tables)) {
        assert!(has(&read.report, Code::R114) && !has(&read.report, Code::R116), "{}", show(&read));
    }
    for edition in Edition::ALL {
        let blank = read(edition, SOUND, 1, |tables, _| drop(tables[2][0].pop()));
        assert!(!has(&blank.report, Code::R115) && !has(&blank.report, Code::R110), "{}", show(&blank));
        let both = read(edition, SOUND, 1, |tables, _| {
            without_pending(tables);
            tables[2][0].pop();
        });
        assert!(!has(&both.report, Code::R115) && has(&both.report, Code::R114), "{}", show(&both));
    }
}

#[test]
fn a_blank_heading_over_blanks_is_a_column_that_is_missing() {
    for read in never_wrong(|tables, _| {
        for row in &mut tables[0][0][1..4] {
            row.cells[3].text.clear();
        }
    }) {
        assert!(has(&read.report, Code::R114), "{}", show(&read));
    }
}

#[test]
fn what_stands_over_the_labels_is_no_column() {
    for read in never_wrong(|tables, _| {
        let rows = &mut tables[1][0];
        rows.remove(0);
        rows[0].cells.insert(0, cell("项目", 2, 3, What::Heading));
        // 社会公益组织 is gone, so that with the corner there are as many headings as columns.
        rows[0].cells[2].colspan -= 1;
        rows[1].cells.remove(2);
        for row in &mut rows[2..] {
            row.cells.remove(row.values() + 3);
        }
    }) {
        assert!(has(&read.report, Code::R114) && !has(&read.report, Code::R113), "{}", show(&read));
    }
}

#[test]
fn a_row_too_many_is_named_though_it_is_like_one_that_some_print() {
    for read in never_wrong(|tables, _| {
        let rows = &mut tables[1][0];
        let at = rows.iter().position(|row| row.key == Some("results.not_processed.confirm_reissue")).expect("the row");
        let mut own = rows[at].clone();
        *own.label() = "6.其他不予处理情形".to_owned();
        own.key = None;
        own.cells.iter_mut().filter(|cell| cell.what == What::Value).for_each(|cell| cell.text = "0".to_owned());
        rows.insert(at + 1, own);
        for row in &mut rows[..at] {
            for cell in
                row.cells.iter_mut().filter(|cell| cell.text.contains("不予处理") || cell.text.starts_with('三'))
            {
                cell.rowspan += 1;
            }
        }
    }) {
        assert!(has(&read.report, Code::R113), "{}", show(&read));
    }
}

#[test]
fn a_column_of_remarks_is_named_and_left_out() {
    for read in never_wrong(|tables, _| {
        for (y, row) in tables[1][0].iter_mut().enumerate() {
            match y {
                0 => row.cells.push(cell("备注", 3, 1, What::Heading)),
                _ if row.key.is_some() => row.cells.push(cell("3", 1, 1, What::Value)),
                _ => {}
            }
        }
    }) {
        assert!(has(&read.report, Code::R113) && !has(&read.report, Code::R116), "{}", show(&read));
    }
}

#[test]
fn table_four_as_three_rows_of_five_and_lying_on_its_side() {
    every_cell(&[], |tables, _| {
        let rows = tables[2].remove(0);
        let mut values: Vec<Drawn> = rows[3].cells.clone();
        let outcomes = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"];
        let mut head = vec![cell("", 1, 2, What::Heading)];
        head.extend(outcomes.map(|text| cell(text, 1, 1, What::Heading)));
        let mut new = vec![Row { cells: head, key: None }];
        for labels in [
            vec![cell("行政复议", 1, 2, What::Label)],
            vec![cell("行政诉讼", 2, 1, What::Label), cell("未经复议直接起诉", 1, 1, What::Label)],
            vec![cell("复议后起诉", 1, 1, What::Label)],
        ] {
            let cells = labels.into_iter().chain(values.drain(..5)).collect();
            new.push(Row { cells, key: None });
        }
        tables[2].push(new);
    });
    every_cell(&[], |tables, _| {
        let rows = tables[2].remove(0);
        let outcomes = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"];
        let mut new = Vec::new();
        for (n, value) in rows[3].cells.iter().enumerate() {
            let mut cells = match n {
                0 => vec![cell("行政复议", 5, 2, What::Label)],
                5 => vec![cell("行政诉讼", 10, 1, What::Label), cell("未经复议直接起诉", 5, 1, What::Label)],
                10 => vec![cell("复议后起诉", 5, 1, What::Label)],
                _ => vec![],
            };
            cells.push(cell(outcomes[n % 5], 1, 1, What::Label));
            cells.push(value.clone());
            new.push(Row { cells, key: None });
        }
        tables[2].push(new);
    });
}

#[test]
fn several_values_in_one_cell_and_values_beside_their_label() {
    never_wrong(|tables, dice| {
        for row in tables[..2].iter_mut().flatten().flatten().filter(|row| row.key.is_some()) {
            let at = row.values();
            let texts: Vec<String> = row.cells[at..].iter().map(|cell| cell.text.clone()).collect();
            let width: usize = row.cells[at..].iter().map(|cell| cell.colspan).sum();
            let joined = texts.join(" ");
            match dice.roll(4) {
                0 => {
                    row.cells.truncate(at);
                    row.cells.push(cell(&joined, 1, width, What::Value));
                }
                1 => {
                    let first = row.cells.remove(at);
                    row.cells[at - 1].text.push_str(&format!(" {}", first.text));
                }
                _ => {}
            }
        }
    });
}

#[test]
fn the_old_single_row_of_other_results_on_the_form_of_2021() {
    for seed in SEEDS {
        let read = read(Edition::E2021, SOUND, seed, |tables, _| {
            let rows = &mut tables[1][0];
            let at = rows.iter().position(|row| row.key == Some("results.other.overdue_correction")).expect("the row");
            rows.drain(at + 1..at + 3);
            for row in &mut rows[..at] {
                for cell in row.cells.iter_mut().filter(|cell| cell.what == What::Label && cell.text.starts_with('三'))
                {
                    cell.rowspan -= 2;
                }
            }
            rows[at].cells.splice(0..2, [cell("（六）其他处理", 1, 2, What::Label)]);
        });
        assert!(has(&read.report, Code::R113), "{}", show(&read));
        let truth =
            |column: &str| read.sheet.cells.at(&format!("applications.results.other.overdue_correction.{column}"));
        for column in ["natural_person", "business", "total"] {
            assert_eq!(
                read.report.cells.at(&format!("applications.results.other.{column}")),
                truth(column),
                "{}",
                show(&read)
            );
        }
        assert!(!has(&read.report, Code::R116) && !has(&read.report, Code::R110), "{}", show(&read));
    }
}

#[test]
fn a_table_lying_on_its_side() {
    every_cell(&[], |tables, _| {
        let rows = tables[1].remove(0);
        let table = crate::draw::table(&rows, 1);
        let mut new: Vec<Row> = (0..table.columns).map(|_| Row { cells: Vec::new(), key: None }).collect();
        for row in 0..table.rows {
            for drawn in table.cells.iter().filter(|cell| cell.row == row) {
                new[drawn.column].cells.push(cell(&drawn.text, drawn.colspan, drawn.rowspan, What::Value));
            }
        }
        tables[1].push(new);
    });
}

#[test]
fn a_cell_for_each_line_in_one_column_is_read_as_text() {
    for read in never_wrong(|tables, _| {
        let rows = tables[0].remove(0);
        let cells = rows.into_iter().flat_map(|row| row.cells).filter(|cell| !cell.text.is_empty());
        tables[0].push(cells.map(|one| Row { cells: vec![cell(&one.text, 1, 1, What::Value)], key: None }).collect());
    }) {
        assert!(!has(&read.report, Code::R115), "{}", show(&read));
    }
}
