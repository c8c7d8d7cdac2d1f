#!/usr/bin/env bash
# Makes sure that there is a Chromium for the browser tests, and a font with Chinese characters for what they look at.
# Installs them with apt as root or with a sudo that asks for no password; otherwise says what to install and fails,
# because a test run without its browser tests would only look green.
set -euo pipefail

cd "$(dirname "$0")/.."
# shellcheck source=tools/find.sh
source tools/find.sh

install() {
  command -v apt-get >/dev/null || return 1
  [[ $(id -u) -eq 0 ]] && return
  SUDO=(sudo -n)
  command -v sudo >/dev/null && sudo -n true 2>/dev/null
}

install() {
  echo "browser: installing $* with apt"
  "${SUDO[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@" >/dev/null
}

find_chromium >/dev/null && has_chinese_font && exit 0

if may_install; then
  "${SUDO[@]}" apt-get update -qq >/dev/null || true
  find_chromium >/dev/null || install chromium-headless-shell || install chromium || true
  has_chinese_font || install fontconfig fonts-wqy-microhei || true
fi

if ! find_chromium >/dev/null; then
  echo "browser: the browser tests need Chromium or Chrome, and none was found:" \
    "apt-get install chromium fontconfig fonts-wqy-microhei (or set CHROMIUM=/path/to/it)" >&2
  exit 1
fi
has_chinese_font ||
  echo "browser: no Chinese font was found, so pictures of pages show boxes: apt-get install fontconfig fonts-wqy-microhei" >&2
