# Each target works alone, first, in a fresh clone: whatever it needs is set up before it runs.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.PHONY: demo test lint bench clean help
.DEFAULT_GOAL := help

help:
	@echo "make demo    edit a clip by conversation; CLIP=my.mp4 SAY='trim to 0:02-0:10' for your own"
	@echo "make test    run the tests"
	@echo "make lint    run the checks"
	@echo "make bench   measure the speeds, as ratios"

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "VFXB needs Python 3.11 or newer; $(PYTHON) is older. Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@echo "Setting up $(VENV) (once, about a minute) ..."
	@$(PYTHON) -m venv $(VENV) \
	  || { echo "Python's venv module is missing. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $(READY)

demo: $(READY)
	@$(BIN)/python -m bots.demo $(if $(CLIP),--clip '$(subst ','\'',$(CLIP))') $(if $(SAY),--say '$(subst ','\'',$(SAY))')

test: $(READY)
	@$(BIN)/python -m pytest

lint: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

bench: $(READY)
	@$(BIN)/python -m tests.bench

clean:
	rm -rf $(VENV) demo .pytest_cache .mypy_cache .ruff_cache
