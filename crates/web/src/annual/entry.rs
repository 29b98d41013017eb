//! One typed figure, read once: a value for the archive, or what needs mending.

use super::year;
use crate::page::form::FieldError;
use report::figures::{Money, Unit};
use report::form::{Cell, Kind};
use report::tally::FigureValue;
use store::reports::Entered;

/// The parts of an entry as they stand in the form's fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Typed {
    pub value: String,
    /// Of money only: `元` or `万元`.
    pub unit: String,
    pub source: String,
    pub note: String,
}

/// An entry that may be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Read {
    /// `None` takes an earlier value back.
    pub value: Option<FigureValue>,
    pub unit: Option<Unit>,
    pub source: String,
    pub note: String,
}

/// The units in which money may be typed.
pub(super) const UNITS: [Unit; 2] = [Unit::TenThousandYuan, Unit::Yuan];

const SOURCE_LIMIT: usize = 200;
const NOTE_LIMIT: usize = 500;

/// More decisions than any body of the country makes in a year; a longer number is a slip of the hand.
const MOST: i64 = 9_999_999_999;

/// The name of a field of a cell's entry.
pub(super) fn field(part: &str, cell: &Cell) -> String {
    format!("{part}-{}", cell.path)
}

/// An entry as it would have to be typed, for filling the form and for telling what was changed.
pub(super) fn as_typed(cell: &Cell, entered: &Entered) -> Typed {
    let unit = match cell.column.kind {
        Kind::Money(printed) => entered.unit.or(printed).unwrap_or(Unit::TenThousandYuan).as_str(),
        Kind::Count | Kind::SignedCount => "",
    };
    let value = match entered.value {
        None => String::new(),
        Some(FigureValue::Count(count)) => count.to_string(),
        Some(FigureValue::Yuan(yuan)) => {
            let unit = entered.unit.unwrap_or(Unit::Yuan);
            (yuan / unit.in_yuan()).normalize().to_string()
        }
    };
    Typed { value, unit: unit.to_owned(), source: entered.source.clone(), note: entered.note.clone() }
}

/// Reads an entry. `was_entered`: the cell has a value, so that a blank takes it back. `Ok(None)`: nothing was typed.
///
/// # Errors
/// Everything that needs mending, at once.
pub(super) fn read(cell: &Cell, typed: &Typed, was_entered: bool) -> Result<Option<Read>, Vec<FieldError>> {
    let (source, note) = (typed.source.trim(), typed.note.trim());
    if typed.value.trim().is_empty() && source.is_empty() && note.is_empty() && !was_entered {
        return Ok(None);
    }
    let mut errors = Vec::new();
    // The list of mistakes on top of the page has several cells; each mistake says which.
    let mut reject = |part: &str, message: String| {
        errors.push(FieldError::new(field(part, cell), format!("{}：{message}", year::short_name(cell))));
    };
    let mut value = None;
    let mut unit = None;
    if typed.value.trim().is_empty() {
        if !was_entered {
            reject("value", "请填写数；这一年没有发生的填 0".to_owned());
        } else if note.is_empty() {
            reject("note", "清空已经填报的数，请在备注中写明原因".to_owned());
        }
    } else {
        match number(cell, typed) {
            Ok((read, in_unit)) => (value, unit) = (Some(read), in_unit),
            Err(message) => reject("value", message),
        }
        if source.is_empty() {
            reject("source", "请填写数据来源，例如“行政审批系统年度统计”".to_owned());
        }
    }
    for (part, label, text, limit) in [("source", "数据来源", source, SOURCE_LIMIT), ("note", "备注", note, NOTE_LIMIT)]
    {
        let length = text.chars().count();
        if length > limit {
            reject(part, format!("{label}请不超过 {limit} 个字，现在是 {length} 个字"));
        }
        if text.chars().any(char::is_control) {
            reject(part, format!("{label}中有看不见的控制字符，请删去后重新键入"));
        }
    }
    if errors.is_empty() {
        Ok(Some(Read { value, unit, source: source.to_owned(), note: note.to_owned() }))
    } else {
        Err(errors)
    }
}

fn number(cell: &Cell, typed: &Typed) -> Result<(FigureValue, Option<Unit>), String> {
    match cell.column.kind {
        Kind::Count => match whole(&typed.value) {
            Some(count) if count < 0 => Err("件数不能小于 0".to_owned()),
            Some(count) if count > MOST => Err("这个数太大，请核对是否多键入了数字".to_owned()),
            Some(count) => Ok((FigureValue::Count(count), None)),
            None => Err("请只填整数，例如 1246；没有发生的填 0".to_owned()),
        },
        Kind::SignedCount => match whole(&typed.value) {
            Some(count) if count.abs() > MOST => Err("这个数太大，请核对是否多键入了数字".to_owned()),
            Some(count) => Ok((FigureValue::Count(count), None)),
            None => Err("请只填整数，减少的在前面加减号，例如 -8；没有增减的填 0".to_owned()),
        },
        Kind::Money(printed) => {
            let chosen = UNITS.into_iter().find(|unit| unit.as_str() == typed.unit);
            let Some(chosen) = chosen else { return Err("请选择金额的单位".to_owned()) };
            let money = Money::parse(&typed.value, Some(chosen));
            let Some(money) = money else {
                return Err("请只填金额的数字，例如 97.98；没有收费的填 0".to_owned());
            };
            let Some(yuan) = money.amount.checked_mul(money.unit.unwrap_or(chosen).in_yuan()) else {
                return Err("这个数太大，请核对是否多键入了数字".to_owned());
            };
            if yuan.is_sign_negative() && !yuan.is_zero() {
                return Err("金额不能小于 0".to_owned());
            }
            if yuan.normalize().scale() > 2 {
                return Err("金额最多精确到分，请核对小数位数和单位".to_owned());
            }
            if yuan.trunc() > rust_decimal::Decimal::from(MOST).saturating_mul(Unit::TenThousandYuan.in_yuan()) {
                return Err("这个数太大，请核对是否多键入了数字".to_owned());
            }
            Ok((FigureValue::Yuan(yuan.normalize()), money.unit.or(printed)))
        }
    }
}

/// A whole number as offices type it: full-width digits, thousands apart, 增 or 减 for the sign.
pub(crate) fn whole(text: &str) -> Option<i64> {
    let folded: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, ',' | '，'))
        .map(|c| match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
            '增' => '+',
            '减' | '−' | '—' => '-',
            other => other,
        })
        .collect();
    folded.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use report::form::{Edition, form};

    #[test]
    fn numbers_are_read_as_offices_type_them() {
        check(Edition::E2021, "proactive.licensing.decisions", "1,246", "", "1246");
        check(Edition::E2021, "proactive.licensing.decisions", "１２４６", "", "1246");
        check(Edition::E2021, "proactive.licensing.decisions", "0", "", "0");
        check(Edition::E2021, "proactive.licensing.decisions", "-1", "", "件数不能小于 0");
        check(Edition::E2021, "proactive.licensing.decisions", "12.5", "", "请只填整数，例如 1246；没有发生的填 0");
        check(Edition::E2021, "proactive.licensing.decisions", "99999999999", "", "这个数太大，请核对是否多键入了数字");
        check(Edition::E2019, "proactive.licensing.change", "减8", "", "-8");
        check(Edition::E2019, "proactive.licensing.change", "＋2", "", "2");
    }

    #[test]
    fn money_is_kept_in_yuan_whatever_unit_was_typed() {
        check(Edition::E2021, "proactive.fees.amount", "97.98", "万元", "979800");
        check(Edition::E2021, "proactive.fees.amount", "979800.55", "元", "979800.55");
        check(Edition::E2021, "proactive.fees.amount", "979800元", "万元", "979800"); // the unit typed beside the number wins
        check(Edition::E2021, "proactive.fees.amount", "97.9800001", "万元", "金额最多精确到分，请核对小数位数和单位");
        check(Edition::E2021, "proactive.fees.amount", "约97", "万元", "请只填金额的数字，例如 97.98；没有收费的填 0");
        check(Edition::E2021, "proactive.fees.amount", "1", "斤", "请选择金额的单位");
    }

    #[test]
    fn a_number_needs_its_source_and_a_withdrawal_its_reason() {
        let cell = form(Edition::E2021).cell("proactive.licensing.decisions").expect("a cell");
        let typed = |value: &str, source: &str, note: &str| Typed {
            value: value.into(),
            unit: String::new(),
            source: source.into(),
            note: note.into(),
        };
        let fields = |typed: &Typed, was_entered| match read(cell, typed, was_entered) {
            Ok(read) => vec![format!("{:?}", read.and_then(|read| read.value))],
            Err(errors) => errors.into_iter().map(|error| error.field).collect(),
        };
        assert_eq!(fields(&typed("", "", ""), false), ["None"]);
        assert_eq!(fields(&typed("x", "", ""), false), [field("value", cell), field("source", cell)]);
        assert_eq!(fields(&typed("", "统计报表", ""), false), [field("value", cell)]);
        assert_eq!(fields(&typed("", "", ""), true), [field("note", cell)]);
        assert_eq!(fields(&typed("", "", "误填"), true), ["None"]);
        assert_eq!(
            fields(&typed("1", "来\u{7}源", &"长".repeat(501)), true),
            [field("source", cell), field("note", cell)]
        );
    }

    #[track_caller]
    fn check(edition: Edition, path: &str, value: &str, unit: &str, expected: &str) {
        let cell = form(edition).cell(path).expect("a cell");
        let typed =
            Typed { value: value.into(), unit: unit.into(), source: "统计报表".into(), note: String::new() };
        let found = match read(cell, &typed, false) {
            Ok(Some(Read { value: Some(FigureValue::Count(count)), .. })) => count.to_string(),
            Ok(Some(Read { value: Some(FigureValue::Yuan(yuan)), .. })) => yuan.to_string(),
            Ok(_) => "nothing".to_owned(),
            Err(errors) => errors[0].message.split_once('：').expect("a cell and what to do").1.to_owned(),
        };
        assert_eq!(found, expected, "{value} {unit}");
    }
}
