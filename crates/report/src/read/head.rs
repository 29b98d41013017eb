//! Who reports, on what year, under which title; the box of metadata above, the signature below.

use jiff::civil::Date;

use super::dates::{day_at_end, first_day, year_in, years_in};
use super::fold::{fold, letters};
use super::lex::Line;
use super::sections::{Heading, bare};
use crate::name::is_same;

/// What stands around the six parts.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub title: Option<String>,
    pub body: Option<String>,
    pub year: Option<i16>,
    pub period: Option<(Date, Date)>,
    pub signed_by: Option<String>,
    pub signed_on: Option<Date>,
    pub index_no: Option<String>,
    pub publisher: Option<String>,
    pub published_on: Option<Date>,
    pub lead: Option<String>,
    /// Index of the first line of the signature; what follows belongs to no part.
    pub signature_at: Option<usize>,
}

/// Lines above the first part that are looked at; a page's navigation may be long.
const HEAD_LINES: usize = 400;
/// Lines from the end that may hold the signature and a page's foot below it.
const FOOT_LINES: usize = 60;

/// Reads head and foot. `headings` are in document order.
pub(super) fn read(lines: &[Line<'_>], headings: &[Heading]) -> Head {
    let start = headings.first().map_or(lines.len().min(HEAD_LINES), |heading| heading.at);
    let above = &lines[start.saturating_sub(HEAD_LINES)..start];
    let mut head = Head::default();
    let name = metadata(above, &mut head);
    // Below a page's foot (上一篇, 相关链接) stand other reports with their own days.
    let behind = headings.last().map(|heading| heading.at + 1);
    let is_foot = |at: &usize| super::is_page_foot(&bare(&clip(lines[*at].text)));
    let end = behind.and_then(|behind| (behind..lines.len()).find(is_foot)).unwrap_or(lines.len());
    let from = behind.unwrap_or(0).max(end.saturating_sub(FOOT_LINES * 4));
    signature(&lines[..end], from, &mut head);
    head.title = title(above).or(name);
    head.lead = lead(above, head.title.as_deref());
    let near: String = lines.iter().take(start + 60).map(|line| clip(line.text)).collect::<Vec<_>>().join("\n");
    head.period = super::dates::period(&near).or_else(|| {
        let rest: String =
            lines.iter().skip(start + 60).take(600).map(|line| clip(line.text)).collect::<Vec<_>>().join("\n");
        super::dates::period(&rest)
    });
    head.year = year(&head, &near);
    head.body = body(&head, &near);
    head
}

/// As much of a line as can matter here.
fn clip(line: &str) -> String {
    line.chars().take(3_000).collect()
}

const LABELS: &[(&str, Field)] = &[
    ("信息索引号", Field::Index),
    ("索引号", Field::Index),
    ("索引码", Field::Index),
    ("发布机构", Field::Publisher),
    ("发布机关", Field::Publisher),
    ("发布单位", Field::Publisher),
    ("发文机关", Field::Publisher),
    ("发文单位", Field::Publisher),
    ("公开机构", Field::Publisher),
    ("公开主体", Field::Publisher),
    ("发布日期", Field::Published),
    ("发布时间", Field::Published),
    ("发文日期", Field::Published),
    ("公开日期", Field::Published),
    ("公开时间", Field::Published),
    ("生成日期", Field::Published),
    ("成文日期", Field::Written),
    ("信息名称", Field::Name),
    ("名称", Field::Name),
    ("标题", Field::Name),
    ("主题分类", Field::Nothing),
    ("主题词", Field::Nothing),
    ("关键词", Field::Nothing),
    ("信息分类", Field::Nothing),
    ("组配分类", Field::Nothing),
    ("体裁分类", Field::Nothing),
    ("效力状态", Field::Nothing),
    ("有效性", Field::Nothing),
    ("时效", Field::Nothing),
    ("发文字号", Field::Nothing),
    ("文号", Field::Nothing),
    ("公开方式", Field::Nothing),
    ("公开范围", Field::Nothing),
    ("信息来源", Field::Nothing),
    ("文章来源", Field::Nothing),
    ("来源", Field::Nothing),
    ("浏览次数", Field::Nothing),
    ("浏览量", Field::Nothing),
    ("点击数", Field::Nothing),
    ("阅读次数", Field::Nothing),
    ("字体", Field::Nothing),
    ("字号", Field::Nothing),
    ("作者", Field::Nothing),
    ("责任编辑", Field::Nothing),
];

#[derive(Clone, Copy, PartialEq)]
enum Field {
    Index,
    Publisher,
    Published,
    Written,
    Name,
    /// A label that is known only so that it is not taken for the value of another.
    Nothing,
}

/// Reads the box of metadata: `[索引号] | … |`, `索引号：…`, label and value in lines of their own.
/// Answers the 名称 in it.
fn metadata(above: &[Line<'_>], head: &mut Head) -> Option<String> {
    let mut name = None;
    let mut written = None;
    let mut open: Option<Field> = None;
    for line in above {
        if line.text.chars().count() > 300 {
            continue;
        }
        for cell in cells(line.text) {
            let (field, value) = match labelled(&cell) {
                Some((field, value)) => (Some(field), value),
                None => (open, cell.trim().to_owned()),
            };
            open = None;
            match (field, value.is_empty()) {
                (Some(field), true) => open = Some(field),
                (Some(Field::Index), _) => head.index_no = head.index_no.take().or_else(|| index_number(&value)),
                (Some(Field::Publisher), _) if value.chars().count() <= 40 => {
                    head.publisher.get_or_insert(value);
                }
                (Some(Field::Published), _) => head.published_on = head.published_on.or_else(|| first_day(&value)),
                (Some(Field::Written), _) => written = written.or_else(|| first_day(&value)),
                (Some(Field::Name), _) if value.contains("公开") => {
                    name.get_or_insert(value);
                }
                _ => {}
            }
        }
    }
    head.published_on = head.published_on.or(written);
    name
}

/// Digits, letters, strokes: `12610800MB2939070N/2020-00340`, `sm00001/2021-00003`.
fn index_number(value: &str) -> Option<String> {
    let value = value.trim();
    let good = value.chars().any(|c| c.is_ascii_digit()) && value.chars().count() <= 60;
    good.then(|| value.to_owned())
}

/// The cells of a line; two blanks or one wide one part cells too, and so does a label in the middle.
fn cells(line: &str) -> Vec<String> {
    let mut out = Vec::new();
    for cell in line.split(['|', '｜', '\t', '\u{3000}']) {
        for cell in cell.split("  ") {
            let mut rest = cell.trim();
            // 索引号：1 发布机构：某局
            while let Some(at) = inner_label(rest) {
                out.push(rest[..at].trim().to_owned());
                rest = rest[at..].trim();
            }
            out.push(rest.to_owned());
        }
    }
    out.retain(|cell| !cell.is_empty());
    out
}

/// Where a known label with a colon begins: a short one only behind a blank, one of four characters anywhere, since a
/// PDF loses the blank before it.
fn inner_label(cell: &str) -> Option<usize> {
    if !cell.contains([':', '：', ']', '】']) {
        return None;
    }
    cell.char_indices().filter(|(at, _)| *at > 0).find_map(|(at, c)| {
        let parted = c.is_whitespace() || c == '[' || c == '【';
        let rest = cell[at..].trim_start();
        let known = LABELS.iter().filter(|(label, _)| parted || label.chars().count() >= 4).any(|(label, _)| {
            let mut chars = rest.trim_start_matches(['[', '【']).chars();
            label.chars().all(|c| chars.next() == Some(c))
                && chars.next().is_some_and(|next| matches!(next, ':' | '：') || parted && matches!(next, ']' | '】'))
        });
        known.then(|| cell.len() - rest.len()).filter(|at| *at > 0)
    })
}

/// A cell that begins with a known label, and what follows it in the cell.
fn labelled(cell: &str) -> Option<(Field, String)> {
    let chars: Vec<(usize, char)> = cell.char_indices().filter(|(_, c)| !c.is_whitespace()).collect();
    let folded: Vec<char> = chars.iter().map(|(_, c)| super::fold::fold_char(*c)).collect();
    let skip = usize::from(folded.first() == Some(&'['));
    for (label, field) in LABELS {
        let length = label.chars().count();
        if !folded[skip.min(folded.len())..].iter().copied().take(length).eq(label.chars()) {
            continue;
        }
        let mut end = skip + length;
        let mut marked = end == folded.len();
        while matches!(folded.get(end), Some(']' | ':')) {
            end += 1;
            marked = true;
        }
        let digits = folded.get(end).is_some_and(char::is_ascii_digit);
        if marked || (digits && *field != Field::Nothing) {
            let rest = chars.get(end).map_or("", |(at, _)| &cell[*at..]);
            return Some((*field, rest.trim().to_owned()));
        }
    }
    None
}

/// The signature: the last line of the document that ends with a day, and the body before it.
fn signature(lines: &[Line<'_>], from: usize, head: &mut Head) {
    let filled: Vec<usize> =
        (from.min(lines.len())..lines.len()).filter(|at| !bare(&clip(lines[*at].text)).is_empty()).collect();
    let tail = &filled[filled.len().saturating_sub(FOOT_LINES)..];
    let signed = tail.iter().rev().find_map(|at| {
        let text = bare(&clip(lines[*at].text));
        let (before, day) = day_at_end(&text)?;
        // `某局2018年政府信息公开工作年度报告 2019-01-23` is a line of a list.
        let other = before.contains('。') || before.contains("报告");
        let plausible = before.chars().count() <= 40 && !other && labelled(&text).is_none();
        plausible.then_some((*at, before, day))
    });
    if let Some((at, before, day)) = signed {
        head.signed_on = Some(day);
        head.signature_at = Some(at);
        if is_name(&before) {
            head.signed_by = Some(before);
            return;
        }
        let above = tail.iter().rev().find(|other| **other < at);
        if let Some(above) = above {
            let text = bare(lines[*above].text);
            if is_name(&text) {
                head.signed_by = Some(text.split_whitespace().collect());
                head.signature_at = Some(*above);
            }
        }
        return;
    }
    // Without a day: the last line, if it is the name of a body and nothing else.
    if let Some(at) = tail.last() {
        let text = bare(lines[*at].text);
        if tail.len() > 1 && is_name(&text) && names_a_body(&text) {
            head.signed_by = Some(text.split_whitespace().collect());
            head.signature_at = Some(*at);
        }
    }
}

/// Short, without punctuation or digits.
fn is_name(text: &str) -> bool {
    let plain: String = text.split_whitespace().collect();
    let length = plain.chars().count();
    (3..=36).contains(&length)
        && plain.chars().all(|c| c.is_alphanumeric() || "（）()·、".contains(c))
        && !plain.chars().any(|c| c.is_ascii_digit())
}

fn names_a_body(text: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "政府",
        "局",
        "委员会",
        "办公室",
        "办公厅",
        "厅",
        "中心",
        "管委会",
        "委",
        "街道办事处",
        "办事处",
        "院",
        "所",
        "站",
        "署",
        "总队",
        "支队",
        "大队",
        "公司",
        "学校",
        "中学",
        "小学",
        "幼儿园",
        "大学",
        "学院",
        "医院",
        "协会",
        "联合会",
    ];
    let plain: String = text.split_whitespace().collect();
    ENDINGS.iter().any(|ending| plain.ends_with(ending))
}

/// A body's name as it stands in a title: 某镇, 某局关于.
fn begins_a_title(text: &str) -> bool {
    const PLACES: &[char] = &['省', '市', '县', '区', '州', '盟', '旗', '镇', '乡', '道'];
    let plain = text.strip_suffix("关于").or_else(|| text.strip_suffix('关')).unwrap_or(text);
    names_a_body(plain) || plain.ends_with(PLACES)
}

/// The title: the best line, or two or three lines together, that names the report.
fn title(above: &[Line<'_>]) -> Option<String> {
    let lines: Vec<String> = above.iter().map(|line| bare(&clip(line.text))).filter(|text| !text.is_empty()).collect();
    let mut best: Option<(i32, String)> = None;
    for last in 0..lines.len() {
        for count in 1..=3.min(last + 1) {
            let parts = &lines[last + 1 - count..=last];
            let Some(score) = title_score(parts) else { continue };
            // Later lines win: a page repeats its title, and the one above the text is the report's own.
            if best.as_ref().is_none_or(|(known, _)| score >= *known) {
                best = Some((score, joined(parts)));
            }
        }
    }
    best.map(|(_, title)| title)
}

fn joined(parts: &[String]) -> String {
    parts.join("")
}

fn title_score(parts: &[String]) -> Option<i32> {
    let text = joined(parts);
    let folded = fold(&text);
    let plain: String = folded.split_whitespace().collect();
    let length = plain.chars().count();
    let named = plain.contains("信息公开") || plain.contains("政务公开");
    let report = plain.contains("报告") || plain.contains("年报");
    let odd = plain.contains(['。', ';', '>', '|'])
        || plain.contains("条例")
        || plain.contains("当前位置")
        || plain.contains("通知");
    if !named || !report || odd || !(10..=70).contains(&length) || labelled(&text).is_some() {
        return None;
    }
    let ends = ["报告", "年报", ")", "》"].iter().any(|end| plain.ends_with(end)) || plain.ends_with('年');
    let mut score = 0;
    score += if year_in(&plain).is_some() { 4 } else { 0 };
    score += if plain.contains("年度报告") || plain.contains("年报") { 2 } else { 0 };
    score += if ends { 2 } else { -2 };
    let before = plain.split("信息公开").next().unwrap_or("");
    let named_body: String = before.chars().filter(|c| !c.is_ascii_digit() && !"年度政府".contains(*c)).collect();
    score += if named_body.chars().count() >= 2 { 2 } else { 0 };
    score -= parts.len() as i32 - 1;
    // Every part has to add something a title is made of.
    let idle = |part: &String| {
        let part: String = fold(part).split_whitespace().collect();
        !part.contains("公开") && !part.contains("报告") && year_in(&part).is_none() && !begins_a_title(&part)
            || part.chars().count() > 40 && parts.len() > 1
    };
    (!parts.iter().any(idle)).then_some(score)
}

/// The running text between title and first part.
fn lead(above: &[Line<'_>], title: Option<&str>) -> Option<String> {
    let title = title.map(letters);
    let mut out: Vec<String> = Vec::new();
    for line in above {
        let text = bare(line.text);
        let is_title = title.as_ref().is_some_and(|title| letters(&text) == *title);
        let sentence = text.contains('。') || text.chars().count() >= 40;
        if !is_title && sentence && !text.contains(['|', '\t']) && labelled(&text).is_none() {
            out.push(text);
        }
    }
    (!out.is_empty()).then(|| out.join("\n"))
}

/// The year of the report: the title's, unless period, text and signature agree on another.
fn year(head: &Head, near: &str) -> Option<i16> {
    let titled = head.title.as_deref().and_then(year_in);
    let stated = head.period.map(|(from, _)| from.year());
    let signed = head.signed_on.map(|day| day.year() - 1);
    let named = most_named(near, signed);
    match (titled, stated) {
        (Some(titled), Some(stated)) if titled != stated && named == Some(stated) && signed == Some(stated) => {
            Some(stated)
        }
        _ => titled.or(stated).or(named),
    }
}

/// The year the text names most; `likely` decides between equals.
fn most_named(near: &str, likely: Option<i16>) -> Option<i16> {
    let mut votes: Vec<(i16, usize)> = Vec::new();
    for year in years_in(near) {
        match votes.iter_mut().find(|(known, _)| *known == year) {
            Some((_, count)) => *count += 1,
            None => votes.push((year, 1)),
        }
    }
    let most = votes.iter().map(|(_, count)| *count).max()?;
    let equals: Vec<i16> = votes.into_iter().filter(|(_, count)| *count == most).map(|(year, _)| year).collect();
    likely.filter(|year| equals.contains(year)).or(equals.first().copied())
}

/// The reporting body: from the title, in the fullest form the text uses.
fn body(head: &Head, near: &str) -> Option<String> {
    let from_title = head.title.as_deref().and_then(body_in_title);
    let text: String = near.split_whitespace().collect();
    match from_title {
        Some(name) => Some(fullest(&name, &text, head)),
        None => {
            let named = body_in_lead(&text);
            // The government's office signs the report that says to be the government's.
            let of_its_own = |signed: &String| named.as_ref().is_none_or(|named| !is_same(named, signed));
            head.signed_by.clone().filter(of_its_own).or(named).or_else(|| head.publisher.clone())
        }
    }
}

/// Who the lead says is reporting: 本报告由云溪县财政局编制, 云溪县财政局根据《条例》….
fn body_in_lead(text: &str) -> Option<String> {
    const ENDS: &[&str] = &["人民政府办公室", "人民政府", "街道办事处", "委员会", "管委会", "办公室", "局", "厅"];
    const BEHIND: &[&str] = &["根据", "按照", "依据", "依照", "编制", "结合", "现将", "现公布"];
    let ends = text.char_indices().filter_map(|(at, _)| {
        let end = ENDS.iter().find(|end| text[at..].starts_with(**end))?;
        let end = at + end.len();
        BEHIND.iter().any(|behind| text[end..].starts_with(behind)).then_some(end)
    });
    ends.into_iter().find_map(|end| {
        let stops = "，。、；：,.;:（）()《》“”\"由是告年度";
        let name = text[..end].rsplit(|c: char| stops.contains(c) || c.is_ascii_digit()).next()?;
        let count = name.chars().count();
        ((4..=24).contains(&count) && !name.starts_with(['本', '我', '各', '该'])).then(|| name.to_owned())
    })
}

/// `某局2020年政府信息公开工作年度报告`, `2020年某县政府信息公开…`, `某室关于2019年…的报告`.
fn body_in_title(title: &str) -> Option<String> {
    let chars: Vec<char> = title.chars().filter(|c| !c.is_whitespace()).collect();
    let folded: Vec<char> = chars.iter().map(|c| super::fold::fold_char(*c)).collect();
    let find = |word: &str| {
        let word: Vec<char> = word.chars().collect();
        folded.windows(word.len()).position(|window| window == word)
    };
    let end = ["关于", "政府信息公开", "政务公开", "信息公开"].into_iter().filter_map(find).min()?;
    let mut name: Vec<char> = chars[..end].to_vec();
    // The year may stand before or behind the name, with or without 年度.
    let digits =
        name.iter().position(|c| c.is_ascii_digit() || ('０'..='９').contains(c) || *c == '二' && name.contains(&'〇'));
    if let Some(at) = digits
        && let Some(behind) = name[at..].iter().position(|c| *c == '年')
    {
        let mut to = at + behind + 1;
        while matches!(name.get(to), Some('度')) {
            to += 1;
        }
        name.drain(at..to);
    }
    let name: String = name.into_iter().filter(|c| !"《》（）()【】".contains(*c)).collect();
    let name = name.trim_start_matches("中华人民共和国").to_owned();
    (name.chars().count() >= 2).then_some(name)
}

/// 清涧县 → 清涧县人民政府, 洪泽区人民政府 → 淮安市洪泽区人民政府, where text or signature say so.
fn fullest(name: &str, text: &str, head: &Head) -> String {
    let mut name = name.to_owned();
    let area = |c: Option<char>| c.is_some_and(|c| "省市县区州旗盟乡镇".contains(c));
    if area(name.chars().last()) {
        let government = format!("{name}人民政府");
        let signed = head.signed_by.as_deref().is_some_and(|signed| signed.contains(&government));
        let published = head.publisher.as_deref().is_some_and(|publisher| publisher.contains(&government));
        let short = format!("{name}政府");
        if text.contains(&government)
            || signed
            || published
            || head.title.as_deref().is_some_and(|title| title.replace(' ', "").contains(&short))
        {
            name = government;
        }
    }
    for (at, _) in text.match_indices(name.as_str()) {
        let before: Vec<char> = text[..at].chars().rev().take(7).collect();
        if !before.first().is_some_and(|c| "省市州盟".contains(*c)) {
            continue;
        }
        let stops = "，。、；：,.;:（）()《》“”\"将由是对在向据于为和与布告";
        let length = before.iter().position(|c| stops.contains(*c)).unwrap_or(before.len());
        if (3..=5).contains(&length) && before[..length].iter().all(|c| c.is_alphabetic() && *c as u32 > 0x2e80) {
            let city: String = before[..length].iter().rev().collect();
            return format!("{city}{name}");
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::super::sections::{headings, lines};
    use super::*;
    use jiff::civil::date;

    fn head(text: &str) -> Head {
        let lines = lines(text);
        read(&lines, &headings(&lines))
    }

    #[test]
    fn a_title_over_two_lines_names_the_county() {
        let head =
            head("2023年山阳县政府\n信息公开工作年度报告\n\n山阳县人民政府办公室认真工作。\n一、总体情况\n很好。");
        assert_eq!(head.title.as_deref(), Some("2023年山阳县政府信息公开工作年度报告"));
        assert_eq!(head.body.as_deref(), Some("山阳县人民政府"));
        assert_eq!(head.year, Some(2023));
    }

    #[test]
    fn a_title_may_begin_with_the_name_of_its_body() {
        let title = |text: &str| head(&format!("{text}\n一、总体情况\n很好。")).title;
        let (town, about) =
            ("东水市石川镇\n2023年政府信息公开工作年度报告", "某市水务局关于\n2022年政府信息公开工作年度报告");
        assert_eq!(title(town).as_deref(), Some("东水市石川镇2023年政府信息公开工作年度报告"));
        assert_eq!(title(about).as_deref(), Some("某市水务局关于2022年政府信息公开工作年度报告"));
    }

    #[test]
    fn other_reports_at_the_foot_of_the_page_do_not_sign_this_one() {
        let report = |end: &str| {
            let foot = "相关链接\n某市档案局\n某市水务局2018年政府信息公开工作年度报告2019-01-23\n关于开展检查的通知 2022-03-04";
            head(&format!(
                "某市水务局2023年政府信息公开工作年度报告\n一、总体情况\n很好。\n六、其他需要报告的事项\n无。\n{end}\n{foot}"
            ))
        };
        let signed = report("某市水务局\n2024年1月25日");
        assert_eq!((signed.signed_by.as_deref(), signed.signed_on), (Some("某市水务局"), Some(date(2024, 1, 25))));
        assert_eq!(report("").signed_on, None);
    }

    #[test]
    fn a_lead_names_who_reports_where_the_title_does_not() {
        let body = |text: &str| head(&format!("关于2023年政府信息公开工作的报告\n{text}\n一、总体情况\n很好。")).body;
        let lead = "本报告由青州市云溪区人民政府按照《中华人民共和国政府信息公开条例》编制，现予公布。";
        assert_eq!(body(lead).as_deref(), Some("青州市云溪区人民政府"));
        let lead = "为保障公众知情权，云溪县石桥乡人民政府根据《条例》和上级部署，编制2023年度报告。";
        assert_eq!(body(lead).as_deref(), Some("云溪县石桥乡人民政府"));
        assert_eq!(body("根据《条例》和上级部署，编制本报告，由本局按照要求公布。"), None);
    }

    #[test]
    fn a_label_is_not_the_value_of_the_label_before_it() {
        let text = "[索引号] | 015/2024-00001 | [主题分类] | |\n[效力状态] | [文 号] | ||\n[发文日期] | 2024-01-20 |\n\
                    [名 称] | 某市水务局2023年政府信息公开工作年度报告 |\n一、总体情况\n";
        let head = head(text);
        assert_eq!(head.index_no.as_deref(), Some("015/2024-00001"));
        assert_eq!(head.published_on, Some(date(2024, 1, 20)));
        assert_eq!(head.body.as_deref(), Some("某市水务局"));
    }

    #[test]
    fn a_label_whose_blank_a_pdf_lost_begins_a_new_field() {
        let head = head(
            "发布机构：云溪县水务局发布日期：2024-01-21\n云溪县水务局2023年政府信息公开工作年度报告\n一、总体情况\n很好。",
        );
        assert_eq!(head.publisher.as_deref(), Some("云溪县水务局"));
        assert_eq!(head.published_on, Some(date(2024, 1, 21)));
    }

    #[test]
    fn one_line_of_metadata_above_the_text() {
        let head = head(
            "发布时间：2024-01-26 10:32 来源：某局 浏览次数：12\n某市水务局2023年政府信息公开工作年度报告\n一、总体情况\n无。\n六、其他需要报告的事项\n无。\n某市水务局\n2024年1月25日\n打印本页",
        );
        assert_eq!(head.published_on, Some(date(2024, 1, 26)));
        assert_eq!((head.signed_by.as_deref(), head.signed_on), (Some("某市水务局"), Some(date(2024, 1, 25))));
    }
}
