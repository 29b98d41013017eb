//! The lists of a DOC file, whose numerals Word counts out itself: \[MS-DOC\] 2.9.150 (levels), 2.9.131 (lists), 2.9.133 (overrides).

use super::super::docx::numbering::{LEVELS, LONGEST_LABEL, Level, Numbering};
use super::super::numerals::Numerals;
use super::{u16_at, u32_at};

/// The most definitions and the most lists that are looked at; Word has 2,046.
const MOST: usize = 4_096;

/// Reads the definitions that begin at one place, and the lists of them at another; what cannot be read is left out.
pub(super) fn read(tables: &[u8], definitions: usize, lists: usize) -> Numbering {
    let mut numbering = Numbering::default();
    // Without its parts there is nothing to number.
    let _ = read_definitions(tables, definitions, &mut numbering);
    let _ = read_lists(tables.get(lists..).unwrap_or_default(), &mut numbering);
    numbering
}

fn read_definitions(tables: &[u8], at: usize, numbering: &mut Numbering) -> Option<()> {
    let count = usize::from(u16_at(tables, at)?).min(MOST);
    let head = |n: usize| tables.get(at + 2 + n * 28..at + 30 + n * 28);
    // The levels of all definitions stand behind their heads.
    let mut rest = tables.get(at + 2 + count * 28..)?;
    for n in 0..count {
        let head = head(n)?;
        let mut levels: [Option<Level>; LEVELS] = Default::default();
        let simple = head[26] & 1 != 0;
        for level in levels.iter_mut().take(if simple { 1 } else { LEVELS }) {
            *level = Some(read_level(&mut rest)?);
        }
        numbering.define(u32_at(head, 0)?, levels);
    }
    Some(())
}

fn read_lists(table: &[u8], numbering: &mut Numbering) -> Option<()> {
    let count = (u32_at(table, 0)? as usize).min(MOST);
    let mut rest = table.get(4 + count * 16..)?;
    for n in 0..count {
        let head = table.get(4 + n * 16..20 + n * 16)?;
        let (mut starts, mut levels): ([Option<u32>; LEVELS], [Option<Level>; LEVELS]) = Default::default();
        rest = rest.get(4..)?;
        for _ in 0..head[12] {
            let (start, flags) = (u32_at(rest, 0)?, u32_at(rest, 4)?);
            rest = &rest[8..];
            let level = (flags & 0x0f) as usize;
            let own = if flags & 0x20 != 0 { Some(read_level(&mut rest)?) } else { None };
            if level < LEVELS {
                starts[level] = Some(start).filter(|_| flags & 0x10 != 0);
                levels[level] = own;
            }
        }
        numbering.list(n as u32 + 1, u32_at(head, 0)?, starts, levels);
    }
    Some(())
}

/// A level: what it begins with, how its numbers are written, its looks, its text.
fn read_level(rest: &mut &[u8]) -> Option<Level> {
    let head = rest.get(..28)?;
    let looks = usize::from(head[24]) + usize::from(head[25]);
    let length = usize::from(u16_at(rest, 28 + looks)?);
    let text = rest.get(30 + looks..30 + looks + length * 2)?;
    *rest = &rest[30 + looks + length * 2..];
    let units: Vec<u16> = text.chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]])).collect();
    let mut text = String::new();
    for c in char::decode_utf16(units).flatten() {
        // A place for the number of a level.
        match u32::from(c) {
            n @ 0..=8 => text.push_str(&format!("%{}", n + 1)),
            _ => text.push(c),
        }
    }
    let restart = (head[5] & 0x08 != 0).then_some(u32::from(head[26]));
    Some(Level {
        numerals: Numerals::numbered(head[4]),
        text: if text.len() > LONGEST_LABEL { String::new() } else { text },
        start: u32_at(head, 0)?,
        glued: head[15] == 2,
        restart,
        legal: head[5] & 0x04 != 0,
        ..Level::default()
    })
}
