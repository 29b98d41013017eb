//! The life of a yearly report, told as an office lives it: signed, sent back, published, corrected.

use jiff::civil::{Date, date};
use report::annual::{
    About, Act, Hand, LIFECYCLE, Life, Refusal, Remark, RemarkState, Signing, Stage, Step, Turn, TurnKind,
};
use report::checks::check_as;
use report::form::{Edition, SectionKey};
use report::report::{Report, Section};

fn hand(name: &str) -> Hand {
    Hand { by: name.into(), name: name.into(), at: "2026-01-20T02:00:00Z".parse().expect("a moment") }
}

/// A small report of a quiet year, with its findings.
fn report(received: i64, overview: &str) -> Report {
    let mut report =
        Report { year: Some(2025), body: Some("云溪县财政局".into()), ..Report::blank(Edition::E2021) };
    for cell in report.cells.form().official_cells() {
        report.cells.set(cell.no, Some(0));
    }
    report.cells.put("applications.new_received.natural_person", received);
    report.cells.put("applications.results.granted.natural_person", received);
    report.cells.compute_totals();
    report.sections = SectionKey::ALL
        .map(|key| Section {
            key,
            title: key.title().into(),
            numeral: Some(key.numeral().into()),
            text: match key {
                SectionKey::Overview => overview.into(),
                SectionKey::Problems => "存在的问题：更新不够及时。改进情况：按季度检查。".into(),
                SectionKey::Other => "没有其他需要报告的事项。".into(),
                _ => String::new(),
            },
            line: None,
        })
        .to_vec();
    report.findings = check_as(&report, None);
    report
}

fn signing(report: &Report) -> Signing<'_> {
    Signing { today: date(2026, 1, 20), report, unfilled: &[], over: "", what_changed: "", public: None }
}

#[track_caller]
fn does(life: &Life, step: Result<Step, Vec<Refusal>>) -> Life {
    life.then(step.unwrap_or_else(|refusals| panic!("{refusals:?}"))).expect("it was made for this stage")
}

#[test]
fn signed_withdrawn_sent_back_published_and_corrected() {
    let (first, mended) = (report(3, "全年新收申请3件。"), report(4, "全年新收申请4件。"));
    let life = Life::default();
    let life = does(&life, life.sign(hand("王建国"), &signing(&first)));
    assert_eq!((life.stage(), life.signed().map(|step| step.version)), (Stage::Signed, Some(1)));
    let life = does(&life, life.withdraw(hand("王建国"), "漏填一格"));
    assert_eq!((life.stage(), life.handed_in()), (Stage::Draft, None), "what was taken back was not handed in");
    let life = does(&life, life.sign(hand("王建国"), &signing(&first)));
    let life = does(&life, life.send_back(hand("主管"), "第三部分与台账不符"));
    assert_eq!(life.stage(), Stage::Returned);
    assert_eq!(life.returned().map(|step| (step.version, step.words.as_str())), Some((2, "第三部分与台账不符")));
    assert!(life.handed_in().is_some(), "it was handed in on the day it was first signed to stay");
    let life = does(&life, life.sign(hand("王建国"), &signing(&mended)));
    let life = does(&life, life.publish(hand("李敏")));
    assert_eq!((life.stage(), life.public(), life.editions().len()), (Stage::Published, Some(3), 1));

    // The public goes on reading version 3 while the correction is written and signed.
    let life = does(&life, life.reopen(hand("李敏"), "漏计一件申请"));
    assert_eq!((life.stage(), life.public()), (Stage::Correcting, Some(3)));
    let same = life.sign(hand("王建国"), &Signing { public: Some(&mended), ..signing(&mended) });
    assert_eq!(same, Err(vec![Refusal::ChangeNotStated, Refusal::NothingChanged]));
    let corrected = report(5, "全年新收申请5件。");
    let what_changed = "新收申请由4件更正为5件";
    let of = Signing { public: Some(&mended), what_changed, ..signing(&corrected) };
    let life = does(&life, life.sign(hand("王建国"), &of));
    assert_eq!((life.stage(), life.public(), life.next_version()), (Stage::CorrectionSigned, Some(3), 5));
    let life = does(&life, life.publish(hand("李敏")));
    let editions: Vec<u32> = life.editions().iter().map(|step| step.version).collect();
    assert_eq!((life.stage(), editions), (Stage::Published, vec![3, 4]));
    assert_eq!(Life::replay(life.steps().to_vec()), Ok(life));
}

#[test]
fn everything_that_stands_in_the_way_of_a_signature_is_said_at_once() {
    let mut wrong = report(3, "");
    wrong.cells.put("applications.new_received.total", 4);
    wrong.findings = check_as(&wrong, None);
    let unfilled = ["行政许可决定".to_owned()];
    let early = Signing { today: date(2025, 12, 31), unfilled: &unfilled, ..signing(&wrong) };
    let refused = Life::default().sign(hand("王建国"), &early).expect_err("it is refused");
    let says: Vec<String> = refused.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(says.join("\n"));

    // With a reason the errors stay in the frozen report and no longer stand in the way; the rest does.
    let over = Signing { over: "系统台账与纸质台账并存，已附说明", ..early };
    let refused = Life::default().sign(hand("王建国"), &over).expect_err("it is refused");
    assert!(!refused.iter().any(|refusal| matches!(refusal, Refusal::ErrorsUnanswered { .. })), "{refused:?}");
    let long = "长".repeat(1001);
    let refused = Life::default().sign(hand("王建国"), &Signing { over: &long, ..signing(&report(3, "有。")) });
    assert_eq!(refused, Err(vec![Refusal::WordsTooLong { limit: 1000, now: 1001 }]));
}

#[test]
fn the_first_day_after_the_year_is_early_enough() {
    let report = report(3, "全年新收申请3件。");
    let on = |today: Date| Life::default().sign(hand("王建国"), &Signing { today, ..signing(&report) }).is_ok();
    assert!(!on(date(2025, 12, 31)) && on(date(2026, 1, 1)));
}

#[test]
fn the_lifecycle_as_a_lawyer_reads_it_and_every_refusal_with_its_way_on() {
    let mut shown = String::new();
    for stage in Stage::ALL {
        shown += &format!("{}（{}）\n", stage.label(), stage.key());
        for act in Act::ALL {
            match LIFECYCLE.iter().find(|(from, by, _)| *from == stage && *by == act) {
                Some((_, _, to)) => shown += &format!("  {} → {}\n", act.label(), to.label()),
                None => shown += &format!("  {}：{}\n", act.label(), Refusal::NotNow { stage, wanted: act }),
            }
        }
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn a_correction_can_be_dropped_but_not_one_that_the_authority_ordered() {
    let report = report(3, "全年新收申请3件。");
    let life = Life::default();
    let life = does(&life, life.sign(hand("王建国"), &signing(&report)));
    let life = does(&life, life.publish(hand("李敏")));
    let own = does(&life, life.reopen(hand("李敏"), "疑似漏计"));
    let own = does(&own, own.close(hand("李敏")));
    assert_eq!((own.stage(), own.public()), (Stage::Published, Some(1)));
    let ordered = does(&own, own.send_back(hand("主管"), "与台账不符"));
    assert_eq!(ordered.stage(), Stage::Correcting);
    assert_eq!(ordered.close(hand("李敏")), Err(vec![Refusal::Ordered]));
}

#[test]
fn steps_that_nobody_could_have_taken_are_no_life() {
    let step = |act| Step { act, version: 1, hand: hand("王建国"), words: String::new() };
    assert_eq!(Life::replay(vec![step(Act::Publish)]), Err(0));
    assert_eq!(Life::replay(vec![step(Act::Sign), step(Act::Sign)]), Err(1));
}

#[test]
fn a_remark_is_the_bodys_turn_until_it_answers_and_the_authoritys_until_it_settles() {
    let mut remark = Remark {
        no: 1,
        version: Some(1),
        about: About::from_key("R103", Edition::E2021).expect("a code"),
        words: "收办不平".into(),
        hand: hand("主管"),
        turns: Vec::new(),
    };
    for (kind, state) in [
        (TurnKind::Answer, RemarkState::Answered),
        (TurnKind::Insist, RemarkState::Open),
        (TurnKind::Answer, RemarkState::Answered),
        (TurnKind::Settle, RemarkState::Settled),
    ] {
        remark.turns.push(Turn { kind, words: "已按台账更正".into(), hand: hand("李敏") });
        assert_eq!(remark.state(), state);
    }
    for key in ["", "problems", "applications.new_received.total", "R130"] {
        let about = About::from_key(key, Edition::E2021).expect("it is on the form");
        assert_eq!(about.key(), key);
    }
    assert_eq!(About::from_key("applications.new_received", Edition::E2021), None);
}
