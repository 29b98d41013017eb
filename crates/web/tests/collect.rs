//! The authority collects: files come in and are mended beside the document, reports are sent back and mended, the region is added
//! up, and the government's own report takes its tables from the sum.

mod town;

use axum::http::StatusCode;
use civic::{Appointment, Role};
use report::annual::{Act, Hand, Life, Stage, Step};
use report::form::Edition;
use report::report::Report;
use store::annual::{Origin, Version};
use store::people::Person;
use town::{Client, PASSWORD, Town};

/// The last whole year: it has ended, whenever the tests run.
fn year() -> i16 {
    web::now::date(web::now::now()).year() - 1
}

/// The water bureau's report as it would come in a mail: one total is wrong, one row has lost its columns.
fn paper() -> String {
    let year = year();
    format!(
        "云溪县水务局{year}年政府信息公开工作年度报告\n一、总体情况\n全年通过网站公开信息12条。\n\
         二、主动公开政府信息情况\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t0\t0\t0\n行政规范性文件\t5\n\
         四、政府信息公开行政复议、行政诉讼情况\n\
         行政复议\t\t\t\t\t行政诉讼\n结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t结果维持\t结果纠正\t其他结果\t尚未审结\t总计\n\
         1\t0\t0\t0\t1\t0\t0\t0\t0\t0\t0\t0\t0\t0\t0\n\
         五、存在的主要问题及改进情况\n存在公开不够及时的问题，下一步改进。\n六、其他需要报告的事项\n无。\n"
    )
}

async fn hand_in(client: &mut Client, body: &str, text: &str) -> String {
    let pairs = [("body", body), ("year", &year().to_string())];
    let answer = client.upload("/desk/collect/hand-in", &pairs, "file", "年报.txt", text.as_bytes()).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.location
}

/// A form as the page shows it, with some of its fields typed over.
async fn typed(client: &mut Client, path: &str, over: &[(&str, &str)]) -> Vec<(String, String)> {
    let page = client.get(path).await;
    let mut pairs = Vec::new();
    for part in page.text.split("<input ").skip(1) {
        let tag = part.split('>').next().unwrap_or_default();
        let attribute = |name: &str| tag.split(&format!("{name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
        if let Some(name) = attribute("name").filter(|name| *name == "seen" || name.contains('.')) {
            pairs.push((name.to_owned(), attribute("value").unwrap_or_default().to_owned()));
        }
    }
    for (name, value) in over {
        let field = pairs.iter_mut().find(|(key, _)| key == name).unwrap_or_else(|| panic!("the form has no {name}"));
        field.1 = (*value).to_owned();
    }
    pairs
}

async fn save(client: &mut Client, path: &str, over: &[(&str, &str)]) -> town::Answer {
    let pairs = typed(client, path, over).await;
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    client.post(path, &pairs).await
}

const IN_FORCE: &str = "proactive.normative_docs.in_force";

#[tokio::test]
async fn a_file_is_read_mended_beside_the_document_and_taken_in_once() {
    let town = Town::new().await;
    let mut supervisor = town.someone(Role::Supervisor).await;
    let list = format!("/desk/collect?year={}", year());
    supervisor.get(&list).await.shows("云溪县水务局").shows("报送").hides("云溪县人民政府</a>");
    let path = hand_in(&mut supervisor, "swj", &paper()).await;
    // Handing in the same file again leads to the same page.
    assert_eq!(hand_in(&mut supervisor, "swj", &paper()).await, path);
    supervisor.get(&list).await.shows("等待收录的文件").shows("年报.txt");

    let page = supervisor.get(&path).await;
    page.shows("R116").shows("行政规范性文件").shows("class=\"original\"").shows("href=\"#l");
    let answer = save(&mut supervisor, &path, &[(IN_FORCE, "5"), ("proactive.normative_docs.made", "一")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer.shows("请填整数").shows("value=\"一\"").shows(&format!("name=\"{IN_FORCE}\" value=\"5\""));
    let answer = save(&mut supervisor, &path, &[(IN_FORCE, "5")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    supervisor.get(&path).await.hides("R116").shows(&format!("name=\"{IN_FORCE}\" value=\"5\"")).shows("is-mended");

    let settle = format!("{path}/settle");
    let answer = supervisor.post(&settle, &[("act", "put-aside"), ("words", "")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer.shows("请写明为什么搁置");
    let answer = supervisor.post(&settle, &[("act", "take-in"), ("seen", "1"), ("words", "")]).await;
    assert_eq!(answer.location, format!("/desk/collect/swj/{}", year()), "{}", answer.text);
    let again = supervisor.post(&settle, &[("act", "take-in"), ("seen", "0"), ("words", "")]).await;
    again.shows("已经处理完毕");
    let late = save(&mut supervisor, &path, &[(IN_FORCE, "6")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);

    let standing = town.app.store.standing_report(&"swj".into(), year()).await.expect("an answer").expect("a report");
    assert_eq!(standing.version, 1);
    assert_eq!(standing.report.cells.at(IN_FORCE), Some(5));
    assert_eq!(standing.report.cells.at("remedies.reconsideration.upheld"), Some(1));
    assert_eq!(standing.report.cells.at("applications.new_received.total"), None, "blank, not 0");
    let download = supervisor.get(&format!("{path}/original")).await;
    assert_eq!(download.bytes, paper().as_bytes());
    assert!(download.headers["content-disposition"].to_str().expect("a header").starts_with("attachment"));
}

#[tokio::test]
async fn two_people_who_mend_the_same_cell_are_told_of_each_other() {
    let town = Town::new().await;
    let mut supervisor = town.someone(Role::Supervisor).await;
    let path = hand_in(&mut supervisor, "swj", &paper()).await;
    let earlier = typed(&mut supervisor, &path, &[(IN_FORCE, "7")]).await;
    assert_eq!(
        save(&mut supervisor, &path, &[(IN_FORCE, "5"), ("proactive.rules.made", "2")]).await.status,
        StatusCode::SEE_OTHER
    );
    let pairs: Vec<(&str, &str)> = earlier.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let answer = supervisor.post(&path, &pairs).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    answer.shows("刚才有人把这一格改成了“5”").shows("value=\"7\"");
    // Cells that the earlier page did not touch are not taken back.
    let mendings = town.app.store.mendings(path.rsplit('/').next().unwrap_or_default()).await.expect("a history");
    assert_eq!(mendings.len(), 2);
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_kept_and_its_figures_are_typed() {
    let town = Town::new().await;
    let mut supervisor = town.someone(Role::Supervisor).await;
    let pairs = [("body", "swj"), ("year", &year().to_string())];
    let broken = b"%PDF-1.4\nnothing of a file";
    let answer = supervisor.upload("/desk/collect/hand-in", &pairs, "file", "扫描件.pdf", broken).await;
    let path = answer.location;
    supervisor.get(&path).await.shows("R190").shows("原件无法在这里显示");
    let settle = format!("{path}/settle");
    supervisor.post(&settle, &[("act", "take-in"), ("seen", "0"), ("words", "")]).await.shows("请先对照原件填写表格");
    assert_eq!(save(&mut supervisor, &path, &[(IN_FORCE, "5")]).await.status, StatusCode::SEE_OTHER);
    let answer = supervisor.post(&settle, &[("act", "take-in"), ("seen", "1"), ("words", "")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let missing = supervisor.post("/desk/collect/hand-in", &[("body", "swj"), ("year", "")]).await;
    missing.shows("请选择报告文件").shows("请选择这份报告是哪一年度的");
}

#[tokio::test]
async fn a_report_is_remarked_sent_back_and_published_by_the_authority() {
    let town = Town::new().await;
    let mut supervisor = town.someone(Role::Supervisor).await;
    let page = format!("/desk/collect/swj/{}", year());
    supervisor.get(&page).await.shows("还没有收到这份报告");
    let path = hand_in(&mut supervisor, "swj", &paper()).await;
    supervisor.get(&page).await.hides("还没有收到这份报告");
    let none = supervisor.post(&page, &[("act", "send-back"), ("steps", "0"), ("words", "请补表三")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", none.text);
    supervisor.post(&format!("{path}/settle"), &[("act", "take-in"), ("seen", "0"), ("words", "")]).await;

    let answer = supervisor.post(&page, &[("act", "remark"), ("about", "R115"), ("words", "缺少第三部分表格")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    supervisor
        .post(&page, &[("act", "remark"), ("about", "no.such"), ("words", "x")])
        .await
        .shows("请选择意见针对的位置");
    let shown = supervisor.get(&page).await;
    shown.shows("缺少第三部分表格").shows("待处理").shows("退回修改").shows("公布");
    let answer = supervisor.post(&page, &[("act", "turn"), ("no", "1"), ("turn", "insist"), ("words", "")]).await;
    answer.shows("请写明还需要怎样处理");
    supervisor.post(&page, &[("act", "turn"), ("no", "1"), ("turn", "settle"), ("words", "")]).await;
    supervisor.get(&page).await.shows("已解决");
    let answer = supervisor.post(&page, &[("act", "send-back"), ("steps", "1"), ("words", "")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        supervisor.post(&page, &[("act", "send-back"), ("steps", "1"), ("words", "请补表三")]).await.status,
        StatusCode::SEE_OTHER
    );
    let life = town.app.store.report_life(&"swj".into(), year()).await.expect("a life");
    assert_eq!(life.stage(), Stage::Returned);

    // Whoever looks at an older page acts on nothing that they have not seen.
    let stale = supervisor.post(&page, &[("act", "send-back"), ("steps", "1"), ("words", "请补表三")]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    stale.shows("打开这一页以后报告又有变动");

    // The mended file comes in as the second version and is published for the body.
    let mended = paper().replace("行政规范性文件\t5", "行政规范性文件\t1\t0\t5");
    let path = hand_in(&mut supervisor, "swj", &mended).await;
    supervisor.post(&format!("{path}/settle"), &[("act", "take-in"), ("seen", "0"), ("words", "")]).await;
    assert_eq!(
        supervisor.post(&page, &[("act", "publish"), ("steps", "3"), ("words", "")]).await.status,
        StatusCode::SEE_OTHER
    );
    let public = town.visitor().get(&format!("/bodies/swj/reports/{}", year())).await;
    assert_eq!(public.status, StatusCode::OK);
    public.shows("行政规范性文件");
}

#[tokio::test]
async fn the_region_adds_up_and_every_number_opens_to_its_parts() {
    let town = Town::new().await;
    let mut supervisor = town.someone(Role::Supervisor).await;
    for (body, upheld) in [("swj", "1"), ("czj", "4")] {
        let text = paper().replace("1\t0\t0\t0\t1\t", &format!("{upheld}\t0\t0\t0\t{upheld}\t"));
        let text = text.replace("水务局", if body == "czj" { "财政局" } else { "水务局" });
        let path = hand_in(&mut supervisor, body, &text).await;
        supervisor.post(&format!("{path}/settle"), &[("act", "take-in"), ("seen", "0"), ("words", "")]).await;
    }
    let sum = format!("/desk/collect/sum?year={}", year());
    let page = supervisor.get(&sum).await;
    page.shows("remedies.reconsideration.upheld\">5</a>").shows("采用这份汇总");
    let cell = format!("/desk/collect/sum/cell?year={}&path=remedies.reconsideration.upheld", year());
    supervisor.get(&cell).await.shows("云溪县财政局").shows("云溪县水务局").shows(">4<").shows(">1<");
    for (file, magic) in [("sum.xlsx", &b"PK"[..]), ("sum.docx", b"PK"), ("sum.json", b"{")] {
        let file = supervisor.get(&format!("/desk/collect/sum/{file}?year={}", year())).await;
        assert!(file.bytes.starts_with(magic), "{}", file.status);
    }
    // The government's own report takes its tables from the sum once that is adopted.
    let own = format!("/desk/report/yunxi/{}", year());
    supervisor.get(&own).await.shows("不含下级单位").hides("含下级单位。<");
    assert_eq!(
        supervisor.post("/desk/collect/sum", &[("year", &year().to_string())]).await.status,
        StatusCode::SEE_OTHER
    );
    supervisor.get(&own).await.shows("本地区汇总").shows("含下级单位").shows(">5</a>");
    supervisor.get(&sum).await.shows("已采用的汇总");
    // The same sum is not kept twice.
    supervisor.post("/desk/collect/sum", &[("year", &year().to_string())]).await;
    let newest = town.app.store.newest_sum(&"yunxi".into(), year()).await.expect("an answer").expect("a sum");
    assert_eq!(newest.seq, 1);
}

#[tokio::test]
async fn a_file_never_takes_the_place_of_what_a_body_signed_itself_nor_of_the_governments_own_report() {
    let town = Town::new().await;
    let mut supervisor = town.someone(Role::Supervisor).await;
    let hand = Hand { by: "office_head".into(), name: "负责人".into(), at: web::now::now() };
    let life = Life::default();
    let step = Step { act: Act::Sign, version: 1, hand: hand.clone(), words: String::new() };
    let version = Version {
        body: "swj".into(),
        year: year(),
        version: 1,
        origin: Origin::Live,
        report: Report::blank(Edition::E2021),
        what_changed: String::new(),
        hand,
    };
    let mut unit = town.app.store.begin().await.expect("a unit");
    assert!(unit.report_step(&"swj".into(), year(), &life, &step).await.expect("an answer"));
    assert!(unit.freeze_report(&version).await.expect("an answer"));
    unit.commit().await.expect("kept");
    let take_in = [("act", "take-in"), ("seen", "0"), ("words", "")];
    let path = hand_in(&mut supervisor, "swj", &paper()).await;
    let answer = supervisor.post(&format!("{path}/settle"), &take_in).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer.shows("在线签发过这一年度的报告");
    let page = format!("/desk/collect/swj/{}", year());
    let publish = supervisor.post(&page, &[("act", "publish"), ("steps", "1"), ("words", "")]).await;
    assert_eq!(publish.status, StatusCode::FORBIDDEN, "its own office publishes it");
    let path = hand_in(&mut supervisor, "yunxi", &paper()).await;
    let answer = supervisor.post(&format!("{path}/settle"), &take_in).await;
    answer.shows("本级政府的报告在线编制");
}

#[tokio::test]
async fn nobody_else_sees_what_was_handed_in() {
    let town = Town::new().await;
    let mut supervisor = town.someone(Role::Supervisor).await;
    let waters = hand_in(&mut supervisor, "swj", &paper()).await;
    // A clerk hands in for the own body and takes nothing in.
    let mut clerk = town.clerk().await;
    let own = hand_in(&mut clerk, "czj", &paper().replace("水务局", "财政局")).await;
    clerk.get(&own).await.shows("云溪县财政局").hides("value=\"take-in\"");
    assert_eq!(
        clerk.post(&format!("{own}/settle"), &[("act", "take-in"), ("seen", "0"), ("words", "")]).await.status,
        StatusCode::FORBIDDEN
    );
    let body = format!("/desk/collect/swj/{}", year());
    for (path, shut) in [
        (waters.clone(), StatusCode::NOT_FOUND),
        (format!("{waters}/original"), StatusCode::NOT_FOUND),
        (body, StatusCode::FORBIDDEN),
    ] {
        assert_eq!(clerk.get(&path).await.status, shut, "{path}");
        assert!(town.visitor().get(&path).await.location.starts_with("/sign-in"), "{path}");
    }
    assert_eq!(clerk.post(&waters, &[("seen", "0")]).await.status, StatusCode::NOT_FOUND);
    let pairs = [("body", "swj"), ("year", &year().to_string())];
    let foreign = clerk.upload("/desk/collect/hand-in", &pairs, "file", "年报.txt", paper().as_bytes()).await;
    assert_eq!(foreign.status, StatusCode::UNPROCESSABLE_ENTITY, "another body is not on the list");
    // A supervisor of another place sees nothing of this one.
    let person = Person {
        id: "far".into(),
        login: "far".into(),
        name: "邻县主管".into(),
        password: web::password::hash(PASSWORD),
        must_change: false,
        failures: 0,
        locked_until: None,
        active: true,
        appointments: vec![Appointment { body: "czj".into(), role: Role::Supervisor }],
    };
    let mut unit = town.app.store.begin().await.expect("a unit");
    unit.put_person(&person, web::now::now()).await.expect("recorded");
    unit.commit().await.expect("kept");
    let mut far = town.visitor();
    far.post("/sign-in", &[("login", "far"), ("password", PASSWORD), ("back", "/desk/")]).await;
    assert_eq!(far.get(&waters).await.status, StatusCode::NOT_FOUND);
    far.get("/desk/collect").await.hides("水务局");
    assert_eq!(far.get("/desk/collect/files/nothing").await.status, StatusCode::NOT_FOUND);
}
