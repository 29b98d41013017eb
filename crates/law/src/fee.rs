//! The information processing fee (信息处理费): two tariffs, each in slices.

use rust_decimal::Decimal;
use serde::Serialize;

/// One slice of a tariff, as far as it was used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Slice {
    /// First item or page of the slice.
    pub from: u32,
    /// Last item or page of the slice; `None` for the open-ended last slice.
    pub to: Option<u32>,
    /// Yuan per item or page, two places.
    pub rate: Decimal,
    /// Items or pages charged in it.
    pub count: u32,
    /// `rate` times `count`.
    pub amount: Decimal,
}

/// What is owed, with the slices it is made of. It serializes to the object of `gongkai fee --json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fee {
    /// Yuan, two places.
    pub amount: Decimal,
    /// Always 元.
    pub unit: &'static str,
    /// The slices used, lowest first.
    pub slices: Vec<Slice>,
}

/// The fee by items (按件) for one applicant's count in one calendar month.
///
/// The first 10 items are free, items 11 to 30 cost 100 yuan each, and from item 31 on each further ten costs
/// 100 yuan an item more: 200 for 31 to 40, 300 for 41 to 50. The fee of the month is the sum over its items;
/// what one more application costs is [`next_item`].
///
/// Source: 政府信息公开信息处理费管理办法 (国办函〔2020〕109号) article 4. Whether items are counted per organ is
/// decision 0017.
///
/// ```
/// use law::fee::by_items;
/// assert_eq!(by_items(31).amount.to_string(), "2200.00");
/// assert_eq!(by_items(10).amount.to_string(), "0.00");
/// ```
pub fn by_items(count_in_month: u16) -> Fee {
    let count = u32::from(count_in_month);
    let mut bands = vec![(1, Some(10)), (11, Some(30))];
    bands.extend((31..=count).step_by(10).map(|from| (from, Some(from + 9))));
    charge(count, bands.into_iter().map(|(from, to)| (from, to, item_rate(from))))
}

/// The fee by volume (按量) for the pages of one application; a side up to A4 is a page.
///
/// 30 pages are free, pages 31 to 100 cost 10 yuan, 101 to 200 cost 20, further ones 40.
///
/// Source: 政府信息公开信息处理费管理办法 article 5.
///
/// ```
/// assert_eq!(law::fee::by_pages(250).amount.to_string(), "4700.00");
/// ```
pub fn by_pages(pages: u32) -> Fee {
    charge(pages, [(1, Some(30), 0), (31, Some(100), 10), (101, Some(200), 20), (201, None, 40)].into_iter())
}

/// What one more application of the same applicant costs by items, in yuan, after `earlier_in_month` in the
/// same calendar month.
///
/// ```
/// use law::fee::next_item;
/// assert_eq!(next_item(9).to_string(), "0.00"); // the tenth is still free
/// assert_eq!(next_item(10).to_string(), "100.00");
/// assert_eq!(next_item(30).to_string(), "200.00");
/// ```
pub fn next_item(earlier_in_month: u16) -> Decimal {
    yuan(item_rate(u32::from(earlier_in_month) + 1).into())
}

/// Yuan for the n-th item of a month, n from 1.
const fn item_rate(n: u32) -> u32 {
    match n {
        0..=10 => 0,
        11..=30 => 100,
        _ => 100 * ((n - 31) / 10 + 2),
    }
}

fn charge(count: u32, bands: impl Iterator<Item = (u32, Option<u32>, u32)>) -> Fee {
    let mut total = 0;
    let slices = bands
        .take_while(|(from, ..)| *from <= count)
        .map(|(from, to, rate)| {
            let used = to.map_or(count, |to| to.min(count)) - from + 1;
            let whole = u64::from(rate) * u64::from(used);
            total += whole;
            Slice { from, to, rate: yuan(rate.into()), count: used, amount: yuan(whole) }
        })
        .collect();
    Fee { amount: yuan(total), unit: "元", slices }
}

/// Whole yuan with two places. Products and sums are taken before this, as a decimal zero forgets its places.
fn yuan(whole: u64) -> Decimal {
    Decimal::from_i128_with_scale(i128::from(whole) * 100, 2)
}
