//! The numerals Word counts out itself: 一、 （二） 3. before headings, and serial numbers in tables.
//!
//! **Source.** ECMA-376 part 1, 17.9 (numbering) and 17.18.59 (`ST_NumberFormat`); what 17.9 leaves open (counters are shared
//! by all lists of one definition) is as Word shows it.

use std::collections::{HashMap, HashSet};

use super::super::ReadError;
use super::super::numerals::Numerals;
use super::super::xml::{Next, Xml, attribute, local, name_in};

/// Levels a list has in Word.
pub(in super::super) const LEVELS: usize = 9;
/// The longest text before a paragraph that is taken for a numeral, in bytes.
pub(in super::super) const LONGEST_LABEL: usize = 128;
/// The longest chain of styles, each based on the next.
const LONGEST_CHAIN: usize = 16;

/// What the styles say that can be seen: which hide text, which are numbered.
#[derive(Debug, Default)]
pub(in super::super) struct Styles {
    by_id: HashMap<String, Style>,
    hide: bool,
    number: bool,
}

#[derive(Debug, Default)]
struct Style {
    based_on: Option<String>,
    number: Option<u32>,
    level: Option<usize>,
    hidden: Option<bool>,
}

impl Styles {
    pub fn read(part: &str) -> Result<Self, ReadError> {
        let mut styles = Self { by_id: HashMap::new(), hide: part.contains("vanish"), number: part.contains("numId") };
        // A part that says neither, as most do, need not be understood.
        if !styles.hide && !styles.number {
            return Ok(styles);
        }
        let (mut xml, mut id, mut style) = (Xml::new(part), None, Style::default());
        loop {
            match xml.next()? {
                Next::Start { tag, open } => {
                    let value = || attribute(&tag, "val");
                    match local(tag.name().0) {
                        "style" => (id, style) = (name_in(&tag, "styleId").map(str::to_owned), Style::default()),
                        "basedOn" => style.based_on = name_in(&tag, "val").map(str::to_owned),
                        "numId" => style.number = value().and_then(|v| v.parse().ok()),
                        "ilvl" => style.level = value().and_then(|v| v.parse().ok()),
                        "vanish" => style.hidden = Some(super::is_on(value())),
                        // Looks of parts of a table, and what tracked changes replaced.
                        "tblStylePr" | "rPrChange" | "pPrChange" | "docDefaults" if open => xml.skip()?,
                        _ => {}
                    }
                }
                Next::End(tag) if local(tag.name().0) == "style" => {
                    if let Some(id) = id.take() {
                        styles.by_id.insert(id, std::mem::take(&mut style));
                    }
                }
                Next::Over => return Ok(styles),
                _ => {}
            }
        }
    }

    /// Whether any style is numbered.
    pub fn number(&self) -> bool {
        self.number
    }

    /// Whether text in this style is hidden.
    pub fn hides(&self, id: &str) -> bool {
        self.hide && self.chain(id).find_map(|(_, style)| style.hidden).unwrap_or(false)
    }

    /// A style, the one it is based on, and so on.
    fn chain<'a>(&'a self, id: &'a str) -> impl Iterator<Item = (&'a str, &'a Style)> {
        let mut next = Some(id);
        std::iter::from_fn(move || {
            let id = next?;
            let style = self.by_id.get(id)?;
            next = style.based_on.as_deref();
            Some((id, style))
        })
        .take(LONGEST_CHAIN)
    }
}

/// The lists a document defines.
#[derive(Debug, Default)]
pub(in super::super) struct Numbering {
    definitions: HashMap<u32, Definition>,
    lists: HashMap<u32, List>,
}

/// What `abstractNum` says: how each level looks.
#[derive(Debug, Default)]
struct Definition {
    levels: [Option<Level>; LEVELS],
    /// The style whose list has the levels, if they are not here.
    elsewhere: Option<String>,
}

/// What `num` says: a definition, and how this list departs from it.
#[derive(Debug, Default)]
struct List {
    definition: u32,
    starts: [Option<u32>; LEVELS],
    levels: [Option<Level>; LEVELS],
}

#[derive(Clone, Debug)]
pub(in super::super) struct Level {
    pub numerals: Numerals,
    /// `%1、`: each `%n` stands for the number of level n.
    pub text: String,
    pub start: u32,
    /// Whether a space follows; a numeral that ends in a Chinese mark needs none.
    pub glued: bool,
    /// The level whose numbers make this one begin anew; 0: none does.
    pub restart: Option<u32>,
    pub style: Option<String>,
    pub legal: bool,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            numerals: Numerals::Decimal,
            text: String::new(),
            start: 1,
            glued: false,
            restart: None,
            style: None,
            legal: false,
        }
    }
}

/// How far each definition was counted.
#[derive(Debug, Default)]
pub(in super::super) struct Counters {
    by_definition: HashMap<u32, [Option<u32>; LEVELS]>,
    lists_seen: HashSet<u32>,
}

impl Numbering {
    pub fn read(part: &str, styles: &Styles) -> Result<Self, ReadError> {
        let mut numbering = Self::default();
        let mut xml = Xml::new(part);
        let (mut definition, mut list) = (None, None);
        let (mut at, mut level): (usize, Option<Level>) = (0, None);
        loop {
            match xml.next()? {
                Next::Start { tag, open } => {
                    let number = |name: &str| attribute(&tag, name).and_then(|v| v.parse::<u32>().ok());
                    let value = || attribute(&tag, "val");
                    match local(tag.name().0) {
                        "abstractNum" => definition = number("abstractNumId").map(|id| (id, Definition::default())),
                        "num" => list = number("numId").map(|id| (id, List::default())),
                        "abstractNumId" => {
                            if let Some((_, list)) = &mut list {
                                list.definition = number("val").unwrap_or_default();
                            }
                        }
                        "numStyleLink" => {
                            if let Some((_, definition)) = &mut definition {
                                definition.elsewhere = name_in(&tag, "val").map(str::to_owned);
                            }
                        }
                        "lvl" => {
                            at = number("ilvl").map_or(LEVELS, |n| n as usize);
                            level = Some(Level::default());
                        }
                        "lvlOverride" => at = number("ilvl").map_or(LEVELS, |n| n as usize),
                        "startOverride" => {
                            if let (Some((_, list)), true) = (&mut list, at < LEVELS) {
                                list.starts[at] = number("val");
                            }
                        }
                        "pPr" | "rPr" if open => xml.skip()?,
                        name => {
                            if let Some(level) = &mut level {
                                level.note(name, value());
                            }
                        }
                    }
                }
                Next::End(tag) => match local(tag.name().0) {
                    "lvl" => {
                        if let (Some(level), true) = (level.take(), at < LEVELS) {
                            match (&mut list, &mut definition) {
                                (Some((_, list)), _) => list.levels[at] = Some(level),
                                (None, Some((_, definition))) => definition.levels[at] = Some(level),
                                (None, None) => {}
                            }
                        }
                    }
                    "abstractNum" => numbering.definitions.extend(definition.take()),
                    "num" => numbering.lists.extend(list.take()),
                    _ => {}
                },
                Next::Over => break,
                Next::Text(_) | Next::Char(_) => {}
            }
        }
        numbering.resolve(styles);
        Ok(numbering)
    }

    /// Adds a definition as an old Word file has it.
    pub fn define(&mut self, id: u32, levels: [Option<Level>; LEVELS]) {
        self.definitions.insert(id, Definition { levels, elsewhere: None });
    }

    /// Adds a list of that definition, with what it begins with and how its levels look where it departs from it.
    pub fn list(&mut self, id: u32, definition: u32, starts: [Option<u32>; LEVELS], levels: [Option<Level>; LEVELS]) {
        self.lists.insert(id, List { definition, starts, levels });
    }

    /// Lets lists whose levels stand elsewhere point there directly.
    fn resolve(&mut self, styles: &Styles) {
        let elsewhere = |definition: u32| {
            let style = self.definitions.get(&definition)?.elsewhere.as_deref()?;
            let list = styles.chain(style).find_map(|(_, style)| style.number)?;
            Some(self.lists.get(&list)?.definition)
        };
        let moved: Vec<(u32, u32)> =
            self.lists.iter().filter_map(|(&id, list)| Some((id, elsewhere(list.definition)?))).collect();
        for (id, definition) in moved {
            self.lists.entry(id).or_default().definition = definition;
        }
    }

    /// The numeral before a paragraph, counted on; `None` if it has none.
    pub fn label(
        &self,
        styles: &Styles,
        style: Option<&str>,
        number: Option<u32>,
        level: Option<usize>,
        counters: &mut Counters,
    ) -> Option<String> {
        if self.lists.is_empty() || (number.is_none() && !styles.number) {
            return None;
        }
        let from_style = || {
            let mut chain = styles.chain(style?);
            chain.find_map(|(id, style)| Some((id, style.number?, style.level)))
        };
        let (id, linked, level) = match number {
            Some(number) => (number, None, level),
            None => from_style().map(|(owner, number, own)| (number, Some(owner), level.or(own)))?,
        };
        let list = self.lists.get(&id)?;
        let definition = self.definitions.get(&list.definition)?;
        let levels = |n: usize| list.levels[n].as_ref().or(definition.levels[n].as_ref());
        let named = |name: &str| (0..LEVELS).find(|&n| levels(n).is_some_and(|l| l.style.as_deref() == Some(name)));
        let at =
            level.or_else(|| style.and_then(named)).or_else(|| linked.and_then(named)).unwrap_or(0).min(LEVELS - 1);
        let shown = levels(at)?;

        let counted = counters.by_definition.entry(list.definition).or_default();
        if counters.lists_seen.insert(id) {
            for (counter, start) in counted.iter_mut().zip(list.starts) {
                if start.is_some() {
                    *counter = None;
                }
            }
        }
        let start = |n: usize| list.starts[n].or_else(|| levels(n).map(|l| l.start)).unwrap_or(1);
        for (n, counter) in counted.iter_mut().enumerate().take(at) {
            counter.get_or_insert_with(|| start(n));
        }
        counted[at] = Some(counted[at].map_or(start(at), |n| n.saturating_add(1)));
        for (n, counter) in counted.iter_mut().enumerate().skip(at + 1) {
            if levels(n).and_then(|l| l.restart).is_none_or(|after| (at as u32) < after) {
                *counter = None;
            }
        }
        let label = shown.label(|n| {
            let numerals = if shown.legal { Numerals::Decimal } else { levels(n)?.numerals };
            Some((numerals, counted[n].unwrap_or_else(|| start(n))))
        });
        Some(label).filter(|label| !label.is_empty())
    }
}

impl Level {
    fn note(&mut self, name: &str, value: Option<&str>) {
        match name {
            "start" => self.start = value.and_then(|v| v.parse().ok()).unwrap_or(1),
            "numFmt" => self.numerals = Numerals::named(value.unwrap_or_default()),
            "lvlText" => {
                let text = quick_xml::escape::unescape(value.unwrap_or_default()).unwrap_or_default();
                self.text = if text.len() > LONGEST_LABEL { String::new() } else { text.into_owned() };
            }
            "suff" => self.glued = value == Some("nothing"),
            "lvlRestart" => self.restart = value.and_then(|v| v.parse().ok()),
            "pStyle" => self.style = value.map(str::to_owned),
            "isLgl" => self.legal = super::is_on(value),
            _ => {}
        }
    }

    /// The text with the numbers in it. A bullet is no numeral and gives nothing.
    fn label(&self, number: impl Fn(usize) -> Option<(Numerals, u32)>) -> String {
        let mut label = String::new();
        if self.numerals == Numerals::Bullet {
            return label;
        }
        let mut rest = self.text.chars();
        while let Some(c) = rest.next() {
            match (c, rest.clone().next().and_then(|digit| digit.to_digit(10))) {
                ('%', Some(n @ 1..=9)) => {
                    rest.next();
                    if let Some((numerals, number)) = number(n as usize - 1) {
                        numerals.write(number, &mut label);
                    }
                }
                (c, _) => label.push(c),
            }
        }
        if !self.glued && label.ends_with(|c: char| c.is_ascii() || c.is_alphanumeric()) {
            label.push(' ');
        }
        label
    }
}
