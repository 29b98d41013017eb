//! The wording of every reply: one arm per outcome.
//!
//! A lawyer reads the finished letters in the snapshots of `tests/letters.rs`; here stands what differs between them.

use law::article::Article;
use law::need::Need;
use law::outcome::Outcome;
use law::receipt::Channel;
use paper::document::{Block, chinese_date};

use super::{ReplyFacts, cited, pronoun};

/// The text of a letter between addressee and signature, in the making.
pub(super) struct Letter<'a> {
    facts: &'a ReplyFacts,
    you: &'static str,
    blocks: Vec<Block>,
    attachments: Vec<String>,
}

impl<'a> Letter<'a> {
    pub(super) fn new(facts: &'a ReplyFacts) -> Self {
        Self { facts, you: pronoun(facts.applicant_kind), blocks: Vec::new(), attachments: Vec::new() }
    }

    /// The text, then the names of the attachments, as GB/T 9704-2012 orders them.
    pub(super) fn into_blocks(self) -> Vec<Block> {
        let mut blocks = self.blocks;
        if !self.attachments.is_empty() {
            blocks.push(Block::Attachments(self.attachments));
        }
        blocks
    }

    /// When the application came, how, and what it asks for.
    pub(super) fn introduce(&mut self) {
        let ReplyFacts { received_on, channel, corrected_on, application_number, request, .. } = self.facts;
        let you = self.you;
        let how = match channel {
            Channel::InPerson => "当面提交",
            Channel::RegisteredMail => "以挂号信或者快递寄送",
            Channel::OrdinaryMail => "以平常信函寄送",
            Channel::Online => "通过网上申请渠道提交",
            Channel::Fax => "以传真提交",
            Channel::Email => "以电子邮件提交",
        };
        let mut text = format!(
            "本机关于{}收到{you}{how}的政府信息公开申请（申请编号：{}）",
            chinese_date(*received_on),
            application_number.trim()
        );
        if let Some(day) = corrected_on {
            text.push_str(&format!("，于{}收到{you}补正后的申请", chinese_date(*day)));
        }
        self.say(&text);
        let lines: Vec<_> = lines(request).collect();
        match lines[..] {
            [only] => self.say(&format!("{you}申请公开的内容为：{only}")),
            _ => {
                self.say(&format!("{you}申请公开的内容为："));
                self.list(&lines);
            }
        }
    }

    /// Finding, basis and decision.
    pub(super) fn answer(&mut self) {
        let you = self.you;
        match self.facts.outcome {
            Outcome::AlreadyPublished => {
                self.say(&format!("经查，{you}申请公开的信息已经主动公开。"));
                self.under("现将获取该信息的方式和途径告知如下：");
                self.tell("", Need::AccessWay);
            }
            Outcome::Granted => {
                self.say(&format!("经审查，{you}申请公开的信息属于可以公开的政府信息。"));
                self.under("本机关决定予以公开");
                self.tell("提供形式", Need::ProvisionForm);
                self.attachments = lines(self.facts.fact(Need::Attachments)).map(str::to_owned).collect();
            }
            Outcome::Partial => {
                self.say(&format!("经审查，{you}申请公开的信息一部分可以公开，一部分不予公开，本机关作了区分。"));
                self.under("本机关决定部分公开");
                self.tell("予以公开的内容", Need::OpenedList);
                self.tell("不予公开的内容和理由", Need::WithheldList);
            }
            Outcome::StateSecret => {
                self.say(&format!("经审查，{you}申请公开的信息已经依法确定为国家秘密。"));
                self.tell("定密情况", Need::SecretClassification);
                self.refuse();
            }
            Outcome::ForbiddenByLaw => {
                self.say(&format!("经审查，法律、行政法规禁止公开{you}申请的信息。"));
                self.tell("禁止公开的规定", Need::ForbiddingLaw);
                self.refuse();
            }
            Outcome::ThreeSecurity => {
                self.say(&format!(
                    "经审查，公开{you}申请的信息可能危及国家安全、公共安全、经济安全或者社会稳定，具体情况和理由如下："
                ));
                self.tell("", Need::EndangeredInterest);
                self.refuse();
            }
            Outcome::ThirdParty => {
                self.say(&format!("经审查，{you}申请公开的信息涉及第三方的合法权益，公开后会给第三方造成损害。"));
                self.tell("征求第三方意见的情况", Need::ConsultationRecord);
                self.tell("第三方不同意公开的理由和本机关的判断", Need::ThirdPartyReason);
                self.tell("对公共利益的衡量", Need::PublicInterestWeighing);
                self.refuse();
            }
            Outcome::InternalAffairs => {
                self.say(&format!("经审查，{you}申请公开的信息属于行政机关的内部事务信息。"));
                self.tell("所属种类", Need::InternalKind);
                self.refuse();
            }
            Outcome::ProcessInfo => {
                self.say(&format!("经审查，{you}申请公开的信息属于过程性信息。"));
                self.tell("所属种类", Need::ProcessKind);
                self.tell("", Need::NoLawSaysOpen);
                self.refuse();
            }
            Outcome::EnforcementFile => {
                self.say(&format!("经审查，{you}申请公开的信息属于行政执法案卷信息。"));
                self.tell("所在案卷", Need::CaseFile);
                self.tell("", Need::NoLawSaysOpen);
                self.refuse();
            }
            Outcome::AdminQuery => {
                self.say(&format!("经审查，法律、行政法规对{you}申请公开的信息的获取另有特别规定。"));
                self.tell("特别规定", Need::AccessLaw);
                self.under(&format!("请{you}依照上述规定办理"));
                self.tell("办理地点", Need::WhereToApply);
            }
            Outcome::NotExist => {
                self.say("本机关对申请公开的信息进行了检索，情况如下：");
                self.tell("检索范围", Need::SearchScope);
                self.tell("检索方法", Need::SearchMethod);
                self.tell("检索日期", Need::SearchDate);
                self.say(&format!("经检索，未找到{you}申请公开的信息。"));
                self.under(&format!("现告知{you}，该政府信息不存在"));
            }
            Outcome::NotOurs => {
                self.say(&format!("经审查，{you}申请公开的信息不属于本机关负责公开。"));
                self.tell("理由", Need::NotOursReason);
                self.under(&format!("现将有关情况告知{you}"));
                if self.facts.fact(Need::CompetentOrgan).is_empty() {
                    self.say("本机关目前不能确定负责公开该信息的行政机关。");
                } else {
                    self.tell(
                        &format!("{you}可以向负责公开该信息的行政机关提出申请，其名称和联系方式为"),
                        Need::CompetentOrgan,
                    );
                }
            }
            Outcome::NeedsCreation => {
                self.say(&format!(
                    "经审查，{you}申请公开的内容没有现成的政府信息与之对应，需要另行制作或者加工、分析。"
                ));
                self.tell("具体情况", Need::MissingInformation);
                self.under("行政机关提供的是现有的政府信息，本机关对上述内容不予提供");
            }
            Outcome::UnclearAfterCorrection => {
                self.say(&format!("{you}的申请内容不明确，本机关已经告知{you}补正。"));
                self.tell("补正告知书", Need::CorrectionNotice);
                self.say("经补正，申请内容仍然不明确，不能据以查找具体的政府信息。");
                self.tell("仍然不明确之处", Need::StillUnclear);
                self.under(&format!("本机关无法提供{you}申请公开的信息"));
            }
            Outcome::Petition => {
                self.say(&format!("经审查，{you}以政府信息公开申请的形式提出的是信访、投诉、举报等诉求。"));
                self.under("本机关不作为政府信息公开申请处理");
                self.tell(&format!("{you}可以通过下列渠道提出"), Need::RightChannel);
            }
            Outcome::Repeat => {
                self.say(&format!("经查，{you}此前已经就相同内容提出过申请，本机关已经答复。"));
                self.tell("此前的答复", Need::EarlierAnswer);
                self.under("本机关对本次申请不予重复处理");
            }
            Outcome::Publication => {
                self.say(&format!("经审查，{you}申请提供的是政府公报、报刊、书籍等公开出版物。"));
                self.under("现将获取途径告知如下：");
                self.tell("", Need::WhereToGet);
            }
            Outcome::Excessive => {
                self.say(&format!("经查，{you}申请公开政府信息的数量、频次明显超过合理范围。"));
                self.tell("申请的数量和频次", Need::RequestCounts);
                self.tell("要求说明理由的情况", Need::ReasonsNotice);
                self.tell("本机关对理由的判断", Need::Assessment);
                self.under("本机关认定申请理由不合理，决定不予处理");
            }
            Outcome::ConfirmReissue => {
                self.say(&format!("经审查，{you}要求对已经获取的政府信息进行确认或者重新出具。"));
                self.tell("已经获取的信息", Need::AlreadyHeld);
                self.under("该要求不是申请获取现有的政府信息，本机关不予处理");
            }
            Outcome::OverdueCorrection => {
                self.say(&format!("{you}的申请内容不明确，本机关已经告知{you}补正。"));
                self.tell("补正告知书", Need::CorrectionNotice);
                self.tell("送达情况", Need::ServiceProof);
                self.tell("补正期限届满日", Need::LimitEnd);
                self.say(&format!("期限届满，{you}无正当理由没有补正。"));
                self.under(&format!("{you}的申请视为放弃，本机关不再处理"));
            }
            Outcome::OverdueFee => {
                self.say(&format!("本机关已经告知{you}缴纳信息处理费。"));
                self.tell("收费通知书", Need::FeeNotice);
                self.tell("送达情况", Need::ServiceProof);
                self.tell("缴费期限届满日", Need::LimitEnd);
                self.say(&format!("期限届满，{you}没有缴纳。"));
                self.under(&format!("{you}的申请视为放弃，本机关不再处理"));
            }
            Outcome::Other => {
                self.tell("该申请结束办理的原因", Need::ClosingReason);
                self.say("据此，本机关结束该申请的办理。");
            }
        }
    }

    /// One paragraph; a closing mark is added where it has none.
    pub(super) fn say(&mut self, text: &str) {
        self.blocks.push(Block::paragraph(sentence(text)));
    }

    fn refuse(&mut self) {
        self.under("本机关决定不予公开");
    }

    /// The decision under the articles of the outcome.
    fn under(&mut self, decision: &str) {
        let articles: &[Article] = self.facts.outcome.articles();
        self.say(&format!("根据{}的规定，{decision}", cited(articles)));
    }

    /// What is on record for a need, after `lead` where there is one. Nothing on record, nothing said: what must be
    /// there has been asked for before.
    fn tell(&mut self, lead: &str, need: Need) {
        let lines: Vec<_> = lines(self.facts.fact(need)).collect();
        match lines[..] {
            [] => {}
            [only] if lead.is_empty() => self.say(only),
            [only] => self.say(&format!("{lead}：{only}")),
            _ => {
                if !lead.is_empty() {
                    self.say(&format!("{lead}："));
                }
                self.list(&lines);
            }
        }
    }

    fn list(&mut self, lines: &[&str]) {
        for (n, line) in lines.iter().enumerate() {
            self.say(&format!("{}.{line}", n + 1));
        }
    }
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

fn sentence(text: &str) -> String {
    let text = text.trim_end_matches(['；', '，', '、', ';', ',', ' ']);
    // A mark behind an address would be taken for a part of it.
    let is_address = text.rsplit_once("://").is_some_and(|(_, rest)| rest.bytes().all(|b| b.is_ascii_graphic()));
    if is_address || text.ends_with(['。', '：', '！', '？']) { text.to_owned() } else { format!("{text}。") }
}
