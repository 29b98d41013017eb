//! Documents that bind: measures with their interpretation, house rules, and the decision that ends some of them.

use super::super::bodies::House;
use super::super::days::plus;
use super::super::topics::Topic;
use super::{File, Paper, addressed, as_paper, lines, signed};
use jiff::civil::Date;
use law::category::Category;
use paper::document::chinese_date;
use publishing::{Column, CountedKind, Genre};

/// 云溪县校园餐管理办法: nothing is managed twice in a title.
pub fn measures_title(topic: &Topic) -> String {
    let managed = ["管理", "监管", "监督"].iter().any(|end| topic.name.ends_with(end));
    format!("云溪县{}{}办法", topic.name, if managed { "" } else { "管理" })
}

/// 行政规范性文件: measures in chapters and articles.
pub fn measures(house: &House, topic: &Topic, number: String, on: Date) -> Paper {
    let title = measures_title(topic);
    let [(h1, t1), (h2, t2), (h3, t3)] = topic.tasks;
    let effective = plus(on, 30);
    let expires = plus(effective, 365 * 5);
    let mut paper = Paper::of(
        Column::Content(Category::Rules),
        title.clone(),
        format!("规定{}的职责分工、{h1}、{h2}、{h3}以及监督责任，自{}起施行，有效期五年。", topic.name, chinese_date(effective)),
        topic.theme,
        Genre::Notice,
        on,
    )
    .numbered(number)
    .keywords(&format!("{} 管理办法", topic.name))
    .text(&lines(
        [
            "第一章 总则",
            &format!("第一条 为了{}，规范{}工作，根据有关法律、法规，结合本县实际，制定本办法。", topic.aim, topic.name),
            &format!("第二条 本县行政区域内的{}及其监督管理，适用本办法。", topic.name),
            &format!("第三条 {}负责{}的组织实施，其他有关部门在各自职责范围内做好相关工作。各镇、乡、街道应当确定专人负责，并公布联系电话。", house.body.name, topic.name),
            "第二章 工作要求",
            &format!("第四条 {h1}。{t1}"),
            &format!("第五条 {h2}。{t2}"),
            &format!("第六条 {h3}。{t3}"),
            "第三章 公开与监督",
            &format!("第七条 {}的依据、标准、程序和结果应当在形成之日起二十个工作日内公开，涉及个人隐私的内容应当隐去。", topic.name),
            &format!("第八条 {}对办理结果有异议的，可以自知道结果之日起十五日内提出，受理单位应当在七个工作日内书面答复。", topic.whom),
            "第九条 工作人员弄虚作假、玩忽职守的，依法给予处分；造成损失的，依法承担赔偿责任。",
            "第四章 附则",
            &format!("第十条 本办法由{}负责解释。", house.body.name),
            &format!("第十一条 本办法自{}起施行，有效期五年。", chinese_date(effective)),
        ],
        house,
        on,
    ));
    paper.content.kind = Some(CountedKind::NormativeDocument);
    paper.content.effective_on = Some(effective);
    paper.content.expires_on = Some(expires);
    let file = as_paper(&title, &paper.content.text);
    paper.with(format!("{title}.docx"), File::Paper(file))
}

/// 政策解读.
pub fn interpretation(house: &House, topic: &Topic, on: Date) -> Paper {
    let measures = measures_title(topic);
    let title = format!("《{measures}》政策解读");
    let [(h1, t1), (h2, t2), (h3, t3)] = topic.tasks;
    Paper::of(
        Column::Interpretations,
        title,
        format!("说明为什么制定《{measures}》、{}能得到什么、有疑问向谁咨询。", topic.whom),
        topic.theme,
        Genre::Other,
        on,
    )
    .keywords(&format!("{} 政策解读 一问一答", topic.name))
    .text(&lines(
        [
            "一、为什么要制定这个办法",
            &format!("过去几年，{}主要靠临时通知安排，各地做法不一，群众常常问不清楚、找不到人。为了{}，有必要把行之有效的做法固定下来。", topic.name, topic.aim),
            "二、起草时听取了哪些意见",
            &format!("起草期间召开了三次座谈会，{}的代表参加了讨论；在网站公开征求意见三十日，收到意见二十余条，合理的都已采纳，没有采纳的逐条说明了理由。", topic.whom),
            "三、与群众关系最大的内容有哪些",
            &format!("一是{h1}。{t1}"),
            &format!("二是{h2}。{t2}"),
            &format!("三是{h3}。{t3}"),
            "四、有疑问怎么办",
            &format!("可以拨打{}咨询，也可以到{}（{}）当面询问，办公时间为{}。", house.body.contact.phone, house.body.contact.office, house.body.contact.address, house.body.contact.hours),
        ],
        house,
        on,
    ))
}

/// The house rules of disclosure.
pub const HOUSE_RULES: [(&str, [&str; 4]); 4] = [
    (
        "政府信息公开审查办法",
        [
            "信息公开前由拟稿科室自查内容是否准确、是否涉及国家秘密和个人隐私，填写审查意见。",
            "办公室指定没有参与拟稿的人员进行复核，审查意见随信息归档，未经审查的信息一律不得发布。",
            "不能确定是否可以公开的，报有关主管部门或者保密行政管理部门确定，等待期间不得发布。",
            "已公开的信息发现差错的，应当在两小时内撤回并注明理由，更正后重新审查发布。",
        ],
    ),
    (
        "依申请公开办理规程",
        [
            "收到申请当日登记，逐件编号，网上申请与申请人确认后以确认之日为收到申请之日。",
            "内容不明确的在七个工作日内一次性告知补正；涉及第三方的书面征求意见，征求意见时间不计入期限。",
            "答复书由承办人拟稿、公开机构负责人签发，写明依据、理由和救济途径，送达凭证归档。",
            "期限届满前五个工作日系统提示承办人和负责人，逾期未答复的追究责任。",
        ],
    ),
    (
        "政府信息主动公开基本目录编制规则",
        [
            "目录按照条例第二十条、第二十一条逐项列出公开事项、内容要素、时限、责任科室和载体。",
            "新增职责或者文件出台后十个工作日内更新目录，更新内容用不同颜色标注一个月。",
            "目录与实际公开的信息逐条对应，每季度抽查一次，缺项的当月补齐。",
            "目录在平台和查阅点同步公布，欢迎公众提出补充建议。",
        ],
    ),
    (
        "政府信息公开年度报告编制要求",
        [
            "年度报告的数据以平台登记为准，不再另行填报，报送前核对合计数和上年结转数。",
            "部门每年一月三十一日前公布上一年度报告，县政府三月三十一日前公布。",
            "存在的问题应当具体，改进措施应当可以检查，避免照抄上一年度的表述。",
            "报告经公开机构负责人签发后发布，同时提供网页版和可以下载的文档。",
        ],
    ),
];

/// One of [`HOUSE_RULES`].
pub fn house_rule(house: &House, place: usize, number: String, on: Date) -> Paper {
    let (name, articles) = HOUSE_RULES[place % HOUSE_RULES.len()];
    let mut text =
        vec![format!("为了落实政府信息公开条例，结合实际，制定本制度。本制度适用于{}及所属机构。", house.body.name)];
    text.extend(
        ["第一条", "第二条", "第三条", "第四条"].iter().zip(articles).map(|(no, words)| format!("{no} {words}")),
    );
    text.extend(signed(house, on));
    Paper::of(
        Column::Rules,
        format!("{}{name}", house.body.short_name),
        format!("{}关于{name}的具体规定。", house.body.short_name),
        "T02/政务公开",
        Genre::Notice,
        on,
    )
    .numbered(number)
    .text(&text)
}

/// A decision that ends documents.
pub fn repeal(house: &House, titles: &[String], number: String, on: Date) -> Paper {
    let mut text = vec![
        addressed(house).to_owned(),
        "根据行政规范性文件清理结果，决定废止下列文件，自本决定印发之日起施行：".to_owned(),
    ];
    text.extend(titles.iter().map(|title| format!("- {title}")));
    text.push("文件废止前已经受理的事项，按照有利于当事人的原则办理完毕。".to_owned());
    text.extend(signed(house, on));
    Paper::of(
        Column::Content(Category::Rules),
        "关于废止部分行政规范性文件的决定".to_owned(),
        format!("决定废止{}等{}件行政规范性文件。", titles.first().map_or("", String::as_str), titles.len()),
        "T02/文秘工作",
        Genre::Decision,
        on,
    )
    .numbered(number)
    .keywords("废止 规范性文件 清理")
    .text(&text)
}
