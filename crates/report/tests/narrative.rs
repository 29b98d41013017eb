//! Texts that stay bound to their numbers: drafted, edited by people, filled.

use std::collections::BTreeMap;

use civic::BodyKind;
use report::checks::check_as;
use report::figures::Cells;
use report::finding::Severity;
use report::form::{Edition, SectionKey};
use report::narrative::{
    FactKind, Facts, Handling, Mistake, Numbers, Part, Published, draft, fill, for_people, from_people,
};
use report::report::{Report, Section};

/// A finance bureau's year: fifteen received, one carried in, fourteen ended, one review corrected.
fn cells() -> Cells {
    let mut cells = Cells::blank(Edition::E2021);
    for cell in cells.form().official_cells() {
        cells.set(cell.no, Some(0));
    }
    for (path, count) in [
        ("applications.new_received.natural_person", 12),
        ("applications.new_received.business", 3),
        ("applications.carried_over_in.natural_person", 1),
        ("applications.results.granted.natural_person", 9),
        ("applications.results.denied.third_party.natural_person", 2),
        ("applications.results.unable.not_held.business", 3),
        ("applications.carried_forward.natural_person", 2),
        ("remedies.reconsideration.corrected", 1),
        ("proactive.normative_docs.made", 2),
        ("proactive.normative_docs.in_force", 9),
        ("proactive.licensing.decisions", 40),
    ] {
        assert!(cells.put(path, count), "{path}");
    }
    cells.compute_totals();
    cells
}

fn facts<'a>(cells: &'a Cells, last: Option<&'a Cells>) -> Facts<'a> {
    let column = |key: &str, label: &str, count| Published { key: key.into(), label: label.into(), count };
    Facts {
        body: "云溪县财政局",
        kind: BodyKind::Department,
        year: 2025,
        cells,
        last,
        published: vec![column("A20_07", "财政预算、决算", 12), column("notices", "通知公告", 30)],
        handling: Handling {
            corrections: 1,
            working_days: 181,
            ended: 14,
            fees_fen: 12_050,
            fee_notices: 1,
            ..Handling::default()
        },
        entered: BTreeMap::from([
            (FactKind::Accounts, 1.into()),
            (FactKind::AccountPosts, 210.into()),
            (FactKind::TrainingSessions, 2.into()),
            (FactKind::Trained, 35.into()),
        ]),
    }
}

#[test]
fn a_draft_speaks_of_what_is_known_and_of_nothing_else() {
    let cells = cells();
    let facts = facts(&cells, Some(&cells));
    let numbers = Numbers::of(&facts);
    let mut shown = String::new();
    for part in Part::ALL {
        shown += &format!("{}\n{}\n\n", part.title(), fill(&draft(part, &facts, &numbers), &numbers).text);
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn a_drafted_report_raises_no_finding_of_its_own_and_a_number_typed_over_does() {
    let cells = cells();
    let facts = facts(&cells, None);
    let numbers = Numbers::of(&facts);
    let overview = draft(Part::Overview, &facts, &numbers);
    let findings = |overview: &str| {
        let text = |key| match key {
            SectionKey::Overview => fill(overview, &numbers).text,
            SectionKey::Problems => "存在的问题：个别答复说理不够充分。改进情况：按季度抽查答复书。".to_owned(),
            SectionKey::Other => fill(&draft(Part::Other, &facts, &numbers), &numbers).text,
            _ => String::new(),
        };
        let section = |key: SectionKey| Section {
            key,
            title: key.title().into(),
            numeral: Some(key.numeral().into()),
            text: text(key),
            line: None,
        };
        let sections = SectionKey::ALL.map(section).to_vec();
        let report = Report {
            body: Some("云溪县财政局".into()),
            year: Some(2025),
            cells: cells.clone(),
            sections,
            ..Report::blank(Edition::E2021)
        };
        let noticed = check_as(&report, Some(BodyKind::Department));
        noticed
            .into_iter()
            .filter(|one| one.severity > Severity::Note && one.place.table.is_none_or(|table| table.number() == 3))
            .map(|one| one.code.to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(findings(&overview), Vec::<String>::new());
    let typed_over = overview.replace("申请{{applications.new_received.total}}件", "申请18件");
    assert_ne!(typed_over, overview);
    assert_eq!(findings(&typed_over), ["R130"]);
}

#[test]
fn people_see_names_and_numbers_and_what_they_save_is_bound_again() {
    let cells = cells();
    let numbers = Numbers::of(&facts(&cells, None));
    let stored = "收到{{applications.new_received.total}}件，许可{{proactive.licensing.decisions}}件。";
    let shown = for_people(stored, &numbers);
    assert_eq!(shown, "收到{{新收申请：15}}件，许可{{行政许可决定：40}}件。");
    assert_eq!(from_people(&shown, &shown, &numbers).as_deref(), Ok(stored));
    // A name is enough, and so is a half-width colon; a number without braces is a fixed number.
    let typed = "收到{{新收申请}}件，许可{{行政许可决定:40}}件，其中 7 件当场办结。";
    let stored = from_people(typed, &shown, &numbers).expect("well typed");
    assert_eq!(fill(&stored, &numbers).text, "收到15件，许可40件，其中 7 件当场办结。");
}

#[test]
fn a_number_changed_inside_its_braces_is_sent_back_unless_the_register_changed_it() {
    let mut cells = cells();
    let before = for_people("收到{{applications.new_received.total}}件", &Numbers::of(&facts(&cells, None)));
    let typed = before.replace("15", "16");
    let refused = from_people(&typed, &before, &Numbers::of(&facts(&cells, None))).expect_err("it is bound");
    assert_eq!(refused[0].to_string(), "“新收申请”由台账自动填写，现在是 15；要写成 16，请连同两边的花括号一起改成 16");
    // Meanwhile another application was registered: what the person was shown is no mistake of theirs.
    cells.put("applications.new_received.natural_person", 13);
    cells.compute_totals();
    assert!(from_people(&before, &before, &Numbers::of(&facts(&cells, None))).is_ok());
    let unknown = from_people("{{申请人姓名}}", "", &Numbers::of(&facts(&cells, None)));
    assert_eq!(unknown, Err(vec![Mistake::Unknown { typed: "申请人姓名".into() }]));
}

#[test]
fn a_number_nobody_entered_is_missing_and_never_zero() {
    let blank = Cells::blank(Edition::E2021);
    let mut facts = facts(&blank, None);
    facts.entered.clear();
    let numbers = Numbers::of(&facts);
    let filled = fill("处罚{{proactive.penalty.decisions}}件，培训{{fact.training_sessions}}次，{{no.such}}", &numbers);
    assert_eq!(filled.text, "处罚（未填）件，培训（未填）次，（未填）");
    assert_eq!(filled.missing, ["行政处罚决定", "开展业务培训", "no.such"]);
}

#[test]
fn every_number_has_its_own_name_in_both_editions() {
    for edition in Edition::ALL {
        let cells = Cells::blank(edition);
        let mut facts = facts(&cells, Some(&cells));
        facts.kind = BodyKind::Government;
        let numbers = Numbers::of(&facts);
        for number in numbers.all() {
            let same =
                numbers.all().iter().filter(|one| one.label == number.label || one.token == number.token).count();
            assert_eq!(same, 1, "{edition}: {} {}", number.token, number.label);
            assert!(!number.label.contains(['：', ':', '{', '}']), "{}", number.label);
        }
    }
}
