//! Every component once, with sample values: one test renders them all, and a designer can look at them.
//!
//! `cargo test -p web samples_for_the_designer -- --ignored` writes them as pages to `target/samples/`.

use std::sync::Arc;

use askama::Template;
use jiff::ToSpan;
use jiff::civil::date;

use crate::page::error::{ErrorPage, Obstacle};
use crate::page::form::{Choice, FormState};
use crate::page::parts::{
    Act, Attachment, Badge, Fact, Figure, Happened, Listed, Noticed, Pager, Refused, Stage, Step, Tab, Tone, Weight,
};
use crate::page::strip::{Day, DayKind, Strip};
use crate::page::{Article, BodyName, Column, Door, Page, Site, Staff, Waiting, words};

pub(crate) fn site() -> Site {
    Site {
        name: "云溪县政府信息公开平台".into(),
        domain: "www.yunxi.example".into(),
        id_code: "9999990001".into(),
        icp: "某ICP备00000000号".into(),
        police: "某公网安备 00000000000000号".into(),
        organiser: "云溪县人民政府办公室".into(),
        contact: "0000-1234567，云溪县人民路1号".into(),
        report_error: "https://www.yunxi.example/errors".into(),
        body: BodyName { slug: "county".into(), name: "云溪县人民政府".into() },
        demo: true,
    }
}

pub(crate) fn staff() -> Staff {
    let waiting = |label: &str, kind: &str, count, late| Waiting {
        label: label.into(),
        href: format!("/desk/cases/?waiting={kind}"),
        count,
        late,
    };
    Staff {
        name: "赵敏".into(),
        role: "经办人".into(),
        body: "云溪县水务局".into(),
        csrf: "a-token".into(),
        waiting: vec![
            waiting("待登记", "register", 3, 0),
            waiting("办理中", "running", 12, 2),
            waiting("等待申请人补正", "correction", 1, 0),
            waiting("待签发", "sign", 0, 0),
        ],
        rooms: [("办件", "/desk/cases/"), ("信息发布", "/desk/publications/"), ("年度报告", "/desk/reports/")]
            .map(|(label, href)| (label.to_owned(), href.to_owned()))
            .to_vec(),
    }
}

/// An application received on 20 January 2025, over the Spring Festival, with a consultation.
pub(crate) fn strip() -> Strip {
    let mut days = Vec::new();
    let mut counted = 0;
    let mut day = date(2025, 1, 20);
    while day <= date(2025, 2, 28) {
        let make_up = day == date(2025, 1, 26) || day == date(2025, 2, 8);
        let kind = if day == date(2025, 1, 20) {
            DayKind::Start
        } else if (date(2025, 1, 28)..=date(2025, 2, 4)).contains(&day) {
            DayKind::Off("春节".into())
        } else if !make_up && day.weekday().to_monday_one_offset() > 5 {
            DayKind::Off("周末".into())
        } else if (date(2025, 2, 10)..=date(2025, 2, 14)).contains(&day) {
            DayKind::Paused("征求第三方意见".into())
        } else {
            counted += 1;
            if day <= date(2025, 2, 18) { DayKind::Counted(counted) } else { DayKind::Ahead(counted) }
        };
        let event = if day == date(2025, 1, 20) { "收到申请" } else { "" };
        days.push(Day { date: day, kind, make_up, event: event.into() });
        day += 1.day();
    }
    Strip {
        says: "已用 12 个工作日，还有 8 个工作日。征求意见的 5 个工作日不计。".into(),
        days,
        today: date(2025, 2, 18),
        due: Some(date(2025, 2, 28)),
    }
}

/// The same case, never answered: today is 20 working days past its last day.
fn late_strip() -> Strip {
    let mut late = strip();
    let mut over = 0;
    let mut day = date(2025, 3, 1);
    for known in &mut late.days {
        if let DayKind::Ahead(n) = known.kind {
            known.kind = DayKind::Counted(n);
        }
    }
    while day <= date(2025, 3, 28) {
        let off = day.weekday().to_monday_one_offset() > 5;
        over += u32::from(!off);
        let kind = if off { DayKind::Off("周末".into()) } else { DayKind::Over(over) };
        late.days.push(Day { date: day, kind, make_up: false, event: String::new() });
        day += 1.day();
    }
    Strip { says: "已超期 20 个工作日。".into(), today: date(2025, 3, 28), ..late }
}

fn long_name() -> String {
    "云溪县人民政府办公室关于印发云溪县城乡供水一体化建设与农村饮水安全巩固提升工程三年行动实施方案（二〇二六年至二〇二八年）的通知".into()
}

fn choices() -> Vec<Choice> {
    vec![
        Choice::new("person", "公民"),
        Choice::new("business", "商业企业").hint("填写营业执照上的全称"),
        Choice::new("research", "科研机构"),
    ]
}

fn form_to_mend() -> FormState {
    let mut form = FormState::from_pairs([
        ("name", "<script>alert(1)</script>"),
        ("id_number", "61083019620203122"),
        ("content", "2025 年城乡供水工程的招标文件"),
        ("kind", "person"),
        ("way", "email"),
        ("way", "post"),
    ]);
    form.reject("id_number", "请填写 18 位身份证号码，现在是 17 位");
    form.reject("received_on", "请填写收到日期，例如 2026-03-05");
    form.reject("kind", "请选择申请人类型");
    form.reject("proof", "请上传身份证明");
    form
}

fn listed() -> Vec<Listed> {
    vec![
        Listed {
            title: long_name(),
            href: "/p/1".into(),
            date: "2026-03-05".into(),
            number: "云政办发〔2026〕12号".into(),
            body: "云溪县人民政府办公室".into(),
            validity: Some(Badge::new(Tone::Done, "有效")),
            excerpt_html: "加快城乡<mark>供水</mark>一体化，年底前完成十二个村的管网改造。".into(),
        },
        Listed {
            title: "2025年农村饮水水质监测结果".into(),
            href: "/p/2".into(),
            date: "2025-12-31".into(),
            body: "云溪县水务局".into(),
            ..Listed::default()
        },
        Listed {
            title: "水资源费征收标准的通知".into(),
            href: "/p/3".into(),
            date: "2019-06-01".into(),
            number: "云水发〔2019〕3号".into(),
            validity: Some(Badge::new(Tone::Shut, "废止")),
            ..Listed::default()
        },
    ]
}

fn box_of_facts() -> Vec<Fact> {
    vec![
        Fact::new("索引号", "11999999MB00000001/2026-00012"),
        Fact::new("主题分类", "城乡建设、环境保护").to("/search?theme=8"),
        Fact::new("发布机构", "云溪县人民政府办公室"),
        Fact::new("成文日期", "2026年3月2日"),
        Fact::new("文号", "云政办发〔2026〕12号"),
        Fact::new("发布日期", "2026年3月5日"),
        Fact::new("效力状态", "有效"),
        Fact::new("废止日期", ""),
        Fact::new("名称", long_name()).across(),
    ]
}

fn happened() -> Vec<Happened> {
    let line = |what: &str, when: &str, who: &str, note: &str, stage| Happened {
        what: what.into(),
        when: when.into(),
        who: who.into(),
        note: note.into(),
        stage,
    };
    vec![
        line("收到申请", "2025年1月20日 10:12", "", "网上提交，当日电话确认", Stage::Done),
        line("登记", "2025年1月20日 15:40", "赵敏", "登记号 云水公开〔2025〕7号", Stage::Done),
        line("征求第三方意见", "2025年2月8日", "赵敏", "云溪供水有限公司，2月14日答复：同意公开", Stage::Now),
        line("答复", "不晚于2025年2月28日", "", "", Stage::ToCome),
    ]
}

fn steps() -> Vec<Step> {
    let step = |label: &str, note: &str, stage| Step { label: label.into(), note: note.into(), stage };
    vec![
        step("已收到", "1月20日", Stage::Done),
        step("已登记", "1月20日", Stage::Done),
        step("办理中", "征求第三方意见", Stage::Now),
        step("答复", "2月28日前", Stage::ToCome),
    ]
}

fn refused() -> Vec<Refused> {
    vec![
        Refused {
            says: "答复期限已经延长过一次，不能再次延长".into(),
            basis: "条例第三十三条第二款".into(),
            way_on: "在2025年2月28日（星期五）前作出答复".into(),
        },
        Refused {
            says: "延长答复期限须经政府信息公开工作机构负责人同意".into(),
            basis: "条例第三十三条第二款".into(),
            way_on: String::new(),
        },
    ]
}

fn acts() -> Vec<Act> {
    let act = |name: &str, note: &str, refused| Act {
        name: name.into(),
        href: "/desk/cases/7/act".into(),
        note: note.into(),
        refused,
    };
    vec![
        act("作出答复", "不晚于2025年2月28日（星期五）", vec![]),
        act("记录第三方意见", "对方15个工作日内未答复的，自行决定", vec![]),
        act("延长答复期限", "", refused()),
    ]
}

fn noticed() -> Vec<Noticed> {
    vec![
        Noticed {
            code: "R103".into(),
            weight: Weight::Error,
            place: "表三 · 自然人".into(),
            href: "#cell-14".into(),
            says: "本年新收 14 件加上年结转 1 件是 15 件，办理结果 13 件加结转下年 1 件是 14 件，相差 1 件".into(),
            basis: "2021年格式表三".into(),
            hint: "核对“结转下年度继续办理”与办件清单".into(),
        },
        Noticed {
            code: "R122".into(),
            weight: Weight::Warning,
            place: "表二 · 行政事业性收费".into(),
            href: String::new(),
            says: "金额 979800 偏大，疑似以元填写".into(),
            basis: String::new(),
            hint: "本格单位是万元".into(),
        },
    ]
}

fn figures() -> Vec<Figure> {
    let figure = |value: &str, total, finding| Figure {
        id: format!("cell-{value}"),
        value: value.into(),
        href: format!("/desk/cases/?cell={value}"),
        before: if value == "23" { "21".into() } else { String::new() },
        total,
        finding,
        span: 1,
    };
    vec![
        figure("14", false, Some((Weight::Error, 1))),
        figure("2", false, Some((Weight::Warning, 2))),
        Figure { value: "0".into(), ..Figure::default() },
        Figure::default(),
        figure("3", false, None),
        figure("4", false, None),
        figure("23", true, None),
    ]
}

fn files() -> Vec<Attachment> {
    vec![
        Attachment {
            name: "城乡供水一体化项目表.xlsx".into(),
            href: "/p/1/files/1".into(),
            kind: "XLSX".into(),
            size: "48 KB".into(),
        },
        Attachment {
            name: "实施方案全文（盖章扫描件）.pdf".into(),
            href: "/p/1/files/2".into(),
            kind: "PDF".into(),
            size: "1.4 MB".into(),
        },
    ]
}

fn tabs() -> Vec<Tab> {
    let tab = |label: &str, count, current| Tab { label: label.into(), href: "?".into(), count, current };
    vec![tab("办理中", Some(12), true), tab("已答复", Some(148), false), tab("全部", None, false)]
}

#[derive(Template)]
#[template(path = "page/sample_portal.html")]
struct PortalSample {
    page: Page,
    form: FormState,
    choices: Vec<Choice>,
    listed: Vec<Listed>,
    facts: Vec<Fact>,
    files: Vec<Attachment>,
    steps: Vec<Step>,
    pager: Pager,
    refused: Vec<Refused>,
}

#[derive(Template)]
#[template(path = "page/sample_desk.html")]
struct DeskSample {
    page: Page,
    strip: Strip,
    facts: Vec<Fact>,
    happened: Vec<Happened>,
    acts: Vec<Act>,
    noticed: Vec<Noticed>,
    sorted: String,
    figures: Vec<Figure>,
    tabs: Vec<Tab>,
    pager: Pager,
    form: FormState,
    choices: Vec<Choice>,
}

fn portal(large: bool, form: FormState) -> String {
    let page = Page::portal(&Arc::new(site()), "组件样张")
        .about("water", "云溪县水务局")
        .behind(Door::Content)
        .crumb("首页", "/")
        .crumb("法定主动公开内容", "/bodies/water/content")
        .here("组件样张")
        .read_by(large, "/sample?a=1")
        .column(Column {
            name: "政策文件".into(),
            description: "县政府文件".into(),
            keywords: "文件".into(),
            kind: "政策文件".into(),
        })
        .article(Article {
            title: long_name(),
            published: "2026-03-05 09:00".into(),
            source: "县政府办公室".into(),
            ..Article::default()
        })
        .notice(Tone::Done, "申请已经提交")
        .with_aside()
        .showing(&form);
    let sample = PortalSample {
        page,
        form,
        choices: choices(),
        listed: listed(),
        facts: box_of_facts(),
        files: files(),
        steps: steps(),
        pager: Pager {
            page: 7,
            total: 386,
            per_page: 20,
            base: format!("/search?q={}&", words::percent_encoded("供水")),
        },
        refused: refused(),
    };
    sample.render().expect("the portal's sample renders")
}

fn desk(large: bool, wide: bool) -> String {
    let mut page = Page::desk(&Arc::new(site()), staff(), "办件样张")
        .crumb("工作台", "/desk/")
        .crumb("办件", "/desk/cases/")
        .here("云水公开〔2025〕7号")
        .read_by(large, "/desk/cases/?waiting=running");
    if wide {
        page = page.wide();
    }
    let sample = DeskSample {
        page,
        strip: if wide { late_strip() } else { strip() },
        facts: box_of_facts(),
        happened: happened(),
        acts: acts(),
        noticed: noticed(),
        sorted: "due".into(),
        figures: figures(),
        tabs: tabs(),
        pager: Pager { page: 1, total: 40, per_page: 20, base: "?".into() },
        form: FormState::new().with("kind", "business"),
        choices: choices(),
    };
    sample.render().expect("the desk's sample renders")
}

#[test]
fn what_a_visitor_typed_comes_back_as_text_and_never_as_markup() {
    let html = portal(false, form_to_mend());
    assert!(html.contains(r#"value="&#60;script&#62;alert(1)&#60;/script&#62;""#));
    assert!(!html.contains("<script>alert"));
}

#[test]
fn every_error_stands_in_the_summary_and_beside_its_field() {
    let html = portal(false, form_to_mend());
    assert!(html.contains("<title>需要修改：组件样张 - 云溪县政府信息公开平台</title>"));
    for error in form_to_mend().errors() {
        assert!(html.contains(&format!(r##"<a href="#f-{}">{}</a>"##, error.field, error.message)), "{error:?}");
        assert!(html.contains(&format!(r#"id="f-{}-error""#, error.field)), "{error:?}");
        assert!(html.contains(&format!(r#"id="f-{}""#, error.field)), "{error:?} leads nowhere");
    }
}

#[test]
fn a_form_without_mistakes_shows_no_summary() {
    assert!(!portal(false, FormState::new()).contains("error-summary"));
}

#[test]
fn no_page_carries_inline_style_or_script() {
    for html in [portal(true, form_to_mend()), desk(false, false), desk(true, true)] {
        assert!(!html.contains(" style="), "the policy forbids inline style");
        assert!(!html.contains("<style") && !html.contains(" onclick") && !html.contains("javascript:"));
        assert_eq!(html.matches("<script").count(), 1, "only the one file");
        assert!(html.len() < 100_000, "a page stays under 100 KB");
    }
}

#[test]
fn the_required_marks_stand_on_every_portal_page() {
    let html = portal(false, FormState::new());
    for mark in [
        "主办单位：",
        "网站标识码：9999990001",
        "ICP备",
        "公网安备",
        "我为政府网站找错",
        "网站地图",
        "演示数据，均为虚构",
    ] {
        assert!(html.contains(mark), "{mark}");
    }
}

#[test]
fn a_figure_leads_to_what_it_counts_and_to_what_is_wrong_with_it() {
    let html = desk(false, false);
    assert!(html.contains(r##"<td id="cell-14" class="has-error"><a href="/desk/cases/?cell=14">14</a><a class="mark" href="#finding-1" aria-label="错误，见第 1 条">！1</a></td>"##));
    assert!(html.contains(r#"id="finding-1""#), "the mark leads somewhere");
}

#[test]
fn the_sign_out_form_carries_the_sessions_token() {
    assert!(desk(false, false).contains(r#"<input type="hidden" name="csrf" value="a-token">"#));
}

#[test]
#[ignore = "writes files for a person to look at"]
fn samples_for_the_designer() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/samples");
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    let gone = Obstacle::Gone {
        withdrawn_on: "2026年3月5日（星期四）".into(), reason: "附件含有个人信息".into()
    };
    let gone = ErrorPage::new(Page::portal(&Arc::new(site()), ""), gone).render().expect("it renders");
    for (name, html) in [
        ("portal.html", portal(false, FormState::new())),
        ("portal-errors.html", portal(false, form_to_mend())),
        ("portal-large.html", portal(true, form_to_mend())),
        ("desk.html", desk(false, false)),
        ("desk-large.html", desk(true, false)),
        ("desk-wide.html", desk(false, true)),
        ("gone.html", gone),
    ] {
        std::fs::write(folder.join(name), html).expect("the file can be written");
    }
}
