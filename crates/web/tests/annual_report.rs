//! A yearly report from its first figure to its correction: written, signed, published, read by a citizen; and everyone who
//! tries to do what is not theirs.

mod town;

use axum::http::{StatusCode, header};
use civic::Role;
use paper::kind::FileKind;
use report::annual::Stage;
use report::form::Edition;
use report::tally::entered_cells;
use town::work::{a_year_of_work, application, year};
use town::{Answer, Client, Town};

fn desk() -> String {
    format!("/desk/report/czj/{}", year())
}

fn public() -> String {
    format!("/bodies/czj/reports/{}", year())
}

/// Enters every figure of the form as 0.
async fn enters_figures(clerk: &mut Client) {
    let mut pairs = Vec::new();
    for cell in entered_cells(Edition::for_year(year())) {
        pairs.push((format!("value-{}", cell.path), "0".to_owned()));
        pairs.push((format!("source-{}", cell.path), "业务台账".to_owned()));
        if cell.path.ends_with("amount") {
            pairs.push((format!("unit-{}", cell.path), "万元".to_owned()));
        }
    }
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let saved = clerk.post(&format!("{}/figures", desk()), &pairs).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
}

/// The field of the editor as a browser would send it back.
fn typed(page: &Answer) -> String {
    let (_, rest) = page.text.split_once("<textarea id=\"f-text\"").expect("an editor");
    let text = rest.split_once('>').expect("a field").1.split("</textarea>").next().expect("its end");
    text.trim_start_matches('\n').to_owned()
}

/// Opens a part, changes its text and saves it.
async fn writes(clerk: &mut Client, part: &str, change: impl Fn(&str) -> String) -> Answer {
    let path = format!("{}/text/{part}", desk());
    let page = clerk.get(&path).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    let (text, seq, shown) = (change(&typed(&page)), page.value("seq"), page.value("shown"));
    clerk.post(&path, &[("text", &text), ("shown", &shown), ("seq", &seq)]).await
}

/// Everything the form asks for.
async fn draws_up(town: &Town) -> Client {
    let mut clerk = town.clerk().await;
    enters_figures(&mut clerk).await;
    writes(&mut clerk, "overview", str::to_owned).await;
    writes(&mut clerk, "other", str::to_owned).await;
    let problems = "存在的主要问题：个别答复说理不够充分。\n改进情况：按季度抽查答复书。";
    let saved = writes(&mut clerk, "problems", |_| problems.to_owned()).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    clerk
}

/// Signs what the page shows.
async fn signs(head: &mut Client, more: &[(&str, &str)]) -> Answer {
    let path = format!("{}/sign", desk());
    let page = head.get(&path).await;
    let (steps, content) = (page.value("steps"), page.value("content"));
    let pairs: Vec<(&str, &str)> =
        [("steps", steps.as_str()), ("content", &content)].into_iter().chain(more.iter().copied()).collect();
    head.post(&path, &pairs).await
}

async fn does(client: &mut Client, act: &str, reason: &str) -> Answer {
    let path = format!("{}/act/{act}", desk());
    let steps = client.get(&path).await.value("steps");
    client.post(&path, &[("steps", &steps), ("reason", reason)]).await
}

async fn stage(town: &Town) -> Stage {
    town.app.store.report_life(&"czj".into(), year()).await.expect("a life").stage()
}

#[tokio::test]
async fn a_report_is_drawn_up_signed_published_and_read() {
    let town = a_year_of_work().await;
    let mut clerk = town.clerk().await;
    clerk.get(&desk()).await.shows("编制中").shows("还有 3 部分待写").shows("报告还在编制，不能公布");
    let draft = clerk.get(&format!("{}/text/overview", desk())).await;
    draft.shows("下面是按台账起草的初稿，还没有保存").shows("{{新收申请：3}}").shows("可以引用的数");
    draw_nothing_for_others(&town).await;
    let mut clerk = draws_up(&town).await;
    clerk.get(&desk()).await.shows("全年新收政府信息公开申请3件").shows("已写齐").shows("已填齐");
    clerk.get(&format!("{}/preview", desk())).await.shows("全年新收政府信息公开申请3件").hides("{{");

    let mut head = town.office_head().await;
    let page = head.get(&format!("{}/sign", desk())).await;
    page.shows("签发并报送").hides("仍有错误");
    let (steps, content) = (page.value("steps"), page.value("content"));
    let pairs = [("steps", steps.as_str()), ("content", &content)];
    let signed = head.post(&format!("{}/sign", desk()), &pairs).await;
    assert_eq!(signed.location, format!("{}?done=sign", desk()), "{}", signed.text);
    // A double click makes one version, and looks like the first.
    let again = head.post(&format!("{}/sign", desk()), &pairs).await;
    assert_eq!(again.location, format!("{}?done=sign", desk()), "{}", again.text);
    assert_eq!(town.app.store.report_versions(&"czj".into(), year()).await.expect("versions").len(), 1);
    assert_eq!(stage(&town).await, Stage::Signed);

    // Signed is not published.
    assert_eq!(town.visitor().get(&public()).await.status, StatusCode::NOT_FOUND);
    clerk.get("/desk/").await.shows("年报待公布");
    let published = does(&mut clerk, "publish", "").await;
    assert_eq!(published.location, format!("{}?done=publish", desk()), "{}", published.text);
    let mut citizen = town.visitor();
    let page = citizen.get(&public()).await;
    page.shows("云溪县财政局").shows("全年新收政府信息公开申请3件").shows("发布机构").shows("report.docx");
    let pdf = citizen.get(&format!("{}/report.pdf", public())).await;
    assert_eq!(pdf.headers["content-type"], "application/pdf");
    pdf.shows("%PDF 云溪县财政局");
    page.hides("经办人").hides("R152").hides("王");
    citizen.get("/bodies/czj/reports").await.shows(&format!("云溪县财政局{}年政府信息公开工作年度报告", year()));
    citizen.get("/bodies/czj/").await.shows("1 条");
    citizen.get("/bodies/czj/content").await.shows("政府信息公开年报（1）");
    citizen.get("/sitemap.xml").await.shows(&public());
    citizen.get("/search?q=个别答复说理").await.shows(&public()).shows("<mark>");
    town.someone(Role::Admin).await.get("/desk/audit").await.shows("签发年报").shows("公布年报").shows("编写年报文字");
}

/// Before anything is signed the public finds nothing, under no address.
async fn draw_nothing_for_others(town: &Town) {
    let mut visitor = town.visitor();
    for rest in [
        "",
        "/v/1",
        "/v/0",
        "/report.docx",
        "/report.json",
        "/v/1/report.csv",
        "/cell?path=applications.new_received.total",
    ] {
        assert_eq!(visitor.get(&format!("{}{rest}", public())).await.status, StatusCode::NOT_FOUND, "{rest}");
    }
    visitor.get("/bodies/czj/reports").await.shows("年度报告公布后会列在这里");
}

#[tokio::test]
async fn a_citizen_opens_a_number_and_finds_counts_and_nobody() {
    let town = a_year_of_work().await;
    let mut clerk = draws_up(&town).await;
    signs(&mut town.office_head().await, &[]).await;
    does(&mut clerk, "publish", "").await;
    let mut citizen = town.visitor();
    let cell = |path: &str| format!("{}/cell?path={path}", public());
    let page = citizen.get(&cell("applications.new_received.total")).await;
    page.shows("自然人").shows("年末尚未办结").shows("其他处理（撤回、合并等）").shows("—");
    page.shows("不公布申请人和申请的内容");
    page.hides("CZJ-").hides("王").hides("养护").hides("律师事务所").hides("/desk/cases");
    citizen.get(&cell("remedies.reconsideration.total")).await.shows("行政复议").shows("尚未审结").hides("CZJ-");
    citizen.get(&cell("proactive.normative_docs.made")).await.shows("预算公开办法");
    citizen.get(&cell("proactive.licensing.decisions")).await.shows("数据来源：业务台账").hides("经办人");
    for path in ["", "applications.new_received", "applications.results.other.total", "%3Cscript%3E"] {
        assert_eq!(citizen.get(&cell(path)).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    // What is registered after the publishing changes nothing that was published, and is said.
    let late = jiff::civil::date(year(), 11, 2);
    application(&town, "c9", &cases::draft::Draft::sample(), late, None).await;
    citizen.get(&public()).await.shows("全年新收政府信息公开申请3件");
    citizen.get(&cell("applications.new_received.total")).await.shows("报告公布以后台账有变动，现在是 4");
    clerk.get(&desk()).await.shows("处不同").shows("请开始更正");
}

#[tokio::test]
async fn the_files_of_a_report_hold_what_the_page_says_and_nothing_of_the_house() {
    let town = a_year_of_work().await;
    let mut clerk = draws_up(&town).await;
    signs(&mut town.office_head().await, &[]).await;
    does(&mut clerk, "publish", "").await;
    let mut citizen = town.visitor();
    let docx = citizen.get(&format!("{}/report.docx", public())).await;
    assert_eq!(FileKind::of(&docx.bytes), FileKind::Docx);
    assert!(docx.headers[header::CONTENT_DISPOSITION].to_str().expect("plain").starts_with("attachment;"));
    let json = citizen.get(&format!("{}/report.json", public())).await;
    let object: serde_json::Value = serde_json::from_str(&json.text).expect("JSON");
    assert_eq!(object["applications"]["new_received"]["total"], 3);
    assert_eq!(object["findings"], serde_json::json!([]));
    assert!(object["file"].is_null() && object["body"] == "云溪县财政局");
    json.hides("经办人").hides("业务台账");
    let csv = citizen.get(&format!("{}/report.csv", public())).await;
    csv.shows("applications.new_received.total,3,件").hides("业务台账");
    for file in ["report.exe", "draft.docx", "report.docx.exe", "..%2Freport.docx"] {
        assert_eq!(citizen.get(&format!("{}/{file}", public())).await.status, StatusCode::NOT_FOUND, "{file}");
    }
}

#[tokio::test]
async fn what_is_signed_is_locked_until_the_signature_is_taken_back() {
    let town = a_year_of_work().await;
    let mut clerk = draws_up(&town).await;
    let mut head = town.office_head().await;
    signs(&mut head, &[]).await;
    let edit = clerk.get(&format!("{}/text/overview", desk())).await;
    assert_eq!(edit.status, StatusCode::CONFLICT);
    edit.shows("已经锁定").shows("先由公开机构负责人撤回签发");
    for (path, pairs) in [
        ("text/overview", vec![("text", "改写"), ("seq", "1")]),
        ("facts", vec![("value-trained", "9"), ("source-trained", "台账")]),
        (
            "figures",
            vec![("value-proactive.licensing.decisions", "9"), ("source-proactive.licensing.decisions", "台账")],
        ),
    ] {
        let sent = clerk.post(&format!("{}/{path}", desk()), &pairs).await;
        assert_eq!(sent.status, StatusCode::CONFLICT, "{path}");
    }
    let without = does(&mut head, "withdraw", " ").await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    without.shows("撤回签发没有写明理由");
    let withdrawn = does(&mut head, "withdraw", "第一部分漏写培训情况").await;
    assert_eq!(withdrawn.location, format!("{}?done=withdraw", desk()), "{}", withdrawn.text);
    assert_eq!(stage(&town).await, Stage::Draft);
    clerk.get(&desk()).await.shows("第一部分漏写培训情况").shows("第 1 稿");
    clerk.get(&format!("{}/v/1", desk())).await.shows("第 1 稿").shows("撤回签发");
    // The next signature sees what changed since the one that was taken back.
    writes(&mut clerk, "other", |text| format!("{text}\n另有一次培训。")).await;
    let page = head.get(&format!("{}/sign", desk())).await;
    page.shows("相比的改动").shows("六、其他需要报告的事项").shows("另有一次培训。");
}

#[tokio::test]
async fn a_correction_says_what_changed_and_the_old_version_stays() {
    let town = a_year_of_work().await;
    let mut clerk = draws_up(&town).await;
    let mut head = town.office_head().await;
    signs(&mut head, &[]).await;
    does(&mut clerk, "publish", "").await;
    assert_eq!(does(&mut clerk, "reopen", "").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    does(&mut clerk, "reopen", "第六部分漏写").await;
    let nothing = head.get(&format!("{}/sign", desk())).await;
    nothing.shows("与已公布的版本完全相同").hides("签发并报送");
    writes(&mut clerk, "other", |text| format!("{text}\n另有一次社会评议。")).await;
    let unsaid = signs(&mut head, &[("what_changed", "")]).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    unsaid.shows("更正没有写明改动了什么");
    signs(&mut head, &[("what_changed", "第六部分补写社会评议")]).await;
    let mut citizen = town.visitor();
    citizen.get(&public()).await.hides("社会评议").hides("第 2 版");
    does(&mut clerk, "publish", "").await;
    citizen.get(&public()).await.shows("另有一次社会评议").shows("第六部分补写社会评议").shows("第 2 版（共 2 版）");
    let old = citizen.get(&format!("{}/v/1", public())).await;
    old.shows("这是旧版本，已经更正").hides("另有一次社会评议").shows("noindex");
    let first = citizen.get(&format!("{}/v/1/report.json", public())).await;
    first.hides("社会评议");
    citizen.get(&format!("{}/v/2/report.json", public())).await.shows("社会评议");
    for version in ["0", "3", "01", "-1", "1.0", "x"] {
        assert_eq!(citizen.get(&format!("{}/v/{version}", public())).await.status, StatusCode::NOT_FOUND, "{version}");
    }
    // A correction begun by mistake is dropped without a trace on the portal.
    does(&mut clerk, "reopen", "疑似漏计").await;
    does(&mut clerk, "close", "").await;
    assert_eq!(stage(&town).await, Stage::Published);
    citizen.get(&public()).await.shows("第 2 版（共 2 版）");
}

#[tokio::test]
async fn errors_are_signed_over_with_a_reason_only_and_the_reason_stays() {
    let town = a_year_of_work().await;
    let mut clerk = draws_up(&town).await;
    writes(&mut clerk, "overview", |_| "全年新收政府信息公开申请7件，上年结转1件。".to_owned()).await;
    let page = clerk.get(&desk()).await;
    page.shows("R130").shows("错误 1 处");
    let mut head = town.office_head().await;
    let refused = signs(&mut head, &[("over", "")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.shows("没有写明仍然签发的理由");
    let signed = signs(&mut head, &[("over", "正文按受理口径统计")]).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.text);
    head.get(&format!("{}/v/1", desk())).await.shows("正文按受理口径统计").shows("R130");
    does(&mut head, "publish", "").await;
    town.visitor().get(&public()).await.hides("受理口径统计");
}

#[tokio::test]
async fn nobody_signs_what_changed_since_they_looked() {
    let town = a_year_of_work().await;
    let mut clerk = draws_up(&town).await;
    let mut head = town.office_head().await;
    let page = head.get(&format!("{}/sign", desk())).await;
    writes(&mut clerk, "other", |text| format!("{text}\n临时加的一句。")).await;
    let (steps, content) = (page.value("steps"), page.value("content"));
    let path = format!("{}/sign", desk());
    let stale = head.post(&path, &[("steps", &steps), ("content", &content)]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    stale.shows("打开本页以后，表格或者文字有变动");
    let forged = head.post(&path, &[("steps", "7"), ("content", &content)]).await;
    assert_eq!(forged.status, StatusCode::CONFLICT);
    assert_eq!(head.post(&path, &[("steps", "x"), ("content", "")]).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(head.post(&path, &[("steps", "0"), ("version", "9")]).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(stage(&town).await, Stage::Draft);
}

#[tokio::test]
async fn two_people_write_the_same_part_and_neither_text_is_lost() {
    let town = Town::new().await;
    let (mut one, mut other) = (town.clerk().await, town.clerk().await);
    let path = format!("{}/text/problems", desk());
    let (seen, shown) = (one.get(&path).await.value("seq"), String::new());
    let first = one.post(&path, &[("text", "甲写的问题和改进"), ("shown", &shown), ("seq", &seen)]).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text);
    let second = other.post(&path, &[("text", "乙写的问题和改进"), ("shown", &shown), ("seq", &seen)]).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    second.shows("甲写的问题和改进").shows("乙写的问题和改进").shows("再次保存");
    let seq = second.value("seq");
    let saved = other.post(&path, &[("text", "乙写的问题和改进"), ("shown", &shown), ("seq", &seq)]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    other.get(&path).await.shows("以前保存的 1 稿").shows("甲写的问题和改进");
    let wrong = other.post(&path, &[("text", "新收{{没有的数}}件"), ("shown", ""), ("seq", "2")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.shows("不是可以引用的数").shows("新收{{没有的数}}件");
    let script = other.post(&path, &[("text", "<script>alert(1)</script>"), ("shown", ""), ("seq", "2")]).await;
    assert_eq!(script.status, StatusCode::SEE_OTHER);
    other.get(&desk()).await.hides("<script>alert");
}

#[tokio::test]
async fn facts_are_entered_with_their_source_and_can_be_used_in_the_text() {
    let town = Town::new().await;
    let mut clerk = town.clerk().await;
    let path = format!("{}/facts", desk());
    clerk.get(&path).await.shows("政务新媒体账号").hides("开展社会评议");
    let wrong =
        [("value-trained", "三十"), ("value-accounts", "-1"), ("source-accounts", "备案"), ("value-inspections", "2")];
    let answer = clerk.post(&path, &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer.shows("请只填数字，单位是人次").shows("请填写不小于 0 的数").shows("开展检查：请填写数据来源").shows("三十");
    let right =
        [("value-training_sessions", "2"), ("source-training_sessions", "培训台账"), ("seq-training_sessions", "0")];
    let saved = clerk.post(&path, &right).await;
    assert_eq!(saved.location, format!("{}?saved=1", desk()), "{}", saved.text);
    clerk.get(&format!("{}/text/overview", desk())).await.shows("开展业务培训{{开展业务培训：2}}次");
    let stale = clerk
        .post(
            &path,
            &[("value-training_sessions", "3"), ("source-training_sessions", "台账"), ("seq-training_sessions", "0")],
        )
        .await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    stale.shows("已于").shows("填为“2次”");
    assert_eq!(clerk.post(&path, &[("value-assessments", "1")]).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn last_years_report_stands_beside_this_years_and_its_carry_over_is_found() {
    let town = a_year_of_work().await;
    let last = year() - 1;
    let mut report =
        report::report::Report { year: Some(last), ..report::report::Report::blank(Edition::for_year(last)) };
    report.cells.put("applications.carried_forward.legal_service", 2);
    report.cells.put("applications.carried_forward.total", 2);
    report.cells.put("applications.new_received.total", 41);
    let hand =
        report::annual::Hand { by: "office_head".into(), name: "公开机构负责人".into(), at: web::now::now() };
    let step =
        report::annual::Step { act: report::annual::Act::Sign, version: 1, hand: hand.clone(), words: String::new() };
    let version = store::annual::Version {
        body: "czj".into(),
        year: last,
        version: 1,
        origin: store::annual::Origin::Live,
        report,
        what_changed: String::new(),
        hand,
    };
    let mut unit = town.app.store.begin().await.expect("a unit");
    let life = report::annual::Life::default();
    assert!(unit.report_step(&"czj".into(), last, &life, &step).await.expect("an answer"));
    assert!(unit.freeze_report(&version).await.expect("an answer"));
    unit.commit().await.expect("kept");
    let page = town.clerk().await.get(&desk()).await;
    page.shows("R140").shows("上年 41").shows("数字下面的小字是上年报告的数");
}

/// Whether the newest version that the finance bureau signed is called late.
async fn is_called_late(town: &Town) -> bool {
    let versions = town.app.store.report_versions(&"czj".into(), year()).await.expect("versions");
    let newest = versions.iter().max_by_key(|version| version.version).expect("a version");
    newest.report.findings.iter().any(|finding| finding.code == report::finding::Code::R152)
}

#[tokio::test]
async fn a_report_sent_back_after_it_was_handed_in_on_time_is_not_late_when_signed_again() {
    use report::annual::{Act, Hand, Life, Step};
    let on_time: jiff::Timestamp = format!("{}-01-20T02:00:00Z", year() + 1).parse().expect("a moment");
    for first in [None, Some(on_time)] {
        let town = a_year_of_work().await;
        draws_up(&town).await;
        let mut life = Life::default();
        let mut unit = town.app.store.begin().await.expect("a unit");
        for act in first.map_or(&[][..], |_| &[Act::Sign, Act::SendBack]) {
            let hand = Hand { by: "office_head".into(), name: "公开机构负责人".into(), at: on_time };
            let step = Step { act: *act, version: 1, hand, words: "请核对".into() };
            assert!(unit.report_step(&"czj".into(), year(), &life, &step).await.expect("an answer"));
            life = life.then(step).expect("its stage");
        }
        unit.commit().await.expect("kept");
        let signed = signs(&mut town.office_head().await, &[]).await;
        assert_eq!(signed.location, format!("{}?done=sign", desk()), "{}", signed.text);
        let past = web::now::date(web::now::now()) > jiff::civil::date(year() + 1, 1, 31);
        assert_eq!(is_called_late(&town).await, past && first.is_none());
    }
}

#[tokio::test]
async fn nobody_does_what_is_not_theirs() {
    let town = a_year_of_work().await;
    draws_up(&town).await;
    let other = format!("/desk/report/swj/{}", year());
    let (mut clerk, mut head) = (town.clerk().await, town.office_head().await);
    for rest in ["/text/overview", "/facts", "/preview", "/v/1", "/act/reopen", "/sign", "/act/publish"] {
        assert_eq!(clerk.get(&format!("{other}{rest}")).await.status, StatusCode::FORBIDDEN, "clerk {rest}");
        let visitor = town.visitor().get(&format!("{}{rest}", desk())).await;
        assert!(visitor.location.starts_with("/sign-in"), "{rest}");
    }
    for rest in ["/sign", "/act/publish", "/act/withdraw"] {
        let pairs = [("steps", "0"), ("reason", "x")];
        let pairs = if rest == "/sign" { &pairs[..1] } else { &pairs[..] };
        assert_eq!(head.post(&format!("{other}{rest}"), pairs).await.status, StatusCode::FORBIDDEN, "head {rest}");
        let mut reviewer = town.reviewer().await;
        assert_eq!(reviewer.post(&format!("{}{rest}", desk()), pairs).await.status, StatusCode::FORBIDDEN, "{rest}");
        let mut supervisor = town.someone(Role::Supervisor).await;
        assert_eq!(supervisor.post(&format!("{}{rest}", desk()), pairs).await.status, StatusCode::FORBIDDEN, "{rest}");
    }
    assert_eq!(clerk.post(&format!("{}/sign", desk()), &[("steps", "0")]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(clerk.post(&format!("{}/act/withdraw", desk()), &[("steps", "0")]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(head.post(&format!("{}/text/overview", desk()), &[("text", "x")]).await.status, StatusCode::FORBIDDEN);
    for act in ["sign", "take_in", "send_back", "x", ""] {
        let sent = head.post(&format!("{}/act/{act}", desk()), &[("steps", "0")]).await;
        assert_eq!(sent.status, StatusCode::NOT_FOUND, "{act}");
    }
    for part in ["proactive", "x", "lead%00"] {
        let page = clerk.get(&format!("{}/text/{part}", desk())).await;
        assert!(page.status.is_client_error(), "{part}: {}", page.status);
    }
    // A form from another site, with another token.
    head.csrf = "0".repeat(26);
    let forged = head.post(&format!("{}/sign", desk()), &[("steps", "0"), ("content", "")]).await;
    assert_ne!(forged.status, StatusCode::SEE_OTHER);
    assert_eq!(stage(&town).await, Stage::Draft);
    assert!(town.app.store.report_versions(&"czj".into(), year()).await.expect("versions").is_empty());
}

#[tokio::test]
async fn the_authority_remarks_and_the_body_answers_once() {
    let town = a_year_of_work().await;
    let mut clerk = town.clerk().await;
    let hand = report::annual::Hand { by: "supervisor".into(), name: "主管部门".into(), at: web::now::now() };
    let about = report::annual::About::from_key("applications.new_received.total", Edition::for_year(year()));
    let remark = report::annual::Remark {
        no: 1,
        version: None,
        about: about.expect("a cell"),
        words: "与登记台账不符，请核对".into(),
        hand,
        turns: Vec::new(),
    };
    let mut unit = town.app.store.begin().await.expect("a unit");
    assert!(unit.add_remark(&"czj".into(), year(), &remark).await.expect("an answer"));
    unit.commit().await.expect("kept");
    clerk.get(&desk()).await.shows("主管部门意见").shows("与登记台账不符").shows("待处理");
    let path = format!("{}/remarks/1", desk());
    assert_eq!(clerk.post(&path, &[("words", " ")]).await.status, StatusCode::CONFLICT);
    let answered = clerk.post(&path, &[("words", "已核对，系重复登记，已更正")]).await;
    assert_eq!(answered.status, StatusCode::SEE_OTHER);
    clerk.get(&desk()).await.shows("已回复").shows("系重复登记");
    clerk.post(&path, &[("words", "再说一次")]).await.shows("不需要回复");
    assert_eq!(clerk.post(&format!("{}/remarks/2", desk()), &[("words", "x")]).await.status, StatusCode::NOT_FOUND);
}
