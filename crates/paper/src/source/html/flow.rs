//! From tokens to lines and tables, in one pass and without a tree.
//!
//! Kept is what a browser's rules for broken markup mean for lines and tables: which elements end others, where a cell
//! ends, that nothing but `</table>` leaves a table. Where a browser would move words (text between rows stands before the table), they
//! stay where they are written if the table has ended by then.

use super::grid::{Grid, line};
use super::kind::Kind;
use super::list::List;
use super::token::{Tag, Token, Tokens};
use super::words::{self, Words};
use crate::source::{DEEPEST, MOST_CELLS, Measure, Part, ReadError, Source};

/// Elements open at once. A page whose every element was forgotten to be closed has some thousands.
const MOST_OPEN: usize = 100_000;
/// Slots of all tables, covered or not: ten for each cell. Whoever lays a table out walks over them.
const MOST_SLOTS: usize = 10 * MOST_CELLS;
/// Bytes that all that was read may take, with what it costs to keep each line.
const MOST_BYTES: usize = 64 << 20;
/// Bytes that a line or cell takes besides its words.
const LINE_BYTES: usize = 96;

/// Whether what an element holds is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Shown {
    Yes,
    /// It takes its place, and an element in it may be seen.
    Blank,
    /// It is not there at all.
    No,
}

/// An element that was begun and not ended.
struct Open<'a> {
    name: &'a str,
    kind: Kind,
    shown: Shown,
    /// How many parts stood before it.
    mark: usize,
    /// Whether something in it was found to be worth keeping, so that nobody looks through it again.
    kept: bool,
}

/// A table that was begun and not ended.
struct OpenTable {
    grid: Grid,
    /// Open elements outside of it.
    outside: usize,
    shown: Shown,
    group: Shown,
    row: Option<OpenRow>,
    cell: Option<OpenCell>,
    /// What stands before the table: its caption, and what is written between its rows.
    before: Vec<Part>,
    /// What is written between its rows, while it is open whether another row follows.
    between: Vec<Part>,
    /// Begun by a stray row, so that it ends with the last of them.
    implied: bool,
}

struct OpenRow {
    shown: Shown,
    flat: bool,
}

struct OpenCell {
    /// Open elements outside of it.
    outside: usize,
    shown: Shown,
    /// `None` for a caption.
    span: Option<(usize, usize)>,
    parts: Vec<Part>,
}

/// What was made of a page so far.
pub(super) struct Flow<'a> {
    /// Whether hidden elements are left out.
    hides: bool,
    source: Source,
    open: Vec<Open<'a>>,
    tables: Vec<OpenTable>,
    lists: Vec<List>,
    preformatted: usize,
    words: Words,
    /// The number of a list's item, until its first words come.
    numeral: Option<String>,
    /// The line holds a `<dt>` that waits for its `<dd>`.
    awaits_details: bool,
    cells: usize,
    slots: usize,
    bytes: usize,
    /// Whether anything was left out because it is hidden.
    pub hid: bool,
    /// Whether there is a picture.
    pub pictures: bool,
    over: Option<ReadError>,
}

impl<'a> Flow<'a> {
    /// Reads a whole page.
    pub fn read(page: &'a str, hides: bool) -> Result<(Source, Self), ReadError> {
        let mut flow = Self {
            hides,
            source: Source::default(),
            open: Vec::new(),
            tables: Vec::new(),
            lists: Vec::new(),
            preformatted: 0,
            words: Words::default(),
            numeral: None,
            awaits_details: false,
            cells: 0,
            slots: 0,
            bytes: 0,
            hid: false,
            pictures: false,
            over: None,
        };
        for token in Tokens::new(page) {
            match token {
                Token::Text(text) => flow.text(text),
                Token::Title(text) => flow.title(text),
                Token::Start(tag) => flow.start(&tag),
                Token::End(name) => flow.end(name),
            }
            if let Some(over) = flow.over {
                return Err(over);
            }
        }
        flow.flush();
        while !flow.tables.is_empty() {
            flow.end_table();
        }
        match flow.over {
            Some(over) => Err(over),
            None => Ok((std::mem::take(&mut flow.source), flow)),
        }
    }

    fn over(&mut self, what: Measure, limit: usize) {
        self.over.get_or_insert(ReadError::OverLimit { what, limit: limit as u64 });
    }

    fn spend(&mut self, bytes: usize) {
        self.bytes += bytes + LINE_BYTES;
        if self.bytes > MOST_BYTES {
            self.over(Measure::Bytes, MOST_BYTES);
        }
    }

    /// Open elements that an end tag cannot reach, since they stand outside of the cell or table.
    fn outside(&self) -> usize {
        self.tables.last().map_or(0, |table| table.cell.as_ref().map_or(table.outside, |cell| cell.outside))
    }

    fn shown(&self) -> Shown {
        match (&self.open[self.outside()..], self.tables.last()) {
            ([.., innermost], _) => innermost.shown,
            ([], Some(OpenTable { cell: Some(cell), .. })) => cell.shown,
            ([], Some(table)) => table.shown,
            ([], None) => Shown::Yes,
        }
    }

    /// Where lines and inner tables go.
    fn parts(&mut self) -> &mut Vec<Part> {
        match self.tables.last_mut() {
            Some(OpenTable { cell: Some(cell), .. }) => &mut cell.parts,
            Some(table) => &mut table.between,
            None => &mut self.source.parts,
        }
    }

    fn title(&mut self, text: &str) {
        if self.source.title.is_none() {
            self.source.title = words::plain(text);
        }
    }

    fn text(&mut self, text: &str) {
        if self.shown() != Shown::Yes {
            return;
        }
        if !text.bytes().all(|b| b.is_ascii_whitespace()) {
            self.leave_implied_table();
            self.awaits_details = false;
        }
        if self.preformatted == 0 {
            return self.words.push(text);
        }
        for (n, line) in text.split('\n').enumerate() {
            if n > 0 {
                self.flush();
            }
            self.words.push_preformatted(line);
        }
    }

    /// Ends the line.
    fn flush(&mut self) {
        self.awaits_details = false;
        let Some(mut text) = self.words.take() else { return };
        if let Some(numeral) = self.numeral.take() {
            text.insert_str(0, &numeral);
        }
        self.spend(text.len());
        self.parts().push(line(text));
    }

    fn start(&mut self, tag: &Tag<'a>) {
        let kind = Kind::of(tag.name);
        match kind {
            Kind::Nothing => {}
            Kind::Meta => self.meta(tag),
            Kind::Picture => self.pictures = true,
            Kind::Break => self.line_break(),
            Kind::Input => self.input(tag),
            Kind::Table => self.start_table(tag, false),
            Kind::Caption => self.start_caption(tag),
            Kind::Head | Kind::Group => self.start_group(tag, kind == Kind::Head),
            Kind::Row => self.start_row(tag),
            Kind::Cell => self.start_cell(tag),
            _ => self.start_element(kind, tag),
        }
    }

    fn end(&mut self, name: &str) {
        let kind = Kind::of(name);
        match kind {
            Kind::Nothing | Kind::Meta | Kind::Picture | Kind::Input | Kind::Rule => {}
            Kind::Break => self.line_break(),
            Kind::Table => {
                self.flush();
                self.end_table();
            }
            Kind::Cell | Kind::Caption => {
                let open = self.tables.last().and_then(|table| table.cell.as_ref());
                if open.is_some_and(|cell| cell.span.is_some() == (kind == Kind::Cell)) {
                    self.end_cell();
                }
            }
            Kind::Row => self.end_row(),
            Kind::Head | Kind::Group => {
                self.end_row();
                if let Some(table) = self.tables.last_mut() {
                    table.grid.begin_group(false);
                    table.group = table.shown;
                }
            }
            _ => self.end_element(name, kind),
        }
    }

    fn meta(&mut self, tag: &Tag<'_>) {
        let fact = tag.meta_name.and_then(words::plain).zip(tag.content.and_then(words::plain));
        if let Some((name, content)) = fact {
            self.spend(name.len() + content.len());
            self.source.facts.push((name, content));
        }
    }

    /// What stands in a field is seen, and forms are filled in on line and printed as pages.
    fn input(&mut self, tag: &Tag<'_>) {
        let is_text = |kind: &str| ["", "text", "number", "tel", "date"].iter().any(|k| kind.eq_ignore_ascii_case(k));
        let shown = self.shown_within(self.shown(), tag, Kind::Input);
        if let Some(value) = tag.value
            && is_text(tag.kind.unwrap_or_default())
            && shown == Shown::Yes
        {
            self.text(value);
        }
    }

    fn line_break(&mut self) {
        if self.shown() == Shown::Yes {
            self.leave_implied_table();
            self.flush();
        }
    }

    /// Whether an element is seen that stands in one that is seen or not.
    fn shown_within(&mut self, outer: Shown, tag: &Tag<'_>, kind: Kind) -> Shown {
        let own = match (kind, tag.style) {
            (Kind::Unseen, _) => return Shown::No,
            _ if !self.hides => None,
            _ if tag.hidden.is_some() => Some(Shown::No),
            _ if tag.name.eq_ignore_ascii_case("dialog") && tag.open.is_none() => Some(Shown::No),
            (_, style) => style.and_then(shown_by),
        };
        self.hid |= own.is_some_and(|own| own != Shown::Yes);
        match (outer, own) {
            (Shown::No, _) | (_, Some(Shown::No)) => Shown::No,
            (_, Some(own)) => own,
            (outer, None) => outer,
        }
    }

    fn start_element(&mut self, kind: Kind, tag: &Tag<'a>) {
        let is_block = kind.is_block();
        if is_block {
            self.leave_implied_table();
            self.end_nearest(|open| open.kind == Kind::Paragraph, |open| open.kind.is_block());
        }
        match kind {
            Kind::Item => self.end_nearest(
                |open| open.kind == Kind::Item,
                |open| matches!(open.kind, Kind::Numbered | Kind::Bulleted),
            ),
            Kind::Term | Kind::Details => self.end_nearest(
                |open| matches!(open.kind, Kind::Term | Kind::Details),
                |open| open.name.eq_ignore_ascii_case("dl"),
            ),
            _ => {}
        }
        let shown = self.shown_within(self.shown(), tag, kind);
        if is_block && shown != Shown::No {
            if self.awaits_details && kind != Kind::Term {
                self.words.blank();
            } else {
                self.flush();
            }
        }
        // Nothing stands in `<o:p/>`, whatever a browser makes of it.
        if kind == Kind::Rule || (tag.closes_itself && matches!(kind, Kind::Inline | Kind::Unseen)) {
            return;
        }
        if self.open.len() == MOST_OPEN {
            return self.over(Measure::Depth, MOST_OPEN);
        }
        match kind {
            Kind::Numbered => self.lists.push(List::numbered(tag)),
            Kind::Bulleted => self.lists.push(List::default()),
            Kind::Preformatted => self.preformatted += 1,
            Kind::Item if shown == Shown::Yes => {
                self.numeral = self.lists.last_mut().and_then(|list| list.next(tag));
            }
            _ => {}
        }
        let mark = self.parts().len();
        self.open.push(Open { name: tag.name, kind, shown, mark, kept: false });
    }

    fn end_element(&mut self, name: &str, kind: Kind) {
        let inner = self.open[self.outside()..].iter().enumerate().rev().take(DEEPEST);
        let mut blocks = false;
        let mut found = None;
        for (n, open) in inner {
            if open.name.eq_ignore_ascii_case(name) {
                found = Some(self.outside() + n);
                break;
            }
            blocks |= open.kind.is_block();
            if blocks && kind == Kind::Inline {
                break;
            }
        }
        match found {
            // `<b><p></b>`: the paragraph goes on.
            Some(n) if blocks && kind == Kind::Format => {
                let open = self.open.remove(n);
                self.keep_around(n, open.kept);
            }
            Some(n) => {
                self.end_down_to(n + 1);
                let (mark, kept) = (self.open[n].mark, self.open[n].kept);
                self.end_down_to(n);
                if kind == Kind::Furniture && !kept {
                    let kept = self.drop_furniture(mark);
                    self.keep_around(n, kept);
                }
            }
            None if kind.is_block() && self.shown() != Shown::No => self.flush(),
            None => {}
        }
    }

    /// Leaves out a menu, a masthead or a foot that holds nothing a report could be made of. True if it is kept.
    fn drop_furniture(&mut self, mark: usize) -> bool {
        let parts = self.parts();
        let counts = |part: &Part| match part {
            Part::Table(_) => true,
            Part::Line(line) => {
                ["报告", "報告", "年报", "年報", "公开", "公開"].iter().any(|word| line.text.contains(word))
            }
        };
        let kept = parts.iter().skip(mark).any(counts);
        if !kept {
            parts.truncate(mark);
        }
        kept
    }

    /// What holds something worth keeping is worth keeping; of a cell its table says so, once it has ended.
    fn keep_around(&mut self, left: usize, kept: bool) {
        let outside = self.outside();
        if let Some(outer) = self.open.get_mut(outside..left).and_then(<[_]>::last_mut) {
            outer.kept |= kept;
        }
    }

    /// Ends the innermost element of a kind, if none that bars the way is open in it.
    fn end_nearest(&mut self, is_it: fn(&Open<'_>) -> bool, bars: fn(&Open<'_>) -> bool) {
        let outside = self.outside();
        let inner = self.open[outside..].iter().enumerate().rev().take(DEEPEST);
        let nearest = inner.into_iter().find(|(_, open)| is_it(open) || bars(open));
        if let Some((n, open)) = nearest
            && is_it(open)
        {
            self.end_down_to(outside + n);
        }
    }

    /// Ends open elements until so many are left.
    fn end_down_to(&mut self, left: usize) {
        while self.open.len() > left
            && let Some(open) = self.open.pop()
        {
            self.keep_around(self.open.len(), open.kept);
            match open.kind {
                Kind::Numbered | Kind::Bulleted => drop(self.lists.pop()),
                Kind::Preformatted => self.preformatted -= 1,
                _ => {}
            }
            if open.shown == Shown::No {
                continue;
            }
            match open.kind {
                Kind::Term => self.awaits_details = true,
                kind if kind.is_block() => self.flush(),
                _ => {}
            }
        }
    }

    fn leave_implied_table(&mut self) {
        if self.tables.last().is_some_and(|table| table.implied && table.cell.is_none()) {
            self.end_table();
        }
    }

    fn start_table(&mut self, tag: &Tag<'_>, implied: bool) {
        // A table between the rows of another means that the other's end was forgotten.
        if self.tables.last().is_some_and(|table| table.cell.is_none()) {
            self.end_table();
        }
        self.end_nearest(|open| open.kind == Kind::Paragraph, |open| open.kind.is_block());
        self.flush();
        if self.tables.len() == DEEPEST {
            return self.over(Measure::Depth, DEEPEST);
        }
        let shown = if implied { self.shown() } else { self.shown_within(self.shown(), tag, Kind::Table) };
        self.tables.push(OpenTable {
            grid: Grid::default(),
            outside: self.open.len(),
            shown,
            group: shown,
            row: None,
            cell: None,
            before: Vec::new(),
            between: Vec::new(),
            implied,
        });
    }

    /// Ends what is open in the innermost table, or begins one for a stray row.
    fn within_table(&mut self) {
        self.end_cell();
        if let Some(outside) = self.tables.last().map(|table| table.outside) {
            self.end_down_to(outside);
            self.flush();
        } else {
            self.start_table(&Tag::default(), true);
        }
    }

    fn start_caption(&mut self, tag: &Tag<'_>) {
        self.within_table();
        let outer = self.tables.last().map_or(Shown::Yes, |table| table.shown);
        let shown = self.shown_within(outer, tag, Kind::Caption);
        if let Some(table) = self.tables.last_mut() {
            table.cell = Some(OpenCell { outside: self.open.len(), shown, span: None, parts: Vec::new() });
        }
    }

    fn start_group(&mut self, tag: &Tag<'_>, is_head: bool) {
        self.within_table();
        self.end_row();
        let outer = self.tables.last().map_or(Shown::Yes, |table| table.shown);
        let shown = self.shown_within(outer, tag, Kind::Group);
        if let Some(table) = self.tables.last_mut() {
            table.grid.begin_group(is_head);
            table.group = shown;
        }
    }

    fn start_row(&mut self, tag: &Tag<'_>) {
        self.within_table();
        self.end_row();
        let outer = self.tables.last().map_or(Shown::Yes, |table| table.group);
        let shown = self.shown_within(outer, tag, Kind::Row);
        if let Some(table) = self.tables.last_mut() {
            table.before.append(&mut table.between);
            if shown != Shown::No {
                table.grid.begin_row();
            }
            table.row = Some(OpenRow { shown, flat: tag.height == Some("0") });
        }
    }

    fn start_cell(&mut self, tag: &Tag<'_>) {
        self.within_table();
        if self.tables.last().is_some_and(|table| table.row.is_none()) {
            self.start_row(&Tag::default());
        }
        let row = self.tables.last().and_then(|table| table.row.as_ref());
        let outer = row.map_or(Shown::Yes, |row| row.shown);
        let shown = self.shown_within(outer, tag, Kind::Cell);
        let span = (span(tag.rowspan, 0, 65_534), span(tag.colspan, 1, 1_000));
        if let Some(table) = self.tables.last_mut() {
            table.cell = Some(OpenCell { outside: self.open.len(), shown, span: Some(span), parts: Vec::new() });
        }
    }

    /// Ends the cell or caption that is open in the innermost table.
    fn end_cell(&mut self) {
        let Some(outside) = self.tables.last().and_then(|table| table.cell.as_ref()).map(|cell| cell.outside) else {
            return;
        };
        self.end_down_to(outside);
        self.flush();
        let Some(table) = self.tables.last_mut() else { return };
        let Some(OpenCell { shown, span, mut parts, .. }) = table.cell.take() else { return };
        match span {
            _ if shown == Shown::No => {}
            None => table.before.append(&mut parts),
            Some((rowspan, colspan)) => {
                let fits = table.grid.place(rowspan, colspan, parts);
                self.cells += 1;
                self.spend(0);
                if !fits || self.cells > MOST_CELLS {
                    self.over(Measure::Cells, MOST_CELLS);
                }
            }
        }
    }

    fn end_row(&mut self) {
        self.end_cell();
        let Some(table) = self.tables.last_mut() else { return };
        if let Some(row) = table.row.take()
            && row.shown != Shown::No
        {
            table.grid.end_row(row.flat);
        }
    }

    /// Ends the innermost table.
    fn end_table(&mut self) {
        let Some(outside) = self.tables.last().map(|table| table.outside) else { return };
        self.end_row();
        self.end_down_to(outside);
        self.flush();
        let Some(mut table) = self.tables.pop() else { return };
        if table.shown != Shown::No {
            let parts = self.parts();
            parts.append(&mut table.before);
            let slots = table.grid.finish(parts);
            parts.append(&mut table.between);
            self.slots += slots;
            if self.slots > MOST_SLOTS {
                self.over(Measure::Cells, MOST_CELLS);
            }
        }
    }
}

/// The number of slots that an attribute says, as a browser takes it.
fn span(value: Option<&str>, least: usize, most: usize) -> usize {
    let digits = value.unwrap_or("1").trim_start().trim_start_matches('+');
    let length = digits.bytes().take_while(u8::is_ascii_digit).count();
    match digits[..length].parse::<usize>() {
        Ok(n) if n < least => 1,
        Ok(n) => n.min(most),
        // No number, or one that is too long to be read.
        Err(_) => {
            if length == 0 {
                1
            } else {
                most
            }
        }
    }
}

/// What a style says of being seen. **Source.** CSS Display 3, section 2; CSS 2.2, section 11.2.
fn shown_by(style: &str) -> Option<Shown> {
    let (mut display, mut visibility) = (None, None);
    for declaration in style.split(';') {
        let declaration = declaration.trim_ascii_start();
        // Word writes thirty declarations into each of a thousand elements; few begin with these letters.
        if !declaration.starts_with(['d', 'D', 'v', 'V', 't', 'T', 'm']) {
            continue;
        }
        let Some((property, value)) = declaration.split_once(':') else { continue };
        let property = property.trim_ascii_end();
        let value = value.trim_ascii();
        let says = |word: &str| value.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        if property.eq_ignore_ascii_case("display") {
            display = says("none").then_some(Shown::No);
        } else if property.eq_ignore_ascii_case("visibility") {
            visibility = match () {
                () if says("hidden") || says("collapse") => Some(Shown::Blank),
                () if says("visible") => Some(Shown::Yes),
                () => visibility,
            };
        } else if (property.eq_ignore_ascii_case("text-decoration") && says("line-through"))
            || (property == "mso-element" && says("comment"))
        {
            // Struck out, or a remark of Word's that stands below the page.
            display = Some(Shown::No);
        }
    }
    display.or(visibility)
}
