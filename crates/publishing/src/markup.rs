//! Plain typed text into the parts of a page, and those into safe HTML.
//!
//! An editor types or pastes as in a chat window: one paragraph a line. What an official text already marks by
//! itself is understood without signs to learn: `一、` and `第一章` open headings, tab-separated lines pasted from a
//! spreadsheet are a table, the last two lines are the signature and its date. Two signs are offered for the
//! rest: `- ` for a list and `|` between the cells of a table. There is no raw HTML, so none can be smuggled in.

/// One part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A heading; level 2 or 3, for level 1 is the title of the page.
    Heading {
        /// 2 or 3.
        level: u8,
        /// The words.
        text: String,
    },
    /// A chapter heading, centred (第一章 总则).
    Chapter(String),
    /// The line that names those addressed (各镇人民政府：), without the indent of a paragraph.
    Salutation(String),
    /// A paragraph.
    Paragraph(String),
    /// A list, one entry a line.
    List(Vec<String>),
    /// A table; its first row is its heading, and every row has as many cells as the longest, unless that would be more
    /// cells than anybody reads.
    Table(Vec<Vec<String>>),
    /// The signature and the date at the end, set to the right.
    Signature(Vec<String>),
}

/// Reads typed text; never fails, for any text is at least paragraphs.
///
/// ```
/// use publishing::markup::{Part, parse};
/// let parts = parse("一、总体要求\n坚持以公开为常态。\n项目\t金额\n罚没\t3");
/// assert!(matches!(&parts[0], Part::Heading { level: 2, .. }));
/// // Two lines copied from a spreadsheet are a table, although nobody typed a sign.
/// assert!(matches!(&parts[2], Part::Table(rows) if rows.len() == 2));
/// ```
pub fn parse(text: &str) -> Vec<Part> {
    let lines: Vec<&str> = text.lines().map(trim).collect();
    let signature = signature_start(&lines);
    let mut parts = Vec::new();
    let mut here = 0;
    while here < lines.len() {
        let line = lines[here];
        if line.is_empty() {
            here += 1;
        } else if signature == Some(here) {
            parts.push(Part::Signature(lines[here..].iter().filter(|l| !l.is_empty()).map(|l| (*l).into()).collect()));
            break;
        } else if let Some(run) = run_of(&lines[here..], |l| cells(l).is_some()) {
            parts.push(table(&lines[here..here + run]));
            here += run;
        } else if let Some(run) = run_of(&lines[here..], |l| entry(l).is_some()) {
            parts.push(Part::List(lines[here..here + run].iter().filter_map(|l| entry(l)).map(Into::into).collect()));
            here += run;
        } else {
            let addresses = parts.is_empty() && line.ends_with('：') && !line.contains('。');
            let plain = if addresses { Part::Salutation(line.into()) } else { Part::Paragraph(line.into()) };
            parts.push(heading(line).unwrap_or(plain));
            here += 1;
        }
    }
    parts
}

/// Escaped HTML of the parts: headings, paragraphs, lists, tables and the classes `chapter`, `flush`, `signature` and
/// `table-region`; nothing typed is left raw.
pub fn html(parts: &[Part]) -> String {
    let mut out = String::new();
    let mut tables = 0;
    for part in parts {
        match part {
            Part::Heading { level, text } => tag(&mut out, if *level == 2 { "h2" } else { "h3" }, "", text),
            Part::Chapter(text) => tag(&mut out, "h2", " class=\"center\"", text),
            Part::Salutation(text) => tag(&mut out, "p", " class=\"flush\"", text),
            Part::Paragraph(text) => tag(&mut out, "p", "", text),
            Part::List(entries) => {
                out.push_str("<ul>\n");
                entries.iter().for_each(|entry| tag(&mut out, "li", "", entry));
                out.push_str("</ul>\n");
            }
            Part::Table(rows) => {
                tables += 1;
                table_html(&mut out, rows, tables);
            }
            Part::Signature(lines) => {
                out.push_str("<p class=\"signature\">");
                for (place, line) in lines.iter().enumerate() {
                    out.push_str(if place == 0 { "" } else { "<br>" });
                    escape_into(&mut out, line);
                }
                out.push_str("</p>\n");
            }
        }
    }
    out
}

/// A wide table scrolls in its own box; the box takes focus so that the keyboard can scroll it.
fn table_html(out: &mut String, rows: &[Vec<String>], number: usize) {
    out.push_str(&format!(
        "<div class=\"table-region\" role=\"region\" aria-label=\"正文表格 {number}\" tabindex=\"0\"><table>\n"
    ));
    for (place, row) in rows.iter().enumerate() {
        out.push_str(match place {
            0 => "<thead><tr>",
            1 => "<tbody><tr>",
            _ => "<tr>",
        });
        for cell in row {
            match place {
                0 => tag(out, "th", " scope=\"col\"", cell),
                _ if is_number(cell) => tag(out, "td", " class=\"num\"", cell),
                _ => tag(out, "td", "", cell),
            }
        }
        out.push_str(if place == 0 { "</tr></thead>\n" } else { "</tr>\n" });
    }
    out.push_str(if rows.len() > 1 { "</tbody></table></div>\n" } else { "</table></div>\n" });
}

/// Figures line up at the right: digits with separators, a sign or a per cent.
fn is_number(cell: &str) -> bool {
    cell.contains(|c: char| c.is_ascii_digit()) && cell.chars().all(|c| c.is_ascii_digit() || ",.-+%".contains(c))
}

/// The words alone, a line each: what the search index reads.
pub fn plain(parts: &[Part]) -> String {
    let mut out = String::new();
    let mut line = |words: &str| {
        out.push_str(words);
        out.push('\n');
    };
    for part in parts {
        match part {
            Part::Heading { text, .. } | Part::Chapter(text) | Part::Salutation(text) | Part::Paragraph(text) => {
                line(text)
            }
            Part::List(lines) | Part::Signature(lines) => lines.iter().for_each(|words| line(words)),
            Part::Table(rows) => rows.iter().for_each(|row| line(&row.join(" "))),
        }
    }
    out
}

/// Escapes what HTML gives a meaning to, in text and in quoted attributes.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape_into(&mut out, text);
    out
}

fn escape_into(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
}

fn tag(out: &mut String, name: &str, attributes: &str, text: &str) {
    out.push('<');
    out.push_str(name);
    out.push_str(attributes);
    out.push('>');
    escape_into(out, text);
    out.push_str("</");
    out.push_str(name);
    out.push_str(">\n");
}

/// Without spaces, and without the two ideographic spaces that open a typed paragraph; tabs stay, for an empty last cell is a cell.
fn trim(line: &str) -> &str {
    if line.trim().is_empty() { "" } else { line.trim_matches([' ', '\u{3000}', '\r', '\u{feff}']) }
}

fn run_of(lines: &[&str], is: impl Fn(&str) -> bool) -> Option<usize> {
    let run = lines.iter().take_while(|line| is(line)).count();
    (run > 0).then_some(run)
}

/// The cells of a line typed with `|` or pasted with tabs; a rule of dashes under a heading row has no cells of its own.
fn cells(line: &str) -> Option<Vec<&str>> {
    if let Some(inner) = line.strip_prefix('|') {
        return Some(inner.strip_suffix('|').unwrap_or(inner).split('|').map(str::trim).collect());
    }
    line.contains('\t').then(|| line.split('\t').map(str::trim).collect())
}

/// The most cells to which a table is filled up; a larger one keeps its rows as they were typed.
const CELLS: usize = 100_000;

fn table(lines: &[&str]) -> Part {
    let is_rule =
        |row: &Vec<&str>| row.iter().all(|cell| !cell.is_empty() && cell.chars().all(|c| c == '-' || c == ':'));
    let rows: Vec<Vec<&str>> = lines.iter().filter_map(|line| cells(line)).filter(|row| !is_rule(row)).collect();
    let widest = rows.iter().map(Vec::len).max().unwrap_or(0);
    // One row of 100,000 cells above 50,000 short ones would be filled up to five thousand million.
    let width = if widest.saturating_mul(rows.len()) <= CELLS { widest } else { 0 };
    Part::Table(
        rows.into_iter()
            .map(|row| (0..width.max(row.len())).map(|i| row.get(i).copied().unwrap_or("").to_owned()).collect())
            .collect(),
    )
}

fn entry(line: &str) -> Option<&str> {
    ["- ", "• ", "· ", "* "].iter().find_map(|sign| line.strip_prefix(sign)).map(trim)
}

const NUMERALS: &str = "一二三四五六七八九十百零〇";

/// A short line that opens with the numbering of official texts and does not end like a sentence.
fn heading(line: &str) -> Option<Part> {
    if let Some(text) = line.strip_prefix("## ") {
        return Some(Part::Heading { level: 3, text: trim(text).into() });
    }
    if let Some(text) = line.strip_prefix("# ") {
        return Some(Part::Heading { level: 2, text: trim(text).into() });
    }
    if line.chars().count() > 40 || line.ends_with(['。', '；', '，', '：', ';', ',', '!', '！', '?', '？']) {
        return None;
    }
    let after = |rest: &str| rest.trim_start_matches(|c| NUMERALS.contains(c)).to_owned();
    let numbered = |rest: &str, close: &str| {
        let tail = after(rest);
        tail.len() < rest.len() && tail.strip_prefix(close).is_some_and(|words| !words.trim().is_empty())
    };
    if let Some(rest) = line.strip_prefix('第')
        && (numbered(rest, "章") || numbered(rest, "编"))
    {
        return Some(Part::Chapter(line.into()));
    }
    if numbered(line, "、") {
        return Some(Part::Heading { level: 2, text: line.into() });
    }
    if let Some(rest) = line.strip_prefix('（')
        && numbered(rest, "）")
    {
        return Some(Part::Heading { level: 3, text: line.into() });
    }
    None
}

/// Where the signature begins: the last line is a date alone, and short lines without punctuation stand before it.
fn signature_start(lines: &[&str]) -> Option<usize> {
    let filled: Vec<usize> = (0..lines.len()).filter(|&i| !lines[i].is_empty()).collect();
    let (&last, before) = filled.split_last()?;
    if !is_date(lines[last]) || before.is_empty() {
        return None;
    }
    let is_name = |line: &str| {
        line.chars().count() <= 30
            && !line.contains(['。', '，', '；', '：', '、', '\t', '|', '（'])
            && entry(line).is_none()
            && heading(line).is_none()
    };
    // At most three bodies sign together before it is rather a list of names.
    let names = before.iter().rev().take(3).take_while(|&&i| is_name(lines[i])).count();
    Some(if names == 0 { last } else { before[before.len() - names] })
}

fn is_date(line: &str) -> bool {
    let compact: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    compact.ends_with('日')
        && compact.contains('年')
        && compact.contains('月')
        && compact.chars().all(|c| c.is_ascii_digit() || "年月日".contains(c) || NUMERALS.contains(c) || c == '○')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_official_text_pasted_as_it_is_gets_its_headings_table_and_signature() {
        let text = "各镇人民政府，县直各部门：\n\
            \u{3000}\u{3000}现将有关事项通知如下。\n\n\
            一、总体要求\n\
            坚持以公开为常态、不公开为例外。\n\
            （一）明确责任\n\
            一、二、三月份的数据应当合并报送，不得遗漏，不得重复，也不得以上年数据代替，逾期未报的予以通报。\n\
            - 财政局\n- 教育局\n\
            项目\t金额（元）\n罚没收入\t3,000.00\n合计\t\n\n\
            | 科目 | 数 |\n|---|---|\n| 甲 | 1 |\n\n\
            云溪县人民政府办公室\n2026年3月5日";
        insta::assert_snapshot!(html(&parse(text)));
    }

    #[test]
    fn a_sentence_that_begins_with_a_numeral_stays_a_sentence() {
        assert_eq!(parse("一、二月份的数据合并报送。"), [Part::Paragraph("一、二月份的数据合并报送。".into())]);
        assert_eq!(parse("十"), [Part::Paragraph("十".into())]);
    }

    #[test]
    fn a_date_alone_is_no_signature() {
        assert_eq!(parse("2026年3月5日"), [Part::Paragraph("2026年3月5日".into())]);
    }

    #[test]
    fn a_wide_row_above_many_short_ones_does_not_fill_the_memory() {
        let text = format!("{}\n{}", "|".repeat(100_000), "|\n".repeat(50_000));
        let Some(Part::Table(rows)) = parse(&text).into_iter().next() else { panic!("a table") };
        assert!(rows.len() > 50_000 && rows.iter().map(Vec::len).sum::<usize>() < 200_000);
    }

    #[test]
    fn script_stays_visible_text() {
        let shown = html(&parse("<script>alert('1')</script>\n| <b> | \"&\" |\n- <i>"));
        assert!(!shown.contains("<script") && !shown.contains("<b>") && !shown.contains("<i>"), "{shown}");
        assert!(shown.contains("&lt;script&gt;alert(&#39;1&#39;)"));
    }

    proptest! {
        #[test]
        fn whatever_is_typed_no_word_is_lost_and_no_tag_gets_in(text in "[一二、（）第章 a<>&\"'|\t\n。年月日0-9-]{0,200}") {
            let shown = html(&parse(&text));
            let tags = ["<h2", "<h3", "<p>", "<p class", "<ul>", "<li>", "<div", "<table>", "<thead>", "<tbody>", "<tr>",
                "<th>", "<th ", "<td", "<br>", "</"];
            let opened = shown.matches('<').count();
            prop_assert_eq!(opened, tags.iter().map(|t| shown.matches(t).count()).sum::<usize>());
            for letter in ['一', '章', '年', 'a'] {
                prop_assert_eq!(text.matches(letter).count() <= shown.matches(letter).count(), true);
            }
        }
    }
}
