//! The six parts, the edition of the form, and what part five has to say.

use super::Noticed;
use crate::figures::fold_width;
use crate::finding::{Notice, Place, SectionFault};
use crate::form::{Edition, SectionKey};
use crate::read::simplified;
use crate::report::Report;

/// R150: the six parts are there, in order, not empty, numbered 一 to 六.
///
/// **Source.** Form 2019 and 2021. A heading without numeral counts only if another heading has one:
/// automatic numbering is lost when a file is turned into text. That a part of tables has no text is fine.
pub(super) fn sections(report: &Report, noticed: &mut Noticed<'_>) {
    let numbered = report.sections.iter().any(|section| section.numeral.is_some());
    let mut furthest: Option<SectionKey> = None;
    for section in &report.sections {
        let place = || Place::section(section.key).at_line(section.line);
        if let Some(after) = furthest.filter(|after| *after > section.key) {
            noticed.push(Notice::Section(SectionFault::OutOfOrder { after }), text_place(section.key, section.line));
        }
        furthest = furthest.max(Some(section.key));
        let right = match &section.numeral {
            Some(numeral) => numeral == section.key.numeral(),
            None => !numbered,
        };
        if !right {
            let found = section.numeral.clone();
            noticed.push(Notice::Section(SectionFault::Numeral { found }), text_place(section.key, section.line));
        }
        if section.key.table().is_none() && section.text.trim().is_empty() {
            noticed.push(Notice::Section(SectionFault::Empty), place());
        }
    }
    for key in SectionKey::ALL {
        if report.section(key).is_none() {
            noticed.push(Notice::Section(SectionFault::Missing), text_place(key, None));
        }
    }
}

/// The part as a part, even if it consists of a table.
fn text_place(key: SectionKey, line: Option<u32>) -> Place {
    Place { section: Some(key), ..Place::document() }.at_line(line)
}

/// R153: the tables are those of the year's edition.
///
/// **Source.** 国办公开办函〔2021〕30号 replaces the form of 2019 from the report on 2021 on.
pub(super) fn edition(report: &Report, noticed: &mut Noticed<'_>) {
    if let (Some(year), Some(found)) = (report.year, report.edition)
        && year >= 2019
        && Edition::for_year(year) != found
    {
        noticed.push(Notice::WrongEdition { year, found }, Place::document());
    }
}

/// R153: the text names the notice on the form of its own year. A note: the tables have been checked above.
///
/// **Source.** 国办公开办函〔2021〕30号. Both notices named together (the new one replaces the old) are fine.
pub(super) fn notice(report: &Report, noticed: &mut Noticed<'_>) {
    let Some(year) = report.year.filter(|year| *year >= 2021) else { return };
    let lead = report.lead.as_deref().unwrap_or_default();
    let texts = [lead, report.text(SectionKey::Overview), report.text(SectionKey::Other)];
    let letters: String = texts
        .iter()
        .flat_map(|text| text.chars())
        .filter(|c| c.is_alphanumeric())
        .map(fold_width)
        .map(simplified)
        .collect();
    let old = ["2019年60号", "201960号"].iter().any(|number| letters.contains(number));
    let new = ["2021年30号", "202130号"].iter().any(|number| letters.contains(number));
    if old && !new && report.edition != Some(Edition::E2019) {
        noticed.push(Notice::WrongNotice { year, named: Edition::E2019 }, Place::document());
    }
}

const PROBLEMS: &[&str] = &[
    "问题",
    "不足",
    "差距",
    "短板",
    "薄弱",
    "有待",
    "不够",
    "困难",
    "欠缺",
    "不到位",
    "不高",
    "不强",
    "需要",
    "亟待",
    "亟需",
    "尚需",
    "滞后",
    "缺乏",
    "仍需",
    "还需",
    "弱项",
];
/// Words of what is done next, even where the clause names the problem too: 下一步着力解决更新不够及时的问题.
const AHEAD: &[&str] = &["改进", "措施", "下一步", "今后", "打算", "整改", "将", "下一年", "明年", "已"];
const IMPROVEMENTS: &[&str] = &[
    "改进",
    "措施",
    "下一步",
    "进一步",
    "加强",
    "加大",
    "强化",
    "完善",
    "提升",
    "提高",
    "整改",
    "今后",
    "打算",
    "努力",
    "规范",
    "推进",
    "健全",
    "优化",
    "拓展",
    "拓宽",
];

/// R154: part five names problems and improvements.
///
/// **Source.** Regulations, art. 50(1) item 4. Judged by words, so kindly: it can miss, and seldom cries
/// wolf. Silent if the part is missing or empty (R150).
pub(super) fn problems_and_improvements(report: &Report, noticed: &mut Noticed<'_>) {
    let text: String = report.text(SectionKey::Problems).trim().chars().map(simplified).collect();
    if text.is_empty() {
        return;
    }
    // What has to be better (有待加强) is a problem; what is done about it stands in a clause of its own.
    let clauses = || text.split(['，', '。', '；', '、', '：', ':', ';', ',', '\n']);
    let names = |clause: &str, words: &[&str]| words.iter().any(|word| clause.contains(word));
    let plain = |clause: &str| {
        ["规范性", "规范化", "问题导向", "问题清单"]
            .iter()
            .fold(clause.to_owned(), |clause, word| clause.replace(word, ""))
    };
    let problems = !clauses().any(|clause| names(&plain(clause), PROBLEMS));
    let improvements = !clauses().any(|clause| {
        let clause = plain(clause);
        names(&clause, AHEAD) || (names(&clause, IMPROVEMENTS) && !names(&clause, PROBLEMS))
    });
    if problems || improvements {
        noticed.push(Notice::Unsaid { problems, improvements }, Place::section(SectionKey::Problems));
    }
}
