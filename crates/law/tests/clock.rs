//! Statutory clocks, told as small stories.
//!
//! Read from top to bottom to learn how a due date moves. The expected text is what a clerk sees under
//! 期限是怎么算出来的, with the state of the case on the last line.

use insta::assert_snapshot;
use jiff::civil::{Date, date};
use law::calendar::Calendar;
use law::clock::{
    Act, AfterPayment, Day, DayKind, ElectronicReceipt, ExtensionLatest, FirstDay, NextAct, PauseFrom, PauseUntil,
    Policy, Refusal, Service, State, Timeline, barred, strip, timeline,
};
use law::outcome::Outcome;
use law::receipt::Channel;

// The cast: short names for what happens, dates as 月日 of the story's year.

fn received(on: Date) -> Act {
    Act::Received { on, channel: Channel::InPerson, confirmed_on: None }
}
fn asked_to_correct(on: Date) -> Act {
    Act::CorrectionRequested { on, reply_within_working_days: Some(10) }
}
fn corrected(on: Date) -> Act {
    Act::CorrectionReceived { on }
}
fn third_party_asked(on: Date, delivered: Date) -> Act {
    Act::ThirdPartyConsulted { on, delivered_on: Some(delivered) }
}
fn third_party_spoke(on: Date) -> Act {
    Act::ThirdPartyReplied { on, to: None }
}
fn co_maker_asked(on: Date, delivered: Date) -> Act {
    Act::CoMakerConsulted { on, delivered_on: Some(delivered) }
}
fn extended(on: Date, working_days: u32) -> Act {
    Act::Extended { on, working_days, approved_by_head: true }
}
fn fee_asked(on: Date) -> Act {
    Act::FeeNotified { on, delivered_on: Some(on) }
}
fn answered(on: Date) -> Act {
    Act::Replied { on, service: Service::Post }
}

/// The only place that calls the API with the house's readings.
fn clock(acts: &[Act], today: Date) -> Timeline {
    timeline(acts, today, Calendar::builtin(), &Policy::default())
}

/// What a clerk reads.
fn told(answer: &Timeline) -> String {
    let mut text = String::new();
    for step in &answer.steps {
        let due = step.due_after.map_or_else(|| "（无）".to_owned(), |due| due.to_string());
        text += &format!("{} 期限{due}  {}  〔{}〕\n", step.on, step.why, step.basis);
    }
    for refused in &answer.refusals {
        text +=
            &format!("第{}项不符合规定：{}  〔{}〕\n", refused.act_index + 1, refused.refusal, refused.refusal.basis());
    }
    let days = match (answer.working_days_used, answer.working_days_left) {
        (Some(used), Some(left)) => format!("，已用{used}日，剩余{left}日"),
        _ => String::new(),
    };
    let overdue = if answer.overdue { "，逾期" } else { "" };
    let provisional = if answer.provisional { "，暂定" } else { "" };
    text + &format!("{}{days}{overdue}{provisional}", answer.state.label())
}

#[test]
fn twenty_working_days_step_over_the_spring_festival() {
    // Sunday 26 January and Saturday 8 February are worked in exchange for the holiday.
    assert_snapshot!(told(&clock(&[received(date(2025, 1, 20))], date(2025, 2, 10))), @r#"
    2025-01-20 期限2025-02-21  收到申请（当面提交）  〔条例第三十一条第一项〕
    办理中，已用11日，剩余9日
    "#);
}

#[test]
fn nine_days_of_consultation_are_not_counted_and_an_extension_follows() {
    let acts = [
        received(date(2024, 3, 1)),
        third_party_asked(date(2024, 3, 11), date(2024, 3, 12)),
        third_party_spoke(date(2024, 3, 22)),
        extended(date(2024, 4, 12), 20),
    ];
    assert_snapshot!(told(&clock(&acts, date(2024, 4, 15))), @r#"
    2024-03-01 期限2024-03-29  收到申请（当面提交）  〔条例第三十一条第一项〕
    2024-03-11 期限2024-04-23  向第三方征求意见，第三方最迟2024年4月2日提出，期间不计入答复期限  〔条例第三十二条〕
    2024-03-22 期限2024-04-12  收到第三方意见，征求意见的9个工作日不计入答复期限  〔条例第三十三条第三款〕
    2024-04-12 期限2024-05-13  经公开机构负责人同意，延长答复期限20个工作日，并已告知申请人  〔条例第三十三条第二款〕
    办理中，已用21日，剩余19日
    "#);
}

#[test]
fn a_third_party_that_keeps_silent_stops_the_clock_for_fifteen_days_from_delivery() {
    let acts = [received(date(2024, 3, 1)), third_party_asked(date(2024, 3, 11), date(2024, 3, 13))];
    assert_snapshot!(told(&clock(&acts, date(2024, 3, 20))), @r#"
    2024-03-01 期限2024-03-29  收到申请（当面提交）  〔条例第三十一条第一项〕
    2024-03-11 期限2024-04-24  向第三方征求意见，第三方最迟2024年4月3日提出，期间不计入答复期限  〔条例第三十二条〕
    征求意见中（不计入期限），已用6日，剩余14日
    "#);
    assert_snapshot!(told(&clock(&acts, date(2024, 4, 8))), @r#"
    2024-03-01 期限2024-03-29  收到申请（当面提交）  〔条例第三十一条第一项〕
    2024-03-11 期限2024-04-24  向第三方征求意见，第三方最迟2024年4月3日提出，期间不计入答复期限  〔条例第三十二条〕
    2024-04-03 期限2024-04-24  第三方逾期未提出意见，由本机关依法决定；17个工作日不计入答复期限  〔条例第三十二条〕
    办理中，已用8日，剩余12日
    "#);
}

#[test]
fn silence_of_another_maker_is_consent() {
    let acts = [received(date(2024, 3, 1)), co_maker_asked(date(2024, 3, 11), date(2024, 3, 11))];
    assert_snapshot!(told(&clock(&acts, date(2024, 4, 2))), @r#"
    2024-03-01 期限2024-03-29  收到申请（当面提交）  〔条例第三十一条第一项〕
    2024-03-11 期限2024-04-22  向共同制作机关征求意见，该机关最迟2024年4月1日提出，期间不计入答复期限  〔条例第三十四条〕
    2024-04-01 期限2024-04-22  共同制作机关逾期未提出意见，视为同意公开；15个工作日不计入答复期限  〔条例第三十四条〕
    办理中，已用7日，剩余13日
    "#);
}

#[test]
fn an_opinion_after_its_limit_finds_the_pause_already_over() {
    let start = [received(date(2024, 3, 1)), third_party_asked(date(2024, 3, 11), date(2024, 3, 13))];
    let silent = clock(&start, date(2024, 4, 10)).due;
    let late = clock(&[start[0], start[1], third_party_spoke(date(2024, 4, 10))], date(2024, 4, 10));
    assert_eq!(late.due, silent);
    assert_eq!(late.side_limits[1].met, Some(false));
}

#[test]
fn overlapping_consultations_take_a_day_out_once() {
    let acts = [
        received(date(2024, 3, 1)),
        third_party_asked(date(2024, 3, 11), date(2024, 3, 11)),
        co_maker_asked(date(2024, 3, 13), date(2024, 3, 13)),
        third_party_spoke(date(2024, 3, 18)),
        Act::CoMakerReplied { on: date(2024, 3, 20), to: None },
    ];
    // Taken out: 12 to 20 March, seven working days.
    assert_eq!(clock(&acts, date(2024, 3, 21)).due, Some(date(2024, 4, 10)));
}

#[test]
fn with_several_third_parties_an_opinion_answers_the_oldest_letter() {
    let acts = [
        received(date(2024, 3, 1)),
        third_party_asked(date(2024, 3, 11), date(2024, 3, 11)),
        third_party_asked(date(2024, 3, 12), date(2024, 3, 12)),
        third_party_spoke(date(2024, 3, 14)),
    ];
    let answer = clock(&acts, date(2024, 3, 15));
    assert_eq!(answer.state, State::Paused);
    assert_eq!(answer.side_limits.iter().map(|limit| limit.met).collect::<Vec<_>>(), [None, Some(true), None]);
}

#[test]
fn an_opinion_does_not_answer_a_letter_whose_limit_has_passed_while_another_waits() {
    let acts = [
        received(date(2025, 3, 3)),
        third_party_asked(date(2025, 3, 4), date(2025, 3, 5)),
        third_party_asked(date(2025, 3, 27), date(2025, 3, 28)),
        third_party_spoke(date(2025, 3, 31)),
    ];
    let answer = clock(&acts, date(2025, 4, 1));
    // The first kept silent to 26 March, sixteen working days; the second took two.
    assert_eq!(answer.due, Some(date(2025, 4, 25)));
    assert_eq!(answer.state, State::Running);
    assert_eq!(answer.side_limits.iter().map(|limit| limit.met).collect::<Vec<_>>(), [None, Some(false), Some(true)]);
}

#[test]
fn an_opinion_that_names_its_letter_leaves_the_older_one_open() {
    let spoke = |to| Act::ThirdPartyReplied { on: date(2025, 3, 21), to };
    let acts = |to| {
        [
            received(date(2025, 3, 3)),
            third_party_asked(date(2025, 3, 4), date(2025, 3, 5)),
            // Two weeks in the post.
            third_party_asked(date(2025, 3, 4), date(2025, 3, 20)),
            spoke(to),
        ]
    };
    // Only the first letter is still out, to 26 March: sixteen working days, not twenty-seven to the second one's limit.
    assert_eq!(clock(&acts(Some(2)), date(2025, 3, 24)).due, Some(date(2025, 4, 23)));
    assert_eq!(clock(&acts(None), date(2025, 3, 24)).due, Some(date(2025, 5, 12)));
    let refused = clock(&acts(Some(0)), date(2025, 3, 24)).refusals;
    assert_eq!(refused.iter().map(|one| one.refusal).collect::<Vec<_>>(), [Refusal::NoThirdPartyAsked]);
}

#[test]
fn a_consultation_begun_when_the_limit_is_over_spares_nothing() {
    let acts = [received(date(2025, 3, 3)), third_party_asked(date(2025, 3, 31), date(2025, 3, 31))];
    let answer = clock(&acts, date(2025, 4, 3));
    assert_eq!((answer.due, answer.overdue), (Some(date(2025, 3, 31)), true));
    assert_eq!((answer.state, answer.working_days_left), (State::Running, Some(-3)));
    // Postponed on the same last day, the limit runs on and the consultation is taken out of it.
    let answer = clock(&[acts[0], acts[1], extended(date(2025, 3, 31), 5)], date(2025, 4, 3));
    assert_eq!((answer.state, answer.working_days_left), (State::Paused, Some(5)));
}

#[test]
fn a_correction_starts_the_limit_anew() {
    let acts = [received(date(2024, 3, 1)), asked_to_correct(date(2024, 3, 12)), corrected(date(2024, 3, 25))];
    assert_snapshot!(told(&clock(&acts[..2], date(2024, 3, 20))), @r#"
    2024-03-01 期限2024-03-29  收到申请（当面提交）  〔条例第三十一条第一项〕
    2024-03-12 期限（无）  告知申请人补正，补正期限至2024年3月26日，答复期限自收到补正的申请后重新计算  〔条例第三十条〕
    等待申请人
    "#);
    assert_snapshot!(told(&clock(&acts, date(2024, 3, 28))), @r#"
    2024-03-01 期限2024-03-29  收到申请（当面提交）  〔条例第三十一条第一项〕
    2024-03-12 期限（无）  告知申请人补正，补正期限至2024年3月26日，答复期限自收到补正的申请后重新计算  〔条例第三十条〕
    2024-03-25 期限2024-04-23  收到补正的申请，答复期限重新计算  〔条例第三十条〕
    办理中，已用3日，剩余17日
    "#);
}

#[test]
fn a_correction_that_never_comes_gives_the_application_up_on_the_day_after() {
    let acts = [received(date(2024, 3, 1)), asked_to_correct(date(2024, 3, 12))];
    let last_day = clock(&acts, date(2024, 3, 26));
    assert_eq!((last_day.state, last_day.forced_outcome()), (State::WaitingApplicant, None));
    let after = clock(&acts, date(2024, 3, 27));
    assert_eq!(after.forced_outcome(), Some(Outcome::OverdueCorrection));
    assert_snapshot!(told(&after), @r#"
    2024-03-01 期限2024-03-29  收到申请（当面提交）  〔条例第三十一条第一项〕
    2024-03-12 期限（无）  告知申请人补正，补正期限至2024年3月26日，答复期限自收到补正的申请后重新计算  〔条例第三十条〕
    2024-03-27 期限（无）  申请人逾期不补正，视为放弃申请，不再处理  〔条例第三十条〕
    视为放弃申请
    "#);
}

#[test]
fn the_letter_that_says_no_longer_handled_may_still_go_out() {
    let acts = [received(date(2024, 3, 1)), asked_to_correct(date(2024, 3, 12)), answered(date(2024, 4, 1))];
    let answer = clock(&acts, date(2024, 4, 2));
    assert_eq!((answer.state, answer.refusals.len()), (State::Abandoned, 0));
}

#[test]
fn a_payment_starts_the_limit_anew_and_silence_gives_the_application_up() {
    let acts = [received(date(2024, 3, 1)), fee_asked(date(2024, 3, 15)), Act::FeePaid { on: date(2024, 3, 20) }];
    assert_snapshot!(told(&clock(&acts, date(2024, 3, 21))), @r#"
    2024-03-01 期限2024-03-29  收到申请（当面提交）  〔条例第三十一条第一项〕
    2024-03-15 期限（无）  告知申请人缴纳信息处理费，缴费期限至2024年4月15日  〔信息处理费管理办法第六条〕
    2024-03-20 期限2024-04-18  申请人缴纳信息处理费，答复期限自次日起重新计算  〔信息处理费管理办法第六条〕
    办理中，已用1日，剩余19日
    "#);
    assert_snapshot!(told(&clock(&acts[..2], date(2024, 4, 16))), @r#"
    2024-03-01 期限2024-03-29  收到申请（当面提交）  〔条例第三十一条第一项〕
    2024-03-15 期限（无）  告知申请人缴纳信息处理费，缴费期限至2024年4月15日  〔信息处理费管理办法第六条〕
    2024-04-16 期限（无）  申请人逾期未缴纳信息处理费，视为放弃申请，不再处理  〔信息处理费管理办法第六条〕
    视为放弃申请
    "#);
}

#[test]
fn a_fee_notice_nobody_is_known_to_have_received_gives_nothing_up() {
    let acts = [received(date(2024, 3, 1)), Act::FeeNotified { on: date(2024, 3, 15), delivered_on: None }];
    let answer = clock(&acts, date(2026, 3, 1));
    assert_eq!((answer.state, answer.side_limits[1].due), (State::WaitingApplicant, None));
}

#[test]
fn an_online_application_counts_from_its_confirmation() {
    let online = |confirmed_on| [Act::Received { on: date(2025, 1, 18), channel: Channel::Online, confirmed_on }];
    assert_snapshot!(told(&clock(&online(Some(date(2025, 1, 20))), date(2025, 1, 21))), @r#"
    2025-01-20 期限2025-02-21  收到申请（网上提交，2025年1月18日到达，以双方确认之日为收到之日）  〔条例第三十一条第三项〕
    办理中，已用1日，剩余19日
    "#);
    let waiting = clock(&online(None), date(2025, 1, 21));
    assert_eq!(waiting.next, [NextAct::ConfirmReceipt, NextAct::Reply, NextAct::Withdraw]);
    assert_snapshot!(told(&waiting), @r#"
    2025-01-18 期限（无）  收到申请（网上提交），尚未与申请人确认，答复期限未起算  〔条例第三十一条第三项〕
    等待申请人
    "#);
}

#[test]
fn an_answer_a_day_late_is_late_for_ever() {
    let acts = [received(date(2025, 1, 20)), answered(date(2025, 2, 24))];
    assert_snapshot!(told(&clock(&acts, date(2026, 1, 1))), @r#"
    2025-01-20 期限2025-02-21  收到申请（当面提交）  〔条例第三十一条第一项〕
    2025-02-24 期限2025-02-21  答复申请人（邮寄送达，以交邮之日为准），已超过答复期限  〔条例第三十六条〕
    已办结，已用21日，剩余-1日，逾期
    "#);
    let in_time = clock(&[acts[0], answered(date(2025, 2, 21))], date(2026, 1, 1));
    assert!(!in_time.overdue);
    assert_eq!(in_time.working_days_left, Some(0));
}

#[test]
fn a_missed_day_counts_below_zero() {
    let answer = clock(&[received(date(2025, 1, 20))], date(2025, 2, 26));
    assert_eq!((answer.overdue, answer.working_days_used, answer.working_days_left), (true, Some(23), Some(-3)));
}

#[test]
fn a_date_in_an_unpublished_year_is_provisional() {
    assert_snapshot!(told(&clock(&[received(date(2029, 12, 20))], date(2029, 12, 21))), @r#"
    2029-12-20 期限2030-01-17  收到申请（当面提交）  〔条例第三十一条第一项〕
    办理中，已用1日，剩余19日，暂定
    "#);
}

#[test]
fn every_refusal_comes_at_once_and_the_rest_is_still_computed() {
    let acts = [
        received(date(2024, 3, 1)),
        received(date(2024, 3, 4)),
        corrected(date(2024, 3, 5)),
        third_party_spoke(date(2024, 3, 5)),
        asked_to_correct(date(2024, 2, 28)),
        asked_to_correct(date(2024, 3, 13)),
        Act::Extended { on: date(2024, 3, 14), working_days: 25, approved_by_head: false },
        extended(date(2024, 3, 15), 5),
        extended(date(2024, 4, 9), 5),
        third_party_asked(date(2024, 3, 10), date(2024, 3, 9)),
        Act::FeePaid { on: date(2024, 3, 18) },
        answered(date(2024, 3, 20)),
        Act::Withdrawn { on: date(2024, 3, 21) },
    ];
    assert_snapshot!(told(&clock(&acts, date(2024, 3, 22))), @r#"
    2024-03-01 期限2024-03-29  收到申请（当面提交）  〔条例第三十一条第一项〕
    2024-03-15 期限2024-04-08  经公开机构负责人同意，延长答复期限5个工作日，并已告知申请人  〔条例第三十三条第二款〕
    2024-03-20 期限2024-04-08  答复申请人（邮寄送达，以交邮之日为准）  〔条例第三十六条〕
    第2项不符合规定：该申请已于2024年3月1日登记收到，一件申请只登记一次；如是另一件申请，请另行登记  〔条例第三十一条〕
    第3项不符合规定：没有正在等待的补正，不能登记收到补正；申请人自行补充材料的，请作为附件归入本件  〔条例第三十条〕
    第4项不符合规定：没有等待答复的第三方征求意见，不能登记第三方意见；请先登记征求意见书  〔条例第三十二条〕
    第5项不符合规定：日期2024年2月28日早于收到申请之日2024年3月1日；请核对日期  〔条例第三十一条〕
    第6项不符合规定：告知补正应当在收到申请之日起7个工作日内作出，最迟2024年3月12日，现已超过；请按现有申请内容办理并答复  〔条例第三十条〕
    第7项不符合规定：延长25个工作日不符合规定，应当为1至20个工作日；请修改延长的天数  〔条例第三十三条第二款〕
    第7项不符合规定：延长答复期限应当经政府信息公开工作机构负责人同意；请先取得负责人同意并登记  〔条例第三十三条第二款〕
    第9项不符合规定：已于2024年3月15日延长过一次，答复期限只能延长一次；请在现有期限内答复  〔条例第三十三条第二款〕
    第9项不符合规定：延长答复期限应当在期限届满前作出，期限已于2024年4月8日届满；请尽快答复  〔条例第三十三条第二款〕
    第10项不符合规定：日期2024年3月10日早于上一事项的日期2024年3月15日；请按发生的先后顺序登记，或核对日期  〔条例第四十五条〕
    第10项不符合规定：送达日期2024年3月9日早于发出日期2024年3月10日；请核对这两个日期  〔条例第四十五条〕
    第11项不符合规定：没有等待缴费的收费通知，不能登记缴费；请先登记收费通知，误缴的款项按财政规定退还  〔信息处理费管理办法第六条〕
    第13项不符合规定：该申请已于2024年3月20日办结，不能再登记新的事项；如有新的请求，请申请人另行提出申请  〔条例第四十五条〕
    已办结，已用13日，剩余12日
    "#);
}

#[test]
fn nothing_is_computed_without_a_receipt() {
    let refusal = |acts: &[Act]| clock(acts, date(2024, 3, 22)).refusals.iter().map(|r| r.refusal).collect::<Vec<_>>();
    assert_eq!(refusal(&[]), [Refusal::NotReceived]);
    assert_eq!(refusal(&[answered(date(2024, 3, 20))]), [Refusal::NotReceived]);
    assert_eq!(clock(&[], date(2024, 3, 22)).next, [NextAct::Receive]);
}

#[test]
fn an_extension_must_be_made_by_the_last_day_and_not_while_the_applicant_has_the_turn() {
    let last = |acts: &[Act]| clock(acts, date(2024, 5, 1)).refusals.first().map(|refused| refused.refusal);
    assert_eq!(last(&[received(date(2024, 3, 1)), extended(date(2024, 3, 29), 20)]), None);
    assert_eq!(
        last(&[received(date(2024, 3, 1)), extended(date(2024, 3, 30), 20)]),
        Some(Refusal::ExtensionTooLate { due: date(2024, 3, 29) })
    );
    assert_eq!(
        last(&[received(date(2024, 3, 1)), asked_to_correct(date(2024, 3, 5)), extended(date(2024, 3, 6), 5)]),
        Some(Refusal::WaitingForCorrection)
    );
}

#[test]
fn a_desk_can_say_why_an_act_is_not_open() {
    let acts = [received(date(2024, 3, 1)), extended(date(2024, 3, 14), 5)];
    let barred = barred(&acts, date(2024, 3, 15), Calendar::builtin(), &Policy::default());
    let told: Vec<_> = barred.iter().map(|barred| (barred.act, barred.refusal)).collect();
    assert_eq!(
        told,
        [
            (NextAct::RequestCorrection, Refusal::CorrectionTooLate { limit: date(2024, 3, 12) }),
            (NextAct::Extend, Refusal::ExtensionTwice { extended_on: date(2024, 3, 14) }),
        ]
    );
}

#[test]
fn each_reading_moves_the_date_as_its_setting_says() {
    let with = |policy: Policy, acts: &[Act], today| timeline(acts, today, Calendar::builtin(), &policy);
    let due = |policy: Policy, acts: &[Act]| with(policy, acts, date(2024, 4, 1)).due;
    let house = Policy::default();
    let plain = [received(date(2024, 3, 1))];
    assert_eq!(due(house, &plain), Some(date(2024, 3, 29)));
    assert_eq!(due(Policy { first_day: FirstDay::SameDay, ..house }, &plain), Some(date(2024, 3, 28)));
    let on_saturday = [received(date(2024, 3, 2))];
    assert_eq!(due(house, &on_saturday), Some(date(2024, 3, 29)));
    assert_eq!(due(Policy { first_day: FirstDay::AfterReopening, ..house }, &on_saturday), Some(date(2024, 4, 1)));

    let unconfirmed = [Act::Received { on: date(2024, 3, 1), channel: Channel::Email, confirmed_on: None }];
    assert_eq!(due(house, &unconfirmed), None);
    let arrival = Policy { electronic_receipt: ElectronicReceipt::Arrival, ..house };
    assert_eq!(due(arrival, &unconfirmed), Some(date(2024, 3, 29)));

    let consulted = [
        received(date(2024, 3, 1)),
        third_party_asked(date(2024, 3, 11), date(2024, 3, 12)),
        third_party_spoke(date(2024, 3, 22)),
    ];
    assert_eq!(due(house, &consulted), Some(date(2024, 4, 12)));
    assert_eq!(due(Policy { pause_from: PauseFrom::SendingDay, ..house }, &consulted), Some(date(2024, 4, 15)));
    assert_eq!(due(Policy { pause_until: PauseUntil::DayBeforeAnswer, ..house }, &consulted), Some(date(2024, 4, 11)));

    let late_extension = [&consulted[..], &[extended(date(2024, 4, 2), 5)]].concat();
    assert_eq!(with(house, &late_extension, date(2024, 4, 2)).refusals, []);
    let strict = Policy { extension_latest: ExtensionLatest::PlainLimit, ..house };
    assert_eq!(
        with(strict, &late_extension, date(2024, 4, 2)).refusals[0].refusal,
        Refusal::ExtensionTooLate { due: date(2024, 3, 29) }
    );

    let paid = [received(date(2024, 3, 1)), fee_asked(date(2024, 3, 15)), Act::FeePaid { on: date(2024, 3, 20) }];
    assert_eq!(due(house, &paid), Some(date(2024, 4, 18)));
    assert_eq!(due(Policy { after_payment: AfterPayment::Resume, ..house }, &paid), Some(date(2024, 4, 3)));
    assert_eq!(due(Policy { after_payment: AfterPayment::RunOn, ..house }, &paid), Some(date(2024, 3, 29)));

    let late = [received(date(2024, 3, 1)), asked_to_correct(date(2024, 3, 12)), corrected(date(2024, 4, 1))];
    assert_eq!(with(house, &late, date(2024, 4, 1)).state, State::Abandoned);
    let lenient = Policy { accept_late_correction: true, ..house };
    assert_eq!(with(lenient, &late, date(2024, 4, 1)).refusals, []);
    assert_eq!(with(lenient, &late, date(2024, 4, 1)).due, Some(date(2024, 4, 29)));

    let twice = [
        received(date(2024, 3, 1)),
        extended(date(2024, 3, 4), 5),
        asked_to_correct(date(2024, 3, 5)),
        corrected(date(2024, 3, 8)),
        extended(date(2024, 3, 11), 5),
    ];
    assert_eq!(with(house, &twice, date(2024, 3, 12)).refusals.len(), 1);
    assert_eq!(with(Policy { extension_again_after_restart: true, ..house }, &twice, date(2024, 3, 12)).refusals, []);

    let no_number = Act::CorrectionRequested { on: date(2024, 3, 5), reply_within_working_days: None };
    let limit = |days| {
        let policy = Policy { correction_working_days: days, ..house };
        with(policy, &[plain[0], no_number], date(2024, 3, 6)).side_limits[1].due
    };
    assert_eq!((limit(15), limit(7)), (Some(date(2024, 3, 26)), Some(date(2024, 3, 14))));
}

/// The strip as text, one day a line.
fn drawn(days: &[Day]) -> String {
    days.iter()
        .map(|day| {
            let kind = match &day.kind {
                DayKind::Receipt => "收到".to_owned(),
                DayKind::Counted(n) => format!("第{n}日"),
                DayKind::MakeupWorkingDay(n) => format!("第{n}日（调休上班）"),
                DayKind::Paused(cause) => cause.label().to_owned(),
                DayKind::DayOff(name) => format!("休 {name}"),
            };
            let marks = [(day.today, " 今天"), (day.due, " 最后一日"), (day.late, " 逾期")];
            let marks: String = marks.iter().filter(|mark| mark.0).map(|mark| mark.1).collect();
            format!("{} {}{marks}\n", day.date, kind.trim())
        })
        .collect()
}

#[test]
fn a_correction_shows_as_the_applicants_turn_and_the_numbers_begin_again() {
    let acts = [received(date(2024, 3, 25)), asked_to_correct(date(2024, 3, 27)), corrected(date(2024, 4, 2))];
    let shown = |acts: &[Act], today| {
        drawn(&strip(acts, today, Calendar::builtin(), &Policy::default())[..14]).replace("2024-", "")
    };
    assert_snapshot!(shown(&acts, date(2024, 4, 3)), @r#"
    03-25 收到
    03-26 第1日
    03-27 第2日
    03-28 等待申请人补正
    03-29 等待申请人补正
    03-30 休
    03-31 休
    04-01 等待申请人补正
    04-02 收到
    04-03 第1日 今天
    04-04 休 清明节
    04-05 休 清明节
    04-06 休 清明节
    04-07 第2日（调休上班）
    "#);
    // Never corrected: ten working days end on 11 April.
    let days = strip(&acts[..2], date(2024, 4, 15), Calendar::builtin(), &Policy::default());
    assert_snapshot!(drawn(&days[16..]), @r#"
    2024-04-10 等待申请人补正
    2024-04-11 等待申请人补正
    2024-04-12 视为放弃申请
    2024-04-13 休
    2024-04-14 休
    2024-04-15 视为放弃申请 今天
    "#);
}

#[test]
fn the_strip_of_days_is_ready_to_be_drawn() {
    let acts = [
        received(date(2025, 1, 24)),
        third_party_asked(date(2025, 1, 26), date(2025, 1, 26)),
        third_party_spoke(date(2025, 2, 6)),
    ];
    let days = strip(&acts, date(2025, 2, 10), Calendar::builtin(), &Policy::default());
    assert_snapshot!(drawn(&days), @r#"
    2025-01-24 收到
    2025-01-25 休
    2025-01-26 第1日（调休上班）
    2025-01-27 征求第三方意见
    2025-01-28 休 春节
    2025-01-29 休 春节
    2025-01-30 休 春节
    2025-01-31 休 春节
    2025-02-01 休 春节
    2025-02-02 休 春节
    2025-02-03 休 春节
    2025-02-04 休 春节
    2025-02-05 征求第三方意见
    2025-02-06 征求第三方意见
    2025-02-07 第2日
    2025-02-08 第3日（调休上班）
    2025-02-09 休
    2025-02-10 第4日 今天
    2025-02-11 第5日
    2025-02-12 第6日
    2025-02-13 第7日
    2025-02-14 第8日
    2025-02-15 休
    2025-02-16 休
    2025-02-17 第9日
    2025-02-18 第10日
    2025-02-19 第11日
    2025-02-20 第12日
    2025-02-21 第13日
    2025-02-22 休
    2025-02-23 休
    2025-02-24 第14日
    2025-02-25 第15日
    2025-02-26 第16日
    2025-02-27 第17日
    2025-02-28 第18日
    2025-03-01 休
    2025-03-02 休
    2025-03-03 第19日
    2025-03-04 第20日 最后一日
    "#);
}

#[test]
fn the_answer_on_the_command_line_has_the_contracts_shape() {
    let acts: Vec<Act> = serde_json::from_str(
        r#"[{"act":"received","on":"2025-01-20","channel":"in_person","confirmed_on":"2025-01-20"},
            {"act":"replied","on":"2025-02-10","service":"electronic"},
            {"act":"fee_paid","on":"2025-02-10"}]"#,
    )
    .unwrap();
    assert_snapshot!(serde_json::to_string_pretty(&clock(&acts, date(2025, 2, 10))).unwrap(), @r#"
    {
      "received_on": "2025-01-20",
      "due": "2025-02-21",
      "state": "closed",
      "provisional": false,
      "overdue": false,
      "working_days_used": 11,
      "working_days_left": 9,
      "side_limits": [
        {
          "what": "correction_notice",
          "due": "2025-02-05",
          "met": null
        }
      ],
      "steps": [
        {
          "on": "2025-01-20",
          "why": "收到申请（当面提交）",
          "basis": "条例第三十一条第一项",
          "due_after": "2025-02-21"
        },
        {
          "on": "2025-02-10",
          "why": "答复申请人（电子送达，以发出之日为准）",
          "basis": "条例第三十六条",
          "due_after": "2025-02-21"
        }
      ],
      "next": [],
      "refusals": [
        {
          "act_index": 2,
          "message": "该申请已于2025年2月10日办结，不能再登记新的事项；如有新的请求，请申请人另行提出申请",
          "basis": "条例第四十五条"
        }
      ]
    }
    "#);
}

#[test]
fn absurd_dates_and_lengths_are_answered_without_harm() {
    let absurd = [
        vec![received(Date::MAX), third_party_asked(Date::MAX, Date::MAX), extended(Date::MAX, u32::MAX)],
        vec![received(Date::MIN), asked_to_correct(Date::MIN), corrected(Date::MAX)],
        vec![
            received(date(2025, 1, 20)),
            Act::CorrectionRequested { on: date(2025, 1, 21), reply_within_working_days: Some(u32::MAX) },
        ],
    ];
    for acts in absurd {
        for today in [Date::MIN, date(2025, 1, 20), Date::MAX] {
            let answer = clock(&acts, today);
            assert_eq!(answer.received_on, Some(acts[0].on()));
            assert!(strip(&acts, today, Calendar::builtin(), &Policy::default()).len() <= 1_831);
        }
    }
}

#[test]
fn a_misspelt_field_or_act_is_not_let_pass() {
    let read = |text: &str| serde_json::from_str::<Act>(text).map_err(|error| error.to_string());
    assert!(read(r#"{"act":"received","on":"2025-01-20","channel":"online","confirmed":"2025-01-20"}"#).is_err());
    assert!(read(r#"{"act":"recieved","on":"2025-01-20","channel":"online"}"#).is_err());
    assert!(read(r#"{"act":"withdrawn","on":"2025-02-30"}"#).is_err());
    assert!(serde_json::from_str::<Policy>(r#"{"after_pay":"run_on"}"#).is_err());
}
