# Golden Thread. What is asked of the machine: Python 3.11 or newer, make, and a C library.
.DEFAULT_GOAL := help
.PHONY: help setup run test spark docs benchmarks lock clean
MAKEFLAGS += --no-print-directory

# The first Python from 3.11 that really runs; the right one for the product is found or fetched by set-up.
PYTHON ?= $(firstword $(foreach name,python3 python3.13 python3.14 python3.12 python3.11 /usr/bin/python3,$(shell \
	$(name) -c 'import sys; sys.version_info >= (3, 11) and print("$(name)")' 2>/dev/null)))
PORT ?= 8000
JOBS ?= auto
ARGS ?=

help:
	@echo "make run         set up, make a fictional authority and serve it (PORT=8000)"
	@echo "make test        set up and run every test, with a real browser (ARGS= goes to pytest)"
	@echo "make spark       add Spark to .venv, half a gigabyte; needs Java; its tests then run too"
	@echo "make setup       make the environment in .venv"
	@echo "make docs        write the generated pages of docs/ again"
	@echo "make benchmarks  measure, and write benchmarks/RESULTS.md (needs minutes and a quiet machine)"
	@echo "make lock        renew the lock files within what pyproject.toml allows"
	@echo "make clean       remove what set-up made; the data folder .goldenthread stays"

setup:
	@if [ -z "$(PYTHON)" ]; then echo "Python 3.11 or newer was not found: install it, or name it with PYTHON=." >&2; exit 1; fi
	@$(PYTHON) tools/bootstrap.py

run: setup
	@.venv/bin/goldenthread migrate
	@.venv/bin/goldenthread demo --size small --if-empty --standards
	@GOLDENTHREAD_DEMONSTRATION=1 .venv/bin/goldenthread serve --port $(PORT)

# The tests' own exit code is kept, because make turns every failure into 2.
test: setup
	@rm -f .tools/tests-exit
	@chromium=$$(.venv/bin/python tools/chromium.py) || exit 1; \
	GOLDENTHREAD_CHROMIUM="$$chromium" .venv/bin/python -m pytest -n $(JOBS) --maxprocesses 4 --dist worksteal $(ARGS); \
	code=$$?; echo $$code > .tools/tests-exit; exit $$code

spark: setup
	@uv=.tools/uv/bin/uv; [ -x $$uv ] || uv=uv; \
	$$uv pip install --quiet --require-hashes --python .venv/bin/python -r requirements-spark.lock

docs: setup
	@.venv/bin/python -m goldenthread.rulebook.reference

benchmarks: setup
	@.venv/bin/python benchmarks/run.py $(ARGS)

lock: setup
	@uv=.tools/uv/bin/uv; [ -x $$uv ] || uv=uv; \
	$$uv pip compile --quiet --upgrade pyproject.toml --group dev --universal --generate-hashes \
		--no-header --no-annotate --output-file requirements.lock; \
	$$uv pip compile --quiet pyproject.toml --group dev --extra spark --universal --generate-hashes --no-header \
		--no-annotate --constraint requirements.lock --output-file .tools/spark.lock; \
	grep -vxFf requirements.lock .tools/spark.lock > requirements-spark.lock

clean:
	@if [ -x .venv/bin/goldenthread ]; then .venv/bin/goldenthread postgres stop >/dev/null 2>&1 || true; fi
	@rm -rf .venv .tools node_modules goldenthread/ui/static/vendor
	@find . -name __pycache__ -not -path './.git/*' -prune -exec rm -rf {} +
