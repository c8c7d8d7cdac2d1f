#!/usr/bin/env bash
# need.sh [browser]: says in one sentence all that is missing, with one line that installs it, and fails; with `browser`
# also what the browser tests need. It comes before anything is installed, so that an empty machine is told of everything
# at once. Where nothing but the browser is missing and apt may be used, tools/browser.sh installs it and nothing is said.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=tools/find.sh
source tools/find.sh
PYTHON=${PYTHON:-python3}
MISSING=()
PACKAGES=()

miss() { # miss WHAT PACKAGE...
  MISSING+=("$1")
  PACKAGES+=("${@:2}")
}

need_python() {
  if ! command -v "$PYTHON" >/dev/null; then
    miss "Python 3.11 or newer ('$PYTHON' was not found)" python3 python3-venv
  elif ! "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    miss "Python 3.11 or newer ('$PYTHON' is $("$PYTHON" -V 2>&1); make PYTHON=/path/to/it takes another one)"
  elif ! "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null; then
    miss "Python's venv module" python3-venv
  fi
}

need_node() {
  if ! command -v node >/dev/null; then
    miss "Node 20 or newer ('node' was not found)" nodejs
  elif ! node -e 'process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)'; then
    miss "Node 20 or newer ('node' is $(node --version); Debian 13 has a newer one)"
  fi
  command -v npm >/dev/null || miss "npm" npm
}

need_browser() {
  ((${#MISSING[@]})) || ! may_install || return 0
  find_chromium >/dev/null || miss "Chromium or Chrome (CHROMIUM=/path/to/it takes any)" chromium
  # Without a font the tests run all the same, so it is told beside other things only.
  ((${#MISSING[@]} == 0)) || has_chinese_font || miss "a Chinese font" fontconfig fonts-wqy-microhei
}

listed() { # listed ENTRY... : the entries as a list in words
  local text=$1
  shift
  while (($# > 1)); do
    text+=", $1"
    shift
  done
  printf '%s' "$text${1:+ and $1}"
}

has_python_packages || need_python
has_node_packages || need_node
[[ ${1:-} != browser ]] || need_browser

((${#MISSING[@]})) || exit 0
printf 'setup: missing: %s%s\n' "$(listed "${MISSING[@]}")" "${PACKAGES:+: apt-get install ${PACKAGES[*]}}" >&2
exit 1
