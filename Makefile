# xuefa: every command works on a machine with Python 3.11+, make and git.
# The environment is .venv in this checkout; it is made once and remade when its inputs change.

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
TESTS ?= tests
# The first interpreter that is new enough and can make an environment.
FIND_PYTHON = for p in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo "$$p"; exit 0; }; done

.PHONY: help setup demo test check bench lab schema lock clean

help:
	@echo "make demo   建好环境，跑一遍全流程（虚构数据，写入 demo/）"
	@echo "make test   建好环境，运行全部测试"
	@echo "make lab    打开 JupyterLab（只监听本机，需要口令）"
	@echo "make check  ruff、mypy、层次、题目格式"
	@echo "make bench  测速度，写入 build/bench.json"

setup: $(READY)

$(READY): pyproject.toml constraints.txt
	@py=$$($(FIND_PYTHON)); \
	if [ -z "$$py" ]; then echo "需要 Python 3.11 或更高版本（含 venv）" >&2; exit 1; fi; \
	echo "正在建立环境 $(VENV)（首次约需一两分钟）……"; \
	[ -x $(BIN)/python ] || "$$py" -m venv $(VENV)
	@PIP_CONSTRAINT=constraints.txt $(BIN)/python -m pip install --quiet \
		--disable-pip-version-check --editable '.[dev]'
	@touch $@

demo: $(READY)
	@$(BIN)/xuefa demo --out demo

test: $(READY)
	@$(BIN)/python -m pytest -n auto --dist loadgroup $(TESTS)

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/test_layers.py
	$(BIN)/xuefa bank schema --check
	$(BIN)/xuefa bank check

bench: $(READY)
	@$(BIN)/python -m benchmarks

# In the demo's course folder where there is one, so that formgrader finds it.
lab: $(READY)
	@jupyter="$$PWD/$(BIN)/jupyter"; PATH="$$PWD/$(BIN):$$PATH"; export PATH; \
	[ ! -d demo/course ] || cd demo/course; \
	[ "$$(id -u)" != 0 ] || root=--allow-root; \
	exec "$$jupyter" lab --no-browser --ServerApp.ip=127.0.0.1 --ServerApp.log_level=WARN $$root

schema: $(READY)
	@$(BIN)/xuefa bank schema

# Maintainers: renew the pins (needs uv).
lock:
	uv pip compile --universal --python-version 3.11 --all-extras --no-header --no-annotate \
		--no-emit-index-url --no-emit-find-links --upgrade pyproject.toml -o constraints.txt

clean:
	rm -rf build demo .pytest_cache .mypy_cache .ruff_cache
