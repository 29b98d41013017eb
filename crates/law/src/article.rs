//! Provisions of law as values: cited the same way in every letter, step and refusal.

use std::fmt;

use serde::{Serialize, Serializer};

/// A law, regulation or document that Gongkai cites.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Law {
    /// 中华人民共和国政府信息公开条例, State Council Decree 711, in force 2019-05-15.
    Regulations,
    /// 中华人民共和国行政复议法, revised 2023, in force 2024-01-01.
    Reconsideration,
    /// 中华人民共和国行政复议法 as it stood until 2023-12-31.
    Reconsideration2017,
    /// 中华人民共和国行政诉讼法, 2017.
    Litigation,
    /// 法释〔2025〕8号, in force 2025-06-01.
    Interpretation2025,
    /// 政府信息公开信息处理费管理办法, 国办函〔2020〕109号.
    FeeMeasures,
    /// 中华人民共和国民法典.
    CivilCode,
    /// 国办公开办函〔2015〕207号, on time limits.
    Letter207,
    /// 国办公开办函〔2016〕235号, on service of decisions.
    Letter235,
    /// 中华人民共和国保守国家秘密法.
    Secrecy,
    /// 中华人民共和国预算法.
    Budget,
    /// 中华人民共和国政府采购法实施条例.
    ProcurementRules,
    /// 中华人民共和国行政处罚法.
    Penalty,
    /// 规章制定程序条例.
    RuleMaking,
    /// 重大行政决策程序暂行条例.
    MajorDecisions,
    /// 优化营商环境条例.
    BusinessEnvironment,
    /// 全国年节及纪念日放假办法.
    Holidays,
    /// The national credit documents that ask for licences and penalties within seven working days (双公示).
    CreditPublicity,
}

impl Law {
    /// The name used in running text and on screen.
    pub const fn short_name(self) -> &'static str {
        match self {
            Law::Regulations => "条例",
            Law::Reconsideration => "行政复议法",
            Law::Reconsideration2017 => "行政复议法（2017年修正）",
            Law::Litigation => "行政诉讼法",
            Law::Interpretation2025 => "法释〔2025〕8号",
            Law::FeeMeasures => "信息处理费管理办法",
            Law::CivilCode => "民法典",
            Law::Letter207 => "国办公开办函〔2015〕207号",
            Law::Letter235 => "国办公开办函〔2016〕235号",
            Law::Secrecy => "保守国家秘密法",
            Law::Budget => "预算法",
            Law::ProcurementRules => "政府采购法实施条例",
            Law::Penalty => "行政处罚法",
            Law::RuleMaking => "规章制定程序条例",
            Law::MajorDecisions => "重大行政决策程序暂行条例",
            Law::BusinessEnvironment => "优化营商环境条例",
            Law::Holidays => "全国年节及纪念日放假办法",
            Law::CreditPublicity => "行政许可和行政处罚信息双公示要求",
        }
    }

    /// The name with which a letter cites it, in 《》 where it is a titled text.
    pub const fn full_name(self) -> &'static str {
        match self {
            Law::Regulations => "《中华人民共和国政府信息公开条例》",
            Law::Reconsideration => "《中华人民共和国行政复议法》",
            Law::Reconsideration2017 => "《中华人民共和国行政复议法》（2017年修正）",
            Law::Litigation => "《中华人民共和国行政诉讼法》",
            Law::Interpretation2025 => {
                "《最高人民法院关于审理政府信息公开行政案件适用法律若干问题的解释》（法释〔2025〕8号）"
            }
            Law::FeeMeasures => "《政府信息公开信息处理费管理办法》",
            Law::CivilCode => "《中华人民共和国民法典》",
            Law::Letter207 => "国办公开办函〔2015〕207号",
            Law::Letter235 => "国办公开办函〔2016〕235号",
            Law::Secrecy => "《中华人民共和国保守国家秘密法》",
            Law::Budget => "《中华人民共和国预算法》",
            Law::ProcurementRules => "《中华人民共和国政府采购法实施条例》",
            Law::Penalty => "《中华人民共和国行政处罚法》",
            Law::RuleMaking => "《规章制定程序条例》",
            Law::MajorDecisions => "《重大行政决策程序暂行条例》",
            Law::BusinessEnvironment => "《优化营商环境条例》",
            Law::Holidays => "《全国年节及纪念日放假办法》",
            Law::CreditPublicity => "行政许可和行政处罚信息双公示要求",
        }
    }
}

/// One provision: a law, an article (条), and where it matters the paragraph (款) and the item (项).
///
/// Ordered and compared by its place in the law. Article 0 means the document as a whole.
///
/// ```
/// use law::article::{Article, Law};
/// assert_eq!(Article::of(31).item(1).to_string(), "条例第三十一条第一项");
/// assert_eq!(Article::of(33).paragraph(2).to_string(), "条例第三十三条第二款");
/// assert_eq!(Article::whole(Law::Letter235).to_string(), "国办公开办函〔2016〕235号");
/// // Items are counted inside a paragraph; where an article has several, both are named.
/// assert_eq!(Article::in_law(Law::Reconsideration, 23).paragraph(1).item(4).to_string(), "行政复议法第二十三条第一款第四项");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Article {
    law: Law,
    article: u16,
    paragraph: u8,
    item: u8,
}

impl Article {
    /// An article of the Regulations.
    pub const fn of(article: u16) -> Self {
        Self::in_law(Law::Regulations, article)
    }

    /// An article of any law in the list.
    pub const fn in_law(law: Law, article: u16) -> Self {
        Article { law, article, paragraph: 0, item: 0 }
    }

    /// A document cited as a whole.
    pub const fn whole(law: Law) -> Self {
        Self::in_law(law, 0)
    }

    /// The same article, narrowed to a paragraph (款).
    pub const fn paragraph(self, paragraph: u8) -> Self {
        Article { paragraph, ..self }
    }

    /// The same article or paragraph, narrowed to an item (项).
    pub const fn item(self, item: u8) -> Self {
        Article { item, ..self }
    }

    /// The law this provision stands in.
    pub const fn law(self) -> Law {
        self.law
    }

    /// The provision as a letter cites it, with the law's full name:
    /// `《中华人民共和国政府信息公开条例》第三十六条第一项`.
    pub fn in_letter(self) -> String {
        format!("{}{}", self.law.full_name(), Place(self))
    }
}

/// The part after the law's name.
struct Place(Article);

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Article { article, paragraph, item, .. } = self.0;
        for (number, unit) in [(article, "条"), (paragraph.into(), "款"), (item.into(), "项")] {
            if number > 0 {
                write!(f, "第{}{unit}", numeral(number))?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Article {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.law.short_name(), Place(*self))
    }
}

impl Serialize for Article {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A number below ten thousand as statutes write it: 十, 二十一, 一百零三, 一千二百零三.
///
/// ```
/// assert_eq!(law::article::numeral(10), "十");
/// assert_eq!(law::article::numeral(110), "一百一十");
/// assert_eq!(law::article::numeral(203), "二百零三");
/// ```
pub fn numeral(number: u16) -> String {
    const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    if number == 0 {
        return "零".to_owned();
    }
    let mut text = String::new();
    let mut gap = false;
    for (value, unit) in [(1000, Some('千')), (100, Some('百')), (10, Some('十')), (1, None)] {
        let digit = usize::from(number / value % 10);
        if digit == 0 {
            gap = !text.is_empty();
            continue;
        }
        if gap {
            text.push('零');
            gap = false;
        }
        // 十一, not 一十一, at the head of a number.
        if !(digit == 1 && value == 10 && text.is_empty()) {
            text.push(DIGITS[digit]);
        }
        text.extend(unit);
    }
    text
}
