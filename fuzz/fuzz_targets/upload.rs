//! Any bytes as an upload: its kind is told, a package is opened under its limits, and nothing panics.
#![no_main]

use libfuzzer_sys::fuzz_target;
use paper::kind::FileKind;
use paper::limits::{Package, PackageLimits};

fuzz_target!(|bytes: &[u8]| {
    let _ = FileKind::of(bytes);
    let _ = paper::text::decode(bytes, 1 << 20);
    if let Ok(mut package) = Package::open(bytes, PackageLimits::default()) {
        let names: Vec<String> = package.names().map(|name| name.to_string()).collect();
        for name in names {
            let _ = package.part(&name);
        }
    }
});
