//! What the text says there was none of.

use rust_decimal::Decimal;

use super::{Char, contains, starts_with};
use crate::form::SectionKey;
use crate::report::Count;

/// `未收到政府信息公开申请` is a count too: none.
pub(super) fn denials(text: &[Char], section: SectionKey) -> Vec<Count> {
    const NOTHING: &[(&[&str], &[&str], &str, &str)] = &[
        (
            &["未收到", "没有收到", "未接到", "未曾收到", "未受理", "无收到"],
            &["政府信息公开申请", "信息公开申请", "依申请公开", "公开政府信息申请", "公开政府信息的申请", "公开申请"],
            "收到政府信息公开申请",
            "件",
        ),
        (
            &["未收取", "没有收取", "不收取", "未产生", "未发生", "无收取"],
            &["信息处理费", "收费", "费用"],
            "信息处理费",
            "元",
        ),
    ];
    let mut out = Vec::new();
    for clause in text.split(|c| matches!(c.c, ',' | ';' | '。')) {
        for (denied, things, label, unit) in NOTHING {
            let at = denied.iter().find_map(|word| (0..clause.len()).find(|i| starts_with(&clause[*i..], word)));
            let Some(at) = at else { continue };
            let digits = clause[at..].iter().any(|c| c.c.is_ascii_digit());
            if !digits && clause.len() - at <= 40 && things.iter().any(|thing| contains(&clause[at..], thing)) {
                out.push(Count {
                    label: (*label).to_owned(),
                    value: Some(Decimal::ZERO),
                    unit: Some((*unit).to_owned()),
                    section: Some(section),
                    part_of: None,
                    list: None,
                    about: false,
                    line: clause.first().map(|c| c.line),
                });
            }
        }
    }
    out.dedup_by(|a, b| a.label == b.label);
    out
}
