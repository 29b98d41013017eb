//! Every letter an applicant can get, whole, for a lawyer to read.
//!
//! The snapshots beside this file hold the plain text: `letters__replies.snap` all 23 replies, `letters__receipts.snap`
//! the receipts. Yunxi (云溪) and everyone in it are made up.

use std::collections::BTreeMap;

use cases::letter::{self, LetterError, LetterField, ReceiptFacts, Received, ReplyFacts, UNNUMBERED, receipt, reply};
use jiff::civil::date;
use law::applicant::ApplicantKind;
use law::need::Need::{self, *};
use law::outcome::Outcome;
use law::receipt::Channel;
use law::remedies::{BodyKind, Gap};

/// A reply that says everything its outcome needs.
fn facts(outcome: Outcome) -> ReplyFacts {
    let mut says: BTreeMap<_, _> = outcome.needs().iter().map(|need| (*need, says(*need).to_owned())).collect();
    let mut signed_on = date(2026, 3, 27);
    if outcome == Outcome::OverdueFee {
        // Twenty working days after the notice was received.
        says.insert(LimitEnd, "2026年4月7日".into());
        signed_on = date(2026, 4, 8);
    }
    ReplyFacts {
        organ: "云溪县自然资源局".into(),
        body: BodyKind::LocalDepartment,
        number: "云溪公复〔2026〕3号".into(),
        applicant: "李小溪".into(),
        applicant_kind: ApplicantKind::NaturalPerson,
        application_number: "ZRZYJ-2026-0012".into(),
        received_on: date(2026, 3, 2),
        channel: Channel::Online,
        corrected_on: None,
        request: asked_for(outcome).into(),
        outcome,
        facts: says,
        signed_on,
        review_organ: "云溪县人民政府".into(),
        court: Some("云溪县人民法院".into()),
        served_electronically: false,
        online_channel: None,
        withdrawn: false,
    }
}

/// What the application asked for.
fn asked_for(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::StateSecret => "云溪县涉密地形图",
        Outcome::ForbiddenByLaw => "2025年度用地调查中各户填报的原始资料",
        Outcome::ThreeSecurity => "城区供水管网阀门分布图",
        Outcome::ThirdParty => "云溪矿区2025年开采成本明细",
        Outcome::InternalAffairs => "2025年10月征地来文的收文办理单",
        Outcome::ProcessInfo => "2025年9月向县人民政府报送的征地请示",
        Outcome::EnforcementFile => "云自然资罚〔2025〕7号行政处罚的全部案卷材料",
        Outcome::AdminQuery => "人民路12号房屋的不动产登记资料",
        Outcome::NeedsCreation => "2016年至2025年各村被征收土地面积汇总表",
        Outcome::UnclearAfterCorrection | Outcome::OverdueCorrection => "有关征地的全部材料",
        Outcome::Petition => "要求查处邻居违法占地并告知处理结果",
        Outcome::Publication => "《云溪年鉴（2025）》",
        Outcome::Excessive | Outcome::OverdueFee => "人民路8号地块2016年以来的全部用地审批材料",
        Outcome::AlreadyPublished
        | Outcome::Granted
        | Outcome::Partial
        | Outcome::NotExist
        | Outcome::NotOurs
        | Outcome::Repeat
        | Outcome::ConfirmReissue
        | Outcome::Other => "城东片区2025年度土地征收补偿安置方案",
    }
}

/// What the clerk wrote for each need.
fn says(need: Need) -> &'static str {
    match need {
        AccessWay => "云溪县人民政府门户网站“重点领域信息公开—土地征收”栏目，https://www.yunxi.example.cn/zdly/tdzs/",
        Attachments => "云溪县城东片区土地征收补偿安置方案（云政发〔2025〕18号，12页）\n征收范围图（1页）",
        ProvisionForm => "纸质，随本答复书邮寄",
        OpenedList => "补偿安置方案正文第一章至第四章\n补偿标准表",
        WithheldList => {
            "被征收人姓名、住址和身份证件号码：涉及个人隐私，依据《中华人民共和国政府信息公开条例》第十五条不予公开\n内部会签意见：属于过程性信息，依据《中华人民共和国政府信息公开条例》第十六条第二款不予公开"
        }
        SecretClassification => {
            "定密依据为自然资源工作国家秘密范围的规定，密级为秘密，保密期限为10年，定密机关为云溪市自然资源局"
        }
        ForbiddingLaw => "《某某法》第九条",
        EndangeredInterest => "公共安全：该图标明了供水管网的阀门位置和控制方式，公开后可能被用于破坏供水",
        ConsultationRecord => {
            "征求意见书（云溪公征〔2026〕1号）于2026年3月4日送达第三方，第三方于2026年3月10日书面答复不同意公开"
        }
        ThirdPartyReason => "第三方认为开采成本明细是其商业秘密；经审查，该明细未对外披露并采取了保密措施，理由成立",
        PublicInterestWeighing => "该明细不涉及公共安全和公众健康，不公开不会对公共利益造成重大影响",
        InternalKind => "内部工作流程，即本机关收文办理单",
        ProcessKind => "请示报告，即本机关2025年9月向云溪县人民政府报送的请示",
        NoLawSaysOpen => "经核查，法律、法规、规章没有规定该信息应当公开",
        CaseFile => "云自然资罚〔2025〕7号行政处罚案卷",
        AccessLaw => "《不动产登记暂行条例》第二十七条",
        WhereToApply => "云溪县不动产登记中心，云溪县人民路12号政务服务大厅二楼",
        SearchScope => "综合档案室1998年至2025年文书档案、征地管理系统、征地管理股",
        SearchMethod => "以“城东片区”“补偿安置方案”为关键词检索，并人工查阅2025年征地案卷目录",
        SearchDate => "2026年3月12日",
        NotOursReason => "该方案由云溪县人民政府制作，应当由制作机关负责公开",
        CompetentOrgan => "云溪县人民政府，联系部门为云溪县人民政府办公室，电话0000-1234567",
        MissingInformation => "需要把2016年至2025年各年度数据按村汇总成表；本机关现有的是各年度征地批复，可以另行申请",
        CorrectionNotice => "云溪公补〔2026〕2号，2026年3月6日作出",
        StillUnclear => "“有关征地的全部材料”没有说明文件名称、文号、时间或者事项，不能确定指向的信息",
        RightChannel => "云溪县信访局，云溪县人民路8号\n全国统一的国家信访局网上信访渠道",
        EarlierAnswer => "云溪公复〔2025〕41号，2025年11月20日作出",
        WhereToGet => "《云溪年鉴（2025）》可以在云溪县图书馆借阅，也可以在新华书店云溪店购买",
        RequestCounts => "2026年1月1日至2026年2月28日共提出申请126件，均涉及同一宗土地",
        ReasonsNotice => "云溪公说〔2026〕1号，2026年3月5日作出；申请人说明的理由是需要全面了解该宗土地的历史",
        Assessment => "本机关此前已就该宗土地提供了全部现有材料，继续申请同类信息没有新的目的",
        AlreadyHeld => "云溪县城东片区土地征收补偿安置方案，2025年11月20日以邮寄方式取得",
        ServiceProof => "2026年3月9日由申请人签收，邮件号XA12345678901",
        LimitEnd => "2026年3月20日",
        FeeNotice => "云溪公费〔2026〕1号，2026年3月4日作出，金额为2000元",
        ClosingReason => "与ZRZYJ-2026-0013号申请内容相同，两件合并办理，一并答复",
    }
}

fn receipt_facts() -> ReceiptFacts {
    ReceiptFacts {
        organ: "云溪县自然资源局".into(),
        applicant: "李小溪".into(),
        applicant_kind: ApplicantKind::NaturalPerson,
        application_number: "ZRZYJ-2026-0012".into(),
        query_code: "7K4M-Q2XD".into(),
        channel: Channel::InPerson,
        received: Received::Counted { on: date(2026, 3, 2), answer_by: date(2026, 3, 30), provisional: false },
        request: "城东片区2025年度土地征收补偿安置方案".into(),
        phone: "0000-7654321".into(),
        issued_on: date(2026, 3, 2),
    }
}

#[track_caller]
fn text(facts: &ReplyFacts) -> String {
    reply(facts).expect("nothing is missing").plain_text()
}

#[test]
fn replies() {
    let mut all = String::new();
    for outcome in Outcome::ALL {
        all.push_str(&format!("════ {} ════\n", outcome.label()));
        all.push_str(&text(&facts(outcome)));
        all.push('\n');
    }
    insta::assert_snapshot!(all);
}

#[test]
fn receipts() {
    let counted = receipt_facts();
    let provisional = ReceiptFacts {
        received: Received::Counted { on: date(2026, 12, 28), answer_by: date(2027, 1, 26), provisional: true },
        applicant: "云溪乡村发展研究所".into(),
        applicant_kind: ApplicantKind::Research,
        ..receipt_facts()
    };
    let awaiting = ReceiptFacts {
        channel: Channel::Online,
        received: Received::AwaitingConfirmation { arrived_on: date(2026, 3, 1) },
        ..receipt_facts()
    };
    let all: Vec<_> =
        [counted, provisional, awaiting].iter().map(|f| receipt(f).expect("complete").plain_text()).collect();
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn errors() {
    let mut all = String::new();
    let fields = [
        LetterField::Organ,
        LetterField::Number,
        LetterField::Applicant,
        LetterField::ApplicationNumber,
        LetterField::Request,
        LetterField::QueryCode,
        LetterField::Phone,
    ];
    let days = (date(2026, 3, 9), date(2026, 3, 2));
    for error in fields.map(LetterError::Missing).into_iter().chain([
        LetterError::Fact(Need::SearchScope),
        LetterError::Remedies(Gap::ReviewOrgan),
        LetterError::Remedies(Gap::OnlineChannel),
        LetterError::NumberForm,
        LetterError::SignedBeforeReceipt { received_on: days.0, signed_on: days.1 },
    ]) {
        all.push_str(&format!("{}: {error}\n", error.field()));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn a_reply_states_every_fact_its_outcome_needs_and_cites_every_article() {
    for outcome in Outcome::ALL {
        let facts = facts(outcome);
        let text = text(&facts);
        for need in outcome.needs() {
            for line in facts.facts[need].lines() {
                assert!(text.contains(line), "{outcome:?} leaves out {need:?}: {line}");
            }
        }
        for article in outcome.articles() {
            let cited = article.in_letter();
            let place = cited.strip_prefix(article.law().full_name()).expect("the law's name comes first");
            assert!(text.contains(place), "{outcome:?} does not cite {cited}");
        }
    }
}

#[test]
fn an_empty_draft_names_everything_that_is_missing_at_once() {
    for outcome in Outcome::ALL {
        let empty = ReplyFacts {
            organ: String::new(),
            number: " ".into(),
            applicant: "\u{3000}".into(),
            application_number: String::new(),
            request: String::new(),
            facts: Default::default(),
            review_organ: String::new(),
            ..facts(outcome)
        };
        let errors = reply(&empty).expect_err("nothing is there");
        let mut expected = vec!["organ", "number", "applicant", "application_number", "request"];
        expected.extend(outcome.needs().iter().filter(|need| !need.is_optional()).map(|need| need.key()));
        expected.push("review_organ");
        assert_eq!(errors.iter().map(|e| e.field()).collect::<Vec<_>>(), expected);
    }
}

#[test]
fn optional_facts_may_be_left_out_without_leaving_a_hole() {
    for (outcome, need, label) in [
        (Outcome::Granted, Attachments, "附件"),
        (Outcome::NotOurs, CompetentOrgan, "名称和联系方式为"),
        (Outcome::Petition, RightChannel, "下列渠道"),
    ] {
        let mut facts = facts(outcome);
        facts.facts.remove(&need);
        assert!(!text(&facts).contains(label), "{outcome:?} announces what it does not say");
    }
}

#[test]
fn a_refusal_sends_to_reconsideration_first_only_since_2024() {
    let decided = |day| text(&ReplyFacts { received_on: day, signed_on: day, ..facts(Outcome::ProcessInfo) });
    assert!(decided(date(2024, 1, 2)).contains("先向云溪县人民政府申请行政复议"));
    assert!(decided(date(2023, 12, 29)).contains("也可以"));
    assert!(!decided(date(2023, 12, 29)).contains("先向"));
}

#[test]
fn a_letter_served_online_names_the_online_channel_or_is_not_written() {
    let online = ReplyFacts { served_electronically: true, ..facts(Outcome::Granted) };
    assert_eq!(reply(&online), Err(vec![LetterError::Remedies(Gap::OnlineChannel)]));
    let named = ReplyFacts { online_channel: Some("云溪县行政复议网上申请平台".into()), ..online };
    assert!(text(&named).contains("云溪县行政复议网上申请平台"));
}

#[test]
fn a_withdrawn_application_ends_without_a_remedies_notice() {
    let reason = [(Need::ClosingReason, "申请人于2026年3月18日书面声明撤回申请".to_owned())];
    let withdrawn = ReplyFacts { withdrawn: true, facts: reason.into(), ..facts(Outcome::Other) };
    assert!(!text(&withdrawn).contains("行政复议"));
    assert!(text(&facts(Outcome::Other)).contains("行政复议"), "a merged one can be attacked");
}

#[test]
fn an_organisation_is_not_addressed_as_a_person() {
    for outcome in Outcome::ALL {
        let facts = ReplyFacts {
            applicant: "云溪律师事务所".into(),
            applicant_kind: ApplicantKind::LegalService,
            ..facts(outcome)
        };
        assert!(!text(&facts).contains('您'), "{outcome:?}");
    }
}

#[test]
fn a_corrected_application_and_several_requests_are_restated() {
    let facts = ReplyFacts {
        corrected_on: Some(date(2026, 3, 11)),
        request: "补偿安置方案；\n征收范围图。".into(),
        ..facts(Outcome::Granted)
    };
    let text = text(&facts);
    assert!(text.contains("于2026年3月11日收到您补正后的申请。"));
    assert!(text.contains("您申请公开的内容为：\n1.补偿安置方案。\n2.征收范围图。\n"));
}

#[test]
fn numbers_are_written_as_the_standard_asks() {
    for (number, good) in [
        ("云溪公复〔2026〕3号", true),
        (UNNUMBERED, true),
        ("云溪公复[2026]3号", false),
        ("云溪公复〔2026〕03号", false),
        ("云溪公复〔2026〕第3号", false),
        ("云溪公复〔26〕3号", false),
        ("〔2026〕3号", false),
        ("云溪公复2026年3号", false),
    ] {
        let result = reply(&ReplyFacts { number: number.into(), ..facts(Outcome::Granted) });
        assert_eq!(result.is_ok(), good, "{number}");
    }
}

#[test]
fn a_letter_is_not_older_than_the_application() {
    let early = ReplyFacts { signed_on: date(2026, 3, 1), ..facts(Outcome::Granted) };
    let errors = reply(&early).expect_err("impossible");
    assert_eq!(
        errors,
        [LetterError::SignedBeforeReceipt { received_on: date(2026, 3, 2), signed_on: date(2026, 3, 1) }]
    );
}

#[test]
fn every_letter_can_be_printed_and_shown() {
    for outcome in Outcome::ALL {
        let letter = reply(&facts(outcome)).expect("complete");
        assert!(!paper::docx::write(&letter).expect("written").is_empty());
        assert!(paper::html::write(&letter).contains("云溪县自然资源局"));
    }
    assert!(letter::receipt(&receipt_facts()).is_ok_and(|paper| paper::docx::write(&paper).is_ok()));
}
