//! Numbers named in the running text: what is counted, how many, in which unit, as a part of what.

mod denial;
mod label;
mod list;
mod number;
mod story;

use super::fold::{fold_char, is_silent};
use crate::form::SectionKey;
use crate::report::Count;

/// A paragraph of a part, with the number of its line.
pub(super) struct Paragraph<'a> {
    pub section: SectionKey,
    pub line: u32,
    pub text: &'a str,
}

/// Counts kept of one report; a long one names about 150.
const MOST_COUNTS: usize = 2_000;

#[derive(Clone, Copy)]
struct Char {
    c: char,
    raw: char,
    line: u32,
}

/// Every count of the text in its order. `year` is the report's: what is told of another one is kept apart.
pub(super) fn counts(paragraphs: &[Paragraph<'_>], year: Option<i16>) -> Vec<Count> {
    let mut out = Vec::new();
    let mut from = 0;
    while from < paragraphs.len() {
        let section = paragraphs[from].section;
        let to = paragraphs[from..].iter().position(|p| p.section != section).map_or(paragraphs.len(), |n| from + n);
        let text = running_text(&paragraphs[from..to]);
        for sentences in stories(&text) {
            story::tell(sentences, section, year, &mut out);
            if out.len() >= MOST_COUNTS {
                return out;
            }
        }
        from = to;
    }
    out
}

/// The paragraphs as one run without blanks; a line that was only wrapped goes on, a paragraph ends
/// with a full stop.
fn running_text(paragraphs: &[Paragraph<'_>]) -> Vec<Char> {
    let mut out: Vec<Char> = Vec::new();
    for paragraph in paragraphs {
        let mut short = 0;
        for raw in paragraph.text.chars().filter(|c| !is_silent(*c) && !c.is_whitespace()) {
            out.push(Char { c: fold_char(raw), raw, line: paragraph.line });
            short += 1;
        }
        let ended = out.last().is_none_or(|last| "。;:!?,".contains(last.c));
        if !ended && short < 24 {
            out.push(Char { c: '。', raw: '。', line: paragraph.line });
        }
    }
    out
}

/// Sentences that belong together: `共发布信息100条。其中，……` is one story over two sentences.
fn stories(text: &[Char]) -> Vec<&[Char]> {
    let mut out: Vec<&[Char]> = Vec::new();
    let mut from = 0;
    for i in 0..text.len() {
        let ends = "。!?".contains(text[i].c);
        let of_which = ends && starts_with(&text[i + 1..], "其中");
        if ends && !of_which {
            out.push(&text[from..=i]);
            from = i + 1;
        }
    }
    if from < text.len() {
        out.push(&text[from..]);
    }
    out
}

fn starts_with(text: &[Char], word: &str) -> bool {
    let mut chars = text.iter().map(|c| c.c);
    word.chars().all(|c| chars.next() == Some(c))
}

fn contains(text: &[Char], word: &str) -> bool {
    (0..text.len()).any(|i| starts_with(&text[i..], word))
}

fn word(text: &[Char]) -> String {
    text.iter().map(|c| c.raw).collect()
}

fn ends_with(text: &[Char], word: &str) -> bool {
    let count = word.chars().count();
    text.len() >= count && starts_with(&text[text.len() - count..], word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::List;

    /// `label value unit < total`, with ~ for about and ? for a range.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found = counts(&[Paragraph { section: SectionKey::Overview, line: 1, text }], Some(2023));
        let found: Vec<String> = found
            .iter()
            .map(|count| {
                let value = count.value.map_or("?".to_owned(), |value| value.to_string());
                let about = if count.about { "~" } else { "" };
                let part = count.part_of.as_ref().map_or(String::new(), |total| {
                    format!(" {} {total}", if count.list == Some(List::Closed) { "=" } else { "<" })
                });
                format!("{} {about}{value}{}{part}", count.label, count.unit.as_deref().unwrap_or(""))
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_total_and_its_parts() {
        check(
            "全年通过网站共发布信息100条。其中，工作动态60条，通知公告30条。微信公众号发布20篇。",
            &[
                "通过网站共发布信息 100条",
                "工作动态 60条 < 通过网站共发布信息",
                "通知公告 30条 < 通过网站共发布信息",
                "微信公众号发布 20篇",
            ],
        );
        check(
            "主动公开信息50条：网站30条、微信20条。",
            &["主动公开信息 50条", "网站 30条 = 主动公开信息", "微信 20条 = 主动公开信息"],
        );
    }

    #[test]
    fn lists_are_introduced_and_parted_in_many_ways() {
        check(
            "发布信息共2802条，其中：通过网站公开2069条；通过大厅公开772条。",
            &["发布信息 2802条", "通过网站公开 2069条 < 发布信息", "通过大厅公开 772条 < 发布信息"],
        );
        check(
            "公开信息10件，具体包括微信公众号发布信息4件，公示栏6件。",
            &["公开信息 10件", "微信公众号发布信息 4件 = 公开信息", "公示栏 6件 = 公开信息"],
        );
        check(
            "发布信息1,010条，各渠道情况为：微信10条，微博1,000条。",
            &["发布信息 1010条", "微信 10条 = 发布信息", "微博 1000条 = 发布信息"],
        );
        check(
            "网站公开60条；微信公开30条；公示栏公开9条，总计99条。",
            &["网站公开 60条 = 总计", "微信公开 30条 = 总计", "公示栏公开 9条 = 总计", "总计 99条"],
        );
        // The next account begins behind the semicolon.
        check(
            "公开信息100条，其中网站60条；全年培训3次；收到留言200条。",
            &["公开信息 100条", "网站 60条 < 公开信息", "培训 3次", "收到留言 200条"],
        );
    }

    #[test]
    fn what_is_counted_stands_before_the_brackets() {
        check("全年答复（含上年结转10件）114件。", &["答复（含上年结转 10件", "答复 114件"]);
    }

    #[test]
    fn the_total_is_the_one_that_can_hold_the_parts() {
        check(
            "我局收到申请5件，上年结转0件，已全部办结，其中予以公开3件，不予公开2件。",
            &["收到申请 5件", "上年结转 0件", "予以公开 3件 < 收到申请", "不予公开 2件 < 收到申请"],
        );
        check(
            "收到申请5件，其中自然人3件、企业2件，予以公开4件，部分公开1件。",
            &["收到申请 5件", "自然人 3件 < 收到申请", "企业 2件 < 收到申请", "予以公开 4件", "部分公开 1件"],
        );
    }

    #[test]
    fn properties_overlap_and_are_no_parts() {
        check(
            "涉及服务类事项共计346项。其中，可以网办事项有236项，能实现“最多跑一次”事项有345项。",
            &["涉及服务类事项 346项", "可以网办事项 236项", "能实现“最多跑一次”事项 345项"],
        );
    }

    #[test]
    fn about_is_kept_and_a_range_is_no_number() {
        check(
            "收到贴文1200余条，总浏览量近14万人次，满意率90%以上。",
            &["收到贴文 ~1200条", "总浏览量 ~140000人次", "满意率 ~90%"],
        );
        check("平均办理天数2-3天，回复率100%。", &["平均办理天数 ?天", "回复率 100%"]);
    }

    #[test]
    fn what_is_no_count() {
        check(
            "根据国办公开办函〔2021〕30号和第711号令，2023年1月5日我局召开第3次会议，在20个工作日内答复，电话0912-8130015。",
            &[],
        );
        check("受理“12345”热线，增长5个百分点。", &[]);
    }

    #[test]
    fn nothing_received_is_a_count_of_none() {
        check("2023年，我局未收到政府信息公开申请。", &["收到政府信息公开申请 0件"]);
        check("本年度未收取信息处理费。", &["信息处理费 0元"]);
    }

    #[test]
    fn thousands_and_wide_digits() {
        check("公开信息１，２３４条，点击2.5万次。", &["公开信息 1234条", "点击 25000次"]);
    }
}
