#!/usr/bin/env bash
# How long building takes: a clean release build, then again after an edit in `web` and in `law`. Only run on purpose: it compiles
# everything into a temporary folder (about 2 GB) and takes minutes.
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export CARGO_TARGET_DIR=$work
# Sources are fetched before the watch starts: the network is not what is measured.
cargo fetch --locked --quiet

printf '%s, %s cores; %s; load before: %s\n\n| build | wall s | processor s |\n|---|---:|---:|\n' \
  "$(awk -F': ' '/model name/ { print $2; exit }' /proc/cpuinfo)" "$(nproc)" "$(rustc --version)" "$(cut -d' ' -f1-3 /proc/loadavg)"
timed() { # what, command …
  local what=$1; shift
  TIMEFORMAT='%R %U %S'
  local times
  times=$({ time "$@" > /dev/null 2> "$work/log"; } 2>&1) || { cat "$work/log" >&2; exit 1; }
  awk -v what="$what" '{ printf "| %s | %.0f | %.0f |\n", what, $1, $2 + $3 }' <<< "$times"
}
edit() { touch "crates/$1/src/lib.rs"; }

timed "release, clean" cargo build --release --locked -p cli
edit web; timed "release, after an edit in web" cargo build --release --locked -p cli
edit law; timed "release, after an edit in law" cargo build --release --locked -p cli
timed "dev, clean" cargo build --locked -p cli
edit web; timed "dev, after an edit in web" cargo build --locked -p cli
edit law; timed "dev, after an edit in law" cargo build --locked -p cli
