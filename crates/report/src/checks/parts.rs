//! Totals and parts named in the text.

use std::collections::{BTreeMap, HashMap};

use rust_decimal::Decimal;

use super::Noticed;
use crate::finding::{Notice, Place};
use crate::report::{Count, List, Report};

/// Pieces that are counted alike: 543 篇 may well be made of 篇 and 条.
const PIECES: &[&str] = &["条", "篇", "件", "个", "次", "项", "份", "期", "则", "部", "宗", "起", "封", "例", "场"];

/// Words of parts that say what something can do: such parts overlap (可网办 236, 最多跑一次 345, of 346).
const CAN_OVERLAP: &[&str] = &["可", "能", "实现", "支持", "以上", "同时"];

/// R131: the parts of a total do not add up to it.
///
/// **Source.** 国办公开办函〔2021〕30号 asks for true figures; practice. A list introduced by 其中 may
/// leave a remainder (a note); a list that claims to be whole may not, and no list may exceed its total
/// (warnings). Silent: parts in another kind of unit (%, 元, 人), a part given as a range, parts that
/// may overlap, and numbers said to be about (余, 近) as long as some reading of them adds up.
pub(super) fn against_total(report: &Report, noticed: &mut Noticed<'_>) {
    for (total, parts) in lists(&report.counts) {
        let Some(value) = total.value else { continue };
        let values: Option<Vec<Decimal>> = parts.iter().map(|part| part.value).collect();
        let Some(values) = values.filter(|values| values.len() > 1) else { continue };
        let Some(sum) = values.iter().try_fold(Decimal::ZERO, |sum, part| sum.checked_add(*part)) else { continue };
        let slack = parts.iter().map(|part| slack(part)).chain([slack(total)]).sum::<Decimal>();
        let overlapping = parts.iter().any(|part| CAN_OVERLAP.iter().any(|word| part.label.contains(word)));
        let apart = value.checked_sub(sum).is_some_and(|gap| gap.abs() > slack);
        if !apart || overlapping {
            continue;
        }
        let closed = parts.iter().any(|part| part.list == Some(List::Closed));
        let list = if closed { List::Closed } else { List::OfWhich };
        let place = Place { section: total.section, ..Place::document() }.at_line(total.line);
        noticed
            .push(Notice::PartsAgainstTotal { label: total.label.clone(), total: value, parts: values, list }, place);
    }
}

/// How far a number may be off that is said to be about: one of its last place that is not 0, so that
/// 1200余 is anything from 1100 to 1300, and 12190余 from 12180 to 12200.
fn slack(count: &Count) -> Decimal {
    let Some(value) = count.value.filter(|_| count.about) else { return Decimal::ZERO };
    let mut place = Decimal::ONE;
    let mut rest = value.trunc();
    while !rest.is_zero() && (rest % Decimal::TEN).is_zero() {
        rest /= Decimal::TEN;
        place *= Decimal::TEN;
    }
    place
}

/// Every total with its parts. Where several totals share a label, each part belongs to the nearest
/// before it, and only failing that to the first behind it.
fn lists(counts: &[Count]) -> Vec<(&Count, Vec<&Count>)> {
    let mut by_label: HashMap<&str, Vec<usize>> = HashMap::new();
    for (i, count) in counts.iter().enumerate() {
        if count.part_of.as_deref() != Some(&count.label) {
            by_label.entry(&count.label).or_default().push(i);
        }
    }
    let mut lists: BTreeMap<usize, Vec<&Count>> = BTreeMap::new();
    for (i, part) in counts.iter().enumerate() {
        let Some(totals) = part.part_of.as_deref().and_then(|label| by_label.get(label)) else { continue };
        let before = totals.partition_point(|total| *total < i);
        let total = totals[before.saturating_sub(1)];
        if total != i && is_alike(part, &counts[total]) {
            lists.entry(total).or_default().push(part);
        }
    }
    lists.into_iter().map(|(total, parts)| (&counts[total], parts)).collect()
}

fn is_alike(part: &Count, total: &Count) -> bool {
    let pieces = |count: &Count| count.unit.as_deref().is_none_or(|unit| PIECES.contains(&unit));
    part.unit == total.unit || (pieces(part) && pieces(total))
}
