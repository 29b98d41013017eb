//! What the text says beside what the tables count.
//!
//! Only plain statements are judged: a verb, a thing, a number, about this year and the whole body. A
//! number about last year, one channel, one kind of applicant or one outcome is left alone, and as soon
//! as one statement about a thing agrees with the table, the others are taken for parts of it.

use std::collections::HashSet;

use civic::body::BodyKind;
use rust_decimal::Decimal;

use super::Noticed;
use super::clauses::{Clause, PIECE, Stated, clauses, head, numbers, quote, sentences, shares, tail};
use super::identity::kind_by_name;
use super::plausible::group_cases;
use crate::figures::{Cells, Unit};
use crate::finding::{Code, Finding, Notice, Place};
use crate::form::{Cell, Role, TableNo};
use crate::report::Report;

/// Words that take a clause out of this year or this body's own total.
const ANOTHER_SCOPE: &[&str] = &[
    "上年",
    "去年",
    "同比",
    "较",
    "比上",
    "以来",
    "历年",
    "往年",
    "近年",
    "其中",
    "网络",
    "网上",
    "网站",
    "平台",
    "在线",
    "信函",
    "邮寄",
    "邮件",
    "当面",
    "现场",
    "传真",
    "自然人",
    "法人",
    "企业",
    "公民",
    "律师",
    "平均",
    "每",
    "季度",
    "月份",
];

/// Words by which a body speaks of all others around it.
const WHOLE_AREA: &[&str] = &["全省", "全市", "全县", "全区", "全州", "全旗", "全系统", "各地"];

/// R130: a number in the text disagrees with a table.
///
/// **Source.** 国办公开办函〔2021〕30号: figures in text and tables have to agree. Compared: applications
/// received, carried over, answered, by outcome, by kind of applicant, and shares of them; rules and
/// normative documents; reconsiderations, suits, and (2021) the fees.
pub(super) fn numbers_against_tables(report: &Report, noticed: &mut Noticed<'_>) {
    let mut clauses = clauses(report);
    // By sentences: what stands beside a number may take it out of scope.
    let counted: HashSet<usize> = clauses
        .iter()
        .filter(|clause| has_number(&clause.words) || has_number(&clause.aside))
        .map(|clause| clause.sentence)
        .collect();
    clauses.retain(|clause| counted.contains(&clause.sentence));
    if clauses.is_empty() {
        return;
    }
    applications(report, &clauses, noticed);
    carried(report, &clauses, noticed);
    if rows_are_sure(report) {
        answered(report, &clauses, noticed);
        outcomes(report, &clauses, noticed);
        applicants(report, &clauses, noticed);
        shares_of_applications(report, &clauses, noticed);
    }
    documents(report, &clauses, noticed);
    remedies(report, &clauses, noticed);
    fees(report, &clauses, noticed);
}

/// Cheap, and enough to pass over most clauses.
fn has_number(words: &str) -> bool {
    words.contains(|c: char| c.is_ascii_digit()) || words.contains(['件', '份', '宗'])
}

/// Applications received: the new ones, or all there were to answer. A number that says to hold those
/// carried in (含上年结转) has to.
fn applications(report: &Report, clauses: &[Clause], noticed: &mut Noticed<'_>) {
    let Some(received) = received(report) else { return };
    let at = |row: &str| total_of(report, row);
    let carried_in = at("carried_over_in");
    let all = received.saturating_add(carried_in.unwrap_or(0));
    let Some(cell) = report.cells.form().cell("applications.new_received.total") else { return };
    let (mut with_carried, mut plain) = (Vec::new(), Vec::new());
    for clause in clauses.iter().filter(|clause| is_about_applications(clause)) {
        let stated = numbers(&clause.words).into_iter().find(|number| {
            let verb = ["收到", "受理", "接收", "接到", "新收"].iter().any(|verb| number.before.contains(verb));
            (verb || is_named_right_before(number.before))
                && !["答复", "办结", "办理", "结转"].iter().any(|verb| number.before.contains(verb))
                && number.behind.starts_with(PIECE)
        });
        let Some(stated) = stated else { continue };
        let without = ["不含", "不包含", "不包括", "未含"].iter().any(|word| clause.aside.contains(word));
        let with = ["含", "包括"].iter().any(|word| clause.aside.contains(word));
        let holds_carried = with && !without && clause.aside.contains("结转");
        if holds_carried { &mut with_carried } else { &mut plain }.push((stated.value, clause));
    }
    if carried_in.is_some() {
        disagreement("收到申请数（含上年结转）", with_carried, &[Some(all)], all, cell, noticed);
    }
    let accepted = [Some(received), Some(all), at("results.total")];
    disagreement("收到申请数", plain, &accepted, received, cell, noticed);
}

/// Whether what was received is named without a verb: 群众申请公开政府信息4件, 依申请公开数量为0件.
fn is_named_right_before(before: &str) -> bool {
    let before = before.trim_end_matches(['共', '计', '总', '为', '是', '有']);
    let before = before.strip_suffix("数量").or(before.strip_suffix("总数")).unwrap_or(before);
    ["申请公开政府信息", "依申请公开", "信息公开申请"].iter().any(|name| before.ends_with(name))
}

/// Applications carried in from last year and carried forward to the next.
fn carried(report: &Report, clauses: &[Clause], noticed: &mut Noticed<'_>) {
    let this_year = report.year;
    let (mut carried_in, mut forward) = (Vec::new(), Vec::new());
    for clause in clauses.iter().filter(|clause| clause.of_applications) {
        for words in [&clause.words, &clause.aside] {
            let Some(at) = words.find("结转").filter(|_| !is_remedy(words)) else { continue };
            let Some(number) = numbers(&words[at..]).into_iter().find(|number| number.behind.starts_with(PIECE)) else {
                continue;
            };
            let names = |year: Option<i16>| year.is_some_and(|year| words.contains(&format!("{year}年")));
            let from = ["上年", "上一年", "去年"].iter().any(|word| words.contains(word))
                || names(this_year.map(|year| year.saturating_sub(1)));
            let to = ["下年", "下一年", "明年", "次年"].iter().any(|word| words.contains(word))
                || names(this_year.map(|year| year.saturating_add(1)));
            match (from, to) {
                (true, false) => carried_in.push((number.value, clause)),
                (false, true) => forward.push((number.value, clause)),
                _ => {}
            }
        }
    }
    for (what, row, stated) in
        [("上年结转件数", "carried_over_in", carried_in), ("结转下年度件数", "carried_forward", forward)]
    {
        let cell = report.cells.form().cell(&format!("applications.{row}.total"));
        if let (Some(cell), Some(table)) = (cell, total_of(report, row)) {
            disagreement_as_said(what, stated, &[Some(table)], table, Place::cell(cell), noticed);
        }
    }
}

/// Applications answered in the year: all results, or only those that were an answer.
fn answered(report: &Report, clauses: &[Clause], noticed: &mut Noticed<'_>) {
    let Some(handled) = handled(report) else { return };
    let of = |prefix: &str| group_total(&report.cells, prefix, "total");
    let answers = ["granted", "partial", "denied", "unable"].into_iter().filter_map(of).reduce(i64::saturating_add);
    let without = |prefix: &str| of(prefix).map(|count| handled.saturating_sub(count));
    let received = received(report);
    let all = received.map(|count| count.saturating_add(total_of(report, "carried_over_in").unwrap_or(0)));
    let accepted = [Some(handled), answers, without("not_processed"), without("other"), received, all];
    let stated = clauses.iter().filter(|clause| is_about_applications(clause) || says_answered(clause));
    let stated = stated.filter_map(|clause| {
        let number = numbers(&clause.words).into_iter().find(|number| {
            let verb = tail(number.before, 6);
            ["办结", "答复"].iter().any(|word| verb.contains(word)) && number.behind.starts_with(PIECE)
        })?;
        Some((number.value, clause))
    });
    if let Some(cell) = report.cells.form().cell("applications.results.total.total") {
        disagreement("办结申请数", stated.collect(), &accepted, handled, cell, noticed);
    }
}

fn says_answered(clause: &Clause) -> bool {
    let of_something_else = [
        "复议", "诉讼", "咨询", "信访", "投诉", "提案", "建议", "议案", "留言", "热线", "举报", "来信", "超期", "逾期",
    ];
    clause.of_applications
        && !of_something_else.iter().any(|word| clause.words.contains(word))
        && ["办结", "答复"].iter().any(|word| clause.words.contains(word))
}

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
fn outcomes(report: &Report, clauses: &[Clause], noticed: &mut Noticed<'_>) {
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
fn applicants(report: &Report, clauses: &[Clause], noticed: &mut Noticed<'_>) {
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
fn shares_of_applications(report: &Report, clauses: &[Clause], noticed: &mut Noticed<'_>) {
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

/// What a clause about applications may also be about.
pub(super) fn is_about_applications(clause: &Clause) -> bool {
    let words = &clause.words;
    // 稳妥处理政府信息公开申请，全年收到6件: the second clause says no more than how many.
    let bare = ["收到", "共收到", "全年收到", "全年共收到", "本年收到", "年内收到"];
    let counts_on = bare.iter().any(|start| words.strip_prefix(start).is_some_and(|rest| rest.chars().count() <= 8));
    let named = ["公开申请", "依申请公开"].iter().any(|name| words.contains(name))
        || ((words.contains("申请") || counts_on) && clause.of_applications);
    let of_something_else =
        ["复议", "诉讼", "举报", "投诉", "信访", "咨询", "许可", "补正", "援助", "仲裁", "撤销申请"];
    named && !of_something_else.iter().any(|other| words.contains(other)) && !words.contains("起诉")
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

/// Rules and normative documents: made in the year, and (2021) repealed and in force. Of those made any
/// figure of the row is accepted.
fn documents(report: &Report, clauses: &[Clause], noticed: &mut Noticed<'_>) {
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
            let stated = clauses.iter().filter(|clause| says_documents(&clause.words, cell.column.key));
            let stated = stated.filter_map(|clause| Some((documents_named(&clause.words, noun)?, clause)));
            disagreement(&format!("{what}{noun}件数"), stated.collect(), &accepted, table, cell, noticed);
        }
    }
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
fn remedies(report: &Report, clauses: &[Clause], noticed: &mut Noticed<'_>) {
    let cells = &report.cells;
    let groups: Vec<i64> = cells.form().rows(TableNo::Remedies).map(|row| group_cases(cells, row)).collect();
    let [reconsideration, direct, after] = groups[..] else { return };
    let printed = |group: &str| cells.at(&format!("remedies.{group}.total"));
    let suits = direct + after;
    let (mut said_reconsideration, mut said_suits) = (Vec::new(), Vec::new());
    for clause in clauses.iter().filter(|clause| is_about_disclosure(clause)) {
        let outcome = ["维持", "纠正", "撤销", "败诉", "胜诉", "驳回", "审结", "答复", "出庭", "培训", "超期", "调解"];
        if outcome.iter().any(|word| clause.words.contains(word)) {
            continue;
        }
        for number in numbers(&clause.words) {
            let Some(behind) = number.behind.strip_prefix(['件', '起', '宗', '例', '次', '个']) else { continue };
            let before = tail(number.before, 8);
            let near = if is_remedy(before) { before } else { head(behind, 12) };
            match (near.contains("复议"), near.contains("诉讼")) {
                (true, false) => said_reconsideration.push((number.value, clause)),
                (false, true) => said_suits.push((number.value, clause)),
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
        let accepted = [Some(suits), Some(direct), Some(after)];
        disagreement("行政诉讼件数", said_suits, &accepted, suits, cell, noticed);
    }
}

/// Fees of the form of 2021. A text in another unit or rounded to whole 万元 agrees.
fn fees(report: &Report, clauses: &[Clause], noticed: &mut Noticed<'_>) {
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

/// Says that none of the statements agrees with the table; with its first. Statements on another year or
/// on a part are left out.
fn disagreement(
    what: &str,
    stated: Vec<(Decimal, &Clause)>,
    accepted: &[Option<i64>],
    table: i64,
    cell: &Cell,
    noticed: &mut Noticed<'_>,
) {
    let this_year: Vec<_> = stated.into_iter().filter(|(_, clause)| is_in_scope(clause, noticed.report)).collect();
    disagreement_as_said(what, this_year, accepted, table, Place::cell(cell), noticed);
}

/// As [`disagreement`], for statements whose scope has been judged.
fn disagreement_as_said(
    what: &str,
    stated: Vec<(Decimal, &Clause)>,
    accepted: &[Option<i64>],
    table: i64,
    place: Place,
    noticed: &mut Noticed<'_>,
) {
    let agrees = |value: &Decimal| accepted.iter().flatten().any(|count| Decimal::from(*count) == *value);
    if stated.iter().any(|(value, _)| agrees(value)) {
        return;
    }
    if let Some((text, clause)) = stated.first() {
        noticed.push(
            Notice::TextAgainstTable {
                what: what.to_owned(),
                text: *text,
                table: table.into(),
                quote: quote(&clause.words),
            },
            place,
        );
    }
}

/// 总计 of a row of table 3, or its six kinds added up where it is blank.
fn total_of(report: &Report, row: &str) -> Option<i64> {
    let cells = &report.cells;
    let total = cells.form().cell(&format!("applications.{row}.total"))?;
    cells.get(total.no).or_else(|| cells.sum(total.sums.first()?.parts.iter().copied()))
}

/// 总计 of 本年新收, or the six kinds added up where it is blank.
pub(super) fn received(report: &Report) -> Option<i64> {
    total_of(report, "new_received")
}

/// The total of the results, or the result rows added up where it is blank.
fn handled(report: &Report) -> Option<i64> {
    total_of(report, "results.total").or_else(|| group_total(&report.cells, "", "total"))
}

/// The result rows of a group (`denied` holds eight) added up in one column. A blank 总计 is its six kinds.
fn group_total(cells: &Cells, group: &str, column: &str) -> Option<i64> {
    let rows = cells.form().cells().iter().filter(|cell| is_result(cell, group) && cell.column.key == column);
    let value = |cell: &Cell| cells.get(cell.no).or_else(|| cells.sum(cell.sums.first()?.parts.iter().copied()));
    rows.filter_map(value).reduce(i64::saturating_add)
}

/// Whether reading found every row of table 3 in its place, so that rows may be added up.
fn rows_are_sure(report: &Report) -> bool {
    let doubtful = [Code::R110, Code::R112, Code::R114, Code::R115, Code::R116, Code::R121];
    let in_table = |finding: &&Finding| finding.place.table == Some(TableNo::Applications);
    !report.findings.iter().filter(in_table).any(|finding| doubtful.contains(&finding.code))
}

/// Whether a cell stands in a result row of that group; every result row is of the group of no name.
fn is_result(cell: &Cell, group: &str) -> bool {
    let in_group =
        |row: &str| group.is_empty() || row == group || row.starts_with(group) && row[group.len()..].starts_with('.');
    matches!(cell.row.role, Role::Result | Role::OtherInOneRow)
        && cell.row.key.strip_prefix("results.").is_some_and(in_group)
}

fn table_is_blank(report: &Report, table: TableNo) -> bool {
    let cells = &report.cells;
    cells.form().cells().iter().filter(|cell| cell.table == table).all(|cell| cells.is_blank(cell.no))
}

pub(super) fn is_remedy(words: &str) -> bool {
    words.contains("复议") || words.contains("诉讼")
}

/// A justice bureau also handles the reconsiderations of others: only sentences on disclosure count.
fn is_about_disclosure(clause: &Clause) -> bool {
    is_remedy(&clause.words) && clause.of_disclosure
}

/// This year's, and the whole of it. A text on the years since 2008, on another year, or in a department
/// on the whole county, is out of scope.
pub(super) fn is_in_scope(clause: &Clause, report: &Report) -> bool {
    // The law's words for everyone are no part of the applicants.
    let words = clause.words.replace("公民、法人", "");
    let own_area = || kind_by_name(report).is_none_or(|kind| kind == BodyKind::Government);
    (clause.year.is_none() || report.year.is_none() || clause.year == report.year)
        && !ANOTHER_SCOPE.iter().any(|word| words.contains(word))
        && (!WHOLE_AREA.iter().any(|area| words.contains(area)) || own_area())
}
