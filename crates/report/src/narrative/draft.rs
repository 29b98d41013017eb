//! First drafts: sentences for what is known, each number bound. What nobody entered is not spoken of.

use super::Part;
use super::facts::{FactKind, Facts};
use super::numbers::Numbers;

/// A sentence in the making.
struct Pen<'a> {
    facts: &'a Facts<'a>,
    numbers: &'a Numbers,
}

/// `{{token}}`.
fn bound(token: &str) -> String {
    format!("{{{{{token}}}}}")
}

/// A first draft of a part, out of what is known today. Part five is left to people but for what the register knows; the
/// paragraph before part one is made by [`crate::write::lead`].
///
/// ```
/// # use std::collections::BTreeMap;
/// # use report::{figures::Cells, form::Edition, narrative::{Facts, Handling, Numbers, Part, draft, fill}};
/// # let mut cells = Cells::blank(Edition::E2021);
/// # let facts = Facts {
/// #     body: "云溪县财政局", kind: civic::BodyKind::Department, year: 2025, cells: &cells, last: None,
/// #     published: Vec::new(), handling: Handling::default(), entered: BTreeMap::new(),
/// # };
/// let numbers = Numbers::of(&facts);
/// let text = fill(&draft(Part::Other, &facts, &numbers), &numbers).text;
/// assert!(text.starts_with("本年度发出政府信息公开信息处理费收费通知0件，收取信息处理费0元。"));
/// ```
pub fn draft(part: Part, facts: &Facts<'_>, numbers: &Numbers) -> String {
    let pen = Pen { facts, numbers };
    match part {
        Part::Lead => String::new(),
        Part::Overview => [pen.proactive(), pen.applications(), pen.management(), pen.platform(), pen.supervision()]
            .into_iter()
            .filter(|paragraph| !paragraph.is_empty())
            .collect::<Vec<_>>()
            .join("\n"),
        Part::Problems => pen.corrected(),
        Part::Other => format!(
            "本年度发出政府信息公开信息处理费收费通知{}件，收取信息处理费{}元。\n没有其他需要报告的事项。",
            bound("handling.fee_notices"),
            bound("handling.fees"),
        ),
    }
}

/// What a writer should ask before writing a part; the office's own words, not text for the report.
pub fn questions(part: Part) -> &'static [&'static str] {
    match part {
        Part::Lead => &["电子版从哪里下载、有疑问与谁联系，写对了吗？"],
        Part::Overview => &[
            "主动公开、依申请公开、政府信息管理、平台建设、监督保障五个方面是否都写到？",
            "一般不超过1000字；复议、诉讼的件数提到即可，问题写在第五部分。",
        ],
        Part::Problems => &[
            "今年哪些申请被复议或者诉讼纠正、哪些答复超期、检查发现了什么？由此看出的主要问题是什么？",
            "去年报告写的问题，今年改进得怎样？",
            "对今年的问题，谁在什么时候之前做什么？问题和改进都要写。",
        ],
        Part::Other => &[
            "是否收取了信息处理费？收取的写明金额，没有收取的写明没有。",
            "还有没有需要报告的其他事项？没有的写明没有。",
        ],
    }
}

impl Pen<'_> {
    /// A number above zero that is known.
    fn some(&self, token: &str) -> bool {
        self.numbers.count(token).is_some_and(|count| count > 0)
    }

    /// `标签N单位` for each fact that was entered, in the order asked.
    fn entered(&self, kinds: &[FactKind]) -> Vec<String> {
        let known = kinds.iter().filter(|kind| self.facts.entered.contains_key(kind));
        known.map(|kind| format!("{}{}{}", kind.label(), bound(&format!("fact.{}", kind.key())), kind.unit())).collect()
    }

    fn proactive(&self) -> String {
        let mut text = format!("（一）主动公开。全年通过政府信息公开平台主动公开信息{}条", bound("publications.total"));
        let columns: Vec<String> = self
            .facts
            .published
            .iter()
            .map(|column| format!("{}{}条", column.label, bound(&format!("publications.{}", column.key))))
            .collect();
        if columns.len() > 1 {
            text.push_str(&format!("，其中，{}", columns.join("，")));
        }
        text.push('。');
        let documents: Vec<String> = [
            ("proactive.rules.made", "制发规章"),
            ("proactive.normative_docs.made", "制发行政规范性文件"),
            ("proactive.normative_docs.repealed", "废止行政规范性文件"),
        ]
        .into_iter()
        .filter(|(token, _)| self.some(token))
        .map(|(token, words)| format!("{words}{}件", bound(token)))
        .collect();
        sentence(&mut text, &documents);
        use FactKind::{AccountPosts, Accounts, Interpretations, OtherPosts, Responses, WebsitePosts};
        sentence(&mut text, &self.entered(&[WebsitePosts, Accounts, AccountPosts, OtherPosts]));
        sentence(&mut text, &self.entered(&[Interpretations, Responses]));
        text
    }

    fn applications(&self) -> String {
        let mut text = format!(
            "（二）依申请公开。全年新收政府信息公开申请{}件，上年结转{}件；办结{}件，结转下年度继续办理{}件。",
            bound("applications.new_received.total"),
            bound("applications.carried_over_in.total"),
            bound("applications.results.total.total"),
            bound("applications.carried_forward.total"),
        );
        let results: Vec<String> = [
            ("applications.results.granted.total", "予以公开"),
            ("applications.results.partial.total", "部分公开"),
            ("sum.denied", "不予公开"),
            ("sum.unable", "无法提供"),
            ("sum.not_processed", "不予处理"),
            ("sum.other", "其他处理"),
        ]
        .into_iter()
        .filter(|(token, _)| self.some(token))
        .map(|(token, words)| format!("{words}{}件", bound(token)))
        .collect();
        if !results.is_empty() {
            text.push_str(&format!("办结的申请中，{}。", results.join("、")));
        }
        let acts: Vec<String> = [("handling.corrections", "要求补正"), ("handling.extensions", "延长答复期限")]
            .into_iter()
            .filter(|(token, _)| self.some(token))
            .map(|(token, words)| format!("{words}{}件", bound(token)))
            .collect();
        sentence(&mut text, &acts);
        if self.facts.handling.ended > 0 {
            text.push_str(&format!("从收到申请到办结平均{}个工作日。", bound("handling.average_days")));
        }
        if self.numbers.get("last.applications.new_received.total").is_some() {
            text.push_str(&format!("上年新收{}件。", bound("last.applications.new_received.total")));
        }
        text
    }

    fn management(&self) -> String {
        let mut text = "（三）政府信息管理。平台发布的信息全部在发布前经过内容和保密审查。".to_owned();
        sentence(&mut text, &self.entered(&[FactKind::HouseRules]));
        text
    }

    fn platform(&self) -> String {
        use FactKind::{OpenDays, Questions, QuestionsAnswered};
        let mut text =
            "（四）平台建设。政府信息公开指南、制度、法定主动公开内容、年报和依申请公开五个栏目在平台上集中提供。"
                .to_owned();
        sentence(&mut text, &self.entered(&[Questions, QuestionsAnswered, OpenDays]));
        text
    }

    fn supervision(&self) -> String {
        use FactKind::{
            Accountable, Assessments, Inspections, Mended, SocialReviews, Staff, Trained, TrainingSessions,
        };
        let mut text = String::new();
        sentence(&mut text, &self.entered(&[Staff, TrainingSessions, Trained]));
        sentence(&mut text, &self.entered(&[Inspections, Mended]));
        sentence(&mut text, &self.entered(&[Assessments, SocialReviews, Accountable]));
        let remedies: Vec<String> = [
            ("remedies.reconsideration.total", "因政府信息公开被申请行政复议"),
            ("sum.litigation", "因政府信息公开被提起行政诉讼"),
        ]
        .into_iter()
        .filter(|(token, _)| self.some(token))
        .map(|(token, words)| format!("{words}{}件", bound(token)))
        .collect();
        sentence(&mut text, &remedies);
        if text.is_empty() { text } else { format!("（五）监督保障。{text}") }
    }

    /// Part five: only what the register knows; the rest is for people.
    fn corrected(&self) -> String {
        let corrected: Vec<String> = [
            ("remedies.reconsideration.corrected", "行政复议结果纠正"),
            ("sum.litigation_corrected", "行政诉讼结果纠正"),
        ]
        .into_iter()
        .filter(|(token, _)| self.some(token))
        .map(|(token, words)| format!("{words}{}件", bound(token)))
        .collect();
        let mut text = String::new();
        sentence(&mut text, &corrected);
        text
    }
}

/// Adds the parts as one sentence; none, and there is no sentence.
fn sentence(text: &mut String, parts: &[String]) {
    if !parts.is_empty() {
        text.push_str(&parts.join("，"));
        text.push('。');
    }
}
