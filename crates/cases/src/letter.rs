//! Letters to the applicant: the reply, in one wording per outcome, and the receipt.
//!
//! Facts go in, a [`Document`] comes out, or everything that stands in the way at once; there is no half letter.
//! The wording is our own. Statutes are cited by article and never quoted.
//!
//! What a letter has to state follows 国办公开办函〔2020〕2号 (the model letters it forwards) and the articles of each
//! outcome; what the applicant may do against it comes from [`law::remedies`], by the law in force on its date.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use law::applicant::ApplicantKind;
use law::article::Article;
use law::need::Need;
use law::outcome::Outcome;
use law::receipt::Channel;
use law::remedies::{self, BodyKind, Decision, Gap};
use paper::document::{Align, Block, Cell, Document, Grid, chinese_date};

mod wording;

/// What a reply says, beside its fixed wording.
///
/// Every text is one line or several; several lines become a numbered list. A closing 。 may be left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplyFacts {
    /// The organ that replies and signs, by its full name.
    pub organ: String,
    /// What kind of organ it is; who reviews its decisions depends on it.
    pub body: BodyKind,
    /// 发文字号, e.g. `云溪公复〔2026〕3号`. A draft that has no number yet shows `（待编号）` for it.
    pub number: String,
    /// The applicant's full name.
    pub applicant: String,
    /// A person is addressed as 您, an organisation as 贵单位.
    pub applicant_kind: ApplicantKind,
    /// The application's public number.
    pub application_number: String,
    /// The day that counts as the receipt of the application (art. 31).
    pub received_on: Date,
    /// How the application came.
    pub channel: Channel,
    /// The day a corrected application came in, if one did (art. 30).
    pub corrected_on: Option<Date>,
    /// What was asked for, restated; no closing mark.
    pub request: String,
    /// The answer.
    pub outcome: Outcome,
    /// What [`Outcome::needs`] asks for. Facts the outcome does not need are left out of the letter.
    pub facts: BTreeMap<Need, String>,
    /// 成文日期: the day of signature.
    pub signed_on: Date,
    /// Name of the reconsideration organ; see [`Decision::review_organ`].
    pub review_organ: String,
    /// Name of the court, if known.
    pub court: Option<String>,
    /// Whether the letter is served online, which asks for the next member.
    pub served_electronically: bool,
    /// Where an application for reconsideration can be handed in online.
    pub online_channel: Option<String>,
    /// For [`Outcome::Other`]: whether the applicant withdrew.
    pub withdrawn: bool,
}

/// What a receipt says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptFacts {
    /// The organ that received the application.
    pub organ: String,
    /// The applicant's full name.
    pub applicant: String,
    /// A person is addressed as 您, an organisation as 贵单位.
    pub applicant_kind: ApplicantKind,
    /// The application's public number.
    pub application_number: String,
    /// The code with which the applicant follows the case.
    pub query_code: String,
    /// How the application came.
    pub channel: Channel,
    /// Whether and when it counts as received.
    pub received: Received,
    /// What was asked for.
    pub request: String,
    /// Telephone of the disclosure office.
    pub phone: String,
    /// The date of the receipt.
    pub issued_on: Date,
}

/// Whether the time to answer runs.
///
/// Source: articles 31 and 33.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    /// It runs.
    Counted {
        /// The day of receipt.
        on: Date,
        /// The last day to answer.
        answer_by: Date,
        /// The last day may move: the holidays of its year are not published yet.
        provisional: bool,
    },
    /// It does not run yet: the day of receipt is the day on which both sides confirm.
    AwaitingConfirmation {
        /// The day on which the application arrived.
        arrived_on: Date,
    },
}

/// A fact that a letter of any kind has to state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LetterField {
    /// The organ's name.
    Organ,
    /// The letter's number.
    Number,
    /// The applicant's name.
    Applicant,
    /// The application's number.
    ApplicationNumber,
    /// The restated request.
    Request,
    /// The query code of a receipt.
    QueryCode,
    /// The telephone on a receipt.
    Phone,
}

impl LetterField {
    /// The key used in JSON and form fields.
    pub const fn key(self) -> &'static str {
        self.words().0
    }

    /// The label of the field.
    pub const fn label(self) -> &'static str {
        self.words().1
    }

    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Organ => ("organ", "答复机关名称"),
            Self::Number => ("number", "发文字号"),
            Self::Applicant => ("applicant", "申请人姓名或名称"),
            Self::ApplicationNumber => ("application_number", "申请编号"),
            Self::Request => ("request", "申请内容"),
            Self::QueryCode => ("query_code", "查询码"),
            Self::Phone => ("phone", "联系电话"),
        }
    }
}

/// One thing to mend before there can be a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LetterError {
    /// A fact every letter states is not there.
    Missing(LetterField),
    /// A fact this outcome has to state is not there.
    Fact(Need),
    /// What the remedies notice has to name is not on record.
    Remedies(Gap),
    /// The number is not written as GB/T 9704-2012, 7.2.5 asks: year in 〔〕, no leading zero, no 第.
    NumberForm,
    /// The letter would be older than the application.
    SignedBeforeReceipt {
        /// The day of receipt.
        received_on: Date,
        /// The date of the letter.
        signed_on: Date,
    },
}

impl LetterError {
    /// The field to mend: a key of [`LetterField`], of [`Need`], or one of `review_organ`, `online_channel`,
    /// `signed_on`.
    pub const fn field(self) -> &'static str {
        match self {
            Self::Missing(field) => field.key(),
            Self::Fact(need) => need.key(),
            Self::Remedies(Gap::ReviewOrgan) => "review_organ",
            Self::Remedies(Gap::OnlineChannel) => "online_channel",
            Self::NumberForm => LetterField::Number.key(),
            Self::SignedBeforeReceipt { .. } => "signed_on",
        }
    }
}

impl fmt::Display for LetterError {
    /// A sentence that says what to do.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(field) => write!(f, "请填写{}", field.label()),
            Self::Fact(need) => write!(f, "请填写{}：{}", need.label(), need.hint()),
            Self::Remedies(gap) => gap.fmt(f),
            Self::NumberForm => {
                f.write_str("请核对发文字号：年份用六角括号，序号不加“第”、不补零，例如 云溪公复〔2026〕3号")
            }
            Self::SignedBeforeReceipt { received_on, signed_on } => {
                write!(f, "请核对成文日期：{}早于收到申请之日{}", chinese_date(*signed_on), chinese_date(*received_on))
            }
        }
    }
}

/// The number a draft shows until it is signed.
pub const UNNUMBERED: &str = "（待编号）";

/// The reply (答复书).
///
/// Source: articles 36 to 40 with 30, 35 and 42, by outcome; GB/T 9704-2012 for the parts.
///
/// # Errors
/// Everything that is missing or contradicts itself, in the order of the letter. Whether the facts are true, and
/// whether the outcome is the right one, cannot be noticed here.
///
/// ```
/// use cases::letter::{ReplyFacts, reply};
/// use jiff::civil::date;
/// use law::{applicant::ApplicantKind, need::Need, outcome::Outcome, receipt::Channel, remedies::BodyKind};
///
/// let facts = ReplyFacts {
///     organ: "云溪县财政局".into(),
///     body: BodyKind::LocalDepartment,
///     number: "云财公复〔2026〕3号".into(),
///     applicant: "李小溪".into(),
///     applicant_kind: ApplicantKind::NaturalPerson,
///     application_number: "CZJ-2026-0012".into(),
///     received_on: date(2026, 3, 2),
///     channel: Channel::Online,
///     corrected_on: None,
///     request: "2025年度县级部门决算".into(),
///     outcome: Outcome::AlreadyPublished,
///     facts: [(Need::AccessWay, String::new())].into(),
///     signed_on: date(2026, 3, 9),
///     review_organ: "云溪县人民政府".into(),
///     court: None,
///     served_electronically: false,
///     online_channel: None,
///     withdrawn: false,
/// };
/// // 「告知获取方式」 without a way to get it is no answer.
/// let errors = reply(&facts).unwrap_err();
/// assert_eq!(errors[0].field(), "access_way");
/// ```
pub fn reply(facts: &ReplyFacts) -> Result<Document, Vec<LetterError>> {
    let notice = remedies::notice(&Decision {
        outcome: facts.outcome,
        decided_on: facts.signed_on,
        body: facts.body,
        review_organ: &facts.review_organ,
        court: facts.court.as_deref(),
        served_electronically: facts.served_electronically,
        online_channel: facts.online_channel.as_deref(),
        withdrawn: facts.withdrawn,
    });
    let mut errors = missing(&[
        (LetterField::Organ, &facts.organ),
        (LetterField::Number, &facts.number),
        (LetterField::Applicant, &facts.applicant),
        (LetterField::ApplicationNumber, &facts.application_number),
        (LetterField::Request, &facts.request),
    ]);
    if !is_blank(&facts.number) && facts.number != UNNUMBERED && !is_official_number(&facts.number) {
        errors.push(LetterError::NumberForm);
    }
    let needs = facts.outcome.needs().iter().filter(|need| !need.is_optional());
    errors.extend(needs.filter(|need| facts.fact(**need).is_empty()).map(|need| LetterError::Fact(*need)));
    if facts.signed_on < facts.received_on {
        errors.push(LetterError::SignedBeforeReceipt { received_on: facts.received_on, signed_on: facts.signed_on });
    }
    errors.extend(notice.iter().flat_map(|notice| &notice.gaps).map(|gap| LetterError::Remedies(*gap)));
    if !errors.is_empty() {
        return Err(errors);
    }

    let mut letter = wording::Letter::new(facts);
    letter.introduce();
    letter.answer();
    if let Some(notice) = notice {
        letter.say(&notice.text);
    }
    let mut document = Document::new("政府信息公开申请答复书")
        .with(Block::Masthead { organ: facts.organ.trim().into() })
        .with(Block::Number(facts.number.trim().into()))
        .with(Block::Title("政府信息公开申请答复书".into()))
        .with(Block::Addressee(facts.applicant.trim().into()));
    document.blocks.extend(letter.into_blocks());
    Ok(document.with(Block::Signature { organ: facts.organ.trim().into(), date: facts.signed_on }))
}

/// The receipt (接收回执), handed to the applicant when the application has been taken in.
///
/// Source: articles 31, 33 and 45.
///
/// # Errors
/// Every fact that is missing.
pub fn receipt(facts: &ReceiptFacts) -> Result<Document, Vec<LetterError>> {
    let errors = missing(&[
        (LetterField::Organ, &facts.organ),
        (LetterField::Applicant, &facts.applicant),
        (LetterField::ApplicationNumber, &facts.application_number),
        (LetterField::Request, &facts.request),
        (LetterField::QueryCode, &facts.query_code),
        (LetterField::Phone, &facts.phone),
    ]);
    if !errors.is_empty() {
        return Err(errors);
    }
    let you = pronoun(facts.applicant_kind);
    let (dates, explained) = match facts.received {
        Received::Counted { on, answer_by, provisional } => {
            let mark = if provisional { "（该年度节假日安排公布后可能调整）" } else { "" };
            let dates = vec![
                ("收到申请之日", chinese_date(on)),
                ("答复期限届满日", format!("{}{mark}", chinese_date(answer_by))),
            ];
            let explained = format!(
                "根据{}的规定，本机关将在上述期限届满前答复。需要补正申请内容、征求其他机关或者第三方意见、延长答复期限的，期限相应变化，本机关另行告知。",
                cited(&[facts.channel.article(), Article::of(33)])
            );
            (dates, explained)
        }
        Received::AwaitingConfirmation { arrived_on } => {
            let explained = format!(
                "根据{}的规定，以双方确认之日为收到申请之日。本机关将与{you}联系确认，确认后告知答复期限届满日。",
                cited(&[facts.channel.article()])
            );
            (vec![("申请到达日期", chinese_date(arrived_on))], explained)
        }
    };
    let mut lines = vec![
        ("申请编号", facts.application_number.trim().to_owned()),
        ("申请人", facts.applicant.trim().to_owned()),
        ("提交方式", facts.channel.label().to_owned()),
    ];
    lines.extend(dates);
    lines.push(("申请内容", facts.request.trim().to_owned()));
    lines.push(("查询码", facts.query_code.trim().to_owned()));
    let rows = lines
        .into_iter()
        .map(|(label, value)| vec![Cell::row_header(label).align(Align::Center), Cell::new(value).align(Align::Left)]);
    let grid = Grid::new(&[28, 72], rows.collect()).expect("two columns, two cells in every row");

    Ok(Document::new("政府信息公开申请接收回执")
        .with(Block::Title("政府信息公开申请接收回执".into()))
        .with(Block::Addressee(facts.applicant.trim().into()))
        .with(Block::paragraph(format!("本机关收到{you}提交的政府信息公开申请，现将有关事项告知如下：")))
        .with(Block::Grid(grid.captioned("申请登记信息")))
        .with(Block::paragraph(explained))
        .with(Block::paragraph(
            "凭申请编号和查询码可以查询办理进度。查询码用于确认查询人身份，请妥善保管，不要告诉他人。",
        ))
        .with(Block::paragraph(format!("联系电话：{}。", facts.phone.trim())))
        .with(Block::Signature { organ: facts.organ.trim().into(), date: facts.issued_on }))
}

impl ReplyFacts {
    /// What is on record for a need, without blanks around it; empty when nothing is.
    fn fact(&self, need: Need) -> &str {
        self.facts.get(&need).map_or("", |text| text.trim())
    }
}

fn missing(fields: &[(LetterField, &str)]) -> Vec<LetterError> {
    fields.iter().filter(|(_, text)| is_blank(text)).map(|(field, _)| LetterError::Missing(*field)).collect()
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// 机关代字, year in 〔〕, serial without a leading zero, 号.
fn is_official_number(number: &str) -> bool {
    let parts = number.trim().split_once('〔').and_then(|(code, rest)| Some((code, rest.split_once('〕')?)));
    let Some((code, (year, serial))) = parts else {
        return false;
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let serial = serial.strip_suffix('号').unwrap_or("");
    !code.is_empty() && year.len() == 4 && digits(year) && digits(serial) && !serial.starts_with('0')
}

fn pronoun(kind: ApplicantKind) -> &'static str {
    if kind.is_organisation() { "贵单位" } else { "您" }
}

/// Provisions in a row, the law named once: 《中华人民共和国政府信息公开条例》第十四条、第三十六条第三项.
fn cited(articles: &[Article]) -> String {
    let mut text = String::new();
    let mut law = None;
    for article in articles {
        let whole = article.in_letter();
        let name = if law == Some(article.law()) { article.law().full_name() } else { "" };
        if !text.is_empty() {
            text.push('、');
        }
        text.push_str(whole.strip_prefix(name).unwrap_or(&whole));
        law = Some(article.law());
    }
    text
}
