# One line a command: `make help`. Needs Python 3.11 or newer, git and make; uses uv where it is installed, else pip.

PYTHON ?= python3
SEEDS ?= seeds
DATA ?= data
MINUTES ?= 10
START ?= 0
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)

ifdef UV
INSTALL := $(UV) pip install --quiet --python $(BIN)/python
MAKE_VENV := $(UV) venv --quiet --allow-existing --python $(PYTHON) $(VENV)
else
INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-input
MAKE_VENV := $(PYTHON) -m venv $(VENV)
endif

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help dataset test fuzz coverage floors benchmark-repair lint lock clean

# With COVER=yes the tests measure which lines of our packages they run; the share has a floor in pyproject.toml.
ifdef COVER
COVER_FIRST := --cov --cov-report= --cov-fail-under=0
COVER_LAST := --cov --cov-append --cov-report=
endif

help:  ## Show these lines
	@sed -n 's/^\([a-z-]*\):.*  ## /  make \1	/p' $(MAKEFILE_LIST)

dataset: $(VENV)/.installed  ## Build the tables from seeds/ into data/ (other folders: SEEDS=... DATA=...)
	@$(BIN)/presstable build "$(SEEDS)" --data "$(DATA)"

# Tests of flows start servers and kill processes at given moments: two at a time, after all others. Those of linear time
# count calls in a process that has just begun; files with most tests begin first, and only test_hostile_names has more.
APART := tests/unit/steps/test_linear.py tests/flow
test: $(VENV)/.installed-test  ## Run the tests (COVER=yes: and print the share of lines that they run)
	@$(BIN)/python -m pytest --quiet --numprocesses auto --maxprocesses 4 --dist loadfile $(COVER_FIRST) $(APART:%=--ignore %)
	@$(BIN)/python -m pytest --quiet --numprocesses 2 --dist loadfile $(COVER_LAST) $(APART)

fuzz: $(VENV)/.installed-test  ## Read inputs made by chance and check all their rows (MINUTES=10, START=0: the first seed)
	@$(BIN)/python -m tests.fuzz --minutes "$(MINUTES)" --start "$(START)"

# Counting lines makes the tests half as long again, so that .ci/run counts those of a quick share; their floor is here.
coverage: $(VENV)/.installed-test  ## Print the share of lines that the goldens, the contract, the store and the report run
	@$(BIN)/python -m pytest --quiet --numprocesses auto --maxprocesses 4 --dist loadfile -m "not slow" \
		--cov --cov-report= --cov-fail-under=75 \
		tests/golden tests/unit/report tests/unit/views tests/unit/store tests/contracts/test_models.py \
		tests/unit/explain tests/unit/explore tests/unit/validate tests/unit/test_changes.py tests/unit/test_pipeline.py

floors: $(VENV)/.installed-test  ## Refuse floors of quality that fell without a reason
	@$(BIN)/python -m tests.quality.floors check

benchmark-repair: $(VENV)/.installed-test  ## Score repair on texts damaged on purpose, and measure its speed
	@$(BIN)/python -m tests.quality.repair; $(BIN)/python -m tests.benchmarks.bench_repair

lint: $(VENV)/.installed-test  ## Check style, types and who imports whom
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo

# The locks hold all packages for all systems, with hashes and without addresses. They are made by uv, with exactly
# these options; to raise one package, add --upgrade-package NAME to both.
lock:  ## Resolve requirements.lock and requirements-test.lock anew
	@test -n "$(UV)" || { echo "make lock needs uv; install it and try again" >&2; exit 1; }
	@$(UV) pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--no-annotate --extra build -o requirements.lock
	@$(UV) pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--no-annotate --extra build --extra test --constraints requirements.lock -o requirements-test.lock

clean:  ## Remove the environment and what was built
	@rm -rf $(VENV) "$(DATA)"/snapshots "$(DATA)"/parts "$(DATA)"/latest "$(DATA)"/.lock "$(DATA)"/.last-build.json
	@rm -rf .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	@find flows presstable schemas tests -name __pycache__ -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "presstable needs Python 3.11 or newer; name one with: make PYTHON=python3.11" >&2; exit 1; }
	@$(MAKE_VENV)

# Without build isolation the installation of the project itself downloads nothing: its build tools are in the lock.
$(VENV)/.installed: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing the locked packages into $(VENV); this happens once."
	@$(INSTALL) --no-deps --require-hashes -r requirements.lock
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-test: requirements-test.lock $(VENV)/.installed
	@echo "Installing what the tests need."
	@$(INSTALL) --no-deps --require-hashes -r requirements-test.lock
	@touch $@
