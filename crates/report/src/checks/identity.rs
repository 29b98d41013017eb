//! Who reports, on which year, and when.

use civic::body::BodyKind;
use jiff::civil::{Date, date};
use law::yearly::Reporter;

use super::Noticed;
use crate::finding::{Disagreement, Notice, Place};
use crate::form::SectionKey;
use crate::name::is_same;
use crate::read::simplified;
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
    if let Some((year, text)) = year(report).and_then(|year| Some((year, year_of_the_text(report, year)?))) {
        say(Disagreement::TextYear { report: year, text });
    }
    if let (Some(year), Some((from, to))) = (year(report), report.period)
        && (from, to) != (date(year, 1, 1), date(year, 12, 31))
    {
        say(Disagreement::Period { year, from, to });
    }
    if let (Some(body), Some(signed_by)) = (&report.body, &report.signed_by)
        && !is_same(body, signed_by)
    {
        say(Disagreement::Signature { body: body.clone(), signed_by: signed_by.clone() });
    }
    if let (Some(body), Some(publisher)) = (&report.body, &report.publisher)
        && !is_same(body, publisher)
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

/// The year before or after, if lead and part one name it, and begin a sentence with it, and never name the report's own.
fn year_of_the_text(report: &Report, year: i16) -> Option<i16> {
    let text = [report.lead.as_deref().unwrap_or_default(), report.text(SectionKey::Overview)].join("\n");
    let text: String =
        text.chars().map(crate::figures::fold_width).filter(|c| !c.is_whitespace() || *c == '\n').collect();
    let names = |year: i16| text.matches(&format!("{year}年")).count();
    if names(year) > 0 || report.period.is_some() {
        return None;
    }
    let begins = |year: i16| {
        let words = ["，", ",", "全年", "度，", "我", "本"].map(|next| format!("{year}年{next}"));
        text.split(['。', '\n']).any(|sentence| words.iter().any(|words| sentence.starts_with(words.as_str())))
    };
    [year - 1, year + 1].into_iter().find(|other| names(*other) >= 2 && begins(*other))
}

/// A letter to the authority (关于…的报告) published in the place of the yearly report.
fn is_a_letter(title: &str) -> bool {
    let title: String = title.chars().filter(|c| !c.is_whitespace()).map(simplified).collect();
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

/// R152: signed or published by the lawful date: 31 March for the governments of counties and above,
/// 31 January for everyone else.
///
/// **Source.** Regulations, art. 49(1) and (2); for townships, on which art. 49 is silent, 31 January by practice.
/// A report that was handed in before and is signed again is judged by its first day.
pub(super) fn late(report: &Report, kind: Option<BodyKind>, first: Option<Date>, noticed: &mut Noticed<'_>) {
    let (Some(year), Some(kind)) = (year(report), kind) else { return };
    let reporter = match kind {
        BodyKind::Government => Reporter::Government,
        BodyKind::Township => Reporter::Township,
        BodyKind::Department | BodyKind::Authorised => Reporter::Department,
    };
    let due = reporter.report_due(year);
    let late = |day: &Date| *day > due;
    let day = match first {
        Some(first) => Some(first).filter(late),
        None => report.signed_on.filter(late).or(report.published_on.filter(late)),
    };
    if let Some(day) = day {
        noticed.push(Notice::Late { day, due, reporter }, Place::document());
    }
}

/// The kind of body by its name alone. A government's own office is taken for the government, since it
/// is the office that publishes the government's report. `None` where the name leaves it open: no name at
/// all, or a development zone, which is run by a government's committee.
pub(super) fn kind_by_name(report: &Report) -> Option<BodyKind> {
    let name: String = report.body.as_deref()?.chars().filter(|c| !c.is_whitespace()).map(simplified).collect();
    let zone = ["开发区", "高新区", "新区", "园区", "管理区", "景区", "示范区", "保税区", "试验区", "合作区"];
    // 度假区管理委员会, but not 国有资产监督管理委员会 or 城市管理委员会.
    let run_by_a_committee = ["管委会", "管理委员会"]
        .iter()
        .filter_map(|committee| name.find(committee))
        .any(|at| name[..at].ends_with(['区', '园', '港', '城', '岛', '带', '湖', '山']));
    if zone.iter().any(|zone| name.ends_with(zone)) || run_by_a_committee {
        return None;
    }
    if name.ends_with("街道") || name.contains("街道办事处") {
        return Some(BodyKind::Township);
    }
    let office = |after: &str| ["", "办公室", "办公厅", "办"].contains(&after);
    let government = ["人民政府", "政府", "县府", "市府", "区府"].iter().find_map(|word| {
        let (before, after) = name.split_once(word)?;
        // 县府办: the last character of the place stands in the word itself.
        Some((word.chars().next().filter(|c| "县市区".contains(*c)).or(before.chars().last()), after))
    });
    let (last, after) = government.unwrap_or((name.chars().last(), ""));
    Some(match last {
        Some('乡' | '镇') => BodyKind::Township,
        Some('省' | '市' | '县' | '区' | '州' | '旗' | '盟' | '域') if office(after) => BodyKind::Government,
        _ => BodyKind::Department,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Edition;

    #[test]
    fn the_kind_of_body_stands_in_its_name() {
        check("云溪县人民政府", Some(BodyKind::Government));
        check("青州市云溪县人民政府办公室", Some(BodyKind::Government));
        check("洪泽区", Some(BodyKind::Government));
        check("云溪县府办", Some(BodyKind::Government));
        check("内蒙古自治区人民政府办公厅", Some(BodyKind::Government));
        check("云溪县石桥镇人民政府", Some(BodyKind::Township));
        check("石桥镇", Some(BodyKind::Township));
        check("青州市城关街道办事处", Some(BodyKind::Township));
        check("云溪县财政局", Some(BodyKind::Department));
        check("云溪县政府信息中心", Some(BodyKind::Department));
        check("云溪高新区管委会综合办公室", None);
        check("云溪经济技术开发区", None);
        check("天湖旅游度假区管理委员会", None);
        check("青州市人民政府国有资产监督管理委员会", Some(BodyKind::Department));
        check("青州市城市管理委员会", Some(BodyKind::Department));
        check("雲溪縣石橋鎮人民政府", Some(BodyKind::Township));
    }

    #[track_caller]
    fn check(name: &str, kind: Option<BodyKind>) {
        let mut report = Report::blank(Edition::E2021);
        report.body = Some(name.to_owned());
        assert_eq!(kind_by_name(&report), kind, "{name}");
    }
}
