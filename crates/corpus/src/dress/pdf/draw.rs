//! A page in the making: a pen that runs down and turns the page.

use std::collections::HashMap;

use super::file::{Fonts, Glyphs, file};
use super::{BOTTOM, LEFT, RIGHT, TOP};

/// How ruling lines are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lines {
    /// Four strokes for each cell.
    Strokes,
    /// A rectangle for each cell.
    Boxes,
    /// Thin filled rectangles, as Word exports them.
    Fills,
    /// None at all.
    None,
}

/// Where a paragraph stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// At the left margin.
    Left,
    /// In the middle.
    Centre,
    /// At the right margin.
    Right,
}

/// The width of a letter, in parts of the font's size.
pub fn advance(c: char) -> f32 {
    if c.is_ascii() { 0.5 } else { 1.0 }
}

/// All pages.
pub struct Canvas {
    glyphs: Glyphs,
    /// How text is shown: in runs, in runs with corrections, glyph by glyph.
    way: usize,
    numbered: bool,
    running: Option<String>,
    done: Vec<String>,
    now: String,
    /// How far down the pen stands.
    pub y: f32,
    /// Lines of cells that reach over the end of a page and have not been drawn yet.
    pub rest: HashMap<(usize, usize), Vec<String>>,
}

impl Canvas {
    /// The first page.
    pub fn new(fonts: Fonts, way: usize, numbered: bool, running: Option<String>) -> Canvas {
        let (done, now, rest) = (Vec::new(), String::new(), HashMap::new());
        let mut canvas = Canvas { glyphs: Glyphs::new(fonts), way, numbered, running, done, now, y: TOP, rest };
        canvas.head();
        canvas
    }

    fn head(&mut self) {
        if let Some(running) = self.running.clone() {
            self.text(&running, LEFT, 800.0, 8.0);
        }
    }

    /// Room left on this page.
    pub fn room(&self) -> f32 {
        self.y - BOTTOM
    }

    /// Moves down.
    pub fn space(&mut self, by: f32) {
        self.y -= by;
    }

    /// Ends the page.
    pub fn new_page(&mut self) {
        self.number();
        self.done.push(std::mem::take(&mut self.now));
        self.y = TOP;
        self.head();
    }

    fn number(&mut self) {
        if self.numbered {
            let text = format!("- {} -", self.done.len() + 1);
            self.text(&text, f32::midpoint(LEFT, RIGHT) - 15.0, 45.0, 10.0);
        }
    }

    /// Text over as many lines as it needs.
    pub fn paragraph(&mut self, text: &str, size: f32, place: Place) {
        for line in super::wrap(text, RIGHT - LEFT, size) {
            if self.room() < size * 1.6 {
                self.new_page();
            }
            let width: f32 = line.chars().map(|c| advance(c) * size).sum();
            let x = match place {
                Place::Left => LEFT,
                Place::Centre => f32::midpoint(LEFT, RIGHT) - width / 2.0,
                Place::Right => RIGHT - width,
            };
            let y = self.y - size;
            self.text(&line, x, y, size);
            self.y -= size * 1.6;
        }
    }

    /// One line of text.
    pub fn text(&mut self, text: &str, x: f32, y: f32, size: f32) {
        let mut x = x;
        let mut rest = text;
        self.now.push_str("BT\n");
        while let Some(first) = rest.chars().next() {
            // A run in one font: the fonts of letters and of digits differ.
            let font = self.glyphs.font(first);
            let end = rest.char_indices().find(|(_, c)| self.glyphs.font(*c) != font).map_or(rest.len(), |(at, _)| at);
            let (run, behind) = rest.split_at(end);
            rest = behind;
            self.now.push_str(&format!("/{font} {size} Tf\n"));
            match self.way {
                0 => {
                    let codes: String = run.chars().map(|c| self.glyphs.code(c)).collect();
                    self.now.push_str(&format!("1 0 0 1 {x:.2} {y:.2} Tm <{codes}> Tj\n"));
                }
                1 => {
                    let codes: Vec<String> = run.chars().map(|c| format!("<{}>", self.glyphs.code(c))).collect();
                    self.now.push_str(&format!("1 0 0 1 {x:.2} {y:.2} Tm [{}] TJ\n", codes.join(" -1 ")));
                }
                _ => {
                    let mut at = x;
                    for c in run.chars() {
                        if c != ' ' && c != '\u{3000}' {
                            let code = self.glyphs.code(c);
                            self.now.push_str(&format!("1 0 0 1 {at:.2} {y:.2} Tm <{code}> Tj\n"));
                        }
                        at += advance(c) * size;
                    }
                }
            }
            x += run.chars().map(|c| advance(c) * size).sum::<f32>();
        }
        self.now.push_str("ET\n");
    }

    /// The frame of a cell.
    pub fn cell(&mut self, left: f32, bottom: f32, right: f32, top: f32, lines: Lines) {
        let (width, height) = (right - left, top - bottom);
        let drawn = match lines {
            Lines::Strokes => format!(
                "0.5 w {left:.2} {top:.2} m {right:.2} {top:.2} l S {left:.2} {bottom:.2} m {right:.2} {bottom:.2} l S {left:.2} \
                 {top:.2} m {left:.2} {bottom:.2} l S {right:.2} {top:.2} m {right:.2} {bottom:.2} l S\n"
            ),
            Lines::Boxes => format!("0.75 w {left:.2} {bottom:.2} {width:.2} {height:.2} re S\n"),
            Lines::Fills => format!(
                "{left:.2} {top:.2} {width:.2} 0.48 re f {left:.2} {bottom:.2} {width:.2} 0.48 re f {left:.2} {bottom:.2} 0.48 \
                 {height:.2} re f {right:.2} {bottom:.2} 0.48 {height:.2} re f\n"
            ),
            Lines::None => return,
        };
        self.now.push_str(&drawn);
    }

    /// The file.
    pub fn finish(mut self) -> Vec<u8> {
        self.number();
        self.done.push(self.now);
        file(&self.done, &self.glyphs)
    }
}
