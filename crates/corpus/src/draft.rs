//! From chance to a report with its truth, before it is laid out.

use jiff::civil::{Date, date};
use report::figures::{Money, Unit};
use report::finding::Code;
use report::form::{CellNo, Edition, Kind, SectionKey, TableNo};
use report::report::Report;
use rust_decimal::Decimal;

use crate::body::{self, Body, Size};
use crate::chance::Chance;
use crate::faults;
use crate::numbers::{self, Numbers};
use crate::plan::Plan;
use crate::prose::{self, Prose, Said, thousands};
use crate::truth::{Must, Truth};

/// A report in the making.
#[derive(Debug)]
pub struct Draft {
    /// The chance of this file.
    pub chance: Chance,
    /// Who reports.
    pub body: Body,
    /// On which year.
    pub year: i16,
    /// On which form.
    pub edition: Edition,
    /// The true numbers.
    pub numbers: Numbers,
    /// What the text says of them.
    pub said: Said,
    /// The text.
    pub prose: Prose,
    /// The tables.
    pub plan: Plan,
    /// What is wrong with the six parts.
    pub parts: PartFault,
    /// The title, line by line.
    pub title: Vec<String>,
    /// Who signs, if anyone.
    pub signed_by: Option<String>,
    /// When.
    pub signed_on: Option<Date>,
    /// When it is published, if a page says so.
    pub published_on: Option<Date>,
    /// The truth so far.
    pub truth: Truth,
    /// Names of the habits of this file, for the table of outcomes.
    pub traits: Vec<&'static str>,
}

/// What is wrong with the six parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartFault {
    /// Nothing.
    None,
    /// One is missing.
    Missing(SectionKey),
    /// One has a heading and no text.
    Empty(SectionKey),
    /// Five and six have changed places.
    Swapped,
    /// One has another's numeral.
    Numeral(SectionKey, &'static str),
    /// The headings are numbered 1、 2、.
    Arabic,
}

/// What kind of file is wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wish {
    /// No fault, every cell a number: nothing may be noticed.
    pub clean: bool,
}

/// How zeros and blanks are printed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fill {
    Numbers,
    ZerosBlank,
    ZerosMarked(&'static str),
    SomeRowsBlank,
    AllBlank(TableNo),
    TotalsOnly,
}

/// How numbers are printed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Plain,
    Separators,
    FullWidth,
    Units,
}

/// A draft with its faults, its tables filled in.
pub fn make(seed: u64, wish: Wish, past: Option<&Draft>) -> Draft {
    let mut chance = Chance::of(seed);
    let body = past.map_or_else(|| body::make(&mut chance), |past| past.body.clone());
    let year = past.map_or_else(|| chance.between(2019, 2024) as i16, |past| past.year + 1);
    let mut edition = past.map_or(Edition::for_year(year), |past| past.edition);
    let mut traits = Vec::new();
    let mut truth = Truth {
        report: Report::blank(edition),
        stated: Vec::new(),
        must_find: Vec::new(),
        may_find: Vec::new(),
        unsure: false,
        ruined: false,
    };
    if past.is_none() && !wish.clean && year > 2020 && chance.hit(6) {
        edition = Edition::E2019;
        traits.push("old form");
    }
    if edition != Edition::for_year(year) {
        truth.must_find.push(Must::find(Code::R153));
    }
    let mut numbers = numbers::make(&mut chance, edition, body.size);
    if let Some(past) = past {
        numbers.follow(&past.numbers);
    }
    let faults = if wish.clean || past.is_some() { Vec::new() } else { faults::choose(&mut chance, edition) };
    for fault in &faults {
        faults::on_numbers(*fault, &mut chance, &mut numbers, &body, &mut truth);
    }
    let mut said = Said::of(&numbers);
    let fees = money_text(numbers.yuan / Decimal::from(10_000));
    if edition == Edition::E2021 && !numbers.yuan.is_zero() && chance.hit(25) {
        said.fees = Some(fees.clone());
    }
    for fault in &faults {
        faults::on_words(*fault, &mut chance, &numbers, &mut said, &mut truth);
    }
    let prose = prose::write(&mut chance, &body, year, edition, &said);
    truth.stated.clone_from(&prose.stated);
    let mut draft = Draft {
        plan: Plan::of(edition, &|_| String::new()),
        title: title(&mut chance, &body, year),
        signed_by: None,
        signed_on: None,
        published_on: None,
        parts: PartFault::None,
        chance,
        body,
        year,
        edition,
        numbers,
        said,
        prose,
        truth,
        traits,
    };
    draft.truth.report = Report::blank(edition);
    draft.fill(wish, &faults);
    draft.sign();
    for fault in &faults {
        faults::on_tables(*fault, &mut draft);
        faults::on_identity(*fault, &mut draft);
    }
    draft.labels(wish);
    draft.identity();
    draft
}

fn title(chance: &mut Chance, body: &Body, year: i16) -> Vec<String> {
    let name = &body.name;
    match chance.below(9) {
        0 => vec![format!("{year}年{name}政府信息公开工作年度报告")],
        1 => vec![format!("{name}{year}年度政府信息公开工作年度报告")],
        2 => vec![name.clone(), format!("{year}年政府信息公开工作年度报告")],
        3 => vec![format!("{name} {year} 年政府信息公开工作年度报告")],
        4 => vec![format!("{name}关于{year}年度政府信息公开工作的年度报告")],
        5 => vec![format!("{name}{year}年政府信息公开年度报告")],
        6 => vec![format!("{name}{year}年"), "政府信息公开工作年度报告".to_owned()],
        _ => vec![format!("{name}{year}年政府信息公开工作年度报告")],
    }
}

/// `7730.28`, `15`: no trailing zeros.
fn money_text(amount: Decimal) -> String {
    amount.round_dp(2).normalize().to_string()
}

impl Draft {
    /// The last day on which the law wants this body's report.
    pub fn due(&self) -> Date {
        match self.body.size {
            Size::County | Size::City => date(self.year + 1, 3, 31),
            Size::Township | Size::Department => date(self.year + 1, 1, 31),
        }
    }

    fn sign(&mut self) {
        let last = if self.body.size >= Size::County { 80 } else { 26 };
        let mut day = || date(self.year + 1, 1, 4).saturating_add(jiff::Span::new().days(self.chance.between(0, last)));
        let (signed, published) = (day(), day());
        if self.chance.hit(80) {
            let name = &self.body.name;
            let office = self.body.size >= Size::County && self.chance.hit(35);
            self.signed_by = Some(if office { format!("{name}办公室") } else { name.clone() });
            self.signed_on = Some(signed);
        }
        self.published_on = Some(published.max(signed));
    }

    /// Prints the numbers.
    fn fill(&mut self, wish: Wish, faults: &[Code]) {
        let chance = &mut self.chance;
        let odd = !wish.clean && faults.is_empty() && chance.hit(45);
        let fill = if !odd {
            Fill::Numbers
        } else {
            chance.weigh(&[
                (30, Fill::ZerosBlank),
                (10, Fill::ZerosMarked("/")),
                (8, Fill::ZerosMarked("-")),
                (5, Fill::ZerosMarked("—")),
                (5, Fill::ZerosMarked("无")),
                (4, Fill::ZerosMarked("——")),
                (14, Fill::SomeRowsBlank),
                (5, Fill::AllBlank(TableNo::Remedies)),
                (5, Fill::AllBlank(TableNo::Proactive)),
                (14, Fill::TotalsOnly),
            ])
        };
        let style =
            chance.weigh(&[(78, Style::Plain), (10, Style::Separators), (7, Style::FullWidth), (5, Style::Units)]);
        let style = if style == Style::Units && wish.clean { Style::Plain } else { style };
        let form = report::form::form(self.edition);
        let signs = chance.below(5);
        let blank_rows: Vec<&str> = form
            .rows(TableNo::Applications)
            .chain(form.rows(TableNo::Proactive))
            .map(|row| row.key)
            .filter(|_| chance.hit(25))
            .collect();
        self.traits.push(match fill {
            Fill::Numbers => "all numbers",
            Fill::ZerosBlank => "zeros blank",
            Fill::ZerosMarked(_) => "zeros marked",
            Fill::SomeRowsBlank => "blank rows",
            Fill::AllBlank(_) => "blank table",
            Fill::TotalsOnly => "totals only",
        });
        if style == Style::Units {
            self.truth.may_find.push(Code::R121);
        }
        let mut entries: Vec<(CellNo, String)> = Vec::new();
        for cell in form.official_cells() {
            let value = self.numbers.cells.get(cell.no);
            if let Kind::Money(heading) = cell.column.kind {
                let text = self.money(heading, &fill, wish);
                entries.push((cell.no, text));
                continue;
            }
            let value = value.unwrap_or(0);
            let text = match fill {
                Fill::ZerosBlank if value == 0 => String::new(),
                Fill::ZerosMarked(mark) if value == 0 => mark.to_owned(),
                Fill::SomeRowsBlank if blank_rows.contains(&cell.row.key) => String::new(),
                Fill::AllBlank(table) if table == cell.table => String::new(),
                Fill::TotalsOnly if cell.table == TableNo::Applications && !cell.column.total => String::new(),
                _ => match cell.column.kind {
                    Kind::SignedCount => signed(value, signs),
                    _ => printed(value, style),
                },
            };
            entries.push((cell.no, text));
        }
        let text_of = |no: CellNo| entries.iter().find(|(other, _)| *other == no).map(|(_, text)| text.clone());
        self.plan = Plan::of(self.edition, &|no| text_of(no).unwrap_or_default());
        let known = self.numbers.cells.clone();
        for (no, text) in entries {
            self.tell(no, &text, known.get(no));
        }
        for table in TableNo::ALL {
            let mut cells = form.official_cells().filter(|cell| cell.table == table);
            if cells.any(|cell| self.truth.report.cells.is_blank(cell.no)) {
                self.truth.must_find.push(Must::find(Code::R120).or(Code::R116).table(table));
            }
        }
        // Beside a blank that is lost, a lone number may not be told for the amount.
        let cells = &self.truth.report.cells;
        let has_blank = |row: &str| form.row_cells(TableNo::Proactive, row).any(|cell| cells.is_blank(cell.no));
        for must in self.truth.must_find.iter_mut().filter(|must| must.codes == [Code::R122]) {
            if must.row.as_deref().is_some_and(has_blank) {
                *must = Must::find(Code::R122).or(Code::R116).table(TableNo::Proactive);
            }
        }
        if fill != Fill::Numbers {
            // Blanks may leave a relation that nobody can follow.
            self.truth.may_find.extend([Code::R120, Code::R116]);
        }
        if matches!(fill, Fill::AllBlank(_) | Fill::SomeRowsBlank) {
            // The text counts what the tables no longer say.
            self.truth.may_find.extend([Code::R102, Code::R103, Code::R130, Code::R132, Code::R133]);
        }
    }

    /// The truth of one cell: a text that is blank or a mark tells nothing.
    pub fn tell(&mut self, no: CellNo, text: &str, value: Option<i64>) {
        let report = &mut self.truth.report;
        let cell = report.cells.form().at(no);
        report.marks.remove(&cell.path);
        if let Kind::Money(heading) = cell.column.kind {
            report.cells.set_money(no, Money::parse(text, heading));
            if report.cells.is_blank(no) && !text.trim().is_empty() {
                report.marks.insert(cell.path.clone(), text.trim().to_owned());
            }
            return;
        }
        let is_mark = ["/", "-", "—", "无", "——"].contains(&text.trim());
        if is_mark {
            report.marks.insert(cell.path.clone(), text.trim().to_owned());
        }
        report.cells.set(no, value.filter(|_| !text.trim().is_empty() && !is_mark));
    }

    /// Prints something else in a cell.
    pub fn reprint(&mut self, no: CellNo, text: &str, value: Option<i64>) {
        for entry in self.plan.entries().filter(|entry| entry.cell == Some(no)) {
            text.clone_into(&mut entry.text);
        }
        self.tell(no, text, value);
    }

    fn money(&mut self, heading: Option<Unit>, fill: &Fill, wish: Wish) -> String {
        let yuan = self.numbers.yuan;
        if yuan.is_zero() {
            return match fill {
                Fill::ZerosBlank | Fill::AllBlank(TableNo::Proactive) => String::new(),
                Fill::ZerosMarked(mark) => (*mark).to_owned(),
                _ => "0".to_owned(),
            };
        }
        if *fill == Fill::AllBlank(TableNo::Proactive) {
            return String::new();
        }
        let wan = money_text(yuan / Decimal::from(10_000));
        match heading {
            Some(_) => match self.chance.below(8) {
                0 => format!("{wan}万元"),
                1 => with_separators(&wan),
                _ => wan,
            },
            None => {
                let way = if wish.clean { self.chance.below(6) } else { self.chance.below(8) };
                match way {
                    0 => format!("{wan}万元"),
                    1 => format!("{wan} 万元"),
                    2 => format!("{}元", money_text(yuan)),
                    3 => format!("{}元", with_separators(&money_text(yuan))),
                    4 => format!("{}万元", with_separators(&wan)),
                    5 => format!("{wan}\u{3000}万元"),
                    _ => {
                        let must = Must::find(Code::R122).table(TableNo::Proactive).row("procurement");
                        self.truth.must_find.push(must);
                        money_text(yuan)
                    }
                }
            }
        }
    }

    /// Varies the printed labels without changing what they say; some habits deserve a remark.
    fn labels(&mut self, wish: Wish) {
        let chance = &mut self.chance;
        let plan = &mut self.plan;
        let half = chance.hit(12);
        let spaced = chance.hit(8);
        let mut all: Vec<&mut String> = plan
            .bands
            .iter_mut()
            .flat_map(|band| {
                std::iter::once(&mut band.caption)
                    .chain(&mut band.heads)
                    .chain(band.lines.iter_mut().map(|line| &mut line.label))
            })
            .chain(plan.lines.iter_mut().flat_map(|line| std::iter::once(&mut line.label).chain(&mut line.under)))
            .chain(&mut plan.kinds)
            .chain(&mut plan.outcomes)
            .chain([&mut plan.corner])
            .collect();
        for label in &mut all {
            if half {
                **label = label.replace('（', "(").replace('）', ")");
            }
            if spaced {
                let text = label.replace("总计", "总 计").replace('.', ". ");
                **label = text;
            }
        }
        if half {
            self.traits.push("half-width brackets");
        }
        if spaced {
            self.traits.push("spaced labels");
        }
        if chance.hit(10) {
            plan.corner =
                (*chance.pick(&["", "项目", "（本列数据的钩稽关系为：第一项加第二项之和，等于第三项加第四项之和）"]))
                    .to_owned();
            self.traits.push("corner");
        }
        if wish.clean {
            return;
        }
        let first = plan.bands.first_mut();
        if let Some(band) = first.filter(|_| chance.hit(8)) {
            self.traits.push("local labels");
            self.truth.may_find.push(Code::R111);
            if let Some(line) = band.lines.iter_mut().find(|line| line.key == "rules") {
                line.label =
                    (*chance.pick(&["规章（设区的市以上政府提供相关数据）", "规章（仅限设区的市）", "政府规章"]))
                        .to_owned();
            }
            if let Some(line) = band.lines.iter_mut().find(|line| line.key == "normative_docs") {
                line.label = if self.edition == Edition::E2021 { "规范性文件" } else { "行政规范性文件" }.to_owned();
            }
        }
        if chance.hit(6) {
            self.traits.push("misprinted column");
            self.truth.may_find.extend([Code::R111, Code::R114]);
            if let Some(head) = plan.bands.first_mut().and_then(|band| band.heads.get_mut(1)) {
                *head = if self.edition == Edition::E2021 { "本年发件" } else { "本年度制作数量" }.to_owned();
            }
        }
        if chance.hit(4) {
            // A number with a remark behind it is still that number.
            self.traits.push("remark in a cell");
            self.truth.may_find.push(Code::R121);
            let band = plan.bands.first_mut().and_then(|band| band.lines.last_mut());
            for entry in
                band.into_iter().flat_map(|line| &mut line.values).filter(|entry| entry.text.parse::<u32>().is_ok())
            {
                let remark = *chance.pick(&["（其中修订1件）", "(含自然失效1件)", "（均为修订）"]);
                if entry.text != "0" {
                    entry.text.push_str(remark);
                }
            }
        }
        if chance.hit(5) && self.edition == Edition::E2019 {
            self.traits.push("long column heading");
            for head in plan.bands.iter_mut().flat_map(|band| &mut band.heads).filter(|head| *head == "上一年项目数量")
            {
                *head = format!("上一年项目数量（指{}年事项数）", self.year - 1);
            }
        }
    }

    fn identity(&mut self) {
        let report = &mut self.truth.report;
        report.title = Some(self.title.concat());
        report.body = Some(self.body.name.clone());
        report.year = Some(self.year);
        report.edition = Some(self.edition);
        report.period = self.prose.period.then_some((date(self.year, 1, 1), date(self.year, 12, 31)));
        report.signed_by.clone_from(&self.signed_by);
        report.signed_on = self.signed_on;
    }
}

fn signed(value: i64, way: usize) -> String {
    match (way, value) {
        (_, 0) => "0".to_owned(),
        (0, 1..) => format!("+{value}"),
        (1, 1..) => format!("增{value}"),
        (1, _) => format!("减{}", -value),
        (2, 1..) => format!("增加{value}"),
        (2, _) => format!("减少{}", -value),
        (3, ..=-1) => format!("－{}", -value),
        _ => value.to_string(),
    }
}

fn printed(value: i64, style: Style) -> String {
    match style {
        Style::Plain => value.to_string(),
        Style::Separators => thousands(value),
        Style::FullWidth => value
            .to_string()
            .chars()
            .map(|c| if c.is_ascii_digit() { char::from_u32(c as u32 + 0xFEE0).unwrap_or(c) } else { c })
            .collect(),
        Style::Units if value > 0 => format!("{value}件"),
        Style::Units => "0".to_owned(),
    }
}

fn with_separators(text: &str) -> String {
    let (whole, rest) = text.split_once('.').map_or((text, None), |(whole, rest)| (whole, Some(rest)));
    let whole = thousands(whole.parse().unwrap_or(0));
    rest.map_or(whole.clone(), |rest| format!("{whole}.{rest}"))
}
