//! Edition 2021: reports on 2021 and every year since (国办公开办函〔2021〕30号).

use super::shared::{
    APPLICANT_COLUMNS, CORNER_3, OTHER_LABEL, REMEDIES, RESULTS, application_rows, count, result, row,
};
use super::{Block, Column, Kind, Row, Table, TableNo};
use crate::figures::Unit;

pub(super) const BASIS: &str = "国办公开办函〔2021〕30号";
pub(super) const TITLE: &str = "中华人民共和国政府信息公开工作年度报告格式";

const DECISIONS: &[Column] = &[count("decisions", "本年处理决定数量", &[])];
const OTHER: &[&str] = &[RESULTS, OTHER_LABEL];

pub(super) const TABLES: &[Table] = &[
    Table {
        number: TableNo::Proactive,
        blocks: &[
            Block {
                caption: Some("第二十条第（一）项"),
                corner: "信息内容",
                columns: &[
                    count("made", "本年制发件数", &[]),
                    count("repealed", "本年废止件数", &[]),
                    count("in_force", "现行有效件数", &[]),
                ],
                rows: &[
                    row("rules", "规章", Some("第二十条第（一）项")),
                    row("normative_docs", "行政规范性文件", Some("第二十条第（一）项")),
                ],
            },
            Block {
                caption: Some("第二十条第（五）项"),
                corner: "信息内容",
                columns: DECISIONS,
                rows: &[row("licensing", "行政许可", Some("第二十条第（五）项"))],
            },
            Block {
                caption: Some("第二十条第（六）项"),
                corner: "信息内容",
                columns: DECISIONS,
                rows: &[
                    row("penalty", "行政处罚", Some("第二十条第（六）项")),
                    row("coercion", "行政强制", Some("第二十条第（六）项")),
                ],
            },
            Block {
                caption: Some("第二十条第（八）项"),
                corner: "信息内容",
                columns: &[Column {
                    key: "amount",
                    label: "本年收费金额（单位：万元）",
                    under: &[],
                    kind: Kind::Money(Some(Unit::TenThousandYuan)),
                    total: false,
                }],
                rows: &[row("fees", "行政事业性收费", Some("第二十条第（八）项"))],
            },
        ],
    },
    Table {
        number: TableNo::Applications,
        blocks: &[Block { caption: None, corner: CORNER_3, columns: APPLICANT_COLUMNS, rows: &APPLICATION_ROWS }],
    },
    Table { number: TableNo::Remedies, blocks: REMEDIES },
];

const APPLICATION_ROWS: [Row; 25] = application_rows([
    result(
        "results.other.overdue_correction",
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        OTHER,
        Some("第三十条"),
    ),
    result(
        "results.other.overdue_fee",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        OTHER,
        Some("第四十二条"),
    ),
    result("results.other.misc", "3.其他", OTHER, None),
]);
