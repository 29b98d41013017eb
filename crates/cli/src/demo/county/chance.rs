//! Chance that gives the same draws for the same seed, so that two demonstrations of one day are alike.

/// A small generator (splitmix64). Nothing secret is ever drawn from it.
#[derive(Debug)]
pub struct Chance(u64);

impl Chance {
    pub fn seeded(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From `low` to `high`, both included.
    pub fn between(&mut self, low: u32, high: u32) -> u32 {
        let width = u64::from(high.saturating_sub(low)) + 1;
        low + u32::try_from(self.next() % width).unwrap_or(0)
    }

    /// One of these; they must not be empty.
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        let last = u32::try_from(of.len()).unwrap_or(u32::MAX).saturating_sub(1);
        &of[self.between(0, last) as usize]
    }

    /// True so many times in a hundred.
    pub fn percent(&mut self, hundredths: u32) -> bool {
        self.between(1, 100) <= hundredths
    }

    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            let other = self.between(0, u32::try_from(last).unwrap_or(0)) as usize;
            list.swap(last, other);
        }
    }

    /// Sixteen bytes, for identifiers and salts.
    pub fn bytes(&mut self) -> [u8; 16] {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&self.next().to_be_bytes());
        bytes[8..].copy_from_slice(&self.next().to_be_bytes());
        bytes
    }

    /// An identifier in the house's form.
    pub fn id<T: From<String>>(&mut self) -> T {
        T::from(civic::id::base32(&self.bytes()))
    }
}
