# Sourced by the measuring scripts: a filled demonstration in a temporary folder, and a server over it.
# shellcheck shell=bash
export LANG=C.UTF-8 # the program answers in Chinese

target=${CARGO_TARGET_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/gongkai/target}
program=${GONGKAI_BIN:-$target/release/gongkai}

say() { printf '%s\n' "$*"; }
die() { printf 'bench: %s\n' "$*" >&2; exit 1; }
[ -x "$program" ] || die "no release build at $program; run: CARGO_TARGET_DIR=$target cargo build --release -p cli"

need() {
  command -v "$1" > /dev/null && return
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$2" > /dev/null
}

work=$(mktemp -d)
endings=()
at_exit() { endings+=("$1"); }
finish() {
  for ending in "${endings[@]}"; do eval "$ending" || true; done
  wait 2> /dev/null || true
  rm -rf "$work"
}
trap finish EXIT

free_port() { # a port that nobody listens on
  local port
  for port in $(shuf -i 20000-45000 -n 50); do
    (: < "/dev/tcp/127.0.0.1/$port") 2> /dev/null || { echo "$port"; return; }
  done
  die "no free port"
}

machine() {
  printf '%s, %s cores, %s MiB; %s; %s' \
    "$(awk -F': ' '/model name/ { print $2; exit }' /proc/cpuinfo)" "$(nproc)" \
    "$(awk '/MemTotal/ { print int($2 / 1024) }' /proc/meminfo)" "$(. /etc/os-release && echo "$PRETTY_NAME")" "$("$program" --version)"
}

wait_ready() { # address
  local i
  for i in $(seq 1200); do
    curl -fs -o /dev/null "$1/readyz" && return
    sleep 0.05
  done
  die "the server at $1 is not ready after a minute"
}

# Makes the demonstration once, then serves its database as a real installation would, without limits on how often one
# address may ask: here one address asks for everybody. Sets $base and $server_pid.
fill_and_serve() {
  "$program" demo --port 0 --dir "$work/demo" > "$work/demo.out" 2> "$work/demo.err" &
  local filling=$! address i
  for i in $(seq 1200); do
    address=$(grep -o 'http://[0-9.]*:[0-9]*' "$work/demo.out" | head -1) && [ -n "$address" ] && break
    kill -0 "$filling" 2> /dev/null || die "the demonstration did not start: $(cat "$work/demo.err")"
    sleep 0.05
  done
  wait_ready "$address"
  sleep 3 # the index catches up
  kill "$filling" && wait "$filling" || true
  serve_filled
}

serve_filled() {
  local port
  port=$(free_port)
  base="http://127.0.0.1:$port"
  cat > "$work/gongkai.toml" <<CONF
data_dir = "$work/demo"
listen = "127.0.0.1:$port"
base_url = "$base"
[limits]
sign_in_per_minute = 0
apply_per_minute = 0
track_per_minute = 0
search_per_minute = 0
CONF
  GONGKAI_LOG=warn "$program" serve --config "$work/gongkai.toml" > "$work/serve.out" 2>&1 &
  server_pid=$!
  at_exit 'kill '"$server_pid"' 2>/dev/null'
  wait_ready "$base"
}

form_address() { # the first body's application form
  local body
  body=$(curl -fsS "$base/" | grep -o 'href="/bodies/[^/"]*/' | head -1 | cut -d/ -f3)
  printf '/apply/%s' "$body"
}
