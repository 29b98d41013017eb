//! Workbooks as Excel and WPS write them: one sheet, or a sheet for each part.

use std::collections::HashMap;

use crate::chance::Chance;
use crate::dress::escape;
use crate::dress::package::pack;
use crate::grid::{Grid, What};
use crate::page::{Page, Piece};

/// A sheet in the making.
#[derive(Default)]
struct Sheet {
    name: String,
    rows: Vec<Vec<(usize, String, bool)>>,
    merged: Vec<String>,
}

/// The file of a page, and its layout's name.
pub fn write(page: &Page, chance: &mut Chance) -> (Vec<u8>, &'static str) {
    let (layout, split) = if chance.hit(35) { ("sheet per part", true) } else { ("one sheet", false) };
    let merged = chance.hit(85);
    let mut sheets = vec![Sheet { name: "Sheet1".to_owned(), ..Sheet::default() }];
    let mut part = 0;
    for piece in &page.pieces {
        if split && matches!(piece, Piece::Heading(..)) {
            part += 1;
            sheets.push(Sheet { name: format!("第{part}部分"), ..Sheet::default() });
        }
        let Some(sheet) = sheets.last_mut() else { break };
        let mut line = |text: &str| {
            let row = sheet.rows.len() + 1;
            sheet.rows.push(vec![(0, text.to_owned(), false)]);
            if merged {
                sheet.merged.push(format!("A{row}:J{row}"));
            }
        };
        match piece {
            Piece::Title(lines) => line(&lines.join("\n")),
            Piece::Heading(numeral, words) => line(&format!("{numeral}{words}")),
            Piece::Text(text) => line(text),
            Piece::Signature(lines) => lines.iter().for_each(|text| line(text)),
            Piece::Table(grid) => table(grid, sheet),
        }
    }
    (book(&sheets, chance), if merged { layout } else { "unmerged lines" })
}

fn table(grid: &Grid, sheet: &mut Sheet) {
    let places = grid.places();
    let top = sheet.rows.len();
    sheet.rows.extend((0..places.rows).map(|_| Vec::new()));
    for placed in &places.boxes {
        let is_value = matches!(placed.boxed.what, What::Value(_));
        sheet.rows[top + placed.row].push((placed.column, placed.boxed.text.clone(), is_value));
        if placed.colspan > 1 || placed.boxed.rowspan > 1 {
            let from = name(top + placed.row, placed.column);
            let to = name(top + placed.row + placed.boxed.rowspan - 1, placed.column + placed.colspan - 1);
            sheet.merged.push(format!("{from}:{to}"));
        }
    }
}

fn name(row: usize, column: usize) -> String {
    let letter = |n: usize| char::from(b'A' + (n % 26) as u8);
    let column =
        if column < 26 { letter(column).to_string() } else { format!("{}{}", letter(column / 26 - 1), letter(column)) };
    format!("{column}{}", row + 1)
}

fn book(sheets: &[Sheet], chance: &mut Chance) -> Vec<u8> {
    let mut strings: Vec<String> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    let inline = chance.hit(20);
    let numeric = chance.hit(70);
    let rich = chance.hit(30);
    let mut files: Vec<(String, String)> = Vec::new();
    for (i, sheet) in sheets.iter().enumerate() {
        let mut data = String::new();
        for (r, row) in sheet.rows.iter().enumerate() {
            data.push_str(&format!("<row r=\"{}\">", r + 1));
            for (column, text, is_value) in row {
                let at = name(r, *column);
                let number = *is_value && numeric && text.parse::<f64>().is_ok() && !text.starts_with('+');
                if text.is_empty() {
                    data.push_str(&format!("<c r=\"{at}\" s=\"1\"/>"));
                } else if number {
                    data.push_str(&format!("<c r=\"{at}\" s=\"1\"><v>{text}</v></c>"));
                } else if inline {
                    data.push_str(&format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{}</t></is></c>", escape(text)));
                } else {
                    let index = *known.entry(text.clone()).or_insert_with(|| {
                        strings.push(text.clone());
                        strings.len() - 1
                    });
                    data.push_str(&format!("<c r=\"{at}\" s=\"1\" t=\"s\"><v>{index}</v></c>"));
                }
            }
            data.push_str("</row>");
        }
        let merged: String = sheet.merged.iter().map(|range| format!("<mergeCell ref=\"{range}\"/>")).collect();
        let merged = if merged.is_empty() {
            String::new()
        } else {
            format!("<mergeCells count=\"{}\">{merged}</mergeCells>", sheet.merged.len())
        };
        files.push((
            format!("xl/worksheets/sheet{}.xml", i + 1),
            format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><worksheet \
                 xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{data}</sheetData>{merged}\
                 </worksheet>"
            ),
        ));
    }
    let shared: String = strings
        .iter()
        .map(|text| match (rich, text.char_indices().nth(2)) {
            (true, Some((at, _))) => format!(
                "<si><r><t xml:space=\"preserve\">{}</t></r><r><rPr><sz val=\"11\"/></rPr><t xml:space=\"preserve\">{}</t></r></si>",
                escape(&text[..at]),
                escape(&text[at..])
            ),
            _ => format!("<si><t xml:space=\"preserve\">{}</t></si>", escape(text)),
        })
        .collect();
    let names: String = sheets
        .iter()
        .enumerate()
        .map(|(i, sheet)| format!("<sheet name=\"{}\" sheetId=\"{n}\" r:id=\"rId{n}\"/>", sheet.name, n = i + 1))
        .collect();
    let last = sheets.len();
    let relations: String = (1..=last)
        .map(|n| {
            format!(
                "<Relationship Id=\"rId{n}\" \
                 Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" \
                 Target=\"worksheets/sheet{n}.xml\"/>"
            )
        })
        .collect();
    let overrides: String = (1..=last)
        .map(|n| {
            format!(
                "<Override PartName=\"/xl/worksheets/sheet{n}.xml\" \
                 ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"
            )
        })
        .collect();
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let mut all: Vec<(String, String)> = vec![
        (
            "[Content_Types].xml".to_owned(),
            format!(
                "{head}<Types xmlns=\"{package}/content-types\"><Default Extension=\"rels\" \
                 ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" \
                 ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" \
                 ContentType=\"{kind}.sheet.main+xml\"/><Override PartName=\"/xl/sharedStrings.xml\" \
                 ContentType=\"{kind}.sharedStrings+xml\"/><Override PartName=\"/xl/styles.xml\" \
                 ContentType=\"{kind}.styles+xml\"/>{overrides}</Types>"
            ),
        ),
        (
            "_rels/.rels".to_owned(),
            format!(
                "{head}<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"rId1\" \
                 Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml".to_owned(),
            format!("{head}<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets>{names}</sheets></workbook>"),
        ),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            format!(
                "{head}<Relationships xmlns=\"{package}/relationships\">{relations}<Relationship Id=\"rId90\" \
                 Type=\"{office}/sharedStrings\" Target=\"sharedStrings.xml\"/><Relationship Id=\"rId91\" \
                 Type=\"{office}/styles\" Target=\"styles.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/styles.xml".to_owned(),
            format!(
                "{head}<styleSheet xmlns=\"{main}\"><fonts count=\"1\"><font><sz val=\"11\"/><name val=\"宋体\"/></font>\
                 </fonts><fills count=\"1\"><fill><patternFill/></fill></fills><borders count=\"1\"><border/></borders>\
                 <cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"2\"><xf/><xf/></cellXfs></styleSheet>"
            ),
        ),
        ("xl/sharedStrings.xml".to_owned(), format!("{head}<sst xmlns=\"{main}\">{shared}</sst>")),
    ];
    all.extend(files);
    let files: Vec<(&str, &str)> = all.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    pack(&files, false)
}
