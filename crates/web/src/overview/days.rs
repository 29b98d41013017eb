//! How long answers took, from the registers of the bodies that work in this installation; counts only, of nobody.

use super::Published;
use crate::app::Shared;
use crate::error::Error;
use law::calendar::Calendar;
use report::tally::{Selection, behind};

/// Fewer ended applications than this have no median: it would tell of single ones.
pub(crate) const FEWEST: usize = 3;

/// Working days up to which a bucket reaches, with its words. Article 33 gives 20, and 20 more with consent.
const BUCKETS: [(i64, &str); 5] = [
    (5, "5 个工作日以内"),
    (10, "6—10 个工作日"),
    (20, "11—20 个工作日"),
    (40, "21—40 个工作日"),
    (i64::MAX, "40 个工作日以上"),
];

/// The working days from receipt to answer of every application that a body ended in the year, the shortest first. `None` for
/// a report that came in as a file: there is no register behind it.
///
/// # Errors
/// A fault of the archive.
pub(crate) async fn of(app: &Shared, one: &Published) -> Result<Option<Vec<i64>>, Error> {
    let form = one.cells.form();
    let all = form.cell("applications.results.total.total").map(behind);
    let Some(Selection::Applications { applicant, which }) = all.filter(|_| one.is_live) else { return Ok(None) };
    let calendar = Calendar::builtin();
    let lines = app.store.cases_behind(&one.body.id, one.year, applicant, &which).await?;
    let took = lines.iter().filter_map(|line| {
        let (_, ended) = line.result.filter(|(_, on)| on.year() == one.year)?;
        let received = line.received_on.unwrap_or(line.arrived_on);
        Some(calendar.working_days_between(received, ended).count.max(0))
    });
    let mut took: Vec<i64> = took.collect();
    took.sort_unstable();
    Ok(Some(took))
}

/// The middle one; of two, the mean of both. `None` where there are too few.
pub(crate) fn median(sorted: &[i64]) -> Option<String> {
    if sorted.len() < FEWEST {
        return None;
    }
    let (low, high) = (sorted[(sorted.len() - 1) / 2], sorted[sorted.len() / 2]);
    let twice = low + high;
    Some(if twice % 2 == 0 { (twice / 2).to_string() } else { format!("{}.5", twice / 2) })
}

/// How many took how long.
pub(crate) fn buckets(all: &[i64]) -> Vec<(&'static str, usize)> {
    let mut from = i64::MIN;
    let mut counted = Vec::new();
    for (to, words) in BUCKETS {
        counted.push((words, all.iter().filter(|days| (from..=to).contains(*days)).count()));
        from = to.saturating_add(1);
    }
    counted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_answers_have_no_median_and_four_have_the_mean_of_the_middle() {
        for (days, expected) in [
            (&[][..], None),
            (&[3, 20][..], None),
            (&[3, 7, 20][..], Some("7")),
            (&[3, 7, 10, 20][..], Some("8.5")),
            (&[3, 8, 10, 20][..], Some("9")),
        ] {
            assert_eq!(median(days).as_deref(), expected, "{days:?}");
        }
    }

    #[test]
    fn every_answer_falls_into_one_bucket() {
        let days = [0, 5, 6, 20, 21, 40, 41, 300];
        let counts: Vec<usize> = buckets(&days).into_iter().map(|(_, count)| count).collect();
        assert_eq!(counts, [2, 1, 1, 2, 2]);
    }
}
