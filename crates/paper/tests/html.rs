//! The page a citizen's browser gets, whole.

use jiff::civil::date;
use paper::document::{Align, Block, Cell, Document, Grid, Level, Run};
use paper::html;

fn report() -> Document {
    let rows = vec![
        vec![Cell::column_header("申请数量").span(2, 1), Cell::column_header("申请人情况").span(1, 2)],
        vec![Cell::column_header("自然人"), Cell::column_header("总计")],
        vec![Cell::row_header("本年新收"), Cell::new("3"), Cell::new("4").align(Align::Right)],
    ];
    let grid = Grid::new(&[40, 30, 30], rows).expect("a grid").captioned("申请情况");
    Document::new("2025年年度报告")
        .with(Block::Masthead { organ: "云溪县人民政府".into() })
        .with(Block::Number("云溪政公〔2026〕1号".into()))
        .with(Block::Title("云溪县人民政府\n年度报告".into()))
        .with(Block::Addressee("市人民政府办公室".into()))
        .with(Block::heading(Level::One, "一、总体情况"))
        .with(Block::heading(Level::Four, "（1）平台"))
        .with(Block::Paragraph(vec![Run::plain("全年"), Run::bold("没有"), Run::plain("收费。")]))
        .with(Block::PageBreak)
        .with(Block::Landscape(vec![Block::Grid(grid)]))
        .with(Block::Attachments(vec!["名册".into(), "目录".into()]))
        .with(Block::Signature { organ: "云溪县人民政府".into(), date: date(2026, 1, 30) })
        .with(Block::Imprint {
            copies_to: vec!["县司法局".into(), "县档案馆".into()],
            printed_by: "云溪县人民政府办公室".into(),
            printed_on: date(2026, 1, 31),
        })
}

#[test]
fn a_report_becomes_a_page_of_plain_accessible_elements() {
    insta::assert_snapshot!(html::write(&report()));
}

#[test]
fn a_page_carries_no_style_no_script_and_no_address() {
    let page = html::write(&report());
    for forbidden in ["style", "<script", "src=", "href=", "http", "onclick"] {
        assert!(!page.contains(forbidden), "the page holds {forbidden}");
    }
}

#[test]
fn words_cannot_become_tags_or_attributes() {
    let evil = "\"><img src=x onerror='a'>&\u{202e}";
    let grid = Grid::new(&[100], vec![vec![Cell::new(evil)]]).expect("a grid").captioned(evil);
    let paper = Document::new(evil)
        .with(Block::Number(evil.into()))
        .with(Block::paragraph(evil))
        .with(Block::Grid(grid))
        .with(Block::Attachments(vec![evil.into(), evil.into()]))
        .with(Block::Signature { organ: evil.into(), date: date(2026, 1, 30) });
    let page = html::write(&paper);
    assert!(!page.contains("<img") && !page.contains("onerror='") && !page.contains('\u{202e}'));
    let told = "&quot;&gt;&lt;img src=x onerror=&#39;a&#39;&gt;&amp;";
    assert_eq!(page.matches(told).count(), 10, "every place says it, and says it as words");
}

#[test]
fn a_paper_without_a_title_is_headed_by_its_name() {
    let page = html::write(&Document::new("接收回执").with(Block::paragraph("已收到。")));
    assert_eq!(page.matches("<h1").count(), 1);
    assert!(page.contains("<h1 class=\"title\">接收回执</h1>"));
}
