//! Who reports, on which year, and when.

use civic::body::BodyKind;
use jiff::civil::{Date, date};
use law::yearly::Reporter;

use super::Noticed;
use crate::finding::{Disagreement, Notice, Place};
use crate::report::Report;

/// R151: title, body, year, period and dates agree.
///
/// **Source.** Form 2019 and 2021 (title, period of the whole year, signature). Silent where an office
/// signs for its body (某县人民政府办公室), where one name is the other shortened or without the city before it,
/// and where a report is published after it was signed.
pub(super) fn agreement(report: &Report, noticed: &mut Noticed<'_>) {
    let mut say = |what| noticed.push(Notice::Disagreement(what), Place::document());
    if let Some(found) = report.title.as_ref().filter(|title| is_a_letter(title)) {
        say(Disagreement::Title { found: found.clone() });
    }
    if let (Some(report_year), Some(other)) = (year(report), report.title.as_deref().and_then(year_in))
        && other != report_year
    {
        say(Disagreement::Year { report: report_year, other });
    }
    if let (Some(year), Some((from, to))) = (year(report), report.period)
        && (from, to) != (date(year, 1, 1), date(year, 12, 31))
    {
        say(Disagreement::Period { year, from, to });
    }
    if let (Some(body), Some(signed_by)) = (&report.body, &report.signed_by)
        && !is_same_body(body, signed_by)
    {
        say(Disagreement::Signature { body: body.clone(), signed_by: signed_by.clone() });
    }
    if let (Some(body), Some(publisher)) = (&report.body, &report.publisher)
        && !is_same_body(body, publisher)
    {
        say(Disagreement::Publisher { body: body.clone(), publisher: publisher.clone() });
    }
    if let (Some(year), Some(signed)) = (year(report), report.signed_on)
        && signed < date(year, 12, 31)
    {
        say(Disagreement::SignedInsideYear { year, signed });
    }
    if let (Some(signed), Some(published)) = (report.signed_on, report.published_on)
        && published < signed
    {
        say(Disagreement::Dates { signed, published });
    }
}

/// The year reported on, if there can have been a report on it.
fn year(report: &Report) -> Option<i16> {
    report.year.filter(|year| (2000..2100).contains(year))
}

/// A letter to the authority (关于…的报告) published in the place of the yearly report.
fn is_a_letter(title: &str) -> bool {
    let title: String = title.chars().filter(|c| !c.is_whitespace()).collect();
    title.contains("关于") && title.ends_with("报告") && !title.contains("年度") && !title.contains("年报")
}

/// The first year in a text, `2020` with 年 behind it; blanks between the digits do not matter.
fn year_in(text: &str) -> Option<i16> {
    let chars: Vec<char> = text.chars().map(crate::figures::fold_width).filter(|c| !c.is_whitespace()).collect();
    let mut runs = chars.split_inclusive(|c| *c == '年');
    runs.find_map(|run| {
        let before = run.strip_suffix(&['年'])?;
        let digits: String = before[before.len().saturating_sub(4)..].iter().collect();
        let longer = before.len() > 4 && before[before.len() - 5].is_ascii_digit();
        digits.parse().ok().filter(|year| !longer && (2000..2100).contains(year))
    })
}

/// Whether two names mean one body: one is the other shortened (发改局 for 发展和改革局, 某镇 for 某镇人民政府,
/// the county without its city), or one is the other's own office.
fn is_same_body(body: &str, other: &str) -> bool {
    let core = |name: &str| -> Vec<char> {
        let letters: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
        let mut core = letters.as_str();
        for suffix in ["办公室", "办公厅", "人民政府", "政府"] {
            core = core.strip_suffix(suffix).filter(|rest| !rest.is_empty()).unwrap_or(core);
        }
        core.chars().collect()
    };
    let (body, other) = (core(body), core(other));
    let (short, long) = if body.len() < other.len() { (body, other) } else { (other, body) };
    // What kind of body it is stands in the last character, and a short name leaves letters out, never in.
    let mut rest = long.iter();
    short.last() == long.last() && short.iter().all(|letter| rest.any(|other| other == letter))
}

/// R152: signed or published by the lawful date: 31 March for the governments of counties and above,
/// 31 January for everyone else.
///
/// **Source.** Regulations, art. 49(1) and (2); for townships, on which art. 49 is silent, 31 January by practice.
pub(super) fn late(report: &Report, kind: Option<BodyKind>, noticed: &mut Noticed<'_>) {
    let (Some(year), Some(kind)) = (year(report), kind) else { return };
    let reporter = match kind {
        BodyKind::Government => Reporter::Government,
        BodyKind::Township => Reporter::Township,
        BodyKind::Department | BodyKind::Authorised => Reporter::Department,
    };
    let due = reporter.report_due(year);
    let late = |day: &Date| *day > due;
    let day = report.signed_on.filter(late).or(report.published_on.filter(late));
    if let Some(day) = day {
        noticed.push(Notice::Late { day, due, reporter }, Place::document());
    }
}

/// The kind of body by its name alone. A government's own office is taken for the government, since it
/// is the office that publishes the government's report; `None` without a name.
pub(super) fn kind_by_name(report: &Report) -> Option<BodyKind> {
    let name = report.body.as_deref()?;
    let Some((before, after)) = name.split_once("人民政府").or_else(|| name.split_once("政府")) else {
        return Some(BodyKind::Department);
    };
    let office = ["", "办公室", "办公厅"].contains(&after);
    Some(match before.chars().last() {
        Some('乡' | '镇') => BodyKind::Township,
        Some('省' | '市' | '县' | '区' | '州' | '旗' | '盟' | '域') if office => BodyKind::Government,
        _ => BodyKind::Department,
    })
}
