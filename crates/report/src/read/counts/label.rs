//! The words that say what a number counts.

use super::{Char, ends_with, word};
use crate::report::Count;

/// The words that say what is counted: those before the number, or behind it if there are none. `year` is the
/// report's; another year stays in the words.
pub(super) fn label(before: &[Char], behind: &[Char], year: Option<i16>) -> String {
    let front = trim_front(&word(before), year);
    let front = trim_back(&front);
    let letters = front.chars().filter(|c| c.is_alphanumeric()).count();
    let back: String = word(behind).chars().take_while(|c| c.is_alphabetic() || matches!(c, '“' | '”' | '"')).collect();
    let back = back.strip_suffix('中').unwrap_or(&back);
    if letters >= 2 {
        // `推送信息97篇` and `开展活动3场`: a bare verb needs its object.
        let bare_verb =
            letters <= 2 && ["发布", "公开", "收到", "办理", "组织", "开展", "举办", "召开"].contains(&front.as_str());
        return if bare_verb && !back.is_empty() { format!("{front}{back}") } else { front };
    }
    let back = back.trim_start_matches(['的', '是']).trim_end_matches(['和', '与', '及']).to_owned();
    if back.chars().count() >= 2 {
        return back;
    }
    // 其中1月120条: the month is all that is said.
    let when: String = word(before).trim_start_matches("其中").chars().filter(|c| c.is_alphanumeric()).collect();
    if front.is_empty() && when.ends_with(['年', '月', '日']) { when } else { front }
}

/// What a number counts whose clause does not say it: `，合计100条` sums up, `答复（含结转2件）84件` says it before the
/// brackets.
pub(super) fn label_elsewhere(text: &[Char], from: usize, year: Option<i16>) -> String {
    let before = &text[..from];
    if let Some(sum) = ["合计", "共计", "总计"].iter().find(|sum| ends_with(before, sum)) {
        return (*sum).to_owned();
    }
    let Some(open) = before.iter().rposition(|c| c.c == '(').filter(|_| ends_with(before, ")")) else {
        return String::new();
    };
    let start = before[..open].iter().rposition(|c| ",;:。、".contains(c.c)).map_or(0, |at| at + 1);
    label(&before[start..open], &[], year)
}

/// Names for numbers that stand side by side: `网站、微信分别发布信息600条、400条`. Without as many names as numbers
/// all keep the words of the first.
pub(super) fn respective(bare: &[usize], words: &str, out: &mut [Count]) {
    let Some((names, what)) = words.split_once("分别").filter(|_| bare.len() > 1) else { return };
    let names: Vec<&str> = names.split(['、', '和', '与', '及']).filter(|name| !name.is_empty()).collect();
    if names.len() != bare.len() {
        return;
    }
    let what = trim_back(what.trim_start_matches(['为', '是']));
    for (place, name) in bare.iter().zip(names) {
        out[*place].label = format!("{}{what}", trim_front(name, None));
    }
}

fn trim_front(text: &str, year: Option<i16>) -> String {
    let mut text = text.trim_start_matches(|c: char| !c.is_alphanumeric() && !"“《\"".contains(c));
    loop {
        let before = text;
        for numeral in ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"] {
            for close in ["）", ")", "、", "."] {
                text = text.strip_prefix(&format!("{numeral}{close}")).unwrap_or(text);
            }
        }
        for word in [
            "我局",
            "我办",
            "我委",
            "我院",
            "我厅",
            "我县",
            "我市",
            "我区",
            "我镇",
            "我乡",
            "我街道",
            "本机关",
            "本单位",
            "本局",
            "其中",
            "主要包括",
            "主要有",
            "具体包括",
            "具体为",
            "具体是",
            "分别为",
            "分别是",
            "包括",
            "包含",
            "含",
            "同时",
            "另外",
            "此外",
            "以及",
            "并且",
            "全年",
            "本年度",
            "本年",
            "截至目前",
            "目前",
            "和",
            "及",
            "并",
            "对",
            "共有",
            "共",
        ] {
            let rest = text.strip_prefix(word).filter(|rest| word != "共" || !rest.starts_with('计'));
            text = rest.unwrap_or(text);
        }
        // 共计公布: what was published is said behind; 共计 alone sums up.
        for word in ["共计", "合计", "总计"] {
            text = text.strip_prefix(word).filter(|rest| rest.chars().count() >= 2).unwrap_or(text);
        }
        // 一是, 2023年, 12月
        for (numerals, marks) in
            [("一二三四五六七八九十", "是"), ("0123456789", "年"), ("0123456789", "月"), ("0123456789", "日")]
        {
            let rest = text.trim_start_matches(|c| numerals.contains(c));
            let of_year = marks != "年" || year.is_none_or(|year| text.starts_with(&year.to_string()));
            if rest.len() < text.len() && rest.starts_with(marks) && of_year {
                text = rest.strip_prefix(marks).unwrap_or(rest).trim_start_matches('度');
            }
        }
        text = text.trim_start_matches(['，', ',', '：', ':', '（', '(', '）', ')', '。', '、']);
        if text == before {
            return text.chars().take(40).collect();
        }
    }
}

fn trim_back(text: &str) -> String {
    let mut text = text;
    loop {
        let before = text;
        for word in [
            "累计达到",
            "累计",
            "共计",
            "合计",
            "总计",
            "总数",
            "达到",
            "已达",
            "突破",
            "超过",
            "大约",
            "将近",
            "分别为",
            "更新",
            "共",
            "达",
            "为",
            "有",
            "是",
            "近",
            "约",
            "逾",
            "超",
            "各",
            "了",
            "至",
            "得到",
            "的",
            "中",
        ] {
            text = text.strip_suffix(word).unwrap_or(text);
        }
        if text == before {
            return text.to_owned();
        }
    }
}
