#!/usr/bin/env bash
# Installs the packages of requirements.txt into .venv and those of package-lock.json into node_modules.
# A stamp named after the content of the lock file lies beside what was installed, so a second run does nothing
# and a changed lock file installs again. Whether what it needs is there, tools/need.sh has looked before.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=tools/find.sh
source tools/find.sh
PYTHON=${PYTHON:-python3}

fail() {
  printf 'setup: %s\n' "$*" >&2
  exit 1
}

# A launcher instead of an installed entry point: the generator is no part of the wheel and lives in the checkout.
write_launcher() {
  cat >.venv/bin/zhiji <<'LAUNCHER'
#!/bin/sh
root=$(cd "$(dirname "$0")/../.." && pwd) || exit 1
PYTHONPATH="$root${PYTHONPATH:+:$PYTHONPATH}" exec "$root/.venv/bin/python" -m generator "$@"
LAUNCHER
  chmod +x .venv/bin/zhiji
}

setup_python() {
  has_python_packages && return
  echo "setup: installing the Python packages into .venv"
  "$PYTHON" -m venv --clear .venv
  # Two tries: a registry that hiccups once should not fail a build.
  local install=(.venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.txt)
  "${install[@]}" || "${install[@]}" || fail "pip could not install requirements.txt (its message is above)"
  write_launcher
  touch "$(python_stamp)"
}

setup_node() {
  has_node_packages && return
  echo "setup: installing the Node packages into node_modules"
  local install=(npm ci --ignore-scripts --no-audit --no-fund --loglevel=error --no-progress --no-update-notifier)
  "${install[@]}" >/dev/null || "${install[@]}" >/dev/null || fail "npm could not install package-lock.json (its message is above)"
  touch "$(node_stamp)"
}

setup_python
setup_node
