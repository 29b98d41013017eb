#!/usr/bin/env bash
# Every check of the project, from formatting to a real browser. Installs what is missing
# (Debian packages: PostgreSQL for the second database, Chromium for the pages).
#   ./test.sh            everything
#   ./test.sh quick      formatting, lints and the Rust tests only
set -euo pipefail
cd "$(dirname "$0")"

# One target directory outside the clone, kept between runs.
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/gongkai/target}"

say() { printf '\n== %s\n' "$*"; }

say "formatting"
cargo fmt --all --check

say "lints"
cargo clippy --workspace --all-targets --quiet -- -D warnings

say "tests"
cargo nextest run --workspace --no-tests=pass
