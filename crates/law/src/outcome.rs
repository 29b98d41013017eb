//! The closed list of answers: what each is called, where the report counts it, what its letter must state.
//!
//! One table (`Outcome::row`) holds everything; matches over it are exhaustive, so a new kind of answer
//! stops the build wherever it has not been thought about.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::article::{Article, Law};
use crate::need::Need;

/// How an application ended: the 23 kinds of reply.
///
/// Source: articles 30 and 35 to 39, the fee measures, and the result rows of table 3 of the yearly form
/// (国办公开办函〔2019〕60号, 〔2021〕30号). That 不存在 and 不属于本机关 both count as 无法提供 follows the court
/// interpretation's use of the term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The information is already published: tell where.
    AlreadyPublished,
    /// Open: provided with the letter, or the letter tells how to obtain it.
    Granted,
    /// Part is opened, the rest withheld with reasons.
    Partial,
    /// Withheld: a lawfully determined state secret.
    StateSecret,
    /// Withheld: a law or administrative regulation forbids opening.
    ForbiddenByLaw,
    /// Withheld: may endanger national, public or economic security or social stability.
    ThreeSecurity,
    /// Withheld: trade secret or privacy of a third party.
    ThirdParty,
    /// Withheld: personnel, logistics or internal work flow.
    InternalAffairs,
    /// Withheld: discussion record, draft, consultation letter, request or report.
    ProcessInfo,
    /// Withheld: an administrative enforcement case file.
    EnforcementFile,
    /// A register with its own access law, e.g. business or real-estate registration.
    AdminQuery,
    /// Searched for and not found.
    NotExist,
    /// Another organ is responsible for opening it.
    NotOurs,
    /// It would have to be made, processed or analysed first.
    NeedsCreation,
    /// Corrected, and still unclear what is asked.
    UnclearAfterCorrection,
    /// A petition, complaint or report in the shape of an application.
    Petition,
    /// The same applicant already had an answer to the same request.
    Repeat,
    /// Gazettes, newspapers, books.
    Publication,
    /// Clearly excessive, and the reasons given were not accepted.
    Excessive,
    /// Wants what it already holds confirmed or issued again; by analogy, no article of its own.
    ConfirmReissue,
    /// Not corrected in time without good reason.
    OverdueCorrection,
    /// Fee not paid in time.
    OverdueFee,
    /// Withdrawn, merged, or ended otherwise.
    Other,
}

/// One line of the table of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Row {
    key: &'static str,
    label: &'static str,
    row_2019: &'static str,
    row_2021: &'static str,
    articles: &'static [Article],
    needs: &'static [Need],
}

impl Outcome {
    /// Every outcome, in the order of the form.
    pub const ALL: [Outcome; 23] = [
        Outcome::AlreadyPublished,
        Outcome::Granted,
        Outcome::Partial,
        Outcome::StateSecret,
        Outcome::ForbiddenByLaw,
        Outcome::ThreeSecurity,
        Outcome::ThirdParty,
        Outcome::InternalAffairs,
        Outcome::ProcessInfo,
        Outcome::EnforcementFile,
        Outcome::AdminQuery,
        Outcome::NotExist,
        Outcome::NotOurs,
        Outcome::NeedsCreation,
        Outcome::UnclearAfterCorrection,
        Outcome::Petition,
        Outcome::Repeat,
        Outcome::Publication,
        Outcome::Excessive,
        Outcome::ConfirmReissue,
        Outcome::OverdueCorrection,
        Outcome::OverdueFee,
        Outcome::Other,
    ];

    const fn row(self) -> Row {
        match self {
            Outcome::AlreadyPublished => Row {
                key: "already_published",
                label: "已主动公开，告知获取方式",
                row_2019: "granted",
                row_2021: "granted",
                articles: const { &[Article::of(36).item(1)] },
                needs: &[Need::AccessWay],
            },
            Outcome::Granted => Row {
                key: "granted",
                label: "予以公开",
                row_2019: "granted",
                row_2021: "granted",
                articles: const { &[Article::of(36).item(2), Article::of(40)] },
                needs: &[Need::Attachments, Need::ProvisionForm],
            },
            Outcome::Partial => Row {
                key: "partial",
                label: "部分公开",
                row_2019: "partial",
                row_2021: "partial",
                articles: const { &[Article::of(37), Article::of(36).item(3)] },
                needs: &[Need::OpenedList, Need::WithheldList],
            },
            Outcome::StateSecret => Row {
                key: "state_secret",
                label: "不予公开：属于国家秘密",
                row_2019: "denied.state_secret",
                row_2021: "denied.state_secret",
                articles: const { &[Article::of(14), Article::of(36).item(3)] },
                needs: &[Need::SecretClassification],
            },
            Outcome::ForbiddenByLaw => Row {
                key: "forbidden_by_law",
                label: "不予公开：法律、行政法规禁止公开",
                row_2019: "denied.other_law",
                row_2021: "denied.other_law",
                articles: const { &[Article::of(14), Article::of(36).item(3)] },
                needs: &[Need::ForbiddingLaw],
            },
            Outcome::ThreeSecurity => Row {
                key: "three_security",
                label: "不予公开：可能危及“三安全一稳定”",
                row_2019: "denied.three_security",
                row_2021: "denied.three_security",
                articles: const { &[Article::of(14), Article::of(36).item(3)] },
                needs: &[Need::EndangeredInterest],
            },
            Outcome::ThirdParty => Row {
                key: "third_party",
                label: "不予公开：保护第三方合法权益",
                row_2019: "denied.third_party",
                row_2021: "denied.third_party",
                articles: const { &[Article::of(15), Article::of(32), Article::of(36).item(3)] },
                needs: &[Need::ConsultationRecord, Need::ThirdPartyReason, Need::PublicInterestWeighing],
            },
            Outcome::InternalAffairs => Row {
                key: "internal_affairs",
                label: "不予公开：属于内部事务信息",
                row_2019: "denied.internal_affairs",
                row_2021: "denied.internal_affairs",
                articles: const { &[Article::of(16).paragraph(1), Article::of(36).item(3)] },
                needs: &[Need::InternalKind],
            },
            Outcome::ProcessInfo => Row {
                key: "process_info",
                label: "不予公开：属于过程性信息",
                row_2019: "denied.process_info",
                row_2021: "denied.process_info",
                articles: const { &[Article::of(16).paragraph(2), Article::of(36).item(3)] },
                needs: &[Need::ProcessKind, Need::NoLawSaysOpen],
            },
            Outcome::EnforcementFile => Row {
                key: "enforcement_file",
                label: "不予公开：属于行政执法案卷信息",
                row_2019: "denied.enforcement_file",
                row_2021: "denied.enforcement_file",
                articles: const { &[Article::of(16).paragraph(2), Article::of(36).item(3)] },
                needs: &[Need::CaseFile, Need::NoLawSaysOpen],
            },
            Outcome::AdminQuery => Row {
                key: "admin_query",
                label: "属于有特别规定的查询事项，告知依照有关规定办理",
                row_2019: "denied.admin_query",
                row_2021: "denied.admin_query",
                articles: const { &[Article::of(36).item(7)] },
                needs: &[Need::AccessLaw, Need::WhereToApply],
            },
            Outcome::NotExist => Row {
                key: "not_exist",
                label: "政府信息不存在",
                row_2019: "unable.not_held",
                row_2021: "unable.not_held",
                articles: const { &[Article::of(36).item(4)] },
                needs: &[Need::SearchScope, Need::SearchMethod, Need::SearchDate],
            },
            Outcome::NotOurs => Row {
                key: "not_ours",
                label: "不属于本机关负责公开",
                row_2019: "unable.not_held",
                row_2021: "unable.not_held",
                articles: const { &[Article::of(36).item(5), Article::of(10)] },
                needs: &[Need::NotOursReason, Need::CompetentOrgan],
            },
            Outcome::NeedsCreation => Row {
                key: "needs_creation",
                label: "没有现成信息，需要另行制作",
                row_2019: "unable.needs_creation",
                row_2021: "unable.needs_creation",
                articles: const { &[Article::of(38)] },
                needs: &[Need::MissingInformation],
            },
            Outcome::UnclearAfterCorrection => Row {
                key: "unclear_after_correction",
                label: "补正后申请内容仍不明确",
                row_2019: "unable.unclear_after_correction",
                row_2021: "unable.unclear_after_correction",
                articles: const { &[Article::of(30), Article::of(29).paragraph(2)] },
                needs: &[Need::CorrectionNotice, Need::StillUnclear],
            },
            Outcome::Petition => Row {
                key: "petition",
                label: "信访、投诉、举报类申请，不予处理",
                row_2019: "not_processed.petition",
                row_2021: "not_processed.petition",
                articles: const { &[Article::of(39).paragraph(1)] },
                needs: &[Need::RightChannel],
            },
            Outcome::Repeat => Row {
                key: "repeat",
                label: "重复申请，不予重复处理",
                row_2019: "not_processed.repeat",
                row_2021: "not_processed.repeat",
                articles: const { &[Article::of(36).item(6)] },
                needs: &[Need::EarlierAnswer],
            },
            Outcome::Publication => Row {
                key: "publication",
                label: "要求提供公开出版物，告知获取途径",
                row_2019: "not_processed.publication",
                row_2021: "not_processed.publication",
                articles: const { &[Article::of(39).paragraph(2)] },
                needs: &[Need::WhereToGet],
            },
            Outcome::Excessive => Row {
                key: "excessive",
                label: "无正当理由大量、反复申请，不予处理",
                row_2019: "not_processed.excessive",
                row_2021: "not_processed.excessive",
                articles: const { &[Article::of(35)] },
                needs: &[Need::RequestCounts, Need::ReasonsNotice, Need::Assessment],
            },
            Outcome::ConfirmReissue => Row {
                key: "confirm_reissue",
                label: "要求确认或者重新出具已获取信息，不予处理",
                row_2019: "not_processed.confirm_reissue",
                row_2021: "not_processed.confirm_reissue",
                articles: const { &[Article::of(2), Article::of(38)] },
                needs: &[Need::AlreadyHeld],
            },
            Outcome::OverdueCorrection => Row {
                key: "overdue_correction",
                label: "逾期不补正，不再处理",
                row_2019: "other",
                row_2021: "other.overdue_correction",
                articles: const { &[Article::of(30)] },
                needs: &[Need::CorrectionNotice, Need::ServiceProof, Need::LimitEnd],
            },
            Outcome::OverdueFee => Row {
                key: "overdue_fee",
                label: "逾期未缴费，不再处理",
                row_2019: "other",
                row_2021: "other.overdue_fee",
                articles: const { &[Article::of(42), Article::in_law(Law::FeeMeasures, 6)] },
                needs: &[Need::FeeNotice, Need::ServiceProof, Need::LimitEnd],
            },
            Outcome::Other => Row {
                key: "other",
                label: "其他处理（撤回、合并等）",
                row_2019: "other",
                row_2021: "other.misc",
                articles: &[],
                needs: &[Need::ClosingReason],
            },
        }
    }

    /// The key used in JSON, columns and form fields.
    pub const fn key(self) -> &'static str {
        self.row().key
    }

    /// The outcome with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.key() == key)
    }

    /// The words on screen and in the register.
    pub const fn label(self) -> &'static str {
        self.row().label
    }

    /// The provisions a letter of this kind cites, the most particular first; empty for [`Outcome::Other`].
    pub const fn articles(self) -> &'static [Article] {
        self.row().articles
    }

    /// The row under `applications.results` of the 2019 form, e.g. `denied.state_secret`.
    ///
    /// ```
    /// use law::outcome::Outcome;
    /// // The form of 2019 has one row for everything else, the form of 2021 has three.
    /// assert_eq!(Outcome::OverdueFee.row_2019(), "other");
    /// assert_eq!(Outcome::OverdueFee.row_2021(), "other.overdue_fee");
    /// ```
    pub const fn row_2019(self) -> &'static str {
        self.row().row_2019
    }

    /// The row under `applications.results` of the 2021 form.
    pub const fn row_2021(self) -> &'static str {
        self.row().row_2021
    }

    /// The facts a letter of this kind has to state beside those every letter has.
    pub const fn needs(self) -> &'static [Need] {
        self.row().needs
    }

    /// Whether something is withheld under articles 14 to 16; for [`Outcome::Partial`], in part.
    ///
    /// Registers with their own access law (article 36(7)) stand under 不予公开 in the form and are not such a
    /// refusal (decision 0016).
    pub const fn withholds(self) -> bool {
        matches!(
            self,
            Outcome::Partial
                | Outcome::StateSecret
                | Outcome::ForbiddenByLaw
                | Outcome::ThreeSecurity
                | Outcome::ThirdParty
                | Outcome::InternalAffairs
                | Outcome::ProcessInfo
                | Outcome::EnforcementFile
        )
    }

    /// Whether the applicant has to apply for reconsideration before going to court (复议前置), for a decision of
    /// that day.
    ///
    /// Source: 行政复议法 (2023) article 23(1)(4), in force 2024-01-01; 法释〔2025〕8号 article 1, item 2.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::outcome::Outcome;
    /// assert!(Outcome::ProcessInfo.reconsideration_first(date(2024, 1, 1)));
    /// assert!(!Outcome::ProcessInfo.reconsideration_first(date(2023, 12, 31)));
    /// assert!(!Outcome::NotExist.reconsideration_first(date(2025, 7, 1)));
    /// ```
    pub fn reconsideration_first(self, decided_on: Date) -> bool {
        self.withholds() && decided_on >= crate::remedies::RECONSIDERATION_LAW_2023
    }
}
