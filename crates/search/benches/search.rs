//! How fast pages are found: 100 000 made-up notices of about 280 characters each.
//!
//! `cargo bench -p search` prints one table. The baseline, in the same run on the same texts, is
//! the honest simple way: go through every text with `str::contains` and count.
#![allow(clippy::print_stdout, reason = "the table is what a bench is for")]

use std::collections::HashSet;
use std::time::{Duration, Instant};

use search::{Index, Order, Page, Query};

const PAGES: usize = 100_000;
const CHARACTERS: usize = 280;
const BATCH: usize = 1_000;

/// Words of public notices; the first are drawn far more often than the last.
const WORDS: &str = "关于 印发 通知 政府 信息 公开 工作 管理 办法 行政 许可 申请 处罚 决定 公告 征收 土地 \
    年度 报告 部门 预算 规划 十四五 乡镇 人民 办公室 贯彻 执行 实施 方案 意见 落实 安全 生产 检查 督查 \
    环境 保护 水利 供水 工程 建设 项目 招标 采购 医疗 保险 教育 学校 招生 就业 社保 养老 救助 扶贫 乡村 \
    振兴 农业 林业 畜牧 粮食 补贴 资金 审计 统计 税收 市场 监管 食品 药品 复议 诉讼 答复 补正 期限 延长 \
    第三方 征求 机关 单位 负责人 联系 电话 地址 附件 名单 公示 结果 考试 录用 任免 会议 纪要 解读 政策 \
    问答 交通 公路 运输 车辆 消防 应急 地震 气象 疫情 防控 卫生 文化 旅游 体育 档案 保密 审查 目录 指南 \
    废止 修订 草案 听证 评估 验收 移民 安置 拆迁 补偿 标准 价格 收费 减免 登记 注销 不动产 宅基地 承包";

/// SplitMix64: the same texts in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % sides as u64) as usize
    }

    /// The lower, the likelier.
    fn skewed(&mut self, sides: usize) -> usize {
        let a = self.roll(sides);
        a.min(self.roll(sides))
    }
}

fn made(n: usize, dice: &mut Dice, words: &[&str]) -> Page {
    let mut body = String::with_capacity(CHARACTERS * 3);
    let mut length = 0;
    while length < CHARACTERS {
        let piece = match dice.roll(24) {
            0 => "，".to_owned(),
            1 => "。".to_owned(),
            2 => format!("{}", dice.roll(10_000)),
            // names and places, which no list of words knows
            3..=5 => (0..2 + dice.roll(2)).filter_map(|_| char::from_u32(0x4e00 + dice.roll(3_000) as u32)).collect(),
            _ => words[dice.skewed(words.len())].to_owned(),
        };
        length += piece.chars().count();
        body.push_str(&piece);
    }
    let title = (0..6).map(|_| words[dice.skewed(words.len())]).collect::<String>();
    let year = 2008 + dice.roll(18);
    Page {
        id: format!("page-{n}"),
        title,
        body,
        doc_no: format!("青政发〔{year}〕{n}号"),
        column: format!("column-{}", dice.roll(12)),
        theme: format!("theme-{}", dice.roll(22)),
        body_slug: format!("body-{}", dice.roll(60)),
        published_on: format!("{year}-{:02}-{:02}", 1 + dice.roll(12), 1 + dice.roll(28)),
        ..Page::default()
    }
}

/// Pieces of 2 to 6 characters out of the texts, so that every one of them has to be found.
fn pieces(pages: &[Page], dice: &mut Dice, how_many: usize) -> Vec<(String, usize)> {
    let mut pieces = Vec::new();
    while pieces.len() < how_many {
        let from = dice.roll(pages.len());
        let chars: Vec<char> = pages[from].body.chars().collect();
        let start = dice.roll(chars.len() - 6);
        let piece: String = chars[start..start + 2 + dice.roll(5)].iter().collect();
        if piece.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)) {
            pieces.push((piece, from));
        }
    }
    pieces
}

fn report(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize].as_secs_f64() * 1e3;
    println!("{what:<58} p50 {:>8.3} ms   p99 {:>8.3} ms", at(0.5), at(0.99));
}

fn timed<T>(times: &mut Vec<Duration>, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = work();
    times.push(start.elapsed());
    done
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let mut dice = Dice(20_190_515);
    let pages: Vec<Page> = (0..PAGES).map(|n| made(n, &mut dice, &words)).collect();
    let bytes: usize = pages.iter().map(|page| page.title.len() + page.body.len()).sum();
    println!("{PAGES} pages, {:.1} MB of text", bytes as f64 / 1e6);

    let dir = tempfile::tempdir()?;
    let index = Index::open(dir.path())?;
    let start = Instant::now();
    for batch in pages.chunks(BATCH) {
        index.put(batch)?;
    }
    index.commit()?;
    let build = start.elapsed();
    let mut size = 0;
    for entry in std::fs::read_dir(dir.path())? {
        size += entry?.metadata()?.len();
    }
    println!("built in {:.2} s, {:.1} MB on disk", build.as_secs_f64(), size as f64 / 1e6);
    drop(index);
    let start = Instant::now();
    let index = Index::open(dir.path())?;
    println!("opened with all checksums in {:.0} ms", start.elapsed().as_secs_f64() * 1e3);

    let pieces = pieces(&pages, &mut dice, 1_000);
    let query = |text: &str| Query { text: text.to_owned(), ..Query::default() };
    for (text, _) in &pieces[..50] {
        index.find(&query(text))?;
    }

    let mut times = Vec::new();
    let mut counts = Vec::new();
    for (text, _) in &pieces {
        counts.push(timed(&mut times, || index.find(&query(text)))?.total);
    }
    report("phrase of 2-6 characters: count, top 20, 4 facets", times);

    let mut times = Vec::new();
    let (mut fewer, mut more) = (0, 0);
    for ((text, _), &count) in pieces.iter().zip(&counts).take(60) {
        let scanned =
            timed(&mut times, || pages.iter().filter(|p| p.title.contains(text) || p.body.contains(text)).count());
        fewer += usize::from(count < scanned);
        more += usize::from(count > scanned);
    }
    report("baseline: scan of all texts with str::contains, count", times);
    // traditional characters count for the index, and not for the baseline
    println!("index counts fewer than the baseline: {fewer} of 60, more: {more} of 60");

    let mut missed = 0;
    for (text, from) in pieces.iter().take(200) {
        let title_or_body = |page: &Page| page.title.contains(text) || page.body.contains(text);
        let hits = index.find(&Query { per_page: 200, ..query(text) })?;
        let found: HashSet<&str> = hits.hits.iter().map(|hit| hit.id.as_str()).collect();
        let own = &pages[*from];
        missed += usize::from(hits.total <= 200 && title_or_body(own) && !found.contains(own.id.as_str()));
    }
    println!("pieces whose own page was not found: {missed} of 200");

    let mut times = Vec::new();
    for pair in pieces.chunks(2) {
        let text = format!("{} {}", pair[0].0, pair[1].0);
        timed(&mut times, || index.find(&query(&text)))?;
    }
    report("two words (often none: then with a suggestion)", times);

    let mut times = Vec::new();
    for pair in words.chunks(2).cycle().take(300) {
        timed(&mut times, || index.find(&query(&pair.join(" "))))?;
    }
    report("two frequent words", times);

    let mut times = Vec::new();
    for (n, word) in words.iter().cycle().take(300).enumerate() {
        let narrowed = Query { year: Some(2008 + (n % 18) as u16), order: Order::Newest, ..query(word) };
        timed(&mut times, || index.find(&narrowed))?;
    }
    report("frequent word, one year, newest first, facets of others", times);

    let mut times = Vec::new();
    for word in words.iter().cycle().take(100) {
        timed(&mut times, || index.find(&query(&word[..3])))?;
    }
    report("one single character", times);

    let mut times = Vec::new();
    for n in 0..300 {
        let number = &pages[n * 331].doc_no.replace('〔', "[").replace('〕', "]");
        let hits = timed(&mut times, || index.find(&query(number)))?;
        assert_eq!(hits.hits[0].id, pages[n * 331].id);
    }
    report("document number in other brackets", times);

    let mut times = Vec::new();
    for _ in 0..100 {
        timed(&mut times, || index.find(&query("")))?;
    }
    report("nothing typed: all pages, newest first", times);

    let mut times = Vec::new();
    for (n, page) in pages.iter().take(20).enumerate() {
        let changed = Page { title: format!("第{n}次更正"), ..page.clone() };
        timed(&mut times, || index.put(&[changed]).and_then(|()| index.commit()))?;
    }
    report("one page changed and committed", times);
    Ok(())
}
