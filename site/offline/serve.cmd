@echo off
rem Serves the folder "site" on this machine and opens the browser. Options are passed on, e.g. --port 8080
cd /d "%~dp0"
where py >nul 2>nul
if not errorlevel 1 (
  py -3 serve.py %*
  goto end
)
where python >nul 2>nul
if not errorlevel 1 (
  python serve.py %*
  goto end
)
chcp 65001 >nul
echo 没有找到 Python。请改用 zhiji.html，双击即可打开。
echo Python was not found. Use zhiji.html instead: double-click it.
:end
pause
