//! The counts of a report in about as many bytes as it has cells.

use crate::figures::Cells;
use crate::form::CellNo;

/// Counts in the order of the form: a blank is 0, a number is its zigzag plus one, seven bits a byte.
#[derive(Clone, Debug)]
pub(super) struct Packed(Box<[u8]>);

impl Packed {
    pub fn of(cells: &Cells) -> Packed {
        let mut bytes = Vec::with_capacity(cells.form().cells().len() + 16);
        for cell in cells.form().cells() {
            // One more than 64 bits hold; a count of that size is no count.
            let zigzag = |count: i64| (((count as u64) << 1) ^ ((count >> 63) as u64)).saturating_add(1);
            let mut rest = cells.get(cell.no).map_or(0, zigzag);
            while rest >= 0x80 {
                bytes.push(rest as u8 | 0x80);
                rest >>= 7;
            }
            bytes.push(rest as u8);
        }
        while bytes.last() == Some(&0) {
            bytes.pop();
        }
        Packed(bytes.into())
    }

    /// The cells that are filled in.
    pub fn iter(&self) -> impl Iterator<Item = (CellNo, i64)> + '_ {
        let mut bytes = self.0.iter();
        let mut next = 0u16;
        std::iter::from_fn(move || {
            loop {
                let (mut value, mut shift) = (0u64, 0);
                loop {
                    let byte = *bytes.next()?;
                    value |= u64::from(byte & 0x7f) << shift;
                    shift += 7;
                    if byte < 0x80 {
                        break;
                    }
                }
                let no = CellNo(next);
                next += 1;
                if let Some(zigzag) = value.checked_sub(1) {
                    return Some((no, (zigzag >> 1) as i64 ^ -((zigzag & 1) as i64)));
                }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Edition;

    #[test]
    fn what_is_packed_comes_out_and_blanks_stay_blank() {
        let mut cells = Cells::blank(Edition::E2021);
        let values = [0, 1, -44, 63, 64, 8192, 1_000_000_007, i64::MAX / 2, i64::MIN / 2];
        for (i, value) in values.iter().enumerate() {
            cells.set(CellNo(3 * i as u16), Some(*value));
        }
        let out: Vec<_> = Packed::of(&cells).iter().collect();
        let expected: Vec<_> = values.iter().enumerate().map(|(i, value)| (CellNo(3 * i as u16), *value)).collect();
        assert_eq!(out, expected);
        assert!(Packed::of(&cells).0.len() < 60);
    }
}
