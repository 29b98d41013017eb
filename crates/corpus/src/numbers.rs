//! Plausible, consistent numbers of one year, from a township's handful to a city's thousands.

use report::figures::Cells;
use report::form::{Edition, Role, TableNo, form};
use rust_decimal::Decimal;

use crate::body::Size;
use crate::chance::Chance;

/// The six kinds of applicants, in the order of the form.
pub const KINDS: [&str; 6] = ["natural_person", "business", "research", "social_org", "legal_service", "other_org"];

/// The numbers of a report: every cell a number, every relation of the form true.
#[derive(Clone, Debug)]
pub struct Numbers {
    /// Counts; no cell is blank.
    pub cells: Cells,
    /// The one amount of money: yuan of the year's purchases (2019), or of the fees (2021).
    pub yuan: Decimal,
}

impl Numbers {
    /// A count by its address; 0 where the form has no such cell.
    pub fn at(&self, path: &str) -> i64 {
        self.cells.at(path).unwrap_or(0)
    }

    /// 总计 of a row of table 3.
    pub fn total(&self, row: &str) -> i64 {
        self.at(&format!("applications.{row}.total"))
    }

    /// Cases of one group of table 4.
    pub fn cases(&self, group: &str) -> i64 {
        self.at(&format!("remedies.{group}.total"))
    }

    /// Makes this year follow last year's report: what it carried forward is carried in, and the items and documents
    /// add up from one year to the next.
    pub fn follow(&mut self, past: &Numbers) {
        for kind in KINDS {
            let forward = past.at(&format!("applications.carried_forward.{kind}"));
            let carried_in = format!("applications.carried_over_in.{kind}");
            let more = forward - self.at(&carried_in);
            let granted = format!("applications.results.granted.{kind}");
            let received = format!("applications.new_received.{kind}");
            // What cannot be answered less is received more.
            let answered = self.at(&granted) + more;
            let (answered, lacking) = (answered.max(0), (-answered).max(0));
            self.cells.put(&carried_in, forward);
            self.cells.put(&granted, answered);
            let received_now = self.at(&received) + lacking;
            self.cells.put(&received, received_now);
        }
        self.cells.compute_totals();
        for row in ["rules", "normative_docs"] {
            let path = |column: &str| format!("proactive.{row}.{column}");
            let repealed = self.at(&path("repealed")).min(past.at(&path("in_force")));
            if self.cells.edition() == Edition::E2021 {
                let in_force = past.at(&path("in_force")) + self.at(&path("made")) - repealed;
                self.cells.put(&path("repealed"), repealed);
                self.cells.put(&path("in_force"), in_force);
            }
        }
        for row in ["licensing", "other_services", "penalty", "coercion", "fees"] {
            let path = |column: &str| format!("proactive.{row}.{column}");
            let items = past.at(&path("prev_items")) + past.at(&path("change"));
            let change = self.at(&path("change")).max(-items);
            self.cells.put(&path("prev_items"), items);
            self.cells.put(&path("change"), change);
        }
    }

    /// Suits of both groups.
    pub fn suits(&self) -> i64 {
        self.cases("litigation_direct") + self.cases("litigation_after_reconsideration")
    }
}

/// The numbers of a year of a body of that size.
pub fn make(chance: &mut Chance, edition: Edition, size: Size) -> Numbers {
    let mut cells = Cells::blank(edition);
    let form = form(edition);
    for cell in form.official_cells() {
        cells.set(cell.no, Some(0));
    }
    if let Some(money) = form.cell("proactive.procurement.amount").or_else(|| form.cell("proactive.fees.amount")) {
        cells.set(money.no, None);
    }
    proactive(chance, &mut cells, edition, size);
    applications(chance, &mut cells, size);
    cells.compute_totals();
    remedies(chance, &mut cells, size);
    cells.compute_totals();
    for cell in form.official_cells().filter(|cell| cell.is_total()) {
        cells.set(cell.no, Some(cells.get(cell.no).unwrap_or(0)));
    }
    let yuan = match (edition, size) {
        _ if chance.hit(25) => Decimal::ZERO,
        (_, Size::Township) => Decimal::new(chance.between(100_000, 90_000_000), 2),
        (_, Size::Department) => Decimal::new(chance.between(2_000_000, 9_000_000_000), 2),
        _ => Decimal::new(chance.between(50_000_000, 300_000_000_000), 2),
    };
    Numbers { cells, yuan }
}

fn proactive(chance: &mut Chance, cells: &mut Cells, edition: Edition, size: Size) {
    let rules = size == Size::City && chance.hit(60);
    let documents = match size {
        Size::Township => {
            if chance.hit(15) {
                chance.between(1, 4)
            } else {
                0
            }
        }
        Size::Department => {
            if chance.hit(50) {
                chance.between(1, 12)
            } else {
                0
            }
        }
        Size::County => chance.between(0, 40),
        Size::City => chance.between(2, 180),
    };
    let busy = match size {
        Size::Township => 30,
        Size::Department => 3_000,
        Size::County => 40_000,
        Size::City => 3_500_000,
    };
    let many = |chance: &mut Chance| {
        if chance.hit(30) {
            0
        } else {
            let most = chance.between(1, busy);
            chance.between(0, most)
        }
    };
    for (row, made) in [("rules", if rules { chance.between(1, 4) } else { 0 }), ("normative_docs", documents)] {
        let mut put = |column: &str, value: i64| cells.put(&format!("proactive.{row}.{column}"), value);
        let older =
            if made > 0 || (row == "normative_docs" && chance.hit(30)) { chance.between(0, 3 * made + 5) } else { 0 };
        match edition {
            Edition::E2019 => {
                put("made", made);
                put("published", made);
                put("total_public", made + older);
            }
            Edition::E2021 => {
                put("made", made);
                put("repealed", if older > 0 { chance.between(0, older / 2 + 1) } else { 0 });
                put("in_force", made + older);
            }
        }
    }
    if edition == Edition::E2021 {
        for row in ["licensing", "penalty", "coercion"] {
            let value = many(chance);
            cells.put(&format!("proactive.{row}.decisions"), value);
        }
        return;
    }
    for row in ["licensing", "other_services", "penalty", "coercion", "fees"] {
        let items = if chance.hit(30) { 0 } else { chance.between(0, 400) };
        let change = if chance.hit(60) { 0 } else { chance.between(-items.min(60), 60) };
        cells.put(&format!("proactive.{row}.prev_items"), items);
        cells.put(&format!("proactive.{row}.change"), change);
        if row != "fees" {
            let mut decisions = many(chance);
            if decisions == items + change {
                decisions += 7;
            }
            cells.put(&format!("proactive.{row}.decisions"), decisions);
        }
    }
    let purchases = many(chance) % 2_000;
    cells.put("proactive.procurement.items", purchases);
}

fn applications(chance: &mut Chance, cells: &mut Cells, size: Size) {
    let most = match size {
        Size::Township => {
            if chance.hit(65) {
                0
            } else {
                6
            }
        }
        Size::Department => {
            if chance.hit(45) {
                0
            } else {
                40
            }
        }
        Size::County => 300,
        Size::City => 3_000,
    };
    let received = chance.between(i64::from(most > 0), most);
    let carried_in = if chance.hit(25) { chance.between(0, received / 8 + 1).min(received) } else { 0 };
    let forms = cells.form();
    let rows: Vec<&str> = forms.result_rows().map(|row| row.key).collect();
    for (kind, column) in KINDS.iter().enumerate() {
        let share = |whole: i64| match kind {
            0 => whole - whole / 7 - whole / 9,
            1 => whole / 7,
            4 => whole / 9,
            _ => 0,
        };
        let (new, old) = (share(received), share(carried_in));
        let forward = if chance.hit(30) { chance.between(0, (new + old) / 10) } else { 0 };
        let mut left = new + old - forward;
        let mut put = |row: &str, value: i64| {
            let path = format!("applications.{row}.{column}");
            let before = cells.at(&path).unwrap_or(0);
            cells.put(&path, before + value);
        };
        put("new_received", new);
        put("carried_over_in", old);
        put("carried_forward", forward);
        while left > 0 {
            let some = chance.between(1, left.max(1)).min(left);
            let row = match chance.below(10) {
                0..=3 => "results.granted",
                4 => "results.partial",
                5 | 6 => "results.unable.not_held",
                _ => *chance.pick(&rows),
            };
            put(row, some);
            left -= some;
        }
    }
}

fn remedies(chance: &mut Chance, cells: &mut Cells, size: Size) {
    let answered = cells.at("applications.results.total.total").unwrap_or(0);
    let granted = cells.at("applications.results.granted.total").unwrap_or(0);
    let refused = answered - granted;
    if refused == 0 || (size < Size::County && chance.hit(70)) {
        return;
    }
    let groups: Vec<&str> = cells.form().rows(TableNo::Remedies).map(|row| row.key).collect();
    let outcomes: Vec<&str> = vec!["upheld", "corrected", "other", "pending"];
    for group in groups {
        let cases = if chance.hit(45) { 0 } else { chance.between(0, refused / 4 + 1) };
        for (outcome, count) in outcomes.iter().zip(chance.split(cases, 4)) {
            cells.put(&format!("remedies.{group}.{outcome}"), count);
        }
    }
}

/// Whether a row of table 3 counts results.
pub fn is_result(edition: Edition, row: &str) -> bool {
    form(edition).rows(TableNo::Applications).any(|other| other.key == row && other.role == Role::Result)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_of_a_made_up_year_agree_with_each_other() {
        for seed in 0..400 {
            let chance = &mut Chance::of(seed);
            let edition = *chance.pick(&Edition::ALL);
            let size = *chance.pick(&[Size::Township, Size::Department, Size::County, Size::City]);
            let numbers = make(chance, edition, size);
            for cell in form(edition).official_cells() {
                for sum in &cell.sums {
                    assert_eq!(
                        numbers.cells.get(cell.no),
                        numbers.cells.sum(sum.parts.iter().copied()),
                        "{}",
                        cell.path
                    );
                }
            }
            for kind in KINDS.iter().chain(&["total"]) {
                let at = |row: &str| numbers.at(&format!("applications.{row}.{kind}"));
                assert_eq!(at("new_received") + at("carried_over_in"), at("results.total") + at("carried_forward"));
            }
        }
    }
}
