//! Every sentence a finding can say, on one page: reviewers read the wording here.

use jiff::civil::date;
use law::yearly::Reporter;
use paper::source::Measure;
use report::finding::{
    Axis, Code, Contradiction, Disagreement, Finding, Implausible, Notice, Place, SectionFault, UnitFault, Unreadable,
};
use report::form::{Edition, SectionKey, TableNo, form};
use report::report::List;

#[test]
fn every_finding_says_where_what_and_what_to_do() {
    let all = findings();
    let missing: Vec<_> = Code::ALL.iter().filter(|code| all.iter().all(|finding| finding.code != **code)).collect();
    assert!(missing.is_empty(), "no sentence shown for {missing:?}");
    for finding in &all {
        assert!(!finding.message.is_empty() && !finding.hint.is_empty() && !finding.hint.ends_with('。'));
    }
    let page: Vec<_> = all
        .iter()
        .map(|f| {
            let (severity, code) = (f.severity.as_str(), f.code);
            format!(
                "{severity}[{code}] {}\n    提示：{}\n    {}\n",
                f.message,
                f.hint,
                f.basis.as_deref().unwrap_or("-")
            )
        })
        .collect();
    insta::assert_snapshot!(page.join("\n"));
}

#[test]
fn every_code_has_a_title_and_a_rule_of_its_own() {
    let page: Vec<_> = Code::ALL
        .iter()
        .map(|code| {
            format!("{code} {} {} | {} | {}", code.severity().zh(), code.title_zh(), code.source(), code.title_en())
        })
        .collect();
    insta::assert_snapshot!(page.join("\n"));
}

fn findings() -> Vec<Finding> {
    let form_2021 = form(Edition::E2021);
    let cell = |path: &str| Place::cell(form_2021.cell(path).expect(path));
    let total = || cell("applications.results.total.natural_person");
    let row = |row: &str| Place::row(TableNo::Applications, row);
    let table = || Place::table(TableNo::Applications);
    let whole = Place::document;
    let parts = |total: i64, list: List| Notice::PartsAgainstTotal {
        label: "公开信息".to_owned(),
        total: total.into(),
        parts: vec![60.into(), 11.into()],
        list,
    };
    let text = |text: &str| text.to_owned();
    let notices = vec![
        (Notice::RowSum { expected: 14, found: 12 }, cell("applications.new_received.total")),
        (Notice::ResultSum { expected: 14, found: 15 }, total()),
        (Notice::Balance { received: 12, carried_in: 3, handled: 11, carried_forward: 3 }, total()),
        (Notice::RemedySum { expected: 11, found: 0 }, cell("remedies.reconsideration.total")),
        (Notice::NotACount { found: text("-3") }, total()),
        (Notice::RowMissing { label: text("（一）予以公开") }, row("results.granted")),
        (
            Notice::LabelMisprinted {
                expected: text("2.其他法律行政法规禁止公开"),
                found: text("2.其他法律行政止公开"),
            },
            row("results.denied.other_law"),
        ),
        (Notice::RowsOutOfOrder { label: text("2.重复申请"), after: text("3.要求提供公开出版物") }, table()),
        (Notice::NotOfTheForm { axis: Axis::Row, label: text("其他主动公开文件") }, Place::table(TableNo::Proactive)),
        (Notice::NotOfTheForm { axis: Axis::Column, label: text("备注") }, table()),
        (Notice::OtherInOneRow, row("results.other")),
        (Notice::ColumnMissing { label: text("法律服务机构") }, Place::column(TableNo::Applications, "legal_service")),
        (Notice::TableMissing, table()),
        (Notice::ValuesWithoutColumn { values: 1, columns: 7, rows: 23 }, row("new_received")),
        (Notice::Blank { count: 7, cells: vec![text("“四、结转下年度继续办理”整行")], mark: None }, table()),
        (Notice::Blank { count: 1, cells: vec![text("“行政处罚”整行")], mark: Some(text("/")) }, table()),
        (Notice::NotANumber { found: text("本单位未制作规章") }, cell("proactive.rules.made")),
        (Notice::MoneyUnit { fault: UnitFault::Missing, raw: text("173373602.39") }, cell("proactive.fees.amount")),
        (Notice::MoneyUnit { fault: UnitFault::LooksLikeYuan, raw: text("3152790") }, cell("proactive.fees.amount")),
        (
            Notice::MoneyUnit { fault: UnitFault::LooksLikeTenThousand, raw: text("97元") },
            cell("proactive.fees.amount"),
        ),
        (Notice::MoneyUnit { fault: UnitFault::NotTheForms, raw: text("152790元") }, cell("proactive.fees.amount")),
        (
            Notice::TextAgainstTable {
                what: text("收到申请数"),
                text: 17.into(),
                table: 95.into(),
                quote: text("收到申请17件"),
            },
            cell("applications.new_received.total"),
        ),
        (parts(72, List::Closed), whole()),
        (parts(72, List::OfWhich), whole()),
        (parts(70, List::OfWhich), whole()),
        (Notice::Contradiction(Contradiction::RemediesUnmentioned { cases: 11 }), whole()),
        (Notice::Contradiction(Contradiction::NoApplicationsButCounted { table: 4 }), whole()),
        (Notice::Contradiction(Contradiction::NoRemediesButCounted { table: 1 }), whole()),
        (Notice::Contradiction(Contradiction::NoFeesButCounted), whole()),
        (Notice::Implausible(Implausible::RemediesWithoutRefusal { cases: 11, answered: 3 }), whole()),
        (Notice::Implausible(Implausible::DecisionsAreItems { rows: vec!["行政处罚", "行政强制"] }), whole()),
        (
            Notice::Implausible(Implausible::OpenedMoreThanOpen { published: 9, total: 7 }),
            Place::row(TableNo::Proactive, "normative_docs"),
        ),
        (
            Notice::Implausible(Implausible::TooFewInForce { made: 9, repealed: 2, in_force: 6 }),
            Place::row(TableNo::Proactive, "normative_docs"),
        ),
        (
            Notice::Implausible(Implausible::RulesByOthers { body: text("石桥镇人民政府"), count: 6 }),
            Place::row(TableNo::Proactive, "rules"),
        ),
        (
            Notice::Implausible(Implausible::ChangeBelowZero { prev_items: 5, change: -8 }),
            Place::row(TableNo::Proactive, "licensing"),
        ),
        (Notice::CarryOver { last_year: 5, this_year: 3 }, cell("applications.carried_over_in.total")),
        (Notice::ItemsLead { items: 300, change: 30, found: 332 }, Place::row(TableNo::Proactive, "licensing")),
        (
            Notice::InForceLead { last_year: 34, made: 9, repealed: 2, found: 40 },
            cell("proactive.normative_docs.in_force"),
        ),
        (Notice::Section(SectionFault::Missing), Place::section(SectionKey::Other)),
        (Notice::Section(SectionFault::Empty), Place::section(SectionKey::Problems)),
        (Notice::Section(SectionFault::OutOfOrder { after: SectionKey::Other }), Place::section(SectionKey::Problems)),
        (Notice::Section(SectionFault::Numeral { found: Some(text("5")) }), Place::section(SectionKey::Problems)),
        (Notice::Section(SectionFault::Numeral { found: None }), Place::section(SectionKey::Problems)),
        (Notice::Disagreement(Disagreement::Year { report: 2023, other: 2022 }), whole()),
        (
            Notice::Disagreement(Disagreement::Period { year: 2023, from: date(2023, 1, 1), to: date(2023, 11, 30) }),
            whole(),
        ),
        (
            Notice::Disagreement(Disagreement::Signature {
                body: text("云溪县财政局"),
                signed_by: text("云溪县水利局"),
            }),
            whole(),
        ),
        (
            Notice::Disagreement(Disagreement::Publisher {
                body: text("综合办公室"), publisher: text("管理委员会")
            }),
            whole(),
        ),
        (
            Notice::Disagreement(Disagreement::Dates { signed: date(2024, 1, 20), published: date(2024, 1, 18) }),
            whole(),
        ),
        (Notice::Disagreement(Disagreement::TextYear { report: 2019, text: 2020 }), whole()),
        (Notice::Disagreement(Disagreement::SignedInsideYear { year: 2023, signed: date(2023, 1, 20) }), whole()),
        (Notice::Disagreement(Disagreement::Title { found: text("关于2019年政府信息公开工作的报告") }), whole()),
        (Notice::Late { day: date(2024, 4, 1), due: date(2024, 3, 31), reporter: Reporter::Government }, whole()),
        (Notice::Late { day: date(2024, 2, 2), due: date(2024, 1, 31), reporter: Reporter::Department }, whole()),
        (Notice::Late { day: date(2024, 2, 2), due: date(2024, 1, 31), reporter: Reporter::Township }, whole()),
        (
            Notice::ShareAgainstTable {
                what: text("予以公开"),
                part: 258.into(),
                whole: 805,
                share: rust_decimal::Decimal::new(339, 1),
                exact: rust_decimal::Decimal::new(320, 1),
            },
            cell("applications.results.granted.total"),
        ),
        (Notice::NotAsRegistered { register: text("12"), found: Some(text("15")) }, total()),
        (Notice::NotAsRegistered { register: text("12"), found: None }, total()),
        (Notice::WrongEdition { year: 2021, found: Edition::E2019 }, whole()),
        (Notice::Unsaid { problems: true, improvements: false }, whole()),
        (Notice::Unsaid { problems: false, improvements: true }, whole()),
        (Notice::Unsaid { problems: true, improvements: true }, whole()),
        (Notice::WrongNotice { year: 2022, named: Edition::E2019 }, whole()),
        (Notice::Repeats { percent: 95, sample: text("一年来县财政局坚持以公开为常态"), of: None }, whole()),
        (
            Notice::Repeats {
                percent: 80, sample: text("一年来我局坚持以公开为常态"), of: Some(text("云溪县水利局"))
            },
            whole(),
        ),
        (Notice::Unreadable(Unreadable::Encrypted), whole()),
        (Notice::Unreadable(Unreadable::NoTextLayer), whole()),
        (Notice::Unreadable(Unreadable::Damaged), whole()),
        (Notice::Unreadable(Unreadable::OverLimit { what: Measure::Bytes, limit: 64 << 20 }), whole()),
        (Notice::Unreadable(Unreadable::OverLimit { what: Measure::Pages, limit: 300 }), whole()),
        (Notice::Unreadable(Unreadable::Format { name: "OFD" }), whole()),
        (Notice::Unreadable(Unreadable::Unknown), whole()),
        (Notice::Unreadable(Unreadable::Empty), whole()),
        (Notice::Unreadable(Unreadable::NoFile { reason: text("没有权限") }), whole()),
        (Notice::NotAReport, whole()),
    ];
    notices.into_iter().map(|(notice, place)| notice.at(place, Edition::E2021)).collect()
}
