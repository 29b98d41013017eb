//! Documents, reconsiderations and suits, fees.

use rust_decimal::Decimal;

use super::super::Noticed;
use super::super::clauses::{Clause, PIECE, Stated, head, numbers, quote, sentences, tail};
use super::super::plausible::group_cases;
use super::{disagreement, is_in_scope, is_remedy};
use crate::figures::Unit;
use crate::finding::{Notice, Place};
use crate::form::{Cell, TableNo};
use crate::report::Report;

/// Rules and normative documents: made in the year, and (2021) repealed and in force. Of those made any
/// figure of the row is accepted.
pub(super) fn documents(report: &Report, clauses: &[Clause], noticed: &mut Noticed<'_>) {
    let cells = &report.cells;
    for (row, noun) in [("rules", "规章"), ("normative_docs", "规范性文件")] {
        let row_cells: Vec<&Cell> = cells.form().row_cells(TableNo::Proactive, row).collect();
        let in_row: Vec<Option<i64>> = row_cells.iter().map(|cell| cells.get(cell.no)).collect();
        for (cell, table) in row_cells.iter().zip(&in_row) {
            let Some(table) = *table else { continue };
            let (what, accepted) = match cell.column.key {
                "made" => ("", in_row.clone()),
                "repealed" => ("废止", vec![Some(table)]),
                "in_force" => ("现行有效", vec![Some(table)]),
                _ => continue,
            };
            let mut stated = Vec::new();
            for sentence in sentences(clauses) {
                let only = names_only(sentence, noun);
                for clause in sentence.iter().filter(|clause| says_documents(&clause.words, cell.column.key)) {
                    let number = documents_named(&clause.words, noun);
                    let number = number.or_else(|| documents_meant(&clause.words).filter(|_| only));
                    stated.extend(number.map(|number| (number, clause)));
                }
            }
            disagreement(&format!("{what}{noun}件数"), stated, &accepted, table, cell, noticed);
        }
    }
}

/// Whether a sentence is about one kind of documents alone.
fn names_only(sentence: &[Clause], noun: &str) -> bool {
    let names = |noun: &str| sentence.iter().any(|clause| clause.words.replace("规章制度", "").contains(noun));
    let other = ["规章", "规范性文件"].into_iter().any(|other| other != noun && names(other));
    names(noun) && !other
}

/// The number of a clause that leaves the documents unnamed: 制发规范性文件3件，废止1件，现行有效40件.
fn documents_meant(words: &str) -> Option<Decimal> {
    let verbs = ["制发", "制定", "出台", "印发", "废止", "现行有效"];
    let named = |number: &Stated<'_>| {
        number.behind.strip_prefix(['件', '份', '部', '个'])?;
        let before = number.before.trim_end_matches(['共', '计', '总', '有', '为', '的', '了']);
        verbs.iter().any(|verb| before.ends_with(verb)).then_some(number.value)
    };
    numbers(words).iter().find_map(named)
}

/// Whether a clause says how many documents were made, repealed or are in force, and nothing else of them.
fn says_documents(words: &str, column: &str) -> bool {
    let has = |list: &[&str]| list.iter().any(|word| words.contains(word));
    let other = ["备案", "审查", "清理", "审核", "解读", "修订", "修改", "规章制度", "宣布", "失效", "报送", "建议"];
    let (made, repealed, in_force) =
        (has(&["制发", "制定", "出台", "制作", "印发"]), words.contains("废止"), words.contains("现行有效"));
    !has(&other)
        && match column {
            "made" => made && !repealed && !in_force,
            "repealed" => repealed && !made && !in_force,
            _ => in_force && !made && !repealed,
        }
}

/// The number of documents in a clause: 规范性文件3件, 3件行政规范性文件.
fn documents_named(words: &str, noun: &str) -> Option<Decimal> {
    let named = |number: &Stated<'_>| {
        let behind = number.behind.strip_prefix(PIECE)?;
        let after = behind.trim_start_matches("行政").trim_start_matches("政府");
        let before = number.before.trim_end_matches(['共', '计', '总', '有']);
        (before.ends_with(noun) || after.starts_with(noun)).then_some(number.value)
    };
    numbers(words).iter().find_map(named)
}

/// Reconsiderations and suits over disclosure, each or together.
pub(super) fn remedies(report: &Report, clauses: &[Clause], noticed: &mut Noticed<'_>) {
    let cells = &report.cells;
    let groups: Vec<i64> = cells.form().rows(TableNo::Remedies).map(|row| group_cases(cells, row)).collect();
    let [reconsideration, direct, after] = groups[..] else { return };
    let printed = |group: &str| cells.at(&format!("remedies.{group}.total"));
    let suits = direct + after;
    let (mut said_reconsideration, mut said_suits) = (Vec::new(), Vec::new());
    for clause in clauses.iter().filter(|clause| is_about_disclosure(clause)) {
        let outcome = ["维持", "纠正", "撤销", "败诉", "胜诉", "驳回", "审结", "答复", "出庭", "培训", "超期", "调解"];
        // 对答复不服 says why there was a case, not how it ended.
        let words = clause.words.replace("答复不服", "").replace("处理不服", "");
        if outcome.iter().any(|word| words.contains(word)) {
            continue;
        }
        for number in numbers(&words) {
            let Some(behind) = number.behind.strip_prefix(['件', '起', '宗', '例', '次', '个']) else { continue };
            let before = tail(number.before, 8);
            // 行政复议、行政诉讼均为0件: none of either.
            let both = number.value.is_zero() || before.contains('均');
            let before = if both { tail(number.before, 16) } else { before };
            let near = if is_remedy(before) { before } else { head(behind, 12) };
            match (near.contains("复议"), near.contains("诉讼")) {
                (true, false) => said_reconsideration.push((number.value, clause)),
                (false, true) => said_suits.push((number.value, clause)),
                (true, true) if both => {
                    said_reconsideration.push((number.value, clause));
                    said_suits.push((number.value, clause));
                }
                _ => {}
            }
        }
    }
    if table_is_blank(report, TableNo::Remedies) {
        return;
    }
    let accepted = [Some(reconsideration), printed("reconsideration")];
    if let Some(cell) = cells.form().cell("remedies.reconsideration.total") {
        disagreement("行政复议件数", said_reconsideration, &accepted, reconsideration, cell, noticed);
    }
    if let Some(cell) = cells.form().cell("remedies.litigation_direct.total") {
        let of_some = |count: i64| Some(count).filter(|count| *count > 0);
        let accepted = [Some(suits), of_some(direct), of_some(after)];
        disagreement("行政诉讼件数", said_suits, &accepted, suits, cell, noticed);
    }
}

/// Fees of the form of 2021. A text in another unit or rounded to whole 万元 agrees.
pub(super) fn fees(report: &Report, clauses: &[Clause], noticed: &mut Noticed<'_>) {
    let cells = &report.cells;
    let Some(cell) = cells.form().cell("proactive.fees.amount") else { return };
    let Some(table) = cells.money(cell.no).and_then(|money| money.yuan()) else { return };
    let wan = Unit::TenThousandYuan.in_yuan();
    let mut stated = Vec::new();
    for clause in clauses.iter().filter(|clause| clause.words.contains("行政事业性收费") && is_in_scope(clause, report))
    {
        for number in numbers(&clause.words) {
            let unit = Unit::ALL.into_iter().find(|unit| number.behind.starts_with(unit.as_str()));
            if let Some(yuan) = unit.and_then(|unit| number.value.checked_mul(unit.in_yuan())) {
                stated.push((yuan, clause));
            }
        }
    }
    if stated.iter().any(|(yuan, _)| (*yuan - table).abs() < wan) {
        return;
    }
    if let Some((yuan, clause)) = stated.first() {
        noticed.push(
            Notice::TextAgainstTable {
                what: "行政事业性收费（万元）".to_owned(),
                text: *yuan / wan,
                table: table / wan,
                quote: quote(&clause.words),
            },
            Place::cell(cell),
        );
    }
}

fn table_is_blank(report: &Report, table: TableNo) -> bool {
    let cells = &report.cells;
    cells.form().cells().iter().filter(|cell| cell.table == table).all(|cell| cells.is_blank(cell.no))
}

/// A justice bureau also handles the reconsiderations of others: only sentences on disclosure count.
fn is_about_disclosure(clause: &Clause) -> bool {
    is_remedy(&clause.words) && clause.of_disclosure
}
