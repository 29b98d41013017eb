//! A publication from the editor's desk to the reader and back, as its people do it.

mod town;

use axum::http::StatusCode;
use civic::Role;
use town::{Answer, Client, Town};

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n";

#[tokio::test]
async fn an_editor_drafts_a_colleague_reviews_and_everyone_finds_it_until_it_is_withdrawn() {
    let town = Town::new().await;
    let (mut clerk, mut reviewer, mut visitor) = (town.clerk().await, town.reviewer().await, town.visitor());

    let address = draft(&mut clerk, "云溪县2026年部门预算", "save").await;
    clerk.get(&address).await.shows("草稿已保存").shows("收入　支出表").shows("公开期限");
    let edition = address.split('?').next().expect("a path").to_owned();
    assert_eq!(visitor.get(&edition).await.status, StatusCode::SEE_OTHER, "the desk is for staff");

    act(&mut clerk, &edition, "submit").await.shows("");
    reviewer.get("/desk/").await.shows("待审核稿件");
    let page = reviewer.get(&format!("{edition}/review")).await;
    page.shows("审查结论").shows("收入　支出表");
    let answer = review(&mut reviewer, &edition, "approve", &[]).await;
    assert_eq!(answer.location, format!("{edition}?done=approve"), "{}", answer.text);

    clerk.get("/desk/").await.shows("待发布稿件");
    let answer = act(&mut clerk, &edition, "publish").await;
    assert_eq!(answer.location, format!("{edition}?done=publish"), "{}", answer.text);
    let year = jiff_year();
    let number = format!("11610800MB2939070T/{year}-00001");

    // Found at once: by two characters of the text, by its number, in the lists, the feeds and the sitemap.
    for words in ["%E6%94%AF%E5%87%BA", &number.replace('/', "%2F")] {
        visitor.get(&format!("/search?q={words}")).await.shows("云溪县2026年部门预算");
    }
    visitor.get("/search?q=%E6%94%AF%E5%87%BA").await.shows("<mark>支出</mark>");
    let page = visitor.get(&format!("/p/{number}")).await;
    assert_eq!(page.status, StatusCode::OK);
    page.shows(&number)
        .shows("云财〔2026〕1号")
        .shows("财政预算、决算")
        .shows("预算表.pdf")
        .shows("<h2>一、收入　支出表</h2>");
    for list in ["/", "/bodies/czj/", "/bodies/czj/content?column=A20_07", "/feed.atom", "/bodies/czj/feed.atom"] {
        visitor.get(list).await.shows("云溪县2026年部门预算");
    }
    visitor.get("/sitemap.xml").await.shows(&format!("<loc>http://localhost/p/{number}</loc>"));
    visitor.get("/bodies/swj/feed.atom").await.hides("云溪县2026年部门预算");

    // A browser that has the page is told so and nothing more.
    let tag = page.headers["etag"].to_str().expect("a tag").to_owned();
    let request = axum::http::Request::get(format!("/p/{number}")).header("if-none-match", tag);
    let again = visitor.send(request.body(axum::body::Body::empty()).expect("a request")).await;
    assert_eq!((again.status, again.bytes.len()), (StatusCode::NOT_MODIFIED, 0));

    // The attachment comes with safe headers, under its own name only.
    let file = attribute(&page, "/files/");
    let download = visitor.get(&file).await;
    assert_eq!(download.bytes, PDF);
    assert_eq!(download.headers["content-type"], "application/pdf");
    assert_eq!(download.headers["x-content-type-options"], "nosniff");
    assert!(download.headers["content-disposition"].to_str().expect("text").starts_with("inline; filename*=UTF-8''"));
    let renamed = file.rsplit_once('/').map(|(hash, _)| format!("{hash}/other.pdf")).expect("a path");
    assert_eq!(visitor.get(&renamed).await.status, StatusCode::NOT_FOUND);

    // Withdrawn: a reason is asked for, the address says when and why, nothing finds it, the file is gone.
    let page = reviewer.get(&format!("{edition}/withdraw")).await;
    let revision = page.value("revision");
    let path = format!("{edition}/withdraw");
    let refused = reviewer.post(&path, &[("revision", &revision), ("reason", " ")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.shows("撤回没有写明理由");
    let done = reviewer.post(&path, &[("revision", &revision), ("reason", "表二<金额>有误")]).await;
    assert_eq!(done.location, format!("{edition}?done=withdraw"), "{}", done.text);
    let gone = visitor.get(&format!("/p/{number}")).await;
    assert_eq!(gone.status, StatusCode::GONE);
    gone.shows("撤回原因：表二&#60;金额&#62;有误").hides("收入　支出表");
    assert_eq!(visitor.get(&file).await.status, StatusCode::NOT_FOUND);
    visitor.get("/search?q=%E6%94%AF%E5%87%BA").await.shows("没有找到").hides("云溪县2026年部门预算");
    for list in ["/", "/bodies/czj/", "/bodies/czj/content?column=A20_07", "/feed.atom", "/sitemap.xml"] {
        visitor.get(list).await.hides("云溪县2026年部门预算").hides(&number);
    }
    assert_eq!(clerk.get(&file).await.bytes, PDF, "the office still has its own files");

    // Mended and reviewed again, it is public under the same number.
    let answer = act(&mut clerk, &edition, "new-edition").await;
    let second = answer.location.split('?').next().expect("a path").to_owned();
    act(&mut clerk, &second, "submit").await;
    review(&mut reviewer, &second, "approve", &[]).await;
    act(&mut clerk, &second, "publish").await;
    assert_eq!(visitor.get(&format!("/p/{number}")).await.status, StatusCode::OK);
    clerk.get(&second).await.shows("第 1 版：撤回公开").shows("表二&#60;金额&#62;有误").shows("不涉及国家秘密");
    clerk.get(&edition).await.shows("旧版本");
}

#[tokio::test]
async fn nobody_reviews_their_own_text_and_nothing_is_published_unreviewed() {
    let town = Town::new().await;
    let (mut clerk, mut reviewer) = (town.clerk().await, town.reviewer().await);
    let edition = path(&draft(&mut clerk, "通知", "submit").await);
    // The clerk has not the role; the refusal of the role is the same for page and form.
    assert_eq!(clerk.get(&format!("{edition}/review")).await.status, StatusCode::FORBIDDEN);
    let revision = clerk.get(&edition).await.value("revision");
    let unreviewed = clerk.post(&format!("{edition}/publish"), &[("revision", &revision)]).await;
    assert_eq!(unreviewed.status, StatusCode::CONFLICT);
    unreviewed.shows("本稿待审核，不能发布").shows("条例第十七条");
    // A reviewer does not edit, publish or draft.
    for (method, address) in
        [("get", "/edit"), ("post", "/edit"), ("post", "/publish"), ("post", "/submit"), ("post", "/discard")]
    {
        let address = format!("{edition}{address}");
        let answer = match method {
            "get" => reviewer.get(&address).await,
            _ => reviewer.post(&address, &[("revision", &revision)]).await,
        };
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{method} {address}");
    }
    // An approval that nothing carries is refused with every reason, and what was written stays.
    let answer = review(
        &mut reviewer,
        &edition,
        "approve",
        &[("secrecy", "unsure"), ("personal_data", "present"), ("basis", ""), ("opinion", "见附注")],
    )
    .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer.shows("保密审查尚不能确定").shows("仍含有不应公开的个人信息").shows("没有写明审查依据").shows("见附注");
    let blank = reviewer.post(&format!("{edition}/review"), &[("revision", &revision), ("verdict", "approve")]).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    blank.shows("请选择内容审查结论").shows("请选择保密审查结论").shows("请选择个人信息审查结论");
    // Returned with reasons, mended, submitted again: what the reviewer saw is what counts.
    review(&mut reviewer, &edition, "return", &[("content", "needs_work"), ("opinion", "第二段日期有误")]).await;
    clerk.get("/desk/").await.shows("退回修改稿件");
    clerk.get(&edition).await.shows("第二段日期有误").shows("先按退回意见修改");
}

#[tokio::test]
async fn whoever_holds_both_roles_still_cannot_review_their_own_text() {
    let town = Town::new().await;
    let both = [Role::Clerk, Role::Reviewer].map(|role| civic::Appointment { body: "czj".into(), role }).to_vec();
    let someone = town.app.store.person_by_login("clerk").await.expect("an answer").expect("the clerk");
    let mut unit = town.app.store.begin().await.expect("a unit");
    let person = store::people::Person { appointments: both, ..someone };
    unit.put_person(&person, web::now::now()).await.expect("recorded");
    unit.commit().await.expect("kept");
    let mut author = town.clerk().await;
    let edition = path(&draft(&mut author, "自己写的通知", "submit").await);
    author.get("/desk/").await.hides("待审核稿件");
    author.get(&edition).await.shows("经办人起草或者提交了本稿，不能审查本稿").shows("条例第十七条");
    assert_eq!(author.get(&format!("{edition}/review")).await.status, StatusCode::CONFLICT);
    let revision = author.get(&edition).await.value("revision");
    let own = [
        ("revision", revision.as_str()),
        ("content", "sound"),
        ("secrecy", "may_be_open"),
        ("personal_data", "absent"),
        ("basis", "条例第十七条"),
        ("verdict", "approve"),
    ];
    let answer = author.post(&format!("{edition}/review"), &own).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer.shows("由没有参与起草的另一名审核人审查");
    author.get(&edition).await.shows("待审核");
}

#[tokio::test]
async fn a_review_of_a_text_that_changed_meanwhile_does_not_count() {
    let town = Town::new().await;
    let (mut clerk, mut reviewer) = (town.clerk().await, town.reviewer().await);
    let edition = path(&draft(&mut clerk, "通知", "submit").await);
    let seen = reviewer.get(&format!("{edition}/review")).await.value("revision");
    act(&mut clerk, &edition, "take-back").await;
    let now = clerk.get(&format!("{edition}/edit")).await.value("revision");
    let answer = save(&mut clerk, &edition, &now, "通知（含新内容）", "submit").await;
    assert_eq!(answer.location, format!("{edition}?done=submit"), "{}", answer.text);
    let answer = reviewer
        .post(
            &format!("{edition}/review"),
            &[
                ("revision", &seen),
                ("content", "sound"),
                ("secrecy", "may_be_open"),
                ("personal_data", "absent"),
                ("basis", "条例第十七条"),
                ("opinion", ""),
                ("verdict", "approve"),
            ],
        )
        .await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    answer.shows("刚刚有过变动").shows("通知（含新内容）").shows("待审核");
}

#[tokio::test]
async fn a_stale_form_loses_no_typing_and_shows_what_the_other_clerk_wrote() {
    let town = Town::new().await;
    let (mut first, mut second) = (town.clerk().await, town.clerk().await);
    let edition = path(&draft(&mut first, "通知", "save").await);
    let revision = second.get(&format!("{edition}/edit")).await.value("revision");
    let saved = save(&mut first, &edition, &revision, "甲写的名称", "save").await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    let stale = save(&mut second, &edition, &revision, "乙写的名称", "save").await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    stale.shows("刚刚被别人改过").shows("甲写的名称").shows("value=\"乙写的名称\"");
    // Pressing save again, having seen it, is a decision.
    let again = save(&mut second, &edition, &stale.value("revision"), "乙写的名称", "save").await;
    assert_eq!(again.location, format!("{edition}?done=save"), "{}", again.text);
}

#[tokio::test]
async fn a_draft_that_cannot_be_handed_in_yet_is_saved_and_says_what_is_missing() {
    let town = Town::new().await;
    let mut clerk = town.clerk().await;
    let page = clerk.get("/desk/publications/new").await;
    page.shows("请选择栏目");
    let publication = page.value("publication");
    let bare = [("publication", publication.as_str()), ("body", "czj"), ("title", "通知"), ("openness", "proactive")];
    let without_column =
        clerk.post("/desk/publications/new", &[&bare[..], &[("column", ""), ("do", "save")]].concat()).await;
    assert_eq!(without_column.status, StatusCode::UNPROCESSABLE_ENTITY);
    without_column.shows("请在列表中选择栏目").shows("value=\"通知\"");
    let answer =
        clerk.post("/desk/publications/new", &[&bare[..], &[("column", "notices"), ("do", "submit")]].concat()).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "the draft has an address of its own: {}", answer.text);
    let saved = clerk.get(&answer.location).await;
    saved
        .shows("草稿已保存，还没有送审，缺少：内容概述、成文日期、正文")
        .shows("<a class=\"button\" href=\"")
        .shows("由审核人办理的：审查")
        .hides("由审核人办理</p>");
    let edition = path(&answer.location);
    let revision = clerk.get(&format!("{edition}/edit")).await.value("revision");
    let more = [
        ("revision", revision.as_str()),
        ("title", "通知"),
        ("column", "notices"),
        ("openness", "proactive"),
        ("summary", "讲了什么"),
        ("do", "submit"),
    ];
    let answer = clerk.post(&format!("{edition}/edit"), &more).await;
    clerk.get(&answer.location).await.shows("还没有送审，缺少：成文日期、正文");
}

#[tokio::test]
async fn a_form_with_mistakes_keeps_every_keystroke_and_every_uploaded_file() {
    let town = Town::new().await;
    let mut clerk = town.clerk().await;
    let page = clerk.get("/desk/publications/new").await;
    let publication = page.value("publication");
    let typed = [
        ("publication", publication.as_str()),
        ("body", "czj"),
        ("title", ""),
        ("column", "notices"),
        ("made_on", "2026-02-31"),
        ("openness", "proactive"),
        ("text", "<script>alert(1)</script>\n正文"),
        ("amends", "11610800MB2939070T/2019-00001"),
        ("do", "save"),
    ];
    let wrong = clerk.upload("/desk/publications/new", &typed, "files", "附件.pdf", PDF).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong
        .shows("有 2 处需要修改")
        .shows("请填写名称")
        .shows("不是日历上的日期")
        .shows("2026-02-31")
        .shows("&#60;script&#62;alert(1)")
        .shows("附件.pdf");
    let attached = wrong.value("attached");
    let mended = [
        ("publication", publication.as_str()),
        ("body", "czj"),
        ("title", "通知"),
        ("column", "notices"),
        ("made_on", "2026-02-28"),
        ("openness", "proactive"),
        ("text", "<script>alert(1)</script>\n正文"),
        ("attached", &attached),
        ("do", "save"),
    ];
    let related = [&mended[..], &[("amends", "11610800MB2939070T/2019-00001")]].concat();
    let unknown = clerk.post("/desk/publications/new", &related).await;
    unknown.shows("没有索引号为 11610800MB2939070T/2019-00001 的已公开信息");
    let saved = clerk.post("/desk/publications/new", &mended).await;
    let view = clerk.get(&saved.location).await;
    view.shows("附件.pdf").shows("&lt;script&gt;alert(1)").hides("<script>alert");
    // A double click on the same form is one draft.
    let twice = clerk.post("/desk/publications/new", &mended).await;
    assert_eq!(twice.location, path(&saved.location));
    // What is no office file, and a hash that someone else brought, attach nothing.
    let edit = format!("{}/edit", path(&saved.location));
    let revision = clerk.get(&edit).await.value("revision");
    let with = [("revision", revision.as_str()), ("title", "通知"), ("column", "notices"), ("openness", "proactive")];
    clerk.upload(&edit, &with, "files", "a.pdf", b"MZ\x90\0 program").await.shows("不是可以公开的文件");
    let foreign = format!("{}/秘密.pdf", "ab".repeat(32));
    let stolen = [&with[..], &[("attached", foreign.as_str())]].concat();
    clerk.post(&edit, &stolen).await.shows("请重新选择");
    let strange = [&with[..], &[("stage", "published")]].concat();
    assert_eq!(clerk.post(&edit, &strange).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_text_typed_while_the_session_ended_is_carried_over_the_sign_in() {
    let town = Town::new().await;
    let mut signed_out = town.visitor();
    let typed = [("title", "写了半天的通知"), ("column", "notices"), ("openness", "proactive"), ("do", "save")];
    let answer = signed_out.upload("/desk/publications/new", &typed, "files", "附件.pdf", PDF).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    answer.shows("写了半天的通知");
}

#[tokio::test]
async fn another_body_and_a_visitor_see_no_draft_and_no_file_of_one() {
    let town = Town::new().await;
    let mut clerk = town.clerk().await;
    let edition = path(&draft(&mut clerk, "未公开的通知", "save").await);
    let file = attribute(&clerk.get(&edition).await, "/files/");
    assert_eq!(clerk.get(&file).await.status, StatusCode::OK);
    for role in [Role::Admin, Role::Supervisor] {
        let mut other = town.someone(role).await;
        assert_eq!(other.get(&edition).await.status, StatusCode::FORBIDDEN, "{role:?}");
        assert_eq!(other.get(&file).await.status, StatusCode::NOT_FOUND, "{role:?}");
        assert_eq!(other.get("/desk/publications?body=czj").await.status, StatusCode::FORBIDDEN, "{role:?}");
    }
    let mut visitor = town.visitor();
    assert_eq!(visitor.get(&file).await.status, StatusCode::NOT_FOUND);
    visitor.get("/search?q=%E6%9C%AA%E5%85%AC%E5%BC%80").await.hides("未公开的通知");
    let id = edition.rsplit('/').next().expect("an identifier");
    assert_eq!(visitor.get(&format!("/p/{id}")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_lost_index_is_filled_again_from_the_archive() {
    let town = Town::new().await;
    let (mut clerk, mut reviewer, mut visitor) = (town.clerk().await, town.reviewer().await, town.visitor());
    let edition = path(&draft(&mut clerk, "云溪县2026年部门预算", "submit").await);
    review(&mut reviewer, &edition, "approve", &[]).await;
    act(&mut clerk, &edition, "publish").await;
    town.app.index.clear().expect("cleared");
    town.app.index.commit().expect("lost");
    visitor.get("/search?q=%E9%A2%84%E7%AE%97").await.hides("云溪县2026年部门预算");
    web::find::reconcile(&town.app).await.expect("filled");
    visitor.get("/search?q=%E9%A2%84%E7%AE%97").await.shows("云溪县2026年部门");
}

#[tokio::test]
async fn an_empty_portal_says_what_would_be_here() {
    let town = Town::new().await;
    let mut visitor = town.visitor();
    visitor.get("/").await.shows("还没有公开的信息").shows("云溪县财政局");
    for room in ["", "guide", "rules", "content", "reports"] {
        let page = visitor.get(&format!("/bodies/czj/{room}")).await;
        assert_eq!(page.status, StatusCode::OK, "{room}");
    }
    visitor.get("/bodies/czj/guide").await.shows("云溪县财政局政府信息公开指南").shows("财政预算、决算");
    assert_eq!(visitor.get("/bodies/nobody/").await.status, StatusCode::NOT_FOUND);
    assert_eq!(visitor.get("/bodies/czj/content?column=cellar").await.status, StatusCode::NOT_FOUND);
    assert_eq!(visitor.get("/p/11610800MB2939070T/2019-00001").await.status, StatusCode::NOT_FOUND);
    for address in ["/search", "/search?q=%22&page=99999999999&year=abc&body=nobody&column=x", "/sitemap", "/feed.atom"]
    {
        assert_eq!(visitor.get(address).await.status, StatusCode::OK, "{address}");
    }
}

/// A whole draft with an attachment; answers with the address it leads to.
async fn draft(clerk: &mut Client, title: &str, then: &str) -> String {
    let page = clerk.get("/desk/publications/new?body=czj").await;
    let publication = page.value("publication");
    let typed = [
        ("publication", publication.as_str()),
        ("body", "czj"),
        ("title", title),
        ("column", "A20_07"),
        ("summary", "收支总表和说明"),
        ("made_on", "2026-01-15"),
        ("doc_no", "云财〔2026〕1号"),
        ("openness", "proactive"),
        ("text", "一、收入　支出表\n科目\t金额\n教育\t120\n云溪县财政局\n2026年1月15日"),
        ("do", then),
    ];
    let answer = clerk.upload("/desk/publications/new", &typed, "files", "预算表.pdf", PDF).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.location
}

async fn save(clerk: &mut Client, edition: &str, revision: &str, title: &str, then: &str) -> Answer {
    let page = clerk.get(&format!("{edition}/edit")).await;
    let attached = page.value("attached");
    let typed = [
        ("revision", revision),
        ("title", title),
        ("column", "A20_07"),
        ("summary", "收支总表和说明"),
        ("made_on", "2026-01-15"),
        ("openness", "proactive"),
        ("attached", &attached),
        ("do", then),
    ];
    clerk.post(&format!("{edition}/edit"), &typed).await
}

async fn act(client: &mut Client, edition: &str, what: &str) -> Answer {
    let revision = client.get(edition).await.value("revision");
    client.post(&format!("{edition}/{what}"), &[("revision", &revision)]).await
}

async fn review(reviewer: &mut Client, edition: &str, verdict: &str, changed: &[(&str, &str)]) -> Answer {
    let revision = reviewer.get(&format!("{edition}/review")).await.value("revision");
    let usual = [
        ("content", "sound"),
        ("secrecy", "may_be_open"),
        ("personal_data", "absent"),
        ("basis", "条例第十七条"),
        ("opinion", ""),
    ];
    let mut pairs: Vec<(&str, &str)> = vec![("revision", &revision), ("verdict", verdict)];
    pairs
        .extend(usual.map(|(key, value)| {
            (key, changed.iter().find(|(name, _)| *name == key).map_or(value, |(_, value)| value))
        }));
    reviewer.post(&format!("{edition}/review"), &pairs).await
}

fn path(address: &str) -> String {
    address.split('?').next().unwrap_or_default().to_owned()
}

/// The first address on the page that begins so.
fn attribute(page: &Answer, begin: &str) -> String {
    let Some((_, rest)) = page.text.split_once(&format!("href=\"{begin}")) else { panic!("no {begin} on the page") };
    format!("{begin}{}", rest.split('"').next().unwrap_or_default())
}

fn jiff_year() -> i16 {
    web::now::date(web::now::now()).year()
}
