# Needs Python 3.11 or newer, make and git; no root. Everything goes into .venv, node_modules and $STUDIO_DATA_DIR (var/).
SHELL := /bin/sh
.DEFAULT_GOAL := help
ifndef PYTHON
PYTHON := $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
endif
ifeq ($(strip $(PYTHON)),)
$(error Python 3.11 or newer is needed and was not found; set PYTHON=/path/to/python3)
endif
VENV := .venv/bin
SETUP := @$(PYTHON) -B -m studio.setup
# Numeric libraries keep to one thread per process: there are several processes.
export OMP_NUM_THREADS ?= 1

.PHONY: help setup run test bench lint engines mutants clean

help:  ## show this
	@sed -n 's/^\([a-z]*\):.*## /  make \1 |/p' $(MAKEFILE_LIST) | column -t -s '|' 2>/dev/null || grep '## ' Makefile

setup:  ## install what the studio needs; under two seconds when nothing has changed
	$(SETUP) run

run:  ## set up, then run the studio on http://127.0.0.1:8000 until Ctrl-C
	$(SETUP) run
	@STUDIO_FOLLOW_PARENT=1 exec $(VENV)/python -m studio.supervisor

test:  ## set up, then run every test; prints branch coverage
	$(SETUP) test
	@$(PYTHON) -B -m studio.setup.checks test

lint:  ## ruff, mypy, import-linter, tsc, templates
	$(SETUP) test
	@$(PYTHON) -B -m studio.setup.checks lint

bench:  ## measure the pipeline, sockets, uploads, pages; prints tables
	$(SETUP) test
	@$(VENV)/python -m tests.benchmarks

engines:  ## add torch and the engines that stand on it
	$(SETUP) engines

mutants:  ## mutation run over access, state tables and the pipeline
	$(SETUP) test
	@$(VENV)/python -m tests.mutants

clean:  ## remove what was built and installed; data stays
	rm -rf .venv .setup node_modules static/dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis \
		mutants .coverage .coverage.* htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
