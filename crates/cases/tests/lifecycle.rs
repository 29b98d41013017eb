//! The life of a case, told as stories and as one table.
//!
//! Read `a_case_…` first; then the snapshots: `stage_by_act` shows what leads where, `refusals` every sentence a clerk
//! may meet, `records` the JSON that the docket hashes.

mod town;

use cases::act::{Act, ActKind, By, Fact, LIFECYCLE, Party};
use cases::case::Case;
use cases::docket::{Digest, Mismatch, Words, verify};
use cases::refusal::{Part, Refusal};
use cases::stage::StageKind;
use civic::Role;
use jiff::civil::date;
use law::clock::Service;
use law::need::Need;
use law::outcome::Outcome;
use law::receipt::Channel;
use town::*;

#[test]
fn a_case_goes_from_the_web_form_to_the_archive() {
    let mut told = String::new();
    let mut case = submitted(date(2026, 3, 5));
    for (hand, act, today) in [
        (clerk(), Act::Registered { on: date(2026, 3, 6) }, date(2026, 3, 6)),
        (clerk(), consult(Party::ThirdParty, date(2026, 3, 10), Some(date(2026, 3, 11))), date(2026, 3, 11)),
        (clerk(), answer(2, date(2026, 3, 20)), date(2026, 3, 20)),
        (clerk(), ask_extension(date(2026, 3, 23), 10), date(2026, 3, 23)),
        (head(), Act::ExtensionApproved { on: date(2026, 3, 24) }, date(2026, 3, 24)),
        (clerk(), decide(date(2026, 4, 1), Outcome::NotExist), date(2026, 4, 1)),
        (head(), Act::Returned { on: date(2026, 4, 2), reason: "检索范围没有写到档案室".into() }, date(2026, 4, 2)),
        (clerk(), decide(date(2026, 4, 3), Outcome::NotExist), date(2026, 4, 3)),
        (head(), sign(date(2026, 4, 7)), date(2026, 4, 7)),
        (clerk(), serve(date(2026, 4, 8)), date(2026, 4, 8)),
        (clerk(), Act::Archived { on: date(2026, 5, 6) }, date(2026, 5, 6)),
    ] {
        let what = act.kind().label();
        case = done(case, act, hand, today);
        let due = case.clock(today, rules()).due.map(|due| due.to_string()).unwrap_or_default();
        told += &format!("{today} {what} → {} {due}\n", case.stage().kind().label());
    }
    insta::assert_snapshot!(told);
    assert_eq!(case.result(), Some((Outcome::NotExist, date(2026, 4, 8))));
    assert_eq!(case.received_on(&law::clock::Policy::default()), Some(date(2026, 3, 6)));
    assert_eq!(verify(case.id(), Some(&salt()), case.entries()), Ok(()));
}

#[test]
fn a_fax_waits_for_confirmation_and_a_handed_in_paper_does_not() {
    let stage = |channel, confirmed_on| {
        let taken = take_in(channel, date(2026, 3, 5), confirmed_on, date(2026, 3, 6));
        taken.map(|case| case.stage().kind())
    };
    assert_eq!(stage(Channel::InPerson, None), Ok(StageKind::Handling));
    assert_eq!(stage(Channel::Fax, None), Ok(StageKind::Arrived));
    assert_eq!(stage(Channel::Fax, Some(date(2026, 3, 6))), Ok(StageKind::Handling));
    let refused = stage(Channel::Fax, Some(date(2026, 3, 4)));
    assert!(refused.as_ref().is_err_and(|all| matches!(all[..], [Refusal::Clock(_)])), "{refused:?}");
}

#[test]
fn every_reason_is_told_at_once() {
    // The clerk would sign, tomorrow, without a number, a letter that is not even decided.
    let case = registered();
    let refused = case.act(
        Act::Signed { on: date(2026, 3, 11), number: " ".into() },
        clerk(),
        moment(date(2026, 3, 10)),
        rules(),
    );
    assert_eq!(
        refused.unwrap_err(),
        [
            Refusal::WrongHand { act: ActKind::Signed },
            Refusal::WrongStage { act: ActKind::Signed, stage: StageKind::Handling },
            Refusal::InFuture { on: date(2026, 3, 11) },
            Refusal::Unsaid { part: Part::LetterNumber },
        ]
    );
}

#[test]
fn what_the_statute_forbids_is_refused_with_its_article() {
    #[track_caller]
    fn check(case: Case, act: Act, today: jiff::civil::Date, expected: &str) {
        let refused = case.act(act, clerk(), moment(today), rules()).expect_err("it must be refused");
        let told: Vec<_> = refused.iter().map(|one| format!("{one}〔{}〕", one.basis())).collect();
        assert_eq!(told, [expected]);
    }
    // Received on 6 March: the seventh working day is 17 March.
    check(
        registered(),
        correct(date(2026, 3, 18)),
        date(2026, 3, 18),
        "告知补正应当在收到申请之日起7个工作日内作出，最迟2026年3月17日，现已超过；请按现有申请内容办理并答复〔条例第三十条〕",
    );
    check(
        registered(),
        ask_extension(date(2026, 3, 9), 21),
        date(2026, 3, 9),
        "延长21个工作日不符合规定，应当为1至20个工作日；请修改延长的天数〔条例第三十三条第二款〕",
    );
    check(
        registered(),
        decide(date(2026, 3, 9), Outcome::UnclearAfterCorrection),
        date(2026, 3, 9),
        "还没有告知过补正，不能以“补正后申请内容仍不明确”答复；请先告知补正，或者选择其他答复结果〔条例第三十条〕",
    );
    check(
        registered(),
        Act::Decided {
            on: date(2026, 3, 9),
            outcome: Outcome::AlreadyPublished,
            facts: Vec::new(),
            online_channel: None,
        },
        date(2026, 3, 9),
        "答复书缺少“获取方式和途径”；请补充后再提交签发〔条例第三十六条〕",
    );
    check(
        registered(),
        Act::Noted { text: "  ".into() },
        date(2026, 3, 9),
        "没有写明备注内容；请填写后再办理〔条例第四十五条〕",
    );
}

#[test]
fn a_third_party_has_its_days_before_the_answer_is_decided() {
    let asked = |delivered| {
        done(registered(), consult(Party::ThirdParty, date(2026, 3, 10), delivered), clerk(), date(2026, 3, 11))
    };
    let decided =
        |case: Case, today| case.act(decide(today, Outcome::Granted), clerk(), moment(today), rules()).map(|_| ());
    assert_eq!(
        decided(asked(Some(date(2026, 3, 11))), date(2026, 3, 20)),
        Err(vec![Refusal::ConsultationOpen { party: Party::ThirdParty, until: date(2026, 4, 1) }])
    );
    assert_eq!(
        decided(asked(None), date(2026, 3, 20)),
        Err(vec![Refusal::ConsultationNotDelivered { party: Party::ThirdParty }])
    );
    // Silence: on the day after the fifteenth working day the office decides by itself (art. 32).
    assert_eq!(decided(asked(Some(date(2026, 3, 11))), date(2026, 4, 2)), Ok(()));
}

#[test]
fn an_applicant_who_lets_the_limit_pass_has_given_up() {
    let waiting = done(registered(), correct(date(2026, 3, 10)), clerk(), date(2026, 3, 10));
    let close = |today| waiting.clone().act(Act::ClosedAsAbandoned { on: today }, clerk(), moment(today), rules());
    assert_eq!(
        close(date(2026, 3, 31)).map(|_| ()),
        Err(vec![Refusal::NotAbandoned { limit: Some(date(2026, 3, 31)) }])
    );
    let (ended, _) = close(date(2026, 4, 1)).expect("the limit has passed");
    assert_eq!(ended.result(), Some((Outcome::OverdueCorrection, date(2026, 4, 1))));
}

#[test]
fn closing_is_judged_by_its_own_day_and_not_by_the_day_of_typing() {
    let waiting = done(registered(), correct(date(2026, 3, 10)), clerk(), date(2026, 3, 10));
    let close = |on| waiting.clone().act(Act::ClosedAsAbandoned { on }, clerk(), moment(date(2026, 4, 20)), rules());
    let limit = date(2026, 3, 31);
    assert_eq!(close(limit).map(|_| ()), Err(vec![Refusal::NotAbandoned { limit: Some(limit) }]));
    assert!(close(date(2026, 4, 1)).is_ok());
}

#[test]
fn the_opinion_of_one_third_party_leaves_the_days_of_the_other_as_they_are() {
    let day = |d| date(2026, 3, d);
    let case = done(registered(), consult(Party::ThirdParty, day(9), Some(day(10))), clerk(), day(20));
    let case = done(case, consult(Party::ThirdParty, day(9), Some(day(20))), clerk(), day(20));
    // The second, whose letter was long in the post, answers first.
    let case = done(case, answer(3, day(23)), clerk(), day(23));
    let open = case.clock(day(24), rules()).side_limits.into_iter().filter(|limit| limit.met.is_none());
    // The first may still answer to the fifteenth working day after its own delivery.
    assert_eq!(open.filter_map(|limit| limit.due).collect::<Vec<_>>(), [date(2026, 3, 17), date(2026, 3, 31)]);
    // Sixteen working days were taken out, 10 to 31 March.
    assert_eq!(case.clock(date(2026, 4, 1), rules()).due, Some(date(2026, 4, 28)));
}

#[test]
fn the_page_lists_every_act_with_what_stands_in_its_way() {
    let mut told = String::new();
    let day = date(2026, 3, 20);
    for (whose, role) in [("经办人", Role::Clerk), ("公开机构负责人", Role::OfficeHead)] {
        told += &format!("{whose}，办理中，{day}\n");
        for offer in registered().offers(&[role], day, rules()) {
            told += &format!("  {}\n", offer.act.label());
            for refusal in offer.refusals {
                told += &format!("    {refusal}〔{}〕\n", refusal.basis());
            }
        }
    }
    insta::assert_snapshot!(told);
}

#[test]
fn what_is_offered_can_be_done_and_nothing_else_leaves_the_stage() {
    let mut told = String::new();
    for (stage, case) in a_case_at_every_stage() {
        assert_eq!(case.stage().kind(), stage);
        told += &format!("{}\n", stage.label());
        for line in LIFECYCLE {
            let today = date(2026, 3, 16);
            let by = match line.by {
                By::Applicant => cases::docket::Hand::Applicant,
                By::Staff(civic::Permission::HandleCase) => clerk(),
                By::Staff(_) => head(),
            };
            let act = ordinary(line.act, &case, today);
            // The applicant's limit has to be over before a case can be closed as given up.
            let today = if line.act == ActKind::ClosedAsAbandoned { date(2026, 6, 30) } else { today };
            let act = if let Act::ClosedAsAbandoned { .. } = act { Act::ClosedAsAbandoned { on: today } } else { act };
            match case.clone().act(act, by, moment(today), rules()) {
                Ok((next, _)) => {
                    let to = next.stage().kind();
                    assert!(line.from.contains(&stage), "{:?} is not listed at {stage:?}", line.act);
                    assert!(
                        line.to.contains(&to) || (line.to.is_empty() && to == stage),
                        "{:?} leads from {stage:?} to {to:?}, which the table does not say",
                        line.act
                    );
                    told += &format!("  {} → {}\n", line.label, to.label());
                }
                Err(refusals) => {
                    let wrong_stage = refusals.iter().any(|one| matches!(one, Refusal::WrongStage { .. }));
                    assert_eq!(wrong_stage, !line.from.contains(&stage), "{:?} at {stage:?}: {refusals:?}", line.act);
                }
            }
        }
    }
    insta::assert_snapshot!("stage_by_act", told);
}

#[test]
fn every_sentence_a_clerk_may_meet() {
    let (on, before) = (date(2026, 3, 9), date(2026, 3, 6));
    let mut all = vec![
        Refusal::WrongStage { act: ActKind::Signed, stage: StageKind::Handling },
        Refusal::WrongHand { act: ActKind::ExtensionApproved },
        Refusal::Clock(law::clock::Refusal::ExtensionNotApproved),
        Refusal::InFuture { on },
        Refusal::BeforeLast { on: before, last: on },
        Refusal::ExtensionPending { on, working_days: 10 },
        Refusal::NoExtensionAsked,
        Refusal::ConsultationOpen { party: Party::CoMaker, until: on },
        Refusal::ConsultationNotDelivered { party: Party::ThirdParty },
        Refusal::NoSuchLetter { entry: 4 },
        Refusal::NothingToDeliver,
        Refusal::NeverAskedToCorrect,
        Refusal::NotAbandoned { limit: Some(on) },
        Refusal::NotAbandoned { limit: None },
        Refusal::NotAnAnswer { outcome: Outcome::OverdueFee },
        Refusal::FactMissing { need: Need::SearchScope },
        Refusal::Erased,
        Refusal::NoFee,
    ];
    all.extend(Part::ALL.map(|part| Refusal::Unsaid { part }));
    let told: String = all.iter().map(|one| format!("{one}〔{}〕\n", one.basis())).collect();
    insta::assert_snapshot!("refusals", told);
}

/// The docket hashes this JSON. A line that changes breaks every docket in use: a new member must be optional.
#[test]
fn the_record_of_every_act_stays_as_it_is() {
    let day = date(2026, 3, 9);
    let mut records = String::new();
    for (_, case) in a_case_at_every_stage() {
        for line in LIFECYCLE {
            let record = serde_json::to_string(&ordinary(line.act, &case, day)).expect("an act serialises");
            if !records.contains(&record) {
                records += &format!("{record}\n");
            }
        }
    }
    for line in LIFECYCLE {
        assert!(records.contains(&format!(r#""act":"{}""#, line.act.key())), "{:?} is not shown", line.act);
    }
    insta::assert_snapshot!("records", records);
}

#[test]
fn erasing_the_texts_leaves_the_chain_whole() {
    let case = done(registered(), Act::Noted { text: "申请人王小明来电补充".into() }, clerk(), date(2026, 3, 9));
    let mut entries = case.entries().to_vec();
    assert!(!entries[2].record().contains("王小明"), "no personal data in the docket");
    for entry in &mut entries {
        entry.act.words_mut().into_iter().for_each(|words| words.restore(None));
    }
    assert_eq!(verify(case.id(), None, &entries), Ok(()));
    let erased = Case::replay(case.id().clone(), None, entries).expect("it still replays");
    let refused = erased.act(Act::Noted { text: "再记一笔".into() }, clerk(), moment(date(2026, 3, 10)), rules());
    assert_eq!(refused.map(|_| ()), Err(vec![Refusal::Erased]));
}

#[test]
fn a_text_that_was_changed_beside_the_docket_is_noticed() {
    let case = done(registered(), Act::Noted { text: "已电话联系".into() }, clerk(), date(2026, 3, 9));
    let mut entries = case.entries().to_vec();
    entries[2].act.words_mut()[0].restore(Some("没有联系".into()));
    let broken = verify(case.id(), Some(&salt()), &entries).unwrap_err();
    assert_eq!(
        (broken.seq, broken.how, broken.to_string()),
        (2, Mismatch::Text, "第 3 条记录所附文字与当时写下的不一致".into())
    );
}

#[test]
fn a_case_that_does_not_begin_with_an_application_is_no_case() {
    let case = registered();
    assert!(Case::replay(case.id().clone(), None, case.entries()[1..].to_vec()).is_err());
    assert!(Case::replay(case.id().clone(), None, Vec::new()).is_err());
    let words: Words = Digest::start().into();
    assert!(words.text().is_none() && words.is_blank());
    assert_eq!(words.shown(), "（内容已按规定删除）");
    assert_eq!(Fact { need: Need::CaseFile, says: "甲案".into() }.says.shown(), "甲案");
    assert_eq!(Service::ALL.len(), 3);
}
