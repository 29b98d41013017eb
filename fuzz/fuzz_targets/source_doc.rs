//! Any bytes as a DOC file: read or refused without a panic, and no two cells of a table on one slot.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(source) = paper::source::doc::read(bytes) else { return };
    for table in source.tables() {
        let covered: usize = table.cells.iter().map(|cell| cell.rowspan * cell.colspan).sum();
        let slots = table.slots();
        let filled = (0..table.rows).flat_map(|row| slots.row(row)).filter(|slot| slot.is_some()).count();
        assert_eq!(covered, filled);
    }
});
