#!/usr/bin/env bash
# Every check of the project, from formatting to a real browser. Installs what is missing from Debian's packages.
#   ./test.sh            everything
#   ./test.sh quick      formatting, lints and the Rust tests, with what is installed
set -euo pipefail
cd "$(dirname "$0")"

# One target directory outside the clone, kept between runs.
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/gongkai/target}"
# No incremental state and no debug symbols: a clean run is what counts here.
export CARGO_INCREMENTAL=0
# The property tests throw the same cases at each run, so that a landing does not hang on luck; to explore, run
#   PROPTEST_RNG_SEED=$RANDOM ./test.sh quick
export PROPTEST_RNG_SEED="${PROPTEST_RNG_SEED:-711}"
# Snapshots are compared, never written.
export INSTA_UPDATE=no

say() { printf '\n== %s\n' "$*"; }

missing() {
  command -v node >/dev/null && command -v npm >/dev/null || echo nodejs npm
  command -v chromium >/dev/null || echo chromium
  ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || echo postgresql
  fc-list 2>/dev/null | grep -q 'Noto Sans CJK' || echo fontconfig fonts-noto-cjk
  cargo nextest --version >/dev/null 2>&1 || echo "cargo-nextest"
}

if [ "${1:-}" != quick ]; then
  say "what the tests need"
  packages=$(missing | tr ' ' '\n' | grep -v '^cargo-nextest$' | tr '\n' ' ' || true)
  if [ -n "${packages// /}" ]; then
    sudo=$([ "$(id -u)" = 0 ] || echo sudo)
    $sudo apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq $packages >/dev/null
  fi
  if missing | grep -q cargo-nextest; then
    cargo install --locked cargo-nextest
  fi
  export GONGKAI_REQUIRE_POSTGRES=1
fi

say "formatting"
cargo fmt --all --check

say "lints"
cargo clippy --workspace --all-targets --quiet -- -D warnings

say "tests"
cargo nextest run --workspace

say "examples in the documentation"
cargo test --workspace --doc --quiet

if [ "${1:-}" != quick ]; then
  say "the story in a real browser"
  cargo build --package cli
  GONGKAI_BIN="$CARGO_TARGET_DIR/debug/gongkai" tests/browser/run.sh
fi
say "all passed"
