# Two commands: `make demo` and `make test`. `make help` lists the others.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

SIZE ?= tiny
AREAS ?=
RECORD ?=
SEED ?= 0
CLIPS ?= 40
SERVE ?= 1
PORT ?= 8501
# An index of CPU-only PyTorch wheels, for those without a GPU; empty: the usual index.
TORCH_INDEX ?=
PYTHON ?= $(shell for p in python3.12 python3.11 python3; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 13))' \
	2>/dev/null && echo $$p && break; done)
BIN := .venv/bin

.PHONY: help demo test check faults fuzz ray-test bench results-table screenshots clean

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/ -/'

demo: .venv/.installed  ## build the demo store and show it (SIZE=tiny|small|full, SERVE=0)
	$(BIN)/signatlas demo --size $(SIZE) --port $(PORT) $(if $(filter 0,$(SERVE)),--no-serve)

test: check  ## format, lint, types, import contracts, tests
	$(BIN)/pytest -n 2 --dist loadfile

check: .venv/.installed-test  ## everything of `make test` but the tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

faults: .venv/.installed-test  ## 50 kills, full and read-only disks, spoiled parts on every page, 20 readers for minutes (half an hour)
	SIGNATLAS_KILLS=50 SIGNATLAS_READERS_S=180 $(BIN)/pytest -s tests/faults

bench: .venv/.installed-test  ## ratios against the bare tools and growth with size (AREAS="growth search", RECORD=1)
	$(BIN)/python -m tests.bench.run $(AREAS) $(if $(RECORD),--record)

fuzz: .venv/.installed-test  ## damaged videos, photographs, uploads and documents, many of each (SEED=1000: others)
	SIGNATLAS_FUZZ_SEED=$(SEED) \
	SIGNATLAS_FUZZ_VIDEOS=$${SIGNATLAS_FUZZ_VIDEOS:-1000} \
	SIGNATLAS_FUZZ_PHOTOGRAPHS=$${SIGNATLAS_FUZZ_PHOTOGRAPHS:-3000} \
	SIGNATLAS_FUZZ_UPLOADS=$${SIGNATLAS_FUZZ_UPLOADS:-50} \
	SIGNATLAS_FUZZ_VISITORS=$${SIGNATLAS_FUZZ_VISITORS:-50} \
	SIGNATLAS_FUZZ_DOCUMENTS=$${SIGNATLAS_FUZZ_DOCUMENTS:-1000} \
	$(BIN)/pytest -rP tests/fuzz

ray-test: .venv/.installed-test  ## an ingest of 40 clips on a Ray cluster into object storage, one machine killed (CLIPS=40)
	SIGNATLAS_RAY_CLIPS=$(CLIPS) $(BIN)/pytest -q tests/ingest/test_ray_crew.py

results-table: .venv/.installed  ## make the README's table from models/results.json
	$(BIN)/signatlas results --readme README.md

screenshots: .venv/.installed-test  ## make the README's screenshots from the demo store
	SIGNATLAS_TOUR_STORE=demo-store/$(SIZE) SIGNATLAS_SCREENSHOTS=tests/browser/screenshots \
	$(BIN)/pytest tests/browser/test_tour.py

clean:  ## remove the environment and the demo stores
	rm -rf .venv demo-store

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "signatlas needs Python 3.11 or 3.12 on the PATH: install one, or run make PYTHON=/path/to/python3.11"; exit 2; }
	$(PYTHON) -m venv .venv

.venv/.installed: .venv/bin/python pyproject.toml constraints.txt
	$(if $(TORCH_INDEX),$(BIN)/pip install -c constraints.txt --index-url $(TORCH_INDEX) torch torchvision)
	$(BIN)/pip install -c constraints.txt -e .
	@touch $@

.venv/.installed-test: .venv/.installed
	$(BIN)/pip install -c constraints.txt -e '.[test]'
	@touch $@
