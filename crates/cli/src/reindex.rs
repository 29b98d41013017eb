//! `reindex`: the search index rebuilt from the archive.

use crate::config::Config;
use crate::serve;
use std::path::Path;
use std::process::ExitCode;

/// Clears the index and fills it again. While a server holds the index it is asked to do the work itself, which it begins
/// within a second.
#[expect(clippy::print_stdout, reason = "the door speaks to people")]
pub fn run(path: &Path) -> anyhow::Result<ExitCode> {
    let config = Config::load(path, crate::variable)?;
    serve::runtime()?.block_on(async {
        let app = serve::open(&config, false).await?;
        // The first write takes the lock, so this tells whether a server is at work.
        let is_served = match app.index.clear() {
            Ok(()) => false,
            Err(search::Error::Busy) => true,
            Err(other) => return Err(other.into()),
        };
        let mut unit = app.store.begin().await?;
        let pages = unit.queue_whole_index().await?;
        unit.commit().await?;
        if is_served {
            println!("服务正在运行，已请它重建检索索引：{pages} 条信息，稍后即可检索。");
        } else {
            // The clearing becomes durable with the first pages, so that there is never an empty index between.
            web::find::catch_up(&app).await?;
            if pages == 0 {
                app.index.commit()?;
            }
            println!("检索索引已重建：{pages} 条信息。");
        }
        Ok(ExitCode::SUCCESS)
    })
}
