//! The numbers of GB/T 9704-2012 《党政机关公文格式》, from which the DOCX writer and the typesetter both take them.
//!
//! Lengths are twips: twentieths of a point, 1440 to the inch, 56.69 to the millimetre.
//! Section numbers are those of the standard. Where the standard leaves a choice, the reason
//! for ours stands beside it.

/// Twips in `mm` millimetres, to the nearest.
pub const fn mm(mm: i32) -> i32 {
    (mm * 14400 + 127) / 254
}

/// Twips in `mm` tenths of a millimetre, to the nearest.
const fn tenth_mm(tenths: i32) -> i32 {
    (tenths * 1440 + 127) / 254
}

/// A4, 210 mm (5.1).
pub const PAGE_WIDTH: i32 = mm(210);
/// A4, 297 mm (5.1).
pub const PAGE_HEIGHT: i32 = mm(297);
/// 天头, 37 ± 1 mm (5.2.1).
pub const TOP: i32 = mm(37);
/// 订口, 28 ± 1 mm (5.2.1).
pub const LEFT: i32 = mm(28);
/// What 210 mm leave beside 28 mm and the text block's 156 mm (5.2.1).
pub const RIGHT: i32 = mm(26);
/// What 297 mm leave below 37 mm and the text block's 225 mm (5.2.1).
pub const BOTTOM: i32 = mm(35);
/// 版心 width, 156 mm.
pub const TEXT_WIDTH: i32 = PAGE_WIDTH - LEFT - RIGHT;
/// 版心 height, 225 mm.
pub const TEXT_HEIGHT: i32 = PAGE_HEIGHT - TOP - BOTTOM;

/// 22 lines fill the text block (5.2.3): 225 mm / 22 = 28.98 pt. Rounded down to whole twips,
/// or the last line would fall off the page.
pub const LINE: i32 = TEXT_HEIGHT / 22;
/// 28 characters fill a line (5.2.3), which gives each 15.79 pt, less than the 16 pt of 3号:
/// the type is set closer by a quarter point, the smallest whole number of twips that lets
/// 28 characters in.
pub const TIGHTER: i32 = -5;
/// One character of body text as set: 16 pt less a quarter.
pub const CHARACTER: i32 = 16 * 20 + TIGHTER;

/// 3号, in half points (16 pt): body, headings, number, addressee, signature (5.2.2).
pub const SIZE_3: i32 = 32;
/// 2号, in half points (22 pt): title (7.3.1).
pub const SIZE_2: i32 = 44;
/// 4号, in half points (14 pt): imprint and page numbers (7.4, 7.5).
pub const SIZE_4: i32 = 28;
/// 小4号, in half points (12 pt): names of tables. Ours: between body and cells.
pub const SIZE_SMALL_4: i32 = 24;
/// 5号, in half points (10.5 pt): cells. Ours: the statutory report tables have up to fifteen
/// columns, and four digits of 5号 still fit into a fifteenth of the text block.
pub const SIZE_5: i32 = 21;
/// Up to this many columns leave room for 小4号 in the cells: what has room should be easy to read.
pub const ROOMY_COLUMNS: usize = 4;
/// The organ's mark, in half points. The standard asks for the largest type that looks well
/// (7.2.4); 45 pt is what nine characters fill the line with. Longer names are set smaller.
pub const SIZE_MARK: i32 = 90;
/// No mark smaller than the title, in half points.
pub const SIZE_MARK_LEAST: i32 = SIZE_2;

/// From the top of the text block to the organ's mark: 35 mm (7.2.4).
pub const MARK_BELOW_TOP: i32 = mm(35);
/// The red line stands 4 mm under the number (7.2.8), in points as `w:space` wants: 11.3.
pub const RED_LINE_SPACE_PT: i32 = 11;
/// Thickness of the red line in eighths of a point. Ours: 1.5 pt; the standard gives none.
pub const RED_LINE_EIGHTHS: i32 = 12;
/// Red as law papers print it, pure.
pub const RED: &str = "FF0000";

/// Outer lines of the imprint, 0.35 mm thick (7.4.1), in eighths of a point.
pub const IMPRINT_OUTER_EIGHTHS: i32 = 8;
/// Inner line of the imprint, 0.25 mm thick (7.4.1), in eighths of a point.
pub const IMPRINT_INNER_EIGHTHS: i32 = 6;

/// The dashes of the page number stand 7 mm under the text block (7.5).
pub const PAGE_NUMBER_BELOW: i32 = mm(7);
/// One line of 4号.
pub const PAGE_NUMBER_LINE: i32 = SIZE_4 * 10;
/// From the lower edge of the paper to the page number.
pub const FOOTER: i32 = BOTTOM - PAGE_NUMBER_BELOW - PAGE_NUMBER_LINE;

/// Margins of a page on its side (7.3.6 asks for the head of the table at the binding edge):
/// the paper is turned, so the binding edge becomes the top.
pub const TURNED_TOP: i32 = LEFT;
/// See [`TURNED_TOP`].
pub const TURNED_BOTTOM: i32 = RIGHT;
/// See [`TURNED_TOP`].
pub const TURNED_LEFT: i32 = BOTTOM;
/// See [`TURNED_TOP`].
pub const TURNED_RIGHT: i32 = TOP;
/// From the lower edge of a turned page to its number.
pub const TURNED_FOOTER: i32 = TURNED_BOTTOM - PAGE_NUMBER_BELOW - PAGE_NUMBER_LINE;

/// The date stands four characters from the right edge when a seal goes over it (7.3.5.1).
pub const DATE_FROM_RIGHT: i32 = 4 * CHARACTER;
/// Empty lines between text and signature. The upper edge of the seal must stand within one
/// line of the text (7.3.5.1); a seal of 42 to 45 mm is 4.4 lines high and sits half over the
/// organ's name, which two lines make room for.
pub const LINES_FOR_SEAL: i32 = 2;

/// Half width left and right of a cell's words. Ours: 0.8 mm, to leave room for four digits in a fifteenth.
pub const CELL_PADDING: i32 = tenth_mm(8);

/// Above and below a cell's words. Ours: 0.5 mm, so that lines do not touch the type.
pub const CELL_HEADROOM: i32 = tenth_mm(5);

/// Body. Fonts go by the standard's names; they are not free and are not shipped: the office installs
/// them, and a reader without them falls back along [`FONTS`].
pub const FANG_SONG: &str = "仿宋_GB2312";
/// Headings 「（一）」.
pub const KAI: &str = "楷体_GB2312";
/// Headings 「一、」, heads and names of tables.
pub const HEI: &str = "黑体";
/// Page numbers.
pub const SONG: &str = "宋体";
/// Title and organ's mark.
pub const XIAO_BIAO_SONG: &str = "方正小标宋简体";

/// Digits in cells. Ours: every machine has this font or one of the same widths, so a number that
/// fits its column here fits it everywhere; one broken over two lines would be misread.
pub const CELL_DIGITS: &str = "Times New Roman";

/// Each font with the names to try when it is missing, and its family for readers that know
/// none of them.
pub const FONTS: [(&str, &str, &str); 5] = [
    (FANG_SONG, "仿宋,FangSong,FangSong_GB2312,华文仿宋,FZFangSong-Z02S", "modern"),
    (KAI, "楷体,KaiTi,KaiTi_GB2312,华文楷体,FZKai-Z03S", "modern"),
    (HEI, "SimHei,方正黑体_GBK,Noto Sans CJK SC", "swiss"),
    (SONG, "SimSun,方正书宋_GBK,Noto Serif CJK SC", "roman"),
    (XIAO_BIAO_SONG, "方正小标宋_GBK,FZXiaoBiaoSong-B05S,华文中宋,宋体", "roman"),
];
