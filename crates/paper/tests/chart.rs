//! Charts as they are drawn and as they are told to those who do not see them.

use paper::chart::{Chart, Kind, Series, svg, table};
use quick_xml::Reader;
use quick_xml::events::Event;

fn series(name: &str, values: &[Option<f64>]) -> Series {
    Series { name: name.into(), values: values.to_vec() }
}

fn chart(kind: Kind, categories: &[&str], series: Vec<Series>) -> Chart {
    Chart {
        id: "shenqing".into(),
        title: "近三年申请办理情况".into(),
        description: "受理数逐年上升".into(),
        kind,
        unit: "件".into(),
        categories: categories.iter().map(|name| (*name).to_owned()).collect(),
        series,
    }
}

const YEARS: [&str; 3] = ["2022年", "2023年", "2024年"];

fn two_series(kind: Kind) -> Chart {
    let values =
        vec![series("受理", &[Some(8.0), None, Some(31.0)]), series("予以公开", &[Some(5.0), Some(0.0), Some(12.5)])];
    chart(kind, &YEARS, values)
}

/// All words that are drawn; panics if the drawing is not well formed or could not stand under a strict policy.
fn words(chart: &Chart) -> Vec<String> {
    let drawing = svg(chart);
    for forbidden in ["style", "<script", "href", "width=\"400", "onload", "NaN", "inf"] {
        assert!(!drawing.contains(forbidden), "{forbidden} in {drawing}");
    }
    let mut reader = Reader::from_str(&drawing);
    let mut words = Vec::new();
    let mut in_text = false;
    loop {
        match reader.read_event().expect("well formed") {
            Event::Start(start) => in_text = start.name().as_ref() == "text",
            Event::End(_) => in_text = false,
            Event::Text(text) if in_text => words.push(text.to_string()),
            Event::Eof => return words,
            _ => {}
        }
    }
}

#[test]
fn grouped_bars() {
    insta::assert_snapshot!(svg(&two_series(Kind::Grouped)));
}

#[test]
fn stacked_bars() {
    insta::assert_snapshot!(svg(&two_series(Kind::Stacked)));
}

#[test]
fn lines_break_at_a_blank() {
    insta::assert_snapshot!(svg(&two_series(Kind::Lines)));
}

#[test]
fn bars_that_lie() {
    insta::assert_snapshot!(svg(&two_series(Kind::Horizontal)));
}

#[test]
fn a_blank_is_named_and_zero_is_drawn_as_zero() {
    for kind in [Kind::Grouped, Kind::Stacked, Kind::Horizontal, Kind::Lines] {
        let chart = two_series(kind);
        let drawn = words(&chart);
        assert!(drawn.iter().any(|word| word == "缺" || word == "受理缺"), "{kind:?}: the blank is not shown");
        assert!(drawn.iter().any(|word| word.contains("不是零")), "{kind:?}: the sign is not explained");
        assert!(svg(&chart).contains("未填报：2023年受理。"), "{kind:?}: the blank is not told");
        let full = self::chart(kind, &YEARS, vec![series("受理", &[Some(0.0), Some(1.0), Some(2.0)])]);
        assert!(!words(&full).iter().any(|word| word.contains('缺')), "{kind:?}: nothing is blank here");
        assert!(words(&full).iter().any(|word| word == "0"), "{kind:?}: 0 is a number");
    }
}

#[test]
fn every_number_is_printed() {
    for kind in [Kind::Grouped, Kind::Horizontal, Kind::Lines] {
        let drawn = words(&two_series(kind));
        for number in ["8", "31", "5", "0", "12.5"] {
            assert!(drawn.iter().any(|word| word == number), "{kind:?}: {number} is not printed");
        }
    }
    let stacked = words(&two_series(Kind::Stacked));
    assert!(stacked.iter().any(|word| word == "43.5"), "a stack prints its sum: {stacked:?}");
}

#[test]
fn long_names_and_many_numbers_make_the_bars_lie_down() {
    let long = "其他法律行政法规禁止公开的政府信息（含危及国家安全、公共安全、经济安全、社会稳定）";
    let chart = chart(Kind::Grouped, &[long, "予以公开"], vec![series("件数", &[Some(3.0), Some(120.0)])]);
    let drawn = words(&chart);
    let name: String =
        drawn.iter().filter(|word| long.contains(word.as_str()) && word.chars().count() > 3).cloned().collect();
    assert_eq!(name, long, "the whole name is drawn, on several lines");
    let many: Vec<String> = (0..40).map(|n| format!("第{n}个乡镇人民政府")).collect();
    let names: Vec<&str> = many.iter().map(String::as_str).collect();
    let values: Vec<_> = (0..40).map(|n| Some(f64::from(n) * 1000.0)).collect();
    let drawn = words(&self::chart(Kind::Stacked, &names, vec![series("件数", &values)]));
    assert!(many.iter().all(|name| drawn.contains(name)) && drawn.contains(&"39000".to_owned()));
}

#[test]
fn hostile_words_stay_words() {
    let hostile = "\"><script>alert(1)</script>&'";
    let mut chart = chart(Kind::Grouped, &[hostile], vec![series(hostile, &[Some(1.0)]), series("乙", &[Some(2.0)])]);
    chart.id = "x\" onload=\"y".into();
    (chart.title, chart.description, chart.unit) = (hostile.into(), hostile.into(), hostile.into());
    let drawing = svg(&chart);
    assert!(!drawing.contains("<script") && drawing.contains("&lt;script&gt;"));
    assert!(drawing.contains("id=\"xonloady-title\""));
}

#[test]
fn there_is_always_a_drawing() {
    for kind in [Kind::Grouped, Kind::Stacked, Kind::Horizontal, Kind::Lines] {
        words(&chart(kind, &[], vec![]));
        words(&chart(kind, &YEARS, vec![]));
        words(&chart(kind, &YEARS, vec![series("全缺", &[])]));
        words(&chart(kind, &YEARS, vec![series("怪", &[Some(f64::NAN), Some(f64::INFINITY), Some(-0.0)])]));
        words(&chart(kind, &YEARS, vec![series("大", &[Some(1e15), Some(1e-9), Some(-1e15)])]));
        words(&chart(kind, &YEARS, vec![series("减", &[Some(-5.0), Some(-3.0), None]), series("增", &[Some(4.0)])]));
    }
}

#[test]
fn the_table_says_what_the_drawing_says() {
    let grid = table(&two_series(Kind::Lines)).expect("a grid");
    let rows: Vec<String> =
        grid.rows().iter().map(|row| row.iter().map(|c| c.cell.text.as_str()).collect::<Vec<_>>().join("|")).collect();
    assert_eq!(rows, ["单位：件|受理|予以公开", "2022年|8|5", "2023年||0", "2024年|31|12.5"]);
    assert_eq!((grid.caption(), grid.header_rows()), (Some("近三年申请办理情况"), 1));
}

#[test]
fn two_charts_on_a_page_share_no_name() {
    let mut other = two_series(Kind::Grouped);
    other.id = "2".into();
    let ids = |chart: &Chart| -> Vec<String> {
        svg(chart).split("id=\"").skip(1).filter_map(|rest| rest.split('"').next().map(str::to_owned)).collect()
    };
    let (first, second) = (ids(&two_series(Kind::Grouped)), ids(&other));
    assert!(first.iter().all(|id| !second.contains(id)), "{first:?} {second:?}");
}
