# make run    the samples, or your own files (make run INPUT=folder), to a graph and a page
# make test   all tests that can run here; what is skipped is said with its reason
# make quality  the quality table of the READMEs, from annotated passages
# make bench  benchmarks: figures and ratios in one table and in bench.json (BENCH=build for one, SCALE=0.1 for a smaller corpus)
# make check  the whole gate: format, lint, types, import rules, tests
SHELL := /bin/sh
PYTHON ?= python3
INPUT ?= pipelines/samples/reports
OUT ?= kg-out
BIN := .venv/bin

.PHONY: run test check format lint types imports quality bench clean

# The environment is made anew when the project's dependencies change.
.venv/.installed: pyproject.toml constraints.txt
	"$(PYTHON)" -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info < (3, 15) else "Python 3.11 to 3.14 is needed, this is " + sys.version.split()[0] + "; give one with make PYTHON=python3.12")'
	test -x $(BIN)/python || "$(PYTHON)" -m venv .venv
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.'
	touch $@

.venv/.developed: .venv/.installed
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $@

run: .venv/.installed
	@$(BIN)/python -m pipelines.demo "$(INPUT)" "$(OUT)"

# Processes that share the tests out; those of one server or one file stay together (tests/conftest.py).
JOBS ?= 2
test: .venv/.developed
	$(BIN)/python -m pytest --numprocesses $(JOBS) --dist loadgroup

check: format lint types imports test

format: .venv/.developed
	$(BIN)/ruff format --check .

lint: .venv/.developed
	$(BIN)/ruff check .

types: .venv/.developed
	$(BIN)/mypy

imports: .venv/.developed
	$(BIN)/lint-imports

# The quality table of both READMEs, measured on annotated passages (GOLD=folder, SET=name of the passages in it).
GOLD ?= ../shared/gold
SET ?= dev
quality: .venv/.installed
	$(BIN)/python -m pipelines.quality "$(GOLD)" $(SET) README.md README.zh.md

BENCH ?=
SCALE ?= 1
# Files whose table between <!-- bench --> marks is written anew (WRITE="README.md README.zh.md").
WRITE ?=
.venv/.benched: .venv/.developed
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev,bench]'
	touch $@
bench: .venv/.benched
	$(BIN)/python -m tests.bench $(BENCH) --scale $(SCALE) --readme $(WRITE)

clean:
	rm -rf .venv kg-out .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis dist
