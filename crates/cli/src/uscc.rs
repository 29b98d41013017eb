//! `uscc`: whether unified social credit codes are valid, or why not.

use std::process::ExitCode;

use civic::uscc::Uscc;

use crate::clock::Said;

/// 核对统一社会信用代码（GB 32100-2015），不对的说明原因
#[derive(clap::Args)]
pub struct UsccArgs {
    /// 18位代码，可以一次核对多个
    #[arg(value_name = "CODE", required = true)]
    codes: Vec<String>,
}

/// Checks and prints, one line per code.
pub fn run(args: &UsccArgs) -> ExitCode {
    compute(&args.codes).print()
}

fn compute(codes: &[String]) -> Said {
    let mut wrong = false;
    let lines = codes.iter().map(|code| match Uscc::parse(code) {
        Ok(code) => format!("{code} 有效\n"),
        Err(why) => {
            wrong = true;
            format!("{code} 无效：{why}\n")
        }
    });
    let out = lines.collect();
    Said::answer(out, u8::from(wrong))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_wrong_code_among_right_ones_is_named_and_makes_the_status_one() {
        let said = compute(&["12610800MB2939070N".to_owned(), "12610800MB2939070P".to_owned()]);
        assert_eq!(
            said.out,
            "12610800MB2939070N 有效\n12610800MB2939070P 无效：校验码不符：第18位应为“N”，现在是“P”；请逐位核对\n"
        );
        assert_eq!(said.code, 1);
        assert_eq!(compute(&["12610800MB2939070N".to_owned()]).code, 0);
    }
}
