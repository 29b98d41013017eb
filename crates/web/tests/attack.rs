//! An attacker does this and gets that: foreign records, forged and swollen forms, races, names that deceive.

mod town;

use axum::body::Body as HttpBody;
use axum::http::{Request, StatusCode, header};
use cases::remedy::{Remedy, RemedyKind};
use civic::{Appointment, CaseId, EditionId, Role};
use store::people::Person;
use town::{Answer, Client, PASSWORD, Town};
use web::site::{TABLE, Who};

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n";
const SCRIPT: &str = "\"'><img src=x onerror=alert(1)>";
/// What of the finance bureau's records no stranger may read anywhere.
const SECRETS: [&str; 5] = ["王小明", "13800000000", "11010519491231002X", "公路养护资金分配方案", "未公开的通知"];

/// Someone with these roles in these bodies, signed in.
async fn appointed(town: &Town, login: &str, roles: &[(&str, Role)]) -> Client {
    let clerk = town.app.store.person_by_login("clerk").await.expect("an answer").expect("the clerk");
    let at = |&(body, role): &(&str, Role)| Appointment { body: body.into(), role };
    let person = Person {
        id: login.into(),
        login: login.into(),
        name: login.into(),
        appointments: roles.iter().map(at).collect(),
        ..clerk
    };
    let mut unit = town.app.store.begin().await.expect("a unit");
    unit.put_person(&person, web::now::now()).await.expect("recorded");
    unit.commit().await.expect("kept");
    let mut client = town.visitor();
    let answer = client.post("/sign-in", &[("login", login), ("password", PASSWORD), ("back", "/desk/")]).await;
    assert_eq!(answer.location, "/desk/", "{}", answer.text);
    client.csrf = client.get("/desk/account").await.csrf();
    client
}

async fn apply(visitor: &mut Client, changed: &[(&str, &str)]) -> Answer {
    let token = visitor.get("/apply/czj").await.value("token");
    let form = [
        ("applicant_kind", "natural_person"),
        ("name", "王小明"),
        ("proof_kind", "id_card"),
        ("proof_number", "11010519491231002X"),
        ("phone", "13800000000"),
        ("wanted_name", "2025 年度农村公路养护资金分配方案"),
        ("form", "electronic"),
        ("delivery", "online"),
        ("token", &token),
    ];
    let kept = form.iter().filter(|(name, _)| changed.iter().all(|(other, _)| other != name));
    let pairs: Vec<_> = kept.chain(changed).copied().collect();
    visitor.post("/apply/czj", &pairs).await
}

/// The only open case of the finance bureau.
async fn only_case(town: &Town) -> CaseId {
    let body = town.app.body("czj").expect("the bureau");
    let open = town.app.store.open_cases(&body.id).await.expect("cases");
    open.first().expect("a case").case.id().clone()
}

async fn does(who: &mut Client, case: &CaseId, act: &str, typed: &[(&str, &str)]) -> Answer {
    let path = format!("/desk/cases/{case}/{act}");
    let seen = who.get(&path).await.value("seen");
    who.post(&path, &[&[("seen", seen.as_str())], typed].concat()).await
}

fn draft_fields<'a>(title: &'a str, then: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("body", "czj"),
        ("title", title),
        ("column", "A20_07"),
        ("summary", "收支总表和说明"),
        ("made_on", "2026-01-15"),
        ("openness", "proactive"),
        ("text", "正文"),
        ("do", then),
    ]
}

/// A draft of the finance bureau with a file: the address of its edition.
async fn draft(clerk: &mut Client, title: &str, then: &str) -> String {
    let answer = clerk.upload("/desk/publications/new", &draft_fields(title, then), "files", "预算表.pdf", PDF).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.location.split('?').next().expect("a path").to_owned()
}

async fn moves(town: &Town, client: &mut Client, edition: &str, what: &str, typed: &[(&str, &str)]) -> Answer {
    let id = EditionId::from(edition.rsplit('/').next().unwrap_or_default());
    let saved = town.app.store.edition(&id).await.expect("an answer").expect("the edition");
    let revision = saved.revision.to_string();
    client.post(&format!("{edition}/{what}"), &[&[("revision", revision.as_str())], typed].concat()).await
}

const APPROVED: [(&str, &str); 6] = [
    ("content", "sound"),
    ("secrecy", "may_be_open"),
    ("personal_data", "absent"),
    ("basis", "条例第十七条"),
    ("opinion", ""),
    ("verdict", "approve"),
];

fn file_on(page: &Answer) -> String {
    let (_, rest) = page.text.split_once("href=\"/files/").expect("a file");
    format!("/files/{}", rest.split('"').next().unwrap_or_default())
}

/// Whoever works for another body, in any role, walks over every address with the identifiers of the finance bureau's
/// records: each answers as if the record did not exist or says "not yours", none says a word of it, and nothing changes.
#[tokio::test]
async fn foreign_identifiers_open_no_address_to_any_role_of_another_body() {
    let town = Town::new().await;
    let mut clerk = town.clerk().await;
    apply(&mut town.visitor(), &[]).await;
    let case = only_case(&town).await;
    let edition = draft(&mut clerk, "未公开的通知", "save").await;
    let edition_id = edition.rsplit('/').next().expect("an identifier").to_owned();
    let file = file_on(&clerk.get(&edition).await);
    let remedy = Remedy {
        id: "remedy-of-finance".into(),
        case: case.clone(),
        kind: RemedyKind::Reconsideration,
        filed_on: web::now::date(web::now::now()),
        organ: "云溪县人民政府".into(),
        closed: None,
    };
    let mut unit = town.app.store.begin().await.expect("a unit");
    unit.put_remedy(&remedy).await.expect("recorded");
    unit.commit().await.expect("kept");
    let pairs = [("body", "czj"), ("year", "2025")];
    let handed_in =
        clerk.upload("/desk/collect/hand-in", &pairs, "file", "年报.txt", "云溪县财政局年报".as_bytes()).await;
    let upload = handed_in.location.rsplit('/').next().expect("an identifier").to_owned();

    let acts =
        ["registered", "noted", "decided", "signed", "served", "archived", "extension_approved", "publish", "reopen"];
    for role in Role::ALL.into_iter().filter(|role| *role != Role::Admin).map(Some).chain([None]) {
        let mut stranger = match role {
            Some(role) => appointed(&town, &format!("swj-{}", role.key()), &[("swj", role)]).await,
            None => town.visitor(),
        };
        for address in TABLE.iter().filter(|address| address.who != Who::Anyone && address.path.contains('{')) {
            let (real, unknown) = match address.path.split('/').nth(2).unwrap_or_default() {
                "cases" => (case.as_str(), "01hzznobodyknowsthiscase00"),
                "publications" => (edition_id.as_str(), "01hzznobodyknowsthistext00"),
                "remedies" => (remedy.id.as_str(), "remedy-of-nobody"),
                "people" => ("clerk", "nobody"),
                "collect" if address.path.contains("{id}") => (upload.as_str(), "01hzznobodyknowsthisfile00"),
                "report" | "bodies" | "collect" => ("czj", "czj"),
                other => panic!("tell this walk what an identifier of {other} is"),
            };
            for act in acts.iter().take(if address.path.contains("{act}") { acts.len() } else { 1 }) {
                let path = |id: &str| {
                    let path = address.path.replace("{id}", id).replace("{slug}", id).replace("{year}", "2025");
                    let path = path.replace("{act}", act).replace("{letter}", "letter-of-finance");
                    path.replace("{part}", "overview").replace("{version}", "1").replace("{no}", "1")
                };
                let typed = if address.path.ends_with("{act}") {
                    vec![("seen", "1"), ("text", "外人"), ("on", "")]
                } else {
                    vec![]
                };
                let mut answers = Vec::new();
                for path in [path(real), path(unknown)] {
                    answers.push(match address.method {
                        "get" => stranger.get(&path).await,
                        _ => stranger.post(&path, &typed).await,
                    });
                }
                let [real, unknown] = &answers[..] else { panic!("two answers") };
                let shut = match role {
                    None => matches!(real.status, StatusCode::SEE_OTHER | StatusCode::UNAUTHORIZED),
                    Some(_) => matches!(real.status, StatusCode::NOT_FOUND | StatusCode::FORBIDDEN),
                };
                assert!(shut, "{} {} as {role:?}: {}", address.method, address.path, real.status);
                assert_eq!(real.status, unknown.status, "{} as {role:?}: foreign and unknown differ", address.path);
                for secret in SECRETS {
                    real.hides(secret);
                }
            }
        }
        // What everyone may ask for, and what lists and searches gather.
        for path in [file.clone(), format!("/p/{edition_id}"), format!("{file}?x"), file.replace("/files/", "/files//")]
        {
            assert_eq!(stranger.get(&path).await.status, StatusCode::NOT_FOUND, "{path} as {role:?}");
        }
        for path in [
            "/desk/cases/?body=czj",
            "/desk/cases/?view=closed&body=czj",
            "/desk/search?q=CZJ",
            "/desk/remedies",
            "/desk/publications?body=czj",
            "/desk/",
            "/search?q=%E9%80%9A%E7%9F%A5",
            "/feed.atom",
            "/sitemap.xml",
        ] {
            let answer = stranger.get(path).await;
            for secret in SECRETS {
                answer.hides(secret);
            }
        }
    }
    let now = town.app.store.case(&case).await.expect("an answer").expect("the case");
    assert_eq!(now.case.entries().len(), 1, "nothing was done to the case");
    let text = town.app.store.edition(&EditionId::from(edition_id)).await.expect("an answer").expect("the text");
    assert_eq!(text.edition.kind(), publishing::StageKind::Draft);
}

#[tokio::test]
async fn a_supervisor_who_searches_for_a_surname_learns_nothing_from_what_is_found() {
    let town = Town::new().await;
    apply(&mut town.visitor(), &[]).await;
    let (case, mut clerk) = (only_case(&town).await, town.clerk().await);
    let on = web::now::date(web::now::now()).to_string();
    does(&mut clerk, &case, "registered", &[("on", &on)]).await;
    let ended = does(&mut clerk, &case, "withdrawn", &[("on", &on), ("what", "书面撤回")]).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.text);
    let closed = "/desk/cases/?view=closed&body=czj&q=%E7%8E%8B";
    clerk.get(closed).await.shows("CZJ-");
    let mut supervisor = town.someone(Role::Supervisor).await;
    for path in [closed, "/desk/search?q=%E7%8E%8B"] {
        supervisor.get(path).await.hides("CZJ-").hides(&format!("/desk/cases/{case}"));
    }
}

#[tokio::test]
async fn a_remedy_sent_twice_is_counted_once_and_a_ruling_is_not_overwritten() {
    let town = Town::new().await;
    apply(&mut town.visitor(), &[]).await;
    let (case, mut clerk) = (only_case(&town).await, town.clerk().await);
    let on = web::now::date(web::now::now()).to_string();
    let path = format!("/desk/cases/{case}/remedies/new");
    let typed = [("kind", "reconsideration"), ("filed_on", on.as_str()), ("organ", "云溪县人民政府")];
    let mut copy = clerk.clone();
    let (first, second) = tokio::join!(clerk.post(&path, &typed), copy.post(&path, &typed));
    assert_eq!([&first, &second].map(|a| a.location.as_str()), ["/desk/remedies?done=filed"; 2], "{}", first.text);
    let remedies = town.app.store.remedies_of(&case).await.expect("a list");
    let [remedy] = &remedies[..] else { panic!("{} remedies", remedies.len()) };
    // Two colleagues opened the same page; the second ruling is refused with the first.
    let path = format!("/desk/remedies/{}", remedy.id);
    let (upheld, corrected) =
        ([("ruling", "upheld"), ("closed_on", on.as_str())], [("ruling", "corrected"), ("closed_on", on.as_str())]);
    let (first, second) = tokio::join!(clerk.post(&path, &upheld), copy.post(&path, &corrected));
    let mut both = [first.status, second.status];
    both.sort();
    assert_eq!(both, [StatusCode::SEE_OTHER, StatusCode::UNPROCESSABLE_ENTITY], "{}", second.text);
    town.someone(Role::Admin).await.get("/desk/audit").await.shows("登记复议、诉讼结果").shows("依法不予办理");
}

#[tokio::test]
async fn whoever_wrote_the_text_cannot_review_it_in_the_next_edition_either() {
    let town = Town::new().await;
    let (mut clerk, mut reviewer) = (town.clerk().await, town.reviewer().await);
    let mut both = appointed(&town, "both", &[("czj", Role::Clerk), ("czj", Role::Reviewer)]).await;
    let first = draft(&mut both, "通知", "submit").await;
    let own = moves(&town, &mut both, &first, "review", &APPROVED).await;
    assert_eq!(own.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", own.text);
    moves(&town, &mut reviewer, &first, "review", &APPROVED).await;
    moves(&town, &mut clerk, &first, "publish", &[]).await;
    // A colleague opens the next edition and hands it over unchanged: the words are still the author's.
    let second = moves(&town, &mut clerk, &first, "new-edition", &[]).await;
    let second = second.location.split('?').next().expect("a path").to_owned();
    moves(&town, &mut clerk, &second, "submit", &[]).await;
    let again = moves(&town, &mut both, &second, "review", &APPROVED).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", again.text);
    both.get(&second).await.shows("待审核");
}

#[tokio::test]
async fn a_password_change_that_began_before_the_dismissal_does_not_undo_it() {
    let town = Town::new().await;
    let (mut clerk, mut admin) = (town.clerk().await, town.someone(Role::Admin).await);
    // The change waits for its turn to hash; the administrator is faster.
    let held = town.app.hashing.acquire_many(2).await.expect("turns");
    let new = "云溪的河水2027年夏";
    let change =
        async { clerk.post("/desk/account", &[("old_password", PASSWORD), ("password", new), ("again", new)]).await };
    let dismissal = async {
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        let left = [("name", "经办人"), ("login", "clerk")];
        assert_eq!(admin.post("/desk/people/clerk", &left).await.location, "/desk/people");
        drop(held);
    };
    let (answer, ()) = tokio::join!(change, dismissal);
    assert!(!answer.location.starts_with("/desk/"), "{} {}", answer.status, answer.location);
    let person = town.app.store.person_by_login("clerk").await.expect("an answer").expect("the clerk");
    assert!(!person.active && person.appointments.is_empty(), "still dismissed");
    assert_eq!(clerk.get("/desk/").await.status, StatusCode::SEE_OTHER, "and signed out");
}

#[tokio::test]
async fn a_locked_account_and_an_invented_one_answer_in_the_same_words() {
    let town = Town::new().await;
    let mut visitor = town.visitor();
    let mut answers = Vec::new();
    for login in ["clerk", "nobody"] {
        for _ in 0..6 {
            let answer = visitor.post("/sign-in", &[("login", login), ("password", "错"), ("back", "")]).await;
            answers.push((answer.status, answer.text.replace(login, "…")));
        }
    }
    assert!(answers.windows(2).all(|two| two[0] == two[1]));
    let page = town.someone(Role::Admin).await.get("/desk/audit").await;
    page.shows("（未知用户名）").hides("nobody");
}

#[tokio::test]
async fn swollen_and_crooked_requests_are_refused_before_they_cost_anything() {
    let town = Town::new().await;
    let many = "a&".repeat(100_000);
    let long = format!("login={}", "a".repeat(300 * 1024));
    let form = "application/x-www-form-urlencoded";
    for (path, kind, body, status) in [
        ("/sign-in", form, many.as_str(), StatusCode::BAD_REQUEST),
        ("/apply/czj", form, &many, StatusCode::BAD_REQUEST),
        ("/sign-in", form, &long, StatusCode::PAYLOAD_TOO_LARGE),
        ("/track/", "multipart/form-data; boundary=x", "--x--", StatusCode::SEE_OTHER),
        ("/track/", form, "number=CZJ%00&code=1", StatusCode::BAD_REQUEST),
        ("/sign-in", form, "login=%00&password=1&back=", StatusCode::BAD_REQUEST),
        ("/sign-in", form, "login=%FF&password=%C0%80", StatusCode::UNAUTHORIZED),
        // Not signed in: what is carried over the sign-in has an end, too.
        ("/desk/account", form, &many, StatusCode::SEE_OTHER),
    ] {
        let request = Request::post(path).header(header::CONTENT_TYPE, kind).body(HttpBody::from(body.to_owned()));
        let answer = town.visitor().send(request.expect("a request")).await;
        assert_eq!(answer.status, status, "{path} {}: {}", &body[..body.len().min(20)], answer.text);
        assert!(answer.text.len() < 20_000, "{path}: {} bytes came back", answer.text.len());
    }
    // A zero, bytes that are no text, a parameter twice: a page in our own words, never a fault.
    for path in [
        "/p/%00",
        "/bodies/%FF/",
        "/search?q=%00",
        "/search?page=1&page=2",
        "/desk/audit?before=x",
        "/files/%2e%2e/%2e%2e",
    ] {
        for mut client in [town.visitor(), town.someone(Role::Admin).await] {
            let answer = client.get(path).await;
            assert!(!answer.status.is_server_error() && answer.status != StatusCode::OK, "{path}: {}", answer.status);
            assert!(
                answer.location.starts_with("/sign-in") || answer.text.contains("<!doctype html>"),
                "{path}: {}",
                answer.text
            );
        }
    }
}

#[tokio::test]
async fn a_forged_form_finds_no_side_door() {
    let town = Town::new().await;
    let mut clerk = town.clerk().await;
    let body = format!("csrf={}", clerk.csrf);
    for (method, path, name, value, status) in [
        // A browser that says nothing of where the form came from, but sends the cookie.
        ("POST", "/desk/sign-out", "content-type", "text/plain", StatusCode::FORBIDDEN),
        ("POST", "/desk/sign-out", "origin", "null", StatusCode::FORBIDDEN),
        ("POST", "/desk/sign-out", "origin", "http://localhost.evil.example", StatusCode::FORBIDDEN),
        ("POST", "/desk/sign-out", "sec-fetch-site", "same-site", StatusCode::FORBIDDEN),
        // An act behind a method that is not checked.
        ("GET", "/desk/sign-out", "x-http-method-override", "POST", StatusCode::METHOD_NOT_ALLOWED),
        ("HEAD", "/desk/sign-out", "x-http-method-override", "POST", StatusCode::METHOD_NOT_ALLOWED),
        ("PUT", "/desk/sign-out", "sec-fetch-site", "same-origin", StatusCode::METHOD_NOT_ALLOWED),
    ] {
        let request = Request::builder().method(method).uri(path).header(name, value);
        let answer = clerk.send(request.body(HttpBody::from(body.clone())).expect("a request")).await;
        assert_eq!(answer.status, status, "{method} {name}: {value}");
    }
    assert_eq!(clerk.get("/desk/").await.status, StatusCode::OK, "still signed in");
}

#[tokio::test]
async fn script_typed_by_an_applicant_stays_text_on_every_desk() {
    let town = Town::new().await;
    let receipt = apply(
        &mut town.visitor(),
        &[
            ("name", SCRIPT),
            ("address", SCRIPT),
            ("wanted_name", SCRIPT),
            ("wanted_number", SCRIPT),
            ("wanted_features", "\u{2067}</textarea><script>alert(1)</script>"),
        ],
    )
    .await;
    assert_eq!(receipt.status, StatusCode::CREATED, "{}", receipt.text);
    receipt.hides("<img src=x").shows("&#60;img src=x");
    let (case, mut clerk, mut head) = (only_case(&town).await, town.clerk().await, town.office_head().await);
    let on = web::now::date(web::now::now()).to_string();
    does(&mut clerk, &case, "registered", &[("on", &on)]).await;
    does(&mut clerk, &case, "noted", &[("text", SCRIPT)]).await;
    for path in [
        format!("/desk/cases/{case}"),
        "/desk/cases/".into(),
        format!("/desk/cases/{case}/decided"),
        "/desk/search?q=%3Cimg".into(),
        "/desk/cases/?q=%22%3E%3Cscript%3E".into(),
        format!("/desk/cases/{case}/remedies/new"),
    ] {
        let page = clerk.get(&path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        page.hides("<img src=x").hides("<script>").hides("</textarea><").hides("\u{2067}");
    }
    head.get(&format!("/desk/cases/{case}")).await.shows("&#60;img src=x").hides("<img src=x");
}

#[tokio::test]
async fn a_file_that_is_sent_back_under_a_deceiving_name_keeps_the_ending_of_what_it_is() {
    let town = Town::new().await;
    let mut clerk = town.clerk().await;
    let wrong = clerk.upload("/desk/publications/new", &draft_fields("", "save"), "files", "名单.pdf", PDF).await;
    let attached = wrong.value("attached");
    let hash = attached.split('/').next().expect("a hash");
    let renamed = format!("{hash}/名单.hta");
    let typed = [&draft_fields("通知", "save")[..], &[("attached", renamed.as_str())]].concat();
    let saved = clerk.post("/desk/publications/new", &typed).await;
    clerk.get(&saved.location).await.shows("名单.hta.pdf");
    // Another clerk of the same bureau who knows the hash attaches nothing by it.
    let mut colleague = appointed(&town, "colleague", &[("czj", Role::Clerk)]).await;
    colleague.post("/desk/publications/new", &typed).await.shows("请重新选择");
}

#[tokio::test]
async fn the_next_one_at_a_shared_computer_finds_no_page_of_the_last() {
    let town = Town::new().await;
    let kept = |answer: &Answer| answer.headers[header::CACHE_CONTROL].to_str().expect("text").to_owned();
    assert_eq!(kept(&apply(&mut town.visitor(), &[]).await), "no-store", "the receipt carries the query code");
    let mut clerk = town.clerk().await;
    let case = only_case(&town).await;
    for path in [format!("/desk/cases/{case}"), "/".into(), "/no/such/page".into()] {
        assert_eq!(kept(&clerk.get(&path).await), "private, no-cache", "{path}");
    }
    assert_eq!(kept(&town.visitor().get("/").await), "no-cache");
    let out = clerk.post("/desk/sign-out", &[]).await;
    assert_eq!(out.headers["clear-site-data"], "\"cache\", \"storage\"");
}
