//! What the county's applicants ask for, and what the answers state.

use super::bodies::{House, Names, credit_code, identity_number};
use super::chance::Chance;
use super::days::{Days, plus};
use super::topics::Topic;
use cases::act::Fact;
use cases::draft::Draft;
use jiff::civil::{Date, date};
use law::applicant::ApplicantKind;
use law::need::Need;
use law::outcome::Outcome;
use law::receipt::Channel;
use paper::document::chinese_date;

/// Which kind of applicant, as often as a county sees them.
pub fn kind(chance: &mut Chance) -> ApplicantKind {
    match chance.between(1, 100) {
        1..=78 => ApplicantKind::NaturalPerson,
        79..=87 => ApplicantKind::Business,
        88..=90 => ApplicantKind::Research,
        91..=93 => ApplicantKind::SocialOrg,
        94..=98 => ApplicantKind::LegalService,
        _ => ApplicantKind::OtherOrg,
    }
}

/// How the application came.
pub fn channel(chance: &mut Chance) -> Channel {
    match chance.between(1, 100) {
        1..=66 => Channel::Online,
        67..=82 => Channel::RegisteredMail,
        83..=94 => Channel::InPerson,
        95..=97 => Channel::Email,
        98..=99 => Channel::OrdinaryMail,
        _ => Channel::Fax,
    }
}

/// The form as an applicant fills it in.
pub fn form(
    kind: ApplicantKind,
    channel: Channel,
    wanted: (String, String),
    names: &mut Names,
    chance: &mut Chance,
) -> Draft {
    let serial = chance.between(100, 999);
    let person = names.draw();
    let (wanted_name, wanted_features) = wanted;
    let online = channel == Channel::Online;
    let mut draft = Draft {
        applicant_kind: kind.key().into(),
        name: person.clone(),
        // No telephone number in China begins with 12.
        phone: format!("12000000{serial}"),
        address: format!(
            "云溪县{}{}号",
            chance.pick(&["望溪镇老街", "青岭乡岭下村", "河畔街道柳岸路", "书院路"]),
            chance.between(1, 200)
        ),
        postcode: "000000".into(),
        wanted_name,
        wanted_features,
        form: if online { "electronic".into() } else { "paper".into() },
        delivery: if online { "online".into() } else { "post".into() },
        ..Draft::default()
    };
    if online || channel == Channel::Email {
        draft.email = format!("applicant{serial}@yunxi.example");
    }
    if kind == ApplicantKind::NaturalPerson {
        let birth = plus(date(1955, 1, 1), i64::from(chance.between(0, 16_000)));
        draft.proof_kind = "id_card".into();
        draft.proof_number = identity_number(birth, serial);
        return draft;
    }
    let place = chance.pick(&["云脚", "远山", "禾穗", "溪声", "石桥"]);
    draft.name = match kind {
        ApplicantKind::Business => format!("云溪县{place}农业发展有限公司"),
        ApplicantKind::Research => format!("望川市{place}乡村发展研究所"),
        ApplicantKind::SocialOrg => format!("云溪县{place}公益服务中心"),
        ApplicantKind::LegalService => format!("望川市{place}律师事务所"),
        ApplicantKind::OtherOrg | ApplicantKind::NaturalPerson => format!("云溪县{place}村股份经济合作社"),
    };
    draft.uscc = credit_code("91", 9_000 + serial as usize);
    draft.representative = person.clone();
    draft.contact_person = person;
    draft
}

/// What an applicant asks for who will get this answer: the name and a description.
pub fn wanted(outcome: Outcome, topic: &Topic, year: i16, chance: &mut Chance) -> (String, String) {
    let asked = *chance.pick(&topic.asked);
    let name = match outcome {
        Outcome::StateSecret => format!("{year}年涉密测绘成果使用登记"),
        Outcome::ForbiddenByLaw => format!("{year}年{}举报人登记信息", topic.name),
        Outcome::ThreeSecurity => "城区供水管网和泵站布置详图".to_owned(),
        Outcome::ThirdParty => format!("{}中标单位的投标报价明细", topic.name),
        Outcome::InternalAffairs => format!("{year}年{}岗位人员考勤和后勤安排", topic.name),
        Outcome::ProcessInfo => format!("{}办公会讨论记录和方案征求意见稿", topic.name),
        Outcome::EnforcementFile => format!("{year}年{}行政处罚案件卷宗", topic.name),
        Outcome::AdminQuery => "本人名下不动产登记簿内容".to_owned(),
        Outcome::NotOurs => "望川市至云溪县高速公路规划方案".to_owned(),
        Outcome::NeedsCreation => format!("近五年{}按村组汇总分析表", topic.name),
        Outcome::UnclearAfterCorrection | Outcome::OverdueCorrection => format!("与{}有关的全部材料", topic.name),
        Outcome::Petition => format!("要求查处{}中的不公正行为并答复处理结果", topic.name),
        Outcome::Publication => format!("{}年云溪年鉴全文", year - 1),
        Outcome::Excessive => format!("{year}年{}每周例会通知和签到表", topic.name),
        Outcome::ConfirmReissue => format!("重新出具已提供的{asked}并盖章确认"),
        Outcome::OverdueFee => format!("{year}年{asked}全部附件复印件"),
        Outcome::AlreadyPublished
        | Outcome::Granted
        | Outcome::Partial
        | Outcome::NotExist
        | Outcome::Repeat
        | Outcome::Other => format!("{year}年{asked}"),
    };
    let features = match chance.between(0, 2) {
        0 => String::new(),
        1 => format!("听说{}后形成的，希望提供全文。", topic.name),
        _ => format!("请提供{year}年1月1日以来与“{}”有关的内容，电子版即可。", topic.tasks[0].0),
    };
    (name, features)
}

/// What the letter states, from the facts of the case.
#[derive(Clone, Copy)]
pub struct Told<'a> {
    pub house: &'a House,
    pub topic: &'a Topic,
    /// What was asked for.
    pub asked: &'a str,
    pub received_on: Date,
    pub decided_on: Date,
    pub days: Days,
}

/// Every fact that a letter with this outcome has to state.
pub fn facts(outcome: Outcome, told: Told<'_>) -> Vec<Fact> {
    outcome.needs().iter().map(|need| Fact { need: *need, says: says(*need, told).as_str().into() }).collect()
}

fn says(need: Need, told: Told<'_>) -> String {
    let Told { house, topic, asked, received_on, decided_on, days } = told;
    let code = &house.body.code;
    let year = received_on.year();
    let after = |n| chinese_date(days.after(received_on, n));
    match need {
        Need::AccessWay => format!("云溪县政府信息公开平台（http://www.yunxi.example/bodies/{}/），“法定主动公开内容”栏目，可按“{}”查找；也可到{}查阅纸质文本。", house.body.slug, topic.name, house.body.contact.office),
        Need::Attachments => format!("{asked}，1份，12页"),
        Need::ProvisionForm => "电子文件，随本答复书提供".into(),
        Need::OpenedList => format!("{asked}的正文和汇总数据"),
        Need::WithheldList => "表中个人姓名、身份证号码、银行账号和家庭住址，依据条例第十五条不予公开：公开会损害当事人的个人隐私，当事人未同意公开。".into(),
        Need::SecretClassification => "依据测绘成果管理规定确定，密级为秘密，定密机关为望川市自然资源主管部门，保密期限以成果标注为准".into(),
        Need::ForbiddingLaw => "有关法律、行政法规关于为举报人保密的规定，受理机关不得泄露举报人的信息".into(),
        Need::EndangeredInterest => "公共安全：详图标明取水口、加压泵站和主干管网的准确位置，公开后可能被用于破坏供水设施，影响城区十万居民用水".into(),
        Need::ConsultationRecord => format!("{code}公征〔{year}〕3号征求意见书于{}送达第三方，第三方书面答复不同意公开", after(5)),
        Need::ThirdPartyReason => "第三方认为投标报价的组成反映其成本和利润，属于商业秘密；本机关认为该理由合理".into(),
        Need::PublicInterestWeighing => "中标结果、总价和合同已经公开，社会监督的需要已得到满足，不公开报价组成不会对公共利益造成重大影响".into(),
        Need::InternalKind => "人事管理和后勤管理方面的信息，未对外产生约束力".into(),
        Need::ProcessKind => "讨论记录和过程稿，最终形成的方案已经公开".into(),
        Need::NoLawSaysOpen => "经核查，法律、法规、规章没有规定该信息应当公开".into(),
        Need::CaseFile => format!("{code}罚〔{year}〕12号案卷；处罚决定的主要内容已按规定公开"),
        Need::AccessLaw => "《不动产登记暂行条例》关于权利人、利害关系人依法查询、复制不动产登记资料的规定".into(),
        Need::WhereToApply => "云溪县不动产登记中心查询窗口（政务服务大厅一楼），请携带本人身份证明".into(),
        Need::SearchScope => format!("{}办公室档案、业务科业务系统和县综合档案馆移交目录", house.body.short_name),
        Need::SearchMethod => format!("以“{}”以及申请中的名称为关键词检索电子档案，并由两名工作人员翻查同期纸质卷宗", topic.name),
        Need::SearchDate => chinese_date(decided_on),
        Need::NotOursReason => format!("该项规划由市级有关部门组织编制和保存，不属于{}的职责范围", house.body.name),
        Need::CompetentOrgan => "望川市交通运输主管部门，联系电话0000-8200100".into(),
        Need::MissingInformation => "申请的汇总分析需要从各年度台账中逐条摘录并重新加工；本机关现有的是各年度台账，可以另行申请".into(),
        Need::CorrectionNotice => format!("{code}公补〔{year}〕2号，{}", after(3)),
        Need::StillUnclear => "补正后仍未说明所需信息的名称、文号、时间或者其他可以指向具体信息的特征".into(),
        Need::RightChannel => "云溪县信访接待中心（平安路2号），或者拨打0000-12345反映".into(),
        Need::EarlierAnswer => format!("{code}公复〔{year}〕1号，见此前寄送的答复书"),
        Need::WhereToGet => "《云溪年鉴》由方志出版部门公开发行，县图书馆地方文献室可以免费借阅".into(),
        Need::RequestCounts => format!("自{}起三个月内提出同类申请26件，均涉及例会通知和签到表", chinese_date(plus(received_on, -90))),
        Need::ReasonsNotice => format!("{code}公理〔{year}〕1号，{}；申请人说明“想了解工作人员是否按时上班”", after(3)),
        Need::Assessment => "同类信息已按月汇总公开出勤情况；逐周提供签到表与说明的目的明显不相称，且已超出合理范围".into(),
        Need::AlreadyHeld => format!("{asked}，本机关已随此前的答复书以电子文件提供"),
        Need::ServiceProof => format!("{}由申请人签收，回执编号YX{year}0031", after(4)),
        Need::LimitEnd => after(19),
        Need::FeeNotice => format!("{code}公费〔{year}〕1号，{}", after(6)),
        Need::ClosingReason => "同一申请人就同一信息先后两次提交申请，两件合并办理，已在另一件中作出答复".into(),
    }
}
