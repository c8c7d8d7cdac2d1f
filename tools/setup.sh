#!/usr/bin/env bash
# Installs the packages of requirements.txt into .venv and those of package-lock.json into node_modules.
# A stamp named after the content of the lock file lies beside what was installed, so a second run does nothing
# and a changed lock file installs again.
set -euo pipefail
cd "$(dirname "$0")/.."
PYTHON=${PYTHON:-python3}

fail() {
  printf 'setup: %s\n' "$*" >&2
  exit 1
}

stamp_for() { # stamp_for FOLDER FILE... : the path of the stamp for the present content of the files
  local folder=$1
  shift
  printf '%s/.stamp-%s' "$folder" "$(cat "$@" | sha256sum | cut -c1-16)"
}

need_python() {
  command -v "$PYTHON" >/dev/null ||
    fail "Python 3.11 or newer is needed, and '$PYTHON' was not found: apt-get install python3 python3-venv"
  "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    fail "Python 3.11 or newer is needed, and '$PYTHON' is $("$PYTHON" -V 2>&1): make PYTHON=/path/to/python3.11"
  "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null ||
    fail "Python's venv module is incomplete: apt-get install python3-venv"
}

need_node() {
  command -v node >/dev/null || fail "Node 20 or newer is needed, and 'node' was not found: apt-get install nodejs npm"
  node -e 'process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)' ||
    fail "Node 20 or newer is needed, and 'node' is $(node --version): install a newer one (Debian 13 has it: nodejs)"
  command -v npm >/dev/null || fail "npm is needed, and was not found: apt-get install npm"
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
  local stamp
  stamp=$(stamp_for .venv requirements.txt)
  [[ -e $stamp && -x .venv/bin/python ]] && return
  need_python
  echo "setup: installing the Python packages into .venv"
  "$PYTHON" -m venv --clear .venv
  # Two tries: a registry that hiccups once should not fail a build.
  local install=(.venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.txt)
  "${install[@]}" || "${install[@]}" || fail "pip could not install requirements.txt (its message is above)"
  write_launcher
  touch "$stamp"
}

setup_node() {
  local stamp
  stamp=$(stamp_for node_modules package.json package-lock.json)
  [[ -e $stamp ]] && return
  need_node
  echo "setup: installing the Node packages into node_modules"
  local install=(npm ci --ignore-scripts --no-audit --no-fund --loglevel=error --no-progress --no-update-notifier)
  "${install[@]}" >/dev/null || "${install[@]}" >/dev/null || fail "npm could not install package-lock.json (its message is above)"
  touch "$stamp"
}

setup_python
setup_node
