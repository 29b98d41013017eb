//! What a visitor types, and what has to come up.
//!
//! The pages are a small town's; the tables below them can be read without the code.

use search::{Facet, Hits, Index, LONGEST_QUERY, Notice, Order, Page, Query};

/// id, title, 文号, 索引号, 发布机构, 栏目, 主题, date, text
#[rustfmt::skip]
const PAGES: &[[&str; 9]] = &[
    ["permit", "关于印发《青川县行政许可事项清单（2025年版）》的通知", "青政办发〔2025〕3号", "11510822MB0001/2025-00003",
     "青川县人民政府办公室", "policy", "综合政务", "2025-03-07",
     "各乡镇人民政府：现将行政许可事项清单印发给你们，请认真贯彻执行。清单共346项，可网上办理236项。"],
    ["plan", "青川县“十四五”规划纲要", "青政发〔2021〕13号", "11510822MB0001/2021-00013",
     "青川县人民政府", "plan", "国民经济管理", "2021-06-30",
     "到二○二五年，全县生产总值年均增长6.5%。坚持生态优先、绿色发展。"],
    ["budget", "2025年部门预算公开", "", "11510822MB0002/2025-00021",
     "青川县财政局", "finance", "财政", "2025-02-18",
     "本年收入预算1,234.56万元。 预算编制依据《中华人民共和国预算法》。联系人：张 三，电话0839-7200000。"],
    ["land", "征收土地公告", "青自然资公告〔2024〕8号", "11510822MB0003/2024-00108",
     "青川县自然资源局", "land", "国土资源", "2024-11-02",
     "为建设城乡供水一体化工程，拟征收乔庄镇集体土地12.5亩。被征地农民可申请行政复议。"],
    ["report", "政府信息公开工作年度报告", "", "11510822MB0001/2025-00009",
     "青川县人民政府办公室", "report", "综合政务", "2025-01-24",
     "本年新收政府信息公开申请44件，减少-12件。行政复议2件，行政诉讼7件。公开机构负责人：买买提·艾力。"],
    ["taiwan", "關於臺灣居民申領居住證的說明", "", "", "青川縣公安局", "guide", "公安", "2023-05-09",
     "臺灣居民憑有效證件辦理，裡面有詳細流程。微信公众号：Qingchuan GongAn。"],
    ["repeal", "关于废止部分行政规范性文件的决定", "青政规〔2025〕1号", "11510822MB0001/2025-00030",
     "青川县人民政府", "policy", "综合政务", "2025-05-20",
     "经研究，决定废止青政办发〔2018〕3号等文件。本决定自公布之日起施行。行政许可另行公布。"],
];

fn town() -> Index {
    let index = Index::in_memory().unwrap();
    let pages: Vec<Page> = PAGES
        .iter()
        .map(|[id, title, doc_no, index_no, body_name, column, theme, date, body]| Page {
            id: (*id).into(),
            title: (*title).into(),
            body: (*body).into(),
            body_name: (*body_name).into(),
            doc_no: (*doc_no).into(),
            index_no: (*index_no).into(),
            column: (*column).into(),
            theme: (*theme).into(),
            published_on: (*date).into(),
            body_slug: if body_name.ends_with("局") { "bureau".into() } else { "county".into() },
            ..Page::default()
        })
        .collect();
    index.put(&pages).unwrap();
    index.commit().unwrap();
    index
}

fn typed(text: &str) -> Query {
    Query { text: text.into(), ..Query::default() }
}

fn ids(hits: &Hits) -> Vec<&str> {
    hits.hits.iter().map(|hit| hit.id.as_str()).collect()
}

/// Each line: what is typed, then exactly the pages found, in any order.
#[track_caller]
fn check(table: &[(&str, &[&str])]) {
    let town = town();
    for (text, expected) in table {
        let found = town.find(&typed(text)).unwrap();
        let (mut found, mut expected) = (ids(&found), expected.to_vec());
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected, "typed: {text}");
    }
}

/// Each line: what is typed, and the page that has to stand first.
#[track_caller]
fn check_first(table: &[(&str, &str)]) {
    let town = town();
    for (text, first) in table {
        let hits = town.find(&typed(text)).unwrap();
        assert_eq!(ids(&hits).first(), Some(first), "typed: {text}");
    }
}

#[test]
fn any_piece_of_a_text_is_found_with_or_without_a_dictionary_word_in_it() {
    check(&[
        ("复议", &["land", "report"]),
        ("政复", &["land", "report"]),
        ("供水一体化", &["land"]),
        ("乔庄镇", &["land"]),
        ("镇集体土", &["land"]),
        ("行政许可", &["permit", "repeal"]),
        ("亩", &["land"]),
        ("告", &["land", "report"]),
        ("许可行政", &[]),
    ]);
}

#[test]
fn words_between_blanks_must_all_occur_and_a_minus_takes_pages_out() {
    check(&[
        ("行政许可 清单", &["permit"]),
        ("行政许可　清单", &["permit"]),
        ("行政许可 -清单", &["repeal"]),
        ("行政许可 －清单", &["repeal"]),
        ("行政许可 没有这个词", &[]),
        ("行政许可 行政许可", &["permit", "repeal"]),
        ("-44", &["report"]),
        ("-", &["permit", "plan", "budget", "land", "report", "taiwan", "repeal"]),
    ]);
}

#[test]
fn quotation_marks_around_a_word_keep_it_whole() {
    check(&[
        ("\"行政 许可\"", &["permit", "repeal"]),
        ("“Qingchuan GongAn”", &["taiwan"]),
        ("\"GongAn Qingchuan\"", &[]),
        ("GongAn Qingchuan", &["taiwan"]),
        ("行政许可 -\"许可 事项\"", &["repeal"]),
        ("\"行政许可", &["permit", "repeal"]),
    ]);
}

#[test]
fn offices_set_blanks_quotation_marks_and_brackets_as_they_please() {
    check(&[
        ("十四五规划", &["plan"]),
        ("“十四五”规划", &["plan"]),
        ("事项清单2025年版", &["permit"]),
        ("张三", &["budget"]),
        ("买买提艾力", &["report"]),
        ("2025 年部门预算", &["budget"]),
    ]);
}

#[test]
fn width_case_script_and_round_zeros_do_not_matter() {
    check(&[
        ("台湾居民", &["taiwan"]),
        ("臺灣居民", &["taiwan"]),
        ("關於廢止", &["repeal"]),
        ("里面有详细流程", &["taiwan"]),
        ("QINGCHUAN", &["taiwan"]),
        ("ｑｉｎｇｃｈｕａｎ", &["taiwan"]),
        ("二〇二五年", &["plan"]),
        ("１２.５亩", &["land"]),
        ("⾏政许可", &["permit", "repeal"]),
        ("行\u{200b}政许可", &["permit", "repeal"]),
    ]);
}

#[test]
fn numbers_are_found_whole_so_that_3_is_not_13() {
    check(&[
        ("1,234.56万元", &["budget"]),
        ("34.56", &[]),
        ("3号", &["permit", "repeal"]),
        ("13号", &["plan"]),
        ("7200000", &["budget"]),
    ]);
}

#[test]
fn a_document_number_stands_first_in_whatever_brackets_it_is_typed() {
    check_first(&[
        ("青政办发〔2025〕3号", "permit"),
        ("青政办发[2025]3号", "permit"),
        ("青政办发(2025)3号", "permit"),
        ("青政办发（２０２５）３号", "permit"),
        ("青政办发【2025】3号", "permit"),
        ("青政辦發〔2025〕3號", "permit"),
        ("青政办发2025 3号", "permit"),
        ("11510822MB0001/2025-00030", "repeal"),
        ("11510822mb0001/2025-00030", "repeal"),
        ("青政规〔2025〕1号", "repeal"),
    ]);
}

#[test]
fn the_paper_itself_stands_before_papers_that_only_name_its_number() {
    let index = Index::in_memory().unwrap();
    let citing = |n: usize| Page {
        id: format!("citing-{n}"),
        title: "再论云政发〔2025〕3号 云政发〔2025〕3号 云政发〔2025〕3号".into(),
        body: "云政发〔2025〕3号".repeat(20),
        published_on: "2026-01-01".into(),
        ..Page::default()
    };
    let mut pages: Vec<Page> = (0..9).map(citing).collect();
    pages.push(Page { id: "itself".into(), doc_no: "云政发〔2025〕3号".into(), ..Page::default() });
    index.put(&pages).unwrap();
    index.commit().unwrap();
    let hits = index.find(&typed("云政发[2025]3号")).unwrap();
    assert_eq!((hits.total, ids(&hits)[0]), (10, "itself"));
}

#[test]
fn a_word_in_the_title_outweighs_the_same_word_in_the_text() {
    check_first(&[("行政许可", "permit"), ("土地", "land"), ("预算", "budget"), ("公开", "budget")]);
}

#[test]
fn nothing_or_only_punctuation_lists_everything_the_newest_first() {
    let town = town();
    for text in ["", "   ", "。。。！", "《》“”", "\u{200b}", "😀", "\"\""] {
        let hits = town.find(&typed(text)).unwrap();
        let newest = ["repeal", "permit", "budget", "report", "land", "taiwan", "plan"];
        assert_eq!(ids(&hits), newest, "typed: {text:?}");
    }
}

#[test]
fn hostile_syntax_is_plain_text() {
    let town = town();
    for text in [
        "title:* OR 1=1",
        "text:[a TO z]",
        "a^9999999",
        "((((((",
        "\"",
        "“",
        "\\",
        "+ - && || !",
        "'; DROP TABLE pages; --",
        "*",
        "?",
        "/(.*)+$/",
        "~~~",
        "-\"",
        "- -",
        "--a",
        "\0\u{1}",
        "{!xmlparser v='<!DOCTYPE'}",
        "\u{202e}开公",
        "\u{10ffff}",
        "0x7fffffff",
        "-公开 -许可",
    ] {
        let hits = town.find(&typed(text)).unwrap();
        assert!(hits.total <= PAGES.len(), "typed: {text:?}");
        assert!(hits.notice.is_none(), "typed: {text:?}");
    }
}

#[test]
fn an_overlong_query_is_cut_and_the_visitor_is_told() {
    let town = town();
    let long = format!("{}尾", "行政许可".repeat(LONGEST_QUERY));
    let hits = town.find(&typed(&long)).unwrap();
    let Some(Notice::Cut { kept }) = hits.notice else { panic!("no notice") };
    assert_eq!(kept.chars().count(), LONGEST_QUERY);

    let many = "行政 ".repeat(3) + &(0..30).map(|n| format!("{n} ")).collect::<String>();
    let hits = town.find(&typed(&many)).unwrap();
    assert_eq!(hits.notice, Some(Notice::Cut { kept: "行政 行政 行政 0 1 2 3 4 5 6 7 8 9 10".into() }));
}

#[test]
fn choices_narrow_and_each_facet_shows_what_its_other_choices_would_give() {
    let town = town();
    let facet = |key: &str, count| Facet { key: key.into(), count };
    let query = Query { text: "行政".into(), year: Some(2025), ..Query::default() };
    let hits = town.find(&query).unwrap();
    let mut found = ids(&hits);
    found.sort_unstable();
    assert_eq!(found, ["permit", "repeal", "report"]);
    assert_eq!(hits.facets.year, [facet("2025", 3), facet("2024", 1)]);
    assert_eq!(hits.facets.column, [facet("policy", 2), facet("report", 1)]);
    assert_eq!(hits.facets.body, [facet("county", 3)]);
    assert_eq!(hits.facets.theme, [facet("综合政务", 3)]);

    for (query, expected) in [
        (Query { column: Some("policy".into()), ..typed("行政") }, 2),
        (Query { body: Some("bureau".into()), ..typed("") }, 3),
        (Query { theme: Some("财政".into()), ..typed("") }, 1),
        (Query { theme: Some("财".into()), ..typed("") }, 0),
        (Query { validity: Some("有效".into()), ..typed("") }, 0),
        (Query { from: Some("2025-01-24".into()), to: Some("2025-03-07".into()), ..typed("") }, 3),
        (Query { from: Some("上月".into()), ..typed("") }, 7),
        (Query { to: Some("2023-05-09".into()), ..typed("") }, 2),
        (Query { from: Some("2025-12-31".into()), to: Some("2025-01-01".into()), ..typed("") }, 0),
        (Query { year: Some(65535), ..typed("") }, 0),
    ] {
        assert_eq!(town.find(&query).unwrap().total, expected, "{query:?}");
    }
}

#[test]
fn leafing_shows_every_hit_once_and_ends_quietly() {
    let town = town();
    for order in [Order::Newest, Order::Relevance] {
        let leaf = |page| Query { order, page, per_page: 2, ..typed("青川") };
        let mut seen = Vec::new();
        for page in 1..=4 {
            let hits = town.find(&leaf(page)).unwrap();
            assert_eq!(hits.total, 7);
            seen.extend(hits.hits.into_iter().map(|hit| hit.id));
        }
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 7);
        assert_eq!(town.find(&leaf(5)).unwrap().hits, []);
        assert_eq!(town.find(&leaf(usize::MAX)).unwrap().hits, []);
        assert_eq!(town.find(&leaf(0)).unwrap().hits.len(), 2);
    }
}

#[test]
fn a_search_in_vain_offers_a_milder_one_that_succeeds() {
    let town = town();
    for (text, offered) in [
        ("行政许可 清单 火星", Some("行政许可 清单")),
        ("征收土地补偿", Some("征收土地")),
        ("部门预算公开2025年", Some("部门预算公开 2025年")),
        ("青川县行政许可清单", Some("青川县行政许可 清单")),
        ("行政许可清单2025年", Some("行政许可 清单2025年")),
        ("征收土地行政诉讼", Some("征收土地")),
        ("行政许可 火星 -清单", Some("行政许可 -\"清单\"")),
        ("火星 -清单", None),
        ("清单 -清单", None),
        ("火星", None),
        ("行政许可", None),
    ] {
        let hits = town.find(&typed(text)).unwrap();
        assert_eq!(hits.suggestion.as_deref(), offered, "typed: {text}");
        if let Some(offered) = offered {
            assert_eq!(hits.total, 0);
            assert!(town.find(&typed(offered)).unwrap().total > 0);
        }
    }
}
