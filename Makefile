# Two commands do everything on a fresh machine: `make demo` and `make test`. Needs Python 3.11 or newer and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export DO_NOT_TRACK = 1
export PREFECT_SERVER_ANALYTICS_ENABLED = false

.PHONY: demo test install check lint bench kill picture lock clean

demo: $(VENV)/installed ## set everything up, run the main job on the sample region
	$(BIN)/regionwatch demo

test: $(VENV)/installed-dev lint ## set everything up, run every check and test
	$(BIN)/pytest

install: $(VENV)/installed ## .venv with .venv/bin/regionwatch in it

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/installed-dev ## speeds, each beside a peer in the same run
	$(BIN)/python -m tests.bench

kill: $(VENV)/installed-dev ## 200 processes killed at random moments of collect, load, report and mail (an hour)
	REGIONWATCH_KILLS=200 $(BIN)/pytest -q tests/flows/test_killed.py tests/flows/test_reread.py

picture: demo ## the README's picture: the sample region's third weekly mail
	$(BIN)/regionwatch picture demo/outbox/sample-2025-W35.*.eml docs/third-mail.png

$(VENV)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "regionwatch needs Python 3.11 or newer, this is %d.%d; say which with: make PYTHON=python3.12" % sys.version_info[:2])'
	$(PYTHON) -m venv $(VENV)
	@touch $@

# The locks hold every version and hash. --no-deps: the lock is complete, and nothing else may come in.
$(VENV)/installed: $(VENV)/python requirements.lock pyproject.toml
	$(BIN)/pip install --quiet --no-deps --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.lock
	$(BIN)/pip install --quiet --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

lock: $(VENV)/python ## write the locks anew from pyproject.toml
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --extra build --universal --python-version 3.11 --generate-hashes --no-header -q -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra build --extra dev --universal --python-version 3.11 --generate-hashes --no-header -q -o requirements-dev.lock -c requirements.lock

clean:
	rm -rf $(VENV) demo dist .pytest_cache .mypy_cache .ruff_cache
