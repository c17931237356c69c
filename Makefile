# Each target works alone, first, in a fresh clone: whatever it needs is set up before it runs.

# The first Python here that is new enough; `make PYTHON=...` chooses another.
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
ifndef PYTHON
PYTHON := $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
  $$python -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$python && break; done)
endif
VENV  := .venv
BIN   := $(VENV)/bin
READY := $(VENV)/.ready
PEERS := $(VENV)/peers
SERVERS := $(VENV)/servers

# An argument for the shell, whatever it holds: blanks, quotes, dollar signs.
quoted = '$(subst ','\'',$(value $(1)))'

.PHONY: demo test servers lint bench soak clean help
.DEFAULT_GOAL := help

help:
	@echo "make demo    edit a clip by conversation; CLIP=my.mp4 SAY='trim to 0:02-0:10' for your own"
	@echo "make test    run the tests"
	@echo "make servers install PostgreSQL and an S3 server for the tests that run against them"
	@echo "make lint    run the checks"
	@echo "make bench   measure the speeds, as ratios"
	@echo "make soak    kill programs at random moments, and count what is delivered"
	@echo "make clean   remove all that these made"

$(READY): pyproject.toml constraints.txt
	@$(or $(PYTHON),false) -c '$(NEW_ENOUGH)' 2>/dev/null || { \
	  echo "VFXB needs Python 3.11 or newer$(if $(PYTHON),; $(PYTHON) is not). Try: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)"; \
	  exit 1; }
	@echo "Setting up $(VENV) with $(PYTHON) (once, a minute or two) ..."
	@$(PYTHON) -m venv $(VENV) || { \
	  echo "Python's venv module is missing. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $(READY)

demo: $(READY)
	@$(BIN)/python -m bots.demo $(if $(CLIP),--clip=$(call quoted,CLIP)) $(if $(SAY),--say=$(call quoted,SAY))

# Three processes for two cores; more than eight gain little and take a gigabyte each. Hundreds of
# programs are started: what is compiled is kept, also where the environment asks for the opposite.
test: export PYTHONDONTWRITEBYTECODE :=
test: $(READY)
	@$(BIN)/python -m pytest -n auto --maxprocesses 8 --dist worksteal

servers: $(SERVERS)/.ready

$(SERVERS)/.ready: tests/servers.txt $(READY)
	@echo "Setting up $(SERVERS) (once, a minute) ..."
	@$(BIN)/python -m venv $(SERVERS)
	@$(SERVERS)/bin/python -m pip install --quiet --disable-pip-version-check --requirement $<
	@touch $@

lint: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

# What VFXB is compared with lives in an environment of its own.
$(PEERS)/.ready: tests/bench/peers.txt $(READY)
	@$(BIN)/python -m venv $(PEERS)
	@$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --requirement $<
	@touch $@

bench: $(READY) $(PEERS)/.ready
	@$(BIN)/python -m tests.bench --peers $(PEERS)/bin/python

# SOAK="--turns 20 --kills 5 --workers 2" chooses how much; the figures are printed.
soak: $(READY)
	@$(BIN)/python -m tests.soak $(SOAK)

clean:
	rm -rf $(VENV) demo .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
