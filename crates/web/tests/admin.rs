//! Running the installation, as the administrator does it.

mod town;

use axum::http::StatusCode;
use civic::Role;
use town::{Client, Town};

async fn admin(town: &Town) -> Client {
    town.someone(Role::Admin).await
}

#[tokio::test]
async fn a_new_clerk_gets_a_password_once_and_must_change_it_before_any_work() {
    let town = Town::new().await;
    let mut admin = admin(&town).await;
    let page = admin
        .post("/desk/people/new", &[("name", "周宁"), ("login", "Zhouning"), ("active", "yes"), ("role-swj", "clerk")])
        .await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    let password = page
        .text
        .split("receipt-number\">")
        .nth(1)
        .and_then(|rest| rest.split("</strong>").next())
        .unwrap_or_default()
        .replace("</span>", "")
        .replace("<span>", "");
    assert_eq!(password.len(), 20);
    let mut clerk = town.visitor();
    let answer = clerk.post("/sign-in", &[("login", "zhouning"), ("password", &password), ("back", "")]).await;
    assert_eq!(answer.location, "/desk/account");
    assert_eq!(clerk.get("/desk/").await.location, "/desk/account");
    admin.get("/desk/people").await.shows("周宁").shows("云溪县水务局：经办人").shows("待改密码").hides(&password);
    let page = admin.post("/desk/people/clerk/password", &[]).await;
    page.shows("密码已重设").shows("下面的临时密码只显示这一次").hides("已保存");
}

#[tokio::test]
async fn every_mistake_in_a_person_is_named_and_nothing_typed_is_lost() {
    let town = Town::new().await;
    let mut admin = admin(&town).await;
    let answer = admin.post("/desk/people/new", &[("name", ""), ("login", "有 空格"), ("active", "yes")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer.shows("请填写姓名").shows("用户名请用").shows("请至少选择一个岗位").shows("有 空格");
    let taken = admin
        .post("/desk/people/new", &[("name", "甲"), ("login", "clerk"), ("active", "yes"), ("role-czj", "clerk")])
        .await;
    taken.shows("这个用户名已有人使用");
    let unknown = admin.post("/desk/people/new", &[("name", "甲"), ("login", "jia"), ("is_admin", "1")]).await;
    assert_eq!(unknown.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_last_administrator_cannot_lock_everybody_out() {
    let town = Town::new().await;
    let mut admin = admin(&town).await;
    let answer = admin
        .post(
            "/desk/people/admin",
            &[("name", "管理员"), ("login", "admin"), ("active", "yes"), ("role-yunxi", "clerk")],
        )
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer.shows("至少要保留一名在用的管理员");
    assert_eq!(admin.get("/desk/people").await.status, StatusCode::OK, "nothing was changed");
}

#[tokio::test]
async fn whoever_leaves_is_out_at_once() {
    let town = Town::new().await;
    let (mut admin, mut clerk) = (admin(&town).await, town.clerk().await);
    let answer =
        admin.post("/desk/people/clerk", &[("name", "经办人"), ("login", "clerk"), ("role-czj", "clerk")]).await;
    assert_eq!(answer.location, "/desk/people");
    assert_eq!(clerk.get("/desk/").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_body_is_set_up_and_its_mistakes_are_named() {
    let town = Town::new().await;
    let mut admin = admin(&town).await;
    let wrong = admin
        .post(
            "/desk/bodies/new",
            &[("slug", "中文"), ("name", ""), ("kind", "x"), ("uscc", "123"), ("postcode", "71900")],
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong
        .shows("网址名请用")
        .shows("请填写单位全称")
        .shows("请选择单位类别")
        .shows("统一社会信用代码有误")
        .shows("6 位数字");
    let right =
        [("slug", "jyj"), ("name", "云溪县教育局"), ("kind", "department"), ("parent", "yunxi"), ("code", "云教")];
    assert_eq!(admin.post("/desk/bodies/new", &right).await.location, "/desk/bodies");
    admin.get("/desk/bodies").await.shows("云溪县教育局").shows("办公地址");
    // The county cannot be put under its own department.
    let cycle = [("name", "云溪县人民政府"), ("kind", "government"), ("parent", "jyj")];
    admin.post("/desk/bodies/yunxi", &cycle).await.shows("上级单位不能是本单位或其下级");
}

#[tokio::test]
async fn the_trail_shows_who_did_what_and_that_the_chain_holds() {
    let town = Town::new().await;
    let mut admin = admin(&town).await;
    let mut clerk = town.clerk().await;
    assert_eq!(clerk.get("/desk/audit").await.status, StatusCode::FORBIDDEN);
    let page = admin.get("/desk/audit").await;
    page.shows("现在逐行核验").shows("登录").shows("越权访问").hides("sign_in");
    let page = admin.get("/desk/audit?verify=yes").await;
    page.shows("哈希链完整").shows("没有权限").shows("127.0.0.1");
}
