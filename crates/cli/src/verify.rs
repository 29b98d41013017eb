//! `verify`: every chain recomputed, the first broken entry named.

use crate::config::Config;
use crate::serve;
use std::path::Path;
use std::process::ExitCode;

/// Recomputes every docket and the audit chain. Exit 0: all hold; 1: one is broken.
#[expect(clippy::print_stdout, reason = "the door speaks to people")]
pub fn run(path: &Path) -> anyhow::Result<ExitCode> {
    let config = Config::load(path, crate::variable)?;
    serve::runtime()?.block_on(async {
        let store = serve::open_store(&config).await?;
        let mut sound = true;
        match store.verify_dockets().await? {
            Ok(cases) => println!("办件流水：{cases} 件，哈希链完整"),
            Err(broken) => {
                sound = false;
                println!("办件流水：{broken}，可能被改动");
            }
        }
        match store.verify_audit().await? {
            Ok(lines) => println!("操作日志：{lines} 行，哈希链完整"),
            Err(broken) => {
                sound = false;
                println!("操作日志：第 {} 行与前一行接不上，可能被改动", broken.seq);
            }
        }
        Ok(ExitCode::from(u8::from(!sound)))
    })
}
