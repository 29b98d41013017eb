//! Nothing makes reading panic or take long.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use report::form::Edition;
use report::read;

use super::render::{Dice, Figures, Flat, Sheet, render};

/// Generous: an unoptimised build on a busy machine. A quadratic reader would need hours.
const PATIENCE: Duration = Duration::from_secs(40);

#[track_caller]
fn survives(what: &str, text: &str) {
    let start = Instant::now();
    read::text(text, what);
    assert!(start.elapsed() < PATIENCE, "{what} took {:?}", start.elapsed());
}

#[test]
fn huge_and_hostile_texts_are_read_in_time() {
    let sheet = Sheet::thrown(Edition::E2021, Figures { blank: 2, marked: 1, sums: true }, &mut Dice::new(1));
    let report = render(&sheet, Flat::CellPerLine);
    survives("a million lines", &"0 |\n".repeat(1_000_000));
    survives("a million empty lines", &"\n".repeat(1_000_000));
    survives("a million rows in a table", &report.replacen("规章 |\n", &"规章 |\n0 |\n".repeat(20_000), 1));
    survives("one line of pipes", &"|".repeat(1_000_000));
    survives("one line of words", &"政府信息公开".repeat(100_000));
    survives("one line of numbers", &"12345 ".repeat(100_000));
    survives("one line of headings", &"一、总体情况".repeat(20_000));
    survives("headings without end", &"一、总体情况\n二、主动公开政府信息情况\n".repeat(10_000));
    survives("numbers in the text", &report.replacen("发布信息12条", &"发布信息12条，其中3条".repeat(10_000), 1));
    survives("nested brackets", &report.replacen("发布信息12条", &"发布信息12条（其中3条".repeat(10_000), 1));
    survives("NULs", &"\0".repeat(1_000_000));
    survives("a report among NULs", &report.replace('\n', "\0\n\0"));
    survives("glued digits", &report.replace("0 |", &"1".repeat(30)));
    survives("years without end", &"2023年1月1日至".repeat(20_000));
}

fn scraps() -> impl Strategy<Value = String> {
    let scrap = prop_oneof![
        Just("一、总体情况"),
        Just("二、主动公开政府信息情况"),
        Just("三、收到和处理政府信息公开申请情况"),
        Just("四、政府信息公开行政复议、行政诉讼情况"),
        Just("信息内容"),
        Just("规章"),
        Just("行政许可"),
        Just("（七）总计"),
        Just("结果维持"),
        Just("总计"),
        Just("第二十条第（一）项"),
        Just("3.其他"),
        Just("000"),
        Just("12"),
        Just("0"),
        Just("|"),
        Just("||||"),
        Just("\t"),
        Just("\n"),
        Just("\n\n"),
        Just(" "),
        Just("\u{3000}"),
        Just("增2"),
        Just("97.98万元"),
        Just("/"),
        Just("（"),
        Just("）"),
        Just("其中"),
        Just("共计"),
        Just("2023年"),
        Just("1月1日"),
        Just("至"),
        Just("条"),
        Just("，"),
        Just("。"),
        Just("索引号："),
        Just("[发布机构]"),
        Just("本年新制作数量"),
        Just("现行有效件数"),
        Just("99999999999999999999"),
        Just("𠮷"),
        Just("\u{feff}"),
    ];
    proptest::collection::vec(scrap, 0..300).prop_map(|scraps| scraps.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, max_shrink_iters: 50, ..ProptestConfig::with_cases(60) })]

    #[test]
    fn any_text_is_read_without_panic(text in any::<String>()) {
        read::text(&text, "any");
    }

    #[test]
    fn any_pile_of_scraps_is_read_and_twice_alike(text in scraps()) {
        prop_assert_eq!(read::text(&text, "scraps"), read::text(&text, "scraps"));
    }

    #[test]
    fn a_report_with_its_lines_cut_and_mixed_is_read_without_panic(seed in any::<u64>()) {
        let mut dice = Dice::new(seed);
        let flats = Flat::KEEP_BLANKS.iter().chain(Flat::LOSE_BLANKS).collect::<Vec<_>>();
        let flat = *flats[dice.roll(flats.len() as u64) as usize];
        let sheet = Sheet::thrown(Edition::E2019, Figures { blank: 3, marked: 1, sums: false }, &mut dice);
        let chars: Vec<char> = render(&sheet, flat).chars().collect();
        let mut text = String::new();
        for c in chars {
            match dice.roll(40) {
                0 => {}
                1 => text.push('\n'),
                2 => text.extend([c, c]),
                _ => text.push(c),
            }
        }
        read::text(&text, "mixed");
    }
}
