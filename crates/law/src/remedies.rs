//! What the applicant may do against a decision (救济途径), by the law in force on the day it was made.
//!
//! Old model letters offer every applicant the choice between reconsideration and court, and between two
//! reconsideration organs. Since 2024 both are wrong for many letters, so the paragraph is computed from the date.

use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

use crate::article::{Article, Law};
use crate::outcome::Outcome;

/// The day the revised 行政复议法 of 2023 came into force (its article 90).
pub const RECONSIDERATION_LAW_2023: Date = date(2024, 1, 1);
/// The day 法释〔2025〕8号 came into force.
pub const INTERPRETATION_2025: Date = date(2025, 6, 1);

/// Calendar days to apply for reconsideration (行政复议法 (2023) article 20; the same before).
pub const RECONSIDERATION_DAYS: u32 = 60;
/// Months to go to court directly (行政诉讼法 article 46).
pub const DIRECT_SUIT_MONTHS: u32 = 6;
/// Calendar days to go to court after reconsideration (行政诉讼法 article 45).
pub const SUIT_AFTER_RECONSIDERATION_DAYS: u32 = 15;

/// Who decided, as far as the reconsideration organ depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BodyKind {
    /// A department of a local government at county level or above.
    LocalDepartment,
    /// A local government below the province, townships included.
    LocalGovernment,
    /// The government of a province, autonomous region or municipality.
    ProvincialGovernment,
    /// A department of the State Council.
    StateCouncilDepartment,
    /// Customs, finance, foreign exchange, tax, state security: organs under vertical lead.
    VerticalSystem,
    /// A justice department that itself serves as the review office.
    JusticeDepartment,
    /// An office a local department set up, deciding in its own name.
    DispatchedOffice,
}

/// The organ that reviews a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewOrgan {
    /// 本级人民政府.
    SameLevelGovernment,
    /// 本级人民政府或者上一级主管部门, at the applicant's choice: before 2024 only.
    SameLevelGovernmentOrSuperior,
    /// 上一级人民政府.
    NextHigherGovernment,
    /// 上一级主管部门.
    SuperiorDepartment,
    /// 本级人民政府或者上一级司法行政部门, at the applicant's choice.
    SameLevelGovernmentOrSuperiorJustice,
    /// The department that set up the office, or that department's government: before 2024 only.
    FoundingDepartmentOrGovernment,
    /// The body itself.
    Itself,
}

impl ReviewOrgan {
    /// A hint for the form field in which the organ's name is kept.
    pub const fn label(self) -> &'static str {
        match self {
            ReviewOrgan::SameLevelGovernment => "本级人民政府",
            ReviewOrgan::SameLevelGovernmentOrSuperior => "本级人民政府或者上一级主管部门",
            ReviewOrgan::NextHigherGovernment => "上一级人民政府",
            ReviewOrgan::SuperiorDepartment => "上一级主管部门",
            ReviewOrgan::SameLevelGovernmentOrSuperiorJustice => "本级人民政府或者上一级司法行政部门",
            ReviewOrgan::FoundingDepartmentOrGovernment => "设立该派出机构的部门或者该部门的本级人民政府",
            ReviewOrgan::Itself => "本机关",
        }
    }
}

impl BodyKind {
    /// Every kind, in the order of the form.
    pub const ALL: [BodyKind; 7] = [
        BodyKind::LocalDepartment,
        BodyKind::LocalGovernment,
        BodyKind::ProvincialGovernment,
        BodyKind::StateCouncilDepartment,
        BodyKind::VerticalSystem,
        BodyKind::JusticeDepartment,
        BodyKind::DispatchedOffice,
    ];

    /// The key used in JSON, columns and form fields.
    pub const fn key(self) -> &'static str {
        match self {
            BodyKind::LocalDepartment => "local_department",
            BodyKind::LocalGovernment => "local_government",
            BodyKind::ProvincialGovernment => "provincial_government",
            BodyKind::StateCouncilDepartment => "state_council_department",
            BodyKind::VerticalSystem => "vertical_system",
            BodyKind::JusticeDepartment => "justice_department",
            BodyKind::DispatchedOffice => "dispatched_office",
        }
    }

    /// The kind with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// The words on screen.
    pub const fn label(self) -> &'static str {
        match self {
            BodyKind::LocalDepartment => "地方人民政府工作部门",
            BodyKind::LocalGovernment => "地方人民政府（省级以下）",
            BodyKind::ProvincialGovernment => "省级人民政府",
            BodyKind::StateCouncilDepartment => "国务院部门",
            BodyKind::VerticalSystem => "实行垂直领导的机关",
            BodyKind::JusticeDepartment => "履行行政复议机构职责的司法行政部门",
            BodyKind::DispatchedOffice => "工作部门的派出机构",
        }
    }

    /// Which organ reviews a decision of that day, and the provision that says so.
    ///
    /// Source: 行政复议法 (2023) articles 24, 25, 27 and 28; for earlier days 行政复议法 (2017) articles 12 to 15.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::remedies::{BodyKind, ReviewOrgan};
    /// // A bureau's decisions went to the government or the superior bureau; since 2024 to the government only.
    /// assert_eq!(BodyKind::LocalDepartment.review_organ(date(2023, 12, 31)).0, ReviewOrgan::SameLevelGovernmentOrSuperior);
    /// assert_eq!(BodyKind::LocalDepartment.review_organ(date(2024, 1, 1)).0, ReviewOrgan::SameLevelGovernment);
    /// ```
    pub fn review_organ(self, decided_on: Date) -> (ReviewOrgan, Article) {
        if decided_on < RECONSIDERATION_LAW_2023 {
            let article = |number| Article::in_law(Law::Reconsideration2017, number);
            return match self {
                BodyKind::LocalDepartment | BodyKind::JusticeDepartment => {
                    (ReviewOrgan::SameLevelGovernmentOrSuperior, article(12).paragraph(1))
                }
                BodyKind::VerticalSystem => (ReviewOrgan::SuperiorDepartment, article(12).paragraph(2)),
                BodyKind::LocalGovernment => (ReviewOrgan::NextHigherGovernment, article(13).paragraph(1)),
                BodyKind::ProvincialGovernment | BodyKind::StateCouncilDepartment => (ReviewOrgan::Itself, article(14)),
                BodyKind::DispatchedOffice => {
                    (ReviewOrgan::FoundingDepartmentOrGovernment, article(15).paragraph(1).item(2))
                }
            };
        }
        let article = |number| Article::in_law(Law::Reconsideration, number);
        match self {
            BodyKind::LocalDepartment => (ReviewOrgan::SameLevelGovernment, article(24).paragraph(1).item(1)),
            BodyKind::LocalGovernment => (ReviewOrgan::NextHigherGovernment, article(24).paragraph(1).item(2)),
            BodyKind::ProvincialGovernment => (ReviewOrgan::Itself, article(24).paragraph(2)),
            BodyKind::StateCouncilDepartment => (ReviewOrgan::Itself, article(25).item(1)),
            BodyKind::VerticalSystem => (ReviewOrgan::SuperiorDepartment, article(27)),
            BodyKind::JusticeDepartment => (ReviewOrgan::SameLevelGovernmentOrSuperiorJustice, article(28)),
            BodyKind::DispatchedOffice => (ReviewOrgan::SameLevelGovernment, article(24).paragraph(4)),
        }
    }
}

/// The facts a remedies notice depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision<'a> {
    /// What was decided.
    pub outcome: Outcome,
    /// The date of the letter.
    pub decided_on: Date,
    /// Who decided.
    pub body: BodyKind,
    /// Name of the reconsideration organ; where the law leaves a choice, both names as they read in a sentence.
    pub review_organ: &'a str,
    /// Name of the court, if known.
    pub court: Option<&'a str>,
    /// Whether the letter is served online.
    pub served_electronically: bool,
    /// Where an application for reconsideration can be handed in online.
    pub online_channel: Option<&'a str>,
    /// For [`Outcome::Other`]: whether the applicant withdrew, so that nothing was decided against anyone.
    pub withdrawn: bool,
}

/// Something the law wants in the notice that is not on record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Gap {
    /// 行政复议法 (2023) article 20(3): an organ that is not named lets the limit run up to a year.
    #[error("没有填写行政复议机关的名称；请在本机关资料中补充，否则复议期限最长按一年计算（行政复议法第二十条第三款）")]
    ReviewOrgan,
    /// 行政复议法 (2023) article 22(2).
    #[error(
        "电子送达的决定应当同时提供提交行政复议申请的互联网渠道；请在本机关资料中补充（行政复议法第二十二条第二款）"
    )]
    OnlineChannel,
}

/// The paragraph that closes a letter, and what it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The paragraph.
    pub text: String,
    /// The provisions behind it.
    pub articles: Vec<Article>,
    /// What is missing; a letter with gaps should not be signed.
    pub gaps: Vec<Gap>,
}

/// The remedies notice for a decision; `None` when there is nothing to attack (a withdrawal).
///
/// Three versions, by the date of the decision:
/// until 2023-12-31 reconsideration **or** court, for every outcome;
/// from 2024-01-01 a refusal under articles 14 to 16 goes to reconsideration first, and a letter served online
/// names the online channel; from 2025-06-01 the same, resting also on 法释〔2025〕8号 article 1, item 2, which fixed that
/// scope (decision 0016).
///
/// Source: 行政复议法 (2023) articles 20, 22 to 28; 行政诉讼法 articles 45 and 46. Notices of procedure (correction,
/// extension, consultation, fee) carry no remedies notice and have no outcome.
///
/// ```
/// use jiff::civil::date;
/// use law::{outcome::Outcome, remedies::{notice, BodyKind, Decision}};
/// let decision = Decision {
///     outcome: Outcome::ProcessInfo,
///     decided_on: date(2025, 7, 1),
///     body: BodyKind::LocalDepartment,
///     review_organ: "青石县人民政府",
///     court: None,
///     served_electronically: false,
///     online_channel: None,
///     withdrawn: false,
/// };
/// let text = notice(&decision).unwrap().text;
/// assert!(text.contains("应当") && text.contains("先向青石县人民政府申请行政复议"));
/// ```
pub fn notice(decision: &Decision<'_>) -> Option<Notice> {
    if decision.outcome == Outcome::Other && decision.withdrawn {
        return None;
    }
    let since_2024 = decision.decided_on >= RECONSIDERATION_LAW_2023;
    let first = decision.outcome.reconsideration_first(decision.decided_on);
    let organ = match decision.review_organ.trim() {
        "" => decision.body.review_organ(decision.decided_on).0.label(),
        name => name,
    };
    let court = decision.court.map(str::trim).filter(|name| !name.is_empty()).unwrap_or("有管辖权的人民法院");
    let either = format!(
        "可以自收到本答复书之日起{RECONSIDERATION_DAYS}日内向{organ}申请行政复议，也可以自收到本答复书之日起{DIRECT_SUIT_MONTHS}个月内向{court}提起行政诉讼"
    );
    // Only who reviews its own decisions stands directly under the State Council.
    let ruling = if reviews_itself(decision) { "，也可以向国务院申请裁决" } else { "" };
    let before_court = format!(
        "应当自收到本答复书之日起{RECONSIDERATION_DAYS}日内先向{organ}申请行政复议；对行政复议决定不服的，可以自收到行政复议决定书之日起{SUIT_AFTER_RECONSIDERATION_DAYS}日内向{court}提起行政诉讼{ruling}"
    );
    let mut text = match (first, decision.outcome) {
        (true, Outcome::Partial) => {
            format!("如对本答复中不予公开的部分不服，{before_court}。如对本答复的其他部分不服，{either}。")
        }
        (true, _) => format!("如对本答复不服，{before_court}。"),
        (false, _) => format!("如对本答复不服，{either}。"),
    };
    if since_2024
        && decision.served_electronically
        && let Some(channel) = channel(decision)
    {
        text.push_str(&format!("提交行政复议申请书的互联网渠道：{channel}。"));
    }
    Some(Notice { text, articles: articles(decision, first), gaps: gaps(decision) })
}

fn reviews_itself(decision: &Decision<'_>) -> bool {
    decision.body.review_organ(decision.decided_on).0 == ReviewOrgan::Itself
}

fn channel<'a>(decision: &Decision<'a>) -> Option<&'a str> {
    decision.online_channel.map(str::trim).filter(|channel| !channel.is_empty())
}

fn articles(decision: &Decision<'_>, first: bool) -> Vec<Article> {
    let organ = decision.body.review_organ(decision.decided_on).1;
    let mut articles = vec![Article::of(51)];
    if decision.decided_on < RECONSIDERATION_LAW_2023 {
        articles.extend([Article::in_law(Law::Reconsideration2017, 9).paragraph(1), organ]);
        articles.push(Article::in_law(Law::Litigation, 46).paragraph(1));
        return articles;
    }
    let law = |number| Article::in_law(Law::Reconsideration, number);
    articles.push(law(20).paragraph(1));
    if decision.served_electronically {
        articles.push(law(22).paragraph(2));
    }
    if first {
        articles.extend([law(23).paragraph(1).item(4), law(23).paragraph(2)]);
        if decision.decided_on >= INTERPRETATION_2025 {
            articles.push(Article::in_law(Law::Interpretation2025, 1).item(2));
        }
    }
    articles.push(organ);
    if first {
        if reviews_itself(decision) {
            articles.push(law(26));
        }
        articles.push(Article::in_law(Law::Litigation, 45));
    }
    if !first || decision.outcome == Outcome::Partial {
        articles.push(Article::in_law(Law::Litigation, 46).paragraph(1));
    }
    articles
}

fn gaps(decision: &Decision<'_>) -> Vec<Gap> {
    let mut gaps = Vec::new();
    if decision.review_organ.trim().is_empty() {
        gaps.push(Gap::ReviewOrgan);
    }
    let online = decision.served_electronically && decision.decided_on >= RECONSIDERATION_LAW_2023;
    if online && channel(decision).is_none() {
        gaps.push(Gap::OnlineChannel);
    }
    gaps
}
