//! An application's story through the real pages: applied for, followed, registered, decided, signed, served, archived.

mod town;

use axum::http::StatusCode;
use civic::Role;
use town::{Answer, Client, Town};

const FORM: [(&str, &str); 9] = [
    ("applicant_kind", "natural_person"),
    ("name", "王小明"),
    ("proof_kind", "id_card"),
    ("proof_number", "11010519491231002X"),
    ("phone", "13800000000"),
    ("wanted_name", "2025 年度农村公路养护资金分配方案"),
    ("wanted_features", "按镇分列的表格"),
    ("form", "electronic"),
    ("delivery", "online"),
];

fn with<'a>(token: &'a str, others: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = FORM.iter().filter(|(name, _)| others.iter().all(|(other, _)| other != name));
    kept.chain(others).copied().chain([("token", token)]).collect()
}

/// What stands in the two large fields of a receipt.
fn number_and_code(receipt: &Answer) -> (String, String) {
    let mut shown =
        receipt.text.split("receipt-number\">").skip(1).map(|rest| rest.split('<').next().unwrap_or_default());
    let mut next = || shown.next().unwrap_or_default().to_owned();
    (next(), next())
}

async fn apply(visitor: &mut Client, others: &[(&str, &str)]) -> (String, String) {
    let token = visitor.get("/apply/czj").await.value("token");
    let receipt = visitor.post("/apply/czj", &with(&token, others)).await;
    assert_eq!(receipt.status, StatusCode::CREATED, "{}", receipt.text);
    number_and_code(&receipt)
}

/// The address of the case with this number, from the clerk's list.
async fn address(clerk: &mut Client, number: &str) -> String {
    let list = clerk.get("/desk/cases/").await;
    let (before, _) = list.text.split_once(&format!(">{number}<")).expect("the case is listed");
    before.rsplit("href=\"").next().unwrap_or_default().trim_end_matches('"').to_owned()
}

async fn does(who: &mut Client, case: &str, act: &str, typed: &[(&str, &str)]) -> Answer {
    let form = who.get(&format!("{case}/{act}?outcome={}", find(typed, "outcome"))).await;
    let seen = form.value("seen");
    let mut pairs = vec![("seen", seen.as_str())];
    pairs.extend(typed);
    who.post(&format!("{case}/{act}"), &pairs).await
}

fn find<'a>(typed: &[(&str, &'a str)], name: &str) -> &'a str {
    typed.iter().find(|(key, _)| *key == name).map_or("", |(_, value)| value)
}

#[track_caller]
fn recorded(answer: &Answer) {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
}

/// The finance bureau as the administrator completes it: a letter must name where to ask for reconsideration.
async fn complete_finance(town: &Town) {
    let mut finance = town.app.body("czj").expect("the bureau");
    finance.code = "云财".into();
    finance.reconsideration_organ = "云溪县人民政府".into();
    finance.court = "云溪县人民法院".into();
    let mut unit = town.app.store.begin().await.expect("a unit");
    unit.put_body(&finance).await.expect("recorded");
    unit.commit().await.expect("kept");
    town.app.reload_tree().await.expect("read again");
}

#[tokio::test]
async fn every_mistake_is_shown_beside_its_field_and_nothing_typed_is_lost() {
    let town = Town::new().await;
    let mut visitor = town.visitor();
    visitor.get("/apply/").await.shows("云溪县财政局").shows("/apply/czj");
    let form = visitor.get("/apply/czj").await;
    form.shows("个人信息怎样使用").shows("name=\"proof_number\"");
    visitor.get("/apply/czj?as=organisation").await.shows("统一社会信用代码").hides("证件号码");
    let token = form.value("token");
    let wrong = with(
        &token,
        &[
            ("name", "<script>alert(1)</script>"),
            ("proof_number", "1101051949123100"),
            ("phone", "1380000000"),
            ("delivery", "email"),
            ("wanted_features", "第一行\r\n第二行"),
        ],
    );
    let answer = visitor.post("/apply/czj", &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer
        .shows("有 3 处需要修改")
        .shows("请填写 18 位身份证号码，现在是 16 位")
        .shows("请填写 11 位手机号码，现在是 10 位")
        .shows("选择“电子邮件”获取时，请填写电子邮箱")
        .shows("第二行")
        .shows("value=\"1380000000\"")
        .hides("<script>alert");
    let odd = visitor.post("/apply/czj", &with(&token, &[("purpose", "三需要")])).await;
    assert_eq!(odd.status, StatusCode::BAD_REQUEST, "a field that the form does not have");
    assert_eq!(visitor.get("/apply/nobody").await.status, StatusCode::NOT_FOUND);
    // A token of one's own choosing would choose the query code.
    let forged = visitor.post("/apply/czj", &with("a", &[])).await;
    assert_eq!(forged.status, StatusCode::UNPROCESSABLE_ENTITY);
    forged.shows("请再次点击“提交申请”");
    assert_eq!(forged.value("token").len(), 64);
}

#[tokio::test]
async fn whoever_changes_the_kind_of_applicant_keeps_everything_typed() {
    let town = Town::new().await;
    let mut visitor = town.visitor();
    let token = visitor.get("/apply/czj").await.value("token");
    let changed = visitor.post("/apply/czj", &with(&token, &[("as", "organisation")])).await;
    assert_eq!(changed.status, StatusCode::OK);
    changed
        .shows("统一社会信用代码")
        .shows("2025 年度农村公路养护资金分配方案")
        .shows("按镇分列的表格")
        .hides("需要修改");
    assert_eq!((changed.value("token"), changed.value("phone")), (token.clone(), "13800000000".to_owned()));
    assert_eq!(changed.value("proof_number"), "11010519491231002X", "carried along for the way back");
    let back = visitor.post("/apply/czj", &with(&token, &[("as", "person"), ("uscc", "91350100M000100Y43")])).await;
    back.shows("证件号码").shows("value=\"91350100M000100Y43\"");
    let body = town.app.body("czj").expect("the bureau");
    assert!(town.app.store.open_cases(&body.id).await.expect("cases").is_empty(), "looking is not applying");

    let mut clerk = town.clerk().await;
    let desk =
        [("as", "organisation"), ("body", "czj"), ("channel", "fax"), ("arrived_on", "昨天"), ("confirmed_on", "")];
    let changed = clerk.post("/desk/cases/new", &with(&token, &desk)).await;
    assert_eq!(changed.status, StatusCode::OK);
    changed
        .shows("value=\"昨天\"")
        .shows("统一社会信用代码")
        .shows("按镇分列的表格")
        .hides("value=\"online\" id=\"f-channel");
}

#[tokio::test]
async fn a_double_click_is_one_application_and_a_guess_opens_nothing() {
    let town = Town::new().await;
    let mut visitor = town.visitor();
    let token = visitor.get("/apply/czj").await.value("token");
    let first = visitor.post("/apply/czj", &with(&token, &[])).await;
    let second = visitor.post("/apply/czj", &with(&token, &[])).await;
    first.shows("申请已经提交").shows("如在今天确认，答复期限到").hides("没有重复登记");
    second.shows("没有重复登记");
    assert_eq!(number_and_code(&first), number_and_code(&second));
    let (number, code) = number_and_code(&first);
    assert!(number.starts_with("CZJ-") && number.ends_with("-0001"), "{number}");
    let body = town.app.body("czj").expect("the bureau");
    assert_eq!(town.app.store.open_cases(&body.id).await.expect("cases").len(), 1);

    let wrong = visitor.post("/track/", &[("number", &number), ("code", "AAAAA-AAAAA")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.shows("没有找到与这个申请编号和查询码相符的申请").hides("公路");
    let unknown = visitor.post("/track/", &[("number", "CZJ-2026-9999"), ("code", &code)]).await;
    unknown.shows("没有找到与这个申请编号和查询码相符的申请");
    visitor.post("/track/", &[("number", "十二号"), ("code", "")]).await.shows("申请编号应像").shows("请填写查询码");
    let typed = format!(" {} ", code.to_lowercase().replace('-', " "));
    let right = visitor.post("/track/", &[("number", &number.to_lowercase()), ("code", &typed)]).await;
    right.shows("申请已经收到，等待登记").shows("王**").hides("王小明").hides("11010519491231002X");
    let letter = visitor.post("/track/letter", &[("number", &number), ("code", &code), ("letter", "x")]).await;
    assert_eq!(letter.status, StatusCode::NOT_FOUND, "nothing is served yet");
    let receipt = visitor.post("/track/receipt", &[("number", &number), ("code", &code)]).await;
    assert!(receipt.bytes.starts_with(b"PK"), "a DOCX");
}

#[tokio::test]
async fn guessing_codes_is_slowed_down() {
    let rates = web::limits::Rates { sign_in: 0, apply: 0, track: 2, search: 0 };
    let town = Town::with_rates(rates).await;
    let mut visitor = town.visitor();
    let guess = [("number", "CZJ-2026-0001"), ("code", "AAAAA-AAAAA")];
    for _ in 0..2 {
        assert_eq!(visitor.post("/track/", &guess).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    for path in ["/track/", "/track/receipt"] {
        assert_eq!(visitor.post(path, &guess).await.status, StatusCode::TOO_MANY_REQUESTS);
    }
}

#[tokio::test]
async fn from_receipt_to_archive() {
    let town = Town::new().await;
    let (mut visitor, mut clerk, mut head) = (town.visitor(), town.clerk().await, town.office_head().await);
    let (number, code) = apply(&mut visitor, &[]).await;
    let follow = [("number", number.as_str()), ("code", code.as_str())];
    let today = web::now::date(web::now::now()).to_string();
    let on = ("on", today.as_str());

    clerk.get("/desk/").await.shows("待登记");
    clerk.get("/desk/cases/").await.shows("王**").hides("王小明").shows("待登记");
    let case = address(&mut clerk, &number).await;
    clerk
        .get(&case)
        .await
        .shows("王小明")
        .shows("110105********002X")
        .shows("登记收到申请")
        .shows("期限未起算：等待登记");

    // What cannot be done is listed with its article and the way on; tried all the same, it is refused.
    clerk
        .get(&format!("{case}/correction_requested"))
        .await
        .shows("不能“告知补正”")
        .shows("条例第三十条")
        .hides("<textarea");
    let path = format!("{case}/served");
    let early = clerk.post(&path, &[("seen", "1"), on, ("how", "post"), ("proof", "挂号信")]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    early.shows("不能“登记送达”").shows("挂号信");

    // A second clerk's page was opened before the first one acted.
    let mut colleague = town.clerk().await;
    let stale = colleague.get(&format!("{case}/noted")).await.value("seen");
    recorded(&does(&mut clerk, &case, "registered", &[on]).await);
    let late = colleague.post(&format!("{case}/noted"), &[("seen", &stale), ("text", "已电话联系申请人")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    late.shows("同事已经办了下面的事项").shows("登记收到申请").shows("已电话联系申请人");
    let again = late.value("seen");
    recorded(&colleague.post(&format!("{case}/noted"), &[("seen", &again), ("text", "已电话联系申请人")]).await);
    clerk.get(&case).await.shows("收到申请").shows("条例第三十一条").shows("还剩 20 个").shows("已电话联系申请人");

    clerk.get("/desk/cases/").await.shows("20 个工作日");
    clerk
        .get(&format!("{case}/fee_notified?by=pages&count=250"))
        .await
        .shows("应收 4,700.00 元")
        .shows("value=\"4700.00\"");
    clerk.get(&format!("{case}/fee_notified?by=items&count=x")).await.shows("请填写 1 至 60000 的整数");
    let wrong =
        does(&mut clerk, &case, "consulted", &[("on", "2026-02-31"), ("whom", ""), ("delivered_on", "昨天")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.shows("2026年2月没有31日").shows("请选择向谁征求意见").shows("请填写名称或者姓名").shows("有 4 处需要修改");

    // More time is the head's to grant.
    recorded(
        &does(&mut clerk, &case, "extension_requested", &[on, ("working_days", "10"), ("reason", "需要查阅档案")])
            .await,
    );
    let denied = clerk.get(&format!("{case}/extension_approved")).await;
    assert_eq!(denied.status, StatusCode::FORBIDDEN);
    head.get("/desk/").await.shows("延期待批");
    head.get(&format!("{case}/extension_approved")).await.shows("申请延长 10 个工作日").shows("需要查阅档案");
    recorded(&does(&mut head, &case, "extension_approved", &[on]).await);

    // Decided: the outcome first, then the facts that its letter needs.
    clerk
        .get(&format!("{case}/decided"))
        .await
        .shows("政府信息不存在")
        .shows("部分公开")
        .shows("答复书现在还不能签发")
        .shows("请管理员在“单位”中填写行政复议机关");
    let facts = [
        ("outcome", "not_exist"),
        on,
        ("search_scope", "档案室和财政一体化系统"),
        ("search_method", ""),
        ("search_date", "2026年3月9日"),
    ];
    let missing = does(&mut clerk, &case, "decided", &facts).await;
    missing.shows("请填写检索方法").shows("档案室和财政一体化系统");
    let facts = [
        &facts[..3],
        &[
            ("search_method", "按名称和文号检索"),
            ("search_date", "2026年3月9日"),
            ("online_channel", "行政复议服务平台"),
        ],
    ]
    .concat();
    recorded(&does(&mut clerk, &case, "decided", &facts).await);
    clerk.get(&case).await.shows("待签发").shows("draft.docx");

    // The bureau has not said who reconsiders: the head cannot sign such a letter, and no number is used up. Both know before.
    let way_on = "请管理员在“单位”中填写行政复议机关";
    head.get(&format!("{case}/signed")).await.shows("答复书现在还不能签发").shows(way_on);
    head.get(&format!("{case}/signed")).await.hides("name=\"on\"");
    let seen = head.get(&format!("{case}/returned")).await.value("seen");
    let unsigned = head.post(&format!("{case}/signed"), &[("seen", seen.as_str()), on]).await;
    unsigned.shows("没有填写行政复议机关的名称");
    complete_finance(&town).await;
    assert!(head.get(&format!("{case}/draft.docx")).await.bytes.starts_with(b"PK"));
    recorded(&does(&mut head, &case, "returned", &[on, ("reason", "请写明检索的年度")]).await);
    clerk.get(&case).await.shows("公开机构负责人退回修改").shows("请写明检索的年度");
    clerk.get(&format!("{case}/decided?outcome=not_exist")).await.shows("档案室和财政一体化系统");
    recorded(&does(&mut clerk, &case, "decided", &facts).await);
    head.get(&format!("{case}/signed"))
        .await
        .hides("答复书现在还不能签发")
        .shows("答复书预览")
        .shows("云溪县人民政府")
        .shows("王小明")
        .shows("（待编号）");
    recorded(&does(&mut head, &case, "signed", &[on]).await);
    let year = &today[..4];
    let signed = clerk.get(&case).await;
    signed.shows("待送达").shows(&format!("云财公复〔{year}〕1号"));
    visitor.post("/track/", &follow).await.shows("正在办理").hides("下载答复书");

    recorded(&does(&mut clerk, &case, "served", &[on, ("how", "electronic"), ("proof", "网上查询页面")]).await);
    let served = visitor.post("/track/", &follow).await;
    served.shows("已经答复").shows("政府信息不存在");
    let letter = served.value("letter");
    let file = visitor.post("/track/letter", &[follow[0], follow[1], ("letter", &letter)]).await;
    assert!(file.bytes.starts_with(b"PK"));
    assert!(file.headers["content-disposition"].to_str().is_ok_and(|name| name.starts_with("attachment")));
    let staff = clerk.get(&format!("{case}/letters/{letter}")).await;
    assert_eq!(staff.bytes, file.bytes, "everyone has the letter that was signed");
    let stranger = visitor.post("/track/letter", &[follow[0], ("code", "AAAAA-AAAAA"), ("letter", &letter)]).await;
    assert_eq!(stranger.status, StatusCode::NOT_FOUND);

    recorded(&does(&mut clerk, &case, "archived", &[on]).await);
    clerk.get("/desk/cases/?view=closed").await.shows(&number).shows("已归档").shows("政府信息不存在");
    clerk.get("/desk/cases/").await.shows("没有在办的办件");
    assert_eq!(town.app.store.verify_dockets().await.expect("an answer"), Ok(1));

    remedies(&mut clerk, &case, &number, &today).await;
}

async fn remedies(clerk: &mut Client, case: &str, number: &str, today: &str) {
    let path = format!("{case}/remedies/new");
    clerk.get(&path).await.shows("云溪县人民政府");
    let suit = clerk
        .post(&path, &[("kind", "suit_after_reconsideration"), ("filed_on", today), ("organ", "云溪县人民法院")])
        .await;
    suit.shows("没有登记过行政复议").shows("云溪县人民法院");
    clerk.post(&path, &[("kind", "x"), ("filed_on", "2026-02-30"), ("organ", "")]).await.shows("有 3 处需要修改");
    recorded(
        &clerk.post(&path, &[("kind", "reconsideration"), ("filed_on", today), ("organ", "云溪县人民政府")]).await,
    );
    let list = clerk.get("/desk/remedies?done=filed").await;
    list.shows(number).shows("尚未审结");
    let (_, rest) = list.text.split_once("href=\"/desk/remedies/").expect("a way to close it");
    let close = format!("/desk/remedies/{}", rest.split('"').next().unwrap_or_default());
    clerk.post(&close, &[("ruling", "corrected"), ("closed_on", "2020-01-01")]).await.shows("早于受理日期");
    recorded(&clerk.post(&close, &[("ruling", "corrected"), ("closed_on", today)]).await);
    clerk.get("/desk/remedies").await.shows("结果纠正");
}

#[tokio::test]
async fn a_paper_application_is_typed_in_by_a_clerk() {
    let town = Town::new().await;
    let mut clerk = town.clerk().await;
    let today = web::now::date(web::now::now()).to_string();
    let form = clerk.get("/desk/cases/new?as=organisation").await;
    let token = form.value("token");
    let firm = [
        ("applicant_kind", "legal_service"),
        ("name", "云溪律师事务所"),
        ("proof_kind", ""),
        ("proof_number", ""),
        ("uscc", "91350100M000100Y43"),
        ("representative", "周明"),
        ("contact_person", "吴芳"),
        ("body", "czj"),
        ("channel", "fax"),
    ];
    let typed = |arrived, confirmed| {
        let dates = [("arrived_on", arrived), ("confirmed_on", confirmed)];
        with(&token, &[&firm[..], &dates[..]].concat())
            .into_iter()
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
            .collect::<Vec<_>>()
    };
    let send = |pairs: Vec<(String, String)>| {
        let mut clerk = clerk.clone();
        async move {
            let pairs: Vec<(&str, &str)> = pairs.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
            clerk.post("/desk/cases/new", &pairs).await
        }
    };
    // A receipt before the application, and a day that is still to come.
    let wrong = send(typed(&today, "2020-01-02")).await;
    wrong.shows("不能这样登记").shows("确认").shows("云溪律师事务所");
    send(typed("2999-01-01", "")).await.shows("在今天之后");
    let taken = send(typed(&today, "")).await;
    assert_eq!(taken.status, StatusCode::CREATED, "{}", taken.text);
    taken.shows("申请已经录入").shows("如在今天确认");
    send(typed(&today, "")).await.shows("没有重复登记");
    // What came online has its case already; a letter found late says at once how late it is.
    form.hides("网上提交");
    let online: Vec<_> = typed(&today, &today)
        .into_iter()
        .map(|(name, value)| if name == "channel" { (name, "online".to_owned()) } else { (name, value) })
        .collect();
    send(online).await.shows("请选择申请是怎样收到的");
    let fresh = "b".repeat(64);
    let old: Vec<_> = typed("2025-06-03", "2025-06-03")
        .into_iter()
        .map(|(name, value)| if name == "token" { (name, fresh.clone()) } else { (name, value) })
        .collect();
    send(old).await.shows("申请已经录入").shows("答复期限已过，本件已超期");
    let (number, _) = number_and_code(&taken);
    let case = address(&mut clerk, &number).await;
    clerk.get(&case).await.shows("云溪律师事务所").shows("吴芳").shows("待登记");
}

#[tokio::test]
async fn who_may_see_a_case_and_who_may_not() {
    let town = Town::new().await;
    let mut visitor = town.visitor();
    let (number, _) = apply(&mut visitor, &[]).await;
    let mut clerk = town.clerk().await;
    let case = address(&mut clerk, &number).await;

    // The supervisor watches the progress without learning who applied.
    let mut supervisor = town.someone(Role::Supervisor).await;
    supervisor
        .get("/desk/cases/")
        .await
        .shows(&number)
        .shows("自然人")
        .hides("王**")
        .shows("（申请内容仅办理单位可见）");
    let seen = supervisor.get(&case).await;
    seen.shows("（申请内容仅办理单位可见）")
        .shows("您在本件只能查看")
        .hides("登记收到申请")
        .hides("现在不能办")
        .hides("王小明")
        .hides("13800000000");
    supervisor.get("/desk/").await.shows("本级和下级单位在办 1 件，超期 0 件").shows("您的岗位只查看");
    clerk.get(&case).await.shows("由公开机构负责人办理的：").hides("不由当前身份办理");
    clerk.get("/desk/").await.hides("下级单位在办");
    town.someone(Role::Admin).await.get("/desk/").await.shows("管理员不办理申请和稿件").hides("下级单位在办");
    assert_eq!(supervisor.get(&format!("{case}/registered")).await.status, StatusCode::FORBIDDEN);
    for role in [Role::Reviewer, Role::Admin] {
        let mut other = town.someone(role).await;
        assert_eq!(other.get("/desk/cases/").await.status, StatusCode::FORBIDDEN, "{role:?}");
        assert_eq!(other.get(&case).await.status, StatusCode::FORBIDDEN, "{role:?}");
    }
    assert_eq!(visitor.get(&case).await.status, StatusCode::SEE_OTHER, "to the sign-in page");
    for path in ["/desk/cases/nobody", &format!("{case}/submitted"), &format!("{case}/letters/x")] {
        assert_eq!(clerk.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }

    // Another department's clerk learns nothing, not even that the case exists.
    let mut water = town.app.store.person_by_login("clerk").await.expect("an answer").expect("the clerk");
    (water.id, water.login) = ("water".into(), "water".into());
    water.appointments[0].body = "swj".into();
    let mut unit = town.app.store.begin().await.expect("a unit");
    unit.put_person(&water, web::now::now()).await.expect("recorded");
    unit.commit().await.expect("kept");
    let mut stranger = town.visitor();
    stranger.post("/sign-in", &[("login", "water"), ("password", town::PASSWORD), ("back", "/desk/")]).await;
    stranger.csrf = stranger.get("/desk/account").await.csrf();
    assert_eq!(stranger.get(&case).await.status, StatusCode::NOT_FOUND);
    assert_eq!(stranger.get(&format!("{case}/noted")).await.status, StatusCode::NOT_FOUND);
    let tried = stranger.post(&format!("{case}/noted"), &[("seen", "1"), ("text", "外人的备注")]).await;
    assert_eq!(tried.status, StatusCode::NOT_FOUND);
    let elsewhere =
        with("a", &[("body", "czj"), ("channel", "in_person"), ("arrived_on", "2026-03-05"), ("confirmed_on", "")]);
    assert_eq!(stranger.post("/desk/cases/new", &elsewhere).await.status, StatusCode::FORBIDDEN);
}
