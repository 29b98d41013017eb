//! The index follows the store: at once, completely, and never with a guess.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use search::{Error, Index, Order, Page, Query, Reason};

fn page(id: &str, title: &str) -> Page {
    Page { id: id.into(), title: title.into(), published_on: "2025-01-01".into(), ..Page::default() }
}

fn typed(text: &str) -> Query {
    Query { text: text.into(), ..Query::default() }
}

fn found(index: &Index, text: &str) -> Vec<String> {
    let hits = index.find(&Query { per_page: 200, ..typed(text) }).unwrap();
    hits.hits.into_iter().map(|hit| hit.id).collect()
}

#[test]
fn a_withdrawn_page_is_gone_with_the_next_commit() {
    let index = Index::in_memory().unwrap();
    index.put(&[page("a", "征收土地公告"), page("b", "土地出让公告")]).unwrap();
    index.commit().unwrap();
    assert_eq!(index.count(), 2);
    index.remove(&["a", "never there"]).unwrap();
    assert_eq!(found(&index, "土地").len(), 2, "not before the commit");
    index.commit().unwrap();
    assert_eq!(found(&index, "土地"), ["b"]);
    assert_eq!(found(&index, "征收"), [] as [String; 0]);
    assert_eq!(index.count(), 1);
    let in_vain = index.find(&typed("征收土地补偿")).unwrap();
    assert_eq!(in_vain.suggestion.as_deref(), Some("土地"), "not what only the withdrawn page said");
}

#[test]
fn a_corrected_page_takes_the_place_of_the_old_one_even_within_one_batch() {
    let index = Index::in_memory().unwrap();
    index.put(&[page("a", "第一稿"), page("a", "第二稿")]).unwrap();
    index.put(&[page("a", "定稿")]).unwrap();
    index.commit().unwrap();
    assert_eq!((found(&index, "定稿").len(), found(&index, "稿").len(), index.count()), (1, 1, 1));
}

#[test]
fn a_rebuild_shows_the_old_pages_until_the_new_ones_are_there() {
    let index = Index::in_memory().unwrap();
    index.put(&[page("old", "旧公告")]).unwrap();
    index.commit().unwrap();
    index.put(&[page("uncommitted", "另一公告")]).unwrap();
    index.clear().unwrap();
    index.put(&[page("new", "新公告")]).unwrap();
    assert_eq!(found(&index, "公告"), ["old"]);
    index.commit().unwrap();
    assert_eq!(found(&index, "公告"), ["new"]);
}

#[test]
fn what_was_committed_is_there_after_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let place = dir.path().join("not yet there");
    let index = Index::open(&place).unwrap();
    index.put(&[page("a", "征收土地公告")]).unwrap();
    index.commit().unwrap();
    index.put(&[page("b", "没有提交的公告")]).unwrap();
    drop(index);
    let index = Index::open(&place).unwrap();
    assert_eq!(found(&index, "公告"), ["a"]);
}

#[test]
fn only_one_program_writes_and_the_other_is_told_so() {
    let dir = tempfile::tempdir().unwrap();
    let one = Index::open(dir.path()).unwrap();
    one.put(&[page("a", "公告")]).unwrap();
    one.commit().unwrap();
    let two = Index::open(dir.path()).unwrap();
    assert_eq!(found(&two, "公告"), ["a"]);
    assert!(matches!(two.put(&[page("b", "公告")]), Err(Error::Busy)));
    assert!(matches!(Index::create(dir.path()), Err(Error::Busy)));
    drop(one);
    two.put(&[page("b", "公告")]).unwrap();
    two.commit().unwrap();
    assert_eq!(found(&two, "公告"), ["a", "b"]);
}

#[test]
fn another_format_or_a_strange_directory_asks_for_a_rebuild_and_gets_one() {
    let dir = tempfile::tempdir().unwrap();
    drop(Index::open(dir.path()).unwrap());
    for (content, noticed) in [("gongkai search 0\n", "gongkai search 0\n"), ("\u{fffd}", "\u{fffd}")] {
        fs::write(dir.path().join("FORMAT"), content).unwrap();
        match Index::open(dir.path()) {
            Err(Error::Rebuild(Reason::OtherFormat(found))) => assert_eq!(found, noticed),
            other => panic!("{other:?}"),
        }
    }
    fs::remove_file(dir.path().join("FORMAT")).unwrap();
    let error = Index::open(dir.path()).unwrap_err();
    assert!(matches!(error, Error::Rebuild(Reason::OtherFormat(none)) if none.is_empty()));
    drop(Index::create(dir.path()).unwrap());
    assert_eq!(Index::open(dir.path()).unwrap().count(), 0);
}

#[test]
fn every_damaged_file_is_noticed_on_opening() {
    let made = tempfile::tempdir().unwrap();
    let index = Index::open(made.path()).unwrap();
    for n in 0..40 {
        index.put(&[page(&n.to_string(), &format!("第{n}号征收土地公告"))]).unwrap();
    }
    index.commit().unwrap();
    index.remove(&["7"]).unwrap();
    index.commit().unwrap();
    drop(index);

    let mut files: Vec<_> = fs::read_dir(made.path()).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|file| file.extension().is_none_or(|kind| kind != "lock"));
    assert!(files.len() > 5);
    type Harm = fn(&Path);
    let harms: [(&str, Harm); 4] = [
        ("removed", |file| fs::remove_file(file).unwrap()),
        ("emptied", |file| fs::write(file, "").unwrap()),
        ("cut short", |file| {
            let bytes = fs::read(file).unwrap();
            fs::write(file, &bytes[..bytes.len() - bytes.len().div_ceil(3)]).unwrap();
        }),
        ("altered", |file| {
            let mut bytes = fs::read(file).unwrap();
            bytes[0] ^= 0x55;
            fs::write(file, bytes).unwrap();
        }),
    ];
    for file in &files {
        for (harm, inflict) in harms {
            let copy = tempfile::tempdir().unwrap();
            for file in &files {
                fs::copy(file, copy.path().join(file.file_name().unwrap())).unwrap();
            }
            inflict(&copy.path().join(file.file_name().unwrap()));
            let opened = Index::open(copy.path());
            assert!(matches!(opened, Err(Error::Rebuild(_))), "{harm}: {file:?}: {opened:?}");
            let anew = Index::create(copy.path()).unwrap();
            assert_eq!(anew.count(), 0);
        }
    }
}

#[test]
fn the_list_of_parts_has_no_checksum_and_yet_no_altered_character_goes_unnoticed() {
    let made = tempfile::tempdir().unwrap();
    let index = Index::open(made.path()).unwrap();
    for n in 0..40 {
        index.put(&[page(&n.to_string(), &format!("第{n}号征收土地公告"))]).unwrap();
    }
    index.commit().unwrap();
    index.remove(&["7"]).unwrap();
    index.commit().unwrap();
    drop(index);

    let list = made.path().join("meta.json");
    let bytes = fs::read(&list).unwrap();
    // what is written about the parts stands before the description of the fields
    let parts = bytes.windows(8).position(|w| w == b"\"schema\"").unwrap();
    for at in 0..parts {
        let mut altered = bytes.clone();
        altered[at] ^= 1;
        fs::write(&list, altered).unwrap();
        match Index::open(made.path()) {
            // a blank more or less says nothing
            Ok(index) => assert_eq!((index.count(), found(&index, "土地").len()), (39, 39), "{at}"),
            Err(Error::Rebuild(_)) => {}
            Err(other) => panic!("{at}: {other:?}"),
        }
    }
}

#[test]
fn many_read_while_one_writes_and_never_see_half_a_batch() {
    let index = Index::in_memory().unwrap();
    std::thread::scope(|scope| {
        let readers: Vec<_> = (0..4)
            .map(|_| {
                let index = index.clone();
                scope.spawn(move || {
                    let mut last = 0;
                    while last < 100 {
                        let total = index.find(&typed("公告")).unwrap().total;
                        assert!(total >= last && total.is_multiple_of(20), "{total} after {last}");
                        last = total;
                    }
                })
            })
            .collect();
        for batch in 0..5 {
            let pages: Vec<Page> = (0..20).map(|n| page(&format!("{batch}-{n}"), "征收土地公告")).collect();
            index.put(&pages).unwrap();
            index.commit().unwrap();
        }
        for reader in readers {
            reader.join().unwrap();
        }
    });
}

/// Few characters, so that pieces repeat and almost-hits are common.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => "[公开信息政府條条例號号年〇]",
        1 => "[a-zA-Z0-9]{1,4}",
        1 => "[，。、：《》“”〔〕（）/.　 \n]",
        1 => Just("①".to_owned()),
        1 => Just("が".to_owned()),
        1 => Just("𠮷".to_owned()),
    ];
    prop::collection::vec(piece, 1..25).prop_map(|pieces| pieces.concat())
}

fn pages() -> impl Strategy<Value = Vec<Page>> {
    prop::collection::vec((text(), text(), 0..3_u8, 1..4_u8), 1..6).prop_map(|made| {
        let page = |(n, (title, body, column, month)): (usize, (String, String, u8, u8))| Page {
            id: format!("{n}"),
            title,
            body,
            column: format!("c{column}"),
            published_on: format!("2025-{month:02}-01"),
            ..Page::default()
        };
        made.into_iter().enumerate().map(page).collect()
    })
}

fn is_run(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

/// Every piece of two to six characters that does not tear a number or a Latin word.
fn pieces(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let torn = |at: usize| at > 0 && at < chars.len() && is_run(chars[at - 1]) && is_run(chars[at]);
    let mut pieces = Vec::new();
    for start in 0..chars.len() {
        for end in start + 2..=(start + 6).min(chars.len()) {
            if !torn(start) && !torn(end) {
                pieces.push(chars[start..end].iter().collect());
            }
        }
    }
    pieces
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn any_piece_of_an_indexed_text_finds_it(pages in pages()) {
        let index = Index::in_memory().unwrap();
        index.put(&pages).unwrap();
        index.commit().unwrap();
        for page in &pages {
            for piece in pieces(&page.body).into_iter().chain(pieces(&page.title)) {
                prop_assert!(found(&index, &piece).contains(&page.id), "{piece:?} in {page:?}");
                let quoted = format!("\"{}\"", piece.trim());
                prop_assert!(found(&index, &quoted).contains(&page.id), "{quoted:?} in {page:?}");
            }
        }
    }

    #[test]
    fn a_row_of_characters_that_no_text_contains_finds_nothing(
        pages in pages(), asked in "[公开信息政府条例]{2,5}",
    ) {
        let index = Index::in_memory().unwrap();
        index.put(&pages).unwrap();
        index.commit().unwrap();
        let plain = |text: &str| -> String {
            let text = text.replace(|c: char| "《》“”〔〕（） \n\u{3000}".contains(c), "");
            text.replace('條', "条").replace('號', "号")
        };
        let mut expected: Vec<&str> = pages
            .iter()
            .filter(|page| plain(&page.title).contains(&asked) || plain(&page.body).contains(&asked))
            .map(|page| page.id.as_str())
            .collect();
        expected.sort_unstable();
        let mut found = found(&index, &asked);
        found.sort();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn an_index_kept_up_to_date_equals_one_built_anew(
        first in pages(), second in pages(), gone in prop::collection::vec(0..8_usize, 0..4),
        asked in prop::collection::vec(text(), 1..6),
    ) {
        let kept = Index::in_memory().unwrap();
        kept.put(&first).unwrap();
        kept.commit().unwrap();
        kept.put(&second).unwrap();
        kept.commit().unwrap();
        let gone: Vec<String> = gone.iter().map(ToString::to_string).collect();
        kept.remove(&gone).unwrap();
        kept.commit().unwrap();

        let mut pages = second.clone();
        pages.extend(first.iter().skip(second.len()).cloned());
        pages.retain(|page| !gone.contains(&page.id));
        let anew = Index::in_memory().unwrap();
        anew.put(&pages).unwrap();
        anew.commit().unwrap();

        prop_assert_eq!(kept.count(), pages.len());
        for text in asked.into_iter().chain(["公".to_owned(), "公开".to_owned(), String::new()]) {
            let query = Query { order: Order::Newest, ..typed(&text) };
            prop_assert_eq!(kept.find(&query).unwrap(), anew.find(&query).unwrap(), "{}", text);
            let (mut by_weight, mut again) = (found(&kept, &text), found(&anew, &text));
            by_weight.sort();
            again.sort();
            prop_assert_eq!(by_weight, again);
        }
    }

    #[test]
    fn no_line_of_characters_is_an_error(text in any::<String>(), more in ".{0,300}") {
        let index = Index::in_memory().unwrap();
        index.put(&[Page { id: "a".into(), title: text.clone(), body: more.clone(), ..Page::default() }]).unwrap();
        index.commit().unwrap();
        for line in [&text, &more] {
            let hits = index.find(&typed(line)).unwrap();
            if let Some(offered) = hits.suggestion {
                prop_assert!(index.find(&typed(&offered)).unwrap().total > 0, "{offered:?}");
            }
        }
    }
}
