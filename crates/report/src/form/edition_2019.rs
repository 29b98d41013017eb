//! Edition 2019, on trial: reports on 2019 and 2020 (国办公开办函〔2019〕60号).

use super::shared::{
    APPLICANT_COLUMNS, CORNER_3, OTHER_LABEL, REMEDIES, RESULTS, application_rows, count, result, row,
};
use super::{Block, Column, Kind, Row, Table, TableNo};

pub(super) const BASIS: &str = "国办公开办函〔2019〕60号";
pub(super) const TITLE: &str = "中华人民共和国政府信息公开工作年度报告格式（试行）";

const ITEMS_LAST_YEAR: Column = count("prev_items", "上一年项目数量", &[]);
const CHANGE: Column =
    Column { key: "change", label: "本年增/减", under: &[], kind: Kind::SignedCount, total: false };
const DECISIONS: Column = count("decisions", "处理决定数量", &[]);

pub(super) const TABLES: &[Table] = &[
    Table {
        number: TableNo::Proactive,
        blocks: &[
            Block {
                caption: Some("第二十条第（一）项"),
                corner: "信息内容",
                columns: &[
                    count("made", "本年新制作数量", &[]),
                    count("published", "本年新公开数量", &[]),
                    count("total_public", "对外公开总数量", &[]),
                ],
                rows: &[
                    row("rules", "规章", Some("第二十条第（一）项")),
                    row("normative_docs", "规范性文件", Some("第二十条第（一）项")),
                ],
            },
            Block {
                caption: Some("第二十条第（五）项"),
                corner: "信息内容",
                columns: &[ITEMS_LAST_YEAR, CHANGE, DECISIONS],
                rows: &[
                    row("licensing", "行政许可", Some("第二十条第（五）项")),
                    row("other_services", "其他对外管理服务事项", Some("第二十条第（五）项")),
                ],
            },
            Block {
                caption: Some("第二十条第（六）项"),
                corner: "信息内容",
                columns: &[ITEMS_LAST_YEAR, CHANGE, DECISIONS],
                rows: &[
                    row("penalty", "行政处罚", Some("第二十条第（六）项")),
                    row("coercion", "行政强制", Some("第二十条第（六）项")),
                ],
            },
            Block {
                caption: Some("第二十条第（八）项"),
                corner: "信息内容",
                columns: &[ITEMS_LAST_YEAR, CHANGE],
                rows: &[row("fees", "行政事业性收费", Some("第二十条第（八）项"))],
            },
            Block {
                caption: Some("第二十条第（九）项"),
                corner: "信息内容",
                columns: &[
                    count("items", "采购项目数量", &[]),
                    // No unit is printed: some bodies write 元, others 万元.
                    Column {
                        key: "amount", label: "采购总金额", under: &[], kind: Kind::Money(None), total: false
                    },
                ],
                rows: &[row("procurement", "政府集中采购", Some("第二十条第（九）项"))],
            },
        ],
    },
    Table {
        number: TableNo::Applications,
        blocks: &[Block { caption: None, corner: CORNER_3, columns: APPLICANT_COLUMNS, rows: &APPLICATION_ROWS }],
    },
    Table { number: TableNo::Remedies, blocks: REMEDIES },
];

const APPLICATION_ROWS: [Row; 23] = application_rows([result("results.other", OTHER_LABEL, &[RESULTS], None)]);
