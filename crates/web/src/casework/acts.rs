//! The form of each act: what it asks, what stands in it at first, and the way from what was typed to the act.

use crate::casework::typed;
use crate::fields::Fields;
use crate::page::form::{Choice, FormState};
use crate::page::words::{date, short_date};
use crate::visit::Visit;
use cases::act::{Act, ActKind, Fact, Party};
use cases::application::Delivery;
use cases::docket::Words;
use cases::stage::{Extension, Stage};
use jiff::civil::Date;
use law::clock::Service;
use law::need::Need;
use law::outcome::Outcome;
use store::cases::Found;

/// How a fact is asked for.
#[derive(Clone, Debug)]
pub enum Control {
    /// A typed date.
    Date,
    /// One line of at most so many characters.
    Line(usize),
    /// Several lines of at most so many characters.
    Area(usize),
    /// A few digits.
    Number,
    /// One of these.
    Choice(Vec<Choice>),
}

/// One field of an act's form.
#[derive(Clone, Debug)]
pub struct Input {
    /// How it is asked for.
    pub control: Control,
    /// The field's name.
    pub name: &'static str,
    /// The label above it.
    pub label: &'static str,
    /// The hint under the label.
    pub hint: String,
    /// Whether it must be filled.
    pub required: bool,
}

fn input(control: Control, name: &'static str, label: &'static str, hint: impl Into<String>) -> Input {
    Input { control, name, label, hint: hint.into(), required: true }
}

fn optional(control: Control, name: &'static str, label: &'static str, hint: impl Into<String>) -> Input {
    Input { required: false, ..input(control, name, label, hint) }
}

/// Hint of every date field.
const TYPED: &str = "例如 2026-03-05，也可写 20260305 或 2026年3月5日";
/// The longest running text of an act.
const LONG: usize = 2000;

/// The letters of a case that wait for an answer or for their day of delivery.
fn open_letters(found: &Found, undelivered: bool) -> Vec<Choice> {
    let choice = |entry: u32, label: String| Choice::new(entry.to_string(), label);
    match found.case.stage() {
        Stage::Consulting(consulting) => consulting
            .open
            .iter()
            .filter(|one| !undelivered || one.delivered_on.is_none())
            .map(|one| {
                let whom = match found.case.entries().get(one.entry as usize).map(|entry| &entry.act) {
                    Some(Act::Consulted { whom, .. }) => whom.shown(),
                    _ => "",
                };
                choice(one.entry, format!("{}“{whom}”，{}发出", one.party.label(), short_date(&one.sent_on)))
            })
            .collect(),
        Stage::AwaitingFee(fee) => vec![choice(fee.entry, format!("收费通知，{}发出", short_date(&fee.notified_on)))],
        _ => Vec::new(),
    }
}

/// Whether the applicant wants the answer by an electronic way, so that the letter names an online channel.
pub fn is_electronic(found: &Found) -> bool {
    let delivery = found.application.as_ref().map(|application| application.delivery);
    matches!(delivery, Some(Delivery::Online | Delivery::Email))
}

/// The fields of an act's form.
pub fn inputs(kind: ActKind, found: &Found, outcome: Option<Outcome>) -> Vec<Input> {
    let on = |label| input(Control::Date, "on", label, TYPED);
    let delivered = || optional(Control::Date, "delivered_on", "送达日期", "还没有送达的留空，送达后再登记");
    let text = |name, label, hint: &str| input(Control::Area(LONG), name, label, hint);
    match kind {
        ActKind::Registered => vec![input(
            Control::Date,
            "on",
            "双方确认之日",
            "以这一天为收到申请之日，次日起计算答复期限（条例第三十一条）",
        )],
        ActKind::CorrectionRequested => vec![
            on("告知之日"),
            text("what", "需要补正的事项", "应当一次性列出全部需要补正的内容，并说明怎样补正"),
            input(Control::Number, "reply_within", "补正期限（工作日）", "应当合理，通常 7 至 15 个工作日"),
        ],
        ActKind::CorrectionReceived => {
            vec![on("收到补正之日"), text("what", "补正的内容", "申请原文不变，补正的内容另记")]
        }
        ActKind::Consulted => vec![
            input(
                Control::Choice(
                    Party::ALL
                        .map(|party| {
                            let hint = match party {
                                Party::ThirdParty => {
                                    "公开可能损害其合法权益的人；逾期不答复的，由本机关决定（条例第三十二条）"
                                }
                                Party::CoMaker => "共同制作该信息的机关；逾期不答复的，视为同意公开（条例第三十四条）",
                            };
                            Choice::new(party.key(), party.label()).hint(hint)
                        })
                        .to_vec(),
                ),
                "party",
                "向谁征求意见",
                "",
            ),
            input(Control::Line(200), "whom", "名称或者姓名", ""),
            on("发出之日"),
            delivered(),
        ],
        ActKind::Delivered => {
            vec![input(Control::Choice(open_letters(found, true)), "of", "哪一件文书", ""), on("送达之日")]
        }
        ActKind::ConsultationAnswered => vec![
            input(Control::Choice(open_letters(found, false)), "of", "谁的意见", ""),
            on("收到意见之日"),
            input(
                Control::Choice(vec![Choice::new("yes", "同意公开"), Choice::new("no", "不同意公开")]),
                "agrees",
                "是否同意公开",
                "",
            ),
            optional(Control::Area(LONG), "what", "意见和理由", "不同意公开的，应当写明理由"),
        ],
        ActKind::ExtensionRequested => vec![
            on("提出之日"),
            input(Control::Number, "working_days", "延长的天数（工作日）", "最多 20 个工作日，只能延长一次"),
            text("reason", "延长的理由", "经公开机构负责人同意后告知申请人"),
        ],
        ActKind::ExtensionApproved => vec![input(
            Control::Date,
            "on",
            "同意之日",
            "告知申请人的通知须在这一天发出；当天发不出的，请等能发出时再办理（条例第三十三条第二款）",
        )],
        ActKind::ExtensionDeclined => vec![on("批复之日"), text("reason", "不同意延长的理由", "")],
        ActKind::FeeNotified => vec![
            on("发出之日"),
            input(
                Control::Line(20),
                "amount",
                "收费金额（元）",
                "按件或者按量计算，一件申请只能选一种；可以用上面的计算",
            ),
            delivered(),
        ],
        ActKind::FeePaid => vec![on("缴费之日")],
        ActKind::Decided => {
            let mut inputs = vec![on("拟定之日")];
            let needs = outcome.map(Outcome::needs).unwrap_or_default();
            inputs.extend(needs.iter().map(|need| Input {
                control: Control::Area(4000),
                name: need.key(),
                label: need.label(),
                hint: need.hint().to_owned(),
                required: !need.is_optional(),
            }));
            if is_electronic(found) {
                inputs.push(input(
                    Control::Line(200),
                    "online_channel",
                    "网上申请行政复议的渠道",
                    "申请人选择电子方式获取，答复书应当写明提交行政复议申请的互联网渠道（行政复议法第二十二条第二款）",
                ));
            }
            inputs
        }
        ActKind::Returned => vec![on("退回之日"), text("reason", "退回的理由", "")],
        ActKind::Signed => vec![input(Control::Date, "on", "成文日期", "答复书上的日期；文号在签发时自动编排")],
        ActKind::Served => vec![
            input(
                Control::Choice(Service::ALL.map(|how| Choice::new(how.key(), how.label())).to_vec()),
                "how",
                "送达方式",
                "应当当面送达、邮寄送达或者电子送达；邮寄应当通过邮政企业（国办公开办函〔2016〕235号）",
            ),
            on("送达之日"),
            input(Control::Line(200), "proof", "送达凭证", "签收人、邮件号码、电子邮箱或者网上查询页面"),
        ],
        ActKind::Withdrawn => vec![on("撤回之日"), text("what", "申请人怎样撤回的", "书面、邮件、电话等，写明凭证")],
        ActKind::ClosedAsAbandoned => vec![on("终止之日")],
        ActKind::Archived => vec![on("归档之日")],
        ActKind::Noted => vec![text("text", "备注内容", "记入经过，不能修改或者删除")],
        ActKind::Submitted | ActKind::TakenIn => Vec::new(),
    }
}

/// What the act does, in a sentence above its form.
pub fn about(kind: ActKind) -> &'static str {
    match kind {
        ActKind::Registered => "与申请人联系，双方确认收到申请后登记。",
        ActKind::CorrectionRequested => {
            "申请内容不明确的，在收到申请之日起 7 个工作日内一次性告知补正；收到补正的申请后，答复期限重新计算。"
        }
        ActKind::CorrectionReceived => "从收到补正之日的次日起，重新计算 20 个工作日。",
        ActKind::Consulted => {
            "从发出之日的次日起，征求意见的时间不计入答复期限；对方自收到征求意见书之日起有 15 个工作日。"
        }
        ActKind::Delivered => "送达日期决定对方的 15 个工作日或者申请人的 20 个工作日从哪一天起算。",
        ActKind::ConsultationAnswered => "收到全部意见后，答复期限继续计算。",
        ActKind::ExtensionRequested => "须在答复期限届满前，经公开机构负责人同意并告知申请人。",
        ActKind::ExtensionApproved => {
            "同意后，答复期限按申请的天数延长。这里只记录同意；延期通知由经办人在同意当天发给申请人。"
        }
        ActKind::ExtensionDeclined => "答复期限不变。",
        ActKind::FeeNotified => {
            "申请人自收到收费通知之日起 20 个工作日内缴费，缴费后答复期限重新计算；逾期未缴的，视为放弃申请。"
        }
        ActKind::FeePaid => "从缴费之日的次日起，重新计算 20 个工作日。",
        ActKind::Decided => "填写答复书需要写明的内容，提交公开机构负责人签发。",
        ActKind::Returned => "退回经办人修改，答复期限照常计算。",
        ActKind::Signed => "签发后编排文号，生成正式的答复书，内容不能再改。",
        ActKind::Served => "送达之日即为答复之日。送达后，申请人可以凭申请编号和查询码下载答复书。",
        ActKind::Withdrawn => "登记后本件终止，计入年度报告的“其他处理”。",
        ActKind::ClosedAsAbandoned => "申请人无正当理由逾期未补正或者未缴费，本件不再处理。",
        ActKind::Archived => "归档后只能添加备注。",
        ActKind::Noted => "备注不影响期限和状态。",
        ActKind::Submitted | ActKind::TakenIn => "",
    }
}

/// The national online service for reconsideration; only a suggestion in the field, to be changed where another is used.
const ONLINE_CHANNEL: &str = "行政复议服务平台（https://xzfy.moj.gov.cn）";

/// What stands in the form at first: today, ordinary lengths, and the letter's facts as last decided.
pub fn initial(kind: ActKind, visit: &Visit, found: &Found) -> FormState {
    let mut form = FormState::new();
    if kind != ActKind::Noted {
        form = form.with("on", visit.today.to_string());
    }
    let letters = open_letters(found, kind == ActKind::Delivered);
    if let [only] = letters.as_slice() {
        form = form.with("of", only.value.as_str());
    }
    match kind {
        ActKind::CorrectionRequested => form.with("reply_within", "15"),
        ActKind::ExtensionRequested => form.with("working_days", "20"),
        ActKind::Served if is_electronic(found) => form.with("how", Service::Electronic.key()),
        ActKind::Decided => {
            let channel = found.case.online_channel().unwrap_or(ONLINE_CHANNEL);
            let form = form.with("online_channel", channel);
            found
                .case
                .letter_facts()
                .iter()
                .fold(form, |form, fact| form.with(fact.need.key(), fact.says.text().unwrap_or_default()))
        }
        _ => form,
    }
}

/// What the head is asked to consent to, shown above the form.
pub fn asked(found: &Found) -> Option<String> {
    let Some(Extension::Asked { on, working_days }) = found.case.stage().handling().map(|handling| handling.extension)
    else {
        return None;
    };
    let reason = found.case.entries().iter().rev().find_map(|entry| match &entry.act {
        Act::ExtensionRequested { reason, .. } => Some(reason.shown().to_owned()),
        _ => None,
    });
    Some(format!("经办人于{}申请延长 {working_days} 个工作日，理由：{}", date(&on), reason.unwrap_or_default()))
}

/// Reads the fields of an act and notes what needs mending.
struct Reader<'a> {
    fields: &'a Fields,
    form: &'a mut FormState,
}

impl Reader<'_> {
    fn took<T>(&mut self, name: &str, read: Result<T, String>) -> Option<T> {
        read.map_err(|message| self.form.reject(name, message)).ok()
    }

    fn date(&mut self, name: &str) -> Option<Date> {
        self.took(name, typed::date(self.fields.text(name)))
    }

    fn date_if_any(&mut self, name: &str) -> Option<Option<Date>> {
        self.took(name, typed::date_if_any(self.fields.text(name)))
    }

    fn words(&mut self, input: &Input) -> Option<Words> {
        let typed = self.fields.text(input.name).replace("\r\n", "\n");
        let text = typed.trim();
        let limit = match input.control {
            Control::Line(limit) | Control::Area(limit) => limit,
            Control::Date | Control::Number | Control::Choice(_) => LONG,
        };
        let found = text.chars().count();
        if text.is_empty() && input.required {
            self.form.reject(input.name, format!("请填写{}", input.label));
        } else if found > limit {
            self.form.reject(input.name, format!("{}最多 {limit} 个字，现在是 {found} 个字，请删减", input.label));
        } else if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
            self.form.reject(input.name, format!("{}里有看不见的控制字符，请删除后重新输入", input.label));
        } else {
            return Some(Words::from(text));
        }
        None
    }

    fn choice<T>(&mut self, input: &Input, from: impl Fn(&str) -> Option<T>) -> Option<T> {
        let chosen = from(self.fields.text(input.name));
        if chosen.is_none() {
            self.form.reject(input.name, format!("请选择{}", input.label));
        }
        chosen
    }
}

/// The act that was typed; what needs mending is noted in the form. All mistakes are noted at once.
pub fn parse(
    kind: ActKind,
    fields: &Fields,
    form: &mut FormState,
    found: &Found,
    outcome: Option<Outcome>,
) -> Option<Act> {
    let asked = inputs(kind, found, outcome);
    let of = |name: &str| asked.iter().find(|input| input.name == name);
    let mut read = Reader { fields, form };
    let on = if of("on").is_some() { read.date("on") } else { None };
    let entry = |text: &str| text.parse::<u32>().ok();
    match kind {
        ActKind::Registered => Some(Act::Registered { on: on? }),
        ActKind::CorrectionRequested => {
            let what = read.words(of("what")?);
            let reply_within = read.took("reply_within", typed::days(fields.text("reply_within")));
            Some(Act::CorrectionRequested { on: on?, what: what?, reply_within: reply_within? })
        }
        ActKind::CorrectionReceived => {
            let what = read.words(of("what")?);
            Some(Act::CorrectionReceived { on: on?, what: what? })
        }
        ActKind::Consulted => {
            let party = read.choice(of("party")?, Party::from_key);
            let whom = read.words(of("whom")?);
            let delivered_on = read.date_if_any("delivered_on");
            Some(Act::Consulted { party: party?, on: on?, whom: whom?, delivered_on: delivered_on? })
        }
        ActKind::Delivered => {
            let letter = read.choice(of("of")?, entry);
            Some(Act::Delivered { of: letter?, on: on? })
        }
        ActKind::ConsultationAnswered => {
            let letter = read.choice(of("of")?, entry);
            let agrees = read.choice(of("agrees")?, |text| match text {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            });
            let what = read.words(of("what")?);
            Some(Act::ConsultationAnswered { of: letter?, on: on?, agrees: agrees?, what: what? })
        }
        ActKind::ExtensionRequested => {
            let working_days = read.took("working_days", typed::days(fields.text("working_days")));
            let reason = read.words(of("reason")?);
            Some(Act::ExtensionRequested { on: on?, working_days: working_days?, reason: reason? })
        }
        ActKind::ExtensionApproved => Some(Act::ExtensionApproved { on: on? }),
        ActKind::ExtensionDeclined => {
            let reason = read.words(of("reason")?);
            Some(Act::ExtensionDeclined { on: on?, reason: reason? })
        }
        ActKind::FeeNotified => {
            let fen = read.took("amount", typed::fen(fields.text("amount")));
            let delivered_on = read.date_if_any("delivered_on");
            Some(Act::FeeNotified { on: on?, fen: fen?, delivered_on: delivered_on? })
        }
        ActKind::FeePaid => Some(Act::FeePaid { on: on? }),
        ActKind::Decided => {
            let outcome = outcome?;
            let says = |read: &mut Reader<'_>, need: Need| Some(Fact { need, says: read.words(of(need.key())?)? });
            let facts: Vec<Option<Fact>> = outcome.needs().iter().map(|need| says(&mut read, *need)).collect();
            let channel = of("online_channel").map(|input| read.words(input));
            let online_channel = match channel {
                Some(words) => words?.text().map(str::to_owned),
                None => None,
            };
            let facts: Vec<Fact> = facts.into_iter().collect::<Option<_>>()?;
            let facts = facts.into_iter().filter(|fact| !fact.says.is_blank()).collect();
            Some(Act::Decided { on: on?, outcome, facts, online_channel })
        }
        ActKind::Returned => {
            let reason = read.words(of("reason")?);
            Some(Act::Returned { on: on?, reason: reason? })
        }
        // The number is taken when the letter is written, in the unit that records the signature.
        ActKind::Signed => Some(Act::Signed { on: on?, number: cases::letter::UNNUMBERED.to_owned() }),
        ActKind::Served => {
            let how = read.choice(of("how")?, Service::from_key);
            let proof = read.words(of("proof")?);
            Some(Act::Served { on: on?, how: how?, proof: proof? })
        }
        ActKind::Withdrawn => {
            let what = read.words(of("what")?);
            Some(Act::Withdrawn { on: on?, what: what? })
        }
        ActKind::ClosedAsAbandoned => Some(Act::ClosedAsAbandoned { on: on? }),
        ActKind::Archived => Some(Act::Archived { on: on? }),
        ActKind::Noted => Some(Act::Noted { text: read.words(of("text")?)? }),
        ActKind::Submitted | ActKind::TakenIn => None,
    }
}
