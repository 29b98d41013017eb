//! `backup` and `restore`: everything an installation remembers, in one file that proves itself.
//!
//! The file is a ZIP: a consistent copy of the database, the uploaded files, and a manifest with the SHA-256 of each. The
//! search index is left out, since it can always be rebuilt.

use crate::config::Config;
use crate::serve;
use anyhow::{Context, bail};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// `gongkai backup FILE`.
#[derive(clap::Args)]
pub struct BackupArgs {
    /// 备份写到这个文件；已有的不覆盖
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// 配置文件，默认为当前目录的 gongkai.toml
    #[arg(long, default_value = "gongkai.toml")]
    config: PathBuf,
}

/// `gongkai restore FILE`.
#[derive(clap::Args)]
pub struct RestoreArgs {
    /// 备份文件
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// 配置文件，默认为当前目录的 gongkai.toml；恢复到它所写的数据目录
    #[arg(long, default_value = "gongkai.toml")]
    config: PathBuf,
}

const MANIFEST: &str = "manifest.json";
const DATABASE: &str = "gongkai.db";
const FORMAT: u32 = 1;

#[derive(Debug, Deserialize, Serialize)]
struct Manifest {
    format: u32,
    made_at: String,
    parts: Vec<Part>,
}

#[derive(Debug, Deserialize, Serialize)]
struct Part {
    path: String,
    bytes: u64,
    sha256: String,
}

/// Copies the database while the server goes on serving, packs it with the files, and reads the result back before it says done.
#[expect(clippy::print_stdout, reason = "the door speaks to people")]
pub fn backup(args: &BackupArgs) -> anyhow::Result<ExitCode> {
    let config = Config::load(&args.config, crate::variable)?;
    if args.file.exists() {
        bail!("{} 已经存在，不覆盖；请换一个文件名", args.file.display());
    }
    if !config.database().starts_with("sqlite:") {
        bail!("PostgreSQL 数据库请用 pg_dump 备份，并另外复制数据目录里的 files 文件夹");
    }
    let scratch = config.data_dir.join(format!("backup-{}", std::process::id()));
    std::fs::create_dir_all(&scratch).with_context(|| format!("写不了数据目录 {}", config.data_dir.display()))?;
    let copy = scratch.join(DATABASE);
    let packed = serve::runtime()?
        .block_on(async {
            let store = serve::open_store(&config).await?;
            store.copy_to(&copy.display().to_string()).await?;
            store.close().await;
            anyhow::Ok(())
        })
        .and_then(|()| pack(&copy, &config.data_dir.join("files"), &args.file, web::now::now().to_string()));
    let _ = std::fs::remove_dir_all(&scratch);
    let parts = packed.and_then(|_| proved(&args.file)).inspect_err(|_| drop(std::fs::remove_file(&args.file)))?;
    let bytes: u64 = parts.parts.iter().map(|part| part.bytes).sum();
    println!(
        "已备份到 {}：数据库和 {} 个文件，共 {} 字节，逐项核对无误。",
        args.file.display(),
        parts.parts.len() - 1,
        bytes
    );
    Ok(ExitCode::SUCCESS)
}

/// Checks the whole file first, unpacks it beside the data folder, and only then moves it into place.
#[expect(clippy::print_stdout, reason = "the door speaks to people")]
pub fn restore(args: &RestoreArgs) -> anyhow::Result<ExitCode> {
    let config = Config::load(&args.config, crate::variable)?;
    if !config.database().starts_with("sqlite:") {
        bail!("配置里的数据库是 PostgreSQL，请用它自己的工具恢复");
    }
    let manifest = proved(&args.file)?;
    let database = PathBuf::from(config.database().trim_start_matches("sqlite:"));
    let files = config.data_dir.join("files");
    for there in [&database, &files] {
        if there.exists() {
            bail!("{} 已经存在，不覆盖；请先停止服务，把现有数据移到别处再恢复", there.display());
        }
    }
    let scratch = config.data_dir.join(format!("restore-{}", std::process::id()));
    std::fs::create_dir_all(&scratch).with_context(|| format!("写不了数据目录 {}", config.data_dir.display()))?;
    let placed = unpack(&args.file, &manifest, &scratch).and_then(|()| {
        if scratch.join("files").exists() {
            std::fs::rename(scratch.join("files"), &files)?;
        }
        if let Some(folder) = database.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::rename(scratch.join(DATABASE), &database)?;
        Ok(())
    });
    let _ = std::fs::remove_dir_all(&scratch);
    placed?;
    // Whatever index lies there belongs to other data; the server fills a new one at its start.
    let _ = std::fs::remove_dir_all(config.index_dir());
    println!(
        "已恢复 {} 的备份（{}）。请运行 gongkai verify 核验，再运行 gongkai serve。",
        manifest.made_at,
        args.file.display()
    );
    Ok(ExitCode::SUCCESS)
}

fn pack(database: &Path, files: &Path, out: &Path, made_at: String) -> anyhow::Result<()> {
    let file = File::create_new(out).with_context(|| format!("写不了 {}", out.display()))?;
    let mut zip = ZipWriter::new(BufWriter::new(file));
    let options = SimpleFileOptions::default().large_file(true).compression_method(CompressionMethod::Deflated);
    let mut parts = Vec::new();
    let mut put = |path: String, from: &Path| -> anyhow::Result<()> {
        zip.start_file(path.clone(), options)?;
        let mut reader = BufReader::new(File::open(from)?);
        let (bytes, sha256) = copy_hashed(&mut reader, &mut zip)?;
        parts.push(Part { path, bytes, sha256 });
        Ok(())
    };
    put(DATABASE.to_owned(), database)?;
    for (path, from) in kept_files(files)? {
        put(path, &from)?;
    }
    zip.start_file(MANIFEST, options)?;
    serde_json::to_writer_pretty(&mut zip, &Manifest { format: FORMAT, made_at, parts })?;
    zip.finish()?.into_inner().map_err(|error| error.into_error())?.sync_all()?;
    Ok(())
}

/// The kept files in order, without unfinished ones.
fn kept_files(folder: &Path) -> anyhow::Result<Vec<(String, PathBuf)>> {
    let mut found = Vec::new();
    if !folder.exists() {
        return Ok(found);
    }
    for shelf in std::fs::read_dir(folder)?.flatten().filter(|entry| entry.path().is_dir()) {
        for entry in std::fs::read_dir(shelf.path())?.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if !name.ends_with(".part") {
                found.push((format!("files/{}/{name}", shelf.file_name().to_string_lossy()), entry.path()));
            }
        }
    }
    found.sort();
    Ok(found)
}

fn copy_hashed(from: &mut impl Read, to: &mut impl Write) -> std::io::Result<(u64, String)> {
    let (mut hash, mut bytes, mut buffer) = (Sha256::new(), 0_u64, vec![0; 64 * 1024]);
    loop {
        let read = from.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        hash.update(&buffer[..read]);
        to.write_all(&buffer[..read])?;
        bytes += read as u64;
    }
    Ok((bytes, hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()))
}

fn opened(file: &Path) -> anyhow::Result<ZipArchive<BufReader<File>>> {
    let reader = File::open(file).with_context(|| format!("读不到备份文件 {}", file.display()))?;
    ZipArchive::new(BufReader::new(reader)).with_context(|| format!("{} 不是完整的备份文件", file.display()))
}

/// Reads every part of a backup against its manifest.
fn proved(file: &Path) -> anyhow::Result<Manifest> {
    let mut zip = opened(file)?;
    let mut text = String::new();
    zip.by_name(MANIFEST)
        .with_context(|| format!("{} 里没有清单，不是本程序的备份", file.display()))?
        .take(256 * 1024 * 1024)
        .read_to_string(&mut text)?;
    let manifest: Manifest = serde_json::from_str(&text).context("备份清单已损坏")?;
    if manifest.format > FORMAT {
        bail!("备份由更新的版本制作，请换用新版程序恢复");
    }
    if manifest.parts.first().is_none_or(|part| part.path != DATABASE) {
        bail!("备份里没有数据库，不能恢复");
    }
    for part in &manifest.parts {
        if !is_inside(&part.path) {
            bail!("备份清单里的路径“{}”不合法，拒绝恢复", part.path);
        }
        let found = zip.by_name(&part.path).with_context(|| format!("备份缺少 {}", part.path))?;
        // One byte more than promised is enough to know that it is another file.
        let (bytes, sha256) = copy_hashed(&mut found.take(part.bytes + 1), &mut std::io::sink())
            .with_context(|| format!("备份中的 {} 已损坏", part.path))?;
        if bytes != part.bytes || sha256 != part.sha256 {
            bail!("备份中的 {} 已损坏，拒绝恢复；请改用其他备份", part.path);
        }
    }
    Ok(manifest)
}

/// Only the database and files below `files/` may be written; nothing climbs out of the folder.
fn is_inside(path: &str) -> bool {
    let plain = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    plain && (path == DATABASE || path.starts_with("files/"))
}

fn unpack(file: &Path, manifest: &Manifest, into: &Path) -> anyhow::Result<()> {
    let mut zip = opened(file)?;
    for part in &manifest.parts {
        let to = into.join(&part.path);
        if let Some(folder) = to.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let mut out = File::create_new(&to)?;
        copy_hashed(&mut zip.by_name(&part.path)?.take(part.bytes), &mut out)?;
        out.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(folder: &Path) -> PathBuf {
        std::fs::create_dir_all(folder.join("files/ab")).expect("a folder");
        std::fs::write(folder.join("db"), "数据库".repeat(1000)).expect("written");
        std::fs::write(folder.join("files/ab/cd"), "附件").expect("written");
        std::fs::write(folder.join("files/ab/ef.1-0.part"), "没写完").expect("written");
        let out = folder.join("backup.zip");
        pack(&folder.join("db"), &folder.join("files"), &out, "2026-03-05T00:00:00Z".to_owned()).expect("packed");
        out
    }

    #[test]
    fn what_was_packed_comes_back_and_unfinished_files_do_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = sample(folder.path());
        let manifest = proved(&file).expect("a sound backup");
        let into = folder.path().join("into");
        unpack(&file, &manifest, &into).expect("unpacked");
        assert_eq!(std::fs::read_to_string(into.join("files/ab/cd")).expect("there"), "附件");
        assert_eq!(std::fs::metadata(into.join(DATABASE)).expect("there").len(), 9000);
        assert_eq!(manifest.parts.len(), 2);
    }

    #[test]
    fn a_damaged_backup_is_refused_wherever_the_damage_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = sample(folder.path());
        let whole = std::fs::read(&file).expect("there");
        for at in (0..whole.len()).step_by(7) {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x10;
            std::fs::write(&file, &damaged).expect("written");
            // A flip in a field that nothing rests on (a time, a permission bit) leaves the content whole.
            if let Ok(manifest) = proved(&file) {
                let into = folder.path().join(format!("into-{at}"));
                unpack(&file, &manifest, &into).expect("what is proved unpacks");
                assert_eq!(std::fs::read_to_string(into.join("files/ab/cd")).expect("there"), "附件");
            }
        }
        std::fs::write(&file, &whole[..whole.len() / 2]).expect("cut");
        assert!(proved(&file).is_err());
    }

    #[test]
    fn no_path_climbs_out_of_the_folder() {
        for (path, inside) in [
            ("gongkai.db", true),
            ("files/ab/cd", true),
            ("files/../../x", false),
            ("/etc/passwd", false),
            ("other", false),
        ] {
            assert_eq!(is_inside(path), inside, "{path}");
        }
    }
}
