//! CSV as a clerk opens it in Excel and as a program reads it.

use paper::csv::{MARK, write};

/// One row of one field, without the mark and the line's end.
fn field(words: &str) -> String {
    let file = write([[words]]);
    let line = file.strip_prefix(MARK).expect("the mark of UTF-8").strip_suffix(b"\r\n").expect("a whole line");
    String::from_utf8(line.to_vec()).expect("UTF-8")
}

#[test]
fn what_a_spreadsheet_would_run_is_made_words() {
    for (words, stored) in [
        ("=1+1", "'=1+1"),
        ("+86 10 1234", "'+86 10 1234"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1+1", "'＝1+1"),
        ("\t=1", "'\t=1"),
        ("-", "'-"),
        ("--1", "'--1"),
        ("-1e5", "'-1e5"),
    ] {
        assert_eq!(field(words), stored);
    }
}

#[test]
fn numbers_and_plain_words_stay_as_they_are() {
    for words in ["-5", "+3.2", "0", "2200.00", "云溪县", "甲=乙", "2024-03-09"] {
        assert_eq!(field(words), words);
    }
}

#[test]
fn commas_quotes_and_line_breaks_are_kept_inside_the_field() {
    assert_eq!(field("甲,乙"), "\"甲,乙\"");
    assert_eq!(field("他说\"好\""), "\"他说\"\"好\"\"\"");
    assert_eq!(field("上\n下"), "\"上\n下\"");
}

#[test]
fn what_was_written_reads_back_row_by_row() {
    let rows = [vec!["单位", "件数", "备注"], vec!["云溪县", "", "多\n行"], vec!["只有一格"]];
    let file = write(&rows);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(&file[MARK.len()..]);
    let back: Vec<Vec<String>> =
        reader.records().map(|r| r.expect("a record").iter().map(str::to_owned).collect()).collect();
    assert_eq!(back, rows);
}

#[test]
fn an_empty_table_is_only_the_mark() {
    assert_eq!(write::<[&str; 0], &str>([]), MARK);
}
