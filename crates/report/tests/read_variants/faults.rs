//! Faults put into a sound report have to be found, and nothing beside them may be read wrong.

use report::finding::Code;
use report::form::{Edition, TableNo, form};
use report::read;
use report::report::Report;

use super::differences_of;
use super::render::{Dice, Figures, Flat, Row, Sheet, document, drawn, flatten};

const SOUND: Figures = Figures { blank: 0, marked: 0, sums: true };
/// One flattening of each family.
const FLATS: &[Flat] = &[Flat::Tabs, Flat::Markdown, Flat::CellPerLine, Flat::PaddedPipes, Flat::Paragraphs, Flat::Pdf];

/// Renders a sound report, lets `spoil` change the rows of one table, and reads it.
fn spoilt(
    edition: Edition,
    flat: Flat,
    seed: u64,
    table: TableNo,
    spoil: impl Fn(&mut Vec<Row>),
) -> (Sheet, Report, String) {
    let sheet = Sheet::thrown(edition, SOUND, &mut Dice::new(seed));
    let tables = TableNo::ALL.map(|number| {
        let mut rows = drawn(&sheet, number);
        if number == table {
            spoil(&mut rows);
        }
        flatten(&rows, flat)
    });
    let text = document(edition, [&tables[0], &tables[1], &tables[2]]);
    let report = read::text(&text, "spoilt.txt");
    (sheet, report, text)
}

#[track_caller]
fn expect(report: &Report, code: Code, row: &str, text: &str) {
    let found = report.findings.iter().any(|finding| finding.code == code && finding.place.row.as_deref() == Some(row));
    let said: Vec<String> =
        report.findings.iter().map(|f| format!("{} {:?} {}", f.code, f.place.row, f.message)).collect();
    assert!(found, "{code} on {row} is not noticed; noticed:\n{}\n{text}", said.join("\n"));
}

/// Rows of tables 2 and 3 by turns.
fn rows() -> Vec<(Edition, TableNo, &'static str)> {
    let mut out = Vec::new();
    for edition in Edition::ALL {
        for table in [TableNo::Proactive, TableNo::Applications] {
            out.extend(form(edition).rows(table).map(|row| (edition, table, row.key)));
        }
    }
    out
}

fn position(rows: &[Row], key: &str) -> usize {
    rows.iter().position(|row| row.key == Some(key)).expect("the row is drawn")
}

/// The row's own label is the last cell before its values.
fn label(row: &mut Row) -> &mut String {
    let values = row.values.expect("a row with values");
    &mut row.cells[values - 1].0
}

#[test]
fn a_row_that_is_missing_is_named() {
    for (n, (edition, table, key)) in rows().into_iter().enumerate() {
        let flat = FLATS[n % FLATS.len()];
        let (sheet, report, text) = spoilt(edition, flat, n as u64, table, |rows| {
            let at = position(rows, key);
            // The labels of its groups stay, in the row below or in one of their own.
            let groups: Vec<(String, usize)> = rows[at].cells[..rows[at].values.unwrap_or(1) - 1].to_vec();
            rows.remove(at);
            if let Some(next) = rows.get_mut(at).filter(|next| next.values.is_some() && !groups.is_empty()) {
                next.covered = next.covered.saturating_sub(groups.iter().map(|(_, span)| span).sum());
                next.values = next.values.map(|values| values + groups.len());
                next.cells.splice(0..0, groups);
            }
        });
        expect(&report, Code::R110, key, &text);
        assert_eq!(differences_of(&sheet.cells, &report), Vec::<String>::new(), "{flat:?} {key}\n{text}");
    }
}

#[test]
fn a_label_that_lost_or_changed_characters_is_named_and_its_row_read() {
    for (n, (edition, table, key)) in rows().into_iter().enumerate() {
        let flat = FLATS[n % FLATS.len()];
        let (sheet, report, text) = spoilt(edition, flat, n as u64, table, |rows| {
            let at = position(rows, key);
            let label = label(&mut rows[at]);
            let mut chars: Vec<char> = label.chars().collect();
            let middle = chars.len() - 2;
            if chars.len() > 8 && n % 2 == 0 {
                chars.drain(middle - 1..=middle);
            } else {
                chars[middle] = '岀';
            }
            *label = chars.into_iter().collect();
        });
        expect(&report, Code::R111, key, &text);
        assert_eq!(differences_of(&sheet.cells, &report), Vec::<String>::new(), "{flat:?} {key}\n{text}");
        assert!(!report.findings.iter().any(|finding| finding.code == Code::R116), "{flat:?} {key}\n{text}");
    }
}

#[test]
fn two_rows_that_changed_places_are_named_and_read_by_their_labels() {
    for (n, (edition, table, key)) in rows().into_iter().enumerate() {
        let flat = FLATS[n % FLATS.len()];
        let keys: Vec<&str> = form(edition).rows(table).map(|row| row.key).collect();
        let at = keys.iter().position(|other| *other == key).unwrap_or(0);
        let group = |key: &str| key.rsplit_once('.').map(|(group, _)| group.to_owned());
        let Some(next) = keys.get(at + 1).filter(|next| group(next) == group(key)) else { continue };
        let (sheet, report, text) = spoilt(edition, flat, n as u64, table, |rows| {
            let (a, b) = (position(rows, key), position(rows, next));
            if b != a + 1 {
                return;
            }
            // Label and values change places; the groups to their left stay.
            let own = |row: &Row| row.cells[row.values.unwrap_or(1) - 1..].to_vec();
            let (first, second) = (own(&rows[a]), own(&rows[b]));
            let put = |row: &mut Row, cells: Vec<(String, usize)>| {
                let keep = row.values.unwrap_or(1) - 1;
                row.cells.truncate(keep);
                row.cells.extend(cells);
            };
            put(&mut rows[a], second);
            put(&mut rows[b], first);
        });
        let apart = table == TableNo::Proactive && differ_in_block(edition, key, next);
        if apart {
            continue;
        }
        let noticed = report.findings.iter().any(|finding| finding.code == Code::R112);
        assert!(noticed, "{flat:?} {key} after {next}\n{text}");
        assert_eq!(differences_of(&sheet.cells, &report), Vec::<String>::new(), "{flat:?} {key}\n{text}");
    }
}

fn differ_in_block(edition: Edition, a: &str, b: &str) -> bool {
    let block = |key: &str| {
        let blocks = form(edition).table(TableNo::Proactive).blocks;
        blocks.iter().position(|block| block.rows.iter().any(|row| row.key == key))
    };
    block(a) != block(b)
}

#[test]
fn a_cell_that_was_dropped_leaves_its_row_unsure() {
    for (n, (edition, table, key)) in rows().into_iter().enumerate() {
        let columns = form(edition).row_cells(table, key).count();
        if columns < 2 {
            continue;
        }
        let flat = [Flat::Paragraphs, Flat::Pdf, Flat::PaddedPipes][n % 3];
        let (sheet, report, text) = spoilt(edition, flat, n as u64, table, |rows| {
            let at = position(rows, key);
            let values = rows[at].values.unwrap_or(1);
            rows[at].cells.remove(values + n % columns);
        });
        expect(&report, Code::R116, key, &text);
        assert_eq!(differences_of(&sheet.cells, &report), Vec::<String>::new(), "{flat:?} {key}\n{text}");
    }
}

#[test]
fn words_in_the_place_of_a_number_are_named() {
    for (n, (edition, table, key)) in rows().into_iter().enumerate() {
        let flat = [Flat::Tabs, Flat::Markdown, Flat::CellPerLine, Flat::LeadingTab][n % 4];
        let columns = form(edition).row_cells(table, key).count();
        let (sheet, report, text) = spoilt(edition, flat, n as u64, table, |rows| {
            let at = position(rows, key);
            let values = rows[at].values.unwrap_or(1);
            rows[at].cells[values + n % columns].0 = "本单位未开展此项工作".to_owned();
        });
        expect(&report, Code::R121, key, &text);
        let cells: Vec<_> = form(edition).row_cells(table, key).collect();
        let spoilt_path = &cells[n % columns].path;
        let wrong: Vec<String> = differences_of(&sheet.cells, &report)
            .into_iter()
            .filter(|line| !line.starts_with(spoilt_path.as_str()))
            .collect();
        assert_eq!(wrong, Vec::<String>::new(), "{flat:?} {key}\n{text}");
    }
}

#[test]
fn a_row_of_its_own_invention_does_not_push_the_others() {
    for (n, edition) in Edition::ALL.into_iter().enumerate() {
        for flat in FLATS {
            let (sheet, report, text) = spoilt(edition, *flat, n as u64, TableNo::Proactive, |rows| {
                let at = position(rows, "normative_docs");
                let mut own = rows[at].clone();
                *label(&mut own) = "其他主动公开文件".to_owned();
                own.key = None;
                rows.insert(at + 1, own);
            });
            let noticed = report.findings.iter().any(|finding| finding.code == Code::R113);
            assert!(noticed, "{flat:?}\n{text}");
            assert_eq!(differences_of(&sheet.cells, &report), Vec::<String>::new(), "{flat:?}\n{text}");
        }
    }
}

#[test]
fn repeated_lines_removed_by_a_scraper_are_refused_not_read() {
    for edition in Edition::ALL {
        let sheet = Sheet::thrown(edition, SOUND, &mut Dice::new(7));
        let whole = super::render::render(&sheet, Flat::Paragraphs);
        let mut seen = std::collections::HashSet::new();
        let text: String = whole
            .lines()
            .filter(|line| line.trim().is_empty() || seen.insert(line.trim().to_owned()))
            .map(|line| format!("{line}\n"))
            .collect();
        let report = read::text(&text, "scraped.txt");
        assert!(report.cells.is_empty(), "{text}");
        for table in TableNo::ALL {
            let said = report.findings.iter().any(|f| f.code == Code::R116 && f.place.table == Some(table));
            assert!(said, "table {} {:?}", table.number(), report.findings);
        }
    }
}

#[test]
fn a_table_that_is_missing_is_named() {
    for missing in TableNo::ALL {
        let sheet = Sheet::thrown(Edition::E2021, SOUND, &mut Dice::new(3));
        let tables = TableNo::ALL.map(|table| {
            if table == missing { "无。\n".to_owned() } else { flatten(&drawn(&sheet, table), Flat::Tabs) }
        });
        let report = read::text(&document(Edition::E2021, [&tables[0], &tables[1], &tables[2]]), "x");
        let said: Vec<_> = report.findings.iter().filter(|f| f.code == Code::R115).map(|f| f.place.table).collect();
        assert_eq!(said, [Some(missing)]);
    }
}

#[test]
fn a_column_that_is_missing_is_named_and_the_others_are_read() {
    for (n, flat) in FLATS.iter().enumerate() {
        let (sheet, report, text) = spoilt(Edition::E2021, *flat, n as u64, TableNo::Proactive, |rows| {
            // Heading and values of 本年废止件数 in the first block.
            for row in &mut rows[1..4] {
                row.cells.remove(2);
            }
        });
        let said =
            report.findings.iter().any(|f| f.code == Code::R114 && f.place.column.as_deref() == Some("repealed"));
        let unsure = report.findings.iter().any(|f| f.code == Code::R116);
        assert!(said || unsure, "{flat:?}\n{text}");
        for key in ["made", "in_force"] {
            for row in ["rules", "normative_docs"] {
                let path = format!("proactive.{row}.{key}");
                let found = report.cells.at(&path);
                assert!(found == sheet.cells.at(&path) || (unsure && found.is_none()), "{flat:?} {path}\n{text}");
            }
        }
    }
}

#[test]
fn columns_that_changed_places_are_read_by_their_headings() {
    for (n, flat) in FLATS.iter().enumerate() {
        let (sheet, report, text) = spoilt(Edition::E2019, *flat, n as u64, TableNo::Applications, |rows| {
            for row in rows {
                match row.values {
                    Some(values) => row.cells.swap(values + 1, values + 3),
                    None if row.cells[0].0 == "商业企业" => row.cells.swap(0, 2),
                    None => {}
                }
            }
        });
        assert!(report.findings.iter().any(|finding| finding.code == Code::R112), "{flat:?}\n{text}");
        assert_eq!(differences_of(&sheet.cells, &report), Vec::<String>::new(), "{flat:?}\n{text}");
    }
}
