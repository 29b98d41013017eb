#!/usr/bin/env bash
# Pages rendered from the store, beside a static file of the same bytes served by Debian's nginx, in the same run.
#   bench/server.sh                 3 rounds of 15 s
#   ROUNDS=5 SECONDS_EACH=10 CONNECTIONS=32 THREADS=2 bench/server.sh
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/demo.sh

ROUNDS=${ROUNDS:-3}
SECONDS_EACH=${SECONDS_EACH:-15}
CONNECTIONS=${CONNECTIONS:-32}
THREADS=${THREADS:-2}

need wrk wrk
need nginx nginx-light

fill_and_serve

# A publication with its metadata box, as the portal's front page links to it.
publication=$(curl -fsS "$base/" | grep -o 'href="/p/[^"]*"' | head -1 | cut -d'"' -f2)
[ -n "$publication" ] || die "the front page links to no publication"
mkdir -p "$work/static"
curl -fsS "$base$publication" -o "$work/static/page.html"
bytes=$(stat -c %s "$work/static/page.html")

nginx_port=$(free_port)
cat > "$work/nginx.conf" <<CONF
worker_processes 2;
pid $work/nginx.pid;
error_log $work/nginx.log;
events { worker_connections 1024; }
http {
  types { text/html html; }
  charset utf-8;
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 10000000;
  client_body_temp_path $work/nginx-tmp; proxy_temp_path $work/nginx-tmp; fastcgi_temp_path $work/nginx-tmp;
  uwsgi_temp_path $work/nginx-tmp; scgi_temp_path $work/nginx-tmp;
  server { listen 127.0.0.1:$nginx_port; root $work/static; }
}
CONF
nginx -c "$work/nginx.conf" -e "$work/nginx.log"
at_exit 'kill "$(cat "$work/nginx.pid")" 2>/dev/null'
chmod 755 "$work" "$work/static"
static="http://127.0.0.1:$nginx_port/page.html"
curl -fsS "$static" | cmp - "$work/static/page.html" || die "nginx serves other bytes"

# wrk's report as one line: requests/s, p50 ms, p99 ms, answers that were no success.
load() {
  wrk -t"$THREADS" -c"$CONNECTIONS" -d"${SECONDS_EACH}s" --latency "$1" | awk '
    function ms(v) { return v ~ /us$/ ? v / 1000 : v ~ /ms$/ ? v + 0 : v ~ /m$/ ? v * 60000 : v * 1000 }
    $1 == "50%" { p50 = ms($2) } $1 == "99%" { p99 = ms($2) }
    /Non-2xx/ { bad = $NF } /Requests\/sec/ { rps = $2 }
    END { printf "%.0f %.2f %.2f %d\n", rps, p50, p99, bad }'
}

rows=(
  "nginx, the same $bytes bytes|$static"
  "publication|$base$publication"
  "front page|$base/"
  "search, two characters|$base/search?q=%E5%85%AC%E5%BC%80"
  "application form|$base$(form_address)"
)
say "$(machine)"
say "wrk: $THREADS threads, $CONNECTIONS connections, $SECONDS_EACH s each, $ROUNDS rounds in turn; load before: $(cut -d' ' -f1-3 /proc/loadavg)"
for row in "${rows[@]}"; do curl -fsS -o /dev/null "${row#*|}" || die "${row%|*} does not answer"; done
for _ in $(seq "$ROUNDS"); do
  for i in "${!rows[@]}"; do load "${rows[$i]#*|}" >> "$work/row$i"; done
done

median() { sort -g | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }
column() { awk -v c="$2" '{ print $c }' "$work/row$1"; }
baseline=$(column 0 1 | median)
printf '\n| page | requests/s | p50 ms | p99 ms | share of nginx |\n|---|---:|---:|---:|---:|\n'
for i in "${!rows[@]}"; do
  bad=$(column "$i" 4 | sort -n | tail -1)
  [ "$bad" = 0 ] || die "${rows[$i]%|*}: $bad answers were no success"
  rps=$(column "$i" 1 | median)
  printf '| %s | %.0f | %.2f | %.2f | %s |\n' "${rows[$i]%|*}" "$rps" "$(column "$i" 2 | median)" "$(column "$i" 3 | median)" \
    "$(awk -v a="$rps" -v b="$baseline" 'BEGIN { printf "%.2f", a / b }')"
done
