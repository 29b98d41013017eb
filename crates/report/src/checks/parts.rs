//! Totals and parts named in the text.

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
/// may overlap, and a total with 余 that the parts exceed.
pub(super) fn against_total(report: &Report, noticed: &mut Noticed<'_>) {
    for (index, total) in report.counts.iter().enumerate() {
        let Some(value) = total.value else { continue };
        let parts = parts_of(&report.counts, index);
        let values: Option<Vec<Decimal>> = parts.iter().map(|part| part.value).collect();
        let Some(values) = values.filter(|values| values.len() > 1) else { continue };
        let sum: Decimal = values.iter().sum();
        let vague = total.about || parts.iter().any(|part| part.about);
        let overlapping = parts.iter().any(|part| CAN_OVERLAP.iter().any(|word| part.label.contains(word)));
        if sum == value || (sum > value && (vague || overlapping)) || (sum < value && overlapping) {
            continue;
        }
        let closed = parts.iter().any(|part| part.list == Some(List::Closed));
        let list = if closed { List::Closed } else { List::OfWhich };
        let place = Place { section: total.section, ..Place::document() }.at_line(total.line);
        noticed
            .push(Notice::PartsAgainstTotal { label: total.label.clone(), total: value, parts: values, list }, place);
    }
}

/// The parts that name this total; where several totals share a label, each part belongs to the nearest
/// before it, and only failing that to the first behind it.
fn parts_of(counts: &[Count], total: usize) -> Vec<&Count> {
    let label = &counts[total].label;
    let is_total = |i: usize| counts[i].label == *label && counts[i].part_of.as_deref() != Some(label);
    counts
        .iter()
        .enumerate()
        .filter(|(_, part)| part.part_of.as_ref() == Some(label) && is_alike(part, &counts[total]))
        .filter(|(i, _)| {
            let before = (0..*i).rev().find(|j| is_total(*j));
            before.or_else(|| (*i..counts.len()).find(|j| is_total(*j))) == Some(total)
        })
        .map(|(_, part)| part)
        .collect()
}

fn is_alike(part: &Count, total: &Count) -> bool {
    let pieces = |count: &Count| count.unit.as_deref().is_none_or(|unit| PIECES.contains(&unit));
    part.unit == total.unit || (pieces(part) && pieces(total))
}
