#!/usr/bin/env bash
# From the start of the process to the first page of a demonstration that already exists; memory after a walk over all pages.
#   ROUNDS=5 bench/startup.sh
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/demo.sh

ROUNDS=${ROUNDS:-5}
need node nodejs
fill_and_serve
kill "$server_pid" && wait "$server_pid" || true

say "$(machine)"
for _ in $(seq "$ROUNDS"); do
  port=$(free_port)
  began=$(date +%s%N)
  "$program" demo --port "$port" --dir "$work/demo" --keep > "$work/again.out" 2> "$work/again.err" &
  pid=$!
  until curl -fs -o "$work/first.html" "http://127.0.0.1:$port/"; do
    kill -0 "$pid" 2> /dev/null || die "it did not start again: $(cat "$work/again.err")"
    sleep 0.005
  done
  echo $((($(date +%s%N) - began) / 1000000)) >> "$work/starts"
  awk '/VmRSS/ { print $2 / 1024 }' "/proc/$pid/status" >> "$work/fresh"
  kill "$pid" && wait "$pid" || true
done

serve_filled
# A walk over all pages, as a visitor and as each of the people whose log-ins the demonstration prints.
password=$(awk '/密码/ { sub(/（.*/, "", $2); print $2 }' "$work/demo.out")
pages=$(node tests/browser/crawl.mjs "$base" | tail -1 | cut -d' ' -f1)
for login in $(grep -E '经办人|审核人|公开机构负责人|主管部门|管理员' "$work/demo.out" | awk '{ print $1 }'); do
  pages=$((pages + $(node tests/browser/crawl.mjs "$base" "$login" "$password" | tail -1 | cut -d' ' -f1)))
done
median() { sort -g | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }
printf '\n| what | median of %s | worst |\n|---|---:|---:|\n' "$ROUNDS"
printf '| process start to first page, ms | %s | %s |\n' "$(median < "$work/starts")" "$(sort -g "$work/starts" | tail -1)"
printf '| resident memory at the first page, MiB | %.0f | %.0f |\n' "$(median < "$work/fresh")" "$(sort -g "$work/fresh" | tail -1)"
printf '| resident memory after a walk over %s pages, MiB | %.0f | %.0f |\n' "$pages" \
  "$(awk '/VmRSS/ { print $2 / 1024 }' "/proc/$server_pid/status")" "$(awk '/VmHWM/ { print $2 / 1024 }' "/proc/$server_pid/status")"
