//! `doctor`: what is configured, what is missing, what to do.

use crate::config::Config;
use crate::serve;
use civic::Role;
use std::path::Path;
use std::process::ExitCode;

/// How one thing stands.
enum Mark {
    Good,
    Advice,
    Bad,
}

/// Goes through the installation and prints one line for each thing, with the way out where it is not well.
#[expect(clippy::print_stdout, reason = "the door speaks to people")]
pub fn run(path: &Path) -> anyhow::Result<ExitCode> {
    let config = Config::load(path, crate::variable)?;
    let findings = serve::runtime()?.block_on(examine(&config));
    let mut bad = false;
    for (mark, text) in findings {
        let sign = match mark {
            Mark::Good => "正常",
            Mark::Advice => "建议",
            Mark::Bad => {
                bad = true;
                "故障"
            }
        };
        println!("{sign}  {text}");
    }
    Ok(ExitCode::from(u8::from(bad)))
}

async fn examine(config: &Config) -> Vec<(Mark, String)> {
    let mut found = Vec::new();
    let store = match serve::open_store(config).await {
        Ok(store) => store,
        Err(error) => {
            found.push((Mark::Bad, format!("数据库：{error:#}")));
            return found;
        }
    };
    match store.check_pages().await {
        Ok(()) => found.push((Mark::Good, format!("数据库 {} 可用，结构完好", config.database_shown()))),
        Err(error) => found.push((Mark::Bad, format!("数据库有损坏（{error}），请停止服务并从备份恢复"))),
    }
    match store.verify_audit().await {
        Ok(Ok(lines)) => found.push((Mark::Good, format!("操作日志 {lines} 行，哈希链完整"))),
        Ok(Err(broken)) => {
            found.push((Mark::Bad, format!("操作日志在第 {} 行断裂，可能被改动，请保全现场并查明原因", broken.seq)))
        }
        Err(error) => found.push((Mark::Bad, format!("操作日志读不出来：{error}"))),
    }
    match store.tree().await {
        Ok(tree) if tree.all().is_empty() => found.push((Mark::Bad, "还没有单位，请运行 gongkai init".to_owned())),
        Ok(tree) => {
            found.push((Mark::Good, format!("单位 {} 个", tree.all().len())));
            for body in tree.all() {
                let missing = body.contact.missing();
                if !missing.is_empty() {
                    found.push((
                        Mark::Advice,
                        format!(
                            "{}的公开指南缺少：{}（条例第十二条），请管理员在“单位”中补齐",
                            body.name,
                            missing.join("、")
                        ),
                    ));
                }
            }
            for (role, why) in [
                (Role::Admin, "无人能管理人员"),
                (Role::OfficeHead, "无人能签发答复"),
                (Role::Reviewer, "无人能审核信息"),
            ] {
                let held = async { store.begin().await?.holders(role, None).await };
                if matches!(held.await, Ok(0)) {
                    found.push((Mark::Advice, format!("没有设“{}”，{why}", role.label())));
                }
            }
        }
        Err(error) => found.push((Mark::Bad, format!("单位读不出来：{error}"))),
    }
    let probe = config.data_dir.join(".doctor");
    match std::fs::write(&probe, b"ok").and_then(|()| std::fs::remove_file(&probe)) {
        Ok(()) => found.push((Mark::Good, format!("数据目录 {} 可写", config.data_dir.display()))),
        Err(error) => found.push((Mark::Bad, format!("数据目录 {} 写不了：{error}", config.data_dir.display()))),
    }
    for place in config.fonts.iter().filter(|place| !place.exists()) {
        found.push((Mark::Bad, format!("配置项 fonts 里的 {} 不存在，请改正或删去", place.display())));
    }
    match crate::fonts::open(&config.fonts) {
        Ok(fonts) => {
            found.push((Mark::Good, format!("可以生成 PDF：正文用 {}，标题用 {}", fonts.body(), fonts.title())))
        }
        Err(fault) => found.push((Mark::Advice, fault.to_string())),
    }
    let year = web::now::date(web::now::now()).year();
    let calendar = law::calendar::Calendar::builtin();
    for year in [year, year + 1] {
        if calendar.knows(year) {
            found.push((Mark::Good, format!("{year} 年放假安排已有，期限为确定日期")));
        } else {
            found.push((
                Mark::Advice,
                format!("{year} 年放假安排尚未收入，跨入该年的期限标为“暂定”；国务院办公厅通知发布后请更新程序"),
            ));
        }
    }
    if config.base_url.starts_with("http://") && !config.base_url.contains("127.0.0.1") {
        found.push((
            Mark::Advice,
            "base_url 不是 https://，登录凭据会在网络上明文传送，请在反向代理上启用加密".to_owned(),
        ));
    }
    if config.base_url.starts_with("https://") && config.trusted_proxies.is_empty() {
        found.push((
            Mark::Advice,
            "trusted_proxies 为空：经反向代理来的访问者会被当作同一个地址，共用一份次数限制；请写上代理的地址"
                .to_owned(),
        ));
    }
    found
}
