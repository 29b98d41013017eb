//! Applications by outcome, by applicant, and the shares of them.

use rust_decimal::Decimal;

use super::super::Noticed;
use super::super::clauses::{Clause, PIECE, Stated, numbers, sentences, shares};
use super::{
    ANOTHER_SCOPE, WHOLE_AREA, disagreement_as_said, group_total, handled, is_in_scope, is_remedy, received, total_of,
};
use crate::finding::{Notice, Place};
use crate::form::TableNo;
use crate::report::Report;

/// The six groups of results as texts name them.
const OUTCOMES: &[(&str, &str)] = &[
    ("予以公开", "granted"),
    ("部分公开", "partial"),
    ("不予公开", "denied"),
    ("无法提供", "unable"),
    ("不予处理", "not_processed"),
    ("其他处理", "other"),
];

/// Applications by outcome: 予以公开8件, 3件不予公开.
pub(super) fn outcomes(report: &Report, clauses: &[Clause], noticed: &mut Noticed<'_>) {
    let named = |sentence: &&[Clause]| {
        sentence.iter().any(|clause| OUTCOMES.iter().any(|(label, _)| clause.words.contains(label)))
    };
    let judged: Vec<&[Clause]> =
        sentences(clauses).filter(named).filter(|sentence| is_about_all_applications(sentence)).collect();
    for (label, row) in OUTCOMES.iter().filter(|_| !judged.is_empty()) {
        let Some(table) = group_total(&report.cells, row, "total") else { continue };
        let mut stated = Vec::new();
        for clause in judged.iter().copied().flatten().filter(|clause| clause.words.contains(label)) {
            stated.extend(
                numbers(&clause.words)
                    .iter()
                    .filter(|number| names_outcome(number, label))
                    .map(|number| (number.value, clause)),
            );
        }
        disagreement_as_said(&format!("{label}件数"), stated, &[Some(table)], table, total_place(report, row), noticed);
    }
}

/// The total of a group of results: its cell if it is one row, else the column in which its rows add up.
fn total_place(report: &Report, group: &str) -> Place {
    match report.cells.form().cell(&format!("applications.results.{group}.total")) {
        Some(cell) if cell.is_official() => Place::cell(cell),
        _ => Place::column(TableNo::Applications, "total"),
    }
}

/// Whether a number stands right behind the outcome, or right before it.
fn names_outcome(number: &Stated<'_>, label: &str) -> bool {
    let Some(behind) = number.behind.strip_prefix(PIECE) else { return false };
    let filler = ["政府信息", "公开", "申请", "信息", "决定", "的", "共", "有", "为", "计", "答复"];
    let mut before = number.before;
    while let Some(shorter) =
        filler.iter().filter(|_| !before.ends_with(label)).find_map(|word| before.strip_suffix(word))
    {
        before = shorter;
    }
    if let Some(rest) = before.strip_suffix(label) {
        // 不予部分公开, 不予以公开: another thing than the label.
        return !rest.ends_with('不');
    }
    // 5件予以公开, but not 5件、予以公开3件.
    behind.strip_prefix(label).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// Applications by who applied: 自然人申请10件.
pub(super) fn applicants(report: &Report, clauses: &[Clause], noticed: &mut Noticed<'_>) {
    let cells = &report.cells;
    let kinds = ["自然人", "企业", "机构", "组织"];
    let named =
        |sentence: &&[Clause]| sentence.iter().any(|clause| kinds.iter().any(|kind| clause.words.contains(kind)));
    let judged: Vec<&[Clause]> =
        sentences(clauses).filter(named).filter(|sentence| is_about_applicants(sentence)).collect();
    if judged.is_empty() {
        return;
    }
    for cell in cells.form().row_cells(TableNo::Applications, "new_received").filter(|cell| !cell.column.total) {
        // 其他 alone says nothing.
        let Some(new) = cells.get(cell.no).filter(|_| cell.column.key != "other_org") else { continue };
        let in_row = |row: &str| cells.at(&format!("applications.{row}.{}", cell.column.key));
        let accepted = [
            Some(new),
            in_row("carried_over_in").map(|count| count.saturating_add(new)),
            in_row("results.total"),
            group_total(cells, "", cell.column.key),
        ];
        let label = cell.column.label;
        let mut stated = Vec::new();
        for sentence in &judged {
            for clause in sentence.iter().filter(|clause| clause.words.contains(label)) {
                let number = numbers(&clause.words).into_iter().find(|number| {
                    let before = ["申请", "提出", "提交", "的", "信息", "公开", "政府"]
                        .iter()
                        .fold(number.before, |before, word| before.strip_suffix(word).unwrap_or(before));
                    before.ends_with(label) && number.behind.starts_with(['件', '份', '宗', '条'])
                });
                stated.extend(number.map(|number| (number.value, clause)));
            }
        }
        disagreement_as_said(&format!("{label}申请数"), stated, &accepted, new, Place::cell(cell), noticed);
    }
}

/// A share of the applications: 予以公开258件，占33.9%. Judged only where the number is one of table 3,
/// and only against every total that the text or the table offers.
pub(super) fn shares_of_applications(report: &Report, clauses: &[Clause], noticed: &mut Noticed<'_>) {
    let (Some(received), Some(handled)) = (received(report), handled(report)) else { return };
    let all = received.saturating_add(total_of(report, "carried_over_in").unwrap_or(0));
    let says_share = |sentence: &&[Clause]| {
        let any = |test: fn(&Clause) -> bool| sentence.iter().any(test);
        any(|clause| clause.of_applications) && any(|clause| clause.words.contains('占'))
    };
    for sentence in sentences(clauses).filter(says_share) {
        let text = sentence.iter().map(|clause| clause.words.as_str()).collect::<Vec<_>>().join("，");
        if WHOLE_AREA.iter().any(|area| text.contains(area)) || !is_in_scope(&sentence[0], report) {
            continue;
        }
        for (part, share) in shares(&text) {
            let Some((label, row)) = OUTCOMES.iter().find(|(label, _)| names_outcome(&part, label)) else { continue };
            let of_table = group_total(&report.cells, row, "total").map(Decimal::from);
            if of_table != Some(part.value) || part.value.is_zero() {
                continue;
            }
            let in_text = clauses.iter().flat_map(|clause| numbers(&clause.words)).map(|number| number.value);
            let bases = [received, handled, all].into_iter().map(Decimal::from).chain(in_text);
            let fits = |base: Decimal| {
                let exact = part.value.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(base)?;
                let step = Decimal::new(1, share.decimals);
                Some((exact - share.value).abs() <= step)
            };
            if bases.into_iter().any(|base| fits(base).unwrap_or(false)) {
                continue;
            }
            let exact = (part.value * Decimal::ONE_HUNDRED).checked_div(handled.into());
            let Some(exact) = exact else { continue };
            noticed.push(
                Notice::ShareAgainstTable {
                    what: (*label).to_owned(),
                    part: part.value,
                    whole: handled,
                    share: share.value,
                    exact: exact.round_dp(share.decimals.max(1)),
                },
                total_place(report, row),
            );
        }
    }
}

/// A sentence on all applications of the year: no channel, no kind of applicant, no remedy.
fn is_about_all_applications(sentence: &[Clause]) -> bool {
    sentence.iter().any(|clause| clause.of_applications)
        && sentence.iter().all(|clause| {
            let words = clause.words.replace("公民、法人", "").replace("其中", "");
            !is_remedy(&words)
                && !ANOTHER_SCOPE.iter().any(|word| words.contains(word))
                && !WHOLE_AREA.iter().any(|word| words.contains(word))
        })
}

/// A sentence that splits the applications by who applied, and by nothing else.
fn is_about_applicants(sentence: &[Clause]) -> bool {
    let of_something_else = [
        "复议",
        "诉讼",
        "咨询",
        "同比",
        "较",
        "网络",
        "网上",
        "信函",
        "邮寄",
        "当面",
        "现场",
        "予以公开",
        "部分公开",
        "不予",
        "无法提供",
        "结转",
        "平均",
        "每",
    ];
    sentence.iter().any(|clause| clause.of_applications)
        && sentence
            .iter()
            .all(|clause| !of_something_else.iter().chain(WHOLE_AREA).any(|word| clause.words.contains(word)))
}
