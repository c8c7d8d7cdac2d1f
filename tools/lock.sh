#!/usr/bin/env bash
# Resolves requirements.in and requirements-runtime.in into the files that set-up installs: every version exact, every
# file by its hash, for every platform and for Python 3.11 and newer. The files name no address on purpose.
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${PYTHON:-python3}" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check uv

resolve() { # resolve NAME OPTION... : NAME.in -> NAME.txt
  local name=$1
  shift
  "$work/venv/bin/uv" pip compile --quiet --generate-hashes --no-header --no-annotate --no-emit-find-links \
    "$@" "$name.in" -o "$name.txt"
  echo "lock: wrote $name.txt"
}

resolve requirements --universal --python-version 3.11
# These run inside Pyodide, so only pure Python wheels for its version of Python will do.
resolve requirements-runtime --python-version 3.14 --python-platform wasm32-pyodide2024 --only-binary :all:
