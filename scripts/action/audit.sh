#!/usr/bin/env bash
# Runs the audit that the inputs of the action describe; an input left empty is left out.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
words=(audit "${FARFIELD_ACTION_MODEL:?the input model is needed}")
add() {
  if [ -n "$2" ]; then words+=("$1" "$2"); fi
}
add --data "${FARFIELD_ACTION_DATA:-}"
add --label "${FARFIELD_ACTION_LABEL:-}"
add --scaling "${FARFIELD_ACTION_SCALING:-}"
add --detectors "${FARFIELD_ACTION_DETECTORS:-}"
add --fail-on "${FARFIELD_ACTION_POLICIES:-}"
add --baseline "${FARFIELD_ACTION_BASELINE:-}"
add --accept "${FARFIELD_ACTION_ACCEPT:-}"
add --out "${FARFIELD_ACTION_OUT:-farfield}"
exec node "$root/dist/cli/main.js" "${words[@]}"
