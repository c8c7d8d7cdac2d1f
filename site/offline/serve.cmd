@echo off
rem Serves the folder "site" on this machine and opens the browser. Options are passed on, e.g. --port 8080
rem A Python is tried before it is used: the one that Windows puts there only leads to its shop, and an old one stops.
cd /d "%~dp0"
set "fits=import sys; sys.exit(sys.version_info < (3, 8))"
py -3 -c "%fits%" >nul 2>nul
if "%errorlevel%"=="0" (
  py -3 serve.py %*
  goto end
)
python -c "%fits%" >nul 2>nul
if "%errorlevel%"=="0" (
  python serve.py %*
  goto end
)
chcp 65001 >nul
echo 没有找到 Python（3.8 或更新的版本）。请改用 zhiji.html，双击即可打开。
echo Python 3.8 or newer was not found. Use zhiji.html instead: double-click it.
:end
pause
