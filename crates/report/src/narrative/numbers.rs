//! The numbers a text can be bound to: each with a token, a name that people read, and its value as it stands.

use rust_decimal::Decimal;

use super::facts::{FactKind, Facts};
use crate::figures::Cells;
use crate::form::{Kind, Role, TableNo};
use crate::write::value;

/// A number that a text can use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// What the stored text holds between its braces.
    pub token: String,
    /// The name that people read, which no other number has.
    pub label: String,
    /// What follows the number in a sentence; may be empty.
    pub unit: &'static str,
    /// The number as it stands; `None` while nobody has entered it.
    pub value: Option<String>,
    /// The cell it comes from, so that a page can open it.
    pub path: Option<String>,
    /// Where it stands in the list: `申请办理`.
    pub group: &'static str,
}

impl Number {
    /// As it stands in the text a person edits: `{{新收申请：12}}`.
    pub fn for_people(&self) -> String {
        format!("{{{{{}：{}}}}}", self.label, self.value.as_deref().unwrap_or(super::MISSING))
    }
}

/// Every number of a body's year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    all: Vec<Number>,
}

/// Short names for the cells and sums that texts use most: token, name, unit, and the rows or cells that are added up.
const SUMS: &[(&str, &str, &[&str])] = &[
    ("applications.new_received.total", "新收申请", &["applications.new_received.total"]),
    ("applications.new_received.natural_person", "自然人新收申请", &["applications.new_received.natural_person"]),
    (
        "sum.organisations",
        "法人和其他组织新收申请",
        &[
            "applications.new_received.business",
            "applications.new_received.research",
            "applications.new_received.social_org",
            "applications.new_received.legal_service",
            "applications.new_received.other_org",
        ],
    ),
    ("applications.carried_over_in.total", "上年结转申请", &["applications.carried_over_in.total"]),
    ("applications.results.total.total", "办结申请", &["applications.results.total.total"]),
    ("applications.carried_forward.total", "结转下年度申请", &["applications.carried_forward.total"]),
    ("applications.results.granted.total", "予以公开", &["applications.results.granted.total"]),
    ("applications.results.partial.total", "部分公开", &["applications.results.partial.total"]),
    ("sum.denied", "不予公开", &["applications.results.denied."]),
    ("sum.unable", "无法提供", &["applications.results.unable."]),
    ("sum.not_processed", "不予处理", &["applications.results.not_processed."]),
    ("sum.other", "其他处理", &["applications.results.other."]),
    ("remedies.reconsideration.total", "行政复议", &["remedies.reconsideration.total"]),
    ("remedies.reconsideration.corrected", "复议结果纠正", &["remedies.reconsideration.corrected"]),
    (
        "sum.litigation",
        "行政诉讼",
        &["remedies.litigation_direct.total", "remedies.litigation_after_reconsideration.total"],
    ),
    (
        "sum.litigation_corrected",
        "诉讼结果纠正",
        &["remedies.litigation_direct.corrected", "remedies.litigation_after_reconsideration.corrected"],
    ),
    ("proactive.rules.made", "制发规章", &["proactive.rules.made"]),
    ("proactive.normative_docs.made", "制发规范性文件", &["proactive.normative_docs.made"]),
    ("proactive.normative_docs.repealed", "废止规范性文件", &["proactive.normative_docs.repealed"]),
    ("proactive.normative_docs.in_force", "现行有效规范性文件", &["proactive.normative_docs.in_force"]),
    ("proactive.licensing.decisions", "行政许可决定", &["proactive.licensing.decisions"]),
    ("proactive.penalty.decisions", "行政处罚决定", &["proactive.penalty.decisions"]),
    ("proactive.coercion.decisions", "行政强制决定", &["proactive.coercion.decisions"]),
];

/// The numbers of last year that are compared with this year's.
const COMPARED: &[&str] = &[
    "applications.new_received.total",
    "applications.results.total.total",
    "sum.denied",
    "remedies.reconsideration.total",
    "sum.litigation",
    "proactive.normative_docs.made",
    "proactive.licensing.decisions",
    "proactive.penalty.decisions",
];

impl Numbers {
    /// Every number that these facts give, whether it is known yet or not.
    ///
    /// ```
    /// use std::collections::BTreeMap;
    /// use report::{figures::Cells, form::Edition, narrative::{Facts, Handling, Numbers}};
    /// let mut cells = Cells::blank(Edition::E2021);
    /// cells.put("applications.new_received.total", 12);
    /// let facts = Facts {
    ///     body: "云溪县财政局", kind: civic::BodyKind::Department, year: 2025, cells: &cells, last: None,
    ///     published: Vec::new(), handling: Handling::default(), entered: BTreeMap::new(),
    /// };
    /// let numbers = Numbers::of(&facts);
    /// assert_eq!(numbers.named("新收申请").unwrap().value.as_deref(), Some("12"));
    /// // Nobody entered the licences yet: blank, not 0.
    /// assert_eq!(numbers.get("proactive.licensing.decisions").unwrap().value, None);
    /// ```
    pub fn of(facts: &Facts<'_>) -> Numbers {
        let mut numbers = Numbers { all: Vec::new() };
        numbers.add("year", "年份", "年", Some(facts.year.to_string()), "名称和年份");
        numbers.add("body", "单位名称", "", Some(facts.body.to_owned()), "名称和年份");
        for (token, label, parts) in SUMS {
            if let Some(value) = sum(facts.cells, parts) {
                let group = if token.starts_with("proactive") { "文件和决定" } else { "申请和救济" };
                numbers.add(token, label, "件", value.map(|sum| sum.to_string()), group);
            }
        }
        numbers.handling(facts);
        numbers.published(facts);
        for kind in FactKind::ALL.iter().filter(|kind| kind.is_asked_of(facts.kind)) {
            let value = facts.entered.get(kind).map(|value| value.normalize().to_string());
            numbers.add(&format!("fact.{}", kind.key()), kind.label(), kind.unit(), value, "另行填报的情况");
        }
        for token in COMPARED {
            let (last, compared) = (facts.last, SUMS.iter().find(|(one, ..)| one == token));
            if let (Some(last), Some((_, label, parts))) = (last, compared)
                && let Some(Some(sum)) = sum(last, parts)
            {
                numbers.add(&format!("last.{token}"), &format!("上年{label}"), "件", Some(sum.to_string()), "上年数");
            }
        }
        numbers.cells(facts.cells);
        numbers
    }

    fn add(&mut self, token: &str, label: &str, unit: &'static str, value: Option<String>, group: &'static str) {
        let path = token.contains('.').then(|| token.to_owned());
        let path = path.filter(|path| TableNo::ALL.iter().any(|table| path.starts_with(table.section().as_str())));
        self.all.push(Number { token: token.to_owned(), label: label.to_owned(), unit, value, path, group });
    }

    fn handling(&mut self, facts: &Facts<'_>) {
        const GROUP: &str = "申请和救济";
        let handling = &facts.handling;
        for (token, label, unit, count) in [
            ("handling.online", "网络提交申请", "件", handling.online),
            ("handling.corrections", "要求补正", "件", handling.corrections),
            ("handling.extensions", "延长答复期限", "件", handling.extensions),
            ("handling.consultations", "征求意见", "次", handling.consultations),
            ("handling.fee_notices", "信息处理费收费通知", "件", handling.fee_notices),
        ] {
            self.add(token, label, unit, Some(count.to_string()), GROUP);
        }
        let fees = Decimal::from(handling.fees_fen) / Decimal::ONE_HUNDRED;
        self.add("handling.fees", "收取信息处理费", "元", Some(fees.normalize().to_string()), GROUP);
        let average = (handling.ended > 0).then(|| {
            (Decimal::from(handling.working_days) / Decimal::from(handling.ended)).round_dp(1).normalize().to_string()
        });
        self.add("handling.average_days", "平均办理时间", "个工作日", average, GROUP);
    }

    fn published(&mut self, facts: &Facts<'_>) {
        const GROUP: &str = "主动公开";
        let total: u32 = facts.published.iter().map(|column| column.count).sum();
        self.add("publications.total", "平台主动公开信息", "条", Some(total.to_string()), GROUP);
        for column in &facts.published {
            let (token, count) = (format!("publications.{}", column.key), Some(column.count.to_string()));
            self.add(&token, &format!("公开·{}", column.label), "条", count, GROUP);
        }
    }

    /// The rest of the form, by the names of rows and columns; and money with its unit.
    fn cells(&mut self, cells: &Cells) {
        for cell in cells.form().official_cells() {
            if self.get(&cell.path).is_some() {
                continue;
            }
            let unit = match cell.column.kind {
                Kind::Count | Kind::SignedCount => "件",
                Kind::Money(Some(unit)) => unit.as_str(),
                Kind::Money(None) => "",
            };
            // The unit in a heading, （单位：万元）, stands in its own field.
            let column = cell.column.label.split('（').next().unwrap_or(cell.column.label);
            let label = format!("{}·{column}", cell.row.name_zh());
            // The three suits of table 4 share a column's name; the group before it tells them apart.
            let label = if self.named(&label).is_some() { cell.place_zh() } else { label };
            let value = Some(value(cells, cell.no)).filter(|value| !value.is_empty());
            self.add(&cell.path, &label, unit, value, "三张表格的其他数");
        }
    }

    /// All of them, in the order of the list beside the editor.
    pub fn all(&self) -> &[Number] {
        &self.all
    }

    /// The number with this token.
    pub fn get(&self, token: &str) -> Option<&Number> {
        self.all.iter().find(|number| number.token == token)
    }

    /// The number with this name or token.
    pub fn named(&self, name: &str) -> Option<&Number> {
        self.all.iter().find(|number| number.label == name || number.token == name)
    }

    /// What the number counts, where it is a whole number.
    pub(super) fn count(&self, token: &str) -> Option<i64> {
        self.get(token)?.value.as_deref()?.parse().ok()
    }
}

/// The cells added up: by address, or every total of the rows that begin with it. `None`: this edition has none of them.
fn sum(cells: &Cells, parts: &[&str]) -> Option<Option<i64>> {
    let is_meant = |path: &str| {
        parts
            .iter()
            .any(|part| *part == path || (part.ends_with('.') && path.starts_with(part) && path.ends_with(".total")))
    };
    // 其他处理 in one row has its own address in edition 2019, `…other.total`, which the prefix finds too.
    let mut found = cells
        .form()
        .official_cells()
        .filter(|cell| is_meant(&cell.path) && !matches!(cell.row.role, Role::OtherInOneRow))
        .peekable();
    found.peek()?;
    Some(cells.sum(found.map(|cell| cell.no)))
}
