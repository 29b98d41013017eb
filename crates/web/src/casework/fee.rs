//! What an information processing fee comes to, computed beside the form that notifies it.

use crate::page::form::{Choice, FormState};
use crate::page::words::money;
use askama::Template;
use law::fee::{self, Fee};

/// What was typed into the calculator; empty until it is used.
#[derive(Debug, Default)]
pub struct Typed {
    /// `pages` or `items`; pages when empty.
    pub by: String,
    /// Pages of this application, or which application of the month it is.
    pub count: String,
}

/// The calculator above the form: the two tariffs, what was typed, and what it comes to.
#[derive(Template)]
#[template(path = "casework/fee.html")]
pub struct Calculator {
    action: String,
    form: FormState,
    ways: [Choice; 2],
    says: Option<String>,
    steps: Vec<String>,
}

/// The most items or pages that are computed; more is a slip of the pen.
const MOST: u16 = 60_000;

impl Typed {
    /// The calculator, and the amount in yuan for the form below it.
    pub fn compute(&self, action: &str) -> (Calculator, Option<String>) {
        let by = if self.by.is_empty() { "pages" } else { self.by.as_str() };
        let mut form = FormState::new().with("by", by).with("count", self.count.as_str());
        let ways = [
            Choice::new("pages", "按量").hint("提供的页数，A4 及以下幅面每面一页"),
            Choice::new("items", "按件").hint("本件是该申请人在本机关本月的第几件申请"),
        ];
        let (mut says, mut steps, mut amount) = (None, Vec::new(), None);
        if !self.count.trim().is_empty() {
            match (self.count.trim().parse::<u16>(), by) {
                (Ok(count @ 1..=MOST), "pages") => {
                    let Fee { amount: owed, slices, .. } = fee::by_pages(count.into());
                    says = Some(format!("按量：{count} 页，应收 {}", money(&owed)));
                    steps = slices.iter().map(slice).collect();
                    amount = Some(owed.to_string());
                }
                (Ok(count @ 1..=MOST), "items") => {
                    let owed = fee::next_item(count - 1);
                    says = Some(format!("按件：本月第 {count} 件，本件应收 {}", money(&owed)));
                    amount = Some(owed.to_string());
                }
                _ => form.reject("count", format!("请填写 1 至 {MOST} 的整数")),
            }
        }
        (Calculator { action: action.to_owned(), form, ways, says, steps }, amount)
    }
}

fn slice(slice: &fee::Slice) -> String {
    let pages = match slice.to {
        Some(to) => format!("第 {} 至 {to} 页", slice.from),
        None => format!("第 {} 页起", slice.from),
    };
    let count = slice.count;
    if slice.rate.is_zero() {
        return format!("{pages}：{count} 页，不收费");
    }
    format!("{pages}：{count} 页，每页 {}，计 {}", money(&slice.rate), money(&slice.amount))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_summed_by_slices_and_items_cost_what_the_next_one_costs() {
        let check = |by: &str, count: &str| Typed { by: by.into(), count: count.into() }.compute("/x").1;
        assert_eq!(check("pages", "250").as_deref(), Some("4700.00"));
        assert_eq!(check("items", "31").as_deref(), Some("200.00"), "not what all 31 of the month cost together");
        assert_eq!(check("items", "10").as_deref(), Some("0.00"));
        for slip in ["", "0", "-1", "十", "60001"] {
            assert_eq!(check("pages", slip), None, "{slip}");
        }
        let steps = Typed { by: "pages".into(), count: "201".into() }.compute("/x").0.steps;
        assert_eq!(steps[0], "第 1 至 30 页：30 页，不收费");
        assert_eq!(steps[3], "第 201 页起：1 页，每页 40.00 元，计 40.00 元");
    }
}
