//! `fee`: the information processing fee by items or by pages.

use std::fmt::Write as _;
use std::process::ExitCode;

use law::fee::{Fee, by_items, by_pages};

use crate::clock::Said;

/// 计算信息处理费（按件或者按量，每件申请只适用一种）
#[derive(clap::Args)]
#[command(group = clap::ArgGroup::new("tariff").required(true).multiple(false))]
pub struct FeeArgs {
    /// 按件：同一申请人在一个自然月内申请的件数
    #[arg(long, value_name = "N", group = "tariff", allow_hyphen_values = true)]
    items: Option<String>,
    /// 按量：一件申请所提供信息的页数，A4及以下单面为一页
    #[arg(long, value_name = "N", group = "tariff", allow_hyphen_values = true)]
    pages: Option<String>,
    /// 输出 JSON，供其他程序使用
    #[arg(long)]
    json: bool,
}

/// Computes and prints.
pub fn run(args: &FeeArgs) -> ExitCode {
    let tariff = match (&args.items, &args.pages) {
        (Some(items), _) => Tariff::Items(items),
        (None, Some(pages)) => Tariff::Pages(pages),
        (None, None) => return Said::bad_input("请用 --items 或者 --pages 指明件数或者页数").print(),
    };
    compute(&tariff, args.json).print()
}

/// Which tariff, with the number as typed.
enum Tariff<'a> {
    Items(&'a str),
    Pages(&'a str),
}

fn compute(tariff: &Tariff<'_>, as_json: bool) -> Said {
    let (fee, unit, heading) = match tariff {
        Tariff::Items(typed) => match typed.trim().parse::<u16>() {
            Ok(count) => (by_items(count), "件", format!("按件计收：当月{count}件")),
            Err(_) => return bad_number(typed, u16::MAX.into()),
        },
        Tariff::Pages(typed) => match typed.trim().parse::<u32>() {
            Ok(pages) => (by_pages(pages), "页", format!("按量计收：{pages}页")),
            Err(_) => return bad_number(typed, u32::MAX),
        },
    };
    if as_json {
        return match serde_json::to_string(&fee) {
            Ok(line) => Said::answer(line + "\n", 0),
            Err(error) => Said::bad_input(error),
        };
    }
    Said::answer(table(&fee, unit, &heading), 0)
}

fn bad_number(typed: &str, most: u32) -> Said {
    Said::bad_input(format_args!("“{typed}”应当是0至{most}之间的整数"))
}

fn table(fee: &Fee, unit: &str, heading: &str) -> String {
    let mut text = format!("{heading}，应收信息处理费{}{}\n", fee.amount, fee.unit);
    for slice in &fee.slices {
        let band = match slice.to {
            Some(to) => format!("第{}至{to}{unit}", slice.from),
            None => format!("第{}{unit}以上", slice.from),
        };
        let _ = writeln!(text, "  {band}：{}{unit} × {}元 = {}元", slice.count, slice.rate, slice.amount);
    }
    text.push_str("依据：《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_json_has_the_slices_of_the_contract() {
        let said = compute(&Tariff::Items("31"), true);
        assert!(said.out.starts_with(
            r#"{"amount":"2200.00","unit":"元","slices":[{"from":1,"to":10,"rate":"0.00","count":10,"amount":"0.00"},"#
        ));
        assert_eq!((said.code, said.err.as_str()), (0, ""));
    }

    #[test]
    fn the_table_adds_up_before_the_clerks_eyes() {
        let text = compute(&Tariff::Pages("250"), false).out;
        assert_eq!(
            text,
            "按量计收：250页，应收信息处理费4700.00元\n  \
             第1至30页：30页 × 0.00元 = 0.00元\n  \
             第31至100页：70页 × 10.00元 = 700.00元\n  \
             第101至200页：100页 × 20.00元 = 2000.00元\n  \
             第201页以上：50页 × 40.00元 = 2000.00元\n\
             依据：《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）\n"
        );
    }

    #[test]
    fn what_is_no_count_is_bad_input() {
        for typed in ["-1", "", "十", "1.5", "70000"] {
            let said = compute(&Tariff::Items(typed), true);
            assert_eq!((said.code, said.out.as_str()), (2, ""), "{typed}");
        }
        assert_eq!(compute(&Tariff::Items("0"), true).out, "{\"amount\":\"0.00\",\"unit\":\"元\",\"slices\":[]}\n");
    }
}
