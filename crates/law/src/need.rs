//! Facts that a letter must state beyond those every letter has.

use serde::{Deserialize, Serialize};

/// A fact that letters of a certain kind have to state, so that the decision can stand in court.
///
/// Source: articles 30 to 39 and the model letters forwarded by 国办公开办函〔2020〕2号; which outcome needs which
/// is said by [`Outcome::needs`](crate::outcome::Outcome::needs).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// 获取方式和途径：网址、栏目或者查阅地点，申请人照此可以直接找到。
    AccessWay,
    /// 提供的信息清单：逐份列出名称、文号和页数；不随信提供的留空。
    Attachments,
    /// 提供形式：纸质、电子邮件、当场查阅等；不随信提供的，写明获取的方式、途径和时间。
    ProvisionForm,
    /// 予以公开的内容：逐项列出随信提供的信息。
    OpenedList,
    /// 不予公开的内容和理由：逐项列出未公开的内容，每项写明条款和理由。
    WithheldList,
    /// 定密情况：定密依据、密级、保密期限和定密机关，不得透露涉密内容。
    SecretClassification,
    /// 禁止公开的规定：法律、行政法规的名称和具体条款。
    ForbiddingLaw,
    /// 可能危及的利益和理由：国家安全、公共安全、经济安全、社会稳定中的哪一项，为什么。
    EndangeredInterest,
    /// 征求意见情况：征求意见书的文号、送达日期和第三方的答复。
    ConsultationRecord,
    /// 第三方不同意公开的理由：写明属于商业秘密、个人隐私还是其他权益，第三方的理由以及本机关认为合理的依据；第三方未答复的，写明本机关的判断。
    ThirdPartyReason,
    /// 公共利益衡量：不公开是否会对公共利益造成重大影响，如何判断。
    PublicInterestWeighing,
    /// 内部事务的种类：人事管理、后勤管理、内部工作流程中的哪一类。
    InternalKind,
    /// 过程性信息的种类：讨论记录、过程稿、磋商信函、请示报告中的哪一类。
    ProcessKind,
    /// 无应当公开的规定：写明经核查，法律、法规、规章没有规定该信息应当公开。
    NoLawSaysOpen,
    /// 执法案卷：案件名称或者案号。
    CaseFile,
    /// 特别规定：规定该信息查询办法的法律、行政法规及条款。
    AccessLaw,
    /// 办理地点：受理查询的单位、地点或者网址。
    WhereToApply,
    /// 检索范围：检索了哪些档案、系统和科室。
    SearchScope,
    /// 检索方法：使用的关键词、文号或者人工查找的方法。
    SearchMethod,
    /// 检索日期：完成检索的日期。
    SearchDate,
    /// 不属于本机关负责公开的理由：写明职责依据。
    NotOursReason,
    /// 负责公开的机关：名称和联系方式；不能确定的留空。
    CompetentOrgan,
    /// 没有的现成信息：需要制作、加工或者分析的是什么，本机关现有的是什么。
    MissingInformation,
    /// 补正告知书：文号和日期。
    CorrectionNotice,
    /// 仍不明确之处：补正后哪些内容仍然无法指向具体信息。
    StillUnclear,
    /// 相应渠道：信访、投诉、举报的受理单位和方式。
    RightChannel,
    /// 此前的答复：答复书的文号和日期。
    EarlierAnswer,
    /// 获取途径：出版物的名称以及购买、借阅或者网上查阅的途径。
    WhereToGet,
    /// 申请的数量和频次：统计期间、件数和所涉事项。
    RequestCounts,
    /// 说明理由告知书：文号和日期，申请人说明的理由。
    ReasonsNotice,
    /// 理由不合理的判断：逐条写明为什么不接受申请人说明的理由。
    Assessment,
    /// 申请人已获取的信息：名称、获取的日期和方式。
    AlreadyHeld,
    /// 送达凭证：告知书送达的日期和凭证。
    ServiceProof,
    /// 期限届满日：补正期限或者缴费期限的最后一日。
    LimitEnd,
    /// 收费通知书：文号、日期和金额。
    FeeNotice,
    /// 结束办理的原因：撤回申请的声明或者合并办理等情况。
    ClosingReason,
}

impl Need {
    /// Every need.
    pub const ALL: [Need; 36] = [
        Need::AccessWay,
        Need::Attachments,
        Need::ProvisionForm,
        Need::OpenedList,
        Need::WithheldList,
        Need::SecretClassification,
        Need::ForbiddingLaw,
        Need::EndangeredInterest,
        Need::ConsultationRecord,
        Need::ThirdPartyReason,
        Need::PublicInterestWeighing,
        Need::InternalKind,
        Need::ProcessKind,
        Need::NoLawSaysOpen,
        Need::CaseFile,
        Need::AccessLaw,
        Need::WhereToApply,
        Need::SearchScope,
        Need::SearchMethod,
        Need::SearchDate,
        Need::NotOursReason,
        Need::CompetentOrgan,
        Need::MissingInformation,
        Need::CorrectionNotice,
        Need::StillUnclear,
        Need::RightChannel,
        Need::EarlierAnswer,
        Need::WhereToGet,
        Need::RequestCounts,
        Need::ReasonsNotice,
        Need::Assessment,
        Need::AlreadyHeld,
        Need::ServiceProof,
        Need::LimitEnd,
        Need::FeeNotice,
        Need::ClosingReason,
    ];

    const fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Need::AccessWay => ("access_way", "获取方式和途径", "网址、栏目或者查阅地点，申请人照此可以直接找到"),
            Need::Attachments => ("attachments", "提供的信息清单", "逐份列出名称、文号和页数；不随信提供的留空"),
            Need::ProvisionForm => {
                ("provision_form", "提供形式", "纸质、电子邮件、当场查阅等；不随信提供的，写明获取的方式、途径和时间")
            }
            Need::OpenedList => ("opened_list", "予以公开的内容", "逐项列出随信提供的信息"),
            Need::WithheldList => ("withheld_list", "不予公开的内容和理由", "逐项列出未公开的内容，每项写明条款和理由"),
            Need::SecretClassification => {
                ("secret_classification", "定密情况", "定密依据、密级、保密期限和定密机关，不得透露涉密内容")
            }
            Need::ForbiddingLaw => ("forbidding_law", "禁止公开的规定", "法律、行政法规的名称和具体条款"),
            Need::EndangeredInterest => (
                "endangered_interest",
                "可能危及的利益和理由",
                "国家安全、公共安全、经济安全、社会稳定中的哪一项，为什么",
            ),
            Need::ConsultationRecord => {
                ("consultation_record", "征求意见情况", "征求意见书的文号、送达日期和第三方的答复")
            }
            Need::ThirdPartyReason => (
                "third_party_reason",
                "第三方不同意公开的理由",
                "写明属于商业秘密、个人隐私还是其他权益，第三方的理由以及本机关认为合理的依据；第三方未答复的，写明本机关的判断",
            ),
            Need::PublicInterestWeighing => {
                ("public_interest_weighing", "公共利益衡量", "不公开是否会对公共利益造成重大影响，如何判断")
            }
            Need::InternalKind => ("internal_kind", "内部事务的种类", "人事管理、后勤管理、内部工作流程中的哪一类"),
            Need::ProcessKind => ("process_kind", "过程性信息的种类", "讨论记录、过程稿、磋商信函、请示报告中的哪一类"),
            Need::NoLawSaysOpen => {
                ("no_law_says_open", "无应当公开的规定", "写明经核查，法律、法规、规章没有规定该信息应当公开")
            }
            Need::CaseFile => ("case_file", "执法案卷", "案件名称或者案号"),
            Need::AccessLaw => ("access_law", "特别规定", "规定该信息查询办法的法律、行政法规及条款"),
            Need::WhereToApply => ("where_to_apply", "办理地点", "受理查询的单位、地点或者网址"),
            Need::SearchScope => ("search_scope", "检索范围", "检索了哪些档案、系统和科室"),
            Need::SearchMethod => ("search_method", "检索方法", "使用的关键词、文号或者人工查找的方法"),
            Need::SearchDate => ("search_date", "检索日期", "完成检索的日期"),
            Need::NotOursReason => ("not_ours_reason", "不属于本机关负责公开的理由", "写明职责依据"),
            Need::CompetentOrgan => ("competent_organ", "负责公开的机关", "名称和联系方式；不能确定的留空"),
            Need::MissingInformation => {
                ("missing_information", "没有的现成信息", "需要制作、加工或者分析的是什么，本机关现有的是什么")
            }
            Need::CorrectionNotice => ("correction_notice", "补正告知书", "文号和日期"),
            Need::StillUnclear => ("still_unclear", "仍不明确之处", "补正后哪些内容仍然无法指向具体信息"),
            Need::RightChannel => ("right_channel", "相应渠道", "信访、投诉、举报的受理单位和方式"),
            Need::EarlierAnswer => ("earlier_answer", "此前的答复", "答复书的文号和日期"),
            Need::WhereToGet => ("where_to_get", "获取途径", "出版物的名称以及购买、借阅或者网上查阅的途径"),
            Need::RequestCounts => ("request_counts", "申请的数量和频次", "统计期间、件数和所涉事项"),
            Need::ReasonsNotice => ("reasons_notice", "说明理由告知书", "文号和日期，申请人说明的理由"),
            Need::Assessment => ("assessment", "理由不合理的判断", "逐条写明为什么不接受申请人说明的理由"),
            Need::AlreadyHeld => ("already_held", "申请人已获取的信息", "名称、获取的日期和方式"),
            Need::ServiceProof => ("service_proof", "送达凭证", "告知书送达的日期和凭证"),
            Need::LimitEnd => ("limit_end", "期限届满日", "补正期限或者缴费期限的最后一日"),
            Need::FeeNotice => ("fee_notice", "收费通知书", "文号、日期和金额"),
            Need::ClosingReason => ("closing_reason", "结束办理的原因", "撤回申请的声明或者合并办理等情况"),
        }
    }

    /// The key used in JSON, columns and form fields.
    pub const fn key(self) -> &'static str {
        self.words().0
    }

    /// The need with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|need| need.key() == key)
    }

    /// The label of the field.
    pub const fn label(self) -> &'static str {
        self.words().1
    }

    /// The hint under the label.
    pub const fn hint(self) -> &'static str {
        self.words().2
    }

    /// Whether the letter may go out without it: the law asks for it only where it is known or fitting.
    pub const fn is_optional(self) -> bool {
        matches!(self, Need::Attachments | Need::CompetentOrgan | Need::RightChannel)
    }
}
