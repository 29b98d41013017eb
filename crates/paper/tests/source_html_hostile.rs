//! Pages that were made to break a reader, or broken on the way: never a panic, never a long wait.

use paper::source::{Measure, Part, ReadError, html, page, plain};
use proptest::prelude::*;

/// What came of a page: its lines and cells, or what there was too much of.
fn outcome(page: &str) -> Result<usize, Measure> {
    match html::read(page.as_bytes()) {
        Ok(source) => {
            let cells = |part: &Part| if let Part::Table(table) = part { table.cells.len() } else { 1 };
            Ok(source.parts.iter().map(cells).sum())
        }
        Err(ReadError::OverLimit { what, .. }) => Err(what),
        Err(error) => panic!("{error}: {:.60}", page),
    }
}

#[test]
fn nesting_without_end_is_read_or_refused() {
    for element in ["div", "p", "b", "span", "ul", "ol", "li", "dl", "dd", "font", "nav", "pre", "form", "unknown"] {
        let deep = format!("{}年报", format!("<{element}>").repeat(3_000));
        assert_eq!(outcome(&deep), Ok(1), "{element}");
        let closed = format!("{deep}{}报", format!("</{element}>").repeat(3_000));
        assert!(matches!(outcome(&closed), Ok(1..=2)), "{element}");
        let wrong = format!("{deep}{}报", "</i></section></h1>".repeat(3_000));
        assert!(matches!(outcome(&wrong), Ok(1..=2)), "{element}");
    }
    assert_eq!(outcome(&"<div>".repeat(1_000_000)), Err(Measure::Depth));
    assert_eq!(outcome(&"<table><tr><td>".repeat(100_000)), Err(Measure::Depth));
    let tables = format!("{}年报<td>1", "<table><tr><td>".repeat(250));
    assert_eq!(outcome(&tables), Ok(2));
}

#[test]
fn tables_without_end_are_refused() {
    assert_eq!(outcome(&format!("<table>{}", "<tr><td>1<td>2".repeat(100_001))), Err(Measure::Cells));
    assert_eq!(outcome(&format!("<table><tr>{}", "<td>1".repeat(20_000))), Err(Measure::Cells));
    assert_eq!(outcome(&format!("<table><tr>{}", "<td colspan=100000000>1".repeat(9))), Ok(9));
    assert_eq!(outcome(&format!("<table><tr>{}", "<td colspan=100000000>1".repeat(90))), Err(Measure::Cells));
    let tall = format!("<table><tr>{}{}", "<td rowspan=65534>1".repeat(90), "<tr><td>2".repeat(10_000));
    assert_eq!(outcome(&tall), Ok(10_090));
    let tall = format!("<table><tr>{}{}", "<td rowspan=65534>1".repeat(900), "<tr><td>2".repeat(10_000));
    assert_eq!(outcome(&tall), Err(Measure::Cells), "nine million slots");
    assert_eq!(outcome(&format!("<table>{}<tr><td>1<td>2", "<tr></tr><tbody>".repeat(100_000))), Ok(2));
    assert_eq!(outcome(&"<table><tr><td>1<td>2</table>".repeat(20_000)), Ok(40_000));
    assert_eq!(outcome(&"<thead><tr><td>1<td>2</thead>".repeat(20_000)), Ok(2));
}

#[test]
fn tags_and_characters_without_end_are_passed_over() {
    let value = "x".repeat(4 << 20);
    assert_eq!(outcome(&format!("<p style='{value}' {value}={value}>年报<b title=\"{value}")), Ok(1));
    let attributes: String = (0..100_000).map(|n| format!(" a{n}")).collect();
    assert_eq!(outcome(&format!("<p{attributes}>年报")), Ok(1));
    assert_eq!(outcome(&format!("<p style='{}'>年报", "display:block;".repeat(100_000))), Ok(1));
    for piece in
        ["<!--", "<!---->", "<", "</", "<!", "<?", "&", "&#", "&#x", "&a", "&#0;", "\0", "<script>", "</br x='"]
    {
        let _ = outcome(&format!("年报{}", piece.repeat(100_000)));
    }
    assert_eq!(outcome("年\0报<td\0 \0=\0>\u{feff}\u{202e}"), Ok(1));
}

#[test]
fn more_lines_than_memory_are_refused() {
    assert_eq!(outcome(&"<p>1".repeat(700_000)), Err(Measure::Bytes));
    assert_eq!(outcome(&" ".repeat((50 << 20) + 1)), Err(Measure::Bytes));
}

#[test]
fn menus_in_menus_are_looked_through_once() {
    let deep = |open: &str, close: &str| {
        format!("{}{}<p>公开{}", open.repeat(10_000), "<p>1".repeat(50_000), close.repeat(10_000))
    };
    assert_eq!(outcome(&deep("<nav>", "</nav>")), Ok(50_001));
    assert_eq!(outcome(&deep("<nav><b>", "</b></nav>")), Ok(50_001));
}

#[test]
fn a_saved_page_between_marks_of_a_megabyte_is_no_saved_page() {
    let saved = |mark: &str, between: &str| {
        format!(
            "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=\"{mark}\"\n\n{between}\n--{mark}\nContent-Type: text/html\n\n<p>年报"
        )
    };
    assert_eq!(outcome(&saved("mark", "")), Ok(1));
    let found = html::read(saved(&("-".repeat(1 << 20) + "x"), &"-".repeat(4 << 20)).as_bytes());
    assert!(found.is_ok_and(|source| source.parts.len() < 20), "read as the text that it is");
}

/// A page with a little of everything.
const PAGE: &str = "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>某局年报</title><meta name='PubDate' content=\"2024&#45;01\">\
    <script><!-- if (a<b) w('<script></script>'); --></script><style>p > a {}</style></head><body class=\"a b\"><!--[if IE]>x<![endif]-->\
    <nav><a href='/'>首页</a></nav><ol start=3><li>甲<li style=\"display:none\">乙</ol><dl><dt>索引号<dd>1/2</dl><pre> 1\n 2</pre>\
    <table border=1><caption>表一</caption><thead><tr><th rowspan=\"2\">信息&nbsp;内容<th colspan='2'>数量</thead><tbody><tr><td><p>规章</p><p>件</p>\
    <td><table><tr><td>1<td>2</table></td></tr><tr hidden><td>3</tr><tr><td>丙<td colspan=0>丁<br/>戊</td></tr></tbody></table>\
    <p class=MsoNormal><span style='mso-list:Ignore'>一、<o:p></o:p></span>总体</p><input value=5><select><option>6</select></body></html>";

#[test]
fn a_page_cut_off_anywhere_is_read_up_to_there() {
    for (at, _) in PAGE.char_indices() {
        for page in [&PAGE[..at], &PAGE[at..]] {
            if let Ok(source) = html::read(page.as_bytes()) {
                assert_eq!(plain(&source).lines().count() as u32, last_line(&source));
            }
        }
    }
}

fn last_line(source: &paper::source::Source) -> u32 {
    match source.parts.last() {
        Some(Part::Line(line)) => line.at.line,
        Some(Part::Table(table)) => table.cells.last().map_or(0, |cell| cell.at.line),
        None => 0,
    }
}

proptest! {
    /// Tags and words in any order: the slots of a table never overlap, and every word is kept once.
    #[test]
    fn any_heap_of_tags_keeps_its_words_once(pieces in prop::collection::vec(piece(), 0..60)) {
        let page: String = pieces.concat();
        let Ok(source) = html::read(page.as_bytes()) else { return Ok(()) };
        let words = plain(&source);
        let given = page.matches('字').count();
        prop_assert_eq!(words.matches('字').count(), given, "{}", page);
        for table in source.tables() {
            let mut taken = vec![false; table.rows * table.columns];
            for cell in &table.cells {
                prop_assert!(cell.row + cell.rowspan <= table.rows && cell.column + cell.colspan <= table.columns);
                for row in cell.row..cell.row + cell.rowspan {
                    for column in cell.column..cell.column + cell.colspan {
                        prop_assert!(!std::mem::replace(&mut taken[row * table.columns + column], true), "{}", page);
                    }
                }
            }
        }
    }

    /// A form as any program writes it comes back with the same cells in the same slots.
    #[test]
    fn a_table_comes_back_as_it_was_written(rows in 2_usize..7, columns in 2_usize..7, cuts in prop::collection::vec(any::<u8>(), 49)) {
        let table = paper::source::Source { parts: vec![Part::Table(drawn(rows, columns, &cuts))], ..Default::default() };
        let read = html::read(page(&table).as_bytes()).expect("a page");
        prop_assert_eq!(read, table);
    }
}

fn piece() -> impl Strategy<Value = String> {
    const TAGS: &[&str] = &[
        "table", "tr", "td", "th", "tbody", "caption", "p", "div", "span", "b", "a", "ol", "ul", "li", "dl", "dt",
        "dd", "pre", "br", "hr", "section", "o:p",
    ];
    const ATTRIBUTES: &[&str] = &[
        "",
        " rowspan=2",
        " colspan=2",
        " rowspan=0",
        " colspan=3 rowspan=2",
        " height=0",
        " style='color:red'",
        " /",
    ];
    prop_oneof![
        (prop::sample::select(TAGS), prop::sample::select(ATTRIBUTES)).prop_map(|(tag, more)| format!("<{tag}{more}>")),
        prop::sample::select(TAGS).prop_map(|tag| format!("</{tag}>")),
        prop::sample::select(
            &["字", " ", "\n", "字\n字", "&nbsp;", "<!-- x -->", "<![if x]>", "</tr><tr>", "</td><td>"][..]
        )
        .prop_map(str::to_owned),
    ]
}

/// A table cut into cells by chance, with a cell beginning in each row and each column.
fn drawn(rows: usize, columns: usize, cuts: &[u8]) -> paper::source::Table {
    use paper::source::{At, Cell, Table};
    let mut table = Table { rows, columns, cells: Vec::new() };
    for row in 0..rows {
        for column in 0..columns {
            if table.at(row, column).is_some() {
                continue;
            }
            let cut = usize::from(cuts[row * 7 + column]);
            // The first row and column stay whole, so that no border is lost.
            let (mut rowspan, mut colspan) =
                if row == 0 || column == 0 { (1, 1) } else { (1 + cut % 3, 1 + cut / 3 % 3) };
            rowspan = rowspan.min(rows - row);
            colspan = (1..=colspan.min(columns - column))
                .take_while(|n| table.at(row, column + n - 1).is_none())
                .last()
                .unwrap_or(1);
            let at = At { line: row as u32 + 1, page: None };
            table.cells.push(Cell { row, column, rowspan, colspan, text: format!("{row}&{column}\n<件>"), at });
        }
    }
    table
}
