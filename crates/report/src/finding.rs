//! What was noticed in a report: a code, a place, both numbers, the rule, and what to do.
//!
//! A finding is not an error of the program. What can be noticed is the closed list [`Notice`]; its
//! wording is kept beside it and shown whole in one snapshot.

mod notice;
mod words;

pub use notice::{Axis, Contradiction, Disagreement, Implausible, Notice, SectionFault, UnitFault, Unreadable};

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::form::{Cell, Edition, SectionKey, TableNo, form};

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing; never stands in the way.
    Note,
    /// Probably wrong; a person should look.
    Warning,
    /// Wrong.
    Error,
}

impl Severity {
    /// `"error"`, `"warning"`, `"note"`.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }

    /// 错误, 警告, 提示.
    pub fn zh(self) -> &'static str {
        match self {
            Severity::Note => "提示",
            Severity::Warning => "警告",
            Severity::Error => "错误",
        }
    }
}

macro_rules! codes {
    ($($code:ident $severity:ident $zh:literal $en:literal $source:literal;)+) => {
        /// The code by which a finding can be found, cited and argued with. Codes are never reused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Code {
            $(#[doc = $en] $code,)+
        }

        impl Code {
            /// Every code, in order.
            pub const ALL: &[Code] = &[$(Code::$code),+];

            /// `"R101"` to `"R191"`.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$code => stringify!($code)),+ }
            }

            /// How much it weighs as a rule (R131 is a note where the list is introduced by 其中).
            pub fn severity(self) -> Severity {
                match self { $(Code::$code => Severity::$severity),+ }
            }

            /// What it is about, in a few words for a clerk.
            pub fn title_zh(self) -> &'static str {
                match self { $(Code::$code => $zh),+ }
            }

            /// What it is about, in English.
            pub fn title_en(self) -> &'static str {
                match self { $(Code::$code => $en),+ }
            }

            /// Where the rule comes from.
            pub fn source(self) -> &'static str {
                match self { $(Code::$code => $source),+ }
            }
        }
    };
}

codes! {
    R101 Error "一行的总计不等于六类申请人之和" "a row's total is not the sum of its six applicant kinds" "报告格式第三部分表格";
    R102 Error "一列的（七）总计不等于各办理结果之和" "a column's results total is not the sum of its result rows" "报告格式第三部分表格";
    R103 Error "一列的收到与办结、结转不平" "a column does not balance: received and carried in against handled and carried forward" "报告格式第三部分表格的勾稽关系";
    R104 Error "复议诉讼的总计不等于四种结果之和" "a remedies total is not the sum of its four outcomes" "报告格式第四部分表格";
    R105 Error "数量为负数或不是整数" "a count is negative or not whole" "报告格式";
    R110 Error "缺少格式规定的行" "a row of the form is missing" "报告格式";
    R111 Warning "行的名称与格式不符" "a row's label is misprinted" "报告格式";
    R112 Error "行的顺序与格式不符" "rows are swapped or out of order" "报告格式";
    R113 Warning "多出格式没有的行或列" "a row or column the form does not have" "报告格式";
    R114 Error "缺少格式规定的列" "a column is missing" "报告格式";
    R115 Error "缺少整张表格" "a table is missing altogether" "报告格式";
    R116 Warning "一行的数少于列数，无法判断属于哪一列" "a row holds fewer values than columns and it cannot be told which column they belong to" "报告格式";
    R120 Warning "应填数字处为空" "blank where a number belongs" "报告格式";
    R121 Error "不是数字" "not a number" "报告格式";
    R122 Warning "金额单位缺失、可疑或与格式不符" "a money unit is missing, doubtful or not the form's" "报告格式第二部分表格";
    R130 Error "正文中的数与表格不一致" "a number in the text disagrees with a table" "国办公开办函〔2021〕30号";
    R131 Warning "正文分项之和与总数不符" "parts named in the text do not add up to their stated total" "国办公开办函〔2021〕30号";
    R132 Warning "正文与表格说法矛盾" "the text and a table contradict in kind" "国办公开办函〔2021〕30号";
    R133 Warning "表内或表间关系可疑" "an implausible relation between figures" "报告格式";
    R134 Error "与台账登记的数不一致" "a figure is not what the register holds" "《政府信息公开条例》第四十五条";
    R140 Error "上年结转与上一年报告的结转下年度不一致" "what was carried in is not what last year's report carried forward" "报告格式第三部分表格";
    R141 Warning "与上一年报告的数推算不一致" "last year's figures and this year's changes do not lead to this year's" "报告格式第二部分表格";
    R150 Warning "章节缺失、为空、顺序或序号不对" "a section is missing, empty, out of order, or wrongly numbered" "报告格式";
    R151 Warning "题目、机关、年度、统计期限、日期前后不一致" "title, body, year, period and date do not agree" "《政府信息公开条例》第五十条";
    R152 Warning "报告晚于法定日期" "signed or published after the lawful date" "《政府信息公开条例》第四十九条";
    R153 Warning "所用格式不是该年度的格式" "the edition of the form is not that year's" "国办公开办函〔2021〕30号";
    R154 Note "第五部分未写问题或未写改进" "problems or improvements are missing from section five" "《政府信息公开条例》第五十条";
    R160 Note "正文与另一份报告雷同" "the text repeats another report" "国办公开办函〔2021〕30号";
    R190 Error "文件无法读取" "unreadable" "";
    R191 Note "不像年度报告" "not a yearly report" "";
}

impl Code {
    /// Whether it is noticed while reading (R110–R129, R150–R154, R190–R191), and so shown by
    /// `report read`; the rest is shown by `report check` only.
    pub fn is_noticed_by_reading(self) -> bool {
        matches!(self.number(), 110..=129 | 150..=154 | 190..=191)
    }

    /// 101 to 191.
    pub fn number(self) -> u16 {
        self.as_str()[1..].parse().expect("a code is R and three digits")
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Where something was noticed; every step is optional.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The part of the report.
    pub section: Option<SectionKey>,
    /// The table.
    pub table: Option<TableNo>,
    /// The row's key, e.g. `results.total`.
    pub row: Option<String>,
    /// The column's key, e.g. `natural_person`.
    pub column: Option<String>,
    /// Line of the source, from 1.
    pub line: Option<u32>,
    /// Page of the source, from 1.
    pub page: Option<u32>,
}

impl Place {
    /// The document as a whole.
    pub fn document() -> Place {
        Place::default()
    }

    /// A part of the report.
    pub fn section(section: SectionKey) -> Place {
        Place { section: Some(section), table: section.table(), ..Place::default() }
    }

    /// A table.
    pub fn table(table: TableNo) -> Place {
        Place { section: Some(table.section()), table: Some(table), ..Place::default() }
    }

    /// A row of a table.
    pub fn row(table: TableNo, row: &str) -> Place {
        Place { row: Some(row.to_owned()), ..Place::table(table) }
    }

    /// A column of a table.
    pub fn column(table: TableNo, column: &str) -> Place {
        Place { column: Some(column.to_owned()), ..Place::table(table) }
    }

    /// A cell.
    pub fn cell(cell: &Cell) -> Place {
        Place { column: Some(cell.column.key.to_owned()), ..Place::row(cell.table, cell.row.key) }
    }

    /// The same place, with its line in the source.
    pub fn at_line(mut self, line: Option<u32>) -> Place {
        self.line = line;
        self
    }

    /// The same place, with its page in the source.
    pub fn on_page(mut self, page: Option<u32>) -> Place {
        self.page = page;
        self
    }

    /// In a clerk's words, with the labels of that edition: `第三部分表格“（七）总计”行“自然人”列`.
    pub fn zh(&self, edition: Edition) -> String {
        let Some(table) = self.table else {
            return match self.section {
                Some(key) => format!("第{}部分“{}”", key.numeral(), key.title()),
                None => "全文".to_owned(),
            };
        };
        let cells = || form(edition).cells().iter().filter(|cell| cell.table == table);
        let mut place = table.name_zh().to_owned();
        if let Some(key) = &self.row {
            let name = cells().find(|cell| cell.row.key == key).map(|cell| cell.row.name_zh());
            place.push_str(&format!("“{}”行", name.as_deref().unwrap_or(key)));
        }
        if let Some(key) = &self.column {
            let in_row = |cell: &&Cell| self.row.as_deref().is_none_or(|row| row == cell.row.key);
            let label = cells().filter(in_row).find(|cell| cell.column.key == key).map(|cell| cell.column.label);
            place.push_str(&format!("“{}”列", label.unwrap_or(key)));
        }
        place
    }
}

/// The two values that do not agree, as text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Values {
    /// What should stand there.
    pub expected: Option<String>,
    /// What stands there.
    pub found: Option<String>,
}

/// Something noticed in a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Which rule.
    pub code: Code,
    /// How much it weighs here.
    pub severity: Severity,
    /// What is wrong, with its place and numbers, in Chinese.
    pub message: String,
    /// What to do about it, in Chinese.
    pub hint: String,
    /// The rule's basis, e.g. `form 2021, table 3`.
    pub basis: Option<String>,
    /// Where.
    pub place: Place,
    /// What was expected and what was found.
    pub values: Values,
}

impl Finding {
    /// The rule's basis in Chinese, for people; it says what [`Finding::basis`] says.
    ///
    /// `None` where no text binds: article 49 names no day for townships, and a notice binds no report made before it.
    ///
    /// ```
    /// use report::{checks::check, form::Edition, report::Report};
    /// let mut report = Report::blank(Edition::E2021);
    /// report.cells.put("remedies.reconsideration.upheld", -1);
    /// let wrong = check(&report).into_iter().find(|finding| finding.code.as_str() == "R105").unwrap();
    /// assert_eq!(wrong.basis_zh(), Some("报告格式"));
    /// ```
    pub fn basis_zh(&self) -> Option<&'static str> {
        let by_notice = self.basis.as_deref()?.starts_with("notice");
        match self.code {
            Code::R133 if self.basis.as_deref() == Some("Regulations, art. 51") => {
                Some("《政府信息公开条例》第五十一条")
            }
            Code::R133 if self.basis.as_deref().is_some_and(|basis| basis.starts_with("Legislation")) => {
                Some("《立法法》关于规章制定机关的规定")
            }
            Code::R130 | Code::R131 | Code::R132 if !by_notice => Some("报告格式"),
            Code::R160 if !by_notice => Some(Code::R154.source()),
            code => Some(code.source()).filter(|source| !source.is_empty()),
        }
    }

    /// The message in English, made from the code, the place and the values.
    pub fn message_en(&self) -> String {
        let mut text = self.code.title_en().to_owned();
        if let (Some(expected), Some(found)) = (&self.values.expected, &self.values.found) {
            text.push_str(&format!(" (expected {expected}, found {found})"));
        } else if let Some(found) = &self.values.found {
            text.push_str(&format!(" ({found})"));
        }
        text
    }
}
