#!/bin/bash
# Gathers inputs to begin with under fuzz/corpus: files of the tests, invented reports of every format, and the bare parts of packages.
set -euo pipefail
cd "$(dirname "$0")"
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
cargo run --quiet --manifest-path ../Cargo.toml -p corpus -- "$made" --seed 7 --files 60 --format docx,html,pdf,xlsx,odt,txt
for target in report_text report_file report_object upload source_{docx,odt,xlsx,doc,xls,html,pdf}; do mkdir -p "corpus/$target"; done

# Parts of a package in the order of the target, parted by zero bytes; a missing part is empty.
parts() { # package part...
    local package=$1; shift
    unzip -p "$package" "$1"; shift
    for part in "$@"; do printf '\0'; unzip -p "$package" "$part" 2>/dev/null || true; done
}

paper=../crates/paper/tests
cp "$paper"/fixtures/*.doc corpus/source_doc/
cp "$paper"/fixtures/*.xls corpus/source_xls/
cp "$paper"/pdf_files/*.pdf corpus/source_pdf/
cp "$paper"/fixtures/*.odt "$made"
for file in "$made"/*; do
    name=$(basename "$file")
    case $name in
        *.truth.json) tr -s ' \n' ' ' <"$file" >"corpus/report_object/$name"; continue ;;
        *.txt) cp "$file" corpus/report_text/ ;;
        *.docx) parts "$file" word/document.xml word/numbering.xml word/styles.xml >"corpus/source_docx/$name.parts" ;;
        *.odt) parts "$file" content.xml styles.xml META-INF/manifest.xml >"corpus/source_odt/$name.parts" ;;
        *.xlsx)
            for sheet in $(unzip -Z1 "$file" | grep worksheets/); do
                parts "$file" "$sheet" xl/sharedStrings.xml xl/styles.xml >"corpus/source_xlsx/$name.$(basename "$sheet").parts"
            done ;;
    esac
    kind=${name##*.}
    [ "$kind" = txt ] || cp "$file" "corpus/source_$kind/"
    [ "$(stat -c %s "$file")" -gt 40000 ] || cp "$file" corpus/report_file/
    [ "$(stat -c %s "$file")" -gt 10000 ] || cp "$file" corpus/upload/
done
cat corpus/report_object/0000{7,8}* >corpus/report_object/two 2>/dev/null || true
