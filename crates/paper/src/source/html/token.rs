//! From characters to tags and text, as a browser cuts them.
//!
//! Written by hand and not taken from html5ever: its tree of elements alone takes four times what reading takes here, and its
//! tokenizer compares each attribute of a tag with all others, so that one tag with 100,000 of them stops it. Here no
//! attribute is copied, what no person sees (scripts, styles, comments) is jumped over, and the work grows with the length of the page alone.
//!
//! **Source.** WHATWG HTML, section 13.2.5 (tokenization); characters that carry no text are let go without notice.

/// A piece of a page.
#[derive(Debug)]
pub(super) enum Token<'a> {
    /// Text between tags, its character references not yet replaced.
    Text(&'a str),
    /// The text of a `<title>`.
    Title(&'a str),
    /// A start tag.
    Start(Tag<'a>),
    /// An end tag.
    End(&'a str),
}

/// A start tag with those of its attributes that matter here, as written.
#[derive(Debug, Default)]
pub(super) struct Tag<'a> {
    pub name: &'a str,
    /// `<br/>`. A browser heeds it inside drawings only.
    pub closes_itself: bool,
    pub style: Option<&'a str>,
    pub class: Option<&'a str>,
    pub hidden: Option<&'a str>,
    pub rowspan: Option<&'a str>,
    pub colspan: Option<&'a str>,
    pub height: Option<&'a str>,
    pub kind: Option<&'a str>,
    pub meta_name: Option<&'a str>,
    pub content: Option<&'a str>,
    pub start: Option<&'a str>,
    pub value: Option<&'a str>,
    pub open: Option<&'a str>,
}

impl<'a> Tag<'a> {
    fn set(&mut self, name: &str, value: &'a str) {
        let place = match name.len() {
            4 if name.eq_ignore_ascii_case("type") => &mut self.kind,
            4 if name.eq_ignore_ascii_case("name") => &mut self.meta_name,
            4 if name.eq_ignore_ascii_case("open") => &mut self.open,
            5 if name.eq_ignore_ascii_case("style") => &mut self.style,
            5 if name.eq_ignore_ascii_case("class") => &mut self.class,
            5 if name.eq_ignore_ascii_case("start") => &mut self.start,
            5 if name.eq_ignore_ascii_case("value") => &mut self.value,
            6 if name.eq_ignore_ascii_case("hidden") => &mut self.hidden,
            6 if name.eq_ignore_ascii_case("height") => &mut self.height,
            7 if name.eq_ignore_ascii_case("rowspan") => &mut self.rowspan,
            7 if name.eq_ignore_ascii_case("colspan") => &mut self.colspan,
            7 if name.eq_ignore_ascii_case("content") => &mut self.content,
            _ => return,
        };
        // Of two attributes with one name the first counts.
        place.get_or_insert(value);
    }
}

/// Cuts a page into tokens.
pub(super) struct Tokens<'a> {
    page: &'a str,
    at: usize,
    waiting: Option<Token<'a>>,
}

impl<'a> Tokens<'a> {
    pub fn new(page: &'a str) -> Self {
        Self { page, at: 0, waiting: None }
    }

    fn rest(&self) -> &'a str {
        &self.page[self.at..]
    }

    /// Moves behind the next `end`, or to the end of the page; answers what was passed.
    fn pass(&mut self, end: &str) -> &'a str {
        let rest = self.rest();
        let (passed, step) = match rest.find(end) {
            Some(n) => (&rest[..n], n + end.len()),
            None => (rest, rest.len()),
        };
        self.at += step;
        passed
    }

    /// Behind `<!`: a comment, a document type, or one of Word's `[if …]` marks, whose content stays.
    fn declaration(&mut self) {
        if !self.rest().starts_with("--") {
            self.pass(">");
            return;
        }
        self.at += 2;
        // `<!-->` and `<!--->` are whole comments.
        for short in [">", "->"] {
            if self.rest().starts_with(short) {
                self.at += short.len();
                return;
            }
        }
        loop {
            self.pass("--");
            let rest = self.rest();
            if rest.is_empty() {
                return;
            }
            let dashes = rest.len() - rest.trim_start_matches('-').len();
            self.at += dashes;
            for end in [">", "!>"] {
                if rest[dashes..].starts_with(end) {
                    self.at += end.len();
                    return;
                }
            }
        }
    }

    /// Behind `<` or `</`, at a letter. `None` if the page ends within the tag.
    fn tag(&mut self) -> Option<Tag<'a>> {
        let tag = self.whole_tag();
        if tag.is_none() {
            self.at = self.page.len();
        }
        tag
    }

    fn whole_tag(&mut self) -> Option<Tag<'a>> {
        let bytes = self.page.as_bytes();
        let until = |from: usize, ends: fn(u8) -> bool| {
            bytes[from..].iter().position(|b| ends(*b)).map_or(bytes.len(), |n| from + n)
        };
        let from = self.at;
        let mut at = until(from, |b| is_blank(b) || matches!(b, b'/' | b'>'));
        let mut tag = Tag { name: &self.page[from..at], ..Tag::default() };
        loop {
            let from = at;
            at = until(at, |b| !is_blank(b) && b != b'/');
            self.at = at;
            if *bytes.get(at)? == b'>' {
                tag.closes_itself = bytes[from..at].last() == Some(&b'/');
                self.at += 1;
                return Some(tag);
            }
            let name = at;
            // A name may begin with `=`.
            at = until(at + 1, |b| is_blank(b) || matches!(b, b'/' | b'>' | b'='));
            let name = &self.page[name..at];
            let equals = until(at, |b| !is_blank(b));
            if bytes.get(equals) != Some(&b'=') {
                tag.set(name, "");
                continue;
            }
            at = until(equals + 1, |b| !is_blank(b));
            let value = match bytes.get(at)? {
                b'>' => "",
                b'"' => {
                    let end = until(at + 1, |b| b == b'"');
                    let value = &self.page[at + 1..end];
                    at = (end + 1).min(bytes.len());
                    value
                }
                b'\'' => {
                    let end = until(at + 1, |b| b == b'\'');
                    let value = &self.page[at + 1..end];
                    at = (end + 1).min(bytes.len());
                    value
                }
                _ => {
                    let from = at;
                    at = until(at, |b| is_blank(b) || b == b'>');
                    &self.page[from..at]
                }
            };
            tag.set(name, value);
        }
    }

    /// Jumps over the content of an element that holds characters only, and its end tag; answers the content.
    fn raw(&mut self, name: &str) -> &'a str {
        let from = self.at;
        // A script may write `<script>` inside `<!-- -->`; the end tag after that is its own words.
        let (mut comment, mut within) = (false, false);
        loop {
            let rest = self.rest();
            let Some(n) = (if comment { rest.find(['<', '-']) } else { rest.find('<') }) else {
                self.at = self.page.len();
                return &self.page[from..];
            };
            let (here, rest) = (self.at + n, &rest[n..]);
            self.at = here + 1;
            if rest.starts_with("</") && begins_tag(&rest[2..], name) {
                if !within {
                    self.at = here + 2;
                    let _ = self.tag();
                    return &self.page[from..here];
                }
                within = false;
            } else if name == "script" {
                if rest.starts_with("<!--") {
                    comment = true;
                    // The dashes may be those of `-->` too.
                    self.at = here + 2;
                } else if rest.starts_with("-->") {
                    (comment, within) = (false, false);
                } else if comment && rest.starts_with('<') && begins_tag(&rest[1..], name) {
                    within = true;
                }
            }
        }
    }

    /// A start tag, or what stands for it and the content behind it.
    fn element(&mut self, tag: Tag<'a>) -> Option<Token<'a>> {
        match RAW.iter().find(|name| tag.name.eq_ignore_ascii_case(name)) {
            Some(&"title") => Some(Token::Title(self.raw("title"))),
            Some(name) => {
                self.raw(name);
                None
            }
            None => Some(Token::Start(tag)),
        }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        if let Some(token) = self.waiting.take() {
            return Some(token);
        }
        let bytes = self.page.as_bytes();
        let is_letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphabetic);
        let mut from = self.at;
        loop {
            let Some(n) = self.rest().find('<') else {
                self.at = bytes.len();
                return (from < self.at).then(|| Token::Text(&self.page[from..]));
            };
            let open = self.at + n;
            self.at = open + 2;
            let token = match bytes.get(open + 1) {
                Some(b'!') => {
                    self.declaration();
                    None
                }
                Some(b'/') if is_letter(open + 2) => self.tag().map(|tag| Token::End(tag.name)),
                Some(b'?') => {
                    self.pass(">");
                    None
                }
                Some(b'/') if open + 2 < bytes.len() => {
                    self.pass(">");
                    None
                }
                Some(_) if is_letter(open + 1) => {
                    self.at = open + 1;
                    self.tag().and_then(|tag| self.element(tag))
                }
                // A `<` that opens nothing is text.
                _ => {
                    self.at = open + 1;
                    continue;
                }
            };
            if from < open {
                self.waiting = token;
                return Some(Token::Text(&self.page[from..open]));
            }
            if token.is_some() {
                return token;
            }
            from = self.at;
        }
    }
}

/// Elements that hold characters and no elements.
const RAW: [&str; 8] = ["script", "style", "title", "noscript", "textarea", "iframe", "noembed", "noframes"];

fn is_blank(b: u8) -> bool {
    matches!(b, b' ' | b'\t' | b'\n' | b'\r' | 0x0c)
}

fn begins_tag(rest: &str, name: &str) -> bool {
    let rest = rest.as_bytes();
    rest.len() >= name.len()
        && rest[..name.len()].eq_ignore_ascii_case(name.as_bytes())
        && rest.get(name.len()).is_none_or(|b| is_blank(*b) || matches!(b, b'/' | b'>'))
}
