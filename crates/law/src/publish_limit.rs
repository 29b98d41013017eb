//! By when information has to be published (article 26), and the matters with a limit of their own.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::article::{Article, Law};
use crate::calendar::{Calendar, Dated};

/// What is published, as far as the limit depends on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Matter {
    /// Anything no other law names.
    #[default]
    General,
    /// The approved budget or accounts of the government.
    GovernmentBudget,
    /// The approved budget or accounts of a department.
    DepartmentBudget,
    /// A procurement contract.
    ProcurementContract,
    /// The result of a procurement.
    ProcurementResult,
    /// A licence or penalty decision (双公示).
    LicenceOrPenalty,
    /// The withdrawal of a published penalty that was changed, annulled, or found unlawful or void.
    PenaltyWithdrawal,
}

/// A period, in the days its rule means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Period {
    /// Working days.
    WorkingDays(u32),
    /// Calendar days; an end on a day off moves to the next working day.
    CalendarDays(u32),
}

/// A rule on the time of publishing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublishLimit {
    /// What starts it, in the words of a form.
    pub starts_with: &'static str,
    /// How long it is.
    pub period: Period,
    /// The provision.
    pub basis: Article,
}

impl Matter {
    /// Every matter, in the order of the form.
    pub const ALL: [Matter; 7] = [
        Matter::General,
        Matter::GovernmentBudget,
        Matter::DepartmentBudget,
        Matter::ProcurementContract,
        Matter::ProcurementResult,
        Matter::LicenceOrPenalty,
        Matter::PenaltyWithdrawal,
    ];

    /// The key used in JSON, columns and form fields.
    pub const fn key(self) -> &'static str {
        match self {
            Matter::General => "general",
            Matter::GovernmentBudget => "government_budget",
            Matter::DepartmentBudget => "department_budget",
            Matter::ProcurementContract => "procurement_contract",
            Matter::ProcurementResult => "procurement_result",
            Matter::LicenceOrPenalty => "licence_or_penalty",
            Matter::PenaltyWithdrawal => "penalty_withdrawal",
        }
    }

    /// The matter with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|matter| matter.key() == key)
    }

    /// The words on screen.
    pub const fn label(self) -> &'static str {
        match self {
            Matter::General => "一般政府信息",
            Matter::GovernmentBudget => "政府预算、决算",
            Matter::DepartmentBudget => "部门预算、决算",
            Matter::ProcurementContract => "政府采购合同",
            Matter::ProcurementResult => "政府采购结果",
            Matter::LicenceOrPenalty => "行政许可、行政处罚决定",
            Matter::PenaltyWithdrawal => "撤回已公开的行政处罚决定",
        }
    }

    /// The rule for this matter.
    ///
    /// Sources: article 26; 预算法 article 14(1), 14(2), whose "20 days" are calendar days by their wording;
    /// 政府采购法实施条例 articles 43 and 50; the national credit documents for 双公示; 行政处罚法 article 48 with
    /// article 85, by which its "three days" are working days.
    pub const fn limit(self) -> PublishLimit {
        let (starts_with, period, basis) = match self {
            Matter::General => ("信息形成或者变更之日", Period::WorkingDays(20), Article::of(26)),
            Matter::GovernmentBudget => {
                ("批准之日", Period::CalendarDays(20), Article::in_law(Law::Budget, 14).paragraph(1))
            }
            Matter::DepartmentBudget => {
                ("财政部门批复之日", Period::CalendarDays(20), Article::in_law(Law::Budget, 14).paragraph(2))
            }
            Matter::ProcurementContract => {
                ("合同签订之日", Period::WorkingDays(2), Article::in_law(Law::ProcurementRules, 50))
            }
            Matter::ProcurementResult => {
                ("中标、成交供应商确定之日", Period::WorkingDays(2), Article::in_law(Law::ProcurementRules, 43))
            }
            Matter::LicenceOrPenalty => ("作出决定之日", Period::WorkingDays(7), Article::whole(Law::CreditPublicity)),
            Matter::PenaltyWithdrawal => {
                ("变更、撤销、确认违法或者确认无效之日", Period::WorkingDays(3), Article::in_law(Law::Penalty, 48))
            }
        };
        PublishLimit { starts_with, period, basis }
    }

    /// The last day to publish what came about on `formed_on`.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::{calendar::Calendar, publish_limit::Matter};
    /// let calendar = Calendar::builtin();
    /// assert_eq!(Matter::General.due(date(2025, 12, 31), calendar).date, date(2026, 1, 29));
    /// // Calendar days: the twentieth is Sunday 23 February 2025, so Monday.
    /// assert_eq!(Matter::GovernmentBudget.due(date(2025, 2, 3), calendar).date, date(2025, 2, 24));
    /// ```
    pub fn due(self, formed_on: Date, calendar: &Calendar) -> Dated {
        match self.limit().period {
            Period::WorkingDays(days) => calendar.working_day_after(formed_on, days),
            Period::CalendarDays(days) => calendar.days_after(formed_on, days),
        }
    }
}

/// A draft put before the public for comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Draft {
    /// A rule (规章).
    Rule,
    /// A major administrative decision.
    MajorDecision,
    /// A rule or normative document that touches businesses.
    BusinessRule,
}

impl Draft {
    /// How long a draft stays open for comment as a rule, in calendar days; a shorter time has to be explained.
    pub const COMMENT_DAYS: u32 = 30;

    /// The provision.
    pub const fn basis(self) -> Article {
        match self {
            Draft::Rule => Article::in_law(Law::RuleMaking, 15),
            Draft::MajorDecision => Article::in_law(Law::MajorDecisions, 15),
            Draft::BusinessRule => Article::whole(Law::BusinessEnvironment),
        }
    }
}
