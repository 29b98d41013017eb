//! The fifteen categories of information to be published (article 20), and the additions of article 21.

use serde::{Deserialize, Serialize};

use crate::article::Article;

/// A category of article 20.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Category {
    /// 行政法规、规章和规范性文件.
    #[serde(rename = "A20_01")]
    Rules,
    /// 机关职能、机构设置、办公地址、办公时间、联系方式、负责人姓名.
    #[serde(rename = "A20_02")]
    Organ,
    /// Plans: economic and social, special, regional, with their policies.
    #[serde(rename = "A20_03")]
    Plans,
    /// Economic and social statistics.
    #[serde(rename = "A20_04")]
    Statistics,
    /// Licences and other outward services: basis, conditions, procedure, results.
    #[serde(rename = "A20_05")]
    Licences,
    /// Penalties and compulsion.
    #[serde(rename = "A20_06")]
    Penalties,
    /// Budget and final accounts.
    #[serde(rename = "A20_07")]
    Budget,
    /// Administrative fees with basis and rate.
    #[serde(rename = "A20_08")]
    Fees,
    /// Centralised procurement.
    #[serde(rename = "A20_09")]
    Procurement,
    /// Major construction projects.
    #[serde(rename = "A20_10")]
    Projects,
    /// Poverty relief, education, health care, social security, employment.
    #[serde(rename = "A20_11")]
    Welfare,
    /// Emergencies: plans, warnings, response.
    #[serde(rename = "A20_12")]
    Emergencies,
    /// Supervision of environment, public health, work safety, food and drugs, product quality.
    #[serde(rename = "A20_13")]
    Supervision,
    /// Civil service recruitment.
    #[serde(rename = "A20_14")]
    Recruitment,
    /// Other information that laws, regulations or national rules want published.
    #[serde(rename = "A20_15")]
    Other,
}

/// An edition of the yearly form, as far as table 2 differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FormEdition {
    /// 国办公开办函〔2019〕60号, for the years 2019 and 2020.
    Y2019,
    /// 国办公开办函〔2021〕30号, from the year 2021.
    Y2021,
}

impl Category {
    /// The categories in the order of article 20.
    pub const ALL: [Category; 15] = [
        Category::Rules,
        Category::Organ,
        Category::Plans,
        Category::Statistics,
        Category::Licences,
        Category::Penalties,
        Category::Budget,
        Category::Fees,
        Category::Procurement,
        Category::Projects,
        Category::Welfare,
        Category::Emergencies,
        Category::Supervision,
        Category::Recruitment,
        Category::Other,
    ];

    /// The stable code, `A20_01` to `A20_15`.
    pub const fn code(self) -> &'static str {
        match self {
            Category::Rules => "A20_01",
            Category::Organ => "A20_02",
            Category::Plans => "A20_03",
            Category::Statistics => "A20_04",
            Category::Licences => "A20_05",
            Category::Penalties => "A20_06",
            Category::Budget => "A20_07",
            Category::Fees => "A20_08",
            Category::Procurement => "A20_09",
            Category::Projects => "A20_10",
            Category::Welfare => "A20_11",
            Category::Emergencies => "A20_12",
            Category::Supervision => "A20_13",
            Category::Recruitment => "A20_14",
            Category::Other => "A20_15",
        }
    }

    /// The category with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.code() == code)
    }

    /// A short label, not the statutory sentence.
    pub const fn label(self) -> &'static str {
        match self {
            Category::Rules => "行政法规、规章和规范性文件",
            Category::Organ => "机构职能与联系信息",
            Category::Plans => "规划及相关政策",
            Category::Statistics => "统计信息",
            Category::Licences => "行政许可和其他对外管理服务事项",
            Category::Penalties => "行政处罚、行政强制",
            Category::Budget => "财政预算、决算",
            Category::Fees => "行政事业性收费项目及依据、标准",
            Category::Procurement => "政府集中采购目录、标准及实施情况",
            Category::Projects => "重大建设项目批准和实施",
            Category::Welfare => "扶贫、教育、医疗、社会保障、促进就业",
            Category::Emergencies => "突发公共事件预案、预警、应对",
            Category::Supervision => "环境、公共卫生、安全生产、食药、产品质量监督检查",
            Category::Recruitment => "公务员招考与录用",
            Category::Other => "其他法定主动公开信息",
        }
    }

    /// The item of article 20.
    ///
    /// ```
    /// assert_eq!(law::category::Category::Fees.article().to_string(), "条例第二十条第八项");
    /// ```
    pub const fn article(self) -> Article {
        Article::of(20).item(self as u8 + 1)
    }

    /// Whether table 2 of the yearly form counts it; procurement only in the edition of 2019.
    pub const fn counted_in_table_2(self, edition: FormEdition) -> bool {
        match self {
            Category::Rules | Category::Licences | Category::Penalties | Category::Fees => true,
            Category::Procurement => matches!(edition, FormEdition::Y2019),
            _ => false,
        }
    }
}

/// Who has more to publish by article 21.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LocalTier {
    /// Governments of cities with districts and of counties, and their departments.
    CityOrCounty,
    /// Township governments.
    Township,
}

impl LocalTier {
    /// The further matters to publish.
    ///
    /// Source: article 21.
    pub const fn further_matters(self) -> &'static [&'static str] {
        match self {
            LocalTier::CityOrCounty => {
                &["市政建设", "公共服务", "公益事业", "土地征收", "房屋征收", "治安管理", "社会救助"]
            }
            LocalTier::Township => &[
                "贯彻落实农业农村政策",
                "农田水利工程建设运营",
                "农村土地承包经营权流转",
                "宅基地使用情况审核",
                "土地征收",
                "房屋征收",
                "筹资筹劳",
                "社会救助",
            ],
        }
    }
}
