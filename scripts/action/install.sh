#!/usr/bin/env bash
# Installs and builds farfield in its own checkout, once.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
[ -e dist/cli/main.js ] || npm ci --no-audit --no-fund
