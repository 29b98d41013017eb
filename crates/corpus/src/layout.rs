//! From a draft to a page: headings, order, signature.

use jiff::civil::Date;
use report::form::SectionKey;

use crate::draft::{Draft, PartFault, Wish};
use crate::grid::Grid;
use crate::page::{NUMERALS, Page, Piece};
use crate::plan::{Head3, Head4};

/// Lays a draft out.
pub fn page(draft: &mut Draft, wish: Wish) -> Page {
    let chance = &mut draft.chance;
    draft.plan.head3 =
        chance.weigh(&[(70, Head3::Official), (14, Head3::TotalBeside), (10, Head3::TwoRows), (6, Head3::OneRow)]);
    draft.plan.head4 = chance.weigh(&[(70, Head4::Official), (15, Head4::Even), (15, Head4::Blanks)]);
    draft.plan.blank_tail = chance.hit(30);
    draft.traits.extend(match draft.plan.head3 {
        Head3::Official => None,
        Head3::TotalBeside => Some("总计 beside"),
        Head3::TwoRows => Some("two heading rows"),
        Head3::OneRow => Some("one heading row"),
    });
    let mut order = SectionKey::ALL.to_vec();
    match draft.parts {
        PartFault::Swapped => order.swap(4, 5),
        PartFault::Missing(key) => order.retain(|other| *other != key),
        _ => {}
    }
    let mark = *chance.pick(&["、", "、", "、", "、 ", "．"]);
    let names = chance.hit(15);
    let end = if chance.hit(6) { "。" } else { "" };
    let grids: [Grid; 3] = [draft.plan.second(chance), draft.plan.third(), draft.plan.fourth()];
    let mut page = Page::default();
    page.pieces.push(Piece::Title(draft.title.clone()));
    page.pieces.extend(draft.prose.lead.iter().cloned().map(Piece::Text));
    for key in order {
        let numeral = match draft.parts {
            PartFault::Numeral(other, numeral) if other == key => numeral.to_owned(),
            PartFault::Arabic => (key as usize + 1).to_string(),
            PartFault::Swapped => key.numeral().to_owned(),
            _ => NUMERALS[key as usize].to_owned(),
        };
        let words = match key {
            SectionKey::Remedies if names => "因政府信息公开工作被申请行政复议、提起行政诉讼情况",
            SectionKey::Problems if names => "存在的主要问题和改进情况",
            _ => key.title(),
        };
        page.pieces.push(Piece::Heading(format!("{numeral}{mark}"), format!("{words}{end}")));
        if draft.parts == PartFault::Empty(key) {
            continue;
        }
        if let Some(table) = key.table() {
            let at = usize::from(table.number()) - 2;
            if draft.plan.printed[at] {
                page.pieces.push(Piece::Table(grids[at].clone()));
            }
        }
        let texts = match key {
            SectionKey::Overview => &draft.prose.overview,
            SectionKey::Problems => &draft.prose.problems,
            SectionKey::Other => &draft.prose.other,
            SectionKey::Remedies => &draft.prose.remedies,
            SectionKey::Proactive | SectionKey::Applications => continue,
        };
        page.pieces.extend(texts.iter().cloned().map(Piece::Text));
    }
    if let (Some(name), Some(day)) = (&draft.signed_by, draft.signed_on) {
        let day = date_text(day, chance.below(7));
        let lines = if chance.hit(12) { vec![format!("{name} {day}")] } else { vec![name.clone(), day] };
        page.pieces.push(Piece::Signature(lines));
    }
    page.name = draft.title.concat();
    page.site.clone_from(&draft.body.name);
    if !wish.clean && draft.parts == PartFault::None && draft.plan.printed == [true; 3] && chance.hit(7) {
        page.merge_tables();
        draft.traits.push("all tables in one");
    }
    page
}

fn date_text(day: Date, way: usize) -> String {
    let (y, m, d) = (day.year(), day.month(), day.day());
    match way {
        0 => format!("{y}年{m:02}月{d:02}日"),
        1 => format!("{y} 年 {m} 月 {d} 日"),
        2 => {
            let digits = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
            let year: String = y.to_string().chars().map(|c| digits[c.to_digit(10).unwrap_or(0) as usize]).collect();
            let small = |n: i8| {
                let (tens, ones) = (n / 10, n % 10);
                let tens = match tens {
                    0 => String::new(),
                    1 => "十".to_owned(),
                    more => format!("{}十", digits[more as usize]),
                };
                let ones = if ones == 0 { "" } else { digits[ones as usize] };
                format!("{tens}{ones}")
            };
            format!("{year}年{}月{}日", small(m), small(d))
        }
        3 => format!("{y}-{m:02}-{d:02}"),
        4 => format!("{y}.{m}.{d}"),
        _ => format!("{y}年{m}月{d}日"),
    }
}

/// The box of facts above a published page; what it states becomes part of the truth.
pub fn facts(draft: &mut Draft, page: &mut Page) {
    let chance = &mut draft.chance;
    let index = format!(
        "{:09}{}/{}-{:05}",
        chance.between(10_000_000, 999_999_999),
        chance.pick(&["A", "X", "1", "8"]),
        draft.year + 1,
        chance.between(1, 9_999)
    );
    let Some(day) = draft.published_on else { return };
    let report = &mut draft.truth.report;
    report.index_no = Some(index.clone());
    report.published_on = Some(day);
    let fact = |name: &str, value: String| (name.to_owned(), value);
    page.facts = vec![
        fact("索引号", index),
        fact("主题分类", "政务公开".to_owned()),
        fact("发布机构", draft.body.name.clone()),
        fact("发文日期", format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day())),
        fact("文号", String::new()),
        fact("名称", draft.title.concat()),
    ];
}
