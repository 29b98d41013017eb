//! The counter itself: signing in, sessions, forged forms, who may go where.

mod town;

use axum::body::Body as HttpBody;
use axum::http::{Request, StatusCode, header};
use civic::Role;
use town::{PASSWORD, Town};
use web::limits::Rates;
use web::site::{TABLE, Who};

#[tokio::test]
async fn signing_in_says_the_same_for_a_wrong_name_and_a_wrong_password() {
    let town = Town::new().await;
    let mut visitor = town.visitor();
    for login in ["nobody", "clerk"] {
        let answer = visitor.post("/sign-in", &[("login", login), ("password", "错误的密码123"), ("back", "")]).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        answer.shows("用户名或密码不正确").shows(&format!("value=\"{login}\""));
    }
}

#[tokio::test]
async fn five_wrong_passwords_lock_the_account_even_for_the_right_one() {
    let town = Town::new().await;
    let mut visitor = town.visitor();
    for _ in 0..5 {
        visitor.post("/sign-in", &[("login", "clerk"), ("password", "错"), ("back", "")]).await;
    }
    let answer = visitor.post("/sign-in", &[("login", "clerk"), ("password", PASSWORD), ("back", "")]).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    answer.shows("账号锁定 15 分钟").shows("请管理员重置密码");
}

#[tokio::test]
async fn after_signing_in_one_comes_back_to_where_one_wanted_and_never_to_another_site() {
    let town = Town::new().await;
    let mut visitor = town.visitor();
    let answer = visitor.get("/desk/account").await;
    assert_eq!((answer.status, answer.location.as_str()), (StatusCode::SEE_OTHER, "/sign-in?back=%2Fdesk%2Faccount"));
    for (back, to) in [
        ("/desk/account", "/desk/account"),
        ("//evil.example", "/desk/"),
        ("https://evil.example", "/desk/"),
        ("/\\evil", "/desk/"),
    ] {
        let answer =
            town.visitor().post("/sign-in", &[("login", "clerk"), ("password", PASSWORD), ("back", back)]).await;
        assert_eq!(answer.location, to);
    }
}

#[tokio::test]
async fn signing_out_ends_the_session_and_not_only_the_cookie() {
    let town = Town::new().await;
    let mut clerk = town.clerk().await;
    let mut copy = clerk.clone();
    assert_eq!(copy.get("/desk/").await.status, StatusCode::OK);
    clerk.post("/desk/sign-out", &[]).await;
    assert_eq!(copy.get("/desk/").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_new_password_ends_every_other_session() {
    let town = Town::new().await;
    let (mut here, mut elsewhere) = (town.clerk().await, town.clerk().await);
    let weak = here.post("/desk/account", &[("old_password", "不对"), ("password", "clerk"), ("again", "x")]).await;
    assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
    weak.shows("现在的密码不正确").shows("请至少使用 10 个字符").shows("两次输入的新密码不一致");
    let new = "云溪的河水2027年夏";
    let answer = here.post("/desk/account", &[("old_password", PASSWORD), ("password", new), ("again", new)]).await;
    assert_eq!(answer.location, "/desk/account?done=password");
    assert_eq!(here.get("/desk/").await.status, StatusCode::OK);
    assert_eq!(elsewhere.get("/desk/").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_form_from_another_site_is_refused() {
    let town = Town::new().await;
    let mut clerk = town.clerk().await;
    for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")] {
        let request = Request::post("/desk/sign-out")
            .header(name, value)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(HttpBody::from(format!("csrf={}", clerk.csrf)))
            .expect("a request");
        assert_eq!(clerk.send(request).await.status, StatusCode::FORBIDDEN, "{name}");
    }
    assert_eq!(clerk.get("/desk/").await.status, StatusCode::OK, "still signed in");
}

#[tokio::test]
async fn what_was_typed_before_the_session_ended_is_carried_over() {
    let town = Town::new().await;
    let typed = [("old_password", "机密"), ("again", "留下的<字>")];
    let answer = town.visitor().post("/desk/account", &typed).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    answer.shows("继续提交").shows("留下的&#60;字&#62;").hides("机密");
    // A form of an earlier session of the same person asks once more and keeps everything.
    let mut clerk = town.clerk().await;
    let answer = clerk.post("/desk/sign-out", &[("csrf", "old"), ("note", "留下的字")]).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    answer.shows("留下的字");
}

#[tokio::test]
async fn guessing_is_slowed_down() {
    let town = Town::with_rates(Rates { sign_in: 3, ..Rates::default() }).await;
    let mut visitor = town.visitor();
    let mut last = None;
    for _ in 0..4 {
        last = Some(visitor.post("/sign-in", &[("login", "x"), ("password", "y"), ("back", "")]).await);
    }
    let last = last.expect("four answers");
    assert_eq!(last.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(last.headers.contains_key(header::RETRY_AFTER));
}

#[tokio::test]
async fn every_page_forbids_inline_script_and_frames() {
    let town = Town::new().await;
    for path in ["/sign-in", "/no/such/page", "/healthz"] {
        let answer = town.visitor().get(path).await;
        let policy =
            answer.headers.get(header::CONTENT_SECURITY_POLICY).and_then(|v| v.to_str().ok()).unwrap_or_default();
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(
            answer.headers.get(header::X_CONTENT_TYPE_OPTIONS).map(|v| v.as_bytes()),
            Some(b"nosniff".as_slice())
        );
        answer.hides(" style=\"").hides("onclick=");
    }
}

/// The table of addresses against the table of permissions: nobody comes where the tables do not let them.
#[tokio::test]
async fn every_address_opens_to_the_roles_the_tables_name_and_to_no_other() {
    let town = Town::new().await;
    let tree = town.app.tree();
    for role in Role::ALL.map(Some).into_iter().chain([None]) {
        let mut client = match role {
            Some(role) => town.someone(role).await,
            None => town.visitor(),
        };
        for address in TABLE {
            if address.path == "/desk/sign-out" || address.who == Who::Anyone {
                continue;
            }
            // Parameters that name nothing: whoever may come in gets "not found", all others never learn that.
            let path = address
                .path
                .replace("{id}", "none")
                .replace("{year}", "2026")
                .replace("{slug}", "none")
                .replace("{part}", "overview")
                .replace("{act}", "publish")
                .replace("{version}", "1")
                .replace("{no}", "1")
                .replace("{*key}", "none");
            let answer = match address.method {
                "get" => client.get(&path).await,
                _ => client.post(&path, &[]).await,
            };
            let person = match role {
                Some(role) => town.app.store.person_by_login(role.key()).await.expect("an answer").map(|p| p.actor()),
                None => None,
            };
            let expected = match (&person, address.who) {
                (None, _) => "sign in",
                (Some(_), Who::Staff | Who::Anyone) => "come in",
                (Some(actor), Who::May(permission)) => {
                    if civic::permission::bodies_where(actor, permission, &tree).is_empty() {
                        "stay out"
                    } else {
                        "come in"
                    }
                }
            };
            let found = match answer.status {
                StatusCode::SEE_OTHER if answer.location.starts_with("/sign-in") => "sign in",
                StatusCode::UNAUTHORIZED => "sign in",
                StatusCode::FORBIDDEN => "stay out",
                status if status.is_server_error() => "fault",
                _ => "come in",
            };
            assert_eq!(found, expected, "{} {path} as {role:?}: {} {}", address.method, answer.status, answer.text);
        }
    }
}

#[tokio::test]
async fn the_desks_search_shows_a_form_first_and_finds_nothing_of_other_bodies() {
    let town = Town::new().await;
    let mut clerk = town.clerk().await;
    clerk.get("/desk/search").await.shows("请在上方输入要找的内容");
    let answer = clerk.get("/desk/search?q=%25_%3Cscript%3E").await;
    assert_eq!(answer.status, StatusCode::OK);
    answer.shows("没有找到").hides("<script>");
}
