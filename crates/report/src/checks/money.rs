//! Amounts of money and their units.

use rust_decimal::Decimal;

use super::Noticed;
use crate::figures::{Money, Unit};
use crate::finding::{Notice, Place, UnitFault};
use crate::form::Kind;
use crate::read::simplified;
use crate::report::Report;

/// From here up an amount in 万元 was probably counted in 元: ten thousand million yuan (100 亿元)
/// are beyond the yearly fees or purchases of a city, let alone a county.
const TOO_MUCH_IN_TEN_THOUSANDS: i64 = 1_000_000;
/// A province may reach a hundred times that of a city.
const TOO_MUCH_FOR_A_PROVINCE: i64 = 100_000_000;
/// Below this an amount in 元 was probably counted in 万元.
const TOO_LITTLE_IN_YUAN: i64 = 1_000;

/// R122: a unit is missing, doubtful by its size, or not the one the form prescribes.
///
/// **Source.** Form 2021, table 2 (万元 for the fees); form 2019 prints no unit for purchases, so the
/// cell has to. Nothing is said about 0.
pub(super) fn unit(report: &Report, noticed: &mut Noticed<'_>) {
    for (no, money) in report.cells.all_money() {
        let cell = report.cells.form().at(no);
        let Kind::Money(heading) = cell.column.kind else { continue };
        if let Some(fault) = fault(money, heading, is_province(report)) {
            noticed.push(Notice::MoneyUnit { fault, raw: money.raw.clone() }, Place::cell(cell));
        }
    }
}

fn fault(money: &Money, heading: Option<Unit>, province: bool) -> Option<UnitFault> {
    let amount = money.amount.abs();
    if amount.is_zero() {
        return None;
    }
    let too_much = if province { TOO_MUCH_FOR_A_PROVINCE } else { TOO_MUCH_IN_TEN_THOUSANDS };
    match money.unit {
        None => Some(UnitFault::Missing),
        Some(unit) if money.names_its_unit() && heading.is_some_and(|heading| heading != unit) => {
            Some(UnitFault::NotTheForms)
        }
        Some(Unit::TenThousandYuan) if amount >= Decimal::from(too_much) => Some(UnitFault::LooksLikeYuan),
        Some(Unit::Yuan) if amount < Decimal::from(TOO_LITTLE_IN_YUAN) => Some(UnitFault::LooksLikeTenThousand),
        Some(_) => None,
    }
}

fn is_province(report: &Report) -> bool {
    report.body.as_deref().is_some_and(|body| {
        let body: String = body.chars().map(simplified).collect();
        body.contains('省')
            || body.contains("自治区")
            || ["北京市人民", "天津市人民", "上海市人民", "重庆市人民"].iter().any(|city| body.starts_with(city))
    })
}
