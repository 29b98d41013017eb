//! What is shown under a title: `[…]` marks a hit.

use proptest::prelude::*;
use search::highlight;

#[track_caller]
fn check(text: &str, query: &str, max_chars: usize, expected: &str) {
    let shown: String = highlight(text, query, max_chars)
        .into_iter()
        .map(|part| if part.hit { format!("[{}]", part.text) } else { part.text })
        .collect();
    assert_eq!(shown, expected);
}

const WHOLE: usize = usize::MAX;

#[test]
fn a_phrase_is_marked_whole_and_only_where_it_stands_whole() {
    check("信息公开，公开信息。", "信息公开", WHOLE, "[信息公开]，公开信息。");
    check("行政复议与复议行政", "行政 复议", WHOLE, "[行政复议]与[复议行政]");
    check("第3号、第13号", "3号", WHOLE, "第[3号]、第13号");
}

#[test]
fn the_original_characters_are_shown_however_the_query_was_typed() {
    check("臺灣居民憑證件", "台湾居民", WHOLE, "[臺灣居民]憑證件");
    check("青政办发〔2025〕3号文", "青政办发(2025)3號", WHOLE, "[青政办发〔2025〕3号]文");
    check("“十四五”规划", "十四五规划", WHOLE, "“[十四五”规划]");
    check("ＧＤＰ增长", "gdp", WHOLE, "[ＧＤＰ]增长");
    check("行\u{200b}政许可", "行政", WHOLE, "[行\u{200b}政]许可");
}

#[test]
fn excluded_words_are_not_marked_and_without_a_hit_the_beginning_is_shown() {
    check("行政许可清单", "许可 -清单", WHOLE, "行政[许可]清单");
    check("各乡镇人民政府：现将清单印发。", "火星", 7, "各乡镇人民政府…");
    check("各乡镇", "", 7, "各乡镇");
    check("", "公开", 7, "");
    check("公开", "公开", 0, "…");
}

#[test]
fn the_piece_with_most_of_the_words_is_chosen_and_starts_with_its_sentence() {
    let text = "土地问题由来已久，这里先说别的事情。县里决定，征收土地用于供水。此外别无他事，特此公告。";
    check(text, "征收 土地", 18, "…县里决定，[征收土地]用于供水。此外别无…");
    check(text, "公告", 10, "…别无他事，特此[公告]。");
}

proptest! {
    #[test]
    fn what_is_shown_is_always_a_part_of_the_text(
        text in any::<String>(), query in any::<String>(), own in 0..40_usize, max in 0..60_usize,
    ) {
        let piece: String = text.chars().skip(own).take(4).collect();
        for query in [query, piece] {
            let parts = highlight(&text, &query, max);
            let mut shown: Vec<&str> = parts.iter().map(|part| part.text.as_str()).collect();
            let whole = text.chars().count() <= max;
            if !whole {
                if shown.first() == Some(&"…") && !text.starts_with('…') { shown.remove(0); }
                if shown.last() == Some(&"…") && !text.ends_with('…') { shown.pop(); }
            }
            let shown = shown.concat();
            prop_assert!(whole || shown.chars().count() <= max + 2);
            prop_assert!(text.contains(shown.trim_matches('…')));
            if whole { prop_assert_eq!(shown, text.clone()); }
        }
    }
}
