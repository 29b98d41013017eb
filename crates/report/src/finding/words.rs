//! The words of every finding: what is wrong, with its place and both numbers, and what to do.

use law::yearly::Reporter;
use paper::document::chinese_date;
use paper::source::Measure;
use rust_decimal::Decimal;

use super::Place;
use super::notice::{Axis, Contradiction, Disagreement, Implausible, Notice, SectionFault, UnitFault, Unreadable};
use crate::form::{Edition, SectionKey, form};
use crate::report::List;

impl Notice {
    /// Message and hint. `at` is the place in words.
    pub(super) fn words(&self, at: &str, place: &Place) -> (String, String) {
        let (message, hint): (String, &str) = match self {
            Notice::RowSum { expected, found } => {
                (format!("{at}填的是{found}，六类申请人相加为{expected}"), "核对本行各类申请人的数，再改总计")
            }
            Notice::ResultSum { expected, found } => (
                format!("{at}填的是{found}，本列各办理结果相加为{expected}"),
                "核对本列（一）至（六）各行，是否漏计或重复计了一件",
            ),
            Notice::Balance { received, carried_in, handled, carried_forward } => (
                format!(
                    "{at}不平：本年新收{received}＋上年结转{carried_in}＝{}，办理结果总计{handled}＋结转下年度{carried_forward}＝{}",
                    received + carried_in,
                    handled + carried_forward
                ),
                "第一项加第二项应等于第三项加第四项；先对照台账核对结转下年度的件数",
            ),
            Notice::RemedySum { expected, found } => {
                (format!("{at}填的是{found}，四种结果相加为{expected}"), "核对维持、纠正、其他、尚未审结四格，再改总计")
            }
            Notice::NotACount { found } => (
                format!("{at}填的是{found}，件数应为不小于零的整数"),
                "改为整数；只有2019年格式的“本年增/减”可以是负数",
            ),
            Notice::RowMissing { label } => {
                (format!("{}没有“{label}”这一行", table_or(at, place)), "按格式补上这一行，没有发生的填0")
            }
            Notice::LabelMisprinted { expected, found } => {
                (format!("{}的“{found}”应为“{expected}”", table_or(at, place)), "按格式原文改正名称")
            }
            Notice::RowsOutOfOrder { label, after } => (
                format!("{}的“{label}”排在了“{after}”之后，与格式的顺序不同", table_or(at, place)),
                "按格式调整行的顺序，并核对数是否随行移动",
            ),
            Notice::NotOfTheForm { axis, label } => {
                (format!("{}有格式没有的{}“{label}”", table_or(at, place), axis.zh()), "删去这一项；需要说明的写入正文")
            }
            Notice::OtherInOneRow => (
                format!("{}的“（六）其他处理”只有一行，2021年格式为三行", table_or(at, place)),
                "拆为“逾期不补正”“逾期未缴费”“其他”三行",
            ),
            Notice::ColumnMissing { label } => {
                (format!("{}没有“{label}”这一列", table_or(at, place)), "按格式补上这一列，没有发生的填0")
            }
            Notice::TableMissing => (format!("没有找到{at}"), "按格式补上表格；表格是图片的，请改为可以复制文字的表格"),
            Notice::ValuesWithoutColumn { values, columns, rows } => (
                format!("{at}起有{rows}行各只有{values}个数，格式有{columns}列，无法判断属于哪一列，暂记入总计"),
                "请在原件中查看，把各列的数补全，没有发生的填0",
            ),
            Notice::Blank { count, cells, mark } => {
                (blank(at, *count, cells, mark.as_deref()), "没有发生的填0，不要留空或用符号代替")
            }
            Notice::NotANumber { found } => (format!("{at}填的是“{found}”，不是数字"), "只填数字；需要说明的写入正文"),
            Notice::MoneyUnit { fault, raw } => money_unit(at, *fault, raw),
            Notice::TextAgainstTable { what, text, table, quote } => (
                format!("正文“{quote}”写的{what}是{}，{at}是{}", text.normalize(), table.normalize()),
                "对照台账核实后，把正文和表格改为一致",
            ),
            Notice::ShareAgainstTable { what, part, whole, share, exact } => (
                format!(
                    "正文写{what}{}件占{}%，按{at}与办理结果总计{whole}件计算，应占{}%",
                    part.normalize(),
                    share.normalize(),
                    exact.normalize()
                ),
                "核对占比是以哪个数为总数计算的；不是办理结果总计的，在文中写明",
            ),
            Notice::NotAsRegistered { register, found: Some(found) } => {
                (format!("{at}填的是{found}，台账是{register}"), "对照台账逐件核对；台账有误的，先更正台账")
            }
            Notice::NotAsRegistered { register, found: None } => {
                (format!("{at}为空，台账是{register}"), "对照台账逐件核对；台账有误的，先更正台账")
            }
            Notice::PartsAgainstTotal { label, total, parts, list } => parts_words(label, *total, parts, *list),
            Notice::Contradiction(what) => contradiction(*what),
            Notice::Implausible(what) => implausible(at, what),
            Notice::CarryOver { last_year, this_year } => (
                format!("{at}填的是{this_year}，上一年报告的结转下年度是{last_year}"),
                "核对两年的报告；确需更正上一年的数，在第六部分说明",
            ),
            Notice::ItemsLead { items, change, found } => (
                format!("{at}填的是{found}，按上一年报告推算为{items}＋（{change}）＝{}", items + change),
                "核对两年的项目数量和增减数",
            ),
            Notice::InForceLead { last_year, made, repealed, found } => (
                format!(
                    "{at}填的是{found}，按上一年现行有效{last_year}＋本年制发{made}－本年废止{repealed}推算为{}",
                    last_year + made - repealed
                ),
                "核对文件清理结果；因重新统计而不一致的，在第六部分说明",
            ),
            Notice::Section(fault) => section_words(at, place, fault),
            Notice::Disagreement(what) => disagreement(what),
            Notice::Late { day, due, reporter } => (
                format!(
                    "报告日期是{}，{}在{}以前公布",
                    chinese_date(*day),
                    match reporter {
                        Reporter::Government => "县级以上地方人民政府的年度报告应",
                        Reporter::Department => "行政机关的年度报告应",
                        // Article 49 is silent on townships.
                        Reporter::Township => "乡镇的年度报告按惯例",
                    },
                    chinese_date(*due)
                ),
                "以后年度按期公布；日期写错的，改正日期",
            ),
            Notice::WrongEdition { year, found } => (
                format!("{year}年度的报告用的是{found}年格式，应当用{}年格式", Edition::for_year(*year)),
                "换用该年度的格式重新填写表格",
            ),
            Notice::WrongNotice { year, named } => (
                format!(
                    "{year}年度的报告引用的是{named}年的格式通知（{}），该年度的格式由{}规定",
                    form(*named).basis,
                    form(Edition::for_year(*year)).basis
                ),
                "表格已是该年度格式的，只需改正正文中引用的文件",
            ),
            Notice::Unsaid { problems, improvements } => (
                format!(
                    "第五部分没有写{}",
                    match (problems, improvements) {
                        (true, false) => "存在的主要问题",
                        (false, true) => "改进情况",
                        _ => "存在的主要问题和改进情况",
                    }
                ),
                "第五部分应当既写问题，也写改进情况",
            ),
            Notice::Repeats { percent, sample, of: None } => {
                (format!("正文有{percent}%与上一年的报告相同，如“{sample}”"), "照抄以前的报告属于敷衍，请写本年的情况")
            }
            Notice::Repeats { percent, sample, of: Some(body) } => (
                format!("正文有{percent}%与{body}同一年度的报告相同，如“{sample}”"),
                "照抄其他机关的报告属于敷衍，请写本机关的情况",
            ),
            Notice::Unreadable(why) => unreadable(why),
            Notice::NotAReport => {
                ("没有找到年度报告的题目、章节或表格，不像政府信息公开工作年度报告".to_owned(), "请确认文件是否选对")
            }
        };
        (message, hint.to_owned())
    }
}

/// The table when a missing or foreign row has no name in the form to be placed by.
fn table_or<'a>(at: &'a str, place: &Place) -> &'a str {
    place.table.map_or(at, |table| table.name_zh())
}

impl Axis {
    fn zh(self) -> &'static str {
        match self {
            Axis::Row => "行",
            Axis::Column => "列",
        }
    }
}

fn blank(at: &str, count: usize, cells: &[String], mark: Option<&str>) -> String {
    const SHOWN: usize = 6;
    let mut list = cells.iter().take(SHOWN).cloned().collect::<Vec<_>>().join("；");
    if cells.len() > SHOWN {
        list.push_str("；等");
    }
    match mark {
        Some(mark) => format!("{at}有{count}格填的是“{mark}”，应填数字：{list}"),
        None => format!("{at}有{count}格为空，应填数字：{list}"),
    }
}

fn money_unit(at: &str, fault: UnitFault, raw: &str) -> (String, &'static str) {
    match fault {
        UnitFault::Missing => (format!("{at}填的是“{raw}”，没有写明是元还是万元"), "在数后写明单位"),
        UnitFault::LooksLikeYuan => {
            (format!("{at}填的是“{raw}”，单位是万元，数额过大，可能是按元填的"), "核对单位；按元统计的，换算为万元再填")
        }
        UnitFault::LooksLikeTenThousand => {
            (format!("{at}填的是“{raw}”，单位是元，数额过小，可能是按万元填的"), "核对单位后改正")
        }
        UnitFault::NotTheForms => (format!("{at}填的是“{raw}”，格式规定的单位是万元"), "换算为万元，只填数字"),
    }
}

fn parts_words(label: &str, total: Decimal, parts: &[Decimal], list: List) -> (String, &'static str) {
    let sum: Decimal = parts.iter().sum();
    let sum_zh = parts.iter().map(|part| part.normalize().to_string()).collect::<Vec<_>>().join("＋");
    let message = format!("正文“{label}”为{}，所列分项{sum_zh}＝{}", total.normalize(), sum.normalize());
    match (sum < total, list) {
        (true, List::OfWhich) => (
            format!("{message}，还有{}没有列出", (total - sum).normalize()),
            "“其中”可以只列一部分；如果本应列全，请补上其余分项",
        ),
        (true, List::Closed) => (message, "核对各分项和总数，列全或改正"),
        (false, _) => (format!("{message}，超过总数"), "核对各分项和总数；分项有交叉的，在文中说明"),
    }
}

fn contradiction(what: Contradiction) -> (String, &'static str) {
    match what {
        Contradiction::RemediesUnmentioned { cases } => (
            format!("第四部分表格有行政复议、行政诉讼共{cases}件，正文没有提到"),
            "在总体情况中说明复议、诉讼的情况和结果",
        ),
        Contradiction::NoApplicationsButCounted { table } => (
            format!("正文说没有收到政府信息公开申请，第三部分表格的本年新收总计是{table}"),
            "对照台账核实后，把正文和表格改为一致",
        ),
        Contradiction::NoRemediesButCounted { table } => {
            (format!("正文说没有发生行政复议、行政诉讼，第四部分表格共有{table}件"), "核实后，把正文和表格改为一致")
        }
        Contradiction::NoFeesButCounted => {
            ("正文说没有行政事业性收费，第二部分表格填有收费金额".to_owned(), "核实后，把正文和表格改为一致")
        }
    }
}

fn implausible(at: &str, what: &Implausible) -> (String, &'static str) {
    match what {
        Implausible::RemediesWithoutRefusal { cases, answered } => (
            format!(
                "第四部分表格有行政复议、行政诉讼{cases}件，而第三部分表格办结的{answered}件中没有部分公开、不予公开等其他结果"
            ),
            "核对复议、诉讼是否属于政府信息公开，办理结果是否填对；属于以前年度的申请，在正文说明",
        ),
        Implausible::DecisionsAreItems { rows } => (
            format!("第二部分表格{}的处理决定数量恰好都等于上一年项目数量加本年增/减", quoted(rows)),
            "处理决定数量应填本年作出的决定件数，不是项目数",
        ),
        Implausible::OpenedMoreThanOpen { published, total } => (
            format!("{at}的本年新公开数量{published}大于对外公开总数量{total}"),
            "对外公开总数量应包括本年新公开的，核对后改正",
        ),
        Implausible::TooFewInForce { made, repealed, in_force } => (
            format!("{at}现行有效件数{in_force}小于本年制发{made}减去本年废止{repealed}"),
            "本年制发而未废止的文件应当现行有效，核对后改正",
        ),
        Implausible::RulesByOthers { body, count } => (
            format!("{at}填有{count}件，而“{body}”不能制定规章"),
            "规章只能由国务院部门和省级、设区的市、自治州的人民政府制定；没有的填0，规范性文件填在下一行",
        ),
        Implausible::ChangeBelowZero { prev_items, change } => {
            (format!("{at}上一年项目数量{prev_items}，本年增/减{change}，相加小于零"), "核对项目数量和增减数的正负号")
        }
    }
}

fn quoted(labels: &[&str]) -> String {
    labels.iter().map(|label| format!("“{label}”")).collect::<Vec<_>>().join("、")
}

fn section_words(at: &str, place: &Place, fault: &SectionFault) -> (String, &'static str) {
    let numeral = place.section.map_or("", SectionKey::numeral);
    match fault {
        SectionFault::Missing => (format!("没有{at}"), "按格式补上这一部分，没有内容的也要写明“无”"),
        SectionFault::Empty => (format!("{at}没有内容"), "没有需要说明的，也要写明“无”"),
        SectionFault::OutOfOrder { after } => {
            (format!("{at}排在了第{}部分之后", after.numeral()), "按格式的顺序排列六个部分")
        }
        SectionFault::Numeral { found: Some(found) } => {
            (format!("{at}的序号是“{found}”，应为“{numeral}”"), "六个部分的序号用一、二、三、四、五、六")
        }
        SectionFault::Numeral { found: None } => {
            (format!("{at}没有序号，应为“{numeral}”"), "六个部分的序号用一、二、三、四、五、六")
        }
    }
}

fn disagreement(what: &Disagreement) -> (String, &'static str) {
    match what {
        Disagreement::Year { report, other } => {
            (format!("报告是{report}年度的，题目写的是{other}年"), "核对题目、正文和统计期限的年度")
        }
        Disagreement::TextYear { report, text } => {
            (format!("题目写的是{report}年，正文写的是{text}年的工作"), "核对题目、正文和统计期限的年度")
        }
        Disagreement::Period { year, from, to } => (
            format!("统计期限是{}至{}，不是{year}年1月1日至12月31日", chinese_date(*from), chinese_date(*to)),
            "统计期限应为报告年度的全年",
        ),
        Disagreement::Signature { body, signed_by } => {
            (format!("报告机关是“{body}”，落款是“{signed_by}”"), "写明以哪个机关的名义报告，题目与落款一致")
        }
        Disagreement::Dates { signed, published } => (
            format!("落款日期是{}，信息表中的日期是{}", chinese_date(*signed), chinese_date(*published)),
            "核对两个日期，以实际公布的日期为准",
        ),
        Disagreement::Publisher { body, publisher } => {
            (format!("报告机关是“{body}”，信息表中的发布机构是“{publisher}”"), "写明以哪个机关的名义报告")
        }
        Disagreement::SignedInsideYear { year, signed } => {
            (format!("落款日期是{}，{year}年度尚未结束", chinese_date(*signed)), "核对落款日期和报告年度")
        }
        Disagreement::Title { found } => (
            format!("题目“{found}”不是“某机关某年政府信息公开工作年度报告”"),
            "题目应写明机关名称、年度和“政府信息公开工作年度报告”",
        ),
    }
}

fn unreadable(why: &Unreadable) -> (String, &'static str) {
    match why {
        Unreadable::Encrypted => ("文件加了密码，无法读取".to_owned(), "去掉密码后再试"),
        Unreadable::NoTextLayer => {
            ("文件只有图片，没有文字，无法读取".to_owned(), "扫描件请换成可以复制文字的PDF或Word文件")
        }
        Unreadable::Damaged => ("文件已损坏，无法读取".to_owned(), "请重新取得文件，或用办公软件打开后另存"),
        Unreadable::OverLimit { what, limit } => {
            let most = match what {
                Measure::Bytes => format!("文件过大，超过{}兆字节的上限", limit / 1_048_576),
                Measure::Cells => format!("表格过大，超过{limit}格的上限"),
                Measure::Depth => format!("文件的结构过于复杂，嵌套超过{limit}层"),
                Measure::Pages => format!("文件过长，超过{limit}页的上限"),
                Measure::Entries => format!("文件的结构过于复杂，内含超过{limit}个部件"),
            };
            (most, "请只提供报告正文，去掉图片和附件")
        }
        Unreadable::Format { name } => {
            let hint = match name.starts_with("Excel") {
                true => "请用Excel或WPS打开，另存为.xlsx后再试",
                false => "请用Word或WPS打开，另存为.docx后再试",
            };
            (format!("这是{name}文件，不能直接读取"), hint)
        }
        Unreadable::Unknown => {
            ("文件不是文本，也不是认识的文档格式".to_owned(), "请用Word或WPS打开，另存为.docx后再试")
        }
        Unreadable::Empty => ("文件是空的".to_owned(), "请确认文件是否选对"),
        Unreadable::NoFile { reason } => (format!("文件打不开：{reason}"), "请检查文件名和权限"),
    }
}
