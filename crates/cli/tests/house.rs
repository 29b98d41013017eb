//! The map is true: what ARCHITECTURE.md names exists, every room is on it, and dependencies point down.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The floors, from the ground up; as in the drawing of ARCHITECTURE.md.
const FLOORS: &[&[&str]] = &[
    &["law", "civic", "paper"],
    &["typeset"],
    &["cases", "publishing", "report"],
    &["store", "search"],
    &["web"],
    &["cli"],
];

/// Crates that try the house and are no room of it: no room may depend on them.
const BESIDE: &[&str] = &["corpus"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn map() -> String {
    std::fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md is there")
}

fn rooms() -> BTreeSet<String> {
    let folders = std::fs::read_dir(root().join("crates")).expect("the crates are there");
    let names = folders.map(|folder| folder.expect("a folder").file_name().to_string_lossy().into_owned());
    names.filter(|name| !BESIDE.contains(&name.as_str())).collect()
}

fn manifest(room: &str) -> toml::Table {
    let text = std::fs::read_to_string(root().join("crates").join(room).join("Cargo.toml")).expect("a manifest");
    text.parse().expect("a valid manifest")
}

fn needs(room: &str) -> Vec<String> {
    manifest(room)["dependencies"].as_table().expect("a table of dependencies").keys().cloned().collect()
}

fn floor(room: &str) -> usize {
    FLOORS.iter().position(|floor| floor.contains(&room)).unwrap_or_else(|| {
        panic!("{room} stands on no floor: add it to FLOORS in this test and to the drawing in ARCHITECTURE.md")
    })
}

#[test]
fn every_path_on_the_map_exists() {
    let map = map();
    let words = map.split(|c: char| c == '`' || c.is_whitespace());
    for path in words.filter(|word| word.starts_with("crates/") || word.starts_with("docs/")) {
        let path = path.trim_end_matches([',', '.', ':', ';', ')', '*']);
        assert!(root().join(path).exists(), "ARCHITECTURE.md names {path}, which does not exist: mend the line");
    }
}

#[test]
fn every_room_is_on_the_map() {
    let map = map();
    for room in rooms() {
        floor(&room);
        assert!(map.contains(&format!("**`crates/{room}`**")), "ARCHITECTURE.md does not describe crates/{room}");
    }
}

#[test]
fn dependencies_point_down() {
    let rooms = rooms();
    for room in &rooms {
        for needed in needs(room).iter().filter(|name| rooms.contains(*name)) {
            assert!(
                floor(needed) < floor(room),
                "{room} depends on {needed}, which stands on no lower floor: move the type down or pass a plain value"
            );
        }
    }
}

#[test]
fn no_room_needs_what_stands_beside_the_house() {
    for room in rooms() {
        assert!(
            !needs(&room).iter().any(|name| BESIDE.contains(&name.as_str())),
            "{room} must not depend on {BESIDE:?}"
        );
    }
    for crate_beside in BESIDE {
        assert!(
            map().contains(&format!("**`crates/{crate_beside}`**")),
            "ARCHITECTURE.md does not name {crate_beside}"
        );
    }
}

#[test]
fn the_floors_up_to_work_know_no_database_no_network_and_no_runtime() {
    for room in FLOORS[..3].concat() {
        for forbidden in ["sqlx", "tokio", "axum", "tantivy", "getrandom"] {
            assert!(!needs(room).iter().any(|name| name == forbidden), "{room} must not depend on {forbidden}");
        }
    }
}

#[test]
fn every_room_introduces_itself() {
    for room in rooms().iter().filter(|room| *room != "cli") {
        let readme = std::fs::read_to_string(root().join("crates").join(room).join("README.md")).unwrap_or_default();
        for part in ["**Start with**", "**Absent on purpose.**"] {
            assert!(readme.contains(part), "crates/{room}/README.md lacks {part}");
        }
    }
}

#[test]
fn no_machine_is_named_in_the_tree() {
    let forbidden = [concat!("/wor", "k/"), concat!("/far", "m/"), concat!("artifac", "tory")];
    let mut folders = vec![root()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder").flatten() {
            let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
            if path.is_dir() {
                if !["target", ".git", "node_modules"].contains(&name.as_str()) {
                    folders.push(path);
                }
                continue;
            }
            // Binary files are no text and are passed over.
            let Ok(text) = std::fs::read_to_string(&path) else { continue };
            for word in forbidden {
                assert!(!text.contains(word), "{} names a machine path or a registry host", path.display());
            }
        }
    }
}
