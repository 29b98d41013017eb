//! Why an act on a case was not allowed.

use crate::act::{ActKind, By};
use crate::stage::StageKind;
use civic::permission::TABLE;
use jiff::civil::Date;
use law::receipt::Channel;
use paper::document::chinese_date;

/// An answer for the person at the desk, not a fault of the program: what stands in the way, and after the semicolon
/// the way on. [`Refusal::basis`] names the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The act does not belong to this stage.
    #[error("本件现在是“{}”，不能“{}”；{}", stage.label(), act.label(), when(*act))]
    WrongStage {
        /// The act.
        act: ActKind,
        /// Where the case stands.
        stage: StageKind,
    },
    /// The act is somebody else's.
    #[error("“{}”不由当前身份办理；请交由{}办理", act.label(), who(*act))]
    WrongHand {
        /// The act.
        act: ActKind,
    },
    /// What the statutory clock says.
    #[error("{0}")]
    Clock(law::clock::Refusal),
    /// Dated after today.
    #[error("{}在今天之后；请填写实际发生的日期", chinese_date(*on))]
    InFuture {
        /// The act's day.
        on: Date,
    },
    /// Dated before what is already on record.
    #[error("{}早于上一事项的日期{}；请按发生的先后次序登记，或者核对日期", chinese_date(*on), chinese_date(*last))]
    BeforeLast {
        /// The act's day.
        on: Date,
        /// The last day on record.
        last: Date,
    },
    /// The channel needs a day of confirmation.
    #[error("通过{}收到的申请以双方确认之日为收到之日，还没有确认日期；请先与申请人确认再登记", channel.label())]
    NotConfirmed {
        /// How it came.
        channel: Channel,
    },
    /// A text that the act needs is missing.
    #[error("没有写明{}；请填写后再办理", part.label())]
    Unsaid {
        /// Which.
        part: Part,
    },
    /// More time is asked for already.
    #[error("{}提出的延长{working_days}个工作日还没有批复；请等待公开机构负责人批复", chinese_date(*on))]
    ExtensionPending {
        /// When.
        on: Date,
        /// How many working days.
        working_days: u32,
    },
    /// Nobody asked for more time.
    #[error("没有等待批复的延期申请；需要延长的，请经办人先提出申请")]
    NoExtensionAsked,
    /// Others have been asked and may still answer.
    #[error("{}还没有答复征求的意见，可以答复到{}；请等收到意见或者期满后再拟定答复", party.label(), chinese_date(*until))]
    ConsultationOpen {
        /// Whom.
        party: crate::act::Party,
        /// The last day on which they may answer.
        until: Date,
    },
    /// Others have been asked, and it is not on record when the letter reached them.
    #[error("给{}的征求意见书还没有登记送达日期，不能确定意见期限；请先登记送达日期", party.label())]
    ConsultationNotDelivered {
        /// Whom.
        party: crate::act::Party,
    },
    /// No open letter stands at that place of the docket.
    #[error("第{}条记录不是等待回音的文书；请从本件列出的文书中选择", entry + 1)]
    NoSuchLetter {
        /// The place given.
        entry: u32,
    },
    /// The day of delivery of every open letter is on record.
    #[error("已发出文书的送达日期都已登记；有误的，请添加备注说明")]
    NothingToDeliver,
    /// The answer says "still unclear after correction" though no correction was asked.
    #[error("还没有告知过补正，不能以“补正后申请内容仍不明确”答复；请先告知补正，或者选择其他答复结果")]
    NeverAskedToCorrect,
    /// The applicant has let no limit pass.
    #[error("{}；期满次日起才能终止办理", match limit { Some(day) => format!("申请人的期限到{}届满", chinese_date(*day)), None => "收费通知的送达日期没有登记，申请人的期限还没有起算".to_owned() })]
    NotAbandoned {
        /// The last day of the applicant's limit, if it runs.
        limit: Option<Date>,
    },
    /// This outcome comes about by another act.
    #[error("“{}”不是拟定的答复；期满未补正、未缴费的，请用“终止办理”", outcome.label())]
    NotAnAnswer {
        /// The outcome.
        outcome: law::outcome::Outcome,
    },
    /// A letter cannot be written without this fact.
    #[error("答复书缺少“{}”；请补充后再提交签发", need.label())]
    FactMissing {
        /// Which.
        need: law::need::Need,
    },
    /// The personal data of the case have been erased by rule.
    #[error("本件的个人信息已按规定删除，不能再登记新的事项；申请人有新的请求，请另行提出申请")]
    Erased,
    /// A sum that is no fee.
    #[error("收费金额应当大于 0；不收费的不发收费通知")]
    NoFee,
}

/// A text that an act needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What is to be corrected.
    CorrectionItems,
    /// What was corrected.
    CorrectedContent,
    /// Whom was asked.
    Consulted,
    /// Why more time is needed.
    ExtensionReason,
    /// Why more time is not granted.
    DeclineReason,
    /// Why the letter goes back.
    ReturnReason,
    /// The letter's number.
    LetterNumber,
    /// What proves the service.
    ServiceProof,
    /// How the applicant withdrew.
    Withdrawal,
    /// The note.
    Note,
}

impl Part {
    /// Every part.
    pub const ALL: [Part; 10] = [
        Self::CorrectionItems,
        Self::CorrectedContent,
        Self::Consulted,
        Self::ExtensionReason,
        Self::DeclineReason,
        Self::ReturnReason,
        Self::LetterNumber,
        Self::ServiceProof,
        Self::Withdrawal,
        Self::Note,
    ];

    /// The words on screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::CorrectionItems => "需要补正的事项",
            Self::CorrectedContent => "补正的内容",
            Self::Consulted => "征求意见的对象",
            Self::ExtensionReason => "延长的理由",
            Self::DeclineReason => "不同意延长的理由",
            Self::ReturnReason => "退回的理由",
            Self::LetterNumber => "答复书文号",
            Self::ServiceProof => "送达凭证",
            Self::Withdrawal => "申请人撤回的方式",
            Self::Note => "备注内容",
        }
    }
}

/// At which stages an act is done, as a sentence.
fn when(act: ActKind) -> String {
    let stages: Vec<_> = act.line().from.iter().map(|stage| format!("“{}”", stage.label())).collect();
    format!("在{}阶段办理", stages.join("、"))
}

/// Who does an act, in the office's words.
fn who(act: ActKind) -> String {
    match act.line().by {
        By::Applicant => "申请人".to_owned(),
        By::Staff(permission) => {
            let roles = TABLE.iter().find(|(one, _)| *one == permission).map_or(&[][..], |(_, roles)| roles);
            roles.iter().map(|(role, _)| role.label()).collect::<Vec<_>>().join("或者")
        }
    }
}

impl Refusal {
    /// The article or document that stands in the way.
    pub fn basis(&self) -> String {
        match self {
            Self::WrongStage { act, .. } | Self::WrongHand { act } => act.line().article.to_owned(),
            Self::Clock(refusal) => refusal.basis().to_string(),
            Self::InFuture { .. } | Self::BeforeLast { .. } | Self::NoSuchLetter { .. } | Self::NothingToDeliver => {
                "条例第四十五条".to_owned()
            }
            Self::Erased => "个人信息保护法第四十七条".to_owned(),
            Self::NotConfirmed { channel } => channel.article().to_string(),
            Self::Unsaid { part } => match part {
                Part::CorrectionItems | Part::CorrectedContent => "条例第三十条",
                Part::Consulted => "条例第三十二条、第三十四条",
                Part::ExtensionReason | Part::DeclineReason => "条例第三十三条第二款",
                Part::ServiceProof => "国办公开办函〔2016〕235号",
                Part::ReturnReason | Part::LetterNumber | Part::Withdrawal | Part::Note => "条例第四十五条",
            }
            .to_owned(),
            Self::ExtensionPending { .. } | Self::NoExtensionAsked => "条例第三十三条第二款".to_owned(),
            Self::ConsultationOpen { party, .. } | Self::ConsultationNotDelivered { party } => match party {
                crate::act::Party::ThirdParty => "条例第三十二条",
                crate::act::Party::CoMaker => "条例第三十四条",
            }
            .to_owned(),
            Self::NeverAskedToCorrect => "条例第三十条".to_owned(),
            Self::NotAbandoned { .. } => ActKind::ClosedAsAbandoned.line().article.to_owned(),
            Self::NotAnAnswer { .. } | Self::FactMissing { .. } => "条例第三十六条".to_owned(),
            Self::NoFee => "条例第四十二条".to_owned(),
        }
    }

    /// What stands in the way, and the way on, apart.
    ///
    /// ```
    /// let refusal = cases::refusal::Refusal::NoExtensionAsked;
    /// assert_eq!(refusal.parts(), ("没有等待批复的延期申请".to_owned(), "需要延长的，请经办人先提出申请".to_owned()));
    /// ```
    pub fn parts(&self) -> (String, String) {
        let sentence = self.to_string();
        match sentence.rsplit_once('；') {
            Some((says, way_on)) => (says.to_owned(), way_on.to_owned()),
            None => (sentence, String::new()),
        }
    }
}
