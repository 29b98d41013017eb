//! Runs the drawing operators of a page, and keeps only where glyphs and lines are.

use std::collections::{HashMap, HashSet};

use hayro_syntax::content::UntypedIter;
use hayro_syntax::object::{Array, Dict, Name, ObjRef, Object, Stream};
use hayro_syntax::page::{Page as PdfPage, Resources};

use super::Page;
use super::font::Font;
use super::open::{self, Budget, CONTENT_BYTES};
use super::shapes::{Area, Paint, Path, Shapes, shows};
use super::upright::{Painted, upright};
use crate::source::{Measure, ReadError};

/// How deep forms may stand in forms.
const DEEPEST_FORM: usize = 16;
/// The most saved graphics states.
const DEEPEST_STATE: usize = 512;
/// The most glyphs of a file; a page full of small print has 5,000.
const MOST_GLYPHS: usize = 1_000_000;
/// Paint thinner than this cannot be seen.
const INVISIBLE: f32 = 0.05;
/// What looking up a name costs, counted as bytes of operators.
const LOOK_UP: u64 = 256;

/// Reads every page.
pub(super) fn read_pages(bytes: &[u8]) -> Result<Vec<Page>, ReadError> {
    let pdf = open::open(bytes)?;
    let hidden_layers = hidden_layers(&pdf);
    let mut reader = Reader { budget: Budget::new(), fonts: HashMap::new(), hidden_layers, glyphs: 0 };
    let mut pages = Vec::new();
    let (mut visible, mut unreadable, mut pictures) = (0, 0, 0);
    for (number, page) in (1..).zip(pdf.pages().iter()) {
        let (page, seen_pictures) = reader.page(number, page)?;
        visible += page.glyphs.iter().filter(|g| !g.ch.is_whitespace()).count();
        unreadable += page.glyphs.iter().filter(|g| g.ch == char::REPLACEMENT_CHARACTER).count();
        pictures += seen_pictures;
        pages.push(page);
    }
    if visible == 0 {
        return Err(if pictures > 0 { ReadError::NoText } else { ReadError::Empty });
    }
    // Fonts that do not say what their glyphs mean: text for the eye only.
    if unreadable * 2 > visible {
        return Err(ReadError::NoText);
    }
    Ok(pages)
}

/// The layers that are switched off when the file is opened.
fn hidden_layers(pdf: &hayro_syntax::Pdf) -> HashSet<ObjRef> {
    let off = || {
        let catalogue = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id())?;
        catalogue.get::<Dict<'_>>(b"OCProperties")?.get::<Dict<'_>>(b"D")?.get::<Array<'_>>(b"OFF")
    };
    off().map(|off| off.raw_iter().filter_map(|layer| layer.as_obj_ref()).collect()).unwrap_or_default()
}

/// What is kept from page to page.
struct Reader {
    budget: Budget,
    fonts: HashMap<ObjRef, Option<Font>>,
    hidden_layers: HashSet<ObjRef>,
    glyphs: usize,
}

type Matrix = [f32; 6];

/// `a` first, then `b`.
fn then(a: Matrix, b: Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

fn apply(m: Matrix, x: f32, y: f32) -> (f32, f32) {
    (m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5])
}

fn scale_of(m: Matrix) -> f32 {
    (m[0] * m[3] - m[1] * m[2]).abs().sqrt()
}

#[derive(Clone)]
struct State {
    ctm: Matrix,
    clip: Area,
    line_width: f32,
    fill_shows: bool,
    stroke_shows: bool,
    fill_alpha: f32,
    stroke_alpha: f32,
    font: Option<ObjRef>,
    size: f32,
    char_space: f32,
    word_space: f32,
    stretch: f32,
    leading: f32,
    rise: f32,
    mode: i64,
}

impl Reader {
    fn page(&mut self, number: u32, pdf: &PdfPage<'_>) -> Result<(Page, usize), ReadError> {
        let (width, height) = pdf.render_dimensions();
        let ctm = pdf.initial_transform(true).as_coeffs().map(|c| c as f32);
        let mut content = Vec::new();
        match pdf.raw().get::<Object<'_>>(b"Contents") {
            Some(Object::Stream(stream)) => content.extend(self.budget.unpack(&stream)?.unwrap_or_default().as_ref()),
            Some(Object::Array(parts)) => {
                for part in parts.iter::<Stream<'_>>() {
                    content.extend(self.budget.unpack(&part)?.unwrap_or_default().as_ref());
                    content.push(b'\n');
                }
            }
            _ => {}
        }
        let state = State {
            ctm,
            clip: Area { x0: 0.0, y0: 0.0, x1: width, y1: height },
            line_width: 1.0,
            fill_shows: true,
            stroke_shows: true,
            fill_alpha: 1.0,
            stroke_alpha: 1.0,
            font: None,
            size: 0.0,
            char_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
            mode: 0,
        };
        let mut run = Run { reader: self, painted: Vec::new(), shapes: Shapes::default(), pictures: 0, unseen: 0 };
        run.run(&content, pdf.resources(), state, 0)?;
        run.shapes.show_white_lines()?;
        let Run { painted, shapes, pictures, .. } = run;
        let Shapes { horizontal, vertical, .. } = shapes;
        let mut page = Page { number, width, height, glyphs: Vec::new(), horizontal, vertical };
        upright(&mut page, painted, pictures > 0);
        Ok((page, pictures))
    }
}

/// One page while its operators run.
struct Run<'r> {
    reader: &'r mut Reader,
    painted: Vec<Painted>,
    shapes: Shapes,
    pictures: usize,
    /// How many marked sequences deep we are in one that is not to be seen or repeats on each page.
    unseen: usize,
}

impl Run<'_> {
    fn run(&mut self, content: &[u8], resources: &Resources<'_>, start: State, depth: usize) -> Result<(), ReadError> {
        let mut state = start;
        let mut saved: Vec<State> = Vec::new();
        let mut path = Path::default();
        let mut clips = false;
        let (mut matrix, mut line_matrix) = (IDENTITY, IDENTITY);
        // For each open marked sequence, whether it hides what is in it.
        let mut marks: Vec<bool> = Vec::new();
        let mut fonts: HashMap<Vec<u8>, Option<ObjRef>> = HashMap::new();
        let mut operators = UntypedIter::new(content);
        while let Some(instruction) = operators.next() {
            let mut n = [0.0_f32; 6];
            let mut count = 0;
            for operand in instruction.operands() {
                if let (Object::Number(number), Some(slot)) = (operand, n.get_mut(count)) {
                    *slot = number.as_f32();
                    count += 1;
                }
            }
            let last = || instruction.operands().last();
            let name = || instruction.operands().find_map(|o| if let Object::Name(n) = o { Some(n) } else { None });
            match &**instruction.operator {
                b"q" => {
                    if saved.len() >= DEEPEST_STATE {
                        return Err(ReadError::OverLimit { what: Measure::Depth, limit: DEEPEST_STATE as u64 });
                    }
                    saved.push(state.clone());
                }
                b"Q" => state = saved.pop().unwrap_or(state),
                b"cm" => state.ctm = then(n, state.ctm),
                b"w" => state.line_width = n[0],
                b"gs" => {
                    self.reader.budget.spend(LOOK_UP)?;
                    if let Some(gs) = name().and_then(|name| resources.get_ext_g_state(name)) {
                        state.fill_alpha = gs.get::<f32>(b"ca").unwrap_or(state.fill_alpha);
                        state.stroke_alpha = gs.get::<f32>(b"CA").unwrap_or(state.stroke_alpha);
                        state.line_width = gs.get::<f32>(b"LW").unwrap_or(state.line_width);
                    }
                }
                // Paths.
                b"m" => path.begin(apply(state.ctm, n[0], n[1])),
                b"l" => path.go(apply(state.ctm, n[0], n[1])),
                b"c" => path.bend(apply(state.ctm, n[4], n[5])),
                b"v" | b"y" => path.bend(apply(state.ctm, n[2], n[3])),
                b"h" => path.close(),
                b"re" => {
                    path.begin(apply(state.ctm, n[0], n[1]));
                    path.go(apply(state.ctm, n[0] + n[2], n[1]));
                    path.go(apply(state.ctm, n[0] + n[2], n[1] + n[3]));
                    path.go(apply(state.ctm, n[0], n[1] + n[3]));
                    path.close();
                }
                b"W" | b"W*" => clips = true,
                painter @ (b"S" | b"s" | b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" | b"n") => {
                    if matches!(painter, b"s" | b"b" | b"b*") {
                        path.close();
                    }
                    if matches!(painter, b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*") {
                        self.fill(&path, &state)?;
                    }
                    if matches!(painter, b"S" | b"s" | b"B" | b"B*" | b"b" | b"b*") {
                        self.stroke(&path, &state)?;
                    }
                    if std::mem::take(&mut clips) {
                        state.clip = path.area().map_or(state.clip, |area| area.cut(state.clip));
                    }
                    path = Path::default();
                }
                // Colours: only whether a line can be seen.
                b"g" | b"rg" | b"k" | b"sc" | b"scn" => state.fill_shows = shows(&n[..count], name().is_some()),
                b"G" | b"RG" | b"K" | b"SC" | b"SCN" => state.stroke_shows = shows(&n[..count], name().is_some()),
                b"cs" => state.fill_shows = true,
                b"CS" => state.stroke_shows = true,
                // Text.
                b"BT" => (matrix, line_matrix) = (IDENTITY, IDENTITY),
                b"Tc" => state.char_space = n[0],
                b"Tw" => state.word_space = n[0],
                b"Tz" => state.stretch = n[0] / 100.0,
                b"TL" => state.leading = n[0],
                b"Ts" => state.rise = n[0],
                b"Tr" => state.mode = n[0] as i64,
                b"Tf" => {
                    state.size = n[0];
                    if let Some(name) = name() {
                        state.font = match fonts.get(name.as_ref()) {
                            Some(&font) => font,
                            None => {
                                let font = self.font(name, resources)?;
                                fonts.insert(name.to_vec(), font);
                                font
                            }
                        };
                    }
                }
                b"Td" | b"TD" => {
                    if **instruction.operator == *b"TD" {
                        state.leading = -n[1];
                    }
                    line_matrix = then([1.0, 0.0, 0.0, 1.0, n[0], n[1]], line_matrix);
                    matrix = line_matrix;
                }
                b"Tm" => (matrix, line_matrix) = (n, n),
                b"T*" => {
                    line_matrix = then([1.0, 0.0, 0.0, 1.0, 0.0, -state.leading], line_matrix);
                    matrix = line_matrix;
                }
                shower @ (b"Tj" | b"'" | b"\"" | b"TJ") => {
                    if *shower == b"\""[..] {
                        (state.word_space, state.char_space) = (n[0], n[1]);
                    }
                    if matches!(shower, b"'" | b"\"") {
                        line_matrix = then([1.0, 0.0, 0.0, 1.0, 0.0, -state.leading], line_matrix);
                        matrix = line_matrix;
                    }
                    match last() {
                        Some(Object::String(text)) => self.show(text.as_bytes(), &state, &mut matrix)?,
                        Some(Object::Array(parts)) => {
                            for part in parts.iter::<Object<'_>>() {
                                match part {
                                    Object::String(text) => self.show(text.as_bytes(), &state, &mut matrix)?,
                                    Object::Number(back) => {
                                        let back = -back.as_f32() / 1000.0 * state.size;
                                        let shift = if self.is_vertical(&state) {
                                            (0.0, back)
                                        } else {
                                            (back * state.stretch, 0.0)
                                        };
                                        matrix = then([1.0, 0.0, 0.0, 1.0, shift.0, shift.1], matrix);
                                    }
                                    _ => {}
                                }
                            }
                        }
                        _ => {}
                    }
                }
                // Forms and pictures.
                b"Do" => {
                    self.reader.budget.spend(4 * LOOK_UP)?;
                    if let Some(object) = name().and_then(|name| resources.get_x_object(name)) {
                        self.object(&object, resources, &state, depth)?;
                    }
                }
                b"BI" | b"sh" => self.pictures += 1,
                // Marked sequences.
                b"BMC" => marks.push(false),
                b"BDC" => {
                    self.reader.budget.spend(LOOK_UP)?;
                    let hides = self.hides(instruction.operands(), resources);
                    self.unseen += usize::from(hides);
                    marks.push(hides);
                    if marks.len() > DEEPEST_STATE {
                        return Err(ReadError::OverLimit { what: Measure::Depth, limit: DEEPEST_STATE as u64 });
                    }
                }
                b"EMC" => self.unseen -= usize::from(marks.pop().unwrap_or(false)),
                _ => {}
            }
        }
        // A sequence left open ends with its stream.
        self.unseen -= marks.into_iter().filter(|&hides| hides).count();
        Ok(())
    }

    /// Whether a marked sequence is a layer switched off, or a page header or footer that says so itself (ISO 32000-2, 14.8.2.2.2).
    fn hides<'o, 'a: 'o>(&self, mut operands: impl Iterator<Item = &'o Object<'a>>, resources: &Resources<'_>) -> bool {
        let (Some(Object::Name(tag)), properties) = (operands.next(), operands.next()) else { return false };
        match (tag.as_str(), properties) {
            ("OC", Some(Object::Name(layer))) => resources
                .properties
                .get_ref(layer.as_ref())
                .is_some_and(|layer| self.reader.hidden_layers.contains(&layer)),
            ("Artifact", Some(Object::Dict(properties))) => {
                properties.get::<Name<'_>>(b"Type").as_deref() == Some(b"Pagination")
                    && matches!(properties.get::<Name<'_>>(b"Subtype").as_deref(), Some(b"Header" | b"Footer"))
            }
            _ => false,
        }
    }

    fn font(&mut self, name: &Name<'_>, resources: &Resources<'_>) -> Result<Option<ObjRef>, ReadError> {
        let Some(dict) = resources.get_font(name) else { return Ok(None) };
        // A font written into the resources has no number of its own; it gets one that no file can use.
        let own = || ObjRef::new(u32::MAX - self.reader.fonts.len() as u32, -1);
        let key = resources.fonts.get_ref(name.as_ref()).unwrap_or_else(own);
        if !self.reader.fonts.contains_key(&key) {
            let font = Font::new(&dict, &mut self.reader.budget)?;
            self.reader.fonts.insert(key, font);
        }
        Ok(Some(key))
    }

    fn is_vertical(&self, state: &State) -> bool {
        let font = state.font.and_then(|key| self.reader.fonts.get(&key)?.as_ref());
        font.is_some_and(Font::is_vertical)
    }

    fn show(&mut self, bytes: &[u8], state: &State, matrix: &mut Matrix) -> Result<(), ReadError> {
        let Some(Some(font)) = state.font.and_then(|key| self.reader.fonts.get_mut(&key)) else { return Ok(()) };
        let vertical = font.is_vertical();
        let (painted, unseen) = (&mut self.painted, self.unseen);
        let before = painted.len();
        font.each(bytes, |shown| {
            let placed =
                then([state.size * state.stretch, 0.0, 0.0, state.size, 0.0, state.rise], then(*matrix, state.ctm));
            // In a vertical font the pen stands above the middle of the glyph.
            let (x, y) = if vertical { (0.0, -0.88) } else { (shown.half, 0.0) };
            let length = placed[0].hypot(placed[1]);
            let size = placed[2].hypot(placed[3]);
            let middle = apply(placed, x, y);
            let is_hidden = matches!(state.mode, 3 | 7);
            if unseen == 0
                && length > 0.0
                && length.is_finite()
                && size.is_finite()
                && size > 0.5
                && state.clip.holds(middle)
            {
                let along = (placed[0] / length, placed[1] / length);
                let chars = shown.text.chars().count() as f32;
                let width = shown.half * 2.0 * length / chars.max(1.0);
                for (nth, ch) in (0_u8..).zip(shown.text.chars()) {
                    let off = (f32::from(nth) - (chars - 1.0) / 2.0) * width;
                    let middle = (middle.0 + along.0 * off, middle.1 + along.1 * off);
                    painted.push(Painted { ch, middle, along, width, size, is_hidden });
                }
            }
            let mut advance = shown.advance * state.size + state.char_space;
            if shown.is_blank {
                advance += state.word_space;
            }
            let step = if vertical { (0.0, advance) } else { (advance * state.stretch, 0.0) };
            *matrix = then([1.0, 0.0, 0.0, 1.0, step.0, step.1], *matrix);
        });
        self.reader.glyphs += self.painted.len() - before;
        if self.reader.glyphs > MOST_GLYPHS {
            return Err(ReadError::OverLimit { what: Measure::Bytes, limit: CONTENT_BYTES });
        }
        Ok(())
    }

    fn fill(&mut self, path: &Path, state: &State) -> Result<(), ReadError> {
        let paint = Paint { is_white: !state.fill_shows, clip: state.clip };
        if state.fill_alpha < INVISIBLE || self.unseen > 0 { Ok(()) } else { self.shapes.fill(path, paint) }
    }

    fn stroke(&mut self, path: &Path, state: &State) -> Result<(), ReadError> {
        let paint = Paint { is_white: !state.stroke_shows, clip: state.clip };
        let thickness = state.line_width * scale_of(state.ctm);
        if state.stroke_alpha < INVISIBLE || self.unseen > 0 {
            Ok(())
        } else {
            self.shapes.stroke(path, paint, thickness)
        }
    }

    fn object(
        &mut self,
        object: &Stream<'_>,
        resources: &Resources<'_>,
        state: &State,
        depth: usize,
    ) -> Result<(), ReadError> {
        let dict = object.dict();
        let is_hidden = dict.get_ref(b"OC").is_some_and(|layer| self.reader.hidden_layers.contains(&layer));
        match dict.get::<Name<'_>>(b"Subtype").as_deref() {
            Some(b"Image") => self.pictures += 1,
            Some(b"Form") if !is_hidden => {
                // Setting up a form costs as much as running some thousand bytes.
                self.reader.budget.spend(4096)?;
                if depth >= DEEPEST_FORM {
                    return Err(ReadError::OverLimit { what: Measure::Depth, limit: DEEPEST_FORM as u64 });
                }
                let Some(content) = self.reader.budget.unpack(object)? else { return Ok(()) };
                let mut inner = state.clone();
                if let Some(matrix) = dict.get::<[f32; 6]>(b"Matrix") {
                    inner.ctm = then(matrix, inner.ctm);
                }
                if let Some([x0, y0, x1, y1]) = dict.get::<[f32; 4]>(b"BBox") {
                    let corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)].map(|(x, y)| apply(inner.ctm, x, y));
                    inner.clip = Area::of(&corners).map_or(inner.clip, |area| area.cut(inner.clip));
                }
                let own = dict.get::<Dict<'_>>(b"Resources").map(Resources::new);
                self.run(&content, own.as_ref().unwrap_or(resources), inner, depth + 1)?;
            }
            _ => {}
        }
        Ok(())
    }
}

const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
