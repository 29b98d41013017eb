//! The closing paragraph of a letter, in the three versions the law has had.

use insta::assert_snapshot;
use jiff::civil::{Date, date};
use law::outcome::Outcome;
use law::remedies::{BodyKind, Decision, Gap, Notice, notice};

fn decision(outcome: Outcome, decided_on: Date) -> Decision<'static> {
    Decision {
        outcome,
        decided_on,
        body: BodyKind::LocalDepartment,
        review_organ: "青石县人民政府",
        court: Some("青石县人民法院"),
        served_electronically: false,
        online_channel: None,
        withdrawn: false,
    }
}

fn told(notice: &Notice) -> String {
    let articles: Vec<String> = notice.articles.iter().map(ToString::to_string).collect();
    format!("{}\n〔{}〕", notice.text, articles.join("；"))
}

#[test]
fn until_2023_every_refusal_left_the_choice() {
    assert_snapshot!(told(&notice(&decision(Outcome::ProcessInfo, date(2023, 12, 31))).unwrap()), @r#"
    如对本答复不服，可以自收到本答复书之日起60日内向青石县人民政府申请行政复议，也可以自收到本答复书之日起6个月内向青石县人民法院提起行政诉讼。
    〔条例第五十一条；行政复议法（2017年修正）第九条第一款；行政复议法（2017年修正）第十二条第一款；行政诉讼法第四十六条第一款〕
    "#);
}

#[test]
fn since_2024_a_refusal_goes_to_reconsideration_first() {
    assert_snapshot!(told(&notice(&decision(Outcome::ProcessInfo, date(2024, 1, 1))).unwrap()), @r#"
    如对本答复不服，应当自收到本答复书之日起60日内先向青石县人民政府申请行政复议；对行政复议决定不服的，可以自收到行政复议决定书之日起15日内向青石县人民法院提起行政诉讼。
    〔条例第五十一条；行政复议法第二十条第一款；行政复议法第二十三条第一款第四项；行政复议法第二十三条第二款；行政复议法第二十四条第一款第一项；行政诉讼法第四十五条〕
    "#);
}

#[test]
fn since_june_2025_the_court_interpretation_fixes_the_scope() {
    assert_snapshot!(told(&notice(&decision(Outcome::ProcessInfo, date(2025, 6, 1))).unwrap()), @r#"
    如对本答复不服，应当自收到本答复书之日起60日内先向青石县人民政府申请行政复议；对行政复议决定不服的，可以自收到行政复议决定书之日起15日内向青石县人民法院提起行政诉讼。
    〔条例第五十一条；行政复议法第二十条第一款；行政复议法第二十三条第一款第四项；行政复议法第二十三条第二款；法释〔2025〕8号第一条第二项；行政复议法第二十四条第一款第一项；行政诉讼法第四十五条〕
    "#);
}

#[test]
fn a_partial_answer_tells_both_ways_apart() {
    assert_snapshot!(told(&notice(&decision(Outcome::Partial, date(2025, 7, 1))).unwrap()), @r#"
    如对本答复中不予公开的部分不服，应当自收到本答复书之日起60日内先向青石县人民政府申请行政复议；对行政复议决定不服的，可以自收到行政复议决定书之日起15日内向青石县人民法院提起行政诉讼。如对本答复的其他部分不服，可以自收到本答复书之日起60日内向青石县人民政府申请行政复议，也可以自收到本答复书之日起6个月内向青石县人民法院提起行政诉讼。
    〔条例第五十一条；行政复议法第二十条第一款；行政复议法第二十三条第一款第四项；行政复议法第二十三条第二款；法释〔2025〕8号第一条第二项；行政复议法第二十四条第一款第一项；行政诉讼法第四十五条；行政诉讼法第四十六条第一款〕
    "#);
}

#[test]
fn who_reviews_itself_names_the_state_councils_ruling_too() {
    let province = Decision {
        body: BodyKind::ProvincialGovernment,
        review_organ: "青山省人民政府",
        ..decision(Outcome::StateSecret, date(2024, 3, 1))
    };
    assert_snapshot!(told(&notice(&province).unwrap()), @r#"
    如对本答复不服，应当自收到本答复书之日起60日内先向青山省人民政府申请行政复议；对行政复议决定不服的，可以自收到行政复议决定书之日起15日内向青石县人民法院提起行政诉讼，也可以向国务院申请裁决。
    〔条例第五十一条；行政复议法第二十条第一款；行政复议法第二十三条第一款第四项；行政复议法第二十三条第二款；行政复议法第二十四条第二款；行政复议法第二十六条；行政诉讼法第四十五条〕
    "#);
}

#[test]
fn other_answers_leave_the_choice_today_too() {
    for outcome in [Outcome::NotExist, Outcome::AdminQuery, Outcome::Petition, Outcome::OverdueFee] {
        let text = notice(&decision(outcome, date(2025, 7, 1))).unwrap().text;
        assert!(text.contains("也可以") && !text.contains("应当"), "{outcome:?}: {text}");
    }
}

#[test]
fn a_letter_served_online_names_the_online_channel() {
    let online = Decision { served_electronically: true, ..decision(Outcome::Granted, date(2024, 5, 6)) };
    assert_eq!(notice(&online).unwrap().gaps, [Gap::OnlineChannel]);
    let named = Decision { online_channel: Some("https://fuyi.example.cn"), ..online };
    assert_snapshot!(told(&notice(&named).unwrap()), @r#"
    如对本答复不服，可以自收到本答复书之日起60日内向青石县人民政府申请行政复议，也可以自收到本答复书之日起6个月内向青石县人民法院提起行政诉讼。提交行政复议申请书的互联网渠道：https://fuyi.example.cn。
    〔条例第五十一条；行政复议法第二十条第一款；行政复议法第二十二条第二款；行政复议法第二十四条第一款第一项；行政诉讼法第四十六条第一款〕
    "#);
    assert_eq!(notice(&named).unwrap().gaps, []);
    let earlier = Decision { decided_on: date(2023, 5, 6), ..online };
    assert_eq!(notice(&earlier).unwrap().gaps, []);
}

#[test]
fn an_organ_nobody_named_is_described_and_reported_missing() {
    let unnamed = Decision { review_organ: " ", court: None, ..decision(Outcome::NotExist, date(2025, 7, 1)) };
    let found = notice(&unnamed).unwrap();
    assert_eq!(found.gaps, [Gap::ReviewOrgan]);
    assert!(found.text.contains("向本级人民政府申请行政复议") && found.text.contains("有管辖权的人民法院"));
}

#[test]
fn a_withdrawal_carries_no_notice_but_another_ending_does() {
    let other = decision(Outcome::Other, date(2025, 7, 1));
    assert!(notice(&other).is_some());
    assert_eq!(notice(&Decision { withdrawn: true, ..other }), None);
}

#[test]
fn each_kind_of_body_is_reviewed_where_the_law_says() {
    let organs = |on: Date| {
        let lines = BodyKind::ALL.iter().map(|kind| {
            let (organ, article) = kind.review_organ(on);
            format!("{}：{}〔{article}〕\n", kind.label(), organ.label())
        });
        lines.collect::<String>()
    };
    assert_snapshot!(organs(date(2023, 12, 31)), @r#"
    地方人民政府工作部门：本级人民政府或者上一级主管部门〔行政复议法（2017年修正）第十二条第一款〕
    地方人民政府（省级以下）：上一级人民政府〔行政复议法（2017年修正）第十三条第一款〕
    省级人民政府：本机关〔行政复议法（2017年修正）第十四条〕
    国务院部门：本机关〔行政复议法（2017年修正）第十四条〕
    实行垂直领导的机关：上一级主管部门〔行政复议法（2017年修正）第十二条第二款〕
    履行行政复议机构职责的司法行政部门：本级人民政府或者上一级主管部门〔行政复议法（2017年修正）第十二条第一款〕
    工作部门的派出机构：设立该派出机构的部门或者该部门的本级人民政府〔行政复议法（2017年修正）第十五条第一款第二项〕
    "#);
    assert_snapshot!(organs(date(2024, 1, 1)), @r#"
    地方人民政府工作部门：本级人民政府〔行政复议法第二十四条第一款第一项〕
    地方人民政府（省级以下）：上一级人民政府〔行政复议法第二十四条第一款第二项〕
    省级人民政府：本机关〔行政复议法第二十四条第二款〕
    国务院部门：本机关〔行政复议法第二十五条第一项〕
    实行垂直领导的机关：上一级主管部门〔行政复议法第二十七条〕
    履行行政复议机构职责的司法行政部门：本级人民政府或者上一级司法行政部门〔行政复议法第二十八条〕
    工作部门的派出机构：本级人民政府〔行政复议法第二十四条第四款〕
    "#);
}
