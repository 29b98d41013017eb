//! The region's published reports seen together, and as open data: what was not published never appears, and blank stays blank.

mod town;

use axum::body::Body as HttpBody;
use axum::http::{Request, StatusCode, header};
use jiff::civil::date;
use parquet::file::reader::SerializedFileReader;
use parquet::record::Field;
use report::annual::{Hand, Life, Step};
use report::form::{Edition, form};
use report::report::Report;
use store::annual::{Origin, Version};
use town::{Answer, Town};

const RECEIVED: &str = "applications.new_received.total";

fn hand(day: jiff::civil::Date) -> Hand {
    Hand { by: "clerk".into(), name: "经办人".into(), at: format!("{day}T02:00:00Z").parse().expect("a moment") }
}

/// A body's report on a year with these cells, and what was noticed inside the house.
fn report(body: &str, year: i16, cells: &[(&str, i64)]) -> Report {
    let mut report = Report { year: Some(year), ..Report::blank(Edition::for_year(year)) };
    (report.body, report.file) = (Some(body.to_owned()), Some("C:\\机密\\年报终稿.docx".to_owned()));
    for (path, count) in cells {
        assert!(report.cells.put(path, *count), "{path}");
    }
    report.findings = report::checks::check(&report);
    report
}

/// Takes a report in and, if asked, publishes it.
async fn takes_in(town: &Town, slug: &str, report: Report, publish: bool) {
    let body = town.app.body(slug).expect("a body");
    let year = report.year.expect("a year");
    let mut day = date(year + 1, 1, 15);
    let store = &town.app.store;
    let mut life = store.report_life(&body.id, year).await.expect("a life");
    if life.public().is_some() {
        day = date(year + 1, 2, 20);
        life = steps(town, slug, year, &life, life.reopen(hand(day), "数填错了").expect("it may be corrected")).await;
    }
    let taken = life.take_in(hand(day), "改了新收申请数").expect("it may be taken in");
    let version = Version {
        body: body.id.clone(),
        year,
        version: taken.version,
        origin: Origin::Live,
        report,
        what_changed: String::new(),
        hand: hand(day),
    };
    let mut unit = store.begin().await.expect("a unit");
    assert!(unit.freeze_report(&version).await.expect("frozen"));
    unit.commit().await.expect("kept");
    life = steps(town, slug, year, &life, taken).await;
    if publish {
        let published = life.publish(hand(day)).expect("it may be published");
        steps(town, slug, year, &life, published).await;
    }
}

async fn steps(town: &Town, slug: &str, year: i16, life: &Life, step: Step) -> Life {
    let body = town.app.body(slug).expect("a body");
    let mut unit = town.app.store.begin().await.expect("a unit");
    assert!(unit.report_step(&body.id, year, life, &step).await.expect("recorded"));
    unit.commit().await.expect("kept");
    life.then(step).expect("it may happen")
}

/// Two bureaus over two years; the water bureau's newer report is signed and not published.
async fn two_bureaus() -> Town {
    let town = Town::new().await;
    let granted = "applications.results.granted.total";
    takes_in(&town, "czj", report("云溪县财政局", 2023, &[(RECEIVED, 4), (granted, 3)]), true).await;
    takes_in(&town, "czj", report("云溪县财政局", 2024, &[(RECEIVED, 7), (granted, 5)]), true).await;
    takes_in(&town, "swj", report("县水务局", 2023, &[("remedies.reconsideration.corrected", 1)]), true).await;
    takes_in(&town, "swj", report("县水务局", 2024, &[(RECEIVED, 8888)]), false).await;
    town
}

/// The lines of a CSV file without the mark before them.
fn csv(answer: &Answer) -> Vec<Vec<String>> {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let fields = |line: &str| line.split(',').map(str::to_owned).collect();
    answer.text.trim_start_matches('\u{feff}').lines().map(fields).collect()
}

/// The value of a cell of a body's year in the long rows; `None` where there is no such row.
fn value(rows: &[Vec<String>], body: &str, year: &str, path: &str) -> Option<String> {
    let at = |name: &str| rows[0].iter().position(|head| head == name).expect("a column");
    let (b, y, p, v) = (at("body"), at("year"), at("path"), at("value"));
    rows.iter().find(|row| row[b] == body && row[y] == year && row[p] == path).map(|row| row[v].clone())
}

#[tokio::test]
async fn before_anything_is_published_the_pages_say_what_will_be_here() {
    let town = Town::new().await;
    takes_in(&town, "swj", report("县水务局", 2024, &[(RECEIVED, 8888)]), false).await;
    let mut citizen = town.visitor();
    citizen.get("/reports/").await.shows("还没有公布的年度报告").hides("8888").hides("<svg");
    citizen.get("/reports/2024").await.shows("这一年还没有公布的报告").shows("云溪县水务局").hides("8888");
    citizen.get("/reports/data/").await.shows("现在下载只有列名").shows("共 0 份");
    assert_eq!(csv(&citizen.get("/reports/data/reports.csv").await).len(), 1, "the head alone");
    assert_eq!(citizen.get("/reports/data/reports.json").await.text, "");
    for path in ["/reports/2018", "/reports/9999", "/reports/24", "/reports/x", "/reports/data/reports.exe"] {
        assert_eq!(citizen.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(citizen.get("/reports").await.location, "/reports/");
    assert_eq!(citizen.get("/reports/data").await.location, "/reports/data/");
}

#[tokio::test]
async fn what_was_not_published_appears_nowhere() {
    let town = two_bureaus().await;
    let mut citizen = town.visitor();
    for path in [
        "/reports/",
        "/reports/2024",
        "/reports/2023",
        "/bodies/swj/reports",
        "/reports/data/",
        "/reports/data/reports.csv",
        "/reports/data/reports.json",
    ] {
        let answer = citizen.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        answer.hides("8888").hides("经办人").hides("机密").hides("R101");
    }
    // A signature that was taken back leaves its version in the archive, and nowhere else.
    let life = town.app.store.report_life(&"swj".into(), 2024).await.expect("a life");
    let back = life.withdraw(hand(date(2025, 1, 16)), "数填错了").expect("it is not published");
    steps(&town, "swj", 2024, &life, back).await;
    for path in ["/reports/2024", "/reports/data/reports.csv", "/reports/data/reports.json"] {
        citizen.get(path).await.hides("8888");
    }
    citizen.get("/reports/2024").await.shows("还没有公布的单位（2）").shows("已公布").shows("1 个单位");
    let parquet = citizen.get("/reports/data/reports.parquet").await;
    assert!(parquet.bytes.starts_with(b"PAR1") && parquet.bytes.ends_with(b"PAR1"));
    assert!(!parquet.bytes.windows(4).any(|four| four == b"8888"));
}

#[tokio::test]
async fn a_correction_replaces_what_it_corrects() {
    let town = two_bureaus().await;
    let mut citizen = town.visitor();
    let before = citizen.get("/reports/data/reports.csv").await.headers[header::ETAG].clone();
    citizen.get("/reports/2024").await.shows("7 件").hides("已更正");
    takes_in(&town, "czj", report("云溪县财政局", 2024, &[(RECEIVED, 9)]), true).await;
    citizen.get("/reports/2024").await.shows("9 件").hides("7 件");
    let rows = csv(&citizen.get("/reports/data/reports.csv").await);
    assert_eq!(value(&rows, "云溪县财政局", "2024", RECEIVED).as_deref(), Some("9"));
    let corrected: Vec<_> = rows.iter().filter(|row| row[0] == "云溪县财政局" && row[1] == "2024").collect();
    assert_eq!(corrected.len(), 200, "one edition, each cell once");
    let after = citizen.get("/reports/data/reports.csv").await.headers[header::ETAG].clone();
    assert_ne!(before, after, "what was kept of the old edition must be asked for anew");
}

#[tokio::test]
async fn blank_is_not_zero_on_pages_and_in_data() {
    let town = two_bureaus().await;
    let mut citizen = town.visitor();
    let rows = csv(&citizen.get("/reports/data/reports.csv?year=2023").await);
    assert_eq!(value(&rows, "云溪县水务局", "2023", RECEIVED).as_deref(), Some(""));
    assert_eq!(value(&rows, "云溪县水务局", "2023", "remedies.reconsideration.corrected").as_deref(), Some("1"));
    assert_eq!(value(&rows, "云溪县财政局", "2023", RECEIVED).as_deref(), Some("4"));
    assert_eq!(value(&rows, "云溪县财政局", "2024", RECEIVED), None, "another year was not asked for");
    let page = citizen.get("/reports/2023").await;
    page.shows("有 1 份报告没有填写新收申请总数").shows("未填报").shows("<td class=\"num\">—</td>");
    let json = citizen.get("/reports/data/reports.json?year=2023").await;
    let objects: Vec<serde_json::Value> =
        json.text.lines().map(|line| serde_json::from_str(line).expect("one object a line")).collect();
    assert_eq!(objects.len(), 2);
    let water = objects.iter().find(|object| object["body"] == "云溪县水务局").expect("by its name in the register");
    assert!(water["applications"]["new_received"]["total"].is_null());
    assert!(water["file"].is_null() && water.get("spots").is_none() && water["findings"] == serde_json::json!([]));
}

#[tokio::test]
async fn a_blank_in_parquet_is_null_and_never_an_empty_word() {
    let town = two_bureaus().await;
    let answer = town.visitor().get("/reports/data/reports.parquet?year=2023").await;
    let mut file = tempfile::tempfile().expect("a temporary file");
    std::io::Write::write_all(&mut file, &answer.bytes).expect("written");
    let reader = SerializedFileReader::new(file).expect("a parquet file");
    let rows: Vec<_> = reader.into_iter().map(|row| row.expect("a row").into_columns()).collect();
    assert_eq!(rows.len(), 2 * 200, "each official cell of two reports");
    let of = |row: &[(String, Field)], name: &str| {
        row.iter().find(|(column, _)| column == name).map(|(_, field)| field.clone()).expect("a column")
    };
    let values = |body: &str| -> Vec<Field> {
        let of_cell = |row: &&Vec<(String, Field)>| {
            of(row, "body") == Field::Str(body.into()) && of(row, "path") == Field::Str(RECEIVED.into())
        };
        rows.iter().filter(of_cell).map(|row| of(row, "value")).collect()
    };
    assert_eq!(values("云溪县水务局"), [Field::Null]);
    assert_eq!(values("云溪县财政局"), [Field::Str("4".into())]);
    assert_eq!(rows.iter().filter(|row| of(row, "value") != Field::Null).count(), 3, "as many as were filled in");
    assert_eq!(of(&rows[0], "year"), Field::Int(2023));
}

#[tokio::test]
async fn the_region_is_added_up_compared_and_sorted() {
    let town = two_bureaus().await;
    let mut citizen = town.visitor();
    let years = citizen.get("/reports/").await;
    years.shows("href=\"/reports/2024\"").shows("历年办理结果").shows("<svg").hides("style=").hides("<script>");
    let page = citizen.get("/reports/2023?sort=-received").await;
    page.shows("aria-sort=\"descending\"").shows("href=\"/bodies/czj/reports/2023\"").shows("1（100%）");
    page.shows("各单位新收申请").shows("申请的办理结果").shows("复议和诉讼的结果");
    let place = |answer: &Answer, name: &str| answer.text.find(&format!("/reports/2023\">{name}")).expect("a line");
    assert!(place(&page, "云溪县财政局") < place(&page, "云溪县水务局"), "a blank stands last");
    let page = citizen.get("/reports/2023?sort=received").await;
    assert!(place(&page, "云溪县财政局") < place(&page, "云溪县水务局"), "a blank stands last both ways");
    let page = citizen.get("/reports/2023?sort=-corrected").await;
    assert!(place(&page, "云溪县水务局") < place(&page, "云溪县财政局"));
    citizen.get("/reports/2023?sort=%3Cscript%3E").await.hides("<script>alert").hides("aria-sort=\"descending\"");
    citizen.get("/sitemap.xml").await.shows("/reports/2024</loc>").shows("/reports/data/</loc>");
    citizen.get("/").await.shows("href=\"/reports/\"");
}

#[tokio::test]
async fn the_sum_of_a_region_is_not_added_to_its_parts() {
    let town = two_bureaus().await;
    // The county's report is drawn from a sum that was made before it was signed.
    let county = report("云溪县人民政府", 2023, &[(RECEIVED, 4)]);
    let sum = store::collection::RegionSum {
        body: "yunxi".into(),
        year: 2023,
        seq: 1,
        cells: county.clone(),
        hand: hand(date(2024, 1, 10)),
    };
    let mut unit = town.app.store.begin().await.expect("a unit");
    assert!(unit.freeze_sum(&sum, &[]).await.expect("frozen"));
    unit.commit().await.expect("kept");
    takes_in(&town, "yunxi", county, true).await;
    let page = town.visitor().get("/reports/2023").await;
    page.shows("云溪县人民政府的报告是本地区的汇总，没有重复相加")
        .shows("<dd>4 件</dd>")
        .shows("3 个单位")
        .hides("8 件");
}

#[tokio::test]
async fn a_body_shows_its_years_from_the_second_on() {
    let town = two_bureaus().await;
    let mut citizen = town.visitor();
    let page = citizen.get("/bodies/czj/reports").await;
    page.shows("历年对比").shows("历年收到和办结的申请").shows("href=\"/bodies/czj/reports/2024\"");
    citizen.get("/bodies/swj/reports").await.hides("历年对比").shows("href=\"/reports/\"");
}

#[tokio::test]
async fn the_dictionary_names_every_column_and_every_cell() {
    let town = two_bureaus().await;
    let mut citizen = town.visitor();
    let page = citizen.get("/reports/data/").await;
    let file = citizen.get("/reports/data/dictionary.csv").await;
    for cell in Edition::ALL.into_iter().flat_map(|edition| form(edition).cells()) {
        page.shows(&format!("<code>{}</code>", cell.path));
        file.shows(&format!(",{},", cell.row.key));
    }
    for column in &csv(&citizen.get("/reports/data/reports.csv").await)[0] {
        page.shows(&format!("<code>{column}</code>"));
        file.shows(&format!("文件的列,{column},"));
    }
    page.shows("数据日期").shows("2025年1月15日").shows("使用许可").shows("共 3 份");
    citizen.get("/reports/data/?year=2024").await.shows("共 1 份").shows("reports.csv?year=2024");
}

#[tokio::test]
async fn a_download_that_is_known_already_is_not_sent_again() {
    let town = two_bureaus().await;
    let mut citizen = town.visitor();
    let first = citizen.get("/reports/data/reports.csv").await;
    let tag = first.headers[header::ETAG].clone();
    assert_eq!(first.headers[header::CACHE_CONTROL], "public, max-age=300");
    assert!(first.headers[header::CONTENT_DISPOSITION].to_str().expect("plain").starts_with("attachment;"));
    let request = |path: &str| Request::get(path).header(header::IF_NONE_MATCH, &tag).body(HttpBody::empty());
    let again = citizen.send(request("/reports/data/reports.csv").expect("a request")).await;
    assert_eq!((again.status, again.bytes.len()), (StatusCode::NOT_MODIFIED, 0));
    let other = citizen.send(request("/reports/data/reports.csv?year=2023").expect("a request")).await;
    assert_eq!(other.status, StatusCode::OK);
    assert_eq!(citizen.get("/reports/data/reports.csv?year=23").await.status, StatusCode::NOT_FOUND);
}
