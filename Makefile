# Two commands do all the set-up on a fresh machine with make and Python ≥ 3.11 with venv: `make demo` and `make test`.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
LEADS  ?= 400
# Half of what a screen's test does is wait for a paint: two workers a core take two thirds of the time of one.
JOBS   ?= $(shell $(PYTHON) -c "import os; print(2 * (os.cpu_count() or 1))")
# A shell with PYTHONDONTWRITEBYTECODE would have every module compiled anew at each start.
COMPILE = $(BIN)/python -m compileall -q hermes_tui storage widgets

.PHONY: demo run test lint bench screenshots clean

$(VENV)/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/installed-test: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[test]'
	touch $@ $(VENV)/installed

demo: $(VENV)/installed  ## the triage queue on generated leads, in a temporary file
	@$(COMPILE)
	$(BIN)/hermes demo --leads $(LEADS)

run: $(VENV)/installed  ## Hermes on your own file
	@$(COMPILE)
	$(BIN)/hermes

test: lint  ## everything that must hold before a change lands
	@$(COMPILE)
	$(BIN)/python -m pytest -q -n $(JOBS)

lint: $(VENV)/installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/installed-test  ## speed as ratios in one run
	@failed=0; for file in $$(grep -l __main__ bench/*.py); do \
		echo "== $$file"; $(BIN)/python $$file || failed=1; done; exit $$failed

screenshots: $(VENV)/installed-test  ## draw screenshots/*.svg anew
	$(BIN)/python -m tests.screenshots.scenes

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist
