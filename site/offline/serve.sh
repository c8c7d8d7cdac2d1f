#!/bin/sh
# Serves the folder "site" on this machine and opens the browser. Options are passed on, e.g. --port 8080
cd "$(dirname "$0")" || exit 1
for python in python3 python; do
  if command -v "$python" >/dev/null 2>&1; then exec "$python" serve.py "$@"; fi
done
echo "没有找到 Python。请改用 zhiji.html，双击即可打开。"
echo "Python was not found. Use zhiji.html instead: double-click it."
exit 1
