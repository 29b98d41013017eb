//! The styles a clerk sees in the list of her word processor, one per part of an official paper.
//!
//! Everything about looks is here; the text only names a style. Someone who must mend a letter by
//! hand changes it in one place.

use super::package::W;
use super::xml::Xml;
use crate::standard::*;

/// The closed list of paragraph styles.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Body,
    Flush,
    Masthead,
    Number,
    Title,
    Heading1,
    Heading2,
    Heading3,
    Heading4,
    Attachment,
    Signature,
    Caption,
    Cell,
    HeaderCell,
    RoomyCell,
    RoomyHeaderCell,
    Imprint,
    PageNumber,
    Gap,
}

#[derive(Clone, Copy)]
enum Side {
    Justified,
    Center,
    Left,
}

/// What distinguishes one style from the body text.
struct Look {
    name: &'static str,
    font: &'static str,
    /// For digits and Latin letters; official papers set them in the font of the 汉字.
    digits: &'static str,
    half_points: i32,
    side: Side,
    indent: i32,
    line: Line,
    outline: Option<i32>,
    color: Option<&'static str>,
}

#[derive(Clone, Copy)]
enum Line {
    /// Exactly this pitch.
    Exact(i32),
    /// As high as the type asks for: cells grow with their words.
    Single,
}

const BODY: Look = Look {
    name: "公文正文",
    font: FANG_SONG,
    digits: FANG_SONG,
    half_points: SIZE_3,
    side: Side::Justified,
    indent: 2,
    line: Line::Exact(LINE),
    outline: None,
    color: None,
};

impl Style {
    const ALL: [Self; 19] = [
        Self::Body,
        Self::Flush,
        Self::Masthead,
        Self::Number,
        Self::Title,
        Self::Heading1,
        Self::Heading2,
        Self::Heading3,
        Self::Heading4,
        Self::Attachment,
        Self::Signature,
        Self::Caption,
        Self::Cell,
        Self::HeaderCell,
        Self::RoomyCell,
        Self::RoomyHeaderCell,
        Self::Imprint,
        Self::PageNumber,
        Self::Gap,
    ];

    /// The name by which the text refers to the style.
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Body => "Body",
            Self::Flush => "Flush",
            Self::Masthead => "Masthead",
            Self::Number => "Number",
            Self::Title => "OfficialTitle",
            Self::Heading1 => "Level1",
            Self::Heading2 => "Level2",
            Self::Heading3 => "Level3",
            Self::Heading4 => "Level4",
            Self::Attachment => "Attachment",
            Self::Signature => "Signature",
            Self::Caption => "TableCaption",
            Self::Cell => "TableCell",
            Self::HeaderCell => "TableHead",
            Self::RoomyCell => "RoomyTableCell",
            Self::RoomyHeaderCell => "RoomyTableHead",
            Self::Imprint => "Imprint",
            Self::PageNumber => "PageNumber",
            Self::Gap => "Gap",
        }
    }

    fn look(self) -> Look {
        let heading = |name, font, outline| Look { name, font, digits: font, outline: Some(outline), ..BODY };
        match self {
            Self::Body => BODY,
            Self::Flush => Look { name: "公文顶格", indent: 0, ..BODY },
            Self::Masthead => Look {
                name: "发文机关标志",
                font: XIAO_BIAO_SONG,
                digits: XIAO_BIAO_SONG,
                half_points: SIZE_MARK,
                side: Side::Center,
                indent: 0,
                line: Line::Single,
                color: Some(RED),
                ..BODY
            },
            Self::Number => Look { name: "发文字号", side: Side::Center, indent: 0, ..BODY },
            Self::Title => Look {
                name: "公文标题",
                font: XIAO_BIAO_SONG,
                digits: XIAO_BIAO_SONG,
                half_points: SIZE_2,
                side: Side::Center,
                indent: 0,
                ..BODY
            },
            Self::Heading1 => heading("公文一级标题", HEI, 0),
            Self::Heading2 => heading("公文二级标题", KAI, 1),
            Self::Heading3 => heading("公文三级标题", FANG_SONG, 2),
            Self::Heading4 => heading("公文四级标题", FANG_SONG, 3),
            Self::Attachment => Look { name: "附件说明", side: Side::Left, indent: 0, ..BODY },
            Self::Signature => Look { name: "署名和日期", side: Side::Center, indent: 0, ..BODY },
            Self::Caption => Look {
                name: "表名",
                font: HEI,
                digits: HEI,
                half_points: SIZE_SMALL_4,
                side: Side::Center,
                indent: 0,
                ..BODY
            },
            Self::Cell => Look {
                name: "表格正文",
                digits: CELL_DIGITS,
                half_points: SIZE_5,
                side: Side::Center,
                indent: 0,
                line: Line::Single,
                ..BODY
            },
            Self::HeaderCell => Look { name: "表头", font: HEI, ..Self::Cell.look() },
            Self::RoomyCell => Look { name: "宽表格正文", half_points: SIZE_SMALL_4, ..Self::Cell.look() },
            Self::RoomyHeaderCell => Look { name: "宽表头", half_points: SIZE_SMALL_4, ..Self::HeaderCell.look() },
            Self::Imprint => {
                Look { name: "版记", half_points: SIZE_4, side: Side::Left, indent: 0, line: Line::Single, ..BODY }
            }
            Self::PageNumber => Look {
                name: "页码",
                font: SONG,
                digits: SONG,
                half_points: SIZE_4,
                side: Side::Left,
                indent: 0,
                line: Line::Exact(PAGE_NUMBER_LINE),
                ..BODY
            },
            // Keeps two tables apart and carries section breaks; as low as a line can be.
            Self::Gap => {
                Look { name: "间隔", half_points: 2, side: Side::Left, indent: 0, line: Line::Exact(20), ..BODY }
            }
        }
    }
}

/// The part `word/styles.xml`.
pub(super) fn styles() -> Vec<u8> {
    let mut xml = Xml::new();
    xml.element("w:styles", &[W], |xml| {
        xml.element("w:docDefaults", &[], |xml| {
            xml.element("w:rPrDefault", &[], |xml| {
                xml.element("w:rPr", &[], |xml| {
                    fonts(xml, FANG_SONG, FANG_SONG);
                    xml.val("w:sz", SIZE_3);
                    xml.val("w:szCs", SIZE_3);
                    xml.empty("w:lang", &[("w:val", "en-US"), ("w:eastAsia", "zh-CN")]);
                });
            });
            xml.empty("w:pPrDefault", &[]);
        });
        for style in Style::ALL {
            definition(xml, style);
        }
    });
    xml.into_bytes()
}

fn definition(xml: &mut Xml, style: Style) {
    let look = style.look();
    let mut attributes = vec![("w:type", "paragraph")];
    if style == Style::Body {
        attributes.push(("w:default", "1"));
    } else {
        attributes.push(("w:customStyle", "1"));
    }
    attributes.push(("w:styleId", style.id()));
    xml.element("w:style", &attributes, |xml| {
        xml.val("w:name", look.name);
        xml.empty("w:qFormat", &[]);
        xml.element("w:pPr", &[], |xml| {
            if look.outline.is_some() {
                xml.empty("w:keepNext", &[]);
            }
            xml.val("w:widowControl", 0);
            // Digits and Latin letters stand in the line like 汉字, without extra room.
            xml.val("w:autoSpaceDE", 0);
            xml.val("w:autoSpaceDN", 0);
            if look.half_points != SIZE_3 {
                // Type of another size would otherwise take two lines of the grid.
                xml.val("w:snapToGrid", 0);
            }
            let (line, rule) = match look.line {
                Line::Exact(twips) => (twips, "exact"),
                Line::Single => (240, "auto"),
            };
            xml.empty(
                "w:spacing",
                &[("w:before", "0"), ("w:after", "0"), ("w:line", &line.to_string()), ("w:lineRule", rule)],
            );
            if look.indent > 0 {
                xml.empty(
                    "w:ind",
                    &[
                        ("w:firstLineChars", &(look.indent * 100).to_string()),
                        ("w:firstLine", &(look.indent * CHARACTER).to_string()),
                    ],
                );
            }
            xml.val(
                "w:jc",
                match look.side {
                    Side::Justified => "both",
                    Side::Center => "center",
                    Side::Left => "left",
                },
            );
            if let Some(level) = look.outline {
                xml.val("w:outlineLvl", level);
            }
        });
        xml.element("w:rPr", &[], |xml| {
            fonts(xml, look.digits, look.font);
            if let Some(color) = look.color {
                xml.val("w:color", color);
            }
            if look.half_points == SIZE_3 {
                xml.val("w:spacing", TIGHTER);
            }
            xml.val("w:sz", look.half_points);
            xml.val("w:szCs", look.half_points);
        });
    });
}

fn fonts(xml: &mut Xml, digits: &str, font: &str) {
    xml.empty("w:rFonts", &[("w:ascii", digits), ("w:eastAsia", font), ("w:hAnsi", digits), ("w:cs", digits)]);
}
