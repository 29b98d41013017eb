//! Mistakes put into a report on purpose, each with the code under which it has to be noticed, and where.

use jiff::Span;
use jiff::civil::date;
use report::finding::Code;
use report::form::{Cell, CellNo, Edition, Role, SectionKey, TableNo, form};

use crate::body::{Body, Size};
use crate::chance::Chance;
use crate::draft::{Draft, PartFault};
use crate::numbers::{KINDS, Numbers};
use crate::plan::{Entry, Line};
use crate::prose::{ListFault, Said};
use crate::truth::{Must, Truth};

/// The faults of one file: none in two of five, seldom two.
pub fn choose(chance: &mut Chance, edition: Edition) -> Vec<Code> {
    const ALL: &[Code] = &[
        Code::R101,
        Code::R102,
        Code::R103,
        Code::R104,
        Code::R105,
        Code::R110,
        Code::R111,
        Code::R112,
        Code::R113,
        Code::R114,
        Code::R115,
        Code::R121,
        Code::R122,
        Code::R130,
        Code::R131,
        Code::R132,
        Code::R133,
        Code::R150,
        Code::R151,
        Code::R152,
        Code::R154,
    ];
    if chance.hit(40) {
        return Vec::new();
    }
    let mut faults = vec![*chance.pick(ALL)];
    let apart = |one: Code, other: Code| one.number() / 10 != other.number() / 10;
    if chance.hit(12) {
        let second = *chance.pick(ALL);
        if apart(faults[0], second) && ![faults[0], second].contains(&Code::R115) {
            faults.push(second);
        }
    }
    // The purchases of 2019 lack their unit in the ordinary course of filling in.
    faults.retain(|fault| *fault != Code::R122 || edition == Edition::E2021);
    faults
}

/// Faults that begin with the numbers themselves.
pub fn on_numbers(fault: Code, chance: &mut Chance, numbers: &mut Numbers, body: &Body, truth: &mut Truth) {
    let edition = numbers.cells.edition();
    let no_cases = numbers.suits() + numbers.cases("reconsideration") == 0;
    let no_reviews = numbers.cases("reconsideration") == 0;
    let cells = &mut numbers.cells;
    match fault {
        Code::R132 if no_cases => {
            one_more_answer(numbers, "results.unable.not_held", chance.between(1, 5));
            let cases = chance.between(1, 3);
            for outcome in ["upheld", "total"] {
                numbers.cells.put(&format!("remedies.reconsideration.{outcome}"), cases);
            }
        }
        Code::R133 => {
            let table = TableNo::Proactive;
            match chance.below(4) {
                0 if body.size == Size::Township => {
                    for column in ["made", "published", "total_public", "in_force"] {
                        cells.put(&format!("proactive.rules.{column}"), 2);
                    }
                    truth.must_find.push(Must::find(Code::R133).table(table).row("rules"));
                }
                1 if edition == Edition::E2021 => {
                    cells.put("proactive.normative_docs.made", 9);
                    cells.put("proactive.normative_docs.repealed", 2);
                    cells.put("proactive.normative_docs.in_force", 4);
                    truth.must_find.push(Must::find(Code::R133).table(table).row("normative_docs"));
                }
                1 => {
                    cells.put("proactive.normative_docs.made", 7);
                    cells.put("proactive.normative_docs.published", 7);
                    cells.put("proactive.normative_docs.total_public", 3);
                    truth.must_find.push(Must::find(Code::R133).table(table).row("normative_docs"));
                }
                2 if edition == Edition::E2019 => {
                    for (row, items, change) in [("licensing", 61, 36), ("other_services", 20, 5)] {
                        cells.put(&format!("proactive.{row}.prev_items"), items);
                        cells.put(&format!("proactive.{row}.change"), change);
                        cells.put(&format!("proactive.{row}.decisions"), items + change);
                    }
                    truth.must_find.push(Must::find(Code::R133).table(table));
                }
                _ => {
                    only_granted(numbers);
                    let cases = chance.between(1, 4);
                    for outcome in ["corrected", "total"] {
                        numbers.cells.put(&format!("remedies.litigation_direct.{outcome}"), cases);
                    }
                    truth.must_find.push(Must::find(Code::R133).table(TableNo::Remedies));
                }
            }
        }
        Code::R104 if no_reviews => {
            one_more_answer(numbers, "results.denied.process_info", chance.between(1, 5));
            numbers.cells.put("remedies.reconsideration.upheld", 2);
            numbers.cells.put("remedies.reconsideration.total", 2);
        }
        _ => {}
    }
}

/// Some more applications by natural persons, answered in that way.
fn one_more_answer(numbers: &mut Numbers, row: &str, count: i64) {
    for row in ["new_received", row] {
        let path = format!("applications.{row}.natural_person");
        let value = numbers.at(&path) + count;
        numbers.cells.put(&path, value);
    }
    retotal(numbers);
}

fn only_granted(numbers: &mut Numbers) {
    let form = numbers.cells.form();
    for column in KINDS {
        let sum: i64 = form.result_rows().map(|row| numbers.at(&format!("applications.{}.{column}", row.key))).sum();
        for row in form.result_rows() {
            let value = if row.key == "results.granted" { sum } else { 0 };
            numbers.cells.put(&format!("applications.{}.{column}", row.key), value);
        }
    }
    for cell in form.official_cells().filter(|cell| cell.table == TableNo::Remedies) {
        numbers.cells.set(cell.no, Some(0));
    }
    retotal(numbers);
}

fn retotal(numbers: &mut Numbers) {
    numbers.cells.compute_totals();
}

/// Faults of the text beside the tables.
pub fn on_words(fault: Code, chance: &mut Chance, numbers: &Numbers, said: &mut Said, truth: &mut Truth) {
    let cases = said.reviews + said.suits;
    match fault {
        Code::R130 => {
            let more = said.received + said.carried_in + said.answered + chance.between(3, 9);
            match chance.below(4) {
                0 if said.fees.is_some() => {
                    said.fees = Some("98765.4".to_owned());
                    truth.must_find.push(Must::find(Code::R130).table(TableNo::Proactive).row("fees"));
                }
                1 if said.reviews > 0 => {
                    said.reviews += chance.between(3, 9);
                    truth.must_find.push(Must::find(Code::R130).table(TableNo::Remedies));
                }
                2 if said.suits > 0 => {
                    said.suits += chance.between(30, 39);
                    truth.must_find.push(Must::find(Code::R130).table(TableNo::Remedies));
                }
                _ if said.received > 0 => {
                    said.received = more;
                    truth.must_find.push(Must::find(Code::R130).table(TableNo::Applications).row("new_received"));
                }
                _ if said.carried_in == 0 => {
                    said.received = more;
                    said.answered = more;
                    truth.must_find.push(Must::find(Code::R130).table(TableNo::Applications).row("new_received"));
                }
                _ => {}
            }
        }
        Code::R131 => {
            said.list = *chance.pick(&[ListFault::Short, ListFault::Over]);
            truth.must_find.push(Must::find(Code::R131).part(SectionKey::Overview));
        }
        Code::R132 if said.received > 0 && chance.hit(50) => {
            (said.received, said.carried_in, said.answered) = (0, 0, 0);
            truth.must_find.push(Must::find(Code::R132).or(Code::R130).table(TableNo::Applications));
        }
        Code::R132 if cases > 0 => {
            said.silent_on_remedies = true;
            truth.must_find.push(Must::find(Code::R132).table(TableNo::Remedies));
        }
        Code::R154 => {
            said.no_problems = true;
            truth.must_find.push(Must::find(Code::R154));
        }
        _ => {}
    }
    let _ = numbers;
}

/// Faults of the tables.
pub fn on_tables(fault: Code, draft: &mut Draft) {
    let form = form(draft.edition);
    let rows: Vec<&str> =
        form.rows(TableNo::Applications).filter(|row| row.role != Role::ResultTotal).map(|row| row.key).collect();
    match fault {
        Code::R101 => {
            let row = *draft.chance.pick(&rows);
            let cell = form.cell(&format!("applications.{row}.total")).expect("every row of table 3 has a total");
            draft.shift(cell);
            draft.must(Must::find(Code::R101).table(TableNo::Applications).row(row));
            draft.may(&[Code::R102, Code::R103, Code::R130, Code::R132, Code::R133]);
        }
        Code::R102 => {
            let column = KINDS[draft.chance.below(2)];
            let cell = form.cell(&format!("applications.results.total.{column}")).expect("a column of table 3");
            draft.shift(cell);
            draft.must(Must::find(Code::R102).table(TableNo::Applications).column(column));
            draft.may(&[Code::R101, Code::R103]);
        }
        Code::R103 => {
            let column = KINDS[draft.chance.below(2)];
            let more = draft.chance.between(1, 9);
            for column in [column, "total"] {
                let cell = form.cell(&format!("applications.carried_forward.{column}")).expect("a column of table 3");
                let value = draft.truth.report.cells.get(cell.no).unwrap_or(0) + more;
                draft.reprint(cell.no, &value.to_string(), Some(value));
            }
            draft.must(Must::find(Code::R103).table(TableNo::Applications).column(column));
        }
        Code::R104 => {
            let cell = form.cell("remedies.reconsideration.total").expect("table 4 has it");
            // Another fault may have taken all cases away; then 0 would be right.
            let (zero, cases) = (draft.chance.hit(50), draft.numbers.cases("reconsideration"));
            let value = if zero && cases > 0 { 0 } else { cases + 3 };
            draft.reprint(cell.no, &value.to_string(), Some(value));
            draft.must(Must::find(Code::R104).table(TableNo::Remedies).row("reconsideration"));
            draft.may(&[Code::R130, Code::R132]);
        }
        Code::R105 => {
            let row = *draft.chance.pick(&["proactive.licensing", "proactive.penalty", "proactive.coercion"]);
            let cell = form.cell(&format!("{row}.decisions")).expect("both editions count decisions");
            let (text, value) = *draft.chance.pick(&[("-3", Some(-3)), ("-12", Some(-12)), ("2.5", None)]);
            draft.reprint(cell.no, text, value);
            draft.must(Must::find(Code::R105).or(Code::R121).table(TableNo::Proactive).row(cell.row.key));
        }
        Code::R110 => missing_row(draft),
        Code::R111 => misprint(draft),
        Code::R112 => {
            let pairs: Vec<usize> = (0..draft.plan.lines.len() - 1)
                .filter(|i| {
                    draft.plan.lines[*i].under == draft.plan.lines[i + 1].under && draft.plan.lines[*i].under.len() > 1
                })
                .collect();
            let at = *draft.chance.pick(&pairs);
            draft.plan.lines.swap(at, at + 1);
            draft.must(Must::find(Code::R112).table(TableNo::Applications));
        }
        Code::R113 => extra(draft),
        Code::R114 => missing_column(draft),
        Code::R115 => {
            let mut table = *draft.chance.pick(&TableNo::ALL);
            if draft.truth.must_find.iter().any(|must| must.codes == [Code::R153]) && table == TableNo::Proactive {
                // Only table 2 shows for sure which form it is.
                table = TableNo::Remedies;
            }
            draft.plan.printed[usize::from(table.number()) - 2] = false;
            for cell in form.official_cells().filter(|cell| cell.table == table) {
                draft.tell(cell.no, "", None);
            }
            draft.truth.must_find.retain(|must| must.table != Some(table));
            draft.must(Must::find(Code::R115).table(table));
            draft.may(&[Code::R150]);
        }
        Code::R121 => {
            let row = *draft.chance.pick(&["normative_docs", "licensing", "penalty"]);
            let cells: Vec<&Cell> = form.row_cells(TableNo::Proactive, row).collect();
            let cell = cells[draft.chance.below(cells.len())];
            let text = *draft.chance.pick(&["若干", "见附件", "详见网站", "多件", "未统计", "同上年"]);
            draft.reprint(cell.no, text, None);
            draft.must(Must::find(Code::R121).table(TableNo::Proactive).row(row).column(cell.column.key));
            draft.may(&[Code::R130]);
        }
        Code::R122 if !draft.numbers.yuan.is_zero() => {
            let Some(cell) = form.cell("proactive.fees.amount") else { return };
            let text = format!("{}元", draft.numbers.yuan.round_dp(2).normalize());
            draft.reprint(cell.no, &text, None);
            draft.must(Must::find(Code::R122).table(TableNo::Proactive).row("fees"));
        }
        _ => {}
    }
    if fault != Code::R113 && draft.edition == Edition::E2021 && draft.chance.hit(6) {
        other_in_one_row(draft);
    }
}

fn missing_row(draft: &mut Draft) {
    let zero = |line: &Line| line.values.iter().all(|entry| entry.text == "0");
    let empty: Vec<usize> = (0..draft.plan.lines.len())
        .filter(|i| zero(&draft.plan.lines[*i]) && draft.plan.lines[*i].under.len() > 1)
        .collect();
    let (table, line) = if !empty.is_empty() && draft.chance.hit(60) {
        let at = *draft.chance.pick(&empty);
        (TableNo::Applications, draft.plan.lines.remove(at))
    } else {
        let bands: Vec<usize> = (0..draft.plan.bands.len()).filter(|i| draft.plan.bands[*i].lines.len() > 1).collect();
        let band = *draft.chance.pick(&bands);
        (TableNo::Proactive, draft.plan.bands[band].lines.remove(1))
    };
    for no in line.values.iter().filter_map(|entry| entry.cell) {
        draft.tell(no, "", None);
    }
    draft.must(Must::find(Code::R110).table(table).row(&line.key));
    draft.may(&[Code::R130]);
}

/// One letter of a label is gone, or stands for another.
fn misprint(draft: &mut Draft) {
    let long: Vec<usize> = (0..draft.plan.lines.len())
        .filter(|i| draft.plan.lines[*i].under.len() > 1 && draft.plan.lines[*i].label.chars().count() > 7)
        .collect();
    let at = *draft.chance.pick(&long);
    let mut letters: Vec<char> = draft.plan.lines[at].label.chars().collect();
    let mut place = 3 + draft.chance.below(letters.len() - 4);
    // A mark more or less is no misprint.
    while !letters[place].is_alphanumeric() {
        place -= 1;
    }
    match draft.chance.below(3) {
        0 => {
            letters.remove(place);
        }
        1 => letters[place] = '止',
        _ => letters.insert(place, letters[place]),
    }
    draft.plan.lines[at].label = letters.into_iter().collect();
    let key = draft.plan.lines[at].key.clone();
    draft.must(Must::find(Code::R111).table(TableNo::Applications).row(&key));
}

fn extra(draft: &mut Draft) {
    if draft.edition == Edition::E2021 && draft.chance.hit(40) {
        other_in_one_row(draft);
        return;
    }
    let entries = |count: usize, text: &str| -> Vec<Entry> {
        (0..count).map(|_| Entry { cell: None, text: text.to_owned() }).collect()
    };
    match draft.chance.below(3) {
        0 => {
            let line = Line {
                key: "extra".to_owned(),
                label: "其他主动公开文件".to_owned(),
                under: Vec::new(),
                values: entries(3, &draft.chance.between(0, 90).to_string()),
            };
            draft.plan.bands[0].lines.push(line);
            draft.must(Must::find(Code::R113).table(TableNo::Proactive));
        }
        1 => {
            let at = draft.plan.lines.iter().position(|line| line.key == "results.not_processed.confirm_reissue");
            let Some(at) = at else { return };
            let line = Line {
                key: "extra".to_owned(),
                label: "6.其他不予处理情形".to_owned(),
                under: draft.plan.lines[at].under.clone(),
                values: entries(7, "0"),
            };
            draft.plan.lines.insert(at + 1, line);
            draft.must(Must::find(Code::R113).table(TableNo::Applications));
        }
        _ => {
            draft.plan.bands[0].heads.push("备注".to_owned());
            for line in &mut draft.plan.bands[0].lines {
                line.values.push(Entry::default());
            }
            draft.must(Must::find(Code::R113).table(TableNo::Proactive));
        }
    }
}

/// （六）其他处理 as one row on the form of 2021.
fn other_in_one_row(draft: &mut Draft) {
    // What is wrong with one of the three rows is gone with it.
    let in_rows = |must: &Must| {
        let order = must.codes == [Code::R112] && must.table == Some(TableNo::Applications);
        order || must.row.as_deref().is_some_and(|row| row.starts_with("results.other."))
    };
    if !draft.plan.printed[1] || draft.truth.must_find.iter().any(in_rows) {
        return;
    }
    let Some(at) = draft.plan.lines.iter().position(|line| line.key.starts_with("results.other.")) else { return };
    let split = draft.plan.lines.iter().filter(|line| line.key.starts_with("results.other.")).count();
    if split != 3 || draft.plan.kinds.len() != KINDS.len() + 1 {
        return;
    }
    let form = form(draft.edition);
    let gone: Vec<Line> = draft.plan.lines.drain(at..at + 3).collect();
    let mut values = Vec::new();
    draft.truth.report.cells.set_other_in_one_row(true);
    for (i, cell) in form.cells().iter().filter(|cell| cell.row.role == Role::OtherInOneRow).enumerate() {
        let texts: Vec<&str> = gone.iter().map(|line| line.values[i].text.as_str()).collect();
        let parts: Vec<CellNo> = gone.iter().filter_map(|line| line.values[i].cell).collect();
        let sum = draft.truth.report.cells.sum(parts.iter().copied());
        let text = match sum {
            Some(sum) if texts.iter().any(|text| *text != "0") => sum.to_string(),
            _ => texts[0].to_owned(),
        };
        for part in parts {
            draft.tell(part, "", None);
        }
        draft.tell(cell.no, &text, sum);
        values.push(Entry { cell: Some(cell.no), text });
    }
    let label = "（六）其他处理".to_owned();
    draft
        .plan
        .lines
        .insert(at, Line { key: "results.other".to_owned(), label, under: gone[0].under[..1].to_vec(), values });
    draft.must(Must::find(Code::R113).table(TableNo::Applications));
    draft.traits.push("other in one row");
}

fn missing_column(draft: &mut Draft) {
    let form = form(draft.edition);
    if draft.chance.hit(60) {
        let empty: Vec<usize> =
            (1..6).filter(|i| draft.plan.lines.iter().all(|line| line.values[*i].text == "0")).collect();
        if empty.is_empty() {
            return;
        }
        let at = *draft.chance.pick(&empty);
        draft.plan.kinds.remove(at);
        let cells: Vec<CellNo> = draft.plan.lines.iter_mut().filter_map(|line| line.values.remove(at).cell).collect();
        for no in cells {
            draft.tell(no, "", None);
        }
        draft.must(Must::find(Code::R114).table(TableNo::Applications).column(KINDS[at]));
        return;
    }
    let at = draft.chance.between(2, 3) as usize;
    draft.plan.bands[0].heads.remove(at);
    let cells: Vec<CellNo> =
        draft.plan.bands[0].lines.iter_mut().filter_map(|line| line.values.remove(at - 1).cell).collect();
    let column = cells.first().map(|no| form.at(*no).column.key).unwrap_or_default();
    for no in cells {
        draft.tell(no, "", None);
    }
    draft.must(Must::find(Code::R114).table(TableNo::Proactive).column(column));
}

/// Faults of headings, names and dates.
pub fn on_identity(fault: Code, draft: &mut Draft) {
    match fault {
        Code::R150 => {
            let (fault, section) = match draft.chance.below(6) {
                0 => (PartFault::Missing(SectionKey::Other), SectionKey::Other),
                1 => (PartFault::Missing(SectionKey::Problems), SectionKey::Problems),
                2 => (PartFault::Empty(SectionKey::Problems), SectionKey::Problems),
                3 => (PartFault::Swapped, SectionKey::Problems),
                4 => (PartFault::Numeral(SectionKey::Problems, "四"), SectionKey::Problems),
                _ => (PartFault::Arabic, SectionKey::Overview),
            };
            draft.parts = fault;
            draft.must(Must::find(Code::R150).part(section));
            if fault == PartFault::Swapped {
                draft.truth.must_find.pop();
                draft.must(Must::find(Code::R150));
            }
            draft.may(&[Code::R132]);
        }
        Code::R151 => match draft.chance.below(4) {
            0 if draft.signed_on.is_some() => {
                draft.signed_on = Some(date(draft.year, 11, 20));
                draft.published_on = None;
                draft.must(Must::find(Code::R151));
            }
            1 if draft.signed_by.is_some() => {
                draft.signed_by = Some("天目湖旅游度假区管理委员会".to_owned());
                draft.must(Must::find(Code::R151));
            }
            2 if draft.prose.period => {
                let (this, last) = (format!("{}年12月31日", draft.year), format!("{}年11月30日", draft.year));
                let lead = draft.prose.lead[0].replace(&this, &last);
                if lead != draft.prose.lead[0] {
                    draft.prose.lead[0] = lead;
                    draft.prose.period = false;
                    draft.must(Must::find(Code::R151));
                }
            }
            _ => {
                draft.title = vec![format!("关于{}年政府信息公开工作的报告", draft.year)];
                draft.must(Must::find(Code::R151));
            }
        },
        Code::R152 if draft.signed_on.is_some() => {
            let days = draft.chance.between(3, 200);
            draft.signed_on = Some(draft.due().saturating_add(Span::new().days(days)));
            draft.published_on = draft.signed_on;
            draft.must(Must::find(Code::R152));
        }
        _ => {}
    }
}

impl Draft {
    fn must(&mut self, must: Must) {
        self.truth.must_find.push(must);
    }

    fn may(&mut self, codes: &[Code]) {
        self.truth.may_find.extend(codes);
    }

    /// Prints another number than the true one.
    fn shift(&mut self, cell: &Cell) {
        let value = self.truth.report.cells.get(cell.no).unwrap_or(0) + self.chance.between(1, 9);
        self.reprint(cell.no, &value.to_string(), Some(value));
    }
}

/// Breaks a report with the one before it, or repeats its text; half of the pairs are left whole.
pub fn between_years(past: &Draft, now: &mut Draft) -> Option<Code> {
    match now.chance.below(6) {
        0 => {
            let cell = now.truth.report.cells.form().cell("applications.carried_over_in.natural_person")?;
            let total = now.truth.report.cells.form().cell("applications.carried_over_in.total")?;
            for cell in [cell, total] {
                let value = now.truth.report.cells.get(cell.no)? + 4;
                now.reprint(cell.no, &value.to_string(), Some(value));
            }
            now.may(&[Code::R103, Code::R130]);
            Some(Code::R140)
        }
        1 => {
            let path = match now.edition {
                Edition::E2019 => "proactive.licensing.prev_items",
                Edition::E2021 => "proactive.normative_docs.in_force",
            };
            let cell = now.truth.report.cells.form().cell(path)?;
            let value = now.truth.report.cells.get(cell.no)? + 11;
            now.reprint(cell.no, &value.to_string(), Some(value));
            Some(Code::R141)
        }
        2 => {
            now.prose.overview.clone_from(&past.prose.overview);
            now.prose.problems.clone_from(&past.prose.problems);
            now.prose.other.clone_from(&past.prose.other);
            now.may(&[Code::R130, Code::R132]);
            Some(Code::R160)
        }
        _ => None,
    }
}
