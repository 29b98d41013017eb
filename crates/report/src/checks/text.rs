//! What the text says beside what the tables count.
//!
//! Only plain statements are judged: a verb, a thing, a number, about this year and the whole body. A
//! number about last year, one channel, one kind of applicant or one outcome is left alone, and as soon
//! as one statement about a thing agrees with the table, the others are taken for parts of it.

use rust_decimal::Decimal;

use super::Noticed;
use super::plausible::{group_cases, remedy_cases};
use crate::figures::{Unit, fold_width};
use crate::finding::{Contradiction, Notice, Place};
use crate::form::{Cell, SectionKey, TableNo};
use crate::report::Report;

/// A clause of the text with what its sentence says around it.
struct Clause {
    words: String,
    /// The year its sentence last named up to here.
    year: Option<i16>,
    /// Whether its sentence is about applications for disclosure.
    of_applications: bool,
    /// Whether its sentence is about disclosure at all.
    of_disclosure: bool,
}

/// A number in a clause, with what stands before and behind it.
struct Stated<'a> {
    value: Decimal,
    before: &'a str,
    behind: &'a str,
}

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
];
const PIECE: &[char] = &['件', '份', '宗', '条', '个', '次', '封', '起', '例', '部', '项'];

/// R130: a number in the text disagrees with a table.
///
/// **Source.** 国办公开办函〔2021〕30号: figures in text and tables have to agree. Compared: applications
/// received, rules and normative documents made, reconsiderations, suits, and (2021) the fees.
pub(super) fn numbers_against_tables(report: &Report, noticed: &mut Noticed<'_>) {
    let clauses = clauses(report);
    applications(report, &clauses, noticed);
    documents(report, &clauses, noticed);
    remedies(report, &clauses, noticed);
    fees(report, &clauses, noticed);
}

/// Applications received: the new ones, or all there were to answer.
fn applications(report: &Report, clauses: &[Clause], noticed: &mut Noticed<'_>) {
    let cells = &report.cells;
    let at = |row: &str| cells.at(&format!("applications.{row}.total"));
    let Some(received) = received(report) else { return };
    let carried_in = at("carried_over_in").unwrap_or(0);
    let accepted = [Some(received), Some(received + carried_in), at("results.total")];
    let stated = clauses.iter().filter(|clause| is_about_applications(clause)).filter_map(|clause| {
        let number = numbers(&clause.words).into_iter().find(|number| {
            ["收到", "受理", "接收", "接到", "新收"].iter().any(|verb| number.before.contains(verb))
                && !["答复", "办结", "办理", "结转"].iter().any(|verb| number.before.contains(verb))
                && number.behind.starts_with(PIECE)
        })?;
        Some((number.value, clause))
    });
    if let Some(cell) = cells.form().cell("applications.new_received.total") {
        disagreement("收到申请数", stated.collect(), &accepted, received, cell, noticed);
    }
}

fn is_about_applications(clause: &Clause) -> bool {
    let words = &clause.words;
    let named = ["公开申请", "依申请公开"].iter().any(|name| words.contains(name))
        || (words.contains("申请") && clause.of_applications);
    let of_something_else = ["复议", "诉讼", "举报", "投诉", "信访", "咨询", "许可", "补正", "援助"];
    named && !of_something_else.iter().any(|other| words.contains(other)) && !words.contains("起诉")
}

/// Rules and normative documents made in the year. Any figure of their row is accepted.
fn documents(report: &Report, clauses: &[Clause], noticed: &mut Noticed<'_>) {
    let cells = &report.cells;
    for (row, noun) in [("rules", "规章"), ("normative_docs", "规范性文件")] {
        let row_cells: Vec<&Cell> = cells.form().row_cells(TableNo::Proactive, row).collect();
        let accepted: Vec<Option<i64>> = row_cells.iter().map(|cell| cells.get(cell.no)).collect();
        let Some((cell, made)) = row_cells.first().and_then(|cell| Some((*cell, cells.get(cell.no)?))) else {
            continue;
        };
        let stated = clauses.iter().filter(|clause| {
            let words = &clause.words;
            ["制发", "制定", "出台", "制作", "印发"].iter().any(|verb| words.contains(verb))
                && !["备案", "审查", "清理", "审核", "解读", "废止", "失效", "修订", "修改", "规章制度"]
                    .iter()
                    .any(|other| words.contains(other))
        });
        let stated = stated.filter_map(|clause| {
            let number = numbers(&clause.words).into_iter().find(|number| {
                let behind = number.behind.strip_prefix(PIECE);
                behind.is_some_and(|behind| {
                    let after = behind.trim_start_matches("行政").trim_start_matches("政府");
                    number.before.trim_end_matches(['共', '计', '总']).ends_with(noun) || after.starts_with(noun)
                })
            })?;
            Some((number.value, clause))
        });
        let what = format!("{noun}件数");
        disagreement(&what, stated.collect(), &accepted, made, cell, noticed);
    }
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
            let near = if is_remedy(&before) { before } else { head(behind, 12) };
            match (near.contains("复议"), near.contains("诉讼")) {
                (true, false) => said_reconsideration.push((number.value, clause)),
                (false, true) => said_suits.push((number.value, clause)),
                _ => {}
            }
        }
    }
    if let Some(cell) = cells.form().cell("remedies.reconsideration.total")
        && !table_is_blank(report, TableNo::Remedies)
    {
        let accepted = [Some(reconsideration), printed("reconsideration")];
        disagreement("行政复议件数", said_reconsideration, &accepted, reconsideration, cell, noticed);
    }
    if let Some(cell) = cells.form().cell("remedies.litigation_direct.total")
        && !table_is_blank(report, TableNo::Remedies)
    {
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
    for clause in clauses.iter().filter(|clause| clause.words.contains("行政事业性收费")) {
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

/// Says that none of the statements agrees with the table; with its first.
fn disagreement(
    what: &str,
    stated: Vec<(Decimal, &Clause)>,
    accepted: &[Option<i64>],
    table: i64,
    cell: &Cell,
    noticed: &mut Noticed<'_>,
) {
    let this_year: Vec<_> = stated.into_iter().filter(|(_, clause)| is_in_scope(clause, noticed.report)).collect();
    let agrees = |value: &Decimal| accepted.iter().flatten().any(|count| Decimal::from(*count) == *value);
    if this_year.iter().any(|(value, _)| agrees(value)) {
        return;
    }
    if let Some((text, clause)) = this_year.first() {
        noticed.push(
            Notice::TextAgainstTable {
                what: what.to_owned(),
                text: *text,
                table: table.into(),
                quote: quote(&clause.words),
            },
            Place::cell(cell),
        );
    }
}

/// R132: the text and a table contradict in kind.
///
/// **Source.** 国办公开办函〔2021〕30号. Suits counted and none mentioned; none received beside a table
/// that counts some. Whether a table is right cannot be told, only that the two differ.
pub(super) fn contradictions(report: &Report, noticed: &mut Noticed<'_>) {
    let clauses = clauses(report);
    let cases = remedy_cases(&report.cells);
    let mentions = |text: &str| {
        let text = text.replace("行政复议、行政诉讼情况", "").replace("行政复议行政诉讼情况", "");
        is_remedy(&text) || ["起诉", "应诉", "涉诉", "诉案"].iter().any(|word| text.contains(word))
    };
    let prose = [SectionKey::Overview, SectionKey::Remedies, SectionKey::Problems, SectionKey::Other];
    let has_text = !report.text(SectionKey::Overview).trim().is_empty();
    // The labels of table 4 may have stayed in the text of part four: only whole sentences count there.
    let in_prose = |key: SectionKey| {
        report.text(key).lines().filter(|line| key != SectionKey::Remedies || line.contains('。')).any(mentions)
    };
    if cases > 0 && has_text && !prose.into_iter().any(in_prose) {
        noticed
            .push(Notice::Contradiction(Contradiction::RemediesUnmentioned { cases }), Place::table(TableNo::Remedies));
    }
    let denied = |words: &str, subject: &str| {
        ["未收到", "没有收到", "未接到", "未受理", "未发生", "没有发生", "未出现", "没有", "无", "未被", "未收取"]
            .iter()
            .filter_map(|no| words.find(no).map(|at| &words[at + no.len()..]))
            .any(|behind| head(behind, 14).contains(subject))
    };
    let this_year = || clauses.iter().filter(|clause| is_in_scope(clause, report));
    let none_received = this_year().any(|clause| {
        is_about_applications(clause)
            && ["公开申请", "依申请公开", "申请公开"].iter().any(|subject| denied(&clause.words, subject))
            && !["不予", "超期", "逾期", "费", "无正当"].iter().any(|other| clause.words.contains(other))
    });
    if let Some(table) = received(report).filter(|count| none_received && *count > 0) {
        noticed.push(
            Notice::Contradiction(Contradiction::NoApplicationsButCounted { table }),
            Place::row(TableNo::Applications, "new_received"),
        );
    }
    let of_something_else =
        ["执法", "处罚", "许可", "征收", "败诉", "纠错", "纠正", "撤销", "超期", "未审结", "尚未审结"];
    let none_of = |subject: &str| {
        this_year().any(|clause| {
            denied(&clause.words, subject) && !of_something_else.iter().any(|word| clause.words.contains(word))
        })
    };
    let groups: Vec<i64> =
        report.cells.form().rows(TableNo::Remedies).map(|row| group_cases(&report.cells, row)).collect();
    if let [reconsideration, direct, after] = groups[..] {
        let denied_cases =
            if none_of("复议") { reconsideration } else { 0 } + if none_of("诉讼") { direct + after } else { 0 };
        if denied_cases > 0 {
            noticed.push(
                Notice::Contradiction(Contradiction::NoRemediesButCounted { table: denied_cases }),
                Place::table(TableNo::Remedies),
            );
        }
    }
    if let Some(cell) = report.cells.form().cell("proactive.fees.amount")
        && report.cells.money(cell.no).is_some_and(|money| !money.amount.is_zero())
        && this_year().any(|clause| denied(&clause.words, "行政事业性收费"))
    {
        noticed.push(Notice::Contradiction(Contradiction::NoFeesButCounted), Place::cell(cell));
    }
}

/// 总计 of 本年新收, or the six kinds added up where it is blank.
fn received(report: &Report) -> Option<i64> {
    let cells = &report.cells;
    let total = cells.form().cell("applications.new_received.total")?;
    cells.get(total.no).or_else(|| cells.sum(total.sums.first()?.parts.iter().copied()))
}

fn table_is_blank(report: &Report, table: TableNo) -> bool {
    let cells = &report.cells;
    cells.form().cells().iter().filter(|cell| cell.table == table).all(|cell| cells.is_blank(cell.no))
}

fn is_remedy(words: &str) -> bool {
    words.contains("复议") || words.contains("诉讼")
}

/// A justice bureau also handles the reconsiderations of others: only sentences on disclosure count.
fn is_about_disclosure(clause: &Clause) -> bool {
    is_remedy(&clause.words) && clause.of_disclosure
}

/// This year's, and the whole of it. A text on the years since 2008, or on another year, is out of scope.
fn is_in_scope(clause: &Clause, report: &Report) -> bool {
    // The law's words for everyone are no part of the applicants.
    let words = clause.words.replace("公民、法人", "");
    !ANOTHER_SCOPE.iter().any(|word| words.contains(word))
        && (clause.year.is_none() || report.year.is_none() || clause.year == report.year)
}

/// Without blanks, widths folded but for the comma: a half-width comma that parts no thousands parts clauses.
fn plain(text: &str) -> String {
    let fold = |c: char| if c == '，' { c } else { fold_width(c) };
    let chars: Vec<char> = text.chars().map(fold).filter(|c| *c == '\n' || !c.is_whitespace()).collect();
    let is_digit = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii_digit);
    let comma = |(at, c): (usize, &char)| {
        let thousands = is_digit(at.checked_sub(1)) && is_digit(Some(at + 1));
        if *c == ',' && !thousands { '，' } else { *c }
    };
    chars.iter().enumerate().map(comma).collect()
}

/// Longer than this, in bytes, is no plain statement but a text without punctuation.
const LONGEST_CLAUSE: usize = 1000;

/// The clauses of parts one and six, with blanks gone and widths folded.
fn clauses(report: &Report) -> Vec<Clause> {
    let mut clauses = Vec::new();
    for key in [SectionKey::Overview, SectionKey::Other] {
        let text = plain(report.text(key));
        for sentence in text.split(['。', '；', ';', '\n', '！']) {
            let names = |names: &[&str]| names.iter().any(|name| sentence.contains(name));
            let of_applications = names(&["公开申请", "依申请公开", "申请公开"]);
            let of_disclosure = names(&["信息公开", "依申请公开", "政务公开"]);
            let mut year = None;
            for words in sentence.split(['，', '：', ':']).filter(|words| words.len() <= LONGEST_CLAUSE) {
                year = last_year_named(words).or(year);
                clauses.push(Clause { words: words.to_owned(), year, of_applications, of_disclosure });
            }
        }
    }
    clauses
}

fn last_year_named(words: &str) -> Option<i16> {
    words.rmatch_indices('年').find_map(|(at, _)| {
        let digits = tail(&words[..at], 4);
        digits.parse().ok().filter(|year| digits.len() == 4 && (2000..2100).contains(year))
    })
}

/// The numbers of a clause; those said to be about (余, 多, 近, 约) and years are left out.
fn numbers(words: &str) -> Vec<Stated<'_>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = words[from..].find(|c: char| c.is_ascii_digit()).map(|at| at + from) {
        let end = words[start..]
            .find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ','))
            .map_or(words.len(), |at| at + start);
        from = end;
        let (before, behind) = (&words[..start], &words[end..]);
        let about =
            before.ends_with(['近', '约', '超', '逾']) || behind.starts_with(['余', '多', '年', '月', '日', '%', '号']);
        if let Ok(value) = words[start..end].trim_end_matches(['.', ',']).replace(',', "").parse()
            && !about
        {
            found.push(Stated { value, before, behind });
        }
    }
    found
}

fn head(text: &str, chars: usize) -> String {
    text.chars().take(chars).collect()
}

fn tail(text: &str, chars: usize) -> String {
    let count = text.chars().count();
    text.chars().skip(count.saturating_sub(chars)).collect()
}

fn quote(words: &str) -> String {
    const LONGEST: usize = 40;
    if words.chars().count() > LONGEST { format!("{}…", head(words, LONGEST)) } else { words.to_owned() }
}
