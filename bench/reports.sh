#!/usr/bin/env bash
# How many yearly reports a minute are read and checked on one core, beside programs that only take the text out; how memory stands over
# ten thousand files; how long checking, summing and comparing take on reports already read.
# Makes its own files (crates/corpus, seeded). Needs release builds of `cli` and `corpus`; installs pdftotext and, in a virtual environment of
# its own, python-docx, beautifulsoup4 and openpyxl, pinned to one core like the program.
#   FILES=2000 ./bench/reports.sh           FILES is the number of DOCX and of HTML files; PDF and XLSX get a quarter of it
set -euo pipefail
cd "$(dirname "$0")/.."
export LANG=C.UTF-8
target=${CARGO_TARGET_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/gongkai/target}
program=${GONGKAI_BIN:-$target/release/gongkai}
corpus=${CORPUS_BIN:-$target/release/corpus}
files=${FILES:-2000}
die() { printf 'bench: %s\n' "$*" >&2; exit 1; }
[ -x "$program" ] && [ -x "$corpus" ] || die "no release build; run: CARGO_TARGET_DIR=$target cargo build --release -p cli -p corpus"
command -v pdftotext > /dev/null || { apt-get update -qq && apt-get install -y -qq --no-install-recommends poppler-utils > /dev/null; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/py"
"$work/py/bin/pip" -q install python-docx beautifulsoup4 openpyxl

for format in docx html; do "$corpus" "$work/$format" --seed 7 --files "$files" --format "$format" --clean > /dev/null; done
for format in xlsx pdf; do "$corpus" "$work/$format" --seed 7 --files "$((files / 4))" --format "$format" --clean > /dev/null; done
find "$work" -maxdepth 2 -name '*.truth.json' -delete # only the reports are read

# The text of every table cell and paragraph, as the usual scripts take it out; no row of the form is looked for.
cat > "$work/text.py" <<'PY'
import pathlib, sys
kind, folder = sys.argv[1], pathlib.Path(sys.argv[2])
def docx(path):
    import docx
    paper = docx.Document(path)
    return [p.text for p in paper.paragraphs] + [c.text for t in paper.tables for r in t.rows for c in r.cells]
def html(path):
    from bs4 import BeautifulSoup
    return BeautifulSoup(path.read_bytes(), "html.parser").get_text("\n")
def xlsx(path):
    import openpyxl
    return [v for s in openpyxl.load_workbook(path).worksheets for r in s.iter_rows(values_only=True) for v in r]
read = {"docx": docx, "html": html, "xlsx": xlsx}[kind]
for path in sorted(folder.iterdir()):
    read(path)
PY

per_minute() { awk -v n="$1" -v s="$2" 'BEGIN { printf "%d", n * 60 / s }'; }
seconds() { # command ...; prints seconds and the largest resident memory in MiB
  local begin end
  begin=$(date +%s.%N)
  /usr/bin/env time -f %M -o "$work/rss" "$@" > "$work/out" 2> "$work/err" || [ $? -le 1 ] || { cat "$work/err" >&2; die "$*"; }
  end=$(date +%s.%N)
  awk -v a="$begin" -v b="$end" 'BEGIN { printf "%.3f", b - a }'
}
command -v time > /dev/null || { apt-get update -qq && apt-get install -y -qq time > /dev/null; }

printf '| %s | %s | %s | %s | %s | %s |\n' format files 'read+check a minute, one core' 'both cores' baseline ratio
printf '|---|---:|---:|---:|---:|---:|\n'
for format in docx html xlsx pdf; do
  folder=$work/$format
  n=$(find "$folder" -type f | wc -l)
  ours=$(seconds taskset -c 0 "$program" report check "$folder" --json)
  both=$(seconds "$program" report check "$folder" --json)
  rss=$(tail -1 "$work/rss")
  # The baseline reads a tenth of the files, itself on one core; python starts once.
  some=$work/some; rm -rf "$some"; mkdir "$some"
  find "$folder" -type f | sort | head -$((n / 10 > 20 ? n / 10 : 20)) | xargs -I{} ln {} "$some/"
  m=$(find "$some" -type f | wc -l)
  case $format in
    pdf) name=pdftotext; base=$(seconds taskset -c 0 bash -c 'for f in "$1"/*; do pdftotext "$f" - ; done' _ "$some") ;;
    docx) name=python-docx; base=$(seconds taskset -c 0 "$work/py/bin/python" "$work/text.py" docx "$some") ;;
    html) name=beautifulsoup4; base=$(seconds taskset -c 0 "$work/py/bin/python" "$work/text.py" html "$some") ;;
    xlsx) name=openpyxl; base=$(seconds taskset -c 0 "$work/py/bin/python" "$work/text.py" xlsx "$some") ;;
  esac
  a=$(per_minute "$n" "$ours"); b=$(per_minute "$m" "$base")
  printf '| %s | %d | %d | %d | %s: %d | %s |\n' "$format" "$n" "$a" "$(per_minute "$n" "$both")" "$name" "$b" \
    "$(awk -v a="$a" -v b="$b" 'BEGIN { printf "%.1f", a / b }')"
  [ "$format" = docx ] && cp "$work/out" "$work/read.jsonl"
  printf 'memory %s: %s KiB\n' "$format" "$rss" >&2
done

# Ten thousand files: the same ones five times over show whether memory grows with their number.
mkdir "$work/many"
for i in $(seq "$(((10000 + files - 1) / files))"); do
  mkdir "$work/many/$i" && find "$work/docx" -type f -exec ln -t "$work/many/$i" {} +
done
seconds "$program" report check "$work/many" --json > /dev/null
printf '\n| what | figure |\n|---|---:|\n'
printf '| largest memory over %d DOCX files, MiB | %d |\n' "$(find "$work/many" -type f | wc -l)" "$(($(tail -1 "$work/rss") / 1024))"

# Reports already read, as JSON lines.
lines() { # count file
  while [ "$(wc -l < "$2")" -lt "$1" ]; do cat "$work/read.jsonl" >> "$2"; done
  head -n "$1" "$2" > "$2.cut" && mv "$2.cut" "$2"
}
: > "$work/10k.jsonl"; lines 10000 "$work/10k.jsonl"
: > "$work/100k.jsonl"; lines 100000 "$work/100k.jsonl"
printf '| checking 10,000 reports already read, s, one core | %s |\n' "$(seconds taskset -c 0 "$program" report check "$work/10k.jsonl" --json)"
ten=$(seconds taskset -c 0 "$program" report sum "$work/10k.jsonl" -o "$work/sum.json")
hundred=$(seconds taskset -c 0 "$program" report sum "$work/100k.jsonl" -o "$work/sum.json")
printf '| summing 10,000 / 100,000 reports given as JSON lines, s, one core | %s / %s |\n' "$ten" "$hundred"
printf '| largest memory while summing 100,000, MiB | %d |\n' "$(($(tail -1 "$work/rss") / 1024))"
two=$(find "$work/docx" -type f | sort | head -2 | tr '\n' ' ')
# shellcheck disable=SC2086
printf '| `diff` of two DOCX reports, whole process, s | %s |\n' "$(seconds "$program" report diff $two --json)"
