//! A PDF written by hand: just enough to say what a test is about.

#![allow(dead_code, reason = "each file of tests uses a part of it")]

use std::fmt::Write as _;
use std::io::Write as _;

/// How borders of a table are drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Borders {
    /// Lines from end to end, each once.
    Strokes,
    /// Thin filled rectangles, one for each side of each cell.
    ThinRectangles,
    /// A stroked rectangle around each cell.
    Frames,
    /// Dashes of 3 points with gaps of 2, each a line of its own.
    Dashes,
    /// Two lines, 1.6 points apart.
    Doubled,
    /// Lines that stop a point short of each crossing.
    Short,
    /// Lines between the cells, none around the table.
    InnerOnly,
    /// Not at all.
    None,
}

/// How text is coded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Coding {
    /// Glyph numbers with a ToUnicode table, as most programs write.
    Identity,
    /// `UniGB-UCS2-H` without an embedded font.
    Ucs2,
    /// `GBK-EUC-H` without an embedded font.
    Gbk,
}

/// A page being written; all places are in points from its upper left corner.
#[derive(Clone, Debug)]
pub struct Page {
    pub width: f32,
    pub height: f32,
    pub rotate: i32,
    pub coding: Coding,
    pub content: String,
}

/// A cell to draw: row, column, rows, columns, text.
pub type Cell<'a> = (usize, usize, usize, usize, &'a str);

impl Page {
    pub fn new() -> Self {
        Self { width: 595.0, height: 842.0, rotate: 0, coding: Coding::Identity, content: String::new() }
    }

    /// Text with its baseline at `y`.
    pub fn text(&mut self, x: f32, y: f32, size: f32, text: &str) -> &mut Self {
        let y = self.height - y;
        let (font, codes) = match self.coding {
            Coding::Identity => ("F0", hex(&utf16(text))),
            Coding::Ucs2 => ("F1", hex(&utf16(text))),
            Coding::Gbk => ("F2", hex(&encoding_rs::GBK.encode(text).0)),
        };
        let _ = writeln!(self.content, "BT /{font} {size} Tf {x} {y} Td <{codes}> Tj ET");
        self
    }

    /// Text in the middle of two edges.
    pub fn centred(&mut self, left: f32, right: f32, y: f32, size: f32, text: &str) -> &mut Self {
        self.text((left + right - width(text) * size) / 2.0, y, size, text)
    }

    pub fn stroke(&mut self, x0: f32, y0: f32, x1: f32, y1: f32) -> &mut Self {
        let (y0, y1) = (self.height - y0, self.height - y1);
        let _ = writeln!(self.content, "0.5 w {x0} {y0} m {x1} {y1} l S");
        self
    }

    pub fn fill(&mut self, x0: f32, y0: f32, x1: f32, y1: f32) -> &mut Self {
        let (y, w, h) = (self.height - y1, x1 - x0, y1 - y0);
        let _ = writeln!(self.content, "{x0} {y} {w} {h} re f");
        self
    }

    pub fn raw(&mut self, operators: &str) -> &mut Self {
        self.content.push_str(operators);
        self.content.push('\n');
        self
    }

    /// A table, its text in 9 points, wrapped and in the middle of each cell. Returns the y of its lower edge.
    pub fn table(
        &mut self,
        x: f32,
        y: f32,
        columns: &[f32],
        rows: &[f32],
        cells: &[Cell<'_>],
        borders: Borders,
    ) -> f32 {
        let edges = |start: f32, sizes: &[f32]| {
            let mut edges = vec![start];
            for size in sizes {
                edges.push(edges[edges.len() - 1] + size);
            }
            edges
        };
        let (xs, ys) = (edges(x, columns), edges(y, rows));
        let (right, bottom) = (xs[columns.len()], ys[rows.len()]);
        for &(row, column, rowspan, colspan, text) in cells {
            let (x0, y0, x1, y1) = (xs[column], ys[row], xs[column + colspan], ys[row + rowspan]);
            match borders {
                Borders::Frames => {
                    let (w, h, low) = (x1 - x0, y1 - y0, self.height - y1);
                    let _ = writeln!(self.content, "0.5 w {x0} {low} {w} {h} re S");
                }
                _ => {
                    for (a, b, c, d) in [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)] {
                        let is_outer = a == c && (a == x || a == right) || b == d && (b == y || b == bottom);
                        if borders != Borders::InnerOnly || !is_outer {
                            self.border(a, b, c, d, borders);
                        }
                    }
                }
            }
            let (size, leading) = (9.0, 11.5);
            let mut lines = vec![String::new()];
            for ch in text.chars() {
                let line = lines.last_mut().unwrap();
                if width(line) * size + width(&ch.to_string()) * size > x1 - x0 - 8.0 {
                    lines.push(ch.into());
                } else {
                    line.push(ch);
                }
            }
            let first = (y0 + y1 - leading * lines.len() as f32) / 2.0 + size;
            for (n, line) in lines.iter().enumerate().filter(|(_, line)| !line.is_empty()) {
                self.centred(x0, x1, first + leading * n as f32, size, line);
            }
        }
        bottom
    }

    fn border(&mut self, x0: f32, y0: f32, x1: f32, y1: f32, borders: Borders) {
        match borders {
            Borders::None => {}
            Borders::ThinRectangles => {
                self.fill(x0 - 0.24, y0 - 0.24, x1 + 0.24, y1 + 0.24);
            }
            Borders::Doubled => {
                self.stroke(x0, y0, x1, y1);
                if x0 == x1 {
                    self.stroke(x0 + 1.6, y0, x1 + 1.6, y1)
                } else {
                    self.stroke(x0, y0 + 1.6, x1, y1 + 1.6)
                };
            }
            Borders::Short => {
                if x0 == x1 {
                    self.stroke(x0, y0 + 1.0, x1, y1 - 1.0)
                } else {
                    self.stroke(x0 + 1.0, y0, x1 - 1.0, y1)
                };
            }
            Borders::Dashes => {
                let length = (x1 - x0).max(y1 - y0);
                let (dx, dy) = ((x1 - x0) / length, (y1 - y0) / length);
                let mut at = 0.0;
                while at < length {
                    let end = (at + 3.0).min(length);
                    self.stroke(x0 + dx * at, y0 + dy * at, x0 + dx * end, y0 + dy * end);
                    at += 5.0;
                }
            }
            _ => {
                self.stroke(x0, y0, x1, y1);
            }
        }
    }
}

/// How wide a text is, in ems.
pub fn width(text: &str) -> f32 {
    text.chars().map(|c| if c.is_ascii() { 0.5 } else { 1.0 }).sum()
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Packs bytes as `FlateDecode` wants them.
pub fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).expect("a vector takes all");
    encoder.finish().expect("a vector takes all")
}

/// Packed blanks, so many MiB of them.
pub fn bomb(mebibytes: usize) -> Vec<u8> {
    let mut packer = flate2::Compress::new(flate2::Compression::best(), true);
    let blanks = vec![b' '; 1 << 20];
    let mut out = Vec::with_capacity(8 << 10);
    // After a full flush, packed data can be repeated as it is.
    packer.compress_vec(&[], &mut out, flate2::FlushCompress::Full).expect("there is room");
    let head = out.len();
    packer.compress_vec(&blanks, &mut out, flate2::FlushCompress::Full).expect("there is room");
    let body = out[head..].to_vec();
    (1..mebibytes).for_each(|_| out.extend_from_slice(&body));
    out
}

/// A file of numbered objects, in order; the first is the catalogue.
pub fn file(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut offsets = Vec::new();
    for (n, object) in (1..).zip(objects) {
        offsets.push(out.len());
        let _ = writeln!(out, "{n} 0 obj");
        out.extend_from_slice(object);
        out.extend_from_slice(b"\nendobj\n");
    }
    let start = out.len();
    let _ = write!(out, "xref\n0 {}\n0000000000 65535 f \n", offsets.len() + 1);
    for offset in offsets {
        let _ = writeln!(out, "{offset:010} 00000 n ");
    }
    let _ = write!(out, "trailer <</Size {} /Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1);
    out
}

/// A stream object.
pub fn stream(dictionary: &str, data: &[u8]) -> Vec<u8> {
    let mut out = format!("<<{dictionary} /Length {}>>\nstream\n", data.len()).into_bytes();
    out.extend_from_slice(data);
    out.extend_from_slice(b"\nendstream");
    out
}

/// The pages as a file. `extra` are objects from number 10 on, `resources` is added to the resources of each page.
pub fn pdf_with(pages: &[Page], resources: &str, extra: &[Vec<u8>]) -> Vec<u8> {
    let first = 10 + extra.len();
    let kids: String = (0..pages.len()).map(|n| format!("{} 0 R ", first + 2 * n)).collect();
    let mut objects: Vec<Vec<u8>> = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        format!("<</Type/Pages/Kids[{kids}]/Count {}>>", pages.len()).into_bytes(),
        b"<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+Song/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>".to_vec(),
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/ABCDEF+Song/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000/W[32 126 500]>>".to_vec(),
        stream("", to_unicode().as_bytes()),
        b"<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/UniGB-UCS2-H/DescendantFonts[7 0 R]>>".to_vec(),
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/SimSun/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 1000/W[1 95 500 814 939 500]>>".to_vec(),
        b"<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/GBK-EUC-H/DescendantFonts[7 0 R]>>".to_vec(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_vec(),
    ];
    objects.extend_from_slice(extra);
    for (n, page) in pages.iter().enumerate() {
        let Page { width, height, rotate, .. } = page;
        let content = first + 2 * n + 1;
        objects.push(
            format!(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]/Rotate {rotate}/Contents {content} 0 R\
                 /Resources<</Font<</F0 3 0 R/F1 6 0 R/F2 8 0 R/F3 9 0 R>>{resources}>>>>"
            )
            .into_bytes(),
        );
        objects.push(stream("/Filter/FlateDecode", &packed(page.content.as_bytes())));
    }
    file(&objects)
}

/// The pages as a file.
pub fn pdf(pages: &[Page]) -> Vec<u8> {
    pdf_with(pages, "", &[])
}

/// The table that gives each two-byte code its character, which is the code itself here.
fn to_unicode() -> String {
    let mut map = String::from(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n1 begincodespacerange <0000> <ffff> endcodespacerange\n",
    );
    for page in (0x00..=0xff_u32).filter(|page| !(0xd8..0xe0).contains(page)) {
        let _ = writeln!(map, "1 beginbfrange <{page:02x}00> <{page:02x}ff> <{page:02x}00> endbfrange");
    }
    map.push_str("endcmap end end\n");
    map
}
