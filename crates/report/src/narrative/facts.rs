//! What is known of a body's year beside the three tables.

use std::collections::BTreeMap;

use civic::BodyKind;
use rust_decimal::Decimal;

use crate::figures::Cells;

macro_rules! fact_kinds {
    ($($(#[$doc:meta])* $name:ident = $key:literal $label:literal $unit:literal;)+) => {
        /// A fact that no register of this installation holds: a person enters it once a year, with its source.
        ///
        /// **Source.** The five aspects of part one (国办公开办函〔2021〕30号); what published reports count there.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum FactKind {
            $($(#[$doc])* $name,)+
        }

        impl FactKind {
            /// Every kind, in the order of part one.
            pub const ALL: &[FactKind] = &[$(Self::$name),+];

            /// The stable key in databases and tokens.
            pub fn key(self) -> &'static str {
                match self { $(Self::$name => $key),+ }
            }

            /// The words on screen.
            pub fn label(self) -> &'static str {
                match self { $(Self::$name => $label),+ }
            }

            /// In what it is counted.
            pub fn unit(self) -> &'static str {
                match self { $(Self::$name => $unit),+ }
            }
        }
    };
}

fact_kinds! {
    /// Posts on websites other than this platform.
    WebsitePosts = "website_posts" "其他网站发布信息" "条";
    /// Accounts on social platforms.
    Accounts = "accounts" "政务新媒体账号" "个";
    /// Posts by those accounts.
    AccountPosts = "account_posts" "政务新媒体发布信息" "条";
    /// Gazette, press, notice boards.
    OtherPosts = "other_posts" "公报、报刊等其他渠道发布信息" "条";
    /// Interpretations of policies.
    Interpretations = "interpretations" "发布政策解读材料" "篇";
    /// Responses to what the public is concerned about.
    Responses = "responses" "回应社会关切" "次";
    /// Questions of the public by web, hotline, letter.
    Questions = "questions" "收到公众留言、咨询" "件";
    /// How many of them were answered.
    QuestionsAnswered = "questions_answered" "答复公众留言、咨询" "件";
    /// Days in which the office was open to visitors.
    OpenDays = "open_days" "开展政府开放活动" "次";
    /// Rules on disclosure made or revised.
    HouseRules = "house_rules" "制定、修订公开制度" "项";
    /// People who work on disclosure.
    Staff = "staff" "政府信息公开工作人员" "人";
    /// Training sessions (art. 48).
    TrainingSessions = "training_sessions" "开展业务培训" "次";
    /// People trained.
    Trained = "trained" "参加培训" "人次";
    /// Inspections of websites, accounts and columns.
    Inspections = "inspections" "开展检查" "次";
    /// What they found and was mended.
    Mended = "mended" "检查发现并整改问题" "个";
    /// Assessments of the bodies below (art. 46; art. 50 for governments).
    Assessments = "assessments" "开展工作考核" "次";
    /// Social review (art. 46).
    SocialReviews = "social_reviews" "开展社会评议" "次";
    /// People held accountable (art. 46).
    Accountable = "accountable" "追究责任" "人次";
}

impl FactKind {
    /// The kind with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.key() == key)
    }

    /// Whether the report of this kind of body speaks of it: assessment, review and accountability are asked of
    /// governments only (art. 50(4)).
    pub fn is_asked_of(self, kind: BodyKind) -> bool {
        let of_governments = matches!(self, Self::Assessments | Self::SocialReviews | Self::Accountable);
        !of_governments || matches!(kind, BodyKind::Government | BodyKind::Township)
    }
}

/// Publications of one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The column's key.
    pub key: String,
    /// Its name on screen.
    pub label: String,
    /// How many were first published in the year and are public now.
    pub count: u32,
}

/// How the applications of a year were handled, counted from the dockets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Handling {
    /// Applications received in the year over the network.
    pub online: u32,
    /// Requests for correction (art. 30) sent in the year.
    pub corrections: u32,
    /// Extensions (art. 33) approved in the year.
    pub extensions: u32,
    /// Third parties and other bodies asked (art. 32, 34) in the year.
    pub consultations: u32,
    /// Fee notices (art. 42) sent in the year.
    pub fee_notices: u32,
    /// Processing fees paid in the year, in 分.
    pub fees_fen: u64,
    /// Working days from receipt to the end, added up over the applications that ended in the year.
    pub working_days: u64,
    /// Over how many.
    pub ended: u32,
}

/// Everything that the text of a body's year can be made from.
#[derive(Clone, Debug)]
pub struct Facts<'a> {
    /// The body's full name.
    pub body: &'a str,
    /// Its kind.
    pub kind: BodyKind,
    /// The year reported on.
    pub year: i16,
    /// Tables 2, 3 and 4.
    pub cells: &'a Cells,
    /// The tables of last year's report, if it is known.
    pub last: Option<&'a Cells>,
    /// Publications of the year by column, those without any left out.
    pub published: Vec<Published>,
    /// How applications were handled.
    pub handling: Handling,
    /// What people entered.
    pub entered: BTreeMap<FactKind, Decimal>,
}
