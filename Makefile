# `make build` and `make test` are the two commands; each sets up all it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
TESTABLE := $(VENV)/.testable
PIP := $(BIN)/pip install -qq --disable-pip-version-check

.PHONY: build test soak mutants benchmark docs reader-report lock
build: $(READY)
	$(BIN)/chitieu build

test: $(READY) $(TESTABLE)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/sqlfluff lint --disable-progress-bar models tests macros queries scripts/chitieu/site
	$(BIN)/pytest -n 2 --dist loadfile

# An hour of kills, damage, wrong clocks and full disks under readers; then two hundred nights of deploy/crontab.
soak: $(READY)
	$(BIN)/python scripts/soak.py --minutes 60 --docs docs
	$(BIN)/python scripts/nights.py --nights 200

# Slips planted in the models: how many of them the tests notice. Some ten minutes; `--resume` asks only the unnoticed anew.
mutants: $(READY)
	$(BIN)/python scripts/mutate_models.py

benchmark: $(READY)
	$(BIN)/python scripts/benchmark.py --observations 1000000

# The pages of docs/ that are generated, and how well the reader reads; tests fail when either is stale.
docs: $(READY)
	$(BIN)/python scripts/build_docs.py

reader-report: $(READY)
	$(BIN)/python scripts/reader_report.py

lock: $(READY)
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras --extra dev \
		--no-header --no-emit-index-url pyproject.toml --output-file requirements.lock

$(READY): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation -e .
	touch $(READY)

# The older DuckDBs that readers have, and what drives a browser, beside the environment and not in it.
$(TESTABLE): $(READY) tests/python/duckdb-1.2.lock tests/python/duckdb-1.5.lock tests/python/browser.lock
	$(PIP) --require-hashes --only-binary :all: --no-deps --upgrade \
		--target $(VENV)/readers/duckdb-1.2.2 -r tests/python/duckdb-1.2.lock
	$(PIP) --require-hashes --only-binary :all: --no-deps --upgrade \
		--target $(VENV)/readers/duckdb-1.5.6 -r tests/python/duckdb-1.5.lock
	$(PIP) --require-hashes --only-binary :all: --no-deps --upgrade \
		--target $(VENV)/browser -r tests/python/browser.lock
	command -v chromium > /dev/null || { test "$$(id -u)" = 0 && apt-get -qq update \
		&& apt-get -qq install --yes --no-install-recommends chromium > /dev/null; } \
		|| echo "no chromium: the tests of the explorer in a browser are skipped"
	touch $(TESTABLE)
