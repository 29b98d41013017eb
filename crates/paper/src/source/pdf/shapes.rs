//! The drawn shapes of a page, of which only thin ones matter: they may be borders.

use super::Stroke;
use crate::source::{MOST_CELLS, Measure, ReadError};

/// The most strokes of a page; a page full of cells, each with its own four borders and doubled, has 8,000.
const MOST_STROKES: usize = 100_000;
/// A filled shape at most this thick is a line, in points.
const THICKEST_LINE: f32 = 3.2;
/// From this share of full brightness on, a line cannot be seen on paper.
const WHITE: f32 = 0.97;
/// The most points of one path; what is beyond is no border.
const MOST_POINTS: usize = 200_000;

/// An upright rectangle.
#[derive(Clone, Copy, Debug)]
pub(super) struct Area {
    pub x0: f32,
    pub y0: f32,
    pub x1: f32,
    pub y1: f32,
}

impl Area {
    pub(super) fn of(points: &[(f32, f32)]) -> Option<Self> {
        let (&first, rest) = points.split_first()?;
        let start = Self { x0: first.0, y0: first.1, x1: first.0, y1: first.1 };
        Some(rest.iter().fold(start, |a, &(x, y)| Self {
            x0: a.x0.min(x),
            y0: a.y0.min(y),
            x1: a.x1.max(x),
            y1: a.y1.max(y),
        }))
    }

    pub(super) fn cut(self, other: Self) -> Self {
        Self {
            x0: self.x0.max(other.x0),
            y0: self.y0.max(other.y0),
            x1: self.x1.min(other.x1),
            y1: self.y1.min(other.y1),
        }
    }

    pub(super) fn holds(&self, (x, y): (f32, f32)) -> bool {
        // Glyphs often reach over the edge of the cell that clips them.
        let slack = 2.0;
        x > self.x0 - slack && x < self.x1 + slack && y > self.y0 - slack && y < self.y1 + slack
    }
}

/// With what a shape is painted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paint {
    /// Not to be seen on white paper.
    pub is_white: bool,
    /// Where paint reaches.
    pub clip: Area,
}

/// The thin shapes of a page.
#[derive(Debug, Default)]
pub(super) struct Shapes {
    pub horizontal: Vec<Stroke>,
    pub vertical: Vec<Stroke>,
    /// Thin white shapes, which can be seen only on a coloured ground.
    white: Vec<Area>,
    /// Coloured grounds.
    backs: Vec<Area>,
}

impl Shapes {
    /// Takes in a path that is stroked with a line of some thickness. A very thick one is a bar of colour.
    pub(super) fn stroke(&mut self, path: &Path, paint: Paint, thickness: f32) -> Result<(), ReadError> {
        for part in &path.parts {
            for pair in part.points.windows(2) {
                if let Some(area) = Area::of(pair) {
                    let (wide, high) = (area.x1 - area.x0, area.y1 - area.y0);
                    if paint.is_white {
                        self.white.push(area);
                    } else if thickness <= 2.0 * THICKEST_LINE {
                        self.line(area, paint.clip, 0.6)?;
                    } else if wide.max(high) <= THICKEST_LINE {
                        // A thick but short stroke is a line across.
                        let half = thickness / 2.0;
                        let area = if wide > high {
                            Area { y0: area.y0 - half, y1: area.y1 + half, ..area }
                        } else {
                            Area { x0: area.x0 - half, x1: area.x1 + half, ..area }
                        };
                        self.line(area, paint.clip, THICKEST_LINE)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Takes in a path that is filled.
    pub(super) fn fill(&mut self, path: &Path, paint: Paint) -> Result<(), ReadError> {
        let areas: Vec<Area> = path.parts.iter().filter(|p| !p.bends).filter_map(|p| Area::of(&p.points)).collect();
        if paint.is_white {
            self.white.extend(areas);
            return Ok(());
        }
        for (n, &area) in areas.iter().enumerate() {
            if area.x1 - area.x0 > 2.0 * THICKEST_LINE && area.y1 - area.y0 > 2.0 * THICKEST_LINE {
                self.backs.push(area.cut(paint.clip));
            }
            self.line(area, paint.clip, THICKEST_LINE)?;
            // A frame: one rectangle, and another a little smaller that is left out.
            if let Some(&inner) = areas.get(n + 1) {
                let rims = [inner.x0 - area.x0, inner.y0 - area.y0, area.x1 - inner.x1, area.y1 - inner.y1];
                let is_frame =
                    rims.iter().all(|&r| (-0.1..=THICKEST_LINE).contains(&r)) && rims.iter().any(|&r| r > 0.1);
                if is_frame && inner.x1 > inner.x0 + THICKEST_LINE && inner.y1 > inner.y0 + THICKEST_LINE {
                    self.line(Area { y1: inner.y0, ..area }, paint.clip, THICKEST_LINE)?;
                    self.line(Area { y0: inner.y1, ..area }, paint.clip, THICKEST_LINE)?;
                    self.line(Area { x1: inner.x0, ..area }, paint.clip, THICKEST_LINE)?;
                    self.line(Area { x0: inner.x1, ..area }, paint.clip, THICKEST_LINE)?;
                }
            }
        }
        Ok(())
    }

    /// White lines between coloured cells part them as black ones do; where only some of them lie on colour, they part nothing.
    pub(super) fn show_white_lines(&mut self) -> Result<(), ReadError> {
        let is_thin = |area: &Area| (area.x1 - area.x0).min(area.y1 - area.y0) <= THICKEST_LINE;
        let white: Vec<Area> = std::mem::take(&mut self.white).into_iter().filter(is_thin).collect();
        if self.backs.is_empty() || white.len() > 4_000 || self.backs.len() > 4_000 {
            return Ok(());
        }
        let is_seen = |line: &&Area| {
            let middle = ((line.x0 + line.x1) / 2.0, (line.y0 + line.y1) / 2.0);
            self.backs.iter().any(|back| back.holds(middle))
        };
        let seen: Vec<Area> = white.iter().filter(is_seen).copied().collect();
        if seen.len() * 10 >= white.len() * 9 {
            for area in seen {
                self.line(area, Area { x0: f32::MIN, y0: f32::MIN, x1: f32::MAX, y1: f32::MAX }, THICKEST_LINE)?;
            }
        }
        Ok(())
    }

    /// Keeps a shape as a line if it is thin enough. A dot may belong to a dotted line either way.
    fn line(&mut self, area: Area, clip: Area, most: f32) -> Result<(), ReadError> {
        let cut = area.cut(Area { x0: clip.x0 - 1.0, y0: clip.y0 - 1.0, x1: clip.x1 + 1.0, y1: clip.y1 + 1.0 });
        let (wide, high) = (cut.x1 - cut.x0, cut.y1 - cut.y0);
        if !(wide >= 0.0 && high >= 0.0 && wide + high > 0.05) {
            return Ok(());
        }
        if high <= most {
            self.horizontal.push(Stroke { at: (cut.y0 + cut.y1) / 2.0, from: cut.x0, to: cut.x1 });
        }
        if wide <= most {
            self.vertical.push(Stroke { at: (cut.x0 + cut.x1) / 2.0, from: cut.y0, to: cut.y1 });
        }
        if self.horizontal.len() + self.vertical.len() > MOST_STROKES {
            return Err(ReadError::OverLimit { what: Measure::Cells, limit: MOST_CELLS as u64 });
        }
        Ok(())
    }
}

/// Whether paint of this colour can be seen on white paper: grey, RGB or CMYK by the number of its parts.
pub(super) fn shows(parts: &[f32], is_pattern: bool) -> bool {
    is_pattern
        || match parts {
            [_] | [_, _, _] => parts.iter().any(|&part| part < WHITE),
            [_, _, _, _] => parts.iter().any(|&part| part > 1.0 - WHITE),
            _ => true,
        }
}

/// A path under construction, in points on the page.
#[derive(Default)]
pub(super) struct Path {
    parts: Vec<PathPart>,
    points: usize,
}

#[derive(Default)]
struct PathPart {
    points: Vec<(f32, f32)>,
    bends: bool,
}

impl Path {
    pub(super) fn begin(&mut self, point: (f32, f32)) {
        self.points += 1;
        if self.points < MOST_POINTS {
            self.parts.push(PathPart { points: vec![point], bends: false });
        }
    }

    pub(super) fn go(&mut self, point: (f32, f32)) {
        match self.parts.last_mut() {
            Some(part) if self.points < MOST_POINTS => {
                self.points += 1;
                part.points.push(point);
            }
            Some(_) => {}
            None => self.begin(point),
        }
    }

    pub(super) fn bend(&mut self, point: (f32, f32)) {
        self.go(point);
        if let Some(part) = self.parts.last_mut() {
            part.bends = true;
        }
    }

    pub(super) fn close(&mut self) {
        if let Some(part) = self.parts.last_mut()
            && let (Some(&first), Some(&last)) = (part.points.first(), part.points.last())
            && first != last
        {
            part.points.push(first);
        }
    }

    pub(super) fn area(&self) -> Option<Area> {
        let areas = self.parts.iter().filter_map(|part| Area::of(&part.points));
        areas.reduce(|a, b| Area { x0: a.x0.min(b.x0), y0: a.y0.min(b.y0), x1: a.x1.max(b.x1), y1: a.y1.max(b.y1) })
    }
}
