//! Text that repeats another report.
//!
//! A text is compared in pieces of twelve letters, paragraph by paragraph. Numbers and the body's own names
//! are blotted out first, so that the same sentence with this year's numbers is the same sentence. What the
//! form and the law put into every report counts for nothing.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::Noticed;
use crate::finding::{Finding, Notice, Place};
use crate::form::{Edition, SectionKey, form};
use crate::name::key;
use crate::report::Report;

/// Letters in a row that make a piece of text comparable: about two words more than any set phrase.
const PIECE: usize = 12;
/// From this share of repeated pieces on it is worth a note; reports of one body share their set phrases.
const WORTH_A_NOTE: u32 = 60;
/// Texts with fewer comparable pieces say too little.
const ENOUGH: usize = 120;
/// A paragraph with less than this share in common has phrases in common, not a text.
const OF_A_PARAGRAPH: usize = 50;
/// Of the pieces of reports read before only one in so many is kept.
const KEPT_ONE_IN: u32 = 4;

/// What every report says because the form or the law does; written here in our own summary of the usual wording.
const SET_PHRASES: &[&str] = &[
    "根据中华人民共和国政府信息公开条例以下简称条例第五十条的规定编制本年度报告",
    "本报告由总体情况主动公开政府信息情况收到和处理政府信息公开申请情况政府信息公开行政复议行政诉讼情况\
     存在的主要问题及改进情况其他需要报告的事项六部分组成",
    "所列数据的统计期限自0年0月0日起至0年0月0日止",
    "如对本报告有疑问请与某联系地址邮编电话传真电子邮箱",
    "坚持以习近平新时代中国特色社会主义思想为指导全面贯彻党的十九大二十大和历次全会精神",
    "深入学习贯彻习近平新时代中国特色社会主义思想和党的二十大精神",
    "根据政府信息公开信息处理费管理办法规定的按件按量收费标准本年度没有产生信息处理费",
    "本机关本年度未收取政府信息公开信息处理费收费0元",
    "本年度无其他需要报告的事项",
    "坚持以公开为常态不公开为例外遵循公正公平合法便民的原则",
    "保障公民法人和其他组织依法获取政府信息提高政府工作的透明度建设法治政府",
    "中华人民共和国政府信息公开条例国务院办公厅政府信息与政务公开办公室关于印发政府信息公开工作年度报告格式的通知",
];

/// The text of a report made comparable.
#[derive(Clone, Debug)]
pub struct Fingerprint {
    year: Option<i16>,
    body: Option<String>,
    paragraphs: Vec<Paragraph>,
}

#[derive(Clone, Debug)]
struct Paragraph {
    letters: Vec<char>,
    /// One for each run of [`PIECE`] letters; 0 where it is a set phrase.
    pieces: Vec<u32>,
}

/// How much of a text repeats another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// In percent of what can be compared, 0 to 100.
    pub percent: u32,
    /// The longest passage that repeats, numbers as 0; empty if none does.
    pub sample: String,
}

impl Fingerprint {
    /// Of parts one, five and six. Linear in the length of the text.
    pub fn of(report: &Report) -> Fingerprint {
        let names = own_names(report);
        let lines = [SectionKey::Overview, SectionKey::Problems, SectionKey::Other]
            .into_iter()
            .flat_map(|key| report.text(key).lines());
        let paragraphs = lines.map(|line| Paragraph::of(letters(line, &names))).filter(|p| !p.pieces.is_empty());
        Fingerprint { year: report.year, body: report.body.clone(), paragraphs: paragraphs.collect() }
    }

    /// How much of this text is known; `None` if the text is too short to say.
    fn share(&self, known: impl Fn(u32) -> bool, kept_one_in: u32) -> Option<Share> {
        let (mut all, mut repeated, mut sample) = (0, 0, "".to_owned());
        for paragraph in &self.paragraphs {
            let comparable = |piece: &u32| *piece != 0 && piece.is_multiple_of(kept_one_in);
            let known_here: Vec<bool> =
                paragraph.pieces.iter().map(|piece| comparable(piece) && known(*piece)).collect();
            let here = paragraph.pieces.iter().filter(|piece| comparable(piece)).count();
            let repeated_here = known_here.iter().filter(|known| **known).count();
            all += here;
            if here > 0 && repeated_here * 100 / here >= OF_A_PARAGRAPH {
                repeated += repeated_here;
                let run = longest_run(&paragraph.letters, &known_here, kept_one_in as usize);
                if run.chars().count() > sample.chars().count() {
                    sample = run;
                }
            }
        }
        let enough = all >= ENOUGH / kept_one_in as usize;
        enough.then(|| Share { percent: u32::try_from(repeated * 100 / all).unwrap_or(100), sample })
    }
}

impl Paragraph {
    fn of(letters: Vec<char>) -> Paragraph {
        static SET: LazyLock<HashSet<u32>> = LazyLock::new(|| {
            let forms = Edition::ALL.map(|edition| format!("{}{}", form(edition).title, form(edition).basis));
            let phrases = SET_PHRASES.iter().map(|phrase| (*phrase).to_owned()).chain(forms);
            phrases.flat_map(|phrase| pieces(&self::letters(&phrase, &[]))).collect()
        });
        let pieces = pieces(&letters).into_iter().map(|piece| if SET.contains(&piece) { 0 } else { piece }).collect();
        Paragraph { letters, pieces }
    }
}

/// How much of a report's text repeats an earlier one; `None` if either is too short to say.
pub fn share(report: &Report, earlier: &Report) -> Option<Share> {
    share_of(&Fingerprint::of(report), &Fingerprint::of(earlier))
}

fn share_of(ours: &Fingerprint, theirs: &Fingerprint) -> Option<Share> {
    let known: HashSet<u32> = theirs.paragraphs.iter().flat_map(|paragraph| paragraph.pieces.iter().copied()).collect();
    (known.len() >= ENOUGH).then(|| ours.share(|piece| known.contains(&piece), 1))?
}

/// R160: the text repeats last year's report, and how much of it does.
///
/// **Source.** 国办公开办函〔2021〕30号 pursues identical reports (雷同). Digits do not count: the same
/// sentence with this year's numbers is the same sentence.
pub(super) fn repeats_last_year(report: &Report, previous: &Report, noticed: &mut Noticed<'_>) {
    if let Some(Share { percent, sample }) = share(report, previous).filter(|share| share.percent >= WORTH_A_NOTE) {
        noticed.push(Notice::Repeats { percent, sample, of: None }, Place::document());
    }
}

/// The texts of many bodies, to find the one that another repeats. Grows by about ten kilobytes a report.
#[derive(Debug, Default)]
pub struct Texts {
    /// A piece, mixed with its year, and the first body that had it.
    first: HashMap<u32, u32>,
    bodies: Vec<String>,
}

impl Texts {
    /// Keeps a text to compare later ones with. One without a body is not kept.
    pub fn add(&mut self, text: &Fingerprint) {
        let Some(body) = &text.body else { return };
        let no = u32::try_from(self.bodies.len()).unwrap_or(u32::MAX);
        self.bodies.push(body.clone());
        let pieces = text.paragraphs.iter().flat_map(|paragraph| &paragraph.pieces);
        for piece in pieces.filter(|piece| **piece != 0 && piece.is_multiple_of(KEPT_ONE_IN)) {
            self.first.entry(in_year(*piece, text.year)).or_insert(no);
        }
    }

    /// R160: the text repeats another body's report on the same year that was added before.
    ///
    /// **Source.** 国办公开办函〔2021〕30号. Which of the two was first cannot be told. Of several, the one
    /// that had most of it is named.
    pub fn repeated_by(&self, text: &Fingerprint, edition: Edition) -> Option<Finding> {
        let own = text.body.as_deref().map(key)?;
        let mut shared: HashMap<u32, usize> = HashMap::new();
        let pieces = text.paragraphs.iter().flat_map(|paragraph| &paragraph.pieces);
        for piece in pieces.filter(|piece| **piece != 0 && piece.is_multiple_of(KEPT_ONE_IN)) {
            if let Some(body) = self.first.get(&in_year(*piece, text.year)) {
                *shared.entry(*body).or_default() += 1;
            }
        }
        let of_others = shared.into_iter().filter(|(no, _)| key(&self.bodies[*no as usize]) != own);
        let (no, _) = of_others.max_by_key(|(no, count)| (*count, std::cmp::Reverse(*no)))?;
        let had = |piece| self.first.get(&in_year(piece, text.year)) == Some(&no);
        let Share { percent, sample } = text.share(had, KEPT_ONE_IN).filter(|share| share.percent >= WORTH_A_NOTE)?;
        let of = Some(self.bodies[no as usize].clone());
        Some(Notice::Repeats { percent, sample, of }.at(Place::document(), edition))
    }
}

fn in_year(piece: u32, year: Option<i16>) -> u32 {
    piece ^ u32::from(year.unwrap_or(0).unsigned_abs()).wrapping_mul(0x9e37_79b1)
}

/// What the body calls itself in its text: 云溪县财政局, 云溪县, 财政局.
fn own_names(report: &Report) -> Vec<String> {
    let mut names = Vec::new();
    for name in [&report.body, &report.signed_by].into_iter().flatten() {
        let name: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
        let place = name
            .char_indices()
            .rfind(|(at, c)| *at > 0 && ['省', '市', '县', '区', '州', '旗', '镇', '乡'].contains(c));
        if let Some((at, c)) = place {
            names.extend([name[..at + c.len_utf8()].to_owned(), name[at + c.len_utf8()..].to_owned()]);
        }
        names.push(name);
    }
    names.retain(|name| name.chars().count() > 2);
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    names.dedup();
    names
}

/// A line as letters: every number as one 0, the body's own names as 某.
fn letters(line: &str, names: &[String]) -> Vec<char> {
    let mut text: String = line.chars().filter(|c| c.is_alphanumeric()).collect();
    for name in names.iter().filter(|name| !name.is_empty()) {
        if text.contains(name.as_str()) {
            text = text.replace(name.as_str(), "某");
        }
    }
    let mut letters: Vec<char> = Vec::with_capacity(text.len() / 3);
    for c in text.chars() {
        match (c.is_numeric() && !is_character(c), letters.last()) {
            (true, Some('0')) => {}
            (true, _) => letters.push('0'),
            (false, _) => letters.push(c),
        }
    }
    letters
}

/// A numeral in characters (一, 两) is part of too many words to be blotted out.
fn is_character(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// A number for each run of [`PIECE`] letters, rolled along; never 0.
fn pieces(letters: &[char]) -> Vec<u32> {
    const BASE: u64 = 0x0100_0000_01b3;
    let leaving = (0..PIECE).fold(1u64, |power, _| power.wrapping_mul(BASE));
    let mut sum = 0u64;
    let mut pieces = Vec::with_capacity((letters.len() + 1).saturating_sub(PIECE));
    for (i, c) in letters.iter().enumerate() {
        sum = sum.wrapping_mul(BASE).wrapping_add(u64::from(*c as u32) + 1);
        if let Some(gone) = i.checked_sub(PIECE) {
            sum = sum.wrapping_sub(leaving.wrapping_mul(u64::from(letters[gone] as u32) + 1));
        }
        if i + 1 >= PIECE {
            let mixed = (sum ^ (sum >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            pieces.push(((mixed >> 32) as u32).max(1));
        }
    }
    pieces
}

/// The longest stretch that repeats, cut to what fits a sentence. Of pieces of which only some were kept,
/// the gaps between two that repeat are taken to repeat.
fn longest_run(letters: &[char], repeats: &[bool], kept_one_in: usize) -> String {
    const SHOWN: usize = 24;
    let may_miss = if kept_one_in > 1 { kept_one_in * 6 } else { 0 };
    let mut best = 0..0;
    let mut run: Option<std::ops::Range<usize>> = None;
    for i in (0..repeats.len()).filter(|i| repeats[*i]) {
        run = match run {
            Some(so_far) if i - so_far.end <= may_miss => Some(so_far.start..i + 1),
            _ => Some(i..i + 1),
        };
        if let Some(run) = run.as_ref().filter(|run| run.len() > best.len()) {
            best = run.clone();
        }
    }
    let end = (best.end + PIECE - 1).min(letters.len());
    if best.is_empty() { String::new() } else { letters[best.start..end].iter().take(SHOWN).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Section;

    const TEXT: &str = "全年围绕预算决算、政府采购、惠民资金和国有资产等重点领域，及时准确公开群众关心的信息，通过门户网站发布各类信息312条，\
        组织开放日活动2次，邀请群众代表46人走进机关了解财政资金的来龙去脉。健全信息发布审查制度，严格落实分级审核责任，未发生泄密事件。\
        改版门户网站专栏，增设惠民政策查询窗口，方便群众办事和监督。开展业务培训3次，培训工作人员120人次，公开意识和能力明显增强。\
        云溪县财政局还把公开工作列入年度考核，由办公室按月通报各科室进度，督促落后的科室及时补齐，年底进行评比。";

    fn report(body: &str, year: i16, text: &str) -> Report {
        let mut report = Report::blank(Edition::E2021);
        (report.body, report.year) = (Some(body.to_owned()), Some(year));
        report.sections.push(Section {
            key: SectionKey::Overview,
            title: String::new(),
            numeral: None,
            text: text.to_owned(),
            line: None,
        });
        report
    }

    #[test]
    fn the_same_text_with_other_numbers_and_another_name_is_the_same_text() {
        let other = TEXT.replace("312", "98").replace("46", "104").replace("云溪县财政局", "青石县水利局");
        let (ours, theirs) = (report("青石县水利局", 2023, &other), report("云溪县财政局", 2023, TEXT));
        assert_eq!(share(&ours, &theirs).unwrap().percent, 100);
    }

    #[test]
    fn another_bodys_report_of_the_same_year_is_named() {
        let mut texts = Texts::default();
        texts.add(&Fingerprint::of(&report("云溪县财政局", 2023, TEXT)));
        let copied = |body: &str, year: i16| {
            let text = TEXT.replace("312", "7").replace("云溪县财政局", body);
            texts.repeated_by(&Fingerprint::of(&report(body, year, &text)), Edition::E2021)
        };
        let found = copied("青石县水利局", 2023).expect("copied");
        assert!(found.message.contains("云溪县财政局"), "{}", found.message);
        // Its own second version, and another year, are no copy of another body.
        assert_eq!(copied("云溪县财政局", 2023), None);
        assert_eq!(copied("青石县水利局", 2022), None);
    }

    #[test]
    fn what_the_law_and_the_form_say_is_no_copy() {
        let set = SET_PHRASES.join("\n");
        assert_eq!(share(&report("甲县财政局", 2023, &set), &report("乙县水利局", 2023, &set)), None);
    }

    #[test]
    fn a_text_of_its_own_repeats_little() {
        let own = "本局主要做三件事。一是清理历年文件，按现行分类重新编目，补录缺失的附件。二是请群众评议专栏，按意见调整了十一个栏目的位置。\
            三是把咨询电话的接听时间延长到中午，安排专人值守并登记每一个来电的问题和答复。全年没有发生因公开不当引起的纠纷。明年准备把财政补贴的发放\
            结果做成可以按村查询的表格，先在两个镇试行，听取意见以后再推开，并为老年人准备纸质的查询手册放在便民服务站里供大家取阅。";
        let found = share(&report("青石县水利局", 2023, own), &report("云溪县财政局", 2023, TEXT));
        assert_eq!(found.expect("long enough").percent, 0);
    }
}
