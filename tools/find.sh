# What is there already of what make needs; sourced by the other scripts, in the root of the checkout.
# shellcheck shell=bash

stamp_for() { # stamp_for FOLDER FILE... : the path of the stamp for the present content of the files
  local folder=$1
  shift
  printf '%s/.stamp-%s' "$folder" "$(cat "$@" | sha256sum | cut -c1-16)"
}

python_stamp() { stamp_for .venv requirements.txt; }

node_stamp() { stamp_for node_modules package.json package-lock.json; }

has_python_packages() { [[ -e $(python_stamp) && -x .venv/bin/python ]]; }

has_node_packages() { [[ -e $(node_stamp) ]]; }

find_chromium() {
  local name
  for name in "${CHROMIUM:-}" chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable; do
    [[ -n $name ]] && command -v "$name" && return
  done
  return 1
}

has_chinese_font() { command -v fc-list >/dev/null && [[ -n $(fc-list :lang=zh family 2>/dev/null) ]]; }

SUDO=()

may_install() { # whether apt may be used: as root, or with a sudo that asks for no password
  command -v apt-get >/dev/null || return 1
  [[ $(id -u) -eq 0 ]] && return
  SUDO=(sudo -n)
  command -v sudo >/dev/null && sudo -n true 2>/dev/null
}
