#!/bin/sh
# Serves the folder "site" on this machine and opens the browser. Options are passed on, e.g. --port 8080
# A Python is tried before it is used: an old one would stop with words that help nobody.
cd "$(dirname "$0")" || exit 1
for python in python3 python; do
  "$python" -c 'import sys; sys.exit(sys.version_info < (3, 8))' >/dev/null 2>&1 || continue
  exec "$python" serve.py "$@"
done
echo "没有找到 Python（3.8 或更新的版本）。请改用 zhiji.html，双击即可打开。"
echo "Python 3.8 or newer was not found. Use zhiji.html instead: double-click it."
exit 1
