#!/usr/bin/env bash
# Walks the story in a real browser; see README.md beside this file.
set -euo pipefail
exec node "$(dirname "$0")/run.mjs" "$@"
