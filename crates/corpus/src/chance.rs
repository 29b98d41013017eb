//! Chance that can be thrown again: one seed, one corpus, on every machine.

/// A stream of throws (SplitMix64).
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// The stream of a seed.
    pub fn of(seed: u64) -> Chance {
        // Without the first mixing, the stream of the next seed would be this one, one throw further on.
        Chance(mix(seed ^ 0x711))
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mix(self.0)
    }

    /// A number below `n`; 0 if `n` is 0.
    pub fn below(&mut self, n: usize) -> usize {
        if n == 0 { 0 } else { (self.bits() % n as u64) as usize }
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + (self.bits() % (high - low + 1).max(1) as u64) as i64
    }

    /// True in `percent` of a hundred throws.
    pub fn hit(&mut self, percent: u32) -> bool {
        self.bits() % 100 < u64::from(percent)
    }

    /// One of several.
    ///
    /// # Panics
    /// If there are none.
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    /// One of several, each with its weight.
    pub fn weigh<T: Copy>(&mut self, of: &[(u32, T)]) -> T {
        let all: u32 = of.iter().map(|(weight, _)| weight).sum();
        let mut at = (self.bits() % u64::from(all.max(1))) as u32;
        for (weight, one) in of {
            if at < *weight {
                return *one;
            }
            at -= weight;
        }
        of[of.len() - 1].1
    }

    /// Several different ones, in their order.
    pub fn some<'a, T>(&mut self, of: &'a [T], count: usize) -> Vec<&'a T> {
        let mut left: Vec<usize> = (0..of.len()).collect();
        let mut taken: Vec<usize> =
            (0..count.min(of.len())).map(|_| left.swap_remove(self.below(left.len()))).collect();
        taken.sort_unstable();
        taken.into_iter().map(|i| &of[i]).collect()
    }

    /// `whole` cut into `parts` numbers of which none is negative; their sum is `whole`.
    pub fn split(&mut self, whole: i64, parts: usize) -> Vec<i64> {
        let mut cuts: Vec<i64> = (1..parts).map(|_| self.between(0, whole)).collect();
        cuts.sort_unstable();
        let mut from = 0;
        let mut out = Vec::new();
        for cut in cuts.into_iter().chain([whole]) {
            out.push(cut - from);
            from = cut;
        }
        out
    }
}

fn mix(bits: u64) -> u64 {
    let mut z = bits;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_throws_the_same_again_and_parts_make_the_whole() {
        let (mut one, mut other) = (Chance::of(711), Chance::of(711));
        for whole in 0..200 {
            let parts = one.split(whole, 5);
            assert_eq!(parts, other.split(whole, 5));
            assert_eq!(parts.iter().sum::<i64>(), whole);
            assert!(parts.iter().all(|part| *part >= 0));
        }
    }
}
