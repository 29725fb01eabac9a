# What a newcomer types. Each target sets up what it needs: make demo · make test · make up · make lint
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
READY  := $(VENV)/.installed
PIP    := $(BIN)/python -m pip --disable-pip-version-check -q

.PHONY: help demo test test-slow up lint docs clean

help:
	@echo "make demo   recordings -> model -> textures in ./demo, in about five minutes"
	@echo "make up     the daemon on the demo's workspace: panel, OSC and MIDI"
	@echo "make test   the tests, then make lint; make test-slow: those that take minutes"
	@echo "make lint   formatting, lint and types"
	@echo "make docs   the reference pages, from the table of controls"
	@echo "make clean  what the targets above have made"

$(READY): .requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "sdad needs Python 3.11 or later; say which: make PYTHON=python3.12 ..."; exit 1; }
	@echo "Installing into $(VENV); the first time this downloads PyTorch."
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install -r .requirements.lock
	@$(PIP) install --no-deps -e .
	@touch $@

demo: $(READY)
	@$(BIN)/python examples/demo.py demo

up: $(READY)
	@$(BIN)/sdad up --workspace demo/workspace

test: $(READY)
	$(BIN)/python -m pytest -q -n 2 --dist loadgroup $(TESTS)
	@$(MAKE) --no-print-directory lint

test-slow: $(READY)
	$(BIN)/python -m pytest -q -m slow $(TESTS)

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

docs: $(READY)
	$(BIN)/python docs/generate.py

clean:
	rm -rf $(VENV) demo dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
