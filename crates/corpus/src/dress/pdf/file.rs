//! Objects, fonts and the table of places of a PDF.

use std::collections::BTreeMap;

/// How letters become codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fonts {
    /// One font, glyph numbers as codes, `ToUnicode` beside it.
    Identity,
    /// A font of the reader's machine under a standard encoding of Chinese, without `ToUnicode`.
    UniGb,
    /// Letters as `Identity`, digits and Latin letters in a simple font.
    LatinApart,
}

/// The glyphs used so far.
pub struct Glyphs {
    fonts: Fonts,
    numbers: BTreeMap<char, u16>,
}

impl Glyphs {
    /// None used.
    pub fn new(fonts: Fonts) -> Glyphs {
        Glyphs { fonts, numbers: BTreeMap::new() }
    }

    /// The font a letter is set in.
    pub fn font(&self, c: char) -> &'static str {
        if self.fonts == Fonts::LatinApart && c.is_ascii() { "F2" } else { "F1" }
    }

    /// The code of a letter in its font, in hexadecimal digits.
    pub fn code(&mut self, c: char) -> String {
        match self.fonts {
            Fonts::LatinApart if c.is_ascii() => format!("{:02X}", c as u32),
            Fonts::UniGb => format!("{:04X}", c as u32 & 0xFFFF),
            Fonts::Identity | Fonts::LatinApart => {
                let next = 3 + self.numbers.len() as u16;
                format!("{:04X}", self.numbers.entry(c).or_insert(next))
            }
        }
    }

    fn to_unicode(&self) -> String {
        let mut map = String::from(
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Adobe-Identity-UCS def /CMapType 2 def\n1 \
             begincodespacerange <0000> <FFFF> endcodespacerange\n",
        );
        let all: Vec<(&char, &u16)> = self.numbers.iter().collect();
        for some in all.chunks(100) {
            map.push_str(&format!("{} beginbfchar\n", some.len()));
            for (c, number) in some {
                let mut units = [0; 2];
                let code: String = c.encode_utf16(&mut units).iter().map(|unit| format!("{unit:04X}")).collect();
                map.push_str(&format!("<{number:04X}> <{code}>\n"));
            }
            map.push_str("endbfchar\n");
        }
        map.push_str("endcmap CMapName currentdict /CMap defineresource pop end end\n");
        map
    }

    fn widths(&self) -> String {
        let narrow = self.numbers.iter().filter(|(c, _)| c.is_ascii());
        narrow.map(|(_, number)| format!("{number} [500] ")).collect()
    }
}

/// The file of some pages.
pub fn file(pages: &[String], glyphs: &Glyphs) -> Vec<u8> {
    let mut objects: Vec<String> = Vec::new();
    let stream = |text: &str| format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len());
    let first_page = 8;
    let kids: String = (0..pages.len()).map(|i| format!("{} 0 R ", first_page + 2 * i)).collect();
    objects.push("<< /Type /Catalog /Pages 2 0 R >>".to_owned());
    objects.push(format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", pages.len()));
    let (name, encoding, ordering, extra, map) = match glyphs.fonts {
        Fonts::UniGb => {
            ("STSong-Light", "UniGB-UCS2-H", "(GB1) /Supplement 4", "/DW 1000 /W [1 95 500]".to_owned(), String::new())
        }
        Fonts::Identity | Fonts::LatinApart => (
            "ABCDEF+FangSong_GB2312",
            "Identity-H",
            "(Identity) /Supplement 0",
            format!("/DW 1000 /W [{}]", glyphs.widths()),
            "/ToUnicode 6 0 R".to_owned(),
        ),
    };
    objects.push(format!(
        "<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /{encoding} /DescendantFonts [4 0 R] {map} >>"
    ));
    let kind = if glyphs.fonts == Fonts::UniGb { "CIDFontType0" } else { "CIDFontType2 /CIDToGIDMap /Identity" };
    objects.push(format!(
        "<< /Type /Font /Subtype /{kind} /BaseFont /{name} /CIDSystemInfo << /Registry (Adobe) /Ordering {ordering} >> \
         /FontDescriptor 5 0 R {extra} >>"
    ));
    objects.push(format!(
        "<< /Type /FontDescriptor /FontName /{name} /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 859 /Descent \
         -141 /CapHeight 700 /StemV 80 >>"
    ));
    objects.push(stream(&glyphs.to_unicode()));
    let widths = ["500"; 95].join(" ");
    objects.push(format!(
        "<< /Type /Font /Subtype /TrueType /BaseFont /TimesNewRomanPSMT /Encoding /WinAnsiEncoding /FirstChar 32 /LastChar 126 \
         /Widths [{widths}] >>"
    ));
    for (i, page) in pages.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R /F2 7 0 R >> >> /Contents {} 0 R >>",
            first_page + 2 * i + 1
        ));
        objects.push(stream(page));
    }
    assemble(&objects)
}

/// A PDF of one picture: a scan without text.
pub fn scanned() -> Vec<u8> {
    let picture = "FF00FF00FF00FF00>";
    assemble(&[
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /I 4 0 R >> >> /Contents 5 0 R >>"
            .to_owned(),
        format!(
            "<< /Type /XObject /Subtype /Image /Width 8 /Height 8 /BitsPerComponent 1 /ColorSpace /DeviceGray /Filter \
             /ASCIIHexDecode /Length {} >>\nstream\n{picture}\nendstream",
            picture.len()
        ),
        "<< /Length 27 >>\nstream\nq 595 0 0 842 0 0 cm /I Do Q\nendstream".to_owned(),
    ])
}

fn assemble(objects: &[String]) -> Vec<u8> {
    let mut out = String::from("%PDF-1.4\n%\u{e2}\u{e3}\n");
    let mut places = Vec::new();
    for (i, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.push_str(&format!("{} 0 obj\n{object}\nendobj\n", i + 1));
    }
    let table = out.len();
    out.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
    for place in places {
        out.push_str(&format!("{place:010} 00000 n \n"));
    }
    out.push_str(&format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1));
    out.into_bytes()
}
