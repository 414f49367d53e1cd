# Every task has one command; `make help` lists them. CI calls the same ones.
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python3.14; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
SOURCES := citegraph.py graph loaders api seeds bench tests
SQLITE := sqlite:///demo.db
NPM := api/explorer/npm
MODULES := api/explorer/node_modules
PAGES := api/static/index.html
# Runs make for files that take Node; where they cannot be made, says so in one line and goes on, except in continuous integration.
try = $(MAKE) --no-print-directory -q $(1) || \
	{ mkdir -p build; echo "making $(1), told in build/explorer.log"; $(MAKE) --no-print-directory $(1) > build/explorer.log 2>&1; } || \
	{ echo "$(2), which takes Node 20.19 or newer, and a network the first time; build/explorer.log tells what is amiss"; [ -z "$$CI" ]; }

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help install explorer demo test test-neo4j test-parity test-long check format serve bench lock build clean schema picture

help: ## list the commands
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## /\1\t/' | awk -F'\t' '{printf "make %-10s %s\n", $$1, $$2}'

install: $(VENV)/.installed ## make the environment from the lock file

$(VENV)/.installed: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "citegraph needs Python 3.11 or newer; none was found"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

explorer: $(PAGES) ## build the explorer and GraphiQL (Node 20.19 or newer; without one, PyPI's)

$(PAGES): $(MODULES)/.runtime api/schema.graphql $(shell find api/explorer \( -name node_modules -o -name test -o -name generated.ts \) -prune -o -type f -print)
	$(NPM) run build

$(MODULES)/.runtime: api/explorer/package.json api/explorer/package-lock.json api/explorer/.npmrc | $(VENV)/.installed
	$(NPM) ci --omit=dev --loglevel=error
	@touch $@

$(MODULES)/.all: api/explorer/package.json api/explorer/package-lock.json api/explorer/.npmrc | $(VENV)/.installed
	$(NPM) ci --loglevel=error
	@touch $(MODULES)/.runtime $@

demo: install ## load the seeds, answer three questions, serve on PORT (8000)
	@$(call try,$(PAGES),serving without the explorer)
	$(BIN)/citegraph --store $(SQLITE) demo --port $(PORT)

test: install ## run the tests, those in a browser where there is a Chromium
	@$(call try,$(MODULES)/.all $(PAGES),testing without the explorer)
	$(BIN)/pytest -q -n 2 -m "not long"

test-neo4j: install ## run the tests that need a Neo4j server
	$(BIN)/pytest -m "neo4j and not long"

test-parity: install ## compare both stores on 2,000 random operations
	$(BIN)/pytest -q -m long tests/parity

test-long: install ## run every test, also on the newest Neo4j, then mutate the core: 80 % must be noticed
	$(BIN)/pytest -q -n 2 --cov --cov-report=term
	NEO4J_TEST_LINE=2026 $(BIN)/pytest -q -n 2 -m neo4j
	$(BIN)/python -m tests.mutation

check: install ## format, lint, types, imports, and whether the lock is whole
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pip --disable-pip-version-check check
	@$(call try,$(MODULES)/.all,the explorer is not checked)
	@[ ! -e $(MODULES)/.all ] || $(NPM) run check

format: install ## format the code and repair what lint can
	$(BIN)/ruff check --fix --quiet $(SOURCES) || true
	$(BIN)/ruff format $(SOURCES)
	@[ ! -e $(MODULES)/.all ] || $(NPM) run format

schema: install ## write api/schema.graphql
	$(BIN)/python -c "from api.schema import sdl; open('api/schema.graphql', 'w', encoding='utf-8').write(sdl())"

serve: install ## serve citegraph.db on PORT (8000)
	@$(call try,$(PAGES),serving without the explorer)
	$(BIN)/citegraph serve --port $(PORT)

bench: install ## measure, print tables, write bench/results
	$(BIN)/python -m bench

LOCK := build/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate
lock: ## write requirements.lock and requirements-node.lock from pyproject.toml
	$(PYTHON) -m venv build/lock && build/lock/bin/pip install --quiet uv
	$(LOCK) --group dev pyproject.toml --output-file requirements.lock
	$(LOCK) --group node --output-file requirements-node.lock

build: install $(PAGES) ## build the source archive and the wheel, with the explorer
	$(BIN)/python -m build --no-isolation --outdir dist

picture: install $(PAGES) ## take the picture of the explorer, docs/explorer.png
	$(BIN)/python -m tests.e2e.picture

clean: ## remove what was built
	rm -rf build dist api/static api/explorer/src/api/generated.ts tests/e2e/artifacts .coverage .pytest_cache .mypy_cache .ruff_cache .hypothesis demo.db demo.db-wal demo.db-shm
