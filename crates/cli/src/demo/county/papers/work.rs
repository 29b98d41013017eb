//! Papers about a piece of work: plan, progress, checks, penalties, services, projects, money paid out.

use super::super::bodies::House;
use super::super::chance::Chance;
use super::super::topics::Topic;
use super::{File, Paper, addressed, lines, sheet, table};
use jiff::civil::Date;
use law::category::Category;
use paper::document::chinese_date;
use publishing::{Column, Genre};

/// A plan of the year's work, sent round by a notice.
pub fn plan(house: &House, topic: &Topic, year: i16, number: String, on: Date, chance: &mut Chance) -> Paper {
    let (what, unit, low, high) = topic.measure;
    let goal = chance.between(low, high);
    let [(h1, t1), (h2, t2), (h3, t3)] = topic.tasks;
    let paper = Paper::of(
        Column::Notices,
        format!("关于印发{year}年{}工作方案的通知", topic.name),
        format!("{year}年{}的目标、任务和保障，全年计划{what}{goal}{unit}。", topic.name),
        topic.theme,
        Genre::Notice,
        on,
    )
    .numbered(number)
    .keywords(&format!("{} 工作方案 {year}年", topic.name))
    .text(&lines(
        [
            addressed(house),
            &format!("现将《{year}年{}工作方案》印发给你们，请结合实际认真组织实施。", topic.name),
            "一、工作目标",
            &format!("为了{}，全年计划{what}{goal}{unit}，三月底前分解任务，十一月底前全面完成，十二月上旬组织验收。", topic.aim),
            "二、主要任务",
            &format!("（一）{h1}"),
            t1,
            &format!("（二）{h2}"),
            t2,
            &format!("（三）{h3}"),
            t3,
            "三、保障措施",
            &format!("{}牵头组织，建立月调度、季通报制度。所需经费列入部门预算，不得向{}收取任何费用。进展和结果在本单位政府信息公开专栏公布，接受群众监督。", house.body.short_name, topic.whom),
        ],
        house,
        on,
    ));
    let rows: Vec<Vec<String>> = topic
        .tasks
        .iter()
        .zip(["第二季度", "第三季度", "第四季度"])
        .enumerate()
        .map(|(place, ((head, _), when))| {
            vec![(place + 1).to_string(), (*head).into(), house.body.short_name.clone(), when.into()]
        })
        .collect();
    let name = format!("{year}年{}任务分工表", topic.name);
    paper.with(format!("{name}.docx"), File::Paper(sheet(&name, &["序号", "任务", "责任单位", "完成时间"], &rows)))
}

/// How the work of half a year or a year stands, with figures.
pub fn progress(house: &House, topic: &Topic, when: &str, share: u32, on: Date, chance: &mut Chance) -> Paper {
    let (what, unit, low, high) = topic.measure;
    let done = (chance.between(low, high) * share / 100).max(1);
    let [(h1, _), (h2, _), (h3, _)] = topic.tasks;
    const TOWNS: [&str; 4] = ["望溪镇", "青岭乡", "河畔街道", "其他"];
    let parts = [done * 3 / 10, done * 2 / 10, done * 3 / 10];
    let rest = done - parts.iter().sum::<u32>();
    let rows: Vec<Vec<String>> = TOWNS
        .iter()
        .zip(parts.into_iter().chain([rest]))
        .map(|(town, count)| vec![(*town).into(), count.to_string()])
        .chain([vec!["合计".into(), done.to_string()]])
        .collect();
    let heads = ["区域", &format!("{what}（{unit}）")];
    Paper::of(
        Column::Content(topic.category),
        format!("{when}{}进展情况", topic.name),
        format!("{when}{what}{done}{unit}，附分区域数据和下一步安排。"),
        topic.theme,
        Genre::Other,
        on,
    )
    .keywords(&format!("{} 进展 数据", topic.name))
    .text(&lines(
        [
            &format!(
                "{when}，{}围绕“{}”推进{}工作，现将进展情况公布如下。",
                house.body.short_name, topic.aim, topic.name
            ),
            "一、完成情况",
            &format!("{when}共{what}{done}{unit}。分区域情况见下表："),
            &table(&heads, &rows),
            "二、主要做法",
            &format!("围绕{h1}、{h2}、{h3}三个方面分工到科室，每月到现场核实一次进度，对群众来电逐件登记、限时回复。"),
            "三、存在的困难和下一步安排",
            *chance.pick(&[
                "部分村组人手不足，个别项目前期手续办理较慢。下一步将抽调人员驻点帮助，手续缺项的列出清单逐项补齐。",
                "入户宣传还不够细，一些老人不了解政策。下一步利用赶集日设置咨询点，把政策说明印成大字版发到户。",
                "受连续降雨影响，部分工作推迟。下一步合理安排作业时间，在保证质量的前提下追回进度。",
            ]),
        ],
        house,
        on,
    ))
    .with(
        format!("{when}{}分区域数据.txt", topic.name),
        File::Plain(rows.iter().map(|row| row.join("\t")).collect::<Vec<_>>().join("\r\n")),
    )
}

/// What a check found.
pub fn inspection(house: &House, topic: &Topic, year: i16, number: String, on: Date, chance: &mut Chance) -> Paper {
    let (seen, found) = (chance.between(18, 64), chance.between(3, 15));
    let mended = chance.between(1, found);
    let [(h1, _), (h2, t2), _] = topic.tasks;
    Paper::of(
        Column::Content(Category::Supervision),
        format!("关于{year}年{}专项检查情况的通报", topic.name),
        format!("检查{seen}处，发现问题{found}个，已整改{mended}个，其余限期整改。"),
        topic.theme,
        Genre::Bulletin,
        on,
    )
    .numbered(number)
    .keywords(&format!("{} 检查 通报 整改", topic.name))
    .text(&lines(
        [
            addressed(house),
            &format!("近期，{}组织三个检查组对{}情况开展专项检查，现将有关情况通报如下。", house.body.short_name, topic.name),
            "一、基本情况",
            &format!("检查采取查阅资料、现场查看和随机走访相结合的方式，共检查{seen}处，走访{}八十余人次。总体看，{h1}落实较好，群众反映的问题比上一次检查明显减少。", topic.whom),
            "二、发现的问题",
            &format!("共发现问题{found}个，主要集中在三个方面：公示内容更新不及时，有的公示栏仍是上一年度的信息；台账记录不完整，缺少经办人签字；个别单位对“{h2}”的要求理解不到位。"),
            "三、整改要求",
            &format!("检查中能够当场改正的{mended}个问题已经改正，其余问题由责任单位在二十个工作日内完成整改并书面报告。{t2}整改结果将与年度考核挂钩。"),
        ],
        house,
        on,
    ))
}

/// 行政处罚信息: one decision. Those punished are made-up firms.
pub fn penalty(house: &House, topic: &Topic, number: String, on: Date, chance: &mut Chance) -> Paper {
    const FIRMS: [&str; 8] = [
        "禾穗商行",
        "青石建材经营部",
        "溪畔餐饮店",
        "远山运输服务部",
        "云脚工程队",
        "岭上食品作坊",
        "柳岸物业服务中心",
        "石桥机械租赁站",
    ];
    const WRONGS: [(&str, &str); 4] = [
        ("未按照规定建立并保存检查记录", "警告，并处罚款"),
        ("现场未设置明显的警示标志", "罚款"),
        ("未在规定期限内完成整改", "罚款，责令限期改正"),
        ("未如实公布收费和服务信息", "警告，责令改正，并处罚款"),
    ];
    let (firm, (wrong, result)) = (*chance.pick(&FIRMS), *chance.pick(&WRONGS));
    let yuan = chance.between(2, 30) * 500;
    let rows = [
        ("行政处罚决定书文号", number.clone()),
        ("当事人", format!("云溪县{firm}（虚构）")),
        ("违法事实", format!("执法人员在{}检查中发现，当事人{wrong}。", topic.name)),
        ("处罚依据", "有关法律、法规关于法律责任的规定以及本机关行政处罚裁量基准".to_owned()),
        ("处罚结果", format!("{result}人民币{yuan}元")),
        ("作出机关", house.body.name.clone()),
        ("决定日期", chinese_date(on)),
        ("公示期限", "自公开之日起一年".to_owned()),
    ]
    .map(|(label, value)| vec![label.to_owned(), value])
    .to_vec();
    Paper::of(
        Column::Content(Category::Penalties),
        format!("云溪县{firm}行政处罚决定信息公开表"),
        format!("{}对{firm}在{}中{wrong}的行为作出行政处罚：{result}{yuan}元。", house.body.short_name, topic.name),
        topic.theme,
        Genre::Decision,
        on,
    )
    .numbered(number)
    .keywords(&format!("行政处罚 罚款 {}", topic.name))
    .text(&[
        table(&["项目", "内容"], &rows),
        "当事人不服处罚决定的，可以依法申请行政复议或者提起行政诉讼。本表所载当事人、事实和金额均为演示虚构。"
            .to_owned(),
    ])
}

/// 办事指南.
pub fn service(house: &House, topic: &Topic, on: Date) -> Paper {
    let [(h1, t1), _, (_, t3)] = topic.tasks;
    Paper::of(
        Column::Content(Category::Licences),
        format!("{}事项办事指南", topic.name),
        format!("{}相关事项的受理条件、材料、程序、时限和咨询方式。", topic.name),
        topic.theme,
        Genre::Other,
        on,
    )
    .keywords(&format!("{} 办事指南 办理流程 申请材料", topic.name))
    .text(&lines(
        [
            "一、适用范围",
            &format!("{}办理与{}有关的事项，适用本指南。", topic.whom, topic.name),
            "二、受理条件",
            t1,
            "三、申请材料",
            "- 申请表一份，可在窗口领取或者网上下载",
            "- 申请人身份证明，能够通过数据共享核对的不必提交复印件",
            &format!("- 与“{h1}”相关的说明材料"),
            "四、办理程序和时限",
            "窗口当场出具受理凭证；材料不齐的一次告知需要补充的全部内容。自受理之日起十个工作日内办结，办结后以短信通知。",
            "五、收费",
            "本事项不收费。",
            "六、结果公开与咨询",
            t3,
            &format!("咨询电话：{}。投诉电话：0000-12300。办公时间：{}。", house.body.contact.phone, house.body.contact.hours),
        ],
        house,
        on,
    ))
}

/// A project's approval.
pub fn project(house: &House, topic: &Topic, year: i16, number: String, on: Date, chance: &mut Chance) -> Paper {
    let million = chance.between(8, 96) * 10;
    let [(h1, t1), (h2, t2), _] = topic.tasks;
    let name = format!("云溪县{year}年{}工程", topic.name);
    Paper::of(
        Column::Content(Category::Projects),
        format!("关于{name}可行性研究报告的批复"),
        format!("同意建设{name}，估算总投资{million}万元，明确建设内容、工期和招标方式。"),
        topic.theme,
        Genre::Reply,
        on,
    )
    .numbered(number)
    .keywords(&format!("{} 项目 批复 投资", topic.name))
    .text(&lines(
        [
            "项目建设单位：",
            &format!("你单位报来的《{name}可行性研究报告》及有关材料收悉。经研究，现批复如下："),
            &format!("一、为了{}，同意实施{name}。", topic.aim),
            &format!("二、建设内容和规模。主要包括{h1}、{h2}等。{t1}"),
            &format!("三、总投资和资金来源。项目估算总投资{million}万元，其中上级补助资金{}万元，其余由县财政统筹安排。", million * 6 / 10),
            "四、建设工期。计划工期十个月，汛期和冬季停工时间不计入。",
            &format!("五、招标方案。施工、监理采用公开招标方式。{t2}"),
            "六、其他要求。项目单位应当办理用地、环境影响评价等手续后开工，并在现场公示项目概况、责任单位和监督电话。本批复有效期二年。",
        ],
        house,
        on,
    ))
}

/// 公示 of those who receive money, in numbers only.
pub fn recipients(house: &House, topic: &Topic, when: &str, on: Date, chance: &mut Chance) -> Paper {
    let rows: Vec<Vec<String>> = ["望溪镇", "青岭乡", "河畔街道"]
        .iter()
        .map(|town| {
            let people = chance.between(30, 400);
            vec![(*town).to_owned(), people.to_string(), (people * chance.between(2, 9) * 100).to_string()]
        })
        .collect();
    Paper::of(
        Column::Content(topic.category),
        format!("{when}{}资金发放情况公示", topic.name),
        format!("{when}{}资金发放人数和金额，公示期七日，附异议反映方式。", topic.name),
        topic.theme,
        Genre::Other,
        on,
    )
    .keywords(&format!("{} 资金 补助 公示", topic.name))
    .text(&lines(
        [
            &format!("按照{}资金管理规定，经村级申报、镇级审核和县级复核，现将{when}发放情况公示如下：", topic.name),
            &table(&["区域", "人数", "金额（元）"], &rows),
            "公示期自发布之日起七日。具体名单在各村（社区）公示栏张贴，已隐去身份证号码和银行账号。",
            &format!(
                "对公示内容有异议的，请在公示期内实名反映，联系电话：{}，地址：{}。",
                house.body.contact.phone, house.body.contact.address
            ),
        ],
        house,
        on,
    ))
}
