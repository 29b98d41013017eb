//! Papers that come by themselves: guide and duties, budgets, statistics, warnings, recruiting.

use super::super::bodies::House;
use super::super::chance::Chance;
use super::super::topics::Topic;
use super::{File, Paper, lines, sheet, table};
use civic::BodyKind;
use jiff::civil::Date;
use law::category::Category;
use paper::document::chinese_date;
use publishing::{Column, Genre};

/// 预算 or 决算 of a body.
pub fn money(house: &House, year: i16, final_accounts: bool, on: Date, chance: &mut Chance) -> Paper {
    let word = if final_accounts { "决算" } else { "预算" };
    let scope = if house.body.kind == BodyKind::Government { "政府" } else { "部门" };
    let scale = match house.body.kind {
        BodyKind::Government => 40,
        BodyKind::Department | BodyKind::Authorised => 3,
        BodyKind::Township => 2,
    };
    let staff = chance.between(300, 900) * scale;
    let running = chance.between(60, 240) * scale;
    let projects = chance.between(400, 2600) * scale;
    let total = staff + running + projects;
    let guests = chance.between(2, 9) * scale / 2;
    let cars = chance.between(6, 30) * scale / 2;
    let rows: Vec<Vec<String>> = [
        ("人员经费", staff),
        ("公用经费", running),
        ("项目支出", projects),
        ("支出合计", total),
        ("其中：公务接待费", guests),
        ("其中：公务用车运行维护费", cars),
    ]
    .iter()
    .map(|(label, amount)| vec![(*label).to_owned(), amount.to_string()])
    .collect();
    let name = format!("{}{year}年度{scope}{word}", house.body.name);
    let theme = "T04/财政";
    let explained = if final_accounts {
        "支出与年初预算的差异，主要是年中追加了上级专项资金，结转资金按规定收回预算。"
    } else {
        "按照过紧日子的要求，一般性支出比上年压减百分之五，节省的资金用于民生项目。"
    };
    Paper::of(
        Column::Content(Category::Budget),
        name.clone(),
        format!("{}{year}年度{word}收支总额{total}万元，附支出构成、三公经费和绩效说明。", house.body.short_name),
        theme,
        Genre::Other,
        on,
    )
    .keywords(&format!("{scope}{word} 三公经费 {year}年"))
    .text(&lines(
        [
            "一、单位职责和机构设置",
            &format!("{}的主要职责和内设机构见本单位机构职能信息。纳入{year}年度{scope}{word}编报范围的单位共一家。", house.body.name),
            "二、收支总体情况",
            &format!("{year}年度收入总计{total}万元，支出总计{total}万元，收支平衡。支出构成如下（单位：万元）："),
            &table(&["项目", "金额（万元）"], &rows),
            "三、三公经费说明",
            &format!("公务接待费{guests}万元，公务用车运行维护费{cars}万元，没有安排因公出国（境）费用，没有新购公务用车。"),
            "四、有关说明",
            explained,
            "五、名词解释",
            "三公经费：因公出国（境）费、公务用车购置及运行维护费、公务接待费。项目支出：在基本支出之外为完成特定任务安排的支出。",
        ],
        house,
        on,
    ))
    .with(format!("{name}公开表.docx"), File::Paper(sheet(&format!("{name}公开表"), &["项目", "金额（万元）"], &rows)))
}

/// 统计信息 of a quarter.
pub fn statistics(house: &House, year: i16, quarter: usize, on: Date, chance: &mut Chance) -> Paper {
    let when = format!("{year}年{}", ["第一季度", "上半年", "前三季度", "全年"][quarter]);
    let share = (quarter as u32 + 1) * 25;
    let mut figure = |low: u32, high: u32| f64::from(chance.between(low * share, high * share)) / 1000.0;
    let rows: Vec<Vec<String>> = [
        ("地区生产总值（亿元）", figure(2600, 2900), "5.4"),
        ("第一产业增加值（亿元）", figure(420, 480), "3.6"),
        ("规模以上工业增加值（亿元）", figure(900, 1040), "6.2"),
        ("社会消费品零售总额（亿元）", figure(1010, 1180), "4.8"),
        ("一般公共预算收入（亿元）", figure(130, 160), "3.1"),
    ]
    .iter()
    .map(|(label, value, growth)| vec![(*label).to_owned(), format!("{value:.2}"), format!("{growth}%")])
    .collect();
    Paper::of(
        Column::Content(Category::Statistics),
        format!("云溪县{when}国民经济运行情况"),
        format!("{when}地区生产总值、工业、消费和财政收入主要数据。"),
        "T03/统计",
        Genre::Other,
        on,
    )
    .keywords("统计 经济运行 生产总值")
    .text(&lines(
        [
            &format!("{when}，全县经济运行总体平稳，主要指标如下："),
            &table(&["指标", "总量", "同比增长"], &rows),
            "一、农业生产形势稳定",
            "粮食播种面积保持稳定，茶叶和蔬菜产量增加，生猪存栏恢复到常年水平，农产品价格波动不大。",
            "二、工业和服务业恢复向好",
            "农副产品加工、建材和机械零部件三个行业贡献较大；住宿餐饮和短途旅游在节假日明显回升。",
            "三、需要说明的事项",
            "本公报数据为初步核算数，最终数据以统计年鉴为准。县名和全部数据均为演示虚构。",
        ],
        house,
        on,
    ))
}

/// A warning or another urgent word of a day.
pub fn warning(house: &House, on: Date, chance: &mut Chance) -> Paper {
    let (what, advice) = *chance.pick(&[
        ("暴雨", "低洼地带和山洪沟附近的群众做好转移准备，河道内施工人员立即撤离，驾车不要涉水通过桥涵。"),
        ("高温", "十一时至十六时停止露天作业，独居老人减少外出，学校和工地准备防暑药品。"),
        ("大风降温", "加固广告牌、脚手架和蔬菜大棚，燃煤取暖的家庭保持通风，防止一氧化碳中毒。"),
        ("森林火险", "林区禁止一切野外用火，祭祀请用鲜花代替，发现火情立即拨打12119。"),
    ]);
    let level = *chance.pick(&["蓝色", "黄色", "橙色"]);
    Paper::of(
        Column::Content(Category::Emergencies),
        format!("云溪县发布{what}{level}预警（{}月{}日）", on.month(), on.day()),
        format!("{}月{}日发布{what}{level}预警，提醒公众做好防范。", on.month(), on.day()),
        "T17/减灾救灾",
        Genre::Announcement,
        on,
    )
    .keywords(&format!("预警 {what} 应急"))
    .text(&lines(
        [
            &format!(
                "预计未来四十八小时我县有{what}天气过程，{}会同气象部门于{}发布{what}{level}预警。",
                house.body.short_name,
                chinese_date(on)
            ),
            "一、防范建议",
            advice,
            "二、值班安排",
            "各镇、乡、街道和有关部门实行二十四小时值班，险情信息三十分钟内上报。",
            "三、求助电话",
            "报警110，火警119，急救120，县应急值班0000-8100111。",
        ],
        house,
        on,
    ))
}

/// 政府信息公开指南.
pub fn guide(house: &House, on: Date) -> Paper {
    let contact = &house.body.contact;
    Paper::of(
        Column::Guide,
        format!("{}政府信息公开指南", house.body.name),
        "说明本机关公开什么、怎样查找、怎样申请以及怎样监督。".to_owned(),
        "T02/政务公开",
        Genre::Other,
        on,
    )
    .text(&lines(
        [
            "一、公开的信息和分类",
            "本机关公开的信息分为公开指南、公开制度、法定主动公开内容和年度报告四类，每条信息编有索引号，可以按栏目、文号和关键词查找。",
            "二、获取方式",
            &format!("可以在本平台查阅，也可以到县图书馆、县档案馆和政务服务大厅的查阅点免费阅读。本机关自信息形成或者变更之日起二十个工作日内公开。现场查阅地址：{}。", contact.address),
            "三、申请公开",
            "需要其他政府信息的，可以通过本平台网上提交，也可以当面、邮寄提交。申请应当写明姓名或者名称、身份证明、联系方式，所需信息的名称、文号或者便于查询的其他特征，以及提供形式。平台会给出申请编号和查询码，凭此查询办理进度。",
            "本机关收到申请后能够当场答复的当场答复；不能当场答复的，自收到申请之日起二十个工作日内答复，需要延长的不超过二十个工作日并告知申请人。",
            "四、受理机构",
            &format!("机构名称：{}", contact.office),
            &format!("办公地址：{}，邮政编码：{}", contact.address, contact.postcode),
            &format!("办公时间：{}", contact.hours),
            &format!("联系电话：{}，电子邮箱：{}", contact.phone, contact.email),
            "五、监督和救济",
            &format!("认为本机关未依法履行公开义务的，可以向云溪县政务公开主管部门投诉举报；认为侵犯其合法权益的，可以依法向{}申请行政复议，或者向{}提起行政诉讼。", house.body.reconsideration_organ, house.body.court),
        ],
        house,
        on,
    ))
}

/// 机构职能.
pub fn organ(house: &House, topics: &[&Topic], on: Date) -> Paper {
    let duties: Vec<String> = topics.iter().map(|topic| format!("- 负责{}工作，{}", topic.name, topic.aim)).collect();
    let mut text = vec!["一、机关职能".to_owned(), format!("{}依法履行下列职责：", house.body.name)];
    text.extend(duties);
    text.extend([
        "- 负责本机关政府信息公开工作".to_owned(),
        "- 完成上级交办的其他任务".to_owned(),
        "二、内设机构".to_owned(),
        "办公室、法规科、财务科、业务科。各机构职责分工在办公场所公示。".to_owned(),
        "三、联系方式".to_owned(),
        format!("办公地址：{}", house.body.contact.address),
        format!("办公时间：{}", house.body.contact.hours),
        format!("联系电话：{}", house.body.contact.phone),
        format!("公开工作负责人：{}", house.head.name),
    ]);
    Paper::of(
        Column::Content(Category::Organ),
        format!("{}机构职能", house.body.name),
        "机关职能、内设机构、办公地址、办公时间、联系方式和负责人。".to_owned(),
        "T02/其他",
        Genre::Other,
        on,
    )
    .text(&text)
}

/// How to apply.
pub fn how_to_apply(house: &House, on: Date) -> Paper {
    Paper::of(
        Column::OnRequest,
        "申请公开政府信息须知".to_owned(),
        "申请前先查什么、怎样填写、多久答复、怎样收费。".to_owned(),
        "T02/政务公开",
        Genre::Other,
        on,
    )
    .text(&lines(
        [
            "一、申请之前",
            "请先在本平台用名称、文号或者几个字查找，许多信息已经主动公开，不必申请。",
            "二、怎样填写",
            "一件申请最好只写一项信息，写清名称、文号或者大致时间和内容；身份证明信息仅用于办理本件申请。",
            "三、多久答复",
            "自收到申请之日起二十个工作日内答复。网上提交的，工作人员会与您确认，确认之日为收到申请之日。征求第三方意见和补正的时间按规定扣除或者重新计算。",
            "四、怎样收费",
            "不收取费用。同一申请人申请的数量、频次明显超过合理范围的，按照国家规定收取信息处理费，收费前书面告知。",
            "五、咨询教育、医疗、社会保障等办事问题，请联系具体办理部门；投诉、举报、信访请走相应渠道。",
        ],
        house,
        on,
    ))
}

/// Recruiting.
pub fn recruitment(house: &House, year: i16, on: Date, chance: &mut Chance) -> Paper {
    let posts = chance.between(2, 12);
    Paper::of(
        Column::Content(Category::Recruitment),
        format!("{year}年云溪县考试录用公务员{}职位体检和考察人员公告", house.body.short_name),
        format!("公布{posts}个职位进入体检和考察环节的安排、时间和监督电话。"),
        "T15/人事工作",
        Genre::Announcement,
        on,
    )
    .keywords("公务员 招考 录用 公告")
    .text(&lines(
        [
            &format!("根据笔试、面试成绩，{}{posts}个职位按照一比一的比例确定体检人选，现就有关事项公告如下。", house.body.name),
            "一、体检安排",
            "体检在指定医院进行，时间和集合地点以短信通知为准。体检标准按照公务员录用体检通用标准执行，费用由招录机关承担。",
            "二、考察安排",
            "体检合格的列为考察对象，考察组到其所在单位或者学校了解现实表现，核对档案和报考资格。",
            "三、监督",
            "人员名单以准考证号后四位在考点公示栏公布。公示期间接受监督，电话：0000-12380。",
        ],
        house,
        on,
    ))
}
