# Each target works alone on a fresh machine: it sets up what it needs, and only what is not there yet.
# The shell logic is in tools/, one small script for each thing that has to be there.

PYTHON ?= python3
HOST   ?= 127.0.0.1
PORT   ?= 8000
WORKERS ?= 2
PYTEST ?=
RUN    := .venv/bin/python
export PYTHON

# What is missing is told before anything is installed, for these with what the browser tests need.
test bench: NEED := browser

.DEFAULT_GOAL := help
.PHONY: help site build offline test bench fmt lint lock setup browser clean distclean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

site: setup ## build the site and serve it on 127.0.0.1:8000 (PORT=… for another port)
	@$(RUN) -m generator.build
	@$(RUN) -m generator.serve --host $(HOST) --port $(PORT)

build: setup ## build the site into build/site
	@$(RUN) -m generator.build

offline: setup ## build one zip and one HTML file for a closed network, into build/offline
	@$(RUN) -m generator.offline

test: setup browser ## run every test, with Chromium (PYTEST='-k word' for some of them)
	@echo "test: running every test with $(WORKERS) processes"
	@$(RUN) -m pytest -n $(WORKERS) $(PYTEST)

bench: setup browser ## measure speed as ratios and print a report
	@$(RUN) -m generator.bench

fmt: setup ## format the code
	@$(RUN) -m ruff check --fix-only --quiet .
	@$(RUN) -m ruff format --quiet .
	@echo "fmt: done"

lint: setup ## check style and types without the tests
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@$(RUN) -m mypy

lock: setup ## resolve requirements*.in again into hashed requirements*.txt
	@bash tools/lock.sh

setup: ## install the Python and Node packages into this folder
	@bash tools/need.sh $(NEED)
	@bash tools/setup.sh

browser: ## find Chromium, or install it where apt may be used
	@bash tools/browser.sh

clean: ## remove what was built
	@rm -rf build .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@echo "clean: removed build/ and the caches"

distclean: clean ## remove what was built and what was set up
	@rm -rf .venv node_modules
	@echo "distclean: removed .venv/ and node_modules/"
