//! A page saved with its pictures as one file (`.mht`): a mail of several parts, of which one is the page.
//!
//! **Source.** RFC 2557 (MHTML), RFC 2045 and 2046 (parts and how they are packed).

/// Name, in small letters, and value.
type Field = (String, String);

/// RFC 2046 allows 70 characters; one of a megabyte would be compared at every byte.
const LONGEST_BOUNDARY: usize = 200;

/// The page in an MHTML file with the charset its part declares; `None` if the file is something else.
pub(super) fn page(bytes: &[u8]) -> Option<(Vec<u8>, Option<String>)> {
    let start = bytes.trim_ascii_start();
    // A page begins with `<`, this with the fields of a mail.
    if start.first() == Some(&b'<') || !contains(&start[..start.len().min(4_000)], b"mime-version:") {
        return None;
    }
    let (head, body) = split(start)?;
    part(&head, body, 3)
}

/// The first page in a part and the parts within it.
fn part(head: &[Field], body: &[u8], deeper: u8) -> Option<(Vec<u8>, Option<String>)> {
    let field = |name: &str| head.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value);
    let kind = field("content-type");
    if starts(kind, "multipart/") && deeper > 0 {
        let boundary = parameter(kind, "boundary").filter(|boundary| boundary.len() <= LONGEST_BOUNDARY)?;
        let boundary = format!("--{boundary}");
        let mut rest = body;
        loop {
            let at = find(rest, boundary.as_bytes())? + boundary.len();
            rest = &rest[at..];
            let end = find(rest, boundary.as_bytes()).unwrap_or(rest.len());
            let Some((head, body)) = split(rest[..end].trim_ascii_start()) else { continue };
            if let Some(page) = part(&head, body, deeper - 1) {
                return Some(page);
            }
        }
    }
    if !starts(kind, "text/html") {
        return None;
    }
    let packed = field("content-transfer-encoding");
    let page = match () {
        () if packed.eq_ignore_ascii_case("quoted-printable") => quoted_printable(body),
        () if packed.eq_ignore_ascii_case("base64") => base64(body),
        () => body.to_vec(),
    };
    Some((page, parameter(kind, "charset")))
}

/// The fields of a head, names in small letters, and what follows the empty line.
fn split(bytes: &[u8]) -> Option<(Vec<Field>, &[u8])> {
    let mut fields: Vec<Field> = Vec::new();
    let mut rest = bytes;
    loop {
        let end = rest.iter().position(|b| *b == b'\n')?;
        let line = String::from_utf8_lossy(&rest[..end]);
        rest = &rest[end + 1..];
        let line = line.trim_end();
        if line.is_empty() {
            return Some((fields, rest));
        }
        match (line.starts_with([' ', '\t']), fields.last_mut(), line.split_once(':')) {
            (true, Some((_, value)), _) => {
                value.push(' ');
                value.push_str(line.trim());
            }
            (_, _, Some((name, value))) => fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned())),
            _ => {}
        }
    }
}

/// `name="value"` or `name=value` behind a semicolon.
fn parameter(field: &str, name: &str) -> Option<String> {
    field.split(';').skip(1).find_map(|one| {
        let (key, value) = one.split_once('=')?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim().trim_matches('"').to_owned())
    })
}

fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    loop {
        rest = match rest {
            [] => return out,
            [b'=', b'\r', b'\n', rest @ ..] | [b'=', b'\n', rest @ ..] => rest,
            [b'=', high, low, rest @ ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                let digit = |b: u8| char::from(b).to_digit(16).unwrap_or(0) as u8;
                out.push(digit(*high) << 4 | digit(*low));
                rest
            }
            [byte, rest @ ..] => {
                out.push(*byte);
                rest
            }
        };
    }
}

fn base64(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len() / 4 * 3);
    let (mut bits, mut held) = (0_u32, 0);
    for byte in body {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => break,
            _ => continue,
        };
        bits = bits << 6 | u32::from(six);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held) as u8);
        }
    }
    out
}

fn starts(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|text| text.eq_ignore_ascii_case(start))
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window.eq_ignore_ascii_case(needle))
}
