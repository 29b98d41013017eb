//! How long a page takes to read: a province's reports come as pages of 60 to 300 KB, twenty thousand in a minute.

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use encoding_rs::GB18030;
use paper::source::{html, page, plain};

fn main() {
    divan::main();
}

/// A report pasted from Word into a site's page: menus, scripts, four tables, each word in spans with styles.
fn site_page() -> String {
    const FONT: &str = "font-size:12.0pt;font-family:仿宋_GB2312;mso-hansi-font-family:宋体;mso-bidi-font-family:宋体;color:black;mso-font-kerning:0pt";
    let word = |text: &str| {
        format!(
            "<p class=MsoNormal align=center style='text-align:center;line-height:150%'><span lang=EN-US style='{FONT}'>{text}<o:p></o:p></span></p>\n"
        )
    };
    let mut page = String::from(
        "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>某县财政局2023年政府信息公开工作年度报告</title>\n",
    );
    page += "<meta name=\"SiteName\" content=\"某县人民政府\"><meta name=\"PubDate\" content=\"2024-01-20\">\n";
    page +=
        &"<script type=\"text/javascript\" src=\"/js/jquery.js\"></script><style>.a{color:red}</style>\n".repeat(20);
    page += "<script>";
    page += &"function share(a, b) { if (a < b) { document.write('<p>分享</p>'); } }\n".repeat(200);
    page += "</script></head><body>";
    for n in 0..150 {
        page += &format!(
            "<li><a href=\"http://www.example.gov.cn/zwgk/col/{n}/index.html\" target=\"_blank\" title=\"栏目{n}\">栏目{n}</a></li>\n"
        );
    }
    for n in 0..30 {
        page += &word(&format!("（{n}）主动公开情况。全年通过政府网站公开信息{n}条，政务新媒体公开信息{n}条，其中规范性文件{n}件，解读{n}件&nbsp;。").repeat(3));
    }
    page += "<table class=MsoNormalTable border=1 cellspacing=0 cellpadding=0 width=\"100%\" style='border-collapse:collapse'>\n";
    for row in 0..36 {
        page += "<tr style='mso-yfti-irow:1;height:15.0pt'>\n";
        for column in 0..9 {
            page += &format!(
                "<td width=60 rowspan=1 colspan=1 style='width:45.0pt;border:solid windowtext 1.0pt;padding:0cm 5.4pt 0cm 5.4pt'>\n{}</td>\n",
                word(&format!("{}", row * column))
            );
        }
        page += "</tr>\n";
    }
    page + "</table><div class=footer>主办：某县人民政府办公室</div></body></html>"
}

#[divan::bench]
fn reads_a_page_in_utf_8(bencher: Bencher<'_, '_>) {
    let page = site_page();
    bencher.counter(BytesCount::of_str(&page)).bench(|| html::read(black_box(page.as_bytes())));
}

#[divan::bench]
fn reads_a_page_in_gb_18030(bencher: Bencher<'_, '_>) {
    let page = GB18030.encode(&site_page()).0.into_owned();
    bencher.counter(BytesCount::of_slice(&page)).bench(|| html::read(black_box(&page)));
}

#[divan::bench]
fn shows_it_beside_the_form(bencher: Bencher<'_, '_>) {
    let source = html::read(site_page().as_bytes()).expect("a page");
    bencher.bench(|| page(black_box(&source)));
}

#[divan::bench]
fn writes_it_as_text(bencher: Bencher<'_, '_>) {
    let source = html::read(site_page().as_bytes()).expect("a page");
    bencher.bench(|| plain(black_box(&source)));
}
