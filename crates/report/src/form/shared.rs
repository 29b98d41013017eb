//! What both editions print alike: the applicant columns, the first rows, and table 4.

use super::{Block, Column, Kind, Role, Row};

/// The sentence in the corner of table 3; the balance rule of the form itself.
pub(super) const CORNER_3: &str = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）";
pub(super) const RESULTS: &str = "三、本年度办理结果";

const APPLICANTS: &[&str] = &["申请人情况"];
const LEGAL_PERSONS: &[&str] = &["申请人情况", "法人或其他组织"];

pub(super) const fn count(key: &'static str, label: &'static str, under: &'static [&'static str]) -> Column {
    Column { key, label, under, kind: Kind::Count, total: false }
}

pub(super) const fn total(under: &'static [&'static str]) -> Column {
    Column { key: "total", label: "总计", under, kind: Kind::Count, total: true }
}

pub(super) const fn row(key: &'static str, label: &'static str, article: Option<&'static str>) -> Row {
    Row { key, label, under: &[], role: Role::Figure, article }
}

pub(super) const fn result(
    key: &'static str,
    label: &'static str,
    under: &'static [&'static str],
    article: Option<&'static str>,
) -> Row {
    Row { key, label, under, role: Role::Result, article }
}

/// 自然人, five kinds of organisations, 总计.
pub(super) const APPLICANT_COLUMNS: &[Column] = &[
    count("natural_person", "自然人", APPLICANTS),
    count("business", "商业企业", LEGAL_PERSONS),
    count("research", "科研机构", LEGAL_PERSONS),
    count("social_org", "社会公益组织", LEGAL_PERSONS),
    count("legal_service", "法律服务机构", LEGAL_PERSONS),
    count("other_org", "其他", LEGAL_PERSONS),
    total(APPLICANTS),
];

pub(super) const NEW_RECEIVED: Row = Row {
    key: "new_received",
    label: "一、本年新收政府信息公开申请数量",
    under: &[],
    role: Role::Received,
    article: Some("第三十一条"),
};
pub(super) const CARRIED_IN: Row = Row {
    key: "carried_over_in",
    label: "二、上年结转政府信息公开申请数量",
    under: &[],
    role: Role::CarriedIn,
    article: None,
};
pub(super) const RESULT_TOTAL: Row =
    Row { key: "results.total", label: "（七）总计", under: &[RESULTS], role: Role::ResultTotal, article: None };
pub(super) const CARRIED_FORWARD: Row = Row {
    key: "carried_forward",
    label: "四、结转下年度继续办理",
    under: &[],
    role: Role::CarriedForward,
    article: None,
};

const DENIED: &[&str] = &[RESULTS, "（三）不予公开"];
const UNABLE: &[&str] = &[RESULTS, "（四）无法提供"];
const NOT_PROCESSED: &[&str] = &[RESULTS, "（五）不予处理"];

/// （一） to （五）: the eighteen results that both editions share.
pub(super) const COMMON_RESULTS: [Row; 18] = [
    result("results.granted", "（一）予以公开", &[RESULTS], Some("第三十六条第（一）、（二）项")),
    result(
        "results.partial",
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
        &[RESULTS],
        Some("第三十七条"),
    ),
    result("results.denied.state_secret", "1.属于国家秘密", DENIED, Some("第十四条")),
    result("results.denied.other_law", "2.其他法律行政法规禁止公开", DENIED, Some("第十四条")),
    result("results.denied.three_security", "3.危及“三安全一稳定”", DENIED, Some("第十四条")),
    result("results.denied.third_party", "4.保护第三方合法权益", DENIED, Some("第十五条")),
    result("results.denied.internal_affairs", "5.属于三类内部事务信息", DENIED, Some("第十六条第一款")),
    result("results.denied.process_info", "6.属于四类过程性信息", DENIED, Some("第十六条第二款")),
    result("results.denied.enforcement_file", "7.属于行政执法案卷", DENIED, Some("第十六条第二款")),
    result("results.denied.admin_query", "8.属于行政查询事项", DENIED, Some("第三十六条第（七）项")),
    result("results.unable.not_held", "1.本机关不掌握相关政府信息", UNABLE, Some("第三十六条第（四）、（五）项")),
    result("results.unable.needs_creation", "2.没有现成信息需要另行制作", UNABLE, Some("第三十八条")),
    result("results.unable.unclear_after_correction", "3.补正后申请内容仍不明确", UNABLE, Some("第三十条")),
    result("results.not_processed.petition", "1.信访举报投诉类申请", NOT_PROCESSED, Some("第三十九条第一款")),
    result("results.not_processed.repeat", "2.重复申请", NOT_PROCESSED, Some("第三十六条第（六）项")),
    result("results.not_processed.publication", "3.要求提供公开出版物", NOT_PROCESSED, Some("第三十九条第二款")),
    result("results.not_processed.excessive", "4.无正当理由大量反复申请", NOT_PROCESSED, Some("第三十五条")),
    result("results.not_processed.confirm_reissue", "5.要求行政机关确认或重新出具已获取信息", NOT_PROCESSED, None),
];

/// （六）其他处理 as one row: official in 2019, printed by some on the form of 2021.
pub(super) const OTHER_LABEL: &str = "（六）其他处理";

pub(super) const OTHER_IN_ONE_ROW_BLOCK: Block = Block {
    caption: None,
    corner: CORNER_3,
    columns: APPLICANT_COLUMNS,
    rows: &[Row {
        key: "results.other",
        label: OTHER_LABEL,
        under: &[RESULTS],
        role: Role::OtherInOneRow,
        article: None,
    }],
};

/// Table 4: one row of fifteen values on paper, three groups of five here.
pub(super) const REMEDIES: &[Block] = &[Block {
    caption: None,
    corner: "",
    columns: &[
        count("upheld", "结果维持", &[]),
        count("corrected", "结果纠正", &[]),
        count("other", "其他结果", &[]),
        count("pending", "尚未审结", &[]),
        total(&[]),
    ],
    rows: &[
        row("reconsideration", "行政复议", Some("第五十一条")),
        Row {
            key: "litigation_direct",
            label: "未经复议直接起诉",
            under: &["行政诉讼"],
            role: Role::Figure,
            article: Some("第五十一条"),
        },
        Row {
            key: "litigation_after_reconsideration",
            label: "复议后起诉",
            under: &["行政诉讼"],
            role: Role::Figure,
            article: Some("第五十一条"),
        },
    ],
}];

/// Puts the rows of table 3 into their order around the results of an edition.
pub(super) const fn application_rows<const OTHER: usize, const ALL: usize>(other: [Row; OTHER]) -> [Row; ALL] {
    assert!(ALL == 2 + COMMON_RESULTS.len() + OTHER + 2);
    let mut rows = [NEW_RECEIVED; ALL];
    rows[1] = CARRIED_IN;
    let mut next = 2;
    let mut i = 0;
    while i < COMMON_RESULTS.len() {
        rows[next] = COMMON_RESULTS[i];
        next += 1;
        i += 1;
    }
    i = 0;
    while i < OTHER {
        rows[next] = other[i];
        next += 1;
        i += 1;
    }
    rows[next] = RESULT_TOTAL;
    rows[next + 1] = CARRIED_FORWARD;
    rows
}
