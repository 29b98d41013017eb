//! Accounting for the year: every number opens to what it counts, figures are entered with their source, drafts leave.

mod town;

use axum::http::{StatusCode, header};
use civic::Role;
use paper::kind::FileKind;
use report::form::form;
use town::work::{a_year_of_work, year};
use town::{Answer, Town};

fn sheet() -> String {
    format!("/desk/report/czj/{}", year())
}

const LICENCES: &str = "proactive.licensing.decisions";

#[tokio::test]
async fn every_number_of_the_form_opens_to_as_many_things_as_it_says() {
    let town = a_year_of_work().await;
    let mut clerk = town.clerk().await;
    let page = clerk.get(&sheet()).await;
    let mut not_zero = 0;
    for cell in form(report::form::Edition::for_year(year())).official_cells() {
        let Some(shown) = number(&page, &cell.path) else { continue };
        let list = clerk.get(&format!("{}/cell?path={}", sheet(), cell.path)).await;
        assert_eq!(list.status, StatusCode::OK, "{}", cell.path);
        let rows = list.text.split("<tbody>").nth(1).map_or(0, |body| body.matches("<tr>").count());
        assert_eq!(rows, shown, "{}", cell.path);
        not_zero += usize::from(shown > 0);
    }
    assert!(not_zero >= 12, "the year has work in several rows and columns, not {not_zero}");
    for (path, expected) in [
        ("applications.new_received.natural_person", 2),
        ("applications.new_received.total", 3),
        ("applications.carried_over_in.legal_service", 1),
        ("applications.results.total.total", 2),
        ("applications.carried_forward.total", 2),
        ("remedies.reconsideration.pending", 1),
        ("proactive.normative_docs.made", 1),
        ("proactive.normative_docs.in_force", 1),
        ("proactive.rules.in_force", 0),
    ] {
        assert_eq!(number(&page, path), Some(expected), "{path}");
    }
    let documents = clerk.get(&format!("{}/cell?path=proactive.normative_docs.made", sheet())).await;
    documents.shows("预算公开办法").shows("成文日期在");
    let none = clerk.get(&format!("{}/cell?path=applications.results.denied.state_secret.total", sheet())).await;
    none.shows("没有这样的申请");
}

#[tokio::test]
async fn the_form_is_drawn_with_the_spans_of_the_official_one() {
    let town = a_year_of_work().await;
    let page = town.clerk().await.get(&sheet()).await;
    page.shows("二、主动公开政府信息情况").shows("三、收到和处理政府信息公开申请情况");
    page.shows("四、政府信息公开行政复议、行政诉讼情况").shows("国办公开办函〔2021〕30号");
    page.shows(r#"<th scope="colgroup" colspan="3" rowspan="3">（本列数据的勾稽关系为"#);
    page.shows(r#"<th scope="rowgroup" rowspan="22" class="stem">三、本年度办理结果</th>"#);
    page.shows(r#"<th scope="colgroup" colspan="5">法人或其他组织</th>"#);
    // Table 2: a block with one column covers the width of three.
    page.shows(&format!(r#"<td id="cell-{LICENCES}" class="has-finding" colspan="3">"#));
    // What nobody entered yet is blank, marked, and said in words with a way on.
    page.shows("待填").shows("R120").shows("有4格为空").shows(&format!("{}/figures", sheet()));
}

#[tokio::test]
async fn the_supervisor_sees_every_number_and_no_applicant() {
    let town = a_year_of_work().await;
    let mut supervisor = town.someone(Role::Supervisor).await;
    let list = supervisor.get(&format!("/desk/report?year={}", year())).await;
    list.shows("云溪县财政局").shows("云溪县水务局").shows("没有登记").shows(&format!("{}-01-31", year() + 1));
    list.shows(&format!("{}-03-31", year() + 1));
    let path = format!("{}/cell?path=applications.new_received.total", sheet());
    let cases = supervisor.get(&path).await;
    cases.shows("CZJ-").shows("自然人").hides("王").hides("养护");
    town.clerk().await.get(&path).await.shows("王**").shows("养护").hides("王小明");
    // One body's years stand under each other; those before anything was on record ask for nothing.
    town.clerk().await.get("/desk/report").await.shows("启用前");
    supervisor.get("/desk/report").await.hides("启用前");
    // Watching is not filling in.
    assert_eq!(supervisor.get(&format!("{}/figures", sheet())).await.status, StatusCode::FORBIDDEN);
    supervisor.get(&sheet()).await.shows("未填").hides("待填").hides("/figures");
}

#[tokio::test]
async fn another_bodys_report_is_closed_and_a_visitor_signs_in_first() {
    let town = Town::new().await;
    let mut clerk = town.clerk().await;
    let own = clerk.get("/desk/report").await;
    own.shows("云溪县财政局").hides("云溪县水务局");
    for part in ["", "/cell?path=applications.new_received.total", "/figures", "/draft.docx", "/draft.html"] {
        let path = format!("/desk/report/swj/{}{part}", year());
        assert_eq!(clerk.get(&path).await.status, StatusCode::FORBIDDEN, "{path}");
        let visitor = town.visitor().get(&path).await;
        assert!(visitor.location.starts_with("/sign-in"), "{path}: {}", visitor.location);
    }
    let next = year() + 2;
    for path in ["czj/2018", "czj/20", "czj/+2025", &format!("czj/{next}"), "xyz/2025"] {
        assert_eq!(clerk.get(&format!("/desk/report/{path}")).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    for cell in ["", "applications", "applications.results.other.total", "%3Cscript%3E"] {
        let answer = clerk.get(&format!("{}/cell?path={cell}", sheet())).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{cell}");
    }
}

#[tokio::test]
async fn a_figure_is_entered_with_its_source_and_every_mistake_is_named_at_once() {
    let town = Town::new().await;
    let mut clerk = town.clerk().await;
    let path = format!("{}/figures", sheet());
    let page = clerk.get(&path).await;
    page.shows("行政许可·本年处理决定数量").shows("行政事业性收费").shows("万元");
    let wrong = [
        ("value-proactive.licensing.decisions", "一千多"),
        ("value-proactive.penalty.decisions", "-3"),
        ("source-proactive.penalty.decisions", "案卷台账"),
        ("source-proactive.coercion.decisions", "<b>案卷</b>"),
        ("value-proactive.fees.amount", "97.9800001"),
        ("unit-proactive.fees.amount", "万元"),
        ("source-proactive.fees.amount", "非税系统"),
    ];
    let answer = clerk.post(&path, &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in
        ["请只填整数", "请填写数据来源", "件数不能小于 0", "请填写数；这一年没有发生的填 0", "金额最多精确到分"]
    {
        answer.shows(words);
    }
    answer.shows("一千多").shows("97.9800001").shows("&#60;b&#62;案卷").hides("<b>案卷");
    assert!(town.app.store.figure_history(&"czj".into(), year()).await.expect("a history").is_empty());
    let unknown = clerk.post(&path, &[("value-applications.new_received.total", "1")]).await;
    assert_eq!(unknown.status, StatusCode::BAD_REQUEST);

    let right = [
        ("value-proactive.licensing.decisions", "1,246"),
        ("source-proactive.licensing.decisions", "行政审批系统年度统计"),
        ("value-proactive.fees.amount", "979800"),
        ("unit-proactive.fees.amount", "元"),
        ("source-proactive.fees.amount", "非税系统"),
    ];
    let saved = clerk.post(&path, &right).await;
    assert_eq!((saved.status, saved.location), (StatusCode::SEE_OTHER, format!("{}?saved=2", sheet())));
    let page = clerk.get(&format!("{}?saved=2", sheet())).await;
    page.shows("已保存 2 格").shows(">1246</a>").shows(">97.98</a>").shows("有2格为空");
    let cell = clerk.get(&format!("{}/cell?path=proactive.fees.amount", sheet())).await;
    cell.shows("979800元").shows("非税系统").shows("经办人").shows("现行");
    town.someone(Role::Admin).await.get("/desk/audit").await.shows("填报年度数据").shows(LICENCES);
}

#[tokio::test]
async fn whoever_saves_an_older_form_is_told_what_was_entered_meanwhile_and_loses_no_typing() {
    let town = Town::new().await;
    let (mut first, mut second) = (town.clerk().await, town.clerk().await);
    let path = format!("{}/figures", sheet());
    let entered = |value: &'static str, source: &'static str, seq: &'static str| {
        [
            ("value-proactive.licensing.decisions", value),
            ("source-proactive.licensing.decisions", source),
            ("seq-proactive.licensing.decisions", seq),
        ]
    };
    assert_eq!(first.post(&path, &entered("1246", "审批系统", "0")).await.status, StatusCode::SEE_OTHER);
    let stale = second.post(&path, &entered("1264", "审批系统导出表", "0")).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    stale.shows("把这一格填为“1246”").shows("1264").shows("审批系统导出表");
    let seq = stale.value("seq-proactive.licensing.decisions");
    assert_eq!(seq, "1", "the page now stands beside the newer entry");
    assert_eq!(second.post(&path, &entered("1264", "审批系统导出表", "1")).await.status, StatusCode::SEE_OTHER);
    // A double click is one entry, and an untouched form none.
    let again = second.post(&path, &entered("1264", "审批系统导出表", "1")).await;
    assert_eq!(again.location, format!("{}?saved=0", sheet()));
    // Taking a number back needs a reason, and leaves the trail.
    let blank = first.post(&path, &entered("", "", "2")).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    blank.shows("清空已经填报的数，请在备注中写明原因");
    let mut reasoned = entered("", "", "2").to_vec();
    reasoned.push(("note-proactive.licensing.decisions", "统计口径有误，重新核实"));
    assert_eq!(first.post(&path, &reasoned).await.status, StatusCode::SEE_OTHER);
    let history = first.get(&format!("{}/cell?path={LICENCES}", sheet())).await;
    history.shows("未填").shows("1246").shows("1264").shows("清空").shows("统计口径有误");
}

#[tokio::test]
async fn the_years_of_the_first_form_ask_for_its_own_figures() {
    let town = Town::new().await;
    let mut clerk = town.clerk().await;
    let page = clerk.get("/desk/report/czj/2020").await;
    page.shows("国办公开办函〔2019〕60号").shows("采购总金额").shows("本年新制作数量");
    let figures = clerk.get("/desk/report/czj/2020/figures").await;
    figures.shows("第二十条第（九）项").shows("其他对外管理服务事项").shows("减少的加减号");
    let path = "/desk/report/czj/2020/figures";
    let saved = clerk
        .post(
            path,
            &[
                ("value-proactive.licensing.change", "减8"),
                ("source-proactive.licensing.change", "权责清单"),
                ("value-proactive.procurement.amount", "17337.3602"),
                ("unit-proactive.procurement.amount", "万元"),
                ("source-proactive.procurement.amount", "采购系统"),
            ],
        )
        .await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    clerk.get("/desk/report/czj/2020").await.shows(">-8</a>").shows(">17337.3602万元</a>");
}

#[tokio::test]
async fn the_draft_leaves_as_a_word_document_and_as_a_page() {
    let town = a_year_of_work().await;
    let mut clerk = town.clerk().await;
    let docx = clerk.get(&format!("{}/draft.docx", sheet())).await;
    assert_eq!(FileKind::of(&docx.bytes), FileKind::Docx);
    let name =
        |answer: &Answer| answer.headers[header::CONTENT_DISPOSITION].to_str().expect("plain characters").to_owned();
    let draft = web::page::words::percent_encoded("（草稿）");
    assert!(
        name(&docx).starts_with("attachment;") && name(&docx).ends_with(&format!("{draft}.docx")),
        "{}",
        name(&docx)
    );
    let html = clerk.get(&format!("{}/draft.html", sheet())).await;
    assert!(name(&html).ends_with(&format!("{draft}.html")));
    html.shows(&format!("云溪县财政局{}年政府信息公开工作年度报告", year())).shows("勾稽关系").shows("（待填写）");
    town.someone(Role::Admin).await.get("/desk/audit").await.shows("下载年报草稿");
}

/// The number in a cell; `None` where nobody entered one.
fn number(page: &Answer, path: &str) -> Option<usize> {
    let (_, rest) = page.text.split_once(&format!("id=\"cell-{path}\""))?;
    let cell = rest.split("</td>").next()?;
    let link = cell.split_once(&format!("/cell?path={path}\">"))?.1;
    link.split('<').next()?.parse().ok()
}
