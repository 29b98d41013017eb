//! `clock`: one case as JSON in, its dates and their reasons out.

use std::fmt::Write as _;
use std::io::Read as _;
use std::path::PathBuf;
use std::process::ExitCode;

use jiff::civil::{Date, Weekday};
use law::calendar::Calendar;
use law::clock::{Act, Policy, Timeline, timeline};
use serde::Deserialize;

/// 计算一件申请的法定期限，说明每个日期的依据
#[derive(clap::Args)]
pub struct ClockArgs {
    /// 办件经过（JSON 文件），“-”或省略表示从标准输入读取
    #[arg(value_name = "FILE", default_value = "-")]
    file: PathBuf,
    /// 输出 JSON，供其他程序使用
    #[arg(long)]
    json: bool,
}

/// What a tool says and how it ends: 0 computed, 1 the law or the check says no, 2 bad input.
#[derive(Debug, PartialEq, Eq)]
pub struct Said {
    /// For standard output.
    pub out: String,
    /// For standard error.
    pub err: String,
    /// The exit status.
    pub code: u8,
}

impl Said {
    /// An answer on standard output.
    pub fn answer(out: String, code: u8) -> Self {
        Said { out, err: String::new(), code }
    }

    /// A complaint about the input.
    pub fn bad_input(why: impl std::fmt::Display) -> Self {
        Said { out: String::new(), err: format!("错误：{why}。\n"), code: 2 }
    }

    /// Prints both streams and gives the exit status. A reader that went away is no error of ours.
    pub fn print(self) -> ExitCode {
        use std::io::Write as _;
        let printed = std::io::stdout().write_all(self.out.as_bytes());
        let warned = std::io::stderr().write_all(self.err.as_bytes());
        match printed.and(warned) {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => ExitCode::from(2),
            _ => ExitCode::from(self.code),
        }
    }
}

/// Reads the case, computes and prints.
pub fn run(args: &ClockArgs, today: Date) -> ExitCode {
    let mut bytes = Vec::new();
    let (name, read) = if args.file.as_os_str() == "-" {
        ("标准输入".to_owned(), std::io::stdin().lock().read_to_end(&mut bytes).map(drop))
    } else {
        (args.file.display().to_string(), std::fs::read(&args.file).map(|read| bytes = read))
    };
    let said = match read {
        Ok(()) => compute(&name, &bytes, today, args.json),
        Err(error) => Said::bad_input(format_args!("读不出 {name}：{error}")),
    };
    said.print()
}

/// The most acts a case may hold; more is a mistake in the file.
const MOST_ACTS: usize = 1_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    today: Option<Date>,
    #[serde(default)]
    policy: Policy,
    acts: Vec<Act>,
}

/// The whole tool without its edges: input and the door's date in, both streams and the exit status out.
fn compute(name: &str, bytes: &[u8], today: Date, json: bool) -> Said {
    let Ok(text) = str::from_utf8(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)) else {
        return Said::bad_input(format_args!("{name} 不是 UTF-8 编码的文本，请另存为 UTF-8 后再试"));
    };
    let case: Case = match serde_json::from_str(text) {
        Ok(case) => case,
        Err(error) => return Said::bad_input(format_args!("{name}{}", complaint(text, &error))),
    };
    if case.acts.len() > MOST_ACTS {
        return Said::bad_input(format_args!("{name} 有{}个事项，一件申请最多{MOST_ACTS}个，请核对", case.acts.len()));
    }
    let today = case.today.unwrap_or(today);
    let answer = timeline(&case.acts, today, Calendar::builtin(), &case.policy);
    let code = u8::from(!answer.refusals.is_empty());
    let out = if json {
        match serde_json::to_string(&answer) {
            Ok(line) => line + "\n",
            Err(error) => return Said::bad_input(error),
        }
    } else {
        table(&answer, today, case.policy != Policy::default())
    };
    Said::answer(out, code)
}

/// Where the JSON is wrong and how, in Chinese; the act concerned is named, as its own line is not known.
fn complaint(text: &str, error: &serde_json::Error) -> String {
    let place = format!("第{}行第{}列", error.line(), error.column());
    let acts = serde_json::from_str::<serde_json::Value>(text).ok();
    let acts = acts.as_ref().and_then(|case| case.get("acts")).and_then(|acts| acts.as_array());
    let wrong = acts.and_then(|acts| acts.iter().position(|act| Act::deserialize(act).is_err()));
    let act = wrong.map_or_else(String::new, |index| format!("（第{}个事项 acts[{index}]）", index + 1));
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    format!(" {place}{act}：{}", in_chinese(message, error))
}

fn in_chinese(message: &str, error: &serde_json::Error) -> String {
    let quoted = |from: &str| message.strip_prefix(from).map(|rest| rest.split('`').nth(1).unwrap_or(rest).to_owned());
    let expected = message.split_once("expected ").map_or("", |(_, rest)| rest);
    let choices: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
    let choices = if choices.is_empty() { String::new() } else { format!("，可以是 {}", choices.join("、")) };
    if let Some(field) = quoted("unknown field ") {
        format!("没有“{field}”这个字段{choices}")
    } else if let Some(value) = quoted("unknown variant ") {
        format!("没有“{value}”这个取值{choices}")
    } else if let Some(field) = quoted("missing field ") {
        format!("缺少字段“{field}”")
    } else if let Some(field) = quoted("duplicate field ") {
        format!("字段“{field}”重复")
    } else if error.is_eof() {
        "内容不完整，JSON 没有结束".to_owned()
    } else if error.is_syntax() {
        format!("不是正确的 JSON（{message}）")
    } else if message.contains("is not valid: parameter") {
        "没有这一天，请核对年、月、日".to_owned()
    } else if message.contains("failed to parse") {
        "日期的写法不对，请写作 2025-01-20".to_owned()
    } else {
        format!("取值不对（{message}）")
    }
}

/// The table a clerk puts in the file.
fn table(answer: &Timeline, today: Date, own_policy: bool) -> String {
    let mut text = String::from("政府信息公开申请期限计算表\n\n");
    let date = |date: Option<Date>, none: &str| date.map_or_else(|| none.to_owned(), in_words);
    let no_due = if answer.closed_on.is_some() { "无" } else { "未起算" };
    let mut rows = vec![
        ("计算日期", in_words(today)),
        ("收到申请之日", date(answer.received_on, "未登记")),
        ("答复期限最后一日", date(answer.due, no_due)),
        ("当前状态", answer.state.label().to_owned() + if answer.overdue { "，已逾期" } else { "" }),
    ];
    if let (Some(used), Some(left)) = (answer.working_days_used, answer.working_days_left) {
        let left = if left < 0 { format!("逾期{}个工作日", -left) } else { format!("剩余{left}个工作日") };
        rows.push(("工作日", format!("已用{used}个工作日，{left}")));
    }
    if answer.provisional {
        rows.push(("提示", "所涉年度的放假安排尚未公布，日期为暂定，公布后请重新计算".to_owned()));
    }
    if own_policy {
        rows.push(("计算口径", "按文件中的 policy 设置，与默认口径不同".to_owned()));
    }
    for (label, value) in rows {
        let _ = writeln!(text, "{}{value}", padded(label, 20));
    }
    if !answer.steps.is_empty() {
        let _ = writeln!(text, "\n计算经过\n{}{}事项（依据）", padded("日期", 14), padded("此后的答复期限", 18));
        for step in &answer.steps {
            let due = step.due_after.map_or_else(|| "—".to_owned(), |due| due.to_string());
            let on = padded(&step.on.to_string(), 14);
            let _ = writeln!(text, "{on}{}{}（{}）", padded(&due, 18), step.why, step.basis);
        }
    }
    if !answer.side_limits.is_empty() {
        text.push_str("\n其他期限\n");
        for limit in &answer.side_limits {
            let due = limit.due.map_or_else(|| "未起算".to_owned(), |due| due.to_string());
            let met = match limit.met {
                Some(true) => "按期",
                Some(false) => "逾期",
                None => "",
            };
            let _ = writeln!(text, "{}{}{met}", padded(limit.what.label(), 26), padded(&due, 14));
        }
    }
    if !answer.next.is_empty() {
        let next: Vec<&str> = answer.next.iter().map(|act| act.label()).collect();
        let _ = writeln!(text, "\n下一步可以办理\n{}", next.join("、"));
    }
    if !answer.refusals.is_empty() {
        text.push_str("\n不符合规定的事项（未计入以上结果）\n");
        for refused in &answer.refusals {
            let _ = writeln!(text, "第{}项：{}（{}）", refused.act_index + 1, refused.refusal, refused.refusal.basis());
        }
    }
    // A blank column at the end of a line is nobody's.
    text.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

/// Text filled with blanks to a width in which a Chinese character takes two places.
fn padded(text: &str, width: usize) -> String {
    let taken: usize = text.chars().map(|c| if c < '\u{1100}' { 1 } else { 2 }).sum();
    format!("{text}{}", " ".repeat(width.saturating_sub(taken)))
}

/// 2025年2月21日（星期五）.
pub fn in_words(date: Date) -> String {
    let weekday = match date.weekday() {
        Weekday::Monday => "一",
        Weekday::Tuesday => "二",
        Weekday::Wednesday => "三",
        Weekday::Thursday => "四",
        Weekday::Friday => "五",
        Weekday::Saturday => "六",
        Weekday::Sunday => "日",
    };
    format!("{}年{}月{}日（星期{weekday}）", date.year(), date.month(), date.day())
}

#[cfg(test)]
mod tests {
    use super::*;
    use insta::assert_snapshot;
    use jiff::civil::date;

    fn say(input: &str, json: bool) -> Said {
        compute("办件.json", input.as_bytes(), date(2025, 2, 10), json)
    }

    #[test]
    fn a_case_without_a_date_is_computed_for_the_doors_today() {
        let received = r#"{"act":"received","on":"2025-01-20","channel":"in_person"}"#;
        let said = say(&format!(r#"{{"acts":[{received}]}}"#), true);
        let answer: serde_json::Value = serde_json::from_str(&said.out).unwrap();
        assert_eq!((said.code, &answer["due"], &answer["working_days_used"]), (0, &"2025-02-21".into(), &11.into()));
        let said = say(&format!(r#"{{"today":"2025-02-24","policy":{{}},"acts":[{received}]}}"#), true);
        let answer: serde_json::Value = serde_json::from_str(&said.out).unwrap();
        assert_eq!((said.code, &answer["overdue"], &answer["working_days_left"]), (0, &true.into(), &(-1).into()));
    }

    #[test]
    fn the_table_can_be_put_in_the_file() {
        let said = say(
            r#"{"acts":[{"act":"received","on":"2025-01-20","channel":"in_person"},
               {"act":"third_party_consulted","on":"2025-01-22","delivered_on":"2025-01-23"},
               {"act":"third_party_replied","on":"2025-02-07"},
               {"act":"extended","on":"2025-02-10","working_days":30,"approved_by_head":true}]}"#,
            false,
        );
        assert_eq!((said.code, said.err.as_str()), (1, ""));
        assert_snapshot!(said.out, @r#"
        政府信息公开申请期限计算表

        计算日期            2025年2月10日（星期一）
        收到申请之日        2025年1月20日（星期一）
        答复期限最后一日    2025年3月4日（星期二）
        当前状态            办理中
        工作日              已用4个工作日，剩余16个工作日

        计算经过
        日期          此后的答复期限    事项（依据）
        2025-01-20    2025-02-21        收到申请（当面提交）（条例第三十一条第一项）
        2025-01-22    2025-03-17        向第三方征求意见，第三方最迟2025年2月19日提出，期间不计入答复期限（条例第三十二条）
        2025-02-07    2025-03-04        收到第三方意见，征求意见的7个工作日不计入答复期限（条例第三十三条第三款）

        其他期限
        告知补正                  2025-02-05
        第三方提出意见            2025-02-19    按期

        下一步可以办理
        征求第三方意见、征求共同制作机关意见、延长答复期限、告知收费、答复、登记撤回申请

        不符合规定的事项（未计入以上结果）
        第4项：延长30个工作日不符合规定，应当为1至20个工作日；请修改延长的天数（条例第三十三条第二款）
        "#);
    }

    #[test]
    fn bad_input_is_named_by_its_place_and_in_words() {
        let check = |input: &str, expected: &str| {
            let said = say(input, true);
            assert_eq!((said.code, said.out.as_str()), (2, ""), "{input}");
            assert!(said.err.contains(expected), "{} should say {expected}", said.err);
        };
        check("", "第1行第0列：内容不完整");
        check(r#"{"acts":[}"#, "第1行第10列：不是正确的 JSON");
        check("{\n \"actz\":[]}", "第2行第7列：没有“actz”这个字段，可以是 today、policy、acts");
        check("{}", "缺少字段“acts”");
        check(r#"{"acts":[{"act":"recieved"}]}"#, "（第1个事项 acts[0]）：没有“recieved”这个取值，可以是 received、");
        check(
            r#"{"acts":[{"act":"received","on":"2025-01-20","channel":"online","confirmed":"2025-01-20"}]}"#,
            "没有“confirmed”这个字段",
        );
        check(r#"{"acts":[{"act":"withdrawn","on":"2025-02-30"}]}"#, "（第1个事项 acts[0]）：没有这一天");
        check(r#"{"today":"tomorrow","acts":[]}"#, "日期的写法不对");
        let many = format!(r#"{{"acts":[{}]}}"#, vec![r#"{"act":"withdrawn","on":"2025-02-03"}"#; 1_001].join(","));
        check(&many, "有1001个事项");
        assert_eq!(compute("x", b"\xFF\xFE{", date(2025, 2, 10), true).code, 2);
    }

    #[test]
    fn a_byte_order_mark_is_forgiven() {
        let said =
            say("\u{FEFF}{\"acts\":[{\"act\":\"received\",\"on\":\"2025-01-20\",\"channel\":\"in_person\"}]}", true);
        assert_eq!(said.code, 0);
    }

    #[test]
    fn no_act_at_all_is_unlawful_not_bad_input() {
        let said = say(r#"{"acts":[]}"#, false);
        assert_eq!(said.code, 1);
        assert!(said.out.contains("还没有登记收到申请"));
    }
}
