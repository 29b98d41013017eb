//! One walk over the matching pages: counted, ranked, and sorted into facets.
//!
//! Ties are broken by date and then by id, so that two indexes with the same pages list them
//! alike, whatever the order in which they were filled.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

/// Fields that are counted, in the order of [`Sifted::facets`].
pub(crate) const COUNTED: [&str; 3] = ["body", "column", "theme"];

/// What to look for in the walk.
#[derive(Clone, Copy)]
pub(crate) struct Sift {
    /// How many of the best to keep.
    pub keep: usize,
    pub by_score: bool,
    pub count_facets: bool,
}

/// What the walk found.
#[derive(Default)]
pub(crate) struct Sifted {
    pub total: usize,
    /// Best first.
    pub best: Vec<Ranked>,
    pub facets: [BTreeMap<String, usize>; 3],
    pub years: BTreeMap<u64, usize>,
}

/// A page among the best.
#[derive(Clone, Debug)]
pub(crate) struct Ranked {
    pub id: String,
    pub score: Score,
    rank: (u64, u64),
}

impl Collector for Sift {
    type Fruit = Sifted;
    type Child = SiftSegment;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SiftSegment> {
        let fast = segment.fast_fields();
        let mut facets = Vec::new();
        if self.count_facets {
            for field in COUNTED {
                facets.push(fast.str(field)?.map(|column| {
                    let counts = vec![0; column.num_terms()];
                    (column, counts)
                }));
            }
        }
        Ok(SiftSegment {
            sift: *self,
            total: 0,
            heap: BinaryHeap::with_capacity(self.keep.min(1024) + 1),
            ids: fast.str("id")?,
            days: fast.u64("day")?,
            facets,
            years: BTreeMap::new(),
            year: (u64::MAX, 0),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.by_score && self.keep > 0
    }

    fn merge_fruits(&self, fruits: Vec<tantivy::Result<Sifted>>) -> tantivy::Result<Sifted> {
        let mut whole = Sifted::default();
        for part in fruits {
            let part = part?;
            whole.total += part.total;
            whole.best.extend(part.best);
            for (whole, part) in whole.facets.iter_mut().zip(part.facets) {
                for (key, count) in part {
                    *whole.entry(key).or_default() += count;
                }
            }
            for (year, count) in part.years {
                *whole.years.entry(year).or_default() += count;
            }
        }
        whole.best.sort_by(|a, b| b.rank.cmp(&a.rank).then_with(|| a.id.cmp(&b.id)));
        whole.best.truncate(self.keep);
        Ok(whole)
    }
}

/// Rank, then the id's place in the alphabet of its segment; the worst on top of the heap.
type Entry = Reverse<((u64, u64), Reverse<u64>)>;

pub(crate) struct SiftSegment {
    sift: Sift,
    total: usize,
    heap: BinaryHeap<Entry>,
    ids: Option<StrColumn>,
    days: Column<u64>,
    facets: Vec<Option<(StrColumn, Vec<usize>)>>,
    years: BTreeMap<u64, usize>,
    /// Pages of one year often lie together, so the running count is kept aside.
    year: (u64, usize),
}

impl SiftSegment {
    fn close_year(&mut self) {
        let (year, count) = self.year;
        if count > 0 {
            *self.years.entry(year).or_default() += count;
        }
    }

    fn read(mut self) -> tantivy::Result<Sifted> {
        self.close_year();
        let mut sifted = Sifted { total: self.total, years: self.years, ..Sifted::default() };
        for (into, column) in sifted.facets.iter_mut().zip(self.facets) {
            let Some((column, counts)) = column else { continue };
            for (ord, count) in counts.into_iter().enumerate().filter(|(_, count)| *count > 0) {
                let mut key = String::new();
                if column.ord_to_str(ord as u64, &mut key)? && !key.is_empty() {
                    into.insert(key, count);
                }
            }
        }
        if let Some(ids) = self.ids {
            for Reverse((rank, Reverse(ord))) in self.heap {
                let mut id = String::new();
                ids.ord_to_str(ord, &mut id)?;
                let score = if self.sift.by_score { unordered(rank.0) } else { 0.0 };
                sifted.best.push(Ranked { id, score, rank });
            }
        }
        Ok(sifted)
    }
}

impl SegmentCollector for SiftSegment {
    type Fruit = tantivy::Result<Sifted>;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        let day = self.days.first(doc).unwrap_or(0);
        if self.sift.count_facets {
            let year = day / 10_000;
            if year != self.year.0 {
                self.close_year();
                self.year = (year, 0);
            }
            self.year.1 += 1;
            for (column, counts) in self.facets.iter_mut().flatten() {
                if let Some(ord) = column.ords().first(doc) {
                    counts[ord as usize] += 1;
                }
            }
        }
        if self.sift.keep == 0 {
            return;
        }
        let rank = if self.sift.by_score { (ordered(score), day) } else { (day, 0) };
        let full = self.heap.len() >= self.sift.keep;
        if full && self.heap.peek().is_some_and(|Reverse((worst, _))| rank < *worst) {
            return;
        }
        let Some(id) = self.ids.as_ref().and_then(|ids| ids.ords().first(doc)) else { return };
        self.heap.push(Reverse((rank, Reverse(id))));
        if full {
            self.heap.pop();
        }
    }

    fn harvest(self) -> tantivy::Result<Sifted> {
        self.read()
    }
}

/// Scores are never negative, and the bits of such numbers sort like the numbers.
fn ordered(score: Score) -> u64 {
    u64::from(score.max(0.0).to_bits())
}

fn unordered(rank: u64) -> Score {
    u32::try_from(rank).map_or(0.0, f32::from_bits)
}
