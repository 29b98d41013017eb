//! The texts of the county's papers, written from its topics.

use super::bodies::House;
use super::chance::Chance;
use super::days::plus;
use super::topics::Topic;
use civic::BodyKind;
use jiff::civil::Date;
use law::category::Category;
use paper::document::{Block, Cell, Document, Grid, Level, chinese_date, even_widths};
use publishing::{Column, Content, CountedKind, Genre, Theme};

/// A file to be made and attached: name and paper.
#[derive(Clone, Debug)]
pub struct Attached {
    pub name: String,
    pub file: File,
}

/// What the file is made of.
#[derive(Clone, Debug)]
pub enum File {
    /// A paper, written as DOCX.
    Paper(Document),
    /// Plain text.
    Plain(String),
}

/// A paper with its files.
#[derive(Clone, Debug)]
pub struct Paper {
    pub content: Content,
    pub files: Vec<Attached>,
}

impl Paper {
    fn of(column: Column, title: String, summary: String, theme: &str, genre: Genre, made_on: Date) -> Self {
        let mut content = Content::titled(column, &title);
        content.summary = summary;
        content.theme = Theme::from_key(theme);
        content.genre = Some(genre);
        content.made_on = Some(made_on);
        Self { content, files: Vec::new() }
    }

    fn text(mut self, lines: &[String]) -> Self {
        self.content.text = lines.join("\n");
        self
    }

    fn numbered(mut self, number: String) -> Self {
        self.content.doc_no = number;
        self
    }

    fn keywords(mut self, words: &str) -> Self {
        self.content.keywords = words.to_owned();
        self
    }

    fn with(mut self, name: String, file: File) -> Self {
        self.files.push(Attached { name, file });
        self
    }
}

/// The signature and the date, as the last two lines.
fn signed(house: &House, on: Date) -> [String; 2] {
    [house.body.name.clone(), chinese_date(on)]
}

fn lines<const N: usize>(parts: [&str; N], house: &House, on: Date) -> Vec<String> {
    parts.iter().map(|part| (*part).to_owned()).chain(signed(house, on)).collect()
}

/// A table as a paper of its own.
fn sheet(name: &str, heads: &[&str], rows: &[Vec<String>]) -> Document {
    let head = heads.iter().map(|head| Cell::column_header(*head)).collect();
    let body = rows.iter().map(|row| row.iter().map(|cell| Cell::new(cell.as_str())).collect());
    let widths = even_widths(heads.len());
    let paper = Document::new(name).with(Block::Title(name.to_owned()));
    match Grid::new(&widths, std::iter::once(head).chain(body).collect()) {
        Ok(grid) => paper.with(Block::Grid(grid.captioned(name))),
        // Rows of unequal length are printed as paragraphs rather than lost.
        Err(_) => rows.iter().fold(paper, |paper, row| paper.with(Block::paragraph(row.join("　")))),
    }
}

/// Rows as a table in a text.
fn table(heads: &[&str], rows: &[Vec<String>]) -> String {
    let line = |cells: Vec<&str>| format!("| {} |", cells.join(" | "));
    let mut out = vec![line(heads.to_vec())];
    out.extend(rows.iter().map(|row| line(row.iter().map(String::as_str).collect())));
    out.join("\n")
}

fn addressed(house: &House) -> &'static str {
    match house.body.kind {
        BodyKind::Government => "各镇人民政府、乡人民政府、街道办事处，县政府各部门：",
        BodyKind::Township => "各村（社区）、镇直各单位：",
        BodyKind::Department | BodyKind::Authorised => "各镇、乡、街道有关站所，局属各单位：",
    }
}

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

/// The text of a publication as a paper to download.
pub fn as_paper(title: &str, text: &str) -> Document {
    let mut paper = Document::new(title).with(Block::Title(title.to_owned()));
    let lines: Vec<&str> = text.lines().collect();
    for line in &lines {
        let is_heading = line.chars().count() < 20 && (line.starts_with('第') || line.contains('、'));
        let ends = line.ends_with(['。', '：', '；']);
        paper.push(if is_heading && !ends { Block::heading(Level::One, *line) } else { Block::paragraph(*line) });
    }
    paper
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
